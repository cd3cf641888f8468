"""Names in a question that no article has, though other words of it were answered: worth a line, and nothing more."""

import regex

from knowledge import language
from knowledge.models import Answer

_LEAST = 3
"""Letters of the shortest word that counts as a name."""
_NOUNS_LIKE_NAMES = frozenset({"de", "lb"})
"""Languages that begin every noun with a capital letter."""


def missing_names(found: Answer) -> tuple[str, ...]:
    """Return the words that look like names and stand in no article.

    A word looks like one by a capital letter within its sentence, or because an article has a name spelt nearly so.
    """
    near = {each.word for each in found.suggestions}
    words = [word for word in found.unmatched if len(word) >= _LEAST]
    within = {word for word in words if _within(word, found.question)}
    if within and not _capitals_tell(found.question):
        within = set()
    return tuple(word for word in words if word in near | within)


def _capitals_tell(question: str) -> bool:
    """Tell whether a capital letter means something: not where most words have one."""
    words = regex.findall(r"\p{L}+", question)
    small = sum(word[0].islower() for word in words)
    return 2 * small >= len(words) and language.detect(question) not in _NOUNS_LIKE_NAMES


def _within(word: str, question: str) -> bool:
    """Tell whether a word stands capitalised where no sentence begins."""
    return word[0].isupper() and bool(regex.search(rf"[\p{{L}}\p{{N}},;’']\s+{regex.escape(word)}\b", question))
