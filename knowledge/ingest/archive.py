"""A zip file of files of all kinds → their articles; nothing is written to disk, so that no name can lead anywhere."""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from knowledge.errors import UnreadableArticle
from knowledge.ingest import files, packages
from knowledge.ingest.files import refuse, skipped
from knowledge.models import Article

MAX_MEMBER_BYTES = 100 * 1024 * 1024

Reader = Callable[[IO[bytes], str], Iterator[Article | UnreadableArticle]]


def articles(package: zipfile.ZipFile, name: str, read: Reader) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of each file in an archive that can be read, then what was left out.

    Args:
        package: The open archive.
        name: Its name, which goes before those of its files in refusals.
        read: Reads one file.
    """
    left: Counter[str] = Counter()
    found = 0
    for member in package.infolist():
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if not member.filename or member.is_dir() or any(map(_is_hidden, path.parts)):
            continue
        suffix = files.suffix_of(path.name)
        if suffix not in files.READABLE - files.ARCHIVES:
            left[suffix or path.name] += 1
            continue
        found += 1
        yield from _member(package, member.filename, f"{name} › {path}", read)
    if not found:
        yield refuse(name, UnreadableArticle("there are no articles in this archive."))
    if left:
        yield skipped(name, left)


def _is_hidden(part: str) -> bool:
    return part == "__MACOSX" or (part.startswith(".") and part.strip(".") != "")


def _member(package: zipfile.ZipFile, member: str, name: str, read: Reader) -> Iterator[Article | UnreadableArticle]:
    try:
        data = packages.content(package, member, MAX_MEMBER_BYTES)
        if len(data) > MAX_MEMBER_BYTES:
            raise UnreadableArticle("this is over 100 MB, too large inside an archive; add it by itself.")
    except UnreadableArticle as error:
        yield refuse(name, error)
        return
    for one in read(BytesIO(data), name):
        yield replace(one, path=f"{member}\n{one.path}") if isinstance(one, Article) else one
