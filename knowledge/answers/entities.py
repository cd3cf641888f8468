"""The named entities of a question, its names, numbers and dates: which of them no quote holds, in any form."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import regex

from knowledge.models import Article, Citation
from knowledge.search.expansion import Aliases
from knowledge.text import analysis
from knowledge.text.dates import find_partial_dates, valid_day
from knowledge.text.numbers import (
    LABELLED,
    find_numbers,
    has_unit_of,
    measured,
    ordinals,
    other_numerals,
    other_ordinal,
    values,
)

_MIN_STEM_CHARS = 4
"""Characters of a name's stem that another form of it, as Korean of Korea, begins with."""
_CAPITALISED = regex.compile(r"\b\p{Lu}[\p{L}'’]*(?:[\s-]+(?:(?:of|the|for|and)\s+)*\p{Lu}[\p{L}'’]*)+")
_IN_WORD = regex.compile(r"[^\s,;:!?()\"“”]")
"""What may belong to the word that it is beside."""
_INITIALS = regex.compile(r"\p{Lu}{2,6}|(?:\p{Lu}\.){2,6}")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_CAPITAL_ROMAN = regex.compile(rf"\b(?:{'|'.join(_ROMAN[2:])})\b")
_SENTENCE_END = regex.compile(r"(?<=[.!?][\"”»]?)\s+|(?<=[。！？])")
_DAY_OF_MONTH = regex.compile(
    r"(?i)\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*\.? \d+\p{L}{2}\b"
    r"|\d+\p{L}{2} (?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*"
)
_BEFORE_NAME = (
    r"\b(?:von|in|aus|nach|bei) (?=\p{Lu})(?!\p{L}+(?:ung|heit|keit|schaft|ion|en)\b"
    r"|(?:Anfang|Betrieb|Frage|Gefahr|Haft|Hause|Kraft|Rente|Zukunft)\b)"
)
"""What is before a German name and seldom before a common noun, most of which have an article."""
_SIDED = regex.compile(r"\b(?P<side>North|South|East|West|New|Upper|Lower)\s(?P<name>\p{Lu}\p{Ll}{3,})")
"""Names that only their first word tells from another."""
_CURRENCY_ASKED = regex.compile(
    r"(?i)\b(?:in|how many|wie viele|en|cuántos|combien d['’e]) ?(dollars|euros?|yen|yuan|won|rupees|kroner|kronor)\b"
)
"""The currency that a question wants a sum in."""
_FULL_NAME = regex.compile(r"(?<!^)\b\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+\b")
_ISO_DAY = regex.compile(r"\b\d{4}-\d\d-\d\d\b")
_PIECES = regex.compile(r"[\p{L}\p{N}]+(?:[.,]\p{N}+)*")
MAX_LABEL_WORDS = 4
"""Words before a number in which what it is the number of is looked for."""
MAX_RANKING_TERMS = 7
"""Terms of a question in which an ordinal is looked for with its noun; longer ones tell by more what they mean."""
MAX_FEW_TERMS = 3
"""Other words of a question at most that are few."""
MIN_TOLD_SHARE = 0.5
"""Share of a question's other words, where they are few, that a sentence holds so that its numbers are told of that."""


def unknown_names(question: str, language: str, unmatched: Iterable[str]) -> tuple[str, ...]:
    """Return the words that no article has and that are names, in a language whose nouns all have a capital.

    There a name is told by what is before it: “der Hafen von Husum”.
    """
    if language not in analysis.CAPITALISING:
        return ()
    return tuple(word for word in unmatched if regex.search(rf"{_BEFORE_NAME}{regex.escape(word)}\b", question))


