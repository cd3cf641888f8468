"""What people ask in vain: questions that were declined or voted down, grouped by what they are about."""

import asyncio
import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.models import SHARED
from knowledge.store.database import Connection, Database, Row, now, storable_text
from knowledge.store.reports import ChannelFilter
from knowledge.store.watches import newest_article
from knowledge.text import analysis, language

MAX_GAP_TEXTS = 2_000
"""Different questions that are grouped, the most wanted ones."""
MAX_CHECKED_GAPS = 500
"""Different questions that are asked again when articles have been added, the newest ones."""
MIN_TERM_QUESTIONS = 2
_MIN_SIMILARITY = 0.5 - 1e-9
"""Share of the weight of two questions' terms that is common to both where they ask about the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """The same question, however often it was asked in vain."""

    id: int
    """The number of the newest one."""
    text: str
    terms: frozenset[str]
    people: frozenset[str]
    """The keyed hashes of those who asked it."""
    times: int
    asked_at: datetime
    channels: frozenset[str] = frozenset()
    """Where it was asked."""
    nearest: tuple[int, ...] = ()
    """The store's rows of the articles that come nearest."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions about the same thing that the articles do not answer, the most wanted first."""

    questions: tuple[OpenQuestion, ...]

    @property
    def people(self) -> int:
        """How many different people asked."""
        return len(frozenset().union(*(each.people for each in self.questions)))

    @property
    def times(self) -> int:
        """How often it was asked."""
        return sum(each.times for each in self.questions)

    @property
    def asked_at(self) -> datetime:
        """When it was asked last."""
        return max(each.asked_at for each in self.questions)

    @property
    def nearest(self) -> tuple[int, ...]:
        """The store's rows of the nearest articles, those of the most wanted question first."""
        return tuple(dict.fromkeys(row for each in self.questions for row in each.nearest))


@dataclass(slots=True)
class _Group:
    leader: frozenset[str]
    questions: list[OpenQuestion] = field(default_factory=list)


_IS_OPEN = """
    closed_at IS NULL AND (
        outcome = 'declined' OR id IN (SELECT question FROM feedback GROUP BY question HAVING SUM(vote) < 0)
    )
"""
_OPEN = f"""
    SELECT newest.id, newest.text, newest.terms, newest.nearest, last AS asked_at, times, people, channels FROM (
        SELECT MAX(id) AS id, MAX(asked_at) AS last, COUNT(*) AS times, COUNT(DISTINCT asker) AS wanted,
            json_group_array(DISTINCT asker) AS people, json_group_array(DISTINCT channel) AS channels
        FROM question WHERE collection = :collection AND NOT private AND {_IS_OPEN}
        GROUP BY text ORDER BY wanted DESC, MAX(id) DESC LIMIT :most
    ) AS same JOIN question AS newest ON newest.id = same.id ORDER BY wanted DESC, same.id DESC
"""
_SINCE = f"""
    SELECT collection, MIN(asked_at) AS since,
        (SELECT article FROM checked WHERE checked.collection = question.collection) AS checked
    FROM question WHERE {_IS_OPEN} GROUP BY collection
"""
_TEXTS = f"""
    SELECT text FROM question WHERE collection = :collection AND {_IS_OPEN}
    GROUP BY text ORDER BY MAX(id) DESC LIMIT :most
"""


