"""The log of a server as a file, for its moderators."""

from tests.bot.conftest import QUESTION, channel_denying
from tests.bot.populated_guild import PopulatedGuild


async def test_export_of_a_prefix_command_comes_by_direct_message_alone(guild: PopulatedGuild) -> None:
    await guild.run("prefix", f"ask {QUESTION}")
    told = await guild.run("prefix", "export", who="moderator")
    assert not told.message.attachments and "direct message" in told.text
    [sent] = guild.people["moderator"].user.dm_channel.history()
    assert sent.content == "Here is the export of this server: 1 row."
    [file] = sent.attachments
    assert file.filename == "questions.csv" and QUESTION.encode() in await file.read()


async def test_export_of_a_slash_command_is_private_and_of_this_server_only(guild: PopulatedGuild) -> None:
    await guild.run("prefix", f"ask {QUESTION}")
    await guild.run("direct message", "ask Who sold the zeppelin?")
    told = await guild.run("slash", "export questions jsonl", who="moderator")
    assert told.private and "1 row" in told.text


async def test_export_leaves_out_private_questions_and_hidden_channels(guild: PopulatedGuild) -> None:
    hidden = channel_denying(guild.env, "hidden", view_channel=False)
    await guild.run("prefix", f"ask {QUESTION}", who="administrator", place=hidden)
    await guild.people["member"].slash(guild.channel, "ask", question=QUESTION, private=True)
    assert "nothing to export" in (await guild.run("slash", "export", who="moderator")).text
    assert "1 row" in (await guild.run("slash", "export", who="administrator")).text
