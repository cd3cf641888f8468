"""Slash commands, menus, buttons and forms: the exchange between a person and the bot that each opens."""

import secrets
import time
from dataclasses import dataclass
from typing import Literal

from tests.loopback.payloads import Channel, Json
from tests.loopback.rules import Refused
from tests.loopback.world import EPHEMERAL, World

PATIENCE = 3.0
"""Seconds within which Discord wants the first response."""
UNKNOWN = (404, 10062, "Unknown interaction")


@dataclass(slots=True)
class Exchange:
    """One interaction, and how far the bot has come in answering it."""

    id: int
    token: str
    place: Channel
    kind: int
    pressed: int | None
    """The message whose button was pressed."""
    born: float
    state: Literal["waiting", "deferred", "done"] = "waiting"
    original: int | None = None
    ephemeral: bool = False
    form: Json | None = None
    """The form that the bot opened."""
    choices: list[Json] | None = None
    """What the bot offered to complete what was typed."""


class Interactions:
    """All exchanges, by their token."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._exchanges: dict[str, Exchange] = {}

    def open(self, place: Channel, kind: int, pressed: int | None = None) -> Exchange:
        exchange = Exchange(
            self._world.id(), secrets.token_hex(16), place, kind, pressed, time.monotonic(), original=pressed
        )
        self._exchanges[exchange.token] = exchange
        return exchange

    def callback(self, token: str, body: Json, *, files: int = 0) -> Json:
        """The bot's first response; refused when it comes late or a second time."""
        exchange = self._known(token)
        if exchange.state != "waiting":
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - exchange.born > PATIENCE:
            raise Refused(*UNKNOWN)
        self._respond(exchange, body["type"], body.get("data") or {}, files)
        return self._callback_form(exchange, body["type"])

    def _respond(self, exchange: Exchange, kind: int, data: Json, files: int) -> None:
        if kind == 4:
            self._first(exchange, data, files)
        elif kind == 5:
            exchange.ephemeral = bool(data.get("flags", 0) & EPHEMERAL)
            exchange.original, exchange.state = None, "deferred"
        elif kind == 6 and exchange.pressed:
            exchange.state = "done"
        elif kind == 7 and exchange.pressed:
            self._world.edit(exchange.pressed, data)
            exchange.state = "done"
        elif kind == 8:
            exchange.choices, exchange.state = data["choices"][:25], "done"
        elif kind == 9:
            exchange.form, exchange.state = data, "done"
        else:
            raise Refused(400, 50035, "Invalid Form Body")

    def _first(self, exchange: Exchange, data: Json, files: int) -> Json:
        flags = data.get("flags", 0) | (EPHEMERAL if exchange.ephemeral else 0)
        quiet = bool(flags & EPHEMERAL)
        message = self._world.post(exchange.place, data | {"flags": flags}, files=files, quiet=quiet)
        exchange.original, exchange.ephemeral, exchange.state = int(message["id"]), quiet, "done"
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

    def follow_up(self, token: str, body: Json, *, files: int = 0) -> Json:
        """A further message; the first one after a deferral takes the deferred one's place."""
        exchange = self._answered(token)
        if exchange.state == "deferred":
            return self._first(exchange, body, files)
        quiet = bool(body.get("flags", 0) & EPHEMERAL)
        return self._world.post(exchange.place, body, files=files, quiet=quiet)

    def edit(self, token: str, id: str, body: Json, *, files: int = 0) -> Json:
        exchange = self._answered(token)
        if exchange.state == "deferred" and id == "@original":
            return self._first(exchange, body, files)
        return self._world.edit(self._message_id(exchange, id), body)

    def get(self, token: str, id: str) -> Json:
        return self._world.message(self._message_id(self._answered(token), id))

    def delete(self, token: str, id: str) -> None:
        self._world.delete(self._message_id(self._answered(token), id))

    def _known(self, token: str) -> Exchange:
        if token not in self._exchanges:
            raise Refused(*UNKNOWN)
        return self._exchanges[token]

    def _answered(self, token: str) -> Exchange:
        exchange = self._exchanges.get(token)
        if exchange is None or exchange.state == "waiting":
            raise Refused(404, 10015, "Unknown Webhook")
        return exchange

    def _message_id(self, exchange: Exchange, id: str) -> int:
        if id != "@original":
            return int(id)
        if exchange.original is None:
            raise Refused(404, 10008, "Unknown Message")
        return exchange.original
