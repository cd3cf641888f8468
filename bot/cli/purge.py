"""What `purge` is told to delete: one person's data, a collection, or questions from before a moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.i18n import gettext as _
from bot.text import formatting
from knowledge import Library
from knowledge.store import PurgeCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeRequest:
    """The options of `purge`."""

    user: str | None = None
    server: str | None = None
    collection: str | None = None
    before: datetime | None = None
    older_than: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it says one thing: a person, or one collection or all, perhaps only the questions of a time."""
        timed = self.before is not None or self.older_than is not None
        if self.user is not None:
            return bool(self.user) and not (self._named or timed)
        doubled = (self.before is not None and self.older_than is not None) or len(self._named) > 1
        return not doubled and (timed or bool(self._named))

    @property
    def _named(self) -> list[str]:
        return [each for each in (self.server, self.collection) if each is not None]

    @property
    def name(self) -> str | None:
        """The collection; None for all."""
        return next(iter(self._named), None)

    def question(self) -> str:
        if self.user is not None:
            return _("Permanently delete everything stored about the person {user}?").format(user=self.user)
        if self.before is not None:
            day = formatting.day(self.before)
            if self.name is None:
                return _("Permanently delete all questions from before {day}?").format(day=day)
            said = _("Permanently delete the questions of {collection} from before {day}?")
            return said.format(collection=self.name, day=day)
        if self.older_than is None:
            return _("Permanently delete all articles, questions and settings of {collection}?").format(
                collection=self.name
            )
        when = formatting.days(self.older_than)
        if self.name is None:
            return _("Permanently delete all questions older than {days}?").format(days=when)
        return _("Permanently delete the questions of {collection} older than {days}?").format(
            collection=self.name, days=when
        )

    async def run(self, library: Library) -> PurgeCounts:
        if self.user is not None:
            return await library.forget_person(self.user)
        if self.before is not None:
            moment = self.before.replace(tzinfo=UTC)
        elif self.older_than is not None:
            moment = datetime.now(UTC) - timedelta(days=self.older_than)
        else:
            return await library.purge(self.name or "")
        return PurgeCounts(questions=await library.retention.purge_questions(moment, collection=self.name))
