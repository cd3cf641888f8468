"""Whether a text has the words asked for: a phrase exactly, or each word somewhere."""

import unicodedata
from functools import lru_cache

import regex

from knowledge.text import analysis

NO_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Scripts, as a set of a regular expression, in which words are not told apart by spaces or carry their particles."""

_INSIDE = rf"[[\p{{L}}\p{{M}}\p{{N}}_]--[{NO_SPACES}]]"
_EDGE = rf"(?:(?<!{_INSIDE})|(?!{_INSIDE}))"
_COMMAS = regex.compile(r"(?<=\p{L})[,;:，、；：](?=\s|$)")
_ENDS = " .,;:!?。、"
_ONE_FORM = (
    dict.fromkeys("“”„‟«»「」『』", '"')
    | dict.fromkeys("‘’‚‛′`", "'")
    | dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
)
_VARIED = regex.compile(f"[{''.join(map(regex.escape, _ONE_FORM))}]")
_LETTERS = regex.compile(r"[\p{L}\p{N}]+")
_ACCENTS = regex.compile(r"[\u0300-\u036f]+")


def holds_phrase(phrase: str, text: str) -> bool:
    """Tell whether a text holds a phrase exactly, whatever its case, white space, quote marks and invisible characters.

    Punctuation around the phrase does not count; every text holds a phrase without a word.
    """
    wanted, loose, pattern = _wanted(phrase)
    # In a text of plain letters, nothing is done to the words of it, and little to what is between them.
    if text.isascii() and not loose.search(text.lower()):
        return False
    one = _one_form(text)
    return wanted in one and pattern.search(one) is not None


def matches_name(asked: str, name: str) -> bool:
    """Tell whether every word asked for is one of a name's, whatever its case and accents."""
    return fold_words(asked) <= fold_words(name)


@lru_cache(maxsize=1 << 12)
def fold_words(text: str) -> frozenset[str]:
    """Return the words of a text without case, accents and apostrophes; of Korean or Chinese the characters."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).replace("'", " ").replace("’", " ")
    return frozenset(analysis.terms(unicodedata.normalize("NFKC", bare), ""))


@lru_cache(maxsize=1 << 8)
def _wanted(phrase: str) -> "tuple[str, regex.Pattern[str], regex.Pattern[str]]":
    """Return a phrase in one form, what matches it with other signs between its words, and between their edges."""
    wanted = _one_form(phrase).strip(_ENDS)
    loose = r"[^\p{L}\p{N}]+".join(map(regex.escape, _LETTERS.findall(wanted)))
    return wanted, regex.compile(loose), regex.compile(f"(?V1){_EDGE}{regex.escape(wanted)}{_EDGE}")


@lru_cache(maxsize=1)
def _one_form(text: str) -> str:
    """Return a text in small letters, with one kind of white space and quote marks, without invisible characters."""
    if text.isascii():
        folded = text.replace("`", "'").lower()
    else:
        written = unicodedata.normalize("NFKC", text)
        one = _VARIED.sub(lambda found: _ONE_FORM[found[0]], written)
        folded = unicodedata.normalize("NFKC", one.casefold())
    return " ".join(_COMMAS.sub(" ", folded).split())
