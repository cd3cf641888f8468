"""What runs Footnote as a service: a unit that systemd takes, an image without root, secrets as files."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.config import KNOWN, Settings, secrets_folder

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
def test_image_is_small_and_answers_without_root_and_compiler_on_a_read_only_system() -> None:
    subprocess.run(["docker", "build", "--quiet", "--tag", "footnote-test", ROOT], check=True, capture_output=True)
    inspected = ["docker", "image", "inspect", "--format", "{{.Size}}", "footnote-test"]
    assert int(subprocess.run(inspected, check=True, capture_output=True).stdout) < 320_000_000
    run = ["docker", "run", "--rm", "--read-only", "--cap-drop=ALL", "--network=none", "--tmpfs=/tmp"]
    asked = [*run, "footnote-test", "ask", "When did the Kaesong liaison office open?"]
    assert "[1]" in subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    looked = [*run, "--entrypoint=sh", "footnote-test", "-c", "id -u; command -v gcc cc clang"]
    assert subprocess.run(looked, check=False, capture_output=True, text=True).stdout == "10001\n"
    sick = subprocess.run([*run, "footnote-test", "health"], check=False, capture_output=True, text=True)
    assert sick.returncode == 1 and "not running" in sick.stdout


def test_image_is_built_in_two_stages_from_tested_versions_and_runs_without_root() -> None:
    build, run = re.split(r"\n(?=FROM )", DOCKERFILE)
    assert "--constraint constraints.txt" in build and "COPY --from=build" in run
    assert re.search(r"^USER [1-9]\d*$", run, re.MULTILINE) and "RUN pip" not in run


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
    (folder / "DISCORD_TOKEN").write_text("secret-token\n", "utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return folder


def test_token_is_read_from_a_secret_and_the_environment_takes_precedence(
    secrets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = Settings.load().discord_token
    assert token and token.get_secret_value() == "secret-token"
    monkeypatch.setenv("DISCORD_TOKEN", "other-token")
    token = Settings.load().discord_token
    assert token and token.get_secret_value() == "other-token"


def test_folder_of_secrets_that_is_not_there_is_none(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert secrets_folder() == secrets
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/nowhere")
    assert secrets_folder() is None
