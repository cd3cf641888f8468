"""A question on the cluster: its candidates come from there, and the ranking is that of the embedded index.

The cluster finds the articles that may hold one of the best paragraphs, by scores that only have to be about right. Of
these a partition is made, with all their paragraphs and with the counts of the whole collections; then everything is
ranked, cited and declined by the code that an embedded index is ranked with, to the same scores.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import nlargest
from itertools import chain, islice
from operator import itemgetter
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

import numpy as np

from knowledge.errors import SearchUnavailable
from knowledge.executor import check_time
from knowledge.index import CandidateIndex, ChainedStrings, DocIds, Index, Int64s, Scores, idf, kth_score
from knowledge.models import ArticleKey, Hit
from knowledge.opensearch.articles import ArticlePlace, IndexedArticle, KeptArticles, Occurrences
from knowledge.opensearch.counts import (
    MAX_FILTER_TERMS,
    CollectionCounts,
    CountsCache,
    ScopeCounts,
    all_of,
    bigram_query,
    filter_query,
    form_query,
    term_query,
    text_filter_query,
)
from knowledge.opensearch.documents import Document, field_of, token
from knowledge.opensearch.engine import Engine, Search, found_fields, found_scores
from knowledge.search.expansion import Alias, NameForm, NgramIndex
from knowledge.search.filters import NAME_FIELDS, ArticleFields, Filter, ParsedQuestion
from knowledge.search.params import RankingParams
from knowledge.search.partition import (
    MIN_FORM_CHARS,
    DocMap,
    EncodedSentences,
    Partition,
    SentenceTerms,
    keep_decoded,
)
from knowledge.search.query import Query
from knowledge.search.retriever import Retriever, interpreted
from knowledge.text import analysis

MAX_ROUGH_ARTICLES, MAX_FIRST_ARTICLES = 80, 48
"""Articles of a collection that the cluster finds for a question at first, and those of them that are read at first:
mostly the forty best paragraphs are among them, and where they may not be, the others are read, and more are found."""
STEEP_ARTICLES, STEEP_SHARE = 12, 0.8
"""All of them are read at once where the last of the first ones has more than this share of what the cluster says of
one so far up: such a list is so level that the others most likely would be read afterwards."""
MORE_ARTICLES, MAX_CUT_ARTICLES = 4, 1_280
"""So many times as many are found then, so many at most."""
CUT_MARGIN, LONG_CUT_MARGIN = 1.05, 1.5
"""How much more a paragraph of an article that was not found may score, for what the cluster says of its article, than
any of one that was; and where that says nothing of some terms."""
MAX_PHRASE_ARTICLES = 300
"""The same for a question with phrases, of which a thousand paragraphs are read."""
MAX_CLAUSES = 800
"""Terms that articles are found by: the cluster compares 1,024 at once, those of other forms of names among them. Of a
long question the rarest choose the articles, by whole texts, paragraphs and pairs; all count in the scores of these."""
FILTER_CLAUSES = 2 * MAX_FILTER_TERMS
"""Of these for a filter, which may be of two fields."""
MAX_NEAREST_ARTICLES, NEAREST_MARGIN = 80, 1.25
"""Articles of a collection that come nearest by their whole text, which only a decline asks for, at first; and how much
more others may score, as above: what the cluster says depends more on how rare it takes a term for."""
SENTENCE_CHARS = 5_000_000
"""Characters of paragraphs whose decoded sentences are cached, most of them of the shared collection, which every
question asks; with what was there before, that is up to 140 megabytes."""
DEFAULT_MEMORY_MB = 256
"""Memory that the articles which were read last can take."""
MAX_ROUNDS = 6
"""Times that a question goes to the cluster for what it has found that it must know."""
ALIAS_IDF = 5.0
"""About the idf of another form of a name, while it is not known."""


_NO_NAMES: tuple[list[str], ...] = ([],) * len(NAME_FIELDS)
_NO_WORDS = Index(())
_NO_NAME_WORDS = dict.fromkeys(NAME_FIELDS, _NO_WORDS)
_NO_IDS = np.zeros(0, dtype=np.int64)
_NO_LENGTHS = np.zeros(0, dtype=np.int32)
_NO_DOCUMENTS = DocMap(rows=_NO_IDS, versions=_NO_LENGTHS, parents=_NO_LENGTHS, numbers=_NO_LENGTHS)


class _Found(NamedTuple):
    """An article that the cluster has found, as far as a question reads it."""

    article: IndexedArticle
    names: tuple[list[str], ...] = _NO_NAMES
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
    def has_sources(self) -> bool:
        """Whether an article may have a publisher or a byline: the cluster is asked for each that is named."""
        return True

    @property
    def newest_day(self) -> int:
        """The ordinal of the newest article's day; 0 where none has a day."""
        return self.counts.size.newest_day

    def num_since(self, day: int) -> int:
        """Return how many articles are of a day, given as an ordinal, or later."""
        first = date.fromordinal(max(day, 1))
        since = Filter("after", "", f"after:{first}", (first, first))
        return self.counts.count("filters", (since,))

    def any_matching(self, filters: Iterable[Filter]) -> bool:
        """Tell whether an article matches all of some filters, as far as its fields tell."""
        return self.counts.count("filters", tuple(filters)) > 0

    def is_publisher(self, words: Collection[str]) -> bool:
        """Tell whether an article's publisher has these words, and no other but “the”."""
        return self.counts.count("publisher", frozenset(words)) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeVocabulary(NgramIndex):
    """The words of collections that the cluster has."""

    counts: ScopeCounts

    def similar_terms(self, term: str) -> dict[str, float]:
        """Return the other terms similar to a term, and how much."""
        return self.counts.similar_terms(term)


