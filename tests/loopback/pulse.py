"""Waiting, with a bound, for something to have happened."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

BOUND = 30.0
"""Seconds after which a wait fails: far more than any reply takes."""


class Pulse:
    """Wakes those who wait whenever anything has changed."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def beat(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def until(self, found: Callable[[], T | None], what: str, within: float = BOUND) -> T:
        """Return what `found` returns once it is neither None nor False; AssertionError after the bound."""
        try:
            async with asyncio.timeout(within):
                while not (value := found()):
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.append(future)
                    await future
        except TimeoutError:
            raise AssertionError(f"{what}: not within {within:g} seconds") from None
        return value
