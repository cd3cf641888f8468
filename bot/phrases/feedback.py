"""What stands on the buttons under an answer, and what is said to those who press them."""

from bot.i18n import gettext as _
from bot.i18n import pgettext


def source(n: int) -> str:
    """Name the button that shows a citation's paragraph."""
    return _("Source {n}").format(n=n)


def more() -> str:
    """Name the button that shows the next passages."""
    return pgettext("button", "More")


def share() -> str:
    """Name the button that shows a private answer to everyone."""
    return pgettext("button", "Share")


def delete() -> str:
    """Name the button that takes an answer away."""
    return _("Delete this answer")


def faded(id: int) -> str:
    """Say that a button's answer is gone."""
    return _(
        "Answer #{id} is not kept any more, or all that it cited has been taken out. Ask again for a new one."
    ).format(id=id)


def noted_good() -> str:
    """Thank for a vote."""
    return _("Thank you. I have noted that this answer is good.")


def noted_bad() -> str:
    """Thank for a vote against."""
    return _("Thank you. I have noted that this answer is not good; whoever looks after the articles can see it.")


def why_title() -> str:
    """Head the form that asks what was wrong; at most 45 characters."""
    return _("What is wrong with this answer?")


def why() -> str:
    """Ask for the reason; at most 45 characters."""
    return _("Reason (you may leave it empty)")


def why_hint() -> str:
    """Say what a reason may be; at most 100 characters."""
    return _("Beside the point, out of date, an article is missing …")


def shared_by(name: str) -> str:
    """Say who showed a private answer to everyone; the name is as drawn."""
    return _("Shared by {name}").format(name=name)


def shared_already() -> str:
    """Say that there is nothing left to share."""
    return _("This answer can be seen by everyone already.")


def not_yours() -> str:
    """Refuse to delete an answer for someone else."""
    return _("Only the person who asked, or someone who may manage messages, can delete this answer.")
