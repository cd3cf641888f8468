"""What is said of articles that are added or taken out on Discord."""

from collections.abc import Mapping

from bot.i18n import gettext as _
from bot.phrases import facts, running
from knowledge import Article


def how_to_add(prefix: str) -> str:
    """Say how articles are added."""
    return _(
        "Attach files to {prefix}add, or write the text of an article after it: the headline on the first line, the "
        "text below. I read .txt, .md, .html and .jsonl."
    ).format(prefix=prefix)


def pasted() -> str:
    """Name a text that came without a file."""
    return _("the pasted text")


def too_large(most: int) -> str:
    """Refuse a file for its size."""
    return _("this is over {number} MB, too large to take here; split it.").format(
        number=facts.number(most // (1024 * 1024))
    )


def not_handed_over() -> str:
    """Say that Discord did not give the file."""
    return _("Discord did not hand this file over; please attach it again.")


def full(most: int) -> str:
    """Say that a server holds as many articles as it may."""
    return _(
        "This server has reached its limit of {articles}. Take some out with /remove, or ask my operator for more with "
        "/report."
    ).format(articles=facts.articles(most))


def too_many(most: int) -> str:
    """Refuse more files than are taken at once."""
    return _("I take at most {most} files at once; send the others with another message.").format(
        most=facts.number(most)
    )


def on_a_server() -> str:
    """Say where articles are added and taken out."""
    return _(
        "Articles are added and taken out on a server, by those who may manage it. To ask about articles of your own, "
        "make a server of your own and invite me."
    )


def may_not() -> str:
    """Say who may change the articles."""
    return _(
        "Only those who may manage this server, or have the role that its settings name, can add articles or take them "
        "out."
    )


def became(counts: Mapping[str, int]) -> str:
    """Sum up what became of a file's articles."""
    return running.taken(counts)


def own_alone() -> str:
    """Say who can ask about what was added."""
    return _("Only this server can ask about them.")


def confirm(title: str, paragraphs: str) -> str:
    """Ask before an article is taken out; the headline is drawn already."""
    return _("Take out **{title}** ({paragraphs})? Its text is deleted, and answers that cite it lose it.").format(
        title=title, paragraphs=paragraphs
    )


def take_out() -> str:
    """Return what stands on the button that does it."""
    return _("Take out")


def keep() -> str:
    """Return what stands on the button that does not."""
    return _("Keep")


def kept(title: str) -> str:
    """Say that nothing was done; the headline is drawn already."""
    return _("Kept: **{title}**.").format(title=title)


def gone(title: str) -> str:
    """Say that an article is gone; the headline is drawn already."""
    return _("Taken out: **{title}**.").format(title=title)


def expired() -> str:
    """Say that the question whether to take something out has waited too long for its answer."""
    return _("That question is too old, so nothing was taken out. To be asked again, use /remove.")


def shared(article: Article) -> str:
    """Say that a server cannot take out what all servers share."""
    return _("The article {id} is shared by all servers; only my operator can take it out.").format(id=article.id)


def which(prefix: str) -> str:
    """Say how an article to take out is named."""
    return _("Name the article by its id, as in {prefix}remove 12; {prefix}articles shows the ids.").format(
        prefix=prefix
    )
