"""The words of a quote that answer: a date where a question asks when, a number where it asks how many, and so on.

What looks like the kind of thing asked for, and does not only repeat the question, is a candidate. Those are marked
that stand nearest to the question's words; the weights were chosen on questions with known answers (`docs/quality.md`).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import compress
from math import inf
from typing import NamedTuple

import regex

from knowledge.answers.kinds import Asked, Kind, MarkForm, numerals
from knowledge.models import Span
from knowledge.text import analysis
from knowledge.text.caching import text_cache

MAX_MARKS = 2
"""Spans that are marked in a quote at most: with more of them nobody would see which one answers."""
_CACHED_CHARS = 1 << 17
"""Characters of passages whose words are cached: those of a small collection, and the ones that much is asked about."""
MAX_PHRASE_WORDS = 10
"""Words of a phrase at most, of several joined by commas a few more."""
SURE_MARGINS: dict[MarkForm, float] = {"figure": 1.4, "name": 3.0}
"""How much more than the next the best span must score to be shown by itself; a word of the question counts about 1.
Names are taken for others sooner than numbers, and a clause answers nothing by itself."""
ONLY_MARGIN = 1.5
"""The margin where there is no next."""
MIN_SURE_CONFIDENCE = 0.6
"""Confidence of an answer from which a span of it is shown by itself."""
MAX_SHORT_CHARS = 60
"""Characters of a span that is shown by itself at most."""

_WORD = regex.compile(
    r"(?:\p{Lu}\.){2,}|[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’&]|-(?=\p{L}\p{L})|[.,](?=\p{N})"
    r"|(?<=\b(?:Sen|Gov|Gen|Rep|Mr|Mrs|Dr|St|Jr|Lt|Col|Sgt|\p{Lu}))\.)*(?:%|\(\d+\))?"
)
_SPACELESS = frozenset({"ja", "zh"})
_SPACELESS_WORD = regex.compile(
    r"(?V1)\p{Han}|\p{Hiragana}|[\p{Katakana}ー]+"
    r"|[[\p{L}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}]]"
    r"(?:[[\p{L}\p{N}\p{M}'’&]--[\p{Han}\p{Hiragana}\p{Katakana}ー]]|[.,](?=\p{N}))*[%％]?"
)
"""Of Chinese and Japanese each character by itself, as no space tells words."""
_EXPANDED = frozenset({"en", "es", "ko"})
"""Languages in which the words that belong to a candidate are told; in others it is what its pattern matches."""
_SENTENCE_END = regex.compile(
    r"(?<=[.!?][\"”»]?)(?<!\b(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Gen|Sen|Gov|Rep|Sgt|Lt|Col|Capt|Jr|vs|No)\.)\s+"
    r"(?=[\p{Lu}\"“¿«\p{Hangul}])|(?<=[。！？][”」]?)"
)
_CALENDAR = regex.compile(
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June?|July?|August|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_CALENDAR_STARTS = frozenset("JFMASONDTW")
_AGENCIES = frozenset({"CNN", "PEOPLE", "AP", "AFP", "Reuters"})
_QUESTION_LINE = regex.compile(r"[^\n?？]{1,300}[?？]\n(?:A(?:nswer)?[:.]\s)?")
"""The question that the rest of a passage answers, as in a FAQ."""
_DATELINE = regex.compile(r"(?:\p{Lu}[\p{L} ,.'’]{2,60})?\((?:[\p{L}.]+)\) -- ")
"""Where and by whom a report was written: it names what nobody asks for but the place."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VERBS = _set(
    "said says say told tells tell took take made make makes put set became become came come went gone got get gets led"
    " left held found began begin used use called named known saw seen wrote won lost met ran gave give gives given"
    " paid sent built spent shot let fell grew drew threw rose struck fought taught bought sold stood heard chose wore"
    " drove rode broke spoke fled sank"
    " instead also then however although though while later now today still even ever yet earlier recently once already"
)
"""Verbs in forms that their endings do not tell, and other words that belong to no name."""
_VERBAL = {
    "en": regex.compile(r"\p{Ll}{2,}(?:ed|ing)"),
    "es": regex.compile(
        r"\p{Ll}{2,}(?:ó|aron|ieron|aban?|ían?|ando|iendo|yendo|rán?|arse|erse|irse)|fue(?:ron)?|eran?|es|son|están?|han?"
        r"|había[n]?|hay|tienen?|tenían?|pueden?|hizo|dijo|tuvo|hacen?|dio|fueran?|uso|puso"
    ),
    "ko": regex.compile(
        r"\p{Hangul}*(?:[했었았였왔갔졌됐렸웠겠이한된있없는난진]다|[하되]고|[하되]며|[하되]여|되어|하[는던게자면]|되[는자면던]"
        r"|[했었았였있없]던|있[는어고으]\p{Hangul}?|없[는어고이]\p{Hangul}?|[했었았였]\p{Hangul}?[고며으]나?|지만|으나|면서|도록"
        r"|려고|[아어해]서|[었했였]는데|인데|하기|되기|않[은는고]|된|했[고으]\p{Hangul}?|하지만|그러나|그리고|또한|따르면|대한|통해"
        r"|위해|의해|대해|함께|이?라고|이?라며|당시|이후|이전|때문에|경우|등의|등을|등이|모두|다시|가장|매우|바로)"
    ),
}
"""Words that belong to no name, as their endings tell: verbs, and in Korean also what joins sentences."""
_VERB_ENDS = {"en": ("ed", "ing")}
_KOREAN_ENDING = regex.compile(
    r"(?<=\p{Hangul}|[\p{Latin}\p{N})])(?:으로부터|에서는|에서도|에게서|이라는|이라고|라는|라고|에서|에게|께서|으로|부터|까지|하고|이나|처럼|보다"
    r"|에는|에도|와의|과의|로서|로써|로는|[은는이가을를에와과의로도만])$"
)
"""The particles that a Korean word ends in."""
_ADVERBS = _set(
    "además después antes entonces posteriormente según aunque mientras cuando tras gran durante finalmente luego así"
    " también actualmente algunos algunas varios varias muchos muchas otros otras ambos cada todos todas"
)
"""Spanish words that lead into a sentence."""
_NAME_LINKS = _set("of de del la von van al el bin du")
_DETERMINERS = _set("a an the its their his her of one both el la los las un una su")
_JOINING = _set("and or & v the y e o")
_BEYOND = _set("outside behind inside near across along beneath beside aboard between under above below off around on")
_BEYOND_OF = _set("cerca dentro fuera alrededor enfrente frente")
_AT = _set("in at near from to into outside en desde hasta hacia cerca")
_IN = _set("in at near into inside outside off across around of en")
_COUNTS = frozenset({"number", "money", "measure", "percentage"})
"""The kinds of things that no day of a month is."""
_NO_PLACES = frozenset({"person", "identity"})
"""The kinds of things that are no places."""
_CALLED = _set(
    "called named dubbed titled known as llamado llamada denominado denominada titulado titulada conocido conocida como"
    " llama llamaba llamó denominó"
)
_YEAR = regex.compile(r"(?:1\d|20)\d\d")
_PARTICLE = regex.compile(
    r"(?<=\p{Hangul}{2}|[\p{Latin}\p{N}])(?:[은는이가을를에와과]|에서|에게|으로|부터|까지|하고|이나)$"
)
"""Ends a Korean word that belongs to a verb, and no longer to the words after it."""
_PARTICLE_ENDS = frozenset("은는이가을를에와과서게로터지고나")
_TITLED = regex.compile(
    r"(?:대통령|총리|장관|의원|대표|위원장|감독|선수|교수|박사|작가|가수|배우|기자|회장|사장|후보|시장|지사|총재|왕|황제|장군|사령관|목사|신부|씨|화가"
    r"|작곡가|학자|사학자|건축가|소설가|시인|비서관|변호사|검사|판사|코치|의장|국왕|공주|왕자)"
)
_KOREAN_HEAD = regex.compile(
    r"(?P<head>\p{Hangul}{1,6}?)(?:의 ?(?:이름|명칭|제목|별명|별칭))?[은는이가의]?\s*(?:이름|명칭)?[은는이가]?\s*"
    r"(?:어디|무엇|누구|뭐|언제|몇)?"
    r"(?:인가|인가요|일까|이며|였는가|입니까|야|이야|이지|지)?\W*$"
)
_CLOSING = '"”»'
_SUBJECT = regex.compile(
    r"(?i)^\W*(?:who|what \w+|which \w+)\s+(?!did|does|do|was|were|is|are|has|had|have|will|would|can)\w+"
    r"|^\W*(?:quién(?:es)?|qué \w+)\s+(?!fue|era|es|son|eran|fueron|está)\w+"
)
"""Questions whose answer is who does something: it comes before the verb."""
_OBJECT = regex.compile(
    r"(?i)\bwho(?:m|se)?\s+(?:did|does|do|was|were|is|are|has|had|have|will|would|can)\b"
    r"|\ba quién(?:es)?\b"
)
_PREPOSITION = regex.compile(
    r"(?i)\b(?P<last>in|to|with|from|for|at|on|by|of|into|against|after|under|near|as|through|over|about)\W*$"
    r"|\b(?P<first>in|to|with|from|for|at|on|by|of|into|against|after|under|near|through)\s+wh(?:at|ich|om|ose|ere|o)\b"
    r"|\b(?P<es>con|de|en|por|para|desde|hasta|sobre|contra|entre|bajo)\s(?:quién(?:es)?|qué|cuál(?:es)?|dónde)\b"
)


