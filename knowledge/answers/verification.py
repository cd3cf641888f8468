"""Whether a quotation still says what its article does, and is where a Web Annotation says, in a text edited since.

The place is looked for as the client of Hypothesis does it: by its position, then by the exact words, then by words
like them. The last are taken for the quoted sentence only where what was before or after it is still beside them, or
another whole sentence of the quotation, so that one that is like it is never taken for one that is gone.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from knowledge.answers.quotations import MAX_ALIGNED, Edit, TokenizedText, align, find_all_tokens, find_tokens
from knowledge.bibliography.annotations import CONTEXT_CHARS, annotated_text, digest
from knowledge.errors import UnreadableProof
from knowledge.models import PARAGRAPH_BREAK, Answer, Article, Citation, Decline, LatestVersion, Outcome, Span
from knowledge.text.sentences import split_sentences

_SENTENCE_ENDS = frozenset(".!?…。！？।॥؟۔։።")
"""Characters that end a sentence."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The article still has the quoted sentences, word for word."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The article has other words by now."""

    edits: tuple[Edit, ...]
    """The sentences that changed, beside what is nearest to them now.

    `added` is only in what was quoted, `omitted` only in the article as it is now; a sentence without a
    counterpart is `added` as a whole.
    """
    on: date
    """When the version with the other words came in, in UTC."""
    gone_on: date | None = None
    """When the article's source was found gone, in UTC; None where it is still there."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The article was taken out, or its source is gone."""

    on: date
    """When it was removed, in UTC."""
    is_upstream: bool = False
    """Whether only its source is gone: then it can still be asked about, as it was."""


Revision = Unchanged | Corrected | Removed
"""What became of the words that a citation quotes."""


def changed_since(citation: Citation, latest: LatestVersion) -> Revision:
    """Tell what became of the quoted words of a citation.

    Words, numbers and signs are compared, as in a quotation: the kind of quotation marks and dashes, white space and
    punctuation are not. A sentence that is only part of a longer one now has changed.

    Args:
        citation: The citation, with the text of the version that it quotes.
        latest: The article as it is now.
    """
    article = latest.article
    if article is None:
        return Removed(latest.at.date())
    gone = latest.vanished_at.date() if latest.vanished_at else None
    unchanged = Removed(gone, is_upstream=True) if gone else Unchanged()
    edited = [each for each in citation.parts if not _has_same_text(each, article.paragraphs)]
    if article.version == citation.article.version or not edited:
        return unchanged
    language = citation.article.language
    written = [TokenizedText(text) for text in article.paragraphs]
    changed = [
        sentence
        for part in edited
        for sentence in _sentences(part.text, *part.span, language)
        if sentence.tokens and not any(_holds(sentence, each, article.language) for each in written)
    ]
    if not changed:
        return unchanged
    return Corrected(tuple(_compared(changed, written, article.language)), latest.at.date(), gone)


def _has_same_text(citation: Citation, paragraphs: Sequence[str]) -> bool:
    return citation.paragraph <= len(paragraphs) and paragraphs[citation.paragraph - 1] == citation.text


def _sentences(text: str, start: int, end: int, language: str) -> Iterator[TokenizedText]:
    """Yield the sentences of a paragraph as far as they are quoted."""
    for sentence in split_sentences(text, language):
        first, last = max(sentence.span[0], start), min(sentence.span[1], end)
        if first < last:
            yield TokenizedText(text[first:last])


def _holds(sentence: TokenizedText, written: TokenizedText, language: str) -> bool:
    """Tell whether a paragraph has a sentence, from its beginning to its end."""
    return any(_is_bounded(sentence, written, at, language) for at in find_all_tokens(sentence, written))


