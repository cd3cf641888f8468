"""What stands around the text of a press release: who announces it, that it is one, whom to ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.ingest.boilerplate import is_prose, is_skip
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.news_header import is_headline
from knowledge.text.dates import DateHints, find_dates


@dataclass(frozen=True, slots=True)
class PressRelease:
    """The rows of a press release that are its own."""

    rows: list[str]
    publisher: str = ""
    """Who announces it, as its letterhead or the wire says."""


_NOTICE = re.compile(
    r"(?:[^.!?:]{2,60}\s[-–—|]\s)?"
    r"(?:(?:press|news|media) (?:release|statement|information|advisory)|for (?:immediate )?release|"
    r"(?:presse|medien)(?:mitteilung|information|meldung|aussendung)|zur sofortigen veröffentlichung|"
    r"communiqué de presse|(?:pour|à) diffusion immédiate|(?:comunicado|nota) (?:de|à) (?:prensa|imprensa)|"
    r"para (?:su )?(?:difusión|divulgação|publicación|publicação) (?:inmediata|imediata)|comunicato stampa|persbericht|"
    r"pressmeddelande|presse?med(?:delelse|melding)|pressemelding|(?:lehdistö|media)tiedote|(?:informacja|"
    r"komunikat) prasow[ay]|"
    r"tiskov[áé] zpráv[ay]|tlačová správa|sajtóközlemény|comunicat de presă|δελτίο τύπου|basın (?:bülteni|açıklaması)|"
    r"прес+[- ]?рел[иі]з|siaran pers|thông cáo báo chí|بيان صحفي|보도 ?자료|新[闻聞]稿|報道資料|"
    r"(?:プレス|ニュース)リリース|報道(?:関係者|機関)(?:の)?(?:各位|皆様)|"
    r"(?:eqs|dgap)-[\w-]{2,20}: .{2,100}|"
    r"(?:strictly )?(?:under )?embargo(?:ed)?\b.{0,40}|sperrfrist\b.{0,40})"
    r"(?:,? (?:n(?:r|o|°|º)\.? ?)?\d{1,4}(?:[/-]\d{2,4})?)?\W{0,3}",
    re.IGNORECASE,
)
"""Says that a text is a press release, and until when nobody may print it."""
_NUMBER = re.compile(r"n(?:r|o|°|º|úm)\.?\s?\d{1,4}(?:\s?[/-]\s?\d{2,4})?", re.IGNORECASE)
"""Which release of a year it is, below the notice."""
_WIRE = re.compile(
    r"/PRNewswire|\((?:BUSINESS|GLOBE ?|PR) ?(?:NEWS)?WIRE\)|ACCESSWIRE|/EINPresswire|\(ots(?:/PRNewswire)?\)|"
    r"^(?:EQS|DGAP)-",
    re.IGNORECASE,
)
"""What carries press releases says so in their first sentence."""
_OF_WIRES = ("wire", "(ots", "eqs-", "dgap-")
"""In small letters, one of which is in any of these; long rows are looked through much faster."""
_WIRE_ROW = re.compile(r"[^()]{2,40} \(ots(?:/PRNewswire)?\)\s?[-–—]?", re.IGNORECASE)
_PROVIDED = re.compile(r"(?:news )?provided by", re.IGNORECASE)
_SOURCE = re.compile(
    r"SOURCE:? (?P<name>\S.{1,80})|Original-Content von: (?P<origin>[^,]{2,80}), übermittelt durch .{2,40}|"
    r"\d\d\.\d\d\.\d{4} CET/CEST (?:Veröffentlichung|Dissemination) .{5,200}"
)
"""Who announces it, below the text."""
_END = re.compile(r"[-–—\s]*(?:#{2,}|(?:# ?){3}|ends?|fin|ende|fine|-?30-?|以上|끝)[-–—\s.]*", re.IGNORECASE)
_CONTACT = re.compile(
    r"(?=.{4,90}$).*(?:contact|kontakt|contatt|contato|enquir|inquir|rückfrage|ansprechpartner|press office|"
    r"ufficio stampa|"
    r"(?:further|more|weitere|mehr|más|mais|maggiori|ulteriori|meer|mer|więcej|bližší) informa[tcç]|"
    r"plus d['’]informations?|lisätieto|további inform|"
    r"(?:nærmere|flere|yderligere) opplysn|(?:yderligere|flere) oplysn|daha fazla bilgi|letişim|подробн|další inform|"
    r"問い?合わ?せ|問合せ|문의|담당자|联系|聯絡|контакт).*",
    re.IGNORECASE,
)
"""Above the names of those who can be asked."""
_ASKED = re.compile(
    r".{0,10}?\b(?:contact|kontakt|contatt|contato|enquir|inquir|interview|rückfrage|ansprechpartner|verantwortlich|"
    r"press office|pressestelle|service de presse|further information|weitere informationen|"
    r"plus d['’]informations|más información)",
    re.IGNORECASE,
)
"""Begins a row that says whom to ask, with the number or the address."""
_REACHED = re.compile(r"[\w.+-]@[\w-]+\.\w|(?<!\d)\+?\(?\d[\d ()/.–-]{6,}\d")
"""An address for mail, or the number of a telephone."""
MAX_ROWS_ABOVE, MAX_CONTACT_ROWS, MAX_PROSE_BELOW = 12, 20, 1
"""Rows above the text, rows of whom to ask, and sentences of the wire's own below the text."""


