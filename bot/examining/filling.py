"""How near servers are to the number of articles that each may have."""

from collections.abc import Iterable, Iterator

from bot.findings import Finding
from bot.phrases import examining

_NEAR = 0.9


def is_near(count: int, most: int) -> bool:
    """Tell whether a server will soon have as many articles as it may, or has them; `most` 0 is no limit."""
    return 0 < most * _NEAR <= count


def servers(held: Iterable[tuple[str, int]], most: int) -> Iterator[Finding]:
    """Yield the servers that are near to it, for the operator."""
    for server, count in held:
        if is_near(count, most):
            yield Finding(examining.server(server), examining.near_limit(count, most), examining.raise_limit())
