"""Passages as runs of words, matched or not."""

from hypothesis import given
from hypothesis import strategies as st

from bot.text import markdown
from tests.bot.values import texts

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
