"""`python -m bot doctor`, asking our Discord over real HTTP."""

from pathlib import Path

import pytest

from tests.loopback import Loopback
from tests.loopback.payloads import EMBED_LINKS

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_doctor_finds_all_well(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.launched(tmp_path / "data", "doctor") as process:
        assert await process.exited() == 0, process.log
        process.check()
        assert "Footnote" in process.log
        assert "Everything is fine" in process.log


async def test_doctor_names_the_channel_and_the_permission_that_lacks(tmp_path: Path) -> None:
    async with Loopback() as discord:
        discord.world.open_channel("bare", denied=EMBED_LINKS)
        async with discord.launched(tmp_path / "data", "doctor") as process:
            assert await process.exited() == 1, process.log
            process.check()
            assert "#bare" in process.log
            assert "Embed Links" in process.log


async def test_doctor_says_that_the_token_is_refused_and_does_not_show_it(tmp_path: Path) -> None:
    wrong = "NTAwMDAwMDAwMDAwMDAwMDAx.of-no.bot-anywhere-in-the-world-at-all"
    async with Loopback() as discord, discord.launched(tmp_path / "data", "doctor", token=wrong) as process:
        assert await process.exited() == 1, process.log
        process.check()
        assert "rejected by Discord" in process.log
        assert wrong not in process.log


async def test_doctor_says_that_the_intent_is_off(tmp_path: Path) -> None:
    async with Loopback() as discord:
        discord.world.message_content = False
        async with discord.launched(tmp_path / "data", "doctor") as process:
            await process.exited()
            process.check()
            assert "Message Content Intent is off" in process.log
