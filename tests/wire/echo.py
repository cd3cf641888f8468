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


class Why(discord.ui.Modal, title="Why?"):
    """A form with one line, whose answer is repeated to the one who gave it."""

    reason: discord.ui.Label["Why"] = discord.ui.Label(
        text="Your reason", component=discord.ui.TextInput(custom_id="reason", max_length=20)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.reason.component, discord.ui.TextInput)
        await interaction.response.send_message(f"because {self.reason.component.value}", ephemeral=True)


class Choices(discord.ui.View):
    """A button that opens a form, one that defers and speaks twice, and a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Why", custom_id="why")
    async def why(self, interaction: discord.Interaction, button: discord.ui.Button["Choices"]) -> None:
        await interaction.response.send_modal(Why(custom_id="why-form"))

    @discord.ui.button(label="Twice", custom_id="twice")
    async def twice(self, interaction: discord.Interaction, button: discord.ui.Button["Choices"]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("once")
        await interaction.followup.send("twice", ephemeral=True)

    @discord.ui.select(
        custom_id="colour", options=[discord.SelectOption(label=name) for name in ("red", "green")], row=1
    )
    async def colour(self, interaction: discord.Interaction, select: discord.ui.Select["Choices"]) -> None:
        await interaction.response.send_message(select.values[0], ephemeral=True)


@app_commands.context_menu(name="Repeat this")
async def repeat(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(message.content)


class Echo(commands.Cog):
    @commands.command()
    async def choices(self, context: commands.Context[commands.Bot]) -> None:
        await context.send("choose", view=Choices())

    @commands.command()
    async def file(self, context: commands.Context[commands.Bot]) -> None:
        """Send back what was attached."""
        await context.send(files=[await attachment.to_file() for attachment in context.message.attachments])

    @commands.Cog.listener()
    async def on_message_edit(self, before: discord.Message, after: discord.Message) -> None:
        await after.channel.send(f"{before.content} became {after.content}")

    @commands.Cog.listener()
    async def on_message_delete(self, message: discord.Message) -> None:
        await message.channel.send(f"{message.content} is gone")

    @app_commands.command()
    async def size(self, interaction: discord.Interaction, file: discord.Attachment, unit: str) -> None:
        """Read an attachment, in a unit that is completed as it is typed."""
        await interaction.response.send_message(f"{len(await file.read())} {unit}")

    @size.autocomplete("unit")
    async def units(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in ("bytes", "bits") if name.startswith(typed)]

    @app_commands.command()
    @app_commands.default_permissions(manage_guild=True)
    async def where(self, interaction: discord.Interaction, hall: discord.TextChannel, who: discord.Member) -> None:
        """Name a channel and a person."""
        await interaction.response.send_message(f"{hall.name} {who.name}")

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
        self.tree.add_command(repeat)
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
