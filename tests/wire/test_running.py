"""The bot's life as a process: its first start and the next, what stops it, and how it ends."""

import signal
from pathlib import Path

import pytest

from tests.loopback import Loopback
from tests.wire.questions import PASSAGE, QUESTION, TITLE, check_answered, plain

pytestmark = pytest.mark.asyncio(loop_scope="package")

WRONG = "NTAwMDAwMDAwMDAwMDAwMDAx.of-no.bot-anywhere-in-the-world-at-all"


async def test_commands_are_registered_at_the_first_start_only(tmp_path: Path) -> None:
    async with Loopback() as discord:
        for _ in range(2):
            async with discord.bot(tmp_path / "data"):
                check_answered(await discord.slash("ask", question=QUESTION))
        assert discord.world.syncs == 1
        # Where it can't be noted that they are, each start registers them.
        (noted := tmp_path / "data" / "commands.sha256").unlink()
        noted.mkdir()
        async with discord.bot(tmp_path / "data"):
            check_answered(await discord.slash("ask", question=QUESTION))
        assert discord.world.syncs == 2


async def test_answer_can_be_traced_after_the_process_was_killed(tmp_path: Path) -> None:
    async with Loopback() as discord:
        async with discord.launched(tmp_path / "data") as process:
            await discord.logged_in(process)
            answer = await discord.ask(f"!ask {QUESTION}")
            await process.killed()
        async with discord.bot(tmp_path / "data"):
            assert TITLE in plain(await discord.ask("!source"))
            asked = discord.say("!source 1", answering=answer)
            assert PASSAGE in plain(await discord.reply_to(asked))


async def test_answer_outlives_a_power_cut_while_its_reply_is_posted(tmp_path: Path) -> None:
    async with Loopback() as discord:
        async with discord.launched(tmp_path / "data") as process:
            await discord.logged_in(process)
            discord.world.watchers.append(lambda body: process.cut_power())
            await discord.ask(f"!ask {QUESTION}")
            discord.world.watchers.pop()
            await process.killed()
        async with discord.bot(tmp_path / "data"):
            assert TITLE in plain(await discord.ask("!source"))


async def test_two_processes_at_once_answer_once(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data"), discord.bot(tmp_path / "other"):
        question = discord.say(f"!ask {QUESTION}")
        await discord.pulse.until(lambda: len(discord.world.sent) == 2, "a reply from each process")
        assert len(discord.replies_to(question)) == 1


async def test_second_bot_on_a_data_folder_says_so_and_ends_and_the_next_one_starts(tmp_path: Path) -> None:
    async with Loopback() as discord:
        async with discord.launched(tmp_path / "data") as first:
            await discord.logged_in(first)
            async with discord.launched(tmp_path / "data") as second:
                assert await second.exited() == 1
                assert "Another Footnote is already running with the data folder" in second.log
                assert "Traceback" not in second.log
            check_answered(await discord.ask(f"!ask {QUESTION}"))
            await first.killed()
        async with discord.bot(tmp_path / "data"):
            check_answered(await discord.ask(f"!ask {QUESTION}"))


async def test_bot_without_the_message_content_intent_says_how_to_switch_it_on(tmp_path: Path) -> None:
    async with Loopback() as discord:
        discord.world.message_content = False
        async with discord.bot(tmp_path / "data") as process:
            answer = await discord.ask(f"{discord.bot_user.mention} {QUESTION}")
            check_answered(answer)
            followed = await discord.reply_to(discord.say("and the remains?", answering=answer))
            assert "remains" in plain(followed) and "[1]" in plain(followed)
            assert sum("Message Content Intent" in line for line in process.log.splitlines()) == 1


async def test_wrong_token_is_told_in_one_sentence_that_does_not_show_it(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.launched(tmp_path / "data", token=WRONG) as process:
        assert await process.exited() == 1
        process.check()
        assert "DISCORD_TOKEN" in process.log.splitlines()[-1]
        assert WRONG not in process.log


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_signal_logs_the_bot_out_and_ends_it_cleanly(tmp_path: Path, by: signal.Signals) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data") as process:
        check_answered(await discord.ask(f"!ask {QUESTION}"))
        assert await process.stop(by) == 0, process.log
        assert not discord.gateway.sessions


async def test_signal_at_the_moment_of_the_login_ends_it(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data") as process:
        assert await process.stop() == 0, process.log


async def test_signal_while_it_waits_for_the_gateway_ends_it(tmp_path: Path) -> None:
    async with Loopback() as discord, discord.bot(tmp_path / "data") as process:
        check_answered(await discord.ask(f"!ask {QUESTION}"))
        discord.gateway.silent = True
        discord.gateway.drop()
        await discord.pulse.until(lambda: discord.gateway.connections == 2, "a second connection")
        assert await process.stop() == 0, process.log


async def test_reply_follows_an_answer_given_before_a_restart_and_without_the_intent(tmp_path: Path) -> None:
    async with Loopback() as discord:
        discord.world.message_content = False
        async with discord.bot(tmp_path / "data"):
            answer = await discord.ask(
                f"{discord.bot_user.mention} Who signed the armistice at the table in Panmunjom?"
            )
        async with discord.bot(tmp_path / "data"):
            followed = await discord.reply_to(discord.say("and South Korea?", answering=answer))
            assert "South Korea did not sign" in plain(followed)
