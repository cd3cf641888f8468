"""What the log tells about a server: its questions as rows, and what was asked how often."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any, Literal

import numpy as np

from knowledge.store.database import Database, Reader, storable_text
from knowledge.text import analysis

ReportKind = Literal["questions", "gaps", "feedback", "audit"]
OUTCOMES = ("answered", "closest", "declined", "failed")
_LISTED = 8
"""Articles, publishers and terms that are named."""
_CANDIDATES = 4_000
"""Most frequent words that are looked at for terms."""
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_FILTER = re.compile(r"-?(?:after|before|on|as-of|source|in)[:：]|-\w", re.IGNORECASE)
"""How a piece of a question begins that narrows it, and names nothing that is asked for."""
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|에서|에게|으로|까지|부터|이라는|라는|은|는|이|가|을|를|의|에|와|과|도|로)$"
)
"""Korean particles, which do not make another word."""
_HANGUL = re.compile(r"[가-힣]")

_DAY = len("2018-10-11")
_Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
_Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

ChannelFilter = Callable[[str], bool]
"""Tells of a channel whether what was asked there can be shown."""
_LISTS = frozenset({"unmatched", "cited", "votes", "articles"})
"""Columns with JSON in them."""
_IS_GAP = "(outcome = 'declined' OR EXISTS (SELECT 1 FROM feedback WHERE question = question.id AND vote < 0))"
_QUESTIONS = f"""
    SELECT id, asked_at, collection, channel, outcome, round(evidence, 4) AS confidence,
        round(milliseconds, 1) AS milliseconds, text AS question,
        CASE WHEN NOT {_IS_GAP} THEN '' WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END AS gap, unmatched,
        (SELECT json_group_array(place) FROM (
            SELECT COALESCE(NULLIF(article.name, ''), CAST(article.id AS TEXT)) || ' ¶' || paragraph AS place
            FROM citation JOIN article ON article.id = citation.article
            WHERE citation.question = question.id ORDER BY n
        ) AS places) AS cited,
        (SELECT json_group_array(said) FROM (
            SELECT vote || ' ' || reason AS said FROM feedback WHERE feedback.question = question.id ORDER BY voter
        ) AS everything) AS votes
    FROM question
    WHERE {{here}} AND asked_at >= :since AND (:private OR NOT private) AND (NOT :gaps OR {_IS_GAP})
    ORDER BY asked_at DESC, id DESC
"""
_FEEDBACK = """
    SELECT question.id AS id, given_at, collection, channel, vote, cause, reason, outcome, text AS question
    FROM feedback JOIN question ON question.id = feedback.question
    WHERE {here} AND given_at >= :since AND (:private OR NOT private)
    ORDER BY given_at DESC, id DESC
"""
_AUDIT = """
    SELECT id, at, collection, actor, action, details,
        (SELECT COUNT(DISTINCT article) FROM audit_article WHERE audit_article.audit = audit.id) AS changed,
        (SELECT json_group_array(change || ' ' || id || ' ' || title) FROM (
            SELECT change, COALESCE(NULLIF(article.name, ''), CAST(article.id AS TEXT)) AS id, title
            FROM audit_article JOIN article ON article.id = audit_article.article WHERE audit_article.audit = audit.id
            ORDER BY article.id LIMIT 50
        ) AS named) AS articles,
        undone_by
    FROM audit WHERE {here} AND at >= :since ORDER BY id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageReport:
    """What was asked of a collection over a span of days."""

    first: date
    last: date
    questions: int = 0
    people: int = 0
    days: dict[str, dict[str, int]] = field(default_factory=dict)
    """Questions by day, in UTC, and outcome."""
    hours: tuple[int, ...] = (0,) * 24
    """Questions by hour of the day, in UTC."""
    articles: tuple[tuple[str, int], ...] = ()
    """The most cited headlines, each with how often."""
    publishers: tuple[tuple[str, int], ...] = ()
    terms: tuple[tuple[str, int], ...] = ()
    """The words asked most, each with how often; private questions are left out."""
    up: int = 0
    down: int = 0
    causes: tuple[tuple[str, int], ...] = ()
    """What people chose as wrong with an answer, each with how often."""
    p50: float = 0.0
    """Milliseconds within which half of the questions were answered."""
    p95: float = 0.0

    @property
    def outcomes(self) -> dict[str, int]:
        """Questions by outcome."""
        counts = Counter[str]()
        for each in self.days.values():
            counts.update(each)
        return {name: counts[name] for name in OUTCOMES if counts[name]}