class _Weights(NamedTuple):
    """How much each property of a candidate counts; the unit is about one word of the question near it."""

    pattern: float = -0.5
    """For each pattern of the kind that is likelier than the one it matches."""
    sentence: float = 1.75
    """The share of the quote's matched words that its sentence holds."""
    near: float = 2.0
    """The matched words around, each by its distance."""
    inside: float = 0.3
    """The matched words within."""
    late: float = -0.3
    """How far on in the quote it is."""
    after_by: float = 2.5
    after_place_preposition: float = 1.0
    placed: float = -1.5
    """It follows a preposition of place, where a question asks who does something."""
    after_called: float = 0.5
    after_same_preposition: float = 1.0
    """It follows the preposition that the question has."""
    before_match: float = 0.3
    subject: float = 0.5
    """It comes before a matched word, and the question asks who does it."""
    leading: float = 0.35
    """The same, before all matched words."""
    object: float = 1.0
    """It comes after a matched word, and the question asks whom."""
    opening_word: float = -1.5
    """A single word that begins a sentence: its capital says little."""
    one_word: float = 0.2
    capitals: float = 1.2
    two_capitals: float = 0.3
    small_letters: float = -0.3
    words: float = 0.125
    replying: float = 4.0
    """It is in the first sentence after a question that holds most of what is asked, as in a FAQ."""
    dateline: float = -2.0
    leading_digit: float = -0.75
    """A name that begins with a number."""
    year: float = -1.5
    """A year, where a number of things is asked for."""
    topic: float = 0.0
    """Its last word has the particle of the topic, as 은 and 는 are in Korean."""
    doer: float = 0.0
    """That of the subject, as 이 and 가."""
    done_to: float = 0.0
    """That of the object, as 을 and 를."""
    owner: float = 0.0
    """That of whom something is of, as 의."""
    titled: float = 0.0
    """It has the title or the occupation of a person with it, where one is asked for."""
    ahead: float = 0.0
    """The matched words after it, each by its distance."""
    fresh: float = 0.0
    """It has no word of the question."""
    kindred: float = 0.0
    """It ends like the word of the question for what is asked for, as 정당 and 민주당, or comes before it."""
    bracketed: float = 0.0
    """A bracket follows, as after names in other letters."""


