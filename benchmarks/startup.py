"""From start to first answer on the bundled articles, as whole processes: `python -m benchmarks.startup`."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
RUNS = 7
ASK = ("-m", "bot", "ask", "How did the Korean War end?")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a process took, in seconds: of time, and of the processor."""

    time: float
    processor: float


def taken(arguments: Sequence[str]) -> Taken:
    """Run Python with these arguments to its end; return what it took."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD", "FOOTNOTE"))}
    started, before = time.perf_counter(), _processor()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
    return Taken(time.perf_counter() - started, _processor() - before)


def _processor() -> float:
    """Return the processor time of all processes that have been started here and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fresh() -> Taken:
    """Ask in a data folder that did not exist before."""
    with TemporaryDirectory() as folder:
        return taken([*ASK, "--data", folder])


def main() -> None:
    """Take each in turn, round by round, and print the medians."""
    with TemporaryDirectory() as kept:
        cases: dict[str, Callable[[], Taken]] = {
            "python -c pass": lambda: taken(["-c", "pass"]),
            "python -c 'import discord'": lambda: taken(["-c", "import discord"]),
            "first answer, fresh data folder": fresh,
            "first answer, data folder in use": lambda: taken([*ASK, "--data", kept]),
        }
        rounds = [[run() for run in cases.values()] for _ in range(RUNS + 1)][1:]
    print(f"{'median of ' + str(RUNS):34} seconds  of processor  × import discord")
    columns = list(zip(*rounds, strict=True))
    compared = statistics.median(each.processor for each in columns[1])
    for name, column in zip(cases, columns, strict=True):
        processor = statistics.median(each.processor for each in column)
        passed = statistics.median(each.time for each in column)
        print(f"{name:34} {passed:7.2f}  {processor:12.2f}  {processor / compared:16.2f}")


if __name__ == "__main__":
    main()
