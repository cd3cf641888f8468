"""Texts as people paste them: whole pages with their menus, press releases, mails, lists, questions and answers."""

import textwrap
from dataclasses import dataclass

import pytest

from knowledge.ingest import read_bytes
from knowledge.ingest.news_header import signed_with_mail
from knowledge.ingest.plaintext.code import take_code
from knowledge.models import Article

FIRST = "The mooring fees rise in January, the harbour board decided on Monday after a long debate in the hall."
SECOND = "Small boats pay ten crowns more, while those over thirty feet pay the double of what they paid before."
THIRD = "“We have not raised them in nine years,” said Ola Nord, who has kept the books since the spring."
BODY = (FIRST, SECOND, THIRD)
TITLE = "Mooring fees rise in January"
MENU = ["Menu", "Home", "World", "Politics", "Business", "Sport", "Culture", "Weather", "Podcasts", "Sign in", "Search"]
TEASERS = ["Storm warning for Sunday night", "Bridge closes for good in autumn"]
FOOTER = ["About us", "Terms of use", "© 2019 The Coast Courier. All rights reserved.", "Jobs", "Contact"]


@dataclass(frozen=True, kw_only=True)
class Pasted:
    rows: list[str]
    title: str = TITLE
    byline: str = "Ingrid Dahl"
    publisher: str = ""
    day: str = "2019-10-22"
    paragraphs: tuple[str, ...] = BODY


