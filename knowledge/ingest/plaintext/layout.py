"""What each row of a copied page is: of its menu, its headline, who wrote it and when, its text, or furniture.

Which is told by a linear-chain conditional random field, as in Lafferty, McCallum and Pereira, "Conditional random
fields" (2001), over what is seen of each row and of those around it; `python -m scripts.pastes` fits the weights.
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise, takewhile
from math import exp, log1p
from operator import mul
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from knowledge.ingest.blocks import LIST_ITEM
from knowledge.ingest.boilerplate import (
    begins_talk,
    count_cjk,
    heads_foot,
    is_answer_form,
    is_boilerplate,
    is_caption,
    is_link,
    is_list_heading,
    is_of_site,
    is_prose,
    is_skip,
    is_terms,
)
from knowledge.ingest.bylines import byline
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.given_names import names_person
from knowledge.ingest.names import has_role, is_eastern_name, is_full_name, is_outlet, is_section
from knowledge.ingest.news_header import end_of_header, is_headline, is_relative, is_told, may_be_button
from knowledge.text import publishers

ABOVE = ("menu", "kicker", "author above", "day above")
"""What a row above the headline can be."""
_HEADER = ("standfirst", "author", "day", "caption")
LABELS = (*ABOVE, "headline", *_HEADER, "text", "amid", "below")
"""What a row can be; "amid" and "below" are furniture, amid the text and below all of it."""
FURNITURE = (*ABOVE, "amid", "below")
FOLLOWING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(ABOVE, (*ABOVE, "headline")),
        "headline": LABELS[len(ABOVE) :],
        **dict.fromkeys((*_HEADER, "text", "amid"), (*_HEADER, "text", "amid", "below")),
        "below": ("author", "day", "below"),
    }
)
"""What can be below what."""
FIRST, LAST = (*ABOVE, "headline"), ("author", "day", "text", "amid", "below")
MAX_ROWS_LABELLED = 2_000


@dataclass(frozen=True, slots=True)
class Layout:
    """How likely each row of a page has each of the labels."""

    chances: Sequence[Sequence[float]]
    """Of rows × labels."""

    def of(self, *labels: str) -> list[float]:
        """Return how likely each row has one of the labels."""
        places = [LABELS.index(label) for label in labels]
        return [sum(row[place] for place in places) for row in self.chances]


def layout_of(rows: Sequence[str], begun: Sequence[bool]) -> Layout:
    """Tell what the rows of a page are.

    Args:
        rows: Those of a whole page.
        begun: Whether each row is below an empty line.
    """
    known = weights()
    scores: list[list[float]] = []
    for found in seen_of_rows(rows[:MAX_ROWS_LABELLED], begun[:MAX_ROWS_LABELLED]):
        parts = [
            known[name] if value == 1 else [weight * value for weight in known[name]]
            for name, value in found.items()
            if name in known
        ]
        scores.append(list(map(sum, zip(*parts, strict=True))))
    return Layout(_chances(scores))


def _chances(scores: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the chance of each label at each row (forward-backward)."""
    down, up = _steps()
    weights = [[exp(each - highest) for each in score] for score in scores for highest in (max(score),)]
    above: list[list[float]] = []
    reached = [float(label in FIRST) for label in LABELS]
    for weight in weights:
        reached = _scaled(list(map(mul, reached, weight)))
        above.append(reached)
        reached = [sum(map(mul, reached[span], steps)) for span, steps in down]
    left = [float(label in LAST) for label in LABELS]
    found: list[list[float]] = []
    for weight, reached in zip(reversed(weights), reversed(above), strict=True):
        found.append(_scaled(list(map(mul, reached, left))))
        left = list(map(mul, left, weight))
        left = _scaled([sum(map(mul, left[span], steps)) for span, steps in up])
    return found[::-1]


def _scaled(chances: list[float]) -> list[float]:
    whole = sum(chances) or 1.0
    return [chance / whole for chance in chances]


def seen_of_rows(rows: Sequence[str], begun: Sequence[bool]) -> list[dict[str, float]]:
    """Return what is seen of each row, by names; what is not named is 0."""
    return list(_Page(rows, begun).features())


