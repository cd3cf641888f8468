"""Whether to do what is asked, and for whom: cooldowns, channels, rights."""
