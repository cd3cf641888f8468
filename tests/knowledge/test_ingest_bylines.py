"""How sites name the authors of a text."""

import pytest

from knowledge.ingest.bylines import byline, is_of_pictures, is_signature, only_persons
from knowledge.ingest.names import eastern_persons, persons
from knowledge.ingest.plaintext.copied_page import parted
from scripts import bylines

FLOOR = 574
"""Forms of authors, each put into a page of its language, that are read right: raised where there are more."""


def test_forms_of_bylines_are_read_as_well_as_they_were() -> None:
    found = [each for language in bylines.forms() for each in bylines.read(language, 1)]
    assert sum(each.is_right for each in found) >= FLOOR, f"of {len(found)}"


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("Opinion by Grace Holloway", ["Grace Holloway"]),
        ("Grace Holloway in Nairobi and Tom Ashworth in London", ["Grace Holloway", "Tom Ashworth"]),
        ("By Grace Hollowayand Tom AshworthPublished 5 June", ["Grace Holloway", "Tom Ashworth"]),
        ("Dr Grace Holloway, Senior Lecturer", ["Dr Grace Holloway"]),
        ("J. Grace Holloway LDRS", ["J. Grace Holloway"]),
        ("Sabine von Halem | 9. November", ["Sabine von Halem"]),
        ("Marieke van den Berg en Per-Olof Sund", ["Marieke van den Berg", "Per-Olof Sund"]),
        ("Lucía Fernández y Vidal y Martín Salas", ["Lucía Fernández y Vidal", "Martín Salas"]),
        ("Szöveg: Kovács Eszter", ["Kovács Eszter"]),
        ("PHẠM THU HÀ", ["PHẠM THU HÀ"]),
        ("Oleh Dewi Lestari", ["Dewi Lestari"]),
        ("Беседовала Мария Ковалёва", ["Мария Ковалёва"]),
        ("San Francisco", []),
        ("Victoria Police", []),
        ("The Paris Review", []),
        ("Thu 5 June 2021", []),
        ("Grace", []),
        ("by " * 50_000, []),
        ("Grace" * 50_000, []),
    ],
)
def test_names_of_persons_are_found_amid_other_words(row: str, names: list[str]) -> None:
    assert persons(row) == names


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("文・写真／高橋 由美", ["高橋 由美"]),
        ("社会部 高橋 由美", ["高橋 由美"]),
        ("高橋 由美　コラムニスト", ["高橋 由美"]),
        ("執筆：久住亮太", ["久住亮太"]),
        ("2026/11/24 20:40 山口真理子", ["山口真理子"]),
        ("写真・山口真理子", []),
        ("石川", []),
        ("本报记者 李晓敏 王建国", ["李晓敏", "王建国"]),
        ("文/李晓敏 图/王建国", ["李晓敏"]),
        ("李晓敏／台北報導", ["李晓敏"]),
        ("作者：李晓敏 责任编辑：王建国", ["李晓敏"]),
        ("글 김민서 기자 사진 박준호 기자", ["김민서"]),
        ("부산=항구신문 김민서 기자", ["김민서"]),
        ("김민서 기자 | 박준호 기자", ["김민서", "박준호"]),
        ("記者" * 20_000, []),
    ],
)
def test_names_in_letters_of_the_east_are_those_of_who_wrote(row: str, names: list[str]) -> None:
    assert eastern_persons(row) == names


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Guest post by Grace Holloway", "Grace Holloway"),
        ("As told to Grace Holloway", "Grace Holloway"),
        ("Enquête de Camille Le Goff", "Camille Le Goff"),
        ("Von unserer Korrespondentin Katrin Lohmann", "Katrin Lohmann"),
        ("De notre correspondante à Nantes, Camille Le Goff", "Camille Le Goff"),
        ("By Grace Holloway, Special to the Post", "Grace Holloway"),
        ("By Grace Holloway edited by Tom Ashworth", "Grace Holloway"),
        ("Column by the sea", ""),
        ("Interview de la semaine", ""),
        ("Reporting by Grace Holloway; Editing by Tom Ashworth", ""),
    ],
)
def test_words_for_what_somebody_wrote_lead_to_a_name(row: str, name: str) -> None:
    assert byline(row) == name


def test_only_persons_stay_of_names_beside_other_words() -> None:
    assert only_persons("Retrato de Lucía Fernández, Lucía Fernández") == "Lucía Fernández"
    assert only_persons("Marcus Adeyemi, Engineering Manager") == "Marcus Adeyemi"
    assert only_persons("Xyzzy Quux and Grace Holloway") == "Xyzzy Quux, Grace Holloway"
    assert only_persons("Harbour Board") == "Harbour Board"


def test_who_took_pictures_signs_nothing() -> None:
    for rows in (["Photographs by", "Tom Ashworth"], ["Tom Ashworth (photos)"], ["(foto Renzo Tagliaferri)"]):
        assert is_of_pictures(rows, len(rows) - 1)
    assert not is_of_pictures(["By", "Tom Ashworth"], 1)
    assert is_signature("Skribent: Karin Lindqvist") and not is_signature("Ort: Karin Lindqvist Torg")


def test_authors_are_those_above_the_text_each_in_a_row_of_its_own() -> None:
    text = "The lighthouse of Lindvik was lit again on Saturday, after nine dark years on the coast of Norway."
    header = ("By", "Grace Holloway", ",", "Tom Ashworth", "and", "Priya Raghunathan", "5 June 2021")
    others = (
        "Retired keeper writes a book",
        "Elena Quiroz, Culture Editor",
        "More news",
        "Contact us",
        "© 2021 The Lamp",
    )
    menu = ("Skip to content", "Home", "News", "Sport", "Culture", "Weather", "Sign in", "Subscribe")
    rows = [*menu, "The lighthouse of Lindvik is lit again", *header, text, text, *others]
    assert parted(rows).authors == ("Grace Holloway", "Tom Ashworth", "Priya Raghunathan")
