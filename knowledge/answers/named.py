"""Names, numbers and dates of a question that none of the passages holds: another name's founding answers nothing."""

from collections.abc import Iterable, Sequence

import regex

from knowledge.models import Article, Citation
from knowledge.search.aliases import Aliases
from knowledge.text import analysis
from knowledge.text.numbers import find_numbers, values

_MIN_STEM_CHARS = 4
"""Characters of a name's stem that another form of it, as Korean of Korea, begins with."""
_CAPITALISED = regex.compile(r"\b\p{Lu}[\p{L}'’]*(?:[\s-]+(?:(?:of|the|for|and)\s+)*\p{Lu}[\p{L}'’]*)+")
_IN_WORD = regex.compile(r"[^\s,;:!?()\"“”]")
"""What may belong to the word that it is beside."""
_INITIALS = regex.compile(r"\p{Lu}{2,6}|(?:\p{Lu}\.){2,6}")


def absent_names(question: str, language: str, citations: Sequence[Citation], aliases: Aliases) -> tuple[str, ...]:
    """Return the names, numbers and dates of a question that neither a quote nor what stands above it holds.

    A number is held in any form of the same value, a name by a word that begins like it, by its initials or by another
    form of it.
    """
    named = analysis.named_words(question, language)
    if not named:
        return ()
    shown = "\n".join(_shown(citation) for citation in citations)
    named = tuple(word for word in named if not _is_written(word, shown))
    if not named:
        return ()
    held = frozenset(analysis.terms(shown, language))
    numbers = values(shown, language) | {each.value for each in find_numbers(shown, language)}
    initials = _initials(shown)
    spelt = _spelt_out(question, shown)
    return tuple(
        word
        for word in named
        if not _is_held(word, language, held)
        and not any(form <= held for term in analysis.terms(word, language) for form in aliases.get(term, ()))
        and not (word[0].isdigit() and numbers & _value(word, language))
        and word.replace(".", "") not in initials
        and word not in spelt
    )


def _is_written(word: str, text: str) -> bool:
    """Tell whether a text has a word of plain letters just as the question has it."""
    if not (word.isascii() and word.isalpha()):
        return False
    at = text.find(word)
    while at >= 0:
        around = text[at - 1 : at] + text[at + len(word) : at + len(word) + 1]
        if not _IN_WORD.search(around):
            return True
        at = text.find(word, at + 1)
    return False


def _shown(citation: Citation) -> str:
    article = citation.article
    return "\n".join(
        (citation.passage, article.title, citation.heading, article.publisher, article.byline, _day(article))
    )


def _day(article: Article) -> str:
    day = article.published_at
    return f"{day:%Y-%m-%d}\n{day:%B} {day.year}" if day else ""


def _value(word: str, language: str) -> frozenset[float]:
    found = values(word, language)
    return found if len(found) == 1 else frozenset()


def _is_held(word: str, language: str, held: frozenset[str]) -> bool:
    if dates := set(analysis.dates(word, language)):
        return dates <= held
    terms = analysis.terms(word, language)
    return all(term in held or _begins_like(term, held) for term in terms)


def _begins_like(term: str, held: Iterable[str]) -> bool:
    if len(term) < _MIN_STEM_CHARS or not term.isalpha():
        return False
    return any(len(other) >= _MIN_STEM_CHARS and (other.startswith(term) or term.startswith(other)) for other in held)


def _initials(text: str) -> frozenset[str]:
    """Return the initials of each run of capitalised words."""
    return frozenset(map(_initials_of, _CAPITALISED.findall(text)))


def _initials_of(run: str) -> str:
    return "".join(word[0] for word in run.split() if word[0].isupper())


def _spelt_out(question: str, text: str) -> frozenset[str]:
    """Return the words of a question's capitalised runs whose initials a text has instead."""
    shown = {found.replace(".", "") for found in _INITIALS.findall(text)}
    runs = _CAPITALISED.findall(question)
    return frozenset(word for run in runs if _initials_of(run) in shown for word in run.split())
