"""The pages of `!source`: all citations of an answer in full, one paragraph between its neighbours, or a copy."""

from collections.abc import Mapping, Sequence

from bot.embeds import answers as render
from bot.embeds.answers import Page
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import citation_styles, formatting, markdown, messages, parsing
from bot.text.verification import difference_markdown, revision_text
from knowledge import Answer, Citation
from knowledge.answers import Corrected, Revision

_FRAME = 60
"""Room for paragraph numbers, quotation marks and line ends around the texts."""
_WORTH = 60
"""With less room than this, a neighbouring paragraph is not shown."""
_BETWEEN = "\n\n"


Revisions = Mapping[int, Revision]
"""What became of the words that each citation quotes, by its number."""


def sources_page(found: Answer, n: int | None, revisions: Revisions, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw all citations, or the whole paragraph of one, with what became of the words; raises AnswerNotFound."""
    if n is None:
        return all_sources(found, revisions, room)
    return paragraph_in_context(found, parsing.citation_by_number(found, n), revisions.get(n), room)


def all_sources(found: Answer, revisions: Revisions, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw every citation of an answer in full: passage, headline, publisher, moment, paragraph and link."""
    heading = messages.sources_of(markdown.escaped_line(found.question, room // 8))
    gone = [messages.withdrawn_citation(citation) for citation in found.withdrawn]
    left = room - markdown.utf16_len(heading + "".join(gone)) - 2 * (len(gone) + 1)
    each = left // len(found.citations)
    parts = [full_citation(citation, each - 2, revisions.get(citation.n)) for citation in found.citations]
    footer = messages.answer_footer(found.id, found.citations)
    return Page("\n\n".join((heading, *parts, *gone)), footer)


def paragraph_in_context(
    found: Answer, cited: Citation, revision: Revision | None, room: int = markdown.MAX_DESCRIPTION
) -> Page:
    """Draw the whole paragraph of a citation, and as much of the ones before and after as fits."""
    head = f"[{cited.n}] {_headed(cited, room // 4)}"
    if said := _revised(revision, room // 4):
        head = f"{head}\n{said}"
    left = room - markdown.utf16_len(head) - _FRAME
    main = markdown.paragraph_markdown(cited)
    if markdown.max_length(main) > left:
        main = markdown.quote_markdown(cited)
    before, after = _beside(cited, left - markdown.max_length(main))
    quoted = f"> ¶{cited.paragraph} {markdown.runs_markdown(main, left)}"
    body = "\n\n".join(filter(None, (head, before, quoted, after)))
    return Page(
        body,
        _("answer #{id} · paragraph {paragraph} of {paragraphs}").format(
            id=found.id,
            paragraph=formatting.number(cited.paragraph),
            paragraphs=formatting.number(len(cited.article.paragraphs)),
        ),
    )


def copyable_citations(
    found: Answer, style: str, made: Sequence[str], prefix: str, room: int = markdown.MAX_DESCRIPTION
) -> Page:
    """Draw as many whole citations as fit, and say how to get the others."""
    heading = _("Citations to copy ({style}): {question}").format(
        style=citation_styles.STYLE_NAMES[style], question=markdown.escaped_line(found.question, room // 8)
    )
    language = _LANGUAGES.get(style, "")
    printed = style != citation_styles.PLAIN_STYLE and style not in citation_styles.PROGRAMS
    italics = _("Put the newspaper's name in italics.") if printed else ""
    notes = markdown.utf16_len(heading + italics + _rest(len(made), prefix))
    kept = _whole(made, room - notes - len(f"```{language}\n\n```") - 3 * len(_BETWEEN))
    block = f"```{language}\n{citation_styles.joined(kept, style)}\n```"
    more = _rest(len(made) - len(kept), prefix) if len(kept) < len(made) else ""
    footer = messages.answer_footer(found.id, found.citations)
    return Page(_BETWEEN.join(filter(None, (heading, block, italics, more))), footer)


_LANGUAGES = {"bibtex": "bibtex", "csl": "json"}
"""How Discord colours a block of code, by style."""


def _rest(count: int, prefix: str) -> str:
    return markdown.escape_markdown(
        ngettext(
            "{number} more didn't fit. Ask for it by number, e.g. {prefix}source 2 apa.",
            "{number} more didn't fit. Ask for them one at a time, e.g. {prefix}source 2 apa.",
            count,
        ).format(number=formatting.number(count), prefix=prefix)
    )


def _whole(made: Sequence[str], room: int) -> list[str]:
    kept: list[str] = []
    for text in made:
        room -= markdown.utf16_len(text) + len(_BETWEEN)
        if room < 0:
            break
        kept.append(text)
    return kept


def _beside(cited: Citation, room: int) -> list[str]:
    """Draw the paragraph before and the one after; empty if there is none, or too little room."""
    paragraphs = cited.article.paragraphs
    numbers = [cited.paragraph - 1, cited.paragraph + 1]
    texts = [markdown.strip_invisible(paragraphs[n - 1]) if 1 <= n <= len(paragraphs) else "" for n in numbers]
    rooms = markdown.divide([markdown.max_length([(text, False)]) if text else 0 for text in texts], room)
    return [
        f"¶{number} {markdown.escaped_line(text, space)}" if text and space >= min(_WORTH, len(text)) else ""
        for number, text, space in zip(numbers, texts, rooms, strict=True)
    ]


_MAX_CORRECTION = 300
"""Longest correction shown, in UTF-16 units."""
_MAX_CORRECTIONS = 2
_ROOM_FOR_CORRECTIONS = 1_200


def full_citation(cited: Citation, room: int, revision: Revision | None = None) -> str:
    """Draw one citation in full: headline and link, who published it and when, the passage, what became of it."""
    head = f"[{cited.n}] {_headed(cited, room // 2)}"
    runs = markdown.quote_markdown(cited)
    also = render.duplicates_line(cited, room // 4)
    noted = [
        f"-# {markdown.escaped_line(messages.corrected(each), _MAX_CORRECTION)}"
        for each in cited.article.corrections[:_MAX_CORRECTIONS]
        if room > _ROOM_FOR_CORRECTIONS
    ]
    also = "\n".join(filter(None, (also, *noted, _revised(revision, room // 3))))
    quoted = f"> “{markdown.runs_markdown(runs, room - markdown.utf16_len(head + also) - 6)}”"
    return "\n".join(filter(None, (head, also, quoted)))


def _revised(revision: Revision | None, room: int) -> str:
    """Draw what became of the words quoted, with what differs; empty where they are still there."""
    said = revision_text(revision)
    if not said or not isinstance(revision, Corrected):
        return f"**{said}**" if said else ""
    difference = difference_markdown(revision.edits, room - markdown.utf16_len(said) - 5)
    return "\n".join(filter(None, (f"**{said}**", difference)))


def _headed(cited: Citation, room: int) -> str:
    """Draw headline, publisher with byline, the moment, and the paragraph's number and link."""
    article = cited.article
    title = markdown.escaped_line(formatting.article_title(article), min(room // 3, 300))
    name = markdown.escaped_line(credit, room // 4) if (credit := formatting.credit(article)) else ""
    when = formatting.moment(article.published_at) if article.published_at else ""
    title = f"**{title}**{render.heading_path(cited, min(room // 6, 120))}"
    named = "\n".join(filter(None, (title, " · ".join(filter(None, (name, when))))))
    place = render.paragraph_link(cited, room - markdown.utf16_len(named) - _FRAME // 3)
    return f"{named}\n{messages.paragraph_place(place, len(article.paragraphs))}"
