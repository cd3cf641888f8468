"""Which candidates to cite: those that may answer, and what several articles say in the same words only once."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

from knowledge.answers.missing import SpellingCandidate
from knowledge.models import Article, ArticleKey, Hit, Outcome, ParagraphKey, Suggestion
from knowledge.search.filters import Filter
from knowledge.search.params import DEFAULT_PARAMS
from knowledge.search.partition import EncodedSentences, encoded_terms
from knowledge.search.retriever import Candidate, Ranking
from knowledge.text import analysis

MAX_COMPARED_WORDS = 1_024
"""Words with which a paragraph begins that are compared with others: more have only those that are no prose."""
TERMS_PER_CHARACTER = 2
"""Where characters and pairs of them are terms, so many more are compared."""
_SHINGLE_TERMS = 3
"""Terms in a row that make a shingle."""

Shingles = frozenset[tuple[str, ...]]


class ArticleSource(Protocol):
    """Where the words of what was found are read."""

    def texts(self, hits: Collection[Hit]) -> Mapping[Hit, str]:
        """Return the paragraphs of hits; those that are gone are missing."""

    def titles(self, hits: Collection[Hit]) -> Mapping[int, str]:
        """Return the titles of the articles of hits, by the store's key; those that are gone are missing."""

    def articles(self, keys: Collection[ArticleKey]) -> Mapping[ArticleKey, Article]:
        """Return whole articles; those that are gone are missing."""


@dataclass(frozen=True, slots=True)
class SelectedParagraph:
    """A paragraph to cite, and those that say the same in other articles, best first."""

    hit: Hit
    sentences: EncodedSentences
    duplicates: tuple[Hit, ...] = ()

    @property
    def keys(self) -> tuple[ArticleKey, ...]:
        """The articles that must be at hand to cite it."""
        return tuple(each.key for each in (self.hit, *self.duplicates))

    @property
    def paragraphs(self) -> frozenset[ParagraphKey]:
        """The paragraph and its duplicates, whatever their version."""
        return frozenset(ParagraphKey(each.row, each.number) for each in (self.hit, *self.duplicates))


def select(
    ranking: Ranking, outcome: Outcome, k: int, shown: Set[ParagraphKey] = frozenset()
) -> tuple[SelectedParagraph, ...]:
    """Return the best k paragraphs that have not been shown, each with its duplicates; nothing for a decline."""
    if outcome == "declined":
        return ()
    distinct = _distinct(ranking, ranking.query.params.max_candidates if shown else k)
    return tuple(each for each in distinct if shown.isdisjoint(each.paragraphs))[:k]


@dataclass(slots=True)
class _Group:
    """A candidate, and the hits that say the same."""

    first: Candidate
    shingles: Shingles
    beginnings: Counter[str]
    """How many of the shingles begin with each term."""
    duplicates: list[Hit] = field(default_factory=list)

    @classmethod
    def of(cls, candidate: Candidate, shingles: Shingles) -> "_Group":
        return cls(candidate, shingles, Counter(shingle[0] if shingle else "" for shingle in shingles))

    def can_match(self, terms: Set[str], most: int, min_share: float) -> bool:
        """Tell whether a paragraph of some terms, and so many shingles at most, can be a duplicate.

        It has a shingle at least for each of its terms but two, and shares so many as a duplicate has at least.
        """
        own = len(self.shingles)
        if 2 * most < own or len(terms) - _SHINGLE_TERMS + 1 > 2 * own:
            return False
        shared = sum(map(self.beginnings.__getitem__, self.beginnings.keys() & terms))
        return shared * 2 >= min_share * own


def _distinct(ranking: Ranking, k: int) -> list[SelectedParagraph]:
    """Return the first k candidates that differ from those before them, each with those that do not."""
    query, groups = ranking.query, list[_Group]()
    min_share = query.params.duplicate_similarity
    longest = MAX_COMPARED_WORDS * (1 if query.params.is_spaced(query.language) else TERMS_PER_CHARACTER)
    for each in _confident(ranking):
        terms = encoded_terms(each.sentences, longest)
        distinct = set(terms) or {""}
        most = max(1, len(terms) - _SHINGLE_TERMS + 1)
        alike = [group for group in groups if group.can_match(distinct, most, min_share)]
        if not alike and len(groups) >= k:
            continue
        shingles = _shingles(terms)
        same = next((group for group in alike if _are_duplicates(shingles, group.shingles, min_share)), None)
        if same:
            same.duplicates.append(each.hit)
        elif len(groups) < k:
            groups.append(_Group.of(each, shingles))
    return [SelectedParagraph(each.first.hit, each.first.sentences, tuple(each.duplicates)) for each in groups]


def _confident(ranking: Ranking) -> Iterator[Candidate]:
    """Yield the candidates that would be shown if they came first: the rest are no answers, whatever leads them."""
    for each in ranking.candidates:
        if each.outcome(ranking.query) != "declined":
            yield each


def _shingles(terms: Sequence[str]) -> Shingles:
    shifted = [terms[by:] for by in range(_SHINGLE_TERMS)]
    return frozenset(zip(*shifted, strict=False)) or frozenset([tuple(terms)])


def _are_duplicates(one: Shingles, other: Shingles, min_share: float) -> bool:
    """Tell whether two paragraphs are one text: cuts, a dateline or an agency's name do not part them."""
    fewer, more = sorted((len(one), len(other)))
    return fewer * 2 >= more and len(one & other) >= min_share * fewer


def is_same_story(one: str, other: str, code: str) -> bool:
    """Tell whether two paragraphs of a language say the same in nearly the same words."""
    first, second = (_shingles(analysis.terms(text, code)) for text in (one, other))
    return _are_duplicates(first, second, DEFAULT_PARAMS.duplicate_similarity)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be cited, best first, with the articles that a reply names."""

    ranking: Ranking
    outcome: Outcome
    paragraphs: tuple[SelectedParagraph, ...]
    articles: Mapping[ArticleKey, Article]
    spelling_candidates: tuple[SpellingCandidate, ...] = ()
    """What might have been meant by words that occur nowhere."""
    unmet: tuple[Filter, ...] = ()
    """Filters that were left out, as nothing matches with them."""
    confidence: float = 0.0
    corrections: tuple[Suggestion, ...] = ()
    """Words that the question was asked with instead of those that occur nowhere."""
