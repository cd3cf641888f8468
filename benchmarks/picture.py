"""How long a question takes as the collection grows, engine by engine."""

from collections.abc import Mapping
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.engines import OURS
from benchmarks.report import Summary

_KINDS = {"kept p50": "with function words", "dropped p50": "without function words"}


def draw(sizes: Mapping[int, Summary], path: Path) -> None:
    """Draw both kinds of questions side by side, as a PNG file."""
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
