"""The key under which askers are hashed: made once, kept beside the store but not in it."""

import secrets
from contextlib import suppress
from pathlib import Path

from knowledge.errors import StoreUnavailable
from knowledge.files import atomic_write
from knowledge.store.database import ensure_folder

HASH_KEY_FILE = "asker.key"

KEY_BYTES = 32


def load_key(folder: Path) -> bytes:
    """Read the folder's key, or make it; two processes that make it at once get the same.

    Raises StoreUnusable if the key cannot be read or written, or is damaged.
    """
    file = ensure_folder(folder) / HASH_KEY_FILE
    try:
        if not file.exists():
            _make(file)
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


def _make(file: Path) -> None:
    # The first process wins, and none reads half a key.
    with suppress(FileExistsError), atomic_write(file, replace=False) as out:
        out.write(secrets.token_bytes(KEY_BYTES))
