"""Checks of this machine and of the data folder: what is wrong, and how to fix it."""

import asyncio
import importlib.metadata
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from packaging.requirements import Requirement

from bot import heartbeat
from bot.config import PACKAGE, Settings, ShardRange, is_checkout, program, unknown_variables
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting
from knowledge import SHARED, KnowledgeError, Library
from knowledge.opensearch import EngineHealth
from knowledge.store import ProcessState, StoreHealth, check_store


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check: fine, a problem, or worth knowing."""

    what: str
    said: str
    fix: str = ""
    """What to do about it; empty where all is well."""
    fault: bool = False
    """Whether something won't work until this is fixed."""
    mention: str = ""
    """What Discord shows as the name of a channel, to those alone who can see it; empty for anything else."""


def failed(what: str, said: str, fix: str) -> CheckResult:
    return CheckResult(what, said, fix, fault=True)


def all_ok(findings: Iterable[CheckResult]) -> bool:
    """Tell whether there are no problems to fix."""
    return not any(each.fault for each in findings)


_NEAR = 0.9


def near_quota(count: int, most: int) -> bool:
    """Tell whether a server is near or at its limit of articles; 0 for `most` means no limit."""
    return 0 < most * _NEAR <= count


def servers_near_limit(held: Iterable[tuple[str, int]], most: int) -> Iterator[CheckResult]:
    """Yield the servers that are near their limit, for the operator."""
    for server, count in held:
        if near_quota(count, most):
            yield CheckResult(
                _("server {id}").format(id=server),
                quota_used(count, most),
                _("Raise FOOTNOTE_SERVER_ARTICLES to let them add more."),
            )


def quota_used(count: int, most: int) -> str:
    return ngettext("{count} of {number} article", "{count} of {number} articles", most).format(
        count=formatting.number(count), number=formatting.number(most)
    )


_OLDEST_SQLITE = (3, 38)
"""The first version that always has JSON and RETURNING."""
_MAX_NAMED = 10
"""Shards that a sentence names at most."""
_ROOM = 200_000_000
"""Bytes that should be free: for the log, and for rewriting the store after a purge."""


def check_installation(settings: Settings) -> Iterator[CheckResult]:
    """Yield what is found on this machine and in the data folder."""
    yield from _machine()
    yield from _data(settings)
    yield from _running(settings)
    yield from (CheckResult("setting", each, "") for each in unknown_variables())


def verdict(faults: int) -> str:
    """Sum up the results."""
    if not faults:
        return _("Everything is fine.")
    return ngettext("{number} problem to fix.", "{number} problems to fix.", faults).format(
        number=formatting.number(faults)
    )


def subject(what: str) -> str:
    """Name what was checked; names of channels and programs are not translated."""
    known = {
        "articles": _("articles"),
        "bot": _("bot"),
        "clock": _("clock"),
        "disk": _("disk"),
        "index": _("index"),
        "intents": _("intents"),
        "libraries": _("libraries"),
        "logins": _("logins"),
        "processes": _("processes"),
        "search": _("search"),
        "servers": _("servers"),
        "setting": _("setting"),
        "store": _("store"),
        "token": _("token"),
        "user install": _("user install"),
    }
    return known.get(what, what)


def _machine() -> Iterator[CheckResult]:
    """Yield the versions of Python, SQLite and the libraries."""
    yield CheckResult("Python", ".".join(map(str, sys.version_info[:3])))
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        yield failed(
            "SQLite",
            sqlite3.sqlite_version,
            _("Use a Python whose SQLite is {oldest} or newer.").format(oldest=".".join(map(str, _OLDEST_SQLITE))),
        )
    else:
        yield CheckResult("SQLite", sqlite3.sqlite_version)
    yield from _libraries()


