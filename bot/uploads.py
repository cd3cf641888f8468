"""Articles as they come on Discord, attached, pasted or by their links, and what becomes of each."""

import asyncio
import logging
import re
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import chain
from typing import NamedTuple
from weakref import WeakValueDictionary

import aiohttp
import discord

from bot import ingest
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown, messages
from knowledge import (
    NO_QUOTA,
    AddResult,
    Article,
    IngestNote,
    KnowledgeError,
    Library,
    Quota,
    UnreadableArticle,
)
from knowledge.ingest import Found
from knowledge.store import ChangeSet
from knowledge.web import Fetcher, is_gone, read_address, without_login

MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
"""Largest file taken, in bytes; one at a time of each server is in memory."""
MAX_FILES_AT_ONCE = 8
"""Files of different servers that are in memory at once."""
MAX_ATTACHMENTS = 10
"""Files and links accepted at once; a Discord message can have as many files."""
MAX_FOUND_BESIDE = 300
"""Refusals and notes beside an article up to which it is shown before it is added."""
PENDING_SECONDS = 900.0
"""How long an article waits for somebody's decision."""
MAX_PENDING = 20
"""Articles of one server that wait for a decision."""
MAX_PENDING_CHARS = 10_000_000
"""Characters of their texts together, but for the newest one, which always has room."""
MAX_WORDS_BESIDE_LINKS = 150
"""Characters of words beside links up to which a text is there for the links, not for itself."""
MAX_REASONS = 5_000
"""Reasons noted for one file; beyond that there is only a count."""
_LEAST = 200
"""A pasted text on one line is an article only from this length on."""
_LINK = re.compile(
    r"https?://(?:(?!\]\(|[,;]https?://)[^\s<>|\"`\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff«»‹›“”„「-』【】《》（）。，、；])+",
    re.IGNORECASE,
)
"""Browsers write the quotation marks, brackets and stops of other scripts in a link as `%E3%80%82`."""
_CLOSING = ".,;:!?'*_~)]}…！？：؟،؛।॥"
_BLOCK = re.compile(r"```(?:(?P<kind>[\w+-]{1,12})\n)?\n?(?P<text>.*?)\n?```", re.DOTALL)
_SUFFIXES = {"json": ".json", "jsonl": ".jsonl", "md": ".md", "markdown": ".md", "html": ".html"}

log = logging.getLogger(__name__)


class NoAttachment(KnowledgeError):
    """Neither a file, a link nor a text came with the command, or too many, or none that Discord delivers."""


class UploadResult:
    """What became of one file."""

    def __init__(self, name: str, quota: Quota = NO_QUOTA) -> None:
        self.name = name
        self.quota = quota
        """How much the server can hold."""
        self.counts: Counter[str] = Counter()
        self.first: AddResult | None = None
        self.reasons: list[str] = []
        """Why something was refused, and then what was noticed besides."""
        self._faults = 0
        self.is_gone = False
        """Whether there is no page at the address any more."""
        self._full = False

    def taken(self, added: Sequence[AddResult]) -> None:
        """Count articles that were added, and note once that the server has reached its limit."""
        for one in added:
            if one.change != "refused":
                self.first = self.first or one
            elif not self._full:
                self._full = True
                self.reasons.insert(0, self._quota_reached(one))
                self._faults += 1
            self.counts[one.change] += 1

    def _quota_reached(self, refused: AddResult) -> str:
        if refused.limit == "bytes":
            return _(
                "This server has used {used} of its {limit} of text, and this takes {needed}. Remove some articles "
                "with /remove, or ask my operator for more with /report."
            ).format(
                used=formatting.size(self.quota.bytes - refused.left),
                limit=formatting.size(self.quota.bytes),
                needed=formatting.size(refused.needed),
            )
        return _(
            "This server has reached its limit of {articles}. Remove some with /remove, or ask my operator for more "
            "with /report."
        ).format(articles=formatting.articles(self.quota.articles))

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        """Note what could not be read, and why."""
        room = max(0, MAX_REASONS - len(self.reasons))
        faults = [markdown.strip_invisible(formatting.error_text(error)) for error in errors[:room]]
        self.reasons[self._faults : self._faults] = faults
        self._faults += len(faults)
        self.is_gone = self.is_gone or any(map(is_gone, errors))
        self.counts["refused"] += len(errors)

    def noted(self, notes: Sequence[IngestNote]) -> None:
        """Note what a reader noticed that is no fault, such as files that are no articles."""
        room = max(0, MAX_REASONS - len(self.reasons))
        self.reasons += [markdown.strip_invisible(formatting.error_text(note)) for note in notes[:room]]

    def refuse(self, reason: str) -> None:
        """Note that the whole file was refused, and why."""
        self.reasons.insert(self._faults, reason)
        self._faults += 1
        self.counts["refused"] += 1


