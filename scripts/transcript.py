"""The terminal transcript in README.md, run anew: `.venv/bin/python -m scripts.transcript`."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_SETTINGS = re.compile(r"DISCORD_TOKEN|FOOTNOTE_\w+|XDG_\w+")


def regenerated(readme: str) -> str:
    """Return the text with the output of every command in a console block as it is today."""
    return _CONSOLE.sub(lambda block: _session(re.findall(r"^\$ (.+)$", block[0], re.MULTILINE)), readme)


def _session(commands: list[str]) -> str:
    """Run commands one after the other in one empty folder, and return what a terminal shows of them."""
    with TemporaryDirectory() as folder:
        return "\n".join(f"$ {command}\n{_output(command, Path(folder))}" for command in commands)


def _output(command: str, folder: Path) -> str:
    here = f"{shlex.quote(sys.executable)} -m bot"
    shell = ["sh", "-c", command.replace("scripts/run", here)]
    done = subprocess.run(
        shell, cwd=folder, env=dict(_environment(folder)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.decode().rstrip().splitlines())


def _environment(home: Path) -> Iterator[tuple[str, str]]:
    """Yield the environment without any setting, in an empty home."""
    yield from ((name, value) for name, value in os.environ.items() if not _SETTINGS.fullmatch(name))
    yield from (("PYTHONPATH", str(ROOT)), ("PYTHONUTF8", "1"), ("COLUMNS", "80"), ("HOME", str(home)))


if __name__ == "__main__":
    README.write_text(regenerated(README.read_text("utf-8")), "utf-8")
