"""Standing questions over a corpus that grows day by day, by a clock of the test, with processes that are killed."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import Article, AskContext, InvalidQuestion, Library
from knowledge.store import MAX_WATCHES_PER_COLLECTION, MAX_WATCHES_PER_PERSON, WATCH_DAYS, Cadence, WatchRefused

either = pytest.mark.usefixtures("either_database")
START = datetime(2021, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
QUESTION = "What did the ferry Solveig carry to Lindvik?"
ANN = AskContext(collection="7", channel="1", asker="ann")
OLD = Article(
    title="Ferry in spring", paragraphs=("The ferry Solveig carried rye to Lindvik in April.",), language="en"
)
CARGO = ("rye", "sixty bicycles", "a printing press", "two church bells", "oak beams for the new pier", "a circus tent")


def cargo(day: int) -> Article:
    """The article of a day, on which the ferry carries something else."""
    text = (
        f"On its {day + 2}th voyage of the year the ferry Solveig carried {CARGO[day]} to Lindvik, where {day + 3} "
        f"porters of the {CARGO[-day]} company had waited since the morning of day {day}."
    )
    return Article(title=f"Harbour notes {day}", paragraphs=(text,), language="en")


def copy_of(day: int) -> Article:
    """The same story in another outlet, nearly word for word."""
    paragraph = cargo(day).paragraphs[0].replace("porters", "harbour porters")
    return Article(title=f"Wire report {day}", paragraphs=(paragraph,), publisher="The Wire", language="en")


def unrelated(day: int) -> Article:
    return Article(title=f"Weather {day}", paragraphs=(f"Rain fell on the hills on day {day} of June.",), language="en")


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add_all([OLD, *map(unrelated, range(20, 24))])
        yield library


async def tell(library: Library, now: datetime) -> list[str]:
    """Look, and send every notice; return the titles that each cites, in order."""
    await library.look_for_watches(now)
    told = []
    for notice in await library.watches.unsent():
        assert await library.watches.claim(notice, now)
        assert not await library.watches.claim(notice, now), "it is as it was no longer, and may have been sent"
        found = await library.question_log.answer_of_watch(notice.question)
        assert found and found.confidence >= 0.5
        told.append(", ".join(citation.article.title for citation in found.citations))
        await library.watches.sent(notice, f"message-{notice.id}", now)
        assert not await library.watches.claim(notice, now)
    return told


@either
async def test_watch_tells_of_newer_articles_only_and_of_a_story_once(library: Library) -> None:
    await library.watch(QUESTION, ANN, "now", now=START)
    assert await tell(library, START) == []
    await library.add(unrelated(1))
    assert await tell(library, START + DAY) == []
    await library.add(cargo(2))
    assert await tell(library, START + 2 * DAY) == ["Harbour notes 2"]
    assert await tell(library, START + 2 * DAY) == []
    await library.add(copy_of(2))
    assert await tell(library, START + 3 * DAY) == []
    await library.add_all([cargo(4), copy_of(4)])
    assert await tell(library, START + 4 * DAY) == ["Harbour notes 4"]


@pytest.mark.parametrize(
    ("cadence", "told"),
    [("now", [1, 2, 3, 4, 5]), ("daily", [1, 2, 3, 4, 5]), ("weekly", [7]), ("first", [1])],
)
async def test_corpus_replayed_day_by_day_is_told_by_cadence(
    library: Library, cadence: Cadence, told: list[int]
) -> None:
    await library.watch(QUESTION, ANN, cadence, now=START)
    days = []
    for day in range(1, 9):
        await library.add(cargo(day) if day < len(CARGO) else unrelated(day))
        noon = START + day * DAY
        days += [day] * len(await tell(library, noon))
        assert await tell(library, noon + timedelta(hours=1)) == []
    assert days == told


async def test_weekly_digest_has_a_passage_of_each_story(library: Library) -> None:
    await library.watch(QUESTION, ANN, "weekly", now=START)
    await library.add_all([*map(cargo, range(1, 5)), copy_of(1)])
    [titles] = await tell(library, START + 7 * DAY)
    assert sorted(titles.split(", ")) == [f"Harbour notes {day}" for day in range(1, 5)]


async def test_watch_ends_after_a_month_unless_it_is_renewed(library: Library) -> None:
    kept = await library.watch(QUESTION, ANN, "now", now=START)
    await library.watch("Who rang the two church bells?", ANN, "now", now=START)
    await library.watches.renew(kept.id, "ann", START + 20 * DAY)
    end = START + WATCH_DAYS * DAY
    await library.add(cargo(2))
    assert len(await library.watches.due(end)) == 1
    assert await library.watches.expire(end) == 1
    assert [each.text for each in await library.watches.of("ann")] == [QUESTION]


@either
async def test_watch_belongs_to_one_person(library: Library) -> None:
    watch = await library.watch(QUESTION, ANN, "now", now=START)
    for change in (library.watches.stop(watch.id, "bea"), library.watches.renew(watch.id, "bea", START)):
        with pytest.raises(WatchRefused, match="isn't yours"):
            await change
    assert await library.watches.stop(watch.id, "ann") == QUESTION
    assert await library.watches.of("ann") == []


@either
async def test_same_question_watched_again_is_one_watch(library: Library) -> None:
    await library.watch(QUESTION, ANN, "now", now=START)
    await library.watch(QUESTION, ANN, "weekly", now=START + DAY)
    [watch] = await library.watches.of("ann")
    assert (watch.cadence, watch.expires_at) == ("weekly", START + (WATCH_DAYS + 1) * DAY)


@either
async def test_quotas_of_person_and_server_are_kept(library: Library) -> None:
    for number in range(MAX_WATCHES_PER_PERSON):
        await library.watch(f"Which ferry has number {number}?", ANN, "now", now=START)
    with pytest.raises(WatchRefused, match="already watching"):
        await library.watch(QUESTION, ANN, "now", now=START)
    for number in range(MAX_WATCHES_PER_COLLECTION - MAX_WATCHES_PER_PERSON):
        asker = AskContext(collection="7", channel="1", asker=f"person {number}")
        await library.watch(QUESTION, asker, "now", now=START)
    with pytest.raises(WatchRefused, match="People here"):
        await library.watch(QUESTION, AskContext(collection="7", asker="zoe"), "now", now=START)


async def test_watch_of_nothing_or_of_one_who_opted_out_is_refused(library: Library) -> None:
    with pytest.raises(InvalidQuestion):
        await library.watch("after:2018", ANN, "now", now=START)
    await library.question_log.opt_out("ann")
    with pytest.raises(WatchRefused, match="opted out"):
        await library.watch(QUESTION, ANN, "now", now=START)


async def test_forgotten_person_and_purged_server_leave_no_watch(library: Library, tmp_path: Path) -> None:
    await library.watch(QUESTION, ANN, "now", now=START)
    await library.watch(QUESTION, AskContext(collection="7", channel="2", asker="bea"), "now", now=START)
    await library.add(cargo(2))
    await tell(library, START + DAY)
    await library.forget_person("ann")
    assert not await library.watches.of("ann") and await library.watches.of("bea")
    await library.purge("7")
    with closing(sqlite3.connect(tmp_path / "footnote.db")) as connection:
        counts = [connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone() for table in ("watch", "notice")]
    assert counts == [(0,), (0,)]


async def test_nothing_is_lost_where_the_process_dies(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, killed_after in enumerate(["looking", "claiming", "sending"]):
        with subtests.test(killed_after=killed_after):
            (folder := tmp_path / str(number)).mkdir()
            async with Library.open(folder) as library:
                await library.add_all([OLD, *map(unrelated, range(20, 24))])
                await library.watch(QUESTION, ANN, "now", now=START)
                await library.add(cargo(2))
                await library.look_for_watches(START + DAY)
                [notice] = await library.watches.unsent()
                if killed_after != "looking":
                    await library.watches.claim(notice, START + DAY)
                if killed_after == "sending":
                    await library.watches.sent(notice, "message", START + DAY)
            async with Library.open(folder) as library:
                await library.look_for_watches(START + 2 * DAY)
                left = await library.watches.unsent()
                assert len(left) == (killed_after != "sending")
                assert all(bool(each.claimed_at) == (killed_after == "claiming") for each in left)
