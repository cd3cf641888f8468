"""The rules of the house, read off the code itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import knowledge

ROOT = Path(__file__).parents[1]
FOLDERS = ("bot", "knowledge", "tests", "benchmarks", "scripts")
SOURCES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
PRODUCT = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in ("bot", "knowledge")]
STORE = ("storage", "querylog")
LATE = {
    "bot": "its session loads discord.py, 0.5 s, for Discord only",
    "bot.examining": "its questions to Discord load discord.py",
    "dateparser": "0.1 s, for natural dates only",
    "ir_measures": "0.1 s, for evaluation only",
    "knowledge.bibliography": "its CSL processor loads lxml, 0.04 s, for citations to copy only",
    "nameparser": "0.1 s, for citations to copy only",
    "knowledge.reading": "its reader of pages loads trafilatura, 0.3 s",
    "readline": "not every Python has it",
}
"""What may be imported inside a function, and what it would cost every start."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each import as the module and the name taken from it, empty for the whole module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def imports(path: Path) -> list[tuple[str, str]]:
    return list(imported(ast.parse(path.read_text("utf-8"))))


def roots(path: Path) -> set[str]:
    return {module.split(".")[0] for module, _ in imports(path)}


@pytest.mark.parametrize("path", [path for path in PRODUCT if "knowledge" in path.parts], ids=name)
def test_knowledge_knows_nothing_of_discord_or_the_bot(path: Path) -> None:
    assert not roots(path) & {"discord", "bot"}


@pytest.mark.parametrize("path", [path for path in PRODUCT if "bot" in path.parts], ids=name)
def test_the_bot_takes_from_knowledge_only_what_it_offers(path: Path) -> None:
    taken = [(module, what) for module, what in imports(path) if module.split(".")[0] == "knowledge"]
    assert all(module == "knowledge" and what in knowledge.__all__ for module, what in taken), taken


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    assert "aiosqlite" not in roots(path) or path.parent.name in STORE
    assert "rank_bm25" not in roots(path) or name(path) == "knowledge/index/okapi.py"
    reads_environment = re.search(r"\benviron\b", path.read_text("utf-8"))
    assert not reads_environment or name(path) == "bot/settings.py"


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "cogs").glob("*.py")), ids=name)
def test_a_cog_is_short_and_imports_no_other(path: Path) -> None:
    assert not [module for module, _ in imports(path) if module.startswith("bot.cogs")]
    assert len(path.read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_only_what_is_slow_to_load_is_imported_inside_a_function(path: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    late = {module for function in functions for module, _ in imported(function)}
    assert late <= LATE.keys()


def mapped(package: str) -> dict[str, int]:
    """Return each room that the map of the house names, with the place of its row from the ground up."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(rf"^\| `{package}/(.+?) \|", page, re.MULTILINE)
    rooms = [(room, place) for place, row in enumerate(rows) for room in row.replace("`", "").split(", ")]
    assert len(dict(rooms)) == len(rooms)
    return dict(rooms)


@pytest.mark.parametrize("package", ["bot", "knowledge"])
def test_the_map_names_every_room(package: str) -> None:
    inside = [
        path for path in (ROOT / package).iterdir() if path.name not in ("__pycache__", "__init__.py", "py.typed")
    ]
    assert mapped(package).keys() == {path.name + "/" * path.is_dir() for path in inside}


@pytest.mark.parametrize("package", ["bot", "knowledge"])
def test_a_room_imports_only_from_its_row_of_the_map_and_those_before(package: str) -> None:
    floors = {room.removesuffix("/").removesuffix(".py"): floor for room, floor in mapped(package).items()}
    for path in PRODUCT:
        room, *_ = path.relative_to(ROOT / package).with_suffix("").parts if package in path.parts else ("__init__",)
        taken = [f"{module}.{what}".split(".") for module, what in imports(path) if room != "__init__"]
        above = {each[1] for each in taken if each[0] == package and floors[each[1]] > floors[room]}
        assert not above, name(path)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 30, node.name


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_is_silenced_mocked_or_named_for_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert path.stem not in ("utils", "helpers", "common")
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None)
        assert not (isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Helper", "Service")))
        assert not (isinstance(node, ast.Name) and node.id in ("MagicMock", "AsyncMock"))


@pytest.mark.parametrize("module", ["knowledge", "bot.commandline.cli"])
def test_discord_is_loaded_for_discord_only(module: str) -> None:
    program = f"import sys, {module}; sys.exit('discord' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_the_public_names_of_knowledge_are_these() -> None:
    values = {
        "Answer",
        "Article",
        "Citation",
        "Copy",
        "Suggestion",
        "Decline",
        "Hit",
        "Withdrawn",
        "Added",
        "Listing",
        "Overview",
        "SHARED",
    }
    errors = {"AnswerNotFound", "ArticleNotFound", "KnowledgeError", "StoreUnusable"}
    errors |= {"UnclearQuestion", "UnreadableArticle", "UnreadableQuestion"}
    work = {"Library", "Condition", "Purged", "examine", "Retention", "Servers", "Index", "MAX_QUESTION"}
    work |= {"files", "read", "read_bytes", "missing_names", "Gap", "MAX_REASON", "Posted"}
    evaluation = {"Asked", "Figures", "Found", "Outcomes", "Question", "Relevant", "Snapshot", "Trial"}
    evaluation |= {"ask_all", "ask_gone", "by_language", "check", "figures", "read_questions", "trec_run"}
    browsing = {"STYLES", "cited", "publishers", "recent", "select"}
    assert set(knowledge.__all__) == values | errors | work | evaluation | browsing
