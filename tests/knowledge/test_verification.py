"""Quotations that prove themselves, against texts that were edited since, and files that are no proof."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Article, AskContext, Citation, Library, samples
from knowledge.answers import Proof, check_proof, read_proofs
from knowledge.answers.verification import MAX_PROOF_BYTES
from knowledge.bibliography import annotations_json
from knowledge.errors import UnreadableProof
from tests.knowledge.edited_articles import edited_articles, words_of

PIER = Article(
    title="Pier opens",
    paragraphs=(
        "The mayor of Lindvik spoke for an hour on Friday evening.",
        "It rained on the day before. The new pier opened on Saturday. The ferry left at noon for the islands.",
        "The old pier closed on Sunday, and nobody was sad about it.",
    ),
    language="en",
    published_at=date(2021, 6, 5),
)
[OPENED] = read_proofs(
    annotations_json([Citation(n=1, article=PIER, paragraph=2, span=(29, 61))], "x").encode(), "x.json"
)


ANNOTATION = {"target": {"selector": {"type": "TextQuoteSelector", "exact": "The pier opened."}}}


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as opened:
        yield opened


def text(*paragraphs: str) -> Article:
    return Article(title="Other", paragraphs=paragraphs, language="en")


def test_sentence_is_never_taken_for_another_after_hundreds_of_edits() -> None:
    counted = Counter[str]()
    for each in edited_articles(samples.sample_articles(), 300):
        check = check_proof(each.proof, [each.article])
        counted[check.status] += 1
        if check.status in ("in place", "moved"):
            assert each.is_same and words_of(check.found) == words_of(each.proof.exact), each
        elif check.status == "changed":
            shared = Counter(words_of(check.found)) & Counter(words_of(each.sentence))
            assert shared.total() >= 0.8 * len(words_of(each.sentence)) > 0, each
            assert not each.is_same and any(edit.kind != "same" for edit in check.edits)
        else:
            assert check.found == "" and not each.is_same
    # Of the 300, a third is the same, a third is gone, and a third changed; a few of the last are told as gone.
    assert counted["moved"] + counted["in place"] >= 99 and counted["changed"] >= 96


def test_quotation_is_found_in_its_place_and_with_the_signs_that_it_has() -> None:
    assert OPENED.exact == "The new pier opened on Saturday."
    check = check_proof(OPENED, [PIER])
    assert (check.status, check.paragraph, check.found) == ("in place", 2, OPENED.exact)
    moved = check_proof(OPENED, [text("A new first paragraph came in here.", *PIER.paragraphs)])
    assert (moved.status, moved.paragraph, moved.found) == ("moved", 3, OPENED.exact)


def test_sentence_like_it_beside_none_of_its_context_is_another_one() -> None:
    gone = text(PIER.paragraphs[0], "The ferry left at noon.", "Elsewhere the new pier opened on Sunday.")
    assert check_proof(OPENED, [gone]).status == "gone"


def test_moved_quotation_of_which_a_sentence_changed_is_known_by_another_of_its_sentences() -> None:
    cited = Citation(n=1, article=PIER, paragraph=2, span=(0, len(PIER.paragraphs[1])))
    [proof] = read_proofs(annotations_json([cited], "x").encode(), "x.json")
    moved = PIER.paragraphs[1].replace("Saturday", "Sunday")
    check = check_proof(proof, [text("All else is new.", moved, "So is this.")])
    assert (check.status, check.paragraph, check.found) == ("changed", 2, moved)
    assert {each.text for each in check.edits if each.kind != "same"} == {"Saturday", "Sunday"}
    gone = text(PIER.paragraphs[0], "The ferry left at noon for the islands, and nobody saw the new pier on Saturday.")
    assert check_proof(proof, [gone]).status == "gone"


def test_words_inside_a_longer_sentence_are_not_the_sentence() -> None:
    denied = PIER.paragraphs[1].replace("The new pier", "Nobody believes that the new pier")
    check = check_proof(OPENED, [text(PIER.paragraphs[0], denied)])
    assert check.status == "changed" and check.edits[0].text == "Nobody believes that"


def test_altered_annotation_is_damaged_whatever_the_text_says() -> None:
    altered = Proof(exact=OPENED.exact.replace("opened", "closed"), sha256=OPENED.sha256)
    assert check_proof(altered, [text("The new pier closed on Saturday.")]).status == "damaged"


def test_file_that_proves_nothing_is_told_in_a_sentence(subtests: pytest.Subtests) -> None:
    for data, said in [
        (b"", "isn't JSON"),
        (b"[" * 100_000, "isn't JSON"),
        (b"\xff\xfe{", "isn't JSON"),
        (b'{"target": {"selector": 1e999}}', "has no Web Annotation"),
        (b"[1, null, [], {}]", "has no Web Annotation"),
        (b" " * (MAX_PROOF_BYTES + 1), "too large"),
        (
            json.dumps([{"target": {"selector": {"type": "TextQuoteSelector", "exact": "a"}}}] * 101).encode(),
            "over 100",
        ),
    ]:
        with subtests.test(data=data, said=said), pytest.raises(UnreadableProof, match=said):
            read_proofs(data, "a.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["exact", "prefix", "suffix", "schema:sha256"]), JSON), JSON, JSON)
def test_any_annotation_is_read_or_refused(quoted: dict[str, object], start: object, source: object) -> None:
    selectors = [{"type": "TextQuoteSelector", **quoted}, {"type": "TextPositionSelector", "start": start}]
    data = json.dumps({"target": {"selector": selectors, "source": source}}).encode()
    try:
        proofs = read_proofs(data, "a.json")
    except UnreadableProof:
        assert not isinstance(quoted.get("exact"), str) or not quoted["exact"]
    else:
        assert [each.exact for each in proofs] == [quoted["exact"]]
        assert check_proof(proofs[0], [PIER]).status in ("in place", "moved", "changed", "gone", "damaged")


async def test_proof_is_looked_for_in_the_article_that_it_names(library: Library) -> None:
    await library.add(PIER)
    elsewhere = Proof(exact=OPENED.exact, source="https://elsewhere.example/a", headline="Not here")
    checks = await library.check_proofs([OPENED, elsewhere])
    assert checks[0] and checks[0].status == "in place" and checks[1] is None


async def test_replay_tells_what_comes_first_now(library: Library) -> None:
    await library.add(PIER)
    asked = await library.ask("When did the new pier open?", AskContext(asker="ann"))
    answer = await library.source(id=asked.id)
    replay = await library.replay(answer)
    assert replay.is_same and not replay.newcomers and replay.index == replay.logged_index
    await library.add(text("When did the new pier open? The new pier opened on Saturday.", "It rained."))
    replay = await library.replay(answer)
    assert not replay.is_same and replay.places[1] == 2 and replay.index != replay.logged_index
    assert [each.article.title for each in replay.newcomers] == ["Other"]
