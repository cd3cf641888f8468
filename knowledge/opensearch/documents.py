"""What OpenSearch holds: an article as one document with its paragraphs in it, and the words of collections.

OpenSearch only finds candidates and counts. What decides is computed from the terms that each document has with it,
packed as numbers, so that a question reads those of some sixty articles in a millisecond.
"""

import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.index import DEFAULT_B, DEFAULT_K1, Int64s
from knowledge.models import Article
from knowledge.search.expansion import char_ngrams, learnt_forms, with_ngrams
from knowledge.search.filters import NAME_FIELDS
from knowledge.search.partition import AnalysedArticle, joined_terms
from knowledge.text import analysis
from knowledge.text.matching import fold_words

DOCUMENT_LAYOUT = 4
"""Raise it whenever the fields or their meaning change; then the indexes are filled again under another name."""
MAX_TOKEN_CHARS = 200
"""Characters of a term that is indexed as it is; a longer one is known by its hash."""
MAX_KNOWN_NUMBERS = 1 << 17
"""Terms whose numbers are remembered."""
MAX_NESTED_PARAGRAPHS = 200_000
"""Paragraphs that one article can have."""
PARAGRAPH_SEPARATOR = "\t"
"""Between the encoded sentences of two paragraphs."""

_CODE = re.compile(r"[a-z]{2,3}")

Document = dict[str, Any]
"""A document or a part of one, in the words of OpenSearch."""
Places = npt.NDArray[np.unsignedinteger[Any]]
"""Places below four billion."""


class VocabularyEntry(NamedTuple):
    """A word, or what an article tells of initials, that a collection has in a language."""

    language: str
    text: str
    is_form: bool = False
    """Whether it is one of `learnt_forms`."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article as it is indexed."""

    document: Document

    @property
    def vocabulary(self) -> list[VocabularyEntry]:
        """The words that its collection has from now on."""
        language, (words, *forms) = self.document["language"], self.document["words"]
        return [
            *(VocabularyEntry(language, word) for word in words.split()),
            *(VocabularyEntry(language, form, is_form=True) for form in forms),
        ]


def documents(collection: str, article: Article) -> Analysed:
    """Return an article as a document of an index.

    It takes some milliseconds of processor time for a usual article.
    """
    code = article.language
    analysed = AnalysedArticle.of(article, code)
    paragraphs = analysed.paragraphs
    whole = analysed.whole
    field = field_of(code)
    forms = sorted(learnt_forms(article.paragraphs))
    names = {name: sorted(fold_words(getattr(article, name))) for name in NAME_FIELDS}
    day = article.published_at.toordinal() if article.published_at else 0
    terms = list(dict.fromkeys(chain.from_iterable(paragraphs)))
    is_plain = "".join(terms).isalnum() and max(map(len, terms)) <= MAX_TOKEN_CHARS
    hashed = {} if is_plain else {term: known for term in terms if (known := token(term)) != term}
    words = [term for term in with_ngrams(terms) if term not in hashed]
    if joined := joined_terms([article], code):
        counts = Counter(chain.from_iterable(paragraphs))
        words = [word for word in words if counts[word] > joined[word]]
    document: Document = {
        "collection": collection,
        "language": code,
        "row": article.row,
        "version": article.version,
        "day": day,
        "length": len(whole),
        "paragraph_count": len(paragraphs),
        "paragraph_terms": sum(map(len, paragraphs)),
        "paragraph_bigrams": sum(max(len(each) - 1, 0) for each in paragraphs),
        **names,
        "publisher_words": len(set(names["publisher"]) - {"the"}),
        "initials": forms,
        "whole": {field: tokens(whole, hashed)},
        "headings": {field: tokens(dict.fromkeys(chain.from_iterable(analysed.headings)), hashed)},
        "paragraphs": [{"terms": {field: tokens(each, hashed)}} for each in paragraphs],
        "packed": packed_terms(article, analysed, paragraphs, terms),
        "sentences": PARAGRAPH_SEPARATOR.join([str(article.version), *analysed.sentences]),
        "words": [" ".join(sorted(words)), *forms],
    }
    return Analysed(document)


def vocabulary_document(collection: str, entry: VocabularyEntry) -> Document:
    """Return the document of a word or a form."""
    named = {"collection": collection, "language": entry.language}
    if entry.is_form:
        return {**named, "form": form_key(collection, entry.language, entry.text)}
    ngrams = char_ngrams(entry.text)
    return {**named, "term": entry.text, "ngrams": " ".join(ngrams), "ngram_count": len(ngrams)}


