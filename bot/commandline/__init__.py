"""The command line, and the same commands without Discord."""
