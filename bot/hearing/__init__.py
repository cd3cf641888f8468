"""What was said to the bot, and what is offered while someone types."""
