"""A year of a busy server: 500,000 questions, and what reports and asking cost beside an empty log.

`python -m benchmarks.question_log`; with `--most RATIO` it ends with 1 where asking is that much slower than over an
empty log. Seconds are those of the processor but where it says "waited". Needs Linux.
"""

import argparse
import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from benchmarks.text import Text
from bot import chart
from bot.text import usage
from bot.text.reports import KINDS, MAX_ATTACHED_BYTES, report_file
from knowledge import Article, AskContext, Library

QUESTIONS = 500_000
DAYS = 365
ARTICLES = 1_000
ASKERS = 3_000
CHANNELS = 20
SERVER = "77"
_OUTCOMES = ("answered", "closest", "declined", "failed")
_SHARES = (0.55, 0.2, 0.248, 0.002)
_VOTES = 0.04
"""Share of the questions on which somebody votes."""
_HOURLY = np.array([2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 8, 9, 9, 8, 8, 9, 10, 11, 12, 11, 9, 6, 4], dtype=float)
_WORDS = ("what", "when", "who", "did", "the", "is", "in", "of", "to", "how")
_ASKED = 200
"""Questions asked to compare a full log with an empty one."""


async def fill(folder: Path, questions: int = QUESTIONS) -> list[str]:
    """Make a data folder with articles and a year of questions; return questions to ask."""
    text = Text()
    paragraphs = list(text.paragraphs(ARTICLES * 10))
    articles = [
        Article(
            title=" ".join(paragraphs[number * 10][:6]),
            paragraphs=tuple(" ".join(each) for each in paragraphs[number * 10 : number * 10 + 10]),
            publisher=f"Outlet {number % 12}",
            language="en",
        )
        for number in range(ARTICLES)
    ]
    async with Library.open(folder) as library:
        await library.add_all(articles, collection=SERVER)
        await library.load()
    await asyncio.to_thread(write_log, folder / "footnote.db", questions)
    return [" ".join(each.dropped) for each in text.questions(paragraphs, 2 * _ASKED)]


def write_log(file: Path, questions: int) -> None:
    """Write so many questions with their citations and votes straight into the store."""
    random = np.random.default_rng(7)
    words = [" ".join(each.dropped[:4]) for each in Text(11).questions(list(Text(11).paragraphs(20_000)), 20_000)]
    with closing(sqlite3.connect(file)) as connection:
        rows = [row for (row,) in connection.execute("SELECT id FROM article WHERE collection = ?", (SERVER,))]
        outcomes = random.choice(4, size=questions, p=_SHARES)
        connection.executemany(
            "INSERT INTO question (id, asked_at, collection, channel, asker, text, outcome, evidence, milliseconds,"
            " unmatched, index_version, reply, terms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', 'v', ?, ?)",
            _questions(random, questions, outcomes, words),
        )
        connection.executemany(
            "INSERT INTO citation (question, n, article, version, title, paragraph, starts, ends, matched, score,"
            " text_hash) VALUES (?, ?, ?, 1, 'A headline of six words', 1, 0, 40, '[[0, 4], [9, 15]]', 9.5, 'h')",
            _citations(random, outcomes, rows),
        )
        voted = random.choice(questions, size=int(questions * _VOTES), replace=False) + 1
        connection.executemany(
            "INSERT INTO feedback (question, voter, vote, reason, given_at) VALUES (?, ?, ?, '', ?)",
            [(int(id), _hash(id % ASKERS), 1 if id % 3 else -1, "2026-01-01") for id in voted.tolist()],
        )
        connection.commit()


def _hash(person: int) -> str:
    """Return what stands for the hash of a person; all of it differs, as its first half tells people apart."""
    return f"{person:08x}" * 4


