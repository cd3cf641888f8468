"""The command line; each command opens the library, does its work and closes it."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar, get_args

import click

from bot import config, heartbeat, ingest, questions
from bot.cli import app, console, output
from bot.cli.app import LocalizedGroup
from bot.cli.output import QuestionBatch
from bot.cli.purge import PurgeRequest
from bot.cli.repl import Repl, show_source, verify_answer
from bot.config import Settings
from bot.folder_sync import WatchedFolder, keep_in_step
from bot.i18n import gettext as _
from bot.text import formatting, markdown, messages, parsing
from bot.text.privacy import PrivacyFacts, privacy_document
from bot.text.reports import KINDS, report_line
from bot.text.timeline import MAX_TIMELINE_PASSAGES
from knowledge import (
    SHARED,
    Answer,
    Article,
    ArticleListing,
    AskContext,
    Decline,
    IngestNote,
    KnowledgeError,
    Library,
    UnreadableArticle,
)
from knowledge.answers import MAX_PROOF_BYTES, ProofCheck, check_proof, read_proofs
from knowledge.ingest import Found, ReaderPool
from knowledge.store import (
    OPERATOR,
    ChangeSet,
    PurgeCounts,
    StoredVersion,
    check_store,
    lock_data_folder,
    move_store,
    restore_backup,
)

CommandFunction = Callable[..., Any]
_T = TypeVar("_T")

MAX_ADDRESS_BYTES = 100 * 1024 * 1024
"""Largest file fetched, in bytes: as large as a document may be that is added from the disk."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_FILE = "file"
"""What is moved to where it is to be no server."""
_LEFT_OUT = re.compile(r"""-[\w"“„«「『][^=]""")
"""How an argument begins that is a question, and no option."""


