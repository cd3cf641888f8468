"""The headings of a plain text, and documents too large for one article → an article of each section."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, chain, groupby, pairwise, takewhile
from urllib.parse import quote

from knowledge.errors import TooLargeArticle, UnreadableArticle
from knowledge.ingest import corrections
from knowledge.ingest.blocks import (
    ALL_QUESTION,
    CELL_SEPARATOR,
    CODE_MARK,
    FACT,
    LIST_ITEM,
    MAX_FAQ_QUESTION_CHARS,
    MAX_LIST_ITEM_CHARS,
    QUESTION_MARKS,
    Block,
    Body,
    body_of,
)
from knowledge.ingest.boilerplate import (
    MAX_LISTED_ROWS,
    count_cjk,
    ends_offer,
    is_boilerplate,
    is_caption,
    is_list_heading,
    is_prose,
)
from knowledge.ingest.bylines import byline
from knowledge.ingest.changelogs import heads_changes, names_kind
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.files import refused_item
from knowledge.ingest.names import is_full_name
from knowledge.models import PATH_SEPARATOR, Article
from knowledge.text import normalize
from knowledge.text.dates import find_dates

MAX_SECTION_CHARS = 1_000_000
"""Longest section, in characters, that is one article: about six hundred pages."""
MAX_SECTIONS, MAX_HEADINGS = 5_000, 100_000
"""Most sections that a document is split into, and most headings, those in its sections too."""
_MAX_HEADING_CHARS, MAX_HEADING_WORDS = 80, 12
"""Longest row of a plain text that is a heading."""
MAX_PLAIN_CHARS, MAX_PLAIN_WORDS = 60, 8
"""Longest row that is a heading by nothing but where it stands."""
MIN_PLAIN_HEADINGS = 2
"""Headings of that kind from which a text has any: a single one is as often a caption."""
PLAIN_LEVEL, CONTENTS_LEVEL, VERSION_LEVEL = 6, 5, 2
_MAX_TITLE_CHARS = 150
"""Longest title of a document, in characters, before the heading of one of its sections."""

_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}|\*{3,}|_{3,}|\^{3,}")
_UNDERLINES = frozenset("=-~*_^")
_NUMBER_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|the (?:first|second|third|fourth|fifth|last)|"
    r"first|second|third|fourth|fifth|eins|zwei|drei|vier|fünf|premier|première|deux|trois|primero|segundo|tercero"
)
_PARTS = "part|book|volume|act|teil|buch|livre|partie|libro|parte|deel|boek|część|часть|том|bok|del|osa|kitap"
_CHAPTERS = (
    "chapter|kapitel|chapitre|capítulo|capitolo|hoofdstuk|kapitola|rozdział|глава|luku|bölüm|κεφάλαιο|appendix|anhang|"
    "annexe|anexo|letter|canto|scene|lesson|day"
)
_SECTIONS = "section|abschnitt|sección|sezione|avsnitt|afdeling|раздел"
_ARTICLES = "article|artikel|artículo|articolo|artigo|статья|§"
_CHAPTER = re.compile(
    rf"(?:(?P<part>{_PARTS})|(?P<chapter>{_CHAPTERS})|(?P<section>{_SECTIONS})|(?:{_ARTICLES}))"
    rf"\s+(?:\d{{1,3}}|[ivxlcdm]{{1,8}}|[a-z]|{_NUMBER_WORDS})(?![\w’'])[\s.:)—–-]*(?P<name>.*)|"
    r"제\s?\d{1,3}\s?(?:(?P<part_ko>[부편])|(?P<chapter_ko>장)|[절조])(?![가-힣])[\s.:]*.*|"
    r"第[\d一二三四五六七八九十百]{1,5}(?:(?P<part_zh>[部编編卷])|(?P<chapter_zh>[章回])|[节節条條])[\s:：、]*.*",
    re.IGNORECASE,
)
_CHAPTER_WORDS = frozenset("|".join((_PARTS, _CHAPTERS, _SECTIONS, _ARTICLES)).split("|"))
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?:[.)]\s+[^\W\d_]|\s+[^\W\d_a-zà-öø-ÿ]|(?<=\.\d)\s+[^\W\d_]).*|"
    r"[IVXL]{1,6}\.\s+[^\W\d_].*|[一二三四五六七八九十]{1,3}、\S.*"
)
_MARKED = re.compile(r"(#{1,6})\s+([^\s#].*?)\s*#*")
_LINK_SIGNS = ("#", "¶")
_LINKED = re.compile(r"[^\W_].{2,}\w[^\W_][)?]?[#¶]")
"""A heading of a manual, with the sign that links to it."""
_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_EDIT = re.compile(r"\s?\[\s?(?:edit|edit source|bearbeiten|편집|modifier)(?: \| .{1,40})?\s?\]$", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?…:;,。！？：；，、][\"'’”»)\]]*$")
_PAUSES, _CLOSING = frozenset(".!?…:;,。！？：；，、"), frozenset("\"'’”»)]")
_WELL_KNOWN = re.compile(
    r"(?:about|über|à propos(?: de)?|acerca de|sobre|over|om)\s(?:[^\W\d_].{1,50})|"
    r"notes? (?:to|for) (?:the )?editors?|abstract|background|conclusions?|introduction|overview|preface|prologue|"
    r"epilogue|summary|einleitung|fazit|"
    r"hintergrund|vorwort|zusammenfassung|avant-propos|contexte|conclusion|résumé|conclusión|introducción|resumen|"
    r"개요|결론|배경|서론|요약|はじめに|おわりに|概要|背景|前言|摘要|结论|結論",
    re.IGNORECASE,
)
"""Headings that need no others beside them."""
_BEGINS = re.compile(r"(?:[■□◆◇●◎▼]\s?)?(?:[\"'‘“”„’«»‹›「『]\s?|[¿¡(])?[^\W_a-zß-ÿ]")
_QUOTATION = re.compile(
    r"(?P<open>[\"'‘“”„’«»‹›「『])\s?(?P<text>(?:[^\"'‘“”„’«»‹›「」『』]|(?<=\w)['’](?=\w)|['’](?=\w+\s)){2,60}?)\s?"
    r"(?P<close>[\"'’“”«»‹›」』])"
)
"""A row that is one quotation and nothing else; within it there are only apostrophes."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is a heading."""

    at: int
    """Its place among the rows."""
    level: int
    text: str
    rows: int = 1
    """How many rows it takes, with a line below it."""


