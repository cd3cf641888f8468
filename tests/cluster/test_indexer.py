"""A cluster is kept in step with the store: after changes, rebuilds, moves and purges it has what the store has."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

import pytest

from knowledge import Article
from knowledge.answers.pipeline import AnswerRequest, answer_question
from knowledge.answers.snapshot import MemorySource
from knowledge.models import SHARED
from knowledge.opensearch import ClusterIndex, Engine, Indexer, SearchAddress
from knowledge.opensearch.articles import ArticlePlace, IndexedArticle, KeptArticles
from knowledge.opensearch.counts import (
    MAX_KEPT_FACTS,
    MAX_KNOWN_FACTS,
    CountsCache,
    IndexedWords,
    LanguageWords,
    no_facts,
)
from knowledge.store import outbox
from knowledge.store.outbox import Placement
from tests.cluster.followed import Followed, arrival, followed, story
from tests.cluster.opensearch import Cluster
from tests.knowledge.postgres import Server

LATER = 1 << 60
"""A position after all that a collection has."""


@pytest.fixture
async def kept(tmp_path: Path, postgresql: Server, node: Cluster) -> AsyncIterator[Followed]:
    address = await asyncio.to_thread(postgresql.prepared)
    async with followed(tmp_path, address, node) as kept:
        yield kept
    await asyncio.to_thread(postgresql.give_back, address)


async def test_cluster_has_what_the_store_has_after_every_kind_of_change(kept: Followed) -> None:
    library = kept.library
    await library.add_all([story(n) for n in range(8)], collection="77")
    await library.add_all([story(n) for n in range(3)])
    await kept.settle()
    assert await kept.differing(["77", "shared"]) == {}
    await library.add_all([story(0, "The quay closed"), story(9)], collection="77")
    await library.withdraw("p1", collection="77")
    await library.remove("p2", collection="77")
    assert await kept.indexer.catch_up("77")
    assert await kept.differing(["77", "shared"]) == {}
    assert len(await asyncio.to_thread(kept.engine.rows, "77")) == 7
    # What comes late, or again, changes nothing.
    stale = [replace(story(0), row=row, version=1) for row in await kept.store.states("77")]
    assert await asyncio.to_thread(kept.engine.write, [arrival("77", stale, 1)]) == 0
    assert await kept.differing(["77"]) == {}


def test_processes_that_start_together_on_an_empty_cluster_all_begin(node: Cluster) -> None:
    address = SearchAddress.parse(f"{node.hosts[0]}/t{token_hex(4)}")
    engines = [Engine(address, shards=1, replicas=0) for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(Engine.create, engines))
    assert all(each.exists(part) for each in engines for part in ("servers", "shared", "words"))
    engines[0].drop_others(engines[0].base)
    for each in engines:
        each.close()


async def test_what_another_indexer_took_in_is_seen_once_whoever_added_it_has_waited(kept: Followed) -> None:
    servers = kept.engine.alias("servers")
    seldom = json.dumps({"index": {"refresh_interval": "4s"}})
    await asyncio.to_thread(kept.engine.send, "PUT", f"/{servers}/_settings", seldom)
    [added] = await kept.library.add_all([story(1)], collection="77")
    assert await kept.indexer.take_in()
    assert await kept.indexer.catch_up("77")
    assert added.article.row in await asyncio.to_thread(kept.engine.rows, "77")


async def test_index_that_nobody_followed_for_a_while_is_made_anew(kept: Followed) -> None:
    await kept.library.add_all([story(n) for n in range(5)], collection="77")
    await kept.settle()
    await kept.indexer.outbox.unfollow()
    await kept.library.remove("p3", collection="77")
    await kept.indexer.begin()
    await kept.settle()
    assert await kept.differing(["77"]) == {}
    await asyncio.to_thread(kept.engine.drop_others, kept.engine.base)
    await kept.indexer.begin()
    await kept.settle()
    assert await kept.differing(["77"]) == {}


async def test_purged_collection_leaves_no_document_and_no_word(kept: Followed) -> None:
    await kept.library.add_all([story(n) for n in range(5)], collection="77")
    await kept.library.add_all([story(n) for n in range(5)], collection="78")
    await kept.settle()
    others = await kept.count("*", "78")
    await kept.library.purge("77")
    await kept.settle()
    assert await kept.count("*", "77") == 0
    assert await kept.count("*", "78") == others > 0
    await kept.library.add(story(1), collection="77")
    assert await kept.indexer.catch_up("77")
    assert await kept.differing(["77", "78"]) == {}


async def test_rebuild_fills_indexes_of_another_name_while_articles_change(
    kept: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "PARAGRAPHS_PER_TAKE", 200)
    await kept.library.add_all([story(n) for n in range(230)], collection="77")
    await kept.settle()
    before = set(await asyncio.to_thread(kept.engine.send, "GET", f"/_alias/{kept.engine.alias('servers')}"))
    await kept.indexer.begin_rebuild()
    assert await kept.indexer.step()
    await kept.library.add_all([story(0, "The quay closed"), story(300)], collection="77")
    await kept.library.withdraw("p3", collection="77")
    assert await kept.indexer.catch_up("77")
    assert await kept.differing(["77"]) == {}
    await kept.settle()
    after = set(await asyncio.to_thread(kept.engine.send, "GET", f"/_alias/{kept.engine.alias('servers')}"))
    assert await kept.indexer.is_filled() and len(after) == 1 and before.isdisjoint(after)
    [settings] = (await asyncio.to_thread(kept.engine.send, "GET", f"/{next(iter(after))}/_settings")).values()
    assert "refresh_interval" not in settings["settings"]["index"]
    assert await kept.differing(["77", "samples"]) == {}


class _RebuiltMeanwhile(Indexer):
    """An indexer beside which another one begins a rebuild right after it has looked for the first time."""

    other: Indexer | None = None

    async def _look(self) -> Placement:
        placement = await super()._look()
        other, self.other = self.other, None
        if other:
            await other.begin_rebuild()
        return placement


async def test_rebuild_that_begins_while_others_look_for_work_has_every_article(kept: Followed) -> None:
    await kept.library.add_all([story(n) for n in range(5)], collection="77")
    await kept.settle()
    late = _RebuiltMeanwhile(kept.store.database, kept.engine)
    late.other = kept.indexer
    assert await late.step()
    await kept.settle()
    assert await kept.differing(["77", "samples"]) == {}


async def test_large_collection_moves_to_an_index_of_its_own_while_it_is_asked(
    kept: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "PARAGRAPHS_PER_TAKE", 200)
    await kept.library.add_all([story(n) for n in range(130)], collection="77")
    await kept.library.add_all([story(n) for n in range(3)], collection="78")
    await kept.settle()
    assert await kept.count("words", "77") == 0
    assert await kept.indexer.separate_large(200) == ["77"] and not await kept.indexer.separate_large(200)
    assert await kept.indexer.step()
    await kept.library.add(story(5, "The quay closed"), collection="77")
    assert await kept.indexer.catch_up("77")
    assert await kept.differing(["77", "78"]) == {}
    await kept.settle()
    assert kept.engine.alias_of("77") != kept.engine.alias_of("78")
    await kept.indexer.settle(wait=0)
    await kept.library.withdraw("p7", collection="77")
    await kept.settle()
    assert await kept.differing(["77", "78"]) == {}
    assert await kept.count("servers", "77") == 0
    read = await asyncio.to_thread(lambda: list(kept.engine.article_words("77", -1)))
    assert await kept.count("words", "77") == len({word for each in read for word in each.words})
    own = kept.engine.alias_of("77")
    await kept.library.purge("77")
    await kept.settle()
    await kept.indexer.settle(wait=0)
    await kept.library.add(story(1), collection="77")
    await kept.settle()
    assert await kept.differing(["77"]) == {} and await kept.count("servers", "77") > 0
    assert await asyncio.to_thread(lambda: kept.engine.send("GET", f"/{own}", missing=True)) is None


async def test_what_was_deleted_leaves_the_files_of_the_cluster(kept: Followed, node: Cluster) -> None:
    secret = "zyxwquark"
    await kept.library.add_all([story(n) for n in range(150)])
    await kept.library.add(Article(title="Leak", paragraphs=(f"The {secret} leaked.",), id="leak"))
    await kept.settle()
    there = await kept.count("words", "shared")
    await asyncio.to_thread(kept.engine.refresh)
    assert node.holds(secret)
    await kept.library.remove("leak")
    await kept.settle()
    while node.holds(secret):
        # Again, as the cluster keeps for half a minute what copies may lack.
        await kept.indexer.expunge(wait=3)
    assert await kept.count("words", "shared") == there - 2
    nodes = (await asyncio.to_thread(kept.engine.send, "GET", "/_nodes/stats/indices/search"))["nodes"].values()
    assert [each["indices"]["search"]["open_contexts"] for each in nodes] == [0]
    assert await kept.differing(["shared"]) == {}
    await kept.library.add(Article(title="Leak", paragraphs=(f"The {secret} leaked.",), id="leak"))
    await kept.settle()
    assert await kept.count("words", "shared") == there


async def test_word_of_an_article_that_arrives_during_a_sweep_stays(kept: Followed) -> None:
    await kept.library.add(story(1))
    await kept.settle()
    engine, leaving = kept.engine, await kept.library.article("p1")
    there = await kept.count("words", "shared")
    last = await asyncio.to_thread(engine.last_word, "shared")
    engine.forget_known_words()
    await asyncio.to_thread(engine.write, [arrival("shared", [leaving], LATER)])
    await asyncio.to_thread(engine.forget, "shared", [leaving.row], LATER + 1)
    assert await asyncio.to_thread(engine.sweep_words, "shared", last) == 0
    last = await asyncio.to_thread(engine.last_word, "shared")
    assert await asyncio.to_thread(engine.sweep_words, "shared", last) == there > 0


async def test_words_that_are_read_are_those_of_living_articles(kept: Followed) -> None:
    cache = CountsCache(kept.engine)

    async def text() -> str:
        await kept.settle()
        await asyncio.to_thread(kept.engine.refresh)
        [counts], [read_at_once] = [
            await asyncio.to_thread(each.get, ["77"]) for each in (cache, CountsCache(kept.engine))
        ]
        assert counts == read_at_once and counts.words
        found = counts.words.by_language["en"]
        assert isinstance(found, LanguageWords)
        return found.text

    await kept.library.add_all([story(n) for n in range(3)], collection="77")
    assert "^quay\n" not in await text()
    await kept.library.add_all([story(5, "The quay closed"), story(6)], collection="77")
    assert "^quay\n" in await text()
    await kept.library.add(story(5, "The wharf closed"), collection="77")
    assert "^quay\n" not in await text()
    await kept.library.withdraw("p5", collection="77")
    assert "^wharf\n" not in await text()


async def test_words_that_are_documents_are_read_as_they_come_and_go(kept: Followed) -> None:
    cache, engine = CountsCache(kept.engine), kept.engine

    async def words() -> set[str]:
        await kept.settle()
        await asyncio.to_thread(engine.refresh)
        [counts] = await asyncio.to_thread(cache.get, ["shared"])
        assert counts.words
        found = counts.words.by_language["en"]
        assert isinstance(found, IndexedWords)
        assert found.count == counts.sizes["en"].words == await kept.count("words", "shared")
        return set(found.vocabulary.terms)

    await kept.library.add(story(1))
    assert "quay" not in await words()
    await kept.library.add(Article(title="Quay", paragraphs=("The quay closed.",), id="quay"))
    assert "quay" in await words()
    await kept.library.remove("quay")
    cache.outdate("shared")
    await words()
    await asyncio.to_thread(lambda: engine.sweep_words("shared", engine.last_word("shared")))
    await kept.library.add(story(2))
    assert "quay" not in await words()


async def test_counts_of_the_collections_asked_longest_ago_are_forgotten(kept: Followed) -> None:
    cache = CountsCache(kept.engine)
    names = [str(n) for n in range(MAX_KEPT_FACTS // MAX_KNOWN_FACTS + 1)]
    for counts in await asyncio.to_thread(cache.get, names):
        counts.facts["en"] = {**no_facts(), "paragraphs": dict.fromkeys(range(MAX_KNOWN_FACTS), 0)}
    for name in names:
        assert cache.kept([name], [0])
    assert not cache.kept(names[:1], [0])
    assert cache.kept(names[-1:], [0])


async def test_articles_that_were_read_make_room_and_are_read_again_when_they_change(kept: Followed) -> None:
    async def places() -> dict[ArticlePlace, IndexedArticle]:
        await kept.settle()
        await asyncio.to_thread(kept.engine.refresh)
        [counts] = await asyncio.to_thread(CountsCache(kept.engine).get, ["77"])
        return dict(counts.places or {})

    await kept.library.add_all([story(n) for n in range(6)], collection="77")
    before = await places()
    room = 3 * max(each.nbytes for each in before.values())
    articles = KeptArticles(kept.engine, room)
    assert len(await asyncio.to_thread(articles.get, before)) == 6
    assert 0 < articles.nbytes <= room
    articles.drop("77")
    assert articles.nbytes == 0
    await kept.library.add(story(5, "The quay closed"), collection="77")
    await kept.library.remove("p4", collection="77")
    after = await places()
    assert len(after) == 5
    changed = await asyncio.to_thread(articles.get, before.keys() ^ after.keys())
    assert {each.terms.version for each in changed.values()} == {2}


async def test_removed_article_that_a_question_reads_before_it_is_taken_out_is_forgotten_then(kept: Followed) -> None:
    index = ClusterIndex(kept.engine)
    added = await kept.library.add_all([story(n) for n in range(3)])
    await kept.settle()
    await asyncio.to_thread(kept.engine.refresh)
    await kept.library.remove("p1")
    await index.rewrite_file(SHARED)
    versions = await kept.store.versions([SHARED])

    async def ask() -> None:
        _, retriever = await index.get([SHARED], versions)
        source = MemorySource({each.article.key: each.article for each in added})
        await asyncio.to_thread(answer_question, AnswerRequest(question="When did the pier open?"), retriever, source)

    await ask()
    assert index.nbytes
    await kept.settle()
    await asyncio.to_thread(kept.engine.refresh)
    await index.get([SHARED], versions)
    assert not index.nbytes
    await ask()
    assert index.nbytes
