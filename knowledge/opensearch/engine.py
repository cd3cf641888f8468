"""The connection to an OpenSearch cluster: its indexes, what is put into them, and what happens while it is away."""

import json
import logging
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from operator import itemgetter
from threading import Condition, Lock
from time import monotonic, sleep, time_ns
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import parse_qs, quote, unquote, urlsplit

from knowledge.errors import SearchUnavailable
from knowledge.models import SHARED
from knowledge.opensearch.documents import (
    Analysed,
    Document,
    VocabularyEntry,
    articles_index,
    bulk_batches,
    field_of,
    hashed_text,
    index_version,
    token,
    vocabulary_document,
    vocabulary_id,
    vocabulary_index,
)
from knowledge.samples import COLLECTION as SAMPLES
from knowledge.store.outbox import IndexPart

DEFAULT_NAME = "footnote"
SHARDS = 16
"""Shards of the indexes that all servers share: more of them are less even, as `docs/scale.md` measures."""
REPLICAS = 1
MAX_BULK_CHARS = 4_000_000
"""Characters that are sent at once when articles are loaded."""
REQUEST_SECONDS = 10.0
"""How long a question waits for one reply of the cluster."""
LOAD_SECONDS = 120.0
"""The same for what no person waits for."""
BULK_SECONDS = 30.0
"""How long the cluster itself waits for the part of an index that it has at no node, before it refuses what is sent."""
LOST_SECONDS = 60.0
"""How long a node can be away before what only that one has is given up."""
MAX_RETRIES, MAX_LOAD_RETRIES = 2, 6
"""How often a request is sent again; more often where no person waits for it."""
RETRY_SECONDS = 0.1
"""Before a request is sent again; more with each time, and never the same, so that not all come back at once."""
MAX_DRAIN_SECONDS = 5.0
"""How long closing waits for the replies of requests that were sent."""
MAX_FAILURES = 3
"""Requests that fail one after the other before none is sent for a while."""
REST_SECONDS = 5.0
"""How long none is sent then; the next one tells whether the cluster is back."""
MAX_TASK_PAUSE_SECONDS = 5.0
"""How long to wait before asking again whether the cluster has done something that takes long."""
WORDS_PER_SWEEP = 500
"""Words that are looked for at once among the articles of their collection."""
MAX_KNOWN_WORDS = 2_000_000
"""Words that are remembered to be there already, so that they are not sent with each article."""

_READ_OF_SEARCHES = ("hits.hits.fields", "hits.hits._score", "aggregations", "error", "timed_out", "_shards.failed")
_MANY_SEARCHES = f"/_msearch?filter_path={','.join(f'responses.{each}' for each in _READ_OF_SEARCHES)}"
_BULK = f"/_bulk?timeout={BULK_SECONDS:.0f}s&filter_path=items.*.status,items.*.error"
_PARTS: tuple[IndexPart, ...] = ("servers", "shared", "words")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """Where a cluster is, as `https://user:password@one:9200,two:9200/name?ca=/path/to/ca.pem` says."""

    hosts: tuple[str, ...]
    user: str = ""
    password: str = ""
    name: str = DEFAULT_NAME
    """With which the names of all indexes begin."""
    ca: str = ""
    """A file with the authority that signed the cluster's certificates; empty for those that the system trusts."""

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read an address; raises ValueError for what is none."""
        parts = urlsplit(address.strip())
        who, _, where = parts.netloc.rpartition("@")
        hosts = tuple(f"{parts.scheme}://{host}" for host in where.split(",") if host)
        if parts.scheme not in ("http", "https") or not hosts:
            raise ValueError("not the address of a cluster")
        for host in hosts:
            urlsplit(host).port  # noqa: B018 - raises ValueError where it is none
        user, _, password = who.partition(":")
        name = parts.path.strip("/") or DEFAULT_NAME
        if not name.replace("-", "").isalnum() or name != name.lower():
            raise ValueError("not the name of an index")
        ca = next(iter(parse_qs(parts.query).get("ca", [])), "")
        return cls(hosts, unquote(user), unquote(password), name, ca)


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """How a cluster is."""

    status: Literal["green", "yellow", "red", "away"]
    nodes: int = 0
    version: str = ""
    documents: int = 0
    """Articles and their paragraphs."""
    bytes_on_disk: int = 0

    @property
    def answers(self) -> bool:
        """Whether questions can be answered."""
        return self.status in ("green", "yellow")


@dataclass(frozen=True, slots=True)
class IndexChange:
    """What becomes of articles of a collection."""

    collection: str
    position: int
    """A number that grows with each change of the collection."""
    analysed: Sequence[Analysed] = ()
    """Those that are put into the index."""
    gone: Collection[int] = ()
    """The rows of those that are taken out."""


Search = tuple[str, str, Document]
"""The name of an index, a search's routing and its body."""