def headings_of(lines: Sequence[str], *, is_split: bool = False) -> list[Heading]:
    """Return the headings of a plain text.

    Args:
        lines: Its lines, the empty ones too, as `normalize.lines` gives them.
        is_split: Whether the text is split by them, so that more than there can be sections need not be looked for.

    Raises:
        TooLargeArticle: there are too many.
    """
    filled = [at for at, line in enumerate(lines) if line]
    found: list[Heading] = []
    short: list[int] = []
    contents = _contents(lines) | _unnamed_contents(lines, filled)
    amid = _amid_paragraphs(lines, filled)
    linked = {line for line in lines if line.endswith(_LINK_SIGNS) and _LINKED.fullmatch(line)}
    levels = _levels_of_signs(lines)
    # The last row has nothing below it.
    for place, at in enumerate(filled[:-1]):
        line, below = lines[at], lines[at + 1]
        if len(line) > _MAX_HEADING_CHARS or line.count(" ") >= MAX_HEADING_WORDS:
            continue
        if below[:1] in levels and _UNDERLINE.fullmatch(below) and not _UNDERLINE.fullmatch(line):
            found += [Heading(at, levels[below[0]], line, rows=2)] if place + 2 < len(filled) else []
            continue
        is_first = place > 0 and not lines[at - 1]
        if level := _level(line, lines[filled[place + 1]], is_parted=is_first):
            marked = _MARKED.fullmatch(line)
            found.append(Heading(at, level, marked[2] if marked else _EDIT.sub("", line)))
        elif len(linked) >= MIN_PLAIN_HEADINGS and line in linked:
            found.append(Heading(at, VERSION_LEVEL, line[:-1]))
        elif place and heads_changes(line) and (is_first or _BULLET.match(below) or _is_dated(line)):
            found.append(Heading(at, VERSION_LEVEL, line.removeprefix("* ")))
        elif at in contents:
            found.append(Heading(at, CONTENTS_LEVEL, line))
        elif is_first or at in amid:
            short.append(place)
    if most := _most_plain(lines, [filled[place] for place in short], found, is_split=is_split):
        plain, asked = _plain(lines, filled, short, contents, most)
        found += _all_plain(lines, filled, plain, asked, found)
    _is_furniture.cache_clear()
    return sorted(found, key=lambda heading: heading.at)


def _most_plain(lines: Sequence[str], short: Sequence[int], found: Sequence[Heading], *, is_split: bool) -> int:
    """Return how many headings there may be besides those found; 0 where none are looked for.

    Raises:
        TooLargeArticle: there are too many, or those without marks would have to part the text and can hardly do so.
    """
    if len(found) > MAX_HEADINGS:
        raise too_many()
    if not is_split:
        return MAX_HEADINGS - len(found)
    tried = sum(_may_be_plain(lines, at) for at in short)
    if _part(found, lines):
        return MAX_HEADINGS - len(found) if tried <= 2 * MAX_TRIED else 0
    if tried > MAX_TRIED:
        raise no_headings()
    return 2 * MAX_SECTIONS


MAX_TRIED = 3 * MAX_SECTIONS
"""Short rows above longer ones from which a text to be split consists of such, few of which can be headings."""


def _may_be_plain(lines: Sequence[str], at: int) -> bool:
    """Tell a row that is to be looked at whether it is a heading: short above a longer one, and no whole sentence."""
    line = lines[at]
    if len(line) > MAX_PLAIN_CHARS or (line[-1] not in QUESTION_MARKS and _ends_sentence(line)):
        return False
    below = lines[at + 1 : at + 3]
    return any(len(line) * 3 <= len(row) * 2 for row in below)


def _plain(
    lines: Sequence[str], filled: Sequence[int], short: Sequence[int], contents: Container[int], most: int
) -> tuple[list[Heading], list[Heading]]:
    """Return those of short rows that are headings by where they stand, and questions that others can tell to be some.

    Raises:
        TooLargeArticle: there are more than so many.
    """
    plain: list[Heading] = []
    asked: list[Heading] = []
    for place in short:
        at = filled[place]
        line = lines[at]
        is_above_steps = all(_STEP.match(row) and not row.endswith("?") for row in (lines[at + 1 : at + 3]))
        if not (
            (is_above_steps and line[-1] not in ":：" and _may_head(line, ""))
            or _is_plain_heading(line, lines[at + 1], _text_below(lines, filled, place))
        ):
            continue
        before = lines[filled[place - 1]] if place else ""
        is_below_text = (
            is_prose(before)
            or is_boilerplate(before)
            or bool(_ends_sentence(before) or LIST_ITEM.match(before))
            or bool(date_line(before) or FACT.fullmatch(before))
            or before.startswith(CODE_MARK)
            or (place > 0 and not lines[at - 1] and _ends_listed(lines, filled[place - 1]))
        )
        is_one = place == 1 or is_below_text or filled[place - 1] in contents or _WELL_KNOWN.fullmatch(line)
        plain += [Heading(at, PLAIN_LEVEL, line)] if is_one else []
        asked += [Heading(at, PLAIN_LEVEL, line)] if not is_one and _asks(line) else []
        if len(plain) > most:
            raise too_many()
    return plain, asked


