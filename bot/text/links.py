"""Links that land on the quoted sentence: text fragments (https://wicg.github.io/scroll-to-text-fragment/)."""

import re
from urllib.parse import quote, urlsplit

MAX_LINK = 512
_WHOLE = 80
"""Up to this length the whole passage is in the directive, beyond it only its first and last words."""
_WORDS = 5
_CHARACTERS = 12
"""For scripts that put no spaces between words."""
_CONTEXT = 3
"""Words before and after a passage that tell it from the same words elsewhere."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\s\"<>\\^`{|}()\[\]@]|[^\x00-\x7f]")


def article_link(url: str) -> str:
    """Return a web address that is safe in a masked link, or an empty string if it can't be trusted."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="replace"), url.strip())


def passage_link(url: str, passage: str, room: int = MAX_LINK, *, before: str = "", after: str = "") -> str:
    """Return a link to the passage, to the page where that does not fit into `room`, or nothing.

    What stands before and after it in its paragraph tells the passage from the same words elsewhere there.
    """
    page = article_link(url)
    if not page:
        return ""
    exact = page + (":~:" if "#" in page else "#:~:") + text_fragment(passage, before, after)
    return next((link for link in (exact, page) if len(link) <= min(room, MAX_LINK)), "")


def text_fragment(passage: str, before: str = "", after: str = "") -> str:
    """Return the text directive that marks a passage: whole when short, else by its start and its end.

    Words around it are named only where the start stands in its paragraph more than once; browsers take the first.
    """
    start, end = _ends(passage)
    told = "text="
    repeated = _times(start, f"{before} {passage} {after}") > 1
    if repeated and (prefix := " ".join(before.split()[-_CONTEXT:])):
        told += f"{_encoded(prefix)}-,"
    told += _encoded(start) + (f",{_encoded(end)}" if end else "")
    if repeated and (suffix := " ".join(after.split()[:_CONTEXT])):
        told += f",-{_encoded(suffix)}"
    return told


def _ends(passage: str) -> tuple[str, str]:
    """Return a short passage whole, of a longer one the first and the last words."""
    words = passage.split()
    text = " ".join(words)
    if len(text) <= _WHOLE:
        return text, ""
    count = min(_WORDS, len(words) // 3)
    if count < 2:
        return text[:_CHARACTERS], text[-_CHARACTERS:]
    return " ".join(words[:count]), " ".join(words[-count:])


def _times(start: str, paragraph: str) -> int:
    return " ".join(paragraph.split()).casefold().count(start.casefold()) if start else 0


def _encoded(text: str) -> str:
    """Percent-encode, and with it the `-`, `,` and `&` that have a meaning in the directive."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")
