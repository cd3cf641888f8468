"""How often planted disagreements between articles are shown, and how often there is a false alarm.

Of each set, sentences with a number, a date or a name are copied into articles of another outlet, most of them edited
as an editor would: a clause dropped, a word replaced, a number written otherwise. In half of the copies one number,
date or name is changed. The set is then asked for each sentence, and what the reply shows is counted; last, the
questions of the set are asked of its articles as they are, and each disagreement shown counts as a false alarm.

Each folder named has an articles.jsonl and a questions.jsonl, as for `python -m scripts.quality`; run it from the
project's folder: `python -m scripts.disagreements DIR …`.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import regex

from knowledge import Answer, Article
from knowledge.answers import Disagreement
from knowledge.answers.snapshot import Snapshot
from knowledge.evaluation import Question, read_qrels
from knowledge.ingest import read_file
from knowledge.text.dates import PartialDate, find_partial_dates
from knowledge.text.numbers import LABELLED, FoundNumber, find_numbers
from knowledge.text.sentences import split_sentences

MAX_COPIES = 300
"""Sentences of each kind that are copied, changed and unchanged ones together."""
MIN_WORDS, MAX_WORDS = 10, 50
SEED = 6
KINDS = ("number", "date", "name")
_NAME = regex.compile(
    r"(?<=\b\p{Ll}+,? )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"(?:\p{Lu}\p{Ll}+ ){0,2}\p{Lu}\p{Ll}{3,}"
    r"(?=[,.;]|$| (?:\p{Ll}{3,}|(?!of|de)\p{Ll}{2})\b)"
)
"""A whole run of capitalised words inside a sentence."""
_CLAUSE = regex.compile(
    r", (?:an?|the|which|who|where|according)\b[^,]{8,60},(?= )"
    r"|, (?:which|who|where|when|but|while|although)\b[^,]{8,80}(?=\.$)"
)
_WORDS = {
    "said": "stated", "people": "persons", "killed": "dead", "began": "started", "big": "large", "also": "further",
    "however": "though", "many": "numerous", "used": "employed", "made": "produced", "after": "following",
    "because": "since", "near": "close to", "show": "demonstrate", "important": "significant", "often": "frequently",
    "during": "throughout", "several": "some", "help": "assist", "known": "renowned", "told": "informed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """A sentence of an article, and how another outlet has it."""

    kind: str
    row: int
    """The article that it is from."""
    copy: Article
    text: str
    """The sentence as it was, which is asked for."""
    is_changed: bool


@dataclass(slots=True)
class Counts:
    asked: int = 0
    shown: int = 0

    def add(self, *, shown: bool) -> None:
        self.asked += 1
        self.shown += shown


def plant(articles: Sequence[Article], most: int) -> Iterator[Copy]:
    """Yield copies of sentences, every second one with a changed number, date or name."""
    chance = random.Random(SEED)
    places = [
        (article, text, sentence)
        for article in articles
        for text in article.paragraphs
        for sentence in (text[slice(*each.span)] for each in split_sentences(text, article.language))
        if MIN_WORDS <= len(sentence.split()) * (2 if article.language == "ko" else 1) <= MAX_WORDS
    ]
    chance.shuffle(places)
    names = sorted({name for _, _, sentence in places for name in _NAME.findall(sentence)})
    row = max(article.row for article in articles)
    counts: Counter[str] = Counter()
    used: set[str] = set()
    for article, text, sentence in places:
        if text in used:
            continue
        kinds = {
            kind: changed
            for kind in ("number", "date", "name")
            if (changed := _changed(kind, sentence, article, names, chance))
        }
        kind = min(kinds, key=lambda each: counts[each], default="")
        if not kind or counts[kind] >= most:
            continue
        is_changed = counts[kind] % 2 == 0
        counts[kind] += 1
        used.add(text)
        row += 1
        slot, instead = kinds[kind]
        yield Copy(
            kind,
            article.row,
            _copy(article, text, sentence, (slot, instead if is_changed else slot), row, chance),
            sentence,
            is_changed,
        )


def _copy(
    article: Article, text: str, sentence: str, change: tuple[str, str], row: int, chance: random.Random
) -> Article:
    """Return the article of another outlet that has a paragraph with one sentence edited, and perhaps changed."""
    slot, instead = change
    edited = _edited(sentence, slot, chance) if article.language == "en" else sentence
    paragraph = text.replace(sentence, edited.replace(slot, instead, 1))
    day = article.published_at and article.published_at + timedelta(days=chance.randrange(3))
    return replace(
        article,
        paragraphs=(paragraph,),
        headings=(),
        pages=(),
        publisher="Other Press",
        published_at=day,
        row=row,
        id=f"copy-{row}",
    )


def _changed(
    kind: str, text: str, article: Article, names: Sequence[str], chance: random.Random
) -> tuple[str, str] | None:
    """Return a number, date or name of a sentence that is there once, and what to write instead."""
    dates = list(find_partial_dates(text, article.language))
    if kind == "date":
        slots = [text[each.start : each.end] for each in dates]
    elif kind == "number":
        labels = [match.span("number") for match in LABELLED.finditer(text)]  # Another number there is another thing.
        numbers = [
            each for each in find_numbers(text, article.language) if _is_alone(each, text) and each.span not in labels
        ]
        slots = [
            text[slice(*each.span)]
            for each in numbers
            if not any(d.start < each.span[1] and each.span[0] < d.end for d in dates)
        ]
    else:
        slots = [each for each in _NAME.findall(text) if not any(name in each for name in _dated(text, dates))]
    slots = [each for each in slots if text.count(each) == 1]
    if not slots:
        return None
    slot = chance.choice(slots)
    if kind == "name":
        others = [
            name for name in chance.sample(names, min(20, len(names))) if not set(name.split()) & set(text.split())
        ]
        return (slot, others[0]) if others else None
    digits = [place for place, sign in enumerate(slot) if sign.isdigit()]
    if not digits:
        return None
    place = digits[0] if kind == "number" else digits[-1]
    others = [slot[:place] + digit + slot[place + 1 :] for digit in "123456789" if digit != slot[place]]
    if kind == "date":
        others = [other for other in others if list(find_partial_dates(other, article.language))]
    return (slot, chance.choice(others)) if others else None


def _dated(text: str, dates: Sequence[PartialDate]) -> set[str]:
    """Return the words of dates, which are no names."""
    return {word for each in dates for word in text[each.start : each.end].split()}


def _is_alone(number: FoundNumber, text: str) -> bool:
    """Tell whether a number is no part of a name, a time or an address."""
    start, end = number.span
    return not regex.search(r"[\p{L}\p{N}:/.#-]$", text[:start]) and text[end : end + 1] not in (":", "/", "-")


def _edited(text: str, slot: str, chance: random.Random) -> str:
    """Return a sentence as another editor may have it, with the slot."""
    edit = chance.randrange(5)
    if edit == 0:
        return text
    if edit == 1:
        dropped = [each for each in _CLAUSE.finditer(text) if slot not in each[0]]
        return text[: dropped[0].start()] + text[dropped[0].end() :] if dropped else text
    if edit == 2:
        return (
            f"According to officials, {text[:1].lower()}{text[1:]}"
            if text.split()[0] in ("The", "A", "It", "In")
            else text
        )
    if edit == 3:
        return regex.sub(r"(?<=\d),(?=\d{3})", "", text) if "," not in slot else text
    return " ".join(_WORDS.get(word, word) for word in text.split(" "))


@dataclass(frozen=True, slots=True)
class Measured:
    planted: Mapping[str, Counts]
    untouched: Mapping[str, Counts]
    among_articles: Counts
    """Questions for sentences, and whether a disagreement was shown that nobody planted."""
    questions: Counts
    """The set's own questions, over its articles alone."""


