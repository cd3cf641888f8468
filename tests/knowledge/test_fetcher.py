"""Hostile sites on this machine, and names that lead astray: what is fetched, and what never is."""

import asyncio
import gzip
import re
import shutil
import socket
import ssl
import subprocess
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network
from pathlib import Path

import aiohttp
import pytest
from aiohttp.abc import ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from knowledge import AddressRefused, FetchError, HostBusy, RobotsRefused
from knowledge.web import Fetcher, FetchLimits, networks
from tests.knowledge.web_site import PAGE, Answer, Names, Site, answer, redirect

MB = 1024 * 1024


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    """The operator allows one name; all other names and addresses are guarded."""
    async with guarded(site, hosts=[f"news.example:{site.port}"]) as fetcher:
        yield fetcher


def guarded(
    site: Site,
    *,
    hosts: list[str] | None = None,
    names: Names | None = None,
    is_refused: Callable[[str], bool] = networks.is_refused,
    seconds: float = 20.0,
) -> Fetcher:
    limits = FetchLimits(seconds=seconds, idle_seconds=seconds, ports=frozenset({80, 443, site.port}))
    return Fetcher("Footnote/1", hosts=hosts or (), limits=limits, resolver=names or Names(), is_refused=is_refused)


async def test_page_comes_with_what_the_server_says_of_it(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = answer(PAGE, 'ETag: "7"', "Last-Modified: Sat, 05 Jun 2021 10:00:00 GMT")
    page = await fetcher.fetch(site.url("/page#top"))
    assert (page.data, page.status, page.charset, page.etag) == (PAGE, 200, "utf-8", '"7"')
    assert page.final_url == page.lasting_url == site.url("/page")
    head = site.requests[-1].lower()
    assert (
        "user-agent: footnote/1\r\n" in head and "accept-encoding: gzip, deflate\r\n" in head and "cookie" not in head
    )


PRIVATE = [
    "127.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[fe80::1]",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "①②⑦.⓪.⓪.①",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "100.100.100.200",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "localhost",
    "localhost.",
]


async def test_no_notation_of_a_private_address_is_connected_to(site: Site, subtests: pytest.Subtests) -> None:
    """Neither given nor after a redirect; names of this machine are resolved as its system does."""
    for host in PRIVATE:
        with subtests.test(host=host):
            site.requests.clear()
            async with guarded(site, names=Names(localhost=[["127.0.0.1", "::1"]])) as fetcher:
                with pytest.raises(AddressRefused):
                    await fetcher.fetch(f"http://{host}:{site.port}/page")
            allowed = [f"news.example:{site.port}"]
            async with guarded(site, hosts=allowed, names=Names(localhost=[["127.0.0.1"]])) as fetcher:
                site.pages["/away"] = redirect(f"http://{host}:{site.port}/page")
                with pytest.raises(AddressRefused):
                    await fetcher.fetch(site.url("/away"))
            assert site.paths == ["/away"]


async def test_name_that_changes_its_address_between_two_looks_gains_nothing(site: Site) -> None:
    """Here 127.0.0.1 stands for a site of the open web, and is what the name leads to when it is first looked up."""
    names = Names(rebind_example=[["127.0.0.1"], ["127.0.0.2"]], both_example=[["127.0.0.2", "::1"]])
    async with guarded(site, names=names, is_refused=lambda ip: ip != "127.0.0.1") as fetcher:
        with pytest.raises(AddressRefused, match="private network"):
            await fetcher.fetch(site.url(host="rebind.example"))
        with pytest.raises(AddressRefused, match="private network"):
            await fetcher.fetch(site.url(host="both.example"))
    assert len(site.requests) == 1 and not site.paths


async def test_address_that_is_none_of_the_open_web_is_refused_unasked(
    subtests: pytest.Subtests, fetcher: Fetcher, site: Site
) -> None:
    for url, said in [
        ("file:///etc/passwd", "http://"),
        ("gopher://news.example/1", "http://"),
        ("javascript:alert(1)", "http://"),
        ("//news.example/page", "http://"),
        ("http://", "isn't the address"),
        ("http://[::1", "isn't the address"),
        ("http://ann:secret@news.example/", "password"),
        ("http://news.example:25/", "port 25"),
        ("http://news.example:99999/", "isn't the address"),
        ("http://news.example/\r\nX-Injected: 1", "characters"),
        ("http://news.example\\@127.0.0.1/", "characters"),
        ("http://news.example/\ud800", "characters"),
        ("http://news.example/" + "a" * 2_000, "2,000 characters"),
    ]:
        with subtests.test(url=url, said=said):
            with pytest.raises(AddressRefused, match=said):
                await fetcher.fetch(url)
            site.pages["/away"] = answer(
                b"", f"Location: {url.encode('ascii', 'replace').decode()}", status="302 Found"
            )
            with pytest.raises(FetchError):
                await fetcher.fetch(site.url("/away"))
            assert set(site.paths) == {"/away"}


async def test_name_in_another_script_is_asked_by_its_name_on_the_wire(site: Site) -> None:
    names = Names(**{"xn--bcher-kva_example": [["127.0.0.1"]]})
    async with guarded(site, names=names, hosts=[f"bücher.example:{site.port}"]) as fetcher:
        page = await fetcher.fetch(site.url(host="bücher.example"))
    assert page.data == PAGE and "host: xn--bcher-kva.example" in site.requests[-1].lower()


BOMBS = {
    "gzip": gzip.compress(bytes(50 * MB)),
    "deflate": zlib.compress(bytes(50 * MB)),
    "br": bytes(MB),
    "gzip, gzip": gzip.compress(gzip.compress(bytes(50 * MB))),
}


@pytest.mark.parametrize("packing", BOMBS)
async def test_bomb_is_stopped_at_the_limit(fetcher: Fetcher, site: Site, packing: str) -> None:
    site.pages["/page"] = answer(BOMBS[packing], f"Content-Encoding: {packing}")
    with pytest.raises(FetchError, match=r"over 10 MB|compresses its pages"):
        await fetcher.fetch(site.url())


async def test_packed_page_comes_unpacked_whatever_its_form(fetcher: Fetcher, site: Site) -> None:
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    forms = {
        "gzip": gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:]) + b"\0\0padding",
        "deflate": zlib.compress(PAGE),
        "Deflate": bare.compress(PAGE) + bare.flush(),
    }
    for packing, body in forms.items():
        site.pages["/page"] = answer(body, f"Content-Encoding: {packing}")
        assert (await fetcher.fetch(site.url())).data == PAGE, packing
    for damaged in (forms["gzip"][:40], b"no gzip at all"):
        site.pages["/page"] = answer(damaged, "Content-Encoding: gzip")
        with pytest.raises(FetchError, match="damaged"):
            await fetcher.fetch(site.url())


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
        await writer.drain()


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


