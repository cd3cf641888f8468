"""Links that land on the quoted sentence."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given

from bot.text import markdown
from tests.bot.strategies import texts, urls

PAGE = "https://news.example/a?b=1"


def test_short_passage_is_named_whole() -> None:
    assert markdown.passage_link(PAGE, "Snow fell.") == f"{PAGE}#:~:text=Snow%20fell."


def test_long_passage_is_named_by_its_first_and_last_words() -> None:
    words = " ".join(f"word{n}" for n in range(40))
    end = "%20".join(f"word{n}" for n in range(35, 40))
    assert markdown.passage_link(PAGE, words) == f"{PAGE}#:~:text=word0%20word1%20word2%20word3%20word4,{end}"


def test_passage_of_two_paragraphs_is_named_by_words_of_each_as_no_text_goes_over_their_end() -> None:
    assert markdown.text_fragment("Snow fell.\n\nIt stayed.") == "text=Snow%20fell.,It%20stayed."
    words = " ".join(f"word{n}" for n in range(40))
    assert markdown.text_fragment(f"{words}\n\nIt stayed.") == "text=word0%20word1,It%20stayed."
    assert unquote(markdown.text_fragment("春" * 20 + "\n\n" + "秋" * 5)) == f"text={'春' * 12},{'秋' * 5}"


def test_long_passage_without_spaces_is_named_by_its_first_and_last_characters() -> None:
    directive = markdown.text_fragment("春" * 50 + "秋" * 50)
    assert unquote(directive) == f"text={'春' * 12},{'秋' * 12}"


def test_signs_with_a_meaning_in_the_directive_are_encoded() -> None:
    assert markdown.text_fragment("a-b, c & d") == "text=a%2Db%2C%20c%20%26%20d"


def test_passage_that_stands_twice_in_its_paragraph_is_told_by_the_words_around_it() -> None:
    before, passage, after = "Snow fell. Then the sun, at last, came out.", "Snow fell.", "It stayed - for days."
    told = markdown.text_fragment(passage, before, after)
    assert told == "text=last%2C%20came%20out.-,Snow%20fell.,-It%20stayed%20%2D"
    assert markdown.text_fragment(passage, "Rain fell.", after) == "text=Snow%20fell."


def test_long_passage_whose_start_is_repeated_keeps_its_end() -> None:
    passage = "The talks went on and on " + "while nobody spoke " * 6 + "until the night came."
    told = markdown.text_fragment(passage, "The talks went on and off before.", "")
    assert told == "text=and%20off%20before.-,The%20talks%20went%20on%20and,spoke%20until%20the%20night%20came."


@given(texts, texts, texts)
def test_directive_has_the_parts_of_the_specification_and_no_others(before: str, passage: str, after: str) -> None:
    told = markdown.text_fragment(passage, before, after)
    assert re.fullmatch(r"text=(?:[^,&-]+-,)?[^,&-]*(?:,[^,&-]+)?(?:,-[^,&-]+)?", told)
    assert told.isascii()


def test_page_with_a_fragment_keeps_it() -> None:
    assert markdown.passage_link("https://a.example/#part", "Snow") == "https://a.example/#part:~:text=Snow"


def test_link_gives_up_the_sentence_before_the_page() -> None:
    assert markdown.passage_link(PAGE, "Snow fell.", room=len(PAGE)) == PAGE
    message = "https://discord.com/channels/1/2/3"
    assert markdown.passage_link(message, "Snow fell.") == message
    assert markdown.passage_link(PAGE, "Snow fell.", room=len(PAGE) - 1) == ""


def test_address_that_is_none_or_not_to_be_trusted_gives_no_link(subtests: pytest.Subtests) -> None:
    for url in [
        "",
        "javascript:alert(1)",
        "ftp://a.example",
        "//a.example",
        "https://good.example@evil.example",
        "https://[",
    ]:
        with subtests.test(url=url):
            assert markdown.passage_link(url, "Snow") == ""


@given(urls, texts)
def test_link_can_stand_in_markdown_whatever_the_address(url: str, passage: str) -> None:
    link = markdown.passage_link(url, passage)
    assert link.isascii()
    assert not set(link) & set(' ()<>[]"\\`|@\n')
    assert len(link) <= markdown.MAX_LINK
