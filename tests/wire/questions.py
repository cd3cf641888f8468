"""A question that the bundled articles answer, and what a reply to it must show."""

from tests.loopback import Reply

QUESTION = "At which hotel in Singapore did Donald Trump and Kim Jong-un meet?"
PASSAGE = "Donald Trump and Kim Jong-un met on 12 June at the Capella hotel on Sentosa"
TITLE = "Four points and a handshake: what was signed in Singapore"


def plain(reply: Reply) -> str:
    """A reply without its markdown."""
    return reply.text.replace("**", "").replace("\\", "")


def check_answered(reply: Reply) -> None:
    """The reply quotes the passage, numbers it, and names its article."""
    for part in (PASSAGE, "[1]", TITLE):
        assert part in plain(reply), reply.text
