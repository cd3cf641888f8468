"""Discord's limits on the messages of a bot."""

from collections.abc import Iterator

from tests.loopback.components import check_rows
from tests.loopback.payloads import Json
from tests.loopback.refusals import Fault, Refused, length, number, refuse

EMBEDS_TOGETHER = 6_000


def check_message(body: Json, *, files: int = 0) -> None:
    """Refuse a message as Discord would."""
    refuse(_message(body))
    if not any(body.get(key) for key in ("content", "embeds", "components", "attachments")) and not files:
        raise Refused(400, 50006, "Cannot send an empty message")


def _message(body: Json) -> Iterator[Fault]:
    embeds = body.get("embeds") or []
    yield from length("content", body.get("content"), 2_000)
    yield from length("nonce", str(body.get("nonce") or ""), 25)
    yield from number("embeds", embeds, 10)
    for at, embed in enumerate(embeds):
        yield from _embed(f"embeds.{at}", embed)
    if sum(map(_size, embeds)) > EMBEDS_TOGETHER:
        yield Fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
    yield from check_rows(body)


def _embed(path: str, embed: Json) -> Iterator[Fault]:
    yield from length(f"{path}.title", embed.get("title"), 256)
    yield from length(f"{path}.description", embed.get("description"), 4_096)
    yield from length(f"{path}.footer.text", embed.get("footer", {}).get("text"), 2_048)
    yield from length(f"{path}.author.name", embed.get("author", {}).get("name"), 256)
    yield from number(f"{path}.fields", embed.get("fields", []), 25)
    for at, part in enumerate(embed.get("fields", [])):
        yield from length(f"{path}.fields.{at}.name", part["name"], 256, least=1)
        yield from length(f"{path}.fields.{at}.value", part["value"], 1_024, least=1)
    url = embed.get("url")
    if url and not url.startswith(("http://", "https://")):
        yield Fault(f"{path}.url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")


def _size(embed: Json) -> int:
    """The characters of an embed that count towards the sum of all."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [embed.get("footer", {}).get("text"), embed.get("author", {}).get("name")]
    for part in embed.get("fields", []):
        texts += [part["name"], part["value"]]
    return sum(len(text.strip()) for text in texts if text)
