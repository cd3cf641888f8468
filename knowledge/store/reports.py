"""What the log tells about a server: its questions as rows, and what was asked how often."""

import asyncio
import json
import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, Literal, TypeVar

import numpy as np

from knowledge.store.database import Database, Parameters, Reader, Row, Statements, storable_text, to_utc
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

_MONTH, _DAY, _HOUR = len("2018-10"), len("2018-10-11"), len("2018-10-11T08")
_Counted = TypeVar("_Counted", int, str, tuple[int, str])

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
            SELECT COALESCE(NULLIF(article.name, ''), CAST(article.id AS TEXT)) || ' ¶' || paragraph
                || CASE WHEN continued > 0 THEN '–' || (paragraph + continued) ELSE '' END AS place
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
    """The words asked most, each with how often, without those of private questions and hidden channels."""
    up: int = 0
    down: int = 0
    causes: tuple[tuple[str, int], ...] = ()
    """What people chose as wrong with an answer, each with how often."""
    p50: float = 0.0
    """Milliseconds within which half of the questions were answered."""
    p95: float = 0.0

    @property
    def outcomes(self) -> dict[str, int]:
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

    def usage(
        self, collection: str, first: date, last: date, *, is_visible: ChannelFilter | None = None
    ) -> UsageReport:
        """Return what was asked from the first to the last day, both included, in UTC.

        Args:
            collection: Whose questions.
            first: The first day.
            last: The last day.
            is_visible: Tells of a channel whether words asked in it can be shown; by default all can.
        """
        name = storable_text(collection)
        with closing(self._database.reader(one_moment=True)) as reader:
            found = _Tally()
            asked = _asked_days(reader.fetch, name, first.isoformat(), f"{last.isoformat()}~")
            counted = {period for [period] in reader.fetch(_COUNTED, (name, _LAYOUT))}
            for period in _periods(asked, counted, first, last):
                found.add(_counts(reader.fetch, name, period))
            cited = _ranked(found.cited)
            names = _names(reader, (row for row, _ in cited))
        publishers = Counter[str]()
        for row, count in cited:
            publishers[names.get(row, ("", ""))[1]] += count
        p50, p95 = found.percentiles(50, 95)
        return UsageReport(
            first=first,
            last=last,
            questions=found.questions,
            people=found.people,
            days=found.days(),
            hours=found.hours(),
            articles=tuple(islice(((names[row][0], count) for row, count in cited if row in names), _LISTED)),
            publishers=tuple(islice((each for each in _ranked(publishers) if each[0]), _LISTED)),
            terms=asked_terms(found.words(is_visible)),
            up=sum(count for (vote, _), count in found.votes.items() if vote > 0),
            down=sum(count for (vote, _), count in found.votes.items() if vote < 0),
            causes=tuple((cause, count) for (vote, cause), count in _ranked(found.votes) if vote < 0 and cause),
            p50=p50,
            p95=p95,
        )

    async def count_days(self, now: datetime) -> int:
        """Count each day and month that is over and keep the counts, so that a report on many days reads little.

        Where questions, citations or votes change after that, their day is counted again: at the next report, and kept
        at the next call.

        Returns:
            How many days and months were counted.
        """
        uncounted = await asyncio.to_thread(self._uncounted, to_utc(now - _SETTLING)[:_DAY])
        for collection, period in uncounted:
            # Alone, so that nobody changes what is being counted.
            await self._database.run(partial(_keep, collection=collection, period=period), "alone")
        return len(uncounted)

    def _uncounted(self, end: str) -> list[tuple[str, str]]:
        """Return the days before one that are to be counted, and after them the months that are over by then."""
        uncounted = []
        with closing(self._database.reader()) as reader:
            for [collection] in reader.fetch("SELECT DISTINCT collection FROM question ORDER BY collection"):
                counted = {period for [period] in reader.fetch(_COUNTED, (collection, _LAYOUT))}
                asked = _asked_days(reader.fetch, collection, "", end)
                months = dict.fromkeys(day[:_MONTH] for day in asked if day[:_MONTH] < end[:_MONTH])
                uncounted += [(collection, period) for period in (*asked, *months) if period not in counted]
        return uncounted

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


