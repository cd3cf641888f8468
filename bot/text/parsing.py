"""Reading commands out of free text: a command's name with arguments that fit it; anything else is a question."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot import i18n
from bot.i18n import gettext as _
from bot.preferences import SETTING_NAMES
from bot.text import limits, small_talk
from bot.text.citation_styles import WANTED
from bot.text.commands import COMMANDS, ON_DISCORD, SPOKEN_ALIASES
from knowledge import Answer, AnswerNotFound, Citation, KnowledgeError

BRIEF = "brief"
"""The help topic that is shown for an empty message."""
TOPICS = ("filters", "moderators")
"""Help topics besides commands."""

_SAID = re.compile(r"/?(?P<name>[^\W\d][\w-]*)(?P<colon>:?)(?P<rest>.*)", re.DOTALL)
_SIGNS = " \t\n.!?"
_CHANGING = ("show", "export", "import", "reset", "set")
_POLITE = frozenset({"me", "please"})


def parse_command(text: str) -> tuple[str, str]:
    """Return the command in a free text, and its argument; the short help for an empty text."""
    text = text.strip()
    if not text or small_talk.kind(text) == "greeting":
        return "help", BRIEF
    if (wanted := small_talk.wanted_articles(text)) is not None:
        return "articles", wanted
    found = _SAID.fullmatch(text)
    name = i18n.canonical_name(found["name"].casefold(), ON_DISCORD) if found else ""
    rest = _read(SPOKEN_ALIASES.get(name, name), found["colon"], found["rest"]) if found else None
    return ("ask", text) if rest is None else (SPOKEN_ALIASES.get(name, name), rest)


def is_talk(text: str) -> bool:
    """Tell whether a text asks nothing that articles could answer: small talk, or a wish to see the articles."""
    return small_talk.kind(text) is not None or small_talk.wanted_articles(text) is not None


def courtesy(text: str) -> str | None:
    """Return the reply to thanks, praise, a goodbye or an insult; None for anything else."""
    talk = small_talk.kind(text)
    return small_talk.reply(talk) if talk and talk != "greeting" else None


def _read(name: str, colon: str, rest: str) -> str | None:
    """Return the argument of a command from the text after its name; None if it doesn't fit the command."""
    spec = COMMANDS.get(name)
    if colon or spec is None:
        return rest.strip() or None if spec and spec.takes_text else None
    if name in _READERS:
        return _READERS[name](rest.strip())
    said = rest if spec.keeps_punctuation else rest.rstrip(_SIGNS)
    return said.strip() if spec.continuation and spec.continuation.fullmatch(said) else None


def _help(rest: str) -> str | None:
    words = rest.casefold().rstrip(_SIGNS).replace("/", "").split()
    if not words or _POLITE.issuperset(words):
        return ""
    topics = (*ON_DISCORD, *SPOKEN_ALIASES, *TOPICS)
    name, *more = [i18n.canonical_name(words[0], topics), *words[1:]]
    known = name in topics and (not more or (name == "settings" and _changing(more[0]) in _CHANGING and len(more) == 1))
    return " ".join([SPOKEN_ALIASES.get(name, name), *map(_changing, more)]) if known else None


def _settings(rest: str) -> str | None:
    how, *more = rest.rstrip("?!").split(maxsplit=2) or [""]
    how = _changing(how)
    named = bool(more) and more[0].casefold().replace("-", "_") in SETTING_NAMES
    reads = {"set": named and len(more) == 2, "reset": named or not more}.get(how, not more)
    return " ".join([how, *more]).strip() if reads and how in ("", *_CHANGING) else None


def _changing(word: str) -> str:
    return i18n.canonical_name(word.casefold(), _CHANGING)


_READERS: dict[str, Callable[[str], str | None]] = {"help": _help, "settings": _settings}


_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|/[^:<>]+:\d+|t:-?\d+(?::\w)?|id:\w+)>")


def strip_markup(text: str) -> str:
    """Return a question without mentions, emoji and other Discord markup, whose ids mean nothing in an article."""
    return " ".join(_MARKUP.sub(" ", text).split())


def without_mention(text: str, me: int) -> str | None:
    """Return the text without the mentions of the bot itself, or None where there are none."""
    spoken, times = re.subn(rf"<@!?{me}>", " ", text)
    return spoken.strip() if times else None


