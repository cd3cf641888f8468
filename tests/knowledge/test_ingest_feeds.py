"""Feeds as they are followed: what tells items apart, what is a teaser, how often to come, which page names which."""

from collections.abc import Iterator
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Article, UnreadableArticle
from knowledge.ingest import ReaderPool
from knowledge.ingest.formats import link_lists
from knowledge.ingest.frames import FeedDocument

ADDRESS = "https://courier.example/news/feed.xml"
LONG = "The ferry Solveig carried rye to Lindvik, and the harbour master counted every sack of it. " * 20


@pytest.fixture(scope="module")
def readers() -> Iterator[ReaderPool]:
    with ReaderPool() as readers:
        yield readers


def rss(items: str, head: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Courier</title>'
        f"{head}{items}</channel></rss>"
    ).encode()


def item(guid: str, text: str, link: str = "/pier", *, full: bool = False) -> str:
    name = "content:encoded" if full else "description"
    return f"<item><title>Pier</title><guid>{guid}</guid><link>{link}</link><{name}>{text}</{name}></item>"


def read(readers: ReaderPool, data: bytes) -> FeedDocument:
    return readers.read_feed(data, ADDRESS)


def test_feed_says_how_often_to_come(subtests: pytest.Subtests, readers: ReaderPool) -> None:
    for head, seconds in [
        ("", 0),
        ("<ttl>90</ttl>", 5_400),
        ("<ttl>soon</ttl>", 0),
        ("<ttl>99999999999999999999</ttl>", 0),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21_600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3_600),
        ("<ttl>60</ttl><sy:updatePeriod>Weekly </sy:updatePeriod>", 604_800),
    ]:
        with subtests.test(head=head, seconds=seconds):
            assert read(readers, rss(item("1", "The pier opened."), head)).pace_seconds == seconds


def test_items_are_told_by_their_ids_and_a_changed_text_by_its_hash(readers: ReaderPool) -> None:
    before = read(readers, rss(item("1", "The pier opened.") + item("2", "The pier opened.")))
    after = read(readers, rss(item("2", "The pier opened.", link="/moved") + item("1", "The pier closed.")))
    (one, two), (two_again, one_again) = before.entries, after.entries
    assert one.key == one_again.key != two.key == two_again.key
    assert one.content != one_again.content and two.content == two_again.content
    assert two_again.url == "https://courier.example/moved"


def test_items_of_one_id_are_told_apart_by_their_links(readers: ReaderPool) -> None:
    found = read(readers, rss(item("1", "One.", "/1") + item("1", "Two.", "/2") + item("1", "Three.", "/3")))
    assert len({each.key for each in found.entries}) == 3


@pytest.mark.parametrize("end", ["<item><title>Mill</title><description>The mill bur", "<item><ti", "", "</channel>"])
def test_feed_that_is_cut_off_gives_the_items_that_are_whole(readers: ReaderPool, end: str) -> None:
    whole = rss(item("1", LONG, full=True) + item("2", "<![CDATA[<p>Tags: </item></p> and </rss>]]>"))
    found = read(readers, whole.removesuffix(b"</channel></rss>") + end.encode())
    assert [each.key for each in found.entries] == [each.key for each in read(readers, whole).entries]
    assert found.is_cut and not read(readers, whole).is_cut
    *articles, note = readers.read_bytes(whole.removesuffix(b"</channel></rss>") + end.encode(), "feed.xml")
    assert len(articles) == 2 and str(note) == "feed.xml: the end of this file is missing; what is there was read."


