"""Sentences encoded once are what they would be if each question split the paragraph again."""

from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.search.partition import MAX_SENTENCES, decode_sentences, encode_sentences
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
    sentences = split_sentences(text, language)
    assume(len(sentences) <= MAX_SENTENCES)
    assert decode_sentences(encoded) == sentences


def test_very_many_short_sentences_are_read_as_fewer_that_hold_all_terms() -> None:
    text = " ".join(f"Ferry {number}." for number in range(800))
    read, encoded = encode_sentences(text, "en")
    sentences = decode_sentences(encoded)
    assert len(sentences) <= 2 * MAX_SENTENCES and [term for each in sentences for term in each.terms] == read
    assert " ".join(text[slice(*each.span)] for each in sentences) == text


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
