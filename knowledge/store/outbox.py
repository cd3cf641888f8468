"""What a search cluster is still to take in: changed articles, collections to fill an index with, and where those lie.

Changes are noted by the database itself, in the transaction that makes them, for each cluster that follows. What has
been taken is locked until it is done: where an indexer dies, another one takes the same again.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from time import time_ns
from typing import Literal

from knowledge.models import Article
from knowledge.store.articles import build_articles, fetch_rows
from knowledge.store.database import Connection, Database, Row, storable_text

_NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"
IndexPart = Literal["servers", "shared", "words", "own"]
"""What an index holds; `own` is that of one large collection."""
REBUILD = ""
"""What a rebuild's refills are for, where others are for the index of one collection."""
_WORDS = "words"
"""What notes are for of collections some of whose words may be in no article any more."""
MAX_TAKES = 2
"""Takes of one process at a time: each holds a connection, and what is done within it needs another one."""
PARAGRAPHS_PER_TAKE = 5_000
"""Paragraphs of the articles that are taken together, at least one article: it takes a second or two to index them, and
a person can wait for one of them."""
COLLECTIONS_PER_TAKE = 200
"""Collections whose articles are taken together to fill an index; one with many articles is taken alone."""


@dataclass(frozen=True, slots=True)
class NotedChange:
    """An article that was added, changed or taken away."""

    id: int
    """Its place in the outbox, where later changes have higher ones."""
    collection: str
    row: int
    """The article's key in the store."""
    version: int
    """The collection's version when it was noted."""


@dataclass(frozen=True, slots=True)
class CollectionState:
    """Articles of a collection at one moment."""

    version: int
    """The collection's at that moment; 0 where it was purged."""
    articles: tuple[Article, ...]
    """Those that were asked for and live."""


@dataclass(frozen=True, slots=True)
class Refill:
    """The next articles of a collection that an index is being filled with."""

    collection: str
    rows: tuple[int, ...]
    is_last: bool
    """Whether the collection has no more."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Which indexes there are besides those that are always asked."""

    own: Mapping[str, str] = field(default_factory=dict)
    """Collections that are asked in an index of their own, with its name."""
    filling: Mapping[IndexPart, str] = field(default_factory=dict)
    """Parts that are rebuilt, with the names of their new indexes."""
    filling_own: Mapping[str, str] = field(default_factory=dict)
    """Collections that are being moved into an index of their own, with its name."""
    moved: frozenset[str] = frozenset()
    """Collections of `own` that can still be in the index that they were in before."""
    sweeps: str = ""
    """Changes when words that no article has any more are about to be deleted."""


