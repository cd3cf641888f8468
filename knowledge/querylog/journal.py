"""The query log: every question with what became of it, on disk before its reply is sent."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

import aiosqlite

from knowledge.answers.following import Earlier
from knowledge.errors import AnswerNotFound
from knowledge.models import Answer, Citation, Decline
from knowledge.querylog.citing import cite
from knowledge.querylog.earlier import VISIBLE, rebuilt, thread
from knowledge.storage.asker_key import load_key
from knowledge.storage.columns import now, row_of, storable
from knowledge.storage.store import Store

__all__ = ["Journal", "Place", "load_key"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question was asked, and by whom; parts that do not apply are empty."""

    collection: str
    channel: str = ""
    asker: str = ""
    """The asker's own id, which only its keyed hash outlives."""
    message: str = ""
    """The message that asked."""
    private: bool = False
    """Whether the answer is for the asker alone."""
    following: int | None = None
    """The earlier question that this one follows."""


class Journal:
    """The log of questions, in the store's file."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._database = store.database
        self._key = key

    async def record(self, reply: Answer | Decline, *, place: Place, index_version: str) -> int:
        """Log a question with its citations; return the answer id, on disk by then."""
        async with self._database.transaction() as connection:
            id = await self._log(
                connection,
                place,
                question=reply.question,
                outcome=reply.outcome,
                evidence=reply.evidence,
                milliseconds=reply.milliseconds,
                unmatched=reply.unmatched,
                index_version=index_version,
            )
            if isinstance(reply, Answer):
                await cite(connection, id, reply.citations)
        return id

    async def record_failure(self, question: str, *, place: Place, milliseconds: float) -> int:
        """Log a question that ended in an error of ours; return its number."""
        async with self._database.transaction() as connection:
            return await self._log(connection, place, question=question, outcome="failed", milliseconds=milliseconds)

    async def extend(self, id: int, citations: Sequence[Citation]) -> None:
        """Add citations to an earlier answer; they are on disk when this returns."""
        async with self._database.transaction() as connection:
            await cite(connection, row_of(id), citations)

    async def earlier(self, id: int | None, *, collection: str, asker: str = "") -> Earlier | None:
        """What was asked up to the question of that id; None where there is none that `answer` would look up."""
        if id is None:
            return None
        async with self._database.snapshot() as connection:
            return await thread(connection, row_of(id), storable(collection), self.hashed(asker))

    async def followed(self, id: int) -> int | None:
        """The question that another one follows; None where it follows none."""
        rows = await self._database.execute("SELECT following FROM question WHERE id = ?", (row_of(id),))
        return next((row["following"] for row in rows), None)

    async def note_reply(self, id: int, reply: str) -> None:
        """Remember which message carried the reply to a question; raise AnswerNotFound for an unknown id."""
        noted = await self._database.execute(
            "UPDATE question SET reply = ? WHERE id = ? RETURNING id", (storable(reply), row_of(id))
        )
        if not noted:
            raise AnswerNotFound("There is no question #{id} to note a reply for.", id=id)

    async def answer(self, id: int, *, collection: str, asker: str = "") -> Answer:
        """The earlier answer of that id, with the passages cited then.

        Raises AnswerNotFound: for another collection's, for a private one of someone else, for a question without
        an answer, and when every article cited has been withdrawn.
        """
        if found := await self._newest("id = :is", row_of(id), collection, asker):
            return found
        raise AnswerNotFound("There is no answer #{id} here; its number stands under each of my answers.", id=id)

    async def last(self, *, collection: str, channel: str, asker: str = "") -> Answer:
        """The last answer given in the channel; raise AnswerNotFound as `answer` does."""
        answered = "channel = :is AND outcome IN ('answered', 'closest')"
        if found := await self._newest(answered, storable(channel), collection, asker):
            return found
        raise AnswerNotFound("I have not answered anything here yet; ask a question first.")

    async def replied(self, reply: str, *, collection: str, asker: str = "") -> Answer:
        """The answer that the message carried; raise AnswerNotFound as `answer` does."""
        if found := await self._newest("reply <> '' AND reply = :is", storable(reply), collection, asker):
            return found
        raise AnswerNotFound("That message is not one of my answers; reply to one that shows sources.")

    async def _newest(self, condition: str, value: str | int, collection: str, asker: str) -> Answer | None:
        """The newest answer that meets a condition on `:is` and that the asker may see here."""
        async with self._database.snapshot() as connection:
            found = await connection.execute_fetchall(
                f"SELECT * FROM question WHERE {condition} AND collection = :collection AND {VISIBLE}"
                " ORDER BY id DESC LIMIT 1",
                {"is": value, "collection": storable(collection), "asker": self.hashed(asker)},
            )
            for question in found:
                return await rebuilt(connection, question)
        return None

    async def _log(
        self,
        connection: aiosqlite.Connection,
        place: Place,
        *,
        question: str,
        outcome: Literal["answered", "closest", "declined", "failed"],
        milliseconds: float,
        evidence: float = 0.0,
        unmatched: Iterable[str] = (),
        index_version: str = "",
    ) -> int:
        asker = self.hashed(place.asker)
        words = json.dumps([storable(word) for word in unmatched])
        [[id]] = await connection.execute_fetchall(
            """
            INSERT INTO question (
                asked_at, collection, channel, asker, text, outcome,
                evidence, milliseconds, unmatched, index_version, message, private, following
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """,
            (
                *(now(), storable(place.collection), storable(place.channel), asker, storable(question), outcome),
                *(evidence, milliseconds, words, index_version),
                *(storable(place.message), place.private, place.following),
            ),
        )
        return int(id)

    def hashed(self, asker: str) -> str:
        """The keyed hash by which a person is known here, empty for nobody."""
        return blake2b(storable(asker).encode(), key=self._key, digest_size=16).hexdigest() if asker else ""
