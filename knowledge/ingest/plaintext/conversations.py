"""What people said to each other, as programs copy or export it: chats, captions → Article."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from knowledge.ingest import boilerplate
from knowledge.ingest.date_lines import date_line
from knowledge.ingest.names import is_name
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import MAX_DATE_CHARS, DateHints, find_dates, shows_day_first


def read(rows: list[str], hints: DateHints) -> Article | None:
    """Read a conversation from the lines of it that hold text; None for any other text."""
    return _log(rows, hints) or _captions(rows)


def without_system_messages(text: str) -> str:
    """Return the export of a chat without what WhatsApp itself wrote into it, below a mark that nobody sees.

    In scripts from right to left people write that mark, too.
    """
    if ": \u200e" not in text:
        return text
    text = text.lstrip("\u200e\ufeff")
    first, _, rest = text.partition("\n")
    head = f"{first}\n" if _tells_encryption(first) else ""
    return head + _SYSTEM_MESSAGE.sub("", rest if head else text)


def with_marked_names(text: str) -> str:
    """Return the log of a chat with the names in it marked that only tabs tell, as WeeChat writes them."""
    return _TABBED.sub(r"\1 <\2> ", text) if "\t" in text else text


_TABBED = re.compile(
    r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[\t ]([^\W_][\w\[\]|^`{}-]{0,30}|[@+%&~][\w\[\]|^`{}-]{1,30})\t", re.MULTILINE
)
_SYSTEM_MESSAGE = re.compile(
    r"^\u200e?\[[^\]\n]{8,30}\] (?:[^:\n]{1,60}: )?\u200e[^\n:\u0590-\u08ff]{0,300}$\n?", re.MULTILINE
)
_TIME = r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?"
_NUMBERS = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[./]\d{1,2}\.?(?=,?\s\d{1,2}:))"
_STAMP = rf"\[?(?:{_NUMBERS} \d{{1,2}}\.\d\d|(?:{_NUMBERS},?\s(?:(?:at|um)\s)?)?{_TIME}(?:,\s{_NUMBERS})?(?:\sUhr)?)\]?"
_SAID = re.compile(
    rf"{_STAMP}(?:\s|(?<=\]))(?:[-–]\s)?(?:<[^<>]{{1,40}}>\s|[^\s|]{{1,30}}\s[|│]\s|\*\s\S|[^:\n]{{1,40}}:\s|"
    r"From [^:\n]{1,90}:\s).*|"
    rf"{_STAMP}\sFrom [^:\n]{{1,60}}:|[A-Z][a-z]{{2}} \d\d \d\d:\d\d:\d\d\s(?:<[^<>]{{1,40}}>|\*)\s.*|"
    r"\[[^\[\]]{1,40}\]\s\[(?:오전|오후|[AP]M)?\s?\d{1,2}:\d\d(?:\s?[AP]M)?\]\s.+|"
    r"<[\w\[\]|^`{{}}-]{{1,30}}>\s.+"
)
_RELATIVE = (
    r"(?:(?:today|yesterday|heute|gestern|aujourd[’']hui|hier|hoy|ayer|oggi|ieri|hoje|ontem|vandaag|gisteren|dzisiaj|"
    r"wczoraj|i ?dag|i ?går|сегодня|вчера|bugün|dün|今日|昨日|今天|昨天|오늘|어제|\w{3,8}day),?\s"
    r"(?:(?:at|um|à|a las?|alle|às|om|o|kl\.?|в|saat)\s)?(?:오전\s|오후\s)?)?"
)
_SPEAKER = re.compile(
    rf"(?=[^\W\d]|@)(?P<who>(?:\S{{1,30}} ){{0,3}}?\S{{1,30}})(?<! at)\s(?:[-–—]\s)?{_RELATIVE}{_STAMP}|"
    rf"(?=\[)(?:\[{_RELATIVE})?{_STAMP}\s(?![ap]m\b)(?=[^\W\d])(?:\S{{1,30}} ){{0,3}}\S{{1,30}}",
    re.IGNORECASE,
)
MIN_MESSAGES, MIN_SPEAKERS = 3, 2
MAX_MESSAGES = 2 * normalize.MAX_PARAGRAPHS
"""Most messages of a chat, of which about half say something."""
MAX_MESSAGE_ROWS = 20
"""Rows for each message up to which a text is taken for the log of a chat."""


def _log(lines: list[str], hints: DateHints) -> Article | None:
    """Read the log of a chat: each message is a paragraph, with who said it and when; None for any other text."""
    dated_lines = (_LOG_DAY.sub(r"\g<day> \g<year>", line) if line[:1] in "-*" else line for line in lines)
    said = (line for at, line in enumerate(dated_lines) if not (_notes(line) or _notes_encryption(lines, at)))
    merged = _with_their_times(said, _names(lines[:MAX_STAMPS]))
    rows = list(islice(merged, MAX_ROWS_BELOW_MENU + 1))
    dated = next((at for at, row in enumerate(rows[:MAX_ROWS_ABOVE_LOG]) if date_line(row, hints)), -1) + 1
    is_timed = bool(dated) and all(map(_TIMED.fullmatch, rows[dated : MAX_ROWS_ABOVE_LOG + 1]))
    if not is_timed and not any(_is_head(row) or _STAMPED.fullmatch(row) for row in rows):
        return None
    heads = _with_heads_below(rows, merged)
    if sum(heads) >= MIN_SPEAKERS:  # Else they are the captions of a film.
        heads = [is_head or bool(_STAMPED.fullmatch(row)) for is_head, row in zip(heads, rows, strict=True)]
    if is_timed and all(map(_TIMED.fullmatch, rows[dated:])):
        heads = [at >= dated for at in range(len(rows))]
    above = rows[: _rows_above(rows, heads)]
    rows, heads = rows[len(above) :], heads[len(above) :]
    if sum(heads) < MIN_MESSAGES or not heads[0] or len(rows) > sum(heads) * MAX_MESSAGE_ROWS:
        return None
    messages: list[list[str]] = []
    for row, is_head in zip(rows, heads, strict=True):
        messages += [[row]] if is_head else []
        messages[-1] += [] if is_head else [row]
    room = _room(lines, messages)
    group = _group(lines)
    messages = list(_without_buttons(list(_with_speakers(messages))))
    if not messages:
        return None
    day = next((row for row in reversed(above) if _is_day(row, hints)), "")
    days = list(_days(messages, day, hints))
    told = _told_above(above, hints)
    told = [row for row in told if not (room and len(row) <= MAX_GREETING_CHARS and room in row)]
    names = [row for row in above if not (_is_day(row, hints) or _MENU.fullmatch(row) or _BUTTON.fullmatch(row))]
    names = [row for row in names if row not in told and not _EXPORT_NOTICE.fullmatch(row)]
    title = room or group or next(iter(names if len(above) <= MAX_ROWS_ABOVE_LOG or len(names) == 1 else []), "")
    # What somebody wrote above the chat that they copied is none of its messages.
    said = ("\n".join((_BRACKETED_STAMP.sub(r"\1\2 - ", head), *rows)) for head, *rows in messages)
    paragraphs = normalize.nonempty((*told, *said))
    days = [*[""] * len(told), *days]
    stamps = [_SHORT_YEAR.sub(r"\g<1>20\2", row[:MAX_DATE_CHARS]) for row in (*reversed(above), *rows[:MAX_STAMPS])]
    day_first = shows_day_first("\n".join(stamps))
    if day_first is None and any(_SLASHED.search(message[0]) for message in messages[:MAX_STAMPS]):
        # That program has the month first only beside times of twelve hours.
        day_first = not any(_HALF_DAY.search(message[0]) for message in messages[:MAX_STAMPS])
    hints = hints if day_first is None else replace(hints, day_first=day_first)
    dates = (found for stamp in stamps[: len(above) + 1] for found in find_dates(stamp, hints))
    words = " ".join(
        (_BEFORE_WORDS.sub("", messages[0][0]) if _SAID.fullmatch(messages[0][0]) else "", *messages[0][1:])
    )
    return Article(
        title=normalize.one_line(title, normalize.MAX_TITLE_CHARS)
        or normalize.derived_title((words.strip() or paragraphs[0],)),
        paragraphs=paragraphs,
        headings=tuple(days) if len(set(days)) > 1 and len(days) == len(paragraphs) else (),
        published_at=next((found.day for found in dates), None),
    )


def _told_above(above: Sequence[str], hints: DateHints) -> list[str]:
    """Return what somebody wrote above a chat: sentences, and whatever is below one that is below a menu."""
    prose = next(filter(boilerplate.is_prose, above if len(above) > MAX_ROWS_ABOVE_LOG else []), "")
    below = above[above.index(prose) :] if prose else []
    below = [row for row in below if not (_is_day(row, hints) or _MENU.fullmatch(row) or _BUTTON.fullmatch(row))]
    return [row for row in above if row in below or row[-1] in ".!?…。！？" or boilerplate.is_prose(row)]


def _with_heads_below(rows: list[str], below: Iterable[str]) -> list[bool]:
    """Add the rows below to those given and return which begin messages; TooLargeArticle where too many do."""
    heads = list(map(_is_head, rows))
    found = sum(heads)
    for row in below:
        rows.append(row)
        heads.append(_is_head(row))
        found += heads[-1]
        if found > MAX_MESSAGES and any(heads[: MAX_ROWS_ABOVE_LOG + 1]):
            raise normalize.too_many_paragraphs()
    return heads


_BRACKETED_STAMP = re.compile(
    rf"\[({_NUMBERS},?\s\d{{1,2}}[:.]\d\d)(?:[:.]\d\d)?(\s?[AP]\.?M\.?)?\]\s(?=[^<>\[\]:\n]{{1,60}}:\s)", re.IGNORECASE
)
"""When something was said, to the second, as WhatsApp writes it on some telephones."""
_BEFORE_WORDS = re.compile(
    rf"(?:{_STAMP}(?:\s|(?<=\]))(?:[-–]\s)?|[A-Z][a-z]{{2}} \d\d \d\d:\d\d:\d\d\s)?"
    r"(?:<[^<>]{1,40}>\s|[^\s|]{1,30}\s[|│]\s|\[[^\[\]]{1,40}\]\s\[[^\[\]]{4,14}\]\s|[^:\n<>]{1,40}:\s)"
)
"""When somebody said something, and who."""
_SLASHED, _HALF_DAY = re.compile(r"\s—\s\d{1,2}/\d{1,2}/\d{2,4},?\s\d"), re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)


MAX_GREETING_CHARS = 80
"""How long what a program says at the beginning of a channel is, which names that."""


def _group(rows: Sequence[str]) -> str:
    """Return the name of a group: what was last called so, or who the program says that it encrypts messages."""
    notices = (row for row in rows[:MAX_ROWS_ABOVE_NOTICE] if _EXPORT_NOTICE.fullmatch(row))
    named = [found["name"] for row in notices if (found := _NAMED.search(row))]
    if named:
        return named[-1]
    first = _GROUPED.match(rows[0]) if _tells_encryption(rows[0]) else None
    is_said = first and any(f" {first['who']}: " in row for row in rows[1:])
    return first["who"] if first and not is_said else ""


_NAMED = re.compile(
    r"(?:group|gruppe?|groupe|grupo|gruppo|groep|grup[ęay]?|групп\w|grubu?|그룹|グループ|群组|群組).{0,80}?"
    r"[“\"„«‘『「](?P<name>[^“”\"„«»‘’『』「」]{1,100})[”\"“»’』」][^“”\"„«»‘’『』「」]*$",
    re.IGNORECASE,
)
_GROUPED = re.compile(rf"{_STAMP}\s(?P<who>[^:\n]{{1,60}}): \u200e?\S")


def _with_speakers(messages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield messages, each of one person's that a program shows below its time alone with who that is."""
    who = last = ""
    is_half_day = False
    for head, *rows in _without_repeated_heads(messages):
        if stamped := _STAMPED_NAME.fullmatch(head):
            head = f"{stamped['who']} {stamped['time']}"
        if (found := _SPEAKER.fullmatch(head)) and found["who"]:
            rest = head[found.end("who") :].lstrip(" ,")
            who = found["who"] + (" — " if rest[:1] in "-–—" else " ")
            is_half_day = bool(_HALF_DAY.search(rest))
        elif who and _STAMPED.fullmatch(head):
            # A name that is not known as one can be above the time of another.
            is_more = head[0] == "[" or (is_half_day and not _HALF_DAY.search(head)) or not _may_be_name(last)
            head = who + head.strip("[]") if is_more else head
            who = who if is_more else ""
        else:
            who = ""
        message = [head]
        last = rows[-1] if rows else ""
        for row in rows:
            if who and (more := _MORE_SAID.fullmatch(row)):
                yield message
                message = [who + more["time"], more["said"]]
            else:
                message.append(row)
        yield message


