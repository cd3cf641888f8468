"""How evenly servers fill the shards of a cluster: `python -m benchmarks.shard_balance`.

Servers have paragraphs by Zipf's law. Each goes to a shard by a hash of its name, as OpenSearch places it, or, where it
has more paragraphs than `LARGE_PARAGRAPHS`, to an index of its own. A thousand draws of names, without any engine.
"""

import argparse
from dataclasses import dataclass

import numpy as np

from knowledge.index import Int64s
from knowledge.opensearch.indexer import LARGE_PARAGRAPHS

SEED = 20181011
SERVERS = 10_000
PARAGRAPHS = 100_000_000
DRAWS = 1_000
EXPONENTS = (0.8, 1.0, 1.2)
SHARDS = (8, 16, 32, 64)


@dataclass(frozen=True, slots=True)
class Balance:
    """The fullest shard, as a multiple of the mean."""

    median: float
    worst: float
    """Of 100 draws, 99 are not worse."""


def server_sizes(exponent: float) -> Int64s:
    """Return the paragraphs of each server, the largest first."""
    weights = [1 / rank**exponent for rank in range(1, SERVERS + 1)]
    total = sum(weights)
    return np.array([int(each / total * PARAGRAPHS) for each in weights], dtype=np.int64)


def balance(sizes: Int64s, shards: int, random: np.random.Generator) -> Balance:
    """Return how even the shards are when these servers are placed by their names."""
    fullest = []
    for _ in range(DRAWS):
        held = np.bincount(random.integers(shards, size=len(sizes)), sizes, shards)
        fullest.append(held.max() / held.mean())
    return Balance(float(np.median(fullest)), float(np.quantile(fullest, 0.99)))


def main() -> None:
    """Print a table for Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shard_balance", description=__doc__)
    parser.add_argument("--large", type=int, default=LARGE_PARAGRAPHS, metavar="N", help="paragraphs of a large server")
    large = parser.parse_args().large
    random = np.random.default_rng(SEED)
    print(f"| Zipf's exponent | largest server | over {large:,} | shards | all in one index | without the large ones |")
    print("| --- | --- | --- | --- | --- | --- |")
    for exponent in EXPONENTS:
        sizes = server_sizes(exponent)
        small = sizes[sizes <= large]
        share = 1 - small.sum() / sizes.sum()
        about = f"{exponent} | {sizes[0] / 1e6:.1f} million | {len(sizes) - len(small)} with {share:.0%}"
        for shards in SHARDS:
            one, other = (balance(each, shards, random) for each in (sizes, small))
            row = " | ".join(f"{each.median:.2f} (99 %: {each.worst:.2f})" for each in (one, other))
            print(f"| {about} | {shards} | {row} |")


if __name__ == "__main__":
    main()
