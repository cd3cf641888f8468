"""Paths as people give them → files that can be read."""

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from os.path import splitext
from pathlib import Path, PurePath

from knowledge.errors import IngestNote, KnowledgeError, TooLargeArticle, UnreadableArticle
from knowledge.models import Article

Found = Article | UnreadableArticle
"""What reading yields: articles, and why something is none."""

WHOLE = "/"
"""Stands in an article's `path` for the whole file, where a file holds one article."""


def inside(name: str, found: Found) -> Found:
    """Return what was read in a file that is inside another; rows without a place of their own keep having none."""
    return replace(found, path=f"{name}\n{found.path}") if isinstance(found, Article) and found.path else found


MAX_SHOWN_CHARS = 120
"""Longest name shown, in characters."""

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def safe_name(name: str) -> str:
    """Return a name safe to show: what cannot be seen in it is escaped, the middle of a long one is cut."""
    name = _UNSEEN.sub(lambda match: ascii(match.group())[1:-1], name)
    return name if len(name) <= MAX_SHOWN_CHARS else f"{name[: MAX_SHOWN_CHARS // 2]}…{name[-MAX_SHOWN_CHARS // 2 :]}"


def refuse(name: str, fault: KnowledgeError) -> UnreadableArticle:
    """Return the refusal of a file or an address; the fault says what is wrong and what to do."""
    return UnreadableArticle("{name}: {fault}", name=safe_name(name), fault=fault.bare())


def refused_line(name: str, line: int, fault: UnreadableArticle) -> UnreadableArticle:
    return UnreadableArticle("{name}, line {line}: {fault}", name=safe_name(name), line=line, fault=fault.bare())


def refused_item(name: str, item: int, fault: UnreadableArticle) -> UnreadableArticle:
    """Return the refusal of one article in a list of them."""
    return UnreadableArticle("{name}, article {item}: {fault}", name=safe_name(name), item=item, fault=fault.bare())


_TEXT = frozenset({".txt", ".text", ".rst", ".org", ".srt", ".vtt"})
MARKDOWN = frozenset({".md", ".markdown", ".mdx"})
HTML = frozenset({".html", ".htm", ".xhtml"})
JSON_LINES = frozenset({".jsonl", ".ndjson", ".json"})
MAIL = frozenset({".eml", ".mht", ".mhtml"})
MAILBOXES = frozenset({".mbox"})
DOCUMENTS = frozenset({".pdf", ".docx", ".docm", ".epub"})
TABLES = frozenset({".csv", ".tsv"})
WEB_ARCHIVES = frozenset({".warc", ".warc.gz"})
XML = frozenset({".xml", ".rss", ".atom", ".opml"})
REFERENCES = frozenset({".ris", ".bib", ".rdf"})
ARCHIVES = frozenset({".zip"})
PLAIN_TEXT = _TEXT | MARKDOWN
HOLDING_MANY = JSON_LINES | TABLES | WEB_ARCHIVES | XML | REFERENCES | ARCHIVES | MAILBOXES | {".epub"}
READABLE = _TEXT | MARKDOWN | HTML | MAIL | DOCUMENTS | HOLDING_MANY
OTHER_KINDS = frozenset(
    {
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".ico", ".tif", ".tiff",
        ".heic",
        ".mp3", ".mp4", ".wav", ".ogg", ".flac", ".mov", ".mkv", ".avi", ".webm", ".m4a",
        ".opus",
        ".gz", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz",
        ".xls", ".xlsx", ".ods", ".db", ".ppt", ".pptx", ".msg", ".odp", ".odt", ".doc", ".rtf", ".mobi", ".azw3",
        ".sqlite", ".ics",
        ".tex", ".py", ".js", ".ts", ".css", ".exe", ".dll", ".so", ".sh", ".bat", ".sql",
        ".c", ".h", ".java",
    }
)  # fmt: skip
"""How the names of pictures, sound, archives, data and programs end: no articles, whatever their content looks like."""


