"""Query expansion: what else a question's words can be in a collection, other forms of names and similar terms.

A name's other forms are initials that the articles explain or spell out, countries, their people and their governments.
What an article tells of initials is learnt when it comes in, and kept in the index: “Demilitarized Zone (DMZ)”, and
capitalised phrases with the initials that would stand for them. Countries and their languages, which are mostly named
as their people are, come from CLDR; what those do not tell is in the tables below. Similar terms, other endings of a
word and other spellings, share its n-grams of four characters.
"""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain, compress
from math import ceil
from typing import Any, Self

import regex
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from knowledge.executor import check_time
from knowledge.index import ChainedStrings, Index, kth_score
from knowledge.text import analysis
from knowledge.text.numbers import ordinals, other_numerals, other_ordinal, other_scales
from knowledge.text.sentences import TERM_MARK

_NAMES = {
    "en": (
        "US, USA = United States = American", "UK = United Kingdom = Britain = British = Briton",
        "UN = United Nations", "EU = European Union", "DMZ = Demilitarized Zone", "JSA = Joint Security Area",
        "DPRK = North Korea", "ROK = South Korea", "PRC = China = Chinese", "USSR = Soviet Union = Soviet",
        "UAE = United Arab Emirates", "IAEA = International Atomic Energy Agency", "IMF = International Monetary Fund",
        "IOC = International Olympic Committee", "NATO = North Atlantic Treaty Organization",
        "WTO = World Trade Organization", "WHO = World Health Organization", "CIA = Central Intelligence Agency",
        "FBI = Federal Bureau of Investigation", "CDC = Centers for Disease Control",
        "NGO = non-governmental organization", "CEO = chief executive = chief executive officer",
        "GDP = gross domestic product", "AI = artificial intelligence", "POW = prisoner of war",
        "ICBM = intercontinental ballistic missile", "MP = member of parliament", "PM = prime minister",
        "WWI = First World War = World War I", "WWII = Second World War = World War II", "ECB = European Central Bank",
        "NHS = National Health Service", "ANC = African National Congress", "GOP = Republican Party",
        "Netherlands = Holland = Dutch", "Switzerland = Swiss", "Wales = Welsh", "Scotland = Scottish = Scot",
        "England = English", "Peru = Peruvian", "Cyprus = Cypriot", "Iraq = Iraqi", "Lebanon = Lebanese",
        "Israel = Israeli", "Yemen = Yemeni", "Afghanistan = Afghan", "Denmark = Dane", "Finland = Finn",
        "Sweden = Swede", "Poland = Pole", "Spain = Spaniard", "Turkey = Türkiye = Turkish = Turk",
        "Philippines = Philippine", "Myanmar = Burma = Burmese", "Czech Republic = Czechia", "Ivory Coast = Ivorian",
        "Argentina = Argentine", "Pakistan = Pakistani", "Saudi Arabia = Saudi", "Kuwait = Kuwaiti",
        "Qatar = Qatari", "New Zealand = New Zealander = Kiwi", "Belgium = Belgian", "Brazil = Brazilian",
        "km = kilometre", "cm = centimetre", "mm = millimetre", "ml = millilitre", "kg = kilogram = kilo", "g = gram",
        "V = volt", "W = watt", "dB = decibel", "GB = gigabyte", "MB = megabyte", "mph = miles per hour",
        "Chile = Chilean", "Egypt = Egyptian", "Monaco = Monegasque", "Niger = Nigerien", "Portugal = Portuguese",
    ),
    "es": (
        "EE. UU., EEUU = Estados Unidos = estadounidense", "ONU = Naciones Unidas", "UE = Unión Europea",
        "Reino Unido = Gran Bretaña = británico", "Países Bajos = Holanda = holandés", "OTAN = Tratado del Atlántico",
    ),
    "ko": (
        "미국 = 미합중국", "대한민국 = 한국 = 남한", "북한 = 조선민주주의인민공화국 = DPRK", "중국 = 중화인민공화국",
        "UN = 유엔 = 국제연합", "EU = 유럽연합", "DMZ = 비무장지대", "JSA = 공동경비구역",
        "IAEA = 국제원자력기구", "WHO = 세계보건기구", "NATO = 나토 = 북대서양조약기구",
    ),
}  # fmt: skip
"""Forms of a name, on both sides of each sign; initials are told by their capitals."""
_SEATS = {
    "en": (
        "Pyongyang = North Korea", "Seoul = South Korea", "Moscow = Russia", "Kremlin = Russia", "Beijing = China",
        "Tokyo = Japan", "Washington = United States", "White House = US president = US", "London = Britain",
        "Downing Street = British prime minister", "Whitehall = British government", "Paris = France",
        "Berlin = Germany", "Rome = Italy", "Madrid = Spain", "Brussels = European Union", "Kyiv, Kiev = Ukraine",
        "Tehran = Iran", "Baghdad = Iraq", "Kabul = Afghanistan", "Islamabad = Pakistan", "New Delhi = India",
        "Ankara = Turkey", "Damascus = Syria", "Cairo = Egypt", "Riyadh = Saudi Arabia", "Jerusalem = Israel",
        "Canberra = Australia", "Ottawa = Canada", "Hanoi = Vietnam", "Taipei = Taiwan", "Manila = Philippines",
        "Jakarta = Indonesia", "Bangkok = Thailand", "Havana = Cuba", "Caracas = Venezuela", "Warsaw = Poland",
        "Budapest = Hungary", "Athens = Greece", "Lisbon = Portugal", "Vienna = Austria", "Stockholm = Sweden",
        "Oslo = Norway", "Helsinki = Finland", "Copenhagen = Denmark", "Dublin = Ireland", "Belgrade = Serbia",
        "Blue House = South Korea", "Pentagon = US military = Defense Department", "Capitol Hill = Congress",
        "Foggy Bottom = State Department", "Holy See = Vatican", "Elysee = French president",
    ),
    "ko": (
        "평양 = 북한", "모스크바 = 러시아", "크렘린 = 러시아", "베이징 = 중국", "도쿄 = 일본", "워싱턴 = 미국",
        "백악관 = 미국", "청와대 = 대통령실",
    ),
}  # fmt: skip
"""The seat of a government, which in news stands for it, and what it is the government of."""
_BESIDE = regex.compile(r"(?<!(?i:\b(?:in|at|near|from|outside|around|of|inside)\s))")
"""A seat after one of these is a place."""

