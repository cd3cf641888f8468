import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from knowledge import Library
from knowledge.models import WithdrawnCitation
from knowledge.store.articles import ArticleStore
from knowledge.store.backup import restore_backup
from knowledge.store.data_folder import load_key
from knowledge.store.questions import QuestionLog
from tests.knowledge import crash_child, crash_library, crash_life

ROOT = Path(__file__).parents[2]

SECONDS = 12.0
"""After which no further round of a test is begun, on a slow machine."""


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


def rounds(number: int) -> Iterator[tuple[str, float]]:
    """The names of the rounds, each with the seconds that its process may write."""
    moments = random.Random(412)
    end = time.monotonic() + SECONDS
    for name in range(number):
        if time.monotonic() > end:
            return
        yield str(name), moments.uniform(0.05, 0.4)


def run_and_kill(child: ModuleType, folder: Path, name: str, seconds: float) -> list[str]:
    """Let a process write, kill it some seconds after its first word, and return the lines it told."""
    command = [sys.executable, "-m", child.__name__, str(folder), name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        rest = process.stdout.read()
    return [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


async def test_killed_process_loses_nothing_that_it_told_to_be_on_disk(tmp_path: Path) -> None:
    told = Told()
    for name, seconds in rounds(20):
        for line in run_and_kill(crash_child, tmp_path, name, seconds):
            told.hear(line)
        async with ArticleStore.open(tmp_path) as store:
            assert await faults(store) == []
    assert told.answers and told.withdrawn
    async with ArticleStore.open(tmp_path) as store:
        await check_articles(store, told)
        await check_answers(QuestionLog(store.database, load_key(tmp_path)), told)


async def test_killed_library_still_knows_its_articles_and_answers(tmp_path: Path) -> None:
    told = Told()
    for name, seconds in rounds(6):
        for line in run_and_kill(crash_library, tmp_path, name, seconds):
            told.hear(line)
    assert told.answers
    async with Library.open(tmp_path) as library:
        for id in told.articles:
            assert (await library.article(id)).paragraphs == crash_library.article(id).paragraphs
        for number, id in told.answers.items():
            answer = await library.source(id=number)
            assert answer.citations[0].text == crash_library.article(id).paragraphs[0]


async def faults(store: ArticleStore) -> list[tuple[object, ...]]:
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


async def check_articles(store: ArticleStore, told: Told) -> None:
    living = {article.id: article for article in await store.load(["shared"])}
    assert not told.withdrawn & living.keys()
    for id in told.articles.keys() - told.withdrawing:
        assert living[id].version >= told.articles[id]
        expected = crash_child.article(id, living[id].version)
        assert (living[id].title, living[id].paragraphs) == (expected.title, expected.paragraphs)


async def check_answers(log: QuestionLog, told: Told) -> None:
    for id, stem in told.answers.items():
        first, other = (crash_child.article(f"{stem}-{letter}", 1) for letter in "ab")
        answer = await log.answer(id, collection="shared")
        quotes = {citation.n: (citation.text, citation.passage) for citation in answer.citations}
        assert quotes[1] == (first.paragraphs[1], first.paragraphs[1][:20])
        if other.id in told.withdrawn:
            assert answer.withdrawn == (WithdrawnCitation(2),)
        elif other.id not in told.withdrawing:
            assert quotes[2] == (other.paragraphs[1], other.paragraphs[1][:20])


async def test_killed_in_any_deed_a_process_leaves_no_draft_and_nothing_that_it_deleted(tmp_path: Path) -> None:
    told: list[list[str]] = []
    for name, seconds in rounds(12):
        told += [line.split(maxsplit=1) for line in run_and_kill(crash_life, tmp_path, name, 2 * seconds)]
        async with Library.open(tmp_path / "data") as library:
            for kind, what in told:
                if kind == "kept":
                    assert (await library.article(what.split()[0])).version == 2
        left = [file.name for file in (tmp_path / "data").rglob("*") if ".draft" in file.name or ".new" in file.name]
        assert left == []
        held = b"".join(file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file()).lower()
        assert [what for kind, what in told if kind == "gone" and what.strip().encode() in held] == []
    for kind, what in told:
        if kind == "backup":
            restore_backup(tmp_path / "out" / what.strip(), tmp_path / f"again {what.strip()}")
    async with Library.open(tmp_path / "data") as library:
        await library.backup(tmp_path / "out" / "last.tar.gz")
    assert [file.name for file in (tmp_path / "out").iterdir() if ".draft" in file.name] == []
    assert {kind for kind, _ in told} == {"kept", "gone", "backup", "migrated"}
