"""What was asked of a server: in words, and as what the picture shows."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from bot.i18n import gettext as _
from bot.text import formatting, markdown, messages
from knowledge.store import UsageReport

_COLOURS = {"answered": "#3ba55d", "closest": "#f0b132", "declined": "#80848e", "failed": "#ed4245"}
"""Those of the replies."""
_MAX_DAYS_DAILY, _MAX_DAYS_WEEKLY = 62, 400
"""Up to so many days there is a bar for each day, or for each week; beyond that for each month."""
_MAX_NAME_CHARS = 100
_MAX_ALT_CHARS = 1_000


def usage_blocks(report: UsageReport) -> list[str]:
    """Return the page in words, as blocks of markdown."""
    lists = (f"**{title}**: {_named(rows)}" for title, rows in _lists(report) if rows)
    return [*_counts(report), *lists]


def alt_text(report: UsageReport) -> str:
    """Return in a few words what the picture shows."""
    lists = (f"{title}: {_named(rows)}" for title, rows in _lists(report) if rows)
    return markdown.truncate(" ".join((*_counts(report), *lists)).replace("**", "").replace("\\", ""), _MAX_ALT_CHARS)


def chart(report: UsageReport) -> dict[str, Any]:
    """Return what `bot.chart` draws."""
    buckets = list(_buckets(report.first, report.last))
    place = {day: place for place, (_, days) in enumerate(buckets) for day in days}
    stacks = []
    for outcome, name in messages.outcome_names().items():
        values = [0] * len(buckets)
        for day, counts in report.days.items():
            values[place[day]] += counts.get(outcome, 0)
        if any(values):
            stacks.append({"name": name, "colour": _COLOURS[outcome], "values": values})
    return {
        "title": _span(report),
        "subtitle": f"{_asked(report)}\n{_votes(report)} {_waited(report)}",
        "stacks": stacks,
        "days": [label for label, _ in buckets],
        "hours": {"title": _("By hour (UTC)"), "values": list(report.hours)},
        "lists": [
            {"title": title, "rows": [[markdown.strip_invisible(name), count] for name, count in rows]}
            for title, rows in _lists(report)
        ],
    }


def _span(report: UsageReport) -> str:
    return _("Questions from {first} to {last}").format(
        first=formatting.day(report.first), last=formatting.day(report.last)
    )


def _asked(report: UsageReport) -> str:
    return _("{questions} by {people}").format(
        questions=formatting.questions(report.questions), people=formatting.people(report.people)
    )


def _counts(report: UsageReport) -> Iterator[str]:
    yield f"**{_span(report)}**: {_asked(report)}."
    shares = (
        f"{name} {_share(report.outcomes[outcome], report.questions)}"
        for outcome, name in messages.outcome_names().items()
        if outcome in report.outcomes
    )
    yield ", ".join(shares) + "."
    busiest = max(range(24), key=lambda hour: report.hours[hour])
    yield " ".join(
        filter(
            None,
            (
                _votes(report),
                _("What was bad: {causes}.").format(causes=_causes(report)) if report.causes else "",
                _("Half of the replies were ready within {p50} ms, 95% within {p95} ms.").format(
                    p50=formatting.number(round(report.p50)), p95=formatting.number(round(report.p95))
                ),
                _("Most questions come between {start} and {end} UTC.").format(
                    start=f"{busiest:02}:00", end=f"{(busiest + 1) % 24:02}:00"
                ),
            ),
        )
    )


def _waited(report: UsageReport) -> str:
    """Say how long people wait, in as few words as a picture has room for."""
    return _("Ready in: p50 {p50} ms, p95 {p95} ms.").format(
        p50=formatting.number(round(report.p50)), p95=formatting.number(round(report.p95))
    )


def _votes(report: UsageReport) -> str:
    return _("Votes: {up} good, {down} bad.").format(
        up=formatting.number(report.up), down=formatting.number(report.down)
    )


def _causes(report: UsageReport) -> str:
    """Return what people chose as wrong with answers."""
    names = {
        "wrong": _("wrong"),
        "unanswered": _("doesn't answer"),
        "outdated": _("out of date"),
        "quote": _("bad quote"),
        "other": _("other"),
    }
    return ", ".join(f"{names.get(cause, cause)} {formatting.number(count)}" for cause, count in report.causes)


def _share(count: int, total: int) -> str:
    return f"{round(100 * count / total)}%"


def _lists(report: UsageReport) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    yield _("Asked most"), report.terms
    yield _("Most cited articles"), report.articles
    yield _("Most cited publishers"), report.publishers


def _named(rows: Iterable[tuple[str, int]]) -> str:
    return ", ".join(
        f"{markdown.escaped_line(name, _MAX_NAME_CHARS)} ({formatting.number(count)})" for name, count in rows
    )


def _buckets(first: date, last: date) -> Iterator[tuple[str, list[str]]]:
    """Yield the bars of the span: a label, and the days that each stands for."""
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    if len(days) <= _MAX_DAYS_DAILY:
        yield from ((formatting.short_day(day), [day.isoformat()]) for day in days)
        return
    weekly = len(days) <= _MAX_DAYS_WEEKLY
    grouped: dict[object, list[date]] = {}
    for place, day in enumerate(days):
        grouped.setdefault(place // 7 if weekly else (day.year, day.month), []).append(day)
    for group in grouped.values():
        label = formatting.short_day(group[0]) if weekly else formatting.month(group[0])
        yield label, [day.isoformat() for day in group]
