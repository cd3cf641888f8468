"""Answers on a terminal: in 80 columns, in colour only where there is a terminal, never with raw control characters."""

import sys
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from bot.commandline.columns import indent, say
from bot.drawing import escape, links, passages, titles
from bot.phrases import answers, browsing, citing, facts
from knowledge import Answer, Article, Citation, Decline, Listing, missing_names

WIDTH = 80
_MATCHED = "bold"
_QUIET = "dim"


def open_console() -> Console:
    """Return the console on standard output; it interprets nothing in the texts that it prints."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    return console


def show(console: Console, found: Answer | Decline, note: str = "") -> None:
    """Print what the library found."""
    if isinstance(found, Decline):
        say(console, *_decline(found, note))
        return
    if found.outcome == "closest":
        say(console, *filter(None, (answers.closest(), _unmatched(found.unmatched), _meant(found))), "")
    elif names := missing_names(found):
        say(console, Text(" ".join(filter(None, (_unmatched(names), _meant(found)))), _QUIET), "")
    for citation in found.citations:
        indent(console, _runs("“", passages.quote(citation), f"” [{citation.n}]"), Text(" " * 2))
        console.print()
    say(console, *_whence(found.citations), _footer(found))


def show_sources(console: Console, found: Answer) -> None:
    """Print the citations of an earlier answer in full."""
    say(console, citing.sources_of(escape.plain(found.question)))
    for citation in found.citations:
        console.print()
        say(console, *_full(citation))
        indent(console, _runs("“", passages.quote(citation), "”"), Text(" " * 4))
    for gone in found.withdrawn:
        say(console, citing.withdrawn(gone.n, escape.plain(gone.title)))
    say(console, _footer(found))


def show_paragraph(console: Console, cited: Citation) -> None:
    """Print a citation's paragraph whole, between the paragraphs before and after it."""
    say(console, *_full(cited))
    paragraphs = cited.article.paragraphs
    for number in range(max(1, cited.paragraph - 1), min(len(paragraphs), cited.paragraph + 1) + 1):
        console.print()
        own = number == cited.paragraph
        pieces = passages.paragraph(cited) if own else [(escape.plain(paragraphs[number - 1]), False)]
        indent(console, _runs(f"¶{number} ", pieces, style="" if own else _QUIET), Text(" " * 4))


def show_copies(console: Console, made: Sequence[str]) -> None:
    """Print citations to copy, their lines unbroken."""
    console.print(Text("\n\n".join(made)), soft_wrap=True)


def show_article(console: Console, article: Article) -> None:
    """Print an article whole, each paragraph with its number."""
    when = facts.moment(article.published_at) if article.published_at else ""
    say(console, _title(article))
    published = " · ".join(filter(None, (titles.credit(article), when)))
    say(console, *_below(published, links.address(article.url)))
    for number, text in enumerate(article.paragraphs, start=1):
        console.print()
        indent(console, Text(f"¶{number} {escape.plain(text)}"), Text(" " * 4))


def _whence(citations: Sequence[Citation]) -> Iterator[Text]:
    """Yield where each passage stands; headline and publisher once for passages of one article in a row."""
    before: Article | None = None
    for citation in citations:
        same = before is not None and before.row == citation.article.row and before.title == citation.article.title
        yield from _where(citation, same)
        before = citation.article


def _decline(found: Decline, note: str) -> Iterator[Text | str]:
    yield from filter(None, (answers.nothing_found(), _unmet(found.unmet), _unmatched(found.unmatched), _meant(found)))
    if found.nearest:
        yield answers.nearest()
        yield from (Text("  • " + ", ".join(filter(None, (_title(a), _published(a))))) for a in found.nearest)
    if not (note and found.nearest):
        yield answers.try_again()
    yield from filter(None, [note])
    yield Text(answers.declined(found.id), _QUIET)


def _where(citation: Citation, same: bool) -> Iterator[Text]:
    title = answers.same_article() if same else _title(citation.article)
    yield Text(f"[{citation.n}] {title} · ¶{citation.paragraph}")
    if not same:
        yield from _below(_published(citation.article), links.address(citation.article.url))
    yield from _also(citation)


def _full(citation: Citation) -> Iterator[Text]:
    article = citation.article
    when = facts.moment(article.published_at) if article.published_at else ""
    place = citing.place(f"¶{citation.paragraph}", len(article.paragraphs))
    yield Text(f"[{citation.n}] {_title(article)}")
    published = " · ".join(filter(None, (titles.credit(article), when, place)))
    yield from _below(published, links.address(article.url))
    yield from _also(citation)


def _also(citation: Citation) -> Iterator[Text]:
    """Yield where the same passage stands once more, an article a line."""
    for copy in citation.also:
        place = " · ".join(filter(None, (_title(copy.article), _published(copy.article), f"¶{copy.paragraph}")))
        yield Text(f"    {answers.also_in(place, 0)}")


def _below(*lines: str) -> Iterator[Text]:
    """Yield lines that stand under a headline; an address is never broken, so that it can be opened."""
    yield from (Text(f"    {text}", no_wrap=True, overflow="ignore") for text in lines if text)


def _runs(before: str, pieces: list[passages.Run], after: str = "", style: str = "") -> Text:
    styled = ((text, _MATCHED if matched else style) for text, matched in pieces)
    return Text.assemble(before, *styled, after)


def _unmatched(words: tuple[str, ...]) -> str:
    listed = ", ".join(f"“{escape.plain(word)}”" for word in words)
    return listed.join(answers.missing(words)) if words else ""


def _meant(found: Answer | Decline) -> str:
    listed = ", ".join(f"“{escape.plain(each.instead)}”" for each in found.suggestions)
    return listed.join(answers.did_you_mean([each.instead for each in found.suggestions])) if listed else ""


def _unmet(filters: tuple[str, ...]) -> str:
    if not filters:
        return ""
    listed = ", ".join(map(escape.plain, filters))
    return f"{listed.join(answers.unmet(filters))} {answers.other_filters(len(filters))}"


def _title(article: Article) -> str:
    return titles.title(article)


def _published(article: Article) -> str:
    when = facts.day(article.published_at) if article.published_at else ""
    return " · ".join(filter(None, (titles.credit(article), when)))


def _footer(found: Answer) -> Text:
    articles = len({(citation.article.row, citation.article.title) for citation in found.citations})
    return Text(answers.footer(found.id, len(found.citations), articles), _QUIET)


def show_listing(console: Console, listed: Sequence[Listing]) -> None:
    """Print what can be asked about: headlines on a terminal, else one article a line with tabs between."""
    for listing in listed:
        if console.is_terminal:
            say(console, *_entry(listing))
        else:
            print("\t".join(_row(listing)))


def _entry(listing: Listing) -> Iterator[Text]:
    """Yield a headline, and below it what tells the article from others; an id is never cut, so that it can be used."""
    article = listing.article
    yield Text(_title(article), "bold")
    when = facts.day(article.published_at) if article.published_at else ""
    publisher = escape.plain(article.publisher or article.byline)
    below = (escape.plain(article.id), publisher, when, browsing.paragraphs(listing.paragraphs))
    yield Text("    " + " · ".join(filter(None, below)))


def _row(listing: Listing) -> tuple[str, ...]:
    article = listing.article
    when = article.published_at.isoformat()[:10] if article.published_at else ""
    return article.id, when, escape.plain(article.publisher), str(listing.paragraphs), _title(article)


def lenient() -> None:
    """Let standard input and output replace what their encoding cannot hold, instead of failing."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
