"""The sentences that people read, each in the language spoken; a module for each occasion."""
