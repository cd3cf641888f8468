"""The blocks of a document (headings, text, lists, table rows) → numbered paragraphs, each under its heading.

Every reader with structure (HTML, Markdown) yields blocks; here alone it is decided what becomes a paragraph.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Literal, NamedTuple

import regex

from knowledge.models import PATH_SEPARATOR
from knowledge.text import normalize

MAX_HEADING_CHARS = 300
"""Longest path of headings kept with a paragraph, in characters."""
MAX_LIST_ITEM_CHARS = 300
"""Longest item, in characters, that is a line of its list's paragraph; else each item is a paragraph."""
MAX_CELL_CHARS = 300
"""Longest cell, in characters, of a table of data; with a longer one the table only lays out the page."""
MAX_NAMED_COLUMNS = 30
"""Most columns whose names are repeated in each row of a table."""

CELL_SEPARATOR = " · "

LEAD_IN_ENDS = (":", "：")
LIST_ITEM = re.compile(r"(?:[-*•·–▪◦‣]|\*\)|\d{1,3}[.)])\s")
"""Begins an item of a list in a text that people typed or copied."""
CODE_MARK = "\ue00c"
"""Begins the row that stands for lines of code while a text without marks is read; a character of nobody's."""
FACT = re.compile(r"[^:：]{1,30}[:：]\s?\S.*")
"""A row that says what it is of: "Present: A. Nord"."""
_QUESTION = regex.compile(r"[?？؟]\s*$|^\s*(?:Q|F|問|질문|문)\s?[.:：]\s|(?:나요|까요|습니까|인가요)\s*$")

BlockKind = Literal["text", "heading", "list", "row", "code"]


class Block(NamedTuple):
    """One block of a document."""

    kind: BlockKind
    text: str
    level: int = 0
    """Of a heading: 1 for the topmost."""
    page: int = 0
    """The page that it begins on, from 1; 0 where the document has no pages."""


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of an article and the heading above each, empty where there is none."""

    paragraphs: tuple[str, ...]
    headings: tuple[str, ...] = ()
    """As many as there are paragraphs, or none at all."""
    pages: tuple[int, ...] = ()
    """As many as there are paragraphs, or none at all."""


def body_of(blocks: Iterable[Block], title: str = "") -> Body:
    """Return the paragraphs of a document with the path of headings above each.

    Args:
        blocks: the document in order.
        title: the article's title; a heading that repeats it is left out of the paths.

    Raises:
        UnreadableArticle: there is no text in it, or too much for one article.
    """
    every = list(blocks)
    if len(every) == 1 and every[0].kind == "text" and not every[0].page and "↩" not in every[0].text:
        return Body(normalize.nonempty([every[0].text]))
    kept = [
        each if len(piece) == len(each.text) else _Paragraph(piece, each.heading, each.page)
        for each in _joined(_asked(list(map(_without_back, every))), title)
        for piece in normalize.split_long(each.text)
        if normalize.is_visible(piece)
    ]
    headings, pages = tuple(each.heading for each in kept), tuple(each.page for each in kept)
    return Body(
        normalize.bounded(tuple(each.text for each in kept)),
        headings if any(headings) else (),
        pages if any(pages) else (),
    )


def _without_back(block: Block) -> Block:
    """Return a block without what leads from a note back to where it belongs; code and tables can have the sign."""
    is_note = "↩" in block.text and block.kind in ("text", "list")
    return block._replace(text=_BACK.sub("", block.text)) if is_note else block


_BACK = re.compile(r"(?<!\s)\s*\[?↩[\ufe0e\ufe0f]?\]?\s*$", re.MULTILINE)


class _Paragraph(NamedTuple):
    text: str
    heading: str
    page: int


MAX_FAQ_QUESTION_CHARS = 150
"""Longest line, in characters, that is a question above its answer."""
MIN_FAQ_QUESTIONS = 2
"""Questions from which a page is one of questions and answers."""


def _asked(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks, each question that is a paragraph of its own as the heading of what follows it.

    One that is marked as a question is a paragraph with the answer that is marked as one, though there be no others.
    """
    asks = [
        block.kind in ("text", "heading")
        and len(block.text) <= MAX_FAQ_QUESTION_CHARS
        and block.text.endswith(QUESTION_MARKS)
        and bool(ALL_QUESTION.fullmatch(block.text))
        for block in blocks
    ]
    # Right above another heading a question would be lost.
    below = [ask or block.kind == "heading" for ask, block in zip(asks, blocks, strict=True)]
    answered = [ask and not after for ask, after in zip(asks, [*below[1:], True], strict=False)]
    if sum(answered) < MIN_FAQ_QUESTIONS:
        return list(_with_marked_answers(blocks))
    return [
        Block("heading", block.text, QUESTION_LEVEL) if ask and block.kind == "text" else block
        for block, ask in zip(blocks, answered, strict=True)
    ]


