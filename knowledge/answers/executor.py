"""One thread for all work on questions."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


class SerialExecutor:
    """Runs one function at a time, in the order in which they come.

    Python runs one thread at a time: more of them would answer no sooner, but each would have its turn before the event
    loop has the next one.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="answering")

    async def run(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """Run the function in the thread, and return what it returns."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)
