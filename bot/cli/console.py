"""Answers on a terminal: in 80 columns, in colour only where there is a terminal, never with raw control characters."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from bot.i18n import gettext as _
from bot.text import formatting, markdown, messages, timeline, verification
from bot.text.verification import difference_text, verdict_text
from knowledge import Answer, Article, ArticleListing, Citation, Decline
from knowledge.answers import (
    PATH_SEPARATOR,
    Corrected,
    Mentions,
    Proof,
    ProofCheck,
    QuoteCheck,
    Replay,
    Revision,
    missing_names,
)

_BEGINNING = re.compile(r"(?:\[\d+\] |  • | {4})?")
"""What wrapped lines are indented by."""


def print_wrapped(console: Console, *said: Text | str) -> None:
    """Print texts one below the other; long ones are wrapped with a hanging indent."""
    for line in _lines(said):
        if line.no_wrap:
            console.print(line)
            continue
        found = _BEGINNING.match(line.plain)
        beginning, rest = line.divide([found.end() if found else 0])
        print_hanging(console, rest, beginning)


def print_hanging(console: Console, text: Text, beginning: Text) -> None:
    """Print a text to the right of its beginning, which is only on the first line."""
    before = beginning
    for line in text.wrap(console, console.width - beginning.cell_len):
        line.rstrip()
        console.print(before.copy().append_text(line) if line else "")
        before = Text(" " * beginning.cell_len)


def _lines(said: Iterable[Text | str]) -> Iterable[Text]:
    for text in said:
        whole = text if isinstance(text, Text) else Text(text)
        yield from [whole] if whole.no_wrap else whole.split("\n", allow_blank=True)


WIDTH = 80
_MATCHED = "bold"
_QUIET = "dim"


def open_console() -> Console:
    """Return the console on standard output; it interprets nothing in the texts that it prints."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    return console


def show_reply(console: Console, found: Answer | Decline, note: str = "", more: str = "") -> None:
    """Print what the library found, with a note on a decline, or how to see more below an answer."""
    if isinstance(found, Decline):
        print_wrapped(console, *_decline(found, note))
        return
    if found.as_of:
        print_wrapped(console, Text(messages.as_of(found), _QUIET), "")
    if found.outcome == "closest":
        named = (_left_out(found.unmet), _unmatched(found.unmatched) or _absent(found.absent))
        caution = (*named, _meant(found), _taken_for(found), messages.closest())
        print_wrapped(console, *filter(None, caution), "")
    elif names := missing_names(found):
        print_wrapped(console, Text(" ".join(filter(None, (_unmatched(names), _meant(found)))), _QUIET), "")
    elif found.corrections:
        print_wrapped(console, Text(_taken_for(found), _QUIET), "")
    if found.understood:
        listed = ", ".join(markdown.strip_invisible(each.name) for each in found.understood)
        said = _("Articles from {names} count for more.").format(names=listed)
        print_wrapped(console, Text(said, _QUIET), "")
    if found.short:
        short = Text(markdown.strip_invisible(found.short), _MATCHED)
        print_wrapped(console, short.append(f" [{found.citations[0].n}]", ""), "")
    for citation in found.citations:
        print_hanging(console, _runs("“", markdown.quote_markdown(citation), f"” [{citation.n}]"), Text(" " * 2))
        console.print()
    print_wrapped(console, *_differing(found), *_whence(found.citations), _footer(found))
    if more:
        print_wrapped(console, Text(more, _QUIET))


def _differing(found: Answer) -> Iterator[str]:
    """Yield what articles say differently, with a line below it; nothing where they agree."""
    if not found.disagreements:
        return
    shown = {citation.n for citation in found.citations}
    yield messages.articles_differ()
    for each in found.disagreements:
        yield "  • " + " · ".join(
            messages.statement(
                formatting.outlet_and_day(said.article),
                markdown.strip_invisible(said.words),
                f"[{said.n}]" if said.n in shown else f"¶{said.paragraph}",
            )
            for said in each.statements
        )
    yield ""


