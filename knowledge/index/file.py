"""Arrays in one file: written in one step, checked when opened, and mapped instead of read."""

import errno
import json
import mmap
import os
import stat
import weakref
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from knowledge.executor import check_time
from knowledge.files import atomic_write
from knowledge.index import merge
from knowledge.index.bm25 import Index
from knowledge.index.segment import PostingLists, Segment
from knowledge.index.termdict import BigramDictionary, PackedStrings, TermDictionary

Array = npt.NDArray[Any]
Arrays = Mapping[str, Array]
Metadata = Mapping[str, str | int]
"""What a file was made from: it is opened only by who expects exactly this."""

MAGIC = b"Footnote index 1\n"
_ALIGNMENT_BYTES = 64
_HEADER_BYTES = 32
"""Bytes before the directory: the magic, their length and their checksum."""
_READ_BYTES = 1 << 20
"""Bytes read at once to check them."""


class IndexFileError(Exception):
    """A saved index that cannot be used; the text says why."""

    is_missing = False


class IndexFileMissing(IndexFileError):
    """No index has been saved there."""

    is_missing = True


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    dtype: str
    length: int
    offset: int
    crc32: int


class MappedArrays(dict[str, Array]):
    """The arrays of a file, mapped by their names; a page that is gone from the file ends the process that reads it."""

    def __init__(self, source: BinaryIO, arrays: Arrays) -> None:
        super().__init__(arrays)
        self._descriptor = os.dup(source.fileno())
        weakref.finalize(self, os.close, self._descriptor)
        self._state = _file_state(self._descriptor)

    def is_intact(self) -> bool:
        """Tell whether nobody has cut the file or written into it; one that was replaced stays as it was."""
        return _file_state(self._descriptor) == self._state


