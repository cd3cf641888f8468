"""What has happened before a command is given, by name."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from knowledge import Article, Library
from knowledge.store import OPERATOR, ChangeSet
from tests.bot.conftest import FERRY, QUESTION
from tests.bot.populated_guild import DIRECT, Form, PopulatedGuild

MILL = Article(title="Old mill burns down", paragraphs=("The old mill of Holm burned down on Sunday.",), id="mill")
UNANSWERED = "Which wine goes with artichokes?"
Setup = Callable[[PopulatedGuild, Form, Library, str], Awaitable[None]]


async def asked(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """The same person has been answered in the same place."""
    await guild.run("direct message" if form in DIRECT else "prefix", f"ask {QUESTION}", who=who)
    assert [each async for each in library.export_questions()]


async def asked_elsewhere(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """The same person has been answered where nobody here can see it."""
    if form in DIRECT:
        await guild.run("prefix", f"ask {QUESTION}", who=who)
        return
    await guild.run("direct message", f"ask {QUESTION}", who=who)


async def asked_by_another(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """Someone else has been answered alone, in the same server."""
    told = await guild.people["administrator"].slash(guild.channel, "ask", question=QUESTION, private=True)
    assert told.ephemeral


async def asked_and_purged(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """The same person has been answered, and all of it has been deleted since."""
    await asked(guild, form, library, who)
    await library.forget_person(str(guild.people[who].id), own=[f"dm-{guild.people[who].user.dm_channel.id}"])


async def asked_of_withdrawn(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """The same person has been answered from an article that has been taken out since."""
    await library.remove("hostile")
    await asked(guild, form, library, who)
    await library.remove("ferry")


async def secret(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """Another server has an article of its own."""
    await library.add(replace(FERRY, title="Secret", id="secret"), collection="5")


async def mill(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """This server has an article of its own."""
    await library.add(MILL, collection=guild.collection)


async def mill_gone(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """This server had one."""
    await mill(guild, form, library, who)
    await library.remove("mill", collection=guild.collection)


async def mill_withdrawn(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """This server had one, which can be brought back."""
    await mill(guild, form, library, who)
    await library.withdraw("mill", collection=guild.collection, changes=ChangeSet(OPERATOR, "remove"))


async def opted_out(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """The same person has chosen not to be logged."""
    await library.question_log.opt_out(str(guild.people[who].id))


async def declined(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """The same person has asked in vain."""
    await guild.run("direct message" if form in DIRECT else "prefix", f"ask {UNANSWERED}", who=who)


async def watching(guild: PopulatedGuild, form: Form, library: Library, who: str) -> None:
    """The same person is watching a question."""
    await guild.run("direct message" if form in DIRECT else "prefix", f"watch {UNANSWERED}", who=who)


SETUPS: dict[str, Setup] = {
    "asked": asked,
    "asked elsewhere": asked_elsewhere,
    "asked by another in private": asked_by_another,
    "asked and purged": asked_and_purged,
    "asked of an article since withdrawn": asked_of_withdrawn,
    "opted out": opted_out,
    "declined": declined,
    "watching": watching,
    "an article of another server": secret,
    "a mill": mill,
    "a mill that was taken out": mill_gone,
    "a mill that was withdrawn": mill_withdrawn,
}


async def run_setup(guild: PopulatedGuild, form: Form, library: Library, setup: str, who: str) -> None:
    """Let happen what a row of the table begins with."""
    if setup:
        await SETUPS[setup](guild, form, library, who)
