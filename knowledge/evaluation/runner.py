"""Known questions asked of a snapshot, with the articles that answer them and without."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.answers.snapshot import Snapshot
from knowledge.errors import ArticleNotFound
from knowledge.evaluation.qrels import Qrel, Question
from knowledge.models import Answer, Decline

MIN_RANKED = 10
"""Ranks that are kept at least: measures look at ten."""
UNDETERMINED = "und"
"""The language of a question that had nothing to search, as ISO 639 calls it."""


@dataclass(frozen=True, slots=True)
class EvalResult:
    """A known question and what became of it."""

    question: Question
    language: str
    """That of the first relevant article; without one, the language whose articles were ranked."""
    ranked: tuple[tuple[Qrel, float], ...]
    """Paragraphs with their scores, best first."""
    reply: Answer | Decline

    @property
    def answerable(self) -> bool:
        """Whether the collection holds an answer when nothing is taken out."""
        return bool(self.question.relevant)


def validate_qrels(snapshot: Snapshot, questions: Sequence[Question]) -> None:
    """Check that every relevant paragraph exists; otherwise the measures would be wrong without anybody noticing.

    Raises:
        ArticleNotFound: A question names a paragraph that is not in the snapshot.
    """
    sizes = {article.id: len(article.paragraphs) for article in snapshot.articles.values()}
    lost = [
        (question, place)
        for question in questions
        for place in question.relevant
        if place.paragraph > sizes.get(place.article, 0)
    ]
    if not lost:
        return
    question, place = lost[0]
    raise ArticleNotFound(
        "Question “{question}” refers to paragraph {paragraph:,} of article “{article}”, which is not in this "
        "collection. Add that article first. Questions like this: {count:,} of {all:,}.",
        count=len({question.id for question, _ in lost}),
        all=len(questions),
        question=question.id,
        article=place.article,
        paragraph=place.paragraph,
    )


def ask_all(snapshot: Snapshot, questions: Iterable[Question], *, k: int) -> Iterator[EvalResult]:
    """Ask every question of the snapshot, as people are answered.

    Args:
        snapshot: What is asked.
        questions: Asked one by one, as results are taken.
        k: How many passages each reply cites at most.
    """
    languages = {article.id: article.language for article in snapshot.articles.values()}
    ids = {article.row: article.id for article in snapshot.articles.values()}
    for question in questions:
        asked = snapshot.ask(question.text, k=k, today=question.asked_at)
        places = ((Qrel(ids[hit.row], hit.number), hit.score) for hit in asked.hits[: max(k, MIN_RANKED)])
        spoken = languages[question.relevant[0].article] if question.relevant else asked.language
        yield EvalResult(question, spoken or UNDETERMINED, tuple(places), asked.reply)


def ask_without_relevant(snapshot: Snapshot, questions: Iterable[Question], *, k: int) -> Iterator[EvalResult]:
    """Ask every answerable question of the snapshot without the articles that answer it: declining is right then.

    Arguments as in `ask_all`; results come in groups of the same articles, not in the order of the questions.
    """
    grouped: dict[frozenset[str], list[Question]] = defaultdict(list)
    for question in questions:
        if question.relevant:
            grouped[frozenset(place.article for place in question.relevant)].append(question)
    for ids, group in grouped.items():
        yield from ask_all(snapshot.without(ids), group, k=k)


def trec_run(trials: Iterable[EvalResult]) -> Iterator[str]:
    """Yield the ranked paragraphs as lines of a TREC run, for trec_eval and its kin.

    Args:
        trials: What was asked.

    Yields:
        `question Q0 article#paragraph rank score footnote`, without a line end.
    """
    for trial in trials:
        for rank, (place, score) in enumerate(trial.ranked, start=1):
            found = f"{_token(place.article)}#{place.paragraph}"
            yield f"{_token(trial.question.id)} Q0 {found} {rank} {score:.6f} footnote"


def _token(id: str) -> str:
    """Return an id as one token of a line: white space would end it."""
    return id.replace("%", "%25").replace(" ", "%20")
