"""Questions with filters, asked of a library."""

from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Decline, InvalidQuestion, Library
from knowledge.answers.snapshot import MemorySource
from knowledge.evaluation import Snapshot
from knowledge.models import Hit
from knowledge.search import retriever

TALKS = Article(
    id="talks",
    title="Envoys hold talks in Moscow",
    paragraphs=(
        "The envoys of three countries discussed the ferry dispute in Moscow on Tuesday.",
        "The envoys said that the dispute over the ferry must be settled in a stage-by-stage way.",
    ),
    publisher="The Korea Herald",
    byline="Yonhap",
    published_at=date(2018, 10, 10),
    language="en",
)
EARLIER = Article(
    id="earlier",
    title="Envoys prepare",
    paragraphs=("The envoys discussed the ferry dispute by telephone, the ministry said in Lindvik.",),
    publisher="The Coast Courier",
    published_at=date(2018, 9, 1),
    language="en",
)
UNDATED = Article(
    id="undated",
    title="A letter to the editor",
    paragraphs=("What have the envoys discussed about the ferry dispute so far? Nothing, it seems.",),
    language="en",
)
SPANISH = Article(
    id="spanish",
    title="Los enviados",
    paragraphs=("Los enviados hablaron de la disputa del transbordador Solveig en Moscú.",),
    publisher="El Heraldo",
    published_at=date(2018, 10, 11),
    language="es",
)
QUESTION = "What did the envoys discuss about the ferry dispute?"


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        await library.add_all([TALKS, EARLIER, UNDATED, SPANISH])
        yield library


async def cited(library: Library, question: str) -> set[str]:
    found = await library.ask(question, k=5)
    return {citation.article.id for citation in found.citations} if isinstance(found, Answer) else set()


async def declined(library: Library, question: str) -> Decline:
    found = await library.ask(question)
    assert isinstance(found, Decline)
    return found


async def test_only_what_the_filters_admit_is_cited(subtests: pytest.Subtests, library: Library) -> None:
    for filters, ids in [
        ("", {"talks", "earlier", "undated"}),
        ("after:2018-10-01", {"talks"}),
        ("before:2018-10", {"earlier"}),
        ("on:2018-09-01", {"earlier"}),
        ('after:"September 2018" before:"11 October 2018"', {"talks", "earlier"}),
        ("source:courier", {"earlier"}),
        ("source:yonhap", {"talks"}),
        ('in:"moscow talks"', {"talks"}),
        ('"by telephone"', {"earlier"}),
        ("-telephone", {"talks", "undated"}),
        ("-Moscow", {"earlier", "undated"}),
        ('-"so far" -telephone', {"talks"}),
        ("as-of:2018-10-10", {"talks", "earlier"}),
        ("as-of:2018-10-09", {"earlier"}),
        ("As-Of:2018", {"talks", "earlier"}),
        ("as-of:2018-10 after:2018-09-02", {"talks"}),
        ('as-of:2018-09-03 after:"last week"', {"earlier"}),
        ('source:herald "stage-by-stage way"', {"talks"}),
    ]:
        with subtests.test(filters=filters, ids=ids):
            assert await cited(library, f"{QUESTION} {filters}") == ids


async def test_filters_that_leave_nothing_are_named_and_left_out(subtests: pytest.Subtests, library: Library) -> None:
    for filters, unmet in [
        ("source:Nobody", ("source:Nobody",)),
        ("after:2019 source:herald", ("after:2019",)),
        ("before:2018-10 source:herald", ("before:2018-10", "source:herald")),
        ('"by pigeon"', ('"by pigeon"',)),
        ('source:herald "by telephone"', ("source:herald", '"by telephone"')),
        ('"by telephone" "so far"', ('"by telephone"', '"so far"')),
        ('"so far" -nothing', ('"so far"', "-nothing")),
    ]:
        with subtests.test(filters=filters, unmet=unmet):
            found = await library.ask(f"{QUESTION} {filters}")
            assert (found.outcome, found.unmet) == ("closest", unmet)
            plain = await library.ask(QUESTION)
            assert isinstance(found, Answer) and isinstance(plain, Answer)
            assert found.citations[0].article.id in {each.article.id for each in plain.citations}


