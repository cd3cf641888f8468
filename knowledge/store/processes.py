"""The bots that use one store at the same time: what they must not do twice, and what each has to know of the others.

A store in a file has one bot, for which all of it is given: `SoleProcess` in `knowledge.store.sqlite`.
`knowledge.store.server_processes` is for several on a server.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

LEASE_SECONDS = 60.0
"""How long a process counts as alive after its last sign of life."""
CLAIM_SECONDS = 900.0
"""How long a message that a dead process left can be taken up by another: whoever asked has gone on after that."""

LoginPause = Callable[[Sequence[float], float], float]
"""Returns how many seconds to wait before a login, given the moments of earlier ones in order, and of now."""


@dataclass(frozen=True, slots=True)
class AbandonedMessage:
    """A message that a process claimed which died before it logged what was asked."""

    message: str
    channel: str


@dataclass(frozen=True, slots=True)
class ProcessState:
    """A process as the others see it."""

    name: str
    shards: str
    """Which shards it has, as the operator wrote it; empty for all."""
    is_leader: bool


class Processes(Protocol):
    """What one process knows of all that use the store. Every method is for the event loop."""

    name: str
    """What this process is known by while it has joined; empty where it is the only one, or only looks in."""

    @property
    def is_leader(self) -> bool:
        """Whether this process does what one alone must do: at any moment at most one is."""

    @property
    def is_listening(self) -> bool:
        """Whether this process hears at once what the others change."""

    def joined(self, shards: str = "") -> AbstractAsyncContextManager[None]:
        """Take part as one of the bots until the block ends."""

    async def until_leader(self) -> None:
        """Wait until this process is the leader."""

    async def claim(self, name: str, channel: str = "", *, from_dead: bool = False) -> bool:
        """Take something to do, so that no other process does it.

        Args:
            name: What it is: the same in every process that hears of it.
            channel: Where to find it, if it is a message that another process is to take up should this one die.
            from_dead: Whether it is taken from a process that is dead too: the caller sees what that has done of it.

        Returns:
            Whether it is this process's, now or since an earlier claim.

        Raises:
            StoreUnavailable: That could not be found out.
        """

    async def abandoned(self) -> list[AbandonedMessage]:
        """Return the messages of dead processes of which nothing was logged."""

    async def alive(self) -> list[ProcessState]:
        """Return the processes that take part now, by name."""

    async def take_login(self, bucket: int, pause: LoginPause) -> float:
        """Note a login that is about to be made, where it can be made now.

        Args:
            bucket: Logins of one bucket are some seconds apart, over all processes.
            pause: What the logins of the last day ask for besides.

        Returns:
            Seconds to wait before asking again; 0 if it can be made, and is noted.
        """

    def count(self, keys: Sequence[str]) -> None:
        """Tell the other processes that something was done once under each of these keys, soon and without waiting."""

    def follow(
        self,
        *,
        settings: Callable[[str | None], None],
        counts: Callable[[Sequence[str]], None],
        removals: Callable[[str], None],
    ) -> None:
        """Be told from now on what other processes do, in place of whoever was told before.

        Args:
            settings: Called with a collection whose settings have changed; None where any may have.
            counts: Called with what `count` was called with in another process.
            removals: Called with a collection of which articles were removed.
        """
