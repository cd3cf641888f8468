"""What runs Footnote as a service: a unit that systemd takes, an image without root, secrets as files."""

import json
import re
import shutil
import stat
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from bot.config import KNOWN, Settings, ShardRange, secrets_folder
from knowledge.opensearch.engine import SearchAddress

ROOT = Path(__file__).parents[1]
UNIT = (ROOT / "deploy" / "footnote.service").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "footnote.service"
    unit.write_text(re.sub(r"(?<=ExecStart=).*", "/bin/true", UNIT), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "footnote" in line] == []


def test_supervisors_learn_whether_the_bot_is_well() -> None:
    assert "Type=notify" in UNIT and "WatchdogSec=" in UNIT
    assert 'CMD ["footnote", "health"]' in DOCKERFILE
    assert 'test: ["CMD", "footnote", "health"]' in (ROOT / "compose.yaml").read_text("utf-8")


def has_docker() -> bool:
    return bool(shutil.which("docker")) and not subprocess.run(["docker", "info"], capture_output=True).returncode


@pytest.mark.skipif(not has_docker(), reason="no Docker daemon is running here")
@pytest.mark.timeout(900)
def test_image_is_small_and_answers_without_root_shell_and_compiler_on_a_read_only_system() -> None:
    subprocess.run(["docker", "build", "--quiet", "--tag", "footnote-test", ROOT], check=True, capture_output=True)
    inspected = ["docker", "image", "inspect", "--format", "{{.Size}}", "footnote-test"]
    assert int(subprocess.run(inspected, check=True, capture_output=True).stdout) < 250_000_000
    run = ["docker", "run", "--rm", "--read-only", "--cap-drop=ALL", "--network=none", "--tmpfs=/tmp"]
    asked = [*run, "footnote-test", "ask", "When did the Kaesong liaison office open?"]
    assert "[1]" in subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    look = "import os, shutil; print(os.getuid(), [*filter(shutil.which, ('gcc', 'cc', 'clang', 'sh', 'pip'))])"
    looked = [*run, "--entrypoint=python3", "footnote-test", "-c", look]
    assert subprocess.run(looked, check=True, capture_output=True, text=True).stdout == "10001 []\n"
    sick = subprocess.run([*run, "footnote-test", "health"], check=False, capture_output=True, text=True)
    assert sick.returncode == 1 and "not running" in sick.stdout


def test_image_is_built_in_two_stages_from_tested_versions_and_runs_without_root() -> None:
    build, run = re.findall(r"^FROM .*?(?=^FROM |\Z)", DOCKERFILE, re.MULTILINE | re.DOTALL)
    assert "--constraint constraints.txt" in build and "COPY --from=build" in run
    assert re.search(r"^USER 10001:10001$", run, re.MULTILINE) and "'/data', 10001, 10001" in run
    commands = re.findall(r"^(?:RUN|ENTRYPOINT|HEALTHCHECK.* CMD) (.+)$", run, re.MULTILINE)
    assert len(commands) == 4 and all(json.loads(each) for each in commands), "there is no shell in it"


