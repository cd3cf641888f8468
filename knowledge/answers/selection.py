"""Which candidates to cite: those that are evidence, and what several articles tell in the same words only once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.answers.spelling import SpellingCandidate
from knowledge.models import Article, ArticleKey, Hit
from knowledge.search import confidence
from knowledge.search.retriever import Candidate, Ranking
from knowledge.search.sentence_terms import SentenceOutline, terms

DUPLICATE_SIMILARITY = 0.8
"""The share of the shorter paragraph's shingles from which two paragraphs are one text."""
_TERMS = 3
"""How many terms in a row are a shingle."""

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SelectedParagraph:
    """A paragraph to cite, and those that say the same in other articles, best first."""

    hit: Hit
    outline: SentenceOutline
    copies: tuple[Hit, ...] = ()

    @property
    def keys(self) -> tuple[ArticleKey, ...]:
        """The articles that must be at hand to cite it."""
        return tuple((each.row, each.version) for each in (self.hit, *self.copies))

    @property
    def places(self) -> frozenset[tuple[int, int]]:
        """Its articles with the paragraph's number in each, whatever their version."""
        return frozenset((each.row, each.number) for each in (self.hit, *self.copies))


def select(ranking: Ranking, k: int) -> list[SelectedParagraph]:
    """Return what the first k citations would be; nothing where the best candidate is no evidence."""
    if confidence.outcome(ranking.evidence) == "declined":
        return []
    chosen: list[tuple[Candidate, Shingles, list[Hit]]] = []
    for each in _confident(ranking):
        shingles = _shingles(terms(each.outline))
        same = next((copies for _, others, copies in chosen if _are_duplicates(shingles, others)), None)
        if same is not None:
            same.append(each.hit)
        elif len(chosen) < k:
            chosen.append((each, shingles, []))
    return [SelectedParagraph(each.hit, each.outline, tuple(copies)) for each, _, copies in chosen]


def _confident(ranking: Ranking) -> Iterator[Candidate]:
    """Yield the candidates that would be shown if they came first: the rest is no evidence, whatever leads them."""
    for each in ranking.candidates:
        strength = confidence.confidence(each.support, ranking.query, each.found)
        if confidence.outcome(strength) != "declined":
            yield each


def _shingles(terms: Sequence[str]) -> Shingles:
    shifted = [terms[by:] for by in range(_TERMS)]
    return frozenset(zip(*shifted, strict=False)) or frozenset([tuple(terms)])


def _are_duplicates(one: Shingles, other: Shingles) -> bool:
    """Tell whether two paragraphs are one text: cuts, a dateline or an agency's name do not part them."""
    fewer, more = sorted((len(one), len(other)))
    return fewer * 2 >= more and len(one & other) >= DUPLICATE_SIMILARITY * fewer


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be cited, best first, with the articles that a reply names."""

    ranking: Ranking
    choices: tuple[SelectedParagraph, ...]
    articles: Mapping[ArticleKey, Article]
    guesses: tuple[SpellingCandidate, ...] = ()
    """What may have been meant by words that occur nowhere."""
