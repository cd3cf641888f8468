"""Texts as people paste and save them: whole pages, mails, chats, minutes, recipes and the like → articles."""

from knowledge.ingest.plaintext.reader import lines_of, read_plaintext, split_plaintext

__all__ = ["lines_of", "read_plaintext", "split_plaintext"]
