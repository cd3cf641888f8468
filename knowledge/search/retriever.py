"""The candidates of a question, over all languages of a collection: ranked, reread, reranked, with our confidence.

The signal of confidence is the best paragraph's score divided by the idf of all terms of the question. Terms that the
collection has never seen count in full: they are the strongest hint that the answer is not there, and a name that is
missing counts more. What the quotient means grows with the collection, as among many paragraphs one is always found
that shares something: so do the thresholds. A score counts less where a paragraph lacks the type of thing that was
asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import accumulate, chain, groupby
from typing import NamedTuple

from knowledge.executor import check_time
from knowledge.index import Merge
from knowledge.models import Article, ArticleKey, Hit, Outcome
from knowledge.search.expansion import NGRAM_CHARS
from knowledge.search.filters import Filter, ParsedQuestion, date_range, says_new, with_hints
from knowledge.search.params import DEFAULT_PARAMS, RankingParams
from knowledge.search.partition import EncodedSentences, Partition, decode_headed_sentences
from knowledge.search.query import (
    ASKING,
    TERMS_PER_CHARACTER,
    AnswerType,
    Query,
    has_answer_type,
    is_negated,
    strip_question_words,
)
from knowledge.text import analysis, language
from knowledge.text.matching import holds_phrase
from knowledge.text.sentences import TERM_MARK, Sentence

CHECKED_TYPES: frozenset[AnswerType | None] = frozenset({"age", "money", "time", "number"})
"""The types whose absence means something: names and places are in nearly every paragraph."""

_NO_TERMS = frozenset[str]()

MAX_DISTINCT_SENTENCES = 16
"""Sentences of a paragraph up to which it is not looked at which of them say the same."""
MAX_SOUGHT_NGRAMS = 160
"""N-grams of a question up to which each is looked for in a sentence; of more, those of the sentence are gathered."""
MAX_REREAD_CHARS = 72_000
"""Characters of encoded sentences that are reread for a question: of prose in paragraphs, forty are shorter."""


def answer_type_fit(query: Query, text: str, sentences: Iterable[Sentence], best: Sentence) -> float:
    """Return how well a paragraph fits what is asked for, from its sentences and the best of them: at most 1."""
    is_type_missing = query.answer_type in CHECKED_TYPES and not any(
        has_answer_type(text[slice(*sentence.span)], query.answer_type) for sentence in sentences
    )
    is_negation_missing = query.is_negated and not is_negated(text[slice(*best.span)], query.language)
    params = query.params
    type_factor = params.missing_type_factor if is_type_missing else 1.0
    return type_factor * (params.missing_negation_factor if is_negation_missing else 1.0)


def confidence(score: float, query: Query, matched: Set[str]) -> float:
    """Return the confidence in a paragraph that holds the matched terms, from 0 to 1."""
    if not query.terms or not query.has_content:
        return 0.0
    quotient = score / (query.total_weight + _missing_weight(query, matched)) * query.length_factor
    return quotient / (quotient + query.even_quotient)


def outcome(confidence: float, params: RankingParams) -> Outcome:
    """Return what is shown with that confidence in the best paragraph."""
    if confidence >= params.min_answer_confidence:
        return "answered"
    return "closest" if confidence >= params.min_closest_confidence else "declined"


def _missing_weight(query: Query, matched: Set[str]) -> float:
    """Return what the names that a paragraph lacks in every form add to the weight of a question."""
    missing = [
        query.weights[name]
        for name in query.names
        if name not in matched and not any(form <= matched for form in query.forms.get(name, ()))
    ]
    return (query.params.missing_name_weight - 1) * sum(missing) if missing else 0.0


_KOREAN_ASKING = (
    *("뭐", "뭔", "뭘", "무엇", "무슨", "누구", "누가", "언제", "어디", "어느", "어떤", "어떻", "왜", "얼마", "몇"),
    *("설명", "알려", "말해", "가르쳐", "오늘", "어제", "내일"),
)
"""How such words begin in Korean, where they have many endings."""
MIN_PHRASE_WORDS = 4
"""Function words that are taken for a phrase where a question has no others."""
FIRST_READ_FACTOR = 3
"""How many times as many candidates as are kept are read first in search of a phrase; most have one of common words."""


class Candidate(NamedTuple):
    """A paragraph that may answer."""

    hit: Hit
    matched: frozenset[str]
    """The terms of the question, and of other forms of its names, that the paragraph or its title holds."""
    sentences: EncodedSentences
    day: int = 0
    """The ordinal of its article's day; 0 where it has none."""
    fit: float = 1.0
    """How well the paragraph fits what is asked for, once it has been read: less than 1 where it lacks something."""
    has_phrases: bool = True
    """Whether every phrase of the question is in its own paragraph or title."""

    def confidence(self, query: Query) -> float:
        """Return the confidence that it answers a question, from 0 to 1."""
        return confidence(self.hit.score * self.fit, query, self.matched)

    def outcome(self, query: Query) -> Outcome:
        """Return as what it would be shown if it came first."""
        return outcome(self.confidence(query), query.params)

    def rescored(self, score: float, fit: float) -> "Candidate":
        """Return it with another score, and how well its sentences fit."""
        hit, matched, sentences, day, _, has_phrases = self
        row, version, number, _ = hit
        return Candidate(Hit(row, version, number, score), matched, sentences, day, fit, has_phrases)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found: candidates, best first, and what to say where they are not enough."""

    query: Query
    parsed: ParsedQuestion
    candidates: tuple[Candidate, ...] = ()
    unmatched: tuple[str, ...] = ()
    """Words of the question that occur nowhere."""
    find_nearest: Callable[[], Sequence[ArticleKey]] = tuple
    """Returns `nearest`, which only a decline names."""
    is_likely: bool = True
    """Whether the terms of a paragraph match every text filter of the question."""
    unmet: tuple[Filter, ...] = ()
    """Filters that nothing matches, alone or all together."""
    is_outlived: bool = False
    """Whether what is new to the asker is asked of news that ended long before."""

    @property
    def nearest(self) -> tuple[ArticleKey, ...]:
        """The articles that come nearest, best first."""
        return tuple(self.find_nearest())

    @property
    def confidence(self) -> float:
        """The confidence that the first candidate answers, from 0 to 1, once the candidates have been reranked."""
        return self.candidates[0].confidence(self.query) if self.candidates else 0.0

    @property
    def outcome(self) -> Outcome:
        """As what the candidates are shown."""
        return outcome(self.confidence, self.query.params)

    @property
    def coverage(self) -> float:
        """The share of the question that the first candidate holds, from 0 to 1."""
        return self.query.coverage(self.candidates[0].matched) if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Retriever:
    """Ranks the paragraphs of a collection; never changes.

    Each language is a partition with its own terms and statistics. `append` and `delete` return another retriever,
    which shares with this one what has not changed; so a question may read one while the next is made.
    """

    partitions: dict[str, Partition]
    """By ISO 639-1 code."""
    params: RankingParams = DEFAULT_PARAMS

    @classmethod
    def build(cls, articles: Iterable[Article]) -> "Retriever":
        """Index the articles of a collection by language."""
        ordered = sorted(articles, key=lambda article: article.language)
        grouped = groupby(ordered, key=lambda article: article.language)
        return cls({code: Partition.build(code, list(group)) for code, group in grouped})

    @classmethod
    def concat(cls, retrievers: Sequence["Retriever"]) -> "Retriever":
        """Return the retriever of several collections as one, with the statistics of all of them."""
        codes = dict.fromkeys(code for each in retrievers for code in each.partitions)
        found = {code: [each.partitions[code] for each in retrievers if code in each.partitions] for code in codes}
        partitions = {code: Partition.concat(partitions) for code, partitions in sorted(found.items())}
        return Retriever(partitions, retrievers[0].params)

    def rows_about(self, topic: str) -> frozenset[int]:
        """Return the store's keys of the articles with a paragraph that holds every content word of a topic."""
        rows: set[int] = set()
        for code, partition in self.partitions.items():
            if terms := dict.fromkeys(analysis.query_terms(topic, code)):
                rows.update(partition.rows_holding(terms).tolist())
        return frozenset(rows)

    def with_params(self, params: RankingParams) -> "Retriever":
        """Return the retriever with other weights."""
        if params == self.params:
            return self
        partitions = {code: each.with_params(params) for code, each in self.partitions.items()}
        return replace(self, partitions=partitions, params=params)

    def append(self, articles: Iterable[Article]) -> "Retriever":
        """Return the retriever with more articles; those that it already has must be deleted first."""
        added = Retriever.build(articles).with_params(self.params).partitions
        grown = {
            code: self.partitions[code].append(partition) if code in self.partitions else partition
            for code, partition in added.items()
        }
        return replace(self, partitions=dict(sorted({**self.partitions, **grown}.items())))

    def delete(self, rows: Collection[int]) -> "Retriever":
        """Return the retriever without some articles, named by the store's rows."""
        left = {code: partition.delete(rows) for code, partition in self.partitions.items()}
        return replace(self, partitions={code: partition for code, partition in left.items() if len(partition)})

    def pending_merges(self) -> dict[str, Mapping[str, Merge]]:
        """Do the merges that take long, by language and index; `apply_merges` puts them into the retriever."""
        found = {code: partition.pending_merges() for code, partition in self.partitions.items()}
        return {code: merges for code, merges in found.items() if merges}

    def apply_merges(self, merges: Mapping[str, Mapping[str, Merge]]) -> "Retriever":
        """Return the retriever with segments merged, whatever has been appended and deleted since that began."""
        merged = {code: each.apply_merges(merges.get(code, {})) for code, each in self.partitions.items()}
        return replace(self, partitions=merged)

    @property
    def nbytes(self) -> int:
        """Memory in bytes, or the bytes mapped of a file."""
        return sum(partition.nbytes for partition in self.partitions.values())

    @property
    def cached_nbytes(self) -> int:
        """Memory in bytes of what has been kept of the terms asked lately."""
        return sum(each.cached_nbytes for each in self.partitions.values())

    @property
    def dense_nbytes(self) -> int:
        """Memory in bytes of the dense lists of common terms, which a joined retriever shares with its sources."""
        return sum(each.dense_nbytes for each in self.partitions.values())

    @property
    def joined_nbytes(self) -> int:
        """Memory in bytes of what a retriever of several collections has besides theirs."""
        return sum(each.joined_nbytes for each in self.partitions.values())

    def search(self, parsed: ParsedQuestion) -> Ranking | None:
        """Rank the paragraphs that share terms with a question.

        The likeliest language is searched first; the others only where it holds little of the question, as a question
        of a few names belongs to no language.

        Args:
            parsed: The question, with its filters and what it carries over from the one before.

        Returns:
            At most `max_candidates` candidates (`max_phrase_candidates` where text filters have yet to be applied), in
            an order that `rerank` makes final; None where there is nothing to search.
        """
        if unmet := self._unmet(parsed.filters):
            as_of = (parsed.as_of,) if parsed.as_of else ()
            is_known = self._matches(as_of)
            unfiltered = self.search(replace(parsed, filters=as_of if is_known else ()))
            if unfiltered is None:
                return None
            # Where nothing had been published by the day that is asked as of, no headline is near.
            nearest = unfiltered.find_nearest if is_known else tuple
            without = replace(unfiltered.parsed, filters=as_of)
            return replace(unfiltered, parsed=without, candidates=(), unmet=unmet, find_nearest=nearest)
        best: Ranking | None = None
        for code in self._likely(f"{parsed.text} {parsed.carried}"):
            check_time()
            ranking = _rank(*self.understood(self.partitions[code], parsed), self.params)
            best = max(best or ranking, ranking, key=_promise)
            if best.is_likely and best.coverage >= self.params.min_coverage:
                break
        if best is None or not best.unmatched:
            return best
        return replace(best, unmatched=tuple(word for word in best.unmatched if not self._occurs(word)))

    def understood(self, partition: Partition, parsed: ParsedQuestion) -> tuple[Partition, ParsedQuestion, Query]:
        """Return a question as the articles of a language let it be understood, with those where it is looked for."""
        return partition, *interpreted(partition, parsed, self.params)

    def _likely(self, question: str) -> Iterable[str]:
        """Return the languages of the collection, the likeliest for a question first."""
        if len(self.partitions) == 1:
            return self.partitions
        return dict.fromkeys((*language.candidates(question, self.partitions), *self.partitions))

    def _occurs(self, word: str) -> bool:
        """Tell whether an article in any language has a word, in the form it is asked for or with another ending."""
        return any(
            partition.has_ending(term)
            for code, partition in self.partitions.items()
            for term in analysis.terms(word, code)
        )

    def _unmet(self, filters: Sequence[Filter]) -> tuple[Filter, ...]:
        """Return the filters that no article matches, as far as fields tell; all where none matches them together."""
        if not filters or self._matches(filters):
            return ()
        alone = tuple(each for each in filters if not self._matches([each]))
        return alone or tuple(each for each in filters if each.kind != "phrase")

    @property
    def undated_articles(self) -> int:
        """How many articles have no day, so that no filter of days admits them."""
        return sum(partition.fields.undated for partition in self.partitions.values())

    def _matches(self, filters: Sequence[Filter]) -> bool:
        return any(partition.fields.any_matching(filters) for partition in self.partitions.values())


