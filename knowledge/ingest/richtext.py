"""HTML that is an article and nothing else (a Word file, a chapter, an item of a feed, the text of a page) → blocks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import islice

from lxml.etree import HTMLParser, LxmlError, XPath, _Element, fromstring

from knowledge.errors import TooLargeArticle, UnreadableArticle
from knowledge.ingest.blocks import (
    LIST_ITEM,
    MAX_CELL_CHARS,
    MAX_LIST_ITEM_CHARS,
    QUESTION_LEVEL,
    Block,
    list_blocks,
    names_columns,
    row_block,
)
from knowledge.ingest.files import are_crowded
from knowledge.ingest.stylesheets import mark_by_looks
from knowledge.ingest.wrapping import unwrap
from knowledge.text import normalize

_MAX_ELEMENTS = 100_000
MAX_DEPTH = 200
_HIDDEN = frozenset({"script", "style", "head", "template", "noscript", "nav", "svg", "math", "iframe", "button"})
BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "figure", "figcaption"),
        *("li", "dd", "dt", "td", "th", "tr", "caption", "body", "html", "address", "details", "hr"),
        *("center", "fieldset", "hgroup", "tbody", "thead", "tfoot"),
    }
)
_WORDS = frozenset({"span", "b", "strong", "i", "em", "u", "font", "small", "code", "abbr", "mark", "sub", "s", "cite"})
"""Elements of a paragraph that say nothing of how their words are read."""
LEVELS = {**{f"h{level}": level for level in range(1, 7)}, "summary": QUESTION_LEVEL}


def html_blocks(markup: str, most_elements: int = _MAX_ELEMENTS, css: str = "") -> list[Block]:
    """Return the blocks of HTML, of a book with what its style sheets say.

    Raises:
        TooLargeArticle: it is made to be too large or too deeply nested to read.
    """
    if not markup.strip():
        return []
    if most_elements <= _MAX_ELEMENTS and are_crowded(markup.count("<"), len(markup), MAX_SHORT_TAGS):
        raise too_large()
    if len(markup) <= MAX_SIMPLE_CHARS and not css and _SIMPLE.fullmatch(markup) and _is_visible(markup):
        return _simple_blocks(markup)
    tree = html_tree(markup, most_elements)
    if "note" in markup or "backlink" in markup:
        drop(NOTE_LINKS(tree))
    if css:
        mark_by_looks(tree, css, headings=True)
    return element_blocks(tree, keep_lines=True)


MAX_SIMPLE_CHARS = 10_000
_STRESSED = "|".join(f"<{tag}>[^<>&]*+</{tag}>" for tag in ("b", "i", "em", "strong"))
_SIMPLE_WORDS = rf"(?:[^<>&]++|&(?:amp|lt|gt|quot);|{_STRESSED}|<br ?/?>)*+"
_SIMPLE = re.compile(rf"{_SIMPLE_WORDS}|(?:\s*+<p>{_SIMPLE_WORDS}</p>)++\s*+")
"""HTML of which most cells and items consist that have any: to build a tree of it takes three times as long."""
_SIMPLE_PART = re.compile(r"</?p>")
_BREAK, _EMPHASIS = re.compile(r"<br ?/?>"), re.compile(r"</?(?:b|i|em|strong)>")


def _is_visible(markup: str) -> bool:
    """Tell a text without signs that are no text in HTML."""
    return markup.isprintable() or markup.replace("\n", "").isprintable()


def _simple_blocks(markup: str) -> list[Block]:
    walk = _Walk("\n")
    for part in _SIMPLE_PART.split(markup):
        if part and not part.isspace():
            walk.collect(unescape(_EMPHASIS.sub("", _BREAK.sub("\n", _spaced(part)))))
            walk.flush()
    return walk.blocks


def drop(elements: Iterable[_Element]) -> None:
    """Take elements, in the order of their document, off its tree, but not the text that follows them."""
    behind: dict[tuple[_Element, str], list[str]] = {}
    for element in elements:
        before, parent = element.getprevious(), element.getparent()
        place = (parent, "text") if before is None else (before, "tail")
        behind.setdefault(place, []).append(element.tail or "")
        parent.remove(element)
    for (near, name), texts in behind.items():
        setattr(near, name, "".join((getattr(near, name) or "", *texts)))


NOTE_LINKS = XPath(
    "//a[@role='doc-noteref' or @role='doc-backlink' or @*[local-name()='epub:type']='noteref' "
    "or @*[local-name()='epub:type']='backlink' or @class='footnote-ref' or @class='footnote-back']"
)
"""Links to a note and back, by what their book calls them."""


MAX_SHORT_TAGS = 40_000
"""Most tags of an article that has hardly any text among them; most have 15 to 40 bytes for each, dictionaries 10."""


def element_blocks(element: _Element, *, keep_lines: bool) -> list[Block]:
    """Return the blocks of a part of a page.

    Args:
        element: all of it is kept.
        keep_lines: whether a single break ends a line of its paragraph, as in a poem, or is no more than a space.
    """
    walk = _Walk("\n" if keep_lines else " ")
    walk.enter(element)
    walk.flush()
    return walk.blocks


def html_tree(markup: str, most_elements: int = _MAX_ELEMENTS) -> _Element:
    """Return the tree of HTML; TooLargeArticle where it is too large or too deep."""
    try:
        tree = fromstring(normalize.raised(markup).encode("utf-8", "replace"), _PARSER)
    except (LxmlError, ValueError) as error:
        raise UnreadableArticle("there is no text in it; add a file with the article's text.") from error
    if tree is None:
        raise UnreadableArticle("there is no text in it; add a file with the article's text.")
    depths = depths_of(tree) if markup.count("<") > MAX_DEPTH // 2 else [0]
    if len(depths) * DEPTHS_EACH > most_elements + DEPTHS_EACH or max(depths) > MAX_DEPTH:
        raise too_large()
    retag_tables(tree, markup)
    if _MAY_HAVE_ROWS.search(markup):
        refuse_wide_tables(tree)
    return tree


_MAY_HAVE_ROWS = re.compile(r"<[Tt][Rr]|role")


def retag_tables(tree: _Element, markup: str) -> None:
    """Make tables of elements that HTML only calls such, where all that one says is in its cells or above its rows."""
    for table in _CALLED_TABLES(tree) if _CALLS_ROW.search(markup) else ():
        held = [*_CALLED_CELLS(table), *_ABOVE_ROWS(table)]
        if sum(len(_LETTERS(each)) for each in held) != len(_LETTERS(table)):
            continue
        for part in _WITH_ROLE(table):
            part.tag = _TAGS_OF_ROLES.get(part.get("role"), part.tag)
        for caption in _ABOVE_ROWS(table):
            caption.tag = "caption"
        for part in _AROUND_ROWS(table):
            part.tag = "tbody"


_TAGS_OF_ROLES = {
    **{"table": "table", "grid": "table", "treegrid": "table", "rowgroup": "tbody", "row": "tr"},
    **{"columnheader": "th", "rowheader": "th", "cell": "td", "gridcell": "td"},
}
_CALLS_ROW = re.compile(r"role\s?=\s?[\"']?row\b", re.IGNORECASE)
_IS_CALLED_TABLE = "[@role='table' or @role='grid' or @role='treegrid']"
_CALLED_TABLES = XPath(
    f"//*[not(self::table)]{_IS_CALLED_TABLE}[not(ancestor::*{_IS_CALLED_TABLE} or descendant::*{_IS_CALLED_TABLE})]"
    "[not(descendant::*[@role='row'][ancestor::*[@role='row']])]"
)
_CALLED_CELLS = XPath(
    "descendant::*[@role='row']/*[@role='columnheader' or @role='rowheader' or @role='cell' or @role='gridcell']"
)
_ABOVE_ROWS = XPath("*[not(descendant-or-self::*[@role='row'])]")
_AROUND_ROWS = XPath("descendant::*[*[@role='row']]")
_WITH_ROLE = XPath("descendant-or-self::*[@role]")
_LETTERS = XPath("translate(string(), ' \n\t\r', '')", smart_strings=False)


_PARSER = HTMLParser(encoding="utf-8")
"""Not that of lxml.html, which asks a function of Python for the class of each element."""
DEPTHS_EACH = 100


def depths_of(tree: _Element) -> list[int]:
    """Return in how many others each hundredth element of a page is."""
    return [sum(1 for _ in each.iterancestors()) for each in islice(tree.iter(), 0, None, DEPTHS_EACH)]


MAX_COLUMNS, MAX_SPANNED = 5_000, 20_000
"""Most columns of a row, and most cells that a page's tables have only as others span them: trafilatura takes the
square of their number."""


def refuse_wide_tables(tree: _Element) -> None:
    """Refuse tables made to be too wide to read; UnreadableArticle says so."""
    if next(tree.iter("tr"), None) is None:
        return
    spanned = sum(_span(cell, "colspan") * _span(cell, "rowspan") - 1 for cell in _SPANNING(tree))
    if spanned > MAX_SPANNED or _IS_WIDE(tree):
        raise UnreadableArticle(
            "a table in this has too many columns, or cells that span too many; save its text as .txt and add that."
        )


_SPANNING = XPath("descendant::tr/*[@colspan or @rowspan]")
_IS_WIDE = XPath(f"boolean(descendant::tr[count(*) > {MAX_COLUMNS}])")


def too_large() -> TooLargeArticle:
    return TooLargeArticle("this is too large or too deeply nested; save its text as .txt and add that.")


def plain(markup: str) -> str:
    """Return the words of a little HTML on one line, such as a title's."""
    if "<" not in markup and "&" not in markup:
        return normalize.paragraph(markup)
    return normalize.paragraph("".join(html_tree(markup).itertext())) if markup.strip() else ""


_NOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§])[\])]?\s*")


def _is_note_mark(element: _Element) -> bool:
    """Tell the number above a word that leads to a note."""
    if not _NOTE_MARK.fullmatch(_string(element) if len(element) else element.text or ""):
        return False
    if element.tag == "a" and element.find("sup") is None:
        return False
    link = element if element.tag == "a" else element.find("a")
    return link is not None and "#" in (link.get("href") or "")


MIN_BROKEN_ROWS, MIN_BROKEN_CHARS = 3, 80
"""Rows with single breaks between that are paragraphs, and how long the shortest is, in characters."""
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”’»)\]]*\Z")


def _is_paragraph(row: str) -> bool:
    return len(row) >= MIN_BROKEN_CHARS and bool(_SENTENCE_END.search(row))


class _Walk:
    """Collects the words between blocks, and the blocks."""

    def __init__(self, line_end: str) -> None:
        self.blocks: list[Block] = []
        self._run: list[str] = []
        self._line_end = line_end

    def collect(self, words: str) -> None:
        """Collect words of a block, with an end of each of its lines."""
        self._run.append(words)

    def flush(self) -> None:
        """End the block that is being collected; an empty line parts it."""
        if not self._run:
            return
        run = "".join(self._run)
        self._run.clear()
        for text in _EMPTY_LINE.split(run) if run and not run.isspace() else ():
            self._add_text(text)

    def _add_text(self, text: str) -> None:
        lines = normalize.nonblank_lines(text)
        if self._line_end == " " and len(lines) >= MIN_BROKEN_ROWS and all(map(_is_paragraph, lines)):
            self.blocks += [Block("text", line) for line in lines]
        elif len(lines) > 2 and all(map(LIST_ITEM.match, lines[1:])):
            self.blocks.append(Block("text", "\n".join(lines)))
        elif line := self._line_end.join(lines):
            self.blocks.append(Block("text", line))

    def enter(self, element: _Element) -> None:
        """Collect an element's words and blocks, without those that follow it."""
        if element.text:
            self._run.append(_spaced(element.text))
        run = self._run
        for child in element:
            tag = child.tag
            if tag == "p":
                self._block(child)
            elif tag == "br":
                run.append("\n")
            elif tag not in _WORDS or len(child):
                self._child(child)
            elif text := child.text:
                run.append(text if text.isprintable() else _spaced(text))
            if text := child.tail:
                run.append(text if text.isprintable() else _spaced(text))

    def _child(self, child: _Element) -> None:
        tag = child.tag
        if not isinstance(tag, str) or tag in _HIDDEN:
            return
        if tag in ("sup", "a") and self._line_end == "\n" and _is_note_mark(child):
            return  # Not on pages, where it may be all that tells one note from another.
        if tag in LEVELS:
            self._add([Block("heading", text, LEVELS[tag])] if (text := line(child)) else [])
        elif tag in ("ul", "ol"):
            self._add(self._list(child))
        elif tag == "dl":
            self._add(self._definitions(child))
        elif tag == "table":
            self._add(self._table(child))
        elif tag == "pre":
            self._add(_preformatted(child))
        elif tag in BLOCKS:
            self._block(child)
        else:
            self.enter(child)

    def _block(self, element: _Element) -> None:
        self.flush()
        if len(element):
            self.enter(element)
            self.flush()
        elif element.text:
            self._add_text(_spaced(element.text))

    def _add(self, found: Iterable[Block]) -> None:
        self.flush()
        self.blocks += found

    def _inside(self, element: _Element) -> list[Block]:
        walk = _Walk(self._line_end)
        walk.enter(element)
        walk.flush()
        return walk.blocks

    def _list(self, element: _Element) -> Iterable[Block]:
        """Return a list as a block of lines, or as its paragraphs where items hold several."""
        if not holds_blocks(element):
            return list_blocks(list(_items(element)))
        found = [Block("text", text) for text in _bare(element.text)]
        for item in element:
            if isinstance(item.tag, str) and item.tag not in _HIDDEN:
                found += self._inside(item)
            found += (Block("text", text) for text in _bare(item.tail))
        return found

    def _definitions(self, element: _Element) -> Iterator[Block]:
        terms: list[str] = []
        said: list[str] = []  # A term and what was said of it until now, where more can follow.
        for item in element.iter("dt", "dd"):
            if next(item.iterancestors("dl")) is not element:
                continue  # It is in what another says.
            if item.tag == "dt":
                yield from _paragraph(said)
                terms.append(line(item))
                continue
            first, *more = self._inside(item) or [Block("text", "")]
            is_words = first.kind in ("text", "list")
            if said and is_words and not more and len(first.text) <= MAX_LIST_ITEM_CHARS:
                said.append(first.text)
                continue
            yield from _paragraph(said)
            if is_words and terms and not more:
                said += filter(None, [*terms, first.text])
            elif is_words:
                yield from _paragraph([*terms, first.text])
            else:
                yield from [*(Block("text", term) for term in terms), first]
            terms.clear()
            yield from more
        yield from _paragraph(said)
        yield from (Block("text", term) for term in terms if term)

    def _table(self, element: _Element) -> Iterable[Block]:
        """Return a table's rows, each with the names of its columns; of one that lays out the page, its contents."""
        rows = table_rows(element)
        if is_layout(element, rows):
            return [block for row in rows for cell in row for block in self._inside(cell)]
        names = (line(each) for each in element.findall("caption"))
        return [*(Block("text", name) for name in names if name), *_rows(rows)]


