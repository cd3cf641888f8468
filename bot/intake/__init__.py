"""Articles taken in, those that come on Discord among them, and what became of each."""
