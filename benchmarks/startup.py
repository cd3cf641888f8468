"""From start to first answer on the bundled articles, as whole processes: `python -m benchmarks.startup`."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
RUNS = 7
ASK = ("-m", "bot", "ask", "How did the Korean War end?")


def seconds(arguments: Sequence[str]) -> float:
    """Run Python with these arguments to its end; return how long it took."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD", "FOOTNOTE"))}
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def fresh() -> float:
    """Ask in a data folder that did not exist before."""
    with TemporaryDirectory() as folder:
        return seconds([*ASK, "--data", folder])


def main() -> None:
    """Take each in turn, round by round, and print the medians."""
    with TemporaryDirectory() as kept:
        cases: dict[str, Callable[[], float]] = {
            "python -c pass": lambda: seconds(["-c", "pass"]),
            "python -c 'import discord'": lambda: seconds(["-c", "import discord"]),
            "first answer, fresh data folder": fresh,
            "first answer, data folder in use": lambda: seconds([*ASK, "--data", kept]),
        }
        rounds = [[run() for run in cases.values()] for _ in range(RUNS + 1)][1:]
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    print(f"{'median of ' + str(RUNS):34} seconds  × import discord")
    for name, median in zip(cases, medians, strict=True):
        print(f"{name:34} {median:7.2f}  {median / medians[1]:6.2f}")


if __name__ == "__main__":
    main()
