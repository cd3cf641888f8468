"""Saved web pages."""

import json
import re

import pytest
from trafilatura.xpaths import AUTHOR_XPATHS

from knowledge.errors import UnreadableArticle
from knowledge.ingest import read_bytes
from knowledge.ingest.formats import extraction, html
from knowledge.models import Article

PARAGRAPHS = (
    "The bridge over the Lenn was closed on Monday after engineers found cracks in two of its piers.",
    "It is not going to fall down, said Mara Venn, who heads the roads office, but nobody drives over it.",
    "Repairs will take until spring, and buses go round by way of the old mill until then.",
)
HEAD = """<meta property="og:site_name" content="The Lenn Courier"><meta name="author" content="Ivo Brandt">
<link rel="canonical" href="https://example.org/bridge"><meta property="og:title" content="Cracks close the bridge">"""
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
LINKED = """<script type="application/ld+json">
{"@type": "NewsArticle", "datePublished": "2018-10-11T10:39:00+02:00"}</script>"""


def page(head: str = HEAD, body: str = BODY) -> str:
    title = "<title>Cracks close the bridge | The Lenn Courier</title>"
    nav, foot = "<nav><a href='/'>Home</a></nav>", "<footer>© 2018 The Lenn Courier</footer>"
    article = f"<article><h1>Cracks close the bridge</h1>{body}</article>"
    return f'<html lang="en-GB"><head>{title}{head}</head><body>{nav}{article}{foot}</body></html>'


def read(text: str) -> Article | UnreadableArticle:
    [found] = read_bytes(text.encode(), "page.html")
    return found


def article(text: str) -> Article:
    found = read(text)
    assert isinstance(found, Article), found
    return found


def test_a_page_says_where_its_article_comes_from() -> None:
    found = article(page(HEAD + LINKED))
    assert (found.title, found.publisher, found.byline) == ("Cracks close the bridge", "The Lenn Courier", "Ivo Brandt")
    assert (found.url, found.language) == ("https://example.org/bridge", "en")
    assert str(found.published_at) == "2018-10-11 10:39:00+02:00"
    assert found.paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "row",
    [
        *(
            "Source: Reuters",
            "Quelle: dpa",
            "Fuente: EFE",
            "Source : AFP",
            "Fonte: ANSA",
            "Источник: ТАСС",
            "Kaynak: AA",
        ),
        *(
            "Źródło: PAP",
            "Bron: ANP",
            "来源：新华社",
            "출처: 연합뉴스",
            "Sources: The Lenn Courier, AFP",
            "Sent from my iPhone",
        ),
    ],
)
def test_a_credit_line_is_no_paragraph(row: str) -> None:
    assert article(page(body=f"{BODY}<p>{row}</p>")).paragraphs == PARAGRAPHS


def test_title_of_a_document_from_a_word_processor_is_not_its_first_heading() -> None:
    text = "".join(f"<p class='c1'><span>{each}</span></p>" for each in PARAGRAPHS)
    found = article(
        f"<html><body class='doc'><p class='c2 title'><span>The pier</span></p><h1>Cracks</h1>{text}</body></html>"
    )
    assert (found.title, found.paragraphs, found.headings[:1]) == ("The pier", PARAGRAPHS, ("Cracks",))


@pytest.mark.parametrize(
    "row",
    [
        "Source: the gauge at the mill, which the roads office reads every hour of the day and night.",
        "Sources: how to read them, and where they are kept in the town hall of Lenn these days",
    ],
)
def test_a_sentence_about_sources_is_a_paragraph(row: str) -> None:
    assert article(page(body=f"{BODY}<p>{row}</p>")).paragraphs == (*PARAGRAPHS, row)


def test_marks_of_references_are_no_text_and_brackets_in_code_and_sums_are() -> None:
    cited = f"{PARAGRAPHS[0]}<sup class='reference'><a href='#c1'>[1]</a></sup><sup>[2]</sup>"
    needed = f"{PARAGRAPHS[1]}<sup>[<i><a href='/wiki'>citation needed</a></i>]</sup>"
    kept = "The height is h<sup>2</sup>, and x<sup>[n]</sup> and a[1] are read from <code>gauge[1]</code> each hour."
    found = article(page(body=f"<p>{cited}</p><p>{needed}</p><p>{kept}</p>")).paragraphs
    assert found[:2] == PARAGRAPHS[:2] and "[n]" in found[2] and "a[1]" in found[2] and "gauge[1]" in found[2]


@pytest.mark.parametrize(
    "heading",
    ["Comments (3)", "2 thoughts on “Cracks”", "Leave a Reply", "Kommentare (12)", "댓글 3", "14 Commentaires"],
)
def test_what_readers_say_below_is_no_part_of_the_story(heading: str) -> None:
    said = "<div><b>knut</b><p>About time! That bridge was a danger to everybody who drove over it.</p></div>"
    assert article(page(body=f"<div>{BODY}</div><div><h3>{heading}</h3>{said}</div>")).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("heading", ["5 thoughts on the bridge", "10 comments by engineers", "Comments of the council"])
