"""What a start loads: discord.py, which takes half a second, on Discord only; a reader where a file needs it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DISCORD, WEB = {"discord"}, {"knowledge.web", "lxml"}
READERS = {"charset_normalizer", "knowledge.ingest.plaintext", "markdown_it", "pypdfium2", "tomllib", "yaml"}
OTHERS = {"babel.messages", "matplotlib", "opensearchpy", "psycopg"}


def test_nothing_heavy_is_loaded_before_it_is_needed(tmp_path: Path, subtests: pytest.Subtests) -> None:
    heavy = DISCORD | WEB | READERS | OTHERS
    question = "How did the Korean War end?"
    for work in (["-c", "import knowledge"], ["-m", "bot", "ask", question, "--data", str(tmp_path / "data")]):
        with subtests.test(work=work):
            run = [sys.executable, "-X", "importtime", *work]
            told = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"})
            loaded = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines() if "|" in line}
            assert "knowledge" in loaded and loaded & heavy == set()
