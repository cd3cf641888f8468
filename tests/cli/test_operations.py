"""The operator's commands: export, purge, backup and doctor."""

import asyncio
import importlib.metadata
import json
import os
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bot.diagnostics import library_problem
from knowledge import AskContext, Library
from tests.cli.running import run, run_process

LINES = (
    '{"id": "pier", "title": "Pier opens", "text": "The pier at Lindvik opened on Saturday with forty flags."}\n'
    '{"id": "glacier", "title": "Glacier", "text": "The glacier above Lindvik lost nine metres in the hot summer."}\n'
)
QUESTION = "When did the pier at Lindvik open?"


@pytest.fixture
def filled(tmp_path: Path) -> None:
    """Two articles and a question in the shared collection, one article in a server's."""
    (tmp_path / "articles.jsonl").write_text(LINES, "utf-8")
    assert run("add", "articles.jsonl").exit_code == 0
    assert run("add", "articles.jsonl", "--collection", "77").exit_code == 0
    assert run("ask", QUESTION).exit_code == 0


def exported(*arguments: str) -> list[dict[str, object]]:
    done = run("export", *arguments)
    assert done.exit_code == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("filled")
def test_export_prints_all_articles_and_questions() -> None:
    lines = exported()
    assert [(line["kind"], line["collection"]) for line in lines] == [
        ("article", "77"), ("article", "77"), ("article", "shared"), ("article", "shared"), ("question", "shared"),
    ]  # fmt: skip
    assert lines[-1]["text"] == QUESTION


@pytest.mark.usefixtures("filled")
def test_export_of_one_collection_and_one_kind_holds_no_other() -> None:
    assert {line["collection"] for line in exported("--collection", "77")} == {"77"}
    assert {line["kind"] for line in exported("--only", "questions")} == {"question"}


