"""A library that searches on a cluster: all that asks goes on when the cluster is back."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import pytest

from knowledge import Answer, Article, AskContext, Library
from knowledge.errors import SearchUnavailable, StoreUnavailable
from knowledge.opensearch.engine import MAX_FAILURES, Engine, SearchAddress
from knowledge.opensearch.indexer import CATCH_UP_SECONDS, following
from knowledge.store.articles import ArticleStore
from tests.cluster.opensearch import Cluster
from tests.knowledge.postgres import Server
from tests.knowledge.web_site import answer, serve_in_a_thread

WAIT_SECONDS = 120.0
PIER = "When did the pier of Lindvik open?"


async def answered(library: Library, question: str) -> Answer:
    """The answer as soon as there is one."""
    deadline = asyncio.get_running_loop().time() + WAIT_SECONDS
    while True:
        try:
            reply = await library.ask(question, AskContext(collection="77"))
        except SearchUnavailable:
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.5)
            continue
        assert isinstance(reply, Answer), reply
        return reply


async def hangs(library: Library, cluster: Cluster) -> None:
    """Whoever adds something to a cluster that hangs does not wait for it."""
    assert library.indexer
    os.kill(cluster.pid(1), signal.SIGSTOP)
    try:
        adding = asyncio.create_task(
            library.add(Article(title="Mole", paragraphs=("The mole is new.",)), collection="77")
        )
        done, _ = await asyncio.wait({adding}, timeout=2 * CATCH_UP_SECONDS)
        assert done and adding.result().change == "added"
    finally:
        os.kill(cluster.pid(1), signal.SIGCONT)
    assert await library.indexer.catch_up("77", WAIT_SECONDS)


async def test_questions_say_that_search_rests_and_are_answered_when_the_cluster_is_back(
    tmp_path: Path, postgresql: Server, node: Cluster
) -> None:
    database = await asyncio.to_thread(postgresql.prepared)
    search = f"{node.hosts[0]}/away"
    async with Library.open(tmp_path, database=database, search=search) as library:
        text = "The pier of Lindvik opened on a Saturday in 1884. The mayor of Lindvik cut the ribbon himself."
        await library.add(Article(title="Pier", paragraphs=(text,), id="pier"), collection="77")
        told = await answered(library, PIER)
        assert [each.article.id for each in told.citations] == ["pier"]
        watch = await library.watch("Who is the mayor of Lindvik?", AskContext(collection="77", asker="ann"),
                                    "now", now=datetime.now(UTC))  # fmt: skip
        assert watch.text
        assert (await library.coverage("Lindvik pier", collection="77")).articles == 1
        assert (await library.check_quote("opened on a Saturday in 1884", collection="77")).verdict == "exact"
        assert (await library.search_health(search)).answers
        await hangs(library, node)
        await asyncio.to_thread(node.kill, 1)
        await library.load("77")  # A bot that starts now asks in vain, and starts.
        for question in (PIER, "Who cut the ribbon?"):
            with pytest.raises(SearchUnavailable, match="Search is resting"):
                await library.ask(question, AskContext(collection="77"))
        assert library.activity.questions["failed"] == 2
        assert (await library.search_health(search)).status == "away"
        await asyncio.to_thread(node.restart, 1)
        many = await asyncio.gather(*(answered(library, PIER) for _ in range(8)))
        assert {tuple(each.article.id for each in reply.citations) for reply in many} == {("pier",)}
    await asyncio.to_thread(postgresql.give_back, database)


async def test_a_cluster_that_refuses_something_is_not_away() -> None:
    with serve_in_a_thread() as site:
        site.pages["/_refused"] = answer(b"{}", status="400 Bad Request")
        engine = Engine(SearchAddress.parse(f"http://127.0.0.1:{site.port}/away"))
        try:
            for _ in range(2 * MAX_FAILURES):
                with pytest.raises(SearchUnavailable):
                    await asyncio.to_thread(engine.send, "GET", "/_refused")
        finally:
            engine.close()
        assert len(site.requests) == 2 * MAX_FAILURES


async def test_connections_are_closed_after_what_was_sent_and_where_following_fails(
    tmp_path: Path, postgresql: Server, node: Cluster
) -> None:
    def connections() -> int:
        nodes = node.send("GET", "/_nodes/stats/http")["nodes"].values()
        return sum(each["http"]["current_open"] for each in nodes)

    def wait_for_another() -> None:
        while connections() == before:
            sleep(0.01)

    before = await asyncio.to_thread(connections)
    engine = Engine(SearchAddress.parse(f"{node.hosts[0]}/closing"))
    waiting = asyncio.create_task(
        asyncio.to_thread(engine.send, "GET", "/_cluster/health?wait_for_nodes=2&timeout=1s", missing=True)
    )
    await asyncio.to_thread(wait_for_another)
    await asyncio.to_thread(engine.close)
    assert waiting.done() or (await asyncio.wait({waiting}, timeout=0.1))[0]
    with pytest.raises(SearchUnavailable):
        await waiting
    database = await asyncio.to_thread(postgresql.prepared)
    async with ArticleStore.open(tmp_path, address=database) as store:
        pass
    with pytest.raises(StoreUnavailable, match="closed") as failed:
        async with following(store.database, f"{node.hosts[0]}/closing"):
            pass
    assert await asyncio.to_thread(connections) == before, failed
    await asyncio.to_thread(postgresql.give_back, database)
