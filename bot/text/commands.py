"""Every command once: its name, how people write it, where it works, what it shows, what the help says of it.

Parsing, checks, the help, the terminal and the cogs all take theirs from here. To add a command: a row here, its code
in a cog, and, where the terminal knows it too, in `bot/cli/repl.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.i18n import N_
from bot.text.citation_styles import WANTED

_STYLE = rf"\b(?:{'|'.join(WANTED)})\b"
_FILTER = r'(?:source|in|after|before|on|as-of):(?:"[^"]*"|[^\s"]\S*)(?!\S)'
_WORDS = re.compile(r"\s.*\S.*", re.DOTALL)
_QUOTATION = re.compile(r"\s*[“„«‘「\"'].*\S.*", re.DOTALL)
_ID = r"\s+(?=\S*[\d-])[^\s?!]+"
"""An id contains a digit or a hyphen; any other word after `article` may well be part of a question."""
Group = Literal["ask", "read", "data", "help"]
_NOTHING = re.compile("")
_CONFIRM = re.compile(r"(?:\s+CONFIRM)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """What there is to know of a command besides what it does.

    Texts are English; whoever shows them passes them through gettext, with `{prefix}` to fill.
    """

    name: str
    description: str
    """What Discord and every list of commands say of it."""
    summary: str = ""
    """The same in a few words, for the list of commands; empty where that list does not have it."""
    group: Group = "help"
    """Under which heading it is listed."""
    details: str = ""
    """What its page of the help says besides; markdown."""
    discord_details: str = ""
    """The same where only Discord has it."""
    argument: str = ""
    """The option that is written after it in a terminal; in brackets in the usage where it can be left out."""
    requires_argument: bool = False
    continuation: re.Pattern[str] | None = None
    """What can follow its name among free words; anything else makes them a question. None: it reads them itself."""
    keeps_punctuation: bool = False
    """Whether `.`, `!` and `?` at the end belong to its argument."""
    takes_text: bool = False
    """Whether a colon after its name says that a text follows."""
    aliases: tuple[str, ...] = ()
    """Short names behind a prefix."""
    spoken_aliases: tuple[str, ...] = ()
    """Other names among free words."""
    works_everywhere: bool = False
    """Whether it manages a server or a person's data, so that it also works outside the channels chosen for answers."""
    shows_articles: bool = True
    """Whether it shows text of articles, which an age restriction can forbid."""
    for_editors: bool = False
    """Whether it is for those who can add and remove articles: it works everywhere, and shows no text of them."""
    in_terminal: bool = False
    in_shell: bool = False
    """Whether `python -m bot` has it as a command of its own."""
    on_discord: bool = True


