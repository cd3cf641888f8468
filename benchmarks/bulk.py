"""Adding very much, killed once and begun again: `python -m benchmarks.bulk --files 10000` or `--megabytes 2000`.

`--pages 2000` adds so many saved web pages instead, those of `tests/pages` with sentences of their own, without a
kill, and then has trafilatura read the same pages with their metadata in a process for each processor.

It makes the files in a folder of its own, runs `python -m bot add` over them as a process, kills that after a while by
SIGKILL, and runs it again to the end. Printed are the rate, also for a second of processor time, the memory of the
process and of those that read for it, and what `add` said. The folder is deleted in the end.
"""

import argparse
import compileall
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic

from benchmarks.text import Text
from scripts.extraction import read_pages, with_teasers

PARAGRAPHS = 10
"""Paragraphs of an article."""
_SHOWN_SECONDS = 30
"""So often it is printed how far it is."""
_WATCHED_SECONDS = 0.5
"""So often it is looked how much memory is held."""


def articles() -> Iterator[dict[str, object]]:
    """Yield articles that name no language, without end."""
    text = Text()
    number = 0
    while True:
        drawn = iter(text.paragraphs(10_000))
        while own := [" ".join(words) for words in islice(drawn, PARAGRAPHS)]:
            number += 1
            yield {"id": str(number), "title": own[0][:60], "paragraphs": own}


def write_lines(path: Path, megabytes: int) -> int:
    """Write a file of JSON lines of at least this size; return how many articles it has."""
    with path.open("w", encoding="utf-8") as out:
        for number, article in enumerate(articles(), start=1):
            out.write(json.dumps(article) + "\n")
            if out.tell() > megabytes * 1_000_000:
                return number
    return 0


def write_files(folder: Path, count: int) -> int:
    """Write so many files: pages, Markdown and text by turns; return how many."""
    folder.mkdir()
    for number, article in enumerate(islice(articles(), count)):
        title, paragraphs = str(article["title"]), article["paragraphs"]
        assert isinstance(paragraphs, list)
        kind, content = _FORMS[number % len(_FORMS)]
        head, between, tail = content
        body = between.join(paragraphs)
        (folder / f"{number:06}{kind}").write_text(head.format(title=title) + body + tail, "utf-8")
    return count


_FORMS = (
    (".html", ("<html><title>{title}</title><body><article><h1>{title}</h1><p>", "</p><p>", "</p></article></body>")),
    (".md", ("---\ntitle: {title}\n---\n\n", "\n\n", "\n")),
    (".txt", ("{title}\n\n", "\n\n", "\n")),
)


