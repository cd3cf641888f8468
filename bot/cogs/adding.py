"""Articles that are added on Discord, into the collection of the server alone."""

import asyncio
from collections.abc import Sequence
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.allowing import keepers
from bot.intake import accounts, receiving
from bot.intake.receiving import Account, NotGiven
from bot.phrases import receiving as phrases
from bot.sending import replying, waiting
from bot.sending.replying import Context, Where
from bot.servers.preferences import ServerPreferences
from knowledge import Library


class Adding(commands.Cog):
    """Takes in attached files and pasted texts."""

    def __init__(self, library: Library, preferences: ServerPreferences, most: int) -> None:
        self._library = library
        self._preferences = preferences
        self._most = most
        self._one = asyncio.Lock()
        """One file at a time, whoever sends it, so that memory stays bounded."""

    @commands.command()
    async def add(self, ctx: Context, *, text: str = "") -> None:
        """Add the attached files, or the article written after the command, to this server's articles."""
        await self._receive(ctx, ctx.message.attachments, text)

    @app_commands.command(name="add")
    @app_commands.describe(file="A .txt, .md, .html or .jsonl file", second="Another one", third="And another one")
    async def add_files(
        self,
        interaction: discord.Interaction,
        file: discord.Attachment,
        second: discord.Attachment | None = None,
        third: discord.Attachment | None = None,
    ) -> None:
        """Add files to the articles of this server."""
        await self._receive(interaction, [each for each in (file, second, third) if each], "")

    async def _receive(self, where: Where, files: Sequence[discord.Attachment], text: str) -> None:
        await keepers.check(where, self._preferences)
        if len(files) > receiving.MOST:
            raise NotGiven(phrases.too_many(receiving.MOST))
        written = receiving.pasted(text) if text.strip() else None
        if not files and not written:
            raise NotGiven(phrases.how_to_add(replying.prefix(where)))
        became = await waiting.meanwhile(where, self._all(files, written, replying.collection(where)))
        await replying.deliver(where, partial(accounts.page, became))

    async def _all(
        self, files: Sequence[discord.Attachment], written: tuple[str, bytes] | None, collection: str
    ) -> list[Account]:
        """Take in one after the other; what is refused stops none of the others."""
        became = []
        for file in files:
            async with self._one:
                became.append(await receiving.attached(self._library, file, collection, self._most))
        if written:
            async with self._one:
                became.append(await receiving.written(self._library, *written, collection, self._most))
        return became
