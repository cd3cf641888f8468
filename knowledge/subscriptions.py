"""Feeds that stay fresh: which is due, what in it is new, and when to come again; without Discord."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from time import monotonic
from urllib.parse import urlsplit

from knowledge.errors import (
    AddressRefused,
    ArticleNotFound,
    FetchError,
    HostBusy,
    KnowledgeError,
    RobotsRefused,
    UnreadableArticle,
)
from knowledge.ingest import Found
from knowledge.ingest.frames import FeedDocument, FeedEntry
from knowledge.library import Library
from knowledge.models import Article
from knowledge.refresh import is_same_story
from knowledge.store.audit import BOT, ChangeSet
from knowledge.store.dedupe import NO_QUOTA, AddResult, Quota, fingerprint
from knowledge.store.feeds import Feed, FeedRefused, PollResult, SeenItem, UrlHolder
from knowledge.text import analysis
from knowledge.web import GONE, Fetched, Fetcher, articles_at, names_this_machine

__all__ = ["MAX_LISTED_FEEDS", "DiscoveredFeed", "FetchesUsedUp", "PollReport", "Subscriptions"]

MAX_FEED_BYTES = 5 * 1024 * 1024
MIN_PACE, DEFAULT_PACE, MAX_PACE = timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24)
"""Between two polls of a feed: at least, where the feed doesn't say, and at most."""
JITTER = 0.1
"""How far a pause is drawn out by chance, as a share of it, so that not all feeds are due at once."""
MAX_PAGES_PER_POLL = 20
"""Linked pages that are fetched in one poll; the other teasers wait for the next."""
PAGES_SECONDS = 240.0
"""After so long no more linked pages are fetched in a poll."""
MAX_LISTED_FEEDS = 500
"""Feeds of one list that are followed."""
MAX_TRIES = 3
"""How often a page that can't be reached is asked for its full text."""
_BATCH_ITEMS = 50
"""Items added in one transaction."""
MIN_GAIN, MIN_GAIN_CHARS = 1.5, 200
"""A page's text takes the place of a teaser where it is so many times as long, and so many characters longer."""
MAX_AHEAD = timedelta(days=2)
"""How far ahead of us an item can be dated: clocks and time zones differ, but a date of next year is a mistake."""
_MIN_YEAR = 1500
_EPOCH = date(1970, 1, 1)
"""What programs write that know no date, as they do the first of January of the year 1."""
MIN_TITLE_SHARE = 0.5
"""Share of the words of an item's title that its page has to have: else it is about something else, such as cookies."""


class FetchesUsedUp(FeedRefused):
    """A server has had as much fetched today as it can."""


@dataclass(frozen=True, slots=True)
class DiscoveredFeed:
    """The feed at an address, or the main one of those that a page announces."""

    url: str
    title: str
    items: int
    others: tuple[tuple[str, str], ...] = ()
    """Other feeds that the page announces, with their titles."""
    is_cut: bool = False
    """Whether its end is missing; the items are those that are whole."""


@dataclass(slots=True)
class PollReport:
    """What a poll of a feed did."""

    feed: Feed
    added: int = 0
    updated: int = 0
    not_modified: bool = False
    error: KnowledgeError | None = None
    """Why it failed; None where it didn't."""

    def count(self, results: Iterable[AddResult]) -> None:
        """Count what became of articles."""
        for each in results:
            self.added += each.change == "added"
            self.updated += each.change == "updated"


@dataclass(slots=True)
class _Poll:
    """One poll that is under way."""

    report: PollReport
    quota: Quota
    seen: Mapping[str, SeenItem]
    listed: Set[str] | None
    """The keys of all items that the feed has now; None where some are missing."""
    changes: ChangeSet
    now: Callable[[], datetime]
    pages: int = 0
    """Linked pages fetched so far."""
    started: float = field(default_factory=monotonic)
    waits: bool = False
    """Whether something is left for the next poll, which then needs all of the feed again."""
    full: AddResult | None = None
    """An article that the collection has no room for."""

    @property
    def feed(self) -> Feed:
        return self.report.feed

    @property
    def may_fetch(self) -> bool:
        """Whether another linked page can be fetched in this poll."""
        return self.pages < MAX_PAGES_PER_POLL and monotonic() - self.started < PAGES_SECONDS

    def row_of(self, key: str) -> int:
        """Return the store's row of an item's article; 0 where it has none yet."""
        return self.seen[key].article if key in self.seen else 0

    def ready(self, entry: FeedEntry, found: Found) -> "_Ready":
        """Return an item that was read, with what was noted of it before brought up to date."""
        before = self.seen.get(entry.key, SeenItem(""))
        return _Ready(entry, found, replace(before, content=entry.content))


