"""OpenSearch's security plugin with the settings, users and rights of `compose.cluster.yaml`."""

import os
import shutil
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from knowledge.answers.pipeline import AnswerRequest
from knowledge.errors import SearchUnavailable
from knowledge.opensearch import Engine, SearchAddress
from tests.cluster import opensearch
from tests.cluster.followed import arrival
from tests.cluster.opensearch import Cluster
from tests.cluster.test_same_answers import Both, piers

ROOT = Path(__file__).parents[2]
PLUGIN = "org.opensearch.security.OpenSearchSecurityPlugin"
pytestmark = [
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed"),
    pytest.mark.skipif("OPENSEARCH_VERSION" in os.environ, reason="the plugin is of another version"),
]


class SecuredCluster(Cluster):
    """A node that lets in only who has a password, over encrypted connections."""

    def __init__(self, folder: Path, classpath: str) -> None:
        super().__init__(folder, classpath, 1, (*opensearch.SMALL_JVM, f"-Dplugin={PLUGIN}"))
        told = SearchAddress.parse((folder / "secrets" / "FOOTNOTE_SEARCH").read_text("utf-8"))
        hosts = tuple(each.replace("http:", "https:") for each in self.hosts)
        self.address = replace(told, hosts=hosts, ca=str(folder / "secrets" / "ca.pem"))
        word = b64encode(f"{told.user}:{told.password}".encode()).decode()
        self._headers |= {"Authorization": f"Basic {word}"}

    def _connection(self, port: int) -> HTTPConnection:
        return HTTPSConnection(
            "127.0.0.1", port, timeout=30, context=ssl.create_default_context(cafile=self.address.ca)
        )

    def refuses(self, method: str, path: str, body: object = None) -> bool:
        """Whether the user has no right to something."""
        try:
            self.send(method, path, body)
        except AssertionError as reply:
            return "security_exception" in str(reply)
        return False


def made_secrets(folder: Path) -> None:
    """Make the secrets of a deployment, with a certificate that is good for this machine as well."""
    script = folder.parent / "make-secrets"
    named = (ROOT / "deploy" / "cluster" / "make-secrets").read_text("utf-8")
    script.write_text(named.replace("DNS:opensearch-3", "DNS:opensearch-3,IP:127.0.0.1"), "utf-8")
    subprocess.run(["sh", script, folder], check=True, capture_output=True)


def configure(home: Path, plugin: Path, secrets: Path, classpath: str) -> None:
    """Put into the folder of a node what its container gets from `compose.cluster.yaml`."""
    told = yaml.safe_load((ROOT / "compose.cluster.yaml").read_text("utf-8"))["configs"]
    contents = {name: told[name]["content"].replace("$$", "$") for name in told}
    shutil.copytree(plugin / "config", home / "config" / "opensearch-security")
    for name in ("roles.yml", "roles_mapping.yml"):
        (home / "config" / "opensearch-security" / name).write_text(contents[name], "utf-8")
    alone = [line for line in contents["opensearch.yml"].splitlines() if "opensearch-1" not in line]
    settings = "\n".join(alone).replace("${NODE_NAME}", "127.0.0.1")
    (home / "config" / "opensearch.yml").write_text(settings, "utf-8")
    for name, target in (("ca.pem", "ca.pem"), ("opensearch.pem", "node.pem"), ("opensearch.key", "node.key")):
        shutil.copy(secrets / name, home / "config" / target)
    # As the container does before it starts the node.
    start = (
        contents["start-opensearch"].replace("/usr/share/opensearch", str(home)).replace("/run/secrets", str(secrets))
    )
    hashed = f"java -cp '{classpath}' org.opensearch.security.tools.Hasher"
    start = start.replace("bash plugins/opensearch-security/tools/hash.sh", hashed)
    begun, _, _ = start.partition("exec ")
    subprocess.run(["bash", "-c", begun], check=True, capture_output=True)


@pytest.fixture(scope="module")
def secured(classpath: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredCluster]:
    folder = tmp_path_factory.mktemp("secured")
    try:
        plugin = opensearch.security(folder / "plugin")
    except opensearch.Unavailable as reason:
        pytest.skip(f"the security plugin can't be had: {reason}")
    made_secrets(folder / "secrets")
    both = os.pathsep.join([classpath, f"{plugin}/*"])
    configure(folder / "node1", plugin, folder / "secrets", both)
    cluster = SecuredCluster(folder, both)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def engine(secured: SecuredCluster) -> Iterator[Engine]:
    """The indexes of a bot, made with the rights that it has."""
    engine = Engine(secured.address, shards=1, replicas=0)
    engine.create()
    yield engine
    engine.close()


def test_rights_suffice_for_all_that_a_bot_and_an_indexer_do(engine: Engine) -> None:
    articles = piers(129)
    both = Both.load(engine, {"77": articles[:120], "shared": articles[120:]})
    asking = AnswerRequest(question="When did the pier of Lindvik7 open?", today=date(2018, 10, 20))
    assert both.differing([asking]) == []
    engine.forget("77", [3], 2, wait=True)
    assert engine.rows("77").keys() == {*range(1, 121)} - {3}
    names = engine.begin_rebuild()
    engine.write([arrival("77", articles[:120], 3), arrival("shared", articles[120:], 3)], into=names)
    engine.reached({"77": 3}, into=names)
    assert engine.lost(names.values()) == []
    engine.finish_rebuild(names)
    assert both.differing([asking]) == []
    engine.forget("shared", range(121, 130), 4, wait=True)
    assert engine.sweep_words("shared", engine.last_word("shared")) > 0
    engine.expunge()
    own = engine.create_own("77")
    engine.write([arrival("77", articles[:120], 5)], into={"own": own})
    engine.open_filled({"own": own})
    engine.leave("77")
    engine.drop(own)
    engine.forget_collection("shared")
    engine.wait_until_seen("shared")
    assert engine.rows("shared") == {}
    assert engine.health().answers
    engine.drop_others(engine.base)
    assert not engine.exists("servers")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/other", None),
        ("POST", "/other/_doc", {"text": "ours"}),
        ("GET", "/other/_search", None),
        ("DELETE", "/*", None),
        ("GET", "/.opendistro_security/_search", None),
        ("PUT", "/_cluster/settings", {"persistent": {"action.auto_create_index": "true"}}),
        ("PUT", "/_snapshot/ours", {"type": "fs", "settings": {"location": "ours"}}),
    ],
)
def test_what_is_not_ours_can_not_be_touched(method: str, path: str, body: object, secured: SecuredCluster) -> None:
    assert secured.refuses(method, path, body)


@pytest.mark.parametrize("password", ["", "guessed"])
def test_nobody_gets_in_without_the_password(password: str, secured: SecuredCluster) -> None:
    engine = Engine(replace(secured.address, password=password, user="footnote" if password else ""))
    with pytest.raises(SearchUnavailable):
        engine.exists("servers")
    engine.close()
    plain = HTTPConnection(str(urlsplit(secured.hosts[0]).netloc), timeout=30)
    with pytest.raises((OSError, AssertionError)):
        plain.request("GET", "/")
        assert plain.getresponse().status < 400