def _is_bounded(sentence: TokenizedText, written: TokenizedText, at: int, language: str) -> bool:
    """Tell whether no sentence goes on before or after the words found."""
    start, end = written.slice(at, at + len(sentence.tokens))
    before = written.text[written.tokens[at - 1].span[1] : start] if at else "."
    following = at + len(sentence.tokens)
    after = written.text[end : written.tokens[following].span[0]] if following < len(written.tokens) else "."
    ending = sentence.text[sentence.tokens[-1].span[1] :].strip()
    begins = not _SENTENCE_ENDS.isdisjoint(before)
    ends = not _SENTENCE_ENDS.isdisjoint(after) or (bool(ending) and after.strip().startswith(ending))
    if begins and ends:
        return True
    # Many scripts end their sentences with other signs.
    rest = _rest_of_sentence(written.text, (start, end), language)
    return not any(TokenizedText(each).tokens for each in rest)


def _compared(changed: Sequence[TokenizedText], written: Sequence[TokenizedText], language: str) -> Iterator[Edit]:
    """Yield each sentence beside what is nearest to it."""
    for n, sentence in enumerate(changed):
        if n:
            yield Edit("same", "…")
        shared = [(LCSseq.similarity(sentence.keys, each.keys), each) for each in written]
        likest = sorted(shared, key=lambda pair: -pair[0])[:MAX_ALIGNED]
        places = [(place, each.text) for _, each in likest if (place := align(sentence, each, language))]
        if places:
            place, text = max(places, key=lambda found: found[0].similarity)
            before, after = _rest_of_sentence(text, place.span, language)
            yield from (*_only_now(before), *place.edits, *_only_now(after))
        else:
            yield Edit("added", sentence.text)


def _rest_of_sentence(text: str, span: Span, language: str) -> tuple[str, str]:
    """Return what the sentences of a paragraph that a span is in say before and after it."""
    touched = [
        each.span for each in split_sentences(text, language) if each.span[0] < span[1] and span[0] < each.span[1]
    ]
    start, end = (
        min((each[0] for each in touched), default=span[0]),
        max((each[1] for each in touched), default=span[1]),
    )
    return text[start : span[0]].strip(), text[span[1] : end].strip()


def _only_now(text: str) -> list[Edit]:
    return [Edit("omitted", text)] if TokenizedText(text).tokens else []


ProofStatus = Literal["in place", "moved", "changed", "gone", "damaged"]
"""At its position; elsewhere in the text, word for word; there in other words; not there; or the annotation itself was
altered, as its words are not those of its hash."""

MAX_PROOF_BYTES = 1_000_000
"""Bytes of the largest file of annotations that is read."""
MAX_PROOFS = 100
"""Quotations in a file that are checked."""
MAX_EXACT_CHARS = 10_000
"""Characters of the longest quotation in a file."""
_CONTEXT_WORDS = 8
"""Words before and after a quotation that tell its place."""
MIN_CONTEXT_WORDS = 3
"""Fewer words are beside too many sentences to tell one."""
MIN_CONTEXT_SIMILARITY = 0.75
"""Share of those words, in the same order, from which they are the same context."""
_CLOSING = "\"'”’»›」』)]} \t\u00a0"
"""What can follow the end of a sentence that still belongs to it."""
ONE_SIDE = 1.0
"""Weight of a place with all of its context on one side, and none on the other."""
MIN_ONE_SIDED_SIMILARITY = 0.8
"""Share of the quoted words that such a place has in order, as what follows a sentence that is gone can be like it."""
KEPT_SENTENCE = 0.5
"""Weight of a place without any of its context that has a whole sentence of the quotation word for word."""
MIN_KEPT_WORDS = 8
"""Fewer words of a sentence are in too many texts to tell a place."""
UNTOUCHED = 2.0
"""Weight of a place with all of its context before and after it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A quotation as an annotation holds it."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    """Where it begins in the article's text, in code points; -1 where that is not said."""
    sha256: str = ""
    """The hash of the quotation, as hexadecimal digits; empty where there is none."""
    source: str = ""
    """The address or URN of the article."""
    headline: str = ""


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """What a text has of a quotation."""

    status: ProofStatus
    paragraph: int = 0
    """The number of the paragraph that has it now; 0 where none has."""
    found: str = ""
    """The words that are there now."""
    edits: tuple[Edit, ...] = ()
    """Where it changed: `added` is only in the quotation, `omitted` only in the text."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What the question of an earlier answer finds now."""

    outcome: Outcome
    places: Mapping[int, int]
    """By the number of a citation: its place among the passages found now, from 1; 0 where it is not among them."""
    newcomers: tuple[Citation, ...]
    """The passages that come before the last one cited then and were not cited, numbered by their places."""
    logged_index: str = ""
    """The version of the index that was asked; empty where it is not known."""
    index: str = ""
    """That of now."""

    @property
    def is_same(self) -> bool:
        """Whether the same passages are found in the same order."""
        return list(self.places.values()) == list(range(1, len(self.places) + 1))


