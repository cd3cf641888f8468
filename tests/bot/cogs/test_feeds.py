"""Feeds on a server: followed from a site on this machine, listed, and told of when they fail for long."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import discord
import pytest
import simcord

from bot import responses
from bot.bot import Footnote
from bot.cogs.feeds import Feeds
from bot.embeds import articles as render
from knowledge import FetchError, Library
from knowledge.store import PollResult
from knowledge.web import Fetcher
from tests.bot.command_table import EDITORS_ONLY
from tests.bot.conftest import MakeBot, channel_denying
from tests.bot.messages import full_text, last_message
from tests.bot.populated_guild import File, PopulatedGuild
from tests.knowledge.web_site import Site, answer

RSS = "application/rss+xml"
START = datetime(2021, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def site(site: Site) -> Site:
    site.pages["/feed"] = feed("The Courier", "The ferry Solveig carried rye to Lindvik.")
    return site


@pytest.fixture
def simcord_bot(make_bot: MakeBot, fetcher: Fetcher) -> Footnote:
    return make_bot(fetcher=fetcher, feeds=2)


def feed(title: str, *texts: str) -> bytes:
    items = "".join(
        f"<item><title>{text[:9]}</title><guid>{text}</guid><description>{text}</description></item>" for text in texts
    )
    return answer(f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode(), kind=RSS)


def cog(guild: PopulatedGuild, now: datetime | None = None) -> Feeds:
    found = guild.bot.get_cog("Feeds")
    assert isinstance(found, Feeds)
    if now:
        found._clock = lambda: now
    return found


async def run(guild: PopulatedGuild, line: str, who: str = "moderator", files: Sequence[File] = ()) -> str:
    text = (await guild.run("prefix", line, who=who, files=files)).text
    guild.env.errors.clear()
    return text


async def test_feed_is_followed_listed_paused_and_removed(guild: PopulatedGuild, library: Library, site: Site) -> None:
    assert "I now follow “The Courier” (feed 1). It has 1 item" in await run(guild, f"feed add {site.url('/feed')}")
    await cog(guild).look(datetime.now(UTC))
    [article] = await library.listing(collection=guild.collection, own=True)
    assert article.article.publisher == "The Courier"
    assert "There's no !feed follow. After !feed comes one of these: add, export" in await run(guild, "feed follow 1")
    listed = await run(guild, "feed")
    assert "1. The Courier" in listed and "1 article" in listed and "next look" in listed
    assert "I've paused the feed “The Courier”" in await run(guild, "feed pause 1")
    assert "paused" in await run(guild, "feed list") and await library.feeds.claim_due(datetime.now(UTC) + DAY) is None
    assert "follow the feed “The Courier” again" in await run(guild, f"feed resume <{site.url('/feed')}>")
    assert "Its articles stay" in await run(guild, "feed remove #1")
    assert "don't follow any feeds" in await run(guild, "feed list")
    assert len(await library.listing(collection=guild.collection, own=True)) == 1


async def test_feed_that_is_cut_off_is_followed_for_what_is_whole(guild: PopulatedGuild, site: Site) -> None:
    body = feed("The Courier", "The pier opened.", "The mill burned.").partition(b"\r\n\r\n")[2]
    site.pages["/feed"] = answer(body[: body.index(b"The mill")], kind=RSS)
    said = await run(guild, f"feed add {site.url('/feed')}")
    assert "It has 1 item" in said and "The end of it is missing, so I'll read it again soon." in said


async def test_page_names_its_feeds_and_the_main_one_is_followed(guild: PopulatedGuild, site: Site) -> None:
    links = "".join(
        f'<link rel="alternate" type="{RSS}" title="{title}" href="{path}">'
        for title, path in (("@everyone **Comments**", "/comments"), ("Main", "/feed"))
    )
    site.pages["/"] = answer(f"<html><head>{links}</head><body><p>Hello</p></body></html>".encode())
    result = await guild.people["moderator"].slash(guild.channel, "feed add", url=site.url("/"))
    said = full_text(result.response)
    assert result.ephemeral and "“The Courier”" in said and "@everyone" in said and site.url("/comments") in said


async def test_address_without_a_feed_is_refused_in_a_sentence(
    guild: PopulatedGuild, library: Library, site: Site, subtests: pytest.Subtests
) -> None:
    for url, said in (
        ("{site}/none", "has no page at this address"),
        ("{site}/page", "this isn't a feed and doesn't link to one"),
        ("http://127.0.0.1/feed", "private network"),
        ("http://169.254.169.254/latest/meta-data", "private network"),
        ("file:///etc/passwd", "only addresses that begin with http"),
    ):
        with subtests.test(url=url, said=said):
            assert said in await run(guild, f"feed add {url.format(site=site.url(''))}")
            assert await library.feeds.of(guild.collection) == []


async def test_feeds_are_for_editors_and_at_most_so_many(guild: PopulatedGuild, site: Site) -> None:
    for line in ("feed", "feed list", f"feed add {site.url('/feed')}", "feed pause 1", "feed remove 1", "feed export"):
        assert EDITORS_ONLY in await run(guild, line, who="member"), line
    for path in ("/a", "/b", "/c"):
        site.pages[path] = feed(path, "The pier opened.")
        said = await run(guild, f"feed add {site.url(path)}")
    assert "as many feeds here as I can (2)" in said
    assert "it is number 1" in await run(guild, f"feed add {site.url('/a')}")


async def test_secret_in_the_address_of_a_feed_is_in_no_reply_that_others_read(
    guild: PopulatedGuild, site: Site
) -> None:
    site.pages["/feed?key=s3cret"] = feed("", "The pier opened.")
    said = [await run(guild, f"feed add {site.url('/feed?key=s3cret')}")]
    said += [await run(guild, line) for line in ("feed list", "feed pause 1", "feed resume 1", "feed remove 1")]
    assert "/feed?…" in said[1] and not any("s3cret" in each for each in said)


async def test_list_of_a_feed_reader_comes_in_and_goes_out(guild: PopulatedGuild, library: Library) -> None:
    outlines = "".join(
        f'<outline text="Feed &amp; {n}" xmlUrl="https://n{n}.example/feed?a=1&amp;b=2"/>' for n in "123"
    )
    secret = b"<opml><outline text='Secret' xmlUrl='https://ann:s3cret@n4.example/feed'/></opml>"
    said = await run(guild, "feed import", files=[("secret.opml", secret)])
    assert "1 of the list is left out. Secret: this address holds a user name or a password" in said
    opml = f"<opml><body><outline text='Folder'>{outlines}</outline></body></opml>".encode()
    said = await run(guild, "feed import", files=[("feeds.opml", opml)])
    assert "I now follow 2 more feeds. 1 of the list is left out." in said and "as many feeds here as I can" in said
    assert [each.title for each in await library.feeds.of(guild.collection)] == ["Feed & 1", "Feed & 2"]
    reply = await guild.run("slash", "feed export", who="moderator")
    assert reply.private and "feeds.opml" in reply.text
    written = reply.message.attachments[0]
    data = await written.read() if hasattr(written, "read") else written.data
    assert b'xmlUrl="https://n1.example/feed?a=1&amp;b=2"' in data
    for name, content in (("no.opml", b"no list"), ("big.opml", b"x" * (1024 * 1024 + 1))):
        said = await run(guild, "feed import", files=[(name, content)])
        assert "isn't a list of feeds" in said or "over 1 MB" in said


async def fail(library: Library, now: datetime, *, stopped: bool = False) -> None:
    claimed = await library.feeds.claim_due(now)
    assert claimed
    error = FetchError("{host} had an error (status {status}); try again later.", host="news.example", status=500)
    await library.feeds.polled(claimed, PollResult(due_at=now, error=error, stopped=stopped), now)


async def failing(guild: PopulatedGuild, library: Library, site: Site) -> None:
    """Follow a feed that then fails for a day."""
    cog(guild, START)
    await run(guild, f"feed add {site.url('/feed')}")
    site.pages["/feed"] = answer(status="500 Broken")
    for hours in (0, 6, 12, 18):
        await fail(library, START + timedelta(hours=hours))


async def test_moderators_are_told_once_where_the_feed_was_added_and_again_when_it_works(
    guild: PopulatedGuild, library: Library, site: Site
) -> None:
    await failing(guild, library, site)
    await cog(guild, START + DAY).look(START + DAY)
    told = last_message(guild.channel)
    assert "haven't been able to read the feed The Courier since" in full_text(told)
    assert "news.example had an error" in full_text(told)
    await cog(guild, START + 2 * DAY).look(START + 2 * DAY)
    assert last_message(guild.channel).id == told.id
    assert "failing since" in await run(guild, "feed list")
    site.pages["/feed"] = feed("The Courier", "The pier opened.")
    listed = last_message(guild.channel).id
    await cog(guild, START + 4 * DAY).look(START + 4 * DAY)
    assert "The feed The Courier works again" in full_text(last_message(guild.channel))
    recovered = last_message(guild.channel).id
    await cog(guild, START + 9 * DAY).look(START + 9 * DAY)
    assert last_message(guild.channel).id == recovered != listed


async def test_notice_that_arrived_before_its_process_was_killed_is_not_sent_again(
    guild: PopulatedGuild, library: Library, site: Site, make_bot: MakeBot, fetcher: Fetcher
) -> None:
    await failing(guild, library, site)
    now = START + DAY
    [(failed, news)] = await library.feeds.news(now)
    channel = guild.bot.get_channel(guild.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await library.feeds.claim_news(failed, now)
    await responses.post_page(channel, partial(render.news_page, failed, news), key="x")
    told = last_message(guild.channel).id
    await guild.env.restart_bot(make_bot(fetcher=fetcher))
    await cog(guild, now).look(now)
    assert last_message(guild.channel).id == told
    assert await library.feeds.news(now) == []


async def test_feed_of_a_channel_that_cannot_be_written_in_is_told_to_nobody_and_not_tried_for_ever(
    guild: PopulatedGuild, library: Library, simcord_env: simcord.Env
) -> None:
    quiet = channel_denying(simcord_env, "quiet", send_messages=False)
    for channel in (str(quiet.id), "12345", ""):
        url = f"https://n.example/{channel}"
        await library.feeds.add(url, collection=guild.collection, now=START, channel=channel)
        await fail(library, START, stopped=True)
    await cog(guild, START).look(START)
    assert await library.feeds.news(START + DAY) == []
    assert quiet.history() == []


async def test_feed_whose_channel_is_gone_is_told_to_moderators_rather_than_to_everybody(
    guild: PopulatedGuild, library: Library, simcord_env: simcord.Env
) -> None:
    moderators = simcord_env.guild.create_text_channel("moderators")
    here = guild.bot.get_guild(simcord_env.guild.id)
    assert here
    here._system_channel_id, here._public_updates_channel_id = guild.channel.id, moderators.id
    await library.feeds.add("https://n.example/gone", collection=guild.collection, now=START, channel="12345")
    await fail(library, START, stopped=True)
    await cog(guild, START).look(START)
    assert "n.example" in full_text(last_message(moderators)) and not guild.channel.history()
