"""`feed` and `refresh`: the operator's feeds, and the pages of articles, looked at again."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

import click

from bot import config
from bot.config import Settings
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown
from knowledge import FetchError, Library, UnreadableArticle
from knowledge.refresh import PageChecks, PageReport, PageState
from knowledge.store import OPERATOR, Feed, FeedRefused
from knowledge.subscriptions import Subscriptions
from knowledge.web import Fetcher

FeedAction = Literal["add", "list", "pause", "resume", "remove", "import", "export", "poll"]
WITH_WHICH = frozenset({"add", "pause", "resume", "remove", "import"})
"""Actions that have to be told which feed or file."""


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """What to do with the feeds of a collection."""

    action: FeedAction
    which: str
    """An address, a feed's number or a file; can be empty where nothing has to be told."""
    collection: str
    settings: Settings

    async def run(self, library: Library, out: IO[str]) -> bool:
        """Do it, and say what was done; False where a poll failed.

        Args:
            library: Where the feeds are.
            out: Where the list of `export` is written.

        Raises:
            KnowledgeError: It cannot be done.
        """
        async with Fetcher(config.user_agent(self.settings.contact), hosts=self.settings.fetch_hosts) as fetcher:
            subscriptions = Subscriptions(library, fetcher)
            match self.action:
                case "add":
                    found = await subscriptions.discover(self.which, collection=self.collection, now=datetime.now(UTC))
                    return await self._poll(subscriptions, [await self._follow(library, found.url, found.title)])
                case "import":
                    await self._import(library, subscriptions)
                case "export":
                    feeds = await library.feeds.of(self.collection)
                    out.write(subscriptions.opml(feeds, self.collection).decode())
                case "list":
                    for feed in await library.feeds.of(self.collection):
                        click.echo(_line(feed))
                case "poll":
                    return await self._poll(subscriptions, await self._chosen(library))
                case _:
                    await self._change(library)
        return True

    async def _follow(self, library: Library, url: str, title: str) -> Feed:
        feed = await library.feeds.add(url, collection=self.collection, now=datetime.now(UTC), title=title)
        await self._note(library, feed)
        click.echo(_("Following feed {number}: {name}").format(number=feed.id, name=_shown(feed.name)))
        return feed

    async def _import(self, library: Library, subscriptions: Subscriptions) -> None:
        try:
            data = await asyncio.to_thread(Path(self.which).read_bytes)
        except OSError as error:
            raise FeedRefused("{name} can't be read ({reason}).", name=self.which, reason=error.strerror) from None
        try:
            listed = await asyncio.to_thread(library.readers.read_feed_list, data, self.which)
        except UnreadableArticle as error:
            raise FeedRefused("{name}: {fault}", name=self.which, fault=error.bare()) from None
        for url, title in listed:
            try:
                subscriptions.check(url)
                await self._follow(library, url, title)
            except (FeedRefused, FetchError) as error:
                click.echo(f"{_shown(url)}: {formatting.error_text(error)}", err=True)

    async def _change(self, library: Library) -> None:
        feed = await library.feeds.find(self.which, collection=self.collection)
        said = {
            "pause": _("Paused feed {number}: {name}"),
            "resume": _("Following feed {number}: {name}"),
            "remove": _("Removed feed {number}: {name}. Its articles stay."),
        }
        changes: dict[str, Callable[[], Awaitable[None]]] = {
            "pause": lambda: library.feeds.pause(feed),
            "resume": lambda: library.feeds.resume(feed, datetime.now(UTC)),
            "remove": lambda: library.feeds.remove(feed),
        }
        await changes[self.action]()
        await self._note(library, feed)
        click.echo(said[self.action].format(number=feed.id, name=_shown(feed.name)))

    async def _note(self, library: Library, feed: Feed) -> None:
        await library.audit.note(
            "feed", actor=OPERATOR, collection=self.collection, details={"deed": self.action, "url": feed.shown_url}
        )

    async def _chosen(self, library: Library) -> list[Feed]:
        if self.which:
            return [await library.feeds.find(self.which, collection=self.collection)]
        return [each for each in await library.feeds.of(self.collection) if each.state == "active"]

    async def _poll(self, subscriptions: Subscriptions, feeds: Sequence[Feed]) -> bool:
        """Poll feeds, one after the other, and say what was new in each."""
        done = True
        for feed in feeds:
            report = await subscriptions.poll(feed, lambda: datetime.now(UTC))
            if report is None:
                said = _("another process is reading it")
            elif report.error:
                said, done = formatting.error_text(report.error), False
            else:
                said = _("{added} added, {updated} updated").format(
                    added=formatting.number(report.added), updated=formatting.number(report.updated)
                )
            click.echo(f"{feed.id}\t{_shown(feed.name)}\t{_shown(said)}")
        return done


def _line(feed: Feed) -> str:
    """Return a feed on one line: number, state, articles, when it was read last, name, address, fault."""
    state = _("failing") if feed.failing_since and feed.state == "active" else _state(feed)
    read = f"{feed.succeeded_at:%Y-%m-%dT%H:%M}" if feed.succeeded_at else "-"
    fault = [formatting.error_text(feed.error)] if feed.error else []
    return "\t".join(map(_shown, (str(feed.id), state, str(feed.items), read, feed.name, feed.url, *fault)))


def _state(feed: Feed) -> str:
    return {"active": _("active"), "paused": _("paused"), "stopped": _("stopped")}[feed.state]


def _shown(text: str) -> str:
    """Return a text of somebody's on one line, harmless in a terminal."""
    return " ".join(markdown.strip_invisible(text).split())


async def refresh_pages(library: Library, *, collection: str, settings: Settings) -> bool:
    """Look at all pages of a collection, one after the other; tell whether each could be reached."""
    counts: Counter[PageState] = Counter()
    async with Fetcher(config.user_agent(settings.contact), hosts=settings.fetch_hosts) as fetcher:
        checks = PageChecks(library, fetcher, actor=OPERATOR)
        for page in await library.pages.of(collection):
            report = await checks.check(page, lambda: datetime.now(UTC))
            if report is None:
                continue
            counts[report.state] += 1
            if report.state != "unchanged":
                click.echo(_page_line(report))
    click.echo(_summary(counts))
    return not counts["unreachable"]


def _page_line(report: PageReport) -> str:
    """Return what became of a page on one line: what, the article, and why."""
    why = [formatting.error_text(report.error)] if report.error else []
    parts = (_page_state(report.state), report.article.id, formatting.article_title(report.article), *why)
    return "\t".join(" ".join(markdown.strip_invisible(part).split()) for part in parts)


def _page_state(state: PageState) -> str:
    return {
        "unchanged": _("unchanged"),
        "updated": _("updated"),
        "gone": _("gone, and marked"),
        "different": _("shows something else, so its article stays as it is"),
        "unreachable": _("could not be reached"),
        "full": _("changed, but there is no room for it"),
        "waiting": _("left for tomorrow"),
    }[state]


def _summary(counts: Counter[PageState]) -> str:
    pages = ngettext("{number} page", "{number} pages", counts.total()).format(number=formatting.number(counts.total()))
    told = (f"{_page_state(state)}: {formatting.number(count)}" for state, count in sorted(counts.items()))
    return "; ".join((pages, *told))