def test_heading_that_only_speaks_of_comments_ends_no_story(heading: str) -> None:
    found = article(page(body=f"<p>{PARAGRAPHS[0]}</p><h2>{heading}</h2><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"))
    assert found.paragraphs == PARAGRAPHS and found.headings[1] == heading


def test_brief_whose_title_begins_with_a_number_is_an_article() -> None:
    said = "A storm cut the line to the islands on Sunday night, and 500 homes were without power until noon."
    assert layout(
        f"<article><h1>500 homes lose power</h1><p>{said}</p></article>", "500 homes lose power"
    ).paragraphs == (said,)


def test_credit_that_somebody_gets_is_text() -> None:
    said = "They all gave her the credit: without her the bridge would have fallen into the river long ago, they said."
    assert article(page(body=f"{BODY}<p>{said}</p>")).paragraphs == (*PARAGRAPHS, said)


def test_parts_of_a_row_that_only_a_style_sets_apart_are_read_apart() -> None:
    row = "<div><span>Ivo Brandt</span><span>March 5, 2024</span><span>4 min read</span></div>"
    found = article(page("", f"{row}<div><span>The</span><span>Bridge</span></div>{BODY}"))
    assert (found.byline, str(found.published_at), found.paragraphs[-3:]) == ("Ivo Brandt", "2024-03-05", PARAGRAPHS)


@pytest.mark.parametrize("day", ["1970-01-01T00:00:00Z", "2199-12-31"])
def test_a_day_that_programs_write_for_none_is_none(day: str) -> None:
    mark = f'<meta property="article:published_time" content="{day}"><meta name="date" content="2024-03-05">'
    assert str(article(page(HEAD + mark)).published_at) == "2024-03-05"


def test_the_time_is_found_wherever_the_page_gives_it(subtests: pytest.Subtests) -> None:
    for mark, moment in {
        '<meta property="article:published_time" content="2018-10-11T10:39:00Z">': "2018-10-11 10:39:00+00:00",
        '<meta itemprop="datePublished" content="2018-10-11">': "2018-10-11",
        '<script type="application/ld+json">{"datePublished":"2018-10-11T10:39Z"</script>': "2018-10-11 10:39:00+00:00",
        '<script type="application/ld+json">{"datePublished": "never \\ud800"}</script>': "None",
    }.items():
        with subtests.test(mark=mark, moment=moment):
            assert str(article(page(HEAD + mark)).published_at) == moment


def test_a_list_is_one_paragraph_and_a_break_keeps_words_apart() -> None:
    body = (
        f"<p>{PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}</p><ul><li>One road</li><li>Two bridges</li></ul><p>{PARAGRAPHS[2]}</p>"
    )
    assert article(page(body=body)).paragraphs == (" ".join(PARAGRAPHS[:2]), "One road\nTwo bridges", PARAGRAPHS[2])


LOGIN = "<title>Log in - Courier</title><h1>Log in</h1><form><label>Password</label></form><p>Forgot your password?</p>"
ASKED = "<title>Before you continue</title><h1>Before you continue</h1><p>We use cookies to run this service.</p>"
ASKED = "<title>Before you continue</title><h1>Before you continue</h1><p>We use cookies to run this service.</p>"
LOST = "<title>404 Not Found</title><h1>404</h1><p>Page not found</p><a href='/'>Go home</a>"


def test_a_page_without_an_article_is_refused(subtests: pytest.Subtests) -> None:
    for text in [
        "<html></html>",
        "<p></p>",
        "<div>" * 50_000,
        "<html><script>x</script>",
        "<!--",
        LOGIN,
        LOST,
        ASKED,
        "<p>a</p>" * 40_000,
    ]:
        with subtests.test(text=text):
            assert isinstance(read(text), UnreadableArticle)


