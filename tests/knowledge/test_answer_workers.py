"""Many questions at once: answered in several processes, and in nothing different from questions asked alone."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import Answer, Article, Decline, InvalidQuestion, Library, samples
from knowledge.answer_workers import MIN_QUESTIONS, AnswerPool, AnswerWorker, WorkerEnded
from knowledge.answers.pipeline import AnswerRequest, AskResult
from tests.quality.floors import QUESTIONS

REFUSED = ["", "after:2018-01-01", "x" * 1_001]
PIER = "When did the pier at Lindvik open?"
NEWS = Article(title="A pier", paragraphs=("The pier at Lindvik opened on Saturday with a brass band.",), language="en")


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        yield library


def compared(reply: Answer | Decline | Exception) -> object:
    """What must not depend on how a question was asked: all but its number, how long it took, and what else to ask."""
    if isinstance(reply, Exception):
        return str(reply)
    reply = replace(reply, id=0, milliseconds=0.0)
    return replace(reply, example="") if isinstance(reply, Decline) else reply


async def asked_alone(library: Library, question: str) -> object:
    try:
        return compared(await library.ask(question))
    except InvalidQuestion as error:
        return compared(error)


async def test_questions_asked_at_once_are_answered_in_order_as_if_each_was_asked_alone(library: Library) -> None:
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    asked = [PIER, *questions[:40], *REFUSED, *questions[40:]]
    asked = (asked * MIN_QUESTIONS)[: MIN_QUESTIONS + 30]
    alone = {question: await asked_alone(library, question) for question in dict.fromkeys(asked)}
    async with aclosing(library.ask_all(asked)) as replies:
        assert [compared(each) async for each in replies] == [alone[question] for question in asked]
    logged = [each["text"] async for each in library.export_questions()]
    taken = [question for question in asked if question not in REFUSED]
    assert logged[-len(taken) :] == taken


async def test_article_added_meanwhile_answers_what_is_asked_after_it(library: Library) -> None:
    asked = [PIER] * MIN_QUESTIONS
    async with aclosing(library.ask_all(asked)) as replies:
        first = await anext(replies)
        await library.add(NEWS)
        last = [each async for each in replies][-1]
    assert isinstance(first, Decline)
    assert isinstance(last, Answer) and last.citations[0].article.title == NEWS.title


async def test_process_that_ends_or_cannot_load_the_index_leaves_its_questions_to_this_one(
    library: Library, tmp_path: Path
) -> None:
    await library.load()
    scope = (samples.COLLECTION,)
    asked: list[str] = []

    async def here(request: AnswerRequest) -> AskResult:
        asked.append(request.question)
        return AskResult(Decline(question=request.question))

    async def is_current() -> bool:
        return True

    (tmp_path / "index").mkdir(exist_ok=True)
    (tmp_path / "index" / f"{samples.COLLECTION}.idx").write_bytes(b"no index")
    requests = [AnswerRequest(question=str(number)) for number in range(5)]
    pool = AnswerPool(here, is_current, tmp_path, scope)
    async with aclosing(pool.answer(requests, processes=1)) as answering:
        found = [each.result async for each in answering]
    assert asked == [each.question for each in requests]
    assert [each.reply.question for each in found if isinstance(each, AskResult)] == asked
    worker = AnswerWorker(tmp_path, ["nothing"])
    worker.end()
    with pytest.raises(WorkerEnded):
        worker.answer(requests[0])
