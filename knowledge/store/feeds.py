"""Feeds that a collection follows, and what has been seen in them; a poll is claimed before it is made."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from knowledge.errors import KnowledgeError
from knowledge.store.database import Connection, Database, Row, storable_text, to_moment, to_utc, valid_id

FeedState = Literal["active", "paused", "stopped"]
"""A stopped feed is one that its publisher has ended."""
FeedNews = Literal["failing", "recovered"]
"""What moderators are told of a feed."""
CLAIM = timedelta(minutes=15)
"""How long a poll can take; after it, another process takes a feed for one whose poll was killed."""
MAX_NOTED_ITEMS = 20_000
"""Items of a feed beyond which those that it no longer has are forgotten."""
PATIENCE = timedelta(hours=24)
"""How long a feed can fail before anybody is told."""
MIN_FAILURES_TOLD = 3
"""Polls in a row that failed before anybody is told."""


class FeedRefused(KnowledgeError):
    """A feed too many, or one that there is none of."""


class FeedFailure(KnowledgeError):
    """Why a feed could not be read the last time, as the store keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that a collection follows."""

    id: int
    collection: str
    url: str
    title: str
    """What the feed calls itself; empty before it has been read."""
    state: FeedState
    channel: str
    """The channel in which it was added; empty where it was not on Discord."""
    etag: str
    last_modified: str
    pace: timedelta
    """How long from one poll to the next."""
    due_at: datetime
    claimed_until: datetime | None
    succeeded_at: datetime | None
    failures: int
    """Polls in a row that failed."""
    failing_since: datetime | None
    error: FeedFailure | None
    """Why the last poll failed."""
    telling_at: datetime | None
    """When a process set about telling moderators of it; that may have arrived."""
    items: int = 0
    """How many of its items are articles."""

    @property
    def shown_url(self) -> str:
        """Its address without the query, which can hold a secret of the person who added it."""
        address, query, _ = self.url.partition("?")
        return f"{address}?…" if query else address

    @property
    def name(self) -> str:
        return self.title or self.shown_url


@dataclass(frozen=True, slots=True)
class SeenItem:
    """An item of a feed that was seen before."""

    content: str
    """Hash of what it said; empty where its full text is still to be fetched."""
    article: int = 0
    """The store's row of its article; 0 where it became none."""
    tries: int = 0
    """How often its full text was asked for in vain."""


