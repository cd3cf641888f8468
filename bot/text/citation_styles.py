"""Citations to copy: plain, or in the styles of the manuals."""

from collections.abc import Sequence
from dataclasses import replace

from bot.text import formatting, markdown
from knowledge import Article, Citation
from knowledge.bibliography import STYLES as MANUALS
from knowledge.bibliography import format_citations

PLAIN_STYLE = "plain"
OFFERED_STYLES = (PLAIN_STYLE, *MANUALS)
STYLE_NAMES = {
    PLAIN_STYLE: "plain",
    "apa": "APA",
    "mla": "MLA",
    "chicago": "Chicago",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl": "CSL-JSON",
}
PROOF = "json"
"""Web Annotations, which go out as a file: `verify` checks them against any text."""
WANTED = (*OFFERED_STYLES, PROOF)
CHOICES = {**STYLE_NAMES, PROOF: "JSON-LD (Web Annotation)"}
"""What can be asked for, by its name."""
PROGRAMS = frozenset({"bibtex", "ris", "csl"})
"""Styles for programs to read; the others are printed."""

_LONGEST = 1_400
"""One citation at most, so that it fits into a plain message too."""
_SIZES = ((300, 200, 500), (150, 80, 250), (60, 30, 0), (20, 10, 0))
"""Maximum characters of headline, names and address, tried in turn; an address is never cut."""


def styled_citations(citations: Sequence[Citation], style: str) -> list[str]:
    """Return one citation per article, safe inside a code block; slow enough to run off the event loop."""
    groups: dict[tuple[int, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.article.row, citation.article.title), []).append(citation)
    if style == PLAIN_STYLE:
        made = [_plain(same) for same in groups.values()]
    else:
        made = format_citations([_fitted(same[0].article, style) for same in groups.values()], style)
    return [markdown.escape_code(text) for text in made]


def joined(made: Sequence[str], style: str) -> str:
    """Return citations as one text to copy, which a program reads as a whole."""
    if style == "csl":
        return "[{}]".format(",\n".join(made))
    return BETWEEN.join(made)


BETWEEN = "\n\n"


def proof_name(answer: int) -> str:
    """Return what the file with the proof of an answer is called."""
    return f"sources-{answer}.json"


def _plain(same: Sequence[Citation]) -> str:
    """Return headline, publisher, day, paragraphs and address in the language spoken."""
    article = _clipped(same[0].article, *_SIZES[0])
    day = formatting.dated(article)
    numbers = {citation.paragraph: formatting.paragraph_numbers(citation) for citation in same}
    places = [f"¶{numbers[first]}" for first in sorted(numbers)]
    return ", ".join(
        filter(None, (f"“{formatting.article_title(article)}”", formatting.credit(article), day, *places, article.url))
    )


def _fitted(article: Article, style: str) -> Article:
    """Return the article with headline, names and address as long as a citation has room for."""
    sizes = [_clipped(article, *size) for size in _SIZES]
    return next(
        (each for each in sizes if markdown.utf16_len(format_citations([each], style)[0]) <= _LONGEST), sizes[-1]
    )


def _clipped(article: Article, title: int, name: int, address: int) -> Article:
    url = markdown.article_link(article.url)
    return replace(
        article,
        title=markdown.truncate(markdown.strip_invisible(article.title), title),
        publisher=markdown.truncate(markdown.strip_invisible(article.publisher), name),
        byline=markdown.truncate(markdown.strip_invisible(article.byline), name),
        url=url if len(url) <= address else "",
    )
