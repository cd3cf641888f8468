"""The bundled articles, written for this project, that answer until the first article is added."""

from dataclasses import replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from knowledge.errors import UnreadableArticle
from knowledge.ingest import read_bytes
from knowledge.models import Article

COLLECTION = "samples"
"""Where they are kept, apart from whatever is added."""


@cache
def sample_articles() -> tuple[Article, ...]:
    """Return the bundled articles in file-name order; each one's id is its file name without the ending."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    return tuple(_article(file) for file in files if file.name.endswith(".md"))


def _article(file: Traversable) -> Article:
    """Read one bundled file; UnreadableArticle says which is broken."""
    [article] = read_bytes(file.read_bytes(), file.name)
    if isinstance(article, UnreadableArticle):
        raise article
    return replace(article, id=file.name.removesuffix(".md"))
