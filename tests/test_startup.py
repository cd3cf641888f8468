"""What a start loads: discord.py, which takes half a second, on Discord only; a reader where a file needs it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_nothing_heavy_is_loaded_before_it_is_needed(subtests: pytest.Subtests) -> None:
    for work in ["import knowledge", "import bot.cli.main", "from knowledge import samples as s; s.sample_articles()"]:
        with subtests.test(work=work):
            heavy = {"discord", "lxml", "pypdfium2", "matplotlib", "knowledge.ingest.plaintext", "knowledge.web"}
            program = f"import sys; {work}; print(*{heavy} & set(sys.modules))"
            loaded = subprocess.run(
                [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
            )
            assert loaded.stdout.split() == []