def _part(headings: Sequence[Heading], lines: Sequence[str]) -> bool:
    """Tell headings that part a text into sections each of which can be one article."""
    places = [0, *(heading.at for heading in headings), len(lines)]
    before = [0, *accumulate(map(len, lines))]
    return bool(headings) and all(before[end] - before[at] <= MAX_SECTION_CHARS for at, end in pairwise(places))


def _text_below(lines: Sequence[str], filled: Sequence[int], place: int) -> str:
    """Return what is below a line; a short sentence apart from all else, above running text, with that."""
    at = filled[place + 1]
    rest = filled[place + 2 : place + 3]
    is_apart = not lines[at - 1] and bool(rest) and rest[0] > at + 1 and lines[at][-1] in ".!。"
    if is_apart and len(lines[at].split()) >= MIN_WORDS_OF_A_SENTENCE and is_prose(lines[rest[0]]):
        return f"{lines[at]} {lines[rest[0]]}"
    return _running(lines, at)


MIN_WORDS_OF_A_SENTENCE = 3


def _ends_listed(lines: Sequence[str], last: int) -> bool:
    """Tell the last row of a block in which other stories stand right below what says that they are such, or of a list
    without marks."""
    above = list(takewhile(lambda at: bool(lines[at]), range(last - 1, -1, -1)))
    lead = lines[last - len(above) - 2] if above and last > len(above) + 1 else ""
    return any(is_list_heading(lines[at]) for at in above) or (lead.endswith((":", "：")) and _leads_into_list(lead))


def bare_lists(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str], int]]:
    """Yield where a line leads into a list without marks, its items, and where a heading is right below, else 0.

    Its items are lines together, below an empty one.
    """
    for at, line in enumerate(lines[:-2]):
        if line[-1:] in (":", "：") and not lines[at + 1] and lines[at + 2] and _leads_into_list(line):
            items = list(takewhile(bool, lines[at + 2 : at + 2 + MAX_BARE_ITEMS]))
            items = items if is_prose(items[0]) else list(takewhile(lambda item: not is_prose(item), items))
            end = at + 1 + len(items)
            below = next(filter(None, lines[end + 1 : end + 3]), "")
            heading = end if len(items) > MIN_LISTED - 1 and is_prose(below) and _is_unlike(items) else 0
            items = items[:-1] if heading else items
            if len(items) > 1 and not any(map(_is_no_bare_item, items)):
                yield at, items, heading


def _is_unlike(items: Sequence[str]) -> bool:
    """Tell a last line that is no item: it alone begins large, or ends as no sentence does."""
    *others, last = items
    begins = last[0].isupper() and all(item[0].islower() for item in others)
    ends = not _ends_sentence(last) and all(map(_ends_sentence, others))
    return (begins or ends) and _may_head(last, "")


MAX_BARE_ITEMS, MIN_LEAD_WORDS, MIN_LEAD_CJK = 40, 4, 6


def _is_no_bare_item(line: str) -> bool:
    return len(line) > MAX_LIST_ITEM_CHARS or CELL_SEPARATOR in line or bool(LIST_ITEM.match(line))


def _leads_into_list(line: str) -> bool:
    """Tell a line that says more than the name of a box does."""
    return line.count(" ") >= MIN_LEAD_WORDS - 1 or count_cjk(line) >= MIN_LEAD_CJK


def _all_plain(
    lines: Sequence[str],
    filled: Sequence[int],
    plain: Sequence[Heading],
    asked: Sequence[Heading],
    sure: Sequence[Heading],
) -> Sequence[Heading]:
    """Return the plain headings with those that others of the text tell; none of a text with too few of them."""
    found = [each for each in plain if not _QUOTATION.fullmatch(each.text)]
    found += _quoted(lines, filled)
    found += _below_boxes(lines, filled, tuple(found))
    found += _above_facts(lines, filled, {each.at for each in (*sure, *found)})
    found += _amid_boxes(lines, filled, {each.at for each in (*sure, *found)})
    known = {each.at for each in (*sure, *found)}
    below = (at for _, _, at in bare_lists(lines))
    found += [Heading(at, PLAIN_LEVEL, lines[at]) for at in below if at and at not in known]
    found += _above_blocks(lines, filled, {each.at for each in (*sure, *found)})
    found += asked if sum(_asks(each.text) for each in found) >= MIN_PLAIN_HEADINGS else []
    found += _answered(lines, filled, {each.at for each in (*sure, *found)})
    found += _of_a_series(lines, [*sure, *found], found)
    is_usual = len(found) >= MIN_PLAIN_HEADINGS or sure
    return found if is_usual else [each for each in found if _WELL_KNOWN.fullmatch(each.text) or each.text[0] in _MARKS]