class Outbox:
    """The changes that one cluster has not taken in yet.

    Args:
        database: The store's, on a server.
        base: What the names of the cluster's indexes begin with.
    """

    def __init__(self, database: Database, base: str) -> None:
        self._database = database
        self._base = base
        self._takes = asyncio.Semaphore(MAX_TAKES)

    async def follow(self) -> bool:
        """Have all changes noted from now on, and all collections filled in; False where that was done before."""
        # Alone: whoever changes an article meanwhile would not see that somebody follows.
        async with self._database.transaction() as connection:
            if list(await connection.execute_fetchall("SELECT 1 FROM search_index WHERE name = ?", (self._base,))):
                return False
            await connection.execute_fetchall(
                "INSERT INTO search_index (name, base, part, state) VALUES (?, ?, '', 'serving')",
                (self._base, self._base),
            )
            await self._refill_all(connection)
        return True

    async def unfollow(self) -> None:
        """Have nothing noted any more."""
        async with self._database.transaction() as connection:
            for table in ("outbox", "refill", "search_index"):
                await connection.execute_fetchall(f"DELETE FROM {table} WHERE base = ?", (self._base,))

    async def unfollow_idle(self, seconds: float) -> list[str]:
        """Have nothing noted for others whose changes nobody has taken for so long; return their bases."""
        rows = await self._database.execute(
            f"SELECT base FROM outbox WHERE base <> ? GROUP BY base HAVING MIN(at) < {_NOW} - ? ORDER BY base",
            (self._base, seconds),
        )
        idle = [row["base"] for row in rows]
        for base in idle:
            await Outbox(self._database, base).unfollow()
        return idle

    @asynccontextmanager
    async def take(
        self, most: int, *, collection: str = "", older_than: float = 0.0
    ) -> AsyncIterator[Sequence[NotedChange]]:
        """Take the oldest changes that nobody else has taken; they are done when the block ends without an error.

        Args:
            most: How many at most; fewer where they have more than `PARAGRAPHS_PER_TAKE`.
            collection: Whose; of all by default.
            older_than: How many seconds ago they were noted at least.
        """
        async with self._takes, self._database.transaction("queue") as connection:
            rows = await connection.execute_fetchall(
                "SELECT outbox.id, outbox.collection, article, outbox.version, COALESCE(paragraphs, 0) AS paragraphs"
                " FROM outbox LEFT JOIN article ON article.id = outbox.article"
                f" WHERE base = ? AND (? = '' OR outbox.collection = ?) AND (? = 0 OR at < {_NOW} - ?)"
                " ORDER BY outbox.id LIMIT ? FOR UPDATE OF outbox SKIP LOCKED",
                (self._base, collection, collection, older_than, older_than, most),
            )
            taken = [
                NotedChange(row["id"], row["collection"], row["article"], row["version"]) for row in _first(list(rows))
            ]
            yield taken
            await connection.execute_fetchall(
                "DELETE FROM outbox WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
                (json.dumps([each.id for each in taken]),),
            )

    async def waiting(self) -> int:
        """Return how many changes are not done yet."""
        [[count]] = await self._database.execute("SELECT COUNT(*) FROM outbox WHERE base = ?", (self._base,))
        return int(count)

    async def last(self, collection: str) -> int:
        """Return the place of the last change of a collection that is not done yet; 0 where all are."""
        [[last]] = await self._database.execute(
            "SELECT COALESCE(MAX(id), 0) FROM outbox WHERE collection = ? AND base = ?",
            (storable_text(collection), self._base),
        )
        return int(last)

    async def is_done(self, collection: str, last: int) -> bool:
        """Tell whether the changes of a collection are done up to a place."""
        return not list(
            await self._database.execute(
                "SELECT 1 FROM outbox WHERE collection = ? AND base = ? AND id <= ? LIMIT 1",
                (storable_text(collection), self._base, last),
            )
        )

    async def done_up_to(self, collections: Iterable[str], *, besides: Iterable[NotedChange] = ()) -> dict[str, int]:
        """Return the version of each collection up to which everything is done, or will be with some changes."""
        names = json.dumps(list(collections))
        rows = await self._database.execute(
            "SELECT name, COALESCE(waiting.first - 1, collection.version) AS version FROM collection LEFT JOIN ("
            "   SELECT outbox.collection, MIN(outbox.version) AS first FROM outbox WHERE base = ?"
            "   AND outbox.collection IN (SELECT value FROM json_each(?))"
            "   AND outbox.id NOT IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) GROUP BY outbox.collection"
            " ) AS waiting ON waiting.collection = name WHERE name IN (SELECT value FROM json_each(?))",
            (self._base, names, json.dumps([each.id for each in besides]), names),
        )
        return {row["name"]: row["version"] for row in rows}

    async def states(self, wanted: Mapping[str, Collection[int]]) -> dict[str, CollectionState]:
        """Return articles of collections by their rows, all of one moment."""
        async with self._database.snapshot() as connection:
            return await self._states(connection, wanted)

    async def placement(self) -> Placement:
        rows = list(
            await self._database.execute(
                "SELECT name, part, collection, state FROM search_index WHERE base = ?", (self._base,)
            )
        )
        # The row of the base itself counts sweeps where others name a collection.
        sweeps = next((row["collection"] for row in rows if not row["part"]), "")
        owned = [row for row in rows if row["part"] == "own"]
        return Placement(
            own={row["collection"]: row["name"] for row in owned if row["state"] != "filling"},
            filling={row["part"]: row["name"] for row in rows if row["part"] not in ("", "own")},
            filling_own={row["collection"]: row["name"] for row in owned if row["state"] == "filling"},
            moved=frozenset(row["collection"] for row in owned if row["state"] == "moved"),
            sweeps=sweeps,
        )

    async def note_words(self, collections: Iterable[str]) -> None:
        """Note that some words of these collections may be in no article any more."""
        if names := sorted(set(collections)):
            await self._database.execute(
                "INSERT INTO refill (base, name, collection, last) SELECT ?, ?, value, 0 FROM json_each(?) WHERE TRUE"
                # Counted, so that what is noted during a sweep is not done with it.
                " ON CONFLICT (base, name, collection) DO UPDATE SET last = refill.last + 1",
                (self._base, _WORDS, json.dumps(names)),
            )

    async def begin_sweep(self) -> bool:
        """Have every process send all words again from now on; False where no collection was noted so."""
        noted = await self.noted_words()
        if noted:
            await self._database.execute(
                "UPDATE search_index SET collection = CAST(? AS TEXT) WHERE name = ?", (str(time_ns()), self._base)
            )
        return bool(noted)

    async def noted_words(self) -> dict[str, int]:
        """Return the collections that `note_words` has noted, each with what `end_sweep` knows the note by."""
        rows = await self._database.execute(
            "SELECT collection, last FROM refill WHERE base = ? AND name = ? ORDER BY collection", (self._base, _WORDS)
        )
        return {row["collection"]: row["last"] for row in rows}

    async def end_sweep(self, collection: str, note: int) -> None:
        """Note that the words of a collection were swept, unless it has been noted again since."""
        await self._database.execute(
            "DELETE FROM refill WHERE base = ? AND name = ? AND collection = ? AND last = ?",
            (self._base, _WORDS, collection, note),
        )

    async def large(self, paragraphs: int) -> list[str]:
        """Return the collections with more paragraphs than that, the largest first."""
        rows = await self._database.execute(
            "SELECT collection FROM article WHERE withdrawn_at IS NULL GROUP BY collection"
            " HAVING SUM(paragraphs) > ? ORDER BY SUM(paragraphs) DESC, collection",
            (paragraphs,),
        )
        return [row["collection"] for row in rows]

    async def begin_rebuild(self, names: Mapping[IndexPart, str], instead_of: Collection[str] = ()) -> None:
        """Have all changes taken into these indexes too, by part, and fill them with all collections.

        Args:
            names: The indexes, by part.
            instead_of: Those of a rebuild that is given up; nothing is begun where somebody else has.
        """
        async with self._database.transaction() as connection:
            if instead_of and not await self._give_up(connection, instead_of):
                return
            await connection.executemany(
                "INSERT INTO search_index (name, base, part, state) VALUES (?, ?, ?, 'filling')",
                [(name, self._base, part) for part, name in names.items()],
            )
            await self._refill_all(connection)

    async def end_rebuild(self) -> list[str]:
        """Note that the new indexes are those that are asked, for all collections; return what is no longer used."""
        async with self._database.transaction() as connection:
            gone = await connection.execute_fetchall(
                "DELETE FROM search_index WHERE base = ? AND part <> '' RETURNING name, collection", (self._base,)
            )
            await connection.execute_fetchall("DELETE FROM refill WHERE base = ?", (self._base,))
        return [row["name"] for row in gone if row["collection"]]

    async def begin_move(self, collection: str, name: str) -> None:
        """Have a collection's changes taken into an index of its own too, and fill that."""
        async with self._database.transaction() as connection:
            await connection.execute_fetchall(
                "INSERT INTO search_index (name, base, part, collection, state) VALUES (?, ?, 'own', ?, 'filling')",
                (name, self._base, collection),
            )
            await connection.execute_fetchall(
                "INSERT INTO refill (base, name, collection, last) VALUES (?, ?, ?, 0)", (self._base, name, collection)
            )

    async def end_move(self, name: str) -> None:
        """Give up an index that was to be a collection's own: it is asked where it was before."""
        async with self._database.transaction() as connection:
            await self._give_up(connection, [name])
            await connection.execute_fetchall("DELETE FROM refill WHERE base = ? AND name = ?", (self._base, name))

    async def _give_up(self, connection: Connection, names: Collection[str]) -> bool:
        """Have nothing taken into indexes that are filled any more; False where nothing was."""
        given_up = await connection.execute_fetchall(
            "DELETE FROM search_index WHERE state = 'filling' AND name IN (SELECT value FROM json_each(?))"
            " RETURNING name",
            (json.dumps(list(names)),),
        )
        return bool(list(given_up))

    async def change_state(self, name: str, state: str) -> None:
        """Note that an index is asked from now on (`moved`), or that nothing is left in the one before (`serving`)."""
        await self._database.execute("UPDATE search_index SET state = ? WHERE name = ?", (state, name))

    async def give_up_purged(self) -> dict[str, str]:
        """Note that purged collections have no index of their own any more; return those, each with its index."""
        async with self._database.transaction() as connection:
            gone = await connection.execute_fetchall(
                "DELETE FROM search_index WHERE base = ? AND part = 'own'"
                " AND collection NOT IN (SELECT name FROM collection) RETURNING collection, name",
                (self._base,),
            )
        return {row["collection"]: row["name"] for row in gone}

    async def refill(self, collection: str) -> None:
        """Have a collection filled in again where it is asked."""
        await self._database.execute(
            "INSERT INTO refill (base, name, collection, last) VALUES (?, ?, ?, 0)"
            " ON CONFLICT (base, name, collection) DO UPDATE SET last = 0",
            (self._base, REBUILD, collection),
        )

    async def refills(self, name: str) -> list[str]:
        """Return the collections that an index is still to be filled with."""
        rows = await self._database.execute(
            "SELECT collection FROM refill WHERE base = ? AND name = ? ORDER BY collection", (self._base, name)
        )
        return [row["collection"] for row in rows]

    @asynccontextmanager
    async def take_refill(self, name: str, most: int) -> AsyncIterator[Sequence[Refill]]:
        """Take the next articles that an index is to be filled with, of collections that nobody else has in hand.

        They are done when the block ends without an error.

        Args:
            name: The index; `REBUILD` for all that are rebuilt.
            most: How many articles at most; fewer where they have more than `PARAGRAPHS_PER_TAKE`.
        """
        mine = (self._base, name)
        async with self._takes, self._database.transaction("queue") as connection:
            locked: list[str] = []
            taken: list[Refill] = []
            # First one alone: where it has many articles, others can go on with the next one.
            for collections in (1, COLLECTIONS_PER_TAKE):
                if not taken or taken[-1].is_last:
                    rows = await connection.execute_fetchall(
                        "SELECT collection FROM refill WHERE base = ? AND name = ?"
                        " AND collection NOT IN (SELECT value FROM json_each(?))"
                        " ORDER BY collection LIMIT ? FOR UPDATE SKIP LOCKED",
                        (*mine, json.dumps(locked), collections),
                    )
                    locked += [row["collection"] for row in rows]
                    taken = await self._next_articles(connection, name, locked, most)
            yield taken
            done = [each.collection for each in taken if each.is_last]
            await connection.execute_fetchall(
                "DELETE FROM refill WHERE base = ? AND name = ? AND collection IN (SELECT value FROM json_each(?))",
                (*mine, json.dumps(done)),
            )
            for each in taken:
                if not each.is_last:
                    await connection.execute_fetchall(
                        "UPDATE refill SET last = ? WHERE base = ? AND name = ? AND collection = ?",
                        (each.rows[-1], *mine, each.collection),
                    )

    async def _next_articles(
        self, connection: Connection, name: str, collections: Sequence[str], most: int
    ) -> list[Refill]:
        """Return the next articles of some collections, one collection after the other, as far as they go together."""
        rows = list(
            await connection.execute_fetchall(
                "SELECT refill.collection, next.id, next.paragraphs FROM refill CROSS JOIN LATERAL ("
                "   SELECT id, paragraphs FROM article WHERE article.collection = refill.collection"
                "   AND withdrawn_at IS NULL AND id > refill.last ORDER BY id LIMIT ?) AS next"
                " WHERE base = ? AND name = ? AND refill.collection IN (SELECT value FROM json_each(?))"
                " ORDER BY refill.collection, next.id LIMIT ?",
                (most, self._base, name, json.dumps(collections), most),
            )
        )
        first = _first(rows)
        coming: defaultdict[str, list[int]] = defaultdict(list)
        for row in first:
            coming[row["collection"]].append(row["id"])
        left = len(first) == most or len(first) < len(rows)
        reached = [each for each in sorted(collections) if not left or each <= first[-1]["collection"]]
        return [
            Refill(each, tuple(coming[each]), is_last=not left or each < first[-1]["collection"]) for each in reached
        ]

    async def _refill_all(self, connection: Connection) -> None:
        await connection.execute_fetchall(
            "INSERT INTO refill (base, name, collection, last) SELECT ?, ?, name, 0 FROM collection WHERE TRUE"
            " ON CONFLICT (base, name, collection) DO UPDATE SET last = 0",
            (self._base, REBUILD),
        )

    async def _states(
        self, connection: Connection, wanted: Mapping[str, Collection[int]]
    ) -> dict[str, CollectionState]:
        versions = await connection.execute_fetchall(
            "SELECT name, version FROM collection WHERE name IN (SELECT value FROM json_each(?))",
            (json.dumps(list(wanted)),),
        )
        known = {row["name"]: row["version"] for row in versions}
        rows, paragraphs = await fetch_rows(connection, [row for rows in wanted.values() for row in rows])
        articles = await asyncio.to_thread(build_articles, rows, paragraphs)
        return {
            collection: CollectionState(
                known.get(collection, 0), tuple(articles[row] for row in sorted(rows) if row in articles)
            )
            for collection, rows in wanted.items()
        }


def _first(rows: Sequence[Row]) -> list[Row]:
    """Return as many of the first rows as can be taken together by their paragraphs, at least one."""
    sizes = accumulate(row["paragraphs"] for row in rows)
    return [
        row for at, (row, size) in enumerate(zip(rows, sizes, strict=True)) if not at or size <= PARAGRAPHS_PER_TAKE
    ]
