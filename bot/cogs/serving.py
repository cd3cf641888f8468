"""What a server's moderators can look into, and its owner delete."""

from collections.abc import Iterator
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.buttons.confirming import CONFIRM
from bot.drawing import limits
from bot.examining import filling, permitting
from bot.findings import Finding, fault
from bot.phrases import examining, running, serving
from bot.sending import replying, waiting
from bot.sending.replying import Context
from bot.servers import server_settings
from bot.servers.preferences import ServerPreferences
from knowledge import Library


class Serving(commands.Cog):
    """Examines a server, and purges it."""

    def __init__(self, library: Library, preferences: ServerPreferences, most: int) -> None:
        self._library = library
        self._preferences = preferences
        self._most = most

    @partial(commands.HybridCommand)
    @app_commands.guild_only
    @app_commands.default_permissions(manage_guild=True)
    @commands.has_guild_permissions(manage_guild=True)
    async def doctor(self, ctx: Context) -> None:
        """Check what keeps me from answering in this server, and how to mend it."""
        assert ctx.guild
        held = await self._library.retention.held(str(ctx.guild.id))
        sampling = await self._library.on_samples()
        found = [*await self._found(ctx.guild, ctx.bot.intents), *_articles(held.articles, self._most, sampling)]
        said = "\n".join(server_settings.finding(each) for each in found)
        verdict = examining.verdict(sum(each.fault for each in found))
        await replying.send(ctx, limits.cut(f"{verdict}\n{said}", limits.MESSAGE), private=True)

    async def _found(self, server: discord.Guild, intents: discord.Intents) -> list[Finding]:
        chosen = await self._preferences.of(server.id)
        places = [each for each in server.channels if isinstance(each, permitting.Channel)]
        findings = permitting.channels(server, server.me, places, chosen.channels)
        return [*server_settings.doubts(server, chosen), *findings, _intent(intents)]

    @partial(commands.HybridCommand, name="purge-server")
    @app_commands.guild_only
    @app_commands.default_permissions(administrator=True)
    @commands.has_guild_permissions(administrator=True)
    @app_commands.describe(confirm="CONFIRM, to delete for good")
    async def purge_server(self, ctx: Context, confirm: str = "") -> None:
        """Delete all that this server has added, asked and chosen, for good."""
        assert ctx.guild
        collection = str(ctx.guild.id)
        if confirm != CONFIRM:
            held = await self._library.retention.held(collection)
            await replying.say(ctx, serving.purge_server(held, replying.prefix(ctx)))
            return
        purged = await waiting.meanwhile(ctx, self._library.purge(collection), private=True)
        self._preferences.forget(ctx.guild.id)
        await replying.say(ctx, serving.server_purged(purged))


def _intent(intents: discord.Intents) -> Finding:
    if intents.message_content:
        return Finding("intents", examining.intent_on())
    return Finding("intents", examining.intent_missing(), running.intent_off())


def _articles(count: int, most: int, sampling: bool) -> Iterator[Finding]:
    if sampling:
        yield fault("articles", examining.on_samples(), serving.add_here())
    elif filling.is_near(count, most):
        yield Finding("articles", examining.near_limit(count, most), serving.take_some_out())
    elif not count:
        yield Finding("articles", serving.none_here(), serving.add_here())
    else:
        yield Finding("articles", examining.held(count))
