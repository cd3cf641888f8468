"""What a start loads: discord.py, which takes half a second, on Discord only."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("module", ["knowledge", "bot.cli.main"])
def test_discord_is_loaded_for_discord_only(module: str) -> None:
    program = f"import sys, {module}; sys.exit('discord' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