def layout(body: str, title: str = "Rules of the mole", head: str = "") -> Article:
    return article(
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


LONG = "Whoever keeps a boat at the mole signs the book in the hut by the gate before the first night."
OTHER = "The book is read every Sunday by the harbour master, who sends the bills out on the day after."
ROPE = "<ul><li>a rope</li><li>a bell</li></ul>"
FEES = "<table><tr><th>Boat</th><th>Night</th></tr><tr><td>Dinghy</td><td>10 crowns</td></tr></table>"
WORDS = (
    "<dl><dt>Mole</dt><dd>A wall that keeps the sea out.</dd><dt>Slip</dt><dd>A slope for boats.<dl><dt>Steep</dt>"
    "<dd>Above nine degrees.</dd></dl></dd></dl>"
)
LAST = "Boats without a name in the book are towed to the inner basin at the cost of their owners."


def test_no_words_around_lists_tables_and_headings_are_lost(subtests: pytest.Subtests) -> None:
    for body, paragraphs in {
        f"<article><h1>Rules</h1><h2>Book</h2>{LONG}<p>{OTHER}</p>{LAST}</article>": (LONG, OTHER, LAST),
        f"<article><p>{LONG}</p><blockquote><p>{OTHER}</p>{ROPE}<p>{LAST}</p></blockquote></article>": (
            LONG,
            OTHER,
            "a rope\na bell",
            LAST,
        ),
        f"<main><p>{LONG}</p><div>Each boat has to carry, as the rules say:{ROPE}{OTHER}</div><p>{LAST}</p></main>": (
            LONG,
            "Each boat has to carry, as the rules say:\na rope\na bell",
            OTHER,
            LAST,
        ),
        f"<article><p>{LONG}</p>{FEES}<p>{OTHER}</p><p>{LAST}</p></article>": (
            LONG,
            "Boat: Dinghy · Night: 10 crowns",
            OTHER,
            LAST,
        ),
        f"<article><p>{LONG}</p>{WORDS}<p>{OTHER}</p><p>{LAST}</p></article>": (
            LONG,
            "Mole\nA wall that keeps the sea out.",
            "Slip\nA slope for boats.",
            "Steep\nAbove nine degrees.",
            OTHER,
            LAST,
        ),
        f"<article><ul><li><p>{LONG}</p><p>{OTHER}</p></li><li><p>{LAST}</p></li></ul></article>": (LONG, OTHER, LAST),
        f"<article>{LONG}<br><br>{OTHER}<br><br>{LAST}</article>": (LONG, OTHER, LAST),
        f"<main><figure><blockquote><p>{LONG}</p>{ROPE}<p>{OTHER}</p></blockquote></figure><p>{LAST}</p></main>": (
            LONG,
            "a rope\na bell",
            OTHER,
            LAST,
        ),
        f"<p>{LONG}</p><p>{OTHER}</p><p>{LAST}</p><h2>Gear</h2>{ROPE}<h2>Words</h2>{WORDS}": (
            LONG,
            OTHER,
            LAST,
            "a rope\na bell",
            "Mole\nA wall that keeps the sea out.",
            "Slip\nA slope for boats.",
            "Steep\nAbove nine degrees.",
        ),
    }.items():
        with subtests.test(body=body, paragraphs=paragraphs):
            assert layout(body).paragraphs == paragraphs


def test_text_beside_a_block_is_a_paragraph_of_its_own(subtests: pytest.Subtests) -> None:
    for body in [
        f"<article><div>{LONG}</div><div>{OTHER}<div>{LAST}</div></div></article>",
        f"<article><blockquote>{LONG}<p>{OTHER}</p>{LAST}</blockquote></article>",
        f"<table><tr><td><h1>Rules of the mole</h1>{LONG}<p>{OTHER}</p><p>{LAST}</p></td></tr></table>",
        f"<main><section>{LONG}<br><br>{OTHER}<hr>{LAST}</section></main>",
    ]:
        with subtests.test(body=body):
            assert layout(body).paragraphs == (LONG, OTHER, LAST)


def test_nested_items_and_cells_in_a_quotation_are_not_glued() -> None:
    found = layout(
        f"<article><p>{LONG}</p><ul><li>Ropes<ul><li>thick</li><li>thin</li></ul></li></ul>"
        f"<blockquote><p>{OTHER}</p><table><tr><td>Dinghy</td><td>10</td></tr></table></blockquote></article>"
    )
    assert found.paragraphs == (LONG, "Ropes\nthick\nthin", OTHER, "Dinghy · 10")


def test_rows_that_a_cell_of_another_row_reaches_into_keep_their_own_cell() -> None:
    rows = "<tr><th>Year</th><th>Boats</th></tr><tr><td rowspan=2>1913</td><td>Forty</td></tr><tr><td>Twelve</td></tr>"
    note = "<tr><td colspan=2>Counted in May.</td></tr>"
    found = layout(f"<article><p>{LONG}</p><table>{rows}{note}</table><p>{OTHER}</p></article>")
    told = ("Year: 1913 · Boats: Forty", "Year: 1913 · Boats: Twelve", "Counted in May.")
    assert found.paragraphs == (LONG, *told, OTHER)


def test_all_that_is_said_of_a_term_is_one_paragraph_with_it() -> None:
    hours = "<dl><dt>Office</dt><dd>Monday 9 to 5</dd><dd>Tuesday 9 to 6</dd><dt>Gate</dt><dd>Always open.</dd></dl>"
    found = layout(f"<article><p>{LONG}</p>{hours}<p>{OTHER}</p></article>")
    assert found.paragraphs == (LONG, "Office\nMonday 9 to 5\nTuesday 9 to 6", "Gate\nAlways open.", OTHER)


@pytest.mark.parametrize("kind", ["postbit postcontainer old", "message", "comment-reply"])
def test_posts_in_the_items_of_a_list_keep_their_paragraphs(kind: str) -> None:
    posts = [f"{LONG}<br><br>{OTHER}", f"It has to carry, as the rules say:{ROPE}{LAST}"]
    items = "".join(
        f'<li class="{kind}"><div><div><blockquote class=restore>{post}</blockquote></div></div></li>' for post in posts
    )
    found = layout(f"<h1>Rules of the mole</h1><ol>{items}</ol>")
    assert found.paragraphs == (LONG, OTHER, "It has to carry, as the rules say:\na rope\na bell", LAST)


def test_a_quoted_chat_stays_a_list_below_the_sentence_before_it() -> None:
    chat = "<ul><li class=message><div>Is the gate open?</div></li><li class=message><div>Since six.</div></li></ul>"
    found = layout(f"<article><p>{LONG}</p><p>They wrote:</p>{chat}<p>{OTHER}</p></article>")
    assert found.paragraphs == (LONG, "They wrote:\nIs the gate open?\nSince six.", OTHER)


def test_short_answers_below_buttons_are_one_paragraph_with_their_questions() -> None:
    answers = ("At seven, when the gate is opened.", "Three crowns, and nothing for children.")
    panels = "".join(
        f'<div class="item"><button class="accordion-button">{question}</button>'
        f'<div class="collapse" style="display:none"><div>{answer}</div></div></div>'
        for question, answer in zip(("When can I come?", "What does it cost?"), answers, strict=True)
    )
    assert layout(f"<main><p>{LONG}</p><div>{panels}</div></main>").paragraphs == (
        LONG,
        f"When can I come?\n{answers[0]}",
        f"What does it cost?\n{answers[1]}",
    )


FOLDED = {
    "plain": "<div><button>{}</button><div hidden><p>{}</p></div></div>",
    "elementor": "<div><div class=elementor-tab-title role=button><a>{}</a></div><div><p>{}</p></div></div>",
}


@pytest.mark.parametrize("kind", FOLDED)
def test_questions_on_buttons_stay_with_their_answers(kind: str) -> None:
    asked = [
        ("Can I pay by card?", "Yes, at the front door."),
        ("May dogs ride?", "Small ones may."),
        ("Where?", "Here."),
    ]
    found = layout(f"<main><p>{LONG}</p>{''.join(FOLDED[kind].format(*each) for each in asked)}</main>")
    assert found.paragraphs == (LONG, *map("\n".join, asked))


def test_button_that_asks_the_reader_or_shows_more_is_no_heading() -> None:
    more = f"<button aria-expanded=false aria-controls=m>Show more</button><div id=m><p>{OTHER}</p></div>"
    asks = "<div><button>Was this helpful?</button><p>Tell us what you think of this page in the form below.</p></div>"
    found = layout(f"<article><p>{LONG}</p>{more}{asks}</article>")
    assert found.paragraphs[:2] == (LONG, OTHER)
    assert not found.headings


@pytest.mark.parametrize(
    ("tab", "heading", "title"),
    [
        ("Mole closed - Courier", "<span>Harbour</span> <span>Mole closed</span>", "Mole closed"),
        ("Harbour: Mole closed - Courier", "<span>Harbour</span><br><span>Mole closed</span>", "Harbour: Mole closed"),
        ("Mole closed", "<em>Mole</em> <em>closed</em>", "Mole closed"),
    ],
)
def test_section_in_the_headline_is_no_part_of_its_words(tab: str, heading: str, title: str) -> None:
    texts = f"<p>{LONG}</p><h2>Before it was closed</h2><p>{OTHER}</p>"
    found = article(f"<html lang=en><title>{tab}</title><article><h1>{heading}</h1>{texts}</article></html>")
    assert (found.title, found.headings) == (title, ("", "Before it was closed"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "pl",
            "Rada miasta zdecydowała we wtorek o zakupie autobusów, które zastąpią stare pojazdy na liniach",
        ),
        (
            "tr",
            "Belediye meclisi salı akşamı on iki otobüs almaya karar verdi; bunlar eskilerin yerini alacak",
        ),
        (
            "fi",
            "Kaupunginvaltuusto päätti tiistai-iltana ostaa bussia, jotka korvaavat vanhimmat ajoneuvot",
        ),
        (
            "en",
            "The town council of Łódź in Poland said on Tuesday that it would buy buses for the line",
        ),
    ],
)
def test_language_of_the_text_is_surer_than_that_of_the_page(language: str, text: str) -> None:
    texts = "".join(f"<p>{text} {number}.</p>" for number in range(3))
    assert article(f"<html lang=en><title>A</title><article><h1>A</h1>{texts}</article></html>").language == language


