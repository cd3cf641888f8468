"""Takes into a cluster what has changed in the store, fills its indexes, and moves large collections to their own.

Any number of indexers can run in any processes: each takes what no other has, and whatever is taken in twice, late or
out of order changes nothing, as each document carries the version of its collection.
"""

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence, Set
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from time import monotonic

from knowledge.errors import SearchUnavailable, StoreUnavailable
from knowledge.models import SHARED
from knowledge.opensearch.documents import documents
from knowledge.opensearch.engine import Engine, IndexChange, SearchAddress
from knowledge.samples import COLLECTION as SAMPLES
from knowledge.store.database import Database
from knowledge.store.outbox import REBUILD, CollectionState, IndexPart, NotedChange, Outbox, Placement
from knowledge.text.analysis import INDEXER_WORD_CHARS, keep_words

ARTICLES_PER_BULK = 100
"""Articles that are read, analysed and sent together, while those before them are being sent."""
ARTICLES_PER_TAKE = 1_000
"""Articles that are taken together by what no person waits for."""
POLL_SECONDS = 0.2
"""How often an indexer looks whether something has changed."""
LEFT_SECONDS = 3.0
"""After how long a bot takes in what others have changed and no indexer has taken, and how often it looks."""
CATCH_UP_SECONDS = 10.0
"""How long whoever adds something waits until it can be asked about."""
MAX_PAUSE_SECONDS = 15.0
"""How long an indexer waits at most before it tries again to reach a server that is away."""
LARGE_PARAGRAPHS = 200_000
"""A collection with more has an index of its own, so that the shards of the others stay even."""
UNFOLLOWED_SECONDS = 2 * 86_400.0
"""After how long the indexes of another version are deleted into which nothing is taken any more."""
STALE_SECONDS = 130.0
"""After how long nobody works with the places of indexes that were read before: the store ends a longer transaction."""

FillProgress = Callable[[str, int], None]
"""Called with a collection and how many of its articles have just been put into an index."""
log = logging.getLogger(__name__)


@asynccontextmanager
async def following(database: Database, address: str) -> AsyncIterator["Indexer | None"]:
    """Keep a cluster in step with the store until the block ends; yield what does, None without an address.

    Changes are taken in beside whatever else goes on: at once what this process waits for, and the rest when no other
    indexer has taken it. While the cluster is away, they wait.

    Args:
        database: The store's.
        address: The cluster's; see `SearchAddress`.

    Raises:
        StoreUnavailable: The store is in a file, the address is none, or what speaks to the cluster is not installed.
    """
    if not address:
        yield None
        return
    indexer = Indexer(database, open_engine(database, address))
    try:
        with suppress(SearchUnavailable):
            await indexer.begin()
        running = asyncio.create_task(indexer.run(leftovers=True))
        try:
            yield indexer
        finally:
            running.cancel()
            await asyncio.gather(running, indexer.stop_catching_up(), return_exceptions=True)
    finally:
        await asyncio.to_thread(indexer.engine.close)


def open_engine(database: Database, address: str) -> Engine:
    """Return the connection to a cluster that is to follow a store; raise StoreUnavailable."""
    if not database.on_server:
        raise StoreUnavailable(
            "Search on OpenSearch needs a store on a PostgreSQL server. Set FOOTNOTE_DATABASE, or remove "
            "FOOTNOTE_SEARCH."
        )
    try:
        return Engine(SearchAddress.parse(address))
    except ValueError:
        # Not as the cause: it can quote the password.
        raise StoreUnavailable(
            "The address of the search cluster can't be read. It must look like https://user:password@host:9200."
        ) from None
    except ImportError as error:
        raise StoreUnavailable(
            "The package opensearch-py, which OpenSearch needs, is not installed. Install Footnote with the extra "
            "cluster."
        ) from error


