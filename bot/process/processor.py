"""The one processor that the bot keeps to, where the system lets it choose.

Python runs one thread at a time. Each question passes through several threads, and on two processors every turn costs a
wake-up on the other one: under load a question takes twice the processor time that it takes on one.
"""

import os
import random


def keep_to_one() -> None:
    """Stay on one of the processors that are allowed, a different one for each process as chance has it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {random.choice(sorted(os.sched_getaffinity(0)))})
