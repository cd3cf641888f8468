"""Gaps for moderators: grouped, closed by new articles, and by a person's reply that becomes one."""

from datetime import UTC, datetime

import discord
import pytest

from bot.cogs.watches import Watching
from bot.embeds.articles import MAX_GAPS
from knowledge import Article, Library
from tests.bot.messages import button_rows, full_text, last_message, private_text
from tests.bot.populated_guild import PopulatedGuild

UNANSWERED = "Which wine goes with artichokes?"
WINE = "The wine that goes with artichokes is a dry sherry from the coast."


async def test_gap_shows_other_wordings_and_how_many_people_ask(guild: PopulatedGuild) -> None:
    await guild.run("prefix", f"ask {UNANSWERED}")
    await guild.run("prefix", "ask What wine should one drink with artichokes?", who="moderator")
    await guild.run("prefix", "ask Who won the chess olympiad in Batumi?", who="moderator")
    shown = await guild.run("slash", "gaps", who="moderator")
    assert shown.private and shown.text.startswith("2 gaps: what people ask and no article answers")
    assert "2 people" in shown.text and "1 person" in shown.text
    assert UNANSWERED in shown.text and "What wine should one drink with artichokes?" in shown.text


async def test_gap_closes_when_an_article_answers_it(guild: PopulatedGuild, library: Library) -> None:
    await guild.run("prefix", f"ask {UNANSWERED}")
    await library.add(Article(title="At table", paragraphs=(WINE,), language="en"), collection=guild.collection)
    watching = guild.bot.get_cog("Watching")
    assert isinstance(watching, Watching)
    await watching.look(datetime.now(UTC))
    assert "No gaps" in (await guild.run("prefix", "gaps", who="moderator")).text


async def test_gaps_are_turned_by_people_who_manage_the_server_only(guild: PopulatedGuild) -> None:
    await guild.bot.preferences.change(guild.env.guild.id, {"per_person": 0})
    for word in ("alpaca", "bassoon", "cutlass", "dulcimer", "ermine", "fandango", "gazelle", "hyacinth", "ibex"):
        await guild.run("prefix", f"ask Where can one buy a {word}?")
    await guild.run("prefix", "gaps", who="moderator")
    listed = last_message(guild.channel)
    assert button_rows(listed) == [["‹ Back", "Next ›"]]
    assert f"{MAX_GAPS}." in full_text(listed) and "page 1 of 2" in full_text(listed)
    refused = await guild.people["member"].click(listed, custom_id="gaps:2")
    assert "Manage Server" in private_text(refused)
    await guild.people["moderator"].click(listed, custom_id="gaps:2")
    assert "page 2 of 2" in full_text(last_message(guild.channel))


async def test_question_of_a_closed_channel_is_not_named_elsewhere(guild: PopulatedGuild) -> None:
    everyone = guild.env.guild.default_role
    hidden = guild.env.guild.create_text_channel(
        "hidden", overwrites={everyone: discord.PermissionOverwrite(view_channel=False)}
    )
    await guild.run("prefix", f"ask {UNANSWERED}", who="administrator", place=hidden)
    assert "No gaps" in (await guild.run("prefix", "gaps", who="administrator")).text
    assert UNANSWERED in (await guild.run("slash", "gaps", who="administrator")).text


@pytest.mark.parametrize("replies", [True, False])
async def test_reply_of_a_person_becomes_an_article_with_the_name(
    guild: PopulatedGuild, library: Library, replies: bool
) -> None:
    await guild.run("prefix", f"ask {UNANSWERED}")
    asked, declined = guild.channel.history()
    reply = await guild.people["member"].send(guild.channel, WINE, reply_to=asked if replies else None)
    refused = await guild.people["member"].context_menu(guild.channel, "Add as an article", reply)
    assert "Only people who can manage this server" in private_text(refused)
    told = await guild.people["moderator"].context_menu(guild.channel, "Add as an article", reply)
    assert ("closes the gap" in private_text(told)) is replies
    article = await library.article(f"message-{reply.id}", collection=guild.collection)
    assert article.title == (UNANSWERED if replies else WINE)
    assert (article.byline, article.paragraphs, article.url) == ("ann", (WINE,), reply.jump_url)
    assert "dry sherry" in (await guild.run("prefix", f"ask {UNANSWERED}")).text
    assert bool(await library.feedback.gaps(collection=guild.collection)) is not replies
    own = await guild.people["moderator"].context_menu(guild.channel, "Add as an article", declined)
    assert "I only add what people wrote" in private_text(own)
    guild.env.errors.clear()


async def test_reply_that_tells_somebody_else_the_answer_is_left_alone(guild: PopulatedGuild, library: Library) -> None:
    await guild.run("prefix", f"ask {UNANSWERED}")
    declined = guild.channel.history()[-1]
    moderator = guild.people["moderator"]
    told = await moderator.send(guild.channel, WINE, reply_to=declined)
    assert guild.channel.history()[-1] == told
    added = await moderator.context_menu(guild.channel, "Add as an article", told)
    assert "closes the gap" in private_text(added)
    await moderator.send(guild.channel, "which wine?", reply_to=declined)
    assert "dry sherry" in full_text(guild.channel.history()[-1])
    await guild.people["member"].send(guild.channel, "artichokes and wine", reply_to=declined)
    assert "dry sherry" in full_text(guild.channel.history()[-1])


async def test_article_of_a_message_has_no_marks_of_its_markdown(guild: PopulatedGuild, library: Library) -> None:
    text = "## Owl **lands**\nAn owl landed on the __town hall__ of Holm.\n-# It _stayed_ for nine hours."
    sent = await guild.people["member"].send(guild.channel, text)
    await guild.people["moderator"].context_menu(guild.channel, "Add as an article", sent)
    [listed] = await library.listing(collection=guild.collection, own=True)
    assert listed.article.title == "Owl lands"
    added = await library.article(listed.article.id, collection=guild.collection)
    assert added.paragraphs == ("An owl landed on the town hall of Holm.", "It stayed for nine hours.")


async def test_files_of_a_message_become_articles_unless_its_text_is_one(
    guild: PopulatedGuild, library: Library
) -> None:
    file = ("pier.md", b"# Pier opens\n\nThe mayor cut a blue ribbon at the pier of Lindvik.")
    member, moderator = guild.people["member"], guild.people["moderator"]
    sent = await member.send(guild.channel, "read this", attachments=[("cat.png", b"\x89PNG"), file])
    told = await moderator.context_menu(guild.channel, "Add as an article", sent)
    assert told.response and "pier.md: 1 added." in full_text(told.response) and told.ephemeral
    assert "cat.png" not in full_text(told.response)
    long = await member.send(guild.channel, f"{WINE} " * 6, attachments=[file])
    told = await moderator.context_menu(guild.channel, "Add as an article", long)
    assert "I took its text, not its files" in private_text(told)
    for bare in ([("cat.png", b"\x89PNG")], [("voice.ogg", b"OggS")]):
        nothing = await member.send(guild.channel, "", attachments=bare)
        assert "no text" in private_text(await moderator.context_menu(guild.channel, "Add as an article", nothing))
    emoji = await member.send(guild.channel, "👍 <:wave:123456789012345678>")
    assert "no text" in private_text(await moderator.context_menu(guild.channel, "Add as an article", emoji))
    assert len(await library.listing(collection=guild.collection, own=True)) == 2
    guild.env.errors.clear()
