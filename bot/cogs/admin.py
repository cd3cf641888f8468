"""What a server's moderators can choose."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import diagnostics, guild_checks, guild_settings, responses, uploads
from bot.context import client_at
from bot.diagnostics import CheckResult
from bot.guild_checks import BotChannel
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.preferences import SETTING_NAMES, SETTINGS, GuildSettingsStore, InvalidSetting
from bot.responses import Context, OutgoingFile, Target, for_managers, in_guilds_only
from bot.text import formatting, markdown
from bot.text.commands import discord_options
from bot.views.confirm import CONFIRM
from bot.views.settings import SettingsMenu, check_manager, submitted_value
from knowledge import Library

_CHOICES = responses.choices(SETTING_NAMES)


class GuildSettingsCog(commands.Cog):
    """Shows and changes the settings of a server, for people who can manage it."""

    def __init__(self, library: Library, preferences: GuildSettingsStore) -> None:
        self._library = library
        self._preferences = preferences

    async def cog_check(self, ctx: commands.Context[commands.AutoShardedBot]) -> bool:  # type: ignore[override]  # may wait
        """Require “Manage Server”, even where the server's own Discord settings allow others."""
        if ctx.guild is None:
            raise commands.NoPrivateMessage
        if not ctx.permissions.manage_guild:
            raise commands.MissingPermissions(["manage_guild"])
        return True

    @commands.hybrid_group(ignore_extra=False, **discord_options("settings"))  # type: ignore[arg-type]
    @in_guilds_only
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, ctx: Context) -> None:
        """Show and change the settings of this server."""
        await self._show(ctx)

    @settings.command()  # type: ignore[arg-type]
    async def show(self, ctx: Context) -> None:
        """Show the settings of this server."""
        await self._show(ctx)

    async def _show(self, ctx: Context) -> None:
        assert ctx.guild
        found, chosen = await self._preferences.of(ctx.guild.id), await self._preferences.chosen(ctx.guild.id)
        prefix = "/" if ctx.interaction else found.prefix
        view = discord.ui.View(timeout=None).add_item(SettingsMenu.of(ctx.guild, found, chosen))
        page = guild_settings.settings_page(ctx.guild, found, chosen, prefix)
        await responses.send(ctx, page, view=view, private=True)

    async def take_setting(self, interaction: discord.Interaction, form: re.Match[str]) -> None:
        check_manager(interaction)
        assert interaction.guild
        said = await self._change(interaction, interaction.guild, form["name"], submitted_value(interaction))
        await responses.send(interaction, said, private=True)

    @settings.command(name="set")  # type: ignore[arg-type]
    @app_commands.describe(name="Which setting", value="The new value")
    @app_commands.choices(name=_CHOICES)
    async def set_(self, ctx: Context, name: str, *, value: str) -> None:
        """Change a setting of this server."""
        assert ctx.guild
        await responses.send(ctx, await self._change(ctx, ctx.guild, name, value), private=True)

    async def _change(self, where: Target, server: discord.Guild, name: str, value: str) -> str:
        name = name.casefold().replace("-", "_")
        await self._preferences.change(server.id, {name: guild_settings.parse_setting(name, value, server)})
        found = await self._preferences.of(server.id)
        value_now = guild_settings.display(name, getattr(found, name))
        await self._note(where, name=name, value=value_now)
        said = [_("{name} is now {value}.").format(name=f"`{name}`", value=value_now)]
        said += [f"⚠ {each.what}: {each.said}. {each.fix}" for each in guild_settings.check_settings(server, found)]
        return "\n".join(said)

    @set_.autocomplete("value")
    async def _values(self, interaction: discord.Interaction, text: str) -> responses.Choices:
        suggested = SETTINGS[name].suggested if (name := str(interaction.namespace.name)) in SETTINGS else ()
        return responses.choices(each for each in suggested if each.startswith(text.casefold()))

    @settings.command()  # type: ignore[arg-type]
    @app_commands.describe(name="Which setting; leave empty for all")
    @app_commands.choices(name=_CHOICES)
    async def reset(self, ctx: Context, name: str = "") -> None:
        """Reset one setting of this server, or all of them, to the default."""
        assert ctx.guild
        name = name.casefold().replace("-", "_")
        await self._preferences.reset(ctx.guild.id, *filter(None, [name]))
        await self._note(ctx, name=name or "all", value="default")
        await responses.send_text(ctx, _reset_to_default(name))

    @settings.command()  # type: ignore[arg-type]
    async def export(self, ctx: Context) -> None:
        """Export the settings of this server to a file."""
        assert ctx.guild
        data = guild_settings.settings_file(await self._preferences.of(ctx.guild.id))
        if ctx.interaction or (responses.may_write(ctx) and ctx.bot_permissions.attach_files):
            await responses.send(ctx, files=[OutgoingFile(guild_settings.SETTINGS_FILE, data)], private=True)
            return
        await responses.send(ctx, guild_settings.as_code_block(data))

    @settings.command(name="import")  # type: ignore[arg-type]
    @app_commands.describe(file="A file made by /settings export")
    async def import_(self, ctx: Context, file: discord.Attachment) -> None:
        """Import the settings of this server from a file."""
        assert ctx.guild
        if file.size > guild_settings.MAX_IMPORT_BYTES:
            raise InvalidSetting(_not_settings())
        values = guild_settings.from_json(await uploads.fetch(file))
        if values is None:
            raise InvalidSetting(_not_settings())
        changed = guild_settings.resolve_import(values, ctx.guild)
        await self._preferences.change(ctx.guild.id, changed)
        await self._note(ctx, name=", ".join(changed))
        await responses.send_text(
            ctx,
            ngettext("Imported {number} setting.", "Imported {number} settings.", len(values)).format(
                number=formatting.number(len(values))
            ),
        )

    async def _note(self, where: Target, **details: str) -> None:
        """Note a change of settings in the audit log."""
        await self._library.audit.note(
            "settings",
            actor=str(responses.author(where).id),
            collection=responses.collection(where),
            details=details,
        )


