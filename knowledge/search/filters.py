"""The filters of a question: those that are typed, and the publishers and months that its words name."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import product, zip_longest
from typing import Literal, Self, cast

import numpy as np
import numpy.typing as npt
import regex

from knowledge.errors import InvalidQuestion
from knowledge.index import Index, Mask
from knowledge.models import Article
from knowledge.text import analysis, language
from knowledge.text.dates import Days, find_partial_dates, parse_date_range
from knowledge.text.matching import NO_SPACES, fold_words, matches_name

MAX_FILTERS = 10

FilterKind = Literal["after", "before", "on", "as-of", "source", "in", "phrase", "without"]

_EXAMPLES: dict[FilterKind, str] = {
    "after": "after:2018-10-01",
    "before": "before:2018-10-01",
    "on": "on:2018-10-01",
    "as-of": "as-of:2018-10-01",
    "source": 'source:"Korea Herald"',
    "in": 'in:"Moscow talks"',
}
# Spelt out letter by letter, as ignoring case would take ſ and ı for letters of a key too.
_KEY = "|".join(
    "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else regex.escape(letter) for letter in key)
    for key in _EXAMPLES
)
# A quote stops at another opening one, so that many that never close are each read once. A straight one does not open
# after a letter or a number: that is an inch or the end of a quote.
_QUOTE = (
    rf'(?:(?<![[\p{{L}}\p{{M}}\p{{N}}]--[{NO_SPACES}]])"[^"]*"'
    r"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|「[^「」]*」|『[^『』]*』)"
)
_QUOTED = rf"(?P<quoted>{_QUOTE})"
# What has a key that we do not know is taken in as well, so that its quotes are not read as a phrase.
_FILTER = regex.compile(
    rf"(?V1)(?<!\S)(?P<minus>-?)(?P<key>{_KEY})[:：](?:\s*(?:{_QUOTED}|(?!(?:{_KEY})[:：])(?P<word>\S+)))?"
    rf"|(?<!\S)(?P<minus>-)(?:{_QUOTED}|(?P<word>\p{{L}}\S*))"
    rf"|(?<!\S)\w+[:：]{_QUOTE}"
    rf"|{_QUOTED}"
)
_ENDS = ".,;:!?…)]。、，；！？"
_GLUED_VERSION = regex.compile(r"(?<=\p{Ll}{3})(?=\d+(?:\.\d+)+)")
"""Before a version that is written in one with the word before it: version2.4.0."""
_QUOTES = '"“”„«»「」『』'
_UNSHOWN = regex.compile(rf"[^\p{{L}}\p{{M}}\p{{N}} .,:/+{_QUOTES}'’-]|//+")

_LATEST = regex.compile(
    r"(?<![\w-])(?:(?<!\bat the )latest|newest|most\s+recent(?:ly)?"
    r"|(?<!\bpor )últim[oa]s?|más\s+recientes?|derni(?:er|ère)s?|plus\s+récente?s?"
    r"|(?:aller)?neue?ste[nrms]?|aktuellste[nrms]?|(?:(?:가장|제일)\s+)?(?:최신|최근)(?:의|에|에는|에도|까지|인)?)(?![\w-])",
    regex.IGNORECASE,
)


_RECENT = regex.compile(
    r"(?<![\w-])(?:this (?:week|month|year)|(?<!\b(?:how|as) )soon|today|tonight|yesterday|right now|currently|recently"
    r"|(?:on |last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|오늘|어제|이번 ?주|이번 ?달|지금|hoy|ayer|esta semana|aujourd['’]hui|hier|heute|gestern"
    r"|diese woche)(?![\w-])",
    regex.IGNORECASE,
)
"""What is said of the days before a question is asked."""


_NEW = regex.compile(
    r"\b(?i:latest|newest|upcoming|next (?:week|month|year)|so far)\b"
    r"|(?<!\b(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Tt]he|[Aa]) )\bwill\b"
    r"|\b(?:[Ii]s|[Aa]re) (?!the |an? |no )(?:\p{L}+ )?"
    r"(?!(?:king|\p{Ll}*thing|spring|ring|string|wing|wedding|meaning|building)\b)\p{Ll}+ing\b"
    r"|\b[Hh]a(?:s|ve|ving)\b[^?]*?\b(?!(?:(?:wo)?men|children|often|even|then|when|seven|\p{Ll}*teen|ten|town|own)\b)"
    r"\p{Ll}+(?:ed|en|wn)\b"
    r"|\bnew(?:ly)?\b|\bnuev[oa]s?\b|\bneue[rsnm]?\b|새로운|새로|최근|앞으로|예정|하고 있"
)
"""Forms by which something is new, goes on, or is to come."""
_SAYS_WHEN = regex.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
OUTLIVED_DAYS = 365
"""Days since the newest article after which what is new to the asker is likely to be in none."""
FEED_DAYS, MIN_FEED_ARTICLES = 90, 100
"""So many articles in so many days are the news of a time, and no archive of single articles."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One restriction of a question."""

    kind: FilterKind
    value: str
    """The words, without quotes; for "without" to be looked for like a phrase."""
    typed: str
    """As the person typed it, for a sentence that names it."""
    days: Days | None = None
    """For the kinds that are of a date: the first and the last day meant."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A publisher or a month that a question names in plain words: its articles count for more."""

    name: str
    """As it is shown."""
    typed: str
    """The words of the question that say so."""
    filter: Filter
    """What an article matches that it is of."""

    @property
    def is_source(self) -> bool:
        """Whether it is a publisher or an author."""
        return self.filter.kind == "source"

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year, of which an article may be for any reason."""
        days = self.filter.days
        return days is not None and days[1] - days[0] >= timedelta(364)


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question taken apart: what to look for, and where."""

    text: str
    """What is left to look for; the words of phrases are in it, and those of `in:` where nothing else is."""
    filters: tuple[Filter, ...] = ()
    latest: bool = False
    """Whether the newest is wanted among equals."""
    recent_to: date | None = None
    """The day of asking, where the question is about the days before it; articles of these count for more."""
    hints: tuple[Hint, ...] = ()
    """The publishers and months that it names, once they have been taken out of its text."""
    hint_places: tuple[int, ...] = ()
    """Which of the hints of the question these are, from 0."""
    ignored: frozenset[int] = frozenset()
    """The places of hints that are not to be taken for such."""
    is_listing: bool = False
    """Whether its hints are all that it says: any article that they mean answers it, the newest first."""
    carried: str = ""
    """The question that this one follows and does not repeat."""
    cited: frozenset[int] = frozenset()
    """The store's rows of the articles that its reply cited."""
    newer_than: int = 0
    """Only articles with a store's row above this one are ranked."""
    asked_on: date = field(default_factory=date.today, compare=False)
    """The day that the question is asked on, or that it asks as of."""

    @property
    def as_of(self) -> Filter | None:
        """The filter that asks as of an earlier day: nothing that came later is ever shown."""
        return next((each for each in self.filters if each.kind == "as-of"), None)

    @property
    def text_filters(self) -> tuple[Filter, ...]:
        """The filters that only the text of a paragraph can match: phrases, and words left out."""
        return tuple(each for each in self.filters if each.kind in ("phrase", "without"))

    def told_terms(self, hint: Hint, language: str) -> frozenset[str]:
        """Return the terms of a hint that an article which it means need not hold: those of a month or a day.

        Those of a publisher as well where the question says nothing else.
        """
        is_told = self.is_listing or not hint.is_source
        return frozenset(analysis.query_terms(hint.typed, language)) if is_told else frozenset()


