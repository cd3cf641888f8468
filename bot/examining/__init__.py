"""What is wrong on Discord and on this machine, and how to mend it."""
