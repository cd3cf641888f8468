"""Loading an archive with `python -m bot add`, and asking over it at a steady rate while the loop stays free."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks.measuring import percentile
from benchmarks.text import Text
from knowledge import Library

PARAGRAPHS = 10
"""Paragraphs of an article of the archive."""
RATE = 50
"""Questions a second."""
SECONDS = 10
TICK = 0.001


def measure(articles: int) -> dict[str, float]:
    """Load so many articles into a new data folder, start over them, and ask."""
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.jsonl"
        questions = write(archive, articles)
        seconds, highest = _bot("add", str(archive), "--data", folder)
        found = {
            "paragraphs a second": articles * PARAGRAPHS / seconds,
            "memory while adding": highest,
            "first start": _bot("ask", questions[0], "--data", folder)[0] * 1000,
            "start": _bot("ask", questions[0], "--data", folder)[0] * 1000,
        }
        return found | asyncio.run(_steady(Path(folder), questions))


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


async def _steady(folder: Path, questions: Sequence[str]) -> dict[str, float]:
    """Ask at a steady rate; return how late the event loop was, and how long answers took."""
    delays: list[float] = []
    async with Library.open(folder) as library:
        await library.ask(questions[0])
        watch = asyncio.create_task(_watch(delays))
        asked = [asyncio.create_task(_ask(library, place, each)) for place, each in enumerate(questions)]
        taken = await asyncio.gather(*asked)
        watch.cancel()
    return {
        "loop p99": percentile(delays, 0.99),
        "loop worst": max(delays),
        "answer p50": percentile(taken, 0.5),
        "answer p99": percentile(taken, 0.99),
    }


async def _ask(library: Library, place: int, question: str) -> float:
    await asyncio.sleep(place / RATE)
    started = perf_counter()
    await library.ask(question)
    return (perf_counter() - started) * 1000


async def _watch(delays: list[float]) -> None:
    """Note by how many milliseconds the loop comes late to what is due."""
    while True:
        due = perf_counter() + TICK
        await asyncio.sleep(TICK)
        delays.append((perf_counter() - due) * 1000)
