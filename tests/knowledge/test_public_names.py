"""What other code can rely on."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from inspect import isclass, isroutine
from itertools import chain
from pathlib import Path

import pytest

import knowledge

ROOT = Path(__file__).parents[2]
NAMES = [
    "MAX_QUESTION_CHARS",
    "NO_QUOTA",
    "SHARED",
    "AddResult",
    "AddressRefused",
    "Answer",
    "AnswerNotFound",
    "Article",
    "ArticleListing",
    "ArticleNotFound",
    "AskContext",
    "AskForm",
    "Citation",
    "Conversation",
    "Decline",
    "Duplicate",
    "FetchError",
    "HostBusy",
    "IngestNote",
    "InvalidQuestion",
    "KnowledgeError",
    "Library",
    "OutputRefused",
    "QuestionStopped",
    "QuestionTookTooLong",
    "Quota",
    "RobotsRefused",
    "StoreUnavailable",
    "Suggestion",
    "UnreadableArticle",
    "WithdrawnCitation",
]
FORCED = {"log": "a module's logger", "main": "what a process of its own starts with"}
"""Names that several modules define, and what they are."""
PACKAGES = (
    "answers",
    "bibliography",
    "evaluation",
    "files",
    "ingest",
    "listing",
    "store",
    "subscriptions",
    "web",
)


def offered(module: str) -> list[str]:
    names: list[str] = import_module(module).__all__
    return names


def test_public_names_are_these() -> None:
    assert knowledge.__all__ == NAMES


def test_no_two_public_names_are_the_same() -> None:
    names = list(chain(NAMES, *(offered(f"knowledge.{package}") for package in PACKAGES)))
    assert sorted(names) == sorted(set(names))


def test_every_public_name_is_there_and_described(subtests: pytest.Subtests) -> None:
    for module in ["knowledge", *(f"knowledge.{package}" for package in PACKAGES)]:
        with subtests.test(module=module):
            for name in offered(module):
                value = getattr(import_module(module), name)
                described = (value.__doc__ or "").strip().partition("\n")[0].endswith(".")
                assert described or not (isclass(value) or isroutine(value)), name


def test_the_bot_uses_nothing_else() -> None:
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "knowledge":
                public = {*offered(node.module or ""), *(PACKAGES if node.module == "knowledge" else ())}
                assert {each.name for each in node.names} <= public, path


def test_no_two_public_definitions_share_a_name() -> None:
    places = defaultdict(list)
    for path in sorted(chain(*((ROOT / package).rglob("*.py") for package in ("bot", "knowledge")))):
        for name in filter(lambda name: not name.startswith("_"), _defined(ast.parse(path.read_text("utf-8")))):
            places[name].append(path.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in FORCED} == {}


def _defined(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        for target in node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]:
            if isinstance(target, ast.Name):
                yield target.id
