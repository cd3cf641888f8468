"""An archive of many articles: loaded by a process that may be killed, in memory that does not grow with it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.knowledge.web_site import answer, serve_in_a_thread

ROOT = Path(__file__).parents[2]
MANY = 24_000
PEAK = """
import re, sys
from pathlib import Path
from bot.cli.main import cli
cli(sys.argv[1:], standalone_mode=False)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


STORY = b"<!doctype html><title>New pier opens</title><p>The pier at Lindvik opened on Saturday after two years.</p>"


def archive(folder: Path, articles: int) -> Path:
    """A file of so many articles, each with words of its own."""
    path = folder / f"{articles}.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for n in range(articles):
            text = f"Ship {n} left the harbour. " * 12
            out.write(json.dumps({"id": f"ship-{n}", "title": f"Ship {n}", "text": text, "language": "en"}) + "\n")
    return path


def stored(data: Path) -> list[str]:
    """The ids of the archive's articles that are on disk, while another process may write."""
    file = data / "footnote.db"
    if not file.exists():
        return []
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        try:
            return [name for (name,) in connection.execute("SELECT name FROM article WHERE name GLOB 'ship-*'")]
        except sqlite3.OperationalError:  # The tables are not there yet.
            return []


def begin_and_kill(path: Path, data: Path) -> None:
    """Load an archive and kill the process as soon as some of it is on disk."""
    command = [sys.executable, "-m", "bot", "add", str(path), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while not stored(data) and process.poll() is None:
            time.sleep(0.01)
        process.kill()


def test_killed_half_way_and_run_again_an_archive_is_there_whole_and_nothing_twice(tmp_path: Path) -> None:
    path = archive(tmp_path, MANY)
    begin_and_kill(path, tmp_path / "data")
    before = len(stored(tmp_path / "data"))
    assert 0 < before < MANY
    done = run("add", str(path), "--data", str(tmp_path / "data"))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == f"{MANY - before:,} added, {before:,} unchanged."
    assert sorted(stored(tmp_path / "data")) == sorted(f"ship-{n}" for n in range(MANY))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the highest memory of a process")
def test_an_archive_four_times_as_large_takes_hardly_more_memory(tmp_path: Path) -> None:
    peaks = []
    # Both are large enough to be parsed in several processes; the second has 15 MB more.
    for articles in (MANY // 2, 2 * MANY):
        command = [
            sys.executable,
            "-c",
            PEAK,
            "add",
            str(archive(tmp_path, articles)),
            "--data",
            str(tmp_path / "data"),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout.splitlines()[-1]))
    assert peaks[1] - peaks[0] < 10_000, peaks


def test_dry_run_shows_what_was_understood_and_creates_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pier.md").write_text(
        "---\ndate: 2021-06-05\npublisher: The Courier\n---\n# Pier opens\n\nIt opened.\n\n## Cost\n\nMuch.\n"
    )
    Path("bad.jsonl").write_text('{"title": "No text"}\n')
    done = run("add", "pier.md", "bad.jsonl", "--dry-run")

    assert done.stdout.splitlines() == [
        "readable   Pier opens · The Courier · 5 Jun 2021 · 2 paragraphs · 1 heading",
        "1 readable, 1 refused; nothing was added.",
    ]
    assert done.exit_code == 1 and not Path("data/footnote.db").exists()


def test_report_has_a_line_for_each_article_refusal_and_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.jsonl").write_text('{"id": "a", "title": "Pier", "text": "It opened."}\nbroken\n')
    Path("in/b.png").write_bytes(b"")
    Path("in/c.txt").write_text("Crane\n\nIt was sold.\n")
    done = run("add", "in", "--report", "report.jsonl")
    lines = [json.loads(line) for line in Path("report.jsonl").read_text().splitlines()]

    assert sorted(line["change"] for line in lines) == ["added", "added", "none", "refused"]
    [added, text] = [line for line in lines if line["change"] == "added"]
    assert (text["title"], Path(text["file"])) == ("Crane", Path("in/c.txt").resolve())
    assert added["article"] == "a" and added["title"] == "Pier" and added["paragraphs"] == 1
    assert any("1 × .png" in line.get("reason", "") for line in lines)
    assert done.exit_code == 1 and "note " in done.stderr
    assert "belongs to the data folder" in run("add", "in", "--report", "data/footnote.db").stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_report_names_a_file_whose_name_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    path = Path(os.fsdecode(b"in/crane\xff.txt"))
    path.write_text("Crane\n\nIt was sold.\n")
    assert run("add", "in", "--report", "report.jsonl").exit_code == 0
    assert json.loads(Path("report.jsonl").read_text())["file"] == str(path.resolve())