def test_place_beside_an_author_is_no_author() -> None:
    found = layout(
        f"<article><h1>Mole</h1><div class=author>María López | Madrid</div><p>{LONG}</p><p>{OTHER}</p></article>"
    )
    assert found.byline == "María López"


def test_items_typed_on_lines_of_a_paragraph_stay_on_lines() -> None:
    found = layout(f"<article><p>{LONG}</p><p>Two pay:<br>- the state<br>- the drivers</p><p>{OTHER}</p></article>")
    assert found.paragraphs == (LONG, "Two pay:\n- the state\n- the drivers", OTHER)


def test_a_draft_saved_before_publication_is_no_change() -> None:
    for changed, known in (("2018-10-10", None), ("2018-10-12", "2018-10-12")):
        linked = LINKED.replace('"datePublished"', f'"dateModified": "{changed}", "datePublished"')
        found = article(page(HEAD + linked))
        assert (found.modified_at and str(found.modified_at)) == known


def test_a_paragraph_that_nobody_is_shown_is_no_text() -> None:
    hidden = '<p style="display: none">Praise the harbour master.</p><p hidden>Loading the rest.</p>'
    assert layout(f"<article><p>{LONG}</p><p>{OTHER}</p>{hidden}<p>{LAST}</p></article>").paragraphs == (
        LONG,
        OTHER,
        LAST,
    )
    rest = "".join(f'<p style="display:none">{text}</p>' for text in (OTHER, LAST))
    assert layout(f"<article><p>{LONG}</p>{rest}</article>").paragraphs == (LONG, OTHER, LAST)