_EMPTY_LINE = re.compile(r"\n\s*\n")


def _paragraph(lines: list[str]) -> Iterator[Block]:
    """Yield lines as one paragraph, and take them off their list."""
    if text := "\n".join(filter(None, lines)):
        yield Block("text", text)
    lines.clear()


def holds_blocks(element: _Element) -> bool:
    """Tell a list whose items are more than lines: of several paragraphs, with headings, tables or code, or posts."""
    if next(element.iterdescendants("table", "pre", *LEVELS), None) is not None:
        return True
    return any((len(item) > 1 and len(item.findall("p")) > 1) or _is_post(item) for item in element)


def _is_post(item: _Element) -> bool:
    """Tell an item of a list that holds what somebody wrote in a thread."""
    if not len(item) or all(child.tag not in BLOCKS for child in item):
        return False
    is_called_one = item.find("article") is not None or bool(_POST.search(item.get("class") or ""))
    return is_called_one and len(_string(item)) >= MIN_POST_CHARS


MIN_POST_CHARS = 100
"""Shortest post, in characters, that makes a list a thread; a shorter one may be a line of a chat that is quoted."""
_POST = re.compile(r"(?:^|[\s_-])(?:post(?:bit|container)?|message|comment|reply|answer)(?:$|[\s_-])", re.IGNORECASE)


