"""The sentence of an expected error, in the language spoken."""

from bot.translation import gettext as _
from knowledge import KnowledgeError


def told(error: KnowledgeError) -> str:
    """Return what the error tells the person, errors among its values in turn."""
    values = {name: told(each) if isinstance(each, KnowledgeError) else each for name, each in error.values.items()}
    return _(error.sentence).format(**values) if values else _(error.sentence)
