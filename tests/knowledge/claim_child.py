"""One of several bots on one database: claims messages in an order of its own, and logs a question for each it got."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from knowledge import AskContext
from knowledge.store.articles import ArticleStore
from knowledge.store.data_folder import load_key
from knowledge.store.database import Database
from knowledge.store.questions import QuestionLog

MESSAGES = range(1_000_000, 1_003_000)
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Bot:
    """What a bot does with messages, without Discord."""

    database: Database
    log: QuestionLog

    async def answer(self, message: str, *, from_dead: bool = False) -> bool:
        """Log a question for a message, unless another process has it."""
        if not await self.database.processes.claim(message, "5", from_dead=from_dead):
            return False
        place = AskContext(collection="77", channel="5", message=message)
        await self.log.record_failure("Who sank?", place=place, milliseconds=1.0)
        return True


@asynccontextmanager
async def bot(folder: Path, address: str) -> AsyncIterator[Bot]:
    """A bot that has joined those of a database."""
    async with ArticleStore.open(folder, address=address) as store, store.database.processes.joined("0-3/4"):
        yield Bot(store.database, QuestionLog(store.database, load_key(folder)))


async def main(folder: Path, address: str, seed: int) -> None:
    async with bot(folder, address) as running:
        processes = running.database.processes
        print(processes.name, processes.is_leader, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        left = iter(random.Random(seed).sample(MESSAGES, len(MESSAGES)))

        async def work() -> None:
            for each in left:
                if await running.answer(str(each)):
                    print(each, flush=True)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
