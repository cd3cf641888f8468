"""The pages of what became of the articles: versions, what was removed, the audit log."""

from collections.abc import Sequence
from dataclasses import replace

from bot.embeds.answers import CLOSEST, Page, fit_lines
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import formatting, markdown, messages
from knowledge import Article
from knowledge.store import (
    BOT,
    EDITABLE,
    OPERATOR,
    SOMEONE,
    AuditedArticle,
    AuditEntry,
    StoredVersion,
    UndoResult,
    field_text,
)

MAX_ENTRIES = 8
"""Entries of the audit log on one page."""
_MAX_TITLE_CHARS = 120
_MAX_VALUE_CHARS = 80
_MAX_LISTED = 20
"""Versions and removed articles that are listed; Discord has no room for more."""


def versions_page(versions: Sequence[StoredVersion], prefix: str, room: int = markdown.MAX_DESCRIPTION) -> Page:
    id = markdown.escaped_line(versions[0].article.id, _MAX_VALUE_CHARS)
    blocks = [
        "**" + _("Versions of {title}").format(title=_title(versions[0].article)) + "**",
        "\n".join(map(_version, versions[:_MAX_LISTED])),
        _("`{prefix}restore {id} NUMBER` brings one back; the one that is current stays as an earlier one.").format(
            prefix=prefix, id=id
        )
        if len(versions) > 1
        else _("There is no earlier one."),
    ]
    return fit_lines(blocks, room)


def _version(one: StoredVersion) -> str:
    """Draw a version: its number, since when it was there, how long it is."""
    number, paragraphs = formatting.number(one.article.version), formatting.paragraphs(one.paragraphs)
    since = formatting.moment(one.added_at)
    text = _("{number}: from {since}, {paragraphs}").format(number=number, since=since, paragraphs=paragraphs)
    if one.ended_at is None:
        return text + " · " + _("current")
    differing = formatting.paragraphs_differ(one.differing) if one.differing else ""
    return " · ".join(filter(None, (text, differing, _title(one.article))))


def removed_page(
    removed: Sequence[StoredVersion], prefix: str, room: int = markdown.MAX_DESCRIPTION, *, is_public: bool = False
) -> Page:
    """Draw the articles that can be brought back; where everyone reads it, without their headlines."""
    if not removed:
        return Page(
            _(
                "No article that was removed here can be brought back. `{prefix}restore ID` lists the earlier versions "
                "of one that is here."
            ).format(prefix=prefix)
        )
    lines = [
        _("**{title}** · id {id} · removed {when}").format(
            title="…" if is_public else _title(each.article),
            id=markdown.escaped_line(each.article.id, _MAX_VALUE_CHARS),
            when=formatting.moment(each.removed_at or each.added_at),
        )
        for each in removed[:_MAX_LISTED]
    ]
    how = _("`{prefix}restore ID` brings one back, within a day.").format(prefix=prefix)
    if is_public:
        how += " " + _("`/restore` shows you their headlines.")
    return fit_lines(["\n".join(lines), how], room)


def restored(article: Article) -> str:
    return _("**{title}** is back, with {paragraphs}.").format(
        title=_title(article), paragraphs=formatting.paragraphs(len(article.paragraphs))
    )


def renamed(before: Article, after: Article) -> str:
    return _("**{before}** is now called **{after}**. It keeps that name when its text changes.").format(
        before=_title(before), after=_title(after)
    )


def edited(before: Article, after: Article, fields: Sequence[str]) -> Page:
    lines = [
        _("{name}: {before} → {after}").format(
            name=messages.detail_name(name), before=_value(before, name), after=_value(after, name)
        )
        for name in fields
    ]
    heading = _("Changed **{title}**. The change is kept when the text is updated.").format(title=_title(after))
    return Page("\n".join([heading, *lines]))


def details_page(article: Article, prefix: str) -> Page:
    lines = [f"{messages.detail_name(name)}: {_value(article, name)}" for name in EDITABLE]
    id = markdown.escaped_line(article.id, _MAX_VALUE_CHARS)
    how = _("`{prefix}edit {id} publisher: The Courier; day: 2021-06-05` changes them; `/edit` opens a form.").format(
        prefix=prefix, id=id
    )
    return Page("\n".join([*lines, "", how]))


def _value(article: Article, name: str) -> str:
    """Draw a field of an article; of a moment only the day, which is what people change."""
    value = field_text(article, name)[: 10 if name == "published_at" else None]
    return markdown.escaped_line(markdown.strip_invisible(value), _MAX_TITLE_CHARS) or _("none")


def undo_question(entry: AuditEntry, *, others_since: bool) -> Page:
    """Ask whether a change is to be undone that somebody else made, or after which others did something."""
    asked = _("Undo this? It was the last change to the articles here:")
    if others_since:
        asked = _(
            "Undo this? It is the last change to the articles that can be undone, but something has happened since:"
        )
    return Page(f"{asked}\n{entry_text(for_everyone(entry))}", colour=CLOSEST)


