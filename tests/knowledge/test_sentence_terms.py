"""Sentences encoded once are what they would be if each question split the paragraph again."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.partition import decode_sentences, encode_sentences
from knowledge.text.analysis import terms
from knowledge.text.sentences import split_sentences

LANGUAGE = st.sampled_from(["en", "fr", "ar", "ko", "zh", "ja", "th", "xx"])
PIECE = st.sampled_from(
    [
        "3.5",
        "1,000",
        "U.S.",
        "Mr.",
        "l'été",
        "end.",
        "Next",
        "。",
        "会谈结束",
        "。双方",
        "ที่นี่",
        "ﷺ",
        "ً",
        "^",
        "\n",
        " ",
        "…",
        "’s",
        "7",
    ]
)
TEXT = (st.lists(PIECE, min_size=1, max_size=30).map("".join) | st.text(min_size=1, max_size=300)).filter(str.strip)


@given(TEXT, LANGUAGE)
def test_a_decoded_paragraph_has_the_sentences_that_it_splits_into(text: str, language: str) -> None:
    _, encoded = encode_sentences(text, language)
    assert decode_sentences(encoded) == split_sentences(text, language)


@given(TEXT, LANGUAGE)
def test_the_terms_of_the_whole_paragraph_are_found_on_the_way(text: str, language: str) -> None:
    # Dates and compounds follow the words of their sentence here, and those of the whole text there.
    assert Counter(encode_sentences(text, language)[0]) == Counter(terms(text, language))


def test_a_number_that_a_sentence_ends_in_is_read_with_what_follows() -> None:
    text = "It grew to 3.5 in May. In June it was 4."
    read, encoded = encode_sentences(text, "en")
    assert "3.5" in read
    assert [text[slice(*each.span)] for each in decode_sentences(encoded)] == [
        "It grew to 3.5 in May.",
        "In June it was 4.",
    ]
