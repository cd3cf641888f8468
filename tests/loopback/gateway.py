"""The websocket side of our Discord: identify, heartbeat, events, resume."""

import asyncio
import json
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.loopback import payloads
from tests.loopback.payloads import BOT, Json
from tests.loopback.pulse import Pulse

GUILDS, GUILD_MESSAGES, GUILD_REACTIONS = 1 << 0, 1 << 9, 1 << 10
DIRECT_MESSAGES, DIRECT_REACTIONS, MESSAGE_CONTENT = 1 << 12, 1 << 13, 1 << 15
RESUMABLE_CODES = (4000, 4001, 4002, 4003, 4005, 4008)
"""After these the session is kept; after 4007 and 4009 the bot is let in again, but has missed what was said."""


class Wire:
    """One websocket connection; what is put on it leaves in order."""

    def __init__(self, request: web.Request, *, parts: bool = True) -> None:
        self._request = request
        # The least effort: where a bot is measured, this shares its processors.
        self._deflate = zlib.compressobj(zlib.Z_BEST_SPEED) if request.query.get("compress") == "zlib-stream" else None
        self._waiting: asyncio.Queue[Json] = asyncio.Queue()
        self.socket = web.WebSocketResponse(autoclose=parts)
        self.closed_with = 0
        """The code with which we closed it; 0 while we have not."""

    def put(self, frame: Json) -> None:
        self._waiting.put_nowait(frame)

    async def send_all(self) -> None:
        while True:
            text = json.dumps(await self._waiting.get())
            if self._deflate is None:
                await self.socket.send_str(text)
            else:
                packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)

    async def close(self, code: int) -> None:
        self.closed_with = code
        await self.socket.close(code=code)

    def drop(self) -> None:
        """Cut the connection without a closing frame."""
        if self._request.transport is not None:
            self._request.transport.abort()


@dataclass(slots=True)
class Session:
    """What a logged-in bot has been told; it outlives the connection, so that it can be resumed."""

    id: str
    intents: int
    wire: Wire | None
    told: list[Json] = field(default_factory=list)

    def tell(self, event: str, data: Json) -> None:
        frame = {"op": 0, "t": event, "s": len(self.told) + 1, "d": data}
        self.told.append(frame)
        if self.wire is not None:
            self.wire.put(frame)


