"""Pages, files and feeds of the web by their address, fetched without harm to the network the bot runs in."""

from knowledge.web.fetcher import MAX_PAGE_BYTES, Fetched, Fetcher, FetchLimits

__all__ = ["MAX_PAGE_BYTES", "FetchLimits", "Fetched", "Fetcher"]
