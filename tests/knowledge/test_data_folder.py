import os
import stat
from pathlib import Path

import pytest

from knowledge.errors import StoreUnavailable
from knowledge.store.data_folder import load_key


def test_key_is_made_once_and_then_read(tmp_path: Path) -> None:
    key = load_key(tmp_path)
    assert len(key) == 32 and key != bytes(32)
    assert load_key(tmp_path) == key == (tmp_path / "asker.key").read_bytes()


def test_folders_have_different_keys(tmp_path: Path) -> None:
    assert load_key(tmp_path / "one") != load_key(tmp_path / "two")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other permissions")
def test_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    load_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "asker.key").stat().st_mode) == 0o600


def test_no_draft_of_the_key_is_left_behind(tmp_path: Path) -> None:
    load_key(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["asker.key"]


def test_damaged_key_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "asker.key").write_bytes(b"short")
    with pytest.raises(StoreUnavailable, match=r"asker\.key is damaged: it has 5 bytes instead of 32"):
        load_key(tmp_path)


def test_key_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "asker.key").mkdir()
    with pytest.raises(StoreUnavailable, match="can't be used"):
        load_key(tmp_path)
