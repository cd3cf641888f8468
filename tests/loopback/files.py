"""Attachments: what people and the bot attach, and where it can be fetched."""

import asyncio
import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aiohttp import web

from tests.loopback.payloads import Json

MOST = 10 * 2**20
"""Bytes of the largest file that Discord takes."""


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


class Files:
    """All files, by the id of their attachment; `url` is where they are served."""

    def __init__(self, id: Callable[[], int]) -> None:
        self._id = id
        self._kept: dict[int, File] = {}
        self.url = ""
        self.open = asyncio.Event()
        """Whether files are served; else whoever wants one waits."""
        self.open.set()

    def keep(self, files: Iterable[File]) -> list[Json]:
        return [self._attachment(file) for file in files]

    def content(self, attachment: Json) -> bytes:
        return self._kept[int(attachment["id"])].content

    async def serve(self, request: web.Request) -> web.Response:
        await self.open.wait()
        file = self._kept.get(int(request.match_info["id"]))
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=_kind(file))

    def _attachment(self, file: File) -> Json:
        id = self._id()
        self._kept[id] = file
        address = f"{self.url}/{id}/{file.name}"
        described = {"id": str(id), "filename": file.name, "size": len(file.content), "content_type": _kind(file)}
        return {**described, "url": address, "proxy_url": address, "flags": 0}


def _kind(file: File) -> str:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
