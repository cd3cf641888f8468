"""Pages copied from news sites in other languages than English; the stories are made up."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from knowledge.ingest import read_bytes
from knowledge.models import Article


@dataclass(frozen=True, kw_only=True)
class Page:
    text: str
    title: str
    publisher: str = ""
    byline: str = ""
    published_at: str = ""
    paragraphs: tuple[str, ...]


PAGES = {
    "French paper": Page(
        text="""L’Embrun

Le port rouvre après neuf jours de blocage

Par Ada Lindqvist

Publié le 11 octobre 2018 à 10h39, mis à jour le 12 octobre 2018 à 08h15

Temps de lecture : 2 min.

Partager

Le port a rouvert mercredi après le remorquage du navire qui en barrait l’entrée depuis neuf jours.

« Nous respirons », a dit la directrice de la compagnie des bacs, qui avait renvoyé ses passagers en autocar.

Lire aussi : Un navire échoué à l’entrée du port""",
        title="Le port rouvre après neuf jours de blocage",
        publisher="L’Embrun",
        byline="Ada Lindqvist",
        published_at="2018-10-11",
        paragraphs=(
            "Le port a rouvert mercredi après le remorquage du navire qui en barrait l’entrée depuis neuf jours.",
            "« Nous respirons », a dit la directrice de la compagnie des bacs, qui avait renvoyé ses passagers en "
            "autocar.",
        ),
    ),
    "German magazine": Page(
        text="""DER KREISEL

Hafen nach neun Tagen wieder frei

Von Ada Lindqvist

11.10.2018, 10.39 Uhr

Zur Merkliste hinzufügen

Der Hafen ist seit Mittwoch wieder offen, nachdem Schlepper das Schiff aus der Einfahrt gezogen haben.

Die Eigner zahlen für den Schaden an der östlichen Mole, teilte die Stadt am Donnerstag mit.

Mehr zum Thema
Sturm treibt Schiff auf Grund""",
        title="Hafen nach neun Tagen wieder frei",
        publisher="DER KREISEL",
        byline="Ada Lindqvist",
        published_at="2018-10-11",
        paragraphs=(
            "Der Hafen ist seit Mittwoch wieder offen, nachdem Schlepper das Schiff aus der Einfahrt gezogen haben.",
            "Die Eigner zahlen für den Schaden an der östlichen Mole, teilte die Stadt am Donnerstag mit.",
        ),
    ),
    "Korean agency": Page(
        text="""연합뉴스

아흐레 막혔던 항구, 배 끌어내고 다시 열려

송고시간 2018-10-11 10:39

홍길동 기자

공유
댓글
글자크기조정
인쇄

아흐레 동안 항구를 막았던 배가 예인되면서 여객선 운항이 수요일 다시 시작됐다.

시는 선주가 동쪽 부두의 피해를 물어내기로 했다고 밝혔다.

gildong@example.com

<저작권자(c) 연합뉴스, 옮겨 싣기 전에 물어 주십시오>""",
        title="아흐레 막혔던 항구, 배 끌어내고 다시 열려",
        publisher="연합뉴스",
        byline="홍길동 기자",
        published_at="2018-10-11T10:39:00+09:00",
        paragraphs=(
            "아흐레 동안 항구를 막았던 배가 예인되면서 여객선 운항이 수요일 다시 시작됐다.",
            "시는 선주가 동쪽 부두의 피해를 물어내기로 했다고 밝혔다.",
        ),
    ),
}


def test_a_page_in_another_language_is_read_without_its_boilerplate(subtests: pytest.Subtests) -> None:
    for page in PAGES.values():
        with subtests.test(page=page):
            [article] = read_bytes(page.text.encode(), "page.txt")
            assert isinstance(article, Article), article
            assert article.paragraphs == page.paragraphs
            assert (article.title, article.publisher, article.byline) == (page.title, page.publisher, page.byline)
            assert as_text(article.published_at) == page.published_at


def as_text(moment: date | datetime | None) -> str:
    return moment.isoformat() if moment else ""


def test_author_and_day_beside_the_headline_are_found_in_each_language(subtests: pytest.Subtests) -> None:
    for language, rows, day, author in [
        ("pl", "<p>Opublikowano: 3 września 2019 r.</p><p>Anna Wilk</p>", "2019-09-03", "Anna Wilk"),
        ("cs", "<p class='info'>17. září 2020 6:45</p><div class='autor'>Petr Dub</div>", "2020-09-17", "Petr Dub"),
        ("ar", "<div>نُشر في 3 كانون الثاني 2019</div><div>بقلم: سامي حداد</div>", "2019-01-03", "سامي حداد"),
        ("he", "<div class='date'>5 ביוני 2021</div><div>מאת: דנה לוי</div>", "2021-06-05", "דנה לוי"),
        ("ja", "<p class='date'>平成30年12月1日</p><p>記者：山田花子</p>", "2018-12-01", "山田花子"),
        ("zh", "<div class='info'>2021年05月03日 08:15 来源：新江日报 记者 王小明</div>", "2021-05-03", "王小明"),
        ("de", "<div class='meta'>Mi., 12. Jän. 2022</div>", "2022-01-12", ""),
        ("fr", "<p>Par Jeanne Orme le 11 février 2018</p>", "2018-02-11", "Jeanne Orme"),
        ("pt", "<p>Por João Sá — Lisboa</p><p class='data'>25/12/2019 06h00</p>", "2019-12-25", "João Sá"),
        ("id", "<p class='date'>17 Agustus 2020</p><div>Penulis: Budi Santoso</div>", "2020-08-17", "Budi Santoso"),
        ("en", "<p>Last update: <span class='date'>August 7, 2023</span></p>", "", ""),
    ]:  # fmt: skip
        with subtests.test(language=language):
            text = "Most 1911. " * 30
            page = f"<html lang={language}><body><div><h1>Lindvik</h1>{rows}<div>{f'<p>{text}</p>' * 3}</div></div>"
            [article] = read_bytes(page.encode(), "a.html")
            assert isinstance(article, Article)
            assert (str(article.published_at or "")[:10], article.byline) == (day, author)
