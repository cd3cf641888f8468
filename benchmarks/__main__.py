"""Speed and memory beside others, in one run: `python -m benchmarks`.

The engines over 1,000, 10,000 and 100,000 paragraphs, and with --large a million; what the whole ranking costs beside
the plain score; loading an archive, and asking over it. `python -m benchmarks.startup` measures the start by itself.
"""

import argparse
import json
import sys
from pathlib import Path

try:
    from benchmarks import archive, levels, measuring, report
    from benchmarks.engines import ENGINES
except ModuleNotFoundError as error:
    sys.exit(f"The benchmarks need {error.name}: pip install '.[benchmarks]'")

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000, 100_000)
LARGE = 1_000_000
ARTICLES = 10_000


def main() -> None:
    """Measure what the command line asks for, print the tables, and write JSON and picture."""
    chosen = _arguments()
    sizes = chosen.sizes or [*SIZES, *([LARGE] if chosen.large else [])]
    engines = {size: measuring.measure(size, chosen.engines) for size in sizes}
    found = {"machine": report.machine(), "engines": engines}
    print(f"{found['machine']}\n")
    for size, summary in engines.items():
        print("\n".join(report.table(size, summary)), end="\n\n")
    print("\n".join(report.ratios(engines)), end="\n\n")
    if not chosen.only_engines:
        for name, figures in (("levels", levels.measure(max(SIZES))), ("archive", archive.measure(ARTICLES))):
            found[name] = figures
            print("\n".join(report.others(figures)), end="\n\n")
    chosen.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    report.draw(engines, chosen.picture)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--large", action="store_true", help="a million paragraphs too: half an hour, 8 GB of memory")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="other numbers of paragraphs")
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES), help="ours first")
    parser.add_argument("--only-engines", action="store_true", help="no levels, no archive")
    parser.add_argument(
        "--json", type=Path, default=ROOT / "docs" / "performance.json", help="where to write all figures"
    )
    parser.add_argument(
        "--picture", type=Path, default=ROOT / "docs" / "pictures" / "speed.png", help="where to draw the picture"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
