"""What the people of our server write, and how a test waits for the bot's replies."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.loopback import payloads
from tests.loopback.files import File
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Interactions
from tests.loopback.payloads import BOT, MEMBER, MODERATOR, OWNER, Channel, Json, User
from tests.loopback.pulse import Pulse
from tests.loopback.reply import Reply
from tests.loopback.world import World


class Acts:
    """Base of `Gestures`: only what people do with messages, no network."""

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
        self,
        text: str,
        *,
        place: Channel | None = None,
        author: User = MEMBER,
        answering: Reply | None = None,
        files: Sequence[File] = (),
    ) -> Json:
        """A person writes a message; it refers to a reply of the bot, and pings it, where one is given."""
        body: Json = {"content": text, "attachments": self.world.files.keep(files)}
        to = None if answering is None else answering.payload
        return self.world.say(place or self.general, author, body, answering=to)

    def forward(self, message: Json, *, place: Channel | None = None, author: User = MEMBER) -> Json:
        """A person forwards a message, whatever channel it is in."""
        forwarded = payloads.forwarded(message, self.world.channels[int(message["channel_id"])])
        return self.world.say(place or self.general, author, forwarded)

    def post(
        self, forum: Channel, title: str, text: str, *, author: User = MEMBER, tags: Sequence[str] = (), age: float = 0
    ) -> Json:
        """A person begins a post in a forum, so many seconds ago; the message that it begins with."""
        return self.world.open_post(forum, title, {"content": text}, author, tags, age)

    def edit(self, message: Json, text: str) -> None:
        """A person changes a message of theirs."""
        now = datetime.now(UTC).isoformat()
        message |= {"content": text, "edited_timestamp": now, "mentions": payloads.mentions(text)}
        self.world.tell(message, "MESSAGE_UPDATE")

    def delete(self, message: Json) -> None:
        self.world.delete(int(message["id"]))

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

    async def changed(self, reply: Reply, words: str) -> None:
        """Wait until a reply of the bot holds these words."""
        await self.pulse.until(lambda: words in reply.text, f"{words!r} in the reply")
