"""The values that all parts share: articles, answers, what identifies them, and counts of what was asked."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import accumulate
from typing import Literal, NamedTuple

from knowledge.errors import AnswerNotFound

SHARED = "shared"
"""The collection that every server asks over besides its own."""

Outcome = Literal["answered", "closest", "declined"]
"""How a question ended: with an answer, with the closest passages, or with neither."""

AskForm = Literal[
    "",
    "prefix",
    "mention",
    "slash",
    "menu",
    "direct",
    "reply",
    "edit",
    "file",
    "timeline",
    "terminal",
    "watch",
    "forum",
    "agent",
]
"""The ways of asking; `watch` is a standing question that asks by itself, `timeline` one that is answered by day."""

PATH_SEPARATOR = " › "
"""What is written between the headings that a paragraph is under."""

PARAGRAPH_BREAK = "\n\n"
"""What is between the paragraphs of a text of several."""

Span = tuple[int, int]
"""Start and end of a slice of a text, in characters."""


class ArticleKey(NamedTuple):
    """One version of an article."""

    row: int
    """The store's key."""
    version: int


class ParagraphKey(NamedTuple):
    """A paragraph of an article, whatever the version."""

    row: int
    """The article's key in the store."""
    number: int
    """The paragraph's number in its article, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a person adds: a text in numbered paragraphs, and where it came from.

    `paragraphs[0]` is paragraph 1. `published_at` is a `datetime` with its zone where the source gives a time,
    a plain `date` where it gives only the day. `language` is an ISO 639-1 code, empty when unknown.
    """

    title: str
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...] = ()
    """The path of headings above each paragraph, as many as there are; empty where no paragraph has one."""
    pages: tuple[int, ...] = ()
    """The page that each paragraph begins on, from 1, as many as there are; empty where nothing has pages."""
    publisher: str = ""
    byline: str = ""
    published_at: date | None = None
    modified_at: date | None = None
    """When it last changed, where the source says so."""
    keywords: tuple[str, ...] = ()
    """What the source calls its subjects; not shown."""
    corrections: tuple[str, ...] = ()
    """What the source says to have corrected in it; shown with a citation, never quoted as an answer."""
    language: str = ""
    url: str = ""
    id: str = ""
    """The operator's own id, or the number that the store gave; empty before the article is stored."""
    path: str = field(default="", compare=False)
    """The file it was read from, by which a changed file is known to be the same article; not kept in this form."""
    fetched_from: str = field(default="", compare=False)
    """The address of the page that it was read from, which can be looked at again; not kept in this form."""
    row: int = 0
    """The store's key, the same through all versions; 0 before the article is stored."""
    version: int = 0

    @property
    def day(self) -> date | None:
        """The day of its publication, whether or not the time of it is known."""
        at = self.published_at
        return at.date() if isinstance(at, datetime) else at

    @property
    def key(self) -> ArticleKey:
        return ArticleKey(self.row, self.version)

    def text(self, paragraph: int, continued: int = 0) -> str:
        """Return the paragraph of that number, with so many of those after it."""
        return PARAGRAPH_BREAK.join(self.paragraphs[paragraph - 1 : paragraph + continued])


@dataclass(frozen=True, slots=True)
class LatestVersion:
    """An article as it is now, whichever version was cited."""

    article: Article | None
    """None where it has been removed."""
    at: datetime
    """When this version came in, or the article was removed."""
    vanished_at: datetime | None = None
    """When its source was found to be gone, where it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskContext:
    """Where a question is asked, and by whom; what does not apply is empty."""

    collection: str = SHARED
    channel: str = ""
    asker: str = ""
    """The asker's own id; it is kept only as a keyed hash."""
    message: str = ""
    """The message that asked."""
    private: bool = False
    """Whether the answer is for the asker alone."""
    following: int | None = None
    """The id of the earlier answer or decline that this question follows."""
    form: AskForm = ""
    """In which way it is asked; empty where nobody noted it."""
    locale: str = ""
    """The language of the reply, as an ISO 639-1 code."""


