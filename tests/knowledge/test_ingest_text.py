"""Pasted texts in many layouts."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.ingest import read_bytes, read_file
from knowledge.models import Article

FIRST = "The bridge over the Lenn was closed on Monday after engineers found cracks in two of its piers."
SECOND = '"It is not going to fall down," said Mara Venn, who heads the roads office, "but nobody drives over it."'
THIRD = "Repairs will take until spring, and buses go round by way of the old mill until then."
TITLE = "Cracks close the bridge over the Lenn"
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
HERALD = Path(__file__).parents[3] / "shared" / "articles" / "korea-herald-2018-10-11.txt"


def pasted(text: str, encoding: str = "utf-8") -> Article:
    [article] = read_bytes(text.encode(encoding), "pasted.txt")
    assert isinstance(article, Article), article
    return article


def when(line: str) -> str:
    moment = pasted(f"The Lenn Courier\n\n{TITLE}\n\n{line}\n\n{BODY}").published_at
    return moment.isoformat() if moment else ""


@pytest.mark.skipif(not HERALD.exists(), reason="the article that this test reads is not part of the project")
def test_a_page_of_the_korea_herald_is_read_whole_and_without_its_boilerplate() -> None:
    [article] = read_file(HERALD)
    assert isinstance(article, Article)
    assert (article.publisher, article.byline) == ("The Korea Herald", "Yonhap")
    assert article.title.startswith("NK, China, Russia call for")
    assert str(article.published_at) == "2018-10-11 10:39:00+09:00"
    assert len(article.paragraphs) == 14
    assert not any("Yonhap)" in text or "Link copied" in text for text in article.paragraphs)


def test_masthead_headline_byline_and_date_are_told_apart() -> None:
    article = pasted(f"The Lenn Courier\n\n{TITLE}\n\nBy Ivo Brandt\n\nPublished: Thu, Oct 11 2018\n\n{BODY}")
    assert article == Article(
        title=TITLE,
        paragraphs=(FIRST, SECOND, THIRD),
        publisher="The Lenn Courier",
        byline="Ivo Brandt",
        published_at=date(2018, 10, 11),
    )


def test_headline_byline_and_date_may_come_in_any_order(subtests: pytest.Subtests) -> None:
    for header in ["{t}\n{d}\n{b}", "{t}\n{b}\n{d}", "{d}\n{t}\n{b}", "{t}\n{b} | {d}", "{t}\n{d}"]:
        with subtests.test(header=header):
            article = pasted(header.format(t=TITLE, d="11 October 2018", b="By Ivo Brandt") + f"\n\n{BODY}")
            assert (article.title, article.published_at) == (TITLE, date(2018, 10, 11))
            assert article.byline == ("Ivo Brandt" if "{b}" in header else "")
            assert article.paragraphs == (FIRST, SECOND, THIRD)


def test_dates_are_read_in_many_styles(subtests: pytest.Subtests) -> None:
    for line, moment in {
        "2018-10-11": "2018-10-11",
        "2018-10-11T10:39:00+09:00": "2018-10-11T10:39:00+09:00",
        "11 October 2018 10.39 BST": "2018-10-11T10:39:00+01:00",
        "Oct. 11, 2018, 6:05 p.m. ET": "2018-10-11T18:05:00-04:00",
        "2018.10.11": "2018-10-11",
        "Published: Thu, Oct 11 2018": "2018-10-11",
        "10/11/2018": "",
        "25/10/2018": "2018-10-25",
        "11.10.2018": "2018-10-11",
        "Updated 3:04 PM EDT, Fri October 12, 2018": "",
        "Published 10:15 AM EDT Oct. 11, 2018": "2018-10-11T10:15:00-04:00",
        "Published Oct 11, 2018 | Updated Oct 12, 2018": "2018-10-11",
        "Updated Oct 12, 2018 | Published Oct 11, 2018": "2018-10-11",
        "2018년 10월 11일 오전 10:39 KST": "2018-10-11T10:39:00+09:00",
        "입력 2018.10.11. 오후 3:05 KST | 수정 2018.10.12. 오전 9:00 KST": "2018-10-11T15:05:00+09:00",
        "11 de octubre de 2018": "2018-10-11",
        "two days ago": "",
    }.items():
        with subtests.test(line=line, moment=moment):
            assert when(line) == moment


def test_a_time_without_a_zone_is_told_by_the_publishers_clock_if_that_is_known() -> None:
    page = TITLE + "\n\n2018.10.11 10:39\n\n" + BODY
    assert str(pasted("The Korea Times\n\n" + page).published_at) == "2018-10-11 10:39:00+09:00"
    assert pasted("The Lenn Courier\n\n" + page).published_at == date(2018, 10, 11)


def test_a_date_at_the_foot_counts_where_there_is_none_above() -> None:
    article = pasted(f"The Lenn Courier\n{TITLE}\nBy Ivo Brandt\n\n{BODY}\n\nPublished: 2018-10-11")
    assert (article.published_at, article.paragraphs) == (date(2018, 10, 11), (FIRST, SECOND, THIRD))


def test_quotation_below_a_list_of_other_stories_is_text(subtests: pytest.Subtests) -> None:
    for quoted in ("„Die Brücke hält noch hundert Jahre.“", "»Broen holder i hundrede år til.«", "‚Die Brücke hält.‘"):
        with subtests.test(quoted=quoted):
            said = f"Ivo Brandt, der das Geländer gestrichen hat: {quoted}"
            head = f"The Lenn Courier\n{TITLE}\n2018-10-11\n\n{FIRST}\n\n"
            assert pasted(f"{head}Lesen Sie auch\nKuh auf dem Gleis\n\n{said}\n\n{SECOND}").paragraphs == (
                FIRST,
                said,
                SECOND,
            )


def test_boilerplate_between_paragraphs_is_no_paragraph(subtests: pytest.Subtests) -> None:
    for line in [
        *("Facebook Twitter Email Print", "Share", "Copy link", "12 comments", "Link copied", "Advertisement"),
        *("(Yonhap) (Yonhap)", "Photo: Ivo Brandt", "Image caption The bridge", "(AP Photo/Ivo Brandt)", "* * *"),
        *("Read more: Who built the bridge", "Sign up for our daily newsletter", "Subscribe now", "ivo@example.org"),
        *("© 2018 The Lenn Courier", "Copyright 2018. All rights reserved.", "Home > News > Roads"),
        *("CONTINUA DEPOIS DA PUBLICIDADE", "This post may contain affiliate links. Read our disclosure policy."),
        "À lire également\nPortrait : la gardienne du phare",
        "Related stories\nWho built the bridge\nThe mill road is open",
        "Most read\n1. A cow on the line\n2. Rain again",
    ]:
        with subtests.test(line=line):
            article = pasted(
                f"The Lenn Courier\n{TITLE}\n2018-10-11\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}\n\n{line}"
            )
            assert article.paragraphs == (FIRST, SECOND, THIRD)


def test_the_agency_credited_at_the_end_is_cut_and_kept_as_byline() -> None:
    article = pasted(f"The Lenn Courier\n{TITLE}\n2018-10-11\n\n{BODY} (Reuters)")
    assert (article.paragraphs[-1], article.byline) == (THIRD, "Reuters")


@pytest.mark.parametrize("box", ["", "Read more:\n\nA storm is coming to the coast\nNo ferry leaves until Monday\n\n"])
def test_a_short_heading_inside_the_text_stays(box: str) -> None:
    article = pasted(f"The Lenn Courier\n{TITLE}\n2018-10-11\n\n{FIRST}\n\n{box}What comes next\n\n{SECOND}")
    assert (article.paragraphs, article.headings) == ((FIRST, SECOND), ("", "What comes next"))


def test_a_note_keeps_every_line_though_it_looks_like_boilerplate() -> None:
    article = pasted("Things to bring\n\nPrint\n\nEmail\n\nA torch and a map.")
    assert (article.title, article.paragraphs) == ("Things to bring", ("Print", "Email", "A torch and a map."))


def test_a_dated_note_keeps_its_short_lines() -> None:
    article = pasted(f"Shopping for the week\n2018-10-11\n\nMilk\nEggs\nBread\n\n{FIRST}")
    assert article.paragraphs == ("Milk", "Eggs", "Bread", FIRST)


def test_a_short_row_above_the_date_is_the_title() -> None:
    article = pasted("Meeting notes\nDate: 11 October 2018\nAuthor: Ivo Brandt\n\nShare of votes\n\n- one\n- two")
    assert (article.title, article.byline) == ("Meeting notes", "Ivo Brandt")
    assert article.paragraphs == ("Share of votes", "- one", "- two")


def test_without_a_headline_the_title_is_made_of_the_first_words() -> None:
    article = pasted(BODY)
    assert article.paragraphs == (FIRST, SECOND, THIRD)
    assert article.title.removesuffix("…") == FIRST[: len(article.title) - 1]


def test_lines_without_blank_lines_between_them_are_paragraphs() -> None:
    article = pasted(f"The Lenn Courier\n{TITLE}\nBy Ivo Brandt\n2018-10-11\n{FIRST}\n{SECOND}\n{THIRD}")
    assert (article.title, article.paragraphs) == (TITLE, (FIRST, SECOND, THIRD))


WRAPPED = """\
The Lenn Courier

