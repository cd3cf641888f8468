"""Mails that were pasted, with their headers or as a program shows a thread → Article."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile

from knowledge.errors import UnreadableArticle
from knowledge.ingest import boilerplate
from knowledge.ingest.blocks import LIST_ITEM
from knowledge.ingest.date_lines import is_labelled
from knowledge.ingest.names import is_name
from knowledge.ingest.plaintext.paragraphs import body_of_rows
from knowledge.ingest.plaintext.recipes import SENTENCE_ENDS
from knowledge.ingest.wrapping import Wrapping, spaced, unwrap
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import DateHints, find_dates
from knowledge.text.publishers import date_hints

_FROM = (
    r"from|von|de|da|od|van|från|fra|lähettäjä|odesílatel|feladó|kimden|gönderen|от(?: кого)?|від|보낸 ?사람|差出人|"
    r"送信者|发件人|寄件者|寄件人"
)
_SUBJECT = (
    r"subject|re|betreff|objet|oggetto|asunto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|tárgy|konu|тема|제목|件名|"
    r"主题|主題|主旨"
)
_DATE = (
    r"date|sent|datum|gesendet|envoyé(?: le)?|fecha|enviado(?: el| em)?|enviada(?: em)?|data|inviato|verzonden|skickat|"
    r"dato|sendt|lähetetty|päivä(?:määrä)?|wysłano|odesláno|dátum|küldve|tarih|gönderme tarihi|дата|отправлено|날짜|"
    r"보낸 ?날짜|日付|送信日時|日時|日期|发送时间|时间|寄件日期|傳送時間"
)
_TO = (
    r"to|cc|bcc|an|à|para|a|aan|naar|till|til|dla|do|komu|vastaanottaja|címzett|kime|alıcı|кому|копия|받는 ?사람|참조|"
    r"宛先|收件人|寄給|抄送|副本|copie(?: à)?|kopie|kopia|kopi|copia|cópia|kopio|másolat|bilgi|reply-to|antwort an|"
    r"répondre à|responder a"
)
_HEADER = re.compile(
    rf"(?:(?P<by>{_FROM})|(?P<title>{_SUBJECT})|(?P<day>{_DATE})|{_TO}|"
    r"attachments?|anlagen?|anhänge?|pièces jointes|adjuntos|allegati|bijlagen?|bilagor|vedlegg|załączniki|přílohy|"
    r"importance|priorit(?:y|ät|é|eit|et)|wichtigkeit|prioridade?|importan(?:cia|za)|"
    # What programs write for programs, where all of a mail is pasted.
    r"(?P<name>x-[\w-]+|message-id|in-reply-to|references(?=:\s*<)|received(?=:\s*(?:from|by|\())|mime-version|"
    r"content-[\w-]+|"
    r"return-path|delivered-to|user-agent|thread-(?:topic|index)|auto-submitted|precedence|arc-[\w-]+|list-[\w-]+|"
    r"received-spf|authentication-results|dkim-signature|mailed-by|signed-by))\s?[:：]\s*(?P<value>.+)",
    re.IGNORECASE,
)
_PASSED_ON = (
    r"(?:forward|weitergeleit|transf[eé]r|réexpédi|reenviad|reencaminhad|encaminhad|inoltrat|doorgestuurd|"
    r"vidarebefordra|"
    r"videresend|videresendt|przekazan|przesłan|přeposlan|edelleenlähet|välitetty|továbbított|iletilen|перес[лы]|전달|"
    r"転送|转发|轉寄)"
)
FORWARDED = re.compile(
    rf"-+[^-.!?]{{0,40}}{_PASSED_ON}[^-.!?]{{0,40}}-+|forwarded message|"
    rf"(?:begin|anfang|début|inicio|início|inizio|start|początek|vidarebefordra|videresend)[^.!?:]{{0,30}}"
    rf"(?:{_PASSED_ON})?[^.!?:]{{0,30}}(?:message|nachricht|mensa\w+|messaggio|bericht|brev|"
    rf"wiadomoś\w+)\s?[^.!?:]{{0,20}}:|"
    r"-+\s*original message\s*-+|fwd:|memo(?:randum)?|(?:forwarded from|переслано от) .{1,80}",
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
    is_sent = bool(first.sender or first.subject)
    note = every[: first.start] if _is_below_note(first, every) else ()
    rows = [*note]
    seen: set[str] = set()
    levels: dict[str, int] = {}
    for letter, after in pairwise([*letters, _Letter(len(every), len(every))]):
        text = every[letter.end : after.start]
        said, moment = _said(_without_quotation(text) if is_sent else text, letter.moment, letter.sender)
        first = replace(letter, moment=moment) if letter is letters[0] else first
        if is_sent and letter.is_quoted and all(row in seen or row.startswith(">") for row in said):
            continue
        if said and (letter.sender or moment) and (note or len(letters) > 1):
            rows.append(" · ".join(filter(None, (letter.sender, moment))))
            # Between the lines of a quotation are answers to it.
            levels |= {} if said[0].startswith(">") else {rows[-1]: 1}
        rows += said
        seen.update(said)
    body, corrected = body_of_rows(rows, levels, "")
    dates = find_dates(_CTIME.sub(r"\1 \2", first.moment), hints)
    title = first.subject or _subject_above(every[: first.start])
    own = tuple(row for row in body.paragraphs if not (row.startswith(">") or _is_attribution(row)))
    return Article(
        title=normalize.one_line(title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(own or body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        corrections=corrected,
        byline=normalize.one_line(first.sender, normalize.MAX_NAME),
        published_at=dates[0].day if dates else None,
    )


def _subject_above(rows: Sequence[str]) -> str:
    """Return the subject that a program shows above a mail: over the name of the folder that it is in, if any."""
    # Whose program it is stands there, too, with an address.
    above = [row for row in rows if not (_SENDER.fullmatch(row) or _PROGRAM.fullmatch(row))]
    folders = [at for at, row in enumerate(above) if _FOLDER.fullmatch(row)]
    while len(folders) > 1 and folders[-1] - 1 == folders[-2]:
        folders.pop()
    if len(above) > 1 and _COUNTED.fullmatch(above[-1]):
        return above[-2]
    if folders and folders[-1]:
        return above[folders[-1] - 1]
    above = [row for row in above if not _FOLDER.fullmatch(row)]
    return next(iter(above if len(above) < MAX_MENU_ROWS else above[::-1]), "")


_COUNTED = re.compile(r"\d{1,3} [^\W\d_]{4,14}")
"""How many mails there are in a thread, right above the first as it is printed."""


def unwrap_mail(lines: Sequence[str], indents: Sequence[int]) -> list[str]:
    """Return the rows of a mail or a thread, the lines of each text joined by their own width, not the headers'."""
    joined_lines = list(_with_attributions(lines))
    lines = joined_lines if len(joined_lines) < len(lines) else lines
    indents = indents if len(indents) == len(lines) else ()
    lines = ["" if _TRIMMED.fullmatch(line) else line for line in lines]
    filled = [at for at, line in enumerate(lines) if line]
    rows = [lines[at] for at in filled]
    is_quoting = any(row[0] == ">" for row in rows)
    told = (line.lstrip("> ") for line in lines if len(line) <= MAX_QUOTED_CHARS and not _HEADER.fullmatch(line))
    like = Wrapping.of(list(told)) if is_quoting else None
    joined: list[str] = []
    start = place = 0
    while place < len(rows):
        letter = _letter_at(rows, place)
        end = max(letter.end, place + 1) if letter else place
        if letter:
            above = slice(start, filled[place])
            is_text = joined or _is_below_note(letter, rows)
            joined += _unwrapped_text(lines[above], indents[above], like) if is_text else rows[:place]
            joined += rows[place:end]
            start = filled[end - 1] + 1
        place = end if letter else place + 1
    return [*joined, *_unwrapped_text(lines[start:], indents[start:], like)]


