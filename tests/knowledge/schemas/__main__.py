"""Writes the newest schema from the one before it; rows of new tables and columns are then added by hand."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.store.articles import ArticleStore
from knowledge.store.migrations import APPLICATION_ID, MIGRATIONS
from tests.knowledge.schemas import FOLDER, restore


async def main() -> None:
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        restore(len(MIGRATIONS) - 1, data)
        async with ArticleStore.open(data):
            pass
        with closing(sqlite3.connect(data / "footnote.db")) as connection:
            pragmas = [f"PRAGMA application_id = {APPLICATION_ID};", f"PRAGMA user_version = {len(MIGRATIONS)};"]
            dump = "\n".join([*pragmas, *connection.iterdump(), ""])
    (FOLDER / f"{len(MIGRATIONS):03}.sql").write_text(dump, "utf-8")


asyncio.run(main())
