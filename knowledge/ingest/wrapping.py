"""The lines of a text that was wrapped at a width → its rows, each a whole paragraph."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise, repeat

from knowledge.ingest import boilerplate
from knowledge.ingest.blocks import LIST_ITEM

MIN_WRAP_CHARS, MAX_WRAP_CHARS, MAX_INDENT_CHARS = 30, 400, 5
_FACT = re.compile(r"[^\W\d_a-zß-ÿ][^:.,;!?]{1,30}:\s\S")
"""Says what a row is of: "Present: A. Nord"; below another such row it begins one."""
_NO_SPACE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff、。，；：！？」』）]")


def unwrap(
    lines: Sequence[str], indents: Sequence[int] = (), like: "Wrapping | None" = None, parts: Sequence[int] = ()
) -> list[str]:
    """Return the lines that hold text; where the text was wrapped at a width, its lines are joined again.

    Args:
        lines: The lines of the text, the empty ones too.
        indents: How far each is indented, where that is known.
        like: How the whole that the text is a part of was wrapped.
        parts: Where the entries of a log of changes begin, written over years and each wrapped in its own way.
    """
    shape = _Shape(lines, indents if len(indents) == len(lines) else [0] * len(lines))
    width = like.width if like else _width_of(lines, shape)
    if parts:
        return list(_joined_log(lines, shape, parts, width))
    if width is None and not shape.has_hanging:
        return [line for line in lines if line]
    return list(_joined(lines, width, shape))


def _width_of(lines: Sequence[str], shape: "_Shape") -> "_Width | None":
    return next((width for width in _widths(lines, shape) if _is_wrapped(lines, width, shape)), None)


def _joined_log(lines: Sequence[str], whole: "_Shape", parts: Sequence[int], width: "_Width | None") -> Iterator[str]:
    """Yield the rows of a log of changes, each entry by its own width or else that of all."""
    begun = [line for above, line in pairwise(["", *lines]) if line and not above]
    # Where changes begin in small letters, one is no sign that a line goes on.
    is_told = sum(line[0].islower() for line in begun) * 2 <= len(begun)
    for start, end in pairwise([0, *parts, len(lines)]):
        entry = lines[start:end]
        shape = _Shape(entry, whole.indents[start:end], bullets=whole.bullets)
        yield from _joined(entry, _width_of(entry, shape) or width, shape, is_log=is_told)


@dataclass(frozen=True, slots=True)
class _Width:
    """How long the lines of a text are at most."""

    chars: int
    columns: int
    """The same where a sign of Chinese or Japanese counts as two."""
    is_sure: bool = True
    """Whether no line is longer, or words cut at the ends of lines tell the width."""
    slack: int = 0
    """How many characters before it lines can end although a word more had room, as in a text that was edited."""


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a whole text was wrapped, a part of which can be too short to tell."""

    width: _Width | None
    has_hanging: bool = False
    """Whether what is further in goes on in the items of its lists."""

    @classmethod
    def of(cls, lines: Sequence[str], indents: Sequence[int] = ()) -> "Wrapping | None":
        """Return it by the lines of the whole, and how far each is indented; None without any."""
        shape = _Shape(lines, indents if len(indents) == len(lines) else [0] * len(lines))
        return cls(_width_of(lines, shape), shape.has_hanging) if lines else None


