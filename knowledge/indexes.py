"""The index of each collection: loaded when asked for, brought up to date, let go when memory is short."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge import saved
from knowledge.ranking.retriever import Retriever
from knowledge.saved import UnusableFile
from knowledge.storage.states import Changes, States
from knowledge.storage.store import Store

MEMORY = 1024
"""Megabytes that indexes may take before the least recently used one is let go."""
BATCH = 1_000
"""Articles read from the store and indexed at once."""
SOON = 1_000
"""Changed articles that a question waits for; with more, the index as it was answers until they are in."""

Watch = Callable[[int, int], None]
"""Told how many of how many articles have been indexed."""
Scope = tuple[str, ...]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """A collection's index in memory."""

    retriever: Retriever = field(default_factory=lambda: Retriever({}))
    states: States = field(default_factory=dict)
    """The articles that it was made from."""
    version: int = -1
    """The store's count of changes when those were read."""
    is_saved: bool = False
    size: int = 0
    """Bytes that it takes."""


class Indexes:
    """Never makes a reader wait for another: an index is replaced, not changed."""

    def __init__(self, store: Store, data: Path, *, memory: int = MEMORY, watch: Watch | None = None) -> None:
        self._store = store
        self._data = data
        self._memory = memory * 1_000_000
        self._watch = watch or (lambda done, total: None)
        self.held: dict[str, Held] = {}
        """The most recently used one last."""
        self._joined: dict[Scope, tuple[list[Retriever], Retriever]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._catching_up: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def retriever(self, scope: Scope) -> tuple[str, Retriever]:
        """Return the retriever of some collections as they are now, with the version of the index."""
        versions = await self._store.versions(scope)
        held = [await self._fresh(*each) for each in zip(scope, versions, strict=True)]
        for collection, each in zip(scope, held, strict=True):
            self.held[collection] = self.held.pop(collection, each)
        self._make_room(scope)
        version = "-".join(str(each.version) for each in held)
        return version, await self._join(scope, [each.retriever for each in held])

    async def close(self) -> None:
        """Wait for what is under way, and save what has changed."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        for collection, held in list(self.held.items()):
            await self._save(collection, held)

    async def clean(self, collection: str) -> None:
        """See to it that the saved index holds no word of what has just been taken out of a collection."""
        if collection in self.held or await asyncio.to_thread(saved.place(self._data, collection).exists):
            [version] = await self._store.versions([collection])
            self._start(self._save(collection, await self._fresh(collection, version)))

    async def forget(self, collection: str) -> None:
        """Delete the index of a collection, in memory and beside the store."""
        self._drop(collection)
        await asyncio.to_thread(saved.place(self._data, collection).unlink, missing_ok=True)

    async def forget_all(self, prefix: str) -> None:
        """Delete the indexes of all collections whose names begin like that."""
        names = {name for name in self.held if name.startswith(prefix)}
        for collection in names | await asyncio.to_thread(saved.names, self._data, prefix):
            await self.forget(collection)

    async def _fresh(self, collection: str, version: int) -> Held:
        """Return an index as the store is by that version; the one before where too much has changed to wait for it."""
        held = self.held.get(collection)
        if held and (held.version == version or collection in self._catching_up):
            return held
        async with self._locks[collection]:
            held = self.held.get(collection)
            if held and held.version == version:
                return held
            before = held if held else await asyncio.to_thread(self._loaded, collection)
            now = await self._store.states(collection)
            changes = await asyncio.to_thread(Changes.between, before.states, now)
            after = replace(before, states=now, version=version, is_saved=before.is_saved and not changes)
            if not held or len(changes) <= SOON:
                return await self._hold(collection, await self._changed(after, changes))
        self._catching_up.add(collection)
        self._start(self._catch_up(collection, after, changes))
        return held

    async def _catch_up(self, collection: str, after: Held, changes: Changes) -> None:
        try:
            async with self._locks[collection]:
                await self._hold(collection, await self._changed(after, changes))
        finally:
            self._catching_up.discard(collection)

    async def _changed(self, after: Held, changes: Changes) -> Held:
        """Take what has changed into an index, a batch at a time."""
        retriever = await asyncio.to_thread(after.retriever.without, changes.gone)
        for done in range(0, len(changes.coming), BATCH):
            articles = await self._store.whole(changes.coming[done : done + BATCH])
            retriever = await asyncio.to_thread(retriever.plus, articles)
            self._watch(min(done + BATCH, len(changes.coming)), len(changes.coming))
        return replace(after, retriever=retriever, size=retriever.nbytes)

    async def _hold(self, collection: str, held: Held) -> Held:
        self.held[collection] = held
        self._start(self._tidy(collection))
        return held

    async def _tidy(self, collection: str) -> None:
        """Merge what should be merged, while questions are answered and articles come and go."""
        while held := self.held.get(collection):
            merges = await asyncio.to_thread(held.retriever.merges)
            if not merges:
                break
            async with self._locks[collection]:
                if held := self.held.get(collection):
                    self.held[collection] = replace(held, retriever=held.retriever.after(merges))

    async def _join(self, scope: Scope, retrievers: list[Retriever]) -> Retriever:
        if len(retrievers) == 1:
            return retrievers[0]
        before, joined = self._joined.get(scope, ([], None))
        if joined is None or any(one is not other for one, other in zip(before, retrievers, strict=True)):
            joined = await asyncio.to_thread(Retriever.joined, retrievers)
            self._joined[scope] = retrievers, joined
        return joined

    def _make_room(self, scope: Scope) -> None:
        """Let the least recently used indexes go, but for those just asked."""
        taken = sum(held.size for held in self.held.values())
        for collection in [each for each in self.held if each not in scope]:
            if taken <= self._memory:
                break
            held = self.held[collection]
            self._drop(collection)
            taken -= held.size
            self._start(self._save(collection, held))

    def _drop(self, collection: str) -> None:
        self.held.pop(collection, None)
        self._joined = {scope: each for scope, each in self._joined.items() if collection not in scope}

    def _loaded(self, collection: str) -> Held:
        try:
            retriever, states = saved.read(self._data, collection)
        except UnusableFile as error:
            level = logging.DEBUG if error.is_missing else logging.WARNING
            log.log(level, "The saved index of %s %s: it is built anew from the store.", collection, error)
            return Held()
        return Held(retriever, states, is_saved=True, size=retriever.nbytes)

    async def _save(self, collection: str, held: Held) -> None:
        """Save an index, unless it is saved or holds what the store does not hold any more."""
        if held.is_saved or [held.version] != list(await self._store.versions([collection])):
            return
        try:
            await asyncio.to_thread(saved.write, self._data, collection, held.retriever, held.states)
        except OSError as error:
            log.warning("The index of %s cannot be saved: %s. The next start builds it anew.", collection, error)
            return
        if self.held.get(collection) is held:
            self.held[collection] = replace(held, is_saved=True)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("An index could not be brought up to date; the next question tries again.")
