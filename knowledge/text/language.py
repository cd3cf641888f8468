"""Which language a text is written in: by its script, and among Latin alphabets by its function words."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

import regex

from knowledge.models import Article
from knowledge.text.analysis import function_words

_SCRIPTS = (
    ("ko", regex.compile(r"\p{Hangul}")),
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]")),
    ("zh", regex.compile(r"\p{Han}")),
    ("th", regex.compile(r"\p{Thai}")),
    ("ar", regex.compile(r"\p{Arabic}")),
    ("ru", regex.compile(r"\p{Cyrillic}")),
    ("el", regex.compile(r"\p{Greek}")),
    ("hi", regex.compile(r"\p{Devanagari}")),
    ("hy", regex.compile(r"\p{Armenian}")),
    ("ta", regex.compile(r"\p{Tamil}")),
    ("he", regex.compile(r"\p{Hebrew}")),
)
_LETTER = regex.compile(r"\p{L}")
_LATIN_WORD = regex.compile(r"\p{Latin}+(?:'\p{Latin}+)?")
_ASCII_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LATIN = ("en", "es", "fr", "de", "it", "pt", "nl", "sv")
RECOGNISED = frozenset({*(code for code, _ in _SCRIPTS), *_LATIN})
"""Languages that a text can be told to be in."""
SAMPLE_CHARS = 5_000
"""Characters that are enough to know a language by."""
_SHARE = 0.2
"""The part of a text's letters that another script takes to be its language: news mixes names from other alphabets."""


def detect(text: str) -> str:
    """Return the ISO 639-1 code of a text's language; English where nothing tells."""
    ranked = candidates(text)
    return ranked[0] if ranked else "en"


def known(article: Article) -> Article:
    """Return an article with the language that it names, or else with that of its text."""
    if article.language:
        return article
    return replace(article, language=detect(" ".join((article.title, *article.paragraphs))))


def candidates(text: str, among: Collection[str] | None = None) -> list[str]:
    """Return the languages that a text may be in, likeliest first, out of those given or of all."""
    sample = text[:SAMPLE_CHARS]
    script = _script_language(sample)
    ranked = [script] if script else _latin_languages(sample)
    return ranked if among is None else [language for language in ranked if language in among]


def _script_language(sample: str) -> str:
    if sample.isascii():
        return ""
    letters = len(_LETTER.findall(sample))
    for language, script in _SCRIPTS:
        if len(script.findall(sample)) > _SHARE * letters:
            return language
    return ""


def _latin_languages(sample: str) -> list[str]:
    sample = sample.casefold().replace("’", "'")
    words = Counter((_ASCII_WORD if sample.isascii() else _LATIN_WORD).findall(sample))
    votes = dict.fromkeys(_LATIN, 0)
    voting = _voting_words()
    for word in words.keys() & voting.keys():
        for code in voting[word]:
            votes[code] += words[word]
    return sorted((language for language in votes if votes[language]), key=lambda language: -votes[language])


@cache
def _voting_words() -> Mapping[str, Sequence[str]]:
    """Return the languages that each function word is one of."""
    voting: defaultdict[str, list[str]] = defaultdict(list)
    for code in _LATIN:
        for word in function_words(code):
            voting[word].append(code)
    return dict(voting)
