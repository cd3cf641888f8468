"""What the buttons under an answer do, however long ago it was given."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial

import discord
from discord.ext import commands

from bot import failures
from bot.allowing.manners import Manners
from bot.buttons import views
from bot.buttons.views import Press
from bot.citing import referring, sources
from bot.drawing import render
from bot.phrases import feedback
from bot.sending import replying, waiting
from bot.sending.turns import Turns
from bot.servers import tongues
from bot.servers.preferences import ServerPreferences
from knowledge import Answer, AnswerNotFound, KnowledgeError, Library

Act = Callable[[discord.Interaction, Press], Coroutine[None, None, None]]

_SHOWING = frozenset({"source", "more", "share"})
"""What a button does that shows text of articles."""
_FORM = "why"
"""What someone has written is taken in any case; the button that opened the form has counted."""


class Faded(KnowledgeError):
    """A button of an answer that is no longer kept."""


class Refused(KnowledgeError):
    """A button that this person cannot use, or has no use any more."""


class Buttons(commands.Cog):
    """Shows sources and more, takes votes, shares private answers and deletes those whose question is gone."""

    def __init__(self, library: Library, preferences: ServerPreferences, manners: Manners) -> None:
        self._library = library
        self._preferences = preferences
        self._manners = manners
        self._turns = Turns()
        self._acts: dict[str, Act] = {
            "source": self._source,
            "more": self._more,
            "up": self._up,
            "down": self._down,
            _FORM: self._why,
            "share": self._share,
            "delete": self._delete,
        }

    @commands.Cog.listener()
    async def on_press(self, interaction: discord.Interaction, press: Press) -> None:
        """Do what a button says, or tell why not."""
        await tongues.suit_person(interaction, self._preferences)
        try:
            if press.action != _FORM:
                asks, shows = press.action == "more", press.action in _SHOWING
                await self._manners.check_press(interaction, asks=asks, shows=shows)
            await self._acts[press.action](interaction, press)
        except Exception as error:
            await failures.tell(interaction, error)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hear the form that tells what was wrong, also where it was opened before a restart."""
        if press := views.submitted(interaction):
            await self.on_press(interaction, press)

    async def _source(self, interaction: discord.Interaction, press: Press) -> None:
        found = await waiting.meanwhile(interaction, self._found(interaction, press), private=True)
        referring.citation(found, press.n or 0)
        await replying.deliver(interaction, partial(sources.page, found, press.n), private=True)

    async def _more(self, interaction: discord.Interaction, press: Press) -> None:
        chosen = await self._preferences.of(interaction.guild_id)
        found = await waiting.meanwhile(interaction, self._next(interaction, press, chosen.passages), private=True)
        view = views.onward(found, more=len(found.citations) == chosen.passages)
        await replying.deliver(interaction, partial(render.reply, found), view=view, private=True)

    async def _next(self, interaction: discord.Interaction, press: Press, k: int) -> Answer:
        """Return the passages after those shown: some that were found for someone else before, or new ones."""
        async with self._turns.of(press.answer):
            known = await self._found(interaction, press)
            later = tuple(citation for citation in known.citations if citation.n > (press.n or 0))
            if later:
                return replace(known, citations=later[:k], withdrawn=())
            return await self._library.more(press.answer, **replying.whose(interaction), k=k)

    async def _up(self, interaction: discord.Interaction, press: Press) -> None:
        await waiting.meanwhile(interaction, self._vote(interaction, press, good=True), private=True)
        await replying.say(interaction, feedback.noted_good())

    async def _down(self, interaction: discord.Interaction, press: Press) -> None:
        await self._found(interaction, press)
        await interaction.response.send_modal(views.why(press.answer))

    async def _why(self, interaction: discord.Interaction, press: Press) -> None:
        vote = self._vote(interaction, press, good=False, reason=views.reason(interaction))
        await waiting.meanwhile(interaction, vote, private=True)
        await replying.say(interaction, feedback.noted_bad())

    async def _share(self, interaction: discord.Interaction, press: Press) -> None:
        """Take the button away, then show the answer to everyone."""
        whole = await self._found(interaction, press)
        if not await self._library.replies.share(press.answer, **replying.whose(interaction)):
            raise Refused(feedback.shared_already())
        found = replace(whole, citations=whole.citations[: views.SOURCES])
        await interaction.response.edit_message(
            view=views.under(found), allowed_mentions=discord.AllowedMentions.none()
        )
        draw = render.shared(partial(render.reply, found), interaction.user.display_name)
        interaction.extras["replied"] = True
        message = await replying.deliver(interaction, draw, heading=found.question, view=views.under(found))
        await self._library.note_reply(found.id, str(message))

    async def _delete(self, interaction: discord.Interaction, press: Press) -> None:
        if not interaction.permissions.manage_messages:
            await self._check_asker(interaction, press)
        await interaction.response.defer()
        await interaction.delete_original_response()

    async def _check_asker(self, interaction: discord.Interaction, press: Press) -> None:
        try:
            asked = await self._library.replies.asked_by(press.answer, **replying.whose(interaction))
        except AnswerNotFound:
            raise Faded(feedback.faded(press.answer)) from None
        if not asked:
            raise Refused(feedback.not_yours())

    async def _found(self, interaction: discord.Interaction, press: Press) -> Answer:
        try:
            return await self._library.source(id=press.answer, **replying.whose(interaction))
        except AnswerNotFound:
            raise Faded(feedback.faded(press.answer)) from None

    async def _vote(self, interaction: discord.Interaction, press: Press, *, good: bool, reason: str = "") -> None:
        who = replying.whose(interaction)
        try:
            await self._library.feedback.vote(
                press.answer, collection=who["collection"], voter=who["asker"], good=good, reason=reason
            )
        except AnswerNotFound:
            raise Faded(feedback.faded(press.answer)) from None
