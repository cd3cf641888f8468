"""Loading an archive, and asking over it while the loop stays free: `python -m benchmarks.archive` by itself."""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks.steady import RATE
from benchmarks.text import Text
from knowledge import Library

PARAGRAPHS = 10
"""Paragraphs of an article of the archive."""
SECONDS = 10
"""How long questions go on."""


def measure(articles: int, data: Path | None = None) -> dict[str, float]:
    """Load so many articles into a new data folder, start over them, and ask."""
    with TemporaryDirectory() as own:
        archive, folder = Path(own) / "archive.jsonl", str(data or own)
        questions = write(archive, articles)
        seconds, highest = _bot("add", str(archive), "--data", folder)
        found = {
            "paragraphs a second": articles * PARAGRAPHS / seconds,
            "memory while adding": highest,
            "first start": _bot("ask", questions[0], "--data", folder)[0] * 1000,
            "start": _bot("ask", questions[0], "--data", folder)[0] * 1000,
        }
        return found | _steadily(Path(folder), questions)


def write(archive: Path, articles: int) -> list[str]:
    """Write the archive, a line an article; return questions over it."""
    text = Text()
    paragraphs = list(text.paragraphs(articles * PARAGRAPHS))
    with archive.open("w", encoding="utf-8") as out:
        for number in range(articles):
            own = paragraphs[number * PARAGRAPHS : (number + 1) * PARAGRAPHS]
            article = {"id": str(number), "title": " ".join(own[0][:6]), "paragraphs": [" ".join(each) for each in own]}
            out.write(json.dumps(article | {"language": "en"}) + "\n")
    return [" ".join(question.dropped) for question in text.questions(paragraphs, RATE * SECONDS)]


def _bot(*arguments: str) -> tuple[float, float]:
    """Run a command of the bot; return its seconds, and the most megabytes that it had in memory."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD", "FOOTNOTE"))}
    started, highest = perf_counter(), 0.0
    command = [sys.executable, "-m", "bot", *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        status = Path("/proc") / str(process.pid) / "status"
        while process.poll() is None:
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))
            highest = float(found[1]) / 1000 if found else highest
            sleep(0.02)
    if process.returncode:
        sys.exit(f"python -m bot {arguments[0]} failed with exit code {process.returncode}.")
    return perf_counter() - started, highest


def _steadily(folder: Path, questions: Sequence[str]) -> dict[str, float]:
    """Ask in a process of its own, as the bot keeps to one processor."""
    command = [sys.executable, "-m", "benchmarks.steady", str(folder)]
    done = subprocess.run(command, input=json.dumps(questions), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Load and ask, or only ask over what an earlier run has loaded, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000, help="how many, of ten paragraphs each (10000)")
    parser.add_argument("--data", type=Path, help="keep the data folder here; where it is there already, only ask")
    chosen = parser.parse_args()
    if chosen.data and Library.exists(chosen.data):
        with TemporaryDirectory() as folder:
            figures = _steadily(chosen.data, write(Path(folder) / "archive.jsonl", chosen.articles))
    else:
        figures = measure(chosen.articles, chosen.data)
    print("\n".join(f"{name:20}{value:12,.2f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
