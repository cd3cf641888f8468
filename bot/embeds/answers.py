"""Answer or decline → page → embed or layout, its sources, and what a watch found; all within Discord's lengths."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from math import ceil
from types import MappingProxyType
from typing import Any

import discord

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import citation_styles, formatting, markdown, messages
from bot.text.verification import difference_markdown
from knowledge import Answer, Article, Citation, Decline
from knowledge.answers import PATH_SEPARATOR, Corrected, Revision, Statement, missing_names
from knowledge.store import Cadence, Watch

ANSWERED, CLOSEST, DECLINED = 0x3BA55D, 0xF0B132, 0x80848E
"""Green, amber and grey: how far the reply can be trusted, at a glance."""

_SMALL_PRINT = 200
"""Room that a layout keeps for its last line."""
LAYOUT_ROOM = markdown.MAX_LAYOUT - _SMALL_PRINT
"""Room for the body of a page where no embed is shown."""
_ALSO = 60
"""With less room than this, no other article is named."""
_NAME = 100
"""Room for a person's name; Discord's have 32 characters, which escaping may double."""
_SHORT = 140
"""Room for the words that answer by themselves."""
_TIED = "\u00a0·\u00a0"
"""Keeps a paragraph number on the line of the headline's last word, where a phone breaks lines."""
_MAX_OUTLET, _MAX_STATEMENT = 60, 100
"""Room for who says something that others say differently, and for what."""
_PUNCTUATION = 24
"""Maximum that a citation's number, paragraph number and separators take."""


_CHANNEL = re.compile(r"\\<#([0-9]{15,20})\\>")
"""How escaping leaves a channel, which notifies nobody and is named only to those who can see it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One reply, drawn to fit: `body` is markdown, `heading` and `footer` are plain text."""

    body: str
    footer: str = ""
    heading: str = ""
    colour: int = ANSWERED


Draw = Callable[[int], Page]
"""Draws a page whose body takes at most the given room."""


def embed(draw: Draw, heading: str = "") -> discord.Embed:
    page = draw(markdown.MAX_DESCRIPTION)
    drawn = discord.Embed(description=page.body, colour=page.colour)
    if page.footer:
        drawn.set_footer(text=markdown.truncate(page.footer, markdown.MAX_FOOTER))
    if heading:
        drawn.set_author(name=markdown.truncate(markdown.strip_invisible(heading), markdown.MAX_AUTHOR))
    return drawn


def layout(
    draw: Draw,
    heading: str = "",
    first_line: str = "",
    buttons: discord.ui.View | None = None,
    files: Mapping[str, str] = MappingProxyType({}),
) -> discord.ui.LayoutView:
    """Draw the same as components for a channel that shows no embeds.

    Args:
        draw: Draws the page.
        heading: What is above it, such as the question.
        first_line: What is above that, and short.
        buttons: They are components among the others.
        files: The attached files by their names, which are shown only where a component does so, with what a picture
            shows; empty for one that is none.
    """
    above = f"**{markdown.escaped_line(heading, markdown.MAX_AUTHOR)}**" if heading else ""
    page = draw(LAYOUT_ROOM - markdown.utf16_len(above) - markdown.utf16_len(first_line))
    small = f"-# {markdown.escaped_line(page.footer, _SMALL_PRINT - 4)}" if page.footer else ""
    inside = (above, page.body, small)
    drawn = discord.ui.LayoutView(timeout=None)
    if first_line:
        drawn.add_item(discord.ui.TextDisplay(first_line))
    texts = (discord.ui.TextDisplay[discord.ui.LayoutView](text) for text in inside if text)
    drawn.add_item(discord.ui.Container(*texts, accent_colour=page.colour))
    for name, alt in files.items():
        drawn.add_item(_picture(name, alt) if alt else discord.ui.File(f"attachment://{name}"))
    for row in _rows(buttons) if buttons else ():
        drawn.add_item(row)
    return drawn


def _picture(name: str, alt: str) -> discord.ui.MediaGallery[discord.ui.LayoutView]:
    shown = discord.MediaGalleryItem(f"attachment://{name}", description=markdown.truncate(alt, markdown.MAX_ALT))
    return discord.ui.MediaGallery(shown)


