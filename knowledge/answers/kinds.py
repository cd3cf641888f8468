"""The kinds of things that questions ask for, and how such things look in a text: one table for each language."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Literal

import regex
from babel import Locale

from knowledge.models import Span
from knowledge.text.caching import text_cache

COUNTED_RANKS = 1
"""How many patterns a number of what the question counts is ahead of another number."""
_CACHED_CHARS = 1 << 15
"""Characters of texts of which it is cached where a pattern matches, for each pattern."""
_LETTERS = regex.compile(r"\p{L}+")
_UNACCENTED = str.maketrans("áéíóúü", "aeiouu")

MarkForm = Literal["figure", "name", "clause"]
"""A number with what it counts, a name or another phrase, or the rest of a clause."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is asked for."""

    name: str
    asks: str
    """Matches the questions that ask for it; a group `of` is what it counts: the metres of “how many metres”."""
    looks: tuple[str, ...]
    """Match such things in a text, the likeliest first; a group `counted` must hold what the question counts, and of
    a match with a group `told` only that is the thing."""
    form: MarkForm = "figure"
    phrase_weight: float = 0.0
    """How much likelier a phrase that matches none of these is to answer than one that does; most often less likely."""
    min_margin: float = 0.0
    """How much more than the next one a span must score to be marked, where names are taken for others too often."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for."""

    kind: Kind
    of: str = ""
    """What it counts, in lower case."""

    def find(self, text: str) -> Iterator[tuple[int, Span]]:
        """Yield where a text has such things, each after the rank of its pattern, the likeliest first."""
        for rank, look in enumerate(self.kind.looks):
            for span, counted, told in _things_of(look)(text):
                if counted is None:
                    yield rank, span
                elif end := self._counted_end(text, counted):
                    yield (rank, told) if told else (rank - COUNTED_RANKS, (span[0], end))

    def _counted_end(self, text: str, counted: Span) -> int:
        """Return where what is counted ends; 0 where that is something else."""
        stem = self.of[: max(3, len(self.of) - 2)]
        words = list(_LETTERS.finditer(text, *counted)) if stem else []
        place = next((place for place, word in enumerate(words) if word[0].casefold().startswith(stem)), -1)
        if place < 0:
            return 0
        is_rate = place + 2 < len(words) and words[place + 1][0] in ("a", "an", "per", "each")
        return words[place + 2 * is_rate].end()


@lru_cache(maxsize=1 << 9)
def _things_of(look: str) -> Callable[[str], tuple[tuple[Span, Span | None, Span | None], ...]]:
    """Return what tells where a text has what looks so, each with its groups `counted` and `told`, if it has them."""
    pattern = _compiled(look)
    counted, told = (name if name in pattern.groupindex else "" for name in ("counted", "told"))

    @text_cache(_CACHED_CHARS)
    def things(text: str) -> tuple[tuple[Span, Span | None, Span | None], ...]:
        return tuple(
            (match.span(), match.span(counted) if counted else None, match.span(told) if told else None)
            for match in pattern.finditer(text)
        )

    return things


@lru_cache(maxsize=1 << 8)
def asked_kind(question: str, language: str) -> Asked | None:
    """Return what kind of thing a question asks for; None where its words do not tell."""
    question = _subordinate().sub("", question) if language == "en" else question
    asking = _FIRST.get(language, r"(?!)")
    first = _compiled(asking).search(question)
    # Many type “cuanto” for “cuánto”.
    is_plain = language == "es" and first is None
    if is_plain:
        question, asking = question.translate(_UNACCENTED), asking.translate(_UNACCENTED)
        first = _compiled(asking).search(question)
    for kind in _kinds(language):
        asks = kind.asks.translate(_UNACCENTED) if is_plain else kind.asks
        found = _asking(asks).search(question)
        if found and (first is None or found.start() <= first.start()):
            return Asked(kind, (found.groupdict().get("of") or "").casefold())
    return None


@cache
def _asking(asks: str) -> "regex.Pattern[str]":
    return _compiled(f"(?i){asks}")


@lru_cache(maxsize=1 << 9)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    """Compile a pattern when it is first needed; with `-f`, by which ß is not ss, in two thirds of the time."""
    return regex.compile(f"(?-f){pattern}", regex.VERSION1)


def compile_kinds(languages: Iterable[str]) -> None:
    """Compile the patterns of languages, for which the first question of each kind would wait else."""
    for kind in chain.from_iterable(map(_kinds, languages)):
        _asking(kind.asks)
        for look in kind.looks:
            _compiled(look)


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


def _what(nouns: str, *, between: int = 2) -> str:
    """Match “what” or “which” before one of the nouns, with so many adjectives between at most."""
    others = _any("is are was were did does do has have had will would can could may should type kind sort")
    return rf"\b(?:what|which)(?: (?!{others}\b)[\w'’-]+){{0,{between}}} {_any(nouns)}s?\b"


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?<![\d.,$£€])(?:1\d|20)\d\ds?\b(?![,.]\d)(?:\s?(?:BCE?|CE|AD)\b)?"
_TO = r"(?:\s?[-–—]\s?|,?\s+(?:and|to|until|or|through)\s+)"
_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|\p{Ll}+th|first|second|third)"
_PERIOD = r"(?:early|late|mid|first half of|second half of|end of|beginning of|middle of)"
_SEASON = _any("spring summer autumn fall winter season")
_TIME_UNIT = r"(?:second|minute|hour|day|night|week|weekend|month|year|decade|season|semester)s?|centur(?:y|ies)"
_NUMERAL = _any(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundreds? thousands? millions? billions?"
    " trillions? dozens? half thirds? quarters? several single twice once none no both"
)
_ABOUT = (
    r"(?:(?i:about|around|approximately|roughly|nearly|almost|over|under|only|just|some|estimated|at least|at most"
    r"|more than|less than|fewer than|up to|as many as|between|no more than)\s+)*"
)
_FIGURE = r"(?<![\w.])(?:US)?(?:[$£€¥]\s?)?\d+(?:[,.]\d+)*(?:[-–/]\d+(?:[,.]\d+)*)?(?:\s?%)?"
_COUNT = (
    rf"(?:{_FIGURE}|\b(?:an?\s+(?=hundred|thousand|million|dozen|half|quarter"
    rf"|third))?(?i:{_NUMERAL})(?:[\s-]{_NUMERAL})*\b)"
)
_SCALE = r"(?:[\s-](?:hundred|thousand|million|billion|trillion|per ?cent|percent|dozen)\b)*"
_NUMBER_START = (
    r"(?=[$£€¥\d]|[Aa][bprltsnBPRLTSN\s]|[Rr][oO]|[Nn][eoiEOI]|[Oo][vnVN]|[Uu][npsNPS]|[Jj][uU]|[Ss][oeiOEI]"
    r"|[Ee][silSIL]"
    r"|[Mm][oiOI]|[Ll][eE]|[Ff][eoiEOI]|[Bb][eioEIO]|[Tt][whreWHRE]|[Hh][uaUA]|[ZzDdQq])"
)
"""How one can begin: at most words nothing else has to be tried."""
_NUMBER = rf"\b{_NUMBER_START}{_ABOUT}{_COUNT}{_SCALE}"
_RANGE = rf"{_NUMBER}(?:{_TO}{_NUMBER})?"
_LENGTH_UNIT = (
    r"(?:[-\s]?(?:square |cubic )?(?:km|cm|mm|m|kg|lbs?|ft|mph|kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?"
    r"|miles?|feet|foot|inch(?:es)?|yards?|acres?|hectares?|tons?|tonnes?|pounds?|kilograms?|stories|storeys|degrees?"
    r"|litres?|liters?|gallons?|light[- ]years?|°C|°F)(?:²|2)?(?!\p{L}))"
)
_CURRENCY = _any(
    "dollars? euros? pounds? cents? yen yuan won rupees? francs? lira lire kron(?:er|or|a|e) dinars? rubles? roubles?"
    " pesos?"
    " rials? riyals? dirhams? reais real zlotys? zloty shekels? baht rand forints? crowns? pence marks? guilders?"
)
_TITLE = _any("Mr Mrs Ms Dr St Gen Sgt Lt Col Capt Sen Rep Gov Jr Sr No vs")
_CAPITAL_WORD = (
    rf"(?:(?:[Aa]l|[Ee]l|[Dd])[-’'])?(?:(?:\p{{Lu}}\.)+|{_TITLE}\."
    r"|\p{Lu}[\p{L}\p{M}\d'’&]*(?:[-–]\p{L}[\p{L}\p{M}\d'’]*)*)"
)
_LINK = (
    rf"(?:\s{_any('of de la du del von van der den bin ibn for di da le y & and v vs on')}(?:\s(?:the"
    rf"|la|los))?(?=\s\p{{Lu}}))"
)
_NAME = rf"\b{_CAPITAL_WORD}(?:{_LINK}?\s(?:{_CAPITAL_WORD}|\d{{1,4}}(?![\d.,])))*"
_NAMES = rf"{_NAME}(?:,\s{_NAME})*(?:,?\s(?:and|or|y|e|o)\s{_NAME})?"
_QUOTED = r"[\"“«][^\"”“«»]{2,120}[\"”»]"
_CLAUSE = r"[^,;:.!?()—]{3,140}"
_TOLD = r"(?:[^,;:.!?()—]|\.(?=\S)){3,140}"
_LONG_CLAUSE = r"[^;:.!?()]{3,150}"
_PEOPLE = (
    "person people man woman king queen emperor president minister leader actor actress singer author writer scientist"
    " player artist director general poet prophet architect engineer inventor explorer philosopher mathematician"
    " senator governor judge ruler pope saint khan official composer physicist chemist secretary candidate celebrity"
    " star family footballer physician administrator"
)
_PLACES = (
    "cit(?:y|ies) countr(?:y|ies) state place town region nation location continent province area village island county"
    " river sea ocean mountain lake street neighbou?rhood district"
)
_NAMED = (
    "compan(?:y|ies) court team club band album movie film book song show magazine newspaper network part(?:y|ies)"
    " church university school college dynasty treat(?:y|ies) act law article case award event war battle airline"
    " airport bank agency organi[sz]ation group empire tribe ship program(?:me)? hotel hospital theorem"
    " directive concert"
    " title sport position conflict revolt cathedral museum park stadium bridge building series institution"
    " system document"
    " proclamation entity opera play game tournament department ministry council commission station channel website"
    " publication study report"
)
_COLOURS = _any(
    "red orange yellow green blue purple violet pink brown black white gr[ae]y gold(?:en)? silver crimson scarlet"
    " maroon turquoise beige"
)

