"""The headline of pages copied as a whole: scripts/headlines.py says how well it is found on pages not fitted to."""

import json
from pathlib import Path

from knowledge.ingest import read_bytes
from knowledge.ingest.plaintext import headline
from knowledge.models import Article

PAGES = Path(__file__).parent.parent / "pastes" / "pages.jsonl"
FLOOR = 240
"""Pages of 263 whose headline is found: raised where more are, never lowered."""


def test_headlines_of_copied_pages_are_found() -> None:
    pages = [json.loads(line) for line in PAGES.read_text(encoding="utf-8").splitlines()]
    found = [list(read_bytes(page["text"].encode(), "pasted.txt")) for page in pages]
    titles = [{each.title for each in one if isinstance(each, Article)} for one in found]
    wanted = [page["headlines"] for page in pages]
    missed = [each[0] for each, title in zip(wanted, titles, strict=True) if title.isdisjoint(each)]
    assert len(pages) - len(missed) >= FLOOR, missed


def test_what_is_seen_of_rows_has_weights_and_nothing_else_does() -> None:
    pages = [json.loads(line)["text"].split("\n") for line in PAGES.read_text(encoding="utf-8").splitlines()]
    rows = [[row.strip() for row in page if row.strip()] for page in pages]
    seen = {name for page in rows for found in headline.features_of_rows(page) for name in found}
    assert seen == set(headline.WEIGHTS)


def test_what_is_below_two_rows_of_text_is_no_headline() -> None:
    text = "The lighthouse of Lindvik was lit again on Saturday, after nine dark years on the coast."
    like = "The lighthouse of Lindvik is lit again after nine years"
    assert headline.rank_rows(["Home", "News", like, "5 June 2021", text, text])[0] == 2
    assert headline.rank_rows(["Home", "News", text, text, like, "5 June 2021", text, text])[0] != 4
