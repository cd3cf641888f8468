"""A text as people paste it, a news page above all → Article."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import unescape
from itertools import islice, pairwise, takewhile
from pathlib import PurePath

from knowledge.errors import UnreadableArticle
from knowledge.ingest import boilerplate, corrections, sections
from knowledge.ingest.blocks import ALL_QUESTION, MAX_FAQ_QUESTION_CHARS, MIN_FAQ_QUESTIONS, Block, Body, body_of
from knowledge.ingest.news_header import (
    NewsHeader,
    date_line,
    dateline,
    is_headline,
    is_name,
    parse_header,
    without_menu,
)
from knowledge.ingest.sections import Section
from knowledge.models import PATH_SEPARATOR, Article
from knowledge.text import normalize
from knowledge.text.dates import MAX_DATE_CHARS, NO_HINTS, DateHints, find_dates, shows_day_first
from knowledge.text.publishers import date_hints

MIN_WRAP_CHARS, MAX_WRAP_CHARS = 30, 400
_NO_SPACE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff、。，；：！？」』）]$")


def unwrap(lines: list[str]) -> list[str]:
    """Return the lines that hold text; where the text was wrapped at a width, its lines are joined again."""
    first = next((at for at, line in enumerate(lines) if line), 0)
    # A headline can be longer than the lines of the text below.
    headline = lines[first : first + 1] if lines[first + 1 : first + 2] == [""] else []
    width = max(map(len, lines[first + len(headline) :]), default=0)
    if not _is_wrapped(lines, width):
        return [line for line in lines if line]
    return list(_joined(lines, width))


def _is_wrapped(lines: list[str], width: int) -> bool:
    """Tell a text wrapped at a width: its long lines break off in a sentence and could not have held the next word."""
    if not MIN_WRAP_CHARS <= width <= MAX_WRAP_CHARS:
        return False
    long = [pair for pair in pairwise(lines) if all(pair) and _is_broken_off(pair[0], width)]
    full = sum(_is_full(line, after, width) for line, after in long)
    return full >= 2 and full * 5 >= len(long) * 3


def _is_broken_off(line: str, width: int) -> bool:
    return len(line) * 10 > width * 7 and line[-1] not in ".!?:。！？"


def _is_full(line: str, after: str, width: int) -> bool:
    if not line or not after:
        return False
    word = after.split(" ", 1)[0]
    return len(line) + 1 + (MAX_SYLLABLE_CHARS if _UNSPACED.search(word) else len(word)) > width


_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
MAX_SYLLABLE_CHARS = 8
"""What a line had no room for where no spaces part words."""


def _joined(lines: list[str], width: int) -> Iterator[str]:
    row: list[str] = []
    is_parted = any(line.endswith("-") for line in lines)
    words = (word for line in lines for word in re.findall(r"\w+(?:-\w+)?", line.lower())) if is_parted else ()
    known = Counter(words)
    for line, after in pairwise([*lines, ""]):
        row.append(line)
        if not _is_full(line, after, width):
            yield from filter(None, ["".join(_spaced(row, known))])
            row = []


def _spaced(row: list[str], known: Counter[str]) -> Iterator[str]:
    """Yield the lines with a space between them, but not in scripts without spaces nor inside a hyphenated word."""
    for line, after in pairwise([*row, ""]):
        parted, rest = _HYPHEN.search(line), re.match(r"\w+", after)
        if parted and rest and rest[0][0].islower():
            # A word that has its hyphen elsewhere too keeps it.
            is_compound = known[f"{parted[1]}-{rest[0]}".lower()] > known[f"{parted[1]}{rest[0]}".lower()]
            yield line if is_compound else line[:-1]
            continue
        yield line
        if after and not _NO_SPACE.search(line) and not parted:
            yield " "


_HYPHEN = re.compile(r"(\w+)-$")


MAX_FOOT_ROWS = 8
MAX_FRONT_LINES = 200
"""Lines before the first heading of a large text that are read for its title, author and day."""


def read_plaintext(text: str) -> Article:
    """Read a pasted text; UnreadableArticle if it holds none."""
    text = unescape(text) if _ENTITY.search(text) else text
    lines, url = _without_address(normalize.lines(text))
    found = _read_lines(lines, "\n".join(lines) if url else text)
    return replace(found, url=url) if url else found


_ENTITY = re.compile(r"&(?:#\d{2,5}|[lr][sd]quo|[nm]dash|hellip|nbsp);")
"""What feeds and the sources of pages have for signs that no text about code needs."""


def _without_address(lines: list[str]) -> tuple[list[str], str]:
    """Take the address of a page off a text that was copied from there, above it or below."""
    filled = [at for at, line in enumerate(lines) if line]
    is_list = sum(bool(_ADDRESS.fullmatch(lines[at])) for at in filled) > 1
    for at in (*filled[:2], *filled[-1:]) if len(filled) > 2 and not is_list else ():
        found = _ADDRESS.fullmatch(lines[at])
        if found and (found["label"] or at != filled[-1]) and (url := normalize.web_link(found["url"])):
            return [*lines[:at], "", *lines[at + 1 :]], url
    return lines, ""


_ADDRESS = re.compile(
    r"(?P<label>(?:source|url|link|from|via|retrieved from|quelle|fuente|fonte|bron|출처|来源|原文)\s?[:：]\s?)?"
    r"<?(?P<url>https?://[^\s<>]+)>?",
    re.IGNORECASE,
)


def _read_lines(lines: list[str], text: str) -> Article:
    hints = date_hints(text)
    if log := _log(lines, hints) or _posts(lines) or _thread(lines) or _captions(lines):
        return log
    lines = list(_without_marks(lines))
    is_wiki = _is_wiki(lines)
    levels = _take_headings(lines)
    rows = unwrap(lines)
    every = list(_without_wiki(rows) if is_wiki else _without_references(rows))
    normalize.nonempty(every)
    while len(every) > 1 and _NOTICE.fullmatch(every[0]):
        every = _without_last_contact(_without_contact(every[1:], hints))
    if any(map(_WIRE.search, every[:MAX_ROWS_ABOVE_WIRE])):
        every = _without_last_contact(every)
    while len(every) > 1 and _FORWARDED.fullmatch(every[0]):
        del every[0]
    while len(every) > 1 and _REACTIONS.fullmatch(every[-1]):
        del every[-1]
    if len(every) > 1 and _END.fullmatch(every[-1]):
        del every[-1]
    return _mail(every, hints) or _news(every, levels, hints) or _note(every, levels, hints)


_ORG = re.compile(r"#\+(?P<key>title|author|date):\s*<?(?P<value>[^<>]*?)(?: [A-Za-z]{2,3}\.?)?>?", re.IGNORECASE)
_FIELD = re.compile(r":(?P<key>author|date):\s+(?P<value>.+)", re.IGNORECASE)
_EMPHASIS = re.compile(r"([*_]{1,3})(?P<value>[^*_].{2,120}?[^*_])\1")
MAX_MARKED_ROWS = 12


def _without_marks(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, those at the top without what Org, reStructuredText and Markdown put around facts."""
    for at, line in enumerate(lines):
        found = (_ORG.fullmatch(line) or _FIELD.fullmatch(line)) if at < MAX_MARKED_ROWS else None
        if found:
            yield f"By {found['value']}" if found["key"].lower() == "author" else found["value"]
        else:
            marked = _EMPHASIS.fullmatch(line) if at < MAX_MARKED_ROWS and " " in line else None
            yield marked["value"] if marked else line


