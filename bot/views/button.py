"""Buttons whose whole state is their custom id, so that they work after any restart."""

from collections.abc import Awaitable
from typing import Any

import discord

from bot import context, error_handler
from bot.client import client_of


class PersistentButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template="(?!)"):
    """A button that is checked before it acts, and whose errors are replied to.

    discord.py only logs what `interaction_check` and `callback` raise, so each reports it to the person itself.
    """

    async def check(self, interaction: discord.Interaction) -> None:
        """Raise a KnowledgeError where this person cannot press it here and now; where they can, the press counts."""
        await client_of(interaction).policy.check_press(interaction)

    async def press(self, interaction: discord.Interaction) -> None:
        """Do what the button is for."""
        raise NotImplementedError

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        return await _reported(interaction, self._prepare(interaction))

    async def callback(self, interaction: discord.Interaction[Any], /) -> None:
        await _reported(interaction, self.press(interaction))

    async def _prepare(self, interaction: discord.Interaction) -> None:
        await context.use_user_locale(interaction, client_of(interaction).preferences)
        await self.check(interaction)


async def _reported(interaction: discord.Interaction, work: Awaitable[None]) -> bool:
    """Return whether the work was done; what it raised is replied to."""
    try:
        await work
    except Exception as error:
        await error_handler.handle_error(interaction, error)
        return False
    return True
