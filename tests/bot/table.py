"""Every command, with what it does, whom it is for, and each way in which it says no."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bot.conftest import QUESTION
from tests.bot.forms import File

MILL = b"Old mill burns down\n\nBy Ingrid Dahl\nJune 5, 2021\n\nThe old mill of Holm burned down on Sunday night."
SETTINGS = b'{"passages": 5}'
MANAGERS = "This command is for people with the permission “Manage Server”."
ADMINISTRATORS = "This command is for the owner of the server and its administrators."
KEEPERS = "Only those who may manage this server, or have the role"
SERVER_ONLY = "This command works in a server only"
NO_STRANGERS = "Articles are added and taken out on a server"


@dataclass(frozen=True, slots=True)
class Row:
    """A command as it is given, and what is said to it."""

    line: str
    told: str
    given: str = ""
    """What has happened before, by the name of a scene."""
    files: Sequence[File] = ()
    who: str = "member"
    """The least that may give it."""
    here: bool = True
    """Whether it shows text of articles, so that it keeps to the channels and the ages that a server has chosen."""
    direct: str | None = None
    """What is said in a direct message; None where it is the same."""
    denied: str = ""
    """What is said to a member who may not give it."""

    def __str__(self) -> str:
        return f"{self.line[:40]} {self.given}".strip()


def _managing(line: str, told: str, given: str = "", files: Sequence[File] = ()) -> Row:
    return Row(line, told, given, files, who="moderator", here=False, direct=SERVER_ONLY, denied=MANAGERS)


def _keeping(line: str, told: str, given: str = "", files: Sequence[File] = ()) -> Row:
    return Row(line, told, given, files, who="moderator", here=False, direct=NO_STRANGERS, denied=KEEPERS)


GOOD = (
    Row(f"ask {QUESTION}", "Mayor Ingrid Dahl said"),
    Row("ask Which wine goes with artichokes?", "I found nothing in the articles"),
    Row("source", f"Sources for: {QUESTION}", "asked"),
    Row("source 1", "paragraph 3 of 3", "asked"),
    Row("source #1", f"Sources for: {QUESTION}", "asked"),
    Row("source apa", "```", "asked"),
    Row("articles", "2 articles"),
    Row("articles pier", "1 article"),
    Row("articles new", "Added in the last seven days"),
    Row("article ferry", "¶3 Mayor Ingrid Dahl"),
    Row("help", "Commands", here=False),
    Row("help source", "where the last answer here comes from", here=False),
    Row("help filters", "Filters narrow a question", here=False),
    Row("about", "free software under the MIT licence", here=False),
    Row("privacy", "Your data"),
    Row("report The link is broken", "Thank you. My operator finds your report"),
    Row("forgetme", "This cannot be undone", "asked", here=False),
    Row("forgetme CONFIRM", "Deleted for good: 1 question", "asked", here=False),
    Row("forgetme", "nothing of yours, so there is nothing to delete", here=False),
    _keeping("add", "mill.txt: 1 added.", files=[("mill.txt", MILL)]),
    _keeping("remove mill", "Take out Old mill burns down", "a mill"),
    _managing("settings show", "passages`: 3"),
    _managing("settings set passages 5", "`passages` is now 5."),
    _managing("settings reset passages", "passages is back to the default."),
    _managing("settings reset", "All settings are back to the default."),
    _managing("settings export", "settings"),
    _managing("settings import", "Took in 1 setting.", files=[("settings.json", SETTINGS)]),
    _managing("doctor", "Message Content Intent is on"),
    Row(
        "purge-server",
        "This deletes for good",
        who="administrator",
        here=False,
        direct=SERVER_ONLY,
        denied=ADMINISTRATORS,
    ),
    Row(
        "purge-server CONFIRM",
        "Deleted for good: 1 article",
        "a mill",
        who="administrator",
        here=False,
        direct=SERVER_ONLY,
        denied=ADMINISTRATORS,
    ),
)
"""What each command does when all is well, in every form."""

NO_ANSWER = "There is no answer #1 here"
NONE_YET = "I have not answered anything here yet"
LONG = "word " * 199
REFUSED = (
    Row("ask <@&77> <:smile:123456789012345>", "ask Who met in Moscow?"),
    Row("ask -pier", "There is nothing to look for beside those filters"),
    Row("ask after:never ferry", "I don't understand the date"),
    Row("source", NONE_YET),
    Row("source #1", NO_ANSWER),
    Row("source #1", NO_ANSWER, "asked elsewhere"),
    Row("source #1", NO_ANSWER, "asked by another in private"),
    Row("source #1", NO_ANSWER, "asked and purged"),
    Row("source #1", "taken out", "asked of an article since withdrawn"),
    Row("source 1", "taken out", "asked of an article since withdrawn"),
    Row("source 9", "but no 9", "asked"),
    Row("source -1", "Give a citation's number", "asked"),
    Row("source 1 2", "Give a citation's number", "asked"),
    Row("source https://discord.com/channels/1/2/3", "only where it was given", "asked"),
    Row("source haiku", "Give a citation's number", "asked"),
    Row("articles zeppelin", "No article meets “zeppelin”."),
    Row("articles after:never", "I don't understand the date"),
    Row("articles " + "word " * 16, "use at most 75 characters"),
    Row("article", "Name the article by its id"),
    Row("article zeppelin", "There is no article “zeppelin” here"),
    Row("article secret", "There is no article “secret” here", "an article of another server"),
    Row("article mill", "There is no article “mill” here", "a mill that was taken out"),
    Row("article " + LONG, "There is no article"),
    Row("help nonsense", "There is no help on “nonsense”", here=False),
    Row("help doctor", "That page is for people with the permission", here=False),
    Row("help moderators", "That page is for people with the permission", here=False),
    Row("help " + LONG, "There is no help on", here=False),
    Row("report", "report The link of answer #412 is broken"),
    _keeping("remove", "Name the article by its id"),
    _keeping("remove ferry", "is shared by all servers"),
    _keeping("remove zeppelin", "There is no article “zeppelin” here"),
    _keeping("remove secret", "There is no article “secret” here", "an article of another server"),
    _keeping("remove " + LONG, "There is no article"),
    _keeping("add", "paper.pdf: 1 refused.", files=[("paper.pdf", b"%PDF-1.7")]),
    _keeping("add", "this is over 10 MB", files=[("huge.txt", b"word " * 2_200_000)]),
    _managing("settings set colour red", "There is no setting “colour”"),
    _managing("settings set passages 9", "a whole number from 1 to 5"),
    _managing("settings set passages 0", "a whole number from 1 to 5"),
    _managing("settings set per_person 10001", "from 0 (no limit) to 10,000"),
    _managing("settings set prefix toolong", "1 to 5 visible characters"),
    _managing("settings set channels #nowhere", "There is no channel “#nowhere” here"),
    _managing("settings set adders @nobody", "There is no role “@nobody” here"),
    _managing("settings set language " + LONG, "the code of a language"),
    _managing("settings reset colour", "There is no setting “colour”"),
    _managing("settings import", "That file holds no settings", files=[("settings.json", b"[]")]),
    Row(
        "purge-server yes",
        "write",
        "a mill",
        who="administrator",
        here=False,
        direct=SERVER_ONLY,
        denied=ADMINISTRATORS,
    ),
)
"""What is wrong, and what each command says to it, in every form that can be wrong in that way."""
REFUSED_BY_DISCORD = {"settings set colour red", "settings reset colour", "source haiku"}
"""Slash commands that a person cannot even give, because Discord offers what may be chosen."""

ELSEWHERE = {
    "settings": "shows what `settings show` does; tests/bot/test_settings_command.py",
    "Find sources for this": "tests/bot/test_menu.py",
}
"""What is registered and stands in no line above, and where it is tested."""
UNREFUSED = {
    "about": "takes nothing that could be wrong",
    "privacy": "takes nothing that could be wrong",
    "doctor": "takes nothing that could be wrong",
    "forgetme": "asks again whatever is written but CONFIRM",
}
"""Commands that refuse nobody anything."""