@dataclass(frozen=True, slots=True)
class _Ready:
    """An item that has been read, with what is noted of it once it is added."""

    entry: FeedEntry
    found: Found | None
    seen: SeenItem

    @property
    def article(self) -> Article | None:
        """What to add; None where the item has no text, or less than is stored of it."""
        return self.found if isinstance(self.found, Article) else None


class Subscriptions:
    """Follows feeds: polls those that are due, and adds what is new in them.

    Nothing is lost where the process is killed: an item is noted as seen after its article is on disk, so that at worst
    an unchanged article is added once more. Nothing is polled twice at once: a poll is claimed in the store.

    Args:
        library: Where the feeds are, and their articles.
        fetcher: The way to the web.
        quota: How much each server can hold.
        most_a_day: Addresses fetched a day for each server, links that it adds included; 0 is no limit.
        random: Draws the jitter.
    """

    def __init__(
        self,
        library: Library,
        fetcher: Fetcher,
        *,
        quota: Quota = NO_QUOTA,
        most_a_day: int = 0,
        random: Random | None = None,
    ) -> None:
        self._library = library
        self._fetcher = fetcher
        self._quota = quota
        self._most_a_day = most_a_day
        self._random = random or Random()

    async def discover(self, url: str, *, collection: str, now: datetime) -> DiscoveredFeed:
        """Return the feed at an address; where that is a page, the main one of the feeds that it announces.

        Args:
            url: The address as people paste it.
            collection: Which one is to follow it.
            now: The moment.

        Raises:
            FetchError: The address can't be fetched.
            UnreadableArticle: There is no feed.
            FetchesUsedUp: The collection has had as much fetched today as it can.
        """
        fetched, document = await self._read(_complete(url), collection, now)
        announced = document.announced
        if announced:
            fetched, document = await self._read(announced[0][0], collection, now)
            if document.announced:
                raise UnreadableArticle(
                    "this isn't a feed and doesn't link to one; give the address of the feed itself."
                )
        title = document.title or (announced[0][1] if announced else "")
        return DiscoveredFeed(fetched.lasting_url, title, len(document.entries), announced[1:], document.is_cut)

    def check(self, url: str) -> None:
        """Raise AddressRefused for an address that is never fetched, wherever it leads."""
        self._fetcher.checked(url)

    @staticmethod
    def opml(feeds: Iterable[Feed], title: str) -> bytes:
        """Return feeds as the list that feed readers import."""
        from knowledge.ingest.formats import link_lists  # With a library that few runs need.

        return link_lists.opml(title, ((each.url, each.title) for each in feeds))

    async def poll_next(self, now: Callable[[], datetime]) -> PollReport | None:
        """Poll the feed that has been due for the longest; None where none is due."""
        claimed = await self._library.feeds.claim_due(now())
        return await self._poll(claimed, now) if claimed else None

    async def poll(self, feed: Feed, now: Callable[[], datetime]) -> PollReport | None:
        """Poll a feed now, due or not; None while it is being polled elsewhere."""
        claimed = await self._library.feeds.claim(feed, now())
        return await self._poll(claimed, now) if claimed else None

    async def _poll(self, feed: Feed, now: Callable[[], datetime]) -> PollReport:
        report = PollReport(feed)
        try:
            result = await self._take(report, now)
        except (FetchError, UnreadableArticle, FeedRefused) as error:
            report.error = error.bare()
            result = self._failed(feed, error, now())
        await self._library.feeds.polled(feed, result, now())
        return report

    async def _take(self, report: PollReport, now: Callable[[], datetime]) -> PollResult:
        feed = report.feed
        await self._take_fetch(feed.collection, now())
        fetched = await self._fetcher.fetch(
            feed.url, etag=feed.etag, last_modified=feed.last_modified, max_bytes=MAX_FEED_BYTES
        )
        url = fetched.lasting_url if fetched.lasting_url != feed.url else ""
        if fetched.not_modified:
            report.not_modified = True
            return PollResult(due_at=self._due(now(), feed.pace, fetched), url=url)
        document = await self._document(fetched)
        if document.announced:
            raise UnreadableArticle("this address has a page now instead of the feed; add the feed's new address.")
        poll = await self._add_new(report, document, now)
        if document.is_cut:
            # What is seen of the items that are missing stays known, and all are read again soon.
            poll.waits = True
        else:
            await self._library.feeds.prune(feed, [each.key for each in document.entries])
        if poll.full is not None:
            raise _no_room(poll.full, poll.quota)
        pace = timedelta(seconds=min(document.pace_seconds, int(MAX_PACE.total_seconds())))
        return PollResult(
            due_at=self._due(now(), pace, fetched, soon=poll.waits),
            url=url,
            title=document.title,
            etag="" if poll.waits else fetched.etag,
            last_modified="" if poll.waits else fetched.last_modified,
            pace=pace,
        )

    def _due(self, now: datetime, pace: timedelta, fetched: Fetched, *, soon: bool = False) -> datetime:
        """Return when to come again: at the feed's own pace, within bounds, but never before the server wants it."""
        wanted = max(pace or DEFAULT_PACE, timedelta(seconds=fetched.max_age))
        pause = MIN_PACE if soon else min(max(wanted, MIN_PACE), MAX_PACE)
        return self._later(now, pause, fetched.retry_after)

    def _later(self, now: datetime, pause: timedelta, retry_after: float) -> datetime:
        return now + max(pause * (1 + JITTER * self._random.random()), timedelta(seconds=retry_after))

    def _failed(self, feed: Feed, error: KnowledgeError, now: datetime) -> PollResult:
        """Return what a failure changes: each one in a row doubles the pause."""
        status, retry_after = (error.status, error.retry_after) if isinstance(error, FetchError) else (0, 0.0)
        if isinstance(error, FetchesUsedUp):
            retry_after = (_next_day(now) - now).total_seconds()
        pause = min(MIN_PACE * 2 ** min(feed.failures, 10), MAX_PACE)
        return PollResult(due_at=self._later(now, pause, retry_after), error=error, stopped=status == 410)

    async def _read(self, url: str, collection: str, now: datetime) -> tuple[Fetched, FeedDocument]:
        await self._take_fetch(collection, now)
        fetched = await self._fetcher.fetch(url, max_bytes=MAX_FEED_BYTES)
        return fetched, await self._document(fetched)

    async def _document(self, fetched: Fetched) -> FeedDocument:
        return await asyncio.to_thread(self._library.readers.read_feed, fetched.data, fetched.final_url)

    async def _take_fetch(self, collection: str, now: datetime) -> None:
        """Count an address that is about to be fetched for a server; raise FetchesUsedUp where it can have no more."""
        most = self._most_a_day if collection.isdigit() else 0
        if not await self._library.usage.take_fetch(collection, most=most, day=now.astimezone(UTC).date()):
            raise FetchesUsedUp(
                "this server has had {number:,} addresses fetched today, for links and feeds, which is its "
                "limit; more can be fetched tomorrow.",
                number=most,
            )

    async def _add_new(self, report: PollReport, document: FeedDocument, now: Callable[[], datetime]) -> _Poll:
        """Add the new and changed items, the oldest first, as feeds begin with the newest."""
        feed = report.feed
        seen = await self._library.feeds.seen(feed, [each.key for each in document.entries])
        changes = ChangeSet(BOT, "add", {"url": feed.shown_url})
        quota = self._quota if feed.collection.isdigit() else NO_QUOTA
        listed = None if document.is_cut else {each.key for each in document.entries}
        poll = _Poll(report, quota, seen, listed, changes, now)
        fresh = [each for each in document.entries if _is_fresh(each, seen.get(each.key))]
        texts = [each for each in fresh if not each.is_teaser]
        for start in range(len(texts), 0, -_BATCH_ITEMS):
            batch = reversed(texts[max(0, start - _BATCH_ITEMS) : start])
            await self._add(poll, [poll.ready(each, each.found) for each in batch])
        for each in fresh:
            if each.is_teaser:
                await self._add_teaser(poll, each)
        return poll

    async def _add_teaser(self, poll: _Poll, entry: FeedEntry) -> None:
        """Add the full text of the page that a teaser links to, or the teaser where that gives no more."""
        if not poll.may_fetch:
            poll.waits = True
            return
        await self._take_fetch(poll.feed.collection, poll.now())
        poll.pages += 1
        found, retry = await self._full_text(entry, poll.feed.collection)
        ready = poll.ready(entry, found)
        if retry and ready.seen.tries + 1 < MAX_TRIES:
            # An empty hash makes the item fresh again.
            poll.waits = True
            ready = replace(ready, seen=replace(ready.seen, content="", tries=ready.seen.tries + 1))
        if found is entry.found and await self._has_full_text(poll, entry):
            ready = replace(ready, found=None)
        await self._add(poll, [ready])

    async def _has_full_text(self, poll: _Poll, entry: FeedEntry) -> bool:
        """Tell whether clearly more than a teaser is stored: a page that shows less for now takes no text away."""
        try:
            stored = await self._library.article_by_key(poll.row_of(entry.key), collection=poll.feed.collection)
        except ArticleNotFound:
            return False
        return isinstance(entry.found, Article) and _is_clearly_longer(stored, entry.found)

    async def _full_text(self, entry: FeedEntry, collection: str) -> tuple[Found, bool]:
        """Return the article of an item, with the text of its page where that is more; and whether to try once more."""
        try:
            page = await self._fetcher.fetch(entry.url)
        except FetchError as error:
            if error.status in GONE:
                await self._library.mark_vanished(entry.url, collection=collection)
            is_final = isinstance(error, AddressRefused | RobotsRefused)
            return entry.found, isinstance(error, HostBusy) or not (is_final or 400 <= error.status < 500)
        read = await asyncio.to_thread(lambda: list(articles_at(page, self._library.readers)))
        articles = [each for each in read if isinstance(each, Article)]
        if len(articles) != 1:
            return entry.found, False
        return await asyncio.to_thread(_fuller, entry, articles[0]), False

    async def _add(self, poll: _Poll, found: Sequence[_Ready]) -> None:
        """Add items and then note them as seen; nothing where the feed was removed meanwhile."""
        feed = poll.feed
        if not await self._library.feeds.holds(feed):
            raise FeedRefused("this feed was removed while I was reading it.")
        noted = {each.entry.key: each.seen for each in found}
        adding = await self._own(poll, found)
        results = await self._library.add_all(
            [article for _, article in adding],
            collection=feed.collection,
            quota=poll.quota,
            changes=poll.changes,
        )
        poll.report.count(results)
        for (key, _), result in zip(adding, results, strict=True):
            if result.change == "refused":
                poll.full = result
                del noted[key]
            else:
                noted[key] = replace(noted[key], article=result.article.row)
        await self._library.feeds.see(feed, noted)

    async def _own(self, poll: _Poll, found: Sequence[_Ready]) -> list[tuple[str, Article]]:
        """Return the articles to add, by their items' keys: those that are this feed's to change.

        An article that moderators have removed stays removed, and one that the collection has from elsewhere stays as
        it is: else a feed could change it by linking to its page, or by saying the same without a link.
        """
        feed = poll.feed
        articles = [(each.entry.key, each.article) for each in found if each.article]
        forms = [form for _, each in articles for form in (each.url, *_other_forms(each.url))]
        holders = dict(await self._library.feeds.holders(feed, forms))
        articles = [
            (key, _plausible(replace(each, path=f"feed {feed.id}\n{key}"), poll.now())) for key, each in articles
        ]
        prints = [fingerprint(each) for _, each in articles]
        elsewhere = await self._library.feeds.texts_elsewhere(feed, [each.content for each in prints])
        own = []
        for (key, article), known in zip(articles, prints, strict=True):
            if row := poll.row_of(key):
                try:
                    stored = await self._library.article_by_key(row, collection=feed.collection)
                except ArticleNotFound:
                    continue
                own.append((key, replace(article, url=stored.url)))
                continue
            # Two addresses are two articles.
            if await self._has_other_key(poll, article, holders.get(article.url)):
                own.append((key, article))
                continue
            same = (origin for url, origin in elsewhere.get(known.content, ()) if not (url and article.url))
            if all(origin == known.origin for origin in same) and (kept := _with_own_url(article, key, holders)):
                own.append((key, kept))
        return own

    async def _has_other_key(self, poll: _Poll, article: Article, holder: UrlHolder | None) -> bool:
        """Tell whether an item is one that the feed had under another id, as those that count their changes in it."""
        if holder is None or not holder.is_own or poll.listed is None or not holder.items.isdisjoint(poll.listed):
            return False
        try:
            stored = await self._library.article_by_key(holder.row, collection=poll.feed.collection)
        except ArticleNotFound:
            return False
        return await asyncio.to_thread(is_same_story, stored, article)


