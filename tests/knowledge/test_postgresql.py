"""The store on a PostgreSQL server: the same tables, several processes at once, and a server that goes away."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import get_args

import pytest

from knowledge import Answer, Article, AskContext, Library, StoreUnavailable
from knowledge.store import AuditAction, ChangeSet, ReportKind, WatchedFile, check_store
from knowledge.store.articles import ArticleStore
from knowledge.store.postgresql import ServerAddress, translate
from tests.knowledge.files import execute
from tests.knowledge.postgres import Server
from tests.knowledge.race_child import MOST

PIER = Article(title="Pier", paragraphs=("The pier at Lindvik opened on Saturday.",), id="pier")
DATED = replace(PIER, publisher="Lindvik News", published_at=date(2026, 1, 2), url="https://news.example/pier")
OPENED = "When did the pier at Lindvik open?"
PROCESSES = 4
EACH = 200


def tables_of_file(file: Path) -> dict[str, set[tuple[object, ...]]]:
    """The columns, indexes and references of a SQLite file."""
    columns, indexes, references = set[tuple[object, ...]](), set[tuple[object, ...]](), set[tuple[object, ...]]()
    for (name,) in execute(file, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"):
        found = execute(file, f"PRAGMA table_info ({name})")
        columns |= {(name, column, bool(needed or place)) for _, column, _, needed, _, place in found}
        key = sorted((place, str(column)) for _, column, _, _, _, place in found if place)
        indexes.add((name, ",".join(column for _, column in key), True, False))
        for _, index, unique, _, some in execute(file, f"PRAGMA index_list ({name})"):
            members = execute(file, f"PRAGMA index_info ({index})")
            indexes.add((name, ",".join(str(column) for *_, column in members), bool(unique), bool(some)))
        for _, _, other, own, _, _, deleting, _ in execute(file, f"PRAGMA foreign_key_list ({name})"):
            references.add((name, own, other, deleting))
    return {"columns": columns, "indexes": indexes, "references": references}


def tables_of_server(server: Server, database: str) -> dict[str, set[tuple[object, ...]]]:
    """The same of a database of PostgreSQL."""
    of = "JOIN pg_class ON pg_class.oid = {} WHERE relnamespace = 'footnote'::regnamespace AND relname <> 'store'"
    names = "(SELECT string_agg(attname, ',' ORDER BY place) FROM unnest({}) WITH ORDINALITY AS each (number, place)"
    names += " JOIN pg_attribute ON attrelid = {} AND attnum = number)"
    asked = {
        "columns": f"SELECT relname, attname, attnotnull FROM pg_attribute {of.format('attrelid')}"
        " AND relkind = 'r' AND attnum > 0",
        "indexes": f"SELECT relname, {names.format('indkey::int[]', 'indrelid')}, indisunique, indpred IS NOT NULL"
        f" FROM pg_index {of.format('indrelid')}",
        "references": "SELECT relname, attname, (SELECT relname FROM pg_class WHERE oid = confrelid), CASE confdeltype"
        " WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' ELSE 'SET NULL' END"
        " FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey) "
        + of.format("conrelid")
        + " AND contype = 'f'",
    }
    as_list = "SELECT json_agg(to_json(array(SELECT value FROM json_each(to_json(found))))) FROM ({}) AS found"
    listed = {what: server.run(as_list.format(statement), database=database) for what, statement in asked.items()}
    return {what: {tuple(each) for each in json.loads(found)} for what, found in listed.items()}


async def test_tables_are_those_of_a_file(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.new()
    async with ArticleStore.open(tmp_path), ArticleStore.open(tmp_path, address=address):
        pass
    there = tables_of_server(postgresql, address.rpartition("/")[2])
    assert there == tables_of_file(tmp_path / "footnote.db")


def chain(error: BaseException | None) -> str:
    return "".join(traceback.format_exception(error)) + repr(error)


async def test_what_is_wrong_is_said_in_a_sentence_without_the_password(
    tmp_path: Path, postgresql: Server, subtests: pytest.Subtests
) -> None:
    address = postgresql.new()
    name = address.rpartition("/")[2]
    postgresql.run("DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN PASSWORD 'sea+side'")
    for user, password, database, says in (
        ("footnote", "wrong-sea", "test", "doesn't let the user footnote in"),
        ("nobody", "wrong-sea", "test", "doesn't let the user nobody in"),
        ("footnote", "sea%2Bside", "missing", "There's no database"),
        ("footnote", "sea%2Bside", "test?sea=1", "can't be read"),
        ("stranger", "sea%2Bside", "test", "isn't allowed to use"),
    ):
        with subtests.test(user=user, password=password, database=database, says=says):
            wrong = postgresql.address(database.replace("test", name), user, password)
            with pytest.raises(StoreUnavailable, match=says) as refused:
                async with Library.open(tmp_path, database=wrong):
                    pass
            assert "sea" not in chain(refused.value).replace("test?sea", "")
            if user != "stranger":
                with pytest.raises(StoreUnavailable, match=says):
                    check_store(tmp_path, wrong)


async def test_server_that_is_away_or_can_only_be_read_is_told(tmp_path: Path, postgresql: Server) -> None:
    with pytest.raises(StoreUnavailable, match="can't be reached"):
        async with Library.open(tmp_path, database="postgresql://footnote:sea@127.0.0.1:1/x"):
            pass
    address = postgresql.new()
    async with Library.open(tmp_path, database=address) as library:
        await library.add(PIER)
    assert check_store(tmp_path, address).articles == 1
    name = address.rpartition("/")[2]
    postgresql.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    async with Library.open(tmp_path, database=address) as library:
        with pytest.raises(StoreUnavailable, match="is read-only"):
            await library.ask(OPENED)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_connection_is_encrypted_to_a_server_that_its_authority_vouches_for(tmp_path: Path, postgresql: Server) -> None:
    script = Path(__file__).parents[2] / "deploy" / "cluster" / "make-secrets"
    for name in ("ours", "others"):
        subprocess.run([script, tmp_path / name], check=True, capture_output=True)
    address = postgresql.new()
    postgresql.encrypt(tmp_path / "ours" / "postgres.pem", tmp_path / "ours" / "postgres.key")
    where = address.replace("@127.0.0.1:", "@postgres:") + "?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert="
    with ServerAddress.parse(f"{where}{tmp_path / 'ours' / 'ca.pem'}").connect() as connection:
        [[encrypted]] = connection.execute(b"SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert encrypted
    others = ServerAddress.parse(f"{where}{tmp_path / 'others' / 'ca.pem'}")
    with pytest.raises(StoreUnavailable, match="can't be reached"), others.translate_errors():
        others.connect()


def test_server_that_is_away_is_not_tried_by_all_who_ask_meanwhile() -> None:
    tried = []

    def refuse(listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            tried.append(connection)
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=refuse, args=(listening,), daemon=True).start()
        server = ServerAddress.parse(f"postgresql://ann@127.0.0.1:{listening.getsockname()[1]}/x?sslmode=disable")
        for _ in range(200):
            with pytest.raises(StoreUnavailable, match="can't be reached"), server.translate_errors():
                server.connect()
        listening.shutdown(socket.SHUT_RDWR)
    assert 1 <= len(tried) < 100


async def test_another_key_is_refused_until_it_is_accepted(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.new()
    async with Library.open(tmp_path / "one", database=address):
        pass
    with pytest.raises(StoreUnavailable, match="different key"):
        async with Library.open(tmp_path / "two", database=address):
            pass
    postgresql.run("UPDATE footnote.store SET key_hash = NULL", database=address.rpartition("/")[2])
    async with Library.open(tmp_path / "two", database=address):
        pass


def test_address_never_shows_its_password_and_placeholders_in_texts_stay() -> None:
    server = ServerAddress.parse("postgresql://ann:sea%2Bside@db.example:5433/footnote")
    assert f"{server} {server!r}" == "db.example:5433/footnote db.example:5433/footnote"
    assert (
        translate("SELECT '?:x%' WHERE a = ? AND b = :name % 2") == b"SELECT '?:x%%' WHERE a = %s AND b = %(name)s %% 2"
    )


async def test_rows_that_are_inserted_together_are_those_of_a_file(tmp_path: Path, postgresql: Server) -> None:
    insertion = "INSERT INTO setting (collection, name, value) VALUES (?, ?, ?)"
    update = f"{insertion} ON CONFLICT (collection, name) DO UPDATE SET value = excluded.value"
    first = [("1", f"\\N{number}\t\n\\", "1") for number in range(25)]
    # Some are there, and the same ones come again.
    again = [("1", f"\\N{number % 30}\t\n\\", str(number)) for number in range(70)]
    kept = []
    for address in ("", postgresql.new()):
        async with ArticleStore.open(tmp_path, address=address) as store:
            async with store.database.transaction() as connection:
                await connection.executemany(insertion, first)
                await connection.executemany(update, again)
            rows = await store.database.execute("SELECT name, value FROM setting ORDER BY name")
            kept.append([tuple(row) for row in rows])
    assert len(kept[0]) == 30 and kept[0] == kept[1]


async def test_what_another_process_adds_answers_the_next_question(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.new()
    async with Library.open(tmp_path / "one", database=address) as one:
        await one.add(Article(title="Ferry", paragraphs=("The ferry sank.",)))
        (tmp_path / "two").mkdir()
        shutil.copy(tmp_path / "one" / "asker.key", tmp_path / "two")
        async with Library.open(tmp_path / "two", database=address) as two:
            assert not isinstance(await two.ask(OPENED), Answer)
            await one.add(PIER)
            found = await two.ask(OPENED)
            assert isinstance(found, Answer) and found.citations[0].article.id == "pier"
            assert (await one.source(id=found.id)).citations[0].quote == found.citations[0].quote
            await one.remove("pier")
            assert not isinstance(await two.ask(OPENED), Answer)


async def test_processes_that_race_get_each_thing_once_and_no_more_than_there_may_be(
    tmp_path: Path, postgresql: Server
) -> None:
    address = postgresql.new()
    async with Library.open(tmp_path / "0", database=address) as library:
        await library.add(PIER)
        await library.question_log.opt_out("hidden")
        for n in range(40):
            await library.feeds.add(f"https://news.example/{n}", collection="77", now=datetime(2026, 1, 1, tzinfo=UTC))
    for name in map(str, range(1, PROCESSES)):
        (tmp_path / name).mkdir()
        shutil.copy(tmp_path / "0" / "asker.key", tmp_path / name)

    def race() -> list[dict[str, list[int]]]:
        racing = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.knowledge.race_child", str(tmp_path / name), address, name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in map(str, range(PROCESSES))
        ]
        for each in racing:
            assert each.stdout and each.stdout.readline() == "ready\n"
        for each in racing:
            assert each.stdin
            each.stdin.write("go\n")
            each.stdin.flush()
        return [json.loads(each.communicate()[0]) for each in racing]

    taken = await asyncio.to_thread(race)

    def numbers(what: str) -> list[int]:
        return [number for each in taken for number in each.get(what, ())]

    assert sorted(numbers("feeds")) == list(range(1, 41))
    assert len(set(numbers("articles"))) == len(numbers("articles")) == (PROCESSES + 1) * MOST
    assert len({*numbers("questions"), *numbers("unlogged")}) == 2 * PROCESSES * MOST
    assert len(set(numbers("watches"))) == 10 and len(numbers("fetches")) == MOST
    async with Library.open(tmp_path / "0", database=address) as library:
        assert len(await library.listing(collection="77", own=True)) == MOST
        logged = list(library.reports.rows("questions", "77"))
        assert sorted(row["id"] for row in logged) == sorted(numbers("questions"))


@pytest.mark.skipif(os.name != "posix", reason="Only there can a process be stopped.")
async def test_library_is_closed_though_the_server_says_nothing_any_more(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.new()
    stopped: list[int] = []
    try:
        async with asyncio.timeout(30), Library.open(tmp_path, database=address) as library:
            await library.add(Article(title="Pier", paragraphs=("The pier opened.",)))
            backends = f"SELECT pid FROM pg_stat_activity WHERE datname = '{address.rpartition('/')[2]}'"
            stopped += [postgresql.pid, *map(int, postgresql.run(backends).split())]
            for pid in stopped:
                os.kill(pid, signal.SIGSTOP)
            asking = asyncio.create_task(library.ask("When did the pier open?"))
            await asyncio.wait({asking}, timeout=0.2)
            asking.cancel()
            raise asyncio.CancelledError  # As a bot's library is closed.
    except asyncio.CancelledError:
        pass
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    assert stopped and asking.cancelled()


async def test_killed_server_loses_nothing_that_was_acknowledged(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.new()
    refused: list[str] = []
    done: dict[str, list[int]] = {"questions": [], "articles": []}

    half, away = asyncio.Event(), asyncio.Event()

    async def until_done(what: str, work: Callable[[int], Awaitable[int]]) -> None:
        for n in range(EACH):
            while len(done[what]) == n:
                try:
                    done[what].append(await work(n))
                except StoreUnavailable as error:
                    refused.append(str(error))
                    away.set()
                    await asyncio.sleep(0.05)
            if n == EACH // 2:
                half.set()

    async def kill() -> None:
        await half.wait()
        await asyncio.to_thread(postgresql.kill)
        await away.wait()
        await asyncio.to_thread(postgresql.start)

    async with Library.open(tmp_path, database=address) as library:
        await library.add(PIER)

        async def ask(n: int) -> int:
            return (await library.ask(OPENED, AskContext(collection="77"))).id

        async def add(n: int) -> int:
            ship = Article(title=f"Ship {n}", paragraphs=(f"Ship {n} sank.",), id=f"s{n}")
            return (await library.add(ship)).article.row

        await asyncio.gather(until_done("questions", ask), until_done("articles", add), kill())
        kept = {each.article.row for each in await library.listing()}
        logged = {row["id"] for row in library.reports.rows("questions", "77")}
    assert set(done["articles"]) < kept and len(kept) == EACH + 1
    assert len(set(done["questions"])) == EACH and set(done["questions"]) <= logged
    assert {sentence.partition(" 127")[0] for sentence in refused} == {"The PostgreSQL server"}


def told(value: object) -> str:
    """What was found, without the moments and durations that are no two times the same."""
    text = re.sub(r"datetime\.datetime\([^()]*\)", "MOMENT", repr(value).replace("datetime.timezone.utc", "utc"))
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+", "MOMENT", text)
    return re.sub(r"((?:milliseconds|p50|p95|stages|index_version)'?[=:] ?)(\{[^{}]*\}|[^,)}]+)", r"\1…", text)


async def people(library: Library, by: Callable[[AuditAction], ChangeSet]) -> AsyncIterator[object]:
    """Ask, vote and share; tell what came of each."""
    here = AskContext(collection="77", channel="5", asker="ann", message="900")
    first = await library.ask(OPENED, here)
    await library.question_log.set_reply(first.id, "901")
    second = await library.ask("And the ferry?", replace(here, following=first.id, private=True, message=""))
    yield second, await library.ask("Who sold the zeppelin?", replace(here, asker="bea"))
    await library.question_log.opt_out("cid")
    yield await library.ask("What is red?", replace(here, asker="cid"))
    yield await library.question_log.share(second.id, collection="77", asker="ann")
    await library.feedback.vote(first.id, collection="77", voter="bea", good=False, cause="wrong", reason="no, 'late'")
    await library.feedback.vote(second.id, collection="77", voter="bea", good=True)
    await library.feedback.vote(first.id, collection="77", voter="ann", good=False, cause="wrong")
    yield await library.feedback.gaps(collection="77"), library.gaps.grouped("77")
    yield await library.suggestions("w", collection="77")
    await library.add(replace(DATED, paragraphs=("It opened on Sunday.",)), collection="77")
    yield await library.revisions(await library.source(reply="901", collection="77"))
    await library.add(Article(title="The zeppelin", paragraphs=("Ada sold the zeppelin.",)), collection="77")
    yield await library.close_gaps(), await library.gaps.unchecked(), library.gaps.grouped("77")


async def moderators(library: Library, by: Callable[[AuditAction], ChangeSet]) -> AsyncIterator[object]:
    """Edit, remove, undo; set, list and report."""
    yield await library.history.edit("ferry", {"title": "A ferry"}, collection="77", changes=by("edit"))
    await library.withdraw("pier", collection="77", changes=by("remove"))
    yield await library.history.versions("pier", collection="77"), await library.history.removed("77")
    [last] = await library.audit.entries("77", most=1)
    yield await library.undo(last.id, collection="77", changes=by("undo"))
    yield await library.mark_vanished(DATED.url, collection="77")
    await library.watched_files.read("a.txt", WatchedFile("1", (1, 2)), folder="f", collection="77")
    yield await library.watched_files.of("f", collection="77")
    yield await library.watched_files.only_of("b.txt", [2, 3], collection="77")
    await library.guilds.change("77", {"prefix": "?", "more": False})
    yield await library.guilds.settings("77"), await library.guilds.seen([]), await library.collections()
    yield [list(library.reports.rows(kind, "77")) for kind in get_args(ReportKind)]
    today = datetime.now(UTC).date()
    yield library.reports.usage("77", today - timedelta(1), today + timedelta(1))
    yield await library.listing(collection="77"), await library.overview(collection="77"), await library.size()


async def operators(library: Library, by: Callable[[AuditAction], ChangeSet]) -> AsyncIterator[object]:
    """Export all that there is, and delete it."""
    yield [each async for each in library.export_articles()]
    yield [each async for each in library.export_questions(collection="77")]
    yield await library.personal_data.export("ann")
    yield await library.retention.left_by("ann"), await library.retention.held("77")
    await library.remove("pier", collection="77", changes=by("delete"))
    yield await library.retention.prune(datetime.now(UTC) + timedelta(days=60))
    yield await library.forget_person("ann")
    yield await library.retention.purge_questions(datetime.now(UTC) + timedelta(1), collection="77")
    yield await library.purge("77"), [list(library.reports.rows(kind, None)) for kind in get_args(ReportKind)]


async def life(library: Library) -> list[str]:
    """Do a little of everything, and tell what came of it."""
    by = partial(ChangeSet, "ann")
    odd = Article(title="", paragraphs=("Ž “한국” 🐎 \0 '%s' ?",))
    ferry = Article(id="ferry", title="The ferry", paragraphs=("It berthed.", "It is red."), headings=("A", ""))
    await library.add_all([DATED, odd, ferry], collection="77", added_by="ann", changes=by("add"))
    return [told(each) for part in (people, moderators, operators) async for each in part(library, by)]


async def test_same_life_comes_to_the_same_in_a_file_and_on_a_server(tmp_path: Path, postgresql: Server) -> None:
    async with Library.open(tmp_path / "file") as library:
        in_file = await life(library)
    (tmp_path / "server").mkdir()
    shutil.copy(tmp_path / "file" / "asker.key", tmp_path / "server")
    async with Library.open(tmp_path / "server", database=postgresql.new()) as library:
        on_server = await life(library)
    assert on_server == in_file
