"""Every command, with what it does, whom it is for, and each way in which it fails."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.bot.conftest import QUESTION
from tests.bot.populated_guild import File

MILL = b"Old mill burns down\n\nBy Ingrid Dahl\nJune 5, 2021\n\nThe old mill of Holm burned down on Sunday night."
SETTINGS = b'{"passages": 5}'
MANAGERS_ONLY = "This command is for people with the “Manage Server” permission."
ADMINISTRATORS_ONLY = "This command is for the server's owner and administrators."
EDITORS_ONLY = "Only people who can manage this server, or who have the role"
SERVER_ONLY = "This command only works on a server"
SERVERS_ARTICLES_ONLY = "Articles are added and removed on a server"


@dataclass(frozen=True, slots=True)
class CommandCase:
    """A command as it is given, and what is said to it."""

    line: str
    expected: str
    """What the reply says."""
    setup: str = ""
    """What has happened before, by its name in `setups`."""
    files: Sequence[File] = ()
    who: str = "member"
    """The least that may give it."""
    shows_articles: bool = True
    """Whether it shows text of articles, so that it keeps to the channels and the ages that a server has chosen."""
    expected_in_dm: str | None = None
    """What is said in a direct message; None where it is the same."""
    expected_if_forbidden: str = ""
    """What is said to a member who may not give it."""

    def __str__(self) -> str:
        return f"{self.line[:40]} {self.setup}".strip()


def _manager_case(line: str, expected: str, setup: str = "", files: Sequence[File] = ()) -> CommandCase:
    return CommandCase(
        line,
        expected,
        setup,
        files,
        who="moderator",
        shows_articles=False,
        expected_in_dm=SERVER_ONLY,
        expected_if_forbidden=MANAGERS_ONLY,
    )


def _editor_case(line: str, expected: str, setup: str = "", files: Sequence[File] = ()) -> CommandCase:
    return CommandCase(
        line,
        expected,
        setup,
        files,
        who="moderator",
        shows_articles=False,
        expected_in_dm=SERVERS_ARTICLES_ONLY,
        expected_if_forbidden=EDITORS_ONLY,
    )


SUCCEEDING = (
    CommandCase(f"ask {QUESTION}", "Mayor Ingrid Dahl said"),
    CommandCase("ask Which wine goes with artichokes?", "I found nothing in the articles"),
    CommandCase("watch Which ferry sank?", "as soon as a new article answers this", shows_articles=False),
    CommandCase("watches", "Questions that you are watching", "watching", shows_articles=False),
    CommandCase("watches", "You aren't watching any questions here", shows_articles=False),
    CommandCase("source", f"Sources for: {QUESTION}", "asked"),
    CommandCase("source 1", "paragraph 3 of 3", "asked"),
    CommandCase("source #1", f"Sources for: {QUESTION}", "asked"),
    CommandCase("source apa", "```", "asked"),
    CommandCase("source json", "Anyone can check them against the article", "asked"),
    CommandCase("timeline When did the pier open?", "Lindvik"),
    CommandCase("timeline Which wine goes with artichokes?", "I found nothing in the articles"),
    CommandCase("first “Mayor Ingrid Dahl”", "in 1 article"),
    CommandCase("first zeppelin", "No article here says"),
    CommandCase("first said Dahl", "said Dahl: in 1 article"),
    CommandCase("verify", "finds the same passages in the same order", "asked"),
    CommandCase("verify 1", "and unchanged since", "asked"),
    CommandCase("quote “Mayor Ingrid Dahl said”", "Word for word"),
    CommandCase("articles", "2 articles"),
    CommandCase("articles pier", "1 article"),
    CommandCase("articles new", "Added in the last seven days"),
    CommandCase("article ferry", "¶3 Mayor Ingrid Dahl"),
    CommandCase("coverage zeppelin", "No article here has all of these words: zeppelin."),
    CommandCase("coverage ferry pier", "Coverage of ferry pier: 1 article, 1 outlet"),
    CommandCase("help", "I answer from articles, word for word", shows_articles=False),
    CommandCase("help source", "Show the full sources of an answer", shows_articles=False),
    CommandCase("help filters", "Filters narrow a question", shows_articles=False),
    CommandCase("about", "open source under the MIT licence", shows_articles=False),
    CommandCase("privacy", "Your data"),
    CommandCase("report The link is broken", "Thanks! Your report is in my operator's log"),
    CommandCase("forgetme", "This can't be undone", "asked", shows_articles=False),
    CommandCase("forgetme CONFIRM", "Permanently deleted: 1 question", "asked", shows_articles=False),
    CommandCase("forgetme", "nothing stored about you, so there is nothing to delete", shows_articles=False),
    CommandCase("mydata", "everything I have stored about you", "asked", shows_articles=False),
    CommandCase("mydata", "I have nothing stored about you", shows_articles=False),
    CommandCase("optout", "Your questions are no longer logged", shows_articles=False),
    CommandCase("optout", "Your questions aren't being logged", "opted out", shows_articles=False),
    CommandCase("optin", "Your questions are logged again", "opted out", shows_articles=False),
    CommandCase("optin", "Your questions are being logged", shows_articles=False),
    CommandCase("forgetme CONFIRM", "That includes your choice not to be logged", "opted out", shows_articles=False),
    _editor_case("add", "Old mill burns down", files=[("mill.txt", MILL)]),
    _editor_case("remove mill", "For a day it can be brought back", "a mill"),
    _editor_case("remove mill now", "nothing can bring it back", "a mill"),
    _editor_case("restore", "No article that was removed here can be brought back", "a mill"),
    _editor_case("restore mill", "Old mill burns down is back", "a mill that was withdrawn"),
    _editor_case("restore mill", "Versions of Old mill burns down", "a mill"),
    _editor_case("rename mill New mill opens", "is now called New mill opens", "a mill"),
    _editor_case("edit mill publisher: The Courier; day: 2021-06-07", "Publisher: none → The Courier", "a mill"),
    _editor_case("undo", "Undo this?", "a mill that was withdrawn"),
    _manager_case("audit", "The operator removed ", "a mill that was withdrawn"),
    _manager_case("audit", "The audit log of this server is empty"),
    _editor_case("feed list", "I don't follow any feeds here"),
    _manager_case("settings show", "Passages per answer: 3"),
    _manager_case("settings set passages 5", "`passages` is now 5."),
    _manager_case("settings reset passages", "passages has been reset to the default."),
    _manager_case("settings reset", "All settings have been reset to the default."),
    _manager_case("settings export", "settings"),
    _manager_case("settings import", "Imported 1 setting.", files=[("settings.json", SETTINGS)]),
    replace(_manager_case("stats", "1 question by 1 person", "asked"), shows_articles=True),
    replace(_manager_case("stats 7", "Nothing was asked here in the last 7 days"), shows_articles=True),
    _manager_case("export", "the export of this server", "asked"),
    _manager_case("export gaps jsonl 7", "There's nothing to export", "asked"),
    replace(_manager_case("gaps", "1 gap: what people ask", "declined"), shows_articles=True),
    replace(_manager_case("gaps", "No gaps"), shows_articles=True),
    _manager_case("doctor", "Message Content Intent is on"),
    CommandCase(
        "purge-server",
        "This permanently deletes",
        who="administrator",
        shows_articles=False,
        expected_in_dm=SERVER_ONLY,
        expected_if_forbidden=ADMINISTRATORS_ONLY,
    ),
    CommandCase(
        "purge-server CONFIRM",
        "Permanently deleted: 1 article",
        "a mill",
        who="administrator",
        shows_articles=False,
        expected_in_dm=SERVER_ONLY,
        expected_if_forbidden=ADMINISTRATORS_ONLY,
    ),
)
"""What each command does when all is well, in every form."""

NO_ANSWER = "There's no answer #1 here"
NONE_YET = "I haven't answered anything here yet"
LONG = "word " * 199
FAILING = (
    _editor_case("feed pause 7", "There's no feed “7” here"),
    CommandCase("ask <@&77> <:smile:123456789012345>", "ask Who met in Moscow?"),
    CommandCase("ask -pier", "Those are only filters"),
    CommandCase("ask after:never ferry", "I don't understand the date"),
    CommandCase("watch \u200b", "There's no question there", shows_articles=False),
    CommandCase("watch after:2018", "Those are only filters", shows_articles=False),
    CommandCase("watch Which ferry sank?", "You've opted out of the log", "opted out", shows_articles=False),
    CommandCase("source", NONE_YET),
    CommandCase("source #1", NO_ANSWER),
    CommandCase("source #1", NO_ANSWER, "asked elsewhere"),
    CommandCase("source #1", NO_ANSWER, "asked by another in private"),
    CommandCase("source #1", NO_ANSWER, "asked and purged"),
    CommandCase("source #1", "removed", "asked of an article since withdrawn"),
    CommandCase("source 1", "removed", "asked of an article since withdrawn"),
    CommandCase("source 9", "only citation 1, not 9", "asked"),
    CommandCase("source -1", "Give the number of a citation", "asked"),
    CommandCase("source 1 2", "Give the number of a citation", "asked"),
    CommandCase(
        "source https://discord.com/channels/1/2/3", "only show the sources of an answer where I gave it", "asked"
    ),
    CommandCase("source haiku", "Give the number of a citation", "asked"),
    CommandCase("articles zeppelin", "No article matches “zeppelin”."),
    CommandCase("articles after:never", "I don't understand the date"),
    CommandCase("articles " + "word " * 16, "Use at most 75 characters"),
    CommandCase("article", "Give the article's id"),
    CommandCase("article zeppelin", "There's no article “zeppelin” here"),
    CommandCase("article secret", "There's no article “secret” here", "an article of another server"),
    CommandCase("article mill", "There's no article “mill” here", "a mill that was taken out"),
    CommandCase("article " + LONG, "There's no article"),
    CommandCase("coverage \u200b", "Give a topic, e.g."),
    CommandCase("timeline", "Give a question, e.g."),
    CommandCase("first", "Give the words, e.g."),
    CommandCase("first ???", "nothing to look for"),
    CommandCase("verify", "answered anything here yet"),
    CommandCase("verify apa", "Give an answer's id, e.g. #412", "asked"),
    CommandCase("verify the pier", "Give an answer's id, e.g. #412", "asked"),
    CommandCase("quote", "Give the sentence to check, e.g."),
    CommandCase("quote “too short”", "Give a quotation of at least 3 words."),
    CommandCase("coverage " + "word " * 240, "Please shorten it to 1,000 at most."),
    CommandCase("help nonsense", "There's no help on “nonsense”", shows_articles=False),
    CommandCase("help doctor", "That page is for people with the “Manage Server” permission", shows_articles=False),
    CommandCase("help moderators", "That page is for people with the “Manage Server” permission", shows_articles=False),
    CommandCase("help " + LONG, "There's no help on", shows_articles=False),
    CommandCase("report", "report The link in answer #412 is broken"),
    _editor_case("remove", "Give the article's id"),
    _editor_case("remove ferry", "is shared by all servers"),
    _editor_case("remove zeppelin", "There's no article “zeppelin” here"),
    _editor_case("remove secret", "There's no article “secret” here", "an article of another server"),
    _editor_case("remove " + LONG, "There's no article"),
    _editor_case("restore zeppelin", "There's no article “zeppelin” here"),
    _editor_case("restore secret", "There's no article “secret” here", "an article of another server"),
    _editor_case("restore mill 7", "Version 7 of this article isn't stored any more", "a mill"),
    _editor_case("rename mill", "Give the article's id and its new headline", "a mill"),
    _editor_case("rename ferry Ferry sinks", "is shared by all servers"),
    _editor_case("rename mill " + LONG, "That headline is too long", "a mill"),
    _editor_case("edit", "Give the article's id", "a mill"),
    _editor_case("edit mill day: never", "I don't understand the day", "a mill"),
    _editor_case("edit mill headline: none", "An article needs a headline", "a mill"),
    _editor_case("edit ferry day: 2021-06-07", "is shared by all servers"),
    _editor_case("undo", "There's nothing to undo here"),
    _editor_case("add", "paper.pdf: 1 refused.", files=[("paper.pdf", b"%PDF-1.7")]),
    _editor_case("add", "this is over 10 MB", files=[("huge.txt", b"word " * 2_200_000)]),
    _manager_case("settings set colour red", "There's no setting “colour”"),
    _manager_case("settings set passages 9", "a whole number from 1 to 5"),
    _manager_case("settings set passages 0", "a whole number from 1 to 5"),
    _manager_case("settings set per_person 10001", "from 0 (no limit) to 10,000"),
    _manager_case("settings set prefix toolong", "1 to 5 visible characters"),
    _manager_case("settings set channels #nowhere", "There's no channel “#nowhere” here"),
    _manager_case("settings set adders @nobody", "There's no role “@nobody” here"),
    _manager_case("settings set language " + LONG, "the code of a language"),
    _manager_case("settings reset colour", "There's no setting “colour”"),
    _manager_case("settings import", "That file has no settings in it", files=[("settings.json", b"[]")]),
    replace(_manager_case("stats 0", "Give the number of days, from 1 to 3,650."), shows_articles=True),
    _manager_case("export secrets", "I export questions, gaps, feedback and audit, not “secrets”."),
    _manager_case("export gaps xlsx", "I export as csv and jsonl, not as “xlsx”."),
    _manager_case("export gaps csv 9999", "Give the number of days, from 1 to 3,650."),
    CommandCase(
        "purge-server yes",
        "To go ahead, send",
        "a mill",
        who="administrator",
        shows_articles=False,
        expected_in_dm=SERVER_ONLY,
        expected_if_forbidden=ADMINISTRATORS_ONLY,
    ),
)
"""What is wrong, and what each command says to it, in every form that can be wrong in that way."""
REFUSED_BY_DISCORD = {
    "settings set colour red",
    "settings reset colour",
    "source haiku",
    "export secrets",
    "export gaps xlsx",
    "remove " + LONG,
}
"""Slash commands that a person cannot even give, because Discord offers what may be chosen."""

TESTED_ELSEWHERE = {
    "feed": "shows what `feed list` does; tests/bot/cogs/test_feeds.py",
    "feed add": "tests/bot/cogs/test_feeds.py",
    "feed pause": "tests/bot/cogs/test_feeds.py",
    "feed resume": "tests/bot/cogs/test_feeds.py",
    "feed remove": "tests/bot/cogs/test_feeds.py",
    "feed import": "tests/bot/cogs/test_feeds.py",
    "feed export": "tests/bot/cogs/test_feeds.py",
    "settings": "shows what `settings show` does; tests/bot/test_guild_settings.py",
    "Find sources for this": "tests/bot/cogs/test_ask.py",
    "Watch this question": "tests/bot/cogs/test_watches.py",
    "Add as an article": "tests/bot/cogs/test_gaps.py",
    "Is this quote right?": "tests/bot/cogs/test_quotations.py",
}
"""What is registered and stands in no line above, and where it is tested."""
NEVER_FAILING = {
    "about": "takes nothing that could be wrong",
    "watches": "takes nothing that could be wrong",
    "gaps": "takes nothing that could be wrong",
    "audit": "shows the nearest page there is",
    "privacy": "takes nothing that could be wrong",
    "doctor": "takes nothing that could be wrong",
    "mydata": "takes nothing that could be wrong",
    "optout": "takes nothing that could be wrong",
    "optin": "takes nothing that could be wrong",
    "forgetme": "asks again whatever is written but CONFIRM",
}
"""Commands that refuse nobody anything."""
