"""The program as its operator runs it: a process with signals, pipes, one CPU and an exit code."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import run, run_process, start_process

ROOT = Path(__file__).parents[2]
QUESTION = "Who met on 12 June in Singapore?"


def test_one_question_is_answered_from_the_bundled_articles_on_an_empty_folder(tmp_path: Path) -> None:
    code, output, errors = run_process(tmp_path, "ask", QUESTION, "--json")
    assert (code, errors) == (0, "Footnote keeps articles and questions in data.\n")
    assert json.loads(output)["outcome"] in ("answered", "closest")


def test_signal_ends_the_terminal_cleanly(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, by in enumerate([signal.SIGINT, signal.SIGTERM]):
        with subtests.test(by=by):
            (folder := tmp_path / str(number)).mkdir()
            process = start_process(folder)
            assert process.stdin and process.stdout
            process.stdin.write(b"!help\n")
            process.stdin.flush()
            assert process.stdout.readline()
            process.send_signal(by)
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0
            assert b"Traceback" not in errors
            assert errors.splitlines()[-1] == b"Stopped."


def test_bytes_that_are_no_text_and_an_output_that_cannot_hold_all_stop_nothing(tmp_path: Path) -> None:
    typed = b"\xff\xfe\n!ask " + QUESTION.encode() + b"\n"
    code, output, errors = run_process(tmp_path, typed=typed, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert code == 0
    assert "[1]" in output
    assert "Traceback" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of files there")
def test_disk_that_is_full_is_said_in_one_sentence_with_what_was_added(tmp_path: Path) -> None:
    words = " ".join(f"{number:x}" for number in range(20_000))
    for number in range(160):
        (tmp_path / f"{number:03}.txt").write_text(f"Story {number}\n\n{words[number * 100 :]}", "utf-8")
    # It is started by a shell that lets files grow to this many blocks of 512 bytes.
    command = ["sh", "-c", 'ulimit -f 14000; exec "$0" -m bot add .', sys.executable]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert re.search(r"Stopped after .* of .*: [0-9]+ added\.", done.stdout), done.stdout
    assert "Check the disk and how much space is left on it." in done.stderr.splitlines()[-1]
    code, listed, _ = run_process(tmp_path, "articles")
    assert code == 0 and "Story 0" in listed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_takes_no_more_is_told_in_one_sentence(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for arguments in (["articles"], ["ask", QUESTION, "--json"]):
        with subtests.test(arguments=arguments), open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "bot", *arguments],
                stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": ""},
            )  # fmt: skip
            assert done.returncode == 1
            assert done.stderr.splitlines()[-1] == "Standard output can't be written (No space left on device)."
            assert "Exception" not in done.stderr and "went wrong" not in done.stderr


def test_adding_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    lines = (json.dumps({"title": f"Story {n}", "text": f"The ferry of day {n} was late."}) for n in range(ARTICLES))
    (tmp_path / "all.jsonl").write_text("\n".join(lines), "utf-8")
    process = start_process(tmp_path, "add", "all.jsonl")
    while process.poll() is None and not _stored(tmp_path):
        pass
    process.kill()
    process.communicate()
    before = _stored(tmp_path)
    assert 0 < before < ARTICLES
    code, output, _ = run_process(tmp_path, "add", "all.jsonl")
    assert code == 0
    assert output.splitlines()[-1] == f"{ARTICLES - before:,} added, {before:,} unchanged."
    assert _stored(tmp_path) == ARTICLES


ARTICLES = 2_000


def _stored(folder: Path) -> int:
    """Return how many articles of our own the store has on disk."""
    try:
        with closing(sqlite3.connect(f"file:{folder}/data/footnote.db?mode=ro", uri=True)) as store:
            return int(store.execute("SELECT count(*) FROM article WHERE collection = 'shared'").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_argument_that_is_no_text_is_answered_too(tmp_path: Path) -> None:
    code, output, _ = run_process(tmp_path, "ask", os.fsdecode(b"\xff ") + QUESTION, "--json")
    assert code == 0
    assert json.loads(output)["question"].endswith(QUESTION)


def test_one_question_needs_no_discord(tmp_path: Path) -> None:
    code = "import sys, runpy; sys.argv = ['bot', 'ask', 'who']; "
    code += "runpy.run_module('bot', run_name='__main__', alter_sys=True)"
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nassert 'discord' not in sys.modules"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True, capture_output=True)


def test_colour_is_for_terminals_only(tmp_path: Path) -> None:
    _, output, _ = run_process(tmp_path, "ask", QUESTION)
    assert "\x1b" not in output


SCRIPT = "import os; from bot.cli.app import pin_to_one_cpu; pin_to_one_cpu(); print(*os.sched_getaffinity(0))"

LOADED = """
import gc
from bot.cli.app import freeze_gc
loaded = len(gc.get_objects())
freeze_gc()
print(loaded > 1_000, len(gc.get_objects()) < 100)
"""


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not let a process choose")
def test_process_keeps_to_one_processor_that_it_may_use() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)
    [kept] = map(int, done.stdout.split())
    assert kept in os.sched_getaffinity(0)


def test_what_has_been_loaded_is_not_looked_through_for_garbage() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_ctrl_c_while_it_loads_leaves_no_trace(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, module in enumerate(["click", "knowledge.index_cache", "bot.cli.main"]):
        with subtests.test(module=module):
            (folder := tmp_path / str(number)).mkdir()
            process = subprocess.Popen(
                [sys.executable, "-X", "importtime", "-m", "bot", "articles"],
                stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": ""},
            )  # fmt: skip
            assert process.stderr
            for line in process.stderr:
                if line.rpartition("|")[2].strip() == module:
                    break
            process.send_signal(signal.SIGINT)
            assert "Traceback" not in process.communicate(timeout=60)[1]
            assert process.returncode in (-signal.SIGINT, 1)


def test_folder_is_watched_until_ctrl_c_which_says_what_was_done(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "pier.md").write_text("# Pier\n\nThe pier at Lindvik opened.")
    process = start_process(tmp_path, "add", "articles", "--watch", PYTHONUNBUFFERED="1")
    assert process.stdout and process.stderr
    assert process.stdout.readline().startswith(b"added ")
    (folder / "mill.md").write_text("# Mill\n\nThe mill burned.")
    assert b"Mill" in process.stdout.readline()
    (folder / "pier.md").unlink()
    assert process.stdout.readline().startswith(b"removed ")
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, b"2 added, 1 removed.\n")
    assert b"Keeping articles in step. Ctrl-C stops." in errors and b"Traceback" not in errors


def test_only_folders_are_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "pier.md").write_text("# Pier")
    monkeypatch.chdir(tmp_path)
    for more in (["articles/pier.md"], ["https://a.example/"], ["articles", "--dry-run"], ["none"]):
        with subtests.test(more=more):
            found = run("add", "--watch", *more)
            assert found.exit_code == 2 and "--watch keeps folders in step" in found.output
