"""The citations of an earlier answer."""

from functools import partial

from discord import app_commands
from discord.ext import commands

from bot import replying, sources
from bot.replying import Context
from knowledge import Answer, Library


class Source(commands.Cog):
    """Shows where earlier answers come from."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.HybridCommand
    @app_commands.describe(
        which="A citation's number such as 2, or an answer such as #412; without, the last answer here"
    )
    async def source(self, ctx: Context, *, which: str = "") -> None:
        """Show the sources of an answer in full, or one paragraph whole."""
        wanted = sources.which(which)
        found = await replying.meanwhile(ctx, self._found(ctx, wanted.id))
        if wanted.n is not None:
            sources.citation(found, wanted.n)
        await replying.deliver(ctx, partial(sources.page, found, wanted.n))

    async def _found(self, ctx: Context, id: int | None) -> Answer:
        """Return the answer meant: by its id, by the message replied to, or the last one here."""
        replied = ctx.message.reference.message_id if ctx.message.reference else None
        return await self._library.source(
            id=id,
            reply=str(replied) if replied and id is None else None,
            collection=replying.collection(ctx),
            channel=str(ctx.channel.id),
        )