@pytest.mark.usefixtures("filled")
def test_export_of_one_kind_of_rows_can_be_a_table(tmp_path: Path) -> None:
    run("ask", "=Who sold the zeppelin?")
    shown = run("export", "--only", "gaps", "--csv").stdout.splitlines()
    assert shown[0].startswith("id,asked_at,collection") and "'=Who sold the zeppelin?" in shown[1] and len(shown) == 2
    assert run("export", "--only", "questions", "--csv", "--out", "q.csv").exit_code == 0
    assert (tmp_path / "q.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert [line["outcome"] for line in exported("--only", "gaps")] == ["declined"]
    assert exported("--only", "feedback") == []
    assert run("export", "--csv").exit_code == run("export", "--csv", "--only", "articles").exit_code == 2


@pytest.mark.usefixtures("filled")
def test_logged_questions_are_listed_and_those_declined() -> None:
    run("ask", "Who sold\tthe zeppelin?")
    lines = [line.split("\t") for line in run("questions").stdout.splitlines()]
    assert [(line[2], line[3]) for line in lines] == [
        ("nothing found", "Who sold the zeppelin?"),
        ("answered", QUESTION),
    ]
    assert run("questions", "--declined").stdout.count("\n") == 1
    assert run("questions", "--collection", "77").stdout == ""


@pytest.mark.usefixtures("filled")
def test_exported_articles_can_be_added_again_as_they_were(tmp_path: Path) -> None:
    assert run("export", "--only", "articles", "--collection", "shared", "--out", "kept.jsonl").exit_code == 0
    done = run("add", "kept.jsonl")
    assert done.stdout.splitlines()[-1] == "2 unchanged." and "is not known" not in done.stderr
    assert run("add", "kept.jsonl", "--data", "other").stdout.splitlines()[-1] == "2 added."


@pytest.mark.usefixtures("filled")
def test_backup_unpacked_is_a_data_folder(tmp_path: Path) -> None:
    done = run("backup", "kept.tar.gz")
    assert done.exit_code == 0 and done.stdout.startswith("Backed up the store and its key to kept.tar.gz (")
    Path("again").mkdir()
    subprocess.run(["tar", "-xzf", "kept.tar.gz", "-C", "again"], check=True)
    assert "answer #2" in run("ask", QUESTION, "--data", "again").stdout
    again = run("backup", "kept.tar.gz")
    assert (again.exit_code, again.stderr) == (
        1,
        "kept.tar.gz already exists. Choose another file name for the backup.\n",
    )


@pytest.mark.usefixtures("filled")
def test_backup_is_restored_into_a_folder_without_a_store_only(tmp_path: Path) -> None:
    assert run("backup", "kept.tar.gz").exit_code == 0
    done = run("restore", "kept.tar.gz", "--data", "again")
    assert (done.exit_code, done.stdout) == (0, "Restored 4 articles and 1 question into again.\n")
    assert "answer #2" in run("ask", QUESTION, "--data", "again").stdout
    assert (tmp_path / "again").stat().st_mode & 0o777 == 0o700
    refused = run("restore", "kept.tar.gz", "--data", "again")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "again/footnote.db already exists. Move it away, or choose another data folder." in refused.stderr
    for missing in ("nowhere.tar.gz", "articles.jsonl"):
        refused = run("restore", missing, "--data", "third/data")
        assert refused.exit_code == 1 and len(refused.stderr.splitlines()) == 1
        assert not (tmp_path / "third").exists()


@pytest.mark.usefixtures("filled")
def test_no_output_ever_destroys_a_file_of_the_data_folder(tmp_path: Path, subtests: pytest.Subtests) -> None:
    (tmp_path / "questions.jsonl").write_text(json.dumps({"question": QUESTION}) + "\n")
    os.link("data/footnote.db", "hard")
    os.symlink("data", "linked")
    before = {name: (tmp_path / "data" / name).read_bytes() for name in ("footnote.db", "asker.key")}
    for arguments in (
        ("backup", "data/footnote"),
        ("export", "--out", "data/footnote.db"),
        ("export", "--out", "data/asker.key"),
        ("export", "--out", "hard"),
        ("export", "--out", "linked/footnote.db-wal"),
        ("eval", "--run", "data/footnote.db", "questions.jsonl"),
        ("eval", "--run", "data/index/shared.idx", "questions.jsonl"),
    ):
        with subtests.test(arguments=arguments):
            refused = run(*arguments)
            assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
            assert "belongs to the data folder data. Choose a file elsewhere." in refused.stderr
            assert {name: (tmp_path / "data" / name).read_bytes() for name in before} == before
            assert sorted(os.listdir("data")) == ["asker.key", "footnote.db", "index"]


@pytest.mark.usefixtures("filled")
def test_purge_of_a_collection_asks_first_and_deletes_it_whole() -> None:
    refused = run("purge", "--collection", "77", input="n\n")
    assert refused.exit_code == 1 and "Permanently delete all articles, questions and settings of 77?" in refused.stderr
    assert len(exported("--collection", "77")) == 2
    done = run("purge", "--collection", "77", "--yes")
    assert done.stdout == "Deleted 2 articles and 0 questions. Nothing of them remains in the file.\n"
    assert [line["collection"] for line in exported()] == ["shared"] * 3


@pytest.mark.usefixtures("filled")
def test_purge_of_old_questions_keeps_the_young_ones_and_all_articles(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "footnote.db", isolation_level=None)) as connection:
        long_ago = (datetime.now(UTC) - timedelta(days=40)).isoformat(timespec="microseconds")
        connection.execute("UPDATE question SET asked_at = ?", (long_ago,))
    run("ask", "Who sold the zeppelin?")
    assert "0 questions" in run("purge", "--older-than", "30", "--collection", "77", "--yes").stdout
    assert "1 question." in run("purge", "--older-than", "30", "--yes").stdout
    assert [line["text"] for line in exported("--only", "questions")] == ["Who sold the zeppelin?"]
    assert len(exported("--only", "articles")) == 4


@pytest.mark.usefixtures("filled")
def test_purge_of_a_person_deletes_what_the_person_asked_and_nothing_else(tmp_path: Path) -> None:
    async def life() -> str:
        async with Library.open(tmp_path / "data") as library:
            await library.ask("Who sold the zeppelin?", AskContext(collection="77", asker="4711"))
            await library.ask("Who sold the balloon?", AskContext(collection="77", asker="4712"))
            watching = AskContext(collection="77", channel="c", asker="4711")
            await library.watch("Who buys the zeppelin?", watching, "now", now=datetime.now(UTC))
            await library.question_log.opt_out("4711")
            return library.question_log.hash_asker("4711")

    hashed = asyncio.run(life())
    refused = run("purge", "--user", "4711", input="n\n")
    assert refused.exit_code == 1 and "everything stored about the person 4711?" in refused.stderr
    assert "Deleted 0 articles, 1 question and 1 watch." in run("purge", "--user", "4711", "--yes").stdout
    assert [line["text"] for line in exported("--only", "questions")] == [QUESTION, "Who sold the balloon?"]
    there = b"".join(file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file())
    assert b"zeppelin" not in there and hashed.encode() not in there


