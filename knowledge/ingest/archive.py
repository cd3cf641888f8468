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

MemberReader = Callable[[IO[bytes], str], Iterator[Article | UnreadableArticle]]


def read_archive(package: zipfile.ZipFile, name: str, read: MemberReader) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of each file in an archive that can be read, then what was left out.

    What is in an archive with its references, as Zotero exports them, is known by those.

    Args:
        package: The open archive.
        name: Its name, which goes before those of its files in refusals.
        read: Reads one file.
    """
    left: Counter[str] = Counter()
    described = files.DescribedFiles()
    found = 0
    # What says something about other files comes before them.
    for member in sorted(package.infolist(), key=lambda each: files.suffix_of(each.filename) not in files.REFERENCES):
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if not member.filename or member.is_dir() or any(map(_is_hidden, path.parts)):
            continue
        suffix = files.suffix_of(path.name)
        if suffix not in files.READABLE - files.ARCHIVES:
            left[suffix or path.name] += 1
            continue
        found += 1
        members = _member(package, member.filename, f"{name} › {path}", read)
        if suffix in files.HOLDING_MANY:
            yield from (one for one in members if not described.take(one, path.parent, member.filename))
        else:
            yield from described.applied(path, list(members))
    yield from described.left()
    if not found:
        yield refuse(name, UnreadableArticle("there are no articles in this archive."))
    if left:
        yield skipped(name, left)


def _is_hidden(part: str) -> bool:
    return part == "__MACOSX" or (part.startswith(".") and part.strip(".") != "")


def _member(
    package: zipfile.ZipFile, member: str, name: str, read: MemberReader
) -> Iterator[Article | UnreadableArticle]:
    try:
        data = packages.content(package, member, MAX_MEMBER_BYTES)
        if len(data) > MAX_MEMBER_BYTES:
            raise UnreadableArticle("this is over 100 MB, too large inside an archive; add it by itself.")
    except UnreadableArticle as error:
        yield refuse(name, error)
        return
    for one in read(BytesIO(data), name):
        yield replace(one, path=f"{member}\n{one.path}") if isinstance(one, Article) else one