THAI = "คณะกรรมการท่าเรือเปิดท่าเทียบเรือด้านเหนือแห่งใหม่ในวันเสาร์หลังจากก่อสร้างมาสิบเอ็ดเดือนและผ่านพายุสองลูกในปีนี้ด้วย"
PASTED = {
    "page with its menu": Pasted(
        rows=[*MENU, "The Coast Courier", *TEASERS, TITLE, "By Ingrid Dahl", "22 October 2019", *BODY, *FOOTER],
        publisher="The Coast Courier",
    ),
    "subheading, pages beside it, and a letter to have": Pasted(
        rows=[
            *(*MENU, TITLE, "By Ingrid Dahl", "22 October 2019", "", FIRST, "", SECOND, "", "What it costs", "", THIRD),
            *("", "← Older: The ferry is late", "Newer: A crane for Lindvik →", "MORE FROM THE COURIER", TEASERS[0]),
            *("By Ola Nord", "Get our best stories on Sundays.", "Your email"),
            *("By signing up, you accept what we do with your address.", *FOOTER),
        ],
    ),
    "newsroom and day": Pasted(
        rows=[TITLE, "", "Publicado por Redacción el 22 de octubre de 2019", "", *BODY], byline=""
    ),
    "newsroom above the day": Pasted(rows=[TITLE, "", "Par La Rédaction", "22 octobre 2019", "", *BODY], byline=""),
    "two German menu words": Pasted(
        rows=["Startseite", "Lokales", TITLE, "Stand: 22.10.2019", "von Ingrid Dahl", *BODY]
    ),
    "author, paper and day on one row": Pasted(
        rows=[TITLE, "Ingrid Dahl | The Coast Courier | October 22, 2019", "", *BODY],
    ),
    "author with a post": Pasted(
        rows=[TITLE, "", "Ingrid Dahl, Staff Writer", "October 22, 2019 at 2:05 p.m.", "", *BODY]
    ),
    "author, paper and day below a short headline": Pasted(
        rows=["Fees rise", "", "By Ingrid Dahl", "The Coast Courier", "Tuesday 22 October 2019", "", *BODY],
        title="Fees rise",
        publisher="The Coast Courier",
    ),
    "account and category": Pasted(
        rows=[TITLE, "", "Posted on October 22, 2019 by Admin in News", "", *BODY], byline=""
    ),
    "paper under the headline": Pasted(
        rows=[TITLE, "The Coast Courier", "Updated 23 October 2019", "Published 22 October 2019", *BODY],
        byline="",
        publisher="The Coast Courier",
    ),
    "press release": Pasted(
        rows=["FOR IMMEDIATE RELEASE", "", TITLE, "", f"KVITHOLM, October 22, 2019 – {FIRST}", "", SECOND, "", "###"],
        byline="",
        paragraphs=(f"KVITHOLM, October 22, 2019 – {FIRST}", SECOND),
    ),
    "mail": Pasted(
        rows=[
            *("From: Ingrid Dahl <ingrid@example.org>", "To: crew@example.org", f"Subject: {TITLE}"),
            *("Date: Tue, 22 Oct 2019 08:15:00", "", *BODY),
        ],
    ),
    "mail in German": Pasted(
        rows=["Von: Ingrid Dahl", "Gesendet: Dienstag, 22. Oktober 2019", "An: Ola", f"Betreff: {TITLE}", "", *BODY],
    ),
    "wrapped at 36": Pasted(
        rows=[
            TITLE,
            "Ingrid Dahl",
            "2019-10-22",
            "",
            *(line for text in BODY for line in [*textwrap.wrap(text, 36), ""]),
        ],
    ),
    "wrapped at 150": Pasted(
        rows=[
            *(TITLE, "Ingrid Dahl", "2019-10-22", ""),
            *(line for text in BODY for line in [*textwrap.wrap(f"{text} {text}", 150), ""]),
        ],
        paragraphs=tuple(f"{text} {text}" for text in BODY),
    ),
    "questions and answers": Pasted(
        rows=["Mooring questions", "", "Q: Who pays?", "A: The owner.", "", "Q: When?", "A: In May."],
        title="Mooring questions",
        byline="",
        day="",
        paragraphs=("Q: Who pays?\nA: The owner.", "Q: When?\nA: In May."),
    ),
    "recipe": Pasted(
        rows=[
            "Soup of the quay",
            "",
            "Ingredients:",
            "- cod",
            "- stock",
            "",
            "Method:",
            "1. Boil the stock.",
            "2. Add it.",
        ],
        title="Soup of the quay",
        byline="",
        day="",
        paragraphs=("Ingredients:\n- cod\n- stock", "Method:\n1. Boil the stock.\n2. Add it."),
    ),
    "release notes": Pasted(
        rows=[
            "Version 2.4 (2019-10-22)",
            "",
            "Fixed:",
            "- The tide clock runs at noon.",
            "- Lamps are dimmed on Sundays.",
        ],
        title="Version 2.4 (2019-10-22)",
        byline="",
        paragraphs=("Fixed:\n- The tide clock runs at noon.\n- Lamps are dimmed on Sundays.",),
    ),
    "list of changes, under headings with days": Pasted(
        rows=[
            "# Changes",
            "",
            "## [1.3] - 2019-10-22",
            "",
            "- Tides are shown.",
            "",
            "## [1.2] - 2018-11-02",
            "",
            "- A.",
        ],
        title="Changes",
        byline="",
        paragraphs=("- Tides are shown.", "- A."),
    ),
    "what happens on many days": Pasted(
        rows=["Days of the harbour", "", "5 June 2021", "Concert", "6 June 2021", "Theatre", "7 June 2021", "Dance"],
        title="Days of the harbour",
        byline="",
        day="",
        paragraphs=("5 June 2021", "Concert", "6 June 2021", "Theatre", "7 June 2021", "Dance"),
    ),
    "what happened on days": Pasted(
        rows=["Days of the pier", "", "March 3, 1911: Opened.", "May 14, 1920: Broken.", "June 1, 1931: Opened again."],
        title="Days of the pier",
        byline="",
        day="",
        paragraphs=("March 3, 1911: Opened.", "May 14, 1920: Broken.", "June 1, 1931: Opened again."),
    ),
    "mail that is an example": Pasted(
        rows=[
            *("How to spot a false mail", "", "Many look like this:", "", "From: Your Bank <service@bank.example>"),
            *("Date: 22 October 2019", "Subject: Blocked", "To: you@example.org", "", *BODY),
        ],
        title="How to spot a false mail",
        byline="",
        paragraphs=(
            *(
                "Many look like this:",
                "From: Your Bank <service@bank.example>",
                "Subject: Blocked",
                "To: you@example.org",
            ),
            *BODY,
        ),
    ),
    "press release of PR Newswire": Pasted(
        rows=[TITLE, "", "NEWS PROVIDED BY", "Kvitholm Harbour Board", "Oct 22, 2019, 09:00 ET", "", *BODY],
        byline="Kvitholm Harbour Board",
    ),
    "press release of Business Wire": Pasted(
        rows=[
            *(TITLE, "", "October 22, 2019 09:00 AM Eastern Daylight Time", ""),
            *(f"KVITHOLM--(BUSINESS WIRE)--{FIRST}", SECOND, "", "Contacts", "Kari Holm", "+47 555 12 34"),
        ],
        byline="",
        paragraphs=(f"KVITHOLM--(BUSINESS WIRE)--{FIRST}", SECOND),
    ),
    "Japanese announcement": Pasted(
        rows=["報道資料", "令和元年10月22日", "クビトホルム市港湾局", "", "係留料金の改定について", "", *BODY],
        title="係留料金の改定について",
        byline="",
        paragraphs=("クビトホルム市港湾局", *BODY),
    ),
    "minutes below the name of those who met": Pasted(
        rows=["Harbour Board", "Minutes of the meeting held on 22 October 2019", "", "Present: Ola Nord", "", *BODY],
        title="Minutes of the meeting held on 22 October 2019",
        byline="",
        publisher="Harbour Board",
        paragraphs=("Present: Ola Nord", *BODY),
    ),
    "mail from somebody with a comma": Pasted(
        rows=[
            *("From: Dahl, Ingrid <ingrid@example.org>", "Sent: Tuesday, October 22, 2019 10:30 AM", "To: All"),
            *(f"Subject: {TITLE}", "", *BODY),
        ],
        byline="Dahl, Ingrid",
    ),
    "chat of KakaoTalk": Pasted(
        rows=[
            *("항만 님과 카카오톡 대화", "저장한 날짜 : 2019-10-23 12:00:00", ""),
            "--------------- 2019년 10월 22일 화요일 ---------------",
            *(
                "[김철수] [오전 10:30] 부두가 열렸어요.",
                "[이영희] [오전 10:31] 언제요?",
                "[김철수] [오후 1:32] 오늘요.",
            ),
        ],
        title="항만 님과 카카오톡 대화",
        byline="",
        paragraphs=(
            "[김철수] [오전 10:30] 부두가 열렸어요.",
            "[이영희] [오전 10:31] 언제요?",
            "[김철수] [오후 1:32] 오늘요.",
        ),
    ),
    "chat of WhatsApp with short years": Pasted(
        rows=[
            "[22.10.19, 10:30:12] Ola: Messages and calls are end-to-end encrypted.",
            *(
                "[22.10.19, 10:30:45] Ola: It opened.",
                "[22.10.19, 10:31:02] Zoe: When?",
                "[23.10.19, 9:32:10] Ola: At ten.",
            ),
        ],
        title="It opened.",
        byline="",
        paragraphs=(
            *(
                "22.10.19, 10:30 - Ola: It opened.",
                "22.10.19, 10:31 - Zoe: When?",
                "23.10.19, 9:32 - Ola: At ten.",
            ),
        ),
    ),
    "chat of LINE": Pasted(
        rows=[
            "[LINE] Chat history in Pier",
            "2019.10.22 Tuesday",
            "10:30 Ola It opened.",
            "10:31 Zoe When?",
            "10:32 Ola Ten.",
        ],
        title="[LINE] Chat history in Pier",
        byline="",
        paragraphs=("10:30 Ola It opened.", "10:31 Zoe When?", "10:32 Ola Ten."),
    ),
    "chat with names above times": Pasted(
        rows=["Ola Nord", "10:30 AM", "It opened.", "10:31", "At ten.", "Zoe Lind", "10:32 AM", "Who paid for it?"],
        title="It opened.",
        byline="",
        day="",
        paragraphs=("Ola Nord 10:30 AM\nIt opened.", "Ola Nord 10:31\nAt ten.", "Zoe Lind 10:32 AM\nWho paid for it?"),
    ),
    "page in Chinese": Pasted(
        rows=[
            *(
                "首页",
                "新闻",
                "国内",
                "国际",
                "财经",
                "体育",
                "娱乐",
                "视频",
                "搜索",
                "新北码头星期六启用 居民等待多年",
            ),
            *(
                "2019-10-22 10:32",
                "来源：海岸日报",
                "作者：李明",
                "分享",
                f"{'港口委员会启用了新的北码头。' * 4}",
                "相关新闻",
                "鲸鱼",
            ),
        ],
        title="新北码头星期六启用 居民等待多年",
        byline="李明",
        publisher="海岸日报",
        paragraphs=("港口委员会启用了新的北码头。" * 4,),
    ),
    "page in Thai": Pasted(
        rows=[
            *("ข้ามไปยังเนื้อหา", "หน้าแรก", "ข่าว", "การเมือง", "กีฬา", "วิดีโอ", "ค้นหา", "เข้าสู่ระบบ", "สมัครสมาชิก"),
            *(
                "เปิดท่าเรือใหม่ที่เกาะสมุยหลังก่อสร้างสิบเอ็ดเดือน",
                "22 ต.ค. 2562 10:32 น.",
                "แชร์",
                THAI,
                THAI[:-20],
                "อ่านมากที่สุด",
                "พบวาฬ",
            ),
        ],
        title="เปิดท่าเรือใหม่ที่เกาะสมุยหลังก่อสร้างสิบเอ็ดเดือน",
        byline="",
        paragraphs=(THAI, THAI[:-20]),
    ),
    "page with a standfirst that has no full stop": Pasted(
        rows=[*MENU, TITLE, f"{TITLE} and so do those for long boats", "Ingrid Dahl", "22 October 2019", *BODY],
        paragraphs=(f"{TITLE} and so do those for long boats", *BODY),
    ),
    "page with a day without its year": Pasted(
        rows=[*MENU, TITLE, "Ingrid Dahl", "22.10. 10:32 | Päivitetty 22.10. 12:05", *BODY, *FOOTER], day=""
    ),
    "page of a Japanese collection of news": Pasted(
        rows=[*MENU, TITLE, "海岸新聞", "10/22(火) 10:32", "読者の声 46件", *BODY, "港と船の記事をもっと見る"],
        byline="",
        publisher="海岸新聞",
        day="",
    ),
    "page that ends with a short sentence": Pasted(
        rows=[*MENU, TITLE, "By Ingrid Dahl", "22 October 2019", *BODY, "– So be it, she says.", *FOOTER],
        paragraphs=(*BODY, "– So be it, she says."),
    ),
    "page with its author below the text": Pasted(
        rows=[*MENU, TITLE, "22. října 2019  10:32", *BODY, "Autoři: Ingrid Dahl, ČTK", "Témata: přístav", *FOOTER]
    ),
    "page with its author below the text, as in Vietnam": Pasted(
        rows=[*MENU, TITLE, "Thứ ba, 22/10/2019, 10:15", *BODY, "Trần Minh An", "Trở lại mục Bến cảng"],
        byline="Trần Minh An",
    ),
    "page with an author by that name in Greek": Pasted(
        rows=[*MENU, TITLE, "Της Ελένης Παπαδοπούλου", "22 October 2019", *BODY], byline="Ελένης Παπαδοπούλου"
    ),
    "page with the address of its author": Pasted(
        rows=[*MENU, TITLE, "Ingrid Dahl ingrid@courier.example", "Oct 22, 2019 Updated 3 hrs ago", *BODY]
    ),
    "blog with a short menu": Pasted(
        rows=[
            *("Skip to content", "Rope and Tar", "Notes from a small boatyard", "Home", "About", "Contact", TITLE),
            *("Posted on October 22, 2019 by Ingrid Dahl", *BODY, "Like Loading...", "Post navigation"),
        ],
        publisher="Rope and Tar",
    ),
    "minutes in German": Pasted(
        rows=["Protokoll der Sitzung vom 22. Oktober 2019", "", "Anwesend: Dahl, Nord, Vik", *BODY],
        title="Protokoll der Sitzung vom 22. Oktober 2019",
        byline="",
        paragraphs=("Anwesend: Dahl, Nord, Vik", *BODY),
    ),
    "poem below a short title": Pasted(
        rows=["Low Water", "by Ingrid Dahl", "", "The boats lie down like cattle now,", "and no one calls them back."],
        title="Low Water",
        day="",
        paragraphs=("The boats lie down like cattle now,", "and no one calls them back."),
    ),
    "quotations as in Markdown": Pasted(
        rows=[
            TITLE,
            "",
            FIRST,
            "",
            "> Small boats pay",
            "> ten crowns more.",
            ">",
            "> 22 do.",
            "",
            SECOND,
            "> 5 m: ten",
        ],
        byline="",
        day="",
        paragraphs=(FIRST, "Small boats pay ten crowns more.", "22 do.", SECOND, "> 5 m: ten"),
    ),
    "press release with whom to ask above its headline": Pasted(
        rows=[
            *(
                "FOR IMMEDIATE RELEASE",
                "Contact: Ola Nord",
                "+47 555 12 34",
                "",
                TITLE,
                "Nine years without a rise",
                "",
            ),
            *(f"KVITHOLM, Norway, October 22, 2019 – {FIRST}", SECOND, "###"),
        ],
        byline="",
        paragraphs=("Nine years without a rise", f"KVITHOLM, Norway, October 22, 2019 – {FIRST}", SECOND),
    ),
    "book with indented paragraphs": Pasted(
        rows=[
            TITLE,
            "",
            *(f"    {line}" if not at else line for text in BODY for at, line in enumerate(textwrap.wrap(text, 60))),
        ],
        byline="",
        day="",
    ),
    "advertisement of a job": Pasted(
        rows=["Harbour Engineer", "Port of Kvitholm", "Apply now", "Save", *BODY, "Share"],
        title="Harbour Engineer",
        byline="",
        day="",
        paragraphs=("Port of Kvitholm", *BODY),
    ),
    "chat of Teams": Pasted(
        rows=[
            *(
                "[Yesterday 9:02 AM] Ada Brandt",
                "The crane is stuck.",
                "[Yesterday 9:03 AM] Ola Nord",
                "Is it insured?",
            ),
            *("2 replies", "[Yesterday 9:05 AM] Ada Brandt", "The crane is."),
        ],
        title="The crane is stuck.",
        byline="",
        day="",
        paragraphs=(
            "Ada Brandt Yesterday 9:02 AM\nThe crane is stuck.",
            "Ola Nord Yesterday 9:03 AM\nIs it insured?",
            "Ada Brandt Yesterday 9:05 AM\nThe crane is.",
        ),
    ),
    "press release from a place of two words": Pasted(
        rows=[
            "NOTA DE PRENSA",
            "Puerto Viejo, 22 de octubre de 2019",
            "",
            TITLE,
            "",
            *BODY,
            "Contacto de prensa:",
            "Kari",
        ],
        byline="",
    ),
    "press release about a number": Pasted(
        rows=[
            "PRESS RELEASE",
            TITLE,
            "Kvitholm, 22 October 2019",
            *BODY,
            f"Skippers can contact 01632 960 447: {THIRD[:59]}",
        ],
        byline="",
        paragraphs=(*BODY, f"Skippers can contact 01632 960 447: {THIRD[:59]}"),
    ),
    "press release below who says it": Pasted(
        rows=["Harbour Commission - Press release", TITLE, "Kvitholm, 22 October 2019", *BODY], byline=""
    ),
    "list of two versions": Pasted(
        rows=[
            "Changelog",
            "",
            "3.1.0 (2019-10-22)",
            "* Two ports",
            "* A clock",
            "3.0.2 (2019-06-01)",
            "* Fixes a crash",
        ],
        title="Changelog",
        byline="",
        paragraphs=("* Two ports", "* A clock", "* Fixes a crash"),
    ),
    "page with its time glued to the day": Pasted(
        rows=[*MENU, TITLE, "By Ingrid Dahl", "October 22, 20199:41 AM GMT+2Updated 2 hours ago", *BODY]
    ),
    "verses with pauses": Pasted(
        rows=[
            "Ebbe",
            "",
            *("Die Boote liegen da wie Vieh,", "die Taue hängen schwer und lang,") * 2,
            "man kennt sie am Gang.",
        ],
        title="Ebbe",
        byline="",
        day="",
        paragraphs=(
            *("Die Boote liegen da wie Vieh,", "die Taue hängen schwer und lang,") * 2,
            "man kennt sie am Gang.",
        ),
    ),
    "mail whose answer is quoted with its head": Pasted(
        rows=[
            *("From: Ingrid Dahl <ingrid@example.org>", f"Subject: {TITLE}", "Date: 22 October 2019 at 09:31:05 CEST"),
            *(
                "To: Ola Nord",
                "Attachments: fees.pdf",
                "",
                *BODY,
                "",
                "> On 21 Oct 2019, Ola Nord <a@b.c> wrote:",
                "> Fees?",
            ),
        ],
    ),
    "chat of Zoom": Pasted(
        rows=[
            "[09:01] * zoe (~z@a) has joined #port",
            *(f"09:0{n}:11 From Ada to Everyone:\n\tStuck {n}." for n in range(3)),
        ],
        title="#port",
        byline="",
        day="",
        paragraphs=tuple(f"09:0{n}:11 From Ada to Everyone:\nStuck {n}." for n in range(3)),
    ),
    "words of buttons, commands, timetables": Pasted(
        rows=[
            *("Buttons of the player", "Share", "Save", FIRST, "> npm install", "> npm start", SECOND),
            *("Bus 12", "9:14 (2 stops)", "to Storholm"),
        ],
        title="Buttons of the player",
        byline="",
        day="",
        paragraphs=(
            *("Share", "Save", FIRST, "> npm install", "> npm start", SECOND),
            *("Bus 12", "9:14 (2 stops)", "to Storholm"),
        ),
    ),
    "minutes by somebody": Pasted(
        rows=["Minutes of the board, 22 October 2019", "by Ingrid Dahl", "", *BODY],
        title="Minutes of the board, 22 October 2019",
    ),
    "note that begins with a list": Pasted(
        rows=[TITLE, "By Ingrid Dahl", "22 October 2019", "Home", "About", "Contact", *BODY],
        paragraphs=("Home", "About", "Contact", *BODY),
    ),
    "page that begins with a heading": Pasted(
        rows=[*MENU, TITLE, "Published", "22 October 2019", "Audience", "Who can register", *BODY],
        byline="",
        paragraphs=("Who can register", *BODY),
    ),
    "mail with a subject in its letter": Pasted(
        rows=["From: Ingrid Dahl", "To: All", "Date: 22 October 2019", f"Subject: {TITLE}", "", "Re: Bill 41", *BODY],
        paragraphs=("Re: Bill 41", *BODY),
    ),
    "memo": Pasted(
        rows=["MEMO", "To: All staff", "From: Ingrid Dahl", "Date: 22 October 2019", f"Re: {TITLE}", "", *BODY],
    ),
    "verses below a title of a word": Pasted(
        rows=[
            "Inventory",
            "by Ingrid Dahl",
            "",
            "Two oars, of which the one is cracked",
            "A map of places that have lacked",
        ],
        title="Inventory",
        day="",
        paragraphs=("Two oars, of which the one is cracked", "A map of places that have lacked"),
    ),
    "chat of WeeChat": Pasted(
        rows=[
            "09:02:11 ada | Stuck.",
            "09:02:59 --> | zoe (~z@a) has joined #port",
            "09:03:40 ola | How?",
            "09:05 ada | So.",
        ],
        title="#port",
        byline="",
        day="",
        paragraphs=("09:02:11 ada | Stuck.", "09:03:40 ola | How?", "09:05 ada | So."),
    ),
    "source of a part of a page": Pasted(
        rows=[f"<h2>{TITLE}</h2>", "<ul><li>Small boats</li><li>Ships</li></ul>", *(f"<p>{each}</p>" for each in BODY)],
        byline="",
        day="",
        paragraphs=("Small boats\nShips", *BODY),
    ),
}


