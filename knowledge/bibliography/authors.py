"""A byline as printed → authors: institutions whole, people parted into family and given name where that is certain."""

import re
from dataclasses import dataclass

from knowledge.text import publishers

MOST = 40
"""Longer lists of names are kept as printed."""

_BEFORE = re.compile(r"(?:written |story |posted |reported )?by\s*[:：]?\s+", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[<(]?[\w.+-]+@[\w.-]+[>)]?|기자|특파원|선임기자|논설위원|앵커|,? (?:in|from|at) [A-Z][\w .-]{1,40})$"
)
_BETWEEN = re.compile(r"\s*(?:,\s*and\s+|,?\s+(?:and|und|et|y|with)\s+|\s&\s|[,;·、，]\s*|\s및\s)\s*")
_ROLE = re.compile(
    r"(?:(?:staff|senior|special|chief|contributing|political|news|foreign|associate|guest) )*"
    r"(?:reporter|writer|correspondent|editor|columnist|contributor|intern)s?",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:agenc(?:y|ies)|news(?:room|wires?)?|press|desk|staff|team|bureau|services?|office|editorial|editors|board|"
    r"reporters|correspondents|writers|ministry|department|committee|council|commission|university|institute|society|"
    r"association|foundation|federation|union|center|centre|company|group|network|international|online|reports?|wires?|"
    r"organi[sz]ation|authority|administration|government|parliament|court|police|bank|museum|fund|forum|alliance|watch|"
    r"academy|college|school|hospital|laborator(?:y|ies)|nations|"
    r"times|herald|post|daily|journal|gazette|tribune|courier|radio|tv|television|magazine|inc|ltd|samples)\b"
    r"|(?:통신|신문|일보|뉴스|방송|연구소|편집부|취재팀|통신사|通信|新聞|新闻|日报|社)$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z][A-Z.&]{1,7}")
_WORD = r"(?:[^\W\d_a-z][\w.'’-]*|(?:van|von|de|der|den|del|della|da|di|du|dos|la|le|el|al|bin|ibn|ter|ten|af|zu|y)\b)"
_PERSON = re.compile(rf"{_WORD}(?: {_WORD}){{1,4}}(?:,? (?:Jr|Sr|II|III|IV)\.?)?")
_HANGUL = re.compile(r"[가-힣]{2,5}|[\u3400-\u9fff]{2,5}")
_SUFFIXED = re.compile(r" (?:Jr|Sr|II|III|IV)\.?\Z")
_SUFFIX = re.compile(r",\s*(?=(?:Jr|Sr|II|III|IV)\b)")

_FAMILY_NAMES = (
    "Ahn An Bae Baek Bang Byun Cha Chang Cho Choe Choi Chun Chung Eom Gu Ha Ham Han Heo Hong Hur Hwang Hyun Im Jang "
    "Jeon Jeong Ji Jin Jo Joo Ju Jun Jung Kang Kil Kim Ko Koh Koo Kook Ku Kwak Kwon Lee Lim Ma Min Moon Na Nam No Noh "
    "Oh Paek Paik Pak Park Pyo Ri Rhee Roh Ryu Seo Seol Shim Shin Sim So Sohn Son Song Suh Um Won Woo Yang Yeo Yeom Yi "
    "Yim Yoo Yoon You Yu Yun"
)
_FAMILIES = frozenset(_FAMILY_NAMES.split())
_SYLLABLE = r"(?:[bcdghjklmnprstwy]{0,2}[aeiouwy]{1,3}(?:ng|[nmlkptbgrh])?)"
_GIVEN = re.compile(rf"{_SYLLABLE}-{_SYLLABLE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    """One author; without a given name an institution, or a name to be kept as printed."""

    family: str
    given: str = ""
    suffix: str = ""


def authors(byline: str) -> tuple[Author, ...]:
    """Return the authors that a byline names; all of it as one where a part of it cannot be told."""
    named = _AFTER.sub("", _BEFORE.sub("", " ".join(byline.split()), count=1)).strip(" ,;")
    if not named or publishers.is_known(named):
        return (Author(named),) if named else ()
    pieces = [piece for piece in _BETWEEN.split(_SUFFIX.sub(" ", named)) if piece and not _ROLE.fullmatch(piece)]
    if not pieces or len(pieces) > MOST:
        return (Author(named),)
    found = [_author(piece) for piece in pieces]
    told = [author for author in found if author]
    return tuple(told) if len(told) == len(found) else (Author(named),)


def _author(piece: str) -> Author | None:
    """Return the author whom a part of a byline names; None where it may be none."""
    if (
        publishers.is_known(piece)
        or _INSTITUTION.search(piece)
        or _INITIALS.fullmatch(piece)
        or _HANGUL.fullmatch(piece)
    ):
        return Author(piece)
    return _person(piece) if _PERSON.fullmatch(piece) else None


MAX_SURE_NAMES = 3


def _person(name: str) -> Author:
    names = [word for word in name.split() if len(word) > 1 and word[0].isupper() and "." not in word]
    if not names or len(names) > MAX_SURE_NAMES + bool(_SUFFIXED.search(name)):
        return Author(name)  # In scripts without capitals, and of two family names, nothing tells which part is which.
    first, _, rest = name.partition(" ")
    if first in _FAMILIES and " " not in rest:
        return Author(first, rest) if _GIVEN.fullmatch(rest) else Author(name)
    # Imported here, as few replies need it.
    from nameparser import HumanName

    parsed = HumanName(name)
    title = "" if parsed.title.endswith(".") else parsed.title
    given = " ".join(filter(None, (title, parsed.first, parsed.middle)))
    return Author(parsed.last, given, parsed.suffix) if parsed.last and given else Author(name)