@dataclass(frozen=True, slots=True)
class ScopeSentences(SentenceTerms):
    """The encoded sentences of the candidates."""

    doc_map: DocMap
    articles: Sequence[IndexedArticle]

    def at(self, doc_ids: Sequence[int]) -> list[EncodedSentences]:
        """Return the encoded sentences of some paragraphs."""
        places = np.asarray(doc_ids, dtype=np.int64)
        parents, numbers = self.doc_map.parents[places].tolist(), self.doc_map.numbers[places].tolist()
        return [self.articles[parent].sentences[number - 1] for parent, number in zip(parents, numbers, strict=True)]


@dataclass(frozen=True, slots=True)
class ScopePartition(Partition):
    """The articles of one language in some collections that the cluster has, and the candidates of a question."""

    counts: ScopeCounts
    scored: tuple[Int64s, Scores] | None = None
    """The candidates of the question that they are for, as `admitted` returns them."""

    @classmethod
    def over(cls, counts: ScopeCounts) -> "ScopePartition":
        """Return a partition without candidates."""
        paragraphs, articles, bigrams, ngrams = (
            CandidateIndex((), _NO_IDS, _NO_IDS, _NO_LENGTHS, counts.statistics(kind))
            for kind in ("paragraphs", "articles", "bigrams", "ngrams")
        )
        return cls(
            language=counts.language,
            paragraphs=paragraphs,
            articles=articles,
            bigrams=bigrams,
            vocabulary=ScopeVocabulary(ChainedStrings(()), ngrams, counts=counts),
            fields=ScopeFields(_NO_LENGTHS, _NO_NAME_WORDS, counts),
            doc_map=_NO_DOCUMENTS,
            sentences=ScopeSentences((), _NO_LENGTHS, _NO_DOCUMENTS, ()),
            initials=_NO_WORDS,
            counts=counts,
        )

    def admitted(
        self,
        terms: Sequence[str],
        parsed: ParsedQuestion,
        params: RankingParams,
        carried: Sequence[str],
        aliases: Sequence[Alias],
        most: int | None = None,
    ) -> tuple[Int64s, Scores]:
        """Return what was scored when it was looked whether more must be read."""
        return self.scored or Partition.admitted(self, terms, parsed, params, carried, aliases, most)

    def narrowed(self, parsed: ParsedQuestion, params: RankingParams) -> tuple["ScopePartition", ParsedQuestion, Query]:
        """Return the partition with the candidates of a question, and the question as it is understood there."""
        listed: dict[ArticlePlace, tuple[list[str], ...]] = {}
        cuts: dict[_CutKey, _Cut] = {}
        plan: _Plan | None = None

        def take(searches: Sequence[_Search], replies: Sequence[Document]) -> None:
            for each, reply in zip(searches, replies, strict=True):
                found = _listed(self.counts.known[each.place].collection, reply, with_names=now.needs_names)
                if each.key:
                    scores = found_scores(reply)
                    is_plain = each.size == MAX_ROUGH_ARTICLES and not now.asked.text_filters
                    read = MAX_FIRST_ARTICLES if is_plain and _is_steep(scores) else each.size
                    cuts[each.key] = _Cut(each.size, scores, read, now.margin, found)
                else:
                    listed.update(found)

        for _ in range(MAX_ROUNDS):
            check_time()
            with self.counts.noting() as missing:
                for text in (parsed.text, parsed.carried):
                    self.counts.ask_about(tuple(analysis.query_terms(text, self.language)))
                asked, query = interpreted(self, parsed, params)
                now = _Plan.of(asked, query, self)
                now.ask(self.counts, query)
            searches = now.searches(self.counts) if now != plan and query.has_content else []
            if not missing and not searches:
                break
            take(searches, self.counts.learn(missing, [each.search for each in searches]))
            plan = now
            if not missing:
                break
        else:
            asked, query = interpreted(self, parsed, params)
        while True:
            read = dict(chain(listed.items(), *(islice(cut.listed.items(), cut.read) for cut in cuts.values())))
            found = self._found(read, with_read=query.has_content and not now.needs_names)
            partition = self._with(found, _Wanted.of(asked, query)).with_scored(query, asked)
            short = {key: cut for key, cut in cuts.items() if partition.may_lack(cut, key.kind, asked, params)}
            unseen = set(partition.unseen(cuts, read, query)) - cuts.keys()
            if not short and not unseen:
                return partition, asked, query
            check_time()
            now = _Plan.of(asked, query, self)
            cuts |= {key: cut._replace(read=cut.size) for key, cut in short.items()}
            searches = [
                *(now.best(self.counts, key, MAX_ROUGH_ARTICLES) for key in unseen),
                *(
                    now.best(self.counts, key, min(MORE_ARTICLES * cut.size, MAX_CUT_ARTICLES))
                    for key, cut in short.items()
                    if cut.read >= len(cut.scores)
                ),
            ]
            take(searches, self.counts.engine.search_all([each.search for each in searches]))

    def with_scored(self, query: Query, parsed: ParsedQuestion) -> "ScopePartition":
        """Return the partition with its paragraphs scored, where there is anything to look for."""
        if not query.has_content:
            return self
        scored = self.admitted(query.terms, parsed, query.params, query.carried, query.aliases)
        return replace(self, scored=scored)

    def may_lack(self, cut: "_Cut", kind: "_CutKind", parsed: ParsedQuestion, params: RankingParams) -> bool:
        """Tell whether an article that was not found may have one of the best paragraphs of a kind.

        Paragraphs without what is left out do not hold it in their texts, either; of those with the terms of a phrase,
        as many are read as the ranking reads.
        """
        if self.scored is None or not cut.goes_on:
            return False
        doc_ids, scores = self.scored
        has_phrases = any(each.kind == "phrase" for each in parsed.text_filters)
        k = params.max_phrase_candidates if has_phrases else params.max_candidates
        likely, others = (each[doc_ids] for each in self.matches_text_filters(parsed.text_filters))
        wanted = scored = likely
        if kind == "others":
            wanted, scored, k = others, likely | others, k - int(np.count_nonzero(likely))
        if k <= 0:
            return False
        best = np.zeros(len(self.doc_map.rows))
        np.maximum.at(best, self.doc_map.parents[doc_ids[scored]], scores[scored])
        return cut.at_most(self.doc_map.rows, best) >= kth_score(scores[wanted], k)

    def unseen(
        self, cuts: Mapping["_CutKey", "_Cut"], read: Collection[ArticlePlace], query: Query
    ) -> Iterable["_CutKey"]:
        """Yield lists of the articles with terms that the articles lack which were read of a collection that has them.

        To the cluster, a term is as rare as for all who share a shard: what has one that strangers say often would not
        be found, however rare it is here, and nothing that was found tells so.
        """
        for key, cut in cuts.items():
            known, engine = self.counts.known[key.place], self.counts.engine
            is_alone = engine.alias_of(known.collection) != engine.alias("servers")
            if is_alone or key.holding or key.kind != "likely" or not cut.goes_on:
                continue
            rows = [place.row for place in read if place.collection == known.collection]
            is_theirs = np.isin(self.doc_map.rows, rows)[self.doc_map.parents]
            counts = known.facts[self.language]["paragraphs"]
            lacking = [
                term for term in query.terms if counts.get(term) and not is_theirs[self.paragraphs.holders(term)].any()
            ]
            if lacking:
                yield key._replace(holding=frozenset(lacking))

    def nearest_articles(self, terms: Sequence[str], k: int, filters: Iterable[Filter]) -> list[ArticleKey]:
        """Return the articles that share most with the terms, best first, of those that the filters let through."""
        chosen, counts, field = list(filters), self.counts, f"whole.{field_of(self.language)}"
        sought = _rarest(terms, self, MAX_CLAUSES - FILTER_CLAUSES * len(chosen))
        wanted: list[Document] = [
            {"term": {field: {"value": token(term), "boost": times}}}
            for term, times in Counter(terms).items()
            if term in sought
        ]
        query: Document = {"bool": {"should": [*wanted, *_others(field, terms, sought)]}}
        sizes = {
            place: MAX_NEAREST_ARTICLES for place, known in enumerate(counts.known) if chosen or known.places is None
        }
        listed: dict[ArticlePlace, tuple[list[str], ...]] = {}
        while True:
            admitted = list(map(filter_query, chosen))
            searches = [
                counts.search(place, admitted, query, size=size, with_names=bool(chosen))
                for place, size in sizes.items()
            ]
            replies = dict(zip(sizes, counts.engine.search_all(searches), strict=True))
            for place, reply in replies.items():
                listed |= _listed(counts.known[place].collection, reply, with_names=bool(chosen))
            found = self._found(listed, with_read=not chosen)
            partition = self._with(found, _Wanted(tuple(sorted(set(terms))), ()))
            scores = partition.articles.get_scores(terms)
            margin = NEAREST_MARGIN if sought.issuperset(terms) else LONG_CUT_MARGIN
            cuts = {
                place: _Cut(sizes[place], found_scores(reply), sizes[place], margin) for place, reply in replies.items()
            }
            least = kth_score(scores, k)
            sizes = {
                place: min(MORE_ARTICLES * cut.size, MAX_CUT_ARTICLES)
                for place, cut in cuts.items()
                if cut.goes_on and cut.at_most(partition.doc_map.rows, scores) >= least
            }
            if not sizes:
                return Partition.nearest_articles(partition, terms, k, chosen)

    def _found(self, listed: Mapping[ArticlePlace, tuple[list[str], ...]], *, with_read: bool) -> list[_Found]:
        """Return the articles that searches have listed, with all of those collections that are read as a whole."""
        found: list[_Found] = []
        articles = self.counts.articles(listed)
        for known in self.counts.known:
            if with_read and known.places is not None:
                found += map(_Found, known.articles[self.language].articles)
                continue
            theirs = [
                (place.row, _Found(articles[place], names))
                for place, names in listed.items()
                if place.collection == known.collection and place in articles
            ]
            found += [each for _, each in sorted(theirs, key=itemgetter(0))]
        return found

    def _with(self, found: Sequence[_Found], wanted: "_Wanted") -> "ScopePartition":
        """Return it with candidates, and of these the occurrences of what is wanted."""
        articles = [each.article for each in found]
        occurrences = Occurrences([each.terms for each in articles])
        terms = occurrences.at(wanted.terms)
        bigrams = occurrences.at_bigrams(wanted.bigrams, wanted.terms, terms)
        whole = occurrences.in_articles(terms)
        lengths = occurrences.lengths.astype(np.int32)
        doc_map = DocMap(
            rows=occurrences.rows,
            versions=occurrences.versions.astype(np.int32),
            parents=occurrences.parents.astype(np.int32),
            numbers=occurrences.numbers.astype(np.int32),
        )
        return ScopePartition(
            language=self.language,
            paragraphs=CandidateIndex(
                wanted.terms, terms.which, terms.paragraphs, lengths, self.counts.statistics("paragraphs")
            ),
            articles=CandidateIndex(
                wanted.terms,
                terms.which[whole],
                occurrences.parents[terms.paragraphs[whole]],
                occurrences.article_lengths.astype(np.int32),
                self.counts.statistics("articles"),
            ),
            bigrams=CandidateIndex(
                wanted.bigrams,
                bigrams.which,
                bigrams.paragraphs,
                np.maximum(lengths - 1, 0),
                self.counts.statistics("bigrams"),
            ),
            vocabulary=self.vocabulary,
            fields=ScopeFields(occurrences.days.astype(np.int32), _names(found), self.counts),
            doc_map=doc_map,
            sentences=ScopeSentences((), doc_map.numbers, doc_map, articles),
            initials=_NO_WORDS,
            counts=self.counts,
        )

    def completions(self, prefix: str) -> Collection[str]:
        """Return what follows a prefix in what articles tell of initials, that of most articles first."""
        return self.counts.completions(prefix)

    def has_form(self, form: NameForm) -> bool:
        """Tell whether a paragraph has a form of a name."""
        return self.counts.num_holders(form) > 0

    def known_terms(self, terms: Iterable[str]) -> set[str]:
        """Return those of some terms that a paragraph has."""
        wanted = list(terms)
        self.counts.ask("paragraphs", wanted)
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
        listed = [
            found
            for known, reply in zip(self.counts.known, replies, strict=True)
            for found in _listed(known.collection, reply)
        ]
        terms = self.counts.articles(listed[:1])[listed[0]].terms
        held = Occurrences([terms]).at([term])
        return Hit(terms.row, terms.version, int(held.paragraphs[0]) + 1, 0.0)

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

    def _num_holders(self, form: NameForm, holders: DocIds) -> int:
        """Return how many paragraphs have a form, wherever they are."""
        return self.counts.num_holders(form)


