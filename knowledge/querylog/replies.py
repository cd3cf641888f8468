"""Replies after they were sent: whose they are, who may see them, and which message asked for them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.errors import AnswerNotFound
from knowledge.storage.columns import row_of, storable
from knowledge.storage.database import Database


@dataclass(frozen=True, slots=True)
class Posted:
    """A question asked by a message, and the message that replied."""

    id: int
    collection: str
    channel: str
    question: str
    message: str
    reply: str


class Replies:
    """What the log knows of replies as messages."""

    def __init__(self, database: Database, hashed: Callable[[str], str]) -> None:
        self._database = database
        self._hashed = hashed

    async def posted(self, messages: Iterable[str]) -> list[Posted]:
        """The newest question that each of these messages asked and that a message replied to."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT MAX(id) AS id, collection, channel, text, reply, message FROM question"
                " WHERE message <> '' AND message IN (SELECT value FROM json_each(?)) AND reply <> '' GROUP BY message",
                (json.dumps([storable(message) for message in messages]),),
            )
        return [
            Posted(row["id"], row["collection"], row["channel"], row["text"], row["message"], row["reply"])
            for row in rows
        ]

    async def shown_by(self, reply: str, *, collection: str) -> int | None:
        """The question that a message replied to; None where it is no reply of ours."""
        rows = await self._database.execute(
            "SELECT MAX(id) AS id FROM question WHERE reply <> '' AND reply = ? AND collection = ?",
            (storable(reply), storable(collection)),
        )
        return next((row["id"] for row in rows), None)

    async def asked_by(self, id: int, asker: str, *, collection: str) -> bool:
        """Whether that person asked the question; raise AnswerNotFound where there is none."""
        async with self._database.snapshot() as connection:
            found = await connection.execute_fetchall(
                "SELECT asker FROM question WHERE id = ? AND collection = ?", (row_of(id), storable(collection))
            )
        for question in found:
            return bool(asker) and question["asker"] == self._hashed(asker)
        raise AnswerNotFound("There is no question #{id} here.", id=id)

    async def share(self, id: int, *, collection: str, asker: str) -> bool:
        """Let everyone see the asker's private answer; False where it could not or need not be done."""
        async with self._database.transaction() as connection:
            shared = await connection.execute_fetchall(
                "UPDATE question SET private = 0"
                " WHERE id = ? AND collection = ? AND private AND asker = ? RETURNING id",
                (row_of(id), storable(collection), self._hashed(asker)),
            )
        return bool(shared)