_WEIGHTS = {
    "en": _Weights(),
    "es": _Weights(
        sentence=1.97,
        near=2.78,
        inside=0.71,
        late=-0.14,
        after_by=1.66,
        after_place_preposition=0.92,
        after_called=0.57,
        after_same_preposition=0.91,
        before_match=-0.04,
        subject=0.21,
        leading=0.74,
        object=1.15,
        opening_word=-1.44,
        one_word=-0.42,
        capitals=1.17,
        two_capitals=0.4,
        words=0.0,
    ),
    "ko": _Weights(
        near=1.78,
        inside=0.54,
        late=-0.4,
        before_match=0.21,
        opening_word=0.77,
        capitals=0.44,
        two_capitals=0.38,
        small_letters=0.9,
        words=0.25,
        leading_digit=-0.31,
        topic=0.83,
        doer=0.41,
        done_to=0.09,
        owner=-0.95,
        titled=1.51,
        ahead=0.61,
        fresh=-0.13,
        kindred=1.77,
        bracketed=1.59,
    ),
    "zh": _Weights(capitals=1.0),
}


class Marks(NamedTuple):
    """Where a quote answers."""

    spans: tuple[Span, ...]
    """At most `MAX_MARKS`, in the passage, the likeliest first."""
    score: float
    """That of the first: about how many words of the question are near it."""
    margin: float
    """How much more the first scores than the next."""
    form: MarkForm
    is_plain: bool = True
    """Whether the first is far enough ahead to be marked."""


