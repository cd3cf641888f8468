"""Counts how well copied pages are read, and fits the weights that tell their rows: `python -m scripts.pastes`.

The pages are those of tests/pastes/pages.jsonl, whose `tags` say what each filled row is:
N furniture, T headline, K what is above it, S standfirst, B author, D day, C what is on a picture, P paragraph,
H subheading, L row of a list or table, X what nobody would miss. Each of the sets was written before the reader had
seen any page of it. Prints for each set, and for all, how many rows of furniture are kept, how many of the article are
lost, and of how many pages headline, author and day are wrong. With --left-out each set is read by weights that were
fitted once to all the others but the last. With --fit the reader gets new weights, fitted to all but the last set: the
mean of several, each of which has not seen a part of the pages (bagging: Breiman, "Bagging predictors", 1996).
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np

from knowledge.ingest import read_bytes
from knowledge.ingest.boilerplate import is_prose
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.names import is_full_name
from knowledge.ingest.news_header import is_told
from knowledge.ingest.plaintext import layout
from knowledge.ingest.plaintext.layout import ABOVE, FIRST, FOLLOWING, LABELS, LAST, Layout
from knowledge.models import Article

ROOT = Path(__file__).resolve().parent.parent
PASTES = ROOT / "tests" / "pastes"
OWN = 0
"""Number of the set that tests hold to each page."""
HELD_OUT = 19
"""Number of the set that nothing is fitted to: two in three of the pages written to be hard; the third is in 18."""
PARTS = 4
"""Into which the pages are divided, by turns; of the weights whose mean is the reader's, each has not seen one."""
ARTICLE, HEADER, FURNITURE, INDIFFERENT = "PHL", "TKSBD", "N", "CX"

Weights = Mapping[str, Any]
"""The steps from one label to the next, and the weights of what is seen of rows for each label."""


def main() -> None:
    """Print what is left of each set of pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--left-out", action="store_true", help="read each set by weights fitted to the others")
    parser.add_argument("--fit", action="store_true", help="fit the weights for the reader")
    parser.add_argument("--faults", action="store_true", help="print each row that is kept or lost in error")
    arguments = parser.parse_args()
    pages = tagged_pages()
    if arguments.fit:
        with ProcessPoolExecutor() as pool:
            write(mean(list(pool.map(_fit_without, range(PARTS)))))
        return
    learnt = seen(fitted_pages()) if arguments.left_out else []
    whole = Counter[str]()
    for part in sorted({page.part for page in pages}):
        weights: Weights = json.loads(layout.WEIGHTS.read_bytes())
        if arguments.left_out:
            weights = fit([page for page in learnt if page.page.part != part])
        with using(weights):
            own = [page for page in pages if page.part == part]
            found = [(tag, is_kept, row) for page in own for tag, is_kept, row in rows_of(page)]
            wrong = Counter(fault for page in own for fault in faults_of_header(page))
        counted = count(found) + wrong + Counter({"pages": len(own)})
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
    language: str = ""

    @property
    def rows(self) -> list[str]:
        """The filled rows, with single spaces."""
        return [row for line in self.text.split("\n") if (row := " ".join(line.split()))]


def tagged_pages() -> list[Page]:
    """Return the pages of which each row is tagged."""
    lines = (PASTES / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    return [Page(page["set"], page["text"], page["tags"], page["language"]) for page in map(json.loads, lines)]


def own_pages() -> list[Page]:
    """Return the pages of the tests, their rows tagged by what tests want of each."""
    found: list[Page] = []
    for path in sorted(PASTES.glob("*.txt")):
        wanted = json.loads(path.with_suffix(".json").read_bytes())
        page = Page(OWN, path.read_text(encoding="utf-8"), "")
        found.append(replace(page, tags="".join(_tags(page.rows, wanted))))
    return found


def fitted_pages() -> list[Page]:
    """Return the pages that weights are fitted to."""
    return [*(page for page in tagged_pages() if page.part != HELD_OUT), *own_pages()]


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
        names = (wanted.get("byline") or "\0").split(", ")
        if tag == "N" and any(name in row for name in names) and not is_prose(row):
            tags[at] = "B"
        elif tag == "N" and title_at - 4 < at < text:
            # Nothing says whether this is the author, the day, or what is on a picture.
            tags[at] = "D" if date_line(row) and at > title_at else "X"
        elif tag == "N" and (is_told(row) or is_full_name(row)):
            tags[at] = "X"
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


def faults_of_header(page: Page) -> Iterator[str]:
    """Yield what is wrong of headline, author and day in what the reader makes of a page."""
    found = next((each for each in read_bytes(page.text.encode(), "pasted.txt") if isinstance(each, Article)), None)
    tagged = {tag: [row for row, each in zip(page.rows, page.tags, strict=True) if each == tag] for tag in "TBD"}
    if found is None or _letters(found.title) not in {_letters(" ".join(tagged["T"])), *map(_letters, tagged["T"])}:
        yield "headline"
    names = [name for name in (found.byline if found else "").split(", ") if name]
    signed = _letters(" ".join(tagged["B"]))
    if bool(names) != bool(signed) or any(_letters(name) not in signed for name in names):
        yield "author"
    if bool(found and found.published_at) != bool(tagged["D"]):
        yield "day"


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
    rows = (f"{counted[f'{tag} wrong']} of {counted[tag]} {name}" for tag, name in names.items())
    wrong = (f"{counted[what]} of {counted['pages']} with another {what}" for what in ("headline", "author", "day"))
    return ", ".join((*rows, *wrong))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of the rows of a page and what each could be."""

    page: Page
    features: Sequence[Mapping[str, float]]
    may_be: np.ndarray
    """Of rows × labels."""