def absent_names(question: str, language: str, citations: Sequence[Citation], aliases: Aliases) -> tuple[str, ...]:
    """Return the names, numbers and dates of a question that neither a quote nor what stands above it holds.

    A number is held in any form of the same value, a name by a word that begins like it, by its initials or by another
    form of it. Numbers that only a passage after the first holds must be told there of what is asked.
    """
    named = analysis.named_words(question, language)
    is_short = len(analysis.query_terms(question, language)) <= MAX_RANKING_TERMS
    ranks = ordinals(_DAY_OF_MONTH.sub(" ", question), language) if is_short else {}
    others = (_CURRENCY_ASKED, _FULL_NAME)
    if not (named or ranks or any(map(str.isdigit, question)) or any(each.search(question) for each in others)):
        return ()
    numbers = [word for word in named if any(map(str.isdigit, word)) and word not in ranks]
    shown = _Shown("\n".join(map(_shown, citations)), language)
    names = [word for word in named if word not in ranks and word not in numbers]
    if any(any(analysis.dates(word, language)) for word in numbers):
        days = frozenset(chain.from_iterable(_days_told(each, language) for each in citations))
        numbers = [word for word in numbers if days.isdisjoint(analysis.dates(word, language))]
    names = [word for word in names if not shown.holds_name(word, aliases)]
    spelt = _spelt_out(question, shown.text) if names else frozenset()
    told = _Shown(_numbers_told(question, language, citations, {*numbers, *ranks}), language) if numbers else shown
    found = (
        *(word for word in names if word not in spelt),
        *(word for word in numbers if not told.holds_number(word) and not told.holds_form(word, aliases)),
        *(
            word
            for word, rank in ranks.items()
            if not _tells_rank(rank, question.partition(word)[2], language, citations)
            and not shown.holds_form(word, aliases, but=other_ordinal(word))
        ),
        *(number for number in measured(question) if not has_unit_of(number, shown.text)),
        *(money for money in _CURRENCY_ASKED.findall(question) if not has_unit_of(money, shown.text)),
        *(
            number
            for label, number in LABELLED.findall(question)
            if number.count(".") < 2 and not shown.holds_label(label, number)
        ),
        *(name for name in _FULL_NAME.findall(question, overlapped=True) if shown.has_others_named(*name.split())),
        *(f"{side} {name}" for side, name in _SIDED.findall(question) if not shown.holds_sided(side, name, aliases)),
    )
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Shown:
    """What a reply shows, and what it holds."""

    text: str
    language: str

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(analysis.terms(self.text, self.language))

    @cached_property
    def values(self) -> frozenset[float]:
        text = _ISO_DAY.sub(" ", self.text)
        return values(text, self.language) | {each.value for each in find_numbers(text, self.language)}

    @cached_property
    def ranks(self) -> frozenset[float]:
        """Its ordinals; a plain or a Roman number is one as well, as in “round 4” and “World War II”."""
        romans = {float(_ROMAN.index(found)) for found in _CAPITAL_ROMAN.findall(self.text)}
        return self.values.union(romans, ordinals(self.text, self.language, least=1).values())

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of each run of capitalised words."""
        return frozenset(map(_initials_of, _CAPITALISED.findall(self.text)))

    def holds_name(self, word: str, aliases: Aliases) -> bool:
        """Tell whether it has a name in any form."""
        return (
            _is_written(word, self.text)
            or self._holds(word)
            or self.holds_form(word, aliases)
            or word.replace(".", "") in self.initials
        )

    def holds_number(self, word: str) -> bool:
        """Tell whether it has a number, a date or a sign in any form."""
        found = values(word, self.language) if word[0].isdigit() else frozenset[float]()
        return self._holds(word) or (len(found) == 1 and not found.isdisjoint(self.values))

    def holds_form(self, word: str, aliases: Aliases, *, but: str = "") -> bool:
        """Tell whether it has another form of a name, but one; that of a name with a number, as OAuth2, has one too."""
        terms = () if any(analysis.dates(word, self.language)) else analysis.terms(word, self.language)
        forms = (form for term in terms for form in aliases.get(term, ()))
        if word[0].isalpha() and word[-1].isdigit():
            forms = (form for form in forms if any(term[-1].isdigit() for term in form))
        return any(form <= self.terms for form in forms if form != frozenset(analysis.terms(but, self.language)))

    def holds_label(self, label: str, number: str) -> bool:
        """Tell whether a number that it has is once told of what it is the number of: line 6, grades 7 and 8."""
        words = _PIECES.findall(self.text.casefold())
        forms = {number, *(other for _, other in other_numerals(f"{number} things"))}
        places = [at for at, word in enumerate(words) if word in forms]
        stem = label.casefold().rstrip("s")
        return any(word.startswith(stem) for at in places for word in words[max(0, at - MAX_LABEL_WORDS) : at + 2])

    def has_others_named(self, first: str, last: str) -> bool:
        """Tell whether it has both parts of a name, but only in the names of two others."""
        if first not in self.text or last not in self.text or f"{first} {last}" in self.text:
            return False
        pairs = [match[0].split() for match in _FULL_NAME.finditer(f" {self.text}", overlapped=True)]
        return (
            any(pair[0] == first for pair in pairs)
            and any(pair[1] == last for pair in pairs)
            and not regex.search(
                rf"\b{first}\s(?:\p{{Lu}}[\p{{L}}.'’-]*\s){{0,2}}{last}\b|\b{last},?\s{first}\b", self.text
            )
        )

    def holds_sided(self, side: str, name: str, aliases: Aliases) -> bool:
        """Tell whether it has a name of two words as one, or another form of it: North Korea is not South Korea."""
        return (
            regex.search(rf"(?i:\b{side}(?:ern)?|\b{side[0]}\.)\s?{regex.escape(name[:_MIN_STEM_CHARS])}", self.text)
            is not None
            or self.holds_form(side, aliases)
            or self.holds_form(name, aliases)
        )

    def _holds(self, word: str) -> bool:
        if dates := set(analysis.dates(word, self.language)):
            return dates <= self.terms
        terms = analysis.terms(word, self.language)
        return all(term in self.terms or _begins_like(term, self.terms) for term in terms)


def without_held_numbers(words: Iterable[str], language: str, citations: Iterable[Citation]) -> tuple[str, ...]:
    """Return some words but the numbers among them that a passage has in another form: 3,500,000 and 3.5 million."""
    shown = _Shown("\n".join(map(_shown, citations)), language)
    return tuple(word for word in words if not (word[0].isdigit() and shown.holds_number(word)))


def _numbers_told(question: str, language: str, citations: Sequence[Citation], numbers: Iterable[str]) -> str:
    """Return what is shown of the first paragraph, and the sentences of others that tell of what is asked.

    These have a share of the question's words, or a number beside the word that it is beside in the question.
    """
    own = {term for word in numbers for term in analysis.terms(word, language)}
    terms = [term for term in analysis.query_terms(question, language) if term[0].isalnum()]
    asked = frozenset(terms) - own
    first = citations[0]
    of_first = [
        each for each in citations if (each.article.row, each.paragraph) == (first.article.row, first.paragraph)
    ]
    sentences = (each for citation in citations if citation not in of_first for each in _sentences(citation))
    # Of a long question one word is enough: it tells what is meant in many.
    least = MIN_TOLD_SHARE if len(asked) <= MAX_FEW_TERMS else 1 / len(asked)
    pairs = {pair for pair in pairwise(terms) if not own.isdisjoint(pair)}
    telling = (each for each in sentences if _share(asked, each, language) >= least or _has_any(pairs, each, language))
    days = (_day(each.article) for each in citations)
    return "\n".join((*map(_shown, of_first), *telling, *days))


def _days_told(citation: Citation, language: str) -> Iterator[str]:
    """Yield the days that a passage names, one without a year as that nearest to its article's day."""
    published = citation.article.published_at
    near = published.toordinal() if published else 0
    for found in find_partial_dates("\n".join((citation.passage, citation.article.title)), language):
        years = [found.year] if found.year else [published.year + by for by in (-1, 0, 1)] if published else []
        days = [day for year in years if (day := valid_day(year, found.month, found.day))]
        if days:
            yield min(days, key=lambda day: abs(day.toordinal() - near)).isoformat()


