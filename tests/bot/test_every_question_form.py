"""A question in every form in which it can be put, and under each restriction."""

import pytest
import simcord

from bot.checks import RateLimiter
from knowledge import MAX_QUESTION_CHARS, Article, Library
from tests.bot.clock import Clock
from tests.bot.conftest import NOTES, QUESTION, MakeBot, channel_denying
from tests.bot.messages import SentMessage, button_rows, full_text
from tests.bot.populated_guild import PopulatedGuild

HEARD_ALWAYS = ("/ask", "mention", "mention of !ask", "reply", "menu", "direct message", "direct !ask", "direct /ask")
FORMS = ("!ask", "!a", "!질문", *HEARD_ALWAYS)
OTHERS = ("!ask", "!a", "!질문")
"""Forms that may mean another bot."""


async def ask(
    guild: PopulatedGuild, form: str, question: str, place: simcord.ChannelHandle | None = None
) -> SentMessage:
    """Put a question as a member, and return the reply; None where there is none."""
    ann = guild.people["member"]
    place = ann.user.dm_channel if form.startswith("direct") else place or guild.channel
    me = guild.bot.user
    assert me
    if form == "!질문":
        guild.speak_english()
    match form:
        case "/ask":
            return (await ann.slash(place, "ask", question=question)).response
        case "direct /ask":
            result: simcord.InteractionResult = await ann.user.slash("ask", question=question)
            return result.response
        case "menu":
            claim = await ann.send(place, question)
            return (await ann.context_menu(place, "Find sources for this", claim)).response
        case "reply":
            answer = await guild.bot.get_partial_messageable(place.id).send("answer #0 · 1 passage, 1 outlet")
            before = len(place.history())
            await ann.send(place, question, reply_to=answer)
        case "direct message" | "direct !ask":
            before = len(place.history())
            await ann.user.send_dm(question if form == "direct message" else f"!ask {question}")
        case _:
            before = len(place.history())
            written = {"mention": f"{question} {me.mention}", "mention of !ask": f"{me.mention} !ask {question}"}
            await ann.send(place, written.get(form, f"{form} {question}"))
    new = place.history()[before + 1 :]
    assert len(new) <= 1
    return new[0] if new else None


async def ask_text(guild: PopulatedGuild, form: str, question: str, place: simcord.ChannelHandle | None = None) -> str:
    """Return what is read in the reply, empty where there is none."""
    reply = await ask(guild, form, question, place)
    guild.env.errors.clear()
    return full_text(reply)


@pytest.fixture(autouse=True)
def unlimited(guild: PopulatedGuild) -> None:
    """Let one person ask in every form at once."""
    guild.set_defaults(per_person=0, per_server=0)


async def log_length(library: Library) -> int:
    return len([each async for each in library.export_questions()])


