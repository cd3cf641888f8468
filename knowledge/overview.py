"""What can be asked about, at a glance: how many articles, and the newest of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.models import Article
from knowledge.storage.columns import storable, to_article
from knowledge.storage.database import Database


@dataclass(frozen=True, slots=True)
class Overview:
    """The articles of some collections, counted, and the newest of them without their texts."""

    counts: Mapping[str, int]
    """Articles by collection; a collection without any is not named."""
    newest: tuple[Article, ...]

    @property
    def articles(self) -> int:
        """All articles together."""
        return sum(self.counts.values())


async def overview(database: Database, collections: Sequence[str], newest: int) -> Overview:
    """Return the overview of these collections, with at most so many of the newest articles."""
    names = json.dumps([storable(name) for name in collections])
    here = "withdrawn_at IS NULL AND collection IN (SELECT value FROM json_each(?))"
    async with database.snapshot() as connection:
        counts = await connection.execute_fetchall(
            f"SELECT collection, COUNT(*) FROM article WHERE {here} GROUP BY collection ORDER BY collection", (names,)
        )
        # By id, which grows with each article: no other order could be read off without sorting them all.
        rows = await connection.execute_fetchall(
            f"SELECT * FROM article WHERE {here} ORDER BY id DESC LIMIT ?", (names, newest)
        )
    return Overview({name: count for name, count in counts}, tuple(to_article(row, ()) for row in rows))
