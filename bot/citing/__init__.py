"""What `!source` refers to, and what it answers."""