@pytest.mark.parametrize(
    "data",
    [
        rss(item("1", LONG)).partition(b"</item>")[0],
        rss("").partition(b"</title>")[0],
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [{"id": "1", "content',
    ],
    ids=["item", "head", "json"],
)
def test_feed_that_is_cut_off_before_any_item_is_whole_is_refused(readers: ReaderPool, data: bytes) -> None:
    with pytest.raises(UnreadableArticle, match="the end of this feed is missing"):
        read(readers, data)
    crowded = rss(item("1", LONG)).replace(b"</rss>", b"</rss>" + b"<!-- -->" * 500 + b"<")
    assert not read(readers, crowded).is_cut


def test_teaser_is_told_from_a_full_text(subtests: pytest.Subtests, readers: ReaderPool) -> None:
    for text, link, full, is_teaser in [
        ("The pier opened.", "/pier", False, True),
        ("The pier opened.", "/pier", True, True),
        (LONG, "/pier", False, True),
        (LONG, "/pier", True, False),
        (f"{LONG} The pier […]", "/pier", True, True),
        (f"{LONG} Continue reading →", "/pier", True, True),
        (LONG * 3, "/pier", False, False),
        ("The pier opened.", "file:///etc/passwd", False, False),
        ("The pier opened.", "javascript:alert(1)", False, False),
        ("", "/pier", False, True),
    ]:
        with subtests.test(text=text, link=link):
            [entry] = read(readers, rss(item("1", text, link, full=full))).entries
            assert entry.is_teaser == is_teaser
            assert entry.url in ("", "https://courier.example/pier")
            assert isinstance(entry.found, Article if text else UnreadableArticle)


def test_text_in_xhtml_is_read_whatever_is_in_it(subtests: pytest.Subtests, readers: ReaderPool) -> None:
    for inside, *paragraphs in [
        ("<p>A &amp; B &#233; &lt;b&gt;</p><p title='a>b'>C<br/>D</p>", "A & B é <b>", "C\nD"),
        ("A\n\nB", "A", "B"),
        ("<p>A<a name='b'/> C</p>", "A C"),
        ("<p>A <!-- </div></content> --> <h:b xmlns:h='http://www.w3.org/1999/xhtml'>B</h:b></p>", "A B"),
        ("<div><div>A</div></div><ul><li>B</li></ul>", "A", "B"),
        ("<p>ウゼガソ港の橋は月曜日に開かれた。</p>", "ウゼガソ港の橋は月曜日に開かれた。"),
    ]:
        with subtests.test(inside=inside):
            markup = f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{inside}</div></content>"
            data = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>C</title><entry><id>1</id>{markup}</entry></feed>"
            encoding = "utf-8" if paragraphs[0].isascii() or "é" in paragraphs[0] else "iso-2022-jp"
            [entry] = read(readers, f"<?xml version='1.0' encoding='{encoding}'?>{data}".encode(encoding)).entries
            assert isinstance(entry.found, Article) and entry.found.paragraphs == tuple(paragraphs)


def test_what_leads_to_the_page_of_an_item_is_no_text(subtests: pytest.Subtests, readers: ReaderPool) -> None:
    for below in [
        "<p><a href='/pier'>Read more…</a></p>",
        "<p>The post <a href='/pier'>Pier</a> appeared first on <a href='/'>Courier</a>.</p>",
        " <a href='/pier'>Continue reading →</a>",
        "<p>Der Beitrag <a href='/pier' rel='nofollow'>Pier</a> erschien zuerst auf <a href='/'>Bote</a>.</p>",
        "<p>投稿 <a href='/pier'>Pier</a> は <a href='/'>通信</a> に最初に表示されました。</p>\n",
        "<p><a href='/pier'>Pier</a> was originally published in <a href='/'>The Quay</a> on Medium, where people are "
        "continuing the conversation by highlighting and responding to this story.</p>",
        "<p>submitted by <a href='/u'> /u/ann_moe </a> <br/> <a href='/'>[link]</a> <a href='/'>[comments]</a></p>",
        " [<a href='/pier'>mehr</a>]",
        *(
            f"<p><a href='/pier'>{words}</a></p>"
            for words in ("Lees meer", "Leggi tutto", "Читать далее", "続きを読む")
        ),
    ]:
        with subtests.test(below=below):
            [entry] = read(readers, rss(item("1", escape(f"The pier opened.{below}")))).entries
            assert isinstance(entry.found, Article) and entry.found.paragraphs == ("The pier opened.",)
    for text in (
        "Children should read more.",
        "The pier was painted, says <a href='/a'>Ann</a> of <a href='/b'>Lindvik</a>.",
    ):
        with subtests.test(text=text):
            [entry] = read(readers, rss(item("1", escape(f"<p>{text}</p>")))).entries
            assert isinstance(entry.found, Article) and len(entry.found.paragraphs[0]) > 25


def test_teaser_above_what_wordpress_says_is_no_whole_text(readers: ReaderPool) -> None:
    below = "<p>L’article <a href='/pier'>Pier</a> est apparu en premier sur <a href='/'>Quai</a>.</p>"
    [found] = readers.read_bytes(rss(item("1", escape(f"<p>The pier opened […]</p>{below}"))), "feed.xml")
    assert isinstance(found, UnreadableArticle) and "only its beginning" in str(found)


def test_pictures_captions_and_buttons_are_no_text_of_an_item_unless_there_is_no_other(readers: ReaderPool) -> None:
    furniture = (
        "<figure><img src='x'><figcaption>The quay in fog</figcaption></figure>"
        "<div class='preamble'><p class='cta-caption'>Thanks for reading! Subscribe for free.</p></div>"
        "<p class='button-wrapper' data-x='1'><a class='button primary' href='x'><span>Share</span></a></p>"
    )
    for text, kept in [("<p>The pier opened.</p>", "The pier opened."), ("", "The quay in fog")]:
        [entry] = read(readers, rss(item("1", escape(f"{text}{furniture}"), full=True))).entries
        assert isinstance(entry.found, Article) and entry.found.paragraphs[0] == kept


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021/06/05 10:00", "2021-06-05"),
        ("2021年6月5日", "2021-06-05"),
        ("2021. 6. 5. 오후 3:00", "2021-06-05"),
        ("1622887200", "None"),
        ("05.06.2021 10:00", "2021-06-05"),
        ("Sat, 5 juin 2021 10:00:00 +0200", "2021-06-05 10:00:00+02:00"),
        ("сб, 05 июня 2021 10:00:00 +0300", "2021-06-05 10:00:00+03:00"),
        ("June 5, 2021", "2021-06-05"),
        ("Sat, 05 Jun 2021 01:30:00 +0900", "2021-06-05 01:30:00+09:00"),
        ("Sat Jun  5 10:00:00 CEST 2021", "2021-06-05 10:00:00+00:00"),
    ],
)
def test_day_of_an_item_is_the_one_that_is_written_or_none(readers: ReaderPool, written: str, day: str) -> None:
    text = item("1", "The pier opened.").replace("</item>", f"<pubDate>{written}</pubDate></item>")
    [entry] = read(readers, rss(text)).entries
    assert isinstance(entry.found, Article) and str(entry.found.published_at) == day


