"""Which passages an answer quotes, and in which order."""

import pytest

from knowledge.answers.snapshot import Snapshot
from knowledge.models import Answer, Article

FILLER = "Nothing of note was said about the weather that morning by anyone in the hall. " * 5
PLACES = ("Lindvik", "Solvang", "Norheim", "Askvoll")
LONG = f"The glacier above Lindvik lost nine metres. {FILLER}The glacier feeds the pier's only well."


def quoted(*paragraphs: str, question: str) -> list[tuple[int, str]]:
    article = Article(title="Ice", paragraphs=paragraphs, language="en", row=1)
    reply = Snapshot.build([article]).ask(question, k=3).reply
    assert isinstance(reply, Answer)
    return [(citation.paragraph, citation.passage) for citation in reply.citations]


def test_the_first_paragraph_is_quoted_further_before_lesser_ones() -> None:
    (first, answer), (again, rest), *_ = quoted(
        LONG, "The glacier is far away.", "No one was in Lindvik.", question="What did the glacier at Lindvik lose?"
    )
    assert (first, again) == (1, 1)
    assert answer.startswith("The glacier above Lindvik lost nine metres.") and answer not in rest


def test_a_paragraph_that_is_nearly_as_good_comes_before_more_of_the_first() -> None:
    places = [
        place
        for place, _ in quoted(
            LONG, "The glacier above Lindvik lost ten metres.", question="How much did the glacier at Lindvik lose?"
        )
    ]
    assert sorted(places[:2]) == [1, 2]


def test_no_more_passages_than_asked_for() -> None:
    paragraphs = (f"The glacier above {place} lost {metres} metres. {FILLER}" for metres, place in enumerate(PLACES))
    assert len(quoted(*paragraphs, question="What did the glacier lose?")) == 3


def test_of_paragraphs_that_say_as_much_the_first_of_an_article_leads() -> None:
    rest = ("Lindvik lost its glacier.", "Snow fell.", "Its glacier Lindvik lost.")
    assert next(place for place, _ in quoted(*rest, question="What did Lindvik lose?")) == 1
    assert next(place for place, _ in quoted(*reversed(rest), question="What did Lindvik lose?")) == 1


def test_a_question_that_repeats_a_word_many_times_is_quoted_for_like_any_other() -> None:
    assert quoted(LONG, question="glacier " * 100) == quoted(LONG, question="glacier")


DAHL = "Mayor Ingrid Dahl spoke of the pier at Lindvik."
PLAN = "She wants to widen it for the ferry."


@pytest.mark.parametrize(
    ("paragraphs", "question", "passages"),
    [
        ((DAHL, PLAN), "What did Dahl say of the pier?", [(1, f"{DAHL}\n\n{PLAN}")]),
        (
            (DAHL, f"{PLAN} The pier is Dahl's."),
            "What did Dahl say of the pier?",
            [(1, f"{DAHL}\n\n{PLAN} The pier is Dahl's.")],
        ),
        ((DAHL, PLAN), "Who spoke of the pier at Lindvik?", [(1, DAHL)]),
        ((DAHL, PLAN), "What did Dahl say of the pier? -ferry", [(1, DAHL)]),
        ((DAHL, "Plans for the ferry"), "What did Dahl say of the pier?", [(1, DAHL)]),
        ((DAHL, "Will it be wider for the ferry?"), "What did Dahl say of the pier?", [(1, DAHL)]),
        ((DAHL, f"{PLAN} " * 9), "What did Dahl say of the pier?", [(1, DAHL)]),
    ],
    ids=["room", "no second time", "answered", "left out", "heading", "question", "no room"],
)
def test_a_passage_goes_on_into_the_next_paragraph_where_that_may_hold_what_is_asked_for(
    paragraphs: tuple[str, ...], question: str, passages: list[tuple[int, str]]
) -> None:
    assert quoted(*paragraphs, question=question) == passages


def test_a_passage_ends_with_its_section() -> None:
    article = Article(title="Ice", paragraphs=(DAHL, PLAN), headings=("Talk", "Plans"), language="en", row=1)
    reply = Snapshot.build([article]).ask("What did Dahl say of the pier?").reply
    assert isinstance(reply, Answer) and [each.paragraphs for each in reply.citations] == [range(1, 2)]


def test_what_only_the_next_paragraph_holds_is_marked_there() -> None:
    texts = ("The pier at Lindvik opened with flags on Saturday.", "It is ninety metres long.")
    article = Article(title="Ice", paragraphs=texts, language="en", row=1)
    reply = Snapshot.build([article]).ask("How long is the pier at Lindvik?").reply
    assert isinstance(reply, Answer) and reply.short == "ninety metres long"
    assert [part.passage for part in reply.citations[0].parts] == list(texts)