def _quoted(lines: Sequence[str], filled: Sequence[int]) -> list[Heading]:
    """Return the headings that quote: short rows between running texts; where people speak in such rows, none."""
    quotations = {at for at in filled if lines[at][0] in _QUOTES and _QUOTATION.fullmatch(lines[at])}
    found: list[Heading] = []
    if not quotations:
        return found
    for place in range(2, len(filled) - 1):
        at, below = filled[place], lines[filled[place + 1]]
        # Below the text there can be what is on a picture.
        above = [lines[each] for each in filled[max(place - MAX_ROWS_OF_PICTURE, 0) : place]]
        is_amid = any(map(is_prose, above)) and quotations.isdisjoint((filled[place - 1], filled[place + 1]))
        is_parted = not lines[at - 1] or (lines[at + 1] and len(below) + count_cjk(below) >= MIN_PARAGRAPH_CHARS)
        if (
            at in quotations
            and is_amid
            and is_parted
            and _is_plain_heading(lines[at], lines[at + 1], _running(lines, filled[place + 1]))
        ):
            found.append(Heading(at, PLAIN_LEVEL, lines[at]))
    # In lists and boxes there are titles that quote.
    spoken = sum(
        filled[place] in quotations
        and any(is_prose(lines[near]) or near in quotations for near in filled[max(place - 1, 0) : place + 2])
        for place in range(len(filled))
    ) - len(found)
    return found if spoken < max(MIN_SPOKEN, len(found)) else []


MAX_ROWS_OF_PICTURE, MIN_SPOKEN = 3, 2
"""Rows of a picture between two paragraphs, and short quotations beside headings from which people speak in them."""


def _below_boxes(lines: Sequence[str], filled: Sequence[int], plain: Sequence[Heading]) -> Iterator[Heading]:
    """Yield headings right above running text, as others of the page are, that stand right below a box."""
    known = {each.at for each in plain}
    if not any(lines[at + 1] and is_prose(lines[at + 1]) for at in known):
        return
    for place in range(2, len(filled) - 1):
        at = filled[place]
        if at in known or not lines[at + 1] or len(lines[at]) > MAX_PLAIN_CHARS or not is_prose(lines[at + 1]):
            continue
        if len(lines[at + 1]) + count_cjk(lines[at + 1]) < MIN_PARAGRAPH_CHARS:
            continue
        above = [lines[each] for each in reversed(filled[max(place - MAX_LISTED_ROWS, 0) : place])]
        box = list(takewhile(lambda row: not (is_prose(row) or is_list_heading(row)), above))
        is_list = 0 < len(box) < len(above) and is_list_heading(above[len(box)])
        # The last of a list is as long as the others.
        is_other = not lines[at - 1] or all(len(lines[at].split()) < len(row.split()) for row in box)
        is_below_box = (is_list and is_other) or ends_offer(above[0]) or is_caption(above[0])
        if is_below_box and _is_plain_heading(lines[at], lines[at + 1], lines[at + 1]):
            yield Heading(at, PLAIN_LEVEL, lines[at])


def _above_facts(lines: Sequence[str], filled: Sequence[int], known: Set[int]) -> list[Heading]:
    """Return the rows alone between a paragraph and a block of facts, in a text that has other headings."""
    found: list[Heading] = []
    for place in range(1, len(filled) - MIN_LISTED) if known else ():
        at, below = filled[place], filled[place + 1]
        if lines[at - 1] or below != at + 2 or at in known or not _is_paragraph(lines, filled[place - 1]):
            continue
        facts = list(takewhile(bool, lines[below : below + MAX_LISTED_ROWS]))
        are_facts = len(facts) >= MIN_LISTED and all(FACT.fullmatch(fact) and not is_prose(fact) for fact in facts)
        if are_facts and _may_head(lines[at], "") and not _ends_sentence(lines[at]) and not _is_somebody(lines, at):
            found.append(Heading(at, PLAIN_LEVEL, lines[at]))
    return found


def _amid_boxes(lines: Sequence[str], filled: Sequence[int], known: Set[int]) -> list[Heading]:
    """Return the rows alone above a paragraph, as others of the page are, with rows of a box between that and the last.

    A list of other pages is a block of its own, or each of its rows is longer than the heading.
    """
    found: list[Heading] = []
    if not any(not lines[at - 1] and _is_paragraph(lines, at + 2) for at in known if at + 2 < len(lines)):
        return found
    for place in range(2, len(filled) - 1):
        at, below = filled[place], filled[place + 1]
        if at in known or lines[at - 1] or below != at + 2 or not _is_paragraph(lines, below):
            continue
        above = filled[max(place - MAX_LISTED_ROWS, 0) : place]
        box = list(takewhile(lambda each: not is_prose(lines[each]), reversed(above)))
        if not 0 < len(box) < len(above) or not known.isdisjoint(box) or is_list_heading(lines[box[0]]):
            continue
        is_apart = bool(lines[box[0] - 1]) or len(box) == 1
        words = len(lines[at].split())
        is_other = is_apart or all(words < len(lines[each].split()) for each in box if not is_list_heading(lines[each]))
        if is_other and _is_plain_heading(lines[at], "", lines[below]) and not _is_somebody(lines, at):
            found.append(Heading(at, PLAIN_LEVEL, lines[at]))
    return found