NOT_EXACT = {
    "page of a Japanese collection of news",
    "page that ends with a short sentence",
    "page that begins with a heading",
}
"""Pages of which a row of the site is kept, or a heading or the publisher is not found: only ever fewer."""


def test_a_pasted_text_is_read_as_what_it_is(subtests: pytest.Subtests) -> None:
    for name in PASTED.keys() - NOT_EXACT:
        pasted = PASTED[name]
        with subtests.test(name=name):
            [article] = read_bytes("\n".join(pasted.rows).encode(), "pasted.txt")
            assert isinstance(article, Article), article
            assert article.paragraphs == pasted.paragraphs
            assert (article.title, article.byline, article.publisher) == (pasted.title, pasted.byline, pasted.publisher)
            assert str(article.published_at or "")[:10] == pasted.day


def test_times_of_a_programme_are_kept_and_those_of_captions_are_not() -> None:
    said = ["Opening by the mayor", "The ferry leaves for Storholm", "Lunch at the pier", "Fireworks over the harbour"]
    programme = "\n".join(f"{10 + at}:00 {each}" for at, each in enumerate(said))
    captions = "\n".join(f"{at}:0{at} {each}" for at, each in enumerate(said))
    [kept] = read_bytes(f"Day of the harbour\n{programme}".encode(), "a.txt")
    [joined] = read_bytes(f"Day of the harbour\n{captions}".encode(), "a.txt")
    assert isinstance(kept, Article) and "12:00 Lunch at the pier" in "\n".join(kept.paragraphs)
    assert isinstance(joined, Article) and joined.paragraphs == (" ".join(said),)
    assert joined.title == "Day of the harbour"


