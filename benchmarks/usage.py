"""What a process has used, as Linux tells it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of processor time so far, and mebibytes of memory now, with those of the processes that it started.

    Memory that they share counts once for each.
    """

    seconds: float
    mebibytes: float

    @classmethod
    def of(cls, pid: int) -> Self:
        """Read them for a running process."""
        folder = Path("/proc") / str(pid)
        # The name, in brackets, may hold spaces; after it, user and system time are the 12th and 13th number, followed
        # by those of the processes that it started and that have ended.
        times = folder.joinpath("stat").read_text().rpartition(")")[2].split()[11:15]
        pages = int(folder.joinpath("statm").read_text().split()[1])
        started = [cls.of(int(child)) for each in folder.glob("task/*/children") for child in each.read_text().split()]
        return cls(
            sum(map(int, times)) / _TICKS + sum(each.seconds for each in started),
            pages * _PAGE / 2**20 + sum(each.mebibytes for each in started),
        )
