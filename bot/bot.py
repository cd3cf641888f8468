"""The Discord client: what it listens to, how a message becomes a command, and its cogs."""

import asyncio
import logging
import random
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.ext.commands.view import StringView

from bot import checks, command_sync, context, error_handler, gateway, guild_checks, i18n
from bot.checks import InvocationKind, SharedRateLimiter, UsagePolicy, command_request
from bot.cogs.admin import Admin, GuildSettingsCog
from bot.cogs.analytics import Analytics, GapCommands
from bot.cogs.articles import Adding, Articles, Removing
from bot.cogs.ask import Ask, ForumDesk, MessageEdits
from bot.cogs.feeds import Feeds
from bot.cogs.help import Help
from bot.cogs.history import HistoryCommands
from bot.cogs.info import About, Privacy
from bot.cogs.redelivery import Redelivery
from bot.cogs.sources import Quotations, Sources, Timelines
from bot.cogs.watches import Watching
from bot.config import InstallLimits, user_agent
from bot.context import Client
from bot.preferences import GuildSettings, GuildSettingsStore
from bot.progress import ProgressMessages
from bot.responses import Context, EditableContext, MessageLocks, Target
from bot.tasks import FolderWatch, Maintenance, PageWatch, Presence
from bot.text import formatting, parsing
from bot.text.commands import shows_articles
from bot.uploads import PendingArticles, UploadReader
from bot.views.answer import REASON_FORM, AnswerButton, take_reason
from bot.views.button import FormHandler, take_form
from bot.views.confirm import DeleteButton, ForgetButton, RemoveButton, UndoButton
from bot.views.pages import AuditPageButton, GapPageButton, PageButton, ReadMenu
from bot.views.preview import DETAILS_FORM, EDIT_FORM, UPLOAD_FORM, PreviewButton
from bot.views.settings import SETTING_FORM, SettingsMenu
from bot.views.watch import WatchButton
from knowledge import NO_QUOTA, KnowledgeError, Library, Quota, StoreUnavailable
from knowledge.refresh import PageChecks
from knowledge.subscriptions import Subscriptions
from knowledge.web import Fetcher

PARTING_SECONDS = 0.5
"""Seconds for saying goodbye to Discord."""
MAX_LOGIN_JITTER_SECONDS = 0.5
STORE_AWAY_SECONDS = 5.0
"""How long a login waits for a store that is away, before it asks for its turn again."""
_LOCALIZED = (discord.MessageType.default, discord.MessageType.reply)

log = logging.getLogger(__name__)


class CommandTree(app_commands.CommandTree["Footnote"]):
    """Slash commands, whose errors are answered where all others are."""

    async def interaction_check(self, interaction: discord.Interaction["Footnote"], /) -> bool:
        """Use the person's language, and check the usage policy for every slash command and menu entry."""
        await context.use_user_locale(interaction, self.client.preferences)
        command = _command_name(interaction)
        if interaction.type is discord.InteractionType.autocomplete:
            return await self._suggests(interaction, command)
        if not await self.client.responds(interaction):
            return False
        return await interaction.client.admits(interaction, command, "interaction")

    async def _suggests(self, interaction: discord.Interaction, command: str) -> bool:
        """Tell whether to offer suggestions: none from articles where no text of them can be shown."""
        is_open = self.client.policy.is_open(command_request(interaction, command, "interaction"))
        hidden = shows_articles(command) and await checks.age_restriction(interaction, self.client.preferences)
        if is_open and not hidden:
            return True
        await interaction.response.autocomplete([])
        return False

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        await error_handler.handle_error(interaction, error)


_BOT_OPTIONS: dict[str, Any] = {
    # Without these a person could install the application, and command it on servers that it is not on.
    "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=False),
    "allowed_mentions": discord.AllowedMentions.none(),
    "case_insensitive": True,
    "help_command": None,
    "max_messages": None,
    "strip_after_prefix": True,
    "tree_cls": CommandTree,
}


