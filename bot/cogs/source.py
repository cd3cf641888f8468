"""The citations of an earlier answer."""

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import referring, replying, sources
from bot.replying import Context
from knowledge import Answer, AnswerNotFound, Library


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
        wanted = referring.which(which)
        found = await replying.meanwhile(ctx, self._found(ctx, wanted.id))
        if wanted.n is not None:
            referring.citation(found, wanted.n)
        await replying.deliver(ctx, partial(sources.page, found, wanted.n))

    async def _found(self, ctx: Context, id: int | None) -> Answer:
        """Return the answer meant: by its id, by the message replied to, or the last one here."""
        find = partial(self._library.source, **replying.place(ctx))
        replied = ctx.message.reference if id is None else None
        if not replied:
            return await find(id=id)
        try:
            return await find(reply=str(replied.message_id))
        except AnswerNotFound:
            # The message may come from a process that was killed before it could note which answer it shows.
            shown = _shown(ctx, replied.resolved)
            if shown is None:
                raise
            return await find(id=shown)


def _shown(ctx: Context, message: discord.Message | discord.DeletedReferencedMessage | None) -> int | None:
    """Return the answer id in the last line of a message, where the message is ours."""
    if not isinstance(message, discord.Message) or message.author != ctx.bot.user:
        return None
    last = message.embeds[0].footer.text if message.embeds else message.content
    return referring.shown(last or "")
