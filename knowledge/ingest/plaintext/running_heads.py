"""The lines of a text that was printed → those that are no page numbers and no running heads, amid sentences."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

_PAGE = (
    r"(?:page|seite|sivu|sida|side|página|pagina|pagină|strona|strana|oldal|sayfa|страница|стр\.|pag\.|pg\.|p\.|s\.|"
    r"ページ|頁)"
)
_ALONE = (
    rf"[-–—\s]*\[?(?:{_PAGE}\s?)?(?P<number>\d{{1,4}})\s?\]?"
    r"(?:\s?(?:/|of|von|sur|de|di|van|av|z|из)\s?\d{1,4})?[-–—\s]*"
)
_NUMBER = re.compile(
    rf"(?P<above>.{{2,70}}?)?(?(above)(?:\s?[|·•]\s?|\s[-–—]+\s|\s(?=\[)|(?=\s{_PAGE}))|){_ALONE}|"
    r"(?P<first>\d{1,4})(?:\s?[|·•]\s?|\s[-–—]+\s)(?P<below>\D.{1,70})",
    re.IGNORECASE,
)
"""The number of a page, alone or beside a running head."""
_DASHES, _DASHES_OR_BRACKET = " -–—", " -–—]"
_NUMBER_ALONE = re.compile(_ALONE, re.IGNORECASE)
_BEGINS, _ENDS = (
    re.compile(r"\d{1,4}(?:\s?[|·•]|\s[-–—])"),
    re.compile(
        rf"[\s|·•](?:(?<=\S)|(?=[-–—\[psoсペ頁])(?:[-–—\[]|(?={_PAGE})))[-–—\s]*\[?(?:{_PAGE}\s?)?\d{{1,4}}\s?\]?"
        r"(?:\s?(?:/|of|von|sur|de|di|van|av|z|из)\s?\d{1,4})?\Z"
    ),
)
"""How a line with a running head and the number of a page begins or, in small letters, with a space
above and without dashes behind, ends: to look for both in any other takes thirty times as long."""
_BEFORE_NUMBERS = frozenset("|·•-–—[/aefilnruvzăаз.ジ頁")
"""Signs that can be before the number of a page beside a head, or before that of how many there are."""
MAX_PAGE_MARK_CHARS = 30
"""Longest number of a page that is alone, with the word for a page and how many there are."""
_OF_MANY = re.compile(rf"{_PAGE} ?\d{{1,4}} ?(?:/|of|von|sur|de|di|van|av|z|из) ?\d")
"""Few lines have any."""
_OF_PAGES = re.compile(
    rf"\b{_PAGE} ?(?P<number>\d{{1,4}}) ?(?:/|of|von|sur|de|di|van|av|z|из) ?\d{{1,4}}\b", re.IGNORECASE
)
"""Which page of how many, wherever it is in a line: "Page 1 of 2   Initials ....."."""
_SPACED = re.compile(r"(?P<above>\D.{10,80}) (?P<number>\d{1,4})|(?P<first>\d{1,4}) (?P<below>\D.{10,80})")
_PARTED = re.compile(r"\s?[|·•]\s?|\s[-–—]\s")
_SURE = re.compile(r".{0,70}\[Page \d{1,4}\]|https?://\S{4,500}\s\d{1,3}/\d{1,3}|Page 1 of 1")
"""How the foot of a page is written in the documents of the Internet, and below pages that were printed."""
MAX_CHARS, MIN_PAGES, MIN_LINES_OF_A_PAGE, MAX_LINES_APART, MAX_LINES_OF_TOP = 90, 2, 8, 3, 8


def without_page_marks(lines: Sequence[str]) -> list[int]:
    """Return the places of the lines that are no page number and no running head.

    Lines between the halves of a sentence that a page's end parts are left out too.

    Args:
        lines: The lines of the text, the empty ones too.
    """
    filled = [at for at, line in enumerate(lines) if line]
    marks = _numbers(lines, filled)
    marks |= {filled[place] for place in _heads(lines, filled, marks)}
    marks |= _contents(lines, filled)
    if not marks:
        return list(range(len(lines)))
    gone = set(marks)
    text = [at for at in filled if at not in marks]
    for at, after in pairwise(text):
        if any(place in marks for place in range(at + 1, after)) and _is_parted(lines[at], lines[after]):
            gone.update(range(at + 1, after))
    return [at for at in range(len(lines)) if at not in gone]


def _numbers(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """Return the lines that count pages: alike but for a number, which rises from each to the next."""
    marks: set[int] = set()
    beside: _Counted = defaultdict(list)
    spaced: _Counted = defaultdict(list)
    for place, at in enumerate(filled):
        line = lines[at]
        if ("[Page " in line or line.startswith(("http", "Page 1 of"))) and _SURE.fullmatch(line):
            marks.add(at)
        elif len(line) <= MAX_CHARS:
            _count(line, place, beside, spaced)
    title = lines[filled[0]].casefold() if filled else ""
    for text, seen in beside.items():
        if _is_rising(seen) and (
            _are_pages(lines, filled, text, seen)
            or _is_above_title(lines, filled, seen[0][0], title)
            or (text and _head_pages(lines, filled, text, seen))
        ):
            marks.update(filled[place] for place, _ in seen)
        if not text:
            marks |= _beside_heads(lines, filled, seen)
    for text, seen in spaced.items():
        if _is_rising(seen) and _head_pages(lines, filled, text, seen):
            marks.update(filled[place] for place, _ in seen)
    return marks


def _beside_heads(lines: Sequence[str], filled: Sequence[int], seen: Sequence[tuple[int, int]]) -> set[int]:
    """Return the lines with a number alone where one that never falls is, each time, beside the same line."""
    if any(after < number for (_, number), (_, after) in pairwise(seen)):
        return set()
    near: dict[str, set[int]] = defaultdict(set)
    for place, _ in seen:
        for other in (place - 1, place + 1):
            if 0 <= other < len(filled) and abs(filled[other] - filled[place]) == 1:
                near[lines[filled[other]]].add(filled[place])
    is_told = any(len(places) >= MIN_PAGES and len(text.split()) >= MIN_HEAD_WORDS for text, places in near.items())
    return {filled[place] for place, _ in seen} if is_told else set()


MIN_HEAD_WORDS = 3
_Counted = defaultdict[str, list[tuple[int, int]]]
"""The places of lines, and the number in each, by what is beside that."""


def _count(line: str, place: int, beside: _Counted, spaced: _Counted) -> None:
    """Note the number in a line by what is beside it, and in another place where only a space parts both."""
    small = line.lower()
    if _OF_MANY.search(small) and (of_pages := _OF_PAGES.search(line)):
        beside[_OF_PAGES.sub("", line).casefold()].append((place, int(of_pages["number"])))
        return
    if not (line[0].isdecimal() or line.rstrip(_DASHES_OR_BRACKET)[-1:].isdecimal()):
        return
    small = small.rstrip(_DASHES)
    before = small.rstrip(" ]0123456789")[-1:]
    is_beside = (before in _BEFORE_NUMBERS and before != small[-1]) or before.isdecimal()
    if (_BEGINS.match(line) or (is_beside and _ENDS.search(f" {small[-MAX_PAGE_MARK_CHARS:]}"))) and (
        found := _NUMBER.fullmatch(line)
    ):
        text = (found["above"] or found["below"] or "").casefold()
        beside[text].append((place, int(found["number"] or found["first"])))
    elif len(small.lstrip(_DASHES)) <= MAX_PAGE_MARK_CHARS and (found := _NUMBER_ALONE.fullmatch(line)):
        beside[""].append((place, int(found["number"])))
    elif found := _SPACED.fullmatch(line):
        spaced[found["below"] or found["above"]].append((place, int(found["first"] or found["number"])))


def _is_rising(seen: Sequence[tuple[int, int]]) -> bool:
    return len(seen) < 2 or all(1 <= after - number <= MAX_RISE for (_, number), (_, after) in pairwise(seen))


MAX_RISE = 2
"""How many pages are between two that have the same head, left and right being unlike."""


def _are_pages(lines: Sequence[str], filled: Sequence[int], beside: str, seen: Sequence[tuple[int, int]]) -> bool:
    if len(seen) < MIN_PAGES:
        return False
    apart = min(after - place for (place, _), (after, _) in pairwise(seen))
    if beside or not all(lines[filled[place]].isdecimal() for place, _ in seen):
        return apart > 1
    # A number alone can count steps or points.
    return apart >= MIN_LINES_OF_A_PAGE or _is_amid(lines, filled, seen)


def _is_amid(lines: Sequence[str], filled: Sequence[int], seen: Sequence[tuple[int, int]]) -> bool:
    """Tell numbers one of which parts the halves of a sentence."""
    for place, _ in seen:
        if 0 < place < len(filled) - 1 and _is_parted(lines[filled[place - 1]], lines[filled[place + 1]]):
            return True
    return False


def _head_pages(lines: Sequence[str], filled: Sequence[int], beside: str, seen: Sequence[tuple[int, int]]) -> bool:
    """Tell a running head with nothing but a space before its numbers, as headings of points have them, too.

    It is amid sentences, or has a line of the top.
    """
    is_amid = _is_amid(lines, filled, seen)
    if is_amid == (len(seen) >= MIN_PAGES):
        return is_amid
    parts = {part.casefold() for part in _PARTED.split(beside)}
    return any(lines[at].casefold() in parts for at in filled[:MAX_LINES_OF_TOP])


def head_of(line: str) -> str:
    """Return a line at the end of a page without its number."""
    found = _NUMBER.fullmatch(line) or _SPACED.fullmatch(line) if len(line) <= MAX_CHARS else None
    return (found["above"] or found["below"] or "") if found else line


def _is_above_title(lines: Sequence[str], filled: Sequence[int], place: int, title: str) -> bool:
    """Tell the number of a page beside the title of the whole, which is its head."""
    beside = [filled[near] for near in (place - 1, place + 1) if 0 < near < len(filled)]
    return any(lines[at].casefold() == title for at in beside)


def _heads(lines: Sequence[str], filled: Sequence[int], marks: set[int]) -> list[int]:
    """Return the places of lines near page numbers that stand near others, too, or are the title of the whole."""
    if not marks:
        return []
    near: dict[str, list[int]] = defaultdict(list)
    for place, at in enumerate(filled):
        if at in marks:
            for other in range(max(place - MAX_LINES_APART, 1), min(place + MAX_LINES_APART + 1, len(filled))):
                if filled[other] not in marks and len(lines[filled[other]]) <= MAX_CHARS:
                    near[lines[filled[other]].casefold()].append(other)
    tops = {lines[at].casefold(): place for place, at in enumerate(filled[:MAX_LINES_ABOVE_TITLE])}
    cited = next((text for text in tops if _CITED.fullmatch(text)), "\0")
    repeated = [
        places
        for text, places in near.items()
        if len(set(places)) > 1
        or any(tops.get(each, places[0]) < places[0] for each in (text, _PARTED.split(text)[0]))
        or cited in text
        or _RFC.fullmatch(text)
    ]
    repeated += [places for text, places in near.items() if _is_of_authors(lines, filled, text, places)]
    # Which volume of a journal it is stands above the title, and on each page.
    is_cited = any(cited in text or (text in cited and _DATED.search(text)) for text in near)
    first = [tops[cited]] if is_cited else []
    return [*first, *(place for places in repeated for place in places)]


def _is_of_authors(lines: Sequence[str], filled: Sequence[int], text: str, places: Sequence[int]) -> bool:
    """Tell who wrote it beside a number, and nothing else, with the first names cut: "K. Osten and L. Vale"."""
    at = filled[places[0]]
    block = [each for each in (at - 1, at + 1) if 0 <= each < len(lines) and lines[each]]
    top = " ".join(lines[each][:MAX_CHARS] for each in filled[:MAX_LINES_OF_TOP]).casefold()
    names = re.findall(r"[^\W\d_]{4,}", text) if _INITIALS.fullmatch(text) else []
    return bool(names) and len(block) == 1 and places[0] > MAX_LINES_OF_TOP and all(name in top for name in names)


_INITIALS = re.compile(r"(?:[^\W\d_]\. ?){1,3}[^\W\d_].{1,80}")
_DATED = re.compile(r"\b(?:19|20)\d\d\b")
MAX_LINES_ABOVE_TITLE = 3
_CITED = re.compile(r".{5,60}\b(?:19|20)\d\d\b.{0,20}\d\s?[–—-]\s?\d+\.?")
"""A journal with its year and the pages: "Coastal Studies 18 (2022) 45-61"."""


_RFC = re.compile(r"(?:rfc \d{1,5}|internet-draft) .{2,60} \w{3,9} (?:19|20)\d\d", re.IGNORECASE)


_LEADER = re.compile(r".{2,80}?\s?(?:[._·…]\s?){4,}\s?\d{1,4}")
_BEFORE_PLACE = frozenset("._·…")
MIN_CONTENTS = 3


def heads_issue(line: str, heads: Collection[str]) -> bool:
    """Tell a line above a title that says whose it is, or in what series: it heads the pages, with a number.

    Args:
        line: One of the first lines of the text.
        heads: The lines that stand at the pages' ends.
    """
    bare = set(map(head_of, heads))
    if line in heads or _PARTED.split(line)[0] in bare:
        return any(map(_ISSUE.fullmatch, _PARTED.split(line)[1:]))
    series, _, number = line.rpartition(", ")
    if len(series) >= MIN_SERIES_CHARS and _NUMBERED.fullmatch(number) and any(series in head for head in bare):
        return True
    return any(line in _PARTED.split(head) for head in bare)


MIN_SERIES_CHARS = 12
_NUMBERED = re.compile(r"(?:no|n[°ºr]|№|nº|vol|issue|heft|band|num[eé]ro|número)\.? ?\d{1,4}", re.IGNORECASE)
_ISSUE = re.compile(
    r"(?=.{0,30}\d)(?:[^\W\d_]{1,12}\.? ){0,3}(?:n[°ºr]?\.?|vol\.?)? ?\d{1,4}(?:/\d{2,4})?", re.IGNORECASE
)
"""The number of an issue in its series, or its month."""


def _contents(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """Return the lines of a table of contents, with dots from each heading to its page, and the word above them."""
    found = [
        place
        for place, at in enumerate(filled)
        if lines[at][-1].isdecimal() and len(lines[at]) <= MAX_LEADER_CHARS
        if _BEFORE_PLACE.issuperset(lines[at].rstrip("0123456789 ")[-1:]) and _LEADER.fullmatch(lines[at])
    ]
    if len(found) < MIN_CONTENTS:
        return set()
    above = found[0] - 1
    is_named = above > 0 and len(lines[filled[above]].split()) <= MAX_NAME_WORDS_OF_CONTENTS
    return {filled[place] for place in (*found, *([above] if is_named else []))}


MAX_LEADER_CHARS, MAX_NAME_WORDS_OF_CONTENTS = 150, 3


def _is_parted(line: str, after: str) -> bool:
    """Tell the halves of a sentence."""
    return line[-1] not in ".!?:…。！？”»\"'" and (after[0].islower() or line[-1] == "-")
