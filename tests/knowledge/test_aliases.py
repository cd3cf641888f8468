"""Names are found by their other forms: those that articles explain, spell out, or that a country is known by."""

from pathlib import Path

import pytest

from knowledge import Answer, Article, Library
from knowledge.search.expansion import learnt_forms
from knowledge.search.retriever import Retriever

TEXTS = {
    "border": "The Demilitarized Zone (DMZ) divides the peninsula.",
    "cranes": "Cranes spend the winter in the Demilitarized Zone, which is 250 kilometres long.",
    "tours": "Tourists visit the DMZ from the capital by bus.",
    "floods": "The National Hurricane Center warned of floods on the coast.",
    "charts": "Fishermen asked NOAA for better charts of the bay.",
    "grain": "Officials said Moscow had rejected the grain deal on Friday.",
    "tents": "Germany sent tents to the flooded valley.",
    "wine": "French wines were taxed more heavily in June.",
    "envoy": "The U.S. envoy flew to Lindvik on Monday with a colour map of the harbour.",
    "crew": "The captain told us that quotas would fall.",
    "tariff": "The six-party talks on the tariff end on the first Friday. N. Vidland sent twenty-four students.",
    "belt": "Belt BX42 drives the saw at 230 V.",
    "cache": "The LRU cache is emptied at dusk, and the maxDepth of the well is 12.",
}
ARTICLES = [Article(id=id, title="", paragraphs=(text,), language="en") for id, text in TEXTS.items()]


async def ask(folder: Path, question: str) -> Answer:
    async with Library.open(folder) as library:
        await library.add_all(ARTICLES)
        found = await library.ask(question)
    assert isinstance(found, Answer)
    return found


async def test_name_is_found_by_another_form(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, (question, article) in enumerate(
        [
            ("How long is the DMZ?", "cranes"),
            ("how long is the dmz", "cranes"),
            ("Who visits the Demilitarized Zone by bus?", "tours"),
            ("What did the NHC warn of?", "floods"),
            ("Who asked the National Oceanic Atmospheric Administration for charts?", "charts"),
            ("Did Russia reject the grain deal?", "grain"),
            ("What did the Germans send to the valley?", "tents"),
            ("Which wines of France were taxed?", "wine"),
            ("Where did the United States envoy fly?", "envoy"),
            ("Where did the American envoy fly?", "envoy"),
            ("Which color map of the harbor did the envoy have?", "envoy"),
            ("What did the captain tell us?", "crew"),
            ("What is the NHC?", "floods"),
            ("6 party talks", "tariff"),
            ("the 1st Friday", "tariff"),
            ("24 students", "tariff"),
            ("What did North Vidland send?", "tariff"),
            ("belt BX-42", "belt"),
            ("LRUCache", "cache"),
            ("max depth", "cache"),
            ("saw at 230 volts", "belt"),
            ("What is the National Oceanic Atmospheric Administration?", "charts"),
        ]
    ):
        with subtests.test(question=question, article=article):
            (folder := tmp_path / str(number)).mkdir()
            found = await ask(folder, question)
            assert found.citations[0].article.id == article
            assert found.outcome == "answered"
            assert not found.unmatched and not found.absent


async def test_a_korean_word_before_brackets_is_what_they_shorten(tmp_path: Path) -> None:
    texts = ("비무장지대(DMZ)는 한반도를 나눈다.", "비무장지대의 길이는 250킬로미터이다.", "축제가 항구에서 열렸다.")
    async with Library.open(tmp_path) as library:
        await library.add_all([Article(title=text[:3], paragraphs=(text,), language="ko") for text in texts])
        found = await library.ask("DMZ의 길이는 얼마인가?")
    assert isinstance(found, Answer) and found.citations[0].passage == texts[1]


def test_initials_are_learnt_where_a_text_explains_them(subtests: pytest.Subtests) -> None:
    for text, explained in [
        ("The DMZ (Demilitarized Zone) is wide.", "dmz=demilitarized zone"),
        ("the Joint Security Area, or JSA, is there", "jsa=joint security area"),
        (
            "DPRK is the acronym of the Democratic People's Republic of Korea.",
            "dprk=democratic people's republic of korea",
        ),
        ("the Bank of England (BoE) rate", "boe=bank of england"),
        ("the U.N. Command (UNC) in 1950", "unc=u.n. command"),
        ("la Organización de las Naciones Unidas (ONU)", "onu=organización de las naciones unidas"),
        ("President Obama (CNN) said", ""),
        ("the Harbour Council (see Annex B) met", ""),
        ("(AB) (CD) " * 2_000, ""),
    ]:
        with subtests.test(text=text, explained=explained):
            short, _, long = explained.partition("=")
            told = {each for each in learnt_forms([text]) if not each.startswith("~")}
            assert told == ({explained, f"{long}={short}"} if explained else set())


def test_what_an_article_explained_is_forgotten_with_it() -> None:
    articles = [
        Article(id=str(row), title="", paragraphs=(text,), language="en", row=row, version=1)
        for row, text in enumerate(("The Harbour Tide Board (XQB) met.", "The Harbour Tide Board resigned."), start=1)
    ]
    retriever = Retriever.build(articles)
    assert "" in retriever.partitions["en"].initials.completions("~xqb")
    assert not retriever.delete({1}).partitions["en"].initials.completions("~xqb")
