"""The query log: every question with what became of it, on disk before its reply is sent, or in memory only."""

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import blake2b
from time import monotonic
from typing import Literal, TypeVar

from knowledge.errors import AnswerNotFound, StoreUnavailable
from knowledge.models import (
    Answer,
    Article,
    ArticleKey,
    AskContext,
    AskForm,
    Citation,
    Conversation,
    Decline,
    Duplicate,
    WithdrawnCitation,
)
from knowledge.store.database import (
    Connection,
    Database,
    Row,
    Statements,
    now,
    storable_text,
    to_article,
    to_moment,
    to_utc,
    valid_id,
)
from knowledge.text import analysis

log = logging.getLogger(__name__)
MAX_UNLOGGED = 1_000
"""Questions held at most; beyond that the oldest are dropped."""
UNLOGGED_SECONDS = 24 * 60 * 60.0
"""How long a question is held at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnloggedQuestion:
    """A question with its reply, and what the log would have kept of it."""

    reply: Answer | Decline
    place: AskContext
    """Where it was asked; the asker is a keyed hash here."""
    earlier: tuple[str, ...] = ()
    """The questions that it follows, the latest first."""
    posted: str = ""
    """The message that carries the reply."""
    held_at: float = 0.0

    @property
    def id(self) -> int:
        return self.reply.id

    @property
    def cited(self) -> frozenset[int]:
        """The store's keys of the articles that the reply cites."""
        found = self.reply.citations if isinstance(self.reply, Answer) else ()
        return frozenset(each.article.row for each in found)

    def is_visible(self, collection: str, asker: str) -> bool:
        """Tell whether somebody, known by the keyed hash, can see it there."""
        return self.place.collection == collection and (not self.place.private or self.place.asker == asker)


class UnloggedQuestions:
    """The last questions that were not logged, each for a day at most, and none after a restart."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._held: dict[int, UnloggedQuestion] = {}

    def __contains__(self, id: int | None) -> bool:
        return self.get(id) is not None

    def add(self, question: UnloggedQuestion) -> None:
        """Hold a question, and drop what is too old or too much."""
        self._held[question.id] = replace(question, held_at=self._clock())
        for id in list(self._held)[: max(0, len(self._held) - MAX_UNLOGGED)]:
            del self._held[id]

    def get(self, id: int | None) -> UnloggedQuestion | None:
        found = self._held.get(id or 0)
        return found if found and self._is_fresh(found) else None

    def newest(self, where: Callable[[UnloggedQuestion], bool]) -> UnloggedQuestion | None:
        """Return the newest question of which something holds."""
        return max(filter(where, self._fresh()), key=lambda each: each.id, default=None)

    def asked_by(self, messages: Collection[str]) -> Iterator[UnloggedQuestion]:
        """Yield the newest question that each of these messages asked and that a message replied to."""
        asked = (each for each in self._fresh() if each.posted and each.place.message in messages)
        yield from {each.place.message: each for each in sorted(asked, key=lambda each: each.id)}.values()

    def extend(self, id: int, citations: Sequence[Citation]) -> bool:
        """Add citations to an answer; False where it is not held."""
        found = self.get(id)
        if not found or not isinstance(found.reply, Answer):
            return False
        self._held[id] = replace(found, reply=replace(found.reply, citations=(*found.reply.citations, *citations)))
        return True

    def post(self, id: int, message: str) -> bool:
        """Remember which message carries the reply; False where the question is not held."""
        found = self.get(id)
        if found:
            self._held[id] = replace(found, posted=message)
        return found is not None

    def share(self, id: int) -> None:
        """Let everyone see an answer."""
        if found := self.get(id):
            self._held[id] = replace(found, place=replace(found.place, private=False))

    def forget(self, asker: str) -> None:
        """Drop what a person, known by the keyed hash, asked."""
        self._held = {id: each for id, each in self._held.items() if each.place.asker != asker}

    def _fresh(self) -> Iterator[UnloggedQuestion]:
        return filter(self._is_fresh, self._held.values())

    def _is_fresh(self, question: UnloggedQuestion) -> bool:
        return self._clock() - question.held_at < UNLOGGED_SECONDS


Reply = TypeVar("Reply", bound=Answer | Decline)

_VISIBLE = "(NOT private OR asker = :asker)"
"""What holds of a question whose answer the asker of now may see."""

_MAX_CONVERSATION_QUESTIONS = 10
"""Questions that a conversation is read back."""
_MAX_UNDELIVERED = 500
"""The newest questions among which those are looked for whose reply was not sent."""


@dataclass(frozen=True, slots=True)
class PostedReply:
    """A question asked by a message, and the message that replied."""

    id: int
    collection: str
    channel: str
    question: str
    message: str
    reply: str


@dataclass(frozen=True, slots=True)
class UndeliveredReply:
    """A question that was logged and whose reply is not known to have been sent."""

    id: int
    collection: str
    channel: str
    message: str
    """The message that asked, if one did."""
    edited: bool
    """Whether that message asked something else before."""
    text: str
    form: AskForm
    locale: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was asked, whatever came of it."""

    text: str
    channel: str
    message: str
    """The message that asked, if one did."""
    is_own: bool
    """Whether the person who looks it up asked it."""
    outcome: str = ""
    """How it ended, where that was looked up."""
    private: bool = False
    """Whether only its asker was answered, where that was looked up."""


