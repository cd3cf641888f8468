"""Which outlets wrote about a topic in which months, as a table that fits a phone, and what is missing."""

from collections.abc import Iterator, Sequence
from datetime import date
from unicodedata import east_asian_width

from bot.i18n import gettext as _
from bot.text import formatting, markdown
from knowledge.listing import Coverage, Month

_MAX_OUTLETS = 8
_MAX_COLUMNS = 20
"""Columns of the table, which a phone shows in one line; with more months than this, each is a quarter or a year."""
_NAME_COLUMNS = 20
_MAX_HOLES = 5
_SILENT, _ABSENT = "·", " "
"""An outlet wrote about something else, or there is nothing of it."""
_MAX_TOPIC_CHARS = 200
_SPANS = (1, 3, 12, 60)
"""Months of a column."""


def coverage_blocks(topic: str, found: Coverage) -> list[str]:
    named = markdown.escaped_line(topic, _MAX_TOPIC_CHARS)
    if not found.articles:
        return [_("No article here has all of these words: {topic}.").format(topic=named)]
    heading = _("**Coverage of {topic}**: {articles}, {outlets}").format(
        topic=named, articles=formatting.articles(found.articles), outlets=formatting.outlets(len(found.outlets))
    )
    if not found.outlets:
        return [heading, _undated(found.undated)]
    blocks = [heading, f"```\n{_table(found)}\n```", _legend(found)]
    if holes := list(_holes(found)):
        blocks.append("\n".join((_("**Silent while it wrote about other things**"), *holes)))
    return [*blocks, _undated(found.undated) if found.undated else ""]


def _undated(count: int) -> str:
    return _("Without a date, so in no month: {articles}.").format(articles=formatting.articles(count))


def _size(months: Sequence[Month]) -> int:
    """Return how many months a column stands for."""
    return next((size for size in _SPANS if len(_grouped(months, size)) <= _MAX_COLUMNS), _SPANS[-1])


def _grouped(months: Sequence[Month], size: int) -> list[list[Month]]:
    columns: dict[int, list[Month]] = {}
    for year, month in months:
        columns.setdefault((year * 12 + month - 1) // size, []).append((year, month))
    return list(columns.values())


def _table(found: Coverage) -> str:
    columns = _grouped(found.months, _size(found.months))[-_MAX_COLUMNS:]
    first, last = columns[0][0], columns[-1][-1]
    lines = [_label(first) if first == last else f"{_label(first)}–{_label(last)}"]
    for outlet in list(found.outlets)[:_MAX_OUTLETS]:
        cells = (_cell(found, outlet, column) for column in columns)
        lines += [_fitted(outlet or _("unnamed")), "".join(cells).rstrip()]
    if len(found.outlets) > _MAX_OUTLETS:
        more = _("and {number} more").format(number=formatting.number(len(found.outlets) - _MAX_OUTLETS))
        lines.append(more)
    return "\n".join(lines)


def _label(month: Month) -> str:
    return f"{month[0]}-{month[1]:02}"


def _cell(found: Coverage, outlet: str, column: Sequence[Month]) -> str:
    count = sum(found.outlets[outlet].get(month, 0) for month in column)
    if count:
        return str(count) if count < 10 else "+"
    return _SILENT if any(found.all[outlet].get(month) for month in column) else _ABSENT


def _fitted(name: str) -> str:
    """Return a name in so many columns of a fixed-width font, in which East Asian letters take two."""
    shown, width = "", 0
    for each in markdown.strip_invisible(name).replace("`", "'"):
        wide = 2 if east_asian_width(each) in "WF" else 1
        if width + wide > _NAME_COLUMNS:
            break
        shown, width = shown + each, width + wide
    return shown


def _legend(found: Coverage) -> str:
    each = {1: _("month"), 3: _("quarter"), 12: _("year")}.get(_size(found.months)) or _("five years")
    return _(
        "Articles per column ({column}): + is ten or more, {silent} none on this, a blank no article at all."
    ).format(column=each, silent=_SILENT)


def _holes(found: Coverage) -> Iterator[str]:
    """Yield the longest spans in which an outlet was silent, between two months in which it was not."""
    spans = []
    for outlet, counts in found.outlets.items():
        if len(counts) < 2:
            continue
        run: list[Month] = []
        for month in [each for each in found.months if min(counts) <= each <= max(counts)]:
            if month not in counts:
                run.append(month)
                continue
            if others := sum(found.all[outlet].get(each, 0) for each in run):
                spans.append((len(run), outlet, run[0], run[-1], others))
            run = []
    for _length, outlet, first, last, others in sorted(spans, key=lambda each: (-each[0], each[1]))[:_MAX_HOLES]:
        span = _month(first) if first == last else f"{_month(first)} – {_month(last)}"
        yield markdown.truncate(
            _("• {outlet}: {span}, with {articles} on other things").format(
                outlet=markdown.escaped_line(outlet, 80) or _("unnamed"),
                span=span,
                articles=formatting.articles(others),
            ),
            200,
        )


def _month(month: Month) -> str:
    return formatting.month(date(*month, 1))
