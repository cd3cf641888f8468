"""Where articles give different numbers, dates or names for the same thing.

Each sentence of a passage is compared, word by word, with the sentences of other articles that share most of its terms.
A slot is a number with its unit, a date or a name whose surrounding words agree. What differs is shown, never judged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from knowledge.answers.citations import ArticleSource
from knowledge.executor import check_time
from knowledge.models import Answer, Article, Citation, Disagreement, DisagreementKind, ParagraphKey, Span, Statement
from knowledge.search.partition import EncodedSentences, decode_sentences
from knowledge.search.retriever import Candidate, Ranking
from knowledge.text import analysis
from knowledge.text.dates import PartialDate, find_partial_dates
from knowledge.text.numbers import LABELLED, FoundNumber, find_numbers

MAX_NEIGHBOURS = 10
"""Candidates, besides those that say the same, that the passages are compared with, best first."""
MAX_SAME = 20
"""Paragraphs that say the same and are compared."""
MAX_NEIGHBOUR_SENTENCES = 40
"""Sentences with which a candidate begins that are compared: more have only those that are no prose."""
MIN_SCORE_SHARE = 0.4
"""Share of the best score that such a candidate has: what is on the same event answers the question about as well."""
MAX_COMPARED = 24
"""Pairs of sentences that are compared word by word for an answer."""
MAX_SENTENCE_CHARS = 1_000
"""A longer sentence is a list or a table, whose numbers do not belong to its words."""
MAX_SHOWN = 3
"""Slots that are shown for an answer."""
MAX_STATEMENTS = 4
"""Articles that are shown for a slot."""
MIN_SHARED_TERMS = 5
"""Terms of two sentences that may say the same."""
MIN_TERM_SHARE = 0.5
"""Share of the terms of the shorter of two such sentences that are in the longer one."""
MIN_SAME_WORDS = 5
"""Words besides slots that both sentences have in the same order."""
MIN_WORD_SHARE = 0.6
"""Share of the words of the shorter sentence that are the same."""
MIN_COVERAGE = 0.4
"""Share of the words of the longer sentence that are the same."""
MIN_ALONE_SHARE = 0.85
"""The first of these shares where no name, date or number agrees, and for articles far apart in time."""
MIN_NAME_SHARE = 0.75
MIN_NAME_COVERAGE = 0.6
"""The shares where a name differs: the same was often said of somebody else."""
MAX_DAYS_APART = 31
"""Days between articles on the same event."""
MAX_DIFFERING = 2
"""Sentences with more slots that differ are about different things."""
_CONTEXT_WORDS = 2
"""Words before and after a slot that are looked at, and shown."""
MIN_SAME_CONTEXT = 2
"""How many of these must agree."""
MAX_ROUNDED = 0.05
"""Share by which a rounded number is away from the exact one."""
MAX_APPROXIMATE = 0.15
"""The same where the text says “about”."""
MAX_BOUND = 1.5
"""How many times as much as “at least” can still be the same figure."""
MIN_NAME_LIKENESS = 70
"""Likeness, of 100, from which two names are spellings of one."""
MAX_HEDGE_CHARS = 24
"""Characters before a number where “at least” and the like are looked for."""
MAX_CACHED_SENTENCES = 256
"""Sentences whose words and slots are kept, as one is compared with several."""

_CONTRASTS = tuple(
    regex.compile(rf"(?i)\b(?:{words})(?!\p{{L}})")
    for words in (
        r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|final|semi-?final|quarter-?final",
        r"north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?",
        r"men|women|boys|girls|male|female",
        r"adults?|child(?:ren)?|juniors?|seniors?|students?|pupils?|famil(?:y|ies)|teachers?|members?|guests?",
        r"small|large|big|medium|short|long|upper|lower|inner|outer|left|right|front|rear",
        r"red|blue|green|yellow|orange|purple|black|white|brown|pink|gr[ae]y",
        r"(?:last|this|next|previous) (?:year|season|quarter|month)",
        r"spring|summer|autumn|winter|morning|afternoon|evening|night",
        r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?= (?:the|it)\b)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days",
        r"minimum|maximum|gold|silver|bronze|single|double|return",
    )
)
"""Words of which one tells another thing than the next, as in “the red line” and “the blue line”."""
_SAID = regex.compile(r"(?i)(?:sa(?:id|ys?)|told|reports?|reported|announced|confirmed|added)\b")
_LETTERED = regex.compile(
    r"\b(?P<label>[Gg]roup|[Cc]lass|[Zz]one|[Tt]eam|[Tt]ype|[Bb]lock)\s(?P<number>\p{Lu}|\d+\p{Ll})\b"
)

_HEDGE = regex.compile(
    r"(?<!\p{L})(?:(?P<least>at least|more than|over|no (?:fewer|less) than|upwards? of|al menos|más de|최소|적어도)"
    r"|(?P<most>at most|less than|fewer than|under|up to|no more than|as many as|menos de|hasta|최대)"
    r"|(?P<about>about|around|approximately|roughly|some|nearly|almost|(?:an )?estimated|close to|unos|unas|casi"
    r"|cerca de|alrededor de|약|대략|거의))\s*$",
    regex.IGNORECASE,
)
_HEDGED_AFTER = regex.compile(r"(?P<least>\s+or more\b|\+|\s*이상)|(?P<most>\s*이하)|(?P<about>\s*여(?=\s?\p{Hangul}))")
_CURRENCY = regex.compile(r"(?:(?<!\p{L})(?:US|(?P<of>\p{Lu}{1,2})))?(?P<sign>[$€£¥₩])\s?$")
_UNIT = regex.compile(
    r"[ -]?(?:(?P<percent>%|percent\b|per cent\b|por ciento\b|퍼센트|프로(?!\p{Hangul}))"
    r"|(?P<dollar>(?:US )?dollars?\b|dólares\b|달러)|(?P<euro>euros?\b|유로)|(?P<pound>pounds sterling\b|파운드)"
    r"|(?P<won>won\b|원)|(?P<yen>yen\b|엔(?!\p{Hangul}))|(?P<ordinal>(?:st|nd|rd|th)\b))",
    regex.IGNORECASE,
)
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won"}
_COUNTER = regex.compile(
    r"여?\s?(?P<unit>번째|시간|개월|개국|차례|마리|가구|세대|포인트|미터|킬로미터|홈런|명|인|개|건|곳|채|대|시|분|초|년|월|일|주|세|살|톤|표|석|위|등"
    r"|층|도|번|호|권|장|편|회|배|척|점|골|승|패|km|kg|m|g)"
)
_DIGIT = regex.compile(r"\d")
_HANGUL = regex.compile(r"\p{Hangul}+")
_DAYLIKE = frozenset({"일", "월", "시", "분"})
"""Korean counters that tell a day or an hour as well as how many: what differs is often the day of the report."""
_IN_NAME = regex.compile(r"(?:(?!\p{Hangul})\p{L}[-–]?|[:/.#@_]|\p{N}[-–])$")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*(?:['’.&-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")
_PARTING = regex.compile(r"[,;:.!?()\[\]—–\"“”]")
_TITLE = regex.compile(
    r"mrs?|ms|dr|sir|lord|lady|president|prime|minister|sen|senator|rep|gov|governor|judge|justice|chief|gen|general|col"
    r"|sgt|lt|capt|captain|king|queen|prince|princess|pope|secretary|prof|professor|chairman|ceo|director|coach|officer"
    r"|detective|mayor|ambassador|the|an?",
    regex.IGNORECASE,
)
_CAPITALISED = r"\p{Lu}[\p{L}\p{M}\p{N}'’.&-]*"
_RUN = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}'’&-]){_CAPITALISED}(?: (?:(?:of|de|del|la|von|van|al|bin) ){{0,2}}{_CAPITALISED})*"
)
_NAME_ENDING = regex.compile(r"['’]s$|-\p{Ll}+$")
"""What follows a name in its word: Cup's, Cup-winning."""
_INITIAL = regex.compile(r"(?<![\p{L}\p{N}'’])\p{L}")
_OPENING = " \"'“‘«(["
_NO_NAME = regex.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?|I|CNN|AP|AFP|UPI|BBC|Reuters|Yonhap|Xinhua|EFE|DPA|ANSA|TASS"
    r"|Bloomberg|Associated"
)
"""Days of the week, of which articles of different days have different ones, and whom somebody told."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number, and whether the text says that it is more, less or only about so much."""

    number: FoundNumber
    hedge: str = ""

    def agrees_with(self, other: "_Amount") -> bool:
        """Tell whether both can be the same figure, rounded or bounded."""
        one, another = self.number.value, other.number.value
        if one == another:
            return True
        apart, most = abs(one - another), max(abs(one), abs(another))
        if self.hedge != other.hedge and (self._bounds(other) or other._bounds(self)):
            return True
        if "about" in (self.hedge, other.hedge) and apart <= MAX_APPROXIMATE * most:
            return True
        coarse, fine = sorted((self.number.step, other.number.step), reverse=True)
        return coarse > fine and apart <= coarse / 2 and apart <= MAX_ROUNDED * most

    def _bounds(self, figure: "_Amount") -> bool:
        """Tell whether a figure is not far beyond “at least” or “at most” so many."""
        bound, value = self.number.value, figure.number.value
        low, high = (bound, value) if self.hedge == "least" else (value, bound)
        return self.hedge in ("least", "most") and low <= high <= MAX_BOUND * low