def says_new(parsed: ParsedQuestion) -> bool:
    """Tell whether a question asks for what is new, goes on or is to come, and names no year."""
    return (parsed.latest or _NEW.search(parsed.text) is not None) and _SAYS_WHEN.search(parsed.text) is None


@lru_cache(maxsize=1 << 8)
def parse_question(question: str, *, today: date) -> ParsedQuestion:
    """Take a question apart; raises InvalidQuestion for a filter that cannot be understood or met."""
    plain, filters = _split(question, today)
    last_days = [each.days[1] for each in filters if each.kind == "as-of" and each.days]
    if last_days and min(last_days) < today:
        today = min(last_days)
        plain, filters = _split(question, today, as_of=[each for each in filters if each.kind == "as-of"])
    _check_days([each for each in filters if each.days])
    asked = _text(plain, filters)
    recent_to = today if any(map(_RECENT.search, plain)) else None
    parsed = ParsedQuestion(asked, tuple(filters), recent_to=recent_to, asked_on=today)
    if not any(_LATEST.search(piece) for piece in plain):
        return parsed
    without_latest = _text([_LATEST.sub(" ", piece) for piece in plain], filters)
    says_more = bool(analysis.content_words(without_latest, language.detect(without_latest)))
    return replace(parsed, text=without_latest if says_more else asked, latest=True)


