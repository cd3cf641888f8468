"""The forum desk over the wire: posts are answered once, wherever the process is killed, or left to people."""

from pathlib import Path

import pytest

from bot.cogs.ask import PAUSE
from tests.loopback import Loopback, RateLimit, Reply
from tests.loopback.payloads import BOT, Channel, Json
from tests.wire.questions import QUESTION, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")
LONG_AGO = PAUSE.total_seconds() + 60
OTHER = "Who signed the Panmunjom Declaration?"
TAGS = ("Help", "Solved")


def place(discord: Loopback, post: Json) -> Channel:
    return discord.world.channels[int(post["id"])]


def said(discord: Loopback, post: Json) -> list[Reply]:
    """What the bot has written in a post."""
    mine = [each for each in discord.world.history(place(discord, post)) if each["author"]["id"] == str(BOT.id)]
    return [Reply(each) for each in mine]


async def test_post_is_answered_once_after_a_pause_unless_it_is_left_to_people(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Loopback() as discord:
        forum = discord.world.open_forum("questions", *TAGS, tag_required=True)
        elsewhere = discord.world.open_forum("elsewhere")

        def post(title: str = QUESTION, *, tags: tuple[str, ...] = TAGS[:1], age: float = LONG_AGO) -> Json:
            return discord.post(forum, title, "I'd like to know.", tags=tags, age=age)

        async with discord.bot(data):
            chosen = await discord.ask(f"!settings set forums <#{forum.id}>", author=discord.moderator)
            assert "questions" in chosen.text or f"<#{forum.id}>" in chosen.text
        waiting, arrived = post(), post()
        left = [
            post("Which wine goes with artichokes?"),
            helped := post(),
            post(tags=TAGS),
            locked := post(),
            archived := post(),
            post(age=0),
            discord.post(elsewhere, QUESTION, "I'd like to know.", age=LONG_AGO),
        ]
        discord.say("At the Capella hotel.", place=place(discord, helped), author=discord.moderator)
        discord.world.change_post(int(locked["id"]), locked=True)
        discord.world.change_post(int(archived["id"]), archived=True)
        async with discord.launched(data) as process:
            discord.script.add("POST /channels/*/messages", RateLimit(60))
            await discord.pulse.until(lambda: not discord.script.unmet, "an answer that has to wait")
            await process.killed()
        assert not said(discord, waiting)

        async with discord.launched(data) as process:
            discord.world.watchers.append(
                lambda body: (
                    process.cut_power() if int(body["message_reference"]["message_id"]) == int(arrived["id"]) else None
                )
            )
            await discord.pulse.until(lambda: process.ended, "a kill as an answer arrives")
            discord.world.watchers.pop()

        last = post()
        async with discord.bot(data):
            for each in (waiting, last):
                check_answered(await discord.reply_to(each))
            for each in left:
                assert not said(discord, each), each["content"]
            discord.say("Thank you.", place=place(discord, waiting))
            more = discord.say(OTHER, place=place(discord, waiting))
            assert "Kim and Moon signed" in plain(await discord.reply_to(more))
            discord.say(QUESTION, place=place(discord, arrived), author=discord.moderator)
            discord.say(QUESTION, place=place(discord, arrived))
            discord.world.change_post(int(last["id"]), tags=TAGS)
            discord.say(OTHER, place=place(discord, last))
            discord.world.change_post(int(last["id"]), tags=TAGS[:1], locked=True)
            discord.say(OTHER, place=place(discord, last))
            await discord.ask(f"!ask {QUESTION}")
        assert [len(said(discord, each)) for each in (waiting, arrived, last)] == [2, 1, 1]
        kept = discord.world.channel(place(discord, waiting))["applied_tags"]
        assert kept == [tag["id"] for tag in discord.world.channel(forum)["available_tags"] if tag["name"] == "Help"]
