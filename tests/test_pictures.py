"""The pictures in docs/pictures: what stands in them is what the bot says today."""

import json

import pytest

from scripts.scenes import FOLDER, SCENES, TEXTS, played

KILOBYTES = 150
DRAWN = json.loads(TEXTS.read_text("utf-8"))


async def test_picture_shows_what_the_bot_says(subtests: pytest.Subtests) -> None:
    for name in SCENES:
        with subtests.test(name=name):
            async with played(name) as stage:
                assert stage.text.splitlines() == DRAWN.get(name), "run: .venv/bin/python -m scripts.pictures"


def test_every_picture_is_there_for_a_phone_and_for_a_wide_screen_and_is_small() -> None:
    for name in SCENES:
        for ending in ("", "-phone"):
            assert (FOLDER / f"{name}{ending}.png").stat().st_size < KILOBYTES * 1024, name
