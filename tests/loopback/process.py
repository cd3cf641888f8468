"""The bot as its operator starts it: a process of its own, whose Discord is ours."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.loopback.pulse import BOUND, Pulse

ROOT = Path(__file__).parents[2]
LAUNCHER = ROOT / "tests" / "wire" / "launch.py"
COMPLAINTS = ("Traceback (most recent call last)", "ResourceWarning", "was never awaited", "Task was destroyed")


class BotProcess:
    """A running bot, what it has written so far, and the ways to end it."""

    def __init__(self, process: Process, pulse: Pulse) -> None:
        self._process = process
        self._pulse = pulse
        self._lines: list[str] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self._lines.append(line.decode(errors="replace"))
            self._pulse.beat()
        await self._process.wait()
        self._pulse.beat()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def log(self) -> str:
        return "".join(self._lines)

    @property
    def ended(self) -> bool:
        return self._process.returncode is not None

    async def said(self, words: str) -> None:
        """Wait until the log holds these words."""
        await self._pulse.until(lambda: words in self.log or self.ended, f"{words!r} in the log")
        assert words in self.log, self.log

    async def exited(self) -> int:
        """Wait until it has ended by itself; its exit code."""
        try:
            async with asyncio.timeout(BOUND):
                await asyncio.shield(self._reading)
        except TimeoutError:
            raise AssertionError(f"the bot has not ended:\n{self.log}") from None
        return await self._process.wait()

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, by a signal; its exit code."""
        if not self.ended:
            self._process.send_signal(by)
        return await self.exited()

    def cut_power(self) -> None:
        """End it this instant, as a power cut would."""
        if not self.ended:
            self._process.kill()

    async def killed(self) -> None:
        """End it as a power cut would, and wait until it is gone."""
        self.cut_power()
        await self._reading

    def check(self, *, since: int = 0) -> None:
        """Fail on a log that tells of a defect, from a character of it on."""
        log = self.log[since:]
        assert not [words for words in COMPLAINTS if words in log], log


@asynccontextmanager
async def started(
    command: Sequence[str], settings: Mapping[str, str], home: Path, pulse: Pulse
) -> AsyncIterator[BotProcess]:
    """A process that runs a module, with its arguments, under these settings alone; killed at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(LAUNCHER), *command,
        cwd=_made(home), env=_environment(settings, home), stdin=DEVNULL, stdout=PIPE, stderr=STDOUT,
    )  # fmt: skip
    bot = BotProcess(process, pulse)
    try:
        yield bot
    finally:
        await bot.killed()


def _environment(settings: Mapping[str, str], home: Path) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    python = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "always::ResourceWarning"}
    return {**kept, **python, "HOME": str(home), **settings}


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
