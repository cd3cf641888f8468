"""Candidates to an answer: which paragraphs are cited, their verbatim passages, numbered; or a decline."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import accumulate, chain, islice
from typing import NamedTuple, Protocol

import regex

from knowledge.answers.entities import absent_names, unknown_names, without_held_numbers
from knowledge.answers.kinds import Asked, asked_kind
from knowledge.answers.marks import Marks, answer_marks, is_single
from knowledge.answers.spelling import SpellingCandidate, spelling_suggestions
from knowledge.executor import check_time
from knowledge.models import (
    PARAGRAPH_BREAK,
    Answer,
    Article,
    ArticleKey,
    Citation,
    Decline,
    Duplicate,
    Hit,
    Outcome,
    ParagraphKey,
    Span,
    Suggestion,
    UnderstoodHint,
)
from knowledge.search.filters import Filter, ParsedQuestion, matches
from knowledge.search.params import DEFAULT_PARAMS, RankingParams
from knowledge.search.partition import EncodedSentences, decode_sentences
from knowledge.search.query import TERMS_PER_CHARACTER, Query
from knowledge.search.retriever import (
    Candidate,
    Ranking,
    matching_terms,
    mean_length,
    score_sentences,
    sentence_scorer,
)
from knowledge.text import analysis
from knowledge.text.sentences import TERM_MARK, Sentence

MAX_COMPARED_WORDS = 1_024
"""Words with which a paragraph begins that are compared with others: more have only those that are no prose."""
_SHINGLE_TERMS = 3
"""Terms in a row that make a shingle."""

Shingles = frozenset[tuple[str, ...]]


class ArticleSource(Protocol):
    """Where the words of what was found are read."""

    def texts(self, hits: Collection[Hit]) -> Mapping[Hit, str]:
        """Return the paragraphs of hits; those that are gone are missing."""

    def titles(self, hits: Collection[Hit]) -> Mapping[int, str]:
        """Return the titles of the articles of hits, by the store's key; those that are gone are missing."""

    def articles(self, keys: Collection[ArticleKey], near: Collection[ParagraphKey]) -> Mapping[ArticleKey, Article]:
        """Return articles; those that are gone are missing, and of a long one all that is not near some paragraphs."""


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
        return frozenset(each.paragraph_key for each in (self.hit, *self.duplicates))


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
    beginnings: frozenset[str]
    """The terms that the shingles begin with."""
    duplicates: list[Hit] = field(default_factory=list)

    @classmethod
    def of(cls, candidate: Candidate, shingles: Shingles) -> "_Group":
        return cls(candidate, shingles, frozenset(shingle[0] if shingle else "" for shingle in shingles))

    def can_match(self, terms: Set[str], most: int, min_share: float) -> bool:
        """Tell whether a paragraph of some terms, and so many shingles at most, can be a duplicate.

        It has a shingle at least for each of its terms but two, and lacks one at least for each beginning it lacks.
        """
        own, least = len(self.shingles), max(1, len(terms) - _SHINGLE_TERMS + 1)
        if 2 * most < own or least > 2 * own:
            return False
        lacking = len(self.beginnings) - len(self.beginnings & terms)
        return own - lacking >= min_share * min(own, least)


def _distinct(ranking: Ranking, k: int) -> list[SelectedParagraph]:
    """Return the first k candidates that differ from those before them, each with those that do not."""
    query, groups = ranking.query, list[_Group]()
    min_share = query.params.duplicate_similarity
    longest = MAX_COMPARED_WORDS * (1 if query.is_spaced else TERMS_PER_CHARACTER)
    for each in _confident(ranking):
        sentences = decode_sentences(each.sentences)
        terms = list(islice(chain.from_iterable(sentence.terms for sentence in sentences), longest))
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


def says_nearly_the_same(one: str, other: str, code: str) -> bool:
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
    shown: Set[ParagraphKey] = frozenset()
    """Paragraphs that are not to be shown again."""


