"""Words that no article has, and what may have been meant: the nearest spelling, as an article writes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import regex
from rapidfuzz.distance import OSA

from knowledge import analysis
from knowledge.models import Article, ArticleKey, Suggestion
from knowledge.ranking.partition import Partition
from knowledge.ranking.query import Query
from knowledge.ranking.retriever import Ranking, Retriever

MOST = 5
"""How many words of a question are looked after."""
_BLOCK = 128
_ENDING = regex.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Guess:
    """A word that occurs nowhere, a term that is spelt like it, and an article that has it."""

    word: str
    term: str
    language: str
    key: ArticleKey


def guesses(ranking: Ranking, retriever: Retriever) -> tuple[Guess, ...]:
    """Return what may have been meant by the words that occur nowhere."""
    if not ranking.unmatched:
        return ()
    partition = retriever.partitions[ranking.query.language]
    found = (_guess(word, ranking.query, partition) for word in ranking.unmatched[:MOST])
    return tuple(guess for guess in found if guess)


def suggested(
    guesses: tuple[Guess, ...], articles: Mapping[ArticleKey, Article], *, names: bool = False
) -> tuple[Suggestion, ...]:
    """Return the guesses as words that stand in the articles, or those alone that are names there."""
    written = ((each.word, _written(each, articles[each.key])) for each in guesses if each.key in articles)
    return tuple(
        Suggestion(word, instead) for word, instead in written if instead and (not names or instead[0].isupper())
    )


def _guess(word: str, query: Query, partition: Partition) -> Guess | None:
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
    return Guess(word, best, partition.language, (hit.row, hit.version))


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


def _written(guess: Guess, article: Article) -> str:
    """Return the word as the article first writes it, in its text rather than in its headline."""
    for text in (*article.paragraphs, article.title):
        for start, end in analysis.spans(text, guess.language, frozenset({guess.term})):
            return _ENDING.sub("", text[start:end])
    return ""
