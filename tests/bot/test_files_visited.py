"""How many files somebody opens who follows a question or a press through the code."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
import simcord

from tests.bot.conftest import QUESTION
from tests.bot.messages import last_message

ROOT = Path(__file__).parents[2]
MAX_FILES_OF_QUESTION = 40
MAX_FILES_OF_PRESS = 18


class Visits:
    """The files of ours in which a function is called while it is recording, in any thread."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.recording = False

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if self.recording and event == "call" and name.startswith((f"{ROOT}/bot/", f"{ROOT}/knowledge/")):
            self.files.add(name.removeprefix(f"{ROOT}/"))


@pytest.fixture(autouse=True)
def visits() -> Iterator[Visits]:
    """Watch all threads that the test starts."""
    visits = Visits()
    threading.setprofile(visits)
    yield visits
    threading.setprofile(None)


async def test_a_question_and_a_press_visit_no_more_files_than_the_contributing_page_says(
    visits: Visits, ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    visits.recording = True
    sys.setprofile(visits)
    await ann.send(channel, f"!ask {QUESTION}")
    question, visits.files = visits.files, set()
    await ann.click(last_message(channel), label="Source 1")
    sys.setprofile(None)
    assert len(question) <= MAX_FILES_OF_QUESTION, sorted(question)
    assert len(visits.files) <= MAX_FILES_OF_PRESS, sorted(visits.files)