@pytest.mark.usefixtures("filled")
def test_purge_of_a_server_or_of_its_questions_from_before_a_day() -> None:
    assert run("ask", QUESTION, "--collection", "77").exit_code == 0
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert "0 questions" in run("purge", "--before", "2020-01-01", "--yes").stdout
    asked = run("purge", "--server", "77", "--before", tomorrow, input="n\n").stderr
    assert "Permanently delete the questions of 77 from before" in asked
    assert "1 question." in run("purge", "--server", "77", "--before", tomorrow, "--yes").stdout
    assert len(exported("--collection", "77")) == 2
    assert "2 articles" in run("purge", "--server", "77", "--yes").stdout
    assert exported("--collection", "77") == []


def test_privacy_policy_is_made_from_the_running_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    written = (Path(__file__).parents[2] / "PRIVACY.md").read_text("utf-8")
    assert run("privacy").stdout == written, "run: scripts/run privacy --out PRIVACY.md"
    monkeypatch.setenv("FOOTNOTE_RETENTION_DAYS", "30")
    monkeypatch.setenv("FOOTNOTE_LOG_LEVEL", "debug")
    monkeypatch.setenv("FOOTNOTE_PREFIX", "?")
    assert run("privacy", "--out", "policy.md").exit_code == 0
    policy = Path("policy.md").read_text("utf-8").replace("\n", " ")
    for said in ("Questions are deleted after 30 days.", "logging everything Discord sends", "`?forgetme`"):
        assert said in policy and said not in written
    monkeypatch.setenv("FOOTNOTE_DATABASE", "postgresql://localhost/footnote")
    monkeypatch.setenv("FOOTNOTE_SEARCH", "http://localhost:9200")
    assert "no word of it is left in the cluster's files" in run("privacy").stdout.replace("\n", " ")
    monkeypatch.setenv("FOOTNOTE_LANGUAGE", "ko")
    assert "`?내기록삭제`" in run("privacy").stdout


@pytest.mark.usefixtures("filled")
def test_wrong_use_ends_with_2(subtests: pytest.Subtests) -> None:
    for arguments in [
        ("purge",),
        ("purge", "--yes"),
        ("purge", "--older-than", "0"),
        ("purge", "--user", ""),
        ("purge", "--user", "4711", "--before", "2026-01-01"),
        ("purge", "--server", "77", "--collection", "shared"),
        ("purge", "--before", "yesterday"),
        ("export", "--only", "x"),
        ("backup",),
    ]:
        with subtests.test(arguments=arguments):
            assert run(*arguments).exit_code == 2
            assert len(exported()) == 5


