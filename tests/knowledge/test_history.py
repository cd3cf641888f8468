"""Earlier and removed versions are brought back, edits last, the last change is undone, and all of it is on record."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import Answer, AnswerNotFound, Article, ArticleNotFound, AskContext, Library, Quota, WithdrawnCitation
from knowledge.store import BOT, OPERATOR, SOMEONE, AuditAction, AuditEntry, ChangeRefused, ChangeSet, UndoResult

either = pytest.mark.usefixtures("either_database")
PIER = Article(
    title="The Lindvik pier",
    paragraphs=("The Lindvik pier opened on Saturday with forty flags.", "It is ninety metres long."),
    publisher="Lindvik Gazette",
    published_at=date(2021, 6, 5),
    url="https://gazette.example/pier",
    language="en",
)
FERRY = Article(title="Ferry", paragraphs=("The ferry Solveig berthed on Monday.",), id="ferry", language="en")
LATER = ("The Lindvik pier opened on Sunday with fifty flags.",)
QUESTION = "When did the Lindvik pier open?"
NOW = datetime.now(UTC)


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path) as library:
        yield library


def by(actor: str, action: AuditAction) -> ChangeSet:
    return ChangeSet(actor, action)


def held(folder: Path, secret: str) -> bool:
    return any(secret.encode() in each.read_bytes() for each in folder.rglob("*") if each.is_file())


async def put(library: Library, *articles: Article, actor: str = "ann") -> list[Article]:
    added = await library.add_all(articles, collection="1", changes=by(actor, "add"))
    return [each.article for each in added]


async def undo(library: Library, actor: str = "ann") -> UndoResult:
    found = await library.history.last_change("1", actor="ann", now=datetime.now(UTC))
    assert found
    return await library.undo(found[0].id, collection="1", changes=by(actor, "undo"))


async def asked(library: Library) -> Answer:
    found = await library.ask(QUESTION, AskContext(collection="1"), k=1)
    assert isinstance(found, Answer)
    return found


async def current(library: Library, article: Article) -> Article:
    return await library.own_article(article.id, collection="1")


async def titles(library: Library) -> list[str]:
    return sorted(each.article.title for each in await library.listing(collection="1", own=True))


async def log(library: Library) -> list[AuditEntry]:
    return await library.audit.entries("1")


@either
async def test_overwritten_version_is_brought_back_as_a_new_one(library: Library) -> None:
    [pier] = await put(library, PIER)
    await put(library, replace(PIER, paragraphs=LATER))
    versions = await library.history.versions(pier.id, collection="1")
    assert [(each.article.version, each.paragraphs, each.differing, each.ended_at is None) for each in versions] == [
        (2, 1, 0, True),
        (1, 2, 2, False),
    ]
    restored = await library.history.restore(pier.id, None, collection="1", changes=by("ann", "restore"))
    assert (restored.paragraphs, restored.version, restored.key.row) == (PIER.paragraphs, 3, pier.row)
    assert (await asked(library)).citations[0].text == PIER.paragraphs[0]
    # The same file again is no news, and its address is still known.
    assert (await library.add(PIER, collection="1")).change == "unchanged"
    with pytest.raises(ChangeRefused, match="current one"):
        await library.history.restore(pier.id, 3, collection="1", changes=by("ann", "restore"))
    with pytest.raises(ChangeRefused, match="isn't stored any more"):
        await library.history.restore(pier.id, 10**20, collection="1", changes=by("ann", "restore"))
    with pytest.raises(ChangeRefused, match="isn't stored any more"):
        await library.history.restore(pier.id, 9, collection="1", changes=by("ann", "restore"))


@either
async def test_removed_article_answers_nothing_and_comes_back_with_its_citations(library: Library) -> None:
    [pier] = await put(library, PIER)
    given = await asked(library)
    await library.withdraw(pier.id, collection="1", changes=by("ann", "remove"))
    with pytest.raises(AnswerNotFound, match="has since been removed"):
        await library.source(id=given.id, collection="1")
    with pytest.raises(ArticleNotFound):
        await library.article(pier.id, collection="1")
    await put(library, FERRY)
    assert not isinstance(await library.ask("forty flags Lindvik pier", AskContext(collection="1")), Answer)
    [removed] = await library.history.removed("1")
    assert (removed.article.title, removed.removed_at is not None) == (PIER.title, True)
    back = await library.history.restore(pier.id, None, collection="1", changes=by("ann", "restore"))
    assert (back.version, back.paragraphs) == (1, PIER.paragraphs)
    assert (await library.source(id=given.id, collection="1")).citations[0].text == PIER.paragraphs[0]
    assert await library.history.removed("1") == []
    assert (await asked(library)).citations[0].text == PIER.paragraphs[0]


@either
async def test_removed_version_stays_out_of_answers_when_the_article_is_added_again(library: Library) -> None:
    pier, _ = await put(library, PIER, FERRY)
    given = await asked(library)
    await library.withdraw(pier.id, collection="1", changes=by("ann", "remove"))
    [again] = await put(library, replace(PIER, paragraphs=LATER))
    assert again.row == pier.row
    with pytest.raises(AnswerNotFound, match="has since been removed"):
        await library.source(id=given.id, collection="1")


async def test_removed_article_is_overwritten_after_a_day_and_at_once_where_asked(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        pier, ferry = await put(library, PIER, FERRY)
        await asked(library)
        await library.history.edit(pier.id, {"title": "Zephyr"}, collection="1", changes=by("ann", "edit"))
        await library.withdraw(pier.id, collection="1", changes=by("ann", "remove"))
        assert await library.retention.prune(NOW + timedelta(hours=23)) == 0
        assert held(tmp_path, "forty flags")
        assert await library.retention.prune(datetime.now(UTC) + timedelta(hours=24)) == 2
        with pytest.raises(ArticleNotFound):
            await library.history.versions(pier.id, collection="1")
        await library.withdraw(ferry.id, collection="1", changes=by("ann", "remove"))
        await library.remove(ferry.id, collection="1", changes=by("ann", "delete"))
        async with asyncio.timeout(30):
            while any(held(tmp_path, each) for each in ("forty flags", "Solveig", "Zephyr", "Gazette")):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert [each.articles[0].title for each in await log(library)] == ["", "", "", "", ""]


async def test_what_is_overdue_is_deleted_where_no_bot_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Library.open(tmp_path) as library:
        [pier] = await put(library, PIER)
        await library.withdraw(pier.id, collection="1")
    monkeypatch.setattr("knowledge.store.versions.REMOVED_KEPT", timedelta(0))
    async with Library.open(tmp_path) as library:
        assert await library.history.removed("1") == []
        assert (await library.retention.held("1")).articles == 0


async def test_nothing_can_be_brought_back_where_no_versions_are_kept(tmp_path: Path) -> None:
    async with Library.open(tmp_path, versions_kept=timedelta(0)) as library:
        [pier] = await put(library, PIER)
        await library.withdraw(pier.id, collection="1", changes=by("ann", "remove"))
        assert not library.can_restore and await library.history.removed("1") == []
        assert [each.action for each in await log(library)] == ["remove", "add"]


@either
async def test_headline_keeps_its_new_words_when_the_source_changes(library: Library) -> None:
    [pier] = await put(library, PIER)
    await asked(library)
    changes = by("ann", "edit")
    before, after = await library.history.edit(
        pier.id, {"title": "A pier at last", "published_at": "2021-06-06"}, collection="1", changes=changes
    )
    assert (before.title, after.title, after.version) == (PIER.title, "A pier at last", 1)
    assert (await asked(library)).citations[0].article.title == "A pier at last"
    assert (await library.add(PIER, collection="1")).change == "unchanged"
    [updated] = await put(library, replace(PIER, title="New headline", paragraphs=LATER))
    assert (updated.title, updated.published_at) == ("A pier at last", date(2021, 6, 6))
    assert (await current(library, pier)).paragraphs == LATER
    await undo(library)
    await undo(library)
    assert (await current(library, pier)).title == PIER.title
    assert (await log(library))[-2].articles[0].edited == {
        "title": (PIER.title, "A pier at last"),
        "published_at": ("2021-06-05", "2021-06-06"),
    }


@pytest.mark.parametrize("action", ["add", "update", "remove", "edit", "restore"])
@either
async def test_undo_of_each_change_leaves_the_articles_as_they_were(library: Library, action: str) -> None:
    pier, _ = await put(library, PIER, FERRY)
    await put(library, replace(PIER, paragraphs=LATER))
    texts = (await current(library, pier)).paragraphs, await titles(library)
    match action:
        case "add":
            await put(library, Article(title="Mill", paragraphs=("A mill.",)), Article(title="Inn", paragraphs=("I.",)))
        case "update":
            await put(library, replace(PIER, title="Changed", paragraphs=("Closed.",)))
        case "remove":
            await library.withdraw(pier.id, collection="1", changes=by("ann", "remove"))
        case "edit":
            await library.history.edit(pier.id, {"title": "Changed"}, collection="1", changes=by("ann", "edit"))
        case "restore":
            await library.history.restore(pier.id, 1, collection="1", changes=by("ann", "restore"))
    assert ((await titles(library)), action) != (texts[1], "add")
    result = await undo(library, "bea")
    assert (result.undone, result.left, result.entry.actor) == (2 if action == "add" else 1, (), "ann")
    assert ((await current(library, pier)).paragraphs, await titles(library)) == texts
    newest, undone, *_ = await log(library)
    assert (newest.action, newest.actor, undone.is_undone) == ("undo", "bea", True)
    # The next one to undo is the one before, and what is done after an undo can be undone too.
    await undo(library)
    assert (await current(library, pier)).paragraphs == PIER.paragraphs
    await library.withdraw(pier.id, collection="1", changes=by("ann", "remove"))
    assert (await undo(library)).left == ()
    assert (await current(library, pier)).paragraphs == PIER.paragraphs


@either
async def test_update_counts_the_paragraphs_that_differ(library: Library) -> None:
    first, second = (replace(PIER, paragraphs=(PIER.paragraphs[0], *rest)) for rest in (LATER, ("One.", "Two.")))
    added = await library.add_all([PIER, first, second, replace(second, byline="Ann")], collection="1")
    assert [(each.change, each.differing) for each in added] == [
        ("added", 0),
        ("updated", 1),
        ("updated", 2),
        ("updated", 0),
    ]
    [again] = await library.add_all([PIER], collection="1")
    assert again.differing == 2


async def test_of_two_moderators_who_undo_the_same_change_one_undoes_it(library: Library) -> None:
    [pier] = await put(library, PIER)
    await put(library, replace(PIER, paragraphs=LATER))
    found = await library.history.last_change("1", actor="ann", now=datetime.now(UTC))
    assert found and not found[1]
    results = await asyncio.gather(
        *(library.undo(found[0].id, collection="1", changes=by(who, "undo")) for who in ("ann", "bea")),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in results) == ["ChangeRefused", "UndoResult"]
    assert (await current(library, pier)).paragraphs == PIER.paragraphs
    assert [each.action for each in await log(library)] == ["undo", "add", "add"]


@either
async def test_undo_leaves_what_has_changed_since_and_says_so(library: Library) -> None:
    pier, _ = await put(library, PIER, FERRY)
    await put(library, replace(PIER, paragraphs=LATER), actor=BOT)
    found = await library.history.last_change("1", actor="ann", now=datetime.now(UTC))
    assert found and found[1]
    result = await undo(library)
    assert (result.undone, [each.title for each in result.left]) == (1, [PIER.title])
    assert await titles(library) == [PIER.title]
    assert (await current(library, pier)).paragraphs == LATER


async def test_what_was_done_over_a_day_ago_is_not_undone(library: Library) -> None:
    await put(library, PIER)
    assert await library.history.last_change("1", actor="ann", now=datetime.now(UTC) + timedelta(days=1)) is None
    assert await library.history.last_change("2", actor="ann", now=datetime.now(UTC)) is None


@either
async def test_nothing_comes_back_beyond_the_quota(library: Library) -> None:
    [pier] = await put(library, PIER)
    await library.withdraw(pier.id, collection="1", changes=by("ann", "remove"))
    await put(library, FERRY)
    with pytest.raises(ChangeRefused, match="limit of articles"):
        await library.history.restore(
            pier.id, None, collection="1", changes=by("ann", "restore"), quota=Quota(articles=1)
        )
    assert await titles(library) == ["Ferry"]


@either
async def test_log_tells_who_did_what_and_forgets_whom_it_is_to_forget(library: Library, tmp_path: Path) -> None:
    await put(library, PIER, FERRY, actor="person-ann")
    await put(library, PIER, actor="bea")
    await library.audit.note("settings", actor="person-ann", collection="1", details={"name": "prefix", "value": "?"})
    entries = await log(library)
    assert [(each.actor, each.action, dict(each.counts)) for each in entries] == [
        ("person-ann", "settings", {}),
        ("person-ann", "add", {"added": 2}),
    ]
    assert entries[0].details == {"name": "prefix", "value": "?"}
    assert [each.title for each in entries[1].articles] == [PIER.title, "Ferry"]
    assert [each["action"] for each in (await library.personal_data.export("person-ann"))["audit"]] == [
        "add",
        "settings",
    ]
    await library.forget_person("person-ann")
    assert [each.actor for each in await log(library)] == [SOMEONE, SOMEONE]
    assert not held(tmp_path, "person-ann")


async def test_old_entries_of_the_log_are_purged(library: Library) -> None:
    await put(library, PIER, actor=OPERATOR)
    middle = datetime.now(UTC)
    await put(library, FERRY, actor=OPERATOR)
    await undo(library)
    assert await library.audit.purge(middle - timedelta(days=1)) == 0
    assert await library.audit.purge(middle) == 1
    assert [each.action for each in await log(library)] == ["undo", "add"]
    await library.purge("1")
    assert await library.audit.count("1") == 0


async def test_removed_article_is_named_with_its_day(library: Library) -> None:
    pier, _ = await put(library, PIER, FERRY)
    given = await library.ask("When did the Lindvik pier open? The ferry Solveig berthed", AskContext(collection="1"))
    assert isinstance(given, Answer) and len({each.article.row for each in given.citations}) == 2
    await library.withdraw(pier.id, collection="1")
    back = await library.source(id=given.id, collection="1")
    assert back.withdrawn and isinstance(back.withdrawn[0], WithdrawnCitation)
    assert back.withdrawn[0].on == datetime.now(UTC).date()
