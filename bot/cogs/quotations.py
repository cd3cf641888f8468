"""Whether a quotation is in the articles."""

import re
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import context, responses
from bot.embeds import quotations
from bot.i18n import N_
from bot.i18n import gettext as _
from bot.responses import Context
from bot.text import messages, parsing
from bot.text.commands import discord_options
from knowledge import KnowledgeError, Library
from knowledge.answers import QuoteCheck

MENU = N_("Is this quote right?")
_QUOTED = re.compile(r"“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|「([^」]+)」|\"([^\"]+)\"")


class NothingQuoted(KnowledgeError):
    """A message with no words to look for."""


class Quotations(commands.Cog):
    """Compares quotations with the articles."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.menu = app_commands.ContextMenu(name=MENU, callback=self._check_message)
        """The entry in the menu of every message."""

    @commands.hybrid_command(**discord_options("quote"))  # type: ignore[arg-type]
    @app_commands.describe(quotation="The sentence to look for, word for word")
    async def quote(self, ctx: Context, *, quotation: str = "") -> None:
        """Check whether a sentence is in the articles, word for word or with which differences."""
        if not (said := parsing.strip_markup(quotation)):
            raise NothingQuoted(
                _("Give the sentence to check, e.g. {prefix}quote “The pier opened on Saturday”.").format(
                    prefix=responses.prefix(ctx)
                )
            )
        found = await responses.with_typing(ctx, self._check(ctx, said))
        await responses.send_page(ctx, partial(quotations.quotation_page, found))

    async def _check_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Check the longest quotation of a message, or all of it; only the person who chose it sees the reply."""
        shown = parsing.strip_markup(context.shown_words(message))
        quoted = [next(filter(None, found.groups())) for found in _QUOTED.finditer(shown)]
        said = max(quoted, key=len, default="") or parsing.strip_markup(context.message_words(message))
        if not said:
            raise NothingQuoted(messages.no_text())
        private = interaction.guild_id is not None
        found = await responses.with_typing(interaction, self._check(interaction, said), private=private)
        await responses.send_page(interaction, partial(quotations.quotation_page, found), private=private)

    async def _check(self, where: responses.Target, said: str) -> QuoteCheck:
        return await self._library.check_quote(said, collection=responses.collection(where))
