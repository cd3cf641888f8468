"""Processes that answer beside this one, each from the same saved indexes and the same store, while questions wait.

A process is trusted as this one is: it runs the same code on the same files, and the two talk in pickles.
"""

import asyncio
import gc
import logging
import os
import pickle
import secrets
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from struct import Struct
from time import monotonic
from typing import Literal, NoReturn

from knowledge.answers.kinds import compile_kinds
from knowledge.answers.pipeline import AnswerRequest, AskResult, answer_question
from knowledge.child_process import be_first_to_go, child_command, child_environment
from knowledge.errors import IndexBehind, InvalidQuestion, QuestionCrashed, QuestionTookTooLong
from knowledge.executor import TurnExecutor, freeze_gc, settle, stop_question, time_limit
from knowledge.index_cache import IndexCache, Scope
from knowledge.search.retriever import Retriever
from knowledge.store.articles import ArticleReader, ArticleStore
from knowledge.store.sqlite import FileDatabase

MIN_WAITING = 4
"""Questions that wait, for each process that answers already, before another is started."""
MAX_WORKERS = 3
"""Processes that are started at most; each takes some 70 MB beside the indexes, whose files all share."""
AHEAD = 4
"""Questions that each process is sent ahead, so that it never waits for the next one."""
MAX_WORKER_IDLE_SECONDS = 600.0
"""After so long without a question a process ends."""
MAX_ANSWER_SECONDS = 60.0
"""After so long without an answer a process is taken for hung and is killed; its own time limit is much shorter."""
_CHECK_SECONDS = 20.0
"""How often it is looked at how long a process has been idle or silent."""
_REFUSED_SECONDS = 60.0
"""For so long no process is started after one that failed, nor asked of indexes that one did not have."""
_LENGTH = Struct(">Q")
_CODE = "import gc; gc.disable(); from knowledge.answer_workers import main; main()"
"""What a process runs. All that is loaded stays: nothing is looked through for garbage until it has answered."""

