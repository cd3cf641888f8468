"""Files that are written completely or not at all, and outputs that spare the data folder."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from secrets import token_hex
from typing import IO, BinaryIO, TextIO

from knowledge.errors import OutputRefused

__all__ = ["atomic_write", "atomic_write_text", "refuse_data_file", "sweep_drafts"]

_INDEX_FOLDER, BACKUP_FOLDER = "index", "backups"
OWN_FOLDERS = (_INDEX_FOLDER, BACKUP_FOLDER)
"""Folders inside the data folder that hold only what the program writes."""

_OWN = re.compile(
    r"footnote\.(db.*|lock)|asker\.key|logins\.json|unfinished\.json|heartbeat\.json|commands\.sha256|index|backups|\.footnote-.*\.draft.*"
)
"""What the program writes directly into the data folder."""
_DRAFT = re.compile(r"(?P<draft>\.footnote-[0-9a-f]{16}\.draft).*")
_HEX = "[0-9a-f]"
_DRAFTS_BEFORE = (f"asker.key.{_HEX * 16}", f"logins.json.{_HEX * 8}", "index/*.idx.[0-9]*.new")
"""Drafts of earlier releases, inside the data folder."""

FileId = tuple[int, int]
"""Device and inode: the same for every name of one file."""


@contextmanager
def atomic_write(path: Path, *, replace: bool = True, sync: bool = True) -> Iterator[BinaryIO]:
    """Yield a file that appears under its name only once all of it is on disk.

    Until then it is a draft with a random name in the same folder, readable by its owner alone. A symbolic link is
    followed; a pipe or a device is written to and never replaced.

    Args:
        path: Where the file is to appear.
        replace: Whether a file of that name is replaced.
        sync: Whether it has to outlast a power cut; without, it is complete all the same, but not on disk at once.

    Raises:
        FileExistsError: Without `replace`, where the name is taken, be it only by the time the file is complete.
        OSError: The file cannot be written.
    """
    if not replace and os.path.lexists(path):
        raise FileExistsError(path)
    if path.exists() and not path.is_file():
        with path.open("wb") as there:
            yield there
        return
    target = Path(os.path.realpath(path))
    out = _new_draft(target.parent)
    draft = Path(out.name)
    try:
        yield out
        out.flush()
        if sync:
            os.fsync(out.fileno())
        if sys.platform == "win32":  # It renames no open file.
            out.close()
        if replace:
            draft.replace(target)
        else:
            _publish_new(draft, target)
        if sync:
            _sync_folder(target.parent)
    finally:
        try:
            out.close()  # On a full disk it fails once more at what is still to be written.
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def atomic_write_text(path: Path) -> Iterator[TextIO]:
    """Yield a UTF-8 text file as `atomic_write` does."""
    with atomic_write(path) as out:
        text = TextIOWrapper(out, "utf-8", newline="\n")
        try:
            yield text
        finally:
            text.detach()


def create_private(path: Path) -> None:
    """Make an empty file that only its owner can read; raise FileExistsError where the name is taken."""
    with open(path, "xb", opener=_open_private):
        pass


def refuse_data_file(path: Path, data: Path) -> None:
    """Raise OutputRefused for an output that is a file of the data folder, under whatever name, or would become one."""
    target = Path(os.path.realpath(path))
    closed = {_file_id(folder) for folder in (data, data / _INDEX_FOLDER)} - {None}
    taken = {id for folder in (data, *(data / name for name in OWN_FOLDERS)) for id in _file_ids(folder)}
    if _file_id(target.parent) in closed or _file_id(target) in taken:
        raise OutputRefused(
            "{file} belongs to the data folder {folder}. Choose a file elsewhere.", file=path, folder=data
        )


def sweep_drafts(folder: Path) -> None:
    """Delete the drafts that killed processes left in a folder; those that are being written are locked, and stay."""
    with suppress(OSError):
        for draft in {match["draft"] for name in os.listdir(folder) if (match := _DRAFT.fullmatch(name))}:
            _sweep_draft(folder, draft)


def sweep_data_folder(data: Path) -> None:
    """Delete the drafts that killed processes of this and earlier releases left in the data folder."""
    for folder in (data, *(data / name for name in OWN_FOLDERS)):
        sweep_drafts(folder)
    for pattern in _DRAFTS_BEFORE:
        for left in data.glob(pattern):
            with suppress(OSError):
                left.unlink()


def close_to_others(data: Path) -> None:
    """Let only their owner read the program's files in a data folder, and the folder where it holds nothing else."""
    with suppress(OSError):
        names = os.listdir(data)
        own = [name for name in names if _OWN.fullmatch(name)]
        for path in (*(data / name for name in own), *([data] if len(own) == len(names) else ())):
            allowed = path.stat().st_mode & 0o777
            if allowed & 0o077:
                path.chmod(allowed & 0o700)


def try_lock(file: IO[bytes]) -> bool:
    """Lock an open file until it is closed or the process ends; False where another has locked it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


_open_private = partial(os.open, mode=0o600)


def _new_draft(folder: Path) -> BinaryIO:
    while True:
        draft = folder / f".footnote-{token_hex(8)}.draft"
        out = open(draft, "xb", opener=_open_private)  # noqa: SIM115 - it is returned open
        try:
            # Between its creation and its lock a sweep may have taken it for left behind.
            if try_lock(out) and os.fstat(out.fileno()).st_nlink:
                return out
        except OSError:  # A file system without locks: no sweep can lock it either, so it is left alone.
            return out
        out.close()


def _publish_new(draft: Path, target: Path) -> None:
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # A file system without hard links, such as that of a memory stick.
        create_private(target)
        try:
            draft.replace(target)
        except BaseException:
            target.unlink()
            raise


def _sync_folder(folder: Path) -> None:
    """Bring a name onto the disk; Windows does so by itself and opens no folders."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep_draft(folder: Path, draft: str) -> None:
    group = list(folder.glob(f"{draft}*"))
    if (folder / draft).exists():
        with (folder / draft).open("rb") as left:
            if not try_lock(left):
                return
            if sys.platform != "win32":  # It deletes no open file.
                _unlink_all(group)
    _unlink_all(group)


def _unlink_all(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _file_id(path: Path) -> FileId | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _file_ids(folder: Path) -> Iterator[FileId]:
    """Yield the identity of each file in a folder, which may be missing."""
    with suppress(OSError):
        for entry in folder.iterdir():
            if id := _file_id(entry):
                yield id
