"""Files that commands write."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.commandline.starting import Failed
from bot.phrases import running

PRINTED = Path("-")
"""Stands for standard output."""


@contextmanager
def written(path: Path) -> Iterator[IO[str]]:
    """Yield a file to write that stands under its name only once it is whole. Raises Failed."""
    if path == PRINTED:
        yield sys.stdout
        return
    try:
        with _opened(path) as out:
            yield out
    except OSError as error:
        raise Failed(running.unwritable(str(path), error.strerror or "")) from None


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    if path.exists() and not path.is_file():
        # A pipe or a device, such as /dev/null: nothing may take its place.
        with path.open("w", encoding="utf-8") as out:
            yield out
    else:
        with _drafted(path.resolve()) as out:
            yield out


@contextmanager
def _drafted(path: Path) -> Iterator[IO[str]]:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("x", encoding="utf-8") as out:
            yield out
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
