"""The same answers, to the last bit of every score, from a cluster and from the embedded index.

With `QUESTION_SETS` naming a folder of larger sets (`articles.jsonl` and `questions.jsonl` in a folder each), a third
of these is compared as well, which needs `OPENSEARCH_HEAP=1g`; all of them with `QUESTION_STEP=1`.
"""

import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from time import sleep
from typing import Any

import pytest

from knowledge import Article
from knowledge.answers.pipeline import AnswerRequest, AskResult, answer_question, cited_paragraphs, clean_question
from knowledge.answers.quotations import check_quote, clean_quote
from knowledge.answers.snapshot import MemorySource
from knowledge.errors import InvalidQuestion, SearchUnavailable
from knowledge.models import Answer, Conversation, ParagraphKey
from knowledge.opensearch import ClusterIndex, Engine, SearchAddress, counts
from knowledge.samples import sample_articles
from knowledge.search.filters import parse_question
from knowledge.search.retriever import Retriever
from tests.cluster.followed import arrival
from tests.cluster.opensearch import Cluster

QUALITY = Path(__file__).parents[1] / "quality"
SETS = os.environ.get("QUESTION_SETS", "")
STEP = int(os.environ.get("QUESTION_STEP", "3"))
"""Each which question of a larger set is asked."""
IN_FLIGHT = 4
"""Questions of a larger set that are asked at once, as in a bot."""
BATCH = 100
"""Questions after which it is said how many have been compared."""
TODAY = date(2018, 10, 20)


def piers(most: int) -> list[Article]:
    """Return so many articles, of a pier each."""
    return [
        Article(
            title=f"Pier {n}",
            paragraphs=(f"The pier of Lindvik{n} opened in {1800 + n}.",),
            language="en",
            row=n,
            version=1,
        )
        for n in range(1, most + 1)
    ]


@dataclass(frozen=True)
class Both:
    """Collections asked on a cluster and embedded."""

    engine: Engine
    articles: tuple[tuple[str, tuple[Article, ...]], ...]
    """By collection."""
    embedded: Retriever
    index: ClusterIndex

    @classmethod
    def load(cls, engine: Engine, articles: dict[str, list[Article]], strangers: Sequence[Article] = ()) -> "Both":
        """Load collections, and another one beside them on the same shard."""
        for collection, theirs in {**articles, "stranger": list(strangers)}.items():
            engine.write([arrival(collection, theirs, 1)])
            engine.reached({collection: 1})
        engine.refresh()
        built = list(map(Retriever.build, articles.values()))
        embedded = built[0] if len(built) == 1 else Retriever.concat(built)
        return cls(
            engine, tuple((name, tuple(theirs)) for name, theirs in articles.items()), embedded, ClusterIndex(engine)
        )

    @cached_property
    def source(self) -> MemorySource:
        """Where the words are read, on both sides."""
        return MemorySource({each.key: each for _, theirs in self.articles for each in theirs})

    @property
    def cluster(self) -> Retriever:
        """The retriever of a question on the cluster."""
        return self.index.retriever([name for name, _ in self.articles])[1]

    def ask(self, request: AnswerRequest) -> tuple[AskResult | str, AskResult | str]:
        """What becomes of a question embedded and on the cluster."""
        embedded, cluster = (asked(request, each, self.source) for each in (self.embedded, self.cluster))
        return embedded, cluster

    def ask_patiently(self, request: AnswerRequest) -> AskResult | str:
        """What becomes of a question on the cluster, also where a busy machine makes that rest."""
        for _ in range(60):
            try:
                return asked(request, self.cluster, self.source)
            except SearchUnavailable:
                sleep(2)
        return asked(request, self.cluster, self.source)

    def differing(self, requests: Sequence[AnswerRequest]) -> list[tuple[object, object]]:
        """The replies that differ, of many questions."""
        pairs = map(self.ask, requests)
        return [(one, other) for one, other in pairs if one != other]


def asked(request: AnswerRequest, retriever: Retriever, source: MemorySource) -> AskResult | str:
    """Reply and ranking, without the time they took; or why there is none."""
    try:
        result = answer_question(request, retriever, source)
    except InvalidQuestion as refusal:
        return str(refusal)
    return replace(result, stages={})


