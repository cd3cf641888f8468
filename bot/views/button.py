"""Buttons, menus and forms whose whole state is their custom id, so that they work after any restart."""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

import discord

from bot import context, error_handler
from bot.context import client_of


async def _reported(interaction: discord.Interaction, work: Awaitable[None]) -> bool:
    """Return whether the work was done; what it raised is replied to, as discord.py would only log it."""
    try:
        await work
    except Exception as error:
        await error_handler.handle_error(interaction, error)
        return False
    return True


class PersistentItem(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View] | discord.ui.Select[discord.ui.View]], template="(?!)"
):
    """A button or menu that is checked before it acts, and whose errors are replied to.

    discord.py only logs what `interaction_check` and `callback` raise, so each reports it to the person itself.
    """

    @classmethod
    def restored(cls, match: re.Match[str]) -> Self:
        """Return the item that a custom id is of."""
        raise NotImplementedError

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls.restored(match)

    async def check(self, interaction: discord.Interaction) -> None:
        """Raise a KnowledgeError where this person cannot press it here and now; where they can, the press counts."""
        await client_of(interaction).policy.check_press(interaction)

    async def press(self, interaction: discord.Interaction) -> None:
        raise NotImplementedError

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        client = client_of(interaction)
        await context.use_user_locale(interaction, client.preferences)
        return await client.responds(interaction) and await _reported(interaction, self.check(interaction))

    async def callback(self, interaction: discord.Interaction[Any], /) -> None:
        await _reported(interaction, self.press(interaction))


class PersistentButton(PersistentItem, template="(?!)"):
    """A button."""


class PersistentMenu(PersistentItem, template="(?!)"):
    """A menu from which one thing is chosen.

    Args:
        custom_id: The whole state of the menu.
        placeholder: What is on it; nothing where Discord shows the menu already.
        options: What there is to choose from.
    """

    def __init__(self, custom_id: str, placeholder: str, options: Sequence[discord.SelectOption]) -> None:
        menu: discord.ui.Select[discord.ui.View] = discord.ui.Select(
            custom_id=custom_id, placeholder=placeholder or None, options=list(options)
        )
        super().__init__(menu)


FormHandler = Callable[[discord.Interaction, re.Match[str]], Awaitable[None]]
"""Takes a form that a person sends, with the match of its custom id."""


async def take_form(interaction: discord.Interaction, handlers: Mapping[re.Pattern[str], FormHandler]) -> None:
    """Hand a form that is sent to whoever takes it, also where it was opened before a restart.

    discord.py calls a form itself only while it remembers it, and knows no `DynamicItem` of forms.
    """
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data: Any = interaction.data
    for template, take in handlers.items():
        if found := template.fullmatch(data["custom_id"]):
            client = client_of(interaction)
            await context.use_user_locale(interaction, client.preferences)
            if await client.responds(interaction):
                await _reported(interaction, take(interaction, found))


def filled_in(interaction: discord.Interaction) -> dict[str, str]:
    """Return what was written into a form, or chosen there, by the custom ids of its fields."""
    data: Any = interaction.data
    return dict(_written(data["components"]))


def _written(components: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        if "value" in component:
            yield component.get("custom_id", ""), component["value"] or ""
        held = component.get("component")
        yield from _written(component.get("components") or ([held] if held else []))


def chosen_value(interaction: discord.Interaction) -> str:
    """Return what was chosen from a menu; empty where nothing was."""
    data: Any = interaction.data
    return next(map(str, data["values"]), "")
