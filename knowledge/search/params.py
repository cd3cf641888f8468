"""All weights and thresholds of the ranking, as one value."""

from dataclasses import dataclass

from knowledge.index import DEFAULT_B, DEFAULT_K1


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold that grows with the collection: by `growth` for every ten times as many paragraphs."""

    base: float
    growth: float


@dataclass(frozen=True, slots=True)
class RankingParams:
    """What is weighed how much, from the first ranking to the words quoted.

    Change one with `dataclasses.replace`, and search with `Retriever.with_params`. Each says where it was measured:
    *curves* is the table of `docs/quality.md`, made by `scripts/tried.py`, where a setting moves and the others stay;
    *tried* is the list above that table.
    """

    k1: float = DEFAULT_K1
    """BM25's k1, of the indexes and of sentences: how slowly further occurrences of a term cease to count."""
    b: float = DEFAULT_B
    """BM25's b, likewise: how much the length counts, from 0 to 1."""

    article_weight: float = 1.5
    """Weight of the article's score beside its paragraph's own. Measured: curves, "weight of the article"."""
    lead_weight: float = 0.3
    """Added to the article's weight for its first paragraph, which tells what the rest is about, and divided by the
    square root of the paragraph's number for those after. Measured: curves, and tried ("first paragraphs")."""
    bigram_weight: float = 0.4
    """Weight of the score by bigrams, so that the order of words counts. Measured: curves, "weight of word pairs"."""

    order_weight: float = 1.0
    """What a question of a single term adds, as a share of its weight, where a sentence has that term right before the
    function word that follows it in the question, as in “what did the captain tell us”. Measured: nothing is lost on
    the 50 such questions of squad2, newsqa and xquad_es."""

    carried_share: float = 0.5
    """What the terms that only the question before holds may weigh at most, together, where the question's own weigh 1.
    Measured: the follow-up questions of `tests/quality`."""
    cited_boost: float = 2.0
    """Factor on the scores in articles that answered the question before. Measured likewise."""
    recency_gain: float = 1.0
    """What the score gains at most, as a share, where a question is about the days before it and an article is of its
    very day. Measured: questions of a weekly news quiz, each asked on its day (RealTimeQA)."""
    recency_days: float = 10.0
    """Days after which an article gains 1/e of that."""
    news_gain: float = 0.5
    """The same for any other question, as most are about what is new. Measured likewise."""
    stale_days: int = 180
    """Days after which an article tells nothing of “this week” and the like."""
    stale_factor: float = 0.4
    """Factor on its score then, for confidence; the same for news that ended a year before, where a question asks for
    what is new, goes on or is to come. Measured: news questions asked up to two years later (RealTimeQA)."""
    hint_gain: float = 0.5
    """What the score gains, as a share, in articles of a publisher or a month that a question names. Measured: long
    questions over news that name publishers (MultiHop-RAG)."""
    hint_weight: float = 0.9
    """Weight of a month's words in the articles of that month, which seldom name it."""
    listing_weight: float = 1.2
    """What an article scores, as a share of the question's weight, where that names only its publisher and month: less
    than a paragraph that has these words and is in an article about them."""
    alias_weight: float = 0.2
    """Weight of a name in another form, as United States for US, beside that of the form in the question. Measured:
    tried ("Other forms of names")."""
    sure_alias_weight: float = 0.9
    """The same where an article explains the form, as “Demilitarized Zone (DMZ)”, or none has the name as it is
    asked."""
    min_coverage: float = 0.5
    """Share of a question, by idf, that a paragraph must hold so that no other language is searched."""

    max_candidates: int = 40
    """Paragraphs that are read again, sentence by sentence."""
    max_phrase_candidates: int = 1_000
    """Paragraphs that are read at most in search of a phrase, or of one without a word left out."""
    max_nearest_articles: int = 3
    """Articles that are offered when nothing is shown."""

    sentence_weight: float = 0.4
    """Weight of the best sentence's score beside its paragraph's. Measured: curves, "weight of the best sentence"."""
    similarity_weight: float = 0.8
    """Weight of similar terms that stand in for missing ones in a paragraph. Measured: curves, "weight of likeness"."""
    sentence_similarity_weight: float = 0.6
    """The same in a sentence."""
    ngram_weight: float = 0.25
    """Weight of shared character n-grams in a sentence where paragraphs are ranked. Where a passage is chosen they
    count nothing, as related words occur in all sentences of a paragraph. Measured: tried ("runs of characters")."""
    answer_type_gain: float = 0.5
    """Share added to the score of a sentence that holds the type of thing asked for. Measured: curves, "gain of the
    kind asked for"."""
    equal_score_share: float = 0.85
    """Share of the best score from which a paragraph is its equal, where the newest is asked for."""

    min_answer_confidence: float = 0.5
    """Confidence from which a passage is shown as an answer."""
    min_closest_confidence: float = 0.38
    """Confidence from which passages are shown as the closest ones; below it nothing is."""
    spaced_threshold: Threshold = Threshold(base=1.16, growth=0.163)
    """The quotient of score and question at which confidence is one half, where spaces part the words. Measured: the
    share of questions still answered once their articles are gone ("On public question sets")."""
    length_exponent: float = 0.35
    """How much more the score counts for a question of many terms, and less for one of few, where spaces part words.
    Measured: AUC and cuts with and without the articles that answer, on squad2, newsqa and xquad_es."""
    hangul_threshold: Threshold = Threshold(base=1.03, growth=0.32)
    """The same for Korean: characters are shared by chance more often than stems."""
    unspaced_threshold: Threshold = Threshold(base=0.67, growth=0.32)
    """The same where no spaces part the words."""
    missing_name_weight: float = 1.5
    """Factor on a name or number of the question that a paragraph lacks."""
    missing_type_factor: float = 0.8
    """Factor on the score, for confidence, where a paragraph holds no time, number, age or sum and one was asked for.
    Measured: tried ("Negations and answer types")."""
    missing_negation_factor: float = 0.5
    """The same where a question asks what is not so, and the best sentence says nothing of the sort."""

    names_per_absent: int = 4
    """A question that names its sources, all of which are quoted, is answered though the passages lack one of so many
    names; one that names a single source, one of twice as many. Measured: MultiHop-RAG."""
    duplicate_similarity: float = 0.8
    """Share of the shorter paragraph's shingles from which two paragraphs are one text."""
    paragraph_sharpness: float = 3.0
    """The first paragraph is likelier to answer than one that scores less by a whole question: e to this power times.
    Measured: curves, "sharpness of paragraphs"."""
    sentence_sharpness: float = 5.0
    """The same among the sentences of a paragraph. Measured: curves, "sharpness of sentences"."""
    sentence_bigram_gain: float = 2.5
    """Added to that power for a sentence that has all pairs of the question's words, where spaces part words. Measured:
    tried ("word pairs in a sentence")."""
    sentence_context_gain: float = 2.0
    """Likewise where the sentence before holds all that a sentence lacks of the question. Measured likewise."""
    mark_gain: float = 0.35
    """A passage is likelier to answer by e to this power times the score of what looks like the thing asked for there.
    Measured, with the two below: the answer in the first quote on squad2 and newsqa, fitted on halves, then rounded."""
    missing_mark_loss: float = 2.2
    """The same power, less, for one that holds nothing of the sort."""
    first_quote_gain: float = 0.8
    """The same for the first passage of the first paragraph, where spaces part words."""
    min_shown_share: float = 0.15
    """Share of the first passage's chance to answer from which another one is shown with it. Measured: tried ("far
    ahead")."""
    max_passage_chars: int = 348
    """Characters of a paragraph that one citation quotes, so that with `…` at both ends it shows 350. Measured: curves,
    "characters in a quote"."""


DEFAULT_PARAMS = RankingParams()
"""What Footnote comes with."""
