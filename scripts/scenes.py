"""What the pictures show: people and the bot in a Discord held in memory, on the bundled articles."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import discord
import simcord
from simcord.builders import ChannelHandle

from bot.bot import Footnote
from bot.cogs.ask import PAUSE, ForumDesk
from bot.cogs.watches import Watching
from knowledge import Article, Library

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
TEXTS = FOLDER / "replies.json"
"""What stands in each picture, for a test to hold against what the bot says today."""
VLADIVOSTOK = (
    "In Vladivostok Kim Jong-un and Putin agreed to keep in close touch about the talks on denuclearization, and to "
    "look into a railway and a gas pipeline across the peninsula."
)
QUESTION = "How much fuel oil was promised for shutting down Yongbyon?"


@dataclass(frozen=True, slots=True)
class Stage:
    """A server: the channel that is shown and another one, a member and a moderator."""

    env: simcord.Env
    bot: Footnote
    library: Library
    channel: simcord.ChannelHandle
    aside: simcord.ChannelHandle
    ann: simcord.MemberActor
    grace: simcord.MemberActor

    async def ask(self, text: str) -> None:
        """Let the member write what is shown."""
        await self.ann.send(self.channel, text)

    async def look_for_watches(self, text: str) -> None:
        """Add an article of one paragraph, and let the bot tell people what their watches find in it."""
        article = Article(
            title="What Kim and Putin agreed", paragraphs=(text,), publisher="TASS", published_at=date(2019, 4, 25)
        )
        await self.library.add(article, collection=str(self.env.guild.id))
        watching = self.bot.get_cog("Watching")
        assert isinstance(watching, Watching)
        await watching.look(datetime.now(UTC))
        await self.env.settle()

    @property
    def viewer(self) -> simcord.MemberActor | simcord.UserHandle:
        """The one to whom the channel is shown: the member, or whose direct messages they are."""
        if self.channel.guild:
            return self.ann
        return self.grace.user if self.channel.id == self.grace.user.dm_channel.id else self.ann.user

    @property
    def text(self) -> str:
        """All that is shown to the member."""
        return "\n".join(line for message in self.channel.history(viewer=self.viewer) for line in _lines(message))


async def _source(stage: Stage) -> None:
    await stage.ann.send(stage.aside, f"!ask {QUESTION}")
    await stage.ask("!source #1")


async def _verify(stage: Stage) -> None:
    await stage.ann.send(stage.aside, f"!ask {QUESTION}")
    await stage.ask("!verify 1")


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


async def _newest(stage: Stage) -> None:
    await stage.grace.send(stage.aside, "!settings set passages 2")
    await stage.ask("!ask What did Moon and Kim agree?")
    await stage.ann.click(stage.channel.history()[-1], label="Newest first")


async def _mydata(stage: Stage) -> simcord.ChannelHandle:
    await stage.ann.send(stage.aside, f"!ask {QUESTION}")
    await stage.ann.send(stage.aside, "!mydata")
    return stage.ann.user.dm_channel


async def _export(stage: Stage) -> simcord.ChannelHandle:
    await stage.ann.send(stage.aside, f"!ask {QUESTION}")
    await stage.grace.send(stage.aside, "!export")
    return stage.grace.user.dm_channel


async def _proof(stage: Stage) -> None:
    await stage.ann.send(stage.aside, f"!ask {QUESTION}")
    await stage.ask("!source #1 json")


async def _optout(stage: Stage) -> None:
    await stage.ask("!optout")
    await stage.ask("!optin")


async def _gaps(stage: Stage) -> None:
    for question in (
        "Which wine goes with artichokes?",
        "What did Kim Jong-un and Putin agree in Vladivostok?",
        "What was agreed in Vladivostok by Putin and Kim?",
    ):
        await stage.ann.send(stage.aside, f"!ask {question}")
    await stage.grace.send(stage.aside, "!ask What did Putin and Kim Jong-un agree in Vladivostok?")
    await stage.grace.send(stage.channel, "!gaps")


async def _preview(stage: Stage) -> None:
    assert isinstance(stage.env.bot, Footnote)
    # Everyone has the role that has the number of the server.
    await stage.env.bot.preferences.change(stage.env.guild.id, {"adders": stage.env.guild.id})
    article = (
        "New pier opens at Lindvik\n\nThe Coast Courier\nBy Ingrid Dahl\nJune 5, 2021\n\n"
        "The new pier at Lindvik opened on Saturday with forty flags, two years after the old one was lost in a storm."
        "\n\nMayor Ingrid Dahl cut a blue ribbon. The ferry calls there three times a day.\n\n"
        "The work cost 2.4 million crowns, a third more than planned.\n\nThe old pier is to be a bathing place.\n"
    )
    await stage.ann.slash(stage.channel, "add", file=("pier.txt", article.encode()))


async def _watch(stage: Stage) -> None:
    await stage.ask("!watch weekly What did Kim Jong-un and Putin agree in Vladivostok?")
    await stage.ask("!watches")


async def _first_answer(stage: Stage) -> simcord.ChannelHandle:
    asked = "What did Kim Jong-un and Putin agree in Vladivostok?"
    await stage.ask(f"!ask {asked}")
    await stage.ann.click(stage.channel.history()[-1], label="Tell me when you know")
    await stage.look_for_watches(VLADIVOSTOK)
    return stage.channel


async def _watch_notice(stage: Stage) -> simcord.ChannelHandle:
    await stage.ann.send(stage.aside, "!watch What did Kim Jong-un and Putin agree in Vladivostok?")
    await stage.look_for_watches(VLADIVOSTOK)
    return stage.ann.user.dm_channel


async def _forum(stage: Stage) -> simcord.ChannelHandle:
    forum = stage.env.guild.create_forum_channel("questions")
    await stage.grace.send(stage.aside, f"!settings set forums <#{forum.id}>")
    thread = stage.env.backend.create_thread(forum.id, "A question on 1953", stage.ann.id, broadcast=False)
    stage.env.backend.announce_thread_create(thread)
    await stage.env.settle()
    place = ChannelHandle(stage.env, stage.env.guild, thread)
    await stage.ann.send(place, "When was the armistice signed at Panmunjom?")
    desk, post = stage.bot.get_cog("ForumDesk"), stage.bot.get_channel(place.id)
    assert isinstance(desk, ForumDesk) and isinstance(post, discord.Thread) and post.created_at
    await desk.look(post.created_at + PAUSE)
    await stage.env.settle()
    return place


async def _differing(stage: Stage) -> None:
    for outlet, day, killed in (("Reuters", 3, "14"), ("AP", 4, "41")):
        text = f"A bomb in the market of Kabul wounded {killed} people on Saturday, police said."
        article = Article(
            title="Bomb in Kabul market", paragraphs=(text,), publisher=outlet, published_at=date(2018, 3, day)
        )
        await stage.library.add(article, collection=str(stage.env.guild.id))
    await stage.ask("!ask How many people did the bomb in Kabul wound?")


async def _coverage(stage: Stage) -> None:
    summit, snow = "The summit of the two leaders is being prepared.", "It snowed on the coast."
    written = {
        "Yonhap": {1: (summit, snow), 2: (summit, summit), 3: (summit, summit, summit), 4: (summit,), 6: (summit,)},
        "Reuters": {1: (summit,), 2: (snow, snow), 3: (snow,), 4: (summit, summit), 5: (snow,), 6: (summit, summit)},
        "TASS": {3: (summit,), 4: (snow,), 6: (summit, summit)},
    }
    for outlet, months in written.items():
        for month, texts in months.items():
            for place, text in enumerate(texts, start=1):
                article = Article(
                    title=f"{text[:10]} {month}/{place}",
                    paragraphs=(f"{outlet} writes: {text}",),
                    publisher=outlet,
                    published_at=date(2018, month, place),
                )
                await stage.library.add(article, collection=str(stage.env.guild.id))
    await stage.ask("!coverage summit of the leaders")


SCENES: dict[str, Callable[[Stage], Awaitable[simcord.ChannelHandle | None]]] = {
    "answer": lambda stage: stage.ask(f"!ask {QUESTION}"),
    "closest": lambda stage: stage.ask("!ask Which birds spend the winter in the demilitarized zone?"),
    "misspelt": lambda stage: stage.ask("!ask Morgulof met whom in Moscow?"),
    "declined": lambda stage: stage.ask("!ask What did Kim Jong-un and Putin agree in Vladivostok?"),
    "source": _source,
    "quote": lambda stage: stage.ask(
        "!quote “North Korea was to shut down and seal its Yongbyon facility within 90 days in return for aid”"
    ),
    "timeline": lambda stage: stage.ask("!timeline Who met Kim Jong-un? after:2018-09"),
    "first": lambda stage: stage.ask("!first “demilitarized zone”"),
    "verify": _verify,
    "articles": lambda stage: stage.ask("!articles"),
    "article": lambda stage: stage.ask("!article 1953-armistice"),
    "help": lambda stage: stage.ask("!help"),
    "mention": _mention,
    "forgetme": _forget,
    "settings": _settings,
    "gaps": _gaps,
    "watch": _watch,
    "preview": _preview,
    "first-answer": _first_answer,
    "watch-notice": _watch_notice,
    "forum": _forum,
    "differing": _differing,
    "korean": _korean,
    "coverage": _coverage,
    "questions": _questions,
    "optout": _optout,
    "newest": _newest,
    "as-of": lambda stage: stage.ask("!ask Where did Kim Jong-un meet presidents? as-of:2018-05"),
    "mydata": _mydata,
    "export": _export,
    "proof": _proof,
}


@asynccontextmanager
async def played(name: str) -> AsyncIterator[Stage]:
    """Play a scene, and leave the stage as it is at its end."""
    with TemporaryDirectory() as folder:
        async with Library.open(folder) as library:
            bot = Footnote(library, folder=Path(folder), shard_count=1)
            async with simcord.run(bot) as env:
                stage = await _set_up(env, bot, library)
                shown = await SCENES[name](stage)
                yield replace(stage, channel=shown) if shown else stage


async def _set_up(env: simcord.Env, bot: Footnote, library: Library) -> Stage:
    assert env.bot.user
    await env.bot.user.edit(username="Footnote")
    server = env.create_guild("The Reading Room")
    shown, aside = server.create_text_channel("general"), server.create_text_channel("aside")
    ann = env.guild.add_member(env.create_user("ann"))
    moderator = env.guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    grace = env.guild.add_member(env.create_user("grace"), roles=[moderator])
    return Stage(env, bot, library, shown, aside, ann, grace)


def _lines(message: discord.Message) -> Iterator[str]:
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