def split_plaintext(text: str, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of a text that is too large for one: what is below each of its headings.

    Raises:
        UnreadableArticle: it has no headings to split it by.
    """
    lines = normalize.lines(text)
    found = sections.headings_of(lines)
    parts = sections.cut(found, list(map(len, lines)))
    levels = {heading.text: heading.level for heading in found}
    for heading in found:
        lines[heading.at : heading.at + heading.rows] = [heading.text, *[""] * (heading.rows - 1)]

    def read(part: Section) -> tuple[Body, tuple[str, ...]] | None:
        rows = unwrap(lines[part.start + bool(part.path) : part.end])
        return _body(rows, levels, part.path.rpartition(PATH_SEPARATOR)[2]) if rows else None

    whole = Article(title=normalize.one_line(PurePath(name).stem, normalize.MAX_TITLE_CHARS), paragraphs=())
    if not parts[0].path:
        with suppress(UnreadableArticle):
            whole = read_plaintext("\n".join(lines[: min(parts[0].end, MAX_FRONT_LINES)]))
    yield from sections.section_articles(whole, parts, read, name)


def _take_headings(lines: list[str]) -> Mapping[str, int]:
    """Return the levels of the rows that are headings; the marks that make them such leave the lines."""
    found = sections.headings_of(lines)
    for heading in found:
        lines[heading.at : heading.at + heading.rows] = [heading.text, *[""] * (heading.rows - 1)]
    return {heading.text: heading.level for heading in found}


def _body(rows: Sequence[str], levels: Mapping[str, int], title: str) -> tuple[Body, tuple[str, ...]]:
    """Return the paragraphs of rows, each under its headings, and the corrections among them."""
    kept, corrected = corrections.split_corrections(_blocks(rows, levels))
    if any(block.kind == "heading" for block in kept):
        return body_of(kept, title), corrected
    return Body(normalize.nonempty(block.text for block in kept)), corrected


def _blocks(rows: Sequence[str], levels: Mapping[str, int]) -> Iterator[Block]:
    run: list[str] = []
    for row, after in pairwise([*rows, ""]):
        level = levels.get(row, 0)
        # One with nothing below it is a row like others.
        if not level or not after or 0 < levels.get(after, 0) <= level:
            run.append(row)
            continue
        yield from (Block("text", text) for text in _joined_rows(run))
        run = []
        yield Block("heading", row, level)
    yield from (Block("text", text) for text in _joined_rows(run))


_NOTICE = re.compile(
    r"(?:for immediate release|press release|news release|media release|pressemitteilung|medienmitteilung|"
    r"communiqué de presse|comunicado de prensa|comunicato stampa|보도 ?자료|新闻稿|報道資料)\W{0,3}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"-*\s*(?:forwarded message|original message|weitergeleitete nachricht|message transféré|mensaje reenviado|"
    r"전달된 메일)\s*-*|begin forwarded message:|fwd:|(?:forwarded from|переслано от) .{1,80}",
    re.IGNORECASE,
)
_REACTIONS = re.compile(
    r"(?:[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]\ufe0f?\s*[\d.,]+[KMkm]?\s*)+(?:edited\s*)?(?:\d\d:\d\d)?|"
    r"\W{0,4}(?:subscribe|подписаться|подписывайтесь)\b.{0,20}@\w+",
    re.IGNORECASE,
)
"""Counts and calls below a post of Telegram's."""
_CONTACT = re.compile(
    r"(?:media|press|presse)?[- ]?(?:contacts?|kontakt|enquiries|inquiries)\s?(?:[:：].*)?", re.IGNORECASE
)
_WIRE = re.compile(r"/PRNewswire|\((?:BUSINESS|GLOBE ?|PR) ?(?:NEWS)?WIRE\)|ACCESSWIRE|/EINPresswire", re.IGNORECASE)
"""What carries press releases says so in their first sentence."""
MAX_ROWS_ABOVE_WIRE = 12
MAX_CONTACT_ROWS = 6


def _without_contact(rows: list[str], hints: DateHints) -> list[str]:
    """Return a press release without the names and numbers to ask that many give above the headline."""
    at = next((at for at, row in enumerate(rows[:MAX_CONTACT_ROWS]) if _CONTACT.fullmatch(row)), -1)
    if at < 0 or any(map(boilerplate.is_prose, rows[:at])):
        return rows
    after = range(at + 1, min(at + 1 + MAX_CONTACT_ROWS, len(rows)))
    title = next((place for place in after if is_headline(rows[place]) and not date_line(rows[place], hints)), at)
    return [*rows[:at], *rows[title:]] if title > at else rows


def _without_last_contact(rows: list[str]) -> list[str]:
    """Return a press release without the names and numbers to ask at its end."""
    first = max(len(rows) - MAX_CONTACT_ROWS, 1)
    at = next((at for at in range(first, len(rows)) if _CONTACT.fullmatch(rows[at])), len(rows))
    return rows[:at] if not any(map(boilerplate.is_prose, rows[at:])) else rows


_STAMP = r"\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s(?:at\s)?)?\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?\]?"
_SAID = re.compile(
    rf"{_STAMP}\s(?:[-–]\s)?(?:<[^<>]{{1,40}}>\s|\*\s\S|[^:\n]{{1,40}}:\s).*|"
    r"\[[^\[\]]{1,40}\]\s\[(?:오전|오후|[AP]M)?\s?\d{1,2}:\d\d(?:\s?[AP]M)?\]\s.+|"
    r"<[\w\[\]|^`{{}}-]{{1,30}}>\s.+"
)
_SPEAKER = re.compile(
    rf"(?=[^\W\d]|@)(?:\S{{1,30}} ){{0,3}}\S{{1,30}}(?<! at)\s(?:[-–—]\s)?"
    rf"(?:(?:today|yesterday|heute|hier|오늘|어제)\s(?:at\s)?)?{_STAMP}|"
    rf"(?=\[){_STAMP}\s(?=[^\W\d])(?:\S{{1,30}} ){{0,3}}\S{{1,30}}",
    re.IGNORECASE,
)
MIN_MESSAGES = 3
MAX_MESSAGE_ROWS = 20
"""Rows for each message up to which a text is taken for the log of a chat."""


def _log(lines: list[str], hints: DateHints) -> Article | None:
    """Read the log of a chat: each message is a paragraph, with who said it and when; None for any other text."""
    said = (line for line in lines if line and not _CHAT_NOTICE.fullmatch(line))
    rows = list(islice(merged := _with_their_times(said), MAX_ROWS_ABOVE_LOG + 1))
    dated = next((at for at, row in enumerate(rows[:MAX_ROWS_ABOVE_LOG]) if date_line(row, hints)), -1) + 1
    is_timed = bool(dated) and all(map(_TIMED.fullmatch, rows[dated:]))
    if not is_timed and not any(_is_head(row) or _STAMPED.fullmatch(row) for row in rows):
        return None
    rows += merged
    heads = list(map(_is_head, rows))
    if sum(heads) >= MIN_SPEAKERS:  # Else they are the captions of a film.
        heads = [is_head or bool(_STAMPED.fullmatch(row)) for is_head, row in zip(heads, rows, strict=True)]
    if is_timed and all(map(_TIMED.fullmatch, rows[dated:])):
        heads = [at >= dated for at in range(len(rows))]
    above = rows[: next((at for at, is_head in enumerate(heads[:MAX_ROWS_ABOVE_LOG]) if is_head), 0)]
    rows, heads = rows[len(above) :], heads[len(above) :]
    if sum(heads) < MIN_MESSAGES or not heads[0] or len(rows) > sum(heads) * MAX_MESSAGE_ROWS:
        return None
    messages: list[list[str]] = []
    for row, is_head in zip(rows, heads, strict=True):
        messages += [[row]] if is_head else []
        messages[-1] += [] if is_head else [row]
    paragraphs = normalize.nonempty("\n".join(message) for message in messages)
    stamps = [_SHORT_YEAR.sub(r"\g<1>20\2", row[:MAX_DATE_CHARS]) for row in (*reversed(above), *rows[:MAX_STAMPS])]
    day_first = shows_day_first("\n".join(stamps))
    hints = hints if day_first is None else replace(hints, day_first=day_first)
    dates = (found for stamp in stamps[: len(above) + 1] for found in find_dates(stamp, hints))
    words = " ".join(messages[0][1:]) or paragraphs[0]
    return Article(
        title=normalize.one_line(above[0], normalize.MAX_TITLE_CHARS) if above else normalize.derived_title((words,)),
        paragraphs=paragraphs,
        published_at=next((found.day for found in dates), None),
    )


def _is_head(row: str) -> bool:
    return bool(_SAID.fullmatch(row) or _SPEAKER.fullmatch(row))


_STAMPED = re.compile(_STAMP)
_TIMED = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?\s\S.*")
"""Below the day that they are of, the messages of some programs begin with their times alone."""


def _with_their_times(rows: Iterable[str]) -> Iterator[str]:
    """Yield rows, a name and the time that programs put below it as one."""
    held = ""
    for row in rows:
        is_time = bool(_STAMPED.fullmatch(row))
        if held and is_time and is_name(held):
            row, held = f"{held} {row}", ""
        yield from filter(None, [held])
        held = row
    yield from filter(None, [held])


_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2}[./-]\d{1,2}[./-])(\d\d)(?!\d)")
MAX_ROWS_ABOVE_LOG = 4
"""Rows above the first message that an export begins with: whose chat it is, when it was saved, the first day."""
MAX_STAMPS = 1_000
MIN_SPEAKERS = 2
_CHAT_NOTICE = re.compile(
    r".{0,60}\b(?:end-to-end encrypted|ende-zu-ende-verschlüsselt|de extremo a extremo|de bout en bout|"
    r"crittografati end-to-end)\b.{0,160}|.{0,60}종단간 암호화.{0,100}|"
    r".{0,60}<(?:media omitted|medien ausgeschlossen)>|"
    r"(?:저장한 날짜|date saved|saved on)\s?:.*|.{0,60}\u200e?(?:image|video|audio|sticker|gif|document) omitted",
    re.IGNORECASE,
)
"""What the program itself says in a log."""


