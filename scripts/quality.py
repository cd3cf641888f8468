"""The quality over question sets: a Markdown table, and a picture of how often we are wrong when we answer.

A set is a folder with articles.jsonl and questions.jsonl, as `python -m bot eval` reads them. Without a set, our own
questions over the bundled articles are asked. Run it from the project's folder: `python -m scripts.quality DIR …`.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge import Article, KnowledgeError, Library, UnreadableArticle
from knowledge.evaluation import (
    EvalResult,
    Metrics,
    Qrel,
    Question,
    Snapshot,
    UnreadableQuestion,
    ask_all,
    ask_without_relevant,
    compute_metrics,
    read_qrels,
    validate_qrels,
)
from knowledge.ingest import read_file

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "pictures" / "risk-coverage.png"
LENGTHS = ROOT / "docs" / "pictures" / "answered-by-length.png"
SAMPLES = ROOT / "tests" / "quality" / "samples.jsonl"
K = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """A set with every question asked, and every answerable one asked again without its articles."""

    name: str
    trials: list[EvalResult]
    gone: list[EvalResult]


def main() -> None:
    """Measure the sets named on the command line."""
    chosen = _arguments()
    try:
        from scripts.risk import draw, draw_by_length
    except ModuleNotFoundError as error:
        sys.exit(f"The picture needs {error.name}: pip install '.[plots]'")
    try:
        measured = [asyncio.run(measure(*each)) for each in sets(chosen.sets, chosen.mixed)]
    except KnowledgeError as error:
        sys.exit(str(error))
    print("\n".join(table(measured)))
    chosen.picture.parent.mkdir(parents=True, exist_ok=True)
    drawn = {each.name: (each.trials, each.gone) for each in measured}
    draw(drawn, chosen.picture, k=K)
    draw_by_length(drawn, chosen.lengths)


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield the lines of a Markdown table, a column for each set."""
    columns = [dict(_column(compute_metrics(each.trials, each.gone))) for each in measured]
    yield f"| | {' | '.join(each.name for each in measured)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for name in columns[0]:
        yield f"| {name} | {' | '.join(column[name] for column in columns)} |"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.quality", description=__doc__)
    parser.add_argument(
        "sets", nargs="*", type=Path, metavar="DIR", help="folder of articles.jsonl and questions.jsonl"
    )
    parser.add_argument("--mixed", action="store_true", help="ask over the articles of all sets together")
    parser.add_argument("--picture", type=Path, default=PICTURE, help="where to draw the picture")
    parser.add_argument("--lengths", type=Path, default=LENGTHS, help="where to draw the one by length of question")
    return parser.parse_args()


def sets(folders: Sequence[Path], mixed: bool) -> Iterator[tuple[str, list[Article], list[Question]]]:
    """Yield the name, the articles and the questions of each set, or of all of them mixed into one."""
    if not folders:
        yield "bundled articles", [], list(_questions(SAMPLES))
        return
    read = [_set(folder, f"{folder.name}/" if mixed else "") for folder in folders]
    if not mixed:
        yield from ((folder.name, *each) for folder, each in zip(folders, read, strict=True))
        return
    name = " + ".join(folder.name for folder in folders)
    yield name, [one for articles, _ in read for one in articles], [one for _, asked in read for one in asked]


def _set(folder: Path, prefix: str) -> tuple[list[Article], list[Question]]:
    """Read a set, its name before every id where sets are mixed: they may share ids."""
    articles = [replace(each, id=prefix + each.id) for each in _articles(folder / "articles.jsonl")]
    questions = [
        replace(
            each,
            id=prefix + each.id,
            relevant=tuple(Qrel(prefix + place.article, place.paragraph) for place in each.relevant),
        )
        for each in _questions(folder / "questions.jsonl")
    ]
    return articles, questions


def _articles(path: Path) -> Iterator[Article]:
    for each in read_file(path):
        if isinstance(each, UnreadableArticle):
            raise each
        yield each


def _questions(path: Path) -> Iterator[Question]:
    for each in read_qrels(path):
        if isinstance(each, UnreadableQuestion):
            raise each
        yield each


async def measure(name: str, articles: Sequence[Article], questions: Sequence[Question]) -> Measured:
    """Ask every question over the articles, in a library that is gone afterwards; no articles: the bundled ones."""
    snapshot = await collected(articles)
    validate_qrels(snapshot, questions)
    trials = _told(ask_all(snapshot, questions, k=K), f"{name}: {len(questions):,} questions")
    answerable = sum(bool(question.relevant) for question in questions)
    gone = _told(
        ask_without_relevant(snapshot, questions, k=K), f"{name}: {answerable:,} once more, without what answers them"
    )
    return Measured(name, trials, gone)


async def collected(articles: Sequence[Article]) -> Snapshot:
    """Return the articles as a collection to ask; the bundled ones where there are none."""
    with TemporaryDirectory() as folder:
        async with Library.open(folder) as library:
            if articles:
                await library.add_all(articles)
            return await library.snapshot()


def _told(trials: Iterable[EvalResult], doing: str) -> list[EvalResult]:
    print(doing, file=sys.stderr)
    return list(trials)


def _column(each: Metrics) -> Iterator[tuple[str, str]]:
    yield "questions, answerable", f"{each.answerable.total:,}"
    yield "questions, unanswerable", f"{each.unanswerable.total:,}"
    if each.found:
        yield "success@1", _cell(each.found.success_at_1)
        yield "recall@5", _cell(each.found.recall_at_5)
        yield "MRR@10", _cell(each.found.mrr_at_10)
        yield "nDCG@10", _cell(each.found.ndcg_at_10)
    yield "answer in the first quote", _cell(each.answer_in_first)
    yield f"answer in {K} quotes", _cell(each.answer_in_k)
    yield "answer in the first quote or headline", _cell(each.visible_in_first)
    yield f"answer in {K} quotes or headlines", _cell(each.visible_in_k)
    yield "answered, with words marked", _cell(each.marks.marked)
    yield "answer in the marked words", _cell(each.marks.right)
    yield "share of the quote marked", _cell(each.marks.chars)
    yield "answerable, but declined", _cell(each.answerable.declined_share)
    yield "unanswerable, declined", _cell(each.unanswerable.declined_share)
    yield "unanswerable, not answered", _cell(each.unanswerable.unanswered_share)
    yield "unanswerable, AUC", _cell(each.auc)
    if each.gone:
        yield "gone, declined", _cell(each.gone.declined_share)
        yield "gone, not answered", _cell(each.gone.unanswered_share)
        yield "gone, AUC", _cell(each.gone_auc)
    yield "ms a question, median", f"{each.milliseconds_median:.1f}"
    yield "ms a question, p99", f"{each.milliseconds_p99:.1f}"


def _cell(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


if __name__ == "__main__":
    main()
