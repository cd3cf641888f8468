"""What of a question the articles lack: words that none has, with the nearest spelling; names that no quote holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

import regex
from rapidfuzz.distance import OSA

from knowledge.executor import check_time
from knowledge.models import Answer, Article, ArticleKey, Citation, Suggestion
from knowledge.search.aliases import Aliases
from knowledge.search.partition import MAX_ENDING_CHARS, Partition
from knowledge.search.query import Query
from knowledge.search.retriever import Ranking, Retriever
from knowledge.text import analysis, language
from knowledge.text.dates import find_partial_dates, valid_day
from knowledge.text.numbers import find_numbers, has_unit_of, measured, ordinals, other_ordinal, values

MIN_ANSWERED_CHARS = 5
"""Characters of a word that is asked for in another spelling; of one more where a letter is too many or too few."""
LONG_WORD_CHARS = 9
"""Characters from which two slips in a word leave no doubt of what was meant."""
MAX_GUESS_SHARE = 0.05
"""Share of the paragraphs that hold a word at most, so that a slip is taken for it: common words are spelt well."""
MIN_COMMON_PARAGRAPHS = 12
"""So few paragraphs make no word common, however small the collection."""
MAX_GUESSED_WORDS = 5
"""Words of a question that another spelling is looked for."""
_OPENING_SIGNS = " ¿¡\"“'‘(«"
PLAIN_SLIP_CHARS = 7
"""Characters from which any other letter is a slip; in a shorter word only one that sounds alike: remove, recover."""
_ALIKE = ("aeiouyаеиоуыэюя", "cskzxqщшсзж", "fvwpbфвпб", "mnмн", "dtдт", "gjгк", "lrлр", "ijy")
"""Letters that are taken for each other as they sound alike."""
_ALPHABET_CHARS = 128
"""Characters of a block of Unicode in which the letters of one alphabet are together."""
_ENDING = regex.compile(r"['’]s?$")


MAX_READ_PARAGRAPHS = 20
"""Paragraphs of an article in which the spelling of a term is looked for."""


@dataclass(frozen=True, slots=True)
class SpellingCandidate:
    """A word that occurs nowhere, a term that is spelt like it, and an article that has it."""

    word: str
    term: str
    language: str
    key: ArticleKey
    paragraph: int
    """The first paragraph, from 1, that has it in its text or above it."""


def spelling_candidates(ranking: Ranking, retriever: Retriever) -> tuple[SpellingCandidate, ...]:
    """Return what might have been meant by the words of a question that occur nowhere."""
    partition = retriever.partitions.get(ranking.query.language)
    words = ranking.unmatched or _without_candidates(ranking)
    if not words or partition is None:
        return ()
    words, first = words[:MAX_GUESSED_WORDS], ranking.parsed.text.strip(_OPENING_SIGNS)
    guesses = (_guess(word, ranking.query, partition, is_first=first.startswith(word)) for word in words)
    return tuple(guess for guess in guesses if guess)


def _without_candidates(ranking: Ranking) -> tuple[str, ...]:
    """Return the words of a question that no paragraph shares a term with, though some have a word that is alike."""
    if ranking.candidates:
        return ()
    return tuple(analysis.content_words(ranking.parsed.text, ranking.query.language))


def spelling_suggestions(
    candidates: tuple[SpellingCandidate, ...], articles: Mapping[ArticleKey, Article], *, names: bool = False
) -> tuple[Suggestion, ...]:
    """Return the candidates as the articles write them; with `names`, only those that are names there."""
    written = ((each.word, _written(each, articles[each.key])) for each in candidates if each.key in articles)
    return tuple(
        Suggestion(word, instead) for word, instead in written if instead and (not names or instead[0].isupper())
    )


def sure_corrections(
    candidates: Iterable[SpellingCandidate], retriever: Retriever, articles: Mapping[ArticleKey, Article]
) -> tuple[Suggestion, ...]:
    """Return the candidates that are so near, and so rare, that a question is asked with them instead."""
    plain = [each for each in candidates if _is_plain(each)]
    return tuple(
        found
        for each in plain
        for found in spelling_suggestions((each,), articles, names=not _is_rare(each, retriever))
    )


def _is_plain(guess: SpellingCandidate) -> bool:
    """Tell whether a word is so near that nothing else is likely to have been meant."""
    term = analysis.terms(guess.word, guess.language)[0]
    other = guess.term
    if len(term) - len(other) > MAX_ENDING_CHARS and term.startswith(other):
        return True
    if min(len(term), len(other), len(guess.word) - (len(term) != len(other))) < MIN_ANSWERED_CHARS:
        return False
    if not _is_slip(term, other):
        return False
    if term[0] != other[0] and term[:2] != other[1::-1]:
        return False
    return OSA.distance(term, other) <= 1 + (len(term) >= LONG_WORD_CHARS)


def _is_rare(guess: SpellingCandidate, retriever: Retriever) -> bool:
    """Tell whether few paragraphs have the word: a common one is spelt well, unless it is a name."""
    paragraphs = retriever.partitions[guess.language].paragraphs
    return paragraphs.doc_freq(guess.term) <= max(MIN_COMMON_PARAGRAPHS, MAX_GUESS_SHARE * paragraphs.num_docs)


def _is_slip(term: str, other: str) -> bool:
    """Tell whether one term may be the other misspelt, and not another word of the same length."""
    differing = [pair for pair in zip(term, other, strict=False) if pair[0] != pair[1]]
    if len(term) != len(other) or len(term) >= PLAIN_SLIP_CHARS or len(differing) != 1:
        return True
    return any(differing[0][0] in letters and differing[0][1] in letters for letters in _ALIKE)


def _guess(word: str, query: Query, partition: Partition, *, is_first: bool) -> SpellingCandidate | None:
    terms = analysis.terms(word, partition.language)
    if len(terms) != 1 or not word.isalpha():
        return None
    term = terms[0]
    is_name = word[0].isupper() and not is_first
    farthest = _farthest(term, is_name=is_name)
    distances = {
        other: distance
        for other in {*_edits(term), *partition.vocabulary.similar_terms(term)}
        if (distance := OSA.distance(term, other)) <= farthest
        and other not in query.terms
        and (distance == 1 or term[0] == other[0])
        and len(other) >= min(len(term) - is_name, MIN_ANSWERED_CHARS)
    }
    known = partition.known_terms(distances)
    near = [(distances[other], partition.paragraphs.idf_of(other), other) for other in known]
    if not near and len(term) >= LONG_WORD_CHARS:
        near = [(1, partition.paragraphs.idf_of(other), other) for other in _misspelt_endings(term, partition)]
    if not near:
        return None
    best = min(near)[2]
    hit = partition.first_holder(best)
    return SpellingCandidate(word, best, partition.language, hit.key, hit.number)


def _misspelt_endings(term: str, partition: Partition) -> Iterator[str]:
    """Yield the terms of a collection that a slip in its ending has kept the stemmer from: denuclearizaton."""
    stems = partition.known_terms(each for each in partition.vocabulary.similar_terms(term) if term.startswith(each))
    for stem in stems:
        endings = _edits(term[len(stem) :])
        if any(analysis.terms(stem + ending, partition.language) == [stem] for ending in endings if ending):
            yield stem


def _farthest(term: str, *, is_name: bool) -> int:
    """Return how many letters may differ: few in a short word, and fewer in one that is no name."""
    length = len(term) if is_name else len(term) - 1
    return sum(length >= least for least in (4, 6, 10))


def _edits(term: str) -> Iterator[str]:
    """Yield what one slip makes of a term: a letter too few, two swapped, another one, or one too many."""
    letters = "".join(map(_letters, sorted({ord(letter) // _ALPHABET_CHARS for letter in term})))
    for at in range(len(term) + 1):
        before, after = term[:at], term[at:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


@cache
def _letters(block: int) -> str:
    """Return the small letters of a block of characters, as that of an alphabet is."""
    characters = map(chr, range(block * _ALPHABET_CHARS, (block + 1) * _ALPHABET_CHARS))
    return "".join(each for each in characters if each.isalpha() and each == each.lower())


def _written(guess: SpellingCandidate, article: Article) -> str:
    """Return the word as an article writes it in the first paragraph that has it, in its headline if none has.

    That is the first one read, unless it is there for its headline. Of several forms in it, the likest is taken.
    """
    first = guess.paragraph - 1
    for text in (*article.paragraphs[first : first + MAX_READ_PARAGRAPHS], article.title):
        check_time()
        spans = analysis.spans(text, guess.language, frozenset({guess.term}))
        if forms := [_ENDING.sub("", text[start:end]) for start, end in spans]:
            return min(forms, key=lambda form: OSA.distance(form.casefold(), guess.word.casefold()))
    return ""


_MIN_NAME_LETTERS = 3
_CAPITALISED_NOUN_LANGUAGES = frozenset({"de", "lb"})
"""Languages that begin every noun with a capital letter."""


def missing_names(answer: Answer) -> tuple[str, ...]:
    """Return the words of a question that look like names and are in no article.

    A word looks like a name if it is capitalised within a sentence, or if an article has a name spelt much like it.

    Args:
        answer: A reply whose `unmatched` words are looked at.

    Returns:
        Those words, as they were asked; empty for most questions.
    """
    near = {each.word for each in answer.suggestions}
    words = [word for word in answer.unmatched if len(word) >= _MIN_NAME_LETTERS]
    within = {word for word in words if _within(word, answer.question)}
    if within and not _capitals_tell(answer.question):
        within = set()
    return tuple(word for word in words if word in near | within)


def _capitals_tell(question: str) -> bool:
    """Tell whether a capital letter means something: not where most words have one."""
    words = regex.findall(r"\p{L}+", question)
    small = sum(word[0].islower() for word in words)
    return 2 * small >= len(words) and language.detect(question) not in _CAPITALISED_NOUN_LANGUAGES


def _within(word: str, question: str) -> bool:
    """Tell whether a word is capitalised where no sentence begins."""
    return word[0].isupper() and bool(regex.search(rf"[\p{{L}}\p{{N}},;’']\s+{regex.escape(word)}\b", question))


_MIN_STEM_CHARS = 4
"""Characters of a name's stem that another form of it, as Korean of Korea, begins with."""
_CAPITALISED = regex.compile(r"\b\p{Lu}[\p{L}'’]*(?:[\s-]+(?:(?:of|the|for|and)\s+)*\p{Lu}[\p{L}'’]*)+")
_IN_WORD = regex.compile(r"[^\s,;:!?()\"“”]")
"""What may belong to the word that it is beside."""
_INITIALS = regex.compile(r"\p{Lu}{2,6}|(?:\p{Lu}\.){2,6}")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_CAPITAL_ROMAN = regex.compile(rf"\b(?:{'|'.join(_ROMAN[2:])})\b")
_SENTENCE_END = regex.compile(r"(?<=[.!?][\"”»]?)\s+|(?<=[。！？])")
_DAY_OF_MONTH = regex.compile(
    r"(?i)\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*\.? \d+\p{L}{2}\b"
    r"|\d+\p{L}{2} (?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*"
)
MAX_RANKING_TERMS = 7
"""Terms of a question in which an ordinal is looked for with its noun; longer ones tell by more what they mean."""
MAX_FEW_TERMS = 3
"""Other words of a question at most that are few."""
MIN_TOLD_SHARE = 0.5
"""Share of a question's other words, where they are few, that a sentence holds so that its numbers are told of that."""


