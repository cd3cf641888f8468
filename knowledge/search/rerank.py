"""The second ranking: candidates are read again, by their phrases, their best sentence and their day."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from knowledge.deadline import check_time
from knowledge.models import Hit
from knowledge.search import confidence
from knowledge.search.filters import Filter
from knowledge.search.query import Query, has_answer_type
from knowledge.search.retriever import Candidate, Ranking
from knowledge.search.sentence_terms import decode_sentences
from knowledge.text.matching import holds_in_one_form, one_form
from knowledge.text.sentences import Sentence

MAX_COUNTED_TERMS = 256
"""Terms of a sentence that are looked through for each term of the question."""


def rerank(ranking: Ranking, texts: Mapping[Hit, str], titles: Mapping[int, str]) -> Ranking:
    """Put the candidates in their final order; those without a text are left out.

    Args:
        ranking: What the retriever found.
        texts: The paragraphs of the candidates.
        titles: Those of the candidates' articles by their rows; only a question with phrases needs them.
    """
    filtered = apply_phrase_filters(ranking, texts, titles)
    ordered = rescore(ranking.query, filtered.candidates, texts)
    return _newest_first(_doubted(replace(filtered, candidates=tuple(ordered))))


def _doubted(ranking: Ranking) -> Ranking:
    """Have less confidence in old articles where a question is about the days before it."""
    recent_to, params = ranking.parsed.recent_to, ranking.query.params
    if recent_to is None:
        return ranking
    oldest = recent_to.toordinal() - params.stale_days
    return replace(
        ranking,
        candidates=tuple(
            each._replace(fit=each.fit * params.stale_factor) if 0 < each.day < oldest else each
            for each in ranking.candidates
        ),
    )


def score_sentence(
    sentence: Sentence, matching: Set[str], query: Query, mean_length: float, *, ngram_weight: float
) -> float:
    """Score a sentence by its terms (BM25), the terms similar to those it lacks, shared n-grams and its answer type.

    Args:
        sentence: The sentence.
        matching: Its `matching_terms`.
        query: What is asked.
        mean_length: The mean number of terms in a sentence.
        ngram_weight: Shared n-grams tell paragraphs apart; among the sentences of one they mislead, as related words
            occur in all of it.
    """
    params = query.params
    score = ngram_weight and ngram_weight * _ngrams(sentence, query)
    if matching:
        similar = params.sentence_similarity_weight * similarity(matching, query)
        score += _bm25(sentence, matching, query, mean_length) + similar
    return score and score * (1 + params.answer_type_gain * has_answer_type(sentence.text, query.answer_type))


def matching_terms(sentence: Sentence, query: Query) -> Set[str]:
    """Return the terms of a sentence that a query holds, or that are similar to one of its terms."""
    return query.expanded_terms.intersection(sentence.terms)


def similarity(matching: Set[str], query: Query) -> float:
    """Return the weight of the query's missing terms, each by how similar the most similar matching term is."""
    if query.similar_to.isdisjoint(matching):
        return 0.0
    missing = [(query.weights[term], similar) for term, similar in query.similar_terms.items() if term not in matching]
    return sum([weight * _most_similar(similar, matching) for weight, similar in missing])


def mean_length(sentences: Sequence[Sentence]) -> float:
    """Return the mean number of terms, at least 1."""
    return max(sum(len(sentence.terms) for sentence in sentences) / max(len(sentences), 1), 1.0)


def _most_similar(similar: Mapping[str, float], matching: Set[str]) -> float:
    found = similar.keys() & matching
    return max([similar[term] for term in found]) if found else 0.0


def _bm25(sentence: Sentence, matching: Set[str], query: Query, mean_length: float) -> float:
    k1, b = query.params.k1, query.params.b
    norm = k1 * (1 - b + b * len(sentence.terms) / mean_length)
    terms = sentence.terms
    count = terms.count if len(terms) <= MAX_COUNTED_TERMS else Counter(terms).__getitem__
    found = [(query.weights[term], count(term)) for term in query.terms if term in matching]
    return sum([weight * freq * (k1 + 1) / (freq + norm) for weight, freq in found])


def _ngrams(sentence: Sentence, query: Query) -> float:
    marked = sentence.marked
    return sum([idf for ngram, idf in query.ngram_idf.items() if ngram in marked])


def rescore(query: Query, candidates: Sequence[Candidate], texts: Mapping[Hit, str]) -> list[Candidate]:
    """Order candidates by their score and what their best sentence adds, those with the question's phrases first.

    Those without a text are left out.
    """
    read = [(each, decode_sentences(texts[each.hit], each.sentences)) for each in candidates if each.hit in texts]
    length = mean_length([sentence for _, sentences in read for sentence in sentences])
    scored = [_rescore(query, candidate, sentences, length) for candidate, sentences in read]
    return sorted(scored, key=lambda each: (not each.has_phrases, -each.hit.score, each.hit.row, each.hit.number))


