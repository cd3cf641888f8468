"""What became of the articles of a collection, and taking it back: earlier versions, edits, undo."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from knowledge.errors import ArticleNotFound, KnowledgeError
from knowledge.models import Article
from knowledge.store.articles import article_row, load_articles
from knowledge.store.audit import AuditEntry, ChangedArticle, ChangeSet, begin, entry, record
from knowledge.store.database import (
    EDITABLE,
    Connection,
    Database,
    Row,
    edits,
    field_text,
    storable_article,
    storable_text,
    to_article,
    to_moment,
    valid_id,
    with_fields,
)
from knowledge.store.dedupe import (
    NO_QUOTA,
    AddResult,
    IncomingArticle,
    Quota,
    bump_version,
    fingerprint,
    room_left,
    write_versions,
)
from knowledge.store.origins import follow_page
from knowledge.store.versions import REMOVED_KEPT, archive, make_room


class ChangeRefused(KnowledgeError):
    """There is no such version, nothing to undo, or something came between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """A version of an article that can be read and brought back."""

    article: Article
    """As it was, without its text."""
    paragraphs: int
    added_at: datetime
    ended_at: datetime | None = None
    """When another one took its place, or it was removed; None for the one that is current."""
    removed_at: datetime | None = None
    """When it was removed with its article."""
    differing: int = 0
    """How many paragraphs differ from those of the current one, where there is one."""


class LeftArticle(NamedTuple):
    """An article that an undo left as it is, as it has changed since."""

    id: str
    title: str
    """Empty where it is removed."""


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What was undone."""

    entry: AuditEntry
    """The change, with its articles as they are now."""
    undone: int
    """How many articles are again as they were."""
    left: tuple[LeftArticle, ...] = ()


_VERSIONS = """
    SELECT version.*, article.name, article.id FROM version JOIN article ON article.id = version.article
    WHERE {condition} ORDER BY version.ended_at DESC, version.version DESC