def vocabulary_id(collection: str, entry: VocabularyEntry) -> str:
    """Return the id of that document: the same word has the same one, so that it is there once."""
    return hashed_text("\n".join((collection, entry.language, "form" if entry.is_form else "term", entry.text)))


def form_key(collection: str, language: str, form: str) -> str:
    """Return a form as it is looked for by its beginning, in one collection and language only."""
    return f"{collection}\n{language}\n{form}"[: 8 * MAX_TOKEN_CHARS]


def field_of(language: str) -> str:
    """Return the name that a language's fields have."""
    return language if _CODE.fullmatch(language) else "other"


def tokens(terms: Iterable[str], hashed: Mapping[str, str]) -> str:
    """Return terms as a text that is split at its spaces, given those that are known by their hashes."""
    return " ".join([hashed.get(term, term) for term in terms] if hashed else terms)


def token(term: str) -> str:
    """Return a term as it is indexed: one that is very long, or would be split, is known by its hash."""
    if len(term) <= MAX_TOKEN_CHARS and (term.isalnum() or (term.isprintable() and " " not in term)):
        return term
    return f"#{hashed_text(term)}"


def bigram_token(bigram: str) -> str:
    """Return a bigram, `first second`, as it is indexed."""
    return " ".join(map(token, bigram.split(" ")))


def hashed_text(text: str) -> str:
    """Return a hash of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class _TermNumbers(dict[str, int]):
    """The numbers of the terms that were met lately; a plain look-up is several times as fast as an `lru_cache`'s."""

    def __missing__(self, term: str) -> int:
        if len(self) >= MAX_KNOWN_NUMBERS:
            self.clear()
        digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        found = self[term] = int.from_bytes(digest, "little", signed=True)
        return found


term_number = _TermNumbers().__getitem__
"""Returns the number by which a term is known in packed terms: a hash of 64 bits, so that no two share one."""


HEAD_FIELDS = ("row", "version", "day", "length", "title", "paragraphs", "numbers", "terms")
"""What comes first of packed terms: the article's row, version and day; how many terms its title and its texts have,
and how many its title, with which each paragraph begins; how many paragraphs and different terms there are; and, once
they have been read, how many terms."""


@dataclass(frozen=True, slots=True)
class PackedTerms:
    """The terms of an article as numbers: the different ones, and where in its paragraphs each of them is."""

    head: Int64s
    """The `HEAD_FIELDS`; then how many terms each paragraph has, with the title and its headings; then how many come
    before its own text. All in one, as looking for each takes longer than reading it."""
    numbers: Int64s
    """Different terms."""
    keys: npt.NDArray[np.uint16]
    """Two bytes of each of them."""
    firsts: Places
    """By different term: the first of its occurrences in `places`; then how many there are in all."""
    places: Places
    """The occurrences of each term, ascending, paragraph after paragraph."""

    @property
    def row(self) -> int:
        return int(self.head[0])

    @property
    def version(self) -> int:
        return int(self.head[1])

    @property
    def nbytes(self) -> int:
        """Memory in bytes."""
        return sum(each.nbytes for each in (self.head, self.numbers, self.keys, self.firsts, self.places))

    @property
    def terms(self) -> Int64s:
        """All terms, paragraph after paragraph."""
        terms = np.empty(len(self.places), dtype=np.int64)
        terms[self.places] = self.numbers.repeat(np.diff(self.firsts))
        return terms

    @classmethod
    def decoded(cls, text: str) -> "PackedTerms":
        """Read what `packed_terms` has returned."""
        packed = b64decode(text)
        fields = len(HEAD_FIELDS) - 1
        size, distinct = np.frombuffer(packed, dtype="<i8", count=fields)[-2:].tolist()
        numbers = np.frombuffer(packed, dtype="<i8", count=fields + 2 * size + distinct)
        which = np.frombuffer(packed, dtype=_place_type(distinct), offset=numbers.nbytes)
        firsts = np.zeros(distinct + 1, dtype=_place_type(len(which) + 1))
        np.bincount(which, minlength=distinct).cumsum(out=firsts[1:], dtype=firsts.dtype)
        places = which.argsort(kind="stable").astype(firsts.dtype)
        # Copies, as a view would keep all that was decoded.
        head = np.concatenate((numbers[:fields], [len(which)], numbers[fields : fields + 2 * size]))
        numbers = numbers[fields + 2 * size :].copy()
        return cls(head, numbers, numbers.astype(np.uint16), firsts, places)


