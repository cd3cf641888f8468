"""What the process that reads and the one that asks it say to each other: JSON of a known length, never pickles."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import IO

from knowledge.errors import IngestNote, UnreadableArticle
from knowledge.ingest.files import Found
from knowledge.models import Article

Message = Mapping[str, object]

MAX_MESSAGE_BYTES = 256 * 1024 * 1024
"""Longest message accepted, in bytes: some times what is read of a file of the largest size."""
_LENGTH_BYTES = 8
_KEPT = tuple(field.name for field in fields(Article) if field.name not in ("row", "version"))


class BrokenFrame(Exception):
    """The other side ended within a message, or sent what is none."""


def send_frame(out: IO[bytes], message: Message, data: bytes = b"") -> None:
    """Write a message, and the bytes of a file after it."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    out.write(len(body).to_bytes(_LENGTH_BYTES) + len(data).to_bytes(_LENGTH_BYTES) + body)
    out.write(data)
    out.flush()


def receive(source: IO[bytes]) -> tuple[dict[str, object], bytes] | None:
    """Return the next message and the bytes after it; None where the other side has closed.

    Raises:
        BrokenFrame: it is no message, or over MAX_MESSAGE_BYTES.
    """
    head = source.read(2 * _LENGTH_BYTES)
    if not head:
        return None
    sizes = int.from_bytes(head[:_LENGTH_BYTES]), int.from_bytes(head[_LENGTH_BYTES:])
    if len(head) < 2 * _LENGTH_BYTES or max(sizes) > MAX_MESSAGE_BYTES:
        raise BrokenFrame
    body, data = source.read(sizes[0]), source.read(sizes[1])
    if (len(body), len(data)) != sizes:
        raise BrokenFrame
    try:
        message = json.loads(body.decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise BrokenFrame from error
    if not isinstance(message, dict):
        raise BrokenFrame
    return message, data


def packed(found: Found) -> Message:
    """Return an article or a refusal as JSON knows it."""
    if isinstance(found, UnreadableArticle):
        values = {name: _plain(value) for name, value in found.values.items()}
        return {"refused": found.sentence, "values": values, "skipped": isinstance(found, IngestNote)}
    article: dict[str, object] = {}
    for name in _KEPT:
        value: object = getattr(found, name)
        if value:
            article[name] = value.isoformat() if isinstance(value, date) else value
    return article


def _plain(value: object) -> object:
    if isinstance(value, UnreadableArticle | Article):
        return packed(value)
    return value if isinstance(value, int) else str(value)


def unpacked(message: Message) -> Found:
    """Return the article or the refusal that was packed."""
    if "refused" in message:
        values = message["values"]
        assert isinstance(values, dict)
        inner = {name: unpacked(value) if isinstance(value, dict) else value for name, value in values.items()}
        kind = IngestNote if message.get("skipped") else UnreadableArticle
        return kind(str(message["refused"]), **inner)
    article: dict[str, object] = {"title": "", "paragraphs": ()}
    for name in _KEPT:
        if name in message:
            article[name] = _typed(name, message[name])
    return Article(**article)  # type: ignore[arg-type]  # Each field has the type that packed() wrote.


def _typed(name: str, value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    if name.endswith("_at") and isinstance(value, str):
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return value


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed as it was read."""

    key: str
    """What it is known by from one poll to the next: a hash of its id, or else of its link."""
    content: str
    """Hash of what it says."""
    url: str
    """The page it links to; empty where that is none."""
    is_teaser: bool
    """Whether there is probably more text on that page."""
    found: Found


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """What the address of a feed gave: a feed with its entries, or a page with the feeds that it announces."""

    title: str = ""
    pace_seconds: int = 0
    """How often it asks to be read; 0 where it says nothing."""
    entries: tuple[FeedEntry, ...] = ()
    announced: tuple[tuple[str, str], ...] = ()
    """Addresses of feeds with their titles, the main one first; empty where this is a feed."""
    is_cut: bool = False
    """Whether its end is missing; its entries are whole."""


def packed_document(document: FeedDocument) -> Message:
    """Return a feed, or what a page announces, as JSON knows it."""
    return {
        "title": document.title,
        "pace_seconds": document.pace_seconds,
        "entries": [
            [each.key, each.content, each.url, each.is_teaser, packed(each.found)] for each in document.entries
        ],
        "announced": document.announced,
        "is_cut": document.is_cut,
    }


def unpacked_document(message: Message) -> FeedDocument:
    entries, announced, pace = message["entries"], message["announced"], message["pace_seconds"]
    assert isinstance(entries, list) and isinstance(announced, list) and isinstance(pace, int)
    return FeedDocument(
        title=str(message["title"]),
        pace_seconds=pace,
        entries=tuple(
            FeedEntry(str(key), str(content), str(url), bool(is_teaser), unpacked(found))
            for key, content, url, is_teaser, found in entries
        ),
        announced=tuple((str(url), str(title)) for url, title in announced),
        is_cut=bool(message["is_cut"]),
    )
