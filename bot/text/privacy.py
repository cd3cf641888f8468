"""What is stored about people, as this process is set up: the page on Discord, and PRIVACY.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import fill
from typing import NamedTuple, Self

from bot.config import DEPARTURE_GRACE, Settings, program
from bot.i18n import gettext as _
from bot.text import formatting, messages

_LINE_CHARS = 120
"""Characters in a line of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyFacts:
    retention_days: int
    """Days that questions are kept; 0 keeps them."""
    audit_days: int
    """Days that the audit log is kept; 0 keeps it."""
    version_days: int = 30
    """Days that earlier versions of articles are kept; with 0, what was removed is overwritten at once."""
    prefix: str
    """How commands begin."""
    on_server: bool = False
    """Whether the store is in a PostgreSQL database."""
    on_cluster: bool = False
    """Whether an OpenSearch cluster searches."""
    verbose: bool = False
    """Whether everything that Discord sends is logged."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read them off the operator's settings."""
        return cls(
            retention_days=settings.retention_days,
            audit_days=settings.audit_days,
            version_days=settings.version_days,
            prefix=settings.prefix,
            on_server=settings.database is not None,
            on_cluster=settings.search is not None,
            verbose=settings.log_level == "DEBUG",
        )


class PrivacySection(NamedTuple):
    """One part of the page."""

    heading: str
    text: str


def privacy_blocks(facts: PrivacyFacts) -> list[str]:
    """Return the page as blocks of markdown for a reply."""
    return [
        f"**{messages.your_data()}**",
        *(f"**{each.heading}**: {each.text}" for each in _sections(facts)),
    ]


def privacy_document(facts: PrivacyFacts) -> str:
    """Return the same as a document of its own, PRIVACY.md, with how it is done."""
    written = _(
        "This is what this installation of Footnote reads and stores, with the settings that it runs with. "
        "`{command}` wrote it; `{prefix}privacy` shows it on Discord."
    ).format(command=f"{program()} privacy", prefix=facts.prefix)
    heading = _("Privacy")
    parts = [f"# {heading}", fill(written, _LINE_CHARS, break_long_words=False, break_on_hyphens=False)]
    for heading, text in (*_sections(facts), *_details(facts)):
        parts += [f"## {heading}", fill(text, _LINE_CHARS, break_long_words=False, break_on_hyphens=False)]
    return "\n\n".join(parts) + "\n"


def _sections(facts: PrivacyFacts) -> Iterator[PrivacySection]:
    prefix = facts.prefix
    yield PrivacySection(
        _("What I read"),
        _(
            "Commands, messages that mention me, replies to my answers and direct messages to me; a message that "
            "somebody chooses one of my menu entries on; and posts in forums that moderators chose. Nothing else."
        ),
    )
    yield PrivacySection(
        _("What I store about a question"),
        _(
            "Its text without mentions and emoji, the time, the ids of the server and channel, the language and the "
            "way in which you asked, what was found and cited, how long it took, the ids of your message and my reply, "
            "and your votes with their reasons. Instead of your name or id I store a hash made with a key that only "
            "this installation has. A direct-message channel is yours alone, so its id points to you."
        ),
    )
    yield PrivacySection(
        _("What I store while you watch a question"),
        _(
            "Its text, where to tell you, how often, and the same hash, until the watch ends or you stop it. The same "
            "while you wait for an answer with “Tell me when you know”."
        ),
    )
    yield PrivacySection(
        _("What I store when you change a server"),
        _(
            "Who adds, changes or removes articles or feeds, or changes settings: your Discord id, what you did and "
            "when, so that the server's moderators can see it. {kept} After `{prefix}forgetme` the log says “someone” "
            "instead."
        ).format(
            kept=_("It is deleted after {days}.").format(days=formatting.days(facts.audit_days))
            if facts.audit_days
            else _("It is stored until the operator deletes it."),
            prefix=prefix,
        ),
    )
    yield PrivacySection(
        _("Why"), _("To show the sources of an answer later, and to learn which questions get no answer.")
    )
    yield PrivacySection(
        _("For how long"),
        _(
            "{kept} When I'm removed from a server, its questions, articles and settings are deleted after {grace}."
        ).format(kept=messages.retention(facts.retention_days), grace=formatting.days(DEPARTURE_GRACE.days)),
    )
    who = _(
        "Only my operator, who runs me on their own machine, the moderators of the server where you asked, who don't "
        "see who asked, and Discord, which carries the messages. It is not used to train any model or sent to any "
        "other service."
    )
    if facts.verbose:
        who += " " + _(
            "At the moment my operator is also logging everything Discord sends, to track down a problem. That log "
            "may contain messages."
        )
    yield PrivacySection(_("Who can see it"), who)
    yield PrivacySection(
        _("Your choices"),
        _(
            "`{prefix}mydata` sends you everything I have stored about you. `{prefix}optout` stops the logging of your "
            "questions; I still answer them. `{prefix}forgetme` permanently deletes everything I have stored about you."
        ).format(prefix=prefix),
    )
    yield PrivacySection(
        _("Questions, complaints, requests"),
        _("`{prefix}report TEXT` reaches my operator.").format(prefix=prefix),
    )


