"""Markdown, with front matter or without → Article."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from html import unescape
from itertools import islice, pairwise, takewhile
from pathlib import PurePath
from textwrap import dedent
from typing import TYPE_CHECKING

import regex

from knowledge.errors import IngestNote, TooLargeArticle, UnreadableArticle
from knowledge.ingest import corrections
from knowledge.ingest.blocks import Block, Body, body_of, list_blocks, row_block
from knowledge.ingest.files import refuse_short_lines, safe_name
from knowledge.ingest.formats.commonmark import parts_of, words_inside
from knowledge.models import PATH_SEPARATOR, Article
from knowledge.text import normalize
from knowledge.text.dates import DateHints, parse_date, with_zone
from knowledge.text.publishers import date_hints

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from knowledge.ingest.news_header import Lead

MAX_CHARS = 32 * 1024
"""Longest front matter, in characters: YAML takes a second for 64 KB."""
_DOTTED = regex.compile(r"(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){30}")
"""A key of TOML in more tables than any site has: the parser takes the square of their number."""
_YAML = re.compile(r"---(?:ya?ml)?[^\S\n]*\n(?P<head>.*?)^(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[^\S\n]*\n(?P<head>.*?)^\+\+\+[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEXO = re.compile(
    r"(?:;{3,}[^\S\n]*\n)?(?P<head>\s{0,100}\"[^\n]*\n(?:[^\n]*\n){0,100}?);{3,}[^\S\n]*(?:\n|\Z)|"
    r"(?=(?:[^\n]*\n){0,20}?title:)(?P<yaml>(?:title|layout|date|categories|tags):[^\n]*\n"
    r"(?:(?:[A-Za-z][\w-]*:|[ \t-])[^\n]*\n){0,100}?)-{3,}[^\S\n]*(?:\n|\Z)"
)
"""What Hexo reads besides: the inside of a JSON object before `;;;`, and YAML without a line before it."""
_PANDOC = re.compile(r"% (?P<title>\S[^\n]{0,300})\n% (?P<author>[^\n]{0,300})\n(?:% (?P<date>[^\n]{0,100})(?:\n|\Z))?")
"""Title, authors and day as Pandoc has them: a line each."""
_NESTED = ("params", "extra", "taxonomies", "seo", "metadata")
"""Tables in which Hugo and Zola put what is not theirs."""
_MAX_NAMES = 30
_NAME_KEYS = ("name", "title", "literal", "display_name")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The facts, by keys in small letters with underscores, and the text below them."""

    body: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def first(self, *keys: str) -> object:
        """Return the value of the first key that is given, of the nested tables last; None where none is."""
        nested = [self.facts.get(name) for name in _NESTED]
        tables = [self.facts, *(_lowered(table) for table in nested if isinstance(table, dict))]
        given = (table.get(key) for table in tables for key in keys)
        return next((value for value in given if value not in (None, "", [], {}) and not isinstance(value, bool)), None)

    def line(self, *keys: str, limit: int = normalize.MAX_NAME) -> str:
        """Return the first of the keys that is given as one line, names of several people with commas."""
        return normalize.one_line(", ".join(names_in(self.first(*keys))), limit)

    def words(self, *keys: str) -> tuple[str, ...]:
        """Return the texts of the first of the keys that is given, such as tags; `#` before one goes."""
        found = self.first(*keys)
        texts = found.split(",") if isinstance(found, str) else names_in(found)
        words = (normalize.one_line(text, normalize.MAX_NAME).lstrip("#") for text in texts)
        return tuple(dict.fromkeys(filter(None, words)))[:_MAX_NAMES]


def split_front_matter(text: str) -> FrontMatter:
    """Take the front matter off a text.

    Raises:
        UnreadableArticle: It is too long, or is neither valid YAML, TOML nor JSON.
    """
    if (found := _YAML.match(text)) and not _is_text(found["head"]):
        return FrontMatter(text[found.end() :], _parse_matter(found["head"], "YAML", "---"))
    if found := _TOML.match(text):
        return FrontMatter(text[found.end() :], _parse_matter(found["head"], "TOML", "+++"))
    if found := _HEXO.match(text):
        facts = (
            _parse_matter(found["yaml"], "YAML", "---")
            if found["yaml"]
            else _parse_matter(found["head"], "JSON", ";;;")
        )
        return FrontMatter(text[found.end() :], facts)
    if re.match(r'\{\s*"', text):
        return _json(text)
    if found := _READWISE.match(text):
        return _of_readwise(text[found.end() :], found)
    if found := _PANDOC.match(text):
        return FrontMatter(text[found.end() :], {name: value for name, value in found.groupdict().items() if value})
    return _rows_of_facts(text)


def _is_text(head: str) -> bool:
    """Tell text between two lines drawn across a page from front matter."""
    rows = head.lstrip()
    return bool(rows) and not (_FIRST_KEY if head.startswith("\n") else _ANY_KEY).search(rows)


