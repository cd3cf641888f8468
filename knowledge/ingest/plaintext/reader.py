"""A text as people paste it, a news page above all → Article."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import unescape
from itertools import pairwise, takewhile
from pathlib import PurePath

from knowledge.errors import UnreadableArticle
from knowledge.ingest import boilerplate, changelogs, corrections, sections
from knowledge.ingest.blocks import LIST_ITEM, Body
from knowledge.ingest.bylines import bracketed_name, byline, name_in, names_several, only_persons, signed
from knowledge.ingest.date_lines import Dateline, date_line, dateline
from knowledge.ingest.files import refuse_short_lines
from knowledge.ingest.names import is_full_name, is_name
from knowledge.ingest.news_header import (
    NewsHeader,
    is_headline,
    is_place,
    is_topic,
    parse_header,
    signed_with_mail,
    signs_below,
    signs_with_mail,
    subject_of_letter,
    without_subject_label,
)
from knowledge.ingest.plaintext import conversations, discussions, mail_threads, minutes, press_releases, wikis
from knowledge.ingest.plaintext.code import take_code, with_code
from knowledge.ingest.plaintext.copied_page import (
    MAX_BUTTON_ROWS,
    CopiedPage,
    last_prose,
    parted,
    without_foot,
)
from knowledge.ingest.plaintext.layout import word_beginnings
from knowledge.ingest.plaintext.paragraphs import body_of_rows, take_headings, with_lists
from knowledge.ingest.plaintext.recipes import (
    SENTENCE_ENDS,
    is_recipe,
    recipe_labels,
    signed_by,
    with_parted_ingredients,
    without_page,
)
from knowledge.ingest.plaintext.running_heads import head_of, heads_issue, without_page_marks
from knowledge.ingest.plaintext.tables import with_named_cells
from knowledge.ingest.sections import Section
from knowledge.ingest.wrapping import Wrapping, spaced, unwrap
from knowledge.models import PATH_SEPARATOR, Article
from knowledge.text import normalize
from knowledge.text.dates import DateHints, find_dates
from knowledge.text.publishers import date_hints

MAX_FOOT_ROWS = 8
MAX_FRONT_LINES = 200
"""Lines before the first heading of a large text that are read for its title, author and day."""


def read_plaintext(text: str) -> Article:
    """Read a pasted text; UnreadableArticle if it holds none."""
    text = unescape(text) if _ENTITY.search(text) else text
    marked, pieces = take_code(text)
    with suppress(UnreadableArticle):
        if pieces and (found := with_code(_read(marked), pieces)):
            return found
    return _read(text)


def _read(text: str) -> Article:
    text = conversations.with_marked_names(conversations.without_system_messages(text))
    text = with_named_cells(text)
    lines = lines_of(text)
    _refuse_blocks(lines, corrections.MAX_BLOCKS)
    lines, url = _without_address(lines)
    found = with_lists(_read_lines(lines, "\n".join(lines) if url else text, normalize.indents(text)), lines)
    return replace(found, url=url) if url else found


def _refuse_blocks(lines: Sequence[str], most: int) -> None:
    """Refuse a text as one article by the blocks of lines between empty ones; TooLargeArticle where there are more."""
    if [not above and bool(line) for above, line in pairwise(["", *lines])].count(True) > most:
        raise normalize.too_many_paragraphs()


def _refuse_rows(lines: Sequence[str], indents: Sequence[int]) -> None:
    """Refuse a large text as one article by its lines where each is a paragraph, before it is read for anything."""
    if sum(map(len, lines)) <= sections.MAX_SECTION_CHARS or sum(map(bool, lines)) <= MANY_ROWS:
        return
    wrapped = Wrapping.of(lines, indents)
    if wrapped is None or (wrapped.width is None and not wrapped.has_hanging):
        raise normalize.too_many_paragraphs()


MANY_ROWS = 2 * normalize.MAX_PARAGRAPHS
"""Rows of a text of which over half are in its paragraphs: the others are underlines, contents and references."""


def _title_first(lines: Sequence[str], places: list[int]) -> list[int]:
    """Return the places of lines, that of the title first where who wrote or published the text is above it.

    It is the heading of a document of the Internet (RFC), and what heads the pages of one that was printed.
    """
    first = next((at for at, place in enumerate(places) if lines[place]), 0)
    head = list(takewhile(lambda place: lines[place], places[first:]))
    title = next((place for place in places[first + len(head) :] if lines[place]), -1)
    if title < 0 or not any(_RFC.match(lines[place]) for place in head):
        kept = set(places)
        gone = {line for at, line in enumerate(lines) if line and at not in kept} if len(kept) < len(lines) else set()
        top = [place for place in places if lines[place]][:MAX_ROWS_ABOVE_LOG_OF_CHANGES] if gone else []
        is_met = any(minutes.is_title_of_minutes(lines[place]) for place in top)
        issue = set() if is_met else {place for place in top if heads_issue(lines[place], gone)}
        places = [place for place in places if place not in issue]
        gone |= set(map(head_of, gone))
        first = next((at for at, place in enumerate(places) if lines[place]), 0)
        top = [place for place in places[first:] if lines[place]][:MAX_ROWS_ABOVE_PRINTED] if gone else []
        title = next((place for place in top if lines[place] in gone and not is_name(lines[place])), -1)
        if title < 0 or title == top[0]:
            return places
        parting = next((place for place in places[first:] if not lines[place]), title)
        return [title, parting, *(place for place in places if place != title)]
    return [title, *(place for place in places if place != title)]


MAX_ROWS_ABOVE_PRINTED = 3
"""Rows of which the one that heads the pages is the title."""
_RFC = re.compile(r"(?:request for comments|rfc)\s?:? \d{1,5}\b|internet-draft\b", re.IGNORECASE)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; TooLargeArticle where they are too many and too short to be one."""
    lines = normalize.lines(_SOFT_HYPHEN.sub("-", text) if "\u00ad" in text or "\u2010" in text else text)
    refuse_short_lines(len(lines), len(text))
    return lines


