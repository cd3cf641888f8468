"""What people write in their own manner gets what it should, nearly always."""

from pathlib import Path

from knowledge import Library
from tests.quality.people import everything

RIGHT = 132
"""How many of them must be right at least."""


async def test_most_of_what_people_write_gets_what_it_should(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        wrong = [said.text for said in everything() if not await said.is_right(library)]
    assert len(everything()) == 140
    assert 140 - len(wrong) >= RIGHT, wrong