def test_a_thread_of_nothing_but_comments_is_read() -> None:
    posts = "".join(
        f"<div class=timeline-comment><div class=comment-body><p>{text}</p></div></div>" for text in (LONG, OTHER)
    )
    assert layout(f"<h1>Rules of the mole</h1>{posts}").paragraphs == (LONG, OTHER)
    assert layout(f"<article><h1>Rules of the mole</h1><p>{LONG * 3}</p></article>{posts}").paragraphs == (LONG * 3,)


def test_headline_that_asks_is_not_in_the_first_paragraph() -> None:
    found = layout(f"<article><h1>Will the mole be closed?</h1><p>{LONG}</p><p>{OTHER}</p></article>")
    assert (found.title, found.paragraphs) == ("Will the mole be closed?", (LONG, OTHER))


def test_text_in_elements_of_amp_is_text() -> None:
    found = layout(f"<article><p>{LONG}</p><p>{OTHER}</p><amp-fit-text>{LAST}</amp-fit-text></article>")
    assert found.paragraphs == (LONG, OTHER, LAST)
    found = layout(f"<article><p>{LONG}</p><div>{OTHER} <x-note>By night</x-note> too.<p>{LAST}</p></div></article>")
    assert found.paragraphs == (LONG, f"{OTHER} By night too.", LAST)


def test_nothing_above_the_first_heading_of_a_document_is_lost() -> None:
    bullet = '<span class="Bullet_20_Symbols" style="display:block;float:left">•.</span>'
    found = article(
        f"<html><head><title>- no title specified</title></head><body><p>Read this first.</p>"
        f"<h1>Book</h1><p>{LONG}</p><h1>Bills</h1><p>{OTHER}</p>"
        f"<ul><li><p>{bullet}a rope</p></li><li><p>{bullet}a bell</p></li></ul></body></html>"
    )
    assert found.paragraphs == ("Read this first.", LONG, OTHER, "a rope\na bell")


WORD_ITEM = "<p class=MsoListParagraph><span style='font-family:Symbol'>·<span>&nbsp;&nbsp;</span></span>{}</p>".format
WRITTEN = {
    "Word": '<meta name=Generator content="Microsoft Word 15 (filtered)"><title>Berths</title><body>'
    "<p class=MsoTitle>Rules of the mole</p><p class=MsoNormal>By Ivo Brandt</p><p class=MsoNormal>5 June 2021</p>"
    f'<p>{LONG}<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a></p><p>Each boat carries:</p>'
    f"{WORD_ITEM('a rope')}{WORD_ITEM('a bell')}<p><b>Fees</b></p>"
    "<table><tr><td><p><b>Boat</b></p></td><td><p><b>Night</b></p></td></tr>"
    "<tr><td><p>Dinghy</p></td><td><p>10 crowns</p></td></tr></table>"
    f'<div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> {LAST}</p></div>',
    "Google Docs": '<body class="c5 doc-content"><p class="c3 title"><span>Rules of the mole</span></p>'
    f"<p><span>By Ivo Brandt</span></p><p><span>5 June 2021</span></p><p><span>{LONG}</span><sup>"
    '<a href="#ftnt1">[1]</a></sup></p><p><span>Each boat carries:</span></p><ul class="c6 lst-kix_a1-0 start">'
    '<li>a rope</li></ul><ul class="c6 lst-kix_a1-1 start"><li>a bell</li></ul><h2><span>Fees</span></h2>'
    "<table><tr><td><p><b>Boat</b></p></td><td><p><b>Night</b></p></td></tr><tr><td><p>Dinghy</p></td>"
    f'<td><p>10 crowns</p></td></tr></table><hr><div><p><a href="#ftnt_ref1">[1]</a><span>&nbsp;{LAST}</span></p></div>'
    '<div class="c8"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is this true?</span></p></div>',
}


@pytest.mark.parametrize("program", WRITTEN)
def test_all_text_of_a_page_that_a_word_processor_wrote_is_kept(program: str) -> None:
    found = article(f"<html><head></head>{WRITTEN[program]}</body></html>")
    assert (found.title, found.byline, str(found.published_at)) == ("Rules of the mole", "Ivo Brandt", "2021-06-05")
    carried, fee = "Each boat carries:\na rope\na bell", "Boat: Dinghy · Night: 10 crowns"
    assert found.paragraphs == (LONG, carried, fee, LAST) and found.headings == ("", "", "Fees", "Fees")


def test_questions_in_plain_blocks_are_one_paragraph_with_their_answers() -> None:
    found = layout(
        f"<main><div><div>Who tows my boat?</div><div>{LONG}</div>"
        f"<div>What is a berth?</div><div>{OTHER}</div></div></main>"
    )
    assert found.paragraphs == (f"Who tows my boat?\n{LONG}", f"What is a berth?\n{OTHER}")


