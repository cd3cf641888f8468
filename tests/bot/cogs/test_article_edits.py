"""Articles added and removed on Discord: who may, what becomes of each file, and whose they are."""

import json

import discord
import pytest
import simcord

from bot import uploads
from bot.bot import Footnote
from bot.views.confirm import CONFIRM_SECONDS
from knowledge import Library
from knowledge.store import ChangeSet
from tests.bot.conftest import FERRY, MakeBot
from tests.bot.messages import embed_text, last_message, only_embed
from tests.bot.populated_guild import PopulatedGuild

MILL = (
    b"Old mill burns down\n\nBy Ingrid Dahl\nJune 5, 2021\n\n"
    b"The old mill of Holm burned down on Sunday night.\n\nNobody was hurt."
)
LINES = b"".join(
    json.dumps({"title": f"Note {n}", "text": f"Note number {n} says much."}).encode() + b"\n" for n in range(700)
)


@pytest.fixture
def keeper(simcord_env: simcord.Env, channel: simcord.ChannelHandle) -> simcord.MemberActor:
    """A member who may manage the server."""
    role = simcord_env.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    return simcord_env.guild.add_member(simcord_env.create_user("keeper"), roles=[role])


async def test_attached_file_is_added_to_the_server_alone(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await keeper.send(channel, "!add", attachments=[("mill.txt", MILL)])
    text = embed_text(last_message(channel))
    assert text.startswith("mill.txt: 1 added.\nOld mill burns down · 5 Jun 2021 · 2 paragraphs · id ")
    assert only_embed(last_message(channel)).footer.text == "Only this server can ask about them."
    await keeper.send(channel, "!ask When did the old mill of Holm burn down?")
    assert "Sunday night" in embed_text(last_message(channel))
    assert [each.article.title for each in await library.listing()] == [
        article.article.title for article in await library.listing(collection="5")
    ]
    bea = simcord_env.create_user("bea")
    await bea.send_dm("!articles mill")
    assert "No article matches “" in last_message(bea.dm_channel).content
    simcord_env.errors.clear()


async def test_each_file_is_named_with_what_became_of_it(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    files = [
        ("mill.txt", MILL),
        ("again.txt", MILL),
        ("notes.jsonl", LINES + b"{broken\n"),
        ("paper.pdf", b"%PDF-1.7 ..."),
        ("zip.txt", b"PK\x03\x04" + b"\0" * 500),
        ("empty.txt", b""),
        ("noise.bin", bytes(range(256)) * 40),
        ("@everyone `x` **.txt", b"Title of it\n\nThe text of it."),
    ]
    await keeper.send(channel, "!add", attachments=files)
    text = embed_text(last_message(channel))
    assert "mill.txt: 1 added.\nOld mill burns down" in text
    assert "again.txt: 1 unchanged." in text
    assert "notes.jsonl: 700 added, 1 refused.\nnotes.jsonl, line 701: " in text
    assert "paper.pdf: 1 refused.\npaper.pdf: this PDF is damaged" in text
    assert "zip.txt: 1 refused.\nzip.txt: this file is damaged" in text
    assert "empty.txt: 1 refused.\nempty.txt: it is empty" in text
    assert "noise.bin: 1 refused." in text
    assert "**.txt: 1 added." in text
    assert not last_message(channel).mention_everyone


async def test_files_are_added_by_slash(keeper: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    result = await keeper.slash(channel, "add", file=("mill.txt", MILL), second=("paper.pdf", b"%PDF-1.7"))
    assert "mill.txt: 1 added." in embed_text(result.response) and "paper.pdf: 1 refused." in embed_text(
        result.response
    )


@pytest.mark.parametrize(
    "text",
    [
        MILL.decode(),
        f"```\n{MILL.decode()}\n```",
        '```json\n{"title": "Old mill burns down", "text": "The old mill of Holm burned down on Sunday night."}\n```',
        "```md\n# Old mill burns down\n\nThe old mill of Holm burned down on Sunday night.\n```",
    ],
)
async def test_pasted_text_is_added(keeper: simcord.MemberActor, channel: simcord.ChannelHandle, text: str) -> None:
    await keeper.send(channel, f"!add {text}")
    assert "1 added.\nOld mill burns down · " in embed_text(last_message(channel))


async def test_command_with_nothing_to_add_says_how_to_add(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, subtests: pytest.Subtests
) -> None:
    for words in ("!add", "!add hello there", "!add ```\n\n```"):
        with subtests.test(words=words):
            await keeper.send(channel, words)
            assert last_message(channel).content.startswith(
                "Attach files to !add, give links after it, or paste an article"
            )
            simcord_env.errors.clear()


async def test_member_with_the_role_that_the_server_chose_may_add(
    ann: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, simcord_bot: Footnote
) -> None:
    role = simcord_env.guild.create_role("librarians")
    bea = simcord_env.guild.add_member(simcord_env.create_user("bea"), roles=[role])
    await simcord_bot.preferences.change(simcord_env.guild.id, {"adders": role.id})
    await bea.send(channel, "!add", attachments=[("mill.txt", MILL)])
    assert "mill.txt: 1 added." in embed_text(last_message(channel))
    await ann.send(channel, "!add", attachments=[("mill.txt", MILL)])
    assert "Only people who" in last_message(channel).content
    simcord_env.errors.clear()


async def test_file_of_more_than_10_mb_is_refused_and_the_others_are_taken(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await keeper.send(channel, "!add", attachments=[("huge.txt", b"word " * 2_200_000), ("mill.txt", MILL)])
    text = embed_text(last_message(channel))
    assert "huge.txt: 1 refused.\nthis is over 10 MB" in text and "mill.txt: 1 added." in text


async def test_declared_size_alone_refuses_a_file_before_it_is_fetched(
    simcord_env: simcord.Env, simcord_bot: Footnote, library: Library
) -> None:
    payload = {"id": 1, "filename": "x" * 3_000 + ".txt", "size": 200_000_000, "url": "", "proxy_url": ""}
    file = discord.Attachment(data=payload, state=simcord_bot._connection)  # type: ignore[arg-type] # as the wire has it
    account = uploads.UploadResult("x")
    found = await uploads.read_attachment(uploads.Destination(library, "5", ChangeSet("1", "add")), file, account)
    assert not list(found)
    assert account.reasons == ["this is over 10 MB, which is too large. Split it into smaller files."]


async def test_thousands_of_paragraphs_are_taken(keeper: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    text = "A very long day\n\n" + "\n\n".join(f"Paragraph {n} tells of the day." for n in range(5_000))
    await keeper.send(channel, "!add", attachments=[("day.txt", text.encode())])
    assert "day.txt: 1 added.\nA very long day · no date · 5,000 paragraphs" in embed_text(last_message(channel))


async def test_article_is_taken_out_once_confirmed_also_after_a_restart(
    keeper: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    library: Library,
    make_bot: MakeBot,
) -> None:
    await library.add(FERRY, collection=str(simcord_env.guild.id))
    await keeper.send(channel, "!remove ferry")
    asked = last_message(channel)
    assert embed_text(asked).startswith(f"Remove {FERRY.title} (3 paragraphs)?")
    await simcord_env.restart_bot(make_bot())
    await keeper.click(asked, label="Remove")
    assert embed_text(last_message(channel)).startswith("Removed: article ferry.")
    assert not last_message(channel).components
    assert len(await library.listing(collection=str(simcord_env.guild.id), own=True)) == 0


async def test_article_is_kept_where_that_was_meant(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    await library.add(FERRY, collection=str(simcord_env.guild.id))
    await keeper.slash(channel, "remove", article="ferry")
    await keeper.click(last_message(channel), label="Cancel")
    assert embed_text(last_message(channel)) == f"Cancelled. {FERRY.title} is still here."
    assert len(await library.listing(collection=str(simcord_env.guild.id), own=True)) == 1


async def test_button_of_an_old_question_takes_nothing_out(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, library: Library, simcord_env: simcord.Env
) -> None:
    server = str(simcord_env.guild.id)
    await library.add(FERRY, collection=server)
    await keeper.send(channel, "!remove ferry")
    await simcord_env.advance_time(CONFIRM_SECONDS.total_seconds() + 1)
    await keeper.click(last_message(channel), label="Remove")
    assert "nothing was removed" in embed_text(last_message(channel)) and not last_message(channel).components
    assert len(await library.listing(collection=server, own=True)) == 1


async def test_button_is_of_no_use_to_someone_without_the_right(
    keeper: simcord.MemberActor,
    ann: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    await library.add(FERRY, collection=str(simcord_env.guild.id))
    await keeper.send(channel, "!remove ferry")
    result = await ann.click(last_message(channel), label="Remove")
    assert result.ephemeral and "Only people who" in ((result.response and result.response.content) or "")
    assert len(await library.listing(collection=str(simcord_env.guild.id), own=True)) == 1
    await library.remove("ferry", collection=str(simcord_env.guild.id))
    result = await keeper.click(last_message(channel), label="Remove")
    told = next(iter(result.followups), result.response)
    assert told and told.ephemeral and "has been removed" in (told.content or "")
    simcord_env.errors.clear()


async def test_only_own_articles_are_offered_for_taking_out(
    keeper: simcord.MemberActor, channel: simcord.ChannelHandle, simcord_env: simcord.Env, library: Library
) -> None:
    assert await keeper.autocomplete(channel, "remove", "article", "") == []
    await keeper.send(channel, "!add", attachments=[("mill.txt", MILL)])
    offered = await keeper.autocomplete(channel, "remove", "article", "mill")
    assert [choice["name"] for choice in offered] == ["Old mill burns down"]


async def test_file_that_discord_does_not_hand_over_is_asked_for_again(
    channel: simcord.ChannelHandle,
    simcord_env: simcord.Env,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(simcord_env.backend.cdn, "get", lambda url: None)
    role = simcord_env.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    keeper = simcord_env.guild.add_member(simcord_env.create_user("keeper"), roles=[role])
    for words in ("settings import", "add"):
        await keeper.send(channel, f"!{words}", attachments=[("settings.json", b"{}")])
        told = last_message(channel).content or (only_embed(last_message(channel)).description or "")
        assert "Discord didn't give me this file. Please attach it again." in told
    simcord_env.errors.clear()


async def test_command_without_its_file_asks_for_one(channel: simcord.ChannelHandle, simcord_env: simcord.Env) -> None:
    role = simcord_env.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    keeper = simcord_env.guild.add_member(simcord_env.create_user("keeper"), roles=[role])
    await keeper.send(channel, "!settings import")
    assert last_message(channel).content == "Please attach a file to !settings import."
    simcord_env.errors.clear()


async def test_pasted_notes_of_one_headline_are_articles_of_their_own(guild: PopulatedGuild, library: Library) -> None:
    for text in ("The bridge stays closed.", "The strike goes on."):
        assert "1 added" in (await guild.run("prefix", f"add\nStatement\n\n{text}", who="moderator")).text
    assert "1 unchanged" in (await guild.run("prefix", f"add\nStatement\n\n{text}", who="moderator")).text
    assert len(await library.listing(collection=guild.collection, own=True)) == 2
