"""Standing questions, and the notices of what was found for them: claimed before they are sent, none twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from knowledge.errors import KnowledgeError
from knowledge.models import SHARED, Answer, AskContext
from knowledge.store.database import Connection, Database, Row, Statements, storable_text, to_moment, to_utc, valid_id
from knowledge.store.questions import QuestionLog, RankingRecord

Cadence = Literal["first", "now", "daily", "weekly"]
"""When a person is told: of the first answer and of no other, at once, or in a digest."""
WATCH_DAYS = 30
"""Days after which a watch ends unless it is renewed."""
MAX_WATCHES_PER_PERSON = 10
MAX_WATCHES_PER_COLLECTION = 200
MAX_EARLIER_NOTICES = 50
"""Notices of a watch whose passages are compared with a new one."""
_PAUSES: dict[Cadence, timedelta] = {
    "first": timedelta(),
    "now": timedelta(),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
}


class WatchRefused(KnowledgeError):
    """A watch too many, or one that there is none of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A standing question."""

    id: int = 0
    collection: str
    person: str
    """The keyed hash of the person who is told."""
    channel: str
    """Where the person is told."""
    message: str = ""
    """The message that is replied to there, if any."""
    locale: str = ""
    text: str
    cadence: Cadence = "now"
    article: int = 0
    """The store's row of the newest article that has been looked at: only newer ones count."""
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """An answer that was found for a watch and is to be told."""

    id: int
    watch: Watch
    question: int
    """The id of the answer."""
    claimed_at: datetime | None
    """When a process set about sending it; it may have arrived."""


class Watches:
    """The watches and notices in the store's file; people are in it only as the question log's keyed hash."""

    def __init__(self, database: Database, question_log: QuestionLog) -> None:
        self._database = database
        self._log = question_log

    async def add(self, text: str, place: AskContext, cadence: Cadence, now: datetime) -> Watch:
        """Keep a standing question, or renew it where the person has the same.

        Args:
            text: The question, as `clean_question` returns it.
            place: Whose question it is; what is found is told in its channel, as a reply to its message.
            cadence: When the person is told.
            now: The moment from which it counts.

        Raises:
            WatchRefused: The person or the collection has as many as there may be, or the person opted out of the log.
        """
        if await self._log.is_opted_out(place.asker):
            raise WatchRefused(
                "You've opted out of the log, so I can't store a question for you. Take that back with optin first."
            )
        person, collection = self._log.hash_asker(place.asker), storable_text(place.collection)
        async with self._database.transaction("limits") as connection:
            await _check_quota(connection, person, collection, storable_text(text))
            rows = await connection.execute_fetchall(
                "INSERT INTO watch"
                " (collection, person, channel, message, locale, text, cadence, article, made_at, due_at, expires_at)"
                " VALUES (:collection, :person, :channel, :message, :locale, :text, :cadence, :article, :now, :due,"
                " :expires)"
                " ON CONFLICT (person, collection, text) DO UPDATE SET cadence = excluded.cadence,"
                " channel = excluded.channel, message = excluded.message, locale = excluded.locale,"
                " due_at = excluded.due_at, expires_at = excluded.expires_at RETURNING *",
                {
                    "collection": collection,
                    "person": person,
                    "channel": storable_text(place.channel),
                    "message": storable_text(place.message),
                    "locale": place.locale,
                    "text": storable_text(text),
                    "cadence": cadence,
                    "article": await newest_article(connection, collection),
                    "now": to_utc(now),
                    "due": to_utc(now + _PAUSES[cadence]),
                    "expires": to_utc(now + timedelta(days=WATCH_DAYS)),
                },
            )
        return next(map(_watch, rows))

    async def of(self, asker: str) -> list[Watch]:
        """Return a person's watches in all collections, oldest first."""
        rows = await self._database.execute(
            "SELECT * FROM watch WHERE person = ? ORDER BY id", (self._log.hash_asker(asker),)
        )
        return list(map(_watch, rows))

    async def stop(self, id: int, asker: str) -> str:
        """Delete a person's watch and return its question; raises WatchRefused."""
        rows = await self._database.execute(
            "DELETE FROM watch WHERE id = ? AND person = ? RETURNING text", (valid_id(id), self._log.hash_asker(asker))
        )
        for row in rows:
            await self._database.flush()
            return str(row["text"])
        raise _gone()

    async def renew(self, id: int, asker: str, now: datetime) -> Watch:
        """Let a person's watch last for another `WATCH_DAYS` from now; raises WatchRefused."""
        rows = await self._database.execute(
            "UPDATE watch SET expires_at = ? WHERE id = ? AND person = ? RETURNING *",
            (to_utc(now + timedelta(days=WATCH_DAYS)), valid_id(id), self._log.hash_asker(asker)),
        )
        for row in rows:
            return _watch(row)
        raise _gone()

    async def drop(self, id: int) -> None:
        """Delete a watch whose person can no longer be told."""
        await self._database.execute("DELETE FROM watch WHERE id = ?", (id,))

    async def expire(self, now: datetime) -> int:
        """Delete the watches that have not been renewed in time; return how many."""
        rows = await self._database.execute("DELETE FROM watch WHERE expires_at <= ? RETURNING id", (to_utc(now),))
        return len(list(rows))

    async def due(self, now: datetime) -> list[tuple[Watch, int]]:
        """Return the watches to look at, each with the row of the newest article that its collection has."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM watch WHERE due_at <= :now AND expires_at > :now AND NOT"
                " (cadence = 'first' AND EXISTS (SELECT 1 FROM notice WHERE notice.watch = watch.id)) ORDER BY id",
                {"now": to_utc(now)},
            )
            watches = list(map(_watch, rows))
            names = {each.collection for each in watches}
            newest = {name: await newest_article(connection, name) for name in names}
        return [(each, newest[each.collection]) for each in watches if newest[each.collection] > each.article]

    async def earlier(self, watch: Watch) -> list[Answer]:
        """Return the answers of a watch's last notices."""
        rows = await self._database.execute(
            "SELECT question FROM notice WHERE watch = ? ORDER BY id DESC LIMIT ?", (watch.id, MAX_EARLIER_NOTICES)
        )
        found = [await self._log.answer_of_watch(row["question"]) for row in rows]
        return [each for each in found if each]

    async def looked(
        self, watch: Watch, newest: int, now: datetime, found: Answer | None, ranking: RankingRecord | None = None
    ) -> None:
        """Note that a watch has been looked at up to an article, with what was found, all of it or nothing."""
        place = AskContext(
            collection=watch.collection,
            channel=watch.channel,
            private=not watch.message,
            form="watch",
            locale=watch.locale,
        )

        def note(statements: Statements) -> None:
            living = statements.fetch(
                "UPDATE watch SET article = ?, due_at = ? WHERE id = ? AND article = ? RETURNING id",
                (newest, to_utc(now + _PAUSES[watch.cadence]), watch.id, watch.article),
            )
            if not found or not list(living):
                return
            id = self._log.record_within(
                statements, found, place=place, ranking=ranking or RankingRecord(), asker_hash=watch.person
            )
            statements.fetch(
                "INSERT INTO notice (watch, question, made_at) VALUES (?, ?, ?)", (watch.id, id, to_utc(now))
            )

        await self._database.run(note, "beside")

    async def unsent(self) -> list[Notice]:
        """Return the notices that nobody is known to have got, oldest first."""
        rows = await self._database.execute(
            "SELECT watch.*, notice.id AS notice, notice.question AS question, claimed_at FROM notice"
            " JOIN watch ON watch.id = notice.watch WHERE sent_at IS NULL ORDER BY notice.id"
        )
        return [Notice(row["notice"], _watch(row), row["question"], to_moment(row["claimed_at"])) for row in rows]

    async def claim(self, notice: Notice, now: datetime) -> bool:
        """Note, before a notice is sent, that it may have been; return whether it still is as it was read."""
        was = to_utc(notice.claimed_at) if notice.claimed_at else ""
        noted = await self._database.execute(
            "UPDATE notice SET claimed_at = COALESCE(claimed_at, ?)"
            " WHERE id = ? AND sent_at IS NULL AND COALESCE(claimed_at, '') = ? RETURNING id",
            (to_utc(now), notice.id, was),
        )
        return bool(list(noted))

    async def sent(self, notice: Notice, message: str, now: datetime) -> None:
        """Note that a notice has been sent as a message; a watch that was for the first answer ends with it."""
        async with self._database.transaction("beside") as connection:
            await connection.execute_fetchall("UPDATE notice SET sent_at = ? WHERE id = ?", (to_utc(now), notice.id))
            await connection.execute_fetchall(
                "UPDATE question SET reply = ? WHERE id = ?", (storable_text(message), notice.question)
            )
            await connection.execute_fetchall(
                "DELETE FROM watch WHERE id = ? AND cadence = 'first'", (notice.watch.id,)
            )