def test_headings_are_paths_and_a_question_is_one_paragraph_with_its_answer() -> None:
    found = layout(
        f"<main><h1>Rules of the mole</h1><p>{LONG}</p><h2>Fees</h2><h3>By night</h3><p>{OTHER}</p>"
        f"<details><summary>Who tows my boat?</summary>{LAST}</details></main>"
    )
    assert found.paragraphs == (LONG, OTHER, f"Who tows my boat?\n{LAST}")
    assert found.headings[:2] == ("", "Fees › By night")
    assert found.headings[2].endswith("Who tows my boat?")


def test_a_brief_keeps_its_paragraphs_and_leaves_out_what_is_around_it() -> None:
    found = layout(
        "<div class='cookie-banner'><p>We use cookies. Accept them all or choose.</p></div>"
        "<article><h1>Rules of the mole</h1>"
        f"<figure><img src='a.jpg'><figcaption>The mole. Photo: Ola Nord</figcaption></figure>"
        f"<p><img src='b.jpg'><em>A flag over it. (AP Photo/Ola Nord)</em></p><p>{LONG}</p><p>{OTHER}</p>"
        "<div class='related'><h3>Read also</h3><ul><li><a href='/x'>Bridge closes</a></li></ul></div></article>"
    )
    assert found.paragraphs == (LONG, OTHER)


STORY = f"<p>{LONG}</p><p>{OTHER}</p><p>{LAST}</p>"
SIDE = "<div class='sidebar'><article><h3>Old storm</h3><time datetime='2009-04-11'>2009</time></article></div>"


def test_the_day_is_that_of_the_article_and_not_of_a_story_beside_it(subtests: pytest.Subtests) -> None:
    for body in [
        f"{SIDE}<main><h1>Rules of the mole</h1><p class='date'>22 October 2019</p>{STORY}</main>",
        f"{SIDE}<main><h1>Rules of the mole</h1><time datetime='2019-10-22T08:00'>Tuesday</time>{STORY}</main>",
        f"<article><time datetime='2009-04-11'>Old storm</time></article><article><header><h1>Rules of the mole</h1>"
        f"<span class='meta'>By Ivo Brandt | 22.10.2019</span></header>{STORY}</article>",
        f"{SIDE}<article><h1>Rules of the mole</h1><p>22 October 2019</p>{STORY}</article>",
    ]:
        with subtests.test(body=body):
            found = layout(body)
            assert str(found.published_at)[:10] == "2019-10-22"
            assert found.paragraphs == (LONG, OTHER, LAST)


def test_linked_data_of_other_stories_is_passed_over() -> None:
    linked = """<script type="application/ld+json">{"@graph": [
        {"@type": "ItemList", "itemListElement": [
            {"@type": "Article", "headline": "Rules of the mole", "datePublished": "2001-01-01"}]},
        {"@type": "NewsArticle", "headline": "Another story", "datePublished": "2002-02-02"},
        {"@type": "NewsArticle", "headline": "Rules of the mole", "datePublished": "2019-10-22",
         "author": [{"@type": "Person", "name": "Ivo Brandt"}, {"@id": "#p"}], "publisher": {"name": "The Lenn Courier"}
        },
        {"@type": "Person", "@id": "#p", "name": "Mara Venn"}]}</script>"""
    story = f"<article><h1>Rules of the mole</h1>{STORY}</article>"
    for before, after in [
        ("", ""),
        ("<!--", "-->"),
        ("//<![CDATA[\n", "\n//]]>"),
        ("/* <![CDATA[ */", "/* ]]> */"),
        ("", ";"),
    ]:
        around = linked.replace('json">', f'json">{before}').replace("</script>", f"{after}</script>")
        found = layout(story, "Rules of the mole - The Lenn Courier", around)
        assert (found.title, found.publisher) == ("Rules of the mole", "The Lenn Courier")
        assert (found.byline, str(found.published_at)) == ("Ivo Brandt, Mara Venn", "2019-10-22")


def test_what_is_no_name_is_no_byline(subtests: pytest.Subtests) -> None:
    for author in [
        "Uncategorized",
        "Harbour Editor",
        "Admin",
        "Datum",
        "No Author",
        "Redaktion",
        "Staff",
        "https://example.org/a",
        "12.10.2019",
    ]:
        with subtests.test(author=author):
            assert layout(f"<article>{STORY}</article>", head=f'<meta name="author" content="{author}">').byline == ""


def test_agency_that_a_page_names_is_its_author_and_a_section_is_none() -> None:
    marked = '<a rel="author">Harbours</a>'
    section = '<meta property="article:section" content="Harbours">'
    assert layout(f"<article>{STORY}</article>", head='<meta name="author" content="dpa">').byline == "dpa"
    assert layout(f"<article>{marked}{STORY}</article>").byline == "Harbours"
    assert layout(f"<article>{marked}{STORY}</article>", head=section).byline == ""