def seen(pages: Sequence[Page]) -> list[Seen]:
    """Return the pages that the reader takes for copied ones."""
    found: list[Seen] = []
    for page in pages:
        asked: list[tuple[Sequence[str], Sequence[bool]]] = []

        def keep(
            rows: Sequence[str], begun: Sequence[bool], asked: list[tuple[Sequence[str], Sequence[bool]]] = asked
        ) -> Layout:
            asked.append((rows, begun))
            return Layout([[float(label == "headline") for label in LABELS] for _ in rows])

        with patch("knowledge.ingest.plaintext.copied_page.layout_of", keep):
            list(read_bytes(page.text.encode(), "pasted.txt"))
        for rows, begun in asked[:1]:
            may_be = _may_be("".join(_aligned(rows, page)))
            if may_be is not None:
                found.append(Seen(page, layout.seen_of_rows(rows, begun), may_be))
    return found


def _aligned(rows: Sequence[str], page: Page) -> Iterator[str]:
    """Yield the tag of each row that the reader has of a page."""
    own, at = page.rows, 0
    for row in rows:
        place = next((place for place in range(at, min(at + 40, len(own))) if own[place] == row), -1)
        yield page.tags[place] if place >= 0 else "X"
        at = place + 1 if place >= 0 else at


def _may_be(tags: str) -> np.ndarray | None:
    """Return which labels each row can have by its tag; None where no headline, or nothing of an article, is tagged."""
    title, last = tags.find("T"), max((at for at, tag in enumerate(tags) if tag in ARTICLE), default=-1)
    if not 0 <= title < last:
        return None
    allowed = np.zeros((len(tags), len(LABELS)), bool)
    for at, tag in enumerate(tags):
        labels = _above(tag) if at < title else _below(tag, is_headline="N" not in tags[title:at], tags=tags[at:])
        allowed[at, [LABELS.index(label) for label in labels]] = True
    return allowed


def _above(tag: str) -> Sequence[str]:
    """Return what a row above the headline can be."""
    labels = {"N": "menu", "K": "kicker", "S": "kicker", "B": "author above", "D": "day above"}
    return [labels[tag]] if tag in labels else ABOVE


def _below(tag: str, *, is_headline: bool, tags: str) -> Sequence[str]:
    """Return what the headline or a row below it can be, with the tags from that row on."""
    is_amid = any(tag in ARTICLE for tag in tags)
    if tag == "T":
        return ["headline"] if is_headline else ["amid"]
    if tag == FURNITURE:
        return ["amid"] if is_amid else ["amid", "below"] if any(tag in HEADER for tag in tags) else ["below"]
    if tag == "C":
        return ["caption", "amid"] if is_amid else ["caption", "below"]
    labels = {"K": "standfirst", "S": "standfirst", "B": "author", "D": "day"}
    return [labels[tag]] if tag in labels else ["text"] if tag in ARTICLE else LABELS[len(ABOVE) :]


