"""When a web page says that it was published."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from lxml.etree import _Element

from knowledge.reading.dates import published

_METAS = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    '//*[@itemprop="datePublished"]/@datetime',
    '//meta[@name="date" or @name="pubdate" or @name="publishdate" or @name="parsely-pub-date"]/@content',
    "//article//time/@datetime",
    "//time[@pubdate]/@datetime",
)
_LINKED = re.compile(r'"datePublished"\s*:\s*("(?:[^"\\]|\\.){4,80}")')
_MOST = 20


def moment_of(tree: _Element, zone: tzinfo | None) -> date | None:
    """Return when a page was published: the first of its marks that gives a time, else the first that gives a day."""
    found = [moment for text in _marks(tree) if (moment := published(text, publisher_zone=zone))]
    return next((moment for moment in found if isinstance(moment, datetime)), found[0] if found else None)


def _marks(tree: _Element) -> Iterator[str]:
    for script in tree.xpath('//script[@type="application/ld+json"]')[:_MOST]:
        # Read by pattern: what stands around the date in these scripts is often no valid JSON.
        yield from map(_unquoted, _LINKED.findall(script.text or "")[:1])
    for path in _METAS:
        yield from map(str, tree.xpath(path)[:1])


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return ""
