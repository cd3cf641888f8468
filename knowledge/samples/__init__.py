"""The bundled articles, written for this project, that answer until the first article is added.

They are kept as they come out of a reader, as the first answer would otherwise wait for a parser.
"""

import json
from datetime import date
from functools import cache
from importlib import resources

from knowledge.models import Article

COLLECTION = "samples"
"""Where they are kept, apart from whatever is added."""
PUBLISHER = "Footnote Samples"


@cache
def sample_articles() -> tuple[Article, ...]:
    """Return the bundled articles in the order of their ids."""
    kept = json.loads((resources.files(__name__) / "articles.json").read_text("utf-8"))
    return tuple(
        Article(
            title=each["title"],
            paragraphs=tuple(each["paragraphs"]),
            publisher=PUBLISHER,
            byline=each["byline"],
            published_at=date.fromisoformat(each["published_at"]),
            language=each["language"],
            id=each["id"],
        )
        for each in kept
    )