def show_sources(console: Console, found: Answer, revisions: Mapping[int, Revision]) -> None:
    """Print the citations of an earlier answer in full, with what became of the words quoted."""
    print_wrapped(console, messages.sources_of(markdown.strip_invisible(found.question)))
    for citation in found.citations:
        console.print()
        print_wrapped(console, *_full(citation))
        print_hanging(console, _runs("“", markdown.quote_markdown(citation), "”"), Text(" " * 4))
        _show_revision(console, revisions.get(citation.n))
    for gone in found.withdrawn:
        print_wrapped(console, messages.withdrawn_citation(gone))
    print_wrapped(console, _footer(found))


def _show_revision(console: Console, revision: Revision | None) -> None:
    """Print what became of the words of a citation, where they are no longer as they were."""
    if said := formatting.revision_text(revision):
        print_hanging(console, Text(said, style="bold"), Text(" " * 4))
    if isinstance(revision, Corrected):
        print_hanging(console, Text(difference_text(revision.edits)), Text(" " * 4))


def show_timeline(console: Console, found: Answer) -> None:
    """Print what the articles of each day say, the earliest first."""
    if found.outcome == "closest":
        print_wrapped(console, messages.closest(), "")
    for each in timeline.timeline_days(found):
        if each.gap >= timeline.MIN_GAP_DAYS:
            print_wrapped(console, Text(timeline.gap_text(each.gap), _QUIET), "")
        print_wrapped(console, formatting.day(each.day))
        cited = each.cited
        print_hanging(console, _runs("“", markdown.quote_markdown(cited), f"” [{cited.n}]"), Text(" " * 2))
        source = (formatting.article_title(cited.article), formatting.credit(cited.article))
        more = timeline.others_text(each.others) if each.others else ""
        below = [Text(markdown.strip_invisible(" · ".join(filter(None, source))), _QUIET), Text(more, _QUIET)]
        print_wrapped(console, *filter(None, below), "")
    print_wrapped(console, *filter(None, (timeline.undated_text(found),)), _footer(found))


def show_mentions(console: Console, found: Mentions) -> None:
    """Print the first and the last article that says something."""
    words = markdown.strip_invisible(found.words)
    print_wrapped(console, timeline.mentions_heading(found, f"“{words}”" if found.is_phrase else words))
    for name, cited in ((_("**First**"), found.first), (_("**Last**"), found.last)):
        if cited:
            console.print()
            print_wrapped(console, name.replace("**", ""), *_full(cited))
            print_hanging(console, _runs("“", markdown.quote_markdown(cited), "”"), Text(" " * 4))
    print_wrapped(console, *timeline.mentions_notes(found))


def show_verification(console: Console, found: Answer, revisions: Mapping[int, Revision], replay: Replay) -> None:
    """Print what became of the quotations of an answer, and what its question finds now."""
    print_wrapped(console, verification.verified(found), markdown.strip_invisible(found.question))
    for cited in found.citations:
        revision = revisions.get(cited.n)
        console.print()
        title = markdown.strip_invisible(formatting.article_title(cited.article))
        print_hanging(console, Text(f"[{cited.n}] {title}"), Text(" " * 4))
        kept = verification.kept_words(cited, unchanged=not formatting.revision_text(revision))
        print_hanging(console, Text(" " * 4 + kept), Text(" " * 4))
        _show_revision(console, revision)
    for gone in found.withdrawn:
        print_wrapped(console, messages.withdrawn_citation(gone))
    console.print()
    print_wrapped(console, *verification.replay_lines(replay))


def show_proofs(console: Console, checked: Sequence[tuple[Proof, ProofCheck | None]]) -> None:
    """Print what a text has of each quotation of a file."""
    for number, (proof, check) in enumerate(checked, start=1):
        if number > 1:
            console.print()
        print_hanging(console, Text(f"[{number}] “{markdown.strip_invisible(proof.exact)}”"), Text(" " * 4))
        print_hanging(console, Text(" " * 4 + verification.proof_text(proof, check)), Text(" " * 4))
        if check and check.status == "changed":
            print_hanging(console, Text(" " * 4 + difference_text(check.edits)), Text(" " * 4))


