"""How long the work on one question may take: loops that can be long ask whether there is time left."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from threading import Event
from time import thread_time

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