def _promise(ranking: Ranking) -> tuple[bool, float, int]:
    return ranking.is_likely, ranking.coverage, len(ranking.candidates)


def interpreted(partition: Partition, parsed: ParsedQuestion, params: RankingParams) -> tuple[ParsedQuestion, Query]:
    """Return a question as the articles of a partition let it be understood, and what is looked for there."""
    parsed = with_hints(parsed, partition.fields, parsed.asked_on)
    query = Query.build(parsed.text, partition, parsed.carried, params=params)
    if query.has_content:
        return parsed, query
    parsed = _as_phrase(parsed)
    return parsed, replace(query, has_content=any(each.kind == "phrase" for each in parsed.filters))


def _rank(partition: Partition, parsed: ParsedQuestion, query: Query, params: RankingParams) -> Ranking:
    if not query.has_content:
        return Ranking(query, parsed, is_likely=False)
    k = params.max_phrase_candidates if parsed.text_filters else params.max_candidates
    top = partition.search(query.terms, k, parsed, params, query.carried, query.aliases)
    doc_ids, scores = [scored.doc_id for scored in top], [scored.score for scored in top]
    matched = partition.matched_terms((*query.weights, *query.alias_terms), doc_ids)
    days = partition.days(doc_ids)
    for hint in parsed.hints:
        if told := parsed.told_terms(hint, partition.language).intersection(query.terms):
            is_meant = partition.matching_paragraphs([hint.filter])[doc_ids]
            matched = [held | told if meant else held for held, meant in zip(matched, is_meant, strict=True)]
    sentences = partition.sentences.at(doc_ids)
    hits = partition.doc_map.hits(doc_ids, scores)
    return Ranking(
        query=query,
        parsed=parsed,
        candidates=tuple(map(Candidate, hits, matched, sentences, days)),
        unmatched=_unmatched(partition, parsed, query),
        find_nearest=cache(
            partial(partition.nearest_articles, query.terms, params.max_nearest_articles, parsed.filters)
        ),
        is_outlived=says_new(parsed)
        and not parsed.hints
        and not any(each.days for each in parsed.filters)
        and partition.fields.is_outlived(parsed.asked_on),
        is_likely=bool(top) and bool(partition.matches_text_filters(parsed.text_filters)[0][top[0].doc_id]),
    )


