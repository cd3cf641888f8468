"""Readers of files, a module for each kind: its bytes or text → articles and refusals."""
