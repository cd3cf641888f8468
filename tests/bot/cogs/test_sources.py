"""Where an answer comes from, and citations to copy: of the last answer, the one replied to, or one by its id."""

from dataclasses import replace

import discord
import pytest
import simcord

from knowledge import Library
from tests.bot.clock import Clock
from tests.bot.conftest import FERRY, QUESTION, MakeBot
from tests.bot.messages import embed_text, full_text, last_message, only_embed, private_text

HEADED = (
    "[1] Harbour town opens its new ferry pier\n"
    "The Coast Courier (Northern Press) · 5 Jun 2021, 14:30 UTC\n"
    "¶3 of 3\n"
    "> “Mayor Ingrid Dahl said"
)


async def test_source_gives_the_citations_of_the_last_answer_in_full(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    await ann.send(channel, "!source")
    text = embed_text(last_message(channel))
    assert text.startswith(f"Sources for: {QUESTION}\n\n{HEADED}")
    assert "[2] " not in text
    await ann.click(answer, label="2 more")
    await ann.send(channel, "!source")
    assert "[2] " in embed_text(last_message(channel))


async def test_source_with_a_number_gives_that_paragraph_between_its_neighbours(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!ask How much did the pier cost?")
    result = await ann.slash(channel, "source", which="1")
    text = embed_text(result.response)
    assert [line[:7] for line in text.split("\n\n")[1:]] == ["¶1 The ", "> ¶2 Th", "¶3 Mayo"]
    for paragraph in FERRY.paragraphs:
        assert paragraph in text
    assert only_embed(result.response).footer.text == "answer #1 · paragraph 2 of 3"


async def test_source_with_an_id_finds_an_older_answer(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, subtests: pytest.Subtests
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    for which in ("#1", " #1 ", "#1 1"):
        with subtests.test(which=which):
            await ann.send(channel, f"!source {which}")
            assert "Harbour town" in embed_text(last_message(channel))


async def test_source_in_reply_to_an_answer_gives_that_answers_citations(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    first = last_message(channel)
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await ann.send(channel, "!source", reply_to=first)
    assert HEADED in embed_text(last_message(channel))


async def test_source_in_reply_to_a_slash_answer_finds_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.slash(channel, "ask", question=QUESTION)
    assert result.response
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await ann.send(channel, "!source 1", reply_to=result.response.message)
    assert "Harbour town" in embed_text(last_message(channel))


async def test_source_and_reply_work_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    first = last_message(channel)
    await simcord_env.restart_bot(make_bot())
    await ann.send(channel, "!source")
    assert HEADED in embed_text(last_message(channel))
    await ann.send(channel, "!source", reply_to=first)
    assert HEADED in embed_text(last_message(channel))
    assert (await ann.slash(channel, "source", which="#1")).response


async def test_answer_whose_message_was_not_noted_is_found_by_the_id_it_shows(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await library.question_log.set_reply(1, "1")
    await ann.send(channel, "!source", reply_to=last_message(channel))
    assert HEADED in embed_text(last_message(channel))


async def test_commands_are_registered_once_for_several_starts(simcord_env: simcord.Env, make_bot: MakeBot) -> None:
    await simcord_env.restart_bot(make_bot())
    assert [entry.method for entry in simcord_env.http_requests if entry.path.endswith("/commands")] == ["PUT"]


async def test_answer_of_another_server_cannot_be_seen(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answer = last_message(channel)
    other = simcord_env.create_guild()
    elsewhere = other.create_text_channel("elsewhere")
    bea = other.add_member(simcord_env.create_user("bea"))
    for words in ("!source #1", "!source", "!source #1 1"):
        await bea.send(elsewhere, words)
        assert not last_message(elsewhere).embeds
    result = await bea.slash(elsewhere, "source", which="#1")
    assert result.ephemeral and result.response and not result.response.embeds
    assert answer.embeds
    simcord_env.errors.clear()


async def test_answer_of_a_server_cannot_be_seen_in_a_direct_message(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    bea = simcord_env.create_user("bea")
    await bea.send_dm("!source #1")
    assert not last_message(bea.dm_channel).embeds
    simcord_env.errors.clear()


async def test_source_that_is_none_is_told_what_there_is(
    subtests: pytest.Subtests, ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    for words, told in [
        ("!source 9", "Answer #1 has only citation 1, not 9."),
        ("!source who", "Give the number of a citation"),
        ("!source -1", "Give the number of a citation"),
        ("!source #99999999999999999999", "Give the number of a citation"),
        ("!source " + "9" * 1_900, "Give the number of a citation"),
    ]:
        with subtests.test(words=words, told=told):
            await ann.send(channel, f"!ask {QUESTION}")
            await ann.send(channel, words)
            assert told in last_message(channel).content.replace("\\", "")
            simcord_env.errors.clear()


async def test_withdrawn_article_is_named_but_no_longer_quoted(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, "!ask Which glacier or pier melted under a spoiler as the ferry berthed?")
    await library.remove("hostile")
    await ann.send(channel, "!source")
    text = embed_text(last_message(channel))
    assert "This article was removed on " in text
    assert "glacier **melted**" not in text
    simcord_env.errors.clear()


APA = (
    "Northern Press. (2021, June 5). Harbour town opens its new ferry pier. The Coast Courier. "
    "https://courier.example/ferry-pier"
)


def block(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """The block of code in a reply."""
    text = only_embed(message).description or ""
    before, code, after = text.split("```")
    assert not before.startswith("`") and "`" not in after
    return code.partition("\n")[2].rstrip("\n")


async def test_style_gives_each_cited_article_once_in_a_block_to_copy(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    await ann.send(channel, "!source apa")
    assert block(last_message(channel)).split("\n\n")[0] == APA
    assert block(last_message(channel)).count(APA) == 1
    text = only_embed(last_message(channel)).description or ""
    assert text.startswith("Citations to copy (APA): Who said")
    assert "Put the newspaper's name in italics." in text


async def test_style_with_a_number_gives_that_citations_article_alone(
    subtests: pytest.Subtests, ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    for words in ["1 apa", "#1 1 APA", "apa 1", "#1 apa 1"]:
        with subtests.test(words=words):
            await ann.send(channel, f"!ask {QUESTION}")
            await ann.send(channel, f"!source {words}")
            assert block(last_message(channel)) == APA


async def test_every_style_is_offered_by_slash_and_by_prefix(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, clock: Clock, subtests: pytest.Subtests
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    for style, begins in (
        (
            "plain",
            "“Harbour town opens its new ferry pier”, The Coast Courier (Northern Press), 5 Jun 2021, ¶3, https:",
        ),
        ("apa", "Northern Press. (2021, June 5)."),
        ("mla", "Northern Press. “Harbour town opens its new ferry pier.” The Coast Courier, 5 June 2021, https:"),
        ("chicago", "Northern Press. “Harbour town opens its new ferry pier.” The Coast Courier, June 5, 2021. https:"),
        ("bibtex", "@article{northernpress2021harbour,\n  author = {{Northern Press}},\n  title = {{Harbour"),
        ("ris", "TY  - NEWS\nAU  - Northern Press\nTI  - Harbour town opens its new ferry pier\nT2  - The Coast"),
        ("csl", '[{\n "id": "1",\n "type": "article-newspaper",\n "title": "Harbour town opens its new ferry pier",'),
    ):
        clock.now += 60
        with subtests.test(style=style, begins=begins):
            await ann.send(channel, f"!source 1 {style}")
            assert block(last_message(channel)).startswith(begins)
            result = await ann.slash(channel, "source", which="1", style=style)
            assert block(result.response).startswith(begins)


async def test_style_in_reply_to_an_answer_cites_that_one(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    first = last_message(channel)
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    await ann.send(channel, "!source 1 bibtex", reply_to=first)
    assert "Harbour town" in block(last_message(channel))
    assert simcord_env.bot.user
    await ann.send(channel, f"<@{simcord_env.bot.user.id}> source #1 mla")
    assert block(last_message(channel)).startswith("Northern Press. “Harbour")


async def test_hostile_headline_stays_in_its_block(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await library.remove("ferry")
    await ann.send(channel, "!ask Which glacier melted under a spoiler?")
    for style in ("plain", "apa", "mla", "chicago", "bibtex", "ris"):
        await ann.send(channel, f"!source {style}")
        assert "'Bad' *News*" in block(last_message(channel)) or "asciigrave" in block(last_message(channel))
        assert not last_message(channel).mention_everyone and not last_message(channel).mentions


async def test_link_to_a_message_gives_its_sources(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, clock: Clock, subtests: pytest.Subtests
) -> None:
    for host, form in (
        ("discord.com", "{}"),
        ("ptb.discord.com", "<{}>"),
        ("canary.discord.com", "{}/"),
        ("discordapp.com", "<{}>"),
    ):
        clock.now += 60
        with subtests.test(host=host, form=form):
            await ann.send(channel, f"!ask {QUESTION}")
            link = last_message(channel).jump_url.replace("discord.com", host)
            await ann.send(channel, "!ask Which glacier melted under a spoiler?")
            await ann.send(channel, f"!source {form.format(link)} 1 apa")
            assert block(last_message(channel)) == APA


async def test_link_works_by_slash_and_after_a_restart(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, make_bot: MakeBot
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    link = last_message(channel).jump_url
    await simcord_env.restart_bot(make_bot())
    result = await ann.slash(channel, "source", which=link)
    assert FERRY.title in (only_embed(result.response).description or "")


async def test_link_that_leads_elsewhere_is_told_kindly(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    link = last_message(channel).jump_url
    guild = link.split("/")[4]
    for wrong, told in (
        (link.replace(guild, "123456789012345678"), "That message is from somewhere else"),
        (link.replace(guild, "@me"), "That message is from somewhere else"),
        (link[:-3] + "000", "That message isn't one of my answers"),
        (f"{link} {link}", "Give the number of a citation"),
        (f"#1 {link}", "Give the number of a citation"),
        ("https://evil.example/channels/1/2/3", "Give the number of a citation"),
        ("apa mla", "Give the number of a citation"),
        ("harvard", "Give the number of a citation"),
    ):
        await ann.send(channel, f"!source {wrong}")
        assert told in last_message(channel).content.replace("\\", ""), wrong
    simcord_env.errors.clear()


async def test_link_of_a_direct_message_works_there_alone(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    await bea.send_dm(QUESTION)
    link = last_message(bea.dm_channel).jump_url
    await bea.send_dm(f"!source {link} 1 apa")
    assert block(last_message(bea.dm_channel)) == APA


async def test_corrected_words_are_shown_under_the_source_and_a_typo_elsewhere_is_not(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, f"!ask {QUESTION}")
    answered = last_message(channel)
    typo = [text.replace("The", "Teh", 1) if n == 0 else text for n, text in enumerate(FERRY.paragraphs)]
    await library.add(replace(FERRY, paragraphs=tuple(typo)))
    await ann.send(channel, "!source")
    assert "Corrected since" not in full_text(last_message(channel))
    await library.add(replace(FERRY, paragraphs=(*FERRY.paragraphs[:2], FERRY.paragraphs[2].replace("said", "denied"))))
    for page in ("!source", "!source 1"):
        await ann.send(channel, page)
        description = only_embed(last_message(channel)).description or ""
        assert "**Corrected since, on " in description
        assert "~~said~~ **denied**" in description
    pressed = await ann.click(answered, custom_id="footnote:source:1:1")
    assert "Corrected since, on" in full_text(pressed.response)
    await library.remove("ferry")
    assert "no longer stored" in private_text(await ann.click(answered, custom_id="footnote:source:1:1"))
    simcord_env.errors.clear()
