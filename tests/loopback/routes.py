"""The HTTP routes that a bot like this one needs."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.loopback import payloads
from tests.loopback.files import File
from tests.loopback.interactions import Interactions
from tests.loopback.payloads import BOT, GUILD, PEOPLE, Json
from tests.loopback.refusals import Refused
from tests.loopback.world import World

Handlers = dict[str, Callable[[web.Request], Awaitable[web.Response]]]


def reply(value: object = None, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """An answer whose content type is exactly what discord.py looks for."""
    if value is None:
        return web.Response(status=204)
    exact = {"Content-Type": "application/json"} | (headers or {})
    return web.Response(body=json.dumps(value).encode(), status=status, headers=exact)


async def read(request: web.Request) -> tuple[Json, list[File]]:
    """The JSON that came, and the files that came with it."""
    if not request.content_type.startswith("multipart/"):
        return (await request.json()) if request.body_exists else {}, []
    form = await request.post()
    parts = [part for part in form.values() if isinstance(part, web.FileField)]
    return json.loads(str(form["payload_json"])), [File(part.filename, part.file.read()) for part in parts]


class Routes:
    """What each route does to the world."""

    def __init__(self, world: World, interactions: Interactions, gateway_url: Callable[[], str]) -> None:
        self._world = world
        self._interactions = interactions
        self._gateway_url = gateway_url

    def all(self) -> Handlers:
        return {**self._of_the_bot(), **self._of_messages(), **self._of_interactions()}

    def _of_the_bot(self) -> Handlers:
        return {
            "GET /users/@me": self._me,
            "GET /users/{user}": self._user,
            "POST /users/@me/channels": self._direct,
            "GET /applications/@me": self._application,
            "GET /oauth2/applications/@me": self._application,
            "GET /gateway": self._gateway,
            "GET /gateway/bot": self._gateway,
            "GET /users/@me/guilds": self._guilds,
            f"GET /guilds/{GUILD}": self._guild,
            f"GET /guilds/{GUILD}/channels": self._channels,
            f"GET /guilds/{GUILD}/members/{{user}}": self._member,
            f"GET /applications/{BOT.id}/commands": self._commands,
            f"PUT /applications/{BOT.id}/commands": self._sync,
        }

    def _of_messages(self) -> Handlers:
        message = "/channels/{channel}/messages/{message}"
        return {
            "GET /channels/{channel}": self._channel,
            "GET /channels/{channel}/messages": self._history,
            "POST /channels/{channel}/messages": self._post,
            "POST /channels/{channel}/typing": self._typing,
            f"GET {message}": self._message,
            f"PATCH {message}": self._edit,
            f"DELETE {message}": self._delete,
            f"PUT {message}/reactions/{{emoji}}/@me": self._react,
        }

    def _of_interactions(self) -> Handlers:
        webhook = f"/webhooks/{BOT.id}/{{token}}"
        return {
            "POST /interactions/{id}/{token}/callback": self._callback,
            f"POST {webhook}": self._follow_up,
            f"GET {webhook}/messages/{{message}}": self._webhook_message,
            f"PATCH {webhook}/messages/{{message}}": self._webhook_edit,
            f"DELETE {webhook}/messages/{{message}}": self._webhook_delete,
        }

    async def _me(self, request: web.Request) -> web.Response:
        return reply(payloads.user(BOT))

    async def _user(self, request: web.Request) -> web.Response:
        for person in PEOPLE:
            if str(person.id) == request.match_info["user"]:
                return reply(payloads.user(person))
        raise Refused(404, 10013, "Unknown User")

    async def _guilds(self, request: web.Request) -> web.Response:
        return reply([] if "after" in request.query else [self._world.guild()])

    async def _guild(self, request: web.Request) -> web.Response:
        return reply(self._world.guild())

    async def _channels(self, request: web.Request) -> web.Response:
        return reply(self._world.guild()["channels"])

    async def _member(self, request: web.Request) -> web.Response:
        for person in PEOPLE:
            if str(person.id) == request.match_info["user"]:
                return reply(payloads.member(person))
        raise Refused(404, 10007, "Unknown Member")

    async def _direct(self, request: web.Request) -> web.Response:
        body, _ = await read(request)
        for person in PEOPLE:
            if str(person.id) == str(body["recipient_id"]):
                return reply(payloads.channel(self._world.open_direct(person)))
        raise Refused(400, 50033, "Invalid Recipient(s)")

    async def _application(self, request: web.Request) -> web.Response:
        world = self._world
        return reply(payloads.application(message_content=world.message_content, user_install=world.user_install))

    async def _gateway(self, request: web.Request) -> web.Response:
        limit = {"total": 1_000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
        return reply({"url": self._gateway_url(), "shards": 1, "session_start_limit": limit})

    async def _commands(self, request: web.Request) -> web.Response:
        return reply(self._world.commands)

    async def _sync(self, request: web.Request) -> web.Response:
        return reply(self._world.sync(await request.json()))

    async def _channel(self, request: web.Request) -> web.Response:
        return reply(self._world.channel(self._world.place(int(request.match_info["channel"]))))

    async def _history(self, request: web.Request) -> web.Response:
        place = self._world.place(int(request.match_info["channel"]))
        if not self._world.may_read_history(place):
            return reply([])
        before = int(request.query.get("before", 1 << 63))
        after, most = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        told = [one for one in self._world.history(place) if after < int(one["id"]) < before]
        return reply((told[:most] if "after" in request.query else told[-most:])[::-1])

    async def _post(self, request: web.Request) -> web.Response:
        body, files = await read(request)
        place = self._world.place(int(request.match_info["channel"]))
        self._world.may_post(place, body, files=files)
        return reply(self._world.post(place, body, files=files))

    async def _typing(self, request: web.Request) -> web.Response:
        self._world.type_in(self._world.place(int(request.match_info["channel"])))
        return reply()

    async def _message(self, request: web.Request) -> web.Response:
        if not self._world.may_read_history(self._world.place(int(request.match_info["channel"]))):
            raise Refused(403, 50013, "Missing Permissions")
        return reply(self._world.message(int(request.match_info["message"])))

    async def _edit(self, request: web.Request) -> web.Response:
        body, files = await read(request)
        return reply(self._world.edit(int(request.match_info["message"]), body, files=files))

    async def _delete(self, request: web.Request) -> web.Response:
        self._world.delete(int(request.match_info["message"]))
        return reply()

    async def _react(self, request: web.Request) -> web.Response:
        message = self._world.message(int(request.match_info["message"]))
        self._world.reactions.append((int(message["id"]), request.match_info["emoji"]))
        return reply()

    async def _callback(self, request: web.Request) -> web.Response:
        body, files = await read(request)
        answered = self._interactions.callback(request.match_info["token"], body, files=files)
        return reply(answered if request.query.get("with_response") else None)

    async def _follow_up(self, request: web.Request) -> web.Response:
        body, files = await read(request)
        return reply(self._interactions.follow_up(request.match_info["token"], body, files=files))

    async def _webhook_message(self, request: web.Request) -> web.Response:
        return reply(self._interactions.get(request.match_info["token"], request.match_info["message"]))

    async def _webhook_edit(self, request: web.Request) -> web.Response:
        body, files = await read(request)
        where = request.match_info
        return reply(self._interactions.edit(where["token"], where["message"], body, files=files))

    async def _webhook_delete(self, request: web.Request) -> web.Response:
        self._interactions.delete(request.match_info["token"], request.match_info["message"])
        return reply()
