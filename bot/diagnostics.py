"""Looking for what is wrong, on this machine and with Discord, and how to mend it."""

import asyncio
import importlib.metadata
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import click
from rich.cells import set_cell_size

from bot.config import Settings, unknown_variables
from bot.phrases import examining
from bot.phrases.told import told
from knowledge import SHARED, KnowledgeError, Library, StoreHealth, check_store


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing looked at: well, or at fault, or worth knowing."""

    what: str
    said: str
    fix: str = ""
    """What to do about it; empty where all is well."""
    fault: bool = False
    """Whether something does not work until this is mended."""


def failed(what: str, said: str, fix: str) -> CheckResult:
    """Return a finding of something that must be mended."""
    return CheckResult(what, said, fix, fault=True)


def all_ok(findings: Iterable[CheckResult]) -> bool:
    """Tell whether nothing must be mended."""
    return not any(each.fault for each in findings)


_NEAR = 0.9


def near_quota(count: int, most: int) -> bool:
    """Tell whether a server will soon have as many articles as it may, or has them; `most` 0 is no limit."""
    return 0 < most * _NEAR <= count


def servers(held: Iterable[tuple[str, int]], most: int) -> Iterator[CheckResult]:
    """Yield the servers that are near to it, for the operator."""
    for server, count in held:
        if near_quota(count, most):
            yield CheckResult(examining.server(server), examining.near_limit(count, most), examining.raise_limit())


_PACKAGE = "footnote-bot"
_OLDEST_SQLITE = (3, 38)
"""The first that always has JSON and RETURNING."""
_ROOM = 200_000_000
"""Bytes that should be free: for the log, and for writing the store anew after a purge."""
_CLAUSE = re.compile(r"(>=|<|==)\s*([0-9.]+)")


def run_checks(settings: Settings) -> bool:
    """Print what is found; tell whether nothing has to be mended. Without a token Discord is not asked."""
    found = [*_machine(), *_data(settings), *(CheckResult("setting", each, "") for each in unknown_variables())]
    if settings.discord_token:
        # Only here, so that the other commands need not wait for discord.py.
        from bot import guild_checks

        found += asyncio.run(guild_checks.check_discord(settings.discord_token.get_secret_value()))
    else:
        found.append(CheckResult("token", examining.no_token(), examining.set_token()))
    for each in found:
        click.echo(_line(each))
    click.echo(examining.verdict(sum(each.fault for each in found)))
    return all_ok(found)


def _line(found: CheckResult) -> str:
    mark = set_cell_size(examining.mark(fault=found.fault, note=bool(found.fix)), 5)
    return f"{mark} {examining.subject(found.what)}: {found.said}" + (f"\n      → {found.fix}" if found.fix else "")


def _machine() -> Iterator[CheckResult]:
    """Yield the versions of what the program stands on."""
    yield CheckResult("Python", ".".join(map(str, sys.version_info[:3])))
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        yield failed("SQLite", sqlite3.sqlite_version, examining.newer_sqlite(".".join(map(str, _OLDEST_SQLITE))))
    else:
        yield CheckResult("SQLite", sqlite3.sqlite_version)
    yield from _libraries()


def _libraries() -> Iterator[CheckResult]:
    try:
        required = importlib.metadata.requires(_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        yield CheckResult("libraries", examining.not_installed(), examining.install())
        return
    wrong = [each for line in required if "extra ==" not in line and (each := _wrong(line))]
    if wrong:
        yield failed("libraries", "; ".join(wrong), examining.install())
    else:
        yield CheckResult("libraries", f"discord.py {importlib.metadata.version('discord.py')}")


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


def _data(settings: Settings) -> Iterator[CheckResult]:
    try:
        condition = check_store(settings.data)
    except KnowledgeError as error:
        yield failed("store", told(error), examining.see_store())
        return
    yield _store(condition)
    yield from servers(condition.servers, settings.server_articles)
    if condition.room < max(_ROOM, 2 * condition.size):
        yield failed("disk", examining.room(condition.room), examining.make_room(max(_ROOM, 2 * condition.size)))
    else:
        yield CheckResult("disk", examining.room(condition.room))
    if condition.version == condition.newest:
        yield asyncio.run(_index(settings))


def _store(condition: StoreHealth) -> CheckResult:
    if not condition.size:
        return CheckResult("store", examining.no_store())
    if condition.version < condition.newest:
        return CheckResult("store", examining.old_store(condition.version, condition.newest))
    return CheckResult("store", examining.store(condition))


async def _index(settings: Settings) -> CheckResult:
    """Build the index of the shared articles, as the first question would."""
    try:
        async with Library.open(settings.data) as library:
            await library.snapshot(collection=SHARED)
            if await library.on_samples():
                return CheckResult("index", examining.on_samples(), examining.add_articles())
            return CheckResult("index", examining.indexed(await library.size()))
    except KnowledgeError as error:
        return failed("index", told(error), examining.see_store())