class _Search(NamedTuple):
    """A search for candidates."""

    place: int
    """Of its collection in the scope."""
    search: Search
    size: int
    """How many articles it finds at most."""
    key: "_CutKey | None" = None
    """What list of those with the best paragraphs it finds."""


_CutKind = Literal["likely", "others"]
"""Paragraphs whose terms match the text filters of a question, or those that `matches_text_filters` names besides."""


class _CutKey(NamedTuple):
    """A list of the articles that may have the best paragraphs."""

    place: int
    """Of their collection in the scope."""
    kind: _CutKind
    holding: frozenset[str] = frozenset()
    """Terms one of which they have."""


class _Cut(NamedTuple):
    """Where the list of the articles of a collection that may have the best paragraphs ends."""

    size: int
    """How many were to be found."""
    scores: Mapping[int, float]
    """What the cluster says of each, by its row, the best first."""
    read: int
    """How many of them are read at most."""
    margin: float
    listed: Mapping[ArticlePlace, tuple[list[str], ...]] = MappingProxyType({})
    """The same articles, with the words of their `NAME_FIELDS`."""

    @property
    def goes_on(self) -> bool:
        """Whether there may be others, which can be read or asked for."""
        return self.read < len(self.scores) or self.size <= len(self.scores) < MAX_CUT_ARTICLES

    def at_most(self, rows: Int64s, scores: Scores) -> float:
        """Return about the most that another article scores, given the scores of those read and their rows."""
        rough = np.array([self.scores.get(row, np.inf) for row in rows.tolist()])
        least = min(islice(self.scores.values(), self.read))
        return least * self.margin * float((scores / rough).max(initial=0.0))


