"""The shapes of Discord's objects, as its API version 10 sends them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Json = dict[str, Any]

GUILD = 400_000_000_000_000_001
ELSEWHERE = 400_000_000_000_000_777
"""A server that the bot is not on."""
APPLICATION = 500_000_000_000_000_001

ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_HISTORY = 1 << 16
SEND_IN_THREADS = 1 << 38
REQUIRE_TAG = 1 << 4
"""The flag of a forum whose posts need a tag."""
READING = VIEW_CHANNEL | READ_HISTORY
EVERYDAY = READING | ADD_REACTIONS | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | SEND_IN_THREADS


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot; `permissions` are those that its role gives it in the server."""

    id: int
    name: str
    permissions: int = EVERYDAY
    bot: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    @property
    def role(self) -> int:
        """The id of the role that only this member has."""
        return self.id + 1


BOT = User(APPLICATION, "Footnote", bot=True)
OWNER = User(300_000_000_000_000_001, "olive", permissions=ADMINISTRATOR)
MEMBER = User(300_000_000_000_000_011, "ada")
MODERATOR = User(300_000_000_000_000_021, "grace", permissions=EVERYDAY | MANAGE_GUILD)
PEOPLE = (BOT, OWNER, MEMBER, MODERATOR)


@dataclass(frozen=True, slots=True)
class Role:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that a forum's posts can have."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Forum:
    """What a forum has of its own: the tags that its posts can have, and whether each needs one."""

    tags: tuple[Tag, ...] = ()
    tag_required: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """What a thread of a forum has of its own; its first message has the thread's id."""

    forum: int
    owner: User
    made_at: datetime
    tags: tuple[Tag, ...] = ()
    locked: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A text channel, a forum or one of its posts, or the direct messages with `person`.

    `denied` is what the bot may not do in it. One that is `hidden` only administrators and the bot see. `outside` are
    those where the bot is not, and is only heard of by whoever has installed it: a channel of another server, or a
    group of people.
    """

    id: int
    name: str = ""
    person: User | None = None
    denied: int = 0
    hidden: bool = False
    nsfw: bool = False
    outside: Literal["", "server", "group"] = ""
    forum: Forum | None = None
    post: Post | None = None

    @property
    def kind(self) -> int:
        """The type that Discord gives it."""
        if self.person or self.outside == "group":
            return 1 if self.person else 3
        return 15 if self.forum else 11 if self.post else 0

    @property
    def context(self) -> int:
        """The kind of place, as interactions and commands name it."""
        return 2 if self.outside == "group" else 1 if self.person else 0

    @property
    def allowed(self) -> int:
        """The bot's permissions here."""
        return BOT.permissions & ~self.denied


def user(person: User) -> Json:
    return {
        "id": str(person.id),
        "username": person.name,
        "discriminator": "0",
        "global_name": None if person.bot else person.name.title(),
        "avatar": None,
        "bot": person.bot,
        "public_flags": 0,
    }


