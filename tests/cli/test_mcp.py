"""`footnote mcp`, asked by the client of the official package over standard input and output."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from bot.cli import mcp_server
from knowledge import Article, Library
from tests.cli.running import ROOT, run

PIER = Article(
    title="Pier opens",
    paragraphs=("The pier at Lindvik opened on Saturday with forty flags.", "It is ninety metres long."),
    publisher="Coast Courier",
    id="pier",
    language="en",
)
QUESTION = "When did the pier at Lindvik open?"


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library.open(tmp_path / "agents") as library:
        await library.add(PIER, collection="77")
        yield library


async def test_process_answers_an_agent_over_standard_input_and_output(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": ""}
    arguments = ["-m", "bot", "mcp", "--data", str(tmp_path / "asked")]
    process = StdioServerParameters(command=sys.executable, args=arguments, env=environment, cwd=tmp_path)
    async with asyncio.timeout(60), Client(process) as client:
        assert [each.name for each in (await client.list_tools()).tools] == ["ask", "source", "article", "verify_quote"]
        found = await called(client, "ask", question="How much fuel oil was promised for shutting down Yongbyon?")
        assert found["outcome"] == "answered" and "50,000 tons of heavy fuel oil" in found["passages"][0]["quote"]
        again = await called(client, "source", answer_id=found["answer_id"])
        assert again["passages"][0]["quote"] == found["passages"][0]["quote"]
        read = await called(client, "article", article_id=found["passages"][0]["article"])
        assert read["paragraphs"][found["passages"][0]["paragraph"] - 1] == found["passages"][0]["text"]


async def test_agent_asks_one_collection_and_its_questions_are_logged(library: Library) -> None:
    async with Client(mcp_server.server(library, collection="77", passages=3)) as client:
        found = await called(client, "ask", question=QUESTION, passages_wanted=1)
        assert [each["article"] for each in found["passages"]] == ["pier"]
        nothing = await called(client, "ask", question="Who sold the zeppelin?")
        assert (nothing["outcome"], nothing["passages"]) == ("declined", [])
    logged = [(each["text"], each["channel"], each["form"]) async for each in library.export_questions()]
    assert logged == [(QUESTION, "mcp", "agent"), ("Who sold the zeppelin?", "mcp", "agent")]


async def test_agent_checks_a_quotation(library: Library) -> None:
    async with Client(mcp_server.server(library, collection="77", passages=3)) as client:
        right = await called(client, "verify_quote", quotation="The pier at Lindvik opened on Saturday")
        assert (right["verdict"], right["paragraphs"], right["passages"][0]["article"]) == ("exact", 1, "pier")
        wrong = await called(
            client, "verify_quote", quotation="The pier at Lindvik opened on Saturday with fifty flags"
        )
    assert (wrong["verdict"], wrong["alterations"]) == ("changed", ["number"])
    assert {"kind": "added", "text": "fifty"} in wrong["edits"]


async def test_expected_error_reaches_the_agent_as_a_sentence(library: Library, subtests: pytest.Subtests) -> None:
    for tool, arguments, told in (
        ("ask", {"question": "-pier"}, "Those are only filters"),
        ("source", {"answer_id": 9}, "There's no answer #9 here"),
        ("article", {"article_id": "nowhere"}, "There's no article “nowhere” here"),
    ):
        with subtests.test(tool=tool, arguments=arguments, told=told):
            async with Client(mcp_server.server(library, collection="77", passages=3)) as client:
                result = await client.call_tool(tool, arguments)
            assert result.is_error and told in str(result.content)


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.delitem(sys.modules, "bot.cli.mcp_server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    monkeypatch.delattr("bot.cli.mcp_server", raising=False)
    done = run("mcp")
    assert (
        done.exit_code == 1
        and done.stderr == "That needs the extra “mcp”. Install it: pip install 'footnote-bot[mcp]'\n"
    )
