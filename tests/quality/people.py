"""What people write over the bundled articles, in their own manner, and what should become of each."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from bot.text import parsing
from knowledge import Answer, Decline, Library

SAID = Path(__file__).with_name("people.jsonl")


@dataclass(frozen=True, slots=True)
class Said:
    """What someone writes: misspelt, shouted, in a few words, two questions in one, or no question at all."""

    text: str
    outcome: Literal["answered", "shown", "not answered", "talk"]
    """`shown`: answered or shown as the closest; `not answered`: shown as the closest or declined."""
    where: str
    """The article that must be cited, first where it is answered; or the command that talk leads to."""

    @classmethod
    def read(cls, line: str) -> Self:
        """Read a line of the file."""
        said = json.loads(line)
        return cls(said["said"], said["outcome"], said["where"])

    async def is_right(self, library: Library) -> bool:
        """Tell whether it gets what it should."""
        command = "courtesy" if parsing.courtesy(self.text) else parsing.parse_command(self.text)[0]
        if command != "ask" or self.outcome == "talk":
            return command == self.where
        return self._is_right(await library.ask(self.text))

    def _is_right(self, found: Answer | Decline) -> bool:
        cited = [each.article.id for each in found.citations] if isinstance(found, Answer) else []
        match self.outcome:
            case "answered":
                return found.outcome == "answered" and cited[0] == self.where
            case "shown":
                return self.where in cited
            case _:
                return found.outcome != "answered"


def everything() -> list[Said]:
    """Return all that is said."""
    return list(map(Said.read, SAID.read_text("utf-8").splitlines()))
