"""What people do other than write: slash commands, menus, buttons and forms."""

from collections.abc import Mapping

from tests.loopback.acts import Acts
from tests.loopback.events import Given, Value, interaction
from tests.loopback.forms import Answer, filled
from tests.loopback.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, FORM, Exchange
from tests.loopback.payloads import ADMINISTRATOR, MEMBER, Channel, Json, User
from tests.loopback.reply import Reply

SLASH, MESSAGE_MENU = 1, 3


class Gestures(Acts):
    """Base of `Loopback`: no network either."""

    locale = "en-US"
    """The language that the people have set."""

    async def slash(
        self, name: str, /, *, place: Channel | None = None, author: User = MEMBER, **options: Value
    ) -> Reply:
        """A person uses a slash command, its groups separated by spaces; the bot's finished reply."""
        self._check_offered(name.split()[0], place)
        data = self._typed(name, options, author)
        return await self._reply_of(self._open(place or self.general, author, COMMAND, data), f"/{name}")

    async def form(self, name: str, /, *, place: Channel | None = None, author: User = MEMBER) -> Exchange:
        """A person uses a slash command that opens a form; the exchange once it is open."""
        exchange = self._open(place or self.general, author, COMMAND, self._typed(name, {}, author))
        await self.pulse.until(lambda: exchange.form, f"a form for /{name}")
        return exchange

    async def suggested(self, name: str, option: str, typed: str, *, author: User = MEMBER) -> list[str]:
        """What the bot suggests while a person types an option of a slash command: what each choice stands for."""
        data = self._typed(name, {option: typed}, author)
        given = data["options"]
        while "options" in given[0]:
            given = given[0]["options"]
        given[0]["focused"] = True
        exchange = await self._done(self._open(self.general, author, AUTOCOMPLETE, data), "suggestions")
        return [str(each["value"]) for each in exchange.choices]

    async def menu(self, name: str, message: Json, *, author: User = MEMBER) -> Reply:
        """A person chooses an entry of a message's menu; the bot's finished reply."""
        command = self._command(name, MESSAGE_MENU, author)
        data: Json = {"id": command["id"], "name": name, "type": MESSAGE_MENU, "target_id": message["id"]}
        data["resolved"] = {"messages": {message["id"]: message}}
        place = self.world.channels[int(message["channel_id"])]
        self._check_offered(name, place)
        return await self._reply_of(self._open(place, author, COMMAND, data), name)

    async def forge(self, name: str, /, *, place: Channel, author: User = MEMBER, **options: Value) -> Reply:
        """A slash command used where Discord offers it to nobody; the bot's finished reply."""
        data = self._typed(name, options, author)
        return await self._reply_of(self._open(place, author, COMMAND, data), f"/{name}")

    async def press(self, reply: Reply, label: str, *, author: User = MEMBER) -> Exchange:
        """A person presses a button; the exchange once the bot has answered it."""
        return await self.touch(reply, {"component_type": 2, "custom_id": reply.buttons[label]}, author)

    async def submit(self, opened: Exchange, answers: Mapping[str, Answer]) -> Exchange:
        """The person to whom a form was shown fills it in, by the labels, and sends it; the exchange once answered."""
        return await self._done(self.send_form(opened, answers), "an answer to the form")

    def send_form(self, opened: Exchange, answers: Mapping[str, Answer]) -> Exchange:
        """The same, without waiting for an answer."""
        assert opened.form, "the bot opened no form"
        data = filled(opened.form, answers, self.world.files.keep)
        return self._open(opened.place, opened.author, FORM, data, pressed=opened.pressed)

    async def said(self, exchange: Exchange) -> Reply:
        """The bot's last message in answer to a press or a form, once there is one."""
        await self.pulse.until(lambda: exchange.messages, "a message in answer")
        return Reply(self.world.message(exchange.messages[-1]))

    async def touch(self, reply: Reply, data: Json, author: User) -> Exchange:
        """A person uses a component of a message that they are shown; the exchange once the bot has answered it."""
        self.world.message(reply.id)
        assert self.interactions.sees(author, reply.id, ephemeral=reply.ephemeral), f"{author.name} cannot see it"
        place = self.world.channels[int(reply.payload["channel_id"])]
        exchange = self._open(place, author, COMPONENT, data, pressed=reply.id)
        return await self._done(exchange, f"an answer to {data['custom_id']!r}")

    def _typed(self, name: str, values: Mapping[str, Value], author: User) -> Json:
        command = self._command(name.split()[0], SLASH, author)
        given = Given(lambda file: self.world.files.keep([file])[0])
        options = given.options(command, name.split()[1:], values)
        found: Json = {"id": command["id"], "name": command["name"], "type": SLASH, "options": options}
        return found | ({"resolved": given.resolved} if given.resolved else {})

    def _command(self, name: str, kind: int, author: User) -> Json:
        known = [one for one in self.world.commands if one["name"] == name and one["type"] == kind]
        assert known, f"the bot has registered no command {name!r}"
        needed = int(known[0]["default_member_permissions"] or 0)
        granted = author.permissions & ADMINISTRATOR or not needed & ~author.permissions
        assert granted, f"{author.name} is not shown the command {name!r}"
        return known[0]

    def _check_offered(self, name: str, place: Channel | None) -> None:
        """Fail where Discord shows a command to nobody in a place where the bot is not."""
        [command] = [one for one in self.world.commands if one["name"] == name]
        if place and place.outside:
            assert 1 in command["integration_types"] and place.context in command["contexts"], command

    def _open(self, place: Channel, author: User, kind: int, data: Json, *, pressed: int | None = None) -> Exchange:
        exchange = self.interactions.open(place, author, kind, pressed)
        event = interaction(exchange, data, self.locale)
        if pressed:
            event["message"] = self.world.message(pressed)
        self.gateway.tell("INTERACTION_CREATE", event)
        return exchange

    async def _done(self, exchange: Exchange, what: str) -> Exchange:
        await self.pulse.until(lambda: exchange.state != "waiting", what)
        return exchange

    async def _reply_of(self, exchange: Exchange, what: str) -> Reply:
        await self.pulse.until(lambda: exchange.state == "done" and exchange.original, f"a reply to {what}")
        assert exchange.original is not None
        return Reply(self.world.message(exchange.original))