def compare_ranking(answer: Answer, reply: Answer | Decline) -> Replay:
    """Compare the passages of an earlier answer with those that its question finds now."""
    found = reply.citations if isinstance(reply, Answer) else ()
    places = {
        cited.n: next((place for place, each in enumerate(found, start=1) if _is_same(cited, each)), 0)
        for cited in answer.citations
    }
    before = found[: len(places)]
    new = tuple(each for each in before if not any(_is_same(cited, each) for cited in answer.citations))
    return Replay(reply.outcome, places, new)


def _is_same(cited: Citation, found: Citation) -> bool:
    """Tell whether a passage found is the paragraph cited, as it is there or in another outlet's copy."""
    copies = [(copy.article.row, copy.paragraph) for copy in found.also]
    is_there = found.article.row == cited.article.row and cited.paragraph in found.paragraphs
    same = found.article.text(found.paragraph) == cited.article.text(cited.paragraph)
    return is_there or same or (cited.article.row, cited.paragraph) in copies


def read_proofs(data: bytes, name: str) -> tuple[Proof, ...]:
    """Read the annotations of a file, as `annotations_json` writes them or one alone.

    Raises:
        UnreadableProof: It is no JSON, has no annotation with a quotation, or is too large.
    """
    if len(data) > MAX_PROOF_BYTES:
        raise UnreadableProof("{name} is too large for a file of citations.", name=name)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableProof(
            "{name} isn't JSON. Give a file that source json has made, or the number of an answer.", name=name
        ) from None
    proofs = tuple(filter(None, map(_proof, _items(document))))
    if not proofs:
        raise UnreadableProof("{name} has no Web Annotation that quotes a text.", name=name)
    if len(proofs) > MAX_PROOFS:
        raise UnreadableProof("{name} has over {most} quotations. Split it up.", name=name, most=MAX_PROOFS)
    return proofs


def check_proof(proof: Proof, articles: Sequence[Article]) -> ProofCheck:
    """Look for a quotation in a text.

    Args:
        proof: The quotation, with what was around it.
        articles: What the text was read as, mostly one.
    """
    if proof.sha256 and proof.sha256.lower() != digest(proof.exact):
        return ProofCheck("damaged")
    checks = [_check(proof, each) for each in articles]
    order = ("in place", "moved", "changed", "gone")
    return min(checks, key=lambda each: order.index(each.status), default=ProofCheck("gone"))


