"""What a question must know of collections besides its candidates: how often terms occur, and which are alike.

A question first runs over what is known, and notes what is missing; all of that is asked of the cluster at once. What
is known of a collection is kept until the collection changes.
"""

from bisect import bisect_left
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from sys import maxunicode
from threading import Lock
from typing import Any, Literal, NamedTuple, get_args
from weakref import proxy

import numpy as np

from knowledge.index import CorpusStatistics, Int64s
from knowledge.opensearch.articles import (
    STORED_FIELDS,
    ArticlePlace,
    IndexedArticle,
    KeptArticles,
    Occurrences,
    TermPlaces,
    read_articles,
)
from knowledge.opensearch.documents import (
    Document,
    VocabularyEntry,
    bigram_token,
    field_of,
    form_key,
    term_number,
    token,
)
from knowledge.opensearch.engine import ArticleWords, Engine, Search, found_fields
from knowledge.search.expansion import (
    NGRAM_CHARS,
    NameForm,
    NgramIndex,
    char_ngrams,
    has_ngrams,
    least_shared,
    most_similar,
    similar_among,
)
from knowledge.search.filters import NAME_FIELDS, Filter, date_range
from knowledge.search.partition import UNSPACED
from knowledge.text import analysis
from knowledge.text.matching import fold_words
from knowledge.text.sentences import TERM_MARK

MAX_ROUGH_TERMS = 100
"""Terms that the cluster finds like one, of which those that are similar are chosen here."""
MAX_COMPLETED_FORMS = 64
"""Forms that begin in one way, of each collection."""
MAX_FOUND_FORMS = 1_000
"""Forms that are found for all beginnings of one question together."""
MAX_WHOLE_ARTICLES = 100
"""Articles of a collection that is read as a whole: nothing more is asked of the cluster there until it changes."""
MAX_WHOLE_TERMS = 150_000
"""Terms that all paragraphs of such a collection have together."""
MAX_FIRST_ARTICLES = 12
"""Of these the first are read as soon as they are listed, which for most servers is all of them."""
MAX_FILTER_TERMS = 24
"""Terms of a filter that the cluster is asked for, the longest of them, as a query has no more than 1,024: hardly
anything has these and not the others."""
MAX_READ_WORDS = 300_000
"""Words of a large collection that are all read, some 100 bytes each; with more, the cluster looks through them."""
MAX_KNOWN_COLLECTIONS = 1_024
"""Collections of which something is remembered; the one asked longest ago is forgotten first."""
MAX_KNOWN_FACTS = 200_000
"""Counts that are remembered of one collection; with more, all are forgotten."""
MAX_KEPT_FACTS = 500_000
"""Counts that are remembered of all collections together: some 130 MB."""
FACT_BYTES = 260
"""Memory of one."""

FactKind = Literal[
    "paragraphs",
    "articles",
    "bigrams",
    "holders",
    "ngrams",
    "alike",
    "forms",
    "initials",
    "filters",
    "publisher",
]
"""What is counted: paragraphs and articles with a term, paragraphs with a bigram or a form of a name, words with an
n-gram, articles with a form of initials, articles that match filters or are of a publisher; or found: words that are
like one, and forms of initials that begin in a way."""


Facts = dict[FactKind, dict[Any, Any]]
"""What is known, by its kind and by what was asked."""
Noted = dict[FactKind, dict[Any, None]]
"""What is asked and not known."""


def no_facts() -> Facts:
    """Return that nothing is known."""
    return {kind: {} for kind in get_args(FactKind)}


@dataclass(frozen=True, slots=True)
class LanguageSize:
    """How much a collection has in a language."""

    articles: int = 0
    paragraphs: int = 0
    article_terms: int = 0
    paragraph_terms: int = 0
    bigrams: int = 0
    words: int = 0
    ngrams: int = 0
    newest_day: int = 0
    undated: int = 0

    def __add__(self, other: "LanguageSize") -> "LanguageSize":
        return LanguageSize(
            self.articles + other.articles,
            self.paragraphs + other.paragraphs,
            self.article_terms + other.article_terms,
            self.paragraph_terms + other.paragraph_terms,
            self.bigrams + other.bigrams,
            self.words + other.words,
            self.ngrams + other.ngrams,
            max(self.newest_day, other.newest_day),
            self.undated + other.undated,
        )


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """The words of a collection in a language, sought as in a text, which takes no time to build."""

    text: str
    """All in their order, each with a mark before it and a line's end after it."""
    forms: Sequence[str]
    """What its articles tell of initials, in order."""

    def joined(self, articles: Iterable[ArticleWords]) -> "LanguageWords":
        """Join them with the words of articles."""
        words, forms = {line[len(TERM_MARK) :] for line in self.text.splitlines()}, set(self.forms)
        for each in articles:
            words.update(each.words)
            forms.update(each.forms)
        return LanguageWords("".join(f"{TERM_MARK}{word}\n" for word in sorted(words)), sorted(forms))

    @property
    def count(self) -> int:
        """How many words there are."""
        return self.text.count("\n")

    @property
    def ngrams(self) -> int:
        """How many n-grams all words have together."""
        return len(self.text) - NGRAM_CHARS * self.count

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return len(self.text)

    def num_holders(self, ngram: str) -> int:
        """Return how many words have an n-gram."""
        return len(self.holders(ngram))

    def holders(self, ngram: str) -> list[str]:
        """Return the words that have an n-gram."""
        text, found = self.text, []
        at = text.find(ngram)
        while at >= 0:
            end = text.index("\n", at)
            found.append(text[text.rfind("\n", 0, at) + 2 : end])
            at = text.find(ngram, end)
        return found

    def alike(self, term: str) -> tuple[dict[str, float], dict[str, int]]:
        """Return the words that are similar to one, and how much, and how many words have each of its n-grams."""
        holders = {ngram: self.holders(ngram) for ngram in char_ngrams(term)}
        shared = Counter(chain.from_iterable(holders.values()))
        least = least_shared(len(holders))
        similar = similar_among(term, sorted(word for word, count in shared.items() if count >= least))
        return similar, {ngram: len(words) for ngram, words in holders.items()}

    def forms_after(self, prefix: str) -> list[str]:
        """Return the forms of initials that begin in one way."""
        return [form for form in self.forms if form.startswith(prefix)]


