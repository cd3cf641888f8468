"""What is measured is what answers: library, *More* and evaluation run one function."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Decline, InvalidQuestion, Library
from knowledge.answers.pipeline import AnswerRequest, answer_question
from knowledge.answers.snapshot import MemorySource
from knowledge.evaluation import Snapshot
from knowledge.search import retriever

ARTICLES = [
    Article(
        id="pier",
        title="Harbour town opens its ferry pier",
        paragraphs=("The town of Lindvik opened a ferry pier.", "The pier cost forty million crowns in all."),
        publisher="Harbour Times",
        published_at=date(2018, 6, 14),
        language="en",
    ),
    Article(
        id="copy",
        title="Pier opens",
        paragraphs=("LINDVIK — The town of Lindvik opened a ferry pier.", "Ole Nordahl said the pier was late."),
        published_at=date(2019, 6, 14),
        language="en",
    ),
    Article(id="muelle", title="Muelle", paragraphs=("El muelle costó cuarenta millones de coronas.",), language="es"),
]
QUESTIONS = [
    "Which town opened a ferry pier?",
    "Which town opened a ferry pier? after:2019",
    'What did the pier cost? "forty million"',
    'What did the pier cost? "fifty million"',
    "latest news of the pier -crowns",
    "Did Ole Nordal say that the pier was late?",
    "¿Cuánto costó el muelle?",
    "How do I bake sourdough bread?",
    "??",
]


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add_all(ARTICLES)
        yield library


def alone(reply: Answer | Decline) -> Answer | Decline:
    """A reply without what only a logged one has."""
    return replace(reply, id=0, milliseconds=0)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_evaluation_replies_what_the_library_replies(library: Library, question: str) -> None:
    snapshot = await library.snapshot()
    for k in (1, 3):
        assert alone(snapshot.ask(question, k=k).reply) == alone(await library.ask(question, k=k))


async def test_evaluation_follows_up_as_the_library_does(library: Library) -> None:
    first = await library.ask("Which town opened a ferry pier?")
    followed = await library.ask("and what did it cost?", AskContext(following=first.id))
    conversation = await library.question_log.conversation(first.id, collection="shared")
    measured = (await library.snapshot()).ask("and what did it cost?", conversation=conversation).reply
    assert isinstance(followed, Answer) and alone(measured) == alone(followed)


async def test_more_is_the_same_ranking_without_what_was_shown(library: Library) -> None:
    first = await library.ask("Which town opened a ferry pier?", k=1)
    assert isinstance(first, Answer)
    [lead] = first.citations
    shown = {(lead.article.id, lead.paragraph), *((each.article.id, each.paragraph) for each in lead.also)}
    more = await library.more_passages(first.id, k=3)
    assert shown == {("pier", 1), ("copy", 1)}
    assert more.citations[0].n == 2 and shown.isdisjoint((each.article.id, each.paragraph) for each in more.citations)


async def test_what_cannot_be_asked_is_refused_alike_and_not_logged(
    subtests: pytest.Subtests, library: Library
) -> None:
    for question in ["", " \n ", "x" * 1_001, "after:2018", "after:2018 before:2020"]:
        with subtests.test(question=question):
            snapshot = await library.snapshot()
            with pytest.raises(InvalidQuestion) as measured:
                snapshot.ask(question)
            with pytest.raises(InvalidQuestion) as asked:
                await library.ask(question)
            assert str(measured.value) == str(asked.value)
            assert [each async for each in library.export_questions()] == []


def test_the_day_of_a_question_is_that_of_its_request() -> None:
    snapshot = Snapshot.build([replace(each, row=row) for row, each in enumerate(ARTICLES, start=1)])
    request = AnswerRequest(question="Which town opened a ferry pier? on:yesterday", today=date(2019, 6, 15))
    reply = answer_question(request, snapshot.retriever, MemorySource(snapshot.articles)).reply
    assert isinstance(reply, Answer) and {each.article.id for each in reply.citations} == {"copy"}
    late = replace(request, today=date(2024, 6, 15))
    assert answer_question(late, snapshot.retriever, MemorySource(snapshot.articles)).reply.unmet == ("on:yesterday",)


def test_words_that_only_ask_are_never_missing(subtests: pytest.Subtests) -> None:
    plans = {
        "de": ("Hafenplan", "Das Gesamtkonzept des Hafens sieht zwei neue Molen vor."),
        "en": ("Harbour plan", "The breakwater has a lamp."),
        "es": ("Plan del puerto", "El rompeolas tiene una lámpara."),
        "ko": ("항구 계획", "방파제에는 등대가 있다."),
    }
    snapshot = Snapshot.build(
        Article(id=code, title=title, paragraphs=(text,), language=code, row=row)
        for row, (code, (title, text)) in enumerate(plans.items())
    )
    for question, missing in [
        ("Was kostet das Gesamtkonzept?", ()),
        ("Wie heißt das Gesamtkonzept?", ()),
        ("Was kostet das Gesamtkonzept der Bahn?", ("Bahn",)),
        ("How long is the breakwater, and what does it cost?", ()),
        ("¿Cuánto cuesta el rompeolas y qué significa?", ()),
        ("Combien coûte le breakwater?", ()),
        ("방파제가 뭔지 설명해줘", ()),
        ("What colour is the breakwater today?", ()),
        ("Does the US breakwater have a lamp?", ("US",)),
    ]:
        with subtests.test(question=question):
            assert snapshot.ask(question).reply.unmatched == missing
    sure = snapshot.ask("Which breakwater has a lamp?").reply.confidence
    assert snapshot.ask("Which version of the breakwater has a lamp?").reply.confidence == pytest.approx(sure)
    assert snapshot.ask("Which crane of the breakwater has a lamp?").reply.confidence < sure


def test_verb_of_asking_counts_right_after_the_only_term_of_a_question() -> None:
    texts = {"Captain retires": "Captain Müller sailed for years.", "Talks": "The captain told us that it rained."}
    titles = enumerate(texts.items())
    snapshot = Snapshot.build(
        Article(title=title, paragraphs=(text, "A gull."), language="en", row=row) for row, (title, text) in titles
    )
    reply = snapshot.ask("What did the captain tell us?").reply
    assert isinstance(reply, Answer) and reply.citations[0].article.title == "Talks"


def test_of_long_paragraphs_as_many_are_reread_as_there_is_room_for_and_any_is_found_by_its_words() -> None:
    told = "The ferry sailed to the pier on Monday. " * 190
    articles = [
        Article(row=row, version=1, id=str(row), title=f"Log {row}", paragraphs=(f"{told}An {word} was seen.",))
        for row, word in enumerate(["owl", "ox", "asp", "ant", "ape", "ibis", "auk", "eel", "eland", "elk"] * 2, 1)
    ]
    snapshot = Snapshot.build([replace(each, language="en") for each in articles])
    for question, first in (("When did the ferry sail?", None), ("What is an elk?", {10, 20})):
        found = snapshot.ask(question)
        assert isinstance(found.reply, Answer)
        assert sum(len(articles[hit.row - 1].paragraphs[0]) for hit in found.hits) <= 72_000
        assert first is None or {hit.row for hit in found.hits} == first
        assert first is None or found.reply.citations[0].passage.endswith("An elk was seen.")
    longest = replace(articles[0], paragraphs=(told * 20,), language="en")
    assert isinstance(Snapshot.build([longest]).ask("When did the ferry sail?").reply, Answer)


def test_a_very_long_question_is_answered_by_the_words_that_are_in_the_articles() -> None:
    words = ["".join(letters) for letters in product("bdfg", "aeio", "kmt", "ou", "l")]
    told = f"The captain sailed for {' '.join(words)}."
    log = Article(row=9, version=1, id="log", title="Log", paragraphs=(told,), language="en")
    snapshot = Snapshot.build([*ARTICLES, log])
    for asked, corrected, unmatched in ((words[:9], ["captain"], ()), (words, [], ("captian",))):
        reply = snapshot.ask(f"When did the captian sail for {' '.join(asked)}?").reply
        assert isinstance(reply, Answer) and reply.citations[0].article.id == "log"
        assert [each.instead for each in reply.corrections] == corrected
        assert reply.unmatched == unmatched


def test_however_ngrams_are_counted_sentences_score_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = Snapshot.build([replace(each, row=row, version=1) for row, each in enumerate(ARTICLES, start=1)])
    found = [snapshot.ask(question).hits for question in QUESTIONS[:6]]
    monkeypatch.setattr(retriever, "MAX_SOUGHT_NGRAMS", 0)
    assert found == [snapshot.ask(question).hits for question in QUESTIONS[:6]] and all(found)
