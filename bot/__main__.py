"""`python -m bot`."""

import sys

from bot import logs
from bot.commandline import console, starting
from bot.commandline.cli import cli


def main() -> None:
    """Run the command line; what nobody expected ends with exit code 1, its trace in the log."""
    starting.stop_on_signals()
    console.lenient()
    try:
        cli(prog_name="python -m bot")
    except Exception as error:
        print(logs.failure(error, "the command line"), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
