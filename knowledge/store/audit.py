"""The audit log: who changed what on a server, and when, for its moderators."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from knowledge.store.database import Connection, Database, Row, now, storable_text, to_utc

AuditAction = Literal["add", "remove", "delete", "edit", "restore", "undo", "settings", "purge", "feed"]
"""What was done: `remove` can be undone for a day, `delete` cannot; `edit` is of a headline, an outlet or a day."""
ArticleChange = Literal["added", "updated", "removed", "deleted", "edited", "restored"]
OPERATOR = "operator"
"""The actor of what is done on the command line."""
BOT = "bot"
"""The actor of what the bot does by itself."""
SOMEONE = ""
"""The actor of what a person did who has been forgotten since."""
AUDIT_ACTIONS: tuple[AuditAction, ...] = get_args(AuditAction)
_NAMED_ARTICLES = 3
"""Articles of an entry that are named; the others are counted."""


@dataclass(slots=True)
class ChangeSet:
    """What somebody changes in one go, in one transaction or several: one entry of the audit log.

    There is no entry before something has changed.
    """

    actor: str
    """A person's Discord id, `OPERATOR` or `BOT`."""
    action: AuditAction
    details: Mapping[str, str] = field(default_factory=dict)
    id: int = 0
    """The entry's id; 0 before there is one."""


class ChangedArticle(NamedTuple):
    """An article that a change set changed."""

    row: int
    version: int
    """Its version after that."""
    change: ArticleChange
    details: Mapping[str, object] = {}
    """What is needed to undo it: the `version` before, or of each field edited the value before and after."""


@dataclass(frozen=True, slots=True)
class AuditedArticle:
    """An article of an entry, as far as it can still be named."""

    id: str
    title: str
    """Empty where its text has been deleted."""
    change: ArticleChange
    edited: Mapping[str, tuple[str, str]]
    """Of each field that was edited, the value before and after."""
    is_removed: bool = False
    """Whether only those who can bring it back are to read of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what, and when."""

    id: int
    at: datetime
    actor: str
    """A person's Discord id, `OPERATOR`, `BOT` or `SOMEONE`."""
    action: AuditAction
    details: Mapping[str, str]
    """Such as the setting that was changed, with its value."""
    is_undone: bool
    counts: Mapping[ArticleChange, int]
    """How many articles were changed, and how."""
    articles: tuple[AuditedArticle, ...]
    """The first of them."""


_ARTICLES = """
    SELECT COALESCE(NULLIF(article.name, ''), CAST(article.id AS TEXT)) AS id, title, change, audit_article.details,
        withdrawn_at IS NOT NULL AS is_removed
    FROM (
        SELECT article, MAX(version) AS version FROM audit_article WHERE audit = :audit
        GROUP BY article ORDER BY article LIMIT :most
    ) AS named
    JOIN audit_article ON audit_article.audit = :audit
        AND audit_article.article = named.article AND audit_article.version = named.version
    JOIN article ON article.id = named.article ORDER BY named.article
"""
_COUNTS = "SELECT change, COUNT(DISTINCT article) FROM audit_article WHERE audit = ? GROUP BY change"


class AuditLog:
    """Reads the audit log, and notes what is not a change of articles: those note themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(
        self, action: AuditAction, *, actor: str, collection: str, details: Mapping[str, str] | None = None
    ) -> None:
        """Note a change of settings, a purge, a feed that is followed, and the like.

        Args:
            action: What was done.
            actor: A person's Discord id, `OPERATOR` or `BOT`.
            collection: Where.
            details: What to say of it: a setting's `name` and `value`, a feed's `url`. Text of articles has no place
                here: it would outlive them.
        """
        changes = ChangeSet(actor, action, details or {})
        async with self._database.transaction("beside") as connection:
            await begin(connection, changes, storable_text(collection))

    async def count(self, collection: str) -> int:
        """Return how many entries there are."""
        [[count]] = await self._database.execute(
            "SELECT COUNT(*) FROM audit WHERE collection = ?", (storable_text(collection),)
        )
        return int(count)

    async def entries(self, collection: str, *, first: int = 0, most: int = 10) -> list[AuditEntry]:
        """Return entries, the newest first.

        Args:
            collection: Whose.
            first: How many to leave out.
            most: How many to return at most.
        """
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM audit WHERE collection = ? ORDER BY id DESC LIMIT ? OFFSET ?",
                (storable_text(collection), most, first),
            )
            return [await entry(connection, row) for row in rows]

    async def purge(self, before: datetime) -> int:
        """Delete the entries from before a moment; return how many."""
        gone = list(await self._database.execute("DELETE FROM audit WHERE at < ? RETURNING id", (to_utc(before),)))
        if gone:
            await self._database.flush()
        return len(gone)


async def forget_actor(connection: Connection, actor: str) -> int:
    """Leave a person's name out of the log inside the caller's transaction; return in how many entries it was."""
    entries = await connection.execute_fetchall(
        "UPDATE audit SET actor = ? WHERE actor = ? RETURNING id", (SOMEONE, actor)
    )
    return len(list(entries))


async def begin(connection: Connection, changes: ChangeSet, collection: str) -> None:
    """Make the entry of a change set inside the caller's transaction, where there is none yet."""
    if changes.id:
        return
    [[id]] = await connection.execute_fetchall(
        "INSERT INTO audit (collection, at, actor, action, details) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (
            collection,
            now(),
            storable_text(changes.actor),
            changes.action,
            storable_text(json.dumps(dict(changes.details), ensure_ascii=False)),
        ),
    )
    changes.id = int(id)


async def record(
    connection: Connection, changes: ChangeSet | None, collection: str, articles: Iterable[ChangedArticle]
) -> None:
    """Note articles that changed inside the caller's transaction; without a change set nothing is noted."""
    if changes is None:
        return
    await begin(connection, changes, collection)
    await connection.executemany(
        "INSERT INTO audit_article (audit, article, version, change, details) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (audit, article, version) DO UPDATE SET change = excluded.change, details = excluded.details",
        [
            (changes.id, each.row, each.version, each.change, json.dumps(dict(each.details), ensure_ascii=False))
            for each in articles
        ],
    )


async def entry(connection: Connection, row: Row) -> AuditEntry:
    """Return the entry of a row of the table `audit`."""
    counts = await connection.execute_fetchall(_COUNTS, (row["id"],))
    named = await connection.execute_fetchall(_ARTICLES, {"audit": row["id"], "most": _NAMED_ARTICLES})
    return AuditEntry(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        actor=row["actor"],
        action=row["action"],
        details=json.loads(row["details"]),
        is_undone=row["undone_by"] is not None,
        counts={change: count for change, count in counts},
        articles=tuple(
            AuditedArticle(
                str(each["id"]),
                each["title"],
                each["change"],
                dict(_edited(each["details"])),
                bool(each["is_removed"]),
            )
            for each in named
        ),
    )


def _edited(details: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for name, values in json.loads(details).items():
        if isinstance(values, list):
            before, after = values
            yield name, (before, after)