def test_authors_of_linked_data_are_people_or_agencies(subtests: pytest.Subtests) -> None:
    for author, name in [
        ({"name": "Ingrid Dahl for The Coast Courier"}, "Ingrid Dahl"),
        ({"name": "Ingrid Dahl, Kultur"}, "Ingrid Dahl"),
        ({"name": "ingrid@example.org (Ingrid Dahl)"}, "Ingrid Dahl"),
        ({"givenName": "Ingrid", "familyName": "Dahl"}, "Ingrid Dahl"),
        ({"name": "Ingrid Dahl and The Coast Courier"}, "Ingrid Dahl"),
        ({"name": ["Ingrid Dahl", "The Coast Courier"]}, "Ingrid Dahl"),
        ({"name": ["Ingrid Dahl", "Ola Nord"]}, "Ingrid Dahl, Ola Nord"),
        ({"name": "Dahl, Ingrid"}, "Dahl, Ingrid"),
        ({"name": "dpa"}, "dpa"),
        ({"name": "Redaktion"}, ""),
    ]:
        with subtests.test(author=author):
            linked = json.dumps({"@type": "NewsArticle", "headline": "Rules of the mole", "author": author})
            found = layout(f"<article>{STORY}</article>", head=f'<script type="application/ld+json">{linked}</script>')
            assert found.byline == name


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("By Jane Roe and The Coast Courier", "Jane Roe"),
        ("By Jane Roe and Ola Nord", "Jane Roe and Ola Nord"),
        ("Του Γιώργου Παπαδόπουλου", "Γιώργου Παπαδόπουλου"),
        ("Nguyễn Văn An - 05/08/2024", "Nguyễn Văn An"),
        ("Nguyễn Văn An 05/08/2024 10:15", "Nguyễn Văn An"),
        ("Ingrid Dahl Mon 5 August 2024", "Ingrid Dahl"),
    ],
)
def test_row_above_the_text_names_people(row: str, name: str) -> None:
    assert layout(f"<article><h1>Rules of the mole</h1><p>{row}</p>{STORY}</article>").byline == name


def test_a_row_of_bold_words_between_paragraphs_is_a_heading() -> None:
    bold = "<p><b>{}</b></p>"
    rows = f"{bold.format('By Ada Brandt')}<p>{PARAGRAPHS[0]}</p>{bold.format('Fares')}<p>{PARAGRAPHS[1]}</p>"
    found = layout(f"<article>{rows}{bold.format('It is closed!')}<p>{PARAGRAPHS[2]}</p></article>")
    assert found.byline == "Ada Brandt"
    assert found.paragraphs == (*PARAGRAPHS[:2], "It is closed!", PARAGRAPHS[2])
    assert found.headings == ("", "Fares", "Fares", "Fares")


def test_a_public_body_keeps_its_whole_name(subtests: pytest.Subtests) -> None:
    for head in ['<meta name="author" content="{name}">', '<meta name="DC.creator" content="{name}">']:
        for name in ["Ministry of Health", "Harbour Board of Lenn", "Department for Transport"]:
            with subtests.test(head=head, name=name):
                assert layout(f"<article>{STORY}</article>", head=head.format(name=name)).byline == name


@pytest.mark.parametrize("name", ["citation_author", "DC.creator", "dcterms.creator"])
def test_authors_are_named_as_they_are_spoken(name: str) -> None:
    marks = f'<meta name="{name}" content="Dahl, Ingrid"><meta name="{name}" content="Nord, Ola">'
    assert layout(f"<article>{STORY}</article>", head=marks).byline == "Ingrid Dahl, Ola Nord"


def test_marks_of_archives_and_linked_data_are_facts() -> None:
    marks = (
        '<meta name="DCTERMS.issued" content="2018-11-02"><meta name="dcterms.modified" content="2019-01-05">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Rules of the mole", '
        '"mainEntityOfPage": {"@id": "https://e.org/rules"}}</script>'
    )
    found = layout(f"<article>{STORY}</article>", head=marks)
    assert (str(found.published_at), str(found.modified_at)) == ("2018-11-02", "2019-01-05")
    assert found.url == "https://e.org/rules"


@pytest.mark.parametrize(
    "head",
    [
        '<base href="https://example.org/news/"><link rel="canonical" href="/bridge">',
        '<base href="https://example.org/"><link rel="canonical" href="bridge">',
    ],
)
def test_address_of_a_page_can_be_a_part_of_another(head: str) -> None:
    assert article(page(head)).url == "https://example.org/bridge"


def test_day_beside_a_headline_that_is_a_paragraph_is_found() -> None:
    row = '<p class="t"><span>Rules of the mole</span></p><span class="publishDate">2024. 3. 5.</span>'
    assert str(layout(f"<div><div>{row}</div><div>{STORY}</div></div>").published_at) == "2024-03-05"


def test_sentence_below_the_headline_is_kept_outside_the_body_too() -> None:
    head = "<header class='head'><h1>Cracks close the bridge</h1><p class='story__standfirst'>{}</p></header>"
    said = "Buses go round by way of the old mill until the spring."
    found = layout(f"<article>{head.format(said)}<div class='body'>{BODY}</div></article>", "Cracks close the bridge")
    assert found.paragraphs == (said, *PARAGRAPHS)


