"""The real process under load, on our own Discord: `python -m benchmarks.load [--questions 20000]`.

Two hundred people ask at once, several times over; then twenty at a time ask on and on, while the memory is watched.
Our Discord runs in this process and the bot in another, on 127.0.0.1, with rate limits off. Needs Linux.
"""

import argparse
import asyncio
import json
import os
import sqlite3
import statistics
import time
from collections.abc import Coroutine, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crowd import Crowd
from benchmarks.usage import Usage
from tests.loopback import Loopback
from tests.loopback.rest import limits

QUESTIONS = Path(__file__).parents[1] / "tests" / "quality" / "samples.jsonl"
ROUNDS = 5
STEADY, STEPS = 20, 20
"""How many people always wait while the memory is watched, and how often it is read."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was measured while some questions were asked: seconds to a reply, processor time and memory."""

    questions: int
    median: float
    p99: float
    longest: float
    per_second: float
    bot_milliseconds: float
    """Processor time of the bot, with the processes beside it, for a question."""
    fake_milliseconds: float
    """Processor time of our Discord and the crowd for a question."""
    mebibytes: float


@dataclass(frozen=True, slots=True)
class Load:
    """A whole run."""

    processors: int
    machine_load: float
    """How many processes wanted a processor before the run began."""
    bursts: list[Stretch]
    steady: list[Stretch]
    asked: int
    lost: int
    doubled: int
    logged: int
    """Questions in the question log, each with the message that answered it."""

    @property
    def slope(self) -> float:
        """Kibibytes that the memory grew over a thousand questions, in the second half of the steady stretch."""
        half = self.steady[len(self.steady) // 2 :]
        grown = statistics.linear_regression(range(len(half)), [each.mebibytes for each in half]).slope
        return grown * 1024 / half[0].questions * 1000


async def measured(pid: int, asking: Coroutine[None, None, list[float]]) -> Stretch:
    """Let the crowd ask, and tell what it took."""
    began, own, bot = time.perf_counter(), time.process_time(), Usage.of(pid)
    seconds = await asking
    after, number = Usage.of(pid), len(seconds)
    return Stretch(
        questions=number,
        median=statistics.median(seconds),
        p99=statistics.quantiles(seconds, n=100, method="inclusive")[98],
        longest=seconds[-1],
        per_second=number / (time.perf_counter() - began),
        bot_milliseconds=(after.seconds - bot.seconds) / number * 1000,
        fake_milliseconds=(time.process_time() - own) / number * 1000,
        mebibytes=after.mebibytes,
    )


async def run(folder: Path, people: int, questions: int) -> Load:
    """Start the bot on an empty folder, and let people ask it."""
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    busy = os.getloadavg()[0]
    async with Loopback() as discord:
        discord.rest.limits = limits(1_000_000)
        async with discord.bot(folder) as bot:
            crowd = Crowd(discord, asked, people)
            await crowd.at_once(STEADY)  # The first question builds the index, the first in a channel finds its limits.
            bursts = [await measured(bot.pid, crowd.at_once(people)) for _ in range(ROUNDS)]
            each = questions // STEPS
            steady = [await measured(bot.pid, crowd.steadily(each, STEADY)) for _ in range(STEPS)]
    counts = {"asked": crowd.asked, "lost": crowd.lost, "doubled": crowd.doubled, "logged": logged(folder)}
    return Load(os.cpu_count() or 1, busy, bursts, steady, **counts)


def logged(folder: Path) -> int:
    """Count the questions in the question log that know their reply."""
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        [number] = connection.execute("SELECT count(DISTINCT reply) FROM question WHERE reply <> ''").fetchone()
        return int(number)


def table(load: Load) -> list[str]:
    columns = "questions  median      p99  longest  a second  bot ms  fake ms      MiB"
    rows = [("at once", each) for each in load.bursts] + [("steady", each) for each in load.steady]
    return [
        f"{load.processors} processors, {load.machine_load:.1f} busy before",
        f"{'':8}  {columns}",
        *(_row(name, each) for name, each in rows),
        f"asked {load.asked:,}, lost {load.lost}, doubled {load.doubled}, logged with their reply {load.logged:,}",
        f"memory in the second half: {load.slope:+.0f} KiB over 1,000 questions",
    ]


def _row(name: str, each: Stretch) -> str:
    seconds = f"{each.median:6.3f} s {each.p99:6.3f} s {each.longest:6.3f} s"
    spent = f"{each.bot_milliseconds:6.2f}   {each.fake_milliseconds:6.2f}"
    return f"{name:8}  {each.questions:9,} {seconds} {each.per_second:9.0f}  {spent}  {each.mebibytes:7.1f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the table and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=200, help="how many ask at once (200)")
    parser.add_argument("--questions", type=int, default=2_000, help="how many are asked steadily (2000)")
    parser.add_argument("--json", type=Path, default=Path("load.json"), help="where the figures go (load.json)")
    chosen = parser.parse_args(arguments)
    if chosen.people < 2 or chosen.questions < 2 * STEPS:
        parser.error(f"at least 2 people and {2 * STEPS} questions are needed")
    with TemporaryDirectory() as folder:
        load = asyncio.run(run(Path(folder) / "data", chosen.people, chosen.questions))
    print("\n".join(table(load)))
    figures = {**asdict(load), "kibibytes_over_1000_questions": load.slope}
    chosen.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
