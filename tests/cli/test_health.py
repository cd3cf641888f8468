"""`health`: whether a bot is running and connected, from the file that it renews."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bot import heartbeat
from bot.heartbeat import MAX_SILENCE_SECONDS, RECONNECT_SECONDS, Gateway, Heartbeat, notify
from tests.cli.running import run

NOON = 1_800_000_000.0
WELL = Heartbeat(
    at=NOON,
    started=NOON - 3600,
    gateway="connected",
    since=NOON - 3000,
    servers=12,
    questions={"answered": 300, "declined": 40},
    mean_milliseconds=45.4,
    waiting=2,
    errors=1,
    index_bytes=21_000_000,
    store_bytes=4_000_000,
)


def test_beat_is_read_as_it_was_written(tmp_path: Path) -> None:
    heartbeat.write_heartbeat(tmp_path, WELL)
    assert heartbeat.read_heartbeat(tmp_path) == WELL
    heartbeat.remove_heartbeat(tmp_path)
    assert heartbeat.read_heartbeat(tmp_path) is None and not list(tmp_path.glob("*.json"))


def test_file_that_is_not_ours_is_no_beat(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for content in [b"", b"{}", b"\xff", b'{"at": "noon"}', b"[" * 100_000]:
        with subtests.test(content=content):
            (tmp_path / heartbeat.HEARTBEAT_FILE).write_bytes(content)
            assert not heartbeat.health_of(tmp_path).ok


def test_bot_that_is_not_well_is_told(tmp_path: Path, subtests: pytest.Subtests) -> None:
    unwell: list[tuple[Gateway, float, float, str]] = [
        ("connected", MAX_SILENCE_SECONDS + 1, 0.0, "no sign of life for 61 seconds"),
        ("connected", -MAX_SILENCE_SECONDS - 1, 0.0, "no sign of life"),
        ("connecting", 0.0, 5.0, "has not reached Discord yet"),
        ("lost", 0.0, RECONNECT_SECONDS + 1, "lost Discord 121 seconds ago"),
    ]
    for gateway, silence, since, words in unwell:
        with subtests.test(gateway=gateway, silence=silence, since=since, words=words):
            heartbeat.write_heartbeat(tmp_path, replace(WELL, gateway=gateway, since=NOON - since))
            health = heartbeat.health_of(tmp_path, NOON + silence)
            assert not health.ok and words in health.said


def test_short_loss_of_the_connection_is_nothing_unusual(tmp_path: Path) -> None:
    heartbeat.write_heartbeat(tmp_path, replace(WELL, gateway="lost", since=NOON - 5))
    health = heartbeat.health_of(tmp_path, NOON)
    assert health.ok and "reconnecting" in health.said


def test_figures_are_in_the_sentence(tmp_path: Path) -> None:
    heartbeat.write_heartbeat(tmp_path, WELL)
    assert heartbeat.health_of(tmp_path, NOON).said == (
        "Footnote is running: connected, 12 servers, 340 questions (answered 300, nothing found 40), 45 ms on average, "
        "waiting: 2, errors: 1, index 21 MB, store 4 MB."
    )


def test_process_among_several_tells_its_part_and_a_database_that_stays_away(tmp_path: Path) -> None:
    part = replace(WELL, database="connected", database_since=NOON - 3000, shards="0-7/16", search="ready")
    heartbeat.write_heartbeat(tmp_path, part)
    assert heartbeat.health_of(tmp_path, NOON).said.endswith(
        "store 4 MB, search ready, database connected, shards 0-7/16, leading."
    )
    lost = replace(part, database="away", database_since=NOON - RECONNECT_SECONDS - 1, leads=False, search="resting")
    heartbeat.write_heartbeat(tmp_path, lost)
    health = heartbeat.health_of(tmp_path, NOON)
    assert not health.ok and "lost its database 121 seconds ago" in health.said
    assert "search resting, database away" in heartbeat.figures(lost) and "leading" not in heartbeat.figures(lost)


def test_command_says_that_nothing_runs_and_ends_with_1(tmp_path: Path) -> None:
    done = run("health", "--data", str(tmp_path / "none"))
    assert done.exit_code == 1 and done.stdout.startswith("Footnote is not running on Discord")
    assert not (tmp_path / "none").exists()


def test_systemd_is_told_at_its_socket(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        notify(str(tmp_path / "notify"), "READY=1")
        assert systemd.recv(100) == b"READY=1"
    notify(None, "READY=1")