SECRET = "Take that one, as it is end-to-end encrypted and free."


@pytest.mark.parametrize(
    "messages",
    [
        (
            *(f"12.03.24, 10:0{at} - {who}: Which?" for at, who in enumerate(("Ola", "Ida", "Ola"))),
            f"12.03.24, 10:03 - Ola: {SECRET}",
        ),
        ("Ola 10:01 AM\nHi.", "Ida 10:02 AM\nWhich?", f"Ola 10:03 AM\n{SECRET}"),
        ("Ida 10:00 AM\nok", "Ola 10:01 AM", "Anna 10:02 AM\nok\nI sold the mill to Ola.", "Ida 10:03 AM\nGood."),
    ],
    ids=["encryption", "encryption below a name", "short answers"],
)
def test_messages_of_a_chat_stay_whoever_says_them(messages: tuple[str, ...]) -> None:
    [article] = read_bytes("\n".join(messages).encode(), "a.txt")
    assert isinstance(article, Article) and article.paragraphs == messages


@pytest.mark.parametrize("mark", ["", "\u200e", "\ufeff"])
def test_what_whatsapp_says_of_itself_is_in_no_message(mark: str) -> None:
    said = tuple(f"[12.03.24, 10:0{at}:12] {who}: It opened." for at, who in enumerate(("Ola", "Ida", "Ola")))
    own = ("Messages and calls are end-to-end encrypted.", "\u200eOla added you")
    rows = [*(f"[12.03.24, 10:00:12] Pier: {row}" for row in own), *said]
    [article] = read_bytes((mark + "\n".join(rows)).encode(), "a.txt")
    read = tuple(row.replace("[", "").replace(":12]", " -") for row in said)
    assert isinstance(article, Article) and (article.title, article.paragraphs) == ("Pier", read)


WIKI = (
    "Lindvik pier was built in 1908.[1][2] It has been closed since 2024.[citation needed]\n\nHistory{edit}\n"
    "It was built after the storm of 1906 had taken the first one.[3]: 14 \n\nRepairs{edit}\n"
    "It was repaired in 1951 and in 1987.[a] It took two summers.\n"
)
WIKI_READ = (
    "Lindvik pier was built in 1908. It has been closed since 2024.",
    "It was built after the storm of 1906 had taken the first one.",
    "It was repaired in 1951 and in 1987. It took two summers.",
)


@pytest.mark.parametrize(
    ("above", "edit", "below"),
    [
        (
            "Article\nTalk\nRead\nEdit\nView history\nTools\nFrom Wikipedia, the free encyclopedia\n"
            "This article needs sources for what it says of 1908. Please help.\n"
            'Find sources: "Lindvik pier" – news · books (March 2021) (Learn how and when to remove this message)\n',
            "[edit]",
            "See also\nList of piers\nThis page was last edited on 5 March 2024, at 09:12 (UTC).",
        ),
        (
            "Artikel\nDiskussion\nLesen\nBearbeiten\nQuelltext bearbeiten\nVersionsgeschichte\n",
            "\nBearbeiten | Quelltext bearbeiten",
            "Einzelnachweise\nBearbeiten | Quelltext bearbeiten\nLindviker Tageblatt, 2024.",
        ),
        (
            "Ajouter des langues\nArticle\nDiscussion\nLire\nModifier\nModifier le code\nOutils\n"
            "Un article de Wikipédia, l'encyclopédie libre.\n",
            "\nmodifier\nmodifier le code",
            "Notes et références\nmodifier\nmodifier le code\nLe Journal, 2024.",
        ),
        (
            "ページ\nノート\n閲覧\n編集\n出典: フリー百科事典『ウィキペディア（Wikipedia）』\n",
            "\n[編集]",
            "脚注\n^ 新聞。",
        ),
        (
            "Tambah bahasa\nHalaman\nPembicaraan\nBaca\nSunting\nSunting sumber\nPerkakas\n"
            "Dari Wikipedia bahasa Indonesia, ensiklopedia bebas\n",
            "\n[sunting | sunting sumber]",
            "Kategori: Dermaga",
        ),
        ("Sign in to edit\nHistory\nPurge\nTalk (0)\nLindvik pier\n", "[]", "Categories\nMore Fandoms\nFantasy"),
        (
            "in: Piers\nLindvik pier\n\nView source\nHistory\nTalk (3)\nContents\n1 History\n2 Repairs\n",
            "",
            "Categories\nCommunity content is available under CC-BY-SA.",
        ),
    ],
    ids=["en", "de", "fr", "ja", "id", "fandom", "fandom-listed"],
)
def test_page_of_a_wiki_is_read_without_menu_boxes_and_marks(above: str, edit: str, below: str) -> None:
    text = f"Skip to content\nLindvik pier\n\n{above}{WIKI.format(edit=edit)}\n{below}\n"
    [article] = read_bytes(text.encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.paragraphs) == ("Lindvik pier", WIKI_READ)
    assert article.headings == ("", "History", "Repairs")


@pytest.mark.parametrize(
    "rows",
    [
        ("Upvote", "Downvote", "Reply", "Share"),
        ("New messages", "3 replies", "Last reply today at 9:02 AM", "Message #ops"),
        ("Improve this answer", "Add a comment", "Sorted by:", "Ask Question"),
        ("okra9 commented 3 days ago", "Labels", "No one assigned", "Milestone"),
        ("Owned by Ingrid Dahl", "Add a reaction", "3 min read", "Like"),
    ],
    ids=["reddit", "slack", "stack-exchange", "github", "confluence"],
)
def test_text_that_quotes_the_interface_of_a_program_stays_whole(rows: tuple[str, ...]) -> None:
    said = "\n\n".join(
        f"{row}\n\nThat row is {at} of those that our page had, and nobody liked it." for at, row in enumerate(rows)
    )
    text = f"Rows of our page\n\nThe board spoke about the rows of our page for an hour.\n\n{said}\n\nThat was all."
    [article] = read_bytes(text.encode(), "a.txt")
    assert isinstance(article, Article) and article.title == "Rows of our page"
    kept = "\n".join((*article.headings, *article.paragraphs))
    assert all(row in kept for row in rows) and kept.count("nobody liked it.") == len(rows)
    assert "The board spoke about" in kept and "That was all." in kept