_NON_SPACE = regex.compile(r"\S+")
_CLAUSE_WORD = regex.compile(r"[^\s，；：、]+")
_CLAUSE_SIGNS = ",;:–—-"
"""Signs after which a sentence can be cut; Chinese ones have no space after them."""
_COUNTED = regex.compile(
    r"(?i)\bhow many (?P<of>\p{L}+)"
    r"(?: (?P<of>\p{L}+)(?= (?:do|does|did|is|are|was|were|have|has|had|will|would|can|could)\b))?"
)
"""What a question counts: a passage without the word tells of something else."""
_SENTENCE_INSIDE = regex.compile(r"[?？!！。]|\p{Ll}{2}\.[\"”»]?\s")
_STATEMENT = regex.compile(r"""[.!…。！]["'”’»›」』)\]]*$""")
"""The end of a sentence that states something, as no heading, question, row or line of code has it."""
_BINDING = frozenset({"of", "de", "del", "du", "des", "van", "von", "da", "do"})
"""Function words that no cut comes before, as half a name would be left."""
SOURCED_QUOTES = 15
"""Passages that are looked at where a question names several sources, to quote each."""
SPARE_QUOTES = 2
"""Passages that are looked at besides those to cite, as what is asked for may stand there instead."""
MAX_NAMING_TERMS = 3
"""Terms of a question for a time or a number, one of them a name, so short that only passages with that answer it."""
MARKED_ONLY = frozenset({"de", "fr", "ja", "zh"})
"""Languages in which what looks like an answer is marked, but tells too little to choose passages by: no space tells a
name from other words."""
MAX_WINDOWED_CHARS = 1_500
"""Characters of a sentence in which the words around most of the question are looked for: no prose has longer ones."""
MAX_MATCHED_CHARS = 6_000
"""Characters of a paragraph in all of which the words of the question are looked for."""
_NO_TERMS = frozenset[str]()
MIN_CLAUSE_CHARS = 20
"""Characters of a clause that is quoted beside whole sentences, at least."""

ArticlesByKey = Mapping[ArticleKey, Article]


class _Quote(NamedTuple):
    """A passage that can be quoted, and how likely it is to answer, as a multiple of the first paragraph's chance."""

    chance: float
    paragraph: SelectedParagraph
    span: Span
    continued: int = 0
    """How many paragraphs after its own it goes on into."""


class _Draft(NamedTuple):
    """A passage to quote, with what it holds of the question and of its answer."""

    quote: _Quote
    matched: tuple[Span, ...]
    """Where words of the question stand in its paragraph."""
    marks: Marks | None = None
    """Where it holds what is asked for; None where the question does not tell what that is."""

    def likelier(self, gain: float) -> "_Draft":
        """Return it with e to the power of a gain times its chance."""
        return self._replace(quote=self.quote._replace(chance=self.quote.chance * math.exp(gain)))


@dataclass(frozen=True, slots=True)
class Passage:
    """Where to quote a paragraph, and the chance that its answer, if it holds one, stands there."""

    span: Span
    chance: float


class _Piece(NamedTuple):
    """A sentence, or what is left of one, with the chance that the answer stands there."""

    span: Span
    chance: float


_Run = list[_Piece]
"""Pieces of a paragraph that follow each other."""


def select_passages(text: str, sentences: Sequence[Sentence], query: Query) -> Iterator[Passage]:
    """Yield where to quote a paragraph: the likeliest sentence with those around it, then the likeliest left.

    Where a sentence beside them has no room as a whole, its nearest clauses are quoted with them.
    """
    chances = _chances(text, sentences, query)
    runs: list[_Run] = [[_Piece(each.span, chance) for each, chance in zip(sentences, chances, strict=True)]]
    must_hold: int | None = chances.index(max(chances))
    while runs:
        check_time()
        run, together = _likeliest(runs, must_hold, query.params.max_passage_chars)
        must_hold = None
        runs.remove(run)
        before, quoted, after = run[: together.start], run[together.start : together.stop], run[together.stop :]
        start, end = quoted[0].span[0], quoted[-1].span[1]
        if end - start > query.params.max_passage_chars:
            whole = next(each for each in sentences if start < each.span[1])
            held = query.weights.keys() & whole.terms
            yield Passage(_window(text, (start, end), held, query), quoted[0].chance)
        else:
            quoted += _beginning(text, after, start + query.params.max_passage_chars, query.language)
            least = quoted[-1].span[1] - query.params.max_passage_chars
            quoted = [*_ending(text, before, least, query.language), *quoted]
            yield Passage((quoted[0].span[0], quoted[-1].span[1]), sum(each.chance for each in quoted))
        runs += filter(None, (before, after))


