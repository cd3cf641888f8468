"""What moderators read of their server's settings."""

from collections.abc import Iterable

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.phrases import facts, operating
from knowledge import PurgeCounts


def no_such_setting(name: str, names: Iterable[str]) -> str:
    """Say that there is no setting of that name, and which there are."""
    return _("There is no setting “{name}”. The settings are {names}.").format(name=name, names=", ".join(names))


def unfit(name: str, value: object) -> str:
    """Say that a setting cannot have that value, and what it can have."""
    return _("The setting {name} cannot be “{value}”; {remedy}.").format(
        name=name, value=str(value)[:80], remedy=remedy(name)
    )


def remedy(name: str) -> str:
    """Say what a setting can be."""
    return {
        "channels": _("name channels of this server, such as #general, or all"),
        "language": _("give auto or the code of a language I speak, such as en"),
        "private": _("give on or off"),
        "passages": _("give a whole number from 1 to 5"),
        "adders": _("name a role of this server, such as @Librarians, or none"),
        "per_person": _("give a whole number from 0 (no limit) to 10,000"),
        "per_server": _("give a whole number from 0 (no limit) to 10,000"),
        "prefix": _("give 1 to 5 visible characters without spaces, @ or `, such as !"),
        "age_restricted": _("give on or off"),
    }[name]


def no_such_channel(text: str) -> str:
    """Say that a server has no such channel."""
    return _("There is no channel “{name}” here; write it as #general, or give all for every channel.").format(
        name=text[:80]
    )


def no_such_role(text: str) -> str:
    """Say that a server has no such role."""
    return _("There is no role “{name}” here; write it as @Librarians, or give none.").format(name=text[:80])


def about(name: str) -> str:
    """Say what a setting is about."""
    return {
        "channels": _("where I answer"),
        "language": _("the language of my replies; auto: that of the person or of the server"),
        "private": _("whether /ask answers only you unless you share it"),
        "passages": _("passages in an answer at most, from 1 to 5"),
        "adders": _("the role that may add articles, besides those who may manage the server"),
        "per_person": _("commands that one person may give in a minute; 0: any number"),
        "per_server": _("commands that all together may give in a minute; 0: any number"),
        "prefix": _("what commands begin with"),
        "age_restricted": _("whether I show articles in age-restricted channels only"),
    }[name]


def heading(server: str) -> str:
    """Head the settings of a server."""
    return _("Settings of {server}").format(server=server)


def how_to_change(prefix: str) -> str:
    """Say how settings are changed."""
    return _(
        "Change one: {prefix}settings set NAME VALUE. Return one or all to the default: {prefix}settings reset."
    ).format(prefix=prefix)


def on(value: bool) -> str:
    """Return a switch in words."""
    return _("on") if value else _("off")


def everywhere() -> str:
    """Say that no channel has been chosen."""
    return _("all")


def nobody() -> str:
    """Say that no role has been chosen."""
    return _("none")


def default() -> str:
    """Mark what a server has not chosen itself."""
    return _("default")


def changed(name: str, value: str) -> str:
    """Say that a setting has been changed."""
    return _("{name} is now {value}.").format(name=name, value=value)


def reset(name: str) -> str:
    """Say that one setting, or all, is as the operator has it."""
    if not name:
        return _("All settings are back to the default.")
    return _("{name} is back to the default.").format(name=name)


def imported(count: int) -> str:
    """Say how many settings have been taken in."""
    return ngettext("Took in {number} setting.", "Took in {number} settings.", count).format(number=facts.number(count))


def not_settings() -> str:
    """Say that a file is not one of settings."""
    return _("That file holds no settings; give one that {command} wrote.").format(command="/settings export")


def too_long_to_show() -> str:
    """Say that settings do not fit into a message, and how else they are had."""
    return _("Your settings are too long for a message; use {command}, or let me attach files in this channel.").format(
        command="/settings export"
    )


def no_restricted_channel() -> str:
    """Warn that there is no channel in which articles may be shown."""
    return _("no channel here is age-restricted, so I can show articles nowhere")


def restrict_a_channel() -> str:
    """Say how a channel becomes age-restricted."""
    return _("Switch on “Age-Restricted Channel” in a channel's settings, or set age_restricted to off.")


def channels_gone() -> str:
    """Warn that the chosen channels are no more."""
    return _("none of the channels chosen is there any more, so I answer nowhere")


def choose_channels() -> str:
    """Say how other channels are chosen."""
    return _("Choose others: /settings set channels all")


def role_gone() -> str:
    """Warn that the chosen role is no more."""
    return _("the role chosen is not there any more")


def choose_role() -> str:
    """Say how another role is chosen."""
    return _("Choose another: /settings set adders none")


def none_here() -> str:
    """Say that a server has no articles of its own."""
    return _("this server has added none, so I answer from those that every server can ask")


def take_some_out() -> str:
    """Say what to do before a server is full."""
    return _("Take out with /remove what is no longer needed, or ask my operator for more with /report.")


def add_here() -> str:
    """Say how a server gets articles."""
    return _("Add some with /add: only this server can ask about them.")


def _counts(purged: PurgeCounts) -> dict[str, str]:
    return {"articles": facts.articles(purged.articles), "questions": operating.questions(purged.questions)}


def purge_server(held: PurgeCounts, prefix: str) -> str:
    """Say what would be deleted of a server, and how that is confirmed."""
    return _(
        "This deletes for good what this server has added, asked and chosen: {articles}, {questions} with what was "
        "cited and said about them, and all settings. To do it, write {prefix}purge-server CONFIRM."
    ).format(prefix=prefix, **_counts(held))


def server_purged(purged: PurgeCounts) -> str:
    """Say what has been deleted of a server."""
    return _("Deleted for good: {articles}, {questions}, and all settings of this server.").format(**_counts(purged))


def nothing_of_yours() -> str:
    """Say that a person has left nothing."""
    return _("I keep nothing of yours, so there is nothing to delete.")


def forget(held: PurgeCounts, prefix: str) -> str:
    """Ask a person whether everything is to be deleted."""
    return _(
        "Shall I delete all that I keep of you, in every server and in direct messages: {what}? This cannot be undone. "
        "Press Delete, or write {prefix}forgetme CONFIRM."
    ).format(prefix=prefix, what=_yours(held))


def forgotten(purged: PurgeCounts) -> str:
    """Say what has been deleted of a person."""
    return _("Deleted for good: {what}.").format(what=_yours(purged))


def _yours(purged: PurgeCounts) -> str:
    if not purged.articles:
        return operating.questions(purged.questions)
    return _("{questions} and {articles}").format(**_counts(purged))


def all_kept() -> str:
    """Say that nothing of a person was deleted."""
    return _("Nothing was deleted.")


def too_late(prefix: str) -> str:
    """Say that a question has waited too long for its answer."""
    return _("You took a while, so I deleted nothing. To be asked again, use {prefix}forgetme.").format(prefix=prefix)


def delete() -> str:
    """Label the button that deletes."""
    return _("Delete")


def not_yours() -> str:
    """Refuse a button to someone else than who asked."""
    return _("Only the person who asked can press this.")