class Paste(NamedTuple):
    """A pasted text as a file."""

    name: str
    data: bytes


Upload = discord.Attachment | Paste | str
"""What somebody adds; a str is a link."""


def upload_name(upload: Upload) -> str:
    if isinstance(upload, discord.Attachment):
        return upload.filename
    return upload.name if isinstance(upload, Paste) else without_login(upload)


def parse_paste(text: str) -> Paste | None:
    """Return a text that follows the command as a file, named after its kind; None where it is too little."""
    block = _BLOCK.fullmatch(text.strip())
    kind, body = (block["kind"] or "", block["text"]) if block else ("", text)
    if not body.strip() or not (block or "\n" in body.strip() or len(body) >= _LEAST):
        return None
    return Paste(_("the pasted text") + _SUFFIXES.get(kind.casefold(), ""), body.encode("utf-8", "replace"))


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
    while link and link[-1] in _CLOSING and not (link[-1] == ")" and link.count("(") >= link.count(")")):
        link = link[:-1]
    return link


def typed_links(text: str) -> list[str]:
    """Return the links that somebody typed where nothing but links is asked for, each once."""
    return list(dict.fromkeys(link for word in text.split() for link in links_in(word) or _typed_link(word)))


def _typed_link(word: str) -> Iterator[str]:
    """Yield the link that a word is without `http` in front; marks and numbers of a list are none."""
    bare = word.strip("<>,;。，、；")
    if any(map(str.isalpha, bare)):
        yield bare if "://" in bare else f"https://{bare}"


def links_to_fetch(text: str) -> tuple[str, ...]:
    """Return the links of a text that says little more; none of one that is a text of its own."""
    links = links_in(text)
    beside = _LINK.sub("", text).strip()
    return links if links and len(beside) <= MAX_WORDS_BESIDE_LINKS and not _BLOCK.search(text) else ()


@dataclass(frozen=True, slots=True)
class Destination:
    library: Library
    collection: str
    changes: ChangeSet
    """What they are noted in: all of one command are one change."""


class UploadReader:
    """Reads what is uploaded: of each server one upload at a time, and of its links so many a day.

    Args:
        fetcher: Fetches the links.
        most_a_day: Addresses a day for each server, those that its feeds fetch included; 0 is no limit.
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
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """One upload at a time for each server, so that none waits for another's."""
        self._files = asyncio.Semaphore(MAX_FILES_AT_ONCE)

    @asynccontextmanager
    async def read(self, to: Destination, upload: Upload, account: UploadResult) -> AsyncIterator[Iterator[Found]]:
        """Yield what is in an upload, once it is its turn, to be read in a thread; nothing where it is refused."""
        lock = self._reading.setdefault(to.collection, asyncio.Lock())
        # A link takes long and little memory, a file the other way round.
        async with lock, nullcontext() if isinstance(upload, str) else self._files:
            yield await self._found(to, upload, account)

    async def _found(self, to: Destination, upload: Upload, account: UploadResult) -> Iterator[Found]:
        if isinstance(upload, Paste):
            # It comes from no file: another one with the same headline is another article.
            found = to.library.readers.read_bytes(upload.data, upload.name)
            return (replace(one, path="") if isinstance(one, Article) else one for one in found)
        if not isinstance(upload, str):
            return await read_attachment(to, upload, account)
        usage = to.library.usage
        if not await usage.take_fetch(to.collection, most=self._most_a_day, day=self._today()):
            account.refuse(fetches_used_up(self._most_a_day))
            return iter(())
        return await read_address(self._fetcher, to.library.readers, upload, max_bytes=MAX_ATTACHMENT_BYTES)


def fetches_used_up(most: int) -> str:
    return ngettext(
        "This server has had {number} address fetched today, for links and feeds, which is its limit. Try again "
        "tomorrow.",
        "This server has had {number} addresses fetched today, for links and feeds, which is its limit. Try again "
        "tomorrow.",
        most,
    ).format(number=formatting.number(most))


