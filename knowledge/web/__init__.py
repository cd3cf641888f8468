"""Pages, files and feeds of the web by their address, fetched without harm to the network the bot runs in."""

from knowledge.web.fetcher import MAX_PAGE_BYTES, Fetched, Fetcher, FetchLimits
from knowledge.web.networks import names_this_machine
from knowledge.web.pages import GONE, articles_at, is_gone, read_address, read_addresses, without_login

__all__ = [
    "GONE",
    "MAX_PAGE_BYTES",
    "FetchLimits",
    "Fetched",
    "Fetcher",
    "articles_at",
    "is_gone",
    "names_this_machine",
    "read_address",
    "read_addresses",
    "without_login",
]
