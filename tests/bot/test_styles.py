"""Citations to copy, for any answer."""

from functools import partial

import pytest
from hypothesis import given, settings

from bot.citing import sources, styles
from bot.drawing import limits, render
from knowledge import Answer
from tests.bot.reading import unescaped
from tests.bot.values import answers

FOUND = Answer(question="Which?", outcome="answered", evidence=1.0, citations=())
FEW = settings(max_examples=30, deadline=None)


@pytest.mark.parametrize("style", styles.STYLES)
@FEW
@given(found=answers())
def test_citations_keep_within_every_limit_and_within_their_block(style: str, found: Answer) -> None:
    made = styles.entries(found.citations, style)
    draw = partial(sources.copies, found, style, made, "/")
    for text in (render.embed(draw).description or "", render.message(draw)):
        before, code, after = text.split("```")
        unescaped(before)
        unescaped(after)
        assert code.strip()
    assert limits.measure(render.embed(draw).description or "") <= limits.DESCRIPTION
    assert limits.measure(render.message(draw)) <= limits.MESSAGE


@FEW
@given(answers())
def test_every_citation_is_whole_or_told_to_be_missing(found: Answer) -> None:
    for style in styles.STYLES:
        made = styles.entries(found.citations, style)
        body = sources.copies(found, style, made, "/", limits.MESSAGE - 200).body
        code, after = body.split("```")[1:]
        kept = [text for text in made if text in code]
        assert kept and (len(kept) == len(made)) != ("fit here" in after)


def test_styles_have_a_name_each() -> None:
    assert set(styles.NAMES) == set(styles.STYLES)


def test_citations_that_do_not_fit_are_told_to_be_asked_for_one_by_one() -> None:
    body = sources.copies(FOUND, "bibtex", ["x" * 1_400] * 5, "!").body
    assert body.count("x" * 1_400) == 2
    assert body.endswith("3 more do not fit here; ask for them one by one, as in !source 2 apa.")
