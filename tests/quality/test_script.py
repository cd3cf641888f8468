"""The table and the picture of `python -m scripts.quality`."""

import json
from pathlib import Path

import pytest

from knowledge import Answer, Decline
from knowledge.evaluation import EvalResult, Qrel, Question
from knowledge.search.params import DEFAULT_PARAMS
from scripts.quality import measure, sets, table
from scripts.tried import SETTINGS, Setting, tried
from scripts.tried import table as table_of_tried


def write(folder: Path, text: str, question: str) -> Path:
    """A set of one article and one question, with the ids that every such set has."""
    folder.mkdir()
    article = {"id": "a", "text": text, "language": "en"}
    asked = {"id": "1", "question": question, "relevant": [{"article": "a", "paragraph": 1}], "answers": []}
    (folder / "articles.jsonl").write_text(json.dumps(article), "utf-8")
    (folder / "questions.jsonl").write_text(json.dumps(asked), "utf-8")
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [
        write(tmp_path / "pier", "The pier at Lindvik opened on Saturday.", "When did the pier open?"),
        write(tmp_path / "ice", "The glacier lost nine metres.", "How many metres did the glacier lose?"),
    ]


async def test_each_set_is_a_column(folders: list[Path]) -> None:
    lines = list(table([await measure(*each) for each in sets(folders, mixed=False)]))
    assert lines[:3] == ["| | pier | ice |", "| --- | ---: | ---: |", "| questions, answerable | 1 | 1 |"]
    assert "| success@1 | 1.000 | 1.000 |" in lines


async def test_mixed_sets_are_one_collection_even_where_they_share_ids(folders: list[Path]) -> None:
    (mixed,) = sets(folders, mixed=True)
    measured = await measure(*mixed)
    assert measured.name == "pier + ice"
    assert {trial.question.id: trial.ranked[0][0].article for trial in measured.trials} == {
        "pier/1": "pier/a",
        "ice/1": "ice/a",
    }


async def test_without_a_set_our_own_questions_are_asked() -> None:
    ((name, articles, questions),) = sets([], mixed=False)
    assert (name, articles) == ("bundled articles", []) and questions


def test_curve_tells_how_many_answers_are_wrong_at_each_cut() -> None:
    risk = pytest.importorskip("scripts.risk", reason="matplotlib is not installed", exc_type=ImportError)
    trials = [reply("1", 0.9), reply("2", 0.5), reply("3", 0.5), reply("4", 0.1)]
    drawn = risk.curve(trials, [True, True, False, False])
    assert (drawn.coverage.tolist(), drawn.risk.tolist()) == ([0.25, 0.75, 1], [0, pytest.approx(1 / 3), 0.5])


def test_picture_is_drawn(tmp_path: Path) -> None:
    risk = pytest.importorskip("scripts.risk", reason="matplotlib is not installed", exc_type=ImportError)
    trials = [reply("1", 0.9), reply("2", 0.4)]
    risk.draw({"a set": (trials, [reply("1", 0.1)])}, tmp_path / "risk.png", k=3)
    assert (tmp_path / "risk.png").read_bytes().startswith(b"\x89PNG")


def test_share_answered_is_told_by_length_where_enough_questions_have_it(tmp_path: Path) -> None:
    risk = pytest.importorskip("scripts.risk", reason="matplotlib is not installed", exc_type=ImportError)
    trials = [reply("1", 0.9), reply("2", 0.4), reply("3", 0.9)]
    assert risk.answered_by_length(trials, 3) == {1: pytest.approx(2 / 3)}
    assert risk.answered_by_length(trials, 4) == {}
    risk.draw_by_length({"a set": (trials, trials)}, tmp_path / "length.png", least=1)
    assert (tmp_path / "length.png").read_bytes().startswith(b"\x89PNG")


def reply(id: str, confidence: float) -> EvalResult:
    given: Answer | Decline = Decline(question="q", confidence=confidence)
    if confidence >= 0.5:
        given = Answer(question="q", outcome="answered", confidence=confidence, citations=())
    place = Qrel("a", 1)
    return EvalResult(Question(id, "q", (place,)), "en", ((place, 1.0),), given)


def test_a_setting_is_tried_at_each_value_and_stays_as_it_was(folders: list[Path]) -> None:
    short = Setting("characters", "max_passage_chars", (1,))
    curves = tried(folders, settings=(short,))
    assert [list(values) for values in curves["characters"].values()] == [[1, 348], [1, 348]]
    assert short.shipped == DEFAULT_PARAMS.max_passage_chars == 348


def test_a_table_has_a_row_for_each_value_that_was_tried(folders: list[Path]) -> None:
    rows = list(table_of_tried(tried(folders, settings=SETTINGS[:1])))
    assert rows[0] == "| setting | value | nDCG@10 pier | in 3 quotes | nDCG@10 ice | in 3 quotes |"
    assert [row for row in rows if "**" in row] == [f"| {SETTINGS[0].name} | **1.5** | 1.000 | 0.000 | 1.000 | 0.000 |"]


def test_curves_are_drawn(folders: list[Path], tmp_path: Path) -> None:
    curves = pytest.importorskip("scripts.curves", reason="matplotlib is not installed", exc_type=ImportError)
    shipped = {each.name: each.shipped for each in SETTINGS}
    found = tried(folders, settings=SETTINGS[:2])
    drawn = curves.diagrams(found, shipped, k=3).get_axes()
    assert [axes.get_title() for axes in drawn] == [each.name for each in SETTINGS[:2]]
    assert all(len(axes.get_lines()) == 1 + 2 * len(folders) for axes in drawn)
    curves.draw(found, shipped, tmp_path / "c.png", k=3)
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
