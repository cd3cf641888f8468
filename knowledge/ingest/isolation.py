"""Hostile files read in processes of their own: limited in memory, time and output, killed beyond, reused otherwise.

A process is started with an empty environment, so that it holds no token, and answers in JSON, so that nothing it says
can be run. Plain text, Markdown and JSON lines have readers of our own that are bounded, and are read here; of many
lines, or of the pages of a web archive, each process reads some.
"""

import logging
import os
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from math import inf
from pathlib import Path
from time import monotonic
from typing import IO, Self, TypeVar

from knowledge.child_process import child_command, child_environment
from knowledge.errors import UnreadableArticle
from knowledge.ingest import files, frames, readers
from knowledge.ingest.files import DescribedFiles, Found, open_file, refuse, unreachable
from knowledge.ingest.formats import jsonl
from knowledge.ingest.formats.jsonl import ParsedLines
from knowledge.ingest.frames import BrokenFrame, FeedDocument, Message

BytesRead = Callable[[int], None]
"""Is told how many bytes were read."""
_log = logging.getLogger(__name__)

_MAX_FILES_EACH = 10_000
"""Files that one process reads before another takes its place, in case a library leaks; a start takes half a second."""
IDLE_SECONDS = 120
"""After so long without a file the processes end; each holds some 80 MB."""
WATCH_SECONDS = 0.25
"""So often it is looked which process takes too long."""
WAITING_EACH = 12
"""Files that wait for each process while a folder is read, or were read while others are stored."""
BLOCKS_WAITING_EACH = 2
"""Blocks of a file of JSON lines, or pages of a web archive, that wait for each process."""
MIN_SHARED_BYTES = 4 * 1024 * 1024
"""A file of many articles larger than this is read by several processes; with a smaller one it would take longer."""

_Given = TypeVar("_Given")
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """What reading one file may take."""

    memory_bytes: int = 1024 * 1024 * 1024
    """Address space of the process; not enforced on macOS and Windows."""
    seconds: int = 60
    """Longest wait for the next article of a file."""
    total_seconds: float = 120
    """Longest time for all articles of a file that came as bytes."""
    max_chars: int = 100_000_000
    """Most characters read out of a file that came as bytes."""