def matches(filter: Filter, *, title: str, publisher: str, byline: str, published: date | None) -> bool:
    """Tell whether an article may answer, as far as its day, source and title tell; phrases are not looked at.

    `after:` admits its first day and what follows, `before:` what comes before its first day, `on:` each of its days,
    `as-of:` its last day and what comes before. An article without a date is admitted by none of these.
    """
    match filter.kind:
        case "after" | "before" | "on" | "as-of":
            return published is not None and published.toordinal() in date_range(filter)
        case "source":
            return matches_name(filter.value, publisher) or matches_name(filter.value, byline)
        case "in":
            return matches_name(filter.value, title)
        case "phrase" | "without":
            return True


def date_range(filter: Filter) -> range:
    """Return the ordinals of the days that a filter admits."""
    first, last = filter.days or (date.min, date.max)
    match filter.kind:
        case "after":
            return range(first.toordinal(), date.max.toordinal() + 1)
        case "before":
            return range(first.toordinal())
        case "as-of":
            return range(last.toordinal() + 1)
        case _:
            return range(first.toordinal(), last.toordinal() + 1)


def _split(question: str, today: date, as_of: Sequence[Filter] = ()) -> tuple[list[str], list[Filter]]:
    """Return the pieces of a question around its filters, one more than there are, and the filters.

    Those that say as of when it is asked are known once the other days are read as of then.
    """
    known = iter(as_of)
    plain: list[str] = []
    filters: list[Filter] = []
    end = 0
    for match in _FILTER.finditer(question):
        if not match["key"] and not fold_words(_value(match)):
            continue
        if len(filters) == MAX_FILTERS:
            raise InvalidQuestion(
                "That question has more than {most:,} filters. Keep only the most important ones.", most=MAX_FILTERS
            )
        plain.append(question[end : match.start()])
        is_known = as_of and (match["key"] or "").lower() == "as-of"
        filters.append(next(known) if is_known else _filter(match, today))
        end = match.end()
    return [*plain, question[end:]], filters


def _filter(match: "regex.Match[str]", today: date) -> Filter:
    value, typed = _value(match), _typed(match)
    if not match["key"]:
        return Filter("without" if match["minus"] else "phrase", value, typed)
    kind = cast(FilterKind, match["key"].lower())
    if match["minus"]:
        raise InvalidQuestion(
            "A minus sign only leaves out words, like -word. Remove it from {typed}.", typed=_shown(typed)
        )
    if not fold_words(value):
        raise InvalidQuestion(
            "{kind}: has no value. Write it like {example}.",
            kind=kind,
            example=_EXAMPLES[kind],
        )
    if kind in ("source", "in"):
        return Filter(kind, value, typed)
    days = parse_date_range(value, today)
    if days is None:
        raise InvalidQuestion(
            "I don't understand the date in {typed}. Write it like {example}.",
            typed=_shown(typed),
            example=_EXAMPLES[kind],
        )
    return Filter(kind, value, typed, days)


