"""Questions to try, made of the words of headlines: what they ask for is there to be found."""

from collections.abc import Sequence

import regex

from bot.drawing import escape
from knowledge import Article

LOOKED_AT = 8
"""How many articles are looked at for a headline that lends itself."""
_LONGEST = 60
_FEW = 3
# Letters and numbers only: nothing that Discord, a terminal or a filter could take for its own.
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[-'’][\p{L}\p{M}\p{N}]+)*")


def examples(newest: Sequence[Article]) -> tuple[str, ...]:
    """Return up to three questions about one article: plain, by its source, by its day; none where none will do."""
    for article in newest[:LOOKED_AT]:
        words = _words(article.title)
        if _lends_itself(article.title, words):
            return tuple(_questions(article, words))
    return ()


def _questions(article: Article, words: list[str]) -> list[str]:
    found = [_joined(words)]
    few = _joined(_telling(words))
    if source := _joined(_words(article.publisher)):
        found.append(f'{few} source:"{source}"')
    if article.published_at:
        found.append(f"{few} after:{article.published_at:%Y-%m}")
    return found


def _lends_itself(title: str, words: list[str]) -> bool:
    """Tell whether a headline is words for the most part, and enough of them to find its article by."""
    letters = len("".join(words))
    return letters >= 6 and letters * 5 >= len("".join(title.split())) * 4


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(escape.plain(text)) if word.isprintable()]


def _telling(words: list[str]) -> list[str]:
    """Return the longest words in their order, which are seldom those that stand in every headline."""
    longest = sorted(range(len(words)), key=lambda place: (-len(words[place]), place))[:_FEW]
    return [words[place] for place in sorted(longest)]


def _joined(words: Sequence[str]) -> str:
    """Return as many words as an example has room for."""
    text = ""
    for word in words:
        longer = f"{text} {word}".strip()
        if len(longer) > _LONGEST:
            break
        text = longer
    return text or "".join(words)[:_LONGEST]