_HANDLE = re.compile(r"@\w{1,30}(?:@[\w.-]{3,60})?(?:\s?·.*)?")
_COUNTED = re.compile(
    r"·|[\d.,]{1,7}[KMkm]?|show this thread|replying to|translate post|quote|[A-Z][a-z]{2} \d{1,2}(?:, \d{4})?|"
    r"\d{1,2}[hmsd]|(?:[\d.,]+[KMkm]? )?(?:views|reposts|likes|quotes|bookmarks)",
    re.IGNORECASE,
)


def _posts(lines: list[str]) -> Article | None:
    """Read posts copied from a social network, without names, counts and buttons; None for any other text."""
    rows = [line for line in lines if line]
    if len(rows) < 3 or not _HANDLE.fullmatch(rows[1]) or boilerplate.is_prose(rows[0]):
        return None
    name = rows[0]
    kept = [row for row in rows if row != name and not _HANDLE.fullmatch(row) and not _COUNTED.fullmatch(row)]
    stamps = {row: found for row in kept if (found := _POSTED_AT.match(row) and find_dates(row, NO_HINTS))}
    kept = [row for row in kept if row not in stamps]
    if not kept:
        return None
    paragraphs = normalize.nonempty(kept)
    return Article(
        title=normalize.derived_title(paragraphs),
        paragraphs=paragraphs,
        published_at=next((found[0].day for found in stamps.values()), None),
        byline=normalize.one_line(name, normalize.MAX_NAME),
    )


