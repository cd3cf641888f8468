"""Whether the words that an answer quoted have changed since."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Answer, Article, AskContext, Citation, Library
from knowledge.answers import Corrected, Edit, Removed, Unchanged, changed_since
from knowledge.models import LatestVersion

OPENED = "The pier at Lindvik opened on Saturday after four years of work."
COST = "Mayor Ingrid Dahl said that it cost 12.5 million crowns."
FERRY = "The ferry Solveig was the first to berth there."
ARTICLE = Article(title="New pier", paragraphs=(f"{OPENED} {COST}", FERRY), language="en", row=1, version=1)
NOW = datetime(2021, 6, 9, 12, tzinfo=UTC)


def cited(article: Article, quoted: str) -> Citation:
    """Return a citation of words of the first paragraph."""
    start = article.paragraphs[0].index(quoted)
    return Citation(n=1, article=article, paragraph=1, span=(start, start + len(quoted)))


def later(*paragraphs: str) -> LatestVersion:
    return LatestVersion(replace(ARTICLE, paragraphs=paragraphs, version=2), NOW)


def test_change_beside_the_quoted_words_alarms_nobody(subtests: pytest.Subtests) -> None:
    for paragraphs in [
        (f"{OPENED} {COST}", "The fery Solveig was the first to berth there."),
        (f"{OPENED} Mayor Ingrid Dahl said that it cost 21.5 million crowns.", FERRY),
        (FERRY, "A new lead.", OPENED.replace(" ", "\u00a0 "), COST),
        (f"“{OPENED}” {COST}", FERRY),
        (f"The harbour is done. {OPENED[:-1]}! {COST}",),
        (OPENED,),
    ]:
        with subtests.test(paragraphs=paragraphs):
            assert changed_since(cited(ARTICLE, OPENED), later(*paragraphs)) == Unchanged()


def test_change_beside_a_sentence_alarms_nobody_whatever_its_script_ends_sentences_with(
    subtests: pytest.Subtests,
) -> None:
    for language, before, after, quoted in [
        ("hi", "नया घाट शनिवार को खुला।", "नया घाट रविवार को खुला।", "लागत 12 करोड़ थी।"),
        ("ur", "نیا گھاٹ ہفتے کو کھلا۔", "نیا گھاٹ اتوار کو کھلا۔", "لاگت 12 کروڑ تھی۔"),
        ("ar", "متى فتح الرصيف؟", "متى افتتح الرصيف؟", "فتح يوم السبت."),
        ("el", "Πότε άνοιξε;", "Πότε άνοιξαν;", "Ναι, το Σάββατο."),
        ("hy", "Նավամատույցը բացվեց։", "Նավամատույցը փակվեց։", "Այն արժեր 12։"),
        ("am", "መርከቡ ደረሰ።", "መርከቡ ሄደ።", "ዋጋው 12 ነበር።"),
        ("en", "The pier is open.[1]", "The pier was opened.[1]", "It cost 12 million."),
    ]:
        with subtests.test(language=language):
            article = replace(ARTICLE, paragraphs=(f"{before} {quoted}",), language=language)
            now = LatestVersion(replace(article, paragraphs=(f"{after} {quoted}",), version=2), NOW)
            assert changed_since(cited(article, quoted), now) == Unchanged()
            assert isinstance(changed_since(cited(article, before), now), Corrected)


def test_changed_word_is_shown_between_those_that_stayed() -> None:
    found = changed_since(cited(ARTICLE, f"{OPENED} {COST}"), later(f"{OPENED.replace('four', 'five')} {COST}", FERRY))
    assert found == Corrected(
        (
            Edit("same", "The pier at Lindvik opened on Saturday after"),
            Edit("omitted", "five"),
            Edit("added", "four"),
            Edit("same", "years of work"),
        ),
        date(2021, 6, 9),
    )


def test_passage_of_two_paragraphs_is_corrected_where_either_is(subtests: pytest.Subtests) -> None:
    both = replace(cited(ARTICLE, OPENED), span=(0, len(ARTICLE.text(1, 1))), continued=1)
    first, second = ARTICLE.paragraphs
    assert changed_since(both, later(second, "A new lead.", first)) == Unchanged()
    for paragraphs in [(first, second.replace("first", "last")), (first.replace("four", "five"), second)]:
        with subtests.test(paragraphs=paragraphs):
            assert isinstance(changed_since(both, later(*paragraphs)), Corrected)


def test_sentence_that_says_something_else_by_now_is_corrected(subtests: pytest.Subtests) -> None:
    for text in [
        f"It is not true that the {OPENED[4:]}",
        f"{OPENED[:-1]}, the harbour office denied.",
        OPENED.replace("opened", "never opened"),
        OPENED.replace("Saturday", "Sunday"),
    ]:
        with subtests.test(text=text):
            found = changed_since(cited(ARTICLE, OPENED), later(f"{text} {COST}", FERRY))
            assert isinstance(found, Corrected)
            assert any(edit.kind == "omitted" for edit in found.edits)


def test_sentence_that_is_gone_is_shown_as_only_in_the_quotation() -> None:
    assert changed_since(cited(ARTICLE, OPENED), later(FERRY)) == Corrected((Edit("added", OPENED),), NOW.date())


def test_removed_article_is_removed_on_its_day() -> None:
    assert changed_since(cited(ARTICLE, OPENED), LatestVersion(None, NOW)) == Removed(NOW.date())


WORDS = st.lists(st.sampled_from(("pier", "mayor", "not", "12.5", "opened", "Saturday", "the")), min_size=3, max_size=9)


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_only_a_sentence_with_other_words_is_corrected(sentences: list[list[str]], data: st.DataObject) -> None:
    texts = [" ".join(words) + "." for words in sentences]
    article = replace(ARTICLE, paragraphs=(" ".join(texts),))
    which = data.draw(st.integers(0, len(texts) - 1))
    same = changed_since(cited(article, texts[which]), later("Zeppelin.", *texts))
    assert same == Unchanged()
    changed = [*texts]
    changed[which] = "Zeppelins " + texts[which]
    others = {text for n, text in enumerate(texts) if n != which}
    found = changed_since(cited(article, texts[which]), later(" ".join(changed)))
    assert isinstance(found, Corrected) is (texts[which] not in others)


async def test_answer_tells_of_each_citation_what_became_of_it(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        pier = (await library.add(replace(ARTICLE, id="pier", row=0, version=0), collection="1")).article
        given_ = await library.ask("When did the pier at Lindvik open?", AskContext(collection="1"), k=1)
        assert isinstance(given_, Answer)
        assert await library.revisions(given_) == {1: Unchanged()}
        await library.add(replace(pier, paragraphs=(COST,)), collection="1")
        earlier = await library.source(id=given_.id, collection="1")
        assert isinstance((await library.revisions(earlier))[1], Corrected)
        await library.remove("pier", collection="1")
        assert isinstance((await library.revisions(given_))[1], Removed)
