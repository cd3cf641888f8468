"""PDF files: reading order, hyphenation, running heads, pages, and what cannot be read."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from operator import add
from textwrap import wrap

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.utils.text import LIGATURES

from knowledge import Article, UnreadableArticle
from knowledge.ingest import read_bytes
from knowledge.ingest.formats import pdf as pdf_reader
from knowledge.ingest.formats.pdf import Line
from knowledge.ingest.formats.pdf_characters import read_objects
from knowledge.ingest.formats.pdf_words import Characters, Word, drawn, extracted_words, words_on_page
from tests.knowledge.documents import Print, Rule, pdf

FIRST = [
    "The harbour commission of Lindvik has published its yearly report on the state of",
    "the piers. It says that the northern pier was closed for eleven weeks, and that the re-",
    "opening in March went ahead without accidents. Storm damage cost two million crowns.",
]
SECOND = ["The crane shed was painted yellow in the spring of last year.", "It holds four cranes."]


def column(lines: list[str], x: float, y: float, *, size: float = 10) -> list[Print]:
    return [Print(x, y + 12 * number, text, size) for number, text in enumerate(lines)]


def read(data: bytes, name: str = "report.pdf") -> Article:
    [found] = read_bytes(data, name)
    assert isinstance(found, Article), found
    return found


def test_arabic_and_hebrew_are_read_from_the_right() -> None:
    # As a page shows it: the letters of each word from left to right.
    seen = [("\u05de\u05dc\u05e0\u05d4", 300), ("5.12%", 250), ("York", 220), ("New", 190), (".\u05d5\u05d1", 160)]
    words = [
        Word(text[::-1] if text.isascii() else text, x0=x, x1=x + 20, top=0, bottom=10, size=10, fontname="a")
        for text, x in seen
    ]
    row = [pdf_reader._mirrored(word, 600.0) for word in words]
    assert "".join(pdf_reader._spaced(row)) == "\u05de\u05dc\u05e0\u05d4 New York 5.12% .\u05d5\u05d1"


@pytest.mark.parametrize(
    "shown",
    [
        "3 Tc 2 Tw 90 Tz [(Pier one) -300 (opens) 250 (now)] TJ",
        "2 0 0 1.5 9 9 Tm 4 Ts (Pier) Tj T* (opens) Tj",
        "0 1 -1 0 90 90 Tm 2 Tc [(Pier) -9 (opens)] TJ",
        "1 0 0.3 1 0 0 Tm (Pier) Tj",
        "-1 0 0 1 0 0 Tm (Pier) Tj",
    ],
)
def test_characters_are_where_pdfplumber_finds_them(shown: str) -> None:
    for corner in ("0 0", "9 7"):
        runs, found = read_page(shown, corner)
        assert described(runs) == found
        assert "".join(str(text) for text, *_ in found).startswith("Pier")


FACTS = ("text", "x0", "x1", "top", "bottom", "size", "fontname", "upright")


def read_page(shown: str, corner: str = "0 0") -> tuple[list[Characters], list[tuple[object, ...]]]:
    """Return the characters that operators show on a page, and what pdfplumber by itself says of each."""
    text = "x" * (len(shown) + 9)
    data = pdf([[Print(72, 80, text)]]).replace(f"({text}) Tj".encode(), shown.ljust(len(text) + 5).encode())
    data = data.replace(b"/Encoding /WinAnsiEncoding", b"/Encoding/MacRomanEncoding")  # It has ligatures.
    data = data.replace(b"/MediaBox [0 0", f"/MediaBox [{corner}".encode())
    with pdfplumber.open(BytesIO(data)) as document:
        [page] = document.pages
        found = [[each.get(name) for name in FACTS] for each in page.chars]
        return read_objects(page), [(LIGATURES.get(str(facts[0]), facts[0]), *facts[1:]) for facts in found]


def described(runs: Iterable[Characters]) -> list[tuple[object, ...]]:
    return [tuple(map(each.get, FACTS)) for each in drawn(runs)]


NUMBERS = st.sampled_from([-9, -3.1, -3, -1, 0, 0.5, 1, 2.9, 3, 3.1, 8, 40])
SHOWN = st.text(st.sampled_from("ab .-"), max_size=6).map(lambda text: f"({text})") | st.just("(a\\336b\\312c)")
KERNED = st.lists(SHOWN | st.integers(-2_000, 900).map(str), max_size=5).map(lambda pieces: f"[{' '.join(pieces)}] TJ")
OPERATORS = st.one_of(
    SHOWN.map("{} Tj".format),
    KERNED,
    st.builds("/F{} {} Tf".format, st.integers(1, 3), st.sampled_from([9, 10])),
    st.builds("{} {}".format, NUMBERS, st.sampled_from(["Tc", "Tw", "Ts"])),
    st.builds("{} {} Td".format, NUMBERS, NUMBERS),
    st.builds("{} {} {} Tm".format, st.sampled_from(["1 0 0 1", "1 0 0.2 1", "0 1 -1 0"]), NUMBERS, NUMBERS),
    st.sampled_from(["90 Tz", "-100 Tz", "(a b) Tj", "(pier) Tj"]),
)


@given(st.lists(OPERATORS, max_size=25))
def test_words_are_those_that_pdfplumber_finds(operators: list[str]) -> None:
    runs, found = read_page(" ".join(operators))
    assert described(runs) == found
    assert list(words_on_page(runs)) == list(extracted_words(runs))


PLACES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from(["a", "b", "fi", " ", "\u00a0", ""])), min_size=1
)
LOOKS = st.sampled_from([(True, 10.0, "a")] * 6 + [(True, 9.0, "a"), (True, 10.0, "b"), (False, 10.0, "a")])


@given(st.lists(st.tuples(LOOKS, st.sampled_from([0, 2, 4, 9]), PLACES), max_size=8))
def test_words_on_crossed_lines_are_those_that_pdfplumber_finds(
    made: list[tuple[tuple[bool, float, str], float, list[tuple[float, float, str]]]],
) -> None:
    runs = []
    for look, top, places in made:
        starts, widths, texts = zip(*places, strict=True)
        runs.append(Characters(*look, top, top + look[1], starts, list(map(add, starts, widths)), texts))
    assert list(words_on_page(runs)) == list(extracted_words(runs))


def test_wide_spaces_of_a_headline_are_no_gutter() -> None:
    rows = [
        f"{word} are what the harbour counts in each" for word in ("Boats", "Crews", "Fees", "Ropes", "Nets", "Sails")
    ]
    columns = [*column(rows, 72, 200), *column(rows, 310, 200)]
    headline = [Print(72, 80, "A wall against one", 26), Print(307, 80, "sea", 26)]
    article = read(pdf([[*headline, *columns]]))
    assert article.title == "A wall against one sea" and not any(article.headings)


def test_paragraphs_of_a_short_page_are_parted_by_empty_lines() -> None:
    rows = ["Ferry fares", "", FIRST[0], FIRST[1], "", SECOND[0], SECOND[0]]
    printed = [Print(72, 80 + 16 * at, row) for at, row in enumerate(rows) if row]
    assert read(pdf([printed])).paragraphs[0] == "Ferry fares"


def test_page_of_single_lines_has_paragraphs_and_a_list_without_marks_below_its_lead_in() -> None:
    rows = [FIRST[0], FIRST[1], "", *(FIRST[0], f"{FIRST[1][:40]}."), "", "Bring these on board:", ""]
    rows += ["a lamp", "a rope of brass wire", "a log book", "", "Nobody may moor at night.", "", "It is dark then."]
    printed = [Print(90 if row.startswith("a ") else 72, 80 + 12 * at, row) for at, row in enumerate(rows) if row]
    found = read(pdf([[Print(72, 40, "Rules of the port", 20), *printed]])).paragraphs
    assert found[-3:] == (
        "Bring these on board:\na lamp\na rope of brass wire\na log book",
        *("Nobody may moor at night.", "It is dark then."),
    )


def test_term_is_one_paragraph_with_what_is_set_in_below_it() -> None:
    said = "Which is said of it in a sentence that is as long as a line of the page can be."
    terms = [(72, "Quay dues"), (102, said), (72, "Slack water"), (102, said)]
    printed = [Print(x, 140 + 12 * at, row) for at, (x, row) in enumerate(terms)]
    text = [*column(FIRST, 72, 60), *column(FIRST, 72, 100), *printed, *column(SECOND, 72, 220)]
    found = read(pdf([[Print(72, 40, "Rules of the port", 20), *text]])).paragraphs
    assert f"Quay dues\n{said}" in found and f"Slack water\n{said}" in found


def test_heading_right_below_another_like_it_is_below_that() -> None:
    heads = [Print(72, 120, "Piers", bold=True), Print(72, 150, "Who may moor there?", bold=True)]
    text = [*column(FIRST, 72, 80), *heads, *column(SECOND, 72, 180), *column(SECOND, 72, 220)]
    assert read(pdf([[Print(72, 40, "Rules of the port", 20), *text]])).headings[-1] == "Piers › Who may moor there?"


def refused(data: bytes) -> str:
    [found] = read_bytes(data, "report.pdf")
    assert isinstance(found, UnreadableArticle)
    return str(found)


@pytest.mark.parametrize("byline", ["By Anna Oat", "Anna Oat"])
def test_report_is_read_in_paragraphs_with_title_author_day_and_headings(byline: str) -> None:
    article = read(
        pdf(
            [
                [
                    Print(72, 80, "Harbour report", 20),
                    Print(72, 110, byline),
                    Print(72, 122, "Published 5 June 2021"),
                    Print(72, 150, "Piers", 14),
                    *column(FIRST, 72, 170),
                    Print(72, 222, "Cranes", 14),
                    *column(SECOND, 72, 242),
                ]
            ]
        )
    )

    assert article.title == "Harbour report"
    assert article.byline == "Anna Oat"
    assert str(article.published_at) == "2021-06-05"
    assert (
        article.paragraphs[0].startswith("The harbour commission of Lindvik")
        and "the reopening in" in (article.paragraphs[0])
    )
    assert article.paragraphs[0].endswith("two million crowns.")
    assert article.headings == ("Piers", *["Cranes"] * (len(article.paragraphs) - 1))
    assert set(article.pages) == {1}


def test_mark_of_a_note_above_the_line_parts_no_paragraph() -> None:
    [text] = read(pdf([[*column([*FIRST, *FIRST, *FIRST], 72, 100), Print(478, 156, "1", 7)]])).paragraphs
    assert text.count("the reopening in March") == 3 and "two million crowns. 1 The harbour" in text


def test_number_above_or_below_a_word_is_part_of_it_and_what_is_printed_for_a_soft_hyphen_is_not() -> None:
    row = [
        *(Print(72, 100, "It rose by 10"), Print(127.1, 97, "3", 7), Print(134, 100, "metres and CO")),
        *(Print(200.2, 102, "2", 7), Print(207, 100, "fell, and Temper"), Print(279.25, 100, " ")),
        Print(279.25, 100, "ature was high."),
    ]
    assert read(pdf([row])).paragraphs == ("It rose by 10³ metres and CO2 fell, and Temperature was high.",)


def test_row_of_authors_is_no_text_and_footnotes_part_no_paragraph() -> None:
    pages = [
        [
            Print(72, 80, "Harbour report", 20),
            Print(72, 110, "Anna Oat1,2, Ola Nord2 and Mara de Venn*"),
            *column(FIRST[:2], 72, 170),
            Print(72, 700, "1 Lindvik Harbour Office, which paid for the report.", 7),
        ],
        [Print(72, 80, FIRST[2], 10), *column(SECOND, 72, 130)],
    ]
    article = read(pdf(pages))
    assert (article.title, article.byline) == ("Harbour report", "Anna Oat, Ola Nord, Mara de Venn")
    assert "the reopening in March went ahead" in article.paragraphs[0]
    assert article.paragraphs[-1] == "1 Lindvik Harbour Office, which paid for the report." and article.pages[-1] == 1


def test_two_columns_are_read_one_after_the_other_below_a_title_that_runs_across() -> None:
    left = [f"left line {number} tells about the piers of the town" for number in range(12)]
    right = [f"right line {number} tells about the cranes on them" for number in range(12)]
    [text] = read(
        pdf(
            [
                [
                    Print(60, 80, "A long headline that runs across both of the columns", 18),
                    *column(left, 50, 120),
                    *column(right, 310, 120),
                ]
            ]
        )
    ).paragraphs

    assert text.index("left line 11") < text.index("right line 0")
    assert "left line 3 tells about the piers of the town left line 4" in text


def test_three_columns_with_narrow_gutters_are_read_one_after_the_other() -> None:
    names = ("dab", "bad", "add")
    columns = [[f"{name} line {number:02} tells about piers and" for number in range(12)] for name in names]
    page = [each for at, rows in enumerate(columns) for each in column(rows, 50 + at * 149, 120)]
    [text] = read(pdf([page])).paragraphs

    places = [text.index(f"{name} line {number:02}") for name in names for number in range(12)]
    assert places == sorted(places)


@pytest.mark.parametrize(("indent", "gap"), [(10, 0), (0, 6)], ids=["indented", "apart"])
def test_a_short_line_ends_no_paragraph_where_all_are_marked(indent: int, gap: int) -> None:
    texts = [
        "The crane is broken. Nobody in the harbour knows who has the key of it, and the winter comes.",
        "It rains.",
        "Two piers are closed. Boats moor at the third, and pay nothing. That ends in the spring of next year.",
        "The nets are in the shed. They are dry. Whoever owns them may take them home before the first of May.",
    ]
    page = []
    for column_of_page in range(3):
        y = 120
        for text in texts:
            for number, line in enumerate(wrap(text, 24)):
                page.append(Print(50 + column_of_page * 170 + (0 if number else indent), y, line, 10))
                y += 12
            y += gap
    assert read(pdf([page])).paragraphs == tuple(texts * 3)


def test_columns_whose_rows_are_at_different_heights_are_read_one_after_the_other() -> None:
    left = [f"left line {number} tells about the piers" for number in range(14)]
    right = [f"right line {number} tells about the cranes" for number in range(6)]
    [text] = read(pdf([[*column(left, 60, 120), *column(right, 320, 126)]])).paragraphs

    assert text.index("left line 13") < text.index("right line 0")
    assert "left line 3 tells about the piers left line 4" in text


PIERS = [("Pier", "Opened", "Length"), ("North", "1911", "90 m"), ("South", "1954", "120 m"), ("West", "", "60 m")]
KEEPERS = [("Pier", "Keeper"), ("North", "Anna Oat"), ("South", "Ola Nord")]
FEES = [("Pier", "Who may moor", "Fee"), ("North", "Boats that are|from here", "none"), ("South", "All", "9")]


@pytest.mark.parametrize(
    ("rows", "is_bold", "paragraphs"),
    [
        (
            PIERS,
            False,
            (
                "Pier: North · Opened: 1911 · Length: 90 m",
                "Pier: South · Opened: 1954 · Length: 120 m",
                "Pier: West · Length: 60 m",
            ),
        ),
        (KEEPERS, True, ("Pier: North · Keeper: Anna Oat", "Pier: South · Keeper: Ola Nord")),
        (
            FEES,
            True,
            (
                "Pier: North · Who may moor: Boats that are from here · Fee: none",
                "Pier: South · Who may moor: All · Fee: 9",
            ),
        ),
        (KEEPERS, False, ("Pier Keeper", "North Anna Oat", "South Ola Nord")),
    ],
    ids=["figures", "bold", "wrapped", "two columns"],
)
def test_rows_of_a_table_that_spaces_part_name_its_columns(
    rows: list[tuple[str, ...]], is_bold: bool, paragraphs: tuple[str, ...]
) -> None:
    printed: list[Print] = []
    y = 180
    for row in rows:
        cells = [(x, cell.split("|")) for x, cell in zip((72, 200, 320), row, strict=False)]
        printed += (
            Print(x, y + 11 * at, piece, bold=is_bold and row is rows[0])
            for x, pieces in cells
            for at, piece in enumerate(pieces)
        )
        y += 11 * max(len(pieces) for _, pieces in cells) + 5
    article = read(pdf([[Print(72, 80, "The piers", 18), *column(FIRST, 72, 110), *printed, *column(SECOND, 72, 270)]]))
    assert article.paragraphs[1:-1] == paragraphs and not article.headings
    assert article.paragraphs[-1] == " ".join(SECOND)


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (("12/07/2024, 10:30", "The piers"), ("https://lindvik.example/piers", "1/1")),
        (("The piers", "https://lindvik.example/piers"), ("1 of 1", "12.07.24, 10:30")),
    ],
    ids=["chrome", "firefox"],
)
def test_what_a_browser_prints_around_a_page_is_where_it_is_from(head: tuple[str, str], foot: tuple[str, str]) -> None:
    ends = [
        Print(x, y, text, 8) for y, texts in ((20, head), (830, foot)) for x, text in zip((24, 300), texts, strict=True)
    ]
    article = read(pdf([[*ends, Print(72, 80, "The piers", 18), *column(FIRST, 72, 110), *column(SECOND, 72, 170)]]))
    assert article.url == "https://lindvik.example/piers" and article.published_at is None
    assert article.paragraphs[0].startswith(FIRST[0]) and article.paragraphs[-1].endswith(SECOND[-1])


def test_code_in_letters_of_one_width_is_one_paragraph_with_its_indent() -> None:
    code = ["for boat in harbour:", "    if boat.is_late:", "        print(boat,   boat.day)"]
    printed = [
        Print(90 + 6 * (len(line) - len(line.lstrip())), 180 + 12 * at, line.lstrip(), is_code=True)
        for at, line in enumerate(code)
    ]
    article = read(pdf([[Print(72, 80, "The piers", 18), *column(FIRST, 72, 110), *printed, *column(SECOND, 72, 240)]]))
    assert article.paragraphs[1:] == ("\n".join(code), " ".join(SECOND))


def test_rows_of_a_table_drawn_with_lines_carry_the_names_of_its_columns() -> None:
    rules = [
        *(Rule(72, 150 + 20 * row, 272, 150 + 20 * row) for row in range(4)),
        *(Rule(72 + 100 * column, 150, 72 + 100 * column, 210) for column in range(3)),
    ]
    cells = [("Route", "Adult"), ("Lindvik", "45 kr"), ("Storholm", "60 kr")]
    printed = [
        Print(76 + 100 * column, 164 + 20 * row, text, bold=row == 0)
        for row, texts in enumerate(cells)
        for column, text in enumerate(texts)
    ]
    article = read(pdf([[*column(FIRST, 72, 100), *rules, *printed, *column(SECOND, 72, 240)]]))
    first, north, south, *_ = article.paragraphs
    assert first.startswith("The harbour commission") and not article.headings
    assert (north, south) == ("Route: Lindvik · Adult: 45 kr", "Route: Storholm · Adult: 60 kr")


@pytest.mark.parametrize(
    ("rows", "paragraphs"),
    [
        (
            ("It names three:", "• the wall", "• the head", "  of it", "• the lamp"),
            ("It names three:\nthe wall\nthe head of it\nthe lamp",),
        ),
        (("It names two:", "1. the wall", "2. the head"), ("It names two:\n1. the wall\n2. the head",)),
        (("It is old.", "- the wall", "- the head"), ("It is old.", "the wall\nthe head")),
        (
            ("It is old.", "1. The wall stays.", "2. The head goes."),
            ("It is old.", "1. The wall stays.", "2. The head goes."),
        ),
        (("It is old.", "– says the mayor."), ("It is old.", "– says the mayor.")),
    ],
)
def test_items_of_a_list_belong_to_the_sentence_that_leads_to_them(
    rows: tuple[str, ...], paragraphs: tuple[str, ...]
) -> None:
    report = [Print(72, 80, "Harbour report", 20), *column(FIRST, 72, 170), *column(list(rows), 72, 300)]
    article = read(pdf([report]))
    assert article.paragraphs[-len(paragraphs) :] == paragraphs


def test_word_whose_font_changes_stays_whole() -> None:
    # In Helvetica-Bold, "Note" is 21.7 points wide.
    article = read(pdf([[Print(72, 100, "Note", bold=True), Print(94.2, 100, ": the pier is closed on Sundays.")]]))
    assert article.paragraphs == ("Note: the pier is closed on Sundays.",)


def test_lines_of_scripts_without_spaces_are_joined_without_one() -> None:
    assert (
        joined("港口委员会经过十一个月的", "施工启用了新的北码头。") == "港口委员会经过十一个月的施工启用了新的北码头。"
    )
    assert joined("오래 기다려 왔고 또 기", "다려 왔다.") == "오래 기다려 왔고 또 기다려 왔다."
    assert joined("새 부두를 열었다고", "밝혔다.") == "새 부두를 열었다고 밝혔다."


def joined(*texts: str) -> str:
    line = Line("", x0=0, x1=100, top=0, bottom=10, size=10, bold=False, page=1, width=100)
    known = Counter(word for text in texts for word in re.findall(r"\w+", text))
    return pdf_reader.text_of_lines([replace(line, text=text) for text in texts], known)


def test_running_heads_and_page_numbers_go_and_a_paragraph_runs_on_over_the_page() -> None:
    def page(number: int, lines: list[str]) -> list[Print]:
        return [
            Print(72, 40, f"Harbour commission · Report 2021 · {number}"),
            *column(lines, 72, 90),
            Print(290, 800, f"Page {number} of 3"),
        ]

    article = read(
        pdf(
            [
                page(1, [*FIRST, "The commission will decide on the southern pier, which has been closed since the"]),
                page(2, ["storm of 2019, before the end of the year, it says in its report to the town.", *FIRST]),
                page(3, SECOND * 3),
            ],
            {"Title": "Report on the piers"},
        )
    )

    text = "\n".join(article.paragraphs)
    assert "Harbour commission ·" not in text and "Page 2" not in text
    assert "closed since the storm of 2019" in text
    assert article.title == "Report on the piers"
    assert article.pages[0] == 1 and article.pages[-1] == 3 and list(article.pages) == sorted(article.pages)


def test_title_that_reaches_beyond_the_text_parts_no_paragraph_at_its_sentences() -> None:
    lines = ["The northern pier is closed to walkers.", "It opens again in the June of next year."]
    lines += ["Nobody says what the delay will cost us.", "The yellow crane shed is not affected."]
    page = [Print(72, 70, "The northern pier is closed again", 20), *column(lines, 72, 100)]
    assert read(pdf([page])).paragraphs == (" ".join(lines),)


def test_hyphen_that_belongs_to_a_word_stays() -> None:
    lines = ["The well-known pier is a well-known place for people to walk, and the well-", "known crane stands there."]
    text = read(pdf([column(lines, 72, 90)])).paragraphs[0]

    assert text.endswith("the well-known crane stands there.")


def words(rows: Iterable[str], *, x0: float = 60, y: float = 100, width: float = 200, letter: float = 5) -> list[Word]:
    """Return the words of lines that are stretched to a width."""
    made = []
    for number, row in enumerate(rows):
        texts = row.split()
        space = (width - letter * sum(map(len, texts))) / max(len(texts) - 1, 1)
        at, top = x0, y + 12 * number
        for text in texts:
            made.append(Word(text, at, at + letter * len(text), top, top + 10, size=10, fontname="a"))
            at += letter * len(text) + space
    return made


def text_on_page(found: list[Word]) -> str:
    return pdf_reader.text_of_lines(list(pdf_reader._lines(found, 1)), Counter())


def test_word_that_a_soft_hyphen_parts_at_the_end_of_a_line_is_whole_again() -> None:
    rows = ["Der Hafen war im Win\u00ad", "ter geschlossen und die Senk\u00ad", "k\u00e4sten trieben ab."]
    assert text_on_page(words(rows)) == "Der Hafen war im Winter geschlossen und die Senkk\u00e4sten trieben ab."


@pytest.mark.parametrize(
    "letters", ["\u6e2f\u306e\u9632\u6ce2\u5824", "\u6d77\u6e2f\u7684\u9632\u6ce2"], ids=["ja", "zh"]
)
def test_columns_in_scripts_without_spaces_are_read_one_after_the_other(letters: str) -> None:
    left, right = ([f"{mark}{letters * 3}" for _ in range(8)] for mark in "\u5de6\u53f3")
    found = [*words(left, letter=10), *words(right, x0=300, letter=10)]
    assert text_on_page(found) == "".join([*left, *right])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("\u305d\u308c\u306f", "1868\u5e74\u306e\u51ac\u3060\u3002"),
        ("\u90a3\u662f1868", "\u5e74\u51ac\u5929\u3002"),
        ("\u4ed6\u8bf4\uff1a", "\u201c\u597d\u201d\u3002"),
        ("\uadf8\uac83\uc740 1868", "\ub144\uc774\ub2e4."),
    ],
)
def test_number_is_not_parted_from_its_unit_by_the_end_of_a_line(first: str, second: str) -> None:
    assert text_on_page(words([first, second], letter=10)) == first + second


def test_lines_of_text_that_wide_spaces_stretch_are_no_table() -> None:
    rows = ["Stone under water moved", "about three years after", "storm broke every plank", "where boats moor."]
    lines = list(pdf_reader._lines(words(rows, width=180), 1))
    assert [line.text for line in lines] == rows and not any(line.cells for line in lines)


def test_name_of_the_file_that_a_pdf_was_made_from_is_no_title() -> None:
    article = read(pdf([column(FIRST, 72, 90)], {"Title": "Microsoft Word - report_final.docx", "Author": "user"}))

    assert article.title.startswith("The harbour commission") and not article.byline


def test_words_that_are_on_no_page_are_left_out() -> None:
    lines = column(FIRST, 72, 80)
    for far in [Print(72, 200, "Nobody can see this", size=999_999), Print(900_000, 80, "Far.")]:
        assert read(pdf([[*lines, far]])).paragraphs == read(pdf([lines])).paragraphs


def test_pictures_of_pages_have_no_text() -> None:
    assert "run text recognition (OCR)" in refused(pdf([[]]))


def test_damaged_file_is_refused_in_one_sentence(subtests: pytest.Subtests) -> None:
    for cut in [5, 200, 700]:
        with subtests.test(cut=cut):
            found = refused(pdf([column(FIRST, 72, 90)])[:cut])

            assert found.startswith("report.pdf: ") and found.count(".") <= 3