def _has_any(pairs: Set[tuple[str, str]], text: str, language: str) -> bool:
    """Tell whether a text has two terms in a row as a question has them: a number with what it is the number of."""
    return bool(pairs) and not pairs.isdisjoint(pairwise(analysis.query_terms(text, language)))


def _share(asked: frozenset[str], text: str, language: str) -> float:
    return len(asked.intersection(analysis.terms(text, language))) / len(asked) if asked else 1.0


def _tells_rank(rank: int, following: str, language: str, citations: Sequence[Citation]) -> bool:
    """Tell whether a passage has an ordinal with the word that comes after it in the question, or right after that.

    Who asks for the fourth summit is told nothing by the fourth round of talks.
    """
    words = analysis.content_words(following, language)[:1]
    ranked = frozenset(term for word in words for term in analysis.terms(word, language))
    for citation in citations:
        before = ""
        for sentence in _sentences(citation):
            if rank in _Shown(sentence, language).ranks and ranked <= _Shown(f"{before} {sentence}", language).terms:
                return True
            before = sentence
    return False


def _sentences(citation: Citation) -> Iterator[str]:
    yield from (citation.article.title, citation.heading, *_SENTENCE_END.split(citation.passage))


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


def _begins_like(term: str, held: Iterable[str]) -> bool:
    if len(term) < _MIN_STEM_CHARS or not term.isalpha():
        return False
    return any(len(other) >= _MIN_STEM_CHARS and (other.startswith(term) or term.startswith(other)) for other in held)


def _initials_of(run: str) -> str:
    return "".join(word[0] for word in run.split() if word[0].isupper())


def _spelt_out(question: str, text: str) -> frozenset[str]:
    """Return the words of a question's capitalised runs whose initials a text has instead."""
    shown = {found.replace(".", "") for found in _INITIALS.findall(text)}
    runs = _CAPITALISED.findall(question)
    return frozenset(word for run in runs if _initials_of(run) in shown for word in run.split())
