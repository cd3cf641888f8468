"""Every HTTP request on its way through our Discord: troubles, the token, refusals, strays."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from tests.loopback.refusals import Refused
from tests.loopback.routes import reply
from tests.loopback.script import Banned, Cut, RateLimit, Script, ServerError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
API = "/api/v10"


def limits(most: int) -> dict[str, str]:
    """The headers of a rate limit of so many requests a second, all but one of them left."""
    left = {"X-RateLimit-Limit": str(most), "X-RateLimit-Remaining": str(most - 1)}
    return {**left, "X-RateLimit-Reset-After": "1.000", "Via": "1.1 loopback"}


@dataclass(frozen=True, slots=True)
class Request:
    """What the bot asked: the method and path, and the status it got; 0 where the connection was cut."""

    line: str
    status: int


class Rest:
    """Wraps the routes; a request that fits none is refused and kept in `strays`."""

    def __init__(self, script: Script, token: str) -> None:
        self._script = script
        self._token = token
        self.limits = limits(5)
        self.requests: list[Request] = []
        self.strays: list[str] = []

    @web.middleware
    async def rules(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let scripted troubles happen, check the token, put refusals into Discord's form."""
        if not request.path.startswith(API):
            return await handler(request)
        line = f"{request.method} {request.path.removeprefix(API)}"
        # Read whole before anything else, so that a cut connection leaves nothing half sent.
        await (request.post() if request.content_type.startswith("multipart/") else request.read())
        response = await self._through_trouble(line, request, handler)
        self.requests.append(Request(line, 0 if response is None else response.status))
        if response is None:
            return _hang_up(request)
        for name, value in self.limits.items():
            response.headers.setdefault(name, value)
        return response

    async def _through_trouble(self, line: str, request: web.Request, handler: Handler) -> web.StreamResponse | None:
        match self._script.take(line):
            case RateLimit(seconds):
                body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
                headers = {"Retry-After": f"{seconds:.3f}", "X-RateLimit-Remaining": "0"}
                return reply(body, status=429, headers=headers)
            case Banned():
                page = "<html><title>Access denied</title>error code: 1015</html>"
                return web.Response(text=page, status=429, content_type="text/html", headers={"Via": ""})
            case ServerError(status):
                return reply({"message": f"{status}: Server Error", "code": 0}, status=status)
            case Cut(done):
                if done:
                    await self._answer(line, request, handler)
                return None
        return await self._answer(line, request, handler)

    async def _answer(self, line: str, request: web.Request, handler: Handler) -> web.StreamResponse:
        own_token = " /interactions/" in line or " /webhooks/" in line
        if not own_token and request.headers.get("Authorization") != f"Bot {self._token}":
            return reply({"message": "401: Unauthorized", "code": 0}, status=401)
        try:
            return await handler(request)
        except Refused as refused:
            return reply(refused.form(), status=refused.status)
        except web.HTTPException as error:
            self.strays.append(line)
            return reply({"message": str(error), "code": 0}, status=error.status)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.close()
    return web.Response()
