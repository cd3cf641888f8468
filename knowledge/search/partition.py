"""The articles of one language in a collection, indexed on both levels: paragraph and article."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate, chain, compress
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.executor import check_time
from knowledge.index import (
    ROUNDING,
    ChainedStrings,
    DocIds,
    Index,
    Int64s,
    Mask,
    Merge,
    PackedStrings,
    ScoredDoc,
    Scores,
    distinct_ids,
    idf,
    kth_score,
    merge_segments,
    ranked,
    strings_nbytes,
    top_k,
)
from knowledge.models import Article, ArticleKey, Hit
from knowledge.search.expansion import Alias, NameForm, NgramIndex, learnt_forms
from knowledge.search.filters import ArticleFields, Filter, ParsedQuestion, docs_with_all
from knowledge.search.params import RankingParams
from knowledge.text import analysis
from knowledge.text.caching import TextCache, text_cache
from knowledge.text.sentences import TERM_MARK, Sentence, parts_no_word, split_with_terms

EncodedSentences = str
"""A paragraph's sentences, a line each: where it starts and ends, and its terms, each with a mark before it.

Before them a line of the terms of its headings, where it has any.
"""

DECODED_CHARS = 2_000_000
"""Characters of paragraphs whose decoded sentences are cached: all of a small collection, of others what is often
found. With what was there before, that is up to thirty megabytes; equal terms in memory once would be twelve, and
decoding take several times as long."""
MAX_SENTENCES, SHORT_CHARS = 64, 125
"""Of a paragraph with more sentences, neighbours are read as one while they are so short together: no prose has as many
short ones, each of which would cost as much as a long one."""
OBJECTS_BYTES, JOIN_BYTES = 75_000, 15_000
"""Memory of the objects around the arrays of a partition, and of one that joins others, measured: most of what one
article takes."""
MIN_LINK_RATIO = 2
"""A link is at least so many times as long as the one after it."""
MAX_STORED_RATIO = 2
"""Deleted paragraphs leave the memory when so many times as many are stored as are live."""

_LINE = "\n"
_SPACE = " "


def encode_sentences(text: str, language: str) -> tuple[list[str], EncodedSentences]:
    """Return the terms of a paragraph, and its sentences encoded."""
    sentences = split_with_terms(text, language)
    lines = (_SPACE.join(map(str, span)) + TERM_MARK.join(["", *terms]) for span, terms in sentences)
    if parts_no_word(text, [span for span, _ in sentences]):
        return [term for _, terms in sentences for term in terms], _LINE.join(lines)
    return analysis.terms(text, language), _LINE.join(lines)


def _decoded(encoded: EncodedSentences) -> tuple[Sentence, ...]:
    own = encoded.partition(_LINE)[2] if encoded.startswith(TERM_MARK) else encoded
    lines = own.split(_LINE)
    return tuple(map(_decode, lines if len(lines) <= MAX_SENTENCES else _joined(lines)))


_kept = TextCache(_decoded, DECODED_CHARS)

decode_sentences: Callable[[EncodedSentences], tuple[Sentence, ...]] = _kept.__getitem__
"""Returns the sentences of a paragraph as `split_sentences` does; of very many, short neighbours as one."""


def keep_decoded(chars: int) -> None:
    """Cache the sentences of paragraphs of so many characters from now on."""
    _kept.chars = chars


def decode_headed_sentences(encoded: EncodedSentences) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph, each with the terms of the headings above it."""
    return _with_headings(encoded) if encoded.startswith(TERM_MARK) else decode_sentences(encoded)


