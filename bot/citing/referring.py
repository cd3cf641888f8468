"""What `!source` refers to: an answer by its id or a link to its message, a citation by its number, a style."""

import re
from dataclasses import dataclass

from bot.citing.styles import STYLES
from bot.phrases import citing
from knowledge import Answer, AnswerNotFound, Citation, KnowledgeError

_ID = re.compile(r"#([0-9]{1,15})")
_STYLE = "|".join(STYLES)
_LINK = (
    r"(?:https?://)?(?:(?:ptb|canary|www)\.)?discord(?:app)?\.com/channels/"
    r"(?P<server>[0-9]{1,20}|@me)/[0-9]{1,20}/(?P<message>[0-9]{1,20})/?"
)
_PART = re.compile(rf"#(?P<id>[0-9]{{1,15}})|(?P<n>[0-9]{{1,4}})|(?P<style>{_STYLE})|<?{_LINK}>?", re.IGNORECASE)
_MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Which:
    """What `!source` was asked for: an answer by its id or by a link to its message, a citation, a style."""

    id: int | None = None
    n: int | None = None
    style: str = ""
    server: str = ""
    """Where the message of a link stands: a server's id, or `@me` for direct messages."""
    message: str = ""


class UnclearSource(KnowledgeError):
    """What follows `!source` is neither a citation's number nor an answer's id, a link or a style."""


def which(text: str) -> Which:
    """Read `2`, `#412`, a link to a message, a style, or several of them; raises UnclearSource."""
    found: dict[str, str] = {}
    for word in text.split(maxsplit=_MOST_PARTS):
        part = _PART.fullmatch(word.strip())
        given = {name: value for name, value in part.groupdict().items() if value} if part else {}
        if not given or given.keys() & found.keys():
            raise UnclearSource(citing.how_to_refer())
        found |= given
    if "id" in found and "message" in found:
        raise UnclearSource(citing.how_to_refer())
    return Which(
        id=int(found["id"]) if "id" in found else None,
        n=int(found["n"]) if "n" in found else None,
        style=found.get("style", "").casefold(),
        server=found.get("server", ""),
        message=found.get("message", ""),
    )


def shown(text: str) -> int | None:
    """Return the answer id that the last line of a reply shows, if it shows one."""
    ids = _ID.findall(text.rpartition("\n")[2])
    return int(ids[0]) if ids else None


def citation(found: Answer, n: int) -> Citation:
    """Return the citation with that number; raises AnswerNotFound, naming those there are."""
    for cited in found.citations:
        if cited.n == n:
            return cited
    if any(gone.n == n for gone in found.withdrawn):
        raise AnswerNotFound(citing.gone(found.id, n))
    raise AnswerNotFound(citing.no_citation(found.id, [cited.n for cited in found.citations], n))
