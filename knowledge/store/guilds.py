"""What the store remembers of each server besides its articles and questions."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from knowledge.store.database import Database, now, storable_text, to_utc

_KNOWN = " UNION ".join(
    f"SELECT collection FROM {table}" for table in ("article", "question", "setting", "feed", "watch", "audit")
)
"""The collections of which something is stored."""


class GuildStore:
    """The settings of each server, under the name of its collection, and which ones the bot has left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, collection: str) -> dict[str, object]:
        """Return what has been chosen for a server, by name; nothing for what has not."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT name, value FROM setting WHERE collection = ? ORDER BY name", (storable_text(collection),)
            )
        return {row["name"]: json.loads(row["value"]) for row in rows}

    async def change(self, collection: str, values: Mapping[str, object]) -> None:
        """Keep these settings, all or none; those not named stay."""
        rows = [(storable_text(collection), name, json.dumps(value)) for name, value in values.items()]
        async with self._database.transaction("beside") as connection:
            await connection.executemany(
                "INSERT INTO setting (collection, name, value) VALUES (?, ?, ?)"
                " ON CONFLICT (collection, name) DO UPDATE SET value = excluded.value",
                rows,
            )

    async def reset(self, collection: str, names: Iterable[str]) -> None:
        async with self._database.transaction("beside") as connection:
            await connection.execute_fetchall(
                "DELETE FROM setting WHERE collection = ? AND name IN (SELECT value FROM json_each(?))",
                (storable_text(collection), json.dumps(list(names))),
            )

    async def seen(self, present: Iterable[str], *, serves: Callable[[str], bool] | None = None) -> list[str]:
        """Note which servers the bot is in; return those that it has left since it last looked.

        A server counts where anything of it is stored; one that is back is no longer left.

        Args:
            present: The servers that this process is in.
            serves: Tells whether this process would be in a server; None where it would be in every.
        """
        ours = [storable_text(each) for each in present]
        shown = list(ours)
        if serves:
            # Those of other processes count as present, as only these can tell.
            known = await self._database.execute(f"SELECT collection FROM ({_KNOWN}) AS known")
            shown += [row["collection"] for row in known if not serves(row["collection"])]
        here = json.dumps(shown)
        async with self._database.transaction("beside") as connection:
            await connection.execute_fetchall(
                "DELETE FROM departure WHERE collection IN (SELECT value FROM json_each(?))",
                (json.dumps(ours),),
            )
            left = await connection.execute_fetchall(
                "INSERT INTO departure (collection, left_at)"
                f" SELECT collection, ? FROM ({_KNOWN}) AS known WHERE collection <> ''"
                " AND trim(collection, '0123456789') = '' AND collection NOT IN (SELECT value FROM json_each(?))"
                " ON CONFLICT DO NOTHING RETURNING collection",
                (now(), here),
            )
        return sorted(row["collection"] for row in left)

    async def left(self, collection: str) -> None:
        """Note that the bot has just left a server."""
        async with self._database.transaction("beside") as connection:
            await connection.execute_fetchall(
                "INSERT INTO departure (collection, left_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (storable_text(collection), now()),
            )

    async def back(self, collection: str) -> None:
        """Note that the bot is in a server, whether again or for the first time."""
        async with self._database.transaction("beside") as connection:
            await connection.execute_fetchall(
                "DELETE FROM departure WHERE collection = ?", (storable_text(collection),)
            )

    async def left_before(self, moment: datetime) -> list[str]:
        """Return the servers left before a moment, and not entered again."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT collection FROM departure WHERE left_at < ? ORDER BY collection", (to_utc(moment),)
            )
        return [row["collection"] for row in rows]