def measure(articles: Sequence[Article], asked: Iterable[Question], most: int, *, wrong: bool = False) -> Measured:
    """Plant disagreements in articles, ask, and count what is shown.

    Args:
        articles: With rows.
        asked: Questions that are asked of the articles as they are.
        most: Sentences of each kind that are copied.
        wrong: Whether what was missed is printed, and each false alarm.
    """
    copies = list(plant(articles, most))
    snapshot = Snapshot.build([*articles, *(each.copy for each in copies)])
    planted, untouched = ({kind: Counts() for kind in KINDS} for _ in range(2))
    among, questions = Counts(), Counts()
    added = {each.copy.row for each in copies}
    for each in copies:
        found = _asked(snapshot, each.text)
        shown = any({each.row, each.copy.row} <= _rows(one) for one in found)
        others = [one for one in found if _rows(one).isdisjoint(added)]
        (planted if each.is_changed else untouched)[each.kind].add(shown=shown)
        among.add(shown=bool(others))
        if wrong and (shown != each.is_changed or others):
            print(f"\n{each.kind} {'missed' if each.is_changed and not shown else 'alarm'}")
            print(f"  {each.text}\n  {each.copy.paragraphs[0]}", *map(_described, found), sep="\n")
    alone = Snapshot.build(articles)
    for question in asked:
        found = _asked(alone, question.text, question.asked_at)
        questions.add(shown=bool(found))
        if wrong and found:
            print(f"\nalarm: {question.text}", *map(_described, found), sep="\n")
    return Measured(planted, untouched, among, questions)


