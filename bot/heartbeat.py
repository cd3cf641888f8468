"""How others see that a bot is running and how it is: `health` and `doctor` by a file, systemd by its socket."""

import logging
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from bot.i18n import gettext as _
from bot.text import formatting, messages
from knowledge.files import atomic_write

HEARTBEAT_FILE = "heartbeat.json"
BEAT_SECONDS = 15.0
MAX_SILENCE_SECONDS = 60.0
"""Seconds without a beat after which a bot counts as dead."""
RECONNECT_SECONDS = 120.0
"""Seconds for which a lost connection is nothing unusual."""

Gateway = Literal["connecting", "connected", "lost"]
SearchState = Literal["embedded", "ready", "resting"]
"""What searches: indexes in the data folder, or a cluster that is asked or let be for a while."""
DatabaseState = Literal["file", "connected", "away"]
"""Where the store is: in the data folder, or on a server that is there or not."""
State = Literal["READY=1", "WATCHDOG=1", "STOPPING=1"]
"""What systemd is told."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The figures of a running bot at one moment; `at` and `since` are Unix times."""

    at: float
    started: float
    gateway: Gateway
    since: float
    """When the gateway was first seen in this state."""
    servers: int
    questions: dict[str, int]
    """By outcome, since the start."""
    mean_milliseconds: float
    """How long a question took on average."""
    waiting: int
    errors: int
    index_bytes: int
    store_bytes: int
    database: DatabaseState = "file"
    database_since: float = 0.0
    """When the database was first seen in this state."""
    shards: str = ""
    """The shards of the process where several use the database; empty for all."""
    leads: bool = True
    """Whether it does what one of several processes does for all."""
    search: SearchState = "embedded"


_FORMAT = TypeAdapter(Heartbeat)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a bot is running and connected, and a sentence that says so."""

    ok: bool
    said: str


def write_heartbeat(folder: Path, heartbeat: Heartbeat) -> None:
    """Put the file of a data folder in place, complete at any moment."""
    with atomic_write(folder / HEARTBEAT_FILE, sync=False) as out:
        out.write(_FORMAT.dump_json(heartbeat))


def read_heartbeat(folder: Path) -> Heartbeat | None:
    """Return the last beat of the bot that uses a data folder; None where none is running or the file is not ours."""
    try:
        return _FORMAT.validate_json((folder / HEARTBEAT_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def remove_heartbeat(folder: Path) -> None:
    """Take the file away, as the bot has ended."""
    (folder / HEARTBEAT_FILE).unlink(missing_ok=True)


def health_of(folder: Path, now: float | None = None) -> Health:
    """Say whether the bot that uses a data folder is running and connected."""
    beat = read_heartbeat(folder)
    if beat is None:
        return Health(
            False, _("Footnote is not running on Discord with the data folder {folder}.").format(folder=str(folder))
        )
    now = time.time() if now is None else now
    # A beat that is to come is of a time before the clock was set back.
    silence = abs(now - beat.at)
    if silence > MAX_SILENCE_SECONDS:
        return Health(
            False,
            _("Footnote has given no sign of life for {seconds}. It was killed, or it is hanging.").format(
                seconds=_seconds(silence)
            ),
        )
    if beat.gateway == "connecting":
        return Health(False, _("Footnote is running, but has not reached Discord yet."))
    if beat.gateway == "lost" and now - beat.since > RECONNECT_SECONDS:
        return Health(
            False,
            _("Footnote is running, but lost Discord {seconds} ago.").format(seconds=_seconds(now - beat.since)),
        )
    if beat.database == "away" and now - beat.database_since > RECONNECT_SECONDS:
        away = _seconds(now - beat.database_since)
        return Health(False, _("Footnote is running, but lost its database {seconds} ago.").format(seconds=away))
    return Health(True, _("Footnote is running: {figures}.").format(figures=figures(beat)))


def figures(beat: Heartbeat) -> str:
    """Say the figures of a running bot in one line."""
    states = {"connecting": _("connecting"), "connected": _("connected"), "lost": _("reconnecting")}
    outcomes = messages.outcome_names()
    asked = [f"{outcomes.get(name, name)} {formatting.number(count)}" for name, count in sorted(beat.questions.items())]
    parts = [states[beat.gateway], formatting.servers(beat.servers), formatting.questions(sum(beat.questions.values()))]
    if asked:
        parts[-1] += f" ({', '.join(asked)})"
        parts.append(_("{number} ms on average").format(number=formatting.number(round(beat.mean_milliseconds))))
    return ", ".join(
        [
            *parts,
            _("waiting: {number}").format(number=formatting.number(beat.waiting)),
            _("errors: {number}").format(number=formatting.number(beat.errors)),
            _("index {size}").format(size=formatting.size(beat.index_bytes)),
            _("store {size}").format(size=formatting.size(beat.store_bytes)),
            *_together(beat),
        ]
    )


def _together(beat: Heartbeat) -> Iterator[str]:
    """Yield what there is to say of a process where several use one database."""
    if beat.database == "file":
        return
    if beat.search != "embedded":
        yield _("search ready") if beat.search == "ready" else _("search resting")
    yield _("database connected") if beat.database == "connected" else _("database away")
    if beat.shards:
        yield _("shards {range}").format(range=beat.shards)
    if beat.leads:
        yield _("leading")


def _seconds(count: float) -> str:
    return formatting.seconds(max(1, round(count)))


def notify(address: str | None, state: State) -> None:
    """Tell systemd a state at its socket; does nothing where there is none."""
    if not address:
        return
    # A name that begins with @ is in the abstract namespace of Linux.
    name = "\0" + address[1:] if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(1)
            sender.sendto(state.encode(), name)
    except OSError as error:
        log.warning("Could not tell systemd %s: %s", state, error, extra={"subject": "systemd"})
