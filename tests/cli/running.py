"""The command line, run within this process."""

from click.testing import CliRunner, Result

from bot.cli.main import cli


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=input)