def measure_set(folder: Path, most: int, *, wrong: bool = False) -> Measured:
    """Plant disagreements in a set, and count."""
    kept = (each for each in read_file(folder / "articles.jsonl") if isinstance(each, Article))
    articles = [replace(each, row=n, version=1) for n, each in enumerate(kept, start=1)]
    asked = (each for each in read_qrels(folder / "questions.jsonl") if isinstance(each, Question))
    return measure(articles, asked, most, wrong=wrong)


def _asked(snapshot: Snapshot, text: str, today: date | None = None) -> tuple[Disagreement, ...]:
    quoted = regex.sub(r'["“”:]', " ", text)
    reply = snapshot.ask(quoted[:900], today=today).reply
    return reply.disagreements if isinstance(reply, Answer) else ()


def _rows(found: Disagreement) -> set[int]:
    return {each.article.row for each in found.statements}


def _described(found: Disagreement) -> str:
    said = " · ".join(
        f"{each.article.title[:30]} {each.article.published_at}: {each.words}" for each in found.statements
    )
    return f"  {found.kind}: {said}"


def table(measured: Mapping[str, Measured]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| set | numbers shown | dates | names | alarms: untouched copies | among its articles | its questions |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, each in measured.items():
        cells = [_share(counts) for counts in each.planted.values()]
        copies = Counts(sum(c.asked for c in each.untouched.values()), sum(c.shown for c in each.untouched.values()))
        cells += [_share(copies), _share(each.among_articles), _share(each.questions)]
        yield f"| {name} | {' | '.join(cells)} |"


def _share(counts: Counts) -> str:
    return f"{counts.shown / counts.asked:.3f} of {counts.asked:,}" if counts.asked else "–"


def main() -> None:
    """Measure the sets named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m scripts.disagreements", description=__doc__)
    parser.add_argument(
        "sets", nargs="+", type=Path, metavar="DIR", help="folders with articles.jsonl, questions.jsonl"
    )
    parser.add_argument("--most", type=int, default=MAX_COPIES, help="sentences of each kind that are copied")
    parser.add_argument("--wrong", action="store_true", help="print what was missed, and each false alarm")
    chosen = parser.parse_args()
    for folder in chosen.sets:
        if not (folder / "articles.jsonl").is_file():
            sys.exit(f"There is no {folder / 'articles.jsonl'}.")
    found = {folder.name: measure_set(folder, chosen.most, wrong=chosen.wrong) for folder in chosen.sets}
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