class Footnote(Client):
    """Answers in Discord from a library; with `content` off it reads only what is addressed to it."""

    def __init__(
        self,
        library: Library,
        *,
        folder: Path,
        defaults: GuildSettings | None = None,
        content: bool = True,
        retention_days: int = 365,
        audit_days: int = 90,
        quota: Quota = NO_QUOTA,
        feeds: int = 0,
        watched: Path | None = None,
        fetcher: Fetcher | None = None,
        fetches_a_day: int = 0,
        rechecks: bool = False,
        installs: InstallLimits | None = None,
        **options: Any,
    ) -> None:
        super().__init__(command_prefix=_prefixes, intents=intents(content), **_BOT_OPTIONS, **options)
        self.preferences = GuildSettingsStore(library.guilds, defaults or GuildSettings())
        pace = SharedRateLimiter(library.processes, library.question_log.hash_asker)
        library.processes.follow(settings=self.preferences.hear_change, counts=pace.hear, removals=self._hear_removal)
        self._cleaning: dict[str, asyncio.Task[None]] = {}
        self._removed_from: set[str] = set()
        """Collections of which articles were removed since their index was last cleaned."""
        alone = not library.processes.name
        self.policy = UsagePolicy(self.preferences, library.usage, installs, pace=None if alone else pace)
        self.answer_locks = MessageLocks()
        self.pending = PendingArticles()
        self.progress = ProgressMessages(folder)
        self.library = library
        self.fetcher = fetcher or Fetcher(user_agent())
        self._fetches_a_day = fetches_a_day
        self._upload_reader = UploadReader(self.fetcher, fetches_a_day)
        self.served = False
        self.logins = gateway.LoginThrottle(folder)
        self._forms: Mapping[re.Pattern[str], FormHandler] = {}
        self._message_locks = MessageLocks()
        self._retention_days = retention_days
        self._audit_days = audit_days
        self._folder = folder
        self.quota = quota
        self._feeds = feeds
        self._watched = watched
        self._rechecks = rechecks
        self._login_buckets = 1
        self._syncing: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        await self.furnish()
        await self.tree.set_translator(command_sync.CommandTranslator())
        if self.library.processes.name:
            self._login_buckets = (await self.fetch_session_start_limits()).max_concurrency
        if self.library.processes.is_leader:
            await command_sync.sync(self.tree, self._folder)
        else:
            self._syncing = asyncio.create_task(self._sync_as_leader())

    async def _sync_as_leader(self) -> None:
        """Register the commands once this process leads: the one that led before may have been of another version."""
        await self.library.processes.until_leader()
        await command_sync.sync(self.tree, self._folder)

    def _hear_removal(self, collection: str) -> None:
        """Have the index of a collection cleaned, of which any process has removed articles; once for many of them."""
        self._removed_from.add(collection)
        if collection not in self._cleaning:
            self._cleaning[collection] = asyncio.create_task(self._clean(collection))

    async def _clean(self, collection: str) -> None:
        """Clean an index, and once more where articles were removed meanwhile."""
        try:
            while collection in self._removed_from:
                self._removed_from.discard(collection)
                await self.library.clean_index(collection)
        except KnowledgeError as error:
            log.warning("Could not clean an index; the next change does: %s", formatting.error_text(error))
        finally:
            del self._cleaning[collection]

    async def furnish(self) -> None:
        ask = Ask(self.library, self.preferences)
        await self.add_cog(ask)
        self.tree.add_command(ask.menu)
        if self.policy.installs and self._can_be_installed():
            ask.open_to_installs()
        await self.add_cog(MessageEdits(self, self.library, self.preferences, self._message_locks, self.hear))
        await self.add_cog(Redelivery(self, self.library, self._message_locks, partial(self.hear, is_claimed=True)))
        await self.add_cog(Sources(self.library))
        await self.add_cog(Timelines(self.library, self.preferences))
        await self.add_cog(Articles(self.library))
        adding = Adding(self.library, self.preferences, self.quota, self._upload_reader, self.pending, self.progress)
        await self.add_cog(adding)
        await self.add_cog(Removing(self.library, self.preferences))
        history = HistoryCommands(self.library, self.preferences, self.quota)
        await self.add_cog(history)
        await self.add_cog(Help(self.library, self.preferences))
        await self.add_cog(About(self.library, self.preferences, self._retention_days, self._audit_days))
        self.add_dynamic_items(AnswerButton, PageButton, RemoveButton, ForgetButton, WatchButton, GapPageButton)
        self.add_dynamic_items(DeleteButton, UndoButton, AuditPageButton, ReadMenu, SettingsMenu, PreviewButton)
        settings = GuildSettingsCog(self.library, self.preferences)
        await self.add_cog(settings)
        self._forms = {
            DETAILS_FORM: adding.take_details,
            EDIT_FORM: history.take_edit,
            REASON_FORM: take_reason,
            SETTING_FORM: settings.take_setting,
            UPLOAD_FORM: adding.take_uploads,
        }
        await self.add_cog(Admin(self.library, self.preferences, self.quota.articles))
        await self.add_cog(Privacy(self.library))
        await self.add_cog(Analytics(self.library))
        watching = Watching(self.library, self)
        await self.add_cog(watching)
        await self.add_cog(ForumDesk(self.library, self))
        await self._follow()
        gaps = GapCommands(self.library, self.preferences, self.quota, self._upload_reader)
        await self.add_cog(gaps)
        quotations = Quotations(self.library)
        await self.add_cog(quotations)
        for menu in (watching.menu, gaps.menu, quotations.menu):
            self.tree.add_command(menu)
        await self.add_cog(
            Maintenance(
                self.library,
                lambda: [guild.id for guild in self.guilds],
                retention_days=self._retention_days,
                audit_days=self._audit_days,
                serves=self.serves if self.shard_ids else None,
            )
        )
        await self.add_cog(Presence(self.library, self, self.preferences.defaults.language))
        for command in self.walk_commands():
            _add_localized_names(command, self)

    async def _follow(self) -> None:
        """Add what keeps articles in step with where they came from: feeds, pages, a folder."""
        subscriptions = Subscriptions(self.library, self.fetcher, quota=self.quota, most_a_day=self._fetches_a_day)
        await self.add_cog(Feeds(self.library, self, subscriptions, self._feeds))
        if self._rechecks:
            checks = PageChecks(self.library, self.fetcher, quota=self.quota, most_a_day=self._fetches_a_day)
            await self.add_cog(PageWatch(self.library, self, checks))
        if self._watched:
            await self.add_cog(FolderWatch(self.library, self, self._watched))

    def _can_be_installed(self) -> bool:
        """Tell whether the developer portal lets people install the application; else Discord refuses all commands."""
        if self.application is None or self.application.user_integration_config is not None:
            return True
        log.warning(guild_checks.user_install_off())
        return False

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Pace every login of every shard, whatever the reason for it."""
        if self.library.processes.name:
            await self._take_login((shard_id or 0) % self._login_buckets)
            return
        await super().before_identify_hook(shard_id, initial=initial)
        await asyncio.sleep(self.logins.pause(self.shard_count or 1))
        self.logins.note()

    async def _take_login(self, bucket: int) -> None:
        """Wait until a login is this process's turn among all; while the store is away, nobody logs in."""
        shards = self.shard_count or 1
        while True:
            try:
                wait = await self.library.processes.take_login(bucket, partial(gateway.pause, shards=shards))
            except StoreUnavailable as error:
                log.warning("Can't log in yet: %s", formatting.error_text(error))
                wait = STORE_AWAY_SECONDS
            if not wait:
                return
            # Those who wait for the same moment do not all ask at it.
            await asyncio.sleep(wait + random.uniform(0.0, MAX_LOGIN_JITTER_SECONDS))

    async def close(self) -> None:
        """Say goodbye to Discord; discord.py would wait half a minute for one that does not answer."""
        if self._syncing:
            self._syncing.cancel()
        for cleaning in self._cleaning.values():
            cleaning.cancel()
        await asyncio.gather(*self._cleaning.values(), return_exceptions=True)
        parting = asyncio.ensure_future(super().close())
        await asyncio.wait({parting}, timeout=PARTING_SECONDS)
        if not parting.done():
            # This cuts the connections that it waits for.
            await self.http.close()
        await parting

    async def on_ready(self) -> None:
        self.served = True
        log.info("Online as %s on %s", self.user, formatting.servers(len(self.guilds)))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.preferences.forget(guild.id)
        self.pending.drop(str(guild.id))

    async def on_message(self, message: discord.Message, /) -> None:
        async with self._message_locks.of(message.id):
            ctx = await self.hear(message)
            if ctx:
                await self.invoke(ctx)

    async def on_interaction(self, interaction: discord.Interaction, /) -> None:
        await take_form(interaction, self._forms)

    async def hear(self, message: discord.Message, *, is_claimed: bool = False) -> EditableContext | None:
        """Return the command that a message contains; None if there is nothing to run, or another process runs it.

        Args:
            message: The message.
            is_claimed: Whether this process has it already, where several use the store.
        """
        if message.type not in _LOCALIZED or message.webhook_id or message.author.bot:
            return None
        await context.use_guild_locale(message.guild, self.preferences)
        ctx: EditableContext = await self.get_context(message, cls=EditableContext)
        said = self._said(message) if ctx.prefix is None else None
        if ctx.prefix is None and said is None:
            return None
        if not is_claimed and not await self.claims(ctx, *_claimed_as(message)):
            return None
        courtesy = parsing.courtesy(said) if said is not None else None
        if courtesy:
            if await self.admits(ctx, "help", _invocation_kind(ctx)):
                await error_handler.send_error(ctx, courtesy)
            return None
        if said is not None:
            name, rest = parsing.parse_command(said)
            if name == "ask" and message.guild and await self._is_told(ctx):
                return None
            self._address(ctx, name, rest)
        if ctx.command:
            called = (said or ctx.invoked_with or "").split(maxsplit=1)[:1]
            await context.use_command_locale("".join(called), ctx.command.name, message.guild, self.preferences)
        if ctx.command and not await self.admits(
            ctx, (ctx.command.root_parent or ctx.command).name, _invocation_kind(ctx)
        ):
            return None
        return ctx

    async def admits(self, where: Target, command: str, form: InvocationKind) -> bool:
        """Tell whether the usage policy lets a command run; if not, or if nobody knows, say why."""
        try:
            refusal = await self.policy.refusal(command_request(where, command, form))
        except Exception as error:
            # discord.py would drop it, and the person hear nothing.
            await error_handler.handle_error(where, error)
            return False
        if refusal:
            await error_handler.send_error(where, refusal)
        return refusal is None

    async def on_command_error(self, ctx: commands.Context[Any], error: commands.CommandError, /) -> None:
        await error_handler.handle_error(ctx, error)

    async def _is_told(self, ctx: Context) -> bool:
        """Tell whether a reply to us without a mention answers what we could not."""
        assert self.user
        if parsing.without_mention(ctx.message.content, self.user.id) is not None:
            return False
        return await context.tells_answer(ctx, self.library)

    def _said(self, message: discord.Message) -> str | None:
        """Return what a message says to the bot, or None if it isn't addressed to it."""
        assert self.user
        spoken = parsing.without_mention(message.content, self.user.id)
        if spoken is None and message.guild:
            return context.text_of_reply(message, self.user)
        return message.content.strip() if spoken is None else spoken

    def _address(self, ctx: Context, name: str, rest: str) -> None:
        """Turn the context of a free text into that of a command."""
        assert self.user
        ctx.prefix = f"@{self.user.name} " if ctx.guild else ""
        ctx.invoked_with, ctx.command, ctx.view = name, self.get_command(name), StringView(rest)


