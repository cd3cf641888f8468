"""Parts made and put together, so that there are never many of them."""

from collections.abc import Iterable, Sequence
from itertools import chain, compress

from knowledge.index.building import Stream, chunks
from knowledge.index.lists import joined
from knowledge.index.part import Part
from knowledge.index.terms import Words, united

_CHUNK = 50_000
"""Paragraphs numbered and sorted at once: more would take memory, not time."""
_GROWTH = 3
"""A part is at least so many times as large as all those after it together."""


def built(corpus: Iterable[Sequence[str]]) -> Part:
    """Index lists of terms, one list a paragraph."""
    return merged([_part(Stream.of(chunk)) for chunk in chunks(corpus, _CHUNK)])


def merged(parts: Sequence[Part]) -> Part:
    """Put what is left of parts into one."""
    if len(parts) == 1 and not len(parts[0].gone):
        return parts[0]
    lists = [part.rest() for part in parts]
    union, numbers = united([(_words(part), each.counts > 0) for part, each in zip(parts, lists, strict=True)])
    return Part.of(union, joined(list(zip(lists, numbers, strict=True)), len(union)))


def tidied(parts: Sequence[Part]) -> list[Part]:
    """Merge the last parts where they have become many, so that each is far larger than what follows it."""
    first = crowded([part.living for part in parts])
    return [*parts[:first], merged(parts[first:])]


def crowded(sizes: Sequence[int]) -> int:
    """Return from which part on they should be merged; the last one where none should."""
    first = len(sizes) - 1
    rest = sizes[first]
    while first and sizes[first - 1] < _GROWTH * rest:
        first -= 1
        rest += sizes[first]
    return first


def living_terms(parts: Iterable[Part]) -> list[str]:
    """Return every term of what is left in parts, in the order of its characters."""
    kept = (compress(_words(part).sorted, (part.rest().counts > 0).tolist()) for part in parts)
    return sorted(set(chain.from_iterable(kept)))


def _part(stream: Stream) -> Part:
    return Part.of(stream.words, stream.lists())


def _words(part: Part) -> Words:
    assert isinstance(part.terms, Words), "pairs are merged with the words that they are made of"
    return part.terms