def absent_names(question: str, language: str, citations: Sequence[Citation], aliases: Aliases) -> tuple[str, ...]:
    """Return the names, numbers and dates of a question that neither a quote nor what stands above it holds.

    A number is held in any form of the same value, a name by a word that begins like it, by its initials or by another
    form of it. Numbers that only a passage after the first holds must be told there of what is asked.
    """
    named = analysis.named_words(question, language)
    is_short = len(analysis.query_terms(question, language)) <= MAX_RANKING_TERMS
    ranks = ordinals(_DAY_OF_MONTH.sub(" ", question), language) if is_short else {}
    if not named and not ranks and not any(map(str.isdigit, question)):
        return ()
    numbers = [word for word in named if any(map(str.isdigit, word)) and word not in ranks]
    shown = _Shown("\n".join(map(_shown, citations)), language)
    names = [word for word in named if word not in ranks and word not in numbers]
    if any(any(analysis.dates(word, language)) for word in numbers):
        days = frozenset(chain.from_iterable(_days_told(each, language) for each in citations))
        numbers = [word for word in numbers if days.isdisjoint(analysis.dates(word, language))]
    names = [word for word in names if not shown.holds_name(word, aliases)]
    spelt = _spelt_out(question, shown.text) if names else frozenset()
    told = _Shown(_numbers_told(question, language, citations, {*numbers, *ranks}), language) if numbers else shown
    return (
        *(word for word in names if word not in spelt),
        *(word for word in numbers if not told.holds_number(word) and not told.holds_form(word, aliases)),
        *(
            word
            for word, rank in ranks.items()
            if not _tells_rank(rank, question.partition(word)[2], language, citations)
            and not shown.holds_form(word, aliases, but=other_ordinal(word))
        ),
        *(number for number in measured(question) if not has_unit_of(number, shown.text)),
    )


