"""Citations to copy, for any answer."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given

from bot.embeds import answers as render
from bot.text import citation_styles, formatting, markdown, messages
from knowledge import Answer, Article
from tests.bot.messages import layout_text, unescape_markdown
from tests.bot.strategies import answers

FOUND = Answer(question="Which?", outcome="answered", confidence=1.0, citations=())


@given(answers())
def test_every_citation_is_whole_or_told_to_be_missing_within_every_limit(found: Answer) -> None:
    for style in citation_styles.OFFERED_STYLES:
        made = citation_styles.styled_citations(found.citations, style)
        draw = partial(render.copyable_citations, found, style, made, "/")
        embedded, plain = render.embed(draw).description or "", layout_text(render.layout(draw))
        assert (
            markdown.utf16_len(embedded) <= markdown.MAX_DESCRIPTION
            and markdown.utf16_len(plain) <= markdown.MAX_LAYOUT
        )
        for text in (embedded, plain):
            before, code, after = text.split("```")
            unescape_markdown(before)
            unescape_markdown(after)
            kept = [each for each in made if each in code]
            assert kept and (len(kept) == len(made)) != ("didn't fit" in after)
            named = any(each.article.publisher for each in found.citations)
            assert ("italics" in after) == (named and style in ("apa", "mla", "chicago"))


def test_styles_have_a_name_each() -> None:
    assert set(citation_styles.STYLE_NAMES) == set(citation_styles.OFFERED_STYLES)


def test_article_of_which_only_an_update_is_known_says_so() -> None:
    article = Article(title="Pier", paragraphs=("It opened.",), publisher="Courier", modified_at=date(2021, 6, 8))
    assert formatting.outlet_and_day(article) == "Courier, updated 8 Jun 2021"
    assert formatting.outlet_and_day(replace(article, published_at=date(2021, 6, 5))) == "Courier, 5 Jun 2021"
    assert formatting.outlet_and_day(replace(article, modified_at=None)) == "Courier"


def test_citations_that_do_not_fit_are_told_to_be_asked_for_one_by_one() -> None:
    body = render.copyable_citations(FOUND, "bibtex", ["x" * 1_400] * 5, "!").body
    assert body.count("x" * 1_400) == 2
    assert body.endswith("3 more didn't fit. Ask for them one at a time, e.g. !source 2 apa.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The pier is 90 metres long, not 80.", "Correction: The pier is 90 metres long, not 80."),
        ("This article was corrected: it is Dahl.", "Correction: This article was corrected: it is Dahl."),
        ("Correction, 2 March: The pier is 90 metres long.", "Correction, 2 March: The pier is 90 metres long."),
        ("[정정] 부두의 길이는 90m입니다.", "[정정] 부두의 길이는 90m입니다."),
    ],
)  # fmt: skip
def test_correction_is_named_once(text: str, said: str) -> None:
    assert messages.corrected(text) == said
