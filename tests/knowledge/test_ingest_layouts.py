"""Pages as people copy them from news sites; sites and stories are made up."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from knowledge.ingest import read_bytes
from knowledge.models import Article

STORY = (
    "Hail as big as walnuts fell on the plum orchards above Hollin Bridge on Friday and left a third of the crop.",
    '"Four minutes, and my sister counted each of them," said Gwenda Maddox, whose family has pruned there since 1926.',
    "Members of the co-operative get an advance before Tuesday, while the district works out what the nets saved.",
)


@dataclass(frozen=True, kw_only=True)
class Page:
    text: str
    title: str
    publisher: str = ""
    byline: str = ""
    published_at: str = ""
    paragraphs: tuple[str, ...] = STORY


def body(separator: str = "\n\n", paragraphs: tuple[str, ...] = STORY) -> str:
    return separator.join(paragraphs)


PAGES = {
    "radio with breadcrumbs and labelled captions": Page(
        text=f"""Hollin Vale Radio

Start > Farms > Orchards

Growers lose their plums to four minutes of hail

Image source, Ring of Growers

Image caption, Nets held in one orchard of nine

By Rhoda Kinsella
Hollin Vale Radio, Ottersby

Published
6 September 2019

Share

{body()}

Related stories
Cider press finds a buyer
Beekeepers ask for a later spraying hour""",
        title="Growers lose their plums to four minutes of hail",
        publisher="Hollin Vale Radio",
        byline="Rhoda Kinsella",
        published_at="2019-09-06",
    ),
    "paper with an agency's dateline and closing credits": Page(
        text=f"""The Hollin Packet
FIELD AND MARKET
Hail ruins plums in a valley that lives on them
Rhoda Kinsella
SEPTEMBER 6, 2019 / 4:20 PM / 3 MONTHS AGO
2 min read

HOLLIN BRIDGE (Reuters) - {body()}

Reporting by Rhoda Kinsella; Editing by Emlyn Pask
Set and printed at the old brewery.""",
        title="Hail ruins plums in a valley that lives on them",
        publisher="The Hollin Packet",
        byline="Rhoda Kinsella",
        published_at="2019-09-06",
        paragraphs=("HOLLIN BRIDGE (Reuters) - " + STORY[0], *STORY[1:]),
    ),
    "paper with the author and the date on one line": Page(
        text=f"""Cinder Ridge Dispatch
Plum growers left with a third of their fruit
By RHODA KINSELLA September 6, 2019

{STORY[0]}

ADVERTISEMENT

{body(paragraphs=STORY[1:])}

(AP Photo/Emlyn Pask)

___

Follow the ridge on Telegram: @example""",
        title="Plum growers left with a third of their fruit",
        publisher="Cinder Ridge Dispatch",
        byline="RHODA KINSELLA",
        published_at="2019-09-06",
    ),
    "paper with a standfirst and adverts": Page(
        text=f"""The Larkspur Basin Almanac

Weather

Print this page

Two Authors Walk an Orchard After the Hail

In nine rows of trees above the river there was one net, and below it hung all that Ottersby will bottle.

Sept. 6, 2019

By Rhoda Kinsella and Emlyn Pask

{body(paragraphs=STORY[:2])}

Advertisement

Story continues below

{STORY[2]}

Sign up for Sundays in the Basin""",
        title="Two Authors Walk an Orchard After the Hail",
        publisher="The Larkspur Basin Almanac",
        byline="Rhoda Kinsella and Emlyn Pask",
        published_at="2019-09-06",
        paragraphs=(
            "In nine rows of trees above the river there was one net, and below it hung all that Ottersby will bottle.",
            *STORY,
        ),
    ),
    "paper with a name and a place above the date": Page(
        text=f"""The Kittering Gleaner
Orchards
Co-operative pays growers whose plums the hail took
One net of nine held, and its owner lends out ladders until the autumn fair
Rhoda Kinsella in Hollin Bridge
6 September 2019, 5.20pm BST
Updated 7 September 2019, 8.05am BST
Facebook
Telegram
Print
{body(chr(10))}
Filed under
Fruit
Write to the desk""",
        title="Co-operative pays growers whose plums the hail took",
        publisher="The Kittering Gleaner",
        byline="Rhoda Kinsella",
        published_at="2019-09-06T17:20:00+01:00",
        paragraphs=("One net of nine held, and its owner lends out ladders until the autumn fair", *STORY),
    ),
    "paper with its source, the time and the editor on one line": Page(
        text=f"""Jadeferry Evening
Hail takes two thirds of the plums at Hollin Bridge
Source: Jadeferry Evening| 2019-09-06 16:20:41|Editor: Tan Meiyun
{body(chr(10))} Enditem""",
        title="Hail takes two thirds of the plums at Hollin Bridge",
        publisher="Jadeferry Evening",
        published_at="2019-09-06",
    ),
    "paper with the date above and an agency in the dateline": Page(
        text=f"""Far Shore News

Countryside

6 SEP 2019, 16:20

Nets saved one orchard of nine from the hail

By Emlyn Pask

HOLLIN BRIDGE, September 6. /TASS/. {body()}

Keywords
Fruit""",
        title="Nets saved one orchard of nine from the hail",
        publisher="Far Shore News",
        byline="Emlyn Pask",
        published_at="2019-09-06",
        paragraphs=("HOLLIN BRIDGE, September 6. /TASS/. " + STORY[0], *STORY[1:]),
    ),
}


def test_a_page_is_read_without_its_boilerplate(subtests: pytest.Subtests) -> None:
    for page in PAGES.values():
        with subtests.test(page=page):
            [article] = read_bytes(page.text.encode(), "page.txt")
            assert isinstance(article, Article), article
            assert article.paragraphs == page.paragraphs
            assert (article.title, article.publisher, article.byline) == (page.title, page.publisher, page.byline)
            assert as_text(article.published_at) == page.published_at


def as_text(moment: date | datetime | None) -> str:
    return moment.isoformat() if moment else ""
