"""Citations to copy: as the manuals print them, for newspapers and agencies, whatever an article lacks."""

from datetime import UTC, date, datetime

import pytest

from knowledge import Article
from knowledge.bibliography import STYLES, format_citations


def article(title: str = "New pier opens", **fields: object) -> Article:
    known: dict[str, object] = {
        "publisher": "The Coast Courier",
        "byline": "Ingrid Dahl",
        "published_at": date(2021, 6, 5),
        "url": "https://courier.example/pier",
    }
    return Article(title=title, paragraphs=("Text.",), **(known | fields))  # type: ignore[arg-type] # of the test's own


AGENCY = article(
    "NK, China, Russia call for 'corresponding' measures",
    publisher="The Korea Herald",
    byline="Yonhap",
    published_at=datetime(2018, 10, 11, 10, 39, tzinfo=UTC),
    url="https://herald.example/1?a=b&c=d",
)
KOREAN = article("남북 정상회담이 열렸다", publisher="연합뉴스", byline="김민수 기자", url="")
BARE = article(publisher="", byline="", published_at=None, url="")


def test_apa_citation_is_as_the_manual_prints_it(subtests: pytest.Subtests) -> None:
    for given, expected in [
        (
            AGENCY,
            "Yonhap. (2018, October 11). NK, China, Russia call for 'corresponding' measures. The Korea Herald. "
            "https://herald.example/1?a=b&c=d",
        ),
        (article(), "Dahl, I. (2021, June 5). New pier opens. The Coast Courier. https://courier.example/pier"),
        (
            article(byline="Ingrid Dahl and Kim So-hyun", url=""),
            "Dahl, I., & Kim, S. (2021, June 5). New pier opens. The Coast Courier.",
        ),
        (
            article(byline="Martin Luther King Jr., Juan de la Vega and J. R. van der Berg", url=""),
            "King, M. L., Jr., de la Vega, J., & van der Berg, J. R. (2021, June 5). New pier opens. "
            "The Coast Courier.",
        ),
        (article(byline="", url=""), "New pier opens. (2021, June 5). The Coast Courier."),
        (article(byline="", url="", published_at=None), "New pier opens. (n.d.). The Coast Courier."),
        (
            article(byline="", url="", published_at=None, modified_at=date(2021, 6, 8)),
            "New pier opens. (2021, June 8). The Coast Courier.",
        ),
        (article("Is it open?", byline="AP", publisher="AP", url=""), "AP. (2021, June 5). Is it open?"),
        (article("", byline="", url=""), "[Untitled article]. (2021, June 5). The Coast Courier."),
        (KOREAN, "김민수. (2021, June 5). 남북 정상회담이 열렸다. 연합뉴스."),
        (BARE, "New pier opens. (n.d.)."),
    ]:
        with subtests.test(given=given, expected=expected):
            assert format_citations([given], "apa") == [expected]


def test_mla_citation_is_as_the_handbook_prints_it(subtests: pytest.Subtests) -> None:
    for given, expected in [
        (
            AGENCY,
            "Yonhap. “NK, China, Russia call for 'corresponding' measures.” The Korea Herald, 11 Oct. 2018, "
            "https://herald.example/1?a=b&c=d.",
        ),
        (
            article(byline="Ingrid Dahl and Kim So-hyun", url=""),
            "Dahl, Ingrid, and So-hyun Kim. “New pier opens.” The Coast Courier, 5 June 2021.",
        ),
        (
            article(byline="Bo Alm, Di Cole and Fay Elm", url=""),
            "Alm, Bo, et al. “New pier opens.” The Coast Courier, 5 June 2021.",
        ),
        (
            article('Mayor calls pier "a gift"', byline="", published_at=None, url=""),
            "“Mayor calls pier 'a gift.'” The Coast Courier.",
        ),
        (article(byline="TASS", publisher="TASS", url=""), "“New pier opens.” TASS, 5 June 2021."),
        (KOREAN, "김민수. “남북 정상회담이 열렸다.” 연합뉴스, 5 June 2021."),
        (BARE, "“New pier opens.”"),
    ]:
        with subtests.test(given=given, expected=expected):
            assert format_citations([given], "mla") == [expected]


def test_chicago_citation_is_as_the_manual_prints_it(subtests: pytest.Subtests) -> None:
    for given, expected in [
        (
            AGENCY,
            "Yonhap. “NK, China, Russia call for 'corresponding' measures.” The Korea Herald, October 11, 2018. "
            "https://herald.example/1?a=b&c=d.",
        ),
        (
            article(byline="Bo Alm, Di Cole and Fay Elm", url=""),
            "Alm, Bo, Di Cole, and Fay Elm. “New pier opens.” The Coast Courier, June 5, 2021.",
        ),
        (article("Is it open?", byline="", published_at=None, url=""), "“Is it open?” The Coast Courier, n.d."),
        (BARE, "“New pier opens.” n.d."),
    ]:
        with subtests.test(given=given, expected=expected):
            assert format_citations([given], "chicago") == [expected]


def test_bibtex_entry_keeps_the_headline_and_the_institution_whole() -> None:
    assert format_citations([AGENCY], "bibtex") == [
        "@article{yonhap2018china,\n"
        "  author = {{Yonhap}},\n"
        "  title = {{NK, China, Russia call for 'corresponding' measures}},\n"
        "  journal = {The Korea Herald},\n"
        "  entrysubtype = {newspaper},\n"
        "  year = {2018},\n"
        "  month = oct,\n"
        "  day = {11},\n"
        "  url = {https://herald.example/1?a=b&c=d},\n"
        "}"
    ]


def test_bibtex_entry_leaves_out_what_the_article_lacks() -> None:
    assert format_citations([BARE], "bibtex") == ["@misc{articlepier,\n  title = {{New pier opens}},\n}"]


def test_entries_of_one_list_have_keys_of_their_own() -> None:
    keys = [entry.partition(",")[0] for entry in format_citations([article(), article(), article(), KOREAN], "bibtex")]
    assert keys == [
        "@article{dahl2021pier",
        "@article{dahl2021pier-2",
        "@article{dahl2021pier-3",
        "@article{article2021",
    ]


def test_citations_come_in_the_order_asked_for(subtests: pytest.Subtests) -> None:
    for style in STYLES:
        with subtests.test(style=style):
            both = [article("Zebra crossing painted"), article("Anchor raised at dawn")]
            first, second = format_citations(both, style)
            assert "Zebra" in first and "Anchor" in second
            assert format_citations([], style) == []
