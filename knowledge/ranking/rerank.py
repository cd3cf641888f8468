"""The best candidates read again, sentence by sentence, as a question is mostly answered in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.models import Hit
from knowledge.ranking.evidence import fit
from knowledge.ranking.outlines import Outline, restored
from knowledge.ranking.query import Query
from knowledge.ranking.sentences import likeness, mean_length, score, telling
from knowledge.ranking.splitting import Sentence

CANDIDATES = 40
"""How many paragraphs are read again."""
SENTENCE_WEIGHT = 0.4
LIKENESS_WEIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit, and the terms of the question that its paragraph or title holds."""

    hit: Hit
    found: frozenset[str]
    outline: Outline
    day: int = 0
    """The ordinal of its article's day; 0 where it has none."""
    fit: float = 1.0
    """How well the paragraph fits what is asked for, once it has been read: less than 1 where it lacks something."""
    worded: bool = True
    """Whether it has every phrase that the question insists on in its own paragraph or headline."""

    @property
    def support(self) -> float:
        """Its score as evidence."""
        return self.hit.score * self.fit

    def read_again(self, closeness: float, fit: float) -> "Candidate":
        """Return it with what its sentences add to its score, and how well they fit."""
        hit = Hit(self.hit.row, self.hit.version, self.hit.number, self.hit.score + closeness)
        return Candidate(hit, self.found, self.outline, self.day, fit, self.worded)


def rerank(query: Query, candidates: Sequence[Candidate], texts: Mapping[Hit, str]) -> list[Candidate]:
    """Order candidates by their score and what their best sentence adds, those with the question's phrases first.

    Those without a text are left out.
    """
    read = [(each, restored(texts[each.hit], each.outline)) for each in candidates if each.hit in texts]
    mean = mean_length([sentence for _, sentences in read for sentence in sentences])
    scored = [_scored(query, candidate, sentences, mean) for candidate, sentences in read]
    return sorted(scored, key=lambda each: (not each.worded, -each.hit.score, each.hit.row, each.hit.number))


def _scored(query: Query, candidate: Candidate, sentences: Sequence[Sentence], mean: float) -> Candidate:
    present = [telling(sentence, query) for sentence in sentences]
    scores = [score(*each, query, mean) for each in zip(sentences, present, strict=True)]
    best = max(scores)
    closeness = SENTENCE_WEIGHT * best + LIKENESS_WEIGHT * likeness(candidate.found.union(*present), query)
    return candidate.read_again(closeness, fit(query, sentences, sentences[scores.index(best)]))
