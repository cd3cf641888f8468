"""Known questions asked over the articles of the data folder, and measured; none of them is logged."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from bot.commandline import figures, starting
from bot.commandline.files import written
from bot.drawing import escape
from bot.phrases import measuring, running
from bot.phrases.told import told
from bot.settings import Settings
from knowledge import (
    Library,
    Question,
    Snapshot,
    Trial,
    UnreadableQuestion,
    ask_all,
    ask_gone,
    check,
    read_questions,
    trec_run,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What an evaluation is asked to do."""

    questions: Path
    collection: str
    k: int
    gone: bool
    run: Path | None
    as_json: bool


def evaluate(settings: Settings, task: Task) -> bool:
    """Print the measures, and write the run; tell whether every line of the questions could be read."""
    read = list(read_questions(task.questions))
    faults = [each for each in read if isinstance(each, UnreadableQuestion)]
    for fault in faults:
        click.echo(running.refused(escape.plain(told(fault))), err=True)
    questions = [each for each in read if isinstance(each, Question)]
    if not questions:
        raise starting.Failed(running.no_question(str(task.questions)))
    _measure(_snapshot(settings, task.collection, questions), questions, task)
    return not faults


def _snapshot(settings: Settings, collection: str, questions: Sequence[Question]) -> Snapshot:
    async def checked(library: Library) -> Snapshot:
        snapshot = await library.snapshot(collection=collection)
        check(snapshot, questions)
        return snapshot

    return starting.perform(settings, checked)


def _measure(snapshot: Snapshot, questions: Sequence[Question], task: Task) -> None:
    answerable = sum(bool(question.relevant) for question in questions)
    trials = list(_watched(ask_all(snapshot, questions, k=task.k), len(questions), measuring.asking()))
    if task.run:
        _write(task.run, trials)
    gone = (
        list(_watched(ask_gone(snapshot, questions, k=task.k), answerable, measuring.asking_again()))
        if task.gone
        else None
    )
    if task.as_json:
        click.echo(figures.as_json(trials, gone, k=task.k))
        return
    figures.show(trials, gone, k=task.k)


def _watched(trials: Iterator[Trial], total: int, name: str) -> Iterable[Trial]:
    """Draw a progress bar on a terminal while trials are made."""
    console = Console(stderr=True)
    return track(trials, name, total=total, console=console, transient=True, disable=not console.is_terminal)


def _write(path: Path, trials: Sequence[Trial]) -> None:
    with written(path) as file:
        file.writelines(f"{line}\n" for line in trec_run(trials))