_ANY_KEY = re.compile(r"^\s*(?:[#{}\[\]!&%\"'-]|[^\s:][^:\n]{0,60}:)", re.MULTILINE)
_FIRST_KEY = re.compile(r"\A(?:[#{\"']|[\w-]{1,60}\s?:)")


_READWISE = re.compile(
    r"# [^\n]{1,300}\n\s{0,20}(?:!\[rw-book-cover\]\([^\n]{0,2000}\n\s{0,20})?## Metadata\n"
    r"(?P<rows>(?:- [A-Z][A-Za-z ]{1,30}: [^\n]{0,2000}\n){1,20})\s{0,20}(?=## )"
)
_BACK_TO_READWISE = re.compile(r" ?\(\[(?:View Highlight|Location [\d,]{1,9}|Page [\d,]{1,9})\]\([^()\s]{1,500}\)\)")


def _of_readwise(body: str, found: re.Match[str]) -> FrontMatter:
    """Return the facts of Readwise's highlights of a book or page, and the highlights without their links."""
    rows = (row[2:].split(": ", 1) for row in found["rows"].splitlines())
    facts = {key: re.sub(r"\[\[|\]\]", "", value.strip()) for key, value in rows}
    known = {"title": facts.get("Full Title", ""), "author": facts.get("Author", ""), "url": facts.get("URL", "")}
    tags = [tag.strip(", ") for tag in facts.get("Document Tags", "").split("#")]
    return FrontMatter(_BACK_TO_READWISE.sub("", body), {**known, "tags": list(filter(None, tags))})


_FACT_ROWS = re.compile(
    r"(?P<title>\s{0,20}#\s[^\n]{1,300}\n\s{0,20})?(?P<rows>(?:[A-Za-z][\w -]{0,30}::?[^\S\n][^\n]*\n){2,30})[^\S\n]*\n"
)
_FACT_ROW = re.compile(r"(?P<key>[^:\n]+)::?[^\S\n]+(?P<value>[^\n]*)\n")
_FACT_KEYS = frozenset(
    {
        *("title", "date", "created", "published", "modified", "updated", "last_edited_time", "last_edited", "author"),
        *("authors", "tags", "keywords", "category", "categories", "slug", "status", "summary", "lang", "language"),
        *("url", "source", "publisher", "created_time", "alias", "type", "template", "save_as"),
    }
)


_TELLING_KEYS = frozenset({"title", "date", "created", "created_time", "published", "author", "authors"})
"""One of which is among such rows; a status and a type alone can be text."""


def _rows_of_facts(text: str) -> FrontMatter:
    """Take rows of keys and values off the top, as Pelican, Notion and Logseq have them; others are text."""
    found = _FACT_ROWS.match(text)
    rows = list(_FACT_ROW.finditer(found["rows"])) if found else []
    facts = _lowered({row["key"]: row["value"].strip().strip("[]") for row in rows})
    if not found or len(facts.keys() & _FACT_KEYS) < MIN_FACT_ROWS or not facts.keys() & _TELLING_KEYS:
        return FrontMatter(text)
    others = "".join(row[0] for row in rows if not _lowered({row["key"]: ""}).keys() <= _FACT_KEYS)
    return FrontMatter(f"{found['title'] or ''}{others}\n{text[found.end() :]}", facts)


MIN_FACT_ROWS = 2


def _parse_matter(head: str, kind: str, fence: str) -> Mapping[str, object]:
    if len(head) > MAX_CHARS or (kind == "TOML" and _DOTTED.search(head)):
        raise _broken(kind, fence)
    try:
        facts = _PARSERS[kind](head)
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise _broken(kind, fence) from error
    if facts is None:
        return {}
    if not isinstance(facts, dict):
        raise _broken(kind, fence)
    return _lowered(facts)


_PLAIN_VALUE = re.compile(
    r"^(?P<key>[A-Za-z][\w -]{0,40}):[^\S\n]+(?P<value>[^\s\"'\[{|>&*!#][^\n]*:\s[^\n]*|[@`%][^\n]*)$", re.MULTILINE
)
"""A line whose value people write without the quotes that YAML asks for."""


_TAB = re.compile(r"^([A-Za-z][\w -]{0,40}:)\t+", re.MULTILINE)
"""A tab in place of the space, which YAML has as well but its parser does not."""


def _toml(head: str) -> object:
    # Imported here, as answers need no parser of Markdown.
    import tomllib

    return tomllib.loads(head)


def _yaml(head: str) -> object:
    import yaml

    head = _TAB.sub(r"\1 ", head)
    quoted = _PLAIN_VALUE.sub(lambda line: f"{line['key']}: {json.dumps(line['value'].strip())}", head)
    error: yaml.YAMLError | None = None
    for each in dict.fromkeys((head, quoted)):
        try:
            return yaml.safe_load(each)
        except yaml.YAMLError as found:
            error = found
    raise ValueError(head) from error