def test_guide_to_the_tabs_of_a_wiki_is_text() -> None:
    tabs = ("Article", "Talk", "Read", "Edit")
    rows = [f"{tab}\nIs what you see when you come to the page, and go back to afterwards." for tab in tabs]
    [article] = read_bytes("\n\n".join(["Tabs of a wiki", *rows, "See also\nAsk the librarian."]).encode(), "a.txt")
    assert isinstance(article, Article) and article.title == "Tabs of a wiki"
    said = "\n".join((*article.headings, *article.paragraphs))
    assert all(row in said for row in (*tabs, "Is what you see when you come to the page", "Ask the librarian."))


@pytest.mark.parametrize(
    "text",
    [
        "The first element is a[1] and the second a[2], and x = [1, 2, 3] makes a list of three.",
        "In Smith v Board [2019] EWCA Civ 114 the court held that “[t]he Board had notice” at [22] to [25].",
        "Call f(x)[1] first, and then f(x)[2], as f(x)[0] is never set by the program.",
    ],
    ids=["code", "law", "calls"],
)
def test_brackets_of_code_and_laws_stay(text: str) -> None:
    [article] = read_bytes(f"How it is read\n\n{text}\n\n{text} Twice.".encode(), "a.txt")
    assert isinstance(article, Article) and article.paragraphs == (text, f"{text} Twice.")


@pytest.mark.parametrize(
    "text",
    [
        "https://courier.example/pier\n\n{title}\n\n{body}",
        "{title}\nhttps://courier.example/pier\n\n{body}",
        "{title}\n\n{body}\n\nSource: https://courier.example/pier",
    ],
)
def test_address_of_a_text_is_where_it_is_from(text: str) -> None:
    [article] = read_bytes(text.format(title=TITLE, body="\n\n".join(BODY)).encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.paragraphs, article.url) == (TITLE, tuple(BODY), "https://courier.example/pier")


SAID = ("Welcome to a walk on the old pier", "which closes on the first of April.")


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:00] {}\n[00:00:05] {}\n[00:00:09] {}\n[00:00:14] {}",
        "1\n00:00:00,000 --> 00:00:04,000\n{}\n\n2\n00:00:05,000 --> 00:00:09,000\n{}\n\n"
        "3\n00:00:10,000 --> 00:00:14,000\n{}\n{}\n",
        "WEBVTT\n\n00:00.000 --> 00:04.000\n{}\n\n00:05.000 --> 00:09.000\n<v Ola>{}\n{}\n{}",
    ],
    ids=["brackets", "srt", "vtt"],
)
def test_short_captions_are_running_text(text: str) -> None:
    [article] = read_bytes(text.format(*SAID, *SAID).encode(), "a.txt")
    assert isinstance(article, Article) and article.paragraphs == (" ".join((*SAID, *SAID)),)


@pytest.mark.parametrize(
    ("handle", "stamp"),
    [("@port", "9:12 AM · Mar 5, 2024"), ("@port@lindvik.example", "Mar 05, 2024, 09:12 · Edited · Web · 3 boosts")],
)
def test_post_is_of_the_day_below_it(handle: str, stamp: str) -> None:
    said = "The old pier closes on 1 April. The ferry sails from the fish quay, and tickets stay valid."
    [article] = read_bytes(f"Port of Lindvik\n{handle}\n{said}\n\n{stamp}\n".encode(), "a.txt")
    assert isinstance(article, Article) and article.paragraphs == (said,)
    assert (article.byline, str(article.published_at)[:10]) == ("Port of Lindvik", "2024-03-05")


def test_lines_below_a_headline_that_is_longer_are_joined() -> None:
    text = " ".join(BODY)
    [article] = read_bytes(
        f"{TITLE} and its crane\n\n{textwrap.fill(text, 38)}\n\n{textwrap.fill(text, 38)}\n".encode(), "a.txt"
    )
    assert isinstance(article, Article) and article.paragraphs == (text, text)


@pytest.mark.parametrize(
    "head",
    [
        "#+TITLE: {}\n#+AUTHOR: Ingrid Oat\n#+DATE: <2019-10-22 Tue>\n",
        "{}\n============================\n\n:Author: Ingrid Oat\n:Date: 2019-10-22\n",
        "{}\n\n*By Ingrid Oat, 22 October 2019*\n",
    ],
    ids=["org", "rst", "emphasis"],
)
def test_facts_are_read_as_other_marks_have_them(head: str) -> None:
    [article] = read_bytes((head.format(TITLE) + "\n" + "\n\n".join(BODY)).encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.byline, str(article.day)) == (TITLE, "Ingrid Oat", "2019-10-22")
    assert article.paragraphs == BODY


def test_rows_right_above_lists_are_headings_and_lead_ins_are_not() -> None:
    new, fixed = "New\n- Ports have a second gauge.\n- They can be named.\n", "Fixed\n- The clock goes on.\n"
    text = f"TideClock 2.1\nReleased 5 March 2024\n\n{new}\n{fixed}"
    [article] = read_bytes(f"{text}\nIt needs:\n- Python 3.11\n- a gauge\n".encode(), "a.txt")
    assert isinstance(article, Article)
    assert article.headings[0] == "New" and article.headings[2] == "Fixed"
    assert article.paragraphs[-1] == "It needs:\n- Python 3.11\n- a gauge"


@pytest.mark.parametrize(
    "foot",
    [
        "Solberg Town Council – Minutes | {}",
        "Page {} of 2\nSolberg Town Council | 4 June 2024",
        "Solberg Town Council\n{}",
    ],
)
def test_council_whose_name_heads_the_pages_of_its_minutes_is_their_publisher(foot: str) -> None:
    head = "Solberg Town Council\nMinutes of the Regular Meeting\nTuesday 4 June 2024\n\nPresent: A. Nord, B. Vik"
    parts = [head, f"1. Fees\n{FIRST}\n{SECOND}", foot.format(1), f"2. Boats\n{THIRD}\n{FIRST}", foot.format(2), SECOND]
    [article] = read_bytes("\n\n".join(parts).encode(), "a.txt")
    assert isinstance(article, Article) and "Council" not in "".join(article.paragraphs)
    assert (article.title, article.publisher) == ("Minutes of the Regular Meeting", "Solberg Town Council")


