"""A text as people paste it, a news page above all → Article."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from itertools import pairwise, takewhile
from pathlib import PurePath

from knowledge.errors import UnreadableArticle
from knowledge.ingest import boilerplate, conversations, corrections, sections
from knowledge.ingest.blocks import ALL_QUESTION, MAX_FAQ_QUESTION_CHARS, MIN_FAQ_QUESTIONS, Block, Body, body_of
from knowledge.ingest.files import refuse_short_lines
from knowledge.ingest.news_header import (
    MINUTES,
    Dateline,
    NewsHeader,
    byline,
    date_line,
    dateline,
    is_full_name,
    is_headline,
    is_name,
    parse_header,
    without_menu,
)
from knowledge.ingest.sections import Section
from knowledge.models import PATH_SEPARATOR, Article
from knowledge.text import normalize
from knowledge.text.dates import DateHints, find_dates
from knowledge.text.publishers import date_hints

MIN_WRAP_CHARS, MAX_WRAP_CHARS, MAX_INDENT_CHARS = 30, 400, 5
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
    return full >= 2 and full * 5 >= len(long) * 3 and not _is_verse(long)


def _is_verse(long: Sequence[tuple[str, str]]) -> bool:
    """Tell lines that pause at their ends, or begin large each."""
    paused, large = sum(line[-1] in ",;" for line, _ in long), sum(after[0].isupper() for _, after in long)
    return len(long) >= MIN_VERSE_LINES and (paused * 5 >= len(long) * 3 or large * 10 >= len(long) * 9)


MIN_VERSE_LINES = 3


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
        # What is indented in a book is shorter than the lines below.
        is_first = not row and after[:1].islower() and _is_broken_off(line, width)
        row.append(line)
        if not _is_full(line, after, width - MAX_INDENT_CHARS if is_first else width):
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
    lines, url = _without_address(lines_of(text))
    found = _read_lines(lines, "\n".join(lines) if url else text)
    return replace(found, url=url) if url else found


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; TooLargeArticle where they are too many and too short to be one."""
    lines = normalize.lines(text)
    refuse_short_lines(len(lines), len(text))
    return lines


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
    rows = [line for line in lines if line]
    is_mail = _first_letter(rows) is not None
    if not is_mail and (found := conversations.read(lines, hints)):
        return found
    if "\n>" in text and not is_mail and not any(map(_MAIL_HEADER.fullmatch, rows[:MIN_ORIGINAL_HEADERS])):
        lines = list(_with_joined_quotations(lines))
    lines = list(_without_marks(lines))
    is_wiki = _is_wiki(lines)
    levels = _take_headings(lines)
    rows = unwrap(list(_with_parted_ingredients(lines)) if _is_recipe(lines) else lines)
    every = list(_without_wiki(rows) if is_wiki else _without_references(rows))
    normalize.nonempty(every)
    is_release = bool(_NOTICE.fullmatch(every[0]))
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
    if (is_mail or _MAIL_HEADER.fullmatch(every[0])) and (mail := _mail(every, hints)):
        return mail
    page = every if is_wiki else without_menu(every)
    news = None if is_wiki else _news(every, page, levels, hints)
    rows = every if page is every else list(_without_footer(page))
    if is_release and news and any(row.startswith(f"{news.byline}, ") for row in every[:MAX_ROWS_ABOVE_WIRE]):
        news = replace(news, byline="")  # It is from there.
    return news or _note(rows, levels, hints)


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


_QUOTED = re.compile(r">(?:\s?>)?(?!>)\s*(?P<text>.*)")
_BEGINS_QUOTATION = re.compile(r">(?:\s?>)?(?!>)\s*[^\W\d_]|>\s*[\"'“„«‘*_(\[¿¡]")
"""Not what is larger than a number, nor what is typed into Python."""


