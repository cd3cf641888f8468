"""What SQLite says about a file that cannot be used, as a sentence for its operator."""

import sqlite3
from pathlib import Path

from knowledge.errors import StoreUnusable


def unusable(file: Path, code: int) -> StoreUnusable | None:
    """Return the error for one of SQLite's result codes; None where the fault is not the file's."""
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreUnusable(
                "The store {file} is being written by another process; wait a moment, or stop that process.", file=file
            )
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_READONLY:
            return _forbidden(file, code)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return _failing(file, code)
        case sqlite3.SQLITE_CORRUPT:
            return StoreUnusable(
                "The store {file} is damaged; put a backup in its place, or move it away to start afresh.", file=file
            )
        case sqlite3.SQLITE_NOTADB:
            return StoreUnusable(
                "The store {file} is not a SQLite file; move it away, or choose another data folder.", file=file
            )
    return None


def _forbidden(file: Path, code: int) -> StoreUnusable:
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreUnusable(
            "The store {file} cannot be opened; check that its folder exists and that you may write there.", file=file
        )
    if code == sqlite3.SQLITE_PERM:
        return StoreUnusable(
            "The store {file} may not be opened by this user; check the permissions of the file and its folder.",
            file=file,
        )
    return StoreUnusable(
        "The store {file} cannot be written; check the permissions of the file and its folder.", file=file
    )


def _failing(file: Path, code: int) -> StoreUnusable:
    if code == sqlite3.SQLITE_FULL:
        return StoreUnusable(
            "The store {file} cannot grow because the disk is full; free some space, then try again.", file=file
        )
    return StoreUnusable(
        "The store {file} cannot be read or written; check the disk and the free space on it.", file=file
    )