def _likeliest(runs: Sequence[_Run], must_hold: int | None, max_chars: int) -> tuple[_Run, range]:
    """Return the run and the places in it that are likeliest to answer together, of those that hold a place."""
    windows = (
        (round(chance, 9), run[places.start].span[0], places, run)
        for run in runs
        for places, chance in _windows(run, max_chars)
        if must_hold is None or must_hold in places
    )
    _, _, places, run = max(windows, key=lambda each: each[:2])
    return run, places


def _windows(run: _Run, max_chars: int) -> Iterator[tuple[range, float]]:
    """Yield from each piece the places of those after it that fit with it, at least itself, and their chance.

    The piece after them counts for the part that there is room for.
    """
    upto = [0.0, *accumulate(each.chance for each in run)]
    last = 0
    for first, (span, _) in enumerate(run):
        last = max(first, last)
        while last + 1 < len(run) and run[last + 1].span[1] - span[0] <= max_chars:
            last += 1
        chance = upto[last + 1] - upto[first]
        if last + 1 < len(run):
            (start, end), following = run[last + 1]
            chance += following * max(0, span[0] + max_chars - start) / (end - start)
        yield range(first, last + 1), chance


def _beginning(text: str, after: _Run, most: int, language: str) -> _Run:
    """Take from the pieces after a passage the clauses that end before a place."""
    if not after:
        return []
    (start, end), chance = after[0]
    cut = max((left for left, _ in _clause_bounds(text, (start, end), language) if left <= most), default=0)
    rest = next((place for place in range(cut, end) if not text[place].isspace()), end)
    if cut - start < MIN_CLAUSE_CHARS or rest == end:
        return []
    taken = chance * (cut - start) / (end - start)
    after[0] = _Piece((rest, end), chance - taken)
    return [_Piece((start, cut), taken)]


def _ending(text: str, before: _Run, least: int, language: str) -> _Run:
    """Take from the pieces before a passage the clauses that begin after a place."""
    if not before:
        return []
    (start, end), chance = before[-1]
    cut = min((right for _, right in _clause_bounds(text, (start, end), language) if right >= least), default=end)
    left = cut - len(text[start:cut]) + len(text[start:cut].rstrip())
    if end - cut < MIN_CLAUSE_CHARS or left <= start:
        return []
    taken = chance * (end - cut) / (end - start)
    before[-1] = _Piece((start, left), chance - taken)
    return [_Piece((cut, end), taken)]


def _clause_bounds(text: str, sentence: Span, language: str) -> Iterator[Span]:
    """Yield where a sentence can be cut: the end of what is before, and the start of what is after.

    That is at signs, and before a function word as “in” or “which” that follows no other one.
    """
    functional = analysis.function_words(language)
    before: regex.Match[str] | None = None
    is_after_functional = True
    for match in _CLAUSE_WORD.finditer(text, *sentence):
        word = match[0].strip(_CLAUSE_SIGNS).casefold()
        is_functional = word in functional
        if before is not None:
            end = before.end() - len(before[0]) + len(before[0].rstrip(_CLAUSE_SIGNS))
            is_at_sign = match.start() > before.end() and (end < before.end() or not text[before.end()].isspace())
            if is_at_sign or (is_functional and not is_after_functional and word not in _BINDING):
                yield end, match.start()
        before, is_after_functional = match, is_functional


