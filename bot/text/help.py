"""The pages of the help, drawn from the commands themselves; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from bot import i18n
from bot.i18n import gettext as _
from bot.text import markdown, parsing
from bot.text.commands import COMMANDS
from bot.text.parsing import BRIEF, TOPICS
from knowledge import Article, KnowledgeError

FILTERS, MODERATORS = TOPICS
"""Topics that aren't commands."""


class HelpNotFound(KnowledgeError):
    """There is no help on that, or not for that person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandHelp:
    """A command as the help shows it, in the language spoken."""

    name: str
    """Its English name, by which it is found."""
    forms: tuple[str, ...]
    """How it is written: with the prefix where one is heard, as a slash command, in a menu."""
    about: str
    short_form: str = ""
    """The first form without its arguments, for the list of commands."""
    options: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    needs: str = ""
    """Whom it is for, where it is not for everyone."""

    @property
    def usage(self) -> str:
        return ", ".join(self.forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAudience:
    """Who reads the help, and how commands begin for them."""

    prefix: str
    me: str
    """How the bot is called on Discord; empty in a terminal."""
    manages: bool = False
    """Whether commands that are not for everyone are shown."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that the articles here answer, for people to try."""

    questions: tuple[str, ...] = ()
    filtered: tuple[str, ...] = ()
    """The same with filters."""


def help_page(
    topic: str, entries: Sequence[CommandHelp], reader: HelpAudience, examples: Examples | None = None
) -> list[str]:
    """Return the page on a topic as blocks of markdown, the first page without a topic; raises HelpNotFound."""
    examples = examples or Examples()
    if not topic:
        return _front(entries, reader, examples.questions)
    if topic == BRIEF:
        return [
            *_opening(reader, examples.questions),
            _("`{prefix}help` lists all commands.").format(prefix=reader.prefix),
        ]
    name = _meant(topic, entries)
    if name == FILTERS:
        return _filters(reader, examples.filtered)
    if name == MODERATORS and reader.manages:
        return [_headed(_("For people who manage this server"), [entry for entry in entries if entry.needs])]
    found = next((entry for entry in entries if entry.name == name), None)
    if name == MODERATORS or (found and found.needs and not reader.manages):
        raise HelpNotFound(_("That page is for people with the “Manage Server” permission, on the server itself."))
    if not found:
        near = parsing.closest_command(name, help_topics(entries, reader))
        raise HelpNotFound(_no_page(topic[:60], i18n.localized_name(near) if near else "", reader.prefix))
    return _command(found, reader, examples.questions if found.name == "ask" else ())


def _no_page(topic: str, meant: str, prefix: str) -> str:
    if not meant:
        return _("There's no help on “{topic}”. {prefix}help lists all commands.").format(topic=topic, prefix=prefix)
    return _("There's no help on “{topic}”. Did you mean {prefix}help {meant}?").format(
        topic=topic, meant=meant, prefix=prefix
    )


def help_topics(entries: Iterable[CommandHelp], reader: HelpAudience) -> list[str]:
    """Return the topics that this reader can open, by their English names."""
    shown = [entry.name for entry in entries if reader.manages or not entry.needs]
    return [*shown, FILTERS, *([MODERATORS] if reader.manages else [])]


def _meant(topic: str, entries: Sequence[CommandHelp]) -> str:
    """Return the topic's English name, whatever language or prefix it was written with."""
    said = topic.strip().lstrip("/").casefold()
    names = [*(entry.name for entry in entries), FILTERS, MODERATORS]
    short = {name: entry.name for entry in entries for name in entry.also}
    return short.get(said) or next(
        (name for name in names if name.casefold() == said), i18n.canonical_name(said, names)
    )


def _front(entries: Sequence[CommandHelp], reader: HelpAudience, examples: Sequence[str]) -> list[str]:
    mine = [entry for entry in entries if not entry.needs]
    manages = reader.manages and len(mine) < len(entries)
    blocks = [*_opening(reader, examples), *_groups(mine)]
    if reader.me and reader.prefix != "/":
        example = f"/{i18n.localized_name('source')}"
        blocks.append(_("They all work as slash commands too, e.g. `{example}`.").format(example=example))
    if manages:
        blocks.append(_("You manage this server: see `{prefix}help moderators`.").format(prefix=reader.prefix))
    return blocks


def _groups(entries: Sequence[CommandHelp]) -> Iterator[str]:
    """Yield the commands under a few headings, a short line each; an entry of a menu asks."""
    headings = {"ask": _("Ask"), "read": _("Read"), "data": _("Your data"), "help": _("Help")}
    for group, heading in headings.items():
        lines = [
            f"{entry.short_form or entry.forms[0]} · {_(spec.summary) if spec and spec.summary else entry.about}"
            for entry in entries
            if (spec.group if (spec := COMMANDS.get(entry.name)) else "ask") == group
        ]
        if lines:
            yield "\n".join((f"**{heading}**", *lines))


def _opening(reader: HelpAudience, examples: Sequence[str]) -> list[str]:
    ways = _ways_to_ask(reader.prefix, markdown.escape_code(markdown.strip_invisible(reader.me))) if reader.me else ""
    return [
        _(
            "I answer from articles, word for word, and show the paragraph each answer comes from. If no article has "
            "the answer, I say so."
        ),
        ways,
        _tried(examples, reader),
    ]


def _ways_to_ask(prefix: str, name: str) -> str:
    """Say how to ask a question; the text is markdown."""
    if prefix == "/":
        return _("Ask with `/ask` or `@{name}`. In a direct message, just type.").format(name=name)
    return _("Ask with `{prefix}ask`, `/ask` or `@{name}`. In a direct message, just type.").format(
        prefix=prefix, name=name
    )


