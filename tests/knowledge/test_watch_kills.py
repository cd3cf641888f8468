"""A process that tells of new articles is killed in each of its deeds: nothing is told twice, nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

from tests.knowledge.watch_child import DAYS

ROOT = Path(__file__).parents[2]
DEEDS = ("watching", "added 1", "looked 2", "claimed", "delivered", "sent", "delivered", "claimed", "looked 6")
"""After which deed each process in turn is killed."""


def run(folder: Path, outbox: Path, deed: str) -> bool:
    """Run a process until it tells of a deed, and kill it then; return whether it ended by itself."""
    command = [sys.executable, "-m", "tests.knowledge.watch_child", str(folder), str(outbox)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith(deed):
                process.kill()
                break
        process.wait()
    return process.returncode == 0


def test_every_story_is_told_exactly_once_whenever_the_process_is_killed(tmp_path: Path) -> None:
    folder, outbox = tmp_path / "data", tmp_path / "outbox"
    for deed in DEEDS:
        run(folder, outbox, deed)
    assert run(folder, outbox, "never")
    told = [line.split(" ", 1)[1] for line in outbox.read_text().splitlines()]
    titles = [title for line in told for title in line.split(", ")]
    assert sorted(titles) == [f"Harbour notes {day}" for day in range(1, DAYS)]