def _unwrapped_text(lines: Sequence[str], indents: Sequence[int], like: Wrapping | None) -> Iterator[str]:
    """Yield the rows of a text, those that are quoted in it each with its mark.

    Args:
        lines: The lines of the text, the empty ones too.
        indents: How far each is indented, where that is known.
        like: How the lines of the whole mail were wrapped, where it quotes another.
    """
    start = 0
    runs = [(mark, [line[len(mark) :].strip() for line in run]) for mark, run in groupby(lines, key=_quote_mark)]
    # What is written between quotations is too short to tell the width.
    own = [line for mark, told in runs if not mark for line in (*told, "")] if len(runs) > 1 else []
    wrapping = Wrapping.of(own)
    for mark, told in runs:
        rows = [row for part in _paragraphs(told) for row in _joined_quotation(part, like)] if mark else []
        rows = rows or unwrap(told, indents[start : start + len(told)], wrapping)
        if not mark and like and len(rows) == sum(map(bool, told)):
            rows = unwrap(told, indents[start : start + len(told)], like)
        if not mark and len(rows) == sum(map(bool, told)):
            rows = [row for part in _paragraphs(told) for row in _joined_sentence(part)]
        rows = [_MAILBOX.sub("", row) if mark and _WROTE.fullmatch(row) else row for row in rows]
        yield from (f"{mark} {row}" if mark else row for row in rows)
        start += len(told)


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    return (list(run) for is_text, run in groupby(lines, key=bool) if is_text)


