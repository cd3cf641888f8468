"""OpenSearch nodes of the tests' own, from Maven artifacts: one process each, on this machine only.

A node ends with the process that started it: it holds the other end of the node's standard input.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
START_SECONDS = 240.0
"""How long nodes can take to find one another on a busy machine."""
FETCH_SECONDS = 300.0
"""How long Maven can take to fetch what a node needs: some 47 MB."""
SECURITY = "org.opensearch.plugin:opensearch-security:2.19.4.0:zip"
"""The newest for version 2 that Maven has: some 45 MB."""
HEAP = os.environ.get("OPENSEARCH_HEAP", "256m")
SMALL_JVM = (f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Little memory unless `OPENSEARCH_HEAP` says otherwise, and the compiler that is done first."""


class Unavailable(Exception):
    """No node can be started here, for the reason given."""


def _program(name: str) -> str:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(name, path=f"{home}/bin") if home and name != "mvn" else shutil.which(name)
    if found is None:
        raise Unavailable(f"{name} is not installed: on Debian, apt install default-jdk-headless maven")
    return found


def _run(*command: str) -> None:
    try:
        quick = {**os.environ, "MAVEN_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
        done = subprocess.run(command, env=quick, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"{Path(command[0]).name} took over {FETCH_SECONDS:.0f} s") from error
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines() or ["no reason given"]
        raise Unavailable(f"{Path(command[0]).name} failed: {lines[0]}")


def prepare(folder: Path) -> str:
    """Fetch what a node needs, compile what starts it into a folder, and return the class path.

    `OPENSEARCH_VERSION` chooses another version, `JAVA_HOME` another Java.

    Raises:
        Unavailable: Java or Maven is missing, or the artifacts cannot be fetched.
    """
    _program("java")
    compiler, maven, listed = _program("javac"), _program("mvn"), folder / "classpath"
    version = os.environ.get("OPENSEARCH_VERSION")
    chosen = [f"-Dopensearch={version}"] if version else []
    _run(maven, "-B", "-q", "-f", str(HERE / "pom.xml"), *chosen,
         "dependency:build-classpath", f"-Dmdep.outputFile={listed}")  # fmt: skip
    jars = listed.read_text("utf-8").strip()
    _run(compiler, "-nowarn", "-cp", jars, "-d", str(folder / "classes"), str(HERE / "Start.java"))
    return f"{folder / 'classes'}{os.pathsep}{jars}"


def security(folder: Path) -> Path:
    """Fetch OpenSearch's security plugin, and return the folder that it is unpacked in.

    Raises:
        Unavailable: It cannot be fetched.
    """
    _run(_program("mvn"), "-B", "-q", "-f", str(HERE / "pom.xml"), "dependency:copy", f"-Dartifact={SECURITY}",
         f"-DoutputDirectory={folder}")  # fmt: skip
    [packed] = folder.glob("*.zip")
    shutil.unpack_archive(packed, folder)
    packed.unlink()
    return folder


class Cluster:
    """Nodes that can be killed and started again, numbered from 1.

    Attributes:
        hosts: The address of each node.
    """

    def __init__(self, folder: Path, classpath: str, nodes: int, jvm: Sequence[str] = SMALL_JVM) -> None:
        self._folder = folder
        self._jvm = jvm
        self._classpath = classpath
        ports = _free_ports(2 * nodes)
        self._http, self._transport = ports[:nodes], ports[nodes:]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._headers = {"Content-Type": "application/json"}
        self.hosts = tuple(f"http://127.0.0.1:{port}" for port in self._http)

    def start(self) -> None:
        """Start all nodes, and wait until they have found one another."""
        for node in range(1, len(self.hosts) + 1):
            self._launch(node)
        self.wait()

    def _launch(self, node: int) -> None:
        home = self._folder / f"node{node}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        names = ",".join(f"node{each}" for each in range(1, len(self.hosts) + 1))
        seeds = ",".join(f"127.0.0.1:{port}" for port in self._transport)
        found = (
            ["discovery.type=single-node"]
            if len(self.hosts) == 1
            else [f"discovery.seed_hosts={seeds}", f"cluster.initial_cluster_manager_nodes={names}"]
        )
        command = [
            *(_program("java"), *self._jvm, f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"),
            *("-cp", self._classpath, "Start", str(home)),
            *(f"node.name=node{node}", f"cluster.name=footnote-{self._transport[0]}", "network.host=127.0.0.1"),
            *(f"http.port={self._http[node - 1]}", f"transport.port={self._transport[node - 1]}"),
            "cluster.routing.allocation.disk.threshold_enabled=false",
            # Of so small a heap, what is not yet collected could by itself make a node refuse requests.
            "indices.breaker.total.use_real_memory=false",
            *found,
        ]
        with (self._folder / f"node{node}.log").open("ab") as log:
            self._processes[node] = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)

    def pid(self, node: int) -> int:
        """The id of a node's process."""
        return self._processes[node].pid

    def kill(self, node: int) -> None:
        """Kill a node as a lack of memory would."""
        process = self._processes.pop(node)
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()

    def restart(self, node: int) -> None:
        """Start a node that was killed again, with its data, and wait until it has joined the others."""
        self._launch(node)
        self.wait()

    def stop(self) -> None:
        """End all nodes; their folder is thrown away, so there is nothing to close."""
        for node in list(self._processes):
            self.kill(node)

    def wait(self, status: str = "yellow") -> None:
        """Wait until all running nodes are one cluster of at least that status."""
        deadline = time.monotonic() + START_SECONDS
        wanted = f"/_cluster/health?wait_for_nodes={len(self._processes)}&wait_for_status={status}&timeout=5s"
        while True:
            for node, process in self._processes.items():
                assert process.poll() is None, self._log(node)
            try:
                if not self.get(wanted)["timed_out"]:
                    return
            except OSError:
                time.sleep(0.1)
            assert time.monotonic() < deadline, "\n".join(map(self._log, self._processes))

    def primary(self, index: str, shard: int = 0) -> int:
        """The node that holds the primary of a shard."""
        shards = self.get(f"/_cat/shards/{index}?format=json&h=shard,prirep,node")
        [name] = [each["node"] for each in shards if (each["shard"], each["prirep"]) == (str(shard), "p")]
        return int(name.removeprefix("node"))

    def holds(self, text: str) -> bool:
        """Whether a text can be read in any file that the nodes keep."""
        files = (file for file in self._folder.glob("node*/data/**/*") if file.is_file())
        return any(text.encode() in file.read_bytes() for file in files)

    def get(self, path: str) -> Any:
        """What the first running node that can be reached answers, read as JSON; raise OSError where none can."""
        return self.send("GET", path)

    def send(self, method: str, path: str, body: object = None) -> Any:
        """Send a request to the first running node that can be reached, and return its reply, read as JSON."""
        lost = OSError("no node is running")
        for node in self._processes:
            with closing(self._connection(self._http[node - 1])) as connection:
                try:
                    connection.request(method, path, None if body is None else json.dumps(body), self._headers)
                    reply = connection.getresponse()
                    text = reply.read().decode()
                except (OSError, HTTPException) as error:
                    lost = OSError(str(error))
                    continue
            if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
                lost = OSError(text)
                continue
            # A health that was not reached in time is an answer, too.
            assert reply.status < 400 or reply.status == 408, text
            return json.loads(text)
        raise lost

    def _connection(self, port: int) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", port, timeout=30)

    def _log(self, node: int) -> str:
        return (self._folder / f"node{node}.log").read_text("utf-8", "replace")[-4_000:]


def _free_ports(number: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


@contextmanager
def running(classpath: str, nodes: int, jvm: Sequence[str] = SMALL_JVM) -> Iterator[Cluster]:
    """A cluster of so many nodes, until the block ends."""
    with TemporaryDirectory(prefix="footnote-opensearch-", ignore_cleanup_errors=True) as name:
        cluster = Cluster(Path(name), classpath, nodes, jvm)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
