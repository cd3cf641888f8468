"""What an answer and a decline say around the passages."""

from collections.abc import Sequence

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.phrases import facts


def closest() -> str:
    """Warn that the passages below are weak evidence."""
    return _("Closest passages — they may not answer this:")


def nothing_found() -> str:
    """Say that no article answers."""
    return _("I found nothing in the articles that answers this, so I won't guess.")


def nearest() -> str:
    """Introduce the headlines that come nearest."""
    return _("The nearest articles, which may be about something else:")


def try_again() -> str:
    """Say how to ask better."""
    return _("Try other words, as an article would put them: names, places, dates.")


def did_you_mean(words: Sequence[str]) -> tuple[str, str]:
    """Return what stands before and after the words that may have been meant."""
    before, _words, after = _("Did you mean {words}?").partition("{words}")
    return before, after


def unmet(filters: Sequence[str]) -> tuple[str, str]:
    """Return what stands before and after the filters of the question that nothing meets."""
    before, _filters, after = ngettext(
        "Nothing on this meets the filter {filters}.",
        "Nothing on this meets all of these filters: {filters}.",
        len(filters),
    ).partition("{filters}")
    return before, after


def other_filters(count: int) -> str:
    """Say how to ask where the filters left nothing."""
    return ngettext("Change it, or ask without it.", "Change one of them, or ask without it.", count)


def on_samples() -> str:
    """Say that the bundled articles answer, and how to add others."""
    return _("No article has been added yet, so the bundled samples answer.\nAdd yours: scripts/run add PATH")


def on_samples_here() -> str:
    """Say the same on Discord, where articles are added by a command."""
    return _("No article has been added yet, so the bundled samples answer. Add yours on a server: /add")


def same_article() -> str:
    """Stand for a headline that has just been named."""
    return _("same article")


def same_article_as(n: int) -> str:
    """Stand for the headline of a citation that is not the one right before."""
    return _("same article as [{n}]").format(n=n)


def also_in(place: str, more: int) -> str:
    """Say where the same passage stands once more, and in how many articles besides."""
    if not more:
        return _("also in {place}").format(place=place)
    return ngettext("also in {place} and {more} other", "also in {place} and {more} others", more).format(
        place=place, more=facts.number(more)
    )


def footer(id: int, passages: int, articles: int) -> str:
    """Return the last line of an answer, with the id that `!source` takes."""
    return _("answer #{id} · {passages} from {articles}").format(
        id=id, passages=facts.passages(passages), articles=facts.articles(articles)
    )


def declined(id: int) -> str:
    """Return the last line of a reply without an answer."""
    return _("question #{id} · no passage").format(id=id)


def missing(words: Sequence[str]) -> tuple[str, str]:
    """Return what stands before and after the words of the question that no article has."""
    before, _words, after = ngettext(
        "No article has the word {words}.", "No article has the words {words}.", len(words)
    ).partition("{words}")
    return before, after