_TERM = r"\b(?P<counted>(?:[\w’'-]+\s){0,2}?[\w’'-]+)[\"”’]?"
_TERM_AFTER = r"[\"“]?(?P<counted>[\w’'-]+(?:\s[\w’'-]+){0,3})"
_NO_TERMS = (
    r"(?:of|in|for|to|the|on|with|about|at|by|from|over|after|before|behind|inside|against|between|into|during|than|as|under|near"
    r"|through|out|off|down|like|that|this|these|those|it|he|she|they|my|your|his|her|their|our|its|and|or|new|wrong"
    r"|next|up|there|allowed|known|called|needed|required|done)\b"
)
"""Words that are in no term whose meaning is asked for."""
_NO_ROLES = _any("is was are were said says told asked called if because when while but who not s")
"""Words before a name that say nothing of who that is."""

_ENGLISH = (
    Kind(
        "time",
        rf"\bwhen\b|{_what('year date day month century centuries decade time season', between=1)}"
        r"|\bhow (?:soon|long ago|recently)\b",
        (
            rf"(?:{_WEEKDAY},?\s(?:the\s)?)?(?:{_MONTH}\s{_DAY}(?:{_TO}(?:{_MONTH}\s)?{_DAY})?(?:,?\s{_YEAR})?"
            rf"|(?:{_DAY}{_TO})?{_DAY}\s(?:of\s)?{_MONTH}(?:{_TO}{_DAY}\s{_MONTH})?(?:,?\s{_YEAR})?|{_MONTH},?\s(?:of\s)?{_YEAR}"
            r"|(?<![\d./-])(?:\d\d?[./-]\d\d?[./-](?:1\d|20)\d\d|(?:1\d|20)\d\d-\d\d-\d\d)(?![\d/-]))",
            rf"(?:(?:early|late|mid|the)[\s-])*{_YEAR}(?:{_TO}{_YEAR}|[-–]\d\d\b)?",
            rf"(?:{_PERIOD}[\s-](?:the\s)?)*\b{_ORDINAL}(?:\s(?:and|to)\s{_ORDINAL})?[\s-]centur(?:y"
            rf"|ies)(?:\s(?:BC|AD)E?)?",
            rf"(?:(?:{_ORDINAL}|last|next|this|early|late|on|every)\s)*\b{_WEEKDAY}s?(?:\s(?:morning|night|afternoon|evening"
            rf"|(?:of|in)\s(?:every|each|the)\smonth))?",
            rf"\b(?:early\s|late\s|mid-)?{_MONTH}(?:\s{_DAY}\b)?",
            rf"\b(?:last|next|this|every|each)\s(?:{_NUMBER}\s)?(?:{_TIME_UNIT}|{_SEASON})\b"
            r"|\b(?:end|start|beginning|middle|dawn)\sof\sthe\s\p{Ll}+|\bat\s(?:night|dawn|dusk|sunrise|sunset)\b"
            r"|\b(?:yesterday|today|tonight|tomorrow)\b",
            rf"{_NUMBER}[\s-](?:{_TIME_UNIT})\s(?:ago|later|earlier|after|before|since)\b",
            r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?|o'clock)(?:\s[A-Z]{2,4}\b)?|\b\d{1,2}:\d\d\b"
            r"|\b(?:noon|midnight)\b",
            rf"\b(?i:after|before|during|until|since|as soon as|upon|once|while|following)\s{_CLAUSE}",
            r"(?<![\d.,$£€])\b[1-9]\d\d\b(?![,.]\d)(?:\s?(?:BCE?|CE|AD)\b)?",
        ),
    ),
    Kind(
        "age",
        r"\bhow old\b|\b(?:what|which|what is the|what was the) age\b|\bage (?:is|was|of)\b|^what (?:is"
        r"|was) .*\bage\b",
        (
            rf"\b{_NUMBER}[\s-](?:day|week|month|year)s?[\s-]old\b|\baged?\s(?:of\s)?{_NUMBER}"
            rf"|(?<=, )\d{{1,3}}(?=[,.])",
            rf"{_NUMBER}(?:[\s-](?:{_TIME_UNIT}))?",
        ),
    ),
    Kind(
        "duration",
        r"\bhow long\b|\bwhat length of time\b",
        (
            rf"{_RANGE}[\s-](?:\p{{Ll}}+[\s-])?(?:{_TIME_UNIT})(?:\sand\s(?:a\shalf|{_NUMBER}\s(?:{_TIME_UNIT})))?",
            rf"{_RANGE}{_LENGTH_UNIT}",
            rf"\b(?:since|until)\s{_CLAUSE}|\bfor\s(?=[^,;:.!?()—]{{0,30}}\b(?:{_TIME_UNIT})\b){_CLAUSE}",
            rf"\b(?:a|an|the|several|few|many)\s(?:\p{{Ll}}+\s)?(?:{_TIME_UNIT})\b",
        ),
    ),
    Kind(
        "money",
        r"\bhow much (?:money|cash|(?:did|does) .* (?:cost|pay|spend|raise|earn|sell|make)"
        r"|(?:is|are|was|were|will|would|do|does|did) )"
        r"|\bwhat (?:is|was|are|were) the .*(?:price|cost|fee|salary|fine|worth|bail|budget)\b|\bwhat (?:price|sum)\b"
        r"|\bwhat (?:does|do|did|will|would) .* cost\b"
        r"|\bhow expensive\b",
        (
            rf"{_ABOUT}(?:US|C|A)?[$£€¥]\s?\d[\d,.]*\d?(?:\s?(?:[kKmMbB]n?\b|hundred|thousand|million"
            rf"|billion|trillion))*"
            rf"(?:{_TO}[$£€¥]\s?\d[\d,.]*(?:\s(?:million|billion))?)?",
            rf"{_RANGE}\s(?:\p{{L}}+\s)?{_CURRENCY}\b",
            rf"(?<=\b(?:costs?|pa(?:y|ys|id)|charged?|worth|price\sof|fee\sof)\s){_RANGE}(?:\s\p{{L}}+)?",
            rf"{_RANGE}(?:\sof\s(?:the\s)?\p{{Ll}}+)?",
        ),
    ),
    Kind(
        "percentage",
        r"\b(?:what|which) (?:percent\w*|share|proportion|fraction|(?:[\w'’-]+ )?(?:interest|rate|discount))\b"
        r"|\bhow (?:large|big) a share\b",
        (
            rf"{_ABOUT}(?:{_FIGURE}|{_NUMERAL}(?:[\s-]{_NUMERAL})*)(?:{_TO}{_FIGURE})?(?:\s?%"
            rf"|\s?per ?cent(?:age points)?)",
            r"\b(?:one|two|three|four|nine)[\s-](?:third|quarter|fifth|tenth|half)s?\b|\bhalf\b"
            r"|\b(?:a|the)\s(?:third|quarter|majority)\b",
            _RANGE,
        ),
    ),
    Kind(
        "measure",
        r"\bhow (?:far|tall|big|high|large|deep|wide|heavy|fast|hot|cold|close|thick|small|strong)\b"
        r"|\bwhat (?:is|was|are|were) the (?!name)(?:\S+ ){0,3}?(?:height|size|weight|speed|distance"
        r"|temperature|length|width|depth|altitude)\b"
        r"|\bwhat (?:height|size|weight|speed|distance|temperature|angle|pressure|depth|width|length)\b",
        (
            rf"{_RANGE}{_LENGTH_UNIT}(?:\s(?:by|per|to)\s(?:{_NUMBER}{_LENGTH_UNIT}|\p{{Ll}}+))?",
            rf"{_RANGE}(?:\s\p{{Ll}}+)?",
        ),
    ),
    Kind(
        "frequency",
        r"\bhow (?:often|frequently|regularly|many times)\b",
        (
            rf"\b(?i:once|twice|{_NUMBER}\stimes)(?:\s(?:an?|per|each|every|in)\s(?:\p{{Ll}}+\s)?(?:{_TIME_UNIT}))?"
            rf"|\bevery\s(?:(?:other|second|few|{_NUMBER})\s)?(?:{_TIME_UNIT}|{_WEEKDAY})"
            r"|\b(?:hourly|daily|nightly|weekly|monthly|quarterly|yearly|annually)\b",
            rf"{_RANGE}(?:\s\p{{Ll}}+)?",
        ),
    ),
    Kind(
        "version",
        r"\b(?:what|which)(?: (?P<of>\p{L}[\w+#]*))? version(?: of (?:the )?(?P<of>\p{L}[\w+#]*))?\b",
        (
            r"\b(?P<counted>\p{L}[\w+#]*)\s(?:version\s)?(?P<told>v?\d+(?:\.\d+)*)\b(?![.,]?\d)",
            r"\bv?\d+(?:\.\d+)+\b",
        ),
    ),
    Kind(
        "label",
        r"\b(?:what|which)(?: (?!about|if|is|are|was|were|do|does|did)[\w'’-]+)? (?P<of>port|channel|room|page"
        r"|chapter|section|article|gate|platform|floor"
        r"|level|line|route|extension|step|code)\b",
        (r"\b(?P<told>(?P<counted>\p{L}+)\s(?:number\s|no\.\s)?\p{Lu}{0,3}-?\d[\w./-]*\b)",),
    ),
    Kind(
        "number",
        r"\bhow (?:many|much)(?: (?:more|other|different|total|of the|of))*(?: (?P<of>\p{L}+))?"
        r"|\bwhat (?:is|was|are|were) the (?:\p{L}+ )?(?:number|amount|population|score|total)\b"
        r"|\b(?:what|which) (?:number|amount|score)\b",
        (
            rf"{_RANGE}(?P<counted>(?:[\s-][\p{{L}}’'-]+){{1,5}})",
            rf"{_RANGE}(?:\s(?:and|or)\s(?:a\s)?half)?(?:\stimes\b)?",
            r"\b(?:a\s(?:few|dozen|couple|handful|lot)|most|all|many|every\s\p{Ll}+)\b",
        ),
    ),
    Kind(
        "reason",
        r"\bwhy\b|\bfor what reasons?\b|\bwhat (?:is|was|were|are) the (?:\w+ )?(?:reasons?|cause|purpose"
        r"|motive|goal|aim)\b"
        r"|\bwhat (?:reasons?|caused|causes|prompted|led)\b|\bhow come\b",
        (
            r"\b(?i:because(?:\sof)?|due\sto|owing\sto|thanks\sto|as\sa\sresult\sof|so\sthat|in\sorder\sto|so\sas\sto"
            rf"|on\sthe\sgrounds\sthat|in\sprotest\sof|in\sresponse\sto|out\sof)\s{_LONG_CLAUSE}",
            r"\b(?:caused\sby|result(?:ed|ing|s)?\sfrom|attributed\sto|prompted\sby|blamed\son|blam\w+|stem\w*\sfrom"
            rf"|for\s(?=\p{{Ll}}+ing\b)|to\savoid|to\sprevent|to\sprotect|to\shelp)\s{_LONG_CLAUSE}",
            rf"\b(?:since|as|after|for|over|to|from|by)\s{_CLAUSE}",
        ),
        form="clause",
    ),
    Kind(
        "colour",
        r"\b(?:what|which) colou?rs?\b|\bcolou?r (?:is|was)\b",
        (rf"(?i)\b(?:(?:dark|light|bright|pale|deep)[\s-])?{_COLOURS}(?:(?:,\s|\sand\s|,\sand\s){_COLOURS})*\b",),
    ),
    Kind(
        "place",
        rf"\bwhere\b|{_what(_PLACES)}|\bwhat is the name of the {_any(_PLACES)}\b",
        (
            rf"(?<=\b(?i:in|at|near|from|to|into|of|outside|across|through|on|towards?|over|around|between"
            rf"|within|throughout)"
            rf"\s(?:the\s)?(?:\p{{Ll}}+\s(?:of\s)?){{0,2}}){_NAMES}",
            _NAMES,
            rf"\b(?i:in|at|on|near|into|inside|outside|behind|between|across|along|around|through|under|over|to|from)"
            rf"\s(?:the|a|an|his|her|its|their|two|other)\s{_CLAUSE}",
        ),
        form="name",
        phrase_weight=-0.4,
    ),
    Kind(
        "nationality",
        _what("nationality language religion race ethnicity", between=0),
        (_NAME,),
        form="name",
        phrase_weight=-0.5,
    ),
    Kind(
        "definition",
        r"^\W*what(?:['’]s| (?:is|are|was|were)) (?:meant by )?(?:an? )?"
        rf"(?:(?:(?!{_NO_TERMS})[\w&-]+ ){{0,3}}(?P<of>(?!{_NO_TERMS})[\p{{L}}][\w'’&-]*(?<! \w+ing))"
        r"|the (?-i:\p{Lu}[\w&-]* ){0,4}(?P<of>(?-i:\p{Lu})[\w'’&-]*))\W*$"
        rf"|\bwhat (?:does|do|did) (?:an? |the )?(?:[\w&-]+ ){{0,3}}(?P<of>(?!{_NO_TERMS})[\w&-]+)"
        r" (?:mean|stand for)\W*$"
        r"|^\W*what(?:['’]s| is) (?P<of>(?!happening|going|missing|trending|changing|coming)\p{L}+ing)\W*$"
        r"|^\W*(?:define|(?:meaning|definition) of) (?:an? |the )?(?:[\w&-]+ ){0,3}(?P<of>[\w&-]+)\W*$"
        r"|^\W*(?:an? |the )?(?:[\w&-]+ ){0,3}(?P<of>[\w&-]+) (?:meaning|definition)\W*$",
        (
            rf"{_TERM}(?:\s\([^()]{{1,60}}\)|,\s[^,.;]{{1,60}},)?\s(?:is|are|was|were)\s"
            r"(?P<told>(?:an?|the|one|any|short for)\s(?:[^.;!?()]|\.(?=\S)){3,140})",
            rf"{_TERM}\s(?:means?|meant|refers?\sto|stands?\sfor|denotes?)\s(?P<told>[^.;!?()]{{3,120}})"
            r"|\b(?P<counted>\p{L}+ing)\sis\s(?P<told>\p{Ll}+ing\s[^.;!?()]{3,120})",
            rf"(?P<told>(?!The\s)(?:\p{{Lu}}[\p{{L}}'’-]+\s(?:(?:of|the|for|and|on)\s)*){{2,}})\({_TERM}\)"
            rf"|{_TERM}\s\((?P<told>\p{{L}}[^()]{{4,80}})\)"
            rf"|\b(?:an?|the|of|as)\s(?P<told>(?:\p{{Ll}}[\p{{L}}-]+\s){{1,5}})\({_TERM}\)",
            rf"{_TERM},?\sor\s(?P<told>\p{{L}}[\p{{L}}'’-]*(?:\s[\p{{L}}'’-]+){{0,2}})",
            rf"{_TERM},\s(?P<told>(?:an?|the|one\sof)\s[^,.;!?()]{{3,100}})",
            rf"\b(?P<told>[Aa]n?\s(?:\p{{L}}[\p{{L}}'’-]*\s){{0,4}}\p{{L}}+)(?:,|,?\s(?:called|known\sas|named))\s"
            rf"(?:the\s|an?\s)?{_TERM_AFTER}",
            rf"\b(?P<told>[Tt]he(?:\s\p{{Ll}}+){{1,3}}),?\s(?=\p{{Lu}}){_TERM_AFTER}",
        ),
        form="clause",
    ),
    Kind(
        "identity",
        r"^\W*who(?:['’]s| (?:is|are|was|were)) (?-i:(?:the )?(?P<of>(?!Miss\b)\p{Lu}\p{L}*[\p{Ll}.](?!['’]))"
        rf"(?: \p{{Lu}}[\w.’'-]*){{0,3}}(?<! (?:{_any(_PEOPLE.title())}|Archbishop|Bishop|Mayor)))\W*$",
        (
            rf"(?P<counted>{_NAME})(?:,|\s--|\s\()\s?(?P<told>(?:the|an?|one of|former|various|who)\s{_TOLD})",
            rf"(?P<counted>{_NAME})\s(?:is|was|are|were|became)\s(?P<told>(?:the|an?|one of)\s{_TOLD})",
            rf"\b(?P<told>(?:\p{{Lu}}\p{{Ll}}+\s)?(?i:{_any(_PEOPLE)}|mayor|captain|chancellor|professor))\s"
            rf"(?P<counted>{_NAME})",
            rf"\b(?P<told>(?:[\p{{Ll}}'’-]+\s){{0,3}}(?!{_NO_TERMS}|\p{{Ll}}+(?:ed|n['’]t)\b|{_NO_ROLES}\b)[\p{{Ll}}-]+)"
            rf"(?:,|\s(?:is|was))?\s(?P<counted>{_NAME})",
        ),
        form="clause",
    ),
    Kind(
        "person",
        rf"\bwho(?:m|se)?\b|{_what(_PEOPLE)}",
        (
            rf"(?:(?:\p{{Ll}}[\p{{Ll}}-]*\s)(?=(?:[\p{{Ll}}-]+\s)?\p{{Lu}}\p{{Ll}}+\s\p{{Lu}}))?{_NAMES}",
            r"\b(?:the|a|an|two|three|four|five|six|many|some|several|his|her|their|(?!(?:1\d"
            r"|20)\d\d\b)\d[\d,]*|(?:millions|thousands"
            r"|hundreds)\sof)\s(?:[\p{Ll}'’-]+\s){0,3}?[\p{Ll}'’-]{3,}(?=\s(?:who|whose|were|was|are|is"
            r"|had|have|has|will"
            r"|would|said|\p{Ll}+ed|\p{Ll}+s)\b|[,.;)])",
            r"\bby\s(?:the\s|a\s|an\s)?(?:[\p{Ll}'’-]+\s){0,3}[\p{Ll}'’-]+",
        ),
        form="name",
    ),
    Kind(
        "naming",
        rf"{_what(_NAMED)}|\bwhat (?:is|was|are|were) .*\b(?:names?|called|named|known as|title|nickname|nicknamed)\b"
        r"|\bnames? of\b|\bwhat .* (?:called|named|known as|titled|nicknamed)\b|\b(?:name|title) (?:is|was)\b",
        (
            _QUOTED,
            rf"(?:(?:the|a)\s)?{_NAMES}",
            r"(?<=\b(?:called|named|known as|titled|dubbed|termed)\s)(?:the\s"
            r"|an?\s)?[\p{L}'’-]+(?:\s[\p{L}'’-]+){0,3}",
        ),
        form="name",
        phrase_weight=0.25,
    ),
)

