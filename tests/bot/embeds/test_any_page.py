"""Pages and sentences that are not about one answer, for any settings, names and articles: whole and harmless."""

import re
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path

import discord
import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import guild_settings
from bot.bot import Footnote
from bot.cogs import info
from bot.cogs.help import command_help
from bot.diagnostics import CheckResult
from bot.embeds import answers
from bot.i18n import gettext, languages, use_language
from bot.preferences import SETTING_NAMES, GuildSettings, InvalidSetting
from bot.text import formatting, help, markdown
from bot.text.help import HelpAudience, examples
from bot.text.parsing import BRIEF
from bot.text.privacy import PrivacyFacts, privacy_blocks
from knowledge import Article, Library
from tests.bot import reply_strategies
from tests.bot.limit_checks import check_embed, check_text
from tests.bot.messages import layout_text
from tests.bot.reply_strategies import DrawnReply
from tests.bot.strategies import articles, long_texts, texts

one_bot = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""The bot is only read, so all examples may share it."""
spoken = st.sampled_from(languages())
counts = st.integers(0, 10**9)


with (resources.files("bot") / "locales" / "ko.po").open("rb") as catalogue:
    SENTENCES = [message.id if isinstance(message.id, str) else message.id[0] for message in read_po(catalogue)][1:]
"""Every text that people read; the first of a catalogue is its head."""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Footnote]:
    """A bot with all its commands, on no Discord."""
    async with Library.open(tmp_path) as library:
        bot = Footnote(library, folder=tmp_path)
        await bot.furnish()
        yield bot


def filled(sentence: str, word: str) -> str:
    """Return a text of the catalogue with the same word in each of its places."""
    return re.sub(r"\{\w+(:,)?\}", lambda _: word, sentence)


def check_page(blocks: list[str], footer: str = "") -> None:
    """A page of ours fits whole both ways, and has no more than code and bold words in it."""
    reply = DrawnReply(lambda room: answers.fit_lines(blocks, room, footer), kinds=frozenset({"bold", "code"}))
    check_embed(reply)
    check_text(layout_text(answers.layout(reply.draw)), markdown.MAX_LAYOUT, reply)


@one_bot
@given(
    prefix=reply_strategies.prefixes,
    name=texts,
    newest=st.lists(articles, max_size=3),
    manages=st.booleans(),
    language=spoken,
)
async def test_any_page_of_the_help_is_whole_and_harmless(
    bot: Footnote, prefix: str, name: str, newest: list[Article], manages: bool, language: str
) -> None:
    with use_language(language):
        reader = HelpAudience(prefix=prefix, me=name, manages=manages)
        known = command_help(bot, prefix)
        for topic in ("", BRIEF, *help.help_topics(known, reader)):
            check_page(help.help_page(topic, known, reader, examples(newest)), "" if topic else help.more_help(prefix))


@given(reply_strategies.prefixes, counts, counts, st.integers(0, 36_500), st.booleans(), spoken)
def test_about_and_privacy_are_whole_and_harmless(
    prefix: str, own: int, shared: int, days: int, verbose: bool, language: str
) -> None:
    with use_language(language):
        articles = formatting.articles(own + shared)
        check_page(info.about_blocks("1.2.3", articles, days, prefix))
        check_page(privacy_blocks(PrivacyFacts(retention_days=days, audit_days=days, prefix=prefix, verbose=verbose)))


@one_bot
@given(chosen=reply_strategies.preferences, name=texts, own=st.sets(st.sampled_from(SETTING_NAMES)), language=spoken)
async def test_settings_fit_one_message_whatever_was_chosen(
    bot: Footnote, chosen: GuildSettings, name: str, own: set[str], language: str
) -> None:
    server = discord.Guild(data={"id": 1, "name": name}, state=bot._connection)  # type: ignore[typeddict-item]  # as the wire has it
    with use_language(language):
        page = guild_settings.settings_page(server, chosen, dict.fromkeys(own), chosen.prefix)
        kinds = frozenset({"bold", "code", "subtext", "channel", "role"})
        check_text(page, markdown.MAX_MESSAGE, DrawnReply(lambda _: answers.Page(page), kinds=kinds))
        assert all(f"-# `{each}`" in page for each in SETTING_NAMES) and not page.endswith("…")
        for each in SETTING_NAMES:
            said = f"`{each}`: {guild_settings.display(each, getattr(chosen, each))}"
            check_text(said, markdown.MAX_MESSAGE, DrawnReply(lambda _: answers.Page(page), kinds=kinds))


@given(reply_strategies.preferences, spoken)
def test_file_of_settings_is_a_block_or_told_to_be_too_long(chosen: GuildSettings, language: str) -> None:
    data = guild_settings.settings_file(chosen)
    with use_language(language):
        try:
            text = guild_settings.as_code_block(data)
        except InvalidSetting as refusal:
            assert len(data) > 1_900 and "/settings export" in refusal.sentence
            return
    check_text(text, markdown.MAX_MESSAGE, DrawnReply(lambda _: answers.Page(text), kinds=frozenset({"code block"})))
    assert guild_settings.from_json(data)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12), st.one_of(texts, long_texts), spoken)
def test_any_sentence_is_harmless_and_fits(sentences: list[str], word: str, language: str) -> None:
    with use_language(language):
        for sentence in sentences:
            drawn = answers.sentence_page(filled(gettext(sentence), word))
            check_text(drawn, markdown.MAX_MESSAGE, DrawnReply(lambda _: answers.Page("")))


@given(texts.filter(str.strip), long_texts, st.booleans(), spoken)
def test_any_finding_is_one_harmless_line(what: str, said: str, fault: bool, language: str) -> None:
    with use_language(language):
        line = guild_settings.format_result(CheckResult(what, said, said, fault=fault))
    assert "\n" not in line
    check_text(line, 10 * markdown.MAX_MESSAGE, DrawnReply(lambda _: answers.Page(line)))
