"""What the list of articles and a single article say around headlines and paragraphs."""

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.phrases import facts


def paragraphs(count: int) -> str:
    """Return how many paragraphs."""
    return ngettext("{number} paragraph", "{number} paragraphs", count).format(number=facts.number(count))


def id_of(id: str) -> str:
    """Name an article's id."""
    return _("id {id}").format(id=id)


def listed(first: int, last: int, count: int) -> str:
    """Say which of the articles a page shows; all of them, where it does."""
    if last - first + 1 == count:
        return facts.articles(count)
    if first == last:
        return _("{first} of {articles}").format(first=facts.number(first), articles=facts.articles(count))
    return _("{first}–{last} of {articles}").format(
        first=facts.number(first), last=facts.number(last), articles=facts.articles(count)
    )


def page(number: int, pages: int) -> str:
    """Say which page this is; nothing where it is the only one."""
    if pages == 1:
        return ""
    return _("page {number} of {pages}").format(number=facts.number(number), pages=facts.number(pages))


def how_to_read(prefix: str) -> str:
    """Say how to read an article of the list."""
    return _("{prefix}article ID reads one").format(prefix=prefix)


def heading(wanted: str) -> str:
    """Head a list of articles: all, the newest, or those that meet something."""
    return _("Articles: {wanted}").format(wanted=wanted) if wanted else _("Articles, newest first")


def new_heading() -> str:
    """Head the list of what was added in the last seven days."""
    return _("Added in the last seven days")


def none_new() -> str:
    """Say that nothing was added lately."""
    return _("No article was added in the last seven days.")


def none_meets(wanted: str) -> str:
    """Say that no article is as wanted, and what may be wanted."""
    return _(
        'No article meets “{wanted}”. Plain words must stand in the headline; source:"Korea Herald" looks at the '
        "publisher, and after:2018-10, before:2019 or on:2018-10-11 at the day."
    ).format(wanted=wanted)


def none_yet() -> str:
    """Say that there are no articles at all."""
    return _("There are no articles here yet. Those who may manage a server add some with /add.")


def too_much(most: int) -> str:
    """Say that a list cannot be narrowed by so much."""
    return _("That is too much to look for in a list; use at most {most} characters.").format(most=facts.number(most))


def which_article(prefix: str) -> str:
    """Say how an article is named."""
    return _("Name the article by its id, as in {prefix}article 12; {prefix}articles shows the ids.").format(
        prefix=prefix
    )


def shown(first: int, last: int, count: int) -> str:
    """Say which paragraphs of an article a page shows."""
    if first == last:
        return _("paragraph {first} of {count}").format(first=facts.number(first), count=facts.number(count))
    return _("paragraphs {first} to {last} of {count}").format(
        first=facts.number(first), last=facts.number(last), count=facts.number(count)
    )


def continued(mark: str) -> str:
    """Mark a paragraph that began on an earlier page."""
    return _("{mark} (continued)").format(mark=mark)


def turn(move: str, page: int) -> str:
    """Return what stands on a button that turns to a page; short, as four stand side by side on a phone."""
    number = facts.number(page)
    return {"f": f"« {number}", "p": _("‹ Back"), "n": _("Next ›"), "l": f"{number} »"}[move]
