"""What the store holds of one person: shown to that person, counted, and deleted."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from knowledge.store.database import Connection, Database, Row, now, storable_text

PERSONAL: Mapping[str, str] = {
    "question": "asker",
    "feedback": "voter",
    "optout": "person",
    "watch": "person",
    "question_count": "person",
}
"""The tables with rows that are one person's, and their column with the person's keyed hash.

Whoever adds such a table adds it here: then its rows are shown to the person, and go when the person asks for that.
"""
_NAMES = {"question": "questions", "feedback": "votes", "watch": "watches"}
"""What the tables are called where a person reads them."""
_TYPED = frozenset({"text", "reason"})
"""Columns with what a person typed, whatever that looks like."""

_CITATIONS = """
    SELECT n, COALESCE(NULLIF(article.name, ''), CAST(article.id AS TEXT)) AS article,
        CASE WHEN withdrawn_at IS NULL THEN citation.title ELSE '' END AS title, paragraph, continued, starts, ends
    FROM citation JOIN article ON article.id = citation.article WHERE question = ? ORDER BY n
"""


_IS_DIRECT = "collection >= 'dm-' AND collection < 'dm.'"
"""What holds of the collections of direct messages: their names begin with `dm-`."""


async def own_collections(connection: Connection, person: str, named: Iterable[str]) -> list[str]:
    """Return a person's own collections: those named, and the direct messages in which the person asked or added."""
    rows = await connection.execute_fetchall(
        f"SELECT collection FROM question WHERE asker = :person AND {_IS_DIRECT}"
        f" UNION SELECT collection FROM article WHERE added_by = :person AND {_IS_DIRECT}",
        {"person": person},
    )
    return sorted({*map(storable_text, named), *(row["collection"] for row in rows)})


class PersonalData:
    """Everything of one person, who is known by the question log's hash."""

    def __init__(self, database: Database, hash_asker: Callable[[str], str]) -> None:
        self._database = database
        self._hash_asker = hash_asker

    async def export(self, asker: str, *, own: Iterable[str] = ()) -> dict[str, Any]:
        """Return all of it as JSON has it.

        Args:
            asker: The person's id.
            own: Collections of direct messages with the person; those in which the person asked are found without.
        """
        if not asker:
            raise ValueError("nobody is everybody who is not known")
        person = self._hash_asker(asker)
        async with self._database.snapshot() as connection:
            collections = json.dumps(await own_collections(connection, person, own))
            found: dict[str, Any] = {"exported_at": now(), "stored_as": person}
            for table, column in PERSONAL.items():
                condition = f"{column} = :person"
                if table == "question":
                    condition += " OR collection IN (SELECT value FROM json_each(:own))"
                rows = await connection.execute_fetchall(
                    f"SELECT * FROM {table} WHERE {condition}", {"person": person, "own": collections}
                )
                found[_NAMES.get(table, table)] = [_plain(row, leave_out=column) for row in rows]
            for question in found["questions"]:
                cited = await connection.execute_fetchall(_CITATIONS, (question["id"],))
                question["citations"] = [dict(row) for row in cited]
            added = await connection.execute_fetchall(
                "SELECT collection, COALESCE(NULLIF(name, ''), CAST(id AS TEXT)) AS id, title, added_at FROM article"
                " WHERE withdrawn_at IS NULL"
                " AND (added_by IN (:asker, :person) OR collection IN (SELECT value FROM json_each(:own)))",
                {"asker": asker, "person": person, "own": collections},
            )
            feeds = await connection.execute_fetchall(
                "SELECT collection, url, title, added_at FROM feed WHERE added_by = ?", (person,)
            )
            noted = await connection.execute_fetchall(
                "SELECT collection, at, action, details FROM audit WHERE actor = ? ORDER BY id", (storable_text(asker),)
            )
            settings = await connection.execute_fetchall(
                "SELECT * FROM setting WHERE collection IN (SELECT value FROM json_each(?))", (collections,)
            )
        found["optout"] = bool(found["optout"])
        return {
            **found,
            "articles": list(map(dict, added)),
            "feeds": list(map(dict, feeds)),
            "audit": [_plain(row) for row in noted],
            "settings": [_plain(row) for row in settings],
        }


def _plain(row: Row, *, leave_out: str = "") -> dict[str, Any]:
    """Return a row as JSON has it, with the JSON of its columns read."""
    values = dict(row)
    return {name: _read(name, value) for name, value in values.items() if name != leave_out}


def _read(name: str, value: Any) -> Any:
    if name not in _TYPED and isinstance(value, str) and value[:1] in ("[", "{"):
        with suppress(ValueError):
            return json.loads(value)
    return value


async def count_rows(connection: Connection, person: str) -> dict[str, int]:
    counts = {}
    for table, column in PERSONAL.items():
        [[counts[table]]] = await connection.execute_fetchall(
            f"SELECT COUNT(*) FROM {table} WHERE {column} = ?", (person,)
        )
    return counts


async def delete_rows(connection: Connection, person: str) -> dict[str, int]:
    """Delete the person's rows inside the caller's transaction, and return how many there were by table."""
    counts = await count_rows(connection, person)
    for table, column in PERSONAL.items():
        await connection.execute_fetchall(f"DELETE FROM {table} WHERE {column} = ?", (person,))
    return counts
