"""The curves of what was tried: both measures against each setting, the value that we ship marked."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from scripts.tried import Curves, Tried

_COLUMNS = 3


def draw(curves: "Curves", shipped: Mapping[str, float], path: Path, *, k: int) -> None:
    """Draw the diagrams as a PNG file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    diagrams(curves, shipped, k=k).savefig(path, metadata={"Software": None})


def diagrams(curves: "Curves", shipped: Mapping[str, float], *, k: int) -> Figure:
    """Return a figure with a small diagram for each setting, with two lines for each set."""
    rows = -(-len(curves) // _COLUMNS)
    figure = Figure(figsize=(10, 2.6 * rows + 0.8), dpi=120, layout="constrained")
    grid = list(figure.subplots(rows, _COLUMNS, squeeze=False).flat)
    for axes, (setting, measured) in zip(grid, curves.items(), strict=False):
        axes.set_title(setting, fontsize="medium")
        axes.axvline(shipped[setting], color="0.8", zorder=0)
        _lines(axes, measured, k)
    for axes in grid[len(curves) :]:
        axes.remove()
    handles, labels = grid[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False)
    return figure


def _lines(axes: "Axes", measured: "Mapping[str, Mapping[float, Tried]]", k: int) -> None:
    for number, (name, values) in enumerate(measured.items()):
        for attribute, label, style in (("ndcg", "nDCG@10", "o-"), ("answered", f"answer in {k} quotes", "s--")):
            heights = [getattr(each, attribute) for each in values.values()]
            axes.plot(list(values), heights, style, color=f"C{number}", markersize=3, label=f"{name}, {label}")
    axes.grid(alpha=0.3)
