"""Who wrote an article, as far as its byline tells."""

import pytest

from knowledge.bibliography.authors import Author, authors


@pytest.mark.parametrize(
    "byline",
    [
        "Yonhap", "KCNA", "dpa", "Northern Press", "Footnote background desk", "The Associated Press", "연합뉴스",
        "Ministry of Culture and Sports", "Agence France-Presse", "新华社",
    ],
)  # fmt: skip
def test_institution_is_one_author_as_printed(byline: str) -> None:
    assert authors(byline) == (Author(byline),)


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("Ingrid Dahl", Author("Dahl", "Ingrid")),
        ("By Ingrid Dahl", Author("Dahl", "Ingrid")),
        ("Ingrid Dahl, staff reporter", Author("Dahl", "Ingrid")),
        ("Ingrid Dahl in Oslo", Author("Dahl", "Ingrid")),
        ("Dr. Ingrid Dahl", Author("Dahl", "Ingrid")),
        ("Ingrid Dahl ingrid@courier.example", Author("Dahl", "Ingrid")),
        ("J. R. van der Berg", Author("van der Berg", "J. R.")),
        ("Martin Luther King, Jr.", Author("King", "Martin Luther", "Jr.")),
        ("Kim So-hyun", Author("Kim", "So-hyun")),
        ("So-hyun Kim", Author("Kim", "So-hyun")),
        ("Choe Sang-Hun", Author("Choe", "Sang-Hun")),
        ("Mary Smith-Jones", Author("Smith-Jones", "Mary")),
    ],
)
def test_person_is_parted_into_family_and_given_name(byline: str, expected: Author) -> None:
    assert authors(byline) == (expected,)


@pytest.mark.parametrize("byline", ["Kim Jihoon", "김민수", "Dahl, Ingrid", "Madonna", "the 3 of us", "who, knows?"])
def test_name_whose_parts_cannot_be_told_stays_as_printed(byline: str) -> None:
    assert authors(byline) == (Author(byline),)


@pytest.mark.parametrize(
    "byline", ["Ingrid Dahl and Bo Alm", "Ingrid Dahl & Bo Alm", "By Ingrid Dahl, Bo Alm", "Ingrid Dahl, and Bo Alm"]
)
def test_several_names_are_several_authors(byline: str) -> None:
    assert authors(byline) == (Author("Dahl", "Ingrid"), Author("Alm", "Bo"))


def test_person_and_agency_are_told_apart() -> None:
    assert authors("Ingrid Dahl and AFP") == (Author("Dahl", "Ingrid"), Author("AFP"))


def test_korean_reporters_lose_their_title_only() -> None:
    assert authors("김민수·이영희 기자") == (Author("김민수"), Author("이영희"))


@pytest.mark.parametrize("byline", ["", "  ", ",", " ; "])
def test_nobody_is_no_author(byline: str) -> None:
    assert authors(byline) == ()