def _check(proof: Proof, article: Article) -> ProofCheck:
    text = annotated_text(article.paragraphs)
    if proof.start >= 0 and text.startswith(proof.exact, proof.start):
        return ProofCheck("in place", text.count(PARAGRAPH_BREAK, 0, proof.start) + 1, proof.exact)
    said = TokenizedText(proof.exact)
    if not said.tokens:
        return ProofCheck("gone")
    written = [TokenizedText(each) for each in article.paragraphs]
    context = _Context.of(proof, written)
    whole = _Bounds.of(proof)
    places = [
        (weight, number, span)
        for number, span in _word_for_word(said, written)
        if (weight := context.weight(number, span)) == UNTOUCHED
        or not any(whole.beyond(article.paragraphs[number - 1], span, article.language))
    ]
    if places:
        _, number, span = max(places, key=lambda each: each[0])
        return ProofCheck("moved", number, _as_quoted(proof.exact, article.paragraphs[number - 1], span))
    if context.is_closed():
        return ProofCheck("gone")
    sentences = _long_sentences(proof.exact, article.language)
    likely = sorted(enumerate(written, start=1), key=lambda each: -LCSseq.similarity(said.keys, each[1].keys))
    alike = [
        (weight, place.similarity, number, place)
        for number, each in likely[:MAX_ALIGNED]
        if (place := align(said, each, article.language))
        and (weight := context.weight(number, place.span) or _kept(sentences, each))
        and (weight > ONE_SIDE or place.similarity >= MIN_ONE_SIDED_SIMILARITY)
    ]
    if not alike:
        return ProofCheck("gone")
    _, _, number, place = max(alike, key=lambda each: each[:3])
    paragraph, (start, end) = article.paragraphs[number - 1], place.span
    before, after = whole.beyond(paragraph, place.span, article.language)
    found = _as_quoted(proof.exact, paragraph, (start - len(before), end + len(after)))
    around = [Edit("omitted", each.strip()) if each else None for each in (before, after)]
    edits = (around[0], *place.edits, around[1])
    return ProofCheck("changed", number, found, tuple(filter(None, edits)))


def _long_sentences(exact: str, language: str) -> list[TokenizedText]:
    """Return the sentences by which a quotation of several is known where one of them has changed."""
    sentences = [TokenizedText(exact[slice(*each.span)]) for each in split_sentences(exact, language)]
    return [each for each in sentences if len(each.tokens) >= MIN_KEPT_WORDS] if len(sentences) > 1 else []


def _kept(sentences: Sequence[TokenizedText], written: TokenizedText) -> float:
    """Return how much the sentences of a quotation that a paragraph has word for word tell of its place."""
    return KEPT_SENTENCE if any(find_tokens(each, written) is not None for each in sentences) else 0.0


def _as_quoted(exact: str, paragraph: str, span: Span) -> str:
    """Return the words of a place with the signs before and after them that the quotation has there."""
    start, end = span
    tokens = TokenizedText(exact).tokens
    before, after = exact[: tokens[0].span[0]], exact[tokens[-1].span[1] :]
    while before and paragraph[:start].endswith(before[-1]):
        before, start = before[:-1], start - 1
    while after and paragraph.startswith(after[0], end):
        after, end = after[1:], end + 1
    return paragraph[start:end]


