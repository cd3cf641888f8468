"""Citations to copy, asked for with `!source` and a style, and answers found by a link to their message."""

import discord
import pytest
import simcord

from knowledge import Library
from tests.bot.conftest import FERRY, QUESTION, MakeBot
from tests.bot.reading import embed, last

APA = (
    "Northern Press. (2021, June 5). Harbour town opens its new ferry pier. The Coast Courier. "
    "https://courier.example/ferry-pier"
)


def block(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """The block of code in a reply."""
    text = embed(message).description or ""
    before, code, after = text.split("```")
    assert not before.startswith("`") and "`" not in after
    return code.partition("\n")[2].rstrip("\n")


async def test_style_gives_each_cited_article_once_in_a_block_to_copy(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!source apa")
    assert block(last(channel)).split("\n\n")[0] == APA
    assert block(last(channel)).count(APA) == 1
    text = embed(last(channel)).description or ""
    assert text.startswith("Citations to copy (APA) for: Who said")
    assert "In print, the name of the newspaper stands in italics." in text


@pytest.mark.parametrize("words", ["1 apa", "#1 1 APA", "apa 1", "#1 apa 1"])
async def test_style_with_a_number_gives_that_citations_article_alone(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, words: str
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, f"!source {words}")
    assert block(last(channel)) == APA


@pytest.mark.parametrize(
    ("style", "begins"),
    [
        (
            "plain",
            "“Harbour town opens its new ferry pier”, The Coast Courier (Northern Press), 5 Jun 2021, ¶3, https:",
        ),
        ("apa", "Northern Press. (2021, June 5)."),
        ("mla", "Northern Press. “Harbour town opens its new ferry pier.” The Coast Courier, 5 June 2021, https:"),
        ("chicago", "Northern Press. “Harbour town opens its new ferry pier.” The Coast Courier, June 5, 2021. https:"),
        ("bibtex", "@article{northernpress2021harbour,\n  author = {{Northern Press}},\n  title = {{Harbour"),
    ],
)
async def test_every_style_is_offered_by_slash_and_by_prefix(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, style: str, begins: str
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, f"!source 1 {style}")
    assert block(last(channel)).startswith(begins)
    result = await ann.slash(channel, "source", which="1", style=style)
    assert block(result.response).startswith(begins)


async def test_style_in_reply_to_an_answer_cites_that_one(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    first = last(channel)
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await ann.send(channel, "!source 1 bibtex", reply_to=first)
    assert "Harbour town" in block(last(channel))
    assert simcord_env.bot.user
    await ann.send(channel, f"<@{simcord_env.bot.user.id}> source #1 mla")
    assert block(last(channel)).startswith("Northern Press. “Harbour")


async def test_hostile_headline_stays_in_its_block(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await library.remove("ferry")
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    for style in ("plain", "apa", "mla", "chicago", "bibtex"):
        await ann.send(channel, f"!source {style}")
        assert "'Bad' *News*" in block(last(channel)) or "asciigrave" in block(last(channel))
        assert not last(channel).mention_everyone and not last(channel).mentions


@pytest.mark.parametrize("form", ["{}", "<{}>", "{}/"])
@pytest.mark.parametrize("host", ["discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"])
async def test_link_to_a_message_gives_its_sources(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, host: str, form: str
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    link = last(channel).jump_url.replace("discord.com", host)
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await ann.send(channel, f"!source {form.format(link)} 1 apa")
    assert block(last(channel)) == APA


async def test_link_works_by_slash_and_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    link = last(channel).jump_url
    await simcord_env.restart_bot(make_bot())
    result = await ann.slash(channel, "source", which=link)
    assert FERRY.title in (embed(result.response).description or "")


async def test_link_that_leads_elsewhere_is_told_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    link = last(channel).jump_url
    guild = link.split("/")[4]
    for wrong, told in (
        (link.replace(guild, "123456789012345678"), "That message is from somewhere else"),
        (link.replace(guild, "@me"), "That message is from somewhere else"),
        (link[:-3] + "000", "That message is not one of my answers"),
        (f"{link} {link}", "Give a citation's number"),
        (f"#1 {link}", "Give a citation's number"),
        ("https://evil.example/channels/1/2/3", "Give a citation's number"),
        ("apa mla", "Give a citation's number"),
        ("harvard", "Give a citation's number"),
    ):
        await ann.send(channel, f"!source {wrong}")
        assert told in last(channel).content.replace("\\", ""), wrong
    simcord_env.errors.clear()


async def test_link_of_a_direct_message_works_there_alone(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    await bea.send_dm(QUESTION)
    link = last(bea.dm_channel).jump_url
    await bea.send_dm(f"!source {link} 1 apa")
    assert block(last(bea.dm_channel)) == APA