def _without_repeated_heads(messages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield messages, those that show below their head what they answer, with its own head, without that."""
    seen: set[str] = set()
    held: list[str] = []
    for message in messages:
        is_answer = len(message) > MIN_ANSWERED_ROWS and len(message[1]) > MIN_REPEATED_CHARS
        if len(held) == 1 and is_answer and message[1] in seen:
            held += message[MIN_ANSWERED_ROWS:]
            continue
        if held:
            yield held
        seen.update(held[1:])
        held = message
    if held:
        yield held


MIN_ANSWERED_ROWS = 2


def _may_be_name(row: str) -> bool:
    return bool(_PERSON.fullmatch(row)) and len(row.split()) <= MAX_PERSON_WORDS


MAX_PERSON_WORDS = 4
_STAMPED_NAME = re.compile(rf"\[(?P<time>{_RELATIVE}{_STAMP})\]\s(?P<who>[^\W\d][^:]{{1,60}})", re.IGNORECASE)
_MORE_SAID = re.compile(rf"\[(?P<time>{_TIME})\]\s?(?P<said>\S.*)")
"""More of what somebody said, in a row after the time."""


def _rows_above(rows: Sequence[str], heads: Sequence[bool]) -> int:
    """Return how many rows stand above the first message: what an export begins with, or the menu of a program."""
    first = next((at for at, is_head in enumerate(heads[:MAX_ROWS_BELOW_MENU]) if is_head), 0)
    is_menu = sum(bool(_MENU.fullmatch(row)) for row in rows[:first]) >= MIN_MENU_ROWS
    # What a program says at the beginning of a channel names that.
    named = [row for row in rows[:first] if "#" in row]
    own = [row for row in rows[:first] if not any(row in each for each in named)]
    # What a channel is for can stand above its first message.
    is_own = sum(map(boilerplate.is_prose, own)) > is_menu
    is_short = first <= MAX_SHORT_ROWS_ABOVE and all(len(row) <= MAX_SHORT_CHARS for row in own)
    return first if first <= MAX_ROWS_ABOVE_LOG or ((is_menu or is_short) and not is_own) else 0


MAX_ROWS_ABOVE_LOG, MAX_ROWS_BELOW_MENU, MIN_MENU_ROWS = 4, 120, 3
MAX_SHORT_ROWS_ABOVE, MAX_SHORT_CHARS = 10, 25
"""Rows above the first message that an export begins with: whose chat it is, when it was saved, the first day."""
_MENU = re.compile(
    r"home|dms|activity|files|later|more|threads|huddles|drafts & sent|directories|channels|direct messages|apps|"
    r"starred|"
    r"messages|(?:add )?canvas(?:es)?|pins|(?:add )?bookmarks?|add (?:a bookmark|apps|channels|coworkers)|"
    r"\d+ members?|\d+|follow|"
    r"search.{0,20}|nachrichten|dateien|mehr|startseite|aktivität|später|kanäle|direktnachrichten|accueil|fichiers|"
    r"messages|"
    r"inicio|archivos|mensajes|inbox|help|chat|teams|calendar|calls|shared|public room|room info|people|jump to date|"
    r"unreads?|"
    r"saved messages|all chats|you|add a server|discover|server boost|events|(?:browse|voice|text) channels|members",
    re.IGNORECASE,
)
"""What a program shows beside and above a chat."""


def _room(lines: Sequence[str], messages: Sequence[list[str]]) -> str:
    """Return the name of a chat by the field below it, which leaves the last message, or by what IRC programs note."""
    tail = messages[-1]
    above = frozenset(lines[:MAX_ROWS_ABOVE_NOTICE])
    at = next((at for at in range(1, len(tail)) if _is_reply_field(tail[at], messages, above)), 0)
    # Below the field some programs list who else is there.
    are_members = at > 0 and "#" in tail[at] and all(len(row) <= MAX_MEMBER_CHARS for row in tail[at + 1 :])
    if at and (are_members or len(tail) - at <= MAX_ROWS_BELOW_FIELD):
        field = _FIELD.fullmatch(tail[at])
        del tail[at:]
        if not field:
            return ""
        name = field["name"] or ""
        return field["room"] or field["thread"] or ("" if _speaks(name, messages) else name)
    notices = (line for line in lines[:MAX_ROWS_ABOVE_NOTICE] if _CHAT_NOTICE.fullmatch(line))
    return next((found[0].rstrip(":") for line in notices if (found := _CHANNEL.search(line))), "")


def _is_reply_field(row: str, messages: Sequence[Sequence[str]], above: Collection[str]) -> bool:
    """Tell the field below a chat in which the next message is written: "Message #harbour"."""
    field = _FIELD.fullmatch(row)
    if not field:
        return False
    return not field["name"] or field["name"] in above or _speaks(field["name"], messages)


def _speaks(name: str, messages: Sequence[Sequence[str]]) -> bool:
    return any(message[0].startswith(name) for message in messages)


MAX_ROWS_BELOW_FIELD, MAX_ROWS_ABOVE_NOTICE, MAX_MEMBER_CHARS = 4, 60, 40
_FIELD = re.compile(
    r"(?:message|send a message (?:in|to)|nachricht an|envoyer un message (?:dans|à)|mensaje a|enviar mensaje a|"
    r"also send to) "
    r"(?:(?P<room># ?\S{1,80})|[“\"](?P<thread>.{1,100})[”\"]|@\S.{0,60}|(?P<name>[^#@“\"].{0,60}))|"
    r"(?:type|send|write) a (?:new )?message\W*|reply…|antworten…|type message here…|who can see your messages\?|"
    r"to: everyone|"
    r"you do not have permission to send messages in this channel\.?",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"(?<=\s)#[\w.+-]{1,50}:?(?=\s|$)")


def _without_buttons(messages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield messages without what can be done with them, reactions, and previews of what they answer."""
    heads = (_SPEAKER.fullmatch(message[0]) for message in messages)
    names = {found["who"].rstrip(" ,–—-") for found in heads if found and found["who"]}
    if len(messages) > MAX_MESSAGES:
        raise normalize.too_many_paragraphs()
    are_stamped = sum(bool(_EXPORTED.match(message[0])) for message in messages) >= MIN_MESSAGES
    seen: set[str] = set()
    for head, *rows in messages:
        is_said = bool(_SAID.fullmatch(head)) and not head.endswith(":")
        first = 0 if is_said else 1
        gone = [bool(_NOTED.fullmatch(row) or (at >= first and _BUTTON.fullmatch(row))) for at, row in enumerate(rows)]
        if head.endswith("]"):
            # What Telegram writes of a message, in any language: whose it was first, what it answers.
            noted = sum(1 for _ in takewhile(_BRACKETED.fullmatch, rows))
            gone[:noted] = [True] * noted
        for at, row in enumerate(rows):
            after = rows[at + 1] if at + 1 < len(rows) else ""
            gone[at] = gone[at] or bool(
                (at >= first and _REACTION.fullmatch(row) and (after.isdecimal() or _NOTED.fullmatch(after)))
                or (
                    at > 0
                    and gone[at - 1]
                    and (
                        row.isdecimal()
                        or (row in seen and (rows[at - 1].lstrip("@ ") in names or rows[at - 1].endswith("thread:")))
                    )
                )
                or (row.lstrip("@ ") in names and after in seen)
                or (at and not after and row[0] == "@" and _repeats(row[1:], names, seen))
                or (at >= first and at > 0 and _THREAD_SIZE.fullmatch(after))
                or (are_stamped and _EXPORT_NOTICE.fullmatch(row))
            )
            seen.update([] if gone[at] else [row])
        kept = [_EDITED.sub("", row) for row, is_gone in zip(rows, gone, strict=True) if not is_gone]
        head = _EDITED.sub("", head)
        is_empty = bool(_SAID_NOTHING.fullmatch(head)) if is_said else not kept and bool(rows)
        if not is_empty or (is_said and kept):
            yield [head, *kept]


def _repeats(row: str, names: Collection[str], seen: Collection[str]) -> bool:
    """Tell a row of a name and what was said before, as what somebody answers stands above their message."""
    ends = [at for at, char in enumerate(row[:MAX_WHO_CHARS]) if char == " " and row[:at] in names]
    return any(len(row) - at > MIN_REPEATED_CHARS and row[at + 1 :] in seen for at in ends)


MAX_WHO_CHARS, MIN_REPEATED_CHARS = 60, 12
_EXPORTED = re.compile(rf"{_STAMP}\s[-–]\s[^:\n]{{1,40}}:\s")
_EXPORT_NOTICE = re.compile(rf"{_STAMP}\s[-–]\s[^:\n]{{1,200}}")
"""What a program wrote into its export itself, below no name."""
_EDITED_MARK = (
    r"\((?:edited|bearbeitet|modifié|editado|modificato|bewerkt|edytowano|redigerad|изменено|編集済み?|수정됨|已编辑)\)"
)
_EDITED = re.compile(
    rf"\s(?:<(?:this message was edited|diese nachricht wurde bearbeitet|ce message a été modifié)>|{_EDITED_MARK})$",
    re.IGNORECASE,
)
_DELETED = (
    r"(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht|"
    r"du hast diese nachricht gelöscht|"
    r"ce message a été supprimé|(?:se eliminó este|eliminaste este) mensaje|questo messaggio è stato eliminato|"
    r"(?:esta )?mensagem (?:foi )?(?:apagada|eliminada)|(?:você apagou|eliminaste) esta mensagem|"
    r"hai eliminato questo messaggio|"
    r"dit bericht (?:is|werd) verwijderd|je hebt dit bericht verwijderd|ta wiadomość została usunięta|"
    r"usunięto tę wiadomość|"
    r"(?:det här )?meddelandet (?:har tagits bort|raderades)|denne (?:besked|meldingen) (?:blev|ble) slettet|"
    r"tämä viesti on poistettu|tato zpráva byla (?:smazána|odstraněna)|bu mesaj silindi|"
    r"(?:это |данное )?сообщение (?:было )?удалено|вы удалили (?:это|данное) сообщение|"
    r"(?:це )?повідомлення (?:було )?видалено|"
    r"このメッセージは削除されました。?|(?:此|该)(?:消息|訊息)已(?:被)?删除|你撤回了一条消息|pesan ini telah dihapus|"
    r"tin nhắn này đã bị xóa|ข้อความนี้ถูกลบแล้ว|הודעה זו נמחקה|تم حذف هذه الرسالة|삭제된 메시지입니다|"
    r"메시지가 삭제되었습니다)\.?"
)
_LEFT_OUT = (
    r"\u200e?(?=[^.!?:]{5,40}$)(?=(?:\S+ ){0,2}\S+$)"
    r"(?=.*(?:image|picture|photo|bild|imagen|immagine|imagem|afbeelding|billede|kuva|obraz|obrázek|görüntü|"
    r"изображени|фото|"
    r"зображення|画像|写真|사진|이미지|图|圖|صورة|תמונה|gambar|hình|รูป|vid[eé]o|vídeo|wideo|видео|відео|動画|비디오|"
    r"동영상|视频|影片|"
    r"audi|áudio|аудио|аудіо|音|오디오|sticker|figurinha|стикер|스티커|贴图|gif|do[ck]ument|документ|media|medi[ae]n|"
    r"médias|mídia))"
    r".*(?:omitted|weggelassen|ausgeschlossen|omess[oaie]|esclus[oa]|omitid[oa]s?|ocultad[oa]s?|omis(?:es?)?|"
    r"absente?s?|retirée?|weggelaten|utelämna(?:d|des|ts)|udeladt|utelatt|jätetty pois|pominięt[aoy]|vynechán[ao]?|"
    r"dahil edilmedi|отсутствует|пропущен[ао]?|含まれていません|省略(?:されました)?|생략됨|제외됨|忽略|מושמט\w*|"
    r"הושמט\w*|"
    r"tidak disertakan|dihilangkan|bỏ qua|ไม่รวม).*"
)
"""Stands for a picture, a film or a sound that an export leaves out."""
_SAID_NOTHING = re.compile(
    rf"{_STAMP}\s(?:[-–]\s)?(?P<who>[^:\n]{{1,40}}):\s(?:{_DELETED}|missed (?:voice|video|group) call.*|"
    r"(?:(?P=who)|you) (?:created|added|removed|left|joined|changed|pinned|turned|invited|hat|a créé|a ajouté|creó|"
    r"añadió)\b.*|"
    rf"(?:.{{1,40}} )?\((?:file attached|datei angehängt)\)|<attached: .*>|<[^<>]{{3,60}}>|null|{_LEFT_OUT})",
    re.IGNORECASE,
)
"""A message that says nothing but what its program did."""
_REACTION = re.compile(
    r"(?::[\w+-]{2,40}:){1,2}|[^\w\s#@.,:;!?()\[\]\"'“”‘’/\\-]{1,6}|(?:like|heart|laugh|surprised|sad|angry)"
)
_THREAD_SIZE = re.compile(r"\d+ messages? ›", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\[\]]{2,80}\]")
_REPLIES = (
    r"repl(?:y|ies)|antwort(?:en)?|réponses?|respuestas?|respostas?|rispost[ae]|antwoord(?:en)?|reacties?|svar|"
    r"odpowied(?:ź|zi)|ответ(?:а|ов)?|件の返信|개의 답글|条回复"
)
_LAST_REPLY = (
    r"(?:letzte antwort|dernière réponse|última respuesta|ultima risposta|última resposta|laatste (?:antwoord|reactie)|"
    r"senaste svar(?:et)?|seneste svar|siste svar|ostatnia odpowiedź|последний ответ|最終返信|最後の返信|마지막 댓글|"
    r"最后回复)"
)
_NOTED = re.compile(
    r"replied to a thread:|click to react|add reaction|"
    r"cliquer pour réagir|ajouter une réaction|klicke, um zu reagieren|reaktion hinzufügen|"
    r"haz clic para reaccionar|añadir reacción|\[ ?(?:photo|sticker|video|gif|voice message|file|poll|contact|"
    r"location|album|"
    r"audio)\b.{0,40}\]|"
    r"\[(?:in reply to|forwarded from) .{1,60}\]|in reply to|replying to [“\"].*[”\"]|"
    r"(?:reacted to [“\"].*[”\"] with|removed a) .{1,40}|(?:like|heart|laugh|surprised|sad|angry|j[’']aime|"
    r"gefällt mir|cœur|herz) \d+|"
    r"\d+ (?:like|heart|laugh|surprised|sad|angry) reactions?\.?|"
    r"[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]\ufe0f?\s?\d{1,4}|joined #\S+\.?|was added to #?\S+ by .{1,60}|"
    rf"also sent to the channel|.{{3,140}} — {_RELATIVE}{_STAMP}|there are no recent messages in this thread\.|"
    rf"wave to say hi!|"
    r"\d+ messages? ›|seen by \d+ (?:people|person)|view (?:thread|newer replies|more replies)|thread anzeigen|"
    r"voir le fil de discussion|ver hilo|"
    rf"\d+ (?:{_REPLIES})|\d+ files?|last reply .{{4,30}}|{_LAST_REPLY} .{{4,80}}|"
    r"jump to (?:date|present)|new messages|shift \+ return to add a new line|has context menu|last read|"
    r"encryption enabled|"
    rf"zuletzt gelesen|dernière lecture|type a (?:new )?message|nachricht eingeben|tapez un message|{_DELETED}",
    re.IGNORECASE,
)
"""What a program says in a chat, wherever it stands."""
_BUTTON = re.compile(
    r"reply|antworten|répondre|responder|forward|weiterleiten|transférer|more|react|edit|edited|modifié|editado|"
    r"image|bild|imagen|"
    r"immagine|imagem|afbeelding|изображение|画像|이미지|图片|圖片|gif|"
    r"video|pdf|download|today|yesterday|heute|gestern|aujourd[’']hui|hier|hoy|ayer|(?:aujourd[’']hui|hier) à .{4,8}|"
    r"send|share|new|neu|"
    r"nouveau|"
    r"nuevos?|role icon, .{1,30}|op|app|bot|follow post|save|thread|today at .{4,8}|yesterday at .{4,8}|"
    r"pinned by .{1,40}|png|jpe?g|zip|docx?|"
    r"\S{1,80}\.(?:png|jpe?g|gif|pdf|heic|mp4|mov|docx?|xlsx?|zip)|(?:heute|gestern) um .{4,12}|saved for later|"
    r"gespeichert|bearbeitet|"
    r""
    r"sent|delivered|read|meeting (?:started|ended).{0,20}|(?!(?:i|we|you|he|she|it|they|who|that)\b).{1,60} "
    r"(?:(?:joined|left) the (?:room|channel|group|meeting|chat)|changed (?:their|the) (?:profile picture|"
    r"display name|room \w+)|"
    r"pinned a message to this channel\.|started a thread: .{1,100}\.|(?:started|stopped) (?:transcription|recording))"
    r"(?: see all .{4,20}\.)?",
    re.IGNORECASE,
)
"""What stands below a message, and can be one."""


