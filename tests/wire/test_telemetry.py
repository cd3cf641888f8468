"""How the running bot is, for whoever watches it: `health`, `doctor`, Prometheus, systemd and the log."""

import asyncio
import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import heartbeat
from tests.loopback import Loopback
from tests.wire.questions import QUESTION, check_answered

pytestmark = pytest.mark.asyncio(loop_scope="package")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def scraped(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as response:
        families = text_string_to_metric_families(response.read().decode())
    samples = [sample for each in families for sample in each.samples]
    return {
        " ".join([each.name, *(each.labels[key] for key in sorted(each.labels)[::-1])]): each.value for each in samples
    }


async def test_metrics_tell_what_was_asked_and_how_the_bot_is(tmp_path: Path) -> None:
    port = free_port()
    async with Loopback() as discord, discord.bot(tmp_path / "data", FOOTNOTE_METRICS_PORT=str(port)) as process:
        await process.said("Online as")
        check_answered(await discord.ask(f"!ask {QUESTION}"))
        await discord.ask("!ask zxqv blorptang")
        figures = await asyncio.to_thread(scraped, port)
        assert figures["footnote_questions_total answered"] == figures["footnote_questions_total declined"] == 1
        assert figures["footnote_question_duration_seconds_count total"] == 2
        assert figures["footnote_question_duration_seconds_bucket rank +Inf"] == 2
        assert figures["footnote_gateway connected"] == 1 and figures["footnote_gateway lost"] == 0
        assert figures["footnote_servers"] == 1
        assert figures["footnote_index_bytes"] > 0 and figures["footnote_store_bytes"] > 0
        assert figures["footnote_questions_waiting"] == figures["footnote_errors_total"] == 0
    with pytest.raises(urllib.error.URLError):
        await asyncio.to_thread(scraped, port)


async def test_taken_port_of_the_metrics_is_told_in_one_sentence(tmp_path: Path) -> None:
    async with Loopback() as discord:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            async with discord.launched(tmp_path / "data", FOOTNOTE_METRICS_PORT=port) as process:
                assert await process.exited() == 2
                process.check()
                assert process.log.splitlines()[-1].startswith(f"FOOTNOTE_METRICS_PORT {port} can't be used")


async def test_heartbeat_is_there_while_the_bot_runs_and_systemd_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.setblocking(False)
        async with Loopback() as discord, discord.bot(data, NOTIFY_SOCKET=str(tmp_path / "notify")) as process:
            check_answered(await discord.ask(f"!ask {QUESTION}"))
            beat = heartbeat.read_heartbeat(data)
            assert beat and beat.gateway in ("connecting", "connected")
            async with discord.launched(data, "doctor") as doctor:
                await doctor.exited()
                assert "bot: " in doctor.log
            assert await process.stop() == 0
        told = systemd.recv(100), systemd.recv(100), systemd.recv(100)
    assert set(told) == {b"READY=1", b"WATCHDOG=1", b"STOPPING=1"} and told[-1] == b"STOPPING=1"
    assert heartbeat.read_heartbeat(data) is None and not heartbeat.health_of(data).ok


async def test_log_in_json_is_one_object_a_line_and_holds_no_question(tmp_path: Path) -> None:
    async with Loopback() as discord:
        async with discord.bot(tmp_path / "data", FOOTNOTE_LOG_FORMAT="json") as process:
            await process.said("Online as")
            check_answered(await discord.ask(f"!ask {QUESTION}"))
            await discord.ask("!ask zxqv blorptang")
            check_answered(await discord.slash("ask", question=QUESTION))
            assert await process.stop() == 0
        events = [json.loads(line) for line in process.log.splitlines()]
        assert len(events) >= 5 and {"time", "level", "logger", "message"} <= events[0].keys()
        assert any(event["message"].startswith("Online as") for event in events)
        assert QUESTION not in process.log and "blorptang" not in process.log
