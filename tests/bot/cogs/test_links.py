"""Pages added by their links: by command, by option and from the menu of a message; how many a day, and who may."""

import asyncio
from datetime import date

import pytest

from bot import uploads
from bot.bot import Footnote
from bot.views.preview import LINKS, TEXT
from knowledge import Library
from knowledge.store import ChangeSet
from knowledge.web import Fetcher
from tests.bot.conftest import MakeBot
from tests.bot.messages import embed_text, last_message, private_text
from tests.bot.populated_guild import PopulatedGuild
from tests.knowledge.web_site import Site, answer

STORY = b"""<!doctype html><html lang="en"><head><title>New pier opens</title></head><body><h1>New pier opens</h1>
<p>The pier at Lindvik opened on Saturday after two years of work on the harbour wall.</p></body></html>"""
NOTES = b"# Old mill burns down\n\nThe old mill of Holm burned down on Sunday night."


@pytest.fixture
def site(site: Site) -> Site:
    site.pages |= {"/pier": answer(STORY), "/mill.md": answer(NOTES, kind="text/plain")}
    return site


@pytest.fixture
def simcord_bot(make_bot: MakeBot, fetcher: Fetcher) -> Footnote:
    return make_bot(fetcher=fetcher, fetches_a_day=5)


def test_text_that_says_little_beside_its_links_is_there_for_them(subtests: pytest.Subtests) -> None:
    for text, links in [
        ("https://a.example/x", ["https://a.example/x"]),
        ("<https://a.example/x>, and https://a.example/y.", ["https://a.example/x", "https://a.example/y"]),
        ("[a story](https://a.example/x_(y)) ||https://a.example/x_(y)||", ["https://a.example/x_(y)"]),
        ("HTTPS://a.example/x!", ["HTTPS://a.example/x"]),
        ("see a.example or ftp://a.example", []),
        ("```\nhttps://a.example/x\n```", []),
        ("word " * 40 + "https://a.example/x", []),
        ("https://", []),
        ("请看https://a.example/x。谢谢", ["https://a.example/x"]),
        ("「https://a.example/x」を追加（https://a.example/y）", ["https://a.example/x", "https://a.example/y"]),
        ("„https://a.example/x“ und «https://a.example/y»…", ["https://a.example/x", "https://a.example/y"]),
        ("\u2068https://a.example/x\u2069، https://a.example/y؟", ["https://a.example/x", "https://a.example/y"]),
        ("[https://a.example/x](https://a.example/x)", ["https://a.example/x"]),
        ("https://a.example/x,https://a.example/y?b=1,2", ["https://a.example/x", "https://a.example/y?b=1,2"]),
    ]:
        with subtests.test(text=text, links=links):
            assert list(uploads.links_to_fetch(text)) == links


def test_links_are_typed_as_people_list_them(subtests: pytest.Subtests) -> None:
    for text, links in [
        ("a.example/x, b.example", ["https://a.example/x", "https://b.example"]),
        ("- https://a.example/x\n- https://a.example/y.", ["https://a.example/x", "https://a.example/y"]),
        ("1. <https://a.example/x> 2. <b.example>", ["https://a.example/x", "https://b.example"]),
        ("ftp://a.example", ["ftp://a.example"]),
    ]:
        with subtests.test(text=text):
            assert uploads.typed_links(text) == links


@pytest.mark.parametrize("form", ["prefix", "mention", "slash"])
async def test_links_are_added_and_each_says_what_became_of_it(guild: PopulatedGuild, site: Site, form: str) -> None:
    urls = f"{site.url('/pier')} {site.url('/mill.md')} {site.url('/none')} http://127.0.0.1:{site.port}/pier"
    moderator = guild.people["moderator"]
    if form == "slash":
        result = await moderator.slash(guild.channel, "add", url=urls)
        text = embed_text(result.response)
    else:
        assert guild.bot.user
        said = f"!add {urls}" if form == "prefix" else f"<@{guild.bot.user.id}> add {urls}"
        await moderator.send(guild.channel, said)
        text = embed_text(last_message(guild.channel))
    assert f"{site.url('/pier')}: 1 added.\nNew pier opens · no date · 1 paragraph · id " in text
    assert f"{site.url('/mill.md')}: 1 added.\nOld mill burns down · " in text
    assert f"{site.url('/none')}: 1 refused.\n" in text and "has no page at this address (status 404)." in text
    assert "127.0.0.1 points into a private network, where I fetch nothing." in text
    assert site.paths == ["/pier", "/mill.md", "/none"]


async def test_link_and_file_come_together_and_pasted_text_with_a_link_stays_text(
    guild: PopulatedGuild, site: Site, library: Library
) -> None:
    moderator = guild.people["moderator"]
    await moderator.send(guild.channel, f"!add {site.url('/pier')}", attachments=[("mill.md", NOTES)])
    text = embed_text(last_message(guild.channel))
    assert "mill.md: 1 added." in text and f"{site.url('/pier')}: 1 added." in text
    words = "The library of Holm lends out tools now.\n" + "It has hammers and saws for everybody who asks. " * 5
    await moderator.send(guild.channel, f"!add {words}\nSource: {site.url('/mill.md')}")
    assert "The library of Holm lends out tools now." in embed_text(last_message(guild.channel))
    assert site.paths == ["/pier"]
    await moderator.send(guild.channel, "!add " + " ".join(site.url(f"/{n}") for n in range(11)))
    assert "at most 10 files and links" in last_message(guild.channel).content
    guild.env.errors.clear()


