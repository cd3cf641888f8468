"""Known questions asked of a collection in memory, with the articles that answer them and without."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge import Answer, Article, ArticleNotFound, Library
from knowledge.evaluation import (
    AskResult,
    EvalResult,
    Qrel,
    Question,
    Snapshot,
    ask_all,
    ask_without_relevant,
    trec_run,
    validate_qrels,
)

ARTICLES = [
    Article(
        id="pier",
        title="Harbour town opens its ferry pier",
        paragraphs=("The town of Lindvik opened a ferry pier.", "The pier cost forty million crowns in all."),
        language="en",
    ),
    Article(
        id="glacier",
        title="Glacier shrinks",
        paragraphs=("The glacier above Lindvik lost nine metres in the hot summer.",),
        language="en",
    ),
    Article(
        id="muelle",
        title="El puerto abre un muelle",
        paragraphs=("El muelle nuevo del puerto costó cuarenta millones de coronas.",),
        language="es",
    ),
]
COST = Question("cost", "How much did the ferry pier cost?", (Qrel("pier", 2),), ("forty million crowns",))
GLACIER = Question("ice", "How many metres did the glacier lose in summer?", (Qrel("glacier", 1),), ("nine",))
COSTO = Question("costo", "¿Cuánto costó el muelle nuevo del puerto?", (Qrel("muelle", 1),), ("cuarenta",))
WINE = Question("wine", "Which wine goes with artichokes?", ())
QUESTIONS = [COST, GLACIER, COSTO, WINE]


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add_all(ARTICLES)
        yield library


@pytest.fixture
async def snapshot(library: Library) -> Snapshot:
    return await library.snapshot()


def outcomes(trials: list[EvalResult]) -> dict[str, str]:
    return {trial.question.id: trial.reply.outcome for trial in trials}


def test_trial_carries_the_language_the_ranking_and_the_reply(snapshot: Snapshot) -> None:
    cost, glacier, costo, wine = ask_all(snapshot, QUESTIONS, k=1)
    assert [trial.language for trial in (cost, glacier, costo)] == ["en", "en", "es"]
    assert cost.ranked[0][0] == Qrel("pier", 2)
    assert isinstance(cost.reply, Answer) and len(cost.reply.citations) == 1
    assert wine.reply.outcome == "declined" and wine.ranked == () and not wine.answerable


def test_gone_takes_out_the_articles_that_answer_and_asks_only_what_they_answer(snapshot: Snapshot) -> None:
    asked = list(ask_without_relevant(snapshot, QUESTIONS, k=3))
    assert outcomes(asked) == {"cost": "declined", "ice": "declined", "costo": "declined"}
    assert all(place.article not in _answering(trial) for trial in asked for place, _ in trial.ranked)
    assert [trial.language for trial in asked] == ["en", "en", "es"]


def test_gone_leaves_the_snapshot_as_it_was(snapshot: Snapshot) -> None:
    before = outcomes(list(ask_all(snapshot, QUESTIONS, k=3)))
    list(ask_without_relevant(snapshot, QUESTIONS, k=3))
    assert outcomes(list(ask_all(snapshot, QUESTIONS, k=3))) == before


def test_gone_answers_as_a_collection_that_never_had_the_article(snapshot: Snapshot) -> None:
    articles = list(snapshot.articles.values())
    never = Snapshot.build(article for article in articles if article.id != "pier")
    for question in QUESTIONS:
        asked, expected = snapshot.without({"pier"}).ask(question.text, k=3), never.ask(question.text, k=3)
        # Scores differ by a little: how rare runs of characters are is not counted anew.
        assert asked.reply.confidence == pytest.approx(expected.reply.confidence, abs=0.05)
        assert asked.reply.outcome == expected.reply.outcome
        assert _places(asked) == _places(expected)


def test_question_whose_every_article_is_gone_is_declined(snapshot: Snapshot) -> None:
    both = Question("all", COST.text, tuple(Qrel(article.id, 1) for article in ARTICLES))
    (trial,) = ask_without_relevant(snapshot, [both], k=3)
    assert (trial.reply.outcome, trial.ranked, trial.language) == ("declined", (), "en")


async def test_evaluation_is_no_question_that_anybody_asked(library: Library, tmp_path: Path) -> None:
    snapshot = await library.snapshot()
    list(ask_all(snapshot, QUESTIONS, k=3))
    list(ask_without_relevant(snapshot, QUESTIONS, k=3))
    with closing(sqlite3.connect(tmp_path / "footnote.db")) as connection:
        assert connection.execute("SELECT count(*) FROM question").fetchone() == (0,)


async def test_snapshot_holds_the_articles_that_its_collection_may_see(library: Library) -> None:
    await library.add(Article(id="secret", title="", paragraphs=("Only for one.",)), collection="77")
    seen = {article.id for article in (await library.snapshot(collection="77")).articles.values()}
    assert seen == {"pier", "glacier", "muelle", "secret"}
    assert "secret" not in {article.id for article in (await library.snapshot()).articles.values()}


@pytest.mark.parametrize("lost", [Qrel("nowhere", 1), Qrel("pier", 3)])
def test_relevant_paragraph_that_is_not_there_is_said_once_for_all(snapshot: Snapshot, lost: Qrel) -> None:
    broken = [replace(COST, id="broken", relevant=(lost,)), replace(COST, id="too", relevant=(lost, lost))]
    with pytest.raises(ArticleNotFound) as raised:
        validate_qrels(snapshot, [COST, *broken, WINE])
    assert str(raised.value).endswith("Add that article first. Questions like this: 2 of 4.")
    assert "“broken”" in str(raised.value) and f"“{lost.article}”" in str(raised.value)
    validate_qrels(snapshot, QUESTIONS)


def test_run_has_a_line_for_each_rank_in_six_fields(snapshot: Snapshot) -> None:
    trial = next(ask_all(snapshot, [replace(COST, id="a 50% b")], k=3))
    lines = [line.split(" ") for line in trec_run([trial])]
    assert [line[:4] for line in lines[:1]] == [["a%2050%25%20b", "Q0", "pier#2", "1"]]
    assert [int(line[3]) for line in lines] == list(range(1, len(lines) + 1))
    assert all(len(line) == 6 and line[5] == "footnote" for line in lines)
    assert float(lines[0][4]) > float(lines[1][4])


def _places(asked: AskResult) -> set[tuple[int, int]]:
    return {(hit.row, hit.number) for hit in asked.hits}


def _answering(trial: EvalResult) -> set[str]:
    return {place.article for place in trial.question.relevant}


def test_question_is_asked_on_its_day() -> None:
    days = (date(2018, 10, day) for day in (9, 10, 11))
    dated = (replace(each, published_at=day) for each, day in zip(ARTICLES, days, strict=True))
    snapshot = Snapshot.build(replace(each, row=row) for row, each in enumerate(dated, start=1))
    question = replace(COST, text=f"{COST.text} on:yesterday", asked_at=date(2018, 10, 10))
    on_the_day, later = ask_all(snapshot, [question, replace(question, asked_at=date(2019, 1, 1))], k=1)
    assert (on_the_day.reply.unmet, later.reply.unmet) == ((), ("on:yesterday",))
