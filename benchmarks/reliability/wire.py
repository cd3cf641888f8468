"""The bot's process on a bad line, and killed there: every question is answered, and answered once."""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.reliability import Trial
from tests.loopback import Cut, Loopback, RateLimit, Reply, ServerError
from tests.loopback.gateway import RESUMABLE_CODES
from tests.loopback.interactions import Exchange
from tests.loopback.payloads import MEMBER, READ_HISTORY, Channel, Json
from tests.loopback.process import BotProcess
from tests.loopback.rest import limits
from tests.loopback.script import Trouble

T = TypeVar("T")
QUESTION, SHOWN = "At which hotel in Singapore did Donald Trump and Kim Jong-un meet?", "Capella"
OTHER = "Who chose the 38th parallel in August 1945?"
AT_A_TIME = 4
TROUBLES: tuple[Trouble, ...] = (
    RateLimit(0.05), ServerError(500), ServerError(502), ServerError(503), Cut(), Cut(done=True)
)  # fmt: skip
GATEWAY_SHARE = 20
"""Of so many things that are done, one is a question beside a cut of the gateway."""
FINAL_CODES = (4004, 4010, 4011, 4012, 4013)
PASSING_CODES = (4000, 4007, 4008, 4009)
SETTLE_SECONDS = 60.0
LONGEST_LIFE = 4.0
"""Seconds after its first question at which a bot is killed at the latest."""


@dataclass(slots=True)
class Line:
    """Our Discord with troubles on its line, and what came of what was done."""

    discord: Loopback
    place: Channel
    met: Counter[str]
    done: Counter[str]
    faults: list[str]
    rng: random.Random
    responding: asyncio.Lock
    """Held by what answers an interaction, which has three seconds: time for one trouble, not for another's too."""

    def trouble(self, *requests: str) -> None:
        """Let the next request meet a trouble."""
        chosen = self.rng.choice(TROUBLES)
        self.met[str(chosen)] += 1
        self.discord.script.add(self.rng.choice(requests), chosen)

    def check(self, kind: str, replies: Sequence[Reply], shown: str = SHOWN) -> None:
        """Note what was not answered once."""
        self.done[kind] += 1
        if len(replies) != 1 or shown not in replies[0].text.replace("**", ""):
            self.faults.append(f"{kind}: {len(replies)} replies: {[each.text[:80] for each in replies]}")


_POST, _CALLBACK = "POST /channels/*/messages", "POST /interactions/*/callback"


async def faults(folder: Path, times: int) -> list[Trial]:
    """Ask, press, turn pages, edit and share on a line where one request of each fails."""
    met, done, wrong = Counter[str](), Counter[str](), list[str]()
    numbers = iter(range(times))
    async with Loopback() as discord:
        discord.rest.limits = limits(1_000_000)
        async with discord.launched(folder / "data") as bot:
            await discord.logged_in(bot)
            places, turn = [discord.world.open_channel(f"line-{at}") for at in range(AT_A_TIME)], asyncio.Lock()
            lines = [Line(discord, place, met, done, wrong, random.Random(at), turn) for at, place in enumerate(places)]
            await asyncio.gather(*(_keep_doing(line, numbers) for line in lines))
            for _ in range(times // GATEWAY_SHARE):
                await _cut(lines[0])
            twice = Counter(Reply(each).answers for each in discord.world.messages.values())
            wrong += [f"doubled: {number} replies" for to, number in twice.items() if to and number > 1]
            discord.script.clear()
            await bot.stop()
            if "Traceback" in bot.log:
                wrong.append(f"a trace in the log: {bot.log[bot.log.index('Traceback') :][:600]}")
    what = f"one request in each fails: {_spread(met)}"
    return [Trial.of(what, f"{sum(done.values()):,}: {_spread(done)}", "each is answered, and once", wrong)]


def _spread(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items()))


async def _keep_doing(line: Line, numbers: Iterator[int]) -> None:
    deeds: tuple[Callable[[Line], Awaitable[None]], ...] = (_type, _slash, _press, _turn, _edit, _share)
    for number in numbers:
        deed = deeds[number % len(deeds)]
        try:
            async with line.responding if deed in (_slash, _press, _turn, _share) else nullcontext():
                await deed(line)
        except AssertionError as error:
            line.faults.append(f"{deed.__name__}: {error}")