_SOFT_HYPHEN = re.compile(r"(?<=[^\W\d_])[\u00ad\u2010](?=\s?\n\s*[^\W\d_])")
"""What cuts a word at the end of a line that was printed."""
_ENTITY = re.compile(r"&(?:#\d{2,5}|[lr][sd]quo|[nm]dash|hellip|nbsp);")
"""What feeds and the sources of pages have for signs that no text about code needs."""


def _without_address(lines: list[str]) -> tuple[list[str], str]:
    """Take the address of a page off a text that was copied from there, above it or below."""
    filled = [at for at, line in enumerate(lines) if line]
    is_list = sum("://" in lines[at] and bool(_ADDRESS.fullmatch(lines[at])) for at in filled) > 1
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


def _read_lines(lines: list[str], text: str, indents: Sequence[int]) -> Article:
    hints = date_hints(text)
    rows = [line for line in lines if line]
    is_mail = mail_threads.first_letter(rows) is not None
    is_post = any(row[0] in "Dd" and boilerplate.is_below_post(row) for row in rows)
    found = None if is_mail or is_post else conversations.read(rows, hints) or discussions.read_discussion(lines, hints)
    if found:
        return found
    if not is_mail:
        _refuse_rows(lines, indents)
    return _read_printed(lines, text, indents, hints, is_mail=is_mail)


