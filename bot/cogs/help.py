"""What the bot can do, page by page."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import checks, i18n, responses
from bot.embeds import answers as render
from bot.i18n import gettext
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Context
from bot.text import help as manual
from bot.text import messages
from bot.text.commands import COMMANDS, discord_options
from bot.text.help import MAX_EXAMPLE_ARTICLES, CommandHelp, HelpAudience, examples
from knowledge import Library

Bot = commands.AutoShardedBot
Said = commands.Command[Any, ..., Any]
Slash = app_commands.Command[Any, ..., Any]


def command_help(bot: Bot, prefix: str) -> list[CommandHelp]:
    """Return all commands, groups by what they consist of, in the order of their names."""
    said = {command.qualified_name: command for command in bot.walk_commands() if not _is_group(command)}
    slash = {
        command.qualified_name: command
        for command in bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    names = sorted({*said, *slash}, key=_order)
    shown = [_entry(name, said.get(name), slash.get(name), prefix) for name in names]
    return [*shown, *_menus(bot)]


def _order(name: str) -> tuple[int, str]:
    """Return where a command is listed: as in the table, the commands of a group by their names."""
    return list(COMMANDS).index(name.split()[0]), name


def _entry(name: str, said: Said | None, slash: Slash | None, prefix: str) -> CommandHelp:
    return CommandHelp(
        name=name,
        forms=tuple(_forms(name, said, slash, prefix)),
        short_form=f"`{prefix if said else '/'}{_called(name)}`",
        about=gettext((slash.description if slash else said.short_doc if said else "").strip()),
        options=tuple(_options(slash)) if slash else (),
        also=tuple(_short(said)) if said else (),
        needs=_needs(name, said, slash),
    )


def _forms(name: str, said: Said | None, slash: Slash | None, prefix: str) -> Iterator[str]:
    """Yield how the command is written: with the prefix, and as a slash command where it is one."""
    called = _called(name)
    if said and prefix != "/":
        yield f"`{prefix}{called}{_arguments(said)}`"
    if slash:
        yield f"`/{called}`"


def _called(name: str) -> str:
    """Return a command's full name in the current language."""
    return " ".join(map(i18n.localized_name, name.split()))


def _arguments(command: Said) -> str:
    told = ""
    for name, value in command.clean_params.items():
        called = i18n.localized_name(name).upper()
        told += f" {called}" if value.required else f" [{called}]"
        if value.kind is value.KEYWORD_ONLY:
            break  # It takes all that is written; what follows can be given to the slash command only.
    return told


def _options(command: Slash) -> Iterator[tuple[str, str]]:
    for option in command.parameters:
        yield i18n.localized_name(str(option.display_name)), gettext(str(option.description))


def _short(command: Said) -> Iterator[str]:
    """Yield the short names that a command was given."""
    yield from command.aliases


def _menus(bot: Bot) -> Iterator[CommandHelp]:
    for menu in bot.tree.get_commands():
        if isinstance(menu, app_commands.ContextMenu):
            yield CommandHelp(name=menu.name, forms=(f"**{gettext(menu.name)}**",), about=_("in a message's Apps menu"))


def _needs(name: str, said: Said | None, slash: Slash | None) -> str:
    """Say who can use a command that isn't for everyone."""
    if COMMANDS[name.split()[0]].for_editors:
        return _("Needs the “Manage Server” permission, or the role chosen in the server's settings.")
    shown = said.app_command if isinstance(said, commands.HybridCommand | commands.HybridGroup) else slash
    allowed = _allowed(shown)
    if allowed is None or not allowed.manage_guild | allowed.administrator:
        return ""
    if allowed.administrator:
        return _("For the server's owner and administrators.")
    return _("Needs the “Manage Server” permission.")


def _allowed(command: Slash | app_commands.Group | None) -> discord.Permissions | None:
    """Return which permissions a command or the group it is in asks for."""
    if command is None:
        return None
    return command.default_permissions or _allowed(command.parent)


def _is_group(command: Said) -> bool:
    """Tell whether a command is only a group of others."""
    return isinstance(command, commands.Group) and not command.invoke_without_command


class Help(commands.Cog):
    def __init__(self, library: Library, preferences: GuildSettingsStore) -> None:
        self._library = library
        self._preferences = preferences

    @commands.hybrid_command(**discord_options("help"))  # type: ignore[arg-type]
    @app_commands.describe(command="A command, or filters; leave empty to list all commands")
    async def help(self, ctx: Context, *, command: str = "") -> None:
        """Show what I can do and how to ask, with examples."""
        reader = await self._reader(ctx)
        shown = await self._library.overview(collection=responses.collection(ctx), newest=MAX_EXAMPLE_ARTICLES)
        sampling = await self._library.uses_samples(collection=responses.collection(ctx))
        asked = examples(shown.newest, samples=sampling)
        blocks = manual.help_page(command, command_help(ctx.bot, reader.prefix), reader, asked)
        footer = manual.more_help(reader.prefix) if not command else ""
        note = messages.samples_note() if sampling and not command else ""
        await responses.send_page(ctx, lambda room: render.fit_lines([*blocks, note], room, footer))

    @help.autocomplete("command")
    async def _topics(self, interaction: discord.Interaction[commands.AutoShardedBot], typed: str) -> responses.Choices:
        reader = HelpAudience(prefix="/", me="", manages=await checks.can_edit_articles(interaction, self._preferences))
        topics = manual.help_topics(command_help(interaction.client, "/"), reader)
        called = {topic: " ".join(map(i18n.localized_name, topic.split())) for topic in topics}
        near = [topic for topic in topics if typed.casefold() in f"{topic} {called[topic]}".casefold()]
        return responses.named_choices((called[topic], topic) for topic in near)

    async def _reader(self, ctx: Context) -> HelpAudience:
        """Return who asks for help, and how commands begin here."""
        assert ctx.bot.user
        manages = await checks.can_edit_articles(ctx, self._preferences)
        prefix = await responses.effective_prefix(ctx, self._preferences)
        return HelpAudience(prefix=prefix, me=ctx.bot.user.name, manages=manages)
