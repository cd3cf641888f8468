"""Citations as Web Annotations (https://www.w3.org/TR/annotation-model/), which prove themselves against any text.

An annotation holds the quoted words, what is before and after them, where they are, and hashes of the words and of
their paragraph. So anybody who has the text can find the words in it, and tell whether they are the same.
"""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from knowledge.models import PARAGRAPH_BREAK, Article, Citation

CONTEXT_CHARS = 64
"""Code points before and after the quoted words that tell their place from others."""

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"schema": "https://schema.org/"}]
_COUNTED_IN = "Unicode code points, from 0, of the article's text: its paragraphs, with two line feeds between them"
_UNSEEN = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""Characters that would act on a terminal or turn the text around it; JSON can name them instead."""
_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""Characters with a meaning in an address; what it has besides letters and numbers is percent-encoded."""


def annotated_text(paragraphs: Sequence[str]) -> str:
    """Return the text of an article that positions are counted in."""
    return PARAGRAPH_BREAK.join(paragraphs)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def address_of(article: Article) -> str:
    """Return the address of an article, or a URN that the same words and headline always have where it has none."""
    url = article.url.strip()
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    return quote(url, safe=_SAFE, errors="replace") if is_address else _urn(article.title, *article.paragraphs)


def annotations_json(citations: Sequence[Citation], label: str) -> str:
    """Return citations as a collection of annotations in JSON-LD, one for each paragraph quoted.

    Args:
        citations: What is cited, at least one.
        label: What the collection is called, for people.
    """
    items = [_annotation(part) for each in citations for part in each.parts]
    urn = _urn(label, *(str(each["id"]) for each in items))
    page = {"id": f"{urn}#page", "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": _CONTEXT,
        "id": urn,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(items),
        "first": page,
    }
    written = json.dumps(collection, ensure_ascii=False, indent=1)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"


def _annotation(citation: Citation) -> dict[str, object]:
    article, (start, end) = citation.article, citation.span
    before = annotated_text((*article.paragraphs[: citation.paragraph - 1], ""))
    text = annotated_text(article.paragraphs)
    start, end = start + len(before), end + len(before)
    source = address_of(article)
    day = article.published_at
    described = {
        "schema:headline": article.title,
        "schema:publisher": article.publisher,
        "schema:author": article.byline,
        "schema:datePublished": day.isoformat() if day else "",
    }
    return {
        "id": _urn(source, str(article.version), digest(text), f"{start}-{end}"),
        "type": "Annotation",
        "motivation": "highlighting",
        "generator": {"type": "Software", "name": "Footnote"},
        "target": {
            "type": "SpecificResource",
            "source": {
                "id": source,
                "type": "Text",
                **({"language": article.language} if article.language else {}),
                **{name: value for name, value in described.items() if value},
                "schema:version": article.version,
                "schema:hasPart": {
                    "type": "Text",
                    "schema:position": citation.paragraph,
                    "schema:sha256": digest(citation.text),
                },
            },
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": citation.passage,
                    "prefix": text[max(0, start - CONTEXT_CHARS) : start],
                    "suffix": text[end : end + CONTEXT_CHARS],
                    "schema:sha256": digest(citation.passage),
                },
                {
                    "type": "TextPositionSelector",
                    "start": start,
                    "end": end,
                    "schema:description": _COUNTED_IN,
                },
            ],
        },
    }


def _urn(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, "\0".join(parts)).urn