class _Candidate(NamedTuple):
    first: int
    """Its first word, and the last."""
    last: int
    start: int
    """Where it starts in the quote, in characters."""
    end: int
    score: float
    is_counted: bool
    """Whether it is told of the very thing that the question counts."""


def answer_marks(asked: Asked, question: str, language: str, passage: str, matched: Sequence[Span]) -> Marks:
    """Return where a passage answers.

    Args:
        asked: What the question asks for.
        question: Its words.
        language: ISO 639-1 code of both.
        passage: The words quoted.
        matched: Where words of the question stand in the passage.
    """
    quote = _quotes_of(language)(passage)
    is_matched = list(_overlapping(quote.spans, matched))
    found = sorted(_Search(asked, question, quote, is_matched).candidates(), key=lambda each: (-each.score, each.start))
    if not found:
        return Marks((), 0.0, 0.0, asked.kind.form)
    margin = found[0].score - found[1].score if len(found) > 1 else ONLY_MARGIN
    if asked.of and not found[0].is_counted:
        margin = min(margin, 0.0)
    spans = tuple((each.start, each.end) for each in found[:MAX_MARKS])
    return Marks(spans, found[0].score, margin, asked.kind.form, margin >= asked.kind.min_margin)


def is_single(marks: Marks, confidence: float) -> bool:
    """Tell whether the first span is so far ahead, in so sure an answer, that it can be shown by itself."""
    if not marks.spans or confidence < MIN_SURE_CONFIDENCE or marks.margin < SURE_MARGINS.get(marks.form, inf):
        return False
    start, end = marks.spans[0]
    return end - start <= MAX_SHORT_CHARS