def cited(result: AskResult | str) -> frozenset[ParagraphKey]:
    """The paragraphs that a reply cites."""
    if isinstance(result, AskResult) and isinstance(result.reply, Answer):
        return cited_paragraphs(result.reply)
    return frozenset()


def differences(one: object, other: object, path: str = "") -> list[str]:
    """Each part of two results that is not the same, with both of its values."""
    if one == other:
        return []
    if type(one) is not type(other):
        return [f"{path}: {one!r} / {other!r}"]
    if is_dataclass(one):
        names = [each.name for each in fields(one)]
        return [
            line for name in names for line in differences(getattr(one, name), getattr(other, name), f"{path}.{name}")
        ]
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [line for place, pair in pairs for line in differences(*pair, f"{path}[{place}]")]
    return [f"{path}: {one!r} / {other!r}"]


@contextmanager
def engine_of(cluster: Cluster) -> Iterator[Engine]:
    """Indexes of a new name on one shard, so that strangers are counted with everybody by the cluster itself."""
    hosts = ",".join(host.removeprefix("http://") for host in cluster.hosts)
    engine = Engine(SearchAddress.parse(f"http://{hosts}/t{token_hex(4)}"), shards=1, replicas=0)
    try:
        engine.create()
        yield engine
        for part in ("servers", "shared", "words"):
            engine.send("DELETE", f"/{engine.base}-{part}-1")
    finally:
        engine.close()


def lines(file: Path, key: str) -> list[str]:
    """A field of each line of a file."""
    return [json.loads(line)[key] for line in file.read_text("utf-8").splitlines()]


def misspelt(question: str) -> str:
    """A question with two letters of its longest word exchanged."""
    longest = max(question.split(), key=len)
    middle = len(longest) // 2
    slip = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return question.replace(longest, slip)


def made_of(questions: Sequence[str], first: int) -> list[Article]:
    """Articles of a stranger that say nothing but the questions, again and again."""
    chance = random.Random(4)
    return [
        Article(title=chance.choice(questions), paragraphs=tuple(chance.choices(questions, k=20)), language="en",
                row=row, version=1, published_at=date(2018, 10, 19))
        for row in range(first, first + 60)
    ]  # fmt: skip


FILTERS: tuple[Callable[[str], str], ...] = (
    lambda question: f"{question} after:2018-04-01",
    lambda question: f"{question} before:2018-04-01",
    lambda question: f"{question} on:2018-09",
    lambda question: f"{question} as-of:2018-06-01",
    lambda question: f"{question} source:footnote",
    lambda question: f"{question} source:Herald",
    lambda question: f"{question} in:talks",
    lambda question: f"{question} -{max(question.split(), key=len).strip('?')}",
    lambda question: f'{question} "North Korea"',
    lambda question: f'{question} "the demilitarized zone" after:2018-01-01',
    lambda question: f"{question} on:1950",
    lambda question: f"latest {question}",
    lambda question: f"{question} this week",
    lambda question: f"What did Footnote Samples report in September 2018: {question}",
    lambda question: question.upper(),
    misspelt,
)
OTHERS = (
    "to be or not to be", "2+2", "한국 전쟁은 언제 끝났나요?", "Was ist die DMZ?", "", "the", "What is the DMZ?",
    "What is the demilitarised zone?", "Who is the president of the US?", "What did Pyongyang say?", "JSA", "xqzvw",
    "denuclearizaton", "When did the ROK and the DPRK sign?", "What does IAEA stand for?", "2nd summit",
    "남북 정상회담",
    "Footnote desk in October 2018", "what happened on 11 October 2018", "according to the Footnote desk",
)  # fmt: skip


@pytest.fixture(scope="module")
def both(node: Cluster) -> Iterator[Both]:
    """The bundled articles, a third of them a server's own, beside a stranger's on the same shard."""
    articles = [replace(each, row=row, version=1) for row, each in enumerate(sample_articles(), start=1)]
    questions = lines(QUALITY / "samples.jsonl", "question")
    with engine_of(node) as engine:
        own, shared = articles[::3], [each for each in articles if each not in articles[::3]]
        yield Both.load(engine, {"77": own, "shared": shared}, made_of(questions, 1_000))


