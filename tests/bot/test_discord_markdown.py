"""Our reader of Discord's markdown sees all that Discord would act on."""

from tests.bot import discord_markdown

ACTED_ON = {
    "**a**": "bold",
    "*a*": "italic",
    "_a_": "italic",
    "__a__": "underline",
    "~~a~~": "struck",
    "||a||": "spoiler",
    "`a`": "code",
    "```py\na```": "code block",
    "# a": "heading",
    "a\n### b": "heading",
    "-# a": "subtext",
    "- a": "list",
    "a\n  * b": "list",
    "1. a": "list",
    "> a": "quote",
    "a\n>>> b": "quote",
    "<@1>": "person",
    "<@!1>": "person",
    "<@&1>": "role",
    "<#1>": "channel",
    "</a b:1>": "command",
    "<id:customize>": "guide",
    "<t:1:R>": "timestamp",
    "<a:b:1>": "custom emoji",
    ":smile:": "emoji",
    "@everyone": "everyone",
    "@here": "everyone",
    "https://a.example": "address",
    "<https://a.example>": "address",
    "<mailto:a@b.example>": "address",
    "discord://-/settings": "address",
    "[a](javascript:alert)": "link",
    "[a](https://a.example/(b))": "link",
    "a ** b": "open",
    "a `": "open",
    "a ||": "open",
}


MEANINGLESS = ["\\`a\\`", "a@b", "\\<@1>", "\\[a\\](b)", "https\\://a.example", "a: b:", "1.5"]


def test_what_discord_acts_on_is_seen() -> None:
    marks = {text: discord_markdown.read(f"{text} and more")[1] for text in ACTED_ON}
    assert {text: [mark.kind for mark in marks[text]] for text in marks} == {text: [ACTED_ON[text]] for text in marks}


def test_what_is_escaped_or_means_nothing_is_not() -> None:
    for text in MEANINGLESS:
        seen, marks = discord_markdown.read(text)
        assert not [mark for mark in marks if mark.kind != "open"], text
        assert "\\" not in seen


def test_what_stands_in_something_else_is_seen_too() -> None:
    seen, marks = discord_markdown.read("> **[a](https://a.example) ||b||**\n\\# c")
    assert [mark.kind for mark in marks] == ["quote", "bold", "link", "spoiler"]
    assert seen == "a b\n# c"
