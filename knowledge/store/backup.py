"""A copy of a store in use, in one archive, and the way back; one is made before a migration."""

import errno
import logging
import os
import re
import shutil
import sqlite3
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from knowledge.errors import StoreUnavailable
from knowledge.files import BACKUP_FOLDER, atomic_write, create_private, refuse_data_file, sweep_drafts
from knowledge.store import data_folder, sqlite
from knowledge.store.database import ensure_folder
from knowledge.store.migrations import APPLICATION_ID, MIGRATIONS
from knowledge.store.sqlite import check_version, translate_errors

KEPT_DAYS = 7
"""Days that a backup made before a migration is kept."""
_COMPRESSION = 6
_MADE_BEFORE_MIGRATION = re.compile(r"schema-(\d+)\.tar\.gz")

log = logging.getLogger(__name__)


def write_backup(data: Path, target: Path) -> int:
    """Write the store and its key into a new archive, while the store goes on being used.

    Unpacked into an empty data folder, it is that folder again.

    Args:
        data: The data folder.
        target: The archive; it appears only once it is complete.

    Returns:
        Its size in bytes.

    Raises:
        OutputRefused: The archive would lie among the files of the data folder.
        StoreUnavailable: It already exists, cannot be written, or the store cannot be read.
    """
    refuse_data_file(target, data)
    sweep_drafts(target.parent)
    try:
        with atomic_write(target, replace=False) as out:
            _write_archive(out, data)
        return target.stat().st_size
    except FileExistsError:
        raise StoreUnavailable("{file} already exists. Choose another file name for the backup.", file=target) from None
    except OSError as error:
        raise StoreUnavailable(
            "The backup {file} can't be written ({reason}). Choose a folder that you can write to and that has enough "
            "space.",
            file=target,
            reason=error.strerror or error,
        ) from error


def _write_archive(out: BinaryIO, data: Path) -> None:
    # Named after the draft, so that whoever sweeps that one up takes this with it.
    copied = Path(f"{out.name}.db")
    try:
        create_private(copied)
        _copy(data / sqlite.DATABASE_FILE, copied)
        with tarfile.open("", "w:gz", out, compresslevel=_COMPRESSION) as archive:
            archive.add(copied, sqlite.DATABASE_FILE, filter=_readable_by_owner)
            if (data / data_folder.HASH_KEY_FILE).exists():
                archive.add(data / data_folder.HASH_KEY_FILE, data_folder.HASH_KEY_FILE, filter=_readable_by_owner)
    finally:
        copied.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy one state of the store."""
    with (
        translate_errors(source),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as store,
        closing(sqlite3.connect(target)) as copied,
    ):
        # A journal would be one more file, for a copy that is of no use until it is complete.
        copied.execute("PRAGMA journal_mode = OFF")
        copied.execute("PRAGMA synchronous = OFF")
        try:
            store.backup(copied)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
            raise


def _readable_by_owner(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mode = 0o600
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def back_up_before_migration(data: Path) -> None:
    """Back up a store that this version is about to migrate, into the data folder; raise StoreUnavailable if it cannot.

    A store that is missing, new or not ours is left to whoever opens it.
    """
    version = _version_to_migrate(data / sqlite.DATABASE_FILE)
    if version is None:
        return
    target = data / BACKUP_FOLDER / f"schema-{version}.tar.gz"
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with atomic_write(target) as out:
            _write_archive(out, data)
    except OSError as error:
        raise StoreUnavailable(
            "This version of Footnote has to change the store, and can't back it up to {file} first ({reason}). Free "
            "some space, then start again.",
            file=target,
            reason=error.strerror or error,
        ) from error
    log.info("The store is brought from schema %d to %d; it has been backed up to %s", version, len(MIGRATIONS), target)


def _version_to_migrate(file: Path) -> int | None:
    if not file.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            application, version, _ = _header(connection)
    except sqlite3.Error:
        return None
    return version if application == APPLICATION_ID and 0 < version < len(MIGRATIONS) else None


def _header(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Return the application id, the schema's version and the number of tables and indexes."""
    [application] = connection.execute("PRAGMA application_id").fetchone()
    [version] = connection.execute("PRAGMA user_version").fetchone()
    [tables] = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    return int(application), int(version), int(tables)