def _days(messages: Sequence[list[str]], day: str, hints: DateHints) -> Iterator[str]:
    """Yield the day of each message, which programs show between them; what they show there leaves the messages."""
    for message in messages:
        yield day
        # A day can be all that somebody answers.
        said = 1 if _SAID.fullmatch(message[0]) else 2
        while message is not messages[-1] and len(message) > said and _is_day(message[-1], hints):
            day = message.pop()


def _is_day(row: str, hints: DateHints) -> bool:
    """Tell a row of nothing but a day, as in "Tuesday, February 10th"."""
    if len(row) > MAX_DATE_CHARS or not any(map(str.isdecimal, row)):
        return False
    found = find_dates(row, hints)
    rest = row[: found[0].start] + row[found[0].end :] if found else row
    return bool(_WEEKDAY.fullmatch(rest) if found else _YEARLESS.fullmatch(row))


_WEEKDAY = re.compile(r"\W*(?:[^\W\d]{2,12}\W*)?")
_YEARLESS = re.compile(r"[^\W\d]{3,12}day, [^\W\d]{3,12} \d{1,2}(?:st|nd|rd|th)|[A-Z][a-z]{2}, [A-Z][a-z]{2} \d{1,2}")
_LOG_DAY = re.compile(
    r"^(?:---|\*{4}) (?:Log opened|Day changed|BEGIN LOGGING AT) (?P<day>\w+ \w+\s+\d{1,2}) "
    r"(?:\d\d:\d\d:\d\d )?(?P<year>\d{4})$"
)
"""What IRC programs write where a day begins."""


