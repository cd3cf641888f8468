"""Slash commands, menus, buttons and forms: the exchange between a person and the bot that each opens."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.loopback.files import File
from tests.loopback.payloads import Channel, Json, User
from tests.loopback.pulse import Pulse
from tests.loopback.refusals import Refused
from tests.loopback.world import EPHEMERAL, World, check_lengths

PATIENCE = 3.0
"""Seconds within which Discord wants the first response."""
LIFE = 900.0
"""Seconds for which all that follows the first response is taken."""
COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
MAX_FOLLOW_UPS = 5
"""What an application may say after its first response where only the person has installed it."""
MAX_CHOICES, MAX_CHOICE = 25, 100
"""Suggestions at most, and the characters of each."""
UNKNOWN = (404, 10062, "Unknown interaction")


@dataclass(slots=True)
class Exchange:
    """One interaction, and how far the bot has come in answering it."""

    id: int
    token: str
    place: Channel
    author: User
    kind: int
    pressed: int | None
    """The message whose button was pressed."""
    born: float
    state: Literal["waiting", "deferred", "done"] = "waiting"
    original: int | None = None
    ephemeral: bool = False
    form: Json | None = None
    """The form that the bot opened."""
    choices: list[Json] = field(default_factory=list)
    """What the bot suggested."""
    messages: list[int] = field(default_factory=list)
    """All that the bot has said in answer, the first response before what followed it."""


class Interactions:
    """All exchanges, by their token."""

    def __init__(self, world: World, pulse: Pulse) -> None:
        self._world = world
        self._pulse = pulse
        self._exchanges: dict[str, Exchange] = {}
        self.patience = PATIENCE

    def open(self, place: Channel, author: User, kind: int, pressed: int | None = None) -> Exchange:
        token = secrets.token_hex(16)
        exchange = Exchange(self._world.id(), token, place, author, kind, pressed, time.monotonic(), original=pressed)
        self._exchanges[exchange.token] = exchange
        return exchange

    def latest(self, place: Channel) -> Exchange | None:
        """The exchange that was opened last in a place."""
        return next((one for one in reversed(self._exchanges.values()) if one.place == place), None)

    def callback(self, token: str, body: Json, *, files: Sequence[File] = ()) -> Json:
        """The bot's first response; refused when it comes late or a second time."""
        if token not in self._exchanges:
            raise Refused(*UNKNOWN)
        exchange = self._exchanges[token]
        if exchange.state != "waiting":
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - exchange.born > self.patience:
            raise Refused(*UNKNOWN)
        self._respond(exchange, body["type"], body.get("data") or {}, files)
        self._pulse.beat()
        return self._callback_form(exchange, body["type"])

    def _respond(self, exchange: Exchange, kind: int, data: Json, files: Sequence[File]) -> None:
        if kind not in _allowed(exchange):
            raise Refused(400, 50035, "Invalid Form Body")
        if kind == 4:
            exchange.ephemeral = bool(data.get("flags", 0) & EPHEMERAL)
            self._first(exchange, data, files)
        elif kind == 5:
            exchange.ephemeral = bool(data.get("flags", 0) & EPHEMERAL)
            exchange.original, exchange.state = None, "deferred"
            return
        elif kind == 7 and exchange.pressed:
            self._world.edit(exchange.pressed, data, files=files)
        elif kind == 8:
            exchange.choices = _checked_choices(data["choices"])
        elif kind == 9:
            check_lengths(data)
            exchange.form = data
        exchange.state = "done"

    def _first(self, exchange: Exchange, data: Json, files: Sequence[File]) -> Json:
        """The first message; who can see it was settled by the response, whatever the message's own flags say."""
        message = self._say(exchange, data, files, quiet=exchange.ephemeral)
        exchange.original, exchange.state = int(message["id"]), "done"
        return message

    def _say(self, exchange: Exchange, data: Json, files: Sequence[File], *, quiet: bool) -> Json:
        flags = data.get("flags", 0) & ~EPHEMERAL | (EPHEMERAL if quiet else 0)
        message = self._world.post(exchange.place, data | {"flags": flags}, files=files, quiet=quiet)
        exchange.messages.append(int(message["id"]))
        return message

    def _callback_form(self, exchange: Exchange, kind: int) -> Json:
        interaction: Json = {
            "id": str(exchange.id),
            "type": exchange.kind,
            "response_message_loading": exchange.state == "deferred",
            "response_message_ephemeral": exchange.ephemeral,
        }
        resource: Json = {"type": kind}
        if kind in (4, 7) and exchange.original:
            interaction["response_message_id"] = str(exchange.original)
            resource["message"] = self._world.message(exchange.original)
        return {"interaction": interaction, "resource": resource}

    def follow_up(self, token: str, body: Json, *, files: Sequence[File] = ()) -> Json:
        """A further message; the first one after a deferral takes the deferred one's place."""
        exchange = self._answered(token)
        if exchange.state == "deferred":
            return self._first(exchange, body, files)
        if exchange.place.outside and len(exchange.messages) > MAX_FOLLOW_UPS:
            raise Refused(400, 40094, "This interaction has reached the maximum number of follow-up messages.")
        return self._say(exchange, body, files, quiet=bool(body.get("flags", 0) & EPHEMERAL))

    def edit(self, token: str, id: str, body: Json, *, files: Sequence[File] = ()) -> Json:
        exchange = self._answered(token)
        if exchange.state == "deferred" and id == "@original":
            return self._first(exchange, body, files)
        return self._world.edit(self._message_id(exchange, id), body, files=files)

    def get(self, token: str, id: str) -> Json:
        return self._world.message(self._message_id(self._answered(token), id))

    def delete(self, token: str, id: str) -> None:
        self._world.delete(self._message_id(self._answered(token), id))

    def sees(self, author: User, message: int, *, ephemeral: bool) -> bool:
        """Whether a message is shown to a person: an ephemeral one only to whoever it answers."""
        told = (one for one in self._exchanges.values() if message in one.messages)
        return not ephemeral or any(exchange.author == author for exchange in told)

    def _answered(self, token: str) -> Exchange:
        exchange = self._exchanges.get(token)
        if exchange is None or exchange.state == "waiting":
            raise Refused(404, 10015, "Unknown Webhook")
        if time.monotonic() - exchange.born > LIFE:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return exchange

    def _message_id(self, exchange: Exchange, id: str) -> int:
        if id != "@original":
            return int(id)
        if exchange.original is None:
            raise Refused(404, 10008, "Unknown Message")
        return exchange.original


def _checked_choices(choices: list[Json]) -> list[Json]:
    """Suggestions as Discord takes them."""
    fits = all(1 <= len(str(each[part])) <= MAX_CHOICE for each in choices for part in ("name", "value"))
    if not fits or len(choices) > MAX_CHOICES:
        raise Refused(400, 50035, "Invalid Form Body")
    return choices


def _allowed(exchange: Exchange) -> tuple[int, ...]:
    """The kinds of first response that an interaction takes."""
    if exchange.kind == AUTOCOMPLETE:
        return (8,)
    changing = (6, 7) if exchange.pressed else ()
    form = () if exchange.kind == FORM else (9,)
    return (4, 5, *changing, *form)