def suffix_of(name: str) -> str:
    """Return how a name ends, in small letters: `.pdf`, `.warc.gz`."""
    lowered = name.lower()
    return ".warc.gz" if lowered.endswith(".warc.gz") else splitext(lowered)[1].rstrip(".")


MAX_FILE_BYTES = 10 * 1024 * 1024
"""Largest file that holds a single article, in bytes."""


def find_files(paths: Iterable[Path]) -> Iterator[Path | UnreadableArticle]:
    """Yield the files to read: each file given, and those of a readable kind in each folder, sorted by name."""
    for path in paths:
        yield from _files(Path(path))


def _files(path: Path) -> Iterator[Path | UnreadableArticle]:
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        yield unreachable(path, error)
        return
    yield from _walk(path) if is_folder else [path]


def unreachable(path: Path, error: Exception) -> UnreadableArticle:
    """Return the refusal of a path that the system does not open."""
    fault = UnreadableArticle("this can't be opened; check the path and any links in it.")
    if isinstance(error, FileNotFoundError):
        fault = UnreadableArticle("there is no such file or folder; check the path.")
    if isinstance(error, PermissionError):
        fault = UnreadableArticle("permission denied; let the user who runs the bot read it.")
    return refuse(str(path), fault)


def _walk(top: Path) -> Iterator[Path | UnreadableArticle]:
    found = False
    left: Counter[str] = Counter()
    for item in _entries(top):
        if isinstance(item, Path) and suffix_of(item.name) not in READABLE:
            if item.is_file():  # No link that leads nowhere.
                left[suffix_of(item.name) or item.name] += 1
            continue
        found = found or isinstance(item, Path)
        yield item
    if not found:
        yield refuse(str(top), _nothing())
    if left:
        yield skipped(str(top), left)


MAX_SHOWN_KINDS = 8


def cut_off(name: str) -> IngestNote:
    """Say that a file ends too early, though what is there can be read."""
    return IngestNote("{name}: the end of this file is missing; what is there was read.", name=safe_name(name))


def skipped(name: str, left: Counter[str]) -> IngestNote:
    """Say which files of a folder or an archive were left out, by how their names end."""
    shown = ", ".join(f"{count} × {safe_name(kind)}" for kind, count in left.most_common(MAX_SHOWN_KINDS))
    return IngestNote(
        "{name}: these kinds of files hold no articles: {kinds}.",
        name=safe_name(name),
        kinds=shown + (", …" if len(left) > MAX_SHOWN_KINDS else ""),
    )


def _nothing() -> UnreadableArticle:
    kinds = ", ".join(sorted(READABLE))
    return UnreadableArticle("there are no articles in this folder; files must end in {kinds}.", kinds=kinds)


def _entries(top: Path) -> Iterator[Path | UnreadableArticle]:
    """Yield the files below a folder; each folder is entered once, whatever links lead to it."""
    folders, entered = [top], set[tuple[int, int]]()
    while folders:
        folder = folders.pop()
        try:
            status = folder.stat()
            # What says something about other files comes before them.
            entries = sorted(os.scandir(folder), key=lambda e: (suffix_of(e.name) not in REFERENCES, e.name))
        except OSError as error:
            yield unreachable(folder, error)
            continue
        if (status.st_dev, status.st_ino) in entered:
            continue
        entered.add((status.st_dev, status.st_ino))
        seen = [entry for entry in entries if not entry.name.startswith(UNLISTED)]
        leaving = {entry.name for entry in seen if entry.is_symlink() and _leaves(Path(entry.path), top)}
        yield from (_leaving(Path(entry.path)) for entry in seen if entry.name in leaving)
        seen = [entry for entry in seen if entry.name not in leaving]
        folders += [Path(entry.path) for entry in reversed(seen) if _is_folder(entry)]
        yield from (Path(entry.path) for entry in seen if not _is_folder(entry))


UNLISTED = (".", "~$")
"""How names begin that people are not shown, and those of what Word keeps beside an open file."""


def _leaves(link: Path, top: Path) -> bool:
    """Tell whether a link leads out of the folder, or to something hidden in it."""
    try:
        inside = link.resolve().relative_to(top.resolve())
    except (OSError, RuntimeError):  # a link to itself, which leads nowhere
        return False
    except ValueError:
        return True
    return any(part.startswith(".") for part in inside.parts)