def test_image_gets_every_file_that_it_copies() -> None:
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert names == kept and all((ROOT / name).exists() for name in names)


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of secrets with a token, and no other setting."""
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "DISCORD_TOKEN").write_text("a.secret.token\n", "utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return folder


def test_token_is_read_from_a_secret_and_the_environment_takes_precedence(
    secrets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = Settings.load().discord_token
    assert token and token.get_secret_value() == "a.secret.token"
    monkeypatch.setenv("DISCORD_TOKEN", "another.secret.token")
    token = Settings.load().discord_token
    assert token and token.get_secret_value() == "another.secret.token"


def test_folder_of_secrets_that_is_not_there_is_none(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert secrets_folder() == secrets
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/nowhere")
    assert secrets_folder() is None


def made_secrets(folder: Path) -> dict[str, str]:
    """What deploy/cluster/make-secrets puts into a folder."""
    subprocess.run([ROOT / "deploy" / "cluster" / "make-secrets", folder], check=True, capture_output=True)
    return {path.name: path.read_bytes().decode("latin-1") for path in folder.iterdir()}


def covers_all_shards(given: list[str]) -> bool:
    ranges = [ShardRange.parse(each) for each in given]
    return sorted(id for each in ranges if each for id in each.ids) == list(range(ranges[0].count if ranges[0] else -1))


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_cluster_of_compose_has_all_that_it_names_and_no_secret_in_it(tmp_path: Path) -> None:
    made = made_secrets(tmp_path / "secrets")
    compose = yaml.safe_load((ROOT / "compose.cluster.yaml").read_text("utf-8"))
    services = compose["services"]
    assert services.keys() == {"postgres", "opensearch-1", "opensearch-2", "opensearch-3", "bot-1", "bot-2", "indexer"}
    for kind in ("secrets", "configs"):
        named = [each for service in services.values() for each in service.get(kind, ())]
        assert {each["source"] if isinstance(each, dict) else each for each in named} == compose[kind].keys()
    assert {path.split(":")[0] for each in services.values() for path in each["volumes"]} == compose["volumes"].keys()
    assert {Path(each["file"]).name for each in compose["secrets"].values()} <= made.keys() | {"DISCORD_TOKEN"}
    assert all(Path(each["file"]).parent == Path("deploy/cluster/secrets") for each in compose["secrets"].values())
    search = SearchAddress.parse(made["FOOTNOTE_SEARCH"])
    hosts = {urlsplit(each).hostname for each in search.hosts} | {urlsplit(made["FOOTNOTE_DATABASE"]).hostname}
    assert hosts == services.keys() - {"bot-1", "bot-2", "indexer"}
    assert search.ca == "/run/secrets/ca.pem" and "sslrootcert=/run/secrets/ca.pem" in made["FOOTNOTE_DATABASE"]
    assert covers_all_shards([services[name]["environment"]["FOOTNOTE_SHARDS"] for name in ("bot-1", "bot-2")])
    for name in ("opensearch.yml", "roles.yml", "roles_mapping.yml"):
        assert yaml.safe_load(compose["configs"][name]["content"])
    node = yaml.safe_load(compose["configs"]["opensearch.yml"]["content"])
    assert node["network.publish_host"] == "$${NODE_NAME}", "certificates have names, and no addresses"
    again = made_secrets(tmp_path / "secrets")
    assert again == made, "what is there stays"
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_pods_of_kubernetes_run_without_rights_and_have_all_that_they_name() -> None:
    objects = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes" / "footnote.yaml").read_text("utf-8")))
    deployments = [each for each in objects if each["kind"] == "Deployment"]
    assert [each["metadata"]["name"] for each in deployments] == ["bot-1", "bot-2", "indexer"]
    compose = yaml.safe_load((ROOT / "compose.cluster.yaml").read_text("utf-8"))
    known = {*KNOWN, "CREDENTIALS_DIRECTORY"}
    shards = []
    for each in deployments:
        spec = each["spec"]["template"]["spec"]
        [container] = spec["containers"]
        labels = each["spec"]["template"]["metadata"]["labels"]
        assert each["spec"]["selector"]["matchLabels"] == labels == each["metadata"]["labels"]
        assert spec["securityContext"]["runAsNonRoot"] and spec["securityContext"]["runAsUser"] == 10001
        assert not spec["automountServiceAccountToken"]
        rights = container["securityContext"]
        assert rights["readOnlyRootFilesystem"] and not rights["allowPrivilegeEscalation"]
        assert rights["capabilities"] == {"drop": ["ALL"]}
        probes = [probe["exec"]["command"][0] for name, probe in container.items() if name.endswith("Probe")]
        assert set(probes) <= {"footnote", "python3"}, "the image has no shell"
        mounted = {mount["name"]: mount for mount in container["volumeMounts"]}
        assert mounted.keys() == {volume["name"] for volume in spec["volumes"]}
        environment = {variable["name"]: variable["value"] for variable in container["env"]}
        assert any(mount["mountPath"] == environment["CREDENTIALS_DIRECTORY"] for mount in container["volumeMounts"])
        of_compose = compose["services"][each["metadata"]["name"]]["environment"]
        memory = {name: value for name, value in of_compose.items() if name not in known}
        assert memory and {name: value for name, value in environment.items() if name not in known} == memory
        shards += [value for name, value in environment.items() if name == "FOOTNOTE_SHARDS"]
    assert covers_all_shards(shards)
    assert all(each["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0 for each in deployments[:2])


def test_addresses_with_passwords_are_read_from_secrets(secrets: Path) -> None:
    (secrets / "FOOTNOTE_DATABASE").write_text("postgresql://footnote:sea@postgres/footnote\n", "utf-8")
    (secrets / "FOOTNOTE_SEARCH").write_text("https://footnote:sea@opensearch-1:9200\n", "utf-8")
    settings = Settings.load()
    assert settings.address == "postgresql://footnote:sea@postgres/footnote"
    assert settings.search and settings.search.get_secret_value() == "https://footnote:sea@opensearch-1:9200"
