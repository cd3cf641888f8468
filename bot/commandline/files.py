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
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("x", encoding="utf-8") as out:
            yield out
        draft.replace(path)
    except OSError as error:
        raise Failed(running.unwritable(str(path), error.strerror or "")) from None
    finally:
        draft.unlink(missing_ok=True)