def _read_printed(lines: list[str], text: str, indents: Sequence[int], hints: DateHints, *, is_mail: bool) -> Article:
    """Read a text that is no conversation, in which numbers below what was said would count who liked that."""
    rows = [line for line in lines if line]
    kept = _title_first(lines, without_page_marks(lines))
    indents = [indents[at] for at in kept] if len(indents) == len(lines) else []
    lines = [lines[at] for at in kept]
    if "\n>" in text and not is_mail and not mail_threads.has_header(rows[: mail_threads.MIN_ORIGINAL_HEADERS]):
        lines = list(_with_joined_quotations(lines))
    is_moved = kept != sorted(kept)
    lines = _with_authors(list(_without_marks(lines)), may_be_one=not is_moved)
    if not is_mail and (found := wikis.read_wiki(lines)):
        return found
    _refuse_blocks(lines, corrections.MAX_BLOCKS if is_mail else normalize.MAX_PARAGRAPHS)
    levels = take_headings(lines)
    lines = list(with_parted_ingredients(lines)) if is_recipe(lines) else lines
    entries = () if is_mail else changelogs.entry_lines(lines)
    rows = mail_threads.unwrap_mail(lines, indents) if is_mail else unwrap(lines, indents, parts=entries)
    every = list(_without_references(rows))
    normalize.nonempty(every)
    release = None if is_mail else press_releases.read_release(every, hints)
    every = release.rows if release else every
    _drop_ends(every)
    if (is_mail or mail_threads.has_header(every[:1])) and (mail := mail_threads.read_thread(every, hints)):
        return mail
    if met := minutes.read_minutes(every, levels, hints):
        return met
    entry = changelogs.first_entry(every)
    if 0 <= entry <= MAX_ROWS_ABOVE_LOG_OF_CHANGES and not any(map(boilerplate.is_link, every[:entry])):
        days = find_dates(every[entry], hints) if changelogs.heads_changes(every[entry]) else []
        found = _log_of_changes(every, levels, hints, is_titled=entry > 0)
        return replace(found, published_at=days[0].day) if days and not found.published_at else found
    if met := _minutes_below_menu(every, levels, hints):
        return met
    page = _page(every, lines)
    if not levels and not is_recipe(page.rows):
        levels = sections.single_heading(lines)
    if page.has_menu and (met := minutes.read_minutes(page.rows, levels, hints)):
        return met
    site = normalize.one_line((release and release.publisher) or page.site, normalize.MAX_NAME)
    parted = [after for line, after in pairwise(lines) if after and not line]
    news = _news(page, levels, hints, set(parted) if len(parted) * MAX_ROWS_OF_BLOCK >= len(every) else set())
    if (
        release
        and news
        and any(row.startswith(f"{news.byline}, ") for row in page.rows[: press_releases.MAX_ROWS_ABOVE])
    ):
        news = replace(news, byline="")  # It is from there.
    found = news or _note(page.rows, levels, hints)
    mailed = signed_with_mail(every, found.publisher or site) if page.has_menu and not release else ""
    found = found if found.byline else replace(found, byline=signed_by(every) or mailed)
    return found if found.publisher or not site else replace(found, publisher=site)


MAX_ROWS_ABOVE_LOG_OF_CHANGES, MAX_ROWS_OF_BLOCK = 12, 12
"""Rows above the newest of many changes, and how many there are for each empty line where those part paragraphs."""


def _minutes_below_menu(every: list[str], levels: Mapping[str, int], hints: DateHints) -> Article | None:
    """Read the minutes of a meeting on the page of a site; None for any other page."""
    own = minutes.below_menu(every)
    if len(own) == len(every):
        return None
    return minutes.read_minutes(without_foot(own), levels, hints)


def _log_of_changes(rows: list[str], levels: Mapping[str, int], hints: DateHints, *, is_titled: bool) -> Article:
    """Read a log of changes; one without a title is known by its newest entry."""
    if is_titled:
        return _note(rows, levels, hints)
    body, corrected = body_of_rows(rows, {**levels, rows[0]: sections.VERSION_LEVEL}, "")
    title = normalize.one_line(rows[0], normalize.MAX_TITLE_CHARS)
    return Article(title=title, paragraphs=body.paragraphs, headings=body.headings, corrections=corrected)


def _page(rows: list[str], lines: Sequence[str]) -> CopiedPage:
    """Return a text without what a page has around it; what a dish is made of is no menu above the steps."""
    if not is_recipe(rows):
        page = parted(rows, _begun(rows, lines))
        if page.has_menu:
            own = sections.without_contents([page.rows[0], *page.text])
            page = page._replace(rows=sections.without_contents(page.rows), text=tuple(own[1:]))
        if not page.has_menu and _is_below_blog(page.rows):
            return page._replace(site=page.rows[0], rows=page.rows[1:])
        is_below_rubric = len(page.rows) > 1 and changelogs.is_rubric(*page.rows[:2])
        return page._replace(rows=page.rows[1:]) if is_below_rubric else page
    page = parted(rows)
    site, own = without_page(rows)
    if page.has_menu and is_recipe(page.rows):
        return CopiedPage(page.site or site, without_page(page.rows)[1], has_menu=True)
    return CopiedPage(site, without_foot(own), has_menu=False)


def _begun(rows: Sequence[str], lines: Sequence[str]) -> list[bool]:
    """Return whether each row is below an empty line; one joined of several lines is."""
    found: list[bool] = []
    at = 0
    for row in rows:
        place = next((place for place in range(at, min(at + MAX_LINES_OF_ROW, len(lines))) if lines[place] == row), -1)
        found.append(place <= 0 or not lines[place - 1])
        at = place + 1 if place >= 0 else at
    return found


MAX_LINES_OF_ROW = 30


