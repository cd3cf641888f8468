"""Publishers and months named in plain words weigh in, keep nothing out, and can be taken off."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge import Answer, Article, Library
from knowledge.evaluation import Snapshot
from knowledge.search.filters import ArticleFields, parse_question, with_hints

TEXT = "The glacier above Lindvik lost {} metres in May and March 2018, as Mayor Dahl and Reuters say."
ARTICLES = [
    Article(
        id=f"{publisher}-{month}",
        title=f"Glacier note {n}",
        paragraphs=(TEXT.format(n + 3),),
        publisher=publisher,
        published_at=date(2018, month, 10),
        language="en",
    )
    for n, (publisher, month) in enumerate([("Coast Courier", 2), ("Coast Courier", 3), ("Reuters", 2), ("Reuters", 3)])
]


async def ask(folder: Path, question: str, ignored: frozenset[int] = frozenset()) -> Answer:
    async with Library.open(folder) as library:
        await library.add_all(ARTICLES)
        found = await library.ask(question, ignored=ignored)
    assert isinstance(found, Answer)
    return found


QUESTION = "What did Reuters say about the glacier above Lindvik in March 2018?"


async def test_publisher_and_month_of_a_question_weigh_in(tmp_path: Path) -> None:
    found = await ask(tmp_path, QUESTION)
    assert [each.name for each in found.understood] == ["Reuters", "March 2018"]
    assert found.citations[0].article.id == "Reuters-3"


async def test_part_of_a_month_is_the_month(tmp_path: Path) -> None:
    found = await ask(tmp_path, QUESTION.replace("in March", "in early March"))
    assert [each.name for each in found.understood] == ["Reuters", "March 2018"]


async def test_each_can_be_taken_off(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, (ignored, left) in enumerate([({0}, ["March 2018"]), ({1}, ["Reuters"]), ({0, 1}, [])]):
        with subtests.test(ignored=ignored, left=left):
            (folder := tmp_path / str(number)).mkdir()
            found = await ask(folder, QUESTION, frozenset(ignored))
            assert [each.name for each in found.understood] == left and found.ignored == ignored


async def test_what_no_article_is_of_is_a_plain_word(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, question in enumerate(
        [
            "What did Mayor Dahl say about the glacier above Lindvik?",
            "How many metres did the glacier above Lindvik lose in May 1999?",
            "Which glacier lies above Lindvik?",
        ]
    ):
        with subtests.test(question=question):
            (folder := tmp_path / str(number)).mkdir()
            assert not (await ask(folder, question)).understood


@pytest.mark.parametrize(
    ("question", "understood", "listed"),
    [
        ("Reuters in March 2018", ["Reuters", "March 2018"], ["Reuters-3"]),
        ("What did Reuters say in March 2018?", ["Reuters", "March 2018"], ["Reuters-3"]),
        ("coast courier 2018", ["coast courier", "2018"], ["Coast Courier-3", "Coast Courier-2"]),
        ("Kari Dahl, February 2018", ["Kari Dahl", "February 2018"], ["Reuters-2"]),
        ("anything from Reuters", ["Reuters"], ["Reuters-3", "Reuters-2"]),
    ],
)
async def test_publisher_and_time_alone_lead_to_their_articles_the_newest_first(
    question: str, understood: list[str], listed: list[str], tmp_path: Path
) -> None:
    articles = [replace(each, paragraphs=(f"Ferry {n} is late.",)) for n, each in enumerate(ARTICLES)]
    articles[2] = replace(articles[2], byline="Kari Dahl")
    async with Library.open(tmp_path) as library:
        await library.add_all(articles)
        found = await library.ask(question)
    assert isinstance(found, Answer) and not found.unmatched
    assert [each.name for each in found.understood] == understood
    assert [each.article.id for each in found.citations[: len(listed)]] == listed


def test_publishers_in_lists_and_days_of_publication_are_understood(subtests: pytest.Subtests) -> None:
    for question, names in [
        ("Do the Coast Courier and Reuters articles agree on the glacier?", ["Coast Courier", "Reuters"]),
        ("Does Reuters' article on the glacier agree with the Coast Courier's article?", ["Reuters", "Coast Courier"]),
        ("Does Reuters’s second article tell of the glacier above Lindvik?", ["Reuters"]),
        ("What did the Reuters report published on March 10, 2018 say of the glacier?", ["Reuters", "March 10, 2018"]),
        ("What do Norway and Courier say of the glacier above Lindvik?", []),
        ("What happened to the glacier above Lindvik on March 10, 2018?", []),
        ("What did Reuters and the Coast Courier say of the glacier?", ["Reuters", "Coast Courier"]),
        ("Reuters on the glacier above Lindvik", ["Reuters"]),
        ("Was schrieb Reuters über den Gletscher?", ["Reuters"]),
        ("¿Qué dijo Reuters sobre el glaciar?", ["Reuters"]),
        ("Que dit Reuters sur le glacier ?", ["Reuters"]),
        ("Reuters는 빙하에 대해 뭐라고 했나요?", ["Reuters"]),
    ]:
        with subtests.test(question=question, names=names):
            today = date(2018, 4, 1)
            found = with_hints(parse_question(question, today=today), ArticleFields.build(ARTICLES), today)
            assert [each.name for each in found.hints] == names


def test_only_the_name_and_what_is_said_of_it_leave_the_question(subtests: pytest.Subtests) -> None:
    named = ("Reuters", "Financial Times", "AFP")
    fields = ArticleFields.build([replace(ARTICLES[0], publisher=name, byline="") for name in named])
    today = date(2018, 4, 1)
    for question, name, left in [
        ("Was NAFTA replaced according to FT?", "FT", "Was NAFTA replaced ?"),
        ("Who told of the reported crash, according to Reuters?", "Reuters", "Who told of the reported crash"),
        ("What did AFP say about the claim he wrote?", "AFP", "What did about the claim he wrote?"),
    ]:
        with subtests.test(question=question):
            found = with_hints(parse_question(question, today=today), fields, today)
            assert [each.name for each in found.hints] == [name] and found.text.startswith(left)


BOTH = (
    "Does the Coast Courier article say that Mayor Ingrid Dahl of Lindvik opened the Solveig pier for Knut Hauge, "
    "while the Reuters article says that the Harbour Council of Bergen praised {}?"
)


async def test_a_question_of_two_sources_is_answered_where_both_are_quoted(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for number, (praised, outcome) in enumerate([("Berg", "answered"), ("Berg in 1954", "closest")]):
        with subtests.test(praised=praised, outcome=outcome):
            (folder := tmp_path / str(number)).mkdir()
            courier = "Mayor Ingrid Dahl of Lindvik opened the Solveig pier for Knut Hauge, a painter."
            reuters = "The Harbour Council of Bergen praised the pier."
            others = [f"Mayor Ingrid Dahl of Lindvik opened the Solveig pier, part {n}." for n in range(5)]
            async with Library.open(folder) as library:
                await library.add_all(
                    [
                        Article(id=f"{publisher}-{n}", title="", paragraphs=(text,), publisher=publisher, language="en")
                        for n, (publisher, text) in enumerate(
                            [("Coast Courier", courier), ("Reuters", reuters), *(("Post", each) for each in others)]
                        )
                    ]
                )
                found = await library.ask(BOTH.format(praised))
            assert isinstance(found, Answer) and found.outcome == outcome
            assert {"Coast Courier", "Reuters"} <= {each.article.publisher for each in found.citations}


def test_article_of_a_month_need_not_name_it_and_initials_name_an_agency() -> None:
    """What the month's words weigh is given to the articles of the month, as few say when they were written."""
    articles = [
        Article(
            row=row,
            version=1,
            title=title,
            paragraphs=(text,),
            publisher=publisher,
            published_at=day,
            language="en",
        )
        for row, (title, text, publisher, day) in enumerate(
            [
                ("Glacier shrinks", "The glacier in Lindvik lost nine metres.", "Associated Press", date(2021, 2, 10)),
                ("Treaty", "The treaty of Lindvik, signed on 7 June 2021, is ratified.", "Reuters", date(2021, 6, 8)),
                *(
                    (f"Note {n}", f"Trams {n} run at night in Telmark.", "Courier", date(2020, n, 1))
                    for n in range(1, 9)
                ),
            ],
            start=1,
        )
    ]
    snapshot = Snapshot.build(articles)
    for year, title in [(2021, "Glacier shrinks"), (2020, "Note 3")]:
        of_year = snapshot.ask(f"What was told of the glacier or trams 3 in {year}?").reply
        assert isinstance(of_year, Answer) and of_year.citations[0].article.title == title
    asked = snapshot.ask("What happened in Lindvik in February 2021?").reply
    assert isinstance(asked, Answer) and asked.citations[0].article.title == "Glacier shrinks"
    by_initials = snapshot.ask("What did AP say about the glacier?").reply
    assert isinstance(by_initials, Answer) and [each.name for each in by_initials.understood] == ["AP"]
