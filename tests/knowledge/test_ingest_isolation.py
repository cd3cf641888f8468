"""Hostile files are read in processes that are limited, killed beyond their limits, and reused otherwise."""

import os
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import Article, UnreadableArticle
from knowledge.ingest import ReaderLimits, ReaderPool, frames, isolation, read_file, start_ahead
from knowledge.ingest.frames import packed, unpacked

PARAGRAPH = "The pier at Lindvik opened on Saturday after two years of work, the council said in a statement."
PAGE = f"<html><body><article><h1>Pier opens</h1><p>{PARAGRAPH}</p></article></body></html>".encode()


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(processes=2) as pool:
        yield pool


def processes(pool: ReaderPool) -> list[int]:
    return [each._process.pid for each in pool._idle]


def test_page_is_read_in_another_process_that_is_used_again(pool: ReaderPool) -> None:
    [article] = pool.read_bytes(PAGE, "pier.html", address="https://example.org/pier")
    first = processes(pool)
    [again] = pool.read_bytes(PAGE, "pier", content_type="text/html; charset=utf-8")

    assert isinstance(article, Article) and isinstance(again, Article)
    assert article.paragraphs == again.paragraphs == (PARAGRAPH,)
    assert article.url == "https://example.org/pier"
    assert first == processes(pool) and os.getpid() not in first


def test_text_and_json_lines_need_no_process() -> None:
    with ReaderPool() as pool:
        assert [*pool.read_bytes(PARAGRAPH.encode(), "pier.txt"), *pool.read_bytes(b'{"text": "Pier."}', "a.jsonl")]
        assert processes(pool) == []


def test_processes_that_are_started_for_a_folder_read_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "pier.html").write_bytes(PAGE)
    with ReaderPool(processes=2) as pool:
        pool.start([tmp_path / "pier.html", tmp_path / "missing"])
        assert processes(pool) == []
        pool.start([tmp_path / "missing", tmp_path])
        started = processes(pool)
        assert list(pool.read_all([tmp_path / "pier.html"]))
        assert len(started) == 2 and set(processes(pool)) == set(started)


def test_processes_that_are_started_ahead_of_a_command_read_its_folder(tmp_path: Path) -> None:
    (tmp_path / "pier.html").write_bytes(PAGE)
    start_ahead([str(tmp_path / "pier.html"), str(tmp_path / "missing")])
    assert isolation._ahead == []
    start_ahead([str(tmp_path)])
    started = {process._process.pid for process in isolation._ahead}
    with ReaderPool() as pool:
        pool.start([tmp_path])
        [article] = pool.read_all([tmp_path / "pier.html"])
        assert isinstance(article, Article) and article.title == "Pier opens"
        assert set(processes(pool)) == started and isolation._ahead == []


def test_text_that_is_a_page_after_all_is_read_in_another_process(pool: ReaderPool) -> None:
    [article] = pool.read_bytes(PAGE, "pier.txt")

    assert isinstance(article, Article) and article.title == "Pier opens"


def test_reader_has_neither_token_nor_network_settings_and_writes_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    with ReaderPool() as pool:
        list(pool.read_bytes(PAGE, "pier.html"))
        [pid] = processes(pool)
        if not Path(f"/proc/{pid}/environ").exists():
            pytest.skip("this system does not show the environment of a process")
        held = Path(f"/proc/{pid}/environ").read_bytes()

        limits = Path(f"/proc/{pid}/limits").read_text()

    assert b"secret" not in held and b"PROXY" not in held
    # Nor could it write a file.
    assert re.search(r"Max file size +0 +0 ", limits)


def test_reader_that_takes_too_long_is_killed_and_reported() -> None:
    """A process needs some tenths of a second to start, so that with a limit below it answers too late."""
    with ReaderPool(ReaderLimits(total_seconds=0.05)) as pool:
        [found] = pool.read_bytes(PAGE, "slow.html")

        assert isinstance(found, UnreadableArticle) and processes(pool) == []
    assert str(found).startswith("slow.html: reading this takes too long, so it was stopped")


def test_reader_that_dies_is_replaced_by_another(pool: ReaderPool) -> None:
    list(pool.read_bytes(PAGE, "pier.html"))
    for each in pool._idle:
        each._process.kill()
        each._process.wait()
    [article] = pool.read_bytes(PAGE, "pier.html")

    assert isinstance(article, Article)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_reader_that_takes_too_much_memory_refuses_the_file() -> None:
    memory = 300 * 1024 * 1024
    page = b"<html><body>" + b"<p>" + b"<b>x</b>" * 1_200_000 + b"</body></html>"
    with ReaderPool(ReaderLimits(memory_bytes=memory)) as pool:
        [found] = pool.read_bytes(page, "big.html")
        [after] = pool.read_bytes(PAGE, "pier.html")

    assert isinstance(found, UnreadableArticle) and isinstance(after, Article)


def test_processes_end_with_the_pool_even_while_they_read() -> None:
    pool = ReaderPool()
    list(pool.read_bytes(PAGE, "pier.html"))
    [pid] = processes(pool)
    pool.close()
    for _ in range(100):
        if not _is_alive(pid):
            return
        time.sleep(0.05)
    pytest.fail("the process is still there")


