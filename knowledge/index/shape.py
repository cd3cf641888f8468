"""An index as named arrays, and back."""

from collections.abc import Sequence

from knowledge.index import merging
from knowledge.index.lists import Lists
from knowledge.index.okapi import Index
from knowledge.index.part import Part
from knowledge.index.saving import Array, Arrays
from knowledge.index.strings import Strings
from knowledge.index.terms import Pairs, Words

_FIELDS = Lists.__slots__


def to_arrays(index: Index, name: str) -> dict[str, Array]:
    """Return an index as arrays under a name, without a trace of what has been taken out of it."""
    part = merging.merged(index.parts or [merging.built(())])
    lists = {f"{name}.{field}": getattr(part.lists, field) for field in _FIELDS}
    if isinstance(part.terms, Pairs):
        return lists | _words(part.terms.words, name) | {f"{name}.keys": part.terms.keys}
    assert isinstance(part.terms, Words)
    return lists | _words(part.terms, name)


def from_arrays(arrays: Arrays, name: str) -> Index:
    """Return the index that was saved under a name."""
    words = Words(strings(arrays, f"{name}.terms"))
    keys = arrays.get(f"{name}.keys")
    lists = Lists(*(arrays[f"{name}.{field}"] for field in _FIELDS))
    return Index.over([Part.of(words if keys is None else Pairs(words, keys), lists)])


def strings(arrays: Arrays, name: str) -> Strings:
    """Return the texts that were saved under a name."""
    return Strings(arrays[f"{name}.text"], arrays[f"{name}.bounds"])


def strings_to_arrays(texts: Sequence[str], name: str) -> dict[str, Array]:
    """Return texts as arrays under a name."""
    held = texts if isinstance(texts, Strings) else Strings.of(texts)
    return {f"{name}.text": held.text, f"{name}.bounds": held.bounds}


def _words(words: Words, name: str) -> dict[str, Array]:
    return strings_to_arrays(words.sorted, f"{name}.terms")