_ALL = (
    CommandSpec(
        name="ask",
        group="ask",
        summary=N_("answer a question"),
        description=N_("Answer a question from the articles and show the paragraphs it comes from."),
        details=N_(
            "Use the words an article would use: names, places, dates. `{prefix}help filters` shows how to narrow a "
            "question."
        ),
        discord_details=N_(
            "Green: a paragraph answers. Amber: the closest passages. Grey: nothing was found.\n"
            "Reply to one of my answers to ask a follow-up, such as “and in 2019?”.\n"
            "Newest first, under an answer, shows its passages by their day, the latest first.\n"
            "Attach a .txt or .csv with up to 1,000 questions, and the answers come as a table."
        ),
        argument="question",
        requires_argument=True,
        continuation=_WORDS,
        keeps_punctuation=True,
        takes_text=True,
        aliases=("a",),
        in_terminal=True,
        in_shell=True,
    ),
    CommandSpec(
        name="source",
        group="ask",
        summary=N_("show its sources"),
        description=N_("Show the full sources of an answer, one whole paragraph, or citations to copy."),
        details=N_(
            "`{prefix}source`: where the last answer here comes from\n"
            "`{prefix}source 2`: the whole paragraph behind citation 2, with the ones before and after\n"
            "`{prefix}source #412`: the sources of answer #412; the number is under each answer\n"
            "`{prefix}source apa`: citations to copy, also `plain`, `mla`, `chicago`, `bibtex`, `ris` and `csl`\n"
            "`{prefix}source json`: a file that proves each quotation, also after its article has changed"
        ),
        discord_details=N_("Reply to an answer with it to get that answer's sources."),
        argument="which",
        continuation=re.compile(rf"(?:[\s#0-9]|{_STYLE}|<?https?://\S+(?!\S))*", re.IGNORECASE),
        aliases=("src",),
        spoken_aliases=("sources", "src"),
        in_terminal=True,
        in_shell=True,
    ),
    CommandSpec(
        name="verify",
        group="ask",
        summary=N_("verify an answer"),
        description=N_("Compare the quotations of an answer with the articles as they are now, and ask it again."),
        details=N_(
            "`{prefix}verify`: the last answer here\n"
            "`{prefix}verify 412`: whether each quotation of answer #412 is what the article says, was corrected or "
            "removed since, and what its question finds now"
        ),
        discord_details=N_("Reply to an answer with it to verify that one."),
        argument="answer",
        continuation=re.compile(r"(?:[\s#0-9]|<?https?://\S+(?!\S))*", re.IGNORECASE),
        in_terminal=True,
        in_shell=True,
    ),
    CommandSpec(
        name="timeline",
        group="ask",
        summary=N_("answer it day by day"),
        description=N_("Answer a question day by day: what the articles of each day say, and the days without any."),
        details=N_(
            "`{prefix}timeline What did the envoys agree on?`: one quotation a day, with its source. Filters work as "
            "in `{prefix}ask`, such as `after:2018-06`."
        ),
        argument="question",
        requires_argument=True,
        continuation=_WORDS,
        keeps_punctuation=True,
        takes_text=True,
        in_shell=True,
    ),
    CommandSpec(
        name="first",
        group="ask",
        summary=N_("who said it first"),
        description=N_("Show which article said something first, and which last."),
        details=N_(
            "`{prefix}first “sanctions relief”`: exactly these words. Without quotation marks, the words can be "
            "anywhere in one paragraph."
        ),
        argument="words",
        requires_argument=True,
        continuation=_QUOTATION,
        keeps_punctuation=True,
        takes_text=True,
        in_shell=True,
    ),
    CommandSpec(
        name="quote",
        group="ask",
        summary=N_("check a quotation"),
        description=N_("Check whether a sentence is in the articles, word for word or with which differences."),
        details=N_(
            "`{prefix}quote “The pier opened on Saturday”`: at least three words. Quotation marks, dashes and "
            "punctuation don't count; every word, number and sign does."
        ),
        argument="quotation",
        requires_argument=True,
        continuation=_QUOTATION,
        keeps_punctuation=True,
        takes_text=True,
        in_shell=True,
    ),
    CommandSpec(
        name="articles",
        group="read",
        summary=N_("list or search articles"),
        description=N_("List the articles, newest first, or search them."),
        details=N_(
            "`{prefix}articles pier Lindvik`: with these words in the headline\n"
            "`{prefix}articles source:Herald after:2018`: that match these filters\n"
            "`{prefix}articles new`: added in the last seven days"
        ),
        argument="words",
        continuation=re.compile(rf"(?:\s+(?:new|{_FILTER}))*", re.IGNORECASE),
        in_terminal=True,
        in_shell=True,
    ),
    CommandSpec(
        name="article",
        group="read",
        summary=N_("read an article"),
        description=N_("Read a whole article, page by page, with paragraph numbers."),
        details=N_("`{prefix}articles` lists the ids."),
        argument="article",
        requires_argument=True,
        continuation=re.compile(rf"(?:{_ID})?"),
        keeps_punctuation=True,
        in_terminal=True,
    ),
    CommandSpec(
        name="coverage",
        group="read",
        summary=N_("who wrote when"),
        description=N_("Show which outlets wrote about a topic in which months, and where they are silent."),
        details=N_("`{prefix}coverage Singapore summit`: of articles with a paragraph that has all of these words"),
        argument="topic",
        requires_argument=True,
        continuation=_WORDS,
    ),
    CommandSpec(
        name="add",
        description=N_("Add the attached files, and the links or the article after the command, to this server."),
        discord_details=N_(
            "Attach text, web pages, PDF, Word or EPUB files, or tables, or give links to them. Only this server can "
            "ask about them. `/add` alone opens a form, and shows you one article before it is added, to keep, edit or "
            "discard."
        ),
        continuation=re.compile(r"\s*(?:\n.*|<?https?://\S+(?:\s+<?https?://\S+)*\s*)?", re.DOTALL | re.IGNORECASE),
        keeps_punctuation=True,
        for_editors=True,
        in_shell=True,
    ),
    CommandSpec(
        name="feed",
        description=N_("Follow the feeds of news sites and blogs: their articles are added by themselves."),
        details=N_(
            "`{prefix}feed add ADDRESS`: of a feed, or of a page that has one\n"
            "`{prefix}feed list`: how your feeds are doing, with their numbers\n"
            "`{prefix}feed pause 3`, `{prefix}feed resume 3`, `{prefix}feed remove 3`: by number or address\n"
            "`{prefix}feed import`, `{prefix}feed export`: a list as feed readers have it (OPML)"
        ),
        discord_details=N_("I tell you here if a feed stops working for a day, and when it works again."),
        continuation=re.compile(r"(?:\s+(?:list|export|import|(?:add|pause|resume|remove)\s+\S+))?", re.IGNORECASE),
        keeps_punctuation=True,
        for_editors=True,
        in_shell=True,
    ),
    CommandSpec(
        name="watch",
        group="ask",
        summary=N_("tell you what is new"),
        description=N_("Tell you when a new article answers a question."),
        details=N_(
            "I only look at articles that are added from now on, and tell you of each story once. "
            "`{prefix}watch daily QUESTION` and `{prefix}watch weekly QUESTION` send a digest instead. A watch ends "
            "after 30 days unless you renew it; `{prefix}watches` lists yours."
        ),
        argument="question",
        requires_argument=True,
        continuation=_NOTHING,
        keeps_punctuation=True,
        takes_text=True,
        shows_articles=False,
    ),
    CommandSpec(
        name="watches",
        group="ask",
        summary=N_("your watches"),
        description=N_("List the questions that you are watching, to stop or renew them."),
        continuation=_NOTHING,
        shows_articles=False,
    ),
    CommandSpec(
        name="gaps",
        description=N_("Show what people ask and no article answers, most wanted first."),
        details=N_(
            "Questions about the same thing are one gap. It closes by itself when a new article answers it, or when "
            "you choose “Add as an article” in the menu of a person's reply."
        ),
        continuation=_NOTHING,
        works_everywhere=True,
    ),
    CommandSpec(
        name="doctor",
        description=N_("Check what keeps me from answering on this server, and how to fix it."),
        continuation=_NOTHING,
        works_everywhere=True,
        shows_articles=False,
        in_shell=True,
    ),
    CommandSpec(
        name="stats",
        description=N_("Show what is asked on this server, how often, and with what result."),
        details=N_("`{prefix}stats 90`: of the last 90 days; without a number it is 30"),
        discord_details=N_("A picture, and the same in words. Days and hours are in UTC."),
        continuation=re.compile(r"(?:\s+\d+)?"),
        works_everywhere=True,
    ),
    CommandSpec(
        name="export",
        description=N_("Send you the questions, gaps, votes or changes of this server as a file."),
        details=N_(
            "`{prefix}export`: all questions, as a table for a spreadsheet\n"
            "`{prefix}export gaps`: those without a good answer\n"
            "`{prefix}export feedback jsonl 30`: the votes of the last 30 days, as JSON lines\n"
            "`{prefix}export audit`: who changed articles and settings"
        ),
        discord_details=N_("Nothing in it says who asked. Questions asked privately are left out."),
        continuation=re.compile(r"(?:\s+(?:questions|gaps|feedback|audit|csv|jsonl|\d+))*", re.IGNORECASE),
        works_everywhere=True,
        shows_articles=False,
        in_shell=True,
    ),
    CommandSpec(
        name="purge-server",
        description=N_("Permanently delete this server's articles, questions and settings."),
        continuation=_CONFIRM,
        works_everywhere=True,
        shows_articles=False,
    ),
    CommandSpec(
        name="remove",
        description=N_("Remove an article from this server."),
        details=N_(
            "`{prefix}remove 12`: nothing answers from it any more; for a day, `{prefix}undo` or `{prefix}restore 12` "
            "brings it back, then its text is overwritten\n"
            "`{prefix}remove 12 now`: its text is overwritten at once, in all versions, and nothing brings it back"
        ),
        continuation=re.compile(rf"(?:{_ID}(?:\s+now)?)?", re.IGNORECASE),
        keeps_punctuation=True,
        for_editors=True,
        in_shell=True,
    ),
    CommandSpec(
        name="restore",
        description=N_("Bring back a removed article, or an earlier version of one."),
        details=N_(
            "`{prefix}restore`: what was removed within the last day\n"
            "`{prefix}restore 12`: brings article 12 back if it was removed; else lists its versions\n"
            "`{prefix}restore 12 3`: makes version 3 of article 12 the current one"
        ),
        continuation=re.compile(rf"(?:{_ID}(?:\s+\d+)?)?"),
        keeps_punctuation=True,
        for_editors=True,
    ),
    CommandSpec(
        name="rename",
        description=N_("Change the headline of an article."),
        details=N_("`{prefix}rename 12 New pier opens`: it keeps that headline when its text is updated."),
        continuation=re.compile(rf"(?:{_ID}(?:\s+\S.*)?)?", re.DOTALL),
        keeps_punctuation=True,
        for_editors=True,
    ),
    CommandSpec(
        name="edit",
        description=N_("Change an article's headline, publisher, author or day."),
        details=N_(
            "`{prefix}edit 12`: its details; `/edit` opens a form with them\n`{prefix}edit 12 publisher: The "
            "Courier; day: 2021-06-05`: changes them; `none` clears one. Changes are kept when the text is "
            "updated."
        ),
        continuation=re.compile(
            rf"(?:{_ID}(?:\s+(?:headline|title|publisher|author|agency|day|date)\b.*)?)?", re.DOTALL | re.IGNORECASE
        ),
        keeps_punctuation=True,
        for_editors=True,
    ),
    CommandSpec(
        name="undo",
        description=N_("Undo the last change to this server's articles."),
        details=N_(
            "The last addition, change, removal, renaming or restoration, within a day. If somebody else made "
            "it, I ask first. Another `{prefix}undo` undoes the change before it."
        ),
        continuation=_NOTHING,
        for_editors=True,
    ),
    CommandSpec(
        name="audit",
        description=N_("Show who changed articles and settings, and when."),
        details=N_("`{prefix}audit 2` shows the second page; `{prefix}export audit` sends all of it as a file."),
        continuation=re.compile(r"(?:\s+\d+)?"),
        works_everywhere=True,
        shows_articles=False,
    ),
    CommandSpec(
        name="settings",
        description=N_("Show and change the settings of this server."),
        works_everywhere=True,
        shows_articles=False,
    ),
    CommandSpec(
        name="help",
        summary=N_("explain a command"),
        description=N_("Show what I can do and how to ask, with examples."),
        details=N_("Add a command, or `filters`. On its own it lists all commands."),
        argument="command",
        shows_articles=False,
        in_terminal=True,
    ),
    CommandSpec(
        name="about",
        summary=N_("version and articles"),
        description=N_("Show the version, the number of articles, and what data is stored about you."),
        continuation=_NOTHING,
        shows_articles=False,
        in_terminal=True,
    ),
    CommandSpec(
        name="privacy",
        group="data",
        summary=N_("what I store"),
        description=N_("Show what I read and store about you, for how long, and how to delete it."),
        continuation=_NOTHING,
        in_terminal=True,
        in_shell=True,
    ),
    CommandSpec(
        name="mydata",
        group="data",
        summary=N_("your data as a file"),
        description=N_("Send you a file with everything I have stored about you."),
        discord_details=N_("It comes as a direct message, so that only you see it."),
        continuation=_NOTHING,
        works_everywhere=True,
        shows_articles=False,
    ),
    CommandSpec(
        name="optout",
        group="data",
        summary=N_("don't log your questions"),
        description=N_("Stop logging your questions. I still answer them."),
        discord_details=N_("`{prefix}optin` takes it back. `{prefix}forgetme` deletes your earlier questions."),
        continuation=_NOTHING,
        works_everywhere=True,
        shows_articles=False,
    ),
    CommandSpec(
        name="optin",
        group="data",
        summary=N_("log them again"),
        description=N_("Log your questions again, after you opted out."),
        continuation=_NOTHING,
        works_everywhere=True,
        shows_articles=False,
    ),
    CommandSpec(
        name="forgetme",
        group="data",
        summary=N_("delete your data"),
        description=N_("Delete everything I have stored about you, on every server and in direct messages."),
        discord_details=N_("I'll ask you to confirm before I delete anything."),
        continuation=_CONFIRM,
        works_everywhere=True,
        shows_articles=False,
    ),
    CommandSpec(
        name="report",
        summary=N_("report a problem"),
        description=N_("Report a problem to my operator."),
        details=N_("What you write goes to the operator's log under a number that I give you; your name doesn't."),
        continuation=_NOTHING,
        takes_text=True,
    ),
    CommandSpec(
        name="quit",
        summary=N_("leave"),
        description=N_("Quit. Ctrl-D works too."),
        in_terminal=True,
        on_discord=False,
    ),
)

