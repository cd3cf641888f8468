"""A quotation is word for word, or it is said what is not."""

import pytest

from knowledge import Article, InvalidQuestion, samples
from knowledge.answers.quotations import MIN_QUOTE_WORDS, QuoteCheck, check_quote, clean_quote
from knowledge.answers.snapshot import MemorySource, Snapshot
from scripts.quotations import KINDS, measure

PIER = (
    "The new pier at Lindvik opened on Saturday after four years of work. Mayor Ingrid Dahl said it did not cost more "
    "than 12.5 million crowns, although the harbour office had planned for 9 million."
)
FERRY = "The ferry Solveig was the first to berth there. Its captain thanked the harbour workers for their patience."
MIN_RIGHT = {"two sentences spliced": 0.95, "shortened without one": 0.94}
MIN_RIGHT_ELSEWHERE = 0.99


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    articles = [Article(title="New pier", paragraphs=(PIER, FERRY), language="en", row=1, version=1)]
    return Snapshot.build(articles)


def check(snapshot: Snapshot, text: str) -> QuoteCheck:
    return check_quote(clean_quote(text), snapshot.retriever, MemorySource(snapshot.articles))


def test_word_for_word_whatever_the_marks_and_spaces(subtests: pytest.Subtests, snapshot: Snapshot) -> None:
    for text in [
        "opened on Saturday after four years of work",
        "“The new pier at Lindvik opened on Saturday”",
        "the new pier at Lindvik opened on Saturday",
        "Mayor Ing\u00adrid\u00a0Dahl\nsaid it did not cost more",
        "It did not cost more than 12.5 million crowns although the harbour office had planned for 9 million",
        "work. Mayor Ingrid Dahl said",
    ]:
        with subtests.test(text=text):
            found = check(snapshot, text)
            assert found.verdict == "exact" and found.places == 1
            [citation] = found.citations
            assert citation.passage in PIER and citation.paragraph == 1


def test_soft_hyphen_in_a_number_parts_nothing(subtests: pytest.Subtests) -> None:
    for language, text, word, hidden in [
        ("ko", "새 다리는 2018년 10월 13일에 열렸고 시민 수천 명이 모였다.", "2018년", "2018\u00ad년"),
        ("ko", "새 다리는 2018년 10월 13일에 열렸고 시민 수천 명이 모였다.", "2018년", "20\u00ad18년"),
        ("en", "The side took a 12-3 lead before 2.7 million viewers.", "12-3", "12\u00ad-3"),
        ("en", "The side took a 12-3 lead before 2.7 million viewers.", "2.7", "2.\u00ad7"),
    ]:
        with subtests.test(language=language, text=text):
            articles = [Article(title="Pier", paragraphs=(text,), language=language, row=1, version=1)]
            assert check(Snapshot.build(articles), text.replace(word, hidden)).verdict == "exact"


def test_a_changed_negation_number_or_name_is_named(subtests: pytest.Subtests, snapshot: Snapshot) -> None:
    for text, alterations in [
        ("Mayor Ingrid Dahl said it did cost more than 12.5 million crowns", ("negation",)),
        ("Mayor Ingrid Dahl said it did not cost more than 125 million crowns", ("number",)),
        ("Mayor Ingrid Dahl said it did not cost more than 12.5 billion crowns", ("number",)),
        ("opened on Saturday after five years of work", ("number",)),
        ("Mayor Ingrid Berg said it did not cost more than 12.5 million crowns", ("name",)),
        ("The new pier at Lindvik never opened on Saturday after four years", ("negation",)),
    ]:
        with subtests.test(text=text, alterations=alterations):
            found = check(snapshot, text)
            assert (found.verdict, found.alterations) == ("changed", alterations)


def test_words_left_out_of_a_sentence_are_shown(snapshot: Snapshot) -> None:
    for dots in ("… ", "[...] ", ""):
        found = check(snapshot, f"The new pier {dots}opened on Saturday after four years")
        assert found.verdict == "shortened"
        assert [edit.text for edit in found.edits if edit.kind == "omitted"] == ["at Lindvik"]
    # Its few first words are its own, however many are left out after them.
    assert check(snapshot, "Mayor Ingrid not cost more than 12.5 million crowns").verdict == "shortened"


def test_a_negation_behind_an_ellipsis_is_not_just_shortened(snapshot: Snapshot) -> None:
    found = check(snapshot, "Mayor Ingrid Dahl said it did … cost more than 12.5 million crowns")
    assert found.alterations == ("negation",)


def test_two_places_joined_are_told_apart_from_one(snapshot: Snapshot) -> None:
    found = check(snapshot, "The ferry Solveig was the first to cost more than 12.5 million crowns")
    assert found.verdict == "spliced"
    assert [citation.passage for citation in found.citations] == [
        "The ferry Solveig was the first to",
        "cost more than 12.5 million crowns",
    ]


def test_a_sentence_across_two_others_is_joined_too(snapshot: Snapshot) -> None:
    assert check(snapshot, "The new pier at Lindvik did not cost more than 12.5 million crowns").verdict == "spliced"


def test_other_words_are_shown_beside_the_article(snapshot: Snapshot) -> None:
    found = check(snapshot, "The old pier at Lindvik opened on Saturday after four years of toil")
    assert found.verdict == "different"
    assert [(edit.kind, edit.text) for edit in found.edits if edit.kind != "same"] == [
        ("omitted", "new"),
        ("added", "old"),
        ("omitted", "work"),
        ("added", "toil"),
    ]


def test_what_nobody_wrote_is_not_found(snapshot: Snapshot) -> None:
    for text in ("The lighthouse keeper sold his boat in spring", "pier pier pier pier pier pier"):
        found = check(snapshot, text)
        assert (found.verdict, found.citations) == ("missing", ())


def test_dots_of_the_article_are_no_omission() -> None:
    text = "“It is hard ... I thought it was better here,” said the clerk."
    snapshot = Snapshot.build([Article(title="A", paragraphs=(text,), language="en", row=1, version=1)])
    assert check(snapshot, "It is hard … I thought it was better here").verdict == "exact"
    assert check(snapshot, "It is hard I thought it was … better here").verdict != "exact"


def test_scripts_without_spaces_are_compared_by_the_character() -> None:
    text = "新しい橋は土曜日に開通しました。市長は費用が予定を超えなかったと述べました。"
    snapshot = Snapshot.build([Article(title="橋", paragraphs=(text,), language="ja", row=1, version=1)])
    assert check(snapshot, "新しい橋は土曜日に開通しました").verdict == "exact"
    assert check(snapshot, "新しい橋は日曜日に開通しました").verdict == "different"


def test_too_few_words_and_too_many_are_refused() -> None:
    with pytest.raises(InvalidQuestion, match=str(MIN_QUOTE_WORDS)):
        clean_quote("“too short”")
    with pytest.raises(InvalidQuestion, match="1,000"):
        clean_quote("long " * 300)


def test_no_altered_sentence_of_the_samples_is_word_for_word() -> None:
    counts = measure(list(samples.sample_articles()), 600)
    for name, kind in KINDS.items():
        each = counts[name]
        assert each.exact == (each.asked if kind.is_true else 0), name
        assert each.right >= MIN_RIGHT.get(name, MIN_RIGHT_ELSEWHERE) * each.asked, name
