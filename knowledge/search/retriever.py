"""A question to ranked candidates, over all languages of a collection."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Self

from knowledge.models import Article, ArticleKey, Hit
from knowledge.search import confidence
from knowledge.search.confidence import answer_type_fit
from knowledge.search.filters import Filter, ParsedQuestion
from knowledge.search.partition import Merges, Partition
from knowledge.search.query import Query, has_answer_type
from knowledge.search.sentence_terms import SentenceOutline, sentences_from
from knowledge.text import analysis, language
from knowledge.text.matching import holds_phrase
from knowledge.text.sentences import Sentence

SENTENCES_LIKENESS_WEIGHT = 0.6
RUN_WEIGHT = 0.25
KIND_GAIN = 0.5
"""How much more a sentence counts that holds the kind of thing asked for."""

_K1, _B = 0.9, 0.4


def score(sentence: Sentence, present: Set[str], query: Query, mean: float, *, run_weight: float = RUN_WEIGHT) -> float:
    """Score a sentence by its terms (BM25, `mean` being the usual number of them), their likes, and its kind.

    `present` are those of its terms that tell anything of the query.

    Shared runs tell paragraphs apart; among the sentences of one they mislead, as related words stand in all of it.
    """
    gain = 1 + KIND_GAIN * has_answer_type(sentence.text, query.kind)
    like = SENTENCES_LIKENESS_WEIGHT * similarity(present, query) + run_weight * _shared_runs(sentence, query)
    return gain * (_bm25(sentence, present, query, mean) + like)


def matching_terms(sentence: Sentence, query: Query) -> Set[str]:
    """Return those of the terms of a sentence that tell anything of a query."""
    return query.telling.intersection(sentence.terms)


def similarity(present: Set[str], query: Query) -> float:
    """Return the idf of the query's missing terms, each by how much the most similar term present is like it."""
    missing = [(query.weights[term], alike) for term, alike in query.alike.items() if term not in present]
    return sum([weight * _likest(alike, present) for weight, alike in missing]) if present else 0.0


def mean_length(sentences: Sequence[Sentence]) -> float:
    """Return the mean number of terms, at least 1."""
    return max(sum(len(sentence.terms) for sentence in sentences) / max(len(sentences), 1), 1.0)


def _likest(alike: Mapping[str, float], present: Set[str]) -> float:
    return max([alike[term] for term in present if term in alike], default=0.0)


def _bm25(sentence: Sentence, present: Set[str], query: Query, mean: float) -> float:
    norm = _K1 * (1 - _B + _B * len(sentence.terms) / mean)
    shared = [term for term in query.terms if term in present]
    found = [(query.weights[term], sentence.terms.count(term)) for term in shared]
    return sum([weight * count * (_K1 + 1) / (count + norm) for weight, count in found])


def _shared_runs(sentence: Sentence, query: Query) -> float:
    return sum([weight for run, weight in query.runs.items() if run in sentence.marked])