@dataclass(frozen=True, slots=True)
class _Name:
    """A run of capitalised words, in small letters and without titles."""

    words: tuple[str, ...]
    initials: str

    def agrees_with(self, other: "_Name") -> bool:
        """Tell whether both can be the same name: a part of it, its initials, or another spelling."""
        mine, theirs = set(self.words), set(other.words)
        if mine & theirs and (mine <= theirs or theirs <= mine or self.words[-1] == other.words[-1]):
            return True
        one, another = "".join(self.words), "".join(other.words)
        if one.replace(".", "") == other.initials or another.replace(".", "") == self.initials:
            return True
        return any(
            fuzz.ratio(a, b) >= MIN_NAME_LIKENESS for a in (self.words[-1], one) for b in (other.words[-1], another)
        )


class _Item(NamedTuple):
    """A word or a slot of a sentence."""

    key: str
    """What is aligned: the word, or for a slot its kind and unit."""
    span: Span
    value: "_Amount | PartialDate | _Name | None" = None

    @property
    def kind(self) -> DisagreementKind:
        """The kind of slot."""
        return "number" if isinstance(self.value, _Amount) else "name" if isinstance(self.value, _Name) else "date"

    def agrees_with(self, other: "_Item") -> bool:
        """Tell whether two items with the same key can mean the same."""
        match self.value, other.value:
            case _Amount() as one, _Amount() as another:
                return self.key[1:] in _DAYLIKE or one.agrees_with(another)
            case PartialDate() as day, PartialDate() as other_day:
                return day.agrees_with(other_day)
            case _Name() as name, _Name() as other_name:
                return name.agrees_with(other_name)
            case _:
                return True


