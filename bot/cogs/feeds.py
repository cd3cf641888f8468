"""Feeds: followed and listed by moderators, polled at their own pace, told of when they fail for long."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from urllib.parse import urlsplit

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import checks, context, responses, uploads
from bot.context import Client
from bot.embeds import articles as render
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.responses import Context, GuildChannel, OutgoingFile
from bot.tasks import PeriodicCog
from bot.text import formatting, markdown
from bot.text.commands import discord_options
from knowledge import FetchError, Library, UnreadableArticle
from knowledge.store import Feed, FeedNews, FeedRefused
from knowledge.subscriptions import MAX_LISTED_FEEDS, FetchesUsedUp, Subscriptions
from knowledge.web import without_login

MAX_LIST_BYTES = 1024 * 1024
"""Largest list of feeds that is imported."""
POLLING_SECONDS = 60.0
"""After so long a look begins no further poll, so that moderators are told of feeds in between."""
_MAX_SHOWN_CHARS = 200
"""Longest address shown in a refusal, in characters."""
_MAX_OTHERS = 3
"""Other feeds of a page that are named."""

log = logging.getLogger(__name__)


class Feeds(PeriodicCog):
    """Follows feeds for servers.

    Args:
        library: The library whose feeds they are.
        client: The client that looks.
        subscriptions: Finds and polls the feeds.
        most: How many feeds a server can follow; 0 is no limit.
        clock: Tells the moment of a look.
    """

    def __init__(
        self,
        library: Library,
        client: Client,
        subscriptions: Subscriptions,
        most: int,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(library, client)
        self._clock = clock
        self._subscriptions = subscriptions
        self._most = most

    @commands.hybrid_group(ignore_extra=False, **discord_options("feed"))  # type: ignore[arg-type]
    async def feed(self, ctx: Context) -> None:
        """Follow feeds, whose articles are added by themselves."""
        await self._list(ctx)

    @feed.command()  # type: ignore[arg-type]
    @app_commands.describe(url="The address of a feed, or of a page that links to one")
    async def add(self, ctx: Context, *, url: str) -> None:
        """Follow a feed: its articles are added now and as they appear."""
        await checks.check_can_edit_articles(ctx, self._client.preferences)
        try:
            looking = self._subscriptions.discover(url, collection=responses.collection(ctx), now=self._clock())
            found = await responses.with_typing(ctx, looking, private=True)
        except (FetchError, UnreadableArticle, FetchesUsedUp) as error:
            raise _refused(url, error) from None
        feed = await self._library.feeds.add(
            found.url,
            collection=responses.collection(ctx),
            now=self._clock(),
            title=found.title,
            added_by=str(ctx.author.id),
            channel=str(ctx.channel.id),
            most=self._most,
        )
        await self._note(ctx, "add", feed)
        items = ngettext("{number} item", "{number} items", found.items).format(number=formatting.number(found.items))
        said = _("I now follow “{name}” (feed {number}). It has {items}, which I add over the next minutes.").format(
            name=feed.name, number=feed.id, items=items
        )
        if found.is_cut:
            said += " " + _("The end of it is missing, so I'll read it again soon.")
        if found.others:
            others = ", ".join(f"{title} {url}".strip() for url, title in found.others[:_MAX_OTHERS])
            said += "\n" + _("That page has other feeds too: {feeds}").format(feeds=others)
        await responses.send_text(ctx, said)

    @feed.command(name="list")  # type: ignore[arg-type]
    async def list_(self, ctx: Context) -> None:
        """List the feeds that this server follows, and how they are doing."""
        await self._list(ctx)

    async def _list(self, ctx: Context) -> None:
        await checks.check_can_edit_articles(ctx, self._client.preferences)
        found = await self._library.feeds.of(responses.collection(ctx))
        if not found:
            said = _("I don't follow any feeds here. Start with {prefix}feed add and an address.")
            await responses.send_text(ctx, said.format(prefix=responses.prefix(ctx)))
            return
        await responses.send_page(ctx, partial(render.feeds_page, found), private=True)

    @feed.command()  # type: ignore[arg-type]
    @app_commands.describe(feed="The feed's number or address")
    async def pause(self, ctx: Context, *, feed: str) -> None:
        """Stop reading a feed until you resume it; its articles stay."""
        found = await self._chosen(ctx, feed)
        await self._library.feeds.pause(found)
        await self._note(ctx, "pause", found)
        await responses.send_text(
            ctx,
            _("I've paused the feed “{name}”. {prefix}feed resume {number} continues it.").format(
                name=found.name, prefix=responses.prefix(ctx), number=found.id
            ),
        )

    @feed.command()  # type: ignore[arg-type]
    @app_commands.describe(feed="The feed's number or address")
    async def resume(self, ctx: Context, *, feed: str) -> None:
        """Resume a feed that was paused or has stopped."""
        found = await self._chosen(ctx, feed)
        await self._library.feeds.resume(found, self._clock())
        await self._note(ctx, "resume", found)
        await responses.send_text(ctx, _("I follow the feed “{name}” again.").format(name=found.name))

    @feed.command()  # type: ignore[arg-type]
    @app_commands.describe(feed="The feed's number or address")
    async def remove(self, ctx: Context, *, feed: str) -> None:
        """Stop following a feed; its articles stay."""
        found = await self._chosen(ctx, feed)
        await self._library.feeds.remove(found)
        await self._note(ctx, "remove", found)
        await responses.send_text(
            ctx, _("I no longer follow the feed “{name}”. Its articles stay.").format(name=found.name)
        )

    @pause.autocomplete("feed")
    @resume.autocomplete("feed")
    @remove.autocomplete("feed")
    async def _feeds(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        if not await checks.can_edit_articles(interaction, self._client.preferences):
            return []
        found = await self._library.feeds.of(responses.collection(interaction))
        wanted = typed.casefold()
        named = ((f"{each.id}. {each.name}", str(each.id)) for each in found)
        shown = ((markdown.truncate(markdown.strip_invisible(name), markdown.MAX_CHOICE), id) for name, id in named)
        return responses.named_choices((name, id) for name, id in shown if wanted in name.casefold())

    @feed.command(name="import")  # type: ignore[arg-type]
    @app_commands.describe(file="A list of feeds (OPML), as feed readers export it")
    async def import_(self, ctx: Context, file: discord.Attachment) -> None:
        """Follow the feeds in a list exported from a feed reader (OPML)."""
        await checks.check_can_edit_articles(ctx, self._client.preferences)
        if file.size > MAX_LIST_BYTES:
            raise FeedRefused("That file is over 1 MB, which is too large for a list of feeds.")
        data = await uploads.fetch(file)
        try:
            listed = await responses.with_typing(
                ctx, asyncio.to_thread(self._library.readers.read_feed_list, data, file.filename), private=True
            )
        except UnreadableArticle as error:
            raise _refused(file.filename, error) from None
        await responses.send_text(ctx, await self._follow_all(ctx, listed))

    async def _follow_all(self, ctx: Context, listed: Sequence[tuple[str, str]]) -> str:
        """Follow the feeds of a list, as many as the server can, and say how that went."""
        followed = 0
        refused: FeedRefused | None = None
        for url, title in listed[:MAX_LISTED_FEEDS]:
            try:
                self._subscriptions.check(url)
                feed = await self._library.feeds.add(
                    url,
                    collection=responses.collection(ctx),
                    now=self._clock(),
                    title=title,
                    added_by=str(ctx.author.id),
                    channel=str(ctx.channel.id),
                    most=self._most,
                )
            except FeedRefused as error:
                refused = error
                continue
            except FetchError as error:
                # The address itself can hold a password.
                refused = _refused(title or urlsplit(url).hostname or "", error)
                continue
            await self._note(ctx, "add", feed)
            followed += 1
        said = ngettext("I now follow {number} more feed.", "I now follow {number} more feeds.", followed).format(
            number=formatting.number(followed)
        )
        left = len(listed) - followed
        if not left:
            return said
        reason = formatting.error_text(refused) if refused else ""
        more = ngettext("{number} of the list is left out.", "{number} of the list are left out.", left).format(
            number=formatting.number(left)
        )
        return " ".join(filter(None, (said, more, reason)))

    @feed.command()  # type: ignore[arg-type]
    async def export(self, ctx: Context) -> None:
        """Export the feeds of this server to a file that feed readers import (OPML)."""
        await checks.check_can_edit_articles(ctx, self._client.preferences)
        assert ctx.guild
        found = await self._library.feeds.of(responses.collection(ctx))
        data = await asyncio.to_thread(self._subscriptions.opml, found, ctx.guild.name)
        await responses.send_file_privately(
            ctx,
            OutgoingFile("feeds.opml", data),
            _("These are the feeds of this server."),
            note=_("I've sent you the feeds of this server in a direct message."),
        )

    async def _chosen(self, ctx: Context, which: str) -> Feed:
        """Return the feed that a moderator means."""
        await checks.check_can_edit_articles(ctx, self._client.preferences)
        return await self._library.feeds.find(which.strip().strip("<>"), collection=responses.collection(ctx))

    async def _note(self, ctx: Context, deed: str, feed: Feed) -> None:
        await self._library.audit.note(
            "feed",
            actor=str(ctx.author.id),
            collection=responses.collection(ctx),
            details={"deed": deed, "url": feed.shown_url},
        )

    async def look(self, now: datetime) -> None:
        """Poll the feeds that are due, one after the other, and tell moderators of those that fail for long."""
        started = monotonic()
        while self._library.processes.is_leader and monotonic() - started < POLLING_SECONDS:
            report = await self._subscriptions.poll_next(self._clock)
            if report is None:
                break
            if report.added or report.updated or report.error:
                error = formatting.error_text(report.error) if report.error else "-"
                log.info(
                    "Read feed %d: %d added, %d updated, error: %s",
                    report.feed.id,
                    report.added,
                    report.updated,
                    error,
                )
        for feed, news in await self._library.feeds.news(now):
            try:
                # In a task of its own, as each server has its own language.
                await asyncio.create_task(self._tell(feed, news, now))
            except (discord.DiscordServerError, aiohttp.ClientError, OSError) as error:
                log.warning("Could not tell of a feed; trying again: %s", type(error).__name__)

    async def _tell(self, feed: Feed, news: FeedNews, now: datetime) -> None:
        """Tell moderators of a feed, unless they have been; where nobody can be told, the log is."""
        guild = self._client.get_guild(int(feed.collection)) if feed.collection.isdigit() else None
        if guild is None and feed.collection.isdigit():
            return  # It is out of reach for a while, or another process serves it.
        if not await self._library.processes.claim(f"feed {feed.id} {news} {_since(feed)}", from_dead=True):
            return
        channel = _channel(guild, feed) if guild else None
        if channel is None:
            log.warning("Feed %d: %s; nobody there can be told", feed.id, news)
        elif feed.telling_at is None or not await self._has_arrived(feed, channel):
            await self._library.feeds.claim_news(feed, now)
            await context.use_guild_locale(channel.guild, self._client.preferences)
            key = f"feed {feed.id} {news} {_since(feed)}"
            with suppress(discord.Forbidden, discord.NotFound):
                await responses.post_page(channel, partial(render.news_page, feed, news), key=key)
        await self._library.feeds.told(feed, news)

    async def _has_arrived(self, feed: Feed, channel: GuildChannel) -> bool:
        """Tell whether another process, which was killed, has told of a feed."""
        assert feed.telling_at

        def names_it(message: discord.Message) -> bool:
            last = (message.embeds[0].footer.text if message.embeds else message.content) or ""
            return message.author == self._client.user and last.split()[-1:] == [str(feed.id)]

        return await context.find_own_message(channel, names_it, since=feed.telling_at) is not None


def _since(feed: Feed) -> datetime | None:
    return feed.failing_since or feed.succeeded_at


def _refused(name: str, fault: FetchError | UnreadableArticle | FetchesUsedUp) -> FeedRefused:
    """Return the refusal of an address or a file."""
    return FeedRefused("{name}: {fault}", name=without_login(name)[:_MAX_SHOWN_CHARS], fault=fault.bare())


def _channel(guild: discord.Guild, feed: Feed) -> GuildChannel | None:
    """Return where moderators are told: where the feed was added, else where Discord tells them its news, else all."""
    added_in = guild.get_channel_or_thread(int(feed.channel)) if feed.channel.isdigit() else None
    for channel in (added_in, guild.public_updates_channel, guild.system_channel):
        if isinstance(channel, GuildChannel) and _can_write(channel):
            return channel
    return None


def _can_write(channel: GuildChannel) -> bool:
    allowed = channel.permissions_for(channel.guild.me)
    writes = allowed.send_messages_in_threads if isinstance(channel, discord.Thread) else allowed.send_messages
    return allowed.view_channel and writes
