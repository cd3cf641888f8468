"""A deployment of several machines' processes, while people ask and articles are added: each kind of them is killed."""

import asyncio
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from benchmarks.reliability import Trial
from knowledge import Article, Library
from knowledge.errors import StoreUnavailable
from knowledge.opensearch import Engine, Indexer, SearchAddress
from knowledge.store.articles import ArticleStore
from tests.cluster import opensearch
from tests.cluster.followed import Followed
from tests.knowledge import postgres
from tests.loopback import Loopback, Reply
from tests.loopback.payloads import Channel, Json, User
from tests.loopback.process import BotProcess
from tests.loopback.rest import limits

QUESTIONS = Path(__file__).parents[2] / "tests" / "quality" / "samples.jsonl"
ASKERS, ADDERS = 6, 2
"""How many people ask and add at any time."""
ASKED_QUESTIONS = 25
"""Different questions."""
COLLECTIONS = tuple(map(str, range(70, 78)))
REPLY_SECONDS = 240.0
"""How long a question can wait: what a killed process had in hand is taken over after a minute."""
REST_SECONDS = 1.0
"""Before a question is asked again that was told to wait, or something is added again that was not stored."""
DOWN_SECONDS = 3.0
"""How long what was killed is away."""
START_SECONDS = 180.0
"""How long a bot can take to log in, where the others are busy."""
MAX_TRIAL_SECONDS = 1_200.0
_NUMBER = re.compile(r"\d+ · (?=\d+ passages?|no passages)")
"""The number of an answer, which the next one to the same question does not have."""
REFUSALS = ("Search is resting", "Something went wrong")


@dataclass(slots=True)
class Deployment:
    """Two bots on one shard, two indexers, three OpenSearch nodes, and PostgreSQL."""

    discord: Loopback
    server: postgres.Server
    cluster: opensearch.Cluster
    folder: Path
    database: str
    search: str
    engine: Engine
    stack: AsyncExitStack
    bots: list[BotProcess] = field(default_factory=list)
    indexers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def settings(self) -> dict[str, str]:
        """What all processes are told."""
        return {"FOOTNOTE_DATABASE": self.database, "FOOTNOTE_SEARCH": self.search}

    def data(self) -> Path:
        """Return a data folder for another process, with the key that all have."""
        folder = self.folder / f"data{next(self._numbers)}"
        folder.mkdir()
        shutil.copy(self.folder / "first" / "asker.key", folder)
        return folder

    async def start_bot(self) -> None:
        """Start another bot, and wait until it has logged in."""
        await self.run("DELETE FROM footnote.login")  # The pause between logins is tried elsewhere.
        before = self.discord.gateway.logins
        launched = self.discord.launched(self.data(), **self.settings, FOOTNOTE_SHARDS="0/1")
        self.bots.append(await self.stack.enter_async_context(launched))
        await self.discord.pulse.until(lambda: self.discord.gateway.logins > before, "a login", START_SECONDS)

    def start_indexer(self) -> None:
        own = {**self.settings, "FOOTNOTE_DATA": str(self.data()), "FOOTNOTE_LOG_LEVEL": "ERROR"}
        process = subprocess.Popen([sys.executable, "-m", "bot", "index"], env={**os.environ, **own})
        self.indexers.append(self.stack.enter_context(process))
        self.stack.callback(process.kill)

    async def run(self, statement: str) -> str:
        return await asyncio.to_thread(self.server.run, statement, database=self.database.rpartition("/")[2])

    async def leader(self) -> BotProcess:
        """Return the bot that leads, as soon as one does."""
        while True:
            names = await self.run("SELECT name FROM footnote.process WHERE leads")
            for bot in self.bots:
                if f"-{bot.pid}-" in names:
                    return bot
            await asyncio.sleep(REST_SECONDS)

    async def kill_node(self) -> None:
        """Kill the node that has the primary of what is asked, and start it again."""
        node = await asyncio.to_thread(self.cluster.primary, self.engine.alias("shared"))
        await asyncio.to_thread(self.cluster.kill, node)
        await asyncio.sleep(DOWN_SECONDS)
        await asyncio.to_thread(self.cluster.restart, node)

    async def kill_postmaster(self) -> None:
        """Kill PostgreSQL, and start it again."""
        await asyncio.to_thread(self.server.kill)
        await asyncio.sleep(DOWN_SECONDS)
        await asyncio.to_thread(self.server.start)

    async def kill_follower(self) -> None:
        """Kill the bot that does not lead, and start another."""
        leader = await self.leader()
        await self._kill(next(each for each in self.bots if each is not leader))

    async def kill_leader(self) -> None:
        """Kill the bot that leads, and start another."""
        await self._kill(await self.leader())

    async def kill_indexer(self) -> None:
        self.indexers.pop(0).kill()
        await asyncio.sleep(DOWN_SECONDS)
        self.start_indexer()

    async def _kill(self, bot: BotProcess) -> None:
        await bot.killed()
        self.bots.remove(bot)
        await asyncio.sleep(DOWN_SECONDS)
        await self.start_bot()


