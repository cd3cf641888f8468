"""Answers and declines as embeds and as text, for any article, question and match."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from io import StringIO

import discord
import pytest
import simcord
from hypothesis import given
from rich.console import Console

from bot.bot import Footnote
from bot.cli.console import show_reply
from bot.cli.output import as_json
from bot.embeds import answers as render
from bot.questions import HEADER, AnsweredQuestion, answer_row
from bot.text import markdown
from knowledge import Answer, Article, Citation, Decline
from knowledge.answers.snapshot import Snapshot
from tests.bot.messages import last_message, layout_text, only_embed, unescape_markdown
from tests.bot.strategies import answers, declines


@given(declines)
def test_decline_cites_nothing(decline: Decline) -> None:
    assert not re.search(r"(?<!\\)\[\d", render.reply_page(decline).body)


@given(answers())
def test_every_citation_number_stands_at_its_passage_and_at_its_article(answer: Answer) -> None:
    for room in (markdown.MAX_DESCRIPTION, markdown.MAX_MESSAGE - 200):
        lines = render.answer_page(answer, room).body.split("\n")
        for citation in answer.citations:
            number = f"[{citation.n}]"
            assert sum(line.startswith("> ") and line.endswith(number) for line in lines) == 1
            assert sum(line.startswith(number) for line in lines) == 1


@given(answers())
def test_passage_can_be_recovered_where_it_was_not_cut(answer: Answer) -> None:
    for citation in answer.citations:
        runs = markdown.quote_markdown(citation)
        drawn = unescape_markdown(markdown.runs_markdown(runs, markdown.max_length(runs)))
        shown = drawn.replace("\n> ", " ")
        assert shown.removeprefix("…").removesuffix("…").strip() == markdown.strip_invisible(citation.passage).strip(
            "… "
        ) or (markdown.strip_invisible(citation.passage) in shown)


@given(answers())
def test_runs_take_no_more_room_than_given(answer: Answer) -> None:
    for citation in answer.citations:
        for room in (10, 37, 200):
            assert markdown.utf16_len(markdown.runs_markdown(markdown.quote_markdown(citation), room)) <= room


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
        confidence=1.0,
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
        "Coast Daily (Press Bureau)",
        "[2] same article\u00a0·\u00a0[¶2](https://coast.example/keeper#:~:text=He%20leaves%20in%20May.)",
    ]


def test_footer_is_a_receipt_of_passages_outlets_and_the_newest_day() -> None:
    two = cite(1, PLAIN, 1, "The lighthouse"), cite(2, PLAIN, 2, "He leaves in May.")
    assert render.answer_page(answered(*two)).footer == "answer #412 · 2 passages, 1 outlet"
    dated = replace(PLAIN, row=7, publisher="Other Daily", published_at=date(2018, 10, 12))
    older = replace(dated, row=8, publisher="OTHER daily", published_at=datetime(2018, 10, 11, 23, tzinfo=UTC))
    three = answered(two[0], cite(2, dated, 2, "He leaves in May."), cite(3, older, 2, "He leaves in May."))
    assert render.answer_page(three).footer == "answer #412 · 3 passages, 2 outlets, newest 12 Oct 2018"
    nameless = replace(PLAIN, publisher="", byline="")
    assert render.answer_page(answered(cite(1, nameless, 1, "The lighthouse"))).footer == (
        "answer #412 · 1 passage, 1 article"
    )


def test_closest_passages_are_said_to_be_that() -> None:
    page = render.answer_page(answered(cite(1, PLAIN, 1, "The lighthouse"), outcome="closest"))
    assert page.body.startswith("No article has the word “candle”.\nClosest passages — they may not answer this:\n\n> ")


def test_decline_names_the_words_found_nowhere_and_the_nearest_headlines() -> None:
    page = render.decline_page(Decline(id=5, question="?", unmatched=("candle", "oil"), nearest=(PLAIN,)))
    assert "No article has the words “candle”, “oil”." in page.body
    assert "• Lighthouse keeper retires · Coast Daily (Press Bureau)" in page.body


def test_long_passage_is_cut_between_words_with_its_number_kept(subtests: pytest.Subtests) -> None:
    for length in [1_000, 5_000, 20_000]:
        with subtests.test(length=length):
            article = Article(title="Long", paragraphs=("word " * (length // 5),), row=1)
            found = answered(Citation(n=1, article=article, paragraph=1, span=(0, length)))
            quoted = layout_text(render.layout(partial(render.reply_page, found))).split("\n")[0]
            assert quoted.endswith("word…” [1]") or length == 1_000


ASKED = "Said mayor Ingrid Dahll that the old pier will become a fish market?"


async def test_reply_names_the_word_and_the_likely_spelling(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await ann.send(channel, f"!ask {ASKED}")
    text = only_embed(last_message(channel)).description or ""
    assert only_embed(last_message(channel)).colour == discord.Colour(render.ANSWERED)
    assert text.split("\n")[0] == "No article has the word “Dahll”. Did you mean “Dahl”?"
    assert text.split("\n")[2].startswith("> “")


async def test_more_passages_do_not_say_it_again(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_bot: Footnote, simcord_env: simcord.Env
) -> None:
    await simcord_bot.preferences.change(simcord_env.guild.id, {"passages": 1})
    await ann.send(channel, f"!ask {ASKED}")
    more = (await ann.click(last_message(channel), label="More")).response
    assert more and "No article has" not in (more.embeds[0].description or "")


@pytest.mark.parametrize("word", ["yesterday", "perhaps"])
async def test_ordinary_word_is_passed_over(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, word: str
) -> None:
    await ann.send(channel, f"!ask Who said {word} that the old pier will become a fish market?")
    assert "No article has" not in (only_embed(last_message(channel)).description or "")


@given(answers())
def test_line_never_breaks_a_limit_nor_lets_markup_through(found: Answer) -> None:
    for room in (markdown.MAX_DESCRIPTION, render.LAYOUT_ROOM):
        drawn = render.answer_page(found, room).body
        assert markdown.utf16_len(drawn) <= room
        unescape_markdown(drawn)


def test_what_articles_say_differently_is_under_the_passages_in_every_form() -> None:
    text = "A bomb in the market of Kabul wounded {} people on Monday, police said."
    reports = [
        Article(
            title="Bomb in Kabul",
            paragraphs=(text.format(number),),
            publisher=outlet,
            published_at=date(2018, 3, day),
            url=f"https://{outlet}.example/bomb",
            language="en",
            row=day,
            version=1,
        )
        for outlet, day, number in (("*Reuters*", 3, "14"), ("AP", 4, "41"))
    ]
    found = Snapshot.build(reports).ask("How many people did the bomb in Kabul wound?").reply
    assert isinstance(found, Answer) and not found.short
    drawn = render.answer_page(found).body.split("\n\n")
    heading, line = drawn[-2].split("\n")
    assert heading == "Articles differ here:"
    assert "\\*Reuters\\*, 3 Mar 2018: “14 people”\u00a0" in line and " · AP, 4 Mar 2018: “41 people”\u00a0" in line
    cited, other = line.split(" · ")
    assert {"[1]"} < {word for side in (cited, other) for word in side.split()}
    (row,) = json.loads(as_json(found))["disagreements"]
    assert [each["value"] for each in row["statements"]] == ["14", "41"]
    plain = "*Reuters*, 3 Mar 2018: “14 people”\u00a0¶1 · AP, 4 Mar 2018: “41 people”\u00a0¶1"
    assert answer_row(AnsweredQuestion("?", found))[HEADER.index("differing")] == plain
    printed = StringIO()
    show_reply(Console(file=printed, width=200), found)
    assert "  • *Reuters*, 3 Mar 2018: “14 people”\u00a0" in printed.getvalue()
