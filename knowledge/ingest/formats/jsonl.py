"""JSON lines, one article each → Articles."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from difflib import get_close_matches
from functools import lru_cache
from html import unescape
from io import BytesIO
from itertools import islice, zip_longest
from typing import IO, TypeGuard

from knowledge.errors import IngestNote, UnreadableArticle
from knowledge.ingest import encoding, files
from knowledge.ingest.blocks import MAX_HEADING_CHARS, Body, body_of
from knowledge.ingest.files import MAX_SHOWN_CHARS, refuse, refused_item, refused_line, safe_name
from knowledge.ingest.formats.markdown import names_in, without_by
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import MAX_DATE_CHARS, DateHints, parse_date
from knowledge.text.publishers import zone_of

_FORM = '{"title": …, "text": …}'
KEYS = frozenset(
    {
        *("id", "title", "text", "paragraphs", "headings", "pages", "publisher", "byline", "published_at"),
        *("modified_at", "language", "url", "keywords", "corrections", "kind", "collection"),
    }
)
"""What a line can say; `kind` is what the export calls it, `collection` where it had it from."""
MAX_STRANGE_KEYS = 100
"""Keys of other names that are remembered, to tell misspelt ones."""
FIELD_NAMES: Mapping[str, Sequence[str]] = {
    "text": (
        *("text", "body", "content", "article", "article text", "article body", "full text", "main text", "story"),
        *(
            "content text",
            "content html",
            "selftext",
            "paragraphs",
            "abstract",
            "abstract note",
            "description",
            "selection",
            "post content",
        ),
        *("본문", "내용", "正文", "内容", "texto", "texte", "inhalt", "contenido", "conteúdo", "cuerpo", "testo"),
        *("本文", "記事", "текст", "содержание", "treść", "tekst", "metin", "النص", "المحتوى"),
    ),
    "title": (
        "title",
        "headline",
        "heading",
        "name",
        *("post title", "article title", "page title"),
        "제목",
        "标题",
        "titel",
        "titre",
        "titulo",
        "título",
        *("titolo", "tytuł", "タイトル", "見出し", "標題", "заголовок", "название", "başlık", "العنوان"),
    ),
    "url": (
        *("url", "link", "href", "source url", "canonical url", "permalink", "address"),
        *("enlace", "lien", "링크", "链接", "リンク", "ссылка"),
    ),
    "published_at": (
        *("published at", "published", "date", "publication date", "date published", "pub date", "publish date"),
        *("published date", "date publish", "post date", "day", "날짜", "日期", "datum", "fecha"),
        *("日付", "日時", "掲載日", "дата", "tarih", "التاريخ", "발행일", "작성일"),
    ),
    "modified_at": ("modified at", "modified", "updated", "updated at", "date modified", "last mod"),
    "byline": (
        *("byline", "author", "authors", "creator", "by", "writer", "기자", "作者", "autor", "auteur", "autore"),
        *("著者", "筆者", "記者", "автор", "yazar", "الكاتب", "작성자"),
    ),
    "publisher": (
        *("publisher", "publication", "publication title", "source", "outlet", "site", "site name", "newspaper"),
        *("언론사", "매체", "来源", "媒体", "出典", "quelle", "fuente", "fonte", "источник"),
    ),
    "language": ("language", "lang", "in language"),
    "id": ("id", "key", "article id", "uuid"),
    "keywords": ("keywords", "tags", "manual tags", "document tags"),
}
"""How others call what an article has, in any case and with or without spaces and signs, the surest first."""


@lru_cache(MAX_STRANGE_KEYS)
def bare_name(name: str) -> str:
    """Return the name of a key or a column as it is compared: `publishedat` for “publishedAt” and “published at”."""
    return re.sub(r"[\W_]+", "", name[:MAX_SHOWN_CHARS]).casefold()


_WRITTEN = [
    *(*KEYS, "headline", "body", "content", "author", "authors", "published", "date_published", "source", "tags"),
    "link",
]
"""What a misspelt key can mean: ours, and what others call them most."""
_FIELDS = {bare_name(name): field for field, names in FIELD_NAMES.items() for name in names}
_PLACES = {name: place for place, name in enumerate(_FIELDS)}
_MAX_REFUSED = 1_000
"""Most lines of a file that are refused one by one."""
_MAX_LISTED = 100
"""Most keywords or corrections of an article."""
MAX_DAYS_REMEMBERED = 4_096
MAX_LINE = 8 * 1024 * 1024
"""Longest line read, in bytes."""


_BLOCK_BYTES = 1024 * 1024
"""Lines are read so many bytes at a time."""


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Whole lines of a file, not parsed yet."""

    data: bytes
    line: int
    """The number of its first line, from 1."""
    size: int
    """How many bytes of the file it stands for: more than it holds where a line is too long."""
    left_from: int = 0
    """The first line after it, where those are too short to be read; else 0."""


