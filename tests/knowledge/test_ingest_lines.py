"""Articles in bulk, as JSON lines."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.errors import UnreadableArticle
from knowledge.ingest import read_bytes, read_file
from knowledge.models import Article

WHOLE = {
    "id": "lenn-7",
    "title": "The bridge is closed",
    "paragraphs": ["Cracks were found.", "Repairs take\nuntil spring."],
    "language": "en",
    "publisher": "The Lenn Courier",
    "byline": "By Ivo Brandt",
    "published_at": "2018-10-11T10:39:00Z",
    "url": "https://example.org/bridge",
}


def lines(*values: object) -> list[Article | UnreadableArticle]:
    return list(read_bytes("\n".join(json.dumps(value) for value in values).encode(), "bulk.jsonl"))


def test_every_key_arrives() -> None:
    assert lines(WHOLE) == [
        Article(
            id="lenn-7",
            title="The bridge is closed",
            paragraphs=("Cracks were found.", "Repairs take\nuntil spring."),
            language="en",
            publisher="The Lenn Courier",
            byline="Ivo Brandt",
            published_at=datetime(2018, 10, 11, 10, 39, tzinfo=UTC),
            url="https://example.org/bridge",
        )
    ]


def test_only_the_text_is_required() -> None:
    [article] = lines({"text": "Cracks were found.\nOn Monday.\n\nRepairs take until spring."})
    assert isinstance(article, Article)
    assert article.paragraphs == ("Cracks were found. On Monday.", "Repairs take until spring.")
    assert article.title == "Cracks were found. On Monday."


def test_a_text_without_blank_lines_is_split_at_its_lines() -> None:
    [article] = lines({"text": "One.\nTwo.", "id": 7})
    assert isinstance(article, Article)
    assert (article.id, article.paragraphs) == ("7", ("One.", "Two."))


def test_a_refusal_names_file_line_and_key(subtests: pytest.Subtests) -> None:
    for value, fault in [
        ({"title": "No text"}, 'both "text" and "paragraphs" are missing'),
        ({"text": " \n "}, "is empty"),
        ({"paragraphs": []}, "is empty"),
        ({"text": 3}, '"text" must be a string'),
        ({"paragraphs": "One."}, '"paragraphs" must be a list of strings'),
        ({"paragraphs": ["One.", 2]}, '"paragraphs" must be a list of strings'),
        ({"text": "One.", "title": ["T"]}, '"title" must be a string'),
        ({"text": "One.", "byline": {}}, '"byline" must be a string'),
        ({"text": "One.", "published_at": "soon"}, '"published_at" is not a date'),
        ({"text": "One.", "published_at": "2018-13-41"}, '"published_at" is not a date'),
        ({"text": "One.", "id": True}, '"id" must be a string or a number'),
        (["One."], "not a JSON object"),
    ]:
        with subtests.test(value=value, fault=fault):
            first, refusal, last = lines(WHOLE, value, WHOLE)
            assert first == last
            assert isinstance(refusal, UnreadableArticle)
            assert str(refusal).startswith("bulk.jsonl, line 2: ")
            assert fault in str(refusal)


def test_reading_goes_on_after_a_broken_line(subtests: pytest.Subtests) -> None:
    for line in [b"{", b"\xff{}", b"[" * 100_000, b'{"id":' + b"9" * 5_000 + b"}", b"NaN"]:
        with subtests.test(line=line):
            whole = json.dumps(WHOLE).encode()
            found = list(read_bytes(whole + b"\r\n\r\n" + line + b"\r\n" + whole, "bulk.ndjson"))
            assert [type(each) for each in found] == [Article, UnreadableArticle, Article]
            assert "line 3" in str(found[1])


def test_a_line_over_the_limit_is_refused_and_skipped(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 17_000_000 + b'"}\n' + json.dumps(WHOLE).encode())
    refusal, article = read_file(path)
    assert "line 1: this line is over 8 MB" in str(refusal)
    assert isinstance(article, Article)


def test_a_url_that_is_no_link_to_a_page_is_dropped(subtests: pytest.Subtests) -> None:
    for url in [
        "javascript:alert(1)",
        "example.org",
        "https://",
        "https://e.org/" + "a" * 2_000,
        "http://[",
        "ftp://e.org",
    ]:
        with subtests.test(url=url):
            [article] = lines({**WHOLE, "url": url})
            assert isinstance(article, Article)
            assert article.url == ""


def test_a_title_is_one_line_of_bounded_length() -> None:
    [article] = lines({**WHOLE, "title": "A bridge\n" * 200, "published_at": "2018-10-11"})
    assert isinstance(article, Article)
    assert len(article.title) <= 300 and "\n" not in article.title
    assert article.published_at == date(2018, 10, 11)


def test_json_that_was_cut_off_is_refused_in_one_sentence_and_its_keys_are_named() -> None:
    whole = (
        '[{"title": "P", "text": "The pier opened.", "publised_at": "2021-06-05"},\n {"title": "Q", "text": "Two."}]'
    )
    [fault] = read_bytes(whole[:-12].encode(), "bulk.json")
    assert str(fault).startswith("bulk.json: this JSON is damaged or cut off at line 2;")
    meanings = {"publised_at": "published_at", "auhtor": "author", "hedline": "headline", "bdoy": "body"}
    for key, meant in meanings.items():
        *_, note = read_bytes(whole.replace("publised_at", key).encode(), "bulk.json")
        told = f'from article 1 on: the key "{key}" is not known and was passed over; is it "{meant}"?'
        assert told in str(note)


def test_numbers_are_days_and_moments_where_dates_are_told(subtests: pytest.Subtests) -> None:
    moment = datetime(2021, 3, 4, 10, tzinfo=UTC)
    undated = {"title": "P", "text": "It opened."}
    for key in ("published_at", "date", "pubDate"):
        for number, day in [
            (20210304, date(2021, 3, 4)),
            (1614852000, moment),
            (1614852000.0, moment),
            (1614852000000, moment),
        ]:
            with subtests.test(key=key, number=number):
                [article] = lines({**undated, key: number})
                assert isinstance(article, Article) and article.published_at == day
    for number in (2021, True, 20211399, 10**15):
        *_, note = lines({**undated, "date": number})
        assert "can't be read as “published_at”" in str(note)


def test_keys_without_a_value_are_not_noted_and_a_text_can_be_a_list() -> None:
    [article] = lines({"title": "P", "text": ["It opened.", "It closed."], "author": None, "date": ""})
    assert isinstance(article, Article) and article.paragraphs == ("It opened.", "It closed.")


@pytest.mark.parametrize(
    "value",
    [
        {
            "Headline": "Pier",
            "body": "It opened.",
            "author": ["Ann Lee", "Bo Ek"],
            "date": "5 June 2021",
            "link": "{url}",
        },
        {
            **{"headline": "Pier", "articleBody": "It opened.", "datePublished": "2021-06-05", "url": "{url}"},
            **{"author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Ek"}], "publisher": {"name": "Courier"}},
        },
        {
            **{"title": "Pier", "content": "It opened.", "publishedAt": "2021-06-05", "url": "{url}"},
            **{"source": {"id": None, "name": "Courier"}, "author": "Ann Lee, Bo Ek"},
        },
        {
            **{"title": {"rendered": "Pier"}, "content": {"rendered": "<p>It opened.</p>\n"}, "link": "{url}"},
            **{"date": "2021-06-05", "authors": ["Ann Lee", "Bo Ek"]},
        },
        {"title": "Pier", "maintext": "It opened.", "date_publish": "2021-06-05", "authors": ["Ann Lee, Bo Ek"]},
        {
            **{"title": "Pier", "text": "It opened.", "date": "2021-06-05", "author": "Ann Lee, Bo Ek"},
            **{"source": "{url}", "sitename": "Courier", "hostname": "e.org", "tags": "sea, piers"},
        },
    ],
    ids=["people", "schema.org", "news api", "wordpress", "news-please", "trafilatura"],
)
def test_keys_that_others_use_for_the_same_are_known(value: dict[str, object]) -> None:
    given = json.loads(json.dumps(value).replace("{url}", "https://e.org/pier"))
    [article] = lines(given)
    assert isinstance(article, Article)
    assert (article.title, article.paragraphs, article.byline) == ("Pier", ("It opened.",), "Ann Lee, Bo Ek")
    assert article.day == date(2021, 6, 5)
    assert article.url == ("https://e.org/pier" if "{url}" in value.values() else "")
    assert article.publisher == ("Courier" if value.keys() & {"publisher", "source", "sitename"} else "")


def test_text_with_the_tags_of_a_page_is_read_as_one_and_other_signs_stay() -> None:
    page = "<p>It &amp; all opened.</p><ul><li>North</li><li>South</li></ul>"
    tagged, plain = lines({"title": "A &amp; B", "text": page}, {"text": "a < b, <p> is a tag and &amp; stays"})
    assert isinstance(tagged, Article) and isinstance(plain, Article)
    assert (tagged.title, tagged.paragraphs) == ("A &amp; B", ("It & all opened.", "North\nSouth"))
    assert plain.paragraphs == ("a < b, <p> is a tag and &amp; stays",)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("author", {"age": 3}),
        ("author", 7),
        ("date", "soon"),
        ("content", "It opened and this is the whole of it. " * 10),
    ],
)
def test_a_known_key_whose_value_is_passed_over_is_named(key: str, found: object) -> None:
    [article, note] = lines({"title": "Pier", "text": "It opened.", key: found})
    assert isinstance(article, Article) and article.paragraphs == ("It opened.",)
    assert f"line 1: what “{key}” says can't be read" in str(note)


def test_a_json_file_may_also_hold_one_article_or_a_list_over_many_lines(subtests: pytest.Subtests) -> None:
    answers = [{"status": "ok", "totalResults": 1, "articles": [WHOLE]}, {"response": {"count": 1, "docs": [WHOLE]}}]
    for value in [WHOLE, [WHOLE], *answers]:
        content = json.dumps(value, indent=2 if value is not WHOLE else None)
        with subtests.test(content=content):
            [article] = read_bytes(content.encode(), "one.json")
            assert isinstance(article, Article)
            assert article.id == "lenn-7"