async def test_filter_that_removes_the_answer_is_named(library: Library) -> None:
    """Articles have been published since, but the only one that answers has no date."""
    letter = Article(id="moth", title="Moths", paragraphs=("The moth census counted ninety hawk moths in the mill.",))
    await library.add(replace(letter, language="en"))
    found = await library.ask("How many hawk moths did the census count in the mill? after:2018-10-01")
    assert isinstance(found, Answer)
    assert (found.outcome, found.unmet) == ("closest", ("after:2018-10-01",))
    assert found.citations[0].article.id == "moth"


async def test_phrase_of_function_words_that_stands_in_the_text_is_found(
    library: Library, subtests: pytest.Subtests
) -> None:
    await library.add(
        Article(
            id="play",
            title="A play at the quay",
            paragraphs=("The actor began with “To be, or not to be, that is the question”, and The Who played.",),
            language="en",
        )
    )
    for question in ('"To be, or not to be"', "to be or not to be", '"the who"'):
        with subtests.test(question=question):
            found = await library.ask(question)
            assert isinstance(found, Answer)
            assert (found.outcome, found.citations[0].article.id) == ("answered", "play")


async def test_words_of_functions_alone_that_stand_nowhere_together_are_declined(library: Library) -> None:
    assert (await declined(library, "so it is not that of them")).outcome == "declined"


async def test_word_that_articles_of_another_language_have_is_not_called_missing(library: Library) -> None:
    found = await library.ask("What did the envoys discuss about the ferry dispute with Solveig and Olga?")
    assert found.unmatched == ("Olga",)


async def quoted(library: Library, question: str) -> list[tuple[str, int]]:
    found = await library.ask(question, k=5)
    assert isinstance(found, Answer)
    return [(citation.article.id, citation.paragraph) for citation in found.citations]


async def test_phrase_may_be_elsewhere_in_the_article_and_its_paragraphs_come_first(
    subtests: pytest.Subtests, library: Library
) -> None:
    for phrases, places in [
        ('"stage-by-stage way"', [("talks", 2), ("talks", 1)]),
        ('"on Tuesday"', [("talks", 1), ("talks", 2)]),
        ('"hold talks in Moscow"', [("talks", 1), ("talks", 2)]),
        ('"stage-by-stage way" "on Tuesday"', [("talks", 2), ("talks", 1)]),
        ('"stage-by-stage way" -Tuesday', [("talks", 2)]),
        ('"on Tuesday" -"three countries"', [("talks", 2)]),
    ]:
        with subtests.test(phrases=phrases, places=places):
            assert await quoted(library, f"{QUESTION} {phrases}") == places


async def test_phrase_does_not_run_from_a_headline_into_its_paragraph(library: Library) -> None:
    assert (await library.ask(f'{QUESTION} "Moscow the envoys"')).unmet == ('"Moscow the envoys"',)


async def ranked(folder: Path, question: str, *articles: Article) -> list[tuple[str, int, float]]:
    """Return the article, paragraph and score of each paragraph in order."""
    async with Library.open(folder) as library:
        await library.add_all(articles)
        snapshot = await library.snapshot()
    ids = {article.row: article.id for article in snapshot.articles.values()}
    return [(ids[hit.row], hit.number, hit.score) for hit in snapshot.ask(question, k=3).hits]


async def test_paragraph_with_the_phrase_goes_before_one_with_a_higher_score(tmp_path: Path) -> None:
    article = replace(TALKS, paragraphs=("The envoys discussed the ferry dispute on a cold Monday.", "It was so-so."))
    (_, first, lesser), (_, second, higher) = await ranked(tmp_path, f'{QUESTION} "was so-so"', article)
    assert (first, second) == (2, 1)
    assert lesser < higher


async def test_paragraph_with_the_phrase_goes_before_newer_ones(tmp_path: Path) -> None:
    newer = replace(TALKS, paragraphs=("The envoys discussed the ferry dispute on the telephone.", "Not by telephone."))
    older = replace(EARLIER, paragraphs=("The envoys discussed the ferry dispute by telephone.",))
    places = await ranked(tmp_path, 'What is the latest that the envoys discussed "by telephone"?', newer, older)
    assert [place[:2] for place in places] == [("earlier", 1), ("talks", 2), ("talks", 1)]


