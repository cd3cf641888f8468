"""Articles that were edited after they were quoted, each with what has become of the quoted sentence."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge import Article, Citation
from knowledge.answers import Proof, read_proofs
from knowledge.answers.quotations import TokenizedText
from knowledge.bibliography import annotations_json
from knowledge.text.sentences import split_sentences

MIN_WORDS = 5
"""Words of the shortest sentence that is quoted."""


@dataclass(frozen=True, slots=True)
class EditedArticle:
    """A quotation, the article as it is now, and the sentence that stands there for it."""

    edit: str
    proof: Proof
    article: Article
    sentence: str
    """As it reads now; empty where it is gone."""
    is_same: bool
    """Whether the quoted words are all there."""


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A sentence of an article, and other sentences to put into it."""

    paragraphs: tuple[str, ...]
    number: int
    start: int
    end: int
    other: str

    @property
    def sentence(self) -> str:
        return self.paragraphs[self.number][self.start : self.end]

    def rewritten(self, sentence: str) -> list[str]:
        """Return the paragraphs with another sentence in the place of the quoted one."""
        edited = list(self.paragraphs)
        text = edited[self.number]
        edited[self.number] = text[: self.start] + sentence + text[self.end :]
        return [each for each in edited if each.strip()]


_Edit = Callable[[_Quoted, random.Random], tuple[list[str], str] | None]


def _insert(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    at = rng.randrange(quoted.number + 1)
    return [*quoted.paragraphs[:at], quoted.other, *quoted.paragraphs[at:]], quoted.sentence


def _shuffle(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    return rng.sample(quoted.paragraphs, len(quoted.paragraphs)), quoted.sentence


def _merge(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    return [" ".join(quoted.paragraphs)], quoted.sentence


def _retype(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    edited = [each.replace(" ", "\u00a0 ", 2).replace("'", "’") for each in quoted.paragraphs]
    return [quoted.other, *edited], quoted.sentence


def _delete(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    return quoted.rewritten(""), ""


def _delete_paragraph(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    return [*quoted.paragraphs[: quoted.number], *quoted.paragraphs[quoted.number + 1 :]], ""


def _replace(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    return quoted.rewritten(quoted.other), ""


def _delete_beside_its_like(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str] | None:
    """Delete the sentence, and put one that is like it somewhere else."""
    elsewhere = [at for at in range(len(quoted.paragraphs) + 1) if at not in (quoted.number, quoted.number + 1)]
    edited = [*quoted.paragraphs]
    text = edited[quoted.number]
    edited[quoted.number] = text[: quoted.start] + text[quoted.end :]
    like = f"{quoted.other} {_with_another_word(quoted.sentence, rng)} {quoted.other}"
    edited.insert(rng.choice(elsewhere), like)
    return [each for each in edited if each.strip()], ""


def _with_another_word(sentence: str, rng: random.Random) -> str:
    words = sentence.split(" ")
    words[rng.randrange(1, len(words))] = "quietly"
    return " ".join(words)


def _change_word(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    sentence = _with_another_word(quoted.sentence, rng)
    return quoted.rewritten(sentence), sentence


def _change_number(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str] | None:
    numbers = list(re.finditer(r"\d+", quoted.sentence))
    if not numbers:
        return None
    found = rng.choice(numbers)
    before, after = quoted.sentence[: found.start()], quoted.sentence[found.end() :]
    sentence = f"{before}{int(found[0]) + 7}{after}"
    return quoted.rewritten(sentence), sentence


def _negate(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    words = quoted.sentence.split(" ")
    sentence = " ".join([*words[:2], "never", *words[2:]])
    return quoted.rewritten(sentence), sentence


def _embed(quoted: _Quoted, rng: random.Random) -> tuple[list[str], str]:
    sentence = f"Nobody believes that {quoted.sentence}"
    return quoted.rewritten(sentence), sentence


_SAME: dict[str, _Edit] = {
    "a paragraph is put in": _insert,
    "the paragraphs are in another order": _shuffle,
    "the paragraphs are joined": _merge,
    "typed anew with other signs": _retype,
}
_OTHER: dict[str, _Edit] = {
    "the sentence is deleted": _delete,
    "its paragraph is deleted": _delete_paragraph,
    "another sentence replaces it": _replace,
    "it is deleted, and one like it is elsewhere": _delete_beside_its_like,
    "a word is changed": _change_word,
    "a number is changed": _change_number,
    "it is negated": _negate,
    "it is put into another sentence": _embed,
}


def edited_articles(articles: Sequence[Article], count: int, seed: int = 1) -> Iterator[EditedArticle]:
    """Yield edited articles, of each edit as many as can be made of so many sentences."""
    rng = random.Random(seed)
    edits = [*_SAME.items(), *_OTHER.items()]
    usable = [each for each in articles if len(each.paragraphs) > 2]
    made = 0
    while usable and made < count:
        name, edit = edits[made % len(edits)]
        article, other = rng.choice(usable), rng.choice(usable)
        number = rng.randrange(len(article.paragraphs))
        text = article.paragraphs[number]
        start, end = rng.choice(split_sentences(text, article.language)).span
        quoted = _Quoted(article.paragraphs, number, start, end, _sentence_of(other, rng))
        if len(quoted.sentence.split()) < MIN_WORDS or other is article or _times(quoted) > 1:
            continue
        done = edit(quoted, rng)
        if done is None:
            continue
        made += 1
        citation = Citation(n=1, article=article, paragraph=number + 1, span=(start, end))
        [proof] = read_proofs(annotations_json([citation], "x").encode(), "x.json")
        edited = Article(title=article.title, paragraphs=tuple(done[0]), language=article.language)
        yield EditedArticle(name, proof, edited, done[1], name in _SAME)


def _times(quoted: _Quoted) -> int:
    """Count how often the article says the words of the quoted sentence."""
    words = " ".join(words_of(quoted.sentence)).casefold()
    return sum(" ".join(words_of(each)).casefold().count(words) for each in quoted.paragraphs)


def _sentence_of(article: Article, rng: random.Random) -> str:
    text = rng.choice(article.paragraphs)
    start, end = rng.choice(split_sentences(text, article.language)).span
    return text[start:end]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, without the kind of signs between them."""
    return TokenizedText(text).keys