def _remember(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Keep the folder, so that `--data` works before and after a command's name."""
    ctx.find_root().obj = value or ctx.find_root().obj


def data_option(command: CommandFunction) -> CommandFunction:
    """Add the `--data` option to a command, and pass it the context, which knows the folder."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False, readable=False),
        help="Folder for articles and questions; by default FOOTNOTE_DATA, otherwise ./data or your user data folder.",
        expose_value=False,
        callback=_remember,
    )(click.pass_context(command))


def collection_option(command: CommandFunction) -> CommandFunction:
    """Add options for a collection other than the shared one, and for the folder."""
    chosen = click.option(
        "--collection", default=SHARED, metavar="NAME", help="A server's id, or shared (the default)."
    )
    return chosen(data_option(command))


def any_collection_option(command: CommandFunction) -> CommandFunction:
    """Add options that limit a command for all collections to one, and for the folder."""
    chosen = click.option("--collection", metavar="NAME", help="A server's id, or shared; default: all.")
    return chosen(data_option(command))


def out_option(help: str = "Default: standard output.") -> Callable[[CommandFunction], CommandFunction]:
    """Return the option for where a command writes, such as `-`."""
    path = click.Path(path_type=Path, dir_okay=False, readable=False, allow_dash=True)
    return click.option("--out", type=path, default=app.STDOUT, metavar="FILE", help=help)


@click.command()
@out_option()
@click.option(
    "--only",
    type=click.Choice(["articles", *KINDS]),
    help="One kind of rows: articles, all questions, those without a good answer (gaps), votes (feedback), "
    "or who changed what (audit).",
)
@click.option("--csv", "as_csv", is_flag=True, help="A table for a spreadsheet, of questions, gaps, feedback or audit.")
@any_collection_option
def export(ctx: click.Context, out: Path, only: str | None, as_csv: bool, collection: str | None) -> None:
    """Export all articles and logged questions as JSON Lines, or one kind of rows as a table."""
    kind = next((each for each in KINDS if each == only), None)
    if as_csv and kind is None:
        raise click.UsageError(
            _("Choose with --only which rows the table has: {kinds}.").format(kinds=", ".join(KINDS))
        )
    settings = _stored(ctx)

    async def write(library: Library) -> None:
        with app.atomic_output(out, settings.data) as file:
            if kind and (as_csv or kind != "questions"):
                _write_rows(library.reports.rows(kind, collection), file, as_csv=as_csv, marked=out != app.STDOUT)
                return
            if only != "questions":
                await _write(library.export_articles(collection=collection), file)
            if only != "articles":
                await _write(library.export_questions(collection=collection), file)

    app.run_with_library(settings, write, collection=collection)


def _write_rows(rows: Iterator[dict[str, Any]], out: IO[str], *, as_csv: bool, marked: bool) -> None:
    """Write rows of the log, a table with the mark by which Excel knows UTF-8 where it is a file."""
    out.write("\ufeff" if as_csv and marked else "")
    for place, row in enumerate(rows):
        out.write(report_line(row, "csv" if as_csv else "jsonl", first=not place))


@click.command("questions")
@click.option("--declined", is_flag=True, help="Only questions that found nothing or whose answers were voted down.")
@any_collection_option
def logged_questions(ctx: click.Context, declined: bool, collection: str | None) -> None:
    """List the logged questions, newest first: number, time, outcome and text, separated by tabs."""
    settings = _stored(ctx)

    async def show(library: Library) -> None:
        for row in library.reports.rows("gaps" if declined else "questions", collection):
            text = " ".join(markdown.strip_invisible(row["question"]).split())
            ended = messages.outcome_names()[row["outcome"]]
            click.echo(f"{row['id']}\t{row['asked_at'][:16]}\t{ended}\t{text}")

    app.run_with_library(settings, show, collection=collection)


async def _write(lines: AsyncIterator[dict[str, Any]], out: IO[str]) -> None:
    async for line in lines:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, readable=False), metavar="FILE")
@data_option
def backup(ctx: click.Context, file: Path) -> None:
    """Back up the store and its key to a new FILE. The bot can keep running. `restore` brings it back."""
    size = app.run_with_library(_stored(ctx), lambda library: library.backup(file))
    click.echo(
        _("Backed up the store and its key to {file} ({size}). Keep it as safe as the data folder.").format(
            file=str(file), size=formatting.size(size)
        )
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, readable=False), metavar="FILE")
@data_option
def restore(ctx: click.Context, file: Path) -> None:
    """Bring a backup back from FILE into a data folder that has no store yet."""
    settings = app.settings(ctx.find_root().obj)
    if settings.address:
        raise app.CommandFailed(
            _("FOOTNOTE_DATABASE is set, so the store is on a PostgreSQL server. Bring it back with pg_restore.")
        )
    data = settings.data
    with app.expected_errors():
        restore_backup(file, data)
        health = check_store(data)
    click.echo(
        _("Restored {articles} and {questions} into {folder}.").format(
            articles=formatting.articles(health.articles),
            questions=formatting.questions(health.questions),
            folder=str(data),
        )
    )


@click.command("index")
@click.option(
    "--rebuild",
    is_flag=True,
    help="Fill new indexes beside those that are asked, then have them asked, and end.",
)
@data_option
def index_(ctx: click.Context, rebuild: bool) -> None:
    """Take what changes into the OpenSearch cluster, until it is stopped.

    Any number of these can run. While none does, the bots do it themselves, a few seconds later.
    """
    settings = app.settings(ctx.find_root().obj)
    if not settings.search:
        raise app.CommandFailed(_("Set FOOTNOTE_SEARCH to the address of the cluster first."))

    async def keep_in_step(library: Library) -> None:
        indexer = library.indexer
        if indexer is None:
            return
        app.freeze_gc()
        if not rebuild:
            await indexer.run()
            return
        await indexer.rebuild()

    app.run_with_library(settings, keep_in_step)
    click.echo(_("The new indexes have everything, and are asked from now on."))


@click.command()
@click.option(
    "--to",
    "target",
    required=True,
    metavar="ADDRESS",
    help="A PostgreSQL database, such as postgresql://user@host/name, or file for a file in the data folder.",
)
@data_option
def move(ctx: click.Context, target: str) -> None:
    """Copy the store to a PostgreSQL database, or back into a file, and compare the copy.

    Stop the bot first. If the move is stopped, run it again and it continues.
    """
    settings = _stored(ctx)
    if target != _FILE and not config.is_database(target):
        raise click.UsageError(_("--to must be file, or look like postgresql://user:password@host/database."), ctx)
    address = "" if target == _FILE else target
    if address == settings.address:
        raise app.CommandFailed(_("The store is there already."))
    with app.expected_errors(), lock_data_folder(settings.data):
        moved = asyncio.run(move_store(settings.data, settings.address, address, _show_move))
    click.echo(
        _("Copied {articles} and {questions}, and compared all {rows} rows with the copy.").format(
            articles=formatting.articles(moved.articles),
            questions=formatting.questions(moved.questions),
            rows=formatting.number(moved.rows),
        )
    )
    if address:
        click.echo(_("Set FOOTNOTE_DATABASE to that address before you start the bot. The file is left as it was."))
    else:
        click.echo(_("Remove FOOTNOTE_DATABASE before you start the bot. The database is left as it was."))


def _show_move(table: str, rows: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{table}: {formatting.number(rows)}", nl=False, err=True)


@click.command()
@click.option("--user", metavar="ID", help="Everything about one person, by Discord id.")
@click.option("--server", metavar="ID", help="Everything of one server, or only its questions with --before.")
@click.option(
    "--before", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only questions asked before it (YYYY-MM-DD)."
)
@click.option("--older-than", type=click.IntRange(1, 36_500), metavar="DAYS", help="Only questions older than this.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation.")
@any_collection_option
def purge(ctx: click.Context, /, **chosen: Any) -> None:
    """Permanently delete a person's data, a collection, or old questions, in one collection or in all."""
    yes = chosen.pop("yes")
    wanted = PurgeRequest(**chosen)
    if not wanted.is_plain:
        raise click.UsageError(
            _("Choose what to delete: --user ID, or --server ID, --collection NAME, --before DATE, --older-than DAYS."),
            ctx,
        )
    settings = _stored(ctx)
    if not yes:
        click.confirm(wanted.question(), abort=True, err=True)

    async def delete(library: Library) -> PurgeCounts:
        if unknown := await app.unknown_collection(library, wanted.name):
            raise app.CommandFailed(unknown)
        return await wanted.run(library)

    purged = app.run_with_library(settings, delete)
    said = (
        _("Deleted {what}. The server writes over them as it needs the room.")
        if settings.address
        else _("Deleted {what}. Nothing of them remains in the file.")
    )
    counts = [formatting.articles(purged.articles), formatting.questions(purged.questions)]
    if purged.votes:
        counts.append(formatting.votes(purged.votes))
    if purged.watches:
        counts.append(formatting.watches(purged.watches))
    click.echo(said.format(what=formatting.listed(counts)))


@click.command()
@data_option
def doctor(ctx: click.Context) -> None:
    """Check the installation and explain how to fix problems.

    Looks at the token, intents, permissions, store, index, clock, disk and versions.
    """
    # Only here, as are others below: a single answer need not wait until they are loaded.
    from bot.cli import doctor as examination

    if not examination.report(app.settings(ctx.find_root().obj)):
        ctx.exit(1)


@click.command()
@data_option
def health(ctx: click.Context) -> None:
    """Say whether the bot is running and connected to Discord; exit code 1 if not. For supervisors."""
    found = heartbeat.health_of(app.settings(ctx.find_root().obj).data)
    click.echo(found.said)
    if not found.ok:
        ctx.exit(1)


def _run(ctx: click.Context, work: Callable[[Library], Awaitable[_T]], collection: str) -> _T:
    return app.run_with_library(app.settings(ctx.find_root().obj), work, collection=collection)


def _stored(ctx: click.Context) -> Settings:
    """Return the settings if there is a store already; these commands never create one."""
    settings = app.settings(ctx.find_root().obj)
    with app.expected_errors():
        is_there = settings.address or Library.exists(settings.data)
    if not is_there:
        raise app.CommandFailed(
            _("There's no store in {folder}. Choose the data folder with --data or FOOTNOTE_DATA.").format(
                folder=str(settings.data)
            )
        )
    return settings


@click.command()
@out_option()
@data_option
def privacy(ctx: click.Context, out: Path) -> None:
    """Write PRIVACY.md: what this installation stores about people, with its current settings."""
    settings = app.settings(ctx.find_root().obj)
    with app.atomic_output(out, settings.data) as file:
        file.write(privacy_document(PrivacyFacts.of(settings)))


@click.command()
@collection_option
def mcp(ctx: click.Context, collection: str) -> None:
    """Let agents ask the articles over standard input and output (Model Context Protocol); needs the extra `mcp`."""
    try:
        # An extra, and slow to load.
        from bot.cli import mcp_server
    except ImportError:
        raise app.CommandFailed(
            _("That needs the extra “mcp”. Install it: pip install '{package}[mcp]'").format(package=config.PACKAGE)
        ) from None
    settings = app.settings(ctx.find_root().obj)

    async def serve(library: Library) -> None:
        await library.load(collection)
        await mcp_server.server(library, collection=collection, passages=settings.passages).run_stdio_async()

    app.run_with_library(settings, serve, collection=collection)


@click.group(cls=LocalizedGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=config.PACKAGE)
@data_option
def cli(ctx: click.Context) -> None:
    """Answer questions from your articles, and show word for word where each answer comes from.

    Without a command, it runs on Discord if DISCORD_TOKEN is set, and otherwise in this terminal.
    """
    if ctx.invoked_subcommand is None:
        app.run_bot(app.settings(ctx.obj))


class QuestionCommand(click.Command):
    """A command with a question for its argument, which can begin with a word to leave out: `-crane shed`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            return super().parse_args(ctx, args)
        questions = [arg for arg in args if _LEFT_OUT.match(arg)]
        options = [arg for arg in args if not _LEFT_OUT.match(arg)]
        return super().parse_args(ctx, [*options, *(["--", *questions] if questions else [])])


@cli.command(cls=QuestionCommand)
@click.argument("question", required=False)
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True, readable=False),
    metavar="FILE",
    help="Answer the questions in a .txt (one per line) or .csv file with a table.",
)
@out_option("Where to write that table; default: standard output.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--k", type=click.IntRange(1, 20), help="Maximum passages; default: FOOTNOTE_PASSAGES, or 3.")
@collection_option
def ask(
    ctx: click.Context,
    question: str | None,
    file: Path | None,
    out: Path,
    as_json: bool,
    k: int | None,
    collection: str,
) -> None:
    """Answer a QUESTION, or all the questions in a file."""
    if (question is None) == (file is None):
        raise click.UsageError(_("Give a QUESTION or --file FILE."), ctx)
    settings = app.settings(ctx.find_root().obj)
    if file is not None:
        batch = QuestionBatch(
            file, AskContext(collection=collection, form="file"), k or settings.passages, as_json, out != app.STDOUT
        )
        with app.atomic_output(out, settings.data) as table:
            answering = partial(batch.run, out=table, loaded=app.freeze_gc)
            outcomes = app.run_with_library(settings, answering, collection=collection)
        click.echo(questions.summary(outcomes), err=True)
        return
    question = app.to_encodable(question or "")
    is_talk = parsing.is_talk(question) if collection == SHARED else parsing.talk_kind(question)

    async def answer(library: Library) -> tuple[Answer | Decline, bool] | None:
        is_topic = parsing.may_be_topic(question) and await library.has_word(question, collection=collection)
        if not as_json and question.strip() and is_talk and not is_topic:
            await Repl(library, console.open_console(), settings).reply(question)
            return None
        found = await library.ask(
            question, AskContext(collection=collection, form="terminal"), k=k or settings.passages
        )
        return found, await library.uses_samples(collection=collection)

    answered = app.run_with_library(settings, answer, collection=collection)
    if answered is None:
        return
    found, sampling = answered
    if as_json:
        click.echo(output.as_json(found))
        return
    console.show_reply(console.open_console(), found, messages.samples_note_terminal() if sampling else "")


@cli.command()
@click.argument("which", nargs=-1, metavar="[ANSWER] [CITATION] [STYLE]")
@collection_option
def source(ctx: click.Context, which: tuple[str, ...], collection: str) -> None:
    """Show where an answer comes from: `412`, its citation `412 2`, or citations to copy, as `412 apa` or `412 json`.

    Without a number, it is the last answer of `ask`.
    """
    first, *rest = which or ("",)
    said = app.to_encodable(" ".join((f"#{first}" if first.isdigit() else first, *rest)))

    async def show(library: Library) -> None:
        wanted = parsing.parse_source_request(said)
        await show_source(library, console.open_console(), wanted, collection=collection)

    app.run_with_library(_stored(ctx), show, collection=collection)


@cli.command()
@click.argument("which", metavar="ANSWER|FILE", default="")
@click.argument("texts", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="[TEXT]…")
@collection_option
def verify(ctx: click.Context, which: str, texts: tuple[Path, ...], collection: str) -> None:
    """Verify the quotations of an answer, or of a file made by `source json`.

    An answer is compared with the articles as they are now, and its question is asked again. A file is compared with
    texts (pages, documents) without a store and a network, or without TEXT with the articles that it names; exit code 1
    unless every quotation is there word for word.
    """
    said = app.to_encodable(which)
    if not said or said.lstrip("#").isdecimal():

        async def show(library: Library) -> None:
            wanted = parsing.parse_answer_request(said)
            await verify_answer(library, console.open_console(), wanted, collection=collection)

        app.run_with_library(_stored(ctx), show, collection=collection)
        return
    try:
        with Path(which).open("rb") as file:
            proofs = read_proofs(file.read(MAX_PROOF_BYTES + 1), said)
        checks: list[ProofCheck | None]
        if texts:
            articles = _read_texts(texts)
            checks = [check_proof(proof, articles) for proof in proofs]
        else:
            checks = app.run_with_library(
                _stored(ctx), lambda library: library.check_proofs(proofs, collection=collection), collection=collection
            )
    except OSError as error:
        raise app.CommandFailed(
            _("{path} can't be read ({reason}).").format(path=said, reason=error.strerror or "")
        ) from None
    except KnowledgeError as error:
        raise app.CommandFailed(formatting.error_text(error)) from None
    console.show_proofs(console.open_console(), list(zip(proofs, checks, strict=True)))
    if not all(check and check.status in ("in place", "moved") for check in checks):
        ctx.exit(1)


def _read_texts(paths: Sequence[Path]) -> list[Article]:
    """Read files as articles; raises what the first says that is none."""
    readers = ReaderPool()
    try:
        found = [each for path in paths for each in readers.read(path)]
    finally:
        readers.close()
    articles = [each for each in found if isinstance(each, Article)]
    refused = [each for each in found if isinstance(each, UnreadableArticle) and not isinstance(each, IngestNote)]
    if refused:
        raise refused[0]
    return articles


@cli.command()
@click.argument("question")
@collection_option
def timeline(ctx: click.Context, question: str, collection: str) -> None:
    """Answer a question day by day: what the articles of each day say, and the days without any."""
    asked = app.to_encodable(question)
    place = AskContext(collection=collection, form="terminal")
    found = _run(ctx, lambda library: library.ask(asked, place, k=MAX_TIMELINE_PASSAGES), collection)
    if isinstance(found, Decline):
        console.show_reply(console.open_console(), found)
        return
    console.show_timeline(console.open_console(), found)


@cli.command()
@click.argument("words")
@collection_option
def first(ctx: click.Context, words: str, collection: str) -> None:
    """Show which article said something first, and which last; put a “phrase” in quotation marks."""
    said = app.to_encodable(words)
    found = _run(ctx, lambda library: library.mentions(said, collection=collection), collection)
    console.show_mentions(console.open_console(), found)


@cli.command()
@click.argument("quotation")
@collection_option
def quote(ctx: click.Context, quotation: str, collection: str) -> None:
    """Check whether a sentence is in the articles; exit code 1 unless it is there word for word."""
    said = app.to_encodable(quotation)
    found = _run(ctx, lambda library: library.check_quote(said, collection=collection), collection)
    console.show_quotation(console.open_console(), found)
    if found.verdict != "exact":
        ctx.exit(1)


def _named(ctx: click.Context, _parameter: click.Parameter, sources: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse an empty path, which is this folder to Python, and seldom to whoever wrote it."""
    if not all(sources):
        raise click.UsageError(_("One of the paths is empty. Give files, folders or web addresses."), ctx)
    return sources


@cli.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(), metavar="PATH|URL…", callback=_named)
@click.option("--dry-run", is_flag=True, help="Only show what would be added.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    metavar="FILE",
    help="Write what happened to each article and file as JSON Lines.",
)
@click.option("--watch", is_flag=True, help="Keep folders in sync until stopped: new, changed and deleted files.")
@collection_option
def add(
    ctx: click.Context, sources: tuple[str, ...], dry_run: bool, report: Path | None, watch: bool, collection: str
) -> None:
    """Add articles from files, folders and web addresses. What can't be read is reported and skipped.

    If it is stopped or killed, run it again and it continues where it was.
    """
    settings = app.settings(ctx.find_root().obj)
    if watch:
        if dry_run or not all(Path(source).is_dir() for source in sources):
            raise click.UsageError(_("--watch keeps folders in step: give folders, and no --dry-run."), ctx)
        with app.open_report(report, settings.data) as written:
            _watch(list(map(Path, sources)), output.AddProgress(0, written, listed=None), settings, collection)
        return
    urls = [app.to_encodable(source) for source in dict.fromkeys(sources) if _ADDRESS.match(source)]
    paths = [Path(source) for source in sources if not _ADDRESS.match(source)]
    with app.open_report(report, settings.data) as written, ReaderPool() as readers:
        readers.start(paths)
        progress = output.AddProgress(ingest.size_of(paths), written, dry_run=dry_run)

        async def take(library: Library) -> None:
            found = ingest.read_paths(readers, paths, progress.read)
            changes = ChangeSet(OPERATOR, "add")
            await ingest.ingest(library, found, collection=collection, report=progress, changes=changes)
            async for url, found in _fetched(readers, urls, settings):
                gone: list[Found] = []
                found = _noting_gone(found, gone)
                await ingest.ingest(library, found, collection=collection, report=progress, changes=changes)
                await _mark_gone(library, url if gone else "", collection)

        try:
            with progress:
                if dry_run:
                    asyncio.run(_read_only(readers, paths, urls, progress, settings))
                else:
                    app.run_with_library(settings, take, readers=readers)
        except KeyboardInterrupt:
            click.echo(progress.stopped())
            ctx.exit(130)
        except app.CommandFailed:
            # Such as a full disk: what was added until then is kept.
            if progress.counts:
                click.echo(progress.stopped())
            raise
    click.echo(messages.read_summary(progress.counts) if dry_run else messages.ingest_summary(progress.counts))
    if progress.counts["refused"]:
        ctx.exit(1)


