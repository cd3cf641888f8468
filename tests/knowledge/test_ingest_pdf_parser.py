"""The parser of what a page of a PDF file shows finds what pdfminer's own does."""

from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSException

from knowledge.ingest.formats.pdf_parser import MAX_TAKEN, ContentParser

TOKENS = rb"""12 -3 +7 - 1234567890123 .5 -.5 6. . 1.2.3 4- /F1 /F#41 / Tj T* ' " Do#1 true truer false * \ % { }
[ ] << >> < > <61> <616> <6 1> (pier) (a(b)c) (\051\n\(\8\12) (\777) ( ) ([) BI /W 1 ID EI""".split()
PIECES = st.sampled_from(
    [*TOKENS, *[b" "] * 20, b"\n", b"\r", b"\0", b"/\xe9", b"[(a) -9 (b)] TJ ", b"<</A<61>>", b" BI /W 1 ID xyz EI "]
)
[STOCK] = ContentParser.__bases__


def parsed(parser: type[PDFContentParser], streams: list[bytes]) -> list[str]:
    """Return what a parser finds in streams, and the error that it ends with."""
    found: list[str] = []
    try:
        reads = parser([PDFStream({}, each) for each in streams])
        while True:
            found.append(repr(reads.nextobject()[1]))
    except (PSException, AssertionError) as error:
        return [*found, repr(error)]


@given(st.lists(st.lists(PIECES).map(b"".join), max_size=3))
def test_objects_are_those_that_pdfminer_finds(streams: list[bytes]) -> None:
    assert parsed(ContentParser, streams) == parsed(STOCK, streams)


def test_tokens_across_what_is_read_at_once_are_whole() -> None:
    for size in range(PDFContentParser.BUFSIZ - 40, PDFContentParser.BUFSIZ):
        streams = [b"%" + b"x" * size + b"\n[(pier) -12.5 <6162>] TJ /F1 10 Tf true", b"Tj (opens)"]
        assert parsed(ContentParser, streams) == parsed(STOCK, streams)
    assert "b'pier', -12.5, b'ab'" in parsed(ContentParser, streams)[0]


def test_few_tokens_of_an_array_without_an_end_are_taken_at_once() -> None:
    reads = ContentParser([PDFStream({}, b"[" + b"1 " * 10_000 + b"<</A 2>>] TJ ")])
    most = 0

    def nexttoken(parser: ContentParser = reads) -> object:
        nonlocal most
        most = max(most, len(parser._tokens))
        return ContentParser.nexttoken(parser)

    reads.nexttoken = nexttoken  # type: ignore[method-assign, assignment]
    assert reads.nextobject()[1] == [*[1] * 10_000, {"A": 2}]
    assert most <= MAX_TAKEN
