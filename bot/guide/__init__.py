"""The pages of the help, from the commands and articles that are there."""
