"""Names and days in the rows around the text of a page."""

from datetime import date

import pytest

from knowledge.ingest import read_bytes
from knowledge.ingest.bylines import bracketed_name, byline, name_in, names_several
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.given_names import EASTERN, NAMES, names_person
from knowledge.models import Article


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Written by: R. Sreelakshmi Nair", "R. Sreelakshmi Nair"),
        ("By R. K. Nair", "R. K. Nair"),
        ("By DALE HUTCHINS dhutchins@lantern.example", "DALE HUTCHINS"),
        ("Por Iracema Duarte, Canal 47 — Pedra Alta", "Iracema Duarte"),
        ("Por João Sá, Portal Vale", "João Sá"),
        ("Por João Sá, Ana Reis — Lisboa", "João Sá, Ana Reis"),
        ("文／溫以寧", "溫以寧"),
        ("Parašė Rasa Vaitekūnaitė", "Rasa Vaitekūnaitė"),
        ("Receita enviada por Lucinda Prates", "Lucinda Prates"),
        ("A cura di Giada Brentegani", "Giada Brentegani"),
        ("Par Ida Dahl (Lindvik, correspondante)", "Ida Dahl"),
        ("By IDA DAHL FOR DAILY COURIER", "IDA DAHL"),
        ("Written by: Dr Ida Dahl, Head of Research and Ola Nord, Policy Officer", "Dr Ida Dahl, Ola Nord"),
        ("By Ida Dahl and Ola Nord, Staff Writers", "Ida Dahl, Ola Nord"),
        ("By Chief Reporter Ida Dahl", "Ida Dahl"),
        ("By IDA DAHL Staff Writer", "IDA DAHL"),
        ("Written by Ida Dahl Sports Reporter @idadahl", "Ida Dahl"),
        ("Von Ida Dahl (dpa)", "Ida Dahl"),
        ("Por Ida Dahl / Redacción", "Ida Dahl"),
        ("Interview von Ida Dahl", "Ida Dahl"),
        ("Texte : Ida Dahl – Photos : Ola Nord", "Ida Dahl"),
        ("Teksti Aino Korhonen Kuvat Ville Nieminen", "Aino Korhonen"),
        ("Aino Korhonen Toimittaja", "Aino Korhonen"),
        ("新华社记者 陈砚秋、何涛", "陈砚秋, 何涛"),
        ("来源：江岸网 作者：陈砚秋 何涛 编辑：罗一帆", "陈砚秋, 何涛"),
        ("中央社記者陳怡君台北9日電", "陳怡君"),
        ("기자 페이지", ""),
        ("By Ida Dahl, Ola Nord 2 days ago", "Ida Dahl, Ola Nord"),
        ("By A", ""),
        ("文：图", ""),
    ],
)
def test_a_byline_gives_the_name_alone(row: str, name: str) -> None:
    assert byline(row) == name


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("（山田花子）", "山田花子"),
        ("（江岸晚报记者 陈砚秋 罗一帆）", "陈砚秋, 罗一帆"),
        ("（记者 陆文静 通讯员 何涛）", "陆文静, 何涛"),
        ("【雨宮宗一、蛭田あかね】", "雨宮宗一, 蛭田あかね"),
        ("（文　蛭田あかね）", "蛭田あかね"),
        ("（文・山田花子）", "山田花子"),
        ("（記者　田中 一郎）", "田中 一郎"),
        ("（记者 陈砚秋 摄影 何涛）", "陈砚秋"),
        ("（记者 陈砚秋 发自北京）", "陈砚秋"),
        ("（島訊聞記者蒲思涵、闕振邦台東12日電）", "蒲思涵, 闕振邦"),
        ("(Interview: Ida Dahl)", "Ida Dahl"),
        ("（文章来源：网络）", ""),
        ("（译文仅供参考）", ""),
        ("（全文完）", ""),
        ("(Max Planck, 1918)", ""),
        ("(Photo: Ida Dahl)", ""),
        ("(Ida Dahl, Lindvik)", "Ida Dahl"),
        ("(see page 12)", ""),
        ("（记者 新华社）", ""),
        ("(Updated Monday)", ""),
    ],
)
def test_names_in_brackets_below_a_text_are_its_authors(row: str, names: str) -> None:
    assert bracketed_name(row) == names


