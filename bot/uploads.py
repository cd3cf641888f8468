"""Articles as they come on Discord, attached, pasted or by their links, and what becomes of each."""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import aiohttp
import discord

from bot import ingest
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown
from knowledge import (
    NO_QUOTA,
    AddResult,
    Article,
    FetchError,
    IngestNote,
    KnowledgeError,
    Library,
    Quota,
    UnreadableArticle,
)
from knowledge.store import ChangeSet
from knowledge.web import Fetcher, read_address

MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
"""Largest file taken, in bytes; one at a time of each server is in memory."""
MAX_FILES_AT_ONCE = 8
"""Files of different servers that are in memory at once."""
MAX_ATTACHMENTS = 10
"""Files and links accepted at once; a Discord message can have as many files."""
MAX_WORDS_BESIDE_LINKS = 150
"""Characters of words beside links up to which a text is there for the links, not for itself."""
MAX_REASONS = 5_000
"""Reasons noted for one file; beyond that there is only a count."""
_LEAST = 200
"""A pasted text on one line is an article only from this length on."""
_LINK = re.compile(r"https?://[^\s<>|\"`]+", re.IGNORECASE)
_BLOCK = re.compile(r"```(?:(?P<kind>[\w+-]{1,12})\n)?\n?(?P<text>.*?)\n?```", re.DOTALL)
_SUFFIXES = {"json": ".json", "jsonl": ".jsonl", "md": ".md", "markdown": ".md", "html": ".html"}

log = logging.getLogger(__name__)


class NoAttachment(KnowledgeError):
    """Neither a file, a link nor a text came with the command, or too many."""


class UploadResult:
    """What became of one file."""

    def __init__(self, name: str, quota: Quota = NO_QUOTA) -> None:
        self.name = name
        self.quota = quota
        """How much the server can hold."""
        self.counts: Counter[str] = Counter()
        self.first: Article | None = None
        self.reasons: list[str] = []
        self.is_gone = False
        """Whether there is no page at the address any more."""
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
                "my operator for more with /report."
            ).format(number=formatting.number(self.quota.bytes // 1_000_000))
        return _(
            "This server has reached its limit of {articles}. Remove some with /remove, or ask my operator for more "
            "with /report."
        ).format(articles=formatting.articles(self.quota.articles))

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        """Note what could not be read, and why."""
        room = max(0, MAX_REASONS - len(self.reasons))
        self.reasons += [markdown.strip_invisible(formatting.error_text(error)) for error in errors[:room]]
        self.is_gone = self.is_gone or any(map(_is_gone, errors))
        self.counts["refused"] += len(errors)

    def noted(self, notes: Sequence[IngestNote]) -> None:
        """Note what a reader noticed that is no fault, such as files that are no articles."""
        room = max(0, MAX_REASONS - len(self.reasons))
        self.reasons += [markdown.strip_invisible(formatting.error_text(note)) for note in notes[:room]]

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


def check_count(count: int) -> None:
    """Raise NoAttachment for more files and links than are taken at once."""
    if count > MAX_ATTACHMENTS:
        raise NoAttachment(
            _("I take at most {most} files and links at once. Send the rest in another message.").format(
                most=formatting.number(MAX_ATTACHMENTS)
            )
        )


def links_in(text: str) -> tuple[str, ...]:
    """Return the links in a text, each once, without the punctuation around them."""
    return tuple(dict.fromkeys(_bare(match[0]) for match in _LINK.finditer(text)))


def _bare(link: str) -> str:
    """Return a link without what ends the sentence or closes the brackets that it stands in."""
    while link[-1] in ".,;:!?'*_~)]" and not (link[-1] == ")" and link.count("(") >= link.count(")")):
        link = link[:-1]
    return link


def links_to_fetch(text: str) -> tuple[str, ...]:
    """Return the links of a text that says little more; none of one that is a text of its own."""
    links = links_in(text)
    beside = _LINK.sub("", text).strip()
    return links if links and len(beside) <= MAX_WORDS_BESIDE_LINKS and not _BLOCK.search(text) else ()


@dataclass(frozen=True, slots=True)
class Destination:
    """Where uploads are added."""

    library: Library
    collection: str
    changes: ChangeSet
    """What they are noted in: all of one command are one change."""


class LinkUploads:
    """Articles added by their links, at most so many links a day for each server.

    How many it were is kept in memory: a restart forgets it, which nobody but the operator can cause.

    Args:
        fetcher: Fetches the links.
        most_a_day: Links a day for each server; 0 is no limit.
        today: Tells the day.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        most_a_day: int = 0,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._fetcher = fetcher
        self._most_a_day = most_a_day
        self._today = today
        self._day = today()
        self._fetched: Counter[str] = Counter()

    async def ingest(self, to: Destination, url: str, account: UploadResult) -> None:
        """Fetch a link and add what is there."""
        if self._day != self._today():
            self._day = self._today()
            self._fetched.clear()
        if self._most_a_day and self._fetched[to.collection] >= self._most_a_day:
            account.refuse(
                ngettext(
                    "This server has had {number} link fetched today, which is its limit. Try again tomorrow.",
                    "This server has had {number} links fetched today, which is its limit. Try again tomorrow.",
                    self._most_a_day,
                ).format(number=formatting.number(self._most_a_day))
            )
            return
        self._fetched[to.collection] += 1
        found = await read_address(self._fetcher, to.library.readers, url, max_bytes=MAX_ATTACHMENT_BYTES)
        await _take(to, account, found)
        if account.is_gone and await to.library.mark_vanished(url, collection=to.collection):
            account.reasons.append(_("The article that I have from there stays, and is marked as gone."))


def _is_gone(error: UnreadableArticle) -> bool:
    """Tell a refusal for want of a page."""
    fault = error.values.get("fault")
    return isinstance(fault, FetchError) and fault.status in (404, 410)


async def ingest_attachment(to: Destination, file: discord.Attachment, account: UploadResult) -> None:
    """Add an attached file; its link, which expires, is not stored."""
    if file.size > MAX_ATTACHMENT_BYTES:
        account.refuse(
            _("this is over {number} MB, which is too large. Split it into smaller files.").format(
                number=formatting.number(MAX_ATTACHMENT_BYTES // (1024 * 1024))
            )
        )
        return
    data = await fetch(file)
    if data is None:
        account.refuse(not_handed_over())
        return
    await _take(to, account, to.library.readers.read_bytes(data, file.filename))


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


async def ingest_text(to: Destination, data: bytes, account: UploadResult) -> None:
    """Add a pasted text."""
    await _take(to, account, to.library.readers.read_bytes(data, account.name))


async def _take(to: Destination, account: UploadResult, found: Iterator[Article | UnreadableArticle]) -> None:
    await ingest.ingest(
        to.library, found, collection=to.collection, report=account, quota=account.quota, changes=to.changes
    )
