"""When the bot speaks in a forum without having been asked: how sure it must be, and what question a post puts."""

import re

from knowledge import MAX_QUESTION_CHARS

MIN_FORUM_CONFIDENCE = 0.7
"""Confidence from which a post is answered; docs/quality.md has how often that is wrong."""
MAX_WRONG_SHARE = 0.05
"""Share of the questions without an answer on which the bot may speak at most."""
_SOLVED = frozenset({"solved", "answered", "resolved", "closed", "done", "해결", "해결됨", "답변완료", "완료"})
"""Tags that say that a post needs no answer, in small letters."""
_SENTENCE = re.compile(r"[^.!?？。\n]*[?？]")
_MAX_SENTENCE_CHARS = 300


def is_solved(tags: list[str]) -> bool:
    """Tell whether one of a post's tags says that it needs no answer."""
    return any(tag.strip(" ✅✔️:").casefold() in _SOLVED for tag in tags)


def asks(text: str) -> bool:
    """Tell whether a message asks something."""
    return bool(_SENTENCE.search(text))


def question_of_post(title: str, text: str) -> str:
    """Return what a post asks: its title where that is a question, else the first question in its text, else the title.

    A title of one or two words says too little without the first question.
    """
    title = " ".join(title.split())
    first = next((found[0].strip() for found in _SENTENCE.finditer(text) if len(found[0].split()) > 2), "")
    if not first or len(first) > _MAX_SENTENCE_CHARS or (title.endswith(("?", "？")) and len(title.split()) > 2):
        return title[:MAX_QUESTION_CHARS]
    return (first if len(title.split()) > 2 else f"{title}: {first}")[:MAX_QUESTION_CHARS]
