"""Pages of lists, of articles and of uploads, for any article, name and reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.embeds import answers
from bot.embeds import articles as leaves
from bot.text import article_list, markdown
from bot.views import pages
from bot.views.pages import PageButton, PageRef, page_view
from knowledge import Article, ArticleListing
from tests.bot.limit_checks import check_fits
from tests.bot.messages import unescape_markdown
from tests.bot.strategies import articles

ROOMS = (markdown.MAX_DESCRIPTION, answers.LAYOUT_ROOM)
WIDE = st.builds(
    lambda article, times: Article(title=article.title, paragraphs=article.paragraphs * times, url=article.url),
    articles,
    st.sampled_from([1, 5, 30]),
)


def check_page(page: answers.Page, room: int) -> None:
    assert markdown.utf16_len(page.body) <= room
    if room == answers.LAYOUT_ROOM:
        check_fits(lambda _: page)
        return
    assert markdown.utf16_len(page.footer) <= markdown.MAX_FOOTER
    assert markdown.utf16_len(page.body) + markdown.utf16_len(page.footer) <= markdown.MAX_EMBED
    unescape_markdown(page.body)


@given(WIDE, st.sampled_from(ROOMS))
def test_no_page_of_an_article_breaks_a_limit(article: Article, room: int) -> None:
    pages = leaves.paginate(article, room)
    for number in range(1, len(pages) + 1):
        page = leaves.article_page(article, pages, number, room)
        check_page(page, room)


@given(WIDE, st.sampled_from(ROOMS))
def test_pages_of_an_article_put_together_are_its_whole_text(article: Article, room: int) -> None:
    pieces = [piece for page in leaves.paginate(article, room) for piece in page]
    numbers = range(1, len(article.paragraphs) + 1)
    assert ["".join(p.text for p in pieces if p.number == n) for n in numbers] == list(article.paragraphs)
    assert [piece.number for piece in pieces] == sorted(piece.number for piece in pieces)
    assert [p.number for p in pieces if not p.continued] == list(numbers)


@given(WIDE)
def test_paragraph_that_fits_a_page_is_never_parted(article: Article) -> None:
    for page in leaves.paginate(article, markdown.MAX_DESCRIPTION):
        for piece in page:
            whole = piece.text == article.paragraphs[piece.number - 1]
            assert (
                whole
                or leaves.paginate(Article(title="", paragraphs=(article.paragraphs[piece.number - 1],)), 4096)[1:]
            )


@given(st.lists(articles, min_size=1, max_size=23), st.text(max_size=75), st.sampled_from(ROOMS))
def test_no_page_of_a_list_breaks_a_limit_and_each_article_is_on_one(
    every: list[Article], wanted: str, room: int
) -> None:
    listed = [ArticleListing(article, 10**6, datetime(2021, 1, 1, tzinfo=UTC)) for article in every]
    shown = 0
    for number in range(1, leaves.page_count(len(listed)) + 1):
        page = leaves.list_page(listed, number, article_list.list_heading(wanted), "!", room, note="A note.")
        check_page(page, room)
        shown += page.body.count("paragraphs\nid ")
    assert shown >= len(listed)


@given(
    st.text(max_size=75).filter(lambda text: markdown.utf16_len(text) <= 75), st.integers(1, 999), st.integers(1, 9_999)
)
def test_buttons_fit_differ_and_can_be_read_back(wanted: str, number: int, more: int) -> None:
    view = page_view(PageRef("list", wanted, number), number + more)
    assert view
    ids = [item.item.custom_id or "" for item in view.children if isinstance(item, PageButton)]
    assert len(set(ids)) == len(ids) == (4 if number + more > 2 else 2)
    for id in ids:
        assert markdown.utf16_len(id) <= 100
        found = PageButton.__discord_ui_compiled_template__.fullmatch(id)
        assert found and found["what"] == wanted


def test_single_page_has_no_buttons() -> None:
    assert page_view(PageRef("list", "", 1), 1) is None


def test_page_that_is_gone_becomes_the_nearest(subtests: pytest.Subtests) -> None:
    for number, shown in [(0, 1), (1, 1), (5, 5), (6, 5), (9_999_999, 5)]:
        with subtests.test(number=number, shown=shown):
            assert pages.clamp_page(number, 5) == shown


def test_marks_without_an_end_are_parted_all_the_same() -> None:
    article = Article(title="", paragraphs=("\u0301" * 9_000, "x" * 9_000, "😀" * 9_000))
    pages = leaves.paginate(article, answers.LAYOUT_ROOM)
    assert len(pages) > 20
    assert all(
        markdown.utf16_len(leaves.article_page(article, pages, n + 1, answers.LAYOUT_ROOM).body) <= answers.LAYOUT_ROOM
        for n in range(20)
    )
