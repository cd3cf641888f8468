"""Markdown with front matter and without."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import IngestNote, UnreadableArticle
from knowledge.ingest import read_bytes
from knowledge.ingest.formats import commonmark, markdown
from knowledge.models import Article


def article(text: str, name: str = "bridge-closed.md") -> Article:
    [found] = read_bytes(text.encode(), name)
    assert isinstance(found, Article), found
    return found


def refused(text: str) -> str:
    [found] = read_bytes(text.encode(), "bridge.md")
    assert isinstance(found, UnreadableArticle)
    return str(found)


def test_front_matter_says_where_the_article_comes_from() -> None:
    text = """---
title: The bridge is closed
source: The Lenn Courier
author: [Ivo Brandt, Mara Venn]
date: 2018-10-11
lang: en
link: https://example.org/bridge
id: 7
---
# Another heading

Cracks were found."""
    assert article(text) == Article(
        id="7",
        title="The bridge is closed",
        paragraphs=("Cracks were found.",),
        headings=("Another heading",),
        publisher="The Lenn Courier",
        byline="Ivo Brandt, Mara Venn",
        published_at=date(2018, 10, 11),
        language="en",
        url="https://example.org/bridge",
    )


def test_front_matter_of_many_programs_is_understood(subtests: pytest.Subtests) -> None:
    for head in [
        "---\ntitle: Pier: a story\nauthor: @ivo\ncreated: 2021-06-05\ntags: harbour\n---\n",
        '+++\ntitle = "Pier: a story"\ndate = 2021-06-05\n[taxonomies]\ntags = ["harbour"]\n'
        '[extra]\nauthor = "@ivo"\n+++\n',
        "% Pier: a story\n% @ivo\n% June 5, 2021\n",
    ]:
        with subtests.test(head=head):
            found = article(f"{head}\nThe pier opened.\n\n```dataview\nLIST FROM #a\n```\n")
            assert (found.title, found.byline, found.published_at) == ("Pier: a story", "@ivo", date(2021, 6, 5))
            assert found.paragraphs == ("The pier opened.",) and found.keywords in (("harbour",), ())


def test_a_date_with_its_time_keeps_its_zone(subtests: pytest.Subtests) -> None:
    for moment in ["2018-10-11T10:39:00+09:00", '"2018-10-11T10:39:00+09:00"', "2018-10-11 10:39:00 +09:00"]:
        with subtests.test(moment=moment):
            found = article(f"---\npublished_at: {moment}\n---\nText.").published_at
            assert found is not None and found.isoformat() == "2018-10-11T10:39:00+09:00"


def test_the_title_is_the_first_heading_else_the_file_name() -> None:
    assert article("# The *bridge* is closed\n\nCracks.").title == "The bridge is closed"
    assert article("## Part one\n\nCracks.").title == "Part one"
    assert article("Cracks.\n\n## Part two\n\nMore.").title == "bridge closed"


MARKED_UP = """# Title

