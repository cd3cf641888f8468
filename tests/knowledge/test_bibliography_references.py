"""Articles go out as RIS and CSL-JSON and come back as they were."""

import json
from datetime import date

import pytest

from knowledge import Article
from knowledge.bibliography import format_citations
from knowledge.ingest import read_bytes

ABSTRACT = "The pier at Lindvik opened on Saturday after two years of work."
ARTICLE = Article(
    title="Pier opens",
    paragraphs=(ABSTRACT,),
    publisher="The Coast Courier",
    byline="Anna Oat, Northern Press",
    published_at=date(2021, 6, 5),
    language="en",
    url="https://coast.example/pier",
    keywords=("harbour", "piers"),
)


def facts(article: Article) -> tuple[object, ...]:
    return (*(article.title, article.publisher, article.byline, article.published_at), article.url, article.keywords)


def test_article_comes_back_from_ris_as_it_went_out() -> None:
    [cited] = format_citations([ARTICLE], "ris")
    [again] = read_bytes(cited.replace("ER  -", f"AB  - {ABSTRACT}\nER  -").encode(), "a.ris")

    assert isinstance(again, Article) and facts(again) == facts(ARTICLE)


def test_article_comes_back_from_csl_json_as_it_went_out() -> None:
    [cited] = format_citations([ARTICLE], "csl")
    [again] = read_bytes(json.dumps([{**json.loads(cited), "abstract": ABSTRACT}]).encode(), "a.json")

    assert isinstance(again, Article) and facts(again) == facts(ARTICLE)


def test_article_without_facts_has_no_empty_fields(subtests: pytest.Subtests) -> None:
    for style in ["ris", "csl"]:
        with subtests.test(style=style):
            [cited] = format_citations([Article(title="", paragraphs=("A.",))], style)

            assert cited in (
                "TY  - GEN\nTI  - [Untitled article]\nER  - ",
                '{\n "id": "1",\n "type": "document",\n "title": "[Untitled article]"\n}',
            )


def test_hostile_headline_begins_no_field() -> None:
    hostile = Article(title="Pier\nER  - \nTY  - BOOK", paragraphs=("A.",), publisher='"}, {"id": "2"')
    [cited] = format_citations([hostile], "ris")
    [json_cited] = format_citations([hostile], "csl")

    assert [line[:2] for line in cited.splitlines()] == ["TY", "TI", "T2", "ER"]
    assert json.loads(json_cited)["container-title"] == '"}, {"id": "2"'