def _value(match: "regex.Match[str]") -> str:
    value = match["quoted"][1:-1] if match["quoted"] else (match["word"] or "").rstrip(_ENDS).strip(_QUOTES)
    return " ".join(value.split())


def _typed(match: "regex.Match[str]") -> str:
    return match.group() if match["quoted"] else match.group().rstrip(_ENDS)


def _shown(typed: str) -> str:
    """Shorten what a sentence repeats, and drop what Discord or a terminal could take for markup."""
    typed = _UNSHOWN.sub("", " ".join(typed.split()))
    return typed if len(typed) <= 60 else f"{typed[:60]}…"


def _check_days(filters: Sequence[Filter]) -> None:
    if not filters:
        return
    latest_start = max(filters, key=lambda each: date_range(each).start)
    earliest_end = min(filters, key=lambda each: date_range(each).stop)
    if date_range(latest_start).start >= date_range(earliest_end).stop:
        raise InvalidQuestion(
            "No day can be both {one} and {other}. Change or remove one of them.",
            one=_shown(latest_start.typed),
            other=_shown(earliest_end.typed),
        )


def _text(plain: Sequence[str], filters: Sequence[Filter]) -> str:
    said = [each.value if each.kind == "phrase" else "" for each in filters]
    if filters and not any(map(fold_words, plain)):
        said = [each.value for each in filters if each.kind in ("phrase", "in")]
        plain = ()
    pieces = (piece for pair in zip_longest(plain, said, fillvalue="") for piece in pair)
    return _GLUED_VERSION.sub(" ", " ".join(" ".join(pieces).split()))


NAME_FIELDS = ("publisher", "byline", "title")
"""The fields of an article whose words filters compare."""


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """What filters compare of a partition's articles, by their doc ids."""

    days: npt.NDArray[np.int32]
    """Each article's day as an ordinal; 0 where it has none."""
    names: dict[str, Index]
    """By each of `NAME_FIELDS`: its words, folded."""

    @classmethod
    def build(cls, articles: Sequence[Article]) -> Self:
        """Index the fields of some articles."""
        return cls(
            days=np.array([_ordinal(article.published_at) for article in articles], dtype=np.int32),
            names={
                field: Index(sorted(fold_words(getattr(article, field))) for article in articles)
                for field in NAME_FIELDS
            },
        )

    @classmethod
    def concat(cls, sources: Sequence["ArticleFields"]) -> Self:
        """Concatenate the fields of several collections."""
        return cls(
            days=np.concatenate([each.days for each in sources]),
            names={field: Index.concat([each.names[field] for each in sources]) for field in NAME_FIELDS},
        )

    def merge_small(self) -> "ArticleFields":
        """Return the same in fewer segments."""
        return replace(self, names={field: index.merge_small() for field, index in self.names.items()})

    def delete(self, doc_ids: npt.NDArray[np.int64]) -> "ArticleFields":
        """Return the fields of the other articles."""
        names = {field: index.delete(doc_ids) for field, index in self.names.items()}
        return ArticleFields(days=np.delete(self.days, doc_ids), names=names)

    @property
    def has_sources(self) -> bool:
        """Whether an article has a publisher or a byline."""
        return any(len(each.terms) for field in ("publisher", "byline") for each in self.names[field].segments)

    @property
    def undated(self) -> int:
        """How many articles have no day."""
        return int(np.count_nonzero(self.days == 0))

    @property
    def newest_day(self) -> int:
        """The ordinal of the newest article's day; 0 where none has a day."""
        return int(self.days.max(initial=0))

    def is_outlived(self, asked_on: date) -> bool:
        """Tell whether these are the news of some time, to which none has been added for a year."""
        newest = self.newest_day
        if not newest or asked_on.toordinal() - newest < OUTLIVED_DAYS:
            return False
        return self.num_since(newest - FEED_DAYS + 1) >= MIN_FEED_ARTICLES

    def num_since(self, day: int) -> int:
        """Return how many articles are of a day, given as an ordinal, or later."""
        return int(np.count_nonzero(self.days >= day))

    def any_matching(self, filters: Iterable[Filter]) -> bool:
        """Tell whether an article matches all of some filters, as far as its fields tell."""
        return bool(self.matching(filters).any())

    def is_publisher(self, words: Collection[str]) -> bool:
        """Tell whether an article's publisher has these words, and no other but “the”."""
        index = self.names["publisher"]
        lengths = index.doc_lengths
        holders = np.flatnonzero(docs_with_all(index, words))
        articled = docs_with_all(index, ["the"])[holders]
        return bool(np.any(lengths[holders] - articled == len(set(words) - {"the"})))

    def matching(self, filters: Iterable[Filter]) -> Mask:
        """Tell for each article whether it matches all of some filters, as far as its fields tell."""
        mask = np.ones(len(self.days), dtype=bool)
        for each in filters:
            mask &= self._matching(each)
        return mask

    def _matching(self, filter: Filter) -> Mask:
        """Tell for each article what `matches` tells, and that its title does not hold a word left out."""
        words = fold_words(filter.value)
        match filter.kind:
            case "after" | "before" | "on" | "as-of":
                days = date_range(filter)
                return (self.days > 0) & (self.days >= days.start) & (self.days < days.stop)
            case "source":
                return docs_with_all(self.names["publisher"], words) | docs_with_all(self.names["byline"], words)
            case "in":
                return docs_with_all(self.names["title"], words)
            case "without" if len(words) == 1:
                return ~docs_with_all(self.names["title"], words)
            case _:
                return np.ones(len(self.days), dtype=bool)


