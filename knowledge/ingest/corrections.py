"""What an article says about its own mistakes: kept with it, and never quoted as an answer."""

import re
from collections.abc import Iterable
from itertools import islice

from knowledge.ingest.blocks import Block
from knowledge.text import normalize

_MAX_CORRECTION_CHARS = 1_000
"""A longer paragraph is the article's text, whatever it begins with."""
MAX_CORRECTIONS = 20
MAX_BLOCKS = 3 * normalize.MAX_PARAGRAPHS
"""More become too many paragraphs, whatever is joined or is a heading of them."""

_LABEL = re.compile(
    r"[•*\s]*(?:(?:corrections?|clarifications?|correction and clarification|editor['’]s note|erratum|corrigendum|"
    r"(?:anmerkung|hinweis) der redaktion|ndlr|note de la rédaction|nota de(?: la redacción|l editor)|update|"
    r"berichtigung|korrektur|richtigstellung|rectificatif|rectification|corrección|fe de err(?:at|or)[ae]s|"
    r"rettifica|correzione|errata(?: corrige)?|correção|erramos|rettelse|rättelse|oikaisu|sprostowanie|oprava|düzeltme|"
    r"correctie|rectificatie|"
    r"поправка|исправление|виправлення|ispravak|helyesbítés|erată|διόρθωση|تصحيح|תיקון|đính chính|ralat|koreksi|"
    r"정정(?: ?보도)?|바로잡습니다|更正|訂正|お詫びと訂正)"
    r"(?:\s?[(,·–—-]\s?[^:：]{1,60}|\s[^:：.]{0,40}\d[^:：]{0,30})?\s?[:：]|"
    r"[\[【(]\s?(?:정정(?: ?보도(?:문)?)?|바로잡습니다|更正|訂正|correction)\s?[\])】])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"[•*\s]*(?:this|an earlier version of this|a previous version of this) (?:article|story|post|report|headline) "
    r"(?:was (?:amended|corrected|edited)|has been (?:amended|corrected|updated to correct)|"
    r"(?:incorrectly|misstated|misidentified|misspell?ed|misspelt|said|gave|referred|omitted|included))",
    re.IGNORECASE,
)
_AMBIGUOUS = re.compile(
    r"[•*\s]*(?:editor['’]s note|(?:anmerkung|hinweis) der redaktion|ndlr|note de la rédaction|nota de|oprava|"
    r"düzeltme|поправка|исправление|ralat|koreksi|תיקון)",
    re.IGNORECASE,
)
"""What can also begin another note, or news of repairs and laws."""
_ABOUT_A_MISTAKE = re.compile(
    r"correct|amend|(?:earlier|previous) version|misstat|misspel|korrigi|berichtig|früheren? (?:fassung|"
    r"version)|corrig|"
    r"versi[óo]n anterior|version antérieure|předchozí|původní|предыдущ|ранее|önceki|haber|sebelumnya|קודמת",
    re.IGNORECASE,
)
_UPDATE = re.compile(r"[•*\s]*update", re.IGNORECASE)
_UPDATED_TO_CORRECT = re.compile(
    r"\b(?:story|article|post|report|headline|text|piece)\b.{0,60}\b(?:corrected|amended|updated to correct)",
    re.IGNORECASE,
)


def is_correction(text: str) -> bool:
    """Tell a paragraph that corrects the article it is in."""
    if len(text) > _MAX_CORRECTION_CHARS or not (is_labelled_correction(text) or _SENTENCE.match(text)):
        return False
    if _UPDATE.match(text):
        return bool(_UPDATED_TO_CORRECT.search(text))
    return not _AMBIGUOUS.match(text) or bool(_ABOUT_A_MISTAKE.search(text))


def is_labelled_correction(text: str) -> bool:
    """Tell whether a text begins by saying that it is a correction, as in “Correction, 2 March: …”."""
    may_be_label = ":" in text or "[" in text or "(" in text or "：" in text or "【" in text
    return may_be_label and bool(_LABEL.match(text))


def split_corrections(blocks: Iterable[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """Return the blocks that are the article's text, and the corrections among them.

    Where nothing else is left, the text is about corrections, and stays.

    Raises:
        TooLargeArticle: there are too many.
    """
    every = list(islice(blocks, MAX_BLOCKS + 1))
    if len(every) > MAX_BLOCKS:
        raise normalize.too_many_paragraphs()
    kept: list[Block] = []
    corrected: list[Block] = []
    for block in every:
        is_kept = block.kind == "heading" or not is_correction(block.text)
        (kept if is_kept else corrected).append(block)
    if not any(block.kind != "heading" for block in kept):
        return every, ()
    return kept, tuple(block.text for block in corrected)[:MAX_CORRECTIONS]