_SETTLING = timedelta(hours=1)
"""How long a day is over before it is counted: by then whatever was asked on it is in the store."""
_LAYOUT = 2
"""Another number makes all be counted again: change it with what is counted, or how."""
_COUNTED = "SELECT period FROM usage_count WHERE collection = ? AND layout = ?"
_COUNTS = "SELECT counts FROM usage_count WHERE collection = ? AND period = ? AND layout = ?"
_ASKED_DAYS = """
    WITH RECURSIVE asked (day) AS (
        SELECT substr(MIN(asked_at), 1, 10) FROM question
        WHERE collection = :collection AND asked_at >= :start AND asked_at < :end
        UNION ALL
        SELECT (
            SELECT substr(MIN(asked_at), 1, 10) FROM question
            WHERE collection = :collection AND asked_at >= asked.day || '~' AND asked_at < :end
        ) FROM asked WHERE day IS NOT NULL
    )
    SELECT day FROM asked WHERE day IS NOT NULL
"""
"""The days with questions, found by one look into the index for each; `~` is after whatever a stamp goes on with."""
_LOGGED = """
    SELECT group_concat(CAST(milliseconds * 10 AS BIGINT)), group_concat(substr(asker, 1, 16)),
        group_concat(substr(asked_at, 1, 13) || outcome)
    FROM question WHERE {asked}
"""
"""All questions of a day in three strings, which are made far faster than a row each.

Half of a person's hash is enough to tell people apart.
"""
_TEXTS = """
    SELECT channel, group_concat(' ' || text) FROM question WHERE {asked} AND NOT private GROUP BY channel
"""
"""No word holds a comma."""
_CITED = """
    SELECT article, COUNT(DISTINCT question) FROM question JOIN citation ON citation.question = question.id
    WHERE {asked} GROUP BY article
"""
"""One question can cite an article more than once."""
_VOTED = """
    SELECT vote, cause, COUNT(*) FROM question JOIN feedback ON feedback.question = question.id
    WHERE {asked} GROUP BY vote, cause
"""
_ASKED = "collection = :collection AND asked_at >= :day AND asked_at < :end AND form <> 'watch'"
"""What a watch found is told without being asked."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """What was asked on a day or in a month, as JSON has it."""

    endings: dict[str, int]
    """Questions by hour and outcome, such as `2018-10-11T08answered`."""
    people: str
    """The first half of each asker's hash once, with commas between; empty for who is not known."""
    milliseconds: str
    """Tenths of them for each question, with commas between."""
    words: dict[str, dict[str, int]]
    """By the channel in which they were asked, whom they may be shown to."""
    cited: dict[str, int]
    """Questions by the article that they cite."""
    votes: list[tuple[int, str, int]]
    """Votes with their cause, and how many there are."""


_Fetch = Callable[[str, Parameters], Iterable[Row]]


def _asked_days(fetch: _Fetch, collection: str, start: str, end: str) -> list[str]:
    return [day for [day] in fetch(_ASKED_DAYS, {"collection": collection, "start": start, "end": end})]


def _periods(asked: Iterable[str], counted: Collection[str], first: date, last: date) -> Iterable[str]:
    """Return the months of the span that are counted, and the days with questions that are in none of them."""

    def period(day: str) -> str:
        month = day[:_MONTH]
        start = date.fromisoformat(f"{month}-01")
        end = start.replace(day=monthrange(start.year, start.month)[1])
        return month if month in counted and first <= start and end <= last else day

    return dict.fromkeys(map(period, asked))


def _count_day(fetch: _Fetch, collection: str, day: str) -> _Counts:
    asked = {"collection": collection, "day": day, "end": f"{day}~"}
    [row] = fetch(_LOGGED.format(asked=_ASKED), asked)
    milliseconds, askers, endings = (each or "" for each in row)
    return _Counts(
        endings=dict(Counter(endings.split(","))) if endings else {},
        people=",".join(sorted(set(askers.split(",")))),
        milliseconds=milliseconds,
        words={
            channel: dict(_words(Counter(texts.split())))
            for channel, texts in fetch(_TEXTS.format(asked=_ASKED), asked)
        },
        cited={str(article): count for article, count in fetch(_CITED.format(asked=_ASKED), asked)},
        votes=[(vote, cause, count) for vote, cause, count in fetch(_VOTED.format(asked=_ASKED), asked)],
    )


def _counts(fetch: _Fetch, collection: str, period: str) -> _Counts:
    """Return the counts of a day or a month: those that are kept, else made from its days or from its questions."""
    for [counts] in fetch(_COUNTS, (collection, period, _LAYOUT)):
        return _Counts(**json.loads(counts))
    if len(period) == _DAY:
        return _count_day(fetch, collection, period)
    tally = _Tally()
    for day in _asked_days(fetch, collection, f"{period}-", f"{period}~"):
        tally.add(_counts(fetch, collection, day))
    return tally.counts()


