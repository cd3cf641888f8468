"""Browsing: the list of articles and its filters, single articles, and their buttons."""

from collections.abc import Iterator

import discord
import pytest
import simcord

from bot.embeds.articles import LISTED
from knowledge import Article, Library
from tests.bot.conftest import FERRY, MakeBot, channel_denying
from tests.bot.messages import button_rows, embed_text, last_message, layout_text, only_embed, private_text

LONG = Article(
    title="A very long report",
    paragraphs=tuple(f"Paragraph number {n} says {'much and more ' * 20}." for n in range(1, 41)),
    publisher="The Coast Courier",
    language="en",
    id="long",
)


def many(count: int) -> list[Article]:
    return [
        Article(title=f"Report {n:03}", paragraphs=(f"Text {n}.",), publisher="Daily", language="en", id=f"r{n}")
        for n in range(count)
    ]


async def test_articles_lists_headline_publisher_day_length_and_id(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!articles")
    text = embed_text(last_message(channel))
    assert text.startswith("Articles, newest first\n\n@everyone")
    assert f"{FERRY.title}\nThe Coast Courier (Northern Press) · 5 Jun 2021 · 3 paragraphs\nid ferry" in text
    assert only_embed(last_message(channel)).footer.text == "2 articles · !article ID to read one"
    assert button_rows(last_message(channel)) == [["Read one …"]]
    result = await ann.slash(channel, "articles")
    assert embed_text(result.response) == text


async def test_article_chosen_from_the_list_is_shown_to_whoever_chose_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    await library.add_all(many(7))
    bare = channel_denying(simcord_env, "bare", embed_links=False)
    for place in (channel, bare):
        await ann.send(place, "!articles report")
        await ann.click(last_message(place), label="Next ›")
        menu = next(part for part in _menus(last_message(place)))
        assert [option.label for option in menu.options] == ["Report 001", "Report 000"]
        assert menu.options[0].description == "Daily"
        result = await ann.select(last_message(place), [menu.options[1].value])
        assert result.ephemeral and "¶1 Text 0." in embed_text(result.response)
    await library.remove("r0")
    result = await ann.select(last_message(channel), [menu.options[1].value])
    assert "has been removed" in private_text(result)


def _menus(message: discord.Message) -> Iterator[discord.SelectMenu]:
    for row in message.components:
        if isinstance(row, discord.ActionRow):
            yield from (part for part in row.children if isinstance(part, discord.SelectMenu))


async def test_articles_are_narrowed_by_words_and_filters_in_both_forms(
    subtests: pytest.Subtests, ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    for words, options in [
        ("!articles pier", {"words": "pier"}),
        ("!articles source:Courier", {"source": "Courier"}),
        ('!articles source:"coast courier" after:2021', {"source": "coast courier", "after": "2021"}),
        ("!articles on:2021-06 before:2022 town", {"words": "town", "on": "2021-06", "before": "2022"}),
    ]:
        with subtests.test(words=words, options=options):
            await ann.send(channel, words)
            result = await ann.slash(channel, "articles", **options)
            for message in (last_message(channel), result.response):
                assert FERRY.title in embed_text(message) and "id hostile" not in embed_text(message)
                assert "1 article" in (only_embed(message).footer.text or "")


async def test_new_lists_what_was_added_in_the_last_seven_days(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!articles new")
    assert embed_text(last_message(channel)).startswith("Added in the last seven days\n\n@everyone")


async def test_buttons_turn_the_pages_of_a_list_also_after_a_restart(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    library: Library,
    make_bot: MakeBot,
) -> None:
    await library.add_all(many(2 * LISTED + 1))
    await ann.send(channel, "!articles source:daily report")
    message = last_message(channel)
    assert "1–5 of 11 articles · page 1 of 3" in (only_embed(message).footer.text or "")
    seen = [embed_text(message)]
    await ann.click(message, label="Next ›")
    seen.append(embed_text(last_message(channel)))
    await simcord_env.restart_bot(make_bot())
    await ann.click(last_message(channel), label="Next ›")
    seen.append(embed_text(last_message(channel)))
    assert only_embed(last_message(channel)).footer.text == "11 of 11 articles · page 3 of 3 · /article ID to read one"
    assert all(sum(f"Report {n:03}" in text for text in seen) == 1 for n in range(2 * LISTED + 1))
    await ann.click(last_message(channel), label="« 1")
    assert embed_text(last_message(channel)) == seen[0]
    await ann.click(last_message(channel), label="3 »")
    assert embed_text(last_message(channel)) == seen[2]
    await ann.click(last_message(channel), label="‹ Back")
    assert embed_text(last_message(channel)) == seen[1]


async def test_article_is_read_page_by_page_with_every_paragraph_and_its_number(
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    library: Library,
    make_bot: MakeBot,
) -> None:
    await library.add(LONG)
    await ann.send(channel, "!article long")
    assert embed_text(last_message(channel)).startswith(
        "A very long report\nThe Coast Courier\n\n¶1 Paragraph number 1 says"
    )
    text = embed_text(last_message(channel))
    await simcord_env.restart_bot(make_bot())
    for _ in range(30):
        footer = only_embed(last_message(channel)).footer.text or ""
        number, pages = footer.rpartition("page ")[2].split(" of ")
        if number == pages:
            break
        await ann.click(last_message(channel), label="Next ›")
        text += embed_text(last_message(channel))
    assert number == pages != "1"
    for n, paragraph in enumerate(LONG.paragraphs, start=1):
        assert f"¶{n} {paragraph}" in text


async def test_article_links_its_paragraphs_to_the_page_it_came_from(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await ann.slash(channel, "article", article="ferry")
    drawn = only_embed(result.response).description or ""
    assert "[¶1](https://courier.example/ferry-pier#:~:text=" in drawn
    assert only_embed(result.response).footer.text == "id ferry · paragraphs 1 to 3 of 3"


async def test_hostile_article_is_shown_without_effect(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, "!article hostile")
    assert "glacier **melted**" in embed_text(last_message(channel))
    assert not last_message(channel).mention_everyone and not last_message(channel).mentions


async def test_article_that_was_taken_out_between_two_pages_is_told(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await library.add(LONG)
    await ann.send(channel, "!article long")
    await library.remove("long")
    result = await ann.click(last_message(channel), label="Next ›")
    assert result.ephemeral and result.response
    assert "That article has been removed" in (result.response.content or "")
    simcord_env.errors.clear()


async def test_article_of_another_server_is_not_to_be_seen(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await library.add(Article(title="Secret", paragraphs=("Text.",), id="secret"), collection="5")
    await ann.send(channel, "!article secret")
    assert "There's no article" in last_message(channel).content
    await ann.send(channel, "!articles")
    assert "Secret" not in embed_text(last_message(channel))
    simcord_env.errors.clear()


async def test_pages_without_embeds_are_plain_messages_and_turn_too(
    ann: simcord.MemberActor, simcord_env: simcord.Env, library: Library
) -> None:
    await library.add(LONG)
    channel = channel_denying(simcord_env, "no-embeds", embed_links=False)
    await ann.send(channel, "!article long")
    assert not last_message(channel).embeds and "¶1 Paragraph number 1" in layout_text(last_message(channel))
    await ann.click(last_message(channel), label="Next ›")
    assert not last_message(channel).embeds and "page 2 of" in layout_text(last_message(channel))


async def test_sources_and_headlines_are_offered_while_typing(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    offered = await ann.autocomplete(channel, "articles", "source", "coast")
    assert [choice["value"] for choice in offered] == ["The Coast Courier"]
    offered = await ann.autocomplete(channel, "article", "article", "harbour")
    assert [(choice["name"], choice["value"]) for choice in offered] == [(FERRY.title, "ferry")]
    await library.add_all([*many(40), Article(title="x" * 300, paragraphs=("Text.",), id="y" * 150)])
    offered = await ann.autocomplete(channel, "article", "article", "")
    assert len(offered) == 25 and all(0 < len(choice["name"]) <= 100 for choice in offered)


async def test_articles_are_browsed_in_a_direct_message(simcord_env: simcord.Env) -> None:
    bea = simcord_env.create_user("bea")
    await bea.send_dm("!articles")
    assert FERRY.title in embed_text(last_message(bea.dm_channel))
    await bea.send_dm("!article ferry")
    assert "¶3 Mayor" in embed_text(last_message(bea.dm_channel))


async def test_articles_are_listed_for_a_mention_and_its_word_alone(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    assert simcord_env.bot.user
    await ann.send(channel, f"<@{simcord_env.bot.user.id}> articles new")
    assert embed_text(last_message(channel)).startswith("Added in the last seven days")
