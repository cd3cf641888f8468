"""Earlier answers, rebuilt from the log word for word, or told to be gone."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence

import aiosqlite

from knowledge.answers.following import Earlier
from knowledge.errors import AnswerNotFound
from knowledge.models import Answer, ArticleKey, Citation, Copy, Withdrawn
from knowledge.querylog.citing import text_hash
from knowledge.storage.columns import to_article

VISIBLE = "(NOT private OR asker = :asker)"
"""What holds of a question whose answer the asker of now may see."""

_DEPTH = 10
"""How many questions back a thread is read."""

Texts = defaultdict[ArticleKey, list[str]]


async def rebuilt(connection: aiosqlite.Connection, question: sqlite3.Row) -> Answer:
    """The answer of a row of the table `question`; raise AnswerNotFound if there is none to show."""
    _check_outcome(question)
    citations, withdrawn = await _citations(connection, question["id"])
    if not citations:
        raise AnswerNotFound(
            "All that answer #{id} cited has been taken out of the articles since; ask again.", id=question["id"]
        )
    return Answer(
        id=question["id"],
        question=question["text"],
        outcome=question["outcome"],
        evidence=question["evidence"],
        citations=tuple(citations),
        unmatched=tuple(json.loads(question["unmatched"])),
        withdrawn=tuple(withdrawn),
        milliseconds=question["milliseconds"],
    )


async def thread(connection: aiosqlite.Connection, question: int, collection: str, asker: str) -> Earlier | None:
    """A question with those that it followed, the latest first, and what its reply cited; None if it is not there."""
    rows = await connection.execute_fetchall(
        f"""
        WITH RECURSIVE thread (id, text, following, depth) AS (
            SELECT id, text, following, 1 FROM question WHERE id = :id AND collection = :collection AND {VISIBLE}
            UNION ALL
            SELECT question.id, question.text, question.following, depth + 1
            FROM question JOIN thread ON question.id = thread.following WHERE depth < :depth AND {VISIBLE}
        )
        SELECT text FROM thread ORDER BY depth
        """,
        {"id": question, "collection": collection, "asker": asker, "depth": _DEPTH},
    )
    cited = await connection.execute_fetchall("SELECT DISTINCT article FROM citation WHERE question = ?", (question,))
    texts = tuple(row["text"] for row in rows)
    return Earlier(texts, frozenset(row["article"] for row in cited)) if texts else None


def _check_outcome(question: sqlite3.Row) -> None:
    match question["outcome"]:
        case "declined":
            raise AnswerNotFound("I found nothing relevant to question #{id}, so it has no sources.", id=question["id"])
        case "failed":
            raise AnswerNotFound(
                "Question #{id} ended in an error, so it has no sources; ask it again.", id=question["id"]
            )


async def _citations(connection: aiosqlite.Connection, question: int) -> tuple[list[Citation], list[Withdrawn]]:
    texts = await _texts(connection, question)
    copies = await _copies(connection, question, texts)
    rows = await connection.execute_fetchall(
        "SELECT article.id, name, citation.title, publisher, byline, published_at, language, url,"
        " citation.version, n, paragraph, starts, ends, matched, score, text_hash"
        " FROM citation JOIN article ON article.id = citation.article"
        " WHERE question = ? ORDER BY n",
        (question,),
    )
    citations, withdrawn = [], []
    for row in rows:
        paragraphs = texts[row["id"], row["version"]]
        if _proved(row, paragraphs):
            citations.append(_citation(row, paragraphs, copies[row["n"]]))
        else:
            withdrawn.append(Withdrawn(row["n"], row["title"]))
    return citations, withdrawn


async def _copies(connection: aiosqlite.Connection, question: int, texts: Texts) -> defaultdict[int, list[Copy]]:
    """Where the passage of each citation stands once more, by its number; what has been taken out is left out."""
    rows = await connection.execute_fetchall(
        "SELECT article.id, name, title, publisher, byline, published_at, language, url,"
        " copy.version, n, paragraph, text_hash"
        " FROM copy JOIN article ON article.id = copy.article WHERE question = ? ORDER BY n, place",
        (question,),
    )
    copies: defaultdict[int, list[Copy]] = defaultdict(list)
    for row in rows:
        paragraphs = texts[row["id"], row["version"]]
        if _proved(row, paragraphs):
            copies[row["n"]].append(Copy(to_article(row, paragraphs), row["paragraph"]))
    return copies


async def _texts(connection: aiosqlite.Connection, question: int) -> Texts:
    """The paragraphs of each article and version that the question's answer names."""
    rows = await connection.execute_fetchall(
        "SELECT article, version, text FROM paragraph WHERE (article, version) IN"
        " (SELECT article, version FROM citation WHERE question = :question"
        " UNION SELECT article, version FROM copy WHERE question = :question)"
        " ORDER BY article, version, number",
        {"question": question},
    )
    texts: Texts = defaultdict(list)
    for article, version, text in rows:
        texts[article, version].append(text)
    return texts


def _proved(row: sqlite3.Row, paragraphs: Sequence[str]) -> bool:
    number: int = row["paragraph"]
    return number <= len(paragraphs) and text_hash(paragraphs[number - 1]) == row["text_hash"]


def _citation(row: sqlite3.Row, paragraphs: Sequence[str], copies: Sequence[Copy]) -> Citation:
    return Citation(
        n=row["n"],
        article=to_article(row, paragraphs),
        paragraph=row["paragraph"],
        span=(row["starts"], row["ends"]),
        matched=tuple((start, end) for start, end in json.loads(row["matched"])),
        score=row["score"],
        also=tuple(copies),
    )
