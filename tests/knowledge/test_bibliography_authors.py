"""Who wrote an article, as far as its byline tells."""

import pytest

from knowledge.bibliography.authors import Author, authors


def test_institution_is_one_author_as_printed(subtests: pytest.Subtests) -> None:
    for byline in [
        "Yonhap",
        "KCNA",
        "dpa",
        "Northern Press",
        "Footnote background desk",
        "The Associated Press",
        "연합뉴스",
        "Ministry of Culture and Sports",
        "World Health Organization",
        "European Central Bank",
        "Human Rights Watch",
        "Agence France-Presse",
        "新华社",
    ]:
        with subtests.test(byline=byline):
            assert authors(byline) == (Author(byline),)


def test_person_is_parted_into_family_and_given_name(subtests: pytest.Subtests) -> None:
    for byline, expected in [
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
    ]:
        with subtests.test(byline=byline, expected=expected):
            assert authors(byline) == (expected,)


def test_name_whose_parts_cannot_be_told_stays_as_printed(subtests: pytest.Subtests) -> None:
    for byline in [
        *("Kim Jihoon", "김민수", "Dahl, Ingrid", "Madonna", "the 3 of us", "who, knows?"),
        *("María José García López", "أحمد علي", "דנה לוי"),
    ]:
        with subtests.test(byline=byline):
            assert authors(byline) == (Author(byline),)


def test_several_names_are_several_authors(subtests: pytest.Subtests) -> None:
    for byline in [
        "Ingrid Dahl and Bo Alm",
        "Ingrid Dahl & Bo Alm",
        "By Ingrid Dahl, Bo Alm",
        "Ingrid Dahl, and Bo Alm",
    ]:
        with subtests.test(byline=byline):
            assert authors(byline) == (Author("Dahl", "Ingrid"), Author("Alm", "Bo"))


def test_person_and_agency_are_told_apart() -> None:
    assert authors("Ingrid Dahl and AFP") == (Author("Dahl", "Ingrid"), Author("AFP"))


def test_korean_reporters_lose_their_title_only() -> None:
    assert authors("김민수·이영희 기자") == (Author("김민수"), Author("이영희"))


def test_nobody_is_no_author(subtests: pytest.Subtests) -> None:
    for byline in ["", "  ", ",", " ; "]:
        with subtests.test(byline=byline):
            assert authors(byline) == ()
