import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import Library
from knowledge.errors import AnswerNotFound
from knowledge.models import Answer, Article, AskContext, Citation, Decline
from knowledge.store.articles import ArticleStore
from knowledge.store.questions import QuestionLog, RankingRecord
from knowledge.text import analysis

KEY = bytes(range(32))

PLACE = AskContext(channel="general", asker="asker-1")

DECLINE = Decline(question="Who?", unmatched=("who",), confidence=0.125, milliseconds=1.5)

LIGHT = Article(
    title="The lighthouse is lit",
    paragraphs=("It had been dark since May.", "The keeper lit the lamp at dusk. Ships saw it."),
    url="https://coast.example/light",
)


@pytest.fixture
def log(store: ArticleStore) -> QuestionLog:
    return QuestionLog(store.database, KEY)


async def answered(store: ArticleStore, article: Article = LIGHT, *, collection: str = "shared") -> Answer:
    """An answer that cites the article, which is added."""
    [added] = await store.add([article], collection=collection)
    citation = Citation(n=1, article=added.article, paragraph=2, span=(0, 32), matched=((4, 10), (19, 23)), score=2.5)
    return Answer(
        question="When was the lamp lit?",
        outcome="closest",
        confidence=0.5,
        citations=(citation, replace(citation, n=2, paragraph=1, span=(0, 40), continued=1, matched=())),
        unmatched=("when",),
        milliseconds=3.25,
    )


def logged(folder: Path) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(folder / "footnote.db")) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("SELECT * FROM question ORDER BY id").fetchall()


async def test_recorded_answer_comes_back_as_it_was(store: ArticleStore, log: QuestionLog) -> None:
    answer = await answered(store)
    id = (await log.record(answer, place=PLACE, ranking=RankingRecord("1"))).id
    assert await log.answer(id, collection="shared") == replace(answer, id=id, channel=PLACE.channel)


async def test_answer_comes_back_after_reopening(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path) as store:
        answer = await answered(store)
        id = (await QuestionLog(store.database, KEY).record(answer, place=PLACE, ranking=RankingRecord("1"))).id
    async with ArticleStore.open(tmp_path) as store:
        assert await QuestionLog(store.database, KEY).answer(id, collection="shared") == replace(
            answer, id=id, channel=PLACE.channel
        )


async def test_question_is_logged_with_where_it_was_asked_and_what_became_of_it(
    log: QuestionLog, tmp_path: Path
) -> None:
    before = datetime.now(UTC)
    id = (await log.record(DECLINE, place=PLACE, ranking=RankingRecord("4-2"))).id
    [row] = logged(tmp_path)
    assert (row["id"], row["collection"], row["channel"], row["text"]) == (id, "shared", "general", "Who?")
    assert (row["outcome"], row["evidence"], row["milliseconds"]) == ("declined", 0.125, 1.5)
    assert (json.loads(row["unmatched"]), row["index_version"], row["reply"]) == (["who"], "4-2", "")
    assert before <= datetime.fromisoformat(row["asked_at"]) <= datetime.now(UTC)


async def test_failed_question_is_logged_as_failed(log: QuestionLog, tmp_path: Path) -> None:
    await log.record_failure("Why?", place=PLACE, milliseconds=9.0)
    [row] = logged(tmp_path)
    assert (row["text"], row["outcome"], row["milliseconds"], row["asker"] != "") == ("Why?", "failed", 9.0, True)


async def test_asker_is_kept_only_as_a_hash_under_the_key(store: ArticleStore, tmp_path: Path) -> None:
    for key, asker in ((KEY, "42"), (KEY, "42"), (KEY, "43"), (bytes(32), "42"), (KEY, "")):
        await QuestionLog(store.database, key).record(DECLINE, place=AskContext(asker=asker))
    first, again, other, other_key, none = (row["asker"] for row in logged(tmp_path))
    assert first == again and len({first, other, other_key}) == 3
    assert none == ""
    assert all(len(asker) == 32 and asker != "42" for asker in (first, other, other_key))


async def test_answer_ids_are_never_given_twice(log: QuestionLog, store: ArticleStore) -> None:
    first = (await log.record(DECLINE, place=PLACE)).id
    async with store.database.transaction() as connection:
        await connection.execute_fetchall("DELETE FROM question")
    assert (await log.record(DECLINE, place=PLACE)).id > first


