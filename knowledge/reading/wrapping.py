"""Lines of a text file → rows: one for each paragraph, headline or other line that stands alone."""

import re
from collections.abc import Iterator
from itertools import pairwise

_NARROW, _WIDE = 50, 120
_NO_SPACE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff、。，；：！？」』）]$")


def rows(lines: list[str]) -> list[str]:
    """Return the lines that hold text; where the text was wrapped at a width, its lines are joined again."""
    width = max(map(len, lines), default=0)
    if not _is_wrapped(lines, width):
        return [line for line in lines if line]
    return list(_joined(lines, width))


def _is_wrapped(lines: list[str], width: int) -> bool:
    """Tell a text wrapped at a width: its long lines break off in a sentence and could not have held the next word."""
    if not _NARROW <= width <= _WIDE:
        return False
    long = [pair for pair in pairwise(lines) if all(pair) and _is_broken_off(pair[0], width)]
    full = sum(_is_full(line, after, width) for line, after in long)
    return full >= 2 and full * 5 >= len(long) * 3


def _is_broken_off(line: str, width: int) -> bool:
    return len(line) * 10 > width * 7 and line[-1] not in ".!?:。！？"


def _is_full(line: str, after: str, width: int) -> bool:
    if not line or not after:
        return False
    return len(line) + 1 + len(after.split(" ", 1)[0]) > width


def _joined(lines: list[str], width: int) -> Iterator[str]:
    row: list[str] = []
    for line, after in pairwise([*lines, ""]):
        row.append(line)
        if not _is_full(line, after, width):
            yield from filter(None, ["".join(_spaced(row))])
            row = []


def _spaced(row: list[str]) -> Iterator[str]:
    """Yield the lines with a space between them, but not in scripts without spaces nor inside a hyphenated word."""
    for line, after in pairwise([*row, ""]):
        yield line
        if after and not _NO_SPACE.search(line) and not re.search(r"\w-$", line):
            yield " "
