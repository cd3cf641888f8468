"""The installed program: its name, version and completion, and the folder in which it keeps its data."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from bot import config
from bot.config import Settings
from tests.cli.running import run

ROOT = Path(__file__).parents[2]
START = "import sys; from bot.__main__ import main; sys.argv[0] = '/usr/local/bin/footnote'; main()"


def footnote(*arguments: str, **environment: str) -> str:
    """What the command `footnote` prints."""
    done = subprocess.run(
        [sys.executable, "-c", START, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_command_speaks_of_itself_by_its_name() -> None:
    assert footnote("ask").startswith("Usage: footnote ask [OPTIONS] [QUESTION]\nTry 'footnote ask --help' for help.\n")
    assert "Add your own: footnote add PATH" in footnote("articles")


def test_module_speaks_of_itself_as_before() -> None:
    command = [sys.executable, "-m", "bot", "ask"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert done.stderr.startswith(b"Usage: python -m bot ask [OPTIONS] [QUESTION]\n")


def test_python_that_cannot_run_it_gets_a_sentence(subtests: pytest.Subtests) -> None:
    for change, said in (
        ("sys.version_info = (3, 10, 13)", "Footnote needs Python 3.11 or newer; "),
        ("m.find_spec = lambda name: None", "What Footnote needs is not installed for "),
    ):
        with subtests.test(said=said):
            code = f"import sys, bot.__main__ as m; {change}; m.main()"
            done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 1 and done.stderr.startswith(said) and "Traceback" not in done.stderr


def test_advice_names_what_the_program_was_started_with(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for started, checkout, shown in (
        ("/usr/bin/footnote", True, "footnote"),
        ("C:/Scripts/footnote.exe", False, "footnote"),
        ("bot/__main__.py", True, "scripts/run"),
        ("bot/__main__.py", False, "python -m bot"),
    ):
        with subtests.test(started=started, checkout=checkout, shown=shown), monkeypatch.context() as patched:
            patched.setattr(sys, "argv", [started])
            if not checkout:
                patched.setattr(config, "_CHECKOUT", tmp_path)
            assert config.program() == shown


def test_version_is_that_of_the_package() -> None:
    assert footnote("--version") == f"footnote, version {version('footnote-bot')}\n"


def test_shell_completes_commands_and_options() -> None:
    completing = {"_FOOTNOTE_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
    assert footnote(COMP_WORDS="footnote ex", **completing) == "plain,export\n"
    assert footnote(COMP_WORDS="footnote ask --j", **{**completing, "COMP_CWORD": "2"}) == "plain,--json\n"


def test_data_is_in_a_folder_of_the_user_where_there_is_no_data_folder(tmp_path: Path) -> None:
    assert Settings.load().data == Path("data")
    Path("data").rmdir()
    assert Settings.load().data == tmp_path / "home" / "footnote"
    assert "There's no store" in run("export").stderr and not (tmp_path / "home").exists()
    assert run("articles").stderr.startswith(
        f"Footnote keeps articles and questions in {tmp_path / 'home'}/footnote.\n"
    )
    assert run("articles").stderr.count("Footnote keeps") == 0


def test_folder_in_the_home_is_shown_as_people_write_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run("articles", "--data", str(tmp_path / "kept")).stderr.startswith(
        "Footnote keeps articles and questions in ~/kept.\n"
    )


def test_folder_that_was_chosen_goes_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA", "chosen")
    assert Settings.load().data == Path("chosen")
    assert Settings.load(Path("given")).data == Path("given")
