"""Questions, in every form they come in."""

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import context, error_handler, responses, views
from bot.embeds import answers as render
from bot.i18n import gettext as _
from bot.preferences import GuildSettings, GuildSettingsStore
from bot.responses import Context, Target
from bot.text import messages, parsing
from bot.text.commands import discord_options
from knowledge import MAX_QUESTION_CHARS, Answer, AskContext, Decline, KnowledgeError, Library


class EmptyQuestion(KnowledgeError):
    """A message with no words to look up."""


class Ask(commands.Cog):
    """Answers questions from the library."""

    def __init__(self, library: Library, preferences: GuildSettingsStore) -> None:
        self._library = library
        self._preferences = preferences
        self.menu = app_commands.ContextMenu(name="Find sources for this", callback=self._find)
        """The entry in the menu of every message."""

    @commands.hybrid_command(**discord_options("ask"))  # type: ignore[arg-type]
    @app_commands.describe(
        question="What you want to know", private="Only you see the answer; you can share it afterwards"
    )
    async def ask(
        self, ctx: Context, *, question: commands.Range[str, 1, MAX_QUESTION_CHARS], private: bool | None = None
    ) -> None:
        """Answer a question from the articles and show the paragraphs it comes from."""
        chosen = await self._preferences.of(ctx.guild.id if ctx.guild else None)
        wanted = chosen.private if private is None else private
        # A message cannot be answered to one person alone; in a direct message there is no one else.
        await self._answer(ctx, question, chosen, private=wanted and bool(ctx.interaction and ctx.guild))

    @ask.autocomplete("question")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        found = await self._library.suggestions(
            typed, collection=responses.collection(interaction), is_visible=partial(context.can_see, interaction)
        )
        return responses.choices(found)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take the form that says what was wrong with an answer, also where it was opened before a restart."""
        answer = views.submitted_reason(interaction)
        if answer is None:
            return
        await context.use_user_locale(interaction, self._preferences)
        try:
            await views.take_reason(interaction, answer)
        except Exception as error:
            await error_handler.handle_error(interaction, error)

    async def _find(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask with the text of a message; only the person who chose it sees the answer."""
        chosen = await self._preferences.of(interaction.guild_id)
        # Above an embed of ours are words of an article that answer, which ask nothing.
        said = "" if message.author == interaction.client.user and message.embeds else message.content
        text = parsing.question_from_message(said, chosen.prefix, MAX_QUESTION_CHARS)
        if not text:
            raise EmptyQuestion(_("There are no words in that message that I could look up. Choose one with text."))
        await self._answer(interaction, text, chosen, private=interaction.guild_id is not None)

    async def _answer(self, where: Target, question: str, chosen: GuildSettings, *, private: bool) -> None:
        asked = parsing.strip_markup(question)
        if not asked:
            raise commands.UserInputError
        interaction = where if isinstance(where, discord.Interaction) else where.interaction
        message = "" if interaction or not where.message else str(where.message.id)
        asking = AskContext(
            **responses.ask_location(where),
            message=message,
            private=private,
            following=await context.replied_question(where, self._library),
        )
        looking = self._library.ask(asked, asking, k=chosen.passages)
        found = await responses.with_typing(where, looking, private=private)
        sampling = isinstance(found, Decline) and await self._library.uses_samples(
            collection=responses.collection(where)
        )
        reply = await responses.send_page(
            where,
            partial(render.reply_page, found, note=messages.samples_note() if sampling else ""),
            heading=asked if interaction else "",
            first_line=render.short_line(found),
            view=views.answer_view(found, more=_may_have_more(found, chosen), private=private),
            private=private,
        )
        if reply:
            await self._library.question_log.set_reply(found.id, str(reply))


def _may_have_more(found: Answer | Decline, chosen: GuildSettings) -> bool:
    """Tell whether there may be more passages: there are none where fewer were found than may be shown."""
    return isinstance(found, Answer) and len(found.citations) == chosen.passages