_POSTED_AT = re.compile(r"(?:\d{1,2}:\d\d(?: ?[AP]M)? · )?[A-Z][a-z]{2} \d{1,2}, \d{4}(?:, \d{1,2}:\d\d| ·|$)")
"""The row of a post that says when it was written, how and from where."""
_POSTER = re.compile(r"(?:posted by )?u/[\w-]{2,30}(?:\s?[•·].*)?", re.IGNORECASE)
_THREAD_ROW = re.compile(
    r"r/\w+|[•·]|\d+\s?(?:s|min|h|hr|d|mo|y|yr|hours?|days?|months?|years?)\.?(?: ago)?|edited .*|op|[\d.,]+k?|vote|"
    r"(?:up|down)vote|go to comments|sort by:?|best|top|new|reply|share|award|report|save|follow|join|archived post.*|"
    r"add a comment|more repl(?:y|ies)|\d+ more repl(?:y|ies)|track me|comments? section|u/[\w-]+ avatar",
    re.IGNORECASE,
)


def _thread(lines: list[str]) -> Article | None:
    """Read a thread copied from Reddit: its headline, the post and the comments; None for any other text."""
    rows = [line for line in lines if line]
    if not any(re.fullmatch(r"r/\w+", row) for row in rows[:5]) or not any(map(_POSTER.fullmatch, rows[:10])):
        return None
    kept = [row for row in rows if not _POSTER.fullmatch(row) and not _THREAD_ROW.fullmatch(row)]
    if len(kept) < 2:
        return None
    title, *texts = kept
    posters = filter(None, map(_POSTER.fullmatch, rows))
    name = next((found[0] for poster in posters if (found := re.search(r"u/[\w-]+", poster[0]))), "")
    return Article(
        title=normalize.one_line(title, normalize.MAX_TITLE_CHARS), paragraphs=normalize.nonempty(texts), byline=name
    )


