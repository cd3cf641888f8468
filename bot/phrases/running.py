"""What the operator reads: at the start and the end, on the command line, in the log."""

from collections.abc import Mapping

from bot.i18n import gettext as _
from bot.phrases import facts
from knowledge import Article


def bad_token() -> str:
    """Say that Discord refuses the token."""
    return _(
        "Discord does not know this DISCORD_TOKEN: copy it again from https://discord.com/developers/applications "
        "→ your application → Bot → Reset Token."
    )


def intent_off() -> str:
    """Say what the missing intent costs, and how to switch it on."""
    return _(
        "Discord does not let me read messages, so commands with a prefix stay unheard; /ask, mentions and direct "
        "messages work. To change that, switch on “Message Content Intent” at "
        "https://discord.com/developers/applications → your application → Bot, and start me again."
    )


def stopped() -> str:
    """Say goodbye."""
    return _("Stopped.")


def no_token(prefix: str) -> str:
    """Say why this is the terminal."""
    return _("DISCORD_TOKEN is not set, so this is the terminal: ask a question, or type {prefix}help.").format(
        prefix=prefix
    )


def indexing() -> str:
    """Say what the progress bar counts."""
    return _("articles indexed")


def adding() -> str:
    """Say what the progress bar counts while articles are added."""
    return _("articles")


def became(change: str) -> str:
    """Return what became of one article."""
    return {"added": _("added"), "updated": _("updated"), "unchanged": _("unchanged")}[change]


def taken(counts: Mapping[str, int]) -> str:
    """Sum up what became of the articles that were to be added."""
    said = {
        "added": _("{number} added"),
        "updated": _("{number} updated"),
        "unchanged": _("{number} unchanged"),
        "refused": _("{number} refused"),
    }
    parts = [text.format(number=facts.number(counts[name])) for name, text in said.items() if counts.get(name)]
    return (", ".join(parts) or _("nothing added")) + "."


def refused(reason: str) -> str:
    """Say that something was not added."""
    return _("refused    {reason}").format(reason=reason)


def no_question(path: str) -> str:
    """Say that there is nothing to evaluate."""
    return _("There is no question in {path} that can be asked; write one a line, as the README shows.").format(
        path=path
    )


def unwritable(path: str, reason: str) -> str:
    """Say that a file cannot be written, and why."""
    return _("{path} cannot be written ({reason}); name another file.").format(path=path, reason=reason)


def removed(article: Article) -> str:
    """Say that an article is gone."""
    return _("Removed article {id}: {title}").format(id=article.id, title=facts.title(article))


def waiting(seconds: float) -> str:
    """Say why the bot does not log in at once."""
    return _(
        "I have logged in very often lately, and Discord allows 1,000 logins a day: logging in again in {seconds}. "
        "The log above tells why I was started so often."
    ).format(seconds=facts.seconds(max(1, round(seconds))))