def undone(result: UndoResult) -> str:
    lines = (
        [_("Undone:") + " " + entry_text(for_everyone(result.entry))]
        if result.undone
        else [_("Nothing could be undone.")]
    )
    if result.left:
        said = ngettext(
            "{number} article has changed since, or can't be brought back, and stays as it is: {titles}",
            "{number} articles have changed since, or can't be brought back, and stay as they are: {titles}",
            len(result.left),
        )
        titles = [_named(each.id, each.title) for each in result.left[:3]]
        lines.append(said.format(number=formatting.number(len(result.left)), titles=", ".join(titles)))
    return "\n".join(lines)


def audit_page(entries: Sequence[AuditEntry], number: int, pages: int, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw a page of the audit log, the newest entry first."""
    if not entries:
        return Page(_("The audit log of this server is empty."))
    footer = messages.page_of(number, pages)
    heading = "**" + _("Who changed what") + "**"
    return fit_lines([heading, *map(entry_text, entries)], room, footer)


def audit_pages(count: int) -> int:
    return max(1, -(-count // MAX_ENTRIES))


def for_everyone(entry: AuditEntry) -> AuditEntry:
    """Return an entry as everyone can read it: without the headlines of articles that are removed."""
    shown = (replace(each, title="", edited={}) if each.is_removed else each for each in entry.articles)
    return replace(entry, articles=tuple(shown))


def entry_text(entry: AuditEntry) -> str:
    """Draw an entry: when, who, what; markdown that pings nobody."""
    undone = " · " + _("undone") if entry.is_undone else ""
    return f"{_what(entry)}\n-# {formatting.moment(entry.at)}{undone}"


def _what(entry: AuditEntry) -> str:
    who = _who(entry.actor)
    of_articles = {
        "add": _("{who} added or updated {articles}"),
        "remove": _("{who} removed {articles}"),
        "delete": _("{who} removed {articles} for good"),
        "edit": _("{who} changed {articles}: {fields}"),
        "restore": _("{who} brought back {articles}"),
        "undo": _("{who} undid a change to {articles}"),
    }
    if entry.action in of_articles:
        return of_articles[entry.action].format(who=who, articles=_articles(entry), fields=_edits(entry) or "…")
    details = {name: markdown.truncate(value, _MAX_VALUE_CHARS) for name, value in entry.details.items()}
    if entry.action == "purge":
        return _("{who} deleted everything of this server").format(who=who)
    if entry.action == "feed":
        what = markdown.escape_markdown(" ".join(details.values()))
        return _("{who} changed feeds: {what}").format(who=who, what=what)
    name = f"`{details.get('name', '')}`"
    if "value" in details:
        return _("{who} set {name} to {value}").format(who=who, name=name, value=details["value"])
    return _("{who} changed settings: {name}").format(who=who, name=name)


def _who(actor: str) -> str:
    """Name who did it; Discord shows a mention by the name that the person has by now."""
    if actor == OPERATOR:
        return _("The operator")
    if actor == BOT:
        return _("I")
    return _("Someone") if actor == SOMEONE or not actor.isdecimal() else f"<@{actor}>"


def _articles(entry: AuditEntry) -> str:
    """Name the first articles of an entry and count the others."""
    count = sum(entry.counts.values())
    named = [_named(each.id, each.title) for each in entry.articles]
    if count <= len(named):
        return ", ".join(named) or formatting.articles(0)
    more = ngettext("{number} other article", "{number} other articles", count - len(named)).format(
        number=formatting.number(count - len(named))
    )
    return ", ".join([*named, more])


def _named(id: str, title: str) -> str:
    if not (shown := markdown.strip_invisible(title)):
        return by_id(id)
    return f"**{markdown.escaped_line(shown, _MAX_TITLE_CHARS)}** ({markdown.escaped_line(id, _MAX_VALUE_CHARS)})"


def by_id(id: str) -> str:
    """Name an article without its headline."""
    return _("article {id}").format(id=markdown.escaped_line(id, _MAX_VALUE_CHARS))


def _edits(entry: AuditEntry) -> str:
    return ", ".join(text for article in entry.articles for text in _edits_of(article))


def _edits_of(article: AuditedArticle) -> list[str]:
    return [" → ".join(map(_quoted, values)) for values in article.edited.values()]


def _quoted(value: str) -> str:
    shown = markdown.escaped_line(markdown.strip_invisible(value), _MAX_VALUE_CHARS)
    return f"“{shown}”" if shown else _("none")


def _title(article: Article) -> str:
    return markdown.escaped_line(formatting.article_title(article), _MAX_TITLE_CHARS)
