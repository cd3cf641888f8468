"""The buttons under any reply, within every limit of Discord."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import views
from bot.embeds import answers as render
from bot.i18n import languages, use_language
from bot.text import limits
from bot.views import AnswerAction
from knowledge import Answer, Article, Citation, Decline
from tests.bot.test_render import FEW, check_fits
from tests.bot.values import answers, declines, texts

ARTICLE = Article(title="@everyone", paragraphs=("<@1> **",))


def cited(id: int, numbers: list[int]) -> Answer:
    """An answer whose citations have these numbers: nothing else of it stands on a button."""
    each = (Citation(n=n, article=ARTICLE, paragraph=1, span=(0, 4)) for n in sorted(numbers))
    return Answer(id=id, question="@here", outcome="answered", evidence=1, citations=tuple(each))


numbered = st.builds(
    cited, st.integers(1, 10**15 - 1), st.lists(st.integers(1, 999), min_size=1, max_size=40, unique=True)
)
kinds = st.tuples(st.booleans(), st.booleans(), st.sampled_from(languages()))


def check_buttons(rows: list[dict[str, Any]]) -> None:
    """The rows are at most five, of at most five buttons, each with a name and an id of its own."""
    buttons = [button for row in rows for button in row["components"]]
    assert len(rows) <= 5
    assert all(1 <= len(row["components"]) <= 5 for row in rows)
    assert all(button.get("label") or button["emoji"] for button in buttons)
    assert all(limits.utf16_len(button.get("label") or "") <= limits.MAX_LABEL for button in buttons)
    assert len({button["custom_id"] for button in buttons}) == len(buttons)
    assert all(AnswerAction.of(button["custom_id"]) and len(button["custom_id"]) <= 100 for button in buttons)


@FEW
@given(numbered, st.booleans(), kinds)
async def test_buttons_under_any_answer_keep_within_every_limit(
    answer: Answer, more: bool, kind: tuple[bool, bool, str]
) -> None:
    private, deletable, language = kind
    with use_language(language):
        view = views.answer_view(answer, more=more, private=private, deletable=deletable)
    assert view
    check_buttons(view.to_components())
    pressed = [AnswerAction.of(button["custom_id"]) for row in view.to_components() for button in row["components"]]
    shown = [citation.n for citation in answer.citations[: views.MAX_SOURCE_BUTTONS]]
    assert [press.n for press in pressed if press and press.name == "source"] == shown
    assert [press.n for press in pressed if press and press.name == "more"] == shown[-1:] * more


@FEW
@given(numbered, st.booleans())
async def test_buttons_under_further_passages_keep_within_every_limit(answer: Answer, more: bool) -> None:
    rows = views.more_view(answer, more=more).to_components()
    check_buttons(rows)
    assert len(rows) == 1 + more


@FEW
@given(declines)
async def test_decline_has_no_button_but_that_to_delete_it(decline: Decline) -> None:
    assert views.answer_view(decline) is None
    view = views.answer_view(decline, deletable=True)
    assert view
    check_buttons(view.to_components())


@pytest.mark.parametrize("language", languages())
async def test_form_keeps_within_every_limit(language: str) -> None:
    with use_language(language):
        form = views.reason_modal(10**15 - 1).to_dict()
    [label] = form["components"]
    assert len(form["title"]) <= 45 and len(label["label"]) <= 45 and len(form["custom_id"]) <= 100
    assert len(label["component"]["placeholder"]) <= 100
    assert label["component"]["max_length"] <= 4000 and label["component"]["required"] is False


@FEW
@given(answers(), texts)
def test_shared_answer_keeps_within_every_limit_and_mentions_nobody(answer: Answer, name: str) -> None:
    check_fits(render.shared_by(lambda room: render.reply_page(answer, room), name))


@pytest.mark.parametrize("action", ["source", "up", "why"])
@pytest.mark.parametrize("answer", [1, 10**15 - 1])
@pytest.mark.parametrize("n", [None, 0, 1, 999])
def test_press_is_read_back_from_its_custom_id(action: str, answer: int, n: int | None) -> None:
    press = AnswerAction(action, answer, n)
    assert AnswerAction.of(press.custom_id) == press


@pytest.mark.parametrize(
    "custom_id", ["", "footnote:", "footnote:ban:1", "footnote:up:", "footnote:up:1:2:3", "footnote:up:-1", "up:1", "x"]
)
def test_custom_id_that_is_not_ours_is_none(custom_id: str) -> None:
    assert AnswerAction.of(custom_id) is None