class _Signs(NamedTuple):
    """What is seen of a row by itself and asked for more than once."""

    is_prose: bool
    is_boilerplate: bool
    is_link: bool
    is_skip: bool
    is_told: bool
    is_headline: bool
    is_caption: bool
    is_name: bool
    may_be_button: bool
    words: set[str]


def _signs_of(row: str) -> _Signs:
    return _Signs(
        is_prose(row),
        is_boilerplate(row),
        is_link(row),
        is_skip(row),
        is_told(row) or is_relative(row),
        is_headline(row),
        is_caption(row[:MAX_CHARS_SEEN]),
        is_full_name(row),
        may_be_button(row),
        word_beginnings([row[:MAX_CHARS_SEEN]]),
    )


class _Page:
    """The rows of a page with what is seen of all of them."""

    def __init__(self, rows: Sequence[str], begun: Sequence[bool]) -> None:
        self.rows = rows
        self.begun = begun
        once = dict.fromkeys(rows)
        signs = {row: _signs_of(row) for row in once}
        self.top = _Top(rows[:MAX_ROWS_READ], signs)
        self.is_spaced = sum(self.begun) * MAX_ROWS_OF_BLOCK >= len(rows)
        self.small = list(map(str.casefold, rows))
        self.times = Counter(self.small)
        every = "\n".join(row[:MAX_CHARS_SEEN] for row in self.small)
        self.is_inside = {
            row: MIN_WHOLE_CHARS < len(row) < MAX_WHOLE_CHARS and every.count(row) > times
            for row, times in self.times.items()
        }
        bare = {row: dict.fromkeys(_seen(row, signs[row]), 1.0) for row in once}
        telling = {row: dict.fromkeys(_told(row), 1.0) for row in once}
        self.bare = [bare[row] for row in rows]
        self.telling = [telling[row] for row in rows]
        self.size = [len(row) + count_cjk(row) for row in rows]
        self.is_text = [
            "running text" in seen and "furniture" not in seen and "of the site" not in seen for seen in self.bare
        ]
        self.words = [signs[row].words for row in rows]
        self.text = densest(rows, self.is_text)
        self.count = Counter(word for at in self.text if self.is_text[at] for word in self.words[at])
        self.everywhere = Counter(word for words in self.words for word in words)
        self.prose = [at for at, is_one in enumerate(self.is_text) if is_one]
        self.long = [at for at in self.prose if self.size[at] >= MIN_PARAGRAPH_CHARS]
        self.known = list(accumulate((not KNOWN_SIGNS.isdisjoint(seen) for seen in self.bare), initial=0))
        self.told = list(accumulate(self.is_text, initial=0))
        self.titled = list(accumulate(("title" in seen for seen in self.bare), initial=0))
        self.terms = next((at for at, seen in enumerate(self.bare) if at and "terms" in seen), len(rows))
        self.talk = next((at for at, seen in enumerate(self.bare) if at and "comments" in seen), len(rows))
        self.blocks = self._blocks()
        self.runs = self._runs()

    def _blocks(self) -> list[tuple[int, int]]:
        """Return where the rows between empty lines, which each row is among, begin and end."""
        starts = [at for at, is_one in enumerate(self.begun) if is_one or not at]
        found: list[tuple[int, int]] = []
        for start, end in pairwise([*starts, len(self.rows)]):
            found += [(start, end)] * (end - start)
        return found

    def _runs(self) -> list[int]:
        """Return how many rows are between two of running text, at each of them; 0 at those."""
        found = [0] * len(self.rows)
        for start, end in pairwise([-1, *self.prose, len(self.rows)]):
            found[start + 1 : end] = [end - start - 1] * (end - start - 1)
        return found

    def features(self) -> Iterator[dict[str, float]]:
        for at in range(len(self.rows)):
            others = {**self._of_lines(at), **self._of_words(at), **self._of_place(at), **self._of_others(at)}
            found = {
                "": 1.0,
                **self.bare[at],
                **self.telling[at],
                **self._of_size(at),
                **dict.fromkeys(self._of_near(at), 1.0),
                **{name: float(value) for name, value in others.items() if value},
            }
            if self.is_text[at]:
                found.update((f"text: {name}", found[name]) for name in OF_TEXT if name in found)
            found.update(dict.fromkeys(self._of_region(at), 1.0))
            if at < MAX_ROWS_RANKED:
                found.update(self.top.features(at))
            yield found

    def _of_near(self, at: int) -> Iterator[str]:
        """Yield the names of what is seen of the rows right above and right below."""
        for step, name, near in SEEN_AROUND:
            place = at + step
            if not 0 <= place < len(self.rows):
                yield f"nothing {name}"
                continue
            for seen in (*near.intersection(self.bare[place]), *self.telling[place]):
                yield f"{seen} {name}"
            if self.is_text[place] and self.size[place] >= MIN_PARAGRAPH_CHARS:
                yield f"a paragraph {name}"

    def _of_region(self, at: int) -> Iterator[str]:
        """Yield the names of what is seen of a row, with where on the page it is."""
        region = self._region(at)
        is_dated = any("a day" in self.telling[place] for place in range(max(at - 2, 0), min(at + 3, len(self.rows))))
        for seen in (*self.telling[at], *APART.intersection(self.bare[at])):
            yield f"{region}: {seen}"
            if is_dated:
                yield f"by a day: {seen}"

    def _region(self, at: int) -> str:
        """Return where a row is: right above the text, at its beginning, in it, right below it, or elsewhere."""
        above = self.text.start - at
        if above > 0:
            return "head" if above <= MAX_HEAD_ROWS else "top"
        if at < self.text.stop:
            return "begin" if above > -MAX_BEGIN_ROWS else "text"
        return "end" if at < self.text.stop + MAX_BEGIN_ROWS else "foot"

    def _of_size(self, at: int) -> dict[str, float]:
        limit = next((limit for limit in SIZES if self.size[at] <= limit), 0)
        return {f"up to {limit} letters" if limit else "long": 1.0}

    def _of_lines(self, at: int) -> dict[str, float]:
        if not self.is_spaced:
            return {"no empty lines": 1.0}
        start, end = self.blocks[at]
        size = end - start
        return {
            "alone": size == 1,
            "first of several": size > 1 and at == start,
            "last of several": size > 1 and at == end - 1,
            "amid several": start < at < end - 1,
            "of two": size == 2,
            "of many": size > 5,
            "beside text": size > 1 and not self.is_text[at] and any(self.is_text[start:end]),
        }

    def _of_words(self, at: int) -> dict[str, float]:
        words = self.words[at]
        if not words:
            return {"no words": 1.0}
        own = 1 if self.is_text[at] and at in self.text else 0
        shared = [word for word in words if self.count[word] > own]
        below = next(
            (self.words[place] for place in range(at + 1, min(at + 3, len(self.rows))) if self.is_text[place]), ()
        )
        return {
            "share of words of the text": len(shared) / len(words),
            "no word of the text": not shared,
            "one word of the text": len(shared) == 1,
            "several words of the text": len(shared) > 2,
            "words of nothing else": sum(self.everywhere[word] == 1 for word in words) / len(words),
            "words often in the text": sum(self.count[word] > own + 1 for word in shared) / len(words),
            "words of what is below": len(words.intersection(below)) / len(words),
        }

    def _of_place(self, at: int) -> dict[str, float]:
        above, below = bisect_left(self.prose, at), bisect_right(self.prose, at)
        left = len(self.prose) - below
        upper = at - self.prose[above - 1] if above else FAR
        lower = self.prose[below] - at if left else FAR
        longer = len(self.long) - bisect_right(self.long, at)
        upper = next(limit for limit in STEPS if upper <= limit)
        lower = next(limit for limit in STEPS if lower <= limit)
        distance = self.text.start - at
        return {
            "rows to the text": max(min(distance, FAR_ABOVE), -1) / FAR_ABOVE,
            "just above the text": 0 < distance <= 2,
            "near above the text": 2 < distance <= 6,
            "rows from the top": min(at, MANY_ROWS) / MANY_ROWS,
            "above all text": above == 0,
            "in the text": at in self.text,
            "right below the text": self.text.stop <= at < self.text.stop + 3,
            "below the text": at >= self.text.stop,
            f"text {upper} above": True,
            f"text {lower} below": True,
            "no text below": left == 0,
            "little text below": left < 3,
            "text above": min(above, 5) / 5,
            "text below": min(left, 5) / 5,
            "no paragraph below": longer == 0,
            "paragraphs below": min(longer, 5) / 5,
        }

    def _of_others(self, at: int) -> dict[str, float]:
        size = len(self.rows)

        def count(sums: Sequence[int], start: int, end: int) -> int:
            return sums[max(0, min(size, end))] - sums[max(0, min(size, start))]

        row = self.small[at]
        last = bisect_left(self.prose, at)
        since = count(self.known, self.prose[last - 1] if last else 0, at)
        run = self.runs[at]
        upper = range(at - 1, max(at - MAX_LISTED, -1), -1)
        head = next((place for place in upper if self.is_text[place] or HEADS & self.bare[place].keys()), -1)
        return {
            "twice": self.times[row] == 2,
            "several times": self.times[row] > 2,
            "again below": self.times[row] > 1 and row in self.small[at + 1 :],
            "in a longer row": self.is_inside[row],
            "furniture around": count(self.known, at - 12, at + 13) / 25,
            "furniture above": min(self.known[at], 8) / 8,
            "furniture below": min(self.known[size] - self.known[at], 8) / 8,
            "texts right above": count(self.told, at - 5, at) / 5,
            "texts right below": count(self.told, at + 1, at + 6) / 5,
            "texts far above": count(self.told, at - 12, at) / 12,
            "texts far below": count(self.told, at + 1, at + 13) / 12,
            "titles around": count(self.titled, at - 3, at + 4) / 7,
            "titles far around": count(self.titled, at - 8, at + 9) / 17,
            "furniture since text": since == 1,
            "two or three since text": 2 <= since <= 3,
            "more since text": since > 3,
            "one between texts": run == 1,
            "two between texts": run == 2,
            "some between texts": 3 <= run <= 5,
            "many between texts": 6 <= run <= 12,
            "very many between texts": run > 12,
            "in a list": head >= 0 and not self.is_text[head],
            "below comments": at > self.talk,
            "below terms": at > self.terms,
            "many rows above": at > 0 and self.runs[at - 1] > 5,
        }


