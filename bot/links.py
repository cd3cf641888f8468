"""Links that land on the quoted sentence: text fragments (https://wicg.github.io/scroll-to-text-fragment/)."""

import re
from urllib.parse import quote, urlsplit

LONGEST = 512
_WHOLE = 80
"""Up to this length a passage is named whole, beyond it by its first and last words."""
_WORDS = 5
_CHARACTERS = 12
"""For scripts that put no spaces between words."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\s\"<>\\^`{|}()\[\]@]|[^\x00-\x7f]")


def address(url: str) -> str:
    """Return a web address that can stand in a masked link, or nothing where it is not one to trust."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="replace"), url.strip())


def to_passage(url: str, passage: str, room: int = LONGEST) -> str:
    """Return a link to the passage, to the page where that does not fit into `room`, or nothing."""
    page = address(url)
    if not page:
        return ""
    exact = page + (":~:" if "#" in page else "#:~:") + directive(passage)
    return next((link for link in (exact, page) if len(link) <= min(room, LONGEST)), "")


def directive(passage: str) -> str:
    """Return the text directive that marks a passage: whole when short, else by its start and its end."""
    words = passage.split()
    text = " ".join(words)
    if len(text) <= _WHOLE:
        return "text=" + _encoded(text)
    count = min(_WORDS, len(words) // 3)
    if count < 2:
        return f"text={_encoded(text[:_CHARACTERS])},{_encoded(text[-_CHARACTERS:])}"
    return f"text={_encoded(' '.join(words[:count]))},{_encoded(' '.join(words[-count:]))}"


def _encoded(text: str) -> str:
    """Percent-encode, and with it the `-`, `,` and `&` that have a meaning in the directive."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")
