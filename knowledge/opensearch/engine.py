"""The connection to an OpenSearch cluster: its indexes, what is put into them, and what happens while it is away."""

import json
import logging
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic, sleep
from typing import Any, Literal, Self
from urllib.parse import parse_qs, quote, unquote, urlsplit

from knowledge.errors import SearchUnavailable
from knowledge.models import SHARED, Article
from knowledge.opensearch.documents import (
    Analysed,
    Document,
    VocabularyEntry,
    articles_index,
    bulk_batches,
    documents,
    hashed_text,
    index_version,
    vocabulary_document,
    vocabulary_id,
    vocabulary_index,
)
from knowledge.samples import COLLECTION as SAMPLES

DEFAULT_NAME = "footnote"
SHARDS = 16
"""Shards of the indexes that all servers share: more of them are less even, as `docs/scale.md` measures."""
REPLICAS = 1
MAX_BULK_CHARS = 8_000_000
"""Characters that are sent at once when articles are loaded."""
REQUEST_SECONDS = 10.0
"""How long a question waits for one reply of the cluster."""
LOAD_SECONDS = 120.0
"""The same for what no person waits for."""
MAX_RETRIES = 2
RETRY_SECONDS = 0.1
"""Before a request is sent again; more with each time, and never the same, so that not all come back at once."""
MAX_FAILURES = 3
"""Requests that fail one after the other before none is sent for a while."""
REST_SECONDS = 5.0
"""How long none is sent then; the next one tells whether the cluster is back."""
MAX_KNOWN_WORDS = 2_000_000
"""Words that are remembered to be there already, so that they are not sent with each article."""

Part = Literal["servers", "shared", "words"]
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


def resting() -> SearchUnavailable:
    """Return what is said while the cluster is away."""
    return SearchUnavailable("Search is resting for a moment. Please ask again in a minute.")