STEPS, RATE, SHRINKAGE, MIN_ROWS, PAGES_AT_ONCE = 300, 0.07, 1e-4, 5, 40
NEVER = -1e9
_FOLLOWS = np.array([[0.0 if other in FOLLOWING[one] else NEVER for other in LABELS] for one in LABELS])
_FIRST = np.array([0.0 if label in FIRST else NEVER for label in LABELS])
_LAST = np.array([0.0 if label in LAST else NEVER for label in LABELS])


def fit(pages: Sequence[Seen]) -> Weights:
    """Return the weights that make the tags most likely (Adam with a rate that falls to 0, L2)."""
    counted = Counter(name for page in pages for row in page.features for name in row)
    names = sorted(name for name, times in counted.items() if times >= MIN_ROWS)
    places = {name: at for at, name in enumerate(names)}
    ordered = sorted(pages, key=lambda page: len(page.features))
    batches = [_Batch.of(ordered[at : at + PAGES_AT_ONCE], places) for at in range(0, len(ordered), PAGES_AT_ONCE)]
    rows = sum(len(page.features) for page in pages)
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
        rate = RATE * (1 - (step - 1) / STEPS)
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    emitted, moved = weights[:size].reshape(-1, len(LABELS)), weights[size:].reshape(len(LABELS), -1)
    told = {name: [round(float(each), 2) for each in emitted[at]] for name, at in places.items()}
    steps = {
        one: {other: round(float(moved[LABELS.index(one), LABELS.index(other)]), 2) for other in FOLLOWING[one]}
        for one in LABELS
    }
    return {"steps": steps, "rows": {name: each for name, each in told.items() if max(map(abs, each)) >= MIN_WEIGHT}}


MIN_WEIGHT = 0.05


def _fit_without(part: int) -> Weights:
    return fit(seen([page for at, page in enumerate(fitted_pages()) if at % PARTS != part]))


def mean(fitted: Sequence[Weights]) -> Weights:
    """Return the mean of each weight; what has none has 0."""
    names = sorted({name for weights in fitted for name in weights["rows"]})
    nothing = [0.0] * len(LABELS)
    rows = {name: _means([weights["rows"].get(name, nothing) for weights in fitted]) for name in names}
    steps = {
        one: dict(zip(following, _means([list(weights["steps"][one].values()) for weights in fitted]), strict=True))
        for one, following in FOLLOWING.items()
    }
    return {"steps": steps, "rows": rows}


def _means(found: Sequence[Sequence[float]]) -> list[float]:
    return [round(sum(each) / len(each), 2) for each in zip(*found, strict=True)]


@contextmanager
def using(weights: Weights) -> Iterator[None]:
    """Read with other weights."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "layout.json"
        path.write_text(json.dumps(weights), encoding="utf-8")
        layout.forget()
        with patch.object(layout, "WEIGHTS", path):
            try:
                yield
            finally:
                layout.forget()


@dataclass(frozen=True, slots=True)
class _Batch:
    """Several pages of about one length."""

    features: np.ndarray
    """Of all their rows × names."""
    places: np.ndarray
    """Where each row is among pages × the rows of the longest."""
    may_be: np.ndarray
    sizes: np.ndarray

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
        return cls(features, places, may_be, sizes)

    def slope(self, weights: np.ndarray, moved: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the slope of minus the log-likelihood, by weights of rows and by those of steps."""
        scores = np.zeros((self.may_be.shape[0] * self.may_be.shape[1], len(LABELS)))
        scores[self.places] = self.features @ weights
        scores = scores.reshape(self.may_be.shape)
        steps = moved + _FOLLOWS
        rows, pairs = self._chances(scores, steps)
        told_rows, told_pairs = self._chances(np.where(self.may_be, scores, NEVER), steps)
        over = (rows - told_rows).reshape(-1, len(LABELS))[self.places]
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
        pairs = np.exp(np.clip(pairs, -50, 0)) * is_row[:, 1:, None, None]
        return rows, pairs.sum((0, 1))


def _log_sum(scores: np.ndarray, axis: int) -> np.ndarray:
    highest = scores.max(axis=axis, keepdims=True)
    return np.asarray((highest + np.log(np.exp(scores - highest).sum(axis=axis, keepdims=True))).squeeze(axis))


def write(weights: Weights) -> None:
    """Replace the weights of the reader."""
    parts = (
        f"{json.dumps(part)}: {{\n"
        + ",\n".join(f"{json.dumps(name)}: {json.dumps(each)}" for name, each in table.items())
        for part, table in weights.items()
    )
    layout.WEIGHTS.write_text("{" + "\n},\n".join(parts) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
