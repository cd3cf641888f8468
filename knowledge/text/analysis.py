"""Text to terms: the only tokeniser, for paragraphs and questions alike.

Words of alphabetic scripts become Snowball stems of their language. Scripts that write no spaces, and Korean, whose
words carry their particles, become single characters and pairs; Thai and its neighbours become triples. Signs that
people search for (%, §, €, emoji) and names with signs in them (C++, .NET, 2.3.1) are terms of their own.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, pairwise
from threading import local
from typing import Any

import opencc
import regex
import Stemmer
from babel import Locale, UnknownLocaleError

from knowledge.models import Span
from knowledge.text.caching import TextCache, text_cache
from knowledge.text.dates import numeric_order

VERSION = 7
"""Grows whenever the same text would give other terms, so that a saved index is known to be stale."""

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
    "uk": "russian",
}  # fmt: skip
"""Snowball's names; it has none of Ukrainian, many of whose endings are those of Russian."""
_ELIDING = frozenset({"ca", "fr", "it"})
_UNSPACED = frozenset({"ja", "zh"})
CAPITALISING = frozenset({"de"})
"""Where every noun has a capital, one tells no name."""

_PLAIN = frozenset({"en"})
"""Languages without accents of their own: few people type those of a foreign name, nor does every article."""

INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
"""Soft hyphens, joiners, variation selectors and tags: they are inside words, and change none."""
_THOUSANDS = r"\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+)(?![.,]?\d)"
_SPACED_THOUSANDS = regex.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,])")
_SCALED = regex.compile(r"(?<![\d.,])\d[\d.,]*\s(?:hundred|thousand|million|billion|trillion)\b")
_SENTENCE_START = regex.compile(r"(?:\p{Ll}{4}\.|[?!])\s+$")
"""Before a word whose capital only begins a sentence; “Mr.” and “U.S.” end none."""
_DECIMAL = r"(?<![\d.,])\d+[.,]\d+(?![.,]?\d)"
_VERSION = rf"(?!{_THOUSANDS})(?!\d\d?\.\d\d?\.\d{{4}}(?!\d)|\d{{4}}\.\d\d?\.\d\d?(?!\d))\d+(?:\.\d+){{2,}}"
"""Version numbers and addresses, and neither 1.000.000 nor 7.6.2021 nor 2021.6.7."""
_INITIALS = r"(?:\p{L}\.){2,}"
_PAIRED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー\uff70\uff9e\uff9f"
_TRIPLED = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_PAIRED}{_TRIPLED}{INVISIBLE}]]"
_LETTERS = rf"{_LETTER}+(?:[{INVISIBLE}]+{_LETTER}+)*"
_SIGNED = r"(?<![\p{L}\p{N}])\p{Latin}[\p{Latin}\p{N}]*(?:\+\+|\#)(?![\p{L}\p{N}+#])|(?<![\p{L}\p{N}.])\.\p{Lu}\p{L}+"
"""Names that end in ++ or #, as C++ and C#, or begin with a dot, as .NET."""
_SIGN = r"[%‰§¶€$£¥₩₹₽°]|\p{RI}{2}|\p{Extended_Pictographic}"
_SIGN_ALONE = regex.compile(_SIGN)
_PLAIN_WORD = (
    rf"(?!(?i:per)\ )[A-Za-zÀ-ÖØ-öø-ɏ]{{2,}}+(?![\p{{L}}\p{{M}}\p{{N}}{INVISIBLE}'’+\#])"
    rf"|[{_PAIRED}]{{2,}}+(?![{INVISIBLE}])"
)
"""What most words are, found before anything else is tried: none of the other forms can begin with it."""
_WORD = regex.compile(
    rf"(?V1){_PLAIN_WORD}"
    rf"|(?i:v(?=\d+\.\d))?(?:{_VERSION}|{_THOUSANDS}|{_DECIMAL})|{_INITIALS}|{_SIGNED}|(?i:\bper\ cent\b)"
    rf"|[{_PAIRED}]+(?:[{INVISIBLE}]+[{_PAIRED}]+)*|[{_TRIPLED}]+(?:[{INVISIBLE}]+[{_TRIPLED}]+)*"
    rf"|{_LETTERS}(?:['’]{_LETTERS})*|{_SIGN}"
)
_UNSEEN = regex.compile(rf"[{INVISIBLE}]+")
_COMPOUND = regex.compile(
    rf"(?V1)(?<![-{_PAIRED}\p{{L}}\p{{N}}])(?:\p{{L}}++|\d++)-(?:\p{{L}}++|\d++)(?![-\p{{L}}\p{{N}}])|\b\p{{L}}['’]\p{{L}}{{3,}}"
)
"""Words of two parts, as plug-in, PGMP-15 and O'Connell, that others write as one."""
_JOINT = regex.compile(r"(?<=[\p{L}\d])-(?=[\p{L}\d])|(?<=\b\p{L})['’](?=\p{L}{3})")
"""What joins two parts: where a text has none, nothing is looked for word by word."""
_CAMEL = regex.compile(
    r"(?<![\p{L}\p{N}])(?:\p{Ll}++\p{Lu}[\p{L}\p{N}]*|\p{Lu}+(?:\p{Ll}++\p{Lu}+){2}[\p{L}\p{N}]*|(?:\p{Lu}\p{Ll}{3,}+){2,}"
    r"|\p{Lu}{3,}\p{Ll}{3,}[\p{L}\p{N}]*)"
)
"""Words in CamelCase; of those that begin with a capital no names as McDonald and YouTube, whose parts mean nothing."""
_NUMBERED = regex.compile(r"(?<![\p{L}\p{N}])(\p{Latin}{3,})(\d{1,2})(?![\p{L}\p{N}])")
"""Words of letters and a number, as OAuth2."""
_HAS_PARTS = regex.compile(r"[\p{Lu}\d](?:(?<=\p{Ll}\p{Lu}|\p{L}\d)|(?<=\p{Lu})\p{Lu}{2}\p{Ll})")
_HUMP = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+")
_SEVERING = regex.compile(r"[^\p{L}\p{M}\p{N}.,'’]")
_CODE = regex.compile(r"(?<![\p{L}\p{N}])[:.@#$`](\p{L}+)(?![\p{L}\p{N}])")
"""A word of code, which a sign comes right before."""
_LAST_CAPITALS = regex.compile(r"(?<=\s)\p{Lu}\p{Ll}*(?:\s\p{Lu}\p{Ll}*)*(?=[\s?!.]*$)")
"""The capitalised words that end a question."""
_ACRONYM = regex.compile(rf"\p{{Lu}}{{2,}}|{_INITIALS}")
"""“the US” and “the U.S.” are no pronoun, whatever the words' letters."""
_GRAM_SIZES = {"paired": (1, 2), "tripled": (3,)}
_SPACELESS = regex.compile(rf"(?P<paired>[{_PAIRED}])|(?P<tripled>[{_TRIPLED}])")
_FIRST_SPACELESS = "\u0e00"
"""Thai begins here, and no script without spaces comes before it."""