@dataclass(frozen=True, slots=True)
class IndexedWords:
    """The words of a large collection in a language, by their n-grams; it answers as `LanguageWords` does."""

    vocabulary: NgramIndex
    forms: list[str]

    @property
    def count(self) -> int:
        """How many words there are."""
        return len(self.vocabulary.terms)

    @property
    def ngrams(self) -> int:
        """How many n-grams all words have together."""
        return sum(segment.num_tokens for segment in self.vocabulary.index.segments)

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return self.vocabulary.terms.nbytes + self.vocabulary.index.nbytes

    def joined(self, entries: Collection[VocabularyEntry]) -> "IndexedWords":
        """Join them with others, of which some may be known."""
        words = self.vocabulary.append(sorted(each.text for each in entries if not each.is_form))
        return IndexedWords(words, sorted({*self.forms, *(each.text for each in entries if each.is_form)}))

    def num_holders(self, ngram: str) -> int:
        """Return how many words have an n-gram."""
        return self.vocabulary.index.doc_freq(ngram)

    def alike(self, term: str) -> tuple[dict[str, float], dict[str, int]]:
        """Return the words that are similar to one, and how much, and how many words have each of its n-grams."""
        similar = self.vocabulary.find_similar(term)
        return similar, {ngram: self.num_holders(ngram) for ngram in char_ngrams(term)}

    def forms_after(self, prefix: str) -> list[str]:
        """Return the forms of initials that begin in one way."""
        return self.forms[bisect_left(self.forms, prefix) : bisect_left(self.forms, prefix + chr(maxunicode))]


_NO_WORDS = LanguageWords("", ())
_NOTHING_INDEXED = IndexedWords(NgramIndex.build(()), [])


