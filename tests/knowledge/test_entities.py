"""What a question names must be in what is quoted; otherwise the passages are the closest only."""

from datetime import date
from pathlib import Path

import pytest

from knowledge import Answer, Article, Library
from knowledge.evaluation import Snapshot
from knowledge.text import analysis
from knowledge.text.numbers import ordinals, other_ordinal, values

ARTICLES = [
    Article(
        id="kcna",
        title="The Korean Central News Agency",
        paragraphs=("KCNA was founded on 5 December 1946 as the state news agency of the north.",),
        language="en",
    ),
    Article(id="tass", title="Reports", paragraphs=("The envoy spoke to TASS about fish.",), language="en"),
    Article(
        id="club",
        title="The club",
        paragraphs=("Beatrix Holm keeps the ledger, and Tom Yarrow the key. The balance is £40.", "See OAuth."),
        language="en",
    ),
    Article(id="chart", title="The chart", paragraphs=("Version 2.3.1 draws the ebb in blue.",), language="en"),
    Article(
        id="fish",
        title="The market",
        paragraphs=("The fish market sold 1,500 herring and 1.2 million sprats on 5 June 2021.",),
        language="en",
    ),
]


async def ask(folder: Path, question: str) -> Answer:
    async with Library.open(folder) as library:
        await library.add_all(ARTICLES)
        found = await library.ask(question, k=1)
    assert isinstance(found, Answer)
    return found