async def test_answer_whose_citation_cannot_be_logged_is_not_logged_either(
    store: ArticleStore, log: QuestionLog, tmp_path: Path
) -> None:
    answer = await answered(store)
    unstored = replace(answer.citations[0], article=LIGHT)
    with pytest.raises(sqlite3.IntegrityError):
        await log.record(replace(answer, citations=(unstored,)), place=PLACE)
    assert logged(tmp_path) == []


async def test_any_question_can_be_logged(store: ArticleStore, log: QuestionLog, tmp_path: Path) -> None:
    answer = replace(await answered(store), question="a\0b\ud800", unmatched=("\udfff",))
    place = AskContext(collection="\ud800", channel="\ud800", asker="\ud800")
    id = (await log.record(answer, place=place)).id
    back = await log.answer(id, collection="\ud800")
    assert (back.question, back.unmatched) == ("a\ufffdb\ufffd", ("\ufffd",))
    assert await log.last_answer(collection="\ud800", channel="\ud800") == back
    await log.record_failure("\0\ud800", place=place, milliseconds=0)
    assert len(logged(tmp_path)) == 2


async def test_reply_that_was_sent_is_no_error_where_the_store_is_away(tmp_path: Path) -> None:
    async with ArticleStore.open(tmp_path) as store:
        log = QuestionLog(store.database, KEY)
    await log.set_reply(1, "900")


async def test_reply_can_only_be_noted_for_a_question_that_was_logged(log: QuestionLog) -> None:
    for id in (0, 1, -1, 2**63):
        with pytest.raises(AnswerNotFound, match=f"#{id} "):
            await log.set_reply(id, "900")


async def test_question_is_logged_with_form_locale_analyser_terms_and_the_time_of_each_stage(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await library.add(LIGHT)
        asking = AskContext(collection="7", asker="ann", form="slash", locale="ko")
        await library.ask("When did the keeper light the lamp?", asking)
        await library.ask("Which wine goes with artichokes?", asking)
    answered_row, declined_row = logged(tmp_path)
    for row in (answered_row, declined_row):
        assert (row["form"], row["locale"], row["analyser"]) == ("slash", "ko", analysis.VERSION)
        stages = json.loads(row["stages"])
        assert list(stages) == ["index", "thread", "rank", "correct", "cite", "compare"]
        assert 0 <= sum(stages.values()) <= row["milliseconds"] + 1
        assert "ann" not in dict(row).values()
    assert "lamp" in json.loads(answered_row["terms"])
    assert json.loads(declined_row["nearest"]) == []


async def test_citation_is_logged_with_span_version_and_hash(store: ArticleStore, log: QuestionLog) -> None:
    id = (await log.record(await answered(store), place=PLACE)).id
    rows = await store.database.execute(
        "SELECT starts, ends, version, text_hash FROM citation WHERE question = ?", [id]
    )
    assert [(row["starts"], row["ends"], row["version"], len(row["text_hash"])) for row in rows] == [
        (0, 32, 1, 32),
        (0, 40, 1, 32),
    ]


async def test_undelivered_questions_are_the_newest_of_each_message_that_all_could_see(log: QuestionLog) -> None:
    long_ago, now = datetime.now(UTC) - timedelta(minutes=1), datetime.now(UTC) + timedelta(minutes=1)
    told = (await log.record(DECLINE, place=replace(PLACE, message="1"))).id
    await log.set_reply(told, "11")
    first, last = [(await log.record(DECLINE, place=replace(PLACE, message="2"))).id for _ in range(2)]
    edited = (await log.record(DECLINE, place=replace(PLACE, message="3"))).id
    await log.set_reply((await log.record(DECLINE, place=replace(PLACE, message="3"))).id, "13")
    slash = (await log.record(DECLINE, place=replace(PLACE, form="slash", locale="ko"))).id
    await log.record(DECLINE, place=replace(PLACE, form="slash", private=True))
    await log.record(DECLINE, place=replace(PLACE, form="agent"))
    await log.record_failure("Who?", place=replace(PLACE, message="4"), milliseconds=1.0)
    assert [each.id for each in await log.undelivered(long_ago)] == [last, slash]
    assert (await log.undelivered(long_ago))[1].locale == "ko"
    assert await log.undelivered(now) == []
    for id in (told, first, last):
        await log.drop_undelivered(id)
    assert {each.id for each in await log.replies_to(["1", "2", "3"])} == {told, edited + 1}
