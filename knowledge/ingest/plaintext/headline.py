"""Which row of a copied page is its headline.

The rows above and at the beginning of the text are ranked by a linear model of what is seen of each: its length, its
words, what stands around it. It is a multinomial logit over the rows of a page, as in McFadden, "Conditional logit
analysis of qualitative choice behavior" (1974); `python -m scripts.headlines` fits the weights.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise, takewhile
from math import log1p
from types import MappingProxyType

from knowledge.ingest.boilerplate import (
    count_cjk,
    is_boilerplate,
    is_caption,
    is_link,
    is_of_site,
    is_prose,
    is_skip,
)
from knowledge.ingest.news_header import (
    byline,
    end_of_header,
    is_full_name,
    is_headline,
    is_relative,
    is_section,
    is_told,
    may_be_button,
)

MAX_ROWS_RANKED, MAX_ROWS_READ = 120, 300
"""Rows from the top among which the headline is looked for, and those that are read for it."""
MAX_ROWS_COMPARED = 60
"""Rows of running text whose words are compared."""


def rank_rows(rows: Sequence[str]) -> list[int]:
    """Return the places of the rows that could be the headline, the likeliest first."""
    scores = [sum(WEIGHTS[name] * value for name, value in found.items()) for found in features_of_rows(rows)]
    return sorted(range(len(scores)), key=scores.__getitem__, reverse=True)


def features_of_rows(rows: Sequence[str]) -> list[dict[str, float]]:
    """Return what is seen of each row that could be the headline, by names; what is not named is 0."""
    page = _Page(rows[:MAX_ROWS_READ])
    return [page.features(at) for at in range(_end_of_candidates(rows))]


def _end_of_candidates(rows: Sequence[str]) -> int:
    """Return how many rows are ranked: what is below two of running text is no headline, whatever else it is like."""
    text = (at for at, row in enumerate(rows[:MAX_ROWS_RANKED]) if is_prose(row) and not _is_banner(row))
    return next(islice(text, 1, None), min(len(rows), MAX_ROWS_RANKED))


def _is_banner(row: str) -> bool:
    return is_boilerplate(row) or is_of_site(row) or row.isupper()


class _Page:
    """The rows of a page with what is seen of all of them."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.rows = rows
        self.is_prose = [is_prose(row) and not is_boilerplate(row) for row in rows]
        self.is_told = [is_told(row) or is_relative(row) for row in rows]
        self.is_signed = [bool(byline(row)) for row in rows[:MAX_ROWS_RANKED]]
        self.is_link = [is_link(row) for row in rows]
        self.is_headline = [is_headline(row) for row in rows]
        self.word_sets = [words_of([row]) for row in rows[:MAX_ROWS_RANKED]]
        self.is_furniture = [is_boilerplate(row) or self.is_link[at] or is_skip(row) for at, row in enumerate(rows)]
        self.is_passed = [self.is_furniture[at] or may_be_button(row) for at, row in enumerate(rows)]
        self.text = densest(rows, self.is_prose)
        body = [rows[at] for at in self.text if self.is_prose[at]][:MAX_ROWS_COMPARED]
        self.words = Counter(word for row in body for word in words_of([row]))
        self.first_words = words_of(body[:3])
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
        return {name: float(value) for name, value in found.items() if value}

    def _of_row(self, row: str, at: int) -> dict[str, float]:
        size = len(row) + count_cjk(row)
        seen = row[:MAX_CHARS_SEEN]
        return {
            "as long as headlines": MIN_HEADLINE <= size <= MAX_HEADLINE,
            "length": log1p(size),
            "running text": self.is_prose[at],
            "ends a sentence": row[-1] in ".。",
            "begins with a number": row[:1].isdecimal(),
            "one word": len(row.split(maxsplit=1)) == 1 and not count_cjk(row),
            "a question": row[-1] in "?？؟",
            "signs of a credit": bool(_CREDIT.search(seen)),
            "a trail": bool(_TRAIL.search(seen)),
            "long and no headline": self.is_prose[at] and size > MAX_WHOLE_HEADLINE,
            "a name": is_full_name(row),
            "a headline": self.is_headline[at],
            "author or day": self.is_told[at],
            "furniture": self.is_furniture[at],
            "a caption": is_caption(seen),
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
        below = [
            place
            for place in range(at + 1, min(at + REACH, len(rows)))
            if self.is_told[place] or not self.is_passed[place]
        ]
        told = next((steps for steps, place in enumerate(below) if self.is_told[place]), REACH)
        near = next((place - at for place in range(at + 1, min(at + 3, len(rows))) if self.is_told[place]), 0)
        after = rows[at + 1] if at + 1 < len(rows) else ""
        before = rows[at - 1] if at else ""
        distance = self.text.start - at
        higher = next((place for place in range(at - 1, max(at - 4, -1), -1) if self.is_other[place]), -1)
        lower = next((place for place in range(at + 1, min(at + 4, len(rows))) if self.is_other[place]), -1)
        around = [place for place in range(max(at - 3, 0), min(at + 4, len(rows))) if place != at]
        return {
            "first": at == 0,
            "below the header": at >= self.end > 0,
            "above a kicker": self._is_above_kicker(at),
            "below an author": any(self.is_signed[max(at - 4, 0) : at]),
            "in the text": distance < 0,
            "begins the text": distance == 0,
            "right above the text": distance in (1, 2),
            "far from the text": max(min(distance, 15), 0) / 15,
            "text above": min(sum(self.is_prose[:at]), 4) / 4,
            "place": at / MAX_ROWS_RANKED,
            "author or day below": told == 0,
            "the next but one is": told == 1,
            "or one after": 2 <= told <= 4,
            "author or day right below": near == 1,
            "two below": near == 2,
            "text right above": at > 0 and is_prose(before),
            "a headline above": at > 0 and self.is_headline[at - 1],
            "longer below": len(after) > len(row),
            "a standfirst below": lower >= 0 and len(rows[lower]) > max(1.2 * len(row), MIN_STANDFIRST),
            "shorter above": higher >= 0
            and self.is_other[at]
            and not self.is_prose[higher]
            and MIN_HEADLINE <= len(rows[higher]) + count_cjk(rows[higher]) < len(row)
            and not any(self.is_told[higher + 1 : at]),
            "one of several questions": at in self.questions,
            "a link above": at > 0 and self.is_link[at - 1],
            "a row of the menu": self.times[row] > 1 and at > 1 and row in rows[1 : at - 1],
            "like it above": min(sum(self.is_like[max(at - REACH, 0) : at]), 3) / 3,
            "like it below": min(sum(self.is_like[at + 1 : at + REACH]), 3) / 3,
            "the first like it": self.is_like[at] and not any(self.is_like[:at]),
            "headlines around": sum(self.is_headline[place] for place in around) / 6,
            "links above": sum(len(each.split()) < 4 for each in rows[max(at - 5, 0) : at]) / 5,
            "a credit below": is_caption(after)
            or bool(_PICTURED.search(after[:MAX_CHARS_SEEN]))
            or after.startswith("©"),
            "a button below": bool(after) and (is_boilerplate(after) or self.is_link[at + 1]),
            "above before": row in rows[:at],
        }

    def _is_above_kicker(self, at: int) -> bool:
        """Tell a row with a shorter one, of few words, between it and the next that is as long as a headline."""
        below = [place for place in range(at + 1, min(at + 6, len(self.rows))) if not is_boilerplate(self.rows[place])]
        below = list(takewhile(lambda place: not self.is_told[place], below))
        longer = next((place for place in below if self.is_headline[place]), 0)
        return bool(longer) and longer != below[0]


REACH = 12
"""Rows below within which author and day are looked for."""
MIN_QUESTIONS = 3
"""Questions right above their answers from which none is the headline."""
MIN_HEADLINE, MAX_HEADLINE, MIN_STANDFIRST, MAX_LABEL_WORDS, MIN_SHARED = 20, 130, 50, 2, 2
_CREDIT = re.compile(r"[()|©@]|\S ?/ ?[^\W\d_]\w+$|\s[-–—](?: \S+){1,4}$")
"""What stands beside or behind the name of who took a picture."""
_PICTURED = re.compile(
    r"\b(?:f[oó]t[oó]s?|photos?|photograph|bild(?:er)?|kuva|zdjęcie|snímek|image|picture|фото|світлина|ảnh|φωτ\w*)\s?[:/：]|"
    r"写真|撮影|사진|図|图|צילום|تصوير",
    re.IGNORECASE,
)
"""Says that a picture is somebody's."""
MAX_WHOLE_HEADLINE, MAX_CHARS_SEEN = 90, 400
"""Longest headline that is a whole sentence, and of a row what is searched for signs."""
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


_WORD = re.compile(r"[^\W\d_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{3,}")
UNSPACED_RUN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
MIN_WORD_CHARS, MAX_STEM_CHARS = 3, 5
MAX_CHARS_OF_WORDS = 8_000
"""Of a row, in which words are looked for: a longer one is split into several paragraphs."""


def words_of(rows: Iterable[str], chars: int = MIN_WORD_CHARS) -> set[str]:
    """Return the beginnings of words of so many letters, and the pairs of signs of scripts without spaces."""
    text = " ".join(row[:MAX_CHARS_OF_WORDS] for row in rows).casefold()
    found = {word[:MAX_STEM_CHARS] for word in _WORD.findall(text) if len(word) >= chars}
    return found | {"".join(pair) for run in UNSPACED_RUN.findall(text) for pair in pairwise(run)}


WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "as long as headlines": 2.01,
        "author or day below": 2.00,
        "share of them": 2.00,
        "the next but one is": 1.99,
        "author or day right below": 1.90,
        "above before": 1.62,
        "or one after": 1.57,
        "words of its beginning": 1.50,
        "length": 1.39,
        "two below": 1.31,
        "the first like it": 1.01,
        "a standfirst below": 0.95,
        "headlines around": 0.94,
        "right above the text": 0.88,
        "a row of the menu": 0.84,
        "longer below": 0.84,
        "links above": 0.55,
        "one word": 0.38,
        "like it below": 0.27,
        "far from the text": 0.24,
        "words of nothing else": 0.12,
        "text above": 0.12,
        "words of the text": 0.05,
        "a headline": -0.02,
        "place": -0.06,
        "above a kicker": -0.11,
        "a link above": -0.23,
        "shorter above": -0.25,
        "running text": -0.26,
        "a button below": -0.48,
        "below an author": -0.66,
        "a headline above": -0.72,
        "begins with a number": -0.91,
        "begins the text": -1.03,
        "a trail": -1.04,
        "a credit below": -1.06,
        "a question": -1.06,
        "signs of a credit": -1.09,
        "first": -1.19,
        "below the header": -1.30,
        "text right above": -1.33,
        "author or day": -1.46,
        "a caption": -1.82,
        "in the text": -1.84,
        "a name": -2.01,
        "long and no headline": -2.09,
        "like it above": -2.16,
        "ends a sentence": -2.49,
        "furniture": -2.61,
        "one of several questions": -4.96,
    }
)
