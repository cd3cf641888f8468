"""What our Discord remembers: channels, messages, commands; and the rules for changing them."""

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from tests.loopback import payloads
from tests.loopback.components import ROW, TEXT, overlong, walk
from tests.loopback.files import MOST, File, Files
from tests.loopback.payloads import (
    ATTACH_FILES,
    BOT,
    EMBED_LINKS,
    EVERYDAY,
    GUILD,
    MEMBER,
    READ_HISTORY,
    SEND_IN_THREADS,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    Channel,
    Forum,
    Json,
    Post,
    Tag,
    User,
)
from tests.loopback.pulse import Pulse
from tests.loopback.refusals import Refused

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
MAX_LAYOUT_CHARS = 4_000
MAX_NONCE_CHARS = 25
NONCE_SECONDS = 180.0
"""How long a nonce is enforced: Discord says no more than "the past few minutes"."""
EPOCH = 1_420_070_400_000
"""The first millisecond of Discord's ids."""

_EMPTY: Json = {"content": "", "embeds": [], "components": [], "flags": 0}


class World:
    """`deliver` hands an event to the gateway; `pulse` beats after each change."""

    def __init__(self, deliver: Callable[[str, Json], None], pulse: Pulse) -> None:
        self._deliver = deliver
        self._pulse = pulse
        self._count = itertools.count()
        self._nonces: dict[tuple[int, str], tuple[float, Json]] = {}
        self.clock: Callable[[], float] = time.monotonic
        self.watchers: list[Callable[[Json], None]] = []
        self.message_content = True
        self.user_install = False
        self.commands: list[Json] = []
        self.syncs = 0
        self.messages: dict[int, Json] = {}
        self.sent: list[Json] = []
        self.reactions: list[tuple[int, str]] = []
        self.typed: list[int] = []
        self.channels: dict[int, Channel] = {}
        self.files = Files(self.id)
        self.open_channel("general")

    def id(self, at: datetime | None = None) -> int:
        """A new id, whose upper bits are the time, as Discord's are: that of now, or another."""
        seconds = at.timestamp() if at else time.time()
        return (int(seconds * 1_000) - EPOCH) << 22 | next(self._count) & 0xFFF

    def type_in(self, place: Channel) -> None:
        """Note that the bot shows that it is writing."""
        self.typed.append(place.id)
        self._pulse.beat()

    def open_channel(self, name: str, *, denied: int = 0, hidden: bool = False, nsfw: bool = False) -> Channel:
        place = Channel(self.id(), name, denied=denied, hidden=hidden, nsfw=nsfw)
        self.channels[place.id] = place
        self._deliver("CHANNEL_CREATE", payloads.channel(place))
        return place

    def open_forum(self, name: str, *tags: str, tag_required: bool = False) -> Channel:
        """A forum, and the names of the tags that its posts can have."""
        forum = Forum(tuple(Tag(self.id(), tag) for tag in tags), tag_required)
        place = Channel(self.id(), name, forum=forum)
        self.channels[place.id] = place
        self._deliver("CHANNEL_CREATE", payloads.channel(place))
        return place

    def open_post(self, forum: Channel, title: str, body: Json, author: User, tags: Sequence[str], age: float) -> Json:
        """Let a person begin a post, so many seconds ago; its first message."""
        assert forum.forum
        applied = tuple(tag for tag in forum.forum.tags if tag.name in tags)
        if forum.forum.tag_required and not applied:
            raise Refused(400, 40067, "A tag is required to create a forum post in this channel")
        made_at = datetime.now(UTC) - timedelta(seconds=age)
        post = Post(forum.id, author, made_at, applied)
        place = Channel(self.id(made_at), title, denied=forum.denied, post=post)
        self.channels[place.id] = place
        self._deliver("THREAD_CREATE", self.channel(place) | {"newly_created": True})
        first = payloads.message(place.id, place, author, body) | {"timestamp": made_at.isoformat()}
        self.messages[place.id] = first
        self.tell(first)
        return first

    def change_post(
        self, id: int, *, tags: Sequence[str] | None = None, locked: bool | None = None, archived: bool | None = None
    ) -> None:
        """Give a post other tags, lock it, archive it, or take it up again."""
        place = self.place(id)
        assert place.post
        forum = self.place(place.post.forum).forum
        assert forum
        post = replace(
            place.post,
            tags=place.post.tags if tags is None else tuple(tag for tag in forum.tags if tag.name in tags),
            locked=place.post.locked if locked is None else locked,
            archived=place.post.archived if archived is None else archived,
        )
        self.channels[id] = replace(place, post=post)
        self._deliver("THREAD_UPDATE", self.channel(self.channels[id]))
        self._pulse.beat()

    def open_outside(self, kind: Literal["server", "group"]) -> Channel:
        place = Channel(self.id(), kind, outside=kind)
        self.channels[place.id] = place
        return place

    def open_direct(self, person: User) -> Channel:
        """The direct messages with a person; the same channel each time."""
        for place in self.channels.values():
            if place.person == person:
                return place
        place = Channel(self.id(), person=person)
        self.channels[place.id] = place
        return place

    def guild(self) -> Json:
        """The server as it is now."""
        inside = [place for place in self.channels.values() if place.person is None and not place.outside]
        active = [place for place in inside if place.post and not place.post.archived]
        return payloads.guild(
            [self.channel(place) for place in inside if not place.post], [self.channel(place) for place in active]
        )

    def channel(self, place: Channel) -> Json:
        if place.forum:
            posts = [each.id for each in self.channels.values() if each.post and each.post.forum == place.id]
            return payloads.channel(place, sorted(posts))
        shown = [int(each["id"]) for each in self.history(place) if not each["flags"] & EPHEMERAL]
        return payloads.channel(place, sorted(shown))

    def place(self, id: int) -> Channel:
        if id not in self.channels:
            raise Refused(404, 10003, "Unknown Channel")
        return self.channels[id]

    def message(self, id: int) -> Json:
        if id not in self.messages:
            raise Refused(404, 10008, "Unknown Message")
        return self.messages[id]

    def history(self, place: Channel) -> list[Json]:
        """The messages of a channel, oldest first."""
        return [message for message in self.messages.values() if message["channel_id"] == str(place.id)]

    def say(self, place: Channel, author: User, body: Json, *, answering: Json | None = None) -> Json:
        """Put a person's message into a channel and tell the bot of it."""
        message = payloads.message(self.id(), place, author, body, answering=answering)
        self.messages[int(message["id"])] = message
        self.tell(message)
        return message

    def tell(self, message: Json, event: str = "MESSAGE_CREATE") -> None:
        """Send a message to the gateway, with what only events carry."""
        place = self.channels[int(message["channel_id"])]
        if place.outside:
            return
        author = next((one for one in payloads.PEOPLE if str(one.id) == message["author"]["id"]), MEMBER)
        where: Json = {"channel_type": 1}
        if place.person is None:
            where = {"guild_id": str(GUILD), "member": payloads.membership(author), "channel_type": place.kind}
        self._deliver(event, message | where)
        self._pulse.beat()

    def post(self, place: Channel, body: Json, *, files: Sequence[File] = (), quiet: bool = False) -> Json:
        """Take a message from the bot; the first one where its enforced nonce was used in the channel before.

        An ephemeral message is `quiet`: the gateway tells nobody of it.
        """
        nonce = str(body.get("nonce") or "")
        self._witness(body)
        check_lengths(body)
        if body.get("enforce_nonce") and (first := self._first_with(place, nonce)):
            return first
        if len(nonce) > MAX_NONCE_CHARS:
            raise Refused(400, 50035, "Invalid Form Body")
        if place.post and place.post.archived:
            self.change_post(place.id, archived=False)
        answering = self._referred(body)
        attached = {"attachments": self._attached(files)}
        message = payloads.message(self.id(), place, BOT, body | attached, answering=answering)
        if nonce:
            message["nonce"] = nonce
            if not self._first_with(place, nonce):
                self._nonces[place.id, nonce] = self.clock(), message
        self.messages[int(message["id"])] = message
        self._pulse.beat() if quiet else self.tell(message)
        return message

    def _first_with(self, place: Channel, nonce: str) -> Json | None:
        """The message that carried this nonce in the channel within the last minutes."""
        sent, message = self._nonces.get((place.id, nonce), (0.0, None))
        return message if message and self.clock() - sent < NONCE_SECONDS else None

    def _attached(self, files: Sequence[File]) -> list[Json]:
        if any(len(file.content) > MOST for file in files):
            raise Refused(413, 40005, "Request entity too large")
        return self.files.keep(files)

    def _witness(self, body: Json) -> None:
        self.sent.append(body)
        for watcher in self.watchers:
            watcher(body)

    def _referred(self, body: Json) -> Json | None:
        to = body.get("message_reference")
        if to is None:
            return None
        if int(to["message_id"]) in self.messages:
            return self.messages[int(to["message_id"])]
        if to.get("fail_if_not_exists", True):
            raise Refused(400, 50035, "Invalid Form Body")
        return None

    def may_post(self, place: Channel, body: Json, *, files: Sequence[File] = ()) -> None:
        """Refuse what the bot's permissions in the channel do not cover."""
        if place.outside:
            raise Refused(403, 50001, "Missing Access")
        if place.forum:
            raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        if place.post and place.post.locked:
            raise Refused(403, 160005, "Thread is locked")
        allowed = EVERYDAY if place.person else place.allowed
        if not allowed & VIEW_CHANNEL:
            raise Refused(403, 50001, "Missing Access")
        _check_form(body)
        needed = (
            (SEND_IN_THREADS if place.post else SEND_MESSAGES)
            | (EMBED_LINKS if body.get("embeds") else 0)
            | (ATTACH_FILES if files else 0)
        )
        if needed & ~(allowed & EVERYDAY):
            raise Refused(403, 50013, "Missing Permissions")
        if body.get("message_reference") and not allowed & READ_HISTORY:
            raise Refused(403, 160002, "Cannot reply without permission to read message history")

    def may_read_history(self, place: Channel) -> bool:
        return bool(place.person or place.allowed & READ_HISTORY)

    def edit(self, id: int, body: Json, *, files: Sequence[File] = ()) -> Json:
        message = self.message(id)
        if message["author"]["id"] != str(BOT.id):
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        _check_form({**message, **body, "flags": message["flags"] | body.get("flags", 0)})
        self._witness(body)
        changed = {key: body[key] for key in ("content", "embeds", "components", "flags") if key in body}
        message |= {key: _EMPTY[key] if value is None else value for key, value in changed.items()}
        message["attachments"] += self._attached(files)
        message["edited_timestamp"] = datetime.now(UTC).isoformat()
        if message["flags"] & EPHEMERAL:
            self._pulse.beat()
        else:
            self.tell(message, "MESSAGE_UPDATE")
        return message

    def delete(self, id: int) -> None:
        message = self.message(id)
        del self.messages[id]
        event = {"id": str(id), "channel_id": message["channel_id"]}
        if self.channels[int(message["channel_id"])].person is None:
            event["guild_id"] = str(GUILD)
        if not message["flags"] & EPHEMERAL:
            self._deliver("MESSAGE_DELETE", event)
        self._pulse.beat()

    def sync(self, commands: list[Json]) -> list[Json]:
        """Replace the application's commands with these."""
        self.syncs += 1
        self.commands = [self._registered(command) for command in commands]
        self._pulse.beat()
        return self.commands

    def _registered(self, command: Json) -> Json:
        own = {"id": str(self.id()), "application_id": str(BOT.id), "version": str(self.id())}
        return {"type": 1, "description": "", "default_member_permissions": None, **command, **own}


def check_lengths(shown: Json) -> None:
    """Refuse a message or a form with a part that is too long."""
    if faults := overlong(shown):
        raise Refused(400, 50035, f"Invalid Form Body: {faults}")


def _check_form(message: Json) -> None:
    """Refuse what Discord refuses: a message is made of components, or of text and embeds, and stays so."""
    check_lengths(message)
    if message.get("flags", 0) & COMPONENTS_V2:
        texts = [part["content"] for part in walk(message.get("components") or []) if part["type"] == TEXT]
        too_long = sum(map(len, texts)) > MAX_LAYOUT_CHARS
        if message.get("content") or message.get("embeds") or not texts or too_long:
            raise Refused(400, 50035, "Invalid Form Body")
    elif any(row["type"] != ROW for row in message.get("components") or ()):
        raise Refused(400, 50035, "Invalid Form Body")
