"""What people think of replies: one vote a person, the gaps they show, and the questions that went well."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from knowledge.errors import AnswerNotFound
from knowledge.store.database import Database, Row
from knowledge.store.rows import now, storable_text, valid_id

Cause = Literal["", "wrong", "unanswered", "outdated", "quote", "other"]
"""What is wrong with an answer: wrong, does not answer, out of date, a bad quote, something else."""
CAUSES: tuple[Cause, ...] = ("wrong", "unanswered", "outdated", "quote", "other")
MAX_REASON = 1_000
"""Characters of the longest reason kept."""
MIN_PROVEN_CONFIDENCE = 0.6
"""Confidence from which an answer that nobody has voted on is taken for a good one."""
_RECENT = 2_000
"""How many questions of a collection are looked through for good ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredQuestion:
    """A question that was declined or voted down."""

    id: int
    question: str
    outcome: str
    asked_at: datetime
    unmatched: tuple[str, ...]
    """Words of the question that occurred nowhere."""
    votes: int
    """Votes for less votes against."""
    reasons: tuple[str, ...]
    """Why people voted it down, oldest first."""
    causes: Mapping[str, int]
    """How many of them chose each cause."""


@dataclass(frozen=True, slots=True)
class GoodQuestion:
    """A question that was answered well, and where it was asked."""

    text: str
    channel: str


@dataclass(frozen=True, slots=True)
class ProvenQuestion:
    """A question that was voted up, or answered with much confidence, from articles that are there."""

    text: str
    channel: str
    articles: frozenset[int]
    """The store's rows of the articles that answered it."""
    votes: int
    """Votes for less votes against."""
    confidence: float


class Feedback:
    """The votes, in the store's file; people are in it only as the question log's keyed hash."""

    def __init__(self, database: Database, hash_asker: Callable[[str], str]) -> None:
        self._database = database
        self._hash_asker = hash_asker

    async def vote(
        self, id: int, *, collection: str, voter: str, good: bool, cause: Cause = "", reason: str = ""
    ) -> None:
        """Keep a person's vote in place of an earlier one; raises AnswerNotFound.

        Args:
            id: The answer's id.
            collection: The collection that was asked.
            voter: Who votes.
            good: Whether the vote is for the answer.
            cause: What is wrong with it, of what can be counted.
            reason: What is wrong with it, in the person's words.
        """
        row = {
            "id": valid_id(id),
            "collection": storable_text(collection),
            "voter": self._hash_asker(voter),
            "vote": 1 if good else -1,
            "cause": cause,
            "reason": storable_text(reason.strip()[:MAX_REASON]),
            "now": now(),
        }
        async with self._database.transaction("beside") as connection:
            kept = await connection.execute_fetchall(
                "INSERT INTO feedback (question, voter, vote, cause, reason, given_at)"
                " SELECT id, :voter, :vote, :cause, :reason, :now FROM question"
                " WHERE id = :id AND collection = :collection AND (NOT private OR asker = :voter)"
                " ON CONFLICT (question, voter) DO UPDATE"
                " SET vote = excluded.vote, cause = excluded.cause, reason = excluded.reason,"
                " given_at = excluded.given_at RETURNING question",
                row,
            )
        if not kept:
            raise AnswerNotFound("There's no answer #{id} here to vote on.", id=id)

    async def gaps(self, *, collection: str) -> list[UnansweredQuestion]:
        """The questions of a collection that were declined or voted down, newest first."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT question.*, COALESCE(SUM(vote), 0) AS votes, (SELECT json_group_array(reason) FROM ("
                "   SELECT reason FROM feedback"
                "   WHERE feedback.question = question.id AND vote < 0 AND reason <> '' ORDER BY given_at"
                " ) AS given) AS reasons, (SELECT json_group_array(cause) FROM feedback"
                "   WHERE feedback.question = question.id AND vote < 0 AND cause <> ''"
                " ) AS causes FROM question LEFT JOIN feedback ON feedback.question = question.id"
                " WHERE collection = ? AND closed_at IS NULL GROUP BY question.id"
                " HAVING outcome = 'declined' OR COALESCE(SUM(vote), 0) < 0 ORDER BY question.id DESC",
                (storable_text(collection),),
            )
        return [_gap(row) for row in rows]

    async def good_questions(self, *, collection: str, longest: int) -> list[GoodQuestion]:
        """Recent questions of a collection that were answered for all to see and not voted down, newest first."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT text, channel"
                " FROM (SELECT * FROM question WHERE collection = ? ORDER BY id DESC LIMIT ?) AS question"
                " LEFT JOIN feedback ON feedback.question = question.id"
                " WHERE outcome = 'answered' AND NOT private AND length(text) <= ?"
                " GROUP BY text, channel HAVING COALESCE(SUM(vote), 0) >= 0 ORDER BY MAX(question.id) DESC",
                (storable_text(collection), _RECENT, longest),
            )
        return [GoodQuestion(row["text"], row["channel"]) for row in rows]

    async def proven_questions(self, *, collection: str, longest: int) -> list[ProvenQuestion]:
        """Recent questions of a collection that were answered for all to see, and so well that another may ask them."""
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT question.id, question.text, channel, evidence, citation.article,"
                " COALESCE((SELECT SUM(vote) FROM feedback WHERE feedback.question = question.id), 0) AS votes"
                " FROM (SELECT * FROM question WHERE collection = ? ORDER BY id DESC LIMIT ?) AS question"
                " JOIN citation ON citation.question = question.id"
                " JOIN article ON article.id = citation.article AND article.withdrawn_at IS NULL"
                " WHERE outcome = 'answered' AND NOT private AND length(question.text) <= ? ORDER BY question.id DESC",
                (storable_text(collection), _RECENT, longest),
            )
        votes: dict[str, dict[int, int]] = {}
        for row in rows:
            votes.setdefault(row["text"], {})[row["id"]] = int(row["votes"])
        liked = {text: sum(each.values()) for text, each in votes.items()}
        proven: dict[tuple[str, str], ProvenQuestion] = {}
        for row in rows:
            text, channel, confidence = row["text"], row["channel"], row["evidence"]
            if liked[text] > 0 or (liked[text] == 0 and confidence >= MIN_PROVEN_CONFIDENCE):
                before = proven.get((text, channel))
                articles = frozenset({row["article"]}) | (before.articles if before else frozenset())
                confidence = max(confidence, before.confidence if before else 0.0)
                proven[text, channel] = ProvenQuestion(text, channel, articles, liked[text], confidence)
        return list(proven.values())


def _gap(row: Row) -> UnansweredQuestion:
    return UnansweredQuestion(
        id=row["id"],
        question=row["text"],
        outcome=row["outcome"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        unmatched=tuple(json.loads(row["unmatched"])),
        votes=int(row["votes"]),
        reasons=tuple(json.loads(row["reasons"])),
        causes=Counter(json.loads(row["causes"])),
    )
