"""Text to terms: the only tokeniser, for paragraphs and questions alike.

Words of alphabetic scripts become Snowball stems of their language. Scripts that write no spaces, and Korean, whose
words carry their particles, become single characters and pairs; Thai and its neighbours become triples.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, pairwise
from threading import local

import regex
import Stemmer

from knowledge.models import Span

VERSION = 3
"""Grows whenever the same text would give other terms, so that a saved index is known to be stale."""

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_ELIDING = frozenset({"ca", "fr", "it"})
_UNSPACED = frozenset({"ja", "zh"})
_CAPITALISING = frozenset({"de"})
"""Where every noun has a capital, one tells no name."""

_PLAIN = frozenset({"en"})
"""Languages without accents of their own: few people type those of a foreign name, nor does every article."""

_THOUSANDS = r"\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+)(?!\d)"
_DECIMAL = r"(?<![\d.,])\d+[.,]\d+(?![.,]?\d)"
_INITIALS = r"(?:\p{L}\.){2,}"
_PAIRED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー"
_TRIPLED = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_PAIRED}{_TRIPLED}]]"
_WORD = regex.compile(
    rf"(?V1){_THOUSANDS}|{_DECIMAL}|{_INITIALS}|[{_PAIRED}]+|[{_TRIPLED}]+|{_LETTER}+(?:['’]{_LETTER}+)*"
)
_SEVERING = regex.compile(r"[^\p{L}\p{M}\p{N}.,'’]")
_ACRONYM = regex.compile(rf"\p{{Lu}}{{2,}}|{_INITIALS}")
"""“the US” and “the U.S.” are no pronoun, whatever the words' letters."""
_GRAM_SIZES = {"paired": (1, 2), "tripled": (3,)}
_SPACELESS = regex.compile(rf"(?P<paired>[{_PAIRED}])|(?P<tripled>[{_TRIPLED}])")
_FIRST_SPACELESS = "\u0e00"
"""Thai begins here, and no script without spaces comes before it."""

_threads = local()


def terms(text: str, language: str) -> list[str]:
    """Return every term of a text, in order, function words included: what the index holds."""
    return list(chain.from_iterable(_terms(raw, language) for raw in _WORD.findall(text)))


def is_token_boundary(character: str) -> bool:
    """Tell whether words before and after a character are the same, whatever stands beyond it."""
    return _SEVERING.match(character) is not None


def query_terms(text: str, language: str) -> list[str]:
    """Return the terms of a question without its function words, or all of them where nothing else is left."""
    words = content_words(text, language) or _WORD.findall(text)
    return list(chain.from_iterable(_terms(word, language) for word in words))


def content_words(text: str, language: str) -> list[str]:
    """Return the words of a question that carry its meaning, as they are written."""
    functional = function_words(language)
    words = _WORD.findall(text)
    if language in _UNSPACED:
        words = [piece for word in words for piece in _functional_runs(language).split(word) if piece]
    shouted = text.isupper()
    return [word for word in words if _normal(word) not in functional or (_ACRONYM.fullmatch(word) and not shouted)]


def name_terms(text: str, language: str) -> frozenset[str]:
    """Return the terms of a question's names and numbers: words with a capital inside it, and words with digits."""
    words = _WORD.findall(text)
    marked = [word for place, word in enumerate(words) if word[0].isdigit() or (place and word[0].isupper())]
    if language in _CAPITALISING:
        marked = [word for word in marked if word[0].isdigit()]
    return frozenset(chain.from_iterable(_terms(word, language) for word in marked))


def bigrams(terms: Sequence[str]) -> list[str]:
    """Return each two adjacent terms as one term, so that the order of words counts."""
    return [f"{first} {second}" for first, second in pairwise(terms)]


def spans(text: str, language: str, wanted: frozenset[str]) -> tuple[Span, ...]:
    """Return where the wanted terms stand in a text, in order; spans that touch are joined."""
    found: list[Span] = []
    for start, end in _wanted_spans(text, language, wanted):
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return tuple(found)


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the words of a language that only hold a sentence together; empty for a language not known."""
    file = resources.files("knowledge") / "text" / "stopwords" / f"{language}.txt"
    return frozenset(file.read_text("utf-8").split()) if file.is_file() else frozenset()


@cache
def _irregular(language: str) -> dict[str, str]:
    """Return the forms that no stemmer leads back to their word, each with that word."""
    file = resources.files("knowledge") / "text" / "irregular_forms" / f"{language}.txt"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return {form: word for word, *forms in map(str.split, lines) for form in forms}


@cache
def _functional_runs(language: str) -> "regex.Pattern[str]":
    """Match function words where no space sets them apart, the longest first."""
    longest_first = sorted(function_words(language), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, longest_first)) or r"(?!)")


def _wanted_spans(text: str, language: str, wanted: frozenset[str]) -> Iterator[Span]:
    """Whole words of alphabetic scripts; the longest characters together of the others, as singles would mark all."""
    for match in _WORD.finditer(text):
        word = match.group()
        sizes = _gram_sizes(word)
        if not sizes:
            if not wanted.isdisjoint(_terms(word, language)):
                yield match.span()
            continue
        size = min(max(sizes), len(word))
        for start in range(match.start(), match.end() - size + 1):
            if _normal(text[start : start + size]) in wanted:
                yield start, start + size


@lru_cache(maxsize=1 << 17)
def _terms(raw: str, language: str) -> tuple[str, ...]:
    word = _normal(raw)
    if sizes := _gram_sizes(word):
        return tuple(_grams(word, sizes))
    if " " in word:
        return tuple(chain.from_iterable(_terms(each, language) for each in word.split()))
    return (_stem(word.rpartition("'")[2] if language in _ELIDING else word, language),)


@lru_cache(maxsize=1 << 17)
def _normal(raw: str) -> str:
    word = unicodedata.normalize("NFKC", raw).casefold().replace("’", "'")
    if "." not in word and "," not in word:
        return word
    is_decimal = regex.fullmatch(_DECIMAL, word) and not regex.fullmatch(_THOUSANDS, word)
    return word.replace(",", ".") if is_decimal else word.replace(",", "").replace(".", "")


def _gram_sizes(word: str) -> tuple[int, ...]:
    script = _SPACELESS.match(word) if word >= _FIRST_SPACELESS else None
    return _GRAM_SIZES[script.lastgroup or ""] if script else ()


def _grams(run: str, sizes: tuple[int, ...]) -> Iterator[str]:
    for size in sizes:
        shown = min(size, len(run))
        if shown == size or size == min(sizes):
            yield from (run[start : start + shown] for start in range(len(run) - shown + 1))


def _stem(word: str, language: str) -> str:
    word = _unaccented(word) if language in _PLAIN else word
    word = _irregular(language).get(word, word)
    if language not in _STEMMERS:
        return word
    stemmers: dict[str, Stemmer.Stemmer] = _threads.__dict__
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_STEMMERS[language], 0)  # What it would keep, the cache of terms has.
    stem: str = stemmers[language].stemWord(word)
    return stem


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