def _keep(statements: Statements, *, collection: str, period: str) -> None:
    found = _counts(statements.fetch, collection, period)
    counts = json.dumps({each.name: getattr(found, each.name) for each in fields(found)}, ensure_ascii=False)
    statements.fetch(
        "INSERT INTO usage_count (collection, period, layout, counts) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (collection, period) DO UPDATE SET layout = excluded.layout, counts = excluded.counts",
        (collection, period, _LAYOUT, counts),
    )


class _Tally:
    """What the days and months of a span add up to."""

    def __init__(self) -> None:
        self._words = defaultdict[str, defaultdict[str, int]](lambda: defaultdict(int))
        self.votes = defaultdict[tuple[int, str], int](int)
        self._cited = defaultdict[str, int](int)
        self._endings: dict[str, int] = {}
        self._people: set[str] = set()
        self._milliseconds: list[str] = []

    def add(self, counts: _Counts) -> None:
        """Add what was asked on a day or in a month."""
        if not counts.endings:
            return
        # Plain loops, as `Counter.update` takes twice as long.
        cited = self._cited
        for channel, asked in counts.words.items():
            words = self._words[channel]
            for word, count in asked.items():
                words[word] += count
        for row, count in counts.cited.items():
            cited[row] += count
        for vote, cause, count in counts.votes:
            self.votes[vote, cause] += count
        self._endings |= counts.endings
        self._people.update(counts.people.split(","))
        self._milliseconds.append(counts.milliseconds)

    def counts(self) -> _Counts:
        return _Counts(
            endings=self._endings,
            people=",".join(sorted(self._people)),
            milliseconds=",".join(self._milliseconds),
            words={channel: dict(words) for channel, words in self._words.items()},
            cited=dict(self._cited),
            votes=[(vote, cause, count) for (vote, cause), count in self.votes.items()],
        )

    def words(self, is_visible: ChannelFilter | None = None) -> dict[str, int]:
        """Return how often each word was asked in the channels that can be shown."""
        total = defaultdict[str, int](int)
        for channel, asked in self._words.items():
            if is_visible is None or is_visible(channel):
                for word, count in asked.items():
                    total[word] += count
        return total

    @property
    def cited(self) -> dict[int, int]:
        """Questions by the article that they cite."""
        return {int(row): count for row, count in self._cited.items()}

    @property
    def questions(self) -> int:
        return sum(self._endings.values())

    @property
    def people(self) -> int:
        """How many asked, but for those who are not known."""
        return len(self._people - {""})

    def percentiles(self, *shares: int) -> list[float]:
        """Return the milliseconds within which each share of the questions was answered, in percent."""
        tenths = np.fromstring(",".join(self._milliseconds), np.int64, sep=",") if self._endings else np.zeros(1)
        found: list[float] = np.percentile(tenths / 10, shares).tolist()
        return found

    def days(self) -> dict[str, dict[str, int]]:
        days: dict[str, dict[str, int]] = {}
        for ending, count in sorted(self._endings.items()):
            outcomes = days.setdefault(ending[:_DAY], {})
            outcomes[ending[_HOUR:]] = outcomes.get(ending[_HOUR:], 0) + count
        return days

    def hours(self) -> tuple[int, ...]:
        """Return the questions by hour of the day."""
        hours = [0] * 24
        for ending, count in self._endings.items():
            hours[int(ending[_HOUR - 2 : _HOUR])] += count
        return tuple(hours)


def _names(reader: Reader, cited: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return headline and publisher of articles that are still there."""
    rows = reader.fetch(
        "SELECT id, title, publisher FROM article"
        " WHERE withdrawn_at IS NULL AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
        (json.dumps(list(cited)),),
    )
    return {id: (title, publisher) for id, title, publisher in rows}


def _ranked(counts: Mapping[_Counted, int]) -> list[tuple[_Counted, int]]:
    """Return what was counted, the most frequent first; what is as frequent is in its own order."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _words(pieces: Mapping[str, int]) -> Counter[str]:
    """Return the words of the pieces of questions between two spaces; what narrows a question names nothing."""
    words = Counter[str]()
    for piece, count in pieces.items():
        for word in () if _FILTER.match(piece) else _WORD.findall(piece):
            words[word] += count
    return words


def asked_terms(words: Mapping[str, int], most: int = _LISTED) -> tuple[tuple[str, int], ...]:
    """Return the words asked most, in the form in which each is asked most, with how often."""
    forms: dict[str, Counter[str]] = {}
    for word, count in _ranked(words)[:_CANDIDATES]:
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