def _answered(lines: Sequence[str], filled: Sequence[int], known: Set[int]) -> list[Heading]:
    """Return the questions that stand alone, of whatever length, if there are several, each above its answer."""
    alone = [
        (at, below)
        for at, below in pairwise(filled[1:])
        if not lines[at - 1] and below == at + 2 and lines[at].endswith(QUESTION_MARKS)
    ]
    asked = [
        at
        for at, below in alone
        if len(lines[at]) <= MAX_FAQ_QUESTION_CHARS
        and lines[at][0] not in _QUOTES
        and not lines[below].endswith(QUESTION_MARKS)
        and not _is_furniture(lines[at])
    ]
    are_several = sum(_asks(lines[at]) for at in asked) >= MIN_LISTED
    return [Heading(at, PLAIN_LEVEL, lines[at]) for at in asked if are_several and at not in known]


def _is_paragraph(lines: Sequence[str], at: int) -> bool:
    """Tell a line that is a whole paragraph."""
    return is_prose(lines[at]) and len(lines[at]) + count_cjk(lines[at]) >= MIN_PARAGRAPH_CHARS


def _above_blocks(lines: Sequence[str], filled: Sequence[int], known: Collection[int]) -> list[Heading]:
    """Return the short rows right above the rest of their block, where several of them are above running text.

    Those of a list are a few words long each.
    """
    found: list[Heading] = []
    are_sure = 0
    often = cache(lambda: Counter(lines))
    for at, below in pairwise(filled[1:]):
        # What is known already only tells whether there are enough.
        is_told = at in known and are_sure >= MIN_PLAIN_HEADINGS
        if lines[at - 1] or below != at + 1 or len(lines[at]) > MAX_BLOCK_HEADING_CHARS or is_told:
            continue
        rows = list(takewhile(bool, lines[below : below + MAX_LISTED_ROWS]))
        # In wrapped text what goes on in small letters ends as a sentence.
        is_small = len(rows) > 1 and all(row[0].islower() and not _ends_sentence(row) for row in rows)
        if not is_small and len(lines[at]) * 3 > max(map(len, rows)) * 2:
            continue  # It can be the first line of a wrapped paragraph.
        words = [len(row.split()) for row in rows]
        is_sure = _is_running(_running(lines, below)) or rows[0].endswith(".")
        is_list = len(rows) > 1 and min(words) > 1 and sum(words) >= MIN_LISTED_WORDS * len(rows)
        can_head = _may_head(lines[at], "" if is_small else lines[below])
        if not (is_sure or is_list or is_small) or not can_head or FACT.fullmatch(lines[at]):
            continue
        # Whose words the block has, or of whom it is.
        last = lines[at].split()[-1]
        if is_full_name(lines[at]) and (often()[lines[at]] > 1 or any(last in row for row in rows)):
            continue
        are_sure += is_sure
        found.append(Heading(at, PLAIN_LEVEL, lines[at]))
    return [each for each in found if each.at not in known] if are_sure >= MIN_PLAIN_HEADINGS else []


MAX_BLOCK_HEADING_CHARS, MIN_LISTED_WORDS = 40, 4
"""Longest row that heads a block of lines, and how many words rows of a list below it have."""


def _ends_sentence(line: str) -> bool:
    """Tell a line that ends as a sentence or a part of one does."""
    return line[-1:] in _PAUSES or (line[-1:] in _CLOSING and bool(_ENDS_SENTENCE.search(line)))


def _levels_of_signs(lines: Sequence[str]) -> dict[str, int]:
    """Return the level of each sign that underlines headings: other than "=" in the order in which they come first."""
    under = (
        line[0] for above, line in pairwise(lines) if above and line[:1] in _UNDERLINES and _UNDERLINE.fullmatch(line)
    )
    return {"=": 1} | {sign: 2 + at for at, sign in enumerate(sign for sign in dict.fromkeys(under) if sign != "=")}


def _is_dated(line: str) -> bool:
    return ("20" in line or "19" in line) and bool(_DATED.search(line))


def begins_paper(line: str) -> bool:
    """Tell the first heading of a paper or a report: "Abstract", "1 Introduction", "Contents"."""
    if len(line) > MAX_PLAIN_CHARS or date_line(line):
        return False
    return any(each.fullmatch(line) for each in (_NUMBERED, _WELL_KNOWN, _CONTENTS))


def take_marks(lines: list[str], headings: Sequence[Heading]) -> dict[str, int]:
    """Return the levels of headings by their texts, and leave of their lines only these: what marks them goes."""
    for heading in headings:
        lines[heading.at : heading.at + heading.rows] = [_unmarked(heading.text), *[""] * (heading.rows - 1)]
    return {_unmarked(heading.text): heading.level for heading in headings}


def _unmarked(text: str) -> str:
    """Return a heading without the sign that papers print before it."""
    return text[1:].lstrip() if text[0] in _MARKS and len(text) > 1 else text


def single_heading(lines: Sequence[str]) -> dict[str, int]:
    """Return the level of the only heading of a page by its text; empty unless it is between two running texts."""
    filled = [at for at, line in enumerate(lines) if line]
    amid = _amid_paragraphs(lines, filled)
    found = [
        lines[at]
        for before, at, after in zip(filled, filled[1:], filled[2:], strict=False)
        if (not lines[at - 1] or at in amid)
        and (is_prose(lines[before]) or is_boilerplate(lines[before]) or _ends_list(lines, before))
        and is_prose(lines[after])
        and not (_is_captioned(lines, at) or _is_somebody(lines, at))
        and _is_plain_heading(lines[at], lines[at + 1], lines[after])
    ]
    found = found or [each.text for each in _quoted(lines, filled)]
    return {found[0]: PLAIN_LEVEL} if len(found) == 1 else {}


