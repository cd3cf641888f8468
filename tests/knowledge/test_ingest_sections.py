"""Documents that are too large for one article: an article of each part below their headings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import UnreadableArticle
from knowledge.ingest import read_bytes, sections
from knowledge.ingest.formats import html, markdown
from knowledge.ingest.sections import headings_of
from knowledge.models import Article
from knowledge.text import normalize
from tests.knowledge.documents import docx, paragraph

SENTENCE = "The keeper of the lighthouse writes down every ship that passes in the night. "
LINES = 150
NAMES = ("The harbour", "The storm", "The thaw")


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bound articles to what takes no time to read."""
    monkeypatch.setattr(normalize, "MAX_PARAGRAPHS", 2 * LINES)
    monkeypatch.setattr(markdown, "MAX_MARKDOWN_CHARS", 30_000)
    monkeypatch.setattr(html, "MAX_HEAD_CHARS", 10_000)
    monkeypatch.setattr(sections, "MAX_SECTION_CHARS", 30_000)


def text(head: str, heading: Callable[[str], str], *, lines: int = LINES) -> str:
    return head + "".join(
        heading(name) + "".join(f"{SENTENCE}It is entry {n} of {name}.\n\n" for n in range(lines)) for name in NAMES
    )


def page(heading: str) -> str:
    entries = "".join(f"<p>{SENTENCE}It is entry {n}.</p>" for n in range(LINES))
    parts = "".join(f"<div><{heading} id=a>{name}</{heading}>{entries}</div>" for name in NAMES)
    head = "<html lang=en><head><title>Logbook</title><meta property=og:site_name content='Coast Archive'>"
    head += "<link rel=canonical href=https://a.example/log></head><body><nav><p>Home</p></nav><h1>Logbook</h1>"
    return f"{head}<p>By Anna Oat</p><p>{SENTENCE * 5}</p>{parts}</body></html>"


LARGE = {
    "log.md": text(
        "---\ntitle: Logbook\nauthor: Anna Oat\n---\n\n```\n# no heading\n```\n", lambda name: f"# {name}\n\n"
    ),
    "chapters.txt": text(
        f"Logbook\n\nBy Anna Oat\n\n{SENTENCE}\n\n", lambda name: f"Chapter {NAMES.index(name) + 1}. {name}\n\n"
    ),
    "underlined.txt": text("Logbook\n\n", lambda name: f"{name}\n{'-' * len(name)}\n\n"),
    "plain.txt": text("Logbook\n\n", lambda name: f"{name}\n\n"),
    "page.html": page("h2"),
}


def test_a_document_too_large_for_one_article_is_one_for_each_heading(subtests: pytest.Subtests) -> None:
    for name in LARGE:
        with subtests.test(name=name):
            found = list(read_bytes(LARGE[name].encode(), name))
            articles = [each for each in found if isinstance(each, Article)]
            assert len(articles) == len(found)
            below = [each for each in articles if " › " in each.title]
            assert [
                each.title.rpartition(" › ")[2].removeprefix(f"Chapter {n}. ") for n, each in enumerate(below, 1)
            ] == [*NAMES]
            assert {each.title.partition(" › ")[0] for each in below} == {"Logbook"}
            assert all(each.paragraphs[0].startswith(SENTENCE) and len(each.paragraphs) == LINES for each in below)
            # Where one more chapter comes in, the others stay the articles that they are.
            more = LARGE[name].replace("The storm", "The calm").encode()
            assert {each.path for each in below} - {
                each.path for each in read_bytes(more, name) if isinstance(each, Article)
            } == {each.path for each in below if "The storm" in each.title}


def test_a_part_keeps_what_the_document_says_about_itself() -> None:
    part = list(read_bytes(LARGE["page.html"].encode(), "page.html"))[-1]
    assert isinstance(part, Article)
    assert (part.publisher, part.language) == ("Coast Archive", "en")
    assert part.url == "https://a.example/log#:~:text=The%20thaw"
    part = list(read_bytes(LARGE["log.md"].encode(), "log.md"))[-1]
    assert isinstance(part, Article) and part.byline == "Anna Oat"


def test_a_large_word_file_is_split_by_its_headings() -> None:
    entries = "".join(paragraph(f"Entry {n} of the logbook.") for n in range(LINES))
    data = docx(paragraph("Logbook", "Title") + "".join(paragraph(name, "Heading1") + entries for name in NAMES))
    found = list(read_bytes(data, "log.docx"))
    assert [each.title for each in found if isinstance(each, Article)] == [f"Logbook › {name}" for name in NAMES]


