"""Bytes in the encodings that saved texts come in."""

import pytest

from knowledge.ingest import read_bytes
from knowledge.models import Article
from knowledge.text import normalize

FRENCH = "Le maire a déclaré à la presse que « la digue » serait réparée.\r\n\r\nLe café de la gare a rouvert."
GERMAN = "Der Bürgermeister erklärte, die Brücke bleibe gesperrt.\n\nDie Straße über den Fluss ist frei."
KOREAN = "다리에서 금이 발견되어 통행이 막혔다.\n\n수리는 내년 봄까지 이어진다고 시가 밝혔다."
CZECH = "Přístav byl znovu otevřen poté, co byla loď odtažena.\n\nOprava potrvá do jara, řekl starosta města."
POLISH = "Most zamknięto, gdy inżynierowie znaleźli pęknięcia.\n\nŹródło w urzędzie mówi, że naprawa potrwa do wiosny."
HUNGARIAN = (
    "A kikötő szerdán újra megnyílt, az őrség szerint.\n\nA buszok a régi malom felé kerülnek, a hűvös időben is."
)
TURKISH = "Liman çarşamba günü yeniden açıldı, gemi çekildikten sonra.\n\nŞehir sessizdi, dedi belediye başkanı."
GREEK = "Το λιμάνι άνοιξε ξανά την Τετάρτη.\n\nΗ επισκευή θα διαρκέσει έως την άνοιξη."
JAPANESE = "水曜日に港が再開した。\n\n修理は春まで続くと町長が述べた。"
THAI = "ท่าเรือเปิดอีกครั้งในวันพุธ.\n\nการซ่อมแซมจะดำเนินต่อไปจนถึงฤดูใบไม้ผลิ"
ARABIC = "أعيد فتح الميناء يوم الأربعاء بعد سحب السفينة.\n\nوسيستمر الإصلاح حتى الربيع كما قال رئيس البلدية."
HEBREW = "הגשר נסגר ביום רביעי לאחר שמהנדסים מצאו סדקים.\n\nהתיקון יימשך עד האביב."
RUSSIAN = "Мост закрыли после того, как нашли трещины.\n\nРемонт продлится до весны."


