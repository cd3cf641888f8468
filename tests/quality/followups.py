"""Pairs of questions over the bundled articles: the second one follows the first, or is a complete new one."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from knowledge import Answer, AskContext, Decline, Library

PAIRS = Path(__file__).with_name("followups.jsonl")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions, and where the second one's answer stands; nowhere where it has none."""

    first: str
    question: str
    relevant: frozenset[tuple[str, int]]
    kind: str

    @classmethod
    def read(cls, line: str) -> Self:
        """Read a line of the file."""
        pair = json.loads(line)
        places = frozenset((place["article"], place["paragraph"]) for place in pair["relevant"])
        return cls(pair["first"], pair["question"], places, pair["kind"])

    def is_right(self, found: Answer | Decline) -> bool:
        """Tell whether a reply cites the right paragraph, or does not answer where there is none."""
        if not self.relevant:
            return found.outcome != "answered"
        cited = found.citations if isinstance(found, Answer) else ()
        return any((each.article.id, each.paragraph) in self.relevant for each in cited)


async def measure(library: Library) -> dict[str, float]:
    """Return which part of the follow-ups is answered rightly, and which part of the complete new questions."""
    right = defaultdict(list)
    for line in PAIRS.read_text("utf-8").splitlines():
        pair = Pair.read(line)
        first = await library.ask(pair.first)
        right[pair.kind].append(pair.is_right(await library.ask(pair.question, AskContext(following=first.id))))
    named = {"follow-ups found": right["follow-up"], "new questions not dragged back": right["new"]}
    return {name: sum(found) / len(found) for name, found in named.items()}
