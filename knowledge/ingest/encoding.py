"""Bytes to text: marks and valid UTF-8 are believed, everything else is weighed."""

import codecs
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO, TextIOWrapper
from typing import IO

import regex

from knowledge.errors import UnreadableArticle

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How pictures begin: what a broken download leaves of one can be little more, and pass for text."""
_LIKELY = ["cp949", "cp932", "euc_jp", "gb18030", "big5", "cp1251", "koi8_r", "cp1252", "cp1250", "cp1253", "cp1254"]
_ALPHABETS = {
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),  # Else its letters are those of Russian without any capital.
    "cp1252": (
        "àâæçèéêëîïôœùûüÿ", "äöüß", "áéíñóúü", "ãáâàçéêíóôõúü", "àèéìíîòóùú", "äåöé", "æøåéò", "éëïöüèá", "áðéíóúýþæö",
    ),
    "cp1250": ("áčďéěíňóřšťúůýž", "ąćęłńóśźż", "áéíóöőúüű", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "ăâîşţ"),
    "iso8859_2": ("áčďéěíňóřšťúůýž", "ąćęłńóśźż", "áéíóöőúüű", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "ăâîşţ"),
    "cp1254": ("çğıöşüâîû",),
    "cp1251": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    "koi8_r": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",),
    "iso8859_5": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",),
    "cp866": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",),
    "cp1253": ("αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",),
    "iso8859_7": ("αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",),
}  # fmt: skip
"""Encodings that decode each other's bytes without a fault, the commonest first: the letters of each language in them,
besides those of ASCII."""
_RARE_ALPHABETS = {
    "cp874": ("".join(map(chr, range(0x0E01, 0x0E5C))),),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيپچژگ،؛؟ًٌٍَُِّْ",),
}
"""Encodings in which nearly all bytes are letters of one language: tried where nothing else decodes a text."""
_MARKS_OF_TEXT = frozenset("–—‘’‚“”„«»…•°§©®€№·")
MIN_ALPHABET_SHARE = 0.9
"""Share of a text's foreign letters that one language has to account for."""
MAX_NUL_SHARE = 0.05
"""Share of a text's bytes that may be stray NULs."""
CAPITAL_WEIGHT = 0.95
_JAPANESE_ESCAPE = regex.compile(rb"\x1b\$[@B]")
_PADDING = regex.compile(rb"\0{4,}\Z")
_SAMPLE = 20_000
"""Characters by which a text is judged."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ufffd]")
_FOREIGN = regex.compile(r"[^\x00-\x7f]")
_MISPLACED = regex.compile(
    r"(?V1)[\p{Co}\p{Cn}\uff61-\uff9f]|(?<=\p{L})[\p{So}\p{Sk}\p{Sc}\p{No}¿¡](?=\p{L})|(?<=[\p{Ll}--[a-z]])[\p{Lu}--[A-Z]]"
    r"|(?<=[A-Za-z])[\p{Greek}\p{Cyrillic}\p{Hebrew}]|(?<=[\p{Greek}\p{Cyrillic}\p{Hebrew}])[A-Za-z]"
)
_HANGUL, _HAN = regex.compile(r"\p{Hangul}"), regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")


def decode(data: bytes) -> str:
    """Return the text of a file's bytes; raises UnreadableArticle where they are no text."""
    if data.startswith(_PICTURES):
        raise not_text()
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    if _JAPANESE_ESCAPE.search(data):
        with suppress(UnicodeDecodeError):
            return data.decode("iso2022_jp")
    data = _PADDING.sub(b"", data)
    if b"\0" in data and data.count(0) <= len(data) * MAX_NUL_SHARE:
        data = data.replace(b"\0", b"")
    if b"\0" in data:
        return _checked(_wide(data))
    return _checked(data.decode(_encoding(data), "replace"))


_PEEKED_BYTES = 10 * 1024 * 1024
"""Bytes of a file by which its encoding is told, when it is read a line at a time."""


def reader(file: IO[bytes], newline: str | None = None) -> TextIOWrapper:
    """Return a file as text, a line at a time, in the encoding that it begins with."""
    start = file.tell()
    sample = file.read(_PEEKED_BYTES)
    mark, encoding = next((each for each in _MARKS if sample.startswith(each[0])), (b"", _unmarked(sample[:4])))
    file.seek(start + len(mark))
    return TextIOWrapper(file, encoding or _encoding(sample), errors="replace", newline=newline)


MAX_WIDE_BYTES = 100 * 1024 * 1024
"""Most bytes of UTF-16 that are turned into UTF-8, which is what files of lines are."""


