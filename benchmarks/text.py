"""Text of our own making, the same at every run: words as frequent as in English, paragraphs as long as in news."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

SEED = 20181011
WORDS = 250_000
FUNCTION_WORDS = 100
"""The most frequent words, which a question loses when function words are dropped."""
PARAGRAPHS = 20
"""Paragraphs of an article."""

_MEAN_LENGTH = 57
_EXPONENT = 1.05
_SHIFT = 2.7
_CONTENT = 5
_FUNCTION = 5
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Question:
    kept: list[str]
    """With its function words."""
    dropped: list[str]
    """Without them."""


class Text:
    """Words with Zipf's and Mandelbrot's frequencies, drawn from one generator."""

    def __init__(self, seed: int = SEED) -> None:
        self._random = np.random.default_rng(seed)
        self._words = [word(rank) for rank in range(WORDS)]
        weights = 1 / (np.arange(WORDS) + _SHIFT) ** _EXPONENT
        self._sums = np.cumsum(weights / weights.sum())

    def paragraphs(self, count: int) -> Iterator[list[str]]:
        for done in range(0, count, 10_000):
            lengths = self._lengths(min(10_000, count - done))
            drawn = iter(np.split(self._drawn(int(lengths.sum())), np.cumsum(lengths)[:-1]))
            yield from ([self._words[rank] for rank in ranks.tolist()] for ranks in drawn)

    def questions(self, paragraphs: Sequence[Sequence[str]], count: int) -> list[Question]:
        chosen = self._random.integers(len(paragraphs), size=count)
        return [self._question(paragraphs[place]) for place in chosen.tolist()]

    def _question(self, paragraph: Sequence[str]) -> Question:
        functional = {*self._words[:FUNCTION_WORDS]}
        words = [paragraph[place] for place in self._random.permutation(len(paragraph)).tolist()]
        content = [each for each in dict.fromkeys(words) if each not in functional][:_CONTENT]
        function = [each for each in dict.fromkeys(words) if each in functional][:_FUNCTION]
        kept = [*function, *content]
        return Question([kept[place] for place in self._random.permutation(len(kept)).tolist()], content or function)

    def _lengths(self, count: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        lengths = self._random.lognormal(np.log(_MEAN_LENGTH) - 0.125, 0.5, size=count)
        return np.clip(lengths, 5, 400).astype(np.int64)

    def _drawn(self, count: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        return np.searchsorted(self._sums, self._random.random(count)).clip(max=WORDS - 1)


def word(rank: int) -> str:
    """Return the word of a rank: syllables, the more frequent the fewer."""
    rank, syllable = divmod(rank, len(_SYLLABLES))
    return (word(rank - 1) if rank else "") + _SYLLABLES[syllable]