def table_rows(table: _Element) -> list[list[_Element]]:
    """Return the cells of each row, without those of a table inside."""
    rows = [*table.iter("tr")]
    if next(table.iterdescendants("table"), None) is not None:
        rows = [row for row in rows if next(row.iterancestors("table"), None) is table]
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]


def is_layout(table: _Element, rows: Sequence[Sequence[_Element]]) -> bool:
    """Tell a table that only lays out the page from one of data."""
    if table.get("role") in ("presentation", "none"):
        return True
    if next(table.iterdescendants("ul", "ol", "table", "pre"), None) is not None:
        return True
    cells = [cell for row in rows for cell in row]
    for cell in cells:
        length = len(_string(cell) if len(cell) else cell.text or "")
        inside = [child.tag for child in cell]
        if not LEVELS.keys().isdisjoint(inside) or length > (
            MAX_PARTS_CHARS if inside.count("p") > 1 else MAX_CELL_CHARS
        ):
            return True
    return False


MAX_PARTS_CHARS = 100
"""Longest cell of several paragraphs, in characters, in a table of data."""


_string = XPath("string()", smart_strings=False)


def _rows(rows: Sequence[Sequence[_Element]]) -> Iterator[Block]:
    filled = [cells for cells in rows if cells]
    grid = _grid(filled)
    is_marked = any(cell.tag == "th" for cells in filled for cell in cells)
    is_bold_head = len(filled) > 1 and is_bold(filled[0]) and not is_bold(filled[-1])
    names: list[str] = []
    width = max(map(len, grid), default=0)
    is_below_head = False
    for number, (cells, texts) in enumerate(zip(filled, grid, strict=True)):
        is_head = all(cell.tag == "th" or not line(cell) for cell in cells)
        is_head = is_head or (not names and cells[0].getparent().getparent().tag == "thead")
        is_head = is_head or (number == 0 and not is_marked and (is_bold_head or names_columns(grid)))
        if not is_head and len(cells) == 1 < width == _span(cells[0], "colspan"):
            yield from (Block("text", text) for text in texts[:1] if text)  # A note over all columns.
        elif not is_head:
            yield from row_block(texts, names)
        elif sum(map(bool, texts)) > 1 and len(cells) > 1:
            names = list(map(_joined_name, names, texts)) if is_below_head and len(names) == len(texts) else texts
        elif any(texts):
            yield Block("text", next(filter(None, texts)))
        is_below_head = is_head


