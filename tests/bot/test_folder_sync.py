"""A folder that is kept in step with a collection, look by look."""

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.folder_sync import MAX_LOOK_PAUSE_SECONDS, MIN_VANISHED, PAUSE_SECONDS, WatchedFolder, pause_seconds
from knowledge import AddResult, Article, IngestNote, Library, UnreadableArticle
from knowledge.ingest import ReaderPool
from knowledge.store import OPERATOR

HERE = "7"


class Told:
    """What was told of a folder, in a word and a title each."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def taken(self, added: Sequence[AddResult]) -> None:
        self.lines += [f"{each.change} {each.article.title}" for each in added]

    def removed(self, articles: Sequence[Article]) -> None:
        self.lines += [f"removed {each.title}" for each in articles]

    def refused(self, errors: Sequence[UnreadableArticle]) -> None:
        self.lines += [f"refused {error}" for error in errors]

    def noted(self, notes: Sequence[IngestNote]) -> None:
        self.lines += [f"noted {note}" for note in notes]


class Step:
    """A folder, the collection that it is kept in step with, and the looks at it."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.folder = folder
        self.restart()

    def restart(self) -> None:
        self.watched = WatchedFolder(self.library, self.folder, actor=OPERATOR, collection=HERE)

    async def look(self) -> list[str]:
        told = Told()
        await self.watched.look(told)
        return told.lines

    async def settle(self) -> list[str]:
        """Look until what has changed has been the same twice."""
        return [*await self.look(), *await self.look()]

    def write(self, name: str, *paragraphs: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join((f"# {path.stem.partition('-')[0]}", *paragraphs)))
        return path

    async def titles(self) -> list[str]:
        return sorted(each.article.title for each in await self.library.listing(collection=HERE, own=True))


@pytest.fixture
async def step(tmp_path: Path, readers: ReaderPool) -> AsyncIterator[Step]:
    (tmp_path / "articles").mkdir()
    async with Library.open(tmp_path / "data") as library:
        library.readers = readers
        yield Step(library, tmp_path / "articles")


async def test_folder_is_kept_in_step(step: Step) -> None:
    step.write("pier.md", "The pier opened.")
    mill = step.write("deep/mill.md", "The mill burned.")
    assert sorted(await step.settle()) == ["added mill", "added pier"]
    assert await step.settle() == []
    step.write("pier.md", "The pier closed again.")
    assert await step.settle() == ["updated pier"]
    mill.unlink()
    assert await step.settle() == ["removed mill"]
    assert await step.titles() == ["pier"]
    step.write("deep/mill.md", "The mill burned.")
    assert await step.settle() == ["added mill"]
    step.restart()
    assert await step.settle() == []


async def test_what_went_or_changed_while_nobody_looked_is_seen_after_a_restart(step: Step) -> None:
    pier, mill = step.write("pier.md", "The pier opened."), step.write("mill.md", "The mill burned.")
    await step.settle()
    pier.unlink()
    mill.write_text("# mill\n\nThe mill was built again.")
    step.restart()
    assert sorted(await step.settle()) == ["removed pier", "updated mill"]


async def test_file_is_read_only_once_it_is_written(step: Step) -> None:
    for length in range(1, 4):
        step.write("pier.md", *["The pier opened."] * length)
        assert await step.look() == []
    assert await step.look() == ["added pier"]
    [listed] = await step.library.listing(collection=HERE, own=True)
    assert listed.paragraphs == 3


async def test_file_that_is_replaced_by_another_is_never_missed(step: Step) -> None:
    step.write("mill.md", "The mill burned.")
    path = step.write("pier.md", "The pier opened.")
    await step.settle()
    path.unlink()
    assert await step.look() == []
    step.write("pier.md", "The pier opened.")
    assert await step.settle() in ([], ["unchanged pier"]) and await step.titles() == ["mill", "pier"]


async def test_renamed_file_keeps_its_article(step: Step) -> None:
    path = step.write("pier.md", "The pier opened.")
    await step.settle()
    [before] = await step.library.listing(collection=HERE, own=True)
    path.rename(step.folder / "quay.md")
    assert not any(line.startswith("removed") for line in await step.settle())
    [after] = await step.library.listing(collection=HERE, own=True)
    assert after.article.row == before.article.row


async def test_article_that_leaves_a_file_of_many_is_removed(step: Step) -> None:
    lines = [f'{{"title": "{n}", "text": "The ferry number {n} berthed."}}' for n in range(3)]
    path = step.folder / "ferries.jsonl"
    path.write_text("\n".join(lines))
    await step.settle()
    path.write_text("\n".join(lines[1:]))
    told = await step.settle()
    assert [line for line in told if line.startswith("removed")] == ["removed 0"]
    path.write_text("\n".join([lines[1], "{broken"]))
    assert any(line.startswith("refused") for line in await step.settle())
    assert await step.titles() == ["1", "2"]


async def test_removed_article_can_be_brought_back(step: Step) -> None:
    path = step.write("pier.md", "The pier opened.")
    await step.settle()
    [listed] = await step.library.listing(collection=HERE, own=True)
    path.unlink()
    await step.settle()
    assert await step.titles() == []
    removed = await step.library.history.removed(HERE)
    assert [each.article.row for each in removed] == [listed.article.row]


async def test_article_removed_by_hand_stays_removed_and_one_from_elsewhere_stays(step: Step) -> None:
    path = step.write("pier.md", "The pier opened.")
    await step.settle()
    [listed] = await step.library.listing(collection=HERE, own=True)
    step.write("quay.md", "The quay is long.")
    await step.settle()
    await step.library.remove(listed.article.id, collection=HERE)
    await step.library.add(Article(title="Mill", paragraphs=("The mill burned.",)), collection=HERE)
    assert await step.settle() == []
    path.unlink()
    assert await step.settle() == [] and await step.titles() == ["Mill", "quay"]


async def test_folder_that_is_not_there_for_a_while_loses_nothing(step: Step) -> None:
    names = [f"{n}.md" for n in range(MIN_VANISHED)]
    for name in names:
        step.write(name, f"The ferry {name} berthed.")
    await step.settle()
    step.folder.rename(step.folder.parent / "away")
    assert ["no such file" in line for line in await step.settle()] == [True]
    step.folder.mkdir()
    told = await step.settle()
    assert any("may not be mounted" in line for line in told) and not any("removed" in line for line in told)
    step.folder.rmdir()
    (step.folder.parent / "away").rename(step.folder)
    assert await step.settle() == [] and len(await step.titles()) == MIN_VANISHED


async def test_links_out_of_the_folder_are_named_once_and_not_read(step: Step, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nNobody is to read this.")
    (step.folder / "link.md").symlink_to(tmp_path / "secret.md")
    pier = step.write("pier.md", "The pier opened.")
    (step.folder / "same.md").symlink_to(pier)
    step.write(os.fsdecode(b"odd-\xff.md"), "The odd name of a file.")
    told = await step.settle()
    assert len([line for line in told if "leads out of the folder" in line]) == 1
    assert sorted(line for line in told if "added" in line) == ["added odd", "added pier"]
    assert await step.settle() == []


def test_pause_follows_the_listing_of_files_within_bounds() -> None:
    assert [pause_seconds(seconds) for seconds in (0.001, 1.5, 600.0)] == [PAUSE_SECONDS, 15.0, MAX_LOOK_PAUSE_SECONDS]
