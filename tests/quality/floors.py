"""The quality that the bundled articles and our questions over them must not fall below.

`python -m tests.quality.floors` prints the measures beside their floors; with `--update` it raises the floors to just
under the measures. It lowers one only where the questions or the articles are others than before.
"""

import argparse
import asyncio
import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from knowledge import Library
from knowledge.evaluation import (
    Metrics,
    Question,
    Snapshot,
    ask_all,
    ask_without_relevant,
    compute_metrics,
    read_qrels,
    validate_qrels,
)
from tests.quality import followups

QUESTIONS = Path(__file__).with_name("samples.jsonl")
FLOORS = Path(__file__).with_name("floors.json")
HAIR = 0.01
"""How far a floor lies under what was measured: less than one question makes."""

Measures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Floors:
    """The least measures, and which questions and articles they are for."""

    of: str
    measures: Measures

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the floors; none where there is no file yet."""
        if not path.exists():
            return cls("", {})
        return cls(**json.loads(path.read_text("utf-8")))

    def save(self, path: Path) -> None:
        """Write the floors."""
        path.write_text(json.dumps({"of": self.of, "measures": self.measures}, indent=2) + "\n", "utf-8")

    def raised(self, of: str, measured: Mapping[str, float]) -> "Floors":
        """Return the floors that the measures allow; raise ValueError where one would have to be lowered."""
        lowered = self.broken(measured) if of == self.of else []
        if lowered:
            raise ValueError(f"These measures fell below their floors, which are not lowered: {', '.join(lowered)}.")
        allowed = {name: round(value - HAIR, 3) for name, value in measured.items()}
        before = self.measures if of == self.of else {}
        return Floors(of, {name: max(value, before.get(name, value)) for name, value in allowed.items()})

    def broken(self, measured: Mapping[str, float]) -> list[str]:
        """Name the measures that are below their floors, or no longer made."""
        return [name for name, floor in self.measures.items() if measured.get(name, -1.0) < floor]


async def measure() -> tuple[str, Measures]:
    """Ask our questions of the bundled articles; return what they are, as a hash, and the measures."""
    with tempfile.TemporaryDirectory() as folder:
        async with Library.open(folder) as library:
            snapshot = await library.snapshot()
            followed = await followups.measure(library)
    questions = list(_questions())
    validate_qrels(snapshot, questions)
    trials = list(ask_all(snapshot, questions, k=3))
    measured = _measures(compute_metrics(trials, list(ask_without_relevant(snapshot, questions, k=3))))
    return _hash(snapshot), {**measured, **followed}


def _questions() -> list[Question]:
    read = list(read_qrels(QUESTIONS))
    faults = [str(each) for each in read if not isinstance(each, Question)]
    if faults:
        raise ValueError("; ".join(faults))
    return [each for each in read if isinstance(each, Question)]


def _hash(snapshot: Snapshot) -> str:
    texts = sorted((article.title, *article.paragraphs) for article in snapshot.articles.values())
    return hashlib.blake2b(
        repr(texts).encode() + QUESTIONS.read_bytes() + followups.PAIRS.read_bytes(), digest_size=8
    ).hexdigest()


def _measures(measured: Metrics) -> Measures:
    if measured.found is None or measured.gone is None:
        raise ValueError(f"{QUESTIONS.name} holds no question that can be answered.")
    return {
        "nDCG@10": measured.found.ndcg_at_10,
        "success@1": measured.found.success_at_1,
        "answer in top 3": measured.answer_in_k or 0.0,
        "declined where right": measured.unanswerable.declined_share or 0.0,
        "not declined where wrong": 1 - (measured.answerable.declined_share or 0.0),
        "not answered once gone": measured.gone.unanswered_share or 0.0,
    }


def main() -> None:
    """Print the measures and their floors, or raise the floors."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.floors", description=__doc__)
    parser.add_argument("--update", action="store_true", help="raise the floors to just under the measures")
    update = parser.parse_args().update
    of, measured = asyncio.run(measure())
    floors = Floors.load(FLOORS)
    if update:
        try:
            floors = floors.raised(of, measured)
        except ValueError as error:
            parser.exit(1, f"{error}\n")
        floors.save(FLOORS)
    for name, value in measured.items():
        print(f"{name:26} {value:.4f}  floor {floors.measures.get(name, 0.0):.3f}")


if __name__ == "__main__":
    main()