_CUE = re.compile(
    r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?[\])]?(?:\s*-->\s*(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?.*|\s+(?P<said>.*))?"
)
_VOICE = re.compile(r"</?[vcbiu](?:[. ][^<>]{0,80})?>")
"""Who speaks and how, in captions of the web."""
_NO_CAPTION = re.compile(
    r"(?:transcript|webvtt|show transcript|search in video|\d+|kind: .*|language: .*)", re.IGNORECASE
)
_BEGINNING = re.compile(r"[\[(]?(?:00?:)?00?:[0-5]\d\b")
MIN_CUES, MIN_ARROWS = 4, 2
MAX_CAPTION_CHARS = 500
"""Captions of a film are joined to paragraphs up to about this length."""


def _captions(lines: list[str]) -> Article | None:
    """Read the captions of a film, each below or after its time, as running text; None for any other text."""
    rows = [line for line in lines if line]
    first = next((at for at, row in enumerate(rows[:3]) if _CUE.fullmatch(row)), -1)
    if first < 0 or not _BEGINNING.match(rows[first]):
        return None  # The times of a day, as in a programme.
    cues = [_CUE.fullmatch(row) for row in rows]
    most = MIN_ARROWS if any("-->" in row for row in rows) else MIN_CUES
    if sum(map(bool, cues)) < most or sum(map(bool, cues)) * 4 < len(rows):
        return None
    said = [cue["said"] or "" if cue else _VOICE.sub("", row) for row, cue in zip(rows, cues, strict=True)]
    title = "" if _NO_CAPTION.fullmatch(rows[0]) or cues[0] else rows[0]
    texts = [""]
    for text in said[bool(title) :]:
        if not text or _NO_CAPTION.fullmatch(text):
            continue
        if len(texts[-1]) > MAX_CAPTION_CHARS or (texts[-1].endswith(".") and len(texts[-1]) * 2 > MAX_CAPTION_CHARS):
            texts.append("")
        texts[-1] = f"{texts[-1]} {text}".strip()
    paragraphs = normalize.nonempty(texts)
    title = normalize.one_line(title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(paragraphs)
    return Article(title=title, paragraphs=paragraphs)


_WIKI_ROW = re.compile(
    r"from wikipedia, the free encyclopedia|(?:jump to (?:navigation|search)\s?)+|jump to:.*|\(redirected from .*\)|"
    r"aus wikipedia, der freien enzyklopädie|un article de wikipédia.*|de wikipedia, la enciclopedia libre|"
    r"위키백과, 우리 모두의 백과사전\.?|出典: フリー百科事典.*|维基百科，自由的百科全书|материал из википедии.*",
    re.IGNORECASE,
)
_WIKI_MENU = re.compile(
    r"article|talk|read|edit|view source|view history|tools|\d+ languages|artikel|diskussion|lesen|bearbeiten|"
    r"quelltext (?:bearbeiten|anzeigen)|versionsgeschichte|werkzeuge|\d+ sprachen|discussion|lire|"
    r"modifier(?: le code)?|voir l['’]historique|outils|artículo|discusión|leer|editar|ver historial|herramientas|"
    r"역사 보기|도구",
    re.IGNORECASE,
)
"""Above the text on the page of an encyclopaedia."""
_WIKI_END = re.compile(
    r"references|notes|external links|further reading|see also|citations|sources|einzelnachweise|weblinks|"
    r"siehe auch|literatur|références|voir aussi|liens externes|referencias|véase también|enlaces externos|"
    r"각주|같이 보기",
    re.IGNORECASE,
)
_WIKI_CONTENTS = re.compile(r"(?:contents|\d+(?:\.\d+)*\s.{1,80})(?: \[hide\])?", re.IGNORECASE)
_EDIT = re.compile(r"\s?\[\s?(?:edit|edit source|bearbeiten|편집|modifier|editar)(?: \| .{1,40})?\s?\]$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?<=\S)(?:\[(?:\d{1,3}|[a-z]|(?:note|nb|anm\.?) \d{1,3}|[\w?]+(?: \w+)? needed)\]"
    r"(?::\s?\d{1,4}(?:[–-]\d{1,4})?)?)+"
    r"(?=\s|[.,;:)»”\"]|$)",
    re.IGNORECASE,
)
"""The numbers that lead to what an encyclopaedia cites, with the page there."""
_CITED = re.compile(r"[.,;:!?”\"»](?:\[(\d{1,3})\])+")
MAX_ROWS_ABOVE_WIKI = 40


def _is_wiki(lines: Sequence[str]) -> bool:
    """Tell a page copied from an encyclopaedia, by what stands above its text or beside its headings."""
    rows = [line for line in lines if line]
    above = any(map(_WIKI_ROW.fullmatch, rows[:MAX_ROWS_ABOVE_WIKI]))
    return above or sum(map(bool, map(_EDIT.search, rows))) >= MIN_EDITS


MIN_EDITS = 2


def _without_wiki(rows: list[str]) -> Iterator[str]:
    """Yield the rows of an encyclopaedia's article without menu, contents, references and marks."""
    rows = [_REFERENCE.sub("", row) for row in rows]
    first = next((at for at, row in enumerate(rows) if boilerplate.is_prose(row)), 0)
    in_contents = False
    for at, row in enumerate(rows):
        in_contents = row.lower().startswith("contents") or (in_contents and bool(_WIKI_CONTENTS.fullmatch(row)))
        if in_contents or _WIKI_ROW.fullmatch(row) or (at < first and _WIKI_MENU.fullmatch(row)):
            continue
        row = _EDIT.sub("", row)
        if _WIKI_END.fullmatch(row):
            return
        yield row


def _without_references(rows: list[str]) -> Iterator[str]:
    """Yield rows without the marks of references that count up from [1] behind the ends of sentences, if they do.

    In code and in laws a number in brackets stands behind a name, or apart.
    """
    cited = list(dict.fromkeys(int(found[1]) for row in rows for found in _CITED.finditer(row)))
    are_marks = len(cited) >= MIN_REFERENCES and cited == list(range(1, len(cited) + 1))
    for row in rows:
        yield _BEHIND.sub(r"\1", row) if are_marks else row


MIN_REFERENCES = 3
_BEHIND = re.compile(r"([.,;:!?”\"»])(?:\[\d{1,3}\])+(?=\s|$)")


_END = re.compile(
    r"#{2,}|# # #|-30-|\(?end\)?|ends|enditem|■|sent from my .{2,40}|(?:envoyé de mon|enviado desde mi) .{2,40}|"
    r"von meinem .{2,40} gesendet|.{0,20}iphone에서 보냄",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    r"(?:(?P<by>from|von|de|보낸 ?사람)|(?P<title>subject|betreff|objet|asunto|제목)|(?P<day>date|sent|datum|gesendet|"
    r"fecha|날짜)|"
    r"to|cc|bcc|reply-to|an|à|para|받는 ?사람)\s?[:：]\s*(?P<value>.+)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"(?:Q|Question|F|Frage|Pregunta|問|质问|问|질문|문)\s?\d{0,3}[.:：)]\s?\S")
_ANSWER = re.compile(r"(?:A|Answer|Antwort|Réponse|Respuesta|R|答|답변|답)\s?\d{0,3}[.:：)]\s?\S")
_ITEM = re.compile(r"(?:[-*•·–▪]|\d{1,3}[.)])\s")
MAX_LISTED_CHARS = 2_000
"""Longest list, in characters, that is one paragraph with the line that leads into it."""


def _is_question(row: str) -> bool:
    """Tell a row that asks and says nothing else."""
    return len(row) <= MAX_FAQ_QUESTION_CHARS and bool(ALL_QUESTION.fullmatch(row))


def _joined_rows(rows: Iterable[str]) -> Iterator[str]:
    """Yield the paragraphs of rows: an answer with its question, the items of a list with the line before them."""
    held = ""
    every = list(rows)
    asks = list(map(_is_question, every))
    are_answered = sum(ask and not after for ask, after in pairwise([*asks, True])) >= MIN_FAQ_QUESTIONS
    for row, ask in zip(every, asks, strict=True):
        last = held.rpartition("\n")[2]
        is_answer = bool(_QUESTION.match(held) and "\n" not in held and _ANSWER.match(row))
        is_answer = is_answer or (are_answered and not ask and "\n" not in held and _is_question(held))
        is_item = bool(_ITEM.match(row) and (held[-1:] in (":", "：") or ("\n" in held and _ITEM.match(last))))
        if held and (is_answer or is_item) and len(held) < MAX_LISTED_CHARS:
            held = f"{held}\n{row}"
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


_SENDER = re.compile(
    r"[\"']?(?P<name>[^\"<>\[\]]*?)[\"']?\s*[<\[(]?(?:mailto:)?(?P<mailbox>[^\s<>\[\]()]+@[^\s<>\[\]()]+?)[>\])]*"
)
"""As programs show it, a name can have a comma without quotes: "Dahl, Ingrid <ingrid@example.org>"."""


def _mail(every: list[str], hints: DateHints) -> Article | None:
    """Read a mail pasted with its headers; None for any other text."""
    heads = list(takewhile(bool, map(_MAIL_HEADER.fullmatch, every)))
    found = {name: each["value"] for each in heads if each for name, value in each.groupdict().items() if value}
    if len(heads) < 3 or not {"by", "title"} <= found.keys():
        return None
    sender = _SENDER.fullmatch(found["by"][: normalize.MAX_NAME])
    name, mailbox = (sender["name"], sender["mailbox"]) if sender else (found["by"], "")
    dates = find_dates(found.get("day", ""), hints)
    body, corrected = _body(_unquoted(every[len(heads) :]), {}, "")
    return Article(
        title=normalize.one_line(found["title"], normalize.MAX_TITLE_CHARS),
        paragraphs=body.paragraphs,
        corrections=corrected,
        byline=normalize.one_line(name or mailbox, normalize.MAX_NAME),
        published_at=dates[0].day if dates else None,
    )


_WROTE = re.compile(
    r"(?:on|am|le|el|il|op|den)\s.{5,150}(?:wrote|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef.{0,80})\s?[:：]|"
    r".{5,150}님이 작성\s?[:：]",
    re.IGNORECASE,
)


MAX_COVER_CHARS = 300
"""Longest note, in characters, above a mail that is passed on for what it says."""


def without_original(rows: Sequence[str]) -> Sequence[str]:
    """Return the rows of a mail above the one that it answers, as Outlook puts that below with its headers."""
    for at in range(1, len(rows)):
        heads = list(takewhile(bool, map(_MAIL_HEADER.fullmatch, rows[at : at + MIN_ORIGINAL_HEADERS])))
        if len(heads) == MIN_ORIGINAL_HEADERS and heads[0] and heads[0]["by"]:
            if _FORWARDED.fullmatch(rows[at - 1]) and not _ORIGINAL.fullmatch(rows[at - 1]):
                return rows
            return rows[: at - 1] if at > 1 and _ORIGINAL.fullmatch(rows[at - 1]) else rows[:at]
    return rows


MIN_ORIGINAL_HEADERS = 3
_ORIGINAL = re.compile(
    r"[-_\s]*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original)?[-_\s]*", re.I
)


def forwarded(every: Sequence[str]) -> tuple[Sequence[str], Article | None]:
    """Return the rows of a mail above the one that it passes on, and that one; None where it passes none on."""
    at = next((at for at, row in enumerate(every) if _FORWARDED.fullmatch(row)), len(every))
    with suppress(UnreadableArticle):
        inner = list(every[at + 1 :])
        return every[:at], _mail(inner, date_hints("\n".join(inner)))
    return every, None


def _unquoted(rows: Sequence[str]) -> Sequence[str]:
    """Return the rows of a mail without the mail that it answers, where that is quoted below."""
    at = next((at for at, row in enumerate(rows) if at and _WROTE.fullmatch(row)), len(rows))
    return rows[:at] if all(row.startswith(">") for row in rows[at + 1 :]) else rows


def _note(every: list[str], levels: Mapping[str, int], hints: DateHints) -> Article:
    """Read a text that is no news page: all of it is kept, its first row is the title if it looks like one."""
    if (
        len(every) > 1
        and len(every[0]) <= 150
        and not boilerplate.is_prose(every[0])
        and every[0][-1] not in ".!…:;,。"
    ):
        title = every[0]
        first = 2 if len(every) > 2 and _MINUTES.match(every[1]) and not boilerplate.is_prose(every[1]) else 1
        # Whose minutes they are can stand above.
        title, publisher = (every[1], title) if first == 2 else (title, "")
        body, corrected = _body(every[first:], levels, title)
    else:
        publisher = ""
        body, corrected = _body(every, levels, "")
        title = normalize.derived_title(body.paragraphs)
    credit = dateline(body.paragraphs[0], hints)
    met = find_dates(title, hints) if _MINUTES.match(title) else []
    return Article(
        title=title,
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=normalize.one_line(publisher, normalize.MAX_NAME),
        byline=credit.agency,
        published_at=credit.day or (met[0].day if len(met) == 1 else None),
        corrections=corrected,
    )


_MINUTES = re.compile(
    r"minutes|protokoll|procès-verbal|acta\b|verbale|notulen|протокол|회의록|議事録|会议纪要", re.IGNORECASE
)


def _news(every: list[str], levels: Mapping[str, int], hints: DateHints) -> Article | None:
    rows = without_menu(every)
    page = parse_header(rows, hints, levels)
    if page is None:
        return None
    if rows is not every:
        page = replace(page, body=_without_footer(page.body))
    page = _dated_at_foot(page, hints)
    kept = list(boilerplate.strip_boilerplate(page.body))
    if not kept:
        return None
    if len(kept) > 1 and page.byline and kept[-1].startswith(page.byline) and not boilerplate.is_prose(kept[-1]):
        kept.pop()  # Who wrote it, once more.
    kept[-1] = boilerplate.without_end_mark(kept[-1])
    agency = boilerplate.agency(kept[-1])
    kept[-1] = kept[-1].removesuffix(f"({agency})").rstrip() if agency else kept[-1]
    body, corrected = _body(kept, levels, page.title)
    credit = dateline(body.paragraphs[0], hints)
    return Article(
        title=normalize.one_line(page.title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        corrections=corrected,
        publisher=normalize.one_line(page.publisher, normalize.MAX_NAME),
        byline=normalize.one_line(page.byline or agency or credit.agency, normalize.MAX_NAME),
        published_at=page.published_at or credit.day,
        modified_at=page.modified_at,
    )


def _without_footer(rows: Sequence[str]) -> tuple[str, ...]:
    """Return the rows of a page that began with a menu, up to the last that is running text."""
    last = max(
        (at for at, row in enumerate(rows) if boilerplate.is_prose(row) and not boilerplate.is_boilerplate(row)),
        default=len(rows),
    )
    return tuple(rows[: last + 1])


def _dated_at_foot(page: NewsHeader, hints: DateHints) -> NewsHeader:
    """Take the date from the last rows of the page where those above the text give none."""
    if page.published_at:
        return page
    first = max(len(page.body) - MAX_FOOT_ROWS, 0)
    for at in range(first, len(page.body)):
        if found := date_line(page.body[at], hints):
            return replace(
                page,
                published_at=found.published_at,
                modified_at=page.modified_at or found.modified_at,
                body=page.body[:at] + page.body[at + 1 :],
            )
    return page
