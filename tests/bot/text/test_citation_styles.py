"""Citations to copy, for any answer."""

from functools import partial

import pytest
from hypothesis import given

from bot.embeds import answers as render
from bot.embeds import sources
from bot.text import citation_styles, limits
from knowledge import Answer
from tests.bot.messages import layout_text, unescape_markdown
from tests.bot.strategies import answers

FOUND = Answer(question="Which?", outcome="answered", confidence=1.0, citations=())


@pytest.mark.parametrize("style", citation_styles.STYLES)
@given(found=answers())
def test_citations_keep_within_every_limit_and_within_their_block(style: str, found: Answer) -> None:
    made = citation_styles.styled_citations(found.citations, style)
    draw = partial(sources.copyable_citations, found, style, made, "/")
    for text in (render.embed(draw).description or "", layout_text(render.layout(draw))):
        before, code, after = text.split("```")
        unescape_markdown(before)
        unescape_markdown(after)
        assert code.strip()
    assert limits.utf16_len(render.embed(draw).description or "") <= limits.MAX_DESCRIPTION
    assert limits.utf16_len(layout_text(render.layout(draw))) <= limits.MAX_LAYOUT


@given(answers())
def test_every_citation_is_whole_or_told_to_be_missing(found: Answer) -> None:
    for style in citation_styles.STYLES:
        made = citation_styles.styled_citations(found.citations, style)
        body = sources.copyable_citations(found, style, made, "/", limits.MAX_MESSAGE - 200).body
        code, after = body.split("```")[1:]
        kept = [text for text in made if text in code]
        assert kept and (len(kept) == len(made)) != ("didn't fit" in after)


def test_styles_have_a_name_each() -> None:
    assert set(citation_styles.NAMES) == set(citation_styles.STYLES)


def test_citations_that_do_not_fit_are_told_to_be_asked_for_one_by_one() -> None:
    body = sources.copyable_citations(FOUND, "bibtex", ["x" * 1_400] * 5, "!").body
    assert body.count("x" * 1_400) == 2
    assert body.endswith("3 more didn't fit. Ask for them one at a time, e.g. !source 2 apa.")
