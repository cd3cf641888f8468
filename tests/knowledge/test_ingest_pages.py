"""Pages and pasted texts in the layouts of the wild: what is taken out of each, and how well of all together."""

from contextlib import suppress
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from statistics import mean

import pytest
from trafilatura import load_html, xpaths

from knowledge.models import Article
from scripts.extraction import FACTS, Page, Score, fact, kept_paragraphs, ours, read_pages, score

FLOORS = Score(recall=0.999, precision=0.998, exact=0.998)
"""What is reached over all pages; may only rise."""
FACTS_FLOOR = 0.999
"""The share of headlines, bylines, days and so on that are right; may only rise."""
PAGES = {page.name: page for page in read_pages()}


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {name: ours(page.source) for name, page in PAGES.items()}


def test_pages_keep_their_text_and_nothing_else(articles: dict[str, Article]) -> None:
    scores = [score(page, "\n".join(articles[name].paragraphs)) for name, page in PAGES.items()]
    assert mean(each.recall for each in scores) >= FLOORS.recall
    assert mean(each.precision for each in scores) >= FLOORS.precision
    assert mean(each.exact for each in scores) >= FLOORS.exact


def test_pages_keep_their_facts(articles: dict[str, Article]) -> None:
    right = [fact(articles[name], what) == getattr(page, what) for name, page in PAGES.items() for what in _said(page)]
    assert mean(right) >= FACTS_FLOOR


def _said(page: Page) -> list[str]:
    """Return the facts to check: those that the page gives, and that no author and no day are made up."""
    return [what for what in FACTS if getattr(page, what) or what in ("byline", "published_at")]


def test_a_page_is_read_exactly(subtests: pytest.Subtests, articles: dict[str, Article]) -> None:
    for name in sorted(PAGES):
        with subtests.test(name=name):
            page, article = PAGES[name], articles[name]
            assert kept_paragraphs(page, article) == list(page.paragraphs)
            assert not page.headings or page.optional or article.headings == page.headings
            assert {what: fact(article, what) for what in _said(page)} == {
                what: getattr(page, what) for what in _said(page)
            }


def test_trafilatura_finds_as_much_where_it_passes_over_elements_without_attributes() -> None:
    spec = find_spec("trafilatura.xpaths")
    assert spec and spec.loader
    unchanged = module_from_spec(spec)
    spec.loader.exec_module(unchanged)
    found = 0
    for name in ("OVERALL_DISCARD_XPATH", "TEASER_DISCARD_XPATH"):
        for guarded, original in zip(getattr(xpaths, name), getattr(unchanged, name), strict=True):
            assert guarded.path != original.path
            for page in PAGES.values():
                tree = load_html(page.source)
                assert guarded(tree) == original(tree)
                found += len(guarded(tree))
    assert found


PASTES = {page.name: page for page in read_pages(Path(__file__).parents[1] / "pastes", ".txt")}


NOT_EXACT = frozenset(
    {
        "agency-page-foot",
        "american-paper-ctrl-a",
        "broadcaster-ctrl-a",
        "docs-about-comments",
        "docs-contents-below",
        "docs-read-the-docs",
        "docs-with-sidebar",
        "english-paper-boxes",
        "english-tech-ctrl-a",
        "faq-it-ctrl-a",
        "french-paper-unparted",
        "german-paper-captioned",
        "german-weekly-ctrl-a",
        "health-page-lists",
        "japanese-paper-ctrl-a",
        "job-advert",
        "job-advert-fr",
        "korean-portal-unlabelled",
        "medium-story",
        "minutes-site-ctrl-a",
        "old-article-amid-boxes",
        "paper-page",
        "paper-with-newsletter-box",
        "polish-paper-subscribers",
        "product-page",
        "recipe-fr-ctrl-a",
        "recipe-with-nutrition",
        "release-page",
        "spanish-paper-kicker",
        "spanish-paper-metered",
        "spanish-portal-ctrl-a",
    }
)
"""Copied pages of which a row of the site is kept, or a short one of the article is missing: only ever fewer."""


def test_a_pasted_text_is_read_exactly(subtests: pytest.Subtests) -> None:
    for name in sorted(PASTES.keys() - NOT_EXACT):
        with subtests.test(name=name):
            _assert_exact(PASTES[name])
    assert [name for name in sorted(NOT_EXACT) if _is_exact(PASTES[name])] == []


def _assert_exact(page: Page) -> None:
    article = ours(page.source, "pasted.txt")
    assert kept_paragraphs(page, article) == list(page.paragraphs)
    assert not page.headings or article.headings == page.headings
    said = {what: getattr(page, what) for what in ("byline", "published_at", "publisher")}
    assert {what: fact(article, what) for what in said} == said
    assert not page.title or article.title == page.title


def _is_exact(page: Page) -> bool:
    with suppress(AssertionError):
        _assert_exact(page)
        return True
    return False


CONVERSATIONS = (
    *(
        "discord-log",
        "slack-log",
        "slack-page",
        "teams-log",
        "whatsapp-log",
        "telegram-chat",
        "element-room",
        "irc-log-opened",
    ),
    *("stack-exchange", "forum-thread", "reddit-thread", "hacker-news", "github-issue", "jira-issue", "facebook-post"),
    *("x-thread", "discourse-thread", "youtube-page", "linkedin-post", "google-docs"),
)
SAID = ("The otter of the third plank sleeps until the tide has gone.", "otters sleep there", "Otters!")


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_nothing_that_somebody_adds_to_a_conversation_is_lost(name: str) -> None:
    page = PASTES[name]
    lines = page.source.split("\n")
    told = set("\n".join(page.paragraphs).split("\n"))
    places = {line: at for at, line in reversed(list(enumerate(lines))) if line.strip() in told}
    assert places
    for at in places.values():
        for said in SAID:
            article = ours("\n".join((*lines[: at + 1], said, *lines[at + 1 :])), "pasted.txt")
            assert said in "\n".join((article.title, *article.paragraphs, *article.headings)), (lines[at], said)


@pytest.mark.parametrize("word", ["Thanks", "Solved", "Best", "Open", "7", "👍"])
@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("reddit-thread", "Good luck!"),
        ("jira-issue", "An alert at 80 percent is live, it pages the on-call person."),
        ("teams-log", "we could use the brass ones from the Ghent order"),
    ],
)
def test_word_that_is_all_of_an_answer_stays(name: str, answer: str, word: str) -> None:
    source = PASTES[name].source
    assert answer in source
    article = ours(source.replace(answer, word), "pasted.txt")
    assert word in "\n".join(article.paragraphs).split("\n")