def test_addresses_are_added_with_files_and_each_failure_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mill.md").write_text("# Old mill burns down\n\nThe old mill of Holm burned down on Sunday night.")
    with serve_in_a_thread() as site:
        site.pages["/pier"] = answer(STORY)
        monkeypatch.setenv("FOOTNOTE_FETCH_HOSTS", f"127.0.0.1:{site.port}")
        pier, missing = site.url("/pier", "127.0.0.1"), site.url("/missing", "127.0.0.1")
        given = ("mill.md", pier, missing, pier, "http://127.0.0.1/", "ftp://127.0.0.1/pier")
        read = run("add", "--dry-run", *given)
        done = run("add", *given)
        again = run("add", pier)
    assert read.stdout.endswith("2 readable, 3 refused; nothing was added.\n") and read.exit_code == 1
    assert done.stdout.endswith("2 added, 3 refused.\n") and "New pier opens · no date · 1 paragraph" in done.stdout
    assert f"refused    {missing}: 127.0.0.1 has no page at this address (status 404).\n" in done.stderr
    assert "127.0.0.1 points into a private network" in done.stderr and "begin with http:// or https://" in done.stderr
    assert again.stdout.endswith("1 unchanged.\n") and again.exit_code == 0
    assert site.paths.count("/pier") == 3 and "User-Agent: Footnote/" in site.requests[0]


def test_misspelt_key_is_named_and_known_and_other_keys_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line = {
        "title": "Pier",
        "text": "It opened.",
        "publised_at": "2021-06-05",
        "my_rank": 3,
        "author": "Ann",
        "Url": "https://a.example",
    }
    Path("a.jsonl").write_text("\n".join(json.dumps({**line, "id": str(n)}) for n in range(3)))
    done = run("add", "a.jsonl")

    assert done.exit_code == 0
    notes = [line for line in done.stderr.splitlines() if line.startswith("note")]
    assert len(notes) == 1
    assert 'from line 1 on: the key "publised_at" is not known and was passed over; is it "published_at"?' in notes[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_stopped_by_hand_it_says_how_far_it_came_and_goes_on_when_run_again(tmp_path: Path) -> None:
    path, data = archive(tmp_path, MANY), tmp_path / "data"
    command = [sys.executable, "-m", "bot", "add", str(path), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        while not stored(data) and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()

    assert process.returncode == 130
    assert said.splitlines()[-1].startswith("Stopped after ") and "Run it again to go on." in said.splitlines()[-1]
    before = len(stored(data))
    assert 0 < before < MANY
    again = run("add", str(path), "--data", str(data))
    assert again.stdout.splitlines()[-1] == f"{MANY - before:,} added, {before:,} unchanged."


def test_exported_articles_come_back_with_their_pages_and_corrections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line = {"id": "a", "title": "Pier", "paragraphs": ["One.", "Two."], "headings": ["", "Cost"], "pages": [1, 2]}
    line |= {"modified_at": "2021-06-06", "keywords": ["piers"], "corrections": ["It was misspelt."]}
    Path("a.jsonl").write_text(json.dumps(line))
    run("add", "a.jsonl")
    exported = json.loads(run("export", "--only", "articles").stdout)

    assert {key: exported[key] for key in line} == line
    Path("b.jsonl").write_text(json.dumps(exported))
    assert run("add", "b.jsonl").stdout.splitlines()[-1] == "1 unchanged."
