"""A Word file (.docx) → Article: mammoth reads it, headings, lists and tables keep their meaning."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import mammoth

from knowledge.errors import TooLargeArticle, UnreadableArticle
from knowledge.ingest import archive, richtext
from knowledge.ingest.blocks import Block, body_of
from knowledge.ingest.files import WHOLE
from knowledge.ingest.news_header import byline, date_line, split_lead
from knowledge.ingest.sections import split_blocks
from knowledge.models import Article
from knowledge.text import language, normalize

MAX_PART_BYTES = 100 * 1024 * 1024
_MAX_ELEMENTS = 500_000
"""Most elements of the HTML that a Word file becomes."""
MAX_SAMPLE_BLOCKS = 200
"""Blocks in which its language is looked for."""
_MAX_LEAD_BLOCKS = 4
"""Blocks below the title that may be author and day."""
_MAX_TITLE_CHARS = 150
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => h2:fresh",
        "p.Heading => h1:fresh",
        "p[style-name='Heading'] => h1:fresh",
        *(
            f"p{which} => h{level}:fresh"
            for level in range(1, 7)
            for which in (f".Heading{level}", f"[style-name='Heading {level}']")
        ),
        *(
            f"p:{kind}-list({level}) => {'ul|ol > li > ' * (level - 1)}{tag} > li:fresh"
            for level in range(1, 6)
            for kind, tag in (("unordered", "ul"), ("ordered", "ol"))
        ),
    ]
)
"""Those of mammoth that say more than "a paragraph": it looks for each paragraph and run in all of them."""


def read_word(data: bytes, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of a Word file, or, where it is too large for one, those below its headings.

    Raises:
        UnreadableArticle: it is damaged, locked, or there is no text in it.
    """
    with archive.opened(BytesIO(data)) as package:
        for name in package.namelist():
            part = archive.content(package, name, MAX_PART_BYTES) if name.endswith((".xml", ".rels")) else b""
            if archive.declares_entities(part):
                raise UnreadableArticle(
                    "this Word file declares a document type, which Word files never need; save it again."
                )
        facts = _facts(package)
    blocks = richtext.html_blocks(_html(data), _MAX_ELEMENTS)
    first = next((block.text for block in blocks[:1] if block.kind == "heading"), "")
    title = normalize.one_line(first or facts.get("title", ""), normalize.MAX_TITLE_CHARS)
    if not title and len(blocks) > 1 and len(blocks[0].text) <= _MAX_TITLE_CHARS and blocks[0].text[-1] not in ".!?:;,":
        title, blocks = normalize.one_line(blocks[0].text, normalize.MAX_TITLE_CHARS), blocks[1:]
    lead, rest = split_lead(blocks, _is_past_lead)
    whole = Article(
        title=title,
        paragraphs=(),
        byline=lead.byline or normalize.one_line(facts.get("creator", ""), normalize.MAX_NAME),
        published_at=lead.published_at,
        modified_at=lead.modified_at or _moment(facts.get("modified", "")),
        language=language.detect(" ".join(block.text for block in rest[:MAX_SAMPLE_BLOCKS])[: language.SAMPLE_CHARS]),
        keywords=normalize.keywords(facts.get("keywords", "").split(",")),
    )
    try:
        body = body_of(rest, title)
    except TooLargeArticle:
        yield from split_blocks(rest, whole, name)
        return
    yield replace(
        whole,
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        path=WHOLE,
    )


def _html(data: bytes) -> str:
    try:
        # Pictures would be written into the page as text.
        made = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            include_default_style_map=False,
            convert_image=mammoth.images.img_element(lambda _: {}),
        )
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, OSError, zipfile.BadZipFile) as error:
        raise UnreadableArticle("this Word file is damaged; save it again and add that.") from error
    except Exception as error:  # Of its XML parser, which has no class of its own that mammoth lets through.
        if type(error).__module__.startswith("xml."):
            raise UnreadableArticle("this Word file is damaged; save it again and add that.") from error
        raise
    return _with_headings(_WAY_BACK.sub("", str(made.value)))


_WAY_BACK = re.compile(r' ?<a href="#[^"]*note-ref-[^"]*">↑</a>')
"""From a note to where the text leads to it, as mammoth adds it to each."""
_BOLD = re.compile(r"<p><strong>([^<]{1,80}[^<.,:;!])</strong></p>(?=<p>(?!<strong>))")


def _with_headings(made: str) -> str:
    """Make headings of short paragraphs in bold above others, where no style says what is one."""
    if _STYLED.search(made):
        return made
    return _BOLD.sub(lambda row: row[0] if byline(row[1]) or date_line(row[1]) else f"<h3>{row[1]}</h3>", made)


_STYLED = re.compile(r"<h[2-6]\b")


def _facts(package: zipfile.ZipFile) -> dict[str, str]:
    if "docProps/core.xml" not in package.namelist():
        return {}
    tree = archive.xml(archive.content(package, "docProps/core.xml", MAX_PART_BYTES))
    return {str(each.tag).rpartition("}")[2]: (each.text or "").strip() for each in tree if isinstance(each.tag, str)}


def _moment(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_past_lead(place: int, block: Block) -> bool:
    return place > _MAX_LEAD_BLOCKS or block.kind not in ("text", "heading")