_MESES = _any("enero febrero marzo abril mayo junio julio agosto sep?tiembre octubre noviembre diciembre")
_UNIDADES = r"(?:segundo|minuto|hora|día|noche|semana|año|década|siglo)s?|mes(?:es)?"
_CIFRA = (
    r"(?:(?:unos|unas|casi|aproximadamente|alrededor de|cerca de|más de|menos de|hasta"
    r"|entre)\s+)*(?:(?<![\w.])(?:[$£€]\s?)?"
    r"\d+(?:[.,\u00a0 ]\d{3})*(?:,\d+)?(?:\s?%)?|\b(?i:uno|una|dos|tres|cuatro|cinco|seis|siete|ocho"
    r"|nueve|diez|once|doce"
    r"|trece|catorce|quince|veinte|treinta|cien|cientos|mil|millón|millones|mitad|tercio|varios|ninguno)\b)"
    r"(?:\s(?:mil|millones|billones|por ciento))*"
)
_SPANISH = (
    Kind(
        "time",
        r"\bcuándo\b|\b(?:qué|cuál) (?:año|fecha|día|mes|siglo|década|época)s?\b"
        r"|\bcuánto (?:tiempo )?hace\b|\ba qué hora\b",
        (
            rf"\b\d{{1,2}} de {_MESES}(?: (?:de|del) \d{{4}})?|\b{_MESES} (?:de|del) \d{{4}}",
            r"(?:(?:principios|finales|mediados|inicios) de(?:l| los| la)? )?(?:(?:las? )?décadas? de "
            r"|(?:primavera|verano"
            r"|otoño|invierno) de |años? )?(?<![\d.,])(?:1\d|20)\d\d\b(?![.,]\d)(?:\s?(?:[-–]|y|al?)\s?\d{2,4}\b)?"
            r"|\b\d{1,2}[ .]?\d{3} (?:BP|a\. ?C\.)",
            r"(?:(?:principios|finales|mediados|inicios|primera mitad"
            r"|segunda mitad) del? )?\bsiglos? [IVXL]+(?: (?:y|al) [IVXL]+)?",
            rf"\b(?:en|desde|hasta) {_MESES}|\bhace {_CIFRA} (?:{_UNIDADES})"
            rf"|{_CIFRA} (?:{_UNIDADES}) (?:después|antes)",
            rf"\b(?i:después|antes|durante|desde|hasta|tras|cuando) {_CLAUSE}",
        ),
    ),
    Kind(
        "duration",
        r"\bcuánto (?:tiempo|dur\w+|tard\w+)\b",
        (
            rf"{_CIFRA}(?:\s(?:a|al|y|o)\s{_CIFRA})?\s(?:\p{{Ll}}+\s)?(?:{_UNIDADES}|min|s"
            rf"|h)\b(?:\s{_CIFRA}\s(?:min|s)\b)?",
            rf"\b(?:hasta|desde|durante)\s{_CLAUSE}",
        ),
    ),
    Kind(
        "percentage",
        r"\b(?:qué|cuál) (?:(?:es|fue|era) el )?(?:porcentaje|proporción|tasa)\b",
        (
            rf"{_CIFRA}(?:\s(?:a|al|y|o)\s{_CIFRA})?(?:\s?(?:%|por ciento))",
            r"\b(?:la\s)?(?:mitad|mayoría)\b|\bun\stercio\b",
            _CIFRA,
        ),
    ),
    Kind(
        "money",
        r"\bcuánto (?:dinero|cost\w+|cuesta|valía|vale|pag\w+|gan\w+|gast\w+)\b"
        r"|\b(?:qué|cuál \p{L}+ el) (?:precio|coste|costo|presupuesto|salario)\b",
        (
            rf"{_CIFRA}(?:\s\p{{Ll}}+)?\s(?:de\s)?(?:dólares|euros|libras|pesetas|pesos|yenes|francos|USD|\$"
            rf"|€)(?:\sen\s\p{{Ll}}+)?",
            rf"[$£€]\s?{_CIFRA}",
            _CIFRA,
        ),
    ),
    Kind(
        "number",
        r"\bcuánt[oa]s?(?: (?P<of>\p{L}+))?|\bqué (?:porcentaje|número|cantidad|edad|proporción|distancia"
        r"|altura|tamaño)\b"
        r"|\bcuál (?:es|fue|era) (?:el|la) (?:número|población|cantidad|porcentaje|precio|costo|edad|tasa"
        r"|temperatura)\b",
        (
            rf"{_CIFRA}(?:\s(?:a|al|y|o)\s{_CIFRA})?(?P<counted>(?:\s\p{{L}}+){{1,3}})",
            rf"{_CIFRA}(?:\s(?:a|al|y|o)\s{_CIFRA})?(?:\s?\p{{Ll}}+|°\s?C)?",
            r"\b(?:la\s)?(?:mitad|mayoría)\b(?:\sde\s\p{L}+)?|\bmuchos?\b",
        ),
    ),
    Kind(
        "reason",
        r"\bpor qué\b|\bqué (?:causó|provocó)\b",
        (
            rf"\b(?i:porque|debido a|a causa de|ya que|puesto que|gracias a|por culpa de"
            rf"|con el fin de)\s{_LONG_CLAUSE}",
            rf"\b(?:para|por|como|al)\s{_CLAUSE}",
        ),
        form="clause",
    ),
    Kind(
        "place",
        r"\b(?:a|de)?dónde\b|\b(?:qué|cuál(?:es)?)(?: \w+)? (?:ciudad|país|estado|lugar|región|pueblo"
        r"|continente|isla|río|zona"
        r"|provincia|mar|montaña|calle|barrio)(?:e?s)?\b",
        (
            rf"(?<=\b(?i:en|de|a|desde|hasta|hacia|por|entre)\s(?:el\s|la\s|los\s)?){_NAMES}",
            _NAMES,
            rf"\b(?i:en|cerca de|dentro de|sobre|entre|hacia|a lo largo de|junto a|desde|frente a|a)\s"
            rf"(?:el|la|los|las|un|una|su|dos|diferentes|varios)\s{_CLAUSE}",
        ),
        form="name",
        phrase_weight=-0.4,
    ),
    Kind(
        "person",
        r"\bquién(?:es)?\b|\b(?:qué|cuál) (?:\w+ )?(?:persona|rey|reina|emperador|presidente|jugador"
        r"|autor|científico|líder"
        r"|actor|artista|ingeniero|músico|entrenador|general|físico|filósofo)(?:e?s)?\b",
        (
            _NAMES,
            r"\b(?:los|las|el|la|unos|un|una|dos|tres|varios|algunos)\s\p{Ll}{3,}(?:\s(?:de\s)?\p{Ll}{3,})?"
            r"|\bpor\s(?:el\s|la\s|los\s|las\s)?\p{Ll}{4,}(?:\s\p{Ll}+)?",
        ),
        form="name",
    ),
    Kind(
        "nationality",
        r"\b(?:qué|cuál(?:es)?) (?:(?:era|es|fue) (?:el|la|su) )?(?:idioma|lengua|religión|nacionalidad|raza|etnia"
        r"|grupo étnico)(?:e?s)?\b",
        (_NAME,),
        form="name",
        phrase_weight=0.5,
    ),
    Kind(
        "naming",
        r"\bcómo se (?:llama|llamaba|llamó|conoce|denomina)\w*\b|\b(?:nombre|título) (?:de|del|tiene)\b"
        r"|\bcuál (?:es|fue|era) el"
        r" nombre\b|\b(?:qué|cuál) (?:\w+ )?(?:empresa|compañía|equipo|universidad|escuela|libro|película"
        r"|canción|partido|ley"
        r"|tratado|guerra|batalla|premio|organización|grupo|museo|dinastía|programa|serie"
        r"|canal|edificio)(?:e?s)?\b",
        (_QUOTED, _NAMES),
        form="name",
        phrase_weight=0.25,
    ),
)