def _leaving(link: Path) -> UnreadableArticle:
    fault = UnreadableArticle("this link leads out of the folder; add the file that it points to by its own path.")
    return refuse(str(link), fault)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def open_file(path: Path) -> int:
    """Return a descriptor of a regular file, never waiting for one that is none; UnreadableArticle says why not."""
    try:
        # Asked first: merely to open a device can do something.
        if not stat.S_ISREG(path.stat().st_mode) or os.path.realpath(path).startswith("/proc/"):
            raise _irregular(path)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise unreachable(path, error) from error
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise _irregular(path)


def _irregular(path: Path) -> UnreadableArticle:
    return refuse(str(path), UnreadableArticle("this is not a regular file; give a file or a folder of files."))


MAX_SHORT_ENTRIES, MIN_ENTRY_BYTES = 50_000, 50
"""Most entries of a file that are read where they have fewer bytes each on average; no limit to others."""
MAIL_COST, PAGE_COST = 20, 4
"""How much longer than a row of a table a mail of a mailbox and a page of a wiki take."""


def are_too_short(entries: int, size: int, cost: int = 1) -> bool:
    """Tell whether the lines, rows or objects of a file are so many and so short that they are no articles.

    Args:
        entries: How many they are.
        size: How many bytes they have.
        cost: How much longer than a row of a table each takes.
    """
    return entries * cost > MAX_SHORT_ENTRIES and entries * cost * MIN_ENTRY_BYTES > size


def too_short(entries: int, cost: int = 1) -> UnreadableArticle:
    """Say that no more of them were read."""
    return UnreadableArticle(
        "only its first {count} entries were read, as they have fewer than {bytes} characters each on average; put a "
        "whole article into each.",
        count=entries,
        bytes=MIN_ENTRY_BYTES * cost,
    )


MAX_SHORT_LINES, MIN_LINE_CHARS = 150_000, 30
"""Most lines of a text whose lines are shorter on average, in characters; a verse of a poem is longer."""


def refuse_short_lines(lines: int, size: int, chars: int = MIN_LINE_CHARS, most: int | None = None) -> None:
    """Refuse a text by the number of its lines and its size; TooLargeArticle says why."""
    most = MAX_SHORT_LINES if most is None else most
    if lines > most and lines * chars > size:
        raise TooLargeArticle(
            "this has over {count} lines of fewer than {chars} characters on average, too many for one file; split it.",
            count=most,
            chars=chars,
        )


MAX_SHORT_TAGS, MIN_TAG_BYTES = 50_000, 10
"""Most tags of many pages or mails that have fewer bytes for each, on average; those of sites have 15 to 40."""


def are_crowded(tags: int, size: int, most: int | None = None) -> bool:
    """Tell whether markup hardly has any text among its tags, and more of these than many pages or mails may have."""
    return tags > (MAX_SHORT_TAGS if most is None else most) and tags * MIN_TAG_BYTES > size


def crowded(entries: int) -> UnreadableArticle:
    """Say that no more of them were read."""
    return UnreadableArticle(
        "its pages hardly have any text among their elements, so only the first ({count}) were read; save the text of "
        "the others as .txt and add that.",
        count=entries,
    )


MAX_SCRAPS, MIN_SCRAP_BYTES = 50_000, 20
"""Most paragraphs of a file's articles, without the first of each, where they have fewer bytes each on average."""


def without_scraps(found: Iterable["Found"], name: str) -> Iterator["Found"]:
    """Yield what is found in a file, up to where its articles have many paragraphs and hardly any text in them."""
    paragraphs = size = 0
    for number, one in enumerate(found, start=1):
        yield one
        if not isinstance(one, Article) or len(one.paragraphs) < 2:
            continue
        paragraphs += len(one.paragraphs) - 1
        size += len("".join(one.paragraphs).encode(errors="replace"))
        if paragraphs > MAX_SCRAPS and paragraphs * MIN_SCRAP_BYTES > size:
            yield refuse(
                name,
                UnreadableArticle(
                    "only its first {count} entries were read, as their paragraphs have fewer than {bytes} characters "
                    "each on average; put whole sentences into each.",
                    count=number,
                    bytes=MIN_SCRAP_BYTES,
                ),
            )
            return


