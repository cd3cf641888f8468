"""Pages and sentences that are not about one answer, for any settings, names and articles: whole and harmless."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import guild_settings
from bot.bot import Footnote
from bot.cogs.help import command_help
from bot.diagnostics import CheckResult
from bot.embeds import answers
from bot.i18n import languages, use_language
from bot.phrases import citing, facts, faults, feedback, manners, receiving, serving, telling
from bot.phrases import manual as phrases
from bot.preferences import NAMES, GuildSettings, InvalidSetting
from bot.text import help, limits
from bot.text.help import HelpAudience, examples
from bot.text.parsing import BRIEF
from knowledge import Article, Library, PurgeCounts
from tests.bot import replies
from tests.bot.replies import Reply
from tests.bot.test_any_reply import check_embed, check_text
from tests.bot.values import articles, long_texts, texts

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
spoken = st.sampled_from(languages())
counts = st.integers(0, 10**9)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Footnote]:
    """A bot with all its commands, on no Discord."""
    async with Library.open(tmp_path) as library:
        bot = Footnote(library, folder=tmp_path)
        await bot.furnish()
        yield bot


def check_page(blocks: list[str], footer: str = "") -> None:
    """A page of ours fits whole both ways, and has no more than code and bold words in it."""
    reply = Reply(lambda room: answers.fit_lines(blocks, room, footer), kinds=frozenset({"bold", "code"}))
    check_embed(reply)
    check_text(answers.message_page(reply.draw), limits.MAX_MESSAGE, reply)


@FEW
@given(
    prefix=replies.prefixes, name=texts, newest=st.lists(articles, max_size=3), manages=st.booleans(), language=spoken
)
async def test_any_page_of_the_help_is_whole_and_harmless(
    bot: Footnote, prefix: str, name: str, newest: list[Article], manages: bool, language: str
) -> None:
    with use_language(language):
        reader = HelpAudience(prefix=prefix, me=name, manages=manages)
        known = command_help(bot, prefix)
        for topic in ("", BRIEF, *help.help_topics(known, reader)):
            check_page(help.help_page(topic, known, reader, examples(newest)), "" if topic else phrases.more(prefix))


@FEW
@given(replies.prefixes, counts, counts, st.integers(0, 36_500), st.booleans(), spoken)
def test_about_and_privacy_are_whole_and_harmless(
    prefix: str, own: int, shared: int, days: int, verbose: bool, language: str
) -> None:
    with use_language(language):
        check_page([telling.version("1.2.3"), telling.collections(own, shared), telling.read_on(prefix)])
        check_page([*telling.privacy(days, 30, verbose=verbose), telling.forget(prefix), telling.wishes(prefix)])


@FEW
@given(chosen=replies.preferences, name=texts, own=st.sets(st.sampled_from(NAMES)), language=spoken)
async def test_settings_fit_one_message_whatever_was_chosen(
    bot: Footnote, chosen: GuildSettings, name: str, own: set[str], language: str
) -> None:
    server = discord.Guild(data={"id": 1, "name": name}, state=bot._connection)  # type: ignore[typeddict-item]  # as the wire has it
    with use_language(language):
        page = guild_settings.settings_page(server, chosen, dict.fromkeys(own), chosen.prefix)
        kinds = frozenset({"bold", "code", "subtext", "channel", "role"})
        check_text(page, limits.MAX_MESSAGE, Reply(lambda _: answers.Page(page), kinds=kinds))
        assert all(f"`{each}`: " in page for each in NAMES) and not page.endswith("…")
        for each in NAMES:
            said = serving.changed(f"`{each}`", guild_settings.display(each, getattr(chosen, each)))
            check_text(said, limits.MAX_MESSAGE, Reply(lambda _: answers.Page(page), kinds=kinds))


@FEW
@given(replies.preferences, spoken)
def test_file_of_settings_is_a_block_or_told_to_be_too_long(chosen: GuildSettings, language: str) -> None:
    data = guild_settings.as_json(chosen)
    with use_language(language):
        try:
            text = guild_settings.as_code_block(data)
        except InvalidSetting as refusal:
            assert len(data) > 1_900 and "/settings export" in refusal.sentence
            return
    check_text(text, limits.MAX_MESSAGE, Reply(lambda _: answers.Page(text), kinds=frozenset({"code block"})))
    assert guild_settings.from_json(data)


@FEW
@given(texts, long_texts, replies.prefixes, counts, spoken)
def test_any_sentence_is_harmless_and_fits(word: str, long: str, prefix: str, count: int, language: str) -> None:
    with use_language(language):
        for sentence in _sentences(word, long, prefix, count):
            drawn = answers.sentence_page(sentence)
            check_text(drawn, limits.MAX_MESSAGE, Reply(lambda _: answers.Page("")))


@FEW
@given(texts.filter(str.strip), long_texts, st.booleans(), spoken)
def test_any_finding_is_one_harmless_line(what: str, said: str, fault: bool, language: str) -> None:
    with use_language(language):
        line = guild_settings.format_result(CheckResult(what, said, said, fault=fault))
    assert "\n" not in line
    check_text(line, 10 * limits.MAX_MESSAGE, Reply(lambda _: answers.Page(line)))


def _sentences(word: str, long: str, prefix: str, count: int) -> list[str]:
    """Return what is said of something that someone wrote, of every occasion."""
    return [
        faults.how_to_ask(prefix),
        faults.how_to_use(f"{prefix}{word}"),
        faults.no_such_command(prefix, word),
        faults.too_long(count, count),
        manners.not_here([word, long] * 4),
        manners.adults_only(word),
        citing.no_citation(count, [1, count], count),
        feedback.faded(count),
        phrases.no_page(word, long, prefix),
        receiving.how_to_add(prefix),
        receiving.which(prefix),
        serving.no_such_setting(word, NAMES),
        *(serving.unfit(name, long) for name in NAMES),
        serving.no_such_channel(long),
        serving.no_such_role(long),
        serving.purge_server(PurgeCounts(articles=count, questions=count), prefix),
        telling.nothing_to_report(prefix),
        telling.reported(facts.number(count)),
        f"{long}…",
    ]
