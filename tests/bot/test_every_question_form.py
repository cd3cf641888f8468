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
every_form = pytest.mark.parametrize("form", FORMS)


def some_forms(*forms: str) -> pytest.MarkDecorator:
    """Parametrize by forms that differ from one another in what the test is about."""
    assert set(forms) <= set(FORMS)
    return pytest.mark.parametrize("form", forms)


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


@every_form
async def test_question_is_answered_and_none_is_told_so(guild: PopulatedGuild, library: Library, form: str) -> None:
    text = await ask_text(guild, form, "<@&77> <:smile:123456789012345>")
    assert "ask Who met in Moscow?" in text or "no words in that message that I could look up" in text
    assert [each async for each in library.export_questions()] == []
    before = len(guild.channel.history())
    text = await ask_text(guild, form, QUESTION)
    assert "Mayor Ingrid Dahl said that the old pier will become a fish market" in text
    assert "answer #1" in text and "[1]" in text
    assert len(guild.channel.history()) <= before + 3


@some_forms("!질문", "/ask", "reply", "direct message")
async def test_question_is_answered_after_a_restart(guild: PopulatedGuild, make_bot: MakeBot, form: str) -> None:
    await guild.env.restart_bot(make_bot())
    assert "answer #1" in await ask_text(guild, form, QUESTION)


@some_forms("!a", "menu", "direct /ask")
async def test_question_without_an_answer_is_declined(guild: PopulatedGuild, form: str) -> None:
    text = await ask_text(guild, form, "Which wine goes with artichokes?")
    assert "I found nothing in the articles" in text and "[1]" not in text


@pytest.mark.parametrize(("passages", "form"), [*enumerate(("!ask", "mention", "/ask", "reply", "direct message"), 1)])
async def test_no_more_passages_are_shown_than_the_server_chose(
    guild: PopulatedGuild, library: Library, form: str, passages: int
) -> None:
    await library.add(NOTES)
    guild.bot.preferences.defaults = guild.bot.preferences.defaults.model_copy(update={"passages": passages})
    reply = await ask(guild, form, "Which ferry of the harbour of Lindvik is painted?")
    assert f"answer #1 · {passages} passage" in full_text(reply)
    assert len(button_rows(reply)[0]) == passages
    assert button_rows(reply)[1][0] == "More"


@every_form
async def test_question_of_too_many_characters_is_refused_before_any_work(
    guild: PopulatedGuild, library: Library, form: str
) -> None:
    if form in ("/ask", "direct /ask"):
        with pytest.raises(simcord.OptionError):
            await ask(guild, form, "x" * (MAX_QUESTION_CHARS + 1))
        return
    text = await ask_text(guild, form, "pier " * (MAX_QUESTION_CHARS // 5) + "!")
    if form == "menu":
        assert "answer #1" in text
        return
    assert "1,001 characters. Please shorten it to 1,000 at most." in text
    assert [each async for each in library.export_questions()] == []


@some_forms("mention of !ask", "/ask", "reply")
async def test_question_of_the_greatest_length_is_taken(guild: PopulatedGuild, library: Library, form: str) -> None:
    text = await ask_text(guild, form, QUESTION + " pier" * ((MAX_QUESTION_CHARS - len(QUESTION)) // 5))
    assert "answer #1" in text


@some_forms("!a", "reply", "menu", "direct !ask")
async def test_person_who_asks_too_often_is_told_how_long_to_wait(
    guild: PopulatedGuild, library: Library, form: str
) -> None:
    guild.bot.policy.pace = RateLimiter(Clock())
    guild.bot.preferences.defaults = guild.bot.preferences.defaults.model_copy(update={"per_person": 1})
    assert "answer #1" in await ask_text(guild, form, QUESTION)
    assert "Ask me again in 60 seconds" in await ask_text(guild, form, QUESTION)
    assert len([each async for each in library.export_questions()]) == 1


@some_forms("!a", "reply", "menu", "mention", "/ask")
async def test_question_where_the_bot_does_not_answer_is_pointed_elsewhere(
    guild: PopulatedGuild, library: Library, form: str
) -> None:
    chosen = guild.env.guild.create_text_channel("questions")
    await guild.bot.preferences.change(guild.env.guild.id, {"channels": [chosen.id]})
    text = await ask_text(guild, form, QUESTION)
    assert text == "" if form in OTHERS else f"Please ask me in {chosen.mention}." in text
    assert [each async for each in library.export_questions()] == []


@some_forms("!질문", "reply", "menu", "direct message")
async def test_question_about_articles_for_adults_is_refused_elsewhere(
    guild: PopulatedGuild, library: Library, form: str
) -> None:
    guild.bot.preferences.defaults = guild.bot.preferences.defaults.model_copy(update={"age_restricted": True})
    assert "for adults" in await ask_text(guild, form, QUESTION)
    assert [each async for each in library.export_questions()] == []


@some_forms("!ask", "menu", "direct !ask")
async def test_article_of_another_server_answers_nobody_here(
    guild: PopulatedGuild, library: Library, form: str
) -> None:
    secret = Article(title="Secret", paragraphs=("The zeppelin Hilda carries gold to Holm.",), language="en")
    await library.add(secret, collection="5")
    assert "carries gold" not in await ask_text(guild, form, "What does the zeppelin Hilda take to Holm?")


@some_forms("!a", "mention of !ask", "reply")
async def test_question_where_no_embeds_are_allowed_is_answered_all_the_same(guild: PopulatedGuild, form: str) -> None:
    reply = await ask(guild, form, QUESTION, channel_denying(guild.env, "bare", embed_links=False))
    assert reply and not reply.embeds
    assert "[1]" in full_text(reply)


@some_forms("!a", "mention", "reply", "menu", "direct message")
async def test_without_the_message_content_intent_all_but_the_prefix_is_heard(
    guild: PopulatedGuild, make_bot: MakeBot, form: str
) -> None:
    await guild.env.restart_bot(make_bot(content=False))
    text = await ask_text(guild, form, QUESTION)
    assert "answer #1" in text if form in HEARD_ALWAYS else text == ""


@some_forms("!ask", "mention of !ask", "/ask", "reply", "menu", "direct message")
async def test_question_is_answered_in_the_language_that_was_chosen(guild: PopulatedGuild, form: str) -> None:
    await guild.bot.preferences.change(guild.env.guild.id, {"language": "ko"})
    text = await ask_text(guild, form, QUESTION)
    # A slash command and a menu know the person's own language, and a direct message is in no server.
    korean = form not in ("/ask", "menu") and not form.startswith("direct")
    assert ("답변 #1" in text) == korean