def _widths(lines: Sequence[str], shape: "_Shape") -> Iterator[_Width]:
    """Yield the widths that a text can have been wrapped at, the likeliest first."""
    first = next((at for at, line in enumerate(lines) if line), 0)
    # A headline can be longer than the lines of the text below.
    headline = 1 if lines[first + 1 : first + 2] == [""] else 0
    body = lines[first + headline :]
    room = shape.room[first + headline :]
    sizes = [len(line) + less for line, less in zip(body, room, strict=True) if line]
    sizes.sort(reverse=True)
    if not sizes:
        return
    wide = ((line, boilerplate.count_cjk(line)) for line in body if not line.isascii())
    columns = max((len(line) + signs for line, signs in wide if signs), default=0)
    usual = sizes[len(sizes) // MIN_LINES_OF_A_LONGER]
    parts = sum(not above and bool(line) for above, line in pairwise(["", *body])) if usual < MIN_RAGGED_CHARS else 0
    if parts * MAX_LINES_OF_PART >= len(sizes) and not columns:
        yield _Width(usual, 0, is_sure=False, slack=usual * 2 // 5)
    yield _Width(sizes[0], columns)
    # Where letters are of many widths, lines that look alike differ in how many they hold.
    cut = [len(line) for line, after, _ in shape.pairs if line[-1] == "-" and _is_cut(line, after)]
    if len(cut) >= MIN_CUT_WORDS and not columns:
        yield _Width(max(cut), 0, slack=max(cut) // MAX_SLACK_OF_PRINT)
    # An address, a table or a heading can be longer than all lines of the text.
    few = len(sizes) // MIN_LINES_OF_A_LONGER + 1
    for size, other in zip(sizes[:few], sizes[MIN_ALIKE_LINES - 1 :], strict=False):
        if size - other < MAX_NEAR_CHARS and size < sizes[0]:
            yield _Width(size, columns, is_sure=False)
            break
    if len(sizes) >= MIN_RAGGED_LINES and not columns:
        yield _Width(usual, 0, is_sure=False, slack=MAX_SLACK if usual >= MIN_RAGGED_CHARS else usual // 6)


MIN_CUT_WORDS, MAX_SLACK_OF_PRINT = 3, 6
"""Words cut at the ends of lines from which a text was printed, and what part of a line can be left empty there."""
MIN_LINES_OF_A_LONGER, MIN_ALIKE_LINES, MAX_NEAR_CHARS = 8, 3, 8
"""Lines of a text for each that is longer than its width, and how many are how much shorter than that at most."""


def _is_wrapped(lines: Sequence[str], width: _Width, shape: "_Shape") -> bool:
    """Tell a text wrapped at a width: its long lines break off in a sentence and could not have held the next word."""
    if width.slack and not width.is_sure:
        return _is_ragged(lines, shape.pairs, width)
    if not MIN_WRAP_CHARS <= width.chars <= MAX_WRAP_CHARS:
        return False
    pairs = shape.pairs
    short = width.chars * 7 // 10
    long = [each for each in pairs if short < len(each[0]) <= width.chars and each[0][-1] not in _PAUSES]
    # Where lines are short, most are verses.
    is_short = width.chars < MIN_SURE_CHARS and not width.columns
    if is_short and len(long) * 4 < len(pairs) * 3:
        return False
    small = [after[0].islower() for _, after, _ in long].count(True) if not width.is_sure else MIN_NEAR_LINES
    if small * 2 < MIN_NEAR_LINES or _is_verse(long):
        return False
    joined = [
        after
        for line, after, less in long
        if len(line) + less >= width.chars or _is_full(line, after, width, less) or _is_hanging(line, after, width)
    ]
    full = len(joined)
    if not width.is_sure and sum(after[0].islower() for after in joined) * 2 < max(full, MIN_NEAR_LINES):
        return False
    # Of paragraphs of two lines each, most first lines may end as sentences do.
    is_one = full == len(long) == 1 and long[0][1][0].islower() and width.chars <= MAX_MAIL_CHARS
    is_sure = full > 1 or (is_one and sum(len(line) * 20 > width.chars * 17 for line in lines) >= MIN_NEAR_LINES)
    is_narrow = is_short and full * 4 < len(pairs) * 3
    return is_sure and full * 5 >= len(long) * 3 and not is_narrow


def _is_ragged(lines: Sequence[str], pairs: Sequence[tuple[str, str, int]], width: _Width) -> bool:
    """Tell a text wrapped at about a width: most lines are nearly as long, and many go on in a small letter.

    Of what is none, such as a log, whole lines begin small; those of code have its signs, and verses pause.
    """
    if not MIN_COLUMN_CHARS <= width.chars <= MAX_RAGGED_CHARS:
        return False
    if [after[0].islower() for _, after, _ in pairs].count(True) * 5 < len(pairs) * 2:
        return False
    told = [
        pair for pair in pairs if (pair[1][0].isalpha() or not LIST_ITEM.match(pair[1])) and not _CODE.search(pair[0])
    ]
    near = sum(len(each[0]) * 4 >= width.chars * 3 for each in told)
    amid = [each for each in told if each[1][0].islower() and each[0][-1] not in ".!?:;。"]
    begun = [line for above, line in pairwise(["", *lines]) if line and not above]
    is_small = sum(line[0].islower() for line in begun) * 2 > len(begun)
    is_narrow = width.chars < MIN_RAGGED_CHARS
    is_text = len(amid) >= (MIN_COLUMN_LINES if is_narrow else MIN_RAGGED_LINES) and len(amid) * 5 >= len(pairs) * 2
    if not is_text or near * 10 < len(told) * 7 or is_small or _is_verse(amid):
        return False
    triples = zip(lines, lines[1:], [*lines[2:], ""], strict=False)
    ends = [line[-1] in _ENDS for above, line, after in triples if above and line and not after]
    return not is_narrow or sum(ends) * 10 >= len(ends) * 7


_GOES_ON = re.compile(rf"(?!{LIST_ITEM.pattern}|[¹²³⁴-⁹])")
_ENDS = '.!?…:。"”“’‘»)'
_CODE = re.compile(r"[{}=;\\|]|\w\(")
MIN_RAGGED_LINES, MIN_RAGGED_CHARS, MAX_RAGGED_CHARS, MAX_SLACK = 8, 55, 100, 8
"""Lines that go on in the next from which a text was wrapped, and to what, and how much shorter lines can be."""
MIN_COLUMN_LINES, MIN_COLUMN_CHARS, MAX_LINES_OF_PART = 5, 20, 12
"""The same of a column narrower than that, whose blocks end as sentences do, and lines of each where empty ones part
its paragraphs."""


def _is_verse(long: Sequence[tuple[str, str, int]]) -> bool:
    """Tell lines that pause at their ends, or begin large each, or as rows of a log or a list do."""
    if len(long) < MIN_VERSE_LINES:
        return False
    paused = [line[-1] in ",;" for line, _, _ in long].count(True)
    if paused * 5 >= len(long) * 3:
        return True
    begun = [after[0].isupper() or after[0].isdecimal() or after[0] in _BEGINS_ROW for _, after, _ in long]
    return begun.count(True) * 10 >= len(long) * 9


_BEGINS_ROW = frozenset("[<-–*•·")
MIN_VERSE_LINES, MIN_SURE_CHARS = 3, 50
MAX_MAIL_CHARS, MIN_NEAR_LINES = 80, 4
"""Width to which mails are wrapped, and lines of about the width from which one that breaks off says so."""


def _is_hanging(item: str, after: str, width: _Width) -> bool:
    """Tell an item of a list that goes on in the line below, which stands further in."""
    if not item or not after or item[0].isalpha() or not (after[0].islower() or after[0].isdecimal()):
        return False
    return bool(LIST_ITEM.match(item)) and _is_broken_off(item, width) and not LIST_ITEM.match(after)


def _is_cut(line: str, after: str) -> bool:
    """Tell a line that ends amid a word."""
    return line.endswith("-") and after[:1].islower() and bool(_HYPHEN.search(line))


def _is_broken_off(line: str, width: _Width) -> bool:
    return width.chars * 7 < len(line) * 10 <= width.chars * 10 and line[-1] not in _PAUSES


_PAUSES = ".!?:。！？"


def _is_full(line: str, after: str, width: _Width, indent: int = 0) -> bool:
    """Tell a line that had no room for the first word of the one after it."""
    if not line or not after or len(line) > width.chars + width.slack:
        return False
    if len(line) + indent >= width.chars:
        return True
    word = after.partition(" ")[0]
    room = width.chars - width.slack
    if word.isascii():
        return len(line) + indent + 1 + len(word) > room
    if _CJK.search(word):
        columns = len(line) + boilerplate.count_cjk(line)
        return len(line) + indent > width.chars - MAX_MOVED or columns > width.columns - 2 * MAX_MOVED
    return len(line) + indent + 1 + (MAX_SYLLABLE_CHARS if boilerplate.count_unpunctuated(word) else len(word)) > room


_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
MAX_SYLLABLE_CHARS, MAX_MOVED = 8, 3
"""What a line had no room for where no spaces part words: a syllable, or signs that may not begin or end a line."""


class _Shape:
    """How far lines are further in than those around them, and what that says of where paragraphs begin."""

    def __init__(self, lines: Sequence[str], indents: Sequence[int], bullets: bool | None = None) -> None:
        self._lines, self.indents = lines, indents
        self.is_known = any(indents)
        letters = (
            at for at, line in enumerate(lines[:-1] if self.is_known else ()) if line.startswith("o ") and lines[at + 1]
        )
        hung = sum(indents[at + 1] - indents[at] in _UNDER_LETTER and indents[at + 1] > 0 for at in letters)
        self.bullets = hung >= MIN_FIRST_LINES if bullets is None else bullets
        """Whether an "o" begins the items of its lists."""
        self.room: list[int] = [] if self.is_known else list(indents)
        """How much less room each line has than others of its block."""
        for is_text, run in groupby(range(len(lines)), key=lambda at: bool(lines[at])) if self.is_known else ():
            block = [indents[at] for at in run]
            least = min(block) if is_text else 0
            self.room += [indent - least for indent in block]
        pairs = ((at, at + 1) for at in range(len(lines) - 1) if self.is_known and self.is_item(at) and lines[at + 1])
        hanging = [item for item, after in pairs if self._is_below(after, item)]
        self.has_hanging = len(hanging) >= MIN_FIRST_LINES or any(map(self._is_amid, hanging))
        """Whether the items of its lists stand out, so that what is further in goes on in them."""
        self._is_book = self.is_known and sum(map(self._is_first, range(1, len(lines)))) >= MIN_FIRST_LINES

    @cached_property
    def pairs(self) -> Sequence[tuple[str, str, int]]:
        """Each line right above another, that, and how much less room the first has."""
        return [pair for pair in zip(self._lines, self._lines[1:], self.room, strict=False) if pair[0] and pair[1]]

    def is_item(self, at: int) -> bool:
        """Tell a line that begins an item of a list."""
        return bool(LIST_ITEM.match(self._lines[at])) or (self.bullets and self._lines[at].startswith("o "))

    def _is_first(self, at: int) -> bool:
        """Tell a line that is further in than the one above it, or than others below the end of a sentence."""
        above = self._lines[at - 1]
        if not above or not 0 < self.room[at] <= MAX_FIRST_INDENT or self.is_item(at):
            return False
        return not self.is_item(at - 1) and (not self.room[at - 1] or above[-1] in ".!?…。！？”»」\"'")

    def _is_below(self, at: int, item: int) -> bool:
        """Tell a line that stands under the text of an item of a list."""
        return 0 < self.indents[at] - self.indents[item] <= MAX_HANGING and not self.is_item(at)

    def _is_amid(self, item: int) -> bool:
        """Tell a long item of a list that breaks off in a sentence, above a line right under its text."""
        line, after = self._lines[item], self._lines[item + 1]
        is_under = self.indents[item + 1] - self.indents[item] == len(line) - len(LIST_ITEM.sub("", line, count=1))
        return is_under and len(line) >= MIN_SURE_CHARS and line[-1] not in ".!?:;。" and after[0].islower()

    def goes_on(self, at: int, item: int | None) -> bool | None:
        """Tell whether a line goes on in the one after it, None where that is not said.

        Args:
            at: Which line.
            item: Where the item of a list begins that it belongs to.
        """
        after = at + 1
        if not self.is_known or after == len(self._lines) or not self._lines[after]:
            return None
        if item is not None and self.is_item(after):
            return False if self.indents[after] <= self.indents[item] else None
        if item is not None and self._is_below(after, item) and self._lines[at][-1] not in ":：":
            return True
        return False if self._is_book and self._is_first(after) else None


_UNDER_LETTER = (2, 3, 4)
MIN_FIRST_LINES, MAX_FIRST_INDENT, MAX_HANGING = 2, 10, 8
"""Lines further in than those around them from which such begin paragraphs, and how far in they are."""


def _joined(lines: Sequence[str], width: _Width | None, shape: _Shape, *, is_log: bool = False) -> Iterator[str]:
    row: list[str] = []
    item: int | None = None
    is_fact = False
    is_parted = any(line[-1:] == "-" for line in lines)
    words = (word for line in lines for word in re.findall(r"\w+(?:-\w+)?", line.lower())) if is_parted else ()
    known = Counter(words)
    widths = list(_widths_of(lines, width))
    for at, (line, after) in enumerate(pairwise([*lines, ""])):
        if shape.is_known:
            item = at if line and shape.is_item(at) else None if not row else item
        is_first = not row
        if is_first:
            is_fact = bool(_FACT.match(line))
        row.append(line)
        said = shape.goes_on(at, item) if shape.is_known else None
        if said is None and is_fact and _FACT.match(after):
            said = False
        if said is None:
            own = widths[at]
            said = own is not None and _goes_on(
                line, after, own, shape.room[at], is_first=is_first and not shape.is_known
            )
            said = said or (is_log and _is_amid_change(line, after))
        if not said:
            yield from filter(None, row if is_first else [_one_row(row, known)])
            row = []


def _widths_of(lines: Sequence[str], width: _Width | None) -> Iterator[_Width | None]:
    """Yield for each line the width that tells whether it goes on in the next.

    In a narrow column a line that ends as sentences do has to be full for that, and one of a block that does not end so
    goes on only where the next begins small.
    """
    if width is None or width.slack <= MAX_SLACK:
        yield from repeat(width, len(lines))
        return
    full = replace(width, slack=MAX_SLACK // 4)
    for is_text, block in groupby(lines, key=bool):
        every = list(block)
        is_sentence = is_text and every[-1][-1] in _ENDS
        for line, after in pairwise([*every, ""]):
            own = full if line[-1:] in _ENDS else width
            yield own if is_sentence or after[:1].islower() else None


def _is_amid_change(line: str, after: str) -> bool:
    """Tell a line of a log of changes that breaks off in a sentence, or between brackets."""
    if not after or len(line) < MIN_CHANGE_CHARS or line[-1] in ".!?:;。：；":
        return False
    return after[0].islower() or (line.count("(") > line.count(")") and ")" in after)


MIN_CHANGE_CHARS = 35


def _goes_on(line: str, after: str, width: _Width, less: int, *, is_first: bool) -> bool:
    """Tell by its length a line that goes on in the one after it."""
    if width.slack > MAX_SLACK and not _GOES_ON.match(after):
        return False
    if after and 0 <= len(line) - width.chars <= width.slack:
        return True
    is_amid = after[:1].islower() and _is_broken_off(line, width)
    # What is indented in a book is shorter than the lines below.
    less = MAX_INDENT_CHARS if is_first and is_amid else less
    is_longer = 0 < len(line) - width.chars <= MAX_NEAR_CHARS
    is_amid = is_amid or (is_longer and after[:1].islower() and line[-1] not in ".!?:")
    is_item = _is_hanging(line, after, width)
    return is_item or _is_cut(line, after) or (is_amid and line[-1] not in ",;") or _is_full(line, after, width, less)


def _one_row(lines: Sequence[str], known: Counter[str]) -> str:
    row = " ".join(lines)
    return row if row.isascii() and "- " not in row else "".join(spaced(lines, known))


def spaced(row: Sequence[str], known: Counter[str]) -> Iterator[str]:
    """Yield the lines with a space between them, but not in scripts without spaces nor inside a hyphenated word."""
    for line, after in pairwise([*row, ""]):
        parted = _HYPHEN.search(line) if line.endswith("-") else None
        rest = re.match(r"\w+", after) if parted else None
        if rest and (rest[0] in _AND or (rest[0] in ("en", "of") and known["het"])):
            yield f"{line} "  # "Vor- und Nachteile"
            continue
        if parted and rest and rest[0][0].islower():
            # A word that has its hyphen elsewhere too keeps it.
            is_compound = known[f"{parted[1]}-{rest[0]}".lower()] > known[f"{parted[1]}{rest[0]}".lower()]
            yield line if is_compound else line[:-1]
            continue
        yield line
        if after and not parted and not _NO_SPACE.fullmatch(line[-1:]):
            yield " "


_AND = frozenset(("and", "or", "und", "oder", "bis", "och", "og", "eller"))
_HYPHEN = re.compile(r"(\w+)-$")