def show_paragraph(console: Console, cited: Citation, revision: Revision | None) -> None:
    """Print the whole paragraph of a citation, with the paragraphs before and after it."""
    print_wrapped(console, *_full(cited))
    paragraphs = cited.article.paragraphs
    own = {part.paragraph: part for part in cited.parts}
    for number in range(max(1, min(own) - 1), min(len(paragraphs), max(own) + 1) + 1):
        console.print()
        part = own.get(number)
        pieces = (
            markdown.paragraph_markdown(part) if part else [(markdown.strip_invisible(paragraphs[number - 1]), False)]
        )
        print_hanging(console, _runs(f"¶{number} ", pieces, style="" if part else _QUIET), Text(" " * 4))
        if number == max(own):
            _show_revision(console, revision)


def show_quotation(console: Console, found: QuoteCheck) -> None:
    """Print what the articles say of a quotation: the verdict, what differs, and where it is."""
    print_wrapped(console, verdict_text(found).replace("**", ""))
    if found.edits:
        console.print()
        print_hanging(console, Text(difference_text(found.edits)), Text(" " * 4))
        print_wrapped(console, Text(_("[-only in the quotation-] {+only in the article+}"), _QUIET))
    for citation in found.citations:
        console.print()
        print_wrapped(console, *_full(citation))
        print_hanging(console, _runs("“", markdown.quote_markdown(citation), "”"), Text(" " * 4))


def show_copies(console: Console, made: str) -> None:
    """Print citations to copy, their lines unbroken."""
    console.print(Text(made), soft_wrap=True)


def show_article(console: Console, article: Article) -> None:
    """Print a whole article with paragraph numbers."""
    when = formatting.dated(article, formatting.moment)
    print_wrapped(console, _title(article))
    published = " · ".join(filter(None, (formatting.credit(article), when)))
    print_wrapped(console, *_below(published, markdown.article_link(article.url)))
    for number, text in enumerate(article.paragraphs, start=1):
        console.print()
        print_hanging(console, Text(f"¶{number} {markdown.strip_invisible(text)}"), Text(" " * 4))


def _whence(citations: Sequence[Citation]) -> Iterator[Text]:
    """Yield where each passage comes from; headline and publisher once for successive passages of one article."""
    before: Article | None = None
    for citation in citations:
        same = before is not None and before.row == citation.article.row and before.title == citation.article.title
        yield from _where(citation, same)
        before = citation.article


def _decline(found: Decline, note: str) -> Iterator[Text | str]:
    said = (_unmet(found.unmet), _unmatched(found.unmatched), _meant(found))
    yield from filter(None, (messages.nothing_found(), messages.as_of(found), *said))
    if found.nearest:
        yield messages.nearest_articles()
        yield from (Text("  • " + ", ".join(filter(None, (_title(a), _published(a))))) for a in found.nearest)
    if found.example:
        yield Text(messages.example(markdown.strip_invisible(found.example)))
    yield note or messages.try_again()
    yield Text(messages.decline_footer(found.id), _QUIET)


def _where(citation: Citation, same: bool) -> Iterator[Text]:
    title = messages.same_article() if same else _title(citation.article)
    yield Text(f"[{citation.n}] {title}{_heading_path(citation)} · ¶{formatting.paragraph_numbers(citation)}")
    if not same:
        yield from _below(_published(citation.article), markdown.article_link(citation.article.url))
    yield from _also(citation)


def _heading_path(citation: Citation) -> str:
    path = formatting.path_in_article(citation)
    return PATH_SEPARATOR + markdown.strip_invisible(path) if path else ""