def closest_command(name: str, commands: Iterable[str]) -> str | None:
    """Return the command that a mistyped name was meant to be."""
    return next(iter(difflib.get_close_matches(name.casefold(), commands, n=1, cutoff=0.6)), None)


def question_from_message(text: str, prefix: str, longest: int) -> str:
    """Return the question that someone else's message makes: its text, or the question it put to us."""
    words = strip_markup(text).removeprefix(prefix).strip()
    name, rest = parse_command(words)
    words = rest if name == "ask" else words
    return words[: limits.cut_point(words, longest)]


_ANSWER_ID = re.compile(r"#([0-9]{1,15})")
_CITATION_STYLE = "|".join(WANTED)
_LINK = (
    r"(?:https?://)?(?:(?:ptb|canary|www)\.)?discord(?:app)?\.com/channels/"
    r"(?P<server>[0-9]{1,20}|@me)/[0-9]{1,20}/(?P<message>[0-9]{1,20})/?"
)
_PART = re.compile(
    rf"#(?P<id>[0-9]{{1,15}})|(?P<n>[0-9]{{1,4}})|(?P<style>{_CITATION_STYLE})|<?{_LINK}>?", re.IGNORECASE
)
_MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """What `!source` was asked for: an answer by its id or by a link to its message, a citation, a style."""

    id: int | None = None
    n: int | None = None
    style: str = ""
    server: str = ""
    """Where a linked message is: a server's id, or `@me` for direct messages."""
    message: str = ""


class BadSourceRequest(KnowledgeError):
    """What follows `!source` is neither a citation's number nor an answer's id, a link or a style."""


def parse_source_request(text: str) -> SourceRequest:
    """Read `2`, `#412`, a link to a message, a style, or several of them; raises BadSourceRequest."""
    found: dict[str, str] = {}
    for word in text.split(maxsplit=_MOST_PARTS):
        part = _PART.fullmatch(word.strip())
        given = {name: value for name, value in part.groupdict().items() if value} if part else {}
        if not given or given.keys() & found.keys():
            raise BadSourceRequest(_how_to_refer())
        found |= given
    if "id" in found and "message" in found:
        raise BadSourceRequest(_how_to_refer())
    return SourceRequest(
        id=int(found["id"]) if "id" in found else None,
        n=int(found["n"]) if "n" in found else None,
        style=found.get("style", "").casefold(),
        server=found.get("server", ""),
        message=found.get("message", ""),
    )


def parse_answer_request(text: str) -> SourceRequest:
    """Read which answer is to be verified: `412`, `#412`, a link to its message, or nothing for the last one.

    Raises BadSourceRequest.
    """
    said = text.strip()
    found = parse_source_request(f"#{said}" if said.isdecimal() else said)
    if found.n is not None or found.style:
        raise BadSourceRequest(
            _(
                "Give an answer's id, e.g. #412, or a link to its message. With nothing, the last answer here is "
                "verified."
            )
        )
    return found


def _how_to_refer() -> str:
    """Say what may follow `!source`."""
    return _(
        "Give the number of a citation, e.g. 2, an answer's id, e.g. #412, or a link to its message, and a style, "
        "e.g. apa. With nothing, you get the sources of the last answer here."
    )


def answer_id_in(text: str) -> int | None:
    """Return the answer id that the last line of a reply shows, if it shows one."""
    ids = _ANSWER_ID.findall(text.rpartition("\n")[2])
    return int(ids[0]) if ids else None


def citation_by_number(found: Answer, n: int) -> Citation:
    """Return the citation with that number; raises AnswerNotFound, naming the ones that exist."""
    for cited in found.citations:
        if cited.n == n:
            return cited
    if any(gone.n == n for gone in found.withdrawn):
        raise AnswerNotFound(
            _("The article behind citation {n} of answer #{id} has since been removed.").format(n=n, id=found.id)
        )
    raise AnswerNotFound(_no_citation(found.id, [cited.n for cited in found.citations], n))


def _no_citation(id: int, numbers: Sequence[int], wanted: int) -> str:
    """Say that an answer has no citation with that number, and which ones it has."""
    if len(numbers) == 1:
        return _("Answer #{id} has only citation {only}, not {wanted}.").format(id=id, only=numbers[0], wanted=wanted)
    return _("Answer #{id} has citations {first} to {last}, but not {wanted}.").format(
        id=id, first=numbers[0], last=numbers[-1], wanted=wanted
    )