CACHED_CHARS = 1 << 18
"""Characters of texts whose words are cached: those that much is asked about; they take some five megabytes."""
CACHED_WORD_CHARS, CACHED_LANGUAGES = 1 << 18, 8
"""Characters of words whose terms are cached, of so many languages each: some 30,000 words of eight megabytes."""
CACHED_WRITTEN_CHARS, MAX_WRITTEN_CHARS = 1 << 16, 32
"""Characters of words with the signs beside them whose terms are cached, and of the longest text taken for one."""

INDEXER_WORD_CHARS = 1 << 21
"""The same in a process that does nothing but index: most words that it meets, of up to 130 megabytes a language."""

_kept_chars = [CACHED_WORD_CHARS]
_threads = local()


def terms(text: str, language: str) -> list[str]:
    """Return every term of a text, in order, function words included: what the index holds."""
    if _is_plain_word(text):
        return list(_terms_of(language)[text])
    return list(written_terms(language)(text)) if len(text) <= MAX_WRITTEN_CHARS else _all_terms(text, language)


@lru_cache(maxsize=CACHED_LANGUAGES)
def written_terms(language: str) -> Callable[[str], tuple[str, ...]]:
    """Return what tells the terms of a word with the signs beside it, as `terms` does, and keeps them."""
    plain = _terms_of(language)

    def terms_of(written: str) -> tuple[str, ...]:
        word = written.rstrip(",.;:!?")
        return plain[word] if _is_plain_word(word) else tuple(_all_terms(written, language))

    return text_cache(CACHED_WRITTEN_CHARS)(terms_of)


