"""Articles as citations in the styles that schools and newspapers ask for, ready to copy."""

from collections.abc import Sequence

from knowledge.bibliography import bibtex, references
from knowledge.bibliography.annotations import annotations_json
from knowledge.models import Article

__all__ = ["STYLES", "annotations_json", "format_citations"]

STYLES = ("apa", "mla", "chicago", "bibtex", "ris", "csl")
"""APA 7, MLA 9, Chicago 18 (notes and bibliography), entries for BibTeX, and RIS and CSL-JSON for Zotero and others."""


def format_citations(articles: Sequence[Article], style: str) -> list[str]:
    """Return the citation of each article in one of STYLES, in the order given; what an article lacks is left out."""
    if style == "bibtex":
        return bibtex.entries(articles)
    if style == "ris":
        return [references.ris(article) for article in articles]
    if style == "csl":
        return [references.csl_json(article, str(number)) for number, article in enumerate(articles, start=1)]
    # Imported here, as loading the processor takes longer than an answer, and few replies need it.
    from knowledge.bibliography import csl

    return csl.format_csl(articles, style)
