"""Kills, floods, faults on the wire, disks, hostile articles in numbers: `python -m benchmarks.reliability [PART…]`.

Each part works on processes as an operator starts them, on temporary folders, with our own Discord on 127.0.0.1. What
came of it is kept in `docs/reliability.json` and shown as a table in `docs/reliability.md`. Needs Linux; `disks` needs
namespaces of users (`unshare -Urm`), `cluster` PostgreSQL, a JDK and Maven. All of it takes about two hours;
`--share 0.1` does a tenth of it.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.reliability import Trial, cluster, disks, floods, hostile, kills, wire

DOCS = Path(__file__).parents[2] / "docs"
BEGIN, END = "<!-- made by `python -m benchmarks.reliability` -->", "<!-- end of what was made -->"


@dataclass(frozen=True, slots=True)
class Part:
    """What can be run alone, and how often at full size."""

    run: Callable[[Path, int], Coroutine[None, None, list[Trial]]]
    times: int


PARTS = {
    "kills": Part(kills.run, 200),
    "cluster": Part(cluster.run, 500),
    "bot-kills": Part(wire.kills, 40),
    "wire": Part(wire.faults, 1_000),
    "closes": Part(wire.closes, 5),
    "new-words": Part(floods.new_words, 30_000),
    "at-once": Part(floods.at_once, 2_500),
    "presses": Part(floods.presses, 10_000),
    "servers": Part(floods.servers, 50),
    "disks": Part(disks.run, 12),
    "hostile": Part(hostile.run, 43),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the parts, write the table, and end with 1 where anything went wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reliability",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; default: all")
    parser.add_argument("--share", type=float, default=1.0, help="how much of each number (1.0)")
    parser.add_argument("--json", type=Path, default=DOCS / "reliability.json", help="where the figures are kept")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.parts) - PARTS.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    kept = json.loads(chosen.json.read_text("utf-8")) if chosen.json.exists() else {}
    faults = 0
    for name in chosen.parts or PARTS:
        found = _measured(name, max(int(PARTS[name].times * chosen.share), 1))
        faults += sum(len(each.faults) for each in found)
        machine = {"day": f"{datetime.now(UTC):%Y-%m-%d}", "load": round(os.getloadavg()[2], 1)}
        kept[name] = {**machine, "trials": [asdict(each) for each in found]}
        chosen.json.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    if chosen.json.parent == DOCS:
        _write_table(kept)
    sys.exit(faults > 0)


def _measured(name: str, times: int) -> list[Trial]:
    began = time.perf_counter()
    with TemporaryDirectory() as folder:
        found = asyncio.run(PARTS[name].run(Path(folder), times))
    for each in found:
        print(f"{name}: {each.tried}: {each.times}: {each.result}", flush=True)
        for fault in each.faults:
            print(f"  {fault}", flush=True)
    print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return found


def _write_table(kept: dict[str, dict[str, list[dict[str, str]]]]) -> None:
    """Write what is kept of all parts between its marks."""
    lines = ["| tried | how often | result | part |", "| --- | --- | --- | --- |"]
    for name in [each for each in PARTS if each in kept]:
        lines += [
            f"| {each['tried']} | {each['times']} | {each['result']} | `{name}` |" for each in kept[name]["trials"]
        ]
    page = DOCS / "reliability.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text("\n".join([before + BEGIN, "", *lines, "", END + after]), "utf-8")


if __name__ == "__main__":
    main()
