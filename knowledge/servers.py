"""What the store remembers of each server besides its articles and questions."""

import json
from collections.abc import Iterable, Mapping

from knowledge.columns import storable
from knowledge.database import Database


class Servers:
    """The settings of each server, under the name of its collection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, collection: str) -> dict[str, object]:
        """Return what has been chosen for a server, by name; nothing for what has not."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT name, value FROM setting WHERE collection = ? ORDER BY name", (storable(collection),)
            )
        return {row["name"]: json.loads(row["value"]) for row in rows}

    async def change(self, collection: str, values: Mapping[str, object]) -> None:
        """Keep these settings, all or none; those not named stay."""
        rows = [(storable(collection), name, json.dumps(value)) for name, value in values.items()]
        async with self._database.transaction() as connection:
            await connection.executemany(
                "INSERT INTO setting (collection, name, value) VALUES (?, ?, ?)"
                " ON CONFLICT (collection, name) DO UPDATE SET value = excluded.value",
                rows,
            )

    async def reset(self, collection: str, names: Iterable[str]) -> None:
        """Forget these settings."""
        async with self._database.transaction() as connection:
            await connection.execute_fetchall(
                "DELETE FROM setting WHERE collection = ? AND name IN (SELECT value FROM json_each(?))",
                (storable(collection), json.dumps(list(names))),
            )