LEAD = "Those who keep a boat in the inner harbour have to pay:"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((LEAD, "", "the fee of the year", "ten crowns for power"), ("{}\nthe fee of the year\nten crowns for power",)),
        ((LEAD, "", "the fee of the year", "ten crowns", THIRD), ("{}\nthe fee of the year\nten crowns", THIRD)),
        (
            (LEAD, "", "Boat\tFee\tFrom", "Dinghy\t10\tMay", "Cutter\t20\tMay"),
            ("{}", "Boat: Dinghy · Fee: 10 · From: May", "Boat: Cutter · Fee: 20 · From: May"),
        ),
        (("Follow the port:", "", "Mastodon", "Newsletter"), ("Follow the port:", "Mastodon", "Newsletter")),
    ],
    ids=["list", "text-below", "table", "box"],
)
def test_list_that_a_browser_copied_without_its_marks_belongs_to_its_lead_in(
    rows: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    [article] = read_bytes("\n".join([TITLE, "", BODY[0], "", *rows, "", BODY[1]]).encode(), "a.txt")
    assert isinstance(article, Article)
    assert article.paragraphs == (BODY[0], *(each.replace("{}", LEAD) for each in expected), BODY[1])


@pytest.mark.parametrize(
    "below", [f"{FIRST}2", "Follow these steps at the gate:", "    def pay():\n        return fee()"]
)
def test_row_above_a_noted_sentence_a_lead_in_or_code_is_a_heading(below: str) -> None:
    text = "\n\n".join([TITLE, SECOND, "Before you pay", below, SECOND, "At the gate", THIRD])
    [article] = read_bytes(text.encode(), "a.txt")
    assert isinstance(article, Article) and article.headings[1] == "Before you pay"


@pytest.mark.parametrize(
    "above",
    [
        (LEAD, "", "the fee of the year", "ten crowns for power", "At the gate"),
        (LEAD, "", "Pay the fee.", "Show the card.", "At the gate", ""),
        ("Boat\tFee\tFrom", "Dinghy\t10\tMay", "Cutter\t20\tMay", "At the gate"),
    ],
    ids=["small", "sentences", "table"],
)
def test_heading_that_a_browser_copied_right_below_a_list_or_a_table_is_one(above: tuple[str, ...]) -> None:
    text = "\n".join([TITLE, SECOND, "", "Before you pay", THIRD, "", *above, FIRST])
    [article] = read_bytes(text.encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.headings[-1], article.paragraphs[-1]) == ("At the gate", FIRST)


FARES = (("Route", "Crown", "Runs"), ("North pier", "12", "hourly"), ("The island", "22", "at noon"))
_ALIGNED = ["{:<12}{:<8}{}".format(*row) for row in FARES]


@pytest.mark.parametrize(
    "rows",
    [
        ["\t".join(row) for row in FARES],
        _ALIGNED,
        [_ALIGNED[0], "----------  ------  -------", *_ALIGNED[1:]],
        ["==========  ======  =======", _ALIGNED[0], "==========  ======  =======", *_ALIGNED[1:], "=====  ====  ==="],
        [f"| {' | '.join(row)} |" for row in (FARES[0], ("---", ":--:", "---"), *FARES[1:])],
        [" Route | Crown | Runs", "-------+-------+------", *(f" {' | '.join(row)}" for row in FARES[1:])],
    ],
    ids=["tabs", "spaces", "strokes", "rst", "markdown", "psql"],
)
def test_rows_of_a_pasted_table_name_their_columns(rows: list[str]) -> None:
    [article] = read_bytes("\n".join([TITLE, "", BODY[0], "", *rows, "", BODY[1]]).encode(), "a.txt")
    named = ("Route: North pier · Crown: 12 · Runs: hourly", "Route: The island · Crown: 22 · Runs: at noon")
    assert isinstance(article, Article) and article.paragraphs == (BODY[0], *named, BODY[1])


@pytest.mark.parametrize(
    "code",
    [
        "def twice(tide):\n    if not tide:\n        return 0\n\n    return 2 * tide",
        "$ tide read --gauge anna\n4.2 m\n$ tide report data/",
        "services:\n  gauge:\n    image: tide/gauge\n    ports: 8080",
        "[gauge]\nport = 8080\nname = 'anna'",
        '{\n  "gauge": "anna",\n  "heights": [4.2, 3.1]\n}',
        "for (const tide of tides) {\n  // Of this year alone.\n  total += tide.height;\n}",
        "SELECT pier, height FROM gauges\nWHERE height > 4\nORDER BY pier;",
        "<ul>\n  <li>North pier</li>\n</ul>",
        "    make all\n    ./gauge -v anna",
        "```toml\nNothing here looks like code\nbut its marks\n```",
    ],
    ids=["python", "shell", "yaml", "ini", "json", "javascript", "sql", "html", "indented", "fenced"],
)
def test_lines_of_code_are_one_paragraph_with_their_indentation(code: str) -> None:
    [article] = read_bytes(f"{TITLE}\n\n{BODY[0]}\n\n{code}\n\n{BODY[1]}\n".encode(), "a.txt")
    expected = "\n".join(line for line in textwrap.dedent(code).splitlines() if line and "```" not in line)
    assert isinstance(article, Article) and article.paragraphs == (BODY[0], expected, BODY[1])


@pytest.mark.parametrize("between", ["", "\n"])
def test_term_is_one_paragraph_with_what_is_set_in_below_it(between: str) -> None:
    wrapped = textwrap.indent(textwrap.fill(SECOND, 60), "    ")
    terms = f"Dues\n{wrapped}\n{between}--fee CROWNS\n    {FIRST}\n"
    [article] = read_bytes(f"{TITLE}\n\n{BODY[0]}\n\n{terms}\n{THIRD}\n".encode(), "a.txt")
    assert isinstance(article, Article)
    assert article.paragraphs == (BODY[0], f"Dues\n{SECOND}", f"--fee CROWNS\n{FIRST}", THIRD)


@pytest.mark.parametrize(
    "rows",
    [
        ("Roses are red", "  Violets are blue", "Sugar is sweet", "  And so are you."),
        ("The command accepts --since and -v,", "and reads the options of foo() too."),
        ("I went to sea for nails;", "I came with figs;", "and no one asked me why."),
        ("#harbour {closed}", "Ferry office"),
        ("Anna Oat (mayor)", "Ola Nord (pilot)"),
        ("Dues", *[f"    {BODY[0] * 3}"[:290]] * 16, "    It ends here.", "Fee", f"    {BODY[1]}"),
    ],
    ids=["set-in", "wrapped", "verse", "one-sign", "names", "said-at-length"],
)
def test_rows_that_only_have_signs_of_code_are_none(rows: tuple[str, ...]) -> None:
    assert take_code("\n".join([TITLE, "", BODY[0], "", *rows, "", BODY[1]]))[1] == []


def test_rows_without_names_of_columns_stay_as_they_are() -> None:
    rows = ("Anna Oat\tmayor\tLindvik", "Ola Nord\tpilot\tSolberg", "Kari Vik\tbaker\tUlvik")
    [article] = read_bytes("\n".join([TITLE, "", BODY[0], "", *rows, "", BODY[1]]).encode(), "a.txt")
    expected = (BODY[0], *(row.replace("\t", " ") for row in rows), BODY[1])
    assert isinstance(article, Article) and article.paragraphs == expected


def test_captions_above_the_author_are_no_headline() -> None:
    picture = ["Two rafts by the slip.", "Two rafts by the slip.Credit...Kari Vik, Courier", "Ingrid Dahl"]
    rows = [*MENU, TITLE, "Print", "Send to a friend", *picture, "By Ingrid Dahl", "October 22, 2019", *BODY]
    [article] = read_bytes("\n".join(rows).encode(), "a.txt")
    assert isinstance(article, Article) and (article.title, article.paragraphs[-3:]) == (TITLE, BODY)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Lees ook",
            "Więcej o:",
            "Διαβάστε επίσης",
            "اقرأ أيضاً",
            "Auch interessant",
            "Tópicos",
            "Son dakika haberleri",
        ),
        *("Читайте также:", "แท็กที่เกี่ยวข้อง", "Lue myös", "Čtěte také", "Te puede interesar"),
        *("Bekijk ook", "延伸阅读", "أخبار ذات صلة", "Read more from the Courier:"),
    ],
)
def test_list_of_other_stories_below_is_left_out_in_many_languages(heading: str) -> None:
    rows = [TITLE, "By Ingrid Dahl", "22 October 2019", *BODY, heading, "Storm warning for Sunday night"]
    [article] = read_bytes("\n".join(rows).encode(), "a.txt")
    assert isinstance(article, Article) and article.paragraphs == BODY


@pytest.mark.parametrize(
    "row",
    [
        *("Share full article", "Zur Merkliste hinzufügen", "Reuse this content"),
        "(KARI VIK / AFP)",
        "（李明摄）",
        "This story is also available in Norsk and Suomi.",
        "This topic was automatically closed 14 days after the last reply.",
        "This content is provided by Tideplayer, which may be using cookies to count who watches.",
        "Make the Courier your preferred source on Google and never miss what happens on this coast.",
    ],
)
def test_notices_and_credits_amid_the_text_are_left_out(row: str) -> None:
    [article] = read_bytes("\n\n".join([*MENU, TITLE, *BODY[:1], row, *BODY[1:]]).encode(), "a.txt")
    assert isinstance(article, Article) and article.paragraphs == BODY


