"""Whether the words that an answer quoted have changed since.

Only those words count: an article that changed anywhere else has not been corrected as far as the answer goes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import LCSseq

from knowledge.answers.quotations import MAX_ALIGNED, Edit, TokenizedText, align, find_all_tokens
from knowledge.models import Citation, LatestVersion, Span
from knowledge.text.sentences import split_sentences

SENTENCE_ENDS = frozenset(".!?…。！？")
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
    if latest.vanished_at:
        return Removed(latest.vanished_at.date(), is_upstream=True)
    if article.version == citation.article.version or _has_same_text(citation, article.paragraphs):
        return Unchanged()
    language = citation.article.language
    written = [TokenizedText(text) for text in article.paragraphs]
    start, end = citation.span
    changed = [
        sentence
        for sentence in _sentences(citation.text, start, end, language)
        if sentence.tokens and not any(_holds(sentence, each) for each in written)
    ]
    if not changed:
        return Unchanged()
    return Corrected(tuple(_compared(changed, written, article.language)), latest.at.date())


def _has_same_text(citation: Citation, paragraphs: Sequence[str]) -> bool:
    return citation.paragraph <= len(paragraphs) and paragraphs[citation.paragraph - 1] == citation.text


def _sentences(text: str, start: int, end: int, language: str) -> Iterator[TokenizedText]:
    """Yield the sentences of a paragraph as far as they are quoted."""
    for sentence in split_sentences(text, language):
        first, last = max(sentence.span[0], start), min(sentence.span[1], end)
        if first < last:
            yield TokenizedText(text[first:last])


def _holds(sentence: TokenizedText, written: TokenizedText) -> bool:
    """Tell whether a paragraph has a sentence, from its beginning to its end."""
    return any(_is_bounded(sentence, written, at) for at in find_all_tokens(sentence, written))


def _is_bounded(sentence: TokenizedText, written: TokenizedText, at: int) -> bool:
    """Tell whether no sentence goes on before or after the words found."""
    start, end = written.slice(at, at + len(sentence.tokens))
    before = written.text[written.tokens[at - 1].span[1] : start] if at else "."
    following = at + len(sentence.tokens)
    after = written.text[end : written.tokens[following].span[0]] if following < len(written.tokens) else "."
    ending = sentence.text[sentence.tokens[-1].span[1] :].strip()
    return not SENTENCE_ENDS.isdisjoint(before) and (
        not SENTENCE_ENDS.isdisjoint(after) or (bool(ending) and after.strip().startswith(ending))
    )


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