def _is_head(row: str) -> bool:
    may_be = row[0] == "<" or ((":" in row or "." in row) and _CLOCK.search(row))
    return bool(may_be) and bool(_SAID.fullmatch(row) or _SPEAKER.fullmatch(row))


_CLOCK = re.compile(r"\d[:.]\d\d")
"""Whatever begins a message has one, and a time; unless it begins with a name in pointed brackets."""
_STAMPED = re.compile(rf"{_RELATIVE}{_STAMP}", re.IGNORECASE)
MAX_STAMP_CHARS = 150
"""Longer than any time with what stands before it."""
_STATUS = re.compile(r"^(?::[\w+-]{2,40}:|[^\w\s\[–—-]{1,4}|APP|BOT)\s(?=\d)")
"""The picture that somebody chose for how they are, before the time."""
_TIMED = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?\s\S.*")
"""Below the day that they are of, the messages of some programs begin with their times alone."""
_ROLE = re.compile(
    r"app|bot|op|mod|moderator|admin|owner|staff|✓ ?app|verified|role icon, .{1,40}|server tag.{0,40}|\[\w{1,8}\]|"
    r"original poster",
    re.IGNORECASE,
)


def _names(rows: Sequence[str]) -> Collection[str]:
    """Return what stands right above a time again and again, as the name of somebody does, however they write it."""
    timed = [
        (row, after)
        for row, after in pairwise(rows)
        if len(after) <= MAX_STAMP_CHARS and _CLOCK.search(after) and _STAMPED.fullmatch(_STATUS.sub("", after))
    ]
    often = Counter(row for row, _ in timed)
    are_few = all(count < MIN_SPEAKERS for count in often.values())
    # Some programs give the times of more messages of one person in fewer words, others none.
    is_room = any(map(_ROOM_ROW.fullmatch, rows))
    sure = {row for row, after in timed if not are_few and (is_room or after[-1] in "Mm")}
    return {row for row, count in often.items() if (count > 1 or row in sure) and _PERSON.fullmatch(row)}