class _Top:
    """The first rows of a page with what is seen of those that could be the headline."""

    def __init__(self, rows: Sequence[str], signs: Mapping[str, _Signs]) -> None:
        self.rows = rows
        self.signs = [signs[row] for row in rows]
        self.is_prose = [each.is_prose and not each.is_boilerplate for each in self.signs]
        self.above = list(accumulate(self.is_prose, initial=0))
        self.is_told = [each.is_told for each in self.signs]
        self.is_signed = [bool(byline(row)) for row in rows[:MAX_ROWS_RANKED]]
        self.is_headline = [each.is_headline for each in self.signs]
        self.is_short = [len(row.split(maxsplit=3)) < 4 for row in rows]
        words = cache(
            lambda at: self.signs[at].words if len(rows[at]) <= MAX_CHARS_SEEN else word_beginnings([rows[at]])
        )
        self.word_sets = list(map(words, range(min(len(rows), MAX_ROWS_RANKED))))
        self.is_furniture = [each.is_boilerplate or each.is_link or each.is_skip for each in self.signs]
        self.is_passed = [each or sign.may_be_button for each, sign in zip(self.is_furniture, self.signs, strict=True)]
        self.text = densest(rows, self.is_prose)
        body = [at for at in self.text if self.is_prose[at]][:MAX_ROWS_COMPARED]
        self.words = Counter(word for at in body for word in words(at))
        self.first_words = {word for at in body[:3] for word in words(at)}
        around = (words for at, words in enumerate(self.word_sets) if at not in self.text)
        self.words_around = Counter(word for words in around for word in words)
        self.times = Counter(rows)
        asked = {at for at, (row, after) in enumerate(pairwise(rows)) if row[-1] in "?？؟" and after[-1] in ".。!！"}
        self.questions = asked if len(asked) >= MIN_QUESTIONS else set()
        self.end = end_of_header(rows)
        self.is_other = [
            not (self.is_furniture[at] or self.is_told[at] or is_section(row))
            and (len(row.split(maxsplit=MAX_LABEL_WORDS)) > MAX_LABEL_WORDS or count_cjk(row) > 0)
            for at, row in enumerate(rows)
        ]
        # What could be a headline and has words of the text.
        self.is_like = [
            self.is_other[at]
            and self.is_headline[at]
            and row[-1] not in ".。"
            and sum(word in self.words for word in self.word_sets[at]) >= MIN_SHARED
            for at, row in enumerate(rows[:MAX_ROWS_RANKED])
        ]

    def features(self, at: int) -> dict[str, float]:
        row = self.rows[at]
        found = {**self._of_row(row, at), **self._of_words(row, at), **self._of_place(row, at)}
        return {f"top: {name}": float(value) for name, value in found.items() if value}

    def _of_row(self, row: str, at: int) -> dict[str, float]:
        size = len(row) + count_cjk(row)
        seen = row[:MAX_CHARS_SEEN]
        is_signed = bool(_SIGNS.search(seen))
        return {
            "as long as headlines": MIN_HEADLINE <= size <= MAX_HEADLINE,
            "length": log1p(size),
            "running text": self.is_prose[at],
            "ends a sentence": row[-1] in ".。",
            "begins with a number": row[:1].isdecimal(),
            "one word": len(row.split(maxsplit=1)) == 1 and not count_cjk(row),
            "a question": row[-1] in "?？؟",
            "signs of a credit": is_signed and bool(_CREDIT.search(seen)),
            "a trail": is_signed and bool(_TRAIL.search(seen)),
            "long and no headline": self.is_prose[at] and size > MAX_WHOLE_HEADLINE,
            "a name": self.signs[at].is_name,
            "a headline": self.is_headline[at],
            "author or day": self.is_told[at],
            "furniture": self.is_furniture[at],
            "a caption": self.signs[at].is_caption,
        }

    def _of_words(self, row: str, at: int) -> dict[str, float]:
        words = self.word_sets[at]
        shared = [word for word in words if word in self.words]
        own = [word for word in shared if self.words[word] > 1 and self.words_around[word] <= self.times[row]]
        return {
            "words of the text": min(sum(min(1.0, log1p(self.words[word])) for word in shared), 4.0) / 4,
            "share of them": len(shared) / len(words) if words else 0.0,
            "words of its beginning": min(len(words & self.first_words), 4) / 4,
            "words of nothing else": min(len(own), 3) / 3,
        }

    def _of_place(self, row: str, at: int) -> dict[str, float]:
        rows = self.rows
        below = (
            place
            for place in range(at + 1, min(at + REACH, len(rows)))
            if self.is_told[place] or not self.is_passed[place]
        )
        told = next((steps for steps, place in enumerate(below) if self.is_told[place]), REACH)
        near = next((place - at for place in range(at + 1, min(at + 3, len(rows))) if self.is_told[place]), 0)
        after = rows[at + 1] if at + 1 < len(rows) else ""
        distance = self.text.start - at
        higher = next((place for place in range(at - 1, max(at - 4, -1), -1) if self.is_other[place]), -1)
        lower = next((place for place in range(at + 1, min(at + 4, len(rows))) if self.is_other[place]), -1)
        around = sum(self.is_headline[max(at - 3, 0) : at + 4]) - self.is_headline[at]
        is_again = self.times[row] > 1 and row in rows[:at]
        return {
            "first": at == 0,
            "below the header": at >= self.end > 0,
            "above a kicker": self._is_above_kicker(at),
            "below an author": any(self.is_signed[max(at - 4, 0) : at]),
            "in the text": distance < 0,
            "begins the text": distance == 0,
            "right above the text": distance in (1, 2),
            "far from the text": max(min(distance, 15), 0) / 15,
            "text above": min(self.above[at], 4) / 4,
            "place": at / MAX_ROWS_RANKED,
            "author or day below": told == 0,
            "the next but one is": told == 1,
            "or one after": 2 <= told <= 4,
            "author or day right below": near == 1,
            "two below": near == 2,
            "text right above": at > 0 and self.signs[at - 1].is_prose,
            "a headline above": at > 0 and self.is_headline[at - 1],
            "longer below": len(after) > len(row),
            "a standfirst below": lower >= 0 and len(rows[lower]) > max(1.2 * len(row), MIN_STANDFIRST),
            "shorter above": higher >= 0
            and self.is_other[at]
            and not self.is_prose[higher]
            and MIN_HEADLINE <= len(rows[higher]) + count_cjk(rows[higher]) < len(row)
            and not any(self.is_told[higher + 1 : at]),
            "one of several questions": at in self.questions,
            "a link above": at > 0 and self.signs[at - 1].is_link,
            "a row of the menu": is_again and at > 1 and row in rows[1 : at - 1],
            "like it above": min(sum(self.is_like[max(at - REACH, 0) : at]), 3) / 3,
            "like it below": min(sum(self.is_like[at + 1 : at + REACH]), 3) / 3,
            "the first like it": self.is_like[at] and not any(self.is_like[:at]),
            "headlines around": around / 6,
            "links above": sum(self.is_short[max(at - 5, 0) : at]) / 5,
            "a credit below": bool(after)
            and (self.signs[at + 1].is_caption or _is_pictured(after[:MAX_CHARS_SEEN]) or after[0] == "©"),
            "a button below": bool(after) and (self.signs[at + 1].is_boilerplate or self.signs[at + 1].is_link),
            "above before": is_again,
        }

    def _is_above_kicker(self, at: int) -> bool:
        """Tell a row with a shorter one, of few words, between it and the next that is as long as a headline."""
        below = [place for place in range(at + 1, min(at + 6, len(self.rows))) if not self.signs[place].is_boilerplate]
        below = list(takewhile(lambda place: not self.is_told[place], below))
        longer = next((place for place in below if self.is_headline[place]), 0)
        return bool(longer) and longer != below[0]


