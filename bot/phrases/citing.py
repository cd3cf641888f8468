"""What `!source` says: of whole answers, of one citation, and of citations that are gone."""

from collections.abc import Sequence

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.phrases import facts


def how_to_refer() -> str:
    """Say what may follow `!source`."""
    return _(
        "Give a citation's number such as 2, an answer's id such as #412 or a link to its message, and a style such as "
        "apa; with none of them it is the last answer here."
    )


def sources_of(question: str) -> str:
    """Head the citations of an earlier answer."""
    return _("Sources for: {question}").format(question=question)


def paragraph_of(id: int, paragraph: int, paragraphs: int) -> str:
    """Return the last line under a whole paragraph."""
    return _("answer #{id} · paragraph {paragraph} of {paragraphs}").format(
        id=id, paragraph=facts.number(paragraph), paragraphs=facts.number(paragraphs)
    )


def place(paragraph: str, paragraphs: int) -> str:
    """Return which paragraph of its article: `¶3 of 14`, the first part as drawn."""
    return _("{paragraph} of {paragraphs}").format(paragraph=paragraph, paragraphs=facts.number(paragraphs))


def gone(id: int, n: int) -> str:
    """Say that a citation's article has been withdrawn."""
    return _("The article behind citation {n} of answer #{id} has been taken out of the collection since.").format(
        n=n, id=id
    )


def withdrawn(n: int, headline: str) -> str:
    """Say that a citation can no longer be shown."""
    return _("[{n}] {headline} · taken out of the collection since").format(n=n, headline=headline)


def no_citation(id: int, numbers: Sequence[int], wanted: int) -> str:
    """Say that an answer has no citation of that number, and which it has."""
    if len(numbers) == 1:
        return _("Answer #{id} has only citation {only}, not {wanted}.").format(id=id, only=numbers[0], wanted=wanted)
    return _("Answer #{id} has citations {first} to {last}, but no {wanted}.").format(
        id=id, first=numbers[0], last=numbers[-1], wanted=wanted
    )


def elsewhere() -> str:
    """Say that a link leads to another server's message, or out of direct messages."""
    return _("That message is from somewhere else. I show the sources of an answer only where it was given.")


def styled(question: str, style: str) -> str:
    """Head citations to copy."""
    return _("Citations to copy ({style}) for: {question}").format(style=style, question=question)


def in_italics() -> str:
    """Say what a block of code cannot show."""
    return _("In print, the name of the newspaper stands in italics.")


def more_to_cite(count: int, prefix: str) -> str:
    """Say how to get the citations that did not fit."""
    return ngettext(
        "{number} more does not fit here; ask for it by its number, as in {prefix}source 2 apa.",
        "{number} more do not fit here; ask for them one by one, as in {prefix}source 2 apa.",
        count,
    ).format(number=facts.number(count), prefix=prefix)