_KOREAN_TITLE = (
    r"(?:대통령|총리|장관|의원|대표|위원장|감독|선수|교수|박사|작가|가수|배우|기자|회장|사장|시장|총재|장군"
    r"|사령관|신부|화가|작곡가|학자|건축가"
    r"|소설가|시인|변호사|검사|코치|의장|국왕|공주|왕자|관장|원장|소장|교장|수의사|의사|연구원|디자이너|기술자"
    r"|엔지니어|모델|주교|교황|추기경)"
)
_KOREAN_SURNAME = (
    "[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄"
    "채원천방공현함변염여추도소석선설마길연위표명반왕]"
)
_KOREAN = (
    Kind(
        "time",
        r"언제|몇 ?(?:년|월|일|시|세기)|날짜|연도|년도|(?:날|해|시기|때)[는은]?\s?\??$",
        (
            r"(?:기원전 ?)?\d{1,4}년(?: ?\d{1,2}월)?(?: ?\d{1,2}일)?|\d{1,2}월(?: ?\d{1,2}일)?|\d{1,2}일|\d{1,2}세기"
            r"(?: ?(?:초|말|중반|후반))?|\d{4}년대",
            r"(?:올해|내년|작년|지난해|금년|이달|이번 ?달|다음 ?달|지난 ?달|내달|연말|연초)"
            r"(?: ?(?:초|말|중반|하반기|상반기|봄|여름|가을|겨울))?"
            r"|[월화수목금토일]요일|(?:오전|오후) ?\d{1,2}시(?: ?\d{1,2}분)?|\d{1,2}시",
            r"\d{1,4}",
        ),
    ),
    Kind(
        "money",
        r"얼마의 ?(?:벌금|돈|금액|비용|상금|예산)|(?:가격|비용|요금|입장료|표|표값|값|벌금|연봉|금액|예산|상금"
        r"|임금)[은는이가]?\s?얼마",
        (
            r"(?:약 ?)?\d[\d,.]*(?: ?[만억천조백])*(?: ?\d[\d,.]*)?(?: ?[만억천조백])* ?(?:여 ?)?"
            r"(?:원|달러|엔|유로|위안|파운드|프랑|루블|페소)",
            r"(?:약 ?)?\d[\d,.]*(?: ?[만억천조백])*(?: ?\d[\d,.]*)?(?: ?[만억천조백])+",
        ),
    ),
    Kind(
        "duration",
        r"며칠|얼마 ?동안|얼마나 ?(?:오래|걸)|몇 ?(?:년|달|개월|주|일|시간|분) ?(?:동안|간|이나|만)|(?:기간"
        r"|시간)[은이]?\s?(?:얼마|몇)",
        (
            r"(?:약 ?)?\d[\d,.]*(?: ?(?:년|개월|달|주일?|일|시간|분|초))(?: ?\d+(?:개월|일|시간|분|초))?(?: ?동안|간)?"
            r"|(?:하루|이틀|사흘|나흘|닷새|열흘|보름|한 ?달|반년|일주일)(?: ?동안)?",
        ),
    ),
    Kind(
        "colour",
        r"(?:무슨|어떤|어느) ?(?:색|빛깔)|색(?:깔|상)?[은이]?\s?(?:무엇|뭐|어떤|\??$)",
        (
            r"(?:(?:짙은|옅은|연한|밝은|어두운|진한) ?)?(?:빨간|파란|노란|검은|하얀|흰|초록|분홍|주황|보라|갈"
            r"|회|남|붉은|푸른|녹|은|금|적|청|흑|백|황|자주)"
            r"(?:색|빛)",
        ),
    ),
    Kind(
        "number",
        r"몇 ?(?P<of>\p{Hangul})?|얼마|(?:(?<!가|선|교)수|인원|나이|높이|길이|면적|인구|점수|금액|비율"
        r"|가격)[는은]?\s?(?:몇|얼마|\??$)",
        (
            r"(?:약 ?)?(?:\d[\d,.]*(?: ?[만억천조백])*(?: ?\d[\d,.]*)?(?: ?[만억천조백])*"
            r"|(?<!\p{Hangul})(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)) ?(?P<counted>\p{Hangul}{1,4})",
            r"(?:약 ?)?(?!\d{3,4}년|\d{1,2}월"
            r"|\d{1,2}일)\d[\d,.]*(?: ?[만억천조백])*(?: ?\d[\d,.]*)?(?: ?[만억천조백])*"
            r" ?(?:%|퍼센트|\p{Hangul}{1,3})?",
            r"(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스물)(?: ?\p{Hangul}{1,2})",
        ),
    ),
    Kind(
        "reason",
        r"왜|이유|원인|까닭",
        (r"[^.,;()]{3,100}(?:때문|으로 인해|위해|덕분|이유로|탓)\p{Hangul}*",),
        form="clause",
    ),
    Kind(
        "person",
        r"누구|누가|(?:사람|인물|작가|감독|배우|가수|선수|왕|대통령|저자|작곡가|학자|장군)[은는이]?\s?(?:\p{L}+)?\??$",
        (
            r"(?:\p{Lu}[\p{Latin}.]+\s?)+"
            rf"|(?<={_KOREAN_TITLE} ){_KOREAN_SURNAME}\p{{Hangul}}{{1,2}}(?=[은는이가을를과와의]?(?!\p{{Hangul}}))"
            rf"|(?<!\p{{Hangul}}){_KOREAN_SURNAME}\p{{Hangul}}{{1,2}}(?= {_KOREAN_TITLE})",
        ),
        form="name",
        min_margin=0.4,
        phrase_weight=1.0,
    ),
    Kind(
        "place",
        r"어디|어느 ?(?:나라|도시|곳|지역|대학)|(?:장소|나라|도시|지역|국가|곳|학교|대학)[은는]?\s?(?:\p{L}+)?\??$",
        (r"\p{Hangul}+(?:시|도|군|구|동|읍|면|국|주|역|산|강|섬|대학교|학교|공항|병원|궁|성)(?=\p{Hangul}{0,3}\b)",),
        form="name",
        min_margin=0.4,
    ),
    Kind(
        "naming",
        r"(?:이름|제목|명칭|별명|별칭|호칭|칭호|작품|영화|노래|책|곡|회사|팀|단체|기관|정당"
        r"|조약)[은는이]?\s?(?:무엇|뭐|\??$)",
        (r"[《〈「『‘“\"'<][^》〉」』’”\"'>]{1,60}[》〉」』’”\"'>]",),
        form="name",
        min_margin=0.4,
        phrase_weight=0.25,
    ),
)