MAX_ROWS_RANKED, MAX_ROWS_READ = 120, 300
"""Rows from the top among which the headline is looked for, and those that are read for it."""
MAX_ROWS_COMPARED = 60
"""Rows of running text whose words are compared."""
REACH = 12
"""Rows below within which author and day are looked for."""
MIN_QUESTIONS = 3
"""Questions right above their answers from which none is the headline."""
MIN_HEADLINE, MAX_HEADLINE, MIN_STANDFIRST, MAX_LABEL_WORDS, MIN_SHARED = 20, 130, 50, 2, 2
_CREDIT = re.compile(r"[()|©@]|\S ?/ ?[^\W\d_]\w+$|\s[-–—](?: \S+){1,4}$")
"""What stands beside or behind the name of who took a picture."""
_SIGNS = re.compile(r"[()|©@/>»›→–—-]")
"""What is in every credit and every trail."""
_PICTURED = re.compile(
    r"\b(?:f[oó]t[oó]s?|photos?|photograph|bild(?:er)?|kuva|zdjęcie|snímek|image|picture|фото|світлина|ảnh|φωτ\w*)\s?[:/：]|"
    r"写真|撮影|사진|図|图|צילום|تصوير",
    re.IGNORECASE,
)
"""Says that a picture is somebody's."""


