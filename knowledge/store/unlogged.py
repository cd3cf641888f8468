"""Questions of people who opted out of the log: in memory alone, so that the buttons under their answers work."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from knowledge.models import Answer, AskContext, Citation, Decline

MAX_UNLOGGED = 1_000
"""Questions held at most; beyond that the oldest are dropped."""
UNLOGGED_SECONDS = 24 * 60 * 60.0
"""How long a question is held at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnloggedQuestion:
    """A question with its reply, and what the log would have kept of it."""

    reply: Answer | Decline
    place: AskContext
    """Where it was asked; the asker is a keyed hash here."""
    earlier: tuple[str, ...] = ()
    """The questions that it follows, the latest first."""
    posted: str = ""
    """The message that carries the reply."""
    held_at: float = 0.0

    @property
    def id(self) -> int:
        """The number of the question."""
        return self.reply.id

    @property
    def cited(self) -> frozenset[int]:
        """The store's keys of the articles that the reply cites."""
        found = self.reply.citations if isinstance(self.reply, Answer) else ()
        return frozenset(each.article.row for each in found)

    def is_visible(self, collection: str, asker: str) -> bool:
        """Tell whether somebody, known by the keyed hash, can see it there."""
        return self.place.collection == collection and (not self.place.private or self.place.asker == asker)


class UnloggedQuestions:
    """The last questions that were not logged, each for a day at most, and none after a restart."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._held: dict[int, UnloggedQuestion] = {}

    def __contains__(self, id: int | None) -> bool:
        return self.get(id) is not None

    def add(self, question: UnloggedQuestion) -> None:
        """Hold a question, and drop what is too old or too much."""
        self._held[question.id] = replace(question, held_at=self._clock())
        for id in list(self._held)[: max(0, len(self._held) - MAX_UNLOGGED)]:
            del self._held[id]

    def get(self, id: int | None) -> UnloggedQuestion | None:
        """Return the question with that number."""
        found = self._held.get(id or 0)
        return found if found and self._is_fresh(found) else None

    def newest(self, where: Callable[[UnloggedQuestion], bool]) -> UnloggedQuestion | None:
        """Return the newest question of which something holds."""
        return max(filter(where, self._fresh()), key=lambda each: each.id, default=None)

    def asked_by(self, messages: Collection[str]) -> Iterator[UnloggedQuestion]:
        """Yield the newest question that each of these messages asked and that a message replied to."""
        asked = (each for each in self._fresh() if each.posted and each.place.message in messages)
        yield from {each.place.message: each for each in sorted(asked, key=lambda each: each.id)}.values()

    def extend(self, id: int, citations: Sequence[Citation]) -> bool:
        """Add citations to an answer; False where it is not held."""
        found = self.get(id)
        if not found or not isinstance(found.reply, Answer):
            return False
        self._held[id] = replace(found, reply=replace(found.reply, citations=(*found.reply.citations, *citations)))
        return True

    def post(self, id: int, message: str) -> bool:
        """Remember which message carries the reply; False where the question is not held."""
        found = self.get(id)
        if found:
            self._held[id] = replace(found, posted=message)
        return found is not None

    def share(self, id: int) -> None:
        """Let everyone see an answer."""
        if found := self.get(id):
            self._held[id] = replace(found, place=replace(found.place, private=False))

    def forget(self, asker: str) -> None:
        """Drop what a person, known by the keyed hash, asked."""
        self._held = {id: each for id, each in self._held.items() if each.place.asker != asker}

    def _fresh(self) -> Iterator[UnloggedQuestion]:
        return filter(self._is_fresh, self._held.values())

    def _is_fresh(self, question: UnloggedQuestion) -> bool:
        return self._clock() - question.held_at < UNLOGGED_SECONDS
