"""Files, attachments and fetched pages of any readable kind → articles.

What cannot be read is yielded as a refusal, never raised. `read` and `read_bytes` read in this process; for files from
strangers there is `ReaderPool`, which does the same in processes that can be killed.
"""

from knowledge.ingest.corrections import is_labelled_correction
from knowledge.ingest.encoding import decode
from knowledge.ingest.files import Found, find_files, refuse
from knowledge.ingest.isolation import ReaderLimits, ReaderPool, start_ahead
from knowledge.ingest.readers import batches, holds_many, is_feed, is_readable, page_suffix, read_bytes, read_file
from knowledge.text.dates import DateHints, parse_date

__all__ = [
    "DateHints",
    "Found",
    "ReaderLimits",
    "ReaderPool",
    "batches",
    "decode",
    "find_files",
    "holds_many",
    "is_feed",
    "is_labelled_correction",
    "is_readable",
    "page_suffix",
    "parse_date",
    "read_bytes",
    "read_file",
    "refuse",
    "start_ahead",
]