def _is_pictured(row: str) -> bool:
    """Tell a row that says so."""
    return not (row.isascii() and ":" not in row and "/" not in row) and bool(_PICTURED.search(row))


MAX_WHOLE_HEADLINE = 90
"""Longest headline that is a whole sentence."""
_TRAIL = re.compile(r"\S (?:[>»›→]|/ .{1,80} /) \S|(?:^|\s)\S+(?: \S+)? \|(?: \S+){1,2}$")
"""What the page is below, as in "Home > News > Roads > …", and links beside each other."""


def densest(rows: Sequence[str], is_text: Sequence[bool]) -> range:
    """Return the rows with the most running text, less what each other row between counts against it."""
    best = total = start = 0
    found = range(0)
    for at, row in enumerate(rows):
        total += min(len(row), MAX_CHARS_OF_WORDS) if is_text[at] else -CHARS_AGAINST
        if total > best:
            best, found = total, range(start, at + 1)
        if total < 0:
            total, start = 0, at + 1
    return found


CHARS_AGAINST = 25


_LONG_WORD = re.compile(r"[^\W\d_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{3,}")
UNSPACED_RUN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
MIN_WORD_CHARS, MAX_STEM_CHARS = 3, 5
MAX_CHARS_OF_WORDS = 8_000
"""Of a row, in which words are looked for: a longer one is split into several paragraphs."""


