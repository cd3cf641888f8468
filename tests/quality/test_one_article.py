"""Questions about one article that stands beside the project, alone in its collection: word counts say little there."""

import json
from pathlib import Path

import pytest

from knowledge import Article, Library
from knowledge.evaluation import Snapshot
from knowledge.ingest import read_file

ARTICLE = Path(__file__).parents[3] / "shared" / "articles" / "korea-herald-2018-10-11.txt"
QUESTIONS = [json.loads(line) for line in Path(__file__).with_name("one_article.jsonl").read_text("utf-8").splitlines()]
FIRST = 22
"""How many of the 25 questions must find their paragraph first."""

pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the article does not stand in ../shared/articles")


@pytest.fixture
async def snapshot(tmp_path: Path) -> Snapshot:
    async with Library.open(tmp_path) as library:
        await library.add_all([each for each in read_file(ARTICLE) if isinstance(each, Article)])
        return await library.snapshot()


def first(snapshot: Snapshot, question: str) -> int:
    hits = snapshot.ask(question, k=3).hits
    return hits[0].number if hits else 0


async def test_most_questions_find_their_paragraph_first(snapshot: Snapshot) -> None:
    lost = [each for each in QUESTIONS if first(snapshot, each["question"]) != each["paragraph"]]
    assert len(QUESTIONS) - len(lost) >= FIRST, lost


async def test_the_first_passage_holds_the_answer(subtests: pytest.Subtests, snapshot: Snapshot) -> None:
    for question, paragraph, words in [
        ("Who represented Russia at the trilateral talks in Moscow?", 3, "Igor Morgulov"),
        ("What is North Korea's official name?", 13, "Democratic People's Republic of Korea"),
        ("How did the Korean War end?", 9, "halted with a truce"),
    ]:
        with subtests.test(question=question, paragraph=paragraph):
            reply = snapshot.ask(question, k=3).reply
            assert reply.outcome == "answered"
            assert reply.citations[0].paragraph == paragraph and words in reply.citations[0].quote


async def test_what_the_article_does_not_tell_is_declined(subtests: pytest.Subtests, snapshot: Snapshot) -> None:
    for question in [
        "What is the price of bitcoin today?",
        "Who won the World Cup?",
        "How many people died in the earthquake?",
    ]:
        with subtests.test(question=question):
            assert snapshot.ask(question, k=3).reply.outcome == "declined"
