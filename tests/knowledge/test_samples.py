"""The bundled articles and the question sets about them agree with each other."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import pytest

from knowledge import Library
from knowledge.models import Article
from knowledge.samples import sample_articles
from tests.knowledge.test_index_cache import cache_of

QUALITY = Path(__file__).parents[1] / "quality"
SINGLE, FOLLOWUPS = "samples.jsonl", "followups.jsonl"


class Relevant(TypedDict):
    article: str
    paragraph: int


class Question(TypedDict, total=False):
    id: str
    first: str
    question: str
    relevant: list[Relevant]
    answers: list[str]
    kind: str


def questions(name: str) -> list[Question]:
    with (QUALITY / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def every_question() -> list[Question]:
    return questions(SINGLE) + questions(FOLLOWUPS)


def relevant_paragraphs(question: Question, samples: dict[str, Article]) -> Iterator[str]:
    for relevant in question["relevant"]:
        yield samples[relevant["article"]].paragraphs[relevant["paragraph"] - 1]


@pytest.fixture(scope="module")
def samples() -> dict[str, Article]:
    return {article.id: article for article in sample_articles()}


def test_there_are_at_least_twelve_samples_in_file_name_order() -> None:
    names = [article.id for article in sample_articles()]
    assert len(names) >= 12
    assert names == sorted(set(names))


def test_every_sample_has_four_to_fourteen_paragraphs_of_plain_text(samples: dict[str, Article]) -> None:
    for article in samples.values():
        assert 4 <= len(article.paragraphs) <= 14, article.id
        assert all(text == " ".join(text.split()) for text in article.paragraphs), article.id


def test_every_sample_says_where_and_when_it_was_published(samples: dict[str, Article]) -> None:
    for article in samples.values():
        assert article.publisher == "Footnote Samples", article.id
        assert article.byline, article.id
        assert article.published_at is not None and article.published_at.year == 2018, article.id
        assert not article.url, article.id


def test_titles_are_unique(samples: dict[str, Article]) -> None:
    assert len({article.title for article in samples.values()}) == len(samples)


def test_samples_are_in_english_but_one_in_korean(samples: dict[str, Article]) -> None:
    languages = sorted(article.language for article in samples.values())
    assert languages == ["en"] * (len(samples) - 1) + ["ko"]


def test_question_ids_are_unique() -> None:
    names = [question["id"] for question in every_question()]
    assert len(set(names)) == len(names)


def test_every_relevant_paragraph_exists_and_holds_an_answer(samples: dict[str, Article]) -> None:
    for question in every_question():
        for text in relevant_paragraphs(question, samples):
            assert any(answer in text for answer in question["answers"]), question["id"]


def test_every_answer_stands_word_for_word_in_a_relevant_paragraph(samples: dict[str, Article]) -> None:
    for question in every_question():
        texts = list(relevant_paragraphs(question, samples))
        for answer in question["answers"]:
            assert any(answer in text for text in texts), question["id"]


def test_questions_ask_what_is_there_and_what_is_not() -> None:
    unanswerable = [question for question in questions(SINGLE) if not question["relevant"]]
    assert len(questions(SINGLE)) - len(unanswerable) >= 60
    assert len(unanswerable) >= 15


def test_every_sample_is_asked_about(samples: dict[str, Article]) -> None:
    asked = {relevant["article"] for question in questions(SINGLE) for relevant in question["relevant"]}
    assert asked == set(samples)


def test_follow_ups_come_with_their_first_question_and_with_changes_of_subject() -> None:
    pairs = questions(FOLLOWUPS)
    assert all(pair["first"] for pair in pairs)
    assert sum(pair["kind"] == "follow-up" for pair in pairs) >= 36
    assert sum(pair["kind"] == "new" for pair in pairs) >= 8


async def test_index_that_is_loaded_beforehand_is_the_one_that_the_first_question_asks(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await library.load()
        [loaded] = cache_of(library).entries.values()
        await library.ask("How did the Korean War end?")
        [asked] = cache_of(library).entries.values()
    assert asked.retriever is loaded.retriever and asked.nbytes > 0


async def test_the_first_article_of_one_server_takes_the_samples_from_no_other(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await library.add(Article(title="Pier", paragraphs=("The pier has forty flags.",)), collection="1")
        assert await library.uses_samples(collection="2") and not await library.uses_samples(collection="1")
        assert (await library.overview(collection="2")).articles == len(list(sample_articles()))
        assert (await library.overview(collection="1")).articles == 1
    async with Library.open(tmp_path) as library:
        assert await library.uses_samples(collection="2")
        await library.add(Article(title="Pier", paragraphs=("The pier has forty flags.",)))
        assert (await library.overview(collection="2")).articles == 1
