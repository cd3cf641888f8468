"""Bytes in the encodings that saved texts come in."""

import pytest

from knowledge.ingest import read_bytes
from knowledge.models import Article

FRENCH = "Le maire a déclaré à la presse que « la digue » serait réparée.\r\n\r\nLe café de la gare a rouvert."
GERMAN = "Der Bürgermeister erklärte, die Brücke bleibe gesperrt.\n\nDie Straße über den Fluss ist frei."
KOREAN = "다리에서 금이 발견되어 통행이 막혔다.\n\n수리는 내년 봄까지 이어진다고 시가 밝혔다."
RUSSIAN = "Мост закрыли после того, как нашли трещины.\n\nРемонт продлится до весны."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((FRENCH, encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252")),
        *((GERMAN, encoding) for encoding in ("latin-1", "cp1252", "utf-32")),
        *((KOREAN, encoding) for encoding in ("utf-8", "utf-16", "cp949", "euc-kr")),
        (RUSSIAN, "cp1251"),
    ],
)
def test_a_text_is_read_in_its_encoding(text: str, encoding: str) -> None:
    [article] = read_bytes(text.encode(encoding), "note.txt")
    assert isinstance(article, Article), article
    assert article.paragraphs == tuple(text.replace("\r", "").split("\n\n"))


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 4])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    [refusal] = read_bytes(data, "picture.txt")
    assert str(refusal).startswith("picture.txt: this is not text")