def _watch(paths: Sequence[Path], progress: output.AddProgress, settings: Settings, collection: str) -> None:
    """Keep folders in step until it is stopped, and say then what was done."""
    shown = formatting.listed(list(map(str, paths)))
    click.echo(_("Keeping {folders} in step. Ctrl-C stops.").format(folders=shown), err=True)

    async def keep(library: Library) -> None:
        folders = [WatchedFolder(library, path, actor=OPERATOR, collection=collection) for path in paths]
        await keep_in_step(folders, progress)

    with suppress(KeyboardInterrupt):
        app.run_with_library(settings, keep)
    click.echo(messages.ingest_summary(progress.counts))


async def _mark_gone(library: Library, url: str, collection: str) -> None:
    """Mark the article of an address that has no page any more, if there is one, and say so."""
    if url and await library.mark_vanished(url, collection=collection):
        click.echo(f"{url}: {messages.kept_though_gone()}", err=True)


def _noting_gone(found: Iterator[Found], gone: list[Found]) -> Iterator[Found]:
    """Yield what is found, and note refusals for want of a page."""
    from knowledge.web import is_gone  # With what fetches, which takes a moment to load.

    for one in found:
        if isinstance(one, UnreadableArticle) and is_gone(one):
            gone.append(one)
        yield one


