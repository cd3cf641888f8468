"""Answers on a terminal: in 80 columns, in colour only where there is a terminal, never with raw control characters."""

import sys
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import escape, links, passages
from bot.phrases import answers, citing, facts
from knowledge import Answer, Article, Citation, Decline, Listing

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
        console.print(*_decline(found, note), sep="\n")
        return
    if found.outcome == "closest":
        console.print(
            *filter(None, (answers.closest(), _unmatched(found.unmatched), _meant(found))), sep="\n", end="\n\n"
        )
    for citation in found.citations:
        _indent(console, _runs("“", passages.quote(citation), f"” [{citation.n}]"), 2)
        console.print()
    console.print(*_whence(found.citations), _footer(found), sep="\n")


def show_sources(console: Console, found: Answer) -> None:
    """Print the citations of an earlier answer in full."""
    console.print(Text(citing.sources_of(escape.plain(found.question))))
    for citation in found.citations:
        console.print()
        console.print(*_full(citation), sep="\n")
        _indent(console, _runs("“", passages.quote(citation), "”"), 4)
    for gone in found.withdrawn:
        console.print(Text(citing.withdrawn(gone.n, escape.plain(gone.title))))
    console.print(_footer(found))


def show_paragraph(console: Console, cited: Citation) -> None:
    """Print a citation's paragraph whole, between the paragraphs before and after it."""
    console.print(*_full(cited), sep="\n")
    paragraphs = cited.article.paragraphs
    for number in range(max(1, cited.paragraph - 1), min(len(paragraphs), cited.paragraph + 1) + 1):
        console.print()
        own = number == cited.paragraph
        pieces = passages.paragraph(cited) if own else [(escape.plain(paragraphs[number - 1]), False)]
        _indent(console, _runs(f"¶{number} ", pieces, style="" if own else _QUIET), 4)


def show_copies(console: Console, made: Sequence[str]) -> None:
    """Print citations to copy, their lines unbroken."""
    console.print(Text("\n\n".join(made)), soft_wrap=True)


def show_article(console: Console, article: Article) -> None:
    """Print an article whole, each paragraph with its number."""
    when = facts.moment(article.published_at) if article.published_at else ""
    console.print(Text(_title(article)))
    published = " · ".join(filter(None, (escape.plain(facts.credit(article)), when)))
    console.print(*_below(published, links.address(article.url)), sep="\n")
    for number, text in enumerate(article.paragraphs, start=1):
        console.print()
        _indent(console, Text(f"¶{number} {escape.plain(text)}"), 4)


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
    yield note or answers.try_again()
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
    published = " · ".join(filter(None, (escape.plain(facts.credit(article)), when, place)))
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


def _indent(console: Console, text: Text, columns: int) -> None:
    for line in text.wrap(console, console.width - columns):
        line.rstrip()
        console.print(Text(" " * columns).append_text(line))


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
    return f"{listed.join(answers.unmet(filters))} {answers.other_filters()}"


def _title(article: Article) -> str:
    return escape.plain(facts.title(article))


def _published(article: Article) -> str:
    when = facts.day(article.published_at) if article.published_at else ""
    return " · ".join(filter(None, (escape.plain(facts.credit(article)), when)))


def _footer(found: Answer) -> Text:
    articles = len({(citation.article.row, citation.article.title) for citation in found.citations})
    return Text(answers.footer(found.id, len(found.citations), articles), _QUIET)


def show_listing(console: Console, listed: Sequence[Listing]) -> None:
    """Print what can be asked about: a table on a terminal, else one article a line with tabs between."""
    rows = [_row(listing) for listing in listed]
    if not console.is_terminal:
        for row in rows:
            print("\t".join(row))
        return
    table = Table("id", "published", "publisher", "¶", "title", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


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