@pytest.mark.parametrize(
    "row",
    [
        "ByGemma McDonaldSenior Reporter",
        "Gemma McDonaldSenior Reporter",
        "By Gemma McDonaldPublished 9 October 2026",
        "By Gemma McDonaldBBC News",
        "By Gemma McDonaldFollow",
        "Gemma McDonaldGemma McDonald",
        "By Gemma McDonald14:32, 09 Oct 2026",
    ],
)
def test_what_copies_glue_to_a_name_is_no_part_of_it(row: str) -> None:
    assert name_in(row) == "Gemma McDonald"


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("Ida Dahl, Ola Nord", "Ida Dahl, Ola Nord"),
        ("Ida Dahl in Lindvik and Ola Nord in Oslo", "Ida Dahl, Ola Nord"),
        ("Ida Dahl (text) och Ola Nord (foto)", "Ida Dahl"),
        ("Ida Dahl Political Correspondent09 October 2026 2:32pm", "Ida Dahl"),
        ("Elif Karaca / ANKARA", "Elif Karaca"),
        ("Aino Korhonen/STT", "Aino Korhonen"),
        ("Reporting by Ida Dahl; Editing by Ola Nord", "Ida Dahl"),
        ("Edited by: Ola Nord", ""),
        ("Portrait of Ida Dahl", "Ida Dahl"),
        ("Foto de Ana Reis", ""),
        ("Photo of the day", ""),
        ("Madrid - 09 oct 2026 - 14:32 CEST", ""),
        ("聞き手・山田花子", "山田花子"),
        ("山田花子 特派員", "山田花子"),
        ("〔記者陳怡君／台北報導〕", "陳怡君"),
        ("文／陳怡君 攝影／林志明", "陳怡君"),
        ("责任编辑：何涛", ""),
        ("[한빛일보 김도윤 기자]", "김도윤 기자"),
        ("(서울=연합뉴스) 김도윤 기자 =", "김도윤 기자"),
        ("글 김도윤 사진 이서연", "김도윤"),
        ("글=김도윤 기자, 사진=이서연 기자", "김도윤 기자"),
        ("هدى المنصوري وكريم بن يوسف", "هدى المنصوري, كريم بن يوسف"),
        ("aB" * 40_000, ""),
    ],
)
def test_a_row_of_authors_gives_their_names_alone(row: str, names: str) -> None:
    assert name_in(row) == names


def test_the_name_behind_the_last_sentence_is_the_author() -> None:
    menu = ("ホーム", "速報", "県内", "経済", "スポーツ", "天気", "ログイン", "会員登録")
    text = ("峰北町の旧駅舎が9日、パン屋として生まれ変わった。町が改修費を補助した。",) * 2
    last = "大庭さんは「列車を待つように過ごしてほしい」と話す。"
    article = _read(*menu, "廃線の駅舎、パン屋に再生 12月に開店へ", "2026年10月9日 5時30分", *text, f"{last}(西村彩花)")
    assert (article.byline, article.paragraphs[-1]) == ("西村彩花", last)


def test_the_names_in_a_row_of_authors_are_found_without_a_word_for_them() -> None:
    assert name_in("Sietske van Dalfsen en Joris Hogeboom") == "Sietske van Dalfsen, Joris Hogeboom"
    assert name_in("Retrato de Remedios Calahorra") == "Remedios Calahorra"
    assert names_several("Ida Dahl and Ola Nord")
    assert not names_several("Ida Dahl")


@pytest.mark.parametrize(
    ("row", "published", "modified"),
    [
        ("19 أبريل، 2026آخر تحديث: 20 أبريل، 2026", date(2026, 4, 19), date(2026, 4, 20)),
        ("12 مارس 2026 - 23 رمضان 1447 هـ", date(2026, 3, 12), None),
        ("Updated March 12 2026 - 9:41am, first published 5:30am", None, date(2026, 3, 12)),
        ("Published: 5 June 2026 — 6 June 2026 updated", date(2026, 6, 5), None),
        ("2026.06.05 - 2026.06.06 수정", date(2026, 6, 5), None),
    ],
)
def test_a_row_of_days_is_read(row: str, published: date | None, modified: date | None) -> None:
    found = date_line(row)
    assert found
    assert (found.published_at, found.modified_at) == (published, modified)


