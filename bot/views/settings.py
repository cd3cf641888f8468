"""The menu of a server's settings, and the form that changes the one that is chosen."""

import re
from collections.abc import Container
from typing import Any, Self

import discord
from discord.ext import commands

from bot import guild_settings, responses
from bot.context import client_of
from bot.i18n import gettext as _
from bot.preferences import SETTING_NAMES, SETTINGS, GuildSettings, no_such_setting
from bot.text import markdown
from bot.views.button import PersistentMenu, chosen_value, filled_in

VALUE = "value"
"""The custom id of the text in the form."""
SETTING_FORM = re.compile(r"setting:(?P<name>[a-z_]{1,40})")
_FORM_SECONDS = 600.0
"""How long discord.py remembers a form; that a form is accepted does not depend on it."""


class SettingsMenu(PersistentMenu, template="setting"):
    """A menu of the settings, for people who manage the server: those that it has changed are first."""

    @classmethod
    def of(cls, server: discord.Guild, settings: GuildSettings, chosen: Container[str]) -> Self:
        """Return the menu with the settings of a server, of which it has chosen some itself."""
        options = []
        for name in sorted(SETTING_NAMES, key=lambda name: name not in chosen):
            value = _value(name, getattr(settings, name), server)
            said = _("changed: {value}").format(value=value) if name in chosen else value
            label = markdown.truncate(_(SETTINGS[name].label), markdown.MAX_CHOICE)
            options.append(
                discord.SelectOption(label=label, value=name, description=markdown.truncate(said, markdown.MAX_CHOICE))
            )
        return cls("setting", _("Change one …"), options)

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        return cls("setting", "", ())

    async def check(self, interaction: discord.Interaction) -> None:
        check_manager(interaction)
        await client_of(interaction).policy.check_press(interaction, shows=False)

    async def press(self, interaction: discord.Interaction) -> None:
        name = chosen_value(interaction)
        if name not in SETTING_NAMES:
            raise no_such_setting(name)
        assert interaction.guild
        settings = await client_of(interaction).preferences.of(interaction.guild.id)
        value = guild_settings.as_typed(name, getattr(settings, name), interaction.guild)
        await responses.send_modal(interaction, _form(name, value))


def _value(name: str, value: Any, server: discord.Guild) -> str:
    """Return a setting's value as everyone reads it: without the names of channels that not everyone sees."""
    if not isinstance(value, frozenset):
        return guild_settings.as_typed(name, value, server)
    hidden = {id for id in value if (place := server.get_channel(id)) and not _is_open(place, server)}
    shown = guild_settings.as_typed(name, value - hidden, server) if not hidden or value - hidden else ""
    return f"{shown} …".strip() if hidden else shown


def _is_open(place: discord.abc.GuildChannel, server: discord.Guild) -> bool:
    return place.permissions_for(server.default_role).view_channel


def check_manager(interaction: discord.Interaction) -> None:
    """Raise a CheckFailure for a person who may not change the settings."""
    if interaction.guild is None:
        raise commands.NoPrivateMessage
    if responses.is_foreign(interaction) or not interaction.permissions.manage_guild:
        raise commands.MissingPermissions(["manage_guild"])


def _form(name: str, value: str) -> discord.ui.Modal:
    """Return the form of a setting with its value; what is sent with it is recognised by its custom id."""
    info = SETTINGS[name]
    form = discord.ui.Modal(
        title=markdown.truncate(_(info.label), markdown.MAX_MODAL_TITLE),
        custom_id=f"setting:{name}",
        timeout=_FORM_SECONDS,
    )
    text: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=VALUE,
        default=value if markdown.utf16_len(value) <= markdown.MAX_INPUT else None,
        max_length=markdown.MAX_INPUT,
    )
    help = markdown.truncate(_(info.remedy), markdown.MAX_CHOICE)
    return form.add_item(
        discord.ui.Label(text=markdown.truncate(name, markdown.MAX_MODAL_TITLE), description=help, component=text)
    )


def submitted_value(interaction: discord.Interaction) -> str:
    """Return what was written into the form of a setting."""
    return filled_in(interaction).get(VALUE, "")