class Engine:
    """The indexes of one installation on a cluster. Every method waits for the network: call it in a thread.

    Articles of servers share an index, by the server's name on one shard each; the shared collection has an index of
    its own, with a copy on each node. Names carry the versions of analyser and layout, so that a process only ever
    reads what it can understand.
    """

    def __init__(self, address: SearchAddress, *, shards: int = SHARDS, replicas: int = REPLICAS) -> None:
        from opensearchpy import OpenSearch

        self._base = f"{address.name}-{index_version()}"
        self._shards, self._replicas = shards, replicas
        self._client = OpenSearch(
            hosts=list(address.hosts),
            http_auth=(address.user, address.password) if address.user else None,
            verify_certs=True,
            ca_certs=address.ca or None,
            max_retries=0,
            http_compress=False,
            pool_maxsize=16,
        )
        self._breaker = CircuitBreaker()
        self._known: set[str] = set()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def alias(self, part: Part) -> str:
        """Return the name under which a part is read and written."""
        return f"{self._base}-{part}"

    def alias_of(self, collection: str) -> str:
        """Return the name of the index that has a collection's articles."""
        return self.alias("shared" if collection in (SHARED, SAMPLES) else "servers")

    def create(self) -> None:
        """Make the indexes that are not there yet."""
        for part in ("servers", "shared", "words"):
            if not self.exists(part):
                self._create(part, f"{self.alias(part)}-1")
                self._point({part: f"{self.alias(part)}-1"})

    def exists(self, part: Part) -> bool:
        """Tell whether a part has an index that is read."""
        return self.send("GET", f"/_alias/{self.alias(part)}", missing=True) is not None

    def begin_rebuild(self) -> Mapping[Part, str]:
        """Make new indexes beside those that are read, and return their names, to be filled with `load(into=…)`."""
        names: dict[Part, str] = {}
        for part in ("servers", "shared", "words"):
            numbers = [int(name.rpartition("-")[2]) for name in self._indexes(part)]
            names[part] = f"{self.alias(part)}-{max(numbers, default=0) + 1}"
            self._create(part, names[part])
        self._known.clear()
        return names

    def finish_rebuild(self, names: Mapping[Part, str]) -> None:
        """Have the new indexes read in place of those before, in one step, and delete these."""
        self.send("POST", f"/{','.join(names.values())}/_refresh", seconds=LOAD_SECONDS)
        self._point(names)
        for part, name in names.items():
            for other in self._indexes(part):
                if other != name:
                    self.send("DELETE", f"/{other}", missing=True)

    def load(
        self,
        collection: str,
        articles: Iterable[Article],
        position: int,
        *,
        into: Mapping[Part, str] | None = None,
        wait: bool = False,
    ) -> int:
        """Put articles into the index, in place of their earlier versions.

        It can be repeated, and come late: what a later position has put there stays.

        Args:
            collection: Whose articles these are.
            articles: As the store has them, with their rows.
            position: A number that grows with each change of the collection.
            into: The names of a rebuild's indexes.
            wait: Whether it returns only when questions find the articles.

        Returns:
            How many articles were put there, without those that were there in a later version.

        Raises:
            SearchUnavailable: The cluster is away, or has refused something.
        """
        return self.load_analysed(
            collection, (documents(collection, each) for each in articles), position, into=into, wait=wait
        )

    def load_analysed(
        self,
        collection: str,
        analysed: Iterable[Analysed],
        position: int,
        *,
        into: Mapping[Part, str] | None = None,
        wait: bool = False,
    ) -> int:
        """Do the same with articles that `documents` has analysed, in another process perhaps."""
        words: dict[str, VocabularyEntry] = {}
        lines: list[str] = []
        index = self._target(self.alias_of(collection), into)
        for each in analysed:
            row = each.document["row"]
            about = {"_id": str(row), "routing": collection, "version": position, "version_type": "external"}
            lines.append(_line({"index": {"_index": index, **about}}) + _line(each.document))
            words |= {vocabulary_id(collection, entry): entry for entry in each.vocabulary}
        if len(self._known) > MAX_KNOWN_WORDS:
            self._known.clear()
        new = {id: entry for id, entry in words.items() if id not in self._known}
        vocabulary = self._target(self.alias("words"), into)
        about = {"_index": vocabulary, "routing": collection}
        entries = (
            _line({"create": {**about, "_id": id}}) + _line(vocabulary_document(collection, entry))
            for id, entry in new.items()
        )
        # Words first: whoever finds the article finds what is like its words.
        self._bulk(entries, wait=wait)
        self._known.update(new)
        return self._bulk(lines, wait=wait)

    def forget(self, collection: str, rows: Collection[int], position: int, *, wait: bool = False) -> None:
        """Delete articles, unless a later position has put them there."""
        about = {"_index": self.alias_of(collection), "routing": collection, "version": position}
        self._bulk(
            (_line({"delete": {**about, "_id": str(row), "version_type": "external"}}) for row in rows), wait=wait
        )

    def forget_collection(self, collection: str) -> None:
        """Delete everything of a collection."""
        self._delete({"term": {"collection": collection}}, routing=collection)
        self._known.clear()

    def forget_collections(self, prefix: str) -> None:
        """Delete everything of all collections whose names begin with a prefix."""
        self._delete({"prefix": {"collection": prefix}})
        self._known.clear()

    def reached(self, collection: str, version: int, *, into: Mapping[Part, str] | None = None) -> None:
        """Note that everything of a collection's version has been loaded and forgotten.

        Questions see the note only after all that was put there before it, as it lies on the same shard.
        """
        about = {"_id": f"state-{hashed_text(collection)}", "routing": collection}
        external = {"version": version + 1, "version_type": "external"}
        index = self._target(self.alias_of(collection), into)
        self._bulk([_line({"index": {"_index": index, **about, **external}}) + _line({"indexed_version": version})])

    def refresh(self) -> None:
        """Have questions find everything that was put there."""
        self.send("POST", f"/{self._base}-*/_refresh", seconds=LOAD_SECONDS)

    def expunge(self) -> None:
        """Have the cluster leave nothing of what was deleted in its files."""
        self.send("POST", f"/{self._base}-*/_forcemerge?only_expunge_deletes=true", seconds=LOAD_SECONDS)

    def rows(self, collection: str) -> dict[int, int]:
        """Return the articles of a collection that the index has: the version of each by its row."""
        found: dict[int, int] = {}
        after: list[object] = []
        while True:
            body: Document = {
                "size": 10_000,
                "query": {"bool": {"filter": [{"term": {"collection": collection}}]}},
                "docvalue_fields": ["row", "version"],
                "sort": [{"row": "asc"}],
                "track_total_hits": False,
            }
            if after:
                body["search_after"] = after
            path = f"/{self.alias_of(collection)}/_search?routing={_quoted(collection)}"
            hits = self.send("POST", path, json.dumps(body), seconds=LOAD_SECONDS)["hits"]["hits"]
            if not hits:
                return found
            found |= {each["fields"]["row"][0]: each["fields"]["version"][0] for each in hits}
            after = hits[-1]["sort"]

    def search_all(self, searches: Sequence[tuple[str, str, Document]]) -> list[Document]:
        """Do searches at once: each with the name of an index, its routing and its body.

        Raises:
            SearchUnavailable: The cluster is away, or one of them has failed.
        """
        if not searches:
            return []
        lines = (_line({"index": index, "routing": routing}) + _line(body) for index, routing, body in searches)
        replies: list[Document] = self.send("POST", "/_msearch", "".join(lines))["responses"]
        for each in replies:
            if "error" in each or each["_shards"]["failed"] or each["timed_out"]:
                log.warning("A search on the cluster has failed: %s", str(each.get("error", each))[:300])
                raise resting()
        return replies

    def fetch(self, wanted: Sequence[tuple[str, str, int]], field: str) -> list[Document]:
        """Return a stored field of articles: each with the name of an index, its routing and the article's row."""
        if not wanted:
            return []
        docs = [
            {"_index": index, "_id": str(row), "routing": routing, "stored_fields": [field]}
            for index, routing, row in wanted
        ]
        found: list[Document] = self.send("POST", "/_mget", json.dumps({"docs": docs}))["docs"]
        return found

    def health(self) -> EngineHealth:
        """Tell how the cluster is, in moments."""
        try:
            found = self.send("GET", f"/_cluster/health/{self._base}-*?timeout=1s")
            version = self.send("GET", "/")["version"]["number"]
            stats = self.send("GET", f"/{self._base}-s*/_stats/docs,store")["_all"]
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
    ) -> Any:
        """Send a request, again where it may help, and return the reply; None where `missing` allows for there none.

        Raises:
            SearchUnavailable: The cluster is away, or refuses.
        """
        from opensearchpy.exceptions import ConnectionError as Unreachable
        from opensearchpy.exceptions import OpenSearchException, TransportError

        self._breaker.check()
        headers = {"content-type": "application/x-ndjson" if body and body.endswith("\n") else "application/json"}
        for attempt in range(MAX_RETRIES + 1):
            try:
                reply = self._client.transport.perform_request(
                    method, path, body=body, headers=headers, timeout=seconds, ignore=[404] if missing else []
                )
            except Unreachable as error:
                problem: OpenSearchException = error
            except TransportError as error:
                problem = error
                if error.status_code not in (429, 502, 503, 504):
                    log.warning("The search cluster has refused a request: %s", str(error)[:300])
                    raise resting() from None
            else:
                self._breaker.succeeded()
                return None if missing and reply.get("status") == 404 else reply
            if attempt < MAX_RETRIES:
                sleep(RETRY_SECONDS * 2**attempt * random.uniform(0.5, 1.5))
        self._breaker.failed()
        log.warning("The search cluster has failed: %s", str(problem)[:300])
        raise resting() from None

    def _create(self, part: Part, name: str) -> None:
        if part == "words":
            body = vocabulary_index(self._shards, self._replicas)
        elif part == "shared":
            body = articles_index(1, "0-all")
        else:
            body = articles_index(self._shards, self._replicas)
        self.send("PUT", f"/{name}", json.dumps(body), seconds=LOAD_SECONDS)

    def _indexes(self, part: Part) -> list[str]:
        """Return the names of a part's indexes, whether they are read or being filled."""
        found = self.send("GET", f"/_cat/indices/{self.alias(part)}-*?format=json&h=index")
        return [each["index"] for each in found]

    def _point(self, names: Mapping[Part, str]) -> None:
        actions = [
            each
            for part, name in names.items()
            for each in (
                {"remove": {"index": f"{self.alias(part)}-*", "alias": self.alias(part), "must_exist": False}},
                {"add": {"index": name, "alias": self.alias(part)}},
            )
        ]
        self.send("POST", "/_aliases", json.dumps({"actions": actions}), seconds=LOAD_SECONDS)

    def _target(self, alias: str, into: Mapping[Part, str] | None) -> str:
        """Return the index to write to: that of a rebuild, or the one that is read."""
        return alias if into is None else next(name for part, name in into.items() if alias == self.alias(part))

    def _delete(self, query: Document, routing: str = "") -> None:
        routed = f"&routing={_quoted(routing)}" if routing else ""
        path = f"/{self._base}-*/_delete_by_query?conflicts=proceed&refresh=true{routed}"
        self.send("POST", path, json.dumps({"query": query}), seconds=LOAD_SECONDS)

    def _bulk(self, lines: Iterable[str], *, wait: bool = False) -> int:
        """Send actions, and count those that were done; one that comes too late is none, and no error."""
        done = 0
        path = "/_bulk?refresh=wait_for" if wait else "/_bulk"
        for batch in bulk_batches(lines, MAX_BULK_CHARS):
            for each in self._done("".join(batch), path):
                done += each
        return done

    def _done(self, body: str, path: str) -> Iterator[bool]:
        for item in self.send("POST", path, body, seconds=LOAD_SECONDS)["items"]:
            [result] = item.values()
            status = result["status"]
            if status >= 400 and status not in (404, 409):
                log.warning("The search cluster has refused a document: %s", str(result.get("error"))[:300])
                raise resting()
            yield status < 300


def _line(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n"


def _quoted(text: str) -> str:
    return quote(text, safe="")
