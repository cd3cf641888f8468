"""Many questions at once: processes that answer beside this one, each from the same saved index and the same store.

A process is trusted as this one is: it runs the same code on the same files, and the two talk in pickles.
"""

import asyncio
import gc
import logging
import os
import pickle
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Condition
from time import perf_counter
from typing import BinaryIO

from knowledge.answers.pipeline import AnswerRequest, AskResult, answer_question
from knowledge.errors import KnowledgeError
from knowledge.executor import MAX_QUESTION_SECONDS, time_limit
from knowledge.index_cache import IndexFileError, load_index
from knowledge.ingest.isolation import start_child
from knowledge.search.retriever import Retriever
from knowledge.store.articles import ArticleReader
from knowledge.store.sqlite import DATABASE_FILE, FileReader

MIN_QUESTIONS = 100
"""With fewer questions than this, starting a process takes longer than it saves."""
MAX_WORKERS = 3
"""Processes that are started at most; each takes some 100 MB beside the index, which all share."""
_AHEAD = 16
"""Questions that each may be ahead of the first one whose answer is not taken yet."""
_NICE = 5
"""How far they step back behind the process that everybody else is answered by."""

Answering = Callable[[AnswerRequest], Awaitable[AskResult]]
"""Answers a question; raises KnowledgeError."""
IsCurrent = Callable[[], Awaitable[bool]]
log = logging.getLogger(__name__)


class WorkerEnded(Exception):
    """A process that should answer has ended, or could not do what it should."""


