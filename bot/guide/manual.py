"""The pages of the help, drawn from the commands themselves; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.drawing import escape
from bot.hearing import addressing
from bot.hearing.meant import BRIEF, TOPICS
from bot.languages import spelling
from bot.phrases import manual
from knowledge import KnowledgeError

FILTERS, MODERATORS = TOPICS
"""Topics that are no commands."""


class NoPage(KnowledgeError):
    """There is no help on that, or not for that person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A command as the help shows it, in the language spoken."""

    name: str
    """Its English name, by which it is found."""
    forms: tuple[str, ...]
    """How it is written: with the prefix where one is heard, as a slash command, in a menu."""
    about: str
    options: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    needs: str = ""
    """Whom it is for, where it is not for everyone."""

    @property
    def usage(self) -> str:
        """Every form of it."""
        return ", ".join(self.forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads the help, and how commands begin for them."""

    prefix: str
    me: str
    """How the bot is called on Discord; empty in a terminal."""
    manages: bool = False
    """Whether commands that are not for everyone are shown."""


def page(topic: str, entries: Sequence[Entry], reader: Reader, examples: Sequence[str] = ()) -> list[str]:
    """Return the page on a topic as blocks of markdown, the first page without a topic; raises NoPage."""
    if not topic:
        return _front(entries, reader, examples)
    if topic == BRIEF:
        return [*_opening(reader, examples), manual.all_commands(reader.prefix)]
    name = _meant(topic, entries)
    if name == FILTERS:
        return _filters(reader, examples)
    if name == MODERATORS and reader.manages:
        return [_headed(manual.moderators(), [entry for entry in entries if entry.needs])]
    found = next((entry for entry in entries if entry.name == name), None)
    if name == MODERATORS or (found and found.needs and not reader.manages):
        raise NoPage(manual.only_moderators())
    if not found:
        near = addressing.likely(name, topics(entries, reader))
        raise NoPage(manual.no_page(topic[:60], spelling.localised(near) if near else "", reader.prefix))
    return _command(found, reader, examples if found.name == "ask" else ())


def topics(entries: Iterable[Entry], reader: Reader) -> list[str]:
    """Return what there is a page on for this reader, by English names."""
    shown = [entry.name for entry in entries if reader.manages or not entry.needs]
    return [*shown, FILTERS, *([MODERATORS] if reader.manages else [])]


def _meant(topic: str, entries: Sequence[Entry]) -> str:
    """Return the topic by its English name, whatever stands before it and in whatever language it is called."""
    said = topic.strip().lstrip("/").casefold()
    names = [*(entry.name for entry in entries), FILTERS, MODERATORS]
    short = {name: entry.name for entry in entries for name in entry.also}
    return short.get(said) or next((name for name in names if name.casefold() == said), spelling.original(said, names))


def _front(entries: Sequence[Entry], reader: Reader, examples: Sequence[str]) -> list[str]:
    mine = [entry for entry in entries if not entry.needs]
    manages = reader.manages and len(mine) < len(entries)
    return [
        *_opening(reader, examples),
        _headed(manual.commands(), mine),
        manual.slashes_too(f"/{spelling.localised('source')}") if reader.me and reader.prefix != "/" else "",
        manual.for_moderators(reader.prefix) if manages else "",
    ]


def _opening(reader: Reader, examples: Sequence[str]) -> list[str]:
    ways = manual.ways_to_ask(reader.prefix, escape.code(escape.plain(reader.me))) if reader.me else ""
    return [manual.what_i_do(), ways, _tried(examples, reader)]


def _headed(heading: str, entries: Sequence[Entry]) -> str:
    return "\n".join((f"**{heading}**", *(f"{entry.forms[0]} · {entry.about}" for entry in entries)))


def _tried(examples: Sequence[str], reader: Reader) -> str:
    if not examples:
        return ""
    ask = reader.prefix + spelling.localised("ask")
    return "\n".join((f"**{manual.try_it()}**", *(f"`{ask} {example}`" for example in examples)))


def _filters(reader: Reader, examples: Sequence[str]) -> list[str]:
    lines = (f"`{written}` · {does}" for written, does in manual.each_filter())
    return ["\n".join((manual.filters(), *lines)), manual.days(), _tried(examples[1:], reader)]


def _command(entry: Entry, reader: Reader, examples: Sequence[str]) -> list[str]:
    options = "\n".join(f"`{name}` · {about}" for name, about in entry.options)
    short = manual.also([f"`{reader.prefix}{name}`" for name in entry.also]) if entry.also else ""
    return [
        f"{entry.usage}\n{entry.about}",
        options,
        manual.details(entry.name, reader.prefix),
        manual.in_discord(entry.name) if reader.me else "",
        "\n".join(filter(None, (entry.needs, short))),
        _tried(examples, reader),
    ]