@dataclass(frozen=True, slots=True)
class RankingRecord:
    """What the log keeps of how a reply was found."""

    index_version: str = ""
    terms: tuple[str, ...] = ()
    """The terms that were looked for."""
    stages: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds that each stage took."""


_NO_RANKING = RankingRecord()


class QuestionLog:
    """What was asked, how it ended, what was cited and which message replied, in the store's file.

    A question that was asked privately is shown to its asker alone, and none outside its collection. People are in it
    only as keyed hashes. The questions of those who opted out are in memory alone.
    """

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key
        self._unlogged = UnloggedQuestions()

    def hash_asker(self, asker: str) -> str:
        """The keyed hash by which a person is known here, empty for nobody."""
        return blake2b(storable_text(asker).encode(), key=self._key, digest_size=16).hexdigest() if asker else ""

    async def is_opted_out(self, asker: str) -> bool:
        """Tell whether a person's questions are not to be logged."""
        if not asker:
            return False
        return bool(
            list(await self._database.execute("SELECT 1 FROM optout WHERE person = ?", (self.hash_asker(asker),)))
        )

    async def opt_out(self, asker: str) -> bool:
        """Log no more questions of a person; False where that was so before."""
        if not asker:
            raise ValueError("nobody is everybody who is not known")
        statement = "INSERT INTO optout (person) VALUES (?) ON CONFLICT DO NOTHING RETURNING person"
        return bool(list(await self._database.execute(statement, (self.hash_asker(asker),))))

    async def opt_in(self, asker: str) -> bool:
        """Log a person's questions again; False where they were logged."""
        statement = "DELETE FROM optout WHERE person = ? RETURNING person"
        gone = bool(list(await self._database.execute(statement, (self.hash_asker(asker),))))
        if gone:
            await self._database.flush()
        return gone

    def drop_unlogged(self, asker: str) -> None:
        """Drop what memory holds of a person who opted out."""
        self._unlogged.forget(self.hash_asker(asker))

    async def record(
        self,
        reply: Reply,
        *,
        place: AskContext,
        conversation: Conversation | None = None,
        ranking: RankingRecord = _NO_RANKING,
    ) -> Reply:
        """Log a question with its citations, and return the reply with its number, on disk by then.

        A question of somebody who opted out is held in memory; nothing of it gets into the store.
        """
        asker = self.hash_asker(place.asker)

        def record(statements: Statements) -> tuple[int, bool]:
            if is_opted_out := _is_opted_out(statements, asker):
                return _unused_id(statements), not is_opted_out
            return self.record_within(statements, reply, place=place, ranking=ranking, asker_hash=asker), True

        id, is_logged = await self._database.run(record, "beside")
        numbered = replace(reply, id=id, logged=is_logged)
        if not is_logged:
            self._unlogged.add(
                UnloggedQuestion(
                    reply=numbered,
                    place=replace(place, asker=asker),
                    earlier=conversation.questions if conversation else (),
                )
            )
        return numbered

    def record_within(
        self,
        statements: Statements,
        reply: Answer | Decline,
        *,
        place: AskContext,
        ranking: RankingRecord = _NO_RANKING,
        asker_hash: str,
    ) -> int:
        """Log a question inside the caller's transaction, of a person known by the hash; return its number."""
        id = self._log(
            statements,
            place,
            question=reply.question,
            outcome=reply.outcome,
            confidence=reply.confidence,
            milliseconds=reply.milliseconds,
            unmatched=reply.unmatched,
            nearest=[each.row for each in reply.nearest] if isinstance(reply, Decline) else (),
            ranking=ranking,
            asker_hash=asker_hash,
        )
        if isinstance(reply, Answer):
            _write_citations(statements, id, reply.citations)
        return id

    async def record_failure(self, question: str, *, place: AskContext, milliseconds: float) -> int:
        """Log a question that ended in an error of ours; return its number, 0 where its person opted out."""
        asker = self.hash_asker(place.asker)

        def record(statements: Statements) -> int:
            if _is_opted_out(statements, asker):
                return 0
            return self._log(
                statements, place, question=question, outcome="failed", milliseconds=milliseconds, asker_hash=asker
            )

        return await self._database.run(record, "beside")

    async def extend(self, id: int, citations: Sequence[Citation]) -> None:
        """Add citations to an earlier answer; they are on disk when this returns, if the answer is."""
        if self._unlogged.extend(id, citations):
            return
        await self._database.run(lambda statements: _write_citations(statements, valid_id(id), citations), "beside")

    async def set_reply(self, id: int, reply: str) -> None:
        """Remember which message carried the reply to a question; raise AnswerNotFound for an unknown id.

        The reply has been sent, so a store that is away is nobody's concern: whoever looks for replies that never
        arrived finds this one in the channel, and notes it then.
        """
        if self._unlogged.post(id, reply):
            return
        try:
            noted = await self._database.execute(
                "UPDATE question SET reply = ? WHERE id = ? RETURNING id", (storable_text(reply), valid_id(id))
            )
        except StoreUnavailable as error:
            log.warning("The reply to question %d was sent, and could not be noted: %s", id, error)
            return
        if not noted:
            raise AnswerNotFound("There's no question #{id} to record a reply for.", id=id)

    async def undelivered(self, since: datetime, *, in_hand: Iterable[str] = ()) -> list[UndeliveredReply]:
        """The questions that everybody in a channel of Discord could see asked, and whose reply was not noted.

        A message has only its newest question here, and none where that has its reply.

        Args:
            since: From when on they were asked.
            in_hand: The names of processes that are still at work on theirs.
        """
        rows = await self._database.execute(
            "SELECT id, collection, channel, message, text, form, locale, asked_at, reply, process"
            " FROM (SELECT * FROM question ORDER BY id DESC LIMIT :most) AS newest"
            " WHERE asked_at >= :since AND NOT private AND outcome <> 'failed' AND channel <> ''"
            " AND (message <> '' OR form IN ('slash', 'menu', 'timeline')) ORDER BY id",
            {"most": _MAX_UNDELIVERED, "since": to_utc(since)},
        )
        busy = frozenset(in_hand)
        newest = {row["message"] or row["id"]: row for row in rows}
        questions = Counter(row["message"] for row in rows)
        return [
            UndeliveredReply(
                id=row["id"],
                collection=row["collection"],
                channel=row["channel"],
                message=row["message"],
                edited=bool(row["message"]) and questions[row["message"]] > 1,
                text=row["text"],
                form=row["form"],
                locale=row["locale"],
                asked_at=datetime.fromisoformat(row["asked_at"]),
            )
            for row in newest.values()
            if not row["reply"] and row["process"] not in busy
        ]

    async def drop_undelivered(self, id: int) -> None:
        """Delete a question whose reply was not sent, and which has been asked again instead."""
        statement = "DELETE FROM question WHERE id = ? AND reply = ''"
        await self._database.run(lambda question: question.fetch(statement, (valid_id(id),)), "beside")

    async def share(self, id: int, *, collection: str, asker: str) -> bool:
        """Let everyone see the asker's private answer; False where it could not or need not be done."""
        if held := self._unlogged.get(id):
            self._unlogged.share(id)
            return held.place.private and held.is_visible(collection, self.hash_asker(asker))
        async with self._database.transaction("beside") as connection:
            shared = await connection.execute_fetchall(
                "UPDATE question SET private = FALSE"
                " WHERE id = ? AND collection = ? AND private AND asker = ? RETURNING id",
                (valid_id(id), storable_text(collection), self.hash_asker(asker)),
            )
        return bool(shared)

    async def conversation(self, id: int | None, *, collection: str, asker: str = "") -> Conversation | None:
        """The question of that id with those that it follows, latest first; None where `answer` would not look it up.

        With it come the articles that its reply cited.
        """
        if id is None:
            return None
        if held := self._unlogged.get(id):
            if not held.is_visible(collection, self.hash_asker(asker)):
                return None
            return Conversation((held.reply.question, *held.earlier)[:_MAX_CONVERSATION_QUESTIONS], held.cited)
        wanted = {"id": valid_id(id), "collection": storable_text(collection), "asker": self.hash_asker(asker)}
        async with self._database.snapshot() as connection:
            questions = await connection.execute_fetchall(
                f"""
                WITH RECURSIVE thread (id, text, following, depth) AS (
                    SELECT id, text, following, 1 FROM question
                    WHERE id = :id AND collection = :collection AND {_VISIBLE}
                    UNION ALL
                    SELECT question.id, question.text, question.following, depth + 1
                    FROM question JOIN thread ON question.id = thread.following WHERE depth < :depth AND {_VISIBLE}
                )
                SELECT text FROM thread ORDER BY depth
                """,
                {**wanted, "depth": _MAX_CONVERSATION_QUESTIONS},
            )
            cited = await connection.execute_fetchall(
                "SELECT DISTINCT article FROM citation WHERE question = :id", wanted
            )
        if not questions:
            return None
        return Conversation(tuple(row["text"] for row in questions), frozenset(row["article"] for row in cited))

    async def previous_question(self, id: int) -> int | None:
        """The question that another one follows; None where it follows none."""
        if held := self._unlogged.get(id):
            return held.place.following
        rows = await self._database.execute("SELECT following FROM question WHERE id = ?", (valid_id(id),))
        return next((row["following"] for row in rows), None)

    async def answer(self, id: int, *, collection: str, asker: str = "") -> Answer:
        """The earlier answer of that id, with the passages cited then.

        Raises AnswerNotFound: for another collection's, for a private one of someone else, for a question without
        an answer, and when every article cited has been withdrawn.
        """
        if held := self._unlogged.get(id):
            if held.is_visible(collection, self.hash_asker(asker)):
                return await self._held_answer(held)
        elif found := await self._newest("id = :is", valid_id(id), collection, asker):
            return found
        raise AnswerNotFound.unknown(id)

    async def asked_of(self, id: int) -> tuple[date, str]:
        """The day, in UTC, on which a question was asked, and the version of the index that was asked.

        Of a question that is not logged they are today and unknown.
        """
        rows = await self._database.execute(
            "SELECT asked_at, index_version FROM question WHERE id = ?", (valid_id(id),)
        )
        for row in rows:
            return datetime.fromisoformat(row["asked_at"]).date(), row["index_version"]
        return date.fromisoformat(now()[:10]), ""

    async def asked(self, id: int, *, collection: str, asker: str = "") -> AskedQuestion | None:
        """The question of that id, where the asker of now may see it there."""
        person = self.hash_asker(asker)
        if (held := self._unlogged.get(id)) and held.is_visible(collection, person):
            place = held.place
            is_own = place.asker == person
            said = held.reply
            return AskedQuestion(said.question, place.channel, place.message, is_own, said.outcome, place.private)
        rows = await self._database.execute(
            "SELECT text, channel, message, asker, outcome, private FROM question"
            f" WHERE id = :id AND collection = :collection AND {_VISIBLE}",
            {"id": valid_id(id), "collection": storable_text(collection), "asker": person},
        )
        for row in rows:
            is_own = bool(person) and row["asker"] == person
            outcome, private = row["outcome"], bool(row["private"])
            return AskedQuestion(row["text"], row["channel"], row["message"], is_own, outcome, private)
        return None

    async def has_asked(self, channel: str, *, collection: str, form: AskForm, since: datetime) -> bool:
        """Tell whether a question asked in a channel in that way has its reply, or was asked since a moment."""
        rows = await self._database.execute(
            "SELECT 1 FROM question WHERE collection = ? AND channel = ? AND form = ?"
            " AND (reply <> '' OR asked_at >= ?) LIMIT 1",
            (storable_text(collection), storable_text(channel), form, to_utc(since)),
        )
        return bool(list(rows))

    async def question_behind(self, message: str, *, collection: str) -> AskedQuestion | None:
        """The newest question for all to see that a message asked, or that it is the reply to."""
        rows = await self._database.execute(
            "SELECT text, channel, message FROM question WHERE id = (SELECT MAX(id) FROM question"
            " WHERE (message = :message OR reply = :message) AND :message <> '' AND collection = :collection"
            " AND NOT private)",
            {"message": storable_text(message), "collection": storable_text(collection)},
        )
        return next((AskedQuestion(row["text"], row["channel"], row["message"], False) for row in rows), None)

    async def answer_of_watch(self, id: int) -> Answer | None:
        """The answer of that id, whoever may see it, for the person whose watch it was found for."""
        async with self._database.snapshot() as connection:
            found = await connection.execute_fetchall("SELECT * FROM question WHERE id = ?", (valid_id(id),))
            for question in found:
                with suppress(AnswerNotFound):
                    return await _load_answer(connection, question)
        return None

    async def last_answer(self, *, collection: str, channel: str, asker: str = "", private: bool = False) -> Answer:
        """The last answer given in the channel for all to see; raise AnswerNotFound as `answer` does.

        Where it is shown to its person alone, it can be a private one of theirs.
        """
        person = self.hash_asker(asker)
        answered = "channel = :is AND outcome IN ('answered', 'closest')" + ("" if private else " AND NOT private")
        found = await self._newest(answered, storable_text(channel), collection, asker)
        held = self._unlogged.newest(
            lambda each: (
                each.is_visible(collection, person)
                and each.place.channel == channel
                and isinstance(each.reply, Answer)
                and (private or not each.place.private)
            )
        )
        if held and (found is None or held.id > found.id):
            return await self._held_answer(held)
        if found:
            return found
        raise AnswerNotFound("I haven't answered anything here yet. Ask a question first.")

    async def answer_in_reply(self, reply: str, *, collection: str, asker: str = "") -> Answer:
        """The answer that the message carried; raise AnswerNotFound as `answer` does."""
        person = self.hash_asker(asker)
        held = self._unlogged.newest(lambda each: each.posted == reply and each.is_visible(collection, person))
        if held and reply:
            return await self._held_answer(held)
        if found := await self._newest("reply <> '' AND reply = :is", storable_text(reply), collection, asker):
            return found
        raise AnswerNotFound("That message isn't one of my answers. Reply to one that shows sources.")

    async def replies_to(self, messages: Iterable[str]) -> list[PostedReply]:
        """The newest question that each of these messages asked and that a message replied to."""
        messages = set(messages)
        async with self._database.snapshot() as connection:
            rows = await connection.execute_fetchall(
                "SELECT id, collection, channel, text, reply, message FROM question WHERE id IN"
                " (SELECT MAX(id) FROM question WHERE message <> '' AND message IN (SELECT value FROM json_each(?))"
                " AND reply <> '' GROUP BY message)",
                (json.dumps([storable_text(message) for message in messages]),),
            )
        logged = [
            PostedReply(row["id"], row["collection"], row["channel"], row["text"], row["message"], row["reply"])
            for row in rows
        ]
        unlogged = map(_posted, self._unlogged.asked_by(messages))
        return list({each.message: each for each in sorted((*logged, *unlogged), key=lambda each: each.id)}.values())

    async def id_of_reply(self, reply: str, *, collection: str) -> int | None:
        """The question that a message replied to; None where it is no reply of ours."""
        if reply and (held := self._unlogged.newest(lambda each: each.posted == reply)):
            return held.id if held.place.collection == collection else None
        rows = await self._database.execute(
            "SELECT MAX(id) AS id FROM question WHERE reply <> '' AND reply = ? AND collection = ?",
            (storable_text(reply), storable_text(collection)),
        )
        return next((row["id"] for row in rows), None)

    async def is_asker(self, id: int, asker: str, *, collection: str) -> bool:
        """Whether that person asked the question; raise AnswerNotFound where there is none."""
        if (held := self._unlogged.get(id)) and held.place.collection == collection:
            return bool(asker) and held.place.asker == self.hash_asker(asker)
        async with self._database.snapshot() as connection:
            found = await connection.execute_fetchall(
                "SELECT asker FROM question WHERE id = ? AND collection = ?", (valid_id(id), storable_text(collection))
            )
        for question in found:
            return bool(asker) and question["asker"] == self.hash_asker(asker)
        raise AnswerNotFound("There's no question #{id} here.", id=id)

    async def _held_answer(self, held: UnloggedQuestion) -> Answer:
        """The answer of a question that is not logged, without what cites articles that were removed since."""
        if not isinstance(held.reply, Answer):
            raise _declined(held.id)
        rows = await self._database.execute(
            "SELECT id FROM article WHERE withdrawn_at IS NULL"
            " AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
            (json.dumps(sorted({row for each in held.reply.citations for row in _cited_rows(each)})),),
        )
        living = {row["id"] for row in rows}
        citations = tuple(
            replace(each, also=tuple(copy for copy in each.also if copy.article.row in living))
            for each in held.reply.citations
            if each.article.row in living
        )
        if not citations:
            raise _all_removed(held.id)
        gone = (each.n for each in held.reply.citations if each.article.row not in living)
        return replace(
            held.reply,
            citations=citations,
            withdrawn=tuple(map(WithdrawnCitation, gone)),
            channel=held.place.channel,
            private=held.place.private,
        )

    async def _newest(self, condition: str, value: str | int, collection: str, asker: str) -> Answer | None:
        """The newest answer that meets a condition on `:is` and that the asker may see here."""
        async with self._database.snapshot() as connection:
            found = await connection.execute_fetchall(
                f"SELECT * FROM question WHERE {condition} AND collection = :collection AND {_VISIBLE}"
                " ORDER BY id DESC LIMIT 1",
                {"is": value, "collection": storable_text(collection), "asker": self.hash_asker(asker)},
            )
            for question in found:
                return await _load_answer(connection, question)
        return None

    def _log(
        self,
        statements: Statements,
        place: AskContext,
        *,
        question: str,
        outcome: Literal["answered", "closest", "declined", "failed"],
        milliseconds: float,
        confidence: float = 0.0,
        unmatched: Iterable[str] = (),
        nearest: Iterable[int] = (),
        ranking: RankingRecord = _NO_RANKING,
        asker_hash: str,
    ) -> int:
        [[id]] = statements.fetch(
            """
            INSERT INTO question (
                asked_at, collection, channel, asker, text, outcome,
                evidence, milliseconds, unmatched, index_version, message, private, following,
                stages, analyser, form, locale, terms, nearest, process
            ) VALUES (
                :asked_at, :collection, :channel, :asker, :text, :outcome,
                :evidence, :milliseconds, :unmatched, :index_version, :message, :private, :following,
                :stages, :analyser, :form, :locale, :terms, :nearest, :process
            ) RETURNING id
            """,
            {
                "asked_at": now(),
                "collection": storable_text(place.collection),
                "channel": storable_text(place.channel),
                "asker": asker_hash,
                "text": storable_text(question),
                "outcome": outcome,
                "evidence": confidence,
                "milliseconds": milliseconds,
                "unmatched": json.dumps([storable_text(word) for word in unmatched]),
                "index_version": ranking.index_version,
                "stages": json.dumps(dict(ranking.stages)),
                "analyser": analysis.VERSION,
                "form": place.form,
                "locale": place.locale,
                "terms": json.dumps([storable_text(term) for term in ranking.terms], ensure_ascii=False),
                "nearest": json.dumps(list(nearest)),
                "process": self._database.processes.name,
                "message": storable_text(place.message),
                "private": place.private,
                "following": None if place.following in self._unlogged else place.following,
            },
        )
        return int(id)


