"""The words that a question insists on or leaves out, looked for in the articles as they are written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.filtering.filters import Filter
from knowledge.filtering.wording import holds_phrase
from knowledge.models import Hit
from knowledge.ranking.rerank import CANDIDATES, Candidate
from knowledge.ranking.retriever import Ranking


@dataclass(frozen=True, slots=True)
class _Read:
    """A candidate with the wordings of a question that were read there."""

    candidate: Candidate
    own: frozenset[Filter]
    """Those that stand in its paragraph; phrases also in its headline."""
    around: frozenset[Filter]
    """Those that stand in any candidate of its article."""

    def meets(self, wording: Filter) -> bool:
        """Tell whether its article holds a phrase, or its paragraph lacks what is left out."""
        return wording in self.around if wording.kind == "phrase" else wording not in self.own


def admit(ranking: Ranking, texts: Mapping[Hit, str], headlines: Mapping[int, str]) -> Ranking:
    """Keep the best candidates without the words left out whose articles hold every phrase.

    As with search engines a phrase may stand elsewhere in the article; paragraphs that have it themselves come first.
    """
    wordings = ranking.sought.wordings
    if not wordings or ranking.unmet:
        return ranking
    read = _read(ranking, texts, headlines)
    kept = [each for each in read if all(map(each.meets, wordings))]
    phrases = {wording for wording in wordings if wording.kind == "phrase"}
    marked = [replace(each.candidate, worded=phrases <= each.own) for each in kept]
    worded_first = sorted(marked, key=lambda each: not each.worded)
    return replace(ranking, candidates=tuple(worded_first[:CANDIDATES]), unmet=() if kept else _unmet(ranking, read))


def _read(ranking: Ranking, texts: Mapping[Hit, str], headlines: Mapping[int, str]) -> list[_Read]:
    around: dict[int, set[Filter]] = defaultdict(set)
    own: list[tuple[Candidate, frozenset[Filter]]] = []
    for each in ranking.candidates:
        if each.hit in texts:
            text, headline = texts[each.hit], headlines.get(each.hit.row, "")
            held = frozenset(wording for wording in ranking.sought.wordings if _stands(wording, text, headline))
            own.append((each, held))
            around[each.hit.row] |= held
    return [_Read(each, held, frozenset(around[each.hit.row])) for each, held in own]


def _stands(wording: Filter, text: str, headline: str) -> bool:
    in_headline = wording.kind == "phrase" and holds_phrase(wording.value, headline)
    return in_headline or holds_phrase(wording.value, text)


def _unmet(ranking: Ranking, read: Sequence[_Read]) -> tuple[Filter, ...]:
    """Return what no candidate meets, with the filters that had left only these to read."""
    wordings = ranking.sought.wordings
    if not read:
        return tuple(each for each in wordings if each.kind == "phrase")
    alone = [wording for wording in wordings if not any(each.meets(wording) for each in read)]
    return tuple(each for each in ranking.sought.filters if each not in wordings or each in (alone or wordings))
