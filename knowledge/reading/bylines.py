"""Rows that say who wrote an article."""

import re

from knowledge.reading.dates import published
from knowledge.reading.furniture import is_prose

_BYLINE = re.compile(
    r"(?:(?:written |story |posted |report )?by|von|par|por|di|author|reporter|byline|autor|автор|作者|记者|기자|글)"
    r"\s*[:：]?\s+"
    r"(?=[^\W\d_a-zß-ÿ]|[A-Z]|[\w.]+@)(?P<name>[^.!?]{2,110}\.?[^!?]{0,60})",
    re.IGNORECASE,
)
_KOREAN = re.compile(
    r"(?P<name>(?:[(\[=][^)\]=]{2,20}[)\]=]\s*)?"
    r"[가-힣]{2,4}(?:[ ·,]{1,2}[가-힣]{2,4}){0,3}\s?(?:기자|특파원|논설위원))"
    r"(?:\s?=.*|\s\S+@\S+)?"
)
_NAME = r"(?:[^\W\d_a-z][\w.'’-]*|and|in|und|et|y|de|van|von|al|&)"
_NAMES = re.compile(rf"{_NAME}(?:[ ,]+{_NAME}){{1,9}}")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def byline(row: str) -> str:
    """Return the name that a byline gives; empty if the row is none."""
    if len(row) > 160:
        return ""
    match = _KOREAN.fullmatch(row) or _BYLINE.fullmatch(row)
    if not match or is_prose(row):
        return ""
    name = match["name"].strip(" ,|·•=([")
    return _undated(name) if name[:1].isupper() or _CJK.match(name) else ""


def _undated(name: str) -> str:
    """Return the name without a date that follows it on the row."""
    parts = re.split(r"\s*[|•·]\s*|\s+[-–—/]\s+", name)
    if len(parts) > 1 and any(character.isdigit() for character in name):
        return next((part for part in parts if not any(character.isdigit() for character in part)), name)
    words = name.split()
    ends = [end for end in range(1, len(words)) if published(" ".join(words[end:]))]
    return " ".join(words[: ends[0]]).rstrip(",:") if ends else name


def is_name(row: str) -> bool:
    """Tell a row of names and nothing else: "Maria Kowalska and Jan Novak in Geneva"."""
    return len(row) <= 100 and bool(_NAMES.fullmatch(row))