def _plausible(article: Article, now: datetime) -> Article:
    """Return an item without a day that it can't have, such as the first one of a program's calendar, or a false link.

    A link with a user name looks like that of another site, and one to this machine leads whoever clicks it to theirs.
    """
    day = article.day
    if day and (day > (now + MAX_AHEAD).date() or day.year < _MIN_YEAR or day == _EPOCH):
        article = replace(article, published_at=None)
    host = urlsplit(article.url)
    if "@" in host.netloc or names_this_machine(host.hostname or ""):
        article = replace(article, url="")
    return article


def _with_own_url(article: Article, key: str, holders: dict[str, UrlHolder]) -> Article | None:
    """Return a new article; where another item links to the same page, with an address that tells the two apart.

    None where the collection has the page from elsewhere, or the same item under another key or an older address.
    """
    known = fingerprint(article)
    forms = filter(None, map(holders.get, _other_forms(article.url)))
    if any(form.is_own and form.content == known.content for form in forms):
        return None  # The site has moved, and its items have other keys since.
    holder = holders.get(article.url)
    if not article.url or holder is None or holder.origin == known.origin:
        if article.url:
            holders[article.url] = UrlHolder(known.origin, known.content, frozenset({key}))
        return article
    if not holder.is_own or holder.content == known.content:
        return None
    return replace(article, url=f"{article.url.partition('#')[0]}#{key[:12]}")


