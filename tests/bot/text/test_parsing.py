"""Free words after a mention, in a direct message and in the terminal: a command, or else a question."""

import discord
import pytest
import simcord
from hypothesis import given
from hypothesis import strategies as st

from bot.bot import Footnote
from bot.text import parsing
from knowledge import Library
from tests.bot.conftest import QUESTION
from tests.bot.messages import embed_text, last_message, only_embed

COMMANDS = {
    "help": ("help", ""),
    "Help!": ("help", ""),
    "help me please": ("help", ""),
    "help ask": ("help", "ask"),
    "help filters?": ("help", "filters"),
    "help settings set": ("help", "settings set"),
    "도움말 출처": ("help", "source"),
    "source": ("source", ""),
    "sources": ("source", ""),
    "src 2": ("source", "2"),
    "source 2": ("source", "2"),
    "출처 2": ("source", "2"),
    "source #412 apa": ("source", "#412 apa"),
    "/source": ("source", ""),
    "articles": ("articles", ""),
    "articles new": ("articles", "new"),
    'articles source:"Coast Courier" after:2018': ("articles", 'source:"Coast Courier" after:2018'),
    "article 12": ("article", "12"),
    "article 2018-06-singapore": ("article", "2018-06-singapore"),
    "ask Who met in Moscow?": ("ask", "Who met in Moscow?"),
    "ask: Who met?": ("ask", "Who met?"),
    "ask help for whom?": ("ask", "help for whom?"),
    "add": ("add", ""),
    "add\nNew pier opens\n\nIt opened on Saturday.": ("add", "New pier opens\n\nIt opened on Saturday."),
    "about": ("about", ""),
    "privacy?": ("privacy", ""),
    "doctor": ("doctor", ""),
    "settings": ("settings", ""),
    "설정": ("settings", ""),
    "settings show": ("settings", "show"),
    "settings set passages 2": ("settings", "set passages 2"),
    "settings set channels #a #b": ("settings", "set channels #a #b"),
    "settings reset": ("settings", "reset"),
    "settings reset prefix": ("settings", "reset prefix"),
    "forgetme": ("forgetme", ""),
    "forgetme CONFIRM": ("forgetme", "CONFIRM"),
    "purge-server": ("purge-server", ""),
    "remove 12": ("remove", "12"),
    "report: The link is broken.": ("report", "The link is broken."),
    "report": ("report", ""),
    "": ("help", parsing.BRIEF),
    "Hello!": ("help", parsing.BRIEF),
    "안녕하세요?": ("help", parsing.BRIEF),
    "who are you?": ("help", parsing.BRIEF),
    "   ": ("help", parsing.BRIEF),
    "hey, can you help me?": ("help", parsing.BRIEF),
    "누가 너를 만들었어?": ("help", parsing.BRIEF),
    "What articles do you have?": ("articles", ""),
    "what subjects do you cover?": ("articles", ""),
    "what have you got on Moscow?": ("articles", "Moscow"),
    "고양이에 대한 기사 있어?": ("articles", "고양이"),
    "list articles about Moscow": ("articles", "Moscow"),
    "what's new?": ("articles", ""),
    "what happened this week": ("articles", ""),
    "Summarize the article about the Moscow talks": ("articles", "Moscow talks"),
    "싱가포르에 대한 기사 보여줘": ("articles", "싱가포르"),
    "summarise the Moscow article": ("articles", "Moscow"),
    "Give me a short summary of the article on the talks": ("articles", "talks"),
    "싱가포르 기사 읽어줘": ("articles", "싱가포르"),
    "제재에 대한 최신 기사": ("articles", "제재"),
    "Which articles mention the DMZ?": ("articles", "DMZ"),
    "is there an article about Russia?": ("articles", "Russia"),
    "any updates on Kaesong?": ("articles", "Kaesong"),
    "기사 뭐 있어?": ("articles", ""),
    "¿Qué artículos tienes sobre Corea?": ("articles", "Corea"),
    "Quais artigos você tem?": ("articles", ""),
    "Che articoli hai?": ("articles", ""),
    "Was gibt's Neues?": ("articles", ""),
    "有什么文章？": ("articles", ""),
    "???": ("help", parsing.BRIEF),
}
QUESTIONS = [
    "source of the Nile?",
    "sources of income in 2018",
    "help for flood victims, how much?",
    "help ask the ministry",
    "article 9 of the constitution",
    "article 5?",
    "articles about Moscow",
    "ask",
    "asking price of the pier?",
    "add up the costs of the pier",
    "about the pier",
    "settings of the talks?",
    "settings set in stone by whom?",
    "doctor of the president?",
    "report on the talks in Moscow",
    "remove the sanctions when?",
    "privacy: who protects it?",
    "기사 작성자는 누구예요?",
    "2018",
    "¿Quién?",
    "hello kitty who?",
    "who are you meeting in Moscow?",
    "Thanks to whom was the pier opened?",
    "Who made the bot that won?",
    "good morning America",
    "what is new in Moscow?",
    "what happened this week in Moscow?",
    "What articles of the constitution were amended?",
    "Thanks for the fish, who caught it?",
    "Danke für nichts, Minister?",
    "hola magazine founded when",
    "你好吗的作者是谁",
    "⚓",
    "50%",
    "later talks",
    "Is there parking?",
    "wrong answer of the minister",
    "how do you make it?",
    "How old do you have to be to drink?",
    "What should you never eat?",
    "Can you trust AI?",
    "Which areas are covered?",
    "What is there on Mars?",
    "What is in the library?",
    "Do you have anything in Berlin?",
    "what did he tell you of the talks?",
    "who called you from Moscow?",
    "What does the article say of the reply?",
]
TALK = {
    "greeting": [
        "Hi there!",
        "is anybody there?",
        "can I ask you something?",
        "what languages do you speak?",
        "¡Buenos días a todos!",
        "Hallo zusammen!",
        "你是机器人吗",
        "こんにちは",
        "👋",
        "hello bot, how are you today?",
        "testing 1 2 3",
        "are you a bot",
        "are you a bot or a human?",
        "너는 봇이야?",
        "반가워요",
        "what do people call you?",
        "do you sleep?",
        "heya bot, how's your day?",
        "qui t'a créé ?",
        "Привет, бот!",
    ],
    "thanks": [
        "gracias por tu ayuda",
        "Vielen Dank für die Hilfe!",
        "merci beaucoup !",
        "謝謝你的幫助",
        "ありがとうございます",
        "Thank you so much for your answer",
        "Thanks for the clear and quick reply!",
        "ok thanks",
        "🙏 thx bro",
        "도와줘서 정말 고마워",
    ],
    "goodbye": [
        "Hasta luego",
        "Tschüss!",
        "再见",
        "bye bye",
        "Good night!",
        "see you later",
        "안녕히 계세요",
        "수고하셨습니다",
    ],
    "praise": ["👍🏽", "nice!", "never mind", "good bot", "haha nice one", "that was very helpful", "잘했어요 봇아"],
    "insult": [
        "You're a stupid bot",
        "you suck",
        "i hate this bot",
        "바보야",
        "That's not what I asked for",
        "틀렸어요",
        "that makes no sense",
        "du bist dumm",
        "tu es nul",
    ],
}


