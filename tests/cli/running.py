"""The command line, run within this process or as one of its own."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli.main import cli

ROOT = Path(__file__).parents[2]


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=input)


def start_process(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": "", "PYTHONUTF8": "1", **environment},
    )


def run_process(folder: Path, *arguments: str, typed: bytes = b"", **environment: str) -> tuple[int, str, str]:
    process = start_process(folder, *arguments, **environment)
    output, errors = process.communicate(typed, timeout=60)
    return process.returncode, output.decode(), errors.decode()
