"""One thread for all work on questions."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Event, Thread
from typing import TypeVar, TypeVarTuple

from knowledge.deadline import MAX_QUESTION_SECONDS, time_limit

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")
_Job = Callable[[], None]


class SerialExecutor:
    """Runs one function at a time, in the order in which they come.

    Python runs one thread at a time: more of them would answer no sooner, but each would have its turn before the event
    loop has the next one. The thread never keeps the process from ending.

    Args:
        max_seconds: Processor time that each function can take, as far as it looks with `check_time`.
    """

    def __init__(self, max_seconds: float = MAX_QUESTION_SECONDS) -> None:
        self._max_seconds = max_seconds
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._stopping = Event()
        self._thread: Thread | None = None

    async def run(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """Run the function in the thread, and return what it returns."""
        future: Future[Result] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                with time_limit(self._max_seconds, self._stopping):
                    future.set_result(function(*arguments))
            except BaseException as error:
                future.set_exception(error)

        if self._thread is None:
            self._thread = Thread(target=_work, args=(self._jobs,), name="answering", daemon=True)
            self._thread.start()
        self._jobs.put(job)
        return await asyncio.wrap_future(future)

    @property
    def waiting(self) -> int:
        """How many functions have been given and not begun."""
        return self._jobs.qsize()

    def close(self) -> None:
        """Stop what is running as soon as it looks at the time, and end the thread."""
        self._stopping.set()
        self._jobs.put(None)


def _work(jobs: "SimpleQueue[_Job | None]") -> None:
    while job := jobs.get():
        job()
        del job