def _members(head: str) -> object:
    """Return the object that JSON without its braces is."""
    return json.loads(f"{{{head.strip().rstrip(',')}}}")


_PARSERS: Mapping[str, Callable[[str], object]] = {"TOML": _toml, "YAML": _yaml, "JSON": _members}


def _json(text: str) -> FrontMatter:
    """Return JSON that a text follows; a text that only looks like it stays one."""
    try:
        facts, end = json.JSONDecoder().raw_decode(text[: MAX_CHARS + 1])
    except (ValueError, RecursionError):
        return FrontMatter(text)
    return FrontMatter(text[end:], _lowered(facts)) if text[end:].strip() else FrontMatter(text)


def _lowered(table: object) -> dict[str, object]:
    assert isinstance(table, dict)
    return {str(key).casefold().replace("-", "_").replace(" ", "_"): value for key, value in reversed(table.items())}


def names_in(value: object, depth: int = 0) -> list[str]:
    """Return the texts in a value: of a list each, of a map its name, or its keys where each is a person."""
    if depth > 3:  # YAML's aliases can nest a short text without end
        return []
    match value:
        case list():
            return [name for each in value[:_MAX_NAMES] for name in names_in(each, depth + 1)]
        case dict():
            lowered = _lowered(value)
            named = next((lowered[key] for key in _NAME_KEYS if lowered.get(key)), None)
            if named is not None:
                return names_in(named, depth + 1)
            if not all(isinstance(each, dict) for each in value.values()):
                return []
            people = (names_in(each, depth + 1) or [str(key)] for key, each in islice(value.items(), _MAX_NAMES))
            return [name for names in people for name in names]
        case str() | float() | date():
            return [str(value)]
        case int():
            # A number of thousands of digits has no text.
            return [str(value)] if abs(value) < 10**30 else []
    return []


def _broken(kind: str, fence: str) -> UnreadableArticle:
    return UnreadableArticle(
        "its front matter is not valid {kind}; fix the lines between the two {fence}, and put values with a "
        "colon in quotes.",
        kind=kind,
        fence=fence,
    )


# No tag reaches over the next `<`: else a text of open tags alone would keep everything else waiting for minutes.
_TAGS = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_MARKS = (*"[]*_<&|\\`\n", "- ")
_MAX_MARKS = 50_000
"""The parser takes up to forty microseconds for a mark or a line; an article of a hundred pages has some thousands."""
_CHARS_PER_MARK = 20
"""Characters for each mark or line of a file that is split, whose parts may have as many each."""
_BETWEEN = re.compile(r"\n[^\S\n]*\n")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_SHOWN = frozenset({"text", "code_inline", *_BREAKS})