@dataclass(frozen=True)
class _Shown:
    """What a reply shows, and what it holds."""

    text: str
    language: str

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(analysis.terms(self.text, self.language))

    @cached_property
    def values(self) -> frozenset[float]:
        return values(self.text, self.language) | {each.value for each in find_numbers(self.text, self.language)}

    @cached_property
    def ranks(self) -> frozenset[float]:
        """Its ordinals; a plain or a Roman number is one as well, as in “round 4” and “World War II”."""
        romans = {float(_ROMAN.index(found)) for found in _CAPITAL_ROMAN.findall(self.text)}
        return self.values.union(romans, ordinals(self.text, self.language).values())

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of each run of capitalised words."""
        return frozenset(map(_initials_of, _CAPITALISED.findall(self.text)))

    def holds_name(self, word: str, aliases: Aliases) -> bool:
        """Tell whether it has a name in any form."""
        return (
            _is_written(word, self.text)
            or self._holds(word)
            or self.holds_form(word, aliases)
            or word.replace(".", "") in self.initials
        )

    def holds_number(self, word: str) -> bool:
        """Tell whether it has a number, a date or a sign in any form."""
        found = values(word, self.language) if word[0].isdigit() else frozenset[float]()
        return self._holds(word) or (len(found) == 1 and not found.isdisjoint(self.values))

    def holds_form(self, word: str, aliases: Aliases, *, but: str = "") -> bool:
        """Tell whether it has another form of a name, but one."""
        terms = () if any(analysis.dates(word, self.language)) else analysis.terms(word, self.language)
        forms = (form for term in terms for form in aliases.get(term, ()))
        return any(form <= self.terms for form in forms if form != frozenset(analysis.terms(but, self.language)))

    def _holds(self, word: str) -> bool:
        if dates := set(analysis.dates(word, self.language)):
            return dates <= self.terms
        terms = analysis.terms(word, self.language)
        return all(term in self.terms or _begins_like(term, self.terms) for term in terms)


def without_held_numbers(words: Iterable[str], language: str, citations: Iterable[Citation]) -> tuple[str, ...]:
    """Return some words but the numbers among them that a passage has in another form: 3,500,000 and 3.5 million."""
    shown = _Shown("\n".join(map(_shown, citations)), language)
    return tuple(word for word in words if not (word[0].isdigit() and shown.holds_number(word)))


def _numbers_told(question: str, language: str, citations: Sequence[Citation], numbers: Iterable[str]) -> str:
    """Return what is shown of the first paragraph, and the sentences of others with a share of the question's words."""
    own = {term for word in numbers for term in analysis.terms(word, language)}
    asked = frozenset(analysis.query_terms(question, language)) - own
    first = citations[0]
    of_first = [
        each for each in citations if (each.article.row, each.paragraph) == (first.article.row, first.paragraph)
    ]
    sentences = (each for citation in citations if citation not in of_first for each in _sentences(citation))
    # Of a long question one word is enough: it tells what is meant in many.
    least = MIN_TOLD_SHARE if len(asked) <= MAX_FEW_TERMS else 1 / len(asked)
    telling = (each for each in sentences if _share(asked, each, language) >= least)
    days = (_day(each.article) for each in citations)
    return "\n".join((*map(_shown, of_first), *telling, *days))


