"""Responding to an interaction: first, into a deferral, or once more."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

_RESPONDED = 40060


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that one message carries, and whether one person alone is to see it."""

    content: str | None = None
    embeds: Sequence[discord.Embed] = ()
    view: discord.ui.View | None = None
    private: bool = False

    @property
    def given_view(self) -> discord.ui.View:
        """The buttons, none being said in the way that discord.py takes where a message is new."""
        return discord.utils.MISSING if self.view is None else self.view


async def hold(interaction: discord.Interaction) -> None:
    """Acknowledge a press; what follows changes the message that was pressed, or is added."""
    try:
        await interaction.response.defer()
    except discord.HTTPException as error:
        # It had arrived, and the connection was cut before we were told.
        if error.code != _RESPONDED:
            raise
    interaction.extras["replied"] = True


async def respond(interaction: discord.Interaction, parcel: Parcel) -> int:
    """Respond, fill a deferred response, or add to one that has been given; return the message's id."""
    if interaction.extras.get("replied"):
        return await _add(interaction, parcel)
    message = await (_fill if interaction.response.is_done() else _first)(interaction, parcel)
    interaction.extras["replied"] = True
    return message.id


async def _add(interaction: discord.Interaction, parcel: Parcel) -> int:
    message = await interaction.followup.send(
        parcel.content or "", embeds=parcel.embeds, view=parcel.given_view, ephemeral=parcel.private, wait=True
    )
    return message.id


async def _fill(interaction: discord.Interaction, parcel: Parcel) -> discord.InteractionMessage:
    return await interaction.edit_original_response(content=parcel.content, embeds=parcel.embeds, view=parcel.view)


async def _first(interaction: discord.Interaction, parcel: Parcel) -> discord.InteractionMessage:
    try:
        await interaction.response.send_message(
            parcel.content, embeds=parcel.embeds, view=parcel.given_view, ephemeral=parcel.private
        )
    except discord.HTTPException as error:
        if error.code != _RESPONDED:
            raise
        # An earlier response, or a deferral still to be filled, got through although its connection was cut.
        return await _fill(interaction, parcel)
    return await interaction.original_response()