def test_a_text_is_read_in_its_encoding(subtests: pytest.Subtests) -> None:
    for text, encoding in [
        *((FRENCH, encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252")),
        *((GERMAN, encoding) for encoding in ("latin-1", "cp1252", "utf-32")),
        *((KOREAN, encoding) for encoding in ("utf-8", "utf-16", "cp949", "euc-kr")),
        *((RUSSIAN, encoding) for encoding in ("cp1251", "koi8-r", "iso-8859-5", "cp866")),
        *((CZECH, encoding) for encoding in ("iso-8859-2", "cp1250")),
        *((POLISH, encoding) for encoding in ("iso-8859-2", "cp1250")),
        *((HUNGARIAN, encoding) for encoding in ("iso-8859-2", "cp1250")),
        *((TURKISH, encoding) for encoding in ("iso-8859-9", "cp1254")),
        *((JAPANESE, encoding) for encoding in ("shift_jis", "iso-2022-jp", "euc-jp")),
        *((THAI, "cp874"), (ARABIC, "cp1256"), (HEBREW, "cp1255"), (HEBREW, "iso-8859-8")),
        *((GREEK, encoding) for encoding in ("iso-8859-7", "cp1253")),
    ]:
        with subtests.test(text=text, encoding=encoding):
            [article] = read_bytes(text.encode(encoding), "note.txt")
            assert isinstance(article, Article), article
            assert article.paragraphs == tuple(text.replace("\r", "").split("\n\n"))


def test_the_encoding_that_a_page_names_is_believed_where_it_says_more_than_most(subtests: pytest.Subtests) -> None:
    page = '<html><head><meta charset="{named}"></head><article><p>{text}</p><p>{text}</p></article></html>'
    for text, named, encoding in [
        (ARABIC * 3, "windows-1256", "cp1256"),
        (KOREAN * 3, "EUC-KR", "cp949"),
        (THAI * 3, "tis-620", "cp874"),
        (RUSSIAN * 3, "iso-8859-1", "cp1251"),
        (RUSSIAN * 3, "shift_jis-nonsense", "koi8-r"),
    ]:
        with subtests.test(named=named):
            [article] = read_bytes(page.format(named=named, text=text).encode(encoding), "a.html")
            assert isinstance(article, Article) and text[:20] in article.paragraphs[0]


def test_tables_lines_and_feeds_are_read_in_the_encodings_of_windows(subtests: pytest.Subtests) -> None:
    rss = f"""<?xml version="1.0" encoding="UTF-16"?><rss version="2.0"><channel><title>Kurier</title>
        <item><title>Brücke</title><description>{GERMAN}</description></item></channel></rss>"""
    row = GERMAN.replace("\n\n", " ")
    for name, data in {
        "excel.csv": f"Titel;Text\r\nBrücke;{row}\r\n".encode("cp1252"),
        "unicode.csv": f"Titel\tText\r\nBrücke\t{row}\r\n".encode("utf-16"),
        "unmarked.csv": f"Titel\tText\r\nBrücke\t{row}\r\n".encode("utf-16-le"),
        "unmarked.jsonl": f'{{"title": "Brücke", "text": "{row}"}}\r\n'.encode("utf-16-be"),
        "shell.jsonl": f'{{"title": "Brücke", "text": "{row}"}}\r\n'.encode("utf-16"),
        "shell.json": f'[{{"title": "Brücke", "text": "{row}"}}]'.encode("utf-16"),
        "feed.RSS": rss.encode("utf-16"),
        "shell.xml": rss.replace("UTF-16", "utf-8").encode("utf-16"),
    }.items():
        with subtests.test(name=name):
            [article] = read_bytes(data, name)
            assert isinstance(article, Article), article
            assert article.title == "Brücke" and " ".join(article.paragraphs).split() == GERMAN.split()


def test_bytes_that_are_no_text_are_refused(subtests: pytest.Subtests) -> None:
    picture = b"\x89PNG\r\n\x1a\n"
    for data in [b"\x00\x01\x02\x03" * 50, picture + b"\0\0\0\rIHDR", picture + bytes(400), bytes(range(256)) * 4]:
        with subtests.test(data=data):
            [refusal] = read_bytes(data, "picture.txt")
            assert str(refusal).startswith("picture.txt: this is not text")


def test_stray_nuls_leave_the_text(subtests: pytest.Subtests) -> None:
    for data in [GERMAN.encode().replace(b" ", b" \0", 2), GERMAN.encode() + b"\0" * 512]:
        with subtests.test(data=data):
            [article] = read_bytes(data, "note.txt")
            assert isinstance(article, Article), article
            assert article.paragraphs == tuple(GERMAN.split("\n\n"))


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f 1\ufe0f\u20e3"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def test_text_that_nobody_wrote_is_refused(subtests: pytest.Subtests) -> None:
    for text in [
        "BEGIN:VCALENDAR\nVERSION:2.0\nSUMMARY:Pier opens\nEND:VCALENDAR\n",
        "BEGIN:VCARD\nFN:Ola Nord\nEND:VCARD\n",
        '<svg xmlns="http://www.w3.org/2000/svg"><text>Pier</text></svg>',
        "VGhlIHBpZXIgb3BlbmVkIG9uIFNhdHVyZGF5IGFmdGVyIGVsZXZlbiBtb250aHMh\n" * 5,
    ]:
        with subtests.test(text=text):
            [fault] = read_bytes(text.encode(), "note.txt")
            assert "this is not text" in str(fault)


def test_signs_that_stand_for_letters_in_pdf_files_are_those_letters() -> None:
    assert normalize.cleaned("⽤⽉⼝ ⺠⻓⻛ ﬁsh oﬃce ⺌") == "用月口 民长风 fish office ⺌"
    assert normalize.cleaned("\ufedf\ufefc \ufe8d\ufedf\ufeae\ufebb\ufef4\ufed2 \ufb58\ufb90") == "للا الرصيف پک"


def test_what_cannot_be_seen_leaves_the_text_and_what_joins_signs_stays(subtests: pytest.Subtests) -> None:
    for text, kept in {
        "Ge\u00adsamt\u2060kon\u00adzept": "Gesamtkonzept",
        "Mar\u200cgrete and Stor\u200dskjer": "Margrete and Storskjer",
        "می\u200cروم": "می\u200cروم",
        FAMILY: FAMILY,
        "क्\u200dष and 葛\U000e0100": "क्\u200dष and 葛\U000e0100",
        SCOTLAND: SCOTLAND,
        "a" + "\ufe0f" * 60 + "b" + "\U000e0100" * 60: "ab",
        "\u2764" + "\ufe0f" * 60: "\u2764\ufe0f",
        "Pay now" + "".join(chr(0xE0000 + ord(letter)) for letter in "not at all"): "Pay now",
        "e" + "\u0301" * 60_000: "\u00e9" + "\u0301" * 29,
    }.items():
        with subtests.test(text=text, kept=kept):
            [article] = read_bytes(f"Note\n\n{text}".encode(), "note.txt")
            assert isinstance(article, Article), article
            assert article.paragraphs == (kept,)
