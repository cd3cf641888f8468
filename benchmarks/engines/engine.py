"""What every engine can do; positions of paragraphs are all that a search returns."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

Terms = Sequence[str]

K1, B = 0.9, 0.4


class Engine(Protocol):
    """An engine over lists of terms."""

    def build(self, paragraphs: Sequence[Terms], folder: Path) -> None:
        """Index paragraphs; the folder is there for an engine that lives on disk."""

    def search(self, terms: Terms, k: int) -> object:
        """Return the k best paragraphs."""

    def save(self, folder: Path) -> None:
        """Leave in the folder what the next start needs."""

    def load(self, folder: Path) -> None:
        """Start from what was saved."""


@runtime_checkable
class Growing(Engine, Protocol):
    """An engine that takes in an article without building everything again."""

    def add(self, paragraphs: Sequence[Terms]) -> None:
        """Add the paragraphs of an article."""