# Obsidian, Hugo, Jekyll and Docusaurus write these into Markdown. None reaches over a line unless it has an end.
_HIDDEN = (("%%", "%%"), ("<!--", "-->"), ("{#", "#}"), ("{/*", "*/}"))
"""What begins and ends a comment."""
_SHORTCODE = re.compile(r"\{\{[<%][^{}]{0,2000}[%>]\}\}|\{%[^{}]{0,2000}%\}|\{\{[^{}\n]{0,500}\}\}")
_MODULE = re.compile(
    r"^(?:import\s+['\"]|(?:import|export)\s[^\n]*(?:from\s+['\"]|=|\{))[^\n]*(?:\n[^\n]*\S[^\n]*)*$", re.MULTILINE
)
"""Code of MDX goes on to the next empty line."""
_COMPONENT = re.compile(
    r"(?<!`)<[A-Z][\w.]{0,80}(?:\s+[\w:-]{1,80}(?:\s*=\s*(?:\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'|\{[^{}<>]{0,500}\}))?){0,30}\s*/?>"
)
"""A tag of MDX, whose attributes can have braces where those of HTML have quotes."""
_EMBED = re.compile(r"!\[\[([^\[\]\n]{0,500})\]\]")
_WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{0,500})(?:\|([^\[\]\n]{0,500}))?\]\]")
_NAMED_PLACE = re.compile(r"[#^]")
_MARKED = re.compile(r"==(?=\S)([^=\n]{1,1000})==")
_STRUCK = re.compile(r"(?<![~\\])~~(?=[^\s~])([^~\n]{1,1000})~~(?!~)")
_BLOCK_ID = re.compile(r"[^\S\n]\^[\w-]{1,80}[^\S\n]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,80}\](?!:)")
_DEFINITION = re.compile(r"^[ ]{0,3}(?=\[[^\[\]\n]{1,200}\]:[^\S\n]*\S)(?:\[\^[\w-]{1,80}\]:[^\S\n]*)?", re.MULTILINE)
"""What a footnote or a link says, each a paragraph of its own."""
_CALLOUT = re.compile(r"^(?P<quoted>(?:>[^\S\n]*)+)\[![\w-]{1,40}\][+-]?[^\S\n]*(?P<title>[^\n]*)$", re.MULTILINE)
_TASK = re.compile(r"^(\s{0,20}[-*+]\s+)\[[ xX/-]\]\s+", re.MULTILINE)
_ADMONITION = re.compile(
    r"^[^\S\n]*:{3,10}[^\S\n]*(?:[a-z]+[^\S\n]*\[?(?P<title>[^\n\]{}]{0,200}))?[^\n]*$", re.MULTILINE
)
_INDENTED = re.compile(
    r"^(?:!!!|\?\?\?\+?|===)[^\S\n]+[^\n\"]{0,100}(?:\"(?P<title>[^\"\n]{0,200})\")?[^\S\n]*\n"
    r"(?P<body>(?:[^\S\n]*\n)*(?:[ ]{4}[^\n]*\n?|[^\S\n]*\n){1,500})",
    re.MULTILINE,
)
"""An admonition or a tab of MkDocs: its text is indented, as code is."""
_SAID = re.compile(
    r"^[ ]{0,3}:[^\S\n]{1,4}(?P<first>\S[^\n]*\n?)(?P<more>(?:(?:[^\S\n]*\n)*[ ]{4}[^\n]*\n?){0,500})", re.M
)
"""What is said of a term in the line above it, as in PHP Markdown Extra, Pandoc and MkDocs; it goes on indented."""
_ATTRIBUTES = re.compile(r"\{[:#.][^{}\n]{1,200}\}[^\S\n]*$", re.MULTILINE)
"""Classes and ids, as Jekyll, Pandoc and Docusaurus have them at the end of a line."""
_TAG_ROW = re.compile(r"^[^\S\n]*#[^\W\d][\w/-]{0,80}(?:[^\S\n]+#[^\W\d][\w/-]{0,80}){1,30}[^\S\n]*$", re.MULTILINE)
"""A row of tags and nothing else."""
_KRAMDOWN = re.compile(
    r"^(?:(?:[-*+]|\d\.)[^\S\n][^\n]{1,80}\n\{:toc[^\n]{0,80}\}|\*\[[^\[\]\n]{1,80}\]:[^\n]*)$", re.MULTILINE
)
"""The place of a table of contents, and what an abbreviation stands for, as Jekyll has them."""
_OWN_KEY = re.compile(
    r"^[^\S\n]*(?:-[^\S\n]+)?(?:id|collapsed|background-color|heading|logseq\.[\w.-]{1,80})::[^\n]*$", re.MULTILINE
)
"""What Logseq notes for itself below a block."""
_SUMMARY = re.compile(r"<summary\b[^<>]{0,200}>([^<>]{1,300})</summary>", re.IGNORECASE)
_DETAILS = re.compile(r"</?details\b[^<>]{0,200}>", re.IGNORECASE)
_FENCED = re.compile(r"(^[ ]{0,3}(?:```|~~~).*?^[ ]{0,3}(?:```|~~~)[^\S\n]*$)", re.DOTALL | re.MULTILINE)
_TOP_MODULES = re.compile(r"\s*(?:import\s[^\n]{1,300}\sfrom\s+['\"][^\n]{1,300}['\"];?[^\S\n]*\n\s*)+")
"""What Docusaurus imports, in files that are not called .mdx too."""


def without_dialect(text: str, *, modules: bool = False) -> str:
    """Return a Markdown text without what only the program that it was written for understands.

    Links of Obsidian become their words; comments, embeds, shortcodes, block ids and footnote marks go.
    With `modules` the imports of MDX go too. Blocks of code stay as they are, but for comments around them.
    """
    for opening, closing in _HIDDEN:
        text = _without_enclosed(text, opening, closing)
    if top := _TOP_MODULES.match(text):
        text = text[top.end() :]
    parts = _FENCED.split(text) if _has(text, "```", "~~~") else [text]
    return "".join(part if at % 2 else _plain_markdown(part, modules=modules) for at, part in enumerate(parts))


