"""Random additions and removals, held against the rules of identity written down as plain loops."""

import asyncio
import tempfile
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from knowledge.models import Article
from knowledge.store.articles import ArticleStore

articles = st.builds(
    Article,
    title=st.sampled_from(["Ice", "ICE", "Fire"]),
    paragraphs=st.sampled_from([("x",), ("x", "y"), ("y", ""), ("x\0y", "")]),
    publisher=st.sampled_from(["", "Post"]),
    published_at=st.sampled_from([None, date(2020, 2, 2)]),
    url=st.sampled_from(["", "", "u", "v"]),
    id=st.sampled_from(["", "", "", "n", "m"]),
    path=st.sampled_from(["", "", "a.txt", "b.txt"]),
)
collections = st.sampled_from(["shared", "1"])


@dataclass(eq=False, slots=True)
class Expected:
    collection: str
    name: str
    article: Article
    version: int = 1
    living: bool = True


def are_at_two_addresses(one: Article, other: Article) -> bool:
    return bool(one.url and other.url and one.url != other.url)


def plain(article: Article) -> Article:
    """The article without what the store gives it."""
    return replace(article, id="", path="", row=0, version=0)


class Rules(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.expected: list[Expected] = []
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.store = self.runner.run(self.stack.enter_async_context(ArticleStore.open(Path(self.folder.name))))

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    @rule(batch=st.lists(articles, max_size=4), collection=collections)
    def add(self, batch: list[Article], collection: str) -> None:
        added = self.runner.run(self.store.add(batch, collection=collection))
        for article, one in zip(batch, added, strict=True):
            article = replace(article, paragraphs=tuple(text.replace("\0", "\ufffd") for text in article.paragraphs))
            change, expected = self.settle(article, collection)
            row = self.expected.index(expected) + 1
            assert (one.change, one.article.version, one.article.row) == (change, expected.version, row)
            assert one.article.id == expected.name or str(row)
            assert change == "unchanged" or plain(one.article) == plain(expected.article)

    def settle(self, article: Article, collection: str) -> tuple[str, Expected]:
        found = self.find(article, collection)
        if found is None:
            self.expected.append(Expected(collection, article.id, article))
            return "added", self.expected[-1]
        if found.living:
            # What an article doesn't say any more is still known.
            known = found.article
            article = replace(
                article,
                publisher=article.publisher or known.publisher,
                published_at=article.published_at or known.published_at,
                url=article.url or known.url,
                path=article.path or known.path,
            )
        if found.living and plain(found.article) == plain(article):
            return "unchanged", found
        change = "updated" if found.living else "added"
        found.article, found.version, found.living = article, found.version + 1, True
        return change, found

    def find(self, article: Article, collection: str) -> Expected | None:
        there = [each for each in self.expected if each.collection == collection]
        if article.id:
            return next((each for each in there if each.name == article.id), None)
        there = [each for each in there if not are_at_two_addresses(each.article, article)]
        by_url = (each for each in there if article.url and each.article.url == article.url)
        by_path = (each for each in there if article.path and each.article.path == article.path)
        by_content = (
            each
            for each in there
            if (each.article.title, each.article.paragraphs) == (article.title, article.paragraphs)
        )
        return first(by_url) or first(by_path) or first(by_content)

    @precondition(lambda self: any(each.living for each in self.expected))
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from([each for each in self.expected if each.living]))
        id = gone.name or str(self.expected.index(gone) + 1)
        removed = self.runner.run(self.store.remove(id, collection=gone.collection))
        assert plain(removed) == plain(gone.article)
        gone.living = False
        # Only its text and its id tell that it is the same one when it comes again.
        gone.article = replace(gone.article, url="", path="")

    @invariant()
    def holds_what_the_rules_say(self) -> None:
        for collection in ("shared", "1"):
            loaded = self.runner.run(self.store.load([collection]))
            living = [each for each in self.expected if each.living and each.collection == collection]
            assert [plain(each) for each in loaded] == [plain(each.article) for each in living]
            assert [each.version for each in loaded] == [each.version for each in living]


def first(found: Iterable[Expected]) -> Expected | None:
    """The first that lives, else the first."""
    ranked = sorted(found, key=lambda each: not each.living)
    return ranked[0] if ranked else None


Rules.TestCase.settings = settings(stateful_step_count=20)
test_store_keeps_the_rules_of_identity = Rules.TestCase
