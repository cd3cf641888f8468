"""What a person sees, chooses and deletes: the opt-out of the log, and everything stored about one person."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import Answer, AnswerNotFound, Article, AskContext, Decline, Library
from knowledge.store import PurgeCounts
from knowledge.store.personal import PERSONAL
from knowledge.store.questions import MAX_UNLOGGED, UNLOGGED_SECONDS, UnloggedQuestion, UnloggedQuestions
from tests.bot.clock import Clock
from tests.knowledge.files import execute

PIER = Article(
    title="The Lindvik pier",
    paragraphs=(
        "The Lindvik pier opened on Saturday with forty flags.",
        "The Lindvik pier is ninety metres long.",
        "The Lindvik pier was painted red in spring.",
        "The Lindvik pier was built by the mayor's brother.",
    ),
    id="pier",
    language="en",
)
QUESTION = "When did the Lindvik pier open?"
HERE = AskContext(collection="1", channel="c", asker="person-ann", message="801")
SECRETS = ("person-ann", "zeppelin", "aurelie", "perambulate")


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add(PIER, collection="1")
        yield library


async def unlogged(library: Library, question: str = QUESTION, place: AskContext = HERE, *, k: int = 2) -> Answer:
    await library.question_log.opt_out(place.asker)
    found = await library.ask(question, place, k=k)
    assert isinstance(found, Answer) and not found.logged
    return found


def held(folder: Path, *secrets: str) -> list[str]:
    """Return those that some file still holds, whatever their case."""
    there = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file()).lower()
    return [secret for secret in secrets if secret.encode() in there]


async def logged(library: Library) -> list[str]:
    return [each["text"] async for each in library.export_questions()]


async def test_question_of_somebody_who_opted_out_is_answered_and_not_logged(library: Library, tmp_path: Path) -> None:
    answered = await unlogged(library, "Did the zeppelin pier of Lindvik open?")
    declined = await library.ask("Who is aurelie?", HERE)
    assert isinstance(declined, Decline) and answered.id < declined.id
    assert await logged(library) == []
    assert held(tmp_path, "zeppelin", "aurelie") == []
    assert await library.question_log.opt_in(HERE.asker) and not await library.question_log.opt_in(HERE.asker)
    found = await library.ask(QUESTION, HERE)
    assert found.logged and found.id > declined.id
    assert await logged(library) == [QUESTION]


async def test_failure_to_answer_somebody_who_opted_out_is_not_logged(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    await library.question_log.opt_out(HERE.asker)
    monkeypatch.setattr("knowledge.library.answer_question", _fail)
    with pytest.raises(RuntimeError):
        await library.ask(QUESTION, HERE)
    assert await logged(library) == []


def _fail(*_: object) -> None:
    raise RuntimeError("struck by lightning")


async def test_opting_out_concerns_nobody_else(library: Library) -> None:
    await library.question_log.opt_out(HERE.asker)
    await library.ask(QUESTION, replace(HERE, asker="bea"))
    await library.ask(QUESTION, replace(HERE, asker=""))
    assert await logged(library) == [QUESTION, QUESTION]
    with pytest.raises(ValueError, match="nobody"):
        await library.question_log.opt_out("")


async def test_buttons_under_an_unlogged_answer_work_until_a_restart(library: Library, tmp_path: Path) -> None:
    found = await unlogged(library)
    log = library.question_log
    await log.set_reply(found.id, "900")
    assert (await library.source(id=found.id, collection="1")).citations == found.citations
    assert (await library.source(reply="900", collection="1")).id == found.id
    assert (await library.source(collection="1", channel="c")).id == found.id
    assert await log.id_of_reply("900", collection="1") == found.id
    assert [(each.id, each.reply) for each in await log.replies_to(["801"])] == [(found.id, "900")]
    assert await log.is_asker(found.id, "person-ann", collection="1")
    assert not await log.is_asker(found.id, "bea", collection="1")
    more = await library.more_passages(found.id, collection="1", k=1)
    assert [each.n for each in more.citations] == [3]
    assert len((await library.source(id=found.id, collection="1")).citations) == 3
    async with Library.open(tmp_path) as restarted:
        with pytest.raises(AnswerNotFound, match="There's no answer"):
            await restarted.source(id=found.id, collection="1")


async def test_unlogged_answer_is_seen_where_a_logged_one_would_be(library: Library) -> None:
    found = await unlogged(library, place=replace(HERE, private=True))
    for collection, asker in (("2", "person-ann"), ("1", "bea"), ("1", "")):
        with pytest.raises(AnswerNotFound):
            await library.source(id=found.id, collection=collection, asker=asker)
    assert (await library.source(id=found.id, collection="1", asker="person-ann")).private
    with pytest.raises(AnswerNotFound):
        await library.source(collection="1", channel="c")
    assert not await library.question_log.share(found.id, collection="1", asker="bea")


async def test_shared_unlogged_answer_is_seen_by_everyone(library: Library) -> None:
    found = await unlogged(library, place=replace(HERE, private=True))
    assert await library.question_log.share(found.id, collection="1", asker="person-ann")
    assert not await library.question_log.share(found.id, collection="1", asker="person-ann")
    assert not (await library.source(id=found.id, collection="1", asker="bea")).private


async def test_logged_question_can_follow_an_unlogged_one(library: Library) -> None:
    first = await unlogged(library, "How long is the Lindvik pier?")
    second = await library.ask("and when was it painted?", replace(HERE, asker="bea", following=first.id))
    assert isinstance(second, Answer) and second.citations[0].paragraph == 3
    assert await library.question_log.previous_question(second.id) is None


async def test_unlogged_question_can_follow_an_unlogged_one(library: Library) -> None:
    first = await unlogged(library, "How long is the Lindvik pier?")
    second = await unlogged(library, "and when was it painted?", replace(HERE, following=first.id))
    assert second.citations[0].paragraph == 3
    assert await library.question_log.previous_question(second.id) == first.id


async def test_unlogged_answer_shows_nothing_of_an_article_that_was_removed(library: Library) -> None:
    found = await unlogged(library)
    await library.remove("pier", collection="1")
    with pytest.raises(AnswerNotFound, match="has since been removed"):
        await library.source(id=found.id, collection="1")


async def test_nobody_can_vote_on_an_unlogged_answer(library: Library) -> None:
    found = await unlogged(library)
    with pytest.raises(AnswerNotFound):
        await library.feedback.vote(found.id, collection="1", voter="bea", good=True)


def test_memory_holds_few_unlogged_questions_and_none_for_long() -> None:
    clock = Clock()
    questions = UnloggedQuestions(clock)
    for id in range(1, MAX_UNLOGGED + 3):
        questions.add(UnloggedQuestion(reply=Decline(id=id, question=QUESTION), place=HERE))
    assert 2 not in questions and 3 in questions
    clock.now += UNLOGGED_SECONDS
    assert 3 not in questions and MAX_UNLOGGED not in questions


async def life(library: Library) -> None:
    """Ask, vote and choose as one person, on a server and in direct messages, before and after opting out."""
    asked = await library.ask("Did the zeppelin pier of Lindvik open?", HERE)
    await library.ask(QUESTION, AskContext(collection="dm-9", asker=HERE.asker))
    other = await library.ask(QUESTION, replace(HERE, asker="bea"))
    for id in (asked.id, other.id):
        await library.feedback.vote(id, collection="1", voter=HERE.asker, good=False, reason='["perambulate"]')
    await library.add(replace(PIER, title="Aurelie", id="aurelie"), collection="dm-9", added_by=HERE.asker)
    await unlogged(library, "When did the pier of Lindvik open, zeppelin?")


async def test_person_is_shown_everything_that_is_stored_and_nothing_of_others(library: Library) -> None:
    await life(library)
    await library.ask("What does bea want to know?", replace(HERE, asker="bea"))
    found = await library.personal_data.export(HERE.asker)
    assert [each["text"] for each in found["questions"]] == ["Did the zeppelin pier of Lindvik open?", QUESTION]
    assert found["questions"][0]["citations"][0]["article"] == "pier"
    assert {each["reason"] for each in found["votes"]} == {'["perambulate"]'} and len(found["votes"]) == 2
    assert [each["id"] for each in found["articles"]] == ["aurelie"]
    assert found["optout"] is True and found["stored_as"] == library.question_log.hash_asker(HERE.asker)
    assert "bea want" not in json.dumps(found)
    assert PIER.title in json.dumps(found)
    await library.withdraw("pier", collection="1")
    assert PIER.title not in json.dumps(await library.personal_data.export(HERE.asker))


async def test_full_life_leaves_no_trace_after_forgetting(library: Library, tmp_path: Path) -> None:
    await life(library)
    await library.personal_data.export(HERE.asker)
    hashed = library.question_log.hash_asker(HERE.asker)
    assert held(tmp_path, hashed, *SECRETS) == [hashed, *SECRETS]
    assert await library.retention.left_by(HERE.asker) == PurgeCounts(articles=1, questions=2, votes=2, others=1)
    assert await library.forget_person(HERE.asker) == PurgeCounts(articles=1, questions=2, votes=2, others=1)
    assert held(tmp_path, hashed, *SECRETS) == []
    assert not await library.retention.left_by(HERE.asker)
    assert await library.question_log.replies_to(["801"]) == []


async def test_every_column_of_people_is_shown_and_deleted(library: Library, tmp_path: Path) -> None:
    """A column that holds a person by another name than these is to be added to both."""
    tables = execute(tmp_path / "footnote.db", "SELECT name FROM sqlite_master WHERE type = 'table'")
    people = ("asker", "voter", "person", "watcher", "author", "member", "user", "moderator", "added_by", "by", "actor")
    found = {
        table: name
        for (table,) in tables
        for _, name, *_ in execute(tmp_path / "footnote.db", f"PRAGMA table_info({table})")
        if name in people
    }
    assert found == {**PERSONAL, "article": "added_by", "feed": "added_by", "audit": "actor"}