def _plain_markdown(text: str, *, modules: bool) -> str:
    """Return a text between blocks of code without what only one program understands."""
    text = _EMBED.sub(" ", text) if "![[" in text else text
    text = _INDENTED.sub(_unindented, text) if _has(text, "!!!", "???", "===") else text
    text = _SAID.sub(lambda found: f"\n: {found['first']}{dedent(found['more'])}\n", text) if "\n:" in text else text
    text = _DEFINITION.sub("\n", text) if "]:" in text else text
    text = _ADMONITION.sub(lambda found: f"\n{_bold(found['title'])}", text) if ":::" in text else text
    if "[[" in text:
        text = _WIKI_LINK.sub(lambda link: link[2] or _NAMED_PLACE.split(link[1])[0] or link[1].lstrip("#"), text)
    if modules:
        text = _COMPONENT.sub(" ", _MODULE.sub("", text))
    for pattern, signs in _LEFT_OUT:
        text = pattern.sub("", text) if _has(text, *signs) else text
    # What is folded away is a question with its answer, as bold words above a text are.
    if "<" in text:
        text = normalize.raised(text)
        text = _DETAILS.sub("\n\n", _SUMMARY.sub(lambda found: f"\n\n{_bold(found[1])}", text))
    text = _CALLOUT.sub(_titled, text) if "[!" in text else text
    text = _TASK.sub(r"\1", text) if "]" in text else text
    text = _MARKED.sub(r"\1", text) if "==" in text else text
    return _STRUCK.sub(r"\1", text) if "~~" in text else text


_LEFT_OUT = (
    (_KRAMDOWN, ("{:toc", "*[")),
    (_SHORTCODE, ("{{", "{%")),
    (_BLOCK_ID, ("^",)),
    (_FOOTNOTE, ("[^",)),
    (_ATTRIBUTES, ("{:", "{#", "{.")),
    (_TAG_ROW, ("#",)),
    (_OWN_KEY, ("::",)),
)
"""What is left out, and the signs that it has, for which it takes far less to look."""


def _has(text: str, *signs: str) -> bool:
    return any(sign in text for sign in signs)


def _titled(found: "re.Match[str]") -> str:
    """Return the title of a callout as a paragraph above its text."""
    quoted, title = found["quoted"], found["title"].strip()
    return f"{quoted}{title}\n{quoted}" if title else quoted


def _unindented(found: "re.Match[str]") -> str:
    return f"\n{_bold(found['title'])}{dedent(found['body'])}\n"


def _bold(title: str | None) -> str:
    """Return the title of a note as the line above its text."""
    return f"**{title.strip()}**\n\n" if title and title.strip() else ""


def _without_enclosed(text: str, opening: str, closing: str) -> str:
    """Leave out what stands between two marks, in one pass over the text; a mark that is never closed stays."""
    kept, at = [], 0
    while (begin := text.find(opening, at)) >= 0 and (end := text.find(closing, begin + len(opening))) >= 0:
        kept.append(text[at:begin])
        at = end + len(closing)
    return " ".join([*kept, text[at:]]) if kept else text


@dataclass(slots=True)
class _Work:
    """What the parser did for a file of many sections."""

    marks: int = 0
    """In what it read."""
    plain_sections: int = 0
    """How many it did not read any more."""


def markdown_tokens(text: str, work: _Work | None = None) -> list["Token"]:
    """Return the tokens of a text; of what needs no parser only those that say what it is, and those with its words."""
    from markdown_it.token import Token

    tokens: list[Token] = []
    work = work or _Work()
    for part in parts_of(_LINE_END.sub("\n", text)):
        if part.kind == "other":
            work.marks += _count_marks(part.texts[0])
            tokens += _parser().parse(part.texts[0])
            continue
        tokens += [Token("heading_open", f"h{part.level}", 1)] if part.kind == "heading" else []
        tokens += [Token("bullet_list_open", "ul", 1)] if part.kind == "list" else []
        for inside in part.texts:
            words = words_inside(inside)
            if words is None:
                work.marks += _count_marks(inside)
                tokens += _parser().parseInline(inside)
            else:
                tokens.append(Token("inline", "", 0, children=[Token("text", "", 0, content=words)]))
        tokens += [Token("bullet_list_close", "ul", -1)] if part.kind == "list" else []
    return tokens


_LINE_END = re.compile(r"\r\n?")


def _read_inside(state: "StateCore") -> None:
    """Read the inside of paragraphs, headings and cells: by the parser only where that has to decide something."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type == "inline" and (words := words_inside(token.content)) is not None:
            token.children = [Token("text", "", 0, content=words)]
        elif token.type == "inline":
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


@cache
def _parser() -> "MarkdownIt":
    """Return the one parser, which takes as long to make as a page to read."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark").enable("table")
    # Nobody reads where links lead, and it takes half their time.
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]
    made.core.ruler.at("inline", _read_inside)
    made.parse("a")  # What it makes at its first use is then there for every thread.
    return made


def is_dense(text: str, most: int = 0) -> bool:
    """Tell whether a text has more marks and lines than the parser reads in a second or two, or than a larger bound."""
    return _count_marks(text) > max(most, _MAX_MARKS)


def _count_marks(text: str) -> int:
    return sum(map(text.count, _MARKS))


def as_plain(text: str) -> Iterator[str]:
    """Yield what stands between empty lines as paragraphs, their lines and every mark in them as they are."""
    for block in _BETWEEN.split(text):
        if lines := normalize.nonblank_lines(block):
            yield "\n".join(lines)