def in_utf8(file: IO[bytes]) -> IO[bytes]:
    """Return a file of UTF-16 or UTF-32, as it begins with the mark or letters of it, in UTF-8; any other as it is."""
    start = file.tell()
    head = file.read(4)
    file.seek(start)
    encoding = next((encoding for mark, encoding in _MARKS[1:] if head.startswith(mark)), _unmarked(head))
    return BytesIO(file.read(MAX_WIDE_BYTES).decode(encoding, "replace").encode()) if encoding else file


def _unmarked(head: bytes) -> str:
    """Return in which UTF-16 a file begins with two letters of ASCII; empty where it does not."""
    for encoding, letters, others in (("utf-16-le", head[::2], head[1::2]), ("utf-16-be", head[1::2], head[::2])):
        if others == b"\0\0" and letters.isascii() and letters.decode().isprintable():
            return encoding
    return ""


def _encoding(data: bytes) -> str:
    """Return what a text without a mark is written in."""
    try:
        # A sample can end within a letter.
        codecs.getincrementaldecoder("utf-8")().decode(data)
        return "utf-8"
    except UnicodeDecodeError:
        return "utf-8" if _is_damaged_utf8(data) else _weighed(data)


def _checked(text: str) -> str:
    if len(_CONTROL.findall(text[:_SAMPLE])) > max(2, len(text[:_SAMPLE]) // 20):
        raise not_text()
    return text


def not_text() -> UnreadableArticle:
    return UnreadableArticle("this is not text; add the article as text, Markdown, saved HTML or JSON Lines.")


def unknown_xml() -> UnreadableArticle:
    return UnreadableArticle("this is XML that I don't know; I read feeds, MediaWiki exports and saved pages.")


def _wide(data: bytes) -> str:
    """Decode UTF-16 without a mark: its empty bytes all stand on one side of the pairs."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 8 < len(data):
        raise not_text()
    return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes from other encodings."""
    text = data.decode(errors="replace")
    return text.count("\ufffd") * 20 < len(_FOREIGN.findall(text))


_DECLARED = regex.compile(
    rb"<(?:meta|\?xml)\b[^<>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", regex.I
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "tis_620": "cp874"}
"""What pages are written in that call it a part of that."""
_UNSAYING = frozenset({"ascii", "utf-8", "iso8859-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"})
"""What pages of every encoding call it."""


def _declared(data: bytes) -> str:
    """Return the encoding that a page or XML says it is in, where it says more than most do and it is that."""
    said = _DECLARED.search(data[:_HEAD_BYTES])
    try:
        name = codecs.lookup(said[1].decode()).name if said else ""
        name = _WIDER.get(name.replace("-", "_"), name)
        if name in _UNSAYING or not name or not codecs.lookup(name)._is_text_encoding:
            return ""
        data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return ""
    return name


_HEAD_BYTES = 2_000


def _weighed(data: bytes) -> str:
    if declared := _declared(data):
        return declared
    if spelt := _by_alphabet(data, _ALPHABETS):
        return spelt
    # Imported here, as most text is UTF-8.
    import charset_normalizer

    matches = list(charset_normalizer.from_bytes(data, cp_isolation=_LIKELY))
    if not matches and (spelt := _by_alphabet(data, _RARE_ALPHABETS)):
        return spelt
    if not matches:
        raise not_text()
    return min(matches, key=lambda match: _oddness(str(match))).encoding


def _by_alphabet(data: bytes, alphabets: Mapping[str, Sequence[str]]) -> str:
    """Return the encoding in which all foreign letters are of one language; empty where no alphabet has them."""
    best, share = "", MIN_ALPHABET_SHARE
    for encoding, languages in alphabets.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = [letter for letter in _FOREIGN.findall(text[:_SAMPLE]) if letter not in _MARKS_OF_TEXT]
        found = max(_share(foreign, letters) for letters in languages) - _oddness(text)
        if found > share:
            best, share = encoding, found
    return best


def _share(foreign: Sequence[str], letters: str) -> float:
    """Return how many of the letters are in an alphabet; capitals count less, as most letters of a text are small."""
    known = sum(1.0 if letter in letters else CAPITAL_WEIGHT * (letter.lower() in letters) for letter in foreign)
    return known / len(foreign) if foreign else 0.0


def _oddness(text: str) -> float:
    """Return how much of a decoded text no writer would have written: scripts mixed, symbols inside words."""
    foreign = "".join(_FOREIGN.findall(text[:_SAMPLE]))
    mixed = min(len(_HANGUL.findall(foreign)), len(_HAN.findall(foreign)))
    return round((mixed + len(_MISPLACED.findall(text[:_SAMPLE]))) / max(len(foreign), 1), 1)
