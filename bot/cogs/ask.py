"""Questions, in every form they come in."""

import asyncio
from collections import Counter
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import context, i18n, questions, responses, uploads, views
from bot.embeds import answers as render
from bot.i18n import gettext as _
from bot.preferences import GuildSettings, GuildSettingsStore
from bot.questions import QuestionFileRefused
from bot.responses import Context, OutgoingFile, Target
from bot.text import formatting, markdown, messages, parsing
from bot.text.commands import discord_options
from bot.text.reports import csv_bytes
from knowledge import MAX_QUESTION_CHARS, Answer, AskContext, Decline, KnowledgeError, Library

_ANSWERS_FILE = "answers.csv"


class EmptyQuestion(KnowledgeError):
    """A message with no words to look up."""


class Ask(commands.Cog):
    """Answers questions from the library."""

    def __init__(self, library: Library, preferences: GuildSettingsStore) -> None:
        self._library = library
        self._preferences = preferences
        self.answering: set[str] = set()
        """Collections in which a file of questions is being answered."""
        self.menu = app_commands.ContextMenu(name="Find sources for this", callback=self._find)
        """The entry in the menu of every message."""

    def open_to_installs(self) -> None:
        """Let people use `/ask` and the menu's entry wherever they are, who have installed the bot for themselves."""
        assert self.ask.app_command
        everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
        by_anybody = app_commands.AppInstallationType(guild=True, user=True)
        self.ask.app_command.allowed_contexts = self.menu.allowed_contexts = everywhere
        self.ask.app_command.allowed_installs = self.menu.allowed_installs = by_anybody

    @commands.hybrid_command(**discord_options("ask"))  # type: ignore[arg-type]
    @app_commands.describe(
        question="What you want to know",
        private="Only you see the answer; you can share it afterwards",
        file="Many questions at once: a .txt with one per line, or a .csv; the answers come as a table",
    )
    async def ask(
        self,
        ctx: Context,
        file: discord.Attachment | None = None,
        *,
        question: commands.Range[str, 0, MAX_QUESTION_CHARS] = "",
        private: bool | None = None,
    ) -> None:
        """Answer a question from the articles and show the paragraphs it comes from."""
        if file is None and question and parsing.is_talk(question):
            await _talk(ctx, question)
            return
        chosen = await self._preferences.of(responses.home(ctx))
        wanted = chosen.private if private is None else private
        # A message cannot be answered to one person alone; in a direct message there is no one else.
        private = responses.is_foreign(ctx) or (wanted and bool(ctx.interaction and ctx.guild))
        if file and responses.is_foreign(ctx):
            raise QuestionFileRefused(
                _("I answer files of questions only on servers that I'm on, and in direct messages to me.")
            )
        if file and (not question or questions.is_question_file(file.filename)):
            await self._answer_file(ctx, file, question, chosen, private=private)
            return
        await self._answer(ctx, question, chosen, private=private)

    @ask.autocomplete("question")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> responses.Choices:
        found = await self._library.suggestions(
            typed, collection=responses.collection(interaction), is_visible=partial(context.can_see, interaction)
        )
        return responses.choices(found)

    async def _find(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask with the text of a message; only the person who chose it sees the answer."""
        chosen = await self._preferences.of(responses.home(interaction))
        said = context.asked_words(message, interaction.client.user)
        text = parsing.question_from_message(said, chosen.prefix, MAX_QUESTION_CHARS)
        if not text:
            raise EmptyQuestion(_("There are no words in that message that I could look up. Choose one with text."))
        private = interaction.guild_id is not None or responses.is_foreign(interaction)
        await self._answer(interaction, text, chosen, private=private)

    async def _answer(self, where: Target, question: str, chosen: GuildSettings, *, private: bool) -> None:
        asked = parsing.strip_markup(question)
        if not asked:
            raise commands.UserInputError
        interaction = where if isinstance(where, discord.Interaction) else where.interaction
        following = await context.replied_question(where, self._library)
        if parsing.wants_more(asked):
            await self._more(where, following, chosen.passages)
            return
        asking = context.ask_context(where, following=following, private=private)
        shown_to = context.can_see if private else context.everyone_can_see
        looking = self._library.ask(asked, asking, k=chosen.passages, leading=True, is_visible=partial(shown_to, where))
        found = await responses.with_typing(where, looking, private=private)
        sampling = isinstance(found, Decline) and await self._library.uses_samples(
            collection=responses.collection(where)
        )
        reply = await responses.send_page(
            where,
            partial(render.reply_page, found, note=messages.samples_note() if sampling else ""),
            heading=asked if interaction else "",
            first_line=render.short_line(found),
            view=views.answer_view(
                found, more=_may_have_more(found, chosen), private=private, abroad=responses.is_foreign(where)
            ),
            private=private,
        )
        if reply:
            await self._library.question_log.set_reply(found.id, str(reply))

    async def _answer_file(
        self, ctx: Context, file: discord.Attachment, first: str, chosen: GuildSettings, *, private: bool
    ) -> None:
        """Answer the questions of a file with a table, one file of a server at a time."""
        here = responses.collection(ctx)
        if not questions.is_question_file(file.filename):
            raise QuestionFileRefused(
                _("I read questions from .txt and .csv files: one per line, or in a column “question”.")
            )
        if file.size > questions.MAX_BYTES:
            raise QuestionFileRefused(
                _("{name} is over {size}, which is too large. Split the file.").format(
                    name=markdown.strip_invisible(file.filename), size=formatting.size(questions.MAX_BYTES)
                )
            )
        if here in self.answering:
            raise QuestionFileRefused(
                _("I'm still answering another file of questions here. Send yours again when that is done.")
            )
        self.answering.add(here)
        try:
            answering = self._table(ctx, file, first, chosen, private=private)
            data, said = await responses.with_typing(ctx, answering, private=private)
        finally:
            self.answering.discard(here)
        await responses.send(ctx, said, files=[OutgoingFile(_ANSWERS_FILE, data)], private=private)

    async def _table(
        self, ctx: Context, file: discord.Attachment, first: str, chosen: GuildSettings, *, private: bool
    ) -> tuple[bytes, str]:
        """Return the answers to a file of questions as a table, and what there is to say of them."""
        data = await uploads.fetch(file)
        if data is None:
            raise QuestionFileRefused(uploads.not_handed_over())
        asked = await asyncio.to_thread(questions.read_questions, data, file.filename, most=questions.MAX_QUESTIONS)
        place = AskContext(**responses.ask_location(ctx), private=private, form="file", locale=i18n.current_language())
        rows, outcomes = [], Counter[str]()
        async for each in questions.ask_each(
            self._library, [*filter(None, [parsing.strip_markup(first)]), *asked], place, k=chosen.passages
        ):
            rows.append(questions.answer_row(each))
            outcomes[each.outcome] += 1
        table = await asyncio.to_thread(csv_bytes, questions.HEADER, rows)
        return table, questions.summary(outcomes)

    async def _more(self, where: Target, following: int | None, k: int) -> None:
        """Show further passages of the answer that is replied to, or of the last one in the channel."""
        if following is None:
            location = responses.ask_location(where)
            following = (await self._library.question_log.last_answer(**location)).id
        asking = responses.asker_scope(where)
        more = self._library.more_passages(following, **asking, k=k)
        private = responses.is_foreign(where)
        found = await responses.with_typing(where, more, private=private)
        view = views.more_view(found, more=len(found.citations) == k)
        await responses.send_page(where, partial(render.reply_page, found), view=view, private=private)


async def _talk(ctx: Context, said: str) -> None:
    """Reply to what was asked with a command, and is no question."""
    courtesy = parsing.courtesy(said)
    if courtesy:
        await responses.send_text(ctx, courtesy)
        return
    if responses.is_foreign(ctx):
        await responses.send_text(ctx, _("Hi! Ask me something, and I'll look it up in my articles. Only you see it."))
        return
    name, rest = parsing.parse_command(said)
    command = ctx.bot.get_command(name)
    assert isinstance(command, commands.HybridCommand)
    await ctx.invoke(command, **{"command" if name == "help" else "words": rest})


def _may_have_more(found: Answer | Decline, chosen: GuildSettings) -> bool:
    """Tell whether there may be more passages: there are none where fewer were found than may be shown."""
    return isinstance(found, Answer) and (found.more > 0 or len(found.citations) == chosen.passages)
