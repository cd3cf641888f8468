"""Our own Discord on 127.0.0.1, spoken to over real HTTP and a real websocket."""

from tests.loopback.files import File
from tests.loopback.process import BotProcess
from tests.loopback.reply import Reply
from tests.loopback.script import Banned, Cut, RateLimit, ServerError
from tests.loopback.server import TOKEN, Loopback

__all__ = ["TOKEN", "Banned", "BotProcess", "Cut", "File", "Loopback", "RateLimit", "Reply", "ServerError"]
