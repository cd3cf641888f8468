"""What is behind an answer: its citations, its days, and whether a quotation is right."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import context, responses
from bot.embeds import answers, timeline, verification
from bot.embeds import answers as render
from bot.embeds.answers import Page
from bot.i18n import N_
from bot.i18n import gettext as _
from bot.preferences import GuildSettingsStore
from bot.responses import Context, OutgoingFile
from bot.text import citation_styles, messages, parsing
from bot.text.commands import discord_options
from bot.text.parsing import SourceRequest
from bot.text.timeline import MAX_TIMELINE_PASSAGES
from bot.views.answer import AnswerAction, answer_view, turned_to
from knowledge import (
    MAX_QUESTION_CHARS,
    Answer,
    AnswerNotFound,
    Citation,
    Decline,
    InvalidQuestion,
    KnowledgeError,
    Library,
)
from knowledge.answers import QuoteCheck
from knowledge.bibliography import annotations_json


class Sources(commands.Cog):
    """Shows where earlier answers come from."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @commands.hybrid_command(**discord_options("source"))  # type: ignore[arg-type]
    @app_commands.describe(
        which="A citation (2), an answer (#412) or a link to its message; by default the last answer here",
        style="Citations to copy in this style",
    )
    @app_commands.choices(
        style=[app_commands.Choice(name=name, value=style) for style, name in citation_styles.CHOICES.items()]
    )
    async def source(self, ctx: Context, *, which: str = "", style: str = "") -> None:
        """Show the full sources of an answer, one whole paragraph, or citations to copy."""
        wanted = parsing.parse_source_request(which)
        found = await self._shown(ctx, wanted)
        chosen = [found.citation(wanted.n)] if wanted.n is not None else found.citations
        style = style or wanted.style
        if style == citation_styles.PROOF:
            await self._send_proof(ctx, found, chosen)
            return
        if style:
            made = await asyncio.to_thread(citation_styles.styled_citations, chosen, style)
            page = partial(answers.copyable_citations, found, style, made, responses.prefix(ctx))
        else:
            page = partial(answers.sources_page, found, wanted.n, await self._library.revisions(found))
        await responses.send_page(ctx, page, private=found.private)

    @commands.hybrid_command(**discord_options("verify"))  # type: ignore[arg-type]
    @app_commands.describe(answer="An answer (412) or a link to its message; by default the last answer here")
    async def verify(self, ctx: Context, *, answer: str = "") -> None:
        """Compare the quotations of an answer with the articles as they are now, and ask its question again."""
        wanted = parsing.parse_answer_request(answer)
        found = await self._shown(ctx, wanted)
        place = responses.ask_location(ctx)
        revisions = await self._library.revisions(found)
        again = self._library.replay(found, collection=place["collection"], asker=place["asker"])
        replay = await responses.with_typing(ctx, again, private=found.private)
        page = partial(verification.verification_page, found, revisions, replay)
        await responses.send_page(ctx, page, private=found.private)

    async def _shown(self, ctx: Context, wanted: SourceRequest) -> Answer:
        """Return the answer meant, private where not everyone here may see it; raises AnswerNotFound."""
        # Should it take long, the reply is for the person alone: what it shows may have been given so.
        found = context.check_visible(ctx, await responses.with_typing(ctx, self._found(ctx, wanted), private=True))
        closed = not context.everyone_can_see(ctx, found.channel)
        if (found.private or closed) and ctx.guild and not ctx.interaction:
            said = (
                _("Answer #{id} was given to you alone. Use /{command} #{id} to see this by yourself.")
                if found.private
                else _(
                    "Not everyone here can see where I gave answer #{id}. Use /{command} #{id} to see this by yourself."
                )
            )
            raise AnswerNotFound(said.format(id=found.id, command=ctx.command.name if ctx.command else "source"))
        return replace(found, private=found.private or closed)

    async def _send_proof(self, ctx: Context, found: Answer, chosen: Sequence[Citation]) -> None:
        label = messages.proof_label(found.id)
        proof = await asyncio.to_thread(annotations_json, chosen, label)
        file = OutgoingFile(citation_styles.proof_name(found.id), proof.encode())
        said = messages.proof_note(found.id)
        if responses.can_attach(ctx):
            await responses.send(ctx, said, files=[file], private=found.private)
        else:
            note = _("I can't attach files here, so I've sent you the file by direct message.")
            await responses.send_file_by_dm(ctx, file, said, note=note)

    async def _found(self, ctx: Context, wanted: SourceRequest) -> Answer:
        """Return the answer meant: by its id, by its message or the one replied to, or the last one here."""
        find = partial(self._library.source, **responses.ask_location(ctx))
        if wanted.message:
            if wanted.server != (str(ctx.guild.id) if ctx.guild else "@me"):
                raise AnswerNotFound(messages.link_from_elsewhere())
            return await find(reply=wanted.message)
        replied = ctx.message.reference if wanted.id is None else None
        if not replied:
            return await find(id=wanted.id, private=ctx.interaction is not None)
        try:
            return await find(reply=str(replied.message_id))
        except AnswerNotFound:
            # The message may come from a process that was killed before it could note which answer it shows.
            shown = context.answer_id_of(replied.resolved, ctx.bot.user)
            if shown is None:
                raise
            return await find(id=shown)


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
        await responses.send_page(ctx, partial(verification.quotation_page, found))

    async def _check_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Check the longest quotation of a message, or all of it; only the person who chose it sees the reply."""
        shown = parsing.strip_markup(context.shown_words(message))
        quoted = [next(filter(None, found.groups())) for found in _QUOTED.finditer(shown)]
        said = max(quoted, key=len, default="") or parsing.strip_markup(context.message_words(message))
        if not said:
            raise NothingQuoted(messages.no_text())
        private = interaction.guild_id is not None
        found = await responses.with_typing(interaction, self._check(interaction, said), private=private)
        await responses.send_page(interaction, partial(verification.quotation_page, found), private=private)

    async def _check(self, where: responses.Target, said: str) -> QuoteCheck:
        return await self._library.check_quote(said, collection=responses.collection(where))


class Timelines(commands.Cog):
    """Shows what the articles of each day say, and the first and the last to say something."""

    def __init__(self, library: Library, preferences: GuildSettingsStore) -> None:
        self._library = library
        self._preferences = preferences

    @commands.hybrid_command(**discord_options("timeline"))  # type: ignore[arg-type]
    @app_commands.describe(question="What you want to know, day by day")
    async def timeline(self, ctx: Context, *, question: commands.Range[str, 0, MAX_QUESTION_CHARS] = "") -> None:
        """Answer a question day by day."""
        if not (asked := parsing.strip_markup(question)):
            raise InvalidQuestion(
                _("Give a question, e.g. {prefix}timeline What did the envoys agree on?").format(
                    prefix=responses.prefix(ctx)
                )
            )
        chosen = await self._preferences.of(ctx.guild.id if ctx.guild else None)
        # A message cannot be answered to one person alone; in a direct message there is no one else.
        private = chosen.private and bool(ctx.interaction and ctx.guild)
        asking = replace(context.ask_context(ctx, private=private), form="timeline")
        room = responses.page_room(ctx)

        async def looked() -> tuple[Answer | Decline, Page, discord.ui.View | None]:
            found = await self._library.ask(asked, asking, k=MAX_TIMELINE_PASSAGES)
            if isinstance(found, Decline):
                sampling = await self._library.uses_samples(collection=asking.collection)
                note = messages.samples_note() if sampling else ""
                return found, render.decline_page(found, room, note), answer_view(found)
            pages = await asyncio.to_thread(timeline.timeline_pages, found, room)
            return found, *turned_to(AnswerAction("days", found.id), pages, found)

        found, page, view = await responses.with_typing(ctx, looked(), private=private)
        reply = await responses.send_page(ctx, lambda _: page, view=view, private=private)
        if reply:
            await self._library.question_log.set_reply(found.id, str(reply))

    @commands.hybrid_command(**discord_options("first"))  # type: ignore[arg-type]
    @app_commands.describe(words="Words of one paragraph, or “a phrase” in quotation marks")
    async def first(self, ctx: Context, *, words: commands.Range[str, 0, MAX_QUESTION_CHARS] = "") -> None:
        """Show which article said something first, and which last."""
        if not (said := parsing.strip_markup(words)):
            raise InvalidQuestion(
                _("Give the words, e.g. {prefix}first “sanctions relief”.").format(prefix=responses.prefix(ctx))
            )
        looking = self._library.mentions(said, collection=responses.collection(ctx))
        found = await responses.with_typing(ctx, looking)
        await responses.send_page(ctx, partial(timeline.mentions_page, found))
