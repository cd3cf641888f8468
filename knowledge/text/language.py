"""Which language a text is written in: by its script, and among Latin alphabets by its function words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import repeat

import regex

from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.analysis import function_words

_SCRIPTS = (
    ("ko", regex.compile(r"\p{Hangul}")),
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]")),
    ("zh", regex.compile(r"\p{Han}")),
    ("th", regex.compile(r"\p{Thai}")),
    ("ar", regex.compile(r"\p{Arabic}")),
    ("ru", regex.compile(r"\p{Cyrillic}")),
    ("el", regex.compile(r"\p{Greek}")),
    ("hi", regex.compile(r"\p{Devanagari}")),
    ("hy", regex.compile(r"\p{Armenian}")),
    ("ta", regex.compile(r"\p{Tamil}")),
    ("he", regex.compile(r"\p{Hebrew}")),
)
_NEIGHBOURS = {
    "ru": (("sr", "ђјљњћџ"), ("uk", "іїєґ")),
    "ar": (("ur", "ٹڈڑںےہ"), ("fa", "پچژگکی")),
}
"""Languages of the same script, by the letters that only they have."""
_OWN_SHARE = 0.02
"""The part of a text's letters that these are at least: in any of the languages they are more than a twentieth."""
_LETTER = regex.compile(r"\p{L}")
_LATIN_WORD = regex.compile(r"\p{Latin}+(?:'\p{Latin}+)?")
_NOT_IN_WORDS = {code: " " for code in range(128) if not (chr(code).isalpha() or chr(code) == "'")}
LATIN = ("en", "es", "fr", "de", "it", "pt", "nl", "sv")
"""Languages of one alphabet, which are told by their words."""
RECOGNISED = frozenset({*(code for code, _ in _SCRIPTS), *LATIN, "fa", "uk"})
"""Languages that a text can be told to be in."""
SAMPLE_CHARS = 5_000
"""Characters that are enough to know a language by."""
_FIRST_CHARS = 1_000
_MIN_LEAD = 20
"""Most texts are plain after their first characters: one language has so many more votes than the next."""
_SHARE = 0.2
"""The part of a text's letters that another script takes to be its language: news mixes names from other alphabets."""


def detect(text: str) -> str:
    """Return the ISO 639-1 code of a text's language; English where nothing tells."""
    if text.isascii() and len(text) > _FIRST_CHARS:
        first, second = sorted(_votes(text[:_FIRST_CHARS]).items(), key=lambda vote: -vote[1])[:2]
        if first[1] >= second[1] + _MIN_LEAD:
            return first[0]
    sample = _sample(text)
    if script := _script_language(sample):
        return script
    votes = _votes(sample)
    likeliest = max(votes, key=votes.__getitem__)
    return likeliest if votes[likeliest] else "en"


_NO_ENGLISH_LETTER = regex.compile(r"(?=\p{Latin})[^A-Za-z]")
_FOREIGN_SHARE = 0.02
"""The part of a text's letters from which it is in no English, whose foreign names have a few such letters."""


def cannot_be_english(text: str) -> bool:
    """Tell a text in Latin letters that is in no English, though its language may be none of those told apart here."""
    sample = _sample(text)
    if sample.isascii():
        return False
    letters = _LETTER.findall("".join(set(sample)))
    foreign = sum(map(sample.count, _NO_ENGLISH_LETTER.findall("".join(letters))))
    return foreign > _FOREIGN_SHARE * sum(map(sample.count, letters))


def known(article: Article) -> Article:
    """Return an article with the language that it names, or else with that of its text."""
    code = normalize.language_code(article.language) or detect(" ".join((article.title, *article.paragraphs)))
    return article if code == article.language else replace(article, language=code)


def candidates(text: str, among: Collection[str] | None = None) -> list[str]:
    """Return the languages that a text may be in, likeliest first, out of those given or of all."""
    sample = _sample(text)
    script = _script_language(sample)
    ranked = [script] if script else _latin_languages(sample)
    return ranked if among is None else [language for language in ranked if language in among]


def _sample(text: str) -> str:
    """Return the start of a text, without the dots between cells: without them most texts are ASCII."""
    return text[:SAMPLE_CHARS].replace("·", " ")


