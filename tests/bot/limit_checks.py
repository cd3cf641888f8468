"""Discord's limits on messages, embeds and buttons, checked on whatever is drawn."""

import re
from typing import Any

from bot.embeds import answers
from bot.text import markdown
from tests.bot import discord_markdown
from tests.bot.messages import layout_text, unescape_markdown
from tests.bot.reply_strategies import DrawnReply

_MENTION = re.compile(r"@(everyone|here)|<@[!&]?\d+>|<#\d+>|</\w+:\d+>")


def check_fits(draw: answers.Draw) -> None:
    """Both forms keep within Discord's limits, close their markdown and mention nobody."""
    embed = answers.embed(draw, "question " * 100)
    texts = (embed.description or "", embed.footer.text or "", embed.author.name or "")
    assert 0 < markdown.utf16_len(texts[0]) <= markdown.MAX_DESCRIPTION
    assert markdown.utf16_len(texts[1]) <= markdown.MAX_FOOTER
    assert markdown.utf16_len(texts[2]) <= markdown.MAX_AUTHOR
    assert sum(map(markdown.utf16_len, texts)) <= markdown.MAX_EMBED
    message = layout_text(answers.layout(draw))
    assert 0 < markdown.utf16_len(message) <= markdown.MAX_LAYOUT
    for text in (texts[0], message):
        unescape_markdown(text)
        assert not _MENTION.search(text)
        text.encode()


def check_text(text: str, most: int, reply: DrawnReply) -> None:
    """A text keeps within its limit, has its citations, and nothing in it is acted on but what we mean."""
    assert 0 < markdown.utf16_len(text) <= most
    text.encode()
    seen, marks = discord_markdown.read(text)
    assert {mark.kind for mark in marks} <= reply.kinds, [mark for mark in marks if mark.kind not in reply.kinds]
    for mark in marks:
        assert mark.kind != "link" or any(mark.target.startswith(page) for page in reply.targets), mark
        assert mark.kind != "bold" or mark.text.strip(), text
    for n in reply.numbers:
        assert f"[{n}]" in seen


def check_embed(reply: DrawnReply) -> None:
    embed = answers.embed(reply.draw, reply.heading)
    texts = (embed.description or "", embed.footer.text or "", embed.author.name or "")
    check_text(texts[0], markdown.MAX_DESCRIPTION, reply)
    assert markdown.utf16_len(texts[1]) <= markdown.MAX_FOOTER
    assert markdown.utf16_len(texts[2]) <= markdown.MAX_AUTHOR
    assert sum(map(markdown.utf16_len, texts)) <= markdown.MAX_EMBED
    assert all("\n" not in text and not _invisible(text) for text in texts[1:])


def check_view(rows: list[dict[str, Any]]) -> None:
    buttons = [button for row in rows for button in row["components"]]
    assert len(rows) <= 5 and all(1 <= len(row["components"]) <= 5 for row in rows)
    assert all(0 < markdown.utf16_len(button.get("label") or "👍") <= markdown.MAX_LABEL for button in buttons)
    assert all(0 < markdown.utf16_len(button["custom_id"]) <= 100 for button in buttons)
    assert len({button["custom_id"] for button in buttons}) == len(buttons)


def _invisible(text: str) -> bool:
    return any(character in "\u200b\u202e\x00\u2028" for character in text)