@dataclass(frozen=True)
class _Quote:
    """A passage as words, with what is known of each."""

    text: str
    words: Sequence[str]
    spans: Sequence[Span]
    starts: Sequence[int]
    ends: Sequence[int]
    sentence: Sequence[int]
    """The number of each word's sentence."""
    functional: Sequence[bool]
    weight: Sequence[float]
    """Less for a word that the quote repeats."""
    lower: Sequence[str]
    dateline: int
    """Where the dateline ends, in characters."""
    beginning: int
    """Where the question that it answers ends, if it begins with one."""
    language: str
    weights: _Weights

    @cached_property
    def gaps(self) -> list[str]:
        """What is between each word and the next, without white space and quotation marks; a full stop at the end."""
        text, between = self.text, zip(self.ends, self.starts[1:], strict=False)
        return [*[text[end:start].strip(" \u00a0\"“”«»'‘’") for end, start in between], "."]

    @cached_property
    def joined(self) -> list[bool]:
        """Whether nothing parts each word from the next: no sign, and in Korean no particle."""
        return [
            gap in ("", "-", "/") and (word[-1] not in _PARTICLE_ENDS or not _PARTICLE.search(word))
            for word, gap in zip(self.words, self.gaps, strict=True)
        ]

    def is_opening(self, at: int) -> bool:
        """Tell whether a word begins a sentence."""
        return at == 0 or self.sentence[at - 1] != self.sentence[at]

    def is_name(self, at: int) -> bool:
        """Tell whether a word that begins a sentence has its capital elsewhere too."""
        word = self.words[at]
        return any(
            word == other and not self.is_opening(place) for place, other in enumerate(self.words) if place != at
        )

    @cached_property
    def noun_like(self) -> list[bool]:
        """Which words can be part of a phrase: neither function words nor of the calendar, nor most verbs."""
        ends, pattern = _VERB_ENDS.get(self.language), _VERBAL.get(self.language, _VERBAL["en"])
        return [
            contentful and low not in _VERBS and not ((ends is None or word.endswith(ends)) and pattern.fullmatch(word))
            for word, low, contentful in zip(self.words, self.lower, self.contentful, strict=True)
        ]

    @cached_property
    def contentful(self) -> list[bool]:
        """Which words mean something by themselves."""
        return [
            not functional and (word[0] not in _CALENDAR_STARTS or not _CALENDAR.fullmatch(word))
            for word, functional in zip(self.words, self.functional, strict=True)
        ]

    def is_number(self, at: int) -> bool:
        """Tell whether a word is a number, or begins with one."""
        return any(map(str.isdigit, self.words[at])) or numerals().match(self.words[at]) is not None

    def is_day(self, first: int, last: int) -> bool:
        """Tell whether a number is that of a day: 1 July."""
        around = ((first - 1, first - 1), (last, last + 1))
        beside = [self.words[at] for gap, at in around if 0 <= at < len(self.words) and not self.gaps[gap]]
        is_short = first == last and self.words[first].isdigit() and len(self.words[first]) < 3
        return is_short and any(word[0] in _CALENDAR_STARTS and _CALENDAR.fullmatch(word) for word in beside)

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and the last word of a slice."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end) - 1
        return (first, last) if first <= last else None

    def preceding(self, at: int) -> int:
        """Return the word before, determiners passed over; -1 where there is none."""
        at -= 1
        while at >= 0 and self.lower[at] in _DETERMINERS and self.lower[at] != "of":
            at -= 1
        return at

    def expanded(self, first: int, last: int, *, left: bool = True, most: int = MAX_PHRASE_WORDS) -> tuple[int, int]:
        """Return a phrase with the words that belong to it: adjectives before it, nouns and “of …” after it."""
        while left and first > 0 and last - first < most and self.joined[first - 1] and self.noun_like[first - 1]:
            first -= 1
        while last + 1 < len(self.words) and last - first < most and self.joined[last]:
            nearest = self._linked(last + 1) if self.lower[last + 1] in _NAME_LINKS else last + 1
            fits = self.contentful[nearest] if nearest > last + 1 else self.noun_like[nearest]
            if not fits or nearest - first > most:
                break
            last = nearest
        return first, last

    def _linked(self, at: int) -> int:
        """Return the word that “of” links, determiners passed over; the word itself where there is none."""
        to = at
        while to + 1 < len(self.words) and self.joined[to]:
            to += 1
            if self.lower[to] not in _DETERMINERS:
                return to
        return at

    def listed(self, first: int, last: int) -> tuple[int, int]:
        """Return a phrase with those that a comma or “and” joins to it."""
        if first == last and self.is_opening(first) and self.gaps[last] == ",":
            return first, last
        while last + 2 < len(self.words) and last - first < MAX_PHRASE_WORDS + 2:
            to = self._joined_to(last)
            if to is None:
                break
            _, last = self.expanded(to, to, left=False)
        return first, last

    def _joined_to(self, last: int) -> int | None:
        gap, to = self.gaps[last], last + 1
        if gap not in ("", ",") or (not gap and self.lower[to] not in _JOINING):
            return None
        if self.lower[to] in _JOINING:
            if self.gaps[to]:
                return None
            to += 1
        begins = to
        while to + 1 < len(self.words) and self.lower[to] in _DETERMINERS and not self.gaps[to]:
            to += 1
        # “Ann Lee and starts” is no list, “Ann Lee and the band” and “milk and Swiss cheese” are.
        is_name = self.words[last][0].isupper()
        is_alike = self.words[to][0].isupper() == is_name
        return to if self.noun_like[to] and (is_alike or (not gap and (to > begins or not is_name))) else None