async def _type(line: Line) -> None:
    line.trouble(_POST)
    asked = line.discord.say(f"!ask {QUESTION}", place=line.place)
    await line.discord.reply_to(asked)
    line.check("question", line.discord.replies_to(asked))


async def _slash(line: Line) -> None:
    line.trouble(_CALLBACK)
    slash = line.discord.slash("ask", place=line.place, question=QUESTION)
    answered = await _in_time(line, slash, line.place)
    line.check("slash command", [answered] if isinstance(answered, Reply) else answered)


async def _press(line: Line) -> None:
    answer, person = (
        await line.discord.ask(f"!ask {QUESTION}", place=line.place),
        line.discord.world.open_direct(MEMBER),
    )
    line.trouble(_CALLBACK)
    pressed = await _in_time(line, line.discord.press(answer, "Source 1"), person)
    if not isinstance(pressed, Exchange):
        line.check("press", pressed)
        return
    await line.discord.said(pressed)
    line.check("press", [Reply(line.discord.world.message(each)) for each in pressed.messages])


async def _in_time(line: Line, gesture: Coroutine[None, None, T], place: Channel) -> T | list[Reply]:
    """Return what a gesture comes to, or what is said in a place where a trouble took the three seconds for it."""
    before = len(line.discord.world.history(place))

    def late() -> list[Reply]:
        """What names its person in a channel, or is in their direct messages."""
        said = [Reply(each) for each in line.discord.world.history(place)[before:]]
        return [each for each in said if place.person or f"<@{MEMBER.id}>" in each.payload["content"]]

    done = asyncio.ensure_future(gesture)
    said = asyncio.ensure_future(line.discord.pulse.until(late, "a late reply"))
    await asyncio.wait({done, said}, return_when=asyncio.FIRST_COMPLETED)
    (said if done.done() else done).cancel()
    return await done if done.done() else late()


async def _turn(line: Line) -> None:
    page = await line.discord.ask("!articles", place=line.place)
    before = page.text
    line.trouble(_CALLBACK)
    press = asyncio.ensure_future(line.discord.press(page, "Next ›"))
    await line.discord.pulse.until(lambda: page.text != before, "another page")
    press.cancel()
    line.check("turned page", [page], "2")


async def _edit(line: Line) -> None:
    question = line.discord.say(f"!ask {OTHER}", place=line.place)
    answer = await line.discord.reply_to(question)
    line.trouble("PATCH /channels/*/messages/*")
    line.discord.edit(question, f"!ask {QUESTION}")
    await line.discord.changed(answer, SHOWN)
    line.check("edited question", line.discord.replies_to(question))


async def _share(line: Line) -> None:
    answer = await line.discord.slash("ask", place=line.place, question=QUESTION, private=True)
    before = {message["id"] for message in line.discord.world.history(line.place)}

    def shared() -> list[Reply]:
        new = [Reply(each) for each in line.discord.world.history(line.place) if each["id"] not in before]
        return [each for each in new if each.buttons and not each.answers]

    line.trouble(_CALLBACK, _POST)
    press = asyncio.ensure_future(line.discord.press(answer, "Share"))
    await line.discord.pulse.until(shared, "a shared answer")
    press.cancel()
    line.check("shared answer", shared())


async def _cut(line: Line) -> None:
    """Ask while the gateway's connection is cut, or as it asks to reconnect."""
    line.rng.choice((line.discord.gateway.drop, line.discord.gateway.ask_to_reconnect))()
    asked = line.discord.say(f"!ask {QUESTION}", place=line.place)
    await line.discord.reply_to(asked)
    line.check("question beside a cut gateway", line.discord.replies_to(asked))