async def newest_article(connection: Connection, collection: str) -> int:
    """Return the row of the newest article that a collection can be asked about; 0 where there is none."""
    newest = 0
    for name in {collection, SHARED}:
        [[row]] = await connection.execute_fetchall(
            "SELECT MAX(id) FROM article WHERE collection = ? AND withdrawn_at IS NULL", (name,)
        )
        newest = max(newest, row or 0)
    return newest


async def _check_quota(connection: Connection, person: str, collection: str, text: str) -> None:
    """Raise WatchRefused where one more watch is too many; one that is renewed is none more."""
    [[own, everyone, renewed]] = await connection.execute_fetchall(
        "SELECT (SELECT COUNT(*) FROM watch WHERE person = :person),"
        " (SELECT COUNT(*) FROM watch WHERE collection = :collection),"
        " EXISTS (SELECT 1 FROM watch WHERE person = :person AND collection = :collection AND text = :text)",
        {"person": person, "collection": collection, "text": text},
    )
    if renewed:
        return
    if own >= MAX_WATCHES_PER_PERSON:
        raise WatchRefused(
            "You're already watching {number} questions, which is the limit. Stop one first.",
            number=MAX_WATCHES_PER_PERSON,
        )
    if everyone >= MAX_WATCHES_PER_COLLECTION:
        raise WatchRefused(
            "People here are already watching {number} questions, which is the limit. Try again later.",
            number=MAX_WATCHES_PER_COLLECTION,
        )


def _gone() -> WatchRefused:
    return WatchRefused("That watch isn't yours, or it has ended.")


def _watch(row: Row) -> Watch:
    return Watch(
        id=row["id"],
        collection=row["collection"],
        person=row["person"],
        channel=row["channel"],
        message=row["message"],
        locale=row["locale"],
        text=row["text"],
        cadence=row["cadence"],
        article=row["article"],
        due_at=datetime.fromisoformat(row["due_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
    )