@text_cache(DECODED_CHARS // 2)
def _with_headings(encoded: EncodedSentences) -> tuple[Sentence, ...]:
    above = encoded.partition(_LINE)[0]
    terms = tuple(above.split(TERM_MARK)[1:])
    return tuple(Sentence(each.span, terms + each.terms, above + each.marked) for each in decode_sentences(encoded))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of sentences, short neighbours as one."""
    first, last, held = 0, "0", list[str]()
    for line in lines:
        span, mark, terms = line.partition(TERM_MARK)
        start, _, end = span.partition(_SPACE)
        if held and int(end) - first > SHORT_CHARS:
            yield f"{first} {last}{''.join(held)}"
            held = []
        if not held:
            first = int(start)
        last = end
        held.append(mark + terms)
    yield f"{first} {last}{''.join(held)}"


def _decode(line: str) -> Sentence:
    span, *terms = line.split(TERM_MARK)
    start, end = span.split(_SPACE)
    return Sentence((int(start), int(end)), tuple(terms), line[len(span) :] or TERM_MARK)


@dataclass(frozen=True, slots=True)
class SentenceTerms:
    """The encoded sentences of a partition's paragraphs; never changes."""

    links: tuple[PackedStrings, ...]
    stored_at: npt.NDArray[np.int32]
    """By doc id: the number of the paragraph's text in the links, read as one sequence."""

    @classmethod
    def of(cls, *links: PackedStrings) -> Self:
        """Return the encoded sentences of paragraphs in the order of their doc ids."""
        return cls(links, np.arange(sum(map(len, links)), dtype=np.int32))

    @classmethod
    def concat(cls, sources: Sequence["SentenceTerms"]) -> "SentenceTerms":
        """Concatenate those of several collections; no text is copied."""
        offsets = accumulate((each.num_stored for each in sources), initial=0)
        stored_at = [each.stored_at + np.int32(offset) for each, offset in zip(sources, offsets, strict=False)]
        return cls(tuple(link for each in sources for link in each.links), np.concatenate(stored_at))

    def merge_small(self) -> "SentenceTerms":
        """Return the same with short links at the end merged, so that there are never many."""
        links = list(self.links)
        while len(links) > 1 and len(links[-2]) < MIN_LINK_RATIO * len(links[-1]):
            links[-2:] = [PackedStrings.concat(links[-2:])]
        return SentenceTerms(tuple(links), self.stored_at)

    def delete(self, doc_ids: Int64s) -> "SentenceTerms":
        """Return those of the other paragraphs."""
        left = SentenceTerms(self.links, np.delete(self.stored_at, doc_ids))
        return SentenceTerms.of(left.compacted()) if left.num_stored > MAX_STORED_RATIO * len(left.stored_at) else left

    def compacted(self) -> PackedStrings:
        """Return the texts in the order of the doc ids, without a trace of deleted paragraphs."""
        if len(self.stored_at) == self.num_stored:
            return PackedStrings.concat(self.links)
        return PackedStrings.of(self.at(range(len(self.stored_at))))

    def at(self, doc_ids: Sequence[int]) -> list[EncodedSentences]:
        """Return the encoded sentences of some paragraphs."""
        return ChainedStrings(self.links).at(self.stored_at[np.asarray(doc_ids, dtype=np.int64)].tolist())

    @property
    def num_stored(self) -> int:
        """How many paragraphs are stored, deleted ones included."""
        return sum(map(len, self.links))

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return sum(map(strings_nbytes, self.links)) + self.stored_at.nbytes


def _heading_terms(article: Article, language: str) -> list[list[str]]:
    """Return the terms of the headings above each paragraph; one heading is mostly above several."""
    terms = {heading: analysis.terms(heading, language) for heading in set(article.headings)}
    return [terms[heading] for heading in article.headings] or [[] for _ in article.paragraphs]


@dataclass(frozen=True, slots=True)
class AnalysedArticle:
    """The terms of an article."""

    title: list[str]
    headings: list[list[str]]
    """Those of the headings above each paragraph."""
    bodies: list[list[str]]
    """Those of each paragraph's own text."""
    sentences: list[EncodedSentences]

    @classmethod
    def of(cls, article: Article, language: str) -> Self:
        """Analyse an article."""
        check_time()
        encoded = [encode_sentences(text, language) for text in article.paragraphs]
        headings = _heading_terms(article, language)
        above = ("".join(TERM_MARK + term for term in terms) + _LINE if terms else "" for terms in headings)
        return cls(
            title=analysis.terms(article.title, language),
            headings=headings,
            bodies=[terms for terms, _ in encoded],
            sentences=[heading + sentences for heading, (_, sentences) in zip(above, encoded, strict=True)],
        )

    @property
    def paragraphs(self) -> list[list[str]]:
        """The terms of each paragraph with those of the title and its headings before it."""
        return [self.title + above + body for above, body in zip(self.headings, self.bodies, strict=True)]

    @property
    def whole(self) -> list[str]:
        """The terms of the title and of all paragraphs."""
        return [*self.title, *chain.from_iterable(self.bodies)]


MAX_RECENCY = 8
"""So many times as old as where an article gains 1/e of what a new one does, it gains next to nothing."""
UNSPACED = frozenset({"ja", "ko", "th", "zh"})
"""Languages whose terms are characters: a name is told by having all of them."""
MIN_FORM_CHARS = 5
"""Characters of a stem that two forms of a word share at least."""
MAX_ENDING_CHARS = 3
"""Characters that one of them has more at most: a longer ending, which no stemmer takes off, is of another word."""


@dataclass(frozen=True, slots=True)
class DocMap:
    """From the doc ids of paragraphs and articles to the store's keys; paragraphs follow the order of articles."""

    rows: npt.NDArray[np.int64]
    """By article: the store's row."""
    versions: npt.NDArray[np.int32]
    """By article."""
    parents: npt.NDArray[np.int32]
    """By paragraph: the doc id of its article."""
    numbers: npt.NDArray[np.int32]
    """By paragraph: its number in the article, from 1."""

    @classmethod
    def build(cls, articles: Sequence[Article]) -> Self:
        """Number articles and their paragraphs as they come."""
        sizes = [len(article.paragraphs) for article in articles]
        return cls(
            rows=np.array([article.row for article in articles], dtype=np.int64),
            versions=np.array([article.version for article in articles], dtype=np.int32),
            parents=np.repeat(np.arange(len(articles), dtype=np.int32), sizes),
            numbers=np.concatenate([np.arange(1, size + 1, dtype=np.int32) for size in sizes]),
        )

    @classmethod
    def concat(cls, maps: Sequence["DocMap"]) -> Self:
        """Concatenate the maps of several collections."""
        offsets = accumulate((len(each.rows) for each in maps), initial=0)
        parents = [each.parents + np.int32(offset) for each, offset in zip(maps, offsets, strict=False)]
        return cls(
            rows=np.concatenate([each.rows for each in maps]),
            versions=np.concatenate([each.versions for each in maps]),
            parents=np.concatenate(parents),
            numbers=np.concatenate([each.numbers for each in maps]),
        )

    def find(self, rows: Collection[int]) -> tuple[Int64s, Int64s]:
        """Return the doc ids of some articles of the store, and of their paragraphs."""
        articles = np.flatnonzero(np.isin(self.rows, list(rows)))
        chosen = np.zeros(len(self.rows), dtype=bool)
        chosen[articles] = True
        return articles, np.flatnonzero(chosen[self.parents])

    def delete(self, articles: Int64s, paragraphs: Int64s) -> "DocMap":
        """Return the map without some articles and all their paragraphs."""
        live = np.ones(len(self.rows), dtype=bool)
        live[articles] = False
        renumbered = np.cumsum(live, dtype=np.int32) - np.int32(1)
        return DocMap(
            rows=self.rows[live],
            versions=self.versions[live],
            parents=renumbered[np.delete(self.parents, paragraphs)],
            numbers=np.delete(self.numbers, paragraphs),
        )

    @property
    def nbytes(self) -> int:
        return self.rows.nbytes + self.versions.nbytes + self.parents.nbytes + self.numbers.nbytes

    def hits(self, doc_ids: Sequence[int], scores: Iterable[float]) -> list[Hit]:
        """Return paragraphs as the store knows them, with their scores."""
        places = np.asarray(doc_ids, dtype=np.int64)
        parents = self.parents[places]
        columns = (self.rows[parents], self.versions[parents], self.numbers[places])
        return list(map(Hit, *(column.tolist() for column in columns), scores))

    def article_key(self, article: int) -> ArticleKey:
        """Return the store's key of an article."""
        return ArticleKey(int(self.rows[article]), int(self.versions[article]))


MIN_PRUNED_PARAGRAPHS = 4_096
"""Paragraphs that share a term with a question from which on it is quicker to score only those that can be the best."""
_MERGED_INDEXES = ("paragraphs", "articles", "bigrams")
"""The indexes that grow large."""


@dataclass(frozen=True, slots=True)
class Partition:
    """The indexes of the articles of one language; never changes.

    `append` and `delete` return another partition, which shares with this one what has not changed. Articles and
    paragraphs are known by their doc ids, each from 0 in the order of the articles; `doc_map` translates them.
    """

    language: str
    """ISO 639-1 code."""
    paragraphs: Index
    """A document is a paragraph with its article's title and its headings before it."""
    articles: Index
    """A document is an article with its title."""
    bigrams: Index
    """A document is a paragraph, a term `first second`."""
    vocabulary: NgramIndex
    """A document is a term; those of deleted articles stay until the index is saved."""
    fields: ArticleFields
    doc_map: DocMap
    sentences: SentenceTerms
    initials: Index
    """A document is an article, a term what it tells of initials: `learnt_forms`."""

    @classmethod
    def build(cls, language: str, articles: Sequence[Article]) -> Self:
        """Index articles of one language."""
        analysed = [AnalysedArticle.of(article, language) for article in articles]
        paragraphs, bigrams = Index.with_bigrams(terms for each in analysed for terms in each.paragraphs)
        return cls(
            language=language,
            paragraphs=paragraphs,
            articles=Index([each.whole for each in analysed]),
            bigrams=bigrams,
            vocabulary=NgramIndex.build(_words(paragraphs, articles, language)),
            fields=ArticleFields.build(articles),
            doc_map=DocMap.build(articles),
            sentences=SentenceTerms.of(PackedStrings.of(text for each in analysed for text in each.sentences)),
            initials=Index(sorted(learnt_forms(article.paragraphs)) for article in articles),
        )

    @classmethod
    def concat(cls, partitions: Sequence["Partition"]) -> "Partition":
        """Concatenate partitions of one language, with the statistics of all; no posting list is copied."""
        if len(partitions) == 1:
            return partitions[0]
        return cls(
            language=partitions[0].language,
            paragraphs=Index.concat([each.paragraphs for each in partitions]),
            articles=Index.concat([each.articles for each in partitions]),
            bigrams=Index.concat([each.bigrams for each in partitions]),
            vocabulary=NgramIndex.concat([each.vocabulary for each in partitions]),
            fields=ArticleFields.concat([each.fields for each in partitions]),
            doc_map=DocMap.concat([each.doc_map for each in partitions]),
            sentences=SentenceTerms.concat([each.sentences for each in partitions]),
            initials=Index.concat([each.initials for each in partitions]),
        )

    def with_params(self, params: RankingParams) -> "Partition":
        """Return the partition with BM25's own parameters taken from some."""
        indexes = {name: getattr(self, name).with_params(k1=params.k1, b=params.b) for name in _MERGED_INDEXES}
        return replace(self, **indexes)

    def append(self, added: "Partition") -> "Partition":
        """Return the partition with the articles of another at its end."""
        both = Partition.concat([replace(self, vocabulary=added.vocabulary), added])
        return replace(
            both,
            paragraphs=both.paragraphs.merge_small(),
            articles=both.articles.merge_small(),
            bigrams=both.bigrams.merge_small(),
            vocabulary=self.vocabulary.append(added.vocabulary.terms),
            fields=both.fields.merge_small(),
            sentences=both.sentences.merge_small(),
            initials=both.initials.merge_small(),
        )

    def delete(self, rows: Collection[int]) -> "Partition":
        """Return the partition without some articles, named by the store's rows."""
        articles, paragraphs = self.doc_map.find(rows)
        if not len(articles):
            return self
        return replace(
            self,
            paragraphs=self.paragraphs.delete(paragraphs),
            articles=self.articles.delete(articles),
            bigrams=self.bigrams.delete(paragraphs),
            fields=self.fields.delete(articles),
            doc_map=self.doc_map.delete(articles, paragraphs),
            sentences=self.sentences.delete(paragraphs),
            initials=self.initials.delete(articles),
        )

    def pending_merges(self) -> Mapping[str, Merge]:
        """Do the merges that take long, by the name of the index; `apply_merges` puts them into the partition."""
        pending = {name: getattr(self, name).pending_merge() for name in _MERGED_INDEXES}
        return {name: Merge(sources, merge_segments(sources)) for name, sources in pending.items() if sources}

    def apply_merges(self, merges: Mapping[str, Merge]) -> "Partition":
        """Return the partition with segments merged, whatever has been appended and deleted since that began."""
        return replace(self, **{name: getattr(self, name).apply_merge(merge) for name, merge in merges.items()})

    def rows_holding(self, terms: Collection[str]) -> Int64s:
        """Return the store's keys of the articles with a paragraph that holds all terms, counting its headline."""
        doc_ids = reduce(np.intersect1d, map(self.paragraphs.holders, terms))
        return self.doc_map.rows[distinct_ids(self.doc_map.parents[doc_ids])]

    def matching_paragraphs(self, filters: Iterable[Filter]) -> Mask:
        """Tell for each paragraph whether its article matches all of some filters, as far as its fields tell."""
        return self.fields.matching(filters)[self.doc_map.parents]

    def score_docs(self, terms: Sequence[str], params: RankingParams, most: int | None = None) -> tuple[Int64s, Scores]:
        """Score each paragraph that shares a term: by its own terms, its article's and the order of words.

        Args:
            terms: The terms of the question.
            params: The weights.
            most: How many of the best are wanted, where paragraphs that are surely not among them can be left out.

        Returns:
            The doc ids of the paragraphs, ascending, and the score of each.
        """
        doc_ids, own = self.paragraphs.score_matching(terms)
        of_articles = self.articles.get_scores(terms)
        with_bigrams, bigram_scores = self.bigrams.score_matching(analysis.bigrams(terms))
        of_parents = of_articles[self.doc_map.parents[doc_ids]]
        if most and len(doc_ids) >= MIN_PRUNED_PARAGRAPHS:
            # Each scores this at least, and more by its place in the article and by the order of words alone.
            least = own + params.article_weight * of_parents
            gain = params.lead_weight * of_parents.max() + params.bigram_weight * bigram_scores.max(initial=0.0)
            good = (least >= kth_score(least, most) * ROUNDING - gain).nonzero()[0]
            doc_ids, own, of_parents = doc_ids[good], own[good], of_parents[good]
        article_weights = params.article_weight + params.lead_weight / np.sqrt(self.doc_map.numbers[doc_ids])
        by_article = article_weights * of_parents
        by_order = _values_at(doc_ids, with_bigrams, bigram_scores)
        return doc_ids, own + by_article + params.bigram_weight * by_order

    def carried_weight(self, own: Iterable[str], carried: Sequence[str], params: RankingParams) -> float:
        """Return the weight of a term that is carried over, as much as any other where the question has none."""
        if not carried:
            return 1.0
        own_idf, carried_idf = (sum(map(self.paragraphs.idf_of, terms)) for terms in (own, carried))
        return min(1.0, params.carried_share * own_idf / carried_idf) if own_idf and carried_idf else 1.0

    def score_followup(
        self,
        terms: Sequence[str],
        carried: Sequence[str],
        parsed: ParsedQuestion,
        params: RankingParams,
        aliases: Sequence[Alias] = (),
        most: int | None = None,
    ) -> tuple[Int64s, Scores]:
        """Score as `score_docs`, with less for terms carried over and more for articles that the last reply cited."""
        own = [term for term in terms if term not in carried]
        gain = params.recency_gain if parsed.recent_to else params.news_gain
        newest = parsed.asked_on.toordinal() - MAX_RECENCY * params.recency_days
        does_age = gain and self.fields.newest_day > newest
        is_plain = not (carried or aliases or parsed.cited or parsed.hints or does_age)
        doc_ids, scores = self.score_docs(own, params, most if is_plain else None)
        if carried:
            others, carried_scores = self.score_docs(carried, params)
            weight = self.carried_weight(own, carried, params)
            doc_ids, scores = _add_scores((doc_ids, scores), (others, weight * carried_scores))
        if aliases:
            doc_ids, scores = _add_scores((doc_ids, scores), self._score_aliases(aliases, doc_ids, params))
        if parsed.cited:
            is_cited = np.isin(self.doc_map.rows[self.doc_map.parents[doc_ids]], list(parsed.cited))
            scores = np.where(is_cited, params.cited_boost * scores, scores)
        if parsed.is_listing:
            is_meant = self.matching_paragraphs(hint.filter for hint in parsed.hints)
            leads = (is_meant & (self.doc_map.numbers == 1)).nonzero()[0]
            listed = np.full(len(leads), params.listing_weight * sum(map(self.paragraphs.idf_of, terms)))
            doc_ids, scores = _add_scores((doc_ids, scores), (leads, listed))
        for hint in parsed.hints:
            is_meant = self.fields.matching([hint.filter])[self.doc_map.parents[doc_ids]]
            scores = np.where(is_meant, (1 + params.hint_gain) * scores, scores)
            told = parsed.told_terms(hint, self.language).intersection(terms)
            scores += is_meant * params.hint_weight * sum(map(self.paragraphs.idf_of, told))
        if does_age:
            days = self.fields.days[self.doc_map.parents[doc_ids]]
            ages = np.clip(parsed.asked_on.toordinal() - days, 0, None)
            fresh = np.where(days > 0, np.exp(-ages / params.recency_days), 0.0)
            scores = scores * (1 + gain * fresh)
        return doc_ids, scores

    def _score_aliases(self, aliases: Sequence[Alias], doc_ids: Int64s, params: RankingParams) -> tuple[Int64s, Scores]:
        """Score the paragraphs that have a name of the question in another form alone, and those of such articles.

        Each name counts once, and by how rare the other form is, so that none counts for more where it is everywhere.

        Args:
            aliases: The other forms.
            doc_ids: The paragraphs that share a term with the question, ascending.
            params: The weights.
        """
        best: dict[NameForm, tuple[Int64s, Scores]] = {}
        parents, numbers = self.doc_map.parents, self.doc_map.numbers
        for each in aliases:
            own, other = self._holders(each.own), self._holders(each.other)
            weight = params.sure_alias_weight if each.is_sure else params.alias_weight
            by_paragraph = weight * idf(self.paragraphs.num_docs, self._num_holders(each.other, other))
            scored = distinct_ids(np.concatenate((doc_ids, other)))
            is_other = np.isin(scored, other, assume_unique=True) & ~np.isin(scored, own, assume_unique=True)
            in_article = np.isin(parents[scored], parents[other]) & ~np.isin(parents[scored], parents[own])
            by_article = params.article_weight + params.lead_weight / np.sqrt(numbers[scored])
            found = (scored, by_paragraph * (is_other + by_article * in_article))
            best[each.own] = _most(best[each.own], found) if each.own in best else found
        return _add_scores(*best.values())

    def _num_holders(self, form: NameForm, holders: DocIds) -> int:
        """Return how many paragraphs have a form, given those of them that are here: all there are."""
        return len(holders)

    def _holders(self, form: NameForm) -> DocIds:
        """Return the paragraphs that have each term of a name right after the one before, ascending."""
        if len(form) == 1:
            return self.paragraphs.holders(form[0])
        is_spaced = self.language not in UNSPACED
        lists = map(self.bigrams.holders, analysis.bigrams(form)) if is_spaced else map(self.paragraphs.holders, form)
        return reduce(np.intersect1d, lists)

    def search(
        self,
        terms: Sequence[str],
        k: int,
        parsed: ParsedQuestion,
        params: RankingParams,
        carried: Sequence[str] = (),
        aliases: Sequence[Alias] = (),
    ) -> list[ScoredDoc]:
        """Return the k best paragraphs that share a term, best first, of the articles that the filters let through.

        Where a question has text filters, paragraphs whose terms match them come first, and only the others of articles
        that may hold one of its phrases come after them.

        Args:
            terms: The terms of the question, those carried over included.
            k: How many paragraphs at most.
            parsed: The question, for its filters.
            params: The weights.
            carried: Those of the terms that only the question before holds.
            aliases: Other forms of the question's names, which count for less.
        """
        doc_ids, scores = self.admitted(terms, parsed, params, carried, aliases, k)
        if not parsed.text_filters:
            return ranked(doc_ids, scores, k)
        likely, others = (each[doc_ids] for each in self.matches_text_filters(parsed.text_filters))
        first = ranked(doc_ids[likely], scores[likely], k)
        return first + ranked(doc_ids[others], scores[others], k - len(first))

    def admitted(
        self,
        terms: Sequence[str],
        parsed: ParsedQuestion,
        params: RankingParams,
        carried: Sequence[str],
        aliases: Sequence[Alias],
        most: int | None = None,
    ) -> tuple[Int64s, Scores]:
        """Score as `score_followup` the paragraphs of the articles that the filters let through."""
        is_plain = not (parsed.newer_than or parsed.filters)
        doc_ids, scores = self.score_followup(terms, carried, parsed, params, aliases, most if is_plain else None)
        if parsed.newer_than:
            is_new = self.doc_map.rows[self.doc_map.parents[doc_ids]] > parsed.newer_than
            doc_ids, scores = doc_ids[is_new], scores[is_new]
        if parsed.filters:
            let_through = self.fields.matching(parsed.filters)[self.doc_map.parents[doc_ids]]
            doc_ids, scores = doc_ids[let_through], scores[let_through]
        return doc_ids, scores

    @property
    def nbytes(self) -> int:
        """Memory in bytes, without the names and days of articles, which are small."""
        indexes = (self.paragraphs, self.articles, self.bigrams, self.vocabulary.index, self.initials)
        others = (self.doc_map, self.sentences, self.vocabulary.terms)
        return sum(each.nbytes for each in (*indexes, *others)) + OBJECTS_BYTES

    @property
    def cached_nbytes(self) -> int:
        """Memory in bytes of what has been kept of the terms asked lately."""
        indexes = (self.paragraphs, self.articles, self.bigrams, *self.fields.names.values())
        return self.vocabulary.cached_nbytes + sum(each.cached_nbytes for each in indexes)

    @property
    def joined_nbytes(self) -> int:
        """Memory in bytes of what `concat` makes and copies: all but posting lists, terms and sentences."""
        return JOIN_BYTES + self.doc_map.nbytes + self.sentences.stored_at.nbytes + self.fields.days.nbytes

    @property
    def dense_nbytes(self) -> int:
        """Memory in bytes of the dense lists of common terms."""
        return sum(segment.dense_nbytes for name in _MERGED_INDEXES for segment in getattr(self, name).segments)

    def __len__(self) -> int:
        """How many articles there are."""
        return len(self.doc_map.rows)

    def matched_terms(self, terms: Iterable[str], doc_ids: Sequence[int]) -> list[frozenset[str]]:
        """Return for each paragraph which of the terms it or its title holds."""
        distinct = list(dict.fromkeys(terms))
        if not distinct:
            return [frozenset() for _ in doc_ids]
        wanted = np.array(doc_ids, dtype=np.int32)
        contains = (self.paragraphs.contains_at(term, wanted) for term in distinct)
        return [frozenset(compress(distinct, at)) for at in zip(*contains, strict=True)]

    def matches_text_filters(self, filters: Iterable[Filter]) -> tuple[Mask, Mask]:
        """Tell for each paragraph whether its terms are those that some text filters ask for.

        Also tell which others are of articles with a paragraph that has the terms of one of the phrases, if there are
        phrases: in no other article can one be.
        """
        matches = np.ones(len(self.doc_map.parents), dtype=bool)
        phrases: list[Mask] = []
        for each in filters:
            contains = docs_with_all(self.paragraphs, analysis.terms(each.value, self.language))
            matches &= contains if each.kind == "phrase" else ~contains
            phrases += [contains] if each.kind == "phrase" else []
        if not phrases:
            return matches, ~matches
        has_phrase = np.zeros(len(self.doc_map.rows), dtype=bool)
        has_phrase[self.doc_map.parents[np.logical_or.reduce(phrases)]] = True
        return matches, has_phrase[self.doc_map.parents] & ~matches

    def has_form(self, form: NameForm) -> bool:
        """Tell whether a paragraph has a form of a name."""
        return all(term in self.paragraphs for term in form) and len(self._holders(form)) > 0

    def most_frequent_form(self, forms: Iterable[NameForm]) -> NameForm:
        """Return the form of a name that most paragraphs have."""
        return max(forms, key=lambda form: self._num_holders(form, self._holders(form)))

    def completions(self, prefix: str) -> Collection[str]:
        """Return what follows a prefix in what articles tell of initials, that of most articles first."""
        return self.initials.completions(prefix)

    def known_terms(self, terms: Iterable[str]) -> set[str]:
        """Return those of some terms that a paragraph has."""
        return self.paragraphs.known(set(terms))

    def first_holder(self, term: str) -> Hit:
        """Return the first paragraph that has a term; one must."""
        [hit] = self.doc_map.hits(self.paragraphs.holders(term)[:1].tolist(), [0.0])
        return hit

    def has_ending(self, term: str) -> bool:
        """Tell whether an article has a term, or one that only ends in another way."""
        if term in self.paragraphs:
            return True
        similar = self.vocabulary.similar_terms(term) if len(term) >= MIN_FORM_CHARS else {}
        return any(
            len(other) >= MIN_FORM_CHARS
            and abs(len(other) - len(term)) <= MAX_ENDING_CHARS
            and (other.startswith(term) or term.startswith(other))
            for other in similar
            if other in self.paragraphs
        )

    def nearest_articles(self, terms: Sequence[str], k: int, filters: Iterable[Filter]) -> list[ArticleKey]:
        """Return the articles that share most with the terms, best first, of those that the filters let through."""
        scores = np.where(self.fields.matching(filters), self.articles.get_scores(terms), 0.0)
        return [self.doc_map.article_key(scored.doc_id) for scored in top_k(scores, k)]

    def days(self, doc_ids: Sequence[int]) -> list[int]:
        """Return the ordinal of the day of each paragraph's article; 0 where it has none."""
        days: list[int] = self.fields.days[self.doc_map.parents[np.asarray(doc_ids, dtype=np.int64)]].tolist()
        return days


def _words(paragraphs: Index, articles: Sequence[Article], language: str) -> list[str]:
    """Return the vocabulary of some paragraphs without the compounds that no text writes as one word.

    A word such as "stagebystage" is like many others, and stands nowhere.
    """
    joined = joined_terms(articles, language)
    return [
        term
        for term in paragraphs.vocabulary
        if term not in joined or int(paragraphs.postings(term)[1].sum()) > joined[term]
    ]


def joined_terms(articles: Iterable[Article], language: str) -> Counter[str]:
    """Count how often each term of some paragraphs is a compound that was written with a hyphen or the like."""
    joined: Counter[str] = Counter()
    for each in articles:
        for text in (*each.headings, *each.paragraphs):
            for term in analysis.compounds(text, language):
                joined[term] += 1
        for term in analysis.compounds(each.title, language):
            joined[term] += len(each.paragraphs)
    return joined


def _most(*scored: tuple[Int64s, Scores]) -> tuple[Int64s, Scores]:
    """Return the highest score of each document; the doc ids of each source are ascending."""
    union = distinct_ids(np.concatenate([doc_ids for doc_ids, _ in scored]))
    most = np.zeros(len(union))
    for doc_ids, scores in scored:
        at = np.searchsorted(union, doc_ids)
        most[at] = np.maximum(most[at], scores)
    return union, most


def _values_at(doc_ids: Int64s, ascending: Int64s, values: Scores) -> Scores:
    """Return the values of some documents, given those of others as well; 0 for those without one."""
    if not len(ascending):
        return np.zeros(len(doc_ids))
    nearest = np.minimum(np.searchsorted(ascending, doc_ids), len(ascending) - 1)
    return np.where(ascending[nearest] == doc_ids, values[nearest], 0.0)


def _add_scores(*scored: tuple[Int64s, Scores]) -> tuple[Int64s, Scores]:
    """Add up the scores of each document; the doc ids of each source are ascending."""
    union = distinct_ids(np.concatenate([doc_ids for doc_ids, _ in scored]))
    sums = np.zeros(len(union))
    for doc_ids, scores in scored:
        sums[np.searchsorted(union, doc_ids)] += scores
    return union, sums
