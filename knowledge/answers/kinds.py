"""The kinds of things that questions ask for, and how such things look in a text: one table for each language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import regex

from knowledge.models import Span

COUNTED_RANKS = 1
"""How many patterns a number of what the question counts is ahead of another number."""
MAX_CACHED_TEXTS = 4_096
"""Texts, each with one pattern, of which it is cached where the pattern matches."""
_LETTERS = regex.compile(r"\p{L}+")

MarkForm = Literal["figure", "name", "clause"]
"""A number with what it counts, a name or another phrase, or the rest of a clause."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is asked for."""

    name: str
    asks: str
    """Matches the questions that ask for it; a group `of` is what it counts: the metres of “how many metres”."""
    looks: tuple[str, ...]
    """Match such things in a text, the likeliest first; a group `counted` must hold what the question counts."""
    form: MarkForm = "figure"
    phrase_weight: float = 0.0
    """How much likelier a phrase that matches none of these is to answer than one that does; most often less likely."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for."""

    kind: Kind
    of: str = ""
    """What it counts, in lower case."""

    def find(self, text: str) -> Iterator[tuple[int, Span]]:
        """Yield where a text has such things, each after the rank of its pattern, the likeliest first."""
        for rank, look in enumerate(self.kind.looks):
            for span, counted in _things(look, text):
                if counted is None:
                    yield rank, span
                elif end := self._counted_end(text, counted):
                    yield rank - COUNTED_RANKS, (span[0], end)

    def _counted_end(self, text: str, counted: Span) -> int:
        """Return where what is counted ends; 0 where that is something else."""
        stem = self.of[: max(3, len(self.of) - 2)]
        words = list(_LETTERS.finditer(text, *counted)) if stem else []
        place = next((place for place, word in enumerate(words) if word[0].casefold().startswith(stem)), -1)
        if place < 0:
            return 0
        is_rate = place + 2 < len(words) and words[place + 1][0] in ("a", "an", "per", "each")
        return words[place + 2 * is_rate].end()


@lru_cache(maxsize=MAX_CACHED_TEXTS)
def _things(look: str, text: str) -> tuple[tuple[Span, Span | None], ...]:
    """Return where a text has what looks so, each with where its group `counted` is, if the pattern has one."""
    pattern = _compiled(look)
    is_counted = "counted" in pattern.groupindex
    return tuple((match.span(), match.span("counted") if is_counted else None) for match in pattern.finditer(text))


def asked_kind(question: str, language: str) -> Asked | None:
    """Return what kind of thing a question asks for; None where its words do not tell."""
    question = _subordinate().sub("", question) if language == "en" else question
    first = _compiled(_FIRST.get(language, r"(?!)")).search(question)
    for kind in _KINDS.get(language, ()):
        found = _compiled(f"(?i-f){kind.asks}").search(question)
        if found and (first is None or found.start() <= first.start()):
            return Asked(kind, (found.groupdict().get("of") or "").casefold())
    return None


@lru_cache(maxsize=1 << 9)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    """Compile a pattern when it is first needed; with `-f`, by which ß is not ss, in half the time."""
    return regex.compile(pattern, regex.VERSION1)


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
    r"(?=[$£€¥\d]|[Aa][bprltsnBPRLTSN\s]|[Rr][oO]|[Nn][eoiEOI]|[Oo][vnVN]|[Uu][npsNPS]|[Jj][uU]|[Ss][oeiOEI]|[Ee][silSIL]"
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
_CURRENCY = _any("dollars? euros? pounds? cents? yen yuan won rupees? francs? lira lire")
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