def _as_phrase(parsed: ParsedQuestion) -> ParsedQuestion:
    """Return a question of function words alone with its words as a phrase: “to be or not to be” is a quotation."""
    is_question = parsed.text.rstrip().endswith(("?", "？"))
    if parsed.text_filters or is_question or len(parsed.text.split()) < MIN_PHRASE_WORDS:
        return parsed
    return replace(parsed, filters=(*parsed.filters, Filter("phrase", parsed.text, parsed.text)))


def _unmatched(partition: Partition, parsed: ParsedQuestion, query: Query) -> tuple[str, ...]:
    code, question = partition.language, parsed.text
    told = frozenset[str]().union(*(parsed.told_terms(hint, code) for hint in parsed.hints))
    words = dict.fromkeys(
        word
        for word in analysis.content_words(strip_question_words(question, code), code)
        if not any(
            term in partition.paragraphs or term in query.forms or term in told for term in analysis.terms(word, code)
        )
    )
    codes = {code, language.detect(question)} if words else ()
    asking = frozenset[str]().union(*(ASKING.get(each, frozenset()) | analysis.function_words(each) for each in codes))
    shouted = question.isupper()
    return tuple(
        word
        for word in words
        if (word.casefold() not in asking and not word.startswith(_KOREAN_ASKING))
        or (not shouted and analysis.is_initials(word))
    )


