"""Charts, drawn in a process of their own: `python -m bot.chart` reads JSON and writes a PNG.

So matplotlib, which is an extra, is loaded only there, takes no memory from the bot, and keeps nobody waiting.
"""

import gc
import json
import logging
import os
import sys
from collections.abc import Awaitable, Iterable, Sequence
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

KOREAN_FONTS = "koreanize_matplotlib"
"""The package that brings a font with Korean."""
_FAMILIES = ("NanumGothic", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans CJK JP")
"""Fonts with Korean, the first that is there."""
_GROUND, _TEXT, _QUIET, _LINES, _BAR = "#313338", "#dbdee1", "#949ba4", "#4e5058", "#5865f2"
"""Discord's own dark colours."""
_WIDTH, _ROW, _PANEL, _HOURS_PANEL = 6.0, 0.3, 1.6, 1.1
"""Inches: of the picture, of a bar with a label, and of the panels with upright bars."""
_MARGIN, _TITLE, _TICKS, _HEAD, _LINE, _TICK_DIGIT = 0.15, 0.38, 0.3, 0.58, 0.2, 0.085
"""Inches: around all, above a panel, of the labels below one, of the headline, of a line below it, of a digit."""
_MIN_ROW, _DIGIT = 1.13, 0.0195
"""In lengths of the longest bar: of a row with its count, and of a digit of the count."""
_DPI = 150
_MAX_LABEL_CHARS = 40
_MAX_TICKS = 5
DRAWING_SECONDS = 30.0
"""How long a chart can take: the first one on a machine waits until matplotlib knows its fonts."""
_Box = tuple[float, float, float, float]
"""Left, right, lower and upper end of a bar."""
_ROOT = Path(__file__).parents[1]

log = logging.getLogger(__name__)


async def draw(wanted: Awaitable[dict[str, Any] | None]) -> bytes | None:
    """Return the chart as a PNG, drawn by another process; None where matplotlib is not installed, or failed.

    Args:
        wanted: Gives what `rendered` takes, or nothing where there is nothing to draw. The process starts meanwhile.
    """
    # Here, as the process that draws needs none of it, and is started for each picture.
    import asyncio

    if find_spec("matplotlib") is None:
        await wanted
        return None
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.chart",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
    )
    try:
        chart = await wanted
        if chart is None:
            return None
        async with asyncio.timeout(DRAWING_SECONDS):
            drawn, errors = await process.communicate(json.dumps(chart).encode())
    except TimeoutError:
        log.warning("A picture was not drawn within %.0f seconds", DRAWING_SECONDS)
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        log.warning("A picture could not be drawn: %s", errors.decode("utf-8", "replace").strip()[-500:])
        return None
    return drawn


def _environment() -> dict[str, str]:
    """Return the environment without the token, in which this code is found wherever the process starts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DISCORD")}
    path = os.pathsep.join(filter(None, (str(_ROOT), kept.get("PYTHONPATH", ""))))
    return {**kept, "PYTHONPATH": path, "MPLBACKEND": "agg"}


def rendered(wanted: dict[str, Any]) -> bytes:
    """Return a PNG with a title, bars over days and hours, and lists with a bar each.

    Args:
        wanted: `title`, `subtitle` (one line or several), `stacks` (a list of `name`, `colour`, `values`), `days` (a
            label for each value), `hours` (`title` and 24 values), `lists` (each a `title` and `rows` of label and
            count).
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    covered = _use_fonts()
    lists = [each for each in wanted["lists"] if each["rows"]]
    boxes = [(_PANEL, _TICKS), (_HOURS_PANEL, _TICKS), *((_ROW * len(each["rows"]), 0.0) for each in lists)]
    head = _HEAD + _LINE * (wanted["subtitle"].count("\n") + 1)
    height = head + sum(_TITLE + panel + ticks for panel, ticks in boxes) + _MARGIN
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor=_GROUND)
    FigureCanvasAgg(figure)
    edge = _MARGIN / _WIDTH
    figure.text(edge, 1 - _MARGIN / height, wanted["title"], color=_TEXT, fontsize=16, fontweight="bold", va="top")
    figure.text(edge, 1 - 0.52 / height, wanted["subtitle"], color=_QUIET, fontsize=11, va="top")
    highest = max(
        *map(sum, zip(*(each["values"] for each in wanted["stacks"]), strict=True)), *wanted["hours"]["values"]
    )
    left = _MARGIN + _TICK_DIGIT * (len(f"{highest:,}") + 1)
    # Placed by hand, as matplotlib draws all of it once more to find a layout of its own.
    panels, below = [], height - head
    for panel, ticks in boxes:
        below -= _TITLE + panel
        box = (left / _WIDTH, below / height, (_WIDTH - left - _MARGIN) / _WIDTH, panel / height)
        panels.append(figure.add_axes(box))
        below -= ticks
    _stacks(panels[0], wanted["stacks"], wanted["days"])
    _hours(panels[1], wanted["hours"])
    for axes, each in zip(panels[2:], lists, strict=True):
        _ranked(
            axes,
            each["title"],
            [(_drawable(label, place, covered), n) for place, (label, n) in enumerate(each["rows"], 1)],
        )
    out = BytesIO()
    figure.savefig(out, format="png", facecolor=_GROUND, metadata={"Software": None})
    return out.getvalue()


