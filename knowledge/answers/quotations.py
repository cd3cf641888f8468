"""Whether a quotation is in the articles, word for word or with which differences, and who said it first and last.

Words are compared, with numbers and signs; the kind of quotation marks, dashes and white space, punctuation, characters
that nobody sees, and a capital where a sentence begins are not.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import Literal, NamedTuple

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

from knowledge.answers.citations import ArticleSource
from knowledge.errors import InvalidQuestion
from knowledge.executor import check_time
from knowledge.models import Article, Citation, Hit, ParagraphKey, Span
from knowledge.search.filters import ParsedQuestion
from knowledge.search.retriever import Retriever
from knowledge.text import analysis
from knowledge.text.analysis import CAPITALISING, INVISIBLE
from knowledge.text.matching import holds_phrase
from knowledge.text.sentences import split_sentences

Verdict = Literal["exact", "shortened", "spliced", "changed", "different", "missing"]
"""Word for word; with words left out of one sentence; two places joined; a negation, number or name changed; with other
differences; or not in the articles."""
Alteration = Literal["negation", "number", "name"]
EditKind = Literal["same", "added", "omitted"]

MAX_QUOTE_CHARS = 1_000
"""Characters of the longest quotation that is checked."""
MIN_QUOTE_WORDS = 3
"""Fewer words are in many places and prove nothing."""
MAX_PLACES = 3
"""Places shown of a quotation that is in more."""
_MIN_SIMILARITY = 0.6
"""Share of the words of a quotation that a place has in the same order, below which it is another sentence."""
MIN_PIECE_WORDS = 3
"""Words of each of two pieces that were joined."""
MAX_ALIGNED = 5
"""Paragraphs that are compared word by word, the likeliest first."""
MAX_STRAY_WORDS = 2
"""Words at an end that are far from the others belong to another sentence and are no match."""
MAX_STRAY_DISTANCE = 3
"""Words between such and the next that is the same."""
MIN_PIECE_SHARE = 0.25
"""Share of a quotation that each of its two pieces has."""
MIN_CHANGED_SIMILARITY = 0.9
"""Similarity from which a quotation is one place with a change, though its words could be joined from two."""
MAX_BRIEF_OMISSION_WORDS = 2
"""Words left out behind an ellipsis, up to which a negation among them is not just shortened away."""

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}_]--[{_UNSPACED}]]"
_TOKEN = regex.compile(
    rf"(?V1)(?P<gap>\[\s*(?:…|\.{{3}})\s*\]|\(\s*(?:…|\.{{3}})\s*\)|…|\.{{3,}})"
    rf"|(?P<number>(?<![\p{{L}}\p{{N}}][{INVISIBLE}]*)[-−–]?\d[\d{INVISIBLE}]*"
    rf"(?:[.,:/][{INVISIBLE}]*\d[\d{INVISIBLE}]*)*(?![{INVISIBLE}]*{_LETTER}))"
    rf"|(?P<word>{_LETTER}(?:{_LETTER}|[{INVISIBLE}]|['’ʼ](?={_LETTER}))*|[{_UNSPACED}]\p{{M}}*|[%‰§¶€$£¥₩₹₽°&@#+=])"
)
_UNSEEN = regex.compile(rf"[{INVISIBLE}]+")
_SAME_SIGNS = str.maketrans({"’": "'", "ʼ": "'", "−": "-", "–": "-"})
_NEGATION = regex.compile(
    r"(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely|unable"
    r"|nunca|jamás|ningun[oa]?|ningún|sin|tampoco|nadie|nada|ne|pas|jamais|aucune?|rien|sans"
    r"|nicht|nie|niemals|kein\w*|ohne|안|못|없\w*|않\w*|아니\w*|不|没|沒|未|非|無|无|ない|ません)|.*n't",
    regex.IGNORECASE,
)
_NUMBER_WORD = regex.compile(
    r"zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|[mbtr]+illions?|first|second|third|half|double"
    r"|twice|dozens?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a text."""

    key: str
    """The word as it is compared."""
    span: Span
    is_number: bool
    is_capitalised: bool


