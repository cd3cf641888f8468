"""Articles as they come on Discord, attached or pasted, and what becomes of each file."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import aiohttp
import discord

from bot import ingest
from bot.i18n import gettext as _
from bot.text import formatting, markdown
from knowledge import NO_QUOTA, AddResult, Article, IngestNote, KnowledgeError, Library, Quota, UnreadableArticle

MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
"""Largest file taken, in bytes; one at a time of each server is in memory."""
MAX_FILES_AT_ONCE = 8
"""Files of different servers that are in memory at once."""
MAX_ATTACHMENTS = 10
"""Files accepted at once, as many as one Discord message can have."""
_REASONS = 3
"""Reasons listed for one file; beyond that there is only a count."""
_LEAST = 200
"""A pasted text on one line is an article only from this length on."""
_BLOCK = re.compile(r"```(?:(?P<kind>[\w+-]{1,12})\n)?\n?(?P<text>.*?)\n?```", re.DOTALL)
_SUFFIXES = {"json": ".json", "jsonl": ".jsonl", "md": ".md", "markdown": ".md", "html": ".html"}

log = logging.getLogger(__name__)


class NoAttachment(KnowledgeError):
    """Neither a file nor a text came with the command."""


class UploadResult:
    """What became of one file."""

    def __init__(self, name: str, quota: Quota = NO_QUOTA) -> None:
        self.name = name
        self.quota = quota
        """How much the server can hold."""
        self.counts: Counter[str] = Counter()
        self.first: Article | None = None
        self.reasons: list[str] = []
        self._full = False

    def taken(self, added: Sequence[AddResult]) -> None:
        """Count articles that were added, and note once that the server has reached its limit."""
        for one in added:
            if one.change != "refused":
                self.first = self.first or one.article
            elif not self._full:
                self._full = True
                self.reasons.insert(0, self._quota_reached(one.limit))
            self.counts[one.change] += 1

    def _quota_reached(self, limit: str | None) -> str:
        if limit == "bytes":
            return _(
                "This server has reached its limit of {number} MB of text. Remove some articles with /remove, or ask "
                "my operator for more with /report. Earlier versions of changed articles count for a day."
            ).format(number=formatting.number(self.quota.bytes // 1_000_000))
        return _(
            "This server has reached its limit of {articles}. Remove some with /remove, or ask my operator for more "
            "with /report."
        ).format(articles=formatting.articles(self.quota.articles))

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        """Note what could not be read, and why."""
        room = _REASONS - len(self.reasons)
        self.reasons += [markdown.strip_invisible(formatting.error_text(error)) for error in errors[:room]]
        self.counts["refused"] += len(errors)

    def noted(self, notes: Sequence[IngestNote]) -> None:
        """Note what a reader noticed that is no fault, such as files that are no articles."""
        self.reasons += [markdown.strip_invisible(formatting.error_text(note)) for note in notes]

    def refuse(self, reason: str) -> None:
        """Note that the whole file was refused, and why."""
        self.reasons.append(reason)
        self.counts["refused"] += 1


def parse_paste(text: str) -> tuple[str, bytes] | None:
    """Return a text that follows the command as a file, named after its kind; None where it is too little."""
    block = _BLOCK.fullmatch(text.strip())
    kind, body = (block["kind"] or "", block["text"]) if block else ("", text)
    if not body.strip() or not (block or "\n" in body.strip() or len(body) >= _LEAST):
        return None
    return _("the pasted text") + _SUFFIXES.get(kind.casefold(), ""), body.encode("utf-8", "replace")


async def ingest_attachment(library: Library, file: discord.Attachment, collection: str, quota: Quota) -> UploadResult:
    """Add an attached file; its link, which expires, is not stored."""
    account = UploadResult(file.filename, quota)
    if file.size > MAX_ATTACHMENT_BYTES:
        account.refuse(
            _("this is over {number} MB, which is too large. Split it into smaller files.").format(
                number=formatting.number(MAX_ATTACHMENT_BYTES // (1024 * 1024))
            )
        )
        return account
    data = await fetch(file)
    if data is None:
        account.refuse(not_handed_over())
        return account
    return await _take(library, account, library.readers.read_bytes(data, file.filename), collection)


def not_handed_over() -> str:
    """Say that Discord did not give the file."""
    return _("Discord didn't give me this file. Please attach it again.")


async def fetch(file: discord.Attachment) -> bytes | None:
    """Return the bytes of an attached file; None if Discord doesn't deliver it."""
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("Could not fetch an attached file: %s", type(error).__name__)
        return None


async def ingest_text(library: Library, name: str, data: bytes, collection: str, quota: Quota) -> UploadResult:
    """Add a pasted text."""
    return await _take(library, UploadResult(name, quota), library.readers.read_bytes(data, name), collection)


async def _take(
    library: Library, account: UploadResult, found: Iterator[Article | UnreadableArticle], collection: str
) -> UploadResult:
    await ingest.ingest(library, found, collection=collection, report=account, quota=account.quota)
    return account
