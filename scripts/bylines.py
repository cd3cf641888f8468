"""Counts how many of the forms in which sites name the authors of a text are read right within copied pages.

The forms are those of tests/pastes/bylines.json, a list of them and some names for each language; `{0}` to `{2}` stand
for names, `{CAPITALS}` for the first of them in capitals, `{day}` for the day as the page writes it, and whoever took
the pictures, who is behind a word for these, is no author. Each form is put into pages of its language from
tests/pastes/pages.jsonl, in place of the rows of their authors. Prints for each language, and for all, how many texts
name the authors and nobody else; with --faults also the forms that do not, and what was read.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.ingest import read_bytes
from knowledge.ingest.bylines import name_in
from knowledge.ingest.date_lines import date_line
from knowledge.models import Article
from scripts.pastes import HELD_OUT, PASTES, Page, tagged_pages

PAGES_OF_FORM = 6


def main() -> None:
    """Print how many forms are read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--faults", action="store_true", help="print the forms that are not read")
    arguments = parser.parse_args()
    whole = Counter[bool]()
    for language in forms():
        found = list(read(language, PAGES_OF_FORM))
        counted = Counter(each.is_right for each in found)
        whole += counted
        print(f"{language}: {counted[True]} of {len(found)}")
        for each in found if arguments.faults else ():
            if not each.is_right:
                print(f"  {each.form!r} {each.byline!r}")
    print(f"all: {whole[True]} of {whole.total()}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page with a form."""

    form: str
    byline: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Forms:
    """How sites of a language name authors."""

    names: Sequence[Sequence[str]]
    """Several times three names of people."""
    forms: Sequence[str]


def forms() -> dict[str, Forms]:
    """Return the forms by language."""
    told: dict[str, Any] = json.loads((PASTES / "bylines.json").read_bytes())
    return {language: Forms(each["names"], each["forms"]) for language, each in told.items()}


def read(language: str, most: int) -> Iterator[Reading]:
    """Read each form of a language within so many pages at most."""
    frames = [frame for page in tagged_pages() if page.part != HELD_OUT and (frame := frame_of(page, language))]
    told = forms()[language]
    for number, form in enumerate(told.forms):
        able = [frame for frame in frames if frame.day or "{day}" not in form]
        for turn in range(min(most, len(able))):
            # Neighbours in the list come into different pages.
            frame = able[(number * 7 + turn) % len(able)]
            names = told.names[turn % len(told.names)]
            [article, *_] = [
                each for each in read_bytes(frame.text(form, names).encode(), "pasted.txt") if isinstance(each, Article)
            ]
            wanted = {_letters(name) for at, name in enumerate(names) if f"{{{at}}}" in _WITHOUT_PICTURES.sub("", form)}
            wanted |= {_letters(names[0])} if "{CAPITALS}" in form else set()
            found = {_letters(_TITLE.sub("", name)) for name in _BETWEEN.split(article.byline) if name}
            yield Reading(form, article.byline, found == wanted)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page around the rows of its authors."""

    above: Sequence[str]
    below: Sequence[str]
    names: Sequence[str]
    day: str
    """The row of the day; empty where none is near the authors."""

    def text(self, form: str, names: Sequence[str]) -> str:
        """Return the page with other authors, in a form; where that has the day, the row of it is gone."""
        day = _DAY_LABEL.sub("", self.day)
        rows = form.replace("{day}", day).replace("{CAPITALS}", names[0].upper()).format(*names).split("\n")
        gone = self.day if "{day}" in form else None
        others = [[row for row in part if row != gone] for part in (self.above, self.below)]
        text = "\n".join([*others[0], *rows, *others[1]])
        for old, new in zip(self.names, names, strict=False):
            text = text.replace(old, new)
        return text


def frame_of(page: Page, language: str) -> Frame | None:
    """Return a page in a language, in which the rows of authors stand together and above the text."""
    if page.language != language:
        return None
    tags = iter(page.tags)
    rows = [(next(tags) if line.split() else "", line.strip()) for line in page.text.split("\n")]
    authors = [at for at, (tag, _) in enumerate(rows) if tag == "B"]
    text = next((at for at, (tag, _) in enumerate(rows) if tag == "P"), len(rows))
    if not authors or "T" not in page.tags or authors[-1] > text or authors[-1] - authors[0] > MAX_ROWS_OF_AUTHORS:
        return None
    if {tag for tag, _ in rows[authors[0] : authors[-1]]} & set("TSDP"):
        return None
    near = range(max(authors[0] - MAX_ROWS_TO_DAY, 0), min(authors[-1] + MAX_ROWS_TO_DAY, len(rows)))
    days = [rows[at][1] for at in near if rows[at][0] == "D"]
    days = [row for row in days if (day := date_line(row)) and day.published_at and not day.byline]
    names = [name for at in authors if len(name := name_in(rows[at][1])) > MIN_NAME_CHARS]
    above, below = ([row for _, row in part] for part in (rows[: authors[0]], rows[authors[-1] + 1 :]))
    return Frame(above, below, names, days[0] if days else "")


MAX_ROWS_OF_AUTHORS, MAX_ROWS_TO_DAY, MIN_NAME_CHARS = 3, 6, 3
_WITHOUT_PICTURES = re.compile(
    r"\s?(?:pictures|photo(?:s|graphs?|graphy)?|fotos?|bilder|kuvat|zdjęcia|ảnh|фото|사진|图|圖|editor)\b.*",
    re.IGNORECASE,
)
_DAY_LABEL = re.compile(
    r"(?:published|posted|updated|erstellt|publié|publicado|stand|veröffentlicht)\s?:?\s(?:(?:am|le|el|on|em)\s)?", re.I
)
_BETWEEN = re.compile(r",\s|\s(?:and|und|et|y|e|en|och|og|&|і|ja|dan|și|a|i|и|ve)\s|[·、]| و(?=\w)")
_TITLE = re.compile(
    r"^(?:dr|prof)\.? |\s?(?:선임|인턴|객원|시민)?기자$|\s(?:논설위원|특파원|교수)$|^기자\s|\s?記者$", re.IGNORECASE
)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


if __name__ == "__main__":
    main()
