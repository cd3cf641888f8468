"""Lines of code in a text without marks: they are one paragraph, with their indentation, as in Markdown."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from knowledge.ingest.blocks import CODE_MARK, LIST_ITEM
from knowledge.ingest.boilerplate import count_cjk, is_prose
from knowledge.models import Article
from knowledge.text import normalize

MIN_LINES, MAX_GAP = 2, 2
"""Lines of code from which they are one paragraph, and empty ones between two of them."""
MAX_TEXT_CHARS, MIN_LINE_CHARS, MAX_PIECE_CHARS = 1_000_000, 8, normalize.MAX_PARAGRAPH_CHARS // 2
"""Longest text in which code is looked for, how long its lines are on average, and the longest piece, in characters."""
MIN_WORDS = 6
"""Words without any sign of code from which a line is none."""
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)[ ]?[\w+-]{0,20}\s*")
_BEGINS = re.compile(
    r"""
    ^\s*(?:
        (?:\$|>>>|PS[ ]\S{0,60}>|[A-Z]:\\\S{0,60}>)[ ]\s*[a-z./]  # What is typed behind a prompt.
        |(?:[\w.\[\]"'*&@-]++[ ]?+){1,4}+[+/%|:]?=(?!=)\s*+\S
        |(?:async[ ])?(?:def|func?|function|fn|sub)[ ][\w.]++\s*+[(<]
        |(?:class|struct|interface|enum|trait|impl)[ ]\w++\s*+[({:]
        |(?:import|package|using|use|require)[ ]\S*+(?<=[;'"*])$|import[ ][\w.]++(?:[ ]as[ ]\w+)?$
        |from[ ][\w.]++[ ]import[ ]
        |\#(?:include|define|ifn?def|endif|!/)|<\?(?:php|xml)|<!(?:DOCTYPE|--)
        |(?:if|elif|while|with|except|switch|match|catch)\b.*[=<>()\[\].].*[:{]$|for\b.*\b(?:in|of)\b.*[:{(\[].*$
        |(?:else|try|finally|do|while[ ]True|except[ ]\w+)\s?[:{]$
        |(?:return|break|continue|throw|export|let|var|const|int|float|double|char|bool|auto|void|string)\b.*;$
        |</?[A-Za-z][\w-]*+(?:\s[^<>]*+)?/?>(?:.*</[\w-]+>)?$
        |"[^"]+"\s?:\s?["\d\[{tfn]|@\w+\(.*\)$|//|/\*|\*/
        |(?:(?:sudo|pip3?|npm|npx|yarn|git|docker|apt(?:-get)?|brew|cargo|kubectl)[ ][a-z-]
        |(?:curl|wget|python3?|make)[ ](?:-|http|all\b|install\b|\S+\.\w))
        |(?:SELECT|INSERT[ ]INTO|CREATE[ ](?:TABLE|INDEX|VIEW)|DELETE[ ]FROM|ALTER[ ]TABLE)[ ]
        |(?:FROM|WHERE|(?:ORDER|GROUP)[ ]BY)[ ]
        |[a-z_][\w.]*+\((?!s\)).*\)[;:]?$|[\])}]+[;,)]*$
    )
    """,
    re.VERBOSE,
)
"""How lines of code begin in the languages that most of it is in, and what is typed into a terminal."""
_SIGN = re.compile(
    r"""
    ^\s+[a-z_][\w.-]*+:(?:[ ]\S+)?$
    |[{(\[]$|[\])}"'\d_];$|[\])}][,;]$|\w\(\)|\w\([^()]*["'=\[\]_.][^()]*\)|[a-z][_.]\w+\(
    |\s--[a-z][\w-]++(?=[\s=]|$)|[ ]-[A-Za-z](?=\s|$)|&&|\|\||\w::\w|\w=["'\w]
    """,
    re.VERBOSE,
)
"""What other lines of code have, and running text that speaks of code."""
_WORD = re.compile(r"[(\"']?[^\W\d_]?[a-zß-öø-ÿ]+[)\"',.:;]*")
_COMMENT = re.compile(r"\s*(?:\#|//|--|\*|/\*|<!--)\s?")
_KEY = re.compile(r"(?:[a-z_][\w.-]*:|\[[\w. \"-]{1,80}\])\s*")
"""A name above settings that are further in or below it."""
_ADDRESS = re.compile(r"\S*://\S*")
_CODE_SIGN = re.compile(r"[{}=;$<>\\`&|]|-(?:(?<=--)|(?<= -)[A-Za-z]\b)|/(?<=//)|\((?<=\w\()")
_CODE_BEGIN = re.compile(
    r"\n(?:[ \t]+[a-z_][\w.-]*:|"
    r"[^\S\n]*+(?:import|from|else|try|git|pip|npm|npx|yarn|sudo|docker|apt|brew|cargo|kubectl|make|curl|wget|"
    r"SELECT) )"
)


def _may_be_code(text: str) -> bool:
    """Tell what any piece of code has somewhere; all else of this module is for texts, and about rows, that have it."""
    return bool(_CODE_SIGN.search(text) or _CODE_BEGIN.search(f"\n{text}"))


def take_code(text: str) -> tuple[str, list[str]]:
    """Return a text with a row that begins with CODE_MARK in place of each piece of code, and these pieces.

    So it is with each term and what is said of it, set in below.
    """
    is_other = len(text) > MAX_TEXT_CHARS or text.count("\n") * MIN_LINE_CHARS > len(text)
    if is_other or CODE_MARK in text:
        return text, []
    pieces: list[str] = []
    if _may_be_code(text):
        lines = text.splitlines()
        kept: list[str] = []
        at = 0
        for start, end in _pieces(lines):
            code = normalize.code_lines("\n".join(line for line in lines[start:end] if not _FENCE.fullmatch(line)))
            least = min(len(line) - len(line.lstrip()) for line in code)
            piece = "\n".join(line[least:] for line in code)
            if len(piece) <= MAX_PIECE_CHARS:
                kept += [*lines[at:start], "", f"{CODE_MARK}{len(pieces)}", ""]
                pieces.append(piece)
                at = end
        text = "\n".join([*kept, *lines[at:]]) if pieces else text
    return _without_definitions(text, pieces), pieces


def _without_definitions(text: str, pieces: list[str]) -> str:
    """Return a text without several terms in a row, each above what is said of it, which are added to the pieces."""
    kept: list[str] = []
    at = 0
    run: list[re.Match[str]] = []
    for found in chain(_DEFINITION.finditer(text) if "\n " in text or "\n\t" in text else (), [None]):
        if found and run and not text[run[-1].end() : found.start()].strip():
            run.append(found)
            continue
        said = [" ".join(each["said"].split()) for each in run]
        if len(run) >= MIN_LINES and all(is_prose(what) and len(what) <= MAX_SAID_CHARS for what in said):
            for each, what in zip(run, said, strict=True):
                kept += (text[at : each.start()], f"\n{CODE_MARK}{len(pieces)}\n\n")
                pieces.append(f"{each['term']}\n{what}")
                at = each.end()
        run = [found] if found and (found.start() == 0 or text.endswith("\n\n", 0, found.start())) else []
    return "".join([*kept, text[at:]])


MAX_SAID_CHARS = MAX_PIECE_CHARS - 100
"""Longest that is said of a term, which itself has up to 62 characters."""
_DEFINITION = re.compile(
    r"^(?P<term>-{0,2}[^\W\d_][^\n]{0,58}[^\s.!?:;,…])\n"
    r"(?P<said>(?:(?:[ ]{2,}|\t)[^\W\d][^\n]{0,300}(?:\n|\Z)){1,20})(?![ \t]|\n[ \t])",
    re.MULTILINE,
)


def with_code(article: Article, pieces: Sequence[str]) -> Article | None:
    """Return an article with code in place of the rows that stand for it.

    None where one of them got lost, or where a paragraph that has several is too long with them.
    """
    found = [int(number) for each in article.paragraphs for number in _MARKED.findall(each)]
    if sorted(found) != list(range(len(pieces))) or any(
        CODE_MARK in each for each in (article.title, *article.headings)
    ):
        return None
    paragraphs = tuple(_MARKED.sub(lambda mark: pieces[int(mark[1])], each) for each in article.paragraphs)
    is_long = any(len(each) > normalize.MAX_PARAGRAPH_CHARS for each in paragraphs)
    return None if is_long else replace(article, paragraphs=paragraphs)


_MARKED = re.compile(rf"{CODE_MARK}(\d+)")


def _pieces(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where lines are code."""
    kind = cache(lambda at: _kind_of(lines[at]))
    done = 0
    for at, line in enumerate(lines):
        if at < done or not _may_be_code(line):
            continue
        if kind(at) == "fence":
            below = (place for place in range(at + 1, len(lines)) if _FENCE.fullmatch(lines[place]))
            start, end = at, next(below, at) + 1
            is_code = any(map(kind, range(at + 1, end - 1)))
        elif kind(at) == "code":
            start, end = _run(lines, kind, at, done)
            is_code = _is_code(lines, kind, start, end)
        else:
            continue
        if is_code:
            yield start, end
        done = end


def _run(lines: Sequence[str], kind: Callable[[int], str], at: int, done: int) -> tuple[int, int]:
    """Return where lines of code begin and end: some between them, and some further in, bear no sign of it."""
    indent, end, gap = _indent(lines[at]), at + 1, 0
    for place in range(at + 1, len(lines)):
        gap_above, gap = gap, 0 if kind(place) else gap + 1
        is_inside = kind(place) == "other" and _indent(lines[place]) > indent
        is_below = kind(place) == "other" and not is_inside and (gap_above or lines[place][0].isupper())
        if kind(place) in ("text", "fence") or gap > MAX_GAP or is_below:
            break
        end = place + 1 if kind(place) == "code" or is_inside else end
    start = at
    while start > done and (
        kind(start - 1) == "code"
        or (
            kind(start - 1) == "other"
            and (_indent(lines[start - 1]) >= MIN_CODE_INDENT or _KEY.fullmatch(lines[start - 1]))
        )
    ):
        start -= 1
    return start, end


def _is_code(lines: Sequence[str], kind: Callable[[int], str], start: int, end: int) -> bool:
    filled = [at for at in range(start, end) if kind(at)]
    opens = _indent(lines[start]) if lines[start].rstrip()[-1] in ":{([" else MAX_CHARS
    codes = sum(kind(at) == "code" or _indent(lines[at]) > opens for at in filled)
    above = next(
        (_indent(lines[at]) for at in range(start - 1, max(start - 1 - MAX_GAP, -1), -1) if lines[at].strip()), 0
    )
    is_set_in = min(_indent(lines[at]) for at in filled) >= above + MIN_CODE_INDENT
    return len(filled) >= MIN_LINES and (is_set_in or (codes >= MIN_LINES and codes * 2 >= len(filled)))


MIN_CODE_INDENT = 2


def _indent(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip())


def _kind_of(line: str) -> str:
    bare = line.strip()
    if not bare or _FENCE.fullmatch(line):
        return "fence" if bare else ""
    parts = bare.split()
    words = len(parts)
    is_comment = bool(_COMMENT.match(line)) and not LIST_ITEM.match(bare)
    ends_sentence = bare[-1] in ".!?" and words >= MIN_WORDS and not is_comment
    is_text = words > MAX_WORDS or len(bare) > MAX_CHARS or ends_sentence or count_cjk(bare) > MAX_CJK
    if is_text or LIST_ITEM.match(bare) or _ADDRESS.fullmatch(bare):
        return "text"
    if _BEGINS.match(line):
        return "code"
    if _SIGN.search(line):
        plain = sum(map(bool, map(_WORD.fullmatch, parts)))
        return "text" if plain >= MIN_WORDS and plain * 3 >= words * 2 and not is_comment else "code"
    return "other" if words < MIN_WORDS or is_comment else "text"


MAX_WORDS, MAX_CHARS, MAX_CJK = 25, 300, 10
