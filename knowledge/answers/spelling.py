"""The words of a question that no article has: names among them, and the nearest spelling of each."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import regex
from rapidfuzz.distance import OSA

from knowledge.executor import check_time
from knowledge.models import Answer, Article, ArticleKey, ParagraphKey, Suggestion
from knowledge.search.partition import Partition
from knowledge.search.query import Query
from knowledge.search.retriever import Ranking, Retriever
from knowledge.text import analysis, language

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
MAX_GUESSED_CHARS = 40
"""Longest word, in characters, for which another one is sought: what one slip makes of it grows with its square."""
MAX_ALPHABETS = 3
"""Blocks of characters that the letters of such a word are from."""
MAX_GUESSED_LANGUAGES = 4
"""Languages in which it is looked for where nothing else of the question is found."""
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
    form: str = ""
    """The word without the slip, in small letters, where only that leads to the term."""

    @property
    def paragraphs(self) -> tuple[ParagraphKey, ...]:
        """Those in which it is looked at how the article writes the term."""
        numbers = range(self.paragraph, self.paragraph + MAX_READ_PARAGRAPHS)
        return tuple(ParagraphKey(self.key.row, number) for number in numbers)


def spelling_candidates(ranking: Ranking, retriever: Retriever) -> tuple[SpellingCandidate, ...]:
    """Return what might have been meant by the words of a question that occur nowhere."""
    words = ranking.unmatched or _without_candidates(ranking)
    if not words:
        return ()
    asked = ranking.query.language
    codes = [asked, *(code for code in retriever.partitions if code != asked)] if not ranking.candidates else [asked]
    partitions = [retriever.partitions[code] for code in codes if code in retriever.partitions][:MAX_GUESSED_LANGUAGES]
    words, first = words[:MAX_GUESSED_WORDS], ranking.parsed.text.strip(_OPENING_SIGNS)
    guesses = [
        next(
            filter(None, (_guess(word, ranking.query, each, is_first=first.startswith(word)) for each in partitions)),
            None,
        )
        for word in words
    ]
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
    term, other = analysis.terms(guess.word, guess.language)[0], guess.term
    if guess.form:
        term, other = guess.word.casefold(), guess.form
    is_sure = _is_vowel_or_double(term, other)
    shortest = min(len(term), len(other), len(guess.word) - (len(term) != len(other) and not is_sure))
    if shortest < MIN_ANSWERED_CHARS - (is_sure and len(other) > len(term)):
        return False
    if not _is_slip(term, other):
        return False
    if term[0] != other[0] and term[:2] != other[1::-1]:
        return False
    return OSA.distance(term, other) <= 1 + (len(term) >= LONG_WORD_CHARS)


def _is_vowel_or_double(term: str, other: str) -> bool:
    """Tell whether one term has a vowel, or a second one of two letters, within that the other leaves out: trety."""
    short, long = sorted((term, other), key=len)
    if len(long) - len(short) != 1:
        return False
    at = next((place for place, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if not 0 < at < len(short) or short[at:] != long[at + 1 :]:
        return False
    return long[at] in _ALIKE[0] or long[at] == long[at - 1]


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
    if len(terms) != 1 or not word.isalpha() or len(word) > MAX_GUESSED_CHARS or partition.known_terms(terms):
        return None
    term = terms[0]
    is_name = word[0].isupper() and not is_first
    farthest = _farthest(term, is_name=is_name)
    distances = {
        other: distance
        for other in partition.known_terms({*_edits(term), *partition.vocabulary.similar_terms(term)})
        if (distance := OSA.distance(term, other)) <= farthest
        and other not in query.terms
        and (distance == 1 or term[0] == other[0])
        and len(other) >= min(len(term) - is_name, MIN_ANSWERED_CHARS)
    }
    near = [(distance, partition.paragraphs.idf_of(other), other) for other, distance in distances.items()]
    forms: Mapping[str, str] = {}
    if (not near or min(near)[0] > 1) and len(word) >= PLAIN_SLIP_CHARS:
        forms = _misspelt_endings(word, partition)
        near = [(1, partition.paragraphs.idf_of(other), other) for other in forms] or near
    if not near:
        return None
    best = min(near)[2]
    hit = partition.first_holder(best)
    return SpellingCandidate(word, best, partition.language, hit.key, hit.number, forms.get(best, ""))


def _misspelt_endings(word: str, partition: Partition) -> dict[str, str]:
    """Return the terms of a collection that a slip has kept the stemmer from, each with the word without the slip.

    As denuclearizaton and painitng.
    """
    half = len(word) // 2
    forms = (word[:half].casefold() + rest for rest in _edits(word[half:].casefold()))
    stems = {form: analysis.form_terms(form, partition.language) for form in forms if form.isalpha()}
    found = {stem[0]: form for form, stem in stems.items() if len(stem) == 1 and len(stem[0]) >= MIN_ANSWERED_CHARS - 1}
    return {term: found[term] for term in partition.known_terms(found)}


def _farthest(term: str, *, is_name: bool) -> int:
    """Return how many letters may differ: few in a short word, and fewer in one that is no name."""
    length = len(term) if is_name else len(term) - 1
    return sum(length >= least for least in (4, 6, 10))


def _edits(term: str) -> Iterator[str]:
    """Yield what one slip makes of a term: a letter too few, two swapped, another one, or one too many."""
    blocks = {ord(letter) // _ALPHABET_CHARS for letter in term}
    if len(blocks) > MAX_ALPHABETS:
        return
    letters = "".join(map(_letters, sorted(blocks)))
    for at in range(len(term) + 1):
        before, after = term[:at], term[at:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters + _accented(after[0]))
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


@cache
def _letters(block: int) -> str:
    """Return the small letters of a block of characters, as that of an alphabet is."""
    characters = map(chr, range(block * _ALPHABET_CHARS, (block + 1) * _ALPHABET_CHARS))
    return "".join(each for each in characters if each.isalpha() and each == each.lower())


@cache
def _accented(letter: str) -> str:
    """Return the letters that are this one with an accent, which not everybody types."""
    latin = map(chr, range(0xC0, 0x250)) if "a" <= letter <= "z" else ()
    return "".join(each for each in latin if each.islower() and unicodedata.normalize("NFD", each)[0] == letter)


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