async def test_question_is_answered_and_none_is_told_so(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    for number, form in enumerate(FORMS, 1):
        with subtests.test(form=form):
            text = await ask_text(guild, form, "<@&77> <:smile:123456789012345>")
            assert "ask Who met in Moscow?" in text or "no words in that message that I could look up" in text
            assert await log_length(library) == number - 1
            before = len(guild.channel.history())
            text = await ask_text(guild, form, QUESTION)
            assert "Mayor Ingrid Dahl said that the old pier will become a fish market" in text
            assert f"answer #{number}" in text and "[1]" in text
            assert len(guild.channel.history()) <= before + 3


async def test_question_is_answered_after_a_restart(
    guild: PopulatedGuild, make_bot: MakeBot, subtests: pytest.Subtests
) -> None:
    await guild.env.restart_bot(make_bot())
    for number, form in enumerate(("!질문", "/ask", "reply", "direct message"), 1):
        with subtests.test(form=form):
            assert f"answer #{number}" in await ask_text(guild, form, QUESTION)


async def test_question_without_an_answer_is_declined(guild: PopulatedGuild, subtests: pytest.Subtests) -> None:
    for form in ("!a", "menu", "direct /ask"):
        with subtests.test(form=form):
            text = await ask_text(guild, form, "Which wine goes with artichokes?")
            assert "I found nothing in the articles" in text and "[1]" not in text


async def test_no_more_passages_are_shown_than_the_server_chose(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    await library.add(NOTES)
    for passages, form in enumerate(("!ask", "mention", "/ask", "reply", "direct message"), 1):
        with subtests.test(form=form):
            guild.set_defaults(passages=passages)
            reply = await ask(guild, form, "Which ferry of the harbour of Lindvik is painted?")
            assert f"answer #{passages} · {passages} passage" in full_text(reply)
            assert len(button_rows(reply)[0]) == passages
            assert button_rows(reply)[1][0] == "More"


async def test_question_of_too_many_characters_is_refused_before_any_work(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    long = "pier " * (MAX_QUESTION_CHARS // 5) + "!"
    for form in (each for each in FORMS if each != "menu"):
        with subtests.test(form=form):
            if form in ("/ask", "direct /ask"):
                with pytest.raises(simcord.OptionError):
                    await ask(guild, form, long)
            else:
                text = await ask_text(guild, form, long)
                assert "1,001 characters. Please shorten it to 1,000 at most." in text
    assert await log_length(library) == 0
    assert "answer #1" in await ask_text(guild, "menu", long)


async def test_question_of_the_greatest_length_is_taken(guild: PopulatedGuild, subtests: pytest.Subtests) -> None:
    for form in ("mention of !ask", "/ask", "reply"):
        with subtests.test(form=form):
            text = await ask_text(guild, form, QUESTION + " pier" * ((MAX_QUESTION_CHARS - len(QUESTION)) // 5))
            assert "answer #" in text


async def test_person_who_asks_too_often_is_told_how_long_to_wait(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    guild.set_defaults(per_person=1)
    for number, form in enumerate(("!a", "reply", "menu", "direct !ask"), 1):
        with subtests.test(form=form):
            guild.bot.policy.pace = RateLimiter(Clock())
            assert f"answer #{number}" in await ask_text(guild, form, QUESTION)
            assert "Ask me again in 60 seconds" in await ask_text(guild, form, QUESTION)
            assert await log_length(library) == number


async def test_question_where_the_bot_does_not_answer_is_pointed_elsewhere(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    chosen = guild.env.guild.create_text_channel("questions")
    await guild.bot.preferences.change(guild.env.guild.id, {"channels": [chosen.id]})
    for form in ("!a", "reply", "menu", "mention", "/ask"):
        with subtests.test(form=form):
            text = await ask_text(guild, form, QUESTION)
            assert text == "" if form in OTHERS else f"Please ask me in {chosen.mention}." in text
    assert await log_length(library) == 0


async def test_question_about_articles_for_adults_is_refused_elsewhere(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    guild.set_defaults(age_restricted=True)
    for form in ("!질문", "reply", "menu", "direct message"):
        with subtests.test(form=form):
            assert "for adults" in await ask_text(guild, form, QUESTION)
    assert await log_length(library) == 0


async def test_article_of_another_server_answers_nobody_here(
    guild: PopulatedGuild, library: Library, subtests: pytest.Subtests
) -> None:
    secret = Article(title="Secret", paragraphs=("The zeppelin Hilda carries gold to Holm.",), language="en")
    await library.add(secret, collection="5")
    for form in ("!ask", "menu", "direct !ask"):
        with subtests.test(form=form):
            assert "carries gold" not in await ask_text(guild, form, "What does the zeppelin Hilda take to Holm?")


async def test_question_where_no_embeds_are_allowed_is_answered_all_the_same(
    guild: PopulatedGuild, subtests: pytest.Subtests
) -> None:
    bare = channel_denying(guild.env, "bare", embed_links=False)
    for form in ("!a", "mention of !ask", "reply"):
        with subtests.test(form=form):
            reply = await ask(guild, form, QUESTION, bare)
            assert reply and not reply.embeds
            assert "[1]" in full_text(reply)


async def test_without_the_message_content_intent_all_but_the_prefix_is_heard(
    guild: PopulatedGuild, make_bot: MakeBot, subtests: pytest.Subtests
) -> None:
    await guild.env.restart_bot(make_bot(content=False))
    for form in ("!a", "mention", "reply", "menu", "direct message"):
        with subtests.test(form=form):
            text = await ask_text(guild, form, QUESTION)
            assert "answer #" in text if form in HEARD_ALWAYS else text == ""


async def test_question_is_answered_in_the_language_that_was_chosen(
    guild: PopulatedGuild, subtests: pytest.Subtests
) -> None:
    await guild.bot.preferences.change(guild.env.guild.id, {"language": "ko"})
    for number, form in enumerate(("!ask", "mention of !ask", "/ask", "reply", "menu", "direct message"), 1):
        with subtests.test(form=form):
            text = await ask_text(guild, form, QUESTION)
            # A slash command and a menu know the person's own language, and a direct message is in no server.
            korean = form not in ("/ask", "menu") and not form.startswith("direct")
            assert (f"답변 #{number}" if korean else f"answer #{number}") in text
