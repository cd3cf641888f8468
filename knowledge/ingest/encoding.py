"""Bytes to text: marks and valid UTF-8 are believed, everything else is weighed."""

import codecs
from collections.abc import Sequence

import charset_normalizer
import regex
from charset_normalizer import CharsetMatch

from knowledge.errors import UnreadableArticle

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LIKELY = ["cp949", "cp932", "euc_jp", "gb18030", "big5", "cp1251", "koi8_r", "cp1252", "cp1250", "cp1253", "cp1254"]
_LATIN = ("cp1252", "cp1250", "cp1254")
"""Alphabets that decode each other's bytes without a fault, the commonest first."""
_SAMPLE = 20_000

_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ufffd]")
_FOREIGN = regex.compile(r"[^\x00-\x7f]")
_MISPLACED = regex.compile(r"[\p{Co}\p{Cn}\uff61-\uff9f]|(?<=\p{L})[\p{So}\p{Sk}\p{Sc}\p{No}¿¡](?=\p{L})")
_HANGUL, _HAN = regex.compile(r"\p{Hangul}"), regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")


def decode(data: bytes) -> str:
    """Return the text of a file's bytes; raises UnreadableArticle where they are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    if b"\0" in data:
        return _checked(_wide(data))
    try:
        return _checked(data.decode())
    except UnicodeDecodeError:
        return _checked(_damaged(data) or _weighed(data))


def _checked(text: str) -> str:
    if len(_CONTROL.findall(text[:_SAMPLE])) > max(2, len(text[:_SAMPLE]) // 20):
        raise _not_text()
    return text


def _not_text() -> UnreadableArticle:
    return UnreadableArticle("this is not text; add the article as text, Markdown, saved HTML or JSON Lines.")


def _wide(data: bytes) -> str:
    """Decode UTF-16 without a mark: its empty bytes all stand on one side of the pairs."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 8 < len(data):
        raise _not_text()
    return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")


def _damaged(data: bytes) -> str:
    """Decode UTF-8 with a few broken bytes; empty where it is something else."""
    text = data.decode(errors="replace")
    broken = text.count("\ufffd")
    return text if broken * 20 < len(_FOREIGN.findall(text)) else ""


def _weighed(data: bytes) -> str:
    matches = list(charset_normalizer.from_bytes(data, cp_isolation=_LIKELY))
    if not matches:
        raise _not_text()
    best = min(matches, key=lambda match: (_oddness(str(match)), _rank(match, matches)))
    return str(best)


def _rank(match: CharsetMatch, matches: Sequence[CharsetMatch]) -> tuple[int, int]:
    if match.encoding not in _LATIN:
        return matches.index(match), 0
    return min(i for i, each in enumerate(matches) if each.encoding in _LATIN), _LATIN.index(match.encoding)


def _oddness(text: str) -> float:
    """Return how much of a decoded text no writer would have written: scripts mixed, symbols inside words."""
    foreign = "".join(_FOREIGN.findall(text[:_SAMPLE]))
    mixed = min(len(_HANGUL.findall(foreign)), len(_HAN.findall(foreign)))
    return round((mixed + len(_MISPLACED.findall(text[:_SAMPLE]))) / max(len(foreign), 1), 1)
