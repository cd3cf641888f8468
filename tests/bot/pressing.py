"""Finding the buttons under a reply, and what is said to those who press them."""

from typing import Any

import discord
import simcord

Reply = discord.Message | simcord.ResponseMessage | None


def rows(message: Reply) -> list[list[str]]:
    """What stands on the buttons under a message, row by row: the label, or else the emoji."""
    return [[_face(button) for button in row["components"]] for row in _components(message)]


def ids(message: Reply) -> list[str]:
    """The custom ids of the buttons under a message."""
    return [button["custom_id"] for row in _components(message) for button in row["components"]]


def said(result: simcord.InteractionResult) -> str:
    """The one sentence that only the person who pressed sees."""
    assert result.ephemeral and result.response and not result.response.embeds
    return result.response.content.replace("\\", "")


def _components(message: Reply) -> list[dict[str, Any]]:
    assert message
    if isinstance(message, simcord.ResponseMessage):
        return message.components
    return [dict(row.to_dict()) for row in message.components]


def _face(button: dict[str, Any]) -> str:
    return str(button.get("label") or button["emoji"]["name"])