def word_beginnings(rows: Iterable[str], chars: int = MIN_WORD_CHARS) -> set[str]:
    """Return the beginnings of words of so many letters, and the pairs of signs of scripts without spaces."""
    text = " ".join(row[:MAX_CHARS_OF_WORDS] for row in rows).casefold()
    found = {word[:MAX_STEM_CHARS] for word in _LONG_WORD.findall(text) if len(word) >= chars}
    return found | {"".join(pair) for run in UNSPACED_RUN.findall(text) for pair in pairwise(run)}


def _seen(row: str, signs: _Signs) -> Iterator[str]:
    """Yield the names of what is seen of a row by itself."""
    seen = row[:MAX_CHARS_SEEN]
    last = row[-1]
    has_digits = bool(_DIGIT.search(seen))
    tests = (
        ("running text", signs.is_prose),
        ("furniture", signs.is_boilerplate),
        ("link", signs.is_link or signs.is_skip),
        ("terms", is_terms(row) or row.startswith("©")),
        ("list heading", is_list_heading(row)),
        ("foot heading", heads_foot(row)),
        ("comments", len(row) <= MAX_CHARS_SEEN and begins_talk(row)),
        ("author or day", signs.is_told),
        ("title", signs.is_headline and last not in ".。:!"),
        ("of the site", is_of_site(row)),
        ("caption", signs.is_caption),
        ("name", signs.is_name),
        ("button", signs.may_be_button),
        ("answer", len(row) <= MAX_CHARS_SEEN and is_answer_form(row)),
        ("ends with a colon", last in ":："),
        ("question", last in "?？؟"),
        ("ends a sentence", last in ".。"),
        ("exclamation", last in "!！"),
        ("ends with dots", row.endswith(("…", "..."))),
        ("ends with a letter", last.isalpha()),
        ("sentences", bool(_INNER_END.search(seen))),
        ("item", bool(LIST_ITEM.match(row))),
        ("begins with a number", row[0].isdecimal()),
        ("number", row.isdecimal()),
        ("digits", has_digits),
        ("copyright", "©" in row),
        ("arrow", bool(_ARROW.search(row))),
        ("bar", "|" in row or "·" in row or "•" in row),
        ("time", has_digits and bool(_TIME.search(seen))),
        ("quotation", bool(_QUOTATION.search(seen))),
        ("begins with a quotation", row[0] in '"“„«‘–—-'),
        ("capitals", row.isupper()),
        ("begins small", row[0].islower()),
        ("comma", "," in row or "、" in row or "，" in row),
        ("one word", " " not in row and not count_cjk(row)),
        ("few words", row.count(" ") < 3),
        ("words begin large", _begin_large(seen)),
    )
    return (name for name, is_so in tests if is_so)


