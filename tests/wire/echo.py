"""The smallest bot that uses our Discord: it repeats what it is told."""

import asyncio
import contextlib
import os
import signal

import discord
from discord import app_commands
from discord.ext import commands


class Pressed(discord.ui.View):
    """One button that changes its own message."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Press", custom_id="press")
    async def press(self, interaction: discord.Interaction, button: discord.ui.Button["Pressed"]) -> None:
        await interaction.response.edit_message(content="pressed")


class Echo(commands.Cog):
    @commands.command()
    async def echo(self, context: commands.Context[commands.Bot], *, text: str) -> None:
        await context.reply(text, nonce=str(context.message.id))

    @commands.command()
    async def big(self, context: commands.Context[commands.Bot], embeds: int, characters: int) -> None:
        """Try embeds of so many characters, and tell what Discord says."""
        try:
            await context.send(embeds=[discord.Embed(description="x" * characters)] * embeds)
        except discord.HTTPException as error:
            await context.send(f"{error.code}: {error.text}")

    @app_commands.command()
    async def later(self, interaction: discord.Interaction, text: str) -> None:
        """Defer first, reply then, with a button."""
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(content=text, view=Pressed())

    @app_commands.command()
    async def alone(self, interaction: discord.Interaction) -> None:
        """Reply so that one person sees it, and say more to all."""
        await interaction.response.send_message("only you", ephemeral=True)
        await interaction.followup.send("everybody")


class Bot(commands.AutoShardedBot):
    async def setup_hook(self) -> None:
        await self.add_cog(Echo())
        self.add_view(Pressed())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause between logins: there is only one shard."""


async def main() -> None:
    intents = discord.Intents.default()
    intents.message_content = "ECHO_BLIND" not in os.environ
    bot = Bot(("!", "<@500000000000000001> "), intents=intents, help_command=None)
    async with bot:
        running = asyncio.create_task(bot.start(os.environ["DISCORD_TOKEN"]))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await running


if __name__ == "__main__":
    discord.utils.setup_logging()
    asyncio.run(main())