def test_answers_are_the_same_with_filters_misspelt_and_in_other_languages(both: Both) -> None:
    questions = [*lines(QUALITY / "samples.jsonl", "question"), *lines(QUALITY / "people.jsonl", "said")]
    filtered = [FILTERS[place % len(FILTERS)](question) for place, question in enumerate(questions)]
    requests = [
        AnswerRequest(question=clean_question(each), today=TODAY)
        for each in (*questions[::6], *filtered[::4], *OTHERS)
        if each.strip()
    ]
    assert both.differing(requests) == []


def test_follow_ups_further_passages_and_watches_are_the_same(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    # As where a collection has too many words to read them.
    monkeypatch.setattr(counts, "MAX_READ_WORDS", 0)
    requests = []
    for line in (QUALITY / "followups.jsonl").read_text("utf-8").splitlines()[::3]:
        pair = json.loads(line)
        first, _ = both.ask(AnswerRequest(question=pair["first"], today=TODAY))
        shown = cited(first)
        conversation = Conversation((pair["first"],), frozenset(row for row, _ in shown))
        requests += [
            AnswerRequest(question=pair["question"], today=TODAY, conversation=conversation),
            AnswerRequest(question=pair["first"], today=TODAY, shown=shown, first_number=4),
        ]
    requests += [replace(each, newer_than=9) for each in requests[::6]]
    assert both.differing(requests) == []


def test_quotations_topics_and_what_has_no_day_are_the_same(both: Both) -> None:
    text = both.articles[0][1][0].paragraphs[1]
    quotes = [text[:90], text[:40] + " and then nothing else", "these words are nowhere at all", text[5:60].lower()]
    for quote in map(clean_quote, quotes):
        assert check_quote(quote, both.embedded, both.source) == check_quote(quote, both.cluster, both.source)
    for topic in ("Panmunjom", "nuclear talks", "xqzvw", "판문점"):
        assert both.embedded.rows_about(topic) == both.cluster.rows_about(topic)
    assert both.embedded.undated_articles == both.cluster.undated_articles


def test_changes_show_in_counts_and_answers(node: Cluster) -> None:
    articles = piers(29)
    asking = AnswerRequest(question="When did the pier of Lindvik7 open?", today=TODAY)
    with engine_of(node) as engine:
        before = Both.load(engine, {"77": articles})
        assert before.differing([asking]) == []
        changed = [replace(articles[6], paragraphs=("The pier of Lindvik7 opened in 1999.",), version=2)]
        engine.write([arrival("77", changed, 2)])
        engine.forget("77", [articles[9].row], 2)
        engine.reached({"77": 2})
        engine.refresh()
        now = [*articles[:6], *changed, *articles[7:9], *articles[10:]]
        after = Both(engine, (("77", tuple(now)),), Retriever.build(now), before.index)
        assert after.differing([asking]) == []
        reply, _ = after.ask(asking)
        assert isinstance(reply, AskResult) and isinstance(reply.reply, Answer)
        assert "1999" in reply.reply.citations[0].quote


def test_news_that_ended_long_ago_is_doubted_the_same(node: Cluster) -> None:
    news = [
        Article(title=f"Report {n}", paragraphs=(f"The new pier of Lindvik{n} opened with nine berths.",),
                language="en", row=n, version=1, published_at=date(2022, 1, 1 + n % 28))
        for n in range(1, 111)
    ]  # fmt: skip
    with engine_of(node) as engine:
        both = Both.load(engine, {"77": news[::2], "shared": news[1::2]})
        early, late = (
            AnswerRequest(question="Which new pier of Lindvik7 opened with nine berths?", today=day)
            for day in (date(2022, 6, 1), date(2024, 6, 1))
        )
        assert both.differing([early, late]) == []
        told = [result.reply.confidence for each in (early, late) if isinstance(result := both.ask(each)[0], AskResult)]
        assert told[1] < told[0] - 0.1


@pytest.mark.parametrize(
    ("question", "decoy", "other"),
    [
        ('When do boats leave Lindvik? "harbour piers"', "Boats leave Lindvik at its harbour pier.",
         "Many have said for years that the harbour piers of that town were the longest of all."),
        ('When do boats leave Lindvik? "T"', "Boats leave Lindvik, boats leave.",
         "Many said for years that boats can't call at the town, or at any of the others around it."),
    ],
    ids=["other forms of its words", "what it is a part of"],
)  # fmt: skip
def test_phrases_are_the_same_where_many_articles_are_better_but_lack_them(
    question: str, decoy: str, other: str, node: Cluster
) -> None:
    texts = (
        [f"{decoy} {decoy}"] * 50
        + [f"{decoy} So it was said."] * 260
        + [other] * 3
        + ["The T line, which opened long ago, has boats of its own."]
    )
    articles = [
        Article(title=f"Report {n}", paragraphs=(text,), language="en", row=n, version=1)
        for n, text in enumerate(texts, start=1)
    ]
    with engine_of(node) as engine:
        both = Both.load(engine, {"77": articles})
        asking = AnswerRequest(question=question, today=TODAY)
        assert both.differing([asking]) == []
        found, _ = both.ask(asking)
        assert isinstance(found, AskResult) and found.hits


def test_nearest_articles_are_the_same_after_another_question_and_beside_strangers(node: Cluster) -> None:
    own = ["Masons rebuilt the quay."] * 50 + ["Masons rebuilt the quay, as many had said who came from far."] * 50
    texts = [*own, *["The pier of Lindvik is old."] * 20, *["Boats came."] * 80, *["Ferries sail to Solberg."] * 4]
    articles, strangers = (
        [
            Article(title=f"Report {n}", paragraphs=(text,), language="en", row=n, version=1)
            for n, text in enumerate(told, start=first)
        ]
        for first, told in ((1, texts), (1_000, ["Ferries sail to Solberg."] * 2_000))
    )
    with engine_of(node) as engine:
        both = Both.load(engine, {"77": articles}, strangers)
        first = parse_question("Which masons rebuilt the quay?", today=TODAY)
        # The second time it is known from the beginning how rare each term is.
        carrying = replace(first, carried="How old is the pier of Lindvik?")
        rare = parse_question("Which masons rebuilt the quay as boats came to Solberg?", today=TODAY)
        for asked in (carrying, carrying, rare):
            embedded, cluster = (each.search(asked) for each in (both.embedded, both.cluster))
            assert embedded and cluster and embedded.nearest == cluster.nearest != ()


def test_word_that_only_strangers_say_often_finds_the_article_that_has_it(node: Cluster) -> None:
    own = ["Masons rebuilt the quay."] * 50 + ["Masons rebuilt the quay, as many had said who came from far."] * 150
    told = [*own, *["Boats came."] * 80, "Ferries sail to Solberg."], ["Ferries sail to Solberg."] * 3_000
    articles, strangers = (
        [
            Article(title=f"Report {n}", paragraphs=(text,), language="en", row=n, version=1)
            for n, text in enumerate(texts, start=first)
        ]
        for first, texts in zip((1, 1_000), told, strict=True)
    )
    with engine_of(node) as engine:
        both = Both.load(engine, {"77": articles}, strangers)
        asking = AnswerRequest(question="Which masons rebuilt the quay of Solberg?", today=TODAY)
        assert both.differing([asking]) == []
        found, _ = both.ask(asking)
        assert isinstance(found, AskResult) and found.hits[0].row == len(articles)


def test_long_questions_without_spaces_are_answered_the_same(node: Cluster) -> None:
    chance = random.Random(4)
    texts = ["".join(chr(0x4E00 + chance.randrange(2_000)) for _ in range(200)) for _ in range(220)]
    articles = [
        Article(title=first[:50], paragraphs=(first, second), language="zh", row=n, version=1, publisher=second[:50])
        for n, (first, second) in enumerate(zip(texts[::2], texts[1::2], strict=True), start=1)
    ]
    said = "".join(texts[:5])
    asking = [said[:990], f'{said[:400]} "{texts[6][:190]}"', f"什么 in:{said[:700]}", f"什么 source:{said[200:900]}"]
    asking += [f'{texts[4]} "{texts[6][:90]}" -"{said[:600]}"', f"{said[:300]} in:{texts[0][:50]}"]
    with engine_of(node) as engine:
        both = Both.load(engine, {"77": articles})
        requests = [AnswerRequest(question=clean_question(each), today=TODAY) for each in asking]
        requests.append(replace(requests[0], conversation=Conversation((clean_question("".join(texts[5:10])[:990]),))))
        assert both.differing(requests) == []


@pytest.mark.timeout(0)
@pytest.mark.skipif(not SETS, reason="QUESTION_SETS names no folder of larger sets")
@pytest.mark.parametrize(
    ("name", "most"),
    [("newsqa", None), ("squad2", None), ("korquad", 500), ("xquad_zh", 500), ("xquad_es", 500),
     ("realtimeqa_dev", None), ("multihoprag_dev", None)],
)  # fmt: skip
def test_larger_sets_are_answered_the_same(
    name: str, most: int | None, node: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(SETS) / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not there")
    articles, questions = (
        [json.loads(line) for line in (folder / file).read_text("utf-8").rstrip("\n").split("\n")]
        for file in ("articles.jsonl", "questions.jsonl")
    )
    chosen = questions[:most:STEP]
    with engine_of(node) as engine:
        stored = [article_of(told, row) for row, told in enumerate(articles, start=1)]
        own, shared = stored[::5], [each for each in stored if each.row % 5 != 1]
        texts = [each["question"] for each in chosen]
        both = Both.load(engine, {"77": own, "shared": shared}, made_of(texts, 100_000))
        requests = varied(chosen, both)
        expected = [asked(each, both.embedded, both.source) for each in requests]
        # Small collections are read as a whole; so much as this, they are searched as large ones are.
        for whole in dict.fromkeys((0, counts.MAX_WHOLE_ARTICLES if len(own) <= counts.MAX_WHOLE_ARTICLES else 0)):
            monkeypatch.setattr(counts, "MAX_WHOLE_ARTICLES", whole)
            differing = compare(f"{name}, up to {whole} articles read as a whole", both, requests, expected)
            assert differing == []


def varied(questions: Sequence[dict[str, Any]], both: Both) -> list[AnswerRequest]:
    """The questions of a set, a quarter of them also with a filter or misspelt, and a quarter following another."""
    days = [date.fromisoformat(each["asked_at"]) if "asked_at" in each else TODAY for each in questions]
    texts = [clean_question(each["question"]) for each in questions]
    requests = [AnswerRequest(question=text, today=day) for text, day in zip(texts, days, strict=True)]
    for place, (text, day) in enumerate(zip(texts, days, strict=True)):
        if place % 4 == 1:
            changed = FILTERS[place // 4 % len(FILTERS)](text)
            requests.append(AnswerRequest(question=clean_question(changed)[:1_000], today=day))
        if place % 4 == 2:
            before = cited(asked(requests[place - 1], both.embedded, both.source))
            conversation = Conversation((texts[place - 1],), frozenset(row for row, _ in before))
            requests.append(AnswerRequest(question=f"and {text}", today=day, conversation=conversation))
    return requests


def compare(
    name: str, both: Both, requests: Sequence[AnswerRequest], expected: Sequence[AskResult | str]
) -> list[tuple[str, list[str]]]:
    """The questions of which the cluster makes something else, and what of it; it says how far it is."""
    index = replace(both, index=ClusterIndex(both.engine))
    found: list[tuple[str, list[str]]] = []
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for place, (request, one) in enumerate(zip(requests, expected, strict=True)):
            if place % BATCH == 0:
                replies = pool.map(index.ask_patiently, requests[place : place + BATCH])
            if differing := differences(one, next(replies)):
                found.append((request.question, differing))
                print(f"{name}: {request}", *differing, sep="\n  ", flush=True)
            if place % BATCH == BATCH - 1 or place == len(requests) - 1:
                print(f"{name}: {place + 1 - len(found)} of {place + 1} the same, of {len(requests)}", flush=True)
    return found


def article_of(told: dict[str, Any], row: int) -> Article:
    """An article of a set."""
    day = told.get("published_at")
    return Article(
        title=told["title"], paragraphs=tuple(told["paragraphs"]), language=told["language"], row=row, version=1,
        publisher=told.get("publisher", ""), published_at=date.fromisoformat(day[:10]) if day else None,
    )  # fmt: skip