def only_first(entries: int) -> UnreadableArticle:
    """Say that more of them than a file can have were left."""
    return UnreadableArticle(
        "it has more than {count} entries, so only the first {count} were read; split it and add the rest.",
        count=entries,
    )


MAX_REFUSED = 1_000


def few_refusals(found: Iterable["Found"]) -> Iterator["Found"]:
    """Yield what is found, without the refusals after the first MAX_REFUSED."""
    refused = 0
    for one in found:
        refused += isinstance(one, UnreadableArticle)
        if refused <= MAX_REFUSED or isinstance(one, Article):
            yield one


def description(name: str, facts: Article, paths: Sequence[str]) -> IngestNote:
    """Return the note that a list of references says something about files.

    Args:
        name: The list's name.
        facts: What it says; its text is the abstract, or empty.
        paths: The files, as the list writes them.
    """
    return IngestNote(
        "{name}: “{title}” has no abstract, and its file {file} was not read with it.",
        name=safe_name(name),
        title=facts.title,
        file=safe_name(paths[0]),
        paths="\n".join(paths),
        facts=facts,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Described:
    note: IngestNote
    origin: str
    keys: Sequence[str]

    @property
    def facts(self) -> Article:
        facts = self.note.values["facts"]
        assert isinstance(facts, Article)
        return facts


class DescribedFiles:
    """What lists of references say about the files that are read after them.

    A path only ever chooses among files that are read anyway: it opens none, and cannot leave its list's folder.
    """

    def __init__(self) -> None:
        self._notes: dict[str, _Described] = {}

    def take(self, found: Found, folder: PurePath, origin: str) -> bool:
        """Remember a description; False for anything else.

        Args:
            found: What was read in a list.
            folder: Where the list is.
            origin: What the articles of the list are known by.
        """
        if not isinstance(found, IngestNote) or not isinstance(found.values.get("facts"), Article):
            return False
        paths = filter(None, map(_inside, str(found.values["paths"]).split("\n")))
        keys = [key for path in paths if (key := _key(folder / path)) not in self._notes]
        described = _Described(found, origin, keys or [f"\n{len(self._notes)}"])
        self._notes |= dict.fromkeys(described.keys, described)
        return True

    def applied(self, path: PurePath, found: Sequence[Found]) -> Sequence[Found]:
        """Return what was read in a file; where that is one article, with what its list says about it."""
        articles = [each for each in found if isinstance(each, Article)]
        known = self._notes.get(_key(path)) if len(articles) == 1 else None
        if known is None:
            return found
        facts = known.facts
        for key in known.keys:
            del self._notes[key]
        described = replace(
            articles[0],
            title=facts.title,
            publisher=facts.publisher or articles[0].publisher,
            byline=facts.byline or articles[0].byline,
            published_at=facts.published_at or articles[0].published_at,
            language=facts.language or articles[0].language,
            url=facts.url or articles[0].url,
            keywords=facts.keywords or articles[0].keywords,
        )
        return [described if each is articles[0] else each for each in found]

    def left(self) -> Iterator[Found]:
        """Yield the abstracts of the works whose files were not read, and a note for each without one."""
        for each in dict.fromkeys(self._notes.values()):
            path = f"{each.origin}\n{each.facts.path}" if each.origin else each.facts.path
            yield replace(each.facts, path=path) if each.facts.paragraphs else each.note
        self._notes.clear()


def _inside(path: str) -> str:
    """Return a relative path as it is compared; empty where it could lead out of its folder."""
    path = path.strip().replace("\\", "/").removeprefix("./")
    is_relative = not path.startswith(("/", "~")) and ":" not in path.partition("/")[0]
    return path if path and is_relative and ".." not in path.split("/") else ""


def _key(path: PurePath) -> str:
    return unicodedata.normalize("NFC", path.as_posix())
