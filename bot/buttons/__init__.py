"""Buttons and forms; those under an answer still work after a restart."""