@lru_cache(maxsize=analysis.CACHED_LANGUAGES)
def _quotes_of(language: str) -> Callable[[str], _Quote]:
    return text_cache(_CACHED_CHARS)(lambda text: _read(text, language))


def _read(text: str, language: str) -> _Quote:
    spans = [match.span() for match in (_SPACELESS_WORD if language in _SPACELESS else _WORD).finditer(text)]
    words = [text[start:end] for start, end in spans]
    lower = [word.casefold() for word in words]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    sentence_ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    function_words = analysis.function_words(language)
    beginnings = [word[:6] for word in lower]
    weight_of = {beginning: count**-0.5 for beginning, count in Counter(beginnings).items()}
    dateline = _DATELINE.match(text)
    return _Quote(
        text=text,
        words=words,
        spans=spans,
        starts=starts,
        ends=ends,
        sentence=[bisect_right(sentence_ends, start) for start in starts] if sentence_ends else [0] * len(words),
        functional=[
            (low in function_words and not (len(word) > 1 and word.isupper())) or word == "s"
            for word, low in zip(words, lower, strict=True)
        ],
        weight=[weight_of[beginning] for beginning in beginnings],
        lower=lower,
        dateline=dateline.end() if dateline else 0,
        beginning=asked.end() if (asked := _QUESTION_LINE.match(text)) else 0,
        language=language,
        weights=_WEIGHTS.get(language, _WEIGHTS["en"]),
    )


def _overlapping(words: Sequence[Span], matched: Sequence[Span]) -> Iterator[bool]:
    """Tell for each word whether it overlaps one of the matched spans, which are in order like the words."""
    starts = [start for start, _ in matched]
    for start, end in words:
        last = bisect_left(starts, end) - 1
        yield last >= 0 and matched[last][1] > start


