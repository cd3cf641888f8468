"""The licences of what an installation brings, written to THIRD_PARTY.md: `.venv/bin/python -m scripts.licences`.

They are what the installed packages say of themselves. It needs the extras of THIRD_PARTY.md installed.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata

from scripts.constraints import ROOT, needed, requirements

LICENCES = ROOT / "THIRD_PARTY.md"
EXTRAS = ("", "pdf", "stats", "metrics", "mcp")
"""What people install to run the bot; tools that only develop it are in docs/dependencies.md."""
_HEAD = """# Third-party licences

Footnote itself is under the MIT licence. It contains none of these packages; an installation downloads them, each with
the full text of its licence. Written by `scripts/licences.py` from what the packages say of themselves.
"""
_MAX_CHARS = 60
"""A longer field has the whole text of the licence in it."""
_ROW = re.compile(r"^\| (?P<name>[^|]+) \| (?P<licence>[^|]+) \|$", re.MULTILINE)


def licence(package: str) -> str:
    """Return the licence that an installed package names; raises PackageNotFoundError."""
    told = metadata(package)
    for field in ("License-Expression", "License"):
        named = str((told.get_all(field) or [""])[0])
        if named and (len(named) <= _MAX_CHARS or field == "License-Expression"):
            return named
    classified = [each for each in told.get_all("Classifier") or [] if each.startswith("License")]
    return ", ".join(each.rpartition("::")[2].strip() for each in classified)


def written(before: str) -> str:
    """Return the text of the file; what only another version of Python needs stays as it was."""
    known = {row["name"]: row["licence"] for row in _ROW.finditer(before)}
    parts, listed = [_HEAD], set[str]()
    for extra in EXTRAS:
        names = needed(requirements()[extra]).keys() - listed
        listed |= names
        title = f"With the extra `{extra}`" if extra else "Always"
        rows = [f"| {name} | {_told(name, known)} |" for name in sorted(names)]
        parts.append("\n".join((f"## {title}\n", "| package | licence |", "| --- | --- |", *rows, "")))
    return "\n".join(parts)


def _told(package: str, known: dict[str, str]) -> str:
    try:
        found = licence(package)
    except PackageNotFoundError:
        found = known.get(package, "")
    if not found:
        sys.exit(f"{package} is not installed or names no licence: add it to {LICENCES.name} by hand.")
    return found


if __name__ == "__main__":
    LICENCES.write_text(written(LICENCES.read_text("utf-8") if LICENCES.exists() else ""), "utf-8")