async def _fetched(
    readers: ReaderPool, urls: Sequence[str], settings: Settings
) -> AsyncIterator[tuple[str, Iterator[Found]]]:
    if not urls:
        return
    from knowledge.web import Fetcher, read_addresses  # It takes a moment to load, and files need none of it.

    async with Fetcher(config.user_agent(settings.contact), hosts=settings.fetch_hosts) as fetcher:
        following = iter(urls)
        async for found in read_addresses(fetcher, readers, urls, max_bytes=MAX_ADDRESS_BYTES):
            yield next(following), found


async def _read_only(
    readers: ReaderPool, paths: Sequence[Path], urls: Sequence[str], progress: output.AddProgress, settings: Settings
) -> None:
    """Read files and addresses and show what they hold, without a store."""

    def show(found: Iterator[Found]) -> None:
        for batch in ingest.ingest_batches(found):
            progress.understood(ingest.told(batch, progress))

    show(ingest.read_paths(readers, paths, progress.read))
    async for _url, found in _fetched(readers, urls, settings):
        show(found)


@cli.command()
@collection_option
def refresh(ctx: click.Context, collection: str) -> None:
    """Check the pages of articles that were added by link.

    Changed pages become new versions, and pages that are gone are marked. Exit code 1 if a page could not be
    reached.
    """
    from bot.cli import feeds  # With what fetches, which takes a moment to load.

    settings = _stored(ctx)
    if not app.run_with_library(settings, partial(feeds.refresh_pages, collection=collection, settings=settings)):
        ctx.exit(1)


