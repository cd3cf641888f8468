"""Start one engine from disk in a process of its own: `python -m benchmarks.start ENGINE FOLDER`; prints JSON.

The questions come as JSON on standard input.
"""

import gc
import json
import os
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.engines import ENGINES

K = 10


def resident() -> float:
    """Return the megabytes of this process that are in memory, mapped files included."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Load, answer once, answer the rest, and tell how long that took and what is in memory then."""
    name, folder = sys.argv[1:]
    questions = json.load(sys.stdin)
    engine = ENGINES[name]()
    gc.collect()
    before, started = resident(), perf_counter()
    engine.load(Path(folder))
    engine.search(questions[0], K)
    seconds = perf_counter() - started
    for question in questions[1:]:
        engine.search(question, K)
    gc.collect()
    print(json.dumps({"seconds": seconds, "megabytes": resident() - before}))


if __name__ == "__main__":
    main()