MAX_COMPARED_PAIRS = 400
"""Terms of a sentence times those of the question up to which it is looked through for each; longer ones are once."""


def rerank(ranking: Ranking, read: Callable[[Sequence[Hit]], Mapping[Hit, str]], titles: Mapping[int, str]) -> Ranking:
    """Put the candidates in their final order; those whose articles are gone are left out.

    Args:
        ranking: What the retriever found.
        read: Returns the paragraphs of candidates; only a query that looks at texts and a question with text filters
            need them.
        titles: Those of the candidates' articles by their rows.
    """
    if any(each.hit.row not in titles for each in ranking.candidates):
        present = tuple(each for each in ranking.candidates if each.hit.row in titles)
        ranking = replace(ranking, candidates=present)
    filtered, texts = _filtered(ranking, read, titles)
    ordered = rescore(ranking.query, affordable(filtered.candidates, ranking.query), texts)
    return _newest_first(_doubted(replace(filtered, candidates=tuple(ordered))))


def _filtered(
    ranking: Ranking, read: Callable[[Sequence[Hit]], Mapping[Hit, str]], titles: Mapping[int, str]
) -> tuple[Ranking, Mapping[Hit, str]]:
    """Return the candidates that the text filters let through, with their texts, where these are looked at.

    Where so many of the first have the phrases themselves that no others are kept, the others are not read.
    """
    hits, most = [each.hit for each in ranking.candidates], ranking.query.params.max_candidates
    if not ranking.parsed.text_filters:
        return ranking, read(hits) if ranking.query.looks_at_text else {}
    first = FIRST_READ_FACTOR * most
    texts = read(hits[:first])
    filtered = apply_phrase_filters(replace(ranking, candidates=ranking.candidates[:first]), texts, titles)
    is_full = len(filtered.candidates) == most and all(each.has_phrases for each in filtered.candidates)
    if is_full or len(hits) <= first:
        return filtered, texts
    texts = {**texts, **read(hits[first:])}
    return apply_phrase_filters(ranking, texts, titles), texts