def _days_told(citation: Citation, language: str) -> Iterator[str]:
    """Yield the days that a passage names, one without a year as that nearest to its article's day."""
    published = citation.article.published_at
    near = published.toordinal() if published else 0
    for found in find_partial_dates("\n".join((citation.passage, citation.article.title)), language):
        years = [found.year] if found.year else [published.year + by for by in (-1, 0, 1)] if published else []
        days = [day for year in years if (day := valid_day(year, found.month, found.day))]
        if days:
            yield min(days, key=lambda day: abs(day.toordinal() - near)).isoformat()


def _share(asked: frozenset[str], text: str, language: str) -> float:
    return len(asked.intersection(analysis.terms(text, language))) / len(asked) if asked else 1.0


def _tells_rank(rank: int, following: str, language: str, citations: Sequence[Citation]) -> bool:
    """Tell whether a passage has an ordinal with the word that comes after it in the question, or right after that.

    Who asks for the fourth summit is told nothing by the fourth round of talks.
    """
    words = analysis.content_words(following, language)[:1]
    ranked = frozenset(term for word in words for term in analysis.terms(word, language))
    for citation in citations:
        before = ""
        for sentence in _sentences(citation):
            if rank in _Shown(sentence, language).ranks and ranked <= _Shown(f"{before} {sentence}", language).terms:
                return True
            before = sentence
    return False