class AnswerWorker:
    """A process that answers one question after the other, for several threads that wait."""

    def __init__(self, folder: Path, scope: Sequence[str]) -> None:
        process = start_child("-c", "from knowledge.answer_workers import main; main()", str(folder), *scope)
        assert process.stdin and process.stdout
        self._process, self._stdin, self._stdout = process, process.stdin, process.stdout
        self._turn = Condition()
        """Guards how many questions were sent, and lets those who sent them have their answers in order."""
        self._sent = self._received = 0
        if hasattr(os, "sched_setaffinity"):  # The bot is pinned to one processor; this is to use another.
            with suppress(OSError):
                os.sched_setaffinity(process.pid, range(os.cpu_count() or 1))

    def wait_until_ready(self) -> None:
        """Wait until the index is loaded; raise WorkerEnded where it can't be."""
        self._receive()

    def answer(self, request: AnswerRequest) -> AskResult:
        """Wait for the answer to a question.

        Raises:
            KnowledgeError: As `answer_question` does.
            WorkerEnded: The process ended, or failed in a way that it should not.
        """
        with self._turn:
            place = self._sent
            self._sent += 1
            try:
                pickle.dump(request, self._stdin)
                self._stdin.flush()
            except (OSError, ValueError):
                self._process.kill()  # Then there is no answer to this one, nor to those behind it.
            self._turn.wait_for(lambda: self._received == place)
        try:
            found = self._receive()
        finally:
            with self._turn:
                self._received += 1
                self._turn.notify_all()
        if isinstance(found, KnowledgeError):
            raise found
        if not isinstance(found, AskResult):
            raise WorkerEnded
        return found

    def end(self) -> None:
        """End the process at once; it holds nothing that could be lost."""
        self._process.kill()
        with suppress(OSError, ValueError):
            self._stdin.close()
        self._process.wait()
        with suppress(OSError, ValueError):
            self._stdout.close()

    def _receive(self) -> object:
        try:
            found: object = pickle.load(self._stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise WorkerEnded from error
        return found


def main() -> None:
    """Answer what is asked on standard input, until nobody asks any more."""
    folder, scope = Path(sys.argv[1]), sys.argv[2:]
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What a library prints must not be taken for an answer.
    if hasattr(os, "nice"):
        os.nice(_NICE)
    loaded = [_load(folder, collection) for collection in scope]
    retriever = loaded[0] if len(loaded) == 1 else Retriever.concat(loaded)
    reader = ArticleReader(partial(FileReader, folder / DATABASE_FILE))
    gc.freeze()
    _send(out, None)
    with suppress(EOFError):
        while isinstance(request := pickle.load(source), AnswerRequest):
            _send(out, _answer(request, retriever, reader))


def _load(folder: Path, collection: str) -> Retriever:
    try:
        return load_index(folder, collection)[0]
    except IndexFileError as error:
        if error.is_missing:  # A collection without articles has no file.
            return Retriever({})
        raise


def _answer(request: AnswerRequest, retriever: Retriever, reader: ArticleReader) -> AskResult | KnowledgeError | None:
    """Answer a question; None where that fails in a way that it should not, which the process that asks looks into."""
    try:
        with time_limit(MAX_QUESTION_SECONDS):
            return answer_question(request, retriever, reader)
    except KnowledgeError as error:
        return error
    except Exception:
        return None


def _send(out: BinaryIO, found: object) -> None:
    pickle.dump(found, out)
    out.flush()


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a question, and how long it took with the wait for its turn."""

    result: AskResult | Exception
    milliseconds: float


class AnswerPool:
    """Answers many questions, several at once: one in this process, and one in each process beside it.

    Args:
        here: Answers a question in this process.
        is_current: Tells whether the index that was saved is still that of the store.
        folder: The data folder.
        scope: The collections that are asked.
    """

    def __init__(self, here: Answering, is_current: IsCurrent, folder: Path, scope: Sequence[str]) -> None:
        self._here = here
        self._is_current = is_current
        self._folder = folder
        self._scope = scope
        self._workers: list[AnswerWorker] = []

    async def answer(self, requests: Sequence[AnswerRequest], processes: int) -> AsyncGenerator[Answered]:
        """Yield what becomes of questions, in their order.

        Args:
            requests: The questions.
            processes: How many processes are started besides this one.
        """
        waiting: asyncio.Queue[asyncio.Future[Answered]] = asyncio.Queue()
        room = asyncio.Semaphore(_AHEAD * (processes + 1))
        following = iter(requests)

        async def work(answering: Answering) -> None:
            while True:
                await room.acquire()
                if (request := next(following, None)) is None:
                    return
                answered: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
                waiting.put_nowait(answered)
                started = perf_counter()
                result: AskResult | Exception
                try:
                    result = await answering(request)
                except Exception as error:
                    result = error
                answered.set_result(Answered(result, (perf_counter() - started) * 1000))

        async def work_beside() -> None:
            if worker := await self._started():
                # The next question waits in the pipe, so that the process need not wait for this one.
                answering = partial(self._beside, worker)
                await asyncio.gather(work(answering), work(answering))

        tasks = [asyncio.create_task(each) for each in (work(self._here), *(work_beside() for _ in range(processes)))]
        try:
            for _ in requests:
                yield await (await waiting.get())
                room.release()
        finally:
            for task in tasks:
                task.cancel()
            for worker in self._workers:
                await asyncio.to_thread(worker.end)
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _started(self) -> AnswerWorker | None:
        """Return a process that is ready, or None where there can be none."""
        try:
            worker = AnswerWorker(self._folder, self._scope)
            self._workers.append(worker)
            await asyncio.to_thread(worker.wait_until_ready)
        except (OSError, ValueError, WorkerEnded):
            log.warning("A process that should answer questions did not start; they are answered without it")
            return None
        return worker

    async def _beside(self, worker: AnswerWorker, request: AnswerRequest) -> AskResult:
        """Answer in another process, or here where that has ended, or has an index from before a change."""
        if await self._is_current():
            with suppress(WorkerEnded):
                return await asyncio.to_thread(worker.answer, request)
        return await self._here(request)


def processes_for(questions: int) -> int:
    """Return how many processes so many questions and the processors of this machine are worth."""
    return min(MAX_WORKERS, (os.cpu_count() or 1) - 1) if questions >= MIN_QUESTIONS else 0
