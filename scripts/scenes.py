"""What the pictures show: people and the bot in a Discord held in memory, on the bundled articles."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import discord
import simcord

from bot.bot import Footnote
from knowledge import Library

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
TEXTS = FOLDER / "replies.json"
"""What stands in each picture, for a test to hold against what the bot says today."""
QUESTION = "How much fuel oil was promised for shutting down Yongbyon?"


@dataclass(frozen=True, slots=True)
class Stage:
    """A server: the channel that is shown and another one, a member and a moderator."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    aside: simcord.ChannelHandle
    ann: simcord.MemberActor
    grace: simcord.MemberActor

    async def ask(self, text: str) -> None:
        """Let the member write what is shown."""
        await self.ann.send(self.channel, text)

    @property
    def text(self) -> str:
        """All that is shown to the member."""
        return "\n".join(line for message in self.channel.history(viewer=self.ann) for line in _lines(message))


async def _source(stage: Stage) -> None:
    await stage.ann.send(stage.aside, f"!ask {QUESTION}")
    await stage.ask("!source #1")


async def _settings(stage: Stage) -> None:
    await stage.grace.send(stage.aside, "!settings set passages 2")
    await stage.grace.send(stage.channel, "!settings")


async def _mention(stage: Stage) -> None:
    assert stage.env.bot.user
    await stage.ask(stage.env.bot.user.mention)


async def _forget(stage: Stage) -> None:
    await stage.ann.send(stage.aside, f"!ask {QUESTION}")
    await stage.ask("!forgetme")


async def _korean(stage: Stage) -> None:
    await stage.grace.send(stage.aside, "!settings set language ko")
    await stage.ask("!ask 남북 군사합의서는 누가 서명했나?")


async def _questions(stage: Stage) -> None:
    asked = f"{QUESTION}\nWhat did Kim Jong-un and Putin agree in Vladivostok?\n"
    await stage.ann.send(stage.channel, "!ask", attachments=[("questions.txt", asked.encode())])


async def _gaps(stage: Stage) -> None:
    for question in (
        "Which wine goes with artichokes?",
        "What did Kim Jong-un and Putin agree in Vladivostok?",
        "What was agreed in Vladivostok by Putin and Kim?",
    ):
        await stage.ann.send(stage.aside, f"!ask {question}")
    await stage.grace.send(stage.aside, "!ask What did Putin and Kim Jong-un agree in Vladivostok?")
    await stage.grace.send(stage.channel, "!gaps")


async def _watch(stage: Stage) -> None:
    await stage.ask("!watch weekly What did Kim Jong-un and Putin agree in Vladivostok?")
    await stage.ask("!watches")


SCENES: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "answer": lambda stage: stage.ask(f"!ask {QUESTION}"),
    "closest": lambda stage: stage.ask("!ask Which birds spend the winter in the demilitarized zone?"),
    "misspelt": lambda stage: stage.ask("!ask Morgulof met whom in Moscow?"),
    "declined": lambda stage: stage.ask("!ask What did Kim Jong-un and Putin agree in Vladivostok?"),
    "source": _source,
    "quote": lambda stage: stage.ask(
        "!quote “North Korea was to shut down and seal its Yongbyon facility within 90 days in return for aid”"
    ),
    "articles": lambda stage: stage.ask("!articles"),
    "article": lambda stage: stage.ask("!article 1953-armistice"),
    "help": lambda stage: stage.ask("!help"),
    "mention": _mention,
    "forgetme": _forget,
    "settings": _settings,
    "gaps": _gaps,
    "watch": _watch,
    "korean": _korean,
    "coverage": lambda stage: stage.ask("!coverage Kim Jong-un"),
    "questions": _questions,
    "optout": lambda stage: stage.ask("!optout"),
}


@asynccontextmanager
async def played(name: str) -> AsyncIterator[Stage]:
    """Play a scene, and leave the stage as it is at its end."""
    with TemporaryDirectory() as folder:
        async with Library.open(folder) as library:
            bot = Footnote(library, folder=Path(folder), shard_count=1)
            async with simcord.run(bot) as env:
                stage = await _set_up(env)
                await SCENES[name](stage)
                yield stage


async def _set_up(env: simcord.Env) -> Stage:
    assert env.bot.user
    await env.bot.user.edit(username="Footnote")
    server = env.create_guild("The Reading Room")
    shown, aside = server.create_text_channel("general"), server.create_text_channel("aside")
    ann = env.guild.add_member(env.create_user("ann"))
    moderator = env.guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    grace = env.guild.add_member(env.create_user("grace"), roles=[moderator])
    return Stage(env, shown, aside, ann, grace)


def _lines(message: discord.Message) -> Iterator[str]:
    """Yield what a person reads in a message, line by line."""
    yield f"{message.author.name}: {message.content}".rstrip()
    for embed in message.embeds:
        texts = [embed.author.name, embed.title, embed.description]
        texts += [text for part in embed.fields for text in (part.name, part.value)]
        yield from "\n".join(filter(None, (*texts, embed.footer.text))).splitlines()
    for row in message.components:
        if isinstance(row, discord.ActionRow):
            yield " ".join(f"[{_label(part)}]" for part in row.children)


def _label(part: discord.Button | discord.SelectMenu | discord.TextInput) -> str:
    if not isinstance(part, discord.Button):
        return part.placeholder or ""
    return " ".join(filter(None, (str(part.emoji or ""), part.label)))