async def test_many_candidates_do_not_hide_the_rest_of_an_article_with_the_phrase(tmp_path: Path) -> None:
    loud = [
        Article(id=f"n{n}", title="Herring harvest", paragraphs=(f"Herring harvest, herring harvest number {n}.",))
        for n in range(1500)
    ]
    quiet = Article(id="quiet", title="", paragraphs=("A harvest of eels was planned for May.", "The catch was so-so."))
    async with Library.open(tmp_path) as library:
        await library.add_all([*loud, quiet])
        hits = (await library.snapshot()).ask('Which herring harvest "catch was so-so"?', k=3).hits
    assert [hit.number for hit in hits] == [2, 1]


async def test_an_unmet_filter_does_not_hide_the_nearest_headlines(library: Library) -> None:
    found = await declined(library, "Which guitar did the twelve elephants hide in the ferry? source:Nobody")
    assert found.nearest[0].id in {"talks", "earlier", "undated"}


async def test_question_is_logged_and_repeated_as_it_was_typed(library: Library) -> None:
    question = f'{QUESTION} after:2018-10-01 "stage-by-stage way"'
    found = await library.ask(question)
    assert found.question == question
    assert (await library.source(id=found.id)).question == question
    assert (await library.ask(f"{QUESTION} source:Nobody")).id == found.id + 1


async def test_filters_reach_articles_of_another_language_than_the_question(library: Library) -> None:
    assert await cited(library, "Solveig source:heraldo") == {"spanish"}
    assert await cited(library, 'Moscow "transbordador Solveig"') == {"spanish"}


async def test_filters_alone_are_no_question(library: Library, subtests: pytest.Subtests) -> None:
    for question in ("source:herald", "after:2018 -Moscow", "???  on:2018"):
        with subtests.test(question=question), pytest.raises(InvalidQuestion, match="only filters"):
            await library.ask(question)


async def test_phrase_is_found_far_below_the_paragraphs_that_share_more_with_the_question(tmp_path: Path) -> None:
    loud = [
        Article(id=f"n{n}", title="Herring harvest", paragraphs=(f"Herring harvest, herring harvest number {n}.",))
        for n in range(1500)
    ]
    quiet = Article(id="quiet", title="", paragraphs=(f"{'Much else was said that day. ' * 9}The harvest was so-so.",))
    async with Library.open(tmp_path) as library:
        await library.add_all([*loud, quiet])
        for question in ('herring harvest "was so-so"', "herring harvest -herring", 'herring harvest "harvest was so"'):
            found = await library.ask(question, k=20)
            assert isinstance(found, Answer) or found.unmet == ()
            ranked = (await library.snapshot()).ask(question, k=3).hits
            assert [hit.number for hit in ranked] == [1] and len(ranked) == 1


def test_of_a_phrase_that_most_have_only_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    told = ("sank of the rot", "sank, of  the rot", "was of them", "of “the” rot")
    articles = [
        Article(
            id=f"n{n}", title="Log", paragraphs=(f"{'ferry ' * (n % 9)}{told[n % 4]} in {n}",), row=n, language="en"
        )
        for n in range(400)
    ]
    asked, read = 'Which ferry sank "of the"', list[int]()
    texts = MemorySource.texts

    def counted(source: MemorySource, hits: Collection[Hit]) -> dict[Hit, str]:
        read.append(len(hits))
        return texts(source, hits)

    monkeypatch.setattr(MemorySource, "texts", counted)
    snapshot = Snapshot.build(articles)
    hits = snapshot.ask(asked).hits
    monkeypatch.setattr(retriever, "FIRST_READ_FACTOR", 100)
    assert snapshot.ask(asked).hits == hits
    assert read[0] < 150 < read[-1]


