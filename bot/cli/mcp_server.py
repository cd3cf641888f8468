"""`footnote mcp`: the articles for any agent that speaks the Model Context Protocol, over standard input and output."""

from collections.abc import Awaitable
from importlib.metadata import version
from typing import TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from bot.cli import output
from bot.config import PACKAGE
from bot.text import formatting
from knowledge import AskContext, KnowledgeError, Library

CHANNEL = "mcp"
"""Where questions of agents count as asked."""
_MAX_PASSAGES = 10
_INSTRUCTIONS = (
    "Answers come from the articles, word for word. Quote a passage exactly as it is in `quote`, and cite its article "
    "and paragraph. An outcome of `closest` may not answer the question, and `declined` means that no article does: "
    "say so instead of guessing."
)

_T = TypeVar("_T")


def server(library: Library, *, collection: str, passages: int) -> MCPServer:
    """Return the server of a library, with its tools.

    Args:
        library: What the tools read; questions are logged as those of a terminal are.
        collection: The collection that is asked, together with the shared one.
        passages: How many passages an answer has if the agent does not say.
    """
    built = MCPServer("footnote", version=version(PACKAGE), instructions=_INSTRUCTIONS, log_level="WARNING")

    @built.tool()
    async def ask(question: str, passages_wanted: int = passages) -> dict[str, object]:
        """Answer a question from the articles with verbatim passages, each with its article and paragraph.

        The question can have filters: after:2018-10, before:2019, on:2018-10-11, source:Herald, "exact phrase", -word.
        """
        context = AskContext(collection=collection, channel=CHANNEL, form="agent")
        most = min(max(passages_wanted, 1), _MAX_PASSAGES)
        return output.as_values(await _told(library.ask(question, context, k=most)))

    @built.tool()
    async def source(answer_id: int) -> dict[str, object]:
        """Return an earlier answer by its answer_id, with the whole paragraphs that it cited then."""
        return output.as_values(await _told(library.source(id=answer_id, collection=collection)))

    @built.tool()
    async def article(article_id: str) -> dict[str, object]:
        """Return a whole article by the id that passages name; its first paragraph is number 1."""
        found = await _told(library.article(article_id, collection=collection))
        return {**output.article_values(found), "byline": found.byline, "paragraphs": list(found.paragraphs)}

    @built.tool()
    async def verify_quote(quotation: str) -> dict[str, object]:
        """Tell whether a sentence is in the articles: exact, shortened, spliced, changed, different or missing.

        `alterations` names a changed negation, number or name; `edits` are the words in both (same), only in the
        quotation (added) and only in the article (omitted).
        """
        found = await _told(library.check_quote(quotation, collection=collection))
        return {
            "verdict": found.verdict,
            "alterations": list(found.alterations),
            "edits": [{"kind": edit.kind, "text": edit.text} for edit in found.edits],
            "paragraphs": found.places,
            "passages": [output.passage_values(citation) for citation in found.citations],
        }

    return built


async def _told(work: Awaitable[_T]) -> _T:
    """Tell the agent an expected error in its own sentence."""
    try:
        return await work
    except KnowledgeError as error:
        raise ToolError(formatting.error_text(error)) from None
