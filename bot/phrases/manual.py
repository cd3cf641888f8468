"""What the help says: in general, of each command, of the filters, and to those who manage a server."""

from collections.abc import Sequence

from bot.i18n import gettext as _


def what_i_do() -> str:
    """Say in two sentences what the bot does."""
    return _(
        "I answer from articles, word for word, and show the paragraph that each answer comes from. "
        "When no article answers, I say so."
    )


def ways_to_ask(prefix: str, name: str) -> str:
    """Say in which ways a question reaches the bot; the text is markdown."""
    if prefix == "/":
        return _("Ask with `/ask` or `@{name}`; in a direct message just write.").format(name=name)
    return _("Ask with `{prefix}ask`, `/ask` or `@{name}`; in a direct message just write.").format(
        prefix=prefix, name=name
    )


def try_it() -> str:
    """Introduce examples."""
    return _("Try it")


def greetings() -> str:
    """List what people say to begin with, in small letters and without signs, parted by commas."""
    return _(
        "hi, hello, hey, hi there, hello there, good morning, good evening, who are you, what are you, what is this, "
        "what can you do, what do you do, how do you work, how does this work, test, ping"
    )


def thanks() -> str:
    """List what people say to thank, in the same way."""
    return _("thanks, thank you, thanks a lot, many thanks, thank you very much, thx, ty, cheers, great thanks")


def welcome() -> str:
    """Answer thanks."""
    return _("You're welcome! Just ask when you need the next answer.")


def all_commands(prefix: str) -> str:
    """Say where all commands are listed; the text is markdown."""
    return _("`{prefix}help` lists all commands.").format(prefix=prefix)


def commands() -> str:
    """Introduce the commands."""
    return _("Commands")


def slashes_too(example: str) -> str:
    """Say that what begins with the prefix can begin with a slash."""
    return _("Each works with a slash as well, such as `{example}`.").format(example=example)


def moderators() -> str:
    """Introduce the commands for those who manage a server."""
    return _("For those who manage this server")


def more(prefix: str) -> str:
    """Say how to read on; the text is plain."""
    return _("{prefix}help ask tells more about a command · {prefix}help filters: how to narrow a question").format(
        prefix=prefix
    )


def for_moderators(prefix: str) -> str:
    """Point those who manage a server to their page; the text is markdown."""
    return _("You may manage this server: `{prefix}help moderators` shows the commands for that.").format(prefix=prefix)


def only_moderators() -> str:
    """Refuse a page to those who do not manage the server."""
    return _("That page is for people with the permission “Manage Server”, in the server itself.")


def needs_manage() -> str:
    """Say who may use a command."""
    return _("Needs the permission “Manage Server”.")


def needs_administrator() -> str:
    """Say that a command is for administrators."""
    return _("For the owner of the server and its administrators.")


def needs_role() -> str:
    """Say who may keep the articles."""
    return _("Needs the permission “Manage Server”, or the role that the settings of the server name.")


def no_page(topic: str, meant: str, prefix: str) -> str:
    """Say that there is no help on something, and on what there is."""
    if not meant:
        return _("There is no help on “{topic}”; {prefix}help lists all commands.").format(topic=topic, prefix=prefix)
    return _("There is no help on “{topic}”; did you mean {prefix}help {meant}?").format(
        topic=topic, meant=meant, prefix=prefix
    )


def in_menu() -> str:
    """Say where an entry of a message's menu is found."""
    return _("In the menu of a message, under Apps.")


def also(names: Sequence[str]) -> str:
    """Name the short forms of a command; each is markdown."""
    return _("Also: {names}").format(names=", ".join(names))


def filters() -> str:
    """Head the page on filters."""
    return _("Filters narrow a question; they stand anywhere in it.")


def each_filter() -> tuple[tuple[str, str], ...]:
    """Return each filter as it is written, with what it does."""
    return (
        ("after:2018-10", _("from that day, month or year on")),
        ("before:2019", _("before it")),
        ("on:2018-10-11", _("on that day, or in that month or year")),
        ("source:Herald", _('from a publisher or an agency; several words in quotes: source:"Korea Herald"')),
        ("in:Moscow", _("with these words in the headline; several in quotes")),
        ('"exact phrase"', _("articles with exactly these words, such paragraphs first")),
        ("-word", _("no paragraph with that word")),
        ("latest", _("the newest first")),
    )


def days() -> str:
    """Say how a day can be written."""
    return _("A day can be written as 2018-10-11, 2018-10, 2018, yesterday or “last week”.")


def about(command: str) -> str:
    """Describe a command of the terminal, as Discord describes its own."""
    return {
        "ask": _("Answer a question from the articles, with the paragraphs it stands in."),
        "source": _("Show the sources of an answer in full, or one paragraph whole."),
        "articles": _("List the articles, newest first, or those that you look for."),
        "article": _("Read an article whole, page by page, with the numbers of its paragraphs."),
        "help": _("Show what I can do and how to ask me, with examples from the articles here."),
        "about": _("Tell which version this is, how many articles answer here, and what is kept of you."),
        "privacy": _("Tell what I read and keep of you, for how long, and how to delete it."),
        "quit": _("Leave; so does Ctrl-D."),
    }[command]


def details(command: str, prefix: str) -> str:
    """Return what there is to say of a command beyond its description; empty where that is all. It is markdown."""
    match command:
        case "ask":
            return _ask(prefix)
        case "source":
            return _source(prefix)
        case "help":
            return _("Name a command, or `filters`. Without a name you get the list of commands.")
        case "articles":
            return _articles(prefix)
        case "article":
            return _("`{prefix}articles` shows the ids.").format(prefix=prefix)
        case "report":
            return _("What you write reaches the operator's log with a number, which I give you. Your name does not.")
    return ""


def in_discord(command: str) -> str:
    """Return what there is to say of a command on Discord only; empty where that is nothing."""
    match command:
        case "ask":
            return _(
                "Green: a paragraph answers. Amber: the closest passages. Grey: nothing was found.\n"
                "A reply to one of my answers, such as “and in 2019?”, asks on."
            )
        case "source":
            return _("As a reply to an answer it gives the sources of that one.")
        case "add":
            return _("Attach .txt, .md, .html or .jsonl files. Only this server can ask about them.")
        case "forgetme":
            return _("You are asked once more before anything is deleted.")
    return ""


def _ask(prefix: str) -> str:
    return _(
        "Use words that an article would use: names, places, dates. `{prefix}help filters` shows how to narrow it."
    ).format(prefix=prefix)


def _articles(prefix: str) -> str:
    return _(
        "`{prefix}articles pier Lindvik`: those with these words in the headline\n"
        "`{prefix}articles source:Herald after:2018`: those that the filters let through\n"
        "`{prefix}articles new`: those added in the last seven days"
    ).format(prefix=prefix)


def _source(prefix: str) -> str:
    return _(
        "`{prefix}source`: where the last answer here comes from\n"
        "`{prefix}source 2`: the paragraph of citation 2 whole, between its neighbours\n"
        "`{prefix}source #412`: the sources of answer #412; the number stands under each answer\n"
        "`{prefix}source apa`: citations to copy, also `plain`, `mla`, `chicago` and `bibtex`"
    ).format(prefix=prefix)
