"""How values stand in the store's columns: text that SQLite can hold, dates as ISO 8601, articles as rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from knowledge.models import Article
from knowledge.store.database import Row


def valid_id(id: int) -> int:
    """The id where it can be a row's, else 0, which none has: SQLite's integers have 64 bits."""
    return id if 0 < id < 2**63 else 0


def storable_text(text: str) -> str:
    """The text with U+FFFD for what SQLite cannot hold, NULs and lone surrogates; its length stays."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text.replace("\0", "\ufffd")


def storable_article(article: Article) -> Article:
    """The article as the store will give it back; a time without a zone is taken as UTC."""
    return replace(
        article,
        title=storable_text(article.title),
        paragraphs=tuple(map(storable_text, article.paragraphs)),
        headings=tuple(map(storable_text, article.headings)) if any(article.headings) else (),
        publisher=storable_text(article.publisher),
        byline=storable_text(article.byline),
        published_at=_zoned(article.published_at),
        modified_at=_zoned(article.modified_at),
        keywords=tuple(map(storable_text, article.keywords)),
        corrections=tuple(map(storable_text, article.corrections)),
        language=storable_text(article.language),
        url=storable_text(article.url),
        id=storable_text(article.id),
    )


def _zoned(published: date | None) -> date | None:
    if isinstance(published, datetime) and published.utcoffset() is None:
        return published.replace(tzinfo=UTC)
    return published


def details_json(article: Article) -> str:
    """What few articles have, as one JSON object; empty values are left out."""
    modified = article.modified_at.isoformat() if article.modified_at else ""
    found = {"modified_at": modified, "keywords": article.keywords, "corrections": article.corrections}
    return json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)


EDITABLE = ("title", "publisher", "byline", "published_at")
"""The fields of an article that moderators can change; they keep their values when its source changes."""


def field_text(article: Article, name: str) -> str:
    """The value of an editable field as it is stored; empty where there is none."""
    value: str | date | None = getattr(article, name)
    return value.isoformat() if isinstance(value, date) else value or ""


def edits(article: Article, source: Article) -> str:
    """What the source of an article says where a moderator has changed that, as one JSON object."""
    changed = {name: field_text(source, name) for name in EDITABLE}
    return json.dumps(
        {name: value for name, value in changed.items() if value != field_text(article, name)}, ensure_ascii=False
    )


def edited_values(row: Row) -> dict[str, str]:
    """What moderators have made of the fields that they have changed, from a row of the table `article`."""
    return {name: row[name] or "" for name in json.loads(row["edits"])}


def with_fields(article: Article, values: Mapping[str, str]) -> Article:
    """The article with other values of editable fields, in the form in which they are stored."""
    published = values.get("published_at", field_text(article, "published_at"))
    return replace(
        article,
        title=values.get("title", article.title),
        publisher=values.get("publisher", article.publisher),
        byline=values.get("byline", article.byline),
        published_at=_published(published or None),
    )


def to_article(row: Row, paragraphs: Sequence[Row], *, version: int | None = None) -> Article:
    """The article of a row of the table `article`, with the rows of its paragraphs: text, heading and page of each.

    They are those of its latest version where no other is given.
    """
    headings, pages = [each["heading"] for each in paragraphs], [each["page"] for each in paragraphs]
    known = json.loads(row["details"])
    return Article(
        title=row["title"],
        paragraphs=tuple(each["text"] for each in paragraphs),
        headings=tuple(headings) if any(headings) else (),
        pages=tuple(pages) if any(pages) else (),
        publisher=row["publisher"],
        byline=row["byline"],
        published_at=_published(row["published_at"]),
        modified_at=_published(known.get("modified_at")),
        keywords=tuple(known.get("keywords", ())),
        corrections=tuple(known.get("corrections", ())),
        language=row["language"],
        url=row["url"],
        id=row["name"] or str(row["id"]),
        row=row["id"],
        version=row["version"] if version is None else version,
    )


def _published(text: str | None) -> date | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def now() -> str:
    """This moment, in UTC, to the microsecond."""
    return to_utc(datetime.now(UTC))


def to_utc(moment: datetime) -> str:
    """A moment with its zone, in UTC, to the microsecond, so that stamps sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
