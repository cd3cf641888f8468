"""Citations of arbitrary articles: nothing breaks out, nothing breaks down."""

from itertools import accumulate
from pathlib import Path

import pytest
from citeproc import CitationStylesStyle
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

import knowledge.bibliography
from knowledge import Article
from knowledge.bibliography import STYLES, format_citations
from knowledge.bibliography.authors import authors
from tests.bot.strategies import dates, texts

HARD = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *'{}\\%#$&_~^`"<,?-',
                *("\n", "```", "{{", "}}", "\\\\", "@article{x,", "\\end{", " and ", "Dahl", "Jr.", " van ", "“", "°"),
                *('<span class="nocase">', "</span>"),
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=10,
).map("".join)
ARTICLES = st.builds(
    Article, title=HARD, paragraphs=st.just(("Text.",)), publisher=HARD, byline=HARD, published_at=dates, url=HARD
)
FEW = settings(max_examples=40)


@FEW
@given(st.lists(ARTICLES, min_size=1, max_size=3), st.sampled_from(STYLES))
def test_every_article_has_a_citation_in_every_style(articles: list[Article], style: str) -> None:
    made = format_citations(articles, style)
    assert len(made) == len(articles)
    assert all(entry.strip() for entry in made)


@FEW
@given(st.lists(ARTICLES, min_size=1, max_size=3))
def test_braces_of_bibtex_are_balanced_and_nothing_is_left_to_act(articles: list[Article]) -> None:
    for entry in format_citations(articles, "bibtex"):
        depths = list(accumulate((character == "{") - (character == "}") for character in entry))
        assert min(depths) >= 0 and depths[-1] == 0
        assert 0 not in depths[len("@article") : -1]
        assert "`" not in entry
        fields = [line for line in entry.splitlines() if not line.startswith("  url")]
        assert not any(character in "".join(fields).replace("\\" + character, "") for character in "%#$&_~^")


@FEW
@given(st.lists(ARTICLES, min_size=1, max_size=3))
def test_bibtex_is_read_by_another_reader_as_the_same_entries(articles: list[Article]) -> None:
    read = parse_string("\n\n".join(format_citations(articles, "bibtex")), "bibtex")
    assert len(read.entries) == len(articles)
    for article, entry in zip(articles, read.entries.values(), strict=True):
        assert set(entry.fields) <= {"title", "journal", "entrysubtype", "year", "month", "day", "url"}
        assert len(entry.persons.get("author", [])) == len(authors(article.byline))


@given(texts)
def test_authors_of_any_byline_are_named(byline: str) -> None:
    assert all(author.family.strip() for author in authors(byline))


@pytest.mark.filterwarnings("error")
def test_style_is_valid_csl(subtests: pytest.Subtests) -> None:
    for style in ["apa", "mla", "chicago"]:
        with subtests.test(style=style):
            path = Path(knowledge.bibliography.__file__).parent / "styles" / f"{style}.csl"
            assert CitationStylesStyle(str(path), validate=True).has_bibliography()
