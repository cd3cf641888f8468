"""Hostile text made harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import markdown
from tests.bot.reading import unescaped
from tests.bot.values import texts


@given(texts)
def test_plain_text_can_be_recovered_from_its_escaped_form(text: str) -> None:
    plain = markdown.strip_invisible(text)
    assert unescaped(markdown.isolate_rtl(markdown.escape_markdown(plain))) == plain


@given(texts)
def test_plain_text_is_plain_already(text: str) -> None:
    assert markdown.strip_invisible(markdown.strip_invisible(text)) == markdown.strip_invisible(text)


@given(texts)
def test_plain_text_has_no_control_or_direction_characters(text: str) -> None:
    plain = markdown.strip_invisible(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in plain)
    assert not any(unicodedata.bidirectional(character) in BIDI_CONTROLS for character in plain)


BIDI_CONTROLS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@pytest.mark.parametrize("mention", ["@everyone", "@here", "<@123>", "<@!123>", "<@&123>", "<#123>", "</ask:123>"])
def test_no_mention_forms(mention: str) -> None:
    assert mention not in markdown.escape_markdown(markdown.strip_invisible(mention))


@pytest.mark.parametrize("split", ["@\u200beveryone", "@\u200deveryone", "@\u2060everyone", "@\u00adeveryone"])
def test_mention_hidden_behind_an_invisible_character_does_not_form_when_that_goes(split: str) -> None:
    assert "@everyone" not in markdown.escape_markdown(markdown.strip_invisible(split))


@pytest.mark.parametrize("line", ["# Big", "## Big", "-# small", "- item", "+ item", "1. item", "12) item", "> quote"])
def test_nothing_begins_a_heading_a_list_or_a_quotation(line: str) -> None:
    assert unescaped(markdown.escape_markdown(line)) == line


def test_joiners_stay_where_a_script_or_an_emoji_needs_them() -> None:
    assert markdown.strip_invisible("می\u200cخواهم") == "می\u200cخواهم"
    assert markdown.strip_invisible("👩\u200d🚀") == "👩\u200d🚀"
    assert markdown.strip_invisible("a\u200db") == "ab"


def test_lines_become_one_line() -> None:
    assert markdown.strip_invisible(" one\r\n\ttwo\u2028three\x00 ") == "one two three"


@given(st.text(st.sampled_from("אבגaب.[]"), min_size=1))
def test_text_from_right_to_left_keeps_to_itself(text: str) -> None:
    isolated = markdown.isolate_rtl(text)
    assert isolated == text or (isolated[0] == "\u2068" and isolated[-1] == "\u2069")
