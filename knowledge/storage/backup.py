"""A copy of a store in use, in one file: an archive of what the data folder must have."""

import asyncio
import os
import secrets
import tarfile
from pathlib import Path

from knowledge.errors import StoreUnusable
from knowledge.storage import asker_key, database
from knowledge.storage.database import Database


async def backup(source: Database, target: Path) -> int:
    """Write the store and its key into a new archive; return its size in bytes. Raises StoreUnusable.

    Unpacked into an empty data folder, it is that folder again. The file appears only once it is whole.
    """
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    copied = draft.with_suffix(".db")
    try:
        await asyncio.to_thread(_begin, target, copied)
        await source.copy(copied)
        return await asyncio.to_thread(_finish, target, draft, copied, source.file.with_name(asker_key.FILE_NAME))
    except FileExistsError:
        raise StoreUnusable("{file} exists already; name another file for the backup.", file=target) from None
    except OSError as error:
        raise StoreUnusable(
            "The backup {file} cannot be written ({reason}); choose a folder that you may write to, with room.",
            file=target,
            reason=error.strerror or error,
        ) from error
    finally:
        await asyncio.to_thread(_tidy, draft, copied)


def _begin(target: Path, copied: Path) -> None:
    if target.exists():
        raise FileExistsError
    copied.touch(mode=0o600, exist_ok=False)


def _finish(target: Path, draft: Path, copied: Path, key: Path) -> int:
    _pack(draft, copied, key)
    # A link fails where the name has been taken meanwhile.
    os.link(draft, target)
    return target.stat().st_size


def _tidy(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _pack(draft: Path, copied: Path, key: Path) -> None:
    draft.touch(mode=0o600, exist_ok=False)
    with tarfile.open(draft, "w:gz") as archive:
        archive.add(copied, database.FILE_NAME, filter=_readable_by_owner)
        archive.add(key, asker_key.FILE_NAME, filter=_readable_by_owner)


def _readable_by_owner(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mode = 0o600
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
