"""How our Discord says no, in the form of its API."""

from dataclasses import dataclass

from tests.loopback.payloads import Json


@dataclass
class Refused(Exception):
    """What Discord answers instead of doing what it was asked."""

    status: int
    code: int
    message: str

    def form(self) -> Json:
        return {"code": self.code, "message": self.message}
