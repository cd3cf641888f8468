"""The threads for all work on questions, several where they wait for a cluster, and how long a question may take."""

import asyncio
import gc
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from math import inf
from threading import Condition, Event, Thread
from time import thread_time
from typing import Any, NoReturn, Protocol, TypeVar, TypeVarTuple

from knowledge.errors import QuestionTookTooLong

_PAUSE_SECONDS = 0.002
"""How long the event loop has by itself before a thread helps again, and once more as long as it is busy."""
_LOOP_SECONDS = 0.012
"""Processor time that the event loop has at most between two jobs of a thread that helps: so both it and the processes
beside it have something to do until the last reply is sent."""
MAX_QUESTION_SECONDS = 5.0
"""Processor time that a question can take; ordinary ones take some hundredths of a second."""


OBJECTS_PER_GC = 5_000
"""Objects made, beyond those gone, between two searches for garbage. All wait for a search, which takes the longer the
more has come since the last; Python's own 700 have one through all indexes come with every fortieth question."""
YOUNG_GCS = 50
"""Searches among what is new before one among what the caches keep, too, which takes as long as several questions."""


def freeze_gc() -> None:
    """Exclude everything loaded so far from garbage collection: it stays, and scanning it takes time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_GC, YOUNG_GCS, 10)


class WorkStopped(Exception):
    """Nobody waits for the work any more, as the process is ending."""


_last: ContextVar[float] = ContextVar("_last", default=inf)
_stopping: ContextVar[Event | None] = ContextVar("_stopping", default=None)


@contextmanager
def time_limit(seconds: float, stopping: Event | None = None) -> Iterator[None]:
    """Let the work inside the block take so much processor time of this thread, and end where it is stopping."""
    last, stop = _last.set(thread_time() + seconds), _stopping.set(stopping)
    try:
        yield
    finally:
        _last.reset(last)
        _stopping.reset(stop)


def check_time() -> None:
    """Go on only where there is time left.

    Raises:
        QuestionTookTooLong: There is none.
        WorkStopped: The process is ending.
    """
    if thread_time() > _last.get():
        stop_question()
    if (stopping := _stopping.get()) and stopping.is_set():
        raise WorkStopped


def stop_question() -> NoReturn:
    """Raise QuestionTookTooLong, which says what to do."""
    raise QuestionTookTooLong(
        "That question took me too long, so I stopped. Ask about one thing, in fewer and more specific words."
    )


Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


class Job(Protocol):
    """Work that waits for its turn."""

    @property
    def run(self) -> Callable[[], None]:
        """Does it, in a thread; tells whoever waits what came of it, and raises nothing."""


JobType = TypeVar("JobType", bound=Job)


@dataclass(frozen=True, slots=True)
class _Call:
    run: Callable[[], None]


class TurnExecutor:
    """Does one job at a time; those of one server in the order in which they come, and servers take turns.

    So a server that asks much delays the next question of another by no more than the one that is being worked on.
    Python runs one thread at a time: more of them would answer no sooner, but each would have its turn before the event
    loop has the next one. Only where jobs wait for the network are several worth it. No thread keeps the process from
    ending.

    Other processes can `take` jobs. Then a thread pauses after each of those that it does itself: it would keep the
    event loop from sending replies, which nobody else does. However many work on them, what comes of a server's jobs is
    told in the order in which they came.

    Args:
        threads: How many jobs are done at once.
        max_seconds: Processor time that each job can take, as far as it looks with `check_time`.

    Attributes:
        given: Called after each job that is given.
        left: The kind of jobs that other processes take.
        max_seconds: As given.
    """

    def __init__(self, threads: int = 1, max_seconds: float = MAX_QUESTION_SECONDS) -> None:
        self.given: Callable[[], None] = lambda: None
        self.left: type[Job] | None = None
        self._most = threads
        self.max_seconds = max_seconds
        self._turns: dict[str, deque[Job]] = {}
        """What waits, by server; whoever has the next turn comes first."""
        self._last: deque[Job] = deque()
        """What waits until nothing else does."""
        self._told: dict[str, asyncio.Future[None]] = {}
        """What is done once all jobs given for a server so far have been told."""
        self._changed = Condition()
        """Guards what waits and what is being done."""
        self._stopping = Event()
        self._threads: list[Thread] = []
        self._waiting = 0
        self._running = 0
        self._helped_with: Job | None = None
        """What a thread did last though it could leave it, until it can do the next one."""

    async def run(self, function: Callable[[*Arguments], Result], *arguments: *Arguments, server: str = "") -> Result:
        """Run the function in a thread when the turn of its server comes, and return what it returns."""
        return await self.wait(*_call(function, *arguments), server=server)

    async def run_last(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """Run the function in a thread once nothing else waits or is run, and return what it returns."""
        call, future = _call(function, *arguments)
        with self._changed:
            self._last.append(call)
            self._waiting += 1
        self._wake()
        return await asyncio.wrap_future(future)

    async def wait(self, job: Job, future: Future[Result], *, server: str = "") -> Result:
        """Let a job have its turn; return what came of it, after all that was given before for the same server.

        Args:
            job: What is to be done.
            future: Where the job puts what came of it.
            server: Whose it is.
        """
        told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        before, self._told[server] = self._told.get(server), told
        answered = asyncio.wrap_future(future)
        try:
            with self._changed:
                self._turns.setdefault(server, deque()).append(job)
                self._waiting += 1
            self._wake()
            await asyncio.wait({answered})
            self._pause_after(job)
            if before and not before.done():
                await asyncio.wait({before})
            return await answered
        except asyncio.CancelledError:
            answered.cancel()
            self._withdraw(job, server)
            self._pause_after(job)
            raise
        finally:
            # Where this was cancelled, who comes after it still waits for who came before it.
            if before and not before.done():
                before.add_done_callback(lambda _: self._tell(told, server))
            else:
                self._tell(told, server)

    def _tell(self, told: "asyncio.Future[None]", server: str) -> None:
        told.set_result(None)
        if self._told.get(server) is told:
            del self._told[server]

    def take(self, kind: type[JobType]) -> JobType | None:
        """Take the next job of a kind, to do it elsewhere: None where no server has one first.

        Whoever takes it says `done` of it, or puts it back.
        """
        with self._changed:
            job = self._next(lambda job: isinstance(job, kind))
            return job if isinstance(job, kind) else None

    def done(self) -> None:
        """Count a job that was taken as done."""
        with self._changed:
            self._running -= 1
            if self._last:
                self._changed.notify_all()

    def put_back(self, job: Job, *, server: str) -> None:
        """Let a job that was taken have the next turn of its server in a thread, and be taken no more."""
        with self._changed:
            self._turns[server] = deque([_Call(job.run), *self._turns.pop(server, ())])
            self._waiting += 1
            self._running -= 1
        self._wake()

    @property
    def waiting(self) -> int:
        """How many jobs have been given and not begun."""
        return self._waiting

    def close(self) -> None:
        """Stop what is running as soon as it looks at the time, and end the threads."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()

    def _wake(self) -> None:
        """Have a thread look for the job that has come; start one where all are at work and there can be another.

        Jobs that come one after the other have the same thread, with what it has at hand.
        """
        is_short = len(self._threads) < min(self._most, self._waiting + self._running)
        if is_short and not self._stopping.is_set():
            self._threads.append(Thread(target=self._work, name="answering", daemon=True))
            self._threads[-1].start()
        with self._changed:
            self._changed.notify()
        self.given()

    def _work(self) -> None:
        while job := self._wait_for_job():
            try:
                with time_limit(self.max_seconds, self._stopping):
                    job.run()
            finally:
                self.done()

    def _pause_after(self, job: Job) -> None:
        """Keep the event loop to itself for a moment after what a thread could have left, which is at hand now."""
        if self._helped_with is job:
            self._pause(since=thread_time())

    def _pause(self, *, since: float) -> None:
        asyncio.get_running_loop().call_later(_PAUSE_SECONDS, self._help_again, since, thread_time())

    def _help_again(self, since: float, paused: float) -> None:
        """Let a thread help once the event loop, in whose thread this is, has little to do, or has done much."""
        now = thread_time()
        if self.left and now - paused > _PAUSE_SECONDS / 2 and now - since < _LOOP_SECONDS:
            self._pause(since=since)
            return
        with self._changed:
            self._helped_with = None
            self._changed.notify_all()

    def _withdraw(self, job: Job, server: str) -> None:
        """Do not begin a job that nobody waits for any more."""
        with self._changed:
            jobs = self._turns.get(server, deque())
            if job in jobs:
                jobs.remove(job)
                self._waiting -= 1
            if not jobs:
                self._turns.pop(server, None)

    def _is_left(self, job: Job) -> bool:
        return self.left is not None and isinstance(job, self.left)

    def _wait_for_job(self) -> Job | None:
        """Wait for the next job that a thread does; None where there is none any more."""
        with self._changed:
            while (job := self._next(lambda job: not (self._helped_with and self._is_left(job)))) is None:
                if self._last and not self._turns and not self._running:
                    return self._begun(self._last)
                if self._stopping.is_set():
                    return None
                self._changed.wait()
            if self._is_left(job):
                self._helped_with = job
            return job

    def _next(self, suits: Callable[[Job], bool]) -> Job | None:
        """Take the first job of the first server whose first job suits; its next turn comes after all others'."""
        server = next((server for server, jobs in self._turns.items() if suits(jobs[0])), None)
        if server is None:
            return None
        jobs = self._turns.pop(server)
        job = self._begun(jobs)
        if jobs:
            self._turns[server] = jobs
        return job

    def _begun(self, jobs: deque[Job]) -> Job:
        self._waiting -= 1
        self._running += 1
        return jobs.popleft()


async def run_ahead(work: Iterable[Coroutine[Any, Any, Result]], most: int) -> AsyncGenerator[Result]:
    """Yield what comes of coroutines, in their order; so many are begun before the one that is waited for ends."""
    ahead: deque[asyncio.Task[Result]] = deque()
    try:
        for each in work:
            ahead.append(asyncio.create_task(each))
            if len(ahead) > most:
                yield await ahead.popleft()
        while ahead:
            yield await ahead.popleft()
    finally:
        for task in ahead:
            task.cancel()
        await asyncio.gather(*ahead, return_exceptions=True)


def _call(function: Callable[[*Arguments], Result], *arguments: *Arguments) -> tuple[_Call, Future[Result]]:
    """Return the job that calls a function, and where it puts what the function returns."""
    future: Future[Result] = Future()
    return _Call(partial(settle, future, function, *arguments)), future


def settle(future: Future[Result], function: Callable[[*Arguments], Result], *arguments: *Arguments) -> None:
    """Put into a future what a function returns or raises, unless nobody waits for it any more."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(function(*arguments))
    except BaseException as error:
        future.set_exception(error)
