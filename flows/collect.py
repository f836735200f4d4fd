"""How often a process looks for cycles of dead objects."""

import gc


def collect_rarely() -> None:
    """Look after 50,000 new objects instead of 700.

    Importing Prefect or its server makes millions of objects that stay, and every few hundred of them Python looks in vain
    for dead ones: a fifth of the time of the import. Pages and articles hardly leave cycles behind either.
    """
    gc.set_threshold(50_000, 20, 20)


def collect_no_more() -> None:
    """Before the end: Python would look once more through all of Prefect's objects, which takes a third of a second."""
    gc.freeze()
