"""The catalogues: complete, in step with the code, and safe to fill."""

import ast
import asyncio
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Message
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po

from bot import i18n
from scripts import catalogues

PATHS = sorted(catalogues.FOLDER.glob("*.po"))
_FIELD = re.compile(r"\{[a-z_]+(?::[^{}]*)?\}")
_SPAN = re.compile(r"`([^`\n]+)`")
_ADDRESS = re.compile(
    r"https?://[^\s)]*[a-z/]|python -m bot \w+|scripts/run \w+|FOOTNOTE_\w+|DISCORD_TOKEN|\.env\b", re.ASCII
)

every_catalogue = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def pairs(path: Path) -> Iterator[tuple[Message, str, str]]:
    """Every text with each of its translations: of a plural's forms, each stands against the last one in English."""
    for message in catalogues.read(path):
        if message.id:
            forms = (message.string,) if isinstance(message.string, str) else message.string or ("",)
            for said in forms:
                yield message, str(message.id if isinstance(message.id, str) else message.id[-1]), said


def test_there_is_a_catalogue_of_korean() -> None:
    assert "ko" in i18n.languages()


@every_catalogue
def test_catalogue_is_in_step_with_the_code(path: Path) -> None:
    now = catalogues.updated(path, asyncio.run(catalogues.template()))
    assert now == path.read_text("utf-8"), "run: .venv/bin/python -m scripts.catalogues"


@every_catalogue
def test_every_text_is_translated_for_sure_and_none_is_left_over(path: Path) -> None:
    assert list(catalogues.missing(catalogues.read(path))) == []
    text = path.read_text("utf-8")
    assert "#~" not in text and "fuzzy" not in text


@every_catalogue
def test_translations_have_the_same_places_to_fill(path: Path) -> None:
    catalogue = catalogues.read(path)
    for message, text, said in pairs(path):
        for check in checkers:
            check(catalogue, message)
        assert Counter(_FIELD.findall(said)) == Counter(_FIELD.findall(text)), said
        assert not _FIELD.search(text) or list(Formatter().parse(said))


@every_catalogue
def test_translations_have_the_same_markup_addresses_and_commands(path: Path) -> None:
    with i18n.use_language(path.stem):
        for _, text, said in pairs(path):
            for mark in ("**", "`", "\n", "__", "~~", "||"):
                assert said.count(mark) == text.count(mark), said
            assert Counter(_ADDRESS.findall(said)) == Counter(_ADDRESS.findall(text)), said
            assert Counter(map(_command, _SPAN.findall(said))) == Counter(map(_command, _SPAN.findall(text))), said
            assert said.strip() == said, said


def _command(span: str) -> str:
    """Return what code begins with, a command by its English name: what follows it may be in any language."""
    start, name = re.match(r"(\{prefix\}|/|)(\S*)", span).groups()  # type: ignore[union-attr]  # matches anything
    return str(start) + i18n.canonical_name(name, _names())


@cache
def _names() -> list[str]:
    return [str(message.id) for message in catalogues.read(PATHS[0]) if message.context == i18n.NAME]


def test_a_language_is_one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Stopped."\nmsgstr "Beendet."\n',
        "utf-8",
    )
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    i18n.languages.cache_clear()
    i18n.match_locale.cache_clear()
    try:
        assert i18n.languages() == ("en", "de")
        assert i18n.match_locale("de-AT") == "de" and i18n.match_locale("ko") is None
        with i18n.use_language("de"):
            assert i18n.gettext("Stopped.") == "Beendet."
            assert i18n.gettext("Not in it.") == "Not in it."
    finally:
        i18n.languages.cache_clear()
        i18n.match_locale.cache_clear()


def test_a_new_catalogue_gets_every_text_and_keeps_what_is_translated(tmp_path: Path) -> None:
    old = tmp_path / "de.po"
    old.write_text('msgid "kept"\nmsgstr "bleibt"\n\nmsgid "gone"\nmsgstr "weg"\n', "utf-8")
    texts = read_po(io.StringIO('msgid "kept"\nmsgstr ""\n\nmsgid "new"\nmsgstr ""\n'))
    now = catalogues.updated(old, texts)
    assert 'msgstr "bleibt"' in now and 'msgid "new"' in now and "gone" not in now
    assert "Date" not in now


def test_every_text_in_the_code_is_found_wherever_it_stands() -> None:
    known = {text for message in catalogues.read(PATHS[0]) for text in _forms(message)}
    for path in (catalogues.ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                for text in node.args:
                    assert not isinstance(text, ast.JoinedStr), f"{path.name}: fill it with format, not in the text"
                    assert not isinstance(text, ast.Constant) or text.value in known, text.value


def _forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)
