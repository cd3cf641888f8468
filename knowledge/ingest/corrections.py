"""What an article says about its own mistakes: kept with it, and never quoted as an answer."""

from collections.abc import Iterable

import regex

from knowledge.ingest.blocks import Block

_MAX_CORRECTION_CHARS = 1_000
"""A longer paragraph is the article's text, whatever it begins with."""
MAX_CORRECTIONS = 20

_CORRECTION = regex.compile(
    r"[•*\s]*(?:(?:corrections?|clarifications?|correction and clarification|editor['’]s note|erratum|corrigendum|"
    r"berichtigung|korrektur|richtigstellung|rectificatif|rectification|corrección|fe de errores|rettifica|"
    r"정정(?: ?보도)?|바로잡습니다|更正|訂正)"
    r"(?:\s?[(,·–—-]\s?[^:：]{1,60})?\s?[:：]|"
    r"(?:this|an earlier version of this|a previous version of this) (?:article|story|post|report|headline) "
    r"(?:was (?:amended|corrected|edited)|has been (?:amended|corrected|updated to correct)|"
    r"(?:incorrectly|misstated|misidentified|misspell?ed|misspelt|said|gave|referred|omitted|included)))",
    regex.IGNORECASE,
)
_EDITORS_NOTE = regex.compile(r"[•*\s]*editor['’]s note", regex.IGNORECASE)
_ABOUT_A_MISTAKE = regex.compile(
    r"correct|amend|earlier version|previous version|misstat|misspel|incorrect", regex.IGNORECASE
)


def is_correction(text: str) -> bool:
    """Tell a paragraph that corrects the article it is in."""
    if len(text) > _MAX_CORRECTION_CHARS or not _CORRECTION.match(text):
        return False
    # An editor's note can say anything.
    return not _EDITORS_NOTE.match(text) or bool(_ABOUT_A_MISTAKE.search(text))


def split_corrections(blocks: Iterable[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """Return the blocks that are the article's text, and the corrections among them.

    Where nothing else is left, the text is about corrections, and stays.
    """
    every = list(blocks)
    kept: list[Block] = []
    corrected: list[Block] = []
    for block in every:
        is_kept = block.kind == "heading" or not is_correction(block.text)
        (kept if is_kept else corrected).append(block)
    if not any(block.kind != "heading" for block in kept):
        return every, ()
    return kept, tuple(block.text for block in corrected)[:MAX_CORRECTIONS]
