"""What systemd wants to be told: that the service is ready, alive, and stopping."""

import logging
import socket
from typing import Literal

State = Literal["READY=1", "WATCHDOG=1", "STOPPING=1"]

log = logging.getLogger(__name__)


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
