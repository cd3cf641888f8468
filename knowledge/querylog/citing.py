"""Citations written to the log, each with the hash by which its paragraph proves to be the one cited."""

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import aiosqlite

from knowledge.models import Citation


async def cite(connection: aiosqlite.Connection, question: int, citations: Sequence[Citation]) -> None:
    """Write the citations of a question's answer, with where each stands once more."""
    await connection.executemany(
        """
        INSERT INTO citation (
            question, n, article, version, title, paragraph, starts, ends, matched, score, text_hash
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                *(question, each.n, each.article.row, each.article.version, each.article.title),
                *(each.paragraph, *each.span, json.dumps(each.matched), each.score, text_hash(each.text)),
            )
            for each in citations
        ],
    )
    if copies := [row for each in citations for row in _copies(question, each)]:
        await connection.executemany(
            "INSERT INTO copy (question, n, place, article, version, paragraph, text_hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            copies,
        )


def _copies(question: int, citation: Citation) -> Iterator[tuple[int | str, ...]]:
    for place, each in enumerate(citation.also, start=1):
        key = each.article.row, each.article.version
        yield question, citation.n, place, *key, each.paragraph, text_hash(each.text)


def text_hash(text: str) -> str:
    """The hash by which a cited paragraph proves to be the one cited."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