COMMANDS: Mapping[str, CommandSpec] = {spec.name: spec for spec in _ALL}
"""Every command by its name, in the order of the help."""
ON_DISCORD = tuple(spec.name for spec in _ALL if spec.on_discord)
IN_TERMINAL = tuple(spec.name for spec in _ALL if spec.in_terminal)
_SHELL = tuple(spec.name for spec in _ALL if spec.in_shell and not spec.in_terminal)
_OPERATION = "undelete refresh eval health questions mcp index purge backup restore move"
SHELL_ONLY = (*_SHELL, *_OPERATION.split())
"""What an operator runs outside a conversation."""
ALIASES = {alias: spec.name for spec in _ALL for alias in spec.aliases}
SPOKEN_ALIASES = {alias: spec.name for spec in _ALL for alias in spec.spoken_aliases}


def works_everywhere(name: str) -> bool:
    """Tell whether a command works outside the channels chosen for answers."""
    spec = COMMANDS.get(name)
    return spec is not None and (spec.works_everywhere or spec.for_editors)


def shows_articles(name: str) -> bool:
    """Tell whether a command shows text of articles; entries of menus do."""
    spec = COMMANDS.get(name)
    return spec is None or (spec.shows_articles and not spec.for_editors)


def discord_options(name: str) -> dict[str, Any]:
    """Return a command's name, short names and description as discord.py's decorators take them."""
    spec = COMMANDS[name]
    return {"name": name, "aliases": list(spec.aliases), "description": spec.description, "help": spec.description}
