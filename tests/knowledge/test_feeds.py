"""Feeds in the store: followed, claimed, seen item by item, and told of once; by a clock of the test."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import Article, Library, UnreadableArticle
from knowledge.store import Feed, FeedRefused, PollResult, SeenItem, WatchedFile
from knowledge.store.feeds import CLAIM, MAX_NOTED_ITEMS, MIN_FAILURES_TOLD, PATIENCE

either = pytest.mark.usefixtures("either_database")
START = datetime(2021, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://courier.example/feed"
FAULT = UnreadableArticle("{name}: {fault}", name="feed", fault=UnreadableArticle("it has {n:,} items.", n=2_000))


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        yield library


async def followed(library: Library, url: str = URL, collection: str = "7") -> Feed:
    return await library.feeds.add(url, collection=collection, now=START, added_by="ann", channel="5")


async def fail(library: Library, now: datetime, *, stopped: bool = False) -> None:
    claimed = await library.feeds.claim_due(now)
    assert claimed
    await library.feeds.polled(claimed, PollResult(due_at=now + HOUR, error=FAULT, stopped=stopped), now)


@either
async def test_feed_is_followed_once_and_found_by_number_and_address_in_its_collection_only(library: Library) -> None:
    feed = await followed(library)
    await followed(library, collection="8")
    with pytest.raises(FeedRefused, match=f"number {feed.id}"):
        await followed(library)
    with pytest.raises(FeedRefused, match=r"as many feeds here as I can \(1\)"):
        await library.feeds.add(f"{URL}/2", collection="7", now=START, most=1)
    for which in (URL, str(feed.id), f"#{feed.id}"):
        assert await library.feeds.find(which, collection="7") == feed
    for which in ("2", "x" * 3_000, "9" * 30, ""):
        with pytest.raises(FeedRefused, match="no feed"):
            await library.feeds.find(which, collection="7")


@either
async def test_poll_is_claimed_by_one_process_and_again_only_after_its_time(library: Library) -> None:
    feed = await followed(library)
    claimed = await library.feeds.claim_due(START)
    assert claimed and claimed.id == feed.id
    assert await library.feeds.claim_due(START) is None and await library.feeds.claim(feed, START) is None
    second = await library.feeds.claim_due(START + CLAIM)
    assert second and not await library.feeds.holds(claimed) and await library.feeds.holds(second)
    await library.feeds.polled(claimed, PollResult(due_at=START, error=FAULT), START)
    [now] = await library.feeds.of("7")
    assert now.failures == 0 and now.claimed_until == second.claimed_until
    await library.feeds.polled(second, PollResult(due_at=START + HOUR, etag='"1"', title="Courier"), START)
    [now] = await library.feeds.of("7")
    assert (now.title, now.etag, now.due_at, now.claimed_until) == ("Courier", '"1"', START + HOUR, None)
    assert await library.feeds.claim_due(START + HOUR - timedelta(seconds=1)) is None


@either
async def test_moderators_are_told_once_of_a_feed_that_fails_for_long_and_once_when_it_recovers(
    library: Library,
) -> None:
    await followed(library)
    now = START
    while now < START + PATIENCE:
        await fail(library, now)
        assert await library.feeds.news(now) == []
        now += 6 * HOUR
    [(feed, news)] = await library.feeds.news(now)
    assert news == "failing" and feed.failures >= MIN_FAILURES_TOLD and feed.error
    assert str(feed.error) == "feed: it has 2,000 items."
    await library.feeds.claim_news(feed, now)
    [(claimed, _)] = await library.feeds.news(now)
    assert claimed.telling_at == now
    await library.feeds.told(feed, news)
    assert await library.feeds.news(now + PATIENCE) == []
    await fail(library, now)
    assert await library.feeds.news(now + PATIENCE) == []
    again = await library.feeds.claim_due(now + PATIENCE)
    assert again
    await library.feeds.polled(again, PollResult(due_at=now + 2 * PATIENCE), now + PATIENCE)
    [(feed, news)] = await library.feeds.news(now + PATIENCE)
    assert news == "recovered" and feed.error is None
    await library.feeds.told(feed, news)
    assert await library.feeds.news(now + PATIENCE) == []


async def test_feed_that_its_publisher_ended_is_told_at_once_and_polled_no_more(library: Library) -> None:
    await followed(library)
    await fail(library, START, stopped=True)
    [(feed, news)] = await library.feeds.news(START)
    assert (feed.state, news) == ("stopped", "failing")
    assert await library.feeds.claim_due(START + PATIENCE) is None
    await library.feeds.resume(feed, START)
    assert await library.feeds.news(START) == [] and await library.feeds.claim_due(START)


async def test_paused_feed_is_not_polled_and_stays_paused_when_a_running_poll_ends(library: Library) -> None:
    feed = await followed(library)
    claimed = await library.feeds.claim_due(START)
    assert claimed
    await library.feeds.pause(feed)
    await library.feeds.polled(claimed, PollResult(due_at=START, error=FAULT, stopped=True), START)
    [now] = await library.feeds.of("7")
    assert now.state == "paused" and await library.feeds.claim_due(START + PATIENCE) is None


@either
async def test_two_feeds_that_move_to_one_address_stay_two(library: Library) -> None:
    await followed(library)
    await followed(library, f"{URL}/old")
    for _ in range(2):
        claimed = await library.feeds.claim_due(START)
        assert claimed
        await library.feeds.polled(claimed, PollResult(due_at=START + HOUR, url=URL), START)
    assert [each.url for each in await library.feeds.of("7")] == [URL, f"{URL}/old"]


@either
async def test_items_are_seen_by_feed_and_go_with_it_and_with_its_server(library: Library) -> None:
    feed, other = await followed(library), await followed(library, collection="8")
    await library.feeds.see(feed, {"a": SeenItem("1", 3), "b": SeenItem("2")})
    await library.feeds.see(feed, {"b": SeenItem("3", 0, 1)})
    assert await library.feeds.seen(feed, ["a", "b", "c"]) == {"a": SeenItem("1", 3), "b": SeenItem("3", 0, 1)}
    assert await library.feeds.seen(other, ["a"]) == {}
    assert [each.items for each in await library.feeds.of("7")] == [1]
    await library.feeds.remove(feed)
    await library.feeds.see(feed, {"a": SeenItem("1")})
    again = await followed(library)
    assert await library.feeds.seen(again, ["a"]) == {}
    await library.purge("7")
    assert await library.feeds.of("7") == [] and len(await library.feeds.of("8")) == 1


@either
async def test_items_that_a_feed_no_longer_has_are_forgotten_once_there_are_very_many(library: Library) -> None:
    feed = await followed(library)
    keys = [str(n) for n in range(MAX_NOTED_ITEMS)]
    await library.feeds.see(feed, dict.fromkeys(keys, SeenItem("1")))
    await library.feeds.prune(feed, keys[:2])
    assert len(await library.feeds.seen(feed, keys)) == MAX_NOTED_ITEMS
    await library.feeds.see(feed, {"one more": SeenItem("1")})
    await library.feeds.prune(feed, keys[:2])
    assert (await library.feeds.seen(feed, [*keys, "one more"])).keys() == set(keys[:2])


@either
async def test_feeds_of_a_server_that_the_bot_left_are_let_be(library: Library) -> None:
    await followed(library)
    await library.guilds.left("7")
    assert await library.feeds.claim_due(START) is None
    await library.guilds.back("7")
    assert await library.feeds.claim_due(START)


async def test_person_sees_the_feeds_they_added_and_is_forgotten_in_them(library: Library, tmp_path: Path) -> None:
    await followed(library)
    found = await library.personal_data.export("ann")
    assert [each["url"] for each in found["feeds"]] == [URL]
    await library.forget_person("ann")
    assert library.question_log.hash_asker("ann").encode() not in (tmp_path / "footnote.db").read_bytes()
    assert (await library.personal_data.export("ann"))["feeds"] == []
    assert [each.url for each in await library.feeds.of("7")] == [URL]


@either
async def test_article_of_two_watched_files_belongs_to_both(library: Library) -> None:
    added = await library.add(Article(title="Pier", paragraphs=("The pier opened.",)), collection="7")
    row = added.article.row
    for path in ("/a/1.txt", "/a/2.txt"):
        await library.watched_files.read(path, WatchedFile("1", (row,)), folder="/a", collection="7")
    assert await library.watched_files.only_of("/a/1.txt", [row], collection="7") == []
    await library.watched_files.gone("/a/1.txt", collection="7")
    assert await library.watched_files.only_of("/a/2.txt", [row], collection="7") == [row]
    assert await library.watched_files.of("/a", collection="7") == {"/a/2.txt": WatchedFile("1", (row,))}
    assert await library.watched_files.of("/a", collection="8") == {}
