"""Rows that say when an article was published, among other things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import pairwise

from knowledge.reading import publishers
from knowledge.reading.bylines import byline
from knowledge.reading.dates import published

_PUBLISHED = (
    r"first published|published|posted|created|issued|date|publié|paru|veröffentlicht|опубликовано|"
    r"기사입력|입력|등록|송고(?:시간)?|게재|发布时间|时间"
)
_UPDATED = r"(?:last )?(?:updated|modified|edited)|update|mis à jour|modifié|aktualisiert|обновлено|최종수정|수정|更新"
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|,;•·(/\[-]))(?:(?P<published>{_PUBLISHED})|(?P<updated>{_UPDATED}))\b"
    r"\s?(?:on|le|at|am|일시)?\s?[:：]?\s*",
    re.IGNORECASE,
)
_PIECES = re.compile(r"\s*[|•·]\s*|\s+[-–—/]\s+|\s*,\s*$")
_LONGEST = 200
_MOST_PIECES = 8
_MOST_LABELS = 4
_PUBLICATION, _PLAIN, _UPDATE = range(3)


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """A date and its rank: one of publication goes before one without a label, that of an update comes last."""

    rank: int
    day: date


def dated(row: str, zone: tzinfo | None = None) -> Dated | None:
    """Return the best date of a row; None if the row is no date line."""
    if len(row) > _LONGEST or not any(map(str.isdigit, row)):
        return None
    return min(_dates(row, zone), key=lambda found: found.rank, default=None)


def _dates(row: str, zone: tzinfo | None) -> Iterator[Dated]:
    labels = list(_LABEL.finditer(row))[:_MOST_LABELS]
    start = labels[0].start() if labels else len(row)
    ends = [*(label.start() for label in labels[1:]), len(row)]
    if moment := _date_in(row[:start], zone):
        yield Dated(_PLAIN, moment)
    for label, end in zip(labels, ends, strict=False):
        if moment := _date_in(row[label.end() : end], zone):
            yield Dated(_PUBLICATION if label["published"] else _UPDATE, moment)


def _date_in(text: str, zone: tzinfo | None) -> date | None:
    text = text.strip(" |,;•·()[]-–—/")
    if moment := published(text, publisher_zone=zone):
        return moment
    pieces = _PIECES.split(text)[:_MOST_PIECES]
    if len(pieces) < 2:
        return _after_name(text, zone)
    pairs = (" ".join(pair) for pair in pairwise(pieces))
    return next(filter(None, (published(piece, publisher_zone=zone) for piece in (*pairs, *pieces))), None)


def _after_name(text: str, zone: tzinfo | None) -> date | None:
    """Return the date after a byline or a known publisher's name on the same row."""
    words = text.split()
    names = ((end, " ".join(words[:end]).rstrip(",:")) for end in range(1, min(len(words), 10)))
    ends = (end for end, name in names if publishers.is_known(name) or byline(name))
    return next(filter(None, (published(" ".join(words[end:]), publisher_zone=zone) for end in ends)), None)