@dataclass(frozen=True, slots=True)
class ParsedLines:
    """What is in the lines of a block."""

    found: Sequence[Article | UnreadableArticle]
    strange: Mapping[str, int]
    """Keys that are not known, with the line of each."""
    left_from: int = 0
    """As in the block."""


def read_json_lines(file: IO[bytes], name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the article of each line, or its refusal, which names the line."""
    return join_lines((parse_lines(block, name) for block in line_blocks(file)), name)


def line_blocks(file: IO[bytes]) -> Iterator[LineBlock]:
    """Yield the lines of a file, many at a time; of one that is too long no more than the limit is ever held.

    Where lines are too many and too short to be articles, it ends with the block in which that shows.
    """
    file = encoding.in_utf8(file)
    line, at = 1, 0
    while data := file.read(_BLOCK_BYTES):
        if not data.endswith(b"\n"):
            data += file.readline(MAX_LINE + 1)
        size = len(data)
        while not data.endswith(b"\n") and (more := file.readline(MAX_LINE + 1)):
            size += len(more)
            data += b"\n" if more.endswith(b"\n") else b""
        line, first, at = line + data.count(b"\n"), line, at + size
        if files.are_too_short(line - 1, at):
            data = b"".join(islice(BytesIO(data), max(files.MAX_SHORT_ENTRIES + 1 - first, 0)))
            yield LineBlock(data, first, size, left_from=first + data.count(b"\n"))
            return
        yield LineBlock(data, first, size)


def parse_lines(block: LineBlock, name: str) -> ParsedLines:
    """Return the article or the refusal of each line; refusals beyond those that are told are one and the same."""
    strange: dict[str, int] = {}
    found: list[Article | UnreadableArticle] = []
    told: list[UnreadableArticle] = []
    for number, line in enumerate(BytesIO(block.data), start=block.line):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            found.append(article_from_json(_renamed(_value(line), number, strange)))
        except UnreadableArticle as error:
            if len(told) <= _MAX_REFUSED:
                told.append(refused_line(name, number, error))
            found.append(told[-1])
    return ParsedLines(found, strange, block.left_from)


def join_lines(parsed: Iterable[ParsedLines], name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield what is in the blocks of a file, in their order; of many refusals only the first, and a count."""
    read = refused = left_from = 0
    strange: dict[str, int] = {}
    for block in parsed:
        left_from = block.left_from
        if len(strange) < MAX_STRANGE_KEYS:
            strange = {**strange, **{key: line for key, line in block.strange.items() if key not in strange}}
        for found in block.found:
            if isinstance(found, Article):
                read += 1
                yield found
                continue
            refused += 1
            if refused <= _MAX_REFUSED:
                yield found
            elif not read:
                fault = UnreadableArticle("none of the first {count} lines can be read.", count=_MAX_REFUSED)
                yield refuse(name, fault)
                return
    yield from _misspelt(name, strange)
    if refused > _MAX_REFUSED:
        more = refused - _MAX_REFUSED
        yield refuse(name, UnreadableArticle("{count} more lines can't be read either.", count=more))
    if left_from:
        yield refuse(name, files.too_short(left_from - 1))
    elif not read and not refused:
        yield refuse(name, _nothing())


_SAMPLE_LINES = 100
"""Lines among which one has to be JSON in a file of JSON lines."""
MAX_JSON_BYTES = 100 * 1024 * 1024
"""Largest JSON file that is parsed as a whole, in bytes; JSON lines can be of any size."""


def whole(file: IO[bytes]) -> object:
    """Return the value that a JSON file is; None where it is none, or too large."""
    data = encoding.in_utf8(file).read(MAX_JSON_BYTES + 1)
    try:
        return json.loads(data.decode("utf-8-sig")) if len(data) <= MAX_JSON_BYTES else None
    except (ValueError, RecursionError):
        return None


def refuse_damaged(file: IO[bytes]) -> None:
    """Refuse a JSON file that is neither a value nor lines of values, such as one that was cut off.

    Raises:
        UnreadableArticle: it says where it is damaged.
    """
    start = file.tell()
    data = encoding.in_utf8(file).read(MAX_JSON_BYTES + 1)
    file.seek(start)
    if len(data) > MAX_JSON_BYTES or not data.strip(b"\xef\xbb\xbf \t\r\n"):
        return
    if any(isinstance(whole(BytesIO(line)), dict) for line in data.splitlines()[:_SAMPLE_LINES]):
        return
    try:
        json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise UnreadableArticle(
            "this JSON is damaged or cut off at line {line}; save it again and add that.", line=line
        ) from error


def is_json(file: IO[bytes]) -> bool:
    """Tell a file that is JSON, or whose first line is an object of it, from a text that only begins like that."""
    start = file.tell()
    value = whole(file)
    if not isinstance(value, list | dict):
        file.seek(start)
        value = whole(BytesIO(encoding.in_utf8(file).readline(MAX_LINE)))
    file.seek(start)
    return isinstance(value, list | dict)


_WRAPPERS = ("articles", "items", "results", "posts", "docs", "documents", "entries", "stories", "data", "response")
"""Under which programs put the list of articles that they answer with."""


def unwrapped(value: object, depth: int = 2) -> object:
    """Return the list of objects in an answer that has little else; any other value as it is."""
    if not isinstance(value, dict) or not depth or {"text", "paragraphs", "body", "content"} & value.keys():
        return value
    for inner in (value[key] for key in _WRAPPERS if key in value):
        found = unwrapped(inner, depth - 1)
        if isinstance(found, list) and found and all(isinstance(each, dict) for each in found):
            return found
    return value


def of_value(value: object, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of a JSON file that was read whole and is unwrapped: one object, or a list of them."""
    values = value if isinstance(value, list) else [value]
    refused = 0
    strange: dict[str, int] = {}
    for number, each in enumerate(values, start=1):
        try:
            yield article_from_json(_renamed(each, number, strange))
        except UnreadableArticle as error:
            refused += 1
            if refused > _MAX_REFUSED:
                yield refuse(name, UnreadableArticle("over {count} articles can't be read.", count=_MAX_REFUSED))
                return
            yield refused_item(name, number, error)
    yield from _misspelt(name, strange, is_list=True)
    if not values:
        yield refuse(name, _nothing())


def _nothing() -> UnreadableArticle:
    return UnreadableArticle("it is empty; write one article per line, e.g. {form}.", form=_FORM)


def _renamed(value: object, number: int, strange: dict[str, int]) -> object:
    """Return an article with the keys that others use called by ours; those passed over that say more are noted."""
    if not isinstance(value, dict) or not (unknown := value.keys() - KEYS):
        return value
    if any(map(_is_rendered, value.values())):  # As WordPress gives title and text.
        value = {key: _rendered(key, each["rendered"]) if _is_rendered(each) else each for key, each in value.items()}
    named = dict(value)
    is_usual = len(unknown) <= MAX_STRANGE_KEYS and max(map(len, unknown)) <= MAX_SHOWN_CHARS
    for key, field in (_fields_of if is_usual else _fields_of.__wrapped__)(frozenset(unknown)):
        if field == "publisher" and isinstance(value[key], str) and normalize.web_link(value[key]):
            field = "url"
        given = named.get(field) or (named.get("paragraphs") if field == "text" else None)
        found = _adopted(field, value[key], named) if field and not given else None
        if field and (value[key] is None or value[key] == ""):
            continue
        if found is not None:
            named["paragraphs" if isinstance(found, list) and field == "text" else field] = found
        elif len(strange) < MAX_STRANGE_KEYS and (not given or _is_longer(value[key], given)):
            strange.setdefault(key[:MAX_SHOWN_CHARS], number)
    return named


@lru_cache(MAX_STRANGE_KEYS)
def _fields_of(keys: frozenset[str]) -> Sequence[tuple[str, str]]:
    """Return keys that others use, the surest first, each with what we call it, or an empty name."""
    every = sorted(keys, key=lambda key: (_PLACES.get(bare_name(key), len(_PLACES)), key))
    return [(key, _FIELDS.get(bare_name(key), "")) for key in every]


def _rendered(key: str, text: str) -> str:
    return unescape(text) if key == "title" else text


def _is_rendered(found: object) -> TypeGuard[dict[str, str]]:
    return isinstance(found, dict) and isinstance(found.get("rendered"), str)


def _is_longer(text: object, given: object) -> bool:
    return isinstance(text, str) and isinstance(given, str) and len(text) > max(len(given), normalize.MAX_TITLE_CHARS)


def _adopted(field: str, found: object, article: Mapping[str, object]) -> object:
    """Return what another key says in the form of ours; None where it is something else."""
    match field, found:
        case "text", [*texts] if texts and all(isinstance(each, str) for each in texts):
            return texts
        case (("text" | "url"), _):
            return found if isinstance(found, str) else None
        case (("published_at" | "modified_at"), _):
            found = _moment(found)
            spoken = str(article.get("language") or "")[: normalize.MAX_LANGUAGE]
            return found if isinstance(found, str) and _day_in(found, "", spoken) else None
        case "keywords", str():
            return re.split(r"[;,]", found)
        case "keywords", _:
            return names_in(found)
        case "id", _:
            return found if type(found) in (str, int) else None
    return None if isinstance(found, int) else ", ".join(names_in(found)) or None


def _misspelt(name: str, strange: Mapping[str, int], *, is_list: bool = False) -> Iterator[IngestNote]:
    """Name the keys of lines that were passed over and look like others; a program's own keys are its business."""
    for key, line in strange.items():
        field = _FIELDS.get(bare_name(key))
        written = key.casefold().replace("-", "_").replace(" ", "_")
        if not (meant := [field] if field else get_close_matches(written, _WRITTEN, 1, 0.75)):
            continue
        values = {"name": safe_name(name), "line": line, "key": key, "meant": meant[0]}
        if field and is_list:
            yield IngestNote(
                "{name}, article {line}: what “{key}” says can't be read as “{meant}” and was passed over.",
                **values,
            )
        elif field:
            yield IngestNote(
                "{name}, line {line}: what “{key}” says can't be read as “{meant}” and was passed over.",
                **values,
            )
        elif is_list:
            yield IngestNote(
                '{name}, from article {line} on: the key "{key}" is not known and was passed over; is it "{meant}"?',
                **values,
            )
        else:
            yield IngestNote(
                '{name}, from line {line} on: the key "{key}" is not known and was passed over; is it "{meant}"?',
                **values,
            )


def _value(line: bytes) -> object:
    if len(line) > MAX_LINE:
        raise UnreadableArticle("this line is over 8 MB; split the article.")
    try:
        return json.loads(line.removeprefix(BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise UnreadableArticle("this line is not UTF-8; save the file as UTF-8.") from error
    except RecursionError as error:
        raise UnreadableArticle("this line is too deeply nested; write it like {form}.", form=_FORM) from error
    except ValueError as error:
        raise UnreadableArticle(
            "this line is not JSON; write one article per line, e.g. {form}.", form=_FORM
        ) from error


def article_from_json(value: object) -> Article:
    """Return the article of a parsed JSON object; UnreadableArticle names the key that is wrong."""
    if not isinstance(value, dict):
        raise UnreadableArticle("this is not a JSON object; write each article like {form}.", form=_FORM)
    body = _body(value)
    title = normalize.one_line(_string(value, "title"), normalize.MAX_TITLE_CHARS)
    publisher = normalize.one_line(_named(value, "publisher"), normalize.MAX_NAME)
    spoken = normalize.one_line(_string(value, "language"), normalize.MAX_LANGUAGE)
    return Article(
        id=_id(value.get("id")),
        title=title or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        pages=body.pages,
        language=normalize.language_code(spoken),
        publisher=publisher,
        byline=without_by(normalize.one_line(_named(value, "byline"), normalize.MAX_NAME)),
        published_at=_date(_written_date(value, "published_at"), publisher, spoken),
        modified_at=parse_date(_written_date(value, "modified_at")) if value.get("modified_at") else None,
        keywords=_lines_of(value, "keywords"),
        corrections=_lines_of(value, "corrections"),
        url=normalize.web_link(_string(value, "url")),
    )


def _lines_of(value: dict[str, object], key: str) -> tuple[str, ...]:
    """Return the texts of a list that few articles have."""
    if value.get(key) is None:
        return ()
    lines = (normalize.one_line(each, normalize.MAX_PARAGRAPH_CHARS) for each in _strings(value[key], key))
    return tuple(filter(None, lines))[:_MAX_LISTED]


def _string(value: Mapping[str, object], key: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise UnreadableArticle('"{key}" must be a string; put it in double quotes.', key=key)
    return found


def _named(value: dict[str, object], key: str) -> str:
    """Return a name, or those in a list or an object of schema.org's."""
    found = value.get(key)
    names = names_in(found) if isinstance(found, list | dict) else []
    return ", ".join(names) if names or found == [] else _string(value, key)


def _id(found: object) -> str:
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise UnreadableArticle('"id" must be a string or a number.')
    return normalize.one_line(str(found), normalize.MAX_NAME)


def _date(text: str, publisher: str, spoken: str) -> date | None:
    if not text.strip():
        return None
    found = _day_in(text, publisher, spoken)
    if found is None:
        raise UnreadableArticle('"published_at" is not a date; write it like 2018-10-11 or 2018-10-11T10:39+09:00.')
    return found


def _written_date(value: Mapping[str, object], key: str) -> str:
    return _string({key: _moment(value.get(key))}, key)


def _moment(found: object) -> object:
    """Return a number that is a day, or seconds or milliseconds since 1970, as dates are written; else what it is."""
    if type(found) is int and MIN_DAY <= found <= MAX_DAY:
        return f"{found // 10_000}-{found // 100 % 100:02}-{found % 100:02}"
    if not isinstance(found, int | float) or not MIN_SECONDS <= found <= MAX_SECONDS * 1000:
        return found
    seconds = found if found <= MAX_SECONDS else found / 1000
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds >= MIN_SECONDS else found


MIN_DAY, MAX_DAY = 1800_01_01, 2100_12_31
MIN_SECONDS, MAX_SECONDS = 100_000_000, 4_200_000_000
"""The years 1973 and 2103; smaller numbers are days, years or none."""


def _day_in(text: str, publisher: str, spoken: str) -> date | None:
    text = text.strip()
    return _day_of(text, zone_of(publisher), spoken) if len(text) <= MAX_DATE_CHARS else None


@lru_cache(MAX_DAYS_REMEMBERED)
def _day_of(text: str, zone: tzinfo | None, spoken: str) -> date | None:
    """Return the day of a date; many lines are of the same one."""
    return parse_date(text, DateHints(spoken, zone))


def _body(value: dict[str, object]) -> Body:
    """Return the paragraphs, and the heading above each where the line gives one for each."""
    found = value.get("paragraphs")
    if found is None and isinstance(value.get("text"), list):
        found = value["text"]
    if found is None and (markup := _markup(value.get("text"))):
        from knowledge.ingest import richtext  # It takes a moment to load, and few texts need it.

        return body_of(richtext.html_blocks(markup))
    if found is None:
        return Body(_visible(_split(value)))
    texts = ["\n".join(normalize.nonblank_lines(text)) for text in _strings(found, "paragraphs")]
    if value.get("headings") is None and value.get("pages") is None:
        return Body(_visible(texts))
    headings = _strings(value.get("headings") or [], "headings")
    if len(headings) not in (0, len(texts)):
        raise UnreadableArticle('"headings" must have as many strings as "paragraphs", or none.')
    return _under_headings(texts, headings, _pages(value.get("pages") or [], len(texts)))


_MARKUP = re.compile(r"</(?:p|div|h[1-6]|ul|li)>|<br\b", re.IGNORECASE)


def _markup(text: object) -> str:
    """Return a text that has the tags of a page; empty for any other."""
    return text if isinstance(text, str) and "<" in text and _MARKUP.search(text) else ""


def _pages(found: object, count: int) -> list[int]:
    if not isinstance(found, list) or not all(type(page) is int and 0 <= page < MAX_PAGE for page in found):
        raise UnreadableArticle('"pages" must be a list of numbers.')
    if len(found) not in (0, count):
        raise UnreadableArticle('"pages" must have as many numbers as "paragraphs", or none.')
    return found


MAX_PAGE = 1_000_000


def _under_headings(texts: Sequence[str], headings: Sequence[str], pages: Sequence[int]) -> Body:
    above = [normalize.one_line(heading, MAX_HEADING_CHARS) for heading in headings]
    placed = zip_longest(texts, above, pages)
    seen = [(text, heading or "", page or 0) for text, heading, page in placed if normalize.is_visible(text)]
    pieces = [(piece, heading, page) for text, heading, page in seen for piece in normalize.split_long(text)]
    return Body(
        _visible(piece for piece, _, _ in pieces),
        tuple(heading for _, heading, _ in pieces) if any(above) else (),
        tuple(page for _, _, page in pieces) if any(pages) else (),
    )


def _strings(found: object, key: str) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise UnreadableArticle('"{key}" must be a list of strings; put each paragraph in double quotes.', key=key)
    return found


def _split(value: dict[str, object]) -> Iterable[str]:
    """Split "text" at its blank lines; at every line where it has none."""
    if value.get("text") is None:
        raise UnreadableArticle('both "text" and "paragraphs" are missing; add the article\'s text as one of them.')
    lines = normalize.lines(_string(value, "text").strip())
    if "" not in lines:
        return lines
    return (" ".join(block.split()) for block in "\n".join(lines).split("\n\n"))


def _visible(texts: Iterable[str]) -> tuple[str, ...]:
    try:
        return normalize.nonempty(list(texts))
    except UnreadableArticle as error:
        raise UnreadableArticle('"text" or "paragraphs" is empty; add the article\'s text.') from error
