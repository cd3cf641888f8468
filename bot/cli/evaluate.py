"""The measures of an evaluation: tables for people, one JSON object for programs; its keys are stable."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.cli import app, console, output
from bot.config import Settings
from bot.i18n import gettext as _
from bot.text import formatting, markdown, messages
from knowledge import Library
from knowledge.evaluation import (
    EvalResult,
    Metrics,
    Outcomes,
    Question,
    Snapshot,
    UnreadableQuestion,
    ask_all,
    ask_without_relevant,
    compute_metrics,
    compute_metrics_by_language,
    read_qrels,
    trec_run,
    validate_qrels,
)

ALL = "all"
Figure = int | float | None


def evaluation_as_json(trials: Sequence[EvalResult], gone: Sequence[EvalResult] | None, *, k: int) -> str:
    """Return one line of JSON; a figure is null where there is no question to measure it on."""
    languages = {code: _object(each, k) for code, each in compute_metrics_by_language(trials, gone).items()}
    return json.dumps(
        {"k": k, "overall": _object(compute_metrics(trials, gone), k), "languages": languages}, ensure_ascii=False
    )


def print_measures(trials: Sequence[EvalResult], gone: Sequence[EvalResult] | None, *, k: int) -> None:
    """Print the measures: a row for each language and one for all questions."""
    rows = {**compute_metrics_by_language(trials, gone), ALL: compute_metrics(trials, gone)}
    tables = {
        _("Finding and quoting, over answerable questions"): _table(rows, lambda each: _finding(each, k)),
        _("In view, with headlines, and in the words marked"): _table(rows, lambda each: _seen(each, k)),
        _("Answering or finding nothing"): _table(rows, _declining),
        **({} if gone is None else {_("Asked again without the articles that have the answers"): _table(rows, _gone)}),
        _("Milliseconds per question, without reading from disk"): _table(rows, _taken),
    }
    screen = console.open_console()
    for number, (title, table) in enumerate(tables.items()):
        screen.print(*([""] if number else []), Text(title, "bold"), table, sep="\n")


def _table(rows: Mapping[str, Metrics], cells: Callable[[Metrics], dict[str, Figure]]) -> Table:
    drawn = {name: cells(each) for name, each in rows.items()}
    table = Table("", box=None, pad_edge=False)
    for heading in drawn[ALL]:
        table.add_column(_column(heading), justify="right", vertical="bottom")
    for name, row in drawn.items():
        table.add_row(
            _("all") if name == ALL else name,
            *map(_cell, row.values()),
            style="bold" if name == ALL else "",
        )
    return table


def _column(name: str) -> str:
    """Name a column by its key in the JSON."""
    known = {
        **messages.outcome_names(),
        "questions": _("questions"),
        "declined_right": _("nothing found, rightly"),
        "declined_wrong": _("nothing found, wrongly"),
        "declined_share": _("share with nothing found"),
        "not_answered": _("not answered"),
        "marked": _("marked"),
        "marked_right": _("answer marked"),
        "marked_chars": _("share of quote"),
        "median": _("median"),
    }
    return known.get(name, name)


def _cell(figure: Figure) -> str:
    if figure is None:
        return "–"
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:.3f}"


def _finding(each: Metrics, k: int) -> dict[str, Figure]:
    return {"questions": each.answerable.total, **_found(each), **_quoted(each, k)}


def _found(each: Metrics) -> dict[str, Figure]:
    found = each.found
    return {
        "success@1": found.success_at_1 if found else None,
        "recall@5": found.recall_at_5 if found else None,
        "mrr@10": found.mrr_at_10 if found else None,
        "ndcg@10": found.ndcg_at_10 if found else None,
    }


def _quoted(each: Metrics, k: int) -> dict[str, Figure]:
    return {"answer@1": each.answer_in_first, f"answer@{k}": each.answer_in_k}


def _seen(each: Metrics, k: int) -> dict[str, Figure]:
    return {
        "visible@1": each.visible_in_first,
        f"visible@{k}": each.visible_in_k,
        "marked": each.marks.marked,
        "marked_right": each.marks.right,
        "marked_chars": each.marks.chars,
    }


def _declining(each: Metrics) -> dict[str, Figure]:
    return {
        **_counts(each.outcomes),
        "declined_right": each.unanswerable.declined_share,
        "declined_wrong": each.answerable.declined_share,
        "auc": each.auc,
    }


def _gone(each: Metrics) -> dict[str, Figure]:
    if each.gone is None:
        return {}
    return {
        **_counts(each.gone),
        "declined_share": each.gone.declined_share,
        "not_answered": each.gone.unanswered_share,
        "auc": each.gone_auc,
    }


def _object(each: Metrics, k: int) -> dict[str, Figure | dict[str, Figure]]:
    return {
        **_counts(each.outcomes),
        **_found(each),
        **_quoted(each, k),
        **_seen(each, k),
        "answerable": _counts(each.answerable),
        "unanswerable": _counts(each.unanswerable),
        "declined_right": each.unanswerable.declined_share,
        "declined_wrong": each.answerable.declined_share,
        "auc": each.auc,
        "milliseconds": _taken(each),
        **({"gone": _gone(each)} if each.gone else {}),
    }


def _taken(each: Metrics) -> dict[str, Figure]:
    return {"median": each.milliseconds_median, "p99": each.milliseconds_p99}


def _counts(outcomes: Outcomes) -> dict[str, Figure]:
    counts = {"answered": outcomes.answered, "closest": outcomes.closest, "declined": outcomes.declined}
    return {"questions": outcomes.total, **counts}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalOptions:
    """What an evaluation is asked to do."""

    questions: Path
    collection: str
    k: int
    gone: bool
    run: Path | None
    as_json: bool


def run_evaluation(settings: Settings, task: EvalOptions) -> bool:
    """Print the measures, and write the run; tell whether every line of the questions could be read."""
    if task.run:
        app.check_output(task.run, settings.data)
    read = list(read_qrels(task.questions))
    faults = [each for each in read if isinstance(each, UnreadableQuestion)]
    for fault in faults:
        click.echo(output.not_added(markdown.strip_invisible(formatting.error_text(fault))), err=True)
    questions = [each for each in read if isinstance(each, Question)]
    if not questions:
        raise app.CommandFailed(
            _("There are no usable questions in {path}. Write one per line, as shown in the README.").format(
                path=str(task.questions)
            )
        )
    _measure(settings, questions, task)
    return not faults


def _snapshot(settings: Settings, collection: str, questions: Sequence[Question]) -> Snapshot:
    async def checked(library: Library) -> Snapshot:
        snapshot = await library.snapshot(collection=collection)
        validate_qrels(snapshot, questions)
        return snapshot

    return app.run_with_library(settings, checked, collection=collection)


def _measure(settings: Settings, questions: Sequence[Question], task: EvalOptions) -> None:
    snapshot = _snapshot(settings, task.collection, questions)
    answerable = sum(bool(question.relevant) for question in questions)
    trials = list(_watched(ask_all(snapshot, questions, k=task.k), len(questions), _("questions asked")))
    if task.run:
        with app.atomic_output(task.run, settings.data) as file:
            file.writelines(f"{line}\n" for line in trec_run(trials))
    gone = (
        list(
            _watched(
                ask_without_relevant(snapshot, questions, k=task.k), answerable, _("asked again without their articles")
            )
        )
        if task.gone
        else None
    )
    if task.as_json:
        click.echo(evaluation_as_json(trials, gone, k=task.k))
        return
    print_measures(trials, gone, k=task.k)


def _watched(trials: Iterator[EvalResult], total: int, name: str) -> Iterable[EvalResult]:
    """Draw a progress bar on a terminal while trials are made."""
    console = Console(stderr=True)
    return track(trials, name, total=total, console=console, transient=True, disable=not console.is_terminal)
