"""The one way to the web: an address in, its bytes out, and no way into a private network.

What guards is the socket: each one that is opened is checked against `networks` first, whatever name, notation or
redirect led to it, so that a name which changes its address between two looks gains nothing.
"""

import asyncio
import re
import socket
import zlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDictProxy
from protego import Protego
from yarl import URL

from knowledge.errors import AddressRefused, FetchError, HostBusy, RobotsRefused
from knowledge.ingest import page_suffix
from knowledge.web import networks

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_PAGE_BYTES = 10 * 1024 * 1024
"""Largest page or file, as received and unpacked, in bytes."""
MAX_URL_CHARS = 2_000
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 500 * 1024
"""How much of a robots.txt counts, as RFC 9309 asks at least."""
MAX_ROBOTS_RULES = 5_000
"""How many of its rules that could be meant for a page count: they are read again for each."""
MAX_GZIP_MEMBERS = 100
"""Parts of a packed answer: a million empty ones would take long and give nothing."""
_FRAME_BYTES = 1024 * 1024
"""What an answer can have on the wire besides what is in it: headers, certificates, the sizes of its chunks."""
MAX_CRAWL_DELAY_SECONDS = 10.0
"""A longer pause that a robots.txt asks for is kept to this."""
MAX_RETRY_SECONDS = 86_400.0
"""A longer wait that a server asks for is taken for this."""
ROBOTS_SECONDS = 3_600.0
"""How long a robots.txt counts before it is fetched again."""
MAX_HOSTS = 500
"""Sites whose pace is remembered."""
MAX_ROBOTS_TOTAL_BYTES = 16 * 1024 * 1024
MAX_REQUESTS = 8
"""Requests at the same time, each to another site."""
MAX_VALIDATOR_CHARS = 500
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LASTING_REDIRECTS = frozenset({301, 308})
_CHUNK_BYTES = 64 * 1024
_UNPACKED_BYTES = 256 * 1024
"""What is unpacked before others have their turn."""
_WEB_PORTS = frozenset({80, 443})
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\\\ud800-\udfff]")
_AGENT = "Footnote"
"""By this name a robots.txt can speak to us."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take."""

    seconds: float = 60.0
    """Longest time for an address, with its redirects and robots.txt, waiting for others not counted."""
    idle_seconds: float = 15.0
    """Longest silence of a server."""
    queue_seconds: float = 120.0
    """Longest wait for other requests to the same site."""
    ports: frozenset[int] = _WEB_PORTS


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    Attributes:
        url: The address as it was asked for.
        final_url: Where its redirects led.
        lasting_url: Where its permanent redirects led, as far as all before were permanent: the one to ask from now on.
        status: 200, or 304 where nothing has changed since the validators that were given.
        content_type: As the server calls it, with its parameters, e.g. `text/html; charset=utf-8`.
        charset: The encoding that the server names, which can be wrong; empty where it names none.
        data: The unpacked bytes; empty with status 304.
        etag: Validator for the next fetch; empty where there is none.
        last_modified: Validator for the next fetch, as the server wrote it; empty where there is none.
        retry_after: Seconds that the server asks to wait before the next fetch; 0 where it asks for none.
        max_age: Seconds for which the server calls this fresh (`Cache-Control`); 0 where it doesn't say.
    """

    url: str
    final_url: str
    lasting_url: str
    status: int
    content_type: str
    charset: str
    data: bytes
    etag: str
    last_modified: str
    retry_after: float
    max_age: float

    @property
    def not_modified(self) -> bool:
        """Whether the server says that nothing has changed."""
        return self.status == 304


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked of an address and of those that it leads to."""

    headers: tuple[tuple[str, str], ...] = ()
    max_bytes: int = MAX_PAGE_BYTES
    is_robots: bool = False


@dataclass(frozen=True, slots=True)
class _Response:
    """One answer; `location` is where it leads on to."""

    url: URL
    status: int
    headers: CIMultiDictProxy[str]
    data: bytes = b""
    location: str = ""


