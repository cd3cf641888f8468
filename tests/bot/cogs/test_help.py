"""The help: short, a page for each command, with examples of the articles here, and apart for moderators."""

from pathlib import Path

import discord
import pytest
import simcord
from hypothesis import given
from hypothesis import strategies as st

from bot import i18n
from bot.bot import Footnote
from bot.cogs.help import command_help
from bot.embeds import answers
from bot.text import help
from bot.text.help import Examples, HelpAudience, examples
from knowledge import Answer, Article, Library
from tests.bot.conftest import FERRY, HOSTILE
from tests.bot.messages import last_message

LANGUAGES = i18n.languages()


def shown(message: discord.Message | simcord.ResponseMessage | None) -> str:
    assert message and len(message.embeds) == 1
    return message.embeds[0].description or ""


async def test_help_is_short_and_names_every_command_of_members(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote
) -> None:
    await ann.send(channel, "!help")
    text = shown(last_message(channel))
    assert len(text) < 2_500
    for entry in command_help(simcord_bot, "!"):
        assert ((entry.short_form or entry.forms[0]) in text) is not bool(entry.needs)
    assert "moderators" not in text


async def test_examples_are_of_an_article_here_and_find_it(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await ann.send(channel, "!help")
    assert "`!ask Harbour town opens its new ferry pier`" in shown(last_message(channel))
    asked = examples([FERRY])
    assert asked.questions == ("Harbour town opens its new ferry pier",)
    assert asked.filtered == ('Harbour opens ferry source:"The Coast Courier"', "Harbour opens ferry after:2021-06")
    for question in (*asked.questions, *asked.filtered):
        found = await library.ask(question)
        assert isinstance(found, Answer)
        assert found.citations[0].article.id == "ferry"


async def test_an_article_of_another_server_is_no_example(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library
) -> None:
    await library.add(Article(title="Secret of another server", paragraphs=("Nothing to see.",)), collection="77")
    await ann.send(channel, "!help")
    assert "Secret" not in shown(last_message(channel))


@given(st.text(), st.text())
def test_an_example_holds_nothing_that_discord_would_act_on(title: str, publisher: str) -> None:
    asked = examples([Article(title=title, paragraphs=("x",), publisher=publisher)])
    for example in (*asked.questions, *(each.replace(' source:"', " ").removesuffix('"') for each in asked.filtered)):
        assert not set(example) & set("`*_~|<>@#[]()\\/\n")
        assert example.isprintable() and len(example) < 160


def test_a_headline_without_words_is_passed_over() -> None:
    bare = Article(title="*** ¿? ***", paragraphs=("x",))
    assert examples([bare]) == Examples()
    assert examples([bare, FERRY]) == examples([FERRY])
    asked = examples([HOSTILE])
    assert not set("".join((*asked.questions, *asked.filtered))) & set("@<>`*[]")


async def test_headline_is_asked_with_its_punctuation_where_that_means_nothing(
    subtests: pytest.Subtests, library: Library
) -> None:
    for title, asked in [
        ("Who says so? A reader's guide", "Who says so? A reader's guide"),
        ("Fifty-five boxes: the return", "Fifty-five boxes: the return"),
        ("In: the new harbour “pier”, -not for free", "In the new harbour pier not for free"),
        ("source: said the mayor of the town", "source said the mayor of the town"),
        ("The pier `rm` of *Lindvik*", "The pier rm of Lindvik"),
    ]:
        with subtests.test(title=title, asked=asked):
            article = Article(title=title, paragraphs=(f"{title}, said the mayor of Lindvik.",))
            assert examples([article]).questions == (asked,)
            await library.ask(asked)


def test_examples_are_of_three_articles() -> None:
    articles = [Article(title=f"Pier number {n} opens", paragraphs=("x",)) for n in range(5)]
    assert examples(articles).questions == tuple(f"Pier number {n} opens" for n in range(3))


async def test_examples_of_the_samples_are_questions_that_they_answer(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for number, language in enumerate(LANGUAGES):
        with subtests.test(language=language):
            (folder := tmp_path / str(number)).mkdir()
            async with Library.open(folder) as library:
                with i18n.use_language(language):
                    asked = examples((await library.overview(newest=8)).newest, samples=True).questions
                assert len(asked) == 3
                for question in asked:
                    assert question.endswith("?") and (await library.ask(question)).outcome == "answered"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_has_its_page_in_every_language(
    simcord_bot: Footnote, simcord_env: simcord.Env, language: str
) -> None:
    with i18n.use_language(language):
        reader = HelpAudience(prefix="!", me="Footnote", manages=True)
        known = command_help(simcord_bot, "!")
        for topic in ("", *help.help_topics(known, reader)):
            page = help.help_page(topic, known, reader, examples([FERRY]))
            text = answers.fit_lines(page, 100_000).body
            assert text == answers.fit_lines(page, answers.LAYOUT_ROOM).body, f"{topic} does not fit without embeds"
            assert text.count("**") % 2 == text.count("`") % 2 == 0
        for entry in known:
            [head, *_] = help.help_page(entry.name, known, reader)
            assert head == f"{entry.usage}\n{entry.about}"
            assert entry.about and (language == i18n.SOURCE) is entry.about.isascii()
            assert all(about for _, about in entry.options)


async def test_page_is_found_by_any_name_of_its_command(
    subtests: pytest.Subtests, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    for topic in ["ask", "ASK", "/ask", "질문", "a"]:
        with subtests.test(topic=topic):
            reader = HelpAudience(prefix="!", me="Footnote")
            known = command_help(simcord_bot, "!")
            if topic == "a" and "a" not in {short for entry in known for short in entry.also}:
                pytest.skip("ask has no short name")
            assert help.help_page(topic, known, reader) == help.help_page("ask", known, reader)


async def test_help_explains_the_filters(ann: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    await ann.send(channel, "!help filters")
    text = shown(last_message(channel))
    for written in ("after:", "before:", "on:", "source:", "in:", '"exact phrase"', "-word", "latest"):
        assert f"`{written}" in text


async def test_help_on_something_unknown_says_what_was_meant(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, "!help filtres")
    assert "Did you mean !help filters?" in last_message(channel).content
    await ann.send(channel, "!help @everyone")
    assert "There's no help on" in last_message(channel).content and "@everyone" not in last_message(channel).content
    simcord_env.errors.clear()


async def test_moderators_page_is_for_those_who_manage_the_server(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    await ann.send(channel, "!help moderators")
    assert "Manage Server" in last_message(channel).content
    simcord_env.errors.clear()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_moderators_find_their_commands_apart(
    simcord_bot: Footnote, simcord_env: simcord.Env, language: str
) -> None:
    kept = help.CommandHelp(name="settings", forms=("`!settings`",), about="Choose.", needs="For some.")
    known = [*command_help(simcord_bot, "!"), kept]
    with i18n.use_language(language):
        member, moderator = HelpAudience(prefix="!", me="F"), HelpAudience(prefix="!", me="F", manages=True)
        assert kept.usage not in "".join(help.help_page("", known, member))
        assert i18n.localized_name("moderators") in "".join(help.help_page("", known, moderator))
        assert kept.usage in "".join(help.help_page("moderators", known, moderator))
        assert kept.usage in "".join(help.help_page("settings", known, moderator))
        for hidden in ("moderators", "settings"):
            with pytest.raises(help.HelpNotFound):
                help.help_page(hidden, known, member)


async def test_slash_help_offers_topics_and_shows_slash_commands(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    offered = await ann.autocomplete(channel, "help", "command", "fil")
    assert [choice["value"] for choice in offered] == ["filters"]
    text = shown((await ann.slash(channel, "help", command="ask")).response)
    assert text.startswith("`/ask`") and "!ask" not in text
