"""What the command line writes: progress while articles are added, answers as JSON, a file of questions as a table."""

import asyncio
import csv
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from rich.cells import set_cell_size
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from bot import questions
from bot.i18n import gettext as _
from bot.questions import QuestionFileRefused
from bot.text import formatting, markdown, messages
from bot.text.reports import safe_cell
from knowledge import (
    AddResult,
    Answer,
    Article,
    AskContext,
    Citation,
    Decline,
    IngestNote,
    KnowledgeError,
    Library,
    Suggestion,
    UnreadableArticle,
)
from knowledge.answers import Disagreement

_LISTED = 20
"""Articles named one by one; beyond that there is only a count."""


class AddProgress:
    """Counts and shows what became of each article: a progress bar on a terminal, refusals in any case.

    Args:
        total: How many bytes there are to read.
        report: Where to write what became of each, as JSON lines.
        dry_run: Whether articles are only read.
        listed: How many articles are named one by one; None names all.
    """

    def __init__(
        self,
        total: int = 0,
        report: IO[str] | None = None,
        *,
        dry_run: bool = False,
        listed: int | None = _LISTED,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._left = inf if listed is None else listed
        self._total = total
        self._bytes = 0
        self._report = report
        self._dry_run = dry_run
        self._out = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
        columns = (SpinnerColumn(), BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
        self._bar = Progress(
            *columns,
            *(TimeElapsedColumn(), TimeRemainingColumn()),
            console=self._err,
            transient=True,
            disable=not self._err.is_terminal,
        )
        self._task = self._bar.add_task(formatting.articles(0), total=total or None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def read(self, count: int) -> None:
        """Note that so many bytes more were read."""
        self._bytes += count
        self._bar.advance(self._task, count)

    def stopped(self) -> str:
        """Say how far it came, after Ctrl-C."""
        summary = messages.read_summary(self.counts) if self._dry_run else messages.ingest_summary(self.counts)
        if not self._total:
            return _("Stopped: {summary} Run it again to go on.").format(summary=summary)
        return _("Stopped after {done} of {total}: {summary} Run it again to go on.").format(
            done=formatting.size(min(self._bytes, self._total)), total=formatting.size(self._total), summary=summary
        )

    def taken(self, added: Sequence[AddResult]) -> None:
        """Count articles that were added, and name the first of them."""
        for one in added:
            self._tell(one.change, one.article, formatting.differing(one) if one.change == "updated" else "")
        self._count()

    def understood(self, articles: Sequence[Article]) -> None:
        """Count articles that were only read, and show the first of them."""
        for article in articles:
            self._tell("readable", article)
        self._count()

    def removed(self, articles: Sequence[Article]) -> None:
        """Count articles whose file is gone."""
        for article in articles:
            self._tell("removed", article)
        self._count()

    def _count(self) -> None:
        """Show beside the bar how many articles there were."""
        self._bar.update(self._task, description=formatting.articles(self.counts.total() - self.counts["refused"]))

    def _tell(self, change: str, article: Article, differing: str = "") -> None:
        if self._left > 0:
            self._left -= 1
            facts = " · ".join(filter(None, (formatting.article_summary(article), differing)))
            id = f"{article.id}  " if article.id else ""
            self._out.print(f"{set_cell_size(_change(change), 9)}  {id}{facts}")
        self.counts[change] += 1
        if self._report:
            file = {"file": name} if (name := article.path.partition("\n")[0]) else {}
            size = len(article.paragraphs)
            self._write({"change": change, **article_values(article), "paragraphs": size, **file})

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        """Note what could not be read, and say why."""
        for error in errors:
            self._err.print(not_added(markdown.strip_invisible(formatting.error_text(error))))
            self._write({"change": "refused", "reason": formatting.error_text(error)})
        self.counts["refused"] += len(errors)

    def noted(self, notes: Sequence[IngestNote]) -> None:
        """Show what a reader noticed that is no fault, such as files that are no articles."""
        for note in notes:
            self._err.print(noted(markdown.strip_invisible(formatting.error_text(note))))
            self._write({"change": "none", "reason": formatting.error_text(note)})

    def _write(self, line: Mapping[str, object]) -> None:
        if self._report:
            self._report.write(json.dumps(line, ensure_ascii=False) + "\n")


def noted(text: str) -> str:
    return _("note       {text}").format(text=text)


def _change(change: str) -> str:
    """Return what became of one article."""
    return {
        "added": _("added"),
        "updated": _("updated"),
        "unchanged": _("unchanged"),
        "removed": _("removed"),
        "readable": _("readable"),
    }[change]


def not_added(reason: str) -> str:
    return _("refused    {reason}").format(reason=reason)


def as_json(found: Answer | Decline) -> str:
    return json.dumps(as_values(found), ensure_ascii=False)


def as_values(found: Answer | Decline) -> dict[str, object]:
    passages = [passage_values(citation) for citation in found.citations] if isinstance(found, Answer) else []
    nearest = [article_values(article) for article in found.nearest] if isinstance(found, Decline) else []
    return {
        "outcome": found.outcome,
        "answer_id": found.id,
        "question": found.question,
        "evidence": round(found.confidence, 4),
        "milliseconds": round(found.milliseconds, 1),
        "passages": passages,
        "disagreements": [_differing(each) for each in found.disagreements] if isinstance(found, Answer) else [],
        "unmatched": list(found.unmatched),
        "absent": list(found.absent) if isinstance(found, Answer) else [],
        "corrections": _words(found.corrections if isinstance(found, Answer) else ()),
        "suggestions": _words(found.suggestions),
        "nearest": nearest,
        "example": found.example if isinstance(found, Decline) else "",
        "unmet": list(found.unmet),
        "as_of": found.as_of.isoformat() if found.as_of else None,
    }


def refusal_as_json(question: str, outcome: str, error: KnowledgeError) -> str:
    """Return one line of JSON for a question that could not be asked, or not be answered in time."""
    return json.dumps(
        {"outcome": outcome, "question": question, "reason": formatting.error_text(error)}, ensure_ascii=False
    )


def _words(found: Sequence[Suggestion]) -> list[dict[str, str]]:
    return [{"word": each.word, "instead": each.instead} for each in found]


def _differing(found: Disagreement) -> dict[str, object]:
    """Return what articles say differently as plain values; `n` is 0 where a paragraph is not among the passages."""
    return {
        "kind": found.kind,
        "statements": [
            {
                "n": each.n,
                **article_values(each.article),
                "paragraph": each.paragraph,
                "words": each.words,
                "value": each.text[slice(*each.slot)],
            }
            for each in found.statements
        ],
    }


def passage_values(citation: Citation) -> dict[str, object]:
    return {
        "n": citation.n,
        **article_values(citation.article),
        "paragraph": citation.paragraph,
        "last_paragraph": citation.paragraphs[-1],
        "text": citation.text,
        "quote": citation.quote,
        "score": round(citation.score, 4),
        "also": [{**article_values(copy.article), "paragraph": copy.paragraph} for copy in citation.also],
    }


def article_values(article: Article) -> dict[str, str | None]:
    return {
        "article": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "url": article.url,
    }


FEW = 2_000
"""Articles that are indexed so fast that no progress bar is needed."""


class IndexingBar:
    """A progress bar on standard error, shown only while there is something to wait for."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bar: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that so many of so many articles are in the index."""
        if total < FEW or not self._console.is_terminal:
            return
        if self._bar is None:
            self._bar = _bar(self._console, total)
        self._bar.update(self._bar.task_ids[0], completed=done)
        if done == total:
            self._bar.stop()
            self._bar = None


def _bar(console: Console, total: int) -> Progress:
    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    bar = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
    bar.add_task(_("articles indexed"), total=total)
    bar.start()
    return bar


@dataclass(frozen=True, slots=True)
class QuestionBatch:
    """A file of questions, and how they are asked."""

    file: Path
    context: AskContext
    k: int
    as_json: bool
    marked: bool = False
    """Whether the table begins with the mark by which Excel knows UTF-8."""

    async def run(self, library: Library, out: IO[str], loaded: Callable[[], None]) -> Counter[str]:
        """Write the answers as they come, and return how the questions ended.

        Args:
            library: What is asked.
            out: Where the answers are written.
            loaded: Called once the index is in memory.

        Raises:
            QuestionFileRefused: The file can't be read, or has no questions.
        """
        try:
            data = await asyncio.to_thread(self.file.read_bytes)
        except OSError as error:
            raise QuestionFileRefused(
                _("{path} can't be read ({reason}).").format(path=str(self.file), reason=error.strerror or "")
            ) from None
        asked = questions.read_questions(data, self.file.name)
        await library.load(self.context.collection)
        loaded()
        table = csv.writer(out)
        if not self.as_json:
            out.write("\ufeff" if self.marked else "")
            table.writerow(questions.HEADER)
        outcomes = Counter[str]()
        async for each in questions.ask_each(library, asked, self.context, k=self.k):
            outcomes[each.outcome] += 1
            if not self.as_json:
                table.writerow([safe_cell(cell) for cell in questions.answer_row(each)])
            elif isinstance(each.reply, KnowledgeError):
                out.write(refusal_as_json(each.question, each.outcome, each.reply) + "\n")
            else:
                out.write(as_json(each.reply) + "\n")
        return outcomes
