"""Hostile sites on this machine, and names that lead astray: what is fetched, and what never is."""

from collections.abc import AsyncIterator, Callable

import pytest

from knowledge import AddressRefused
from knowledge.web import Fetcher, FetchLimits, networks
from tests.knowledge.web_site import PAGE, Names, Site, answer, redirect

MB = 1024 * 1024


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site().serve() as serving:
        yield serving


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


@pytest.mark.parametrize("host", PRIVATE)
async def test_no_notation_of_a_private_address_is_connected_to(site: Site, host: str) -> None:
    """Neither given nor after a redirect; names of this machine are resolved as its system does."""
    async with guarded(site, names=Names(localhost=[["127.0.0.1", "::1"]])) as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.fetch(f"http://{host}:{site.port}/page")
    async with guarded(site, hosts=[f"news.example:{site.port}"], names=Names(localhost=[["127.0.0.1"]])) as fetcher:
        site.pages["/away"] = redirect(f"http://{host}:{site.port}/page")
        with pytest.raises(AddressRefused):
            await fetcher.fetch(site.url("/away"))
    assert site.paths == ["/away"]