CANDIDATES = 40
"""How many paragraphs are read again."""
SENTENCE_WEIGHT = 0.4
RERANK_LIKENESS_WEIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit, and the terms of the question that its paragraph or title holds."""

    hit: Hit
    found: frozenset[str]
    outline: SentenceOutline
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


def rescore(query: Query, candidates: Sequence[Candidate], texts: Mapping[Hit, str]) -> list[Candidate]:
    """Order candidates by their score and what their best sentence adds, those with the question's phrases first.

    Those without a text are left out.
    """
    read = [(each, sentences_from(texts[each.hit], each.outline)) for each in candidates if each.hit in texts]
    mean = mean_length([sentence for _, sentences in read for sentence in sentences])
    scored = [_scored(query, candidate, sentences, mean) for candidate, sentences in read]
    return sorted(scored, key=lambda each: (not each.worded, -each.hit.score, each.hit.row, each.hit.number))


def _scored(query: Query, candidate: Candidate, sentences: Sequence[Sentence], mean: float) -> Candidate:
    present = [matching_terms(sentence, query) for sentence in sentences]
    scores = [score(*each, query, mean) for each in zip(sentences, present, strict=True)]
    best = max(scores)
    closeness = SENTENCE_WEIGHT * best + RERANK_LIKENESS_WEIGHT * similarity(candidate.found.union(*present), query)
    return candidate.read_again(closeness, answer_type_fit(query, sentences, sentences[scores.index(best)]))


NEAREST = 3
"""How many articles are offered when we decline."""

MAX_NEAREST = 0.5
"""The share of a question from which no other language is asked."""

MAX_READ = 1_000
"""How many paragraphs are read at most in search of a wording that a question insists on."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found at first sight: candidates, best first, and what to say where they are not enough."""

    query: Query
    sought: ParsedQuestion
    candidates: tuple[Candidate, ...] = ()
    unmatched: tuple[str, ...] = ()
    """Words of the question that occur nowhere."""
    nearest: tuple[ArticleKey, ...] = ()
    """The articles that come nearest, best first."""
    likely: bool = True
    """Whether a paragraph has the terms of every wording that the question insists on."""
    unmet: tuple[Filter, ...] = ()
    """Filters that nothing meets, alone or all together."""

    @property
    def evidence(self) -> float:
        """How far the first candidate is evidence, from 0 to 1, once the candidates have been read again."""
        if not self.candidates:
            return 0.0
        first = self.candidates[0]
        return confidence.confidence(first.support, self.query, first.found)

    @property
    def coverage(self) -> float:
        """The share of the question that the first candidate holds, from 0 to 1."""
        return self.query.coverage(self.candidates[0].found) if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Retriever:
    """Ranks the paragraphs of a collection, each language with its own terms and statistics: none disturbs another."""

    partitions: dict[str, Partition]

    @classmethod
    def build(cls, articles: Iterable[Article]) -> Self:
        """Index the articles of a collection by language."""
        ordered = sorted(articles, key=lambda article: article.language)
        grouped = groupby(ordered, key=lambda article: article.language)
        return cls({code: Partition.build(code, list(group)) for code, group in grouped})

    @classmethod
    def joined(cls, retrievers: Sequence["Retriever"]) -> Self:
        """Return the retriever of several collections as one, with the statistics of all of them."""
        codes = dict.fromkeys(code for each in retrievers for code in each.partitions)
        found = {code: [each.partitions[code] for each in retrievers if code in each.partitions] for code in codes}
        return cls({code: Partition.joined(partitions) for code, partitions in sorted(found.items())})

    def plus(self, articles: Iterable[Article]) -> "Retriever":
        """Return the retriever with more articles; those that it has already must have gone before."""
        coming = Retriever.build(articles).partitions
        held = {
            code: self.partitions[code].plus(partition) if code in self.partitions else partition
            for code, partition in coming.items()
        }
        return Retriever(dict(sorted({**self.partitions, **held}.items())))

    def without(self, rows: Collection[int]) -> "Retriever":
        """Return the retriever as it would be without some articles."""
        left = {code: partition.without(rows) for code, partition in self.partitions.items()}
        return Retriever({code: partition for code, partition in left.items() if len(partition)})

    def merges(self) -> dict[str, Merges]:
        """Do the merges that take long; `after` puts them into the retriever as it is by then."""
        found = {code: partition.merges() for code, partition in self.partitions.items()}
        return {code: merges for code, merges in found.items() if merges}

    def after(self, merges: Mapping[str, Merges]) -> "Retriever":
        """Return the retriever with parts merged, whatever has come and gone since that began."""
        held = {code: part.after(merges.get(code, {})) for code, part in self.partitions.items()}
        return Retriever(held)

    @property
    def nbytes(self) -> int:
        """How much memory it takes, or how much of a file is mapped."""
        return sum(partition.nbytes for partition in self.partitions.values())

    def search(self, sought: ParsedQuestion) -> Ranking | None:
        """Rank the paragraphs that share terms with a question; None where there is nothing to search.

        The likeliest language is asked first; the others only where it holds little of the question, as a question
        of a few names belongs to no language.
        """
        if unmet := self._unmet(sought.filters):
            anywhere = self.search(replace(sought, filters=()))
            return anywhere and replace(anywhere, candidates=(), unmet=unmet)
        likely = language.candidates(f"{sought.text} {sought.carried}", self.partitions)
        found: Ranking | None = None
        for code in dict.fromkeys((*likely, *self.partitions)):
            ranking = _rank(self.partitions[code], sought)
            found = max(found or ranking, ranking, key=_promise)
            if found.likely and found.coverage >= MAX_NEAREST:
                break
        return found

    def _unmet(self, filters: Sequence[Filter]) -> tuple[Filter, ...]:
        """Return the filters that no article meets, as far as facets tell; all where none meets them together."""
        if not filters or self._admits(filters):
            return ()
        alone = tuple(each for each in filters if not self._admits([each]))
        return alone or tuple(each for each in filters if each.kind != "phrase")

    def _admits(self, filters: Sequence[Filter]) -> bool:
        return any(partition.facets.admitted(filters).any() for partition in self.partitions.values())


def _promise(ranking: Ranking) -> tuple[bool, float, int]:
    return ranking.likely, ranking.coverage, len(ranking.candidates)


def _rank(partition: Partition, sought: ParsedQuestion) -> Ranking:
    query = Query.of(sought.text, partition, sought.carried)
    if not query.speaks:
        return Ranking(query, sought, likely=False)
    top = partition.search(query.terms, MAX_READ if sought.wordings else CANDIDATES, sought, query.carried)
    positions = [scored.position for scored in top]
    found, outlines = partition.found(query.weights, positions), partition.outlined(positions)
    return Ranking(
        query=query,
        sought=sought,
        candidates=tuple(
            Candidate(partition.hit(scored), terms, outline, partition.day(scored))
            for scored, terms, outline in zip(top, found, outlines, strict=True)
        ),
        unmatched=_unmatched(partition, sought.text),
        nearest=tuple(partition.nearest(query.terms, NEAREST, sought.filters)),
        likely=bool(top) and bool(partition.likely(sought.wordings)[top[0].position]),
    )


