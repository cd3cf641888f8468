"""What articles read from a cluster tell of terms is what counting them one by one gives."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge import Article
from knowledge.opensearch import documents
from knowledge.opensearch.articles import STORED_FIELDS, IndexedArticle
from knowledge.opensearch.counts import FactKind, ReadArticles
from knowledge.search.partition import AnalysedArticle
from knowledge.text import analysis

TEXTS = st.lists(st.sampled_from(["pier", "quay", "boat", "sail", "storm"]), min_size=1, max_size=6).map(" ".join)
ARTICLES = st.builds(
    lambda title, paragraphs: Article(title=title, paragraphs=tuple(paragraphs), language="en"),
    TEXTS,
    st.lists(TEXTS, min_size=1, max_size=4),
)


@given(st.lists(ARTICLES, min_size=1, max_size=4), TEXTS)
def test_counts_of_read_articles_are_those_of_their_terms(articles: list[Article], question: str) -> None:
    numbered = [replace(each, row=row, version=1) for row, each in enumerate(articles, start=1)]
    stored = [documents("77", each).document for each in numbered]
    read = ReadArticles([IndexedArticle.of({name: [each[name]] for name in STORED_FIELDS}) for each in stored], "en")
    analysed = [AnalysedArticle.of(each, "en") for each in numbered]
    paragraphs = [terms for each in analysed for terms in each.paragraphs]
    terms = tuple(dict.fromkeys(analysis.terms(question, "en")))
    pairs = [(each, set(analysis.bigrams(each))) for each in paragraphs]
    form = analysis.bigrams(terms[:3])
    expected: dict[FactKind, dict[Any, int]] = {
        "paragraphs": {term: sum(term in each for each in paragraphs) for term in terms},
        "articles": {term: sum(term in each.whole for each in analysed) for term in terms},
        "bigrams": {two: sum(two in held for _, held in pairs) for two in analysis.bigrams(terms)},
        "holders": {
            terms[:3]: sum(held.issuperset(form) if form else terms[0] in each for each, held in pairs),
        },
    }
    for kind, counts in expected.items():
        assert dict(zip(counts, read.counts(kind, list(counts)), strict=True)) == counts
    assert read.size.paragraph_terms == sum(map(len, paragraphs))
    assert [each.sentences for each in read.articles] == [each.sentences for each in analysed]
