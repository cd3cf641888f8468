"""One bot for each data folder: a lock that the system holds for as long as the process lives."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge.errors import StoreUnavailable
from knowledge.files import create_private, try_lock
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
