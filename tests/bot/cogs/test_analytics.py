"""Statistics of a server: the picture, and the same in words."""

import asyncio
from datetime import UTC, datetime, timedelta
from io import BytesIO

import discord
import pytest
from PIL import Image

from bot import chart
from bot.i18n import use_language
from bot.responses import OutgoingFile
from bot.text import usage
from knowledge.store import UsageReport
from tests.bot.conftest import QUESTION, channel_denying
from tests.bot.populated_guild import PopulatedGuild

TODAY = datetime(2026, 3, 31, tzinfo=UTC).date()


def report(days: int = 30, **changed: object) -> UsageReport:
    first = TODAY - timedelta(days=days - 1)
    counted = {
        (first + timedelta(days=place)).isoformat(): {"answered": 3, "declined": place % 3 + 1}
        for place in range(0, days, 2)
    }
    values: dict[str, object] = {
        "first": first,
        "last": TODAY,
        "questions": sum(sum(each.values()) for each in counted.values()),
        "people": 7,
        "days": counted,
        "hours": tuple(range(24)),
        "articles": (("Moon and *Kim* meet again, a day after the call, at the border village", 9), ("한국어 기사", 3)),
        "publishers": (("The Korea Herald", 12),),
        "terms": (("denuclearization", 20), ("판문점", 5), ("$x$", 1)),
        "up": 4,
        "down": 1,
        "causes": (("outdated", 2), ("quote", 1)),
        "p50": 8.2,
        "p95": 15.9,
    }
    return UsageReport(**values | changed)  # type: ignore[arg-type]


async def test_statistics_come_as_a_picture_with_alt_text_and_in_words(guild: PopulatedGuild) -> None:
    await guild.run("prefix", f"ask {QUESTION}")
    await guild.run("prefix", "ask Who sold the zeppelin?")
    told = await guild.run("prefix", "stats 7", who="moderator")
    for said in (
        "2 questions by 1 person.",
        "answered 50%, nothing found 50%.",
        "Most cited publishers: The Coast Courier",
    ):
        assert said in told.text
    [picture] = told.message.attachments
    assert (await picture.read()).startswith(b"\x89PNG")
    assert "2 questions by 1 person" in picture.description
    bare = channel_denying(guild.env, "bare", embed_links=False)
    told = await guild.run("prefix", "stats 7", who="moderator", place=bare)
    [gallery] = [part for part in told.message.components if isinstance(part, discord.MediaGalleryComponent)]
    assert "2 questions by 1 person" in (gallery.items[0].description or "")


def test_no_picture_goes_without_a_text_for_those_who_do_not_see_it() -> None:
    with pytest.raises(ValueError, match=r"map\.png is a picture without a text"):
        OutgoingFile("map.png", b"")


async def test_statistics_of_a_slash_command_are_private(guild: PopulatedGuild) -> None:
    await guild.run("prefix", f"ask {QUESTION}")
    assert (await guild.run("slash", "stats", who="moderator")).private


async def test_without_matplotlib_or_permission_to_attach_the_words_remain(
    guild: PopulatedGuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    await guild.run("prefix", f"ask {QUESTION}")
    bare = channel_denying(guild.env, "bare", attach_files=False)
    told = await guild.run("prefix", "stats", who="moderator", place=bare)
    assert "1 question by 1 person" in told.text and not told.message.attachments
    monkeypatch.setattr(chart, "find_spec", lambda name: None)
    told = await guild.run("prefix", "stats", who="moderator")
    assert "There's no picture" in told.text and not told.message.attachments


def test_long_spans_have_a_bar_for_each_week_or_month(subtests: pytest.Subtests) -> None:
    for days, bars in [(1, 1), (62, 62), (63, 9), (400, 58), (401, 14)]:
        with subtests.test(days=days, bars=bars):
            drawn = usage.chart(report(days))
            assert len(drawn["days"]) == bars
            assert sum(sum(each["values"]) for each in drawn["stacks"]) == report(days).questions


async def test_picture_is_dark_tall_and_of_the_width_of_a_phone(subtests: pytest.Subtests) -> None:
    for language in ["en", "ko"]:
        with subtests.test(language=language):
            with use_language(language):
                drawn = await chart.draw(asyncio.to_thread(usage.chart, report()))
            assert drawn
            with Image.open(BytesIO(drawn)) as picture:
                assert picture.format == "PNG" and picture.width == 900 and picture.height > picture.width
                assert picture.convert("RGB").getpixel((2, 2)) == (0x31, 0x33, 0x38)


async def test_picture_that_fails_leaves_the_words(caplog: pytest.LogCaptureFixture) -> None:
    assert await chart.draw(asyncio.to_thread(dict)) is None
    assert "A picture could not be drawn" in caplog.text


async def test_process_that_draws_never_gets_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "token.of.a.bot")
    assert "token.of.a.bot" not in str(chart._environment())


def test_votes_are_told_with_what_was_bad() -> None:
    said = " ".join(usage.usage_blocks(report()))
    assert "Votes: 4 good, 1 bad. What was bad: out of date 2, bad quote 1. Half" in said
    assert "bad. Half" in " ".join(usage.usage_blocks(report(causes=())))


def test_alt_text_is_no_longer_than_discord_takes() -> None:
    long = report(articles=tuple(("word " * 60, n) for n in range(8)), terms=tuple(("x" * 99, n) for n in range(8)))
    assert len(usage.alt_text(long)) <= 1_024
