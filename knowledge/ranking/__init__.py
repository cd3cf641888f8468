"""A question to candidates in order, and how far the best is an answer."""