def membership(person: User) -> Json:
    """A member without its user, as a message carries it."""
    return {
        "roles": [str(person.role)],
        "nick": None,
        "avatar": None,
        "joined_at": "2024-01-01T00:00:00+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }


def member(person: User) -> Json:
    return {**membership(person), "user": user(person)}


def role(id: int, name: str, permissions: int) -> Json:
    return {
        "id": str(id),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": int(id != GUILD),
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def channel(place: Channel, shown: Sequence[int] = ()) -> Json:
    """A channel; `shown` are the messages in it that everybody sees, or the posts of a forum."""
    shared = {"id": str(place.id), "type": place.kind, "last_message_id": str(shown[-1]) if shown else None}
    if place.outside == "group":
        return {**shared, "recipients": [user(MEMBER), user(MODERATOR)], "name": place.name, "icon": None}
    if place.person is not None:
        return {**shared, "recipients": [user(place.person)], "flags": 0}
    shared |= {"guild_id": str(ELSEWHERE if place.outside else GUILD), "name": place.name, "rate_limit_per_user": 0}
    if place.post is not None:
        return shared | _thread(place.post, len(shown))
    shared |= {"position": 0, "nsfw": place.nsfw, "topic": None, "parent_id": None}
    seen = str(VIEW_CHANNEL if place.hidden else 0)
    shared["permission_overwrites"] = [
        {"id": str(GUILD), "type": 0, "allow": "0", "deny": seen},
        {"id": str(BOT.role), "type": 0, "allow": seen, "deny": str(place.denied)},
    ]
    return shared | (_forum(place.forum) if place.forum else {})


def _forum(forum: Forum) -> Json:
    tags = [
        {"id": str(tag.id), "name": tag.name, "moderated": False, "emoji_id": None, "emoji_name": None}
        for tag in forum.tags
    ]
    return {
        "available_tags": tags,
        "flags": REQUIRE_TAG if forum.tag_required else 0,
        "default_auto_archive_duration": 1_440,
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }


def _thread(post: Post, messages: int) -> Json:
    made_at = post.made_at.isoformat()
    return {
        "parent_id": str(post.forum),
        "owner_id": str(post.owner.id),
        "applied_tags": [str(tag.id) for tag in post.tags],
        "flags": 0,
        # Neither counts the message that a post begins with.
        "message_count": max(messages - 1, 0),
        "total_message_sent": max(messages - 1, 0),
        "member_count": 1,
        "thread_metadata": {
            "archived": post.archived,
            "archive_timestamp": made_at,
            "auto_archive_duration": 1_440,
            "locked": post.locked,
            "create_timestamp": made_at,
        },
    }


def guild(channels: Sequence[Json], threads: Sequence[Json]) -> Json:
    """The server with its channels and active threads."""
    everyone = role(GUILD, "@everyone", VIEW_CHANNEL)
    return {
        "id": str(GUILD),
        "name": "The Reading Room",
        "owner_id": str(OWNER.id),
        "unavailable": False,
        "joined_at": "2024-01-01T00:00:00+00:00",
        "large": False,
        "member_count": len(PEOPLE),
        "members": [member(person) for person in PEOPLE],
        "roles": [everyone, *(role(person.role, person.name, person.permissions) for person in PEOPLE)],
        "channels": channels,
        "threads": threads,
        "preferred_locale": "en-US",
        "features": [],
        **{key: [] for key in ("emojis", "stickers", "presences", "voice_states")},
        **{key: [] for key in ("stage_instances", "guild_scheduled_events", "soundboard_sounds")},
        **{key: 0 for key in ("verification_level", "default_message_notifications", "mfa_level")},
        **{key: 0 for key in ("explicit_content_filter", "premium_tier", "nsfw_level", "afk_timeout")},
    }


def application(*, message_content: bool, user_install: bool = False) -> Json:
    """The application; its flags say whether the message-content intent is switched on for it.

    `user_install` is whether people can install it for themselves.
    """
    return {
        "id": str(APPLICATION),
        "name": BOT.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": user(OWNER),
        "team": None,
        "summary": "",
        "flags": (1 << 19) if message_content else 0,
        "integration_types_config": {"0": {}, **({"1": {}} if user_install else {})},
    }


def message(id: int, place: Channel, author: User, body: Json, *, answering: Json | None = None) -> Json:
    """A message of now; `body` is what its author sent, `answering` the message it refers to."""
    sent: Json = {
        "id": str(id),
        "channel_id": str(place.id),
        "type": 0 if answering is None else 19,
        "author": user(author),
        "content": body.get("content") or "",
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": mentions(body.get("content") or ""),
        "mention_roles": [],
        "attachments": body.get("attachments", []),
        "embeds": [{"type": "rich", **embed} for embed in body.get("embeds") or ()],
        "components": body.get("components") or [],
        "flags": body.get("flags", 0),
        "pinned": False,
    }
    sent |= {key: body[key] for key in ("message_snapshots", "message_reference") if key in body and not author.bot}
    if answering is not None:
        sent["message_reference"] = reference(answering, place)
        sent["referenced_message"] = {key: answering[key] for key in answering if key != "referenced_message"}
        sent["mentions"] += mentions(f"<@{answering['author']['id']}>")
    return sent


def forwarded(message: Json, place: Channel) -> Json:
    """What a message that forwards another one has of it."""
    kept = ("type", "content", "embeds", "attachments", "timestamp", "edited_timestamp", "flags", "components")
    shown = {key: message[key] for key in kept} | {"mentions": [], "mention_roles": []}
    return {"message_reference": reference(message, place) | {"type": 1}, "message_snapshots": [{"message": shown}]}


def reference(to: Json, place: Channel) -> Json:
    where = {} if place.person else {"guild_id": str(GUILD)}
    return {"type": 0, "message_id": to["id"], "channel_id": to["channel_id"], **where}


def mentions(content: str) -> list[Json]:
    """The users whom a text mentions."""
    named = {int(id) for id in re.findall(r"<@!?(\d+)>", content)}
    return [{**user(person), "member": membership(person)} for person in PEOPLE if person.id in named]
