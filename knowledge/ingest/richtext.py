"""HTML that is an article and nothing else (a Word file, a chapter, an item of a feed) → blocks; all of it is kept."""

from collections.abc import Iterator, Sequence

from lxml import html
from lxml.etree import LxmlError, _Element

from knowledge.errors import UnreadableArticle
from knowledge.ingest.blocks import Block, list_blocks, row_block
from knowledge.text import normalize

MAX_ELEMENTS = 100_000
MAX_DEPTH = 200
_HIDDEN = frozenset({"script", "style", "head", "template", "noscript", "nav", "svg", "math", "iframe", "button"})
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "figure", "figcaption"),
        *("li", "dd", "dt", "td", "th", "tr", "caption", "body", "html", "address", "details", "summary", "hr"),
    }
)
_LEVELS = {f"h{level}": level for level in range(1, 7)}


def blocks(markup: str) -> list[Block]:
    """Return the blocks of HTML.

    Raises:
        UnreadableArticle: it is made to be too large or too deeply nested to read.
    """
    if not markup.strip():
        return []
    walk = _Walk()
    walk.enter(parsed(markup))
    walk.flush()
    return walk.blocks


def parsed(markup: str) -> _Element:
    """Return the tree of HTML; UnreadableArticle where it is too large or too deep."""
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError) as error:
        raise UnreadableArticle("there is no text in it; add a file with the article's text.") from error
    for count, element in enumerate(tree.iter()):
        too_deep = count % 100 == 0 and sum(1 for _ in element.iterancestors()) > MAX_DEPTH
        if count > MAX_ELEMENTS or too_deep:
            raise UnreadableArticle("this is too large or too deeply nested; save its text as .txt and add that.")
    return tree


def plain(markup: str) -> str:
    """Return the words of a little HTML on one line, such as a title's."""
    if "<" not in markup and "&" not in markup:
        return normalize.paragraph(markup)
    return normalize.paragraph("".join(parsed(markup).itertext())) if markup.strip() else ""


class _Walk:
    """Collects the words between blocks, and the blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._run: list[str] = []

    def flush(self) -> None:
        if text := "\n".join(normalize.nonblank_lines("".join(self._run))):
            self.blocks.append(Block("text", text))
        self._run.clear()

    def enter(self, element: _Element) -> None:
        self._run.append(_spaced(element.text))
        for child in element:
            self._child(child)
            self._run.append(_spaced(child.tail))

    def _child(self, child: _Element) -> None:
        tag = child.tag
        if not isinstance(tag, str) or tag in _HIDDEN:
            return
        if tag == "br":
            self._run.append("\n")
        elif tag in _LEVELS:
            self._add([Block("heading", text, _LEVELS[tag])] if (text := _line(child)) else [])
        elif tag in ("ul", "ol"):
            self._add(_list(child))
        elif tag == "table" and child.find(".//table") is None:
            self._add(_table(child))
        elif tag == "pre":
            self._add([Block("code", "\n".join(normalize.nonblank_lines("".join(child.itertext()))))])
        elif tag in _BLOCKS:
            self.flush()
            self.enter(child)
            self.flush()
        else:
            self.enter(child)

    def _add(self, found: "Sequence[Block] | Iterator[Block]") -> None:
        self.flush()
        self.blocks += found


def _spaced(text: str | None) -> str:
    """Return text as HTML means it: a line's end in the source is a space."""
    return (text or "").replace("\r", " ").replace("\n", " ")


def _line(element: _Element) -> str:
    return normalize.paragraph(" ".join(filter(None, map(normalize.paragraph, _texts(element)))))


def _texts(element: _Element) -> Iterator[str]:
    """Yield the words of an element, in pieces where its blocks part them."""
    run = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _HIDDEN:
            if child.tag in _BLOCKS | {"br", "ul", "ol", "table"}:
                yield "".join(run)
                run.clear()
                yield from _texts(child)
            else:
                run.append(" ".join(_texts(child)) if len(child) else (child.text or ""))
        run.append(child.tail or "")
    yield "".join(run)


def _list(element: _Element) -> list[Block]:
    items = [child for child in element if child.tag == "li"]
    if any(len(item.findall("p")) > 1 or item.find("table") is not None for item in items):
        walk = _Walk()
        for item in items:
            walk.enter(item)
            walk.flush()
        return walk.blocks
    return list(list_blocks([_line(item) for item in items]))


def _table(element: _Element) -> Iterator[Block]:
    """Yield the rows of a table, each cell with the name of its column where the first row gives names."""
    names: list[str] = []
    for number, row in enumerate(element.iter("tr")):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = [_line(cell) for cell in cells]
        is_head = all(cell.tag == "th" for cell in cells) or row.getparent().tag == "thead"
        if number == 0 and is_head and len(cells) > 1:
            names = texts
        else:
            yield from row_block(texts, names)
