"""A question in the terms of a partition: what it asks for, and whether a sentence holds such a thing."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise
from typing import Literal

import regex

from knowledge.search.expansion import Alias, Aliases, NameForm, by_term, char_ngrams, find_aliases
from knowledge.search.params import DEFAULT_PARAMS, RankingParams
from knowledge.search.partition import UNSPACED, Partition
from knowledge.text import analysis
from knowledge.text.caching import text_cache
from knowledge.text.sentences import TERM_MARK

AnswerType = Literal["age", "money", "time", "number", "place", "name", "meaning"]

_QUESTION_PATTERNS: dict[str, dict[AnswerType, str]] = {
    "en": {
        "age": r"\bhow old\b|\b(?:what|which) age\b|^what(?:['’]s| is| was) the age of\b",
        "money": r"\bhow much (?:money|cash|did|does|do|is|are|was|were|will|would)\b|\bwhat price\b|\bhow expensive\b",
        "time": r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b|\bhow long\b",
        "number": r"\bhow (?:many|much|old|far|big|large|tall|high|often)\b|\bwhat (?:percent\w*|number|amount|age)\b",
        "place": r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|town|region|nation)\b",
        "meaning": r"\bstands? for\b"
        r"|^(?:what|who)(?:['’]s| (?:is|are|was|were)) (?:an? |the )?[\w'’-]+(?: \p{Lu}[\w'’-]+)?\W*$",
        "name": r"\bwho(?:m|se)?\b",
    },
    "es": {
        "time": r"\b(?:cuándo|qué (?:año|fecha|día|mes|siglo))\b",
        "number": r"\bcuánt[oa]s?\b|\bqué (?:porcentaje|número|edad)\b",
        "place": r"\b(?:dónde|qué (?:ciudad|país|estado|lugar))\b",
        "name": r"\bquién(?:es)?\b",
    },
    "ko": {
        "time": r"언제|몇 ?(?:년|월|일|시)|날짜|날은|연도",
        "number": r"몇|얼마|수는",
        "name": r"누구|누가|어디|어느 (?:나라|도시)",
    },
    "zh": {
        "time": r"何时|何時|什么时候|什麼時候|哪一?年|哪一?天",
        "number": r"多少|几|幾",
        "name": r"谁|誰|哪里|哪裡|哪个国家|哪个城市",
    },
}
_MONTHS = (
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_TIMES = (
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|century|decade|years?|months?|weeks?|days?|hours?|ago"
    r"|yesterday|today|morning|night)\b"
)
_LENGTHS = r"(?<=\b\d+(?:[.,]\d+)? ?-?)(?:km|kilomet\w+|met(?:er|re)s?|miles?|feet)\b"
"""“How long” asks for a time or a length."""
_NUMBERS = (
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion"
    r"|half|dozen|third|quarter)\b"
)
_KOREAN_NUMBERS = (
    r"[일이삼사오육칠팔구십백천만억조]+ ?(?:원|명|개|번|회|살|세|년|퍼센트|달러|미터|킬로|시간|분|배)"
    r"|(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열) ?(?:명|사람|개|번|살|시|시간|마리|가지|곳|달)"
)
_ANSWER_PATTERNS: dict[AnswerType, tuple["regex.Pattern[str]", ...]] = {
    "age": (
        regex.compile(
            r"\b(?:aged?|born)\b|\b\d{1,3}[- ](?:day|week|month|year)s?[- ]old\b|, \d{1,3}[,.]"
            r"|\b(?:is|was|be|turn\w*) \d{1,3}\b(?![-,.]?\d)"
        ),
    ),
    "money": (regex.compile(r"\p{Sc}|\b(?:dollars?|euros?|pounds?|cents?|yen|yuan|won|rupees?|francs?)\b"),),
    "time": (
        regex.compile(r"\b(?:1\d|20)\d\d"),
        regex.compile(rf"{_MONTHS}|{_TIMES}"),
        regex.compile(_LENGTHS),
        regex.compile(r"[년월일年月日時时](?<=\d[ ]?.)|요일(?<=\p{Hangul}..)|오전|오후|星期|週|周[一二三四五六日]"),
    ),
    "number": (regex.compile(rf"\d|(?i:{_NUMBERS})|{_KOREAN_NUMBERS}|[一二三四五六七八九十百千万两]"),),
    "place": (
        regex.compile(
            rf"\b(?:in|at|near|from|to|of|en|de) (?:the |la |el )?(?!{_MONTHS}|{_TIMES})\p{{Lu}}\p{{Ll}}+"
            r"|[\p{Hangul}\p{Han}\p{Katakana}]{2}"
        ),
    ),
    "meaning": (
        regex.compile(
            r"\b(?:is|are|was|were) (?:an?|the)\b|\p{Ll}, (?:an?|the) |\bknown as\b"
            r"|\b(?:acronym|short|stands?) (?:for|of)\b"
        ),
    ),
    "name": (regex.compile(r"(?<![.!?\"“] )(?<!^)\b\p{Lu}\p{Ll}+|[\p{Hangul}\p{Han}\p{Katakana}]{2}"),),
}
"""One of them matches. Patterns of one kind of thing each are found several times as fast as all of them in one."""

_SUM = regex.compile(r"(?i)(?:what(?:['’]s| is)|how much is|calculate|=)?[\d\s.,()]+(?:[+*×÷=^][\d\s.,()]*)+\W*")
"""“2+2” is no question that an article answers."""

_EXPANSION = regex.compile(r"(?i)\bstands? for\b|\b(?:acronym|abbreviation|initials|short for)\b")
"""Who asks what initials stand for is answered only where they are."""

ASKING = {
    code: frozenset(words.casefold().split())
    for code, words in {
        "en": "tell told explain describe define mean means meant meaning happen happens happened please"
        " summarize summarise list show know say says said name named call called cost costs stand stands"
        " located situated found talk colour color height width today yesterday tonight tomorrow currently recently"
        " often old hot cold soon version number percent percentage"
        " temperature size weight speed distance length depth price amount age country countries city cities"
        " time year date day month name person people part go goes use uses used need needs needed"
        " work works new changed grams metres meters degrees dollars euros minutes hours",
        "de": "kosten kostet kostete gekostet heißt heißen hieß bedeutet bedeuten bedeutete geschah geschieht"
        " geschehen passiert passierte liegt lag gibt gab findet fand statt stattgefunden befindet dauert"
        " dauerte erkläre erklär erklären erklärt beschreibe nenne nennt zeige erzähl erzähle bitte sagt"
        " sagte gesagt wurden tun tut macht machte heute gestern morgen farbe höhe"
        " hoch schwer oft viel viele alt brauche braucht brauchen uhr grad prozent gramm",
        "es": "cuesta cuestan costó costaba costar vale significa significaba significar llama llamaba llamó"
        " ocurre ocurrió pasa pasó sucede sucedió explica explicar describe dime diga favor queda"
        " encuentra encuentran dice dijo dijeron hace hizo hoy ayer mañana color altura"
        " hora tiempo día año fecha edad veces grados gramos metros porcentaje necesito necesita",
        "fr": "coûte coûtent coûté coûter vaut signifie signifier appelle appelait passe passé explique"
        " expliquer décris dis dites plaît trouve trouvent situe dit arrive arrivé veut dire"
        " heure temps jour année date âge fois degrés grammes mètres longueur hauteur faut",
        "it": "costa costano costato costava vale significa chiama chiamava succede successo accade accaduto"
        " spiega spiegare descrivi dimmi favore trova trovano dice detto disse",
        "nl": "kost kosten kostte gekost betekent betekende heet heette gebeurt gebeurde gebeurd ligt lag vindt"
        " vond plaats uitleggen vertel beschrijf alsjeblieft bevindt duurt duurde zegt zei gezegd",
        "pt": "custa custam custou custava vale significa chama chamava acontece aconteceu explica explicar"
        " descreve diga favor fica encontra encontram diz disse"
        " dia hora horas tempo ano data idade vezes preço",
        "sv": "kostar kostade betyder betydde heter hette händer hände hänt ligger låg förklara berätta beskriv"
        " snälla finns fanns säger sade sa sagt",
        "ru": "стоит стоят стоил стоило стоила значит означает называется называется зовут случилось произошло"
        " происходит объясни объясните расскажи расскажите опиши пожалуйста находится находятся говорит"
        " сказал сказала сказали",
        "ja": "教えて 教えてください 説明して 意味 いくら",
        "zh": "请问 告诉 解释 介绍 意思 多少钱 发生 發生 今天 昨天 明天 颜色",
    }.items()
}
"""Words of a question, by language, that an answer need not hold: to say that they are in no article says nothing, and
where none has them they count for nothing."""


@cache
def _asking_terms(language: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(analysis.terms(word, language) for word in ASKING.get(language, ())))


MEAN_TERMS = 5
"""Terms of a usual question, by which a longer one is measured."""
MAX_TERMS, TERMS_PER_CHARACTER = 64, 2
"""Terms of the longest usual question, and so many times as many where characters and pairs of them are terms."""

ALIAS_SIMILARITY, SURE_ALIAS_SIMILARITY = 0.4, 0.8
"""How similar another form of a name is to it, and where it is sure to be one."""

_NEGATIONS = {
    "en": regex.compile(r"\b(?:not|never|no|none|nor|neither|without|except|cannot)\b|n['’]t\b", regex.IGNORECASE),
    "es": regex.compile(r"\b(?:no|nunca|jamás|ningun[oa]?|ningún|sin|tampoco|excepto)\b", regex.IGNORECASE),
}


@cache
def _question_patterns(language: str) -> "dict[AnswerType, regex.Pattern[str]]":
    patterns = _QUESTION_PATTERNS.get(language, {})
    return {answer_type: regex.compile(pattern, regex.IGNORECASE) for answer_type, pattern in patterns.items()}


@lru_cache(maxsize=1 << 8)
def expected_answer_type(question: str, language: str) -> AnswerType | None:
    """Return the type of thing that a question asks for; None where its words do not tell."""
    patterns = _question_patterns(language)
    return next((answer_type for answer_type, pattern in patterns.items() if pattern.search(question)), None)


_MEANING = regex.compile(
    r"(?i)^\W*(?:what(?:['’]s| is) )?(?:the |an? )?(?:meaning|definition|explanation) of\b"
    r"|^\W*(?:please )?(?:define|explain|describe)\b|(?<=\w )(?:meaning|definition|explained|meant|means?)\W*$"
    r"|^\W*what is meant by\b"
)
"""Words of an English question that ask for a meaning, and mean nothing else there."""


@lru_cache(maxsize=1 << 8)
def strip_question_words(question: str, language: str) -> str:
    """Return a question without the words that ask for a time or a meaning: its answer need not hold them."""
    pattern = _question_patterns(language).get("time")
    question = pattern.sub(" ", question) if pattern else question
    bare = _MEANING.sub(" ", question) if language == "en" else question
    return bare if analysis.content_words(bare, language) else question


MAX_TYPED_CHARS = 2_000
"""Characters of a sentence in which a thing of the type asked for is looked for: no prose has longer ones."""


def has_answer_type(sentence: str, answer_type: AnswerType | None) -> bool:
    """Tell whether a sentence holds a thing of a type; never for a question that asks for none."""
    return answer_type is not None and _matching(answer_type)(sentence[:MAX_TYPED_CHARS])


def is_negated(text: str, language: str) -> bool:
    """Tell whether a question or a sentence says what is not; never in a language whose words for it are not known."""
    pattern = _NEGATIONS.get(language)
    return pattern is not None and pattern.search(text) is not None


@cache
def _matching(answer_type: AnswerType) -> Callable[[str], bool]:
    """Return what tells whether a sentence matches a type."""
    patterns = _ANSWER_PATTERNS[answer_type]
    return text_cache(1 << 18)(lambda sentence: any(each.search(sentence) for each in patterns))


@dataclass(frozen=True)
class Query:
    """A question in the terms of one partition, with the weights to rank by.

    A term's weight is its idf, less for one carried over; so weights and scores have the unit of idf. They are computed
    when a ranking asks for them, as candidates can be found without.
    """

    question: str
    """As it was asked, without filters."""
    partition: Partition = field(compare=False, repr=False)
    """Where it is asked."""
    terms: tuple[str, ...]
    carried: tuple[str, ...]
    """Those of the terms that only the question before holds."""
    aliases: tuple[Alias, ...]
    """The other forms of its names."""
    forms: Aliases
    """The same by term."""
    has_content: bool
    """False for a question of nothing but function words, with which no paragraph is an answer."""
    params: RankingParams

    @classmethod
    def build(
        cls, question: str, partition: Partition, previous: str = "", *, params: RankingParams = DEFAULT_PARAMS
    ) -> "Query":
        """Analyse a question in a partition's language.

        Args:
            question: What is asked, without filters.
            partition: Where it is asked.
            previous: The question before, where this one leaves out what it is about.
            params: The weights to rank by.
        """
        language = partition.language
        stripped = strip_question_words(question, language)
        own, earlier = (_terms(text, language) for text in (stripped, previous))
        if not own and not earlier:
            own = tuple(analysis.query_terms(stripped, language))
        asking = _asking_terms(language)
        own = tuple(each for each in own if each in partition.paragraphs or each not in asking) or own
        others = find_aliases(question, language, partition.has_form, partition.completions)
        forms = by_term(others, {*own, *earlier})
        if not _EXPANSION.search(question):
            own, others = _known_forms(own, others, partition)
        carried = tuple(term for term in earlier if term not in own)
        return cls(
            question=question,
            partition=partition,
            terms=own + carried,
            carried=carried if own else (),
            aliases=others,
            forms=forms,
            has_content=not _SUM.fullmatch(question)
            and bool(analysis.content_words(f"{stripped} {previous}" if previous else stripped, language)),
            params=params,
        )

    @property
    def language(self) -> str:
        """ISO 639-1 code of the partition."""
        return self.partition.language

    @property
    def is_spaced(self) -> bool:
        """Whether its terms are words, and not characters."""
        return self.language not in UNSPACED

    @property
    def excess(self) -> float:
        """How many times as many terms it has as the longest usual question, at least 1.

        One that has more holds enough without words that are similar or spelt otherwise, and with less that is reread.
        """
        return max(1.0, len(self.terms) / (MAX_TERMS * (1 if self.is_spaced else TERMS_PER_CHARACTER)))

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """By term."""
        own = [term for term in self.terms if term not in self.carried]
        carried_weight = self.partition.carried_weight(own, self.carried, self.params)
        idf_of = self.partition.paragraphs.idf_of
        return {term: idf_of(term) * (carried_weight if term in self.carried else 1) for term in self.terms}

    @cached_property
    def total_weight(self) -> float:
        """That of all its terms, of one that it repeats as often; 1 where no term has any."""
        return sum(self.weights[term] for term in self.terms) or 1.0

    @cached_property
    def similar_terms(self) -> Mapping[str, dict[str, float]]:
        """For each term that others of the collection are similar to: these, and how much, from 0 to 1."""
        similar_to, idf_of = self.partition.vocabulary.similar_terms, self.partition.paragraphs.idf_of
        looked_up = () if self.excess > 1 else self.terms
        found = {term: similar for term in looked_up if (similar := similar_to(term))}
        for each in self.aliases:
            alike = {max(each.other, key=idf_of): SURE_ALIAS_SIMILARITY if each.is_sure else ALIAS_SIMILARITY}
            found |= {term: {**found.get(term, {}), **alike} for term in each.own if term in self.terms}
        return found

    @cached_property
    def expanded_terms(self) -> frozenset[str]:
        """The terms, and all that are similar to one of them: no other term of a paragraph counts."""
        return frozenset(chain(self.terms, *self.similar_terms.values()))

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """Each two terms in a row, with function words and without, as a sentence has them marked."""
        return frozenset(
            f"{TERM_MARK}{first}{TERM_MARK}{second}{TERM_MARK}"
            for each in (self.terms, analysis.terms(self.question, self.language))
            for first, second in pairwise(each)
        )

    @cached_property
    def ngram_idf(self) -> Mapping[str, float]:
        """The idf of each character n-gram of the terms."""
        idf_of = self.partition.vocabulary.index.idf_of
        return {ngram: idf_of(ngram) for term in self.terms for ngram in char_ngrams(term)}

    @cached_property
    def answer_type(self) -> AnswerType | None:
        """What it asks for, where its words tell."""
        return expected_answer_type(self.question, self.language)

    @cached_property
    def is_negated(self) -> bool:
        """Whether it asks what is not so."""
        return is_negated(self.question, self.language)

    @property
    def looks_at_text(self) -> bool:
        """Whether what it asks for is looked for in texts, of which the index has only the terms."""
        return self.answer_type is not None or self.is_negated

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Those of its terms that are of a name or a number, each as often as it occurs."""
        names = analysis.name_terms(self.question, self.language)
        return tuple(term for term in self.terms if term in names)

    @cached_property
    def length_factor(self) -> float:
        """What is fair to its length: of a long question a paragraph holds less, and that means more."""
        return float((len(self.terms) / MEAN_TERMS) ** self.params.length_exponent) if self.is_spaced else 1.0

    @cached_property
    def even_quotient(self) -> float:
        """The quotient of score and question at which confidence is one half: it grows with what is searched."""
        threshold = self.params.spaced_threshold
        if not self.is_spaced:
            threshold = self.params.hangul_threshold if self.language == "ko" else self.params.unspaced_threshold
        return threshold.base + threshold.growth * math.log10(max(self.partition.paragraphs.num_docs, 1))

    def coverage(self, matched: Collection[str]) -> float:
        """Return the share of the terms that were matched, by weight, from 0 to 1."""
        total = sum(self.weights.values())
        return sum(self.weights[term] for term in matched if term in self.weights) / total if total else 0.0

    @property
    def alias_terms(self) -> tuple[str, ...]:
        """The terms of other forms of its names that it does not have itself."""
        return tuple(sorted(frozenset(chain(*(each.other for each in self.aliases))) - set(self.terms)))


def _known_forms(terms: NameForm, aliases: Sequence[Alias], partition: Partition) -> tuple[NameForm, tuple[Alias, ...]]:
    """Put for each name of a question that no article has the form that most paragraphs have.

    Returns:
        The question's terms, and the other forms of the names that it has then.
    """
    known, short = tuple(aliases), [each for each in aliases if each.is_sure and each.is_short]
    for own in dict.fromkeys(each.own for each in short if not partition.has_form(each.own)):
        start = next((at for at in range(len(terms)) if terms[at : at + len(own)] == own), None)
        if start is not None:
            form = partition.most_frequent_form([each.other for each in short if each.own == own])
            terms = (*terms[:start], *form, *terms[start + len(own) :])
            renamed = (replace(each, own=form) if each.own == own else each for each in known)
            known = tuple(each for each in renamed if each.own != each.other)
    return terms, known


def _terms(text: str, language: str) -> tuple[str, ...]:
    """Return the terms of a text's words that carry its meaning; none for a text without any."""
    return tuple(analysis.query_terms(text, language)) if analysis.content_words(text, language) else ()
