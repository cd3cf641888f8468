"""The index of each collection: loaded when asked for, kept up to date, evicted when memory is short."""

import asyncio
import hashlib
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from math import inf
from pathlib import Path
from threading import Event
from time import monotonic

import numpy as np

from knowledge.errors import IndexBehind, StoreUnavailable
from knowledge.executor import Arguments, Result, WorkStopped, time_limit
from knowledge.index import (
    Array,
    Arrays,
    ChainedStrings,
    MappedArrays,
    from_arrays,
    load,
    save,
    strings_from_arrays,
    strings_to_arrays,
    to_arrays,
)
from knowledge.index import IndexFileError as IndexFileError
from knowledge.search.expansion import NgramIndex
from knowledge.search.filters import NAME_FIELDS, ArticleFields
from knowledge.search.partition import DocMap, Partition, SentenceTerms
from knowledge.search.retriever import Retriever
from knowledge.store.articles import ArticleDiff, ArticleStore, States, article_states
from knowledge.text import analysis

INDEX_FOLDER = "index"
LAYOUT_VERSION = 5
"""Raise it whenever the names or the meaning of the arrays change; older files are then rebuilt."""

_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def path_of(data: Path, collection: str) -> Path:
    """Return the file of a collection's index, whatever its name is."""
    name = collection
    if not _SAFE_NAME.fullmatch(collection):
        name = "=" + hashlib.blake2b(collection.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return data / INDEX_FOLDER / f"{name}.idx"


def saved_collections(data: Path, prefix: str) -> set[str]:
    """Return the collections that have a file, of those whose names begin with a prefix and are safe for a file."""
    return {file.stem for file in (data / INDEX_FOLDER).glob("*.idx") if file.stem.startswith(prefix)}


def save_index(data: Path, collection: str, retriever: Retriever, states: States) -> None:
    """Save an index and the states it was made from, or delete its file where it is empty; raises OSError."""
    if not states:
        path_of(data, collection).unlink(missing_ok=True)
        return
    arrays = {
        "rows": np.array(list(states), dtype=np.int64),
        "versions": np.array([state.version for state in states.values()], dtype=np.int64),
        **strings_to_arrays([state.record for state in states.values()], "records"),
        **strings_to_arrays(list(retriever.partitions), "languages"),
    }
    for code, partition in retriever.partitions.items():
        arrays |= {f"{code}.{name}": array for name, array in _partition_to_arrays(partition).items()}
    save(path_of(data, collection), arrays, _metadata(collection))


def load_index(data: Path, collection: str) -> tuple[Retriever, States, MappedArrays]:
    """Map a saved index; raises IndexFileError where it is missing, damaged, or not what this version saves."""
    arrays = load(path_of(data, collection), _metadata(collection))
    try:
        rows, versions = arrays["rows"].tolist(), arrays["versions"].tolist()
        states = article_states(zip(rows, versions, strings_from_arrays(arrays, "records"), strict=True))
        languages = strings_from_arrays(arrays, "languages")
        return Retriever({code: _partition_from_arrays(code, arrays) for code in languages}), states, arrays
    except (LookupError, TypeError, ValueError) as error:
        raise IndexFileError("does not hold what this version of Footnote saves") from error


def _metadata(collection: str) -> dict[str, str | int]:
    return {"collection": collection, "analyser": analysis.VERSION, "layout": LAYOUT_VERSION}


def _partition_to_arrays(partition: Partition) -> Arrays:
    vocabulary = partition.vocabulary.only(frozenset(partition.paragraphs.vocabulary))
    indexes = {
        "paragraphs": partition.paragraphs,
        "articles": partition.articles,
        "bigrams": partition.bigrams,
        "ngrams": vocabulary.index,
        "initials": partition.initials,
        **partition.fields.names,
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
        fields=ArticleFields(days=arrays["days"], names={field: from_arrays(arrays, field) for field in NAME_FIELDS}),
        doc_map=DocMap(*(arrays[field.name] for field in fields(DocMap))),
        sentences=SentenceTerms.of(strings_from_arrays(arrays, "sentences")),
        initials=from_arrays(arrays, "initials"),
    )


MAX_MEMORY_MB = 1024
"""Megabytes that indexes take before the least recently used one is evicted."""
ARTICLES_PER_BATCH = 1_000
"""Articles read from the store and indexed at once."""
WEIGH_SECONDS = 1.0
"""How long what a scope takes in memory is taken for the same, unless an index has changed."""
MAX_FRESH_CHANGES = 1_000
"""Changed articles that a question waits for; with more, the index as it was answers until they are in."""

MAX_CLOSING_SECONDS = 1.0
"""How long a process that was told to stop goes on with indexing and saving."""

ProgressCallback = Callable[[int, int], None]
"""Called with how many of how many articles have been indexed."""
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
    nbytes: int = 0
    """Memory in bytes, or the bytes mapped of a file."""
    mapped: MappedArrays | None = None
    """The file that it was loaded from."""

    def is_readable(self) -> bool:
        """Tell whether its file, if any, has not been cut or written into."""
        return self.mapped is None or self.mapped.is_intact()


@dataclass(frozen=True, slots=True)
class _Joined:
    """The retriever of several collections, and theirs, of which it was made."""

    sources: tuple[Retriever, ...]
    retriever: Retriever


class IndexCache:
    """The indexes of a store's collections, in memory and in files beside it.

    An index is replaced, not changed, so that no reader waits for another. `get` first brings it up to date with the
    store; only where very much has changed does it return the one before, while the changes are indexed in the
    background. So are merges and saving.

    Each server asks its own collection joined with the shared one. What such a join copies, and what is kept of the
    terms that were asked, counts as memory too; joins are evicted first, as they are quickly made again.

    Args:
        store: The articles.
        data: The folder of the store; the files are in its folder `index`.
        memory: Megabytes that indexes take before the least recently used one is evicted, in units of 1,000,000 bytes.
        watch: Called while articles are indexed.
        follows: Whether another process has the same indexes and saves them: this one saves none, and leaves to the
            other what it would have to index much for.
    """

    def __init__(
        self,
        store: ArticleStore,
        data: Path,
        *,
        memory: int = MAX_MEMORY_MB,
        watch: ProgressCallback | None = None,
        follows: bool = False,
    ) -> None:
        self._store = store
        self._data = data
        self._memory = memory * 1_000_000
        self._watch = watch or (lambda done, total: None)
        self._follows = follows
        self.entries: dict[str, CachedIndex] = {}
        """The most recently used one last."""
        self._joined: dict[Scope, _Joined] = {}
        """Likewise."""
        self._kept: dict[Scope, int] = {}
        """Bytes that a scope's retriever takes besides the indexes: what it copied, and what it keeps of questions."""
        self._weighed: set[Scope] = set()
        """What has been looked at of late, to be looked at again from `_weigh_again_at` on."""
        self._weigh_again_at = 0.0
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._saves: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._catching_up: dict[str, int] = {}
        """Collections that are indexed in the background, and how many articles of each."""
        self._waiting: Counter[str] = Counter()
        """How many articles were added to each collection since it was last indexed in the background."""
        self._is_serving = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = Event()
        self._outdated: set[str] = set()
        """Collections whose files hold what has been deleted."""

    async def load(self, scope: Scope) -> None:
        """Have the indexes of some collections at hand; from then on nobody waits while very much is indexed."""
        await self.get(scope)
        self._is_serving = True

    def added(self, collection: str, articles: int) -> None:
        """Index what was added in the background where it is much, before anybody asks for it."""
        self._waiting[collection] += articles
        if self._is_serving and self._waiting[collection] > MAX_FRESH_CHANGES and collection not in self._catching_up:
            self._waiting[collection] = 0
            self._start(self._keep_up(collection))

    async def _keep_up(self, collection: str) -> None:
        [version] = await self._store.versions([collection])
        await self._up_to_date(collection, version)

    async def get(self, scope: Scope, versions: Sequence[int] | None = None) -> tuple[str, Retriever]:
        """Return the retriever of some collections as they are now, with the version of the index.

        Args:
            scope: The collections.
            versions: Their versions in the store now, where they are known already.

        Raises:
            IndexBehind: Nothing of them is indexed yet, and it will take long; where this follows another process, much
                of them is not.
        """
        versions = await self._store.versions(scope) if versions is None else versions
        indexes = [await self._up_to_date(*each) for each in zip(scope, versions, strict=True)]
        coming = sum(self._catching_up.get(each, 0) for each in scope)
        if coming and not any(each.states for each in indexes):
            raise _behind(coming)
        for collection, cached in zip(scope, indexes, strict=True):
            self.entries[collection] = self.entries.pop(collection, cached)
        retriever = await self._join(scope, tuple(each.retriever for each in indexes))
        self._make_room(scope)
        return "-".join(str(each.version) for each in indexes), retriever

    async def save(self, scope: Scope) -> bool:
        """Save the indexes of some collections, as they were last returned; tell whether the files are those now."""
        for collection in scope:
            if cached := self.entries.get(collection):
                await self._save(collection, cached)
        return all((cached := self.entries.get(each)) is not None and cached.is_saved for each in scope)

    @property
    def nbytes(self) -> int:
        """Memory in bytes, or the bytes mapped of files, of all that is held, as far as it was last looked at."""
        return sum(cached.nbytes for cached in self.entries.values()) + sum(self._kept.values())

    async def close(self, *, soon: bool) -> None:
        """Wait for what is under way, and save what has changed.

        Args:
            soon: Whether to stop what takes long; the next start goes on from the store.
        """
        closing = asyncio.ensure_future(self._finish_and_save())
        _, late = await asyncio.wait({closing}, timeout=MAX_CLOSING_SECONDS if soon else None)
        if late:
            log.warning("Articles were still being indexed; the next start goes on with them.")
            self._stopping.set()
            _, late = await asyncio.wait({closing}, timeout=MAX_CLOSING_SECONDS)
        for each in late:
            each.cancel()  # It waits for a store that says nothing.
        try:
            await closing
        except (WorkStopped, asyncio.CancelledError):
            pass
        except StoreUnavailable as error:
            log.warning("The indexes could not be saved; the next start reads them again: %s", error)
        for collection in self._outdated:
            with suppress(OSError):
                path_of(self._data, collection).unlink()

    async def _finish_and_save(self) -> None:
        await self.finish()
        for collection, cached in list(self.entries.items()):
            await self._save(collection, cached)

    async def finish(self) -> None:
        """Wait for what is under way in the background."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def rewrite_file(self, collection: str) -> None:
        """Save a collection's index again, so that the file holds no word of what has just been deleted from it."""
        if collection in self.entries or await asyncio.to_thread(path_of(self._data, collection).exists):
            self._outdated.add(collection)
            [version] = await self._store.versions([collection])
            self._start(self._save(collection, await self._up_to_date(collection, version)))

    async def drop(self, collection: str) -> None:
        """Delete the index of a collection, in memory and beside the store."""
        self._evict(collection)
        async with self._saves[collection]:
            await asyncio.to_thread(path_of(self._data, collection).unlink, missing_ok=True)

    async def drop_all(self, prefix: str) -> None:
        """Delete the indexes of all collections whose names begin with a prefix."""
        names = {name for name in self.entries if name.startswith(prefix)}
        for collection in names | await asyncio.to_thread(saved_collections, self._data, prefix):
            await self.drop(collection)

    async def _up_to_date(self, collection: str, version: int) -> CachedIndex:
        """Return an index of the store at a version; the one before where too much has changed to wait for it."""
        cached = self._entry(collection)
        if cached and (cached.version == version or collection in self._catching_up):
            return cached
        async with self._locks[collection]:
            cached = self._entry(collection)
            if cached and (cached.version == version or collection in self._catching_up):
                return cached
            before = cached if cached else await asyncio.to_thread(self._load, collection)
            now = await self._store.states(collection)
            changes = await asyncio.to_thread(ArticleDiff.between, before.states, now)
            if self._follows and len(changes) > MAX_FRESH_CHANGES:
                # Perhaps the other process has saved them since.
                self._evict(collection)
                before = await asyncio.to_thread(self._load, collection)
                changes = await asyncio.to_thread(ArticleDiff.between, before.states, now)
                if len(changes) > MAX_FRESH_CHANGES:
                    raise _behind(len(changes))
            after = replace(before, states=now, version=version, is_saved=before.is_saved and not changes)
            if len(changes) <= MAX_FRESH_CHANGES or not (cached or self._is_serving):
                return await self._put(collection, await self._apply(after, changes))
            if not cached:
                self._replace(collection, before)
            self._catching_up[collection] = len(changes)
        self._start(self._catch_up(collection, after, changes))
        return before

    async def _catch_up(self, collection: str, after: CachedIndex, changes: ArticleDiff) -> None:
        try:
            async with self._locks[collection]:
                done = await self._put(collection, await self._apply(after, changes))
        finally:
            self._catching_up.pop(collection, None)
        # Its file may hold words that were deleted meanwhile.
        await self._save(collection, done)

    async def _apply(self, after: CachedIndex, changes: ArticleDiff) -> CachedIndex:
        """Index what has changed, a batch at a time."""
        retriever = await self._in_thread(after.retriever.delete, changes.gone)
        for done in range(0, len(changes.coming), ARTICLES_PER_BATCH):
            articles = await self._store.whole(changes.coming[done : done + ARTICLES_PER_BATCH])
            retriever = await self._in_thread(retriever.append, articles)
            self._watch(min(done + ARTICLES_PER_BATCH, len(changes.coming)), len(changes.coming))
        return replace(after, retriever=retriever, nbytes=retriever.nbytes)

    def _entry(self, collection: str) -> CachedIndex | None:
        """Return the index of a collection; drop one whose file has changed under it, before it is read."""
        cached = self.entries.get(collection)
        if cached and not cached.is_readable():
            log.warning("The saved index of %s was changed in place; rebuilding it from the store.", collection)
            self._evict(collection)
            return None
        return cached

    async def _put(self, collection: str, cached: CachedIndex) -> CachedIndex:
        self._replace(collection, cached)
        self._start(self._merge(collection))
        return cached

    async def _merge(self, collection: str) -> None:
        """Do the pending merges, while questions are answered and articles are added and removed."""
        while cached := self._entry(collection):
            merges = await self._in_thread(cached.retriever.pending_merges)
            if not merges:
                break
            async with self._locks[collection]:
                if cached := self._entry(collection):
                    self._replace(collection, replace(cached, retriever=cached.retriever.apply_merges(merges)))

    def _replace(self, collection: str, cached: CachedIndex) -> None:
        """Hold an index in place of the one before, and no join that would keep that in memory."""
        self._weighed.clear()
        self.entries[collection] = cached
        self._drop_joins(collection)

    async def _join(self, scope: Scope, sources: tuple[Retriever, ...]) -> Retriever:
        if len(sources) == 1:
            return sources[0]
        joined = self._joined.pop(scope, None)
        if joined is None or any(one is not other for one, other in zip(joined.sources, sources, strict=True)):
            joined = _Joined(sources, await asyncio.to_thread(Retriever.concat, sources))
        self._joined[scope] = joined
        return joined.retriever

    def _make_room(self, scope: Scope) -> None:
        """Evict the joins and then the indexes that were used least recently, but none of those just asked."""
        self._weigh(scope)
        used = self.nbytes
        for each in [each for each in self._joined if each != scope]:
            if used <= self._memory:
                return
            used -= self._kept.pop(each, 0)
            del self._joined[each]
        for collection in [each for each in self.entries if each not in scope]:
            if used <= self._memory:
                return
            cached = self.entries[collection]
            used -= cached.nbytes + self._kept.get((collection,), 0)
            self._evict(collection)
            self._start(self._save(collection, cached))

    def _weigh(self, scope: Scope) -> None:
        """Note what a scope takes besides the indexes, which grows with the questions, unless it was noted just now."""
        if monotonic() >= self._weigh_again_at:
            self._weighed.clear()
            self._weigh_again_at = monotonic() + WEIGH_SECONDS
        if scope in self._weighed:
            return
        self._weighed.add(scope)
        if joined := self._joined.get(scope):
            self._kept[scope] = joined.retriever.joined_nbytes + joined.retriever.cached_nbytes
        for collection in scope:
            if cached := self.entries.get(collection):
                retriever = cached.retriever
                self._kept[(collection,)] = retriever.dense_nbytes + retriever.cached_nbytes

    def _evict(self, collection: str) -> None:
        self.entries.pop(collection, None)
        self._kept.pop((collection,), None)
        self._drop_joins(collection)

    def _drop_joins(self, collection: str) -> None:
        for scope in [scope for scope in self._joined if collection in scope]:
            del self._joined[scope]
            self._kept.pop(scope, None)

    def _load(self, collection: str) -> CachedIndex:
        try:
            retriever, states, mapped = load_index(self._data, collection)
        except IndexFileError as error:
            level = logging.DEBUG if error.is_missing else logging.WARNING
            log.log(level, "The saved index of %s %s; rebuilding it from the store.", collection, error)
            return CachedIndex()
        return CachedIndex(retriever, states, is_saved=True, nbytes=retriever.nbytes, mapped=mapped)

    async def _save(self, collection: str, cached: CachedIndex) -> None:
        """Save an index, unless it is saved already or holds what is no longer in the store; saves take turns."""
        async with self._saves[collection]:
            if self._follows or cached.is_saved or [cached.version] != list(await self._store.versions([collection])):
                return
            if not cached.is_readable():
                return
            try:
                await self._in_thread(save_index, self._data, collection, cached.retriever, cached.states)
            except OSError as error:
                log.warning(
                    "The index of %s can't be saved: %s. It will be rebuilt at the next start.", collection, error
                )
                return
        self._outdated.discard(collection)
        if self.entries.get(collection) is cached:
            self.entries[collection] = replace(cached, is_saved=True)

    async def _in_thread(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """Do work that takes long in a thread, until it is to stop."""
        with time_limit(inf, self._stopping):
            return await asyncio.to_thread(function, *arguments)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _behind(articles: int) -> IndexBehind:
    return IndexBehind(
        "I'm still indexing the articles that were added, {number:,} of them. Ask again in a few minutes.",
        number=articles,
    )


async def _logged(work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except WorkStopped:
        pass
    except Exception:
        log.exception("An index could not be updated. The next question will try again.")