class Reports:
    """Reads the log on connections of its own, each for one report; none of it waits for a writer or holds one up.

    The work takes the processor: call it in a thread.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def usage(self, collection: str, first: date, last: date) -> UsageReport:
        """Return what was asked from the first to the last day, both included, in UTC."""
        found = _Tally()
        name = storable_text(collection)
        with closing(self._database.reader(one_moment=True)) as reader:
            with ThreadPoolExecutor(1) as ahead:
                # The database works on the next piece while this one is counted.
                pieces = [ahead.submit(_piece, reader, name, *span) for span in _chunks(first, last)]
                for piece in pieces:
                    found.add(piece.result())
            asked = found.flags()
            cited = _cited(reader, asked)
            votes = _votes(reader, asked)
            names = _names(reader, cited)
        publishers = Counter[str]()
        for row, count in cited.items():
            publishers[names.get(row, ("", ""))[1]] += count
        milliseconds = np.concatenate(found.milliseconds) / 10 if found.milliseconds else np.zeros(1)
        p50, p95 = np.percentile(milliseconds, (50, 95)).tolist()
        return UsageReport(
            first=first,
            last=last,
            questions=sum(map(len, found.ids)),
            people=len(found.people - {""}),
            days=found.days(),
            hours=found.hours(),
            articles=tuple((names[row][0], count) for row, count in islice(_ranked(cited, names), _LISTED)),
            publishers=tuple(each for each in publishers.most_common(_LISTED + 1) if each[0])[:_LISTED],
            terms=asked_terms(found.words),
            up=sum(count for (vote, _), count in votes.items() if vote > 0),
            down=sum(count for (vote, _), count in votes.items() if vote < 0),
            causes=tuple((cause, count) for (vote, cause), count in votes.most_common() if vote < 0 and cause),
            p50=p50,
            p95=p95,
        )

    def rows(
        self,
        kind: ReportKind,
        collection: str | None,
        *,
        since: date | None = None,
        is_visible: ChannelFilter | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Yield the log of a collection or of all, newest first, as plain values without who asked or voted.

        Args:
            kind: All of them, those that were declined or voted down (their `gap` is open, or closed since), the
                votes, or the audit log.
            collection: Whose.
            since: From this day on, in UTC.
            is_visible: Tells of a channel whether what was asked there can be shown; then nothing is that was asked
                privately.
        """
        statement = {"feedback": _FEEDBACK, "audit": _AUDIT}.get(kind, _QUESTIONS)
        wanted = {
            "here": collection and storable_text(collection),
            "since": since.isoformat() if since else "",
            "gaps": kind == "gaps",
            "private": is_visible is None,
        }
        visible: dict[str, bool] = {}
        with closing(self._database.reader(one_moment=True)) as reader:
            # The condition is a plain one, so that the index gives the rows in order and only as many as are read.
            rows = reader.stream(statement.format(here="TRUE" if collection is None else "collection = :here"), wanted)
            for row in rows:
                values = dict(row)
                channel = values.get("channel")
                if channel is not None and is_visible is not None and channel not in visible:
                    visible[channel] = is_visible(channel)
                if channel is None or visible.get(channel, True):
                    yield _plain(values)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the JSON of its columns read, and its votes counted."""
    for name in _LISTS & row.keys():
        row[name] = json.loads(row[name]) if row[name] != "[]" else []
    if "details" in row:
        row["details"] = [f"{name}: {value}" for name, value in json.loads(row["details"]).items()]
    if "votes" in row:
        votes = row.pop("votes")
        row["up"], row["down"] = (sum(vote.startswith(f"{number} ") for vote in votes) for number in (1, -1))
        row["reasons"] = [reason for vote in votes if (reason := vote.partition(" ")[2])]
    return row


_LOGGED = """
    SELECT group_concat(id), group_concat(CAST(milliseconds * 10 AS BIGINT)), group_concat(substr(asker, 1, 16)),
        group_concat(substr(asked_at, 1, 13) || outcome),
        group_concat(CASE WHEN private THEN '' ELSE ' ' || text END)
    FROM question WHERE collection = ? AND asked_at >= ? AND asked_at < ? AND form <> 'watch'
"""
"""All questions of a span in five strings, which are made far faster than a row each; no word holds a comma.

What a watch found is told without being asked.

