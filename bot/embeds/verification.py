"""The page of `!verify`: what became of each quotation of an answer, and what its question finds now."""

from collections.abc import Mapping

from bot.embeds.answers import Page
from bot.text import formatting, limits, markdown, messages, verification
from bot.text.verdicts import difference_markdown, revision_text
from knowledge import Answer, Citation
from knowledge.answers import Corrected, Replay, Revision

_MAX_HEADLINE = 120
"""Longest headline shown, in UTF-16 units."""
_MAX_LINES = 10
"""Lines shown of what changed in the ranking."""
_SEPARATOR = "\n\n"


def verification_page(
    found: Answer, revisions: Mapping[int, Revision], replay: Replay, room: int = limits.MAX_DESCRIPTION
) -> Page:
    """Draw the citations of an answer with what became of them, and the ranking of now."""
    heading = f"**{markdown.escape_markdown(verification.verified(found))}**\n" + markdown.escaped_line(
        found.question, room // 8
    )
    listed = [markdown.escaped_line(line, 2 * _MAX_HEADLINE) for line in verification.replay_lines(replay)]
    lines = "\n".join(listed[:_MAX_LINES])
    gone = [messages.withdrawn_citation(citation) for citation in found.withdrawn]
    left = room - sum(limits.utf16_len(block) + len(_SEPARATOR) for block in (heading, lines, *gone, "…"))
    parts: list[str] = []
    for number, cited in enumerate(found.citations):
        each = left // (len(found.citations) - number) - len(_SEPARATOR)
        parts.append(_citation(cited, revisions.get(cited.n), each))
        left -= limits.utf16_len(parts[-1]) + len(_SEPARATOR)
        if left < 0:
            parts[-1:] = ["…"]
            break
    footer = messages.answer_footer(found.id, found.citations)
    return Page(_SEPARATOR.join((heading, *parts, *gone, lines)), footer)


def _citation(cited: Citation, revision: Revision | None, room: int) -> str:
    headline = markdown.escaped_line(formatting.article_title(cited.article), _MAX_HEADLINE)
    said = revision_text(revision)
    head = f"[{cited.n}] **{headline}**\n{verification.kept_words(cited, unchanged=not said)}"
    if not said:
        return head
    head = f"{head} **{said}**"
    if isinstance(revision, Corrected):
        head = f"{head}\n> {difference_markdown(revision.edits, room - limits.utf16_len(head) - 3)}"
    return head
