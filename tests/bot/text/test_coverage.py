"""The table of outlets and months."""

from datetime import UTC, date, datetime

from bot.text import markdown
from bot.text.coverage import coverage_blocks
from knowledge import Article, ArticleListing, Library
from knowledge.listing import Coverage, coverage


def listed(*articles: tuple[str, date | None, bool]) -> tuple[list[ArticleListing], set[int]]:
    """Return articles of an outlet and a day, and the keys of those about the topic."""
    found = [
        ArticleListing(
            Article(title="x", paragraphs=(), publisher=outlet, published_at=day, row=row),
            1,
            datetime(2026, 1, 1, tzinfo=UTC),
        )
        for row, (outlet, day, _) in enumerate(articles, start=1)
    ]
    return found, {row for row, (_, _, about) in enumerate(articles, start=1) if about}


def covered(*articles: tuple[str, date | None, bool]) -> Coverage:
    return coverage(*listed(*articles))


def test_table_shows_counts_silence_and_absence() -> None:
    blocks = coverage_blocks(
        "summit",
        covered(
            ("Herald", date(2018, 1, 3), True),
            ("Herald", date(2018, 1, 4), True),
            ("Herald", date(2018, 2, 4), False),
            ("Herald", datetime(2018, 4, 4, tzinfo=UTC), True),
            ("`Bad` 한국어매체이름", date(2018, 3, 1), True),
            ("Other", date(2018, 3, 1), False),
            ("Herald", None, True),
        ),
    )
    assert blocks[0] == "**Coverage of summit**: 5 articles, 2 outlets"
    assert blocks[1].split("\n")[1:-1] == [
        "2018-01–2018-04",
        "Herald",
        "2· 1",
        "'Bad' 한국어매체이름",
        "  1",
    ]
    assert "• Herald: Feb 2018 – Mar 2018, with 1 article on other things" in blocks[3]
    assert blocks[4] == "Without a date, so in no month: 1 article."


def test_long_spans_have_a_column_for_each_quarter_or_year() -> None:
    years = covered(("Herald", date(2001, 1, 1), True), ("Herald", date(2018, 12, 1), True))
    table = coverage_blocks("x", years)[1].split("\n")
    assert max(map(len, table)) <= 20 and table[3] == "1" + " " * 16 + "1"
    assert "(year)" in coverage_blocks("x", years)[2]
    many = covered(*((f"Outlet {n:02}", date(2018, 1, 1), True) for n in range(30) for _ in range(12)))
    assert "+" in coverage_blocks("x", many)[1] and "and 22 more" in coverage_blocks("x", many)[1]
    assert sum(map(markdown.utf16_len, coverage_blocks("x" * 500, many))) < markdown.MAX_MESSAGE


def test_topic_without_articles_says_so() -> None:
    assert coverage_blocks("*x*", Coverage()) == [r"No article here has all of these words: \*x\*."]
    assert coverage_blocks("x", covered(("A", None, True)))[1] == "Without a date, so in no month: 1 article."


def test_table_of_one_month_names_it_once() -> None:
    assert coverage_blocks("x", covered(("A", date(2018, 3, 1), True)))[1].split("\n")[1:-1] == ["2018-03", "A", "1"]


async def test_article_is_about_a_topic_where_one_paragraph_has_all_of_its_words(library: Library) -> None:
    found = await library.coverage("When will the old piers be a market?")
    assert (found.articles, found.outlets) == (1, {"The Coast Courier": {(2021, 6): 1}})
    assert (await library.coverage("glacier flags")).articles == 0
