"""Zip files within bounds of size, and one of files of all kinds → their articles; nothing is written to disk."""

import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from lxml import etree

from knowledge.errors import UnreadableArticle
from knowledge.ingest import files
from knowledge.ingest.files import refuse, skipped
from knowledge.models import Article

MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
"""Most bytes that a zip file may hold unpacked, all together."""
MAX_RATIO = 200
"""A file that shrinks to less than a two-hundredth of its size is made to hurt; text shrinks to about a fifth."""
MIN_SUSPECT_BYTES = 5 * 1024 * 1024
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
"""What `zipfile` raises for a file that is damaged, or packed in a way that it cannot unpack."""
_ENCRYPTED = 0x1


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    """Open a zip file and check what it claims; nothing of it is ever written to disk.

    Raises:
        UnreadableArticle: it is damaged, locked, or would unpack to too much.
    """
    try:
        package = zipfile.ZipFile(file)
        members = package.infolist()
    except DAMAGE as error:
        raise _damaged() from error
    if len(members) > MAX_MEMBERS:
        raise UnreadableArticle("this holds over 10,000 files, too many for one archive; split it.")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableArticle("this is locked with a password; save it without one and add that.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or any(map(_is_bomb, members)):
        raise unpacks_too_far()
    return package


def unpacks_too_far() -> UnreadableArticle:
    return UnreadableArticle("this would unpack to far too much, so it is left alone; split it.")


def _damaged() -> UnreadableArticle:
    return UnreadableArticle("this file is damaged; save it again and add that.")


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > MIN_SUSPECT_BYTES and member.file_size > MAX_RATIO * max(member.compress_size, 1)


def content(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return a member's bytes, never unpacking more than `most` and one; UnreadableArticle where it is damaged."""
    try:
        with package.open(name) as member:
            return member.read(most + 1)
    except KeyError as error:
        raise UnreadableArticle("a part of this file is missing; save it again and add that.") from error
    except DAMAGE as error:
        raise _damaged() from error


def xml(data: bytes) -> "etree._Element":
    """Return the tree of XML, in which no entity is ever filled in and nothing is fetched.

    Raises:
        UnreadableArticle: it is no XML, or is made to grow.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        tree = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableArticle("its XML is damaged; save it again and add that.") from error
    if tree is None:
        raise UnreadableArticle("its XML is damaged; save it again and add that.")
    return tree


def named(tree: "etree._Element", name: str) -> "Iterator[etree._Element]":
    """Yield the elements of a name, whatever namespace they are in."""
    return iter(tree.iter(f"{{*}}{name}", name))


def declares_entities(data: bytes) -> bool:
    """Tell XML with a document type, which no Word file has and through which a small file becomes a large one."""
    return b"<!DOCTYPE" in data[:10_000] or b"<!ENTITY" in data[:10_000]


MAX_MEMBER_BYTES = 100 * 1024 * 1024

MAX_LEVELS = 2
"""Archives inside one another that are opened."""
MAX_INNER_MAILS = 2
"""How deep mails that are attached to others are read."""

MemberReader = Callable[[IO[bytes], str], Iterator[Article | UnreadableArticle]]


@dataclass(slots=True)
class UnpackLimits:
    """What may still be unpacked of an archive or a mail and of those inside it, all together."""

    levels: int = MAX_LEVELS
    mails: int = MAX_INNER_MAILS
    members: int = MAX_MEMBERS
    unpacked: int = MAX_UNPACKED_BYTES

    @contextmanager
    def entered(self, package: zipfile.ZipFile) -> Iterator[None]:
        """Count an archive that is read meanwhile.

        Raises:
            UnreadableArticle: it is too deep inside others, or too much with them.
        """
        if not self.levels:
            raise UnreadableArticle("this is an archive inside two others, which I don't open; add it by itself.")
        self.members -= len(package.infolist())
        self.unpacked -= sum(member.file_size for member in package.infolist())
        if min(self.members, self.unpacked) < 0:
            raise UnreadableArticle("with the archive that it is in, this would unpack to too much; add it by itself.")
        self.levels -= 1
        try:
            yield
        finally:
            self.levels += 1

    @contextmanager
    def entered_mail(self) -> Iterator[None]:
        """Count a mail whose files are read meanwhile."""
        self.mails -= 1
        try:
            yield
        finally:
            self.mails += 1


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
        if not member.filename or member.is_dir() or _is_link(member) or any(map(_is_hidden, path.parts)):
            continue
        suffix = files.suffix_of(path.name)
        if suffix not in files.READABLE:
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


def _is_link(member: zipfile.ZipInfo) -> bool:
    """Tell a link, whose content is no more than the path that it leads to."""
    return stat.S_ISLNK(member.external_attr >> 16)


def _is_hidden(part: str) -> bool:
    return part == "__MACOSX" or (part.startswith(files.UNLISTED) and part.strip(".") != "")


def _member(
    package: zipfile.ZipFile, member: str, name: str, read: MemberReader
) -> Iterator[Article | UnreadableArticle]:
    try:
        data = content(package, member, MAX_MEMBER_BYTES)
        if len(data) > MAX_MEMBER_BYTES:
            raise UnreadableArticle("this is over 100 MB, too large inside an archive; add it by itself.")
    except UnreadableArticle as error:
        yield refuse(name, error)
        return
    for one in read(BytesIO(data), name):
        yield files.inside(member, one)