MAX_PHRASE_CHARS = 120
"""Characters before initials that may be what they stand for."""
MAX_SMALL_CHARS = 4
"""Characters of a word that initials pass over at most, as “of” and “the”."""
MIN_SPELT = 3
"""Initials that are taken for a phrase which no article explains, at least: two letters are those of most people."""
MAX_FORMS = 2
"""Phrases that initials are taken for at most, where no article explains them."""
_MAX_INITIALS = 6
_SHORTENED = regex.compile(r"\p{Lu}[\p{Ll}.&-]?\p{Lu}")
_SHORT = rf"\p{{Lu}}[\p{{L}}\p{{N}}&-]{{1,{_MAX_INITIALS + 2}}}|(?:\p{{Lu}}\.){{2,{_MAX_INITIALS}}}"
_BRACKETED = regex.compile(r"[ \u00a0]?[(（](?P<inside>[^()（）\n]{2,80})[)）]")
_IS_SHORT = regex.compile(_SHORT)
_LAST_SHORT = regex.compile(rf"(?<!\p{{L}})(?:{_SHORT})$")
_INTRODUCED = regex.compile(
    r",? (?:or|(?:also |commonly |better )?(?:known as|abbreviated(?: as| to)?|called)|short) (?:the )?['\"“‘]?"
    rf"(?P<short>{_SHORT})(?!\p{{L}})"
)
_EXPLAINED = regex.compile(
    rf"(?<![\p{{L}}])(?P<short>{_SHORT}),? (?:which )?(?:stands for|is (?:short for|(?:an?|the) (?:acronym"
    r"|abbreviation) (?:of|for)))(?P<long>[^.;()\n]{3,120})"
)
_RUN = regex.compile(r"\b\p{Lu}[\p{L}'’]+(?:[ -](?:(?:of|the|for|and|on|de|la|del|des)\s){0,2}\p{Lu}[\p{L}'’]+){2,6}")
_CAPITALS = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.-])(?:\p{{Lu}}{{3,{_MAX_INITIALS}}}|(?:\p{{Lu}}\.){{3,6}})(?![\p{{L}}])"
)
_ASKED = regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:\p{{L}}{{2,{_MAX_INITIALS + 2}}}|(?:\p{{L}}\.){{2,6}})(?!\p{{L}})")
_LEADING = regex.compile(r"(?:The|A|An|In|On|At|But|And|For|El|La|Los|Las)\s+")
_INITIALS = regex.compile(rf"\p{{Lu}}{{2,{_MAX_INITIALS}}}")
_BEGINNING = regex.compile(r"(?<![\p{L}\p{N}])\p{L}\.?\p{L}")
_WORDS = regex.compile(r"[\p{L}\p{N}'’]+")
_HANGUL_WORD = regex.compile(r"\p{Hangul}{2,12}$")
_Forms = tuple[str, tuple[str, ...]]
"""A form of a name, and the others."""
_SIDES = ("North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western")
_SIDED = regex.compile(rf"\b({'|'.join(sorted(_SIDES, key=len, reverse=True))}|[NSEW]\.)\s?(\p{{Lu}}\p{{Ll}}{{3,}})")
_SEPARATOR = "="
_SPELT = "~"
"""Before initials that no article explains: those that a phrase would have, and those that are in a text."""