@dataclass(slots=True)
class _Budget:
    """Seconds that a fetch has left."""

    left: float


@dataclass(slots=True)
class _Host:
    """The pace of one site."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    """When the pause that it asks for between two requests ends."""
    closed_until: float = 0.0
    """Until when it asked to be left alone."""


@dataclass(frozen=True, slots=True)
class _Robots:
    """The robots.txt of a site, as bytes: parsed it would take many times the memory."""

    data: bytes
    until: float


_refused: ContextVar[list[str]] = ContextVar("refused addresses of the request")
_wire_bytes: ContextVar[int] = ContextVar("bytes that the request can receive")


class _BoundedSocket(socket.socket):
    """A socket that receives so much at most, whatever frames what is sent: endless interim answers, tiny chunks."""

    left = 0

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        received = super().recv(self._allowed(size), flags)
        self.left -= len(received)
        return received

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int = 0, flags: int = 0) -> int:
        received = super().recv_into(buffer, self._allowed(nbytes or memoryview(buffer).nbytes), flags)
        self.left -= received
        return received

    def _allowed(self, size: int) -> int:
        if self.left <= 0:
            raise ConnectionAbortedError("too much was sent")
        return min(size, self.left)


class _SystemResolver(AbstractResolver):
    """Asks the system, in threads of its own: name servers that never answer would else keep all other work waiting."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MAX_REQUESTS, "resolver")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        ask = partial(
            socket.getaddrinfo, host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
        )
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class Fetcher:
    """Fetches addresses; one for the whole program, so that sites are asked one request at a time.

    Args:
        user_agent: How it introduces itself.
        hosts: Sites that the operator allows wherever their names lead, as `name` or `name:port`.
        limits: What one fetch may take.
        resolver: Finds the addresses of names; default: the system's.
        is_refused: Tells whether an IP address must not be connected to.

    Example:
        >>> fetcher = Fetcher("Footnote/1.0 (+https://example.org)")
        >>> page = await fetcher.fetch("https://example.org/news")
        >>> await fetcher.close()
    """

    def __init__(
        self,
        user_agent: str = _AGENT,
        *,
        hosts: Iterable[str] = (),
        limits: FetchLimits | None = None,
        resolver: AbstractResolver | None = None,
        is_refused: Callable[[str], bool] = networks.is_refused,
    ) -> None:
        self._user_agent = user_agent
        self._trusted = frozenset(map(_host_and_port, hosts))
        self._limits = limits or FetchLimits()
        self._resolver = resolver or _SystemResolver()
        self._is_refused = is_refused
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._robots: OrderedDict[str, _Robots] = OrderedDict()
        self._slots = asyncio.Semaphore(MAX_REQUESTS)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End all connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        await self._resolver.close()

    async def fetch(
        self, url: str, *, etag: str = "", last_modified: str = "", max_bytes: int = MAX_PAGE_BYTES
    ) -> Fetched:
        """Return what an address gives, after its redirects.

        Args:
            url: The address, http or https.
            etag: Validator of an earlier fetch: where nothing has changed since, the answer has the status 304.
            last_modified: The same, of another kind.
            max_bytes: Largest answer, as received and unpacked.

        Raises:
            AddressRefused: It is no address of the open web, or leads to what is none.
            RobotsRefused: The site's robots.txt keeps programs from it.
            HostBusy: The site wants to be asked later; `retry_after` says when.
            FetchError: It can't be reached, has no page, or what it has is no text or too much; `status` says more.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        wanted = _Request(tuple((name, value) for name, value in validators.items() if value), max_bytes)
        budget = _Budget(self._limits.seconds)
        at = lasting = self.checked(url)
        is_lasting = True
        for _ in range(MAX_REDIRECTS + 1):
            pause = await self._ask_robots(at, budget)
            answer = await self._request(at, wanted, budget, pause)
            if not answer.location:
                return _fetched(url, answer, lasting)
            at = self._next(at, answer.location)
            is_lasting = is_lasting and answer.status in _LASTING_REDIRECTS
            lasting = at if is_lasting else lasting
        raise FetchError("{host} keeps redirecting, so I stopped.", host=at.host)

    def checked(self, text: str) -> URL:
        """Return an address that can be asked; raises AddressRefused."""
        text = text.strip()
        if len(text) > MAX_URL_CHARS:
            raise AddressRefused("this address is over {most:,} characters long.", most=MAX_URL_CHARS)
        if _UNSAFE.search(text):
            raise AddressRefused(
                "this address has characters that addresses can't have, such as spaces; copy it again."
            )
        try:
            url = URL(text).with_fragment(None)
            host, port = url.host or "", url.port
        except ValueError:
            raise AddressRefused("this isn't the address of a page; copy it from your browser.") from None
        if url.scheme not in ("http", "https"):
            raise AddressRefused("only addresses that begin with http:// or https:// can be fetched.")
        if not host:
            raise AddressRefused("this isn't the address of a page; copy it from your browser.")
        if "@" in url.raw_authority:
            raise AddressRefused("this address holds a user name or a password; give it without.")
        if port not in self._limits.ports and not self._trusts(url):
            raise AddressRefused(
                "this address names port {port}; only the web's own ports can be asked.", port=str(port)
            )
        return url

    def _next(self, url: URL, location: str) -> URL:
        try:
            target = str(url.join(URL(location.strip())))
        except ValueError:
            raise FetchError("{host} redirects to something that isn't an address.", host=url.host) from None
        try:
            found = self.checked(target)
        except AddressRefused as fault:
            raise AddressRefused("{host} redirects to another address: {fault}", host=url.host, fault=fault) from None
        if url.scheme == "https" and found.scheme == "http":
            raise AddressRefused("{host} redirects from https to http, which anybody can tamper with.", host=url.host)
        return found

    def _trusts(self, url: URL) -> bool:
        """Tell whether the operator allows a site wherever its name leads."""
        host = (url.raw_host or "").rstrip(".").lower()
        return (host, url.port) in self._trusted or (url.port in _WEB_PORTS and (host, None) in self._trusted)

    def _session(self, url: URL) -> aiohttp.ClientSession:
        """Return what connects to a site: with a check of each socket, unless the operator allows it."""
        trusted = self._trusts(url)
        if trusted not in self._sessions:
            self._sessions[trusted] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    socket_factory=_open_bounded if trusted else self._open_socket,
                    resolver=self._resolver,
                    use_dns_cache=False,
                    force_close=True,
                ),
                # What is unpacked is counted here; brotli is not asked for, and not unpacked.
                auto_decompress=False,
                trust_env=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={
                    "User-Agent": self._user_agent,
                    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                    "Accept-Encoding": "gzip, deflate",
                },
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=self._limits.idle_seconds, sock_read=self._limits.idle_seconds
                ),
            )
        return self._sessions[trusted]

    def _open_socket(self, address: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, where = address
        ip = str(where[0])
        if family not in (socket.AF_INET, socket.AF_INET6) or self._is_refused(ip):
            _refused.get().append(ip)
            raise OSError("refused network")
        return _bounded(family, kind, protocol)

    async def _ask_robots(self, url: URL, budget: _Budget) -> float:
        """Return the pause that a site asks for between two requests; raise RobotsRefused where it wants none."""
        origin = str(url.origin())
        known = self._robots.get(origin)
        if known is None or known.until < monotonic():
            known = _Robots(await self._fetch_robots(url.origin(), budget), monotonic() + ROBOTS_SECONDS)
            self._robots[origin] = known
            while sum(len(each.data) for each in self._robots.values()) > MAX_ROBOTS_TOTAL_BYTES:
                self._robots.popitem(last=False)
            while len(self._robots) > MAX_HOSTS:
                self._robots.popitem(last=False)
        if not known.data:
            return 0.0
        allowed, pause = await asyncio.to_thread(_rules, known.data, str(url))
        if not allowed:
            raise RobotsRefused("{host} doesn't want programs to read this page (robots.txt).", host=url.host)
        return min(pause, MAX_CRAWL_DELAY_SECONDS)

    async def _fetch_robots(self, origin: URL, budget: _Budget) -> bytes:
        """Return a site's robots.txt; empty where it has none, or keeps it from us."""
        at = origin / "robots.txt"
        wanted = _Request(max_bytes=MAX_ROBOTS_BYTES, is_robots=True)
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = await self._request(at, wanted, budget, 0.0)
            except HostBusy:
                raise
            except FetchError as error:
                if 400 <= error.status < 500:
                    return b""
                if error.status >= 500:
                    raise HostBusy(
                        "{host} can't say what programs are allowed to read (robots.txt, status {status}); try "
                        "again later.",
                        host=origin.host,
                        status=error.status,
                    ) from None
                raise
            if not answer.location:
                return answer.data
            at = self._next(at, answer.location)
        return b""

    async def _request(self, url: URL, wanted: _Request, budget: _Budget, pause: float) -> _Response:
        """Send one request, when it is its turn."""
        async with self._turn(url, pause) as host, self._slots:
            started = monotonic()
            _refused.set([])
            _wire_bytes.set(wanted.max_bytes + _FRAME_BYTES)
            try:
                async with asyncio.timeout(budget.left):
                    return await self._exchange(url, wanted)
            except HostBusy as error:
                host.closed_until = monotonic() + error.retry_after
                raise
            except TimeoutError:
                raise FetchError("{host} is too slow; try again later.", host=url.host) from None
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise _connection_error(url, error, _refused.get()) from None
            finally:
                budget.left = max(0.001, budget.left - (monotonic() - started))

    @asynccontextmanager
    async def _turn(self, url: URL, pause: float) -> AsyncIterator[_Host]:
        """Wait until no other request to a site is under way, and its pause is over."""
        name = (url.raw_host or "").rstrip(".")
        host = self._hosts.setdefault(name, _Host())
        self._hosts.move_to_end(name)
        while len(self._hosts) > MAX_HOSTS:
            idle = next((name for name, each in self._hosts.items() if not each.lock.locked()), None)
            if idle in (None, name):
                break
            del self._hosts[idle]
        try:
            async with asyncio.timeout(self._limits.queue_seconds):
                await host.lock.acquire()
        except TimeoutError:
            raise HostBusy("too many requests are waiting for {host}; try again later.", host=url.host) from None
        try:
            if (left := host.closed_until - monotonic()) > 0:
                raise _asked_to_wait(url, 429, left)
            await asyncio.sleep(max(0.0, host.free_at - monotonic()))
            yield host
        finally:
            host.free_at = monotonic() + pause
            host.lock.release()

    async def _exchange(self, url: URL, wanted: _Request) -> _Response:
        session = self._session(url)
        async with session.get(url, headers=dict(wanted.headers), allow_redirects=False) as response:
            status, headers = response.status, response.headers
            if status in _REDIRECTS and headers.get("Location"):
                return _Response(url, status, headers, location=headers["Location"])
            if status == 304 and wanted.headers:
                return _Response(url, status, headers)
            if status not in (200, 203):
                raise _status_error(url, status, _retry_after(headers))
            if not wanted.is_robots:
                _check_type(url, headers)
            data = bytearray()
            async for part in _unpacked(url, response, wanted):
                data += part
                if len(data) > wanted.max_bytes:
                    if wanted.is_robots:
                        break
                    raise _too_large(wanted)
            return _Response(url, status, headers, bytes(data[: wanted.max_bytes]))


