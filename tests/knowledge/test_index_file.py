"""A saved index is mapped as it was, and never trusted where it is not."""

import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index import Index
from knowledge.index import file as index_file
from knowledge.index.file import IndexFileError, from_arrays, to_arrays
from knowledge.index.merge import build_segments_with_bigrams
from knowledge.index.termdict import ChainedStrings, PackedStrings
from tests.knowledge.index_strategies import CORPUS, EDITS, QUERY, Corpus, Edits, evolve

ROOT = Path(__file__).parents[2]
METADATA: index_file.Metadata = {"collection": "shared", "analyser": 1}
SAVING = """
import sys
from itertools import count
from pathlib import Path
import numpy as np
from knowledge.index import file as index_file
for number in count(1):
    index_file.save(Path(sys.argv[1]), {"words": np.full(500_000, number)}, {"collection": "shared", "analyser": 1})
    print(number, flush=True)
"""
"""Saves again and again, each time a number of its own in every place."""
TEXTS = st.lists(st.text(st.characters(exclude_categories=[])))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    saved = tmp_path / "index" / "shared.idx"
    index_file.save(saved, to_arrays(Index([["truce", "talks"], ["talks"]]), "words"), METADATA)
    return saved


@given(CORPUS, EDITS, QUERY)
def test_an_index_comes_back_with_every_score_bit_for_bit(corpus: Corpus, edits: Edits, query: list[str]) -> None:
    index, _ = evolve(corpus, edits)
    back = from_arrays(to_arrays(index, "words"), "words")
    assert back.get_scores(query).tobytes() == index.get_scores(query).tobytes()
    assert list(back.vocabulary) == list(index.vocabulary)


@given(CORPUS, QUERY)
def test_bigrams_come_back_too(corpus: Corpus, query: list[str]) -> None:
    bigrams = Index.from_segments([build_segments_with_bigrams(corpus)[1]])
    asked = [f"{first} {second}" for first, second in pairwise(query)]
    back = from_arrays(to_arrays(bigrams, "bigrams"), "bigrams")
    assert back.get_scores(asked).tobytes() == bigrams.get_scores(asked).tobytes()


@given(TEXTS)
def test_texts_come_back_whatever_is_in_them(texts: list[str]) -> None:
    assert list(PackedStrings.of(texts)) == texts


@given(st.lists(TEXTS))
def test_a_chain_reads_as_one_sequence(links: list[list[str]]) -> None:
    chain = ChainedStrings()
    for link in links:
        chain = chain.append(link)
    assert chain.at(range(len(chain))) == [text for link in links for text in link]


def test_a_saved_index_answers_from_the_file(file: Path) -> None:
    index = from_arrays(index_file.load(file, METADATA), "words")
    assert [hit.doc_id for hit in index.search(["truce"], 3)] == [0]
    assert [hit.doc_id for hit in index.append([["truce"]]).delete([0]).search(["truce"], 3)] == [1]


def test_a_saved_index_is_replaced_while_it_is_in_use(file: Path) -> None:
    index = from_arrays(index_file.load(file, METADATA), "words")
    index_file.save(file, to_arrays(Index([["moscow"]]), "words"), METADATA)
    assert "truce" in index and "truce" not in from_arrays(index_file.load(file, METADATA), "words")
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_spoilt_file_is_refused(file: Path, subtests: pytest.Subtests) -> None:
    data = file.read_bytes()
    for spoilt in (
        b"",
        b"SQLite format 3\0" + data[16:],
        data[:100],
        data[: len(data) // 2],
        data[:-65],
        data.replace(b"truce", b"trice"),
    ):
        file.write_bytes(spoilt)
        with subtests.test(spoilt=spoilt), pytest.raises(IndexFileError):
            index_file.load(file, METADATA)


def test_a_file_about_something_else_is_refused(file: Path) -> None:
    for collection, analyser in (("other", 1), ("shared", 2)):
        with pytest.raises(IndexFileError, match="something else"):
            index_file.load(file, {"collection": collection, "analyser": analyser})


@given(st.data())
def test_a_changed_byte_does_no_harm(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    file = tmp_path_factory.getbasetemp() / "changed.idx"
    arrays = to_arrays(Index([["truce", "talks"], ["talks"]]), "words")
    index_file.save(file, arrays, METADATA)
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    file.write_bytes(whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :])
    try:
        found = index_file.load(file, METADATA)
    except IndexFileError:
        return
    assert all(np.array_equal(found[name], array) for name, array in arrays.items())


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="missing"):
        index_file.load(tmp_path / "none.idx", METADATA)


def test_what_fails_while_saving_leaves_the_old_one_whole(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(TypeError):
        index_file.save(file, {"words": np.zeros(3)}, {"collection": object()})  # type: ignore[dict-item]  # on purpose
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_process_killed_while_saving_leaves_a_whole_index(tmp_path: Path) -> None:
    file = tmp_path / "shared.idx"
    for round in range(8):
        with subprocess.Popen([sys.executable, "-c", SAVING, str(file)], cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stdout.readline()
            time.sleep(0.004 * round)
            process.kill()
        numbers = index_file.load(file, METADATA)["words"]
        assert len(numbers) == 500_000 and (numbers == numbers[0]).all()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_what_is_no_file_is_neither_waited_for_nor_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "shared.idx"
    os.mkfifo(pipe)
    with pytest.raises(IndexFileError):
        index_file.load(pipe, METADATA)
    with pytest.raises(FileExistsError):
        index_file.save(pipe, {"words": np.zeros(3)}, METADATA)


def test_a_file_that_is_cut_or_written_into_is_noticed_and_one_that_is_replaced_stays(file: Path) -> None:
    mapped = index_file.load(file, METADATA)
    index_file.save(file, {"words": np.zeros(3)}, METADATA)
    assert mapped.is_intact()
    again = index_file.load(file, METADATA)
    os.truncate(file, 10)
    assert mapped.is_intact() and not again.is_intact()
