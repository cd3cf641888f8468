"""The process keeps to one processor of those that it may use, and collects no garbage where there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
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