class Gateway:
    """`guild` makes the server's payload; `allows_content` says whether the privileged intent is switched on."""

    def __init__(self, token: str, guild: Callable[[], Json], allows_content: Callable[[], bool], pulse: Pulse) -> None:
        self._token = token
        self._guild = guild
        self._allows_content = allows_content
        self._pulse = pulse
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.logins = 0
        self.resumed = 0
        self.heartbeats = 0
        self.url = ""
        self.silent = False
        """Takes connections and says nothing on them, as a gateway in trouble does."""
        self.parts = True
        """Whether it closes a connection that the bot closes; else it goes on without a word."""
        self.refusing = False
        """Takes no connections, as when the line is down."""
        self.connections = 0
        self.login_code = 0
        """The code with which a login is closed; 0 lets the bot in."""

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        if self.refusing:
            raise web.HTTPServiceUnavailable
        wire = Wire(request, parts=self.parts)
        await wire.socket.prepare(request)
        self.connections += 1
        self._pulse.beat()
        sending = asyncio.create_task(wire.send_all())
        if not self.silent:
            wire.put({"op": 10, "s": None, "t": None, "d": {"heartbeat_interval": 41_250}})
        try:
            await self._read(wire)
            if not self.parts:
                await asyncio.Event().wait()
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            self._leave(wire)
        return wire.socket

    async def _read(self, wire: Wire) -> None:
        async for frame in wire.socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            code = self._received(wire, json.loads(frame.data))
            if code:
                await wire.close(code)

    def _received(self, wire: Wire, frame: Json) -> int:
        """Act on a frame; the code to close the connection with, or 0."""
        if frame["op"] == 1:
            self.heartbeats += 1
            wire.put({"op": 11})
        elif frame["op"] == 2:
            return self._identify(wire, frame["d"])
        elif frame["op"] == 6:
            self._resume(wire, frame["d"])
        elif frame["op"] not in (3, 8):
            return 4001
        return 0

    def _identify(self, wire: Wire, data: Json) -> int:
        self.identified.append(data)
        self._pulse.beat()
        if self.login_code or data["token"] != self._token:
            return self.login_code or 4004
        if data["intents"] & MESSAGE_CONTENT and not self._allows_content():
            return 4014
        session = Session(secrets.token_hex(16), data["intents"], wire)
        session.tell("READY", self._ready(session, data.get("shard", [0, 1])))
        if session.intents & GUILDS:
            session.tell("GUILD_CREATE", self._guild())
        self.sessions[session.id] = session
        self.logins += 1
        self._pulse.beat()
        return 0

    def _ready(self, session: Session, shard: list[int]) -> Json:
        guild = self._guild()
        return {
            "v": 10,
            "user": payloads.user(BOT),
            "guilds": [{"id": guild["id"], "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": shard,
            "application": {"id": str(BOT.id), "flags": 0},
            "private_channels": [],
        }

    def _resume(self, wire: Wire, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self._token or data["seq"] > len(session.told):
            wire.put({"op": 9, "d": False})
            return
        for frame in session.told[data["seq"] :]:
            wire.put(frame)
        session.wire = wire
        session.tell("RESUMED", {})
        self.resumed += 1
        self._pulse.beat()

    def _leave(self, wire: Wire) -> None:
        """Forget the connection; and the session too where the bot closed it for good (1000 or 1001).

        A client that is told a code answers with 1000, which ends nothing.
        """
        for session in [*self.sessions.values()]:
            if session.wire is not wire:
                continue
            session.wire = None
            if not wire.closed_with and wire.socket.close_code in (1000, 1001):
                del self.sessions[session.id]
        self._pulse.beat()

    def tell(self, event: str, data: Json) -> None:
        """Send an event to every session that is to hear of it, as much as it is to know."""
        needed = _needed(event, data)
        for session in self.sessions.values():
            if not needed or session.intents & needed:
                session.tell(event, visible(data, session.intents) if event.startswith("MESSAGE_") else data)

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.sessions.values() if session.wire is not None]

    def drop(self) -> None:
        """Cut every connection without a word; the sessions can be resumed."""
        for session in self.connected:
            if session.wire is not None:
                session.wire.drop()
            session.wire = None

    async def close(self, code: int) -> None:
        """Close every connection with a code; the sessions can be resumed if it allows that."""
        for session in self.connected:
            if code not in RESUMABLE_CODES:
                del self.sessions[session.id]
            if session.wire is not None:
                await session.wire.close(code)

    def ask_to_reconnect(self) -> None:
        for session in self.connected:
            if session.wire is not None:
                session.wire.put({"op": 7, "d": None})

    def invalidate(self) -> None:
        """End every session: the bot has to log in anew."""
        for session in self.connected:
            if session.wire is not None:
                session.wire.put({"op": 9, "d": False})
        self.sessions.clear()


def _needed(event: str, data: Json) -> int:
    """The intent that is needed to hear of an event; 0 where none is."""
    direct = "guild_id" not in data
    if event.startswith("MESSAGE_REACTION"):
        return DIRECT_REACTIONS if direct else GUILD_REACTIONS
    if event.startswith("MESSAGE_"):
        return DIRECT_MESSAGES if direct else GUILD_MESSAGES
    if event.startswith(("CHANNEL_", "THREAD_", "GUILD_")):
        return GUILDS
    return 0


def visible(message: Json, intents: int) -> Json:
    """A message as a bot with these intents gets it: emptied where it may not read the content."""
    shown = dict(message)
    if shown.get("referenced_message"):
        inner = shown["referenced_message"] | {key: message[key] for key in ("guild_id",) if key in message}
        shown["referenced_message"] = visible(inner, intents)
    own = message.get("author", {}).get("id") == str(BOT.id)
    named = any(person["id"] == str(BOT.id) for person in message.get("mentions", ()))
    if intents & MESSAGE_CONTENT or "guild_id" not in message or own or named or "content" not in message:
        return shown
    return shown | {"content": "", "embeds": [], "attachments": [], "components": []}