def docs_with_all(index: Index, terms: Collection[str]) -> Mask:
    """Tell for each document of an index whether it holds every one of some terms."""
    distinct = set(terms)
    counts = np.zeros(index.corpus_size, dtype=np.int32)
    for term in distinct:
        counts[index.holders(term)] += 1
    return np.equal(counts, len(distinct))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


MAX_HINTS = 4
"""Things that are understood of a question at most: as many buttons fit side by side."""

_NAME = (
    r"['\"‘“]?(?P<name>\p{Lu}[\p{L}\p{N}.&-]{0,40}(?:\s(?:(?:[|&-]|of|de|du|des|der|von)\s)?\p{Lu}[\p{L}\p{N}.&-]{0,40}){0,6})"
    r"(?:['’]s)?['\"’”]?"
)
_SAYING = (
    r"(?:say|said|says|report(?:s|ed)?|writ(?:e|es)|wrote|claim(?:s|ed)?|suggest(?:s|ed)?|publish(?:ed|es)?|article"
    r"|story)"
)
_SOURCES = (
    regex.compile(
        r"\b(?:according to|reported by|published (?:by|in)|(?:article|story|report)s? (?:from|by|in|of)|as per"
        rf"|by both)\s(?:the\s)?{_NAME}"
    ),
    regex.compile(rf"\b(?:did|does|do|has|the)\s{_NAME}\s(?:\p{{Ll}}+\s)?{_SAYING}\b"),
    regex.compile(
        rf"{_NAME}\s(?:(?:first|second|third|own|latest)\s)?(?:articles?|stor(?:y|ies)|reports?|reported|wrote|said|says|writes)\b"
    ),
    regex.compile(r"['‘“](?P<name>\p{Lu}[\p{L}\p{N}.&-]*(?:\s(?:[|&-]\s)?\p{Lu}[\p{L}\p{N}.&-]*){0,6})(?:['’]s)?['’”]"),
)
"""Where a publisher's name is written in a question."""
_LISTED = regex.compile(
    rf"\b(?:by|from|to|in|the|did|do|does) (?:both )?{_NAME}(?:, {_NAME.replace('name', 'third')})?,? and (?:the )?"
    rf"{_NAME.replace('name', 'other')}"
)
"""Where several are: there may be countries or people as well."""
_ARTICLE = r"(?:(?:[Tt]he|der|die|das|dem|den|el|la|los|las|le|les|il|lo|o|a|os|as)\s|l['’])?"
_HEADLINES = regex.compile(rf"^\W*{_ARTICLE}{_NAME}\s(?:on|about|über|sobre|sur)\s")
"""A question that begins with a publisher: “Reuters on the price of bread”."""
_SPACED_SOURCES = (
    _HEADLINES,
    regex.compile(
        r"(?:\b(?:laut|zufolge|según|selon|secondo|segundo|schrieb|schreibt|berichtete?|meldete?|sagte?|dijo"
        rf"|dice|escribió|informó|publicó|dit|écrit|rapporte|publié|disse|diz|escreveu|noticiou|scrive|scritto|detto)|\bd['’]après)\s{_ARTICLE}{_NAME}"
    ),
    regex.compile(
        rf"\b{_ARTICLE}{_NAME}\s(?:a-t-(?:elle|il)\s|a\s)?"
        r"(?:zufolge|berichtete?|schrieb|dijo|informó|écrit|rapporté)\b"
    ),
)
"""Where it is written in German, Spanish and French questions."""
_SPACELESS = r"(?P<name>[\p{Han}\p{Hangul}\p{Katakana}\p{Latin}\p{N}]{2,20}?)"
_SPACELESS_SOURCES = (
    regex.compile(
        rf"(?<![\p{{L}}\p{{N}}]){_SPACELESS}"
        r"(?:에 따르면|에서|(?:은|는|이|가)\s(?:.*?\s)?(?:뭐라고|어떻게|보도|말|전|썼|알렸))"
    ),
    regex.compile(
        rf"(?:据|據|根据|根據|(?<!\p{{L}}))《?{_SPACELESS}》?(?:的?(?:报道|報道|報導)|说|說|怎么说|怎麼說|对|對)"
    ),
    regex.compile(rf"(?<!\p{{L}}){_SPACELESS}(?:によると|によれば|は.*?(?:報じ|伝え|書い|述べ))"),
)
"""The same where names have no capitals."""
_SAYS = (
    r"\b(?:say|says|said|reports?|reported|writes?|wrote|tell|told|claim(?:ed)?|publish(?:ed)?|according to"
    r"|laut|zufolge|schrieb|schreibt|berichtete?|meldete?|sagte?|dijo|dice|escribió|informó|publicó|según"
    r"|disse|diz|escreveu|noticiou|segundo|scrive|scritto|detto|secondo"
    r"|dit|écrit|rapporte|selon|d['’]après)\b"
)
_SAID = regex.compile(
    rf"(?i)(?<=\0\W*(?:\p{{Ll}}+\s)?){_SAYS}|{_SAYS}(?=\W*(?:\p{{L}}{{1,3}}\W+)?\0)"
    r"|(?:뭐라고|어떻게)\s?(?:보도|말|전|썼|했)?\p{Hangul}*|(?<=\s|^)(?:은|는|이|가|에서|에 따르면)(?=\s)"
    r"|보도(?:한|했\p{Hangul}*)|报道|報導|報じ\p{Hiragana}*"
)
"""What is said of a publisher beside its name, of which a NUL has the place."""
_INITIALS = {
    "AP": "Associated Press", "AFP": "Agence France-Presse", "DPA": "Deutsche Presse-Agentur",
    "NYT": "New York Times", "WSJ": "Wall Street Journal", "WaPo": "Washington Post", "FT": "Financial Times",
    "LAT": "Los Angeles Times", "SCMP": "South China Morning Post", "FAZ": "Frankfurter Allgemeine",
    "SZ": "Süddeutsche Zeitung", "KCNA": "Korean Central News Agency", "NHK": "Nippon Hoso Kyokai",
    "CBC": "Canadian Broadcasting", "UPI": "United Press International",
}  # fmt: skip
"""Initials by which publishers are named."""
_BREAKS = frozenset("|&-")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH = regex.compile(
    rf"(?i)\b(?:in|during|of|from)\s(?:early |mid-|late )?(?P<days>(?:{_MONTHS}),?\s(?:19|20)\d\d)\b"
)
_PUBLISHED = regex.compile(
    rf"(?i)\b(?:published|reports?|reported|articles?|story)\s(?:[^\s.?!]+\s){{0,12}}?(?:on|at|from|after|before|of)\s['\"‘“]?"
    rf"(?P<days>(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d|\d{{1,2}}\s(?:{_MONTHS})\s(?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d)"
)
"""The day on which something was published; other days in a question are those of what happened."""
_YEAR = regex.compile(r"(?<![\p{L}\d.,/:-])(?P<days>(?:19|20)\d\d)(?![\p{L}\d/:-]|[.,]\d)")
_BEFORE_YEAR = regex.compile(r"(?P<word>[\p{L}\d]+)[.,]?\s(?:del?\s)?$")


