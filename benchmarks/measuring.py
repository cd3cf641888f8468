"""One size, all engines: built one after the other, then asked question by question, each time in another order."""

import json
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.engines import ENGINES, Engine, Growing
from benchmarks.start import K
from benchmarks.text import PARAGRAPHS, SEED, Question, Text

QUESTIONS = 400
BUDGET = 6.0
"""Seconds of each engine for one kind of question: slow ones are asked fewer."""
ADDED = 50
"""Articles that are added, one after the other."""
WARM = 4


@dataclass(slots=True)
class Figures:
    """What was measured of one engine at one size; times in milliseconds, sizes in megabytes."""

    build: float = 0.0
    kept: list[float] = field(default_factory=list)
    dropped: list[float] = field(default_factory=list)
    add: list[float] = field(default_factory=list)
    following: list[float] = field(default_factory=list)
    """The question right after an article was added."""
    start: float = 0.0
    resident: float = 0.0
    disk: float = 0.0

    def summary(self) -> dict[str, float]:
        """Return the medians and the 99th percentiles."""
        times = {"kept": self.kept, "dropped": self.dropped, "add": self.add, "following": self.following}
        found = {"build": self.build, "start": self.start, "resident": self.resident, "disk": self.disk}
        for name, taken in times.items():
            if taken:
                found |= {f"{name} p50": statistics.median(taken), f"{name} p99": percentile(taken, 0.99)}
        return found


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def measure(size: int, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Measure the engines named over so many paragraphs."""
    text = Text()
    paragraphs = list(text.paragraphs(size))
    questions = text.questions(paragraphs, QUESTIONS)
    with TemporaryDirectory() as folder:
        figures = {name: Figures() for name in names}
        engines = {name: _built(name, paragraphs, Path(folder), figures[name]) for name in names}
        ask(engines, questions, figures)
        for name in names:
            _start(name, questions, Path(folder), figures[name])
        for name, engine in engines.items():
            _add(engine, text, questions, figures[name])
    return {name: each.summary() for name, each in figures.items()}


def timed(engine: Engine, terms: Sequence[str]) -> float:
    """Return the milliseconds of one answer."""
    started = perf_counter()
    engine.search(terms, K)
    return (perf_counter() - started) * 1000


def ask(engines: dict[str, Engine], questions: Sequence[Question], figures: dict[str, Figures]) -> None:
    """Ask every engine each question, every other one without its function words.

    The order is drawn anew for each, as what ran just before decides how much is left in the processor's caches.
    """
    order = random.Random(SEED)
    for engine in engines.values():
        for question in questions[:WARM]:
            engine.search(question.kept, K)
            engine.search(question.dropped, K)
    for place, question in enumerate(questions[WARM:]):
        for name in order.sample(list(engines), len(engines)):
            own = figures[name]
            taken, terms = (own.dropped, question.dropped) if place % 2 else (own.kept, question.kept)
            if sum(taken) < BUDGET * 1000:
                taken.append(timed(engines[name], terms))


def _built(name: str, paragraphs: Sequence[Sequence[str]], folder: Path, figures: Figures) -> Engine:
    _say(f"{len(paragraphs):,} paragraphs: building {name}")
    home = folder / name
    home.mkdir()
    engine = ENGINES[name]()
    started = perf_counter()
    engine.build(paragraphs, home)
    figures.build = (perf_counter() - started) * 1000
    engine.save(home)
    figures.disk = sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) / 1e6
    return engine


def _start(name: str, questions: Sequence[Question], folder: Path, figures: Figures) -> None:
    """Start the engine from disk in three processes; the median counts."""
    asked = json.dumps([question.dropped for question in questions[:20]])
    command = [sys.executable, "-m", "benchmarks.start", name, str(folder / name)]
    runs = [
        json.loads(subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    figures.start = statistics.median(run["seconds"] for run in runs) * 1000
    figures.resident = statistics.median(run["megabytes"] for run in runs)


def _add(engine: Engine, text: Text, questions: Sequence[Question], figures: Figures) -> None:
    """Add articles one by one, and ask after each; where everything must be built anew, that is what it takes."""
    if not isinstance(engine, Growing):
        figures.add = [figures.build]
        return
    for article, question in zip(_articles(text), questions[:ADDED], strict=False):
        started = perf_counter()
        engine.add(article)
        figures.add.append((perf_counter() - started) * 1000)
        figures.following.append(timed(engine, question.dropped))


def _articles(text: Text) -> Iterator[list[list[str]]]:
    paragraphs = text.paragraphs(ADDED * PARAGRAPHS)
    while article := [each for _, each in zip(range(PARAGRAPHS), paragraphs, strict=False)]:
        yield article


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