class Watched:
    """A run of a command of Python, with what it takes."""

    def __init__(self, command: Sequence[str], said: Path) -> None:
        self.highest: dict[str, float] = {"add": 0.0, "readers": 0.0}
        self.seconds = self.processor_seconds = 0.0
        self.said: Sequence[str] = ()
        self._out = said
        self._command = [sys.executable, *command]

    def run(self, kill_after: float | None = None) -> bool:
        """Run it to its end, or kill it after so many seconds; False where it was killed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD", "FOOTNOTE"))}
        started, shown, spent = monotonic(), 0.0, sum(os.times()[2:4])
        with self._out.open("w") as out:
            process = subprocess.Popen(self._command, env=kept, stdout=out, stderr=subprocess.STDOUT)
            while process.poll() is None:
                self.seconds = monotonic() - started
                held = {"add": _megabytes(process.pid), "readers": sum(map(_megabytes, _children(process.pid)))}
                self.highest = {name: max(self.highest[name], value) for name, value in held.items()}
                if self.seconds > shown:
                    shown += _SHOWN_SECONDS
                    print(
                        f"{self.seconds:8.0f} s  {held['add']:6.0f} MB  readers {held['readers']:6.0f} MB", flush=True
                    )
                if kill_after and self.seconds > kill_after:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    return False
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_WATCHED_SECONDS)
        self.seconds = monotonic() - started
        self.processor_seconds = sum(os.times()[2:4]) - spent
        self.said = self._out.read_text("utf-8").splitlines()[-1:]
        return True


def _megabytes(pid: int) -> float:
    """Return what a process holds in memory, without files that it maps."""
    try:
        lines = (Path("/proc") / str(pid) / "status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1000


def _children(pid: int) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text("latin-1").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            yield int(stat.parent.name)


def adding(source: Path, data: Path) -> Watched:
    """Return the run that adds what is in a file or folder."""
    return Watched(["-m", "bot", "add", str(source), "--data", str(data)], data.with_suffix(".said"))


def measure(source: Path, data: Path, articles: int, kill_after: float) -> None:
    """Add, be killed, add the rest, and print what both took."""
    for name, seconds in (("killed", kill_after), ("begun again", None)):
        run = adding(source, data)
        is_whole = run.run(seconds)
        held = ", ".join(f"{who} {most:.0f} MB" for who, most in run.highest.items())
        print(f"{name}: {run.seconds:.0f} s, at most {held}. {' '.join(run.said)}", flush=True)
        if is_whole:
            rates = [articles * PARAGRAPHS / each for each in (run.seconds, run.processor_seconds)]
            print("  paragraphs a second: {:,.0f}, of processor time {:,.0f}".format(*rates), flush=True)


_SENTENCE = re.compile(r">([^<>{}]{60,})(?=<)")
_AFTER_BODY = re.compile("(<body[^>]*>)")
_OWN_ADDRESS = re.compile(r"""((?:rel="?canonical"?[^<>]*href|og:url"?[^<>]*content)="[^"]*)""")


_MENU = "".join(f'<li><a href="/section/{number}">Section {number}</a></li>' for number in range(60))


def write_pages(folder: Path, count: int, *, is_framed: bool) -> int:
    """Write so many saved pages, each with its own address and sentences; return how many bytes they have.

    They are those of `tests/pages` by turns; framed, with two menus and thirty teasers around, as sites have them.
    """
    folder.mkdir()
    originals = list(read_pages())
    if is_framed:
        originals = [with_teasers(page) for page in originals]
    written = 0
    for number in range(count):
        page, copy = originals[number % len(originals)], number // len(originals)
        head, body, text = page.source.partition("<body")
        text = _SENTENCE.sub(rf">\1 This is what copy {copy} says.", text)
        source = _OWN_ADDRESS.sub(rf"\1?copy={copy}", head + body + text)
        if is_framed:
            source = _AFTER_BODY.sub(rf"\1<nav><ul>{_MENU}</ul></nav>", source)
            source = source.replace("</body>", f'<div class="footer"><ul>{_MENU}</ul></div></body>')
        written += (folder / f"{copy:04}-{page.name}.html").write_text(source, "utf-8")
    return written


def beside_trafilatura(source: Path, data: Path, rounds: int) -> None:
    """Add saved pages, and have trafilatura read them, in turn; print what each took, and the median of the ratios."""
    ratios: list[tuple[float, float]] = []
    for number in range(rounds):
        runs = {
            "add": adding(source, data.with_suffix(f".{number}")),
            "trafilatura": Watched(["-c", _PLAIN, str(source)], data.with_suffix(".said")),
        }
        for name, run in runs.items():
            run.run()
            said = " ".join(run.said)
            print(f"{name}: {run.seconds:.1f} s, {run.processor_seconds:.1f} s of processor. {said}", flush=True)
        ours, theirs = runs.values()
        ratios.append((ours.seconds / theirs.seconds, ours.processor_seconds / theirs.processor_seconds))
    middle = map(median, zip(*ratios, strict=True))
    print("add / trafilatura: {:.2f} of the time, {:.2f} of the processor time".format(*middle))


_PLAIN = """
import sys
from multiprocessing import Pool, cpu_count
from pathlib import Path
from trafilatura import bare_extraction

def read(path):
    return bool(bare_extraction(path.read_text("utf-8"), with_metadata=True))

if __name__ == "__main__":
    with Pool(cpu_count()) as pool:
        paths = sorted(Path(sys.argv[1]).glob("*.html"))
        print(f"{sum(pool.imap(read, paths, chunksize=20)):,} pages have an article.")
"""


def main() -> None:
    """Make files, add them, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=0, help="how many files to add")
    parser.add_argument("--pages", type=int, default=0, help="or how many saved pages, beside trafilatura")
    parser.add_argument("--rounds", type=int, default=3, help="how often the pages are read (3)")
    parser.add_argument("--megabytes", type=int, default=100, help="or how large a file of JSON lines (100)")
    parser.add_argument("--kill-after", type=float, default=20, metavar="SECONDS", help="when the first run ends (20)")
    chosen = parser.parse_args()
    for package in ("bot", "knowledge"):  # As pip compiles what it installs.
        compileall.compile_dir(Path(__file__).parents[1] / package, quiet=1)
    with TemporaryDirectory() as own:
        for name in ("alone", "framed") if chosen.pages else ():
            size = write_pages(Path(own) / name, chosen.pages, is_framed=name == "framed")
            print(f"{chosen.pages:,} pages {name}, {size / chosen.pages / 1000:.1f} kB each", flush=True)
            beside_trafilatura(Path(own) / name, Path(own) / f"{name}.data", chosen.rounds)
        if chosen.pages:
            return
        source = Path(own) / ("files" if chosen.files else "bulk.jsonl")
        count = write_files(source, chosen.files) if chosen.files else write_lines(source, chosen.megabytes)
        print(f"{count:,} articles of {PARAGRAPHS} paragraphs", flush=True)
        measure(source, Path(own) / "data", count, chosen.kill_after)


if __name__ == "__main__":
    main()