def _libraries() -> Iterator[CheckResult]:
    try:
        required = importlib.metadata.requires(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        yield CheckResult(
            "libraries",
            _("Footnote is not installed as a package, so the versions were not checked"),
            _install(),
        )
        return
    wrong = [each for line in required if (each := library_problem(Requirement(line)))]
    if wrong:
        yield failed("libraries", "; ".join(wrong), _install())
    else:
        yield CheckResult("libraries", f"discord.py {importlib.metadata.version('discord.py')}")


def _install() -> str:
    """Say how to install the right libraries."""
    if is_checkout():
        return _("In Footnote's folder: python -m pip install --upgrade .")
    return f"python -m pip install --upgrade {PACKAGE}"


def library_problem(requirement: Requirement) -> str:
    """Return what is wrong with a library's version, empty where nothing is or where it is not needed here."""
    if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
        return ""
    try:
        version = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return _("{name} is missing").format(name=requirement.name)
    return "" if requirement.specifier.contains(version, prereleases=True) else f"{requirement.name} {version}"


def _data(settings: Settings) -> Iterator[CheckResult]:
    try:
        condition = check_store(settings.data, settings.address)
    except KnowledgeError as error:
        yield failed("store", formatting.error_text(error), _see_store(settings))
        return
    yield _store(condition)
    yield from servers_near_limit(condition.servers, settings.server_articles)
    if condition.room < max(_ROOM, 2 * condition.size):
        yield failed(
            "disk",
            _free(condition.room),
            _("Free up some space: {size} or more.").format(size=formatting.size(max(_ROOM, 2 * condition.size))),
        )
    else:
        yield CheckResult("disk", _free(condition.room))
    if condition.version == condition.newest:
        yield from asyncio.run(_opened(settings))


def _running(settings: Settings) -> Iterator[CheckResult]:
    """Yield the figures of the bot that runs with this data folder, if there is one."""
    beat = heartbeat.read_heartbeat(settings.data)
    if beat is None:
        return
    health = heartbeat.health_of(settings.data)
    said = heartbeat.figures(beat) if health.ok else health.said
    yield CheckResult("bot", said, "" if health.ok else _("Its log says why. Restart it if it doesn't recover."))


def _see_store(settings: Settings) -> str:
    """Say what to do about a store that can't be used."""
    if settings.address:
        return _("Until then, no questions can be answered. The log of the PostgreSQL server says more.")
    return _(
        "Until then, no questions can be answered. If the file is damaged, restore a backup as described in the README."
    )


def _free(count: int) -> str:
    return _("{size} free").format(size=formatting.size(count))


def _store(condition: StoreHealth) -> CheckResult:
    if not condition.size:
        return CheckResult("store", _("none yet; it will be created at the first start"))
    if condition.version < condition.newest:
        return CheckResult(
            "store",
            _("version {version}; it will be upgraded to {newest} at the next start").format(
                version=condition.version, newest=condition.newest
            ),
        )
    return CheckResult(
        "store",
        _("{articles}, {questions}, {size}, version {version}").format(
            articles=formatting.articles(condition.articles),
            questions=formatting.questions(condition.questions),
            size=formatting.size(condition.size),
            version=condition.version,
        ),
    )


async def _opened(settings: Settings) -> list[CheckResult]:
    try:
        async with Library.open(settings.data, database=settings.address) as library:
            await library.snapshot(collection=SHARED)
            running = list(processes_on_store(await library.processes.alive()))
            if settings.search:
                # Not as the library has it, which would begin to fill a cluster that is empty.
                running.append(search_check(await library.search_health(settings.search_address)))
            if await library.uses_samples():
                add = _("Add yours: {program} add PATH").format(program=program())
                return [CheckResult("index", on_samples(), add), *running]
            ready = _("ready; {articles} in all collections")
            said = ready.format(articles=formatting.articles(await library.size()))
            return [CheckResult("index", said), *running]
    except KnowledgeError as error:
        return [failed("index", formatting.error_text(error), _see_store(settings))]


def search_check(health: EngineHealth) -> CheckResult:
    if health.status == "away":
        return failed(
            "search",
            _("the OpenSearch cluster can't be reached"),
            _("Until then, questions are not answered. Check that it is running, and FOOTNOTE_SEARCH."),
        )
    said = _("OpenSearch {version}, {status}, nodes: {number}, {size}").format(
        version=health.version,
        status=health.status,
        number=formatting.number(health.nodes),
        size=formatting.size(health.bytes_on_disk),
    )
    if not health.answers:
        return failed("search", said, _("Some of its indexes are missing. Start the nodes that have them."))
    return CheckResult("search", said)


def processes_on_store(alive: Sequence[ProcessState]) -> Iterator[CheckResult]:
    """Yield the bots that use one database now, and the shards that none of them has."""
    for each in alive:
        said = [_("shards {range}").format(range=each.shards) if each.shards else _("all shards")]
        yield CheckResult(each.name, ", ".join([*said, _("leading")] if each.is_leader else said))
    ranges = [shards for each in alive if (shards := ShardRange.parse(each.shards))]
    if len(ranges) < len(alive):
        return  # One of them has all.
    missing = set(range(max((each.count for each in ranges), default=0))).difference(*(each.ids for each in ranges))
    if missing:
        yield failed(
            "processes",
            _("nobody has the shards {numbers}").format(numbers=", ".join(map(str, sorted(missing)[:_MAX_NAMED]))),
            _("Start a process that has them in FOOTNOTE_SHARDS: their servers get no answer."),
        )


def on_samples() -> str:
    return _("no articles have been added yet, so I'm answering from the bundled samples")