def delete_migration_backups(data: Path, *, older_than_days: int = 0) -> None:
    """Delete the backups made before migrations, as they hold what has been deleted from the store since."""
    with suppress(OSError):
        for file in (data / BACKUP_FOLDER).iterdir():
            if _MADE_BEFORE_MIGRATION.fullmatch(file.name) and _age_days(file) >= older_than_days:
                file.unlink()


def _age_days(file: Path) -> float:
    return (time.time() - file.stat().st_mtime) / 86_400


def restore_backup(archive: Path, data: Path) -> None:
    """Restore the store and its key from an archive of `write_backup` into a data folder that has none.

    Args:
        archive: The backup.
        data: The data folder; it is made where it is missing.

    Raises:
        StoreUnavailable: The folder holds a store already or another key, the archive is no backup, is damaged or of a
            newer version, or a file cannot be read or written.
    """
    store, key = data / sqlite.DATABASE_FILE, data / data_folder.HASH_KEY_FILE
    if os.path.lexists(store):
        raise _exists(store)
    with (
        _folder_to_fill(data),
        _reading(archive),
        tarfile.open(archive, "r:gz") as files,
        atomic_write(store, replace=False) as restored,
    ):
        _extract(files, sqlite.DATABASE_FILE, restored)
        _check_restored(Path(restored.name), archive)
        # The key first: with the store, the folder is complete.
        if data_folder.HASH_KEY_FILE in files.getnames():
            _restore_key(files, key)
        elif os.path.lexists(key):
            raise _exists(key)


@contextmanager
def _folder_to_fill(folder: Path) -> Iterator[None]:
    """Make sure of a folder; what had to be made for it goes again where the block fails."""
    made = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    ensure_folder(folder)
    sweep_drafts(folder)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for each in made:
                each.rmdir()
        raise


def _restore_key(files: tarfile.TarFile, key: Path) -> None:
    """Write the key; one that is there is the archive's, where a process was killed before it came to the store."""
    with BytesIO() as found:
        _extract(files, data_folder.HASH_KEY_FILE, found)
        content = found.getvalue()
    try:
        with atomic_write(key, replace=False) as restored:
            restored.write(content)
    except FileExistsError:
        if key.read_bytes() != content:
            raise _exists(key) from None


def _exists(file: Path) -> StoreUnavailable:
    return StoreUnavailable("{file} already exists. Move it away, or choose another data folder.", file=file)


@contextmanager
def _reading(archive: Path) -> Iterator[None]:
    """Turn what can be wrong with an archive, or with writing what it holds, into a sentence."""
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, KeyError, sqlite3.Error) as error:
        raise _not_a_backup(archive) from error
    except OSError as error:
        if error.errno is None:  # gzip's own.
            raise _not_a_backup(archive) from error
        raise StoreUnavailable(
            "{file} can't be restored ({reason}). Check the file and the data folder.",
            file=archive,
            reason=error.strerror or error,
        ) from error


def _not_a_backup(archive: Path) -> StoreUnavailable:
    return StoreUnavailable("{file} is not a backup of Footnote, or is damaged. Choose another file.", file=archive)


def _extract(files: tarfile.TarFile, name: str, out: BinaryIO) -> None:
    """Write a member's bytes and nothing else of it: no path, link or permission of the archive counts."""
    member = files.getmember(name)
    source = files.extractfile(member) if member.isfile() else None
    if source is None:
        raise KeyError(name)
    shutil.copyfileobj(source, out)
    out.flush()


def _check_restored(file: Path, archive: Path) -> None:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        application, version, tables = _header(connection)
        [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if application != APPLICATION_ID or found != "ok":
        raise _not_a_backup(archive)
    check_version(archive, application, version, tables)
