"""Texts as people paste them: whole pages with their menus, press releases, mails, lists, questions and answers."""

import textwrap
from dataclasses import dataclass

import pytest

from knowledge.ingest import read_bytes
from knowledge.models import Article

FIRST = "The mooring fees rise in January, the harbour board decided on Monday after a long debate in the hall."
SECOND = "Small boats pay ten crowns more, while those over thirty feet pay the double of what they paid before."
THIRD = "“We have not raised them in nine years,” said Ola Nord, who has kept the books since the spring."
BODY = (FIRST, SECOND, THIRD)
TITLE = "Mooring fees rise in January"
MENU = ["Menu", "Home", "World", "Politics", "Business", "Sport", "Culture", "Weather", "Podcasts", "Sign in", "Search"]
TEASERS = ["Storm warning for Sunday night", "Bridge closes for good in autumn"]
FOOTER = ["About us", "Terms of use", "© 2019 The Coast Courier. All rights reserved.", "Jobs", "Contact"]


@dataclass(frozen=True, kw_only=True)
class Pasted:
    rows: list[str]
    title: str = TITLE
    byline: str = "Ingrid Dahl"
    publisher: str = ""
    day: str = "2019-10-22"
    paragraphs: tuple[str, ...] = BODY


PASTED = {
    "page with its menu": Pasted(
        rows=[*MENU, "The Coast Courier", *TEASERS, TITLE, "By Ingrid Dahl", "22 October 2019", *BODY, *FOOTER],
        publisher="The Coast Courier",
    ),
    "page with a long menu": Pasted(
        rows=[*(MENU * 4), TITLE, "Ingrid Dahl", "Published 22 October 2019", "Share", *BODY, "Related", *TEASERS],
    ),
    "page in German": Pasted(
        rows=[*MENU, "Startseite", "Lokales", TITLE, "Stand: 22.10.2019, 08:15 Uhr", "von Ingrid Dahl", *BODY, *FOOTER],
    ),
    "two German menu words": Pasted(
        rows=["Startseite", "Lokales", TITLE, "Stand: 22.10.2019", "von Ingrid Dahl", *BODY]
    ),
    "author, paper and day on one row": Pasted(
        rows=[TITLE, "Ingrid Dahl | The Coast Courier | October 22, 2019", "", *BODY],
    ),
    "author with a post": Pasted(
        rows=[TITLE, "", "Ingrid Dahl, Staff Writer", "October 22, 2019 at 2:05 p.m.", "", *BODY]
    ),
    "author, paper and day below a short headline": Pasted(
        rows=["Fees rise", "", "By Ingrid Dahl", "The Coast Courier", "Tuesday 22 October 2019", "", *BODY],
        title="Fees rise",
        publisher="The Coast Courier",
    ),
    "account and category": Pasted(
        rows=[TITLE, "", "Posted on October 22, 2019 by Admin in News", "", *BODY], byline=""
    ),
    "paper under the headline": Pasted(
        rows=[TITLE, "The Coast Courier", "Updated 23 October 2019", "Published 22 October 2019", *BODY],
        byline="",
        publisher="The Coast Courier",
    ),
    "press release": Pasted(
        rows=["FOR IMMEDIATE RELEASE", "", TITLE, "", f"KVITHOLM, October 22, 2019 – {FIRST}", "", SECOND, "", "###"],
        byline="",
        paragraphs=(f"KVITHOLM, October 22, 2019 – {FIRST}", SECOND),
    ),
    "mail": Pasted(
        rows=[
            *("From: Ingrid Dahl <ingrid@example.org>", "To: crew@example.org", f"Subject: {TITLE}"),
            *("Date: Tue, 22 Oct 2019 08:15:00", "", *BODY),
        ],
    ),
    "mail in German": Pasted(
        rows=["Von: Ingrid Dahl", "Gesendet: Dienstag, 22. Oktober 2019", "An: Ola", f"Betreff: {TITLE}", "", *BODY],
    ),
    "wrapped at 36": Pasted(
        rows=[
            TITLE,
            "Ingrid Dahl",
            "2019-10-22",
            "",
            *(line for text in BODY for line in [*textwrap.wrap(text, 36), ""]),
        ],
    ),
    "wrapped at 150": Pasted(
        rows=[
            *(TITLE, "Ingrid Dahl", "2019-10-22", ""),
            *(line for text in BODY for line in [*textwrap.wrap(f"{text} {text}", 150), ""]),
        ],
        paragraphs=tuple(f"{text} {text}" for text in BODY),
    ),
    "questions and answers": Pasted(
        rows=["Mooring questions", "", "Q: Who pays?", "A: The owner.", "", "Q: When?", "A: In May."],
        title="Mooring questions",
        byline="",
        day="",
        paragraphs=("Q: Who pays?\nA: The owner.", "Q: When?\nA: In May."),
    ),
    "recipe": Pasted(
        rows=[
            "Soup of the quay",
            "",
            "Ingredients:",
            "- cod",
            "- stock",
            "",
            "Method:",
            "1. Boil the stock.",
            "2. Add it.",
        ],
        title="Soup of the quay",
        byline="",
        day="",
        paragraphs=("Ingredients:\n- cod\n- stock", "Method:\n1. Boil the stock.\n2. Add it."),
    ),
    "release notes": Pasted(
        rows=[
            "Version 2.4 (2019-10-22)",
            "",
            "Fixed:",
            "- The tide clock runs at noon.",
            "- Lamps are dimmed on Sundays.",
        ],
        title="Version 2.4 (2019-10-22)",
        byline="",
        paragraphs=("Fixed:\n- The tide clock runs at noon.\n- Lamps are dimmed on Sundays.",),
    ),
}


def test_a_pasted_text_is_read_as_what_it_is(subtests: pytest.Subtests) -> None:
    for pasted in PASTED.values():
        with subtests.test(pasted=pasted):
            [article] = read_bytes("\n".join(pasted.rows).encode(), "pasted.txt")
            assert isinstance(article, Article), article
            assert article.paragraphs == pasted.paragraphs
            assert (article.title, article.byline, article.publisher) == (pasted.title, pasted.byline, pasted.publisher)
            assert str(article.published_at or "")[:10] == pasted.day


def test_times_of_a_programme_are_kept_and_those_of_captions_are_not() -> None:
    said = ["Opening by the mayor", "The ferry leaves for Storholm", "Lunch at the pier", "Fireworks over the harbour"]
    programme = "\n".join(f"{10 + at}:00 {each}" for at, each in enumerate(said))
    captions = "\n".join(f"{at}:0{at} {each}" for at, each in enumerate(said))
    [kept] = read_bytes(f"Day of the harbour\n{programme}".encode(), "a.txt")
    [joined] = read_bytes(f"Day of the harbour\n{captions}".encode(), "a.txt")
    assert isinstance(kept, Article) and "12:00 Lunch at the pier" in "\n".join(kept.paragraphs)
    assert isinstance(joined, Article) and joined.paragraphs == (" ".join(said),)
    assert joined.title == "Day of the harbour"
