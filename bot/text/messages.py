"""Sentences that several modules say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.config import COMMAND, program
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.text import citation_styles, formatting
from knowledge import Answer, Citation, Decline, WithdrawnCitation
from knowledge.ingest import is_labelled_correction
from knowledge.store import PurgeCounts


def closest() -> str:
    return _("Closest passages — they may not answer this:")


def nothing_found() -> str:
    return _("I found nothing in the articles that answers this, so I won't guess.")


def nearest_articles() -> str:
    return _("The closest articles, which may be about something else:")


def example(question: str) -> str:
    return _("This one can be answered: {question}").format(question=question)


def try_again() -> str:
    return _("Try the words an article would use: names, places, dates.")


def showing_for(words: str) -> str:
    return _("Showing passages for {words}.").format(words=words)


def did_you_mean(words: str) -> str:
    return _("Did you mean {words}?").format(words=words)


def unknown_words(words: str, count: int) -> str:
    return ngettext("No article has the word {words}.", "No article has the words {words}.", count).format(words=words)


def held_by_no_passage(words: str) -> str:
    return _("None of these passages mentions {words}.").format(words=words)


def unmet_filters(filters: str, count: int) -> str:
    return ngettext(
        "Nothing matches with the filter {filters}.",
        "Nothing matches with all of these filters: {filters}.",
        count,
    ).format(filters=filters)


def left_out(filters: str, typed: Sequence[str]) -> str:
    """Say what the passages below were found without: phrases in quotation marks, or filters."""
    if any(each[0] == "-" or ":" in each or "：" in each for each in typed if each):
        said = ngettext(
            "Nothing matches with the filter {filters}, so these are without it.",
            "Nothing matches with all of these filters, so these are without them: {filters}.",
            len(typed),
        )
        return said.format(filters=filters)
    said = ngettext(
        "No article has the words {phrases} together, so I looked for each of them.",
        "No article has these words together, so I looked for each of them: {phrases}.",
        len(typed),
    )
    return said.format(phrases=filters)


def as_of(found: Answer | Decline) -> str:
    """Say which articles were asked where a question asks as of an earlier day; empty elsewhere."""
    if not found.as_of:
        return ""
    said = _("As of {day}: only what had been published by then.").format(day=formatting.day(found.as_of))
    if not found.undated:
        return said
    left_out = ngettext(
        "{number} article without a date is left out.", "{number} articles without a date are left out.", found.undated
    ).format(number=formatting.number(found.undated))
    return f"{said} {left_out}"


def change_filters(count: int) -> str:
    return ngettext("Change or remove it.", "Change or remove one of them.", count)


def articles_differ() -> str:
    return _("Articles differ here:")


def statement(where: str, words: str, place: str) -> str:
    """Say what one of them says, with its outlet and day, and its citation or paragraph, which no line break parts."""
    return _("{where}: “{words}”").format(where=where, words=words) + f"\u00a0{place}"


def same_article() -> str:
    return _("same article")


def also_in(place: str, more: int) -> str:
    """Say where the same passage appears again, and in how many articles besides."""
    if not more:
        return _("also in {place}").format(place=place)
    return ngettext("also in {place} and {more} other", "also in {place} and {more} others", more).format(
        place=place, more=formatting.number(more)
    )


def answer_footer(id: int, citations: Sequence[Citation]) -> str:
    """Return the last line of an answer: the id that `!source` takes, and what it rests on."""
    found = [citation.article for citation in citations]
    outlets = {(each.publisher or each.byline).casefold() for each in found} - {""}
    days = [each.published_at.isoformat()[:10] for each in found if each.published_at]
    parts = [formatting.passages(len(citations))]
    parts.append(
        formatting.outlets(len(outlets)) if outlets else formatting.articles(len({each.row for each in found}))
    )
    if days:
        parts.append(_("newest {day}").format(day=formatting.day(date.fromisoformat(max(days)))))
    return _("answer #{id} · {receipt}").format(id=id, receipt=", ".join(parts))


def page_of(number: int, pages: int) -> str:
    """Say which page of how many it is; nothing where it is the only one."""
    if pages == 1:
        return ""
    return _("page {number} of {pages}").format(number=formatting.number(number), pages=formatting.number(pages))


def how_sure() -> str:
    """Say in figures what it means that nothing is guessed; measured on squad2 (docs/quality.md)."""
    return _(
        "I quote and never make up a sentence, but I can quote the wrong one: of 100 test questions whose articles I "
        "didn't have, I answered 7 all the same; of 100 whose articles were on the subject but didn't hold the "
        "answer, 73."
    )


def more_passages(count: int) -> str:
    """Say in a terminal how to see the passages that are less likely to answer."""
    return ngettext(
        "There is {number} more passage: type “more”.", "There are {number} more passages: type “more”.", count
    ).format(number=formatting.number(count))


def decline_footer(id: int) -> str:
    return _("question #{id} · no passages").format(id=id)


def samples_note_terminal() -> str:
    """Say that the bundled articles answer, and how to add others on the command line."""
    return _(
        "No articles have been added yet, so I'm answering from the bundled samples.\nAdd your own: {program} add PATH"
    ).format(program=program())


def samples_note() -> str:
    """Say the same on Discord, where articles are added by a command."""
    return _(
        "No articles have been added yet, so I'm answering from the bundled samples. Add your own on a server: /add"
    )


def answering_from_samples(count: int) -> str:
    return _("No articles have been added yet, so I'm answering from the bundled samples: {articles}.").format(
        articles=formatting.articles(count)
    )


def name_an_article(prefix: str) -> str:
    return _("Give the article's id, e.g. {prefix}article 12. {prefix}articles lists the ids.").format(prefix=prefix)


def sources_of(question: str) -> str:
    return _("Sources for: {question}").format(question=question)


def proof_label(answer: int) -> str:
    return _("Citations of answer #{id}").format(id=answer)


def proof_note(answer: int) -> str:
    return _(
        "The citations of answer #{id} as Web Annotations: each quotation with its place, what is around it, and "
        "SHA-256 hashes. Anyone can check them against the article, without me: `{program} verify {file}`"
    ).format(id=answer, program=COMMAND, file=citation_styles.proof_name(answer))


def corrected(correction: str) -> str:
    """Name a correction as one, unless its own words do."""
    if is_labelled_correction(correction):
        return correction
    return _("Correction: {text}").format(text=correction)


def withdrawn_citation(gone: WithdrawnCitation) -> str:
    """Say that the article of a citation is gone, with the day where it is known."""
    if gone.on is None:
        return _("[{n}] This article has been removed since.").format(n=gone.n)
    return _("[{n}] This article was removed on {day}.").format(n=gone.n, day=formatting.day(gone.on))


def link_from_elsewhere() -> str:
    return _("That message is from somewhere else. I only show the sources of an answer where I gave it.")


def read_summary(counts: Mapping[str, int]) -> str:
    """Sum up what could be added."""
    said = {"readable": _("{number} readable"), "refused": _("{number} refused")}
    parts = [text.format(number=formatting.number(counts[name])) for name, text in said.items() if counts.get(name)]
    return _("{parts}; nothing was added.").format(parts=", ".join(parts) or formatting.articles(0))


def ingest_summary(counts: Mapping[str, int]) -> str:
    """Sum up what became of the articles that were to be added."""
    said = {
        "added": _("{number} added"),
        "updated": _("{number} updated"),
        "unchanged": _("{number} unchanged"),
        "removed": _("{number} removed"),
        "refused": _("{number} refused"),
    }
    parts = [text.format(number=formatting.number(counts[name])) for name, text in said.items() if counts.get(name)]
    return (", ".join(parts) or _("nothing was added")) + "."


def no_such_command(prefix: str, meant: str | None) -> str:
    """Answer a mistyped command, with the one that was likely meant."""
    if not meant:
        return _("There's no such command. {prefix}help lists them all.").format(prefix=prefix)
    return _("There's no such command. Did you mean {prefix}{meant}? {prefix}help lists them all.").format(
        prefix=prefix, meant=meant
    )


def version_line(version: str) -> str:
    return _("Footnote {version}, open source under the MIT licence.").format(version=version)


def your_data() -> str:
    return _("Your data")


def retention(days: int) -> str:
    """Say for how many days questions are kept; 0 is for ever."""
    if not days:
        return _("Questions are stored until the operator deletes them.")
    return _("Questions are deleted after {days}.").format(days=formatting.days(days))


def no_text() -> str:
    return _("There's no text in that message. Choose one with text.")


def keep() -> str:
    return _("Cancel")


def personal_counts(counts: PurgeCounts) -> str:
    """Return how much of a person is stored or deleted: what there is of each kind, or no questions."""
    listed = [formatting.questions(counts.questions)] if counts.questions or not counts else []
    if counts.articles:
        listed.append(formatting.articles(counts.articles))
    if counts.votes:
        listed.append(formatting.votes(counts.votes))
    if counts.watches:
        listed.append(formatting.watches(counts.watches))
    if counts.others:
        listed.append(
            ngettext("{number} choice of yours", "{number} choices of yours", counts.others).format(
                number=formatting.number(counts.others)
            )
        )
    return formatting.listed(listed)


def outcome_names() -> dict[str, str]:
    """Name how questions end, as people read it."""
    return {
        "answered": _("answered"),
        "closest": _("closest passages"),
        "declined": _("nothing found"),
        "failed": _("failed"),
    }


def permission_names(permissions: Iterable[str]) -> str:
    shown = {
        "view_channel": _("View Channel"),
        "send_messages": _("Send Messages"),
        "send_messages_in_threads": _("Send Messages in Threads"),
        "embed_links": _("Embed Links"),
        "attach_files": _("Attach Files"),
        "read_message_history": _("Read Message History"),
    }
    return ", ".join(shown[name] for name in permissions)


def kept_though_gone() -> str:
    return _("The article that I have from there stays, and is marked as gone.")


def gone_since(moment: datetime) -> str:
    return _("no longer at its address since {day}").format(day=formatting.day(moment.date()))


def detail_name(field: str) -> str:
    """Name a field of an article that people can change."""
    return {
        "title": _("Headline"),
        "publisher": _("Publisher"),
        "byline": _("Author or agency"),
        "published_at": _("Day"),
    }[field]
