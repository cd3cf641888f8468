"""Real engines for these tests: OpenSearch from Maven artifacts, PostgreSQL from the system."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import opensearch
from tests.knowledge import postgres

_HERE = Path(__file__).parent
TEST_SECONDS = 600
"""How long a test can take with the start of its engines, on a busy machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run all tests of this folder in one process, so that they share their engines."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("cluster"))
            item.add_marker(pytest.mark.timeout(TEST_SECONDS))


@pytest.fixture(scope="session")
def classpath(tmp_path_factory: pytest.TempPathFactory) -> str:
    try:
        return opensearch.prepare(tmp_path_factory.mktemp("opensearch"))
    except opensearch.Unavailable as reason:
        pytest.skip(f"OpenSearch can't be started: {reason}")


@pytest.fixture(scope="session")
def node(classpath: str) -> Iterator[opensearch.Cluster]:
    """A cluster of one node, shared by all tests: each uses names of its own."""
    with opensearch.running(classpath, 1) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def three_nodes(classpath: str) -> Iterator[opensearch.Cluster]:
    """A cluster of which one node can be killed."""
    with opensearch.running(classpath, 3) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running
