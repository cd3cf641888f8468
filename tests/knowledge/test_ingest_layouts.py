"""Pages as people copy them from well-known kinds of news sites; the stories are made up."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from knowledge.ingest import read_bytes
from knowledge.models import Article

ENGLISH = (
    "The harbour of Port Ellis reopened on Wednesday after a ship that had blocked it for nine days was towed away.",
    '"We can breathe again," said Ada Brandt, who runs the ferry office and had sent her passengers home by bus.',
    "The owners will pay for the damage to the eastern pier, the town said, and an inquiry begins next week.",
)


@dataclass(frozen=True, kw_only=True)
class Page:
    text: str
    title: str
    publisher: str = ""
    byline: str = ""
    published_at: str = ""
    paragraphs: tuple[str, ...] = ENGLISH


def body(separator: str = "\n\n", paragraphs: tuple[str, ...] = ENGLISH) -> str:
    return separator.join(paragraphs)


PAGES = {
    "broadcaster with breadcrumbs and captions": Page(
        text=f"""Skua Sound News

Home > World > Europe

Ship that blocked harbour is towed away

By Ada Lindqvist
Skua Sound News, Port Ellis

Published
11 October 2018

Share

Image source, Ferry Office

Image caption, The ship had lain across the entrance

{body()}

Related Topics
Shipping
Ports

More on this story
Storm drives ship aground
3 October 2018

Related Internet Links
The broadcaster is not responsible for what others put there.""",
        title="Ship that blocked harbour is towed away",
        publisher="Skua Sound News",
        byline="Ada Lindqvist",
        published_at="2018-10-11",
        paragraphs=(*ENGLISH,),
    ),
    "wire agency with dateline and closing credits": Page(
        text=f"""Reuters
WORLD NEWS
OCTOBER 11, 2018 / 10:39 AM / 2 YEARS AGO
Blocked harbour reopens after nine days
Ada Lindqvist
3 Min Read

PORT ELLIS (Reuters) - {body()}

Reporting by Ada Lindqvist; Editing by Jon Moss
Our Standards: two who saw it, or one who signed it.""",
        title="Blocked harbour reopens after nine days",
        publisher="Reuters",
        byline="Ada Lindqvist",
        published_at="2018-10-11T10:39:00+01:00",
        paragraphs=("PORT ELLIS (Reuters) - " + ENGLISH[0], *ENGLISH[1:]),
    ),
    "agency with the author and the date on one line": Page(
        text=f"""AP News
Harbour reopens after ship is towed away
By ADA LINDQVIST October 11, 2018

{ENGLISH[0]}

ADVERTISEMENT

{body(paragraphs=ENGLISH[1:])}

(AP Photo/Jon Moss)

___

Follow the wire on Twitter: @example""",
        title="Harbour reopens after ship is towed away",
        publisher="AP News",
        byline="ADA LINDQVIST",
        published_at="2018-10-11",
    ),
    "paper with a standfirst and adverts": Page(
        text=f"""The Tamarack Intelligencer

Harbor Reopens After a Ship Is Towed Away

Nine days without ferries have cost the town of Port Ellis dearly, and the bill is still growing.

Give this article

By Ada Lindqvist and Jon Moss

Oct. 11, 2018

{ENGLISH[0]}

Advertisement

Continue reading the main story

{body(paragraphs=ENGLISH[1:])}

Sign up for the Upriver newsletter""",
        title="Harbor Reopens After a Ship Is Towed Away",
        publisher="The Tamarack Intelligencer",
        byline="Ada Lindqvist and Jon Moss",
        published_at="2018-10-11",
        paragraphs=(
            "Nine days without ferries have cost the town of Port Ellis dearly, and the bill is still growing.",
            *ENGLISH,
        ),
    ),
    "paper with a name and a place above the date": Page(
        text=f"""The Skerrymore Lantern
World
Harbour reopens after ship is towed away
Ferries sail again from Port Ellis, and the town asks who will pay for its pier
Ada Lindqvist in Port Ellis
Thu 11 Oct 2018 10.39 BST
Last modified on Thu 11 Oct 2018 12.01 BST
Share on Facebook
Share on Twitter
Share via Email
{body(chr(10))}
Topics
Shipping
Reuse this content""",
        title="Harbour reopens after ship is towed away",
        publisher="The Skerrymore Lantern",
        byline="Ada Lindqvist in Port Ellis",
        published_at="2018-10-11T10:39:00+01:00",
        paragraphs=("Ferries sail again from Port Ellis, and the town asks who will pay for its pier", *ENGLISH),
    ),
    "Chinese agency in English": Page(
        text=f"""Xinhua
Harbour reopens after ship is towed away
Source: Xinhua| 2018-10-11 10:39:22|Editor: Li Xia
{body(chr(10))} Enditem""",
        title="Harbour reopens after ship is towed away",
        publisher="Xinhua",
        published_at="2018-10-11T10:39:22+08:00",
        paragraphs=(*ENGLISH[:2], ENGLISH[2]),
    ),
    "Russian agency in English": Page(
        text=f"""TASS

World

11 OCT 2018, 10:39

Harbour reopens after ship is towed away

PORT ELLIS, October 11. /TASS/. {body()}

Tags
Shipping""",
        title="Harbour reopens after ship is towed away",
        publisher="TASS",
        published_at="2018-10-11T10:39:00+03:00",
        paragraphs=("PORT ELLIS, October 11. /TASS/. " + ENGLISH[0], *ENGLISH[1:]),
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
