import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.journal import Journal, load_key
from knowledge.models import Withdrawn
from knowledge.store import Store
from tests.knowledge import crash_child

ROOT = Path(__file__).parents[2]

ROUNDS = 20

SECONDS = 15.0
"""After which no further round is begun, on a slow machine."""


@dataclass(slots=True)
class Told:
    """What the killed processes told to be on disk."""

    articles: dict[str, int] = field(default_factory=dict)
    """The last version told, by id."""
    answers: dict[int, str] = field(default_factory=dict)
    withdrawing: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)

    def hear(self, line: str) -> None:
        match line.split():
            case ["article", id, version]:
                self.articles[id] = int(version)
            case ["answer", id, stem]:
                self.answers[int(id)] = stem
            case ["withdrawing", id]:
                self.withdrawing.add(id)
            case ["withdrawn", id]:
                self.withdrawn.add(id)
            case _:
                raise AssertionError(line)


def run_and_kill(folder: Path, name: str, seconds: float) -> list[str]:
    """Let a process write, kill it some seconds after its first word, and return the lines it told."""
    command = [sys.executable, "-m", crash_child.__name__, str(folder), name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(seconds)
        child.kill()
        rest = child.stdout.read()
    return [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


async def test_killed_process_loses_nothing_that_it_told_to_be_on_disk(tmp_path: Path) -> None:
    moments = random.Random(412)
    told = Told()
    end = time.monotonic() + SECONDS
    for name in range(ROUNDS):
        if time.monotonic() > end:
            break
        for line in run_and_kill(tmp_path, f"round-{name}", moments.uniform(0.05, 0.4)):
            told.hear(line)
        async with Store.open(tmp_path) as store:
            assert await faults(store) == []
    assert told.answers and told.withdrawn
    async with Store.open(tmp_path) as store:
        await check_articles(store, told)
        await check_answers(Journal(store, load_key(tmp_path)), told)


async def faults(store: Store) -> list[tuple[object, ...]]:
    """Whatever in the file does not fit together."""
    async with store.database.snapshot() as connection:
        rows = [
            *await connection.execute_fetchall("PRAGMA integrity_check"),
            *await connection.execute_fetchall("PRAGMA foreign_key_check"),
            *await connection.execute_fetchall(
                "SELECT 'paragraphs', id FROM article WHERE (CASE WHEN withdrawn_at IS NULL THEN paragraphs ELSE 0 END)"
                " <> (SELECT COUNT(*) FROM paragraph WHERE article = id AND paragraph.version = article.version)"
            ),
            *await connection.execute_fetchall(
                "SELECT 'citations', id FROM question WHERE (SELECT COUNT(*) FROM citation WHERE question = id) <> 2"
            ),
        ]
    return [tuple(row) for row in rows if tuple(row) != ("ok",)]


async def check_articles(store: Store, told: Told) -> None:
    living = {article.id: article for article in await store.load(["shared"])}
    assert not told.withdrawn & living.keys()
    for id in told.articles.keys() - told.withdrawing:
        assert living[id].version >= told.articles[id]
        expected = crash_child.article(id, living[id].version)
        assert (living[id].title, living[id].paragraphs) == (expected.title, expected.paragraphs)


async def check_answers(journal: Journal, told: Told) -> None:
    for id, stem in told.answers.items():
        first, other = (crash_child.article(f"{stem}-{letter}", 1) for letter in "ab")
        answer = await journal.answer(id, collection="shared")
        quotes = {citation.n: (citation.text, citation.passage) for citation in answer.citations}
        assert quotes[1] == (first.paragraphs[1], first.paragraphs[1][:20])
        if other.id in told.withdrawn:
            assert answer.withdrawn == (Withdrawn(2, other.title),)
        elif other.id not in told.withdrawing:
            assert quotes[2] == (other.paragraphs[1], other.paragraphs[1][:20])