def affordable(candidates: Sequence[Candidate], query: Query) -> Sequence[Candidate]:
    """Return the first candidates whose sentences are short enough together to be reread, at least one."""
    most = MAX_REREAD_CHARS * (1 if query.is_spaced else TERMS_PER_CHARACTER) / query.excess**2
    read = accumulate(len(each.sentences) for each in candidates)
    return candidates[: max(1, sum(chars <= most for chars in read))]


def _doubted(ranking: Ranking) -> Ranking:
    """Have less confidence in old articles where a question is about the days before it, or in news that ended.

    That an article is of the year that is asked about puts it first, and says nothing for it by itself.
    """
    parsed, params = ranking.parsed, ranking.query.params
    recent_to, is_outlived = parsed.recent_to, ranking.is_outlived
    years = [date_range(each.filter) for each in parsed.hints if each.is_year]
    if recent_to is None and not is_outlived and not years:
        return ranking
    oldest = recent_to.toordinal() - params.stale_days if recent_to else None

    def doubt(day: int) -> float:
        is_stale = 0 < day < oldest if oldest is not None else is_outlived
        gained = (1 + params.hint_gain) ** sum(day in each for each in years)
        return (params.stale_factor if is_stale else 1.0) / gained

    doubted = (each._replace(fit=each.fit * doubt(each.day)) for each in ranking.candidates)
    return replace(ranking, candidates=tuple(doubted))


