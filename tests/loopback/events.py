"""What the gateway tells of an interaction: who did what where, with what is needed to read it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.loopback import payloads
from tests.loopback.files import File
from tests.loopback.interactions import Exchange
from tests.loopback.payloads import BOT, ELSEWHERE, GUILD, Channel, Json, Role, User

Value = str | int | float | bool | File | User | Channel | Role


def interaction(exchange: Exchange, data: Json, locale: str) -> Json:
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
        "locale": locale,
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD)},
        "attachment_size_limit": 10_485_760,
    }
    place = exchange.place
    event["context"] = place.context
    if place.outside:
        event["authorizing_integration_owners"] = {"1": str(exchange.author.id)}
    if place.context:
        return event | {"user": payloads.user(exchange.author)}
    member = payloads.member(exchange.author) | {"permissions": str(exchange.author.permissions)}
    id = str(ELSEWHERE if place.outside else GUILD)
    guild = {"id": id, "locale": "en-US", "features": []}
    return event | {"member": member, "guild": guild, "guild_id": id, "guild_locale": "en-US"}


@dataclass(slots=True)
class Given:
    """The options of a slash command as Discord sends them, and the objects that they name."""

    keep: Callable[[File], Json]
    resolved: Json = field(default_factory=dict)

    def options(self, command: Json, path: Sequence[str], values: Mapping[str, Value]) -> list[Json]:
        """The options, nested along the path of subcommands."""
        known = {option["name"]: option for option in command.get("options", ())}
        if path:
            inner = self.options(known[path[0]], path[1:], values)
            return [{"name": path[0], "type": known[path[0]]["type"], "options": inner}]
        missing = [name for name, option in known.items() if option.get("required") and name not in values]
        assert not missing, f"{command['name']}: required options not given: {missing}"
        return [self._option(known[name], value) for name, value in values.items()]

    def _option(self, option: Json, value: Value) -> Json:
        choices = [choice["value"] for choice in option.get("choices") or ()]
        assert not choices or value in choices, f"{option['name']}: {value!r} is none of {choices}"
        return {"name": option["name"], "type": option["type"], "value": self._value(value)}

    def _value(self, value: Value) -> str | int | float | bool:
        match value:
            case File():
                attachment = self.keep(value)
                return self._name("attachments", attachment["id"], attachment)
            case User():
                self._name("members", str(value.id), payloads.membership(value) | {"permissions": "0"})
                return self._name("users", str(value.id), payloads.user(value))
            case Channel():
                return self._name(
                    "channels",
                    str(value.id),
                    payloads.channel(value) | {"permissions": "0", "app_permissions": str(value.allowed)},
                )
            case Role():
                return self._name("roles", str(value.id), payloads.role(value.id, value.name, 0))
        return value

    def _name(self, kind: str, id: str, payload: Json) -> str:
        self.resolved.setdefault(kind, {})[id] = payload
        return id