def _bounded(family: int, kind: int, protocol: int) -> socket.socket:
    opened = _BoundedSocket(family, kind, protocol)
    opened.left = _wire_bytes.get()
    return opened


def _open_bounded(address: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, _, _ = address
    return _bounded(family, kind, protocol)


def _host_and_port(text: str) -> tuple[str, int | None]:
    """Read a site as an operator writes it: `wiki.example`, `wiki.example:8080`, `[::1]:8080`."""
    url = URL(f"http://{text.strip()}/")
    return (url.raw_host or "").rstrip(".").lower(), url.explicit_port


def _fetched(asked: str, answer: _Response, lasting: URL) -> Fetched:
    headers = answer.headers
    content_type = headers.get("Content-Type", "")[:MAX_VALIDATOR_CHARS]
    validators = (headers.get(name, "") for name in ("ETag", "Last-Modified"))
    etag, last_modified = (each if len(each) <= MAX_VALIDATOR_CHARS else "" for each in validators)
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", content_type, re.IGNORECASE | re.ASCII)
    return Fetched(
        url=asked,
        final_url=str(answer.url),
        lasting_url=str(lasting),
        status=answer.status if answer.status == 304 else 200,
        content_type=content_type,
        charset=charset[1].lower() if charset else "",
        data=answer.data,
        etag=etag,
        last_modified=last_modified,
        retry_after=_retry_after(headers),
        max_age=_max_age(headers),
    )


def _max_age(headers: CIMultiDictProxy[str]) -> float:
    """Return for how many seconds a server calls its answer fresh."""
    found = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", headers.get("Cache-Control", ""), re.IGNORECASE | re.ASCII)
    return float(found[1]) if found else 0.0


_ROBOTS_LINE = re.compile(r"\s*(?:user[- ]?agent\s*:\s*([^\s#/]*)|((?:dis)?allow|crawl-delay)\s*:(.*))", re.IGNORECASE)


def _rules(data: bytes, url: str) -> tuple[bool, float]:
    """Return whether a robots.txt lets us fetch an address, and the pause that it asks for."""
    rules = Protego.parse("\n".join(_own_groups(data.decode("utf-8-sig", "replace"), URL(url).raw_path_qs)))
    return rules.can_fetch(url, _AGENT), rules.crawl_delay(_AGENT) or 0.0


_LITERAL = re.compile(r"[^*$%#\s\x80-\U0010ffff]*")
"""How a rule begins that has to stand in an address just so."""


def _own_groups(robots: str, path: str) -> Iterator[str]:
    """Yield the lines that concern us and a page: Protego keeps all rules for each program named, maybe millions."""
    named: set[str] = set()
    is_in_rules = False
    rules = 0
    for found in filter(None, map(_ROBOTS_LINE.match, robots.splitlines())):
        agent, rule, value = found.groups()
        if rule:
            is_in_rules = True
            begins = _LITERAL.match(value.lstrip())
            if named and rules < MAX_ROBOTS_RULES and (rule[0] in "cC" or (begins and path.startswith(begins[0]))):
                rules += 1
                yield f"{rule}: {value}"
            continue
        if is_in_rules:
            named, is_in_rules = set(), False
        if agent.lower() in {"*", _AGENT.lower()} - named:
            named.add(agent.lower())
            yield f"User-agent: {agent}"


def _retry_after(headers: CIMultiDictProxy[str]) -> float:
    """Return how many seconds a server asks to wait, which it says as a number or as a moment."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), MAX_RETRY_SECONDS)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), MAX_RETRY_SECONDS)


async def _unpacked(url: URL, response: aiohttp.ClientResponse, wanted: _Request) -> AsyncIterator[bytes]:
    """Yield what is received, unpacked, in parts that are small whatever they unpack to."""
    if (response.content_length or 0) > wanted.max_bytes and not wanted.is_robots:
        raise _too_large(wanted)
    packing = ", ".join(response.headers.getall("Content-Encoding", ())).strip().lower()
    inflater = _Inflater.of(packing)
    if inflater is None and packing not in ("", "identity"):
        raise FetchError(
            "{host} compresses its pages in a way that I can't read ({packing}).", host=url.host, packing=packing[:40]
        )
    received = 0
    async for part in response.content.iter_chunked(_CHUNK_BYTES):
        received += len(part)
        if received > wanted.max_bytes + _CHUNK_BYTES:
            raise _too_large(wanted)
        if inflater is None:
            yield part
            continue
        try:
            for unpacked in inflater.unpacked(part):
                yield unpacked
                await asyncio.sleep(0)
        except zlib.error:
            raise _damaged(url) from None
    if inflater and received and not inflater.is_complete:
        raise _damaged(url)


class _Inflater:
    """Unpacks gzip and deflate, little by little."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._stream = zlib.decompressobj(window)
        self._begun = False
        self._members = 1

    @classmethod
    def of(cls, packing: str) -> "_Inflater | None":
        """Return what unpacks a content encoding; None for one that is not known."""
        windows = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
        return cls(windows[packing]) if packing in windows else None

    @property
    def is_complete(self) -> bool:
        """Whether all that was announced has come."""
        return self._stream.eof

    def unpacked(self, data: bytes) -> Iterator[bytes]:
        """Yield what some more bytes unpack to, in small parts; raises zlib.error where they are damaged."""
        if not self._begun and self._window == zlib.MAX_WBITS and data and data[0] & 0x0F != 8:
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)  # Some servers leave the head of zlib out.
        self._begun = True
        while data:
            if self._stream.eof:
                if not data.startswith(b"\x1f\x8b"):
                    return  # Whatever follows the end is padding.
                self._members += 1
                if self._members > MAX_GZIP_MEMBERS:
                    raise zlib.error("too many parts")
                self._stream = zlib.decompressobj(self._window)
            part = self._stream.decompress(data, _UNPACKED_BYTES)
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if part:
                yield part