def test_item_of_a_feed_that_gathers_those_of_others_is_from_where_it_was_published(readers: ReaderPool) -> None:
    source = "<source url='https://herald.example'>Herald</source>"
    text = item("1", "The pier opened.", "/pier?id=3&amp;utm_source=rss&amp;utm_medium=feed")
    text = text.replace("<title>Pier<", "<title>Pier - Herald<").replace("</item>", f"{source}</item>")
    [entry] = read(readers, rss(text)).entries
    assert isinstance(entry.found, Article)
    assert (entry.found.title, entry.found.publisher) == ("Pier", "Herald")
    assert entry.found.url == entry.url == "https://courier.example/pier?id=3"


def test_page_announces_its_feeds_the_main_one_first(readers: ReaderPool) -> None:
    page = """<!doctype html><head><base href="/blog/">
    <link rel="alternate" type="application/rss+xml" title="Courier » Comments" href="comments/feed/">
    <link rel="alternate" type="application/atom+xml; charset=utf-8" title="Café" href="feed.atom">
    <link rel="ALTERNATE nofollow" type="application/feed+json" href="//cdn.example/feed.json">
    <link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/rss+xml" href="file:///x">
    <link rel="stylesheet" type="application/rss+xml" href="x"></head><p>Hello"""
    assert read(readers, page.encode()).announced == (
        ("https://courier.example/blog/feed.atom", "Café"),
        ("https://cdn.example/feed.json", ""),
        ("https://courier.example/blog/comments/feed/", "Courier » Comments"),
    )


def test_page_without_announcements_names_its_feeds_in_links_or_as_xml(readers: ReaderPool) -> None:
    for link in (
        "<link rel=alternate type='text/xml' href='/rss.xml'>",
        "<p><a href='/about'>About</a> <a href='/rss.xml'>RSS</a>",
        "<p><a href='feed:https://courier.example/rss.xml'>RSS</a>",
        "<p><a type='application/rss+xml' href='/rss.xml'>abonnieren</a>",
    ):
        [(url, _)] = read(readers, f"<!doctype html><title>Courier</title>{link}".encode()).announced
        assert url == "https://courier.example/rss.xml"


