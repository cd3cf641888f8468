"""Citations by a CSL processor, after styles of our own for articles of newspapers and agencies.

The styles are written for what citeproc-py does: the official ones, which serve every kind of source, make it repeat
the headline where there is no author, and shorten given names where the style wants them whole.
"""

import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc.string import MixedString, String

from knowledge.bibliography.authors import Author, authors
from knowledge.models import Article

_UNTITLED = "[Untitled article]"
"""What the manuals put in place of a headline, in the language of the styles."""

_STYLES = resources.files("knowledge.bibliography") / "styles"
_INNER = str.maketrans({'"': "'", "“": "‘", "”": "’"})
_TWO_ENDS = re.compile(r"([?!？！。…])\.(?=[”\s]|$)|(?<=[.?!]”)\.")
_INNER_END = re.compile(r"(['’])\.(?=”)")
_LOWER_SYLLABLE = re.compile(r"-(?=[^\W\d_A-Z])")
"""APA gives a name such as So-hyun one initial."""


class _Source(CiteProcJSON):
    """Takes every text as it stands; the format itself would read tags out of it."""

    def parse_string(self, string: str) -> MixedString:
        return MixedString([String(string)])


def format_csl(articles: Sequence[Article], style: str) -> list[str]:
    """Return the citation of each article, in the order given."""
    with (_STYLES / f"{style}.csl").open("rb") as file:
        read = CitationStylesStyle(file, validate=False)
    source = _Source([_item(str(place), article, style) for place, article in enumerate(articles)])
    bibliography = CitationStylesBibliography(read, source, formatter.plain)
    for place in range(len(articles)):
        bibliography.register(Citation([CitationItem(str(place))]))
    return [_ended(str(entry)) for entry in bibliography.bibliography()]


def _ended(entry: str) -> str:
    """Return an entry without full stops that follow another end of a sentence, and those left inside all quotes."""
    return _INNER_END.sub(r".\1", _TWO_ENDS.sub(lambda end: end[1] or "", entry))


def _item(id: str, article: Article, style: str) -> Mapping[str, Any]:
    publisher, names = _line(article.publisher), authors(article.byline)
    own = len(names) == 1 and not names[0].given and names[0].family.casefold() == publisher.casefold()
    title = _line(article.title) or _UNTITLED
    fields = {
        "author": [_name(name, style) for name in names] if not own or style == "apa" else [],
        "title": title if style == "apa" else title.translate(_INNER),
        "container-title": "" if own and style == "apa" else publisher,
        "issued": _issued(article, style),
        "URL": _line(article.url),
    }
    return {"id": id, "type": "article-newspaper"} | {name: value for name, value in fields.items() if value}


def _issued(article: Article, style: str) -> Mapping[str, list[list[int]]]:
    # APA alone dates a page of which only the last update is known by that.
    day = article.published_at or (article.modified_at if style == "apa" else None)
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}


def _name(author: Author, style: str) -> Mapping[str, str]:
    if not author.given:
        return {"literal": author.family}
    given = _LOWER_SYLLABLE.sub("", author.given) if style == "apa" else author.given
    return {"family": author.family, "given": given} | ({"suffix": author.suffix} if author.suffix else {})


def _line(text: str) -> str:
    return " ".join(text.split())