_ROOM_ROW = re.compile(r"in reply to|send an? (?:encrypted )?message…|.{1,40} (?:joined|left) the room", re.IGNORECASE)
_PERSON = re.compile(r"(?=.{0,40}[^\W\d_])[^.!?:;]{1,40}")


def _with_their_times(rows: Iterable[str], names: Collection[str]) -> Iterator[str]:
    """Yield rows, a name and the time that programs put below it, and below what they say of who that is, as one."""
    held: list[str] = []
    for row in rows:
        if held and len(held) < MAX_ROLES and (_is_role(row) or held[-1].endswith(f": {row}")):
            held.append(row)
            continue
        time = row
        if is_time := len(row) <= MAX_STAMP_CHARS and bool(_CLOCK.search(row)):
            time = _STATUS.sub("", row) if held else row
            is_time = bool(_STAMPED.fullmatch(time))
        if held and (
            held[0] in names or is_name(held[0])
            if is_time
            else row[0] in "-–—" and _SPEAKER.fullmatch(f"{held[0]} {row}")
        ):
            yield f"{held[0]} {time}"
            held = []
            continue
        yield from held
        held = [row]
    yield from held


def _is_role(row: str) -> bool:
    return bool(_ROLE.fullmatch(row)) or (row[0].isalpha() and row.isupper() and len(row) <= MAX_ROLE_CHARS)


