"""Many questions at once: answered in several processes, and in nothing different from questions asked alone."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import Answer, Article, Decline, InvalidQuestion, Library
from knowledge.answer_workers import MAX_ANSWER_SECONDS, MIN_WAITING, _Worker
from knowledge.errors import QuestionCrashed, QuestionTookTooLong
from knowledge.index_cache import path_of
from knowledge.samples import COLLECTION
from tests.quality.floors import QUESTIONS

two_processors = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="There is one processor.")
REFUSED = ["", "after:2018-01-01", "x" * 1_001]
PIER = "When did the pier at Lindvik open?"
NEWS = Article(title="A pier", paragraphs=("The pier at Lindvik opened on Saturday with a brass band.",), language="en")


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        yield library


def compared(reply: Answer | Decline | BaseException) -> object:
    """What must not depend on how a question was asked: all but its number, how long it took, and what else to ask."""
    if isinstance(reply, BaseException):
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
    asked = [PIER, *questions[:20], *REFUSED, *questions[20:40], *questions[:20]]
    alone = {question: await asked_alone(library, question) for question in dict.fromkeys(asked)}
    async with aclosing(library.ask_all(asked)) as replies:
        assert [compared(each) async for each in replies] == [alone[question] for question in asked]
    logged = [each["text"] async for each in library.export_questions()]
    taken = [question for question in asked if question not in REFUSED]
    assert logged[-len(taken) :] == taken


async def worker_of(library: Library) -> _Worker:
    """Let enough questions wait for a process to start, and return it once it answers."""
    workers = library._workers
    assert workers
    while not any(each.has_room for each in workers._workers):
        await asyncio.gather(*[library.ask(PIER) for _ in range(2 * MIN_WAITING)], return_exceptions=True)
    return workers._workers[0]


def goes_first(process: int) -> bool:
    """Tell whether a process is to end before others where memory runs out, as far as the system can."""
    return sys.platform != "linux" or Path(f"/proc/{process}/oom_score_adj").read_text().strip() == "1000"


@two_processors
async def test_process_that_is_started_before_questions_wait_finds_their_indexes(
    library: Library, tmp_path: Path
) -> None:
    await library.load()
    await asyncio.gather(library.start_worker(), library.start_worker())
    assert library._workers
    await asyncio.wait(library._workers._tasks)
    assert path_of(tmp_path, COLLECTION).exists()
    worker = await worker_of(library)
    assert [worker] == library._workers._workers
    assert goes_first(worker._transport.get_pid())


@two_processors
async def test_what_changes_while_a_process_answers_shows_in_the_next_question(library: Library) -> None:
    worker = await worker_of(library)
    before = [asyncio.create_task(library.ask(PIER)) for _ in range(20)]
    await asyncio.wait(before, return_when=asyncio.FIRST_COMPLETED)
    added = (await library.add(NEWS)).article
    known = await asyncio.gather(*[library.ask(PIER) for _ in range(20)])
    await library.withdraw(added.id)
    gone = await asyncio.gather(*[library.ask(PIER) for _ in range(20)])
    assert [each.citations[0].article.title for each in known if isinstance(each, Answer)] == [NEWS.title] * 20
    assert all(isinstance(each, Decline) for each in gone)
    ids = [each.id for each in (*await asyncio.gather(*before), *known, *gone)]
    assert ids == sorted(ids), "the log does not have them in the order in which they came"
    assert not worker.ended.is_set() and worker.nbytes


@two_processors
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGSTOP])
async def test_questions_of_a_process_that_ends_or_hangs_are_answered_here_once_but_for_the_one_at_which_it_does(
    library: Library, by: signal.Signals
) -> None:
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()][:40]
    alone = [await asked_alone(library, question) for question in questions]
    worker = await worker_of(library)
    asking = [asyncio.create_task(library.ask(question)) for question in questions]
    await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
    assert worker.asked
    os.kill(worker._transport.get_pid(), by)
    if by is signal.SIGSTOP:
        worker._heard_at -= MAX_ANSWER_SECONDS
        worker._check()
    found = [compared(each) for each in await asyncio.gather(*asking, return_exceptions=True)]
    stopped = [own for own, other in zip(found, alone, strict=True) if own != other]
    assert len(stopped) == 1 and ("took me too long" if by is signal.SIGSTOP else "Something went") in str(stopped[0])
    logged = [each async for each in library.export_questions()][-len(questions) :]
    assert [each["text"] for each in logged] == questions
    assert [each["outcome"] for each in logged].count("failed") == 1
    await worker.ended.wait()
    assert library._executor.left is None


class Deadly(str):
    """A question that ends any other process that it is sent to."""

    def __reduce__(self) -> tuple[object, ...]:
        return signal.raise_signal, (signal.SIGKILL,)


@two_processors
async def test_question_that_ends_the_process_that_answers_it_fails_under_an_id_of_the_log_and_is_not_asked_again(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker = await worker_of(library)
    monkeypatch.setattr("knowledge.library.clean_question", Deadly)
    found = await asyncio.gather(*[library.ask(PIER) for _ in range(20)], return_exceptions=True)
    failed = [str(each) for each in found if isinstance(each, QuestionCrashed)]
    assert failed and worker.ended.is_set() and len(failed) + sum(isinstance(each, Decline) for each in found) == 20
    ids = re.findall(r"Failure (\w+): .* exit code -9", caplog.text)
    assert sorted(each.split()[-1] for each in failed) == sorted(ids)
    assert [each["outcome"] async for each in library.export_questions()][-20:].count("failed") == len(failed)


@two_processors
async def test_question_that_takes_too_long_in_another_process_gets_the_same_sentence(library: Library) -> None:
    workers, usual = library._workers, library._executor.max_seconds
    assert workers
    library._executor.max_seconds = 0.0
    workers._start()
    await asyncio.wait(workers._tasks)
    library._executor.max_seconds = usual
    await worker_of(library)
    found = await asyncio.gather(*[library.ask(PIER) for _ in range(20)], return_exceptions=True)
    assert QuestionTookTooLong in {type(each) for each in found} <= {Decline, QuestionTookTooLong}
    logged = [each["outcome"] async for each in library.export_questions()]
    assert logged[-20:].count("failed") == [type(each) for each in found].count(QuestionTookTooLong)
