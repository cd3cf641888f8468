"""Other forms of the names in a question: what initials stand for, and the adjectives of countries."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import regex

from knowledge.text import analysis

_ENGLISH = (
    "US, USA = United States = American", "UK = United Kingdom = Britain = British", "UN = United Nations",
    "EU = European Union", "DMZ = Demilitarized Zone", "JSA = Joint Security Area", "DPRK = North Korea",
    "ROK = South Korea", "PRC = China = Chinese", "USSR = Soviet Union", "UAE = United Arab Emirates",
    "IAEA = International Atomic Energy Agency", "IMF = International Monetary Fund",
    "IOC = International Olympic Committee",
    "WTO = World Trade Organization", "WHO = World Health Organization", "CIA = Central Intelligence Agency",
    "FBI = Federal Bureau of Investigation", "CDC = Centers for Disease Control", "NGO = non-governmental organization",
    "CEO = chief executive", "GDP = gross domestic product", "AI = artificial intelligence", "POW = prisoner of war",
    "ICBM = intercontinental ballistic missile", "MP = member of parliament", "PM = prime minister",
    "WWI = First World War = World War I", "WWII = Second World War = World War II", "ECB = European Central Bank",
    "NHS = National Health Service", "ANC = African National Congress", "GOP = Republican Party",
    "Netherlands = Dutch", "France = French", "Switzerland = Swiss", "Denmark = Danish", "Greece = Greek",
    "Wales = Welsh", "Spain = Spanish", "Turkey = Turkish", "Poland = Polish", "Sweden = Swedish", "Finland = Finnish",
    "Ireland = Irish", "Portugal = Portuguese", "Norway = Norwegian", "Philippines = Filipino", "Iceland = Icelandic",
    "Scotland = Scottish", "Wales = Welsh", "Germany = German", "Peru = Peruvian", "Cyprus = Cypriot", "Iraq = Iraqi",
    "Thailand = Thai", "Lebanon = Lebanese", "Israel = Israeli", "Yemen = Yemeni", "Afghanistan = Afghan",
    "Pyongyang = North Korea", "Kremlin = Russia", "White House = US president",
)  # fmt: skip
"""Forms of a name, on both sides of each sign; initials are told by their capitals."""
_INITIALS = regex.compile(r"\p{Lu}{2,6}")


@cache
def _forms(language: str) -> tuple[tuple[str, ...], ...]:
    lines = _ENGLISH if language == "en" else ()
    return tuple(tuple(form.strip() for form in regex.split("[=,]", line)) for line in lines)


@cache
def _pattern(form: str) -> "regex.Pattern[str]":
    """Match a form of a name as a question writes it: initials in capitals, with or without dots."""
    if _INITIALS.fullmatch(form):
        dotted = "".join(f"{letter}[.]" for letter in form)
        return regex.compile(rf"\b(?:{form}|{dotted})(?!\w)")
    return regex.compile(rf"(?i)\b{regex.escape(form)}(?:s|es|['’]s)?\b")


Aliases = Mapping[str, tuple[frozenset[str], ...]]
"""For each term of a name: the terms of each of its other forms."""


def aliases(question: str, language: str, is_known: Callable[[Sequence[str]], bool]) -> Aliases:
    """Return the forms that a collection has of those names in a question that it does not have as asked.

    Where it has a name as asked, its other forms would favour paragraphs that only speak of the same country.

    Args:
        question: As it was typed: capitals tell initials.
        language: ISO 639-1 code.
        is_known: Tells whether the collection has some terms one after the other.
    """
    found: dict[str, list[frozenset[str]]] = {}
    shouted = question.isupper()
    for form, others in _named(question, language, shouted):
        own = analysis.query_terms(form, language)
        for other in () if is_known(own) else others:
            terms = analysis.query_terms(other, language)
            if is_known(terms):
                for term in own:
                    found.setdefault(term, []).append(frozenset(terms))
    return {term: tuple(forms) for term, forms in found.items()}


def _named(question: str, language: str, shouted: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each form of a name that a question has, with the other forms."""
    for forms in _forms(language):
        for form in forms:
            if not (shouted and len(form) < 3) and _pattern(form).search(question):
                yield form, tuple(other for other in forms if other != form)
