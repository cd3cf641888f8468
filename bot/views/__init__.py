"""Buttons and forms: under an answer, under a page, under a confirmation."""