def heading(tokens: Sequence["Token"]) -> str:
    """Return the first heading of the first level, else one of the second that comes first of all; empty without."""
    found = [(token.tag, inner) for token, inner in pairwise(tokens) if token.type == "heading_open"]
    for tag, inner in [*(each for each in found if each[0] == "h1"), *found[:1]]:
        if tag == "h1" or (tag == "h2" and tokens[0].type == "heading_open"):
            return normalize.one_line(_plain(inner), normalize.MAX_TITLE_CHARS)
    return ""


def token_blocks(tokens: Sequence["Token"]) -> Iterator[Block]:
    """Yield the blocks of a Markdown text: of a list one with a line for each item, of a table one for each row."""
    from markdown_it.token import Token

    lines: list[str] = []
    names: list[str] = []
    lists = 0
    before = Token("", "", 0)
    for token in tokens:
        lists += token.nesting if token.type in _LISTS else 0
        match before.type, token.type:
            case "heading_open", _ if not lists:
                yield from _heading(token, before.tag)
            case (("th_open" | "td_open"), _):
                lines.append(normalize.paragraph(_plain(token)))
            case (
                _,
                "thead_open"
                | "tbody_open"
                | "table_open"
                | "th_open"
                | "th_close"
                | "td_open"
                | "td_close"
                | "tr_open",
            ):
                pass
            case _, "thead_close":
                names = lines
                lines = []
            case _, "tr_close":
                if token.map is None and before.type == "td_close" and not lists:
                    yield from row_block(lines, names)
                    lines = []
            case _, ("fence" | "code_block" | "html_block") if not lists:
                yield from _raw(token)
            case _:
                lines += _lines(token)
                if lines and not lists:
                    yield from list_blocks(lines) if token.type in _LISTS else [Block("text", "\n".join(lines))]
                    lines = []
        before = token


def _raw(token: "Token") -> list[Block]:
    """Return the blocks of code, or of HTML."""
    if token.type == "html_block" and _HOLDS_BLOCKS.search(token.content):
        from knowledge.ingest.richtext import html_blocks  # Its parser is needed for few files.

        return html_blocks(token.content)
    if token.type == "html_block":
        return [Block("text", text) for text in _lines(token)]
    return [] if token.info.strip() in _QUERIES else [Block("code", "\n".join(normalize.code_lines(token.content)))]


_HOLDS_BLOCKS = re.compile(r"<(?:table|dl|ul|ol|pre)\b", re.IGNORECASE)
_QUERIES = frozenset({"dataview", "dataviewjs", "query", "tasks"})
"""Code that Obsidian shows the result of."""
_LISTS = frozenset({"bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"})


def _heading(inline: "Token", tag: str) -> Iterator[Block]:
    if text := normalize.paragraph(_plain(inline)):
        yield Block("heading", text, int(tag.removeprefix("h")))


def _lines(token: "Token") -> list[str]:
    if token.type in ("fence", "code_block"):
        return normalize.nonblank_lines(token.content)
    if token.type == "html_block":
        return [text] if (text := normalize.paragraph(_TAGS.sub(" ", token.content))) else []
    return [text] if token.type == "inline" and (text := normalize.paragraph(_plain(token))) else []


def _plain(token: "Token") -> str:
    """Return the text of a line's marks: link texts stay, pictures and HTML tags go."""
    shown = (part for part in token.children or () if part.type in _SHOWN)
    return "".join(" " if part.type in _BREAKS else part.content for part in shown)


# Beyond this the parser takes minutes and gigabytes for texts made to hurt it.
MAX_MARKDOWN_CHARS = 1_000_000
_DATED_NAME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:[-_ ]+(?P<name>.+))?")
"""How Jekyll and others name a file: by its day, then by its title."""


def read_markdown(text: str, name: str) -> Article:
    """Read a Markdown file.

    One with so many marks that it seems made to keep the parser busy is read as plain text.

    Raises:
        UnreadableArticle: its front matter is broken, or it holds no text; TooLargeArticle where it is too large.
    """
    if len(text) > MAX_MARKDOWN_CHARS:
        raise TooLargeArticle("this has over a million characters, too many for one Markdown article; split it.")
    matter = split_front_matter(text.lstrip("\ufeff\r\n"))
    found, first = _read(matter.body, name)
    title = _title(matter) or first or title_of_file(name)
    facts = _facts(matter, title, name)
    kept, corrected = corrections.split_corrections(found)
    lead, kept = _split_lead(kept, facts, matter.body)
    body = body_of(kept, title)
    return replace(
        facts,
        paragraphs=body.paragraphs,
        headings=body.headings,
        corrections=corrected,
        byline=facts.byline or lead.byline,
        published_at=facts.published_at or lead.published_at,
        modified_at=facts.modified_at or lead.modified_at,
    )