_CHINESE_NUMBER = r"(?<![\d.,])(?!\d{4}\s?年|\d{1,2}\s?月)\d+(?:[.,，]\d+)*"
_CHINESE_NUMERAL = (
    r"(?:[二两三四五六七八九十百千万亿零〇]+"
    r"|[一十]?[一二两三四五六七八九十]*[百千万亿][一二三四五六七八九十百千万亿零〇]*)"
)
_CHINESE_UNIT = (
    r"(?:[%％]|°\s?[CF]|美元|英镑|欧元|日元|元|平方\p{Han}{1,2}|立方\p{Han}|公里|英里|公斤|英尺|英寸|公顷|英亩"
    r"|毫米|厘米|米|吨|度|岁|个|名|位|次|人|年"
    r"|天|周|小时|分钟|分|秒|个?月|座|种|支|家|所|场|条|艘|倍|届|部|本|户|场|项|码|间)"
)
_CHINESE_LATIN = r"\p{Lu}[\p{Latin}\d.&'’·-]*(?:\s\p{Lu}[\p{Latin}\d.&'’·-]*)*"
_CHINESE_FOREIGN = r"\p{Han}{1,6}(?:[·•・‧．]\s?\p{Han}{1,6}?)+(?=[^\p{Han}]|[在是和与的于等为将出从被曾说也、]|$)"
_CHINESE_SURNAME = (
    "[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖"
    "萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鐘谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟"
    "熊秦邱江尹薛闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯]"
)
_CHINESE_NAME = (
    rf"(?<=[长長员員家师師手官席理士授者人练練星后王帝将將督诗詩]){_CHINESE_SURNAME}\p{{Han}}{{1,2}}?"
    r"(?=[^\p{Han}]|[在是和与與的于於等为為将將从從被曾说說表称稱指认認介透宣对對则則也以就出担擔]|$)"
)
_CHINESE = (
    Kind(
        "time",
        r"何时|何時|什么时候|什麼時候|什么时间|[哪何几]一?[年天日月]|哪一?个(?:世纪|年代|月份|季节|时期)"
        r"|什么(?:年份|日期|时期)|哪一?(?:时期|世纪)|几点",
        (
            r"(?:公元前?"
            r"|西元前?)?(?<![\d.,])\d{1,4}\s?年代?(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?[日号])?(?:\s?(?:至|到|-"
            r"|–)\s?\d{1,4}\s?年)?"
            r"|\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?|(?:公元前)?(?:\d{1,2}"
            r"|[一二三四五六七八九十]{1,3})\s?世纪(?:\s?\d{1,2}\s?年代)?"
            r"(?:初|末|中叶|中期|后期|早期)?",
            r"[一二三四五六七八九十]{1,3}月|(?:星期|周)[一二三四五六日天]|[春夏秋冬][季天]|\d{1,2}[:：]\d\d",
            r"(?<!\d)\d{3,4}(?!\d)",
        ),
    ),
    Kind(
        "percentage",
        r"百分之[几多]|多少比例|(?:百分比|比例|比率|份额)(?:是|为|有)?(?:多少|几)",
        (
            r"\d+(?:\.\d+)?\s?[%％](?:\s?(?:至|到|-)\s?\d+(?:\.\d+)?\s?[%％])?|百分之[一二三四五六七八九十百点\d.]+",
            r"[一二三四五六七八九十]分之[一二三四五六七八九十]|一半|半数",
        ),
    ),
    Kind(
        "number",
        r"多少(?P<of>\p{Han})?|几(?P<of>个|名|位|次|座|种|支|家|所|岁|场|条|艘|分)|多[高长大远久重深宽快老]"
        r"|(?:数量|人口|面积|价格|年龄|高度|长度)(?:是|有)",
        (
            rf"(?:大?约|近|超过|至少|将近|不到|高达)?\s?(?:[$£€¥]\s?)?(?:{_CHINESE_NUMBER}"
            rf"|{_CHINESE_NUMERAL})(?:\s?[万亿千百])*[多余]?"
            rf"(?:\s?(?:至|到|-|–)\s?{_CHINESE_NUMBER}(?:\s?[万亿千百])*)?(?P<counted>\s?\p{{Han}}{{1,4}})",
            rf"(?:大?约|近|超过|至少|将近|不到|高达)?\s?(?:[$£€¥]\s?)?(?:{_CHINESE_NUMBER}"
            rf"|{_CHINESE_NUMERAL})(?:\s?[万亿千百])*[多余]?"
            rf"(?:\s?(?:至|到|-|–)\s?{_CHINESE_NUMBER}(?:\s?[万亿千百])*)?\s?{_CHINESE_UNIT}",
            rf"(?:[$£€¥]\s?)?{_CHINESE_NUMBER}(?:\s?[万亿千百])*",
        ),
    ),
    Kind(
        "reason",
        r"为什么|為什麼|为何|何故|什么原因|原因是什么",
        (r"(?:因为|由于|因|为了|以便|旨在|归因于)[^。；;]{2,80}",),
        form="clause",
    ),
    Kind(
        "person",
        r"谁|誰|哪一?(?:位|名)|什么人",
        (rf"{_CHINESE_NAME}|{_CHINESE_FOREIGN}", _CHINESE_LATIN),
        min_margin=0.4,
    ),
)

