"""The command line, as `footnote` or `python -m bot`."""

import sys

from bot import config, log
from bot.cli import app, console
from bot.cli.main import cli


def main() -> None:
    """Run the command line; an unexpected error ends with exit code 1 and its traceback in the log."""
    app.stop_on_signals()
    console.replace_undecodable()
    try:
        cli(prog_name=config.COMMAND if config.is_command() else "python -m bot")
    except Exception as error:
        print(log.log_unexpected(error, "the command line"), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
