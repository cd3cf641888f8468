"""Disks that are full, folders that cannot be written to, and a clock that is set back.

The small disk is a tmpfs in namespaces of its own, in which this module runs once more: see `main`.
"""

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.reliability import Trial
from knowledge import Library
from tests.loopback import Loopback

ROOT = Path(__file__).parents[2]
ARTICLES = 200
NEEDED_KIB = 1_600
"""What the store, its index and a backup take in the end."""
LEFT = (".draft", ".new", "-journal")
AHEAD = timedelta(days=2)


async def run(folder: Path, times: int) -> list[Trial]:
    """Fill disks of that many sizes, then try a folder that cannot be written to and a clock that was ahead."""
    probe = await asyncio.to_thread(_in_namespace, folder, "probe", 0)
    if probe is None:
        return [Trial("a full disk, a read-only folder", "0", "not tried: `unshare -Urm` is not allowed here")]
    counts, faults = Counter[str](), list[str]()
    for number in range(times):
        size = 200 + NEEDED_KIB * number // times
        found = await asyncio.to_thread(_in_namespace, folder, "full", size)
        for command, code, said in found or ():
            counts["ended with a sentence" if code else "had room"] += 1
            if code not in (0, 1) or "Traceback" in said:
                faults.append(f"{size} KiB: {command}: {code}: {said[-300:]}")
    good = f"{counts['ended with a sentence']} of {counts.total()} commands end with a sentence and code 1"
    good += "; the store is sound afterwards, and what was acknowledged is there"
    trials = [Trial.of("a disk that fills up: add, ask, remove, backup, export", f"{times} sizes", good, faults)]
    found = await asyncio.to_thread(_in_namespace, folder, "read-only", 0) or []
    faults = [f"{command}: {code}: {said[-300:]}" for command, code, said in found if code != 1 or "Traceback" in said]
    good = "each ends with a sentence and code 1"
    trials.append(Trial.of("a data folder that cannot be written to", f"{len(found)} commands", good, faults))
    return [*trials, await _clock(folder)]


Said = list[tuple[str, int, str]]


def _in_namespace(folder: Path, what: str, kib: int) -> Said | None:
    """Run one of the functions below where a tmpfs can be mounted; None where that is not allowed."""
    command = ["unshare", "-Urm", sys.executable, "-m", __name__, what, str(folder), str(kib)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    return [(command, code, said) for command, code, said in json.loads(done.stdout)]


def _bot(*arguments: str | Path) -> tuple[str, int, str]:
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return f"{arguments[0]}", done.returncode, done.stdout + done.stderr


def _mounted(folder: Path, kib: int) -> Path:
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(disk)], check=True)
    return disk


def _articles(folder: Path) -> Path:
    files = folder / "files"
    files.mkdir(exist_ok=True)
    for at in range(ARTICLES):
        text = (
            f"# Ship {at}\n\n" + "\n\n".join(f"Ship {at} left the harbour {each} times." for each in range(12)) + "\n"
        )
        files.joinpath(f"{at}.md").write_text(text, "utf-8")
    return files


def full(folder: Path, kib: int) -> Said:
    """Work on a disk of a size until it is full and beyond, then check what is there."""
    disk = _mounted(folder, kib)
    data = disk / "data"
    said = [
        _bot("add", _articles(folder), "--data", data),
        _bot("ask", "How often did ship 7 leave the harbour?", "--data", data),
        _bot("remove", "1", "--now", "--data", data),
        _bot("backup", disk / "backup.tar.gz", "--data", data),
        _bot("export", "--out", disk / "export.jsonl", "--data", data),
    ]
    (disk / "backup.tar.gz").unlink(missing_ok=True)
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    [told] = re.findall(r"(\d+) added", said[0][2]) or ["0"]
    there = asyncio.run(_listed(data))
    if there < int(told):
        said.append(("check", 9, f"{told} articles were acknowledged, {there} are there"))
    left = [file.name for file in disk.rglob("*") if any(part in file.name for part in LEFT)]
    if left:
        said.append(("check", 9, f"left over: {left}"))
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        [[integrity]] = connection.execute("PRAGMA integrity_check").fetchall()
        if integrity != "ok":
            said.append(("check", 9, integrity))
    return said


async def _listed(data: Path) -> int:
    async with Library.open(data) as library:
        return len([each for each in await library.listing() if each.article.title.startswith("Ship")])


def read_only(folder: Path) -> Said:
    """Try what writes in a data folder that cannot be written to."""
    disk = _mounted(folder, 65_536)
    data = disk / "data"
    _bot("add", _articles(folder), "--data", data)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    return [
        _bot("add", _articles(folder), "--data", data),
        _bot("ask", "How often did ship 7 leave the harbour?", "--data", data),
        _bot("remove", "1", "--now", "--data", data),
        _bot("purge", "--older-than", "1", "--yes", "--data", data),
        _bot("backup", disk / "backup.tar.gz", "--data", data),
    ]


async def _clock(folder: Path) -> Trial:
    """Start the bot on a data folder all of whose times are in the future."""
    data, faults = folder / "clock", []
    question = "When did the two leaders meet in Singapore?"
    async with Loopback() as discord:
        async with discord.bot(data):
            await discord.ask(f"!ask {question}")
        moved = _move_ahead(data)
        async with discord.launched(data) as bot:
            await discord.logged_in(bot)
            for said in (f"!ask {question}", "!source", "!articles", "!stats", "!mydata", "!forgetme"):
                try:
                    await discord.ask(said)
                except AssertionError as error:
                    faults.append(f"{said}: {error}")
            if await bot.stop() or "Traceback" in bot.log:
                faults.append(f"the log: {bot.log[-300:]}")
    good = "the bot logs in at once and answers everything"
    return Trial.of("a clock set back by two days", f"{moved} times in the store, then 6 commands", good, faults)


def _move_ahead(data: Path) -> int:
    """Move every time in the store and in the files beside it; return how many there were."""
    with closing(sqlite3.connect(data / "footnote.db")) as connection, connection:
        connection.create_function("ahead", 1, lambda time: (datetime.fromisoformat(time) + AHEAD).isoformat())
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for column in [row[1] for row in connection.execute(f"PRAGMA table_info('{table}')").fetchall()]:
                moments = f"\"{column}\" LIKE '____-__-__T__:__:%'"
                connection.execute(f'UPDATE "{table}" SET "{column}" = ahead("{column}") WHERE {moments}')
        moved = connection.total_changes
    logins = data / "logins.json"
    logins.write_text(json.dumps([each + AHEAD.total_seconds() for each in json.loads(logins.read_text())]))
    return moved


if __name__ == "__main__":
    name, folder, kib = sys.argv[1:]
    found = full(Path(folder), int(kib)) if name == "full" else read_only(Path(folder)) if name == "read-only" else []
    print(json.dumps(found))
