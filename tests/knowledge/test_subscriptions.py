"""Feeds of a site on this machine: what is added of them, when they are polled again, and what a kill leaves."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from knowledge import Article, FetchError, Library, Quota, UnreadableArticle
from knowledge.ingest import ReaderPool
from knowledge.store import Feed
from knowledge.subscriptions import (
    MAX_PACE,
    MAX_PAGES_PER_POLL,
    MAX_TRIES,
    MIN_PACE,
    DiscoveredFeed,
    FetchesUsedUp,
    PollReport,
    Subscriptions,
)
from knowledge.web import Fetcher
from tests.knowledge.files import execute
from tests.knowledge.web_site import Site, answer, redirect

START = datetime(2021, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FULL = "The ferry Solveig carried rye to Lindvik, and the harbour master counted every sack of it. "
HERE = "7"
RSS = "application/rss+xml"


class Follower:
    """A server that follows feeds of the site, at a time of the test."""

    def __init__(self, library: Library, fetcher: Fetcher, site: Site, quota: Quota, *, most_a_day: int = 0) -> None:
        self.library = library
        self.site = site
        self.now = START
        self.subscriptions = Subscriptions(library, fetcher, quota=quota, most_a_day=most_a_day, random=Random(7))

    async def discover(self, url: str) -> DiscoveredFeed:
        return await self.subscriptions.discover(url, collection=HERE, now=self.now)

    async def follow(self, path: str = "/feed", collection: str = HERE) -> Feed:
        return await self.library.feeds.add(self.site.url(path), collection=collection, now=self.now)

    async def poll(self, after: timedelta = timedelta()) -> PollReport:
        self.now += after
        report = await self.subscriptions.poll_next(lambda: self.now)
        assert report
        return report

    async def feed(self) -> Feed:
        [feed] = await self.library.feeds.of(HERE)
        return feed

    async def articles(self, collection: str = HERE) -> list[Article]:
        listed = await self.library.listing(collection=collection, own=True)
        return [await self.library.article(each.article.id, collection=collection) for each in reversed(listed)]

    async def texts(self) -> list[str]:
        return [" ".join(each.paragraphs) for each in await self.articles()]


@pytest.fixture(scope="module")
def readers() -> Iterator[ReaderPool]:
    """Started once, as a process takes a second to start."""
    with ReaderPool() as readers:
        yield readers


@pytest.fixture
async def server(tmp_path: Path, site: Site, fetcher: Fetcher, readers: ReaderPool) -> AsyncIterator[Follower]:
    async with Library.open(tmp_path) as library:
        library.readers = readers
        yield Follower(library, fetcher, site, Quota(articles=40))


def item(guid: str, text: str, link: str = "", title: str = "Pier") -> str:
    linked = f"<link>{link}</link>" if link else ""
    return (
        f"<item><title>{title}</title><guid isPermaLink='false'>{guid}</guid>{linked}"
        f"<content:encoded>{text}</content:encoded></item>"
    )


def feed(*items: str, head: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Courier</title>{head}{''.join(items)}</channel></rss>"
    ).encode()


def served(*items: str, head: str = "", headers: tuple[str, ...] = ()) -> bytes:
    return answer(feed(*items, head=head), *headers, kind=RSS)


def page(text: str, title: str = "Pier", head: str = "") -> bytes:
    body = "".join(f"<p>{each}</p>" for each in text.split("\n"))
    return answer(
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}"
        "</article></body></html>".encode()
    )


async def test_items_become_articles_once_and_a_changed_item_a_version_of_the_same(
    server: Follower, site: Site
) -> None:
    site.pages["/feed"] = served(item("2", FULL * 10, "/b"), item("1", "The pier <b>opened</b>."))
    await server.follow()
    report = await server.poll()
    assert (report.added, report.updated, report.error) == (2, 0, None)
    first, second = await server.articles()
    assert (first.paragraphs, second.url, second.publisher) == (
        ("The pier opened.",),
        site.url("/b"),
        "The Courier",
    )
    assert (await server.feed()).title == "The Courier" and (await server.feed()).items == 2
    report = await server.poll(MAX_PACE)
    assert (report.added, report.updated) == (0, 0)
    site.pages["/feed"] = served(item("2", FULL * 10, "/b"), item("1", "The pier closed."))
    report = await server.poll(MAX_PACE)
    assert (report.added, report.updated) == (0, 1)
    changed = (await server.articles())[-1]
    assert (changed.row, changed.version, changed.paragraphs) == (first.row, 2, ("The pier closed.",))


async def test_item_whose_id_counts_its_changes_becomes_a_version_of_the_same(server: Follower, site: Site) -> None:
    site.pages["/feed"] = served(item("/pier#0", FULL * 10, "/pier"))
    await server.follow()
    await server.poll()
    site.pages["/feed"] = served(item("/pier#1", f"{FULL * 10} It sank.", "/pier", "Ferry sinks"))
    report = await server.poll(MAX_PACE)
    assert (report.added, report.updated) == (0, 1)
    site.pages["/feed"] = served(item("/pier#2", f"{FULL * 10} It floats.", "/pier"))
    await server.poll(MAX_PACE)
    [article] = await server.articles()
    assert (article.version, article.url) == (3, site.url("/pier")) and article.paragraphs[0].endswith("It floats.")
    site.pages["/feed"] = served(item("/pier#3", "Rye is dear. " * 50, "/pier"))  # The page has another story by now.
    await server.poll(MAX_PACE)
    assert len(await server.articles()) == 2


async def test_full_text_stays_where_the_page_of_a_changed_teaser_shows_less_or_cannot_be_reached(
    server: Follower, site: Site
) -> None:
    site.pages["/pier"] = page(FULL * 10)
    site.pages["/feed"] = served(item("1", "The pier opened.", "/pier"))
    await server.follow()
    await server.poll()
    for teaser, shown in [
        ("The pier opens.", page("Subscribe to read on.")),
        ("The pier is open.", answer(b"", status="503 Busy")),
        ("The new pier is open.", answer(b"", status="404 Not Found")),
    ]:
        site.pages["/feed"], site.pages["/pier"] = served(item("1", teaser, "/pier")), shown
        assert (await server.poll(MAX_PACE)).updated == 0
        assert await server.texts() == [(FULL * 10).strip()]
    site.pages["/pier"] = page(f"{FULL * 10}It floats.")
    site.pages["/feed"] = served(item("1", "The pier floats.", "/pier"))
    assert (await server.poll(MAX_PACE)).updated == 1
    assert (await server.texts())[0].endswith("It floats.")


async def test_unchanged_feed_is_asked_for_with_its_validators_and_not_sent_again(server: Follower, site: Site) -> None:
    site.pages["/feed"] = served(item("1", "The pier opened."), headers=('ETag: "7"', "Last-Modified: Tue"))
    await server.follow()
    await server.poll()
    site.pages["/feed"] = answer(status="304 Not Modified")
    report = await server.poll(MAX_PACE)
    assert report.not_modified and report.error is None
    asked = site.requests[-1].lower()
    assert 'if-none-match: "7"' in asked and "if-modified-since: tue" in asked
    assert (await server.feed()).succeeded_at == server.now


@pytest.mark.parametrize(
    ("head", "headers", "pause"),
    [
        ("", (), HOUR),
        ("<ttl>1</ttl>", (), MIN_PACE),
        ("<ttl>180</ttl>", (), 3 * HOUR),
        ("<ttl>99999</ttl>", (), MAX_PACE),
        ("", ("Cache-Control: public, max-age=7200",), 2 * HOUR),
        ("", ("Cache-Control: max-age=999999999",), MAX_PACE),
    ],
)
async def test_feed_is_polled_again_at_its_own_pace_within_bounds(
    server: Follower, site: Site, head: str, headers: tuple[str, ...], pause: timedelta
) -> None:
    site.pages["/feed"] = served(item("1", "The pier opened."), head=head, headers=headers)
    await server.follow()
    await server.poll()
    waits = (await server.feed()).due_at - START
    assert pause <= waits <= 1.1 * pause
    server.now = START + waits - timedelta(seconds=1)
    assert await server.subscriptions.poll_next(lambda: server.now) is None


async def test_failures_double_the_pause_and_a_server_is_given_the_time_it_asks_for(
    server: Follower, site: Site
) -> None:
    site.pages["/feed"] = answer(status="500 Broken")
    await server.follow()
    waits = []
    for _ in range(9):
        report = await server.poll()
        assert isinstance(report.error, FetchError)
        waits.append((await server.feed()).due_at - server.now)
        server.now = (await server.feed()).due_at
    assert all(MIN_PACE * 2**n <= each <= 1.1 * MIN_PACE * 2**n for n, each in enumerate(waits[:6]))
    assert waits[-1] <= 1.1 * MAX_PACE
    failing = await server.feed()
    assert (failing.failures, failing.failing_since) == (9, START) and "status 500" in str(failing.error)
    site.pages["/feed"] = answer(status="429 Slowly", body=b"", kind=RSS).replace(
        b"\r\n\r\n", b"\r\nRetry-After: 86400\r\n\r\n"
    )
    await server.poll()
    assert (await server.feed()).due_at >= server.now + timedelta(days=1)


async def test_feed_that_is_gone_stops_and_one_that_moved_for_good_is_followed_there(
    server: Follower, site: Site
) -> None:
    site.pages["/feed"] = redirect(site.url("/new"), 301)
    site.pages["/new"] = served(item("1", "The pier opened."))
    await server.follow()
    await server.poll()
    assert (await server.feed()).url == site.url("/new")
    site.pages["/new"] = redirect(site.url("/elsewhere"), 302)
    site.pages["/elsewhere"] = served(item("1", "The pier opened."))
    await server.poll(MAX_PACE)
    assert (await server.feed()).url == site.url("/new")
    site.pages["/new"] = answer(status="410 Gone")
    await server.poll(MAX_PACE)
    assert (await server.feed()).state == "stopped"
    assert await server.subscriptions.poll_next(lambda: server.now + 10 * MAX_PACE) is None


async def test_teaser_gets_the_text_of_its_page_where_that_is_clearly_more_of_the_same(
    server: Follower, site: Site
) -> None:
    site.pages["/pier"] = page(FULL * 5 + "The pier opened.")
    site.pages["/cookies"] = page("We value your privacy and share it with partners. " * 30, "Consent")
    site.pages["/short"] = page("The pier opened on Saturday.")
    site.pages["/picture"] = answer(b"\x89PNG", kind="image/png")
    site.pages["/only-link"] = page(FULL * 5, "Rye")
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /forbidden", kind="text/plain")
    site.pages["/forbidden"] = page(FULL * 5)
    names = ("pier", "cookies", "short", "forbidden", "gone")
    items = [item(name, f"The pier opened, says {name}…", f"/{name}") for name in names]
    site.pages["/feed"] = served(*items, item("only-link", "", "/only-link", ""))
    await server.follow()
    report = await server.poll()
    assert report.added == 6
    texts = await server.texts()
    assert [FULL.strip() in each for each in texts] == [True, False, False, False, False, True]
    pier = (await server.articles())[0]
    assert (pier.title, pier.publisher, pier.url) == ("Pier", "The Courier", site.url("/pier"))
    assert "/forbidden" not in site.paths
    asked = len(site.requests)
    await server.poll(MAX_PACE)
    assert len(site.requests) == asked + 1


async def test_page_that_cannot_be_reached_is_asked_again_and_its_teaser_is_there_meanwhile(
    server: Follower, site: Site
) -> None:
    site.pages["/pier"] = answer(status="500 Broken")
    site.pages["/feed"] = served(item("1", "The pier opened…", "/pier"), headers=('ETag: "7"',))
    await server.follow()
    await server.poll()
    assert await server.texts() == ["The pier opened…"]
    assert (await server.feed()).due_at < START + HOUR and (await server.feed()).etag == ""
    site.pages["/pier"] = page(FULL * 5 + "The pier opened.")
    report = await server.poll(HOUR)
    assert (report.added, report.updated) == (0, 1) and FULL.strip() in (await server.texts())[0]
    assert (await server.feed()).etag == '"7"'
    site.pages["/closed"] = answer(status="500 Broken")
    site.pages["/feed"] = served(item("2", "The pier closed…", "/closed"))
    for _ in range(MAX_TRIES + 2):
        await server.poll(MAX_PACE)
    assert site.paths.count("/closed") == MAX_TRIES


async def test_pages_of_a_sitemap_are_added_and_again_when_they_change(server: Follower, site: Site) -> None:
    def sitemap(day: str) -> bytes:
        pier = f"<url><loc>{site.url('/pier')}</loc><lastmod>{day}</lastmod></url>"
        return answer(f"<urlset>{pier}<url><loc>{site.url('/none')}</loc></url></urlset>".encode(), kind="text/xml")

    site.pages["/feed"] = sitemap("2021-06-05")
    site.pages["/pier"] = page(FULL * 5, "The pier")
    assert (await server.discover(site.url("/feed"))).items == 2
    await server.follow()
    assert (await server.poll()).added == 1
    site.pages["/pier"] = page(FULL * 6, "The pier")
    assert (await server.poll(MAX_PACE)).updated == 0
    site.pages["/feed"] = sitemap("2021-06-06")
    assert (await server.poll(MAX_PACE)).updated == 1
    assert site.paths.count("/none") == 1


async def test_one_poll_fetches_only_so_many_pages_and_the_next_goes_on(server: Follower, site: Site) -> None:
    many = MAX_PAGES_PER_POLL + 5
    for n in range(many):
        site.pages[f"/{n}"] = page(f"{FULL * 5}The pier number {n}.")
    site.pages["/feed"] = served(*(item(str(n), "The pier…", f"/{n}") for n in range(many)), headers=('ETag: "7"',))
    await server.follow()
    assert (await server.poll()).added == MAX_PAGES_PER_POLL
    assert (await server.poll(HOUR)).added == 5
    assert len(await server.articles()) == many and (await server.feed()).etag == '"7"'


async def test_feeds_and_their_pages_count_as_fetched_and_go_on_the_next_day(
    tmp_path: Path, site: Site, fetcher: Fetcher, readers: ReaderPool
) -> None:
    for n in range(3):
        site.pages[f"/{n}"] = page(f"{FULL * 5}The pier number {n}.")
    site.pages["/feed"] = served(*(item(str(n), "The pier…", f"/{n}") for n in range(3)))
    async with Library.open(tmp_path) as library:
        library.readers = readers
        server = Follower(library, fetcher, site, Quota(articles=40), most_a_day=4)
        await server.discover(site.url("/feed"))
        await server.follow()
        report = await server.poll()
        assert report.added == 2 and isinstance(report.error, FetchesUsedUp)
        assert "4 addresses fetched today" in str((await server.feed()).error)
        with pytest.raises(FetchesUsedUp):
            await server.discover(site.url("/feed"))
    async with Library.open(tmp_path) as library:  # A restart forgets none of it.
        library.readers = readers
        server = Follower(library, fetcher, site, Quota(articles=40), most_a_day=4)
        assert not await library.usage.take_fetch(HERE, most=4, day=START.date())
        due = (await server.feed()).due_at
        assert due.date() == START.date() + timedelta(days=1)
        report = await server.poll(due - START)
        assert (report.added, report.error) == (1, None)
        await library.retention.prune(due + timedelta(days=1))
        assert execute(tmp_path / "footnote.db", "SELECT * FROM fetch_count") == []


async def test_items_that_link_to_one_page_are_articles_of_their_own(server: Follower, site: Site) -> None:
    site.pages["/feed"] = served(
        item("1", FULL * 8, "/status"), item("2", FULL * 9, "/status"), item("2 again", FULL * 9, "/status")
    )
    await server.follow()
    report = await server.poll()
    assert (report.added, report.updated) == (2, 0)
    urls = [each.url for each in await server.articles()]
    assert len(set(urls)) == 2 and all(each.partition("#")[0] == site.url("/status") for each in urls)


async def test_items_of_a_site_that_moved_to_https_are_not_added_again(server: Follower, site: Site) -> None:
    for base in ("http://a.example", "https://a.example", "https://www.a.example"):
        links = [f"{base}/1", f"{base}/2/"]
        site.pages["/feed"] = served(*(item(link, FULL * (9 + at), link) for at, link in enumerate(links)))
        if not await server.library.feeds.of(HERE):
            await server.follow()
        report = await server.poll(25 * HOUR)
        assert report.added == (2 if base == "http://a.example" else 0)
    assert len(await server.articles()) == 2


async def test_feed_changes_no_article_that_came_from_elsewhere_and_brings_back_none_that_was_removed(
    server: Follower, site: Site
) -> None:
    kept = Article(title="Pier", paragraphs=("The pier opened, wrote the moderators.",), url=site.url("/kept"))
    pasted = Article(title="Mill", paragraphs=(FULL.strip(),), publisher="Harbour News")
    await server.library.add(kept, collection=HERE)
    await server.library.add(pasted, collection=HERE)
    same = [
        item("3", FULL, title="Mill"),
        item("4", FULL, "/mill", "Mill"),
        item("5", FULL, "http://a@b.example/", "Mill"),
    ]
    site.pages["/mill"] = answer(b"", status="404 Not Found")
    site.pages["/feed"] = served(item("1", FULL * 10, "/kept"), item("2", FULL * 9, "/removed"), *same)
    await server.follow()
    assert (await server.poll()).added == 1
    assert [(each.publisher, each.url) for each in await server.articles() if each.title == "Mill"] == [
        ("Harbour News", "")
    ]
    removed = (await server.articles())[-1]
    await server.library.remove(removed.id, collection=HERE)
    site.pages["/feed"] = served(item("1", FULL * 11, "/kept"), item("2", FULL * 12, "/removed"))
    report = await server.poll(MAX_PACE)
    assert (report.added, report.updated) == (0, 0)
    assert await server.texts() == ["The pier opened, wrote the moderators.", FULL.strip()]


async def test_full_server_is_a_failure_that_loses_nothing(server: Follower, site: Site) -> None:
    items = [item(str(n), f"{FULL * 9} {n}", f"/{n}") for n in range(45)]
    site.pages["/feed"] = served(*items, headers=('ETag: "7"',))
    await server.follow()
    report = await server.poll()
    assert report.added == 40 and "limit of 40 articles" in str(report.error)
    assert (await server.feed()).etag == ""
    for article in (await server.articles())[:5]:
        await server.library.remove(article.id, collection=HERE)
    report = await server.poll(MAX_PACE)
    assert report.added == 5 and report.error is None


async def test_feed_that_is_cut_off_gives_what_is_whole_and_is_read_again_soon(server: Follower, site: Site) -> None:
    one, two, three = (item(str(n), f"{FULL * 11}{n}", f"/{n}") for n in range(3))
    site.pages["/feed"] = served(one, two)
    await server.follow()
    await server.poll()
    whole = served(three, one, headers=('ETag: "7"',))
    site.pages["/feed"] = whole.replace(b"</channel></rss>", b"<item><title>The mi").replace(
        b"Content-Length", b"X-Was"
    )
    found = await server.discover(site.url("/feed"))
    assert (found.items, found.is_cut) == (2, True)
    report = await server.poll(MAX_PACE)
    assert (report.added, report.error) == (1, None)
    assert (await server.feed()).etag == "" and (await server.feed()).failures == 0
    site.pages["/feed"] = whole
    report = await server.poll(HOUR)
    assert (report.added, report.updated, (await server.feed()).etag) == (0, 0, '"7"')


async def test_hostile_feed_adds_no_more_than_text(server: Follower, site: Site) -> None:
    site.pages["/feed"] = served(
        item("1", "The @everyone pier…", "file:///etc/passwd", "@everyone &lt;@1&gt;"),
        item("2", "The private pier…", "http://127.0.0.1:1/", "Private"),
        item("3", "The cloud pier…", "http://169.254.169.254/latest/meta-data", "Cloud"),
        item("4", "<script>alert(1)</script>The script pier.", "javascript:alert(1)", "Script"),
        item("5", "The pier of the bank, in full and at length.", "http://bank.example@news.example/", "Bank"),
        item("6", "The pier next door…", "http://LOCALHOST.:8080/delete", "Door"),
    )
    await server.follow()
    report = await server.poll()
    assert report.added == 6 and site.paths == ["/feed"]
    assert {each.url for each in await server.articles()} == {""}
    assert not any("alert" in each for each in await server.texts())


async def test_item_has_a_day_that_it_can_have_or_none(server: Follower, site: Site) -> None:
    days = ("Fri, 31 Dec 2099 23:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT")
    dated = (*days, "Wed, 02 Jun 2021 12:00:00 GMT", "Tue, 05 Jun 1888 12:00:00 GMT")
    site.pages["/feed"] = served(
        *(
            item(str(n), f"The pier number {n}.", title=f"{n}</title><pubDate>{day}</pubDate><title>")
            for n, day in enumerate(dated)
        )
    )
    await server.follow()
    await server.poll()
    found = {str(each.day) for each in await server.articles()}
    assert found == {"None", "2021-06-02", "1888-06-05"}, found


async def test_feed_that_is_too_large_fails_in_a_sentence(server: Follower, site: Site) -> None:
    site.pages["/feed"] = served(item("1", "x" * (6 * 1024 * 1024)))
    await server.follow()
    assert "over 5 MB" in str((await server.poll()).error)


async def test_page_in_place_of_the_feed_is_a_failure(server: Follower, site: Site) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed2">'
    site.pages["/feed"] = page(FULL, head=link)
    await server.follow()
    assert "page now" in str((await server.poll()).error)


async def test_address_of_a_page_finds_the_feed_that_it_announces(server: Follower, site: Site) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'
        for path, title in (("/comments", "Comments"), ("/feed", ""), ("/sport", "Sport"))
    )
    site.pages["/"] = page(FULL, head=links)
    site.pages["/feed"] = served(item("1", "The pier opened."))
    found = await server.discover(f"<{site.url('/')}>")
    assert (found.url, found.title, found.items) == (site.url("/feed"), "The Courier", 1)
    assert found.others == ((site.url("/sport"), "Sport"), (site.url("/comments"), "Comments"))
    site.pages["/feed"] = site.pages["/"]
    for path, error in (("/", UnreadableArticle), ("/page", UnreadableArticle), ("/none", FetchError)):
        with pytest.raises(error):
            await server.discover(site.url(path))


async def test_kill_at_any_point_loses_no_item_and_adds_none_twice(
    server: Follower, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends at each step of a poll in turn; the next poll, after the claim has run out, completes it."""
    site.pages["/pier"] = page(FULL * 5 + "The pier opened.")
    items = [item("1", "The pier opened…", "/pier"), item("2", FULL * 9, "/b"), item("3", "No link at all.")]
    site.pages["/feed"] = served(*items, headers=('ETag: "7"',))
    await server.follow()
    for owner, name in (
        (type(server.library.feeds), "holds"),
        (type(server.library), "add_all"),
        (type(server.library.feeds), "see"),
        (type(server.library.feeds), "polled"),
    ):
        for after in (False, True):
            with monkeypatch.context() as patch:
                patch.setattr(owner, name, struck(getattr(owner, name), after))
                with pytest.raises(Killed):
                    await server.poll(MAX_PACE)
    report = await server.poll(MAX_PACE)
    assert report.error is None
    articles = await server.articles()
    assert sorted((each.title, each.version) for each in articles) == [("Pier", 1)] * 3
    assert (await server.feed()).items == 3


class Killed(BaseException):
    """The process ends."""


def struck(real: Callable[..., Awaitable[object]], after: bool) -> Callable[..., Awaitable[None]]:
    """Return a method that ends the process, before or after it has done its work."""

    async def strike(*args: object, **named: object) -> None:
        if after:
            await real(*args, **named)
        raise Killed

    return strike
