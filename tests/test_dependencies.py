"""What is installed: bounded requirements, and a constraints file with a tested version of each."""

import re
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from scripts import licences
from scripts.constraints import CONSTRAINTS, INSTALLATIONS, needed, pinned, requirements, written

ROOT = Path(__file__).parents[1]
REQUIREMENTS = [each for extra in requirements().values() for each in extra]
VERSIONS = pinned(CONSTRAINTS.read_text("utf-8"))


def test_every_tested_version_is_one_that_the_project_asks_for_within_bounds() -> None:
    for requirement in REQUIREMENTS:
        assert requirement.specifier.contains(VERSIONS[canonicalize_name(requirement.name)]), requirement
        assert any(each.operator in ("<", "==") for each in requirement.specifier), requirement


def test_everything_that_is_installed_has_a_tested_version() -> None:
    """What another extra brings along is not installed where the tests run."""
    assert needed(REQUIREMENTS).keys() <= VERSIONS.keys()


def test_constraints_hold_names_and_versions_only() -> None:
    assert "/" not in "".join(f"{name}=={version}" for name, version in VERSIONS.items())
    assert all(version[0].isdigit() for version in VERSIONS.values())


def test_a_package_of_another_python_keeps_its_version() -> None:
    assert written({"packaging": set(), "not-here": set()}, "not-here==1.2\n", {}).splitlines()[1] == "not-here==1.2"


def test_setup_says_how_much_it_downloads(tmp_path: Path, subtests: pytest.Subtests) -> None:
    """An interpreter that can install nothing stands in for the network's."""
    for number, extras in enumerate(INSTALLATIONS):
        with subtests.test(extras=extras):
            (folder := tmp_path / str(number)).mkdir()
            python = folder / "bin" / "python"
            python.parent.mkdir()
            python.write_text('#!/bin/sh\n[ "$1" != -m ]\n')
            python.chmod(0o755)
            done = subprocess.run(
                [ROOT / "scripts" / "setup", extras], env={"VENV": str(folder), "PATH": "/usr/bin:/bin"},
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            first, *_ = done.stderr.splitlines()
            assert done.returncode == 1 and first.startswith("Installing") and first.endswith(" MB) …")


def test_table_of_dependencies_says_what_each_is_for() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    told = {name.strip() for row in re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE) for name in row.split(",")}
    assert {each.name for each in REQUIREMENTS} == told - {"package", "---"}


def test_licences_are_those_that_the_installed_packages_name() -> None:
    page = licences.LICENCES.read_text("utf-8")
    assert licences.written(page) == page


def release_faults(version: str, changelog: str, tagged: Mapping[str, str]) -> list[str]:
    """Return where the version, the changelog and the versions that tags hold disagree."""
    headings = re.findall(r"^## \[(.+?)\](.*)$", changelog, re.MULTILINE)
    logged = [Version(name) for name, _ in headings[1:]]
    faults = [] if headings and headings[0] == ("Unreleased", "") else ["the changelog does not begin with Unreleased"]
    faults += [f"{name} has no date" for name, day in headings[1:] if not re.fullmatch(r" - \d{4}-\d\d-\d\d", day)]
    if logged != sorted(set(logged), reverse=True):
        faults.append("the newest version is not first")
    if logged and Version(version) < logged[0]:
        faults.append(f"{version} is older than the newest in the changelog")
    faults += [f"{tag} is not in the changelog" for tag in tagged if Version(tag) not in logged]
    faults += [f"{tag} holds version {held}" for tag, held in tagged.items() if Version(tag) != Version(held)]
    return faults


def held_versions() -> dict[str, str]:
    """The version in pyproject.toml of each tagged release; nothing outside of a clone."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout

    tags = git("tag", "--list", "v[0-9]*").split()
    return {tag: tomllib.loads(git("show", f"{tag}:pyproject.toml"))["project"]["version"] for tag in tags}


def test_version_changelog_and_tags_agree(subtests: pytest.Subtests) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert release_faults(version, (ROOT / "CHANGELOG.md").read_text("utf-8"), held_versions()) == []
    good = "## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n## [0.1.0] - 2026-11-01\n"
    assert release_faults("0.2.0", good, {"v0.1.0": "0.1.0", "v0.2.0": "0.2.0"}) == []
    for version, changelog, tagged, fault in [
        ("0.1.0", good, {}, "older"),
        ("0.2.0", good, {"v0.3.0": "0.3.0"}, "not in the changelog"),
        ("0.2.0", good, {"v0.2.0": "0.1.0"}, "holds version"),
        ("0.2.0", good.replace(" - 2026-12-01", ""), {}, "no date"),
        ("0.2.0", good.replace("0.1.0", "0.3.0"), {}, "newest"),
        ("0.2.0", good.replace("## [Unreleased]", ""), {}, "Unreleased"),
    ]:
        with subtests.test(fault=fault):
            assert fault in "; ".join(release_faults(version, changelog, tagged))