MAX_ROLES, MAX_ROLE_CHARS = 4, 20
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2}[./-]\d{1,2}[./-])(\d\d)(?!\d)")
MAX_STAMPS = 1_000
_CHAT_NOTICE = re.compile(
    r"(?:\S{1,20}\s){0,3}\*\s\S{1,30} (?:\(\S{1,80}\) )?(?:has )?(?:joined|left|quit)\b.{0,80}|"
    r"(?:\S{1,20}\s){0,3}\*\s(?:now talking on|topic for|you are now known as|disconnected) ?\S.{0,200}|"
    r"(?:\S{1,20}\s){0,2}(?:-->|<--|-!-|\*\*\*|[→⇐←⇒])\s.{1,300}|\d\d:\d\d(?::\d\d)?\s--\s.{1,300}|\d+ repl(?:y|"
    r"ies)(?:\s?last reply.{0,40})?|"
    r"follow to (?:get|have) .{3,40} in your own server\.|"
    r"(?:---|\*{4}) (?:log closed|ending logging) .{1,60}|"
    rf"{_EDITED_MARK}|"
    rf"last reply (?:today|yesterday|\d{{1,2}} \w+ ago).{{0,20}}|{_LAST_REPLY} .{{4,40}}|"
    r"(?:저장한 날짜|date saved|saved on)\s?:.*",
    re.IGNORECASE,
)
"""What the program itself says in a log."""
_ANSWERS = (
    "antwor",
    "répon",
    "respue",
    "rispos",
    "respos",
    "antwoo",
    "reacti",
    "svar",
    "odpowied",
    "ответ",
    "返信",
    "댓글",
    "回复",
)
_NOTICE_SIGNS = ("*", "channel", "--", "-!-", "→", "⇐", "←", "⇒", "repl", "저장한 날짜", "saved", *_ANSWERS)
"""Of which each has one, unless it is in brackets: few messages have any."""
_ASCII_NOTICE_SIGNS = tuple(filter(str.isascii, _NOTICE_SIGNS))