def _reset_to_default(name: str) -> str:
    """Say that one setting, or all, has its default again."""
    if not name:
        return _("All settings have been reset to the default.")
    return _("{name} has been reset to the default.").format(name=name)


def _not_settings() -> str:
    return _("That file has no settings in it. Use one made by {command}.").format(command="/settings export")


class Admin(commands.Cog):
    """Checks a server, and purges it."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, most: int) -> None:
        self._library = library
        self._preferences = preferences
        self._most = most

    @commands.hybrid_command(**discord_options("doctor"))  # type: ignore[arg-type]
    @for_managers
    @app_commands.describe(channel="Only this channel or thread")
    async def doctor(self, ctx: Context, channel: BotChannel | discord.Thread | None = None) -> None:
        """Check what keeps me from answering on this server, and how to fix it."""
        assert ctx.guild
        if channel := channel or _named_channel(ctx):
            chosen = await self._preferences.of(ctx.guild.id)
            await _report(ctx, guild_checks.check_channel(channel, _allowed_in(channel, ctx.interaction), chosen))
            return
        held = await self._library.retention.held(str(ctx.guild.id))
        sampling = await self._library.uses_samples(collection=str(ctx.guild.id))
        found = [*await self._found(ctx.guild, ctx.bot.intents), *_articles(held.articles, self._most, sampling)]
        await _report(ctx, found)

    async def _found(self, server: discord.Guild, intents: discord.Intents) -> list[CheckResult]:
        chosen = await self._preferences.of(server.id)
        places = [each for each in server.channels if isinstance(each, guild_checks.BotChannel)]
        findings = guild_checks.check_channels(server, server.me, places, chosen.channels)
        return [
            *guild_settings.check_settings(server, chosen),
            *findings,
            guild_checks.check_intent(intents.message_content),
        ]

    @commands.hybrid_command(**discord_options("purge-server"))  # type: ignore[arg-type]
    @in_guilds_only
    @app_commands.default_permissions(administrator=True)
    @commands.has_guild_permissions(administrator=True)
    @app_commands.describe(confirm="CONFIRM, to delete permanently")
    async def purge_server(self, ctx: Context, confirm: str = "") -> None:
        """Permanently delete this server's articles, questions and settings."""
        assert ctx.guild
        collection = str(ctx.guild.id)
        if confirm != CONFIRM:
            held = await self._library.retention.held(collection)
            await responses.send_text(
                ctx,
                _(
                    "This permanently deletes this server's data: {articles}, {questions} with their citations and "
                    "votes, and all feeds and settings. To go ahead, send {prefix}purge-server CONFIRM."
                ).format(
                    prefix=responses.prefix(ctx),
                    articles=formatting.articles(held.articles),
                    questions=formatting.questions(held.questions),
                ),
            )
            return
        client_at(ctx).pending.drop(collection)
        purged = await responses.with_typing(ctx, self._library.purge(collection), private=True)
        self._preferences.forget(ctx.guild.id)
        await self._library.audit.note("purge", actor=str(ctx.author.id), collection=collection)
        await responses.send_text(
            ctx,
            _("Permanently deleted: {articles}, {questions} and all settings of this server.").format(
                articles=formatting.articles(purged.articles), questions=formatting.questions(purged.questions)
            ),
        )


async def _report(ctx: Context, found: Sequence[CheckResult]) -> None:
    """Reply with the results of checks, the verdict first."""
    said = "\n".join(guild_settings.format_result(each) for each in found)
    verdict = diagnostics.verdict(sum(each.fault for each in found))
    await responses.send(ctx, markdown.truncate(f"{verdict}\n{said}", markdown.MAX_MESSAGE), private=True)


def _named_channel(ctx: Context) -> BotChannel | discord.Thread | None:
    """Return the channel that is written after a command by its name; None where nothing is."""
    text = "" if ctx.interaction else ctx.view.buffer[ctx.view.index :].strip()
    if not text or not ctx.guild:
        return None
    for each in (*ctx.guild.channels, *ctx.guild.threads):
        if isinstance(each, BotChannel | discord.Thread) and each.name == text.removeprefix("#"):
            return each
    raise commands.UserInputError


def _allowed_in(channel: BotChannel | discord.Thread, interaction: discord.Interaction | None) -> discord.Permissions:
    """Return what the bot may do in a channel: as Discord tells with an option, else as its roles say."""
    data: Any = interaction.data if interaction else {}
    told = data.get("resolved", {}).get("channels", {}).get(str(channel.id), {}).get("app_permissions")
    return channel.permissions_for(channel.guild.me) if told is None else discord.Permissions(int(told))


def _articles(count: int, most: int, sampling: bool) -> Iterator[CheckResult]:
    if sampling:
        yield CheckResult("articles", diagnostics.on_samples(), _add_here())
    elif diagnostics.near_quota(count, most):
        yield CheckResult(
            "articles",
            diagnostics.quota_used(count, most),
            _("Remove articles you no longer need with /remove, or ask my operator for more with /report."),
        )
    elif not count:
        yield CheckResult(
            "articles", _("this server hasn't added any, so I answer from the ones shared by all servers"), _add_here()
        )
    else:
        yield CheckResult("articles", _("{articles} from this server").format(articles=formatting.articles(count)))


def _add_here() -> str:
    return _("Add some with /add. Only this server can ask about them.")