def with_buttons(message: discord.Message, buttons: discord.ui.View) -> discord.ui.LayoutView:
    """Return the components of a message that has no embed, with other buttons."""
    drawn = discord.ui.LayoutView.from_message(message, timeout=None)
    for item in drawn.children:
        if isinstance(item, discord.ui.ActionRow):
            drawn.remove_item(item)
    for row in _rows(buttons):
        drawn.add_item(row)
    return drawn


def _rows(buttons: discord.ui.View) -> Iterator[discord.ui.ActionRow[discord.ui.LayoutView]]:
    """Yield the rows in which Discord would show the buttons of a message with an embed."""
    items: dict[str, discord.ui.Item[Any]] = {
        each.custom_id: each for each in buttons.children if isinstance(each, discord.ui.DynamicItem)
    }
    for row in buttons.to_components():
        yield discord.ui.ActionRow(*(items[part["custom_id"]] for part in row["components"]))


def short_line(found: Answer | Decline) -> str:
    """Draw the words that answer by themselves, with their citation, as a notification shows them; often nothing."""
    if not isinstance(found, Answer) or not found.short:
        return ""
    words = markdown.runs_markdown([(markdown.strip_invisible(found.short), True)], _SHORT)
    return f"{words} [{found.citations[0].n}]"


def sentence_page(text: str) -> str:
    """Draw one sentence as a message: what is quoted in it means nothing to Discord, but for channels, to be tapped."""
    drawn = markdown.escape_markdown(markdown.strip_invisible(text))
    return markdown.truncate(_CHANNEL.sub(r"<#\1>", drawn), markdown.MAX_MESSAGE)


def fit_lines(blocks: Iterable[str], room: int, footer: str = "") -> Page:
    """Draw as many whole lines of the blocks as there is room for."""
    text = ""
    for line in "\n\n".join(filter(None, blocks)).split("\n"):
        longer = f"{text}\n{line}" if text else line
        if markdown.utf16_len(longer) > room:
            break
        text = longer
    return Page(text.rstrip(), footer)


def reply_page(found: Answer | Decline, room: int = markdown.MAX_DESCRIPTION, note: str = "") -> Page:
    """Draw what the library found."""
    return answer_page(found, room) if isinstance(found, Answer) else decline_page(found, room, note)


def shared_by(draw: Draw, name: str) -> Draw:
    """Draw a page with the name of the person who showed it to everyone."""
    by = _("Shared by {name}").format(name=markdown.escaped_line(name, _NAME))

    def drawn(room: int) -> Page:
        page = draw(room - markdown.utf16_len(by) - 2)
        return replace(page, body=f"{page.body}\n\n{by}")

    return drawn