"""
_UNDOABLE = "action IN ('add', 'remove', 'edit', 'restore') AND actor <> 'bot'"


class History:
    """Earlier and removed versions of the articles, in the store's file.

    Args:
        database: The store's.
        changed: Called with a collection once its articles have changed.
    """

    def __init__(self, database: Database, changed: Callable[[str], Awaitable[None]] | None = None) -> None:
        self._database = database
        self._changed = changed

    async def versions(self, id: str | int, *, collection: str) -> list[StoredVersion]:
        """Return the versions of an article that can be brought back, the newest first, with the current one.

        Args:
            id: The article's id, or its key in the store.
            collection: Whose article it is.

        Raises:
            ArticleNotFound: The collection itself has no such article, nor one that was removed a short while ago.
        """
        async with self._database.snapshot() as connection:
            row = id
            if isinstance(row, str):
                row = await article_row(connection, row, [collection], removed=True)
            here = {"row": valid_id(row), "collection": storable_text(collection)}
            earlier = await connection.execute_fetchall(
                _VERSIONS.format(condition="article.id = :row AND collection = :collection"), here
            )
            current = await connection.execute_fetchall(
                "SELECT * FROM article WHERE id = :row AND collection = :collection AND withdrawn_at IS NULL", here
            )
            differing = await _differing_versions(connection, current) if earlier else {}
        versions = [*map(_current, current), *map(_earlier, earlier)]
        found = [replace(each, differing=differing.get(each.article.version, 0)) for each in versions]
        if not found:
            raise ArticleNotFound("That article has been removed. The list of articles shows what's left.")
        return found

    async def removed(self, collection: str) -> list[StoredVersion]:
        """Return the articles that were removed and can be brought back, the last one first."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                _VERSIONS.format(
                    condition="collection = ? AND withdrawn_at IS NOT NULL AND version.version = article.version"
                ),
                (storable_text(collection),),
            )
        return list(map(_earlier, rows))

    async def restore(
        self, id: str, version: int | None, *, collection: str, changes: ChangeSet, quota: Quota = NO_QUOTA
    ) -> Article:
        """Bring back an earlier version of an article, or an article that was removed.

        Args:
            id: The article's id.
            version: Which version; None for the last one before the one that is current.
            collection: Whose article it is.
            changes: What it is noted in.
            quota: How much the collection can hold.

        Returns:
            The article as it is now.

        Raises:
            ArticleNotFound: The collection itself has no such article.
            ChangeRefused: There is no such version, it is the current one, or there is no room for it.
        """
        name = storable_text(collection)
        async with self._database.transaction("articles") as connection:
            row = await article_row(connection, id, [collection], removed=True)
            if version is None:
                [[version]] = await connection.execute_fetchall(
                    "SELECT MAX(version) FROM version WHERE article = ?", (row,)
                )
            if version is None:
                raise ChangeRefused("Article {id} has no earlier version.", id=id)
            changed = await _restore(connection, row, version, name, quota)
            await bump_version(connection, name)
            await record(connection, changes, name, [changed])
            restored = (await load_articles(connection, [row]))[row]
        await self._tell(collection)
        return restored

    async def edit(
        self, id: str, values: Mapping[str, str], *, collection: str, changes: ChangeSet
    ) -> tuple[Article, Article]:
        """Change fields of an article, which keep the new values when its source changes.

        Args:
            id: The article's id.
            values: New values by field: any of `EDITABLE`; a day as ISO 8601.
            collection: Whose article it is.
            changes: What it is noted in.

        Returns:
            The article before and after.

        Raises:
            ArticleNotFound: The collection itself has no such article.
        """
        if unknown := set(values) - set(EDITABLE):
            raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
        name = storable_text(collection)
        async with self._database.transaction("articles") as connection:
            row = await article_row(connection, id, [collection])
            before = (await load_articles(connection, [row]))[row]
            after = storable_article(with_fields(before, values))
            changed = await _edit(connection, before, after)
            if changed.details:
                await bump_version(connection, name)
                await record(connection, changes, name, [changed])
        await self._tell(collection)
        return before, after

    async def last_change(self, collection: str, *, actor: str, now: datetime) -> tuple[AuditEntry, bool] | None:
        """Return what `undo` would undo, and whether something happened since that `actor` may not think of.

        That is what others did, and a removal for good, which can't be undone. None where there is nothing to undo.
        """
        async with self._database.snapshot() as connection:
            found = await _last_change(connection, storable_text(collection), now)
            if found is None:
                return None
            others = await connection.execute_fetchall(
                "SELECT 1 FROM audit WHERE collection = ? AND id > ? AND (actor <> ? OR action = 'delete') LIMIT 1",
                (storable_text(collection), found["id"], storable_text(actor)),
            )
            return await entry(connection, found), bool(list(others))

    async def undo(
        self, expected: int, *, collection: str, changes: ChangeSet, now: datetime, quota: Quota = NO_QUOTA
    ) -> UndoResult:
        """Undo the last change of a collection's articles, as far as nothing has changed them since.

        Args:
            expected: The audit log's id of what is to be undone.
            collection: Whose change it was.
            changes: What the undo is noted in.
            now: The moment; what was done over `REMOVED_KEPT` ago stays.
            quota: How much the collection can hold.

        Raises:
            ChangeRefused: Something else was changed or undone in the meantime, or there is no room.
        """
        name = storable_text(collection)
        async with self._database.transaction("articles") as connection:
            last = await _last_change(connection, name, now)
            if last is None or last["id"] != expected:
                raise ChangeRefused(
                    "Something else was changed or undone in the meantime, so I undid nothing. Look at the audit log."
                )
            await begin(connection, changes, name)
            changed, left = await _undo(connection, last["id"], name, quota)
            if changed:
                await bump_version(connection, name)
                await record(connection, changes, name, changed)
            undone = await entry(connection, last)
            await connection.execute_fetchall("UPDATE audit SET undone_by = ? WHERE id = ?", (changes.id, last["id"]))
            titles = await connection.execute_fetchall(
                "SELECT COALESCE(NULLIF(name, ''), CAST(id AS TEXT)) AS id,"
                " CASE WHEN withdrawn_at IS NULL THEN title ELSE '' END AS title FROM article"
                " WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) ORDER BY article.id",
                (json.dumps(left),),
            )
        await self._tell(collection)
        return UndoResult(undone, len(changed), tuple(LeftArticle(str(row["id"]), row["title"]) for row in titles))

    async def _tell(self, collection: str) -> None:
        if self._changed:
            await self._changed(collection)