_MONATE = _any("Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember")
_ZEITEN = (
    r"(?:Sekunde|Minute|Stunde|Tag|Nacht|Nächte|Woche|Monat|Jahr|Jahrzehnt|Jahrhundert|Jahrtausend)"
    r"(?:en|er|n|e|s|es)?"
)
_ZAHL = (
    r"(?:(?:etwa|rund|circa|ca\.|ungefähr|fast|über|mehr als|weniger als|bis zu|mindestens|höchstens|knapp|gut"
    r"|zwischen)\s)*"
    r"(?:(?<![\w.,])[€$£]?\s?\d+(?:[. \u00a0]\d{3})*(?:,\d+)?(?:\s?%)?"
    r"|\b(?i:eine?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|fünfzig"
    r"|hundert|tausend"
    r"|hunderte|tausende|die Hälfte|ein Drittel|ein Viertel)\b)"
    r"(?:\s(?:Millionen?|Milliarden?|Billionen?|Tausend|Prozent|Dutzend))*"
)
_DEUTSCHER_NAME = (
    r"(?<!\b(?i:der|die|das|dem|den|des|im|am|zum|zur|beim)\s)"
    r"\b(?!(?:Der|Die|Das|Den|Dem|Des|Ein\p{L}*|Im|Am|In|An|Auf|Aus|Bei|Nach|Von|Vor|Für|Mit|Und|Als|Seit|Zu[mr]?|Sein\p{L}*"
    r"|Ihr\p{L}*|Dies\p{L}*|Million\p{L}*|Milliard\p{L}*|Prozent|Grad)\b)\p{Lu}[\p{L}'’-]+"
    r"(?:\s(?:von|van|de|der|zu|I{1,3}\.)(?=\s\p{Lu}))?(?:\s\p{Lu}[\p{L}.'’-]+)+"
)
_GERMAN = (
    Kind(
        "time",
        r"\bwann\b|\b(?:welche[mrsn]?|was für ein) (?:Jahr|Tag|Datum|Monat|Jahrhundert|Jahrzehnt|Zeit"
        r"|Jahreszeit|Wochentag)\w*"
        r"|\bum wie viel Uhr\b",
        (
            rf"\b\d{{1,2}}\. ?{_MONATE}(?: (?:1\d|20)\d\d)?|\b{_MONATE} (?:1\d|20)\d\d"
            rf"|\b\d{{1,2}}\.\d{{1,2}}\.\d{{4}}",
            r"(?:(?:Anfang|Mitte|Ende|Sommer|Winter|Frühjahr|Frühling|Herbst) (?:der )?)?(?<![\d.,])(?:1\d"
            r"|20)\d\d(?:er Jahren?)?\b(?![.,]\d)"
            r"(?:\s?(?:[-–]|bis|und)\s?(?:1\d|20)?\d\d\b)?(?:\s(?:v\.|n\.) ?Chr\.)?",
            r"(?:(?:Anfang|Mitte|Ende|frühen|späten) (?:des )?)?\b\d{1,2}\. (?:und \d{1,2}\. )?Jahrhunderts?",
            rf"\b(?:im|seit|bis|ab) {_MONATE}|\bvor {_ZAHL} {_ZEITEN}|{_ZAHL} {_ZEITEN} (?:später|zuvor|danach)"
            r"|\b(?:am )?(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)\b"
            r"|\b\d{1,2}(?:[.:]\d\d)? Uhr\b",
            rf"\b(?i:nach|vor|während|seit|bis|als|nachdem|bevor|sobald) {_CLAUSE}",
        ),
    ),
    Kind(
        "duration",
        r"\bwie lange\b",
        (
            rf"{_ZAHL}(?:\sbis\s{_ZAHL})?\s(?:\p{{Ll}}+\s)?{_ZEITEN}",
            r"\b(?:seit"
            rf"|bis)\s{_CLAUSE}",
        ),
    ),
    Kind(
        "percentage",
        r"\bwie viel Prozent\b|\b(?:welche[rmn]?|wie (?:hoch|groß) (?:ist|war) der) (?:Anteil|Prozentsatz)\b",
        (
            rf"{_ZAHL}(?:\sbis\s{_ZAHL})?(?:\s?%|\s?Prozent)",
            r"\b(?:die Hälfte|ein Drittel|ein Viertel"
            r"|zwei Drittel)\b",
            _ZAHL,
        ),
    ),
    Kind(
        "money",
        r"\bwie viel (?:Geld|\p{L}*kost\p{L}*|zahlt\w*|bezahlt\w*|verdien\w*)\b|\bwas (?:kostet|kosten|kostete"
        r"|kosteten|hat .* gekostet)\b"
        r"|\bwie teuer\b|\bwie viel .* gekostet\b"
        r"|\bwie hoch (?:ist|war|sind|waren) (?:der|die|das) \p{L}*(?:[Pp]reis|[Kk]osten|[Ss]trafe|[Gg]ehalt"
        r"|[Mm]iete|[Gg]ebühr|[Ee]intritt)",
        (
            rf"{_ZAHL}\s?(?:Euro|Dollar|Pfund|Franken|Kronen|Cent|Yen|Mark|Rubel|Lira|€|\$|£)(?!\p{{L}})"
            rf"|[€$£]\s?{_ZAHL}",
            rf"{_ZAHL}(?:\s\p{{L}}+)?",
        ),
    ),
    Kind(
        "measure",
        r"\bwie (?:lang|hoch|breit|tief|groß|weit|schwer|schnell|warm|kalt|dick|stark)\b",
        (
            rf"{_ZAHL}[-\s]?(?:km/h|km²?|cm|mm|m²?|kg|t|Kilometern?|Metern?|Zentimetern?|Quadrat\p{{Ll}}+"
            rf"|Kubik\p{{Ll}}+|Meilen?|Tonnen?|Kilogramm|Gramm|Grad"
            r"|Hektar|Fuß|Zoll|Liter|°C)(?!\p{L})",
            rf"{_ZAHL}(?:\s\p{{L}}+)?",
        ),
    ),
    Kind(
        "number",
        r"\bwie (?:viele?n?|oft)(?: (?P<of>\p{L}+))?|\bwie alt\b|\bwelche (?:Zahl|Anzahl|Menge)\b|\bwie (?:hoch"
        r"|groß) (?:ist|war) die (?:Zahl|Anzahl)\b",
        (rf"{_ZAHL}(?P<counted>(?:\s\p{{L}}+){{1,3}})", rf"{_ZAHL}(?:\s\p{{L}}+)?"),
    ),
    Kind(
        "reason",
        r"\b(?:warum|weshalb|wieso|wozu)\b|\baus welche[mn] Gr[uü]nd",
        (
            rf"\b(?i:weil|da|denn|wegen|aufgrund|damit|um|dank|infolge)\s{_LONG_CLAUSE}",
            rf"\b(?:durch|aus|für"
            rf"|zur|zum)\s{_CLAUSE}",
        ),
        form="clause",
    ),
    Kind(
        "person",
        r"\b(?<!\p{L})we(?:r|n|m|ssen)\b|\bwelche[rsnm]? (?:Person|Spieler|König|Kaiser|Präsident|Autor"
        r"|Künstler|Wissenschaftler|Politiker)\w*",
        (_DEUTSCHER_NAME,),
        min_margin=0.4,
    ),
)

