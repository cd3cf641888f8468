"""The process on Discord from login to end, and what it does by itself."""