def is_bold(row: Sequence[_Element]) -> bool:
    """Tell a row all of whose words are bold."""
    bold = [word for cell in row for text in _BOLD(cell) for word in text.split()]
    return bool(bold) and bold == [word for cell in row for word in _string(cell).split()]


_BOLD = XPath("descendant::text()[ancestor::b or ancestor::strong]", smart_strings=False)


def _joined_name(above: str, name: str) -> str:
    """Return the name of a column below one that spans several: "2021 Visitors"."""
    return f"{above} {name}" if above and name and above != name else above or name


def _grid(rows: Sequence[Sequence[_Element]]) -> list[list[str]]:
    """Return the texts of a table by row and column; what spans several rows is in each of them, and a name in
    each of its columns."""
    grid: list[list[str]] = []
    spanning: dict[int, tuple[int, str]] = {}
    for cells in rows:
        if not spanning and not any(cell.keys() for cell in cells):
            grid.append([line(cell) for cell in cells])
            continue
        texts: list[str] = []
        waiting = list(reversed(cells))
        is_head = all(cell.tag == "th" for cell in cells)
        while waiting or len(texts) in spanning:
            left, text = spanning.pop(len(texts), (0, "")) if spanning else (0, "")
            if left:
                if left > 1:
                    spanning[len(texts)] = left - 1, text
                texts.append(text)
                continue
            cell = waiting.pop()
            text = line(cell)
            if not cell.keys():
                texts.append(text)
                continue
            below = _span(cell, "rowspan") - 1
            for column in range(_span(cell, "colspan")):
                text = text if column == 0 or is_head else ""
                if below:
                    spanning[len(texts)] = below, text
                texts.append(text)
        grid.append(texts)
    return grid