def _questions(
    random: np.random.Generator, count: int, outcomes: "np.ndarray[tuple[int], np.dtype[np.int64]]", words: list[str]
) -> Iterator[tuple[object, ...]]:
    first = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    days = np.sort(random.integers(DAYS, size=count)).tolist()
    hours = random.choice(24, size=count, p=_HOURLY / _HOURLY.sum()).tolist()
    seconds = random.integers(3600, size=count).tolist()
    asked = random.zipf(1.3, size=count) % len(words)
    milliseconds = random.lognormal(2.1, 0.4, size=count).tolist()
    for place in range(count):
        moment = first + timedelta(days=days[place], hours=hours[place], seconds=seconds[place])
        text = f"{_WORDS[place % 10]} {_WORDS[place % 7]} {words[asked[place]]}?"
        yield (
            place + 1,
            moment.isoformat(timespec="microseconds"),
            SERVER,
            str(10**17 + place % CHANNELS),
            _hash(place % ASKERS),
            text,
            _OUTCOMES[outcomes[place]],
            0.6,
            milliseconds[place],
            str(10**18 + place),
            json.dumps(words[asked[place]].split()),
        )


def _citations(
    random: np.random.Generator, outcomes: "np.ndarray[tuple[int], np.dtype[np.int64]]", rows: list[int]
) -> Iterator[tuple[int, int, int]]:
    articles = (random.zipf(1.2, size=3 * len(outcomes)) % len(rows)).tolist()
    for place, outcome in enumerate(outcomes.tolist()):
        if outcome < 2:
            for n in range(1, 4):
                yield place + 1, n, rows[articles[3 * place + n - 1]]


async def measure(folder: Path, questions: int) -> dict[str, float]:
    """Return the seconds of work of each report over a full log, and the milliseconds of asking beside an empty one."""
    asked = await fill(folder / "full", questions)
    await fill(folder / "empty", 0)
    found: dict[str, float] = {}
    async with Library.open(folder / "full") as full, Library.open(folder / "empty") as empty:
        started = process_time()
        found["days counted, as once a day"] = await full.reports.count_days(datetime.now(UTC))
        found["days counted, s"] = process_time() - started
        last = datetime.now(UTC).date()
        first = last - timedelta(days=DAYS - 1)
        for name, days in (("statistics of a year", DAYS), ("statistics of 30 days", 30)):
            started = process_time()
            report = full.reports.usage(SERVER, last - timedelta(days=days - 1), last)
            found[f"{name}, s"] = process_time() - started
            assert report.questions <= questions
        started, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
        await chart.draw(asyncio.to_thread(lambda: usage.chart(full.reports.usage(SERVER, first, last))))
        found["statistics of a year with picture, s waited"] = perf_counter() - started
        after = getrusage(RUSAGE_CHILDREN)
        found["picture, s"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found["statistics of a year with picture, s"] = found["statistics of a year, s"] + found["picture, s"]
        for kind in KINDS:
            started = process_time()
            rows = full.reports.rows(kind, SERVER, is_visible=lambda channel: True)
            made = report_file(rows, "csv", MAX_ATTACHED_BYTES)
            found[f"export of {kind}, s"] = process_time() - started
            found[f"export of {kind}, rows"] = made.rows
        started = process_time()
        found["gaps"] = len(await asyncio.to_thread(full.gaps.grouped, SERVER))
        found["gaps, s"] = process_time() - started
        times: dict[Library, list[float]] = {full: [], empty: []}
        for place, question in enumerate(asked):
            # By turns, so that what else the machine does slows both alike.
            for library in (full, empty) if place % 2 else (empty, full):
                # Seconds of the processor, which other work on the machine does not add to.
                started = process_time()
                await library.ask(question, AskContext(collection=SERVER, channel="1", asker="ann"))
                times[library].append((process_time() - started) * 1000)
        warm = len(asked) // 4
        found["ask, empty log, ms"], found["ask, full log, ms"] = (
            median(times[empty][warm:]),
            median(times[full][warm:]),
        )
        found["ask, full : empty"] = found["ask, full log, ms"] / found["ask, empty log, ms"]
    return found


def main() -> None:
    """Fill, measure, and print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.question_log", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"how many ({QUESTIONS})")
    parser.add_argument("--most", type=float, help="the ratio of asking over a full and an empty log that is allowed")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        figures = asyncio.run(measure(Path(folder), chosen.questions))
    print("\n".join(f"{name:48}{value:12,.2f}" for name, value in figures.items()))
    if chosen.most and figures["ask, full : empty"] > chosen.most:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