Half of a person's hash is enough to tell people apart.
"""
_CHUNK_DAYS = 10
"""So few that counting a piece keeps no other thread waiting for long."""
_HOUR = len("2018-10-11T08")


def _piece(reader: Reader, collection: str, start: str, end: str) -> tuple[str | None, ...]:
    [row] = reader.fetch(_LOGGED, (collection, start, end))
    return tuple(row)


def _chunks(first: date, last: date) -> Iterator[tuple[str, str]]:
    """Yield the span in pieces that fit into memory, as the beginnings of stamps; each ends where the next begins."""
    end = last + timedelta(days=1)
    while first < end:
        following = min(first + timedelta(days=_CHUNK_DAYS), end)
        yield first.isoformat(), following.isoformat()
        first = following


class _Tally:
    """What the chunks of a span add up to."""

    def __init__(self) -> None:
        self.ids: list[_Integers] = []
        self.milliseconds: list[_Integers] = []
        self.people: set[str] = set()
        self.words = Counter[str]()
        self._endings = Counter[str]()

    def add(self, row: tuple[str | None, ...]) -> None:
        """Add the questions of a chunk."""
        ids, milliseconds, askers, endings, texts = (each or "" for each in row)
        if not ids:
            return
        self.ids.append(_integers(ids))
        self.milliseconds.append(_integers(milliseconds))
        self.people.update(askers.split(","))
        self._endings.update(endings.split(","))
        self.words.update(texts.split())

    def flags(self) -> _Flags:
        """Return of each question up to the last one whether it is among them."""
        flags = np.zeros(max((int(each.max()) for each in self.ids), default=0) + 1, np.bool_)
        for each in self.ids:
            flags[each] = True
        return flags

    def days(self) -> dict[str, dict[str, int]]:
        """Return the questions by day and outcome."""
        days: dict[str, dict[str, int]] = {}
        for ending, count in sorted(self._endings.items()):
            day = days.setdefault(ending[:_DAY], {})
            day[ending[_HOUR:]] = day.get(ending[_HOUR:], 0) + count
        return days

    def hours(self) -> tuple[int, ...]:
        """Return the questions by hour of the day."""
        hours = Counter[int]()
        for ending, count in self._endings.items():
            hours[int(ending[_HOUR - 2 : _HOUR])] += count
        return tuple(hours[hour] for hour in range(24))


def _integers(listed: str) -> _Integers:
    return np.fromstring(listed, np.int64, sep=",")


def _cited(reader: Reader, asked: _Flags) -> Counter[int]:
    """Count how many of these questions cite each article."""
    counts = Counter[int]()
    for article, listed in reader.stream("SELECT article, group_concat(question) FROM citation GROUP BY article"):
        questions = _integers(listed)
        questions = questions[questions < len(asked)]
        questions = questions[asked[questions]]
        if np.any(questions[1:] < questions[:-1]):
            questions.sort()
        if count := len(questions):
            # One question can cite an article more than once.
            counts[article] = count - int(np.count_nonzero(questions[1:] == questions[:-1]))
    return counts


def _votes(reader: Reader, asked: _Flags) -> Counter[tuple[int, str]]:
    """Count the votes on these questions, with what was chosen as wrong."""
    votes = reader.stream("SELECT question, vote, cause FROM feedback WHERE question < ?", (len(asked),))
    return Counter((vote, cause) for question, vote, cause in votes if asked[question])


def _names(reader: Reader, cited: Counter[int]) -> dict[int, tuple[str, str]]:
    """Return headline and publisher of articles that are still there."""
    rows = reader.fetch(
        "SELECT id, title, publisher FROM article"
        " WHERE withdrawn_at IS NULL AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
        (json.dumps(list(cited)),),
    )
    return {id: (title, publisher) for id, title, publisher in rows}


def _ranked(cited: Counter[int], names: dict[int, tuple[str, str]]) -> Iterator[tuple[int, int]]:
    return ((row, count) for row, count in cited.most_common() if row in names)


def asked_terms(counts: Counter[str], most: int = _LISTED) -> tuple[tuple[str, int], ...]:
    """Return the words asked most, in the form in which each is asked most, with how often.

    Args:
        counts: How often each piece of a question between two spaces was asked, with its punctuation.
        most: How many are returned.
    """
    words = Counter[str]()
    for piece, count in counts.items():
        for word in () if _FILTER.match(piece) else _WORD.findall(piece):
            words[word] += count
    forms: dict[str, Counter[str]] = {}
    for word, count in words.most_common(_CANDIDATES):
        if (term := _term(word)) is not None:
            forms.setdefault(term, Counter())[_PARTICLE.sub("", word)] += count
    ranked = sorted(forms.values(), key=lambda each: -each.total())[:most]
    return tuple((each.most_common(1)[0][0], each.total()) for each in ranked)


def _term(word: str) -> str | None:
    """Return what a word counts as; None for a function word, a number or a letter."""
    if len(word) < 2 or word.isdigit():
        return None
    if _HANGUL.search(word):
        bare = _PARTICLE.sub("", word)
        return bare if analysis.content_words(bare, "ko") and analysis.content_words(word, "ko") else None
    words = analysis.content_words(word, "en")
    return analysis.terms(words[0], "en")[0] if words else None
