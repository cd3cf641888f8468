"""A site on 127.0.0.1 that answers what it is told to, byte by byte, and names that lead where they are told."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress

from aiohttp.abc import AbstractResolver, ResolveResult

from knowledge.web import Fetcher, FetchLimits

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
PAGE = b"<!doctype html><html><head><title>Pier</title></head><body><p>The pier at Lindvik opened.</p></body></html>"


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """Return the bytes of an answer with its length."""
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers)
    return "\r\n".join((*lines, "", "")).encode() + body


def redirect(target: str, status: int = 302) -> bytes:
    """Return the bytes of an answer that leads elsewhere."""
    return answer(b"", f"Location: {target}", status=f"{status} Found")


class Site:
    """The site: what it has at each path, and the requests that it got."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {"/page": answer(PAGE)}
        self.requests: list[str] = []
        self.port = 0
        self.most_open = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        asked = [request.split(" ")[1] for request in self.requests]
        return [path for path in asked if path != "/robots.txt"]

    def url(self, path: str = "/page", host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @asynccontextmanager
    async def serve(self, context: ssl.SSLContext | None = None) -> AsyncIterator["Site"]:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._answer(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.most_open = max(self.most_open, len(self._tasks))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._say(reader, writer)
        finally:
            writer.close()

    async def _say(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(head)
            said = self.pages.get(head.split(" ")[1], answer(b"none", status="404 Not Found"))
            if isinstance(said, bytes):
                writer.write(said)
                await writer.drain()
            else:
                await said(writer)


@contextmanager
def serve_in_a_thread() -> Iterator[Site]:
    """Serve a site while the thread that asks for it is busy with what is tested."""
    site, loop = Site(), asyncio.new_event_loop()
    serving = site.serve()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(loop.run_forever)
        asyncio.run_coroutine_threadsafe(serving.__aenter__(), loop).result()
        try:
            yield site
        finally:
            asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            running.result()
            loop.close()


def fetcher_for(site: "Site", *names: str) -> Fetcher:
    """Return a fetcher that an operator has allowed these names of a site, or `news.example`; others are guarded."""
    hosts = [f"{name}:{site.port}" for name in names or ("news.example",)]
    limits = FetchLimits(ports=frozenset({80, 443, site.port}))
    return Fetcher("Footnote/1", hosts=hosts, limits=limits, resolver=Names())


class Names(AbstractResolver):
    """Names and where they lead: to each list of addresses in turn, and then to the last one."""

    def __init__(self, **led: Sequence[Sequence[str]]) -> None:
        self._led = {name.replace("_", "."): list(each) for name, each in led.items()}

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[ResolveResult]:
        name = host.rstrip(".")
        turns = self._led.get(name, [["127.0.0.1"]] if name.endswith(".example") else [_numeric(host)])
        found = turns.pop(0) if len(turns) > 1 else [*turns, []][0]
        if not found:
            raise OSError("no such name")
        return [
            ResolveResult(
                hostname=host,
                host=ip,
                port=port,
                family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for ip in found
        ]

    async def close(self) -> None:
        """Hold nothing open."""


def _numeric(host: str) -> list[str]:
    """Return the address that the system takes a number for, such as 0x7f000001."""
    with suppress(OSError):
        return [str(found[4][0]) for found in socket.getaddrinfo(host, 80, flags=socket.AI_NUMERICHOST)]
    return []