def _amid_paragraphs(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """Return where short lines are between long ones, each of them a paragraph, in a text without empty lines."""
    if not filled or (filled[-1] + 1 - filled[0] - len(filled)) * MIN_LINES_OF_AN_EMPTY > len(filled):
        return set()
    long = {
        at
        for at in filled
        # A sign of Chinese counts as two.
        if len(lines[at]) * 2 >= MIN_PARAGRAPH_CHARS
        and len(lines[at]) + count_cjk(lines[at]) >= MIN_PARAGRAPH_CHARS
        and is_prose(lines[at])
    }
    if not long:
        return long
    return {
        at
        for before, at, after in zip(filled, filled[1:], filled[2:], strict=False)
        if before in long
        and after in long
        and len(lines[at]) <= MAX_PLAIN_CHARS
        and not (_CAPTIONED.search(lines[at]) or is_full_name(lines[at]))
    }


MIN_LINES_OF_AN_EMPTY, MIN_PARAGRAPH_CHARS = 20, 100


def _is_captioned(lines: Sequence[str], at: int) -> bool:
    """Tell a row with marks of a caption; right above a paragraph a heading can have a comma too."""
    is_right_above = not lines[at - 1] and len(lines[at + 1]) >= MIN_PARAGRAPH_CHARS
    return bool(_CAPTIONED.search(lines[at].replace(", ", " ") if is_right_above else lines[at]))


def _is_somebody(lines: Sequence[str], at: int) -> bool:
    """Tell a name that is no heading; of one right above a paragraph no word is elsewhere."""
    is_cased = lines[at].lower() != lines[at].upper()
    if not (is_cased and is_full_name(lines[at])):
        return False
    if not lines[at + 1]:
        return True
    others = " ".join((*lines[:at], *lines[at + 1 :]))
    return all(any(word in others for word in name.split()) for name in lines[at].split(", "))


def _ends_list(lines: Sequence[str], at: int) -> bool:
    """Tell the last line of a list of other stories, which stand together below what says that they are such."""
    above = list(takewhile(lambda place: lines[place], range(at, max(at - MAX_LISTED_ROWS, -1), -1)))
    # Several rows together can be apart from what says that they are such.
    heads = [*above, above[-1] - 2] if len(above) > 1 and above[-1] > 1 else above
    return any(is_list_heading(lines[place]) for place in heads)


_CAPTIONED = re.compile(r"[,，、=＝/(（\"“”„«»「『]")
"""What captions and quotations have, and few headings."""


def _of_a_series(lines: Sequence[str], known: Sequence[Heading], plain: Sequence[Heading]) -> Iterator[Heading]:
    """Yield the rows that are numbered as plain headings of the same text are: "TOP 1: …" where "TOP 2: …" is one."""
    shapes = {shape for heading in plain if (shape := _shape(heading.text))}
    taken = {heading.at for heading in known}
    for at, line in enumerate(lines[:-1]) if shapes else ():
        is_parted = at > 0 and not lines[at - 1] and bool(lines[at + 1])
        is_short = 0 < len(line) <= MAX_PLAIN_CHARS and not _ends_sentence(line)
        if is_parted and is_short and at not in taken and _shape(line) in shapes:
            yield Heading(at, PLAIN_LEVEL, line)


def _contents(lines: Sequence[str]) -> set[int]:
    """Return where the headings are that a list of contents names, each apart or right above running text."""
    heads = _heads_of_contents(lines)
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines) if heads else ():
        if 0 < len(line) <= MAX_PLAIN_CHARS and not _ends_sentence(line):
            places.setdefault(line, []).append(at)
    found: set[int] = set()
    for head in heads[:MAX_CONTENTS]:
        below = lines[head + 1 : head + 1 + MAX_LISTED]
        again = next((at for at, line in enumerate(below) if line and line in below[:at]), len(below))
        names = list(takewhile(lambda line: not line or len(places.get(line, ())) > 1, below[:again]))
        listed = range(head, head + 1 + len(names))
        named = {
            line: [at for at in places.get(line, ()) if at not in listed and _is_apart(lines, at)] for line in names
        }
        if sum(map(bool, named.values())) >= MIN_PLAIN_HEADINGS:
            found.update(chain.from_iterable(named.values()))
    return found


