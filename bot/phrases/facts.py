"""What replies say of articles and numbers: headline, publisher, day, how many."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from bot.i18n import gettext as _
from bot.i18n import locale, ngettext
from knowledge import Article


def number(value: int) -> str:
    """Return a whole number with its thousands apart: `2,000`."""
    return _number(value, locale())


def day(moment: date) -> str:
    """Return the day: `11 Oct 2018`, `2018년 10월 11일`."""
    return _day(datetime(moment.year, moment.month, moment.day), locale())


def moment(when: date) -> str:
    """Return the day, and the time with its zone where the source gave one."""
    if not isinstance(when, datetime):
        return day(when)
    zone = f" UTC{when:%z}" if when.utcoffset() else " UTC"
    return f"{day(when)}, {when:%H:%M}" + (zone if when.tzinfo else "")


def credit(article: Article) -> str:
    """Return who published the article: `The Korea Herald (Yonhap)`."""
    if article.publisher and article.byline:
        return f"{article.publisher} ({article.byline})"
    return article.publisher or article.byline


def title(article: Article) -> str:
    """Return the headline, or say that there is none."""
    return article.title or _("untitled article")


def passages(count: int) -> str:
    """Return how many passages."""
    return ngettext("{number} passage", "{number} passages", count).format(number=number(count))


def articles(count: int) -> str:
    """Return how many articles."""
    return ngettext("{number} article", "{number} articles", count).format(number=number(count))


def servers(count: int) -> str:
    """Return how many servers."""
    return ngettext("{number} server", "{number} servers", count).format(number=number(count))


def seconds(count: int) -> str:
    """Return how many seconds."""
    return ngettext("{number} second", "{number} seconds", count).format(number=number(count))


def days(count: int) -> str:
    """Return how many days."""
    return ngettext("{number} day", "{number} days", count).format(number=number(count))


def size(count: int) -> str:
    """Return a number of bytes in words: `1.5 MB`."""
    value, units = float(count), ["GB", "MB", "kB"]
    unit = "B"
    while value >= 1_000 and units:
        value, unit = value / 1_000, units.pop()
    return f"{format_decimal(round(value, 1), locale=locale())} {unit}"


# Each takes Babel some time, and a page shows many.
@lru_cache(maxsize=1_024)
def _number(value: int, language: Locale) -> str:
    return format_decimal(value, locale=language)


@lru_cache(maxsize=1_024)
def _day(midnight: datetime, language: Locale) -> str:
    return format_skeleton("yMMMd", midnight, locale=language)
