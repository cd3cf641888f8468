"""What the bot tells of itself: version, articles, privacy, and how to report a problem."""

from collections.abc import Iterator

from bot.i18n import gettext as _
from bot.phrases import facts


def version(number: str) -> str:
    """Say which version runs."""
    return _("Footnote {version}, free software under the MIT licence.").format(version=number)


def bundled(count: int) -> str:
    """Say that only the bundled articles answer."""
    return _("No article has been added yet, so I answer from the samples: {articles}.").format(
        articles=facts.articles(count)
    )


def articles_here(count: int) -> str:
    """Say how many articles can be asked about."""
    return _("I answer from {articles}.").format(articles=facts.articles(count))


def collections(own: int, shared: int) -> str:
    """Say how many articles can be asked about here, and whose they are."""
    return _("Here I answer from {articles}: {own} of this place, {shared} for everyone.").format(
        articles=facts.articles(own + shared), own=facts.number(own), shared=facts.number(shared)
    )


def logged() -> str:
    """Say in a sentence what is kept of a question."""
    return _("Of each question I keep its text, the time, the place and what I cited, and of you only a keyed hash.")


def kept_here() -> str:
    """Say where questions asked in a terminal go."""
    return _("Questions asked here are kept in the data folder, and never leave this machine.")


def delete_here() -> str:
    """Say how questions asked in a terminal are deleted."""
    return _(
        "To delete old ones sooner, run scripts/run purge. Deleting the data folder deletes everything, "
        "the articles too."
    )


def kept(days: int) -> str:
    """Say for how long questions are kept."""
    if not days:
        return _("Questions are kept until the operator deletes them.")
    return _("Questions are deleted after {days}.").format(days=facts.days(days))


def read_on(prefix: str) -> str:
    """Point to the privacy page and to the way to report a problem; the text is markdown."""
    return _(
        "`{prefix}privacy` tells all about your data. Something wrong? `{prefix}report TEXT` tells my operator."
    ).format(prefix=prefix)


def privacy_title() -> str:
    """Head the privacy page."""
    return _("Your data")


def privacy(days: int, grace: int, *, verbose: bool) -> Iterator[str]:
    """Yield what becomes of people's data, as this process is set up, paragraph by paragraph; the text is markdown."""
    yield _("**What I read**: commands, mentions of me, replies to my answers and direct messages to me. Nothing else.")
    yield _(
        "**What I keep of a question**: its text without mentions and emoji, the time, the ids of the server and the "
        "channel, what was found and cited, how long it took, the ids of your message and of my reply, your votes and "
        "their reasons. Instead of your name or id I keep a hash made with a key that only this installation has. "
        "The channel of a direct message is yours alone, so its id points to you."
    )
    yield _("**What for**: to show the sources of an answer later, and to find out which questions find no answer.")
    yield _(
        "**For how long**: {kept} When I am removed from a server, its questions, articles and settings are deleted "
        "after {grace}."
    ).format(kept=kept(days), grace=facts.days(grace))
    yield _(
        "**Who gets it**: nobody but my operator, who runs me on a machine of theirs, and Discord, which carries it. "
        "No model is trained with it, and no other service is asked."
    )
    if verbose:
        yield _(
            "At the moment my operator also logs all that Discord sends, to find a fault; that log can hold messages."
        )


def forget(prefix: str) -> str:
    """Say how a person's data is deleted; the text is markdown."""
    return _("**Delete it**: `{prefix}forgetme` deletes what I keep of you, at once and for good.").format(
        prefix=prefix
    )


def wishes(prefix: str) -> str:
    """Say how the operator is reached; the text is markdown."""
    return _("**Questions, complaints, other wishes**: `{prefix}report TEXT` reaches my operator.").format(
        prefix=prefix
    )


def reported(id: str) -> str:
    """Confirm a report."""
    return _(
        "Thank you. My operator finds your report in the log under {id}; name this number if you ask about it."
    ).format(id=id)


def nothing_to_report(prefix: str) -> str:
    """Say how a problem is reported."""
    return _(
        "Write what is wrong after the command, for example: {prefix}report The link of answer #412 is broken."
    ).format(prefix=prefix)