def _other_forms(url: str) -> Set[str]:
    """Return the addresses that a page has before or after its site moves to https, or to a name with `www.`."""
    _, mark, rest = url.partition("://")
    if not mark:
        return frozenset()
    bare = rest.removeprefix("www.").removesuffix("/")
    return {
        f"{scheme}://{name}{bare}{end}" for scheme in ("http", "https") for name in ("", "www.") for end in ("", "/")
    } - {url}


def _next_day(moment: datetime) -> datetime:
    """Return when the next day begins, in UTC."""
    return datetime.combine(moment.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def _is_fresh(entry: FeedEntry, seen: SeenItem | None) -> bool:
    return seen is None or seen.content != entry.content


def _complete(url: str) -> str:
    """Return an address as people paste it with its scheme, and without the brackets that Discord knows."""
    url = url.strip().removeprefix("<").removesuffix(">").removeprefix("feed:").removeprefix("//")
    return url if "://" in url else f"https://{url}"


def _fuller(entry: FeedEntry, page: Article) -> Found:
    """Return the article of an item with the text of its page, where that is clearly more of the same."""
    own = entry.found
    if isinstance(own, UnreadableArticle):
        return page if sum(map(len, page.paragraphs)) >= MIN_GAIN_CHARS else own
    if not _is_clearly_longer(page, own):
        return own
    wanted = set(analysis.terms(own.title, own.language))
    there = set(analysis.terms(" ".join((page.title, *page.paragraphs)), own.language))
    if len(wanted & there) < len(wanted) * MIN_TITLE_SHARE:
        return own
    return replace(
        page,
        title=own.title,
        publisher=page.publisher or own.publisher,
        byline=page.byline or own.byline,
        published_at=own.published_at or page.published_at,
        modified_at=own.modified_at or page.modified_at,
        language=page.language or own.language,
        keywords=own.keywords or page.keywords,
        url=page.url or own.url,
    )


def _is_clearly_longer(page: Article, teaser: Article) -> bool:
    chars, least = (sum(map(len, each.paragraphs)) for each in (page, teaser))
    return chars >= max(least * MIN_GAIN, least + MIN_GAIN_CHARS)


def _no_room(result: AddResult, quota: Quota) -> FeedRefused:
    if result.limit == "bytes":
        return FeedRefused(
            "this server has {left:,} kB left of its {number:,} MB of text, and an item takes {needed:,} kB; remove "
            "some articles, or ask my operator for more.",
            left=result.left // 1_000,
            number=quota.bytes // 1_000_000,
            needed=-(-result.needed // 1_000),
        )
    return FeedRefused(
        "this server has reached its limit of {number:,} articles; remove some, or ask my operator for more.",
        number=quota.articles,
    )
