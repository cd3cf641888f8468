"""What each setting of the search is worth: the two measures of quality as one setting moves and the others stay.

A set is a folder with articles.jsonl and questions.jsonl. Run it from the project's folder:
`python -m scripts.tried DIR …`. It prints a Markdown table and draws the curves, with the setting that we ship marked.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge import KnowledgeError
from knowledge.evaluation import Question, Snapshot, ask_all, compute_metrics, validate_qrels
from knowledge.search.params import DEFAULT_PARAMS, RankingParams
from scripts.quality import ROOT, K, collected, sets

PICTURE = ROOT / "docs" / "pictures" / "tried.png"


@dataclass(frozen=True, slots=True)
class Setting:
    """A field of `RankingParams`, and the values to try besides its own."""

    name: str
    field: str
    others: tuple[float, ...]

    @property
    def shipped(self) -> float:
        """Its value as we ship it."""
        return float(getattr(DEFAULT_PARAMS, self.field))

    @property
    def values(self) -> list[float]:
        return sorted({self.shipped, *self.others})

    def params(self, value: float) -> RankingParams:
        """Return the parameters with another value; a whole number where the field holds one."""
        return replace(DEFAULT_PARAMS, **{self.field: type(getattr(DEFAULT_PARAMS, self.field))(value)})


SETTINGS = (
    Setting("weight of the article", "article_weight", (0, 0.75, 2.5)),
    Setting("its share for the first paragraph", "lead_weight", (0, 0.15, 0.6, 1.2)),
    Setting("weight of word pairs", "bigram_weight", (0, 0.2, 0.8)),
    Setting("weight of the best sentence", "sentence_weight", (0, 0.2, 0.8)),
    Setting("weight of likeness", "similarity_weight", (0, 0.4, 1.6)),
    Setting("gain of the kind asked for", "answer_type_gain", (0, 0.25, 1)),
    Setting("sharpness of sentences", "sentence_sharpness", (1, 2, 6, 8)),
    Setting("sharpness of paragraphs", "paragraph_sharpness", (0, 1.5, 6, 12)),
    Setting("characters in a quote", "max_passage_chars", (200, 250, 450, 600)),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a set measured with one value of one setting."""

    ndcg: float
    answered: float
    """The share of questions with an answer in the quotes."""


Curves = Mapping[str, Mapping[str, Mapping[float, Tried]]]
"""By setting, set and value."""


def main() -> None:
    """Try every value on the sets named on the command line."""
    chosen = _arguments()
    try:
        from scripts.curves import draw
    except ModuleNotFoundError as error:
        sys.exit(f"The picture needs {error.name}: pip install '.[plots]'")
    try:
        curves = tried(chosen.sets, chosen.every)
    except KnowledgeError as error:
        sys.exit(str(error))
    print("\n".join(table(curves)))
    draw(curves, {each.name: each.shipped for each in SETTINGS}, chosen.picture, k=K)


def tried(folders: Sequence[Path], every: int = 1, settings: Sequence[Setting] = SETTINGS) -> Curves:
    """Measure each value of each setting on each set; only one question of so many is asked."""
    curves: dict[str, dict[str, dict[float, Tried]]] = {each.name: {} for each in settings}
    for name, articles, questions in sets(folders, mixed=False):
        collection = asyncio.run(collected(articles))
        answerable = [each for each in questions if each.relevant][::every]
        validate_qrels(collection, answerable)
        for setting in settings:
            print(f"{name}: {setting.name}", file=sys.stderr)
            curves[setting.name][name] = dict(_curve(setting, collection, answerable))
    return curves


def table(curves: Curves) -> Iterator[str]:
    """Yield the lines of a Markdown table, a row for each value; what we ship is bold."""
    names = list(next(iter(curves.values())))
    yield f"| setting | value | {' | '.join(f'nDCG@10 {name} | in {K} quotes' for name in names)} |"
    yield f"| --- | ---: |{' ---: |' * 2 * len(names)}"
    shipped = {each.name: each.shipped for each in SETTINGS}
    for setting, measured in curves.items():
        for value in next(iter(measured.values())):
            cells = (f"{measured[name][value].ndcg:.3f} | {measured[name][value].answered:.3f}" for name in names)
            shown = f"**{value:g}**" if value == shipped.get(setting) else f"{value:g}"
            yield f"| {setting} | {shown} | {' | '.join(cells)} |"


def _curve(setting: Setting, collection: Snapshot, questions: Sequence[Question]) -> Iterator[tuple[float, Tried]]:
    for value in setting.values:
        retriever = collection.retriever.with_params(setting.params(value))
        measured = compute_metrics(list(ask_all(replace(collection, retriever=retriever), questions, k=K)))
        if measured.found:
            yield value, Tried(measured.found.ndcg_at_10, measured.answer_in_k or 0.0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.tried", description=__doc__)
    parser.add_argument(
        "sets", nargs="*", type=Path, metavar="DIR", help="folder of articles.jsonl and questions.jsonl"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="ask only one of N questions")
    parser.add_argument("--picture", type=Path, default=PICTURE, help="where to draw the picture")
    return parser.parse_args()


if __name__ == "__main__":
    main()
