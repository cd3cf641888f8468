"""Standing questions: watched, listed, asked when articles are added, and told exactly once."""

import logging
import re
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import context, i18n, responses
from bot.context import Client
from bot.embeds import answers as render
from bot.i18n import N_
from bot.i18n import gettext as _
from bot.responses import Context, GuildChannel
from bot.tasks import PeriodicCog
from bot.text import parsing
from bot.text.commands import discord_options
from bot.views.answer import answer_view
from bot.views.watch import NothingToWatch, start_watch, watch_view
from knowledge import MAX_QUESTION_CHARS, Answer, Library
from knowledge.store import Cadence, Notice, Watch

_CADENCE = re.compile(r"(?:(?P<daily>daily|매일)|(?P<weekly>weekly|매주)|now)\b[:,]?(?:\s+|$)", re.IGNORECASE)
_EVERY = Literal["now", "daily", "weekly"]
_MENU = N_("Watch this question")

log = logging.getLogger(__name__)


class Watching(PeriodicCog):
    """Watches questions, and tells people what new articles answer."""

    def __init__(self, library: Library, client: Client) -> None:
        super().__init__(library, client)
        self.menu = app_commands.ContextMenu(name=_MENU, callback=self._watch_message)
        """The entry in the menu of every message."""

    @commands.hybrid_command(**discord_options("watch"))  # type: ignore[arg-type]
    @app_commands.describe(question="What you want to know", every="When I tell you: at once, or in a digest")
    async def watch(
        self, ctx: Context, *, question: commands.Range[str, 1, MAX_QUESTION_CHARS], every: _EVERY = "now"
    ) -> None:
        """Tell you when a new article answers a question."""
        cadence: Cadence = every
        if not ctx.interaction and (found := _CADENCE.match(question)):
            cadence = "daily" if found["daily"] else "weekly" if found["weekly"] else "now"
            question = question[found.end() :]
        await self._start(ctx, question, cadence)

    @commands.hybrid_command(**discord_options("watches"))  # type: ignore[arg-type]
    async def watches(self, ctx: Context) -> None:
        """List the questions that you are watching, to stop or renew them."""
        here = responses.collection(ctx)
        found = await self._library.watches.of(str(ctx.author.id))
        if ctx.guild and not ctx.interaction:
            # Everyone reads a reply to a message.
            found = [each for each in found if each.collection == here]
        if not found:
            said = _("You aren't watching any questions here. Start with {prefix}watch and a question.")
            await responses.send_text(ctx, said.format(prefix=responses.prefix(ctx)))
            return
        view = watch_view(found, numbered=True, renewable=True)
        draw = partial(render.watches_page, found, datetime.now(UTC))
        await responses.send_page(ctx, draw, view=view, private=True)

    async def _watch_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        prefix = (await self._client.preferences.of(interaction.guild_id)).prefix
        text = parsing.question_from_message(
            context.asked_words(message, interaction.client.user), prefix, MAX_QUESTION_CHARS
        )
        await self._start(interaction, text, "now")

    async def _start(self, where: responses.Target, question: str, cadence: Cadence) -> None:
        question = parsing.strip_markup(question)
        if not any(map(str.isalnum, question)):
            raise NothingToWatch(_("There's no question there. Write what you want to know after the command."))
        said, view = await start_watch(self._library, where, question, cadence)
        await responses.send(where, said, view=view, private=True)

    async def look(self, now: datetime) -> None:
        """Ask the standing questions that are due, close gaps that are answered, and tell people what was found."""
        if self._library.processes.is_leader:
            if await self._library.watches.expire(now):
                log.info("Ended watches that nobody renewed")
            await self._library.look_for_watches(now)
            if closed := await self._library.close_gaps():
                log.info("New articles answer %d questions that were gaps", closed)
        for notice in await self._library.watches.unsent():
            # Whoever hears of its server tells of it: another process knows neither the channel nor who may read there.
            if not self._client.serves(notice.watch.collection):
                continue
            if not await self._library.processes.claim(f"notice {notice.id}", from_dead=True):
                continue
            try:
                await self._tell(notice, now)
            except (discord.DiscordServerError, aiohttp.ClientError, OSError) as error:
                log.warning("Could not send a notice; trying again: %s", type(error).__name__)

    async def _tell(self, notice: Notice, now: datetime) -> None:
        """Send a notice, unless it has arrived before; a watch whose person cannot be told ends."""
        found = await self._library.question_log.answer_of_watch(notice.question)
        if found is None:
            await self._library.watches.sent(notice, "", now)
            return
        channel = await self._channel(notice.watch)
        if channel is None:
            await self._library.watches.drop(notice.watch.id)
            return
        message = None
        if notice.claimed_at:
            message = await context.message_with_answer(
                channel, notice.question, since=notice.claimed_at, me=self._client.user
            )
        if message is None:
            if not await self._library.watches.claim(notice, now):
                return  # Another process has told of it since it was read, and has ended.
            try:
                message = await self._send(notice, found, channel)
            except (discord.Forbidden, discord.NotFound):
                log.warning("Ended a watch, as its person can't be told", extra={"subject": notice.watch.channel})
                await self._library.watches.drop(notice.watch.id)
                return
        await self._library.watches.sent(notice, str(message), now)

    async def _send(self, notice: Notice, found: Answer, channel: "MessageableChannel") -> int:
        watch = notice.watch
        with i18n.use_language(watch.locale or i18n.SOURCE):
            asked_here = not _is_dm_about_a_server(watch, channel)
            view = discord.ui.View(timeout=None)
            if asked_here:
                view = answer_view(found) or view
            if watch.cadence != "first":
                for item in watch_view([watch], renewable=True).children:
                    view.add_item(item)
            return await responses.post_page(
                channel,
                partial(render.notice_page, found, watch),
                key=f"notice {notice.id} {notice.question}",
                view=view if view.children else None,
                reply_to=int(watch.message) if watch.message.isdigit() else None,
            )

    async def _channel(self, watch: Watch) -> "MessageableChannel | None":
        """Return where a watch's person is told; None where that is gone, or the person has left the server."""
        try:
            channel = self._client.get_channel(int(watch.channel)) or await self._client.fetch_channel(
                int(watch.channel)
            )
        except (discord.NotFound, discord.Forbidden, discord.InvalidData):
            return None
        if not isinstance(channel, discord.DMChannel | discord.TextChannel | discord.Thread | discord.VoiceChannel):
            return None
        if isinstance(channel, discord.DMChannel):
            own = watch.collection.startswith("dm-")
            return channel if own or await self._may_still_read(watch, channel) else None
        return None if await self._is_for_adults_only(watch, channel) else channel

    async def _may_still_read(self, watch: Watch, channel: discord.DMChannel) -> bool:
        """Tell whether a direct message may hold text of a server's articles: its person is there, and no child."""
        guild = self._client.get_guild(int(watch.collection))
        if guild is None or not channel.recipient:
            return False
        if (await self._client.preferences.of(guild.id)).age_restricted:
            return False
        with suppress(discord.NotFound):
            return bool(await guild.fetch_member(channel.recipient.id))
        return False

    async def _is_for_adults_only(self, watch: Watch, channel: GuildChannel) -> bool:
        """Tell whether no article text may be shown in a channel."""
        if not watch.collection.isdigit():
            return False
        return (await self._client.preferences.of(int(watch.collection))).age_restricted and not channel.is_nsfw()


MessageableChannel = GuildChannel | discord.DMChannel


def _is_dm_about_a_server(watch: Watch, channel: MessageableChannel) -> bool:
    """Tell whether the buttons of an answer would look for it in another collection."""
    return isinstance(channel, discord.DMChannel) and not watch.collection.startswith("dm-")
