"""The process that reads hostile files, started by `isolation`: limits first, then one file after the other.

What it is told comes on standard input, what it reads goes to standard output; it writes no files and has no secrets.
"""

import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from knowledge.child_process import be_first_to_go
from knowledge.errors import UnreadableArticle
from knowledge.ingest import files, frames
from knowledge.ingest.files import Found, refuse
from knowledge.ingest.formats import jsonl
from knowledge.ingest.frames import Message
from knowledge.ingest.readers import batches, faulty, read_bytes, read_file
from knowledge.models import Article
from knowledge.text import language

_BATCH_ITEMS = 200
_BATCH_CHARS = 1_000_000
"""What is read goes back after so many articles or characters."""
_GC_OBJECTS = 50_000
"""New objects after which cycles among them are looked for; Python's 700 takes a third of the time of a large file."""
_NICE = 5
"""How far reading steps back behind answers."""
_GRACE_SECONDS = 10
"""How much later than its parent, which may be gone, the process ends itself."""


def main(memory_bytes: int, seconds: int, *modules: str) -> None:
    """Load the modules that will be needed, and read what is asked for until nobody asks any more."""
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What a library prints must not be taken for a message.
    _limit(memory_bytes)
    for module in modules:
        import_module(module)
    gc.freeze()  # What is imported by now is kept; trees of what is read are large and seldom have cycles.
    gc.set_threshold(_GC_OBJECTS)
    logging.getLogger("knowledge").addHandler(_Forwarded(out))
    logging.getLogger("knowledge").propagate = False
    logging.lastResort = None
    while asked := frames.receive(source):
        _alarm(seconds + _GRACE_SECONDS)
        if not _answer(out, *asked, seconds):
            break
        _alarm(0)


def _limit(memory_bytes: int) -> None:
    """Bound what this process can take; where the system has no such limits, its parent still bounds the time."""
    be_first_to_go()
    if hasattr(os, "sched_setaffinity"):  # The bot is pinned to one processor; its readers use the others.
        with suppress(OSError):
            os.sched_setaffinity(0, range(os.cpu_count() or 1))
    if hasattr(os, "nice"):
        os.nice(_NICE)
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _answer(out: BinaryIO, asked: Message, data: bytes, seconds: int) -> bool:
    """Read one file; False where the process is no longer fit for another."""
    name = str(asked.get("path") or asked.get("name"))
    fit = True
    try:
        found: Iterator[Found] = iter(())
        if "line" in asked:
            parsed = jsonl.parse_lines(jsonl.LineBlock(data, int(str(asked["line"])), len(data)), name)
            frames.send_frame(out, {"strange": parsed.strange})
            # Telling the language takes longer than parsing, and the process that asks has enough to do.
            found = (language.known(each) if isinstance(each, Article) else each for each in parsed.found)
        elif "pages" in asked:
            name = str(asked["pages"])
            found = _taken_apart(out, name, data, seconds)
        elif "page" in asked:
            found = _page(str(asked["page"]), data, name)
        elif "as" in asked:
            frames.send_frame(out, _listed(str(asked["as"]), data, name))
        else:
            found = read_file(Path(name), alone=False) if "path" in asked else _read_bytes(asked, data)
        for batch in batches(found, _BATCH_ITEMS, _BATCH_CHARS):
            frames.send_frame(out, {"found": [frames.packed(each) for each in batch]})
            _alarm(seconds + _GRACE_SECONDS)
    except MemoryError:
        fit = False
        gc.collect()
        frames.send_frame(out, {"found": [frames.packed(refuse(name, _needs_memory()))]})
    frames.send_frame(out, {"done": fit})
    return fit


def _taken_apart(out: BinaryIO, name: str, data: bytes, seconds: int) -> Iterator[Found]:
    """Send the pages of a web archive as they are; yield why there are none, or no more."""
    from knowledge.ingest.formats import warc

    try:
        with BytesIO(data) if data else os.fdopen(files.open_file(Path(name)), "rb") as file:
            for address, page in warc.pages(file):
                frames.send_frame(out, {"page": address}, page)
                _alarm(seconds + _GRACE_SECONDS)
    except UnreadableArticle as error:
        yield error if "name" in error.values else refuse(name, error)
    except OSError as error:
        yield files.unreachable(Path(name), error)


def _page(address: str, data: bytes, name: str) -> Iterator[Found]:
    from knowledge.ingest.formats import warc

    try:
        yield warc.read_page(address, data, name)
    except (MemoryError, OSError):
        raise
    except Exception:  # A fault of a reader must not end the process as if it had crashed.
        logging.getLogger("knowledge").exception("cannot read a page of %s", files.safe_name(name))
        yield refuse(f"{name} › {address}", faulty())


def _read_bytes(asked: Message, data: bytes) -> Iterator[Found]:
    return read_bytes(
        data,
        str(asked["name"]),
        content_type=str(asked.get("content_type", "")),
        address=str(asked.get("address", "")),
    )


def _listed(kind: str, data: bytes, name: str) -> Message:
    """Return a feed, or the links that a file lists, as one message."""
    from knowledge.ingest.formats import feeds, link_lists

    try:
        if kind == "feed":
            return frames.packed_document(feeds.document(data, name))
        return {"links": link_lists.feeds_of(data).links}
    except UnreadableArticle as error:
        return {"found": [frames.packed(error)]}
    except (MemoryError, OSError):
        raise
    except Exception:  # A fault of a reader must not end the process as if it had crashed.
        logging.getLogger("knowledge").exception("cannot read %s", files.safe_name(name))
        return {"found": [frames.packed(faulty())]}


def _needs_memory() -> UnreadableArticle:
    return UnreadableArticle(
        "reading this takes too much memory, so it was stopped; save the article's text as .txt and add that."
    )


class _Forwarded(logging.Handler):
    """Gives what goes wrong to the parent, which has the log."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__(logging.ERROR)
        self._out = out

    def emit(self, record: logging.LogRecord) -> None:
        frames.send_frame(self._out, {"log": self.format(record)})


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