def _use_fonts() -> set[int]:
    """Choose fonts that have Korean where there is one; return the characters that can be drawn."""
    import matplotlib
    from matplotlib import font_manager

    package = find_spec(KOREAN_FONTS)
    for folder in (package.submodule_search_locations if package else None) or ():
        for file in Path(folder).glob("fonts/NanumGothic*.ttf"):
            font_manager.fontManager.addfont(str(file))
    known = {each.name for each in font_manager.fontManager.ttflist}
    families = ["DejaVu Sans", *[each for each in _FAMILIES if each in known][:1]]
    matplotlib.rcParams["font.family"] = families
    matplotlib.rcParams["axes.unicode_minus"] = False
    covered: set[int] = set()
    for family in families:
        covered.update(font_manager.get_font(font_manager.findfont(family)).get_charmap())
    return covered


def _drawable(label: str, place: int, covered: set[int]) -> str:
    """Return a label that fits, or its place in the list where no font has all of its characters."""
    cut = label if len(label) <= _MAX_LABEL_CHARS else label[: _MAX_LABEL_CHARS - 1].rstrip() + "…"
    return cut.replace("$", r"\$") if all(ord(each) in covered for each in cut) else f"#{place}"


def _style(axes: Any, title: str) -> None:
    axes.set_facecolor(_GROUND)
    axes.set_title(title, color=_TEXT, fontsize=13, loc="left")
    axes.tick_params(colors=_QUIET, labelsize=11, length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _stacks(axes: Any, stacks: Sequence[dict[str, Any]], days: Sequence[str]) -> None:
    from matplotlib.patches import Patch

    _style(axes, "")
    below = [0] * len(days)
    for each in stacks:
        boxes = zip(range(len(days)), below, each["values"], strict=True)
        _bars(axes, [(place - 0.45, place + 0.45, low, low + value) for place, low, value in boxes], each["colour"])
        below = [low + value for low, value in zip(below, each["values"], strict=True)]
    _upright(axes, len(days), 0.9, max(below))
    step = max(1, -(-len(days) // _MAX_TICKS))
    axes.set_xticks(range(0, len(days), step), days[::step])
    axes.legend(
        handles=[Patch(facecolor=each["colour"], label=each["name"]) for each in stacks],
        loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, labelcolor=_TEXT, fontsize=11, borderpad=0,
        handlelength=0.8, handletextpad=0.4, columnspacing=1.2,
    )  # fmt: skip


def _hours(axes: Any, hours: dict[str, Any]) -> None:
    _style(axes, hours["title"])
    _bars(axes, [(hour - 0.425, hour + 0.425, 0, value) for hour, value in enumerate(hours["values"])], _BAR)
    _upright(axes, 24, 0.85, max(hours["values"]))
    axes.set_xticks(range(0, 24, 6), [f"{hour:02}:00" for hour in range(0, 24, 6)])


def _bars(axes: Any, boxes: Iterable[_Box], colour: str, alpha: float = 1.0) -> None:
    """Draw bars as one collection, which takes far less time than an object for each."""
    from matplotlib.collections import PolyCollection

    corners = [((left, low), (right, low), (right, high), (left, high)) for left, right, low, high in boxes]
    axes.add_collection(PolyCollection(corners, facecolor=colour, alpha=alpha, linewidth=0), autolim=False)


def _upright(axes: Any, bars: int, width: float, highest: int) -> None:
    """Set the limits of a panel with upright bars, with room around them, and its scale."""
    room = 0.05 * (bars - 1 + width)
    axes.set_xlim(-width / 2 - room, bars - 1 + width / 2 + room)
    axes.set_ylim(0, highest * 1.05)
    axes.grid(axis="y", color=_LINES, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.yaxis.set_major_formatter("{x:,.0f}")


def _ranked(axes: Any, title: str, rows: Iterable[tuple[str, int]]) -> None:
    _style(axes, title)
    labels, counts = zip(*rows, strict=True)
    places = range(len(labels))
    _bars(axes, [(0, count, place - 0.43, place + 0.43) for place, count in enumerate(counts)], _BAR, 0.55)
    room = 0.05 * (len(counts) - 0.14)
    axes.set_ylim(len(counts) - 0.57 + room, -0.43 - room)
    axes.set_xticks([])
    axes.set_yticks([])
    end = max(counts) * max(_MIN_ROW, 1.02 + _DIGIT * len(f"{max(counts):,}"))
    for place, label, count in zip(places, labels, counts, strict=True):
        axes.text(max(counts) * 0.012, place, label, color=_TEXT, fontsize=12, va="center")
        axes.text(end, place, f"{count:,}", color=_QUIET, fontsize=11, va="center", ha="right")
    axes.set_xlim(0, end)


def main() -> None:
    """Draw what is asked for on standard input."""
    # What it makes lasts as long as it does; looking for garbage would cost a tenth of the time.
    gc.disable()
    # Loaded before there is anything to draw, while that is still being counted.
    import matplotlib.figure  # noqa: F401

    sys.stdout.buffer.write(rendered(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
