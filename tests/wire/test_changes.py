"""Questions that are edited or deleted after they were answered, over real HTTP and a real websocket."""

import pytest

from tests.loopback import Loopback, RateLimit
from tests.loopback.payloads import Channel
from tests.wire.questions import PASSAGE, QUESTION, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")
OTHER = "Who chose the 38th parallel in August 1945?"
OTHERS_TITLE = "38th parallel"


async def test_mistake_edited_into_a_question_is_answered(discord: Loopback, channel: Channel) -> None:
    mistake = discord.say(f"!aks {QUESTION}", place=channel)
    assert "Did you mean" in plain(await discord.reply_to(mistake))
    discord.edit(mistake, f"!ask {QUESTION}")
    await discord.pulse.until(lambda: len(discord.replies_to(mistake)) == 2, "an answer after the correction")
    check_answered(discord.replies_to(mistake)[1])


async def test_question_edited_while_its_answer_is_on_its_way_is_answered_once(
    discord: Loopback, channel: Channel
) -> None:
    discord.script.add("POST /channels/*/messages", RateLimit(0.3))
    question = discord.say(f"!ask {OTHER}", place=channel)
    await discord.pulse.until(lambda: not discord.script.unmet, "a reply that has to wait")
    discord.edit(question, f"!ask {QUESTION}")
    answer = await discord.reply_to(question)
    await discord.changed(answer, "Capella")
    assert len(discord.replies_to(question)) == 1


async def test_rate_limit_on_a_change_is_waited_out(discord: Loopback, channel: Channel) -> None:
    question = discord.say(f"!ask {OTHER}", place=channel)
    answer = await discord.reply_to(question)
    assert PASSAGE not in plain(answer)
    discord.script.add("PATCH /channels/*/messages/*", RateLimit(0.05))
    discord.edit(question, f"!ask {QUESTION}")
    await discord.changed(answer, "Capella")
    check_answered(answer)
    assert len(discord.world.history(channel)) == 2


async def test_answer_to_a_deleted_question_can_be_deleted_by_who_asked(discord: Loopback, channel: Channel) -> None:
    question = discord.say(f"!ask {QUESTION}", place=channel)
    answer = await discord.reply_to(question)
    discord.delete(question)
    await discord.pulse.until(lambda: "Delete this answer" in answer.buttons, "a button to delete the answer")
    refused = await discord.said(await discord.press(answer, "Delete this answer", author=discord.moderator))
    assert refused.ephemeral
    await discord.press(answer, "Delete this answer")
    await discord.pulse.until(lambda: answer.id not in discord.world.messages, "the answer's end")