def packed_terms(
    article: Article, analysed: AnalysedArticle, paragraphs: Sequence[Sequence[str]], terms: Sequence[str]
) -> str:
    """Return the packed terms of an article as a text: the numbers of different ones, and where each of these is.

    Args:
        article: The article.
        analysed: Its terms.
        paragraphs: Those of its paragraphs, as joining takes long.
        terms: Different ones, in any order.
    """
    title = len(analysed.title)
    day = article.published_at.toordinal() if article.published_at else 0
    length = title + sum(map(len, analysed.bodies))
    numbers = chain(
        (article.row, article.version, day, length, title, len(paragraphs), len(terms)),
        map(len, paragraphs),
        (title + len(above) for above in analysed.headings),
        map(term_number, terms),
    )
    place_of = {term: place for place, term in enumerate(terms)}
    places = map(place_of.__getitem__, chain.from_iterable(paragraphs))
    packed = np.fromiter(numbers, dtype="<i8").tobytes() + np.fromiter(places, _place_type(len(terms))).tobytes()
    return b64encode(packed).decode()


def _place_type(distinct: int) -> str:
    return "<u2" if distinct <= 1 << 16 else "<u4"


def _text(**more: Any) -> Document:
    return {"type": "text", "analyzer": "terms", "index_options": "freqs", "similarity": "okapi", **more}


def _by_language(name: str, mapping: Mapping[str, Any]) -> Document:
    return {f"{name}_by_language": {"path_match": f"{name}.*", "mapping": mapping}}


_KEYWORD: Document = {"type": "keyword"}
_NUMBER: Document = {"type": "long", "index": False}
_PLACED: Document = {"type": "long"}


def _settings(shards: int) -> Document:
    return {
        "number_of_shards": shards,
        "gc_deletes": "1h",
        # What was deleted is expunged on a schedule, wherever it lies.
        "merge.policy.expunge_deletes_allowed": 0,
        "mapping.nested_objects.limit": MAX_NESTED_PARAGRAPHS,
        "similarity": {"okapi": {"type": "BM25", "k1": DEFAULT_K1, "b": DEFAULT_B}},
        "analysis": {
            "analyzer": {"terms": {"type": "custom", "tokenizer": "whitespace"}},
        },
    }


def _index(shards: int, properties: Document, templates: Sequence[Document] = ()) -> Document:
    mappings = {
        "dynamic": False,
        "_source": {"enabled": False},
        "_routing": {"required": True},
        "dynamic_templates": list(templates),
        "properties": {"collection": {**_KEYWORD, "doc_values": False}, "language": _KEYWORD, **properties},
    }
    return {"settings": {"index": _settings(shards)}, "mappings": mappings}


def articles_index(shards: int) -> Document:
    """Return the settings and the mapping of an index of articles."""
    properties: Document = {
        "row": _PLACED,
        "version": _NUMBER,
        "day": _PLACED,
        "length": _NUMBER,
        "paragraph_count": _NUMBER,
        "paragraph_terms": _NUMBER,
        "paragraph_bigrams": _NUMBER,
        **dict.fromkeys(NAME_FIELDS, _KEYWORD),
        "publisher_words": _PLACED,
        "initials": {"type": "keyword", "doc_values": False, "ignore_above": 8 * MAX_TOKEN_CHARS},
        "whole": {"type": "object", "dynamic": True},
        "headings": {"type": "object", "dynamic": True},
        "paragraphs": {
            "type": "nested",
            "dynamic": False,
            "properties": {"terms": {"type": "object", "dynamic": True}},
        },
        "packed": {"type": "binary", "store": True},
        "sentences": {"type": "text", "index": False, "store": True},
        # All in one text, and each form of initials in one of its own.
        "words": {"type": "text", "index": False, "store": True},
        "position": _PLACED,
        "indexed_version": _NUMBER,
    }
    templates = [
        _by_language("whole", _text()),
        _by_language("headings", _text(norms=False)),
        # With positions, by which it finds bigrams: as terms of their own, they took a third of its time to write.
        _by_language("paragraphs.terms", _text(index_options="positions")),
    ]
    return _index(shards, properties, templates)


def vocabulary_index(shards: int) -> Document:
    """Return the settings and the mapping of the index of words."""
    properties: Document = {
        "term": {"type": "keyword", "index": False},
        "ngrams": _text(),
        "ngram_count": _NUMBER,
        "form": _KEYWORD,
    }
    return _index(shards, properties)


def index_version() -> str:
    """Return what the names of indexes carry: another analyser or layout has indexes of its own."""
    return f"a{analysis.VERSION}.{DOCUMENT_LAYOUT}"


def bulk_batches(lines: Iterable[str], max_chars: int) -> Iterator[Sequence[str]]:
    """Yield lines together up to a number of characters, at least one at a time."""
    batch: list[str] = []
    size = 0
    for line in lines:
        if batch and size + len(line) > max_chars:
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch
