"""What the people of our server do, and how a test waits for the bot's replies."""

from tests.loopback import payloads
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Exchange, Interactions
from tests.loopback.payloads import BOT, GUILD, MEMBER, MODERATOR, OWNER, Channel, Json, User
from tests.loopback.pulse import Pulse
from tests.loopback.reply import Reply
from tests.loopback.world import World


class Acts:
    """Base of `Loopback`: only acts, no network."""

    bot_user, owner, member, moderator = BOT, OWNER, MEMBER, MODERATOR

    def __init__(self, world: World, gateway: Gateway, interactions: Interactions, pulse: Pulse) -> None:
        self.world = world
        self.gateway = gateway
        self.interactions = interactions
        self.pulse = pulse

    @property
    def general(self) -> Channel:
        return next(iter(self.world.channels.values()))

    def say(
        self, text: str, *, place: Channel | None = None, author: User = MEMBER, answering: Reply | None = None
    ) -> Json:
        """A person writes a message; it refers to a reply of the bot, and pings it, where one is given."""
        body: Json = {"content": text}
        to = None if answering is None else answering.payload
        return self.world.say(place or self.general, author, body, answering=to)

    def edit(self, message: Json, text: str) -> None:
        """A person changes a message of theirs."""
        message |= {"content": text, "edited_timestamp": message["timestamp"], "mentions": payloads.mentions(text)}
        self.world.tell(message, "MESSAGE_UPDATE")

    async def ask(self, text: str, *, place: Channel | None = None, author: User = MEMBER) -> Reply:
        """A person writes a message; the bot's reply to it."""
        return await self.reply_to(self.say(text, place=place, author=author))

    async def reply_to(self, message: Json) -> Reply:
        """Wait for the bot's first message that follows a message in its channel, or refers to it."""
        await self.pulse.until(lambda: self.replies_to(message), f"a reply to {message['content']!r}")
        return self.replies_to(message)[0]

    def replies_to(self, message: Json) -> list[Reply]:
        """All replies so far that refer to a message; where none does, those that follow it in its channel."""
        told = [Reply(one) for one in self.world.messages.values() if one["author"]["id"] == str(BOT.id)]
        told = [one for one in told if one.payload["channel_id"] == message["channel_id"]]
        direct = [one for one in told if one.answers == int(message["id"])]
        return direct or [one for one in told if not one.answers and one.id > int(message["id"])]

    async def slash(
        self, name: str, *, place: Channel | None = None, author: User = MEMBER, **options: str | int
    ) -> Reply:
        """A person uses a slash command, its groups separated by spaces; the bot's finished reply."""
        command = self._command(name.split()[0], kind=1)
        data = {"id": command["id"], "name": command["name"], "type": 1}
        data["options"] = _options(command, name.split()[1:], options)
        return await self._reply_of(self._open(place or self.general, author, 2, data), f"/{name}")

    async def menu(self, name: str, message: Json, *, author: User = MEMBER) -> Reply:
        """A person chooses an entry of a message's menu; the bot's finished reply."""
        command = self._command(name, kind=3)
        data: Json = {"id": command["id"], "name": name, "type": 3, "target_id": message["id"]}
        data["resolved"] = {"messages": {message["id"]: message}}
        place = self.world.channels[int(message["channel_id"])]
        return await self._reply_of(self._open(place, author, 2, data), name)

    async def press(self, reply: Reply, label: str, *, author: User = MEMBER) -> Exchange:
        """A person presses a button; the exchange once the bot has answered it."""
        place = self.world.channels[int(reply.payload["channel_id"])]
        data = {"component_type": 2, "custom_id": reply.buttons[label]}
        exchange = self._open(place, author, 3, data, pressed=reply.payload)
        await self.pulse.until(lambda: exchange.state == "done", f"an answer to the button {label!r}")
        return exchange

    def _command(self, name: str, *, kind: int) -> Json:
        known = [one for one in self.world.commands if one["name"] == name and one["type"] == kind]
        assert known, f"the bot has registered no command {name!r}"
        return known[0]

    def _open(self, place: Channel, author: User, kind: int, data: Json, *, pressed: Json | None = None) -> Exchange:
        exchange = self.interactions.open(place, kind, int(pressed["id"]) if pressed else None)
        event = _interaction(exchange, author, data)
        if pressed:
            event["message"] = pressed
        self.gateway.tell("INTERACTION_CREATE", event)
        return exchange

    async def _reply_of(self, exchange: Exchange, what: str) -> Reply:
        await self.pulse.until(lambda: exchange.state == "done" and exchange.original, f"a reply to {what}")
        assert exchange.original is not None
        return Reply(self.world.message(exchange.original))


def _interaction(exchange: Exchange, author: User, data: Json) -> Json:
    event: Json = {
        "id": str(exchange.id),
        "application_id": str(BOT.id),
        "type": exchange.kind,
        "data": data,
        "token": exchange.token,
        "version": 1,
        "channel_id": str(exchange.place.id),
        "channel": payloads.channel(exchange.place),
        "app_permissions": str(exchange.place.allowed),
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD)},
        "attachment_size_limit": 10_485_760,
    }
    if exchange.place.person is not None:
        return event | {"user": payloads.user(author), "context": 1}
    member = payloads.member(author) | {"permissions": str(author.permissions)}
    return event | {"member": member, "guild_id": str(GUILD), "guild_locale": "en-US", "context": 0}


def _options(command: Json, path: list[str], given: dict[str, str | int]) -> list[Json]:
    """The options as Discord sends them, nested along the path of subcommands."""
    known = {option["name"]: option for option in command.get("options", ())}
    if path:
        inner = _options(known[path[0]], path[1:], given)
        return [{"name": path[0], "type": known[path[0]]["type"], "options": inner}]
    missing = [name for name, option in known.items() if option.get("required") and name not in given]
    assert not missing, f"{command['name']}: required options not given: {missing}"
    return [{"name": name, "type": known[name]["type"], "value": value} for name, value in given.items()]
