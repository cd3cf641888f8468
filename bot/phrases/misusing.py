"""What is said on the command line where a command was not written as it has to be."""

from collections.abc import Sequence

from bot.i18n import gettext as _


def see_help(command: str) -> str:
    """Say where the help of a command is."""
    return _("Try “{command} --help”.").format(command=command)


def missing(name: str) -> str:
    """Say what has to be written too."""
    return _("{name} is missing.").format(name=name)


def no_command(name: str, nearest: Sequence[str]) -> str:
    """Say that there is no such command, and which one may be meant."""
    return " ".join((_("There is no command {name}.").format(name=name), *_meant(nearest)))


def no_option(name: str, nearest: Sequence[str]) -> str:
    """Say that there is no such option, and which one may be meant."""
    return " ".join((_("There is no option {name}.").format(name=name), *_meant(nearest)))


def wants_value(option: str) -> str:
    """Say that something has to follow an option."""
    return _("{name} needs a value after it.").format(name=option)


def takes_no_value(option: str) -> str:
    """Say that an option stands alone."""
    return _("{name} takes no value.").format(name=option)


def too_many() -> str:
    """Say that words are left over."""
    return _("There are more words than this command takes; put a text of several words in quotation marks.")


def whole_number(name: str, least: int, most: int) -> str:
    """Say which numbers can be chosen."""
    return _("{name} takes a whole number from {least} to {most}.").format(name=name, least=least, most=most)


def one_of(name: str, choices: Sequence[str]) -> str:
    """Say what can be chosen."""
    return _("{name} takes one of these: {choices}.").format(name=name, choices=", ".join(choices))


def no_folder(name: str) -> str:
    """Say that a file stands where a folder is wanted."""
    return _("{name} takes a folder, and that is a file.").format(name=name)


def no_file(name: str) -> str:
    """Say that a folder stands where a file is wanted."""
    return _("{name} takes a file, and that is a folder.").format(name=name)


def unusable(name: str, reason: str) -> str:
    """Say why something cannot be used."""
    return _("{name} cannot be used: {reason}").format(name=name, reason=reason)


def _meant(nearest: Sequence[str]) -> Sequence[str]:
    return [_("Did you mean {names}?").format(names=" / ".join(nearest))] if nearest else []
