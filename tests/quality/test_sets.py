"""Public question sets, where there are any: QUESTION_SETS=DIR names a folder whose folders are sets."""

import os
from pathlib import Path

import pytest

from knowledge import Article, Library
from knowledge.evaluation import (
    Question,
    ask_all,
    ask_without_relevant,
    compute_metrics,
    read_qrels,
    validate_qrels,
)
from knowledge.ingest import read_file

ASKED = 100
SETS = Path(os.environ.get("QUESTION_SETS") or "question-sets-not-given")
FOUND = sorted(path.parent for path in SETS.glob("*/questions.jsonl"))


@pytest.mark.skipif(not FOUND, reason="QUESTION_SETS names no folder with question sets")
@pytest.mark.parametrize("folder", FOUND, ids=lambda folder: folder.name)
async def test_questions_find_their_paragraphs_and_less_confidence_once_those_are_gone(
    folder: Path, tmp_path: Path
) -> None:
    async with Library.open(tmp_path) as library:
        await library.add_all([each for each in read_file(folder / "articles.jsonl") if isinstance(each, Article)])
        snapshot = await library.snapshot()
    questions = [each for each in read_qrels(folder / "questions.jsonl") if isinstance(each, Question)][:ASKED]
    validate_qrels(snapshot, questions)
    gone = list(ask_without_relevant(snapshot, questions, k=3))
    measured = compute_metrics(list(ask_all(snapshot, questions, k=3)), gone)
    assert measured.found and measured.found.ndcg_at_10 > 0.5
    assert measured.gone_auc and measured.gone_auc > 0.75