def learnt_forms(texts: Iterable[str]) -> frozenset[str]:
    """Return what the texts of an article tell of initials, as the terms of an index.

    `dmz=demilitarized zone` and the reverse where a text explains initials, `~dmz=demilitarized zone` for a phrase that
    they would stand for, and `~dmz` for initials that are in a text.
    """
    found: set[str] = set()
    for text in texts:
        for short, long in _explanations(text):
            found |= {f"{short}{_SEPARATOR}{long}", f"{long}{_SEPARATOR}{short}"}
        found.update(_SPELT + _letters(match[0]) for match in _CAPITALS.finditer(text))
        for phrase, initials in _capitalised(text):
            found.add(f"{_SPELT}{initials}{_SEPARATOR}{phrase.casefold()}")
    return frozenset(found)


def _capitalised(text: str) -> Iterator[tuple[str, str]]:
    """Yield the phrases of capitalised words in a text, each with the initials that would stand for it."""
    for match in _RUN.finditer(text):
        phrase = _LEADING.sub("", match[0])
        initials = "".join(word[0] for word in _WORDS.findall(phrase) if word[0].isupper()).casefold()
        if MIN_SPELT <= len(initials) <= _MAX_INITIALS:
            yield phrase, initials


def _explanations(text: str) -> Iterator[tuple[str, str]]:
    """Yield initials that a text explains, with what they stand for, both in small letters."""
    if not _SHORTENED.search(text):
        return
    for match in _BRACKETED.finditer(text):
        before = text[max(0, match.start() - MAX_PHRASE_CHARS) : match.start()]
        if pair := _bracketed(before, match["inside"].strip()):
            yield pair
    for match in _INTRODUCED.finditer(text):
        before = text[max(0, match.start() - MAX_PHRASE_CHARS) : match.start()]
        if long := _standing_for(match["short"], before):
            yield _letters(match["short"]), long
    for match in _EXPLAINED.finditer(text):
        if long := _standing_for(match["short"], match["long"]):
            yield _letters(match["short"]), long


def _bracketed(before: str, inside: str) -> tuple[str, str] | None:
    """Return initials and what they stand for, where the one is in brackets after the other."""
    if _IS_SHORT.fullmatch(inside):
        hangul = _HANGUL_WORD.search(before)
        long = hangul[0] if hangul else _standing_for(inside, before)
        return (_letters(inside), long) if long else None
    short = _LAST_SHORT.search(before)
    long = _standing_for(short[0], inside, is_whole=True) if short else None
    return (_letters(short[0]), long) if short and long else None


def _standing_for(short: str, text: str, *, is_whole: bool = False) -> str | None:
    """Return the last words of a text that initials stand for: each word begins with the next of them, but small ones.

    Further letters of the initials can be inside a word, as the M of DMZ.
    """
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    if sum(letter.isupper() for letter in short) < 2:
        return None
    words = list(_WORDS.finditer(text))
    left, taken = list(letters), 0
    for match in reversed(words[-2 * len(letters) - 2 :]):
        if not left:
            break
        taken += 1
        word = match[0].casefold()
        count = 1 if word[0] == left[-1] else _initial_and_inner(word, left)
        if not count and (len(word) > MAX_SMALL_CHARS or taken == 1):
            return None
        del left[len(left) - count :]
    if left or taken < 2 or (is_whole and taken != len(words)):
        return None
    return text[words[-taken].start() : words[-1].end()].casefold()


