"""What surrounds the text of a news page: links, captions, adverts, lists of other stories, footers."""

import re
from collections.abc import Iterable, Iterator

from knowledge.reading import publishers
from knowledge.reading.phrases import FURNITURE, LIST_HEADING, SHARING

_CREDIT = re.compile(r"\(([^()]{2,60})\)")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_PHOTO = re.compile(r"photo|images?\b|courtesy|pool|via\b|handout|사진|제공", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*(?:\s?\([^()]{2,40}\))?$")
_END_MARK = re.compile(r"\s+(?:enditem|\(end\)|[■▲●]|-30-)$", re.IGNORECASE)
_LONGEST = 260
_LAST_CREDIT = re.compile(r"\(([^()]{2,60})\)$")
_CREDITED = 64
_LIST = 12


def is_prose(row: str) -> bool:
    """Tell a row that is running text: a whole sentence, or too long for anything else."""
    return len(row) > 160 or (len(row) + cjk(row) > 40 and bool(_SENTENCE_END.search(row[-60:])))


def cjk(row: str) -> int:
    """Count the characters of Korean, Chinese and Japanese, which say about twice as much as a letter."""
    return len(_CJK.findall(row))


def is_furniture(row: str) -> bool:
    """Tell a row that certainly is no part of the text."""
    if len(row) > _LONGEST:
        return False
    return bool(SHARING.fullmatch(row.lstrip("•·*- ")) or FURNITURE.fullmatch(row)) or _is_credit(row)


def text_of(rows: Iterable[str]) -> Iterator[str]:
    """Yield the rows that are text, without furniture and without lists of other stories."""
    left = 0
    for row in rows:
        if len(row) <= _LONGEST and LIST_HEADING.fullmatch(row):
            left = _LIST
        elif left and not is_prose(row):
            left -= 1
        else:
            left = 0
            if not is_furniture(row):
                yield row


def without_end_mark(text: str) -> str:
    """Return the last paragraph without the word by which some agencies end a story."""
    return _END_MARK.sub("", text) or text


def agency(text: str) -> str:
    """Return the agency that a text credits in brackets at its end, as in "… he said. (Yonhap)"."""
    credit = _LAST_CREDIT.search(text[-_CREDITED:])
    return credit[1] if credit and publishers.is_known(credit[1]) else ""


def _is_credit(row: str) -> bool:
    """Tell a row of nothing but credits: "(Yonhap) (Yonhap)"."""
    names = _CREDIT.findall(row)
    if not names or _CREDIT.sub("", row).strip():
        return False
    return all(publishers.is_known(name) or _PHOTO.search(name) for name in names) or len(set(names)) < len(names)