def _check_type(url: URL, headers: CIMultiDictProxy[str]) -> None:
    """Raise FetchError where a server sends what no reader takes."""
    content_type = headers.get("Content-Type", "")
    if page_suffix(url.path, content_type) is None:
        kind = content_type.partition(";")[0].strip()
        raise FetchError("there is no text at this address, only {kind}.", kind=kind[:60])


def _status_error(url: URL, status: int, retry_after: float) -> FetchError:
    if status == 429 or (status == 503 and retry_after):
        return _asked_to_wait(url, status, retry_after)
    if status in (404, 410):
        return FetchError("{host} has no page at this address (status {status}).", host=url.host, status=status)
    if status in (401, 402, 403, 451):
        return FetchError("{host} doesn't let me read this page (status {status}).", host=url.host, status=status)
    if status >= 500:
        return FetchError("{host} had an error (status {status}); try again later.", host=url.host, status=status)
    return FetchError("{host} answered with status {status} and no page.", host=url.host, status=status)


def _asked_to_wait(url: URL, status: int, seconds: float) -> HostBusy:
    if not seconds:
        return HostBusy("{host} gets too many requests; try again later.", host=url.host, status=status)
    return HostBusy(
        "{host} gets too many requests; try again in {minutes:,} min.",
        host=url.host,
        status=status,
        retry_after=seconds,
        minutes=ceil(seconds / 60),
    )


def _connection_error(url: URL, error: Exception, refused: list[str]) -> FetchError:
    """Return what a failed connection means."""
    match error:
        case _ if refused:
            return AddressRefused("{host} points into a private network, where I fetch nothing.", host=url.host)
        case aiohttp.InvalidURL():
            return AddressRefused("this isn't the address of a page; copy it from your browser.")
        case aiohttp.ClientConnectorDNSError() | UnicodeError():
            return FetchError("there is no site named {host}; check the address.", host=url.host)
        case aiohttp.ClientSSLError():
            return FetchError(
                "{host} has no valid certificate, so I can't be sure that it is that site.", host=url.host
            )
        case aiohttp.ClientConnectionError() | OSError():
            return FetchError("{host} can't be reached; try again later.", host=url.host)
    return FetchError("{host} sent an answer that I can't read.", host=url.host)


def _too_large(wanted: _Request) -> FetchError:
    return FetchError("this page is over {most:,} MB, which is too large.", most=wanted.max_bytes // (1024 * 1024))


def _damaged(url: URL) -> FetchError:
    return FetchError("{host} sent a damaged page; try again later.", host=url.host)
