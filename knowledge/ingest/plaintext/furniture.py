"""Which rows of a copied page, from its headline on, are furniture of the page and which are its article.

Each row is one of the header, of the article, or of the furniture amid or below it. Which is told by a linear-chain
conditional random field, as in Lafferty, McCallum and Pereira, "Conditional random fields" (2001), over what is seen
of each row and of those around it; `python -m scripts.pastes` fits the weights.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import exp
from types import MappingProxyType

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
from knowledge.ingest.news_header import is_full_name, is_headline, is_relative, is_told, may_be_button
from knowledge.ingest.plaintext.headline import densest, words_of

LABELS = ("header", "article", "amid", "below")
"""What a row can be a part of; the last two are furniture, amid the others and below all of them."""
FOLLOWING = {
    "header": ("header", "amid", "article", "below"),
    "article": ("article", "amid", "below", "header"),
    "amid": ("amid", "header", "article"),
    "below": ("below",),
}
"""What can be below what."""
MAX_ROWS_LABELLED = 3_000


def chances_of_furniture(rows: Sequence[str], title: int, begun: Sequence[bool]) -> list[float]:
    """Return how likely each row from the headline on is none of its article's.

    Args:
        rows: Those of a page.
        title: Where its headline is.
        begun: Whether each row is below an empty line.
    """
    seen = seen_of_rows(rows[:MAX_ROWS_LABELLED], title, begun[:MAX_ROWS_LABELLED])
    scores = [[0.0] * len(LABELS) for _ in seen]
    for score, found in zip(scores, seen, strict=True):
        for name, value in found.items():
            for label, weight in enumerate(LABEL_WEIGHTS.get(name, ())):
                score[label] += weight * value
    return _furniture(scores)


def _furniture(scores: Sequence[Sequence[float]]) -> list[float]:
    """Return the chance of the labels of furniture at each row (forward-backward)."""
    steps = [[exp(TRANSITIONS.get((one, other), -MAX_SCORE)) for other in LABELS] for one in LABELS]
    places = range(len(LABELS))
    weights = [[exp(each - max(score)) for each in score] for score in scores]
    above: list[list[float]] = []
    reached = [1.0, 1.0, 0.0, 0.0]
    for weight in weights:
        reached = [reached[at] * weight[at] for at in places]
        whole = sum(reached) or 1.0
        reached = [each / whole for each in reached]
        above.append(reached)
        reached = [sum(reached[one] * steps[one][other] for one in places) for other in places]
    left = [0.0, 1.0, 0.0, 1.0]
    found: list[float] = []
    for weight, reached in zip(reversed(weights), reversed(above), strict=True):
        both = [reached[at] * left[at] for at in places]
        found.append((both[2] + both[3]) / (sum(both) or 1.0))
        left = [weight[at] * left[at] for at in places]
        left = [sum(steps[one][other] * left[other] for other in places) for one in places]
        whole = sum(left) or 1.0
        left = [each / whole for each in left]
    return found[::-1]


MAX_SCORE = 1e3


def seen_of_rows(rows: Sequence[str], title: int, begun: Sequence[bool]) -> list[dict[str, float]]:
    """Return what is seen of each row from the headline on, by names; what is not named is 0."""
    return list(_Page(rows, title, begun).features())


class _Page:
    """The rows of a page from its headline on, with what is seen of all of them."""

    def __init__(self, rows: Sequence[str], title: int, begun: Sequence[bool]) -> None:
        self.menu = {row.casefold() for row in rows[:title]}
        self.rows = rows = rows[title:]
        self.begun = begun[title:]
        self.is_spaced = sum(self.begun) * MAX_ROWS_OF_BLOCK >= len(rows)
        self.times = Counter(map(str.casefold, rows))
        self.bare = [dict.fromkeys(_seen(row), 1.0) for row in rows]
        self.size = [len(row) + count_cjk(row) for row in rows]
        self.is_text = [
            "running text" in seen and "furniture" not in seen and "of the site" not in seen for seen in self.bare
        ]
        self.words = [words_of([row[:MAX_CHARS_SEEN]]) for row in rows]
        self.text = densest(rows, self.is_text)
        self.count = Counter(word for at in self.text if self.is_text[at] for word in self.words[at])
        self.count.update(self.words[0] if rows else ())
        self.everywhere = Counter(word for words in self.words for word in words)
        self.prose = [at for at, is_one in enumerate(self.is_text) if is_one]
        self.long = [at for at in self.prose if self.size[at] >= MIN_PARAGRAPH_CHARS]
        known = [any(name in seen for name in KNOWN_SIGNS) for seen in self.bare]
        self.known = list(accumulate(known, initial=0))
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
            found: dict[str, float] = {"": 1.0, **self.bare[at], **self._of_size(at)}
            for step, name, near in SEEN_AROUND:
                place = at + step
                if not 0 <= place < len(self.rows):
                    found[f"nothing {name}"] = 1.0
                    continue
                for seen in near.intersection(self.bare[place]):
                    found[f"{seen} {name}"] = 1.0
                if self.is_text[place] and self.size[place] >= MIN_PARAGRAPH_CHARS:
                    found[f"a paragraph {name}"] = 1.0
            others = {**self._of_lines(at), **self._of_words(at), **self._of_place(at), **self._of_others(at)}
            found.update((name, float(value)) for name, value in others.items() if value)
            if self.is_text[at]:
                found.update((f"text: {name}", found[name]) for name in OF_TEXT if name in found)
            yield found

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
        own = own if at else 1
        shared = [word for word in words if self.count[word] > own]
        below = next(
            (self.words[place] for place in range(at + 1, min(at + 3, len(self.rows))) if self.is_text[place]), ()
        )
        return {
            "share of words of the text": len(shared) / len(words),
            "no word of the text": not shared,
            "one word of the text": len(shared) == 1,
            "several words of the text": len(shared) > 2,
            "words of the headline": at > 0 and min(len(words & self.words[0]), 3) / 3,
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
        return {
            "headline": at == 0,
            "right below the headline": at == 1,
            "two below the headline": at == 2,
            "near the headline": 0 < at <= 6,
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

        row = self.rows[at].casefold()
        last = bisect_left(self.prose, at)
        since = count(self.known, self.prose[last - 1] if last else 0, at)
        run = self.runs[at]
        upper = range(at - 1, max(at - MAX_LISTED, -1), -1)
        head = next((place for place in upper if self.is_text[place] or HEADS & self.bare[place].keys()), -1)
        return {
            "twice": self.times[row] == 2,
            "several times": self.times[row] > 2,
            "in the menu": row in self.menu,
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


def _seen(row: str) -> Iterator[str]:
    """Yield the names of what is seen of a row by itself."""
    seen = row[:MAX_CHARS_SEEN]
    last = row[-1]
    tests = (
        ("running text", is_prose(row)),
        ("furniture", is_boilerplate(row)),
        ("link", is_link(row) or is_skip(row)),
        ("terms", is_terms(row) or row.startswith("©")),
        ("list heading", is_list_heading(row)),
        ("foot heading", heads_foot(row)),
        ("comments", len(row) <= MAX_CHARS_SEEN and begins_talk(row)),
        ("author or day", is_told(row) or is_relative(row)),
        ("title", is_headline(row) and last not in ".。:!"),
        ("of the site", is_of_site(row)),
        ("caption", is_caption(seen)),
        ("name", is_full_name(row)),
        ("button", may_be_button(row)),
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
        ("digits", any(map(str.isdecimal, seen))),
        ("copyright", "©" in row),
        ("arrow", bool(_ARROW.search(row))),
        ("bar", "|" in row or "·" in row or "•" in row),
        ("time", bool(_TIME.search(seen))),
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


def _begin_large(row: str) -> bool:
    """Tell a row most of whose longer words begin with capitals."""
    words = [word for word in _WORD.findall(row) if len(word) > 3][1:]
    return bool(words) and sum(word[0].isupper() for word in words) * 2 > len(words)


_INNER_END = re.compile(r"[.!?…][\"'”’»)]*\s+[\"'“‘«„(¿¡]*[^\W\d_a-zß-ÿ]|[。！？]\S")
_ARROW = re.compile(r"[›»>→←‹|▾▼]$|^[‹«←>→›]")
_TIME = re.compile(r"\d[:.]\d\d|\b20\d\d\b|\d+[./-]\d+[./-]")
_QUOTATION = re.compile(r"[\"“”„«»「『]")
_WORD = re.compile(r"[^\W\d_]+")
MAX_ROWS_OF_BLOCK, MAX_CHARS_SEEN, MIN_PARAGRAPH_CHARS, MAX_LISTED = 12, 300, 100, 9
FAR = 1_000_000
SIZES, STEPS = (12, 25, 45, 80, 130, 200), (1, 2, 4, 8, 16, FAR)
KNOWN_SIGNS = ("furniture", "link", "terms", "list heading", "foot heading", "comments")
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
OF_TEXT = (
    "sentences",
    "long",
    "below the text",
    "in the text",
    "no word of the text",
    "share of words of the text",
    "words of the headline",
    "many rows above",
    "alone",
)
"""What says more of running text than of other rows."""
TRANSITIONS: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("header", "header"): 0.85,
        ("header", "amid"): -1.05,
        ("header", "article"): -0.55,
        ("header", "below"): -0.38,
        ("article", "article"): 1.05,
        ("article", "amid"): -0.76,
        ("article", "below"): 0.51,
        ("article", "header"): -1.16,
        ("amid", "amid"): 0.61,
        ("amid", "header"): -0.12,
        ("amid", "article"): -0.66,
        ("below", "below"): -0.0,
    }
)
LABEL_WEIGHTS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "": (-0.15, 0.08, 0.05, 0.01),
        "a paragraph above": (0.22, 0.12, 0.04, -0.11),
        "a paragraph below": (0.14, 0.24, -0.01, -0.18),
        "a paragraph two above": (-0.01, -0.08, -0.41, 0.32),
        "a paragraph two below": (0.39, 0.11, 0.14, -0.23),
        "above all text": (0.27, 0.25, 0.36, -0.29),
        "alone": (-0.07, 0.47, -0.6, -0.12),
        "amid several": (-0.34, 0.36, -0.17, 0.06),
        "answer": (-0.03, -0.24, 0.19, 0.04),
        "arrow": (-0.11, -0.64, 0.68, 0.08),
        "author or day": (1.65, -2.15, -0.83, -0.09),
        "author or day above": (0.2, -0.6, 0.59, -0.16),
        "author or day below": (0.47, -0.24, 0.25, -0.37),
        "author or day two above": (-0.06, -0.13, 0.3, -0.07),
        "author or day two below": (0.33, -0.2, 0.19, -0.21),
        "bar": (-0.11, -0.29, 0.38, 0.04),
        "begins small": (0.02, 0.68, -0.52, -0.22),
        "begins with a number": (-0.41, -0.03, 0.13, 0.2),
        "begins with a quotation": (-0.12, 0.53, -0.24, -0.25),
        "below comments": (-0.44, -0.26, -0.13, 0.44),
        "below terms": (-0.18, 0.1, 0.24, 0.04),
        "below the text": (-0.49, 0.18, -0.25, 0.21),
        "beside text": (-0.3, 0.22, -0.06, 0.19),
        "button": (-0.49, -0.04, 0.15, 0.14),
        "button above": (-0.02, 0.09, 0.0, -0.03),
        "button below": (-0.33, 0.02, -0.1, 0.17),
        "capitals": (-0.26, -0.22, 0.22, 0.26),
        "capitals above": (-0.08, -0.07, 0.02, 0.19),
        "capitals below": (-0.48, -0.26, 0.54, 0.18),
        "caption": (0.35, -0.63, 0.31, -0.11),
        "caption above": (0.21, 0.36, -0.4, -0.19),
        "caption below": (-0.14, -0.17, 0.31, -0.06),
        "caption two above": (0.27, -0.15, 0.06, -0.2),
        "caption two below": (0.27, -0.32, 0.07, -0.03),
        "comma": (0.44, 0.32, -0.16, -0.3),
        "comments": (-0.26, -0.1, 0.24, 0.11),
        "comments above": (-0.1, -0.08, 0.07, 0.09),
        "comments below": (0.3, -0.29, -0.36, 0.37),
        "copyright": (-0.03, -0.1, -0.13, 0.31),
        "digits": (0.22, 0.55, -0.15, -0.28),
        "ends a sentence": (-0.21, 0.85, -0.71, -0.42),
        "ends a sentence above": (-0.19, -0.06, 0.12, 0.16),
        "ends a sentence below": (0.03, 0.07, 0.55, -0.18),
        "ends a sentence two above": (-0.29, -0.12, -0.22, 0.36),
        "ends a sentence two below": (0.07, 0.21, 0.32, -0.23),
        "ends with a colon": (-0.22, -0.09, 0.09, 0.22),
        "ends with a colon above": (0.13, 0.02, -0.03, -0.18),
        "ends with a colon below": (0.15, 0.33, -0.32, -0.22),
        "ends with a letter": (-0.21, -0.46, 0.18, 0.19),
        "ends with dots": (-0.04, -0.7, 0.59, 0.15),
        "exclamation": (-0.27, -0.16, 0.2, 0.25),
        "few words": (-0.06, -0.24, 0.01, 0.11),
        "few words above": (0.14, 0.43, -0.47, -0.02),
        "few words below": (-0.18, -0.16, 0.12, 0.08),
        "first of several": (-0.0, -0.69, 0.01, 0.41),
        "foot heading": (-0.0, -0.23, -0.16, 0.41),
        "foot heading above": (-0.0, -0.11, -0.1, 0.23),
        "foot heading below": (-0.0, 0.62, -0.02, -0.6),
        "furniture": (-0.9, -2.25, 1.66, 0.14),
        "furniture above": (-0.39, -0.37, -0.35, 0.43),
        "furniture around": (-0.28, 0.0, 0.47, -0.09),
        "furniture below": (-0.13, 0.11, 0.3, -0.12),
        "furniture since text": (0.36, -0.2, -0.09, -0.03),
        "headline": (-1.02, -1.93, 5.1, 0.0),
        "in a list": (-0.44, 0.12, 0.7, -0.15),
        "in the menu": (0.02, -0.34, 0.28, 0.11),
        "in the text": (-0.4, 0.3, -0.18, -0.0),
        "item": (0.21, -0.06, -0.26, 0.13),
        "item above": (0.1, -0.22, 0.2, -0.06),
        "item below": (0.05, 0.13, -0.33, 0.15),
        "item two above": (-0.23, 0.18, 0.07, 0.01),
        "item two below": (0.09, -0.08, 0.07, -0.07),
        "last of several": (-0.29, 0.02, 0.7, -0.23),
        "link": (-0.09, -0.45, 0.62, -0.04),
        "link above": (0.12, -0.02, 0.09, -0.16),
        "link below": (-0.32, -0.16, 0.69, -0.11),
        "list heading": (-0.1, -1.0, 0.58, 0.38),
        "list heading above": (-0.01, -0.89, 0.87, 0.05),
        "list heading below": (-0.08, 0.77, -0.24, -0.37),
        "little text below": (-0.45, -0.24, -0.06, 0.28),
        "long": (-0.09, 0.33, 0.01, -0.21),
        "many between texts": (0.05, -0.18, 0.34, -0.08),
        "many rows above": (-0.02, 0.14, -0.26, 0.06),
        "more since text": (-0.25, -0.04, 0.39, -0.03),
        "name": (0.99, -0.69, -0.95, 0.26),
        "name above": (-0.08, -0.23, 0.04, 0.19),
        "name below": (0.11, 0.08, -0.3, 0.14),
        "name two above": (-0.24, 0.04, 0.09, 0.09),
        "name two below": (-0.13, -0.39, 0.68, -0.01),
        "near the headline": (0.87, 0.55, -0.06, -0.54),
        "no empty lines": (0.02, -0.27, 0.25, -0.01),
        "no paragraph below": (-0.26, 0.14, -0.15, 0.1),
        "no text below": (-0.43, 0.05, 0.28, 0.05),
        "no word of the text": (-0.01, -0.1, 0.08, 0.01),
        "no words": (-0.24, -0.29, 0.17, 0.24),
        "nothing above": (-1.02, -1.93, 5.1, 0.0),
        "nothing below": (0.0, -0.16, 0.0, 0.16),
        "nothing two above": (-0.18, -0.67, 1.98, -0.3),
        "nothing two below": (-0.03, -0.22, -0.07, 0.31),
        "number": (-0.45, -0.65, 0.92, 0.07),
        "number above": (-0.06, -0.35, 0.43, -0.01),
        "number below": (-0.32, -0.07, 0.29, 0.09),
        "of many": (-0.31, -0.08, 0.06, 0.14),
        "of the site": (-0.34, -1.42, 0.89, 0.68),
        "of the site above": (-0.03, -0.28, -0.25, 0.54),
        "of the site below": (-0.17, -0.19, -0.43, 0.58),
        "of two": (0.06, 0.64, -0.58, -0.14),
        "one between texts": (-0.24, -0.08, 0.23, 0.07),
        "one word": (-0.19, -0.41, 0.13, 0.2),
        "one word of the text": (-0.17, 0.04, 0.02, 0.05),
        "paragraphs below": (0.95, -0.81, 0.55, -0.31),
        "question": (-0.1, -0.09, 0.24, -0.06),
        "question above": (0.1, -0.03, 0.01, -0.13),
        "question below": (-0.51, -0.12, 0.84, -0.2),
        "quotation": (-0.11, 0.31, -0.18, -0.09),
        "right below the headline": (0.4, 1.5, -1.67, -0.3),
        "right below the text": (-0.3, 0.21, 0.47, -0.18),
        "running text": (-0.22, 0.04, 0.24, 0.06),
        "running text above": (-0.12, -0.07, 0.07, 0.17),
        "running text below": (-0.05, -0.01, -0.13, 0.15),
        "sentences": (0.43, -0.25, 0.4, 0.05),
        "sentences above": (0.07, 0.22, 0.01, -0.13),
        "sentences below": (-0.32, 0.13, -0.05, 0.09),
        "several times": (-0.26, 0.15, 0.19, -0.04),
        "several words of the text": (0.56, 0.01, -0.17, -0.06),
        "share of words of the text": (0.12, 0.58, -0.73, -0.05),
        "some between texts": (-0.07, 0.07, 0.09, -0.03),
        "terms": (-0.07, 0.13, -0.31, 0.24),
        "terms above": (-0.03, 0.01, -0.04, 0.19),
        "terms below": (-0.12, 0.17, 0.01, 0.1),
        "text 1 above": (-0.07, 0.01, 0.36, -0.02),
        "text 1 below": (0.14, 0.17, 0.05, -0.12),
        "text 1000000 above": (0.03, 0.05, 0.09, -0.06),
        "text 1000000 below": (-0.38, 0.16, 0.17, 0.03),
        "text 16 above": (-0.26, 0.03, -0.28, 0.22),
        "text 16 below": (0.28, -0.4, -0.04, 0.15),
        "text 2 above": (0.04, 0.12, -0.02, -0.03),
        "text 2 below": (-0.17, -0.12, 0.45, -0.06),
        "text 4 above": (-0.01, 0.07, -0.15, 0.07),
        "text 4 below": (-0.07, 0.2, -0.08, 0.08),
        "text 8 above": (-0.22, 0.4, 0.13, -0.13),
        "text 8 below": (0.19, 0.13, -0.19, 0.08),
        "text above": (-0.62, -0.25, -0.44, 0.5),
        "text below": (0.49, -0.23, 0.42, -0.24),
        "text: alone": (-0.25, 0.57, -0.13, -0.37),
        "text: below the text": (-0.0, 0.36, -0.02, -0.1),
        "text: in the text": (0.02, 0.45, -0.74, -0.16),
        "text: long": (-0.08, 0.41, -0.1, -0.23),
        "text: many rows above": (0.26, 0.09, -0.47, 0.07),
        "text: no word of the text": (-0.25, 0.15, 0.03, 0.18),
        "text: sentences": (0.21, 0.24, -0.24, -0.15),
        "text: share of words of the text": (0.26, -0.09, 0.6, -0.2),
        "text: words of the headline": (-0.26, 0.5, 0.07, -0.36),
        "texts far above": (-0.61, -0.43, -0.38, 0.67),
        "texts far below": (0.74, -0.16, 0.25, -0.27),
        "texts right above": (-0.57, 0.02, 0.09, 0.25),
        "texts right below": (0.0, 0.34, 0.17, -0.22),
        "time": (0.65, -0.3, -0.35, -0.13),
        "time above": (-0.08, 0.59, -0.04, -0.23),
        "time below": (0.11, -0.01, 0.34, -0.2),
        "time two above": (0.12, -0.35, 0.23, -0.01),
        "time two below": (0.17, 0.15, -0.07, -0.16),
        "title": (-0.26, -0.2, -0.06, 0.24),
        "title above": (-0.11, 0.26, -0.14, 0.01),
        "title below": (-0.16, -0.32, 0.18, 0.12),
        "title two above": (-0.05, 0.33, -0.31, 0.01),
        "title two below": (-0.56, -0.02, -0.01, 0.26),
        "titles around": (-0.3, 0.08, -0.1, 0.14),
        "titles far around": (-0.17, -0.22, -0.0, 0.17),
        "twice": (0.16, 0.62, 0.76, -0.89),
        "two below the headline": (0.33, 0.15, -0.03, -0.34),
        "two between texts": (-0.25, -0.25, -0.15, 0.59),
        "two or three since text": (0.17, -0.35, -0.22, 0.19),
        "up to 12 letters": (-0.47, 0.13, -0.01, 0.15),
        "up to 130 letters": (-0.05, -0.06, -0.44, 0.32),
        "up to 200 letters": (0.63, 0.04, -0.67, -0.01),
        "up to 25 letters": (0.08, 0.11, 0.12, -0.14),
        "up to 45 letters": (-0.15, 0.32, 0.34, -0.23),
        "up to 80 letters": (-0.09, -0.4, 0.5, 0.12),
        "very many between texts": (-0.14, 0.07, -0.17, 0.08),
        "words begin large": (-0.34, -0.27, -0.24, 0.47),
        "words of nothing else": (-0.24, 0.5, 0.13, -0.16),
        "words of the headline": (0.23, 0.08, 0.48, -0.26),
        "words of what is below": (-0.14, -0.35, 0.12, 0.44),
        "words often in the text": (-0.05, 0.13, 0.13, -0.06),
    }
)
