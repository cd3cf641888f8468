"""How the bot spares the processor: it keeps to one, and does not look through all of its memory again and again.

Python runs one thread at a time. Each question passes through several threads, and on two processors every turn costs a
wake-up on the other one: under load a question takes twice the processor time that it takes on one.
"""

import gc
import os
import random


def keep_to_one() -> None:
    """Stay on one of the processors that are allowed, a different one for each process as chance has it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {random.choice(sorted(os.sched_getaffinity(0)))})


def pass_over_what_stays() -> None:
    """Let garbage collection pass over what has been loaded by now: it stays, and to look through it takes a while."""
    gc.collect()
    gc.freeze()