def test_where_there_is_no_store_none_is_made(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for arguments in (("export",), ("backup", "x.tar.gz"), ("purge", "--collection", "1", "--yes")):
        with subtests.test(arguments=arguments):
            done = run(*arguments)
            assert (done.exit_code, done.stderr.strip()) == (
                1,
                "There's no store in data. Choose the data folder with --data or FOOTNOTE_DATA.",
            )
            assert not [*(tmp_path / "data").iterdir()]


@pytest.mark.usefixtures("filled")
def test_doctor_without_a_token_checks_what_it_can_and_ends_with_0() -> None:
    done = run("doctor")
    assert done.exit_code == 0, done.stdout
    for said in ("ok    store: 4 articles, 1 question, ", "ok    index: ready; 4 articles", "note  token: not set"):
        assert said in done.stdout
    assert done.stdout.endswith("Everything is fine.\n")


def test_doctor_makes_nothing(tmp_path: Path) -> None:
    assert run("doctor").exit_code == 0
    assert not [*(tmp_path / "data").iterdir()]


@pytest.mark.parametrize("fault", ["no database", "damaged", "newer", "no folder"])
@pytest.mark.usefixtures("filled")
def test_doctor_tells_a_store_that_cannot_be_used_and_ends_with_1(tmp_path: Path, fault: str) -> None:
    file = tmp_path / "data" / "footnote.db"
    match fault:
        case "no database":
            file.write_bytes(b"x" * 4096)
        case "damaged":
            whole = bytearray(file.read_bytes())
            whole[8192 : len(whole) - 4096] = b"\xff" * (len(whole) - 12288)
            file.write_bytes(whole)
        case "newer":
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA user_version = 999")
        case "no folder":
            (tmp_path / "data").rename(tmp_path / "was")
            (tmp_path / "data").write_text("not a folder")
    done = run("doctor")
    assert done.exit_code == 1
    assert "ERROR store: " in done.stdout and "1 problem to fix." in done.stdout
    assert "Traceback" not in done.output


def test_doctor_names_a_variable_that_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PASAGES", "2")
    assert "FOOTNOTE_PASAGES is not a setting" in run("doctor").stdout


def test_library_is_held_against_what_is_required(monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests) -> None:
    for version, requirement, fits in (
        ("2.7.1", "x>=2.7.1,<2.8", True),
        ("2.8.0", "x>=2.7.1,<2.8", False),
        ("2.7.0", "x<2.8,>=2.7.1", False),
        ("0.2.2", "x==0.2.2", True),
        ("0.2.3", "x==0.2.2", False),
        ("2.10", "x>=2.9", True),
        ("2.0", "x~=1.4", False),
        ("1.0", 'x>=2; extra == "test"', True),
        ("1.0", 'x>=2; python_version < "3"', True),
    ):
        with subtests.test(version=version, requirement=requirement, fits=fits), monkeypatch.context() as patched:
            patched.setattr(importlib.metadata, "version", lambda _, version=version: version)
            assert library_problem(Requirement(requirement)) == ("" if fits else f"x {version}")


def test_every_operation_explains_itself() -> None:
    for name in ("doctor", "export", "purge", "backup"):
        done = run(name, "--help")
        assert done.exit_code == 0 and "Usage" in done.stdout


def test_doctor_names_the_servers_that_are_near_their_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_SERVER_ARTICLES", "10")
    lines = [json.dumps({"title": f"Note {n}", "text": f"Note number {n} says much."}) for n in range(10)]
    (tmp_path / "notes.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "few.jsonl").write_text(lines[0], "utf-8")
    for file, collection in (("notes.jsonl", "77"), ("few.jsonl", "78"), ("notes.jsonl", "shared")):
        assert run("add", file, "--collection", collection).exit_code == 0
    shown = run("doctor").stdout
    assert "note  server 77: 10 of 10 articles" in shown and "FOOTNOTE_SERVER_ARTICLES" in shown
    assert "server 78" not in shown and "server shared" not in shown


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "arguments",
    [
        ("articles",),
        ("ask", "When did the pier open?"),
        ("ask", "--file", "asked.txt"),
        ("eval", "known.jsonl"),
        ("export",),
        ("mcp",),
        ("questions",),
        ("quote", "The pier at Lindvik opened on Saturday"),
    ],
    ids=" ".join,
)
def test_unknown_collection_is_named_with_those_there_are(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "asked.txt").write_text(f"{QUESTION}\n", "utf-8")
    known = {"id": "1", "question": QUESTION, "relevant": [{"article": "pier", "paragraph": 1}], "answers": []}
    (tmp_path / "known.jsonl").write_text(json.dumps(known), "utf-8")
    if arguments == ("mcp",):
        code, _, errors = run_process(tmp_path, *arguments, "--collection", "serve")
        assert code == 0 and "There is no collection serve yet." in errors
        return
    for _ in range(2):  # What was asked there once does not make it one.
        done = run(*arguments, "--collection", "serve")
        assert done.exit_code == 0
        assert "There is no collection serve yet. There are: shared" in done.stderr
        assert "serve" not in done.stderr.partition("There are: ")[2]
    assert "There is no collection" not in run(*arguments, "--collection", "shared").stderr


@pytest.mark.usefixtures("filled")
def test_purge_of_an_unknown_collection_deletes_nothing_and_ends_with_1() -> None:
    before = run("export").stdout
    done = run("purge", "--collection", "serve", "--yes")
    assert done.exit_code == 1 and done.stderr.startswith("There is no collection serve yet.")
    assert run("export").stdout == before
