"""`feed` on the command line, with a site on this machine that the operator allows by name."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.knowledge.web_site import Site, answer


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site in a thread of its own, as each command has an event loop of its own."""
    site, loop, ready, done = Site(), asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with site.serve():
            ready.set()
            await done.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(30)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOOTNOTE_FETCH_HOSTS", f"localhost:{site.port}")
    yield site
    loop.call_soon_threadsafe(done.set)
    thread.join()
    loop.close()


def rss(*texts: str) -> bytes:
    items = "".join(f"<item><title>{each}</title><description>{each} opened.</description></item>" for each in texts)
    return answer(
        f"<rss version='2.0'><channel><title>The Courier</title>{items}</channel></rss>".encode(), kind="text/xml"
    )


def test_feed_is_followed_polled_listed_exported_and_removed(site: Site, tmp_path: Path) -> None:
    url = site.url("/feed", host="localhost")
    site.pages["/feed"] = rss("Pier")
    added = run("feed", "add", url)
    assert added.exit_code == 0, added.output
    assert "Following feed 1: The Courier" in added.output and "1\tThe Courier\t1 added, 0 updated" in added.output
    site.pages["/feed"] = rss("Pier", "Mill")
    assert "1 added, 0 updated" in run("feed", "poll").output
    assert "Mill" in run("articles").output
    listed = run("feed", "list").output.split("\t")
    assert listed[:3] == ["1", "active", "2"] and listed[4:] == ["The Courier", f"{url}\n"]
    assert run("feed", "export", "--out", "feeds.opml").exit_code == 0
    assert "Paused feed 1" in run("feed", "pause", "1").output
    assert "\tpaused\t" in run("feed", "list").output
    assert "Its articles stay" in run("feed", "remove", url).output
    assert run("feed", "list").output == "" and "Mill" in run("articles").output
    assert "Following feed 2: The Courier" in run("feed", "import", "feeds.opml").output
    site.pages["/feed"] = answer(status="410 Gone")
    failed = run("feed", "poll", "2")
    assert failed.exit_code == 1 and "no page at this address (status 410)" in failed.output
    assert "\tstopped\t" in run("feed", "list").output


def test_what_cannot_be_done_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments, code, said in (
        (["add", "http://127.0.0.1/feed"], 1, "private network"),
        (["add"], 2, "Say which"),
        (["remove", "7"], 1, "There's no feed “7” here"),
        (["import", "none.opml"], 1, "none.opml can't be read"),
        (["list", "--out", "x"], 2, "--out is for export only"),
    ):
        with subtests.test(arguments=arguments, code=code, said=said):
            found = run("feed", *arguments)
            assert found.exit_code == code and said in found.output and "Traceback" not in found.output


def test_pages_are_looked_at_again_and_what_is_gone_is_marked(site: Site) -> None:
    story = "The pier at Lindvik opened on Saturday after two years of work on the harbour wall."
    for name in ("pier", "mill"):
        body = f"<!doctype html><title>New {name}</title><h1>New {name}</h1><p>{story} {name}</p>"
        site.pages[f"/{name}"] = answer(body.encode())
    urls = [site.url(f"/{name}", host="localhost") for name in ("pier", "mill")]
    assert run("add", *urls).exit_code == 0
    assert run("refresh").output == "2 pages; unchanged: 2\n"
    site.pages["/pier"] = answer(f"<!doctype html><h1>New pier</h1><p>{story} It has lamps.</p>".encode())
    del site.pages["/mill"]
    told = run("refresh")
    assert told.exit_code == 0 and "updated\t19\tNew pier\n" in told.output and "gone, and marked\t20\t" in told.output
    again = run("add", urls[1])
    assert "stays, and is marked as gone" in again.output and "New mill" in run("articles").output
