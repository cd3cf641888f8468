"""The end of the bot's time on Discord: what it has begun to answer is answered first."""

import asyncio
import logging

GRACE = 5.0
"""Seconds that replies under way are given; whoever stops a process waits ten before they kill it."""
_HANDLERS = ("discord.py: on_", "CommandTree-invoker", "discord-ui-")
"""How discord.py names the tasks in which messages, commands, buttons and forms are handled."""

log = logging.getLogger(__name__)


async def finish() -> None:
    """Wait until what is being handled has been replied to, and give up what takes too long or came too late."""
    under_way = _under_way()
    if under_way:
        await asyncio.wait(under_way, timeout=GRACE)
    left = _under_way()
    if not left:
        return
    log.warning("%d replies were under way when the bot was stopped, and are not sent", len(left))
    for task in left:
        task.cancel()
    await asyncio.wait(left, timeout=GRACE)


def _under_way() -> set[asyncio.Task[object]]:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return {task for task in tasks if task.get_name().startswith(_HANDLERS)}
