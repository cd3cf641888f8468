"""Arrays in one file: written whole or not at all, checked when opened, and mapped instead of read."""

import json
import mmap
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from knowledge.files import atomic_write
from knowledge.index import merge
from knowledge.index.bm25 import Index
from knowledge.index.segment import PostingLists, Segment
from knowledge.index.termdict import BigramDictionary, PackedStrings, TermDictionary

Array = npt.NDArray[Any]
Arrays = Mapping[str, Array]
About = Mapping[str, str | int]
"""What a file is: it is opened only where this is expected word for word."""

MAGIC = b"Footnote index 1\n"
_ALIGNED = 64
_HEAD = 32
"""Bytes before the contents: the magic, their length and their checksum."""


class IndexFileError(Exception):
    """A saved index that cannot be used; the text says why."""

    is_missing = False


class IndexFileMissing(IndexFileError):
    """No index has been saved there."""

    is_missing = True


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where an array stands in the file."""

    name: str
    dtype: str
    length: int
    offset: int
    check: int


def save(file: Path, arrays: Arrays, about: About) -> None:
    """Write arrays into a file in one go: until that is done, the one before stays as it is; raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with atomic_write(file) as out:
        _write(out, arrays, about)


def load(file: Path, about: About) -> dict[str, Array]:
    """Map the arrays of a file; raises IndexFileError where it is missing, damaged or about something else."""
    try:
        with file.open("rb") as source:
            data = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise IndexFileMissing("is missing") from None
    except (OSError, ValueError) as error:
        raise IndexFileError("cannot be read") from error
    entries = _contents(data, about)
    return {entry.name: _array(data, entry) for entry in entries}


def _write(out: BinaryIO, arrays: Arrays, about: About) -> None:
    flat = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    entries, offset = [], 0
    for name, array in flat.items():
        entries.append(_Entry(name, array.dtype.str, len(array), offset, _check(array)))
        offset += -(-array.nbytes // _ALIGNED) * _ALIGNED
    fields = [[each.name, each.dtype, each.length, each.offset, each.check] for each in entries]
    contents = json.dumps({"about": dict(about), "arrays": fields}).encode()
    contents += b" " * (-(len(contents) + _HEAD) % _ALIGNED)
    out.write(MAGIC.ljust(_HEAD - 12) + len(contents).to_bytes(8, "little") + _sum(contents))
    out.write(contents)
    for array in flat.values():
        out.write(array.view(np.uint8).data)
        out.write(b"\0" * (-array.nbytes % _ALIGNED))


def _contents(data: mmap.mmap, about: About) -> list[_Entry]:
    if data[: len(MAGIC)] != MAGIC:
        raise IndexFileError("is not an index of this version of Footnote")
    length = int.from_bytes(data[_HEAD - 12 : _HEAD - 4], "little")
    contents = data[_HEAD : _HEAD + length]
    if len(contents) != length or _sum(contents) != data[_HEAD - 4 : _HEAD]:
        raise IndexFileError("is damaged")
    told = json.loads(contents)
    if told.get("about") != dict(about):
        raise IndexFileError("was made for something else")
    begin = _HEAD + length
    return [_Entry(name, dtype, size, begin + offset, check) for name, dtype, size, offset, check in told["arrays"]]


def _array(data: mmap.mmap, entry: _Entry) -> Array:
    dtype = np.dtype(entry.dtype)
    if entry.offset + entry.length * dtype.itemsize > len(data):
        raise IndexFileError("is cut off")
    array = np.frombuffer(data, dtype, entry.length, entry.offset)
    if _check(array) != entry.check:
        raise IndexFileError("is damaged")
    return array


def _check(array: Array) -> int:
    return zlib.crc32(array.view(np.uint8).data)


def _sum(contents: bytes) -> bytes:
    return zlib.crc32(contents).to_bytes(4, "little")


_FIELDS = PostingLists.__slots__


def to_arrays(index: Index, name: str) -> dict[str, Array]:
    """Return an index as arrays under a name, without a trace of what has been taken out of it."""
    part = merge.merge_segments(index.parts or [merge.build_segment(())])
    lists = {f"{name}.{field}": getattr(part.lists, field) for field in _FIELDS}
    if isinstance(part.terms, BigramDictionary):
        return lists | _words(part.terms.words, name) | {f"{name}.keys": part.terms.keys}
    assert isinstance(part.terms, TermDictionary)
    return lists | _words(part.terms, name)


def from_arrays(arrays: Arrays, name: str) -> Index:
    """Return the index that was saved under a name."""
    words = TermDictionary(strings(arrays, f"{name}.terms"))
    keys = arrays.get(f"{name}.keys")
    lists = PostingLists(*(arrays[f"{name}.{field}"] for field in _FIELDS))
    return Index.over([Segment.of(words if keys is None else BigramDictionary(words, keys), lists)])


def strings(arrays: Arrays, name: str) -> PackedStrings:
    """Return the texts that were saved under a name."""
    return PackedStrings(arrays[f"{name}.text"], arrays[f"{name}.bounds"])


def strings_to_arrays(texts: Sequence[str], name: str) -> dict[str, Array]:
    """Return texts as arrays under a name."""
    held = texts if isinstance(texts, PackedStrings) else PackedStrings.of(texts)
    return {f"{name}.text": held.text, f"{name}.bounds": held.bounds}


def _words(words: TermDictionary, name: str) -> dict[str, Array]:
    return strings_to_arrays(words.sorted, f"{name}.terms")
