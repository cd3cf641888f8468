"""Reading a reply as Discord would, by our own means."""

import re

import discord
import simcord

from bot.text import markdown

_LINK = re.compile(r"\[(¶\d+)\]\((https?://[^\s()<>\[\]@`|\\\"]+)\)")
_NUMBER = re.compile(r"\[\d+\]|\d\d:\d\d UTC")


def last(channel: simcord.ChannelHandle) -> discord.Message:
    """The newest message of a channel."""
    message = channel.last_message
    assert message
    return message


def embed(message: discord.Message | simcord.ResponseMessage | None) -> discord.Embed:
    """The one embed of a message."""
    assert message
    assert len(message.embeds) == 1
    return message.embeds[0]


def body(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """What a person reads in the description of a message's embed."""
    return unescaped(embed(message).description or "")


def unescaped(drawn: str) -> str:
    """Read markdown of ours back to the text that it shows; fails where the text itself would be acted on."""
    shown, bold, place = [], False, 0
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
        elif ours:
            shown.append(ours[1] if ours.re is _LINK else ours[0])
            place += ours.end()
        else:
            shown.append(_inert(rest, at_line_start=place == 0 or text[place - 1] == "\n"))
            place += 1
    assert not bold, "bold is never closed"
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