@cli.command("feed")
@click.argument("action", type=click.Choice(["add", "list", "pause", "resume", "remove", "import", "export", "poll"]))
@click.argument("which", required=False, default="")
@out_option("Where `export` writes; default: standard output.")
@collection_option
def feed_(ctx: click.Context, action: str, which: str, out: Path, collection: str) -> None:
    """Follow feeds, whose new items become articles while the bot runs.

    `add ADDRESS` (of a feed or of a page that has one), `list`, `pause`, `resume` and `remove` by number or address,
    `import FILE` and `export` a list of feeds (OPML), `poll` reads them now.
    """
    from bot.cli import feeds  # With what fetches, which takes a moment to load.

    chosen = next(each for each in get_args(feeds.FeedAction) if each == action)
    if chosen in feeds.WITH_WHICH and not which:
        raise click.UsageError(_("Say which: an address, a feed's number or, for import, a file."), ctx)
    if out != app.STDOUT and chosen != "export":
        raise click.UsageError(_("--out is for export only."), ctx)
    settings = app.settings(ctx.find_root().obj)
    request = feeds.FeedRequest(chosen, app.to_encodable(which), collection, settings)
    with app.atomic_output(out, settings.data) as file:
        done = app.run_with_library(settings, partial(request.run, out=file))
    if not done:
        ctx.exit(1)


