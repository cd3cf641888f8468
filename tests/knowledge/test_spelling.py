"""What may have been meant by a word that no article has."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Answer, Article, Library, Suggestion
from knowledge.answers import missing_names
from knowledge.evaluation import Snapshot

MOSCOW = Article(
    id="moscow",
    title="ENVOYS MEET IN MOSCOW",
    paragraphs=(
        "Igor Morgulov received the envoys at the ministry.",
        "Morgulov’s talks on denuclearization lasted three hours, the Korean envoy said in Yongbyon.",
    ),
    language="en",
)
RUSSIAN = Article(
    id="ru", title="Переговоры", paragraphs=("Игорь Моргулов принял посланников в Москве.",), language="ru"
)


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add_all([MOSCOW, RUSSIAN])
        yield library


async def meant(library: Library, question: str) -> dict[str, str]:
    found = await library.ask(question)
    return {each.word: each.instead for each in found.suggestions}


async def test_a_misspelt_word_is_offered_as_an_article_writes_it(subtests: pytest.Subtests, library: Library) -> None:
    for word, instead in [
        ("Morgulof", "Morgulov"),
        ("Morguloff", "Morgulov"),
        ("Mrogulov", "Morgulov"),
        ("Yongbion", "Yongbyon"),
        ("denuclerization", "denuclearization"),
        ("Koeran", "Korean"),
        ("Igro", "Igor"),
    ]:
        with subtests.test(word=word, instead=instead):
            assert await meant(library, f"Why was football played with {word} by elephants and giraffes?") == {
                word: instead
            }


async def test_a_misspelt_name_in_another_alphabet_is_offered_too(library: Library) -> None:
    assert (await meant(library, "Сколько слонов видел Маргулов?"))["Маргулов"] == "Моргулов"


async def test_a_word_is_not_bent_into_another_one(subtests: pytest.Subtests, library: Library) -> None:
    for word in ["wine", "football", "X", "Zz", "1953", "U.S.A", "мир", "한국어", "ministries"]:
        with subtests.test(word=word):
            assert word not in await meant(library, f"Which elephants and giraffes and zebras like the {word}?")


async def test_what_was_taken_out_is_offered_no_more(library: Library) -> None:
    await library.remove("moscow")
    assert await meant(library, "Where do elephants meet Morgulof?") == {}


async def test_a_whole_answer_offers_nothing(library: Library) -> None:
    found = await library.ask("Who received the envoys at the ministry?")
    assert isinstance(found, Answer) and found.outcome == "answered" and found.suggestions == ()


@given(st.text(max_size=40))
def test_what_is_offered_stands_in_the_articles(text: str) -> None:
    reply = Snapshot.build([MOSCOW, RUSSIAN]).ask(f"elephants {text}", k=3).reply
    written = " ".join((*MOSCOW.paragraphs, MOSCOW.title, *RUSSIAN.paragraphs, RUSSIAN.title))
    assert all(each.instead in written for each in reply.suggestions)


async def test_only_what_looks_like_a_name_is_missed(subtests: pytest.Subtests, library: Library) -> None:
    for question, missing, meant in [
        ("Who received the envoys at the ministry with Huii?", ("Huii",), ()),
        ("Morguloff received the envoys at the ministry?", (), ()),
        ("did morguloff receive the envoys at the ministry", (), ()),
        ("Did igor morgulov receive the envoys at the ministri", (), ()),
        ("Who received the envoys at the ministry yesterday?", (), ()),
        ("WHO RECEIVED THE ENVOYS AT THE MINISTRY BEFORE?", (), ()),
        ("Yesterday the envoys at the ministry were received by whom?", (), ()),
    ]:
        with subtests.test(question=question, missing=missing):
            found = await library.ask(question)
            assert isinstance(found, Answer)
            assert found.outcome == ("closest" if "Huii" in missing else "answered")
            assert missing_names(found) == missing
            assert tuple(each.instead for each in found.suggestions) == meant


def test_german_nouns_are_no_names() -> None:
    question = "Wer hat die Gesandten im Ministerium mit einem Blumenstrauß empfangen?"
    found = Answer(question=question, outcome="answered", confidence=0.9, citations=(), unmatched=("Blumenstrauß",))
    assert missing_names(found) == ()


@given(st.text(), st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=3))
def test_any_question_can_be_looked_at(question: str, unmatched: list[str], near: list[str]) -> None:
    found = Answer(
        question=question,
        outcome="answered",
        confidence=1.0,
        citations=(),
        unmatched=tuple(unmatched),
        suggestions=tuple(Suggestion(word, "X") for word in near),
    )
    assert set(missing_names(found)) <= set(unmatched)


async def test_question_with_a_misspelt_word_is_answered_with_the_word_that_was_meant(
    subtests: pytest.Subtests, library: Library
) -> None:
    for word, instead in [
        ("Morgulof", "Morgulov"),
        ("Mrogulov", "Morgulov"),
        ("denuclerization", "denuclearization"),
        ("denuclearizaton", "denuclearization"),
        ("denuclearizatoin", "denuclearization"),
        ("Yngbyon", "Yongbyon"),
        ("Korrean", "Korean"),
    ]:
        with subtests.test(word=word, instead=instead):
            found = await library.ask(f"How long did the talks of {word} last at the ministry?")
            assert isinstance(found, Answer)
            assert [(each.word, each.instead) for each in found.corrections] == [(word, instead)]
            assert word not in found.unmatched


async def test_question_is_not_asked_with_a_word_that_is_only_somewhat_alike(
    subtests: pytest.Subtests, library: Library
) -> None:
    for word in ["Igno", "Ignore", "thanks", "clearization", "Koreas"]:
        with subtests.test(word=word):
            found = await library.ask(f"How long did the talks of Morgulov on {word} last at the ministry?")
            assert isinstance(found, Answer) and found.corrections == ()


async def test_misspelt_word_alone_shows_what_it_was_meant_to_find(subtests: pytest.Subtests, library: Library) -> None:
    for word, instead in [("Yongbion", "Yongbyon"), ("Morgulovv", "Morgulov"), ("Koraen", "Korean")]:
        with subtests.test(word=word, instead=instead):
            found = await library.ask(word)
            assert isinstance(found, Answer) and found.outcome == "closest"
            assert [(each.word, each.instead) for each in found.corrections] == [(word, instead)]
    assert not (await library.ask("Ignore the token")).suggestions


def test_spelling_that_no_passage_has_was_not_meant() -> None:
    """A common word that no article has is not bent into one of another article."""
    articles = (
        Article(
            row=1,
            version=1,
            title="Ferry",
            paragraphs=(
                "The county ordered a ferry from the yard at Lindvik, which is to sail in May.",
                "Its crew of nine comes from the two islands.",
                "The old ferry is for sale.",
            ),
            language="en",
        ),
        Article(row=2, version=1, title="Quake", paragraphs=("A quake in the north killed 17 people.",), language="en"),
        Article(row=3, version=1, title="Iğdır", paragraphs=("Iğdır müzesi açıldı.",), language="tr"),
    )
    snapshot = Snapshot.build(articles)
    found = snapshot.ask("Where in the country did the quake kill 17 people?").reply
    assert isinstance(found, Answer) and found.corrections == ()
    elsewhere = snapshot.ask("muzesi").reply
    assert [each.instead for each in (*elsewhere.suggestions, *getattr(elsewhere, "corrections", ()))] == ["müzesi"]
