"""The citations of an earlier answer."""

import asyncio
from functools import partial

from discord import app_commands
from discord.ext import commands

from bot.citing import referring, sources, styles
from bot.citing.referring import Which
from bot.hearing import following
from bot.phrases import citing
from bot.sending import replying, waiting
from bot.sending.replying import Context
from knowledge import Answer, AnswerNotFound, Library


class Source(commands.Cog):
    """Shows where earlier answers come from."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @partial(commands.HybridCommand, aliases=["src"])
    @app_commands.describe(
        which="A citation's number such as 2, an answer such as #412, or a link to its message; else the last here",
        style="Citations to copy in this style",
    )
    @app_commands.choices(style=[app_commands.Choice(name=name, value=style) for style, name in styles.NAMES.items()])
    async def source(self, ctx: Context, *, which: str = "", style: str = "") -> None:
        """Show the sources of an answer in full, one paragraph whole, or citations to copy."""
        wanted = referring.which(which)
        found = await waiting.meanwhile(ctx, self._found(ctx, wanted))
        chosen = [referring.citation(found, wanted.n)] if wanted.n is not None else found.citations
        if style := style or wanted.style:
            made = await asyncio.to_thread(styles.entries, chosen, style)
            await replying.deliver(ctx, partial(sources.copies, found, style, made, replying.prefix(ctx)))
            return
        await replying.deliver(ctx, partial(sources.page, found, wanted.n))

    async def _found(self, ctx: Context, wanted: Which) -> Answer:
        """Return the answer meant: by its id, by its message or the one replied to, or the last one here."""
        find = partial(self._library.source, **replying.place(ctx))
        if wanted.message:
            if wanted.server != (str(ctx.guild.id) if ctx.guild else "@me"):
                raise AnswerNotFound(citing.elsewhere())
            return await find(reply=wanted.message)
        replied = ctx.message.reference if wanted.id is None else None
        if not replied:
            return await find(id=wanted.id)
        try:
            return await find(reply=str(replied.message_id))
        except AnswerNotFound:
            # The message may come from a process that was killed before it could note which answer it shows.
            shown = following.shown(replied.resolved, ctx.bot.user)
            if shown is None:
                raise
            return await find(id=shown)