def _chances(text: str, sentences: Sequence[Sentence], query: Query) -> list[float]:
    """Return how likely each sentence is the one that answers, all together 1."""
    if len(sentences) == 1:
        return [1.0]
    params, mean, asked = query.params, mean_length(sentences), query.total_weight
    matching = [matching_terms(each, query) for each in sentences]
    score = sentence_scorer(query, mean, ngram_weight=0)
    logits = [params.sentence_sharpness * each / asked for each in score_sentences(text, sentences, matching, score)]
    if query.is_spaced:
        before = (frozenset[str](), *matching)
        gains = [_gain(*each, query) for each in zip(sentences, matching, before, strict=False)]
        logits = [sum(each) for each in zip(logits, gains, strict=True)]
    best = max(logits)
    odds = [math.exp(each - best) for each in logits]
    total = sum(odds)
    return [each / total for each in odds]


def _gain(sentence: Sentence, matching: Set[str], matching_before: Set[str], query: Query) -> float:
    """Return how much likelier the order of a sentence's words makes it, and the sentence before it."""
    marked, params = sentence.marked + TERM_MARK, query.params
    in_order = sum(pair in marked for pair in query.bigrams) / (len(query.bigrams) or 1)
    told_before = sum(query.weights.get(term, 0.0) for term in matching_before - matching) / query.total_weight
    return params.sentence_bigram_gain * in_order + params.sentence_context_gain * told_before