async def _header_drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: more\r\n")
        await writer.drain()


async def test_endless_page_is_stopped_at_the_limit(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = _endless
    with pytest.raises(FetchError, match="over 10 MB"):
        await fetcher.fetch(site.url())
    site.pages["/page"] = answer(b"", "Content-Length: 99999999999")
    with pytest.raises(FetchError):
        await fetcher.fetch(site.url())


@pytest.mark.parametrize(
    ("head", "more"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n2;", b"x" * 10_000),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 9),
    ],
    ids=["interim answers", "chunk extension", "tiny chunks"],
)
async def test_what_frames_a_page_is_bounded_too(fetcher: Fetcher, site: Site, head: bytes, more: bytes) -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(head)
        while True:
            writer.write(more)
            sent += len(more)
            await writer.drain()

    site.pages["/page"] = endless
    with pytest.raises(FetchError):
        await fetcher.fetch(site.url(), max_bytes=100_000)
    assert sent < 20 * MB  # With all that the two systems hold on the way.


async def test_a_million_empty_parts_are_not_unpacked(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = answer(gzip.compress(b"") * 100_000, "Content-Encoding: gzip")
    with pytest.raises(FetchError, match="damaged"):
        await fetcher.fetch(site.url())


@pytest.mark.parametrize("slow", [_drip, _silence])
async def test_slow_page_is_stopped_in_time(
    site: Site, slow: Callable[[asyncio.StreamWriter], Awaitable[None]]
) -> None:
    site.pages["/page"] = slow
    async with guarded(site, hosts=[f"news.example:{site.port}"], seconds=0.2) as fetcher:
        with pytest.raises(FetchError, match="too slow"):
            await fetcher.fetch(site.url())


async def test_huge_headers_are_no_answer(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/one": answer(PAGE, "X-Large: " + "x" * MB), "/many": _header_drip}
    for path in ("/one", "/many"):
        with pytest.raises(FetchError, match="can't read"):
            await fetcher.fetch(site.url(path))


async def test_redirects_are_followed_five_times_and_told_apart(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {f"/{n}": redirect(f"/{n + 1}", 301 if n < 3 else 302) for n in range(5)} | {"/5": answer(PAGE)}
    page = await fetcher.fetch(site.url("/0"))
    assert (page.final_url, page.lasting_url) == (site.url("/5"), site.url("/3"))
    site.pages["/round"] = redirect("/round")
    with pytest.raises(FetchError, match="keeps redirecting"):
        await fetcher.fetch(site.url("/round"))
    assert site.paths.count("/round") == 6


async def test_what_is_no_text_is_not_even_read(subtests: pytest.Subtests, fetcher: Fetcher, site: Site) -> None:
    for kind in ["image/png", "video/mp4", "application/octet-stream", "text/css"]:
        with subtests.test(kind=kind):
            site.pages["/page"] = answer(bytes(MB), kind=kind)
            with pytest.raises(FetchError, match=kind):
                await fetcher.fetch(site.url())
            site.pages["/notes.md"] = answer(b"# Pier", kind="application/octet-stream")
            assert (await fetcher.fetch(site.url("/notes.md"))).data == b"# Pier"


async def test_status_without_a_page_is_told(subtests: pytest.Subtests, fetcher: Fetcher, site: Site) -> None:
    for status, said in [(404, "no page"), (403, "doesn't let me"), (500, "had an error"), (204, "answered")]:
        with subtests.test(status=status, said=said):
            site.pages["/page"] = answer(b"", status=f"{status} Status")
            with pytest.raises(FetchError, match=f"{said}.*{status}") as told:
                await fetcher.fetch(site.url())
            assert told.value.status == status


async def test_robots_txt_is_honoured_and_fetched_once(fetcher: Fetcher, site: Site) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: a\nUser-Agent: footnote/1.0 # us\n\nDisallow: /private*\n"
    site.pages |= {"/robots.txt": answer(rules, kind="text/plain"), "/private/1": answer(PAGE)}
    assert (await fetcher.fetch(site.url())).data == PAGE
    with pytest.raises(RobotsRefused):
        await fetcher.fetch(site.url("/private/1"))
    site.pages["/away"] = redirect("/private/1")
    with pytest.raises(RobotsRefused):
        await fetcher.fetch(site.url("/away"))
    assert site.paths == ["/page", "/away"] and len(site.requests) == 3


async def test_robots_txt_that_fails_closes_a_site_and_one_that_is_not_there_opens_it(site: Site) -> None:
    async def told(robots: Answer) -> str:
        site.pages["/robots.txt"] = robots
        async with guarded(site, hosts=[f"news.example:{site.port}"]) as fetcher:
            try:
                return (await fetcher.fetch(site.url())).final_url
            except FetchError as error:
                return type(error).__name__

    shut = b"#" * (500 * 1024) + b"\nUser-agent: *\nDisallow: /"
    assert await told(answer(status="500 Fault")) == "HostBusy"
    assert await told(answer(status="403 Forbidden")) == site.url()
    assert await told(answer(shut, kind="text/plain")) == site.url()
    names = "".join(f"User-agent: bot{n}\nuseragent bot{n}\n" for n in range(7_500)) + "User-agent: *\nuseragent b\n"
    bomb = names + "".join(f"Disallow: /p{n}\n" for n in range(10_000)) + "Disallow: /page\n"  # 250 million rules
    assert await told(answer(bomb.encode(), kind="text/plain")) == "RobotsRefused"
    assert await told(redirect(f"http://127.0.0.1:{site.port}/page")) == "AddressRefused"
    assert await told(redirect("/robots.txt")) == site.url()


@pytest.mark.parametrize("status", [429, 503])
async def test_site_that_asks_to_wait_is_left_alone(fetcher: Fetcher, site: Site, status: int) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    site.pages["/page"] = answer(b"", f"Retry-After: {moment}", status=f"{status} Busy")
    for path in ("/page", "/other"):
        with pytest.raises(HostBusy, match="try again in 5 min") as told:
            await fetcher.fetch(site.url(path))
        assert 200 < told.value.retry_after <= 300
    assert site.paths == ["/page"]
    site.pages["/later"] = answer(PAGE, "Retry-After: 120")
    async with guarded(site, hosts=[f"news.example:{site.port}"]) as another:
        assert (await another.fetch(site.url("/later"))).retry_after == 120


async def test_unchanged_page_is_not_sent_again(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = answer(b"", 'ETag: "7"', status="304 Not Modified")
    page = await fetcher.fetch(site.url(), etag='"7"', last_modified="Sat, 05 Jun 2021 10:00:00 GMT")
    assert page.not_modified and not page.data and page.etag == '"7"'
    asked = site.requests[-1]
    assert 'If-None-Match: "7"\r\n' in asked and "If-Modified-Since: Sat, 05 Jun 2021 10:00:00 GMT\r\n" in asked
    with pytest.raises(FetchError, match="304"):
        await fetcher.fetch(site.url())


async def test_one_site_is_asked_one_request_at_a_time_and_two_at_once(site: Site) -> None:
    met = asyncio.Barrier(2)

    async def meet(writer: asyncio.StreamWriter) -> None:
        await met.wait()
        writer.write(answer(PAGE))

    site.pages |= {"/meet": meet}
    hosts = [f"{name}.example:{site.port}" for name in ("news", "other")]
    async with guarded(site, hosts=hosts) as fetcher:
        urls = [site.url(host=name) for name in ("news.example", "NEWS.example", "news.example.") * 2]
        await asyncio.gather(*(fetcher.fetch(url) for url in urls))
        assert site.most_open == 1
        await asyncio.gather(*(fetcher.fetch(site.url("/meet", host)) for host in ("news.example", "other.example")))


async def test_proxies_of_the_environment_are_not_used(
    fetcher: Fetcher, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would look names up itself, out of sight of the check of each socket."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert (await fetcher.fetch(site.url())).data == PAGE


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of news.example that nobody vouches for, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    file = tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "key.pem", "-out", file,
         "-days", "2", "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + (tmp_path / "key.pem").read_bytes())
    return file


async def test_certificate_is_checked_and_https_never_leads_to_http(site: Site, certificate: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    async with Site().serve(context) as secure:
        secure.pages["/down"] = redirect(site.url())
        url = secure.url("/down").replace("http:", "https:")
        async with guarded(secure, hosts=[f"news.example:{each.port}" for each in (site, secure)]) as fetcher:
            with pytest.raises(FetchError, match="certificate"):
                await fetcher.fetch(url)
            aiohttp.connector._SSL_CONTEXT_VERIFIED.load_verify_locations(certificate)
            with pytest.raises(AddressRefused, match="from https to http"):
                await fetcher.fetch(url)


HOSTS = st.sampled_from([*PRIVATE, "internal.example", "INTERNAL.example.", "a.b\u3002example"])
SLASHES = st.sampled_from(["http:", "http:/", "http://", "HTTP://", "//", "\\\\"])
PEOPLE = st.sampled_from(["", "", "a@", "a:b@", "@", "/"])
ENDS = st.sampled_from(["", "/page", "?page", "#@a", "\\a"])
ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.builds("http://{}".format, st.text(max_size=30)),
    st.builds("{}{}{}:PORT{}".format, SLASHES, PEOPLE, HOSTS, ENDS),
)


@given(ADDRESSES)
def test_no_address_however_odd_leads_to_this_machine_or_fails_otherwise_than_told(address: str) -> None:
    """Every name leads to this machine here; the address is given, and is what an allowed site leads on to."""

    async def look() -> list[str]:
        async with (
            Site().serve() as site,
            guarded(site, hosts=[f"news.example:{site.port}"], names=Anywhere()) as fetcher,
        ):
            given_address = address.replace("PORT", str(site.port))
            with pytest.raises(FetchError):
                await fetcher.fetch(given_address)
            location = re.sub(r"[\r\n]", "", given_address).encode("utf-8", "replace")
            site.pages = {"/away": b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"}
            with pytest.raises(FetchError):
                await fetcher.fetch(site.url("/away"))
        return [request.split("\r\n")[1] for request in site.requests if "news.example" not in request]

    assert asyncio.run(look()) == []


class Anywhere(Names):
    """Names that all lead to this machine."""

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[ResolveResult]:
        return await super().resolve("any.example", port, family)


NATIVE = "10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 198.18.0.0/15 224.0.0.0/3"
WRAPPED = ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/96", "::ffff:0:0:0/96")


@given(st.sampled_from(NATIVE.split()), st.integers(0, 2**32 - 1), st.sampled_from(["", "%1", "%eth0"]))
def test_private_address_is_refused_in_every_form(net: str, number: int, scope: str) -> None:
    found = ip_network(net)
    ip = IPv4Address(int(found.network_address) | number & int(found.hostmask))
    assert networks.is_refused(str(ip))
    for form in WRAPPED:
        assert networks.is_refused(f"{IPv6Address(int(IPv6Network(form).network_address) | int(ip))}{scope}")
    assert networks.is_refused(str(IPv6Address(0x2002 << 112 | int(ip) << 80)))
    assert networks.is_refused(str(IPv6Address(0x20010000 << 96 | int(ip) ^ 0xFFFFFFFF)))


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6, network="2000::/3"), st.ip_addresses(v=6)))
def test_refused_is_whatever_python_calls_not_global_and_more(ip: IPv4Address | IPv6Address) -> None:
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        assert networks.is_refused(str(ip))


def test_sites_of_the_open_web_are_not_refused() -> None:
    for ip in ("1.1.1.1", "93.184.216.34", "100.128.0.1", "172.32.0.1", "2606:4700::6810:84e5", "2a00:1450:4001::200e"):
        assert not networks.is_refused(ip), ip
    for text in ("", "example.org", "127.0.0.1:80", "1.1.1", "0x01010101"):
        assert networks.is_refused(text), text