def read_release(rows: list[str], hints: DateHints) -> PressRelease | None:
    """Return a press release without what stands around its text; None for any other text."""
    first = next((at for at, row in enumerate(rows) if is_prose(row)), len(rows))
    notices = [at for at in range(min(first, MAX_ROWS_ABOVE)) if _is_notice(rows[at], hints)]
    notices += [at + 1 for at in notices if at + 1 < first and _NUMBER.fullmatch(rows[at + 1])]
    is_wire = any(_WIRE.search(row) for row in rows[:MAX_ROWS_ABOVE] if any(map(row.lower().__contains__, _OF_WIRES)))
    if not (notices or is_wire) or len(rows) == len(notices):
        return None
    publisher = ""
    gone = {at for at, row in enumerate(rows) if at and (_END.fullmatch(row) or _WIRE_ROW.fullmatch(row))}
    told = [at for at in range(first) if at not in notices and not date_line(rows[at], hints) and not is_skip(rows[at])]
    if notices and any(is_headline(rows[at]) for at in told if at > notices[0]):
        above = [at for at in told if at < notices[0]]
        publisher = rows[above[0]] if above else ""
        gone.update(above)
    provided = next((at for at in told if _PROVIDED.fullmatch(rows[at]) and at + 1 in told), -1)
    if provided >= 0:
        publisher = rows[provided + 1]
        gone.update((provided, provided + 1))
    ends = (at for at in range(len(rows) - 1, first, -1) if _SOURCE.fullmatch(rows[at]))
    source = next((at for at in ends if is_wire and sum(map(is_prose, rows[at:])) <= MAX_PROSE_BELOW), len(rows))
    if found := _SOURCE.fullmatch(rows[source]) if source < len(rows) else None:
        publisher = publisher or found["name"] or found["origin"]
    gone.update(range(source, len(rows)))
    gone.update(_contacts(rows[:source]))
    last = next((at for at in range(source - 1, first, -1) if at not in gone), first)
    if last > first and _ASKED.match(rows[last]) and _REACHED.search(rows[last]) and rows[last][-1] not in ".!?":
        gone.add(last)
    kept = [_day_of(row, hints) if at in notices else row for at, row in enumerate(rows) if at not in gone]
    kept = [row for at, row in enumerate(kept) if row and not (row == publisher and at < MAX_ROWS_ABOVE)]
    return PressRelease(kept, publisher) if kept else None


def _is_notice(row: str, hints: DateHints) -> bool:
    if len(row) > MAX_CHARS_OF_NOTICE:
        return False
    days = find_dates(row, hints)
    return bool(_NOTICE.fullmatch(f"{row[: days[0].start]}{row[days[-1].end :]}".strip(" ,") if days else row))


MAX_CHARS_OF_NOTICE = 120


def _day_of(notice: str, hints: DateHints) -> str:
    """Return the day that a notice gives; empty where it gives none."""
    days = find_dates(notice, hints)
    return notice[days[0].start : days[0].end] if days else ""


def _contacts(rows: Sequence[str]) -> set[int]:
    """Return the rows of those who can be asked, and how: to the end, or to the last number or address above text."""
    gone: set[int] = set()
    at = 0
    while at < len(rows):
        if is_prose(rows[at]) or not _CONTACT.match(rows[at]):
            at += 1
            continue
        below = range(at, min(at + MAX_CONTACT_ROWS, len(rows)))
        end = next((place for place in below if is_prose(rows[place])), below.stop)
        reached = [place for place in range(at, end) if _REACHED.search(rows[place])]
        is_last = end == len(rows) and (bool(reached) or (end - at <= MAX_NAMES + 1 and rows[at].endswith(_COLONS)))
        stop = end if is_last else max(reached, default=at - 1) + 1
        gone.update(range(at, stop))
        at = max(stop, at + 1)
    return gone


MAX_NAMES, _COLONS = 2, (":", "：")
"""Names at the end of a text, below who can be asked, that need no number."""