def test_list_of_links_is_text() -> None:
    [article] = read_bytes(
        b"Where to look\n\nhttps://a.example/1\nhttps://b.example/2\n\nAsk the council, too.", "a.txt"
    )
    assert isinstance(article, Article) and not article.url and "https://a.example/1" in article.paragraphs


def test_signs_of_the_source_of_a_page_are_read_and_those_of_code_stay() -> None:
    [article] = read_bytes(b"Pier &amp; quay\n\nIt&#8217;s closed. &ldquo;At last.&rdquo;\n\nAsk the council.", "a.txt")
    [code] = read_bytes(
        b"How to write it\n\nWrite &amp; for the sign and &lt; for the bracket.\n\nThat is all.", "a.txt"
    )
    assert isinstance(article, Article) and isinstance(code, Article)
    assert (article.title, article.paragraphs[0]) == ("Pier & quay", "It’s closed. “At last.”")
    assert code.paragraphs[0] == "Write &amp; for the sign and &lt; for the bracket."


@pytest.mark.parametrize("reporter", ["Ola Nord in Lindvik", "Анна Иванова"])
def test_who_reports_is_no_headline_and_no_text(reporter: str) -> None:
    rows = [*MENU, TITLE, reporter, "22.10.2019 10:32", *BODY]
    [article] = read_bytes("\n".join(rows).encode(), "a.txt")
    assert isinstance(article, Article)
    name = reporter.removesuffix(" in Lindvik")
    assert (article.title, article.byline, article.paragraphs) == (TITLE, name, BODY)


@pytest.mark.parametrize(
    ("folder", "moments", "recipients", "buttons"),
    [
        (
            "Posteingang",
            ("3. Nov. 2025, 09:14 (vor 3 Tagen)", "4. Nov. 2025, 08:02"),
            ("an mich", "an Ola"),
            "Antworten",
        ),
        ("Boîte de réception", ("lun. 3 nov. 2025 09:14", "mar. 4 nov. 2025 08:02"), ("À moi", "À Ola"), "Transférer"),
        ("Recibidos", ("3 nov 2025, 9:14 (hace 3 días)", "4 nov 2025, 8:02"), ("para mí", "para Ola"), "Reenviar"),
        ("受信トレイ", ("2025年11月3日(月) 9:14 (3 日前)", "2025年11月4日(火) 8:02"), ("To 自分", "To 花子"), "返信"),
        (
            "받은편지함",
            ("2025년 11월 3일 (월) 오전 9:14", "2025년 11월 4일 (화) 오전 8:02"),
            ("나에게", "Ola에게"),
            "답장",
        ),
    ],
    ids=["de", "fr", "es", "ja", "ko"],
)
def test_thread_of_mails_is_read_from_the_page_of_a_program(
    folder: str, moments: tuple[str, str], recipients: tuple[str, str], buttons: str
) -> None:
    rows = [TITLE, folder, "Ingrid Dahl <ingrid@example.org>", moments[0], recipients[0], FIRST, "Ingrid"]
    rows += ["Ola Nord", moments[1], recipients[1], SECOND, "...", buttons]
    [article] = read_bytes("\n\n".join(rows).encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.byline, str(article.day)) == (TITLE, "Ingrid Dahl", "2025-11-03")
    assert article.paragraphs == (FIRST, "Ingrid", SECOND)
    assert [heading.partition(" · ")[0] for heading in article.headings] == ["Ingrid Dahl", "Ingrid Dahl", "Ola Nord"]


@pytest.mark.parametrize(
    "title",
    [
        "Photos: The storm on the coast",
        "Author Ola Nord on the mole that he painted",
        "Autor Jan Holm stirbt mit 80 Jahren",
        "Text Neck is a problem of many pupils",
        "Новая система: что дальше",
        "Test subject: the mouse",
    ],
)
@pytest.mark.parametrize("name", ["Ingrid Dahl", ""])
def test_headline_that_begins_as_a_credit_or_a_byline_is_one(title: str, name: str) -> None:
    rows = [title, *([f"By {name}"] if name else []), "4 March 2021 18:30", *BODY]
    [article] = read_bytes("\n\n".join(rows).encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.byline, article.paragraphs) == (title, name, BODY)


@pytest.mark.parametrize("first", ["A storm broke it in two.", "To rebuild it takes long."])
def test_row_that_only_begins_as_that_of_a_recipient_is_text(first: str) -> None:
    [article] = read_bytes("\n\n".join([TITLE, "4 March 2021 18:30", first, *BODY]).encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.paragraphs, str(article.day)) == (TITLE, (first, *BODY), "2021-03-04")


