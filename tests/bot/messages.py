"""What a message says and the buttons under it, read as Discord would, by our own means."""

import re
from collections.abc import Iterator
from typing import Any

import discord
import simcord

from bot.text import markdown

SentMessage = discord.Message | simcord.ResponseMessage | None

_LINK = re.compile(r"\[(¶\d+(?:–\d+)?)\]\((https?://[^\s()<>\[\]@`|\\\"]+)\)")
_NUMBER = re.compile(r"\[\d+\]|\d\d:\d\d UTC")


def last_message(channel: simcord.ChannelHandle) -> discord.Message:
    """The newest message of a channel."""
    message = channel.last_message
    assert message
    return message


def only_embed(message: discord.Message | simcord.ResponseMessage | None) -> discord.Embed:
    """The one embed of a message."""
    assert message
    assert len(message.embeds) == 1
    return message.embeds[0]


def embed_text(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """What a person reads in the description of a message's embed."""
    return unescape_markdown(only_embed(message).description or "")


def unescape_markdown(drawn: str) -> str:
    """Read markdown of ours back to the text that it shows; fails where the text itself would be acted on."""
    shown, bold, struck, place = [], False, False, 0
    text = drawn.replace("\u2068", "").replace("\u2069", "")
    while place < len(text):
        rest = text[place:]
        ours = _LINK.match(rest) or _NUMBER.match(rest)
        if rest.startswith("\\"):
            shown.append(rest[1])
            place += 2
        elif rest.startswith("**"):
            bold = not bold
            place += 2
        elif rest.startswith("~~"):
            struck = not struck
            place += 2
        elif ours:
            shown.append(ours[1] if ours.re is _LINK else ours[0])
            place += ours.end()
        else:
            shown.append(_inert(rest, at_line_start=place == 0 or text[place - 1] == "\n"))
            place += 1
    assert not bold and not struck, "bold, or what is struck out, is never closed"
    return "".join(shown)


def _inert(rest: str, *, at_line_start: bool) -> str:
    """Return the first character, which must have no meaning in Discord's markdown where it stands."""
    character = rest[0]
    if at_line_start:
        assert re.match(r"(?:> |[^#>+\-])", rest), rest
    if character == ">" and at_line_start:
        return character
    if character == markdown.JOINER:
        return ""
    assert character not in "\\*_~`|<>[]", rest
    assert character != ":" or rest[1:2].isspace(), rest
    assert character != "@" or rest[1:2] == markdown.JOINER, rest
    return character


def button_rows(message: SentMessage) -> list[list[str]]:
    """What stands on the buttons under a message, row by row: the label, or else the emoji."""
    return [[_face(button) for button in row["components"]] for row in _rows(message)]


def button_ids(message: SentMessage) -> list[str]:
    """The custom ids of the buttons under a message."""
    return [button["custom_id"] for row in _rows(message) for button in row["components"]]


def layout_text(message: SentMessage | discord.ui.LayoutView) -> str:
    """What a person reads of a message that is made of components, or of what it is to be made of."""
    if isinstance(message, discord.ui.LayoutView):
        shown = [each.content for each in message.walk_children() if isinstance(each, discord.ui.TextDisplay)]
        return "\n".join(text.removeprefix("-# ") for text in shown)
    return "\n".join(_texts(_components(message)))


def _texts(parts: list[dict[str, Any]]) -> Iterator[str]:
    for part in parts:
        if "content" in part:
            yield part["content"].removeprefix("-# ")
        yield from _texts(part.get("components", []))


def _rows(message: SentMessage) -> list[dict[str, Any]]:
    return [part for part in _components(message) if part["type"] == discord.ComponentType.action_row.value]


def private_text(result: simcord.InteractionResult) -> str:
    """The one sentence that only the person who pressed sees."""
    assert result.ephemeral and result.response and not result.response.embeds
    return result.response.content.replace("\\", "")


def _components(message: SentMessage) -> list[dict[str, Any]]:
    assert message
    if isinstance(message, simcord.ResponseMessage):
        return message.components
    return [dict(row.to_dict()) for row in message.components]


def _face(button: dict[str, Any]) -> str:
    return str(button.get("label") or button.get("placeholder") or button["emoji"]["name"])


def full_text(message: SentMessage) -> str:
    """Return all that a message says, without the signs that keep it from being markdown; empty where there is none."""
    if message is None:
        return ""
    parts = [message.content, layout_text(message)]
    for embed in message.embeds:
        parts += [embed.author.name or "", embed.description or "", embed.footer.text or ""]
    parts += [file.filename for file in message.attachments]
    return "\n".join(filter(None, parts)).replace("\\", "").replace("\u200b", "").replace("**", "")
