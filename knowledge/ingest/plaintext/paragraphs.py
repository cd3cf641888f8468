"""The rows of a text without marks → its paragraphs: what belongs together as one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise, takewhile

from knowledge.ingest import corrections, sections
from knowledge.ingest.blocks import (
    ALL_QUESTION,
    LIST_ITEM,
    MARKED_ANSWER,
    MARKED_QUESTION,
    MAX_FAQ_QUESTION_CHARS,
    MIN_FAQ_QUESTIONS,
    QUESTION_MARKS,
    Block,
    Body,
    body_of,
)
from knowledge.ingest.plaintext.recipes import Part, is_recipe, recipe_parts, without_label_headings
from knowledge.models import Article
from knowledge.text import normalize


def take_headings(lines: list[str]) -> Mapping[str, int]:
    """Return the levels of the rows that are headings; the marks that make them such leave the lines."""
    levels = sections.take_marks(lines, sections.headings_of(lines))
    if is_recipe(lines):
        return without_label_headings(lines, levels)
    return levels


def body_of_parts(
    parts: Iterable[tuple[str, Sequence[str]]], levels: Mapping[str, int], title: str
) -> tuple[Body, tuple[str, ...]]:
    """Return the paragraphs of texts by several people, each below its heading or none, and the corrections."""
    blocks = (block for heading, rows in parts for block in (Block("heading", heading, 1), *_blocks(rows, levels)))
    kept, corrected = corrections.split_corrections(blocks)
    return body_of(kept, title), corrected


def body_of_rows(rows: Sequence[str], levels: Mapping[str, int], title: str) -> tuple[Body, tuple[str, ...]]:
    """Return the paragraphs of rows, each under its headings, and the corrections among them."""
    kept, corrected = corrections.split_corrections(_blocks(rows, levels))
    if any(block.kind == "heading" for block in kept):
        return body_of(kept, title), corrected
    return Body(normalize.nonempty(block.text for block in kept)), corrected


def _blocks(rows: Sequence[str], levels: Mapping[str, int]) -> Iterator[Block]:
    parts: Sequence[Part] = recipe_parts(rows) if is_recipe(rows) else [""] * len(rows)
    if not any(parts) and levels.keys().isdisjoint(rows):
        yield from (Block("text", text) for text in _joined_rows(zip(rows, parts, strict=True)))
        return
    run: list[tuple[str, Part]] = []
    left = Counter(rows)
    above = 0
    for (row, after), (part, below) in zip(pairwise([*rows, ""]), pairwise([*parts, ""]), strict=True):
        before, level = above, levels.get(row, 0)
        above = level
        left[row] -= 1
        if part in ("label", "advice"):
            level = above = sections.PLAIN_LEVEL
        # In a list of what is to come it is one of that, and with nothing below it a row like others.
        is_listed = left[row] > 0 and (
            before == level == sections.CONTENTS_LEVEL or (_NUMBERED.match(row) and _NUMBERED.match(after))
        )
        if not level or not after or is_listed or 0 < levels.get(after, 0) <= level:
            run.append((row, part))
            continue
        yield from (Block("text", text) for text in _joined_rows(run))
        # What is listed says in its paragraph, too, what it is of.
        run = [(row, part)] if part == "label" and below == "item" else []
        yield Block("heading", row.rstrip(" :：") if part else row, level)
    yield from (Block("text", text) for text in _joined_rows(run))


def with_lists(article: Article, lines: Sequence[str]) -> Article:
    """Return an article, the items of each list that has no marks in one paragraph with the line that leads into it.

    Browsers copy lists without marks; their lines are together, where empty ones part paragraphs.
    """
    lists = {items[0]: (lines[at], items) for at, items, _ in sections.bare_lists(lines)}
    found = article.paragraphs
    headings = article.headings or ("",) * len(found)
    starts: list[int] = []
    end = 0
    for at, row in enumerate(found):
        if at < end:
            continue
        starts.append(at)
        lead, items = lists.get(found[at + 1], ("", ())) if lists and at + 1 < len(found) else ("", ())
        span = slice(at + 1, at + 1 + len(items) * row.endswith(lead))
        below = zip(items, found[span], headings[span], strict=False)
        count = sum(1 for _ in takewhile(partial(_is_same, heading=headings[at]), below))
        end = at + 1 + count if count > 1 else at + 1
    if len(starts) == len(found):
        return article
    spans = pairwise([*starts, len(found)])
    return replace(
        article,
        paragraphs=tuple("\n".join(found[start:end]) for start, end in spans),
        headings=tuple(headings[at] for at in starts) if article.headings else (),
    )


def _is_same(row: tuple[str, str, str], heading: str) -> bool:
    item, paragraph, above = row
    return item == paragraph and above == heading


_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
MAX_LISTED_CHARS = 2_000
"""Longest list, in characters, that is one paragraph with the line that leads into it."""


def _is_question(row: str) -> bool:
    """Tell a row that asks and says nothing else."""
    return row.endswith(QUESTION_MARKS) and len(row) <= MAX_FAQ_QUESTION_CHARS and bool(ALL_QUESTION.fullmatch(row))


def _joined_rows(rows: Iterable[tuple[str, Part]]) -> Iterator[str]:
    """Yield the paragraphs of rows: an answer with its question, the items of a list with the line before them."""
    held = ""
    every = list(rows)
    asks = [_is_question(row) for row, _ in every]
    are_answered = sum(ask and not after for ask, after in pairwise([*asks, True])) >= MIN_FAQ_QUESTIONS
    for (row, part), ask in zip(every, asks, strict=True):
        is_one = "\n" not in held
        is_answer = bool(is_one and MARKED_ANSWER.match(row) and MARKED_QUESTION.match(held))
        is_answer = is_answer or (are_answered and not ask and is_one and _is_question(held))
        is_listed = held[-1:] in (":", "：") or (not is_one and bool(LIST_ITEM.match(held.rpartition("\n")[2])))
        is_listed = is_listed and bool(LIST_ITEM.match(row))
        if held and (is_answer or part == "item" or is_listed) and len(held) < MAX_LISTED_CHARS:
            held = f"{held}\n{row}"
            continue
        if held:
            yield held
        held = row
    if held:
        yield held