def _initial_and_inner(word: str, left: Sequence[str]) -> int:
    """Return how many of the last letters a word has in order, the first of them at its beginning."""
    for count in range(len(left), 1, -1):
        wanted = left[-count:]
        rest = iter(word)
        if word[0] == wanted[0] and all(letter in rest for letter in wanted):
            return count
    return 0


def _letters(short: str) -> str:
    return short.replace(".", "").casefold()


@cache
def _names(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the forms of names in a language, those of each name together."""
    lines = (*_NAMES.get(language, ()), *_peoples(language))
    return tuple(tuple(form.strip() for form in regex.split("=|, ", line)) for line in lines)


@cache
def _seats(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(form.strip() for form in regex.split("[=,]", line)) for line in _SEATS.get(language, ()))


def _peoples(language: str) -> Iterator[str]:
    """Yield the countries whose language is named as their people are, as France and French; CLDR knows both."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    # As plain dictionaries: Babel's own take a hundred times as long to find nothing.
    countries, peoples = dict(locale.territories), dict(locale.languages)
    for code, subtags in get_global("likely_subtags").items():
        country, people = countries.get(subtags.split("_")[-1]), peoples.get(code)
        if country and people and country != people and country[:2].casefold() == people[:2].casefold():
            yield f"{country} = {people}"


@cache
def _pattern(form: str, language: str) -> "regex.Pattern[str]":
    """Match a form of a name as a question writes it: initials with or without dots."""
    if _INITIALS.fullmatch(form):
        dotted = "".join(f"{letter}[.]" for letter in form)
        small = f"|{form.lower()}" if len(form) > 2 and form.lower() not in analysis.function_words(language) else ""
        return regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{form}|{dotted}{small})(?![a-zA-Z])")
    ending = "" if language == "ko" else r"(?:e?s|['’]s)?(?!\w)"
    return regex.compile(rf"(?i)\b{regex.escape(form)}{ending}")


_Table = Mapping[str, list[tuple[str, _Forms]]]
"""Forms of names by how their first word begins, each after how it is written bare, with the others."""


@cache
def _by_beginning(language: str) -> tuple[_Table, _Table]:
    """Return the forms of names, and those of governments."""
    found: tuple[dict[str, list[tuple[str, _Forms]]], dict[str, list[tuple[str, _Forms]]]] = ({}, {})
    for table, names in zip(found, (_names(language), _seats(language)), strict=True):
        for forms in names:
            for form in forms:
                others = tuple(each for each in forms if each != form)
                table.setdefault(_bare(form)[:2], []).append((_bare(form), (form, others)))
    return found


def _bare(words: str) -> str:
    """Return words without the dots of initials, whatever their case."""
    return words.replace(".", "").casefold()


@lru_cache(maxsize=1 << 8)
def _written(question: str, language: str) -> tuple[tuple[tuple[_Forms, int], ...], ...]:
    """Return the forms of names that a question has, and those of governments, each with where."""
    bare = _bare(question)
    beginnings = dict.fromkeys(_bare(word)[:2] for word in _BEGINNING.findall(question))
    return tuple(
        tuple(
            (forms, found.start())
            for written, forms in chain.from_iterable(table.get(each, ()) for each in beginnings)
            if written in bare and (found := _pattern(forms[0], language).search(question))
        )
        for table in _by_beginning(language)
    )


NameForm = tuple[str, ...]
"""The terms of a form of a name, in order."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name in a question, and another form of it."""

    own: NameForm
    other: NameForm
    is_sure: bool = False
    """Whether an article explains it, or none has the name as it is asked."""
    is_short: bool = False
    """Whether the one shortens the other, or writes the same number otherwise: both name the same thing exactly."""


Aliases = Mapping[str, tuple[frozenset[str], ...]]
"""For each term of a name: the terms of each of its other forms."""