def _split_lead(blocks: list[Block], facts: Article, text: str) -> tuple["Lead", list[Block]]:
    """Take the rows of author and day off, which stand below the title where front matter does not say them."""
    from knowledge.ingest.boilerplate import is_prose  # What these need takes a moment to load.
    from knowledge.ingest.news_header import Lead, split_lead

    start = bool(blocks) and blocks[0].kind == "heading" and blocks[0].text == facts.title
    top = list(takewhile(lambda block: block.kind == "text", blocks[start : start + MAX_LEAD_ROWS]))
    end = start + len(top)
    if not any(len(row.text) < MAX_LEAD_CHARS for row in top):
        return Lead(), blocks
    hints = date_hints(text, spoken=facts.language, publisher=facts.publisher)
    lead, rest = split_lead(top, lambda _, block: is_prose(block.text), hints)
    rest += blocks[end:]
    has_text = any(block.kind != "heading" for block in rest)
    return (lead, [*blocks[:start], *rest]) if has_text else (Lead(), blocks)


MAX_LEAD_ROWS, MAX_LEAD_CHARS = 3, 150
"""Rows below a title that may be of author and day, and how many characters the shortest has at most."""


def split_markdown(text: str, name: str) -> Iterator[Article | UnreadableArticle]:
    """Yield the articles of a file that is too large for one: what is below each of its headings.

    Raises:
        UnreadableArticle: its front matter is broken, or it has no headings to split it by.
    """
    from knowledge.ingest import sections  # What it needs for plain text takes a moment to load.

    matter = split_front_matter(text.lstrip("\ufeff\r\n"))
    lines = matter.body.splitlines(keepends=True)
    refuse_short_lines(len(lines), len(matter.body), MIN_MARKDOWN_LINE_CHARS)
    marked = [sections.Heading(*each) for each in _headings_in(lines)]
    is_plain = is_dense(matter.body, len(matter.body) // _CHARS_PER_MARK)
    work = _Work()

    def read(part: sections.Section) -> tuple[Body, tuple[str, ...]] | None:
        is_left = is_plain or work.marks > _MAX_MARKS
        found, _ = _read("".join(lines[part.start : part.end]), name, work, is_plain=is_left)
        work.plain_sections += is_left
        kept, corrected = corrections.split_corrections(found)
        if all(block.kind == "heading" for block in kept):
            return None
        return body_of(kept, part.path.rpartition(PATH_SEPARATOR)[2]), corrected

    parts = sections.cut(marked, list(map(len, lines)))
    only = [heading.text for heading in marked if heading.level == 1]
    title = _title(matter) or (only[0] if len(only) == 1 else title_of_file(name))
    yield from sections.section_articles(_facts(matter, title, name), parts, read, name)
    if work.plain_sections:
        yield IngestNote(
            "{name}: this has so many marks of Markdown that they were left in the text of {count} sections.",
            name=safe_name(name),
            count=work.plain_sections,
        )


MIN_MARKDOWN_LINE_CHARS = 20
"""Lines of code, and empty ones around each paragraph, make those of Markdown shorter on average."""
_ATX = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t]*#*\s*")
MAX_MARKDOWN_HEADING_CHARS = 1_000
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_MAY_MARK = re.compile(r"[#`~\s]")


