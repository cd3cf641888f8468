"""Fits the weights by which the headline of a copied page is found: `python -m scripts.headlines`.

The pages are those of tests/pastes, and those of its pages.jsonl, which were written in ten sets, each before the
reader had seen any page of it. Prints how many headlines are found in each set by weights that were fitted to all the
others, and in all by weights fitted to all. With --write the latter become those of the reader.

The weights are those of a multinomial logit over the rows of a page. Pages of tests/pastes whose headline is missed
count more in the next round of fitting, as in boosting, until none is.
"""

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from knowledge.ingest import read_bytes
from knowledge.ingest.plaintext import headline

ROOT = Path(__file__).resolve().parent.parent
PASTES = ROOT / "tests" / "pastes"
SETTLED = {"job-advert", "job-advert-de", "letter-council-de", "substack-short-title"}
"""Their headline is known by what else is there: the button to apply, whom it greets, whose post it is."""
OWN = 0
"""Number of the set that tests hold to each page."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is seen of the rows of a page, and which of them are its headline."""

    name: str
    part: int
    features: np.ndarray
    """Of rows × names."""
    is_headline: np.ndarray


def main() -> None:
    """Fit the weights, and say how well they do on pages that they were not fitted to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="make the weights those of the reader")
    arguments = parser.parse_args()
    names, pages = read_pages()
    for part in sorted({page.part for page in pages} - {OWN}):
        weights = fit([page for page in pages if page.part != part], np.ones(len(pages)))
        left_out = [page for page in pages if page.part == part]
        print(f"set {part}: {sum(finds(weights, page) for page in left_out)} of {len(left_out)}")
    weights = boosted(pages)
    print(f"all, fitted to all: {sum(finds(weights, page) for page in pages)} of {len(pages)}")
    for page in pages:
        if page.part == OWN and not finds(weights, page):
            print(f"not found: {page.name}")
    if arguments.write:
        write(dict(zip(names, weights, strict=True)))


def read_pages() -> tuple[list[str], list[Page]]:
    """Return the names of what is seen of rows, and the pages whose headline stands below other rows."""
    seen: list[tuple[str, int, list[dict[str, float]], list[bool]]] = []
    for name, part, text, wanted in texts():
        rows = _rows_of(text)
        found = headline.features_of_rows(rows)
        are = [" ".join(row.split()) in wanted for row in rows[: len(found)]]
        if any(are[1:]):
            seen.append((name, part, found, are))
    names = sorted({feature for _, _, found, _ in seen for row in found for feature in row})
    return names, [
        Page(name, part, np.array([[row.get(each, 0.0) for each in names] for row in found]), np.array(are, float))
        for name, part, found, are in seen
    ]


def texts() -> list[tuple[str, int, str, set[str]]]:
    """Return the name, the set, the text and the possible headlines of each page."""
    found: list[tuple[str, int, str, set[str]]] = []
    for path in sorted(PASTES.glob("*.txt")):
        title = json.loads(path.with_suffix(".json").read_bytes()).get("title")
        found += (
            [(path.stem, OWN, path.read_text(encoding="utf-8"), {title})] if title and path.stem not in SETTLED else []
        )
    for number, line in enumerate((PASTES / "pages.jsonl").read_text(encoding="utf-8").splitlines(), start=1):
        page = json.loads(line)
        found.append((f"line {number}", page["set"], page["text"], set(page["headlines"])))
    return found


def _rows_of(text: str) -> list[str]:
    """Return the rows that the reader looks through for the headline of a pasted text; none if it does not."""
    seen: list[list[str]] = []

    def keep(rows: Sequence[str]) -> list[int]:
        seen.append(list(rows))
        return headline.rank_rows(rows)

    with patch("knowledge.ingest.plaintext.copied_page.rank_rows", keep):
        list(read_bytes(text.encode(), "pasted.txt"))
    return seen[0] if seen else []


STEPS, RATE, SHRINKAGE = 350, 0.05, 0.002


def fit(pages: Sequence[Page], counts: np.ndarray) -> np.ndarray:
    """Return the weights that make the headlines most likely, each page counting so often (Adam, L2)."""
    features = np.concatenate([page.features for page in pages])
    is_headline = np.concatenate([page.is_headline for page in pages])
    starts = np.cumsum([0, *(len(page.features) for page in pages)])
    page_of = np.repeat(np.arange(len(pages)), np.diff(starts))
    counted = counts[: len(pages)][page_of]
    weights, mean, square = np.zeros((3, features.shape[1]))
    for step in range(1, STEPS + 1):
        scores = features @ weights
        chances = np.exp(scores - np.maximum.reduceat(scores, starts[:-1])[page_of])
        chances /= np.add.reduceat(chances, starts[:-1])[page_of]
        wanted = chances * is_headline
        wanted /= np.maximum(np.add.reduceat(wanted, starts[:-1]), 1e-9)[page_of]
        slope = features.T @ ((chances - wanted) * counted) / counts[: len(pages)].sum() + SHRINKAGE * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        weights = weights - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


ROUNDS, FACTOR = 14, 1.8


def boosted(pages: Sequence[Page]) -> np.ndarray:
    """Return the weights that miss the fewest pages of our own, those missed counting more in each round."""
    counts = np.ones(len(pages))
    tried: list[tuple[int, int, np.ndarray]] = []
    for number in range(ROUNDS):
        weights = fit(pages, counts)
        missed = [at for at, page in enumerate(pages) if page.part == OWN and not finds(weights, page)]
        tried.append((len(missed), number, weights))
        counts[missed] *= FACTOR
    return min(tried, key=lambda each: each[:2])[2]


def finds(weights: np.ndarray, page: Page) -> bool:
    """Tell whether the row with the highest score is the headline."""
    return bool(page.is_headline[int((page.features @ weights).argmax())])


def write(weights: Mapping[str, float]) -> None:
    """Replace the weights in the module of the reader."""
    path = Path(headline.__file__)
    rows = "".join(
        f'        "{name}": {weight:.2f},\n' for name, weight in sorted(weights.items(), key=lambda each: -each[1])
    )
    table = f"WEIGHTS: Mapping[str, float] = MappingProxyType(\n    {{\n{rows}    }}\n)\n"
    path.write_text(re.sub(r"WEIGHTS: Mapping.*?\n\)\n", table, path.read_text(encoding="utf-8"), flags=re.DOTALL))


if __name__ == "__main__":
    main()