async def _differing_versions(connection: Connection, current: Iterable[Row]) -> dict[int, int]:
    """Return by version of an article how many of its paragraphs differ from those of the current one."""
    for now in current:
        rows = await connection.execute_fetchall(
            "SELECT version, COUNT(*) AS paragraphs, SUM(CASE WHEN text IN (SELECT text FROM paragraph"
            " WHERE article = :row AND version = :version) THEN 0 ELSE 1 END) AS only_there"
            " FROM paragraph WHERE article = :row GROUP BY version",
            {"row": now["id"], "version": now["version"]},
        )
        # As many of the current one have no counterpart as it has more, besides those.
        return {
            row["version"]: max(row["only_there"], now["paragraphs"] - row["paragraphs"] + row["only_there"])
            for row in rows
        }
    return {}


def _earlier(row: Row) -> StoredVersion:
    return StoredVersion(
        article=to_article(row, ()),
        paragraphs=row["paragraphs"],
        added_at=datetime.fromisoformat(row["added_at"]),
        ended_at=datetime.fromisoformat(row["ended_at"]),
        removed_at=to_moment(row["removed_at"]),
    )


def _current(row: Row) -> StoredVersion:
    return StoredVersion(
        article=to_article(row, ()),
        paragraphs=row["paragraphs"],
        added_at=datetime.fromisoformat(row["added_at"]),
    )


async def _last_change(connection: Connection, collection: str, now: datetime) -> Row | None:
    rows = await connection.execute_fetchall(
        f"SELECT * FROM audit WHERE collection = ? AND undone_by IS NULL AND {_UNDOABLE} ORDER BY id DESC LIMIT 1",
        (collection,),
    )
    young = (row for row in rows if datetime.fromisoformat(row["at"]) > now.astimezone(UTC) - REMOVED_KEPT)
    return next(young, None)


async def _edit(connection: Connection, before: Article, after: Article) -> ChangedArticle:
    """Write the fields of an article that differ; the change has no details where none does."""
    details = {
        name: [field_text(before, name), field_text(after, name)]
        for name in EDITABLE
        if field_text(before, name) != field_text(after, name)
    }
    if details:
        await connection.execute_fetchall(
            "UPDATE article SET title = ?, publisher = ?, byline = ?, published_at = ?, edits = ? WHERE id = ?",
            (
                *(after.title, after.publisher, after.byline, field_text(after, "published_at") or None),
                edits(after, await _source(connection, before)),
                before.row,
            ),
        )
    return ChangedArticle(before.row, before.version, "edited", details)


async def _source(connection: Connection, article: Article) -> Article:
    """Return a current article as its source has it."""
    [[found]] = await connection.execute_fetchall("SELECT edits FROM article WHERE id = ?", (article.row,))
    return with_fields(article, json.loads(found))


async def _restore(connection: Connection, row: int, version: int, collection: str, quota: Quota) -> ChangedArticle:
    """Make a version current again: the last one of a removed article as it was, any other one as a new version."""
    [article] = await connection.execute_fetchall("SELECT * FROM article WHERE id = ?", (row,))
    found = await connection.execute_fetchall(
        _VERSIONS.format(condition="article.id = ? AND version.version = ?"), (row, valid_id(version))
    )
    is_removed = article["withdrawn_at"] is not None
    for kept in found:
        room = await room_left(connection, collection, quota)
        if is_removed and room.articles < 1:
            raise ChangeRefused("This server has reached its limit of articles. Remove another one first.")
        changed = ChangedArticle(row, version, "restored", {"version": 0, "from": version})
        if is_removed and version == article["version"]:
            await connection.execute_fetchall("DELETE FROM version WHERE article = ? AND version = ?", (row, version))
            await connection.execute_fetchall("UPDATE article SET withdrawn_at = NULL WHERE id = ?", (row,))
        else:
            await _write_again(connection, article, kept, collection, quota)
            before = 0 if is_removed else article["version"]
            details = {"version": before, "from": version, "replaced": article["content_hash"]}
            changed = ChangedArticle(row, article["version"] + 1, "restored", details)
        # What was removed together comes back together, for the answers that cite it.
        await connection.execute_fetchall(
            "UPDATE version SET removed_at = NULL WHERE article = ? AND removed_at = ?", (row, kept["removed_at"])
        )
        return changed
    if not is_removed and version == article["version"]:
        raise ChangeRefused("Version {version} is the current one.", version=version)
    raise ChangeRefused("Version {version} of this article isn't stored any more.", version=version)


