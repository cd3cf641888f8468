"""Every question and its citations, whose a reply is, and what people thought of it."""