def sentence_scorer(
    query: Query, mean_length: float, *, ngram_weight: float
) -> Callable[[Sentence, Set[str], str], float]:
    """Return what scores a sentence with its `matching_terms` and the text of its paragraph.

    That is by its terms (BM25), the terms similar to those it lacks, shared n-grams and its answer type.

    Args:
        query: What is asked.
        mean_length: The mean number of terms in a sentence.
        ngram_weight: Shared n-grams tell paragraphs apart; among the sentences of one they mislead, as related words
            occur in all of it.
    """
    params, weights, answer_type = query.params, query.weights, query.answer_type
    k1, b, similarity_weight = params.k1, params.b, params.sentence_similarity_weight
    ngrams = list(query.ngram_idf.items()) if ngram_weight else []
    terms, similar = query.terms, frozenset(chain.from_iterable(query.similar_terms.values()))
    places = {ngram: place for place, (ngram, _) in enumerate(ngrams)}

    def score(sentence: Sentence, matching: Set[str], text: str) -> float:
        total = 0.0
        if ngrams:
            marked = sentence.marked
            if len(ngrams) <= MAX_SOUGHT_NGRAMS:
                total = ngram_weight * sum([idf for ngram, idf in ngrams if ngram in marked])
            else:  # Of a long question, fewer are in the sentence than are not.
                shared = places.keys() & {marked[at : at + NGRAM_CHARS] for at in range(len(marked) - NGRAM_CHARS + 1)}
                total = ngram_weight * sum([ngrams[place][1] for place in sorted(map(places.__getitem__, shared))])
        if matching:
            held = sentence.terms
            norm = k1 * (1 - b + b * len(held) / mean_length)
            is_short = len(held) * len(matching) <= MAX_COMPARED_PAIRS
            count = held.count if is_short else Counter(filter(matching.__contains__, held)).__getitem__
            by_terms = 0.0
            for term in terms:
                if term in matching:
                    freq = count(term)
                    by_terms += weights[term] * freq * (k1 + 1) / (freq + norm)
            if not similar.isdisjoint(matching):
                by_terms += similarity_weight * similarity(matching, query)
            total += by_terms
        if total and answer_type and has_answer_type(text[slice(*sentence.span)], answer_type):
            return total * (1 + params.answer_type_gain)
        return total

    return score


def score_sentences(
    text: str,
    sentences: Sequence[Sentence],
    matching: Sequence[Set[str]],
    score: Callable[[Sentence, Set[str], str], float],
) -> list[float]:
    """Return the score of each sentence of a paragraph; of many, those that say the same are scored once."""
    if len(sentences) <= MAX_DISTINCT_SENTENCES:
        return [score(each, held, text) for each, held in zip(sentences, matching, strict=True)]
    check_time()
    said = [(each.marked, text[slice(*each.span)]) for each in sentences]
    distinct = dict(zip(said, zip(sentences, matching, strict=True), strict=True))
    score_of = {key: score(*each, text) for key, each in distinct.items()}
    return [score_of[key] for key in said]


def matching_terms(sentence: Sentence, query: Query) -> Set[str]:
    """Return the terms of a sentence that a query holds, or that are similar to one of its terms."""
    return query.expanded_terms.intersection(sentence.terms)


def similarity(matching: Set[str], query: Query) -> float:
    """Return the weight of the query's missing terms, each by how similar the most similar matching term is."""
    nearest = [
        query.weights[term] * max(map(similar.__getitem__, shared))
        for term, similar in query.similar_terms.items()
        if term not in matching and (shared := similar.keys() & matching)
    ]
    return sum(nearest, 0.0)


