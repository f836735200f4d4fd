"""What each worker process needs before its first page, imported and read once: the others are forked from that process.

Most of it are regular expressions to compile and reference data to read, two seconds of processor time. Nothing here may
start a thread, which a fork does not survive: polars does when it is imported, so it is left to the workers
(`tests/test_architecture.py`).
"""

import contextlib

from flows.collect import collecting_later


def _warm() -> None:
    import lxml.html  # noqa: F401
    import trafilatura  # noqa: F401

    import transforms.extract.demands
    import transforms.extract.exchanges
    import transforms.extract.figures
    import transforms.extract.talks
    import transforms.parse  # noqa: F401
    from transforms.boilerplate import load_rules
    from transforms.extract.engine import load_patterns, pattern_files
    from transforms.reference.issues import issue_scores
    from transforms.reference.load import load_reference
    from transforms.scan import lexicon

    for name in pattern_files():
        for pattern in load_patterns(name):
            _ = pattern.regex if pattern.anchored else pattern.anywhere
    issue_scores("")
    lexicon(load_reference())
    load_rules()


# An error here would end the process, and no worker could tell why: each of them meets it again. To walk over all this when
# garbage is collected would copy it to each process
with contextlib.suppress(Exception), collecting_later():
    _warm()
