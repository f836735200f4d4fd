"""How often a process looks for cycles of dead objects."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def collect_rarely() -> None:
    """Look after 50,000 new objects instead of 700.

    Importing Prefect or its server makes millions of objects that stay, and every few hundred of them Python looks in vain
    for dead ones: a fifth of the time of the import. Pages and articles hardly leave cycles behind either.
    """
    gc.set_threshold(50_000, 20, 20)


@contextmanager
def collecting_later() -> Iterator[None]:
    """Do not look at all while something is made that stays, such as modules; afterwards leave it out, and look rarely."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        collect_rarely()
        gc.enable()


def collect_no_more() -> None:
    """Before the end: Python would look once more through all of Prefect's objects, which takes a third of a second."""
    gc.freeze()