def test_talk_in_each_language_of_the_interface_is_no_question() -> None:
    assert {kind: [parsing.talk_kind(text) for text in texts] for kind, texts in TALK.items()} == {
        kind: [kind] * len(texts) for kind, texts in TALK.items()
    }


def test_question_that_begins_like_talk_stays_a_question() -> None:
    assert [text for text in QUESTIONS if parsing.talk_kind(text)] == []
    assert parsing.talk_kind("very good " * 19) == "praise" and parsing.talk_kind("very good " * 20 + "pier") is None


def test_words_that_a_command_can_read_are_that_command() -> None:
    assert {text: parsing.parse_command(text) for text in COMMANDS} == COMMANDS


def test_question_that_begins_like_a_command_stays_a_question() -> None:
    assert {text: parsing.parse_command(text) for text in QUESTIONS} == {text: ("ask", text) for text in QUESTIONS}


@given(st.sampled_from([*COMMANDS, *QUESTIONS]), st.text(max_size=40))
def test_nothing_of_a_question_is_lost(start: str, rest: str) -> None:
    name, read = parsing.parse_command(f"{start} {rest}")
    assert name != "ask" or read == f"{start} {rest}".strip() or start.startswith("ask")


@pytest.fixture(params=["mention", "direct message"])
def say(
    request: pytest.FixtureRequest, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> "Say":
    """Says something to the bot in one of the ways in which no command is needed."""
    role = simcord_env.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    keeper = simcord_env.guild.add_member(simcord_env.create_user("keeper"), roles=[role])
    return Say(keeper, channel if request.param == "mention" else None, simcord_bot)


class Say:
    """A member who may manage the server, and where that member speaks."""

    def __init__(self, who: simcord.MemberActor, channel: simcord.ChannelHandle | None, bot: Footnote) -> None:
        self._who, self.channel, self._bot = who, channel, bot

    async def __call__(self, text: str) -> discord.Message:
        """Say it; what was replied."""
        if not self.channel:
            await self._who.user.send_dm(text)
            return last_message(self._who.user.dm_channel)
        assert self._bot.user
        await self._who.send(self.channel, f"{self._bot.user.mention} {text}")
        return last_message(self.channel)


async def test_nothing_but_a_mention_is_told_in_short_how_to_ask(say: Say) -> None:
    if not say.channel:
        pytest.skip("Discord lets nobody send an empty message")
    text = only_embed(await say("")).description or ""
    assert "I answer from articles" in text and "`!help` lists all commands." in text
    assert "!source" not in text


async def test_help_and_its_pages_are_shown(say: Say) -> None:
    assert "`!source`" in (only_embed(await say("help")).description or "")
    assert "Use the words an article would use" in (only_embed(await say("help ask")).description or "")


async def test_source_and_articles_are_shown(say: Say) -> None:
    await say(QUESTION)
    assert "¶3" in embed_text(await say("source 1"))
    assert embed_text(await say("articles")).startswith("Articles, newest first")
    assert embed_text(await say("articles source:Courier")).startswith("Articles: source:Courier")


async def test_settings_are_shown_and_changed_in_a_server_alone(
    say: Say, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    if not say.channel:
        assert "only works on a server" in (await say("settings")).content
        simcord_env.errors.clear()
        return
    assert (await say("settings")).content.startswith("**Settings of")
    assert (await say("settings set passages 2")).content == "`passages` is now 2."
    assert say.channel.guild and (await simcord_bot.preferences.of(say.channel.guild.id)).passages == 2


async def test_thanks_are_answered_and_not_looked_for(subtests: pytest.Subtests, say: Say, library: Library) -> None:
    for text in ["thanks!", "Thank you :)", "고마워요"]:
        with subtests.test(text=text):
            assert (await say(text)).content == "You're welcome! Ask me anything else you'd like to know."
            assert not [each async for each in library.export_questions()]


async def test_question_is_answered_though_it_begins_like_a_command(subtests: pytest.Subtests, say: Say) -> None:
    for question in ["source of the ferry?", "help of the mayor, what about the old pier?"]:
        with subtests.test(question=question):
            assert "[1]" in embed_text(await say(question))


def test_wish_for_more_is_told_from_questions() -> None:
    wishes = ["more", "Tell me more!", "show more passages", "next", "what else?", "go on", "더 보여줘", "계속"]
    questions = [
        "more herring?",
        "who wants more",
        "what is next for the pier?",
        "continue the ferry line",
        "다음 회담은?",
    ]
    assert all(map(parsing.wants_more, wishes))
    assert not any(map(parsing.wants_more, questions))
