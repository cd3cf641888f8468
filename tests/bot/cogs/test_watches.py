"""Standing questions on Discord: kept, told once, stopped by one tap, and never told where they may not be."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.bot import Footnote
from bot.cogs.watches import Watching
from knowledge import Article, Library
from tests.bot.conftest import QUESTION, MakeBot
from tests.bot.messages import button_ids, button_rows, embed_text, last_message, private_text
from tests.bot.populated_guild import PopulatedGuild

UNANSWERED = "Which wine goes with artichokes?"
WINE = Article(
    title="At table", paragraphs=("The wine that goes with artichokes is a dry sherry from the coast.",), language="en"
)

OPENED = datetime(2026, 1, 1, tzinfo=UTC)
"""When the Discord held in memory begins."""


async def look(bot: object) -> None:
    """Let the bot look for what is new now."""
    assert isinstance(bot, Footnote)
    watching = bot.get_cog("Watching")
    assert isinstance(watching, Watching)
    await watching.look(datetime.now(UTC))


async def test_watch_is_told_by_direct_message_once(guild: PopulatedGuild, library: Library, make_bot: MakeBot) -> None:
    ann = guild.people["member"]
    await guild.run("prefix", f"watch {UNANSWERED}")
    await library.add(WINE, collection=guild.collection)
    await look(guild.bot)
    told = last_message(ann.user.dm_channel)
    assert f"New for the question you are watching: {UNANSWERED}" in embed_text(told)
    assert "dry sherry" in embed_text(told)
    assert button_rows(told) == [["Stop watching", "Renew for 30 days"]]
    await look(guild.bot)
    await guild.env.restart_bot(make_bot())
    await look(guild.bot)
    assert len(ann.user.dm_channel.history()) == 1
    assert "stopped watching" in private_text(await ann.user.click(told, custom_id="watch:stop:1"))
    assert "it has ended" in private_text(await ann.user.click(told, custom_id="watch:renew:1"))


async def test_notice_that_arrived_before_the_process_was_killed_is_not_sent_again(
    guild: PopulatedGuild, library: Library, make_bot: MakeBot
) -> None:
    ann = guild.people["member"]
    await guild.run("prefix", f"watch {UNANSWERED}")
    await library.add(WINE, collection=guild.collection)
    await library.look_for_watches(datetime.now(UTC))
    [notice] = await library.watches.unsent()
    await library.watches.claim(notice, OPENED)
    watching = guild.bot.get_cog("Watching")
    assert isinstance(watching, Watching)
    found = await library.question_log.answer_of_watch(notice.question)
    channel = await watching._channel(notice.watch)
    assert found and channel
    await watching._send(notice, found, channel)
    await guild.env.restart_bot(make_bot())
    await look(guild.bot)
    assert len(ann.user.dm_channel.history()) == 1
    assert await library.watches.unsent() == []


async def test_claimed_notice_that_never_arrived_is_sent(guild: PopulatedGuild, library: Library) -> None:
    ann = guild.people["member"]
    await guild.run("prefix", f"watch {UNANSWERED}")
    await library.add(WINE, collection=guild.collection)
    await library.look_for_watches(datetime.now(UTC))
    [notice] = await library.watches.unsent()
    await library.watches.claim(notice, datetime.now(UTC))
    await look(guild.bot)
    assert "dry sherry" in embed_text(last_message(ann.user.dm_channel))


async def test_asker_of_a_decline_is_told_there_in_a_reply_and_others_by_direct_message(
    guild: PopulatedGuild, library: Library
) -> None:
    ann, mod = guild.people["member"], guild.people["moderator"]
    await guild.run("prefix", f"ask {UNANSWERED}")
    decline = last_message(guild.channel)
    assert button_ids(decline) == ["watch:tell:1"]
    assert "reply to your question here" in private_text(await ann.click(decline, custom_id="watch:tell:1"))
    assert "direct message" in private_text(await mod.click(decline, custom_id="watch:tell:1"))
    await library.add(WINE, collection=guild.collection)
    await look(guild.bot)
    told = last_message(guild.channel)
    assert "You asked me to tell you when I know" in embed_text(told) and "dry sherry" in embed_text(told)
    assert told.reference and told.reference.message_id == guild.channel.history()[0].id
    assert "Source 1" in button_rows(told)[0]
    assert "dry sherry" in embed_text(last_message(mod.user.dm_channel))
    await library.add(
        Article(title="More", paragraphs=("With artichokes goes red wine, say others.",)), collection=guild.collection
    )
    await look(guild.bot)
    assert last_message(guild.channel).id == told.id
    assert await library.watches.of(str(ann.id)) == []


async def test_question_that_is_gone_cannot_be_waited_for(guild: PopulatedGuild, library: Library) -> None:
    await guild.run("prefix", f"ask {UNANSWERED}")
    decline = last_message(guild.channel)
    await library.forget_person(str(guild.people["member"].id))
    told = private_text(await guild.people["member"].click(decline, custom_id="watch:tell:1"))
    assert "no longer stored" in told


async def test_person_who_left_the_server_is_not_told_of_its_articles(guild: PopulatedGuild, library: Library) -> None:
    ann = guild.people["member"]
    await guild.run("prefix", f"watch {UNANSWERED}")
    await library.add(WINE, collection=guild.collection)
    guild.env.guild.remove_member(ann)
    await guild.env.settle()
    await look(guild.bot)
    assert ann.user.dm_channel.history() == []
    assert await library.watches.of(str(ann.id)) == []


async def test_articles_for_adults_are_not_told_by_direct_message(guild: PopulatedGuild, library: Library) -> None:
    await guild.run("prefix", f"watch {UNANSWERED}")
    await guild.bot.preferences.change(guild.env.guild.id, {"age_restricted": True})
    await library.add(WINE, collection=guild.collection)
    await look(guild.bot)
    assert guild.people["member"].user.dm_channel.history() == []


async def test_word_before_the_question_chooses_the_cadence(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    for line, cadence in (
        ("daily Which ferry sank?", "daily"),
        ("weekly: Which ferry sank?", "weekly"),
        ("Which ferry sank?", "now"),
    ):
        with subtests.test(line=line, cadence=cadence):
            await guild.run("prefix", f"watch {line}")
            [watch] = await library.watches.of(str(guild.people["member"].id))
            assert (watch.text, watch.cadence) == ("Which ferry sank?", cadence)
    assert "There's no question there" in (await guild.run("prefix", "watch daily")).text
    guild.env.errors.clear()


async def test_slash_command_takes_the_cadence_as_an_option(guild: PopulatedGuild, library: Library) -> None:
    ann = guild.people["member"]
    result = await ann.slash(guild.channel, "watch", question="Which ferry sank?", every="weekly")
    assert result.ephemeral
    [watch] = await library.watches.of(str(ann.id))
    assert watch.cadence == "weekly"


async def test_message_can_be_watched_from_its_menu(guild: PopulatedGuild, library: Library) -> None:
    ann, mod = guild.people["member"], guild.people["moderator"]
    asked = await mod.send(guild.channel, f"Does anybody know? {UNANSWERED}")
    result = await ann.context_menu(guild.channel, "Watch this question", asked)
    assert result.ephemeral
    [watch] = await library.watches.of(str(ann.id))
    assert UNANSWERED in watch.text


async def test_list_of_watches_in_a_server_names_none_of_other_places(guild: PopulatedGuild, library: Library) -> None:
    await guild.run("prefix", f"watch {UNANSWERED}")
    await guild.run("direct message", f"watch {QUESTION}")
    public = await guild.run("prefix", "watches")
    assert UNANSWERED in public.text and QUESTION not in public.text
    private = await guild.run("slash", "watches")
    assert private.private and UNANSWERED in private.text and QUESTION in private.text


async def test_watch_can_be_renewed_from_the_list(guild: PopulatedGuild, library: Library) -> None:
    ann = guild.people["member"]
    await guild.run("prefix", f"watch {UNANSWERED}")
    [watch] = await library.watches.of(str(ann.id))
    await library.watches.renew(watch.id, str(ann.id), datetime.now(UTC) - timedelta(days=20))
    await guild.run("prefix", "watches")
    listed = last_message(guild.channel)
    assert button_rows(listed) == [["Stop 1", "Renew 1"]]
    assert "watch that question until" in private_text(await ann.click(listed, custom_id=f"watch:renew:{watch.id}"))
    [renewed] = await library.watches.of(str(ann.id))
    assert renewed.expires_at > datetime.now(UTC) + timedelta(days=29)
    others = await guild.people["moderator"].click(listed, custom_id=f"watch:stop:{watch.id}")
    assert "isn't yours" in private_text(others)