class TokenizedText:
    """A text as what is compared of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        marks: list[int] = []
        tokens: list[Token] = []
        for match in _TOKEN.finditer(text):
            if match["gap"]:
                marks.append(len(tokens))
            elif seen := _UNSEEN.sub("", match[0]).translate(_SAME_SIGNS):
                is_number = any(map(str.isdigit, seen))
                tokens.append(Token(seen, match.span(), is_number, is_capitalised=seen[0].isupper()))
        self.tokens = tuple(tokens)
        self.gaps = frozenset(marks)
        """The tokens before which three dots say that something was left out, or that somebody paused."""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The tokens as they are compared."""
        return tuple(token.key for token in self.tokens)

    def slice(self, first: int, end: int) -> Span:
        """Return where some of the tokens stand."""
        return self.tokens[first].span[0], self.tokens[end - 1].span[1]


@dataclass(frozen=True, slots=True)
class Edit:
    """Some words of a comparison: in both, only in the quotation (`added`), or only in the article (`omitted`)."""

    kind: EditKind
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph comes nearest to a quotation."""

    span: Span
    similarity: float
    """Share of the quotation's words that are there in the same order."""
    edits: tuple[Edit, ...]
    verdict: Verdict
    alterations: tuple[Alteration, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What the articles say of a quotation."""

    quote: str
    verdict: Verdict
    citations: tuple[Citation, ...] = ()
    """Where it is, the best first; for a splice, the first and the second piece."""
    places: int = 0
    """In how many paragraphs it is like this."""
    edits: tuple[Edit, ...] = ()
    """What differs from the first place."""
    alterations: tuple[Alteration, ...] = ()
    """What was changed."""


def clean_quote(text: str) -> str:
    """Return a quotation on one line, without the quotation marks around it.

    Raises:
        InvalidQuestion: It has fewer than `MIN_QUOTE_WORDS` words, or more than `MAX_QUOTE_CHARS` characters.
    """
    quote = " ".join(text.split()).strip("\"'“”„«»‘’「」 ")
    if len(quote) > MAX_QUOTE_CHARS:
        raise InvalidQuestion(
            "That quotation has {length:,} characters. Please shorten it to {most:,} at most.",
            length=len(quote),
            most=MAX_QUOTE_CHARS,
        )
    if len(TokenizedText(quote).tokens) < MIN_QUOTE_WORDS:
        raise InvalidQuestion("Give a quotation of at least {words} words.", words=MIN_QUOTE_WORDS)
    return quote


def check_quote(quote: str, retriever: Retriever, source: ArticleSource) -> QuoteCheck:
    """Look for a quotation in the articles.

    Candidates are the paragraphs that rank highest for the words of the quotation and of each of its halves; so a
    quotation is found whatever else was put around it.

    Args:
        quote: As `clean_quote` returns it.
        retriever: The paragraphs.
        source: Where their words are read.
    """
    said = TokenizedText(quote)
    middle = len(said.tokens) // 2
    halves = [said.slice(0, middle), said.slice(middle, len(said.tokens))] if middle >= MIN_PIECE_WORDS else []
    paragraphs: dict[ParagraphKey, _Paragraph] = {}
    # Most quotations are found at once, without a look at their halves.
    for spans in ([(0, len(quote))], halves):
        paragraphs = {**_read(spans, quote, retriever, source), **paragraphs}
        if exact := list(_exact_places(said, paragraphs.values())):
            return QuoteCheck(quote, "exact", _citations(exact, source), len(exact))
    places = _aligned(said, paragraphs.values())
    best = places[0][1] if places else None
    if not _is_one_place(best) and (spliced := _splice(said, paragraphs, retriever, source)):
        return QuoteCheck(quote, "spliced", _citations(spliced, source), 1)
    if best is None:
        return QuoteCheck(quote, "missing")
    alike = [(hit, place.span) for hit, place in places if place.edits == best.edits]
    return QuoteCheck(quote, best.verdict, _citations(alike, source), len(alike), best.edits, best.alterations)


def _is_one_place(best: Place | None) -> bool:
    """Tell whether a quotation was taken from one place for sure, so that it is not looked for in two."""
    if best is None:
        return False
    return best.verdict in ("shortened", "spliced") or best.similarity >= MIN_CHANGED_SIMILARITY


def _either(key: str) -> frozenset[str]:
    """Return a word that begins a quotation with and without a capital."""
    return frozenset({key, key[:1].lower() + key[1:], key[:1].upper() + key[1:]})


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph that may hold a quotation."""

    hit: Hit
    language: str
    written: TokenizedText


def _read(
    spans: Iterable[Span], text: str, retriever: Retriever, source: ArticleSource
) -> dict[ParagraphKey, _Paragraph]:
    """Return the paragraphs that rank highest for parts of a text."""
    found: dict[ParagraphKey, tuple[Hit, str]] = {}
    for start, end in spans:
        check_time()
        if ranking := retriever.search(ParsedQuestion(text[start:end])):
            for each in ranking.candidates:
                found.setdefault(ParagraphKey(each.hit.row, each.hit.number), (each.hit, ranking.query.language))
    texts = source.texts([hit for hit, _ in found.values()])
    return {
        key: _Paragraph(hit, language, TokenizedText(texts[hit]))
        for key, (hit, language) in found.items()
        if hit in texts
    }


def _exact_places(said: TokenizedText, paragraphs: Iterable[_Paragraph]) -> Iterator[tuple[Hit, Span]]:
    """Yield where a quotation is word for word, one place a paragraph."""
    for each in paragraphs:
        at = find_tokens(said, each.written)
        if at is not None:
            yield each.hit, each.written.slice(at, at + len(said.tokens))


def find_tokens(said: TokenizedText, written: TokenizedText, *, after: int = -1) -> int | None:
    """Return at which token of a paragraph, behind another one, a quotation begins that is there word for word."""
    first, rest = _either(said.keys[0]), said.keys[1:]
    for at in range(after + 1, len(written.keys) - len(rest)):
        if written.keys[at] in first and written.keys[at + 1 : at + 1 + len(rest)] == rest:
            dotted = {at + gap for gap in _inner_gaps(said)}
            if dotted <= written.gaps:
                return at
    return None


def find_all_tokens(said: TokenizedText, written: TokenizedText) -> Iterator[int]:
    """Yield every token of a paragraph at which a quotation begins that is there word for word."""
    at = find_tokens(said, written)
    while at is not None:
        yield at
        at = find_tokens(said, written, after=at)


def _inner_gaps(said: TokenizedText) -> list[int]:
    return sorted(said.gaps - {0, len(said.tokens)})


def _aligned(said: TokenizedText, paragraphs: Iterable[_Paragraph]) -> list[tuple[Hit, Place]]:
    """Return the places that are like the quotation, the likest first."""
    shared = [(LCSseq.similarity(said.keys, each.written.keys), each) for each in paragraphs]
    found: list[tuple[Hit, Place]] = []
    for common, each in sorted(shared, key=lambda pair: -pair[0])[:MAX_ALIGNED]:
        check_time()
        if common < _MIN_SIMILARITY * len(said.tokens):
            break
        if place := align(said, each.written, each.language):
            found.append((each.hit, place))
    return sorted(found, key=lambda each: (-each[1].similarity, len(each[1].edits)))


class _Block(NamedTuple):
    """Tokens that a paragraph and a quotation have in common, one after the other."""

    written: int
    said: int
    size: int


def align(said: TokenizedText, written: TokenizedText, language: str) -> Place | None:
    """Return where a paragraph is like a quotation; None where less than `_MIN_SIMILARITY` of it is there.

    Args:
        said: The quotation, which has at least one token.
        written: The paragraph.
        language: The language of the paragraph.
    """
    keys = _with_its_first_word(said, written)
    opening = _sentence_openings(written, language)
    blocks = _pieces(said, keys, written.keys) or _blocks(keys, written.keys, said.gaps, opening)
    similarity = sum(block.size for block in blocks) / len(keys)
    if not blocks or similarity < _MIN_SIMILARITY:
        return None
    alterations: set[Alteration] = set()
    # Where the quotation begins or ends in other words, as many of the article's are beside them.
    start = _beside(blocks[0].written, -blocks[0].said, len(written.tokens), opening)
    last = blocks[-1].written + blocks[-1].size
    stop = _beside(last, len(keys) - blocks[-1].said - blocks[-1].size, len(written.tokens), opening)
    edits: list[Edit] = []
    if start < blocks[0].written:
        edits.append(Edit("omitted", _text(written, start, blocks[0].written)))
    if blocks[0].said:
        edits.append(Edit("added", _text(said, 0, blocks[0].said)))
    first = written.tokens[start : blocks[0].written]
    _alter(alterations, said.tokens[: blocks[0].said], first, language, marked=False)
    crosses = False
    added = blocks[0].said
    for block, after in zip_longest(blocks, blocks[1:]):
        edits.append(Edit("same", _text(written, block.written, block.written + block.size)))
        end_written, end_said = block.written + block.size, block.said + block.size
        omitted = range(end_written, after.written if after else stop)
        inserted = range(end_said, after.said if after else len(keys))
        marked = not said.gaps.isdisjoint({end_said, after.said if after else end_said})
        left_out = written.tokens[omitted.start : omitted.stop]
        put_in = said.tokens[inserted.start : inserted.stop]
        _alter(alterations, put_in, left_out, language, marked=marked)
        added += len(put_in)
        if left_out:
            edits.append(Edit("omitted", _text(written, omitted.start, omitted.stop)))
            crosses = crosses or (not marked and not opening.isdisjoint(range(omitted.start, omitted.stop + 1)))
        if put_in:
            edits.append(Edit("added", _text(said, inserted.start, inserted.stop)))
    span = written.slice(start, stop)
    verdict = _verdict(alterations, added=added, is_shorter=len(blocks) > 1, crosses=crosses)
    return Place(span, similarity, tuple(edits), verdict, tuple(sorted(alterations)))


def _beside(place: int, count: int, end: int, opening: Collection[int]) -> int:
    """Return the token up to `count` tokens after a place, or before it, in the same sentence."""
    step = 1 if count > 0 else -1
    while count and 0 <= place + min(step, 0) < end and (place not in opening):
        place, count = place + step, count - step
    return place


def _verdict(alterations: Collection[Alteration], *, added: int, is_shorter: bool, crosses: bool) -> Verdict:
    if alterations:
        return "changed"
    if added or not is_shorter:
        return "different"
    return "spliced" if crosses else "shortened"


def _with_its_first_word(said: TokenizedText, written: TokenizedText) -> tuple[str, ...]:
    """Return the keys of a quotation, the first with a capital or without as the paragraph has it."""
    first = said.keys[0]
    if first in written.keys:
        return said.keys
    return (next(iter(_either(first).intersection(written.keys)), first), *said.keys[1:])


def _pieces(said: TokenizedText, keys: Sequence[str], written: Sequence[str]) -> list[_Block]:
    """Return where the pieces between the dots of a quotation are, one after the other; empty where one is not."""
    ends = [*_inner_gaps(said), len(keys)]
    blocks: list[_Block] = []
    start = after = 0
    for end in ends if len(ends) > 1 else ():
        piece = tuple(keys[start:end])
        places = range(after, len(written) - len(piece) + 1)
        place = next((at for at in places if tuple(written[at : at + len(piece)]) == piece), None)
        if place is None:
            return []
        blocks.append(_Block(place, start, len(piece)))
        start, after = end, place + len(piece)
    return blocks


def _blocks(
    said: Sequence[str], written: Sequence[str], gaps: Collection[int], opening: frozenset[int]
) -> list[_Block]:
    """Return what a quotation and the part of a paragraph that is likest to it have in common."""
    likest = fuzz.partial_ratio_alignment(said, written) if len(said) <= len(written) else None
    start = max(likest.dest_start - len(said), 0) if likest else 0
    end = likest.dest_end + len(said) if likest else len(written)
    codes = Indel.opcodes(written[start:end], said)
    blocks = [
        _Block(code.src_start + start, code.dest_start, code.src_end - code.src_start)
        for code in codes
        if code.tag == "equal"
    ]
    is_whole = len(blocks) == 2 and sum(block.size for block in blocks) == len(said)
    if is_whole and opening.isdisjoint(range(blocks[0].written + 1, blocks[1].written + 1)):
        return blocks  # It only leaves words of one sentence out.
    while len(blocks) > 1 and _is_stray(blocks[0], blocks[1], blocks[0].size) and blocks[1].said not in gaps:
        del blocks[0]
    while len(blocks) > 1 and _is_stray(blocks[-2], blocks[-1], blocks[-1].size) and blocks[-1].said not in gaps:
        del blocks[-1]
    return blocks


def _is_stray(before: _Block, after: _Block, size: int) -> bool:
    """Tell whether one of two blocks is a few words that only happen to be in the same paragraph."""
    return size <= MAX_STRAY_WORDS and after.written - before.written - before.size > MAX_STRAY_DISTANCE


def _alter(
    alterations: set[Alteration], added: Sequence[Token], omitted: Sequence[Token], language: str, *, marked: bool
) -> None:
    """Note which of the words that make a difference were changed between two that are the same."""
    is_shortened = marked and len(omitted) > MAX_BRIEF_OMISSION_WORDS
    if any(map(_is_negation, added)) or (not is_shortened and any(map(_is_negation, omitted))):
        alterations.add("negation")
    either = [*added, *(omitted if added else ())]
    if any(map(_is_number, either)):
        alterations.add("number")
    if language not in CAPITALISING and any(token.is_capitalised and len(token.key) > 1 for token in either):
        alterations.add("name")


def _is_negation(token: Token) -> bool:
    return _NEGATION.fullmatch(token.key) is not None


def _is_number(token: Token) -> bool:
    return token.is_number or _NUMBER_WORD.fullmatch(token.key) is not None


def _sentence_openings(written: TokenizedText, language: str) -> frozenset[int]:
    """Return the tokens that begin a sentence, except the first."""
    starts = [each.span[0] for each in split_sentences(written.text, language)]
    places = [token.span[0] for token in written.tokens]
    return frozenset(bisect_left(places, start) for start in starts[1:])


def _text(text: TokenizedText, first: int, end: int) -> str:
    """Return some of the words of a text with what stands between them."""
    if first >= end:
        return ""
    start, stop = text.slice(first, end)
    return text.text[start:stop]


def _splice(
    said: TokenizedText, paragraphs: Mapping[ParagraphKey, _Paragraph], retriever: Retriever, source: ArticleSource
) -> list[tuple[Hit, Span]]:
    """Return the two places whose words, one after the other, are the quotation; empty where there are none.

    The paragraphs found for the whole quotation tell how far its first place goes; what is left is looked for again.
    """
    least = max(MIN_PIECE_WORDS, int(len(said.tokens) * MIN_PIECE_SHARE))
    heads = [(*_longest(said.keys, each.written.keys), each) for each in paragraphs.values()]
    if not heads:
        return []
    head, at, begin = max(heads, key=lambda found: found[0])
    rest = len(said.tokens) - head
    if min(head, rest) < least:
        return []
    everything = {**paragraphs, **_read([said.slice(head, len(said.tokens))], said.text, retriever, source)}
    backwards = said.keys[::-1]
    tails = [(*_longest(backwards, each.written.keys[::-1]), each) for each in everything.values()]
    tail, back, end = max(tails, key=lambda found: found[0])
    if tail < rest:
        return []
    stop = len(end.written.tokens) - back
    return [(begin.hit, begin.written.slice(at, at + head)), (end.hit, end.written.slice(stop - rest, stop))]


def _longest(keys: Sequence[str], written: Sequence[str]) -> tuple[int, int]:
    """Return how many of the first keys are somewhere one after the other, and where, counting from the start."""
    first = _either(keys[0])
    best = (0, 0)
    for at, key in enumerate(written):
        if key in first:
            size = 1
            while size < len(keys) and at + size < len(written) and keys[size] == written[at + size]:
                size += 1
            best = max(best, (size, at))
    return best


def _citations(places: Sequence[tuple[Hit, Span]], source: ArticleSource) -> tuple[Citation, ...]:
    """Return where a quotation is, as citations; articles that are gone are left out."""
    shown = places[:MAX_PLACES]
    articles = source.articles([hit.key for hit, _ in shown], [hit.paragraph_key for hit, _ in shown])
    kept = [(hit, span) for hit, span in shown if hit.key in articles]
    return tuple(
        Citation(n=n, article=articles[hit.key], paragraph=hit.number, span=span)
        for n, (hit, span) in enumerate(kept, start=1)
    )


MAX_READ_ARTICLES = 2_000
"""Articles that are read at most, half of them the earliest and half the latest."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The articles that say something, by their days."""

    words: str
    first: Citation | None
    """Where it was said first; None where no article with a day says it."""
    last: Citation | None
    """Where it was said last, unless that is the same article."""
    articles: int
    """How many of the articles that were read say it."""
    undated: int
    """How many of these have no day, and are neither the first nor the last."""
    is_complete: bool
    """Whether all articles that have the words were read."""
    is_phrase: bool = True
    """Whether the words are one phrase; otherwise each of them is somewhere in the paragraph."""


def find_mentions(words: str, articles: Sequence[Article], *, is_phrase: bool, is_complete: bool) -> Mentions:
    """Tell which article was the first to say something, and which the last.

    Args:
        words: A phrase, or words that one paragraph holds in any order.
        articles: Those that may say it.
        is_phrase: Whether the words are looked for as they are.
        is_complete: Whether these are all the articles that may.
    """
    found = [cited for each in articles if (cited := _mention(words, each, is_phrase=is_phrase))]
    days = [(each.article.day, each.article.row, each) for each in found if each.article.day]
    dated = [each for _, _, each in sorted(days, key=lambda day: day[:2])]
    return Mentions(
        words,
        first=dated[0] if dated else None,
        last=replace(dated[-1], n=2) if len(dated) > 1 else None,
        articles=len(found),
        undated=len(found) - len(dated),
        is_complete=is_complete,
        is_phrase=is_phrase,
    )


def _mention(words: str, article: Article, *, is_phrase: bool) -> Citation | None:
    """Return the first paragraph of an article that says something, with the sentence that has most of it."""
    terms = frozenset(analysis.query_terms(words, article.language))
    for number, text in enumerate(article.paragraphs, start=1):
        if holds_phrase(words, text) if is_phrase else terms and terms <= set(analysis.terms(text, article.language)):
            span = _sentence(words, text, article.language, terms, is_phrase=is_phrase)
            matched = analysis.spans(text, article.language, terms)
            return Citation(n=1, article=article, paragraph=number, span=span, matched=matched)
    return None


def _sentence(words: str, text: str, language: str, terms: Iterable[str], *, is_phrase: bool) -> Span:
    """Return the sentence with the phrase, or with most of the words."""
    sentences = split_sentences(text, language)
    if is_phrase:
        whole = next((each for each in sentences if holds_phrase(words, text[slice(*each.span)])), None)
        if whole:
            return whole.span
    wanted = set(terms)
    return max(sentences, key=lambda each: len(wanted & set(each.terms))).span