_ENGLISH = (
    Kind(
        "time",
        rf"\bwhen\b|{_what('year date day month century centuries decade time season', between=1)}"
        r"|\bhow (?:soon|long ago|recently)\b",
        (
            rf"(?:{_WEEKDAY},?\s(?:the\s)?)?(?:{_MONTH}\s{_DAY}(?:{_TO}(?:{_MONTH}\s)?{_DAY})?(?:,?\s{_YEAR})?"
            rf"|{_DAY}\s(?:of\s)?{_MONTH}(?:{_TO}{_DAY}\s{_MONTH})?(?:,?\s{_YEAR})?|{_MONTH},?\s(?:of\s)?{_YEAR})",
            rf"(?:(?:early|late|mid|the)[\s-])*{_YEAR}(?:{_TO}{_YEAR}|[-–]\d\d\b)?",
            rf"(?:{_PERIOD}[\s-](?:the\s)?)*\b{_ORDINAL}(?:\s(?:and|to)\s{_ORDINAL})?[\s-]centur(?:y"
            rf"|ies)(?:\s(?:BC|AD)E?)?",
            rf"(?:(?:last|next|this|early|late|on|every)\s)*\b{_WEEKDAY}s?(?:\s(?:morning|night|afternoon|evening))?",
            rf"\b(?:early\s|late\s|mid-)?{_MONTH}(?:\s{_DAY}\b)?",
            rf"\b(?:last|next|this|every|each)\s(?:{_NUMBER}\s)?(?:{_TIME_UNIT}|{_SEASON})\b"
            r"|\b(?:end|start|beginning|middle|dawn)\sof\sthe\s\p{Ll}+|\bat\s(?:night|dawn|dusk|sunrise|sunset)\b"
            r"|\b(?:yesterday|today|tonight|tomorrow)\b",
            rf"{_NUMBER}[\s-](?:{_TIME_UNIT})\s(?:ago|later|earlier|after|before|since)\b",
            r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?|o'clock)(?:\s[A-Z]{2,4}\b)?|\b\d{1,2}:\d\d\b"
            r"|\b(?:noon|midnight)\b",
            rf"\b(?i:after|before|during|until|since|as soon as|upon|once|while|following)\s{_CLAUSE}",
            r"\b[1-9]\d\d\b(?![,.]\d)(?:\s?(?:BCE?|CE|AD)\b)?",
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
        r"|\bhow expensive\b",
        (
            rf"{_ABOUT}(?:US|C|A)?[$£€¥]\s?\d[\d,.]*\d?(?:\s?(?:[kKmMbB]n?\b|hundred|thousand|million"
            rf"|billion|trillion))*"
            rf"(?:{_TO}[$£€¥]\s?\d[\d,.]*(?:\s(?:million|billion))?)?",
            rf"{_RANGE}\s(?:\p{{L}}+\s)?{_CURRENCY}\b",
            rf"{_RANGE}(?:\sof\s(?:the\s)?\p{{Ll}}+)?",
        ),
    ),
    Kind(
        "percentage",
        r"\b(?:what|which) (?:percent\w*|share|proportion|fraction)\b|\bhow (?:large|big) a share\b",
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
        r"|\bwhat (?:height|size|weight|speed|distance|temperature)\b",
        (
            rf"{_RANGE}{_LENGTH_UNIT}(?:\s(?:by|per|to)\s(?:{_NUMBER}{_LENGTH_UNIT}|\p{{Ll}}+))?",
            rf"{_RANGE}(?:\s\p{{Ll}}+)?",
        ),
    ),
    Kind(
        "number",
        r"\bhow (?:many|much|often|frequently)(?: (?:more|other|different|total|of the|of))*(?: (?P<of>\p{L}+))?"
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
        "identity",
        r"^\W*who(?:['’]s| (?:is|are|was|were)) (?-i:(?:the )?\p{Lu}[\w.'’-]+(?: [\p{Lu}\d][\w.'’-]*){0,3})\W*$",
        (
            rf"(?:(?<=, )|(?<=-- )|(?<=\())(?:the|an?|one of|former|who)\s{_CLAUSE}",
            rf"(?<=\b(?:is|was|are|were|became|as)\s)(?:the|an?|one of)\s{_CLAUSE}",
            rf"(?:\b[\p{{Ll}}-]+\s){{1,4}}(?={_NAME})",
        ),
        form="name",
    ),
    Kind(
        "person",
        rf"\bwho(?:m|se)?\b|{_what(_PEOPLE)}",
        (
            rf"(?:(?:\p{{Ll}}[\p{{Ll}}-]*\s)(?=(?:[\p{{Ll}}-]+\s)?\p{{Lu}}\p{{Ll}}+\s\p{{Lu}}))?{_NAMES}",
            r"\b(?:the|a|an|two|three|four|five|six|many|some|several|his|her|their|(?!(?:1\d|20)\d\d\b)\d[\d,]*|(?:millions|thousands"
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
            rf"{_CIFRA}(?:\s(?:a|al|y|o)\s{_CIFRA})?\s(?:\p{{Ll}}+\s)?(?:{_UNIDADES}|min|s|h)\b(?:\s{_CIFRA}\s(?:min|s)\b)?",
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
            rf"{_CIFRA}(?:\s\p{{Ll}}+)?\s(?:de\s)?(?:dólares|euros|libras|pesetas|pesos|yenes|francos|USD|\$|€)(?:\sen\s\p{{Ll}}+)?",
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
        "number",
        r"몇|얼마|(?:(?<!가|선|교)수|인원|나이|높이|길이|면적|인구|점수|금액|비율|가격)[는은]?\s?(?:몇|얼마|\??$)",
        (
            r"(?:약 ?)?\d[\d,.]*(?: ?[만억천조백])*(?: ?\d[\d,.]*)?(?: ?[만억천조백])* ?(?:%|퍼센트|\p{Hangul}{1,3})?",
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
        (r"(?:\p{Lu}[\p{Latin}.]+\s?)+",),
        form="name",
        phrase_weight=1.0,
    ),
    Kind(
        "place",
        r"어디|어느 ?(?:나라|도시|곳|지역|대학)|(?:장소|나라|도시|지역|국가|곳|학교|대학)[은는]?\s?(?:\p{L}+)?\??$",
        (r"\p{Hangul}+(?:시|도|군|구|동|읍|면|국|주|역|산|강|섬|대학교|학교|공항|병원|궁|성)(?=\p{Hangul}{0,3}\b)",),
        form="name",
    ),
    Kind(
        "naming",
        r"(?:이름|제목|명칭|별명|별칭|호칭|칭호|작품|영화|노래|책|곡|회사|팀|단체|기관|정당|조약)[은는이]?\s?(?:무엇|뭐|\??$)",
        (r"[《〈「『‘“\"'<][^》〉」』’”\"'>]{1,60}[》〉」』’”\"'>]",),
        form="name",
        phrase_weight=0.25,
    ),
)

_CHINESE_NUMBER = r"(?<![\d.,])(?!\d{4}\s?年|\d{1,2}\s?月)\d+(?:[.,，]\d+)*"
_CHINESE_NUMERAL = (
    r"(?:[二两三四五六七八九十百千万亿零〇]+"
    r"|[一十]?[一二两三四五六七八九十]*[百千万亿][一二三四五六七八九十百千万亿零〇]*)"
)
_CHINESE_UNIT = (
    r"(?:[%％]|°\s?[CF]|美元|英镑|欧元|日元|元|平方\p{Han}{1,2}|立方\p{Han}|公里|英里|公斤|英尺|英寸|公顷|英亩|毫米|厘米|米|吨|度|岁|个|名|位|次|人|年"
    r"|天|周|小时|分钟|分|秒|个?月|座|种|支|家|所|场|条|艘|倍|届|部|本|户|场|项|码|间)"
)
_CHINESE_LATIN = r"\p{Lu}[\p{Latin}\d.&'’·-]*(?:\s\p{Lu}[\p{Latin}\d.&'’·-]*)*"
_CHINESE_FOREIGN = r"\p{Han}{1,6}(?:[·•・‧．]\s?\p{Han}{1,6}?)+(?=[^\p{Han}]|[在是和与的于等为将出从被曾说也、]|$)"
_CHINESE = (
    Kind(
        "time",
        r"何时|何時|什么时候|什麼時候|什么时间|[哪何几]一?[年天日月]|哪一?个(?:世纪|年代|月份|季节|时期)|什么(?:年份|日期|时期)|哪一?(?:时期|世纪)|几点",
        (
            r"(?:公元前?|西元前?)?(?<![\d.,])\d{1,4}\s?年代?(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?[日号])?(?:\s?(?:至|到|-|–)\s?\d{1,4}\s?年)?"
            r"|\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?|(?:公元前)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?世纪(?:\s?\d{1,2}\s?年代)?"
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
        r"多少(?P<of>\p{Han}{1,2})?|几(?P<of>个|名|位|次|座|种|支|家|所|岁|场|条|艘|分)|多[高长大远久重深宽快老]"
        r"|(?:数量|人口|面积|价格|年龄|高度|长度)(?:是|有)",
        (
            rf"(?:大?约|近|超过|至少|将近|不到|高达)?\s?(?:[$£€¥]\s?)?(?:{_CHINESE_NUMBER}|{_CHINESE_NUMERAL})(?:\s?[万亿千百])*[多余]?"
            rf"(?:\s?(?:至|到|-|–)\s?{_CHINESE_NUMBER}(?:\s?[万亿千百])*)?(?P<counted>\s?\p{{Han}}{{1,4}})",
            rf"(?:大?约|近|超过|至少|将近|不到|高达)?\s?(?:[$£€¥]\s?)?(?:{_CHINESE_NUMBER}|{_CHINESE_NUMERAL})(?:\s?[万亿千百])*[多余]?"
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
        (_CHINESE_FOREIGN, _CHINESE_LATIN),
    ),
)

_KINDS: dict[str, tuple[Kind, ...]] = {"en": _ENGLISH, "es": _SPANISH, "ko": _KOREAN, "zh": _CHINESE}
_FIRST = {
    "en": r"(?i-f)\b(?:what|which|who(?:m|se)?|when|where|why|how)\b",
    "es": r"(?i-f)\b(?:qué|cuál(?:es)?|quién(?:es)?|cuándo|dónde|adónde|cómo|cuánt[oa]s?)\b",
}
"""The word that makes a text a question; a kind is asked for by it, and not by one that comes later."""


@cache
def _subordinate() -> "regex.Pattern[str]":
    """Match a clause before the question, as “When time is short, what …”: its first word asks nothing."""
    return _compiled(
        r"(?i-f)^\W*(?:when|where|if|while)\b(?! (?:did|does|do|was|were|is|are|has|had|have|will|would|can|could"
        r"|should)\b)"
        r"[^,?]*,(?=[^?]*\b(?:what|which|who|whom|whose|how|where|when|why)\b)"
    )


@cache
def numerals() -> "regex.Pattern[str]":
    """Match a word that is a number."""
    return _compiled(rf"(?i)(?:{_NUMERAL}|un[oa]|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)(?!\p{{L}})")
