"""What lowers the confidence in a passage."""

from datetime import date, timedelta

import pytest

from knowledge.answers.snapshot import Snapshot
from knowledge.models import Article
from knowledge.search.filters import parse_question, says_new
from knowledge.search.params import DEFAULT_PARAMS
from knowledge.search.partition import Partition
from knowledge.search.query import Query
from knowledge.search.retriever import answer_type_fit, confidence
from knowledge.text.sentences import split_sentences

WITHOUT_TYPE, WITHOUT_NEGATION = DEFAULT_PARAMS.missing_type_factor, DEFAULT_PARAMS.missing_negation_factor


def fitting(text: str, question: str, language: str = "en") -> float:
    query = Query.build(question, Partition.build(language, [Article(title="", paragraphs=(text,))]))
    sentences = split_sentences(text, language)
    return answer_type_fit(query, text, sentences, sentences[0])


def test_a_paragraph_fits_less_where_it_lacks_what_was_asked_for(subtests: pytest.Subtests) -> None:
    for question, text, expected in [
        ("When did the pier open?", "The pier opened in June. Boats came.", 1),
        ("When did the pier open?", "The pier opened to loud applause.", WITHOUT_TYPE),
        ("How many boats came?", "Boats came to the pier.", WITHOUT_TYPE),
        ("Who opened the pier?", "the pier was opened.", 1),
        ("Which boats did not come?", "The boats came to the pier.", WITHOUT_NEGATION),
        ("Which boats did not come?", "The blue boats never came to the pier.", 1),
        ("When did the boats not come?", "The boats came.", WITHOUT_TYPE * WITHOUT_NEGATION),
    ]:
        with subtests.test(question=question, text=text):
            assert fitting(text, question) == pytest.approx(expected)


def test_a_date_in_another_sentence_of_the_paragraph_is_enough() -> None:
    assert fitting("The pier opened to loud applause. That was in 1921.", "When did the pier open?") == 1


def test_a_language_whose_negations_are_not_known_is_not_doubted() -> None:
    assert fitting("항구가 열렸다.", "항구가 열리지 않은 까닭은?", "ko") == 1


def test_what_is_asked_as_not_so_gets_less_confidence() -> None:
    articles = [Article(title="Pier", paragraphs=("The blue boats came to the pier.", "Ice."), language="en", row=1)]
    snapshot = Snapshot.build(articles)
    came = snapshot.ask("Which boats came to the pier?", k=1).reply
    stayed = snapshot.ask("Which boats never came to the pier?", k=1).reply
    assert stayed.confidence < came.confidence


def test_a_long_question_is_not_doubted_for_its_length_where_spaces_part_the_words() -> None:
    def halved(question: str, language: str) -> float:
        """The confidence in a score of half the question."""
        article = Article(title="", paragraphs=("The pier opened.", "码头开放了。"), language=language)
        query = Query.build(question, Partition.build(language, [article]))
        return confidence(query.total_weight / 2, query, set(query.terms))

    assert halved("pier of Lindvik with ferries, gulls and flags", "en") > halved("pier", "en")
    assert halved("码头的渡轮和海鸥", "zh") == pytest.approx(halved("码头", "zh"))


def test_names_and_nouns_do_not_ask_for_what_is_new(subtests: pytest.Subtests) -> None:
    for question, is_new in [
        ("Who is Xi Jinping?", False), ("Where is Beijing?", False), ("Who is Will Smith?", False),
        ("What was in his will?", False), ("What is the meaning of Brexit?", False), ("Is the king dead?", False),
        ("Where do women have children?", False), ("What seats has the United Nations council?", False),
        ("Which country has signed the treaty?", True), ("Who is running for mayor?", True), ("Who will win?", True),
    ]:  # fmt: skip
        with subtests.test(question=question):
            assert says_new(parse_question(question, today=date(2024, 1, 1))) is is_new


def test_news_that_ended_long_ago_is_doubted_for_what_is_new(subtests: pytest.Subtests) -> None:
    """News of some months, many in a row, differ from a few dated articles, which are asked for what they tell."""
    news = [
        Article(
            row=n,
            version=1,
            title=f"Report {n}",
            paragraphs=(
                f"The harbour office of Lindvik counted {n} ships.",
                "The new ferry pier opened with nine berths.",
            ),
            published_at=date(2022, 1, 1) + timedelta(days=n % 60),
            language="en",
        )
        for n in range(1, 121)
    ]
    feed, few = Snapshot.build(news), Snapshot.build(news[:20])
    new, old = "Which new pier opened with nine berths?", "Which pier opened with nine berths?"
    for snapshot, question, is_doubted in [(feed, new, True), (feed, old, False), (few, new, False)]:
        with subtests.test(question=question, articles=len(snapshot.articles)):
            soon, late = (snapshot.ask(question, today=day).reply for day in (date(2022, 12, 1), date(2024, 3, 1)))
            assert (late.confidence < soon.confidence - 0.1) is is_doubted