def with_hints(parsed: ParsedQuestion, fields: ArticleFields, today: date) -> ParsedQuestion:
    """Return a question with the publishers and months that it names as hints, the publishers no longer in its text.

    A month stays there, as what happened in it is told with it.

    Only those that some article has are hints, and only as long as the question has other words left. Hints that the
    asker has taken off are left in the text, as the plain words they are.
    """
    found = list(_hints(parsed.text, fields, today))[:MAX_HINTS]
    kept = [hint for place, hint in enumerate(found) if place not in parsed.ignored]
    text = parsed.text
    for hint in kept:
        if hint.is_source:
            name = rf"(?<![\p{{Latin}}\p{{N}}]){regex.escape(hint.typed)}(?![\p{{Latin}}\p{{N}}])"
            text = regex.sub(name, "\0", text, count=1)
    if text != parsed.text:
        text = _SAID.sub(" ", text)
    text = " ".join(text.replace("\0", " ").split())
    if not kept:
        return parsed
    hinted = replace(parsed, hints=tuple(kept), hint_places=tuple(found.index(hint) for hint in kept))
    if _says_no_more(text, kept):
        typed, is_named = " ".join(hint.typed for hint in kept), any(hint.is_source for hint in kept)
        return replace(hinted, text=typed, latest=parsed.latest or is_named, is_listing=True)
    return replace(hinted, text=text) if analysis.content_words(text, "en") else parsed