Cracks close the bridge over the Lenn

By Ivo Brandt
2018-10-11

The bridge over the Lenn was closed on Monday after engineers
found cracks in two of its piers.

"It is not going to fall down," said Mara Venn, who heads the
roads office, "but nobody drives over it."

Repairs will take until spring, and buses go round by way of
the old mill until then."""


def test_lines_wrapped_at_a_width_are_joined(subtests: pytest.Subtests) -> None:
    for blank in ["\n\n", "\n"]:
        with subtests.test(blank=blank):
            article = pasted(WRAPPED.replace("\n\n", blank))
            assert (article.title, article.paragraphs) == (TITLE, (FIRST, SECOND, THIRD))


COLUMN = """\
The bridge over the Lenn
was closed on Monday after
engineers found cracks
in two of its piers.

"It is not going to fall
down," said Mara Venn, who
heads the roads office, "but
nobody drives over it."

Repairs will take until
spring, and buses go round
by way of the old mill until
then.
"""
VERSES = """\
the river at night
goes under the bridge
and says nothing at all

a lamp on the quay
is lit by somebody
whose name I forgot"""


def test_narrow_column_is_joined_and_verses_are_not() -> None:
    assert pasted(f"Cracks close the bridge over the Lenn for good\n\n{COLUMN}").paragraphs == (FIRST, SECOND, THIRD)
    assert pasted(f"At the bridge\n\n{VERSES}").paragraphs == tuple(line for line in VERSES.split("\n") if line)


def test_rows_that_begin_with_numbers_or_brackets_are_rows_however_alike_they_are(subtests: pytest.Subtests) -> None:
    for form in (
        "11/10/2018 {:04} 17 21 x 2018 11 of 12",
        "{:04} Main Street, Apt 05, Lindvik 10012",
        "2024-03-01 12:30:07 server.worker request {:04} took 321 ms",
        "[12:30:07] worker finished the request {:04} in 321 ms",
        "- the pier opened after {:04} days",
    ):
        rows = [form.format(n * 37) for n in range(60)]
        with subtests.test(form=form):
            assert pasted("A title\n\n" + "\n".join(rows)).paragraphs == tuple(rows)


def test_whole_sentence_below_a_row_of_few_words_is_no_title() -> None:
    text = "The harbour of Lenn was dredged in two weeks, and ferries use it again."
    article = pasted(f"It is so.\n\nThe harbour was dredged.\n\n{text}")
    assert article.paragraphs == ("It is so.", "The harbour was dredged.", text)


def test_only_what_cannot_be_seen_is_changed() -> None:
    article = pasted(
        "Note\n\nA\u200b  cafe\u0301\tis\u202e ope\ufeffn \x07\u2066now\u2069.\n\n\u0645\u06cc\u200c\u0631\u0648\u0645"
    )
    assert article.paragraphs == ("A caf\u00e9 is open now.", "\u0645\u06cc\u200c\u0631\u0648\u0645")
