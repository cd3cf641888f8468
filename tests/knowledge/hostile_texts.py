"""Families of files made to keep a reader busy, each as a function of its size in bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.knowledge.documents import Print, docx, paragraph, pdf

WORDS = "The bridge was closed on Monday after engineers had found cracks in it."


@dataclass(frozen=True, slots=True)
class Family:
    """Files of one make."""

    name: str
    build: Callable[[int], str | bytes]
    times: int = 1
    """So many times as large a file it takes to tell."""

    def __call__(self, size: int) -> bytes:
        data = self.build(size)
        return data if isinstance(data, bytes) else data.encode()


def repeated(unit: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    return lambda size: head + unit * (size // len(unit)) + tail


def _table(columns: int) -> Callable[[int], str]:
    row = "|" + "b|" * columns + "\n"
    return lambda size: row + "|" + "-|" * columns + "\n" + row * (size // len(row))


def _page(inside: Callable[[int], str]) -> Callable[[int], str]:
    words = f"<p>{WORDS}</p>" * 5
    return lambda size: f"<html><body>{words}{inside(size)}</body></html>"


def _numbered(form: str) -> Callable[[int], str]:
    return lambda size: "".join(form.format(n) for n in range(size // (len(form) + 3)))


def _wiki(unit: str) -> Callable[[int], str]:
    page = "<mediawiki><page><title>P</title><ns>0</ns><revision><text>"
    return repeated(unit, head=page, tail="</text></revision></page></mediawiki>")


def _short_lines(size: int) -> bytes:
    lines = [Print(72, 80 + 6 * number, "ab cd") for number in range(100)]
    return pdf([lines] * (size // 4_500))


def _code_in_cells(size: int) -> bytes:
    font = "<w:rPr><w:rFonts w:ascii='Courier'/></w:rPr>"
    row = f"<w:tr><w:tc>{paragraph('f({});').replace('<w:t>', f'{font}<w:t>')}</w:tc></w:tr>"
    rows = range(size // (len(row) + len(WORDS)))
    return docx(f"<w:tbl>{''.join(map(row.format, rows))}</w:tbl>{paragraph(WORDS) * (len(rows) + 2)}")


_RSS, _RSS_END = "<rss version='2.0'><channel><title>C</title>", "</channel></rss>"

FAMILIES = {
    "links past the menu": Family("a.txt", repeated("skip main" * 26 + "!\n")),
    "spaces in code above a way back": Family("a.md", repeated(" ", head="# A\n\n```\nx", tail="y ↩\n```\n")),
    "words without end": Family("a.txt", repeated("word ")),
    "one word": Family("a.txt", repeated("x")),
    "stacked marks": Family("a.txt", repeated("\u0301\u0316", head="a")),
    "joiners": Family("a.txt", repeated("a\u200d\u200c")),
    "selectors": Family("a.txt", repeated("\ufe0f")),
    "tag characters": Family("a.txt", repeated("\U000e0041", head="\U0001f3f4")),
    "jamo": Family("a.txt", repeated("\u1100\u1161\u11a8")),
    "spaces": Family("a.txt", repeated(" ", head="a", tail="b")),
    "lines of spaces": Family("a.txt", repeated("       \n", head="a\n", tail="b")),
    "code in messages": Family(
        "a.txt", repeated("x = f(1);\n" * 300 + "\n\n\ny\n", head="[12:30] <a> b\n[12:31] <c> d\n[12:32] <a> e\n")
    ),
    "a word behind a dash": Family(
        "a.txt", repeated("x", head="A title\n\na - ", tail=" b b b b b\n\n" + f"{WORDS}\n" * 3)
    ),
    "names above facts": Family(
        "a.txt",
        repeated(
            f"{WORDS} {WORDS}\n\nArna Bistel\n\nPrice: 3\nPlace: here\nWho: all\n\n",
            head=f"Page\n\nThe first part of it\n\n{WORDS} {WORDS}\n\n",
        ),
        times=16,
    ),
    "rows of dates": Family("a.txt", repeated("11/10/2018 1 2 3 4 x 2018 11 of 12\n")),
    "rows of addresses": Family("a.txt", _numbered("{:07} Main Street, Apt 5, Lindvik 10012\n")),
    "rows of a log": Family("a.txt", _numbered("2024-03-01 12:30:07 server.worker request {:07} took 321 ms\n")),
    "rows of columns": Family("a.txt", _numbered("Anna Oat  +47 {:09}  a@a.example  Lindvik\n")),
    "brackets under a byline": Family("a.txt", repeated("(", head="By A. Bo\n2018-10-11\n")),
    "credits under a byline": Family("a.txt", repeated("(a) ", head="By A. Bo\n2018-10-11\n")),
    "mails below mails": Family("a.txt", repeated("From: a\nTo: b\nSubject: c\nOn 1 May 2021 a <a@b.c> wrote:\n> d\n")),
    "senders above senders": Family("a.txt", repeated("A <a@b.c>\n9:14 (1 day ago)\nto me\n")),
    "quotations": Family("a.txt", repeated("> a\n>\n")),
    "ingredients": Family("a.txt", repeated("Ingredients\n1 egg\nMethod\nFry.\n")),
    "posts above posts": Family("a.txt", repeated("A\n• 2nd\n1d •\n")),
    "answers below answers": Family("a.txt", repeated("A\nadded b\nOla\nMarch 5, 2024\nc\n2y\nLike\nReply\n")),
    "messages below names": Family("a.txt", repeated("Ola\nAPP\n9:02 AM\n:a:\n1\n@Ola\nb\n")),
    "sections of a wiki": Family("a.txt", repeated("A[edit]\n[[[[b\nedit\n", head="A\nArticle\nTalk\nRead\nEdit\n")),
    "feet of a wiki": Family(
        "a.txt",
        lambda size: (
            "A\nArticle\nTalk\nRead\nEdit\n"
            + _numbered("Categories: Mills\nThe mill number {} was sold to Ola in May.\n")(size)
        ),
    ),
    "files of a release": Family("a.txt", repeated("Loading\n", head="v1\nola released this in May\nAssets\n")),
    "items that hang": Family("a.txt", repeated("- a b c d e f g h i j k l m n o p q r s t u\n  v w x\n")),
    "pages of print": Family("a.txt", repeated("Head | 1\nthe words go on and\n\nPage 2\n\nHead\n")),
    "whom to ask": Family("a.txt", repeated("Media contact: A\n", head="Press release\nA pier has opened here\n")),
    "wrapped lines": Family("a.txt", repeated("the words of a line go on and on until the end of the line that is\n")),
    "table of 5 columns": Family("a.md", _table(5)),
    "table of 300 columns": Family("a.md", _table(300)),
    "table of 5,000 columns": Family("a.md", _table(5_000)),
    "nested quotations": Family("a.md", repeated(">", tail=" a")),
    "open links": Family("a.md", repeated("[a](b ")),
    "open emphasis": Family("a.md", repeated("*a **b ")),
    "link definitions": Family("a.md", _numbered("[a{}]: /b\n")),
    "open wiki links": Family("a.md", repeated("[[a|")),
    "open shortcodes": Family("a.md", repeated("{{< a ")),
    "open comments": Family("a.md", repeated("<!-- ")),
    "imports": Family("a.mdx", repeated("import a\n")),
    "headings": Family("a.md", repeated("# a\n\n", tail="Text.")),
    "front matter of lists": Family("a.md", repeated("[", head="---\na: ", tail="\n---\nText.")),
    "front matter of keys": Family("a.md", repeated("a.", head="+++\n", tail="b = 1\n+++\nText.")),
    "a number of digits": Family("a.md", repeated("f", head="---\nid: 0x", tail="\n---\nText.")),
    "attributes": Family("a.html", _page(lambda size: f"<p {_numbered('a{} ')(size)}>x</p>")),
    "attributes with values": Family("a.html", _page(lambda size: f"<p {_numbered('a{}=1 ')(size)}>x</p>")),
    "attributes behind a quote": Family("a.html", _page(lambda size: f"<p a='>' {_numbered('a{} ')(size)}>x</p>")),
    "open quotes": Family("a.html", _page(repeated("<p a='"))),
    "open tags": Family("a.html", _page(repeated("<p "))),
    "nested divs": Family("a.html", _page(repeated("<div>"))),
    "headings with tails": Family("a.html", _page(repeated("<h2>a</h2>tail of text. "))),
    "paragraphs": Family("a.html", _page(repeated("<p>The bridge was closed.</p>"))),
    "words in spans": Family("a.html", _page(lambda size: f"<div>{repeated('<span>a </span>')(size)}</div>")),
    "notes": Family(
        "a.html",
        repeated(f"{WORDS}<a href='#_ftn'>1</a>", head="<meta name=Generator content='Microsoft Word 15'><p>"),
        times=20,
    ),
    "bold words": Family("a.html", _page(repeated("<b>a</b> "))),
    "breaks": Family("a.html", _page(repeated("a<br>"))),
    "cells": Family("a.html", _page(lambda size: f"<table>{repeated('<tr><td>a</td><td>b</td></tr>')(size)}</table>")),
    "items": Family("a.html", _page(lambda size: f"<ul>{repeated('<li>item of text</li>')(size)}</ul>")),
    "linked data": Family("a.html", _page(lambda size: f'<script type="application/ld+json">{"[" * size}</script>')),
    "bad lines": Family("a.jsonl", repeated("{x}\n")),
    "empty objects": Family("a.jsonl", repeated("{}\n")),
    "nested JSON": Family("a.json", repeated("[")),
    "nested feed": Family("a.xml", repeated("<a>", head="<rss version='2.0'><channel>")),
    "list of numbers": Family("a.json", repeated("1,", head="[", tail="1]")),
    "headers": Family("a.eml", _numbered("A{}: b\n")),
    "a folded header": Family("a.eml", repeated(" =?utf-8?q?a?=\n", head="Subject: a\n", tail="\nText.")),
    "nested parts": Family("a.eml", _numbered('Content-Type: multipart/mixed; boundary="{0}"\n\n--{0}\n')),
    "empty parts": Family("a.eml", repeated("--a\n\n", head="Content-Type: multipart/mixed; boundary=a\n\n")),
    "parameters of a header": Family(
        "a.eml", lambda size: f"Content-Type: text/plain{_numbered('; a{}=b')(size)}\n\nText.", times=5
    ),
    "attributes of a feed": Family(
        "a.xml", lambda size: "<rss version='2.0' " + _numbered("a{}='b' ")(size) + "><channel/></rss>"
    ),
    "open references": Family("a.xml", _wiki("&lt;ref&gt;")),
    "open formulas": Family("a.xml", _wiki("&lt;math&gt;a")),
    "open comments of a wiki": Family("a.xml", _wiki("&lt;!--")),
    "a field on many lines": Family(
        "a.ris", repeated("a b\n", head="TY  - JOUR\nTI  - a\nAB  - b\n", tail="ER  - \n"), times=20
    ),
    "a field in many parts": Family(
        "a.bib", repeated("a # ", head="@article{x,title=", tail="a,abstract={c}}"), times=20
    ),
    "marks of a field": Family("a.bib", repeated("\u0301\u0316", head="@article{x,title={a}, abstract={b", tail="}}")),
    "headings with marks": Family("a.md", repeated("# a!\n\n", tail="Text.")),
    "paragraphs of a letter": Family("a.txt", repeated("a\n\n")),
    "headings of a letter": Family("a.txt", repeated("Chapter 1\n\nb\n\n")),
    "headings in capitals": Family("a.txt", repeated("ABC DEF\n\nb\n\n")),
    "paragraphs of Markdown": Family("a.md", repeated("a\n\n")),
    "headings above paragraphs": Family("a.html", _page(_numbered("<h2>a{}</h2><p>b</p>"))),
    "definitions": Family("a.html", _page(lambda size: f"<dl>{repeated('<dt>a<dd>b')(size)}</dl>")),
    "cells of a row": Family("a.html", _page(repeated("<td>a</td>", "<table><tr>", "</table>")), times=3),
    "spanning cells": Family("a.html", _page(repeated("<td colspan=60>a</td>", "<table><tr>", "</table>"))),
    "authors": Family("a.html", _page(repeated("<span itemprop=author>Anna Oat</span>")), times=10),
    "links home": Family("a.html", _page(repeated("<a href='/'>Abc site</a> ")), times=2),
    "rows of a letter": Family("a.csv", repeated("a\n", head="text\n")),
    "rows with days": Family("a.csv", repeated("a,5 june 2021,b\n", head="title,date,text\n")),
    "rows of markup": Family("a.csv", repeated("a,<p>b</p>\n", head="title,text\n")),
    "rows of tables": Family("a.csv", repeated("a,<p>b" + "<table><tr><td>b</table>" * 40 + "\n", head="title,text\n")),
    "rows of questions": Family("a.csv", repeated("a," + "<h2>b</h2>c" * 80 + "\n", head="title,text\n")),
    "rows of code": Family("a.csv", repeated("a,<p>b" + "<pre>b</pre>" * 80 + "\n", head="title,text\n")),
    "rows without a text": Family("a.csv", repeated("a,\n", head="title,text\n")),
    "lines of a letter": Family("a.jsonl", repeated('{"text":"a"}\n')),
    "bad lines below a good one": Family("a.jsonl", repeated("1\n", head='{"text":"a"}\n')),
    "objects of a letter": Family("a.json", repeated('{"text":"a"},', head="[", tail='{"text":"b"}]')),
    "elements of a feed": Family("a.xml", repeated("<a/>", head=_RSS, tail=_RSS_END)),
    "items of a feed": Family("a.xml", repeated("<item><title>a</title></item>", head=_RSS, tail=_RSS_END)),
    "categories of a feed": Family(
        "a.xml", lambda size: f"{_RSS}<item>{_numbered('<category>a{}</category>')(size)}</item>{_RSS_END}", times=8
    ),
    "prefixes of a feed": Family(
        "a.xml", lambda size: _RSS + _numbered("<a{0}:b xmlns:a{0}='c{0}'/>")(size) + _RSS_END, times=8
    ),
    "mails of a letter": Family("a.mbox", repeated("From a\n\nb\n\n")),
    "mails of tables": Family(
        "a.mbox", repeated("From a\nContent-Type: text/html\n\n" + "<table><tr><td>b</table>" * 99 + "\n\n")
    ),
    "lines of a mail": Family("a.eml", repeated("a\n", head="From: a@b.c\nSubject: d\n\n")),
    "pages without a text": Family("a.xml", repeated("<page/>", head="<mediawiki>", tail="</mediawiki>")),
    "short lines of a PDF": Family("a.pdf", _short_lines, times=5),
    "code in cells": Family("a.docx", _code_in_cells, times=20),
    "entries without fields": Family("a.bib", repeated("@a{b,}")),
    "open quoted-printable": Family("a.eml", repeated("=3D", head="Content-Transfer-Encoding: quoted-printable\n\n")),
}
