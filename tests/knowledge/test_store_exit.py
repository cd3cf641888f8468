import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCRIPT = """
import asyncio, pathlib, sys
from knowledge.store.articles import ArticleStore

async def main():
    async with ArticleStore.open(pathlib.Path(sys.argv[1])) as store:
        {ending}

asyncio.run(main())
"""

CANCEL = "asyncio.current_task().cancel(); await asyncio.sleep(0)"


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        pytest.param("pass", 0, id="closed"),
        pytest.param("raise SystemExit(7)", 7, id="exception"),
        pytest.param(CANCEL, 1, id="cancelled"),
        pytest.param(f"async with store.database.transaction(): {CANCEL}", 1, id="cancelled in a transaction"),
        pytest.param("asyncio.create_task(store.load(['shared'])); await asyncio.sleep(0)", 0, id="task left running"),
    ],
)
def test_process_exits_by_itself_however_the_store_was_left(tmp_path: Path, ending: str, code: int) -> None:
    command = [sys.executable, "-W", "error", "-c", SCRIPT.format(ending=ending), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, timeout=60, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert "Warning" not in done.stderr
