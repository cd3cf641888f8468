"""SIGKILL at random moments of what the command line does; then the next start, and what is on disk."""

import asyncio
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL

from benchmarks.reliability import Trial
from knowledge import Answer, Article, ArticleNotFound, AskContext, Library
from knowledge.store import restore_backup
from knowledge.store.migrations import MIGRATIONS
from tests.knowledge import schemas

ROOT = Path(__file__).parents[2]
ARTICLES = 40
"""Articles that a round adds, updates or purges."""
QUESTIONS = 3
START_SECONDS = 60.0
"""After which a process that has written nothing yet is killed all the same."""
LEFT = (".draft", ".new", ".tmp", "-journal")
"""What the name of a file that was left over holds."""
MAX_TRIES = 6
"""Processes that may end by themselves before their kill, for one kill."""

Check = Callable[[str, Library], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A process that is to be killed: what it is told to do, where that shows first, and what must hold afterwards."""

    arguments: Sequence[str | Path]
    watched: Sequence[Path]
    check: Check


@dataclass(slots=True)
class Killing:
    """A data folder whose processes are killed over and over."""

    folder: Path
    rng: random.Random = field(default_factory=lambda: random.Random(11))
    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    longest: dict[str, float] = field(default_factory=dict)
    """Seconds that each deed takes from the first file it writes to its end."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def fault(self, deed: str, what: str) -> None:
        """Note something that must not be."""
        self.faults.append(f"{deed}: {what}")

    def word(self, number: int, at: int = 0) -> str:
        """Return a word that is in no other article, and that no stemmer shortens."""
        return "quo" + "".join("bcdfghjklm"[int(digit)] for digit in f"{number:05}{at:02}") + "ax"

    def write_articles(self, number: int, version: int) -> Path:
        folder = self.folder / "files" / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        for at in range(ARTICLES):
            word = self.word(number, at)
            text = f"# Finds: {word}\n\nThe {word} was found in the attic.\n\nNobody claimed it {version} times.\n"
            folder.joinpath(f"{at}.md").write_text(text, "utf-8")
        return folder


async def run(folder: Path, kills: int) -> list[Trial]:
    """Kill that many processes, spread over the deeds."""
    life = Killing(folder)
    async with Library.open(life.data) as library:
        await library.add(Article(title="Pier", paragraphs=("The pier opened on Saturday.",), language="en"))
    deeds = list(_DEEDS.items())
    for number in range(kills):
        name, prepare = deeds[number % len(deeds)]
        await _kill_one(life, name, prepare, number)
        print(f"\r{number + 1} kills, {len(life.faults)} faults", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    told = sum(life.acknowledged.values())
    spread = ", ".join(f"{name} {times}" for name, times in life.kills.items())
    good = f"nothing acknowledged is lost or doubled ({told:,} acknowledgements), nothing is left over, integrity ok"
    return [Trial.of("SIGKILL at a random moment of a command", f"{kills} kills: {spread}", good, life.faults)]


async def _kill_one(
    life: Killing, name: str, prepare: Callable[[Killing, int], Awaitable[Attempt]], number: int
) -> None:
    """Try until a process has been killed before it ended by itself, and check what is on disk after each."""
    for again in range(MAX_TRIES):
        attempt = await prepare(life, number * MAX_TRIES + again)
        killed, said = await asyncio.to_thread(_run, life, name, attempt)
        try:
            async with Library.open(life.data) as library:
                await attempt.check(said, library)
        except Exception as error:  # Whatever it is, it must not be.
            life.fault(name, f"the next start: {type(error).__name__}: {error}")
        for store in {life.data, *(each for each in attempt.watched if (each / "footnote.db").exists())}:
            _check_store(life, name, store)
        if killed:
            life.kills[name] += 1
            return
    life.fault(name, "no process could be killed before its end")


def _run(life: Killing, name: str, attempt: Attempt) -> tuple[bool, str]:
    """Run a command, kill it some time after the first file it writes; return whether it was, and what it said."""
    before = _names(attempt.watched)
    command = [sys.executable, "-m", "bot", *map(str, attempt.arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        limit = time.monotonic() + START_SECONDS
        while process.poll() is None and _names(attempt.watched) == before and time.monotonic() < limit:
            time.sleep(0.001)
        began = time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            # A command that has not run yet shows how long it takes.
            process.wait(life.rng.uniform(0, life.longest[name]) if name in life.longest else START_SECONDS)
        took = time.monotonic() - began
        process.kill()
        said = process.stdout.read() if process.stdout else ""
    killed = process.returncode == -SIGKILL
    if not killed:
        life.longest[name] = min(took, life.longest.get(name, took))
        if "Traceback" in said or process.returncode:
            life.fault(name, f"ended with {process.returncode}: {said[-300:]}")
    return killed, said


def _names(folders: Sequence[Path]) -> set[Path]:
    return {each for folder in folders if folder.is_dir() for each in (folder, *folder.rglob("*"))}


def _check_store(life: Killing, name: str, data: Path) -> None:
    """Note what does not fit together in a store, and what was left beside it."""
    left = [file.name for file in data.rglob("*") if any(part in file.name for part in LEFT)]
    if left:
        life.fault(name, f"left over: {left}")
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        [[integrity]] = connection.execute("PRAGMA integrity_check").fetchall()
        foreign = connection.execute("PRAGMA foreign_key_check").fetchall()
    if integrity != "ok" or foreign:
        life.fault(name, f"integrity: {integrity}, {len(foreign)} foreign keys")


def _held(data: Path, *words: str) -> list[str]:
    """Return which words are anywhere in the files of a data folder."""
    files = [file for file in data.rglob("*") if file.is_file()]
    held = b"".join(file.read_bytes() for file in files).lower()
    return [word for word in words if word.encode() in held]


def _reported(report: Path) -> list[dict[str, str]]:
    """Return the lines of a report that are there from beginning to end."""
    if not report.exists():
        return []
    return [json.loads(line) for line in report.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]


async def _titles(library: Library, collection: str) -> Counter[str]:
    return Counter(each.article.title for each in await library.listing(collection=collection, own=True))


async def _add(life: Killing, number: int, version: int = 1) -> Attempt:
    files, report = life.write_articles(number, version), life.folder / f"report {number} {version}.jsonl"
    collection = f"8{number}"

    async def check(said: str, library: Library) -> None:
        change = "added" if version == 1 else "updated"
        told = {line["title"] for line in _reported(report) if line.get("change") == change}
        told |= {line.split("Finds: ")[1].split(" ·")[0] for line in said.splitlines() if line.startswith(change)}
        told = {title if title.startswith("Finds") else f"Finds: {title}" for title in told}
        life.acknowledged[change] += len(told)
        there = await _titles(library, collection)
        if lost := told - there.keys():
            life.fault(change, f"lost {lost}")
        if doubled := [title for title, times in there.items() if times > 1]:
            life.fault(change, f"doubled {doubled}")
        if version > 1 and len(there) != ARTICLES:
            life.fault(change, f"{len(there)} of {ARTICLES} articles are there")
        for each in await library.listing(collection=collection, own=True):
            one = await library.article(each.article.id, collection=collection)
            said_times = {f"Nobody claimed it {times} times." for times in range(1, version + 1)}
            if len(one.paragraphs) != 2 or one.paragraphs[1] not in said_times:
                life.fault(change, f"half an article: {one.paragraphs}")
            if one.title in told and f" {version} times" not in one.paragraphs[1]:
                life.fault(change, f"an acknowledged version is lost: {one.title}")

    arguments = ("add", files, "--collection", collection, "--report", report, "--data", life.data)
    return Attempt(arguments, [life.data], check)


async def _fill(life: Killing, number: int) -> str:
    """Let a command add the articles of a round to its end; return their collection."""
    attempt = await _add(life, number)
    command = [sys.executable, "-m", "bot", *map(str, attempt.arguments)]
    await asyncio.to_thread(subprocess.run, command, cwd=ROOT, check=True, capture_output=True)
    return f"8{number}"


async def _update(life: Killing, number: int) -> Attempt:
    await _fill(life, number)
    return await _add(life, number, version=2)


async def _ask(life: Killing, number: int) -> Attempt:
    question = f"When did the pier {life.word(number)} open?"

    async def check(said: str, library: Library) -> None:
        told = '"answer_id"' in said and said.rstrip().endswith("}")
        life.acknowledged["asked"] += told
        with closing(sqlite3.connect(life.data / "footnote.db")) as connection:
            [[logged]] = connection.execute("SELECT count(*) FROM question WHERE text = ?", (question,)).fetchall()
        if logged not in ((1,) if told else (0, 1)):
            life.fault("ask", f"logged {logged} times")

    return Attempt(("ask", question, "--json", "--data", life.data), [life.data], check)


async def _remove(life: Killing, number: int) -> Attempt:
    word = life.word(number)
    async with Library.open(life.data) as library:
        text = (f"The {word} was found in the attic.", "Nobody claimed it.")
        added = await library.add(Article(title=f"Finds: {word}", paragraphs=text, byline=f"By {word}", language="en"))
        await library.ask(f"Where was the {word} found?")
    id = added.article.id

    async def check(said: str, library: Library) -> None:
        told = "Removed article" in said
        life.acknowledged["removed"] += told
        try:
            one = await library.article(id)
            if told or len(one.paragraphs) != 2:
                life.fault("remove", f"{id} is there: {one.paragraphs}")
        except ArticleNotFound:
            pass
        if told and _held(life.data, f"the {word} was found in the attic", f"by {word}"):
            life.fault("remove", f"the text of {id} is on disk")

    return Attempt(("remove", id, "--now", "--data", life.data), [life.data], check)


async def _purge(life: Killing, number: int) -> Attempt:
    collection = await _fill(life, number)

    async def check(said: str, library: Library) -> None:
        told = "Deleted " in said
        life.acknowledged["purged"] += told
        there = await _titles(library, collection)
        if len(there) not in ((0,) if told else (0, ARTICLES)):
            life.fault("purge", f"{len(there)} articles are there")
        if told and (held := _held(life.data, *(life.word(number, at) for at in range(ARTICLES)))):
            life.fault("purge", f"on disk: {held}")

    return Attempt(("purge", "--collection", collection, "--yes", "--data", life.data), [life.data], check)


async def _forget(life: Killing, number: int) -> Attempt:
    person, word = f"77{number}", life.word(number)
    async with Library.open(life.data) as library:
        for at in range(QUESTIONS):
            await library.ask(f"When did the pier {word} open, {at}?", AskContext(asker=person))
        known_as = library.question_log.hash_asker(person)

    async def check(said: str, library: Library) -> None:
        told = "Deleted " in said
        life.acknowledged["forgotten"] += told
        with closing(sqlite3.connect(life.data / "footnote.db")) as connection:
            rows = connection.execute("SELECT count(*) FROM question WHERE asker = ?", (known_as,)).fetchone()
        if rows[0] not in ((0,) if told else (0, QUESTIONS)):
            life.fault("forget", f"{rows[0]} questions are there")
        if told and _held(life.data, known_as, word):
            life.fault("forget", "the person is on disk")

    return Attempt(("purge", "--user", person, "--yes", "--data", life.data), [life.data], check)


async def _back_up(life: Killing, number: int) -> Attempt:
    folder = life.folder / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"{number}.tar.gz"

    async def check(said: str, library: Library) -> None:
        life.acknowledged["backed up"] += target.name in said
        if target.name in said and not target.exists():
            life.fault("backup", "lost")
        articles = len(await library.listing())
        if target.exists():
            restore_backup(target, life.folder / "again")
            async with Library.open(life.folder / "again") as copied:
                if len(await copied.listing()) != articles:
                    life.fault("backup", "not all articles are in it")
            shutil.rmtree(life.folder / "again")
            target.unlink()
        await library.backup(folder / "next.tar.gz")
        (folder / "next.tar.gz").unlink()
        if left := list(folder.iterdir()):
            life.fault("backup", f"left over: {left}")

    return Attempt(("backup", target, "--data", life.data), [life.data, folder], check)


async def _restore(life: Killing, number: int) -> Attempt:
    source, target = life.folder / "source.tar.gz", life.folder / f"restored {number}"
    source.unlink(missing_ok=True)
    async with Library.open(life.data) as library:
        await library.backup(source)
        articles = len(await library.listing())

    async def check(said: str, library: Library) -> None:
        life.acknowledged["restored"] += "restored" in said.casefold()
        if not (target / "footnote.db").exists():
            restore_backup(source, target)
        async with Library.open(target) as restored:
            if len(await restored.listing()) != articles:
                life.fault("restore", "not all articles are in it")
        _check_store(life, "restore", target)
        shutil.rmtree(target)

    return Attempt(("restore", source, "--data", target), [target], check)


async def _migrate(life: Killing, number: int) -> Attempt:
    old = life.folder / f"old {number}"
    schemas.restore(len(MIGRATIONS) - 1, old)
    with closing(sqlite3.connect(old / "footnote.db")) as connection:
        before = connection.execute("SELECT count(*) FROM question").fetchone()

    async def check(said: str, library: Library) -> None:
        life.acknowledged["migrated"] += bool(said)
        async with Library.open(old):
            pass
        with closing(sqlite3.connect(old / "footnote.db")) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != len(MIGRATIONS):
                life.fault("migrate", "the schema is old")
            if connection.execute("SELECT count(*) FROM question").fetchone() != before:
                life.fault("migrate", "questions are lost")
        if not any((old / "backups").iterdir()):
            life.fault("migrate", "there is no backup of before")
        _check_store(life, "migrate", old)
        shutil.rmtree(old)

    return Attempt(("articles", "--data", old), [old], check)


async def _save_index(life: Killing, number: int) -> Attempt:
    collection = await _fill(life, number)
    word = life.word(number, at=7)

    async def check(said: str, library: Library) -> None:
        life.acknowledged["index"] += "answer #" in said
        reply = await library.ask(f"Where was the {word} found?", AskContext(collection=collection))
        if not isinstance(reply, Answer) or word not in reply.citations[0].text:
            life.fault("index", f"asked after the kill: {reply.outcome}")

    arguments = ("ask", f"Where was the {word} found?", "--collection", collection, "--data", life.data)
    return Attempt(arguments, [life.data / "index"], check)


_DEEDS: dict[str, Callable[[Killing, int], Awaitable[Attempt]]] = {
    "add": _add,
    "update": _update,
    "ask": _ask,
    "remove": _remove,
    "purge": _purge,
    "forget": _forget,
    "backup": _back_up,
    "restore": _restore,
    "migrate": _migrate,
    "index save": _save_index,
}
