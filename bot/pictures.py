"""Pictures drawn by `bot.chart` in a process of its own."""

import asyncio
import json
import logging
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DRAWING_SECONDS = 30.0
"""How long a picture can take: the first one on a machine waits until matplotlib knows its fonts."""
_ROOT = Path(__file__).parents[1]

log = logging.getLogger(__name__)


async def draw(wanted: dict[str, Any]) -> bytes | None:
    """Return the picture as a PNG; None where matplotlib is not installed, or failed."""
    if find_spec("matplotlib") is None:
        return None
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.chart",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
    )
    try:
        async with asyncio.timeout(DRAWING_SECONDS):
            drawn, errors = await process.communicate(json.dumps(wanted).encode())
    except TimeoutError:
        log.warning("A picture was not drawn within %.0f seconds", DRAWING_SECONDS)
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        log.warning("A picture could not be drawn: %s", errors.decode("utf-8", "replace").strip()[-500:])
        return None
    return drawn


def _environment() -> dict[str, str]:
    """Return the environment without the token, in which this code is found wherever the process starts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DISCORD")}
    path = os.pathsep.join(filter(None, (str(_ROOT), kept.get("PYTHONPATH", ""))))
    return {**kept, "PYTHONPATH": path, "MPLBACKEND": "agg"}
