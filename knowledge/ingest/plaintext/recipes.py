"""Recipes: what a dish is made of, what is done with that, and what a page shows around both."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Literal

from knowledge.ingest import boilerplate
from knowledge.ingest.bylines import byline
from knowledge.ingest.date_lines import date_line

SENTENCE_ENDS = (*".!?…。！？”»」", '."', "!'")
_INGREDIENTS = re.compile(
    r"(?:ingr[ée]dients?|zutaten|ingredient[ei]s?|ingredienser|ingrediënten|benodigdheden|składniki|ainekset|"
    r"malzemeler|"
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
_NUTRITION = re.compile(
    r"nutrition(?:al)?\b.{0,40}|nährwert.{0,30}|valeurs? nutriti.{0,30}|(?:información|informação) nutricional.{0,20}|"
    r"valori nutrizionali.{0,20}|voedingswaarden?.{0,20}|näringsvärde.{0,20}|wartości odżywcze.{0,20}",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"(?:(?:ca|env|etwa|about|approx)\.? )?\d[\d.,:]*\s?(?:m?g|kcal|kj|%|"
    r"(?P<time>min\w{0,4}|h|hrs?|std|stunden?|hours?|heures?|horas?|ore|uur))?\.?(?: \d{1,2} ?(?:min\w{0,4})?\.?)?",
    re.IGNORECASE,
)
"""How long something takes, or how much of something a dish has, below what it is."""
_TIME = re.compile(
    r".*(?::|zeit|time|temps|tiempo|tempo|tid|czas|total|prep\w*|cook\w*|cuisson|repos|cottura|cocción|préparation)",
    re.IGNORECASE,
)
_VALUE_AT_END = re.compile(r"\d ?(?:min\w{0,4}|h|std)\.?$", re.IGNORECASE)
MAX_RECIPE_LABEL_CHARS, MIN_INGREDIENTS = 60, 2
_STEP_NUMBER = re.compile(r"(?:step|schritt|étape|paso|passo|stap|krok|steg|adım|шаг)?\s?\d{1,2}[.:)]?", re.IGNORECASE)


Part = Literal["", "label", "item", "advice"]


def recipe_parts(rows: Sequence[str]) -> list[Part]:
    """Tell of each row what it is in a recipe.

    A label is above what the dish is made of, or above what is done with that; an ingredient or a step is an item that
    belongs to it, unless each step is a paragraph; and below the steps there are headings of what else is advised.
    """
    parts: list[Part] = []
    label = before = ""
    steps: list[int] = []
    for at, row in enumerate(rows):
        below = rows[at + 1 : at + 1 + MIN_INGREDIENTS]
        part: Part = "label"
        if _is_label(_INGREDIENTS, row) and len(below) == MIN_INGREDIENTS and not any(map(boilerplate.is_prose, below)):
            label = "ingredients"
        elif label in _LISTS and _is_label(_STEPS, row) and not (_VALUE_AT_END.search(row) or _FACT.fullmatch(row)):
            label = "steps"
        elif label == "ingredients" and _is_label(_NUTRITION, row):
            label = "nutrition"
        else:
            is_next = before.endswith(SENTENCE_ENDS) and not row.endswith(SENTENCE_ENDS)
            if label == "ingredients":
                label = "" if boilerplate.is_prose(row) and not row[0].isdecimal() else label
            elif label and is_next and not _STEP_NUMBER.fullmatch(row):
                label = "advice"
            # A part of the dish has a label of its own; that of the first stays with the label of all.
            is_part = row.endswith((":", "：")) and parts[-1:] == ["item"]
            part = "item" if label in _LISTS and not is_part else ""
            is_short = len(row.split()) <= MAX_ADVICE_WORDS and row[-1] not in ":：,"
            if label == "advice" and is_next and is_short and below and below[0].endswith(SENTENCE_ENDS):
                part = "advice"
        steps += [at] if part == "item" and label == "steps" else []
        parts.append(part)
        before = row
    if len(steps) >= MIN_INGREDIENTS and all(len(rows[at]) >= MIN_STEP_CHARS for at in steps):
        for at in steps:
            parts[at] = ""
    return parts


_LISTS = ("ingredients", "steps", "nutrition")
MAX_ADVICE_WORDS, MIN_STEP_CHARS = 3, 100
"""Words of a heading below the steps, and characters of steps each of which is a paragraph."""


def _is_label(pattern: "re.Pattern[str]", row: str) -> bool:
    return len(row) <= MAX_RECIPE_LABEL_CHARS and bool(pattern.fullmatch(row))


def recipe_labels(rows: Sequence[str]) -> set[str]:
    """Return the rows above what a dish is made of and above what is done with that; none where it is no recipe."""
    labels = (row for row in rows if _is_label(_INGREDIENTS, row) or _is_label(_STEPS, row))
    return set(labels) if is_recipe(rows) else set()


def ingredient_rows(rows: Sequence[str]) -> set[str]:
    """Return the labels of a recipe and what a dish is made of, without buttons."""
    labels = [at for at, part in enumerate(recipe_parts(rows)) if part == "label"]
    listed = rows[labels[0] : labels[1]] if len(labels) > 1 else []
    return {row for row in (*listed, *(rows[at] for at in labels)) if not boilerplate.is_boilerplate(row)}


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


def without_label_headings(lines: Sequence[str], levels: Mapping[str, int]) -> Mapping[str, int]:
    """Return the headings of a recipe that are none of its ingredients, steps, and the labels above those."""
    rows = [line for line in lines if line]
    listed = {row for row, part in zip(rows, recipe_parts(rows), strict=True) if part == "item"}
    return {
        text: level
        for text, level in levels.items()
        if not (text in listed or _is_label(_INGREDIENTS, text) or _is_label(_STEPS, text))
    }


_BUTTON = re.compile(
    r"(?:save|saved|print|share|rate|pin|speichern|drucken|merken|teilen|bewerten|kochbuch|enregistrer|imprimer|"
    r"partager|noter|"
    r"guardar|imprimir|compart(?:ir|ilhar)|valorar|salva|stampa|condividi|bewa(?:ar|ren)|afdrukken|delen|spara|"
    r"skriv ut|dela|"
    r"zapisz|drukuj|udostępnij|uložit|vytisknout|kaydet|yazdır|сохранить|распечатать|保存|印刷|シェア|저장|인쇄|공유|收藏|打印|分享)"
    r"(?: ?/ ?pdf)?",
    re.IGNORECASE,
)
"""What the reader of a recipe can do with it."""
_RATED = r"(?:avis|bewertungen|reviews?|ratings?|votes?|valoraciones|opiniones|recensioni|voti|beoordelingen|omdömen)"
_RATING = re.compile(
    rf"[0-5](?:[.,]\d+)? ?/ ?5|[0-5][.,]\d+|[(（]\d[\d.,]*[)）]|[★☆⭐ ]+|a star rating of .{{3,20}}|"
    rf"[0-5][.,]\d+(?: ?[(（]\d+(?: {_RATED})?[)）]| .{{0,8}}\d+ {_RATED})|\d+ {_RATED}",
    re.IGNORECASE,
)
"""What others think of it."""
_SHOPPING = re.compile(
    r".{0,30}(?:einkaufsliste|(?:shopping|grocery) list|liste de courses|mes courses|lista de la compra|"
    r"lista della spesa|boodschappenlijst|inköpslista|listy zakupów).{0,20}|[+−-]",
    re.IGNORECASE,
)
"""What a page offers to do with the ingredients."""
_SIGNED = re.compile(
    r"(?:recipe|rezept|recette|receta|ricetta|recept|przepis|receita)"
    r"(?: (?:proposée?|publiée?|submitted|shared|created))?"
    r" (?:(?:by|von|par|por|av|od)|(?:de|di|van)(?! (?-i:[a-zß-ÿ])[^\W\d_]*(?: |$)))"
    r"(?:\s?[:：]?\s(?P<name>\S{3,30}(?: \S{2,20}){0,2}))?|"
    r"(?:by|von|par|por|di|av|van|door) (?P<account>(?=\D{0,30}[^\W\d_])[\w.@-]*[\d_@][\w.@-]*)",
    re.IGNORECASE,
)
"""Whose recipe it is, by a name such as people have on sites."""
_MEASURES = re.compile(r"us customary|imperial|metric|metrisch|métrique|métrico|[½1-9] ?[x×]|cook mode", re.IGNORECASE)
"""In what measures, and how many times, the ingredients can be shown."""
_FACT = re.compile(
    r"[^:：]{1,30}[:：]\s?\S.{0,40}|\d{1,3} ?(?:min|h|std)\w{0,6}\.?(?: .{1,20})?|"
    r"\d[.,]\d+(?: ?/ ?5)?(?: ?[(（].{1,30}[)）]| .{0,8}\d+ \w{3,14})?|"
    r"(?:serves|makes|für|ergibt|pour|para|per|dosi per|voor) \d.{0,30}|\d{1,2} (?:port|pers|serv|raciones)\w*",
    re.IGNORECASE,
)
"""What is said of a dish below its name."""
_ASKED = re.compile(
    r"(?:did you (?:make|try) (?:this|it)|(?:made|tried) this (?:dish|recipe)\b.{0,40}\?|have you (?:made|tried)|"
    r"let (?:us|me) know (?:how (?:it|you)|what you)|tag @|tag us|rate (?:this|the) recipe|"
    r"(?:hast du|haben sie) (?:das|dieses) rezept|avez-vous (?:testé|essayé|fait)|¿?has (?:hecho|probado|preparado)|"
    r"hai (?:provato|preparato)).{0,80}",
    re.IGNORECASE,
)
"""What a page asks below a recipe."""
MAX_ROWS_OF_MENU = 25


def without_page(rows: list[str]) -> tuple[str, list[str]]:
    """Return the name of a site, where it is above the links there, and a recipe of it without these and buttons."""
    label = next((at for at, row in enumerate(rows[:MAX_ROWS_ABOVE_INGREDIENTS]) if _is_label(_INGREDIENTS, row)), 0)
    asked = {at for at in range(label, len(rows)) if _ASKED.fullmatch(rows[at])}
    buttons = {at for at in range(1, label) if _is_button(rows[at])}
    signed = set(_signatures(rows))
    asked |= {at for at in range(label + 1, len(rows)) if _SHOPPING.fullmatch(rows[at])}
    buttons |= set(takewhile(lambda at: _MEASURES.fullmatch(rows[at]), range(label + 1, len(rows))))
    told = (at for at in range(1, label) if at in buttons or at in signed or _is_told(rows[at]))
    title = next(told, 0) - 1
    above = rows[: max(title, 0)]
    is_menu = any(boilerplate.is_link(row) or boilerplate.is_boilerplate(row) for row in above) and not (
        boilerplate.is_link(rows[title]) or any(map(_says, above))
    )
    first = title if is_menu and title <= MAX_ROWS_OF_MENU else 0
    site = next((row for row in above[:2] if not boilerplate.is_skip(row)), "") if first else ""
    site = "" if boilerplate.is_link(site) else site
    gone = buttons | asked | signed
    return site, _with_values([row for at, row in enumerate(rows) if at >= first and at not in gone])


def signed_by(rows: Sequence[str]) -> str:
    """Return the name that a recipe is signed with; empty without one."""
    names = _signatures(rows).values() if is_recipe(rows) else ()
    return next(filter(None, names), "")


def _signatures(rows: Sequence[str]) -> Mapping[int, str]:
    """Return the rows that say whose recipe it is, and the name in each."""
    found: dict[int, str] = {}
    for at, row in enumerate(rows[1:], start=1):
        said = _SIGNED.fullmatch(row) if len(row) <= MAX_SIGNATURE_CHARS else None
        if said and (name := said["name"] or said["account"]):
            found[at] = name
        elif said and at + 1 < len(rows) and _is_name(rows[at + 1]):
            found |= {at: "", at + 1: rows[at + 1]}
    return found


def _is_name(row: str) -> bool:
    return len(row.split()) <= MAX_NAME_WORDS and not (_is_label(_INGREDIENTS, row) or _is_label(_STEPS, row))


MAX_SIGNATURE_CHARS, MAX_NAME_WORDS = 80, 3


def _with_values(rows: list[str]) -> list[str]:
    """Return rows, those that say how long something takes or how much it is behind what that is."""
    found: list[str] = []
    is_nutrition = False
    for at, row in enumerate(rows):
        value = _VALUE.fullmatch(row) if at > 1 else None
        is_nutrition = bool(_is_label(_NUTRITION, row) or (is_nutrition and not _is_label(_STEPS, row)))
        name = found[-1] if found else ""
        is_time = value is not None and value["time"] is not None and bool(_TIME.fullmatch(name))
        is_name = 1 < len(name) <= MAX_VALUE_NAME_CHARS and not any(map(str.isdecimal, name))
        if value and (is_time or is_nutrition) and is_name and not _is_label(_NUTRITION, name):
            found[-1] = f"{name} {row}"
        else:
            found.append(row)
    return found


MAX_VALUE_NAME_CHARS = 25


def _is_button(row: str) -> bool:
    return bool(_BUTTON.fullmatch(row) or _RATING.fullmatch(row) or boilerplate.is_button(row))


def _is_told(row: str) -> bool:
    return bool(_FACT.fullmatch(row) or _RATING.fullmatch(row) or date_line(row) or byline(row))


def _says(row: str) -> bool:
    return boilerplate.is_prose(row) or row.endswith(SENTENCE_ENDS)