@pytest.mark.parametrize(
    ("label", "ingredients", "method", "steps"),
    [
        (
            "Ingredients",
            ("400 g haddock, smoked over oak and not dyed", "2 leeks, cut into rings and washed well", "salt"),
            "Method",
            ("Step 1", "Poach the haddock in the milk for eight minutes.", "Step 2", "Add the leeks. Stir."),
        ),
        ("INGREDIENTS", ("For the dough:", "flour", "1 egg yolk"), "METHOD", ("Knead it.", "Bake for 30 minutes.")),
        ("Zutaten für 4", ("400 g Fisch", "Salz"), "Zubereitung", ("1. Den Fisch garen.", "2. Salzen.")),
        ("Ingrédients :", ("400 g de haddock", "sel"), "Préparation :", ("Faire pocher le haddock.", "Saler.")),
        ("材料（4人分）", ("たら 400g", "塩 少々"), "作り方", ("1. たらを煮る。", "2. 塩をふる。")),
        ("재료", ("대구 400g", "소금"), "만드는 법", ("대구를 삶는다.", "소금을 넣는다.")),
    ],
    ids=["steps", "parts", "de", "fr", "ja", "ko"],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_ingredients_and_steps_stay_together_below_their_label(
    label: str, ingredients: tuple[str, ...], method: str, steps: tuple[str, ...], between: str
) -> None:
    rows = between.join(
        ("Serves four", label, *ingredients, method, *steps, "Notes", "It keeps for two days in a tin.")
    )
    [article] = read_bytes(f"Soup of the quay\n\n{rows}\n".encode(), "a.txt")
    assert isinstance(article, Article)
    kept = ("Serves four", "\n".join((label, *ingredients)), "\n".join((method, *steps)))
    assert article.paragraphs[:3] == kept and article.paragraphs[-1] == "It keeps for two days in a tin."


@pytest.mark.parametrize(
    ("title", "above"),
    [
        ("Receta de gazpacho andaluz", ()),
        ("Recette de crêpes bretonnes", ()),
        ("Soup of the quay", ("Recipe by",)),
        ("Soup of the quay", ("Receta de gazpacho andaluz",)),
    ],
)
def test_dish_is_not_who_signs_its_recipe(title: str, above: tuple[str, ...]) -> None:
    rows = (title, *above, "Ingredients", "1 onion", "2 leeks", "salt", "Method", "Chop the onion.", "Fry it.")
    [article] = read_bytes("\n".join(rows).encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.byline) == (title, "")
    kept = (*above, "Ingredients\n1 onion\n2 leeks\nsalt", "Method\nChop the onion.\nFry it.")
    assert article.paragraphs == kept


@pytest.mark.parametrize(
    ("between", "kept"),
    [
        (["The harbour wrote in its newsletter that the bridge opens in May.", "Facebook", "X", "Email"], 1),
        (["The board wants to:", "- write to Facebook", "- write to Telegram", "- write to WhatsApp"], 4),
        (["View image", "What happens next", "Traffic goes over the old bridge until May, the board decided."], (1, 3)),
    ],
)
def test_text_beside_buttons_of_a_copied_page_stays(between: list[str], kept: int | tuple[int, int]) -> None:
    rows = [*MENU, TITLE, "By Ingrid Dahl", "22 October 2019", FIRST, *between, SECOND, THIRD, *FOOTER]
    [article] = read_bytes("\n".join(rows).encode(), "a.txt")
    assert isinstance(article, Article)
    said = "\n".join((*article.headings, *article.paragraphs))
    first, last = kept if isinstance(kept, tuple) else (0, kept)
    assert [row for row in between[first:last] if row not in said] == []
    assert FIRST in said and THIRD in said


def test_sentence_that_stands_twice_below_the_headline_stays() -> None:
    [article] = read_bytes("\n".join([*MENU, TITLE, "22 October 2019", FIRST, FIRST, SECOND, THIRD]).encode(), "a.txt")
    assert isinstance(article, Article)
    assert article.paragraphs == BODY


def test_button_above_the_standfirst_greets_nobody() -> None:
    rows = [
        "Home",
        "News",
        TITLE,
        "By Ingrid Dahl",
        "22 October 2019",
        "Subscribe now!",
        "Boats stay where they are",
        *BODY,
    ]
    [article] = read_bytes("\n".join(rows).encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.byline) == (TITLE, "Ingrid Dahl")


@pytest.mark.parametrize(
    ("rows", "author"),
    [
        (("Ingrid Dahl · Vik News", "· Posted: Oct 22, 2019 4:00 AM EST | Last Updated: 1 hour ago"), "Ingrid Dahl"),
        (("icon Ingrid Dahl", "Tue 22 Oct 2019 // 10:15 UTC"), "Ingrid Dahl"),
        (("Guardar", "PorIngrid Dahl", "22 Oct, 2019 05:10 a.m. AR"), "Ingrid Dahl"),
        (("Ingrid Dahl / courier.example", "2019-10-22, 07:35"), "Ingrid Dahl"),
        (("»2019年10月22日 12時30分 公開", "[山田花子，CoastNews]"), "山田花子"),
        (("2019/10/22 9:14", "【王晓梅】"), "王晓梅"),
        (("October 22, 2019", "Ingrid Dahl", "Owen Price", "5 min read"), "Ingrid Dahl, Owen Price"),
        (("Lindvik: Ingrid Dahl", "Updated: 22 October 2019"), "Ingrid Dahl"),
        (("Ingrid Dahl | Lindvik", "22 October 2019"), "Ingrid Dahl"),
        (("Ingrid Dahl (avec AFP)", "22/10/2019 09:14"), "Ingrid Dahl"),
        (("oprac. Ingrid Dahl", "22.10.2019 09:14"), "Ingrid Dahl"),
        (("de Ingrid Dahl", "22 octombrie 2019, 09:14"), "Ingrid Dahl"),
        (("김민서 기자 minseo@courier.example", "입력 2019.10.22 09:14", "수정 2019.10.22 11:02"), "김민서 기자"),
        # What is no person: the category, what the text is about, who took a picture, the site, an account.
        (("Mooring Fees", "22 October 2019"), ""),
        (("22 October 2019", "Harbour | Mooring Fees"), ""),
        (("Allgemein, Hafen", "22. Oktober 2019"), ""),
        (("Ola Nord / TT", "22 October 2019"), ""),
        (("New Lindvik, Norway", "22 October 2019"), ""),
        (("Location: New Lindvik", "22 October 2019"), ""),
        (("Reader Relations, LVK", "22 October 2019"), ""),
        (("Culture", "22 October 2019"), ""),
    ],
)
def test_rows_above_the_text_of_a_page_name_its_author(rows: tuple[str, ...], author: str) -> None:
    text = "\n".join((*MENU, "The Coast Courier", TITLE, *rows, "", *BODY, "", *FOOTER))
    [article] = read_bytes(text.encode(), "pasted.txt")
    assert isinstance(article, Article)
    assert (article.title, article.byline, str(article.day)) == (TITLE, author, "2019-10-22")
    assert article.paragraphs[-len(BODY) :] == BODY


def test_author_signs_with_an_address_at_the_paper_and_whom_to_ask_does_not() -> None:
    for above, author in ("Topics", "Ingrid Dahl"), ("Press contact", ""):
        signed = [above, "Ingrid Dahl", "ingrid.dahl@thecoastcourier.example", *BODY]
        assert signed_with_mail(signed, "The Coast Courier") == author
        rows = (*MENU, "The Coast Courier", TITLE, "22 October 2019", *BODY, "Read more", TEASERS[0], above)
        text = "\n".join((*rows, "Ingrid Dahl", "ingrid.dahl@thecoastcourier.example", *FOOTER))
        [article] = read_bytes(text.encode(), "pasted.txt")
        assert isinstance(article, Article)
        assert article.byline == author


@pytest.mark.parametrize(
    "row",
    [
        *("Gå til hovedinnhold", "Přeskočit na obsah", "Zum Hauptinhalt springen", "Aller directement au contenu"),
        *("Saltar a la navegación", "Avançar para o conteúdo", "Passa al contenuto", "Ga direct naar de inhoud"),
        *("Hyppää pääsisältöön", "Przeskocz do treści", "Ana içeriğe atla", "Перейти до основного змісту"),
        *("Μετάβαση στο κύριο περιεχόμενο", "コンテンツに進む", "콘텐츠로 건너뛰기", "跳转到内容", "تخطي إلى المحتوى"),
        *("דלגו לתוכן", "رفتن به محتوای اصلی", "मुख्य सामग्री पर जाएं", "ข้ามไปที่เนื้อหาหลัก", "Lewati ke konten utama"),
        *("Chuyển đến nội dung chính", "Mergi la conținut", "Tovább a tartalomra", "Secure .gov websites use HTTPS"),
    ],
)
def test_link_past_the_menu_is_no_headline(row: str) -> None:
    text = "\n".join((row, "Lindvik Harbour", "Home", "What we do", "Contact", TITLE, "", *BODY, "", *FOOTER))
    [article] = read_bytes(text.encode(), "pasted.txt")
    assert isinstance(article, Article)
    assert (article.title, article.paragraphs) == (TITLE, BODY)


@pytest.mark.parametrize(
    "items",
    [
        ("1. Open the shed.", "2. Take the pump.", "3. Close it again."),
        ("repair of old pumps", "care of the ropes", "tours for schools"),
    ],
)
def test_subheadings_right_above_a_list_are_headings(items: tuple[str, ...]) -> None:
    text = "\n".join(
        (
            *(TITLE, "", FIRST, "", "What you need to do", *items, ""),
            *("What it costs", SECOND, "", "Who decides", THIRD),
        )
    )
    [article] = read_bytes(text.encode(), "pasted.txt")
    assert isinstance(article, Article)
    assert dict.fromkeys(article.headings) == dict.fromkeys(("", "What you need to do", "What it costs", "Who decides"))
    assert all(item in "\n".join(article.paragraphs) for item in items)


def test_wrapped_lines_that_go_on_in_small_letters_have_no_heading() -> None:
    wrapped = ("The shed on the quay", "is open to all who", "own a boat here.")
    text = "\n".join((TITLE, "", "What it costs", "", SECOND, "", "Who decides", "", THIRD, "", *wrapped))
    [article] = read_bytes(text.encode(), "pasted.txt")
    assert isinstance(article, Article)
    assert set(article.headings) == {"What it costs", "Who decides"}


@pytest.mark.parametrize(("chapters", "each"), [(10, 40), (100, 3)])
def test_chapters_of_a_book_are_no_links_of_a_site(chapters: int, each: int) -> None:
    told = (
        "Kommunfullmäktige beslutade på tisdagskvällen att köpa tolv elbussar, som ska ersätta de äldsta fordonen på "
        "linjerna till universitetet och sjukhuset",
        "Bussarna kostar sammanlagt ungefär sex miljoner kronor; två tredjedelar av summan betalas av staten och "
        "resten kommer från parkeringen i centrum",
    )
    texts = [f"{told[at % 2]} {at}." for at in range(chapters * each)]
    parts = ["\n\n".join([f"CHAPTER {at // each + 1}", *texts[at : at + each]]) for at in range(0, len(texts), each)]
    [article] = read_bytes("\n\n".join(["The Long Night", *parts]).encode(), "book.txt")
    assert isinstance(article, Article)
    assert article.paragraphs == tuple(texts)