class ReadArticles:
    """All articles of a collection in a language."""

    def __init__(self, articles: Iterable[IndexedArticle], language: str) -> None:
        self.articles = sorted(articles, key=lambda each: each.terms.row)
        self._language = language
        self._occurrences = Occurrences([each.terms for each in self.articles])
        self.nbytes = 4 * sum(each.nbytes for each in self.articles)
        """Memory in bytes."""

    @property
    def size(self) -> LanguageSize:
        """How much it is, words apart."""
        held, lengths = self._occurrences, self._occurrences.lengths
        days = held.days.tolist()
        return LanguageSize(
            articles=len(days),
            paragraphs=len(lengths),
            article_terms=int(held.article_lengths.sum()),
            paragraph_terms=int(lengths.sum()),
            bigrams=int(np.maximum(lengths - 1, 0).sum()),
            newest_day=max(days),
            undated=days.count(0),
        )

    def counts(self, kind: FactKind, keys: Sequence[Any]) -> Iterator[int]:
        """Yield how many paragraphs or articles have each term, bigram or form, by the kind of fact."""
        counted = self._counted
        match kind:
            case "paragraphs" | "articles":
                held = counted.paragraphs if kind == "paragraphs" else counted.articles
                yield from _values_of(_term_numbers(keys), counted.terms, held)
            case "bigrams" if keys:
                parts = [_term_numbers(terms) for terms in zip(*(key.split(" ") for key in keys), strict=True)]
                first, second = (
                    _values_of(each, counted.terms, np.arange(1, len(counted.terms) + 1)) for each in parts
                )
                codes = [one * (len(counted.terms) + 1) + two for one, two in zip(first, second, strict=True)]
                yield from _values_of(np.array(codes, dtype=np.int64), counted.bigrams, counted.with_bigrams)
            case _:
                yield from map(self._num_holders, keys)

    @cached_property
    def _counted(self) -> "_Counted":
        """What is counted by terms and pairs of them: sorted once, so that no question looks through the articles."""
        held = self._occurrences
        paragraphs = np.arange(len(held.lengths), dtype=np.int64).repeat(held.lengths)
        terms, which = np.unique(held.terms, return_inverse=True)
        in_articles = held.in_articles(TermPlaces(which, np.arange(len(which), dtype=np.int64), paragraphs))
        is_pair = paragraphs[1:] == paragraphs[:-1]
        codes = ((which[:-1] + 1) * (len(terms) + 1) + which[1:] + 1)[is_pair]
        bigrams, pairs = np.unique(codes, return_inverse=True)
        return _Counted(
            terms=terms,
            paragraphs=_distinct(which, paragraphs),
            articles=_distinct(which[in_articles], held.parents[paragraphs[in_articles]], len(terms)),
            bigrams=bigrams,
            with_bigrams=_distinct(pairs, paragraphs[1:][is_pair]),
        )

    def _num_holders(self, form: NameForm) -> int:
        """Return how many paragraphs have a form, as `form_query` finds them."""
        terms = tuple(dict.fromkeys(form))
        found, parts = self._occurrences.at(terms), terms
        if len(form) > 1 and self._language not in UNSPACED:
            parts = tuple(dict.fromkeys(analysis.bigrams(form)))
            found = self._occurrences.at_bigrams(parts, terms, found)
        pairs = np.unique(found.paragraphs * len(parts) + found.which)
        _, held = np.unique(pairs // len(parts), return_counts=True)
        return int(np.count_nonzero(held == len(parts)))


class _Counted(NamedTuple):
    """How many paragraphs and articles have each term and bigram of some articles."""

    terms: Int64s
    """By their numbers, in order."""
    paragraphs: Int64s
    articles: Int64s
    bigrams: Int64s
    """By the places of their terms, counted from 1, in order."""
    with_bigrams: Int64s
    """How many paragraphs have each."""


def _term_numbers(terms: Sequence[str]) -> Int64s:
    return np.array(list(map(term_number, terms)), dtype=np.int64)


def _values_of(keys: Int64s, ascending: Int64s, values: Int64s) -> list[int]:
    """Return the value of each key, given those of some in order; 0 for one of which there is none."""
    if not len(ascending):
        return [0] * len(keys)
    places = np.minimum(ascending.searchsorted(keys), len(ascending) - 1)
    found: list[int] = np.where(ascending[places] == keys, values[places], 0).tolist()
    return found


def _distinct(found: Int64s, holders: Int64s, size: int = 0) -> Int64s:
    """Return how many different holders each of what was found has, by its occurrences."""
    most = int(holders.max(initial=0)) + 1
    return np.bincount(np.unique(found * most + holders) // most, minlength=size)


@dataclass(frozen=True)
class ReadWords:
    """The words that the articles of a collection have, at one of its versions."""

    by_language: Mapping[str, LanguageWords | IndexedWords]
    versions: Mapping[int, int] = field(default_factory=dict)
    """Of each article, by its row, where the words are with the articles."""
    last: int = -1
    """The number of the word that was sent last, where they are documents of their own."""

    def joined(self, articles: Iterable[ArticleWords]) -> "ReadWords":
        """Join them with the words of other articles."""
        versions, coming = dict(self.versions), defaultdict[str, list[ArticleWords]](list)
        for each in articles:
            versions[each.row] = each.version
            coming[each.language].append(each)
        joined = {code: self._told(code).joined(theirs) for code, theirs in coming.items()}
        return ReadWords({**self.by_language, **joined}, versions)

    def _told(self, language: str) -> LanguageWords:
        words = self.by_language.get(language, _NO_WORDS)
        assert isinstance(words, LanguageWords), "articles tell these"
        return words

    def with_documents(self, entries: Iterable[tuple[int, VocabularyEntry]]) -> "ReadWords":
        """Join them with words that are documents, each with its number, in the order of these."""
        last, coming = self.last, defaultdict[str, list[VocabularyEntry]](list)
        for number, entry in entries:
            last = number
            coming[entry.language].append(entry)
        known = {code: each for code, each in self.by_language.items() if isinstance(each, IndexedWords)}
        joined = {code: known.get(code, _NOTHING_INDEXED).joined(theirs) for code, theirs in coming.items()}
        return ReadWords({**known, **joined}, last=last)

    @cached_property
    def nbytes(self) -> int:
        """Memory in bytes of all words."""
        return sum(each.nbytes for each in self.by_language.values())


_NOTHING_READ = ReadWords({})


_WHERE_TERMS_ARE = ("whole", "headings")
"""The fields of an article that have the terms of its paragraphs."""
_ABOUT_TERMS: tuple[FactKind, ...] = ("paragraphs", "articles")


@dataclass(frozen=True, slots=True)
class CollectionCounts:
    """What is known of a collection at one version."""

    collection: str
    version: int
    sizes: Mapping[str, LanguageSize]
    """By language."""
    words: "ReadWords | None" = None
    """Its words; None where there are too many of them."""
    places: Mapping[ArticlePlace, IndexedArticle] | None = field(default=None, compare=False, repr=False)
    """All its articles; None where there are too many of them."""
    articles: Mapping[str, ReadArticles] = field(default_factory=dict, compare=False, repr=False)
    """The same by language."""
    facts: dict[str, Facts] = field(init=False)
    """By language."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", {code: no_facts() for code in self.sizes})

    @property
    def num_facts(self) -> int:
        """How many facts are known."""
        return sum(len(each) for facts in self.facts.values() for each in facts.values())

    @property
    def cost(self) -> int:
        """About as many facts take the memory that all of it takes."""
        of_articles = sum(each.nbytes for each in self.articles.values())
        return self.num_facts + (of_articles + (self.words.nbytes if self.words else 0)) // FACT_BYTES

    def read(self, language: str, kind: FactKind, keys: Sequence[Any]) -> None:
        """Have known what its words and articles tell of facts of a kind."""
        if self.words is None:
            return
        facts, words = self.facts[language], self.words.by_language.get(language, _NO_WORDS)
        match kind:
            case "alike":
                for term in keys:
                    facts[kind][term], holders = words.alike(term)
                    facts["ngrams"] |= holders
            case "ngrams":
                facts[kind] |= {ngram: words.num_holders(ngram) for ngram in keys}
            case "forms":
                facts[kind] |= {prefix: words.forms_after(prefix) for prefix in keys}
            case "paragraphs" | "articles" | "bigrams" | "holders" if language in self.articles:
                facts[kind].update(zip(keys, self.articles[language].counts(kind, keys), strict=True))


class CountsCache:
    """What is known of the collections of a cluster; for any number of threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[str, CollectionCounts] = OrderedDict()
        self._costs: Counter[str] = Counter()
        self._lock = Lock()

    def get(self, scope: Sequence[str], versions: Sequence[int] = ()) -> list[CollectionCounts]:
        """Return what is known of collections as they are now; it waits for the network.

        Args:
            scope: The collections.
            versions: Their versions in the store now: what is known of one of these is true without a look.
        """
        with self._lock:
            known = {each: self._kept.get(each) for each in scope}
        current = {
            collection
            for collection, version in zip(scope, versions, strict=False)
            if (counts := known[collection]) and counts.version == version and counts.num_facts <= MAX_KNOWN_FACTS
        }
        looked = [each for each in scope if each not in current]
        states, first = self._states(looked, known)
        fresh: dict[str, CollectionCounts] = {}
        large: list[tuple[str, int]] = []
        for collection, state in zip(looked, states, strict=True):
            before, version = known[collection], _version(state)
            if before and before.version == version and before.num_facts <= MAX_KNOWN_FACTS:
                continue
            listed = None if _is_large(before) or self._has_words(collection) else _all_listed(collection, state)
            if listed is None:
                large.append((collection, version))
            else:
                fresh[collection] = self._read(collection, version, before, listed, first)
        sizes = self._engine.search_all(
            [search for collection, _ in large for search in _size_searches(self._engine, collection)]
        )
        for place, (collection, version) in enumerate(large):
            fresh[collection] = self._counted(collection, version, *sizes[2 * place : 2 * place + 2])
        with self._lock:
            self._keep(counts for each in scope if (counts := fresh.get(each) or self._kept.get(each)))
        return [fresh.get(each) or known[each] or CollectionCounts(each, 0, {}) for each in scope]

    def _has_words(self, collection: str) -> bool:
        return self._engine.has_word_documents(collection)

    def _states(
        self, collections: Sequence[str], known: Mapping[str, CollectionCounts | None]
    ) -> tuple[list[Document], dict[ArticlePlace, IndexedArticle]]:
        """Look for the version of collections, and for the articles of those that may have few of them.

        Args:
            collections: Which.
            known: What was known of each.

        Returns:
            The reply for each, and the first articles of those of which nothing was known.
        """
        few = {each for each in collections if not (_is_large(known[each]) or self._has_words(each))}
        new = [each for each in collections if each in few and known[each] is None]
        states = [self._engine.state_search(each, MAX_WHOLE_ARTICLES + 1 if each in few else 0) for each in collections]
        first = [self._engine.articles_search(each, MAX_FIRST_ARTICLES, STORED_FIELDS) for each in new]
        replies = self._engine.search_all([*states, *first])
        read = {
            ArticlePlace.of(collection, hit): IndexedArticle.of(hit)
            for collection, reply in zip(new, replies[len(states) :], strict=True)
            for hit in found_fields(reply)
        }
        return replies[: len(states)], read

    def _read(
        self,
        collection: str,
        version: int,
        before: CollectionCounts | None,
        listed: Mapping[ArticlePlace, str],
        first: Mapping[ArticlePlace, IndexedArticle],
    ) -> CollectionCounts:
        """Return what is known of a collection by reading the articles that are not known yet.

        Args:
            collection: Which.
            version: As the index has it.
            before: What was known until now.
            listed: The languages of all its articles.
            first: Some of them.
        """
        known = (before and before.places) or {}
        kept = {place: article for place, article in known.items() if place in listed}
        coming = {place: first[place] for place in listed if place in first}
        missing = [each for each in listed if each not in kept and each not in coming]
        coming |= read_articles(self._engine, missing, with_words=True)
        places = kept | coming
        by_language = defaultdict[str, list[IndexedArticle]](list)
        for place, article in places.items():
            by_language[listed[place]].append(article)
        is_growing = before is not None and before.words is not None and len(kept) == len(known)
        words = (before.words if before and before.words and is_growing else _NOTHING_READ).joined(
            ArticleWords(place.row, article.terms.version, listed[place], article.words[0].split(), article.words[1:])
            for place, article in (coming if is_growing else places).items()
        )
        articles = {code: ReadArticles(theirs, code) for code, theirs in sorted(by_language.items())}
        sizes = {code: _with_words(theirs.size, words.by_language[code]) for code, theirs in articles.items()}
        # One that was listed and then not there has just changed: the next question looks again.
        seen = version if len(places) == len(listed) else -1
        return CollectionCounts(collection, seen, sizes, words, places, articles)

    def _counted(self, collection: str, version: int, articles: Document, words: Document) -> CollectionCounts:
        """Return what is known of a collection by its sizes, and read its words where they are with its articles."""
        sizes = _sizes(articles, words)
        with self._lock:
            before = self._kept.get(collection)
        if not self._has_words(collection):
            read = self._read_words(collection, before, sum(each.articles for each in sizes.values()))
        elif sum(each.words for each in sizes.values()) <= MAX_READ_WORDS:
            read = self._read_word_documents(collection, before, sizes)
        else:
            return CollectionCounts(collection, version, sizes)
        for code, size in sizes.items():
            sizes[code] = _with_words(size, read.by_language.get(code, _NO_WORDS))
        return CollectionCounts(collection, version, sizes, read)

    def _read_words(self, collection: str, before: CollectionCounts | None, articles: int) -> ReadWords:
        """Read the words of so many articles: only of those that have come, where none has changed or gone."""
        if before and before.words:
            coming = list(self._engine.article_words(collection, before.version))
            known = before.words.versions
            is_growing = all(known.get(each.row, each.version) == each.version for each in coming)
            if is_growing and len(known.keys() | {each.row for each in coming}) == articles:
                return before.words.joined(coming)
        return _NOTHING_READ.joined(self._engine.article_words(collection, -1))

    def _read_word_documents(
        self, collection: str, before: CollectionCounts | None, sizes: Mapping[str, LanguageSize]
    ) -> ReadWords:
        """Read words that are documents: only those that have come, where none has gone."""
        begun = before.words if before and before.words and before.words.last >= 0 else _NOTHING_READ
        read = begun.with_documents(self._engine.words(collection, begun.last))
        known = {code: words.count for code, words in read.by_language.items()}
        if begun.last < 0 or all(known.get(code, 0) == size.words for code, size in sizes.items()):
            return read
        return _NOTHING_READ.with_documents(self._engine.words(collection, -1))

    def kept(self, scope: Sequence[str], versions: Sequence[int]) -> list[CollectionCounts]:
        """Return what is known of collections at these versions; nothing where one of them is not known so."""
        with self._lock:
            known = [self._kept.get(collection) for collection in scope]
            found = [
                each
                for each, version in zip(known, versions, strict=False)
                if each and each.version == version and each.num_facts <= MAX_KNOWN_FACTS
            ]
            self._keep(found)
        return found if len(found) == len(scope) else []

    def _keep(self, asked: Iterable[CollectionCounts]) -> None:
        """Note what is asked now, and forget the collections asked longest ago where more is known than may be."""
        for each in asked:
            self._kept[each.collection] = each
            self._kept.move_to_end(each.collection)
            self._costs[each.collection] = each.cost
        while len(self._kept) > MAX_KNOWN_COLLECTIONS or (self._costs.total() > MAX_KEPT_FACTS and len(self._kept) > 1):
            forgotten, _ = self._kept.popitem(last=False)
            del self._costs[forgotten]

    def outdate(self, collection: str) -> None:
        """Forget what is known of a collection but for words that are documents: those that go are noticed."""
        with self._lock:
            known = self._kept.pop(collection, None)
            if known and known.words and known.words.last >= 0:
                self._keep([CollectionCounts(collection, -1, {}, known.words)])
            else:
                del self._costs[collection]

    def drop(self, prefix: str) -> None:
        """Forget the collections whose names begin with a prefix."""
        with self._lock:
            for collection in [each for each in self._kept if each.startswith(prefix)]:
                del self._kept[collection], self._costs[collection]


def _version(found: Document) -> int:
    hits = found_fields(found)
    return int(hits[0].get("indexed_version", [0])[0]) if hits else 0


def _is_large(counts: CollectionCounts | None) -> bool:
    """Tell whether a collection had too many articles to read them all when it was last seen."""
    return counts is not None and counts.places is None


def _all_listed(collection: str, found: Document) -> dict[ArticlePlace, str] | None:
    """Return the languages of all articles of a collection that a search has listed; None where they are too many."""
    hits = [each for each in found_fields(found) if "row" in each]
    if len(hits) > MAX_WHOLE_ARTICLES or sum(each["paragraph_terms"][0] for each in hits) > MAX_WHOLE_TERMS:
        return None
    return {ArticlePlace.of(collection, each): each["language"][0] for each in hits}


def _with_words(size: LanguageSize, words: LanguageWords | IndexedWords) -> LanguageSize:
    return replace(size, words=words.count, ngrams=words.ngrams)


def _size_searches(engine: Engine, collection: str) -> tuple[Search, Search]:
    sums = {name: {"sum": {"field": name}} for name in ("length", "paragraph_count", "paragraph_terms",
                                                       "paragraph_bigrams")}  # fmt: skip
    others: Document = {"newest": {"max": {"field": "day"}}, "undated": {"filter": {"term": {"day": 0}}}}
    languages = {"field": "language", "size": 500}
    of_articles = {"by": {"terms": languages, "aggs": {**sums, **others}}}
    of_words = {"by": {"terms": languages, "aggs": {"ngrams": {"sum": {"field": "ngram_count"}}}}}
    return (
        (engine.alias_of(collection), collection, _counted([{"term": {"collection": collection}}], of_articles)),
        (
            engine.alias("words"),
            collection,
            _counted([{"term": {"collection": collection}}, {"exists": {"field": "ngram_count"}}], of_words),
        ),
    )


def _counted(filters: Sequence[Document], aggregations: Document) -> Document:
    return {"size": 0, "track_total_hits": False, "query": {"bool": {"filter": filters}}, "aggs": aggregations}


def _sizes(articles: Document, words: Document) -> dict[str, LanguageSize]:
    vocabulary = {each["key"]: each for each in words["aggregations"]["by"]["buckets"]}
    sizes = {}
    for each in articles["aggregations"]["by"]["buckets"]:
        of_words = vocabulary.get(each["key"])
        sizes[each["key"]] = LanguageSize(
            articles=each["doc_count"],
            paragraphs=int(each["paragraph_count"]["value"]),
            article_terms=int(each["length"]["value"]),
            paragraph_terms=int(each["paragraph_terms"]["value"]),
            bigrams=int(each["paragraph_bigrams"]["value"]),
            words=of_words["doc_count"] if of_words else 0,
            ngrams=int(of_words["ngrams"]["value"]) if of_words else 0,
            newest_day=int(each["newest"]["value"] or 0),
            undated=each["undated"]["doc_count"],
        )
    return dict(sorted(sizes.items()))


_LISTED: frozenset[FactKind] = frozenset({"alike", "forms"})
"""The kinds of facts that are no counts."""


class _Joined(dict[Any, Any]):
    """The facts of one kind over all collections: the sum of counts, and of what was found a list with that of each."""

    def __init__(self, counts: "ScopeCounts", kind: FactKind) -> None:
        # What refers to each other in a circle stays until garbage is searched for.
        self._counts, self._kind = proxy(counts), kind

    def __missing__(self, key: Hashable) -> Any:
        """Ask for what is not known, which is nothing while it is only noted."""
        self._counts.ask(self._kind, (key,))
        return self.get(key, [] if self._kind in _LISTED else 0)


class ScopeCounts:
    """What one question knows of the articles of some collections in a language.

    Args:
        engine: The cluster.
        language: ISO 639-1 code.
        known: What is known of each collection.
        kept: The articles that were read last.
    """

    def __init__(self, engine: Engine, language: str, known: Sequence[CollectionCounts], kept: KeptArticles) -> None:
        self._kept = kept
        self.engine = engine
        self.language = language
        self.known = [each for each in known if language in each.sizes]
        self.size = sum((each.sizes[language] for each in self.known), LanguageSize())
        self.forms_asked: set[NameForm] = set()
        """The forms of names that were asked for."""
        self._facts = [each.facts[language] for each in self.known]
        self._words = [each.words.by_language.get(language, _NO_WORDS) for each in self.known if each.words]
        self._joined: dict[FactKind, _Joined] = {kind: _Joined(self, kind) for kind in get_args(FactKind)}
        self._asked_about: set[tuple[str, ...]] = set()
        self._noted: Noted | None = None

    @contextmanager
    def noting(self) -> Iterator[Noted]:
        """Note inside the block what is asked and not known, which counts as nothing there."""
        self._noted = {}
        try:
            yield self._noted
        finally:
            self._noted = None

    def statistics(self, kind: FactKind) -> CorpusStatistics:
        """Return what BM25 must know of the paragraphs, articles, bigrams or n-grams."""
        size = self.size
        num_docs, tokens = {
            "paragraphs": (size.paragraphs, size.paragraph_terms),
            "articles": (size.articles, size.article_terms),
            "bigrams": (size.paragraphs, size.bigrams),
            "ngrams": (size.words, size.ngrams),
        }[kind]
        return CorpusStatistics(num_docs, tokens / max(num_docs, 1), self._joined[kind])

    def count(self, kind: FactKind, key: Hashable) -> int:
        """Return a count over all collections."""
        total: int = self._joined[kind][key]
        return total

    def num_holders(self, form: NameForm) -> int:
        """Return how many paragraphs have a form of a name."""
        self.forms_asked.add(form)
        if len(form) == 1:
            return self.count("paragraphs", form[0])
        return self.count("holders", form) if form else 0

    def completions(self, prefix: str) -> list[str]:
        """Return what follows a prefix in what articles tell of initials, that of most articles first."""
        found: dict[str, int] = {}
        # Where all words are here, looking through them takes less time than noting what they tell.
        is_here = len(self._words) == len(self.known)
        of_each = [each.forms_after(prefix) for each in self._words] if is_here else self._joined["forms"][prefix]
        for forms in of_each:
            for form in forms[:MAX_COMPLETED_FORMS]:
                found[form] = self.count("initials", form)
        ordered = sorted(found, key=lambda form: -found[form])
        return [form[len(prefix) :] for form in ordered if found[form]]

    def similar_terms(self, term: str) -> dict[str, float]:
        """Return the terms similar to a term, as from an index of all words."""
        found = list(filter(None, self._joined["alike"][term])) if has_ngrams(term) else []
        return found[0] if len(found) == 1 else most_similar(dict(chain.from_iterable(map(dict.items, found))))

    def ask_about(self, terms: tuple[str, ...]) -> None:
        """Have everything known, or noted, that is asked about the terms of a question one by one."""
        if terms in self._asked_about:
            return
        self._asked_about.add(terms)
        for kind in _ABOUT_TERMS:
            self.ask(kind, terms)
        self.ask("bigrams", analysis.bigrams(terms))
        self.ask("alike", filter(has_ngrams, terms))
        self.ask("ngrams", chain.from_iterable(map(char_ngrams, terms)))

    def ask(self, kind: FactKind, keys: Iterable[Any]) -> None:
        """Have all of some facts known, or noted."""
        joined = self._joined[kind]
        asked = [key for key in dict.fromkeys(keys) if key not in joined]
        missing: dict[Any, None] = {}
        for each, facts in zip(self.known, self._facts, strict=True):
            known = facts[kind]
            if unknown := [key for key in asked if key not in known]:
                each.read(self.language, kind, unknown)
                missing |= dict.fromkeys(key for key in unknown if key not in known)
        self._join(kind, [key for key in asked if key not in missing])
        if missing and self._noted is not None:
            self._noted.setdefault(kind, {}).update(missing)
        elif missing:
            self.learn({kind: missing})

    def _join(self, kind: FactKind, keys: Iterable[Any]) -> None:
        """Join facts that are known of each collection."""
        known = [facts[kind] for facts in self._facts]
        join = list if kind in _LISTED else sum
        self._joined[kind].update((key, join([facts[key] for facts in known])) for key in keys)

    def learn(self, noted: Mapping[FactKind, Collection[Any]], searches: Sequence[Search] = ()) -> list[Document]:
        """Ask the cluster for facts, and do other searches with it; return the replies to these."""
        asked = [
            (facts, part)
            for each, facts in zip(self.known, self._facts, strict=True)
            for part in self._parts(each, facts, noted)
        ]
        replies = self.engine.search_all([*searches, *(search for _, (search, _) in asked)])
        for (facts, (_, read)), reply in zip(asked, replies[len(searches) :], strict=True):
            for kind, key, value in read(reply):
                facts[kind][key] = value
        for kind, keys in noted.items():
            self._join(kind, keys)
        return replies[: len(searches)]

    def articles(self, places: Iterable[ArticlePlace]) -> dict[ArticlePlace, IndexedArticle]:
        """Return articles of the collections, without those that are gone."""
        read: dict[ArticlePlace, IndexedArticle] = {}
        for each in self.known:
            read |= each.places or {}
        wanted = list(places)
        found = {place: read[place] for place in wanted if place in read}
        return found | self._kept.get([place for place in wanted if place not in found])

    def scope_filters(self, collection: str) -> list[Document]:
        """Return what the articles and words of a collection in this language match."""
        return [{"term": {"collection": collection}}, {"term": {"language": self.language}}]

    def search(
        self,
        place: int,
        filters: Sequence[Document],
        query: Document | None = None,
        *,
        size: int,
        sort: Sequence[Document] = (),
        with_names: bool = False,
    ) -> Search:
        """Return a search for articles of one of the collections."""
        collection = self.known[place].collection
        body: Document = {
            "size": size,
            "track_total_hits": False,
            "stored_fields": "_none_",
            "docvalue_fields": ["row", "position", *(NAME_FIELDS if with_names else ())],
            "query": {
                "bool": {"filter": [*self.scope_filters(collection), *filters], "must": [query] if query else []}
            },
        }
        if sort:
            body["sort"] = list(sort)
        return self.engine.alias_of(collection), collection, body

    def _parts(
        self, counts: CollectionCounts, facts: Facts, noted: Mapping[FactKind, Collection[Any]]
    ) -> Iterator["_Part"]:
        """Yield the searches that tell facts of a collection which are not known yet."""
        missing = ((kind, [key for key in keys if key not in facts[kind]]) for kind, keys in noted.items())
        by_kind = defaultdict[FactKind, list[Any]](list, {kind: keys for kind, keys in missing if keys})
        if by_kind.keys() & {"paragraphs", "articles", "bigrams", "holders"}:
            yield self._term_counts(counts, facts, by_kind)
        if by_kind.keys() & {"initials", "filters", "publisher"}:
            yield self._field_counts(counts, by_kind)
        if ngrams := by_kind["ngrams"]:
            yield self._ngram_counts(counts, ngrams)
        for term in by_kind["alike"]:
            yield self._alike_words(counts, term)
        if prefixes := by_kind["forms"]:
            yield self._forms(counts, prefixes)

    def _term_counts(self, counts: CollectionCounts, facts: Facts, keys: Mapping[FactKind, Sequence[Any]]) -> "_Part":
        code = field_of(self.language)
        terms, articles = keys.get("paragraphs", ()), keys.get("articles", ())
        bigrams, holders = keys.get("bigrams", ()), keys.get("holders", ())
        of_paragraphs: list[_Asking] = [
            *(("paragraphs", term, term_query(code, term)) for term in terms),
            *(("bigrams", bigram, bigram_query(code, bigram)) for bigram in bigrams),
            *(("holders", form, form_query(self.language, form)) for form in holders),
        ]
        of_articles: list[_Asking] = [
            ("articles", term, {"term": {f"whole.{code}": {"value": token(term)}}}) for term in articles
        ]
        # Only the paragraphs of articles that have all terms of a form are looked through: for a rare term, of a few.
        forms = [*((term,) for term in terms), *(tuple(bigram.split(" ")) for bigram in bigrams), *holders]
        # Each term is in several of them.
        holding = {term: _in_article(code, term) for term in {*chain.from_iterable(forms)}}
        parents = [all_of(map(holding.__getitem__, form)) for form in forms]
        # One of which nothing is known may be rarer still.
        rarest = {min(form, key=lambda term: facts["paragraphs"].get(term, 0)) for form in forms}
        wanted = sorted(map(token, rarest.union(articles)))
        held = [{"terms": {f"{part}.{code}": wanted}} for part in _WHERE_TERMS_ARE]
        aggregations: Document = {
            str(number): {
                "filter": parent,
                "aggs": {"all": {"nested": {"path": "paragraphs"}, "aggs": {"held": {"filter": query}}}},
            }
            for number, (parent, (*_, query)) in enumerate(zip(parents, of_paragraphs, strict=True))
        }
        if of_articles:
            aggregations["articles"] = _filters(of_articles)
        body = _counted([*self.scope_filters(counts.collection), {"bool": {"should": held}}], aggregations)

        def read(reply: Document) -> Iterator[_Told]:
            found = reply["aggregations"]
            for number, (kind, key, _) in enumerate(of_paragraphs):
                yield kind, key, found[str(number)]["all"]["held"]["doc_count"]
            if of_articles:
                yield from _bucket_counts(of_articles, found["articles"])

        return (self.engine.alias_of(counts.collection), counts.collection, body), read

    def _field_counts(self, counts: CollectionCounts, keys: Mapping[FactKind, Sequence[Any]]) -> "_Part":
        asked: list[_Asking] = [
            *(("initials", form, {"term": {"initials": form}}) for form in keys.get("initials", ())),
            *(("filters", given, all_of(map(filter_query, given))) for given in keys.get("filters", ())),
            *(("publisher", words, _publisher_query(words)) for words in keys.get("publisher", ())),
        ]
        body = _counted(self.scope_filters(counts.collection), {"by": _filters(asked)})
        read = partial(_read_buckets, asked)
        return (self.engine.alias_of(counts.collection), counts.collection, body), read

    def _ngram_counts(self, counts: CollectionCounts, ngrams: Sequence[str]) -> "_Part":
        asked: list[_Asking] = [("ngrams", ngram, {"term": {"ngrams": {"value": ngram}}}) for ngram in ngrams]
        held = {"terms": {"ngrams": list(ngrams)}}
        body = _counted([*self.scope_filters(counts.collection), held], {"by": _filters(asked)})
        return (self.engine.alias("words"), counts.collection, body), partial(_read_buckets, asked)

    def _alike_words(self, counts: CollectionCounts, term: str) -> "_Part":
        ngrams = dict.fromkeys(char_ngrams(term))
        least = least_shared(len(ngrams))
        body: Document = {
            "size": MAX_ROUGH_TERMS,
            "track_total_hits": False,
            "stored_fields": "_none_",
            "docvalue_fields": ["term"],
            "query": {
                "bool": {
                    "filter": self.scope_filters(counts.collection),
                    "must": [{"match": {"ngrams": {"query": " ".join(ngrams), "minimum_should_match": least}}}],
                }
            },
        }

        def read(reply: Document) -> Iterator[_Told]:
            # In the order of the terms, as in an index of all words.
            words = sorted(hit["term"][0] for hit in found_fields(reply))
            yield "alike", term, similar_among(term, words)

        return (self.engine.alias("words"), counts.collection, body), read

    def _forms(self, counts: CollectionCounts, prefixes: Sequence[str]) -> "_Part":
        begin = form_key(counts.collection, self.language, "")
        body: Document = {
            "size": MAX_FOUND_FORMS,
            "track_total_hits": False,
            "stored_fields": "_none_",
            "docvalue_fields": ["form"],
            "query": {
                "bool": {
                    "filter": self.scope_filters(counts.collection),
                    "must": [{"bool": {"should": [{"prefix": {"form": begin + prefix}} for prefix in prefixes]}}],
                }
            },
        }

        def read(reply: Document) -> Iterator[_Told]:
            forms = sorted(hit["form"][0].removeprefix(begin) for hit in found_fields(reply))
            for prefix in prefixes:
                yield "forms", prefix, [form for form in forms if form.startswith(prefix)]

        return (self.engine.alias("words"), counts.collection, body), read


_BIGRAM_BOOST = 0.75
"""The cluster takes a bigram for as rare as both of its terms together, which it seldom is."""
_Told = tuple[FactKind, Any, Any]
"""A kind of fact, what was asked, and what is told."""
_Part = tuple[Search, Callable[[Document], Iterable[_Told]]]
"""A search, and what reads its reply."""
_Asking = tuple[FactKind, Any, Document]
"""A kind of fact, what is asked, and the query that matches what is counted."""


def _filters(asked: Sequence[_Asking]) -> Document:
    return {"filters": {"filters": [query for *_, query in asked]}}


def _read_buckets(asked: Sequence[_Asking], reply: Document) -> Iterator[_Told]:
    return _bucket_counts(asked, reply["aggregations"]["by"])


def _bucket_counts(asked: Sequence[_Asking], found: Document) -> Iterator[_Told]:
    for (kind, key, _), bucket in zip(asked, found["buckets"], strict=True):
        yield kind, key, bucket["doc_count"]


def term_query(code: str, term: str, boost: float = 1.0) -> Document:
    """Match paragraphs with a term."""
    return {"term": {f"paragraphs.terms.{code}": {"value": token(term), "boost": boost}}}


def bigram_query(code: str, bigram: str, boost: float = 1.0) -> Document:
    """Match paragraphs with a bigram, `first second`."""
    value = {"query": bigram_token(bigram), "boost": boost * _BIGRAM_BOOST}
    return {"match_phrase": {f"paragraphs.terms.{code}": value}}


def form_query(language: str, form: NameForm) -> Document:
    """Match paragraphs with a form of a name: its terms one after the other, where spaces part words."""
    code = field_of(language)
    if len(form) == 1 or language in UNSPACED:
        return all_of(term_query(code, term) for term in form)
    return all_of(bigram_query(code, bigram) for bigram in analysis.bigrams(form))


def _in_article(code: str, term: str) -> Document:
    """Match articles that have a term anywhere."""
    return {"bool": {"should": [{"term": {f"{part}.{code}": token(term)}} for part in _WHERE_TERMS_ARE]}}


def all_of(queries: Iterable[Document]) -> Document:
    """Match what all queries match."""
    return {"bool": {"filter": list(queries)}}


def filter_query(filter: Filter) -> Document:
    """Match the articles that a filter lets through, as far as their fields tell."""
    words = sorted(fold_words(filter.value))
    match filter.kind:
        case "after" | "before" | "on" | "as-of":
            days = date_range(filter)
            return {"range": {"day": {"gte": max(days.start, 1), "lt": days.stop}}}
        case "source":
            return {"bool": {"should": [_holding("publisher", words), _holding("byline", words)]}}
        case "in":
            return _holding("title", words)
        case "without" if len(words) == 1:
            return {"bool": {"must_not": [_holding("title", words)]}}
        case _:
            return {"match_all": {}}


def text_filter_query(language: str, filter: Filter) -> Document:
    """Match the paragraphs whose terms are those that a text filter asks for; of very long ones more than these."""
    code, terms = field_of(language), set(analysis.terms(filter.value, language))
    held = all_of(term_query(code, term) for term in _longest(terms))
    if filter.kind == "phrase":
        return held
    return {"bool": {"must_not": [held]}} if len(terms) <= MAX_FILTER_TERMS else {"match_all": {}}


def _longest(terms: Collection[str]) -> list[str]:
    """Return those terms of a filter that are looked for."""
    return sorted(terms, key=lambda term: (-len(term), term))[:MAX_FILTER_TERMS]


def _holding(name: str, words: Collection[str]) -> Document:
    return all_of({"term": {name: word}} for word in _longest(words))


def _publisher_query(words: frozenset[str]) -> Document:
    has_all = _holding("publisher", sorted(words))
    return all_of([has_all, {"term": {"publisher_words": len(words - {"the"})}}])