async def test_name_number_or_date_that_no_quote_holds_makes_the_passages_the_closest_only(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for number, (question, absent) in enumerate(
        [
            ("When was the news agency TASS founded as the state agency of the north?", ("TASS",)),
            ("What does version 2.3.2 draw in blue?", ()),
            ("How many herring did the fish market sell on 6 June 2021?", ("6 June 2021",)),
            ("Who bought the 1600 herring that the fish market sold?", ("1600",)),
            ("What does Beatrix Yarrow keep?", ("Beatrix Yarrow",)),
            ("What is the balance in euros?", ("euros",)),
            ("see OAuth2", ("OAuth2",)),
        ]
    ):
        with subtests.test(question=question, absent=absent):
            (folder := tmp_path / str(number)).mkdir()
            found = await ask(folder, question)
            assert found.outcome == "closest"
            assert set(found.absent) | set(found.unmatched) == {*absent, *found.unmatched} and (
                absent or found.unmatched
            )


async def test_number_date_or_name_in_another_form_is_held(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, question in enumerate(
        [
            "When was the Korean Central News Agency founded?",
            "How many of 1 500 herring were sold on the fish market in June 2021 beside 1.2 million sprats?",
            "Who bought the 1500 herring that the fish market sold?",
            "Where were the 1,200,000 sprats of the fish market sold?",
            "How many herring did the fish market sell on 2021-06-05?",
            "How many herring did the fish market sell on 5.6.2021?",
            "What does Tom Yarrow keep?",
            "The fish market sold herring last Tuesday. Approximately how many did the market sell?",
        ]
    ):
        with subtests.test(question=question):
            (folder := tmp_path / str(number)).mkdir()
            found = await ask(folder, question)
            assert (found.outcome, found.absent) == ("answered", ())


def test_numbers_are_read_by_their_language(subtests: pytest.Subtests) -> None:
    for text, language, value in [
        ("1000", "en", 1000.0),
        ("1,000", "en", 1000.0),
        ("1 000", "fr", 1000.0),
        ("1.000", "de", 1000.0),
        ("1.000", "en", 1.0),
        ("1,000", "de", 1.0),
        ("1.5 million", "en", 1.5e6),
        ("1,5 Millionen", "de", 1.5e6),
        ("3만", "ko", 3e4),
        ("2 billion", "en", 2e9),
    ]:
        with subtests.test(text=text, language=language):
            assert values(text, language) == {value}


async def test_what_is_told_of_another_name_does_not_lead(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await library.add(
            Article(
                title="A guide to KCNA and TASS",
                paragraphs=(
                    "KCNA was founded on 5 December 1946.",
                    "TASS began work as a telegraph agency in 1904 and was named so later.",
                ),
                language="en",
            )
        )
        found = await library.ask("When was TASS founded?")
    assert isinstance(found, Answer) and found.citations[0].paragraph == 2


def test_name_without_the_time_that_is_asked_is_the_closest_only() -> None:
    paragraphs = ("KCNA was founded on 5 December 1946.", "Reporters of TASS came to the pier with two cameras.")
    found = Snapshot.build([Article(title="Agencies", paragraphs=paragraphs, language="en")])
    assert found.ask("When was KCNA founded?").reply.outcome == "answered"
    assert found.ask("When was TASS founded?").reply.outcome == "closest"


HARBOUR = Article(
    title="The harbour of Lindvik",
    paragraphs=(
        "The first race was won by Anna Berg, the second by Ola Nord and the third by Per Lund.",
        "The fourth round of talks ended at the inn. Radio VII told of it.",
        "The agreement on the ferry was signed by two mayors in 1997.",
        "A museum for the ferry opened in 2004, and a budget of 3.5 million kroner was approved for it.",
        "Parking costs 20 kroner a day behind the fish hall.",
        "Reporters of TASS came to the pier with two cameras.",
        "Tram line 6 runs from the 7 piers to the airport. South Vidland sends two trams, at 2 % interest.",
    ),
    language="en",
)


def test_number_must_be_told_of_what_is_asked(subtests: pytest.Subtests) -> None:
    snapshot = Snapshot.build([HARBOUR])
    for question, outcome, named in [
        ("Who won the third race?", "answered", ()),
        ("Who won the 3rd race?", "answered", ()),
        ("What ended the 4th round of talks?", "answered", ()),
        ("Who won the fourth race?", "closest", ("fourth",)),
        ("Who won the 6th race?", "closest", ("6th",)),
        ("Who signed the agreement on the ferry in 1997?", "answered", ()),
        ("Who signed the agreement on the ferry in 2004?", "closest", ("2004",)),
        ("Which budget of 3,500,000 kroner was approved?", "answered", ()),
        ("Which budget of 3500000 kroner was approved?", "answered", ()),
        ("What budget of 3.5 billion kroner was approved?", "closest", ("3.5 billion",)),
        ("What costs 20 kroner a day?", "answered", ()),
        ("What costs 20 euros a day?", "closest", ("20 euros",)),
        ("What costs €20 a day?", "closest", ("€", "€20")),
        ("Where does tram line 6 run?", "answered", ()),
        ("Where does tram line 7 run?", "closest", ("7",)),
        ("What does South Vidland send?", "answered", ()),
        ("What does North Vidland send?", "closest", ("North Vidland",)),
        ("4 % interest", "closest", ("4",)),
    ]:
        with subtests.test(question=question):
            found = snapshot.ask(question).reply
            assert isinstance(found, Answer)
            assert found.outcome == outcome
            assert (*found.unmatched, *found.absent) == named


def test_number_beside_its_word_is_told_of_it_and_unknown_german_names_are_named(subtests: pytest.Subtests) -> None:
    articles = (
        Article(
            title="Cargo plane lands on motorway",
            paragraphs=(
                "A cargo plane with engine trouble landed on the A7 motorway near Halden on Monday night.",
                "Captain Neri was unhurt. The plane, a Boeing 737-400, carried 14 tonnes of mail.",
            ),
            language="en",
            row=1,
        ),
        Article(
            title="Hafen",
            paragraphs=("Der Plan für den Hafen von Wiekum wurde am Montag vorgestellt.",),
            language="de",
            row=2,
        ),
    )
    snapshot = Snapshot.build(articles)
    for question, outcome in [
        ("When did the Boeing 737-400 land on the motorway?", "answered"),
        ("When did the Boeing 747 land on the motorway?", "closest"),
        ("Wann wurde der Plan für den Hafen von Wiekum vorgestellt?", "answered"),
        ("Wann wurde der Plan für den Hafen von Husum vorgestellt?", "closest"),
    ]:
        with subtests.test(question=question):
            assert snapshot.ask(question).reply.outcome == outcome


def test_ordinals_are_read_in_words_and_digits(subtests: pytest.Subtests) -> None:
    for text, language, read in [
        ("the fourth summit and the 3rd race, first of all", "en", {"fourth": 4, "3rd": 3}),
        ("two thirds, a third, 20 metres per second, one second", "en", {}),
        ("beim vierten Treffen", "de", {"vierten": 4}),
        ("la cuarta cumbre y el 5.º", "es", {"cuarta": 4, "5.º": 5}),
        ("제4차 회담과 세 번째", "ko", {"제4차": 4, "세 번째": 3}),
        ("第四次", "zh", {"第四": 4}),
    ]:
        with subtests.test(text=text):
            assert ordinals(text, language) == read
    assert [other_ordinal(each) for each in ("fourth", "4th", "Second", "21st", "fish")] == [
        "4th",
        "fourth",
        "2nd",
        "",
        "",
    ]


def test_what_is_only_mentioned_is_not_defined(subtests: pytest.Subtests) -> None:
    paragraphs = (
        "Pectin is a fibre in fruit that makes jam set.",
        "The reliever contains salbutamol, and the cook added pectin to the kvark.",
        "A new dungeon, the Sunken Vault, opens on the island.",
        "They went by the lifeboat Resolute. The Rune Forge has burnt down.",
        "The Non-Player Character (NPC) writers meet in the inn.",
    )
    articles = [
        Article(title=str(row), paragraphs=(text,), language="en", row=row) for row, text in enumerate(paragraphs)
    ]
    articles.append(Article(title="Kvark", paragraphs=("It goes well with jam.",), language="en", row=9))
    snapshot = Snapshot.build(articles)
    for question, outcome, words in [
        ("What is pectin?", "answered", "a fibre in fruit that makes jam set"),
        ("What is the Sunken Vault?", "answered", "A new dungeon"),
        ("what is the Resolute", "answered", "the lifeboat"),
        ("What is an NPC?", "answered", "Non-Player Character"),
        ("NPC meaning", "answered", "Non-Player Character"),
        ("define pectin", "answered", "a fibre in fruit that makes jam set"),
        ("What is salbutamol?", "closest", ""),
        ("What is the Rune Forge?", "closest", ""),
        ("what is kvark", "answered", ""),
    ]:
        with subtests.test(question=question):
            found = snapshot.ask(question).reply
            assert isinstance(found, Answer) and found.outcome == outcome
            first = found.citations[0]
            assert [first.text[slice(*span)].strip() for span in first.answers[:1]] == [words] * bool(words)


def test_question_in_an_article_answers_none() -> None:
    paragraphs = ("Q: Is there parking at the marina?", "Parking costs 20 kroner a day behind the fish hall.")
    snapshot = Snapshot.build([Article(title="Marina", paragraphs=paragraphs, language="en")])
    found = snapshot.ask("Is there parking?").reply
    assert isinstance(found, Answer) and [each.paragraph for each in found.citations] == [2, 1]
    alone = Snapshot.build([Article(title="Marina", paragraphs=paragraphs[:1], language="en")])
    assert alone.ask("Is there parking at the marina?").reply.outcome == "closest"


def test_day_without_its_year_is_that_of_the_article(subtests: pytest.Subtests) -> None:
    written = [
        ("en", ("The bridge was painted green on 5 June.", "The mayor spoke on Monday.")),
        ("es", ("El 5 de junio el puente fue pintado de verde.", "El alcalde habló el lunes.")),
        ("ko", ("다리는 6월 5일 초록색으로 칠해졌다.", "시장은 월요일에 연설했다.")),
        ("zh", ("大桥6月5日被漆成绿色。", "市长星期一讲话。")),
    ]
    day = date(2021, 6, 8)
    snapshot = Snapshot.build(
        Article(title="1", paragraphs=paragraphs, language=code, published_at=day, row=row)
        for row, (code, paragraphs) in enumerate(written, 1)
    )
    for question, outcome, absent in [
        ("5 June 2021", "answered", ()),
        ("What was painted on June 5, 2021?", "answered", ()),
        ("What was painted on 5 June 2020?", "closest", ("5 June 2020",)),
        ("5 de junio de 2021", "answered", ()),
        ("2021년 6월 5일", "answered", ()),
        ("2020년 6월 5일", "closest", ("2020년 6월 5일",)),
        ("2021年6月5日", "answered", ()),
    ]:
        with subtests.test(question=question):
            found = snapshot.ask(question).reply
            assert (found.outcome, isinstance(found, Answer) and found.absent) == (outcome, absent)


def test_capital_of_the_first_word_says_nothing_of_the_others() -> None:
    assert analysis.named_words("When was the World Health Organization founded?", "en") == (
        "World",
        "Health",
        "Organization",
    )
    assert analysis.named_words("WHO IS THE COACH OF THE TEAM", "en") == ()