_MOIS = _any("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_DURÉES = r"(?:seconde|minute|heure|jour|nuit|semaine|année|an|décennie|siècle)s?|mois"
_NOMBRE = (
    r"(?:(?:environ|près de|plus de|moins de|presque|quelque|jusqu['’]à|au moins|entre)\s)*"
    r"(?:(?<![\w.,])[€$£]?\s?\d+(?:[. \u00a0\u202f]\d{3})*(?:,\d+)?(?:\s?%)?"
    r"|\b(?i:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt"
    r"|trente|quarante"
    r"|cinquante|soixante|cent|cents|mille|dizaines?|douzaines?|centaines?|milliers?|moitié|tiers)"
    r"(?:[-\s](?:et\s)?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingts?|cents?|mille))*\b)"
    r"(?:\s(?:mille|millions?|milliards?|pour cent)(?:\sd['’]|\sde\b)?)*"
)
_FRENCH = (
    Kind(
        "time",
        r"\bquand\b|\bquel(?:le)?s? (?:jour|date|mois|année|siècle|époque|saison|décennie)s?\b|\bà quelle heure\b",
        (
            rf"\b(?:1er|\d{{1,2}}) {_MOIS}(?: \d{{4}})?|\b{_MOIS} \d{{4}}",
            r"(?:(?:début|fin|milieu|printemps|été|automne|hiver|années) (?:de )?)?(?<![\d.,])(?:1\d"
            r"|20)\d\d\b(?![.,]\d)"
            r"(?:\s?(?:[-–]|et|à)\s?(?:1\d|20)\d\d\b)?",
            r"\b[IVXL]+e siècle|\b\d{1,2}e siècle",
            rf"\b(?:en|depuis|jusqu['’]en|dès) {_MOIS}|\bil y a {_NOMBRE}\s?(?:{_DURÉES})"
            rf"|{_NOMBRE}\s(?:{_DURÉES}) (?:plus tard|après|avant)"
            r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\b\d{1,2} ?h(?:eures)?(?: ?\d\d)?\b",
            rf"\b(?i:après|avant|pendant|depuis|lors de|lorsque|dès) {_CLAUSE}",
        ),
    ),
    Kind(
        "duration",
        r"\bcombien de temps\b|\b(?:pendant|depuis) combien\b|\bquelle (?:est|était|a été) la durée\b",
        (rf"{_NOMBRE}\s?(?:{_DURÉES})(?:\set demie?)?", rf"\b(?:depuis|jusqu['’]à)\s{_CLAUSE}"),
    ),
    Kind(
        "percentage",
        r"\bquel(?:le)? (?:pourcentage|part|proportion)\b",
        (rf"{_NOMBRE}\s?(?:%|pour cent)", r"\b(?:la moitié|un tiers|un quart)\b", _NOMBRE),
    ),
    Kind(
        "money",
        r"\bcombien (?:\S+ ){0,3}?(?:coût\p{L}*|pai\p{L}*|pay\p{L}*|gagn\p{L}*|d['’]argent|vaut|valent)\b"
        r"|\bquel(?:le)? (?:est|était|sera) (?:le|la)"
        r" (?:prix|coût|salaire|montant|budget|somme|amende|tarif|subvention|loyer|cotisation)\b",
        (
            rf"{_NOMBRE}\s?(?:d['’]|de\s)?(?:euros?|dollars?|francs?|livres?|yens?|roubles?|centimes?|€|\$"
            rf"|£)(?!\p{{L}})",
            _NOMBRE,
        ),
    ),
    Kind(
        "measure",
        r"\bquelle (?:est|était) (?:la|sa) (?:taille|hauteur|longueur|largeur|superficie|distance|vitesse"
        r"|température|profondeur|surface)\b"
        r"|\bquel (?:est|était) (?:le|son) poids\b|\bcombien (?:mesure|pèse)\w*",
        (
            rf"{_NOMBRE}\s?(?:km/h|km²?|cm|mm|m²?|kg|kilos?|kilomètres?|mètres?(?: carrés)?|centimètres?|tonnes?"
            rf"|grammes?|hectares?|degrés|litres?)(?!\p{{L}})",
            _NOMBRE,
        ),
    ),
    Kind(
        "number",
        r"\bcombien\b(?: (?:de |d['’])(?P<of>\p{L}+))?|\bquel(?:le)? (?:est|était) (?:le nombre|la population"
        r"|l['’]âge)\b|\bquel âge\b",
        (rf"{_NOMBRE}(?P<counted>(?:\s\p{{L}}+){{1,3}})", rf"{_NOMBRE}(?:\s\p{{L}}+)?"),
    ),
    Kind(
        "reason",
        r"\bpourquoi\b|\bpour quelle raison\b",
        (
            rf"\b(?i:parce qu|puisqu|car\s|à cause d|en raison d|grâce à|afin d|pour qu){_LONG_CLAUSE}",
            rf"\b(?:pour|par|faute de|après)\s{_CLAUSE}",
        ),
        form="clause",
    ),
    Kind(
        "person",
        r"^\W*(?:(?:de|à|par|avec|pour|selon|chez|contre) )?qui\b|\b(?:par|à|avec) qui\b"
        r"|\bquel(?:le)?s? (?:homme|femme|personne|président|roi|reine|auteur|joueur|artiste|ministre"
        r"|scientifique|écrivain)\w*",
        (
            rf"(?<!^)(?<![.!?] ){_CAPITAL_WORD}(?:\s(?:de|du|van|von|le"
            rf"|la)(?=\s\p{{Lu}}))?(?:\s{_CAPITAL_WORD})+",
            _NAMES,
        ),
    ),
    Kind(
        "place",
        r"\boù\b|\bquel(?:le)?s? (?:ville|région|lieu|endroit|village|île|continent|rue|quartier|province"
        r"|fleuve|rivière)s?\b",
        (
            rf"(?<=\b(?i:à|en|au|aux|dans|de|depuis|vers|près de|entre|sur)\s(?:la\s|le\s|les\s)?){_NAMES}",
            rf"\b(?i:dans|sur|sous|près d|derrière|devant|entre|chez|au bord d)\p{{L}}*\s{_CLAUSE}",
        ),
    ),
)

_JAPANESE_NUMBER = r"(?<![\d.,])\d[\d,.]*(?:\s?[万億兆千百])*(?:\d[\d,.]*[万億千百]?)?"
_JAPANESE_UNIT = (
    r"(?:円|ドル|ユーロ|ポンド|元|キロ\p{Katakana}*|メートル|センチ\p{Katakana}*|ミリ\p{Katakana}*|トン|グラム"
    r"|リットル|パーセント|ヘクタール|km|cm|mm|kg|m"
    r"|[%％]|[人匹個本回冊台歳階校社票枚件頭羽隻艘戸室店席名位度倍割点種曲話巻分秒]|年間?|か月|ヶ月|カ月|週間"
    r"|日間?|時間|世紀|か国|カ国|ヶ国|平方\p{Katakana}+|世帯|種類|か所|カ所)"
)
_JAPANESE = (
    Kind(
        "time",
        r"いつ|何(?:年|月|日|時(?!間)|世紀|曜日|年代)(?!間)|(?:年|日|時期|月)は\W*$",
        (
            r"(?:紀元前)?(?:\d{1,4}|(?:明治|大正|昭和|平成|令和|慶応|文久|天保|享保|寛永)\s?(?:\d{1,2}"
            r"|元))年(?:[（(][^）)]{1,12}[）)])?(?:\d{1,2}月)?(?:\d{1,2}日)?"
            r"(?:午前|午後)?(?:\d{1,2}時(?:\d{1,2}分)?)?|\d{1,2}月(?:\d{1,2}日)?",
            r"\d{1,2}世紀(?:初頭|前半|後半|末)?|\d{3,4}年代|\d{1,2}日|(?:午前|午後)?\d{1,2}時(?!間)(?:\d{1,2}分)?"
            r"|[月火水木金土日]曜日|昨年|今年|来年|翌年|前年|先月|来月|[春夏秋冬](?=[にの、])",
        ),
    ),
    Kind(
        "number",
        r"何(?P<of>[人匹個本回冊台歳階校社票枚件頭羽隻艘戸室店席名位度倍割点種曲話巻分秒円年日時週カかヶキメトパ％%])|いくつ|いくら|どれくらい|どのくらい|どれほど"
        r"|(?:長さ|高さ|幅|深さ|広さ|重さ|人口|面積|費用|料金|値段|価格|年齢|距離|速度|割合|人数|数)は",
        (
            rf"(?:約|およそ|推定)?{_JAPANESE_NUMBER}(?P<counted>\s?[\p{{Han}}\p{{Katakana}}ー％%ヶか]{{1,6}})",
            rf"(?:約|およそ|推定)?{_JAPANESE_NUMBER}\s?{_JAPANESE_UNIT}|(?<![一二三四五六七八九十百千数])[一二三四五六七八九十百千数]{{1,12}}{_JAPANESE_UNIT}",
            rf"(?:約|およそ)?{_JAPANESE_NUMBER}",
        ),
    ),
    Kind(
        "reason",
        r"なぜ|何故|どうして|(?:理由|原因|目的|きっかけ)は",
        (r"[^。、]{2,60}(?:[たるいな]ため|ことから|ので|により|によって|おかげで|せいで|を目的)",),
        form="clause",
    ),
)

_KINDS: dict[str, tuple[Kind, ...]] = {
    "en": _ENGLISH,
    "es": _SPANISH,
    "ko": _KOREAN,
    "zh": _CHINESE,
    "de": _GERMAN,
    "fr": _FRENCH,
    "ja": _JAPANESE,
}
_FIRST = {
    "en": r"(?i-f)\b(?:what|which|who(?:m|se)?|when|where|why|how)\b",
    "es": r"(?i-f)\b(?:qué|cuál(?:es)?|quién(?:es)?|cuándo|dónde|adónde|cómo|cuánt[oa]s?)\b",
    "de": r"(?i-f)\b(?:was|we(?:r|n|m|ssen)|wann|wo(?:her|hin|mit|durch|für|von|zu)?|warum|weshalb|wieso|wie"
    r"|welche[rsnm]?)\b",
}
"""The word that makes a text a question; a kind is asked for by it, and not by one that comes later."""


_COUNTRY = {
    "ko": r"어느 ?(?:나라|국가)|(?:나라|국가)[은는이가]?\s?(?:어디\p{Hangul}*)?\W*$",
    "zh": r"哪一?(?:个|個)?国家?|哪國|什么国家",
    "ja": r"どの国|何という国|(?:どこ|何)の国|国は(?:どこ|\W*$)",
    "de": r"\bwelche[sm]? (?:Land|Staat)\b",
    "fr": r"\bquels? pays\b",
}
"""Questions for a country, where its name is not told from other words by a capital."""


@cache
def _kinds(language: str) -> tuple[Kind, ...]:
    """Return the kinds of things that questions in a language ask for, the first that fits being meant."""
    kinds = _KINDS.get(language, ())
    if language not in _COUNTRY:
        return kinds
    names = sorted(Locale.parse(language).territories.values(), key=len, reverse=True)
    ends = r"\b" if language in ("de", "fr") else ""
    return (Kind("country", _COUNTRY[language], (rf"{ends}(?:{'|'.join(map(regex.escape, names))}){ends}",)), *kinds)


@cache
def _subordinate() -> "regex.Pattern[str]":
    """Match a clause before the question, as “When time is short, what …”: its first word asks nothing."""
    return _compiled(
        r"(?i)^\W*(?:when|where|if|while)\b(?! (?:did|does|do|was|were|is|are|has|had|have|will|would|can|could"
        r"|should)\b)"
        r"[^,?]*,(?=[^?]*\b(?:what|which|who|whom|whose|how|where|when|why)\b)"
    )


@cache
def numerals() -> "regex.Pattern[str]":
    """Match a word that is a number."""
    return _compiled(rf"(?i)(?:{_NUMERAL}|un[oa]|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)(?!\p{{L}})")