def _told(row: str) -> Iterator[str]:
    """Yield the names of what is seen in a row of an author or a day."""
    seen = row[:MAX_CHARS_TOLD]
    day = date_line(seen)
    tests = [
        ("an author", bool(byline(seen))),
        ("a day", day is not None),
        ("a whole day", day is not None and day.published_at is not None),
        ("relative", is_relative(seen)),
        ("eastern name", is_eastern_name(seen)),
    ]
    if len(row) < MAX_LABEL_CHARS:
        tests += [
            ("holds a name", bool(_CAPITALS.search(seen))),
            ("begins as a name", bool(_CAPITALS.match(seen))),
            *_of_names(seen),
            ("a role", has_role(seen)),
            ("an address", "@" in seen),
            ("an outlet", is_outlet(seen) or publishers.is_known(seen)),
            ("short and without capitals", len(row) < MAX_UNCASED_CHARS and bool(_UNCASED.fullmatch(seen))),
            ("like a name of the East", bool(_EASTERN.fullmatch(seen))),
            ("a handle", bool(_HANDLE.fullmatch(seen)) and not seen.isdecimal()),
            ("a label", bool(_LABELLED.match(seen))),
        ]
    return (name for name, is_so in tests if is_so)


def _of_names(row: str) -> Iterator[tuple[str, bool]]:
    """Yield what is seen of a row by the given names of people."""
    is_one = names_person(row) or names_person(_LABEL_BEFORE_NAME.sub("", row, count=1))
    yield "a given name", is_one
    yield "a person alone", is_one and (is_full_name(row) or is_eastern_name(row))


_LABEL_BEFORE_NAME = re.compile(r"[^\W\d_]+\s?[:：／/]?\s?")
MAX_CHARS_TOLD, MAX_LABEL_CHARS, MAX_UNCASED_CHARS = 160, 100, 30
_CAPITALS = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]+(?:[ -][^\W\d_a-zß-ÿ][^\W\d_]*\.?){1,3}")
_UNCASED = re.compile(
    r"[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff]+(?: [\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff.]+){1,3}"
)
_EASTERN = re.compile(r"[\u3400-\u9fff々]{1,3}[ \u3000]?[\u3400-\u9fff々\u3040-\u30ff]{1,3}|[가-힣]{2,4}")
_HANDLE = re.compile(r"@?[\w.-]{3,25}")
_LABELLED = re.compile(r"[^\W\d_][^:：／/]{1,25}\s?[:：／/]\s?\S")