def _unmatched(partition: Partition, question: str) -> tuple[str, ...]:
    code = partition.language
    words = dict.fromkeys(analysis.content_words(question, code))
    return tuple(word for word in words if not any(term in partition.paragraphs for term in analysis.terms(word, code)))


@dataclass(frozen=True, slots=True)
class _CandidateMatch:
    """A candidate with the wordings of a question that were read there."""

    candidate: Candidate
    own: frozenset[Filter]
    """Those that stand in its paragraph; phrases also in its headline."""
    around: frozenset[Filter]
    """Those that stand in any candidate of its article."""

    def meets(self, wording: Filter) -> bool:
        """Tell whether its article holds a phrase, or its paragraph lacks what is left out."""
        return wording in self.around if wording.kind == "phrase" else wording not in self.own


def apply_phrase_filters(ranking: Ranking, texts: Mapping[Hit, str], headlines: Mapping[int, str]) -> Ranking:
    """Keep the best candidates without the words left out whose articles hold every phrase.

    As with search engines a phrase may stand elsewhere in the article; paragraphs that have it themselves come first.
    """
    wordings = ranking.sought.wordings
    if not wordings or ranking.unmet:
        return ranking
    read = _read(ranking, texts, headlines)
    kept = [each for each in read if all(map(each.meets, wordings))]
    phrases = {wording for wording in wordings if wording.kind == "phrase"}
    marked = [replace(each.candidate, worded=phrases <= each.own) for each in kept]
    worded_first = sorted(marked, key=lambda each: not each.worded)
    return replace(ranking, candidates=tuple(worded_first[:CANDIDATES]), unmet=() if kept else _unmet(ranking, read))


def _read(ranking: Ranking, texts: Mapping[Hit, str], headlines: Mapping[int, str]) -> list[_CandidateMatch]:
    around: dict[int, set[Filter]] = defaultdict(set)
    own: list[tuple[Candidate, frozenset[Filter]]] = []
    for each in ranking.candidates:
        if each.hit in texts:
            text, headline = texts[each.hit], headlines.get(each.hit.row, "")
            held = frozenset(wording for wording in ranking.sought.wordings if _stands(wording, text, headline))
            own.append((each, held))
            around[each.hit.row] |= held
    return [_CandidateMatch(each, held, frozenset(around[each.hit.row])) for each, held in own]


def _stands(wording: Filter, text: str, headline: str) -> bool:
    in_headline = wording.kind == "phrase" and holds_phrase(wording.value, headline)
    return in_headline or holds_phrase(wording.value, text)


def _unmet(ranking: Ranking, read: Sequence[_CandidateMatch]) -> tuple[Filter, ...]:
    """Return what no candidate meets, with the filters that had left only these to read."""
    wordings = ranking.sought.wordings
    if not read:
        return tuple(each for each in wordings if each.kind == "phrase")
    alone = [wording for wording in wordings if not any(each.meets(wording) for each in read)]
    return tuple(each for each in ranking.sought.filters if each not in wordings or each in (alone or wordings))


NEAR = 0.85
"""The share of the best score from which a candidate counts as its equal where the newest is asked for."""


def rerank(ranking: Ranking, texts: Mapping[Hit, str], headlines: Mapping[int, str]) -> Ranking:
    """Put the candidates in their final order; those without a text are left out.

    `headlines` are those of the candidates' articles by their keys; only a question with phrases needs them.
    """
    admitted = apply_phrase_filters(ranking, texts, headlines)
    ordered = rescore(ranking.query, admitted.candidates, texts)
    return _newest_first(replace(admitted, candidates=tuple(ordered)))


def _newest_first(ranking: Ranking) -> Ranking:
    """Where the newest is asked for, put the candidates that come near the best in the order of their days."""
    if not ranking.sought.latest or not ranking.candidates:
        return ranking
    best = ranking.candidates[0]
    equals = [each for each in ranking.candidates if _is_near(each, best, ranking)]
    rest = [each for each in ranking.candidates if each not in equals]
    return replace(ranking, candidates=(*sorted(equals, key=lambda each: -each.day), *rest))


def _is_near(candidate: Candidate, best: Candidate, ranking: Ranking) -> bool:
    """Tell whether a candidate scores nearly as high as the best, and would be shown as the same kind of answer."""
    outcome, wanted = (
        confidence.outcome(confidence.confidence(each.support, ranking.query, each.found)) for each in (candidate, best)
    )
    is_as_good = candidate.hit.score >= NEAR * best.hit.score and outcome == wanted
    return is_as_good and candidate.worded == best.worded