def _headed(heading: str, entries: Sequence[CommandHelp]) -> str:
    return "\n".join((f"**{heading}**", *(f"{entry.forms[0]} · {entry.about}" for entry in entries)))


def _tried(examples: Sequence[str], reader: HelpAudience) -> str:
    if not examples:
        return ""
    ask = reader.prefix + i18n.localized_name("ask")
    heading = _("Try it")
    return "\n".join((f"**{heading}**", *(f"`{ask} {example}`" for example in examples)))


def _filters(reader: HelpAudience, examples: Sequence[str]) -> list[str]:
    lines = (f"`{written}` · {does}" for written, does in _each_filter())
    return [
        "\n".join((_("Filters narrow a question. Put them anywhere in it."), *lines)),
        _("Write a date as 2018-10-11, 2018-10, 2018, yesterday or “last week”."),
        _tried(examples, reader),
    ]


def _each_filter() -> tuple[tuple[str, str], ...]:
    """Return each filter as it is written, with what it does."""
    return (
        ("after:2018-10", _("from that day, month or year onwards")),
        ("before:2019", _("before that date")),
        ("on:2018-10-11", _("on that day, or in that month or year")),
        ("as-of:2018-06-01", _("as if asked on that day: only what had been published by then")),
        ("source:Herald", _('from this publisher or agency; quote several words: source:"Korea Herald"')),
        ("in:Moscow", _("with this word in the headline; quote several words")),
        ('"exact phrase"', _("articles with this exact phrase; paragraphs that contain it come first")),
        ("-word", _("leave out paragraphs with that word")),
        ("latest", _("newest articles first")),
    )


def _command(entry: CommandHelp, reader: HelpAudience, examples: Sequence[str]) -> list[str]:
    options = "\n".join(f"`{name}` · {about}" for name, about in entry.options)
    names = ", ".join(f"`{reader.prefix}{name}`" for name in entry.also)
    short = _("Also: {names}").format(names=names) if names else ""
    spec = COMMANDS.get(entry.name)
    return [
        f"{entry.usage}\n{entry.about}",
        options,
        _(spec.details).format(prefix=reader.prefix) if spec and spec.details else "",
        _(spec.discord_details) if spec and reader.me else "",
        "\n".join(filter(None, (entry.needs, short))),
        _tried(examples, reader),
    ]


MAX_EXAMPLE_ARTICLES = 8
"""How many articles to search for headlines that work as examples."""
_MAX_EXAMPLES = 3
_MAX_EXAMPLE_CHARS = 60
_MAX_FILTERED_WORDS = 3
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[-'’][\p{L}\p{M}\p{N}]+)*")
# What Discord, a terminal or a filter could take for its own.
_UNSAFE = regex.compile(
    r"[`*_~|<>@#\[\]()\\/\"“”„«»「」『』]|(?<!\S)-\p{L}|(?<!\S)(?:source|in|after|before|on|as-of)[:：]",
    regex.IGNORECASE,
)


def examples(newest: Sequence[Article], *, samples: bool = False) -> Examples:
    """Return questions that the articles here answer: of up to three articles, and of one with filters.

    Args:
        newest: Articles that the reader can ask about; their headlines are asked as they stand.
        samples: Whether these are the bundled articles, about which we know questions.
    """
    usable = [each for each in newest[:MAX_EXAMPLE_ARTICLES] if _lends_itself(each.title, _words(each.title))]
    headlines = [title for each in usable if (title := _headline(each))]
    asked = [_("What is KCNA?"), _("What is in Kaesong?"), _("Who met in Moscow?")] if samples else headlines
    return Examples(tuple(asked[:_MAX_EXAMPLES]), tuple(_with_filters(usable[0])) if usable else ())


def _headline(article: Article) -> str:
    """Return a headline with its punctuation, or its first words where it is long or has signs that mean something."""
    title = " ".join(markdown.strip_invisible(article.title).split())
    if len(title) <= _MAX_EXAMPLE_CHARS and title.isprintable() and not _UNSAFE.search(title):
        return title
    return _joined(_words(article.title))


def _with_filters(article: Article) -> Iterator[str]:
    few = _joined(_longest(_words(article.title)))
    if source := _joined(_words(article.publisher)):
        yield f'{few} source:"{source}"'
    if article.published_at:
        yield f"{few} after:{article.published_at:%Y-%m}"


def _lends_itself(title: str, words: list[str]) -> bool:
    """Tell whether a headline is mostly words, and has enough of them to find its article."""
    letters = len("".join(words))
    return letters >= 6 and letters * 5 >= len("".join(title.split())) * 4


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(markdown.strip_invisible(text)) if word.isprintable()]


def _longest(words: list[str]) -> list[str]:
    """Return the longest words in their order, which are seldom those that every headline has."""
    longest = sorted(range(len(words)), key=lambda place: (-len(words[place]), place))[:_MAX_FILTERED_WORDS]
    return [words[place] for place in sorted(longest)]


def _joined(words: Sequence[str]) -> str:
    """Return as many words as an example has room for."""
    text = ""
    for word in words:
        longer = f"{text} {word}".strip()
        if len(longer) > _MAX_EXAMPLE_CHARS:
            break
        text = longer
    return text or "".join(words)[:_MAX_EXAMPLE_CHARS]


def more_help(prefix: str) -> str:
    """Say how to read on; the text is plain."""
    return _("{prefix}help ask explains a command · {prefix}help filters shows how to narrow a question").format(
        prefix=prefix
    )
