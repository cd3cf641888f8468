"""The versions that were tested, written to constraints.txt: `.venv/bin/python -m scripts.constraints`.

It needs every extra installed: `scripts/setup benchmarks,lint,pictures,plots,test`. With `--sizes` it also downloads
what each script installs and notes how much that was, which scripts/setup tells before it begins.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
INSTALLATIONS = ("", "test", "lint,test", "pictures", "plots", "benchmarks")
"""The extras that the scripts and documents install."""
PYTHONS = ("3.11", "3.12", "3.13")

_SIZE = re.compile(r"^# download (\S+): (\d+) MB$", re.MULTILINE)


def requirements() -> dict[str, list[Requirement]]:
    """Return what the project requires, by extra; what it always requires has the name ""."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {"": project["dependencies"], **project["optional-dependencies"]}
    return {extra: [Requirement(each) for each in lines] for extra, lines in named.items()}


def needed(wanted: Iterable[Requirement]) -> dict[str, set[str]]:
    """Return the names of all packages that these lead to, each with the versions of Python that need it."""
    found: dict[str, set[str]] = {}
    for python in PYTHONS:
        open_ = [(each, extra) for each in wanted for extra in ("", *each.extras)]
        seen = set(open_)
        while open_:
            each, _ = pair = open_.pop()
            found.setdefault(canonicalize_name(each.name), set()).add(python)
            below = {(part, extra) for part in _required(pair, python) for extra in ("", *part.extras)}
            open_ += below - seen
            seen |= below
    return found


def _required(pair: tuple[Requirement, str], python: str) -> Iterator[Requirement]:
    """Yield what an installed package requires under a version of Python, on Linux."""
    requirement, extra = pair
    environment = {"python_version": python, "python_full_version": f"{python}.0", "extra": extra}
    try:
        lines = distribution(requirement.name).requires or []
    except PackageNotFoundError:
        return
    for each in map(Requirement, lines):
        if each.marker is None or each.marker.evaluate(environment):
            yield each


def pinned(text: str) -> dict[str, str]:
    """Return the version of each package in the text of a constraints file."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split(";")[0].strip().split("==") for line in lines)


def written(names: Mapping[str, set[str]], before: str, sizes: Mapping[str, int]) -> str:
    """Return the text of the file; what only another version of Python needs stays as it was."""
    known = pinned(before)
    lines = [
        "# The versions that were tested, written by scripts/constraints.py; scripts/setup installs these.",
        *(f"# download {extras}: {size} MB" for extras, size in sizes.items()),
    ]
    for name in sorted(names):
        try:
            lines.append(f"{name}=={version(name)}")
        except PackageNotFoundError:
            if name not in known:
                sys.exit(f"{name} is not installed, and constraints.txt has no version of it: add one by hand.")
            lines.append(f"{name}=={known[name]}")
    return "\n".join(lines) + "\n"


def measured(extras: str) -> int:
    """Return how many megabytes an installation downloads."""
    project = f"{ROOT}[{extras}]" if extras else str(ROOT)
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*command, "--constraint", CONSTRAINTS, "--dest", folder, project], check=True)
        return round(sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6)


def main() -> None:
    """Write constraints.txt."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", action="store_true", help="measure the downloads too")
    before = CONSTRAINTS.read_text("utf-8") if CONSTRAINTS.exists() else ""
    names = needed([each for extra in requirements().values() for each in extra])
    sizes = {extras: int(size) for extras, size in _SIZE.findall(before)}
    CONSTRAINTS.write_text(written(names, before, sizes), "utf-8")
    if arguments.parse_args().sizes:
        sizes = {extras or "plain": measured(extras) for extras in INSTALLATIONS}
        CONSTRAINTS.write_text(written(names, before, sizes), "utf-8")


if __name__ == "__main__":
    main()