def _says_no_more(text: str, hints: Iterable[Hint]) -> bool:
    """Tell whether a question without its publishers has no words but its months and those for what is published."""
    for hint in hints:
        text = text.replace(hint.typed, " ")
    code = language.detect(text)
    words = {word.casefold() for word in analysis.content_words(text, code if text.strip() else "")}
    return words <= _PUBLISHED_THINGS


def _hints(text: str, fields: ArticleFields, today: date) -> Iterator[Hint]:
    """Yield what a question says of publishers and months, in its order, each once."""
    seen: set[str] = set()
    every = (*_publishers(text, fields), *_months(text, fields, today), *_bare(text, fields, today))
    for _, hint in sorted(every, key=lambda each: each[0]):
        if hint.name.casefold() not in seen:
            seen.add(hint.name.casefold())
            yield hint


_PUBLISHED_THINGS = frozenset(
    (
        *("news", "article", "articles", "story", "stories", "report", "reports", "anything", "everything"),
        *("something", "all", "published", "wrote", "written", "happen", "happened"),
    )
)
"""Words beside a publisher that name nothing to look for."""
MAX_LISTING_WORDS = 8
"""Words of a question that may have nothing but a publisher and a month."""
_NAME_WORD = regex.compile(r"[^\s,;:?!()]+")


