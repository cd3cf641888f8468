"""What people think of replies: one vote a person, the gaps they show, and the questions that went well."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from knowledge.errors import AnswerNotFound
from knowledge.store.database import Database, Row, now, storable_text, valid_id

Cause = Literal["", "wrong", "unanswered", "outdated", "quote", "other"]
"""What is wrong with an answer: wrong, does not answer, out of date, a bad quote, something else."""
CAUSES: tuple[Cause, ...] = ("wrong", "unanswered", "outdated", "quote", "other")
MAX_REASON = 1_000
"""Characters of the longest reason kept."""
MIN_PROVEN_CONFIDENCE = 0.6
"""Confidence from which an answer that nobody has voted on is taken for a good one."""
_RECENT, _RECENT_BESIDE = 2_000, 50
"""How many questions of a collection are looked through for good ones: alone, and beside those that cite an article."""
_RECENT_CITING = 50
"""How many questions of all collections that cite an article are looked through for good ones."""


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
    """A question that was voted up, or answered with much confidence, from articles that are there."""

    text: str
    channel: str
    """Where it was asked."""
    is_near: bool
    """Whether its answer cites one of the articles that were named."""
    votes: int
    """Votes for less votes against, wherever it was asked."""
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

    async def good_questions(
        self, *, collection: str, among: Sequence[str], longest: int, near: Sequence[int] = ()
    ) -> list[GoodQuestion]:
        """Questions of a collection that were answered for all to see, and so well that another may ask them.

        Args:
            collection: Whose questions.
            among: The collections that are asked there now, so that the question is answered again.
            longest: Characters of the longest one.
            near: The store's rows of articles. The newest questions whose answers cite one of them are looked through,
                and a few others; without any article, all recent questions are.

        Returns:
            Each once for each channel where it was asked, newest first.
        """
        recent = "SELECT id FROM question WHERE collection = :collection ORDER BY asked_at DESC LIMIT :recent"
        citing = "SELECT question FROM citation WHERE article = {} ORDER BY question DESC LIMIT :citing"
        looked_through = [recent, *(citing.format(int(row)) for row in near)]
        looked = " UNION ".join(f"SELECT * FROM ({each}) AS part_{n}" for n, each in enumerate(looked_through))
        rows = await self._database.execute(
            "SELECT text, channel, MAX(evidence) AS confidence, COALESCE(SUM(vote), 0) AS votes,"
            " MAX(CASE WHEN EXISTS (SELECT 1 FROM citation WHERE citation.question = looked.id AND article IN"
            " (SELECT CAST(value AS BIGINT) FROM json_each(:near))) THEN 1 ELSE 0 END) AS is_near"
            f" FROM ({looked}) AS looked JOIN question ON question.id = looked.id"
            " LEFT JOIN feedback ON feedback.question = looked.id"
            " WHERE collection = :collection AND outcome = 'answered' AND NOT private AND length(text) <= :longest"
            " AND EXISTS (SELECT 1 FROM citation JOIN article ON article.id = citation.article"
            " WHERE citation.question = looked.id AND withdrawn_at IS NULL"
            " AND article.collection IN (SELECT value FROM json_each(:among)))"
            " GROUP BY text, channel ORDER BY MAX(looked.id) DESC",
            {
                "collection": storable_text(collection),
                "among": json.dumps([storable_text(name) for name in among]),
                "longest": longest,
                "near": json.dumps(list(near)),
                "recent": _RECENT_BESIDE if near else _RECENT,
                "citing": _RECENT_CITING,
            },
        )
        found = list(rows)
        votes = Counter[str]()
        for row in found:
            votes[row["text"]] += int(row["votes"])
        return [
            GoodQuestion(row["text"], row["channel"], bool(row["is_near"]), votes[row["text"]], row["confidence"])
            for row in found
            if votes[row["text"]] > 0 or (votes[row["text"]] == 0 and row["confidence"] >= MIN_PROVEN_CONFIDENCE)
        ]


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