def _command_name(interaction: discord.Interaction) -> str:
    """Return the command that is used, empty where Discord names one that is none; for a menu's entry what it does."""
    used = interaction.command
    if isinstance(used, app_commands.ContextMenu):
        return str(used.extras.get("command", used.name))
    return used.qualified_name.split()[0] if used else ""


def _add_localized_names(command: commands.Command[Any, ..., Any], client: Footnote) -> None:
    """Let a command be called by its name in every language."""
    home = command.parent if isinstance(command.parent, commands.Group) else client
    for name in i18n.localized_names(command.name):
        if name not in home.all_commands:
            home.all_commands[name] = command


def intents(content: bool) -> discord.Intents:
    """Return the fewest intents that the bot needs; message content is a privileged one."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=content)


def _claimed_as(message: discord.Message) -> tuple[str, str]:
    """Return what a message is claimed as, and where it is looked for; an edited one is another."""
    if message.edited_at:
        return f"{message.id} {message.edited_at.isoformat()}", ""
    return str(message.id), str(message.channel.id)


def _invocation_kind(ctx: Context) -> InvocationKind:
    """Tell whether a message mentions this bot, or only has a prefix that another bot may use too."""
    return "mention" if ctx.me in ctx.message.mentions or not ctx.guild else "prefix"


async def _prefixes(bot: commands.AutoShardedBot, message: discord.Message) -> list[str]:
    """Return the accepted prefixes: the server's own, also after a mention."""
    assert isinstance(bot, Footnote) and bot.user
    try:
        prefix = (await bot.preferences.of(message.guild.id if message.guild else None)).prefix
    except StoreUnavailable:
        # Whoever writes a command is told so.
        prefix = bot.preferences.defaults.prefix
    mentions = (f"<@{bot.user.id}>", f"<@!{bot.user.id}>")
    return [prefix, *(mention + space + prefix for mention in mentions for space in (" ", ""))]
