"""A question on the cluster: its candidates come from there, and the ranking is that of the embedded index.

The cluster finds the articles that may hold one of the best paragraphs, by scores that only have to be about right. Of
these a partition is made, with all their paragraphs and with the counts of the whole collections; then everything is
ranked, cited and declined by the code that an embedded index is ranked with, to the same scores.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from knowledge.errors import SearchUnavailable
from knowledge.executor import check_time
from knowledge.index import ChainedStrings, CorpusStatistics, Index, Int64s
from knowledge.models import Hit
from knowledge.opensearch.counts import (
    CollectionCounts,
    CountsCache,
    Fact,
    ScopeCounts,
    all_of,
    bigram_query,
    filter_query,
    form_query,
    term_query,
    text_filter_query,
)
from knowledge.opensearch.documents import Document, PackedTerms, field_of, sentences_by_paragraph, term_number, token
from knowledge.opensearch.engine import Engine
from knowledge.search.aliases import NameForm
from knowledge.search.filters import NAME_FIELDS, ArticleFields, Filter, ParsedQuestion
from knowledge.search.ngrams import NgramIndex
from knowledge.search.params import RankingParams
from knowledge.search.partition import MIN_FORM_CHARS, DocMap, EncodedSentences, Partition, SentenceTerms
from knowledge.search.query import Query
from knowledge.search.retriever import Retriever, interpreted
from knowledge.text import analysis

MAX_ROUGH_ARTICLES = 80
"""Articles of a collection that the cluster finds for a question: the forty best paragraphs are among them."""
MAX_FILTERED_ARTICLES = 150
"""The same for a question with phrases or words left out, of which a thousand paragraphs are read."""
MAX_PHRASE_ARTICLES = 300
"""The same, besides, for those that hold a phrase or lack a word as a question asks."""
MAX_NEAREST_ARTICLES = 8
"""Articles that come nearest by their whole text."""
MAX_ROUNDS = 6
"""Times that a question goes to the cluster for what it has found that it must know."""
NO_SENTENCES = "0 0"
"""The encoded sentences of a paragraph that nothing is known of."""
CARRIED_BOOST = 0.5
"""About the weight of a term carried over from the question before."""
ALIAS_IDF = 5.0
"""About the idf of another form of a name."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An article that the cluster has found, as far as a question reads it."""

    place: int
    """Of its collection in the scope."""
    terms: PackedTerms
    names: tuple[list[str], ...]
    """The words of its `NAME_FIELDS`, where filters need them."""


@dataclass(frozen=True, slots=True)
class ScopeFields(ArticleFields):
    """The fields of the candidates, and what the cluster tells of those of all articles."""

    counts: ScopeCounts

    @property
    def undated(self) -> int:
        """How many articles have no day."""
        return self.counts.size.undated

    @property
    def newest_day(self) -> int:
        """The ordinal of the newest article's day; 0 where none has a day."""
        return self.counts.size.newest_day

    def any_matching(self, filters: Iterable[Filter]) -> bool:
        """Tell whether an article matches all of some filters, as far as its fields tell."""
        return self.counts.count(Fact("filters", tuple(filters))) > 0

    def is_publisher(self, words: Collection[str]) -> bool:
        """Tell whether an article's publisher has these words, and no other but “the”."""
        return self.counts.count(Fact("publisher", frozenset(words))) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeVocabulary(NgramIndex):
    """The words of collections that the cluster has."""

    counts: ScopeCounts

    def similar_terms(self, term: str) -> dict[str, float]:
        """Return the other terms similar to a term, and how much."""
        return self.counts.similar_terms(term)


