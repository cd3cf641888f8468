"""The block of facts before a text: YAML (Jekyll, Obsidian, Docusaurus), TOML (Hugo, Zola) or JSON (Hugo)."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import regex
import yaml

from knowledge.errors import UnreadableArticle
from knowledge.text import normalize

MAX_CHARS = 32 * 1024
"""Longest front matter, in characters: YAML takes a second for 64 KB."""
_DOTTED = regex.compile(r"(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){30}")
"""A key of TOML in more tables than any site has: the parser takes the square of their number."""
_YAML = re.compile(r"---[^\S\n]*\n(?P<head>.*?)^(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[^\S\n]*\n(?P<head>.*?)^\+\+\+[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
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
        return next((table[key] for table in tables for key in keys if table.get(key) not in (None, "", [], {})), None)

    def line(self, *keys: str, limit: int = normalize.MAX_NAME) -> str:
        """Return the first of the keys that is given as one line, names of several people with commas."""
        return normalize.one_line(", ".join(_names(self.first(*keys))), limit)

    def words(self, *keys: str) -> tuple[str, ...]:
        """Return the texts of the first of the keys that is given, such as tags; `#` before one goes."""
        found = self.first(*keys)
        texts = found.split(",") if isinstance(found, str) else _names(found)
        words = (normalize.one_line(text, normalize.MAX_NAME).lstrip("#") for text in texts)
        return tuple(dict.fromkeys(filter(None, words)))[:_MAX_NAMES]


def split_front_matter(text: str) -> FrontMatter:
    """Take the front matter off a text.

    Raises:
        UnreadableArticle: It is too long, or is neither valid YAML, TOML nor JSON.
    """
    if found := _YAML.match(text):
        return FrontMatter(text[found.end() :], _read(found["head"], "YAML", "---"))
    if found := _TOML.match(text):
        return FrontMatter(text[found.end() :], _read(found["head"], "TOML", "+++"))
    if re.match(r'\{\s*"', text):
        return _json(text)
    if found := _PANDOC.match(text):
        return FrontMatter(text[found.end() :], {name: value for name, value in found.groupdict().items() if value})
    return FrontMatter(text)


def _read(head: str, kind: str, fence: str) -> Mapping[str, object]:
    if len(head) > MAX_CHARS or (kind == "TOML" and _DOTTED.search(head)):
        raise _broken(kind, fence)
    try:
        facts = tomllib.loads(head) if kind == "TOML" else _yaml(head)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
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


def _yaml(head: str) -> object:
    try:
        return yaml.safe_load(head)
    except yaml.YAMLError:
        quoted = _PLAIN_VALUE.sub(lambda line: f"{line['key']}: {json.dumps(line['value'].strip())}", head)
        if quoted == head:
            raise
        return yaml.safe_load(quoted)


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


def _names(value: object, depth: int = 0) -> list[str]:
    """Return the texts in a value: of a list each, of a map its name, or its keys where each is a person."""
    if depth > 3:  # YAML's aliases can nest a short text without end
        return []
    match value:
        case list():
            return [name for each in value[:_MAX_NAMES] for name in _names(each, depth + 1)]
        case dict():
            lowered = _lowered(value)
            named = next((lowered[key] for key in _NAME_KEYS if lowered.get(key)), None)
            if named is not None:
                return _names(named, depth + 1)
            if not all(isinstance(each, dict) for each in value.values()):
                return []
            people = (_names(each, depth + 1) or [str(key)] for key, each in islice(value.items(), _MAX_NAMES))
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
