"""A server with people on it who give commands in every form, and what is replied, whatever the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import discord
import simcord
from discord import app_commands
from discord.ext import commands

from bot import i18n
from bot.bot import Footnote
from bot.i18n import use_language
from tests.bot.messages import full_text

Form = Literal["prefix", "Korean", "mention", "slash", "direct message", "direct slash"]
FORMS: tuple[Form, ...] = ("prefix", "Korean", "mention", "slash", "direct message", "direct slash")
ON_A_SERVER: tuple[Form, ...] = ("prefix", "Korean", "mention", "slash")
DIRECT: tuple[Form, ...] = ("direct message", "direct slash")
File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class CommandReply:
    """What a person gets to see, and how."""

    text: str
    """All of it, without the signs that keep it from being markdown; empty where nothing was replied."""
    private: bool = True
    """Whether nobody else sees it."""
    embedded: bool = False
    message: Any = None


class PopulatedGuild:
    """A server with people on it, on whom a test lets commands be given."""

    def __init__(self, env: simcord.Env, channel: simcord.ChannelHandle) -> None:
        self.env = env
        self.channel = channel
        everyone = {"view_channel": True, "send_messages": True, "send_messages_in_threads": True}
        self.people = {
            "member": self._enter("ann"),
            "moderator": self._enter("mod", **everyone, manage_guild=True),
            "administrator": self._enter("adm", administrator=True),
        }

    @property
    def bot(self) -> Footnote:
        """The bot as it runs now: another one after a restart."""
        assert isinstance(self.env.bot, Footnote)
        return self.env.bot

    @property
    def collection(self) -> str:
        return str(self.env.guild.id)

    def _enter(self, name: str, **allowed: bool) -> simcord.MemberActor:
        role = self.env.guild.create_role(name, permissions=discord.Permissions(**allowed))
        return self.env.guild.add_member(self.env.create_user(name), roles=[role] if allowed else [])

    async def run(
        self,
        form: Form,
        line: str,
        *,
        who: str = "member",
        files: Sequence[File] = (),
        place: simcord.ChannelHandle | None = None,
    ) -> CommandReply:
        """Let someone give a command: its name and what follows it, as it is written after the prefix."""
        person = self.people[who]
        if form in DIRECT:
            place = person.user.dm_channel
        place = place or self.channel
        if form in ("slash", "direct slash"):
            name, options = self._options(line, files)
            give = (
                person.user.slash(name, **options) if form == "direct slash" else person.slash(place, name, **options)
            )
            return _of_slash(await give)
        before = len(place.history())
        if form == "Korean":
            self.speak_english()
        text = self._written(form, line)
        if form == "direct message":
            await person.user.send_dm(text, attachments=_kept(self.env, place, files))
        else:
            await person.send(place, text, attachments=files)
        new = place.history()[before + 1 :]
        assert len(new) <= 1, [each.content for each in new]
        return _of_message(new[0], private=form == "direct message") if new else CommandReply("")

    def speak_english(self) -> None:
        """Let the operator choose English, in which replies are read here, in whatever language a command is called."""
        self.set_defaults(language="en")

    def set_defaults(self, **chosen: object) -> None:
        """Let the operator choose what is so on servers that have chosen nothing."""
        preferences = self.bot.preferences
        preferences.defaults = preferences.defaults.model_copy(update=chosen)
        preferences.forget(self.env.guild.id)

    def _written(self, form: Form, line: str) -> str:
        if form == "Korean":
            command, rest = self._found(line)
            with use_language("ko"):
                line = " ".join((*map(i18n.localized_name, command.qualified_name.split()), rest)).strip()
        me = self.bot.user
        assert me
        return f"{me.mention} !{line}" if form == "mention" else f"!{line}"

    def _found(self, line: str) -> tuple[commands.Command[Any, ..., Any], str]:
        """Return the command that a line gives, and what follows its name."""
        words = line.split(" ")
        for count in range(len(words), 0, -1):
            command = self.bot.get_command(" ".join(words[:count]))
            if command and command.qualified_name.split()[-1] in (words[count - 1], *command.aliases):
                named = " ".join(words[:count])
                return command, line.removeprefix(named).strip()
        raise AssertionError(f"{line!r} gives no command")

    def _options(self, line: str, files: Sequence[File]) -> tuple[str, dict[str, Any]]:
        """Return a line's command and what follows it as the options of the slash command."""
        command, rest = self._found(line)
        slash = self.bot.tree.get_command(command.qualified_name.split()[0])
        for name in command.qualified_name.split()[1:]:
            assert isinstance(slash, app_commands.Group)
            slash = slash.get_command(name)
        assert isinstance(slash, app_commands.Command), f"{command} is no slash command"
        parameters = list(slash.parameters)
        attached = [each for each in parameters if each.type is discord.AppCommandOptionType.attachment]
        numbers = {each.name for each in parameters if each.type is discord.AppCommandOptionType.integer}
        options: dict[str, Any] = {each.name: file for each, file in zip(attached, files, strict=False)}
        texts = [
            value for name, value in command.clean_params.items() if not any(name == each.name for each in attached)
        ]
        for value in texts:
            if not rest:
                break
            given, _, left = (rest, "", "") if value.kind is value.KEYWORD_ONLY else rest.partition(" ")
            options[value.name], rest = int(given) if value.name in numbers else given, left.strip()
        return command.qualified_name, options


def _kept(env: simcord.Env, place: simcord.ChannelHandle, files: Sequence[File]) -> Any:
    return env.backend.store_attachments(place.id, files)


def _of_message(message: discord.Message, *, private: bool) -> CommandReply:
    return CommandReply(full_text(message), private, bool(message.embeds), message)


def _of_slash(result: simcord.InteractionResult) -> CommandReply:
    assert not result.followups
    reply = result.response
    return CommandReply(full_text(reply), result.ephemeral, bool(reply and reply.embeds), reply)
