"""A PostgreSQL server of the tests' own, from the system's binaries; a new database for each test."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from knowledge.store.articles import ArticleStore

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
_SETTINGS = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=60", "autovacuum=off")
START_SECONDS = 30.0
_USER = "postgres" if os.name == "posix" and os.geteuid() == 0 else None
"""Who runs it: it refuses to run as root."""
PASSWORD = "sea%2Bside"


def binaries() -> Path | None:
    """The folder of initdb and postgres; None where PostgreSQL is not installed."""
    found = sorted(
        (folder for place in _PLACES for folder in Path("/").glob(place.lstrip("/")) if (folder / "initdb").exists()),
        key=lambda folder: [int(part) for part in folder.parent.name.replace("@", "-").split("-") if part.isdigit()],
    )
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


class Server:
    """A server that can be killed and started again."""

    def __init__(self, binaries: Path, folder: Path, port: int, settings: Sequence[str] = ()) -> None:
        self._settings = (*_SETTINGS, *settings)
        self._binaries = binaries
        self._folder = folder
        self.port = port
        self._numbers = count(1)
        self._emptied: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, name: str, user: str = "footnote", password: str = PASSWORD) -> str:
        """Where a database of the server is."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{name}"

    def new(self) -> str:
        """The address of a new database, without any table."""
        name = f"test{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0 OWNER footnote")
        return self.address(name)

    def prepared(self) -> str:
        """The address of a database with empty tables; not for the event loop."""
        if self._emptied:
            return self._emptied.pop()
        address = self.new()
        with TemporaryDirectory() as folder:
            asyncio.run(_open(Path(folder), address))
        self._empty(address)
        return address

    def give_back(self, address: str) -> None:
        """Empty a database, so that another test can have it: a new one takes far longer."""
        self._empty(address)
        self._emptied.append(address)

    def _empty(self, address: str) -> None:
        tables = "SELECT string_agg('footnote.' || tablename, ', ') FROM pg_tables WHERE schemaname = 'footnote'"
        self.run(
            f"DO $$ BEGIN EXECUTE 'TRUNCATE ' || ({tables} AND tablename <> 'store') || ' RESTART IDENTITY'; END $$",
            "UPDATE footnote.store SET key_hash = NULL",
            database=address.rpartition("/")[2],
        )

    def run(self, *statements: str, database: str = "postgres") -> str:
        """Run statements as the superuser, and return what they print."""
        command = [
            str(self._binaries / "psql"),
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "postgres",
            "-d",
            database,
            "-qAt",
        ]
        given = [part for each in statements for part in ("-c", each)]
        done = subprocess.run([*command, *given], capture_output=True, check=True)
        return done.stdout.decode().strip()

    def encrypt(self, certificate: Path, key: Path) -> None:
        """Let it take encrypted connections too, from now on."""
        for source, name in ((certificate, "server.crt"), (key, "server.key")):
            target = self._folder / "data" / name
            shutil.copy(source, target)
            target.chmod(0o600)
            if _USER:
                shutil.chown(target, _USER, _USER)
        self.run("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()")
        while self.run("SHOW ssl") != "on":
            time.sleep(0.05)

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        deadline = time.monotonic() + START_SECONDS
        ready = [str(self._binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while True:
            # While children of one that was killed still end, the next one gives up at once.
            if self._process is None or self._process.poll() is not None:
                self._process = self._launched()
            if not subprocess.run(ready, check=False).returncode:
                return
            assert time.monotonic() < deadline, (self._folder / "log").read_text("utf-8", "replace")
            time.sleep(0.05)

    def _launched(self) -> subprocess.Popen[bytes]:
        given = [part for each in (*self._settings, f"port={self.port}") for part in ("-c", each)]
        command = [str(self._binaries / "postgres"), "-D", str(self._folder / "data"), "-k", "", *given]
        with (self._folder / "log").open("ab") as out:
            return subprocess.Popen(command, stdout=out, stderr=out, user=_USER, group=_USER)

    @property
    def pid(self) -> int:
        """The id of the process that all others of the server are children of."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """Kill it as a lack of memory would; its children notice and end."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Stop it."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()


async def _open(folder: Path, address: str) -> None:
    async with ArticleStore.open(folder, address=address):
        pass


@contextmanager
def server(*settings: str) -> Iterator[Server]:
    """A running server, with some settings of its own; skips the test where there is no PostgreSQL."""
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed: on Debian, apt install postgresql")
    with TemporaryDirectory(prefix="footnote-postgresql-") as name, socket.socket() as free:
        folder = Path(name)
        if _USER:
            shutil.chown(folder, _USER, _USER)
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
        free.close()
        made = [str(found / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "--locale=C", "-N"]
        subprocess.run([*made, "-E", "UTF8"], check=True, capture_output=True, user=_USER, group=_USER)
        (folder / "data" / "pg_hba.conf").write_text(
            "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        )
        running = Server(found, folder, port, settings)
        running.start()
        try:
            running.run("CREATE ROLE footnote LOGIN PASSWORD 'sea+side'")
            yield running
        finally:
            with suppress(ProcessLookupError):
                running.stop()
