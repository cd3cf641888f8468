"""The sentence of an expected error, in the language spoken."""

from bot.i18n import gettext as _
from bot.phrases import facts
from knowledge import KnowledgeError


class _Count(int):
    """A number that a template asks to be written with its thousands apart, as `{length:,}` does."""

    def __format__(self, spec: str) -> str:
        return facts.number(self) if spec == "," else format(int(self), spec)


def told(error: KnowledgeError) -> str:
    """Return what the error tells the person, errors among its values in turn."""
    values = {name: _told(value) for name, value in error.values.items()}
    return _(error.sentence).format(**values) if values else _(error.sentence)


def _told(value: object) -> object:
    match value:
        case KnowledgeError():
            return told(value)
        case int():
            return _Count(value)
    return value
