"""Pages that articles came from, looked at again: changed, gone, replaced by something else, or out of reach."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Library
from knowledge.answers import Corrected, Removed
from knowledge.refresh import PageChecks, PageReport
from knowledge.store import ChangeSet
from knowledge.web import Fetcher, read_address
from tests.knowledge.web_site import Site, answer, fetcher_for

HERE = AskContext(collection="7", asker="ann")
TEXT = "The pier at Lindvik opened on Saturday after two years of work. The harbour master counted 40 boats."


def page(text: str, title: str = "New pier opens") -> bytes:
    return answer(f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1><p>{text}</p></html>".encode())


class Looker:
    """A server with one article from a page, at a time of the test."""

    def __init__(self, library: Library, fetcher: Fetcher, site: Site) -> None:
        self.library = library
        self.fetcher = fetcher
        self.site = site
        self.now = datetime.now(UTC) + timedelta(minutes=5)
        self.checks = PageChecks(library, fetcher, most_a_day=20)

    async def add(self, path: str) -> Article:
        found = await read_address(self.fetcher, self.library.readers, self.site.url(path))
        articles = [one for one in found if isinstance(one, Article)]
        [added] = await self.library.add_all(articles, collection="7", changes=ChangeSet("1", "add"))
        return added.article

    async def look(self, after: timedelta = timedelta(days=1)) -> PageReport | None:
        self.now += after
        return await self.checks.check_next(lambda: self.now)

    async def state(self, after: timedelta = timedelta(days=1)) -> str:
        report = await self.look(after)
        return report.state if report else ""


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Looker]:
    async with Site().serve() as site, fetcher_for(site) as fetcher, Library.open(tmp_path) as library:
        site.pages["/pier"] = page(TEXT)
        yield Looker(library, fetcher, site)


async def test_correction_travels_back_and_page_that_is_gone_is_marked_until_it_is_there_again(server: Looker) -> None:
    added = await server.add("/pier")
    reply = await server.library.ask("How many boats did the harbour master of Lindvik count?", HERE)
    assert isinstance(reply, Answer)
    assert await server.state(timedelta()) == ""
    assert await server.state() == "unchanged"
    server.site.pages["/pier"] = page(TEXT.replace("40", "43"))
    assert await server.state(timedelta(days=2)) == "updated"
    [corrected] = (await server.library.revisions(reply)).values()
    assert "43" in str(corrected)
    for status in ("404 Not Found", "410 Gone"):
        server.site.pages["/pier"] = answer(status=status)
        assert await server.state(timedelta(days=30)) == "gone"
    [listed] = await server.library.listing(collection="7", own=True)
    assert listed.vanished_at and (listed.article.row, listed.article.version) == (added.row, 2)
    later = await server.library.ask("How many boats did the harbour master of Lindvik count?", HERE)
    assert isinstance(later, Answer)
    [gone] = (await server.library.revisions(later)).values()
    assert isinstance(gone, Removed) and gone.is_upstream
    [both] = (await server.library.revisions(reply)).values()
    assert isinstance(both, Corrected) and both.gone_on == gone.on
    server.site.pages["/pier"] = page(TEXT.replace("40", "43"))
    assert await server.state(timedelta(days=30)) == "unchanged"
    assert await server.library.vanished_at(added) is None


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (page("Subscribe now to read this story and a thousand others."), "different"),
        (answer(b""), "different"),
        (answer(status="503 Busy"), "unreachable"),
        (answer(status="403 No"), "unreachable"),
    ],
)
async def test_page_that_shows_no_such_story_changes_nothing(server: Looker, said: bytes, state: str) -> None:
    added = await server.add("/pier")
    server.site.pages["/pier"] = said
    assert await server.state() == state
    assert (await server.library.article(added.id, collection="7")).paragraphs == added.paragraphs
    assert await server.library.vanished_at(added) is None
    assert await server.state(timedelta()) == ""


async def test_correction_in_a_script_without_spaces_is_the_same_story_and_a_teaser_is_none(server: Looker) -> None:
    text = "二〇一八年六月十二日、リンドヴィクの港で新しい桟橋が開通し、市長と四十人の市民が式典に出席した。"
    server.site.pages["/ja"] = page(text, "桟橋が開通")
    await server.add("/ja")
    server.site.pages["/ja"] = page(text.replace("四十人", "四十三人"), "桟橋が開通")
    assert await server.state() == "updated"
    server.site.pages["/ja"] = page(text[:20], "桟橋が開通")
    assert await server.state(timedelta(days=2)) == "different"


async def test_headline_that_a_feed_gave_stays_without_the_site_s_name(server: Looker) -> None:
    server.site.pages["/pier"] = page(TEXT)
    added = await server.add("/pier")
    for title, kept in [("New pier opens | Courier", "New pier opens"), ("New pier opens late", "New pier opens late")]:
        server.site.pages["/pier"] = page(f"{TEXT} {title}.", title)
        assert await server.state(timedelta(days=40)) == "updated"
        assert (await server.library.article_by_key(added.row, collection="7")).title == kept


async def test_looks_become_rarer_and_leave_what_came_from_elsewhere_alone(server: Looker) -> None:
    added = await server.add("/pier")
    for _ in range(100):
        await server.look()
    assert server.site.paths.count("/pier") in range(8, 12)
    edited = Article(title="New pier opens", paragraphs=(TEXT, "Note of ours."), language="en", url=added.url)
    assert (await server.library.add(edited, collection="7")).article.version == 2
    assert await server.state(timedelta(days=60)) == ""
    server.site.pages["/mill"] = page("The old mill of Holm burned down on Sunday night.", "Mill burns")
    mill = await server.add("/mill")
    await server.library.withdraw(mill.id, collection="7", changes=ChangeSet("1", "remove"))
    assert await server.state(timedelta(days=60)) == ""


async def test_page_of_a_restored_version_is_looked_at_for_what_is_newer_than_it_replaced(
    server: Looker,
) -> None:
    added = await server.add("/pier")
    server.site.pages["/pier"] = page(TEXT.replace("40", "43"))
    assert await server.state() == "updated"
    await server.library.history.restore(added.id, 1, collection="7", changes=ChangeSet("1", "restore"))
    assert await server.state(timedelta(days=2)) == "unchanged"
    assert (await server.library.article(added.id, collection="7")).paragraphs == added.paragraphs
    server.site.pages["/pier"] = page(TEXT.replace("40", "44"))
    assert await server.state(timedelta(days=30)) == "updated"


async def test_looks_leave_half_of_a_day_s_fetches_to_people(server: Looker) -> None:
    for n in range(12):
        server.site.pages[f"/{n}"] = page(f"{TEXT} Number {n} of many piers.", f"Pier {n}")
        await server.add(f"/{n}")
    server.now += timedelta(days=2)
    states = [await server.state(timedelta()) for _ in range(12)]
    assert states == ["unchanged"] * 10 + ["waiting"] * 2


async def test_page_without_an_address_to_know_its_article_by_is_not_looked_at(server: Looker) -> None:
    """As a feed's item has whose link leads to this machine."""
    [read] = await read_address(server.fetcher, server.library.readers, server.site.url("/pier"))
    assert isinstance(read, Article)
    await server.library.add_all([replace(read, url="")], collection="7")
    assert await server.library.pages.of("7") == []
