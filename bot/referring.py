"""What `!source` refers to: an answer by its id, a citation by its number."""

import re
from dataclasses import dataclass

from bot.phrases import citing
from knowledge import Answer, AnswerNotFound, Citation, KnowledgeError

_WHICH = re.compile(r"(?:#(?P<id>[0-9]{1,15}))?\s*(?P<n>[0-9]{1,4})?")
_ID = re.compile(r"#([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Which:
    """What `!source` was asked for: an answer by its id, a citation by its number, or neither."""

    id: int | None = None
    n: int | None = None


class UnclearSource(KnowledgeError):
    """What follows `!source` is neither a citation's number nor an answer's id."""


def which(text: str) -> Which:
    """Read `2`, `#412` or `#412 2`; raises UnclearSource."""
    found = _WHICH.fullmatch(text.strip())
    if not found:
        raise UnclearSource(citing.how_to_refer())
    id, n = found["id"], found["n"]
    return Which(id=int(id) if id else None, n=int(n) if n else None)


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
