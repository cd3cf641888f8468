"""The command line, as `footnote` or `python -m bot`."""

import gc
import signal
import sys
from importlib.util import find_spec
from itertools import takewhile


def main() -> None:
    """Run the command line; an unexpected error ends with exit code 1 and its traceback in the log."""
    # Loading takes a moment, in which Ctrl-C ends the process at once instead of with a trace.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # All that is loaded stays: to look through it for garbage would take a twentieth of a short command's time.
    gc.disable()
    _check_installed()
    if sys.argv[1:2] == ["add"]:
        from knowledge.ingest import start_ahead

        start_ahead(takewhile(lambda argument: not argument.startswith("-"), sys.argv[2:]))
    from bot import config, log
    from bot.cli import app, console
    from bot.cli.main import cli

    gc.freeze()
    gc.enable()
    app.stop_on_signals()
    try:
        console.replace_undecodable()
        cli(prog_name=config.COMMAND if config.is_command() else "python -m bot")
    except KeyboardInterrupt:
        print(app.stopped(), file=sys.stderr)
        sys.exit(1)
    except SystemExit:
        app.end_output()
        raise
    except Exception as error:
        app.end_output(after=error)
        print(log.log_unexpected(error, "the command line"), file=sys.stderr)
        sys.exit(1)


def _check_installed() -> None:
    """End with a sentence where Python is too old, or nothing that the program needs is installed in it."""
    if sys.version_info < (3, 11):  # noqa: UP036  # pip refuses such a Python; a checkout that is started does not ask
        sys.exit(f"Footnote needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    if not find_spec("pydantic_settings"):
        sys.exit(f"What Footnote needs is not installed for {sys.executable}. Start it with scripts/run.")


if __name__ == "__main__":
    main()