def _is_plain_word(text: str) -> bool:
    """Tell whether a text is a word of ASCII letters, which has its stem and no other term, or of digits."""
    return (
        len(text) > 1 and text.isascii() and ((text.isalpha() and (text.islower() or text.istitle())) or text.isdigit())
    )


def _all_terms(text: str, language: str) -> list[str]:
    found = list(chain.from_iterable(map(_terms_of(language).__getitem__, _WORD.findall(text))))
    found += dates(text, language)
    found += compounds(text, language)
    return found


def form_terms(form: str, language: str) -> tuple[str, ...]:
    """Return the terms of a form that most likely is no word, of which thousands are tried, so that none are kept."""
    return _terms(form, language)


def compounds(text: str, language: str) -> Iterator[str]:
    """Yield compounds as one word, and the words in CamelCase, for those who write them so."""
    for _, joined in joined_compounds(text):
        yield _stem(_normal(joined), language)
    for _, forms in split_compounds(text):
        parts = dict.fromkeys(chain.from_iterable(map(str.split, forms)))
        yield from (_stem(_normal(part), language) for part in parts if len(part) > 1)


def joined_compounds(text: str) -> Iterator[tuple[str, str]]:
    """Yield compounds and numbers with spaces in a text as they are written, and as one word: 1 150 and 1150."""
    for match in _COMPOUND.finditer(text) if _JOINT.search(text) else ():
        yield match[0], regex.sub(r"['’-]", "", match[0])
    for match in _SPACED_THOUSANDS.finditer(text):
        yield match[0], regex.sub(r"\s", "", match[0])