def mean_length(sentences: Sequence[Sentence]) -> float:
    """Return the mean number of terms, at least 1."""
    return max(sum([len(sentence.terms) for sentence in sentences]) / max(len(sentences), 1), 1.0)


def rescore(query: Query, candidates: Sequence[Candidate], texts: Mapping[Hit, str]) -> list[Candidate]:
    """Order candidates by their score and what their best sentence adds, those with the question's phrases first.

    Those without a text are left out where texts are looked at.
    """
    present = [each for each in candidates if not query.looks_at_text or each.hit in texts]
    read = [decode_headed_sentences(each.sentences) for each in present]
    length = mean_length(list(chain.from_iterable(read)))
    score = sentence_scorer(query, length, ngram_weight=query.params.ngram_weight)
    scored = [
        _rescore(query, candidate, texts.get(candidate.hit, ""), sentences, score)
        for candidate, sentences in zip(present, read, strict=True)
    ]
    return sorted(scored, key=lambda each: (not each.has_phrases, -each.hit.score, each.hit.row, each.hit.number))


def _rescore(
    query: Query,
    candidate: Candidate,
    text: str,
    sentences: Sequence[Sentence],
    score: Callable[[Sentence, Set[str], str], float],
) -> Candidate:
    params = query.params
    matching = [matching_terms(each, query) for each in sentences]
    scores = score_sentences(text, sentences, matching, score)
    best = max(scores)
    held = candidate.matched.union(*matching) if query.similar_terms else _NO_TERMS
    similar = similarity(held, query) if held else 0.0
    # What a question of one term asks about it is told by the function word after that: “tell us”.
    order = max(_in_order(each, query) for each in sentences) * query.total_weight if len(query.terms) == 1 else 0.0
    return candidate.rescored(
        candidate.hit.score
        + (params.sentence_weight * best + params.similarity_weight * similar + params.order_weight * order),
        answer_type_fit(query, text, sentences, sentences[scores.index(best)]) if query.looks_at_text else 1.0,
    )


def _in_order(sentence: Sentence, query: Query) -> float:
    """Return 1 for a sentence in which a question's first term comes right before what it does in the question."""
    marked, start = sentence.marked + TERM_MARK, f"{TERM_MARK}{query.terms[0]}{TERM_MARK}"
    return float(any(pair.startswith(start) and pair in marked for pair in query.bigrams))


@dataclass(frozen=True, slots=True)
class _CandidateMatch:
    """A candidate with the text filters of a question that were found in it."""

    candidate: Candidate
    own: frozenset[Filter]
    """Those in its paragraph; phrases also in its title."""
    in_article: Set[Filter]
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
        row: frozenset(each for each in filters if each.kind == "phrase" and holds_phrase(each.value, title))
        for row, title in titles.items()
    }
    for each in ranking.candidates:
        if each.hit in texts:
            check_time()
            text = texts[each.hit]
            found = frozenset(filter for filter in filters if holds_phrase(filter.value, text))
            found |= entitled.get(each.hit.row, frozenset())
            own.append((each, found))
            in_article[each.hit.row] |= found
    return [_CandidateMatch(each, found, in_article[each.hit.row]) for each, found in own]


def _unmet(ranking: Ranking, read: Sequence[_CandidateMatch]) -> tuple[Filter, ...]:
    """Return what no candidate matches, with the filters that had left only these to read."""
    filters = ranking.parsed.text_filters
    phrases = tuple(each for each in filters if each.kind == "phrase")
    if not (read or phrases):
        return ()
    # Of articles without a phrase nothing is read, so that they may be what lacks a word that is left out.
    alone = [filter for filter in phrases or filters if not any(each.matches(filter) for each in read)]
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
    is_near = candidate.hit.score >= query.params.equal_score_share * best.hit.score or (
        candidate.matched >= best.matched
    )
    is_same = candidate.outcome(query) == best.outcome(query) and candidate.has_phrases == best.has_phrases
    return is_near and is_same