@dataclass(slots=True)
class _Search:
    """The candidates of a quote for what a question asks."""

    asked: Asked
    question: str
    quote: _Quote
    is_matched: Sequence[bool]
    """By word: whether the question has it."""
    taken: set[int] = field(default_factory=set)
    """The words of candidates that have been found: a later pattern does not find them again."""

    @property
    def kind(self) -> Kind:
        return self.asked.kind

    def candidates(self) -> Iterator[_Candidate]:
        """Yield what may answer."""
        places = _Surroundings.of(self.question, self.quote, self.is_matched)
        for rank, span in self.asked.find(self.quote.text):
            if phrase := self._phrase(*span):
                yield from self._candidate(*phrase, rank, places)
        if self.kind.form == "name":
            for first, last in self._phrases():
                yield from self._candidate(first, last, 4, places, self.kind.phrase_weight)

    def _phrase(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the words of what looks like an answer, with what belongs to them."""
        found = self.quote.within(start, end)
        if not found or self.kind.form == "clause" or self.quote.language not in _EXPANDED:
            return found
        if self.kind.form == "figure":
            return self._figure(*found)
        first, last = found
        while first <= last and not self._is_name(first):
            first += 1
        while last >= first and not self._is_name(last):
            last -= 1
        if first > last or self.quote.text[start] in "\"“«《〈「『‘'<":
            return (first, last) if first <= last else None
        return self.quote.listed(*self.quote.expanded(first, last))

    def _figure(self, first: int, last: int) -> tuple[int, int]:
        if self.kind.name in ("time", "colour"):
            return first, last
        return self.quote.expanded(first, last, left=False, most=last - first + 5)

    def _is_name(self, at: int) -> bool:
        return self.quote.contentful[at] and self.quote.words[at] not in _AGENCIES and not self._is_adverb(at)

    def _is_adverb(self, at: int) -> bool:
        """Tell whether a word only leads into its sentence."""
        word = self.quote.lower[at]
        return self.quote.is_opening(at) and (word in _VERBS or word in _ADVERBS or word.endswith(("ly", "mente")))

    def _phrases(self) -> Iterator[tuple[int, int]]:
        """Yield every phrase of the quote, name or not."""
        at = 0
        while at < len(self.quote.words):
            if not self.quote.noun_like[at] or not self._is_name(at):
                at += 1
                continue
            first, last = self.quote.listed(*self.quote.expanded(at, at))
            yield first, last
            at = max(at, last) + 1

    def _candidate(
        self, first: int, last: int, rank: int, places: "_Surroundings", extra: float = 0.0
    ) -> Iterator[_Candidate]:
        words = range(first, last + 1)
        if self.quote.starts[first] < self.quote.beginning:
            return
        if not self.taken.isdisjoint(words) or self._only_repeats(words):
            return
        if self.kind.name in _COUNTS and self.quote.is_day(first, last):
            return
        self.taken.update(words)
        score = rank * self.quote.weights.pattern + extra + places.score(first, last, self.kind)
        yield _Candidate(first, last, *self._span(first, last), score, rank < 0)

    def _only_repeats(self, words: range) -> bool:
        """Tell whether a candidate says only what the question says."""
        quote = self.quote
        if quote.language in _SPACELESS:
            return all(self.is_matched[at] for at in words)
        if self.kind.form != "figure" or self.kind.name == "colour":
            return all(quote.functional[at] or self.is_matched[at] for at in words)
        asked = _question_words(self.question)
        figures = [at for at in words if quote.is_number(at)] or list(words)
        return all(
            quote.lower[at].split("-")[0] in asked or (self.is_matched[at] and not quote.is_number(at))
            for at in figures
        )

    def _span(self, first: int, last: int) -> Span:
        quote = self.quote
        before = quote.preceding(first)
        if self.kind.name == "place" and before >= 0 and quote.lower[before] in _BEYOND:
            first = before
        elif self.kind.name == "place" and before > 0 and quote.lower[before] == "de":
            first = before - 1 if quote.lower[before - 1] in _BEYOND_OF else first
        start, end = quote.spans[first][0], quote.spans[last][1]
        if start and quote.text[start - 1] in '$£€¥"“«《〈「『':
            start -= 1
        if quote.text[start] in '"“«':
            closing = next((at for at in range(end, min(end + 3, len(quote.text))) if quote.text[at] in _CLOSING), None)
            end = end if closing is None else closing + 1
        return start, end


@lru_cache(maxsize=1)
def _question_words(question: str) -> frozenset[str]:
    return frozenset(_WORD.findall(question.casefold()))


class _Manner(NamedTuple):
    """How a question asks."""

    is_subject: bool
    is_object: bool
    preposition: str
    head: str
    """The noun that a Korean question ends in, and asks for."""


@lru_cache(maxsize=1)
def _manner(question: str) -> _Manner:
    found = _PREPOSITION.search(question)
    return _Manner(
        _SUBJECT.search(question) is not None,
        _OBJECT.search(question) is not None,
        (found["last"] or found["first"] or found["es"]).casefold() if found else "",
        head["head"] if (head := _KOREAN_HEAD.search(question)) else "",
    )


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Where the words of a question are in a quote, and how it asks."""

    quote: _Quote
    is_matched: Sequence[bool]
    """By word."""
    matched: tuple[int, ...]
    """The words that the question has."""
    share: dict[int, float]
    """By sentence: how many different words it shares with the question, the most being 1."""
    manner: _Manner
    reply: int
    """The sentence after the question that the quote begins with, where that is what is asked; -1 for none."""

    @classmethod
    def of(cls, question: str, quote: _Quote, is_matched: Sequence[bool]) -> "_Surroundings":
        matched = tuple(compress(range(len(is_matched)), is_matched))
        shared: dict[int, set[str]] = {}
        for at in matched:
            shared.setdefault(quote.sentence[at], set()).add(quote.lower[at][:5])
        most = max(map(len, shared.values()), default=1)
        share = {sentence: len(words) / most for sentence, words in shared.items()}
        first = bisect_left(quote.starts, quote.beginning)
        is_reply = 0 < first < len(quote.words) and share.get(quote.sentence[0], 0.0) == 1.0
        return cls(quote, is_matched, matched, share, _manner(question), quote.sentence[first] if is_reply else -1)

    def score(self, first: int, last: int, kind: Kind) -> float:
        """Score a candidate by where it is."""
        quote, weights = self.quote, self.quote.weights
        sentence = quote.sentence[first]
        around = [at for at in self.matched if quote.sentence[at] == sentence and not first <= at <= last]
        near = sum([quote.weight[at] / (1 + (first - at if at < first else at - last)) for at in around])
        inside = min(
            2.0, sum(quote.weight[at] for at in self.matched if first <= at <= last and not quote.functional[at])
        )
        score = (
            weights.sentence * self.share.get(sentence, 0.0)
            + weights.near * near
            + weights.inside * inside
            + weights.late * first / len(quote.words)
            + weights.words * (last - first + 1)
            + weights.replying * (sentence == self.reply)
            + weights.dateline * (kind.name != "place" and quote.spans[first][0] < quote.dateline)
            + weights.year * (kind.name in ("number", "money") and _YEAR.fullmatch(quote.words[last]) is not None)
            + self._sides(first, last, kind)
        )
        if quote.language == "ko":
            score += self._particles(first, last, kind)
        return score + self._form(first, last) if kind.form == "name" else score

    def _particles(self, first: int, last: int, kind: Kind) -> float:
        """Score a Korean candidate by its particle and by what follows it."""
        quote, weights = self.quote, self.quote.weights
        word, end = quote.words[last], quote.ends[last]
        following = quote.words[last + 1] if last + 1 < len(quote.words) else ""
        names = (*quote.words[first : last + 1], following)
        head = self.manner.head
        bare = _KOREAN_ENDING.sub("", word)
        ahead = [at for at in self.matched if at > last and quote.sentence[at] == quote.sentence[first]]
        return (
            weights.ahead * sum(1 / (at - last) for at in ahead)
            + weights.fresh * (not any(self.is_matched[first : last + 1]))
            + weights.kindred * bool(head and (bare.endswith(head[-1]) or following.startswith(head)))
            + weights.topic * word.endswith(("은", "는"))
            + weights.doer * word.endswith(("이", "가"))
            + weights.done_to * word.endswith(("을", "를"))
            + weights.owner * word.endswith("의")
            + weights.titled * (kind.name == "person" and any(map(_TITLED.match, names)))
            + weights.bracketed * quote.text.startswith(("(", " ("), end)
        )

    def _sides(self, first: int, last: int, kind: Kind) -> float:
        """Score what is right before a candidate, and right after it."""
        quote, manner, weights = self.quote, self.manner, self.quote.weights
        place = quote.preceding(first)
        before = quote.lower[place] if place >= 0 else ""
        return (
            weights.after_by * (before in ("by", "por") and not quote.words[first][0].isdigit())
            + weights.after_place_preposition * (kind.name == "place" and before in _AT)
            + weights.placed * (manner.is_subject and kind.name in _NO_PLACES and before in _IN)
            + weights.after_called * (before in _CALLED)
            + weights.after_same_preposition * (bool(before) and before == manner.preposition)
            + weights.before_match * any(self.is_matched[last + 1 : last + 3])
            + weights.subject * (manner.is_subject and any(self.is_matched[last + 1 : last + 4]))
            + weights.leading * (manner.is_subject and first <= min(self.matched, default=0))
            + weights.object * (manner.is_object and any(self.is_matched[max(0, first - 3) : first]))
        )

    def _form(self, first: int, last: int) -> float:
        """Score how much a candidate looks like a name."""
        quote, weights = self.quote, self.quote.weights
        words = quote.words[first : last + 1]
        capitals = [word[0].isupper() for word in words]
        opens = quote.is_opening(first)
        new = [at for at in range(first, last + 1) if not quote.functional[at] and not self.is_matched[at]]
        return (
            weights.opening_word * (opens and first == last and not words[0].isupper())
            + weights.one_word * (first == last)
            + weights.leading_digit * words[0][0].isdigit()
            + weights.capitals
            * any(quote.words[at][0].isupper() and not (opens and at == first and not quote.is_name(at)) for at in new)
            + weights.two_capitals * (sum(capitals) > 1)
            + weights.small_letters * (not any(any(map(str.isupper, word)) for word in words))
        )