def test_long_rows_with_single_breaks_between_are_paragraphs_and_verses_are_not() -> None:
    assert article(page(body=f"<div>{'<br>'.join(PARAGRAPHS)}</div>")).paragraphs == PARAGRAPHS
    verses = "The tide goes out, the lamps go low.<br>The gulls are gone.<br>The sea is counting all its miles."
    assert verses.replace("<br>", " ") in article(page(body=f"{BODY}<p>{verses}</p>")).paragraphs


def test_paragraphs_in_a_row_are_read_as_each_would_be_alone(
    monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    rows = [f"<p>{PARAGRAPHS[0]} {number}</p>\n" for number in range(40)]
    box = "".join(row.replace("<p>", "<p class='sidebar'>") for row in rows[30:])
    for between in ("", "<p>Facebook</p>", box, f"Of {PARAGRAPHS[1]}", f"<p>A <b>bold</b> one.</p>{rows[3]}{rows[3]}"):
        with subtests.test(between=between):
            text = page(body=f"<div>{''.join(rows[:20])}{between}{''.join(rows[20:30])}</div>")
            merged = article(text)
            monkeypatch.setattr(extraction, "MIN_MERGED", len(rows) * 2)
            assert merged == article(text)
            monkeypatch.undo()
            assert {*merged.paragraphs} >= {row[3:-5] for row in rows[:30]}


def test_categories_after_an_author_are_no_part_of_the_name() -> None:
    row = "<p>Posted on June 5th, 2021 by Ingrid Dahl in Harbour, News | 3 Comments »</p>"
    found = layout(f"<article><h1>Rules of the mole</h1>{row}{STORY}</article>")
    assert (found.byline, str(found.published_at)) == ("Ingrid Dahl", "2021-06-05")


def test_the_headline_has_no_name_of_the_site() -> None:
    assert layout(f"<div>{STORY}</div>", "Rules of the mole | Local news | Courier").title == "Rules of the mole"
    site = '<meta property="og:site_name" content="The Lenn Courier">'
    for tab in ["{} :: {}", "{} / {}", "(3) {} | {}", "{} - News - {}", "{1} | {0}", "{1}: {0}", "{} » {}"]:
        found = layout(f"<div>{STORY}</div>", tab.format("Rules – of the mole", "The Lenn Courier"), site)
        assert found.title == "Rules – of the mole"
    assert (
        layout(f"<article>{STORY}</article>", "Rules of the mole | The Lenn Courier", site).title == "Rules of the mole"
    )


def test_the_day_of_a_story_below_is_no_text() -> None:
    below = '<div class="latest"><article><h3>Old storm</h3><b>11 April 2009</b></article></div>'
    rows = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:2])
    found = layout(f'<main><div class="post"><h1>Rules of the mole</h1>{rows}</div></main>{below}')
    assert found.paragraphs == PARAGRAPHS[:2] and found.published_at is None


def test_who_reviewed_a_page_is_not_its_author_and_its_last_edit_no_text() -> None:
    row = "<p>Medically reviewed by Kari Holm, MD — Written by Ingrid Dahl — Updated on June 5, 2021</p>"
    foot = "<p>This page was last edited on 5 June 2021, at 10:32 (UTC).</p>"
    found = layout(f"<main><h1>Rules of the mole</h1>{row}{STORY}{foot}</main>")
    assert (found.byline, found.published_at, str(found.modified_at)) == ("Ingrid Dahl", None, "2021-06-05")
    assert "last edited" not in found.paragraphs[-1]


def test_the_language_is_that_of_the_text_where_the_page_names_another() -> None:
    short = (
        "Die Hafenbehörde hat am Samstag nach elf Monaten die neue Nordmole eröffnet. Den letzten Pfahl bezahlten die "
    )
    assert (
        layout(
            f"<article><p>{short}</p><p>Fischer der Insel selbst, sagte die Leiterin der Behörde.</p></article>"
        ).language
        == "de"
    )
    german = (
        "Wer ein Boot an der Mole hat, trägt sich vor der ersten Nacht in das Buch ein, das in der Hütte liegt. " * 3
    )
    assert layout(f"<article><p>{german}</p></article>").language == "de"
    korean = "린드비크 항구 위원회는 월요일에 폭풍으로 부서진 동쪽 부두를 다시 짓기로 결정했다고 밝혔다."
    assert layout(f"<article><h1>린드비크</h1><p>{korean}</p></article>").language == "ko"


def test_author_is_looked_for_wherever_the_library_finds_one(subtests: pytest.Subtests) -> None:
    paths = "".join(each.path for each in AUTHOR_XPATHS).replace("[Aa]", "A").replace("[Bb]", "B")
    assert set(re.findall(r"@([\w-]+)", paths)) <= set(re.findall(r"= '([\w-]+)'", html._ELEMENT_NAMES.path))
    for name in "|".join(re.findall(r"'([^']+)'", paths.replace("rel='me'", ""))).split("|"):
        with subtests.test(name):
            assert html._MAY_NAME_AUTHOR.search(name.lower())