def _begin_large(row: str) -> bool:
    """Tell a row most of whose longer words begin with capitals."""
    words = [word for word in _WORD.findall(row) if len(word) > 3][1:]
    return bool(words) and sum(word[0].isupper() for word in words) * 2 > len(words)


_INNER_END = re.compile(r"[.!?…][\"'”’»)]*\s+[\"'“‘«„(¿¡]*[^\W\d_a-zß-ÿ]|[。！？]\S")
_ARROW = re.compile(r"[›»>→←‹|▾▼]$|^[‹«←>→›]")
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\d[:.]\d\d|\b20\d\d\b|\d+[./-]\d+[./-]")
_QUOTATION = re.compile(r"[\"“”„«»「『]")
_WORD = re.compile(r"[^\W\d_]+")
MAX_ROWS_OF_BLOCK, MAX_CHARS_SEEN, MIN_PARAGRAPH_CHARS, MAX_LISTED = 12, 300, 100, 9
FAR, FAR_ABOVE, MANY_ROWS = 1_000_000, 20, 60
MIN_WHOLE_CHARS, MAX_WHOLE_CHARS = 5, 120
SIZES, STEPS = (12, 25, 45, 80, 130, 200), (1, 2, 4, 8, 16, FAR)
KNOWN_SIGNS = frozenset({"furniture", "link", "terms", "list heading", "foot heading", "comments"})
HEADS = frozenset({"list heading", "foot heading"})
NEAR = frozenset(
    {
        *KNOWN_SIGNS,
        "running text",
        "author or day",
        "title",
        "of the site",
        "caption",
        "name",
        "button",
        "ends with a colon",
        "question",
        "ends a sentence",
        "sentences",
        "item",
        "number",
        "time",
        "capitals",
        "few words",
    }
)
"""What is told of the rows right above and right below."""
NEXT_BUT_ONE = frozenset({"author or day", "title", "caption", "name", "item", "time", "ends a sentence"})
SEEN_AROUND = ((-1, "above", NEAR), (1, "below", NEAR), (-2, "two above", NEXT_BUT_ONE), (2, "two below", NEXT_BUT_ONE))
APART = frozenset({"name", "few words", "title", "caption", "furniture", "button", "one word", "comma", "bar"})
"""What means another thing at each place on a page."""
MAX_HEAD_ROWS, MAX_BEGIN_ROWS = 10, 4
OF_TEXT = (
    "sentences",
    "long",
    "below the text",
    "in the text",
    "no word of the text",
    "share of words of the text",
    "many rows above",
    "alone",
)
"""What says more of running text than of other rows."""


@cache
def weights() -> Mapping[str, tuple[float, ...]]:
    """Return the weights of what is seen of rows, one for each label."""
    return {name: tuple(each) for name, each in _fitted()["rows"].items()}


@cache
def _steps() -> tuple[Sequence[tuple[slice, list[float]]], Sequence[tuple[slice, list[float]]]]:
    """Return how likely each label is above each one, and below each, with which labels can be."""
    steps = _fitted()["steps"]
    down = [[exp(steps[one][other]) if other in FOLLOWING[one] else 0.0 for one in LABELS] for other in LABELS]
    return list(map(_trimmed, down)), list(map(_trimmed, zip(*down, strict=True)))


def _trimmed(chances: Sequence[float]) -> tuple[slice, list[float]]:
    """Return numbers without the zeros before and behind all others, and where these are."""
    places = [at for at, chance in enumerate(chances) if chance]
    span = slice(places[0], places[-1] + 1)
    return span, list(chances[span])


@cache
def _fitted() -> Mapping[str, Mapping[str, Any]]:
    fitted: Mapping[str, Mapping[str, Any]] = json.loads(WEIGHTS.read_bytes())
    return fitted


def forget() -> None:
    """Read the weights anew."""
    for each in (weights, _steps, _fitted):
        each.cache_clear()


WEIGHTS = Path(__file__).with_name("layout.json")
