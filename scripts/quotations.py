"""How well quotations are told from altered ones: sentences of articles, as they are and changed in known ways.

Each folder named has an articles.jsonl, as for `python -m scripts.quality`; without one, the bundled articles are used.
Run it from the project's folder: `python -m scripts.quotations DIR …`.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import regex

from knowledge import Article, samples
from knowledge.answers.quotations import QuoteCheck, check_quote, clean_quote
from knowledge.answers.snapshot import MemorySource, Snapshot
from knowledge.ingest import read_file
from knowledge.text.sentences import split_sentences

MAX_SENTENCES = 10_000
MIN_WORDS, MAX_WORDS = 8, 60
SEED = 15
_NOT = regex.compile(r" (?:not|never)\b|n[’']t\b")
_VERB = regex.compile(r"(?<= (?:is|was|are|were|has|have|will|would|could|can|should))(?= \p{Ll})")
_NUMBER = regex.compile(r"(?<![\p{L}\d.,/:-])\d{1,4}(?![\p{L}\d]|[.,/:-]\d)")
_NAME = regex.compile(r"(?<=\p{Ll},? )\p{Lu}\p{Ll}{3,}(?=[ ,.])")

Mutation = Callable[[str, random.Random, "Sentences"], str | None]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a collection, and what to take from them."""

    texts: Sequence[str]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of changing a sentence, and what is right to say of it then."""

    mutate: Mutation
    is_right: Callable[[QuoteCheck, str], bool]
    is_true: bool = False
    """Whether it is still word for word what the article says."""


def _curly(text: str, chance: random.Random, _: Sentences) -> str:
    return "“" + text.replace("'", "’").replace(" - ", " — ") + "”"


def _hyphenated(text: str, chance: random.Random, _: Sentences) -> str:
    words = text.split(" ")
    at = chance.randrange(len(words))
    words[at] = words[at][:2] + "\u00ad" + words[at][2:]
    return "\u00a0".join(words) if chance.random() < 0.5 else "\n".join(words)


def _fragment(text: str, chance: random.Random, _: Sentences) -> str:
    words = text.split()
    return " ".join(words[1:-1])


def _swapped(text: str, chance: random.Random, _: Sentences) -> str | None:
    words = text.split()
    at = chance.randrange(1, len(words) - 2)
    one, other = words[at : at + 2]
    if one == other or not (one.islower() and other.islower() and one.isalpha() and other.isalpha()):
        return None
    words[at : at + 2] = other, one
    return " ".join(words)


def _without_negation(text: str, chance: random.Random, _: Sentences) -> str | None:
    return _NOT.sub("", text, count=1) if _NOT.search(text) else None


def _negated(text: str, chance: random.Random, _: Sentences) -> str | None:
    return _VERB.sub(" not", text, count=1) if _VERB.search(text) and not _NOT.search(text) else None


def _renumbered(text: str, chance: random.Random, _: Sentences) -> str | None:
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    chosen = chance.choice(found)
    return text[: chosen.start()] + str(int(chosen[0]) + chance.randint(1, 9)) + text[chosen.end() :]


def _renamed(text: str, chance: random.Random, sentences: Sentences) -> str | None:
    found = list(_NAME.finditer(text))
    if not found or not sentences.names:
        return None
    chosen, name = chance.choice(found), chance.choice(sentences.names)
    return text[: chosen.start()] + name + text[chosen.end() :] if name != chosen[0] else None


def _spliced(text: str, chance: random.Random, sentences: Sentences) -> str:
    words, others = text.split(), chance.choice(sentences.texts).split()
    return " ".join([*words[: len(words) // 2], *others[len(others) // 2 :]])


def _elided(text: str, chance: random.Random, _: Sentences) -> str:
    words = text.split()
    third = len(words) // 3
    return " ".join([*words[:third], chance.choice(("…", "...", "[…]")), *words[len(words) - third :]])


def _shortened(text: str, chance: random.Random, _: Sentences) -> str | None:
    words = text.split()
    at = len(words) // 2
    left_out = " ".join(words[at - 1 : at + 2])
    return None if _NOT.search(f" {left_out}") else " ".join([*words[: at - 1], *words[at + 2 :]])


def _says(*verdicts: str) -> Callable[[QuoteCheck, str], bool]:
    return lambda found, _: found.verdict in verdicts


def _names(alteration: str) -> Callable[[QuoteCheck, str], bool]:
    return lambda found, _: found.verdict == "changed" and alteration in found.alterations


KINDS: Mapping[str, Kind] = {
    "as it is": Kind(lambda text, *_: text, _says("exact"), is_true=True),
    "curly quotation marks": Kind(_curly, _says("exact"), is_true=True),
    "soft hyphens, other spaces": Kind(_hyphenated, _says("exact"), is_true=True),
    "a part of it": Kind(_fragment, _says("exact"), is_true=True),
    "two words swapped": Kind(_swapped, _says("different", "changed")),
    "“not” left out": Kind(_without_negation, _names("negation")),
    "“not” put in": Kind(_negated, _names("negation")),
    "another number": Kind(_renumbered, _names("number")),
    "another name": Kind(_renamed, _names("name")),
    "two sentences spliced": Kind(_spliced, _says("spliced")),
    "shortened with an ellipsis": Kind(_elided, _says("shortened")),
    "shortened without one": Kind(_shortened, _says("shortened")),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What was said of the sentences changed in one way."""

    asked: int = 0
    right: int = 0
    exact: int = 0
    """How many were said to be word for word."""