class Indexer:
    """Keeps a cluster in step with the store.

    Attributes:
        engine: The cluster's indexes.
        outbox: What they are still to take in.

    Args:
        database: The store's, on a PostgreSQL server.
        engine: The cluster's indexes.
        progress: Called as indexes are filled.
    """

    def __init__(self, database: Database, engine: Engine, progress: FillProgress | None = None) -> None:
        self.engine = engine
        self.outbox = Outbox(database, engine.base)
        self._is_ready = False
        self._sweeps = ""
        self._catching_up: set[asyncio.Task[bool]] = set()
        self._progress = progress or (lambda collection, articles: None)

    async def begin(self) -> None:
        """Make the indexes that are missing, and have changes noted for them from now on.

        Raises:
            SearchUnavailable: The cluster is away.
        """
        is_new = not await asyncio.to_thread(self.engine.exists, "servers")
        await asyncio.to_thread(self.engine.create)
        is_followed = not await self.outbox.follow()
        if is_followed and is_new:
            # The cluster has lost what it had.
            await self.outbox.unfollow()
            await self.outbox.follow()
        elif not is_followed and not is_new:
            # What was removed while nobody followed may still be there.
            await self.begin_rebuild()
        await self._look()
        self._is_ready = True

    async def run(self, *, leftovers: bool = False) -> None:
        """Take in what changes, and fill what is to be filled, until it is cancelled.

        Args:
            leftovers: Whether it takes changes only after a while, as a bot does beside indexers of their own.
        """
        if not leftovers:
            keep_words(INDEXER_WORD_CHARS)
        pause = POLL_SECONDS
        while True:
            try:
                if not self._is_ready:
                    await self.begin()
                if not await self.step(leftovers=leftovers):
                    await asyncio.sleep(LEFT_SECONDS if leftovers else POLL_SECONDS)
                pause = POLL_SECONDS
            except Exception as error:
                # Whatever it is, what was taken is free again, and others go on.
                expected = isinstance(error, SearchUnavailable | StoreUnavailable)
                log.warning("Changed articles wait to be taken into the index: %s", error, exc_info=not expected)
                # Not all at the same moment, as all have lost the server at the same moment.
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))
                pause = min(2 * pause, MAX_PAUSE_SECONDS)

    async def step(self, *, leftovers: bool = False) -> bool:
        """Take in some changes, or fill an index with some articles; False where there is nothing to do."""
        try:
            return await self._step(leftovers)
        except SearchUnavailable:
            await self._give_up_lost()
            raise

    async def _step(self, leftovers: bool) -> bool:
        if await self.take_in(older_than=LEFT_SECONDS if leftovers else 0.0):
            return True
        placement = await self._look()
        if await self._fill(REBUILD):
            return True
        if placement.filling and not await self.outbox.refills(REBUILD):
            await self._finish_rebuild(placement)
            return True
        for collection, name in placement.filling_own.items():
            if await self._fill(name):
                return True
            if not await self.outbox.refills(name):
                await asyncio.to_thread(self.engine.open_filled, {"own": name})
                log.info("The collection %s has an index of its own now", collection)
                await self.outbox.change_state(name, "moved")
                await self._look()
        return False

    async def take_in(self, *, collection: str = "", older_than: float = 0.0, wait: bool = False) -> int:
        """Take in the oldest changes that no other indexer has; return how many.

        Args:
            collection: Whose; of all by default.
            older_than: How many seconds ago they were made at least.
            wait: Whether it returns only when questions see them.
        """
        most = ARTICLES_PER_BULK if wait else ARTICLES_PER_TAKE
        async with self.outbox.take(most, collection=collection, older_than=older_than) as noted:
            if not noted:
                return 0
            # Before the articles are read: an index that is filled from now on is filled with what they are by then.
            placement = await self._look()
            last = {each.collection: each.version for each in noted}

            def write(changes: Sequence[IndexChange]) -> None:
                self.engine.write(changes, wait=wait)
                if placement.filling:
                    self.engine.write(changes, into=placement.filling)
                for each in changes:
                    if own := placement.filling_own.get(each.collection):
                        self.engine.write([each], into={"own": own})

            sent = await self._send(dict.fromkeys((each.collection, each.row) for each in noted), last, write)
            for purged in sorted(sent.purged):
                log.info("The collection %s was purged", purged)
                await asyncio.to_thread(self.engine.forget_collection, purged)
            await self.outbox.note_words(sent.worn)
            # Before it is done, as nobody would tell of it where this process dies right after that.
            told = await self.outbox.done_up_to(last, besides=noted)
            await self._tell(noted, told, placement)
        done = await self.outbox.done_up_to(last)
        if done != told:
            # Another indexer had some of the same collection in hand.
            await self._tell(noted, done, placement)
        return len(noted)

    async def catch_up(self, collection: str, seconds: float = CATCH_UP_SECONDS) -> bool:
        """Take in what has changed in a collection until now; False where that takes longer, and others will."""
        work = asyncio.create_task(self._catch_up(collection, monotonic() + seconds))
        self._catching_up.add(work)
        work.add_done_callback(self._catching_up.discard)
        # A cluster that hangs keeps a step for minutes: the step goes on, and nobody waits for it.
        done, _ = await asyncio.wait({work}, timeout=seconds)
        return bool(done) and work.result()

    async def stop_catching_up(self) -> None:
        """End what nobody waits for any more."""
        left = list(self._catching_up)
        for work in left:
            work.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _catch_up(self, collection: str, deadline: float) -> bool:
        try:
            last = await self.outbox.last(collection)
            by_others = not last
            while last and not await self.outbox.is_done(collection, last):
                if monotonic() > deadline:
                    return False
                if not await self.take_in(collection=collection, wait=True):
                    by_others = True
                    await asyncio.sleep(POLL_SECONDS / 4)
            if by_others:
                # Who takes in what nobody waits for does not wait until questions see it either.
                await asyncio.to_thread(self.engine.wait_until_seen, collection)
        except (SearchUnavailable, StoreUnavailable) as error:
            log.warning("What was added waits to be taken into the index: %s", error)
            return False
        return True

    async def _look(self) -> Placement:
        """See which indexes there are, and have the engine know."""
        placement = await self.outbox.placement()
        self.engine.own, self.engine.moving = placement.own, placement.filling_own.keys()
        if placement.sweeps != self._sweeps:
            self.engine.forget_known_words()
            self._sweeps = placement.sweeps
        return placement

    async def begin_rebuild(self) -> None:
        """Begin to fill new indexes beside those that are asked; `step` does the rest, in any process."""
        if not (await self.outbox.placement()).filling:
            names = await asyncio.to_thread(self.engine.begin_rebuild)
            await self.outbox.begin_rebuild(names)

    async def _give_up_lost(self) -> None:
        """Begin again with indexes that are being filled, where the node is gone that has them: there is no copy."""
        placement = await self.outbox.placement()
        rebuilt, own = set(placement.filling.values()), set(placement.filling_own.values())
        if not rebuilt and not own:
            return
        lost = set(await asyncio.to_thread(self.engine.lost, rebuilt | own))
        if rebuilt & lost:
            log.warning("The node is gone that had the new indexes; they are filled from the beginning")
            # The end of the rebuild deletes whatever is not asked then.
            names = await asyncio.to_thread(self.engine.begin_rebuild)
            await self.outbox.begin_rebuild(names, instead_of=rebuilt)
        if gone := sorted(own & lost):
            log.warning("The node is gone that had an index that was being filled; it is begun later")
            for name in gone:
                await self.outbox.end_move(name)
            await asyncio.sleep(STALE_SECONDS)
            for name in gone:
                await asyncio.to_thread(self.engine.drop, name)

    async def rebuild(self) -> None:
        """Fill new indexes beside those that are asked, and return once they are asked and have everything.

        Where it was stopped, it goes on. Other processes help where they run.
        """
        keep_words(INDEXER_WORD_CHARS)
        if not await self.outbox.refills(REBUILD):
            await self.begin_rebuild()
        while not await self.is_filled():
            if not await self.step():
                await asyncio.sleep(POLL_SECONDS)

    async def is_filled(self) -> bool:
        """Tell whether nothing is left to be filled or taken in."""
        placement = await self.outbox.placement()
        busy = placement.filling or placement.filling_own or await self.outbox.refills(REBUILD)
        return not busy and not await self.outbox.waiting()

    async def do_chores(self) -> None:
        """Expunge what was deleted, and see which indexes are needed: for one process at a time."""
        for base in await self.outbox.unfollow_idle(UNFOLLOWED_SECONDS):
            log.info("Nothing is taken into the indexes %s any more; they are deleted", base)
            await asyncio.to_thread(self.engine.drop_others, base)
        await self.expunge()
        await self.separate_large()
        await self.settle()

    async def expunge(self, wait: float = STALE_SECONDS) -> None:
        """Leave nothing of deleted articles in the cluster's files, nor words that no article has any more.

        Args:
            wait: How long what other processes have in hand can take, and the cluster needs to give up what is deleted.
        """
        last = {
            collection: await asyncio.to_thread(self.engine.last_word, collection)
            for collection in await self.outbox.noted_words()
        }
        if last:
            await self.outbox.begin_sweep()
            await asyncio.sleep(wait)
            # What is noted from here on is for the next sweep, and so is what this one does not come to.
            noted = await self.outbox.noted_words()
            for collection in last.keys() & noted.keys():
                await asyncio.to_thread(self.engine.sweep_words, collection, last[collection])
                await self.outbox.end_sweep(collection, noted[collection])
            await asyncio.sleep(wait)
        await asyncio.to_thread(self.engine.expunge)

    async def separate_large(self, paragraphs: int = LARGE_PARAGRAPHS) -> list[str]:
        """Begin to move large collections to indexes of their own; return which. They are asked all the while."""
        placement = await self.outbox.placement()
        if placement.filling:
            return []
        here = {SHARED, SAMPLES, *placement.own, *placement.filling_own}
        moving = [each for each in await self.outbox.large(paragraphs) if each not in here]
        for collection in moving:
            name = await asyncio.to_thread(self.engine.create_own, collection)
            await self.outbox.begin_move(collection, name)
        return moving

    async def settle(self, wait: float = STALE_SECONDS) -> None:
        """Delete what moved and purged collections have left, once no process works with the old places any more."""
        purged = await self.outbox.give_up_purged()
        placement = await self._look()
        if not placement.moved and not purged:
            return
        await asyncio.sleep(wait)
        for collection, name in purged.items():
            # Somebody may have begun it again meanwhile, in the index that it had.
            await self.outbox.refill(collection)
            await asyncio.to_thread(self.engine.drop, name)
        for collection in sorted(placement.moved):
            await asyncio.to_thread(self.engine.leave, collection)
            await self.outbox.change_state(placement.own[collection], "serving")

    async def _fill(self, name: str) -> bool:
        """Put the next articles into an index that is filled; False where others do that, or nothing is left."""
        async with self.outbox.take_refill(name, ARTICLES_PER_TAKE) as taken:
            if not taken:
                return False
            # Now that it is taken: a rebuild that begins from here on waits for this, and has all filled in again.
            placement = await self._look()
            into: Mapping[IndexPart, str] | None = {"own": name} if name != REBUILD else placement.filling or None
            wanted = [(each.collection, row) for each in taken for row in each.rows]

            def write(changes: Sequence[IndexChange]) -> None:
                self.engine.write(changes, into=into)

            await self._send(wanted, {}, write)
            if done := [each.collection for each in taken if each.is_last]:
                versions = await self.outbox.done_up_to(done)
                await asyncio.to_thread(lambda: self.engine.reached(versions, into=into))
        for each in taken:
            self._progress(each.collection, len(each.rows))
        return True

    async def _send(
        self,
        wanted: Iterable[tuple[str, int]],
        last: Mapping[str, int],
        write: Callable[[Sequence[IndexChange]], None],
    ) -> "_Sent":
        """Send what has become of articles: some are read and analysed while those before them are being sent.

        Args:
            wanted: Their collections and rows.
            last: The version of a collection at its last change, where it may have been purged since.
            write: Sends some.
        """
        left, sending = iter(wanted), asyncio.create_task(asyncio.sleep(0))
        worn, purged = set[str](), set[str]()
        try:
            while chunk := list(islice(left, ARTICLES_PER_BULK)):
                rows: defaultdict[str, set[int]] = defaultdict(set)
                for collection, row in chunk:
                    rows[collection].add(row)
                states = await self.outbox.states(rows)
                changes = await asyncio.to_thread(_analysed, rows, states, last)
                await sending
                sending = asyncio.create_task(asyncio.to_thread(write, changes))
                for collection, state in states.items():
                    if self.engine.writes_words(collection) and (
                        len(state.articles) < len(rows[collection]) or any(each.version > 1 for each in state.articles)
                    ):
                        worn.add(collection)
                    if state.version:
                        purged.discard(collection)  # It may have been begun again since.
                    else:
                        purged.add(collection)
            await sending
        except BaseException:
            # Nobody waits for what is still being sent: it will be taken and sent again.
            sending.cancel()
            raise
        return _Sent(worn, purged)

    async def _finish_rebuild(self, placement: Placement) -> None:
        await asyncio.to_thread(self.engine.finish_rebuild, placement.filling)
        gone = await self.outbox.end_rebuild()
        await self._look()
        if gone:
            await asyncio.sleep(STALE_SECONDS)
        for name in gone:
            await asyncio.to_thread(self.engine.drop, name)

    async def _tell(self, noted: Sequence[NotedChange], done: Mapping[str, int], placement: Placement) -> None:
        """Note in the indexes up to which version of each collection they have everything."""
        purged = {each.collection: each.version + 1 for each in noted}
        versions = {**purged, **done}

        def tell() -> None:
            self.engine.reached(versions)
            if placement.filling:
                self.engine.reached(versions, into=placement.filling)

        await asyncio.to_thread(tell)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What is left to do after articles were sent."""

    worn: Set[str]
    """Collections some of whose words may be in no article any more."""
    purged: Set[str]
    """Those that are there no more."""


def _analysed(
    rows: Mapping[str, Set[int]], states: Mapping[str, CollectionState], last: Mapping[str, int]
) -> list[IndexChange]:
    """Return what has become of articles; it takes processor time."""
    return [
        IndexChange(
            collection,
            # A purged collection has no version; what it had can have been read with its last one.
            state.version or last.get(collection, 0) + 1,
            [documents(collection, each) for each in state.articles],
            rows[collection] - {each.row for each in state.articles},
        )
        for collection, state in states.items()
    ]
