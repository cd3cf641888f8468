"""A library that searches on a cluster: all that asks goes on when the cluster is back."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Library
from knowledge.errors import SearchUnavailable
from tests.cluster.opensearch import running
from tests.knowledge.postgres import Server

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


async def test_questions_say_that_search_rests_and_are_answered_when_the_cluster_is_back(
    tmp_path: Path, postgresql: Server, classpath: str
) -> None:
    database = await asyncio.to_thread(postgresql.prepared)
    with running(classpath, 1) as cluster:
        search = f"{cluster.hosts[0]}/away"
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
            await asyncio.to_thread(cluster.kill, 1)
            for question in (PIER, "Who cut the ribbon?"):
                with pytest.raises(SearchUnavailable, match="Search is resting"):
                    await library.ask(question, AskContext(collection="77"))
            assert library.activity.questions["failed"] == 2
            assert (await library.search_health(search)).status == "away"
            await asyncio.to_thread(cluster.restart, 1)
            many = await asyncio.gather(*(answered(library, PIER) for _ in range(8)))
            assert {tuple(each.article.id for each in reply.citations) for reply in many} == {("pier",)}
    await asyncio.to_thread(postgresql.give_back, database)
