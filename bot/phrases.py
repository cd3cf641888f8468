"""The sentences that people read, apart from the code so that they can be translated."""

from collections.abc import Mapping, Sequence
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


NOT_ALLOWED = "You may not use this command here."
CHANGED = "This command has changed: reload Discord with Ctrl+R, then try again."


def too_long(length: int, most: int) -> str:
    """Say that a question is too long, and how long it may be."""
    return f"That question has {length:,} characters; please ask it in at most {most:,}."


def too_fast(seconds: float) -> str:
    """Say how long to wait."""
    return f"That was fast: please try again in {counted(max(1, round(seconds)), 'second')}."


def no_such_command(prefix: str, meant: str | None) -> str:
    """Answer a mistyped command."""
    guess = f"; did you mean {prefix}{meant}?" if meant else "."
    return f"There is no such command{guess} {prefix}help lists them all."


def unexpected(id: str) -> str:
    """Say that something broke, with the id under which the log tells what."""
    return f"Something went wrong on my side. Please try again; if it happens again, tell my operator this id: {id}"


def elsewhere(channel: int) -> str:
    """Say why a reply comes as a direct message."""
    return f"I may not write in <#{channel}>, so here is my reply."


def help_discord(prefix: str, name: str) -> str:
    """Say how the bot is used in Discord; the text is markdown."""
    return (
        "I answer from articles, word for word, and show the paragraph that each answer comes from. "
        "When no article answers, I say so.\n\n"
        f"**Ask**: `{prefix}ask QUESTION`, `/ask`, or mention me: `@{name} QUESTION`. In a direct message just write.\n"
        f"**Check**: `{prefix}source` or `/source` shows where the last answer here comes from; "
        f"reply to an answer with it to get the sources of that one.\n"
        f"`{prefix}source 2` shows the paragraph of citation 2 whole; `{prefix}source #412` the sources of answer #412."
    )


def help_terminal(prefix: str) -> str:
    """Say how the bot is used in a terminal."""
    return (
        f"{prefix}ask QUESTION   answer from the articles; a line without {prefix} is a question too\n"
        f"{prefix}source         where the last answer comes from; {prefix}source #412: answer #412\n"
        f"{prefix}source 2       the paragraph of citation 2 whole, between its neighbours\n"
        f"{prefix}help           this text\n"
        f"{prefix}quit           leave (so does Ctrl-D)"
    )


BAD_TOKEN = (
    "Discord does not know this DISCORD_TOKEN: copy it again from https://discord.com/developers/applications "
    "→ your application → Bot → Reset Token."
)
INTENT_OFF = (
    "Discord does not let me read messages, so commands with a prefix stay unheard; /ask, mentions and direct "
    "messages work. To change that, switch on “Message Content Intent” at https://discord.com/developers/applications "
    "→ your application → Bot, and start me again."
)
STOPPED = "Stopped."


def no_token(prefix: str) -> str:
    """Say why this is the terminal."""
    return f"DISCORD_TOKEN is not set, so this is the terminal: ask a question, or type {prefix}help."


def taken(counts: Mapping[str, int]) -> str:
    """Sum up what became of the articles that were to be added."""
    parts = [f"{counts[name]:,} {name}" for name in ("added", "updated", "unchanged", "refused") if counts.get(name)]
    return (", ".join(parts) or "nothing added") + "."


def refused(reason: str) -> str:
    """Say that something was not added."""
    return f"refused    {reason}"


def no_question(path: str) -> str:
    """Say that there is nothing to evaluate."""
    return f"There is no question in {path} that can be asked; write one a line, as the README shows."


def unwritable(path: str, reason: str) -> str:
    """Say that a file cannot be written, and why."""
    return f"{path} cannot be written ({reason}); name another file."


def removed(article: Article) -> str:
    """Say that an article is gone."""
    return f"Removed article {article.id}: {title(article)}"