class Gaps:
    """Finds and closes gaps in the store's file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen = -1
        """The row of the newest article of all, when there was last nothing to ask again."""

    def grouped(self, collection: str, *, is_visible: ChannelFilter | None = None) -> list[Gap]:
        """Return a collection's open gaps, the most wanted first, without what was asked privately.

        This takes the processor, and a connection of its own: call it in a thread.

        Args:
            collection: Whose questions.
            is_visible: Tells of a channel whether questions asked in it may be shown; by default all may.
        """
        rows = self._read(_OPEN, {"collection": storable_text(collection), "most": MAX_GAP_TEXTS})
        found = map(_open_question, rows)
        return group([each for each in found if is_visible is None or any(map(is_visible, each.channels))])

    async def unchecked(self) -> list[tuple[str, int, int]]:
        """Return the collections with open gaps that have new articles: name, last row checked, newest row."""
        [[latest]] = await self._database.execute("SELECT MAX(id) FROM article")
        if latest == self._seen:
            return []
        rows = await asyncio.to_thread(self._read, _SINCE, {})
        found = []
        async with self._database.snapshot() as connection:
            for row in rows:
                newest = await newest_article(connection, row["collection"])
                checked = row["checked"]
                if checked is None:
                    checked = await _article_before(connection, row["collection"], row["since"])
                if newest > checked:
                    found.append((row["collection"], checked, newest))
        if not found:
            self._seen = latest
        return found

    async def open_texts(self, collection: str) -> list[str]:
        """Return the different questions of a collection's open gaps, newest first, at most `MAX_CHECKED_GAPS`."""
        wanted: dict[str, str | int] = {"collection": storable_text(collection), "most": MAX_CHECKED_GAPS}
        return [row["text"] for row in await asyncio.to_thread(self._read, _TEXTS, wanted)]

    def _read(self, statement: str, parameters: Mapping[str, str | int]) -> list[Row]:
        """Read on a connection of its own, so that nobody waits for it."""
        with closing(self._database.reader()) as reader:
            return reader.fetch(statement, parameters)

    async def checked(self, collection: str, newest: int) -> None:
        """Note up to which article the gaps of a collection have been asked again."""
        await self._database.execute(
            "INSERT INTO checked (collection, article) VALUES (?, ?)"
            " ON CONFLICT (collection) DO UPDATE SET article = excluded.article",
            (storable_text(collection), newest),
        )

    async def close(self, collection: str, text: str, article: int) -> int:
        """Close the gap of a question that an article answers now, but for replies that cited it; return how many."""
        rows = await self._database.execute(
            "UPDATE question SET closed_at = ? WHERE collection = ? AND text = ? AND closed_at IS NULL"
            " AND id NOT IN (SELECT question FROM citation WHERE article = ?) RETURNING id",
            (now(), storable_text(collection), storable_text(text), article),
        )
        return len(list(rows))


def group(questions: Sequence[OpenQuestion]) -> list[Gap]:
    """Group questions that share at least `_MIN_SIMILARITY` of the weight of their terms with the first of a group.

    The most wanted question leads each group, so the result does not depend on chance: questions are taken in the order
    of people, then times, then number. A term weighs its idf among the questions; a word that only one of them has
    weighs no more than one that two have, so that a wording of its own does not part it from the others.
    """
    ordered = sorted(questions, key=lambda each: (-len(each.people), -each.times, -each.id))
    counts = Counter(term for each in ordered for term in each.terms)
    weights = {term: _weight(max(count, MIN_TERM_QUESTIONS), len(ordered)) for term, count in counts.items()}
    groups: list[_Group] = []
    by_term: defaultdict[str, list[int]] = defaultdict(list)
    for each in ordered:
        place = _best_group(each.terms, groups, by_term, weights)
        if place is None:
            place = len(groups)
            groups.append(_Group(each.terms))
            for term in each.terms:
                by_term[term].append(place)
        groups[place].questions.append(each)
    gaps = [Gap(tuple(each.questions)) for each in groups]
    return sorted(gaps, key=lambda gap: (-gap.people, -gap.times, -gap.questions[0].id))


def _weight(count: int, questions: int) -> float:
    """Return the idf of a term that so many of the questions hold, as BM25 has it, never negative."""
    return math.log1p((questions - min(count, questions) + 0.5) / (count + 0.5))


def _best_group(
    terms: frozenset[str],
    groups: Sequence[_Group],
    by_term: Mapping[str, Sequence[int]],
    weights: Mapping[str, float],
) -> int | None:
    """Return the group whose leader is most similar, if any is similar enough."""
    shared: defaultdict[int, float] = defaultdict(float)
    for term in terms:
        for place in by_term.get(term, ()):
            shared[place] += weights[term]
    own = sum(weights[term] for term in terms)
    best, found = _MIN_SIMILARITY, None
    for place, weight in sorted(shared.items()):
        both = own + sum(weights[term] for term in groups[place].leader) - weight
        if both and weight / both >= best and (found is None or weight / both > best):
            best, found = weight / both, place
    return found


def _open_question(row: Row) -> OpenQuestion:
    terms = json.loads(row["terms"]) or analysis.terms(row["text"], language.detect(row["text"]))
    return OpenQuestion(
        id=row["id"],
        text=row["text"],
        terms=frozenset(terms),
        people=frozenset(json.loads(row["people"])),
        times=row["times"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        channels=frozenset(json.loads(row["channels"])),
        nearest=tuple(json.loads(row["nearest"])),
    )


async def _article_before(connection: Connection, collection: str, moment: str) -> int:
    """Return the row of the newest article that a collection had at a moment; 0 where it had none."""
    [[row]] = await connection.execute_fetchall(
        "SELECT MAX(id) FROM article WHERE collection IN (?, ?) AND added_at <= ?",
        (storable_text(collection), SHARED, moment),
    )
    return int(row or 0)
