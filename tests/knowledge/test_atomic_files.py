"""A file is there completely or not at all, and no output takes the place of one of the data folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import OutputRefused, StoreUnavailable
from knowledge.files import atomic_write, atomic_write_text, refuse_data_file, sweep_data_folder, sweep_drafts, try_lock
from knowledge.store import lock_data_folder

ROOT = Path(__file__).parents[2]
WRITING = """
import sys
from pathlib import Path
from knowledge.files import atomic_write
with atomic_write(Path(sys.argv[1])) as out:
    out.write(b"half")
    out.flush()
    print("begun", flush=True)
    sys.stdin.read()
"""
LEFT = ".footnote-0123456789abcdef.draft"


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder as a running bot has it."""
    folder = tmp_path / "data"
    for name in ("footnote.db", "footnote.db-wal", "asker.key", "logins.json", "index/shared.idx", "backups/1.tar.gz"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("precious")
    return folder


def test_a_file_appears_once_it_is_complete_and_only_for_its_owner(tmp_path: Path) -> None:
    with atomic_write_text(tmp_path / "out") as out:
        out.write("text: 한국\n")
        assert not (tmp_path / "out").exists()
    assert (tmp_path / "out").read_bytes() == "text: 한국\n".encode()
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["out"]


def test_an_interrupted_file_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("before")
    with pytest.raises(KeyboardInterrupt), atomic_write(tmp_path / "out") as out:
        out.write(b"after")
        raise KeyboardInterrupt
    assert (tmp_path / "out").read_text() == "before"
    assert names(tmp_path) == ["out"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no files")
def test_a_disk_that_takes_no_more_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    import resource

    path, before = tmp_path / "a.txt", resource.getrlimit(resource.RLIMIT_FSIZE)
    path.write_text("old")
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
        with pytest.raises(OSError), atomic_write(path) as out:
            out.write(b"new" * 1_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert names(tmp_path) == ["a.txt"] and path.read_text() == "old"


def test_a_link_is_written_through_and_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there/out")
    with atomic_write(tmp_path / "link") as out:
        out.write(b"text")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "there" / "out").read_bytes() == b"text"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with atomic_write(tmp_path / "pipe") as out:
        out.write(b"piped")
    assert os.read(reader, 10) == b"piped" and (tmp_path / "pipe").is_fifo()
    os.close(reader)


def test_a_new_file_takes_nobodys_place(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, taken in enumerate(["before", "meanwhile"]):
        with subtests.test(taken=taken):
            (folder := tmp_path / str(number)).mkdir()
            if taken == "before":
                (folder / "out").symlink_to("nowhere")
            with pytest.raises(FileExistsError), atomic_write(folder / "out", replace=False):
                (folder / "out").write_text("mine")
            assert names(folder) == ["out"]
            assert (folder / "out").is_symlink() or (folder / "out").read_text() == "mine"


@pytest.mark.parametrize("taken", [False, True])
def test_a_new_file_needs_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool) -> None:
    def link(source: Path, target: Path) -> None:
        if taken:
            target.write_text("mine")
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    if taken:
        with pytest.raises(FileExistsError), atomic_write(tmp_path / "out", replace=False) as out:
            out.write(b"text")
    else:
        with atomic_write(tmp_path / "out", replace=False) as out:
            out.write(b"text")
    assert (tmp_path / "out").read_text() == ("mine" if taken else "text")
    assert names(tmp_path) == ["out"]


def test_an_output_in_the_data_folder_is_refused(subtests: pytest.Subtests, data: Path) -> None:
    for name in [
        "footnote.db",
        "asker.key",
        "logins.json",
        "index/shared.idx",
        "backups/1.tar.gz",
        "footnote.db-journal",  # Not there, and SQLite would take it for its own.
        "articles.jsonl",
        "index/new.idx",
        "backups/../footnote.db",
    ]:
        with subtests.test(name=name), pytest.raises(OutputRefused, match="belongs to the data folder"):
            refuse_data_file(data / name, data)


def test_an_output_that_is_a_data_file_by_another_name_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "symbolic").symlink_to(data / "footnote.db")
    (tmp_path / "dangling").symlink_to(data / "footnote.db-journal")
    (tmp_path / "folder").symlink_to(data)
    os.link(data / "asker.key", tmp_path / "hard")
    for name in ("symbolic", "dangling", "folder/footnote.db", "folder/new", "hard"):
        with pytest.raises(OutputRefused):
            refuse_data_file(tmp_path / name, data)
    with pytest.raises(OutputRefused):
        refuse_data_file(data / "footnote.db", tmp_path / "folder")


def test_an_output_elsewhere_is_not_refused(data: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "footnote.db", data / "backups" / "2.tar.gz", data / "mine" / "x", Path(os.devnull)):
        refuse_data_file(path, data)
    refuse_data_file(tmp_path / "out", tmp_path / "missing")


def test_drafts_of_killed_processes_are_swept_and_those_of_living_ones_stay(data: Path, tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", WRITING, str(data / "asker.key")]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None and process.stdout.readline() == b"begun\n"
        before = names(data)
        sweep_data_folder(data)
        assert names(data) == before and len([each for each in before if each.endswith(".draft")]) == 1
        process.kill()
    for left in (LEFT, f"{LEFT}.db", f"index/{LEFT}", f"backups/{LEFT}.db", "index/shared.idx.77.new"):
        (data / left).write_text("left")
    (data / "asker.key.0123456789abcdef").write_text("left")
    (data / "asker.key.mine").write_text("a person's own copy")
    sweep_data_folder(data)
    assert names(data) == sorted({*before, "asker.key.mine"} - {each for each in before if each.endswith(".draft")})
    assert names(data / "index") == ["shared.idx"] and names(data / "backups") == ["1.tar.gz"]
    sweep_drafts(tmp_path / "missing")


def test_a_lock_holds_until_the_file_is_closed(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("wb") as first, (tmp_path / "lock").open("wb") as second:
        assert try_lock(first) and not try_lock(second)
        first.close()
        assert try_lock(second)


def test_a_data_folder_has_one_bot_and_a_killed_one_does_not_count(tmp_path: Path) -> None:
    holding = "import sys; from pathlib import Path; from knowledge.store import lock_data_folder\n"
    holding += "with lock_data_folder(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holding, str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None and first.stdout.readline() == b"held\n"
        with pytest.raises(StoreUnavailable, match="already running"), lock_data_folder(tmp_path / "data"):
            pass
        first.kill()
        first.wait()
    for _ in range(2):
        with lock_data_folder(tmp_path / "data"):
            assert (tmp_path / "data" / "footnote.lock").stat().st_mode & 0o777 == 0o600
