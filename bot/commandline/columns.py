"""Lines on a terminal: broken between words, the rest under where the first began, and no space at their ends."""

import re
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

_BEGINNING = re.compile(r"(?:\[\d+\] |  • | {4})?")
"""What the rest of a line that is broken stands to the right of."""


def say(console: Console, *said: Text | str) -> None:
    """Print texts one below the other; what fills more than a line goes on below its own beginning."""
    for line in _lines(said):
        if line.no_wrap:
            console.print(line)
            continue
        found = _BEGINNING.match(line.plain)
        beginning, rest = line.divide([found.end() if found else 0])
        indent(console, rest, beginning)


def indent(console: Console, text: Text, beginning: Text) -> None:
    """Print a text to the right of its beginning, which stands on the first line alone."""
    before = beginning
    for line in text.wrap(console, console.width - beginning.cell_len):
        line.rstrip()
        console.print(before.copy().append_text(line) if line else "")
        before = Text(" " * beginning.cell_len)


def _lines(said: Iterable[Text | str]) -> Iterable[Text]:
    for text in said:
        whole = text if isinstance(text, Text) else Text(text)
        yield from [whole] if whole.no_wrap else whole.split("\n", allow_blank=True)