def _with_joined_quotations(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, those quoted as in Markdown without the marks, each paragraph of them on one."""
    quoted: list[str] = []
    is_inside = False
    for line in (*lines, ""):
        found = _QUOTED.fullmatch(line) if is_inside or _BEGINS_QUOTATION.match(line) else None
        is_inside = found is not None
        if found and found["text"]:
            quoted.append(found["text"])
            continue
        if quoted:
            yield from _joined_quotation(quoted)
            quoted = []
        if not found:
            yield line


def _joined_quotation(quoted: Sequence[str]) -> Iterator[str]:
    """Yield a quoted paragraph as one line; what is no sentence, such as commands, with its marks."""
    text = "".join(_spaced(list(quoted), Counter()))
    if text.endswith(_SENTENCE_ENDS) and " " in text:
        yield from ("", text, "")
    else:
        yield from (f"> {line}" for line in quoted)


def split_plaintext(text: str, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of a text that is too large for one: what is below each of its headings.

    Raises:
        UnreadableArticle: it has no headings to split it by.
    """
    lines = lines_of(text)
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
    levels = {heading.text: heading.level for heading in found}
    if _is_recipe(lines):
        rows = [line for line in lines if line]
        listed = {row for row, is_item in zip(rows, _recipe_items(rows), strict=True) if is_item}
        levels = {
            text: level
            for text, level in levels.items()
            if not (text in listed or _is_label(_INGREDIENTS, text) or _is_label(_STEPS, text))
        }
    return levels


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
    r"(?:[^.!?:]{2,60}\s[-–—|]\s)?"
    r"(?:for immediate release|press release|news release|media release|pressemitteilung|medienmitteilung|"
    r"communiqué de presse|comunicado de prensa|nota de prensa|comunicato stampa|보도 ?자료|新闻稿|報道資料)\W{0,3}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"-*\s*(?:forwarded message|original message|weitergeleitete nachricht|message transféré|mensaje reenviado|"
    r"전달된 메일)\s*-*|begin forwarded message:|fwd:|memo(?:randum)?|(?:forwarded from|переслано от) .{1,80}",
    re.IGNORECASE,
)
_REACTIONS = re.compile(
    r"(?:[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]\ufe0f?\s*[\d.,]+[KMkm]?\s*)+(?:edited\s*)?(?:\d\d:\d\d)?|"
    r"\W{0,4}(?:subscribe|подписаться|подписывайтесь)\b.{0,20}@\w+",
    re.IGNORECASE,
)
"""Counts and calls below a post of Telegram's."""
_CONTACT = re.compile(
    r"(?:media|press|presse)?[- ]?(?:contacts?|kontakt|enquiries|inquiries)(?: (?:presse|médias))?\s?(?:[:：].*)?|"
    r"(?:contacto (?:de )?prensa|ufficio stampa|perscontact|문의(?:처)?)\s?(?:[:：].*)?",
    re.IGNORECASE,
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


_WIKI_ROW = re.compile(
    r"wikip[ée]dia\s?(?:the free encyclopedia|l['’]encyclopédie libre|die freie enzyklopädie|la enciclopedia libre|"
    r"l['’]enciclopedia libera|a enciclopédia livre|de vrije encyclopedie)|"
    r"from wikipedia, the free encyclopedia|appearance(?: hide)?|coordinates: .{5,60}|"
    r"(?:jump to (?:navigation|search)\s?)+|jump to:.*|\(redirected from .*\)|"
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
    r"notes et références|notas|note|bibliografia|collegamenti esterni|"
    r"this page was last edited .*|diese seite wurde zuletzt .*|kategorien?: .*|categor(?:y|ies): .*|"
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
    rows = [_REFERENCE.sub("", row) for row in _below_tabs(rows)]
    first = next((at for at, row in enumerate(rows) if boilerplate.is_prose(row)), 0)
    in_contents = False
    for at, row in enumerate(rows):
        in_contents = bool(_CONTENTS.match(row)) or (in_contents and bool(_WIKI_CONTENTS.fullmatch(row)))
        if in_contents or _WIKI_ROW.fullmatch(row) or (at < first and _WIKI_MENU.fullmatch(row)):
            continue
        row = _EDIT.sub("", row)
        if _WIKI_END.fullmatch(row):
            return
        yield row


def _below_tabs(rows: list[str]) -> list[str]:
    """Return the page of an encyclopaedia from its title on, which stands above the tabs."""
    for at, pair in enumerate(pairwise(rows[:MAX_ROWS_ABOVE_TABS])):
        if at and all(map(_TAB.fullmatch, pair)):
            title = at - 2 if at > 1 and rows[at - 1][0].isdecimal() else at - 1
            return [rows[title], *rows[at:]]
    return rows


MAX_ROWS_ABOVE_TABS = 300
_TAB = re.compile(
    r"article|talk|artikel|diskussion|discussion|artículo|discusión|voce|discussione|artigo|discussão|overleg|"
    r"статья|обсуждение|문서|토론|ページ|ノート|条目|讨论",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"contents|inhaltsverzeichnis|sommaire|índice|indice|목차|目次|содержание|inhoud", re.IGNORECASE)


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
    r"#{2,}|# # #|끝\.?|以上|-30-|\(?end\)?|ends|enditem|■|sent from my .{2,40}|"
    r"(?:envoyé de mon|enviado desde mi) .{2,40}|"
    r"von meinem .{2,40} gesendet|.{0,20}iphone에서 보냄",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    r"(?:(?P<by>from|von|de|보낸 ?사람)|(?P<title>subject|re|betreff|objet|asunto|제목)|"
    r"(?P<day>date|sent|datum|gesendet|fecha|날짜)|"
    r"to|cc|bcc|reply-to|attachments?|anlagen?|importance|an|à|para|받는 ?사람)\s?[:：]\s*(?P<value>.+)",
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
    items = _recipe_items(every) if _is_recipe(every) else [False] * len(every)
    for row, ask, is_item in zip(every, asks, items, strict=True):
        last = held.rpartition("\n")[2]
        is_answer = bool(_QUESTION.match(held) and "\n" not in held and _ANSWER.match(row))
        is_answer = is_answer or (are_answered and not ask and "\n" not in held and _is_question(held))
        is_listed = bool(_ITEM.match(row) and (held[-1:] in (":", "：") or ("\n" in held and _ITEM.match(last))))
        if held and (is_answer or is_item or is_listed) and len(held) < MAX_LISTED_CHARS:
            held = f"{held}\n{row}"
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


_INGREDIENTS = re.compile(
    r"(?:ingr[ée]dients?|zutaten|ingredient[ei]s?|ingredienser|ingrediënten|benodigdheden|składniki|ainekset|malzemeler|"
    r"ингредиенты|інгредієнти|suroviny|ingredience|hozzávalók|υλικά|sastojci|bahan(?:-bahan)?|nguyên liệu|المكونات|"
    r"材料|재료|食材|用料)(?![^\W\d_]).{0,40}",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"(?:method|directions?|instructions?|preparations?|steps|how to make (?:it|them)|zubereitung|préparation|étapes|"
    r"preparación|elaboración|instrucciones|pasos|preparazione|procedimento|bereiding(?:swijze)?|przygotowanie|"
    r"sposób przygotowania|gör så här|tillagning|framgangsmåte|fremgangsmåte|fremgangsmåde|valmistus(?:ohje)?|"
    r"hazırlanışı|yapılışı|приготовление|приготування|postup|příprava|elkészítés|εκτέλεση|mod de preparare|"
    r"(?:modo de )?preparo|preparação|cara membuat|cách làm|طريقة التحضير|作り方|만드는 ?(?:법|방법)|"
    r"조리 ?(?:법|순서|방법)|做法|步骤|步驟)(?![^\W\d_]).{0,20}",
    re.IGNORECASE,
)
"""Above what a recipe is made of, and above what is done with that."""
MAX_RECIPE_LABEL_CHARS, MIN_INGREDIENTS = 60, 2
_STEP_NUMBER = re.compile(r"(?:step|schritt|étape|paso|passo|stap|krok|steg|adım|шаг)?\s?\d{1,2}[.:)]?", re.IGNORECASE)
_SENTENCE_ENDS = (*".!?…。！？”»」", '."', "!'")


def _recipe_items(rows: Sequence[str]) -> list[bool]:
    """Tell of each row whether it is an ingredient, or a step, that belongs to the label above."""
    items: list[bool] = []
    label = before = ""
    for at, row in enumerate(rows):
        below = rows[at + 1 : at + 1 + MIN_INGREDIENTS]
        if _is_label(_INGREDIENTS, row) and len(below) == MIN_INGREDIENTS and not any(map(boilerplate.is_prose, below)):
            label, is_item = "ingredients", False
        elif label and _is_label(_STEPS, row):
            label, is_item = "steps", False
        else:
            if label == "ingredients":
                label = "" if boilerplate.is_prose(row) and not row[0].isdecimal() else label
            elif before.endswith(_SENTENCE_ENDS) and not row.endswith(_SENTENCE_ENDS):
                label = label if _STEP_NUMBER.fullmatch(row) else ""
            # A part of the dish has a label of its own; that of the first stays with the label of all.
            is_item = bool(label) and not (row.endswith((":", "：")) and items[-1])
        items.append(is_item)
        before = row
    return items


def _is_label(pattern: "re.Pattern[str]", row: str) -> bool:
    return len(row) <= MAX_RECIPE_LABEL_CHARS and bool(pattern.fullmatch(row))


def _is_recipe(rows: Sequence[str]) -> bool:
    return any(map(_INGREDIENTS.match, rows[:MAX_ROWS_ABOVE_INGREDIENTS]))


MAX_ROWS_ABOVE_INGREDIENTS = 200


def _with_parted_ingredients(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a recipe, with an empty one after each ingredient, as none goes on below."""
    in_list = False
    for line in lines:
        in_list = not _is_label(_STEPS, line) if in_list else _is_label(_INGREDIENTS, line)
        yield line
        if in_list:
            yield ""


_SENDER = re.compile(
    r"[\"']?(?P<name>[^\"<>\[\]]*?)[\"']?\s*[<\[(]?(?:mailto:)?(?P<mailbox>[^\s<>\[\]()]+@[^\s<>\[\]()]+?)[>\])]*"
)
"""As programs show it, a name can have a comma without quotes: "Dahl, Ingrid <ingrid@example.org>"."""


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


def _mail(every: Sequence[str], hints: DateHints) -> Article | None:
    """Read a mail pasted with its headers, or a thread of them as a program shows it; None for any other text."""
    first = _first_letter(every)
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
    body, corrected = _body(rows, levels, "")
    dates = find_dates(first.moment, hints)
    above = [row for row in every[: first.start] if not _FOLDER.fullmatch(row)]
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


def _first_letter(rows: Sequence[str]) -> _Letter | None:
    above = rows[:MAX_ROWS_ABOVE_MAIL]
    if not any(_is_recipient(row, is_sure=True) for row in above) and not any(map(_MAIL_HEADER.fullmatch, above[:1])):
        return None
    letters = (_letter_at(rows, at) for at in range(len(above)))
    return next((found for found in letters if found and not found.is_quoted), None)


def _letter_at(rows: Sequence[str], at: int) -> _Letter | None:
    """Return the mail that begins with a row; None where none does."""
    if len(rows[at]) > MAX_LETTER_ROW_CHARS:
        return None
    heads = list(takewhile(bool, map(_MAIL_HEADER.fullmatch, rows[at : at + MAX_HEADERS])))
    titles = [place for place, each in enumerate(heads) if each and each["title"]]
    heads = heads[: titles[1]] if len(titles) > 1 else heads  # "Re: …" can begin the letter.
    found = {name: each["value"] for each in heads if each for name, value in each.groupdict().items() if value}
    if len(heads) >= MIN_ORIGINAL_HEADERS and {"by", "title"} <= found.keys():
        start = at - 1 if at and _ORIGINAL.fullmatch(rows[at - 1]) else at
        name = _name_of(found["by"])
        return _Letter(start, at + len(heads), name, found.get("day", ""), found["title"], is_quoted=at > 0)
    if at and _WROTE.fullmatch(rows[at]):
        return _Letter(at, at + 1, rows[at], is_quoted=True)
    below = list(takewhile(_is_below_sender, rows[at + 1 : at + 1 + MAX_HEADERS]))
    to = list(filter(_is_recipient, below))
    moments = [row for row in below if row not in to]
    sender = _SENDER.fullmatch(rows[at])
    is_sure = bool(sender) or any(_AGO.search(row) or find_dates(row) for row in moments)
    if not to or not is_sure or not (sender or moments) or _is_below_sender(rows[at]) or rows[at][-1] in ".!?:;,":
        return None
    moment = _AGO.sub("", next(iter(moments), ""))
    return _Letter(at, at + 1 + len(below), _name_of(rows[at]), moment)


MAX_LETTER_ROW_CHARS, MAX_HEADERS = 250, 12
_MOMENT = re.compile(r"(?=[^<>@]{4,70}$)[^<>@]*?(?<!\d)\d{1,2}[:.h]\d\d(?!\d)[^<>@]*")
"""A row with the time of a day."""
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
    kept = kept[: kept.index("--")] if "--" in kept[-MAX_FOOT_ROWS:] else kept
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
    r"summari[sz]e(?: this email)?|\d+ (?:of|von|sur|de|di) \d+",
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
    r"zitierten text (?:anzeigen|ausblenden)|you replied on .{4,40}|"
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


def _note(every: list[str], levels: Mapping[str, int], hints: DateHints) -> Article:
    """Read a text that is no news page: all of it is kept, its first row is the title if it looks like one."""
    every = _without_buttons(every)
    if (
        len(every) > 1
        and len(every[0]) <= 150
        and not boilerplate.is_prose(every[0])
        and every[0][-1] not in ".!…:;,。"
    ):
        title = every[0]
        first = 2 if len(every) > 2 and MINUTES.match(every[1]) and not boilerplate.is_prose(every[1]) else 1
        # Whose minutes they are can stand above.
        title, publisher = (every[1], title) if first == 2 else (title, "")
        body, corrected = _body(every[first:], levels, title)
    else:
        publisher = ""
        body, corrected = _body(every, levels, "")
        title = normalize.derived_title(body.paragraphs)
    credit = _credit(body.paragraphs, hints)
    return Article(
        title=title,
        paragraphs=body.paragraphs,
        headings=body.headings,
        publisher=normalize.one_line(publisher, normalize.MAX_NAME),
        byline=credit.agency,
        published_at=credit.day or _day_of_minutes(title, hints),
        corrections=corrected,
    )


def _without_buttons(rows: list[str]) -> list[str]:
    """Return a text without the buttons above and below its running text, if it has more than one."""
    last = _last_prose(rows)
    first = next((at for at, row in enumerate(rows[:MAX_BUTTON_ROWS]) if boilerplate.is_prose(row)), 0)
    places = (*range(first), *range(last + 1, min(last + 1 + MAX_BUTTON_ROWS, len(rows))))
    found = {at for at in places if boilerplate.is_boilerplate(rows[at])}
    # Words alone can be what a text is about.
    is_page = len(found) >= MIN_BUTTONS and any(" " in rows[at] for at in found)
    return [row for at, row in enumerate(rows) if at not in found] if is_page else rows


MAX_BUTTON_ROWS, MIN_BUTTONS = 40, 2


def _day_of_minutes(title: str, hints: DateHints) -> date | None:
    met = find_dates(title, hints) if MINUTES.match(title) else []
    return met[0].day if len(met) == 1 else None


def _news(every: list[str], rows: list[str], levels: Mapping[str, int], hints: DateHints) -> Article | None:
    page = parse_header(rows, hints, levels, is_page=rows is not every)
    if page is None:
        return None
    page = _signed_at_foot(page)
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
    credit = _credit(body.paragraphs, hints)
    return Article(
        title=normalize.one_line(page.title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        corrections=corrected,
        publisher=normalize.one_line(page.publisher, normalize.MAX_NAME),
        byline=normalize.one_line(page.byline or agency or credit.agency, normalize.MAX_NAME),
        published_at=page.published_at or credit.day or _day_of_minutes(page.title, hints),
        modified_at=page.modified_at,
    )


def _credit(paragraphs: Sequence[str], hints: DateHints) -> Dateline:
    """Return what the first sentence says, which can stand below a line about the story."""
    found = (dateline(text, hints) for text in paragraphs[: 2 if len(paragraphs[0]) < MAX_SUBHEAD_CHARS else 1])
    return next((each for each in found if each != Dateline()), Dateline())


MAX_SUBHEAD_CHARS = 160


def _last_prose(rows: Sequence[str]) -> int:
    places = range(len(rows) - 1, -1, -1)
    found = (at for at in places if boilerplate.is_prose(rows[at]) and not boilerplate.is_boilerplate(rows[at]))
    return next(found, len(rows))


def _signed_at_foot(page: NewsHeader) -> NewsHeader:
    """Take the author from the rows right below the text where those above it name none."""
    if page.byline:
        return page
    last = _last_prose(page.body)
    for at, row in enumerate(page.body[last + 1 : last + 1 + MAX_SIGNATURE_ROWS], start=last + 1):
        name = byline(row) if ":" in row or "：" in row else ""
        if not name and _VIETNAMESE.search(row) and is_full_name(row):
            name = row  # In Vietnam the author stands there without a word.
        if name:
            return replace(page, byline=name, body=page.body[:at] + page.body[at + 1 :])
    return page


MAX_SIGNATURE_ROWS = 3
_VIETNAMESE = re.compile(r"[\u01a0-\u01b0\u1ea0-\u1ef9đĐ]")


def _without_footer(rows: Sequence[str]) -> tuple[str, ...]:
    """Return the rows of a page that began with a menu, up to the last that is running text."""
    last = _last_prose(rows)
    short = takewhile(
        lambda row: row.endswith(_SENTENCE_ENDS) and not boilerplate.is_boilerplate(row), rows[last + 1 :]
    )
    return tuple(rows[: last + 1 + sum(1 for _ in short)])


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
