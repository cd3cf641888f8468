"""What is installed: bounded requirements, and a constraints file with a tested version of each."""

import re
import subprocess
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

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
