"""The measures of an evaluation: tables for people, one JSON object for programs; its keys are stable."""

import json
from collections.abc import Callable, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from bot.commandline import console
from bot.phrases import measuring
from knowledge import Figures, Outcomes, Trial, by_language, figures

ALL = "all"
Figure = int | float | None


def as_json(trials: Sequence[Trial], gone: Sequence[Trial] | None, *, k: int) -> str:
    """Return one line of JSON; a figure is null where there is no question to measure it on."""
    languages = {code: _object(each, k) for code, each in by_language(trials, gone).items()}
    return json.dumps(
        {"k": k, "overall": _object(figures(trials, gone), k), "languages": languages}, ensure_ascii=False
    )


def show(trials: Sequence[Trial], gone: Sequence[Trial] | None, *, k: int) -> None:
    """Print the measures: a row for each language and one for all questions."""
    rows = {**by_language(trials, gone), ALL: figures(trials, gone)}
    tables = {
        measuring.finding(): _table(rows, lambda each: _finding(each, k)),
        measuring.declining(): _table(rows, _declining),
        **({} if gone is None else {measuring.gone(): _table(rows, _gone)}),
        measuring.taken(): _table(rows, _taken),
    }
    screen = console.open_console()
    for number, (title, table) in enumerate(tables.items()):
        screen.print(*([""] if number else []), Text(title, "bold"), table, sep="\n")


def _table(rows: Mapping[str, Figures], cells: Callable[[Figures], dict[str, Figure]]) -> Table:
    drawn = {name: cells(each) for name, each in rows.items()}
    table = Table("", box=None, pad_edge=False)
    for heading in drawn[ALL]:
        table.add_column(measuring.column(heading), justify="right", vertical="bottom")
    for name, row in drawn.items():
        table.add_row(
            measuring.everything() if name == ALL else name,
            *map(_cell, row.values()),
            style="bold" if name == ALL else "",
        )
    return table


def _cell(figure: Figure) -> str:
    if figure is None:
        return "–"
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:.3f}"


def _finding(each: Figures, k: int) -> dict[str, Figure]:
    return {"questions": each.answerable.total, **_found(each), **_quoted(each, k)}


def _found(each: Figures) -> dict[str, Figure]:
    found = each.found
    return {
        "success@1": found.success_at_1 if found else None,
        "recall@5": found.recall_at_5 if found else None,
        "mrr@10": found.mrr_at_10 if found else None,
        "ndcg@10": found.ndcg_at_10 if found else None,
    }


def _quoted(each: Figures, k: int) -> dict[str, Figure]:
    return {"answer@1": each.answer_in_first, f"answer@{k}": each.answer_in_k}


def _declining(each: Figures) -> dict[str, Figure]:
    return {
        **_counts(each.outcomes),
        "declined_right": each.unanswerable.declined_share,
        "declined_wrong": each.answerable.declined_share,
        "auc": each.auc,
    }


def _gone(each: Figures) -> dict[str, Figure]:
    if each.gone is None:
        return {}
    return {
        **_counts(each.gone),
        "declined_share": each.gone.declined_share,
        "not_answered": each.gone.unanswered_share,
        "auc": each.gone_auc,
    }


def _object(each: Figures, k: int) -> dict[str, Figure | dict[str, Figure]]:
    return {
        **_counts(each.outcomes),
        **_found(each),
        **_quoted(each, k),
        "answerable": _counts(each.answerable),
        "unanswerable": _counts(each.unanswerable),
        "declined_right": each.unanswerable.declined_share,
        "declined_wrong": each.answerable.declined_share,
        "auc": each.auc,
        "milliseconds": _taken(each),
        **({"gone": _gone(each)} if each.gone else {}),
    }


def _taken(each: Figures) -> dict[str, Figure]:
    return {"median": each.milliseconds_median, "p99": each.milliseconds_p99}


def _counts(outcomes: Outcomes) -> dict[str, Figure]:
    counts = {"answered": outcomes.answered, "closest": outcomes.closest, "declined": outcomes.declined}
    return {"questions": outcomes.total, **counts}
