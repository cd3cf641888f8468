"""What reading costs for files made to keep a reader busy: `python -m benchmarks.reading --bytes 4000000`."""

import argparse
import logging
from time import process_time

from knowledge.ingest import read_bytes
from tests.knowledge.hostile_texts import FAMILIES


def main() -> None:
    """Print, for each family of files, the seconds of processor time that one of the size takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--bytes", type=int, default=4_000_000, help="how large a file of each family is")
    size: int = parser.parse_args().bytes
    logging.disable()
    for name, family in FAMILIES.items():
        data = family(size)
        start = process_time()
        found = sum(1 for _ in read_bytes(data, family.name))
        print(f"{process_time() - start:7.2f} s  {len(data):>11,} bytes  {found:>6,} found  {name}")


if __name__ == "__main__":
    main()
