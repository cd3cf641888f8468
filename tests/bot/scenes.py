"""What has happened before a command is given, by name."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from knowledge import Article, Library
from tests.bot.conftest import FERRY, QUESTION
from tests.bot.forms import DIRECT, Form, Stage

MILL = Article(title="Old mill burns down", paragraphs=("The old mill of Holm burned down on Sunday.",), id="mill")
Scene = Callable[[Stage, Form, Library, str], Awaitable[None]]


async def asked(stage: Stage, form: Form, library: Library, who: str) -> None:
    """The same person has been answered in the same place."""
    await stage.say("direct message" if form in DIRECT else "prefix", f"ask {QUESTION}", who=who)
    assert [each async for each in library.questions()]


async def asked_elsewhere(stage: Stage, form: Form, library: Library, who: str) -> None:
    """The same person has been answered where nobody here can see it."""
    if form in DIRECT:
        await stage.say("prefix", f"ask {QUESTION}", who=who)
        return
    await stage.say("direct message", f"ask {QUESTION}", who=who)


async def asked_by_another(stage: Stage, form: Form, library: Library, who: str) -> None:
    """Someone else has been answered alone, in the same server."""
    told = await stage.people["administrator"].slash(stage.channel, "ask", question=QUESTION, private=True)
    assert told.ephemeral


async def asked_and_purged(stage: Stage, form: Form, library: Library, who: str) -> None:
    """The same person has been answered, and all of it has been deleted since."""
    await asked(stage, form, library, who)
    await library.forget(str(stage.people[who].id), own=[f"dm-{stage.people[who].user.dm_channel.id}"])


async def asked_of_withdrawn(stage: Stage, form: Form, library: Library, who: str) -> None:
    """The same person has been answered from an article that has been taken out since."""
    await library.remove("hostile")
    await asked(stage, form, library, who)
    await library.remove("ferry")


async def secret(stage: Stage, form: Form, library: Library, who: str) -> None:
    """Another server has an article of its own."""
    await library.add(replace(FERRY, title="Secret", id="secret"), collection="5")


async def mill(stage: Stage, form: Form, library: Library, who: str) -> None:
    """This server has an article of its own."""
    await library.add(MILL, collection=stage.collection)


async def mill_gone(stage: Stage, form: Form, library: Library, who: str) -> None:
    """This server had one."""
    await mill(stage, form, library, who)
    await library.remove("mill", collection=stage.collection)


SCENES: dict[str, Scene] = {
    "asked": asked,
    "asked elsewhere": asked_elsewhere,
    "asked by another in private": asked_by_another,
    "asked and purged": asked_and_purged,
    "asked of an article since withdrawn": asked_of_withdrawn,
    "an article of another server": secret,
    "a mill": mill,
    "a mill that was taken out": mill_gone,
}


async def play(stage: Stage, form: Form, library: Library, given: str, who: str) -> None:
    """Let happen what a row of the table begins with."""
    if given:
        await SCENES[given](stage, form, library, who)
