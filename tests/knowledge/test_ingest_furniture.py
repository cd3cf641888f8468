"""Furniture of pages copied as a whole: scripts/pastes.py says how much of it is kept on pages not fitted to."""

from collections import Counter

from knowledge.ingest.plaintext import furniture
from scripts.pastes import count, rows_of, tagged_pages

CEILINGS = {"N wrong": 377, "P wrong": 7, "H wrong": 4, "L wrong": 61}
"""Rows of furniture kept, and paragraphs, subheadings and rows of lists lost: lowered where fewer are, never raised."""
TEXT = "The lighthouse of Lindvik was lit again on Saturday, after nine dark years on the coast of Norway, {}."
PAGE = (
    "The lighthouse of Lindvik is lit again",
    "5 June 2021",
    *map(TEXT.format, ("it was said", "as sailors told us")),
)


def test_few_rows_of_furniture_are_kept_and_hardly_any_of_the_article_lost() -> None:
    found = Counter[str]()
    for page in tagged_pages():
        found += count(list(rows_of(page)))
    assert {name: found[name] for name in CEILINGS if found[name] > CEILINGS[name]} == {}


def test_what_has_weights_is_seen_of_rows() -> None:
    seen: set[str] = set()
    for page in tagged_pages()[::2]:
        for apart in (1, 2, 7, 1_000):
            begun = [at % apart == 0 for at in range(len(page.rows))]
            seen.update(name for row in furniture.seen_of_rows(page.rows, apart % 9, begun) for name in row)
    assert seen >= set(furniture.LABEL_WEIGHTS)


def test_rows_that_lead_elsewhere_below_a_text_are_furniture_and_its_sentences_are_not() -> None:
    below = ("Most read", "Storm drives trawler aground", "Baker retires", "Share", "Contact us", "© 2021 The Herald")
    begun = [True] * (2 + len(PAGE)) + [at == 0 for at in range(len(below))]
    chances = furniture.chances_of_furniture(("Home", "News", *PAGE, *below), 2, begun)
    assert max(chances[: len(PAGE)]) < 0.5 < min(chances[len(PAGE) :])
    assert furniture.chances_of_furniture((), 0, ()) == []


def test_empty_lines_below_the_rows_that_are_looked_at_tell_nothing_of_these() -> None:
    rows = ("Home", *PAGE, *["Most read"] * furniture.MAX_ROWS_LABELLED)
    chances = furniture.chances_of_furniture(rows, 1, [False] * len(rows))
    longer = furniture.chances_of_furniture([*rows, *rows], 1, [*[False] * len(rows), *[True] * len(rows)])
    assert longer == chances