def split_compounds(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words of a text that are several in one, with how else they are written: OAuth 2 or OAuth."""
    if _HAS_PARTS.search(text):
        yield from ((match[0], (" ".join(_HUMP.findall(match[0])),)) for match in _CAMEL.finditer(text))
        yield from ((match[0], (f"{match[1]} {match[2]}", match[1])) for match in _NUMBERED.finditer(text))


def is_token_boundary(character: str) -> bool:
    """Tell whether words before and after a character are the same, whatever stands beyond it."""
    return _SEVERING.match(character) is not None


def query_terms(text: str, language: str) -> list[str]:
    """Return the terms of a question without its function words, or all of them where nothing else is left."""
    return list(_query_terms(text, language))


@lru_cache(maxsize=1 << 8)
def _query_terms(text: str, language: str) -> tuple[str, ...]:
    words = content_words(text, language) or _WORD.findall(text)
    terms_of = _terms_of(language)
    return (*chain.from_iterable(terms_of[_bare_verb(word, language)] for word in words), *dates(text, language))


def content_words(text: str, language: str) -> list[str]:
    """Return the words of a question that carry its meaning, as they are written."""
    return list(_content_words(text, language))


@lru_cache(maxsize=1 << 8)
def _content_words(text: str, language: str) -> tuple[str, ...]:
    functional = function_words(language)
    words = _WORD.findall(_without_days(text, language))
    if language in _UNSPACED:
        words = [piece for word in words for piece in _functional_runs(language).split(word) if piece]
    shouted = text.isupper()
    kept = _functional_names(text, language)
    return tuple(
        word
        for word in words
        if word in kept
        or (_normal(_bare_verb(word, language)) not in functional and not _asks(word, language))
        or (not shouted and is_initials(word))
    )


_NIEUN, _BIEUP, _FINALS = 4, 17, 28
"""Places of two endings among those that a syllable can have in Unicode, and how many there are."""
_UNGROWN = frozenset("는한합된됩입")
"""Syllables that are no stem with an ending, or one that is everywhere."""


def _verb_stem(word: str) -> str:
    """Return the stem of a Korean verb that has grown together with its ending: 쉬 of 쉰다 and 쉽니다."""
    for ending, final in (("니다", _BIEUP), ("다", _NIEUN)):
        stem = word.removesuffix(ending)
        last = stem[-1:]
        if stem == word or not "가" <= last <= "힣" or last in _UNGROWN:
            continue
        if (ord(last) - ord("가")) % _FINALS == final:
            return stem[:-1] + chr(ord(last) - final)
    return ""


def _asks(word: str, language: str) -> bool:
    return language == "ko" and _KOREAN_ASKING.fullmatch(word) is not None


def is_initials(word: str) -> bool:
    """Tell whether a word is the initials of a name, as US and U.S. are."""
    return _ACRONYM.fullmatch(word) is not None


def _functional_names(text: str, language: str) -> frozenset[str]:
    """Return the function words of a question that are names there: “Who wrote We?”, “The Who”, “:not”."""
    marked = {match[1] for match in _CODE.finditer(text)}
    last = _LAST_CAPITALS.search(text) if language not in CAPITALISING and not text.isupper() else None
    if last and last.start() and any(word.islower() for word in text[: last.start()].split()):
        run = last[0].split()
        if all(word.casefold() in function_words(language) for word in run):
            marked |= set(run) - {"I"}
    return frozenset(marked)


@lru_cache(maxsize=1 << 8)
def name_terms(text: str, language: str) -> frozenset[str]:
    """Return the terms of a question's names and numbers: words with a capital inside it, and words with digits."""
    words = _WORD.findall(text)
    marked = [word for place, word in enumerate(words) if word[0].isdigit() or (place and word[0].isupper())]
    if language in CAPITALISING:
        marked = [word for word in marked if word[0].isdigit()]
    return frozenset(chain.from_iterable(map(_terms_of(language).__getitem__, marked)))


@lru_cache(maxsize=1 << 8)
def named_words(text: str, language: str) -> tuple[str, ...]:
    """Return the names, numbers, signs and dates of a question as they are written; a date is one.

    Capitals tell a name only within a sentence, and only where most words have none.
    """
    wholes: list[str] = []
    text = _CLOCK.sub(" ", text)
    dated = (_ISO_DATE, _NUMERIC_DATE, _written_dates(language)[0]) if _YEAR.search(text) else ()
    patterns = (_SCALED, _SPACED_THOUSANDS, *dated)
    for pattern in patterns:
        wholes += [match[0] for match in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    matches = list(_WORD.finditer(text))
    letters = [match[0] for match in matches if match[0][0].isalpha()]
    # The first word has a capital anyway: “When was the World Health Organization founded?”
    capitals = sum(word[0].isupper() for word in letters[1:])
    do_capitals_tell = language not in CAPITALISING and 2 * capitals <= max(len(letters) - 1, 1)
    functional = function_words(language)
    names = [
        match[0]
        for place, match in enumerate(matches)
        if any(map(str.isdigit, match[0]))
        or _SIGN_ALONE.fullmatch(match[0])
        or (
            do_capitals_tell
            and place
            and match[0][0].isupper()
            and match[0].casefold() not in functional
            and match[0].casefold() not in _weekdays(language)
            and not _SENTENCE_START.search(text, max(0, match.start() - 8), match.start())
        )
    ]
    return tuple(dict.fromkeys((*wholes, *names)))


@cache
def _weekdays(language: str) -> frozenset[str]:
    """Return the days of the week, which name another day each week."""
    try:
        days = Locale.parse(language).days["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(name.casefold() for name in days.values())


def bigrams(terms: Sequence[str]) -> list[str]:
    """Return each two adjacent terms as one term, so that the order of words counts."""
    return [f"{first} {second}" for first, second in pairwise(terms)]


def spans(text: str, language: str, wanted: frozenset[str]) -> tuple[Span, ...]:
    """Return where the wanted terms stand in a text, in order; spans that touch are joined."""
    found: list[Span] = []
    for start, end in _wanted_spans(text, language, wanted):
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return tuple(found)


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the words of a language that only hold a sentence together; empty for a language not known."""
    file = resources.files("knowledge") / "text" / "stopwords" / f"{language}.txt"
    return frozenset(file.read_text("utf-8").split()) if file.is_file() else frozenset()


_DOUBLE_SIOT = "".join(chr(0xAC00 + 28 * place + 20) for place in range(399))
"""Syllables that end in ㅆ, as those of the past do: 했, 왔, 었, 있."""
_KOREAN_ENDINGS = regex.compile(
    r"(?<=\p{Hangul})(?:는가요?|나요|냐|습니까|까요|예요|이에요|이야|야|[어아]요|해요|세요|네요)$"
    rf"|(?<=[{_DOUBLE_SIOT}])(?:어|니|지)$"
)
"""How questions end in Korean, after the stem of their verb."""
_KOREAN_ASKING = regex.compile(
    r"(?:뭐|뭘|무엇|무슨|누구|언제|어디|어느|어떤|어떻게|얼마|며칠)(?:를|을|가|이|나|라고|예요|이에요|인가요?|인지|야|지)?"
)
"""Words that ask, with what may be at their end."""


def _bare_verb(word: str, language: str) -> str:
    if language != "ko":
        return word
    return _KOREAN_ENDINGS.sub("", word)


@cache
def _irregular(language: str) -> dict[str, str]:
    """Return the forms that no stemmer leads back to their word, each with that word."""
    file = resources.files("knowledge") / "text" / "irregular_forms" / f"{language}.txt"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return {form: word for word, *forms in map(str.split, lines) for form in forms}


@cache
def _functional_runs(language: str) -> "regex.Pattern[str]":
    """Match function words where no space sets them apart, the longest first."""
    words = function_words(language)
    if language == "zh":
        words |= set(map(opencc.OpenCC("s2t").convert, words))
    longest_first = sorted(words, key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, longest_first)) or r"(?!)")


def _wanted_spans(text: str, language: str, wanted: frozenset[str]) -> Iterator[Span]:
    """Whole words of alphabetic scripts; the longest characters together of the others, as singles would mark all."""
    for first, last, terms in zip(*_words_of(language)(text), strict=True):
        if terms is not None:
            if not wanted.isdisjoint(terms):
                yield first, last
            continue
        size = min(max(_gram_sizes(text[first:last])), last - first)
        for start in range(first, last - size + 1):
            if _normal(text[start : start + size]) in wanted:
                yield start, start + size


_Word = tuple[int, int, tuple[str, ...] | None]
"""Where a word starts and ends, and its terms; none of scripts without spaces."""


@lru_cache(maxsize=CACHED_LANGUAGES)
def _words_of(language: str) -> Callable[[str], tuple[tuple[Any, ...], ...]]:
    """Return what tells the starts of a text's words, their ends and their terms: no object for each word."""
    return text_cache(CACHED_CHARS)(lambda text: tuple(zip(*_words(text, language), strict=True)))


def _words(text: str, language: str) -> Iterator[_Word]:
    terms_of = _terms_of(language)
    for match in _WORD.finditer(text):
        word = match[0]
        is_spaceless = word >= _FIRST_SPACELESS and _gram_sizes(word)
        yield *match.span(), None if is_spaceless else terms_of[word]


@lru_cache(maxsize=CACHED_LANGUAGES)
def _terms_of(language: str) -> TextCache[tuple[str, ...]]:
    """Return the terms of the words of a language, as they are written."""
    return TextCache(lambda word: _terms(word, language), _kept_chars[0])


def keep_words(chars: int) -> None:
    """Cache the terms of words of so many characters in each language from now on."""
    _kept_chars[0] = chars
    _terms_of.cache_clear()
    written_terms.cache_clear()


def _terms(raw: str, language: str) -> tuple[str, ...]:
    if raw.isascii() and raw.isalnum():
        if raw.isalpha():
            return (_stem(raw.lower(), language),)
        if raw.isdigit():
            return (raw,)
    word = _normal(raw)
    if sizes := _gram_sizes(word):
        stem = _verb_stem(word) if language == "ko" else ""
        return (*_grams(word, sizes), *filter(None, [stem[-2:]]))
    if word[-1] in "+#" or word[0] == ".":
        name = word.strip(".+#")
        return (word,) if len(name) < 3 else (_stem(name, language), word)
    if " " in word:
        return tuple(chain.from_iterable(_terms(each, language) for each in word.split()))
    return (_stem(word.rpartition("'")[2] if language in _ELIDING else word, language),)


@text_cache(CACHED_WORD_CHARS)
def _normal(raw: str) -> str:
    word = raw.lower() if raw.isascii() else unicodedata.normalize("NFKC", raw).casefold().replace("’", "'")
    if not word.isascii():
        word = _plain_letters(word)
    elif word == "per cent":
        return "%"
    if "." not in word and "," not in word:
        return word
    if word[0] == ".":
        return word
    word = word[1:] if word[0] == "v" and word[1].isdigit() else word
    if regex.fullmatch(_VERSION, word):
        return word
    is_decimal = regex.fullmatch(_DECIMAL, word) and not regex.fullmatch(_THOUSANDS, word)
    return word.replace(",", ".") if is_decimal else word.replace(",", "").replace(".", "")


def _plain_letters(word: str) -> str:
    """Return a word without invisible characters, with one form of letters that are typed in two."""
    # Few type the Turkish letters apart, and not all capitals tell which was meant.
    word = _UNSEEN.sub("", word).replace("i\u0307", "i").replace("ı", "i")
    return "".join(map(_simplified, word)) if _HAN.search(word) else word


_HAN = regex.compile(r"\p{Han}")


@lru_cache(maxsize=1 << 14)
def _simplified(character: str) -> str:
    """Return a Chinese character as it is written in simplified script."""
    found: str = _converter().convert(character)
    return found if len(found) == 1 else character


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _gram_sizes(word: str) -> tuple[int, ...]:
    script = _SPACELESS.match(word) if word >= _FIRST_SPACELESS else None
    return _GRAM_SIZES[script.lastgroup or ""] if script else ()


def _grams(run: str, sizes: tuple[int, ...]) -> Iterator[str]:
    for size in sizes:
        shown = min(size, len(run))
        if shown == size or size == min(sizes):
            yield from (run[start : start + shown] for start in range(len(run) - shown + 1))


_CLOCK = regex.compile(r"(?<=\d)T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?")
"""The time after a day, as ISO 8601 writes both."""
_ISO_DATE = regex.compile(
    r"(?<!\d)(\d{4})(?:[-/.]|\s?[年년]\s?)(\d\d?)(?:[-/.]|\s?[月월]\s?)(\d\d?)(?:\s?[日일号號]|(?!\d))"
)
"""A date in figures, the year first."""
_NUMERIC_DATE = regex.compile(r"(?<![\p{L}\d.,:/-])(\d\d?)([./-])(\d\d?)\2((?:1[5-9]|20)\d\d)(?![\p{L}\d/-])")
"""A date in figures, the year last."""
_YEAR = regex.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def dates(text: str, language: str) -> Iterator[str]:
    """Yield a term for each day that a text names, however it is written: “7 June 2021”, “2021-06-07”, “7.6.2021”.

    “3/11/1958” can be two days in English, and is the same as itself only.
    """
    if not _YEAR.search(text):
        return
    found = [tuple(map(int, each)) for each in _ISO_DATE.findall(text)]
    pattern, months = _written_dates(language)
    for match in pattern.finditer(text):
        month = months[(match["month"] or match["month2"]).casefold().rstrip(".")]
        found.append((int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"])))
    found += (_numeric_date(match, language) for match in _NUMERIC_DATE.finditer(text))
    for year, month, day in found:
        if (1 <= month <= 12 and 1 <= day <= 31) or (not month and day):
            yield f"{year:04}-{month:02}-{day:02}"


def _numeric_date(match: "regex.Match[str]", language: str) -> tuple[int, int, int]:
    """Read 3/11/1958 by its numbers, signs or language: year, month and day; month 0 where it can be two dates."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if second > 12:
        return year, first, second
    is_day_first = first > 12 or first == second or match[2] == "." or numeric_order(language)
    if is_day_first is None:
        return year, 0, 100 * first + second
    return (year, second, first) if is_day_first else (year, first, second)


@lru_cache(maxsize=1 << 8)
def yearless_forms(day: str, language: str) -> tuple[str, ...]:
    """Return how texts name a day, given as `dates` yields it, without its year: “12 June” and “June 12”."""
    _, month, number = (int(part) for part in day.split("-"))
    if not month:
        return ()
    if language in ("ja", "ko", "zh"):
        return (f"{month}월 {number}일",) if language == "ko" else (f"{month}月{number}日",)
    try:
        forms = Locale.parse(language or "en").months["format"]
    except (UnknownLocaleError, ValueError):
        return ()
    names = dict.fromkeys((forms["wide"][month], forms["abbreviated"][month].rstrip(".")))
    of = " de " if language in ("es", "pt") else " "
    return tuple(chain.from_iterable((f"{number}{of}{name}", f"{name} {number}") for name in names))


def is_month(word: str, language: str) -> bool:
    """Tell whether a word is the name of a month, written out or shortened."""
    return word.casefold() in _written_dates(language)[1]


def _without_days(text: str, language: str) -> str:
    """Return a question without the days of its dates, which its date terms stand for; months and years stay."""
    if not _YEAR.search(text):
        return text
    pattern, _ = _written_dates(language)
    text = _ISO_DATE.sub(r"\1", text)
    text = _NUMERIC_DATE.sub(r"\4", text)
    return pattern.sub(lambda found: f"{found['month'] or found['month2']} {found['year'] or found['year2']}", text)


@cache
def _written_dates(language: str) -> "tuple[regex.Pattern[str], dict[str, int]]":
    """Return how dates are written out in a language, and the names of its months with their numbers."""
    months: dict[str, int] = {}
    for code in {language, "en"} - {""}:
        try:
            forms = Locale.parse(code).months
        except (UnknownLocaleError, ValueError):
            continue
        for width in ("wide", "abbreviated"):
            for form in ("format", "stand-alone"):
                months |= {name.casefold().rstrip("."): n for n, name in forms[form][width].items() if len(name) > 2}
    names = "|".join(map(regex.escape, sorted(months, key=len, reverse=True)))
    day, year = r"(?<!\d)(?P<day{n}>\d\d?)(?:st|nd|rd|th|\.|º|er)?", r"(?P<year{n}>(?:1[5-9]|20)\d\d)(?!\d)"
    return regex.compile(
        rf"(?i){day.format(n='')}\s+(?:of\s+|de\s+)?(?P<month>{names})\.?,?\s+(?:de\s+|del\s+)?{year.format(n='')}"
        rf"|\b(?P<month2>{names})\.?\s+{day.format(n='2')},?\s+{year.format(n='2')}"
    ), months


def _stem(word: str, language: str) -> str:
    if language in _PLAIN and not word.isascii():
        word = _unaccented(word)
    word = _irregular(language).get(word, word)
    if language == "en" and len(word) > 3:
        word = _american(word)
    if language not in _STEMMERS:
        return word
    stemmers: dict[str, Stemmer.Stemmer] = _threads.__dict__
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_STEMMERS[language], 0)  # What it would keep, the cache of terms has.
    if language == "ar" and word.endswith("ه"):
        word = word[:-1] + "ة"  # Many type the one for the other, and the stemmer takes off only what is right.
    stem: str = stemmers[language].stemWord(word)
    return stem


_OUR = "|".join(
    (
        *(
            "arm",
            "behavi",
            "cand",
            "clam",
            "col",
            "demean",
            "endeav",
            "fav",
            "ferv",
            "flav",
            "glam",
            "harb",
            "hon",
            "hum",
        ),
        *("lab", "neighb", "od", "parl", "ranc", "rig", "rum", "savi", "sav", "splend", "tum", "val", "vap", "vig"),
    )
)
_ALWAYS_S = "|".join(
    (
        *("adv", "advert", "appr", "clockw", "compr", "comprom", "desp", "dev", "disgu", "enterpr", "ex", "exerc"),
        *(
            "expert",
            "franch",
            "improv",
            "likew",
            "merchand",
            "otherw",
            "parad",
            "practi",
            "prec",
            "prem",
            "prom",
            "repr",
        ),
        *("rev", "superv", "surpr", "telev", "treat"),
    )
)
"""Beginnings of words that end in -ise everywhere."""
_ISE = r"(?<=\w{3}[^aeiou])is(?=(?:e[drs]?s?|ing|ations?)$)"
_BRITISH = (
    ("our", regex.compile(rf"(?<=\b(?:dis|mis)?(?:{_OUR}))our"), "or"),
    ("is", regex.compile(rf"(?<!\b(?:un)?(?:{_ALWAYS_S})){_ISE}"), "iz"),
    ("ys", regex.compile(r"(?<=\b(?:anal|paral|catal|hydrol|electrol))ys(?=(?:e[drs]?|ing)$)"), "yz"),
    ("re", regex.compile(r"(?<=(?:met|lit|cent|theat|fib|calib|spect|somb|meag))re(?=[ds]?$)"), "er"),
    ("ogue", regex.compile(r"(?<=\w(?:al|tal|na))ogue(?=[drs]?$)"), "og"),
)
"""How British spelling differs: letters that a word must have, where they do, and what America has instead."""
_AMERICAN = {
    "programme": "program", "programmes": "programs", "grey": "gray", "greys": "grays", "tyre": "tire",
    "tyres": "tires", "aluminium": "aluminum", "plough": "plow", "ploughs": "plows", "ploughed": "plowed",
    "sceptic": "skeptic", "sceptical": "skeptical", "sceptics": "skeptics", "mould": "mold", "ageing": "aging",
    "judgement": "judgment", "aeroplane": "airplane", "aeroplanes": "airplanes", "jewellery": "jewelry",
    "manoeuvre": "maneuver", "manoeuvres": "maneuvers", "encyclopaedia": "encyclopedia", "foetus": "fetus",
    "cheque": "check", "cheques": "checks", "kerb": "curb", "pyjamas": "pajamas", "artefact": "artifact",
    "artefacts": "artifacts", "enquiry": "inquiry", "enquiries": "inquiries",
}  # fmt: skip


def _american(word: str) -> str:
    """Return an English word as it is spelt in America."""
    word = _AMERICAN.get(word, word)
    for letters, pattern, instead in _BRITISH:
        if letters in word:
            word = pattern.sub(instead, word)
    return word


def _unaccented(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
