"""The few changes made to a text before it is kept: what cannot be seen goes, all else stays verbatim."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from urllib.parse import urlsplit, urlunsplit

import regex

from knowledge.errors import TooLargeArticle, UnreadableArticle

MAX_TITLE_CHARS = 300
MAX_NAME = 200
MAX_URL = 2_000
MAX_LANGUAGE = 20
MAX_KEYWORDS = 30
MAX_PARAGRAPHS = 20_000

# Controls, lone surrogates, bidi controls and what else has no form of its own.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]"
)
_TAGS = regex.compile(r"(\U0001f3f4[\U000e0020-\U000e007e]{2,6}\U000e007f)|[\U000e0000-\U000e007f]+")
"""Tag characters, which can hide a text in a text; only flags such as Scotland's are made of them."""
_SELECTORS = regex.compile(
    r"(?<=[\p{So}\p{Sm}\p{Po}\p{Han}\d#*\u2190-\u2bff])([\ufe00-\ufe0f])[\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
    r"|(?<=\p{Han})([\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]*|[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
"""Variation selectors: one after a sign that has variants says something, any other hides something."""
_JOINING = (
    r"\p{M}\p{So}\p{Sk}\ufe0f\p{Arabic}\p{Syriac}\p{Mongolian}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}"
    r"\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}"
)
_JOINERS = regex.compile(rf"(?<=[{_JOINING}])([\u200c\u200d])[\u200c\u200d]*(?=\S)|[\u200c\u200d]+")
"""Joiners: Persian, Hindi and emoji need one between two signs; elsewhere they only part a word."""
MAX_COMBINING_MARKS = 30
"""Most combining marks in a row, as in Unicode's stream-safe format (UAX #15): composing sorts each run."""
_STACKED = regex.compile(rf"(\p{{M}}{{{MAX_COMBINING_MARKS}}})\p{{M}}+")
_SIMPLE_RADICALS = dict(
    zip(
        "⺟⺠⺻⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民聿虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_ALIKE = str.maketrans(
    {
        chr(code): unicodedata.normalize("NFKC", chr(code))
        for code in chain(range(0x2F00, 0x2FD6), range(0xFB00, 0xFB07), range(0xFB50, 0xFBB2), range(0xFE80, 0xFEFD))
    }
    | _SIMPLE_RADICALS
)
"""What PDF files have in place of letters that look alike: radicals, ligatures, Arabic letters that join."""
_IS_ALIKE = re.compile(r"[\u2e80-\u2fd5\ufb00-\ufb06\ufb50-\ufbb1\ufe80-\ufefc]")


def cleaned(text: str) -> str:
    """Return a text without what cannot be seen, composed (NFC), with at most 30 combining marks in a row."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    used = "".join(set(text))  # Each pass over a long text is saved where it can find nothing.
    if _UNSEEN.search(used):
        text = _UNSEEN.sub("", text)
    if not _CHANGES.search(used):
        return text
    for pattern, kept in ((_TAGS, r"\1"), (_SELECTORS, r"\1\2"), (_JOINERS, r"\1")):
        if pattern.search(used):
            text = pattern.sub(kept, text)
    if _IS_ALIKE.search(used):
        text = text.translate(_ALIKE)
    return unicodedata.normalize("NFC", _STACKED.sub(r"\1", text) if _MARK.search(used) else text)


_MARK = regex.compile(r"\p{M}")
_CHANGES = re.compile(
    r"[^\x00-\u02ff\u0410-\u044f\u2010-\u2027\u20ac\u3001-\u3020\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff"
    r"\uac00-\ud7a3\uff01-\uff5e]"
)
"""All but the letters and signs of which most texts are made, and which stay as they are whatever is beside them."""


def lines(text: str) -> list[str]:
    """Return the lines of a text, cleaned, each with single spaces and no end."""
    if text.isascii() and text.isprintable():  # Most lines are; nothing can be in them that goes or that ends a line.
        return [text if "  " not in text and text == text.strip(" ") else " ".join(text.split())]
    text = cleaned(text)
    bare = text.strip(" ")
    if bare.isascii() and not any(map(bare.__contains__, _LOOSE)):
        return bare.split("\n")
    return [" ".join(line.split()) for line in _split(text)]


_LOOSE = ("  ", "\n ", " \n", "\t", "\v", "\f", "\r", "\x1c", "\x1d", "\x1e", "\x1f")
"""What the lines of an ASCII text have none of that are kept as they are."""


def _split(text: str) -> list[str]:
    """Return the lines of a text, the last one too where it is empty."""
    return f"{text}\v".splitlines()


def indents(text: str) -> list[int]:
    """Return how far each line of a text, as `lines` gives them, is indented; a tab counts as four spaces."""
    if not any(map(text.__contains__, _INDENTED)):
        return []
    starts = (line[: len(line) - len(line.lstrip())] for line in _split(text))
    return [len(start.expandtabs(4)) for start in starts]


_INDENTED = tuple(f"{end}{space}" for end in "\n\r" for space in " \t\u3000")


def language_code(tag: str) -> str:
    """Return the language of a tag, such as `pt` of `pt-BR`, `pt_BR` (BCP 47) or `por`; empty for what is no tag."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    is_code = code.isascii() and code.isalpha() and code not in _NO_LANGUAGES
    return _SHORT_CODES.get(code, code) if is_code and 2 <= len(code) <= 3 else ""


_NO_LANGUAGES = frozenset({"und", "mul", "mis", "zxx"})
_SHORT_CODES = {
    "ara": "ar", "cat": "ca", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "ger": "de", "ell": "el",
    "gre": "el", "eng": "en", "spa": "es", "est": "et", "eus": "eu", "baq": "eu", "fas": "fa", "per": "fa",
    "fin": "fi", "fra": "fr", "fre": "fr", "gle": "ga", "heb": "he", "iw": "he", "hin": "hi", "hun": "hu",
    "hye": "hy", "arm": "hy", "ind": "id", "ita": "it", "jpn": "ja", "kor": "ko", "lit": "lt", "nep": "ne",
    "nld": "nl", "dut": "nl", "nor": "no", "nob": "no", "nb": "no", "pol": "pl", "por": "pt", "ron": "ro",
    "rum": "ro", "rus": "ru", "srp": "sr", "swe": "sv", "tam": "ta", "tha": "th", "tur": "tr", "ukr": "uk",
    "vie": "vi", "yid": "yi", "zho": "zh", "chi": "zh",
}  # fmt: skip
"""The codes of three letters that libraries use, and others by which the same language goes, in ISO 639-1."""


def keywords(found: Iterable[str]) -> tuple[str, ...]:
    """Return at most `MAX_KEYWORDS` keywords, each on one line and once."""
    kept = filter(None, (one_line(each, MAX_NAME) for each in found))
    return tuple(dict.fromkeys(islice(kept, MAX_KEYWORDS)))


def one_line(text: str, limit: int) -> str:
    """Return the text on one line, cut at a word where it is longer than the limit."""
    line = " ".join(lines(text)).strip() if text else ""
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def paragraph(text: str) -> str:
    """Return the text as one paragraph on one line; empty if nothing can be seen in it."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(" ".join(lines(text)).split())


def nonblank_lines(text: str) -> list[str]:
    """Return the lines that hold text, for a paragraph whose lines mean something, as those of a list do."""
    return [line for line in lines(text) if line]


def code_lines(text: str) -> list[str]:
    """Return the lines of code that hold anything, with their indentation."""
    return [line for row in _split(cleaned(text).expandtabs(4)) if (line := row.rstrip())]


def derived_title(paragraphs: tuple[str, ...]) -> str:
    """Return the first words of the text, for an article that has no title."""
    return one_line(paragraphs[0], 80)


def web_link(url: str) -> str:
    """Return the link if it is one to a web page (http, https, at most 2,000 characters), else nothing.

    What it says of where somebody found it is left out: the page is the same.
    """
    url = url.strip()
    if not url or len(url) > MAX_URL or " " in url or not url.isprintable():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    if not _TRACE.search(parts.query):
        return url
    return urlunsplit(parts._replace(query=_TRACE.sub("", parts.query).removeprefix("&")))


_TRACE = re.compile(r"(?:^|&)(?:utm_[a-z]{1,20}|fbclid|gclid|mc_[ce]id)=[^&]*", re.IGNORECASE)


def raised(markup: str) -> str:
    """Return HTML whose raised numbers behind a digit are raised digits: else 10³ would be 103."""
    return _RAISED.sub(lambda found: found[1].translate(SUPERSCRIPT), markup) if "<sup" in markup else markup


_RAISED = re.compile(r"(?<=\d)<sup(?:\s[^<>]{0,200})?>([+−-]?\d{1,3})</sup>")
SUPERSCRIPT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")

MAX_PARAGRAPH_CHARS = 8_000
"""Longest paragraph, in characters; a longer one is split, so that no question has to weigh it whole."""

_SENTENCE_END = regex.compile(r"[.!?…。！？؟।][\p{Pe}\p{Pf}\"'’”]*\s+|[。！？]|\n")


def split_long(text: str) -> Iterator[str]:
    """Yield a paragraph in pieces of at most MAX_PARAGRAPH_CHARS: cut at a sentence's end, else at a space."""
    start = 0
    while len(text) - start > MAX_PARAGRAPH_CHARS:
        end = _cut(text, start)
        yield text[start:end].strip()
        start = end
    yield text[start:].strip() if start else text


def _cut(text: str, start: int) -> int:
    """Return where to cut: after the last sentence in the second half of a piece, else at its last space."""
    limit = start + MAX_PARAGRAPH_CHARS
    half = start + MAX_PARAGRAPH_CHARS // 2
    ends = [match.end() for match in _SENTENCE_END.finditer(text, half, limit)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", half, limit)
    return space + 1 if space > 0 else limit


def is_visible(text: str) -> bool:
    return text[:1].isalnum() or (text.isprintable() and bool(text.strip())) or any(map(_is_seen, text))


def nonempty(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Return the paragraphs in which something can be seen, long ones in pieces.

    Raises:
        UnreadableArticle: there is none; TooLargeArticle where there are too many for one article.
    """
    parts = ((text,) if len(text) <= MAX_PARAGRAPH_CHARS else split_long(text) for text in paragraphs)
    pieces = chain.from_iterable(parts)
    return bounded(tuple(islice(filter(is_visible, pieces), MAX_PARAGRAPHS + 1)))


def bounded(kept: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paragraphs as they are.

    Raises:
        UnreadableArticle: there is none; TooLargeArticle where there are too many for one article.
    """
    if len(kept) > MAX_PARAGRAPHS:
        raise too_many_paragraphs()
    if not kept:
        raise UnreadableArticle("there is no text in it; add a file with the article's text.")
    return kept


def too_many_paragraphs() -> TooLargeArticle:
    return TooLargeArticle("this has over 20,000 paragraphs, too many for one article; split it.")


def _is_seen(character: str) -> bool:
    return character.isprintable() and not character.isspace()