def _details(facts: PrivacyFacts) -> Iterator[PrivacySection]:
    """Yield what is only of interest to those who read the whole document."""
    yield PrivacySection(
        _("What I store about a server"),
        _(
            "The articles that its members added, the feeds that it follows, each with the hash of whoever added it, "
            "its settings, and its questions as above. `{prefix}purge-server` deletes all of it at once. A message "
            "that a moderator adds as an article is one of these, with the name of its author: it stays after "
            "`{prefix}forgetme`, until a moderator removes it."
        ).format(prefix=facts.prefix),
    )
    yield PrivacySection(
        _("If you installed me for yourself"),
        _(
            "Where I'm not on the server, and in conversations of yours with others, I read only what you ask, and the "
            "message that you choose “Find sources for this” on. I store that as a question of yours, without the "
            "server, the channel or who wrote the message, and until the next day how many you asked."
        ),
    )
    yield PrivacySection(_("What becomes of removed articles"), _removed_articles(facts))
    yield PrivacySection(
        _("If you opt out"),
        _(
            "Your questions and what I cited are held in memory only, for a day at most and until I restart, so that "
            "the buttons under those answers work. All I store is the hash of you with the fact that you opted out."
        ),
    )
    yield PrivacySection(
        _("What I count"),
        _(
            "For each day and month that is over I keep counts for statistics, such as how often each word was asked, "
            "with the first half of each hash, so that nobody is counted twice. When a question is deleted, so are the "
            "counts that it is in, and I count again what remains."
        ),
    )
    yield PrivacySection(_("How deletion works"), _deletion(facts))
    yield PrivacySection(_("For the operator"), _operating(facts))


def _deletion(facts: PrivacyFacts) -> str:
    if facts.on_cluster:
        return _(
            "Articles and questions are in a PostgreSQL database. Where this page says that something is overwritten, "
            "the database deletes it: nobody can read it through the database any more, and its place is written over "
            "when the room is needed. Until then, bytes of it can remain in the database's files, its write-ahead log "
            "and its backups. An OpenSearch cluster has the words of articles. What is removed is deleted there at "
            "once, and within two hours no word of it is left in the cluster's files; snapshots of the cluster, if the "
            "operator takes any, keep what they have. Files that people have downloaded, such as exports, are theirs "
            "to delete."
        )
    if facts.on_server:
        return _(
            "Articles and questions are in a PostgreSQL database. Where this page says that something is overwritten, "
            "the database deletes it: nobody can read it through the database any more, and its place is written over "
            "when the room is needed. Until then, bytes of it can remain in the database's files, its write-ahead log "
            "and its backups. In the search indexes it is overwritten. Files that people have downloaded, such as "
            "exports, are theirs to delete."
        )
    return _(
        "What is deleted is overwritten in the database file, in its write-ahead log and in the search indexes. "
        "Files that people have downloaded, such as exports and backups, are theirs to delete."
    )


def _operating(facts: PrivacyFacts) -> str:
    if facts.on_server:
        return _(
            "`{program} purge --user ID` deletes one person's data, `--server ID` a server's, and `--before DATE` "
            "questions from before a day. Keep the database and its backups from others, and on encrypted disks; so "
            "too the data folder, which holds the search indexes and the key that people's ids are hashed with."
        ).format(program=program())
    return _(
        "`{program} purge --user ID` deletes one person's data, `--server ID` a server's, and `--before DATE` "
        "questions from before a day. All data is in one folder, which only the user who runs me can read; "
        "it is not encrypted, so keep it on an encrypted disk."
    ).format(program=program())


def _removed_articles(facts: PrivacyFacts) -> str:
    if not facts.version_days:
        return _(
            "The text of a removed article is overwritten at once. Earlier versions of changed ones are kept for a "
            "day, and as long as an answer that cites them."
        )
    return _(
        "Nothing answers from a removed article any more, but for a day `{prefix}restore` can bring it back. Within an "
        "hour after that its text is overwritten, in all versions. `{prefix}remove ID now` overwrites it at once. "
        "Earlier versions of changed articles are kept for {days}, and as long as an answer that cites them."
    ).format(prefix=facts.prefix, days=formatting.days(facts.version_days))
