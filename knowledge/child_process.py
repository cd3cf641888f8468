"""How a process with the same code is started, which holds no token, and ends before its parent does."""

import os
import sys
from contextlib import suppress
from pathlib import Path


def child_command(*arguments: str) -> list[str]:
    """Return the command that starts Python with the same code, in `child_environment`."""
    return [sys.executable, "-P", *arguments]


def child_environment() -> dict[str, str]:
    """Return what the process needs to find the same code, and nothing else: no token, no proxy."""
    code = [str(Path(__file__).parents[1]), *filter(None, sys.path)]
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR", "TEMP") if name in os.environ}
    return kept | {
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(code)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        # Each thread of it would take memory.
        "OPENBLAS_NUM_THREADS": "1",
    }


def be_first_to_go() -> None:
    """Have the system end this process, not its parent, where the machine's memory runs out; only Linux can."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
