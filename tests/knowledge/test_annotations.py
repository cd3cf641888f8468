"""Citations as Web Annotations, held against the rules of https://www.w3.org/TR/annotation-model/."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from knowledge import Article, Citation
from knowledge.bibliography import annotations_json

MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}
PIER = Article(
    title="Pier opens",
    paragraphs=("The mayor cut the ribbon.", "It rained. The pier 🚢 opened on Saturday. It was cold.", "The end."),
    publisher="The Coast Courier",
    byline="Ingrid Dahl",
    published_at=date(2021, 6, 5),
    language="en",
    url="https://coast.example/pier 1?a=b#c",
    row=7,
    version=2,
)
CITED = Citation(n=1, article=PIER, paragraph=2, span=(11, 41))


def read(text: str) -> dict[str, Any]:
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def check_iri(iri: object) -> None:
    assert isinstance(iri, str) and urlsplit(iri).scheme and not set(' <>"{}|\\^`\n') & set(iri)


def check_collection(found: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Check what sections 3.1, 4 and 5 say that collections, pages, annotations and selectors must be."""
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld" and found["type"] == "AnnotationCollection"
    page, items = found["first"], found["first"]["items"]
    assert page["type"] == "AnnotationPage" and page["startIndex"] == 0 and found["total"] == len(items)
    for each in (found, page, *items):
        check_iri(each["id"])
    assert len({each["id"] for each in items}) == len(items)
    for each in items:
        assert each["type"] == "Annotation" and each["motivation"] in MOTIVATIONS
        target = each["target"]
        assert target["type"] == "SpecificResource"
        check_iri(target["source"]["id"])
        quoted, position = target["selector"]
        assert quoted["type"] == "TextQuoteSelector" and quoted["exact"]
        assert all(isinstance(quoted[name], str) for name in ("exact", "prefix", "suffix"))
        assert position["type"] == "TextPositionSelector"
        assert 0 <= position["start"] < position["end"] and {type(position[name]) for name in ("start", "end")} == {int}
    return list(items)


def test_citation_is_an_annotation_that_says_what_and_where_it_is() -> None:
    [item] = check_collection(read(annotations_json([CITED], "Citations of answer #1")))
    source, (quoted, position) = item["target"]["source"], item["target"]["selector"]
    text = "\n\n".join(PIER.paragraphs)
    assert quoted["exact"] == "The pier 🚢 opened on Saturday." == text[position["start"] : position["end"]]
    assert quoted["prefix"] == text[: position["start"]] and quoted["suffix"] == text[position["end"] :]
    assert quoted["schema:sha256"] == sha256(quoted["exact"].encode()).hexdigest()
    assert source == {
        "id": "https://coast.example/pier%201?a=b#c",
        "type": "Text",
        "language": "en",
        "schema:headline": "Pier opens",
        "schema:publisher": "The Coast Courier",
        "schema:author": "Ingrid Dahl",
        "schema:datePublished": "2021-06-05",
        "schema:version": 2,
        "schema:hasPart": {
            "type": "Text",
            "schema:position": 2,
            "schema:sha256": sha256(PIER.paragraphs[1].encode()).hexdigest(),
        },
    }


def test_passage_of_two_paragraphs_is_an_annotation_of_each() -> None:
    text = "\n\n".join(PIER.paragraphs)
    cited = replace(CITED, span=(11, len(PIER.text(2, 1))), continued=1)
    items = check_collection(read(annotations_json([cited], "")))
    assert [each["target"]["source"]["schema:hasPart"]["schema:position"] for each in items] == [2, 3]
    for item, exact in zip(items, (PIER.paragraphs[1][11:], "The end."), strict=True):
        quoted, position = item["target"]["selector"]
        assert quoted["exact"] == exact == text[position["start"] : position["end"]]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS, TEXTS, st.data())
def test_any_article_becomes_annotations_by_the_rules(
    paragraphs: list[str], title: str, url: str, data: st.DataObject
) -> None:
    article = Article(
        title=title, paragraphs=tuple(paragraphs), url=data.draw(st.sampled_from(["", url, f"http://{url}"]))
    )
    spans = [(0, len(each)) for each in paragraphs]
    cited = [Citation(n=n, article=article, paragraph=n, span=span) for n, span in enumerate(spans, start=1)]
    written = annotations_json(cited, "")
    assert written == annotations_json(cited, "")
    for item, text in zip(check_collection(read(written)), paragraphs, strict=True):
        assert item["target"]["selector"][0]["exact"] == text
    assert all(each.isprintable() or each in "\n\u00a0\u3000" or ord(each) > 160 for each in written)