def _sentences(citation: Citation) -> Iterator[str]:
    yield from (citation.article.title, citation.heading, *_SENTENCE_END.split(citation.passage))


def _is_written(word: str, text: str) -> bool:
    """Tell whether a text has a word of plain letters just as the question has it."""
    if not (word.isascii() and word.isalpha()):
        return False
    at = text.find(word)
    while at >= 0:
        around = text[at - 1 : at] + text[at + len(word) : at + len(word) + 1]
        if not _IN_WORD.search(around):
            return True
        at = text.find(word, at + 1)
    return False


def _shown(citation: Citation) -> str:
    article = citation.article
    return "\n".join(
        (citation.passage, article.title, citation.heading, article.publisher, article.byline, _day(article))
    )


def _day(article: Article) -> str:
    day = article.published_at
    return f"{day:%Y-%m-%d}\n{day:%B} {day.year}" if day else ""


def _begins_like(term: str, held: Iterable[str]) -> bool:
    if len(term) < _MIN_STEM_CHARS or not term.isalpha():
        return False
    return any(len(other) >= _MIN_STEM_CHARS and (other.startswith(term) or term.startswith(other)) for other in held)


def _initials_of(run: str) -> str:
    return "".join(word[0] for word in run.split() if word[0].isupper())


def _spelt_out(question: str, text: str) -> frozenset[str]:
    """Return the words of a question's capitalised runs whose initials a text has instead."""
    shown = {found.replace(".", "") for found in _INITIALS.findall(text)}
    runs = _CAPITALISED.findall(question)
    return frozenset(word for run in runs if _initials_of(run) in shown for word in run.split())