def _is_steep(scores: Mapping[int, float]) -> bool:
    """Tell whether the first articles of a list are so much likelier than its others that they may be enough."""
    falling = list(scores.values())
    return len(falling) <= MAX_FIRST_ARTICLES or (
        falling[MAX_FIRST_ARTICLES - 1] <= STEEP_SHARE * falling[STEEP_ARTICLES]
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the candidates of a question are found by."""

    asked: ParsedQuestion
    own: tuple[str, ...]
    carried: tuple[str, ...]
    sought: frozenset[str]
    """Those of both that articles are found by."""
    forms: frozenset[NameForm]
    """Other forms of names that may be in an article."""
    sure_forms: frozenset[NameForm]
    params: RankingParams
    carried_weight: float = field(compare=False)
    """The weight of the terms carried over, as far as it is known."""
    form_weights: Mapping[NameForm, float] = field(compare=False)
    """The same of other forms of names."""
    told: Mapping[Filter, float] = field(compare=False)
    """What the articles that hints mean gain by what these tell."""

    @classmethod
    def of(cls, asked: ParsedQuestion, query: Query, partition: ScopePartition) -> "_Plan":
        """Return how the candidates of a question are found, by what is known so far."""
        params, counts = query.params, partition.counts
        own = tuple(term for term in query.terms if term not in query.carried)
        sure = frozenset(each.other for each in query.aliases if each.is_sure)
        own_forms = {each.own for each in query.aliases}
        asked_forms = [
            form for form in counts.forms_asked if form and form not in own_forms and not set(form) <= set(own)
        ]
        forms = frozenset(asked_forms)
        held = {form: counts.num_holders(form) for form in (*forms, *sure)}
        rarity = {form: idf(counts.size.paragraphs, most) if most else ALIAS_IDF for form, most in held.items()}
        weights = {form: params.sure_alias_weight if form in sure else params.alias_weight for form in rarity}
        idf_of, code = partition.paragraphs.idf_of, partition.language
        return cls(
            asked=asked,
            own=own,
            carried=query.carried,
            sought=_rarest(query.terms, partition, (MAX_CLAUSES - FILTER_CLAUSES * len(asked.filters)) // 3),
            forms=forms,
            sure_forms=sure,
            params=params,
            carried_weight=partition.carried_weight(own, query.carried, params),
            form_weights={form: weight * rarity[form] for form, weight in weights.items()},
            told={
                hint.filter: params.hint_weight
                * sum(map(idf_of, asked.told_terms(hint, code).intersection(query.terms)))
                for hint in asked.hints
            },
        )

    @property
    def needs_names(self) -> bool:
        """Whether the fields of articles matter, by which only the cluster searches."""
        return bool(self.asked.filters or self.asked.hints)

    @property
    def margin(self) -> float:
        return CUT_MARGIN if self.sought.issuperset((*self.own, *self.carried)) else LONG_CUT_MARGIN

    def ask(self, counts: ScopeCounts, query: Query) -> None:
        """Have known, or noted, what the ranking of the candidates needs to know."""
        counts.ask_about(self.own)
        counts.ask_about(self.carried)
        words = analysis.content_words(self.asked.text, counts.language)
        counts.ask("paragraphs", chain(query.alias_terms, *(analysis.terms(word, counts.language) for word in words)))

    def searches(self, counts: ScopeCounts) -> list[_Search]:
        """Return the searches for candidates."""
        return [
            search
            for place, known in enumerate(counts.known)
            if known.places is None or self.needs_names
            for search in self._searches(counts, place)
        ]

    def _searches(self, counts: ScopeCounts, place: int) -> Iterable[_Search]:
        asked, kinds = self.asked, get_args(_CutKind)
        size = MAX_PHRASE_ARTICLES if self._phrases else MAX_ROUGH_ARTICLES
        for kind in kinds if asked.text_filters else kinds[:1]:
            yield self.best(counts, _CutKey(place, kind), size)
        if asked.is_listing:
            meant = [*self._newer, *(filter_query(hint.filter) for hint in asked.hints)]
            # Of those that are as old as others, the first come first.
            for order in ("day", "desc"), ("row", "asc"):
                sort: list[Document] = [dict([order]), {"row": "asc"}]
                yield self._search(counts, place, meant, size=MAX_ROUGH_ARTICLES, sort=sort)

    def best(self, counts: ScopeCounts, key: _CutKey, size: int) -> _Search:
        """Return the search for the articles of a collection that may have the best paragraphs of a kind."""
        code, strict, filters = counts.language, list[Document](), self._newer
        if key.holding:
            held = sorted(map(token, key.holding))
            parts: list[Document] = [{"terms": {f"{part}.{field_of(code)}": held}} for part in ("whole", "headings")]
            filters = [*filters, {"bool": {"should": parts}}]
        if key.kind == "likely":
            strict = [text_filter_query(code, each) for each in self.asked.text_filters]
        elif self._phrases:
            queries = (text_filter_query(code, each) for each in self._phrases)
            nested = [{"nested": {"path": "paragraphs", "query": query}} for query in queries]
            filters = [*filters, {"bool": {"should": nested}}]
        return self._search(counts, key.place, filters, self._rough(counts, strict), size=size, key=key)

    @property
    def _phrases(self) -> list[Filter]:
        return [each for each in self.asked.text_filters if each.kind == "phrase"]

    @property
    def _newer(self) -> list[Document]:
        return [{"range": {"row": {"gt": self.asked.newer_than}}}] if self.asked.newer_than else []

    def _search(
        self,
        counts: ScopeCounts,
        place: int,
        filters: Sequence[Document],
        query: Document | None = None,
        *,
        size: int,
        sort: Sequence[Document] = (),
        key: _CutKey | None = None,
    ) -> _Search:
        all_filters = [*map(filter_query, self.asked.filters), *filters]
        search = counts.search(place, all_filters, query, size=size, sort=sort, with_names=self.needs_names)
        return _Search(place, search, size, key)

    def _whole(self, language: str) -> list[Document]:
        """Return what matches articles by their whole text."""
        field = f"whole.{field_of(language)}"
        return [{"term": {field: {"value": token(term), "boost": boost}}} for term, boost in self._boosts]

    @property
    def _boosts(self) -> list[tuple[str, float]]:
        """The terms that articles are found by, with their weights."""
        weights = [(self.own, 1.0), (self.carried, self.carried_weight)]
        return [(term, boost) for terms, boost in weights for term in terms if term in self.sought]

    def _rough(self, counts: ScopeCounts, text_filters: Sequence[Document]) -> Document:
        """Return a query whose scores are nearly those of the ranking, the best paragraph's for each article."""
        language, code, params = counts.language, field_of(counts.language), self.params
        by_paragraph = [term_query(code, term, boost) for term, boost in self._boosts]
        for terms, boost in ((self.own, 1.0), (self.carried, self.carried_weight)):
            bigrams = [each for each in analysis.bigrams(terms) if self.sought.issuperset(each.split(" "))]
            by_paragraph += [
                bigram_query(code, each, boost * params.bigram_weight) for each in bigrams[: len(self.sought)]
            ]
        by_paragraph += _others(f"paragraphs.terms.{code}", (*self.own, *self.carried), self.sought)
        article = params.article_weight + params.lead_weight / 2
        by_article: list[Document] = [{"bool": {"should": self._whole(language), "boost": article}}]
        for form, weight in sorted(self.form_weights.items()):
            held = form_query(language, form)
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
        if told := [(filter_query(meant), gain) for meant, gain in self.told.items() if gain]:
            meant_too = [{"constant_score": {"filter": meant, "boost": gain}} for meant, gain in told]
            scored = {"bool": {"must": [scored], "should": meant_too}}
        return self._recent(scored)

    def _recent(self, query: Document) -> Document:
        """Return a query whose scores are higher for articles of the last days."""
        params = self.params
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


def _rarest(terms: Iterable[str], partition: Partition, most: int) -> frozenset[str]:
    """Return some terms, of very many the rarest, as far as that is known."""
    distinct = dict.fromkeys(terms)
    if len(distinct) <= most:
        return frozenset(distinct)
    return frozenset(nlargest(most, distinct, key=partition.paragraphs.idf_of))


def _others(field: str, terms: Iterable[str], sought: Set[str]) -> list[Document]:
    """Return what matches the terms that are not among those sought, if there are any, all for the same little."""
    others = {*terms} - sought
    return [{"terms": {field: sorted(map(token, others))}}] if others else []


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The terms whose occurrences a ranking reads."""

    terms: tuple[str, ...]
    bigrams: tuple[str, ...]
    """In the order of their characters, as the terms are."""

    @classmethod
    def of(cls, asked: ParsedQuestion, query: Query) -> "_Wanted":
        own = tuple(term for term in query.terms if term not in query.carried)
        forms = [form for each in query.aliases for form in (each.own, each.other)]
        filtered = [term for each in asked.text_filters for term in analysis.terms(each.value, query.language)]
        bigrams = chain.from_iterable(map(analysis.bigrams, (own, query.carried, *forms)))
        terms = chain(query.terms, query.alias_terms, *forms, filtered)
        return cls(tuple(sorted(set(terms))), tuple(sorted(set(bigrams))))


def _listed(collection: str, reply: Document, *, with_names: bool = False) -> dict[ArticlePlace, tuple[list[str], ...]]:
    """Return the articles that a search has found, each with the words of its `NAME_FIELDS` where they were read."""
    hits = found_fields(reply)
    places = [ArticlePlace(collection, hit["row"][0], hit["position"][0]) for hit in hits]
    if not with_names:
        return dict.fromkeys(places, _NO_NAMES)
    names = (tuple(sorted(hit.get(name, ())) for name in NAME_FIELDS) for hit in hits)
    return dict(zip(places, names, strict=True))


def _names(found: Sequence[_Found]) -> dict[str, Index]:
    """Return the words of the fields of articles, where any was read."""
    if not any(map(any, (each.names for each in found))):
        return _NO_NAME_WORDS
    return {name: Index(each.names[place] for each in found) for place, name in enumerate(NAME_FIELDS)}


class ClusterRetriever(Retriever):
    """Ranks the paragraphs of collections that a cluster has."""

    def understood(self, partition: Partition, parsed: ParsedQuestion) -> tuple[Partition, ParsedQuestion, Query]:
        """Return a question as the articles of a language let it be understood, with its candidates among them."""
        assert isinstance(partition, ScopePartition), "of this cluster"
        return partition.narrowed(parsed, self.params)


class ClusterIndex:
    """The search of a library whose articles an OpenSearch cluster has; it answers as an `IndexCache` does.

    The cluster is filled by indexers: here nothing is written, but for what is deleted at once.

    Args:
        engine: The cluster.
        memory: Megabytes that the articles which were read last can take.
    """

    def __init__(self, engine: Engine, *, memory: int = DEFAULT_MEMORY_MB) -> None:
        keep_decoded(SENTENCE_CHARS)
        self.engine = engine
        self._counts = CountsCache(engine)
        self._articles = KeptArticles(engine, memory << 20)
        self._removed_from: set[str] = set()
        """Collections with articles that were removed, and that the cluster may still have."""

    async def get(self, scope: Sequence[str], versions: Sequence[int] | None = None) -> tuple[str, Retriever]:
        """Return the retriever of some collections as the cluster has them, with the version of the index.

        Args:
            scope: The collections.
            versions: Their versions in the store now: what is known of just these is true without a look.

        Raises:
            SearchUnavailable: The cluster is away.
        """
        known = self._counts.kept(scope, versions or ())
        found = self._over(known) if known else await asyncio.to_thread(self.retriever, scope, versions or ())
        if self._removed_from:
            self._forget_removed(scope, versions or ())
        return found

    def retriever(self, scope: Sequence[str], versions: Sequence[int] = ()) -> tuple[str, Retriever]:
        """Do the same, and wait for the network."""
        return self._over(self._counts.get(scope, versions))

    def _over(self, known: Sequence[CollectionCounts]) -> tuple[str, Retriever]:
        codes = sorted({code for each in known for code in each.sizes})
        partitions: dict[str, Partition] = {
            code: ScopePartition.over(ScopeCounts(self.engine, code, known, self._articles)) for code in codes
        }
        return "-".join(str(each.version) for each in known), ClusterRetriever(partitions)

    async def load(self, scope: Sequence[str]) -> None:
        """Ask for the counts that every question needs; while the cluster is away, the first one does so itself."""
        with suppress(SearchUnavailable):
            await self.get(scope)

    def added(self, collection: str, articles: int) -> None:
        """Leave it to the indexers."""

    async def save(self, scope: Sequence[str]) -> bool:
        """Tell that no file holds the index."""
        return False

    async def rewrite_file(self, collection: str) -> None:
        """Forget what was read of a collection; what was deleted of it, the indexers take out."""
        self._counts.outdate(collection)
        self._articles.drop(collection)
        self._removed_from.add(collection)

    async def drop(self, collection: str) -> None:
        """Delete what the cluster has of a collection; where it is away, an indexer does so later."""
        self._forget(collection)
        with suppress(SearchUnavailable):
            await asyncio.to_thread(self.engine.forget_collection, collection)

    async def drop_all(self, prefix: str) -> None:
        """Forget what is remembered of all collections whose names begin with a prefix."""
        self._forget(prefix)

    def _forget(self, prefix: str) -> None:
        self._counts.drop(prefix)
        self._articles.drop(prefix)

    def _forget_removed(self, scope: Sequence[str], versions: Sequence[int]) -> None:
        """Forget what questions have read of articles after these were removed, once the cluster has them no longer."""
        for collection, version in zip(scope, versions, strict=False):
            if collection in self._removed_from and self._counts.kept([collection], [version]):
                self._removed_from.discard(collection)
                self._articles.drop(collection)

    @property
    def nbytes(self) -> int:
        """Memory in bytes of the articles that were read last."""
        return self._articles.nbytes

    async def close(self, *, soon: bool) -> None:
        """Leave the connections to who has opened them."""
