"""How often today something was done that is limited a day; a restart forgets none of it."""

from collections.abc import Callable
from datetime import date

from knowledge.store.database import Database, storable_text


class DailyUsage:
    """Addresses fetched for each collection, and questions of people who have installed the bot for themselves.

    Only the last day on which somebody did anything is kept.
    """

    def __init__(self, database: Database, hash_asker: Callable[[str], str]) -> None:
        self._database = database
        self._hash_asker = hash_asker

    async def take_fetch(self, collection: str, *, most: int, day: date) -> bool:
        """Count an address that is about to be fetched; False, uncounted, where there were as many as can be.

        Args:
            collection: For whose articles it is fetched.
            most: Addresses a day; 0 is no limit, and counts nothing.
            day: Today.
        """
        return await self._take("fetch_count", "collection", storable_text(collection), most, day)

    async def take_question(self, asker: str, *, most: int, day: date) -> bool:
        """Count a question of a person, who is known by the keyed hash; otherwise as `take_fetch`."""
        return await self._take("question_count", "person", self._hash_asker(asker), most, day)

    async def _take(self, table: str, key: str, whose: str, most: int, day: date) -> bool:
        if not most:
            return True
        taken = await self._database.execute(
            f"INSERT INTO {table} AS counted ({key}, day, number) VALUES (:whose, :day, 1)"
            f" ON CONFLICT ({key}) DO UPDATE SET day = :day,"
            " number = CASE counted.day WHEN :day THEN counted.number + 1 ELSE 1 END"
            " WHERE counted.day <> :day OR counted.number < :most RETURNING number",
            {"whose": whose, "day": day.isoformat(), "most": most},
        )
        return bool(list(taken))
