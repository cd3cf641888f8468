"""What an address gives, as articles: where they are from, and why there is none."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from knowledge import Article, UnreadableArticle
from knowledge.ingest import Found, ReaderPool
from knowledge.web import read_address
from tests.knowledge.web_site import Site, answer, fetcher_for, redirect

STORY = """<!doctype html><html lang="en"><head><title>New pier opens</title>{head}</head><body><article>
<h1>New pier opens</h1><p>The pier at Lindvik opened on Saturday after two years of work on the harbour wall.</p>
<p>The mayor, Ola Berg, cut the ribbon – “überfällig”, as a guest said – before a crowd of some four hundred people.</p>
</article></body></html>"""
LINK = '<link rel="canonical" href="{}">'


@pytest.fixture(scope="module")
def readers() -> Iterator[ReaderPool]:
    with ReaderPool() as pool:
        yield pool


async def found(site: Site, readers: ReaderPool, path: str = "/story") -> list[Found]:
    async with fetcher_for(site, "news.example", "www.news.example") as fetcher:
        return list(await read_address(fetcher, readers, site.url(path)))


def story(head: str = "", encoding: str = "utf-8", said: str = "utf-8") -> bytes:
    return answer(STORY.format(head=head).encode(encoding), kind=f"text/html; charset={said}")


async def test_page_is_an_article_with_its_address(site: Site, readers: ReaderPool) -> None:
    site.pages |= {"/": story(), "/old": redirect("/story?id=3#top"), "/story?id=3": story()}
    for path, final in (("/", "/"), ("/old", "/story?id=3")):
        [article] = await found(site, readers, path)
        assert isinstance(article, Article) and article.title == "New pier opens"
        assert article.url == site.url(final) and len(article.paragraphs) == 2


async def test_articles_of_one_file_at_an_address_are_told_apart_and_claim_no_id(
    site: Site, readers: ReaderPool
) -> None:
    rows = (
        "id,title,url,text",
        "1,Pier,https://a.example/pier,The pier opened.",
        f"2,Crane,{site.url('/crane')},It is yellow.",
    )
    mail = EmailMessage()
    mail["Subject"] = "Two files"
    mail.set_content("Here they are, as I promised on Monday.")
    for name in ("pier.txt", "crane.txt"):
        mail.add_attachment(f"The text of {name} says what it says.", filename=name)
    for data, kind, placed in (
        ("\n".join(rows).encode(), "text/plain", ("", "/crane")),
        (bytes(mail), "message/rfc822", ("/file",) * 3),
    ):
        site.pages["/file"] = answer(data, kind=kind)
        read = [each for each in await found(site, readers, "/file") if isinstance(each, Article)]
        assert len({each.url for each in read}) == len(read) and not any(each.id for each in read)
        assert [each.url.partition("#")[0] for each in read] == [path and site.url(path) for path in placed]


async def test_page_names_its_address_only_on_its_own_site(
    subtests: pytest.Subtests, site: Site, readers: ReaderPool
) -> None:
    for canonical, taken in [
        ("http://www.news.example:{port}/2021/pier", True),
        ("http://m.news.example/pier", True),
        ("https://archive.news.example/pier", True),
        ("https://other.example/pier", False),
        ("https://example/pier", False),
        ("https://evilnews.example/pier", False),
        ("https://news.example/", False),
        ("javascript:alert(1)", False),
        ("http://bank.example@news.example/pier", False),
    ]:
        with subtests.test(canonical=canonical, taken=taken):
            canonical = canonical.format(port=site.port)
            site.pages["/story"] = story(LINK.format(canonical))
            [article] = await found(site, readers)
            assert isinstance(article, Article)
            assert article.url == (canonical if taken else site.url("/story"))


async def test_encoding_is_that_of_the_text_whatever_the_server_says(
    site: Site, readers: ReaderPool, subtests: pytest.Subtests
) -> None:
    for encoding, said in (("utf-8", "iso-8859-1"), ("cp1252", "utf-8"), ("utf-8", "no-such")):
        with subtests.test(encoding=encoding, said=said):
            site.pages["/story"] = story(encoding=encoding, said=said)
            [article] = await found(site, readers)
            assert isinstance(article, Article) and "– “überfällig”, as" in article.paragraphs[1]


async def test_file_is_read_by_what_it_is(site: Site, readers: ReaderPool) -> None:
    site.pages |= {
        "/readme.md": story(),  # a page that shows the file
        "/raw/notes.md": answer(NOTES, kind="text/plain"),
        "/data.csv?day=1": answer(b"title,text\nPier,The pier opened on Saturday.\n", kind="application/octet-stream"),
        "/nothing": answer(b"Pier\n\nThe pier opened on Saturday.").replace(
            b"Content-Type: text/html; charset=utf-8\r\n", b""
        ),
    }
    titles = {
        path: [each.title for each in await found(site, readers, path) if isinstance(each, Article)]
        for path in site.pages
    }
    assert titles["/readme.md"] == ["New pier opens"]
    assert titles["/raw/notes.md"] == titles["/data.csv?day=1"] == titles["/nothing"] == ["Pier"]


async def test_file_takes_neither_the_id_nor_the_address_of_another(site: Site, readers: ReaderPool) -> None:
    site.pages["/notes.md"] = answer(NOTES, kind="text/markdown")
    [article] = await found(site, readers, "/notes.md")
    assert isinstance(article, Article)
    assert (article.title, article.id, article.url) == ("Pier", "", site.url("/notes.md"))


NOTES = b"---\nid: ferry\nurl: https://other.example/pier\n---\n# Pier\n\nThe pier opened on Saturday."
RSS = b'<?xml version="1.0"?><!-- feed --><rss version="2.0"><channel><title>News</title></channel></rss>'
TEASER = (
    '<div><h3><a href="/{n}">The council votes for plan {n} of the wall</a></h3>'
    "<p>On Monday it chose plan {n}, which costs two million and takes three years to build.</p></div>"
)
FRONT = "<!doctype html><title>News</title><main>" + "".join(TEASER.format(n=n) for n in range(20)) + "</main>"
LINKS = "<!doctype html><title>Links</title><ul>" + "".join(
    f'<li><a href="/{n}">The council votes for plan {n} of the wall</a></li>' for n in range(20)
)
SITEMAP = b'<?xml version="1.0"?><urlset><url><loc>https://news.example/pier</loc></url></urlset>'


async def test_what_is_no_article_is_told_in_one_sentence_with_the_address(
    subtests: pytest.Subtests, site: Site, readers: ReaderPool
) -> None:
    for body, kind, said in [
        (RSS, "application/rss+xml", "is a feed"),
        (RSS, "text/html", "is a feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "application/json", "is a feed"),
        (SITEMAP, "text/xml", "only lists links"),
        (FRONT.encode(), "text/html", "lists other pages (20)"),
        (LINKS.encode(), "text/html", "lists other pages (20)"),
        (b"%PDF-1.4 broken", "application/pdf", "PDF"),
        (b"<html><body></body></html>", "text/html", ""),
        (b"", "text/html", "empty"),
    ]:
        with subtests.test(body=body, kind=kind):
            site.pages["/story"] = answer(body, kind=kind)
            [error] = await found(site, readers)
            assert isinstance(error, UnreadableArticle)
            assert str(error).startswith(f"{site.url('/story')}: ") and said in str(error)


async def test_failed_fetch_is_a_refusal_with_the_address(site: Site, readers: ReaderPool) -> None:
    [error] = await found(site, readers, "/missing")
    assert str(error) == f"{site.url('/missing')}: news.example has no page at this address (status 404)."


async def test_story_above_teasers_of_others_is_an_article(site: Site, readers: ReaderPool) -> None:
    site.pages["/story"] = answer(STORY.format(head="").replace("</body>", FRONT[40:]).encode())
    [article] = await found(site, readers)
    assert isinstance(article, Article) and article.title == "New pier opens"
