"""Dates as pages print them, in the languages they are printed in: right, or absent."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from knowledge.ingest import read_bytes
from knowledge.ingest.date_lines import date_line
from knowledge.models import Article
from knowledge.text import dates
from knowledge.text.dates import DateHints, parse_date

JUNE = date(2021, 6, 5)
BODY = (
    "The ferry office said on Tuesday that the night boat would not sail before the ice had left the sound.\n\n"
    "Two tugs had tried to break a lane, but the floes closed behind them before the boat could follow."
)


def test_a_written_date_is_read_in_its_language(subtests: pytest.Subtests) -> None:
    for text in [
        *("5 June 2021", "June 5, 2021", "Jun. 5th, 2021", "Saturday, 5 June 2021", "5-Jun-2021", "2021/6/5(土)"),
        *("5 de junio de 2021", "Sábado, 5 de junio de 2021", "5. Juni 2021", "Sa., 05.06.2021", "5 juin 2021"),
        *(
            "2021년 6월 5일",
            "2021. 6. 5.",
            "2021年6月5日",
            "令和3年6月5日",
            "5 มิถุนายน 2564",
            "5 มิ.ย. 2564",
            "٥ يونيو ٢٠٢١",
        ),
        *(
            "5 czerwca 2021 r.",
            "5. června 2021",
            "5 Haziran 2021",
            "5. kesäkuuta 2021",
            "5 июня 2021 г.",
            "5 червня 2021",
        ),
        *("2021. június 5.", "2021 m. birželio 5 d.", "ngày 5 tháng 6 năm 2021", "5 Juni 2021", "5 Ιουνίου 2021"),
        *("5 มิ.ย. 64", "5/Jun/2021", "Sábado 05/06/2021", "sobota 05/06/2021"),
        *(
            "5. kesäk. 2021",
            "la 5. kesäk. 2021",
            "5 جوان 2021",
            "民國110年6月5日",
            "令和三年六月五日",
            "วันที่ 5 มิ.ย. 2564 เวลา 14:30 น.",
        ),
        *("شنبه ۱۵ خرداد ۱۴۰۰", "15 خرداد 1400", "二〇二一年六月五日"),
        *("sexta-feira, 5 de junho de 2021", "5 червня 2021\u202fр.", "יום שבת, 5 ביוני 2021", "5 июн. 2021 г."),
        *("Thứ Bảy, 5 tháng 6, 2021", "5 thg 6, 2021", "วันเสาร์ที่ 5 มิถุนายน ค.ศ. 2021", "laurdag 5. juni 2021"),
        *("e shtunë, 5 qershor 2021", "2021 թ. հունիսի 5", "سه\u200cشنبه 5 ژوئن 2021"),
        *("5 VI 2021", "sobota, 5 VI 2021 r.", "5.VI.2021", "2021. VI. 5.", "5 czerw. 2021"),
        *("5 يونيو/حزيران 2021", "5 ביוני 2021", "lördag 5 juni 2021", "5 de junho de 2021", "zaterdag 5 juni 2021"),
    ]:
        with subtests.test(text=text):
            assert parse_date(text) == JUNE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("۱ فروردین ۱۴۰۰", date(2021, 3, 21)),
        ("۲۲ بهمن ۱۳۵۷", date(1979, 2, 11)),
        ("30 اسفند 1399", date(2021, 3, 20)),
        ("۱۴۰۰/۰۳/۱۵", JUNE),
        ("31 مهر 1400", None),
        ("1400/13/40", None),
    ],
)
def test_a_date_of_the_iranian_calendar_is_a_day(text: str, day: date | None) -> None:
    assert parse_date(text, DateHints("fa")) == day


def test_day_and_month_are_told_apart_or_there_is_no_date(subtests: pytest.Subtests) -> None:
    for text, hints, day in [
        ("25/10/2018", DateHints(), date(2018, 10, 25)),
        ("10/25/2018", DateHints("fr"), date(2018, 10, 25)),
        ("03/05/2022", DateHints("fr"), date(2022, 5, 3)),
        ("03/05/2022", DateHints("en-US"), date(2022, 3, 5)),
        ("03/05/2022", DateHints("en-GB"), date(2022, 5, 3)),
        ("03/05/2022", DateHints("en", ZoneInfo("Europe/London")), date(2022, 5, 3)),
        ("03/05/2022", DateHints("en", day_first=True), date(2022, 5, 3)),
        ("Tue, 03/05/2022", DateHints("en-US"), date(2022, 5, 3)),
        ("Donnerstag, 11.10.2018", DateHints("en"), date(2018, 10, 11)),
        ("Mittwoch, 01.11.2023, 10.19 Uhr", DateHints(), date(2023, 11, 1)),
        *((text, DateHints(tag), None) for text in ("05-06-2021", "5/6/2021") for tag in ("", "en", "en-CA", "ja")),
        *(("05-06-2021", DateHints(tag), JUNE) for tag in ("de", "pl", "tr", "cs", "en-AU", "pt-BR")),
        ("06/06/2021", DateHints(), date(2021, 6, 6)),
        ("06/05/2021 10:39 AM", DateHints("en"), JUNE),
        ("06/05/2021 10:39 am", DateHints("en"), None),
        ("06/05/2021", DateHints("en", ZoneInfo("America/Chicago")), JUNE),
        ("31/02/2021", DateHints(), None),
        ("June 2021", DateHints(), None),
        ("5 apples 2021", DateHints(), None),
        ("On 5 June 2021 the boat sank", DateHints(), None),
    ]:
        with subtests.test(text=text, hints=hints):
            assert parse_date(text, hints) == day


def test_a_text_without_a_language_tells_its_dates_by_its_letters_and_other_dates(subtests: pytest.Subtests) -> None:
    polish = "Most zamknięto w środę, gdy inżynierowie znaleźli pęknięcia w filarze. Naprawa potrwa do wiosny."
    czech = "Přístav byl ve středu znovu otevřen poté, co byla loď odtažena. Oprava potrvá do jara."
    turkish = "Liman çarşamba günü yeniden açıldı, gemi çekildikten sonra. Şehir sessizdi, dedi belediye başkanı."
    english = "The harbour reopened on Wednesday after the ship was towed away, the mayor of the town said."
    forms = {
        "a.html": "<html><article><h1>Lindvik</h1><time>{day}</time><p>{text}</p><p>{text} 2</p></article>",
        "a.txt": "Lindvik\nAnna Oat\n{day}\n\n{text}\n",
        "a.md": "---\ntitle: Lindvik\ndate: {day}\n---\n{text}\n",
        "a.csv": 'title,date,text\nLindvik,{day},"{text}"\n',
    }
    for text, day in [(polish, JUNE), (czech, JUNE), (turkish, JUNE), (english, None)]:
        for name, form in forms.items():
            with subtests.test(text=text, name=name):
                [article] = read_bytes(form.format(day="05-06-2021", text=text).encode(), name)
                assert isinstance(article, Article) and article.published_at == day
    rows = f'title,date,text\nA,05/06/2021,"{english}"\nB,25/12/2020,"{english}"\n'
    [first, _] = read_bytes(rows.encode(), "a.csv")
    assert isinstance(first, Article) and first.published_at == JUNE


def test_one_row_gives_the_author_and_the_day(subtests: pytest.Subtests) -> None:
    for row, day in [
        ("Ingrid Dahl am 6. Mai 2023", date(2023, 5, 6)),
        ("Posted on June 5, 2021 by Ingrid Dahl", JUNE),
        ("Ingrid Dahl | Stand: 06.05.2023", date(2023, 5, 6)),
        ("Publicado el 5 de junio de 2021 por Ingrid Dahl", JUNE),
        ("Publicado por Ingrid Dahl el 5 de junio de 2021", JUNE),
        ("By Ingrid Dahl, 5 June 2021", JUNE),
        ("Von Ingrid Dahl, erstellt am 06.05.2023", date(2023, 5, 6)),
        ("Opublikowano: 5 czerwca 2021, Ingrid Dahl", JUNE),
        ("Ingrid Dahl · 5 Haziran 2021 · 3 min read", JUNE),
        ("Text: Ingrid Dahl / 5 June 2021", JUNE),
        ("Julkaistu 5.6.2021 klo 9.30 | Ingrid Dahl", JUNE),
        ("Ingrid Dahl\n5.6.2021 - 10:15 | Son Güncelleme: 08.06.2021 - 09:00", JUNE),
        ("Ingrid Dahl\n@ingriddahl\nJune 5, 2021", JUNE),
        ("By Ingrid Dahl, The Coast Courier\nUpdated: June 8, 2021\nPublished: June 5, 2021", JUNE),
        ("Von Ingrid Dahl, Kvitholm\n5. Juni 2021, 10:15 Uhr", JUNE),
        ("Text: Ingrid Dahl, Foto: Ola Nord\n5. Juni 2021", JUNE),
        ("Ein Beitrag von Ingrid Dahl, 5.6.2021", JUNE),
        ("05/06/2021 10:15 CEST | Ingrid Dahl", JUNE),
        ("05/06/2021 10h15 | Ingrid Dahl", None),
        ("Door Ingrid Dahl zaterdag 5 juni 2021", JUNE),
        ("Penulis: Ingrid Dahl\nSabtu, 5 Juni 2021 | 09:12 WIB", JUNE),
        ("Ingrid Dahl Thứ bảy, 5 tháng 6 năm 2021", JUNE),
        ("Ingrid Dahl\nPenulis\n5 Juni 2021", JUNE),
        ("作者：Ingrid Dahl\n二〇二一年六月五日", JUNE),
        ("By Ingrid Dahl\nPublished: 25.05.98", date(1998, 5, 25)),
        ("Von Ingrid Dahl\nVeröffentlicht am 05.06.21", JUNE),
        ("By Ingrid Dahl, Harbour Editor\n5 June 2021", JUNE),
        ("Par Ingrid Dahl (Kvitholm, correspondante)\nPublié le 5 juin 2021", JUNE),
    ]:
        with subtests.test(row=row, day=day):
            rows, texts = ("".join(f"<p>{each}</p>" for each in text.split("\n") if each) for text in (row, BODY))
            for name, text in {
                "a.txt": f"Night boat waits for the thaw\n\n{row}\n\n{BODY}",
                "a.html": f"<article><h1>Night boat waits for the thaw</h1>{rows}{texts}</article>",
            }.items():
                [article] = read_bytes(text.encode(), name)
                assert isinstance(article, Article)
                assert (article.byline, article.day) == ("Ingrid Dahl", day)
                assert article.paragraphs == tuple(BODY.split("\n\n"))


def test_the_day_of_an_update_is_none_of_publication(subtests: pytest.Subtests) -> None:
    page = '<html lang="en"><body><article><h1>Night boat waits for the thaw</h1><p>{row}</p>{body}</article></html>'
    body = "".join(f"<p>{text}</p>" for text in BODY.split("\n\n"))
    for row, published in [
        ("Last updated: 8 June 2021", None),
        ("Updated 8 June 2021 at 10.30 by Ingrid Dahl", None),
        ("Published 5 June 2021 | Updated 8 June 2021", JUNE),
        ("Updated 8 June 2021 · Published 5 June 2021", JUNE),
        ("Ingrid Dahl, 5 June 2021 (updated 8 June 2021)", JUNE),
    ]:
        for name, text in {
            "a.txt": f"Night boat waits for the thaw\n\n{row}\n\n{BODY}",
            "a.html": page.format(row=row, body=body),
        }.items():
            with subtests.test(row=row, name=name):
                [article] = read_bytes(text.encode(), name)
                assert isinstance(article, Article) and article.paragraphs == tuple(BODY.split("\n\n"))
                assert (article.day, str(article.modified_at)[:10]) == (published, "2021-06-08")
                assert article.byline == ("Ingrid Dahl" if "Ingrid" in row else "")


LABELLED = """
ro|Publicat: 5 iunie 2021|Actualizat: 6 iunie 2021
hr|Objavljeno: 5. lipnja 2021.|Ažurirano: 6. lipnja 2021.
sk|Publikované: 5. júna 2021|Aktualizované: 6. júna 2021
hu|Közzétéve: 2021. június 5.|Frissítve: 2021. június 6.
bg|Публикувано: 5 юни 2021|Обновена: 6 юни 2021
id|Diterbitkan: 5 Juni 2021|Diperbarui: 6 Juni 2021
vi|Ngày đăng: 5/6/2021|Cập nhật: 6/6/2021
th|เผยแพร่: 5 มิ.ย. 2564|อัปเดตล่าสุด: 6 มิ.ย. 2564
ar|نشر في: 5 يونيو 2021|آخر تحديث: 6 يونيو 2021
he|פורסם: 5 ביוני 2021|עודכן: 6 ביוני 2021
hi|प्रकाशित: 5 जून 2021|अपडेटेड: 6 जून 2021
fa|تاریخ انتشار: ۵ ژوئن ۲۰۲۱|به‌روزرسانی: ۶ ژوئن ۲۰۲۱
el|Δημοσίευση: 5 Ιουνίου 2021|Τελευταία ενημέρωση: 6 Ιουνίου 2021
ja|公開日：2021年6月5日|最終更新日：2021年6月6日
zh|发布时间：2021-06-05|最后更新：2021-06-06
ko|입력 2021.06.05 10:30|수정 2021.06.06 10:30
pl|Opublikowano 5 czerwca 2021|Aktualizacja: 6 czerwca 2021
pl|Data publikacji: 05.06.2021|Ostatnia aktualizacja: 06.06.2021
cs|Publikováno: 5. 6. 2021|Aktualizováno: 6. 6. 2021
cs|Vydáno 5. června 2021|Poslední aktualizace: 6. června 2021
tr|Yayınlanma Tarihi: 05.06.2021|Güncellenme Tarihi: 06.06.2021
tr|Oluşturulma Tarihi: Haziran 05, 2021|Son güncelleme: 6 Haziran 2021
fi|Julkaistu 5.6.2021|Päivitetty 6.6.2021
fi|5.6.2021 10:32|Viimeksi päivitetty 6.6.2021
da|Offentliggjort 5. juni 2021|Sidst opdateret 6. juni 2021
nb|Publisert 5. juni 2021|Sist oppdatert 6. juni 2021
sv|Publicerad 2021-06-05|Senast uppdaterad 6 juni 2021
de|Erschienen am 5. Juni 2021|Zuletzt aktualisiert am 6. Juni 2021
de|Erstellt am 05.06.2021|Letzte Änderung: 06.06.2021
fr|Publié le 05/06/2021|Modifié le 06/06/2021
fr|Date de publication : 5 juin 2021|Dernière mise à jour : 6 juin 2021
es|Publicado: 05/06/2021|Última actualización: 06/06/2021
es|Fecha de publicación: 5 de junio de 2021|Modificado el 6 de junio de 2021
pt|Publicado em 5 de junho de 2021|Última atualização em 6 de junho de 2021
it|Pubblicato il 5 giugno 2021|Ultimo aggiornamento: 6 giugno 2021
nl|Gepubliceerd op 5 juni 2021|Laatst gewijzigd op 6 juni 2021
ru|Опубликовано 5 июня 2021 г.|Обновлено: 6 июня 2021 г.
uk|Опубліковано: 5 червня 2021|Оновлено: 6 червня 2021
"""


def test_sentence_that_ends_with_a_day_is_text() -> None:
    for row in ("She left on 5 June 2021.", "The book was published on 5 June 2021.", "Es erschien am 5. Juni 2021."):
        assert date_line(row) is None
    for row in ("Oslo Post, 5 June 2021.", "This article was published on 5 June 2021.", "2021. június 5."):
        assert date_line(row)


def test_labels_of_days_are_known_in_many_languages(subtests: pytest.Subtests) -> None:
    for row in LABELLED.split("\n")[1:-1]:
        tag, published, updated = row.split("|")
        hints = DateHints(tag)
        for text, days in [
            (published, ("2021-06-05", "None")),
            (updated, ("None", "2021-06-06")),
            (f"{published} | {updated}", ("2021-06-05", "2021-06-06")),
            (f"{published} ({updated})", ("2021-06-05", "2021-06-06")),
        ]:
            with subtests.test(text=text):
                line = date_line(text, hints)
                assert line and (str(line.published_at)[:10], str(line.modified_at)[:10]) == days


def test_words_around_a_name_are_no_part_of_it(subtests: pytest.Subtests) -> None:
    for row, name in [
        ("기자명 박서연 기자   승인 2021.06.05 10:30", "박서연 기자"),
        ("Posted by ola_n on 5 Jun 2021, 6:42 pm in News", "ola_n"),
        ("2021年6月5日 10時30分 田中花子", ""),
    ]:
        with subtests.test(row=row):
            [article] = read_bytes(f"Night boat waits for the thaw\n\n{row}\n\n{BODY}".encode(), "a.txt")
            assert isinstance(article, Article) and article.published_at
            assert (article.byline, str(article.published_at)[:10]) == (name, "2021-06-05")


def test_author_and_day_on_two_rows(subtests: pytest.Subtests) -> None:
    for row in [
        *("Artikel von Ingrid Dahl", "Words: Ingrid Dahl", "Tekst: Ingrid Dahl", "Av Ingrid Dahl"),
        *("Publicado por Ingrid Dahl en 10:32", "Posted by Ingrid Dahl at 10:32 AM"),
    ]:
        for stamp in ["Veröffentlicht: vom 06.05.2023", "Erstellt: 6. Mai 2023", "Zveřejněno 6. května 2023"]:
            with subtests.test(row=row, stamp=stamp):
                [article] = read_bytes(f"Night boat waits for the thaw\n{row}\n{stamp}\n\n{BODY}".encode(), "a.txt")
                assert isinstance(article, Article)
                assert (article.byline, article.published_at) == ("Ingrid Dahl", date(2023, 5, 6))


def test_a_dateline_gives_the_day_and_the_agency() -> None:
    text = "Night boat waits\n\nMOSCOW, July 15, 2018 (Reuters) - " + BODY
    [article] = read_bytes(text.encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.byline, article.published_at) == ("Reuters", date(2018, 7, 15))


def test_datelines_of_agencies_name_who_reports(subtests: pytest.Subtests) -> None:
    for said, byline in [
        ("(서울=연합뉴스) 김철수 기자 = ", "김철수 기자"),
        ("(세종=뉴스1) = ", "뉴스1"),
        ("新华社奥斯陆6月5日电（记者李明）", "李明"),
        ("Madrid, 5 jun (EFE).- ", "EFE"),
        ("OSLO, June 5, 2021 (AFP) — ", "AFP"),
        ("OSLO, June 5, 2021 (NTB) — ", "NTB"),
    ]:
        for name, text in {
            "a.txt": f"Night boat waits\n\n{said}{BODY}",
            "a.html": f"<html><article><h1>Night boat waits</h1><p>{said}{BODY}</p></article></html>",
        }.items():
            with subtests.test(said=said, name=name):
                [article] = read_bytes(text.encode(), name)
                assert isinstance(article, Article) and article.byline == byline


def test_short_years_of_japanese_eras_are_dates_in_japanese_only(subtests: pytest.Subtests) -> None:
    for text, day in [
        ("R3.6.5", JUNE),
        ("令和3.6.5", JUNE),
        ("H31/4/30", date(2019, 4, 30)),
        ("令和３年６月５日", JUNE),
    ]:
        with subtests.test(text=text):
            assert parse_date(text, DateHints("ja")) == day
    assert parse_date("R3.6.5", DateHints("en")) is None and parse_date("R3.6.5.1", DateHints("ja")) is None


def test_zones_in_words_are_part_of_the_moment() -> None:
    assert str(parse_date("June 5, 2021 09:00 AM Eastern Daylight Time")) == "2021-06-05 09:00:00-04:00"


def test_a_day_inside_a_sentence_is_not_that_of_the_article() -> None:
    said = "On 5 June 2021 the boat had sunk at its mooring, as everyone in the town remembers."
    text = f"Night boat waits\n\n{said}\n\n{BODY}"
    [article] = read_bytes(text.encode(), "a.txt")
    assert isinstance(article, Article)
    assert article.published_at is None


def test_the_day_is_that_of_the_publishers_clock() -> None:
    moment = parse_date("2018-10-10T22:39:00Z", DateHints(zone=ZoneInfo("Asia/Seoul")))
    assert str(moment) == "2018-10-11 07:39:00+09:00"


MARK = "<meta property=article:published_time content=2021-06-06T02:30:00Z>"


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("<p>June 5, 2021 at 7:30 p.m. PDT</p>", JUNE),
        ("<p>Posted on June 5, 2021</p>", JUNE),
        ("<time datetime=2021-06-06T02:30:00Z>June 5, 2021</time>", JUNE),
        ("<p>Posted on June 4, 2021</p>", date(2021, 6, 6)),
        ("<p>Posted on June 7, 2021</p>", date(2021, 6, 6)),
    ],
)
def test_the_day_that_a_page_shows_is_that_of_a_moment_in_utc(shown: str, day: date) -> None:
    texts = "".join(f"<p>{text}</p>" for text in BODY.split("\n\n"))
    source = f"<html lang=en-US>{MARK}<article><h1>Night boat waits for the thaw</h1>{shown}{texts}</article>"
    [article] = read_bytes(source.encode(), "a.html")
    assert isinstance(article, Article)
    assert article.day == day


def test_a_day_with_dots_and_a_short_year_stands_alone_where_days_are_written_so() -> None:
    for row in ("05.06.21", "Von Ingrid Dahl | 05.06.21"):
        line = date_line(row, DateHints("de"))
        assert line and line.published_at == JUNE
        assert not date_line(row, DateHints("en"))
    assert not date_line("Fassung 05.06.21", DateHints("de"))


def test_rows_of_half_a_date_are_bounded(subtests: pytest.Subtests) -> None:
    for row in [
        "1 " * 100,
        "1/1/" * 50,
        "2021 " * 40,
        "12 de " * 33,
        "5" + " " * 190 + "2021",
        "5 " + "é" * 190 + " 2021",
    ]:
        with subtests.test(row=row):
            assert dates.find_dates(row[: dates.MAX_DATE_CHARS]) == []
            assert dates.find_dates(row * 1_000) == []
    long = "12 June 2018".ljust(dates.MAX_DATE_CHARS)
    assert dates.find_dates(long) and not dates.find_dates(long + " ")


DAYS = (
    "5 June 2021",
    "June 5, 2021",
    "5-Jun-2021",
    "05.06.2021",
    "13/06/2021",
    "2021/6/5",
    "2021년 6월 5일",
    "5 лістапада 2021",
)
CLOCKS = ("", " 9:05", " 12:05 AM", "T21:05:09.5+0200", ", 9:05 pm GMT", " at 25:00", " 13.05 Uhr")


@pytest.mark.parametrize(
    "text", [f"{before}{day}{clock}" for before in ("", "Sat, ") for day in DAYS for clock in CLOCKS]
)
def test_a_plain_date_is_what_any_line_with_it_gives(text: str) -> None:
    for hints in (dates.NO_HINTS, DateHints("de", ZoneInfo("Europe/Berlin"))):
        found = dates.plain_date(text, hints)
        assert found in (None, dates.find_dates(text, hints)[0].day)
        for around in (f"{text} – {'and so on ' * 9}", f"{'as I said ' * 9}– {text}"):
            assert [each.day for each in dates.find_dates(around, hints)] == [dates.find_dates(text, hints)[0].day]


def test_a_name_of_two_months_is_none_without_a_language() -> None:
    assert dates.plain_date("5 listopada 2021", dates.NO_HINTS) is None
    assert dates.plain_date("5 listopada 2021", DateHints("pl")) == date(2021, 11, 5)
    assert dates.plain_date("5 listopada 2021", DateHints("hr")) == date(2021, 10, 5)
    named = [(name, month) for each in dates._MONTH_LANGUAGES for name, month in dates._month_names(each).items()]
    assert {
        name for name, month in named for other, n in named if name == other and month != n
    } == dates._AMBIGUOUS_MONTHS
