"""Pages copied from news sites in other languages than English; sites and stories are made up."""

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
        text="""Le Galet d’Orsanne

Gratuit

La bibliothèque prête désormais ses échelles aux jardiniers

Publié le 6 septembre 2019 à 16h20, mis à jour le 7 septembre 2019 à 08h05

Par Maëlle Tournebise

Temps de lecture : 3 minutes

Imprimer

Vingt-deux échelles attendent depuis jeudi à côté des romans, et chacun peut en emporter une pour le week-end.

« On nous rend les livres en retard, les échelles jamais », sourit Aurèle Pinson, qui tient le guichet.

Lire aussi : Le pressoir municipal cherche des bras""",
        title="La bibliothèque prête désormais ses échelles aux jardiniers",
        publisher="Le Galet d’Orsanne",
        byline="Maëlle Tournebise",
        published_at="2019-09-06",
        paragraphs=(
            "Vingt-deux échelles attendent depuis jeudi à côté des romans, et chacun peut en emporter une pour le "
            "week-end.",
            "« On nous rend les livres en retard, les échelles jamais », sourit Aurèle Pinson, qui tient le guichet.",
        ),
    ),
    "German paper": Page(
        text="""Wiesentaler Rundschau

Leitern aus der Bücherei sind im Herbst begehrt

6. September 2019, 16:20 Uhr

Von Wiebke Hollerbusch

Drucken

Wer Pflaumen ernten will, holt sich die Leiter seit Donnerstag dort, wo auch die Romane stehen.

Nach zwei Tagen waren alle ausgeliehen, und auf der Liste warten schon vierzig Gärten.

Lesen Sie auch
Kelterei sucht Helfer""",
        title="Leitern aus der Bücherei sind im Herbst begehrt",
        publisher="Wiesentaler Rundschau",
        byline="Wiebke Hollerbusch",
        published_at="2019-09-06",
        paragraphs=(
            "Wer Pflaumen ernten will, holt sich die Leiter seit Donnerstag dort, wo auch die Romane stehen.",
            "Nach zwei Tagen waren alle ausgeliehen, und auf der Liste warten schon vierzig Gärten.",
        ),
    ),
    "Korean paper": Page(
        text="""들꽃군민신문

도서관에서 사다리 빌려 자두 딴다

등록 2019-09-06 16:20

서다온 기자

인쇄
공유
글자 크기

소설책 옆에 세워 둔 사다리 스물두 개가 목요일부터 주말마다 과수원으로 나간다.

창구를 맡은 마예린 씨는 책은 늦게 와도 사다리는 제때 온다고 말했다.

daon@example.com

<글과 사진의 권리는 들꽃군민신문에 있습니다. 무단 전재 금지>""",
        title="도서관에서 사다리 빌려 자두 딴다",
        publisher="들꽃군민신문",
        byline="서다온 기자",
        published_at="2019-09-06",
        paragraphs=(
            "소설책 옆에 세워 둔 사다리 스물두 개가 목요일부터 주말마다 과수원으로 나간다.",
            "창구를 맡은 마예린 씨는 책은 늦게 와도 사다리는 제때 온다고 말했다.",
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
