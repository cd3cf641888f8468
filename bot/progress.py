"""Messages that show how far an addition is, noted on disk: one that a process leaves behind is ended by the next."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import discord

from bot.responses import Target
from knowledge.files import atomic_write_text

PROGRESS_FILE = "unfinished.json"

log = logging.getLogger(__name__)


class ProgressMessage(NamedTuple):
    """Where a message is that shows how far something is."""

    channel: int
    message: int


class ProgressMessages:
    """The progress messages of additions that are under way, in the data folder.

    Args:
        folder: The data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / PROGRESS_FILE
        self._noted: dict[int, ProgressMessage] = {}
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def of(self, where: Target) -> AsyncIterator[None]:
        """Forget the message of a command once its reply has been sent; not where the process ends before that."""
        try:
            yield
        except Exception:
            await self.drop(_command(where))
            raise
        await self.drop(_command(where))

    async def note(self, where: Target, message: int) -> None:
        """Remember the message that shows how far a command is; on disk when this returns."""
        if where.channel and self._noted.get(_command(where)) is None:
            self._noted[_command(where)] = ProgressMessage(where.channel.id, message)
            await self._write()

    async def drop(self, command: int) -> None:
        if self._noted.pop(command, None):
            await self._write()

    async def take_up(self) -> dict[int, ProgressMessage]:
        """Return what an earlier process left, by command; it is noted until it is dropped."""
        self._noted = await asyncio.to_thread(self._read)
        return dict(self._noted)

    async def _write(self) -> None:
        async with self._writing:
            await asyncio.to_thread(self._save, dict(self._noted))

    def _save(self, noted: dict[int, ProgressMessage]) -> None:
        try:
            with atomic_write_text(self._file) as out:
                json.dump(noted, out)
        except OSError as error:
            log.warning("Could not note an addition (%s); if I am stopped during it, its message stays", error)

    def _read(self) -> dict[int, ProgressMessage]:
        """Return what is in the file; nothing where it is missing or not ours."""
        try:
            found = json.loads(self._file.read_text("ascii"))
            return {int(command): ProgressMessage(*map(int, place)) for command, place in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


def _command(where: Target) -> int:
    return where.id if isinstance(where, discord.Interaction) else where.message.id
