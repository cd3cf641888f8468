"""A question taken in, completed, answered; what to quote, and what was meant."""