def _joined_quotation(lines: list[str], like: Wrapping | None) -> list[str]:
    """Return the rows of a quoted paragraph: one, if all its lines but the last are too long for anything else."""
    return ["".join(spaced(lines, Counter()))] if _is_broken(lines) else unwrap(lines, like=like)


def _joined_sentence(lines: list[str]) -> list[str]:
    """Return the rows of a paragraph of a short mail: one, if each line of it is long and breaks off in a sentence."""
    is_amid = all(line[-1] not in ".!?:;" and after[0].islower() for line, after in pairwise(lines))
    return ["".join(spaced(lines, Counter()))] if is_amid and _is_broken(lines) else lines


def _is_broken(lines: Sequence[str]) -> bool:
    """Tell lines that were one paragraph: each is long but the last, which ends a sentence."""
    is_whole = len(lines) > 1 and lines[-1].endswith(SENTENCE_ENDS) and not any(map(LIST_ITEM.match, lines))
    return is_whole and all(MIN_QUOTED_CHARS <= len(line) <= MAX_QUOTED_CHARS for line in lines[:-1])


MIN_QUOTED_CHARS, MAX_QUOTED_CHARS = 50, 80
"""How long lines of a mail are that go on in the next."""


def _quote_mark(line: str) -> str:
    return line[: len(line) - len(line.lstrip("> "))].rstrip() if line.startswith(">") else ""


MAX_ROWS_ABOVE_MAIL, MAX_MENU_ROWS = 80, 8
"""Rows above the first mail on the page of a program, and those from which they are a menu above the subject."""


def first_letter(rows: Sequence[str]) -> _Letter | None:
    """Return the mail that a text begins with, below what a program shows above it; None where it is no mail."""
    above = rows[:MAX_ROWS_ABOVE_MAIL]
    if not (has_header(above[:1]) or any(_shows_mail(row, after) for row, after in pairwise([*above, ""]))):
        return _passed_on(above) or _answer(above)
    letters = (_letter_at(rows, at) for at in range(len(above)))
    # Above the sender of a mail that is pasted as it was sent is how it came, in rows that were folded.
    top = _HEADER.fullmatch(rows[0])
    is_raw = bool(top and top["name"])
    shown = next((found for found in letters if found and (is_raw or not found.is_quoted)), None)
    return min(filter(None, (_passed_on(above), shown)), key=lambda found: found.start, default=None)


def _passed_on(rows: Sequence[str]) -> _Letter | None:
    """Return the mail that stands, with its headers, below a short note by whoever passes it on."""
    letters = (_letter_at(rows, at) for at, row in enumerate(rows) if at and _HEADER.fullmatch(row))
    found = next((each for each in letters if each and each.subject and each.moment), None)
    if not found or not _is_below_note(found, rows) or sum(map(len, rows[: found.start])) > MAX_COVER_CHARS:
        return None
    # What shows a mail as an example says so.
    is_shown = has_header(rows[found.start : found.start + 1]) and rows[found.start - 1].endswith((":", "："))
    return None if is_shown else found


def _answer(rows: Sequence[str]) -> _Letter | None:
    """Return a mail without headers that is known by what it answers, quoted below who wrote that when."""
    for at, row in enumerate(rows):
        told = " ".join(rows[at - 1 : at + 1]) if at and row.endswith((":", "：")) else row
        is_quoted = "".join(rows[at + 1 : at + 2]).startswith(">")
        # Programs that draw a line beside a quotation leave no marks of it.
        is_addressed = at > 0 and bool(_WROTE.fullmatch(row) and _MAILBOX.search(row))
        if is_addressed or (is_quoted and any(map(_is_attribution, {row, told}))):
            return _Letter(0, 0)
    return None


