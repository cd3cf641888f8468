"""What a question restricts itself to: days, sources, headlines, wording."""