class SlotDifference(NamedTuple):
    """A slot that two sentences fill in different ways."""

    kind: DisagreementKind
    one: Span
    """What the first sentence has there."""
    other: Span
    one_shown: Span
    """The same with the words around it."""
    other_shown: Span
    is_close: bool
    """Whether the sentences are nearly the same, so that even articles far apart in time speak of one thing."""


def differing_slots(one: str, other: str, language: str) -> tuple[SlotDifference, ...]:
    """Return the numbers, dates and names that differ between two sentences on the same thing."""
    mine, theirs = _items(one, language), _items(other, language)
    pairs = _aligned(mine, theirs)
    differing = [(a, b) for a, b in pairs.items() if not mine[a].agrees_with(theirs[b])]
    kinds = [mine[a].kind for a, _ in differing]
    if not differing or len(differing) > MAX_DIFFERING or len({*kinds}) > 1 or kinds.count("name") > 1:
        return ()
    same = sum(mine[a].value is None for a in pairs)
    counts = sorted(sum(each.value is None for each in items) for items in (mine, theirs))
    share, coverage = same / max(counts[0], 1), same / max(counts[1], 1)
    is_close = share >= MIN_ALONE_SHARE
    least = (MIN_NAME_SHARE, MIN_NAME_COVERAGE) if "name" in kinds else (MIN_WORD_SHARE, MIN_COVERAGE)
    if same < _min_same_words(language) or share < least[0] or coverage < least[1]:
        return ()
    if language == "en" and _are_of_others(one, other, mine, theirs, pairs):
        return ()
    agreed = [mine[a].kind for a, b in pairs.items() if mine[a].value and mine[a].agrees_with(theirs[b])]
    if not agreed and not is_close:
        return ()
    found = []
    for a, b in differing:
        if _has_same_context(a, b, mine, theirs, pairs):
            shown = _with_context(a, mine, one, language), _with_context(b, theirs, other, language)
            found.append(SlotDifference(mine[a].kind, mine[a].span, theirs[b].span, *shown, is_close))
    return tuple(found)


