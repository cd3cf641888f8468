"""The index of a collection in a file beside the store: told by whom it is, and checked before it is used."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from knowledge import analysis
from knowledge.filtering.facets import Facets
from knowledge.index import Array, Arrays, Chain, from_arrays, load, save, strings, strings_to_arrays, to_arrays
from knowledge.index import UnusableFile as UnusableFile
from knowledge.ranking.outlines import Outlines
from knowledge.ranking.partition import Partition
from knowledge.ranking.places import Places
from knowledge.ranking.retriever import Retriever
from knowledge.ranking.vocabulary import Vocabulary
from knowledge.storage.states import States, states

FOLDER = "index"
VERSION = 2
"""Grows whenever the arrays change their meaning."""

_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def place(data: Path, collection: str) -> Path:
    """Return the file of a collection's index, whatever its name is."""
    name = collection
    if not _SAFE.fullmatch(collection):
        name = "=" + hashlib.blake2b(collection.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return data / FOLDER / f"{name}.idx"


def names(data: Path, prefix: str) -> set[str]:
    """Return the collections that have a file, of those whose names begin like that and may stand in a file's name."""
    return {file.stem for file in (data / FOLDER).glob("*.idx") if file.stem.startswith(prefix)}


def write(data: Path, collection: str, retriever: Retriever, held: States) -> None:
    """Save an index and what it was made from, or take its file away where nothing is in it; raises OSError."""
    if not held:
        place(data, collection).unlink(missing_ok=True)
        return
    arrays = {
        "rows": np.array(list(held), dtype=np.int64),
        "versions": np.array([state.version for state in held.values()], dtype=np.int64),
        **strings_to_arrays([state.record for state in held.values()], "records"),
        **strings_to_arrays(list(retriever.partitions), "languages"),
    }
    for code, partition in retriever.partitions.items():
        arrays |= {f"{code}.{name}": array for name, array in _partition(partition).items()}
    save(place(data, collection), arrays, _about(collection))


def read(data: Path, collection: str) -> tuple[Retriever, States]:
    """Map a saved index; raises UnusableFile where it is missing, damaged, or made by another analyser."""
    arrays = load(place(data, collection), _about(collection))
    rows, versions = arrays["rows"].tolist(), arrays["versions"].tolist()
    held = states(zip(rows, versions, strings(arrays, "records"), strict=True))
    return Retriever({code: _restored(code, arrays) for code in strings(arrays, "languages")}), held


def _about(collection: str) -> dict[str, str | int]:
    return {"collection": collection, "analyser": analysis.VERSION, "layout": VERSION}


def _partition(partition: Partition) -> Arrays:
    vocabulary = partition.vocabulary.only(frozenset(partition.paragraphs.vocabulary))
    facets, places = partition.facets, partition.places
    return {
        **to_arrays(partition.paragraphs, "paragraphs"),
        **to_arrays(partition.articles, "articles"),
        **to_arrays(partition.pairs, "pairs"),
        **to_arrays(vocabulary.index, "runs"),
        **strings_to_arrays(list(vocabulary.terms), "vocabulary"),
        **strings_to_arrays(partition.outlines.whole(), "outlines"),
        **to_arrays(facets.publishers, "publishers"),
        **to_arrays(facets.bylines, "bylines"),
        **to_arrays(facets.headlines, "headlines"),
        "days": facets.days,
        **{field: getattr(places, field) for field in Places.__slots__},
    }


def _restored(code: str, everything: Mapping[str, Array]) -> Partition:
    arrays = {name.removeprefix(f"{code}."): array for name, array in everything.items() if name.startswith(f"{code}.")}
    return Partition(
        language=code,
        paragraphs=from_arrays(arrays, "paragraphs"),
        articles=from_arrays(arrays, "articles"),
        pairs=from_arrays(arrays, "pairs"),
        vocabulary=Vocabulary(Chain((strings(arrays, "vocabulary"),)), from_arrays(arrays, "runs")),
        facets=Facets(
            days=arrays["days"],
            publishers=from_arrays(arrays, "publishers"),
            bylines=from_arrays(arrays, "bylines"),
            headlines=from_arrays(arrays, "headlines"),
        ),
        places=Places(*(arrays[field] for field in Places.__slots__)),
        outlines=Outlines.of(strings(arrays, "outlines")),
    )
