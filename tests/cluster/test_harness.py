"""The engines themselves: started, killed, and ended with the tests."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster.opensearch import Unavailable, prepare

_CHILD = """
import sys, time
from pathlib import Path
from tests.cluster.opensearch import Cluster
cluster = Cluster(Path(sys.argv[1]), sys.argv[2], 1)
cluster._launch(1)
print(cluster.pid(1), flush=True)
time.sleep(600)
"""


def test_node_ends_with_the_process_that_started_it(classpath: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _CHILD, str(tmp_path), classpath]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout
        node = int(starter.stdout.readline())
        watched = os.pidfd_open(node)
        starter.send_signal(signal.SIGKILL)
    ended, _, _ = select.select([watched], [], [], 60)
    os.close(watched)
    assert ended


def test_missing_java_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Unavailable, match=r"java is not installed: on Debian, apt install \S*jdk"):
        prepare(tmp_path)
