"""Questions that come as a file: read from CSV or TXT, asked each by itself, answered as a table."""

import csv
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from io import StringIO
from pathlib import PurePath

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown, messages
from bot.text.reports import Cell
from knowledge import (
    Answer,
    AskContext,
    Decline,
    InvalidQuestion,
    KnowledgeError,
    Library,
    QuestionStopped,
    UnreadableArticle,
)
from knowledge.answers import Disagreement
from knowledge.ingest import decode

SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
MAX_QUESTIONS = 1_000
"""Questions in a file on Discord."""
MAX_BYTES = 1_024 * 1_024
"""Size of a file of questions on Discord."""
HEADER = ("number", "question", "outcome", "confidence", "quote", "source", "day", "link", "differing", "note")
"""The columns of the answers; English whatever the language, for programs."""
_MAX_DELIMITER_SAMPLE = 4_096
_HEADINGS = frozenset({"question", "questions", "query", "질문"})


class QuestionFileRefused(KnowledgeError):
    """A file that holds no questions, or too many."""


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question of a file with its reply, or why it could not be asked."""

    question: str
    reply: Answer | Decline | InvalidQuestion | QuestionStopped

    @property
    def outcome(self) -> str:
        if isinstance(self.reply, InvalidQuestion):
            return "refused"
        return "failed" if isinstance(self.reply, QuestionStopped) else self.reply.outcome


def is_question_file(name: str) -> bool:
    """Tell whether a file can hold questions, by its name."""
    return PurePath(name).suffix.casefold() in SUFFIXES


def read_questions(data: bytes, name: str, *, most: int = 0) -> list[str]:
    """Return the questions of a file: one a line, or those of a table's column “question”, else of its first column.

    A comma that a question of the last or only column has without quotation marks is its own.

    Args:
        data: The bytes of the file.
        name: Its name, which tells a table from lines.
        most: How many there can be; 0 is no limit.

    Raises:
        QuestionFileRefused: There are none, or too many, or it is no text.
    """
    try:
        text = decode(data)
    except UnreadableArticle:
        raise QuestionFileRefused(
            _("{name} isn't text. Save the questions as plain text or CSV.").format(name=markdown.strip_invisible(name))
        ) from None
    found = text.splitlines() if PurePath(name).suffix.casefold() == ".txt" else _column(text)
    questions = [line for each in found if (line := " ".join(each.split()))]
    if not questions:
        raise QuestionFileRefused(
            _("There are no questions in {name}. Write one per line, or in a column named “question”.").format(
                name=markdown.strip_invisible(name)
            )
        )
    if most and len(questions) > most:
        raise QuestionFileRefused(
            _("{name} has {count} questions, and I take at most {most}. Split the file.").format(
                name=markdown.strip_invisible(name),
                count=formatting.number(len(questions)),
                most=formatting.number(most),
            )
        )
    return questions


def _column(text: str) -> list[str]:
    """Return the column of questions of a table, without its heading."""
    first, _, _ = text[:_MAX_DELIMITER_SAMPLE].partition("\n")
    delimiter = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=delimiter) if any(row)]
    except csv.Error:
        rows = [[line] for line in text.splitlines()]
    headings = [each.strip().casefold() for each in rows[0]] if rows else []
    named = next((place for place, each in enumerate(headings) if each in _HEADINGS), None)
    if named is None:
        end = 1 if _is_table(rows) else None
        return [delimiter.join(row[:end]) for row in rows]
    end = None if named == len(headings) - 1 else named + 1
    return [delimiter.join(row[named:end]).rstrip(delimiter) for row in rows[1:]]


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows have columns: as many each, and no space after what parts them, as a sentence has."""
    widths = {len(row) for row in rows}
    return len(widths) == 1 and not all(cell.startswith(" ") for row in rows for cell in row[1:])


async def ask_each(
    library: Library, questions: Sequence[str], context: AskContext, *, k: int
) -> AsyncGenerator[AnsweredQuestion]:
    """Ask each as if it were asked alone, and yield them in their order."""
    async with aclosing(library.ask_all(questions, context, k=k)) as replies:
        for question in questions:
            yield AnsweredQuestion(question, await anext(replies))


def answer_row(asked: AnsweredQuestion) -> tuple[Cell, ...]:
    """Return a question and its answer as `HEADER` names the columns; only the first passage is quoted."""
    reply = asked.reply
    if isinstance(reply, InvalidQuestion | QuestionStopped):
        return ("", asked.question, asked.outcome, "", "", "", "", "", "", formatting.error_text(reply))
    confidence = round(reply.confidence, 4)
    if isinstance(reply, Decline):
        return (reply.id, asked.question, reply.outcome, confidence, "", "", "", "", "", "")
    citation = reply.citations[0]
    article, place = citation.article, f"¶{formatting.paragraph_numbers(citation)}"
    start, end = citation.span
    return (
        reply.id,
        asked.question,
        reply.outcome,
        confidence,
        citation.quote,
        " · ".join(filter(None, (formatting.article_title(article), formatting.credit(article), place))),
        article.published_at.isoformat()[:10] if article.published_at else "",
        markdown.passage_link(article.url, citation.passage, before=citation.text[:start], after=citation.text[end:]),
        "; ".join(map(_differing, reply.disagreements)),
        "",
    )


def _differing(found: Disagreement) -> str:
    """Return what articles say differently, on one line."""
    return " · ".join(
        messages.statement(formatting.outlet_and_day(each.article), each.words, f"¶{each.paragraph}")
        for each in found.statements
    )


def summary(outcomes: Counter[str]) -> str:
    """Say how many questions were asked, and how they ended."""
    said = {
        "answered": _("{number} answered"),
        "closest": _("{number} with the closest passages only"),
        "declined": _("{number} with nothing found"),
        "refused": _("{number} not understood"),
        "failed": _("{number} stopped"),
    }
    count = outcomes.total()
    parts = [text.format(number=formatting.number(outcomes[name])) for name, text in said.items() if outcomes[name]]
    return ngettext("{number} question: {outcomes}.", "{number} questions: {outcomes}.", count).format(
        number=formatting.number(count), outcomes=", ".join(parts)
    )