async def test_latest_puts_the_newest_first_among_equals_and_only_among_them(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for number, (question, first) in enumerate(
        [
            ("Which harvest is the best?", "old"),
            ("What is the latest harvest?", "new"),
            ("latest harvest on:2018", "old"),
        ]
    ):
        with subtests.test(question=question, first=first):
            (folder := tmp_path / str(number)).mkdir()
            texts = {
                "old": (2018, "The herring harvest was large, the best harvest ever."),
                "new": (2020, "The herring harvest was small, the worst harvest ever."),
                "far": (2021, "No fish at all."),
            }
            articles = [
                Article(id=id, title="", paragraphs=(text,), published_at=date(year, 8, 1), language="en")
                for id, (year, text) in texts.items()
            ]
            async with Library.open(folder) as library:
                await library.add_all(articles)
                found = await library.ask(question)
            assert isinstance(found, Answer)
            assert found.citations[0].article.id == first


async def test_new_article_counts_for_more_and_an_old_one_tells_nothing_of_this_week() -> None:
    text = ("The envoys opened the ferry pier at Lindvik.",)
    old, new = (
        Article(id=id, title="Pier", paragraphs=text, language="en", published_at=day, row=row, version=1)
        for row, (id, day) in enumerate([("old", date(2018, 5, 1)), ("new", date(2018, 10, 9))], start=1)
    )
    snapshot = Snapshot.build([old, new])
    today, later = date(2018, 10, 10), date(2020, 10, 10)
    plain, recent = "Which pier did the envoys open?", "Which pier did the envoys open this week?"
    assert [snapshot.ask(plain, today=day).hits[0].row for day in (today, later)] == [new.row, old.row]
    assert snapshot.ask(recent, today=today).hits[0].row == new.row
    assert snapshot.ask(plain, today=later).reply.outcome == "answered"
    assert snapshot.ask(recent, today=later).reply.outcome != "answered"


async def test_nothing_later_is_shown_as_of_a_day_not_even_a_headline(library: Library) -> None:
    found = await declined(library, f"{QUESTION} as-of:2018-08-31")
    assert (found.unmet, found.nearest) == (("as-of:2018-08-31",), ())
    assert (found.as_of, found.undated) == (date(2018, 8, 31), 1)
    narrowed = await library.ask(f"{QUESTION} as-of:2018-10-01 source:herald")
    assert isinstance(narrowed, Answer)
    assert [each.article.id for each in narrowed.citations] == ["earlier"]
    assert narrowed.unmet == ("source:herald",)


async def test_follow_up_keeps_the_day_that_is_asked_as_of(library: Library) -> None:
    asked = await library.ask(f"{QUESTION} as-of:2018-09-30")
    following = AskContext(following=asked.id)
    for question, day in (
        ("and in Moscow?", date(2018, 9, 30)),
        ("and in Moscow? as-of:2018-10-30", date(2018, 10, 30)),
        ("What did the Spanish envoys discuss about the ferry Solveig?", None),
    ):
        found = await library.ask(question, following)
        assert found.as_of == day
        if isinstance(found, Answer) and day:
            assert all(each.article.published_at and each.article.published_at <= day for each in found.citations)


async def test_days_before_are_those_before_the_day_that_is_asked_as_of() -> None:
    text = ("The envoys opened the ferry pier at Lindvik.",)
    days = {1: date(2018, 2, 1), 2: date(2018, 5, 30), 3: date(2018, 10, 9)}
    articles = [
        Article(title="Pier", paragraphs=text, language="en", published_at=day, row=row, version=1)
        for row, day in days.items()
    ]
    asked = "Which pier did the envoys open this week? as-of:2018-06-01"
    hits = Snapshot.build(articles).ask(asked, today=date(2018, 10, 10)).hits
    assert [hit.row for hit in hits] == [2, 1]


async def test_watch_refuses_to_ask_as_of_an_earlier_day(library: Library) -> None:
    with pytest.raises(InvalidQuestion, match="A watch looks at new articles"):
        await library.watch(f"{QUESTION} as-of:2018", AskContext(asker="ann"), "now", now=datetime.now(UTC))


def test_filter_that_leaves_only_what_is_remote_is_left_out() -> None:
    articles = [
        Article(
            row=1, version=1, title="Cup", paragraphs=("Belmar won the cup in Ellis.",), published_at=date(2014, 7, 1)
        ),
        Article(
            row=2,
            version=1,
            title="Chess",
            paragraphs=("Tanaka, 14, won the chess open.",),
            published_at=date(2022, 8, 1),
        ),
    ]
    snapshot = Snapshot.build(replace(each, language="en") for each in articles)
    found = snapshot.ask("Who won the chess open? before:2022-01").reply
    assert isinstance(found, Answer) and found.unmet == ("before:2022-01",) and found.outcome == "closest"
    assert found.citations[0].article.title == "Chess"
