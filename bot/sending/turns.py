"""One thing after the other, where several concern the same message."""

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """A lock for each message, kept only while something holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, message: int) -> asyncio.Lock:
        """Return the lock of a message: what is done with it being held comes after what was begun before."""
        return self._locks.setdefault(message, asyncio.Lock())