def _word_for_word(said: TokenizedText, written: Sequence[TokenizedText]) -> Iterator[tuple[int, Span]]:
    """Yield each place that has the words, by the number of its paragraph."""
    for number, each in enumerate(written, start=1):
        for at in find_all_tokens(said, each):
            yield number, each.slice(at, at + len(said.tokens))


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Whether a quotation began and ended with a sentence."""

    begins: bool
    ends: bool

    @classmethod
    def of(cls, proof: Proof) -> "_Bounds":
        before, after = proof.prefix, proof.suffix
        begins = not before.strip() or before.endswith("\n") or before.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS
        ends = not after.strip() or after.startswith("\n") or proof.exact.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS
        return cls(begins, ends)

    def beyond(self, paragraph: str, span: Span, language: str) -> tuple[str, str]:
        """Return the words with which a sentence goes on where the quotation had its beginning and its end."""
        start, end = span
        before = after = ""
        for sentence in split_sentences(paragraph, language):
            first, last = sentence.span
            if self.begins and first < start < last:
                before = paragraph[first:start]
            if self.ends and first < end < last:
                after = paragraph[end:last]
        return before if _has_word(before) else "", after if _has_word(after) else ""


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around a quotation, and a text to look for them in."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    keys: tuple[str, ...]
    """The words of the text, one paragraph after the other."""
    starts: tuple[int, ...]
    """By paragraph: how many words are before it."""
    written: Sequence[TokenizedText]

    @classmethod
    def of(cls, proof: Proof, written: Sequence[TokenizedText]) -> "_Context":
        """Return the context of a quotation, without the word that its end may have cut in two."""
        before = TokenizedText(proof.prefix).keys
        after = TokenizedText(proof.suffix).keys
        if len(proof.prefix) >= CONTEXT_CHARS:
            before = before[1:]
        if len(proof.suffix) >= CONTEXT_CHARS:
            after = after[:-1]
        starts: list[int] = []
        keys: list[str] = []
        for each in written:
            starts.append(len(keys))
            keys.extend(each.keys)
        return cls(before[-_CONTEXT_WORDS:], after[:_CONTEXT_WORDS], tuple(keys), tuple(starts), written)

    def weight(self, number: int, span: Span) -> float:
        """Return how much of the context is beside a place, each side from `MIN_CONTEXT_SIMILARITY` to 1, or 0."""
        tokens = self.written[number - 1].tokens
        offset = self.starts[number - 1]
        first = offset + sum(token.span[1] <= span[0] for token in tokens)
        end = offset + sum(token.span[0] < span[1] for token in tokens)
        before = _similarity(self.before, self.keys[max(0, first - len(self.before)) : first])
        after = _similarity(self.after, self.keys[end : end + len(self.after)])
        return before + after

    def is_closed(self) -> bool:
        """Tell whether what was before the quotation is now followed by what was after it."""
        joined = (*self.before[-_CONTEXT_WORDS // 2 :], *self.after[: _CONTEXT_WORDS // 2])
        if min(len(self.before), len(self.after)) < MIN_CONTEXT_WORDS:
            return False
        size = len(joined)
        return any(self.keys[at : at + size] == joined for at in range(len(self.keys) - size + 1))


def _similarity(expected: Sequence[str], there: Sequence[str]) -> float:
    if len(expected) < MIN_CONTEXT_WORDS:
        return 0.0
    similar = fuzz.ratio(expected, there) / 100
    return similar if similar >= MIN_CONTEXT_SIMILARITY else 0.0


def _items(document: object) -> Iterator[object]:
    """Yield the annotations of a collection, a page, a list, or of one alone."""
    if isinstance(document, list):
        yield from document
    elif isinstance(document, dict):
        first = document.get("first")
        held = first.get("items") if isinstance(first, dict) else document.get("items")
        if isinstance(held, list):
            yield from held
        else:
            yield document


def _proof(item: object) -> Proof | None:
    """Return the quotation of an annotation; None where it has none."""
    target = _object(item, "target")
    selectors = target.get("selector")
    listed = [each for each in (selectors if isinstance(selectors, list) else [selectors]) if isinstance(each, dict)]
    quoted = next((each for each in listed if each.get("type") == "TextQuoteSelector"), {})
    position = next((each for each in listed if each.get("type") == "TextPositionSelector"), {})
    exact = _text(quoted, "exact")
    if not exact or len(exact) > MAX_EXACT_CHARS:
        return None
    start = position.get("start")
    source = _object(target, "source")
    return Proof(
        exact=exact,
        prefix=_text(quoted, "prefix")[-MAX_EXACT_CHARS:],
        suffix=_text(quoted, "suffix")[:MAX_EXACT_CHARS],
        start=start if isinstance(start, int) and not isinstance(start, bool) else -1,
        sha256=_text(quoted, "schema:sha256"),
        source=_text(source, "id") or _text(target, "source"),
        headline=_text(source, "schema:headline"),
    )


def _object(holder: object, name: str) -> dict[str, object]:
    held = holder.get(name) if isinstance(holder, dict) else None
    return held if isinstance(held, dict) else {}


def _text(holder: dict[str, object], name: str) -> str:
    held = holder.get(name)
    return held if isinstance(held, str) else ""