@cli.command("eval")
@click.argument("questions", type=click.Path(path_type=Path), metavar="QUESTIONS.jsonl")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--k", type=click.IntRange(1, 40), default=3, help="Maximum passages in a reply; default: 3.")
@click.option(
    "--run",
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    help="Write the ranked paragraphs as a TREC run.",
)
@click.option("--gone", is_flag=True, help="Ask again without the articles that hold the answers.")
@collection_option
def evaluate(ctx: click.Context, /, **chosen: Any) -> None:
    """Measure how well questions with known answers are answered, and how often nothing is found. Logs no questions."""
    from bot.cli import evaluate as evaluation

    if not evaluation.run_evaluation(app.settings(ctx.find_root().obj), evaluation.EvalOptions(**chosen)):
        ctx.exit(1)


@cli.command("articles")
@collection_option
@click.option("--removed", is_flag=True, help="Show removed articles that can still be brought back.")
def list_articles(ctx: click.Context, collection: str, removed: bool) -> None:
    """List the articles, newest first."""
    if removed:
        _list_removed(ctx, collection)
        return

    async def listing(library: Library) -> tuple[list[ArticleListing], bool]:
        return await library.listing(collection=collection), await library.uses_samples(collection=collection)

    listed, sampling = _run(ctx, listing, collection)
    console.show_listing(console.open_console(), listed)
    if sampling:
        click.echo(messages.samples_note_terminal(), err=True)