class ArticleWords(NamedTuple):
    """The words of an article, and what it tells of initials."""

    row: int
    version: int
    language: str
    words: Sequence[str]
    forms: Sequence[str]


class CircuitBreaker:
    """Sends nothing for a while to what has failed several times in a row, so that no question waits for it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._until = 0.0
        self._lock = Lock()

    def check(self) -> None:
        """Raise SearchUnavailable while nothing is sent; let one request through when the time is over."""
        with self._lock:
            if self._failures < MAX_FAILURES:
                return
            now = self._clock()
            if now < self._until:
                raise resting()
            self._until = now + REST_SECONDS

    def failed(self) -> None:
        """Note that a request has failed."""
        with self._lock:
            self._failures += 1
            self._until = self._clock() + REST_SECONDS * random.uniform(0.75, 1.25)

    def succeeded(self) -> None:
        """Note that the cluster has replied."""
        with self._lock:
            self._failures = 0

    @property
    def is_open(self) -> bool:
        """Whether nothing is sent at present."""
        return self._failures >= MAX_FAILURES and self._clock() < self._until


def found_fields(reply: Document) -> list[Document]:
    """Return the fields of each document that a search of `search_all` has found."""
    return [hit["fields"] for hit in reply.get("hits", {}).get("hits", ())]


def found_scores(reply: Document) -> dict[int, float]:
    """Return the score of each article that a search of `search_all` has found, by its row."""
    return {hit["fields"]["row"][0]: hit["_score"] for hit in reply.get("hits", {}).get("hits", ())}


def resting() -> SearchUnavailable:
    """Return what is said while the cluster is away."""
    return SearchUnavailable("Search is resting for a moment. Please ask again in a minute.")


class Engine:
    """The indexes of one installation on a cluster. Every method waits for the network: call it in a thread.

    Articles of servers share an index, by the server's name on one shard each; the shared collection has an index of
    its own, with a copy on each node. Names carry the versions of analyser and layout, so that a process only ever
    reads what it can understand. Large collections have indexes of their own.

    The words of the shared collection and of large ones are documents, so that none has to read all of them. Those of
    the others are with their articles, as there would be more documents of words than of paragraphs.

    Attributes:
        base: With which the names of all indexes begin.
        own: The collections that are asked in an index of their own, with its name.
        moving: Those that are being put into one.
    """

    def __init__(self, address: SearchAddress, *, shards: int = SHARDS, replicas: int = REPLICAS) -> None:
        from opensearchpy import OpenSearch

        self.base = f"{address.name}-{index_version()}"
        self._shards, self._replicas = shards, replicas
        self._client = OpenSearch(
            hosts=list(address.hosts),
            http_auth=(address.user, address.password) if address.user else None,
            verify_certs=True,
            ca_certs=address.ca or None,
            max_retries=0,
            # Though none is tried here, only with this is a node that says nothing left alone for a while.
            retry_on_timeout=True,
            http_compress=False,
            pool_maxsize=16,
            serializer=_serializer(),
        )
        self._breaker = CircuitBreaker()
        self._calls = 0
        self._is_closing = False
        self._idle = Condition()
        self.own: Mapping[str, str] = {}
        self.moving: Collection[str] = ()
        self._known: dict[tuple[str, str], set[VocabularyEntry]] = {}
        """By the name of an index of words and a collection, the words that are there."""

    @property
    def is_resting(self) -> bool:
        """Whether nothing is sent at present, as the cluster has failed several times in a row."""
        return self._breaker.is_open

    def close(self) -> None:
        """Close the connections once what was sent has its replies, or after a while; nothing more is sent."""
        with self._idle:
            self._is_closing = True
            self._idle.wait_for(lambda: not self._calls, MAX_DRAIN_SECONDS)
        self._client.close()

    @contextmanager
    def _call(self) -> Iterator[None]:
        """Keep the connections open within the block; raise SearchUnavailable where they are being closed."""
        with self._idle:
            if self._is_closing:
                raise resting()
            self._calls += 1
        try:
            yield
        finally:
            with self._idle:
                self._calls -= 1
                self._idle.notify_all()

    def alias(self, part: IndexPart) -> str:
        """Return the name under which a part is read and written."""
        return f"{self.base}-{part}"

    def alias_of(self, collection: str) -> str:
        """Return the name of the index that has a collection's articles."""
        return self.own.get(collection) or self.alias("shared" if collection in (SHARED, SAMPLES) else "servers")

    def has_word_documents(self, collection: str) -> bool:
        """Tell whether all words of a collection are documents of the index of words."""
        return collection in (SHARED, SAMPLES) or collection in self.own

    def writes_words(self, collection: str) -> bool:
        """Tell whether they are, or are going to be."""
        return self.has_word_documents(collection) or collection in self.moving

    def create(self) -> None:
        """Make the indexes that are not there yet."""
        for part in _PARTS:
            if not self.exists(part):
                self._create(part, f"{self.alias(part)}-1")
                self._point({part: f"{self.alias(part)}-1"})

    def exists(self, part: IndexPart) -> bool:
        """Tell whether a part has an index that is read."""
        # Of all indexes, one whose rights end at these may not ask.
        return self.send("GET", f"/{self.alias(part)}-*/_alias/{self.alias(part)}", missing=True) is not None

    def begin_rebuild(self) -> Mapping[IndexPart, str]:
        """Make new indexes beside those that are read, and return their names, to be filled with `load(into=…)`."""
        names: dict[IndexPart, str] = {}
        for part in _PARTS:
            numbers = [int(name.rpartition("-")[2]) for name in self._indexes(part)]
            names[part] = f"{self.alias(part)}-{max(numbers, default=0) + 1}"
            self._create(part, names[part], filling=True)
        self._known.clear()
        return names

    def create_own(self, collection: str) -> str:
        """Make an index for one collection, and return its name."""
        name = f"{self.alias('own')}-{hashed_text(collection)}-{time_ns() // 1_000_000}"
        self._create("own", name, filling=True)
        return name

    def open_filled(self, names: Mapping[IndexPart, str]) -> None:
        """Have indexes that were filled copied to other nodes, and what comes shown at once, before they are read."""
        for part, name in names.items():
            settings = {"refresh_interval": None, **self._copies(part)}
            self.send("PUT", f"/{name}/_settings", json.dumps({"index": settings}), seconds=LOAD_SECONDS)
        listed = ",".join(names.values())
        self.send("POST", f"/{listed}/_refresh", seconds=LOAD_SECONDS)
        # Where there is no node for a copy, none is begun. One that is still under way later does no harm.
        self._wait(listed, "wait_for_no_initializing_shards=true", LOAD_SECONDS / 2)

    def lost(self, names: Iterable[str]) -> list[str]:
        """Return those of some indexes that the cluster has no longer all of, and does not get back within a minute."""
        found = self._wait(",".join(names), "level=indices&wait_for_status=yellow", LOST_SECONDS)
        return [name for name, each in found["indices"].items() if each["status"] == "red"]

    def _wait(self, names: str, wanted: str, seconds: float) -> Document:
        """Return how indexes are once that is as wanted, or after so many seconds."""
        path = f"/_cluster/health/{names}?{wanted}&timeout={seconds:.0f}s"
        found: Document = self.send("GET", path, seconds=LOAD_SECONDS, ignored=(HTTPStatus.REQUEST_TIMEOUT,))
        return found

    def drop(self, name: str) -> None:
        """Delete an index."""
        self.send("DELETE", f"/{name}", missing=True, seconds=LOAD_SECONDS)

    def drop_others(self, base: str) -> None:
        """Delete all indexes whose names begin with another base."""
        for each in self.send("GET", f"/_cat/indices/{base}-*?format=json&h=index"):
            self.drop(each["index"])

    def leave(self, collection: str) -> None:
        """Delete a collection's articles from the index of all servers."""
        self._delete({"term": {"collection": collection}}, routing=collection, index=self.alias("servers"))

    def forget_known_words(self) -> None:
        """Send all words again, as some may have been deleted."""
        self._known.clear()

    def finish_rebuild(self, names: Mapping[IndexPart, str]) -> None:
        """Have the new indexes read in place of those before, in one step, and delete these."""
        self.open_filled(names)
        self._point(names)
        for part, name in names.items():
            for other in self._indexes(part):
                if other != name:
                    self.send("DELETE", f"/{other}", missing=True)

    def write(
        self, changes: Sequence[IndexChange], *, into: Mapping[IndexPart, str] | None = None, wait: bool = False
    ) -> int:
        """Put articles into the indexes, in place of their earlier versions, and take others out.

        It can be repeated, and come late: what a later position has put there or taken out stays so.

        Args:
            changes: What becomes of each collection's articles; those of one index are sent together.
            into: The names of other indexes than those that are read; words go nowhere where it names none for them.
            wait: Whether it returns only when questions see it.

        Returns:
            How many articles were put there, without those that were there in a later version.

        Raises:
            SearchUnavailable: The cluster is away.
        """
        if sum(map(len, self._known.values())) > MAX_KNOWN_WORDS:
            self._known.clear()
        articles: list[tuple[str, str]] = []
        entries: list[str] = []
        sent: list[tuple[set[VocabularyEntry], set[VocabularyEntry]]] = []
        words_index = into["words"] if into and "words" in into else self.alias("words")
        for each in changes:
            if self.writes_words(each.collection):
                known = self._known.setdefault((words_index, each.collection), set())
                words = {word for analysed in each.analysed for word in analysed.vocabulary} - known
                entries += self._words(words_index, each.collection, words)
                sent.append((known, words))
            index = self._index_of(each.collection, into)
            about = {**index, "routing": each.collection, "version": each.position, "version_type": "external"}
            for analysed in each.analysed:
                named = {**about, "_id": str(analysed.document["row"])}
                document = {**analysed.document, "position": each.position}
                articles.append((index["_index"], _line({"index": named}) + _line(document)))
            articles += [(index["_index"], _line({"delete": {**about, "_id": str(row)}})) for row in each.gone]
        articles.sort(key=itemgetter(0))
        # Words first: whoever finds the article finds what is like its words.
        self._bulk(entries)
        for known, words in sent:
            known.update(words)
        return self._bulk((line for _, line in articles), wait=wait)

    def forget(self, collection: str, rows: Collection[int], position: int, *, wait: bool = False) -> None:
        """Delete articles, unless a later position has put them there."""
        self.write([IndexChange(collection, position, gone=rows)], wait=wait)

    def wait_until_seen(self, collection: str) -> None:
        """Return once questions see all that has been sent of a collection so far."""
        about = {**self._index_of(collection, None), "routing": collection, "_id": "none"}
        # There is no such article: this waits for the shard that has the others, and no longer than it takes anyway.
        self._bulk([_line({"delete": about})], wait=True)

    def forget_collection(self, collection: str) -> None:
        """Delete everything of a collection."""
        self._delete({"term": {"collection": collection}}, routing=collection)
        self._known.clear()

    def reached(self, versions: Mapping[str, int], *, into: Mapping[IndexPart, str] | None = None) -> None:
        """Note of collections that everything up to a version has been loaded and forgotten.

        Questions see the note only after all that was put there before it, as it lies on the same shard.
        """
        lines = []
        for collection, version in versions.items():
            about = {"_id": f"state-{hashed_text(collection)}", "routing": collection}
            external = {"version": version + 1, "version_type": "external"}
            index = self._index_of(collection, into)
            lines.append(_line({"index": {**index, **about, **external}}) + _line({"indexed_version": version}))
        self._bulk(lines)

    def _words(self, index: str, collection: str, words: Iterable[VocabularyEntry]) -> Iterator[str]:
        """Yield what adds words of a collection to an index of words."""
        about = {"_index": index, "routing": collection, "require_alias": index == self.alias("words")}
        for each in words:
            # Not only where it is missing: the word gets a number that a sweep which is under way does not delete.
            named = {**about, "_id": vocabulary_id(collection, each)}
            yield _line({"index": named}) + _line(vocabulary_document(collection, each))

    def _index_of(self, collection: str, into: Mapping[IndexPart, str] | None) -> Mapping[str, Any]:
        """Return which index a collection's articles are written to: as part of an action."""
        if into is not None:
            shared: IndexPart = "shared" if collection in (SHARED, SAMPLES) else "servers"
            return {"_index": into["own"] if "own" in into else into[shared]}
        if collection in self.own:
            return {"_index": self.own[collection]}
        # Never an index that the cluster makes up because the name is missing.
        return {"_index": self.alias_of(collection), "require_alias": True}

    def state_search(self, collection: str, most: int = 0) -> Search:
        """Return the search for the version that `reached` has noted last, and for up to so many articles.

        A reply has both as they were at one moment: `indexed_version` comes first, then a `row` for each article.
        """
        state = {"ids": {"values": [f"state-{hashed_text(collection)}"]}}
        articles = {"term": {"collection": collection}}
        body = {
            "size": 1 + most,
            "track_total_hits": False,
            "stored_fields": "_none_",
            "docvalue_fields": [
                "indexed_version",
                *(["row", "position", "language", "paragraph_terms"] if most else []),
            ],
            "query": {"bool": {"filter": [{"bool": {"should": [state, articles]}}]}} if most else state,
            **({"sort": [{"indexed_version": {"order": "desc", "missing": "_last"}}]} if most else {}),
        }
        return self.alias_of(collection), collection, body

    def articles_search(self, collection: str, most: int, fields: Sequence[str]) -> Search:
        """Return the search for up to so many articles of a collection, with stored fields of each."""
        body = {
            "size": most,
            "track_total_hits": False,
            "stored_fields": list(fields),
            "docvalue_fields": ["row", "position"],
            "query": {"bool": {"filter": [{"term": {"collection": collection}}]}},
        }
        return self.alias_of(collection), collection, body

    def refresh(self) -> None:
        """Have questions find everything that was put there."""
        self.send("POST", f"/{self.base}-*/_refresh", seconds=LOAD_SECONDS)

    def expunge(self) -> None:
        """Have the cluster leave nothing of what was deleted in its files, and wait until it has.

        What was deleted in the last half minute it may keep, for copies that lag behind.
        """
        how = "only_expunge_deletes=true&wait_for_completion=false"
        task = self.send("POST", f"/{self.base}-*/_forcemerge?{how}", seconds=LOAD_SECONDS)["task"]
        pause = 0.05
        while not self.send("GET", f"/_tasks/{task}")["completed"]:
            sleep(pause)
            pause = min(2 * pause, MAX_TASK_PAUSE_SECONDS)

    def last_word(self, collection: str) -> int:
        """Return the number of the word that was sent last of a collection; -1 where it has none."""
        self.refresh()
        last = {"max": {"field": "_seq_no"}}
        body = {"size": 0, "query": {"term": {"collection": collection}}, "aggs": {"last": last}}
        path = f"/{self.alias('words')}/_search?routing={_quoted(collection)}"
        found = self.send("POST", path, json.dumps(body), seconds=LOAD_SECONDS)["aggregations"]["last"]["value"]
        return -1 if found is None else int(found)

    def sweep_words(self, collection: str, last: int) -> int:
        """Delete the words of a collection that none of its articles has any more; return how many.

        Args:
            collection: Whose.
            last: What `last_word` returned before every process began to send all words again: a word that was sent
                since then is that of an article which may be on its way.
        """
        self.refresh()
        earlier: list[Document] = [{"term": {"collection": collection}}, {"range": {"_seq_no": {"lte": last}}}]
        body: Document = {
            "size": WORDS_PER_SWEEP,
            "query": {"bool": {"filter": earlier}},
            "docvalue_fields": ["language", "term", "form"],
            "seq_no_primary_term": True,
            "sort": ["_doc"],
        }
        path = f"/{self.alias('words')}/_search?scroll=1m&routing={_quoted(collection)}"
        page = self.send("POST", path, json.dumps(body), seconds=LOAD_SECONDS)
        swept = 0
        while hits := page["hits"]["hits"]:
            unused = set(self._unused_words(collection, hits))
            about = {"_index": self.alias("words"), "routing": collection}
            gone = [
                {**about, "_id": hit["_id"], "if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
                for hit in hits
                if hit["_id"] in unused
            ]
            self._bulk(_line({"delete": each}) for each in gone)
            swept += len(gone)
            more = {"scroll": "1m", "scroll_id": page["_scroll_id"]}
            page = self.send("POST", "/_search/scroll", json.dumps(more), seconds=LOAD_SECONDS)
        # The cluster keeps few open at a time, and this one for a minute.
        self.send("DELETE", "/_search/scroll", json.dumps({"scroll_id": page["_scroll_id"]}), missing=True)
        return swept

    def _unused_words(self, collection: str, hits: Sequence[Document]) -> list[str]:
        """Return the ids of those words that no article of the collection has."""
        filters: dict[str, Document] = {}
        for hit in hits:
            [language], [word] = hit["fields"]["language"], hit["fields"].get("term", [""])
            field = field_of(language)
            anywhere: list[Document] = [{"term": {f"{part}.{field}": token(word)}} for part in ("whole", "headings")]
            if not word:
                [key] = hit["fields"]["form"]
                anywhere = [{"term": {"initials": key.split("\n", 2)[2]}}]
            of_language = {"term": {"language": language}}
            filters[hit["_id"]] = {"bool": {"filter": [of_language], "should": anywhere, "minimum_should_match": 1}}
        body = {
            "size": 0,
            "query": {"term": {"collection": collection}},
            "aggs": {"used": {"filters": {"filters": filters}}},
        }
        path = f"/{self.alias_of(collection)}/_search?routing={_quoted(collection)}"
        reply = self.send("POST", path, json.dumps(body), seconds=LOAD_SECONDS)
        return [id for id, found in reply["aggregations"]["used"]["buckets"].items() if not found["doc_count"]]

    def rows(self, collection: str, filters: Sequence[Document] = ()) -> dict[int, int]:
        """Return the articles of a collection that the index has and filters match: the version of each by its row."""
        return {
            fields["row"][0]: fields["version"][0]
            for fields in self._articles(collection, filters, ["row", "version"], size=10_000)
        }

    def article_words(self, collection: str, after: int) -> Iterator[ArticleWords]:
        """Yield the words of a collection's articles that were put into the index after a position."""
        newer = {"range": {"position": {"gt": after}}}
        named = ["row", "version", "language"]
        for fields in self._articles(collection, [newer], named, size=1_000, stored="words"):
            [row], [version], [language] = map(fields.__getitem__, named)
            words, *forms = fields["words"]
            yield ArticleWords(row, version, language, words.split(), forms)

    def _articles(
        self, collection: str, filters: Sequence[Document], fields: Sequence[str], *, size: int, stored: str = "_none_"
    ) -> Iterator[Document]:
        """Yield fields of the articles of a collection that filters match, in the order of their rows."""
        found = {
            "query": {"bool": {"filter": [{"term": {"collection": collection}}, *filters]}},
            "stored_fields": stored,
            "docvalue_fields": list(fields),
            "sort": [{"row": "asc"}],
        }
        for hit in self._pages(self.alias_of(collection), collection, found, size):
            yield hit["fields"]

    def words(self, collection: str, after: int) -> Iterator[tuple[int, VocabularyEntry]]:
        """Yield the words of a collection that are documents, and were sent after another: each with its number."""
        found = {
            "query": {
                "bool": {"filter": [{"term": {"collection": collection}}, {"range": {"_seq_no": {"gt": after}}}]}
            },
            "stored_fields": "_none_",
            "docvalue_fields": ["language", "term", "form"],
            "sort": [{"_seq_no": "asc"}],
        }
        for hit in self._pages(self.alias("words"), collection, found, size=10_000):
            fields, [number] = hit["fields"], hit["sort"]
            [language], [key] = fields["language"], fields.get("form", [""])
            text = key.split("\n", 2)[2] if key else fields["term"][0]
            yield number, VocabularyEntry(language, text, is_form=bool(key))

    def _pages(self, index: str, routing: str, found: Document, size: int) -> Iterator[Document]:
        """Yield all hits of a search that has an order, so many at a time."""
        body = {**found, "size": size, "track_total_hits": False}
        path = f"/{index}/_search?routing={_quoted(routing)}&filter_path=hits.hits.fields,hits.hits.sort"
        while hits := self.send("POST", path, json.dumps(body), seconds=LOAD_SECONDS).get("hits", {}).get("hits"):
            yield from hits
            if len(hits) < size:
                return
            body["search_after"] = hits[-1]["sort"]

    def search_all(self, searches: Sequence[Search]) -> list[Document]:
        """Do searches at once.

        Raises:
            SearchUnavailable: The cluster is away, or one of them has failed.
        """
        if not searches:
            return []
        lines = (_line({"index": index, "routing": routing}) + _line(body) for index, routing, body in searches)
        replies: list[Document] = self.send("POST", _MANY_SEARCHES, "".join(lines))["responses"]
        for each in replies:
            if "error" in each or each["_shards"]["failed"] or each["timed_out"]:
                log.warning("A search on the cluster has failed: %s", str(each.get("error", each))[:300])
                raise resting()
        return replies

    def fetch(self, wanted: Sequence[tuple[str, str, int]], fields: Sequence[str]) -> list[Document]:
        """Return stored fields of articles: each with the name of an index, its routing and the article's row."""
        if not wanted:
            return []
        docs = [
            {"_index": index, "_id": str(row), "routing": routing, "stored_fields": fields}
            for index, routing, row in wanted
        ]
        path = "/_mget?filter_path=docs._id,docs.fields,docs.error"
        found: list[Document] = self.send("POST", path, json.dumps({"docs": docs}))["docs"]
        if failed := next((each["error"] for each in found if "error" in each), None):
            log.warning("Articles could not be read from the cluster: %s", str(failed)[:300])
            raise resting()
        return found

    def health(self) -> EngineHealth:
        """Tell how the cluster is, in moments."""
        try:
            found = self.send("GET", f"/_cluster/health/{self.base}-*?timeout=1s")
            version = self.send("GET", "/")["version"]["number"]
            stats = self.send("GET", f"/{self.base}-s*,{self.base}-own-*/_stats/docs,store")["_all"]
        except SearchUnavailable:
            return EngineHealth("away")
        return EngineHealth(
            status=found["status"],
            nodes=found["number_of_data_nodes"],
            version=version,
            documents=stats["primaries"].get("docs", {}).get("count", 0),
            bytes_on_disk=stats["total"].get("store", {}).get("size_in_bytes", 0),
        )

    def send(
        self,
        method: str,
        path: str,
        body: str | None = None,
        *,
        seconds: float = REQUEST_SECONDS,
        missing: bool = False,
        ignored: Collection[int] = (),
    ) -> Any:
        """Send a request, again where it may help, and return the reply; None where `missing` allows for there none.

        Replies of an `ignored` status are returned as any other.

        Raises:
            SearchUnavailable: The cluster is away, or refuses.
        """
        from opensearchpy.exceptions import ConnectionError as Unreachable
        from opensearchpy.exceptions import OpenSearchException, TransportError

        self._breaker.check()
        headers = {"content-type": "application/x-ndjson" if body and body.endswith("\n") else "application/json"}
        retries = MAX_RETRIES if seconds <= REQUEST_SECONDS else MAX_LOAD_RETRIES
        for attempt in range(retries + 1):
            try:
                with self._call():
                    reply = self._client.transport.perform_request(
                        method,
                        path,
                        body=body,
                        headers=headers,
                        timeout=seconds,
                        ignore=[*ignored, *([404] if missing else [])],
                    )
            except Unreachable as error:
                problem: OpenSearchException = error
            except TransportError as error:
                problem = error
                if error.status_code not in (429, 502, 503, 504):
                    self._breaker.succeeded()
                    log.warning("The search cluster has refused a request: %s", str(error)[:300])
                    raise resting() from None
            else:
                self._breaker.succeeded()
                return None if missing and reply.get("status") == 404 else reply
            if attempt < retries:
                sleep(RETRY_SECONDS * 2**attempt * random.uniform(0.5, 1.5))
        self._breaker.failed()
        log.warning("The search cluster has failed: %s", str(problem)[:300])
        raise resting() from None

    def _create(self, part: IndexPart, name: str, *, filling: bool = False) -> None:
        """Make an index, unless another process has just made it.

        One that is to be filled before it is read has no copies meanwhile, and shows nothing.
        """
        shards = 1 if part in ("shared", "own") else self._shards
        body = vocabulary_index(shards) if part == "words" else articles_index(shards)
        hidden = {"refresh_interval": "-1", "number_of_replicas": 0}
        body["settings"]["index"].update(hidden if filling else self._copies(part))
        refused = (HTTPStatus.BAD_REQUEST,)
        reply = self.send("PUT", f"/{name}", json.dumps(body), seconds=LOAD_SECONDS, ignored=refused)
        if "error" in reply and reply["error"]["type"] != "resource_already_exists_exception":
            log.warning("The search cluster has refused an index: %s", str(reply["error"])[:300])
            raise resting()

    def _copies(self, part: IndexPart) -> Document:
        """Return how many copies an index has: the shared collection's one on each node, as every question asks it."""
        return {"auto_expand_replicas": "0-all"} if part == "shared" else {"number_of_replicas": self._replicas}

    def _indexes(self, part: IndexPart) -> list[str]:
        """Return the names of a part's indexes, whether they are read or being filled."""
        found = self.send("GET", f"/_cat/indices/{self.alias(part)}-*?format=json&h=index")
        return [each["index"] for each in found]

    def _point(self, names: Mapping[IndexPart, str]) -> None:
        actions = [
            each
            for part, name in names.items()
            for each in (
                {"remove": {"index": f"{self.alias(part)}-*", "alias": self.alias(part), "must_exist": False}},
                {"add": {"index": name, "alias": self.alias(part)}},
            )
        ]
        self.send("POST", "/_aliases", json.dumps({"actions": actions}), seconds=LOAD_SECONDS)

    def _delete(self, query: Document, routing: str = "", index: str = "") -> None:
        routed = f"&routing={_quoted(routing)}" if routing else ""
        where = index or f"{self.base}-*"
        path = f"/{where}/_delete_by_query?conflicts=proceed&refresh=true{routed}"
        # What was put there a moment ago is not found before.
        self.send("POST", f"/{where}/_refresh", seconds=LOAD_SECONDS)
        self.send("POST", path, json.dumps({"query": query}), seconds=LOAD_SECONDS)

    def _bulk(self, lines: Iterable[str], *, wait: bool = False) -> int:
        """Send actions, and count those that were done; one that comes too late is none, and no error."""
        done = 0
        path = f"{_BULK}{'&refresh=wait_for' if wait else ''}"
        for batch in bulk_batches(lines, MAX_BULK_CHARS):
            for each in self._done("".join(batch), path):
                done += each
        return done

    def _done(self, body: str, path: str) -> Iterator[bool]:
        """Send actions, and yield of each whether it has put an article into an index."""
        for item in self.send("POST", path, body, seconds=LOAD_SECONDS)["items"]:
            [(action, result)] = item.items()
            status = result["status"]
            if status >= 400 and status != 409 and not (status == 404 and action == "delete"):
                log.warning("The search cluster has refused a document: %s", str(result.get("error"))[:300])
                # Others need not wait for a document that is refused for what it is.
                if status != 400:
                    raise resting()
            yield action == "index" and status < 300


def _serializer() -> Any:
    """Return what reads the replies: many are long, and Python's own reader takes three times as long for them."""
    import orjson
    from opensearchpy.serializer import JSONSerializer

    class Serializer(JSONSerializer):
        def loads(self, s: str) -> Any:
            try:
                return orjson.loads(s)
            except ValueError:  # Half of a surrogate pair, which JSON can have and orjson refuses.
                return super().loads(s)

    return Serializer()


def _line(body: Mapping[str, Any]) -> str:
    import orjson

    try:
        return orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE).decode()
    except TypeError:  # Half of a surrogate pair again.
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n"


def _quoted(text: str) -> str:
    return quote(text, safe="")