def _is_attribution(row: str) -> bool:
    """Tell a row that says who wrote what is quoted below, as programs do: with an address or a moment."""
    is_moment = bool(_CLOCK.search(row) and (_WROTE.fullmatch(row) or find_dates(row)))
    return bool(_ATTRIBUTED.fullmatch(row)) and (is_moment or bool(_MAILBOX.search(row)))


_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")


def _with_attributions(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, what says who wrote the quotation below on one where a program broke it."""
    above = ""
    filled = [line for line in lines if line]
    broken = {
        (before, row)
        for before, row, after in zip(filled, filled[1:], filled[2:], strict=False)
        if after[0] == ">" and row.endswith((":", "：")) and len(before) + len(row) <= MAX_LETTER_ROW_CHARS
        if not _is_attribution(row) and _is_attribution(f"{before} {row}")
    }
    for line, below in pairwise([*lines, ""]):
        if (line, below) in broken:
            above = f"{line} "
            continue
        yield above + line
        above = ""


def _is_below_note(first: _Letter, rows: Sequence[str]) -> bool:
    """Tell a mail above which is a note, not the rows that say how it came."""
    return first.is_quoted and first.start > 0 and not has_header(rows[:1])


def _shows_mail(row: str, after: str) -> bool:
    """Tell a row that stands above mails alone: to whom one goes, or who sent it to a list."""
    if _is_recipient(row, is_sure=True):
        return True
    if _ADDRESSED.fullmatch(after) and _PRINTED.fullmatch(row):
        return True
    is_listed = ("@" in row or " at " in row) and _LISTED.fullmatch(row) and _is_moment(after)
    return bool(is_listed or (_MOMENT.fullmatch(row) and _is_recipient(after) and find_dates(row)))


def _letter_at(rows: Sequence[str], at: int) -> _Letter | None:
    """Return the mail that begins with a row; None where none does."""
    if len(rows[at]) > MAX_LETTER_ROW_CHARS:
        return None
    heads = list(takewhile(bool, map(_HEADER.fullmatch, rows[at : at + MAX_ALL_HEADERS])))
    titles = [place for place, each in enumerate(heads) if each and each["title"]]
    heads = heads[: titles[1]] if len(titles) > 1 else heads  # "Re: …" can begin the letter.
    found = {name: each["value"] for each in heads if each for name, value in each.groupdict().items() if value}
    if len(heads) >= MIN_ORIGINAL_HEADERS and {"by", "title"} <= found.keys():
        start = at - 1 if at and (_ORIGINAL.fullmatch(rows[at - 1]) or FORWARDED.fullmatch(rows[at - 1])) else at
        name = _name_of(found["by"])
        return _Letter(start, at + len(heads), name, found.get("day", ""), found["title"], is_quoted=at > 0)
    is_above_quotation = rows[at + 1 : at + 2] and rows[at + 1].startswith(">") and _ATTRIBUTED.fullmatch(rows[at])
    if at and (is_above_quotation or _WROTE.fullmatch(rows[at])):
        return _Letter(at, at + 1, _MAILBOX.sub("", rows[at]), is_quoted=True)
    if printed := _PRINTED.fullmatch(rows[at]):
        below = rows[at + 1 : at + 1 + MAX_HEADERS]
        to = list(takewhile(_is_below_printed, below))
        return _Letter(at, at + 1 + len(to), _name_of(printed["sender"]), printed["moment"]) if to else None
    below = list(takewhile(_is_below_sender, rows[at + 1 : at + 1 + MAX_HEADERS]))
    to = list(filter(_is_recipient, below))
    if below and not to and (listed := _LISTED.fullmatch(rows[at])) and _is_moment(below[0]):
        return _Letter(at, at + 2, listed["name"], below[0])
    moments = [row for row in below if row not in to and not _BESIDE_SENDER.fullmatch(row)]
    sender = _SENDER.fullmatch(rows[at])
    is_sure = bool(sender) or any(_AGO.search(row) or find_dates(row) for row in moments)
    is_sure = is_sure or any("@" in row and _BESIDE_SENDER.fullmatch(row) for row in below)
    if not to or not is_sure or not (sender or moments) or _is_below_sender(rows[at]) or rows[at][-1] in ".!?:;,":
        return None
    moment = _AGO.sub("", next(iter(moments), ""))
    return _Letter(at, at + 1 + len(below), _name_of(rows[at]), moment)


MAX_LETTER_ROW_CHARS, MAX_HEADERS, MAX_ALL_HEADERS, MAX_SIGNATURE_ROWS = 250, 12, 60, 8
_MOMENT = re.compile(r"(?=[^<>@]{4,70}$)[^<>@]*?(?<!\d)\d{1,2}[:.h]\d\d(?!\d)[^<>@]*")
"""A row with the time of a day."""


def _is_moment(row: str) -> bool:
    """Tell a row with the time of a day that it gives, too; below the author of a story it says what it is of."""
    return bool(_MOMENT.fullmatch(row) and not is_labelled(row) and find_dates(_CTIME.sub(r"\1 \2", row)))


_CTIME = re.compile(r"(?<=\w{3} )(\w{3}\s+\d{1,2}) \d\d:\d\d:\d\d (?:[A-Z]{3,5} )?(\d{4})\b")
"""A moment as Unix writes it."""
_PRINTED = re.compile(
    rf"(?P<sender>[^<>]{{0,{normalize.MAX_NAME}}}<[^\s<>@]{{1,64}}@[^\s<>@]{{1,80}}>)\s+(?P<moment>{_MOMENT.pattern})"
)
"""A sender with the moment in one row, as Gmail prints a thread."""
_RECIPIENT = re.compile(
    r"(?:to|cc|an|à|para|a|do|dla|aan|naar|til|till|kime|alıcı|кому|收件人|发送至|寄給|宛先)"
    r"(?:\s?(?P<mark>[:：])\s?.{1,200}|\s(?P<people>\D{0,119}[^\d.!?…]))",
    re.IGNORECASE,
)
"""To whom a mail goes, in the row below its sender."""
_READER = re.compile(r"me|moi|mí|mim|mich|mir|mij|mig|meg|mnie|mne|mně|bana|мне|меня|我|나|自分|.*@.*", re.IGNORECASE)
"""Whose program shows the mail, or an address."""
_ADDRESSED = re.compile(r"[^\W\d_]{2,16}: [^:]{0,60}<?[\w.+-]{1,64}@[\w-]{1,60}\.[\w.-]{2,30}>?.{0,100}")
"""The same in any language, where there is an address."""
_MORE_RECIPIENTS = re.compile(r"\+\d+ \w+")
_AGO = re.compile(r"\s?[(（][^()（）]{0,12}\d[^()（）]{1,20}[)）]$")


def _is_recipient(row: str, *, is_sure: bool = False) -> bool:
    """Tell a row that says to whom a mail goes; with `is_sure`, also from a headline such as "A New Pier"."""
    if row.endswith(("에게", ";")) or _MORE_RECIPIENTS.fullmatch(row):
        return True
    found = _RECIPIENT.fullmatch(row)
    people = (found["people"] or "").split(", ") if found else []
    if not found or found["mark"] or any(map(_READER.fullmatch, people)):
        return bool(found)
    return not is_sure and all(
        is_name(each) or (each.istitle() and " " not in each) or boilerplate.count_cjk(each) for each in people
    )


def _is_below_printed(row: str) -> bool:
    return _is_recipient(row) or bool(_HEADER.fullmatch(row) or _ADDRESSED.fullmatch(row))


def _is_below_sender(row: str) -> bool:
    is_known = bool(_MOMENT.fullmatch(row) or _BESIDE_SENDER.fullmatch(row)) or _is_recipient(row)
    return len(row) <= MAX_LETTER_ROW_CHARS and is_known


_BESIDE_SENDER = re.compile(
    rf"(?:{_FROM}):\s?[^\s@]{{1,64}}@\S{{1,80}}|"
    r"attachments?|anhänge?|unread,?|ungelesen,?|non lus?,?|no leídos?,?",
    re.IGNORECASE,
)
"""What programs show between the sender and the moment of a mail."""
_LISTED = re.compile(r"(?P<name>[^\W\d][^@<>:]{1,60}?),? <?[\w.+-]{1,64}(?: at |@)[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}>?")
"""Who sent a mail, above the moment, in the archive of a list."""
_MAILBOX = re.compile(r"(?<=[^\W\d_])(?<! [AP]M) ?<\s?[^\s<>@]{1,64}@[^\s<>]{1,80}>")
"""Where somebody gets mail, after their name."""
_ATTRIBUTED = re.compile(r"(?=[^@<>]*(?:\d|<)).{5,200}[:：]")
"""Who wrote what is quoted below, and when."""


_ARCHIVED = re.compile(r"[^\s@]{1,64}(?:@| at )\S{1,80} \((?P<name>[^()]{2,60})\)")
"""A sender in the archive of a list, which hides addresses from programs."""


def _name_of(row: str) -> str:
    """Return the name of a sender, or the address of one without a name."""
    if listed := _ARCHIVED.fullmatch(row):
        return listed["name"]
    sender = _SENDER.fullmatch(row[: normalize.MAX_NAME])
    return (sender["name"] or sender["mailbox"]) if sender else row


def _said(rows: Sequence[str], moment: str, sender: str) -> tuple[Sequence[str], str]:
    """Return the text of a mail without the buttons around it, and when it was sent, which can stand below it."""
    kept = [row for row in rows if not _TRIMMED.fullmatch(row)]
    while len(kept) > 1 and _warns(kept[0]):
        del kept[0]
    scrubbed = next((at for at, row in enumerate(kept) if _SCRUBBED.fullmatch(row)), len(kept))
    kept = kept if any(map(boilerplate.is_prose, kept[scrubbed:])) else kept[:scrubbed]
    # What programs part so is who wrote it, and where to reach them.
    kept = kept[: kept.index("--")] if "--" in kept[-MAX_SIGNATURE_ROWS:] else kept
    while kept and (_ends_letter(kept[-1]) or (not moment and _MOMENT.fullmatch(kept[-1]))):
        row = kept.pop()
        moment = moment or (row if _MOMENT.fullmatch(row) else "")
    return kept[: _end_of_letter(kept, sender)], moment


def _warns(row: str) -> bool:
    """Tell what a firm or a program says above a letter from outside."""
    if len(row) > MAX_WARNING_CHARS:
        return False
    return bool(_WARNING.match(row) or _RARE.fullmatch(row) or _OUTSIDE.fullmatch(row))


def _ends_letter(row: str) -> bool:
    """Tell a row below a letter: a button, by what it was sent, or what a firm says below all of its own."""
    if len(row) <= MAX_WARNING_CHARS and _CONFIDENTIAL.match(row):
        return True
    return bool(_BUTTON.fullmatch(row) or _SENT_FROM.fullmatch(row) or _PRINTING.fullmatch(row))


_PRINTING = re.compile(
    r"\W{0,4}(?=.*(?:print|druck|imprim|stampa|skriver ut|utskrift|drukuj))(?=.*(?:environment|umwelt|environnement|"
    r"ambiente|"
    r"milieu|miljö|miljø|środowisk)).{20,160}",
    re.IGNORECASE,
)
"""Asks not to print a mail."""


def _end_of_letter(rows: Sequence[str], sender: str) -> int:
    """Return where a mail ends: above the files attached to it, and above where to reach who signed it."""
    end = len(rows)
    files = next((at for at in range(end - 1, -1, -1) if not _FILE.fullmatch(rows[at])), -1)
    end = files if files >= 0 and _ATTACHED.fullmatch(rows[files]) else end
    first = max(end - MAX_SIGNATURE_ROWS, 1)
    name = next((at for at in range(end - 2, first, -1) if _is_named(rows[at], sender)), end)
    below = rows[name + 1 : end]
    if not any(map(_REACHED.search, below)) or any(map(boilerplate.is_prose, below)):
        return end
    # Where the letter ends with the name, that is how it is signed.
    is_signed = rows[name - 1].rstrip(".,!").casefold() in sender.casefold()
    return name if is_signed else name + 1


def _is_named(row: str, sender: str) -> bool:
    """Tell a row that is the sender's name, or begins with it before what they are."""
    last, _, first = sender.casefold().partition(", ")
    said = re.split(r"\s*[|,;/•·]\s*|\s+[-–—]\s+", row.casefold(), maxsplit=1)[0]
    # Behind a name there can be degrees: "Ada Brandt BVSc MRCVS".
    titles = said.removeprefix(f"{sender.casefold()} ").split() if said.startswith(f"{sender.casefold()} ") else []
    is_titled = 0 < len(titles) <= MAX_DEGREES and not row[len(sender) :].strip().islower()
    return bool(sender) and (
        is_titled or said in (sender.casefold(), f"{first} {last}") or row.casefold() == sender.casefold()
    )


MAX_DEGREES = 3
_SCRUBBED = re.compile(r"-+ next part -+", re.IGNORECASE)
"""What archives of lists have in place of attached files is below."""
MAX_WARNING_CHARS = 1_500
_WARNING = re.compile(
    r"(?=.*(?:extern|outside|extér|exterior|ekstern|zewnątrz|zewnętrz|vnějš|extérieur|внешн|dışarıdan|外部|"
    r"외부))(?=.*(?:attachment|links?\b|liens?\b|anhäng|anlage|pièces? jointe|adjunto|anexo|allegat|bijlage|bilag|"
    r"vedlegg|"
    r"załącznik|příloh|вложен|添付|첨부|附件))"
    r"(?=.*(?:sender|organi[sz]ation|absender|expéditeur|remitente|mittente|afzender|avsänd|"
    r"afsender|avsender|nadawc|odesílatel|отправител|gönderen|送信者|보낸 ?사람|发件人|寄件))",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\W{0,3}extern(?:al|e[rs]?|[oa]|ý)?(?: (?:e-?mail|sender|message|mail|nachricht|absender))?\W{0,3}", re.IGNORECASE
)
_RARE = re.compile(
    r"(?=.{0,80}(?:often|häufig|\boft\b|souvent|suele|spesso|vaak|costuma|frequent|\bofta|\bofte|usein|często|často|"
    r"часто|"
    r"sık\b|よく|자주|经常|"
    r"通常)).{5,80}\s[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}\b.{0,60}\.?\s?\S.{4,60}(?<![.!?])",
    re.IGNORECASE,
)
"""What Outlook says above a mail from somebody who seldom writes, with their address and a link."""
_CONFIDENTIAL = re.compile(
    r"(?=.*(?:confiden|vertraulich|riservat|vertrouwelijk|privileged|konfiden|poufn|důvěrn|luottamuks|fortrolig|gizli|"
    r"конфиденц|конфіденц|機密|기밀|保密))"
    r"(?=.*(?:e-?mail|e-?post|message|nachricht|courriel|mensaje|mensagem|messaggio|bericht|meddelande|wiadomoś|zpráv|"
    r"viesti|ileti|сообщени|повідомлен|письм|メール|메일|邮件|郵件))"
    r"(?=.*(?:intended|addressee|recipient|empfänger|adressat|bestimmt|destin|geadresseerde|mottagare|modtager|"
    r"mottaker|"
    r"adresat|odbiorc|příjemc|vastaanotta|alıcı|получател|адресат|одержувач|宛|수신|收件))",
    re.IGNORECASE,
)
"""What firms have put above mails from outside, and below their own."""
_ATTACHED = re.compile(
    r"(?:one|une?|una|eine?|een|ett|jeden|один|\d+) (?:attachments?|files?|anhang|anhänge?|anlagen?|pièces? jointes?|"
    r"(?:archivos? )?adjuntos?|allegat[oi]|"
    r"bijlagen?|bilag(?:a|or)|anexos?|załącznik\w*|příloh\w*|вложени\w)\b.{0,40}|첨부파일 \d+개.{0,20}|"
    r"添付ファイル.{0,20}|\d+ 个附件.{0,20}",
    re.IGNORECASE,
)
_SIZE = r"\d[\d.,]*\s?[kmg]b?"
_FILE = re.compile(rf"[^\\/:*?\"<>|]{{1,100}}\.[a-z]\w{{1,4}}(?:\s\(?{_SIZE}\)?)?|{_SIZE}", re.IGNORECASE)
"""The files attached to a mail, each with its size, and above them how many there are."""
_REACHED = re.compile(r"[\w.+-]@[\w-]+\.\w|www\.|://|\+?\d[\d ()/.-]{6,}\d")
"""Where somebody can be reached: by mail, on the web, by telephone."""


def _without_quotation(rows: Sequence[str]) -> Sequence[str]:
    """Return the text of a mail without the one quoted below it, where the row above that is quoted, too."""
    start = len(rows)
    while start and rows[start - 1].startswith(">"):
        start -= 1
    is_mail = start < len(rows) and _WROTE.fullmatch(rows[start].lstrip("> "))
    return rows[:start] if is_mail else rows


_FOLDER = re.compile(
    r"\w{1,12}/inbox|external|extern|externe|externo|inbox|posteingang|boîte de réception|recibidos|posta in arrivo|"
    r"caixa de entrada|"
    r"postvak in|inkorgen|innboks|indbakke|odebrane|doručené|gelen kutusu|входящие|受信トレイ|받은편지함|收件箱|収件匣|"
    r"summari[sz]e(?: this email)?|[\d.,]+ views?|skip to first unread message|"
    r"\d+ (?:messages?|nachricht(?:en)?|mensajes?|messaggi(?:o)?|mensage(?:m|ns)|berichten?|сообщени[ея]й?)|메일 \d+개",
    re.IGNORECASE,
)
"""In which folder it is, below the subject of a mail."""
_PROGRAM = re.compile(
    r"gmail|outlook|yahoo mail|icloud mail|proton mail|skip to content|using gmail with screen readers|"
    r"[\d.,]+ (?:of|von|sur|de|di) [\d.,]+",
    re.IGNORECASE,
)
"""Whose program shows a mail, and what it does above the subject."""
_BUTTON = re.compile(
    r"reply(?: to)?(?: all)?|reply to author|forward|add reaction|(?:allen )?antworten|weiterleiten|"
    r"répondre(?: à tous)?|transférer|"
    r"responder(?: a todos)?|reenviar|rispondi(?: a tutti)?|inoltra|encaminhar|(?:allen )?beantwoorden|doorsturen|"
    r"svara(?: alla)?|vidarebefordra|odpowiedz(?: wszystkim)?|przekaż|odpovědět(?: všem)?|přeposlat|yanıtla|ilet|"
    r"ответить(?: всем)?|переслать|(?:全員に)?返信|転送|(?:전체)? ?답장|전달|回复|转发|回覆|轉寄|"
    r"•\s*\S.{4,30} gmail|scanned by gmail",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?:sent (?:from|via|with|using)|get outlook for|gesendet (?:von|mit|aus)|von meinem|"
    r"envoyé (?:de|depuis|à partir)|enviado (?:desde|do|de|a partir)|"
    r"inviato (?:da|dal)|(?:verzonden|verstuurd) (?:vanaf|vanuit|met)|skickat från|"
    r"sendt fra|lähetetty|wysłane z|odesláno z|отправлено (?:с|из)|发自|發自|傳送自)"
    r"(?=.*(?:iphone|ipad|android|galaxy|samsung|outlook|mail\b|mobil|phone|handy|gerät|telefon|tablet|courrier|correo|"
    r"ios|windows))[^.!?]{2,60}[.!]?|.{0,20}(?:iphone|ipad|android)\S{0,4}(?:から送信|에서 보냄)",
    re.IGNORECASE,
)
"""By which device or program a mail was sent."""
_TRIMMED = re.compile(
    r"(?:previous|next) message(?: \(by thread\))?:.*|messages sorted by:.*|more information about the .* mailing list|"
    r".{2,60}['’]s profile photo|\.{3}|…|"
    r"\[message clipped\].{0,40}|(?:show|hide) (?:trimmed content|quoted text|message history)|"
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
        # On pages they are the lines of one paragraph.
        lines = "\n".join(rows[at : at + MIN_ORIGINAL_HEADERS]).split("\n", MIN_ORIGINAL_HEADERS)
        heads = list(takewhile(bool, map(_HEADER.fullmatch, lines[:MIN_ORIGINAL_HEADERS])))
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
    at = next((at for at, row in enumerate(every) if FORWARDED.fullmatch(row)), None)
    if at is None:
        return every, None
    with suppress(UnreadableArticle):
        inner = list(every[at + 1 :])
        return every[:at], read_thread(inner, date_hints("\n".join(inner)))
    return every, None
