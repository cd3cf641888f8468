"""What people read, in their language: which, and how it is found, spelled and named."""