async def read_attachment(to: Destination, file: discord.Attachment, account: UploadResult) -> Iterator[Found]:
    """Return what is in an attached file; its link, which expires, is not stored."""
    if file.size > MAX_ATTACHMENT_BYTES:
        account.refuse(
            _("this is over {number} MB, which is too large. Split it into smaller files.").format(
                number=formatting.number(MAX_ATTACHMENT_BYTES // (1024 * 1024))
            )
        )
        return iter(())
    try:
        data = await fetch(file)
    except NoAttachment as error:
        account.refuse(formatting.error_text(error))
        return iter(())
    return to.library.readers.read_bytes(data, file.filename)


async def fetch(file: discord.Attachment) -> bytes:
    """Return the bytes of an attached file; raise NoAttachment if Discord doesn't deliver it."""
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("Could not fetch an attached file: %s", type(error).__name__)
        raise NoAttachment(_("Discord didn't give me this file. Please attach it again.")) from None


async def take(to: Destination, account: UploadResult, found: Iterator[Found]) -> None:
    """Add what was found; where a link leads nowhere any more, the article that came from there is marked."""
    await ingest.ingest(
        to.library, found, collection=to.collection, report=account, quota=account.quota, changes=to.changes
    )
    if account.is_gone and await to.library.mark_vanished(account.name, collection=to.collection):
        account.reasons.append(messages.kept_though_gone())


async def only_article(found: Iterator[Found], account: UploadResult) -> tuple[Article | None, Iterator[Found]]:
    """Return the article where there is only one, with nothing left of what was found; else None and all of that.

    What was noticed beside the only article is noted in the account.
    """
    first = await asyncio.to_thread(_first, found)
    articles = [one for one in first if isinstance(one, Article)]
    if len(articles) != 1 or len(first) == MAX_FOUND_BESIDE:
        return None, chain(first, found)
    ingest.told(first, account)
    return articles[0], iter(())


def _first(found: Iterator[Found]) -> list[Found]:
    """Return what is found up to the second article."""
    first: list[Found] = []
    articles = 0
    for one in found:
        first.append(one)
        articles += isinstance(one, Article)
        if articles > 1 or len(first) == MAX_FOUND_BESIDE:
            break
    return first


@dataclass(frozen=True, slots=True)
class PendingArticle:
    article: Article
    name: str
    """The file or the link that it came from."""
    collection: str
    person: int
    """Who may decide about it."""
    notes: tuple[str, ...] = ()
    """What was left out, and why."""
    edited: Mapping[str, str] = field(default_factory=dict)
    """The fields that the person has changed, in the form in which they are stored."""

    @property
    def chars(self) -> int:
        """The length of its text."""
        return sum(map(len, chain(self.article.paragraphs, self.article.headings)))


class PendingGone(KnowledgeError):
    """A pending article was decided about, has expired, or was another person's."""


class PendingArticles:
    """Articles that were read and wait for a decision, in memory only: a restart forgets them.

    A server has room for so many; the oldest one makes room for the next. Each is forgotten after a while.
    """

    def __init__(self) -> None:
        self._pending: dict[str, PendingArticle] = {}

    def hold(self, pending: PendingArticle) -> str:
        """Keep an article until it is decided about; return the key by which it is found."""
        key = secrets.token_hex(8)
        self.change(key, pending)
        self._make_room(pending.collection)
        return key

    def get(self, key: str, person: int, collection: str) -> PendingArticle:
        """Return an article that waits for this person's decision; raise PendingGone where there is none."""
        pending = self._pending.get(key)
        if pending is None or pending.collection != collection:
            raise PendingGone(
                _("I no longer have this article: it was kept or discarded, or it has expired. Use /add again.")
            )
        if pending.person != person:
            raise PendingGone(_("Only the person who used the command can press this."))
        return pending

    def take(self, key: str, person: int, collection: str) -> PendingArticle:
        """Return an article as `get` does, and forget it, so that it is decided about once."""
        pending = self.get(key, person, collection)
        del self._pending[key]
        return pending

    def change(self, key: str, pending: PendingArticle) -> None:
        """Put another form of an article in its place, or back where it was taken from; it expires when it would."""
        self._pending[key] = pending
        # The first of its timers ends it; this one does where that fell while it was taken out.
        asyncio.get_running_loop().call_later(PENDING_SECONDS, lambda: self._pending.pop(key, None))

    def drop(self, collection: str) -> None:
        """Forget all articles of a server."""
        self._pending = {key: each for key, each in self._pending.items() if each.collection != collection}

    def of_person(self, person: int) -> list[PendingArticle]:
        """Return the articles that wait for a person's decision, on all servers."""
        return [each for each in self._pending.values() if each.person == person]

    def forget(self, person: int) -> int:
        """Forget the articles that wait for a person's decision; return how many there were."""
        count = len(self.of_person(person))
        self._pending = {key: each for key, each in self._pending.items() if each.person != person}
        return count

    def _make_room(self, collection: str) -> None:
        held = [(key, each.chars) for key, each in self._pending.items() if each.collection == collection]
        chars = sum(size for _, size in held)
        while len(held) > 1 and (len(held) > MAX_PENDING or chars > MAX_PENDING_CHARS):
            key, size = held.pop(0)
            chars -= size
            del self._pending[key]
