"""A message of the bot as a test looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.loopback.components import BUTTON, walk
from tests.loopback.payloads import Json
from tests.loopback.world import EPHEMERAL


@dataclass(frozen=True, slots=True)
class Reply:
    payload: Json

    @property
    def id(self) -> int:
        return int(self.payload["id"])

    @property
    def text(self) -> str:
        """All that a person reads: content, embeds and text components, a line each."""
        return "\n".join(filter(None, self._texts()))

    @property
    def ephemeral(self) -> bool:
        return bool(self.payload["flags"] & EPHEMERAL)

    @property
    def answers(self) -> int:
        """The id of the message it refers to; 0 where there is none."""
        return int(self.payload.get("message_reference", {}).get("message_id", 0))

    @property
    def buttons(self) -> dict[str, str]:
        """The custom id, or the link, of each button that can be pressed, by its label or its emoji."""
        parts = [part for part in walk(self.payload["components"]) if part["type"] == BUTTON]
        return {
            part.get("label") or part["emoji"]["name"]: str(part.get("custom_id") or part["url"])
            for part in parts
            if not part.get("disabled")
        }

    @property
    def attachments(self) -> list[Json]:
        return list(self.payload["attachments"])

    def _texts(self) -> Iterator[str]:
        yield self.payload["content"]
        for embed in self.payload["embeds"]:
            yield embed.get("author", {}).get("name", "")
            yield embed.get("title", "")
            yield embed.get("description", "")
            for part in embed.get("fields", ()):
                yield from (part["name"], part["value"])
            yield embed.get("footer", {}).get("text", "")
        for part in walk(self.payload["components"]):
            yield part.get("content", "")