def _window(text: str, sentence: Span, held: Set[str], query: Query) -> Span:
    """Cut a sentence that is too long to the words around most of the question, at white space where there is any.

    One pass over the words: both ends of the window only move on, so that the time grows with the sentence alone. The
    first window with all that the sentence holds is the best, and nothing after it is read.

    Args:
        text: The paragraph.
        sentence: Where the sentence is in it.
        held: The terms of the question that the sentence holds.
        query: What is asked.
    """
    start, end = sentence[0], min(sentence[1], sentence[0] + MAX_WINDOWED_CHARS)
    max_chars, weights = query.params.max_passage_chars, query.weights
    words = [match.span() for match in _NON_SPACE.finditer(text, start, end)]
    if len(words) == 1 or words[0][1] - start > max_chars:
        return start, min(end, start + max_chars)
    terms_of, wanted = analysis.written_terms(query.language), weights.keys()
    best, most, all_held = (start, end), -1.0, round(sum(map(weights.__getitem__, held)), 9)
    matched: list[Set[str]] = []
    inside: defaultdict[str, int] = defaultdict(int)
    weight, last = 0.0, 0
    for first, (begin, _) in enumerate(words):
        if (begin > end - max_chars // 2 and first) or most >= all_held:
            break
        while last < len(words) and words[last][1] <= begin + max_chars:
            written = terms_of(text[slice(*words[last])])
            matched.append(_NO_TERMS if wanted.isdisjoint(written) else wanted & set(written))
            for term in matched[last]:
                weight += 0 if inside[term] else weights[term]
                inside[term] += 1
            last += 1
        if last == first:
            matched.append(_NO_TERMS)
            last += 1
            continue
        if weight > most and round(weight, 9) > most:
            best, most = (begin, words[last - 1][1]), round(weight, 9)
        for term in matched[first]:
            inside[term] -= 1
            weight -= 0 if inside[term] else weights[term]
    return best


def build_answer(found: Selection, question: str, k: int, first_number: int = 1) -> Answer | Decline:
    """Quote at most k passages of what was selected, numbered from the first; decline where there is none."""
    ranking = found.ranking
    drafts = _drafts(found, k)
    if found.outcome == "declined" or not drafts:
        return _declined(question, found)
    citations = tuple(_citation(n, draft, found) for n, draft in enumerate(drafts, start=first_number))
    query, is_first = ranking.query, first_number == 1
    looks_for_absent = is_first and not ranking.parsed.is_listing
    absent = absent_names(ranking.parsed.text, query.language, citations, query.forms) if looks_for_absent else ()
    # “3.5 billion” says what is missing, where “billion” is in no article.
    named = frozenset(word for phrase in absent if " " in phrase for word in phrase.split())
    unmatched = without_held_numbers(ranking.unmatched, query.language, citations)
    sources = _named_sources(ranking.parsed)
    is_lacking = (
        (bool(absent) and not _answers_most(absent, citations, found))
        or _tells_only_of_it(drafts[0], query)
        or _only_mentions(drafts, found)
        or _only_asks(drafts[0], found)
        or bool(unknown_names(question, query.language, unmatched))
        or any(word in ranking.unmatched for counted in _COUNTED.finditer(question) for word in counted.captures("of"))
    )
    outcome = "closest" if is_lacking else found.outcome
    return Answer(
        question=question,
        outcome=outcome,
        confidence=found.confidence,
        citations=citations if outcome == "answered" else tuple(replace(each, answers=()) for each in citations),
        understood=_understood(ranking.parsed),
        ignored=ranking.parsed.ignored,
        leading=_leading(drafts, found) if outcome == "answered" and is_first and len(sources) < 2 else 0,
        short=_short(found, citations[0], drafts[0].marks) if outcome == "answered" and is_first else "",
        corrections=found.corrections,
        unmatched=tuple(word for word in unmatched if word not in named),
        absent=tuple(word for word in absent if word not in unmatched),
        suggestions=spelling_suggestions(found.spelling_candidates, found.articles, names=found.outcome == "answered"),
        unmet=tuple(each.typed for each in found.unmet),
    )


def _named_sources(parsed: ParsedQuestion) -> list[Filter]:
    """Return the publishers that a question names, and the days on which what it asks about was published."""
    return [
        each
        for each in (hint.filter for hint in parsed.hints)
        if each.kind == "source" or (each.days and each.days[0] == each.days[1])
    ]


def _is_of(article: Article, source: Filter) -> bool:
    return matches(
        source,
        title=article.title,
        publisher=article.publisher,
        byline=article.byline,
        published=article.published_at,
    )


def _answers_most(absent: Sequence[str], citations: Sequence[Citation], found: Selection) -> bool:
    """Tell whether passages answer a question of many names, though they lack a few.

    That is one which names its sources, all of which are quoted. Numbers, dates and versions are never passed over.
    """
    parsed, params = found.ranking.parsed, found.ranking.query.params
    sources = _named_sources(parsed)
    named = analysis.named_words(parsed.text, found.ranking.query.language)
    few = len(named) // (params.names_per_absent if len(sources) > 1 else 2 * params.names_per_absent)
    return (
        bool(sources)
        and len(absent) <= few
        and not any(any(map(str.isdigit, word)) for word in absent)
        and all(any(_is_of(each.article, source) for each in citations) for source in sources)
    )


def _drafts(found: Selection, k: int) -> list[_Draft]:
    """Return at most k passages to quote, the likeliest first; articles that are gone since are passed over.

    Where the question itself tells what kind of thing it asks for, passages with such a thing are likelier. A follow-up
    may ask for another kind of thing than the question before it did, so there they are only marked.
    """
    parsed, query = found.ranking.parsed, found.ranking.query
    present = [each for each in found.paragraphs if each.hit.key in found.articles]
    kind = _asked(parsed, query.language) if found.outcome == "answered" else None
    reorders = kind is not None and kind[1] == parsed.text and query.language not in MARKED_ONLY
    sources = _named_sources(parsed)
    most = SOURCED_QUOTES if len(sources) > 1 else k + SPARE_QUOTES
    quotes = islice(_quotes(present, found), most)
    known: dict[Hit, tuple[Span, ...]] = {}
    likeliest: Iterator[_Draft] = (_Draft(each, _matched(each, found, known)) for each in quotes)
    if kind:
        likeliest = (_marked(each, *kind, found) for each in likeliest)
    if reorders and (weighed := [_weighed(each, query.params) for each in likeliest]):
        gain = query.params.first_quote_gain if query.is_spaced else 0.0
        weighed[0] = weighed[0].likelier(gain)
        likeliest = iter(sorted(weighed, key=lambda each: -each.quote.chance))
    continued = _continued(likeliest, found)
    if kind and reorders:
        continued = (_marked(each, *kind, found) if _is_unmarked(each) else each for each in continued)
    drafts = list(continued) if len(sources) > 1 else list(islice(continued, k))
    drafts = _with_each_source(drafts, k, sources, found.articles)
    if reorders and kind and kind[0].kind.form == "figure":
        drafts = _named_first(drafts, found)
    if parsed.latest:
        drafts.sort(key=lambda each: present.index(each.quote.paragraph))
    return sorted(drafts, key=lambda each: _only_asks(each, found))


def _continued(drafts: Iterable[_Draft], found: Selection) -> Iterator[_Draft]:
    """Yield passages, those that do not show what is asked for with the paragraph after theirs, which is shown once."""
    shown, told = set(found.shown), set[ParagraphKey]()
    for each in drafts:
        if not told.isdisjoint(each.quote.paragraph.paragraphs):
            continue
        shown |= each.quote.paragraph.paragraphs
        hit = each.quote.paragraph.hit
        following = ParagraphKey(hit.row, hit.number + 1)
        if following in shown or _plain_spans(each.marks) or not _has_room(each.quote, found):
            yield each
        else:
            told.add(following)
            yield _with_following(each, found)


def _is_unmarked(draft: _Draft) -> bool:
    """Tell whether a passage goes on into a paragraph in which nothing was looked for, as its own holds nothing."""
    return bool(draft.quote.continued) and draft.marks is not None and not draft.marks.spans


def _has_room(quote: _Quote, found: Selection) -> bool:
    """Tell whether a passage is all that is left of its paragraph, and the one after it is prose that fits with it."""
    article, number = found.articles[quote.paragraph.hit.key], quote.paragraph.hit.number
    if quote.paragraph.duplicates or found.ranking.parsed.text_filters or number == len(article.paragraphs):
        return False
    text, following = article.paragraphs[number - 1 : number + 1]
    headings = article.headings[number - 1 : number + 1]
    start, end = quote.span
    return (
        end == len(text)
        and end - start + len(PARAGRAPH_BREAK) + len(following) <= found.ranking.query.params.max_passage_chars
        and len(set(headings)) < 2
        and bool(_STATEMENT.search(text) and _STATEMENT.search(following))
    )


def _with_following(draft: _Draft, found: Selection) -> _Draft:
    """Return a passage that goes on to the end of the paragraph after its own."""
    hit, query = draft.quote.paragraph.hit, found.ranking.query
    text = found.articles[hit.key].paragraphs[hit.number]
    offset = draft.quote.span[1] + len(PARAGRAPH_BREAK)
    matched = analysis.spans(text, query.language, frozenset(query.weights))
    return draft._replace(
        quote=draft.quote._replace(span=(draft.quote.span[0], offset + len(text)), continued=1),
        matched=(*draft.matched, *((start + offset, end + offset) for start, end in matched)),
    )


def _only_asks(draft: _Draft, found: Selection) -> bool:
    """Tell whether a passage is nothing but a question, which answers none: “Q: Is there parking?”."""
    passage = _text(draft.quote.paragraph.hit, found.articles)[slice(*draft.quote.span)].rstrip(' "”»')
    return passage.endswith(("?", "？")) and not _SENTENCE_INSIDE.search(passage[:-1])


def _with_each_source(
    drafts: Sequence[_Draft], k: int, sources: Sequence[Filter], articles: ArticlesByKey
) -> list[_Draft]:
    """Return the likeliest k passages, with the likeliest of each source where a question names several."""
    of_sources = [
        next((each for each in drafts if _is_of(articles[each.quote.paragraph.hit.key], source)), None)
        for source in sources[:k]
    ]
    kept = [each for each in of_sources if each] if len(sources) > 1 else []
    rest = [each for each in drafts if not any(each is one for one in kept)][: k - len(kept)]
    return [each for each in drafts if any(each is one for one in (*kept, *rest))]


def _matched(quote: _Quote, found: Selection, known: dict[Hit, tuple[Span, ...]]) -> tuple[Span, ...]:
    """Return where words of the question stand in a quote's paragraph, of a very long one only in the passage."""
    text, query, hit = _text(quote.paragraph.hit, found.articles), found.ranking.query, quote.paragraph.hit
    wanted = frozenset(query.weights)
    if len(text) > MAX_MATCHED_CHARS:
        start, end = quote.span
        found_there = analysis.spans(text[start:end], query.language, wanted)
        return tuple((first + start, last + start) for first, last in found_there)
    if hit not in known:
        known[hit] = analysis.spans(text, query.language, wanted)
    return known[hit]


def _asked(parsed: ParsedQuestion, language: str) -> tuple[Asked, str] | None:
    """Return what a question asks for, with the question that tells it; None where neither does.

    A question that follows another one, as “and China?”, may ask for what that one asked for.
    """
    for question in filter(None, (parsed.text, parsed.carried)):
        if asked := asked_kind(question, language):
            return asked, question
    return None


def _marked(draft: _Draft, asked: Asked, question: str, found: Selection) -> _Draft:
    """Return a draft with where its passage holds what is asked for."""
    query, (start, end), hit = found.ranking.query, draft.quote.span, draft.quote.paragraph.hit
    passage = found.articles[hit.key].text(hit.number, draft.quote.continued)[start:end]
    matched = [(first - start, last - start) for first, last in draft.matched if first >= start and last <= end]
    return draft._replace(marks=answer_marks(asked, question, query.language, passage, matched))


def _named_first(drafts: list[_Draft], found: Selection) -> list[_Draft]:
    """Put passages with the only name of a short question first: what is told of another name answers nothing."""
    query = found.ranking.query
    if not _is_of_one_name(query):
        return drafts
    [name] = query.names
    forms = (frozenset({name}), *query.forms.get(name, ()))
    return sorted(drafts, key=lambda each: not any(map(_passage_terms(each, found).issuperset, forms)))


def _is_of_one_name(query: Query) -> bool:
    return len(query.names) == 1 and len(query.terms) <= MAX_NAMING_TERMS


def _tells_only_of_it(first: _Draft, query: Query) -> bool:
    """Tell whether the first passage has the only name of a short question, but not the time or number asked for."""
    marks = first.marks
    return marks is not None and not marks.spans and marks.form == "figure" and _is_of_one_name(query)


def _only_mentions(drafts: Sequence[_Draft], found: Selection) -> bool:
    """Tell whether passages only mention what a question asks the meaning of, and no heading above them names it."""
    parsed, query = found.ranking.parsed, found.ranking.query
    if query.forms or any(each.marks and each.marks.spans for each in drafts):
        return False
    asked = _asked(parsed, query.language)
    if asked is None or asked[0].kind.name != "definition":
        return False
    hits = [each.quote.paragraph.hit for each in drafts]
    headings = [(found.articles[each.key].title, _heading(each, found.articles)) for each in hits]
    terms = [frozenset(analysis.query_terms(each, query.language)) for pair in headings for each in pair if each]
    return not any(each <= set(query.terms) for each in terms)


def _passage_terms(draft: _Draft, found: Selection) -> frozenset[str]:
    passage = _text(draft.quote.paragraph.hit, found.articles)[slice(*draft.quote.span)]
    return frozenset(analysis.terms(passage, found.ranking.query.language))


def _weighed(draft: _Draft, params: RankingParams) -> _Draft:
    """Return a marked draft as likely to answer as what it holds makes it."""
    if draft.marks and draft.marks.spans:
        return draft.likelier(params.mark_gain * draft.marks.score)
    return draft.likelier(-params.missing_mark_loss)


def _short(found: Selection, citation: Citation, marks: Marks | None) -> str:
    """Return the words of the first passage that answer by themselves, where it is plain which."""
    if not marks or not is_single(marks, found.confidence) or found.corrections:
        return ""
    if found.ranking.query.language in MARKED_ONLY:
        return ""
    return citation.passage[slice(*marks.spans[0])]


def _understood(parsed: ParsedQuestion) -> tuple[UnderstoodHint, ...]:
    return tuple(UnderstoodHint(*each) for each in zip(parsed.hint_places, [h.name for h in parsed.hints], strict=True))


def _leading(drafts: Sequence[_Draft], found: Selection) -> int:
    """Return how many of the first passages are about as likely to answer as the first one."""
    least = found.ranking.query.params.min_shown_share * drafts[0].quote.chance
    return next((place for place, each in enumerate(drafts) if each.quote.chance < least), len(drafts))


def _citation(n: int, draft: _Draft, found: Selection) -> Citation:
    quote, articles = draft.quote, found.articles
    hit, offset = quote.paragraph.hit, quote.span[0]
    return Citation(
        n=n,
        article=articles[hit.key],
        paragraph=hit.number,
        span=quote.span,
        continued=quote.continued,
        matched=draft.matched,
        answers=tuple((start + offset, end + offset) for start, end in _plain_spans(draft.marks)),
        score=hit.score,
        also=tuple(Duplicate(articles[each.key], each.number) for each in _present(quote.paragraph, articles)),
    )


def _plain_spans(marks: Marks | None) -> tuple[Span, ...]:
    return marks.spans if marks and marks.is_plain else ()


def _present(paragraph: SelectedParagraph, articles: ArticlesByKey) -> Iterator[Hit]:
    """Yield the duplicates of a paragraph whose articles are still there."""
    yield from (each for each in paragraph.duplicates if each.key in articles)


def _quotes(paragraphs: Sequence[SelectedParagraph], found: Selection) -> Iterator[_Quote]:
    """Yield what to quote: the best of the first paragraph, then what is likeliest to answer of this and the others."""
    odds = _odds([each.hit.score for each in paragraphs], found.ranking.query)
    quotes_of = [_quotes_from(*each, found) for each in zip(paragraphs, odds, strict=True)]
    yield from islice(chain.from_iterable(quotes_of[:1]), 1)
    yield from merge(*quotes_of, key=lambda each: -each.chance)


def _odds(scores: Iterable[float], query: Query) -> list[float]:
    """Return how likely each paragraph is to answer, 1 for the first; none is likelier than those before it."""
    falling, asked = list(accumulate(scores, min)), query.total_weight
    return [math.exp(query.params.paragraph_sharpness * (score - falling[0]) / asked) for score in falling]


def _quotes_from(paragraph: SelectedParagraph, odds: float, found: Selection) -> Iterator[_Quote]:
    """Yield the passages of a paragraph, the likeliest first."""
    text = _text(paragraph.hit, found.articles)
    passages = select_passages(text, decode_sentences(paragraph.sentences), found.ranking.query)
    yield from (_Quote(odds * each.chance, paragraph, each.span) for each in passages)


def _declined(question: str, found: Selection) -> Decline:
    ranking, articles = found.ranking, found.articles
    return Decline(
        question=question,
        confidence=ranking.confidence,
        unmatched=ranking.unmatched,
        suggestions=spelling_suggestions(found.spelling_candidates, articles),
        nearest=tuple(articles[key] for key in ranking.nearest if key in articles),
        unmet=tuple(each.typed for each in ranking.unmet),
    )


def _heading(hit: Hit, articles: ArticlesByKey) -> str:
    """Return the heading right above a paragraph; empty without one."""
    headings = articles[hit.key].headings
    return headings[hit.number - 1].rpartition(" › ")[2] if headings else ""


def _text(hit: Hit, articles: ArticlesByKey) -> str:
    return articles[hit.key].paragraphs[hit.number - 1]