class Hit(NamedTuple):
    """One paragraph that shares terms with a question."""

    row: int
    """The article's key in the store."""
    version: int
    """The version of the article that was read."""
    number: int
    """The paragraph's number in its article, from 1."""
    score: float

    @property
    def key(self) -> ArticleKey:
        return ArticleKey(self.row, self.version)

    @property
    def paragraph_key(self) -> ParagraphKey:
        """The paragraph, whatever the version of its article."""
        return ParagraphKey(self.row, self.number)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another paragraph that says the same in nearly the same words, in the article of another outlet."""

    article: Article
    paragraph: int
    """The paragraph's number in its article, from 1."""

    @property
    def text(self) -> str:
        return self.article.paragraphs[self.paragraph - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered source of an answer: a verbatim passage, and the paragraph that it is from."""

    n: int
    article: Article
    """Of a long one, paragraphs that are not near those cited may be empty."""
    paragraph: int
    """The paragraph's number in its article, from 1."""
    span: Span
    """The passage within the text."""
    continued: int = 0
    """How many paragraphs after it the passage goes on into; the text has them too."""
    matched: tuple[Span, ...] = ()
    """Where words of the question stand in the text, in order, without overlaps."""
    answers: tuple[Span, ...] = ()
    """Where the passage holds what is asked for, such as a date, the likeliest first; empty where that is not known."""
    score: float = 0.0
    also: tuple[Duplicate, ...] = ()
    """Paragraphs of other articles that say the same, best first."""

    @property
    def text(self) -> str:
        """The whole paragraph, with those that the passage goes on into."""
        return self.article.text(self.paragraph, self.continued)

    @property
    def paragraphs(self) -> range:
        """The numbers of the paragraphs that the passage is in."""
        return range(self.paragraph, self.paragraph + self.continued + 1)

    @property
    def parts(self) -> "tuple[Citation, ...]":
        """Itself, or a citation of each paragraph that the passage is in."""
        if not self.continued:
            return (self,)
        parts, offset = list[Citation](), 0
        for number in self.paragraphs:
            size = len(self.article.text(number))
            span, matched, answers = (
                _within(spans, offset, size) for spans in ([self.span], self.matched, self.answers)
            )
            parts.append(replace(self, paragraph=number, continued=0, span=span[0], matched=matched, answers=answers))
            offset += size + len(PARAGRAPH_BREAK)
        return tuple(parts)

    @property
    def heading(self) -> str:
        """The path of headings above the paragraph; empty without one."""
        headings = self.article.headings
        return headings[self.paragraph - 1] if self.paragraph <= len(headings) else ""

    @property
    def page(self) -> int:
        """The page that the paragraph begins on, from 1; 0 where its article has no pages."""
        pages = self.article.pages
        return pages[self.paragraph - 1] if self.paragraph <= len(pages) else 0

    @property
    def passage(self) -> str:
        """The words quoted, exactly as they stand in the paragraph."""
        return self.text[self.span[0] : self.span[1]]

    @property
    def marked(self) -> tuple[Span, ...]:
        """What to show in bold, in order: the words that answer, or else those of the question."""
        return tuple(sorted(self.answers)) or self.matched

    @property
    def quote(self) -> str:
        """The passage as shown: with `…` at each end where the paragraph goes on."""
        start, end = self.span
        return ("…" if start > 0 else "") + self.passage + ("…" if end < len(self.text) else "")


def _within(spans: Iterable[Span], offset: int, size: int) -> tuple[Span, ...]:
    """Return what of some spans is in a part of their text, counted from where it begins."""
    moved = ((max(0, start - offset), min(size, end - offset)) for start, end in spans)
    return tuple((start, end) for start, end in moved if start < end)


@dataclass(frozen=True, slots=True)
class WithdrawnCitation:
    """A citation whose article has been removed since; only its number is left."""

    n: int
    on: date | None = field(default=None, compare=False)
    """When it was removed, in UTC; None where nobody noted it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word of a question that is in no article, and one spelt like it that is."""

    word: str
    instead: str


@dataclass(frozen=True, slots=True)
class UnderstoodHint:
    """A publisher or a month that a question names in plain words, whose articles counted for more."""

    place: int
    """Which of the question's hints it is, from 0: `Library.ask` can be told to ignore it."""
    name: str


DisagreementKind = Literal["number", "date", "name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an article says where others say something else, word for word."""

    article: Article
    paragraph: int
    """The paragraph's number in its article, from 1."""
    span: Span
    """The words shown, within the paragraph's text."""
    slot: Span
    """The number, date or name among them."""
    n: int = 0
    """The citation of the same answer that is of this paragraph; 0 where it is not cited."""

    @property
    def text(self) -> str:
        return self.article.paragraphs[self.paragraph - 1]

    @property
    def words(self) -> str:
        """The words shown, exactly as they are in the paragraph."""
        return self.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A number, date or name that articles on the same thing give in different ways; which is right is not judged."""

    kind: DisagreementKind
    statements: tuple[Statement, ...]
    """At least two, each of another article, by day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Passages with citations, always at least one; `closest` when confidence is low."""

    id: int = 0
    """The answer id, `#412` in a reply; 0 before the question is logged."""
    question: str
    outcome: Literal["answered", "closest"]
    confidence: float
    """How confident we are that the first passage's paragraph answers, from 0 to 1."""
    citations: tuple[Citation, ...]
    leading: int = 0
    """How many of the citations to show first, as the others are far less likely to answer; 0 is all."""
    more: int = 0
    """How many other paragraphs have been left out so."""
    short: str = ""
    """The words of the first passage that answer by themselves; empty where it is not plain which."""
    understood: tuple[UnderstoodHint, ...] = ()
    """The publishers and months of the question that weighed in."""
    ignored: frozenset[int] = frozenset()
    """The places of those that did not, as the asker took them off."""
    unmatched: tuple[str, ...] = ()
    """Words of the question that occur nowhere in the collection."""
    absent: tuple[str, ...] = ()
    """Names, numbers and dates of the question that no passage holds, though an article may."""
    corrections: tuple[Suggestion, ...] = ()
    """Words that are in no article, and those that the question was answered with instead."""
    suggestions: tuple[Suggestion, ...] = ()
    """What might have been meant by some of those words."""
    unmet: tuple[str, ...] = ()
    """Filters of the question, as they were typed, that the passages were found without: nothing matches with them."""
    as_of: date | None = None
    """The last day whose articles were asked, where the question asks as of an earlier day."""
    undated: int = 0
    """How many articles were not asked then, as they have no date."""
    disagreements: tuple[Disagreement, ...] = ()
    """Where other articles on the same thing say something else than the passages."""
    withdrawn: tuple[WithdrawnCitation, ...] = ()
    """Citations that can no longer be shown, where the answer is an earlier one."""
    channel: str = ""
    """Where it was given, if it is an earlier one."""
    private: bool = False
    """Whether an earlier one was given to its asker alone."""
    logged: bool = True
    """Whether the question is in the log; not where its asker opted out."""
    milliseconds: float = 0.0

    @property
    def has_several_days(self) -> bool:
        """Whether the passages are of several days, so that their order says something."""
        return len({each.article.day for each in self.citations} - {None}) > 1

    def citation(self, n: int) -> Citation:
        """Return the citation with that number.

        Raises:
            AnswerNotFound: There is none, or its article is gone; it names the ones that exist.
        """
        if found := next((each for each in self.citations if each.n == n), None):
            return found
        if any(gone.n == n for gone in self.withdrawn):
            raise AnswerNotFound(
                "The article behind citation {n} of answer #{id} has since been removed.", n=n, id=self.id
            )
        first, last = self.citations[0].n, self.citations[-1].n
        if first == last:
            raise AnswerNotFound(
                "Answer #{id} has only citation {only}, not {wanted}.", id=self.id, only=first, wanted=n
            )
        raise AnswerNotFound(
            "Answer #{id} has citations {first} to {last}, but not {wanted}.",
            id=self.id,
            first=first,
            last=last,
            wanted=n,
        )

    def led(self) -> "Answer":
        """Return it with the leading citations only."""
        if not self.leading or self.leading >= len(self.citations):
            return self
        first, rest = self.citations[: self.leading], self.citations[self.leading :]
        shown = {(each.article.row, each.paragraph) for each in first}
        left_out = {(each.article.row, each.paragraph) for each in rest} - shown
        return replace(self, citations=first, leading=0, more=len(left_out))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """Nothing relevant was found, which is no error: the reply says so instead of guessing."""

    id: int = 0
    question: str
    outcome: Literal["declined"] = "declined"
    confidence: float = 0.0
    unmatched: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    nearest: tuple[Article, ...] = ()
    """The articles that come nearest, best first; not answers."""
    example: str = ""
    """A question that was answered well in the same place; empty where there is none."""
    unmet: tuple[str, ...] = ()
    """Filters of the question, as they were typed, that nothing on it meets, alone or all together."""
    as_of: date | None = None
    """The last day whose articles were asked, where the question asks as of an earlier day."""
    undated: int = 0
    """How many articles were not asked then, as they have no date."""
    logged: bool = True
    """Whether the question is in the log; not where its asker opted out."""
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was asked before, the latest first, and the articles that the latest reply cited."""

    questions: tuple[str, ...]
    cited: frozenset[int] = frozenset()
    """The store's keys of these articles."""


BUCKETS_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histograms' buckets; one more has all that took longer."""
TOTAL = "total"
"""The stage that is a question from its beginning to its end."""


@dataclass(slots=True)
class DurationHistogram:
    """How many durations fell into each bucket, and their sum in seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS_SECONDS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BUCKETS_SECONDS, seconds)] += 1
        self.seconds += seconds

    @property
    def cumulative(self) -> list[int]:
        """How many durations were at most each bound; the last is the number of all."""
        return list(accumulate(self.counts))


@dataclass(frozen=True, slots=True)
class Activity:
    """Questions by outcome, and durations by stage."""

    questions: Counter[str] = field(default_factory=Counter)
    stages: dict[str, DurationHistogram] = field(default_factory=dict)

    def count(self, outcome: str, milliseconds: Mapping[str, float]) -> None:
        self.questions[outcome] += 1
        for stage, taken in milliseconds.items():
            self.stages.setdefault(stage, DurationHistogram()).add(taken / 1000)

    @property
    def mean_milliseconds(self) -> float:
        """How long a question took on average; 0 where none has been answered."""
        total = self.stages.get(TOTAL)
        return total.seconds * 1000 / sum(total.counts) if total else 0.0
