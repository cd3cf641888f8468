"""What a server's moderators can choose."""

from functools import partial
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.hearing import choices
from bot.intake import receiving
from bot.intake.receiving import NotGiven
from bot.phrases import receiving as phrases
from bot.phrases import serving
from bot.sending import replying
from bot.sending.replying import Context
from bot.servers import choosing, server_settings
from bot.servers.preferences import NAMES, BadPreference, ServerPreferences

_CHOICES = choices.of(NAMES)


class Settings(commands.Cog):
    """Shows and changes the settings of a server, for people who may manage it."""

    def __init__(self, preferences: ServerPreferences) -> None:
        self._preferences = preferences

    async def cog_check(self, ctx: commands.Context[commands.AutoShardedBot]) -> bool:  # type: ignore[override]  # may wait
        """Let only those who may manage the server, also where Discord's own settings let others."""
        if ctx.guild is None:
            raise commands.NoPrivateMessage
        if not ctx.permissions.manage_guild:
            raise commands.MissingPermissions(["manage_guild"])
        return True

    @commands.HybridGroup
    @app_commands.guild_only
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, ctx: Context) -> None:
        """Show and change the settings of this server."""
        await self._show(ctx)

    @partial(commands.HybridCommand, parent=settings)
    async def show(self, ctx: Context) -> None:
        """Show the settings of this server."""
        await self._show(ctx)

    async def _show(self, ctx: Context) -> None:
        assert ctx.guild
        found, chosen = await self._preferences.of(ctx.guild.id), await self._preferences.chosen(ctx.guild.id)
        prefix = "/" if ctx.interaction else found.prefix
        await replying.send(ctx, server_settings.page(ctx.guild, found, chosen, prefix), private=True)

    @partial(commands.HybridCommand, name="set", parent=settings)
    @app_commands.describe(name="Which setting", value="What it is to be")
    @app_commands.choices(name=_CHOICES)
    async def set_(self, ctx: Context, name: str, *, value: str) -> None:
        """Change a setting of this server."""
        assert ctx.guild
        name = name.casefold().replace("-", "_")
        await self._preferences.change(ctx.guild.id, {name: choosing.value(name, value, ctx.guild)})
        found = await self._preferences.of(ctx.guild.id)
        said = [serving.changed(f"`{name}`", server_settings.shown(name, getattr(found, name)))]
        said += [f"⚠ {each.what}: {each.said}. {each.fix}" for each in server_settings.doubts(ctx.guild, found)]
        await replying.send(ctx, "\n".join(said), private=True)

    @set_.autocomplete("value")
    async def _values(self, interaction: discord.Interaction, text: str) -> choices.Choices:
        """Suggest values of the setting chosen."""
        suggested = choosing.SUGGESTED.get(str(interaction.namespace.name), ())
        return choices.of(each for each in suggested if each.startswith(text.casefold()))

    @partial(commands.HybridCommand, parent=settings)
    @app_commands.describe(name="Which setting; without, all")
    @app_commands.choices(name=_CHOICES)
    async def reset(self, ctx: Context, name: str = "") -> None:
        """Return a setting of this server, or all, to the default."""
        assert ctx.guild
        name = name.casefold().replace("-", "_")
        await self._preferences.reset(ctx.guild.id, *filter(None, [name]))
        await replying.say(ctx, serving.reset(name))

    @partial(commands.HybridCommand, parent=settings)
    async def export(self, ctx: Context) -> None:
        """Write the settings of this server to a file."""
        assert ctx.guild
        data = server_settings.as_json(await self._preferences.of(ctx.guild.id))
        if ctx.interaction or (replying.may_write(ctx) and ctx.bot_permissions.attach_files):
            await ctx.send(file=discord.File(BytesIO(data), server_settings.FILE_NAME), ephemeral=True)
            return
        await replying.send(ctx, server_settings.written(data))

    @partial(commands.HybridCommand, name="import", parent=settings)
    @app_commands.describe(file="A file that /settings export wrote")
    async def import_(self, ctx: Context, file: discord.Attachment) -> None:
        """Take in the settings of this server from a file."""
        assert ctx.guild
        if file.size > server_settings.LARGEST:
            raise BadPreference(serving.not_settings())
        data = await receiving.fetched(file)
        if data is None:
            raise NotGiven(phrases.not_handed_over())
        values = server_settings.from_json(data)
        if values is None:
            raise BadPreference(serving.not_settings())
        await self._preferences.change(ctx.guild.id, choosing.resolved(values, ctx.guild))
        await replying.say(ctx, serving.imported(len(values)))
