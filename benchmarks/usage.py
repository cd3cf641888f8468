"""What a process has used, as Linux tells it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of processor time so far, and mebibytes of memory now."""

    seconds: float
    mebibytes: float

    @classmethod
    def of(cls, pid: int) -> Self:
        """Read them for a running process."""
        folder = Path("/proc") / str(pid)
        # The name, in brackets, may hold spaces; user and system time are the 12th and 13th number after it.
        times = folder.joinpath("stat").read_text().rpartition(")")[2].split()
        pages = int(folder.joinpath("statm").read_text().split()[1])
        return cls((int(times[11]) + int(times[12])) / _TICKS, pages * _PAGE / 2**20)
