"""Logs of changes: the rows that say of which version, day or commit the changes below them are."""

import re
from collections.abc import Sequence

_VERSION = re.compile(
    r"(?:\* )?(?P<name>(?:[^\W\d]\S{0,20} ){0,6}?(?P<word>(?:versions?|release|ver|v)\.? ?)?\[?"
    r"(?P<number>(?!\d{1,2}\.\d{1,2}\.\d{4}\b)\d{1,4}(?:\.\d{1,4}){1,4}(?:[-+.]?[a-z]{1,6}\.?\d{0,4})?)\]?)"
    r"(?:[\s,/–—-]{1,3}\(?(?P<day>\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? [^\W\d_]{3,12}\.? \d{4}|"
    r"[^\W\d_]{3,12}\.? \d{1,2}, \d{4})\)?(?:[ T]\d\d:\d\d(?::\d\d)?(?: ?[+-]\d\d:?\d\d|Z)?"
    r"(?: [A-Z][a-z]+/\w+)?)?)?(?:\s[\[(][^()\[\]]{2,20}[\])])?",
    re.IGNORECASE,
)
"""Such as "Changes in version 4.2 (2026-07-02)"."""
_ENTRY = re.compile(
    r"[a-z\d][\w.+-]{1,60} \([^()\s]{1,60}\) [\w .-]{2,60}; urgency=\w+.{0,40}|"
    r"\d{4}-\d\d-\d\d [^<>@]{2,60} <[^<>\s]{3,80}>|commit [0-9a-f]{7,40}(?: .{1,60})?"
)
"""Such an entry in the logs of Debian, of GNU and of Git."""
_DIGIT, _DOTTED = re.compile(r"\d"), re.compile(r"\d\.\d")
_DATED = re.compile(r"(?:[^\W\d_]{3,9} \d{1,2},? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}): \S")
"""Begins what happened on a day."""
MAX_VERSION_CHARS, MAX_ENTRY_CHARS, MIN_ENTRIES = 60, 200, 2


def heads_changes(line: str) -> bool:
    """Tell a row that says of what the changes below it are, and is no number of anything else."""
    if len(line) > MAX_ENTRY_CHARS:
        return False
    may_be_version = 0 <= line.find(".") < len(line) - 1 and len(line) <= MAX_VERSION_CHARS and _DOTTED.search(line)
    if may_be_version and (found := _VERSION.fullmatch(line)):
        return bool(found["word"] or found["day"] or found["number"].count(".") > 1)
    is_entry = "<" in line or "commit " in line or "urgency=" in line
    return is_entry and bool(_DIGIT.search(line) and _ENTRY.fullmatch(line))


def entry_lines(lines: Sequence[str]) -> list[int]:
    """Return where the entries of a log of changes begin among the lines of a text; empty for any other text."""
    found = [at for at, line in enumerate(lines) if line and heads_changes(line)]
    if len(found) >= MIN_ENTRIES:
        return found
    first = next((at for at, line in enumerate(lines) if line), 0)
    is_log = bool(lines) and len(lines[first]) <= MAX_VERSION_CHARS and _NOTES.search(lines[first])
    return [first] if is_log else []


_NOTES = re.compile(
    r"\b(?:release notes?|change ?log|(?:revision|version) history|versionshinweise|notes? de version|"
    r"notas de (?:la )?vers|note di rilascio)|リリースノート|更新履歴|릴리스 노트|更新日志|发行说明",
    re.IGNORECASE,
)


def first_entry(rows: Sequence[str]) -> int:
    """Return where the first entry of a log of changes is; -1 for any other text."""
    found = [at for at, row in enumerate(rows) if heads_changes(row) or _DATED.match(row)]
    return found[0] if len(found) >= MIN_ENTRIES else -1


_RUBRIC = re.compile(
    r"(?:(?:product|software) )?(?:release notes?|changelog|what['’]s new|updates?)|versionshinweise|neuigkeiten|"
    r"notes? de (?:version|publication)|nouveautés|notas de (?:la )?(?:versión|versão)|novedades|novidades|"
    r"note di rilascio|novità|リリースノート|更新履歴|릴리스 노트|업데이트|更新日志|发行说明",
    re.IGNORECASE,
)
_NAMED_VERSION = re.compile(r"(?=.{3,60}$)[^\W\d_].*?\s(?:v\.?\s?)?\d{1,4}(?:\.\d{1,4}){1,3}(?![\d.]).*", re.IGNORECASE)


def is_rubric(row: str, after: str) -> bool:
    """Tell what a page is one of, "Release notes", above the name and the version that it is about."""
    return bool(_RUBRIC.fullmatch(row) and _NAMED_VERSION.fullmatch(after))


_KIND = re.compile(
    r"(?:what['’]s (?:new|changed|fixed)|(?:release |version )?highlights|(?:new|other|minor|major|breaking|notable|"
    r"key|"
    r"deprecated|known|internal|resolved|security|general|api) "
    r"(?:features?|changes?|fixes|issues|limitations|contributors|improvements|updates)|"
    r"features?(?: and enhancements)?|"
    r"(?:bug|security|hot)[ -]?fixes(?: and improvements)?|fix(?:es|ed)|improvements?|enhancements?|added|changed|"
    r"removed|"
    r"deprecat(?:ed|ions?)|documentation|performance|dependenc(?:y|ies)(?: updates)?|upgrade (?:notes?|guide|"
    r"instructions)|upgrading|"
    r"(?:fehler(?:behebungen|korrekturen)|behobene fehler|neue funktionen|neuerungen|verbesserungen|änderungen|"
    r"bekannte (?:probleme|fehler))|(?:corrections?(?: de bugs)?|nouveautés|nouvelles fonctionnalités|améliorations|"
    r"problèmes connus)|(?:correcciones(?: de errores)?|novedades|nuevas funciones|mejoras|problemas conocidos)|"
    r"(?:correzioni(?: di bug)?|novità|nuove funzionalità|miglioramenti|problemi noti)|(?:correções(?: de bugs)?|"
    r"novidades|"
    r"novos recursos|melhorias|problemas conhecidos)|(?:opgeloste (?:problemen|bugs)|nieuwe functies|verbeteringen|"
    r"bekende problemen)|(?:buggfixar|nyheter|förbättringar|kända problem)|(?:poprawki(?: błędów)?|nowe funkcje|"
    r"nowości|"
    r"ulepszenia|znane problemy)|(?:opravy(?: chyb)?|novinky|vylepšení)|(?:исправления(?: ошибок)?|новые возможности|"
    r"что нового|улучшения|известные проблемы)|(?:hata düzeltmeleri|yenilikler|iyileştirmeler)|"
    r"(?:不具合の修正|バグ修正|新機能|改善(?:点)?|既知の(?:問題|不具合))|(?:버그 ?수정|새로운 기능|개선 ?사항|"
    r"알려진 문제)|"
    r"(?:新功能|(?:问题|錯誤|错误|bug) ?修[复正復]|改进|优化|已知问题))",
    re.IGNORECASE,
)


_PICTURES = "".join(map(chr, (*range(0x2600, 0x27C0), 0x2B06, 0x2B50, *range(0x1F300, 0x1FB00), 0xFE0F, 0x20)))


def names_kind(line: str) -> bool:
    """Tell a row that says of what kind the changes below it are, maybe with a picture before."""
    return len(line) <= MAX_VERSION_CHARS and bool(_KIND.fullmatch(line.lstrip(_PICTURES)))
