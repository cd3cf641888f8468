"""Counts what is left of copied pages, and fits the weights that tell their furniture: `python -m scripts.pastes`.

The pages are those of tests/pastes/pages.jsonl, whose `tags` say what each filled row is:
N furniture, T headline, K what is above it, S standfirst, B author, D day, C what is on a picture, P paragraph,
H subheading, L row of a list or table, X what nobody would miss. Each of the ten sets was written before the reader
had seen any page of it. Prints for each set, and for all, how many rows of furniture are kept and how many of the
article are lost. With --left-out each set is read by weights that were fitted to all the others, as the weights that
the reader has were fitted to all. With --fit the weights are fitted to all pages, and become those of the reader.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from knowledge.ingest import read_bytes
from knowledge.ingest.news_header import is_full_name, is_told
from knowledge.ingest.plaintext import furniture
from knowledge.ingest.plaintext.furniture import FOLLOWING, LABELS
from knowledge.models import Article

ROOT = Path(__file__).resolve().parent.parent
PASTES = ROOT / "tests" / "pastes"
OWN = 0
"""Number of the set that tests hold to each page."""
ARTICLE, HEADER, FURNITURE, INDIFFERENT = "PHL", "TKSBD", "N", "CX"

Weights = Mapping[str, tuple[float, ...]]
Transitions = Mapping[tuple[str, str], float]


def main() -> None:
    """Print what is left of each set of pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--left-out", action="store_true", help="read each set by weights fitted to the others")
    parser.add_argument("--fit", action="store_true", help="fit the weights to all pages, for the reader")
    parser.add_argument("--faults", action="store_true", help="print each row that is kept or lost in error")
    arguments = parser.parse_args()
    pages = tagged_pages()
    fitted = [*pages, *own_pages()]
    if arguments.fit:
        write(*boosted(fitted))
        return
    learnt = seen(fitted) if arguments.left_out else []
    whole = Counter[str]()
    for part in sorted({page.part for page in pages}):
        weights: tuple[Weights, Transitions] = furniture.LABEL_WEIGHTS, furniture.TRANSITIONS
        if arguments.left_out:
            weights = fit([page for page in learnt if page.page.part != part])
        with patch.multiple(furniture, LABEL_WEIGHTS=weights[0], TRANSITIONS=weights[1]):
            found = [(tag, is_kept, row) for page in pages if page.part == part for tag, is_kept, row in rows_of(page)]
        counted = count(found)
        whole += counted
        print(f"set {part}: {told(counted)}")
        for tag, is_kept, row in found if arguments.faults else ():
            if is_fault(tag, is_kept=is_kept):
                print(f"  {tag} {row[:150]}")
    print(f"all: {told(whole)}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page with the tag of each of its filled rows."""

    part: int
    text: str
    tags: str
    paragraphs: tuple[str, ...] = ()
    """What tests want of it."""

    @property
    def rows(self) -> list[str]:
        """The filled rows, with single spaces."""
        return [row for line in self.text.split("\n") if (row := " ".join(line.split()))]


def tagged_pages() -> list[Page]:
    """Return the pages of which each row is tagged."""
    lines = (PASTES / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    return [Page(page["set"], page["text"], page["tags"]) for page in map(json.loads, lines)]


def own_pages() -> list[Page]:
    """Return the pages of the tests, their rows tagged by what tests want of each."""
    found: list[Page] = []
    for path in sorted(PASTES.glob("*.txt")):
        wanted = json.loads(path.with_suffix(".json").read_bytes())
        page = Page(OWN, path.read_text(encoding="utf-8"), "")
        found.append(replace(page, tags="".join(_tags(page.rows, wanted)), paragraphs=tuple(wanted["paragraphs"])))
    return found


def _tags(rows: Sequence[str], wanted: Mapping[str, Any]) -> list[str]:
    paragraphs = {_letters(line) for text in wanted["paragraphs"] for line in text.split("\n")}
    together = _letters(" ".join(wanted["paragraphs"]))
    headings = {_letters(part) for path in wanted.get("headings", ()) for part in (path, *path.split(" › "))}
    title = _letters(wanted.get("title") or "")
    tags: list[str] = []
    for row in rows:
        letters = _letters(row)
        is_text = letters in paragraphs or (len(letters) > MIN_LETTERS and letters in together)
        tag = "T" if letters == title else "P" if is_text else "H" if letters in headings else "N"
        tags.append(tag if letters else "N")
    title_at = tags.index("T") if "T" in tags else 0
    text = next((at for at, tag in enumerate(tags) if tag == "P" and at > title_at), len(tags))
    for at, (row, tag) in enumerate(zip(rows, tags, strict=True)):
        names = wanted.get("byline") or "\0"
        if tag == "N" and title_at - 4 < at < text and (is_told(row) or is_full_name(row) or names in row):
            tags[at] = "B" if at > title_at else "X"
        if (tag == "T" and at > title_at) or row in wanted.get("optional", ()):
            tags[at] = "X"
    return tags


MIN_LETTERS = 25
"""Letters from which a row is known where it is a part of a paragraph."""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def rows_of(page: Page) -> Iterator[tuple[str, bool, str]]:
    """Yield the tag of each row, whether it is in what the reader makes of the page, and the row."""
    articles = [each for each in read_bytes(page.text.encode(), "pasted.txt") if isinstance(each, Article)]
    texts = [text for each in articles for text in (each.title, *each.paragraphs, *each.headings)]
    lines = {_letters(part) for text in texts for line in text.split("\n") for part in re.split(r" [›>] |: ", line)}
    lines |= {_letters(line) for text in texts for line in text.split("\n")}
    together = "\n".join(map(_letters, texts))
    own = {_letters(row) for row, tag in zip(page.rows, page.tags, strict=True) if tag != FURNITURE}
    for row, tag in zip(page.rows, page.tags, strict=True):
        letters = _letters(row)
        if not letters or (tag == FURNITURE and letters in own):
            continue
        is_kept = letters in lines or (len(letters) > MIN_LETTERS and letters in together)
        yield tag, is_kept or (tag != FURNITURE and letters in together), row


def is_fault(tag: str, *, is_kept: bool) -> bool:
    """Tell a row of furniture that is kept, and one of the article that is lost."""
    return is_kept if tag == FURNITURE else tag in ARTICLE and not is_kept


def count(found: Sequence[tuple[str, bool, str]]) -> Counter[str]:
    """Return how many rows there are of each tag, and how many faults."""
    counted = Counter(tag for tag, _, _ in found)
    counted.update(f"{tag} wrong" for tag, is_kept, _ in found if is_fault(tag, is_kept=is_kept))
    return counted


def told(counted: Mapping[str, int]) -> str:
    """Return in words what was counted."""
    names = {"N": "furniture kept", "P": "paragraphs lost", "H": "subheadings lost", "L": "rows of lists lost"}
    return ", ".join(f"{counted[f'{tag} wrong']} of {counted[tag]} {name}" for tag, name in names.items())


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of the rows of a page from its headline on, and what each could be."""

    page: Page
    features: Sequence[Mapping[str, float]]
    may_be: np.ndarray
    """Of rows × labels."""
    times: float = 1.0
    """How often the page counts in fitting."""


def seen(pages: Sequence[Page]) -> list[Seen]:
    """Return the pages that the reader takes for copied ones."""
    found: list[Seen] = []
    for page in pages:
        asked: list[tuple[Sequence[str], int, Sequence[bool]]] = []

        def keep(
            rows: Sequence[str],
            title: int,
            begun: Sequence[bool],
            asked: list[tuple[Sequence[str], int, Sequence[bool]]] = asked,
        ) -> list[float]:
            asked.append((rows, title, begun))
            return [0.0] * (len(rows) - title)

        with patch("knowledge.ingest.plaintext.copied_page.chances_of_furniture", keep):
            list(read_bytes(page.text.encode(), "pasted.txt"))
        for rows, title, begun in asked:
            may_be = _may_be("".join(_aligned(rows, page))[title:])
            if may_be is not None:
                found.append(Seen(page, furniture.seen_of_rows(rows, title, begun), may_be))
    return found


def _aligned(rows: Sequence[str], page: Page) -> Iterator[str]:
    """Yield the tag of each row that the reader has of a page."""
    own, at = page.rows, 0
    for row in rows:
        place = next((place for place in range(at, min(at + 40, len(own))) if own[place] == row), -1)
        yield page.tags[place] if place >= 0 else "X"
        at = place + 1 if place >= 0 else at


def _may_be(tags: str) -> np.ndarray | None:
    """Return which labels each row can have by its tag; None where nothing is of an article."""
    last = max((at for at, tag in enumerate(tags) if tag in ARTICLE), default=-1)
    if last < 0:
        return None
    first = next(at for at, tag in enumerate(tags) if tag in ARTICLE)
    final = max(at for at, tag in enumerate(tags) if tag not in FURNITURE)
    allowed = np.zeros((len(tags), len(LABELS)), bool)
    for at, tag in enumerate(tags):
        if tag in ARTICLE:
            labels = ["article"]
        elif tag in HEADER:
            labels = list(LABELS) if at > last else ["header", "article"] if at > first else ["header"]
        elif tag == FURNITURE:
            labels = ["below"] if at > final else ["amid", "below"] if at > last else ["amid"]
        else:
            labels = list(LABELS)
        allowed[at, [LABELS.index(label) for label in labels]] = True
    return allowed


STEPS, RATE, SHRINKAGE, MIN_ROWS, PAGES_AT_ONCE = 110, 0.07, 3e-4, 5, 40
NEVER = -1e9
_FOLLOWS = np.array([[0.0 if other in FOLLOWING[one] else NEVER for other in LABELS] for one in LABELS])
_FIRST = np.array([0.0 if label in ("header", "article") else NEVER for label in LABELS])
_LAST = np.array([0.0 if label in ("article", "below") else NEVER for label in LABELS])


def fit(pages: Sequence[Seen]) -> tuple[Weights, Transitions]:
    """Return the weights that make the tags most likely (Adam, L2)."""
    counted = Counter(name for page in pages for row in page.features for name in row)
    names = sorted(name for name, times in counted.items() if times >= MIN_ROWS)
    places = {name: at for at, name in enumerate(names)}
    ordered = sorted(pages, key=lambda page: len(page.features))
    batches = [_Batch.of(ordered[at : at + PAGES_AT_ONCE], places) for at in range(0, len(ordered), PAGES_AT_ONCE)]
    rows = sum(len(page.features) * page.times for page in pages)
    size = len(names) * len(LABELS)
    weights, mean, square = np.zeros((3, size + len(LABELS) ** 2))
    for step in range(1, STEPS + 1):
        emitted, moved = weights[:size].reshape(-1, len(LABELS)), weights[size:].reshape(len(LABELS), -1)
        slope = SHRINKAGE * weights
        for batch in batches:
            one, other = batch.slope(emitted, moved)
            slope[:size] += one.ravel() / rows
            slope[size:] += other.ravel() / rows
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        weights = weights - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    emitted, moved = weights[:size].reshape(-1, len(LABELS)), weights[size:].reshape(len(LABELS), -1)
    told = {name: tuple(round(float(each), 2) for each in emitted[at]) for name, at in places.items()}
    steps = {
        (one, other): round(float(moved[LABELS.index(one), LABELS.index(other)]), 2)
        for one in LABELS
        for other in FOLLOWING[one]
    }
    return told, steps


ROUNDS, FACTOR = 6, 2.0


def boosted(pages: Sequence[Page]) -> tuple[Weights, Transitions]:
    """Return the weights by which the fewest pages of our own are read wrongly, which count more in each round."""
    learnt = seen(pages)
    tried: list[tuple[int, int, tuple[Weights, Transitions]]] = []
    for number in range(ROUNDS):
        weights = fit(learnt)
        with patch.multiple(furniture, LABEL_WEIGHTS=weights[0], TRANSITIONS=weights[1]):
            wrong = [at for at, each in enumerate(learnt) if each.page.part == OWN and not _is_right(each.page)]
        print(f"round {number + 1}: {len(wrong)} of our own are wrong")
        tried.append((len(wrong), number, weights))
        if not wrong:
            break
        learnt = [replace(each, times=each.times * FACTOR) if at in wrong else each for at, each in enumerate(learnt)]
    return min(tried, key=lambda each: each[:2])[2]


def _is_right(page: Page) -> bool:
    found = [each.paragraphs for each in read_bytes(page.text.encode(), "pasted.txt") if isinstance(each, Article)]
    optional = {row for row, tag in zip(page.rows, page.tags, strict=True) if tag == "X"}
    return [[text for text in each if text not in optional] for each in found] == [list(page.paragraphs)]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Several pages of about one length."""

    features: np.ndarray
    """Of all their rows × names."""
    places: np.ndarray
    """Where each row is among pages × the rows of the longest."""
    may_be: np.ndarray
    sizes: np.ndarray
    times: np.ndarray
    """How often each page counts."""

    @classmethod
    def of(cls, pages: Sequence[Seen], names: Mapping[str, int]) -> "_Batch":
        longest = max(len(page.features) for page in pages)
        features = np.zeros((sum(len(page.features) for page in pages), len(names)), np.float32)
        for at, row in enumerate(row for page in pages for row in page.features):
            for name, value in row.items():
                if name in names:
                    features[at, names[name]] = value
        may_be = np.ones((len(pages), longest, len(LABELS)), bool)
        for at, page in enumerate(pages):
            may_be[at, : len(page.may_be)] = page.may_be
        sizes = np.array([len(page.features) for page in pages])
        places = np.concatenate([at * longest + np.arange(size) for at, size in enumerate(sizes)])
        times = np.array([page.times for page in pages])
        return cls(features, places, may_be, sizes, times)

    def slope(self, weights: np.ndarray, moved: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the slope of minus the log-likelihood, by weights of rows and by those of steps."""
        scores = np.zeros((self.may_be.shape[0] * self.may_be.shape[1], len(LABELS)))
        scores[self.places] = self.features @ weights
        scores = scores.reshape(self.may_be.shape)
        steps = moved + _FOLLOWS
        rows, pairs = self._chances(scores, steps)
        told_rows, told_pairs = self._chances(np.where(self.may_be, scores, NEVER), steps)
        over = ((rows - told_rows) * self.times[:, None, None]).reshape(-1, len(LABELS))[self.places]
        return self.features.T @ over, pairs - told_pairs

    def _chances(self, scores: np.ndarray, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return how likely each label is at each row, and each step from one to the next in all (forward-backward)."""
        pages, longest, _ = scores.shape
        above, below = np.zeros_like(scores), np.zeros_like(scores)
        above[:, 0] = scores[:, 0] + _FIRST
        for at in range(1, longest):
            above[:, at] = scores[:, at] + _log_sum(above[:, at - 1, :, None] + steps, 1)
        below[:, -1] = _LAST
        for at in range(longest - 2, -1, -1):
            left = _log_sum(steps + (scores[:, at + 1] + below[:, at + 1])[:, None], 2)
            below[:, at] = np.where(self.sizes[:, None] == at + 1, _LAST, left)
        whole = _log_sum(above[np.arange(pages), self.sizes - 1] + _LAST, 1)
        is_row = self.sizes[:, None] > np.arange(longest)
        rows = np.exp(np.clip(above + below - whole[:, None, None], -50, 0)) * is_row[:, :, None]
        pairs = above[:, :-1, :, None] + steps + (scores + below)[:, 1:, None, :] - whole[:, None, None, None]
        pairs = np.exp(np.clip(pairs, -50, 0)) * (is_row[:, 1:] * self.times[:, None])[:, :, None, None]
        return rows, pairs.sum((0, 1))


def _log_sum(scores: np.ndarray, axis: int) -> np.ndarray:
    highest = scores.max(axis=axis, keepdims=True)
    return np.asarray((highest + np.log(np.exp(scores - highest).sum(axis=axis, keepdims=True))).squeeze(axis))


def write(weights: Weights, steps: Transitions) -> None:
    """Replace the weights in the module of the reader."""
    path = Path(furniture.__file__)
    source = path.read_text(encoding="utf-8")
    tables = {
        "TRANSITIONS: Mapping[tuple[str, str], float]": [f"{_quoted(key)}: {value}" for key, value in steps.items()],
        "LABEL_WEIGHTS: Mapping[str, tuple[float, ...]]": [
            f"{json.dumps(key)}: {value}" for key, value in weights.items()
        ],
    }
    for name, rows in tables.items():
        inside = "".join(f"        {row},\n" for row in rows)
        begin = source.index(name)
        end = source.index("\n)\n", begin) + len("\n)\n")
        source = f"{source[:begin]}{name} = MappingProxyType(\n    {{\n{inside}    }}\n)\n{source[end:]}"
    path.write_text(source, encoding="utf-8")


def _quoted(names: Sequence[str]) -> str:
    return f"({', '.join(map(json.dumps, names))})"


if __name__ == "__main__":
    main()
