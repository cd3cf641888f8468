"""The rows of a text without marks → its paragraphs: what belongs together as one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from knowledge.ingest import boilerplate, corrections, sections
from knowledge.ingest.blocks import ALL_QUESTION, MAX_FAQ_QUESTION_CHARS, MIN_FAQ_QUESTIONS, Block, Body, body_of
from knowledge.text import normalize


def take_headings(lines: list[str]) -> Mapping[str, int]:
    """Return the levels of the rows that are headings; the marks that make them such leave the lines."""
    levels = sections.take_marks(lines, sections.headings_of(lines))
    if is_recipe(lines):
        rows = [line for line in lines if line]
        listed = {row for row, is_item in zip(rows, _recipe_items(rows), strict=True) if is_item}
        levels = {
            text: level
            for text, level in levels.items()
            if not (text in listed or _is_label(_INGREDIENTS, text) or _is_label(_STEPS, text))
        }
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
    run: list[str] = []
    for row, after in pairwise([*rows, ""]):
        level = levels.get(row, 0)
        # One with nothing below it is a row like others.
        if not level or not after or 0 < levels.get(after, 0) <= level:
            run.append(row)
            continue
        yield from (Block("text", text) for text in _joined_rows(run))
        run = []
        yield Block("heading", row, level)
    yield from (Block("text", text) for text in _joined_rows(run))


_QUESTION = re.compile(r"(?:Q|Question|F|Frage|Pregunta|問|质问|问|질문|문)\s?\d{0,3}[.:：)]\s?\S")
_ANSWER = re.compile(r"(?:A|Answer|Antwort|Réponse|Respuesta|R|答|답변|답)\s?\d{0,3}[.:：)]\s?\S")
_ITEM = re.compile(r"(?:[-*•·–▪]|\d{1,3}[.)])\s")
MAX_LISTED_CHARS = 2_000
"""Longest list, in characters, that is one paragraph with the line that leads into it."""


def _is_question(row: str) -> bool:
    """Tell a row that asks and says nothing else."""
    return len(row) <= MAX_FAQ_QUESTION_CHARS and bool(ALL_QUESTION.fullmatch(row))


def _joined_rows(rows: Iterable[str]) -> Iterator[str]:
    """Yield the paragraphs of rows: an answer with its question, the items of a list with the line before them."""
    held = ""
    every = list(rows)
    asks = list(map(_is_question, every))
    are_answered = sum(ask and not after for ask, after in pairwise([*asks, True])) >= MIN_FAQ_QUESTIONS
    items = _recipe_items(every) if is_recipe(every) else [False] * len(every)
    for row, ask, is_item in zip(every, asks, items, strict=True):
        last = held.rpartition("\n")[2]
        is_answer = bool(_QUESTION.match(held) and "\n" not in held and _ANSWER.match(row))
        is_answer = is_answer or (are_answered and not ask and "\n" not in held and _is_question(held))
        is_listed = bool(_ITEM.match(row) and (held[-1:] in (":", "：") or ("\n" in held and _ITEM.match(last))))
        if held and (is_answer or is_item or is_listed) and len(held) < MAX_LISTED_CHARS:
            held = f"{held}\n{row}"
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


_INGREDIENTS = re.compile(
    r"(?:ingr[ée]dients?|zutaten|ingredient[ei]s?|ingredienser|ingrediënten|benodigdheden|składniki|ainekset|malzemeler|"
    r"ингредиенты|інгредієнти|suroviny|ingredience|hozzávalók|υλικά|sastojci|bahan(?:-bahan)?|nguyên liệu|المكونات|"
    r"材料|재료|食材|用料)(?![^\W\d_]).{0,40}",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"(?:method|directions?|instructions?|preparations?|steps|how to make (?:it|them)|zubereitung|préparation|étapes|"
    r"preparación|elaboración|instrucciones|pasos|preparazione|procedimento|bereiding(?:swijze)?|przygotowanie|"
    r"sposób przygotowania|gör så här|tillagning|framgangsmåte|fremgangsmåte|fremgangsmåde|valmistus(?:ohje)?|"
    r"hazırlanışı|yapılışı|приготовление|приготування|postup|příprava|elkészítés|εκτέλεση|mod de preparare|"
    r"(?:modo de )?preparo|preparação|cara membuat|cách làm|طريقة التحضير|作り方|만드는 ?(?:법|방법)|"
    r"조리 ?(?:법|순서|방법)|做法|步骤|步驟)(?![^\W\d_]).{0,20}",
    re.IGNORECASE,
)
"""Above what a recipe is made of, and above what is done with that."""
MAX_RECIPE_LABEL_CHARS, MIN_INGREDIENTS = 60, 2
_STEP_NUMBER = re.compile(r"(?:step|schritt|étape|paso|passo|stap|krok|steg|adım|шаг)?\s?\d{1,2}[.:)]?", re.IGNORECASE)
SENTENCE_ENDS = (*".!?…。！？”»」", '."', "!'")


def _recipe_items(rows: Sequence[str]) -> list[bool]:
    """Tell of each row whether it is an ingredient, or a step, that belongs to the label above."""
    items: list[bool] = []
    label = before = ""
    for at, row in enumerate(rows):
        below = rows[at + 1 : at + 1 + MIN_INGREDIENTS]
        if _is_label(_INGREDIENTS, row) and len(below) == MIN_INGREDIENTS and not any(map(boilerplate.is_prose, below)):
            label, is_item = "ingredients", False
        elif label and _is_label(_STEPS, row):
            label, is_item = "steps", False
        else:
            if label == "ingredients":
                label = "" if boilerplate.is_prose(row) and not row[0].isdecimal() else label
            elif before.endswith(SENTENCE_ENDS) and not row.endswith(SENTENCE_ENDS):
                label = label if _STEP_NUMBER.fullmatch(row) else ""
            # A part of the dish has a label of its own; that of the first stays with the label of all.
            is_item = bool(label) and not (row.endswith((":", "：")) and items[-1])
        items.append(is_item)
        before = row
    return items


def _is_label(pattern: "re.Pattern[str]", row: str) -> bool:
    return len(row) <= MAX_RECIPE_LABEL_CHARS and bool(pattern.fullmatch(row))


def is_recipe(rows: Sequence[str]) -> bool:
    return any(map(_INGREDIENTS.match, rows[:MAX_ROWS_ABOVE_INGREDIENTS]))


MAX_ROWS_ABOVE_INGREDIENTS = 200


def with_parted_ingredients(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a recipe, with an empty one after each ingredient, as none goes on below."""
    in_list = False
    for line in lines:
        in_list = not _is_label(_STEPS, line) if in_list else _is_label(_INGREDIENTS, line)
        yield line
        if in_list:
            yield ""