def _notes(line: str) -> bool:
    """Tell what the program itself says in a log."""
    signs = _ASCII_NOTICE_SIGNS if line.isascii() else _NOTICE_SIGNS
    may_note = line.startswith("(") or any(map(line.lower().__contains__, signs))
    return may_note and bool(_CHAT_NOTICE.fullmatch(line))


def _notes_encryption(rows: Sequence[str], at: int) -> bool:
    """Tell what the program says of how messages are sent: first of all, above the first of them or under no name."""
    if not _tells_encryption(rows[at]):
        return False
    if at == 0 or _EXPORT_NOTICE.fullmatch(rows[at]):
        return True
    return at <= MAX_ROWS_ABOVE_NOTICE and not any(_is_head(row) or _STAMPED.fullmatch(row) for row in rows[: at + 1])


def _tells_encryption(row: str) -> bool:
    if len(row) > MAX_ENCRYPTION_CHARS:
        return False
    signs = _ASCII_END_TO_END if row.isascii() else _END_TO_END
    return any(map(row.lower().__contains__, signs)) and bool(_ENCRYPTED.search(row))


MAX_ENCRYPTION_CHARS = 320
_END_TO_END = (
    "end-to-end",
    "ende-zu-ende",
    "extremo a extremo",
    "bout en bout",
    "ponta a ponta",
    "сквозн",
    "uçtan uca",
    "端到端",
    "端對端",
    "エンドツーエンド",
    "종단간",
    "w pełni szyfr",
    "koncov",
    "ende-til-ende",
    "totalsträck",
    "päästä päähän",
    "наскрізн",
    "đầu cuối",
    "ปลายทาง",
    "מקצה לקצה",
    "بين الطرفين",
)
_ASCII_END_TO_END = tuple(filter(str.isascii, _END_TO_END))
_ENCRYPTED = re.compile(
    r"ncr[iy]pt|cripto|critto|krypt|chiffr|cifrad|verschlüssel|versleutel|szyfr|šifr|шифр|şifre|salat|enkrip|mã hóa|"
    r"เข้ารหัส|מוצפנ|"
    r"مشفر|加密|暗号|암호",
    re.IGNORECASE,
)


