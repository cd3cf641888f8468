"""Questions that follow others, and passages beyond the first ones."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge import Answer, AnswerNotFound, Article, AskContext, Decline, Library
from knowledge.answers.pipeline import is_elliptical, resolve_followup
from knowledge.models import Conversation
from knowledge.search.filters import ParsedQuestion

ENVOYS = Article(
    id="envoys",
    title="Envoys in Lindvik",
    paragraphs=(
        "Ingrid Dahl spoke for Norway at the ferry talks in Lindvik on Tuesday.",
        "Olga Petrova spoke for Russia at the ferry talks in Lindvik on Tuesday.",
        "Nothing was signed, and the talks go on in the old town hall.",
    ),
    language="en",
)
TRADE = Article(
    id="trade",
    title="Herring trade",
    paragraphs=(
        "Russia buys most of the herring that Bergen sells abroad.",
        "The glacier above Bergen lost nine metres in the hot summer.",
    ),
    language="en",
)
TODAY = date(2024, 5, 15)


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add_all([ENVOYS, TRADE])
        yield library


def first(found: Answer | Decline) -> tuple[str, int]:
    assert isinstance(found, Answer)
    return found.citations[0].article.id, found.citations[0].paragraph


def test_a_question_may_leave_out_what_it_is_about(subtests: pytest.Subtests) -> None:
    for question in [
        *("and China?", "And what did they sign about sanctions in the end?", "What about the workers?", "but why?"),
        *("when was that?", "who chaired them?", "how long did they have?", "who signed it?", "why there?"),
        *(
            "y China?",
            "et la Chine ?",
            "und China?",
            "헬기는요?",
            "그럼 공동경비구역은?",
            "那中国呢？",
            "它什么时候开始？",
        ),
    ]:
        with subtests.test(question=question):
            assert is_elliptical(question)


def test_a_question_may_be_complete(subtests: pytest.Subtests) -> None:
    for question in [
        *("Which two agencies merged to form Yonhap?", "When was KCNA founded?", "What is the capital of Australia?"),
        *("How do I bake sourdough bread?", "Who told reporters that Trump would meet Kim?", "How wide is the DMZ?"),
        *("what is sandbagging", "What is a berth?", "who is Jon"),
        *("When did Kim Jong-il die?", "유해 공동 발굴은 어느 고지에서 하나?", "朝鲜战争停战协定是在哪一年签署的？"),
    ]:
        with subtests.test(question=question):
            assert not is_elliptical(question)


def test_what_is_left_out_comes_from_the_last_complete_question() -> None:
    earlier = Conversation(("and Russia?", "Who spoke for Norway at the ferry talks? after:2018", "Who sells herring?"))
    sought = resolve_followup(ParsedQuestion("and China?"), earlier, today=TODAY)
    assert sought.carried == "Who spoke for Norway at the ferry talks?"


def test_a_thread_of_incomplete_questions_goes_back_to_its_first() -> None:
    assert (
        resolve_followup(ParsedQuestion("and China?"), Conversation(("and him?", "and Russia?")), today=TODAY).carried
        == "and Russia?"
    )


def test_a_complete_question_carries_nothing() -> None:
    sought = ParsedQuestion("Which two agencies merged to form Yonhap?")
    assert resolve_followup(sought, Conversation(("Who sells herring?",), frozenset({1})), today=TODAY) == sought


async def test_a_follow_up_is_answered_from_what_was_spoken_of(library: Library) -> None:
    asked = await library.ask("Who spoke for Norway at the ferry talks in Lindvik?")
    assert first(await library.ask("and Russia?", AskContext(following=asked.id))) == ("envoys", 2)
    assert first(await library.ask("and Russia?")) == ("trade", 1)


async def test_a_follow_up_of_a_follow_up_goes_back_to_the_complete_question(library: Library) -> None:
    asked = await library.ask("Who spoke for Norway at the ferry talks in Lindvik?")
    middle = await library.ask("and what was signed?", AskContext(following=asked.id))
    assert first(await library.ask("and Russia?", AskContext(following=middle.id))) == ("envoys", 2)


async def test_a_decline_can_be_followed(library: Library) -> None:
    asked = await library.ask("Did the prime minister of Denmark attend any ferry talks?")
    assert isinstance(asked, Decline)
    assert first(await library.ask("and Russia?", AskContext(following=asked.id))) == ("envoys", 2)


async def test_a_complete_question_is_answered_as_if_it_followed_nothing(library: Library) -> None:
    question = "Which glacier lost nine metres in the summer?"
    asked = await library.ask("Who spoke for Norway at the ferry talks in Lindvik?")
    alone, following = await library.ask(question), await library.ask(question, AskContext(following=asked.id))
    assert isinstance(alone, Answer) and isinstance(following, Answer)
    assert following.citations == alone.citations and following.confidence == alone.confidence


async def test_an_unknown_question_is_not_followed(subtests: pytest.Subtests, library: Library) -> None:
    for id in [0, -1, 999, 2**70]:
        with subtests.test(id=id):
            assert first(await library.ask("and Russia?", AskContext(following=id))) == ("trade", 1)


async def test_a_question_of_another_collection_is_not_followed(library: Library) -> None:
    asked = await library.ask("Who spoke for Norway at the ferry talks in Lindvik?", AskContext(collection="17"))
    assert first(await library.ask("and Russia?", AskContext(following=asked.id, collection="18"))) == ("trade", 1)


async def test_the_filters_of_a_follow_up_are_its_own(library: Library) -> None:
    asked = await library.ask("Who spoke for Norway at the ferry talks? in:envoys")
    found = await library.ask('and Russia? in:"herring trade"', AskContext(following=asked.id))
    assert first(found) == ("trade", 1)


async def test_what_a_question_followed_outlives_it_without_a_trace(library: Library) -> None:
    asked = await library.ask("Who spoke for Norway at the ferry talks in Lindvik?", AskContext(asker="ann"))
    found = await library.ask("and Russia?", AskContext(following=asked.id, asker="bea"))
    await library.forget_person("ann")
    assert first(await library.source(id=found.id)) == ("envoys", 2)
    assert first(await library.ask("and Russia?", AskContext(following=asked.id))) == ("trade", 1)


async def test_more_numbers_on_and_becomes_part_of_the_answer(tmp_path: Path) -> None:
    notes = [f"The ferry number {n} of the harbour of Lindvik is painted in colour {n * 7}." for n in range(7)]
    async with Library.open(tmp_path) as library:
        await library.add(replace(ENVOYS, title="", paragraphs=tuple(notes)))
        found = await library.ask("Which ferry of the harbour of Lindvik is painted?", k=1)
        assert isinstance(found, Answer)
        second = await library.more_passages(found.id, k=2)
        third = await library.more_passages(found.id, k=3)
        assert [each.n for each in (*second.citations, *third.citations)] == [2, 3, 4]
        assert second.id == third.id == found.id
        cited = (await library.source(id=found.id)).citations
        assert cited == (*found.citations, *second.citations, *third.citations)
        assert sorted(number for each in cited for number in each.paragraphs) == [1, 2, 3, 4, 5, 6, 7]
        with pytest.raises(AnswerNotFound, match="no more passages"):
            await library.more_passages(found.id)


async def test_more_of_a_follow_up_goes_on_from_what_it_followed(library: Library) -> None:
    asked = await library.ask("Who spoke for Norway at the ferry talks in Lindvik?")
    found = await library.ask("and Russia?", AskContext(following=asked.id), k=1)
    more = await library.more_passages(found.id, k=1)
    assert isinstance(found, Answer) and first(more) != first(found)


@pytest.mark.parametrize("id", [0, 999])
async def test_there_is_no_more_of_an_unknown_answer(library: Library, id: int) -> None:
    with pytest.raises(AnswerNotFound):
        await library.more_passages(id)


async def test_there_is_no_more_of_a_decline_or_of_another_collections_answer(library: Library) -> None:
    declined = await library.ask("How do I reset a forgotten password?")
    answered = await library.ask("Who spoke for Norway at the ferry talks?", AskContext(collection="17"), k=1)
    for id in (declined.id, answered.id):
        with pytest.raises(AnswerNotFound):
            await library.more_passages(id, collection="18" if id == answered.id else "shared")


async def test_follow_up_with_a_subject_of_its_own_is_asked_alone(library: Library) -> None:
    asked = await library.ask("Who buys the herring that Bergen sells?")
    found = await library.ask("what about the ferry talks in Lindvik?", AskContext(following=asked.id))
    assert found.outcome == "answered" and first(found)[0] == "envoys"