def test_a_large_document_without_headings_is_refused_and_told_what_to_do(subtests: pytest.Subtests) -> None:
    for name in ["a.md", "a.txt", "a.html"]:
        with subtests.test(name=name):
            unit = f"<p>{SENTENCE}</p>" if name.endswith("html") else f"{SENTENCE}\n\n"
            [refusal] = read_bytes((unit * 3 * LINES).encode(), name)
            assert isinstance(refusal, UnreadableArticle)
            assert "no headings to split it by; split it" in str(refusal)


QUOTED = (
    "'Not a soul'",
    "« Le droit de rester »",
    "»Ohne Reserve«",
    "”Vi hjälps åt”",
    "「また来る」",
    "‘We can’t go on’",
)


@pytest.mark.parametrize("quoted", QUOTED)
def test_quotation_between_paragraphs_is_a_heading_unless_it_is_said_by_somebody(quoted: str) -> None:
    above = f"Night watch\n\n{SENTENCE}\n\nThe hall\n{SENTENCE * 2}\n\nThe lamp on Sunday\n"
    for after, is_heading in (
        ("", True),
        ("Ida Dahl, keeper\n\n", False),
        (f"\n{SENTENCE}\n\n“Yes.”\n\n“No.”\n\n", False),
    ):
        text = f"{above}{quoted}\n{after}{SENTENCE * 2}\n"
        found = [each.text for each in headings_of(normalize.lines(text))]
        assert (quoted in found) == is_heading, text


@pytest.mark.parametrize(
    "box", ["Read more:\n\nA storm is coming now\nNo ferry until Monday\n\n", "Newsletter\nSign up\n"]
)
def test_heading_right_below_a_box_stays_where_others_are_right_above_the_text(box: str) -> None:
    text = f"Night watch\n\n{SENTENCE * 2}\n\n{box}The second lamp\n{SENTENCE * 2}\n\nThe hall\n{SENTENCE * 2}\n"
    assert [each.text for each in headings_of(normalize.lines(text))] == ["The second lamp", "The hall"]


def test_a_section_too_large_is_split_by_the_headings_in_it() -> None:
    entries = f"{SENTENCE}\n\n" * (sections.MAX_SECTION_CHARS // len(SENTENCE) * 2 // 3)
    markdown = f"# Log\n\n## One\n\n{entries}## Two\n\n{entries}# Index\n\nShips.\n"
    titles = [each.title for each in read_bytes(markdown.encode(), "log.md") if isinstance(each, Article)]
    assert titles == ["Log › One", "Log › Two", "log › Index"]


def test_headings_of_a_plain_text_are_told_from_its_other_rows() -> None:
    rows = (Path(__file__).parents[1] / "pastes" / "minutes-numbered.txt").read_text("utf-8")
    assert [each.text for each in headings_of(normalize.lines(rows))] == ["1. Mooring fees", "2. The crane"]
    recipe = "Flat bread\n\n1. Mix flour and salt\n2. Add water\n3. Bake\n\nServe warm with butter.\n"
    assert headings_of(normalize.lines(recipe)) == []
    parts = ["Flat bread", SENTENCE * 2, "Who pays?", "Nobody does that.", SENTENCE * 2, "The oven", SENTENCE * 2]
    short = "\n\n".join((*parts, "«A. B.»", "1"))
    assert [each.text for each in headings_of(normalize.lines(short))] == ["Who pays?", "The oven"]
    caption = f"Flat bread\n\n{SENTENCE}\n\nThe oven on Saturday\n\n{SENTENCE}\n"
    assert headings_of(normalize.lines(caption)) == []
    listed = "\n\n".join(["Contents\nFlour\nWater", *(f"{name}\n{SENTENCE}" for name in ("Flour", "Water"))])
    found = headings_of(normalize.lines(f"Flat bread\n\n{listed}\n"))
    assert [(each.at, each.text) for each in found] == [(6, "Flour"), (9, "Water")]
    prose = f"Flat bread\n\nPart of the dough rises.\n\nSection 5 of the act says that bread is bread.\n\n{SENTENCE}"
    assert headings_of(normalize.lines(prose)) == []
