"""Words that no article has, and what may have been meant: the nearest spelling, as an article writes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import regex
from rapidfuzz.distance import OSA

from knowledge.models import Answer, Article, ArticleKey, Suggestion
from knowledge.search.partition import Partition
from knowledge.search.query import Query
from knowledge.search.retriever import Ranking, Retriever
from knowledge.text import analysis, language

MAX_SUGGESTIONS = 5
"""How many words of a question are looked after."""
_BLOCK = 128
_ENDING = regex.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class SpellingCandidate:
    """A word that occurs nowhere, a term that is spelt like it, and an article that has it."""

    word: str
    term: str
    language: str
    key: ArticleKey


def spelling_candidates(ranking: Ranking, retriever: Retriever) -> tuple[SpellingCandidate, ...]:
    """Return what may have been meant by the words that occur nowhere."""
    if not ranking.unmatched:
        return ()
    partition = retriever.partitions[ranking.query.language]
    found = (_guess(word, ranking.query, partition) for word in ranking.unmatched[:MAX_SUGGESTIONS])
    return tuple(guess for guess in found if guess)


def spelling_suggestions(
    guesses: tuple[SpellingCandidate, ...], articles: Mapping[ArticleKey, Article], *, names: bool = False
) -> tuple[Suggestion, ...]:
    """Return the guesses as words that stand in the articles, or those alone that are names there."""
    written = ((each.word, _written(each, articles[each.key])) for each in guesses if each.key in articles)
    return tuple(
        Suggestion(word, instead) for word, instead in written if instead and (not names or instead[0].isupper())
    )


def _guess(word: str, query: Query, partition: Partition) -> SpellingCandidate | None:
    terms = analysis.terms(word, partition.language)
    if len(terms) != 1 or not word.isalpha():
        return None
    term = terms[0]
    farthest = _farthest(term, is_name=word[0].isupper())
    near = [
        (distance, partition.paragraphs.rarity(other), other)
        for other in {*_edits(term), *partition.vocabulary.like(term)}
        if (distance := OSA.distance(term, other)) <= farthest
        and other in partition.paragraphs
        and other not in query.terms
    ]
    if not near:
        return None
    best = min(near)[2]
    hit = partition.places.hit(int(partition.paragraphs.postings(best)[0][0]), 0.0)
    return SpellingCandidate(word, best, partition.language, hit.key)


def _farthest(term: str, *, is_name: bool) -> int:
    """Return how many letters may differ: few in a short word, and fewer in one that is no name."""
    length = len(term) if is_name else len(term) - 1
    return sum(length >= least for least in (4, 6, 10))


def _edits(term: str) -> Iterator[str]:
    """Yield what one slip makes of a term: a letter too few, two swapped, another one, or one too many."""
    letters = "".join(map(_letters, sorted({ord(letter) // _BLOCK for letter in term})))
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
    characters = map(chr, range(block * _BLOCK, (block + 1) * _BLOCK))
    return "".join(each for each in characters if each.isalpha() and each == each.lower())


def _written(guess: SpellingCandidate, article: Article) -> str:
    """Return the word as the article first writes it, in its text rather than in its headline."""
    for text in (*article.paragraphs, article.title):
        for start, end in analysis.spans(text, guess.language, frozenset({guess.term})):
            return _ENDING.sub("", text[start:end])
    return ""


_LEAST = 3
"""Letters of the shortest word that counts as a name."""
_NOUNS_LIKE_NAMES = frozenset({"de", "lb"})
"""Languages that begin every noun with a capital letter."""


def missing_names(found: Answer) -> tuple[str, ...]:
    """Return the words that look like names and stand in no article.

    A word looks like one by a capital letter within its sentence, or because an article has a name spelt nearly so.
    """
    near = {each.word for each in found.suggestions}
    words = [word for word in found.unmatched if len(word) >= _LEAST]
    within = {word for word in words if _within(word, found.question)}
    if within and not _capitals_tell(found.question):
        within = set()
    return tuple(word for word in words if word in near | within)


def _capitals_tell(question: str) -> bool:
    """Tell whether a capital letter means something: not where most words have one."""
    words = regex.findall(r"\p{L}+", question)
    small = sum(word[0].islower() for word in words)
    return 2 * small >= len(words) and language.detect(question) not in _NOUNS_LIKE_NAMES


def _within(word: str, question: str) -> bool:
    """Tell whether a word stands capitalised where no sentence begins."""
    return word[0].isupper() and bool(regex.search(rf"[\p{{L}}\p{{N}},;’']\s+{regex.escape(word)}\b", question))
