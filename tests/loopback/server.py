"""Our Discord on 127.0.0.1: a server whose people a test lets speak, and the bot's process beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType

from aiohttp import web

from tests.loopback.gateway import Gateway
from tests.loopback.gestures import Gestures
from tests.loopback.interactions import Interactions
from tests.loopback.process import BotProcess, started
from tests.loopback.pulse import Pulse
from tests.loopback.rest import API, Rest
from tests.loopback.routes import Routes
from tests.loopback.script import Script
from tests.loopback.world import World

TOKEN = "NTAwMDAwMDAwMDAwMDAwMDAx.loopback.not-a-token-of-anyone"


class Loopback(Gestures):
    """`async with Loopback() as discord`; at its end it fails if the bot used a route that is not there."""

    def __init__(self) -> None:
        self.pulse = Pulse()
        self.script = Script()
        self.processes: list[BotProcess] = []
        self._logins = 0
        self.gateway = Gateway(TOKEN, lambda: self.world.guild(), lambda: self.world.message_content, self.pulse)
        self.world = World(self.gateway.tell, self.pulse)
        self.rest = Rest(self.script, TOKEN)
        super().__init__(self.world, self.gateway, Interactions(self.world, self.pulse), self.pulse)
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.1)

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self.rest.rules])
        routes = Routes(self.world, self.interactions, lambda: self.gateway.url)
        for line, handler in routes.all().items():
            method, path = line.split()
            app.router.add_route(method, API + path, handler)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/attachments/{id}/{name}", self.world.files.serve)
        return app

    async def __aenter__(self) -> "Loopback":
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url, self.gateway.url = f"http://{host}:{port}{API}", f"ws://{host}:{port}/gateway"
        self.world.files.url = f"http://{host}:{port}/attachments"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()
        if kind is None:
            assert not self.rest.strays, f"routes that our Discord does not know: {self.rest.strays}"
            assert not self.script.unmet, f"troubles that never came: {self.script.unmet}"

    @asynccontextmanager
    async def launched(
        self, data: Path, *arguments: str, module: str = "bot", token: str = TOKEN, **settings: str
    ) -> AsyncIterator[BotProcess]:
        """The bot's process, started with these arguments and not waited for."""
        self._logins = self.gateway.logins
        own = {"LOOPBACK_API": self.url, "LOOPBACK_GATEWAY": self.gateway.url}
        own |= {"DISCORD_TOKEN": token, "FOOTNOTE_DATA": str(data)}
        # One person asks in all tests, and faster than a person would.
        own |= {"FOOTNOTE_PER_PERSON": "0", "FOOTNOTE_PER_SERVER": "0"}
        async with started([module, *arguments], own | settings, data.parent / "home", self.pulse) as process:
            self.processes.append(process)
            yield process

    @asynccontextmanager
    async def bot(self, data: Path, *, module: str = "bot", **settings: str) -> AsyncIterator[BotProcess]:
        """The bot logged in; at the end it is stopped, and must end with code 0 and a log without complaint."""
        async with self.launched(data, module=module, **settings) as process:
            try:
                await self.logged_in(process)
                yield process
            except BaseException as error:
                error.add_note(f"The bot's log:\n{process.log}")
                raise
            assert await process.stop() == 0, process.log
            process.check()

    async def logged_in(self, process: BotProcess) -> None:
        await self.pulse.until(lambda: self.gateway.logins > self._logins or process.ended, "a login")
        assert not process.ended, f"the bot ended before it logged in:\n{process.log}"
