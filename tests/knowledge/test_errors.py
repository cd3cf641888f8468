"""What an error says: its template filled with its values, whatever a person typed into them."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge import UnreadableArticle
from knowledge.ingest.files import refuse


def test_an_error_says_its_sentence_with_its_values() -> None:
    error = UnreadableArticle("it has {length:,} bytes in “{name}”.", length=12_000, name="{length}")
    assert str(error) == "it has 12,000 bytes in “{length}”."


@given(st.text())
def test_what_a_person_typed_is_never_read_as_a_template(typed: str) -> None:
    assert str(UnreadableArticle("Not “{typed}”.", typed=typed)) == f"Not “{typed}”."


def test_a_refusal_says_its_fault_and_holds_on_to_nothing_that_was_read() -> None:
    try:
        raise UnreadableArticle("no {what}.", what="date") from ValueError("a long line")
    except UnreadableArticle as error:
        refused = refuse("a.md", error)
    assert str(refused) == "a.md: no date."
    fault = refused.values["fault"]
    assert isinstance(fault, UnreadableArticle)
    assert (fault.__traceback__, fault.__cause__, fault.__context__) == (None, None, None)