@pytest.mark.parametrize("field", [LINKS, TEXT])
async def test_only_link_is_previewed_also_from_the_form(
    guild: PopulatedGuild, site: Site, library: Library, field: str
) -> None:
    moderator = guild.people["moderator"]
    opened = await moderator.slash(guild.channel, "add")
    told = await moderator.submit_modal(opened, {field: site.url("/pier")})
    given = await moderator.slash(guild.channel, "add", url=site.url("/pier"))
    for shown in (told, given):
        assert shown.ephemeral and embed_text(shown.response).startswith("New pier opens\n")
    assert given.response
    await moderator.click(given.response, label="Keep")
    assert f"{site.url('/pier')}: 1 added." in embed_text(last_message(guild.channel))
    [listed] = await library.listing(collection=guild.collection, own=True)
    [page] = await library.pages.of(guild.collection)
    assert (page.article, page.address) == (listed.article.row, site.url("/pier"))


async def test_member_without_the_right_has_nothing_fetched(guild: PopulatedGuild, site: Site) -> None:
    member = guild.people["member"]
    posted = await member.send(guild.channel, site.url("/pier"))
    await member.send(guild.channel, f"!add {site.url('/pier')}")
    assert last_message(guild.channel).content.startswith("Only people who can manage this server")
    for told in (
        await member.slash(guild.channel, "add", url=site.url("/pier")),
        await member.context_menu(guild.channel, "Add as an article", posted),
    ):
        assert "Only people who can manage this server" in private_text(told)
    assert not site.requests
    guild.env.errors.clear()


async def test_menu_takes_the_page_behind_a_message_that_says_little_more(
    guild: PopulatedGuild, site: Site, library: Library
) -> None:
    await guild.run("prefix", "ask Which wine goes with artichokes?")
    asked = guild.channel.history()[0]
    posted = await guild.people["member"].send(guild.channel, f"Read this: {site.url('/pier')}", reply_to=asked)
    result = await guild.people["moderator"].context_menu(guild.channel, "Add as an article", posted)
    told = embed_text(result.response)
    assert result.ephemeral and f"{site.url('/pier')}: 1 added.\nNew pier opens" in told
    assert "It closes the gap that it answers." in told
    [listed] = await library.listing(collection=guild.collection, own=True)
    assert listed.article.url == site.url("/pier")
    forward = await guild.people["member"].forward(posted, guild.channel)
    result = await guild.people["moderator"].context_menu(guild.channel, "Add as an article", forward)
    assert f"{site.url('/pier')}: 1 unchanged." in embed_text(result.response)
    words = "The library of Holm lends out tools. " * 6
    posted = await guild.people["member"].send(guild.channel, f"{words}{site.url('/mill.md')}")
    told = private_text(await guild.people["moderator"].context_menu(guild.channel, "Add as an article", posted))
    assert "Added “The library of Holm" in told and "I took its text, not the pages that it links to" in told
    assert "” by ann;" in told
    forward = await guild.people["member"].forward(posted, guild.channel)
    told = private_text(await guild.people["moderator"].context_menu(guild.channel, "Add as an article", forward))
    assert "Added “The library of Holm" in told and " by " not in told.partition(";")[0]


async def test_links_of_a_server_are_limited_a_day(fetcher: Fetcher, site: Site, library: Library) -> None:
    day = [date(2021, 6, 5)]
    reader = uploads.UploadReader(fetcher, 1, lambda: day[0])

    async def ingest(server: str) -> uploads.UploadResult:
        account = uploads.UploadResult("pier")
        to = uploads.Destination(library, server, ChangeSet("7", "add"))
        async with reader.read(to, site.url("/pier"), account) as found:
            await uploads.take(to, account, found)
        return account

    added = [await ingest(server) for server in ("1", "1", "2")]
    assert [+each.counts for each in added] == [{"added": 1}, {"refused": 1}, {"added": 1}]
    assert added[1].reasons == [uploads.fetches_used_up(1)] and "1 address fetched today" in added[1].reasons[0]
    day[0] = date(2021, 6, 6)
    assert (await ingest("1")).counts["unchanged"] == 1


async def test_uploads_of_a_server_are_read_one_after_the_other_and_those_of_others_meanwhile(
    fetcher: Fetcher, library: Library
) -> None:
    reader, said = uploads.UploadReader(fetcher), list[str]()

    async def read(name: str, server: str) -> None:
        to = uploads.Destination(library, server, ChangeSet("7", "add"))
        async with reader.read(to, uploads.Paste(name, b"A pier"), uploads.UploadResult(name)):
            said.append(f"{name} begins")
            await asyncio.sleep(0.01)
            said.append(f"{name} ends")

    await asyncio.gather(read("first", "1"), read("second", "1"), read("other", "2"))
    assert said[:2] == ["first begins", "other begins"] and said.index("first ends") < said.index("second begins")


async def test_article_whose_page_is_gone_stays_and_its_citations_say_so(
    guild: PopulatedGuild, site: Site, library: Library
) -> None:
    await guild.run("prefix", f"add {site.url('/pier')}", who="moderator")
    await guild.run("prefix", "ask When did the pier at Lindvik open?")
    kept = site.pages.pop("/pier")
    told = (await guild.run("prefix", f"add {site.url('/pier')}", who="moderator")).text
    assert "stays, and is marked as gone" in told
    assert "No longer at its address since" in (await guild.run("prefix", "source")).text
    site.pages["/pier"] = kept
    await guild.run("prefix", f"add {site.url('/pier')}", who="moderator")
    assert "No longer at its address" not in (await guild.run("prefix", "source")).text
