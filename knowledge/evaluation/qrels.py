"""Questions whose answers are known, for evaluation: JSON lines, one question each."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.answers.pipeline import clean_question
from knowledge.errors import InvalidQuestion, UnreadableQuestion
from knowledge.text import normalize

_RELEVANT = '{"article": "ID", "paragraph": 1}'
_FORM = '{"id": "1", "question": "…", "relevant": [{"article": "ID", "paragraph": 1}], "answers": ["…"]}'


@dataclass(frozen=True, slots=True, order=True)
class Qrel:
    """A paragraph that answers a question, by the operator's own id of its article."""

    article: str
    paragraph: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and which paragraphs answer it; none means that declining is right."""

    id: str
    text: str
    relevant: tuple[Qrel, ...]
    answers: tuple[str, ...] = ()
    """Words that answer it, each by itself."""
    asked_at: date | None = None
    """The day on which it is asked, for “latest” and “yesterday”; None for today."""


def read_qrels(path: Path) -> Iterator[Question | UnreadableQuestion]:
    """Read a file of questions with known answers: JSON lines in UTF-8, one question each.

    Args:
        path: Its lines look like `{"id": "1", "question": "…", "relevant": [{"article": "ID", "paragraph": 1}]}`, and
            can have `"answers": ["…"]` and `"asked_at": "2021-06-05"`. A name that ends in `.gz` is decompressed.

    Yields:
        The question of each line, or an error that names the line; nothing is raised.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield from _questions(file, path.name)
    except (EOFError, zlib.error) as error:
        yield UnreadableQuestion("{path} is not a complete gzip file ({reason}).", path=path, reason=str(error))
    except OSError as error:
        yield UnreadableQuestion(
            "{path} can't be read ({reason}). Name a file with one question per line, e.g. {form}.",
            path=path,
            reason=error.strerror or str(error),
            form=_FORM,
        )


def _questions(lines: Iterable[bytes], name: str) -> Iterator[Question | UnreadableQuestion]:
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            question = _question(_value(line))
            if seen.setdefault(question.id, number) != number:
                raise UnreadableQuestion(
                    "its id is already used on line {line}; give each question its own.", line=seen[question.id]
                )
            yield question
        except UnreadableQuestion as error:
            yield UnreadableQuestion("{name}, line {line}: {fault}", name=name, line=number, fault=error.bare())


def _value(line: bytes) -> dict[str, object]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableQuestion(
            "this line is not JSON in UTF-8; write one question per line, e.g. {form}.", form=_FORM
        ) from error
    if not isinstance(value, dict):
        raise UnreadableQuestion("this is not a JSON object; write each question like {form}.", form=_FORM)
    return value


def _question(value: dict[str, object]) -> Question:
    return Question(
        id=_id(value.get("id"), "id"),
        text=_text(value.get("question")),
        relevant=tuple(dict.fromkeys(map(_relevant, _list(value, "relevant")))),
        answers=tuple(map(_answer, _list(value, "answers") if "answers" in value else ())),
        asked_at=_day(value.get("asked_at")),
    )


def _text(found: object) -> str:
    if not isinstance(found, str) or not found.strip():
        raise UnreadableQuestion('"question" must be the question as a string.')
    try:
        return clean_question(found)
    except InvalidQuestion as error:
        raise UnreadableQuestion(error.sentence, **error.values) from error


def _day(found: object) -> date | None:
    if found is None:
        return None
    try:
        return date.fromisoformat(found) if isinstance(found, str) else date.fromisoformat("")
    except ValueError as error:
        raise UnreadableQuestion('"asked_at" must be a day like "2021-06-05".') from error


def _list(value: dict[str, object], key: str) -> list[object]:
    found = value.get(key)
    if not isinstance(found, list):
        raise UnreadableQuestion(
            '"{key}" must be a list; an empty list means that no article answers the question.', key=key
        )
    return found


def _relevant(found: object) -> Qrel:
    if not isinstance(found, dict):
        raise UnreadableQuestion('"relevant" must contain objects like {form}.', form=_RELEVANT)
    paragraph = found.get("paragraph")
    if isinstance(paragraph, bool) or not isinstance(paragraph, int) or paragraph < 1:
        raise UnreadableQuestion('"paragraph" must be a number, counted from 1.')
    return Qrel(_id(found.get("article"), "article"), paragraph)


def _id(found: object, key: str) -> str:
    """Return an id as it is kept when an article is added."""
    usable = not isinstance(found, bool) and isinstance(found, str | int | float)
    if not usable or not (id := normalize.one_line(str(found), normalize.MAX_NAME)):
        raise UnreadableQuestion('"{key}" must be a string or a number.', key=key)
    return id


def _answer(found: object) -> str:
    if not isinstance(found, str) or not found.strip():
        raise UnreadableQuestion('"answers" must contain strings: the words that answer the question.')
    return found
