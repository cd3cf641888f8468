"""A question as it comes in: held to its bounds, taken apart, and completed by the one that it follows."""

from datetime import date

from knowledge.answers.following import Earlier, follow
from knowledge.errors import UnclearQuestion
from knowledge.filtering import filters
from knowledge.filtering.filters import Sought
from knowledge.filtering.wording import words

MAX_QUESTION = 1_000
"""Characters of the longest question taken."""


def checked(question: str) -> str:
    """Return a question on one line; raises UnclearQuestion for one that is empty or too long."""
    question = " ".join(question.split())
    if not question:
        raise UnclearQuestion("There is no question there: write what you want to know after the command.")
    if len(question) > MAX_QUESTION:
        raise UnclearQuestion(
            "That question has {length:,} characters; please ask it in at most {most:,}.",
            length=len(question),
            most=MAX_QUESTION,
        )
    return question


def taken_apart(question: str, earlier: Earlier | None) -> Sought:
    """Return what a question looks for; raises UnclearQuestion for filters without anything to look for."""
    today = date.today()
    sought = follow(filters.parse(question, today=today), earlier, today=today)
    if sought.filters and not words(sought.text) and not sought.carried:
        raise UnclearQuestion("There is nothing to look for beside those filters; write what you want to know as well.")
    return sought