A **bold** word,
[a link](https://example.org), `code`, a tag<br> and ![a picture](x.png).

## Heading

- first
- second
  - inside

> Quoted words.

```python
print("kept")
x = 1
```

<div class="box">In a box</div>
<script>alert(1)</script>

| a | b |
| - | - |
| c | d |

Salt &amp; pepper \\* stars."""


def test_the_text_is_plain_and_headings_are_paths_of_paragraphs() -> None:
    assert article(MARKED_UP).paragraphs == (
        "A bold word, a link, code, a tag and .",
        "first\nsecond\ninside",
        "Quoted words.",
        'print("kept")\nx = 1',
        "In a box",
        "a: c · b: d",
        "Salt & pepper * stars.",
    )


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert article("---\n\nCracks were found.").paragraphs == ("Cracks were found.",)


def test_text_between_two_rules_is_no_front_matter(subtests: pytest.Subtests) -> None:
    for first in ("Cracks were found.", "Two divers said: the piers are hollow."):
        with subtests.test(first=first):
            assert article(f"---\n\n{first}\n\n---\n\nIt is shut.").paragraphs == (first, "It is shut.")
    assert article("---\n\ntitle: Cracks\n---\n\nIt is shut.").title == "Cracks"


SAID = "The bridge over the Lenn was closed on Monday after engineers found cracks in two of its piers."


@pytest.mark.parametrize(
    "row",
    [
        *("By Mara Venn, 3 April 2021", "*by Mara Venn · April 3, 2021*", "**Mara Venn** | 2021-04-03"),
        *("By Mara Venn\n\nPosted on 3 April 2021", "Mara Venn\n\n3 April 2021", "Von Mara Venn, 3. April 2021"),
    ],
)
def test_author_and_day_below_the_title_are_facts(row: str) -> None:
    found = article(f"# Cracks close the bridge\n\n{row}\n\n{SAID}")
    assert (found.byline, found.day, found.paragraphs) == ("Mara Venn", date(2021, 4, 3), (SAID,))


def test_front_matter_is_surer_than_rows_and_rows_below_a_subheading_are_text() -> None:
    facts = "---\nauthor: Ivo Brandt\ndate: 2020-01-01\n---\n"
    found = article(f"{facts}# Cracks\n\nBy Mara Venn, 3 April 2021\n\n{SAID}")
    assert (found.byline, found.day, found.paragraphs) == ("Ivo Brandt", date(2020, 1, 1), (SAID,))
    found = article(f"# Changelog\n\n## 1.2.0\n\n3 April 2021\n\n{SAID}")
    assert (found.day, found.paragraphs) == (None, ("3 April 2021", SAID))
    assert article("# Note\n\nBy Mara Venn").paragraphs == ("By Mara Venn",)


def test_broken_front_matter_is_refused_in_one_sentence(subtests: pytest.Subtests) -> None:
    for head in [
        "title: [",
        "- a\n- b",
        "date: 2018-13-45",
        "a: " + "[" * 5_000,
        "!!python/name:os.system",
        "a: \x07",
    ]:
        with subtests.test(head=head):
            assert refused(f"---\n{head}\n---\nText.").startswith("bridge.md: its front matter is not valid YAML")


def test_a_date_that_is_none_is_refused() -> None:
    assert "the date in its front matter is not a date" in refused("---\ndate: soon\n---\nText.")


def test_references_that_would_grow_without_end_do_no_harm() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    assert article(f"---\n{bomb}author: *k\n---\nText.").byline == ""


def test_tags_that_never_close_hold_up_nothing(subtests: pytest.Subtests) -> None:
    for open in ["<?", "<!A", "<script", "<!--", "<p "]:
        with subtests.test(open=open):
            assert article(f"Ships sail.\n\n{open * 100_000}").paragraphs[0] == "Ships sail."


def test_text_of_marks_without_end_is_read_as_it_stands(subtests: pytest.Subtests) -> None:
    for mark in ["[", "![", "_*", "[a][", "&", "- a\n"]:
        with subtests.test(mark=mark):
            marks = (mark * (900_000 // len(mark))).rstrip()
            found = article(f"---\ntitle: Bridge\n---\nThe **bridge** is\nclosed.\n\n{marks}")
            assert found.title == "Bridge"
            assert found.paragraphs[0] == "The **bridge** is\nclosed."
            assert "".join("".join(found.paragraphs[1:]).split()) == "".join(marks.split())


def test_long_article_with_many_marks_is_still_markdown() -> None:
    found = article(
        "".join(f"The **bridge** [number {n}](https://a.example/{n}) is *closed*.\n\n" for n in range(3_000))
    )
    assert found.paragraphs[2_999] == "The bridge number 2999 is closed."


def test_headings_alone_are_no_article() -> None:
    assert "no text" in refused("# Title\n\n## More")


TOML = """+++
title = "Ferry resumes"
date = 2021-06-05T10:00:00+02:00
[extra]
author = "Ola Nord"
+++

The ferry sails.
"""
JSON = """{"title": "Ferry resumes", "authors": [{"name": "Ola Nord"}], "date": "2021-06-05T10:00:00+02:00"}

The ferry sails.
"""
CAPITALS = """---
Title: Ferry resumes
Author: {name: Ola Nord, url: https://example.org}
Publish-Date: 2021-06-05T10:00:00+02:00
---
The ferry sails.
"""
PEOPLE = """---
headline: Ferry resumes
authors: {ola: {name: Ola Nord}}
pubDate: 2021-06-05T10:00:00+02:00
...
The ferry sails.
"""


_MEMBERS = '"title": "Ferry resumes",\n"author": "Ola Nord",\n"date": "2021-06-05T10:00:00+02:00",\n'
HEXO = [
    f";;;\n{_MEMBERS};;;\nThe ferry sails.",
    f"{_MEMBERS};;;\n\nThe ferry sails.",
    "title: Ferry resumes\ndate: 2021-06-05T10:00:00+02:00\ntags:\n- sea\nauthor: Ola Nord\n---\nThe ferry sails.",
]


def test_front_matter_is_read_as_every_site_writes_it(subtests: pytest.Subtests) -> None:
    tabs = CAPITALS.replace(": Ferry", ":\tFerry")
    forms = [tabs, CAPITALS.replace("Publish-Date:", "publishedAt:"), CAPITALS.replace("---", "---yaml", 1)]
    forms += [CAPITALS.replace("Publish-Date:", "published: true\ncreated:")]
    forms += [CAPITALS.replace("Title", "제목").replace("Author", "작성자").replace("Publish-Date", "날짜")]
    for text in [*forms, TOML, JSON, CAPITALS, PEOPLE, *HEXO, f"\n\n{CAPITALS}"]:
        with subtests.test(text=text):
            found = article(text)
            assert (found.title, found.byline, found.paragraphs) == ("Ferry resumes", "Ola Nord", ("The ferry sails.",))
            assert found.published_at and found.published_at.isoformat() == "2021-06-05T10:00:00+02:00"


def test_name_that_docusaurus_gives_a_page_in_its_folder_is_no_identity() -> None:
    matter = "---\nid: intro\ntitle: Ferry\n{}---\nThe ferry sails."
    assert article(matter.format("")).id == "intro"
    assert article(matter.format("sidebar_label: Start\n")).id == ""


def test_a_file_named_by_its_day_has_that_day_and_the_rest_as_title() -> None:
    [found] = read_bytes(b"The ferry sails.", "2021-06-05-ferry-resumes.md")
    assert isinstance(found, Article)
    assert (found.title, found.published_at) == ("ferry resumes", date(2021, 6, 5))


def test_what_only_its_program_understands_is_words_or_gone(subtests: pytest.Subtests) -> None:
    assert article("---\ntitle: Piers &amp; boats\n---\n> [!info] Ice\n> Steps freeze.").title == "Piers & boats"
    for written, read in [
        ("The [[Kvitholm light|light]] by [[Brann bay#North]].", "The light by Brann bay."),
        ("A ![[mole.png|300]]mole, ==painted== red.[^1] ^mole-1", "A mole, painted red."),
        ("Seen. %% ask Ola %%", "Seen."),
        ("Seen. <!-- ask\nOla -->", "Seen."),
        ("> [!warning] Ice\n> Steps freeze.", "Ice"),
        ("> [!tip]\n> Steps freeze.", "Steps freeze."),
        ("* TOC\n{:toc}\n\n*[LP]: Long pier\n\nThe LP is ~~old~~ new.", "The LP is old new."),
        ("- [ ] paint the rail\n- [x] fix the lamp", "paint the rail\nfix the lamp"),
        ('{{< figure src="a.png" >}}Seen. {% include x.html %}', "Seen."),
        ("{% notice %}Mind the step.{% /notice %}", "Mind the step."),
        (":::tip\nMind the step.\n:::", "Mind the step."),
        (":::caution Ice\n\nMind the step.\n\n:::", "Ice"),
        ("::::note[Ice]{.wide}\n\nMind the step.\n\n::::", "Ice"),
        ("Seen [here][a].\n\n[^1]: Note.\n[a]: https://a.example", "Seen here."),
        ("[^1]: First note.\n[^2]: Second note.", "First note."),
        ("!!! note\n\n    Mind the step.\n", "Mind the step."),
        ('=== "Adult"\n    Forty crowns.\n', "Adult"),
        ("#draft #harbour/pier\n\nSeen.", "Seen."),
    ]:
        with subtests.test(written=written, read=read):
            assert article(written).paragraphs[0] == read


def test_imports_of_mdx_are_no_text() -> None:
    [found] = read_bytes(b"import Tabs from '@theme/Tabs';\n\nThe ferry sails.", "ferry.mdx")
    assert isinstance(found, Article) and found.paragraphs == ("The ferry sails.",)


def test_code_of_mdx_goes_up_to_an_empty_line_and_its_tags_are_no_text() -> None:
    text = (
        "import 'a.css'\nexport const Mark = ({c}) => (\n  <b style={{color: c}}>x</b>\n);\n\nThe ferry sails.\n\n"
        '<Box client:load href={"/x"} open>Dogs stay on deck.</Box>\n\nWrite `<Box a={1}>` there.'
    )
    [found] = read_bytes(text.encode(), "ferry.mdx")
    assert isinstance(found, Article)
    assert found.paragraphs == ("The ferry sails.", "Dogs stay on deck.", "Write <Box a={1}> there.")


def test_facts_in_rows_without_fences_are_facts(subtests: pytest.Subtests) -> None:
    for text in [
        "Title: Ferry resumes\nDate: 2021-06-05 10:20\nAuthors: Ola Nord\nSlug: a\n\nThe ferry sails.\n",
        "# Ferry resumes\n\nCreated: June 5, 2021 10:30 AM\nAuthor: Ola Nord\nTags: sea\n\nThe ferry sails.\n",
        "title:: Ferry resumes\ndate:: [[Jun 5th, 2021]]\nauthor:: Ola Nord\n\nThe ferry sails.\n  id:: 60bb1c2e\n",
        "% Ferry resumes\n% Ola Nord\n% June 5, 2021\n\nThe ferry sails.\n",
        "---\ntitle: Ferry resumes\ndate: {created: 2021-06-05}\nauthor: Ola Nord\n---\nThe ferry sails.",
    ]:
        with subtests.test(text=text):
            found = article(text)
            assert (found.title, found.byline, found.day) == ("Ferry resumes", "Ola Nord", date(2021, 6, 5))
            assert found.paragraphs == ("The ferry sails.",)
    for rows in ("Time: 20 min\nServes: 4", "Status: done\nType: soup"):
        kept = article(f"# Soup\n\n{rows}\n\nBoil it.\n")
        assert kept.paragraphs == (rows.replace("\n", " "), "Boil it.")
    mixed = article("Title: Soup\nAuthor: Ola\nServes: 4\n\nBoil it.\n")
    assert (mixed.title, mixed.paragraphs) == ("Soup", ("Serves: 4", "Boil it."))


def test_a_question_as_heading_is_one_paragraph_with_its_answer() -> None:
    text = "# Harbour\n\n## Who empties the tanks?\n\nNordby does.\n\n## Hours\n\nSix to ten."
    assert article(text).paragraphs == ("Who empties the tanks?\nNordby does.", "Six to ten.")


def test_questions_and_answers_in_a_list_are_a_paragraph_each(subtests: pytest.Subtests) -> None:
    for text, name in [
        ("# FAQ\n\n- **Is it open?** Yes, on Sundays.\n- **Who paid for it?** The town did.\n", "a.md"),
        ("FAQ of the pier\n\n1. Is it open?\nYes, on Sundays.\n\n2. Who paid for it?\nThe town did.\n", "a.txt"),
    ]:
        with subtests.test(name=name):
            [found] = read_bytes(text.encode(), name)
            assert isinstance(found, Article) and len(found.paragraphs) == 2
            assert "Is it open?" in found.paragraphs[0] and "Yes, on Sundays." in found.paragraphs[0]


def test_marks_of_dialects_without_end_hold_up_nothing(subtests: pytest.Subtests) -> None:
    for mark in ["%%", "[[", "==a", "{{<", "{%", "![[", "{#", "[^"]:
        with subtests.test(mark=mark):
            assert article(f"Ships sail.\n\n{mark * 30_000}").paragraphs[0] == "Ships sail."


def test_code_keeps_what_looks_like_a_dialect_of_markdown() -> None:
    code = "```yaml\nname: {{ .Values.name }}\nimport x from 'y'\n```"
    text = f"# Chart\n\nWrite {{{{< x >}}}} this:\n\n{code}\n\nDone. ==Really.=="
    assert article(text, "chart.mdx").paragraphs == (
        "Write this:",
        "name: {{ .Values.name }}\nimport x from 'y'",
        "Done. Really.",
    )


def test_marks_of_site_generators_leave_the_text() -> None:
    text = (
        "---\nlast_update: {date: 2021-06-05, author: Ann}\n---\nimport Tabs from '@theme/Tabs';\n\n# Pier {#pier}\n\n"
        "The [[Pier^a1]] opened.\n{: .note}\n\n"
        "<details>\n<summary>Who paid?</summary>\n\nThe town did.\n\n</details>\n"
        "<details><summary>Who came?</summary>Everybody.</details>\n"
    )
    found = article(text)
    assert (found.title, found.modified_at) == ("Pier", date(2021, 6, 5))
    assert found.paragraphs == ("The Pier opened.", "Who paid?\nThe town did.", "Who came?\nEverybody.")


MARKS = [
    *(
        "a",
        "Word ",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "`` b ``",
        "[",
        "]",
        "(",
        ")",
        "!",
        "<",
        "&",
        "&amp;",
        "\\",
        ".",
    ),
    *("[a](b)", '[*a*](b "t")', "[`a` b](http://c.example/d_e*f)", "![a](b)", "[a](javascript:b)", "[a]: b\n", "[a]"),
    *(
        "*a*",
        "**b**",
        "__c__",
        "***d***",
        "(*e*)",
        "“_f_”",
        "`g h`",
        "` i `",
        "snake_case",
        "2 * 3",
        "a*b*c",
        "<b>",
        "<div>",
    ),
    *(
        "# H\n",
        "## I #\n",
        "- j\n",
        "- k\n  l\n",
        "\n  - m\n",
        "\n    - n\n",
        "* o\n+ p\n",
        "1. q\n",
        "> r\n",
        "===\n",
        "---\n",
    ),
    *(
        "```\n",
        "\n```\ncode\n```\n",
        "~~~\n",
        "\n    code\n",
        "|s|t|\n|-|-|\n|u|v|\n",
        "<pre>\n",
        "</div>\n",
        "\t",
        "\r\n",
        "1",
    ),
]


@settings(max_examples=5 * settings().max_examples)
@given(pieces=st.lists(st.sampled_from(MARKS), min_size=1, max_size=20))
def test_what_needs_no_parser_is_read_as_by_the_parser(pieces: list[str]) -> None:
    text = "".join(pieces)

    def found() -> list[tuple[object, ...]]:
        tokens = markdown.markdown_tokens(text)
        return [*map(tuple, markdown.token_blocks(tokens)), (markdown.heading(tokens),)]

    short = found()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(markdown, "words_inside", lambda _: None)
        patched.setattr(markdown, "parts_of", lambda text: [commonmark.MarkdownPart("other", [text])])
        assert short == found()


def test_sections_beyond_what_the_parser_reads_keep_their_marks_and_a_note_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(markdown, "MAX_MARKDOWN_CHARS", 100_000)
    monkeypatch.setattr(markdown, "_MAX_MARKS", 100)
    section = (
        "# Piers\n\n"
        + ("The *pier* has a [note][b] " + "of words that are many " * 6 + "as it is long. ") * 15
        + "\n\n"
    )
    *articles, note = read_bytes((section * 60).encode(), "a.md")
    texts = ["".join(each.paragraphs) for each in articles if isinstance(each, Article)]
    assert ["*pier*" in text for text in texts] == [*[False] * 2, *[True] * 58]
    assert isinstance(note, IngestNote)
    assert str(note) == ("a.md: this has so many marks of Markdown that they were left in the text of 58 sections.")