_CUE = re.compile(
    r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?[\])]?(?:\s*-->\s*(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?.*|"
    r"\s+(?P<said>.*))?"
)
_VOICE = re.compile(r"</?[vcbiu](?:[. ][^<>]{0,80})?>")
"""Who speaks and how, in captions of the web."""
_VOICED = re.compile(r"(?P<who>[^\W\d_][^:.!?]{1,40}): (?=\S)")
_NO_CAPTION = re.compile(
    r"(?:transcript|webvtt|show transcript|search in video|\d+|kind: .*|language: .*|.{3,40} \(auto-generated\))",
    re.IGNORECASE,
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
    told = [text for text in said[bool(title) :] if text and not _NO_CAPTION.fullmatch(text)]
    are_named = sum(bool(_VOICED.match(text)) for text in told) * 2 >= len(told)
    speaker = ""
    for text in told:
        if voiced := _VOICED.match(text) if are_named else None:
            texts += [] if voiced["who"] == speaker else [""]
            text, speaker = text[voiced.end() if voiced["who"] == speaker else 0 :], voiced["who"]
        if len(texts[-1]) > MAX_CAPTION_CHARS or (texts[-1].endswith(".") and len(texts[-1]) * 2 > MAX_CAPTION_CHARS):
            texts.append("")
        texts[-1] = f"{texts[-1]} {text}".strip()
    paragraphs = normalize.nonempty(texts)
    title = normalize.one_line(title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(paragraphs)
    return Article(title=title, paragraphs=paragraphs)