def _is_opted_out(statements: Statements, asker: str) -> bool:
    """Tell whether the questions of a person, known by the keyed hash, are not to be logged."""
    return bool(asker and list(statements.fetch("SELECT 1 FROM optout WHERE person = ?", (asker,))))


def _unused_id(statements: Statements) -> int:
    """Take the number of a question: a row that says nothing, gone before anybody can see it."""
    [[id]] = statements.fetch(
        "INSERT INTO question (asked_at, collection, channel, asker, text, outcome,"
        " evidence, milliseconds, unmatched, index_version)"
        " VALUES ('', '', '', '', '', 'declined', 0, 0, '[]', '') RETURNING id",
        (),
    )
    statements.fetch("DELETE FROM question WHERE id = ?", (id,))
    return int(id)


def _write_citations(statements: Statements, question: int, citations: Sequence[Citation]) -> None:
    """Write the citations of a question's answer, with where each stands once more."""
    statements.insert(
        """
        INSERT INTO citation (
            question, n, article, version, title, paragraph, continued, starts, ends, matched, score, text_hash
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                *(question, each.n, each.article.row, each.article.version, each.article.title),
                *(each.paragraph, each.continued, *each.span, json.dumps(each.marked), each.score),
                _text_hash(each.text),
            )
            for each in citations
        ],
    )
    if copies := [row for each in citations for row in _citing_copies(question, each)]:
        statements.insert(
            "INSERT INTO copy (question, n, place, article, version, paragraph, text_hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            copies,
        )


def _citing_copies(question: int, citation: Citation) -> Iterator[tuple[int | str, ...]]:
    for place, each in enumerate(citation.also, start=1):
        key = each.article.row, each.article.version
        yield question, citation.n, place, *key, each.paragraph, _text_hash(each.text)


def _text_hash(text: str) -> str:
    """The hash by which a cited paragraph proves to be the one cited."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _cited_rows(citation: Citation) -> Iterator[int]:
    """Yield the store's keys of the articles that a citation names."""
    yield citation.article.row
    yield from (copy.article.row for copy in citation.also)


def _posted(held: UnloggedQuestion) -> PostedReply:
    place = held.place
    return PostedReply(held.id, place.collection, place.channel, held.reply.question, place.message, held.posted)


def _declined(id: int) -> AnswerNotFound:
    return AnswerNotFound("I found nothing relevant to question #{id}, so it has no sources.", id=id)


def _all_removed(id: int) -> AnswerNotFound:
    return AnswerNotFound("Everything that answer #{id} cited has since been removed. Ask again.", id=id)


_Texts = defaultdict[ArticleKey, list[Row]]
"""The rows of the paragraphs of each article."""


async def _load_answer(connection: Connection, question: Row) -> Answer:
    """The answer of a row of the table `question`; raise AnswerNotFound if there is none to show."""
    match question["outcome"]:
        case "declined":
            raise _declined(question["id"])
        case "failed":
            raise AnswerNotFound(
                "Question #{id} ended in an error, so it has no sources. Ask it again.", id=question["id"]
            )
    citations, withdrawn = await _citations(connection, question["id"])
    if not citations:
        raise _all_removed(question["id"])
    return Answer(
        id=question["id"],
        question=question["text"],
        outcome=question["outcome"],
        confidence=question["evidence"],
        citations=tuple(citations),
        unmatched=tuple(json.loads(question["unmatched"])),
        withdrawn=tuple(withdrawn),
        channel=question["channel"],
        private=bool(question["private"]),
        milliseconds=question["milliseconds"],
    )


async def _citations(connection: Connection, question: int) -> tuple[list[Citation], list[WithdrawnCitation]]:
    texts = await _texts(connection, question)
    copies = await _earlier_copies(connection, question, texts)
    rows = await connection.execute_fetchall(
        "SELECT article.id, name, citation.title, publisher, byline, published_at, language, url, details,"
        " citation.version, n, paragraph, continued, starts, ends, matched, score, text_hash,"
        f" {_REMOVED.format('citation')} AS removed_at"
        " FROM citation JOIN article ON article.id = citation.article"
        " WHERE question = ? ORDER BY n",
        (question,),
    )
    citations, withdrawn = [], []
    for row in rows:
        article = _as_cited(row, texts)
        if _is_shown(row, article, row["continued"]):
            citations.append(_citation(row, article, copies[row["n"]]))
        else:
            removed = to_moment(row["removed_at"])
            withdrawn.append(WithdrawnCitation(row["n"], on=removed and removed.date()))
    return citations, withdrawn


async def _earlier_copies(connection: Connection, question: int, texts: _Texts) -> defaultdict[int, list[Duplicate]]:
    """Where the passage of each citation stands once more, by its number; what has been taken out is left out."""
    rows = await connection.execute_fetchall(
        "SELECT article.id, name, title, publisher, byline, published_at, language, url, details,"
        f" copy.version, n, paragraph, text_hash, {_REMOVED.format('copy')} AS removed_at"
        " FROM copy JOIN article ON article.id = copy.article WHERE question = ? ORDER BY n, place",
        (question,),
    )
    copies: defaultdict[int, list[Duplicate]] = defaultdict(list)
    for row in rows:
        article = _as_cited(row, texts)
        if _is_shown(row, article):
            copies[row["n"]].append(Duplicate(article, row["paragraph"]))
    return copies


async def _texts(connection: Connection, question: int) -> _Texts:
    """The paragraphs of each article and version that the question's answer names."""
    rows = await connection.execute_fetchall(
        "SELECT article, version, text, heading, page FROM paragraph WHERE (article, version) IN"
        " (SELECT article, version FROM citation WHERE question = :question"
        " UNION SELECT article, version FROM copy WHERE question = :question)"
        " ORDER BY article, version, number",
        {"question": question},
    )
    texts: _Texts = defaultdict(list)
    for row in rows:
        texts[ArticleKey(row["article"], row["version"])].append(row)
    return texts


def _as_cited(row: Row, texts: _Texts) -> Article:
    return to_article(row, texts[ArticleKey(row["id"], row["version"])])


_REMOVED = """COALESCE(withdrawn_at, (
    SELECT removed_at FROM version WHERE version.article = {0}.article AND version.version = {0}.version
))"""
"""When what a citation names was removed; NULL where it can be shown."""


def _is_shown(row: Row, article: Article, continued: int = 0) -> bool:
    """Whether what was cited is there as it was, and may be shown."""
    return row["removed_at"] is None and _text_hash(article.text(row["paragraph"], continued)) == row["text_hash"]


def _citation(row: Row, article: Article, copies: Sequence[Duplicate]) -> Citation:
    return Citation(
        n=row["n"],
        article=article,
        paragraph=row["paragraph"],
        span=(row["starts"], row["ends"]),
        continued=row["continued"],
        matched=tuple((start, end) for start, end in json.loads(row["matched"])),
        score=row["score"],
        also=tuple(copies),
    )
