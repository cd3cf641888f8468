"""The map of the code in docs/architecture.md leads to every module and to nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"


def test_map_links_to_every_module() -> None:
    linked = {
        (PAGE.parent / target).resolve() for target in re.findall(r"\]\((\.\./\S+?\.py)\)", PAGE.read_text("utf-8"))
    }
    modules = {
        path for package in ("bot", "knowledge") for path in (ROOT / package).rglob("*.py") if path.stat().st_size
    }
    packages = {path for path in modules if path.name == "__init__.py"}
    assert modules - packages <= linked, sorted(map(str, modules - packages - linked))
    assert linked <= modules, sorted(map(str, linked - modules))
