"""How well quotations are found again in articles that were edited: `python -m scripts.proofs [DIR …]`.

Each folder named has an articles.jsonl, as for `python -m scripts.quality`; without one, the bundled articles are used.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from knowledge import Article, samples
from knowledge.answers import ProofCheck, check_proof
from knowledge.ingest import read_file
from tests.knowledge.edited_articles import EditedArticle, edited_articles, words_of

MIN_SHARED = 0.8
"""Share of the words of a sentence as it reads now that what was found has, from which it is that sentence."""


def judged(edited: EditedArticle, check: ProofCheck) -> str:
    """Tell whether what was found is the right sentence, another one, or none though it is there."""
    if check.status == "gone":
        return "missed" if edited.sentence else "right"
    there = Counter(words_of(check.found)) & Counter(words_of(edited.sentence))
    if there.total() < MIN_SHARED * len(words_of(edited.sentence)) or not edited.sentence:
        return "another sentence"
    return "right" if (check.status != "changed") == edited.is_same else "wrong kind"


def table(articles: Sequence[Article], count: int) -> list[str]:
    """Return a row for each edit, as Markdown."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in edited_articles(articles, count):
        counts[each.edit][judged(each, check_proof(each.proof, [each.article]))] += 1
    names = ("right", "missed", "wrong kind", "another sentence")
    rows = [
        f"| {edit} | {found.total()} | " + " | ".join(str(found[name]) for name in names) + " |"
        for edit, found in counts.items()
    ]
    return ["| edit | checked | " + " | ".join(names) + " |", "| --- |" + " --- |" * (len(names) + 1), *rows]


def main() -> None:
    """Print the table of each folder."""
    parser = argparse.ArgumentParser(prog="python -m scripts.proofs", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--count", type=int, default=1_000, help="edited articles of each folder (1000)")
    chosen = parser.parse_args()
    for folder in chosen.folders or [None]:
        found = read_file(folder / "articles.jsonl") if folder else samples.sample_articles()
        print(folder.name if folder else "bundled articles", "", sep="\n")
        print(*table([each for each in found if isinstance(each, Article)], chosen.count), "", sep="\n")


if __name__ == "__main__":
    main()
