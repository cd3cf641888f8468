"""The command line; each command opens the library, does its work and closes it."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from bot.commandline import adding, console, evaluation, operations, output, starting
from bot.commandline.options import collection_option, data_option
from bot.commandline.speaking import Spoken
from bot.intake import taking
from bot.phrases import answers, running
from knowledge import Answer, Article, Decline, Library, Listing


@click.group(cls=Spoken, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Answer questions from your articles, and show word for word where each answer stands.

    Without a command: on Discord when DISCORD_TOKEN is set, else in this terminal.
    """
    if ctx.invoked_subcommand is None:
        starting.serve(starting.settings(ctx.obj))


@cli.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--k", type=click.IntRange(1, 20), help="Passages at most; default FOOTNOTE_PASSAGES, or 3.")
@collection_option
@data_option
@click.pass_context
def ask(ctx: click.Context, question: str, as_json: bool, k: int | None, collection: str) -> None:
    """Answer one QUESTION."""
    settings = starting.settings(ctx.find_root().obj)

    async def answer(library: Library) -> tuple[Answer | Decline, bool]:
        found = await library.ask(starting.encodable(question), collection=collection, k=k or settings.passages)
        return found, await library.on_samples()

    found, sampling = starting.perform(settings, answer)
    if as_json:
        click.echo(output.as_json(found))
        return
    console.show(console.open_console(), found, answers.on_samples() if sampling else "")


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@collection_option
@data_option
@click.pass_context
def add(ctx: click.Context, paths: tuple[Path, ...], collection: str) -> None:
    """Add the articles of files and folders. A file that cannot be read stops none of the others."""

    async def take(library: Library) -> Counter[str]:
        with adding.Report() as report:
            await taking.take(library, taking.contents(paths), collection=collection, report=report)
        return report.counts

    counts = starting.perform(starting.settings(ctx.find_root().obj), take)
    click.echo(running.taken(counts))
    if counts["refused"]:
        ctx.exit(1)


@cli.command("eval")
@click.argument("questions", type=click.Path(path_type=Path), metavar="QUESTIONS.jsonl")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--k", type=click.IntRange(1, 40), default=3, help="Passages a reply may show; default 3.")
@click.option(
    "--run",
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    help="Write the ranked paragraphs as a TREC run.",
)
@click.option("--gone", is_flag=True, help="Ask again without the articles that answer.")
@collection_option
@data_option
@click.pass_context
def evaluate(ctx: click.Context, /, **chosen: Any) -> None:
    """Measure how well known questions are answered. Counts what is found, answered and declined; logs no question."""
    if not evaluation.evaluate(starting.settings(ctx.find_root().obj), evaluation.Task(**chosen)):
        ctx.exit(1)


@cli.command()
@collection_option
@data_option
@click.pass_context
def articles(ctx: click.Context, collection: str) -> None:
    """List the articles that can be asked about, newest first."""

    async def listing(library: Library) -> tuple[list[Listing], bool]:
        return await library.listing(collection=collection), await library.on_samples()

    listed, sampling = starting.perform(starting.settings(ctx.find_root().obj), listing)
    console.show_listing(console.open_console(), listed)
    if sampling:
        click.echo(answers.on_samples(), err=True)


@cli.command()
@click.argument("id")
@collection_option
@data_option
@click.pass_context
def remove(ctx: click.Context, id: str, collection: str) -> None:
    """Take out the article with this ID, as `articles` shows it."""

    async def take_out(library: Library) -> Article:
        return await library.remove(starting.encodable(id), collection=collection)

    gone = starting.perform(starting.settings(ctx.find_root().obj), take_out)
    click.echo(running.removed(gone))


for operation in (operations.doctor, operations.export, operations.purge, operations.backup):
    cli.add_command(operation)