def _headings_in(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield line, level and words of each heading of a Markdown text, but not the comments in its code."""
    from knowledge.ingest import sections

    found: list[tuple[int, re.Match[str]]] = []
    in_code = False
    for at, line in enumerate(lines):
        if line[0] in "\r\n" or not _MAY_MARK.match(line):
            continue
        if _FENCE.match(line):
            in_code = not in_code
        elif not in_code and (heading := _ATX.fullmatch(line)):
            found.append((at, heading))
        if len(found) > sections.MAX_HEADINGS:
            raise sections.too_many()
    texts = [heading[2][:MAX_MARKDOWN_HEADING_CHARS] for _, heading in found]
    together = "\n\n".join(f"# {text}" for text in texts)
    if not is_dense(together):
        texts = [_plain(token) for token in markdown_tokens(together) if token.type == "inline"]
    for (at, heading), text in zip(found, texts, strict=True):
        yield at, len(heading[1]), normalize.one_line(text, normalize.MAX_NAME)


def _read(text: str, name: str, work: _Work | None = None, *, is_plain: bool = False) -> tuple[Iterator[Block], str]:
    """Return the blocks of a text, and the heading that can be its title."""
    text = without_dialect(text, modules=name.lower().endswith(".mdx"))
    if is_plain or is_dense(text):
        return (Block("text", each) for each in as_plain(text)), ""
    tokens = markdown_tokens(text, work)
    return _with_definitions(token_blocks(tokens)), heading(tokens)


def _with_definitions(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, a term in one with what is said of it, and the caption of a table without its mark."""
    before = Block("text", "")
    is_defining = False
    for block in blocks:
        said = block.text.removeprefix(": ")
        is_said = block.kind == "text" and said != block.text
        if is_said and before.kind == "text" and _TERM.fullmatch(before.text):
            before = block._replace(text=f"{before.text}\n{said}")
            is_defining = True
            continue
        is_below = is_said and (before.kind == "row" or is_defining)
        is_defining = is_defining and block.kind != "heading"
        yield from [before] if before.text else ()
        before = block._replace(text=said) if is_below else block
    yield from [before] if before.text else ()


_TERM = re.compile(r"[^\n]{0,150}[^\n.!?:;,。！？：]")


def _title(matter: FrontMatter) -> str:
    return unescape(matter.line("title", "headline", "제목", limit=normalize.MAX_TITLE_CHARS))


_DOCUSAURUS = ("sidebar_label", "sidebar_position", "pagination_label", "displayed_sidebar", "custom_edit_url")


def _facts(matter: FrontMatter, title: str, name: str) -> Article:
    """Return what the front matter says, and the name of the file, without the text."""
    publisher = matter.line("publisher", "source", "site", "site_name", "publication")
    spoken = matter.line("language", "lang", "locale", limit=normalize.MAX_LANGUAGE)
    return Article(
        # Docusaurus gives each folder its own.
        id="" if matter.line(*_DOCUSAURUS) or name.endswith(".mdx") else matter.line("id"),
        title=title,
        paragraphs=(),
        publisher=publisher,
        byline=without_by(matter.line("byline", "author", "authors", "by", "작성자", "기자").replace("; ", ", ")),
        keywords=matter.words("tags", "keywords", "categories", "topics"),
        modified_at=_changed(matter),
        published_at=_date(matter, date_hints(matter.body, spoken=spoken, publisher=publisher)) or _day_in(name),
        language=normalize.language_code(spoken),
        url=_link(matter),
    )


def without_by(name: str) -> str:
    """Return who signed, without the "By" before it."""
    return name[3:].strip() if name[:3].lower() == "by " else name


def _link(matter: FrontMatter) -> str:
    """Return the first address among the facts that leads to a page; a site's own paths do not."""
    keys = ("url", "link", "canonical_url", "canonical", "source_url", "original_url", "permalink")
    links = (normalize.web_link(matter.line(key, limit=normalize.MAX_URL + 1)) for key in keys)
    return next(filter(None, links), "")


def _date(matter: FrontMatter, hints: DateHints) -> date | None:
    found = matter.first(
        "published_at",
        "publishedat",
        "date",
        "published",
        "date_published",
        "datepublished",
        "publish_date",
        "publishdate",
        "pubdate",
        "pub_date",
        "created",
        "date_created",
        "created_at",
        "created_time",
        "날짜",
    )
    if isinstance(found, dict):  # As MkDocs has it, with the day of the last change beside.
        found = next((found[key] for key in ("created", "published") if found.get(key)), None)
    if isinstance(found, datetime):
        return with_zone(found, hints.zone)
    if found is None or isinstance(found, date):
        return found
    moment = parse_date(found, hints) if isinstance(found, str) else None
    if moment is None and isinstance(found, str) and parse_date(found, replace(hints, day_first=True)):
        return None  # Day and month could be either.
    if moment is None:
        raise UnreadableArticle(
            "the date in its front matter is not a date; write it like 2018-10-11 or 2018-10-11T10:39+09:00."
        )
    return moment


def _changed(matter: FrontMatter) -> date | None:
    """Return when it last changed; what is no date there is passed over."""
    found = matter.first(
        *("modified_at", "modified", "lastmod", "last_modified_at", "updated", "date_modified", "updated_at"),
        *("updated_date", "updateddate", "last_edited_time", "last_edited"),
    )
    for key, inner in (("last_update", "date"), ("date", "updated")):
        if found is None and isinstance(table := matter.first(key), dict):
            found = table.get(inner)
    if isinstance(found, datetime):
        return with_zone(found, None)
    return found if isinstance(found, date) else parse_date(found) if isinstance(found, str) else None


def _day_in(name: str) -> date | None:
    """Return the day that a file's name begins with."""
    found = _DATED_NAME.fullmatch(PurePath(name).stem)
    try:
        return date.fromisoformat(found["day"]) if found else None
    except ValueError:
        return None


def title_of_file(name: str) -> str:
    """Return a title from the file name, which may be all that there is."""
    stem = PurePath(name).stem
    dated = _DATED_NAME.fullmatch(stem)
    words = (dated["name"] or stem) if dated else stem
    return normalize.one_line(words.replace("_", " ").replace("-", " "), normalize.MAX_TITLE_CHARS) or "Untitled"
