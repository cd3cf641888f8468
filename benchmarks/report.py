"""The figures as tables for people and as a picture; the file of JSON has them all."""

import os
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

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
_KINDS = {"kept p50": "with function words", "dropped p50": "without function words"}


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


def draw(sizes: Mapping[int, Summary], path: Path) -> None:
    """Draw how long a question takes as the collection grows, both kinds of questions side by side, as a PNG file."""
    figure = Figure(figsize=(9, 4.2), dpi=150, layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    for axes, (kind, title) in zip((left, right), _KINDS.items(), strict=True):
        _lines(axes, sizes, kind)
        axes.set_title(f"Questions {title}", fontsize=10)
    left.set_ylabel("median of the ten best, ms")
    right.legend(frameon=False, fontsize=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Software": None})


def _lines(axes: Axes, sizes: Mapping[int, Summary], kind: str) -> None:
    for name in next(iter(sizes.values())):
        ours = name == OURS
        axes.plot(
            list(sizes),
            [engines[name][kind] for engines in sizes.values()],
            marker="o",
            markersize=3,
            linewidth=2.5 if ours else 1.2,
            color="black" if ours else None,
            label=name,
            zorder=3 if ours else 2,
        )
    axes.set(xscale="log", yscale="log", xlabel="paragraphs")
    axes.grid(alpha=0.3, which="major")
    axes.spines[["top", "right"]].set_visible(False)
