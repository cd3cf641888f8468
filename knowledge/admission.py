"""The words that a question insists on or leaves out, looked for in the paragraphs as they are written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.filters import Filter
from knowledge.models import Hit
from knowledge.rerank import CANDIDATES
from knowledge.retriever import Ranking
from knowledge.wording import holds_phrase


def admit(ranking: Ranking, texts: Mapping[Hit, str]) -> Ranking:
    """Keep the best candidates whose paragraphs hold every phrase and none of the words left out."""
    wordings = ranking.sought.wordings
    if not wordings or ranking.unmet:
        return ranking
    read = [each for each in ranking.candidates if each.hit in texts]
    kept = [each for each in read if all(_meets(texts[each.hit], wording) for wording in wordings)]
    unmet = () if kept else _unmet(ranking, [texts[each.hit] for each in read])
    return replace(ranking, candidates=tuple(kept[:CANDIDATES]), unmet=unmet)


def _meets(text: str, wording: Filter) -> bool:
    return holds_phrase(wording.value, text) is (wording.kind == "phrase")


def _unmet(ranking: Ranking, texts: Sequence[str]) -> tuple[Filter, ...]:
    """Return what no paragraph meets, with the filters that had left only these paragraphs to read."""
    wordings = ranking.sought.wordings
    if not texts:
        return tuple(each for each in wordings if each.kind == "phrase")
    alone = [each for each in wordings if not any(_meets(text, each) for text in texts)]
    return tuple(each for each in ranking.sought.filters if each not in wordings or each in (alone or wordings))