def _is_below_blog(rows: Sequence[str]) -> bool:
    """Tell a post with a day between its title and that of the blog, which has no words of the text."""
    if len(rows) < MAX_ROWS_ABOVE_PRINTED + 1 or not is_headline(rows[2]) or boilerplate.is_prose(rows[0]):
        return False
    day = date_line(rows[1])
    words = word_beginnings(rows[3 : 3 + MAX_ROWS_ABOVE_NOTE], MIN_TELLING_CHARS)
    is_of_day = day is not None and day.published_at is not None and not day.byline and boilerplate.is_prose(rows[3])
    return (
        is_of_day and words.isdisjoint(word_beginnings(rows[:1])) and not words.isdisjoint(word_beginnings(rows[2:3]))
    )


def _drop_ends(rows: list[str]) -> None:
    """Take off what stands above a forwarded mail, below a post or a newsletter, and below the end of a story."""
    last = last_prose(rows)
    foot = next((at for at in range(last + 1, len(rows)) if _SUBSCRIBED.search(rows[at])), len(rows))
    below = rows[foot : foot + MAX_SUBSCRIPTION_ROWS + 1]
    if (
        len(below) <= MAX_SUBSCRIPTION_ROWS
        and any(map(_UNSUBSCRIBE.search, below))
        and not any(map(LIST_ITEM.match, below))
    ):
        del rows[foot:]
    while len(rows) > 1 and (mail_threads.FORWARDED.fullmatch(rows[0]) or _VIEWED.fullmatch(rows[0])):
        del rows[0]
    while len(rows) > 1 and _REACTIONS.fullmatch(rows[-1]):
        del rows[-1]
    if len(rows) > 1 and _END.fullmatch(rows[-1]):
        del rows[-1]


_UNSUBSCRIBE = re.compile(boilerplate.UNSUBSCRIBE, re.IGNORECASE)
_SUBSCRIBED = re.compile(
    rf"{boilerplate.UNSUBSCRIBE}|(?:forward|send|share)(?: this)?(?: e?-?mail)? (?:to|with) a friend|(?:update|manage|"
    rf"change) your|"
    r"(?:receiv|erh[aä]lt|reçoi|recib|riceve|receb|ontvang)\w* (?:this|diese|cette?|cet|este|esta|questa|deze?)|"
    r"view .{0,30}browser|"
    r"our mailing address",
    re.IGNORECASE,
)
"""What stands below a newsletter: why it came, and how to have no more of them."""
_VIEWED = re.compile(
    r"(?=.*(?:e-?mail|newsletter|message|nachricht|courriel|correo|mensa|messaggio|bericht))"
    r"(?=.*(?:browser|navigat|navegador|angezeigt|display|online|web ?version|visuali[sz]))"
    r"(?=.*(?:click|klick|cliqu|clic|hier|here|view|ansehen|voir|ver\b|bekijk|visa|vis\b)).{10,160}",
    re.IGNORECASE,
)
"""Stands above a newsletter that some programs cannot show."""
MAX_SUBSCRIPTION_ROWS = 12
_ORG = re.compile(
    r"#\+(?P<key>title|author|date):\s*<?(?P<value>[^<>]*?)(?:(?<=-\d\d) [A-Za-z]{2,3}\.?)?>?", re.IGNORECASE
)
_FIELD = re.compile(r":(?P<key>author|date):\s+(?P<value>.+)", re.IGNORECASE)
_EMPHASIS = re.compile(r"([*_]{1,3})(?P<value>[^*_](?:(?!\1).){2,120}[^*_])\1")
_REFERENCE = re.compile(r"\[(?!\d+\])[^\[\]]{1,80}\]: <?https?://\S+>?")
"""Where a link of Markdown leads, by its words."""
MAX_MARKED_ROWS = 12