Settled = AskResult | InvalidQuestion | QuestionTookTooLong
Told = Settled | Literal["ready", "not indexed", "failed"]
"""What a process says first, and then of each question; what was not settled is answered here."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """The indexes that a question is asked of."""

    scope: Scope
    version: str
    """As `IndexCache.get` returns it."""


@dataclass(frozen=True, slots=True, eq=False)
class AnswerJob:
    """A question that waits for its turn, to be answered in a thread or another process."""

    request: AnswerRequest
    index: IndexVersion
    server: str
    run: Callable[[], None]
    """Answers it in this process."""
    answer: Future[AskResult]


class AnswerWorkers:
    """Starts processes beside this one once questions wait, and hands them what waits next.

    A question is answered there from indexes of the same version as here, or else here: where the process has no such
    indexes, and where it fails. One at which it hangs took too long, and one at which it ends has failed: here it would
    keep or end this process. What else such a process was to answer is answered here.

    Args:
        executor: Whose questions they answer.
        folder: The data folder.
        memory: Megabytes that the indexes of each can take.
        save: Saves the indexes of collections, so that a process can have them; tells whether it could.
    """

    def __init__(
        self, executor: TurnExecutor, folder: Path, *, memory: int, save: Callable[[Scope], Awaitable[bool]]
    ) -> None:
        self._executor = executor
        self._folder = folder
        self._memory = memory
        self._save = save
        self._refused_until: dict[Scope, float] = {}
        self._most = min(MAX_WORKERS, (os.cpu_count() or 1) - 1)
        self._workers: list[_Worker] = []
        self._tasks: set[asyncio.Task[None]] = set()
        """What is under way: processes are started, and indexes saved for them."""
        self._starting = 0
        self._start_from = 0.0
        """When the next one can be started."""
        executor.given = self._take_turns

    @property
    def nbytes(self) -> int:
        """Memory of their indexes in bytes, or the bytes mapped of files."""
        return sum(each.nbytes for each in self._workers)

    def can_answer(self, scope: Scope) -> bool:
        """Tell whether a process is likely to have the indexes of some collections."""
        return monotonic() >= self._refused_until.get(scope, 0.0)

    async def answer(
        self, request: AnswerRequest, index: IndexVersion, here: Callable[[], AskResult], *, server: str
    ) -> AskResult:
        """Answer a question when its turn comes, wherever there is room first.

        Args:
            request: The question.
            index: What it is asked of.
            here: Answers it in this process.
            server: Whose turn it waits for.

        Raises:
            KnowledgeError: As `answer_question` does.
        """
        answer: Future[AskResult] = Future()
        job = AnswerJob(request, index, server, partial(settle, answer, here), answer)
        return await self._executor.wait(job, answer, server=server)

    async def start(self, scope: Scope, languages: Collection[str]) -> None:
        """Start the first one before any question waits.

        Args:
            scope: What it will be asked of, whose indexes are saved for it.
            languages: Those of the articles, which that process and this one prepare for.
        """
        if self._most and not self._workers and not self._starting:
            self._run(self._saved(scope))
            self._starting += 1
            await self._started(languages)
            self._run(self._executor.run_last(compile_kinds, languages))

    def end(self) -> None:
        """End all of them, with all they hold in memory; what they have not answered is answered here."""
        for each in [*self._workers]:
            each.end()

    async def close(self) -> None:
        """End all of them for good."""
        self._most = 0
        self.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(each.ended.wait() for each in [*self._workers]))

    def _take_turns(self) -> None:
        """Send what waits to whoever has the least to do, and start another process where much waits."""
        for each in sorted(self._workers, key=lambda each: len(each.asked)):
            self._send_next(each)
        number = len(self._workers) + self._starting
        if number < self._most and self._executor.waiting >= MIN_WAITING * (number + 1):
            self._start()

    def _send_next(self, worker: "_Worker") -> None:
        while worker.has_room and (job := self._executor.take(AnswerJob)):
            worker.send(job)

    def _start(self) -> None:
        if monotonic() < self._start_from:
            return
        self._start_from = monotonic() + _REFUSED_SECONDS  # Unless this one comes to answer.
        self._starting += 1
        self._run(self._started())

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _started(self, languages: Iterable[str] = ()) -> None:
        command = child_command("-c", _CODE)
        worker = _Worker(self._told, self._ended)
        try:
            await asyncio.get_running_loop().subprocess_exec(
                lambda: worker,
                *command,
                str(self._folder),
                str(self._memory),
                str(self._executor.max_seconds),
                *languages,
                stderr=asyncio.subprocess.DEVNULL,
                env=child_environment(),
                start_new_session=True,
            )
        except OSError as error:
            log.warning("No process could be started to answer beside this one: %s", error)
            return
        finally:
            self._starting -= 1
        if not worker.ended.is_set():
            self._workers.append(worker)

    def _told(self, worker: "_Worker", job: AnswerJob | None, told: Told) -> None:
        """Pass on what a process says of a question, or that it is ready for the first one."""
        if job is None:
            self._executor.left, self._start_from = AnswerJob, 0.0
        elif not isinstance(told, str):
            settle(job.answer, _outcome, told)
            self._executor.done()
        else:
            if told == "not indexed" and self.can_answer(job.index.scope):
                self._refused_until[job.index.scope] = monotonic() + _REFUSED_SECONDS
                self._run(self._saved(job.index.scope))
            self._executor.put_back(job, server=job.server)
        self._send_next(worker)

    async def _saved(self, scope: Scope) -> None:
        """Have indexes saved that a process does not have, so that it need not be let be any longer."""
        if await self._save(scope):
            self._refused_until.pop(scope, None)

    def _ended(self, worker: "_Worker") -> None:
        """Have this process answer what another one has not."""
        if worker in self._workers:
            self._workers.remove(worker)
        if self._most and not worker.is_dismissed:
            self._start_from = monotonic() + _REFUSED_SECONDS
            log.warning("A process that answered questions has ended; this one answers what that had not begun.")
        if not any(each.is_ready for each in self._workers):
            self._executor.left = None
        if worker.asked and not worker.is_dismissed:
            settle(worker.asked.popleft().answer, stop_question if worker.is_hung else partial(_crash, worker.code))
            self._executor.done()
        for job in reversed(worker.asked):
            self._executor.put_back(job, server=job.server)
        worker.asked.clear()


def _crash(code: int | None) -> NoReturn:
    """Raise QuestionCrashed under an id that the log has too.

    Args:
        code: What the process ended with; the negative number of a signal where that ended it.
    """
    id = secrets.token_hex(4)
    log.error("Failure %s: a question ended the process that answered it, with the exit code %s", id, code)
    raise QuestionCrashed(
        "Something went wrong on my side. Please try again. If it keeps happening, give my operator this id: {id}",
        id=id,
    )


def _outcome(told: Settled) -> AskResult:
    if isinstance(told, AskResult):
        return told
    raise told


class _Worker(asyncio.SubprocessProtocol):
    """A process that answers one question after the other."""

    def __init__(
        self,
        told: "Callable[[_Worker, AnswerJob | None, Told], None]",
        ended: "Callable[[_Worker], None]",
    ) -> None:
        self._told = told
        self._ended = ended
        self._received = bytearray()
        self._heard_at = monotonic()
        """When it last said something, or was first sent something after that."""
        self.asked: deque[AnswerJob] = deque()
        """What it was sent and has not answered, in order."""
        self.is_ready = False
        self.is_dismissed = False
        """Whether we ended it."""
        self.is_hung = False
        """Whether we ended it because of the first question that it was asked."""
        self.ended = asyncio.Event()
        self.nbytes = 0

    @property
    def code(self) -> int | None:
        """What it ended with."""
        return self._transport.get_returncode()

    @property
    def has_room(self) -> bool:
        """Whether it can be sent another question."""
        return self.is_ready and not self.is_dismissed and len(self.asked) < AHEAD

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let it use another processor than this process, which keeps to one."""
        assert isinstance(transport, asyncio.SubprocessTransport)
        stdin = transport.get_pipe_transport(0)
        assert isinstance(stdin, asyncio.WriteTransport)
        self._transport, self._stdin = transport, stdin
        if hasattr(os, "sched_setaffinity"):
            with suppress(OSError):
                os.sched_setaffinity(transport.get_pid(), range(os.cpu_count() or 1))
        self._check()

    def send(self, job: AnswerJob) -> None:
        asked = pickle.dumps((job.index, job.request), pickle.HIGHEST_PROTOCOL)
        if not self.asked:
            self._heard_at = monotonic()
        self.asked.append(job)
        self._stdin.write(asked)

    def end(self) -> None:
        """End it at once; it holds nothing that could be lost."""
        self.is_dismissed = True
        self._transport.close()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Take what it says, which may come in parts."""
        received = self._received
        received += data
        while len(received) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(received)[0]
            if len(received) < end:
                return
            try:
                told, self.nbytes = pickle.loads(received[_LENGTH.size : end])
            except Exception:
                log.exception("A process answered with what is no answer")
                self._transport.close()
                return
            del received[:end]
            self._heard_at = monotonic()
            if self.is_dismissed:
                return
            job = self.asked.popleft() if self.is_ready else None
            self.is_ready = True
            self._told(self, job, told)

    def connection_lost(self, error: Exception | None) -> None:
        """Note that it has ended, and that all it said has come in."""
        self._checking.cancel()
        self._transport.close()
        self._ended(self)
        self.ended.set()

    def _check(self) -> None:
        """End it where it has been idle for long, or is hung."""
        silent = monotonic() - self._heard_at
        if silent > MAX_WORKER_IDLE_SECONDS:
            self.end()
        elif self.asked and silent > MAX_ANSWER_SECONDS:
            self.is_hung = True
            self._transport.close()
        self._checking = asyncio.get_running_loop().call_later(_CHECK_SECONDS, self._check)


def main() -> None:
    """Answer what is asked on standard input, until nobody asks any more."""
    folder, memory, max_seconds, *languages = sys.argv[1:]
    be_first_to_go()
    compile_kinds(languages)
    asyncio.run(_answer_all(Path(folder), int(memory), float(max_seconds)))


async def _answer_all(folder: Path, memory: int, max_seconds: float) -> None:
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What a library prints must not be taken for an answer.

    def send(told: Told, nbytes: int) -> None:
        data = pickle.dumps((told, nbytes), pickle.HIGHEST_PROTOCOL)
        out.write(_LENGTH.pack(len(data)) + data)
        out.flush()

    async with FileDatabase.open_read_only(folder) as database:
        indexes = IndexCache(ArticleStore(database), folder, memory=memory, follows=True)
        reader = ArticleReader(database.reader)
        send("ready", 0)
        with suppress(EOFError, BrokenPipeError):
            for number in count():
                index, request = pickle.load(source)
                told: Told = "not indexed"
                try:
                    with time_limit(max_seconds):
                        version, retriever = await indexes.get(index.scope, tuple(map(int, index.version.split("-"))))
                        if version == index.version:
                            told = _answer(request, retriever, reader)
                except IndexBehind:
                    pass
                except Exception:
                    told = "failed"  # The process that asks looks into it.
                send(told, indexes.nbytes)
                # Nothing else happens on this event loop while it waits for the next question.
                await indexes.finish()
                if not number:
                    freeze_gc()
                    gc.enable()


def _answer(request: AnswerRequest, retriever: Retriever, reader: ArticleReader) -> Told:
    try:
        return answer_question(request, retriever, reader)
    except (InvalidQuestion, QuestionTookTooLong) as error:
        return error
    except Exception:
        return "failed"  # The process that asks looks into it.
