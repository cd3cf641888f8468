"""The threads for all work on questions, several where they wait for a cluster, and how long a question may take."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from queue import SimpleQueue
from threading import Condition, Event, Lock, Thread
from time import thread_time
from typing import TypeVar, TypeVarTuple

from knowledge.errors import QuestionTookTooLong

MAX_QUESTION_SECONDS = 5.0
"""Processor time that a question can take; ordinary ones take some hundredths of a second."""


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
        raise QuestionTookTooLong(
            "That question took me too long, so I stopped. Ask about one thing, in fewer and more specific words."
        )
    if (stopping := _stopping.get()) and stopping.is_set():
        raise WorkStopped


Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")
_Job = Callable[[], None]


class TurnExecutor:
    """Runs one function at a time; those of one server in the order in which they come, and servers take turns.

    So a server that asks much delays the next question of another by no more than the one that is being worked on.
    Python runs one thread at a time: more of them would answer no sooner, but each would have its turn before the event
    loop has the next one. Only where functions wait for the network are several worth it. No thread keeps the process
    from ending.

    Args:
        threads: How many functions are run at once.
        max_seconds: Processor time that each function can take, as far as it looks with `check_time`.
    """

    def __init__(self, threads: int = 1, max_seconds: float = MAX_QUESTION_SECONDS) -> None:
        self._most = threads
        self._max_seconds = max_seconds
        self._turns: dict[str, deque[_Job]] = {}
        """What waits, by server; whoever has the next turn comes first."""
        self._last: deque[_Job] = deque()
        """What waits until nothing else does."""
        self._lock = Lock()
        self._given: SimpleQueue[bool] = SimpleQueue()
        """One for each function that waits; False ends a thread."""
        self._stopping = Event()
        self._threads: list[Thread] = []
        self._running = 0
        self._idle = Condition(self._lock)

    async def run(self, function: Callable[[*Arguments], Result], *arguments: *Arguments, server: str = "") -> Result:
        """Run the function in a thread when the turn of its server comes, and return what it returns."""
        job, future = self._job(function, *arguments)
        with self._lock:
            self._turns.setdefault(server, deque()).append(job)
        self._given.put(True)
        return await asyncio.wrap_future(future)

    async def run_last(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """Run the function in a thread once nothing else waits or is run, and return what it returns."""
        job, future = self._job(function, *arguments)
        self._last.append(job)
        self._given.put(True)
        return await asyncio.wrap_future(future)

    @property
    def waiting(self) -> int:
        """How many functions have been given and not begun."""
        return self._given.qsize()

    def close(self) -> None:
        """Stop what is running as soon as it looks at the time, and end the threads."""
        self._stopping.set()
        for _ in self._threads:
            self._given.put(False)

    def _job(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> tuple[_Job, Future[Result]]:
        future: Future[Result] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                with time_limit(self._max_seconds, self._stopping):
                    future.set_result(function(*arguments))
            except BaseException as error:
                future.set_exception(error)

        if len(self._threads) < self._most:
            self._threads.append(Thread(target=self._work, name="answering", daemon=True))
            self._threads[-1].start()
        return job, future

    def _work(self) -> None:
        while self._given.get():
            job = self._next()
            try:
                job()
            finally:
                with self._lock:
                    self._running -= 1
                    self._idle.notify()

    def _next(self) -> _Job:
        """Take the first function of the server whose turn it is, whose next turn comes after all others'."""
        with self._lock:
            if not self._turns:
                self._idle.wait_for(lambda: not self._running)
                self._running += 1
                return self._last.popleft()
            self._running += 1
            server = next(iter(self._turns))
            jobs = self._turns.pop(server)
            job = jobs.popleft()
            if jobs:
                self._turns[server] = jobs
            return job