def _are_of_others(
    one: str, other: str, mine: Sequence[_Item], theirs: Sequence[_Item], pairs: Mapping[int, int]
) -> bool:
    """Tell whether two sentences alike tell of different things: another line, another side, another subject."""
    for contrast in _CONTRASTS:
        words, others = (frozenset(map(str.casefold, contrast.findall(text))) for text in (one, other))
        if words and others and words.isdisjoint(others):
            return True
    labels, other_labels = _labels(one), _labels(other)
    if any(labels[label].isdisjoint(other_labels[label]) for label in labels.keys() & other_labels.keys()):
        return True
    begins_alike = 0 in pairs or pairs.get(1) != 1 or mine[0].value or theirs[0].value
    return not begins_alike and not _SAID.match(one, mine[1].span[0])


def _labels(text: str) -> Mapping[str, set[str]]:
    """Return what a text tells from others of its kind, as 6 and 7 of “line 6” and “line 7”."""
    found: dict[str, set[str]] = {}
    for label, number in (*LABELLED.findall(text), *_LETTERED.findall(text)):
        found.setdefault(label.casefold().rstrip("s"), set()).add(number)
    return found


def _min_same_words(language: str) -> int:
    """Return how many words two sentences must share; Korean has fewer and longer ones."""
    return MIN_SAME_WORDS // 2 + 1 if language == "ko" else MIN_SAME_WORDS


def _aligned(mine: Sequence[_Item], theirs: Sequence[_Item]) -> dict[int, int]:
    """Return which items of one sentence are at the same place in the other."""
    codes = Indel.opcodes([each.key for each in mine], [each.key for each in theirs])
    equal = (code for code in codes if code.tag == "equal")
    return {code.src_start + at: code.dest_start + at for code in equal for at in range(code.src_end - code.src_start)}


def _has_same_context(a: int, b: int, mine: Sequence[_Item], theirs: Sequence[_Item], pairs: Mapping[int, int]) -> bool:
    """Tell whether the words around a slot are the same in both sentences, after a number one of the next."""
    agreed = [
        at - a
        for at in range(max(a - _CONTEXT_WORDS, 0), min(a + _CONTEXT_WORDS + 1, len(mine)))
        if at != a and (to := pairs.get(at)) is not None and mine[at].agrees_with(theirs[to])
        if abs(to - b) <= _CONTEXT_WORDS + 1
    ]
    follows = any(by > 0 for by in agreed) or (a == len(mine) - 1 and b == len(theirs) - 1)
    return len(agreed) >= MIN_SAME_CONTEXT and (follows or mine[a].kind != "number")


def _with_context(at: int, items: Sequence[_Item], text: str, language: str) -> Span:
    """Return a slot with some of the words around it: those before a number are not needed, nor a last “of the”."""
    first = last = at
    if items[at].kind != "number":
        while first > max(at - _CONTEXT_WORDS, 0) and not _is_parted(text, items[first - 1], items[first]):
            first -= 1
    while last < min(at + _CONTEXT_WORDS, len(items) - 1) and not _is_parted(text, items[last], items[last + 1]):
        last += 1
    while last > at and text[slice(*items[last].span)].casefold() in analysis.function_words(language):
        last -= 1
    if first == last == at and at and not _is_parted(text, items[at - 1], items[at]):
        first -= 1
    return items[first].span[0], items[last].span[1]


