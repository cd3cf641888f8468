"""Looking for what is wrong, on this machine and with Discord, and how to mend it."""

import asyncio
import importlib.metadata
import re
import sqlite3
import sys
from collections.abc import Iterator

import click
from rich.cells import set_cell_size

from bot import findings
from bot.examining import filling
from bot.findings import Finding, fault
from bot.phrases import examining
from bot.phrases.told import told
from bot.settings import Settings, unknown
from knowledge import SHARED, Condition, KnowledgeError, Library, examine

_PACKAGE = "footnote-bot"
_OLDEST_SQLITE = (3, 38)
"""The first that always has JSON and RETURNING."""
_ROOM = 200_000_000
"""Bytes that should be free: for the log, and for writing the store anew after a purge."""
_CLAUSE = re.compile(r"(>=|<|==)\s*([0-9.]+)")


def run(settings: Settings) -> bool:
    """Print what is found; tell whether nothing has to be mended. Without a token Discord is not asked."""
    found = [*_machine(), *_data(settings), *(Finding("setting", each, "") for each in unknown())]
    if settings.discord_token:
        # Only here, so that the other commands need not wait for discord.py.
        from bot.examining import consulting

        found += asyncio.run(consulting.consult(settings.discord_token.get_secret_value()))
    else:
        found.append(Finding("token", examining.no_token(), examining.set_token()))
    for each in found:
        click.echo(_line(each))
    click.echo(examining.verdict(sum(each.fault for each in found)))
    return findings.well(found)


def _line(found: Finding) -> str:
    mark = set_cell_size(examining.mark(fault=found.fault, note=bool(found.fix)), 5)
    return f"{mark} {examining.subject(found.what)}: {found.said}" + (f"\n      → {found.fix}" if found.fix else "")


def _machine() -> Iterator[Finding]:
    """Yield the versions of what the program stands on."""
    yield Finding("Python", ".".join(map(str, sys.version_info[:3])))
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        yield fault("SQLite", sqlite3.sqlite_version, examining.newer_sqlite(".".join(map(str, _OLDEST_SQLITE))))
    else:
        yield Finding("SQLite", sqlite3.sqlite_version)
    yield from _libraries()


def _libraries() -> Iterator[Finding]:
    try:
        required = importlib.metadata.requires(_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding("libraries", examining.not_installed(), examining.install())
        return
    wrong = [each for line in required if "extra ==" not in line and (each := _wrong(line))]
    if wrong:
        yield fault("libraries", "; ".join(wrong), examining.install())
    else:
        yield Finding("libraries", f"discord.py {importlib.metadata.version('discord.py')}")


def _wrong(requirement: str) -> str:
    """Return what is wrong with a library's version, empty where nothing is."""
    name = re.split(r"[\s<>=\[;!~]", requirement, maxsplit=1)[0]
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return examining.missing_library(name)
    return "" if all(_holds(version, *clause) for clause in _CLAUSE.findall(requirement)) else f"{name} {version}"


def _holds(version: str, sign: str, bound: str) -> bool:
    have, wanted = _numbers(version), _numbers(bound)
    match sign:
        case ">=":
            return have >= wanted
        case "<":
            return have < wanted
    return have[: len(wanted)] == wanted


def _numbers(version: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", version.split("+")[0])]


def _data(settings: Settings) -> Iterator[Finding]:
    try:
        condition = examine(settings.data)
    except KnowledgeError as error:
        yield fault("store", told(error), examining.see_store())
        return
    yield _store(condition)
    yield from filling.servers(condition.servers, settings.server_articles)
    if condition.room < max(_ROOM, 2 * condition.size):
        yield fault("disk", examining.room(condition.room), examining.make_room(max(_ROOM, 2 * condition.size)))
    else:
        yield Finding("disk", examining.room(condition.room))
    if condition.version == condition.newest:
        yield asyncio.run(_index(settings))


def _store(condition: Condition) -> Finding:
    if not condition.size:
        return Finding("store", examining.no_store())
    if condition.version < condition.newest:
        return Finding("store", examining.old_store(condition.version, condition.newest))
    return Finding("store", examining.store(condition))


async def _index(settings: Settings) -> Finding:
    """Build the index of the shared articles, as the first question would."""
    try:
        async with Library.open(settings.data) as library:
            await library.snapshot(collection=SHARED)
            if await library.on_samples():
                return Finding("index", examining.on_samples(), examining.add_articles())
            return Finding("index", examining.indexed(await library.size()))
    except KnowledgeError as error:
        return fault("index", told(error), examining.see_store())