def measure(articles: Sequence[Article], most: int = MAX_SENTENCES) -> dict[str, Counts]:
    """Check up to `most` sentences, each in one way after the other, and count what was said of them.

    A changed sentence that is word for word in an article all the same, as where two outlets print two versions, is
    left out.
    """
    chance = random.Random(SEED)
    numbered = [replace(each, row=n, version=1) for n, each in enumerate(articles, start=1)]
    snapshot = Snapshot.build(numbered)
    texts = list(dict.fromkeys(_sentences(numbered)))
    chance.shuffle(texts)
    names = sorted({name for text in texts for name in _NAME.findall(text)})
    sentences = Sentences(texts, names)
    everything = "\n".join(" ".join(text.split()) for each in numbered for text in each.paragraphs)
    counts: dict[str, Counter[str]] = {name: Counter() for name in KINDS}
    kinds = list(KINDS.items())
    done = place = 0
    while done < most and place < len(texts) * len(kinds):
        text = texts[place % len(texts)]
        name, kind = kinds[(place + place // len(texts)) % len(kinds)]
        place += 1
        changed = kind.mutate(text, chance, sentences)
        # A last word left out leaves a part of the sentence, whatever sign ends it.
        if changed is None or (not kind.is_true and " ".join(changed.split()).rstrip(".!?") in everything):
            continue
        found = check_quote(clean_quote(changed), snapshot.retriever, MemorySource(snapshot.articles))
        right = kind.is_right(found, changed)
        counts[name].update(asked=1, right=right, exact=found.verdict == "exact")
        done += 1
        if "--wrong" in sys.argv and not right:
            print(f"{name}: {found.verdict} {found.alterations}\n  {text}\n  {changed}")
    return {name: Counts(each["asked"], each["right"], each["exact"]) for name, each in counts.items()}


def _sentences(articles: Sequence[Article]) -> Iterator[str]:
    for article in articles:
        for paragraph in article.paragraphs:
            for sentence in split_sentences(paragraph, article.language):
                said = paragraph[slice(*sentence.span)]
                if MIN_WORDS <= len(said.split()) <= MAX_WORDS and len(said) < 900:
                    yield said


def table(counts: Mapping[str, Counts]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| sentence | checked | right verdict | said to be word for word |"
    yield "| --- | ---: | ---: | ---: |"
    for name, each in counts.items():
        share = f"{each.right / each.asked:.3f}" if each.asked else "–"
        yield f"| {name} | {each.asked:,} | {share} | {each.exact:,} |"


def main() -> None:
    """Measure the sets named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, metavar="DIR", help="folders with articles.jsonl")
    parser.add_argument("--most", type=int, default=MAX_SENTENCES, help="sentences of each set that are checked")
    parser.add_argument("--wrong", action="store_true", help="print each sentence of which the wrong thing is said")
    chosen = parser.parse_args()
    for folder in chosen.sets or [None]:
        file = folder and folder / "articles.jsonl"
        if file and not file.is_file():
            sys.exit(f"There is no {file}.")
        found = (
            [each for each in read_file(file) if isinstance(each, Article)] if file else list(samples.sample_articles())
        )
        print(f"\n{folder.name if folder else 'the bundled articles'}\n")
        print("\n".join(table(measure(found, chosen.most))))


if __name__ == "__main__":
    main()
