"""Bytes to text: marks and valid UTF-8 are believed, everything else is weighed."""

import codecs
from collections.abc import Mapping, Sequence
from contextlib import suppress

import charset_normalizer
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
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
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

_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ufffd]")
_FOREIGN = regex.compile(r"[^\x00-\x7f]")
_MISPLACED = regex.compile(
    r"(?V1)[\p{Co}\p{Cn}\uff61-\uff9f]|(?<=\p{L})[\p{So}\p{Sk}\p{Sc}\p{No}¿¡](?=\p{L})|(?<=[\p{Ll}--[a-z]])[\p{Lu}--[A-Z]]"
    r"|(?<=[A-Za-z])[\p{Greek}\p{Cyrillic}]|(?<=[\p{Greek}\p{Cyrillic}])[A-Za-z]"
)
_HANGUL, _HAN = regex.compile(r"\p{Hangul}"), regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")


def decode(data: bytes) -> str:
    """Return the text of a file's bytes; raises UnreadableArticle where they are no text."""
    if data.startswith(_PICTURES):
        raise _not_text()
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
    if spelt := _by_alphabet(data, _ALPHABETS):
        return spelt
    matches = list(charset_normalizer.from_bytes(data, cp_isolation=_LIKELY))
    if not matches and (spelt := _by_alphabet(data, _RARE_ALPHABETS)):
        return spelt
    if not matches:
        raise _not_text()
    return min(map(str, matches), key=_oddness)


def _by_alphabet(data: bytes, alphabets: Mapping[str, Sequence[str]]) -> str:
    """Decode a text whose foreign letters are all of one language; empty where no alphabet accounts for them."""
    best, share = "", MIN_ALPHABET_SHARE
    for encoding, languages in alphabets.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = [letter for letter in _FOREIGN.findall(text[:_SAMPLE]) if letter not in _MARKS_OF_TEXT]
        found = max(_share(foreign, letters) for letters in languages) - _oddness(text)
        if found > share:
            best, share = text, found
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
