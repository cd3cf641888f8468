"""Saved web pages."""

import pytest

from knowledge.errors import UnreadableArticle
from knowledge.ingest import read_bytes
from knowledge.models import Article

PARAGRAPHS = (
    "The bridge over the Lenn was closed on Monday after engineers found cracks in two of its piers.",
    "It is not going to fall down, said Mara Venn, who heads the roads office, but nobody drives over it.",
    "Repairs will take until spring, and buses go round by way of the old mill until then.",
)
HEAD = """<meta property="og:site_name" content="The Lenn Courier"><meta name="author" content="Ivo Brandt">
<link rel="canonical" href="https://example.org/bridge"><meta property="og:title" content="Cracks close the bridge">"""
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
LINKED = """<script type="application/ld+json">
{"@type": "NewsArticle", "datePublished": "2018-10-11T10:39:00+02:00"}</script>"""


def page(head: str = HEAD, body: str = BODY) -> str:
    title = "<title>Cracks close the bridge | The Lenn Courier</title>"
    nav, foot = "<nav><a href='/'>Home</a></nav>", "<footer>© 2018 The Lenn Courier</footer>"
    article = f"<article><h1>Cracks close the bridge</h1>{body}</article>"
    return f'<html lang="en-GB"><head>{title}{head}</head><body>{nav}{article}{foot}</body></html>'


def read(text: str) -> Article | UnreadableArticle:
    [found] = read_bytes(text.encode(), "page.html")
    return found


def article(text: str) -> Article:
    found = read(text)
    assert isinstance(found, Article), found
    return found


def test_a_page_says_where_its_article_comes_from() -> None:
    found = article(page(HEAD + LINKED))
    assert (found.title, found.publisher, found.byline) == ("Cracks close the bridge", "The Lenn Courier", "Ivo Brandt")
    assert (found.url, found.language) == ("https://example.org/bridge", "en")
    assert str(found.published_at) == "2018-10-11 10:39:00+02:00"
    assert found.paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    ("mark", "moment"),
    {
        '<meta property="article:published_time" content="2018-10-11T10:39:00Z">': "2018-10-11 10:39:00+00:00",
        '<meta itemprop="datePublished" content="2018-10-11">': "2018-10-11",
        '<script type="application/ld+json">{"datePublished":"2018-10-11T10:39Z"</script>': "2018-10-11 10:39:00+00:00",
        '<script type="application/ld+json">{"datePublished": "never \\ud800"}</script>': "None",
    }.items(),
)
def test_the_time_is_found_wherever_the_page_gives_it(mark: str, moment: str) -> None:
    assert str(article(page(HEAD + mark)).published_at) == moment


def test_a_list_is_one_paragraph_and_a_break_keeps_words_apart() -> None:
    body = (
        f"<p>{PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}</p><ul><li>One road</li><li>Two bridges</li></ul><p>{PARAGRAPHS[2]}</p>"
    )
    assert article(page(body=body)).paragraphs == (" ".join(PARAGRAPHS[:2]), "One road\nTwo bridges", PARAGRAPHS[2])


@pytest.mark.parametrize(
    "text", ["<html></html>", "<p></p>", "<div>" * 50_000, "<html><script>x</script>", "<!--", "<p>a</p>" * 40_000]
)
def test_a_page_without_an_article_is_refused(text: str) -> None:
    assert isinstance(read(text), UnreadableArticle)