def _rescore(query: Query, candidate: Candidate, sentences: Sequence[Sentence], mean_length: float) -> Candidate:
    check_time()
    params = query.params
    # Those that say the same score the same: a paragraph that repeats itself costs no more for it.
    if len(sentences) > 1:
        sentences = list({each.text: each for each in sentences}.values())
    matching = [matching_terms(sentence, query) for sentence in sentences]
    scores = [
        score_sentence(*each, query, mean_length, ngram_weight=params.ngram_weight)
        for each in zip(sentences, matching, strict=True)
    ]
    best = max(scores)
    similar = similarity(candidate.matched.union(*matching), query)
    return candidate.rescored(
        candidate.hit.score + (params.sentence_weight * best + params.similarity_weight * similar),
        confidence.answer_type_fit(query, sentences, sentences[scores.index(best)]),
    )


@dataclass(frozen=True, slots=True)
class _CandidateMatch:
    """A candidate with the text filters of a question that were found in it."""

    candidate: Candidate
    own: frozenset[Filter]
    """Those in its paragraph; phrases also in its title."""
    in_article: frozenset[Filter]
    """Those in any candidate of its article."""

    def matches(self, filter: Filter) -> bool:
        """Tell whether its article holds a phrase, or its paragraph lacks what is left out."""
        return filter in self.in_article if filter.kind == "phrase" else filter not in self.own


def apply_phrase_filters(ranking: Ranking, texts: Mapping[Hit, str], titles: Mapping[int, str]) -> Ranking:
    """Keep the best candidates without the words left out whose articles hold every phrase.

    As with search engines a phrase may be elsewhere in the article; paragraphs that have it themselves come first.
    """
    filters = ranking.parsed.text_filters
    if not filters or ranking.unmet:
        return ranking
    read = _match_candidates(ranking, texts, titles)
    matching = [each for each in read if all(map(each.matches, filters))]
    phrases = {each for each in filters if each.kind == "phrase"}
    marked = [each.candidate._replace(has_phrases=phrases <= each.own) for each in matching]
    with_phrases_first = sorted(marked, key=lambda each: not each.has_phrases)
    return replace(
        ranking,
        candidates=tuple(with_phrases_first[: ranking.query.params.max_candidates]),
        unmet=() if matching else _unmet(ranking, read),
    )


def _match_candidates(ranking: Ranking, texts: Mapping[Hit, str], titles: Mapping[int, str]) -> list[_CandidateMatch]:
    in_article: dict[int, set[Filter]] = defaultdict(set)
    own: list[tuple[Candidate, frozenset[Filter]]] = []
    filters = ranking.parsed.text_filters
    entitled = {
        row: frozenset(each for each in filters if each.kind == "phrase" and holds_in_one_form(each.value, title))
        for row, title in zip(titles, map(one_form, titles.values()), strict=True)
    }
    for each in ranking.candidates:
        if each.hit in texts:
            check_time()
            text = one_form(texts[each.hit])
            found = frozenset(filter for filter in filters if holds_in_one_form(filter.value, text))
            found |= entitled.get(each.hit.row, frozenset())
            own.append((each, found))
            in_article[each.hit.row] |= found
    return [_CandidateMatch(each, found, frozenset(in_article[each.hit.row])) for each, found in own]


def _unmet(ranking: Ranking, read: Sequence[_CandidateMatch]) -> tuple[Filter, ...]:
    """Return what no candidate matches, with the filters that had left only these to read."""
    filters = ranking.parsed.text_filters
    if not read:
        return tuple(each for each in filters if each.kind == "phrase")
    alone = [filter for filter in filters if not any(each.matches(filter) for each in read)]
    return tuple(each for each in ranking.parsed.filters if each not in filters or each in (alone or filters))


def _newest_first(ranking: Ranking) -> Ranking:
    """Where the newest is asked for, put the candidates that equal the best in the order of their days."""
    if not ranking.parsed.latest or not ranking.candidates:
        return ranking
    best = ranking.candidates[0]
    equals = [each for each in ranking.candidates if _is_equal(each, best, ranking.query)]
    rest = [each for each in ranking.candidates if each not in equals]
    return replace(ranking, candidates=(*sorted(equals, key=lambda each: -each.day), *rest))


def _is_equal(candidate: Candidate, best: Candidate, query: Query) -> bool:
    """Tell whether a candidate scores nearly as high as the best, and would be shown as the same kind of answer."""
    is_near = candidate.hit.score >= query.params.equal_score_share * best.hit.score
    is_same = candidate.outcome(query) == best.outcome(query) and candidate.has_phrases == best.has_phrases
    return is_near and is_same