def _unnamed_contents(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """Return where headings are right above running text that rows beside each other elsewhere repeat."""
    heads: dict[str, int] = {}
    for at, after in pairwise(filled):
        line = lines[at]
        if 0 < len(line) <= MAX_PLAIN_CHARS and after == at + 1 and not _ends_sentence(line) and is_prose(lines[after]):
            heads[line] = -1 if line in heads else at
    found: set[int] = set()
    if sum(heads.get(lines[at], at) not in (at, -1) for at in filled if heads) < MIN_LISTED:
        return found
    for is_head, run in groupby(filled, key=lambda at: lines[at] in heads):
        listed = [at for at in run if heads[lines[at]] not in (at, -1)] if is_head else []
        places = [heads[lines[at]] for at in listed]
        if len(places) >= MIN_LISTED and places == sorted(places):
            found.update(places)
    return found


MIN_LISTED = 3
"""Headings beside each other from which they are a list of contents."""
MAX_CONTENTS, MAX_LISTED = 3, 60
"""Lists of contents of a text, and lines of one, that are read."""
_CONTENTS = re.compile(
    r"on this page|in this (?:article|guide)|(?:table of )?contents|auf dieser seite|in diesem artikel|"
    r"inhalt(?:sverzeichnis)?|sur cette page|dans cet article|sommaire|en esta página|contenidos?|índice|nesta página|"
    r"in questa pagina|indice|op deze pagina|inhoud|目次|目录|目錄|本页内容|목차",
    re.IGNORECASE,
)


MAX_CONTENTS_CHARS = 20
"""Longer than each of those."""


def _heads_of_contents(lines: Sequence[str]) -> list[int]:
    return [at for at, line in enumerate(lines) if 0 < len(line) <= MAX_CONTENTS_CHARS and _CONTENTS.fullmatch(line)]


def without_contents(rows: list[str]) -> list[str]:
    """Return the rows of a page without a list of its headings that is above these."""
    gone: set[int] = set()
    heads = _heads_of_contents(rows)
    last = {row: at for at, row in enumerate(rows)}
    for head in heads[:MAX_CONTENTS]:
        below = range(head + 1, min(head + 1 + MAX_LISTED, len(rows)))
        listed = list(takewhile(lambda at: last[rows[at]] > at, below))
        if len(listed) >= MIN_PLAIN_HEADINGS and listed[-1] < min(last[rows[at]] for at in listed):
            gone |= {head, *listed}
    return [row for at, row in enumerate(rows) if at not in gone]


def _is_apart(lines: Sequence[str], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return at > 0 and not lines[at - 1] and (not below or is_prose(below))


def _shape(line: str) -> str:
    """Return the number that a row begins with, its digits alike, and the word before, or its mark; else nothing."""
    if line[:1] in _MARKS:
        return "" if FACT.fullmatch(line) else line[0]
    number = _COUNTED.match(line)
    return re.sub(r"\d+|[^\W\d_]{4,}(?=[.)]$)", "0", number[0]) if number else ""


_MARKS = ("■", "□", "◆", "◇", "●", "◎", "▼")
_COUNTED = re.compile(r"(?:(?:[^\W\d_]{1,12}\s?)?\d[\d/.]*[:：.)]?|[^\W\d_a-zß-ÿ]{4,12}[.)])(?=\s)")


def _level(line: str, after: str, *, is_parted: bool) -> int:
    """Return the level of a row that says itself that it is a heading; 0 for any other."""
    if line[0] == "#" and (marked := _MARKED.fullmatch(line)):
        return len(marked[1])
    if line[-1] == "]" and _EDIT.search(line):
        return 2
    if _may_be_chapter(line) and (chapter := _CHAPTER.fullmatch(line)):
        name = chapter["name"] or ""
        # "Artículo 1. Objeto." has a sign on both sides of its name.
        is_named = len(name) <= MAX_PLAIN_CHARS and name.count(".") == 1 and line[chapter.start("name") - 2] in ".:–—"
        if name and ((_ends_sentence(name) and not is_named) or name[0].islower()):
            return 0
        kinds = chapter.groupdict()
        if any(kinds[key] for key in ("part", "part_ko", "part_zh")):
            return 1
        return 2 if any(kinds[key] for key in ("chapter", "chapter_ko", "chapter_zh")) else 3 if kinds["section"] else 4
    if not is_parted or _ends_sentence(line):
        return 0
    if (numbered := _NUMBERED.fullmatch(line)) and _is_below_heading(line, after) and not date_line(line):
        return 3 + (numbered["number"] or "").count(".")
    if names_kind(line):
        return CONTENTS_LEVEL
    is_capital = (
        line.isupper() and line[0] not in "[(" and sum(map(str.isalpha, line)) >= 4 and line.upper() != line.lower()
    )
    return 3 if is_capital and not after.isupper() and not _is_furniture(line) else 0


def _may_be_chapter(line: str) -> bool:
    """Tell a row by its first word, in which a dot above a letter can be apart once it is small."""
    return line[0] in "제第" or line.partition(" ")[0].lower().replace("\u0307", "") in _CHAPTER_WORDS


def _is_below_heading(line: str, row: str) -> bool:
    """Tell a row below a line that is text, such as one that begins with a day, not the next item of a list."""
    is_text = not _NUMBERED.fullmatch(row) or bool(re.match(r"\d{1,2}\.\d", row)) or is_prose(row)
    return is_text or (_begins_with_day(row) and not _begins_with_day(line))


def _begins_with_day(row: str) -> bool:
    return any(found.start == 0 for found in find_dates(row))


@lru_cache(1 << 16)
def _is_furniture(line: str) -> bool:
    """Tell a short row that is no heading; of the same it is asked by all that could make it one."""
    return is_boilerplate(line) or is_list_heading(line) or bool(byline(line)) or bool(date_line(line))


def _is_plain_heading(line: str, below: str, after: str) -> bool:
    """Tell a short row by itself above running text, or right above a list."""
    is_above_list = bool(_BULLET.match(below))
    if not (_is_running(after) or is_above_list) or (below and not after.startswith(below)):
        return False
    return not (is_above_list and line.endswith((":", "："))) and _may_head(line, below)


def _may_head(line: str, below: str) -> bool:
    """Tell a row that can be a heading of what is in the next, which is no part of the same sentence."""
    # French sets spaces inside its quotation marks.
    if len(line) > MAX_PLAIN_CHARS or len(line.strip(" «»").split()) > MAX_PLAIN_WORDS:
        return False
    if (
        (_ends_sentence(line) and not _asks(line))
        or not _BEGINS.match(line)
        or any(map(line.__contains__, _NO_HEADING))
    ):
        return False
    return not (below and (line[-1] == "-" or below[0].islower())) and not _is_furniture(line)


_NO_HEADING = ("|", "@", "://")


def _is_running(row: str) -> bool:
    """Tell running text, code and what leads into a list or into code too."""
    return is_prose(row) or row[0] == CODE_MARK or (row.endswith((":", "：")) and _leads_into_list(row))


def _asks(line: str) -> bool:
    """Tell a question that nobody is quoted with."""
    return bool(ALL_QUESTION.fullmatch(line)) and line[0] not in _QUOTES and len(line.split()) >= MIN_ASKED_WORDS


_QUOTES, MIN_ASKED_WORDS = "\"'“”„‘’«»‹›「『–—-", 2


def _running(lines: Sequence[str], at: int) -> str:
    """Return what a line says together with those that it goes on in, as far as it matters."""
    text = lines[at]
    while at + 1 < len(lines) and lines[at + 1] and len(lines[at]) >= MIN_LINE_CHARS and len(text) < MAX_RUNNING_CHARS:
        at += 1
        text = f"{text} {lines[at]}"
    return text


MIN_LINE_CHARS, MAX_RUNNING_CHARS = 45, 200
"""Shortest line of a wrapped text that goes on in the next, and how much of a paragraph tells that it is one."""
_STEP = re.compile(r"[12][.)] \S")


_BULLET = re.compile(r"(?:[-*•·・–▪]|\[[ xX]?\])\s|・")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document that begins with a heading, or what is before the first."""

    path: str
    """The headings that it is under; empty for what is before the first."""
    start: int
    end: int
    """Its range of lines or blocks."""


def cut(headings: Sequence[Heading], sizes: Sequence[int]) -> list[Section]:
    """Return the sections of a document, at the highest level of headings at which each can be one article.

    Args:
        headings: All of them, in order.
        sizes: The characters of each line or block.

    Raises:
        TooLargeArticle: there are no headings to split it by, or too many.
    """
    before = [0, *accumulate(sizes)]
    sections: list[Section] = []
    for level in sorted({heading.level for heading in headings}):
        sections = list(_sections([each for each in headings if each.level <= level], len(sizes)))
        if all(before[each.end] - before[each.start] <= MAX_SECTION_CHARS for each in sections):
            break
    if len(sections) < 2:
        raise no_headings()
    if len(sections) > MAX_SECTIONS:
        raise too_many()
    return sections


def no_headings() -> TooLargeArticle:
    return TooLargeArticle(
        "this is too large for one article and has no headings to split it by; split it, or put many articles into a "
        "JSON Lines file (.jsonl)."
    )


def too_many() -> TooLargeArticle:
    return TooLargeArticle("this has over 5,000 sections, too many for one file; split it.")


def _sections(headings: Sequence[Heading], end: int) -> Iterator[Section]:
    if headings[0].at > 0:
        yield Section("", 0, headings[0].at)
    above: list[Heading] = []
    for heading, start in zip(headings, [*(each.at for each in headings[1:]), end], strict=True):
        above = [*(each for each in above if each.level < heading.level), heading]
        yield Section(PATH_SEPARATOR.join(each.text for each in above), heading.at, start)


Read = Callable[[Section], tuple[Body, tuple[str, ...]] | None]
"""Returns the text of a section and the corrections in it; None where there is nothing below its heading."""


def section_articles(
    whole: Article, parts: Sequence[Section], read: Read, name: str
) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each section, or why it is none.

    An article is known by its heading, so that one more chapter does not make others of all after it.

    Args:
        whole: What is known of the document.
        parts: Its sections.
        read: Reads one.
        name: The file's name, for refusals.
    """
    title = normalize.one_line(whole.title, _MAX_TITLE_CHARS)
    seen = Counter[str]()
    for number, part in enumerate(parts, start=1):
        try:
            found = read(part)
        except UnreadableArticle as error:
            yield refused_item(name, number, error)
            continue
        if found is None:
            continue
        seen[part.path] += 1
        body, corrected = found
        names = [title, *part.path.split(PATH_SEPARATOR)]
        heading = names[-1]
        # An address is that of one article; where a heading comes twice, it leads to the first.
        link = f"{whole.url}#:~:text={quote(heading)}" if whole.url and heading and seen[part.path] == 1 else ""
        yield replace(
            whole,
            id="",
            title=normalize.one_line(PATH_SEPARATOR.join(filter(None, _once(names))), normalize.MAX_TITLE_CHARS),
            paragraphs=body.paragraphs,
            headings=body.headings,
            corrections=corrected,
            url=normalize.web_link(link),
            path=f"{part.path}\n{seen[part.path]}",
        )


def _once(names: Sequence[str]) -> Sequence[str]:
    """Return title and headings without a first heading that is the title."""
    return names[1:] if len(names) > 1 and names[0].casefold() == names[1].casefold() else names


def split_blocks(blocks: Sequence[Block], whole: Article, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of a document of blocks that is too large for one."""
    marked = [Heading(at, block.level, block.text) for at, block in enumerate(blocks) if block.kind == "heading"]

    def read(part: Section) -> tuple[Body, tuple[str, ...]] | None:
        kept, corrected = corrections.split_corrections(blocks[part.start : part.end])
        if all(block.kind == "heading" for block in kept):
            return None
        return body_of(kept, part.path.rpartition(PATH_SEPARATOR)[2]), corrected

    return section_articles(whole, cut(marked, [len(block.text) for block in blocks]), read, name)
