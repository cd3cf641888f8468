"""Hostile text made harmless, and passages as runs of words, matched or not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import markdown
from knowledge import Article, Citation
from tests.bot.messages import unescape_markdown
from tests.bot.strategies import texts


@given(texts)
def test_plain_text_can_be_recovered_from_its_escaped_form(text: str) -> None:
    plain = markdown.strip_invisible(text)
    assert unescape_markdown(markdown.isolate_rtl(markdown.escape_markdown(plain))) == plain


@given(texts)
def test_plain_text_is_plain_already(text: str) -> None:
    assert markdown.strip_invisible(markdown.strip_invisible(text)) == markdown.strip_invisible(text)


@given(texts)
def test_plain_text_has_no_control_or_direction_characters(text: str) -> None:
    plain = markdown.strip_invisible(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in plain)
    assert not any(unicodedata.bidirectional(character) in BIDI_CONTROLS for character in plain)


BIDI_CONTROLS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def test_no_mention_forms(subtests: pytest.Subtests) -> None:
    for mention in ["@everyone", "@here", "<@123>", "<@!123>", "<@&123>", "<#123>", "</ask:123>"]:
        with subtests.test(mention=mention):
            assert mention not in markdown.escape_markdown(markdown.strip_invisible(mention))


def test_mention_hidden_behind_an_invisible_character_does_not_form_when_that_goes(subtests: pytest.Subtests) -> None:
    for split in ["@\u200beveryone", "@\u200deveryone", "@\u2060everyone", "@\u00adeveryone"]:
        with subtests.test(split=split):
            assert "@everyone" not in markdown.escape_markdown(markdown.strip_invisible(split))


def test_nothing_begins_a_heading_a_list_or_a_quotation(subtests: pytest.Subtests) -> None:
    for line in ["# Big", "## Big", "-# small", "- item", "+ item", "1. item", "12) item", "> quote"]:
        with subtests.test(line=line):
            assert unescape_markdown(markdown.escape_markdown(line)) == line


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


SOFT_HYPHEN = "\u00ad"


@given(texts, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_runs_of_a_harmless_text_are_the_same_without_looking_at_each_character(
    text: str, matched: list[tuple[int, int]]
) -> None:
    text = markdown.strip_invisible(text)
    careful = markdown.bold_runs(text + SOFT_HYPHEN, matched, 0, len(text) + 1)
    # A span that ends in the soft hyphen matches nothing more than the text before it.
    assert list(markdown.bold_runs(text, matched, 0, len(text))) == list(careful)


@given(texts)
def test_text_taken_as_plain_is_plain(text: str) -> None:
    if markdown.is_plain(text):
        assert markdown.strip_invisible(text + SOFT_HYPHEN) == text


def test_lines_of_code_and_items_of_a_list_are_quoted_on_lines_of_their_own() -> None:
    text = "Run this:\npip install pier\n\u200b\n- the *second* line"
    article = Article(title="Pier", paragraphs=(text,), row=1, version=1)
    runs = markdown.quote_markdown(Citation(n=1, article=article, paragraph=1, span=(0, len(text))))
    drawn = markdown.runs_markdown(runs, 200)
    assert drawn == "Run this\\:\n> pip install pier\n> \\- the \\*second\\* line"