@dataclass(frozen=True, slots=True)
class ScopeSentences(SentenceTerms):
    """The encoded sentences of the candidates, read from the cluster once it is known which are wanted."""

    counts: ScopeCounts
    doc_map: DocMap
    places: Sequence[int]
    """By article: that of its collection in the scope."""

    def at(self, doc_ids: Sequence[int]) -> list[EncodedSentences]:
        """Return the encoded sentences of some paragraphs."""
        doc_map, engine = self.doc_map, self.counts.engine
        parents = [int(doc_map.parents[doc_id]) for doc_id in doc_ids]
        articles = list(dict.fromkeys(parents))
        collections = [self.counts.known[self.places[each]].collection for each in articles]
        wanted = [
            (engine.alias_of(collection), collection, int(doc_map.rows[article]))
            for article, collection in zip(articles, collections, strict=True)
        ]
        found = engine.fetch(wanted, "sentences")
        stored = {
            article: sentences_by_paragraph(each["fields"]["sentences"][0], int(doc_map.versions[article]))
            for article, each in zip(articles, found, strict=True)
            if "fields" in each
        }
        # An article that has changed meanwhile is no longer in the store as it was found, or says nothing here.
        return [
            stored[article][int(doc_map.numbers[doc_id]) - 1] if stored.get(article) else NO_SENTENCES
            for article, doc_id in zip(parents, doc_ids, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class ScopePartition(Partition):
    """The articles of one language in some collections that the cluster has, and the candidates of a question."""

    counts: ScopeCounts

    @classmethod
    def over(cls, counts: ScopeCounts) -> "ScopePartition":
        """Return a partition without candidates."""
        return _partition(counts, [], _Wanted())

    def narrowed(self, parsed: ParsedQuestion, params: RankingParams) -> "ScopePartition":
        """Return the partition with the candidates of a question."""
        found: dict[int, _Found] = {}
        plan: _Plan | None = None
        for _ in range(MAX_ROUNDS):
            check_time()
            with self.counts.noting() as missing:
                asked, query = interpreted(self, parsed, params)
                now = _Plan.of(asked, query, self.counts.forms_asked)
                self.counts.ask(now.facts(self.language))
            searches = now.searches(self.counts, params) if now != plan and query.has_content else []
            if not missing and not searches:
                break
            replies = self.counts.learn(missing, [search for _, search in searches])
            for (place, _), reply in zip(searches, replies, strict=True):
                found |= {hit.terms.row: hit for hit in _hits(place, reply)}
            plan = now
        ordered = sorted(found.values(), key=lambda each: (each.place, each.terms.row))
        return _partition(self.counts, ordered, _Wanted.of(asked, query))

    def completions(self, prefix: str) -> Collection[str]:
        """Return what follows a prefix in what articles tell of initials, that of most articles first."""
        return self.counts.completions(prefix)

    def has_form(self, form: NameForm) -> bool:
        """Tell whether a paragraph has a form of a name."""
        return self.counts.num_holders(form) > 0

    def known_terms(self, terms: Iterable[str]) -> set[str]:
        """Return those of some terms that a paragraph has."""
        wanted = list(terms)
        self.counts.ask(Fact("paragraphs", term) for term in wanted)
        return {term for term in wanted if term in self.paragraphs}

    def has_ending(self, term: str) -> bool:
        """Tell whether an article has a term, or one that only ends in another way."""
        similar = self.vocabulary.similar_terms(term) if len(term) >= MIN_FORM_CHARS else {}
        self.known_terms([term, *similar])
        return Partition.has_ending(self, term)

    def first_holder(self, term: str) -> Hit:
        """Return the first paragraph that has a term; one must."""
        query = {"nested": {"path": "paragraphs", "query": term_query(field_of(self.language), term)}}
        searches = [
            self.counts.search(place, [query], size=1, sort=[{"row": "asc"}]) for place in range(len(self.counts.known))
        ]
        replies = self.counts.engine.search_all(searches)
        terms = next(hit.terms for place, reply in enumerate(replies) for hit in _hits(place, reply))
        at = int(np.flatnonzero(terms.terms == term_number(term))[0])
        number = int(np.searchsorted(np.cumsum(terms.lengths), at, side="right")) + 1
        return Hit(terms.row, terms.version, number, 0.0)

    def rows_holding(self, terms: Collection[str]) -> Int64s:
        """Return the store's keys of the articles with a paragraph that holds all terms, counting its headline."""
        code = field_of(self.language)
        held = {"nested": {"path": "paragraphs", "query": all_of(term_query(code, term) for term in terms)}}
        rows = [
            row
            for each in self.counts.known
            for row in self.counts.engine.rows(each.collection, [{"term": {"language": self.language}}, held])
        ]
        return np.array(sorted(rows), dtype=np.int64)

    def _num_holders(self, form: NameForm, holders: Int64s) -> int:
        """Return how many paragraphs have a form, wherever they are."""
        return self.counts.num_holders(form)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the candidates of a question are found by."""

    asked: ParsedQuestion
    own: tuple[str, ...]
    carried: tuple[str, ...]
    forms: frozenset[NameForm]
    """Other forms of names that may be in an article."""
    sure_forms: frozenset[NameForm]

    @classmethod
    def of(cls, asked: ParsedQuestion, query: Query, forms: Collection[NameForm]) -> "_Plan":
        own = tuple(term for term in query.terms if term not in query.carried)
        sure = frozenset(each.other for each in query.aliases if each.is_sure)
        own_forms = {each.own for each in query.aliases}
        others = frozenset(form for form in forms if form and form not in own_forms and not set(form) <= set(own))
        return cls(asked, own, query.carried, others, sure)

    def facts(self, language: str) -> Iterable[Fact]:
        """Yield what the ranking needs to know, besides what the query has asked for."""
        yield from (Fact("articles", term) for term in (*self.own, *self.carried))
        for terms in (self.own, self.carried):
            yield from (Fact("bigrams", bigram) for bigram in analysis.bigrams(terms))
        for word in analysis.content_words(self.asked.text, language):
            yield from (Fact("paragraphs", term) for term in analysis.terms(word, language))

    def searches(self, counts: ScopeCounts, params: RankingParams) -> list[tuple[int, tuple[str, str, Document]]]:
        """Return the searches for candidates, each with the place of its collection."""
        asked = self.asked
        filters = [filter_query(each) for each in asked.filters]
        with_names = bool(asked.filters or asked.hints)
        newer = [{"range": {"row": {"gt": asked.newer_than}}}] if asked.newer_than else []
        nearest = {"bool": {"should": self._whole(counts.language)}}
        rough = self._rough(counts, params, [])
        most = MAX_FILTERED_ARTICLES if asked.text_filters else MAX_ROUGH_ARTICLES
        queries = [(rough, newer, most), (nearest, [], MAX_NEAREST_ARTICLES)]
        if asked.text_filters:
            strict = [text_filter_query(counts.language, each) for each in asked.text_filters]
            queries.append((self._rough(counts, params, strict), newer, MAX_PHRASE_ARTICLES))
        return [
            (place, counts.search(place, [*filters, *more], query, size=size, with_names=with_names))
            for place in range(len(counts.known))
            for query, more, size in queries
        ]

    def _whole(self, language: str) -> list[Document]:
        """Return what matches articles by their whole text."""
        field = f"whole.{field_of(language)}"
        boosts = [(self.own, 1.0), (self.carried, CARRIED_BOOST)]
        return [{"term": {field: {"value": token(term), "boost": boost}}} for terms, boost in boosts for term in terms]

    def _rough(self, counts: ScopeCounts, params: RankingParams, text_filters: Sequence[Document]) -> Document:
        """Return a query whose scores are nearly those of the ranking, the best paragraph's for each article."""
        language, code = counts.language, field_of(counts.language)
        by_paragraph: list[Document] = []
        for terms, boost in ((self.own, 1.0), (self.carried, CARRIED_BOOST)):
            by_paragraph += [term_query(code, term, boost) for term in terms]
            by_paragraph += [
                bigram_query(code, bigram, boost * params.bigram_weight) for bigram in analysis.bigrams(terms)
            ]
        article = params.article_weight + params.lead_weight / 2
        by_article = [{"bool": {"should": self._whole(language), "boost": article}}]
        for form in sorted(self.forms | self.sure_forms):
            held = form_query(language, form)
            weight = (params.sure_alias_weight if form in self.sure_forms else params.alias_weight) * ALIAS_IDF
            by_paragraph.append({"constant_score": {"filter": held, "boost": weight}})
            in_article = {"nested": {"path": "paragraphs", "query": held, "score_mode": "none"}}
            by_article.append({"constant_score": {"filter": in_article, "boost": weight * article}})
        inner = {"bool": {"should": by_paragraph, "minimum_should_match": 1, "filter": list(text_filters)}}
        scored: Document = {
            "bool": {
                "must": [{"nested": {"path": "paragraphs", "score_mode": "max", "query": inner}}],
                "should": by_article,
            }
        }
        factors: list[Document] = [
            {"filter": filter_query(hint.filter), "weight": 1 + params.hint_gain} for hint in self.asked.hints
        ]
        if self.asked.cited:
            factors.append({"filter": {"terms": {"row": sorted(self.asked.cited)}}, "weight": params.cited_boost})
        if factors:
            scored = {"function_score": {"query": scored, "functions": factors, "boost_mode": "multiply"}}
        return self._recent(scored, params)

    def _recent(self, query: Document, params: RankingParams) -> Document:
        """Return a query whose scores are higher for articles of the last days."""
        gain = params.recency_gain if self.asked.recent_to else params.news_gain
        if not gain:
            return query
        day = {"origin": self.asked.asked_on.toordinal(), "scale": params.recency_days, "decay": 1 / np.e}
        return {
            "function_score": {
                "query": query,
                "functions": [
                    {"weight": 1},
                    {"filter": {"range": {"day": {"gt": 0}}}, "exp": {"day": day}, "weight": gain},
                ],
                "score_mode": "sum",
                "boost_mode": "multiply",
            }
        }


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The terms whose occurrences a ranking reads."""

    terms: tuple[str, ...] = ()
    bigrams: tuple[str, ...] = ()
    """In the order of their characters, as the terms are."""

    @classmethod
    def of(cls, asked: ParsedQuestion, query: Query) -> "_Wanted":
        own = tuple(term for term in query.terms if term not in query.carried)
        forms = [form for each in query.aliases for form in (each.own, each.other)]
        filtered = [term for each in asked.text_filters for term in analysis.terms(each.value, query.language)]
        bigrams = chain.from_iterable(map(analysis.bigrams, (own, query.carried, *forms)))
        terms = chain(query.terms, query.alias_terms, *forms, filtered)
        return cls(tuple(sorted(set(terms))), tuple(sorted(set(bigrams))))


def _hits(place: int, reply: Document) -> Iterable[_Found]:
    for hit in reply["hits"]["hits"]:
        fields = hit["fields"]
        names = tuple(sorted(fields.get(name, [])) for name in NAME_FIELDS)
        yield _Found(place, PackedTerms.decoded(fields["packed"][0]), names)


class _Occurrences:
    """Where some terms are in the paragraphs of candidates."""

    def __init__(self, found: Sequence[_Found]) -> None:
        packed = [each.terms for each in found]
        self.terms = _concat([each.terms for each in packed])
        self.lengths = _concat([each.lengths for each in packed])
        sizes = [len(each.lengths) for each in packed]
        self.parents = np.repeat(np.arange(len(packed), dtype=np.int64), sizes)
        self.numbers = _concat([np.arange(1, size + 1, dtype=np.int64) for size in sizes])
        self.ends = np.cumsum(self.lengths)
        self._texts = _concat([each.texts for each in packed])
        self._titles = np.array([each.title for each in packed], dtype=np.int64)[self.parents]

    def at(self, terms: Sequence[str]) -> tuple[Int64s, Int64s]:
        """Return the occurrences of terms: which term, and at which place in all paragraphs."""
        return _numbered([np.flatnonzero(self.terms == term_number(term)) for term in terms])

    def at_bigrams(self, bigrams: Sequence[str]) -> tuple[Int64s, Int64s]:
        """Return the occurrences of two adjacent terms of one paragraph."""
        places = []
        for bigram in bigrams:
            first, second = map(term_number, bigram.split(" "))
            at = np.flatnonzero(self.terms[:-1] == first)
            at = at[self.terms[at + 1] == second]
            places.append(at[self.paragraphs(at) == self.paragraphs(at + 1)])
        return _numbered(places)

    def paragraphs(self, places: Int64s) -> Int64s:
        """Return the paragraphs of places."""
        return np.searchsorted(self.ends, places, side="right")

    def in_articles(self, places: Int64s) -> npt.NDArray[np.bool_]:
        """Tell which places count for the article: those of texts, and of the title once."""
        paragraphs = self.paragraphs(places)
        within = places - (self.ends - self.lengths)[paragraphs]
        is_title = (self.numbers[paragraphs] == 1) & (within < self._titles[paragraphs])
        counts: npt.NDArray[np.bool_] = is_title | (within >= self._texts[paragraphs])
        return counts


def _numbered(places: Sequence[Int64s]) -> tuple[Int64s, Int64s]:
    numbers = np.repeat(np.arange(len(places), dtype=np.int64), [len(each) for each in places])
    return numbers, _concat(places)


def _concat(arrays: Sequence[Int64s]) -> Int64s:
    return np.concatenate(arrays, dtype=np.int64) if arrays else np.zeros(0, dtype=np.int64)


def _partition(counts: ScopeCounts, found: Sequence[_Found], wanted: _Wanted) -> ScopePartition:
    """Return the partition of the candidates that a cluster has found, with the counts of all articles."""
    occurrences = _Occurrences(found)
    terms, places = occurrences.at(wanted.terms)
    paragraphs = occurrences.paragraphs(places)
    whole = occurrences.in_articles(places)
    bigrams, bigram_places = occurrences.at_bigrams(wanted.bigrams)
    lengths = occurrences.lengths.astype(np.int32)
    doc_map = DocMap(
        rows=np.array([each.terms.row for each in found], dtype=np.int64),
        versions=np.array([each.terms.version for each in found], dtype=np.int32),
        parents=occurrences.parents.astype(np.int32),
        numbers=occurrences.numbers.astype(np.int32),
    )
    article_lengths = np.array([each.terms.length for each in found], dtype=np.int32)
    return ScopePartition(
        language=counts.language,
        paragraphs=Index.from_occurrences(wanted.terms, terms, paragraphs, lengths, counts.statistics("paragraphs")),
        articles=Index.from_occurrences(
            wanted.terms,
            terms[whole],
            occurrences.parents[paragraphs[whole]],
            article_lengths,
            counts.statistics("articles"),
        ),
        bigrams=Index.from_occurrences(
            wanted.bigrams,
            bigrams,
            occurrences.paragraphs(bigram_places),
            np.maximum(lengths - 1, 0),
            counts.statistics("bigrams"),
        ),
        vocabulary=ScopeVocabulary(ChainedStrings(()), _without_documents(counts.statistics("ngrams")), counts=counts),
        fields=ScopeFields(
            days=np.array([each.terms.day for each in found], dtype=np.int32),
            names=_names(found),
            counts=counts,
        ),
        doc_map=doc_map,
        sentences=ScopeSentences((), doc_map.numbers, counts, doc_map, [each.place for each in found]),
        initials=_NO_WORDS,
        counts=counts,
    )


def _names(found: Sequence[_Found]) -> dict[str, Index]:
    """Return the words of the fields of articles, where any was read."""
    if not any(map(any, (each.names for each in found))):
        return dict.fromkeys(NAME_FIELDS, _NO_WORDS)
    return {name: Index(each.names[place] for each in found) for place, name in enumerate(NAME_FIELDS)}


def _without_documents(statistics: CorpusStatistics) -> Index:
    nothing = np.zeros(0, dtype=np.int64)
    return Index.from_occurrences((), nothing, nothing, np.zeros(0, dtype=np.int32), statistics)


_NO_WORDS = Index(())


class ClusterIndex:
    """The search of a library whose articles an OpenSearch cluster has; it answers as an `IndexCache` does.

    The cluster is filled by indexers: here nothing is written, but for what is deleted at once.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._counts = CountsCache(engine)

    async def get(self, scope: Sequence[str], versions: Sequence[int] | None = None) -> tuple[str, Retriever]:
        """Return the retriever of some collections as the cluster has them, with the version of the index.

        Args:
            scope: The collections.
            versions: Their versions in the store now: what is known of just these is true without a look.

        Raises:
            SearchUnavailable: The cluster is away.
        """
        known = self._counts.kept(scope, versions or ())
        return self._over(known) if known else await asyncio.to_thread(self.retriever, scope)

    def retriever(self, scope: Sequence[str]) -> tuple[str, Retriever]:
        """Do the same, and wait for the network."""
        return self._over(self._counts.get(scope))

    def _over(self, known: Sequence[CollectionCounts]) -> tuple[str, Retriever]:
        codes = sorted({code for each in known for code in each.sizes})
        partitions: dict[str, Partition] = {
            code: ScopePartition.over(ScopeCounts(self.engine, code, known)) for code in codes
        }
        return "-".join(str(each.version) for each in known), Retriever(partitions)

    async def save(self, scope: Sequence[str]) -> bool:
        """Tell that no file holds the index."""
        return False

    async def rewrite_file(self, collection: str) -> None:
        """Leave it to the indexers to take out what was deleted."""

    async def drop(self, collection: str) -> None:
        """Delete what the cluster has of a collection; where it is away, an indexer does so later."""
        self._counts.drop(collection)
        with suppress(SearchUnavailable):
            await asyncio.to_thread(self.engine.forget_collection, collection)

    async def drop_all(self, prefix: str) -> None:
        """Forget what is remembered of all collections whose names begin with a prefix."""
        self._counts.drop(prefix)

    @property
    def nbytes(self) -> int:
        """Memory in bytes: none, as the cluster has the index."""
        return 0

    async def close(self) -> None:
        """Leave the connections to who has opened them."""