def save(file: Path, arrays: Arrays, metadata: Metadata) -> None:
    """Write arrays into a file in one go: until that is done, the one before stays as it is; raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file.exists() and not file.is_file():
        raise FileExistsError(errno.EEXIST, "something else has its name", str(file))
    with atomic_write(file) as out:
        _write(out, arrays, metadata)


def load(file: Path, metadata: Metadata) -> MappedArrays:
    """Map the arrays of a file; raises IndexFileError where it is missing, damaged or made from something else.

    Everything is checked by reading it, and only what has not changed since is mapped.
    """
    try:
        with open(file, "rb", buffering=0, opener=_open_without_waiting) as source:
            return _load(source, metadata)
    except FileNotFoundError:
        raise IndexFileMissing("is missing") from None
    except (OSError, ValueError) as error:
        raise IndexFileError("cannot be read") from error


def _load(source: BinaryIO, metadata: Metadata) -> MappedArrays:
    before = _file_state(source.fileno())
    if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
        raise IndexFileError("is no file")
    entries = _read_directory(source, metadata)
    for entry in entries:
        _check(source, entry)
    data = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
    mapped = MappedArrays(source, {each.name: _array(data, each) for each in entries})
    if _file_state(source.fileno()) != before:
        raise IndexFileError("is being changed")
    return mapped


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe without waiting for who writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _file_state(descriptor: int) -> tuple[int, int]:
    """Return the size of an open file, and when it was last written to."""
    found = os.fstat(descriptor)
    return found.st_size, found.st_mtime_ns


def _write(out: BinaryIO, arrays: Arrays, metadata: Metadata) -> None:
    flat = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    entries, offset = [], 0
    for name, array in flat.items():
        entries.append(_Entry(name, array.dtype.str, len(array), offset, zlib.crc32(array.view(np.uint8).data)))
        offset += -(-array.nbytes // _ALIGNMENT_BYTES) * _ALIGNMENT_BYTES
    listed = [[each.name, each.dtype, each.length, each.offset, each.crc32] for each in entries]
    directory = json.dumps({"metadata": dict(metadata), "arrays": listed}).encode()
    directory += b" " * (-(len(directory) + _HEADER_BYTES) % _ALIGNMENT_BYTES)
    out.write(MAGIC.ljust(_HEADER_BYTES - 12) + len(directory).to_bytes(8, "little") + _checksum(directory))
    out.write(directory)
    for array in flat.values():
        check_time()
        out.write(array.view(np.uint8).data)
        out.write(b"\0" * (-array.nbytes % _ALIGNMENT_BYTES))


def _read_directory(source: BinaryIO, metadata: Metadata) -> list[_Entry]:
    head = source.read(_HEADER_BYTES)
    if head[: len(MAGIC)] != MAGIC:
        raise IndexFileError("is not an index of this version of Footnote")
    length = int.from_bytes(head[_HEADER_BYTES - 12 : _HEADER_BYTES - 4], "little")
    if length > os.fstat(source.fileno()).st_size:
        raise IndexFileError("is damaged")
    directory = source.read(length)
    if len(directory) != length or _checksum(directory) != head[_HEADER_BYTES - 4 :]:
        raise IndexFileError("is damaged")
    read = json.loads(directory)
    if read.get("metadata") != dict(metadata):
        raise IndexFileError("was made for something else")
    begin = _HEADER_BYTES + length
    return [_Entry(name, dtype, size, begin + offset, crc32) for name, dtype, size, offset, crc32 in read["arrays"]]


def _check(source: BinaryIO, entry: _Entry) -> None:
    """Read an array, some bytes at a time, and compare its checksum."""
    left, crc32 = entry.length * np.dtype(entry.dtype).itemsize, 0
    source.seek(entry.offset)
    while left:
        read = source.read(min(left, _READ_BYTES))
        if not read:
            raise IndexFileError("is cut off")
        crc32 = zlib.crc32(read, crc32)
        left -= len(read)
    if crc32 != entry.crc32:
        raise IndexFileError("is damaged")


def _array(data: mmap.mmap, entry: _Entry) -> Array:
    return np.frombuffer(data, np.dtype(entry.dtype), entry.length, entry.offset)


def _checksum(directory: bytes) -> bytes:
    return zlib.crc32(directory).to_bytes(4, "little")


_FIELDS = tuple(field.name for field in fields(PostingLists))


def to_arrays(index: Index, name: str) -> dict[str, Array]:
    """Return an index as arrays under a name, without a trace of what has been deleted from it."""
    segment = merge.merge_segments(index.segments or [merge.build_segment(())])
    postings = {f"{name}.{field}": getattr(segment.postings, field) for field in _FIELDS}
    if isinstance(segment.terms, BigramDictionary):
        return postings | _terms_to_arrays(segment.terms.words, name) | {f"{name}.keys": segment.terms.keys}
    assert isinstance(segment.terms, TermDictionary)
    return postings | _terms_to_arrays(segment.terms, name)


def from_arrays(arrays: Arrays, name: str) -> Index:
    """Return the index that was saved under a name."""
    words = TermDictionary(strings_from_arrays(arrays, f"{name}.terms"))
    keys = arrays.get(f"{name}.keys")
    postings = PostingLists(*(arrays[f"{name}.{field}"] for field in _FIELDS))
    return Index.from_segments([Segment.of(words if keys is None else BigramDictionary(words, keys), postings)])


def strings_to_arrays(texts: Sequence[str], name: str) -> dict[str, Array]:
    packed = texts if isinstance(texts, PackedStrings) else PackedStrings.of(texts)
    return {f"{name}.text": packed.text, f"{name}.bounds": packed.bounds}


def strings_from_arrays(arrays: Arrays, name: str) -> PackedStrings:
    """Return the texts that were saved under a name."""
    return PackedStrings(arrays[f"{name}.text"], arrays[f"{name}.bounds"])


def _terms_to_arrays(words: TermDictionary, name: str) -> dict[str, Array]:
    return strings_to_arrays(words.ordered, f"{name}.terms")
