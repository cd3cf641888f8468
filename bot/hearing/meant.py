"""Which command free words mean: one that they name and that can read what follows; a question in any other case."""

import re
from collections.abc import Callable

from bot.languages import spelling
from bot.phrases import manual
from bot.servers.preferences import NAMES

BRIEF = "brief"
"""The topic of the help that is shown where nothing was said."""
TOPICS = ("filters", "moderators")
"""What the help tells about besides commands."""

_SAID = re.compile(r"/?(?P<name>[^\W\d][\w-]*)(?P<colon>:?)(?P<rest>.*)", re.DOTALL)
_STYLE = r"\b(?:plain|apa|mla|chicago|bibtex)\b"
_FILTER = r'(?:source|in|after|before|on):(?:"[^"]*"|[^\s"]\S*)(?!\S)'
_ID = r"\s+(?=\S*[\d-])[^\s?!]+"
"""An id has a figure or a hyphen; any other word after `article` is as likely one of a question."""
_NOTHING = re.compile("")
_SURE = re.compile(r"(?:\s+CONFIRM)?")
_PATTERNS = {
    "ask": re.compile(r"\s.*\S.*", re.DOTALL),
    "source": re.compile(rf"(?:[\s#0-9]|{_STYLE}|<?https?://\S+(?!\S))*", re.IGNORECASE),
    "articles": re.compile(rf"(?:\s+(?:new|{_FILTER}))*", re.IGNORECASE),
    "article": re.compile(rf"(?:{_ID})?"),
    "remove": re.compile(rf"(?:{_ID})?"),
    "add": re.compile(r"\s*(?:\n.*)?", re.DOTALL),
    "about": _NOTHING,
    "privacy": _NOTHING,
    "doctor": _NOTHING,
    "report": _NOTHING,
    "forgetme": _SURE,
    "purge-server": _SURE,
}
_TEXTUAL = frozenset({"ask", "report"})
"""After these a colon says that a text follows."""
_WHOLE = frozenset({"ask", "add", "article", "remove"})
"""To the others the signs at the end of a sentence mean nothing."""
_SIGNS = " \t\n.!?"
SHORT = {"a": "ask", "src": "source"}
"""Short names behind a prefix; among free words “a” names nothing."""
_SHORT = {"sources": "source", "src": "source"}
_CHANGING = ("show", "export", "import", "reset", "set")
_POLITE = frozenset({"me", "please"})
_COMMANDS = (*_PATTERNS, "help", "settings")


def command(text: str) -> tuple[str, str]:
    """Return the command that free words mean, and what follows it; a short help where there are none."""
    text = text.strip()
    if not text or spelling.is_among(text, manual.greetings):
        return "help", BRIEF
    found = _SAID.fullmatch(text)
    name = spelling.original(found["name"].casefold(), _COMMANDS) if found else ""
    rest = _read(_SHORT.get(name, name), found["colon"], found["rest"]) if found else None
    return ("ask", text) if rest is None else (_SHORT.get(name, name), rest)


def is_thanks(text: str) -> bool:
    """Tell whether someone says thank you, and nothing else."""
    return spelling.is_among(text, manual.thanks)


def _read(name: str, colon: str, rest: str) -> str | None:
    """Return what a command reads of what follows its name; None where it can read nothing of it."""
    if colon:
        return rest.strip() or None if name in _TEXTUAL else None
    if name in _READERS:
        return _READERS[name](rest.strip())
    pattern = _PATTERNS.get(name)
    said = rest if name in _WHOLE else rest.rstrip(_SIGNS)
    return said.strip() if pattern and pattern.fullmatch(said) else None


def _help(rest: str) -> str | None:
    words = rest.casefold().rstrip(_SIGNS).replace("/", "").split()
    if not words or _POLITE.issuperset(words):
        return ""
    topics = (*_COMMANDS, *_SHORT, *TOPICS)
    name, *more = [spelling.original(words[0], topics), *words[1:]]
    known = name in topics and (not more or (name == "settings" and _changing(more[0]) in _CHANGING and len(more) == 1))
    return " ".join([_SHORT.get(name, name), *map(_changing, more)]) if known else None


def _settings(rest: str) -> str | None:
    how, *more = rest.rstrip("?!").split(maxsplit=2) or [""]
    how = _changing(how)
    named = bool(more) and more[0].casefold().replace("-", "_") in NAMES
    reads = {"set": named and len(more) == 2, "reset": named or not more}.get(how, not more)
    return " ".join([how, *more]).strip() if reads and how in ("", *_CHANGING) else None


def _changing(word: str) -> str:
    return spelling.original(word.casefold(), _CHANGING)


_READERS: dict[str, Callable[[str], str | None]] = {"help": _help, "settings": _settings}
