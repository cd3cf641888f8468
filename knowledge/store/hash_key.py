"""The key under which askers are hashed: made once, kept beside the store but not in it."""

import os
import secrets
from pathlib import Path

from knowledge.errors import StoreUnavailable
from knowledge.store.database import ensure_folder

FILE_NAME = "asker.key"

LENGTH = 32


def load_key(folder: Path) -> bytes:
    """Read the folder's key, or make it; two processes that make it at once get the same.

    Raises StoreUnusable if the key cannot be read or written, or is damaged.
    """
    file = ensure_folder(folder) / FILE_NAME
    try:
        if not file.exists():
            _make(file)
        key = file.read_bytes()
    except OSError as error:
        raise StoreUnavailable(
            "The key file {file} cannot be used ({reason}); check its permissions and its folder's.",
            file=file,
            reason=error.strerror,
        ) from error
    if len(key) != LENGTH:
        raise StoreUnavailable(
            "The key file {file} is damaged: its length is {length:,}, not {right:,} bytes. "
            "Restore it from a backup, or delete it to get a new one.",
            file=file,
            length=len(key),
            right=LENGTH,
        )
    return key


def _make(file: Path) -> None:
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        _write(draft, secrets.token_bytes(LENGTH))
        # A link fails where the name is taken, so the first process wins and no one reads half a key.
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def _write(file: Path, key: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(key)
        stream.flush()
        os.fsync(descriptor)
