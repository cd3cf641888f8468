"""Replies for any article, question and match."""

import re
from functools import partial

import pytest
from hypothesis import given, settings

from bot.embeds import answers as render
from bot.embeds import sources
from bot.text import limits, markdown
from knowledge import Answer, Article, Citation, Decline
from tests.bot.reading import unescaped
from tests.bot.values import answers, declines

FEW = settings(max_examples=40)
"""Answers are large; forty of each find what a hundred find."""
_MENTION = re.compile(r"@(everyone|here)|<@[!&]?\d+>|<#\d+>|</\w+:\d+>")


def check_fits(draw: render.Draw) -> None:
    """Both forms keep within Discord's limits, close their markdown and mention nobody."""
    embed = render.embed(draw, "question " * 100)
    texts = (embed.description or "", embed.footer.text or "", embed.author.name or "")
    assert 0 < limits.utf16_len(texts[0]) <= limits.MAX_DESCRIPTION
    assert limits.utf16_len(texts[1]) <= limits.MAX_FOOTER
    assert limits.utf16_len(texts[2]) <= limits.MAX_AUTHOR
    assert sum(map(limits.utf16_len, texts)) <= limits.MAX_EMBED
    message = render.message_page(draw)
    assert 0 < limits.utf16_len(message) <= limits.MAX_MESSAGE
    for text in (texts[0], message):
        unescaped(text)
        assert not _MENTION.search(text)
        text.encode()


@FEW
@given(answers())
def test_answer_keeps_within_every_limit(answer: Answer) -> None:
    check_fits(partial(render.reply_page, answer))


@FEW
@given(declines)
def test_decline_keeps_within_every_limit_and_cites_nothing(decline: Decline) -> None:
    check_fits(partial(render.reply_page, decline))
    assert not re.search(r"(?<!\\)\[\d", render.reply_page(decline).body)


@FEW
@given(answers())
def test_sources_keep_within_every_limit(answer: Answer) -> None:
    check_fits(partial(sources.sources_page, answer, None))


@FEW
@given(answers())
def test_whole_paragraph_keeps_within_every_limit(answer: Answer) -> None:
    check_fits(partial(sources.sources_page, answer, 1))


@FEW
@given(answers())
def test_every_citation_number_stands_at_its_passage_and_at_its_article(answer: Answer) -> None:
    for room in (limits.MAX_DESCRIPTION, limits.MAX_MESSAGE - 200):
        lines = render.answer_page(answer, room).body.split("\n")
        for citation in answer.citations:
            number = f"[{citation.n}]"
            assert sum(line.startswith("> ") and line.endswith(number) for line in lines) == 1
            assert sum(line.startswith(number) for line in lines) == 1


@FEW
@given(answers())
def test_passage_can_be_recovered_where_it_was_not_cut(answer: Answer) -> None:
    for citation in answer.citations:
        runs = markdown.quote_markdown(citation)
        shown = unescaped(markdown.runs_markdown(runs, markdown.max_length(runs)))
        assert shown.removeprefix("…").removesuffix("…").strip() == markdown.strip_invisible(citation.passage).strip(
            "… "
        ) or (markdown.strip_invisible(citation.passage) in shown)


@FEW
@given(answers())
def test_runs_take_no_more_room_than_given(answer: Answer) -> None:
    for citation in answer.citations:
        for room in (10, 37, 200):
            assert limits.utf16_len(markdown.runs_markdown(markdown.quote_markdown(citation), room)) <= room


def cite(n: int, article: Article, paragraph: int, passage: str, *matched: str) -> Citation:
    text = article.paragraphs[paragraph - 1]
    start = text.index(passage)
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in matched)
    return Citation(
        n=n, article=article, paragraph=paragraph, span=(start, start + len(passage)), matched=spans, score=1.0
    )


PLAIN = Article(
    title="Lighthouse keeper retires",
    paragraphs=("The lighthouse of Skagen was lit by hand, step-by-step, every night.", "He leaves in May."),
    publisher="Coast Daily",
    byline="Press Bureau",
    url="https://coast.example/keeper",
    row=1,
)


def answered(*citations: Citation, outcome: str = "answered") -> Answer:
    kind: type[Answer] = Answer
    return kind(
        id=412,
        question="How was it lit?",
        outcome="closest" if outcome == "closest" else "answered",
        evidence=1.0,
        citations=citations,
        unmatched=("candle",),
    )


def test_words_that_matched_are_bold_and_hyphens_between_them_do_not_part_them() -> None:
    found = answered(cite(1, PLAIN, 1, "was lit by hand, step-by-step", "lit", "step", "by-step"))
    assert "> “…was **lit** by hand, **step-by-step**…” [1]" in render.answer_page(found).body


def test_second_passage_of_an_article_names_it_once() -> None:
    found = answered(cite(1, PLAIN, 1, "The lighthouse"), cite(2, PLAIN, 2, "He leaves in May."))
    assert render.answer_page(found).body.split("\n")[-3:] == [
        "[1] Lighthouse keeper retires\u00a0·\u00a0[¶1](https://coast.example/keeper#:~:text=The%20lighthouse)",
        "[2] same article\u00a0·\u00a0[¶2](https://coast.example/keeper#:~:text=He%20leaves%20in%20May.)",
        "Coast Daily (Press Bureau)",
    ]


def test_footer_counts_passages_and_articles() -> None:
    found = answered(cite(1, PLAIN, 1, "The lighthouse"), cite(2, PLAIN, 2, "He leaves in May."))
    assert render.answer_page(found).footer == "answer #412 · 2 passages from 1 article"


def test_closest_passages_are_said_to_be_that() -> None:
    page = render.answer_page(answered(cite(1, PLAIN, 1, "The lighthouse"), outcome="closest"))
    assert page.body.startswith("Closest passages — they may not answer this:\nNo article has the word “candle”.")


def test_decline_names_the_words_found_nowhere_and_the_nearest_headlines() -> None:
    page = render.decline_page(Decline(id=5, question="?", unmatched=("candle", "oil"), nearest=(PLAIN,)))
    assert "No article has the words “candle”, “oil”." in page.body
    assert "• Lighthouse keeper retires · Coast Daily (Press Bureau)" in page.body


@pytest.mark.parametrize("length", [1_000, 5_000, 20_000])
def test_long_passage_is_cut_between_words_with_its_number_kept(length: int) -> None:
    article = Article(title="Long", paragraphs=("word " * (length // 5),), row=1)
    found = answered(Citation(n=1, article=article, paragraph=1, span=(0, length)))
    quoted = render.message_page(partial(render.reply_page, found)).split("\n")[0]
    assert quoted.endswith("word…” [1]") or length == 1_000
