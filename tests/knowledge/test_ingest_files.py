"""Files and folders, good and bad: nothing raises, nothing waits, every refusal says what to do."""

import os
import socket
from pathlib import Path

import pytest

from knowledge.errors import UnreadableArticle
from knowledge.ingest import find_files, read_bytes, read_file
from knowledge.models import Article


def refused(data: bytes, name: str = "a.txt") -> str:
    [found] = read_bytes(data, name)
    assert isinstance(found, UnreadableArticle)
    return str(found)


def found_in(*paths: Path) -> list[Path | str]:
    return [str(found) if isinstance(found, UnreadableArticle) else found for found in find_files(paths)]


def test_a_folder_is_walked_and_its_readable_files_come_sorted(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    names = ["b.txt", "a.md", "c.html", "sub/d.jsonl", "sub/E.TXT"]
    for name in [*names, "x.png", ".hidden.txt", "~$open.docx", "sub/y.py"]:
        (tmp_path / name).write_text("Text.")
    *paths, left = found_in(tmp_path)
    assert paths == [tmp_path / name for name in ("a.md", "b.txt", "c.html", "sub/E.TXT", "sub/d.jsonl")]
    assert str(left).endswith(": these kinds of files hold no articles: 1 × .png, 1 × .py.")


def test_a_folder_without_articles_and_a_missing_path_are_refused(tmp_path: Path) -> None:
    empty, missing = found_in(tmp_path, tmp_path / "none.txt")
    assert "there are no articles in this folder" in str(empty)
    assert "no such file or folder" in str(missing)


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert found_in(tmp_path) == [tmp_path / "a.txt"]
    [refusal] = found_in(tmp_path / "self")
    assert "can't be opened" in str(refusal)


def test_pipes_sockets_devices_and_what_the_kernel_tells_are_refused_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")
        Path("link.txt").symlink_to("/proc/self/status")
        for path in (
            Path("pipe.txt"),
            Path("socket.txt"),
            Path("/dev/zero"),
            Path("/proc/self/status"),
            Path("link.txt"),
        ):
            [refusal] = read_file(path)
            assert isinstance(refusal, UnreadableArticle) and "not a regular file" in str(refusal), path


def test_a_path_that_cannot_be_read_is_refused(tmp_path: Path, subtests: pytest.Subtests) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("missing.txt", "folder", "a\0b", "x" * 5_000):
        with subtests.test(name=name):
            [refusal] = read_file(tmp_path / name)
            assert isinstance(refusal, UnreadableArticle)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch(mode=0)
    [refusal] = read_file(path)
    assert "permission denied" in str(refusal)


def test_a_file_over_a_hundred_megabytes_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    [refusal] = read_file(path)
    assert "over 100 MB" in str(refusal)


def test_what_holds_no_article_is_refused(subtests: pytest.Subtests) -> None:
    for data, fault in [
        (b"", "it is empty"),
        (b" \r\n\t ", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
        ("\u200b\n\u202e".encode(), "no text"),
        (b"%PDF-1.7 ...", "this PDF is damaged"),
        (b"PK\x03\x04 word/document.xml", "this file is damaged"),
        (b"a\n" * 30_000, "no headings to split it by"),
    ]:
        with subtests.test(data=data, fault=fault):
            assert fault in refused(data)


def test_an_empty_file_of_any_kind_is_refused(subtests: pytest.Subtests) -> None:
    for name in ["a.md", "a.html", "a.jsonl", "a.json"]:
        with subtests.test(name=name):
            assert refused(b"", name).startswith(f"{name}: ")


def test_a_name_is_shown_with_its_control_characters_escaped_and_not_at_full_length() -> None:
    assert refused(b"", "a\n\x1b[31m\u202eb.txt").startswith("a\\n\\x1b[31m\\u202eb.txt: ")
    assert len(refused(b"", "x" * 5_000)) < 300


def test_a_page_saved_under_another_name_is_read_as_a_page() -> None:
    page = "<!DOCTYPE html><title>T</title><article><p>" + "Cracks close the bridge over the Lenn for months. " * 9
    [article] = read_bytes(page.encode(), "page.txt")
    assert isinstance(article, Article)
    assert "<" not in article.paragraphs[0]
