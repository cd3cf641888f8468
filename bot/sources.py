"""`!source`: the citations of an earlier answer in full, or one paragraph between those before and after it."""

import re
from dataclasses import dataclass

from bot import escape, limits, passages, phrases, render
from bot.render import Page
from knowledge import Answer, AnswerNotFound, Citation, KnowledgeError, Withdrawn

_WHICH = re.compile(r"(?:#(?P<id>[0-9]{1,15}))?\s*(?P<n>[0-9]{1,4})?")
_ID = re.compile(r"#([0-9]{1,15})")
_FRAME = 60
"""Room for paragraph numbers, quotation marks and line ends around the texts."""
_WORTH = 60
"""Less room than this is not worth showing a neighbouring paragraph in."""


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
        raise UnclearSource(phrases.HOW_TO_SOURCE)
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
        raise AnswerNotFound(phrases.gone(found.id, n))
    raise AnswerNotFound(phrases.no_citation(found.id, [cited.n for cited in found.citations], n))


def page(found: Answer, n: int | None, room: int = limits.DESCRIPTION) -> Page:
    """Draw all citations, or with a number that paragraph whole; raises AnswerNotFound."""
    return whole(found, room) if n is None else around(found, citation(found, n), room)


def whole(found: Answer, room: int = limits.DESCRIPTION) -> Page:
    """Draw every citation of an answer in full: passage, headline, publisher, moment, paragraph and link."""
    heading = phrases.sources_of(passages.line(found.question, room // 8))
    gone = [_withdrawn(citation, room // 20) for citation in found.withdrawn]
    left = room - limits.measure(heading + "".join(gone)) - 2 * (len(gone) + 1)
    each = left // len(found.citations)
    parts = [_full(citation, each - 2) for citation in found.citations]
    footer = phrases.footer(found.id, len(parts), len({c.article.row for c in found.citations}))
    return Page("\n\n".join((heading, *parts, *gone)), footer)


def around(found: Answer, cited: Citation, room: int = limits.DESCRIPTION) -> Page:
    """Draw a citation's paragraph whole, and as much of the paragraphs before and after it as fits."""
    head = f"[{cited.n}] {_headed(cited, room // 4)}"
    left = room - limits.measure(head) - _FRAME
    main = passages.paragraph(cited)
    if passages.wanted(main) > left:
        main = passages.quote(cited)
    before, after = _beside(cited, left - passages.wanted(main))
    quoted = f"> ¶{cited.paragraph} {passages.markdown(main, left)}"
    body = "\n\n".join(filter(None, (head, before, quoted, after)))
    return Page(body, phrases.paragraph_of(found.id, cited.paragraph, len(cited.article.paragraphs)))


def _beside(cited: Citation, room: int) -> list[str]:
    """Draw the paragraph before and the one after; nothing where there is none, or no room to speak of."""
    paragraphs = cited.article.paragraphs
    numbers = [cited.paragraph - 1, cited.paragraph + 1]
    texts = [escape.plain(paragraphs[n - 1]) if 1 <= n <= len(paragraphs) else "" for n in numbers]
    rooms = limits.shares([passages.wanted([(text, False)]) if text else 0 for text in texts], room)
    return [
        f"¶{number} {passages.line(text, space)}" if text and space >= min(_WORTH, len(text)) else ""
        for number, text, space in zip(numbers, texts, rooms, strict=True)
    ]


def _full(cited: Citation, room: int) -> str:
    """Draw one citation in full: its headline and link, who published it and when, and the passage."""
    head = f"[{cited.n}] {_headed(cited, room // 2)}"
    runs = passages.quote(cited)
    return f"{head}\n> “{passages.markdown(runs, room - limits.measure(head) - 5)}”"


def _headed(cited: Citation, room: int) -> str:
    """Draw headline, publisher with byline, the moment, and the paragraph's number and link."""
    article = cited.article
    title = passages.line(phrases.title(article), min(room // 3, 300))
    name = passages.line(phrases.credit(article), room // 4) if phrases.credit(article) else ""
    when = phrases.moment(article.published_at) if article.published_at else ""
    named = "\n".join(filter(None, (f"**{title}**", " · ".join(filter(None, (name, when))))))
    place = render.paragraph_link(cited, room - limits.measure(named) - _FRAME // 3)
    return f"{named}\n{place} of {len(article.paragraphs)}"


def _withdrawn(gone: Withdrawn, room: int) -> str:
    return phrases.withdrawn(gone.n, passages.line(gone.title, room))