def _is_parted(text: str, one: _Item, other: _Item) -> bool:
    return _PARTING.search(text, one.span[1], other.span[0]) is not None


@lru_cache(maxsize=MAX_CACHED_SENTENCES)
def _items(text: str, language: str) -> tuple[_Item, ...]:
    """Return the words and the slots of a sentence in order."""
    days = [_Item("#date", (each.start, each.end), each) for each in find_partial_dates(text, language)]
    amounts = list(_amounts(text, language, [each.span for each in days]))
    taken = [each.span for each in days] + [each.taken for each in amounts]
    names = list(_names(text, taken, language))
    taken += [each.span for each in names]
    plain = [match.span() for match in _WORD.finditer(text) if not _overlaps(match.span(), taken)]
    items = [
        *days,
        *(each.item for each in amounts),
        *names,
        *(_Item(_key(text[slice(*s)], language), s) for s in plain),
    ]
    return tuple(sorted(items, key=lambda each: each.span))


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _key(word: str, language: str) -> str:
    """Return a word as it is aligned: without the ending that others may write, a plural or a Korean particle."""
    word = word.casefold()
    if language == "ko":
        return word[:2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" else word


class _FoundAmount(NamedTuple):
    """An amount, and all the characters that belong to it."""

    item: _Item
    taken: Span


def _amounts(text: str, language: str, dates: Sequence[Span]) -> Iterator[_FoundAmount]:
    """Yield the numbers of a text that are no dates and no part of a name or a time, each with its unit."""
    for number in find_numbers(text, language):
        start, end = number.span
        if (
            _overlaps(number.span, dates)
            or _IN_NAME.search(text[max(0, start - 3) : start])
            or text[end : end + 1] == ":"
        ):
            continue
        sign, unit = _CURRENCY.search(text[max(0, start - 5) : start]), _UNIT.match(text, end)
        counter = _COUNTER.match(text, end) if language == "ko" and not unit else None
        hedge, first, last = "", start - len(sign[0]) if sign else start, end
        if unit:
            last = unit.end()
        if counter:
            last = counter.end()
        if before := _HEDGE.search(text, max(0, first - MAX_HEDGE_CHARS), first):
            hedge, first = before.lastgroup or "", before.start()
        elif after := _HEDGED_AFTER.match(text, end):
            hedge, last = after.lastgroup or "", max(last, after.end())
        particle = _HANGUL.match(text, last) if counter else None
        taken = first, particle.end() if particle else last
        yield _FoundAmount(_Item(f"#{_unit(sign, unit or counter)}", (first, last), _Amount(number, hedge)), taken)


def _unit(sign: "regex.Match[str] | None", after: "regex.Match[str] | None") -> str:
    """Return what a number counts by the sign before it or the word after it: A$5 is in another currency than $5."""
    if sign:
        return (sign["of"] or "") + _SIGNS[sign["sign"]]
    if after is None:
        return ""
    return after["unit"] if after.re is _COUNTER else after.lastgroup or ""


def _names(text: str, taken: Iterable[Span], language: str) -> Iterator[_Item]:
    """Yield the runs of capitalised words, without titles and what only opens the sentence.

    There are none where capitals tell no name, as in German and in headlines.
    """
    words = len(_WORD.findall(text))
    if language in analysis.CAPITALISING or 2 * sum(map(str.isupper, _INITIAL.findall(text))) > words:
        return
    for match in _RUN.finditer(text):
        run = [each.span() for each in _WORD.finditer(text, *match.span())]
        titles = [place for place, span in enumerate(run) if _TITLE.fullmatch(text[slice(*span)])]
        if titles:
            run = run[titles[-1] + 1 :]
        elif not text[: match.start()].strip(_OPENING) and _opens(text, run, language):
            run = run[1:]
        spelt = [text[slice(*span)] for span in run]
        if not run or _overlaps((run[0][0], run[-1][1]), taken) or any(map(_NO_NAME.fullmatch, spelt)):
            continue
        initials = "".join(word[0] for word in spelt if word[0].isupper()).casefold()
        small = tuple(_NAME_ENDING.sub("", word).casefold() for word in spelt if word[0].isupper())
        yield _Item("#name", (run[0][0], run[-1][1]), _Name(small, initials))


def _opens(text: str, run: Sequence[Span], language: str) -> bool:
    """Tell whether the first word of a sentence has its capital only from that."""
    word = text[slice(*run[0])]
    return word.casefold() in analysis.function_words(language) or (len(run) == 1 and not word[1:].isupper())


def find_disagreements(answer: Answer, ranking: Ranking, source: ArticleSource) -> tuple[Disagreement, ...]:
    """Return where other articles give another number, date or name than the passages of an answer.

    Args:
        answer: Whose passages are compared.
        ranking: The candidates that the passages were chosen from.
        source: Where the words of those that were not chosen are read.
    """
    candidates = {ParagraphKey(each.hit.row, each.hit.number): each for each in ranking.candidates}
    pairs = _likely_pairs(answer, candidates, ranking.query.language)
    if not pairs:
        return ()
    hits = {candidates[each.paragraph].hit for pair in pairs for each in pair}
    texts = {ParagraphKey(hit.row, hit.number): text for hit, text in source.texts(hits).items()}
    found: dict[tuple[ParagraphKey, Span], list[_Contrast]] = {}
    for one, other in pairs:
        check_time()
        if one.paragraph not in texts or other.paragraph not in texts:
            continue
        mine, theirs = (texts[each.paragraph][slice(*each.span)] for each in (one, other))
        for slot in differing_slots(mine, theirs, ranking.query.language):
            place = _shifted(slot.one, one)
            found.setdefault((one.paragraph, place), []).append(_Contrast(one, other, slot))
    if not found:
        return ()
    said = {each.paragraph for group in found.values() for pair in group for each in pair[:2]}
    keys = {candidates[each].hit.key for each in said}
    articles = {key.row: article for key, article in source.articles(keys, said).items()}
    numbers = {(each.article.row, number): each.n for each in reversed(answer.citations) for number in each.paragraphs}
    built = [each for group in found.values() if (each := _disagreement(group, articles, numbers))]
    return tuple(_without_repeats(built))[:MAX_SHOWN]


class _Sentence(NamedTuple):
    """A sentence of a paragraph, and its terms."""

    paragraph: ParagraphKey
    span: Span
    terms: frozenset[str]


class _Contrast(NamedTuple):
    """Two sentences, and a slot that they fill in different ways."""

    one: _Sentence
    other: _Sentence
    slot: SlotDifference


def _likely_pairs(
    answer: Answer, candidates: Mapping[ParagraphKey, Candidate], language: str
) -> list[tuple[_Sentence, _Sentence]]:
    """Return the sentences of passages with those of other articles that share most of their terms, likeliest first."""
    functional = analysis.function_words(language)
    parts = [part for citation in answer.citations for part in citation.parts]
    cited = [each for part in parts for each in _quoted(part, candidates, language)]
    if not cited:
        return []
    same = [ParagraphKey(each.article.row, each.paragraph) for citation in answer.citations for each in citation.also]
    best = max(each.hit.score for each in candidates.values())
    alike = (key for key, each in candidates.items() if each.hit.score >= MIN_SCORE_SHARE * best)
    near = dict.fromkeys([*same[:MAX_SAME], *islice(alike, MAX_NEIGHBOURS)])
    least = min(len(each.terms) for each in cited)
    every = frozenset().union(*(each.terms for each in cited))
    found: dict[frozenset[tuple[ParagraphKey, Span]], tuple[float, _Sentence, _Sentence]] = {}
    for key in near:
        if key not in candidates or all(each.paragraph.row == key.row for each in cited):
            continue
        for span, terms in islice(_lines(candidates[key].sentences, language), MAX_NEIGHBOUR_SENTENCES):
            # Most sentences share too little with all of the passages together to be compared with each.
            if len(every.intersection(terms)) < max(MIN_SHARED_TERMS, MIN_TERM_SHARE * least):
                continue
            check_time()
            other = _sentence(key, span, terms, functional)
            for one in cited:
                shared = len(one.terms & other.terms)
                share = shared / min(len(one.terms), len(other.terms))
                if shared < MIN_SHARED_TERMS or share < MIN_TERM_SHARE or one.paragraph.row == key.row:
                    continue
                if one.terms != other.terms:
                    found.setdefault(frozenset([one[:2], other[:2]]), (share, one, other))
    ordered = sorted(found.values(), key=lambda each: -each[0])[:MAX_COMPARED]
    return [(one, other) for _, one, other in ordered]


def _quoted(citation: Citation, candidates: Mapping[ParagraphKey, Candidate], language: str) -> Iterator[_Sentence]:
    """Yield the sentences of a passage that hold enough to be told from others."""
    functional = analysis.function_words(language)
    key = ParagraphKey(citation.article.row, citation.paragraph)
    start, end = citation.span
    for span, terms in _lines(candidates[key].sentences, language) if key in candidates else ():
        if start <= span[0] and span[1] <= end and len(terms) >= MIN_SHARED_TERMS:
            sentence = _sentence(key, span, terms, functional)
            if len(sentence.terms) >= MIN_SHARED_TERMS:
                yield sentence


def _lines(encoded: EncodedSentences, language: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield where the sentences of a paragraph are, with their terms; lists and tables are left out.

    So are Korean sentences without a digit, which have no slot.
    """
    for (start, end), terms, marked in decode_sentences(encoded):
        if end - start <= MAX_SENTENCE_CHARS and not (language == "ko" and not _DIGIT.search(marked)):
            yield (start, end), terms


def _sentence(key: ParagraphKey, span: Span, terms: Iterable[str], functional: frozenset[str]) -> _Sentence:
    """Return a sentence with those of its terms that tell it from others: neither function words nor single letters."""
    telling = [term for term in frozenset(terms) - functional if len(term) > 1 or term.isdigit()]
    return _Sentence(key, span, frozenset(telling))


def _disagreement(
    group: Sequence[_Contrast], articles: Mapping[int, Article], numbers: Mapping[tuple[int, int], int]
) -> Disagreement | None:
    """Return what several articles say in one place, by day; None where they speak of different events."""
    one = group[0].one
    first = articles.get(one.paragraph.row)
    if first is None:
        return None
    statements = [_statement(one, group[0].slot.one_shown, group[0].slot.one, first, numbers)]
    for contrast in group:
        article = articles.get(contrast.other.paragraph.row)
        if article and (contrast.slot.is_close or _are_near(first, article)):
            statements.append(
                _statement(contrast.other, contrast.slot.other_shown, contrast.slot.other, article, numbers)
            )
    distinct = {each.article.row: each for each in reversed(statements)}
    if len(distinct) < 2:
        return None
    shown = sorted(list(reversed(distinct.values()))[:MAX_STATEMENTS], key=lambda each: each.article.day or date.max)
    return Disagreement(group[0].slot.kind, tuple(shown))


def _without_repeats(found: Sequence[Disagreement]) -> Iterator[Disagreement]:
    """Yield those of which no other one says all and more: each passage has its own on the same thing."""
    places = [{(each.article.row, each.paragraph, each.slot) for each in one.statements} for one in found]
    for at, one in enumerate(found):
        repeated = places[at] in places[:at] or any(places[at] < others for others in places)
        if not repeated:
            yield one


def _statement(
    sentence: _Sentence, shown: Span, slot: Span, article: Article, numbers: Mapping[tuple[int, int], int]
) -> Statement:
    return Statement(
        article=article,
        paragraph=sentence.paragraph.number,
        span=_shifted(shown, sentence),
        slot=_shifted(slot, sentence),
        n=numbers.get((article.row, sentence.paragraph.number), 0),
    )


def _shifted(span: Span, sentence: _Sentence) -> Span:
    """Return a place in a sentence as one in its paragraph."""
    return span[0] + sentence.span[0], span[1] + sentence.span[0]


def _are_near(one: Article, other: Article) -> bool:
    """Tell whether two articles can be about the same event, as far as their days tell."""
    day, another = one.day, other.day
    return not (day and another) or abs((day - another).days) <= MAX_DAYS_APART
