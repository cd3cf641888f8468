"""Pages of articles, looked at again: what has changed becomes a new version, and what is gone is marked."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from knowledge.errors import ArticleNotFound, FetchError, KnowledgeError
from knowledge.ingest import Found
from knowledge.library import Library
from knowledge.models import Article
from knowledge.store.audit import BOT, ChangeSet
from knowledge.store.dedupe import NO_QUOTA, Quota, content_hash
from knowledge.store.origins import FetchedPage
from knowledge.text import analysis
from knowledge.web import GONE, Fetcher, articles_at

__all__ = ["PageChecks", "PageReport", "PageState", "is_same_story"]

MIN_KEPT_SHARE = 0.7
"""Share of an article that its page must still have: else it shows something else, such as a notice or a teaser."""

PageState = Literal["unchanged", "updated", "gone", "different", "unreachable", "full", "waiting"]
"""`different` is a page that shows something else now, `full` one for whose new text the server has no room, `waiting`
one that is left for tomorrow."""


@dataclass(frozen=True, slots=True)
class PageReport:
    """What a look at a page found."""

    page: FetchedPage
    state: PageState
    article: Article
    """As it is stored now."""
    error: KnowledgeError | None = None
    """Why the page gave no article."""


class PageChecks:
    """Looks at the pages that articles came from.

    Args:
        library: Where the articles are.
        fetcher: The way to the web.
        quota: How much each server can hold.
        most_a_day: Addresses fetched a day for each server; looks leave half of them for people. 0 is no limit.
        actor: Who is noted for what changes.
    """

    def __init__(
        self, library: Library, fetcher: Fetcher, *, quota: Quota = NO_QUOTA, most_a_day: int = 0, actor: str = BOT
    ) -> None:
        self._library = library
        self._fetcher = fetcher
        self._quota = quota
        self._most_a_day = most_a_day
        self._actor = actor

    async def check_next(self, now: Callable[[], datetime]) -> PageReport | None:
        """Look at the page that has been due for the longest; None where none is due."""
        page = await self._library.pages.claim_due(now())
        return await self.check(page, now) if page else None

    async def check(self, page: FetchedPage, now: Callable[[], datetime]) -> PageReport | None:
        """Look at a page; None where its article was removed meanwhile."""
        try:
            stored = await self._library.article_by_key(page.article, collection=page.collection)
        except ArticleNotFound:
            return None
        if not await self._may_fetch(page.collection, now()):
            return PageReport(page, "waiting", stored)
        try:
            fetched = await self._fetcher.fetch(page.address)
        except FetchError as error:
            is_gone = error.status in GONE
            if is_gone:
                await self._library.pages.looked_at(page, now(), is_gone=True)
            return PageReport(page, "gone" if is_gone else "unreachable", stored, error.bare())
        found = await asyncio.to_thread(lambda: list(articles_at(fetched, self._library.readers)))
        report = await self._take(page, stored, found)
        await self._library.pages.looked_at(page, now(), is_gone=False)
        return report

    async def _take(self, page: FetchedPage, stored: Article, found: list[Found]) -> PageReport:
        """Add what a page gives as the article's next version, where it is still the same story."""
        articles = [one for one in found if isinstance(one, Article)]
        if len(articles) != 1:
            error = next((one for one in found if not isinstance(one, Article)), None)
            return PageReport(page, "different", stored, error)
        if not await asyncio.to_thread(is_same_story, stored, articles[0]):
            return PageReport(page, "different", stored)
        read = articles[0]
        # Whoever brought an earlier version back did not want what the page said then.
        if read.paragraphs == stored.paragraphs or content_hash(read) == await self._library.pages.replaced(page):
            return PageReport(page, "unchanged", stored)
        # By its address it is known as the same article, whatever the page calls itself by now.
        article = replace(
            read,
            url=stored.url,
            title=stored.title if _SITE.fullmatch(read.title.removeprefix(stored.title)) else read.title,
            publisher=read.publisher or stored.publisher,
            byline=read.byline or stored.byline,
            published_at=stored.published_at or read.published_at,
        )
        [result] = await self._library.add_all(
            [article],
            collection=page.collection,
            quota=self._quota if page.collection.isdigit() else NO_QUOTA,
            changes=ChangeSet(self._actor, "add", {"url": page.address}),
        )
        if result.change == "refused":
            return PageReport(page, "full", stored)
        return PageReport(page, "updated" if result.change == "updated" else "unchanged", result.article)

    async def _may_fetch(self, collection: str, now: datetime) -> bool:
        most = (self._most_a_day + 1) // 2 if collection.isdigit() else 0
        return await self._library.usage.take_fetch(collection, most=most, day=now.astimezone(UTC).date())


_SITE = re.compile(r"\s+[|–—·-]\s+.{1,60}")
"""What some pages have behind the headline, which a feed gave without it."""


def is_same_story(stored: Article, read: Article) -> bool:
    """Tell whether a page still has most of the words of an article."""
    before, now = (Counter(analysis.terms(" ".join(each.paragraphs), stored.language)) for each in (stored, read))
    return (before & now).total() >= before.total() * MIN_KEPT_SHARE
