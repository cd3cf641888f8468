"""Templates of Wikipedia that stand for words of the text around them; all others show boxes, notes and the like."""

import re
from collections.abc import Callable, Mapping

_Told = Mapping[str, str]

_NAMES = re.compile(
    r"(?P<first>abbr|abbrlink|angbr|big|c(?:itation needed|n|larify) span|comment|em|flag(?:country|u)?|hover title|"
    r"illm?|interlanguage link|j|larger|math|mvar|nihongo|nobr|nobold|nowrap|nwr|sic|small|smaller|strong|sub|sup|"
    r"tooltip|val|lang-[a-z-]{2,20}|link-[a-z-]{2,12}|internal link helper/[a-z-]{2,12}|unicode|kapitälchen|versalita|"
    r"esd|tutto attaccato|senza fonte|chiarire|exp|ind|guil|lien|japonais|terme défini|refnec|référence nécessaire|"
    r"quand|qui|pas clair|précision nécessaire|citation étrangère|citation|число|подсказка|цит|仮リンク|読み仮名|ruby|"
    r"ルビ|要出典範囲|要検証範囲|拡張漢字|le|lj|lk|ld|lf|僻字|임시링크|한자|\"|„|(?-i:[a-z]{2,3}S))|"
    r"(?P<second>lang|langue|langx|llang|transl(?:iteration)?)|"
    r"(?P<third>tsl|translink)|"
    r"(?P<named>нп[1-6]|не переведено(?: 5)?)|"
    r"(?P<quote>(?:block|c|r|b|pull |centered pull |poem )?quote|quote box|quotation|quote1|zitat(?:-[a-z]{2})?|"
    r"citation bloc|cita|cita larga|citazione|citação|цитата|citat|citát|citaat|citeer|sitat|cytat|alıntı|인용문2?|"
    r"اقتباس)|"
    r"(?P<measure>convert|cvt)|"
    r"(?P<all>unité|unidad|unidade|nb|nombre|fmtn|sortname|oldstyledate|date-?|m)|"
    r"(?P<day>(?:start|end|birth|death|release|film) date(?: and age)?|dts)|"
    r"(?P<as_of>as of)|"
    r"(?P<fraction>frac|fraction|sfrac)|"
    r"(?P<century>-?s-?)",
    re.IGNORECASE,
)
"""Names of templates by what these show."""
_BEFORE = {
    **dict.fromkeys(("circa", "c.", "ca."), "c. "),
    **dict.fromkeys(("floruit", "fl."), "fl. "),
    **dict.fromkeys(("usd", "us$"), "US$"),
    **dict.fromkeys(("gbp", "£"), "£"),
    **dict.fromkeys(("eur", "€", "euro"), "€"),
    **dict.fromkeys(("inr", "₹", "indian rupee"), "₹"),
    **{
        "jpy": "¥",
        "krw": "₩",
        "cad": "C$",
        "aud": "A$",
        "siglo": "siglo ",
        "séc": "século ",
        "numéro": "n° ",
        "n°": "n° ",
    },
    **{
        name.casefold(): f"{name} " for name in ("Mme", "M.", "Mlle", "Dr", "Pr", "Me", "USS", "HMS", "RMS", "SS", "MV")
    },
}
"""What templates show before what they are given."""
_SIGNS = {
    **dict.fromkeys(("spaced ndash", "spaced en dash", "snd", "spnd", "spaced mdash"), " – "),
    **dict.fromkeys(("ndash", "en dash", "–"), "–"),
    **dict.fromkeys(("mdash", "em dash", "—"), "—"),
    **dict.fromkeys(("nbsp", "space", "thinsp", "thin space", "hair space", "espace"), " "),
    **dict.fromkeys(("•", "·", "bullet", "middot", "dot"), " · "),
    **{"'": "'", "`": "'", "'s": "'s", "=": "=", "pi": "π", "°": "°", "degree": "°"},
}
_FRENCH_ORDINAL = re.compile(r"(?:[IVX]{1,6}|\d{1,3})(?:er|re|e)(?: siècle)?")
_CENTURY = re.compile(r"[IVX]{1,6}")
_TEXT_KEYS = ("1", "text", "quote", "content", "texte", "texto", "testo", "текст", "본문")
_LINK = re.compile(r"\[\[[^\[\]]*\]\]")
PIPE_IN_LINK = "\ue00f"
"""Stands for a pipe that parts nothing of a template; a character of nobody's."""
_KEY = re.compile(r"\s*([\w-]{1,20})\s*=")


def words_of_template(content: str) -> str:
    """Return the words that a template stands for, from what is between its braces; empty where it stands for none."""
    name, _, rest = content.partition("|")
    name = " ".join(name[:_MAX_NAME_CHARS].replace("_", " ").split())
    key = name.casefold()
    if key.startswith("formatnum:"):
        return name.partition(":")[2].strip()
    if key in _SIGNS:
        return _SIGNS[key]
    if _FRENCH_ORDINAL.fullmatch(name):
        return name
    if key in _BEFORE:
        said = _told(rest).get("1")
        return f"{_BEFORE[key]}{said}" if said else ""
    found = _NAMES.fullmatch(name)
    return _SHOWN[str(found.lastgroup)](_told(rest)) if found else ""


_MAX_NAME_CHARS = 60


def _told(rest: str) -> _Told:
    """Return what a template is given, by name or by number; links in it stay whole."""
    told: dict[str, str] = {}
    number = 0
    for part in _LINK.sub(lambda link: link[0].replace("|", PIPE_IN_LINK), rest).split("|"):
        part = part.replace(PIPE_IN_LINK, "|")
        if key := _KEY.match(part):
            told[key[1].casefold()] = part[key.end() :].strip()
        else:
            number += 1
            told[str(number)] = part.strip()
    return told


def _numbered(told: _Told) -> list[str]:
    return [text for key, text in told.items() if key.isdecimal() and text]


def _quote(told: _Told) -> str:
    said = next((told[key] for key in _TEXT_KEYS if told.get(key)), "")
    return f"\n\n{said}\n\n" if said else ""


def _day(told: _Told) -> str:
    """Return a day in figures, as templates are given it, or as it is written."""
    parts = _numbered(told)
    return "-".join(part.zfill(2) for part in parts if part.isdecimal()) or "".join(parts[:1])


def _as_of(told: _Told) -> str:
    day = _day(told)
    return f"{'as' if told.get('lc') else 'As'} of {day}" if day else ""


def _fraction(told: _Told) -> str:
    parts = _numbered(told)
    return " ".join([*parts[:-2], "/".join(parts[-2:])])


def _century(told: _Told) -> str:
    """Return a century in French; in Russian a template of that name keeps words on one line."""
    said = told.get("1", "")
    return f"{said}e siècle" if _CENTURY.fullmatch(said) else said


_SHOWN: Mapping[str, Callable[[_Told], str]] = {
    "first": lambda told: told.get("1", ""),
    "second": lambda told: told.get("2", ""),
    "third": lambda told: told.get("3") or told.get("2", ""),
    "named": lambda told: told.get("2") or told.get("1", ""),
    "quote": _quote,
    "measure": lambda told: f"{told.get('1', '')} {told.get('2', '')}".strip(),
    "all": lambda told: " ".join([*_numbered(told)[:3], told.get("ul", "")]).strip(),
    "day": _day,
    "as_of": _as_of,
    "fraction": _fraction,
    "century": _century,
}
