"""How the bot is used."""

from bot.translation import gettext as _


def help_discord(prefix: str, name: str) -> str:
    """Say how the bot is used in Discord; the text is markdown."""
    return _(
        "I answer from articles, word for word, and show the paragraph that each answer comes from. "
        "When no article answers, I say so.\n\n"
        "**Ask**: `{prefix}ask QUESTION`, `/ask`, or mention me: `@{name} QUESTION`. In a direct message just write.\n"
        'Narrow it with `after:2018-10`, `before:2019`, `on:2018-10-11`, `source:Herald`, `in:"headline words"`, '
        '`"exact phrase"` or `-word`.\n'
        "**Check**: `{prefix}source` or `/source` shows where the last answer here comes from; "
        "reply to an answer with it to get the sources of that one.\n"
        "`{prefix}source 2` shows the paragraph of citation 2 whole; `{prefix}source #412` the sources of answer #412; "
        "`{prefix}source apa` citations to copy, also `plain`, `mla`, `chicago` and `bibtex`.\n"
        "**Browse**: `{prefix}articles` or `/articles` lists the articles, newest first; narrow the list with words of "
        "the headline or with the same filters; `{prefix}articles new` shows what came in the last seven days. "
        "`{prefix}article ID` or `/article` reads one.\n"
        "**Keep**: those who may manage the server add articles with `/add` or with files attached to `{prefix}add`; "
        "`{prefix}remove ID` takes one out."
    ).format(prefix=prefix, name=name)


def help_terminal(prefix: str) -> str:
    """Say how the bot is used in a terminal."""
    return _(
        "{prefix}ask QUESTION   answer from the articles; a line without {prefix} is a question too\n"
        '  narrow it with       after:2018-10 before:2019 source:Herald in:Moscow "exact phrase" -word\n'
        "{prefix}source         where the last answer comes from; {prefix}source #412: answer #412\n"
        "{prefix}source 2       the paragraph of citation 2 whole, between its neighbours\n"
        "{prefix}source 2 apa   a citation to copy: plain, apa, mla, chicago or bibtex\n"
        "{prefix}articles       the articles, newest first; {prefix}articles WORDS narrows them, as do the filters\n"
        "{prefix}article ID     one article whole\n"
        "{prefix}help           this text\n"
        "{prefix}quit           leave (so does Ctrl-D)"
    ).format(prefix=prefix)