@dataclass(frozen=True, slots=True)
class UrlHolder:
    """The article that a collection has of an address."""

    origin: str
    """Hash of what it was read from."""
    content: str
    """Hash of its title and text."""
    items: frozenset[str]
    """The items of the feed that asks which it came from, by their keys; none where it came from elsewhere."""
    row: int = 0
    """The store's row of it; 0 where it has none yet."""

    @property
    def is_own(self) -> bool:
        """Whether it came from the feed that asks."""
        return bool(self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What a poll changes in its feed."""

    due_at: datetime
    error: KnowledgeError | None = None
    """Why it failed; None where it didn't."""
    stopped: bool = False
    """Whether the publisher says that there is no such feed any more."""
    url: str = ""
    """The feed's new address, where it has moved for good."""
    title: str = ""
    etag: str | None = None
    """What to compare the feed with the next time; None leaves that as it is."""
    last_modified: str | None = None
    pace: timedelta | None = None


class FeedStore:
    """The feeds in the store's file; people are in it only as the question log's keyed hash."""

    def __init__(self, database: Database, hash_asker: Callable[[str], str]) -> None:
        self._database = database
        self._hash_asker = hash_asker

    async def add(
        self,
        url: str,
        *,
        collection: str,
        now: datetime,
        title: str = "",
        added_by: str = "",
        channel: str = "",
        most: int = 0,
    ) -> Feed:
        """Follow a feed from now on.

        Args:
            url: The feed's address.
            collection: Where its items are added.
            now: When it is polled first.
            title: What it is called.
            added_by: The id of who adds it; it is kept only as a keyed hash.
            channel: Where moderators are told when it fails.
            most: How many feeds the collection can have; 0 is no limit.

        Raises:
            FeedRefused: The collection has it, or has as many as it can.
        """
        name, safe = storable_text(collection), storable_text(url)
        async with self._database.transaction("limits") as connection:
            for known in await connection.execute_fetchall(
                "SELECT id FROM feed WHERE collection = ? AND url = ?", (name, safe)
            ):
                raise FeedRefused("I already follow that feed here; it is number {number}.", number=known["id"])
            [[count]] = await connection.execute_fetchall("SELECT COUNT(*) FROM feed WHERE collection = ?", (name,))
            if most and count >= most:
                raise FeedRefused(
                    "I already follow as many feeds here as I can ({number}). Remove one first.", number=most
                )
            rows = await connection.execute_fetchall(
                "INSERT INTO feed (collection, url, title, channel, added_by, added_at, due_at)"
                " VALUES (:collection, :url, :title, :channel, :added_by, :now, :now) RETURNING *, 0 AS items",
                {
                    "collection": name,
                    "url": safe,
                    "title": storable_text(title),
                    "channel": storable_text(channel),
                    "added_by": self._hash_asker(added_by),
                    "now": to_utc(now),
                },
            )
        return next(map(_feed, rows))

    async def of(self, collection: str) -> list[Feed]:
        """Return the feeds of a collection, oldest first."""
        rows = await self._database.execute(f"{_SELECT} WHERE collection = ? ORDER BY id", (storable_text(collection),))
        return list(map(_feed, rows))

    async def find(self, which: str, *, collection: str) -> Feed:
        """Return the feed of a collection with that number or address; raises FeedRefused."""
        number = which.removeprefix("#")
        id = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        rows = await self._database.execute(
            f"{_SELECT} WHERE collection = ? AND (id = ? OR url = ?)",
            (storable_text(collection), valid_id(id), storable_text(which)),
        )
        for row in rows:
            return _feed(row)
        raise FeedRefused("There's no feed “{feed}” here. The list of feeds shows their numbers.", feed=which[:200])

    async def pause(self, feed: Feed) -> None:
        """Poll a feed no more, until it is resumed."""
        await self._database.execute("UPDATE feed SET state = 'paused' WHERE id = ?", (feed.id,))

    async def resume(self, feed: Feed, now: datetime) -> None:
        """Poll a feed again, from now on, with nothing held against it."""
        await self._database.execute(
            "UPDATE feed SET state = 'active', due_at = ?, failures = 0, failing_since = NULL, error = '{}', told = '',"
            " telling_at = NULL WHERE id = ?",
            (to_utc(now), feed.id),
        )

    async def remove(self, feed: Feed) -> None:
        """Follow a feed no more; its articles stay."""
        await self._database.execute("DELETE FROM feed WHERE id = ?", (feed.id,))

    async def claim_due(self, now: datetime) -> Feed | None:
        """Claim the feed that has been due for the longest, and return it; None where there is none.

        Feeds of servers that the bot has left are let be.
        """
        return await self._claim(
            "SELECT id FROM feed WHERE state = 'active' AND due_at <= :now"
            " AND (claimed_until IS NULL OR claimed_until <= :now)"
            " AND NOT EXISTS (SELECT 1 FROM departure WHERE departure.collection = feed.collection)"
            " ORDER BY due_at, id LIMIT 1",
            now,
        )

    async def claim(self, feed: Feed, now: datetime) -> Feed | None:
        """Claim a feed, due or not, and return it; None while it is being polled elsewhere, or where it is gone."""
        return await self._claim(
            "SELECT id FROM feed WHERE id = :id AND (claimed_until IS NULL OR claimed_until <= :now)", now, feed.id
        )

    async def _claim(self, chosen: str, now: datetime, id: int = 0) -> Feed | None:
        async with self._database.transaction("beside") as connection:
            rows = await connection.execute_fetchall(
                f"UPDATE feed SET claimed_until = :until WHERE id = ({chosen})"
                " AND (claimed_until IS NULL OR claimed_until <= :now) RETURNING *, 0 AS items",
                {"until": to_utc(now + CLAIM), "now": to_utc(now), "id": id},
            )
        return next(map(_feed, rows), None)

    async def holds(self, claimed: Feed) -> bool:
        """Tell whether a feed is still there, and still claimed as it was."""
        return bool(
            list(
                await self._database.execute(
                    "SELECT 1 FROM feed WHERE id = ? AND claimed_until = ?", (claimed.id, _stamp(claimed.claimed_until))
                )
            )
        )

    async def seen(self, feed: Feed, items: Iterable[str]) -> Mapping[str, SeenItem]:
        """Return those of some items that were seen before, by their keys."""
        rows = await self._database.execute(
            "SELECT item, content, article, tries FROM feed_item WHERE feed = ?"
            " AND item IN (SELECT value FROM json_each(?))",
            (feed.id, json.dumps(list(items))),
        )
        return {row["item"]: SeenItem(row["content"], row["article"], row["tries"]) for row in rows}

    async def holders(self, feed: Feed, urls: Iterable[str]) -> Mapping[str, UrlHolder]:
        """Return those of some addresses that the feed's collection has articles of."""
        rows = await self._database.execute(
            "SELECT article.id, url, headline_hash, content_hash, item FROM article"
            " LEFT JOIN feed_item ON feed_item.feed = :feed AND feed_item.article = article.id"
            " WHERE collection = :collection AND withdrawn_at IS NULL AND url <> ''"
            " AND url IN (SELECT value FROM json_each(:urls))",
            {"feed": feed.id, "collection": feed.collection, "urls": json.dumps(list(map(storable_text, urls)))},
        )
        holders: dict[str, UrlHolder] = {}
        for row in rows:
            items = holders[row["url"]].items if row["url"] in holders else frozenset[str]()
            items |= {row["item"]} if row["item"] else frozenset()
            holders[row["url"]] = UrlHolder(row["headline_hash"], row["content_hash"], items, row["id"])
        return holders

    async def texts_elsewhere(self, feed: Feed, contents: Iterable[str]) -> Mapping[str, set[tuple[str, str]]]:
        """Return those of some texts that the collection has and not from this feed, with address and origin of each.

        What the feed added just before a kill is not noted yet; its origin tells it.
        """
        rows = await self._database.execute(
            "SELECT content_hash, url, headline_hash FROM article"
            " WHERE collection = :collection AND withdrawn_at IS NULL"
            " AND content_hash IN (SELECT value FROM json_each(:contents))"
            " AND NOT EXISTS (SELECT 1 FROM feed_item WHERE feed = :feed AND article = article.id)",
            {"feed": feed.id, "collection": feed.collection, "contents": json.dumps(list(contents))},
        )
        found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for row in rows:
            found[row["content_hash"]].add((row["url"], row["headline_hash"]))
        return found

    async def see(self, feed: Feed, items: Mapping[str, SeenItem]) -> None:
        """Note items as seen, once their articles are on disk; nothing of a feed that is gone."""
        async with self._database.transaction("beside") as connection:
            await connection.executemany(
                "INSERT INTO feed_item (feed, item, content, article, tries)"
                " SELECT id, :item, :content, :article, :tries FROM feed WHERE id = :feed"
                " ON CONFLICT (feed, item) DO UPDATE SET"
                " content = excluded.content, article = excluded.article, tries = excluded.tries",
                [
                    {
                        "feed": feed.id,
                        "item": item,
                        "content": seen.content,
                        "article": seen.article,
                        "tries": seen.tries,
                    }
                    for item, seen in items.items()
                ],
            )

    async def prune(self, feed: Feed, kept: Iterable[str]) -> None:
        """Forget items that a feed no longer has, where very many are noted of it."""
        await self._database.execute(
            "DELETE FROM feed_item WHERE feed = :feed AND item NOT IN (SELECT value FROM json_each(:kept))"
            " AND (SELECT COUNT(*) FROM feed_item WHERE feed = :feed) > :most",
            {"feed": feed.id, "kept": json.dumps(list(kept)), "most": MAX_NOTED_ITEMS},
        )

    async def polled(self, claimed: Feed, result: PollResult, now: datetime) -> None:
        """Note how a poll went, and give up its claim; nothing where another process has claimed the feed since."""
        values = {
            "id": claimed.id,
            "claimed": _stamp(claimed.claimed_until),
            "now": to_utc(now),
            "due_at": to_utc(result.due_at),
        }
        async with self._database.transaction("limits") as connection:
            held = await connection.execute_fetchall(
                "UPDATE feed SET claimed_until = NULL, due_at = :due_at WHERE id = :id AND claimed_until = :claimed"
                " RETURNING id",
                values,
            )
            if not list(held):
                return
            if result.error is not None:
                await connection.execute_fetchall(
                    "UPDATE feed SET failures = failures + 1, failing_since = COALESCE(failing_since, :now),"
                    " error = :error, state = CASE WHEN :stopped AND state = 'active' THEN 'stopped' ELSE state END"
                    " WHERE id = :id",
                    {**values, "error": json.dumps(_packed(result.error)), "stopped": result.stopped},
                )
                return
            await _note_success(connection, values, result)

    async def news(self, now: datetime) -> list[tuple[Feed, FeedNews]]:
        """Return the feeds that moderators are to be told of, with what to tell: once each, and when it recovers."""
        rows = await self._database.execute(
            f"{_SELECT} WHERE (told = '' AND (state = 'stopped' OR"
            " (state = 'active' AND failures >= :failures AND failing_since <= :before)))"
            " OR (told = 'failing' AND state = 'active' AND failures = 0) ORDER BY id",
            {"failures": MIN_FAILURES_TOLD, "before": to_utc(now - PATIENCE)},
        )
        return [(feed, "failing" if feed.failures else "recovered") for feed in map(_feed, rows)]

    async def claim_news(self, feed: Feed, now: datetime) -> None:
        """Note, before moderators are told of a feed, that they may have been."""
        await self._database.execute(
            "UPDATE feed SET telling_at = COALESCE(telling_at, ?) WHERE id = ?", (to_utc(now), feed.id)
        )

    async def told(self, feed: Feed, news: FeedNews) -> None:
        """Note that moderators have been told, or cannot be."""
        await self._database.execute(
            "UPDATE feed SET told = ?, telling_at = NULL WHERE id = ?",
            ("failing" if news == "failing" else "", feed.id),
        )


_SELECT = "SELECT *, (SELECT COUNT(*) FROM feed_item WHERE feed = feed.id AND article > 0) AS items FROM feed"


async def _note_success(connection: Connection, values: Mapping[str, object], result: PollResult) -> None:
    await connection.execute_fetchall(
        "UPDATE feed SET succeeded_at = :now, failures = 0, failing_since = NULL, error = '{}',"
        " title = COALESCE(NULLIF(:title, ''), title), etag = COALESCE(:etag, etag),"
        " last_modified = COALESCE(:last_modified, last_modified), pace = COALESCE(:pace, pace) WHERE id = :id",
        {
            **values,
            "title": storable_text(result.title),
            "etag": result.etag if result.etag is None else storable_text(result.etag),
            "last_modified": result.last_modified
            if result.last_modified is None
            else storable_text(result.last_modified),
            "pace": None if result.pace is None else int(result.pace.total_seconds()),
        },
    )
    if result.url:
        # Two feeds that have moved to one address stay two.
        await connection.execute_fetchall(
            "UPDATE feed SET url = :url WHERE id = :id AND NOT EXISTS ("
            "  SELECT 1 FROM feed AS other WHERE other.collection = feed.collection AND other.url = :url)",
            {**values, "url": storable_text(result.url)},
        )


def _feed(row: Row) -> Feed:
    return Feed(
        id=row["id"],
        collection=row["collection"],
        url=row["url"],
        title=row["title"],
        state=row["state"],
        channel=row["channel"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        pace=timedelta(seconds=row["pace"]),
        due_at=datetime.fromisoformat(row["due_at"]),
        claimed_until=to_moment(row["claimed_until"]),
        succeeded_at=to_moment(row["succeeded_at"]),
        failures=row["failures"],
        failing_since=to_moment(row["failing_since"]),
        error=_failure(json.loads(row["error"])),
        telling_at=to_moment(row["telling_at"]),
        items=row["items"],
    )


def _stamp(moment: datetime | None) -> str | None:
    return to_utc(moment) if moment else None


def _packed(error: KnowledgeError) -> Mapping[str, object]:
    """Return an error as JSON has it: its sentence is translated where it is shown."""
    return {"sentence": error.sentence, "values": {name: _plain(value) for name, value in error.values.items()}}


def _plain(value: object) -> object:
    if isinstance(value, KnowledgeError):
        return _packed(value)
    return value if isinstance(value, int) else storable_text(str(value))


def _failure(packed: Mapping[str, object]) -> FeedFailure | None:
    if not packed:
        return None
    values = packed["values"]
    assert isinstance(values, dict)
    inner = {name: _failure(value) if isinstance(value, dict) else value for name, value in values.items()}
    return FeedFailure(str(packed["sentence"]), **inner)
