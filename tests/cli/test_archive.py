"""An archive of many articles: loaded by a process that may be killed, in memory that does not grow with it."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import run

ROOT = Path(__file__).parents[2]
MANY = 24_000
PEAK = """
import re, sys
from pathlib import Path
from bot.cli.main import cli
cli(sys.argv[1:], standalone_mode=False)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def archive(folder: Path, articles: int) -> Path:
    """A file of so many articles, each with words of its own."""
    path = folder / f"{articles}.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for n in range(articles):
            text = f"Ship {n} left the harbour. " * 12
            out.write(json.dumps({"id": f"ship-{n}", "title": f"Ship {n}", "text": text, "language": "en"}) + "\n")
    return path


def stored(data: Path) -> list[str]:
    """The ids of the archive's articles that are on disk, while another process may write."""
    file = data / "footnote.db"
    if not file.exists():
        return []
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        try:
            return [name for (name,) in connection.execute("SELECT name FROM article WHERE name GLOB 'ship-*'")]
        except sqlite3.OperationalError:  # The tables are not there yet.
            return []


def begin_and_kill(path: Path, data: Path) -> None:
    """Load an archive and kill the process as soon as some of it is on disk."""
    command = [sys.executable, "-m", "bot", "add", str(path), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while not stored(data) and process.poll() is None:
            time.sleep(0.01)
        process.kill()


def test_killed_half_way_and_run_again_an_archive_is_there_whole_and_nothing_twice(tmp_path: Path) -> None:
    path = archive(tmp_path, MANY)
    begin_and_kill(path, tmp_path / "data")
    before = len(stored(tmp_path / "data"))
    assert 0 < before < MANY
    done = run("add", str(path), "--data", str(tmp_path / "data"))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == f"{MANY - before:,} added, {before:,} unchanged."
    assert sorted(stored(tmp_path / "data")) == sorted(f"ship-{n}" for n in range(MANY))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the highest memory of a process")
def test_an_archive_eight_times_as_large_takes_no_more_memory(tmp_path: Path) -> None:
    peaks = []
    for articles in (MANY // 8, MANY):
        command = [
            sys.executable,
            "-c",
            PEAK,
            "add",
            str(archive(tmp_path, articles)),
            "--data",
            str(tmp_path / "data"),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout.splitlines()[-1]))
    assert peaks[1] - peaks[0] < 4_000, peaks
