import asyncio
from dataclasses import replace

import pytest

from knowledge.errors import AnswerNotFound
from knowledge.models import Answer, Article, AskContext, Citation, Decline, WithdrawnCitation
from knowledge.store.articles import ArticleStore
from knowledge.store.questions import QuestionLog, RankingRecord

pytestmark = pytest.mark.usefixtures("either_database")

KEY = bytes(range(32))

PLACE = AskContext(channel="general")

DECLINE = Decline(question="Who?")

LIGHT = Article(title="The lighthouse is lit", paragraphs=("It was dark.", "The keeper lit the lamp."), id="light")

STORM = Article(title="A storm comes", paragraphs=("It came from the west.",), id="storm")


@pytest.fixture
def log(store: ArticleStore) -> QuestionLog:
    return QuestionLog(store.database, KEY)


async def answer(store: ArticleStore, *articles: Article) -> Answer:
    """An answer that cites the last paragraph of each article, all of which are added."""
    added = [each.article for each in await store.add(articles, collection="shared")]
    citations = tuple(
        Citation(n=n, article=article, paragraph=len(article.paragraphs), span=(0, 3))
        for n, article in enumerate(added, start=1)
    )
    return Answer(question="Q?", outcome="answered", confidence=1.0, citations=citations)


async def record(log: QuestionLog, reply: Answer | Decline, place: AskContext = PLACE) -> int:
    return (await log.record(reply, place=place, ranking=RankingRecord("1"))).id


async def test_earlier_answer_still_quotes_the_version_it_cited(store: ArticleStore, log: QuestionLog) -> None:
    given = await answer(store, LIGHT)
    id = await record(log, given)
    await store.add([replace(LIGHT, title="Corrected", paragraphs=("All of it was wrong.",))], collection="shared")
    assert await log.answer(id, collection="shared") == replace(given, id=id, channel=PLACE.channel)


async def test_citations_of_withdrawn_articles_are_named_and_left_out(store: ArticleStore, log: QuestionLog) -> None:
    given = await answer(store, LIGHT, STORM)
    id = await record(log, given)
    await store.remove("light", collection="shared")
    back = await log.answer(id, collection="shared")
    assert back.citations == given.citations[1:]
    assert back.withdrawn == (WithdrawnCitation(1),)


async def test_answer_with_every_article_withdrawn_says_so(store: ArticleStore, log: QuestionLog) -> None:
    id = await record(log, await answer(store, LIGHT))
    await log.set_reply(id, "900")
    await store.remove("light", collection="shared")
    for lookup in (
        log.answer(id, collection="shared"),
        log.last_answer(collection="shared", channel="general"),
        log.answer_in_reply("900", collection="shared"),
    ):
        with pytest.raises(AnswerNotFound, match=f"answer #{id} cited has since been removed"):
            await lookup


async def test_withdrawn_text_stays_gone_when_the_article_is_added_again(store: ArticleStore, log: QuestionLog) -> None:
    given = await answer(store, LIGHT, STORM)
    id = await record(log, given)
    await store.remove("light", collection="shared")
    await store.add([replace(LIGHT, paragraphs=("Another text.",) * 2)], collection="shared")
    assert (await log.answer(id, collection="shared")).citations == given.citations[1:]


async def test_paragraph_that_is_no_longer_the_one_cited_is_not_shown(store: ArticleStore, log: QuestionLog) -> None:
    given = await answer(store, LIGHT, STORM)
    id = await record(log, given)
    async with store.database.transaction() as connection:
        await connection.execute_fetchall("UPDATE paragraph SET text = 'Forged.' WHERE text = 'It came from the west.'")
    back = await log.answer(id, collection="shared")
    assert (back.citations, back.withdrawn) == (given.citations[:1], (WithdrawnCitation(2),))


async def test_article_withdrawn_while_it_was_being_cited_is_logged_as_withdrawn(
    store: ArticleStore, log: QuestionLog
) -> None:
    given = await answer(store, LIGHT, STORM)
    await store.remove("light", collection="shared")
    back = await log.answer(await record(log, given), collection="shared")
    assert back.withdrawn == (WithdrawnCitation(1),)


async def test_answer_cannot_be_seen_from_another_collection(store: ArticleStore, log: QuestionLog) -> None:
    id = await record(log, await answer(store, LIGHT))
    await log.set_reply(id, "900")
    with pytest.raises(AnswerNotFound, match=f"no answer #{id} here"):
        await log.answer(id, collection="123")
    with pytest.raises(AnswerNotFound):
        await log.last_answer(collection="123", channel="general")
    with pytest.raises(AnswerNotFound):
        await log.answer_in_reply("900", collection="123")


async def test_unknown_ids_are_not_found(log: QuestionLog) -> None:
    for id in (0, -1, 1, 2**63, 10**40):
        with pytest.raises(AnswerNotFound, match=f"no answer #{id} here"):
            await log.answer(id, collection="shared")


async def test_declined_and_failed_questions_have_no_answer_and_say_why(log: QuestionLog) -> None:
    declined = await record(log, DECLINE)
    with pytest.raises(AnswerNotFound, match=f"nothing relevant to question #{declined}"):
        await log.answer(declined, collection="shared")
    failed = await log.record_failure("Why?", place=PLACE, milliseconds=1.0)
    with pytest.raises(AnswerNotFound, match=f"#{failed} ended in an error"):
        await log.answer(failed, collection="shared")


async def test_last_answer_is_the_channels_own_and_no_decline(store: ArticleStore, log: QuestionLog) -> None:
    with pytest.raises(AnswerNotFound, match="haven't answered anything here yet"):
        await log.last_answer(collection="shared", channel="general")
    given = await answer(store, LIGHT)
    await record(log, given)
    last = await record(log, given)
    await record(log, DECLINE)
    await record(log, given, AskContext(channel="random"))
    await record(log, given, AskContext(collection="123", channel="general"))
    assert (await log.last_answer(collection="shared", channel="general")).id == last


async def test_answer_is_found_by_the_message_that_carried_it(store: ArticleStore, log: QuestionLog) -> None:
    given = await answer(store, LIGHT)
    ids = [await record(log, given) for _ in range(3)]
    await asyncio.gather(*(log.set_reply(id, f"message {id}") for id in ids))
    assert (await log.answer_in_reply(f"message {ids[1]}", collection="shared")).id == ids[1]
    for unknown in ("message", "", "\ud800"):
        with pytest.raises(AnswerNotFound, match="one of my answers"):
            await log.answer_in_reply(unknown, collection="shared")


async def test_reply_to_a_decline_says_that_it_has_no_sources(log: QuestionLog) -> None:
    id = await record(log, DECLINE)
    await log.set_reply(id, "900")
    with pytest.raises(AnswerNotFound, match="nothing relevant"):
        await log.answer_in_reply("900", collection="shared")
