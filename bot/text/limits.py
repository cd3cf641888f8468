"""Discord's limits on lengths, how it counts, and cutting a text to fit.

Source: https://discord.com/developers/docs/resources/message (message and embed limits).
"""

from collections.abc import Sequence
from unicodedata import category

MAX_MESSAGE = 2000
MAX_DESCRIPTION = 4096
MAX_FOOTER = 2048
MAX_AUTHOR = 256
MAX_EMBED = 6000
"""All texts of all embeds of one message together."""
MAX_LAYOUT = 3_200
"""All text components of one message together. Discord takes 4,000 characters, but fails from some 10,000 bytes on, of
which a Korean letter has three."""
MAX_LABEL = 80
"""The label of a button."""
MAX_MODAL_TITLE = 45
"""The title of a form, and the label of a field in it."""
MAX_INPUT = 4000
"""What can be written into a field of a form."""
MAX_ALT = 1024
"""What a picture shows, for those who don't see it."""
MAX_CHOICE = 100
"""What is offered while someone types."""
MAX_CHOICES = 25
"""How much is offered at once."""
MAX_REPORT = 1000
"""What a person may write to the operator; far below a message, so that it stays readable in the log."""

_CLOSING = 40
"""How far back to look for a space before cutting a word."""


def utf16_len(text: str) -> int:
    """Return the length in UTF-16 code units, the largest of the ways in which Discord may count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_point(text: str, at: int) -> int:
    """Return the last place up to `at` where the text can be cut between words, or at least between letters."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, at - _CLOSING), at + 1)
    if space > 0:
        return len(text[:space].rstrip())
    while at > 0 and (text[at] in "\u200c\u200d" or category(text[at]).startswith("M")):
        at -= 1
    return at


def truncate(text: str, room: int) -> str:
    """Return the text, or as much of it as fits into `room` with `…` where it was cut."""
    if utf16_len(text) <= room:
        return text
    at = max(0, room - 1)
    while utf16_len(text[:at]) > room - 1:
        at -= 1
    return text[: cut_point(text, at)] + "…"


def divide(wanted: Sequence[int], room: int) -> list[int]:
    """Divide `room`: small demands are met in full, and the others share the rest equally."""
    given = [0] * len(wanted)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for done, place in enumerate(order):
        given[place] = min(wanted[place], max(0, room) // (len(order) - done))
        room -= given[place]
    return given
