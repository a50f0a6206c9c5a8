"""Python's search for cycles: held while very many objects are made that stay, and kept away from those that do.

The thing a reader would get wrong: this changes no result, only time. Objects are freed as ever when nobody holds them;
what is held back is the search for those that hold each other, which would look at all of them again and again.
"""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT = threading.Event()
"""Set while `keep_all` holds. Python could be asked how much is frozen, but counts it one by one each time."""


@contextmanager
def no_collector() -> Iterator[None]:
    """Leave the search for cycles off: it takes a third of the time of a large file, and finds none.

    In the end all that was made is put with the old objects unseen, or the search would go through it after all.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not _KEPT.is_set():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def keep_all() -> None:
    """Keep the search away from everything that there is now, until `let_go`."""
    gc.freeze()
    _KEPT.set()


def let_go() -> None:
    """Let the search have again what was kept from it."""
    gc.unfreeze()
    _KEPT.clear()