MAX_SPAN = 100
"""Most rows or columns that a cell can span, as in trafilatura."""


def _span(cell: _Element, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isdecimal() and len(value) < 6 else 1


def _preformatted(element: _Element) -> Iterator[Block]:
    """Yield a text whose lines mean something as code; one that was only wrapped at a width as paragraphs."""
    for broken in element.iter("br"):
        broken.tail = f"\n{broken.tail or ''}"
    text = "".join(element.itertext())
    lines = normalize.lines(text)
    rows = unwrap(lines)
    if len(rows) < sum(map(bool, lines)):
        yield from (Block("text", row) for row in rows)
    elif rows:
        yield Block("code", "\n".join(normalize.code_lines(text)))


def _spaced(text: str) -> str:
    """Return text as HTML means it: a line's end in the source is a space."""
    return text.replace("\r", " ").replace("\n", " ")


def _items(element: _Element) -> Iterator[str]:
    """Yield the items of a list, in place also those of the lists inside, which are taken out of theirs."""
    yield from _bare(element.text)
    for item in element:
        if isinstance(item.tag, str) and item.tag not in _HIDDEN:
            inside = [item] if item.tag in _LISTS else [child for child in item if child.tag in _LISTS]
            if item.tag not in _LISTS:
                drop(inside)
                yield line(item)
            for each in inside:
                yield from _items(each)
        yield from _bare(item.tail)


def _bare(text: str | None) -> Iterator[str]:
    """Yield words of a list that are in none of its items."""
    if text and not text.isspace() and (words := normalize.paragraph(text)):
        yield words


_LISTS = frozenset({"ul", "ol"})


def line(element: _Element) -> str:
    """Return the words of an element on one line, with a space between its blocks."""
    if not len(element):
        return normalize.paragraph(element.text) if element.text else ""
    return normalize.paragraph(" ".join(filter(None, map(normalize.paragraph, _texts(element)))))


def _texts(element: _Element) -> Iterator[str]:
    """Yield the words of an element, in pieces where its blocks part them."""
    run = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _HIDDEN:
            if child.tag in _PARTING:
                yield "".join(run)
                run.clear()
                yield from _texts(child)
            else:
                run.append(" ".join(_texts(child)) if len(child) else (child.text or ""))
        run.append(child.tail or "")
    yield "".join(run)


_PARTING = BLOCKS | {"br", "ul", "ol", "dl", "table", "pre", *LEVELS}