def _with_marked_answers(blocks: Iterable[Block]) -> Iterator[Block]:
    held: Block | None = None
    for block in blocks:
        if held and block.kind == "text" and MARKED_ANSWER.match(block.text):
            yield held._replace(text=f"{held.text}\n{block.text}")
            held = None
            continue
        if held:
            yield held
        is_question = block.kind == "text" and block.text.endswith(QUESTION_MARKS)
        held = block if is_question and MARKED_QUESTION.match(block.text) else None
        if not held:
            yield block
    if held:
        yield held


MARKED_QUESTION = re.compile(r"(?:Q|Question|F|Frage|Pregunta|問|质问|问|질문|문)\s?\d{0,3}[.:：)]\s?\S")
MARKED_ANSWER = re.compile(r"(?:A|Answer|Antwort|Réponse|Respuesta|R|答|답변|답)\s?\d{0,3}[.:：)]\s?\S")
QUESTION_LEVEL = 7
"""Below all headings that a page marks as such."""
QUESTION_MARKS = ("?", "？", "؟")
ALL_QUESTION = regex.compile(r"(?:\d{1,3}[.)]\s+)?[^.!?？。]+[?？؟]")
_ANSWERED = regex.compile(r"[^.!?？。]{5,200}[?？؟]\s+\S")
"""A question and its answer on one line."""


def _joined(blocks: Iterable[Block], title: str) -> Iterator[_Paragraph]:
    """Yield each paragraph with its heading: a question with its answer, a list with the sentence before it."""
    path: list[tuple[int, str]] = []
    question = lead = ""
    lead_page = 0
    heading = ""
    for block in blocks:
        if block.kind == "heading":
            if lead:
                yield _Paragraph(lead, heading, lead_page)
            path = [(level, text) for level, text in path if level < block.level]
            path.append((block.level, block.text))
            heading = _path(path, title)
            is_question = _QUESTION.search(block.text) and block.text.casefold() != title.casefold()
            lead, question = "", block.text if is_question else ""
            continue
        text = f"{question}\n{block.text}" if question else block.text
        question = ""
        if lead and block.kind == "list":
            text, lead = f"{lead}\n{text}", ""
        elif lead:
            yield _Paragraph(lead, heading, lead_page)
            lead = ""
        if block.kind == "text" and block.text.rstrip().endswith(LEAD_IN_ENDS):
            lead, lead_page = text, block.page
        else:
            yield _Paragraph(text, heading, block.page)
    if lead:
        yield _Paragraph(lead, heading, lead_page)


def _path(path: Sequence[tuple[int, str]], title: str) -> str:
    names = [text for _, text in path if text and text.casefold() != title.casefold()]
    return normalize.one_line(PATH_SEPARATOR.join(names), MAX_HEADING_CHARS)


def list_blocks(items: Sequence[str]) -> Iterator[Block]:
    """Yield a list as one block with a line for each item; long items, and answered questions, are a block each."""
    seen = [item for item in items if item]
    are_answers = len(seen) > 1 and all(map(_ANSWERED.match, seen))
    if are_answers or any(len(item) > MAX_LIST_ITEM_CHARS for item in seen):
        yield from (Block("text", item) for item in seen)
    elif seen:
        yield Block("list", "\n".join(seen))


def row_block(cells: Sequence[str], names: Sequence[str]) -> Iterator[Block]:
    """Yield a row of a table, each cell with its column's name where the table gives names."""
    if len(cells) > MAX_NAMED_COLUMNS:
        names = ()
    padded = chain(names, repeat(""))
    named = [f"{name}: {cell}" if name else cell for name, cell in zip(padded, cells, strict=False) if cell]
    if named:
        yield Block("row", CELL_SEPARATOR.join(named))


MONOSPACED = re.compile(
    r"courier|consola|menlo|monaco|mono(?!type)|typewriter|cmtt|lucida ?console|source ?code|cascadia|fira ?code", re.I
)
"""Names of fonts whose letters are all of one width, in which code is set."""
MIN_PROSE_WORDS = 8


def reads_as_prose(text: str) -> bool:
    """Tell a text in letters of one width that is no code: some writers like them."""
    return text.rstrip().endswith((".", "!", "?")) and len(text.split()) >= MIN_PROSE_WORDS


MIN_NAMED_COLUMNS = 3
"""Fewest columns from which a first row can name them without being marked; two may be a list of names and values."""
MIN_FIGURE_SHARE = 0.5
_FIGURE = re.compile(r"(?!(?:1[5-9]|20)\d\d$)[^\d\n]*\d")


def may_name_columns(row: Sequence[str]) -> bool:
    """Tell a row of several words, or years, none of which is there twice."""
    is_told = len(row) >= MIN_NAMED_COLUMNS and len(set(filter(None, row))) >= len(row) - (not row[0])
    return is_told and not any(map(_FIGURE.match, row))


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a first row of words, or years, above rows of figures, or above a column of nothing else."""
    first, *others = rows
    if not others or not may_name_columns(first):
        return False
    below = [text for row in others for text in row[1:] if text]
    figures = sum(1 for text in below if _FIGURE.match(text))
    if not figures:
        return False
    columns = zip(*(row for row in others if len(row) == len(first)), strict=True)
    return figures >= MIN_FIGURE_SHARE * len(below) or any(
        len(column) > 1 and all(map(_FIGURE.match, column)) for column in columns
    )
