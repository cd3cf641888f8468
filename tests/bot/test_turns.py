"""What concerns one message happens one after the other."""

import asyncio

from bot.responses import MessageLocks


async def test_what_came_first_is_finished_first_and_other_messages_do_not_wait() -> None:
    turns, done = MessageLocks(), list[str]()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with turns.of(1):
            begun.set()
            await go_on.wait()
            done.append("first")

    async def then(message: int, what: str) -> None:
        async with turns.of(message):
            done.append(what)

    tasks = [asyncio.create_task(first())]
    await begun.wait()
    tasks.append(asyncio.create_task(then(1, "second")))
    await then(2, "other")
    go_on.set()
    await asyncio.gather(*tasks)
    assert done == ["other", "first", "second"]
