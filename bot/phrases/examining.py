"""What an examination says, and how each fault is mended."""

from collections.abc import Iterable

from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.phrases import facts, operating
from knowledge import StoreHealth


def permissions(names: Iterable[str]) -> str:
    """Return permissions by the names that Discord shows."""
    shown = {
        "view_channel": _("View Channel"),
        "send_messages": _("Send Messages"),
        "send_messages_in_threads": _("Send Messages in Threads"),
        "embed_links": _("Embed Links"),
        "read_message_history": _("Read Message History"),
    }
    return ", ".join(shown[name] for name in names)


def subject(what: str) -> str:
    """Name what was looked at; the names of channels and of programs stay as they are."""
    known = {
        "articles": _("articles"),
        "clock": _("clock"),
        "disk": _("disk"),
        "index": _("index"),
        "intents": _("intents"),
        "libraries": _("libraries"),
        "logins": _("logins"),
        "servers": _("servers"),
        "setting": _("setting"),
        "store": _("store"),
        "token": _("token"),
    }
    return known.get(what, what)


def mark(*, fault: bool, note: bool) -> str:
    """Return the word before a finding."""
    return _("FAULT") if fault else _("note") if note else _("ok")


def nowhere() -> str:
    """Say that the bot may write in no channel of a server."""
    return _("I can write in no channel here.")


def allow_somewhere() -> str:
    """Say how the bot is let into a channel."""
    return _("Let me view a channel and send messages there: channel settings → Permissions.")


def usable(count: int, total: int) -> str:
    """Say in how many channels the bot may write."""
    return _("I can write in {count} of {channels}.").format(
        count=facts.number(count),
        channels=ngettext("{number} channel", "{number} channels", total).format(number=facts.number(total)),
    )


def closed() -> str:
    """Say that the bot may read a channel and not write in it."""
    return _("I may not write here, so I answer by direct message.")


def missing(names: str) -> str:
    """Say which permissions are missing in a channel."""
    return _("I lack {permissions}.").format(permissions=names)


def allow(names: str) -> str:
    """Say how permissions are given."""
    return _("Channel settings → Permissions → my role: allow {permissions}.").format(permissions=names)


def store(condition: StoreHealth) -> str:
    """Say what the store holds."""
    return _("{articles}, {questions}, {size}, version {version}").format(
        articles=facts.articles(condition.articles),
        questions=operating.questions(condition.questions),
        size=facts.size(condition.size),
        version=condition.version,
    )


def no_store() -> str:
    """Say that there is no store yet."""
    return _("none yet; it is made at the first start")


def old_store(version: int, newest: int) -> str:
    """Say that a store has yet to be brought up to date."""
    return _("version {version}, and is brought to {newest} at the next start").format(version=version, newest=newest)


def no_token() -> str:
    """Say that there is no token."""
    return _("none is set, so Footnote runs in the terminal, and Discord has not been asked")


def set_token() -> str:
    """Say how to run on Discord."""
    return _("To run on Discord, put the bot's token into DISCORD_TOKEN, as the README says.")


def verdict(faults: int) -> str:
    """Sum up an examination."""
    if not faults:
        return _("All is well.")
    return ngettext("{number} fault to mend.", "{number} faults to mend.", faults).format(number=facts.number(faults))


def newer_sqlite(oldest: str) -> str:
    """Say which SQLite is needed."""
    return _("Use a Python whose SQLite is {oldest} or newer.").format(oldest=oldest)


def not_installed() -> str:
    """Say that the versions of the libraries cannot be checked."""
    return _("Footnote runs without having been installed, so the versions have not been checked")


def install() -> str:
    """Say how the right libraries are installed."""
    return _("In Footnote's folder: python -m pip install --upgrade .")


def missing_library(name: str) -> str:
    """Say that a library is missing."""
    return _("{name} is missing").format(name=name)


def see_store() -> str:
    """Say where to read on about the store."""
    return _("Until then nothing can be asked. If the file is broken, put a backup in its place, as the README says.")


def room(count: int) -> str:
    """Say how much room there is on the disk."""
    return _("{size} free").format(size=facts.size(count))


def make_room(count: int) -> str:
    """Say how much room there should be."""
    return _("Free some space: {size} or more.").format(size=facts.size(count))


def on_samples() -> str:
    """Say that no article has been added."""
    return _("no article has been added yet, so the bundled samples answer")


def add_articles() -> str:
    """Say how articles are added."""
    return _("Add yours: scripts/run add PATH")


def indexed(count: int) -> str:
    """Say that the articles can be found."""
    return _("built; {articles} in all collections").format(articles=facts.articles(count))


def near_limit(count: int, most: int) -> str:
    """Say how many articles a server has of those that it may have."""
    return ngettext("{count} of {number} article", "{count} of {number} articles", most).format(
        count=facts.number(count), number=facts.number(most)
    )


def server(id: str) -> str:
    """Name a server by its id."""
    return _("server {id}").format(id=id)


def raise_limit() -> str:
    """Say how a server may have more articles."""
    return _("Raise FOOTNOTE_SERVER_ARTICLES if they shall add more.")


def known_as(name: str) -> str:
    """Say whose the token is."""
    return _("Discord knows it, as {name}").format(name=name)


def refused() -> str:
    """Say that the token is wrong."""
    return _("Discord refuses it")


def unreachable(kind: str) -> str:
    """Say that Discord cannot be asked."""
    return _("could not be asked ({kind})").format(kind=kind)


def see_network() -> str:
    """Say what to look at where Discord cannot be reached."""
    return _("Check this machine's connection, and https://discordstatus.com, then try again.")


def drift(seconds: int) -> str:
    """Say how wrong the clock is."""
    return _("differs from Discord's by {seconds}").format(seconds=facts.seconds(seconds))


def set_clock() -> str:
    """Say how the clock is set right."""
    return _("Let the system set its clock over the network (NTP).")


def right() -> str:
    """Say that the clock is right."""
    return _("right")


def logins(left: int, total: int) -> str:
    """Say how many logins are left."""
    return _("{left} of {total} left today").format(left=facts.number(left), total=facts.number(total))


def wait_for_logins() -> str:
    """Say what to do when few logins are left."""
    return _("See in the log why the bot starts so often, and stop it until that is mended.")


def in_none() -> str:
    """Say that the bot is in no server."""
    return _("the bot is in none")


def invite() -> str:
    """Say how the bot gets into a server."""
    return _("Invite it with the address in the README.")


def intent_on() -> str:
    """Say that messages can be read."""
    return _("Message Content Intent is on")


def intent_missing() -> str:
    """Say that messages cannot be read."""
    return _("Message Content Intent is off")


def held(count: int) -> str:
    """Say how many articles a server has."""
    return _("{articles} of this server").format(articles=facts.articles(count))