@pytest.mark.parametrize(
    "row",
    [
        "May 3, 1938 — January 30, 2026",
        "5 June 2026 – 8 June 2026",
        "Closing date: 18 January 2027",
        "Saturday 10 - 11am",
        "Published 3 June 2020: Harbour ferry runs aground near the old pier",
    ],
)
def test_when_somebody_lived_or_something_takes_place_is_no_day_of_publication(row: str) -> None:
    assert date_line(row) is None


@pytest.mark.parametrize(
    "row",
    [
        "Bregje van Lanschot",
        "By Tess Hallawell",
        "Γιώργος Ζαρμπαλάς",
        "오지현 기자",
        "陈砚秋",
        "रश्मि पाठक",
        "هالة البنزرتي",
    ],
)
def test_people_are_known_by_their_names(row: str) -> None:
    assert names_person(row)


@pytest.mark.parametrize(
    "row",
    [
        *("Main Hall", "Download PDF", "Related Topics", "Plant A Tree", "2026", ""),
        *(
            "전체보기",
            "정치",
            "고객센터 안내",
            "金融市场",
            "安全中心",
            "Go to cart",
            "He said",
            "Mark as read",
            "AI news",
        ),
    ],
)
def test_other_words_with_capitals_are_no_names(row: str) -> None:
    assert not names_person(row)


def test_each_line_of_given_names_has_a_language_and_no_name_twice() -> None:
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    codes = [line.partition(": ")[0] for line in lines]
    assert codes == sorted(codes)
    assert set(EASTERN) < set(codes)
    for line in lines:
        names = line.partition(": ")[2].split(" ")
        assert len(names) == len(set(names))
        assert all(name[0].isalpha() and not any(map(str.isdecimal, name)) for name in names)


TEXT = "The lighthouse of Lindvik was lit again on Saturday, after nine dark years on the coast of Norway, {}."
MENU = ("Home", "News", "Sport", "Weather", "Sign in", "Subscribe", "Search")
HEADLINE = "The lighthouse of Lindvik is lit again"
STORY = tuple(map(TEXT.format, ("it was said", "as sailors told us", "and nobody had asked for it")))
BELOW = ("Most read", "Storm drives trawler aground", "Baker retires", "Share", "Contact us", "© 2021 The Lindvik Lamp")


def _read(*rows: str) -> Article:
    [article] = read_bytes("\n".join(rows).encode(), "pasted.txt")
    assert isinstance(article, Article)
    return article


def test_a_page_has_the_day_that_its_foot_says_it_was_changed() -> None:
    article = _read(*MENU, HEADLINE, "By Ida Dahl", *STORY, "Last updated on Aug 17, 2026", *BELOW)
    assert article.published_at == date(2026, 8, 17)
    assert article.byline == "Ida Dahl"


@pytest.mark.parametrize(
    "row",
    [
        "Terms of use last updated 1 January 2018",
        "Privacy policy updated 1 January 2018",
        "Old fire in the town of Bergen, updated 3 May 2011",
    ],
)
def test_the_day_of_terms_or_of_another_story_is_not_that_of_the_page(row: str) -> None:
    assert _read(*MENU, HEADLINE, "By Ida Dahl", *STORY, *BELOW[:3], row, *BELOW[3:]).published_at is None
    article = _read(*MENU, HEADLINE, "By Ida Dahl", *STORY, "Last updated on Aug 17, 2026", row, *BELOW)
    assert article.published_at == date(2026, 8, 17)


@pytest.mark.parametrize("row", ["By Ida Dahl", "3 May 2021"])
def test_author_or_day_three_times_is_no_speaker(row: str) -> None:
    article = _read(*MENU, HEADLINE, row, STORY[0], row, *STORY[1:], row, *BELOW)
    assert article.paragraphs == STORY


@pytest.mark.parametrize("said", ["Main Hall", "Schedule A Fees"])
def test_what_an_event_has_below_its_day_is_no_author(said: str) -> None:
    article = _read(*MENU, HEADLINE, "12 October 2026", "Cost", said, "Seats left", *STORY, *BELOW)
    assert (article.title, article.byline) == (HEADLINE, "")