class ReaderPool:
    """Reads files of any kind without risk for the process that asks; can be used by several threads at once.

    Processes start with the first file that needs one. Every method yields articles and refusals, and never raises
    for what is in a file.

    Args:
        limits: What one file may take.
        processes: How many files of a folder are read at the same time; default: one for each processor.
    """

    def __init__(self, limits: ReaderLimits | None = None, processes: int | None = None) -> None:
        self._limits = limits or ReaderLimits()
        # All processors, also those that this process is not pinned to: its readers are free.
        self._processes = processes or os.cpu_count() or 1
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None
        self._wakes = threading.Event()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, paths: Iterable[Path]) -> None:
        """Start all processes where there is a folder to read, as they take a moment until they can."""
        if not any(map(_holds_many, map(str, paths))):
            return
        with suppress(OSError):  # Noted when there is something to read.
            for process in [self._take() for _ in range(self._processes)]:
                self._give_back(process, fit=True)

    def read_bytes(self, data: bytes, name: str, *, content_type: str = "", address: str = "") -> Iterator[Found]:
        """Yield the articles in bytes, such as those of an attachment or of a fetched page.

        Args:
            data: The content.
            name: The file's name; with the content type it says what kind it is.
            content_type: What a server called it, e.g. `text/html; charset=utf-8`.
            address: Where a single article was fetched from; becomes its link where it gives none.
        """
        if readers.is_plain_text(data, name, content_type):
            yield from readers.read_bytes(data, name, content_type=content_type, address=address)
            return
        asked = {"name": name, "content_type": content_type, "address": address}
        kind = files.suffix_of(readers.typed_name(name, content_type))
        if kind in files.WEB_ARCHIVES and self._processes > 1 and len(data) > MIN_SHARED_BYTES:
            found = self._read_pages(name, data, self._limits.total_seconds)
        else:
            found = self._ask(asked, data, name, self._limits.total_seconds)
        left = self._limits.max_chars
        for each in found:
            left -= 0 if isinstance(each, UnreadableArticle) else sum(map(len, each.paragraphs))
            if left < 0:
                yield refuse(name, _too_much())
                return
            yield each

    def read_feed(self, data: bytes, address: str) -> FeedDocument:
        """Return the feed in the bytes that an address gave, or the feeds that a page announces.

        Raises:
            UnreadableArticle: It is neither.
        """
        found = self._only({"as": "feed", "name": address}, data, address)
        return frames.unpacked_document(found)

    def read_feed_list(self, data: bytes, name: str) -> list[tuple[str, str]]:
        """Return the feeds that an OPML file lists, each an address with its title.

        Raises:
            UnreadableArticle: It is none, or is damaged.
        """
        found = self._only({"as": "links", "name": name}, data, name)["links"]
        assert isinstance(found, list)
        return [(str(url), str(title)) for url, title in found]

    def read(self, path: Path, watch: BytesRead | None = None) -> Iterator[Found]:
        """Yield the articles of a file, however large where it holds many.

        Args:
            path: The file.
            watch: Called now and then with the number of bytes read since the last call.
        """
        suffix = files.suffix_of(path.name)
        if suffix in (".jsonl", ".ndjson"):
            yield from self._read_lines(path, watch) if self._is_shared(path) else readers.read_file(path, watch)
            return
        if suffix in files.WEB_ARCHIVES and self._is_shared(path):
            yield from self._read_pages(str(path))
        else:
            yield from self._ask({"path": str(path)}, b"", str(path), None)
        if watch:
            watch(_size(path))

    def _is_shared(self, path: Path) -> bool:
        return self._processes > 1 and _is_large(path)

    def _read_lines(self, path: Path, watch: BytesRead | None) -> Iterator[Found]:
        """Yield the articles of a large file of JSON lines in their order, several processes parsing it."""
        try:
            with os.fdopen(open_file(path), "rb") as file:
                parsed = jsonl.join_lines(self._parsed(file, str(path), watch), str(path))
                yield from files.without_scraps(parsed, str(path))
        except UnreadableArticle as error:
            yield error
        except OSError as error:
            yield unreachable(path, error)

    def _parsed(self, file: IO[bytes], name: str, watch: BytesRead | None) -> Iterator[ParsedLines]:
        def parsed(block: jsonl.LineBlock) -> ParsedLines:
            found = self._parse(block, name)
            if watch:
                watch(block.size)
            return found

        return self._in_order(parsed, jsonl.line_blocks(file))

    def _read_pages(self, name: str, data: bytes = b"", total_seconds: float | None = None) -> Iterator[Found]:
        """Yield the articles of a large web archive in order: one process takes it apart, several read its pages.

        Args:
            name: Its name; its path where no data is given.
            data: Its content.
            total_seconds: The longest time until it is taken apart.
        """

        def read(message: Message) -> list[Found]:
            if "page" not in message:
                return list(_found(message))
            page = message["data"]
            assert isinstance(page, bytes)
            asked = {"page": message["page"], "name": name}
            return list(self._ask(asked, page, f"{name} › {message['page']}", self._limits.total_seconds))

        pages = self._messages({"pages": name}, data, name, total_seconds)
        found = files.few_refusals(chain.from_iterable(self._in_order(read, pages)))
        return files.without_scraps(found, name)

    def _in_order(self, read: Callable[[_Given], _Read], given: Iterable[_Given]) -> Iterator[_Read]:
        """Yield what is read in each thing, in their order, several being read at the same time."""
        waiting: deque[Future[_Read]] = deque()
        with ThreadPoolExecutor(self._processes, "reader") as threads:
            try:
                for each in given:
                    waiting.append(threads.submit(read, each))
                    if len(waiting) > BLOCKS_WAITING_EACH * self._processes:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for reading in waiting:
                    reading.cancel()

    def _parse(self, block: jsonl.LineBlock, name: str) -> ParsedLines:
        found: list[Found] = []
        strange: dict[str, int] = {}
        asked = {"line": block.line, "name": name}
        for message in self._messages(asked, block.data, f"{name}:{block.line}", self._limits.total_seconds):
            found += _found(message)
            unknown = message.get("strange", {})
            assert isinstance(unknown, dict)
            strange |= unknown
        return ParsedLines(found, strange, block.left_from)

    def read_all(self, paths: Iterable[Path | UnreadableArticle], watch: BytesRead | None = None) -> Iterator[Found]:
        """Yield the articles of files, in their order, several files being read at the same time.

        Args:
            paths: Files, and refusals, which are passed on.
            watch: Called now and then with the number of bytes read since the last call.
        """
        waiting: deque[tuple[Path, Future[list[Found]]]] = deque()
        described = DescribedFiles()

        def first() -> Iterator[Found]:
            path, reading = waiting.popleft()
            return iter(described.applied(path, reading.result()))

        with ThreadPoolExecutor(self._processes, "reader") as threads:
            try:
                for path in paths:
                    if isinstance(path, Path) and not readers.holds_many(path.name):
                        waiting.append((path, threads.submit(list, self.read(path, watch))))
                        while len(waiting) > WAITING_EACH * self._processes:
                            yield from first()
                        continue
                    while waiting:
                        yield from first()
                    yield from [path] if isinstance(path, UnreadableArticle) else self._listed(path, described, watch)
                while waiting:
                    yield from first()
                yield from described.left()
            finally:
                for _, reading in waiting:
                    reading.cancel()

    def _listed(self, path: Path, described: DescribedFiles, watch: BytesRead | None) -> Iterator[Found]:
        """Yield what is in a file that holds many articles, but what it says about other files."""
        origin = str(path.resolve())
        return (each for each in self.read(path, watch) if not described.take(each, path.parent, origin))

    def close(self) -> None:
        """End all processes; what they are reading is left."""
        with self._lock:
            self._closed = True
            ending = [*self._idle, *self._busy]
            self._idle.clear()
        self._wakes.set()
        for each in ending:
            each.end()

    def _only(self, asked: Message, data: bytes, name: str) -> Message:
        """Return the one thing that a process answers; raise the refusal where it refuses."""
        answers = list(self._messages(asked, data, name, self._limits.total_seconds))
        for refusal in chain.from_iterable(map(_found, answers)):
            if isinstance(refusal, UnreadableArticle):
                raise refusal
        return answers[0]

    def _ask(self, asked: Message, data: bytes, name: str, total_seconds: float | None) -> Iterator[Found]:
        for message in self._messages(asked, data, name, total_seconds):
            yield from _found(message)

    def _messages(self, asked: Message, data: bytes, name: str, total_seconds: float | None) -> Iterator[Message]:
        try:
            process = self._take()
        except OSError:
            _log.exception("cannot start a process that reads files")
            yield _refusal(name, _crashed())
            return
        ended = False
        try:
            yield from process.answers(asked, data, name, total_seconds)
            ended = True
        finally:
            self._give_back(process, fit=ended and process.is_fit)

    def _take(self) -> "_Process":
        with self._lock:
            if self._closed:  # Else a thread that nobody waits for any more would start a process for each file.
                raise CancelledError
            while self._idle and self._idle[-1].has_ended:
                self._idle.pop().end()
            process = self._idle.pop() if self._idle else _started(self._limits)
            process.deadline = inf
            self._busy.add(process)
            if not self._watcher:
                self._watcher = threading.Thread(target=self._watch, name="reader-watch", daemon=True)
                self._watcher.start()
            return process

    def _give_back(self, process: "_Process", *, fit: bool) -> None:
        with self._lock:
            self._busy.discard(process)
            if fit and not self._closed:
                process.deadline = monotonic() + IDLE_SECONDS
                self._idle.append(process)
                return
        process.end()

    def _watch(self) -> None:
        """Kill what reads for too long and end what is idle, until there is no process; a timer each costs a thread."""
        while True:
            self._wakes.wait(WATCH_SECONDS)
            with self._lock:
                now = monotonic()
                late = [each for each in self._busy if each.deadline < now]
                ending = [each for each in self._idle if each.deadline < now]
                self._idle = [each for each in self._idle if each.deadline >= now]
                is_over = self._closed or not (self._idle or self._busy)
                self._watcher = None if is_over else self._watcher
            for process in late:
                process.kill_late()
            for process in ending:
                process.end()
            if is_over:
                return


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _is_large(path: Path) -> bool:
    return _size(path) > MIN_SHARED_BYTES


