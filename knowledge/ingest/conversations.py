"""What people said to each other, as programs copy or export it: chats, captions → Article."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from knowledge.ingest.news_header import date_line, is_name
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import MAX_DATE_CHARS, DateHints, find_dates, shows_day_first


def read(rows: list[str], hints: DateHints) -> Article | None:
    """Read a conversation from the lines of it that hold text; None for any other text."""
    return _log(rows, hints) or _captions(rows)


_STAMP = r"\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s(?:at\s)?)?\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?\]?"
_SAID = re.compile(
    rf"{_STAMP}\s(?:[-–]\s)?(?:<[^<>]{{1,40}}>\s|[^\s|]{{1,30}}\s[|│]\s|\*\s\S|[^:\n]{{1,40}}:\s).*|"
    rf"{_STAMP}\sFrom [^:\n]{{1,60}}:|[A-Z][a-z]{{2}} \d\d \d\d:\d\d:\d\d\s(?:<[^<>]{{1,40}}>|\*)\s.*|"
    r"\[[^\[\]]{1,40}\]\s\[(?:오전|오후|[AP]M)?\s?\d{1,2}:\d\d(?:\s?[AP]M)?\]\s.+|"
    r"<[\w\[\]|^`{{}}-]{{1,30}}>\s.+"
)
_SPEAKER = re.compile(
    rf"(?=[^\W\d]|@)(?:\S{{1,30}} ){{0,3}}\S{{1,30}}(?<! at)\s(?:[-–—]\s)?"
    rf"(?:(?:today|yesterday|heute|hier|오늘|어제)\s(?:at\s)?)?{_STAMP}|"
    rf"(?=\[)(?:\[(?:today|yesterday|heute|gestern|hier|오늘|어제|\w{{3,8}}day),?\s(?:at\s)?)?{_STAMP}\s"
    rf"(?=[^\W\d])(?:\S{{1,30}} ){{0,3}}\S{{1,30}}",
    re.IGNORECASE,
)
MIN_MESSAGES = 3
MAX_MESSAGE_ROWS = 20
"""Rows for each message up to which a text is taken for the log of a chat."""


def _log(lines: list[str], hints: DateHints) -> Article | None:
    """Read the log of a chat: each message is a paragraph, with who said it and when; None for any other text."""
    dated_lines = (_LOG_DAY.sub(r"\g<day> \g<year>", line) if line[:1] in "-*" else line for line in lines)
    said = (line for line in dated_lines if not _CHAT_NOTICE.fullmatch(line))
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
    if _is_reply_field(messages[-1][-1], messages):
        messages[-1].pop()
    day = next((row for row in reversed(above) if _is_day(row, hints)), "")
    days = list(_days(messages, day, hints))
    titles = [row for row in above if not _is_day(row, hints)]
    paragraphs = normalize.nonempty("\n".join(message) for message in messages)
    stamps = [_SHORT_YEAR.sub(r"\g<1>20\2", row[:MAX_DATE_CHARS]) for row in (*reversed(above), *rows[:MAX_STAMPS])]
    day_first = shows_day_first("\n".join(stamps))
    hints = hints if day_first is None else replace(hints, day_first=day_first)
    dates = (found for stamp in stamps[: len(above) + 1] for found in find_dates(stamp, hints))
    words = " ".join(messages[0][1:]) or paragraphs[0]
    return Article(
        title=normalize.one_line(titles[0], normalize.MAX_TITLE_CHARS) if titles else normalize.derived_title((words,)),
        paragraphs=paragraphs,
        headings=tuple(days) if len(set(days)) > 1 and len(days) == len(paragraphs) else (),
        published_at=next((found.day for found in dates), None),
    )


def _days(messages: Sequence[list[str]], day: str, hints: DateHints) -> Iterator[str]:
    """Yield the day of each message, which programs show between them; what they show there leaves the messages."""
    for message in messages:
        yield day
        # A day can be all that somebody answers.
        said = 1 if _SAID.fullmatch(message[0]) else 2
        while message is not messages[-1] and len(message) > said:
            is_day = _is_day(message[-1], hints)
            if not is_day and message[-1] not in _NEW:
                break
            row = message.pop()
            day = row if is_day else day


def _is_day(row: str, hints: DateHints) -> bool:
    """Tell a row of nothing but a day, as in "Tuesday, February 10th"."""
    if len(row) > MAX_DATE_CHARS or not any(map(str.isdecimal, row)):
        return False
    found = find_dates(row, hints)
    rest = row[: found[0].start] + row[found[0].end :] if found else row
    return bool(_WEEKDAY.fullmatch(rest) if found else _YEARLESS.fullmatch(row))


def _is_reply_field(row: str, messages: Sequence[Sequence[str]]) -> bool:
    """Tell the field below a chat in which the next message is written: "Message #harbour"."""
    name = row.partition(" ")[2] if row.startswith("Message ") and row not in messages[-1][:1] else ""
    return name.startswith(("#", "@")) or bool(name and any(message[0].startswith(name) for message in messages))


_NEW = ("NEW", "New", "Neu", "NEU", "Nouveau", "Nuevo", "Nuevos")
"""What stands above what has not been read."""
_WEEKDAY = re.compile(r"\W*(?:[^\W\d]{2,12}\W*)?")
_YEARLESS = re.compile(r"[^\W\d]{3,12}day, [^\W\d]{3,12} \d{1,2}(?:st|nd|rd|th)")
_LOG_DAY = re.compile(
    r"^(?:---|\*{4}) (?:Log opened|Day changed|BEGIN LOGGING AT) (?P<day>\w+ \w+\s+\d{1,2}) "
    r"(?:\d\d:\d\d:\d\d )?(?P<year>\d{4})$"
)
"""What IRC programs write where a day begins."""


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
        if held and (is_name(held) if is_time else row[0] in "-–—" and _SPEAKER.fullmatch(f"{held} {row}")):
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
    r"(?:\S{1,20}\s)?\*\s\S{1,30} (?:\(\S{1,80}\) )?(?:has )?(?:joined|left|quit)\b.{0,80}|"
    r"(?:\S{1,20}\s)?(?:-->|<--|-!-|\*\*\*)\s.{1,160}|\d+ repl(?:y|ies)(?:\s?last reply.{0,40})?|"
    r"(?:---|\*{4}) (?:log closed|ending logging) .{1,60}|\((?:edited|bearbeitet|modifié|editado|수정됨|編集済)\)|"
    r"last reply (?:today|yesterday|\d{1,2} \w+ ago).{0,20}|"
    r".{0,60}<(?:media omitted|medien ausgeschlossen)>|"
    r"(?:저장한 날짜|date saved|saved on)\s?:.*|.{0,60}\u200e?(?:image|video|audio|sticker|gif|document) omitted",
    re.IGNORECASE,
)
"""What the program itself says in a log."""


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


def _captions(rows: list[str]) -> Article | None:
    """Read the captions of a film, each below or after its time, as running text; None for any other text."""
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
