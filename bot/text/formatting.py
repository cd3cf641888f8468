"""What the language spoken decides: numbers, days and sizes as text, titles and names of articles, errors."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.i18n import gettext as _
from bot.i18n import locale, ngettext
from bot.text import markdown
from knowledge import AddResult, Article, Citation, KnowledgeError
from knowledge.answers import PATH_SEPARATOR, Corrected, Removed, Revision


def article_title(article: Article) -> str:
    """Return the headline on one line, or say that there is none: it may be all invisible."""
    return markdown.strip_invisible(article.title) or _("untitled article")


def article_summary(article: Article) -> str:
    """Return what was understood of an article: headline, publisher, day, and how much text under how many headings."""
    known = (article_title(article), markdown.strip_invisible(article.publisher), *day_and_extent(article))
    return " · ".join(filter(None, known))


def day_and_extent(article: Article) -> tuple[str, str]:
    """Return the day, which a citation needs and a source may lack, and how much text there is."""
    return dated(article) or _("no date"), extent(article)


def extent(article: Article) -> str:
    """Return how much text an article has under how many headings."""
    headings = len(set(article.headings) - {""})
    under = ngettext("{number} heading", "{number} headings", headings).format(number=number(headings))
    return f"{paragraphs(len(article.paragraphs))} · {under}" if headings else paragraphs(len(article.paragraphs))


def differing(added: AddResult) -> str:
    """Return how much of the text of an article an update changed, and which other article it replaced."""
    text = paragraphs_differ(added.differing) if added.differing else _("same text")
    if not added.replaced:
        return text
    title = markdown.strip_invisible(added.replaced) or _("untitled article")
    return f"{text} · " + _("replaces “{title}”, which has the same ID in another file").format(title=title)


def paragraphs_differ(count: int) -> str:
    """Return how many paragraphs differ: `2 paragraphs differ`."""
    return ngettext("{number} paragraph differs", "{number} paragraphs differ", count).format(number=number(count))


def language_name(code: str) -> str:
    """Return what a language is called in the one that is spoken, or its code where it has no name there."""
    return str(locale().languages.get(code.partition("-")[0].casefold(), code))


def path_in_article(citation: Citation) -> str:
    """Return the headings above the cited paragraph and the page that it is on; empty where it has neither."""
    page = _("p. {page}").format(page=number(citation.page)) if citation.page else ""
    return PATH_SEPARATOR.join(filter(None, (citation.heading, page)))


def paragraph_numbers(citation: Citation) -> str:
    """Return the numbers of the paragraphs that are quoted: `3`, `3–4`."""
    last = citation.paragraphs[-1]
    return f"{citation.paragraph}–{last}" if citation.continued else f"{last}"


def paragraph_place(paragraph: str, paragraphs: int) -> str:
    """Return which paragraph of its article: `¶3 of 14`, the first part as drawn."""
    return _("{paragraph} of {paragraphs}").format(paragraph=paragraph, paragraphs=number(paragraphs))


def revision_text(revision: Revision | None) -> str:
    """Say that an article has other words by now, or is gone; nothing where the quoted words are still there."""
    match revision:
        case Corrected(gone_on=date() as gone):
            return _("Corrected since, on {day}, and no longer at its address since {gone}").format(
                day=day(revision.on), gone=day(gone)
            )
        case Corrected():
            return _("Corrected since, on {day}").format(day=day(revision.on))
        case Removed(is_upstream=True):
            return _("No longer at its address since {day}.").format(day=day(revision.on))
        case Removed():
            return _("Removed since, on {day}.").format(day=day(revision.on))
    return ""


def credit(article: Article) -> str:
    """Return who published the article, on one line: `The Korea Herald (Yonhap)`; empty where nobody is named."""
    publisher, byline = markdown.strip_invisible(article.publisher), markdown.strip_invisible(article.byline)
    return f"{publisher} ({byline})" if publisher and byline else publisher or byline


def outlet_and_day(article: Article) -> str:
    """Return who published the article and when, or its headline: `The Korea Herald, 11 Oct 2018`."""
    outlet = markdown.strip_invisible(article.publisher or article.byline) or article_title(article)
    return ", ".join(filter(None, (outlet, dated(article))))


def number(value: int) -> str:
    """Return a whole number with its thousands separated: `2,000`."""
    return _number(value, locale())


def day(moment: date) -> str:
    """Return the day: `11 Oct 2018`, `2018년 10월 11일`."""
    return _day(datetime(moment.year, moment.month, moment.day), locale())


def dated(article: Article, form: Callable[[date], str] = day) -> str:
    """Return when an article was published; where only its last change is known, that, named as such; or nothing."""
    if article.published_at:
        return form(article.published_at)
    return _("updated {day}").format(day=form(article.modified_at)) if article.modified_at else ""


def short_day(moment: date) -> str:
    """Return the day without its year: `11 Oct`."""
    return format_skeleton("MMMd", datetime(moment.year, moment.month, moment.day), locale=locale())


def month(moment: date) -> str:
    """Return the month: `Oct 2018`."""
    return format_skeleton("yMMM", datetime(moment.year, moment.month, moment.day), locale=locale())


def moment(when: date) -> str:
    """Return the day, and the time with its zone where the source gave one."""
    if not isinstance(when, datetime):
        return day(when)
    zone = f" UTC{when:%z}" if when.utcoffset() else " UTC"
    return f"{day(when)}, {when:%H:%M}" + (zone if when.tzinfo else "")


def listed(texts: Sequence[str]) -> str:
    """Return a list as the language writes one: `one, two and three`."""
    return format_list(texts, locale=locale())


def size(count: int) -> str:
    """Return a number of bytes in words: `1.5 MB`."""
    value, units = float(count), ["GB", "MB", "kB"]
    unit = "B"
    while value >= 1_000 and units:
        value, unit = value / 1_000, units.pop()
    return f"{format_decimal(round(value, 1), locale=locale())} {unit}"


def passages(count: int) -> str:
    """Return how many passages: `3 passages`; the functions below do the same for other things."""
    return ngettext("{number} passage", "{number} passages", count).format(number=number(count))


def articles(count: int) -> str:
    return ngettext("{number} article", "{number} articles", count).format(number=number(count))


def outlets(count: int) -> str:
    return ngettext("{number} outlet", "{number} outlets", count).format(number=number(count))


def paragraphs(count: int) -> str:
    return ngettext("{number} paragraph", "{number} paragraphs", count).format(number=number(count))


def questions(count: int) -> str:
    return ngettext("{number} question", "{number} questions", count).format(number=number(count))


def watches(count: int) -> str:
    return ngettext("{number} watch", "{number} watches", count).format(number=number(count))


def votes(count: int) -> str:
    return ngettext("{number} vote", "{number} votes", count).format(number=number(count))


def people(count: int) -> str:
    return ngettext("{number} person", "{number} people", count).format(number=number(count))


def servers(count: int) -> str:
    return ngettext("{number} server", "{number} servers", count).format(number=number(count))


def seconds(count: int) -> str:
    return ngettext("{number} second", "{number} seconds", count).format(number=number(count))


def days(count: int) -> str:
    return ngettext("{number} day", "{number} days", count).format(number=number(count))


# Each takes Babel some time, and a page shows many.
@lru_cache(maxsize=1_024)
def _number(value: int, language: Locale) -> str:
    return format_decimal(value, locale=language)


@lru_cache(maxsize=1_024)
def _day(midnight: datetime, language: Locale) -> str:
    return format_skeleton("yMMMd", midnight, locale=language)


def error_text(error: KnowledgeError) -> str:
    """Return the sentence of an expected error; errors among its values are translated too."""
    values = {name: _value(value) for name, value in error.values.items()}
    return _(error.sentence).format(**values) if values else _(error.sentence)


def _value(value: object) -> object:
    match value:
        case KnowledgeError():
            return error_text(value)
        case int():
            return _Count(value)
    return value


class _Count(int):
    """A number that a sentence asks to be written with its thousands separated, as `{length:,}` does."""

    def __format__(self, spec: str) -> str:
        return number(self) if spec == "," else format(int(self), spec)
