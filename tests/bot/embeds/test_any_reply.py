"""Any reply to anyone, for any articles, questions and settings: within Discord's limits, whole and harmless."""

import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import discord
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.embeds import answers, articles, timeline, verification
from bot.i18n import languages, use_language
from bot.text import markdown
from tests.bot import reply_strategies
from tests.bot.limit_checks import check_embed, check_text, check_view
from tests.bot.messages import layout_text, unescape_markdown


def test_every_page_that_is_drawn_is_drawn_here() -> None:
    modules = (answers, articles, timeline, verification)
    drawn = {f"{module.__name__.split('.')[-1]}.{name}" for module in modules for name in _pages(module)}
    # An answer and a decline are drawn by `reply`.
    wanted = drawn - {
        "answers.answer_page",
        "answers.decline_page",
        "answers.fit_lines",
        "answers.all_sources",
        "answers.paragraph_in_context",
        # Watches, feeds and gaps are drawn by their cogs' tests.
        "answers.notice_page",
        "answers.watches_page",
        "articles.feeds_page",
        "articles.gaps_page",
        "articles.news_page",
        # It has no text of anybody else's.
        "articles.interrupted_page",
    }
    used = set(re.findall(r"\b(\w+)\.(\w+)", inspect.getsource(reply_strategies)))
    called = {name for _, name in used}
    missing = {page for page in wanted if page.split(".")[1] not in called}
    assert wanted and not missing, missing


def _pages(module: ModuleType) -> Iterator[str]:
    """Yield the functions of a module that draw a page."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        ours = function.__module__ == module.__name__ and not name.startswith("_")
        if ours and function.__annotations__.get("return") in (answers.Page, answers.Draw):
            yield name


@settings(max_examples=5 * settings().max_examples)
@given(kind=st.sampled_from(list(reply_strategies.KINDS)), data=st.data())
async def test_any_reply_keeps_within_every_limit_and_is_harmless(kind: str, data: st.DataObject) -> None:
    chosen = data.draw(reply_strategies.preferences)
    reply = data.draw(reply_strategies.KINDS[kind](chosen))
    with use_language(data.draw(st.sampled_from(languages()))):
        check_embed(reply)
        view = reply.view()
        check_view(view.to_components() if view else [])
        layout = answers.layout(reply.draw, reply.heading, buttons=view)
        text = layout_text(answers.layout(reply.draw))
        check_text(text, markdown.MAX_LAYOUT, reply)
        if not reply.kinds & {"code block", "subtext"}:
            unescape_markdown(text)
        assert markdown.utf16_len(layout_text(layout)) <= markdown.MAX_LAYOUT
        check_view([row.to_component_dict() for row in layout.children if isinstance(row, discord.ui.ActionRow)])