def test_pool_that_was_closed_reads_none_of_what_is_left(tmp_path: Path) -> None:
    for number in range(3 * isolation.WAITING_EACH):
        (tmp_path / f"{number:02}.html").write_bytes(PAGE)
    pool = ReaderPool(processes=1)
    found = pool.read_all(sorted(tmp_path.iterdir()))
    assert isinstance(next(found), Article)
    pool.close()
    with pytest.raises(CancelledError):
        list(found)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def test_files_of_a_folder_come_in_their_order(pool: ReaderPool, tmp_path: Path) -> None:
    for number in range(12):
        page = PAGE.replace(b"Pier opens", f"Pier {number:02} opens".encode())
        (tmp_path / f"{number:02}.html").write_bytes(page)
    paths = sorted(tmp_path.iterdir())

    titles = [each.title for each in pool.read_all(paths) if isinstance(each, Article)]

    assert titles == [f"Pier {number:02} opens" for number in range(12)]


def test_lines_parsed_by_several_processes_are_as_those_parsed_by_one(
    pool: ReaderPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "MIN_SHARED_BYTES", 0)
    path = tmp_path / "bulk.jsonl"
    with path.open("wb") as out:
        out.write(b"\xef\xbb\xbf")
        for number in range(4_000):
            out.write(
                b'{"id": %d, "language": "en", "titlee": "T", "text": "%s"}\r\n' % (number, PARAGRAPH.encode() * 8)
            )
        out.write(b"\n{\n" + b'{"text": "' + b"a" * 9_000_000 + b'"}\n{"urll": "", "text": "Last \\ud800."}')
    told: list[int] = []

    alone, shared = list(read_file(path)), list(pool.read(path, told.append))

    assert sum(told) == path.stat().st_size and len(told) > 4
    *articles, bad, long, last, title, url = shared
    assert articles == alone[:4_000]
    assert isinstance(last, Article) and replace(last, language="") == alone[4_002]
    assert [str(each) for each in (bad, long, title, url)] == [str(each) for each in alone[4_000:4_002] + alone[4_003:]]
    assert "line 4002: " in str(bad) and "line 4003: this line is over 8 MB" in str(long)
    assert "from line 1 on" in str(title) and "from line 4004 on" in str(url)


def _captured(address: str, page: bytes) -> bytes:
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(response)}\r\n\r\n"
    return head.encode() + response + b"\r\n\r\n"


@pytest.mark.parametrize("cut", [0, 50], ids=["whole", "cut off"])
def test_web_archive_read_by_several_processes_is_as_one_read_by_one(
    pool: ReaderPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    monkeypatch.setattr(isolation, "MIN_SHARED_BYTES", 0)
    pages = [PAGE.replace(b"Pier opens", f"Pier {n:02} opens".encode()) if n % 5 else b"<p>Menu" for n in range(24)]
    path = tmp_path / "crawl.warc"
    archive = b"".join(_captured(f"https://coast.example/{n}", page) for n, page in enumerate(pages))
    path.write_bytes(archive[: len(archive) - cut])

    alone, shared = list(read_file(path)), list(pool.read(path))

    assert list(map(packed, shared)) == list(map(packed, alone))
    as_bytes = [*pool.read_bytes(path.read_bytes(), "crawl", content_type="application/warc")]
    assert [each for each in as_bytes if isinstance(each, Article)] == [
        each for each in shared if isinstance(each, Article)
    ]
    assert len(shared) == len(as_bytes) == 24 and sum(isinstance(each, Article) for each in shared) == (
        18 if cut else 19
    )
    assert len(processes(pool)) == 3  # One takes the archive apart.


def test_archive_without_pages_or_none_at_all_is_refused_once(
    pool: ReaderPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "MIN_SHARED_BYTES", -1)
    (tmp_path / "gone.warc").write_bytes(_captured("https://a.example", PAGE).replace(b"200 OK", b"404 No"))
    for name in ("gone.warc", "missing.warc"):
        [alone], [shared] = list(read_file(tmp_path / name)), list(pool.read(tmp_path / name))
        assert str(shared) == str(alone)


def test_articles_and_refusals_are_the_same_on_both_sides() -> None:
    inner = UnreadableArticle("a file that ends in {suffix} is not an article.", suffix=".png")
    refusal = UnreadableArticle("{name}, line {line}: {fault}", name="ü\ud800.txt", line=3, fault=inner)
    article = Article(title="Pier", paragraphs=("One.", "Two."), headings=("", "A"), path="/a\nb", id="7", url="")

    told = unpacked(packed(refusal))
    assert isinstance(told, UnreadableArticle) and str(told) == str(refusal)
    assert unpacked(packed(article)) == article


def test_message_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    with (tmp_path / "sent").open("wb") as out:
        frames.send_frame(out, {"found": []}, b"data")
    whole = (tmp_path / "sent").read_bytes()
    (tmp_path / "cut").write_bytes(whole[:-1])
    with (tmp_path / "cut").open("rb") as cut, pytest.raises(frames.BrokenFrame):
        frames.receive(cut)
