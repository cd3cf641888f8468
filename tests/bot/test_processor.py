"""The process keeps to one processor of those that it may use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = "import os; from bot.process.processor import keep_to_one; keep_to_one(); print(*os.sched_getaffinity(0))"


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not let a process choose")
def test_process_keeps_to_one_processor_that_it_may_use() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, check=True)
    [kept] = map(int, done.stdout.split())
    assert kept in os.sched_getaffinity(0)
