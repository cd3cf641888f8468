"""One thread for the work on questions, so that a crowd of them waits in line and not the event loop for each."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

Result = TypeVar("Result")
Given = TypeVarTuple("Given")


class Thinking:
    """Does one piece of work at a time, in the order in which they come.

    Python runs one thread at a time: more of them would answer no sooner, but each would have its turn before the event
    loop has the next one.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="thinking")

    async def over(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        """Return what the work on something yields, once it has been done in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)
