"""A web archive (.warc, .warc.gz) → an article for each page in it."""

import zlib
from collections.abc import Iterator
from gzip import GzipFile
from io import SEEK_END
from itertools import islice
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from knowledge.errors import UnreadableArticle
from knowledge.ingest.encoding import decode
from knowledge.ingest.files import are_crowded, are_too_short, crowded, few_refusals, refuse, too_short
from knowledge.ingest.formats.archive import MAX_RATIO, MIN_SUSPECT_BYTES, unpacks_too_far
from knowledge.models import Article

_MAX_PAGE_BYTES = 10 * 1024 * 1024
WEB_PAGE_COST = 20
"""How much longer than a row of a table a page takes."""
_DAMAGE = (ArchiveLoadFailed, ArithmeticError, AttributeError, OSError, EOFError, TypeError, ValueError, zlib.error)
"""What `warcio` raises for an archive that is damaged."""


def read_warc(file: IO[bytes], name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each page that was fetched well, or why it has none.

    Raises:
        UnreadableArticle: it is damaged, or holds no page.
    """
    return few_refusals(read_page(address, data, name) for address, data in pages(file))


def read_page(address: str, data: bytes, name: str) -> Article | UnreadableArticle:
    """Return the article of a page of an archive, or why it has none."""
    from knowledge.ingest.formats import html  # It takes 0.3 s to load.

    try:
        if len(data) > _MAX_PAGE_BYTES:
            raise UnreadableArticle("this page is over 10 MB, too large for one article.")
        return html.read_html(decode(data), address)
    except UnreadableArticle as error:
        return refuse(f"{name} › {address}", error)


def pages(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the content of each page that was fetched well.

    Raises:
        UnreadableArticle: it is damaged, holds no page, or too many of hardly any text.
    """
    found = size = tags = 0
    try:
        for page in _pages(file):
            found, size, tags = found + 1, size + len(page[1]), tags + page[1].count(b"<")
            if size > MIN_SUSPECT_BYTES and size > MAX_RATIO * file.tell():
                raise unpacks_too_far()
            if are_too_short(found, size, WEB_PAGE_COST):
                raise too_short(found - 1, WEB_PAGE_COST)
            yield page
            if are_crowded(tags, size):
                raise crowded(found)
    except _DAMAGE as error:
        raise UnreadableArticle("this web archive is damaged from page {page} on.", page=found + 1) from error
    if not found:
        raise UnreadableArticle("there are no pages in this web archive.")


def _pages(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    for record in _records(file):
        if _is_page(record):
            address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
            data = record.content_stream().read(_MAX_PAGE_BYTES + 1)
            if len(data) <= _MAX_PAGE_BYTES and record.raw_stream.limit and not record.raw_stream.read(1):
                raise EOFError("the archive ends within a page")
            yield address, data


def _records(file: IO[bytes]) -> Iterator["ArchiveIterator"]:
    """Yield the records; of an archive that was packed as a whole too, which warcio tells after the first of them."""
    told = last = 0
    try:
        records = ArchiveIterator(file)
        for record in records:
            last = records.offset
            yield record
            told += 1
        if told and not _is_whole(file, last):
            raise EOFError("the archive ends within a record")
    except ArchiveLoadFailed as error:
        if "non-chunked" not in str(error):
            raise
        file.seek(0)
        yield from islice(ArchiveIterator(GzipFile(fileobj=file)), told, None)


def _is_whole(file: IO[bytes], last: int) -> bool:
    """Tell an archive that does not end within a record, of which warcio says nothing where it is in the headers.

    Args:
        file: The archive.
        last: Where the last record begins that warcio found.
    """
    file.seek(last)
    data = file.read(_MAX_CHUNK_BYTES)
    if not data.startswith(b"\x1f\x8b"):
        file.seek(-min(4, file.seek(0, SEEK_END)), SEEK_END)
        return file.read().endswith((b"\r\n\r\n", b"\n\n"))
    packed = zlib.decompressobj(_GZIP)
    while data:
        packed.decompress(data)
        if packed.eof and packed.unused_data:
            data, packed = packed.unused_data, zlib.decompressobj(_GZIP)
        else:
            data = file.read(_MAX_CHUNK_BYTES)
    return packed.eof


_MAX_CHUNK_BYTES, _GZIP = 16 * 1024, zlib.MAX_WBITS | 16


def _is_page(record: "ArchiveIterator") -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers
    if headers is None:
        return "html" in str(record.content_type or "")
    return headers.get_statuscode() == "200" and "html" in str(headers.get_header("Content-Type") or "")
