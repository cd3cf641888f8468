"""`!quote` and the menu of a message: what is said, where it is, and who sees it."""

from bot.cogs.sources import MENU
from tests.bot.messages import only_embed, private_text
from tests.bot.populated_guild import PopulatedGuild

ALTERED = "“Mayor Ingrid Dahl never said”"


async def test_what_differs_is_marked_and_the_article_is_shown(guild: PopulatedGuild) -> None:
    shown = await guild.run("prefix", f"quote {ALTERED}")
    assert not shown.private
    assert "Changed: a negation" in shown.text and "~~never~~" in shown.text
    assert "only in the quotation" in shown.text and "Ingrid Dahl" in shown.text


async def test_sentence_that_no_article_has_is_not_found(guild: PopulatedGuild) -> None:
    assert "Not found." in (await guild.run("slash", "quote Nobody ever wrote this sentence down")).text


async def test_nothing_is_logged(guild: PopulatedGuild) -> None:
    await guild.run("prefix", f"quote {ALTERED}")
    assert "nothing stored about you" in (await guild.run("prefix", "forgetme")).text


async def test_quotation_mentions_nobody(guild: PopulatedGuild) -> None:
    shown = await guild.run("prefix", "quote Mayor Ingrid Dahl @everyone said")
    [embed] = shown.message.embeds
    assert embed.description and "@\u200beveryone" in embed.description


async def test_menu_checks_the_longest_quotation_of_a_message_for_one_person_alone(guild: PopulatedGuild) -> None:
    ann = guild.people["member"]
    sent = await ann.send(guild.channel, f"He is “sure” that {ALTERED}, is he not?")
    found = await ann.context_menu(guild.channel, MENU, sent)
    assert found.ephemeral and found.response
    assert "**Changed: a negation.**" in (only_embed(found.response).description or "")
    empty = await ann.send(guild.channel, "<@1>")
    assert "There's no text in that message" in private_text(await ann.context_menu(guild.channel, MENU, empty))
    guild.env.errors.clear()


async def test_menu_reads_what_is_shown_in_an_embed_too(guild: PopulatedGuild) -> None:
    ann = guild.people["member"]
    await guild.run("prefix", "ask When did the new ferry pier of Lindvik open?")
    found = await ann.context_menu(guild.channel, MENU, guild.channel.history()[-1])
    assert (only_embed(found.response).description or "").startswith("**Word for word")
