"""The device's lock: one program of a device writes at a time."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from reviewkit.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SECONDS = 20


def device_lock(database: Path) -> FileLock:
    """Return the lock of the database in the folder `database`; one such object may be held several times over."""
    return FileLock(database / "device.lock", timeout=_SECONDS)


@contextlib.contextmanager
def held(lock: FileLock) -> Iterator[None]:
    """Hold a lock. Raises `StorageError` if another program does not let go of it."""
    try:
        with lock:
            yield
    except Timeout as error:
        raise StorageError(
            f"another program has been writing to this review for more than {_SECONDS} seconds",
            where=lock.lock_file,
            remedy="Close it, or wait until it is done, and do the last step again.",
        ) from error
