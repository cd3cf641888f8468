"""What holds for every text and for any bytes."""

import json
from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import UnreadableArticle
from knowledge.ingest import read_bytes
from knowledge.models import Article

KINDS = ["a.txt", "a.md", "a.jsonl", "a.json", "a"]
WORDS = st.text(alphabet="abcdefghijklmnop가나다äéи", min_size=1, max_size=9)
SENTENCES = st.lists(WORDS, min_size=3, max_size=25).map(lambda words: " ".join(words) + ".")
HEADS = [
    "The Lenn Courier",
    "By Ivo Brandt",
    "Published: 2018-10-11",
    "Share",
    "Related stories",
    "(Yonhap)",
    "---",
    "# A",
]
PAGES = st.lists(st.one_of(SENTENCES, st.sampled_from(HEADS), st.text(max_size=60)), max_size=12).map("\n".join)


def is_sound(found: Article | UnreadableArticle) -> bool:
    if isinstance(found, UnreadableArticle):
        return "\n" not in str(found)
    shown = (found.title, found.publisher, found.byline, found.url)
    return bool(found.title and found.paragraphs and all(map(str.strip, found.paragraphs))) and "\n" not in "".join(
        shown
    )


@settings(max_examples=5 * settings().max_examples)
@given(name=st.sampled_from(KINDS), data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    assert all(map(is_sound, read_bytes(data, name)))


@settings(max_examples=5 * settings().max_examples)
@given(name=st.sampled_from(KINDS), text=PAGES)
def test_any_text_is_read_or_refused(name: str, text: str) -> None:
    assert all(map(is_sound, read_bytes(text.encode(errors="replace"), name)))


@given(text=PAGES)
def test_reading_again_what_was_read_changes_nothing(text: str) -> None:
    for found in read_bytes(text.encode(errors="replace"), "a.txt"):
        if isinstance(found, Article):
            line = json.dumps(asdict(found), default=str)
            assert list(read_bytes(line.encode(), "a.jsonl")) == [found]


@given(sentences=st.lists(SENTENCES, min_size=1, max_size=8))
def test_every_word_of_a_text_without_boilerplate_survives(sentences: list[str]) -> None:
    [article] = read_bytes("\n\n".join(sentences).encode(), "a.txt")
    assert isinstance(article, Article)
    assert " ".join(article.paragraphs).split() == " ".join(sentences).split()
