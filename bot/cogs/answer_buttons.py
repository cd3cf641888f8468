"""What the buttons under an answer do, however long ago it was given."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial

import discord
from discord.ext import commands

from bot import context, error_handler, responses, views
from bot.checks import UsagePolicy
from bot.embeds import answers, sources
from bot.phrases import feedback
from bot.preferences import GuildSettingsStore
from bot.responses import MessageLocks
from bot.text import parsing
from bot.views import AnswerAction
from knowledge import Answer, AnswerNotFound, KnowledgeError, Library

Act = Callable[[discord.Interaction, AnswerAction], Coroutine[None, None, None]]

_SHOWING = frozenset({"source", "more", "share"})
"""What a button does that shows text of articles."""
_FORM = "why"
"""What someone has written is taken in any case; the button that opened the form has counted."""


class AnswerExpired(KnowledgeError):
    """A button of an answer that is no longer kept."""


class ButtonForbidden(KnowledgeError):
    """A button that this person cannot use, or has no use any more."""


class AnswerButtons(commands.Cog):
    """Shows sources and more, takes votes, shares private answers and deletes those whose question is gone."""

    def __init__(self, library: Library, preferences: GuildSettingsStore, manners: UsagePolicy) -> None:
        self._library = library
        self._preferences = preferences
        self._manners = manners
        self._turns = MessageLocks()
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
    async def on_press(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        """Do what a button says, or tell why not."""
        await context.use_user_locale(interaction, self._preferences)
        try:
            if press.action != _FORM:
                asks, shows = press.action == "more", press.action in _SHOWING
                await self._manners.check_press(interaction, asks=asks, shows=shows)
            await self._acts[press.action](interaction, press)
        except Exception as error:
            await error_handler.handle_error(interaction, error)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hear the form that tells what was wrong, also where it was opened before a restart."""
        if press := views.submitted(interaction):
            await self.on_press(interaction, press)

    async def _source(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        found = await responses.with_typing(interaction, self._found(interaction, press), private=True)
        parsing.citation_by_number(found, press.n or 0)
        await responses.send_page(interaction, partial(sources.sources_page, found, press.n), private=True)

    async def _more(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        chosen = await self._preferences.of(interaction.guild_id)
        found = await responses.with_typing(interaction, self._next(interaction, press, chosen.passages), private=True)
        view = views.more_view(found, more=len(found.citations) == chosen.passages)
        await responses.send_page(interaction, partial(answers.reply_page, found), view=view, private=True)

    async def _next(self, interaction: discord.Interaction, press: AnswerAction, k: int) -> Answer:
        """Return the passages after those shown: some that were found for someone else before, or new ones."""
        async with self._turns.of(press.answer):
            known = await self._found(interaction, press)
            later = tuple(citation for citation in known.citations if citation.n > (press.n or 0))
            if later:
                return replace(known, citations=later[:k], withdrawn=())
            return await self._library.more(press.answer, **responses.asker_scope(interaction), k=k)

    async def _up(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        await responses.with_typing(interaction, self._vote(interaction, press, good=True), private=True)
        await responses.send_text(interaction, feedback.noted_good())

    async def _down(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        await self._found(interaction, press)
        await interaction.response.send_modal(views.reason_modal(press.answer))

    async def _why(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        vote = self._vote(interaction, press, good=False, reason=views.reason_text(interaction))
        await responses.with_typing(interaction, vote, private=True)
        await responses.send_text(interaction, feedback.noted_bad())

    async def _share(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        """Take the button away, then show the answer to everyone."""
        whole = await self._found(interaction, press)
        if not await self._library.replies.share(press.answer, **responses.asker_scope(interaction)):
            raise ButtonForbidden(feedback.shared_already())
        found = replace(whole, citations=whole.citations[: views.SOURCES])
        await interaction.response.edit_message(
            view=views.answer_view(found), allowed_mentions=discord.AllowedMentions.none()
        )
        draw = answers.shared_by(partial(answers.reply_page, found), interaction.user.display_name)
        interaction.extras["replied"] = True
        message = await responses.send_page(interaction, draw, heading=found.question, view=views.answer_view(found))
        await self._library.note_reply(found.id, str(message))

    async def _delete(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        if not interaction.permissions.manage_messages:
            await self._check_asker(interaction, press)
        await interaction.response.defer()
        await interaction.delete_original_response()

    async def _check_asker(self, interaction: discord.Interaction, press: AnswerAction) -> None:
        try:
            asked = await self._library.replies.asked_by(press.answer, **responses.asker_scope(interaction))
        except AnswerNotFound:
            raise AnswerExpired(feedback.faded(press.answer)) from None
        if not asked:
            raise ButtonForbidden(feedback.not_yours())

    async def _found(self, interaction: discord.Interaction, press: AnswerAction) -> Answer:
        try:
            return await self._library.source(id=press.answer, **responses.asker_scope(interaction))
        except AnswerNotFound:
            raise AnswerExpired(feedback.faded(press.answer)) from None

    async def _vote(
        self, interaction: discord.Interaction, press: AnswerAction, *, good: bool, reason: str = ""
    ) -> None:
        who = responses.asker_scope(interaction)
        try:
            await self._library.feedback.vote(
                press.answer, collection=who["collection"], voter=who["asker"], good=good, reason=reason
            )
        except AnswerNotFound:
            raise AnswerExpired(feedback.faded(press.answer)) from None
