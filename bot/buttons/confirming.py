"""A button that does what cannot be undone, for the one person who asked for it."""

from collections.abc import Awaitable, Callable

import discord

from bot import failures
from bot.languages import translation
from bot.phrases import serving

CONFIRM = "CONFIRM"
"""What a person writes after a command instead of pressing."""
PATIENCE = 300.0
"""Seconds for which the button can be pressed."""


class Confirmation(discord.ui.View):
    """Waits for the person to press; what `act` returns is then said in place of the question."""

    def __init__(self, person: int, label: str, act: Callable[[], Awaitable[str]]) -> None:
        super().__init__(timeout=PATIENCE)
        self._person = person
        self._act = act
        self._language = translation.spoken()
        self.message: discord.Message | None = None
        button: discord.ui.Button[Confirmation] = discord.ui.Button(label=label, style=discord.ButtonStyle.danger)
        button.callback = self._pressed  # type: ignore[method-assign]  # as discord.py's own decorator does
        self.add_item(button)

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Speak as the person who presses does, and let no one else press."""
        translation.speak(translation.nearest(interaction.locale.value) or self._language)
        if interaction.user.id == self._person:
            return True
        await failures.say(interaction, serving.not_yours())
        return False

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, item: discord.ui.Item["Confirmation"], /
    ) -> None:
        await failures.tell(interaction, error)

    async def on_timeout(self) -> None:
        """Take the button away, so that nobody presses in vain."""
        if self.message:
            try:
                await self.message.edit(view=None)
            except discord.HTTPException:
                return  # The message is gone, and the button with it.

    async def _pressed(self, interaction: discord.Interaction) -> None:
        self.stop()
        await interaction.response.defer()
        await interaction.edit_original_response(content=await self._act(), view=None)
