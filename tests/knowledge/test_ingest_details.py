"""What articles say besides their text: corrections, the day of a change, keywords; line breaks that mean something."""

import textwrap
from datetime import UTC, date, datetime

import pytest

from knowledge import Article
from knowledge.ingest import read_bytes
from knowledge.text import normalize

PIER = "The pier at Lindvik opened on Saturday after two years of work, the council said in a statement."
CRANE = "The crane shed beside it is painted yellow and holds four cranes, two of which still work today."


def read(data: str, name: str) -> Article:
    [found] = read_bytes(data.encode(), name)
    assert isinstance(found, Article), found
    return found


CORRECTIONS = [
    "Correction, 2 March: An earlier text misspelt Lindvik.",
    "Correction: The pier is 90 metres long, not 80.",
    "An earlier version of this article misstated the length of the pier.",
    "• This article was amended on 5 June 2021 to correct the name of the mayor.",
    "Editor's note: this article was corrected after publication.",
    "Berichtigung (5. Juni 2021): Der Kran ist gelb.",
    "정정: 부두의 길이는 90미터입니다.",
    "[정정보도] 부두는 80미터가 아니라 90미터이기에 바로잡습니다.",
    "[정정] 부두는 80미터가 아니라 90미터이기에 바로잡습니다.",
    "【訂正】「80メートル」とあったのは「90メートル」の誤りでした。",
    "Korrektur vom 6. Juni 2021: Ursprünglich hieß es, die Mole sei 80 Meter lang.",
    "Anmerkung der Redaktion: In einer früheren Fassung hieß es, es seien 80 Meter.",
    "Update, 6 June 2021: This story has been corrected to show that the pier is 90 metres long.",
    "Rettelse 6. juni: En tidligere versjon oppga 80 meter.",
    "Oikaisu 6.6.2021: Jutussa luki aiemmin 80 metriä.",
    "Oprava: v předchozí verzi textu stálo 80 metrů.",
    "Sprostowanie: we wcześniejszej wersji podano 80 metrów.",
    "تصحيح: ذكرت نسخة سابقة من المقال أن الطول 80 مترا.",
]


def test_correction_is_kept_and_never_quoted(subtests: pytest.Subtests) -> None:
    for correction in CORRECTIONS:
        with subtests.test(correction=correction):
            inside = f"<h1>Pier</h1><p>{PIER}</p><p>{CRANE}</p><p>{correction}</p>"
            page = f"<html><body><article>{inside}</article></body></html>"
            for article in (
                read(page, "a.html"),
                read(f"# Pier\n\n{PIER}\n\n{CRANE}\n\n{correction.lstrip('• ')}\n", "a.md"),
                read(f"Pier opens\n\n{PIER}\n\n{CRANE}\n\n{correction}\n", "a.txt"),
            ):
                assert article.paragraphs == (PIER, CRANE)
                assert [each.lstrip("• ") for each in article.corrections] == [correction.lstrip("• ")]


def test_correction_in_the_footer_of_a_story_is_one() -> None:
    said = "• This article was amended on 6 June 2021. An earlier version gave 80 metres."
    page = (
        f"<article><h1>Pier</h1><p>{PIER}</p><p>{CRANE}</p><footer><p>{said}</p><p>Tags: piers</p></footer></article>"
    )
    article = read(f"<html><body>{page}</body></html>", "a.html")
    assert (article.paragraphs, article.corrections) == ((PIER, CRANE), (said,))


def test_text_that_only_speaks_of_corrections_stays(subtests: pytest.Subtests) -> None:
    for text in [
        "Correction facilities of the county held 400 people last year, the sheriff told the council on Monday.",
        "Editor's note: the author is a professor at the university of Lindvik, and writes about piers and cranes.",
        "The correction of the course came too late, said the captain of the ferry, who has been at sea for long.",
        "Update, 6 June 2021: Police said that an earlier report of a fire at the pier had been incorrect.",
        "Oprava: 200 korun za kus, hotovo do týdne, u hlavní brány přístavu každé pondělí od šesti do osmi.",
    ]:
        with subtests.test(text=text):
            article = read(f"# Pier\n\n{PIER}\n\n{text}\n", "a.md")

            assert article.paragraphs == (PIER, text) and article.corrections == ()


def test_article_of_nothing_but_a_correction_keeps_its_text() -> None:
    assert read(f"# Corrections\n\n{CORRECTIONS[1]}\n", "a.md").paragraphs == (CORRECTIONS[1],)


