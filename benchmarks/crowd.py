"""People who ask the bot in our own Discord, many at once, with a clock on every reply."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.loopback import Loopback
from tests.loopback.payloads import Json, User

PATIENCE = 60.0
"""Seconds after which a question without a reply is lost."""
_CHANNELS = 20


class Crowd:
    """Asks questions in turn, each as the next person in the next channel, and hears every message of the bot."""

    def __init__(self, discord: Loopback, questions: Sequence[str], people: int) -> None:
        self._discord = discord
        self._channels = itertools.cycle([discord.world.open_channel(f"hall-{at}") for at in range(_CHANNELS)])
        self._people = itertools.cycle([User(600_000_000_000_000_000 + at, f"person-{at}") for at in range(people)])
        self._questions = itertools.cycle(questions)
        self._waiting: dict[int, asyncio.Future[float]] = {}
        self._replies: Counter[int] = Counter()
        self.asked = 0
        discord.world.watchers.append(self._hear)

    async def at_once(self, number: int) -> list[float]:
        """Ask so many questions in one breath; return the seconds until each reply, in order of length."""
        found = await asyncio.gather(*(self._ask() for _ in range(number)))
        return sorted(seconds for seconds in found if seconds is not None)

    async def steadily(self, number: int, at_a_time: int) -> list[float]:
        """Ask so many questions with so many people waiting at any time; return the seconds, in order of length."""
        left = iter(range(number))
        lists = await asyncio.gather(*(self._one_after_another(left) for _ in range(at_a_time)))
        return sorted(seconds for found in lists for seconds in found if seconds is not None)

    @property
    def lost(self) -> int:
        """How many questions have no reply."""
        return self.asked - len(self._replies)

    @property
    def doubled(self) -> int:
        """How many questions have more than one reply."""
        return sum(number > 1 for number in self._replies.values())

    async def _one_after_another(self, left: Iterator[int]) -> list[float | None]:
        return [await self._ask() for _ in left]

    async def _ask(self) -> float | None:
        question, place, author = next(self._questions), next(self._channels), next(self._people)
        started = time.perf_counter()
        message = self._discord.say(f"!ask {question}", place=place, author=author)
        self.asked += 1
        replied: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting[int(message["id"])] = replied
        try:
            async with asyncio.timeout(PATIENCE):
                return await replied - started
        except TimeoutError:
            return None

    def _hear(self, body: Json) -> None:
        """Note when a message came in, and to which question."""
        question = int(body["message_reference"]["message_id"])
        self._replies[question] += 1
        waiting = self._waiting.pop(question, None)
        if waiting and not waiting.done():
            waiting.set_result(time.perf_counter())