def test_sitemap_is_followed_as_a_feed_of_pages_whose_text_is_fetched(readers: ReaderPool) -> None:
    def sitemap(day: str) -> bytes:
        return (
            '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            "<url><loc>https://a.example/old</loc><lastmod>2020-01-01</lastmod></url>"
            "<url><loc>file:///etc/passwd</loc></url><url><loc>https://a.example/undated</loc></url>"
            f"<url><loc> https://a.example/new </loc><lastmod>{day}T10:00:00Z</lastmod></url></urlset>"
        ).encode()

    before, after = (read(readers, sitemap(day)).entries for day in ("2021-06-05", "2021-06-06"))
    assert [each.url.rpartition("/")[2] for each in before] == ["new", "old", "undated"]
    assert all(each.is_teaser and isinstance(each.found, UnreadableArticle) for each in before)
    assert [one.key for one in before] == [one.key for one in after]
    assert [one.content == two.content for one, two in zip(before, after, strict=True)] == [False, True, True]


def test_what_is_no_feed_is_refused_in_a_sentence(subtests: pytest.Subtests, readers: ReaderPool) -> None:
    for data, said in [
        (b"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>", "a.example/1.xml"),
        (b"<!doctype html><p>Hello", "link to one"),
        (b"", "link to one"),
        (b"\x00\x01\x02" * 100, "link to one"),
        (b"<html><link rel=alternate type=application/rss+xml href='http://['>", "link to one"),
        (b'{"version": 3}', "link to one"),
        (b'<opml><outline xmlUrl="https://a.example/feed"/></opml>', "feed import"),
    ]:
        with subtests.test(data=data, said=said), pytest.raises(UnreadableArticle, match=said):
            read(readers, data)


def test_hostile_feed_neither_grows_nor_reads_files(readers: ReaderPool) -> None:
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    entity = '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    data = (laughs + entity).encode() + rss(item("1", "The pier &j; &file; opened."))[21:]
    try:
        text = repr(read(readers, data).entries)
    except UnreadableArticle as error:
        text = str(error)
    assert len(text) < 10_000 and "root:" not in text


def test_feed_of_very_many_items_gives_the_first_of_them(readers: ReaderPool) -> None:
    found = read(readers, rss("".join(item(str(n), f"Sack {n}.") for n in range(7_000))))
    assert len(found.entries) == 5_000


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5, unique=True))
def test_feeds_written_as_opml_are_read_again(titles: list[str]) -> None:
    feeds = [(f"https://courier.example/feed?n={n}&amp=<&>\"'", title) for n, title in enumerate(titles)]
    read = link_lists.feeds_of(link_lists.opml("A & <B>", feeds)).links
    assert [url for url, _ in read] == [url for url, _ in feeds]


def test_addresses_of_a_list_are_whole_however_they_are_written(readers: ReaderPool) -> None:
    outlines = "".join(
        f'<outline text="A & B" xmlUrl="{url}"/>'
        for url in ("https://a.example/f?x=1&y=2&amp;z=3", "feed://b.example/f", "feed:https://c.example/f")
    )
    listed = readers.read_feed_list(f"<opml><body>{outlines}</body></opml>".encode(), "feeds.opml")
    assert listed[0] == ("https://a.example/f?x=1&y=2&z=3", "A & B")
    assert [url for url, _ in listed[1:]] == ["https://b.example/f", "https://c.example/f"]
    [entry] = read(readers, b"<urlset><url><loc>https://a.example/p?x=1&y=2</loc></url></urlset>").entries
    assert entry.url == "https://a.example/p?x=1&y=2"


def test_opml_escapes_what_has_a_meaning_in_xml(readers: ReaderPool) -> None:
    written = link_lists.opml("Feeds", [("https://a.example/?x=1&y=2", 'Tom & "Jerry" <b>\x00\ud800\ufffe')])
    assert readers.read_feed_list(written, "feeds.opml") == [("https://a.example/?x=1&y=2", 'Tom & "Jerry" <b>')]
    for data in (b"not a list", b"<urlset><url><loc>https://a.example/</loc></url></urlset>"):
        with pytest.raises(UnreadableArticle, match="isn't a list of feeds"):
            readers.read_feed_list(data, "feeds.opml")
    with pytest.raises(UnreadableArticle, match="it is empty"):
        readers.read_feed_list(b"<opml><outline xmlUrl='file:///etc/passwd'/></opml>", "feeds.opml")