def _holds_many(name: str) -> bool:
    """Tell a folder, and a file that several processes read."""
    return os.path.isdir(name) or (files.suffix_of(name) in files.WEB_ARCHIVES and _is_large(Path(name)))


def _holds_pages(name: str) -> bool:
    return not os.path.isdir(name) or any(files.suffix_of(each) in files.HTML for each in os.listdir(name))


_ahead: list["_Process"] = []


def start_ahead(names: Iterable[str]) -> None:
    """Start the processes that will read folders and web archives while a command still loads all else.

    Args:
        names: What is to be read; they start where it is enough for all of them, and load the reader of pages
            where there are some.
    """
    many = list(filter(_holds_many, names))
    with suppress(OSError):  # Noted when there is something to read.
        modules = ["knowledge.ingest.formats.html"] if any(map(_holds_pages, many)) else []
        for _ in range(os.cpu_count() or 1) if many else ():
            _ahead.append(_Process(ReaderLimits(), *modules))


def _started(limits: ReaderLimits) -> "_Process":
    """Return a process that was started ahead, else a new one."""
    return _ahead.pop() if _ahead and limits == ReaderLimits() else _Process(limits)


class _Process:
    """One process that reads files, one at a time."""

    def __init__(self, limits: ReaderLimits, *modules: str) -> None:
        self._limits = limits
        self._files = 0
        self._late = False
        self.is_fit = True
        self.deadline = inf
        """When it is to be ended: because it reads for too long, or because nobody asked it to read."""
        process = start_child("-m", "knowledge.ingest.worker", str(limits.memory_bytes), str(limits.seconds), *modules)
        assert process.stdin and process.stdout
        self._process = process
        self._stdin: IO[bytes] = process.stdin
        self._stdout: IO[bytes] = process.stdout

    def answers(self, asked: Message, data: bytes, name: str, total_seconds: float | None) -> Iterator[Message]:
        """Yield what the process answers; where it has to be killed, a refusal that says why."""
        self._files += 1
        self.is_fit = False
        end = monotonic() + total_seconds if total_seconds else inf
        try:
            self.deadline = min(monotonic() + self._limits.seconds, end)
            frames.send_frame(self._stdin, asked, data)
            while not self.is_fit:
                self.deadline = min(monotonic() + self._limits.seconds, end)
                message = frames.receive(self._stdout)
                self.deadline = end  # Whoever asked may take time over the answer.
                if message is None:
                    raise BrokenFrame
                if "log" in message[0]:
                    _log.error("%s", message[0]["log"])
                    continue
                yield {**message[0], "data": message[1]} if message[1] else message[0]
                if "done" in message[0]:
                    self.is_fit = bool(message[0]["done"]) and self._files < _MAX_FILES_EACH
                    return
        except (BrokenFrame, OSError, ValueError):
            yield _refusal(name, _too_slow() if self._late else _crashed())

    @property
    def has_ended(self) -> bool:
        """Whether it is gone, as the system ends it first where memory runs out."""
        return self._process.poll() is not None

    def kill_late(self) -> None:
        """Kill it because it takes too long."""
        self._late = True
        self._process.kill()

    def end(self) -> None:
        """End the process at once; it holds nothing that could be lost."""
        self._process.kill()
        with suppress(OSError, ValueError):
            self._stdin.close()
        self._process.wait()
        with suppress(OSError, ValueError):
            self._stdout.close()


def _refusal(name: str, fault: UnreadableArticle) -> Message:
    """Return the answer that refuses a file."""
    return {"found": [frames.packed(refuse(name, fault))]}


def _found(message: Message) -> Iterator[Found]:
    """Yield the articles and refusals of an answer."""
    found = message.get("found", ())
    assert isinstance(found, list | tuple)
    return map(frames.unpacked, found)


def start_child(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a process of Python with the same code, which is talked to over its standard input and output."""
    return subprocess.Popen(
        child_command(*arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
        # Ctrl-C in a terminal is for the command, which then ends this.
        start_new_session=True,
    )


def _too_slow() -> UnreadableArticle:
    return UnreadableArticle(
        "reading this takes too long, so it was stopped; save the article's text as .txt and add that."
    )


def _crashed() -> UnreadableArticle:
    return UnreadableArticle(
        "this can't be read: the program that reads such files crashed; save the article's text as .txt and add that."
    )


def _too_much() -> UnreadableArticle:
    return UnreadableArticle("this holds over 100 million characters, too many for one upload; split it.")