@cli.command()
@click.argument("id")
@click.option("--now", is_flag=True, help="Overwrite its text at once, in all versions.")
@collection_option
def remove(ctx: click.Context, id: str, now: bool, collection: str) -> None:
    """Remove the article with this ID, as shown by `articles`. For a day, `undelete` brings it back."""

    async def take_out(library: Library) -> Article:
        take = library.remove if now else library.withdraw
        changes = ChangeSet(OPERATOR, "delete" if now else "remove")
        return await take(app.to_encodable(id), collection=collection, changes=changes)

    gone = _run(ctx, take_out, collection)
    click.echo(_("Removed article {id}: {title}").format(id=gone.id, title=formatting.article_title(gone)))


@cli.command()
@click.argument("id")
@click.option("--version", type=click.IntRange(1), help="Which version; without it, the versions of ID are listed.")
@collection_option
def undelete(ctx: click.Context, id: str, version: int | None, collection: str) -> None:
    """Bring back the article with this ID that was removed, or an earlier version of one."""
    known = app.to_encodable(id)

    async def bring_back(library: Library) -> Article | list[StoredVersion]:
        versions = await library.history.versions(known, collection=collection)
        if version is None and versions[0].ended_at is None:
            return versions
        changes = ChangeSet(OPERATOR, "restore")
        return await library.history.restore(known, version, collection=collection, changes=changes)

    found = _run(ctx, bring_back, collection)
    if isinstance(found, Article):
        click.echo(_("Article {id} is back: {title}").format(id=found.id, title=formatting.article_title(found)))
        return
    for each in found:
        _print_version(each, str(each.article.version))


def _list_removed(ctx: click.Context, collection: str) -> None:
    async def listing(library: Library) -> list[StoredVersion]:
        return await library.history.removed(collection)

    for each in _run(ctx, listing, collection):
        _print_version(each, each.article.id)


def _print_version(one: StoredVersion, name: str) -> None:
    """Print a version in columns parted by tabs: what it is called, when it came in, paragraphs, headline."""
    columns = (name, f"{one.added_at:%Y-%m-%d %H:%M}", str(one.paragraphs), formatting.article_title(one.article))
    click.echo("\t".join(columns))


for operation in (doctor, export, health, index_, logged_questions, mcp, privacy, purge, backup, restore, move):
    cli.add_command(operation)
