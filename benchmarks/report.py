"""The figures as tables for people; the file of JSON has them all."""

import os
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from benchmarks.engines import OURS

Summary = Mapping[str, Mapping[str, float]]

_PACKAGES = ("numpy", "rank-bm25", "bm25s", "numba", "tantivy")
_COLUMNS = {
    "kept p50": "kept, ms",
    "kept p99": "p99",
    "dropped p50": "dropped, ms",
    "dropped p99": "p99",
    "build": "build, s",
    "add p50": "add, ms",
    "following p50": "next, ms",
    "start": "start, s",
    "resident": "memory, MB",
    "disk": "disk, MB",
}
_SECONDS = ("build", "start")


def machine() -> str:
    """Describe the machine and what was run on it."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return f"{_processor()}, {os.cpu_count()} cores; Python {platform.python_version()}; {packages}"


def table(size: int, engines: Summary) -> Iterator[str]:
    yield f"| {size:,} paragraphs | {' | '.join(_COLUMNS.values())} |"
    yield f"| --- |{' ---: |' * len(_COLUMNS)}"
    for name, figures in engines.items():
        yield f"| {name} | {' | '.join(_cell(column, figures.get(column)) for column in _COLUMNS)} |"


def ratios(sizes: Mapping[int, Summary]) -> Iterator[str]:
    """Yield a Markdown table of how many times as long as ours a question takes."""
    others = [name for name in next(iter(sizes.values())) if name != OURS]
    yield f"| × {OURS}: kept / dropped | {' | '.join(others)} |"
    yield f"| --- |{' ---: |' * len(others)}"
    for size, engines in sizes.items():
        yield f"| {size:,} | {' | '.join(_ratio(engines, name) for name in others)} |"


def others(figures: Mapping[str, float]) -> Iterator[str]:
    """Yield figures of one kind as a Markdown table."""
    yield f"| {' | '.join(figures)} |"
    yield f"|{' ---: |' * len(figures)}"
    yield f"| {' | '.join(_number(value) for value in figures.values())} |"


def _ratio(engines: Summary, name: str) -> str:
    kinds = ("kept p50", "dropped p50")
    return " / ".join(_number(engines[name][kind] / engines[OURS][kind]) for kind in kinds)


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return "–"
    return _number(value / 1000 if column in _SECONDS else value)


def _number(value: float) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
