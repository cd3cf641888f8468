"""Work on questions is done piece by piece."""

import asyncio
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path
from time import sleep

import pytest

from knowledge import Article, Library
from knowledge.errors import QuestionTookTooLong
from knowledge.executor import TurnExecutor, _Call, check_time


def test_pieces_are_done_one_at_a_time_in_the_order_in_which_they_come() -> None:
    done: list[str] = []

    def work(number: int) -> int:
        done.append(f"begin {number}")
        sleep(0.001)
        done.append(f"end {number}")
        return number

    async def asked() -> list[int]:
        executor = TurnExecutor()
        return await asyncio.gather(*(executor.run(work, number) for number in range(5)))

    assert asyncio.run(asked()) == list(range(5))
    assert done == [f"{what} {number}" for number in range(5) for what in ("begin", "end")]


def test_only_pieces_at_the_same_time_have_several_threads() -> None:
    together = threading.Barrier(2, timeout=10)

    async def asked() -> tuple[set[int], list[int]]:
        executor, one_by_one = TurnExecutor(threads=2), set[int]()
        for _ in range(5):
            one_by_one.add(await executor.run(threading.get_ident))
            while executor._running:  # noqa: ASYNC110 - no event tells that it is counted as done
                await asyncio.sleep(0)
        return one_by_one, await asyncio.gather(*(executor.run(together.wait, server=name) for name in "ab"))

    one_by_one, at_once = asyncio.run(asked())
    assert len(one_by_one) == 1
    assert sorted(at_once) == [0, 1]


def test_servers_take_turns_and_what_comes_last_waits_for_all_of_them() -> None:
    done: list[str] = []
    working, all_given = threading.Event(), threading.Event()

    def work() -> None:
        working.set()
        all_given.wait()

    async def asked() -> None:
        executor = TurnExecutor()
        waiting = [asyncio.ensure_future(executor.run(work, server="flood"))]
        await asyncio.to_thread(working.wait)
        waiting.append(asyncio.ensure_future(executor.run_last(done.append, "last")))
        for server, number in [("flood", 0), ("flood", 1), ("flood", 2), ("one", 0), ("one", 1), ("two", 0)]:
            waiting.append(asyncio.ensure_future(executor.run(done.append, f"{server} {number}", server=server)))
        await asyncio.sleep(0)
        assert executor.waiting == 7
        all_given.set()
        await asyncio.gather(*waiting)

    asyncio.run(asked())
    assert done == ["flood 0", "one 0", "two 0", "flood 1", "one 1", "flood 2", "last"]


@pytest.mark.parametrize("is_busy", [False, True])
def test_thread_that_helps_waits_for_a_busy_event_loop(is_busy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its processor time is ours to tell: two milliseconds between two looks at it, or none."""
    ticks = count(0.0, 0.002 * is_busy)
    spent = [0.0]

    def thread_time() -> float:
        if threading.current_thread() is threading.main_thread():
            spent.append(next(ticks))
        return spent[-1]

    async def asked() -> list[float]:
        executor = TurnExecutor()
        executor.left = _Call
        return await asyncio.gather(*(executor.run(lambda: spent[-1]) for _ in range(2)))

    monkeypatch.setattr("knowledge.executor.thread_time", thread_time)
    first, second = asyncio.run(asked())
    assert (second - first > 0.01) == is_busy


def test_who_is_cancelled_takes_nobodys_answer_and_nobodys_place() -> None:
    told: list[str] = []
    working, cancelled = threading.Event(), threading.Event()

    def work() -> str:
        working.set()
        cancelled.wait()
        return "first"

    async def asked() -> list[str | BaseException]:
        executor = TurnExecutor()

        async def ask(name: str) -> str:
            found = await executor.run(work if name == "first" else lambda: name, server="one")
            told.append(name)
            return found

        first, second = (asyncio.ensure_future(ask(name)) for name in ("first", "second"))
        await asyncio.to_thread(working.wait)
        second.cancel()
        await asyncio.wait({second})
        third = asyncio.ensure_future(ask("third"))
        await asyncio.sleep(0)
        cancelled.set()
        return [*await asyncio.gather(first, third, return_exceptions=True)]

    assert asyncio.run(asked()) == ["first", "third"]
    assert told == ["first", "third"]


def test_no_piece_is_done_on_the_event_loop() -> None:
    assert asyncio.run(TurnExecutor().run(threading.current_thread)) is not threading.main_thread()


def test_what_goes_wrong_is_told_to_whoever_waits_and_to_no_one_else() -> None:
    async def asked() -> int:
        executor = TurnExecutor()
        with pytest.raises(ValueError, match="invalid literal"):
            await executor.run(int, "nothing")
        return await executor.run(int, "1")

    assert asyncio.run(asked()) == 1


def test_work_that_takes_too_long_is_stopped_where_it_looks_at_the_time() -> None:
    def endless() -> None:
        while True:
            check_time()

    async def asked() -> int:
        executor = TurnExecutor(max_seconds=0.05)
        with pytest.raises(QuestionTookTooLong):
            await executor.run(endless)
        return await executor.run(int, "1")

    assert asyncio.run(asked()) == 1
    check_time()


async def test_a_question_that_takes_too_long_gets_a_sentence_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Library.open(tmp_path) as library:
        await library.add(Article(title="Pier", paragraphs=("The pier opened on Saturday.",), language="en"))
        library._executor.max_seconds = 0
        with pytest.raises(QuestionTookTooLong, match="took me too long"):
            await library.ask("When did the pier open?")
        [logged] = [each async for each in library.export_questions()]
        assert logged["outcome"] == "failed"
    assert "was stopped" in caplog.text


ENDLESS = """
import asyncio, sys
from knowledge import Library

def endless():
    print("begun", flush=True)
    while True:
        pass

async def main():
    async with Library.open(sys.argv[1]) as library:
        asking = asyncio.create_task(library._executor.run(endless))
        await asyncio.sleep(0.2)

asyncio.run(main())
print("ended", flush=True)
"""


def test_a_process_ends_though_a_question_never_does(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDLESS, tmp_path], capture_output=True, timeout=60, check=True, text=True
    )
    assert done.stdout.split() == ["begun", "ended"]
