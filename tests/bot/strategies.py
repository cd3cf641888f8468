"""Articles, answers and declines of every kind, for property-based tests."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from knowledge import Answer, Article, Citation, Decline, Duplicate, Suggestion, WithdrawnCitation
from knowledge.answers import PARAGRAPH_BREAK, Corrected, Disagreement, Edit, Removed, Statement

_NASTY = (
    "@everyone",
    "@here",
    "<@123>",
    "<@&1>",
    "<#9>",
    "</ask:1>",
    "</settings set:1>",
    "<id:customize>",
    "<t:0:R>",
    "<a:x:1>",
    ":smile:",
    "[a](http://b.example)",
    "[x](javascript:alert(1))",
    "https://evil.example",
    "<https://evil.example>",
    "<mailto:a@b.example>",
    "discord://-/settings",
    "**",
    "__",
    "~~",
    "||",
    "```",
    "```py\n",
    "`",
    "*",
    "_",
    "# ",
    "\n## ",
    "-# ",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n>>> ",
    "[1]",
    "\n[2] ",
    "\\",
    "\u202e",
    "\u200b",
    "\ud800",
    "مرحبا",
    "漢字仮名",
    "👩\u200d🚀",
    "e\u0301\u0301",
    "\u0301" * 40,
    "\u2028",
    "\x00",
    "\ufffc",
    "\U0001f1f0\U0001f1f7",
    "x" * 90,
    "\x1b[2J",
    "word ",
    " long sentence of several words ",
)
_MAX_PIECES = 8


def _put_together(number: int) -> str:
    """Return the pieces that the digits of a number stand for; a small number has few."""
    pieces: list[str] = []
    while number:
        number, digit = divmod(number, len(_NASTY) + 1)
        pieces += _NASTY[digit - 1 : digit] if digit else ()
    return "".join(pieces)


# One number for a whole text: Hypothesis takes long to draw piece by piece, and gives up where there are many.
texts = st.integers(0, (len(_NASTY) + 1) ** _MAX_PIECES - 1).map(_put_together) | st.text(max_size=20)
long_texts = st.builds(lambda text, times: text * times, texts, st.sampled_from([1, 1, 1, 60]))
urls = st.one_of(st.just(""), texts, st.builds("https://news.example/{}".format, texts))
dates = st.one_of(st.none(), st.dates(date(1000, 1, 1)), st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC)))

articles = st.builds(
    Article,
    title=long_texts,
    paragraphs=st.lists(long_texts.filter(str.strip), min_size=1, max_size=4).map(tuple),
    publisher=long_texts,
    byline=texts,
    published_at=dates,
    url=urls,
    id=texts,
    row=st.integers(1, 3),
)

suggestions = st.lists(st.builds(Suggestion, texts, texts), max_size=5)


@st.composite
def citations(draw: st.DrawFn, n: int) -> Citation:
    """A citation of any slice of any paragraph, or of that and the one after it.

    Its matches may be out of order, overlapping or beyond its end.
    """
    article = draw(articles)
    number = draw(st.integers(1, len(article.paragraphs)))
    continued = draw(st.integers(0, min(1, len(article.paragraphs) - number)))
    length = len(article.text(number, continued))
    first = len(article.text(number))
    start = draw(st.integers(0, first - 1))
    spans = st.tuples(st.integers(-2, length + 2), st.integers(-2, length + 2))
    copies = st.builds(lambda other: Duplicate(other, len(other.paragraphs)), articles)
    return Citation(
        n=n,
        article=article,
        paragraph=number,
        span=(start, draw(st.integers(first + len(PARAGRAPH_BREAK) + 1 if continued else start + 1, length))),
        continued=continued,
        matched=tuple(draw(st.lists(spans, max_size=8))),
        also=tuple(draw(st.lists(copies, max_size=3))),
    )


@st.composite
def disagreements(draw: st.DrawFn) -> Disagreement:
    """What a few articles say differently, at any place of their last paragraphs."""
    said = []
    for n, article in enumerate(draw(st.lists(articles, min_size=2, max_size=4))):
        length = len(article.paragraphs[-1])
        start = draw(st.integers(0, length - 1))
        span = (start, draw(st.integers(start + 1, length)))
        said.append(Statement(article=article, paragraph=len(article.paragraphs), span=span, slot=span, n=n))
    return Disagreement("number", tuple(said))


@st.composite
def answers(draw: st.DrawFn, *, first: int = 1, most: int = 5) -> Answer:
    """An answer of at most so many citations, numbered from the first."""
    unmatched = tuple(draw(st.lists(texts, max_size=30)))
    meant = [Suggestion(word, draw(texts)) for word in unmatched[: draw(st.integers(0, 2))]]
    numbers = range(first, first + draw(st.integers(1, most)))
    return Answer(
        id=draw(st.integers(1, 10**9)),
        question=draw(long_texts),
        outcome=draw(st.sampled_from(["answered", "closest"])),
        confidence=0.5,
        citations=tuple(draw(citations(n)) for n in numbers),
        unmatched=unmatched,
        suggestions=(*meant, *draw(suggestions)),
        disagreements=tuple(draw(st.lists(disagreements(), max_size=2))),
        withdrawn=tuple(draw(st.lists(st.builds(WithdrawnCitation, st.integers(100, 999)), max_size=3))),
    )


declines = st.builds(
    Decline,
    id=st.integers(1, 10**9),
    question=texts,
    unmatched=st.lists(texts, max_size=30).map(tuple),
    suggestions=suggestions.map(tuple),
    nearest=st.lists(articles, max_size=5).map(tuple),
    example=texts,
    unmet=st.lists(texts, max_size=10).map(tuple),
)

edits = st.lists(
    st.builds(Edit, st.sampled_from(["same", "added", "omitted"]), texts | st.sampled_from(["*_`" * 900, "말 " * 900])),
    max_size=3,
).map(tuple)
revisions = st.dictionaries(
    st.integers(1, 5),
    st.builds(Corrected, edits, st.dates(), st.none() | st.dates())
    | st.builds(Removed, st.dates(), is_upstream=st.booleans()),
    max_size=2,
)
"""What became of the words that citations quote."""
