"""The pages of `!source`: all citations of an answer in full, one paragraph between its neighbours, or a copy."""

from collections.abc import Sequence

from bot.citing import referring, styles
from bot.drawing import escape, limits, passages, render, titles
from bot.drawing.render import Page
from bot.phrases import answers, citing, facts
from knowledge import Answer, Citation, Withdrawn

_FRAME = 60
"""Room for paragraph numbers, quotation marks and line ends around the texts."""
_WORTH = 60
"""Less room than this is not worth showing a neighbouring paragraph in."""
_BETWEEN = "\n\n"


def page(found: Answer, n: int | None, room: int = limits.DESCRIPTION) -> Page:
    """Draw all citations, or with a number that paragraph whole; raises AnswerNotFound."""
    return whole(found, room) if n is None else around(found, referring.citation(found, n), room)


def whole(found: Answer, room: int = limits.DESCRIPTION) -> Page:
    """Draw every citation of an answer in full: passage, headline, publisher, moment, paragraph and link."""
    heading = citing.sources_of(passages.line(found.question, room // 8))
    gone = [_withdrawn(citation, room // 20) for citation in found.withdrawn]
    left = room - limits.measure(heading + "".join(gone)) - 2 * (len(gone) + 1)
    each = left // len(found.citations)
    parts = [_full(citation, each - 2) for citation in found.citations]
    footer = answers.footer(found.id, len(parts), len({c.article.row for c in found.citations}))
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
    return Page(body, citing.paragraph_of(found.id, cited.paragraph, len(cited.article.paragraphs)))


def copies(found: Answer, style: str, made: Sequence[str], prefix: str, room: int = limits.DESCRIPTION) -> Page:
    """Draw as many of the citations as fit whole, and say how to get the others."""
    heading = citing.styled(passages.line(found.question, room // 8), styles.NAMES[style])
    language = "bibtex" if style == "bibtex" else ""
    italics = "" if style in (styles.PLAIN, "bibtex") else citing.in_italics()
    notes = limits.measure(heading + italics + _rest(len(made), prefix))
    kept = _whole(made, room - notes - len(f"```{language}\n\n```") - 3 * len(_BETWEEN))
    block = f"```{language}\n{_BETWEEN.join(kept)}\n```"
    more = _rest(len(made) - len(kept), prefix) if len(kept) < len(made) else ""
    footer = answers.footer(found.id, len(found.citations), len(made))
    return Page(_BETWEEN.join(filter(None, (heading, block, italics, more))), footer)


def _rest(count: int, prefix: str) -> str:
    return escape.markdown(citing.more_to_cite(count, prefix))


def _whole(made: Sequence[str], room: int) -> list[str]:
    kept: list[str] = []
    for text in made:
        room -= limits.measure(text) + len(_BETWEEN)
        if room < 0:
            break
        kept.append(text)
    return kept


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
    also = render.also(cited, room // 4)
    quoted = f"> “{passages.markdown(runs, room - limits.measure(head + also) - 6)}”"
    return "\n".join(filter(None, (head, also, quoted)))


def _headed(cited: Citation, room: int) -> str:
    """Draw headline, publisher with byline, the moment, and the paragraph's number and link."""
    article = cited.article
    title = passages.line(titles.title(article), min(room // 3, 300))
    name = passages.line(credit, room // 4) if (credit := titles.credit(article)) else ""
    when = facts.moment(article.published_at) if article.published_at else ""
    named = "\n".join(filter(None, (f"**{title}**", " · ".join(filter(None, (name, when))))))
    place = render.paragraph_link(cited, room - limits.measure(named) - _FRAME // 3)
    return f"{named}\n{citing.place(place, len(article.paragraphs))}"


def _withdrawn(gone: Withdrawn, room: int) -> str:
    return citing.withdrawn(gone.n, passages.line(gone.title, room))