def find_aliases(
    question: str, language: str, is_known: Callable[[NameForm], bool], learnt: Callable[[str], Collection[str]]
) -> tuple[Alias, ...]:
    """Return the other forms, that a collection has, of the names in a question.

    Args:
        question: As it was typed: capitals tell initials.
        language: ISO 639-1 code.
        is_known: Tells whether the collection has a form.
        learnt: Returns what the collection tells of initials (`learnt_forms`) after a prefix.
    """
    numbers = _numbers(question, language)
    written = (*numbers, *_joined(question, language, is_known), *_shortened_sides(question, language))
    explained = dict.fromkeys((*_explained(question, language, learnt), *written))
    spelt = dict.fromkeys(_spelt(question, language, is_known, learnt))
    guessed = (*_told(question, language), *_standing_seats(question, language, is_known), *spelt)
    found: dict[tuple[NameForm, NameForm], Alias] = {}
    for pair in (*explained, *guessed):
        own, other = (_terms(form, language) for form in pair)
        is_sure = pair in explained or not is_known(own)
        found.setdefault(
            (own, other), Alias(own, other, is_sure, pair in explained or pair in spelt or _shortens(pair))
        )
    return tuple(each for each in found.values() if each.own and each.own != each.other and is_known(each.other))


def _shortens(pair: tuple[str, str]) -> bool:
    """Tell whether one of two forms is the initials of the other, as the tables have them."""
    return any(_INITIALS.fullmatch(short) and " " in long for short, long in (pair, pair[::-1]))


def _terms(form: str, language: str) -> NameForm:
    """Return the terms of a form of a name; of a word that is several in one only its own."""
    is_one = " " not in form and any(analysis.split_compounds(form))
    return tuple(analysis.terms(form, language)[: 1 if is_one else None])


def by_term(found: Iterable[Alias], terms: Collection[str]) -> Aliases:
    """Return for each of a question's terms that is part of a name the other forms of that."""
    forms: dict[str, list[frozenset[str]]] = {}
    for each in found:
        for term in each.own:
            if term in terms:
                forms.setdefault(term, []).append(frozenset(each.other))
    return {term: tuple(others) for term, others in forms.items()}


