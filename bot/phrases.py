"""The sentences that people read, apart from the code so that they can be translated."""

from collections.abc import Sequence
from datetime import date, datetime

from knowledge import Article

HOW_TO_SOURCE = (
    "Give a citation's number such as 2, an answer's id such as #412, or both; with neither it is the last answer here."
)
CLOSEST = "Closest passages — they may not answer this:"
DECLINED = "I found nothing in the articles that answers this, so I won't guess."
NEAREST = "The nearest articles, which may be about something else:"
TRY_AGAIN = "Try other words, as an article would put them: names, places, dates."
UNTITLED = "untitled article"
SAME_ARTICLE = "same article"
ON_SAMPLES = "No article has been added yet, so the bundled samples answer. Add yours: python -m bot add PATH"

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def counted(number: int, noun: str) -> str:
    """Return the number with its noun: `1 passage`, `2,000 passages`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def day(moment: date) -> str:
    """Return the day, the same whatever the machine's language: `11 Oct 2018`."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def moment(when: date) -> str:
    """Return the day, and the time with its zone where the source gave one."""
    if not isinstance(when, datetime):
        return day(when)
    zone = f" UTC{when:%z}" if when.utcoffset() else " UTC"
    return f"{day(when)}, {when:%H:%M}" + (zone if when.tzinfo else "")


def credit(article: Article) -> str:
    """Return who published the article: `The Korea Herald (Yonhap)`."""
    if article.publisher and article.byline:
        return f"{article.publisher} ({article.byline})"
    return article.publisher or article.byline


def title(article: Article) -> str:
    """Return the headline, or say that there is none."""
    return article.title or UNTITLED


def footer(id: int, passages: int, articles: int) -> str:
    """Return the last line of an answer, with the id that `!source` takes."""
    return f"answer #{id} · {counted(passages, 'passage')} from {counted(articles, 'article')}"


def declined(id: int) -> str:
    """Return the last line of a reply without an answer."""
    return f"question #{id} · no passage"


def missing(words: Sequence[str]) -> str:
    """Introduce the words of the question that stand in no article."""
    return "No article has the word " if len(words) == 1 else "No article has the words "


def sources_of(question: str) -> str:
    """Head the citations of an earlier answer."""
    return f"Sources for: {question}"


def paragraph_of(id: int, paragraph: int, paragraphs: int) -> str:
    """Return the last line under a whole paragraph."""
    return f"answer #{id} · paragraph {paragraph:,} of {paragraphs:,}"


def gone(id: int, n: int) -> str:
    """Say that a citation's article has been withdrawn."""
    return f"The article behind citation {n} of answer #{id} has been taken out of the collection since."


def withdrawn(n: int, headline: str) -> str:
    """Say that a citation can no longer be shown."""
    return f"[{n}] {headline} · taken out of the collection since"


def no_citation(id: int, numbers: Sequence[int], wanted: int) -> str:
    """Say that an answer has no citation of that number, and which it has."""
    has = f"only citation {numbers[0]}" if len(numbers) == 1 else f"citations {numbers[0]} to {numbers[-1]}"
    return f"Answer #{id} has {has}, no {wanted}."


def how_to_ask(prefix: str) -> str:
    """Say how a question is put."""
    return f"Write your question after the command, for example: {prefix}ask Who met in Moscow?"
