"""`ask --file`: the questions of a file, answered as a table or as JSON lines."""

import asyncio
import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bot import questions
from bot.cli import output
from bot.i18n import gettext as _
from bot.questions import QuestionFileRefused
from bot.text.reports import safe_cell
from knowledge import AskContext, KnowledgeError, Library


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
        await library.load()
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
                out.write(output.refusal_as_json(each.question, each.outcome, each.reply) + "\n")
            else:
                out.write(output.as_json(each.reply) + "\n")
        return outcomes