def _told(question: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield each form of a name that a question has with each of the others, as the tables tell."""
    shouted = question.isupper()
    names, _ = _written(question, language)
    for (form, others), _ in names:
        if not (shouted and len(form) < 3):
            yield from ((form, other) for other in others)


@lru_cache(maxsize=1 << 8)
def _numbers(question: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the numbers and days of a question, each with how else it is written."""
    return (*_ordinals(question, language), *other_scales(question, language), *_days(question, language))


def _ordinals(question: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the ordinals and small numbers of a question, each as it is written otherwise: 4th and fourth."""
    if language != "en":
        return
    for written in ordinals(question, language):
        if other := other_ordinal(written):
            yield written, other
    yield from other_numerals(question)


def _joined(question: str, language: str, is_known: Callable[[NameForm], bool]) -> Iterator[tuple[str, str]]:
    """Yield compounds of a question that no article has, as one word or as several: BX-42 and BX42, LRUCache."""
    others = [(written.replace("-", " "), (joined,)) for written, joined in analysis.joined_compounds(question)]
    for written, forms in (*others, *analysis.split_compounds(question)):
        if not is_known(_terms(written, language)):
            yield from [(written, form) for form in forms if is_known(_terms(form, language))][:1]


def _shortened_sides(question: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield names that begin with a side, each with that shortened or spelt out: N. Korea and North Korea."""
    for side, name in _SIDED.findall(question) if language == "en" else ():
        others = [each for each in _SIDES if each.startswith(side[0]) and side in (each, f"{each[0]}.")]
        for each in others:
            pair = (f"{each[0]}. {name}", f"{each} {name}")
            yield pair if side.endswith(".") else pair[::-1]


def _days(question: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the days of a question, each as a text names it that leaves the year to its article's date."""
    for day in analysis.dates(question, language):
        yield from ((day, form) for form in analysis.yearless_forms(day, language))


def _standing_seats(question: str, language: str, is_known: Callable[[NameForm], bool]) -> Iterator[tuple[str, str]]:
    """Yield the seats of governments in a question, and governments, that no article has, with what stands for them."""
    _, seats = _written(question, language)
    for (form, others), start in seats:
        if _BESIDE.match(question, start) and not is_known(_terms(form, language)):
            yield from ((form, other) for other in others)


def _explained(question: str, language: str, learnt: Callable[[str], Collection[str]]) -> Iterator[tuple[str, str]]:
    """Yield names of a question that an article explains, with what it says that they stand for."""
    shortened, words, beginnings = _explainable(question, language)
    for written, short in shortened:
        yield from ((written, long) for long in learnt(short + _SEPARATOR))
    for place, starts in beginnings:
        for start in starts:
            for rest in learnt(start + (_SEPARATOR if language == "ko" else " ")):
                long, _, short = rest.rpartition(_SEPARATOR)
                phrase = f"{start} {long}".strip() if long else start
                told = _WORDS.findall(phrase)
                if told == words[place : place + len(told)] or language == "ko":
                    yield phrase, short or rest


@lru_cache(maxsize=1 << 8)
def _explainable(
    question: str, language: str
) -> tuple[tuple[tuple[str, str], ...], list[str], tuple[tuple[int, tuple[str, ...]], ...]]:
    """Return what may be explained of a question.

    Returns:
        What may be initials, with their letters; all words; and by the place of a word what a phrase may begin with.
    """
    functional = analysis.function_words(language)
    asked = ((match[0], _letters(match[0])) for match in _ASKED.finditer(question))
    words = [word.casefold() for word in _WORDS.findall(question)]
    return (
        tuple(each for each in asked if each[0].isupper() or (len(each[1]) > 2 and each[1] not in functional)),
        words,
        tuple(
            (place, (word,) if language != "ko" else tuple(word[:length] for length in range(2, len(word) + 1)))
            for place, word in enumerate(words)
            if word not in functional
        ),
    )


def _spelt(
    question: str, language: str, is_known: Callable[[NameForm], bool], learnt: Callable[[str], Collection[str]]
) -> Iterator[tuple[str, str]]:
    """Yield initials that no article has, with phrases that they would stand for, and the reverse."""
    shouted = question.isupper()
    for match in _CAPITALS.finditer(question) if not shouted else ():
        if not is_known(_terms(match[0], language)):
            phrases = list(learnt(f"{_SPELT}{_letters(match[0])}{_SEPARATOR}"))
            yield from ((match[0], phrase) for phrase in phrases[:MAX_FORMS])
    for phrase, initials in _capitalised(question) if not shouted else ():
        if not is_known(_terms(phrase, language)) and "" in learnt(_SPELT + initials):
            yield phrase, initials


NGRAM_CHARS = 4
_MIN_SIMILARITY = 0.5
"""The least similarity that counts: two terms share half of their n-grams."""
MAX_SIMILAR_TERMS, MAX_COMPARED_TERMS = 100, 1_000
"""Terms that are similar to a term at most, and that are compared with it in a collection: no language has as many."""
MIN_BULK_TERMS = 1_000
"""New terms from which on it is quicker to read all known ones than to look each up."""
MAX_CACHED_LOOKUPS = 4_096
"""Terms whose similar ones are remembered."""
LOOKUP_BYTES, SIMILAR_TERM_BYTES = 200, 100
"""Memory of a remembered term, and of each term similar to it, measured."""


@dataclass(slots=True)
class _Lookups:
    """The similar terms of those looked up lately."""

    found: dict[str, dict[str, float]] = field(default_factory=dict)
    similar: int = 0
    """How many similar terms there are over all."""

    def put(self, term: str, similar: dict[str, float]) -> dict[str, float]:
        if len(self.found) >= MAX_CACHED_LOOKUPS:
            self.found, self.similar = {}, 0
        self.found[term] = similar
        self.similar += len(similar)
        return similar


@dataclass(frozen=True, slots=True)
class NgramIndex:
    """The words of an alphabet among a collection's terms, indexed by their n-grams of four characters."""

    terms: ChainedStrings
    index: Index
    _lookups: _Lookups = field(default_factory=_Lookups, init=False, compare=False)

    @classmethod
    def build(cls, terms: Iterable[str]) -> Self:
        """Index every term that is a word with at least one n-gram."""
        words = tuple(with_ngrams(terms))
        return cls(ChainedStrings((words,)), Index(map(char_ngrams, words)))

    @classmethod
    def concat(cls, vocabularies: Sequence["NgramIndex"]) -> Self:
        """Concatenate the terms of several collections; each counts by itself in what is rare."""
        links = tuple(link for each in vocabularies for link in each.terms.links)
        return cls(ChainedStrings(links), Index.concat([each.index for each in vocabularies]))

    def append(self, terms: Iterable[str]) -> "NgramIndex":
        """Return the index with those terms that it does not have yet."""
        words = with_ngrams(terms)
        known: Container[str] = self if len(words) < MIN_BULK_TERMS else set(self.terms)
        words = [term for term in words if term not in known]
        if not words:
            return self
        return replace(self, terms=self.terms.append(words), index=self.index.append(map(char_ngrams, words)))

    def only(self, known: Container[str]) -> "NgramIndex":
        """Return the index without the terms that are not among those known."""
        live = [term in known for term in self.terms]
        deleted = [doc_id for doc_id, is_live in enumerate(live) if not is_live]
        if not deleted:
            return self
        terms = ChainedStrings((tuple(compress(self.terms, live)),))
        return replace(self, terms=terms, index=self.index.delete(deleted))

    def similar_terms(self, term: str) -> dict[str, float]:
        """Return the other terms similar to a term, and how much: the Dice coefficient of their n-grams, up to 1."""
        known = self._lookups.found.get(term)
        if known is not None:
            return known
        return self._lookups.put(term, self.find_similar(term) if has_ngrams(term) else {})

    def find_similar(self, term: str) -> dict[str, float]:
        """Return the same of a term with n-grams, and remember nothing."""
        check_time()
        ngrams = set(char_ngrams(term))
        doc_ids, shared, sizes = self.index.overlaps(ngrams)
        values = _dice(shared, len(ngrams), sizes)
        similar = (values >= max(_MIN_SIMILARITY, kth_score(values, MAX_COMPARED_TERMS))).nonzero()[0]
        similar = similar[:MAX_COMPARED_TERMS]
        words = self.terms.at(doc_ids[similar].tolist())
        found = dict(zip(words, values[similar].tolist(), strict=True))
        found.pop(term, None)
        return most_similar(found)

    @property
    def cached_nbytes(self) -> int:
        """Memory in bytes of what is remembered of the terms asked lately."""
        kept = self._lookups
        return self.index.cached_nbytes + len(kept.found) * LOOKUP_BYTES + kept.similar * SIMILAR_TERM_BYTES

    def __contains__(self, term: object) -> bool:
        if not isinstance(term, str) or not has_ngrams(term):
            return False
        doc_ids = min(map(self.index.holders, char_ngrams(term)), key=len)
        return term in self.terms.at(doc_ids.tolist())


def char_ngrams(term: str) -> list[str]:
    """Return a term's n-grams of four characters; the first has a mark for the start of the word."""
    marked = TERM_MARK + term
    return [marked[start : start + NGRAM_CHARS] for start in range(len(marked) - NGRAM_CHARS + 1)]


def has_ngrams(term: str) -> bool:
    """Tell whether a term is a word with at least one n-gram."""
    return len(term) >= NGRAM_CHARS and term.isalpha()


def with_ngrams(terms: Iterable[str]) -> list[str]:
    """Return those terms that `has_ngrams` tells of, without a call for each."""
    return [term for term in terms if len(term) >= NGRAM_CHARS and term.isalpha()]


def _dice(shared: Any, own: int, others: Any) -> Any:
    """Return the Dice coefficient."""
    return 2 * shared / (own + others)


def least_shared(ngrams: int) -> int:
    """Return how many n-grams a term shares at least with one of so many that it is similar to."""
    # It has as many at least as it shares.
    return ceil(_MIN_SIMILARITY * ngrams / (2 - _MIN_SIMILARITY))


def similar_among(term: str, others: Iterable[str]) -> dict[str, float]:
    """Return those of other terms that are similar to a term, and how much, as `NgramIndex.similar_terms` does."""
    own, found = set(char_ngrams(term)), {}
    for other in others:
        ngrams = set(char_ngrams(other))
        value = _dice(len(own & ngrams), len(own), len(ngrams))
        if value >= _MIN_SIMILARITY and other != term:
            found[other] = value
    return most_similar(found)


def most_similar(found: dict[str, float]) -> dict[str, float]:
    """Return the most similar of some terms."""
    if len(found) <= MAX_SIMILAR_TERMS:
        return found
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MAX_SIMILAR_TERMS])