def _full(citation: Citation) -> Iterator[Text]:
    article = citation.article
    when = formatting.dated(article, formatting.moment)
    numbers = formatting.paragraph_numbers(citation)
    place = formatting.paragraph_place(f"¶{numbers}", len(article.paragraphs))
    yield Text(f"[{citation.n}] {_title(article)}{_heading_path(citation)}")
    published = " · ".join(filter(None, (formatting.credit(article), when, place)))
    yield from _below(published, markdown.article_link(article.url))
    yield from (Text(f"    {markdown.strip_invisible(messages.corrected(each))}") for each in article.corrections)
    yield from _also(citation)


def _also(citation: Citation) -> Iterator[Text]:
    """Yield where else the same passage appears, one article per line."""
    for copy in citation.also:
        place = " · ".join(filter(None, (_title(copy.article), _published(copy.article), f"¶{copy.paragraph}")))
        yield Text(f"    {messages.also_in(place, 0)}")


def _below(*lines: str) -> Iterator[Text]:
    """Yield the lines under a headline; an address is never broken, so that it can be opened."""
    yield from (Text(f"    {text}", no_wrap=True, overflow="ignore") for text in lines if text)


def _runs(before: str, pieces: list[markdown.Run], after: str = "", style: str = "") -> Text:
    styled = ((text, _MATCHED if matched else style) for text, matched in pieces)
    return Text.assemble(before, *styled, after)


def _unmatched(words: tuple[str, ...]) -> str:
    listed = ", ".join(f"“{markdown.strip_invisible(word)}”" for word in words)
    return messages.unknown_words(listed, len(words)) if words else ""


def _absent(words: tuple[str, ...]) -> str:
    listed = ", ".join(f"“{markdown.strip_invisible(word)}”" for word in words)
    return messages.held_by_no_passage(listed) if words else ""


def _taken_for(found: Answer) -> str:
    listed = ", ".join(f"“{markdown.strip_invisible(each.instead)}”" for each in found.corrections)
    return messages.showing_for(listed) if listed else ""


def _meant(found: Answer | Decline) -> str:
    listed = ", ".join(f"“{markdown.strip_invisible(each.instead)}”" for each in found.suggestions)
    return messages.did_you_mean(listed) if listed else ""


def _unmet(filters: tuple[str, ...]) -> str:
    if not filters:
        return ""
    listed = ", ".join(map(markdown.strip_invisible, filters))
    return f"{messages.unmet_filters(listed, len(filters))} {messages.change_filters(len(filters))}"


def _left_out(filters: tuple[str, ...]) -> str:
    listed = ", ".join(map(markdown.strip_invisible, filters))
    return messages.left_out(listed, filters) if filters else ""


def _title(article: Article) -> str:
    return formatting.article_title(article)


def _published(article: Article) -> str:
    when = formatting.dated(article)
    return " · ".join(filter(None, (formatting.credit(article), when)))


def _footer(found: Answer) -> Text:
    return Text(messages.answer_footer(found.id, found.citations), _QUIET)


def show_listing(console: Console, listed: Sequence[ArticleListing]) -> None:
    """Print the articles: headlines on a terminal, otherwise one article per line with tabs."""
    for listing in listed:
        if console.is_terminal:
            print_wrapped(console, *_entry(listing))
        else:
            print("\t".join(_row(listing)))


def _entry(listing: ArticleListing) -> Iterator[Text]:
    """Yield a headline and the details below it; an id is never cut, so that it can be used."""
    article = listing.article
    yield Text(_title(article), "bold")
    when = formatting.dated(article)
    publisher = markdown.strip_invisible(article.publisher or article.byline)
    gone = messages.gone_since(listing.vanished_at) if listing.vanished_at else ""
    below = (markdown.strip_invisible(article.id), publisher, when, formatting.paragraphs(listing.paragraphs), gone)
    yield Text("    " + " · ".join(filter(None, below)))


def _row(listing: ArticleListing) -> tuple[str, ...]:
    article = listing.article
    when = article.published_at.isoformat()[:10] if article.published_at else ""
    return article.id, when, markdown.strip_invisible(article.publisher), str(listing.paragraphs), _title(article)


def replace_undecodable() -> None:
    """Let standard input and output replace what their encoding cannot hold, instead of failing."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
