"""The index of each collection: loaded when asked for, brought up to date, let go when memory is short."""

import asyncio
import hashlib
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import numpy as np

from knowledge.index import (
    Array,
    Arrays,
    ChainedStrings,
    from_arrays,
    load,
    save,
    strings_from_arrays,
    strings_to_arrays,
    to_arrays,
)
from knowledge.index import IndexFileError as IndexFileError
from knowledge.search.filters import ArticleFields
from knowledge.search.ngrams import NgramIndex
from knowledge.search.partition import DocMap, Partition
from knowledge.search.retriever import Retriever
from knowledge.search.sentence_terms import SentenceTerms
from knowledge.store.articles import ArticleDiff, ArticleStore, States, article_states
from knowledge.text import analysis

FOLDER = "index"
VERSION = 3
"""Grows whenever the arrays change their meaning."""

_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def path_of(data: Path, collection: str) -> Path:
    """Return the file of a collection's index, whatever its name is."""
    name = collection
    if not _SAFE_NAME.fullmatch(collection):
        name = "=" + hashlib.blake2b(collection.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return data / FOLDER / f"{name}.idx"


def saved_collections(data: Path, prefix: str) -> set[str]:
    """Return the collections that have a file, of those whose names begin like that and may stand in a file's name."""
    return {file.stem for file in (data / FOLDER).glob("*.idx") if file.stem.startswith(prefix)}


def save_index(data: Path, collection: str, retriever: Retriever, held: States) -> None:
    """Save an index and what it was made from, or take its file away where nothing is in it; raises OSError."""
    if not held:
        path_of(data, collection).unlink(missing_ok=True)
        return
    arrays = {
        "rows": np.array(list(held), dtype=np.int64),
        "versions": np.array([state.version for state in held.values()], dtype=np.int64),
        **strings_to_arrays([state.record for state in held.values()], "records"),
        **strings_to_arrays(list(retriever.partitions), "languages"),
    }
    for code, partition in retriever.partitions.items():
        arrays |= {f"{code}.{name}": array for name, array in _partition_to_arrays(partition).items()}
    save(path_of(data, collection), arrays, _metadata(collection))


def load_index(data: Path, collection: str) -> tuple[Retriever, States]:
    """Map a saved index; raises IndexFileError where it is missing, damaged, or not what this version saves."""
    arrays = load(path_of(data, collection), _metadata(collection))
    try:
        rows, versions = arrays["rows"].tolist(), arrays["versions"].tolist()
        held = article_states(zip(rows, versions, strings_from_arrays(arrays, "records"), strict=True))
        return Retriever(
            {code: _partition_from_arrays(code, arrays) for code in strings_from_arrays(arrays, "languages")}
        ), held
    except (LookupError, TypeError, ValueError) as error:
        raise IndexFileError("does not hold what this version of Footnote saves") from error


def _metadata(collection: str) -> dict[str, str | int]:
    return {"collection": collection, "analyser": analysis.VERSION, "layout": VERSION}


def _partition_to_arrays(partition: Partition) -> Arrays:
    vocabulary = partition.vocabulary.only(frozenset(partition.paragraphs.vocabulary))
    indexes = {
        "paragraphs": partition.paragraphs,
        "articles": partition.articles,
        "bigrams": partition.bigrams,
        "ngrams": vocabulary.index,
        "publishers": partition.fields.publishers,
        "bylines": partition.fields.bylines,
        "titles": partition.fields.titles,
    }
    arrays: dict[str, Array] = {}
    for name, index in indexes.items():
        arrays |= to_arrays(index, name)
    return {
        **arrays,
        **strings_to_arrays(list(vocabulary.terms), "vocabulary"),
        **strings_to_arrays(partition.sentences.compacted(), "sentences"),
        "days": partition.fields.days,
        **{field.name: getattr(partition.doc_map, field.name) for field in fields(DocMap)},
    }


def _partition_from_arrays(code: str, everything: Mapping[str, Array]) -> Partition:
    arrays = {name.removeprefix(f"{code}."): array for name, array in everything.items() if name.startswith(f"{code}.")}
    return Partition(
        language=code,
        paragraphs=from_arrays(arrays, "paragraphs"),
        articles=from_arrays(arrays, "articles"),
        bigrams=from_arrays(arrays, "bigrams"),
        vocabulary=NgramIndex(
            ChainedStrings((strings_from_arrays(arrays, "vocabulary"),)), from_arrays(arrays, "ngrams")
        ),
        fields=ArticleFields(
            days=arrays["days"],
            publishers=from_arrays(arrays, "publishers"),
            bylines=from_arrays(arrays, "bylines"),
            titles=from_arrays(arrays, "titles"),
        ),
        doc_map=DocMap(*(arrays[field.name] for field in fields(DocMap))),
        sentences=SentenceTerms.of(strings_from_arrays(arrays, "sentences")),
    )


MAX_MEMORY_MB = 1024
"""Megabytes that indexes may take before the least recently used one is let go."""
ARTICLES_PER_BATCH = 1_000
"""Articles read from the store and indexed at once."""
MAX_FRESH_CHANGES = 1_000
"""Changed articles that a question waits for; with more, the index as it was answers until they are in."""

Watch = Callable[[int, int], None]
"""Told how many of how many articles have been indexed."""
Scope = tuple[str, ...]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CachedIndex:
    """A collection's index in memory."""

    retriever: Retriever = field(default_factory=lambda: Retriever({}))
    states: States = field(default_factory=dict)
    """The articles that it was made from."""
    version: int = -1
    """The store's count of changes when those were read."""
    is_saved: bool = False
    size: int = 0
    """Bytes that it takes."""


class IndexCache:
    """Never makes a reader wait for another: an index is replaced, not changed."""

    def __init__(
        self, store: ArticleStore, data: Path, *, memory: int = MAX_MEMORY_MB, watch: Watch | None = None
    ) -> None:
        self._store = store
        self._data = data
        self._memory = memory * 1_000_000
        self._watch = watch or (lambda done, total: None)
        self.entries: dict[str, CachedIndex] = {}
        """The most recently used one last."""
        self._concatenated: dict[Scope, tuple[list[Retriever], Retriever]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._catching_up: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def get(self, scope: Scope) -> tuple[str, Retriever]:
        """Return the retriever of some collections as they are now, with the version of the index."""
        versions = await self._store.versions(scope)
        held = [await self._up_to_date(*each) for each in zip(scope, versions, strict=True)]
        for collection, each in zip(scope, held, strict=True):
            self.entries[collection] = self.entries.pop(collection, each)
        self._make_room(scope)
        version = "-".join(str(each.version) for each in held)
        return version, await self._concat(scope, [each.retriever for each in held])

    async def close(self) -> None:
        """Wait for what is under way, and save what has changed."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        for collection, held in list(self.entries.items()):
            await self._save(collection, held)

    async def rewrite_file(self, collection: str) -> None:
        """See to it that the saved index holds no word of what has just been taken out of a collection."""
        if collection in self.entries or await asyncio.to_thread(path_of(self._data, collection).exists):
            [version] = await self._store.versions([collection])
            self._start(self._save(collection, await self._up_to_date(collection, version)))

    async def drop(self, collection: str) -> None:
        """Delete the index of a collection, in memory and beside the store."""
        self._evict(collection)
        await asyncio.to_thread(path_of(self._data, collection).unlink, missing_ok=True)

    async def drop_all(self, prefix: str) -> None:
        """Delete the indexes of all collections whose names begin like that."""
        held = {name for name in self.entries if name.startswith(prefix)}
        for collection in held | await asyncio.to_thread(saved_collections, self._data, prefix):
            await self.drop(collection)

    async def _up_to_date(self, collection: str, version: int) -> CachedIndex:
        """Return an index as the store is by that version; the one before where too much has changed to wait for it."""
        held = self.entries.get(collection)
        if held and (held.version == version or collection in self._catching_up):
            return held
        async with self._locks[collection]:
            held = self.entries.get(collection)
            if held and held.version == version:
                return held
            before = held if held else await asyncio.to_thread(self._load, collection)
            now = await self._store.states(collection)
            changes = await asyncio.to_thread(ArticleDiff.between, before.states, now)
            after = replace(before, states=now, version=version, is_saved=before.is_saved and not changes)
            if not held or len(changes) <= MAX_FRESH_CHANGES:
                return await self._put(collection, await self._apply(after, changes))
        self._catching_up.add(collection)
        self._start(self._catch_up(collection, after, changes))
        return held

    async def _catch_up(self, collection: str, after: CachedIndex, changes: ArticleDiff) -> None:
        try:
            async with self._locks[collection]:
                await self._put(collection, await self._apply(after, changes))
        finally:
            self._catching_up.discard(collection)

    async def _apply(self, after: CachedIndex, changes: ArticleDiff) -> CachedIndex:
        """Take what has changed into an index, a batch at a time."""
        retriever = await asyncio.to_thread(after.retriever.delete, changes.gone)
        for done in range(0, len(changes.coming), ARTICLES_PER_BATCH):
            articles = await self._store.whole(changes.coming[done : done + ARTICLES_PER_BATCH])
            retriever = await asyncio.to_thread(retriever.append, articles)
            self._watch(min(done + ARTICLES_PER_BATCH, len(changes.coming)), len(changes.coming))
        return replace(after, retriever=retriever, size=retriever.nbytes)

    async def _put(self, collection: str, held: CachedIndex) -> CachedIndex:
        self.entries[collection] = held
        self._start(self._merge(collection))
        return held

    async def _merge(self, collection: str) -> None:
        """Merge what should be merged, while questions are answered and articles come and go."""
        while held := self.entries.get(collection):
            merges = await asyncio.to_thread(held.retriever.pending_merges)
            if not merges:
                break
            async with self._locks[collection]:
                if held := self.entries.get(collection):
                    self.entries[collection] = replace(held, retriever=held.retriever.apply_merges(merges))

    async def _concat(self, scope: Scope, retrievers: list[Retriever]) -> Retriever:
        if len(retrievers) == 1:
            return retrievers[0]
        before, joined = self._concatenated.get(scope, ([], None))
        if joined is None or any(one is not other for one, other in zip(before, retrievers, strict=True)):
            joined = await asyncio.to_thread(Retriever.concat, retrievers)
            self._concatenated[scope] = retrievers, joined
        return joined

    def _make_room(self, scope: Scope) -> None:
        """Let the least recently used indexes go, but for those just asked."""
        taken = sum(held.size for held in self.entries.values())
        for collection in [each for each in self.entries if each not in scope]:
            if taken <= self._memory:
                break
            held = self.entries[collection]
            self._evict(collection)
            taken -= held.size
            self._start(self._save(collection, held))

    def _evict(self, collection: str) -> None:
        self.entries.pop(collection, None)
        self._concatenated = {scope: each for scope, each in self._concatenated.items() if collection not in scope}

    def _load(self, collection: str) -> CachedIndex:
        try:
            retriever, states = load_index(self._data, collection)
        except IndexFileError as error:
            level = logging.DEBUG if error.is_missing else logging.WARNING
            log.log(level, "The saved index of %s %s: it is built anew from the store.", collection, error)
            return CachedIndex()
        return CachedIndex(retriever, states, is_saved=True, size=retriever.nbytes)

    async def _save(self, collection: str, held: CachedIndex) -> None:
        """Save an index, unless it is saved or holds what the store does not hold any more."""
        if held.is_saved or [held.version] != list(await self._store.versions([collection])):
            return
        try:
            await asyncio.to_thread(save_index, self._data, collection, held.retriever, held.states)
        except OSError as error:
            log.warning("The index of %s cannot be saved: %s. The next start builds it anew.", collection, error)
            return
        if self.entries.get(collection) is held:
            self.entries[collection] = replace(held, is_saved=True)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("An index could not be brought up to date; the next question tries again.")
