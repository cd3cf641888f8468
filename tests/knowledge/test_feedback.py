"""Votes on replies, the gaps that they show, and who may see a private answer."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import SHARED, Answer, AnswerNotFound, Article, AskContext, Decline, Library
from knowledge.store import MAX_REASON

PIER = Article(
    title="Harbour town opens its new pier",
    paragraphs=("The harbour town of Lindvik opened a new ferry pier on Saturday.",),
    language="en",
    id="pier",
)
QUESTION = "Which town opened a new ferry pier?"
UNANSWERED = "Which wine goes with artichokes and oysters?"


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add(PIER)
        yield library


async def asked(library: Library, question: str = QUESTION, *, collection: str = "7", private: bool = False) -> int:
    found = await library.ask(question, AskContext(collection=collection, channel="1", asker="ann", private=private))
    return found.id


async def test_answer_voted_down_is_a_gap_with_its_reasons_in_order(library: Library) -> None:
    id = await asked(library)
    assert await library.feedback.gaps(collection="7") == []
    await library.feedback.vote(id, collection="7", voter="ann", good=False, reason="  The wrong town. ")
    await library.feedback.vote(id, collection="7", voter="bea", good=False)
    await library.feedback.vote(id, collection="7", voter="cem", good=False, reason="Too old.")
    [gap] = await library.feedback.gaps(collection="7")
    assert (gap.id, gap.question, gap.outcome, gap.votes) == (id, QUESTION, "answered", -3)
    assert gap.reasons == ("The wrong town.", "Too old.")


async def test_declined_question_is_a_gap_without_any_vote(library: Library) -> None:
    id = await asked(library, UNANSWERED)
    [gap] = await library.feedback.gaps(collection="7")
    assert (gap.id, gap.outcome, gap.votes, gap.reasons) == (id, "declined", 0, ())
    assert "artichokes" in gap.unmatched


async def test_a_person_has_one_vote_which_can_be_changed(library: Library) -> None:
    id = await asked(library)
    await library.feedback.vote(id, collection="7", voter="ann", good=False, reason="No.")
    await library.feedback.vote(id, collection="7", voter="ann", good=True)
    assert await library.feedback.gaps(collection="7") == []
    await library.feedback.vote(id, collection="7", voter="ann", good=False)
    [gap] = await library.feedback.gaps(collection="7")
    assert (gap.votes, gap.reasons) == (-1, ())


async def test_votes_for_outweigh_votes_against(library: Library) -> None:
    id = await asked(library)
    for voter, good in (("ann", True), ("bea", False)):
        await library.feedback.vote(id, collection="7", voter=voter, good=good)
    assert await library.feedback.gaps(collection="7") == []


async def test_gaps_of_another_collection_are_not_told(library: Library) -> None:
    await asked(library, UNANSWERED)
    assert await library.feedback.gaps(collection="8") == []


async def test_voter_is_kept_only_as_the_hash_that_the_asker_has(library: Library, tmp_path: Path) -> None:
    id = await asked(library)
    await library.feedback.vote(id, collection="7", voter="ann", good=True)
    with closing(sqlite3.connect(tmp_path / "footnote.db")) as connection:
        [(voter, asker)] = connection.execute("SELECT voter, asker FROM feedback JOIN question ON id = question")
    assert voter == asker != "ann"


@pytest.mark.parametrize("reason", ["x" * 5_000, "a\0b\ud800"])
async def test_any_reason_can_be_kept(library: Library, reason: str) -> None:
    id = await asked(library)
    await library.feedback.vote(id, collection="7", voter="ann", good=False, reason=reason)
    [gap] = await library.feedback.gaps(collection="7")
    assert gap.reasons == (reason[:MAX_REASON].replace("\0", "\ufffd").replace("\ud800", "\ufffd"),)


async def test_vote_on_an_answer_that_is_not_there_is_refused(subtests: pytest.Subtests, library: Library) -> None:
    for id, collection in [(1, "8"), (99, "7"), (0, "7"), (-1, "7"), (2**80, "7")]:
        with subtests.test(id=id, collection=collection):
            await asked(library)
            with pytest.raises(AnswerNotFound, match="to vote on"):
                await library.feedback.vote(id, collection=collection, voter="ann", good=True)


async def test_votes_go_with_their_question(library: Library, tmp_path: Path) -> None:
    id = await asked(library)
    await library.feedback.vote(id, collection="7", voter="ann", good=True)
    with closing(sqlite3.connect(tmp_path / "footnote.db")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM question")
        assert connection.execute("SELECT COUNT(*) FROM feedback").fetchall() == [(0,)]


async def test_private_answer_is_found_by_its_asker_alone_until_shared(library: Library) -> None:
    id = await asked(library, private=True)
    for asker in ("", "bea"):
        with pytest.raises(AnswerNotFound):
            await library.source(id=id, collection="7", asker=asker)
        with pytest.raises(AnswerNotFound):
            await library.source(collection="7", channel="1", asker=asker)
        with pytest.raises(AnswerNotFound):
            await library.feedback.vote(id, collection="7", voter=asker, good=True)
    assert isinstance(await library.source(id=id, collection="7", asker="ann"), Answer)
    with pytest.raises(AnswerNotFound):  # the last one of a channel, which a reply could show to everyone
        await library.source(collection="7", channel="1", asker="ann")
    assert not await library.question_log.share(id, collection="7", asker="bea")
    assert not await library.question_log.share(id, collection="8", asker="ann")
    assert await library.question_log.share(id, collection="7", asker="ann")
    assert not await library.question_log.share(id, collection="7", asker="ann")
    assert (await library.source(collection="7", channel="1", asker="bea")).id == id


async def test_only_the_asker_is_known_to_have_asked(library: Library) -> None:
    id = await asked(library)
    assert await library.question_log.is_asker(id, "ann", collection="7")
    assert not await library.question_log.is_asker(id, "bea", collection="7")
    assert not await library.question_log.is_asker(id, "", collection="7")
    with pytest.raises(AnswerNotFound):
        await library.question_log.is_asker(id, "ann", collection="8")


async def test_message_leads_to_its_newest_question_that_was_replied_to(library: Library) -> None:
    for message, reply in (("10", "11"), ("10", "11"), ("20", "")):
        found = await library.ask(QUESTION, AskContext(collection="7", channel="1", message=message))
        if reply:
            await library.question_log.set_reply(found.id, reply)
    [posted] = await library.question_log.replies_to(["10", "20", "30", ""])
    assert (posted.id, posted.message, posted.reply, posted.question) == (2, "10", "11", QUESTION)
    assert (posted.collection, posted.channel) == ("7", "1")


async def test_good_questions_and_headlines_are_suggested(library: Library) -> None:
    await asked(library)
    assert await library.suggestions("", collection="7") == [QUESTION, PIER.title]
    assert await library.suggestions("open", collection="7") == [QUESTION, PIER.title]
    assert await library.suggestions("which pi", collection="7") == [QUESTION]
    assert await library.suggestions("zebra", collection="7") == []


async def test_question_elsewhere_private_declined_or_voted_down_is_not_suggested(library: Library) -> None:
    await asked(library, collection="8")
    await asked(library, collection="dm-9")
    await asked(library, private=True)
    await asked(library, UNANSWERED)
    id = await asked(library, "Which harbour town opened a pier?")
    await library.feedback.vote(id, collection="7", voter="ann", good=False)
    assert await library.suggestions("", collection="7") == [PIER.title]


async def example(library: Library, channel: str = "1", seen: frozenset[str] | None = None) -> str:
    """The question that a decline offers to a person who sees some channels."""
    place = AskContext(collection="7", channel=channel, asker="dan")
    found = await library.ask(UNANSWERED, place, is_visible=None if seen is None else seen.__contains__)
    assert isinstance(found, Decline)
    return found.example


async def test_a_decline_offers_a_question_that_was_answered_well(library: Library) -> None:
    assert not await example(library)
    id = await asked(library)
    assert await example(library) == QUESTION
    assert await example(library, "2", frozenset({"1", "2"})) == QUESTION
    assert not await example(library, "2") and not await example(library, "2", frozenset({"2"}))
    await library.feedback.vote(id, collection="7", voter="bea", good=False)
    assert not await example(library)
    await library.feedback.vote(id, collection="7", voter="bea", good=True)
    assert await example(library) == QUESTION
    await library.remove(PIER.id)
    assert not await example(library)
    await library.add(PIER)
    await library.forget_person("ann")
    assert not await example(library)


async def test_a_decline_offers_no_question_that_is_private_elsewhere_or_incomplete(library: Library) -> None:
    await asked(library, private=True)
    await asked(library, collection="8")
    await asked(library, "and the pier?")
    assert not await example(library)


async def test_of_good_questions_the_one_on_the_subject_is_offered(library: Library) -> None:
    wine = "Which wine grows on the slopes of Lindvik?"
    await library.add(Article(title="Wine", paragraphs=("A wine called Solaris grows on the slopes of Lindvik.",)))
    await asked(library, wine)
    await asked(library)
    assert await example(library) == wine


@pytest.mark.usefixtures("either_database")
async def test_a_question_on_the_subject_is_offered_however_much_was_asked_since(library: Library) -> None:
    wine = "Which wine grows on the slopes of Lindvik?"
    await library.add(Article(title="Wine", paragraphs=("A wine grows on the slopes of Lindvik.",), id="wine"))
    id = await asked(library, wine)
    for _ in range(60):
        await asked(library)
    near = [(await library.article("wine")).row]
    [pier, found] = await library.feedback.good_questions(collection="7", among=[SHARED], longest=100, near=near)
    assert (pier.text, pier.is_near, found.text, found.is_near) == (QUESTION, False, wine, True)
    assert await example(library) == wine
    await library.feedback.vote(id, collection="7", voter="bea", good=False)
    assert await example(library) == QUESTION


async def test_headline_of_another_servers_article_is_not_suggested(library: Library) -> None:
    await library.add(Article(title="Their own secret", paragraphs=("A secret pier.",)), collection="8")
    assert await library.suggestions("", collection="7") == [PIER.title]
    assert await library.suggestions("secret", collection="8") == ["Their own secret"]


async def test_causes_of_votes_are_counted(library: Library) -> None:
    id = await asked(library)
    await library.feedback.vote(id, collection="7", voter="ann", good=False, cause="outdated")
    await library.feedback.vote(id, collection="7", voter="bea", good=False, cause="outdated", reason="It is 2022.")
    await library.feedback.vote(id, collection="7", voter="cem", good=False, cause="quote")
    await library.feedback.vote(id, collection="7", voter="dan", good=False, cause="wrong")
    await library.feedback.vote(id, collection="7", voter="dan", good=False)
    [gap] = await library.feedback.gaps(collection="7")
    assert gap.causes == {"outdated": 2, "quote": 1}


async def test_question_that_only_the_samples_answered_is_not_suggested_once_there_are_articles(tmp_path: Path) -> None:
    question = "At which hotel in Singapore did Donald Trump and Kim Jong-un meet?"
    async with Library.open(tmp_path) as library:
        await asked(library, question)
        assert await library.suggestions("at which hotel", collection="7") == [question]
        await library.add(PIER)
        assert await library.suggestions("at which hotel", collection="7") == []
