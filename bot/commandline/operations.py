"""The operator's commands: copies, exports, deletions, and what may be wrong."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import click

from bot.commandline import files, starting
from bot.commandline.misuse import Misused
from bot.commandline.options import any_collection_option, data_option
from bot.examining import doctor as examining
from bot.phrases import operating
from bot.settings import Settings
from knowledge import Library, Purged

KINDS = ("articles", "questions")
YES = ("y", "yes")


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, readable=False, allow_dash=True),
    default=files.PRINTED,
    metavar="FILE",
    help="Default: print.",
)
@click.option("--only", type=click.Choice(KINDS), help="Default both.")
@any_collection_option
@data_option
@click.pass_context
def export(ctx: click.Context, out: Path, only: str | None, collection: str | None) -> None:
    """Write all articles and logged questions as JSON lines."""

    async def write(library: Library) -> None:
        with files.written(out) as file:
            for kind in (only,) if only else KINDS:
                await _write(getattr(library, kind)(collection=collection), file)

    starting.perform(_stored(ctx), write)


async def _write(lines: AsyncIterator[dict[str, Any]], out: IO[str]) -> None:
    async for line in lines:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, readable=False), metavar="FILE")
@data_option
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Copy the store and its key to a new FILE. The bot may run meanwhile.

    To restore, unpack it into an empty folder: tar -xzf FILE -C FOLDER
    """
    size = starting.perform(_stored(ctx), lambda library: library.backup(file))
    click.echo(operating.backed_up(str(file), size))


@click.command()
@click.option("--older-than", type=click.IntRange(1, 36_500), metavar="DAYS", help="Only questions asked before that.")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@any_collection_option
@data_option
@click.pass_context
def purge(ctx: click.Context, older_than: int | None, yes: bool, collection: str | None) -> None:
    """Delete a collection or old questions for good. With --older-than, those of one collection or of all."""
    if older_than is None and collection is None:
        raise Misused(operating.purge_what(), ctx)
    settings = _stored(ctx)
    if not (yes or _sure(operating.sure(collection, older_than))):
        raise click.Abort

    async def delete(library: Library) -> Purged:
        if older_than is None:
            return await library.purge(collection or "")
        before = datetime.now(UTC) - timedelta(days=older_than)
        return Purged(questions=await library.retention.purge_questions(before, collection=collection))

    click.echo(operating.purged(starting.perform(settings, delete)))


@click.command()
@data_option
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Say what is wrong and how to mend it. Checks token, intents, permissions, store, index, clock, disk, versions."""
    if not examining.run(starting.settings(ctx.find_root().obj)):
        ctx.exit(1)


def _sure(question: str) -> bool:
    answer: str = click.prompt(f"{question} [y/N]", default="", show_default=False, err=True)
    return answer.strip().casefold() in YES


def _stored(ctx: click.Context) -> Settings:
    """Return the settings where there is a store already; these commands never make one."""
    settings = starting.settings(ctx.find_root().obj)
    if not Library.exists(settings.data):
        raise starting.Failed(operating.no_store(str(settings.data)))
    return settings
