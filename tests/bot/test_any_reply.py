"""Any reply to anyone, for any articles, questions and settings: within Discord's limits, whole and harmless."""

import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.embeds import answers, articles, sources
from bot.i18n import languages, use_language
from bot.text import limits
from tests.bot import markup, replies
from tests.bot.replies import Reply

FEW = settings(max_examples=25, deadline=None)


def check_text(text: str, most: int, reply: Reply) -> None:
    """A text keeps within its limit, has its citations, and nothing in it is acted on but what we mean."""
    assert 0 < limits.utf16_len(text) <= most
    text.encode()
    seen, marks = markup.read(text)
    assert {mark.kind for mark in marks} <= reply.kinds, [mark for mark in marks if mark.kind not in reply.kinds]
    for mark in marks:
        assert mark.kind != "link" or any(mark.target.startswith(page) for page in reply.targets), mark
        assert mark.kind != "bold" or mark.text.strip(), text
    for n in reply.numbers:
        assert f"[{n}]" in seen


def check_embed(reply: Reply) -> None:
    embed = answers.embed(reply.draw, reply.heading)
    texts = (embed.description or "", embed.footer.text or "", embed.author.name or "")
    check_text(texts[0], limits.MAX_DESCRIPTION, reply)
    assert limits.utf16_len(texts[1]) <= limits.MAX_FOOTER
    assert limits.utf16_len(texts[2]) <= limits.MAX_AUTHOR
    assert sum(map(limits.utf16_len, texts)) <= limits.MAX_EMBED
    assert all("\n" not in text and not _invisible(text) for text in texts[1:])


def check_view(rows: list[dict[str, Any]]) -> None:
    buttons = [button for row in rows for button in row["components"]]
    assert len(rows) <= 5 and all(1 <= len(row["components"]) <= 5 for row in rows)
    assert all(0 < limits.utf16_len(button.get("label") or "👍") <= limits.MAX_LABEL for button in buttons)
    assert all(0 < limits.utf16_len(button["custom_id"]) <= 100 for button in buttons)
    assert len({button["custom_id"] for button in buttons}) == len(buttons)


def _invisible(text: str) -> bool:
    return any(character in "\u200b\u202e\x00\u2028" for character in text)


def test_every_page_that_is_drawn_is_drawn_here() -> None:
    modules = (answers, articles, sources, articles)
    drawn = {f"{module.__name__.split('.')[-1]}.{name}" for module in modules for name in _pages(module)}
    # An answer and a decline are drawn by `reply`.
    wanted = drawn - {
        "answers.answer_page",
        "answers.decline_page",
        "answers.fit_lines",
        "sources.all_sources",
        "sources.paragraph_in_context",
    }
    used = set(re.findall(r"\b(\w+)\.(\w+)", inspect.getsource(replies)))
    called = {name for _, name in used}
    missing = {page for page in wanted if page.split(".")[1] not in called}
    assert wanted and not missing, missing


def _pages(module: ModuleType) -> Iterator[str]:
    """Yield the functions of a module that draw a page."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        ours = function.__module__ == module.__name__ and not name.startswith("_")
        if ours and function.__annotations__.get("return") in (answers.Page, answers.Draw):
            yield name


@pytest.mark.parametrize("kind", replies.KINDS)
@FEW
@given(data=st.data())
async def test_any_reply_keeps_within_every_limit_and_is_harmless(kind: str, data: st.DataObject) -> None:
    chosen = data.draw(replies.preferences)
    reply = data.draw(replies.KINDS[kind](chosen))
    with use_language(data.draw(st.sampled_from(languages()))):
        check_embed(reply)
        check_text(answers.message_page(reply.draw), limits.MAX_MESSAGE, reply)
        view = reply.view()
        check_view(view.to_components() if view else [])