def _script_language(sample: str) -> str:
    if sample.isascii():
        return ""
    used = "".join(set(sample))  # Few of the scripts are in a text, and it is long.
    letters = 0
    for language, script in _SCRIPTS:
        if not script.search(used):
            continue
        letters = letters or len(_LETTER.findall(sample))
        if (written := len(script.findall(sample))) > _SHARE * letters:
            own = {code: sum(map(sample.casefold().count, only)) for code, only in _NEIGHBOURS.get(language, ())}
            return next((code for code, count in own.items() if count > _OWN_SHARE * written), language)
    return ""


def _latin_languages(sample: str) -> list[str]:
    votes = _votes(sample)
    return sorted((language for language in votes if votes[language]), key=lambda language: -votes[language])


def _votes(sample: str) -> dict[str, int]:
    """Count for each language of the Latin alphabet the function words in a text."""
    sample = sample.casefold().replace("’", "'")
    voting = _voting_words()
    found = sample.translate(_NOT_IN_WORDS).split() if sample.isascii() else _LATIN_WORD.findall(sample)
    votes = dict.fromkeys(LATIN, 0)
    known = list(filter(voting.__contains__, found))
    # To count the words of a short text takes longer than to vote for each.
    counts = Counter(known).items() if len(known) > _FEW_WORDS else zip(known, repeat(1))
    for word, count in counts:
        for code in voting[word]:
            votes[code] += count
    return votes


_FEW_WORDS = 20
_OTHERS = {
    "pl": "w na się nie że jest z do oraz dla przez przy był są od po ale jak także które który o za",
    "cs": "v na se že je z do pro jsou byl podle ale také jako který která které při o a za už",
    "sk": "v na sa že je z do pre sú bol podľa ale tiež ako ktorý ktorá ktoré pri o a za už",
    "tr": "ve bir bu için ile olarak da de daha çok olan gibi en her ise sonra kadar mi ne diye",
    "fi": "ja on ei että oli se hän ovat joka mutta myös kun kuin sen jotka mukaan jo sekä tai",
    "hu": "a az és hogy nem is egy meg volt van csak ez de mint azt még már el ki",
    "ro": "și şi în de la cu pe nu este că care din mai pentru sunt au fost a un o se",
    "da": "og i af at det er på til en den der for med som ikke blev efter også har de et fra",
    "nb": "og i av at det er på til en den som for med ikke ble etter også har de et fra å",
    "id": "yang dan di dengan untuk pada dari ini itu tidak adalah akan dalam oleh ke juga atau",
    "vi": "và của là có được không trong cho các với một những người này đã ở như khi tại về",
}
"""Frequent words of more languages, which only a text of some length is told by."""
_TELLING = {
    "tr": regex.compile(r"\w*[ğı]\w*"),
    "fi": regex.compile(r"\w{3,}(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|aan|ään|vat|vät|iden|sen|nen)"),
    "hu": regex.compile(r"\w*[őű]\w*|\w{3,}(?:nak|nek|ban|ben|ból|ből|hoz|hez)"),
}
"""Words of languages that put endings where others put words."""
ALIKE = ({"da", "nb", "no", "nn", "sv"}, {"cs", "sk"})
_MIN_OTHER_SHARE, _MIN_OTHER_LEAD = 0.12, 1.15


def other_latin(text: str) -> str:
    """Return the language of a text that is in none of `LATIN`, where its words tell one; empty elsewhere."""
    sample = _sample(text).casefold()
    found = Counter(_LATIN_WORD.findall(sample))
    votes = {code: sum(found[word] for word in words.split()) for code, words in _OTHERS.items()}
    for code, telling in _TELLING.items():
        votes[code] += sum(times for word, times in found.items() if telling.fullmatch(word))
    likeliest = max(votes, key=votes.__getitem__)
    rivals = max(_votes(sample).values())
    is_told = votes[likeliest] > max(_MIN_OTHER_SHARE * found.total(), _MIN_OTHER_LEAD * rivals)
    return likeliest if is_told else ""


OTHER_LATIN = frozenset(_OTHERS)


@cache
def _voting_words() -> Mapping[str, Sequence[str]]:
    voting: defaultdict[str, list[str]] = defaultdict(list)
    for code in LATIN:
        for word in function_words(code):
            voting[word].append(code)
    return dict(voting)