class People:
    """Asks questions until each has its answer, and hears every message of the bots."""

    def __init__(self, deployment: Deployment) -> None:
        lines = QUESTIONS.read_text("utf-8").splitlines()
        asked = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
        self._discord = deployment.discord
        self.questions = asked[:: max(len(asked) // ASKED_QUESTIONS, 1)]
        self._heard: dict[int, asyncio.Future[str]] = {}
        self._doubled: set[int] = set()
        self.answers: dict[str, str] = {}
        """What each question is answered with as long as nothing has been killed."""
        self.faults: list[str] = []
        self.refused = 0
        self.is_middle = asyncio.Event()
        """Set once some questions were asked, and most are still to be."""
        self._discord.world.watchers.append(self._hear)

    def _hear(self, body: Json) -> None:
        reply = Reply({"content": "", "embeds": [], "components": [], **body})
        if heard := self._heard.pop(reply.answers, None):
            heard.set_result(_NUMBER.sub("", reply.text))

    async def learn(self) -> None:
        """Ask each question once, while nothing is added or killed."""
        place, author = self._discord.world.open_channel("before"), User(600_000_000_000_000_000, "ann")
        for question in self.questions:
            self.answers[question] = await self._ask(question, place, author)

    async def keep_asking(self, left: Iterator[int], at: int) -> None:
        """Ask one question after the other, as long as some are left."""
        place = self._discord.world.open_channel(f"hall-{token_hex(4)}")
        author = User(600_000_000_000_000_000 + at, f"person-{at}")
        for number in left:
            question = self.questions[number % len(self.questions)]
            found = await self._ask(question, place, author)
            if number >= len(self.questions) // 2:
                self.is_middle.set()
            if found != self.answers[question]:
                self.faults.append(f"another answer to {question!r}: {found!r}")

    async def _ask(self, question: str, place: Channel, author: User) -> str:
        """Ask a question again and again until it is answered; return the answer."""
        while True:
            message = int(self._discord.say(f"!ask {question}", place=place, author=author)["id"])
            heard: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            self._heard[message] = heard
            try:
                async with asyncio.timeout(REPLY_SECONDS):
                    text = await heard
            except TimeoutError:
                self.faults.append(f"no reply to {question!r}")
                continue
            if not any(words in text for words in REFUSALS):
                return text
            self.refused += 1
            await asyncio.sleep(REST_SECONDS)

    def doubled(self) -> list[str]:
        """Return what was replied to messages with more than one reply that were not told of before."""
        replies = defaultdict[int, list[str]](list)
        for reply in map(Reply, self._discord.world.messages.values()):
            replies[reply.answers].append(reply.text[:100])
        told, self._doubled = self._doubled, {message for message, texts in replies.items() if len(texts) > 1}
        return [
            f"{len(texts)} replies: {texts}"
            for message, texts in replies.items()
            if message and len(texts) > 1 and message not in told
        ]


async def _keep_adding(library: Library, left: Iterator[int], name: str, added: dict[str, set[str]]) -> None:
    """Add articles until each is acknowledged, and note it then."""
    for number in left:
        collection, id = COLLECTIONS[number % len(COLLECTIONS)], f"{name}-{number}"
        text = f"The pier of Lindvik{number} opened in {1800 + number % 200}. Boats came to Lindvik{number}."
        article = Article(title=f"Pier {number}", paragraphs=(text,), id=id, language="en")
        while True:
            with suppress(StoreUnavailable):
                await library.add(article, collection=collection)
                added[collection].add(id)
                break
            await asyncio.sleep(REST_SECONDS)


@asynccontextmanager
async def _deployed(folder: Path) -> AsyncIterator[Deployment]:
    async with AsyncExitStack() as stack:
        server = stack.enter_context(postgres.server())
        classpath = await asyncio.to_thread(opensearch.prepare, folder)
        cluster = stack.enter_context(opensearch.running(classpath, 3))
        discord = await stack.enter_async_context(Loopback())
        discord.rest.limits = limits(1_000_000)
        database = server.new()
        async with ArticleStore.open(folder / "first", address=database):
            pass  # It makes the tables and the key.
        search = f"http://{','.join(host.removeprefix('http://') for host in cluster.hosts)}/killed"
        engine = Engine(SearchAddress.parse(search))
        stack.callback(engine.close)
        deployment = Deployment(discord, server, cluster, folder, database, search, engine, stack)
        await deployment.start_bot()
        await deployment.start_bot()
        for _ in range(2):
            deployment.start_indexer()
        yield deployment


KILLS: dict[str, Callable[[Deployment], Awaitable[None]]] = {
    "an OpenSearch node": Deployment.kill_node,
    "the PostgreSQL postmaster": Deployment.kill_postmaster,
    "a bot": Deployment.kill_follower,
    "the leader": Deployment.kill_leader,
    "an indexer": Deployment.kill_indexer,
}


async def run(folder: Path, times: int) -> list[Trial]:
    """Have so many questions asked and articles added around each kill."""
    trials = []
    async with (
        _deployed(folder) as deployment,
        Library.open(deployment.data(), database=deployment.database) as library,
        ArticleStore.open(deployment.data(), address=deployment.database) as store,
    ):
        indexer = Indexer(store.database, deployment.engine)
        followed = Followed(library, store, deployment.engine, indexer, deployment.search)
        people, added = People(deployment), defaultdict[str, set[str]](set)
        await people.learn()
        for what, kill in KILLS.items():
            async with asyncio.timeout(MAX_TRIAL_SECONDS):
                trials.append(await _trial(deployment, followed, people, added, what, kill, times))
            print(trials[-1].result, file=sys.stderr, flush=True)
    return trials


async def _trial(
    deployment: Deployment,
    followed: Followed,
    people: People,
    added: dict[str, set[str]],
    what: str,
    kill: Callable[[Deployment], Awaitable[None]],
    times: int,
) -> Trial:
    questions, additions, name = iter(range(times)), iter(range(times)), token_hex(4)
    people.faults, people.refused = [], 0
    people.is_middle.clear()

    async def kill_in_the_middle() -> None:
        await people.is_middle.wait()
        await kill(deployment)

    await asyncio.gather(
        kill_in_the_middle(),
        *(people.keep_asking(questions, at) for at in range(ASKERS)),
        *(_keep_adding(followed.library, additions, name, added) for _ in range(ADDERS)),
    )
    while True:
        if not await followed.indexer.outbox.waiting():
            break
        await asyncio.sleep(REST_SECONDS)
    faults = [*people.faults, *people.doubled()]
    for collection, ids in added.items():
        there = [each.article.id for each in await followed.library.listing(collection=collection, own=True)]
        faults += [f"lost: {id}" for id in ids - set(there)]
        faults += [f"there twice: {id}" for id in set(there) if there.count(id) > 1]
    faults += [f"the index differs: {each}" for each in await followed.differing(COLLECTIONS)]
    logged = await deployment.run(
        "SELECT COUNT(*) - COUNT(DISTINCT message) FROM footnote.question WHERE message <> ''"
    )
    if int(logged):
        faults.append(f"{logged} questions are logged twice")
    good = (
        "every question is answered once and as before, every acknowledged article is in the store and in the index"
        f" ({people.refused} were told to ask again meanwhile)"
    )
    tried = f"SIGKILL of {what} of a cluster while people ask and add"
    return Trial.of(tried, f"{times} questions, {times} additions", good, faults)
