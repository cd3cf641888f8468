"""Answers day by day, in the way that the server asks for answers."""

from tests.bot.populated_guild import PopulatedGuild

QUESTION = "When did the pier open?"


async def test_timeline_is_for_the_asker_alone_where_answers_are(guild: PopulatedGuild) -> None:
    assert not (await guild.run("slash", f"timeline {QUESTION}")).private
    await guild.bot.preferences.change(guild.env.guild.id, {"private": True})
    shown = await guild.run("slash", f"timeline {QUESTION}")
    assert shown.private and "Lindvik" in shown.text
    assert not (await guild.run("prefix", f"timeline {QUESTION}")).private
    told = await guild.run("prefix", "source", who="administrator")
    assert "Lindvik" in told.text, "the last answer that all could see"
