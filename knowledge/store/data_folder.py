"""What is beside the store in its folder: the lock that keeps other bots off, and the key to hash askers with."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge.errors import StoreUnavailable
from knowledge.files import atomic_write, create_private, try_lock
from knowledge.store.database import ensure_folder

_FILE_NAME = "footnote.lock"

log = logging.getLogger(__name__)


@contextmanager
def lock_data_folder(data: Path) -> Iterator[None]:
    """Keep other bots off a data folder inside the block; commands that run beside a bot need no lock.

    Args:
        data: The data folder; it is made where it is missing.

    Raises:
        StoreUnavailable: Another process has the lock, or its file cannot be opened.
    """
    file = ensure_folder(data) / _FILE_NAME
    try:
        with suppress(FileExistsError):
            create_private(file)
        held = file.open("rb+")
    except OSError as error:
        raise StoreUnavailable(
            "The file {file} can't be used ({reason}). Check its permissions and those of its folder.",
            file=file,
            reason=error.strerror or error,
        ) from error
    with held:
        try:
            locked = try_lock(held)
        except OSError as error:
            log.warning("%s cannot be locked (%s); see to it that no other bot uses this data folder", file, error)
            locked = True
        if not locked:
            raise StoreUnavailable(
                "Another Footnote is already running with the data folder {folder}. Stop it first, or choose another "
                "folder with --data or FOOTNOTE_DATA.",
                folder=data,
            )
        # Never deleted: another process may have opened it already and would lock a file that nobody sees.
        yield


HASH_KEY_FILE = "asker.key"

KEY_BYTES = 32


def load_key(folder: Path) -> bytes:
    """Read the folder's key, or make it; two processes that make it at once get the same.

    Raises StoreUnusable if the key cannot be read or written, or is damaged.
    """
    file = ensure_folder(folder) / HASH_KEY_FILE
    try:
        if not file.exists():
            # The first process wins, and none reads half a key.
            with suppress(FileExistsError), atomic_write(file, replace=False) as out:
                out.write(secrets.token_bytes(KEY_BYTES))
        key = file.read_bytes()
    except OSError as error:
        raise StoreUnavailable(
            "The key file {file} can't be used ({reason}). Check the permissions of the file and its folder.",
            file=file,
            reason=error.strerror,
        ) from error
    if len(key) != KEY_BYTES:
        raise StoreUnavailable(
            "The key file {file} is damaged: it has {length:,} bytes instead of {right:,}. Restore it from a backup, "
            "or delete it to get a new one.",
            file=file,
            length=len(key),
            right=KEY_BYTES,
        )
    return key
