"""Work on questions is done piece by piece."""

import asyncio
import threading
from time import sleep

import pytest

from knowledge.answers.executor import SerialExecutor


def test_pieces_are_done_one_at_a_time_in_the_order_in_which_they_come() -> None:
    done: list[str] = []

    def work(number: int) -> int:
        done.append(f"begin {number}")
        sleep(0.001)
        done.append(f"end {number}")
        return number

    async def asked() -> list[int]:
        executor = SerialExecutor()
        return await asyncio.gather(*(executor.run(work, number) for number in range(5)))

    assert asyncio.run(asked()) == list(range(5))
    assert done == [f"{what} {number}" for number in range(5) for what in ("begin", "end")]


def test_no_piece_is_done_on_the_event_loop() -> None:
    assert asyncio.run(SerialExecutor().run(threading.current_thread)) is not threading.main_thread()


def test_what_goes_wrong_is_told_to_whoever_waits_and_to_no_one_else() -> None:
    async def asked() -> int:
        executor = SerialExecutor()
        with pytest.raises(ValueError, match="invalid literal"):
            await executor.run(int, "nothing")
        return await executor.run(int, "1")

    assert asyncio.run(asked()) == 1