def _bare(text: str, fields: ArticleFields, today: date) -> Iterator[tuple[int, Hint]]:
    """Yield a publisher or an author, a time or both where these are all of a question: “Reuters, March 2018”."""
    has_digits = any(map(str.isdigit, text))
    if len(text.split()) > MAX_LISTING_WORDS or not (has_digits or fields.has_sources):
        return
    code, rest = language.detect(text), text
    times = [each for each in find_partial_dates(text, code) if each.year] if has_digits else []
    for each in times:
        rest = rest[: each.start] + " " * (each.end - each.start) + rest[each.end :]
    words = list(_NAME_WORD.finditer(rest))
    passed = (analysis.function_words(code), analysis.function_words("en"), _PUBLISHED_THINGS)
    named = [place for place, word in enumerate(words) if not any(word[0].casefold() in each for each in passed)]
    if not times and any(words[place][0].islower() for place in named):
        return
    # “The Times” may begin with an article and “BBC News” end in what is published.
    firsts, lasts = range(named[0] + 1 if named else 0), {len(words): None, (named[-1] + 1 if named else 0): None}
    source = None
    for first, last in product(firsts, lasts) if fields.has_sources else ():
        written = rest[words[first].start() : words[last - 1].end()]
        if source is None and (source := _source(written, fields)):
            yield words[first].start(), source
    for each in times if source or not named else ():
        name = text[each.start : each.end]
        if days := parse_date_range(name, today):
            filter = Filter("on", name, name, days)
            if fields.any_matching([filter]):
                yield each.start, Hint(name, name, filter)


def _source(written: str, fields: ArticleFields) -> Hint | None:
    """Return the publisher that a text names in full, or the author that it names by two words at least."""
    for spelling in dict.fromkeys((written, _INITIALS.get(written, written))):
        words = fold_words(spelling) - {"the"}
        filter = Filter("source", " ".join(sorted(words)), written)
        if words and (fields.is_publisher(words) or (len(words) > 1 and fields.any_matching([filter]))):
            return Hint(written, written, filter)
    return None


def _publishers(text: str, fields: ArticleFields) -> Iterator[tuple[int, Hint]]:
    if not fields.has_sources:
        return
    for start, written, is_whole in _written_sources(text):
        if hint := _publisher(written, fields, is_whole=is_whole):
            yield start, hint


@lru_cache(maxsize=1 << 8)
def _written_sources(text: str) -> tuple[tuple[int, str, bool], ...]:
    """Return what may name publishers in a question, each with where, and whether it must be all of a name."""
    wholes = (_LISTED, *_SPACED_SOURCES, *_SPACELESS_SOURCES)
    return tuple(
        (match.start(group), written.strip("."), pattern in wholes)
        for pattern in (*_SOURCES, *wholes)
        for match in pattern.finditer(text)
        for group, written in match.groupdict().items()
        if written
    )


def _publisher(written: str, fields: ArticleFields, *, is_whole: bool) -> Hint | None:
    """Return the publisher that a run of capitalised words names; the first of them can begin the question.

    Args:
        written: The words.
        fields: Those of the articles.
        is_whole: Whether they must be all of its name: “China” in a list is no “China Daily”.
    """
    pieces = written.split()
    for first in range(len(pieces)):
        name = " ".join(pieces[first:])
        for spelling in dict.fromkeys((name, _INITIALS.get(name, name))):
            words = fold_words(spelling) - {"the"}
            filter = Filter("source", " ".join(sorted(words)), name)
            matches = fields.is_publisher(words) if is_whole else fields.any_matching([filter])
            if words and pieces[first] not in _BREAKS and matches:
                # “Cnbc | World Business News Leader” is kept by what is after the sign, and all of it is the name.
                return Hint(name, written if first and pieces[first - 1] in _BREAKS else name, filter)
    return None


def _years(text: str) -> "Iterator[regex.Match[str]]":
    """Yield the years of a question that belong to no month and no day."""
    for match in _YEAR.finditer(text):
        before = _BEFORE_YEAR.search(text, 0, match.start())
        if before is None or not (before["word"].isdigit() or analysis.is_month(before["word"], language.detect(text))):
            yield match


def _months(text: str, fields: ArticleFields, today: date) -> Iterator[tuple[int, Hint]]:
    for match in (*_MONTH.finditer(text), *_PUBLISHED.finditer(text, overlapped=True), *_years(text)):
        days = parse_date_range(regex.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", match["days"]), today)
        if days:
            filter = Filter("on", match["days"], match["days"], days)
            if fields.any_matching([filter]):
                yield match.start("days"), Hint(match["days"], match["days"], filter)