def answer_page(found: Answer, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw the passages, then where each comes from; passages are cut before citations are."""
    closest = found.outcome == "closest"
    below = "\n".join(citation_lines(found.citations, room * 3 // 5))
    above = _caution(found, room // 10) if closest else _misspelt(found, room // 10)
    above = "\n".join(filter(None, (messages.as_of(found), above)))
    differing = disagreement_lines(found, room // 6)
    quoted = quotes(found.citations, room - markdown.utf16_len(above + differing + below) - 6)
    return Page(
        body="\n\n".join(filter(None, (above, quoted, differing, below))),
        footer=messages.answer_footer(found.id, found.citations),
        colour=CLOSEST if closest else ANSWERED,
    )


def decline_page(found: Decline, room: int = markdown.MAX_DESCRIPTION, note: str = "") -> Page:
    """Draw that nothing was found, the filters and words that didn't match, and the closest headlines."""
    standing = (
        unmet_filters_line(found.unmet, room // 8),
        unmatched_words(found.unmatched, room // 6),
        suggestions_line(found, room // 12),
    )
    parts = [messages.nothing_found(), messages.as_of(found), *standing]
    if found.nearest:
        each = room // 2 // len(found.nearest)
        parts.append(
            "\n".join((messages.nearest_articles(), *(f"• {headline_link(near, each - 4)}" for near in found.nearest)))
        )
    if found.example:
        parts.append(messages.example(markdown.escaped_line(found.example, room // 8)))
    parts.append(note or messages.try_again())
    return Page("\n\n".join(filter(None, parts)), messages.decline_footer(found.id), colour=DECLINED)


def quotes(citations: Sequence[Citation], room: int) -> str:
    """Quote each passage with its number; what does not fit is cut, the longest first."""
    pieces = [markdown.quote_markdown(citation) for citation in citations]
    frame = sum(len(f"> “” [{citation.n}]\n\n") for citation in citations)
    rooms = markdown.divide([markdown.max_length(runs) for runs in pieces], room - frame)
    return "\n\n".join(
        f"> “{markdown.runs_markdown(runs, space)}” [{citation.n}]"
        for citation, runs, space in zip(citations, pieces, rooms, strict=True)
    )


def disagreement_lines(found: Answer, room: int) -> str:
    """Draw what articles say differently, a line for each number, date or name; whole lines only."""
    shown = {citation.n for citation in found.citations}
    lines = [messages.articles_differ()] if found.disagreements else []
    for each in found.disagreements:
        line = "• " + " · ".join(_statement(said, shown, room // 3) for said in each.statements)
        if markdown.utf16_len("\n".join([*lines, line])) <= room:
            lines.append(line)
    return "\n".join(lines) if len(lines) > 1 else ""


def _statement(said: Statement, shown: Collection[int], room: int) -> str:
    place = f"[{said.n}]" if said.n in shown else paragraph_link(said, room // 2)
    where = markdown.escaped_line(formatting.outlet_and_day(said.article), _MAX_OUTLET)
    return messages.statement(where, markdown.escaped_line(said.words, _MAX_STATEMENT), place)


def citation_lines(citations: Sequence[Citation], room: int) -> Iterator[str]:
    """Yield the lines that say where each passage comes from, an article's publisher under the first one."""
    share = room // len(citations)
    first: dict[tuple[int, str], int] = {}
    for key, group in groupby(citations, key=lambda c: (c.article.row, c.article.title)):
        for place, citation in enumerate(group):
            repeats = first.setdefault(key, citation.n)
            yield _where(citation, repeats, share * 3 // 4 if citation.also else share)
            below = publication_line(citation.article, share // 4) if not place else ""
            yield from filter(None, [below, duplicates_line(citation, share // 4 - 1)])


def duplicates_line(citation: Citation, room: int) -> str:
    """Draw where else the same passage appears; empty if nowhere, or if there is too little room."""
    if not citation.also or room < _ALSO:
        return ""
    first, more = citation.also[0], len(citation.also) - 1
    said = messages.also_in("", more)
    named = headline_link(first.article, room - markdown.utf16_len(said) - _PUNCTUATION // 2)
    return messages.also_in(f"{named} · ¶{first.paragraph}", more)


def publication_line(article: Article, room: int) -> str:
    """Draw publisher, byline and day."""
    dated, name = formatting.dated(article), formatting.credit(article)
    dated = f" · {dated}" if dated else ""
    return markdown.escaped_line(name, room - len(dated)) + dated if name else dated.removeprefix(" · ")


def headline_link(article: Article, room: int) -> str:
    """Draw an article's headline with who published it and when."""
    published = publication_line(article, room // 3)
    between = " · " if published else ""
    return (
        markdown.escaped_line(formatting.article_title(article), room - markdown.utf16_len(published) - len(between))
        + between
        + published
    )


def unmatched_words(words: Sequence[str], room: int) -> str:
    """Name the words of the question that are in no article."""
    said = partial(messages.unknown_words, count=len(words))
    return _fitted(said, [f"“{word}”" for word in words], room) if words else ""


def suggestions_line(found: Answer | Decline, room: int) -> str:
    """Offer corrections for words that are in no article."""
    words = [f"“{each.instead}”" for each in found.suggestions]
    return _fitted(messages.did_you_mean, words, room) if words else ""


def correction_line(found: Answer, room: int) -> str:
    """Say what the words of a question that stand in no article were taken for."""
    words = [f"“{each.instead}”" for each in found.corrections]
    return _fitted(messages.showing_for, words, room) if words else ""


def unmet_filters_line(filters: Sequence[str], room: int) -> str:
    """Name the filters that nothing matches."""
    if not filters:
        return ""
    said = partial(messages.unmet_filters, count=len(filters))
    return f"{_fitted(said, filters, room - 60)} {messages.change_filters(len(filters))}"


def _fitted(sentence: Callable[[str], str], listed: Sequence[str], room: int) -> str:
    """Draw a sentence with as much of a list in it as there is room for."""
    return sentence(markdown.escaped_line(", ".join(listed), room - markdown.utf16_len(sentence(""))))


def _caution(found: Answer, room: int) -> str:
    named = unmatched_words(found.unmatched, room * 2 // 3 if not found.unmet else room // 3)
    if found.absent and not (found.unmatched or found.unmet):
        named = _fitted(messages.held_by_no_passage, [f"“{word}”" for word in found.absent], room * 2 // 3)
    left_out = _fitted(partial(messages.left_out, typed=found.unmet), found.unmet, room // 3) if found.unmet else ""
    meant = suggestions_line(found, room // 3 - 1) or correction_line(found, room // 3 - 1)
    return "\n".join(filter(None, (left_out, named, meant, messages.closest())))


def _misspelt(found: Answer, room: int) -> str:
    """Draw on one line which names of the question are in no article, though the rest was answered."""
    names = missing_names(found) if found.citations[0].n == 1 else ()
    if not names:
        return correction_line(found, room // 2)
    return " ".join(filter(None, (unmatched_words(names, room * 2 // 3 - 1), suggestions_line(found, room // 3))))


def _where(citation: Citation, first: int, share: int) -> str:
    """Draw one citation: number, headline, and the paragraph number as the link to the sentence."""
    if citation.n == first:
        title = markdown.escaped_line(formatting.article_title(citation.article), min(share * 2 // 5, 300))
    else:
        title = _("same article as [{n}]").format(n=first) if citation.n - first > 1 else messages.same_article()
    title += heading_path(citation, min(share // 6, _MAX_HEADING))
    room = share - share // 4 - markdown.utf16_len(title) - _PUNCTUATION
    return f"[{citation.n}] {title}{_TIED}{paragraph_link(citation, room)}"


_MAX_HEADING = 120


def heading_path(citation: Citation, room: int) -> str:
    """Draw headings and page of the paragraph as they follow its article's headline; nothing where there is no room."""
    path = formatting.path_in_article(citation)
    if not path or room < markdown.utf16_len(PATH_SEPARATOR) + 8:
        return ""
    return PATH_SEPARATOR + markdown.escaped_line(path, room - markdown.utf16_len(PATH_SEPARATOR))


def paragraph_link(citation: Citation | Statement, room: int) -> str:
    """Return `¶3`, as a masked link to the quoted sentence where the article has an address."""
    start, end = citation.span
    before, after = citation.text[:start], citation.text[end:]
    link = markdown.passage_link(citation.article.url, citation.text[start:end], room, before=before, after=after)
    numbers = formatting.paragraph_numbers(citation) if isinstance(citation, Citation) else citation.paragraph
    return f"[¶{numbers}]({link})" if link else f"¶{numbers}"


_FRAME = 60
"""Room for paragraph numbers, quotation marks and line ends around the texts."""
_WORTH = 60
"""With less room than this, a neighbouring paragraph is not shown."""
_BETWEEN = "\n\n"


Revisions = Mapping[int, Revision]
"""What became of the words that each citation quotes, by its number."""


def sources_page(found: Answer, n: int | None, revisions: Revisions, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw all citations, or the whole paragraph of one, with what became of the words; raises AnswerNotFound."""
    if n is None:
        return all_sources(found, revisions, room)
    return paragraph_in_context(found, found.citation(n), revisions.get(n), room)


def all_sources(found: Answer, revisions: Revisions, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw every citation of an answer in full: passage, headline, publisher, moment, paragraph and link."""
    heading = messages.sources_of(markdown.escaped_line(found.question, room // 8))
    gone = [messages.withdrawn_citation(citation) for citation in found.withdrawn]
    left = room - markdown.utf16_len(heading + "".join(gone)) - 2 * (len(gone) + 1)
    each = left // len(found.citations)
    parts = [full_citation(citation, each - 2, revisions.get(citation.n)) for citation in found.citations]
    footer = messages.answer_footer(found.id, found.citations)
    return Page("\n\n".join((heading, *parts, *gone)), footer)


def paragraph_in_context(
    found: Answer, cited: Citation, revision: Revision | None, room: int = markdown.MAX_DESCRIPTION
) -> Page:
    """Draw the whole paragraph of a citation, and as much of the ones before and after as fits."""
    head = f"[{cited.n}] {_headed(cited, room // 4)}"
    if said := _revised(revision, room // 4):
        head = f"{head}\n{said}"
    left = room - markdown.utf16_len(head) - _FRAME
    main = [markdown.paragraph_markdown(part) for part in cited.parts]
    if sum(map(markdown.max_length, main)) > left:
        main = [markdown.quote_markdown(part) for part in cited.parts]
    rooms = markdown.divide([markdown.max_length(runs) for runs in main], left)
    before, after = _beside(cited, left - sum(rooms))
    quoted = "\n".join(
        f"> ¶{part.paragraph} {markdown.runs_markdown(runs, space)}"
        for part, runs, space in zip(cited.parts, main, rooms, strict=True)
    )
    body = "\n\n".join(filter(None, (head, before, quoted, after)))
    return Page(
        body,
        ngettext(
            "answer #{id} · paragraph {paragraph} of {paragraphs}",
            "answer #{id} · paragraphs {paragraph} of {paragraphs}",
            len(cited.paragraphs),
        ).format(
            id=found.id,
            paragraph=formatting.paragraph_numbers(cited),
            paragraphs=formatting.number(len(cited.article.paragraphs)),
        ),
    )


def copyable_citations(
    found: Answer, style: str, made: Sequence[str], prefix: str, room: int = markdown.MAX_DESCRIPTION
) -> Page:
    """Draw as many whole citations as fit, and say how to get the others."""
    heading = _("Citations to copy ({style}): {question}").format(
        style=citation_styles.STYLE_NAMES[style], question=markdown.escaped_line(found.question, room // 8)
    )
    language = _LANGUAGES.get(style, "")
    printed = style != citation_styles.PLAIN_STYLE and style not in citation_styles.PROGRAMS
    named = printed and any(each.article.publisher for each in found.citations)
    italics = _("Put the newspaper's name in italics.") if named else ""
    notes = markdown.utf16_len(heading + italics + _rest(len(made), prefix))
    kept = _whole(made, room - notes - len(f"```{language}\n\n```") - 3 * len(_BETWEEN))
    block = f"```{language}\n{citation_styles.joined(kept, style)}\n```"
    more = _rest(len(made) - len(kept), prefix) if len(kept) < len(made) else ""
    footer = messages.answer_footer(found.id, found.citations)
    return Page(_BETWEEN.join(filter(None, (heading, block, italics, more))), footer)


_LANGUAGES = {"bibtex": "bibtex", "csl": "json"}
"""How Discord colours a block of code, by style."""


def _rest(count: int, prefix: str) -> str:
    return markdown.escape_markdown(
        ngettext(
            "{number} more didn't fit. Ask for it by number, e.g. {prefix}source 2 apa.",
            "{number} more didn't fit. Ask for them one at a time, e.g. {prefix}source 2 apa.",
            count,
        ).format(number=formatting.number(count), prefix=prefix)
    )


def _whole(made: Sequence[str], room: int) -> list[str]:
    kept: list[str] = []
    for text in made:
        room -= markdown.utf16_len(text) + len(_BETWEEN)
        if room < 0:
            break
        kept.append(text)
    return kept


def _beside(cited: Citation, room: int) -> list[str]:
    """Draw the paragraph before and the one after; empty if there is none, or too little room."""
    paragraphs = cited.article.paragraphs
    numbers = [cited.paragraph - 1, cited.paragraphs[-1] + 1]
    texts = [markdown.strip_invisible(paragraphs[n - 1]) if 1 <= n <= len(paragraphs) else "" for n in numbers]
    rooms = markdown.divide([markdown.max_length([(text, False)]) if text else 0 for text in texts], room)
    return [
        f"¶{number} {markdown.escaped_line(text, space)}" if text and space >= min(_WORTH, len(text)) else ""
        for number, text, space in zip(numbers, texts, rooms, strict=True)
    ]


_MAX_CORRECTION = 300
"""Longest correction shown, in UTF-16 units."""
_MAX_CORRECTIONS = 2
_ROOM_FOR_CORRECTIONS = 1_200


def full_citation(cited: Citation, room: int, revision: Revision | None = None) -> str:
    """Draw one citation in full: headline and link, who published it and when, the passage, what became of it."""
    head = f"[{cited.n}] {_headed(cited, room // 2)}"
    runs = markdown.quote_markdown(cited)
    also = duplicates_line(cited, room // 4)
    noted = [
        f"-# {markdown.escaped_line(messages.corrected(each), _MAX_CORRECTION)}"
        for each in cited.article.corrections[:_MAX_CORRECTIONS]
        if room > _ROOM_FOR_CORRECTIONS
    ]
    also = "\n".join(filter(None, (also, *noted, _revised(revision, room // 3))))
    quoted = f"> “{markdown.runs_markdown(runs, room - markdown.utf16_len(head + also) - 6)}”"
    return "\n".join(filter(None, (head, also, quoted)))


def _revised(revision: Revision | None, room: int) -> str:
    """Draw what became of the words quoted, with what differs; empty where they are still there."""
    said = formatting.revision_text(revision)
    if not said or not isinstance(revision, Corrected):
        return f"**{said}**" if said else ""
    difference = difference_markdown(revision.edits, room - markdown.utf16_len(said) - 5)
    return "\n".join(filter(None, (f"**{said}**", difference)))


def _headed(cited: Citation, room: int) -> str:
    """Draw headline, publisher with byline, the moment, and the paragraph's number and link."""
    article = cited.article
    title = markdown.escaped_line(formatting.article_title(article), min(room // 3, 300))
    name = markdown.escaped_line(credit, room // 4) if (credit := formatting.credit(article)) else ""
    when = formatting.dated(article, formatting.moment)
    title = f"**{title}**{heading_path(cited, min(room // 6, 120))}"
    named = "\n".join(filter(None, (title, " · ".join(filter(None, (name, when))))))
    place = paragraph_link(cited, room - markdown.utf16_len(named) - _FRAME // 3)
    return f"{named}\n{formatting.paragraph_place(place, len(article.paragraphs))}"


_MAX_QUESTION = 300


def cadence_name(cadence: Cadence) -> str:
    """Return when a person is told, in a word or two."""
    names: dict[Cadence, str] = {
        "first": _("the first answer only"),
        "now": _("at once"),
        "daily": _("once a day"),
        "weekly": _("once a week"),
    }
    return names[cadence]


def watch_line(watch: Watch, now: datetime, number: int) -> str:
    """Draw a watch on two lines."""
    left = max(1, ceil((watch.expires_at - now).total_seconds() / 86_400))
    below = _("{cadence} · ends in {days}").format(cadence=cadence_name(watch.cadence), days=formatting.days(left))
    return f"{formatting.number(number)}. {markdown.escaped_line(watch.text, _MAX_QUESTION)}\n{below}"


def watches_page(watches: Sequence[Watch], now: datetime, room: int = markdown.MAX_DESCRIPTION) -> Page:
    """Draw a person's watches."""
    lines = [watch_line(each, now, number) for number, each in enumerate(watches, start=1)]
    return replace(fit_lines([_("Questions that you are watching:"), *lines], room), colour=DECLINED)


def notice_page(found: Answer, watch: Watch, room: int = markdown.MAX_DESCRIPTION) -> Page:
    said = (
        _("You asked me to tell you when I know: {question}")
        if watch.cadence == "first"
        else _("New for the question you are watching: {question}")
    )
    above = said.format(question=markdown.escaped_line(watch.text, min(_MAX_QUESTION, room // 8)))
    page = answer_page(found, room - markdown.utf16_len(above) - 2)
    return replace(page, body=f"{above}\n\n{page.body}")
