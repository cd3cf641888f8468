"""The log as rows and as counts."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import Article, AskContext, Library
from knowledge.store import UsageReport
from knowledge.store.reports import _words, asked_terms
from tests.knowledge.files import execute

PIER = Article(
    title="The Lindvik pier",
    paragraphs=("The Lindvik pier opened on Saturday with forty flags.", "The pier is ninety metres long."),
    publisher="Coast Courier",
    id="pier",
    language="en",
)
QUESTION = "When did the Lindvik pier open?"
HERE = AskContext(collection="1", channel="7", asker="ann")


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add(PIER, collection="1")
        yield library


def stamp(folder: Path, *moments: str) -> None:
    """Set when the questions were asked, in order."""
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        for id, moment in enumerate(moments, start=1):
            connection.execute("UPDATE question SET asked_at = ? WHERE id = ?", (moment, id))
        connection.commit()


async def year(library: Library, folder: Path) -> None:
    first = await library.ask(QUESTION, HERE)
    await library.ask("Who sold the zeppelin?", AskContext(collection="1", channel="8", asker="bea", private=True))
    await library.ask("How long is the pier?", HERE)
    await library.ask(QUESTION, AskContext(collection="2", channel="9"))
    await library.feedback.vote(first.id, collection="1", voter="cid", good=False, reason="=late", cause="outdated")
    await library.feedback.vote(first.id, collection="1", voter="ann", good=True)
    stamp(folder, "2025-01-31T23:59:59.999999+00:00", "2025-03-01T00:00:00.000000+00:00", "2025-03-02T10:00:00+00:00")


async def test_rows_are_the_newest_first_and_name_nobody(library: Library, tmp_path: Path) -> None:
    await year(library, tmp_path)
    rows = list(library.reports.rows("questions", "1"))
    assert [row["question"] for row in rows] == ["How long is the pier?", "Who sold the zeppelin?", QUESTION]
    assert (rows[2]["cited"][0], rows[2]["up"], rows[2]["down"], rows[2]["reasons"]) == ("pier ¶1", 1, 1, ["=late"])
    hashes = {library.question_log.hash_asker(each) for each in ("ann", "bea", "cid")}
    assert not hashes & {value for row in rows for value in map(str, row.values())}
    assert len(list(library.reports.rows("questions", None))) == 4
    assert [row["id"] for row in library.reports.rows("questions", "1", since=date(2025, 3, 2))] == [3]


async def test_gaps_are_what_was_declined_or_voted_down(library: Library, tmp_path: Path) -> None:
    await year(library, tmp_path)
    assert [(row["id"], row["gap"]) for row in library.reports.rows("gaps", "1")] == [(2, "open"), (1, "open")]
    with sqlite3.connect(tmp_path / "footnote.db") as connection:
        connection.execute("UPDATE question SET closed_at = asked_at WHERE id = 2")
    assert [row["gap"] for row in library.reports.rows("questions", "1")] == ["", "closed", "open"]


async def test_votes_come_with_their_question(library: Library, tmp_path: Path) -> None:
    await year(library, tmp_path)
    assert [(row["vote"], row["reason"], row["question"]) for row in library.reports.rows("feedback", "1")] == [
        (1, "", QUESTION),
        (-1, "=late", QUESTION),
    ]


async def test_rows_for_others_leave_out_what_is_private_and_channels_they_cannot_see(
    library: Library, tmp_path: Path
) -> None:
    await year(library, tmp_path)
    assert [row["id"] for row in library.reports.rows("questions", "1", is_visible=lambda channel: True)] == [3, 1]
    assert list(library.reports.rows("questions", "1", is_visible=lambda channel: channel == "8")) == []


async def test_usage_counts_what_was_asked_in_a_span(library: Library, tmp_path: Path) -> None:
    await year(library, tmp_path)
    found = library.reports.usage("1", date(2025, 1, 31), date(2025, 3, 2))
    assert (found.questions, found.people, found.up, found.down) == (3, 2, 1, 1)
    assert found.causes == (("outdated", 1),)
    assert found.outcomes == {"answered": 2, "declined": 1}
    assert list(found.days) == ["2025-01-31", "2025-03-01", "2025-03-02"]
    assert [hour for hour, count in enumerate(found.hours) if count] == [0, 10, 23]
    assert found.articles == (("The Lindvik pier", 2),) and found.publishers == (("Coast Courier", 2),)
    assert found.terms[0] == ("pier", 2)
    assert 0 < found.p50 <= found.p95
    assert library.reports.usage("1", date(2025, 3, 1), date(2025, 3, 1)).questions == 1


COUNTED = "SELECT period FROM usage_count ORDER BY period"


@pytest.mark.usefixtures("either_database")
async def test_counts_of_days_that_are_over_are_those_of_the_questions_whatever_becomes_of_these(
    library: Library, subtests: pytest.Subtests
) -> None:
    """Each change is made between a count of all days and a report, which is the one that nothing kept gives."""
    database, log = library._store.database, library.question_log
    tomorrow = datetime.now(UTC) + timedelta(days=1, hours=2)

    def report() -> tuple[UsageReport, ...]:
        """Return what is counted by months, and what is not."""
        spans = (date(2025, 1, 1), tomorrow.date()), (date(2025, 1, 2), date(2025, 1, 31))
        return tuple(library.reports.usage("1", *span) for span in spans)

    async def ask(asker: str, question: str = QUESTION, *, private: bool = False) -> int:
        place = AskContext(collection="1", channel="7", asker=asker, private=private)
        return (await library.ask(question, place, k=1)).id

    paint = Article(title="Paint", paragraphs=("Since it opened, the Lindvik pier has been red.",), language="en")
    await library.add(paint, collection="1")
    first, private = await ask("ann"), await ask("cid", private=True)
    await ask("bea")
    declined = await ask("dan", "Who sold the zeppelin?")
    await database.execute("UPDATE question SET asked_at = '2025-01-31T23:59:59.999999+00:00' WHERE id = ?", (first,))

    changes: dict[str, Callable[[], Awaitable[object]]] = {
        "nothing": lambda: asyncio.sleep(0),
        "vote": lambda: library.feedback.vote(first, collection="1", voter="eve", good=False, cause="wrong"),
        "other vote": lambda: library.feedback.vote(first, collection="1", voter="eve", good=True),
        "more citations": lambda: library.more_passages(first, collection="1"),
        "shared": lambda: log.share(private, collection="1", asker="cid"),
        "late question": lambda: ask("ann", "How long is the Lindvik pier?"),
        "voter forgotten": lambda: library.forget_person("eve"),
        "asker forgotten": lambda: library.forget_person("bea"),
        "dropped": lambda: log.drop_undelivered(declined),
        "article removed": lambda: library.remove("pier", collection="1"),
        "retention": lambda: library.retention.purge_questions(datetime(2025, 2, 1, tzinfo=UTC)),
        "purge": lambda: library.purge("1"),
    }
    for name, change in changes.items():
        with subtests.test(change=name):
            await library.reports.count_days(tomorrow)
            assert await library.reports.count_days(tomorrow) == 0
            before = report()
            await change()
            after = report()
            assert (before == after) == (name == "nothing")
            await database.execute("DELETE FROM usage_count")
            assert report() == after
    assert [each.questions for each in report()] == [0, 0]


async def test_day_is_counted_an_hour_after_it_is_over(library: Library, tmp_path: Path) -> None:
    await year(library, tmp_path)
    for moment, counted in [
        (datetime(2025, 2, 1, 0, 59, tzinfo=UTC), []),
        (datetime(2025, 2, 1, 1, 1, tzinfo=UTC), ["2025-01", "2025-01-31"]),
        (datetime(2025, 3, 2, 12, tzinfo=UTC), ["2025-01", "2025-01-31", "2025-03-01"]),
    ]:
        await library.reports.count_days(moment)
        assert [period for [period] in execute(tmp_path / "footnote.db", COUNTED)] == counted


async def test_what_a_watch_found_was_not_asked(library: Library) -> None:
    await library.ask(QUESTION, replace(HERE, form="watch"))
    today = datetime.now(UTC).date()
    assert library.reports.usage("1", today, today).questions == 0


async def test_usage_of_nothing_is_nothing(library: Library) -> None:
    day = date(2025, 1, 1)
    assert library.reports.usage("1", day, day) == UsageReport(first=day, last=day)


async def test_usage_counts_a_question_once_however_often_it_cites_an_article(library: Library) -> None:
    await library.add(replace(PIER, headings=("Opening", "Size")), collection="1")
    found = await library.ask("How long is the Lindvik pier that opened with flags?", HERE)
    assert len(found.citations) == 2  # type: ignore[union-attr]
    today = date.fromisoformat(next(library.reports.rows("questions", "1"))["asked_at"][:10])
    assert library.reports.usage("1", today, today).articles == (("The Lindvik pier", 1),)


def test_asked_terms_are_content_words_in_their_most_common_form() -> None:
    asked = "When did the pier open? Which piers, and which pier? 판문점 선언은 언제? 선언을 누가? 42 a 선언이"
    assert asked_terms(_words(Counter(asked.split())), most=3) == (("pier", 3), ("선언", 3), ("open", 1))
    narrowed = "as-of:2018-06-01 Source:Reuters -ferry in：Moscow Who built the in-house pier?"
    assert {word for word, _ in asked_terms(_words(Counter(narrowed.split())))} == {"built", "in-house", "pier"}