async def _write_again(connection: Connection, article: Row, kept: Row, collection: str, quota: Quota) -> None:
    """Write a kept version as the article's next one."""
    paragraphs = await connection.execute_fetchall(
        "SELECT text, heading, page FROM paragraph WHERE article = ? AND version = ? ORDER BY number",
        (kept["article"], kept["version"]),
    )
    restored = replace(to_article(kept, list(paragraphs)), version=article["version"] + 1)
    source = with_fields(restored, json.loads(kept["edits"]))
    known = replace(fingerprint(source), name=article["name"], origin=kept["headline_hash"])
    incoming = IncomingArticle(source, known)
    lacking = incoming.nbytes - (await room_left(connection, collection, quota)).bytes
    if lacking > 0:
        await make_room(connection, collection, int(lacking), least=int(lacking))
        lacking = incoming.nbytes - (await room_left(connection, collection, quota)).bytes
    if lacking > 0:
        raise ChangeRefused("This server has reached its limit of text. Remove an article first.")
    await write_versions(connection, [(AddResult(restored, "updated"), incoming)], collection)
    await follow_page(connection, restored, (kept["version"], article["version"]))


async def _undo(
    connection: Connection, changed: int, collection: str, quota: Quota
) -> tuple[list[ChangedArticle], list[int]]:
    """Undo what an entry of the audit log changed; return what that changes, and what it leaves as it is."""
    rows = await connection.execute_fetchall(
        "SELECT changed.article, change, changed.details, ends.last, article.version, withdrawn_at FROM ("
        "  SELECT article, MIN(version) AS first, MAX(version) AS last FROM audit_article"
        "  WHERE audit = :audit GROUP BY article"
        ") AS ends JOIN audit_article AS changed ON changed.audit = :audit"
        " AND changed.article = ends.article AND changed.version = ends.first"
        " JOIN article ON article.id = ends.article ORDER BY ends.article",
        {"audit": changed},
    )
    undone: list[ChangedArticle] = []
    left: list[int] = []
    withdrawn: list[int] = []
    for row in rows:
        article, details = row["article"], json.loads(row["details"])
        is_living = row["withdrawn_at"] is None
        if row["last"] not in await _same_as_now(connection, article, row["version"]) or is_living == (
            row["change"] == "removed"
        ):
            left.append(article)
        elif row["change"] == "edited":
            undone += await _take_back_edit(connection, article, details)
        elif before := row["version"] if row["change"] == "removed" else details.get("version"):
            try:
                undone.append(await _restore(connection, article, before, collection, quota))
            except ChangeRefused:
                left.append(article)
        else:
            withdrawn.append(article)
            undone.append(ChangedArticle(article, row["version"], "removed"))
    await archive(connection, withdrawn, removed=True)
    return undone, left


async def _same_as_now(connection: Connection, article: int, version: int) -> set[int]:
    """Return the version that an article is at, and those whose text it has again since later changes were undone."""
    rows = await connection.execute_fetchall(
        "SELECT audit_article.version, audit_article.details FROM audit_article JOIN audit ON audit.id = audit"
        " WHERE article = ? AND action = 'undo' AND change = 'restored' ORDER BY audit DESC",
        (article,),
    )
    same = {version}
    for row in rows:
        if row["version"] == version:
            version = json.loads(row["details"])["from"]
            same.add(version)
    return same


async def _take_back_edit(
    connection: Connection, row: int, details: Mapping[str, tuple[str, str]]
) -> Iterable[ChangedArticle]:
    before = (await load_articles(connection, [row]))[row]
    after = with_fields(before, {name: values[0] for name, values in details.items()})
    changed = await _edit(connection, before, after)
    return [changed] if changed.details else []