async def closes(folder: Path, times: int) -> list[Trial]:
    """Close the connection with each code: the bot ends where the next login would meet it too, and else goes on."""
    wrong = []
    for code in FINAL_CODES[:times]:
        async with Loopback() as discord, discord.launched(folder / "data") as bot:
            discord.gateway.login_code = code
            ended = await bot.exited()
            if ended != 1 or "Traceback" in bot.log or len(discord.gateway.identified) != 1:
                wrong.append(f"{code}: ended with {ended}: {bot.log[-300:]}")
    async with Loopback() as discord, discord.bot(folder / "data"):
        for code in PASSING_CODES[:times]:
            await discord.ask(f"!ask {QUESTION}")
            logins = discord.gateway.logins
            await discord.gateway.close(code)
            if code not in RESUMABLE_CODES:  # What is said until the next login is told to nobody.
                await discord.pulse.until(partial(_logged_in_again, discord, logins), "a login")
            asked = discord.say(f"!ask {QUESTION}")
            try:
                await discord.reply_to(asked)
            except AssertionError as error:
                wrong.append(f"{code}: {error}")
    final, passing = ", ".join(map(str, FINAL_CODES)), ", ".join(map(str, PASSING_CODES))
    good = (
        "the bot ends with a sentence and code 1; or goes on, and answers what was asked at once (4000, 4008) or after"
        " the next login"
    )
    return [Trial.of(f"the gateway closes with {final}; or {passing}", "each", good, wrong)]


def _logged_in_again(discord: Loopback, logins: int) -> bool:
    return discord.gateway.logins > logins


async def kills(folder: Path, times: int) -> list[Trial]:
    """Kill the bot at random moments while people ask, and start the next: what was logged is answered once."""
    data, rng, wrong = folder / "data", random.Random(14), list[str]()
    logged = unlogged = 0
    async with Loopback() as discord:
        places = [discord.world.open_channel(f"hall-{at}") for at in range(3)]
        places.append(discord.world.open_channel("blind", denied=READ_HISTORY))
        aside = discord.world.open_channel("aside")
        for number in range(times):
            (data / "logins.json").unlink(missing_ok=True)  # The pause between many logins is tried elsewhere.
            async with discord.launched(data) as bot:
                await discord.logged_in(bot)
                await discord.ask(f"!ask {OTHER}", place=aside)
                asked = await _ask_until_killed(discord, bot, places, rng)
            (data / "logins.json").unlink(missing_ok=True)
            async with discord.launched(data) as bot:
                await discord.logged_in(bot)
                left = await _settled(data)
                for message in asked:
                    replies = len(discord.replies_to(message))
                    known = _is_logged(data, message)
                    logged, unlogged = logged + known, unlogged + (not known)
                    if replies not in ((1,) if known else (0, 1)):
                        wrong.append(f"kill {number}: {replies} replies, logged: {known}, left: {left}")
                await bot.stop()
                if "Traceback" in bot.log:
                    wrong.append(f"kill {number}: a trace in the log: {bot.log[-300:]}")
    good = f"of {logged:,} questions that were on disk each is answered once; of {unlogged} that were not none is twice"
    return [Trial.of("SIGKILL of the bot on Discord while people ask", f"{times} kills", good, wrong)]


async def _ask_until_killed(
    discord: Loopback, bot: BotProcess, places: Sequence[Channel], rng: random.Random
) -> list[Json]:
    """Ask in each place in turn until the bot is killed; return what was asked."""
    asked = []
    ending = asyncio.get_running_loop().call_later(rng.uniform(0, LONGEST_LIFE), bot.cut_power)
    for place in (*places, *places[:-1]):  # The last one's replies cannot refer to their questions: one is enough.
        if bot.ended:
            break
        asked.append(discord.say(f"!ask {QUESTION} {rng.randrange(1_000_000)}", place=place))
        await asyncio.sleep(rng.uniform(0, 0.3))
    await bot.exited()
    ending.cancel()
    return asked


async def _settled(data: Path) -> int:
    """Wait until every logged question has its reply; return how many have none."""
    for _ in range(int(SETTLE_SECONDS / 0.2)):
        with closing(sqlite3.connect(data / "footnote.db")) as connection:
            [[left]] = connection.execute("SELECT count(*) FROM question WHERE reply = ''").fetchall()
        if not left:
            break
        await asyncio.sleep(0.2)
    return int(left)


def _is_logged(data: Path, message: Json) -> bool:
    with closing(sqlite3.connect(data / "footnote.db")) as connection:
        found = connection.execute("SELECT 1 FROM question WHERE message = ?", (message["id"],)).fetchone()
    return found is not None