def _without_marks(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, those at the top without what Org, reStructuredText and Markdown put around facts."""
    for at, line in enumerate(lines):
        found = (_ORG.fullmatch(line) or _FIELD.fullmatch(line)) if at < MAX_MARKED_ROWS else None
        if found:
            yield f"By {found['value']}" if found["key"].lower() == "author" else found["value"]
        elif not (line[:1] == "[" and _REFERENCE.fullmatch(line)):
            marked = _EMPHASIS.fullmatch(line) if at < MAX_MARKED_ROWS and " " in line else None
            yield marked["value"] if marked else line


def _with_authors(lines: list[str], *, may_be_one: bool) -> list[str]:
    """Return the lines of a paper with its title on one, and with those named as authors whose names bear marks.

    Below the names there is a line for each mark that begins with it, and says where those who bear it work.
    """
    filled = [at for at, line in enumerate(lines) if line][: MAX_MARKED_ROWS + MAX_INSTITUTES]
    for place, at in enumerate(filled[1:MAX_MARKED_ROWS], start=1):
        if len(lines[at]) > MAX_AUTHORS_CHARS or _SMALL_WORD.search(lines[at]):
            continue
        marks = {found[1] or found[2] for found in _MARK.finditer(lines[at])}
        if not marks:
            continue
        names = _MARK.sub("", lines[at])
        below = [lines[each].partition(" ")[0] for each in filled[place + 1 : place + 1 + MAX_INSTITUTES]]
        names = _SPACED_COMMA.sub(",", names)
        if not (is_name(names) and (marks.issubset(below) or _AFFILIATIONS.fullmatch(below[0] if below else ""))):
            continue
        if sum(map(boilerplate.is_link, lines[:at])) > 1:
            return [*lines[:at], f"By {names}", *lines[at + 1 :]]  # The title is found as that of a page.
        first = filled[place - 1]
        while first and lines[first - 1]:
            first -= 1
        last = filled[place - 1] + 1
        title = " ".join(lines[first:last])
        if last - first <= MAX_TITLE_LINES and not boilerplate.is_prose(title):
            return [title, "", f"By {names}", "", *lines[:first], *lines[last:at], *lines[at + 1 :]]
    return _with_authors_below(lines, filled, may_be_one=may_be_one)


def _with_authors_below(lines: list[str], filled: Sequence[int], *, may_be_one: bool) -> list[str]:
    """Return the lines of a paper with its title on one, and with those named as authors who stand below it.

    They are alone between empty lines, above its first heading and nothing else but its day or number.
    Without any a title is on one line where each line goes on in small letters.
    """
    parts: list[list[int]] = []
    is_told = False
    for at in filled:
        was_told, is_told = is_told, len(parts) < MIN_PARTS_OF_PAPER and _is_told_of_paper(lines[at])
        if parts and parts[-1][-1] == at - 1 and not (was_told or is_told):
            parts[-1].append(at)
        else:
            parts.append([at])
    if len(parts) < MIN_PARTS_OF_PAPER or max(map(len, parts[:2])) > MAX_TITLE_LINES:
        return lines
    title, names = (" ".join(lines[at] for at in part) for part in parts[:2])
    people = _BETWEEN_NAMES.split(names)
    heads = (at for at in range(1, len(parts)) if sections.begins_paper(lines[parts[at][0]]))
    below = next(heads, MAX_PARTS_ABOVE_TEXT + 1)
    # Who met on a day stands there too.
    if not is_headline(title) or find_dates(title) or below > MAX_PARTS_ABOVE_TEXT:
        return lines
    # Below a short title one name can be a place, and whose report it is can stand above the title.
    is_long = may_be_one and len(title.split()) > MAX_WORDS_ABOVE_PLACE
    is_signed = all(map(is_full_name, people)) and (len(people) > 1 or is_long)
    if is_signed and all(len(part) == 1 for part in parts[2:below]):
        first, *more = (lines[at] for at in parts[0])
        is_subtitled = bool(more) and more[0][0].isupper() and len(more[0]) > len(first)
        more = ["", *more, ""] if is_subtitled else []
        return [first if is_subtitled else title, "", f"By {names}", *more, *lines[parts[1][-1] + 1 :]]
    goes_on = (len(lines[at - 1]) >= MIN_BROKEN_TITLE_CHARS and not lines[at][0].isupper() for at in parts[0][1:])
    return [title, *lines[parts[0][-1] + 1 :]] if all(goes_on) else lines


def _is_told_of_paper(line: str) -> bool:
    """Tell the line of a paper that names those who wrote it, or gives its day alone."""
    if len(line) > MAX_AUTHORS_CHARS:
        return False
    people = [] if _SMALL_WORD.search(line) else _BETWEEN_NAMES.split(line)
    return (len(people) > 1 and all(map(is_full_name, people))) or date_line(line) is not None


MAX_AUTHORS_CHARS = 10_000
_BETWEEN_NAMES = re.compile(r",? (?:and|&|und|et|y|e|en|och|og|i) |, ")
MIN_PARTS_OF_PAPER, MAX_PARTS_ABOVE_TEXT, MIN_BROKEN_TITLE_CHARS, MAX_WORDS_ABOVE_PLACE = 3, 5, 40, 7


_AFFILIATIONS, _SPACED_COMMA = re.compile(r"affiliations?", re.IGNORECASE), re.compile(r"\s+,")
_MARK = re.compile(
    r"(?<=[^\W\d_])(?:\s?(\d{1,2}|[¹²³⁴-⁹])| ([a-h]))(?:,? ?(?:\d{1,2}|[¹²³⁴-⁹]|[a-h*†‡§])(?!\w))*(?=,| |$)"
)
_SMALL_WORD = re.compile(r"(?<![^ ,])[a-z]{6}")
"""What is in no row of names, between which only short words have no capitals."""
MAX_INSTITUTES, MAX_TITLE_LINES = 8, 3


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
    text = "".join(spaced(list(quoted), Counter()))
    if text.endswith(SENTENCE_ENDS) and " " in text:
        yield from ("", text, "")
    else:
        yield from (f"> {line}" for line in quoted)


def split_plaintext(text: str, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of a text that is too large for one: what is below each of its headings.

    Raises:
        UnreadableArticle: it has no headings to split it by.
    """
    lines = lines_of(text)
    found = sections.headings_of(lines, is_split=True)
    parts = sections.cut(found, list(map(len, lines)))
    levels = sections.take_marks(lines, found)

    def read(part: Section) -> tuple[Body, tuple[str, ...]] | None:
        rows = unwrap(lines[part.start + bool(part.path) : part.end])
        return body_of_rows(rows, levels, part.path.rpartition(PATH_SEPARATOR)[2]) if rows else None

    whole = Article(title=normalize.one_line(PurePath(name).stem, normalize.MAX_TITLE_CHARS), paragraphs=())
    if not parts[0].path:
        with suppress(UnreadableArticle):
            whole = read_plaintext("\n".join(lines[: min(parts[0].end, MAX_FRONT_LINES)]))
    yield from sections.section_articles(whole, parts, read, name)


_REACTIONS = re.compile(
    r"(?:[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]\ufe0f?\s*[\d.,]+[KMkm]?\s*)+(?:edited\s*)?(?:\d\d:\d\d)?|"
    r"\W{0,4}(?:subscribe|подписаться|подписывайтесь)\b.{0,20}@\w+",
    re.IGNORECASE,
)
"""Counts and calls below a post of Telegram's."""


_CITED = re.compile(r"[.,;:!?”\"»](?:\[(\d{1,3})\])+")


def _without_references(rows: list[str]) -> Iterator[str]:
    """Yield rows without the marks of references that count up from [1] behind the ends of sentences, if they do.

    In code and in laws a number in brackets stands behind a name, or apart.
    """
    cited = list(dict.fromkeys(int(found[1]) for row in rows if "[" in row for found in _CITED.finditer(row)))
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


def _note(every: list[str], levels: Mapping[str, int], hints: DateHints) -> Article:
    """Read a text that is no news page: all of it is kept, its first row is the title if it looks like one."""
    every = _without_buttons(every)
    at = _title_of_note(every)
    if at >= 0:
        title = without_subject_label(every[at]) if at else every[0]
        body, corrected = body_of_rows(every[:at] + every[at + 1 :], levels, title)
    else:
        body, corrected = body_of_rows(every, levels, "")
        title = normalize.derived_title(body.paragraphs)
    credit = _credit(body.paragraphs, hints)
    return Article(
        title=title,
        paragraphs=body.paragraphs,
        headings=body.headings,
        byline=credit.agency,
        published_at=credit.day,
        corrections=corrected,
    )


def _title_of_note(rows: Sequence[str]) -> int:
    """Return where the title of a text is, -1 if it has none.

    It is the first row, or one right below that which has words of the text where a first of few words has none.
    """
    if len(rows) < 2 or len(rows[0]) > MAX_TITLE_OF_NOTE or boilerplate.is_prose(rows[0]):
        return -1
    if (at := subject_of_letter(rows)) > 0:
        return at
    text = next((at for at, row in enumerate(rows[:MAX_ROWS_ABOVE_NOTE]) if boilerplate.is_prose(row)), 0)
    words = word_beginnings(rows[text : text + MAX_ROWS_ABOVE_NOTE], MIN_TELLING_CHARS) if text > 1 else set()
    if words and not is_headline(rows[0]) and words.isdisjoint(word_beginnings(rows[:1])):
        near = range(1, min(text, MAX_ROWS_ABOVE_PRINTED))
        lower = (at for at in near if is_headline(rows[at]) and rows[at][-1] not in _ENDS_OF_NO_TITLE)
        found = next((at for at in lower if len(words & word_beginnings([rows[at]])) >= MIN_SHARED_WORDS), 0)
        if found:
            return found
    return 0 if rows[0][-1] not in _ENDS_OF_NO_TITLE else -1


_ENDS_OF_NO_TITLE = ".!…:;,。"
MAX_TITLE_OF_NOTE, MAX_ROWS_ABOVE_NOTE, MIN_TELLING_CHARS, MIN_SHARED_WORDS = 150, 8, 4, 2


def _without_buttons(rows: list[str]) -> list[str]:
    """Return a text without the buttons above and below its running text, if it has more than one."""
    last = last_prose(rows)
    first = next((at for at, row in enumerate(rows[:MAX_BUTTON_ROWS]) if boilerplate.is_prose(row)), 0)
    places = (*range(first), *range(last + 1, min(last + 1 + MAX_BUTTON_ROWS, len(rows))))
    found = {
        at for at in places if boilerplate.is_boilerplate(rows[at]) and not (at < first and _OWNED.match(rows[at]))
    }
    # Words alone can be what a text is about.
    is_page = len(found) >= MIN_BUTTONS and any(" " in rows[at] for at in found)
    return [row for at, row in enumerate(rows) if at not in found] if is_page else rows


MIN_BUTTONS = 2
_OWNED = re.compile(r"copyright|©|\(c\)|all rights reserved", re.IGNORECASE)
"""Begins a licence; it is furniture only below a text."""


def _news(copied: CopiedPage, levels: Mapping[str, int], hints: DateHints, begun: Container[str]) -> Article | None:
    named = {row for row, level in levels.items() if level == sections.CONTENTS_LEVEL} - {*copied.rows[:1]}
    headings = {*recipe_labels(copied.rows), *named} if copied.has_menu else levels
    page = parse_header(copied.rows, hints, headings, site=copied.site, is_page=copied.has_menu)
    if copied.text and page:
        gone = set(copied.rows).difference(page.body)
        told = [found for row in copied.days if (found := date_line(row, hints))]
        page = replace(
            page,
            title=copied.rows[0],
            published_at=page.published_at or next((each.published_at for each in told if each.published_at), None),
            modified_at=page.modified_at or next((each.modified_at for each in told if each.modified_at), None),
            body=tuple(row for row in copied.text if row not in gone),
        )
    if page is None:
        return None
    page = replace(page, byline="") if page.byline in copied.others else page
    page = _dated_at_foot(_signed_at_foot(page), hints, is_page=copied.has_menu)
    if not page.byline and page.body:
        below = (bracketed_name(row) or (row if signs_below(row, page.body[-1]) else "") for row in copied.below)
        page = replace(page, byline=next(filter(None, below), ""))
    page = _signed(page, copied.authors)
    page = replace(page, byline=only_persons(page.byline)) if copied.has_menu else page
    kept = list(boilerplate.strip_boilerplate(page.body, levels, begun))
    if not kept:
        return None
    name = page.byline.partition(",")[0] or "\0"
    while len(kept) > 1 and kept[-1].startswith(name) and (copied.has_menu or not boilerplate.is_prose(kept[-1])):
        kept.pop()  # Who wrote it, once more.
    while len(kept) > 1 and copied.has_menu and page.published_at and date_line(kept[-1], hints):
        kept.pop()
    kept[-1] = boilerplate.without_end_mark(kept[-1])
    agency = boilerplate.agency(kept[-1])
    kept[-1] = kept[-1].removesuffix(f"({agency})").rstrip() if agency else kept[-1]
    levels = {**levels, page.title: 1} if is_recipe(kept) else levels
    body, corrected = body_of_rows(kept, levels, page.title)
    credit = _credit(body.paragraphs, hints)
    # A whole page shows that of its last change where it has no other.
    shown = page.modified_at if copied.has_menu else None
    return Article(
        title=normalize.one_line(page.title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        corrections=corrected,
        publisher=normalize.one_line(page.publisher, normalize.MAX_NAME),
        byline=normalize.one_line(signed(page.byline) or agency or credit.agency, normalize.MAX_NAME),
        published_at=page.published_at or credit.day or shown,
        modified_at=page.modified_at,
    )


def _signed(page: NewsHeader, authors: Sequence[str]) -> NewsHeader:
    """Return a page signed by the names in the rows of its authors, where no other row of those is known to be."""
    labelled = [row for row in authors if byline(row)]
    found = ((row, name_in(row)) for row in labelled or authors if labelled or not boilerplate.is_caption(row))
    names = dict.fromkeys(name for row, name in found if name)
    first = page.byline.partition(",")[0]
    if first and any(first in row for row in authors):
        # Some pages name several in one row as well as each in their own, or each in a row with a word for that.
        together = [name for name in names if name.startswith((f"{first} ", f"{first}, ")) and _are_several(name)]
        names = dict.fromkeys(together[:1] or (names if labelled and first in names else ()))
    # The words for a picture of somebody are copied too.
    names = {name: None for name in names if not any(name.endswith(f" {other}") for other in names)}
    names = {name: None for name in names if labelled or not is_topic(name, page.body)}
    if not names:
        return page
    # What stands there several times says who speaks.
    said, signing = Counter(page.body), set(authors)
    body = tuple(row for row in page.body if row not in signing or said[row] > 1)
    return replace(page, byline=", ".join([*names][:MAX_NAMED_AUTHORS]), body=body or page.body)


def _are_several(name: str) -> bool:
    return names_several(name) or ", " in name


MAX_NAMED_AUTHORS = 4


def _credit(paragraphs: Sequence[str], hints: DateHints) -> Dateline:
    """Return what the first sentence says, which can stand below lines about the story."""
    above = sum(1 for _ in takewhile(lambda text: len(text) < MAX_SUBHEAD_CHARS, paragraphs[:MAX_SUBHEADS]))
    found = (dateline(text, hints) for text in paragraphs[: above + 1])
    return next((each for each in found if each != Dateline()), Dateline())


MAX_SUBHEAD_CHARS, MAX_SUBHEADS = 160, 3


def _signed_at_foot(page: NewsHeader) -> NewsHeader:
    """Take the author from the rows right below the text where those above it name none."""
    if page.byline:
        return page
    last = last_prose(page.body)
    for at in range(len(page.body) - 1, max(last - MAX_SIGNATURE_ROWS, -1), -1):
        if (signed := _SIGNED_IN_ROW.search(page.body[at])) and (name := bracketed_name(signed[0].strip())):
            body = (*page.body[:at], page.body[at][: signed.start()], *page.body[at + 1 :])
            return replace(page, byline=name, body=body)
    below = range(last + 1, len(page.body))
    for at in (*below[:MAX_SIGNATURE_ROWS], *below[MAX_SIGNATURE_ROWS:][-1:]):
        row = page.body[at]
        name = byline(row) if ":" in row or "：" in row or _POSTED.match(row) else ""
        name = name or bracketed_name(row)
        if signs_below(row, page.body[last]) or signs_with_mail(row, "".join(page.body[at + 1 : at + 2])):
            name = row
        elif not name and page.published_at and is_place(row.partition(", ")[2]):
            name = row.partition(", ")[0] if is_full_name(row.partition(", ")[0]) else ""
        if name:
            return replace(page, byline=name, body=page.body[:at] + page.body[at + 1 :])
    return page


MAX_SIGNATURE_ROWS = 3
_SIGNED_IN_ROW = re.compile(r"(?<=[。」』！？.]) ?[(（【\[［][^()（）【】\[\]［］]{2,20}[)）】\]］]$")
"""The author's name behind the last sentence, as papers of Japan and China sign."""
_POSTED = re.compile(
    r"(?:posted|published|written|publié|écrit|publicado|escrito|pubblicato|scritto|veröffentlicht|geschrieben) ",
    re.IGNORECASE,
)
"""Begins a row below the posts of a blog."""


def _dated_at_foot(page: NewsHeader, hints: DateHints, *, is_page: bool) -> NewsHeader:
    """Take the date from the last rows of the page where those above the text give none."""
    if page.published_at:
        return page
    first = max(len(page.body) - MAX_FOOT_ROWS, 0)
    for at in range(first, len(page.body)):
        found = date_line(page.body[at], hints)
        is_sure = found is not None and (found.is_labelled or (found.published_at and found.modified_at))
        if found and (is_sure or not is_page):
            return replace(
                page,
                published_at=found.published_at,
                modified_at=page.modified_at or found.modified_at,
                body=page.body[:at] + page.body[at + 1 :],
            )
    return page
