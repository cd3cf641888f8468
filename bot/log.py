"""The log: one line an event on standard error, as text or JSON, and never a token or a password, whoever logs it."""

import json
import logging
import secrets
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic

from pydantic import SecretStr

from bot.i18n import gettext as _
from knowledge import KnowledgeError

_FORMAT = "%(asctime)s %(levelname)-8s %(name)s: %(message)s"
HIDDEN = "[hidden]"
UNKNOWN_INTERACTION = 10062
"""What Discord says where the first response comes after three seconds."""
_RECONNECTING = ("Attempting a reconnect", "Failed to connect for shard_id")
"""How the messages begin in which discord.py says, with a trace each time, that the network is away."""
_HOUR = 3_600.0

log = logging.getLogger(__name__)


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and then hides secrets in it."""

    def __init__(self, hidden: Sequence[SecretStr]) -> None:
        super().__init__(_FORMAT)
        self._hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        return _without(super().format(record), self._hidden)


class JsonFormatter(logging.Formatter):
    """Formats a record as one JSON object on one line, traceback included, and hides secrets in it."""

    def __init__(self, hidden: Sequence[SecretStr]) -> None:
        super().__init__()
        self._hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["trace"] = self.formatException(record.exc_info)
        # Before it is quoted, as quoting could change a secret's characters.
        return json.dumps({name: _without(text, self._hidden) for name, text in event.items()}, ensure_ascii=False)


class ThrottlingFilter(logging.Filter):
    """Lets messages about a subject (`extra={"subject": …}`) through once an hour, so that nothing floods the log."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, object], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        subject = getattr(record, "subject", None)
        if subject is None:
            return True
        now = self._clock()
        self._said = {each: at for each, at in self._said.items() if now - at < _HOUR}
        news = (str(record.msg), subject) not in self._said
        self._said.setdefault((str(record.msg), subject), now)
        return news


def shorten(record: logging.LogRecord) -> bool:
    """Log without a trace an error that says itself what is wrong, what came too late, and that the network is away."""
    error = record.exc_info[1] if record.exc_info else None
    is_late = getattr(error, "code", 0) == UNKNOWN_INTERACTION
    if error and (is_late or isinstance(error, KnowledgeError) or str(record.msg).startswith(_RECONNECTING)):
        record.msg, record.args, record.exc_info = f"{record.getMessage()}: {error or type(error).__name__}", (), None
    return True


def _without(text: str, hidden: Sequence[SecretStr]) -> str:
    for secret in hidden:
        text = text.replace(secret.get_secret_value(), HIDDEN)
    return text


def configure(level: str, hidden: Sequence[SecretStr], *, as_json: bool = False) -> None:
    """Send the log of this program and its libraries to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(hidden) if as_json else RedactingFormatter(hidden))
    handler.addFilter(ThrottlingFilter())
    handler.addFilter(shorten)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # It tells of every request; what becomes of those that fail is told by whoever sends them.
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)


def log_unexpected(error: BaseException, doing: str) -> str:
    """Log an unexpected error with its traceback, and return a sentence with the id it is logged under."""
    id = secrets.token_hex(4)
    log.error("Failure %s in %s", id, doing, exc_info=error)
    return _(
        "Something went wrong on my side. Please try again. If it keeps happening, give my operator this id: {id}"
    ).format(id=id)
