"""Mails that were pasted, with their headers or as a program shows a thread → Article."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from knowledge.errors import UnreadableArticle
from knowledge.ingest import boilerplate
from knowledge.ingest.news_header import is_name
from knowledge.ingest.paragraphs import body_of_rows
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import DateHints, find_dates
from knowledge.text.publishers import date_hints

_HEADER = re.compile(
    r"(?:(?P<by>from|von|de|보낸 ?사람)|(?P<title>subject|re|betreff|objet|asunto|제목)|"
    r"(?P<day>date|sent|datum|gesendet|fecha|날짜)|"
    r"to|cc|bcc|reply-to|attachments?|anlagen?|importance|an|à|para|받는 ?사람|"
    # What programs write for programs, where all of a mail is pasted.
    r"(?P<name>x-[\w-]+|message-id|in-reply-to|references(?=:\s*<)|received(?=:\s*(?:from|by|\())|mime-version|content-[\w-]+|"
    r"return-path|delivered-to|user-agent|thread-(?:topic|index)|auto-submitted|precedence|arc-[\w-]+|list-[\w-]+|"
    r"received-spf|authentication-results|dkim-signature))\s?[:：]\s*(?P<value>.+)",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"-*\s*(?:forwarded message|original message|weitergeleitete nachricht|message transféré|mensaje reenviado|"
    r"전달된 메일)\s*-*|begin forwarded message:|fwd:|memo(?:randum)?|(?:forwarded from|переслано от) .{1,80}",
    re.IGNORECASE,
)
_SENDER = re.compile(
    r"[\"']?(?P<name>[^\"<>\[\]]*?)[\"']?\s*[<\[(]?(?:mailto:)?(?P<mailbox>[^\s<>\[\]()]+@[^\s<>\[\]()]+?)[>\])]*"
)
"""As programs show it, a name can have a comma without quotes: "Dahl, Ingrid <ingrid@example.org>"."""


def has_header(rows: Sequence[str]) -> bool:
    """Tell whether one of the rows is a header of a mail, as in "Subject: New pier"."""
    return any(map(_HEADER.fullmatch, rows))


@dataclass(frozen=True, slots=True)
class _Letter:
    """The rows above a mail that say from whom it is, and when."""

    start: int
    end: int
    sender: str = ""
    moment: str = ""
    subject: str = ""
    is_quoted: bool = False
    """Whether it is a copy below the mail that answers it."""


def read_thread(every: Sequence[str], hints: DateHints) -> Article | None:
    """Read a mail pasted with its headers, or a thread of them as a program shows it; None for any other text."""
    first = first_letter(every)
    if first is None:
        return None
    letters = [first]
    for at in range(first.end, len(every)):
        if at >= letters[-1].end and (found := _letter_at(every, at)):
            letters.append(found)
    rows: list[str] = []
    seen: set[str] = set()
    levels: dict[str, int] = {}
    for letter, after in pairwise([*letters, _Letter(len(every), len(every))]):
        said, moment = _said(every[letter.end : after.start], letter.moment)
        first = replace(letter, moment=moment) if letter is letters[0] else first
        said = _without_quotation(said)
        if letter.is_quoted and all(row in seen or row.startswith(">") for row in said):
            continue
        if said and len(letters) > 1:
            rows.append(" · ".join(filter(None, (letter.sender, moment))))
            # Between the lines of a quotation are answers to it.
            levels |= {} if said[0].startswith(">") else {rows[-1]: 1}
        rows += said
        seen.update(said)
    body, corrected = body_of_rows(rows, levels, "")
    dates = find_dates(first.moment, hints)
    # Whose program it is stands there, too, with an address.
    above = [row for row in every[: first.start] if not (_FOLDER.fullmatch(row) or _SENDER.fullmatch(row))]
    title = first.subject or next(iter(above if len(above) < MAX_MENU_ROWS else above[::-1]), "")
    return Article(
        title=normalize.one_line(title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        corrections=corrected,
        byline=normalize.one_line(first.sender, normalize.MAX_NAME),
        published_at=dates[0].day if dates else None,
    )


MAX_ROWS_ABOVE_MAIL, MAX_MENU_ROWS = 80, 8
"""Rows above the first mail on the page of a program, and those from which they are a menu above the subject."""


def first_letter(rows: Sequence[str]) -> _Letter | None:
    """Return the mail that a text begins with, below what a program shows above it; None where it is no mail."""
    above = rows[:MAX_ROWS_ABOVE_MAIL]
    if not any(_is_recipient(row, is_sure=True) for row in above) and not has_header(above[:1]):
        return None
    letters = (_letter_at(rows, at) for at in range(len(above)))
    # Above the sender of a mail that is pasted as it was sent is how it came, in rows that were folded.
    top = _HEADER.fullmatch(rows[0])
    is_raw = bool(top and top["name"])
    return next((found for found in letters if found and (is_raw or not found.is_quoted)), None)


def _letter_at(rows: Sequence[str], at: int) -> _Letter | None:
    """Return the mail that begins with a row; None where none does."""
    if len(rows[at]) > MAX_LETTER_ROW_CHARS:
        return None
    heads = list(takewhile(bool, map(_HEADER.fullmatch, rows[at : at + MAX_ALL_HEADERS])))
    titles = [place for place, each in enumerate(heads) if each and each["title"]]
    heads = heads[: titles[1]] if len(titles) > 1 else heads  # "Re: …" can begin the letter.
    found = {name: each["value"] for each in heads if each for name, value in each.groupdict().items() if value}
    if len(heads) >= MIN_ORIGINAL_HEADERS and {"by", "title"} <= found.keys():
        start = at - 1 if at and _ORIGINAL.fullmatch(rows[at - 1]) else at
        name = _name_of(found["by"])
        return _Letter(start, at + len(heads), name, found.get("day", ""), found["title"], is_quoted=at > 0)
    if at and _WROTE.fullmatch(rows[at]):
        return _Letter(at, at + 1, rows[at], is_quoted=True)
    if printed := _PRINTED.fullmatch(rows[at]):
        below = rows[at + 1 : at + 1 + MAX_HEADERS]
        to = list(takewhile(lambda row: _is_recipient(row) or _HEADER.fullmatch(row), below))
        return _Letter(at, at + 1 + len(to), _name_of(printed["sender"]), printed["moment"]) if to else None
    below = list(takewhile(_is_below_sender, rows[at + 1 : at + 1 + MAX_HEADERS]))
    to = list(filter(_is_recipient, below))
    moments = [row for row in below if row not in to]
    sender = _SENDER.fullmatch(rows[at])
    is_sure = bool(sender) or any(_AGO.search(row) or find_dates(row) for row in moments)
    if not to or not is_sure or not (sender or moments) or _is_below_sender(rows[at]) or rows[at][-1] in ".!?:;,":
        return None
    moment = _AGO.sub("", next(iter(moments), ""))
    return _Letter(at, at + 1 + len(below), _name_of(rows[at]), moment)


MAX_LETTER_ROW_CHARS, MAX_HEADERS, MAX_ALL_HEADERS, MAX_SIGNATURE_ROWS = 250, 12, 60, 8
_MOMENT = re.compile(r"(?=[^<>@]{4,70}$)[^<>@]*?(?<!\d)\d{1,2}[:.h]\d\d(?!\d)[^<>@]*")
"""A row with the time of a day."""
_PRINTED = re.compile(
    rf"(?P<sender>[^<>]{{0,{normalize.MAX_NAME}}}<[^\s<>@]{{1,64}}@[^\s<>@]{{1,80}}>)\s+(?P<moment>{_MOMENT.pattern})"
)
"""A sender with the moment in one row, as Gmail prints a thread."""
_RECIPIENT = re.compile(
    r"(?:to|cc|an|à|para|a|do|dla|aan|naar|til|till|kime|alıcı|кому|收件人|发送至|寄給|宛先)"
    r"(?P<mark>\s?[:：]\s?|\s)(?P<people>\D{0,119}[^\d.!?…])",
    re.IGNORECASE,
)
"""To whom a mail goes, in the row below its sender."""
_READER = re.compile(r"me|moi|mí|mim|mich|mir|mij|mig|meg|mnie|mne|mně|bana|мне|меня|我|나|自分|.*@.*", re.IGNORECASE)
"""Whose program shows the mail, or an address."""
_MORE_RECIPIENTS = re.compile(r"\+\d+ \w+")
_AGO = re.compile(r"\s?[(（][^()（）]{0,12}\d[^()（）]{1,20}[)）]$")


def _is_recipient(row: str, *, is_sure: bool = False) -> bool:
    """Tell a row that says to whom a mail goes; with `is_sure`, also from a headline such as "A New Pier"."""
    if row.endswith(("에게", ";")) or _MORE_RECIPIENTS.fullmatch(row):
        return True
    found = _RECIPIENT.fullmatch(row)
    people = found["people"].split(", ") if found else []
    if not found or found["mark"].strip() or any(map(_READER.fullmatch, people)):
        return bool(found)
    return not is_sure and all(
        is_name(each) or (each.istitle() and " " not in each) or boilerplate.count_cjk(each) for each in people
    )


def _is_below_sender(row: str) -> bool:
    return len(row) <= MAX_LETTER_ROW_CHARS and (_is_recipient(row) or bool(_MOMENT.fullmatch(row)))


def _name_of(row: str) -> str:
    """Return the name of a sender, or the address of one without a name."""
    sender = _SENDER.fullmatch(row[: normalize.MAX_NAME])
    return (sender["name"] or sender["mailbox"]) if sender else row


def _said(rows: Sequence[str], moment: str) -> tuple[Sequence[str], str]:
    """Return the text of a mail without the buttons around it, and when it was sent, which can stand below it."""
    kept = [row for row in rows if not _TRIMMED.fullmatch(row)]
    # What programs part so is who wrote it, and where to reach them.
    kept = kept[: kept.index("--")] if "--" in kept[-MAX_SIGNATURE_ROWS:] else kept
    while kept and (_BUTTON.fullmatch(kept[-1]) or (not moment and _MOMENT.fullmatch(kept[-1]))):
        row = kept.pop()
        moment = moment or (row if _MOMENT.fullmatch(row) else "")
    return kept, moment


def _without_quotation(rows: Sequence[str]) -> Sequence[str]:
    """Return the text of a mail without the one quoted below it, where the row above that is quoted, too."""
    start = len(rows)
    while start and rows[start - 1].startswith(">"):
        start -= 1
    is_mail = start < len(rows) and _WROTE.fullmatch(rows[start].lstrip("> "))
    return rows[:start] if is_mail else rows


_FOLDER = re.compile(
    r"external|extern|externe|externo|inbox|posteingang|boîte de réception|recibidos|posta in arrivo|caixa de entrada|"
    r"postvak in|inkorgen|innboks|indbakke|odebrane|doručené|gelen kutusu|входящие|受信トレイ|받은편지함|收件箱|収件匣|"
    r"summari[sz]e(?: this email)?|\d+ (?:of|von|sur|de|di) \d+|"
    r"\d+ (?:messages?|nachricht(?:en)?|mensajes?|messaggi(?:o)?|mensage(?:m|ns)|berichten?|сообщени[ея]й?)|메일 \d+개",
    re.IGNORECASE,
)
"""In which folder it is, below the subject of a mail."""
_BUTTON = re.compile(
    r"reply(?: to)?(?: all)?|forward|add reaction|(?:allen )?antworten|weiterleiten|répondre(?: à tous)?|transférer|"
    r"responder(?: a todos)?|reenviar|rispondi(?: a tutti)?|inoltra|encaminhar|(?:allen )?beantwoorden|doorsturen|"
    r"svara(?: alla)?|vidarebefordra|odpowiedz(?: wszystkim)?|przekaż|odpovědět(?: všem)?|přeposlat|yanıtla|ilet|"
    r"ответить(?: всем)?|переслать|(?:全員に)?返信|転送|(?:전체)? ?답장|전달|回复|转发|回覆|轉寄|"
    r"(?:one|\d+) attachments?.{0,40}|•?\s*scanned by gmail",
    re.IGNORECASE,
)
_TRIMMED = re.compile(
    r"\.{3}|…|\[message clipped\].{0,40}|(?:show|hide) (?:trimmed content|quoted text|message history)|"
    r"zitierten text (?:anzeigen|ausblenden)|"
    r"\[[^\[\]]{0,30}(?:quoted|zitiert|citado|citation|citato|인용)[^\[\]]{0,40}\]|you replied on .{4,40}|"
    r"some people who received this message .{0,120}",
    re.IGNORECASE,
)
"""What programs show in place of a part of a mail."""


_WROTE = re.compile(
    r"(?:on|am|le|el|il|op|den)\s.{5,150}(?:wrote|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef.{0,80})\s?[:：]|"
    r".{5,150}님이 작성\s?[:：]|\d.{4,100}<[^\s<>@]{1,64}@[^\s<>]{1,80}>.{0,30}[:：]",
    re.IGNORECASE,
)


MAX_COVER_CHARS = 300
"""Longest note, in characters, above a mail that is passed on for what it says."""


def without_original(rows: Sequence[str]) -> Sequence[str]:
    """Return the rows of a mail above the one that it answers, as Outlook puts that below with its headers."""
    for at in range(1, len(rows)):
        heads = list(takewhile(bool, map(_HEADER.fullmatch, rows[at : at + MIN_ORIGINAL_HEADERS])))
        if len(heads) == MIN_ORIGINAL_HEADERS and heads[0] and heads[0]["by"]:
            if FORWARDED.fullmatch(rows[at - 1]) and not _ORIGINAL.fullmatch(rows[at - 1]):
                return rows
            return rows[: at - 1] if at > 1 and _ORIGINAL.fullmatch(rows[at - 1]) else rows[:at]
    return rows


MIN_ORIGINAL_HEADERS = 3
_ORIGINAL = re.compile(
    r"[-_\s]*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original)?[-_\s]*", re.I
)


def forwarded(every: Sequence[str]) -> tuple[Sequence[str], Article | None]:
    """Return the rows of a mail above the one that it passes on, and that one; None where it passes none on."""
    at = next((at for at, row in enumerate(every) if FORWARDED.fullmatch(row)), len(every))
    with suppress(UnreadableArticle):
        inner = list(every[at + 1 :])
        return every[:at], read_thread(inner, date_hints("\n".join(inner)))
    return every, None
