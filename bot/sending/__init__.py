"""Replies on their way: exactly once, one thing after the other for a message."""