def test_page_tells_when_it_changed_its_keywords_and_corrections() -> None:
    linked = (
        '{"@type": "NewsArticle", "headline": "Pier", "datePublished": "2021-06-05T08:00:00Z", "dateModified": '
        '"2021-06-06T09:00:00Z", "keywords": ["piers", "cranes"], '
        '"correction": {"@type": "CorrectionComment", "text": "It is 90 m."}}'
    )
    page = f'<html><head><script type="application/ld+json">{linked}</script></head><body><article><h1>Pier</h1>'
    article = read(f"{page}<p>{PIER}</p><p>{CRANE}</p></article></body></html>", "a.html")

    assert article.published_at == datetime(2021, 6, 5, 8, tzinfo=UTC)
    assert article.modified_at == datetime(2021, 6, 6, 9, tzinfo=UTC)
    assert article.keywords == ("piers", "cranes") and article.corrections == ("It is 90 m.",)


def test_tags_of_front_matter_are_keywords(subtests: pytest.Subtests) -> None:
    for tags in ["tags: [piers, '#cranes']", "keywords: piers, cranes", "Tags:\n  - piers\n  - cranes"]:
        with subtests.test(tags=tags):
            article = read(f"---\n{tags}\nlastmod: 2021-06-06\n---\n# Pier\n\n{PIER}\n", "a.md")

            assert article.keywords == ("piers", "cranes") and article.modified_at == date(2021, 6, 6)


def test_preformatted_text_keeps_its_lines() -> None:
    page = f"<html><body><article><h1>How to</h1><p>{PIER}</p><pre>pip install x\n\nfootnote add</pre>"
    page += f"<p>{CRANE}</p><pre><code>a = 1<br>b = 2</code></pre></article></body></html>"

    assert read(page, "a.html").paragraphs == (PIER, "pip install x\nfootnote add", CRANE, "a = 1\nb = 2")


def test_code_of_markdown_keeps_its_indentation() -> None:
    text = f"# How to\n\n{PIER}\n\n```python\ndef twice(n):\n    return n * 2\n```\n\n{CRANE}\n"
    assert read(text, "a.md").paragraphs == (PIER, "def twice(n):\n    return n * 2", CRANE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Datum\n: The height of the sea.\n\nEbb\n:   Water goes.",
            ("Datum\nThe height of the sea.", "Ebb\nWater goes."),
        ),
        (
            "Ebb\n\n:   Water goes.\n\n    It comes again.\n:   Its hours.",
            ("Ebb\nWater goes.", "It comes again.", "Its hours."),
        ),
        ("| Pier | Length |\n|---|---|\n| North | 90 m |\n\n: Piers", ("Pier: North · Length: 90 m", "Piers")),
        ("It is high.\n\n: And low.", ("It is high.", ": And low.")),
        (
            "<table>\n<tr><th>Pier</th><th>Length</th></tr>\n<tr><td>North</td><td>9 m</td></tr>\n</table>",
            ("Pier: North · Length: 9 m",),
        ),
    ],
    ids=["below", "apart", "caption", "no-term", "html"],
)
def test_definitions_and_tables_of_markdown_are_read_as_those_of_pages(text: str, expected: tuple[str, ...]) -> None:
    assert read(f"# Terms\n\n{PIER}\n\n{text}\n", "a.md").paragraphs == (PIER, *expected)


def test_one_marked_question_is_a_paragraph_with_its_answer() -> None:
    asked, answered = "Q: Who pays for the pier?", "A: The town does."
    page = f"<html><body><article><h1>Pier</h1><p>{PIER}</p><p>{asked}</p><p>{answered}</p><p>{CRANE}</p></article>"
    for text, name in ((f"# Pier\n\n{PIER}\n\n{asked}\n\n{answered}\n\n{CRANE}\n", "a.md"), (page, "a.html")):
        assert read(text, name).paragraphs == (PIER, f"{asked}\n{answered}", CRANE)


def test_prose_that_was_only_wrapped_is_joined() -> None:
    lines = textwrap.fill(f"{PIER[:-1]}, which was read out by the mayor while forty flags flew in the wind.", 60)
    page = f"<html><body><article><h1>Pier</h1><p>{CRANE}</p><pre>{lines}</pre></article></body></html>"

    assert read(page, "a.html").paragraphs[1] == lines.replace("\n", " ")


def test_language_of_a_tag_is_its_first_part() -> None:
    tags = ("pt-BR", "pt_BR", "KO", "", "por", "nb-NO", "und", "English", "gsw")
    assert [normalize.language_code(tag) for tag in tags] == ["pt", "pt", "ko", "", "pt", "no", "", "", "gsw"]


def test_keywords_are_few_and_each_once() -> None:
    assert normalize.keywords([" sea ", "", "sea", "two\nlines"]) == ("sea", "two lines")
    assert len(normalize.keywords(map(str, range(1_000)))) == normalize.MAX_KEYWORDS
